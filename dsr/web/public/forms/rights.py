"""Which rights are asked for, and what each of them needs to be worked on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms.boundfield import BoundField, BoundWidget
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dsr.actions.receive import RightAsked
from dsr.law.claims import OTHER_GROUND
from dsr.queries.procedure import RightOffered
from dsr.templatetags.dsr_desk import in_brackets, yen
from dsr.vocabulary import Kind
from dsr.web.forms import AccessibleForm, CheckboxesField, ParagraphField, SelectField
from dsr.web.public.routing import Route

# in the order in which they stand below a right
QUESTIONS = ("ground", "details", "measure", "correction", "scope")


@dataclass(frozen=True)
class RightRow:
    """One right on the page: its box, and the questions below it."""

    offered: RightOffered
    box: BoundWidget
    questions: list[BoundField]


class RightsForm(AccessibleForm):
    """The boxes, and per right: which data, on which ground, what to correct."""

    use_required_attribute = False

    kinds = CheckboxesField(label=_("What do you ask for?"), help_text=_("You may choose more than one."))
    category = SelectField(label=_("Relation to the company"), required=False)

    def __init__(self, route: Route, *args: Any, **kwargs: Any) -> None:
        """Offer what the desk serves under the law of the route."""
        super().__init__(*args, **kwargs)
        self.offered = {right.kind.value: right for right in route.rights}
        self.fields["kinds"].choices = [(code, right.row.label) for code, right in self.offered.items()]
        self.fields["kinds"].widget.hints = {code: _hint(right) for code, right in self.offered.items()}
        self.fields["kinds"].error_messages["required"] = _("Choose at least one right.")
        people = [(category.code, str(category.label)) for category in route.profile.people]
        self.fields["category"].choices = [("", _("Not sure, or none of these")), *people]
        self.fields["category"].help_text = _("Helps us to look in the right places.")
        for code, right in self.offered.items():
            self.fields |= _questions(code, right)

    def questions_of(self, code: str) -> list[str]:
        """Return the names of the fields that stand below a right."""
        names = (_name(question, code) for question in QUESTIONS)
        return [name for name in names if name in self.fields]

    @property
    def rows(self) -> Iterator[RightRow]:
        """Return the rights for the page, in the order of the law."""
        for box, (code, offered) in zip(self["kinds"], self.offered.items(), strict=True):
            yield RightRow(offered, box, [self[name] for name in self.questions_of(code)])

    def clean(self) -> dict[str, Any]:
        """Let the questions of rights go that were not chosen: they are out of sight."""
        answers = super().clean() or {}
        for code in self.offered.keys() - set(answers.get("kinds", [])):
            for name in self.questions_of(code):
                self.errors.pop(name, None)
        return answers

    @property
    def rights(self) -> tuple[RightAsked, ...]:
        """Return the chosen rights. The category leads the scope, in the words of the form."""
        answers = self.cleaned_data
        return tuple(
            RightAsked(
                kind=Kind(code),
                scope="\n".join(filter(None, (self._category_sentence, answers.get(_name("scope", code), "")))),
                claimed_ground=",".join(answers.get(_name("ground", code), ())),
                ground_details=answers.get(_name("details", code), ""),
                claimed_measure=",".join(answers.get(_name("measure", code), ())),
                correction=answers.get(_name("correction", code), ""),
            )
            for code in self.offered
            if code in answers["kinds"]
        )

    @property
    def category_label(self) -> str:
        """Return the chosen category in words, or nothing."""
        code = self.cleaned_data.get("category", "")
        return next((label for value, label in self.fields["category"].choices if value == code and code), "")

    @property
    def _category_sentence(self) -> str:
        label = self.category_label
        return _("Relation to the company: %(category)s") % {"category": label} if label else ""

    @property
    def free_texts(self) -> list[str]:
        """Return what was written freely for the chosen rights."""
        return [text for right in self.rights for text in (right.scope, right.ground_details, right.correction) if text]


def _name(question: str, code: str) -> str:
    return f"{question}_{code}"


def _hint(right: RightOffered) -> str:
    """Say what the right is, where the law gives it, and what it costs."""
    fee = gettext("Fee: %(fee)s") % {"fee": yen(right.fee)} if right.fee else ""
    return " ".join(filter(None, (f"{right.row.summary}{in_brackets(right.row.article)}", fee)))


def _questions(code: str, right: RightOffered) -> dict[str, Any]:
    """Return the fields below one right."""
    fields: dict[str, Any] = {}
    if right.row.claimed_grounds:
        fields |= _ground_questions(code, right)
    if right.row.claimed_measures:
        fields[_name("measure", code)] = CheckboxesField(
            label=_("Measure you ask for"),
            choices=[(measure.code, measure.label) for measure in right.row.claimed_measures],
            required=False,
            help_text=_("You may leave this open; then we choose the measure that fits."),
        )
    if right.row.needs_correction:
        fields[_name("correction", code)] = ParagraphField(
            label=_("What is wrong, and what is right"),
            rows=4,
            error_messages={"required": _("Write what is wrong, and what is right instead.")},
            help_text=_("For example: my address is out of date; the new one is …"),
        )
    if right.row.needs_scope:
        fields[_name("scope", code)] = ParagraphField(
            label=_("Which data"),
            required=False,
            rows=4,
            help_text=_(
                "What helps us to find them: membership or customer number, product, period, shop. "
                "You may leave this empty; then we look for everything."
            ),
        )
    return fields


def _ground_questions(code: str, right: RightOffered) -> dict[str, Any]:
    """Return the questions why: the grounds of the law, and room for the facts."""
    grounds = [(ground.code, ground.label) for ground in right.row.claimed_grounds]
    return {
        _name("ground", code): CheckboxesField(
            label=_("Reason"),
            choices=[*grounds, (OTHER_GROUND.code, _("Another reason, or I am not sure"))],
            error_messages={"required": _("Choose the reason for “%(kind)s”.") % {"kind": right.row.label}},
        ),
        _name("details", code): ParagraphField(
            label=_("Details of the reason"),
            required=False,
            rows=3,
            help_text=_("For example when, and how, the data were used or given away."),
        ),
    }
