"""Forms about one document: what it is, what a warning is worth, and its end."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsr.actions.describing import Particulars
from dsr.law.evidence import EVIDENCE
from dsr.queries.case_page.noticed import Caution
from dsr.queries.case_page.papers import Line, Paper
from dsr.vocabulary import Action, DestroyReason, FindingCode
from dsr.web.forms import ConfirmField, LineField, ParagraphField, RadioField, SelectField, TypedDateField
from dsr.web.staff.forms.base import CaseForm
from dsr.web.staff.forms.checklist import CHOOSE

# whoever works on a case does not say that a time is over: the rules do
REASONS = [reason for reason in DestroyReason if reason != DestroyReason.RETENTION_OVER]


class DescribeForm(CaseForm):
    """What a clerk reads on a document."""

    verb = Action.DESCRIBE_DOCUMENT
    kind = SelectField(label=_("What it is"))
    issued_on = TypedDateField(
        label=_("Issued on"), required=False, help_text=_("For example 2024-04-01 or 令和6年4月1日")
    )
    expires_on = TypedDateField(
        label=_("Valid until"),
        required=False,
        may_be_future=True,
        help_text=_("For example 2030-04-01 or 令和12年4月1日"),
    )
    number = LineField(
        label=_("Number of the document"),
        required=False,
        limit=60,
        width="input-short",
        help_text=_("Only a keyed fingerprint is kept; the number itself is forgotten at once. Never a My Number."),
    )
    is_my_number_back = forms.BooleanField(label=_("This is the back of a My Number card"), required=False)

    def __init__(self, *args: Any, paper: Paper, line: Line | None, **kwargs: Any) -> None:
        """Offer the papers of the line first, then all others; begin with what was noted before."""
        known = paper.document.particulars or {}
        before = {"kind": paper.document.kind, **{name: known.get(name, "") for name in ("issued_on", "expires_on")}}
        super().__init__(*args, initial=before, **kwargs)
        first = [way.code for way in line.ways] if line else []
        rest = [code for code, kind in EVIDENCE.items() if kind.is_paper and code not in first]
        groups = [(_("Papers of this item"), first), (_("Other papers"), rest)]
        named = [(label, [(code, EVIDENCE[code].label) for code in codes]) for label, codes in groups if codes]
        self.fields["kind"].choices = [CHOOSE, *named]

    def arguments(self) -> dict[str, Any]:
        """Return what was read as the verb takes it."""
        read = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return {"particulars": Particulars(**read), "seen": self.cleaned_data["seen"]}


# by whether the law forbids to keep it, and whether a black box would not help
_WHY = {
    (False, False): _("Why it is harmless (if you wish)"),
    (True, False): _("Why it may stay on the copy"),
    (True, True): _("Why it is not the back of the card"),
}


class SettleForm(CaseForm):
    """A warning is harmless, in the judgement of a person."""

    verb = Action.SETTLE_FINDING
    show_marks = False
    reason = ParagraphField(limit=1000, rows=2, help_text=_("Kept as a note for colleagues."))

    def __init__(self, *args: Any, caution: Caution, **kwargs: Any) -> None:
        """Want a reason for what the law forbids to keep."""
        super().__init__(*args, target=caution.finding.pk.hex, **kwargs)
        self.fields["reason"].required = caution.must_be_settled
        unseen = caution.finding.code == FindingCode.NOT_SEARCHED
        why = _WHY[caution.must_be_settled, caution.only_destroying_helps]
        self.fields["reason"].label = _("What you saw when you looked at the page") if unseen else why


class DestroyForm(CaseForm):
    """The copies of a document are destroyed for good."""

    verb = Action.DESTROY_DOCUMENT
    reason = RadioField(label=_("Reason"), choices=[(reason.value, reason.label) for reason in REASONS])
    confirmed = ConfirmField(
        label=_("I have looked at the document. It is the right one, and it may go."),
        error_messages={"required": _("Confirm that this is the right document.")},
    )

    def arguments(self) -> dict[str, Any]:
        """The tick is for the reader only."""
        return {"reason": DestroyReason(self.cleaned_data["reason"]), "seen": self.cleaned_data["seen"]}
