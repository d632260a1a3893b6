"""The one door that writes a case: lock, who, what, then state, journal and outbox in one commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from dsr import policy
from dsr.errors import Refused
from dsr.facts import FACTS
from dsr.models import Case, CaseEvent, OutboxMessage, User
from dsr.models.journal import STAFF
from dsr.policy import Actor
from dsr.vocabulary import Action, Impersonal, Topic


@dataclass
class Change:
    """One verb under way: it moves, notes and asks for effects; the door writes."""

    case: Case
    action: Action
    by: Actor
    now: datetime
    moved: bool = False
    facts: dict[str, Any] = field(default_factory=dict)
    wanted: list[tuple[Topic, datetime, dict[str, Any]]] = field(default_factory=list)

    @property
    def today(self) -> date:
        """Return the calendar date in Asia/Tokyo."""
        return timezone.localdate(self.now)

    def move(self, **fields: Any) -> None:
        """Run the transition that carries the action's name. Raises Refused with the reason when the table says no."""
        refusal = self.case.refusal_of(self.action)
        if refusal:
            raise Refused(refusal)
        getattr(self.case, self.action.value)(at=self.now, **fields)
        self.moved = True

    def note(self, **facts: Any) -> None:
        """Add facts to the journal entry. Raises ValueError for a fact that this verb may not carry."""
        unknown = facts.keys() - FACTS[self.action]
        if unknown:
            raise ValueError(f"{self.action} may not journal {sorted(unknown)}")
        self.facts |= {key: value.isoformat() if isinstance(value, date) else value for key, value in facts.items()}

    def later(self, topic: Topic, *, not_before: datetime | None = None, **ids: Any) -> None:
        """Ask for an outside effect after the commit; ids and codes only."""
        self.wanted.append((topic, not_before or self.now, {key: str(value) for key, value in ids.items()}))

    def write(self, from_state: str) -> None:
        """Write state, journal entry and outbox rows."""
        case = self.case
        case.last_seq += 1
        case.save()
        CaseEvent.objects.bulk_create([self._event(from_state)])
        OutboxMessage.objects.bulk_create(
            OutboxMessage(
                case=case,
                topic=topic,
                ids=ids,
                created_at=self.now,
                try_at=try_at,
                dedupe_key=f"{case.pk}:{case.last_seq}:{position}",
            )
            for position, (topic, try_at, ids) in enumerate(self.wanted)
        )

    def _event(self, from_state: str) -> CaseEvent:
        person = self.by if isinstance(self.by, User) else None
        before = CaseEvent.objects.filter(case=self.case, seq=self.case.last_seq - 1).values_list("hash", flat=True)
        event = CaseEvent(
            case=self.case,
            seq=self.case.last_seq,
            action=self.action,
            actor=STAFF if person else str(self.by),
            by=person,
            from_state=from_state,
            to_state=self.case.state,
            at=self.now,
            facts=self.facts,
            previous_hash=before.first() or "",
        )
        event.hash = event.computed_hash()
        return event


@contextmanager
def change(case_id: UUID, action: Action, *, by: Actor, expected_seq: int | None = None) -> Iterator[Change]:
    """Lock the case, check who, let the caller move it, then write state, event and outbox together.

    Raises Refused: not_permitted, four_eyes, wrong_state or what a condition says, stale. Nothing is written then.
    """
    with transaction.atomic(durable=True):
        case = Case.objects.select_for_update(of=("self",)).select_related("policy").get(pk=case_id)
        policy.require(by, action, case)
        if expected_seq is not None and _changed_by_somebody(case, since=expected_seq):
            raise Refused("stale")
        from_state = case.state
        this = Change(case, action, by, timezone.now())
        yield this
        if not this.moved:
            raise RuntimeError(f"{action} never asked the table")
        this.write(from_state)


def _changed_by_somebody(case: Case, *, since: int) -> bool:
    """Say whether a person wrote to the case after this entry; what the worker or a timer wrote changes no decision."""
    if since > case.last_seq:
        return True
    return since < case.last_seq and case.events.filter(seq__gt=since).exclude(actor=SYSTEM).exists()


@contextmanager
def begin(case: Case, *, by: Actor, now: datetime) -> Iterator[Change]:
    """Create a case: the sibling of `change` for the only verb that has no case yet.

    The caller fills in what belongs to the case. Raises Refused: not_permitted. Nothing is written then.
    """
    with transaction.atomic(durable=True):
        policy.require(by, Action.SUBMIT_REQUEST, case)
        case.save(force_insert=True)
        this = Change(case, Action.SUBMIT_REQUEST, by, now, moved=True)
        yield this
        this.write("")


SYSTEM, REQUESTER = Impersonal.SYSTEM, Impersonal.REQUESTER
