"""Papers that staff asked for beyond what their desk publishes: a burden on the requester, so managers see each."""

from collections.abc import Sequence
from dataclasses import dataclass

from dsr.law.evidence import EVIDENCE
from dsr.models import Case, ChecklistItem, User
from dsr.queries.metrics import cases_at

SHOWN = 20


@dataclass(frozen=True)
class AddedPaper:
    """One line that staff added to the checklist of an open case. Why is told on the page of the case."""

    item: ChecklistItem

    @property
    def label(self) -> str:
        """Return which paper is asked for."""
        code = self.item.any_of[0]
        return str(EVIDENCE[code].label) if code in EVIDENCE else str(code)

    @property
    def case(self) -> Case:
        """Return whose case it is."""
        return self.item.case

    @property
    def by(self) -> User | None:
        """Return who asked for it."""
        return self.item.added_by


def papers_added(desks: Sequence[int]) -> list[AddedPaper]:
    """Return the papers added in open cases of some desks, those of the newest cases first. One query."""
    added = ChecklistItem.objects.filter(case__in=cases_at(desks).open(), added_by__isnull=False)
    rows = added.select_related("case__desk", "added_by").order_by("-case__received_on", "case_id", "position")
    return [AddedPaper(item) for item in rows[:SHOWN]]
