"""A form that takes one verb on one case: knows what its reader saw, and keeps what was typed when it is refused."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise

from dsr.errors import Refused
from dsr.models import Case
from dsr.vocabulary import Action
from dsr.web.forms import AccessibleForm


class CaseForm(AccessibleForm):
    """The base of every form on a case. `target` tells forms of the same verb on one page apart."""

    verb: ClassVar[Action]
    # what only adds something asks not what was seen: a note, a scan
    takes_seen: ClassVar[bool] = True
    use_required_attribute = False

    refusal: str = ""
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, case: Case, target: object = "", **kwargs: Any) -> None:
        """Note the state of the case that the reader sees."""
        self.case, self.target = case, str(target)
        kwargs["initial"] = {"seen": case.last_seq} | (kwargs.get("initial") or {})
        super().__init__(*args, auto_id=f"{self.name}_%s", **kwargs)

    @property
    def name(self) -> str:
        """Return what tells this form from all others on its page."""
        return f"{self.verb.value}-{self.target}" if self.target else self.verb.value

    def arguments(self) -> dict[str, Any]:
        """Return what the verb takes beside the case and the actor."""
        return {key: value for key, value in self.cleaned_data.items() if key != "seen" or self.takes_seen}

    def refuse(self, refused: Refused, case: Case) -> None:
        """Show why the verb was refused; sent again, the form has seen the case as it is now."""
        self.case, self.refusal = case, refused.code
        self.full_clean()
        self.add_error(None, str(refused.sentence))
        self.data = self.data.copy()
        self.data["seen"] = str(case.last_seq)

    def typed(self) -> Iterator[tuple[str | Promise, str]]:
        """Yield label and value of what was typed, for a page that no longer offers this form."""
        for field in self.visible_fields():
            value = field.value()
            if isinstance(value, str) and value and not isinstance(field.field, forms.ChoiceField):
                yield field.label, value
