"""Comparing a person of a case with a paper: shown once on the page, never kept."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dsr.likeness import Compared, compare_people
from dsr.models import Case, Party
from dsr.web.staff.forms.people import ComparisonForm

# By the tone of what was found: the word and the icon beside it.
VERDICTS: dict[str, tuple[Promise, str]] = {
    "good": (_("The same"), "circle-check"),
    "warning": (_("Look closely"), "triangle-alert"),
    "info": (_("Not comparable"), "info"),
    "late": (_("Different"), "circle-x"),
}


@dataclass(frozen=True)
class Comparison:
    """One person's form, with what the comparison found when it was sent."""

    role: str
    form: ComparisonForm
    found: tuple[Compared, ...] = ()

    @classmethod
    def of(cls, party: Party, data: Any) -> "Comparison":
        """Compare what was sent with what the request says about the person. Nothing is stored."""
        form = ComparisonForm(data, role=party.role)
        found = compare_people(party.person, form.person) if form.is_valid() else ()
        return cls(party.role, form, tuple(row for row in found if row.other))

    @property
    def rows(self) -> list[tuple[Compared, Promise, str]]:
        """Return each field with its verdict and icon."""
        return [(row, *VERDICTS[row.tone]) for row in self.found]


def comparisons_for(case: Case, sent: Comparison | None = None) -> dict[str, Comparison]:
    """Return a form for every person of a case, by part; one that was sent stands in its place."""
    fresh = {party.role: Comparison(party.role, ComparisonForm(role=party.role)) for party in case.parties.all()}
    return fresh | ({sent.role: sent} if sent else {})
