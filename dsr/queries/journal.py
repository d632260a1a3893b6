"""Does the journal still say what was written? Read only."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from dsr.models import Case, CaseEvent


@dataclass(frozen=True)
class BrokenEntry:
    """The first place in a case's journal that does not hold, by number, and what is wrong there."""

    case_id: UUID
    number: str
    seq: int
    fault: str


def broken_entries(newest: int | None = None) -> Iterator[BrokenEntry]:
    """Yield the first broken entry of each case, in the order of case ids. Reads every event once, case by case.

    With `newest`, only of the cases to which so many newest entries belong.
    """
    cases = Case.objects.order_by("pk").only("pk", "number", "last_seq", "state")
    if newest is not None:
        cases = cases.filter(pk__in=set(CaseEvent.objects.order_by("-pk").values_list("case", flat=True)[:newest]))
    for case in cases.iterator(chunk_size=500):
        # a verb may have written between our two reads: only what still looks broken on a fresh look is
        fault = _first_fault(case) and _first_fault(cases.get(pk=case.pk))
        if fault:
            yield BrokenEntry(case.pk, case.number, *fault)


def _first_fault(case: Case) -> tuple[int, str] | None:
    expected, previous, state = 0, "", ""
    for event in CaseEvent.objects.filter(case_id=case.pk).order_by("seq"):
        expected += 1
        if event.seq != expected:
            return expected, "missing"
        if event.previous_hash != previous:
            return event.seq, "the chain does not join"
        if event.computed_hash() != event.hash:
            return event.seq, "changed after it was written"
        previous, state = event.hash, event.to_state
    if expected != case.last_seq:
        return expected + 1, "missing at the end"
    return None if state == case.state else (expected, "the case is in another state")
