"""The boxes of a mask, typed as percentages of the page; drawing with the mouse only fills these fields."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsr.rendering.masking import WHOLE, Box
from dsr.vocabulary import Action
from dsr.web.forms import AccessibleForm, ConfirmField
from dsr.web.staff.forms.base import CaseForm

MOST_BOXES = 30  # on one document; five fields each, far from the most that a form may have
SIDES = ("left", "top", "width", "height")
WHOLE_PAGE = 100  # percent
_THOUSANDTHS = WHOLE // WHOLE_PAGE  # of a percent
_WRONG = _("Write a number from 0 to 100, with at most one decimal place.")


class PercentField(forms.DecimalField):
    """A part of the page in percent, to one decimal place: exactly the thousandths that a box is kept in."""

    def __init__(self, **kwargs: Any) -> None:
        """Take a label."""
        attrs = {"class": "input input-percent", "step": "0.1"}
        codes = ("invalid", "max_value", "min_value", "max_digits", "max_decimal_places", "max_whole_digits")
        super().__init__(
            min_value=0,
            max_value=WHOLE_PAGE,
            max_digits=4,
            decimal_places=1,
            widget=forms.NumberInput(attrs=attrs),
            error_messages=dict.fromkeys(codes, _WRONG),
            **kwargs,
        )


class BoxForm(AccessibleForm):
    """One black box on one page."""

    show_marks = False
    use_required_attribute = False
    page = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    left = PercentField(label=_("From the left (%)"))
    top = PercentField(label=_("From the top (%)"))
    width = PercentField(label=_("Width (%)"))
    height = PercentField(label=_("Height (%)"))

    def clean(self) -> dict[str, Any]:
        """Refuse a box that covers nothing or reaches over the edge."""
        typed = self.cleaned_data
        for start, length in (("left", "width"), ("top", "height")):
            if typed.get(length) == 0:
                self.add_error(length, _("A box needs a width and a height."))
            elif start in typed and length in typed and typed[start] + typed[length] > WHOLE_PAGE:
                self.add_error(length, _("The box reaches over the edge of the page."))
        return typed

    @property
    def box(self) -> Box | None:
        """Return the box in thousandths of the page, or None while its numbers make none."""
        if not self.is_valid():
            return None
        return Box(*(int(self.cleaned_data[side] * _THOUSANDTHS) for side in SIDES))

    @property
    def on_page(self) -> int:
        """Return the number of the page it stands on; 0 when that was forged."""
        typed = str(self["page"].value())
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < len("1000") else 0


class MaskForm(CaseForm):
    """All boxes of one document, page by page, and the word that they shall be burned in."""

    verb = Action.MASK_DOCUMENT
    drawn = forms.CharField(widget=forms.HiddenInput, required=False)
    confirmed = ConfirmField(
        label=_(
            "I have looked at every page with its boxes. What they cover, and the original file, may be destroyed."
        ),
        error_messages={"required": _("Confirm that you have looked at every page.")},
    )

    def __init__(self, *args: Any, boxes: Iterable[tuple[int, Box]] = (), **kwargs: Any) -> None:
        """Begin with the boxes that were sent; with those of `boxes`, by page, when nothing was sent."""
        super().__init__(*args, **kwargs)
        typed = self._sent() if self.is_bound else [_as_typed(page, box) for page, box in boxes]
        self.rows = tuple(_row(number, data) for number, data in enumerate(typed[:MOST_BOXES], start=1))

    def _sent(self) -> list[dict[str, Any]]:
        return [{name: self.data.get(f"{sent}-{name}", "") for name in ("page", *SIDES)} for sent in self.sent_as]

    @property
    def sent_as(self) -> list[str]:
        """Return the names under which the boxes were sent, in their order."""
        return [str(name).removesuffix("-page") for name in self.data if str(name).endswith("-page")]

    def with_boxes(self, *, without: str = "", more: Iterable[tuple[int, Box]] = ()) -> "MaskForm":
        """Return a form that was not sent yet, with these boxes as typed but for one, and some new ones."""
        kept = [data for name, data in zip(self.sent_as, self._sent(), strict=True) if name != without]
        form = MaskForm(case=self.case)
        typed = [*kept, *(_as_typed(page, box) for page, box in more)]
        form.rows = tuple(_row(number, data) for number, data in enumerate(typed[:MOST_BOXES], start=1))
        return form

    def clean(self) -> dict[str, Any]:
        """Want at least one box, every box right, and the boxes as they were seen on the picture."""
        if not self.rows:
            self.add_error(None, _("Draw at least one box."))
        elif not all(row.is_valid() for row in self.rows):
            self.add_error(None, _("Correct the numbers of the boxes that are marked below."))
        elif self.cleaned_data.get("drawn") != self.as_drawn:
            self.add_error(None, _("The boxes were changed after the picture was drawn. Look at it again, then save."))
        return self.cleaned_data

    @property
    def as_drawn(self) -> str:
        """Return the boxes of the picture as one line: what was seen is what is saved."""
        return ";".join(f"{page}:{','.join(map(str, box))}" for page, box in self._drawable())

    def _drawable(self) -> Iterator[tuple[int, Box]]:
        return ((row.on_page, box) for row in self.rows if (box := row.box))

    def arguments(self) -> dict[str, Any]:
        """Return the boxes by page as the verb takes them."""
        boxes: dict[int, list[Box]] = {}
        for page, box in self._drawable():
            boxes.setdefault(page, []).append(box)
        return {"boxes": boxes, "seen": self.cleaned_data["seen"]}


def _row(number: int, typed: dict[str, Any]) -> BoxForm:
    prefix = f"box{number}"
    return BoxForm({f"{prefix}-{name}": value for name, value in typed.items()}, prefix=prefix)


def _as_typed(page: int, box: Box) -> dict[str, Any]:
    sides = {name: str(Decimal(part) / _THOUSANDTHS) for name, part in zip(SIDES, box, strict=True)}
    return {"page": str(page)} | sides
