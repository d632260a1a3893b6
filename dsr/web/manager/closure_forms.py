"""The closing days that a desk adds to its calendar: one row each, and empty rows for new ones."""

import hashlib
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsr.errors import SENTENCES
from dsr.law.calendars import OwnClosure
from dsr.web.forms import AccessibleForm, DayField, LineField

SPARE_ROWS = 3
MOST_ROWS = 60


class ClosureForm(AccessibleForm):
    """One closing time. A row that is empty adds nothing; whoever empties a row takes it out."""

    use_required_attribute = False
    show_marks = False

    first = DayField(label=_("First day"), required=False)
    last = DayField(label=_("Last day"), required=False)
    name = LineField(label=_("What for"), limit=60, required=False)

    def clean(self) -> dict[str, Any]:
        """Want all three, or none; a single day needs no last one."""
        typed = super().clean() or {}
        if not any(typed.values()) or self.errors:
            return typed
        for name, words in (("first", _("Write the first day.")), ("name", _("Write what the desk is closed for."))):
            if not typed.get(name):
                self.add_error(name, words)
        if typed.get("first") and not typed.get("last"):
            typed["last"] = typed["first"]
        if typed.get("first") and typed["last"] < typed["first"]:
            self.add_error("last", str(SENTENCES["closure_backwards"]))
        return typed

    @property
    def closure(self) -> OwnClosure | None:
        """Return what a right row says, or None for an empty one."""
        typed = self.cleaned_data
        return OwnClosure(typed["first"], typed["last"], typed["name"]) if typed.get("first") else None


class Closures(forms.BaseFormSet):
    """All rows."""

    @property
    def own(self) -> list[OwnClosure]:
        """Return the closing times of the rows that are filled in."""
        return [form.closure for form in self.forms if form.closure]

    @property
    def fingerprint(self) -> str:
        """Return what stands for these closing times: only what was looked at in a preview is activated."""
        return hashlib.sha256(repr(sorted(self.own)).encode()).hexdigest() if self.is_valid() else ""


ClosureRows = forms.formset_factory(
    ClosureForm, formset=Closures, extra=SPARE_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS + SPARE_ROWS
)


def rows_of(own: tuple[OwnClosure, ...], data: Any = None) -> Closures:
    """Return the rows: as they were typed, or those that are in force."""
    initial = [{"first": each.first, "last": each.last, "name": each.name} for each in own]
    return ClosureRows(data, initial=initial, prefix="closure")
