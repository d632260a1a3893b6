"""What whoever runs the product has to do from time to time, and whether that is due. Read only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dsr import crypto
from dsr.models import Heartbeat
from dsr.vocabulary import Upkeep

RHYTHM: dict[str, timedelta] = {
    Upkeep.BACKUP: timedelta(days=2),
    Upkeep.RESTORE_DRILL: timedelta(days=92),
    Upkeep.ACCESS_REVIEW: timedelta(days=31),
    Upkeep.MASTER_KEY: timedelta(days=366),
}


@dataclass(frozen=True)
class Duty:
    """A duty with the moment at which it was last done, or from which it is counted; None until the first night."""

    upkeep: Upkeep
    done_at: datetime | None
    due_at: datetime | None

    def is_due(self, now: datetime) -> bool:
        """Say whether it should have been done by now."""
        return self.due_at is not None and self.due_at <= now


def name_of(upkeep: Upkeep) -> str:
    """Return the name of the row that remembers a duty. A new master key begins anew."""
    return f"upkeep {crypto.current_ring().current_id if upkeep is Upkeep.MASTER_KEY else upkeep}"[:40]


def duties() -> list[Duty]:
    """Return every duty, in one query."""
    done = dict(Heartbeat.objects.filter(name__startswith="upkeep ").values_list("name", "at"))
    found = [(upkeep, done.get(name_of(upkeep))) for upkeep in Upkeep]
    return [Duty(upkeep, at, at and at + RHYTHM[upkeep]) for upkeep, at in found]


def due_upkeep(now: datetime) -> list[Upkeep]:
    """Return what is due."""
    return [duty.upkeep for duty in duties() if duty.is_due(now)]
