"""Which open cases a new version of a desk's rules would touch: their checklist would be another one under it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dsr.law.evidence import LineChange, changes
from dsr.models import Case, DeskPolicy
from dsr.vocabulary import Channel, Kind, Regime, RequesterType


@dataclass(frozen=True)
class TouchedCase:
    """An open case, and the lines that the version it keeps and the new one see differently."""

    case: Case
    changes: tuple[LineChange, ...]


@dataclass(frozen=True)
class _Request:
    """What a checklist depends on; cases that agree in it are compared once."""

    policy_id: int
    requester_type: RequesterType
    channel: Channel
    on: date
    kinds: tuple[Kind, ...]
    regime: Regime

    @classmethod
    def of(cls, case: Case) -> "_Request":
        return cls(
            policy_id=case.policy_id,
            requester_type=RequesterType(case.requester_type),
            channel=Channel(case.channel),
            on=case.received_on,
            kinds=tuple(Kind(right.kind) for right in case.rights.all()),
            regime=Regime(case.regime),
        )


def touched_cases(new: DeskPolicy, *, pinned_to: DeskPolicy | None = None) -> list[TouchedCase]:
    """Return the open cases of the desk whose checklist would differ under this version, next due first.

    Cases keep the version of their day of receipt; this only shows what the change means for them. `pinned_to` keeps
    the cases of one version. Three queries, however many cases there are.
    """
    waiting = Case.objects.open().filter(desk_id=new.desk_id).exclude(policy_id=new.pk)
    if pinned_to is not None:
        waiting = waiting.filter(policy_id=pinned_to.pk)
    return list(_touched(list(waiting.prefetch_related("rights").order_by("due_on", "id")), new))


def _touched(cases: list[Case], new: DeskPolicy) -> Iterator[TouchedCase]:
    kept = DeskPolicy.objects.in_bulk({case.policy_id for case in cases})
    known: dict[_Request, tuple[LineChange, ...]] = {}
    for case in cases:
        asked = _Request.of(case)
        if asked not in known:
            known[asked] = changes(
                kept[asked.policy_id].profile.evidence_rules,
                new.profile.evidence_rules,
                requester_type=asked.requester_type,
                channel=asked.channel,
                on=asked.on,
                kinds=asked.kinds,
                regime=asked.regime,
            )
        if known[asked]:
            yield TouchedCase(case, known[asked])
