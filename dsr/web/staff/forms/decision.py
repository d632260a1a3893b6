"""Forms of the decision: each right with the words that its letter needs, and a refusal on procedure."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from dsr.actions.decide import RightAnswer
from dsr.law.grounds import GroundRow, grounds_for, procedural_grounds
from dsr.law.replies import WRITTEN, ReplyBlock, blocks, written_blocks
from dsr.models import RequestedRight
from dsr.templatetags.dsr_desk import in_brackets
from dsr.vocabulary import Action, Kind, Outcome, Regime
from dsr.web.forms import LineField, ParagraphField, RadioField
from dsr.web.staff.forms.base import CaseForm

HINTS = {
    ReplyBlock.CONTENT: _("What is disclosed, which purposes, what was corrected, stopped or erased, and when."),
    ReplyBlock.WITHHELD_PART: _("Name the part without giving away what it says."),
    ReplyBlock.REASON: _("Why, in words that the requester will read. The legal ground is added automatically."),
    ReplyBlock.SUBSTITUTE: _("What is done instead, and how it protects the person."),
    ReplyBlock.LATER_ERASURE: _("For example 2031-03-31, or when a statutory period ends."),
}
HOW_SEARCHED = _("Where and how it was searched: which systems, by which name, number or address.")
_SEARCH = (ReplyBlock.REASON, Outcome.NOT_HELD)
LONGEST = 8000


def _ground_field(rows: tuple[GroundRow, ...], regime: Regime) -> RadioField:
    return RadioField(
        label=_("Ground in law"),
        choices=[(row.code, f"{row.title}{in_brackets(row.article_under(regime))}") for row in rows],
        hints={row.code: row.sentence for row in rows},
        help_text=_("Only grounds that fit this right and this outcome are shown. The sentence goes into the letter."),
    )


class DecideRightForm(CaseForm):
    """One right with one outcome: the form asks for exactly what the letter of that outcome carries."""

    verb = Action.DECIDE_RIGHT

    def __init__(self, *args: Any, right: RequestedRight, outcome: Outcome, on: date, **kwargs: Any) -> None:
        """Build the fields from the tables of the law on that day (Asia/Tokyo)."""
        self.right, self.outcome = right, outcome
        kind, regime = Kind(right.kind), Regime(kwargs["case"].regime)
        kwargs["initial"] = {**(right.answer or {}), "ground": right.ground}
        super().__init__(*args, **kwargs)
        self.grounds = grounds_for(kind, outcome, on)
        if self.grounds:
            self.fields["ground"] = _ground_field(self.grounds, regime)
        if len(self.grounds) == 1:
            self.initial["ground"] = self.grounds[0].code
        for block in self._blocks(kind, regime):
            self.fields[block.value] = self._words(block, kind)

    def _blocks(self, kind: Kind, regime: Regime) -> list[ReplyBlock]:
        """Return what the person who decides may write, in the order of the letter."""
        carried, wanted = blocks(kind, self.outcome, regime), written_blocks(kind, self.outcome)
        # where nothing is granted the letter names the whole request as withheld, without a writer
        implied = {ReplyBlock.WITHHELD_PART} - set(wanted)
        return [block for block in WRITTEN if block in carried and block not in implied]

    def _words(self, block: ReplyBlock, kind: Kind) -> ParagraphField | LineField:
        about = {
            "label": block.label,
            "help_text": HOW_SEARCHED if (block, self.outcome) == _SEARCH else HINTS[block],
            "required": block in written_blocks(kind, self.outcome),
        }
        if block is ReplyBlock.LATER_ERASURE:
            return LineField(limit=200, **about)
        return ParagraphField(limit=LONGEST, rows=8 if block is ReplyBlock.CONTENT else 4, **about)

    def arguments(self) -> dict[str, Any]:
        """Return the answer as the verb takes it."""
        words = {key: value for key, value in self.cleaned_data.items() if key != "seen"}
        return {"answer": RightAnswer(outcome=self.outcome, **words), "seen": self.cleaned_data["seen"]}


class CloseDecisionForm(CaseForm):
    """All rights are decided."""

    verb = Action.DECIDE


class RefuseForm(CaseForm):
    """Identity, method or fee was not put right."""

    verb = Action.REFUSE_ON_PROCEDURE
    reason = ParagraphField(
        label=_("What is missing, and how it can be put right"),
        limit=LONGEST,
        rows=6,
        help_text=_("The requester reads these words. Invite the requester to complete the request."),
    )
    field_order = ("ground", "reason", "seen")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        """Offer the grounds that fit every right of the case on that day (Asia/Tokyo)."""
        super().__init__(*args, **kwargs)
        per_right = [procedural_grounds(Kind(right.kind), on) for right in self.case.rights.all()]
        common = tuple(row for row in per_right[0] if all(row in rows for rows in per_right))
        self.fields["ground"] = _ground_field(common, Regime(self.case.regime))
        self.order_fields(self.field_order)
