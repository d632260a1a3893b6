"""Form parts for every door: what was typed is kept, limits are counted in words, an error stands beside its field."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import pretty_name
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dsr.law.eras import InvalidDate, parse_birth_date
from dsr.names import clean_name, clean_text
from dsr.web.uploads import ACCEPT

MEGABYTE = 1024 * 1024

FILL_IN = _("Fill in “%(label)s”.")
CHOOSE = _("Choose an answer for “%(label)s”.")
TICK = _("Tick “%(label)s” to continue.")
CHOOSE_FILE = _("Choose a file for “%(label)s”.")

# Characters that HTML cannot carry; they are refused with a sentence, and left out of the text that is shown again.
_NOT_IN_HTML = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)])


class DeskBoundField(BoundField):
    """A field on a page: knows where a link from the error summary must lead, and what describes it."""

    @property
    def error_anchor(self) -> str:
        """Return the id of the control that takes the focus; the first one of a group."""
        own_id = self.field.widget.attrs.get("id") or self.auto_id
        return f"{own_id}_0" if self.use_fieldset else own_id

    @property
    def aria_describedby(self) -> str | None:
        """Return the ids of hint, error and counter, in the order in which they are read."""
        described = super().aria_describedby
        if described is None or not getattr(self.field, "show_counter", False):
            return described
        return f"{described} {self.auto_id}_counter".strip()


class DeskRenderer(TemplatesSetting):
    """Renders forms from the project's templates, like FORM_RENDERER does for sign-in, and with `DeskBoundField`."""

    bound_field_class = DeskBoundField


class AccessibleForm(forms.Form):
    """The base of every form. Errors show in a summary and beside the field; nothing typed is lost.

    In a template: `{% error_summary form %}`, then `{{ form }}` or single fields by `{{ form.name.as_field_group }}`.
    `show_marks = False` leaves the marks "Required" and "Optional" out (filter bars, one-field forms).
    """

    default_renderer = DeskRenderer
    show_marks = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave out the colon that Django puts after labels."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        """Check everything. A missing field is named in its own message, unless the form gave it better words."""
        for name, field in self.fields.items():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                label = field.label or pretty_name(name)
                field.error_messages["required"] = _required_message(field) % {"label": label}
        super().full_clean()


def _required_message(field: forms.Field) -> Promise:
    if isinstance(field, forms.FileField):
        return CHOOSE_FILE
    if isinstance(field, forms.BooleanField):
        return TICK
    return CHOOSE if isinstance(field, forms.ChoiceField) else FILL_IN


class _Typed(forms.CharField):
    """Text with a counted limit. No maxlength: a browser would cut what was pasted without a word."""

    clean_typed: Callable[[str], str]

    def __init__(self, *, limit: int, **kwargs: Any) -> None:
        self.limit = limit
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        text = type(self).clean_typed(super().to_python(value))
        if len(text) > self.limit:
            message = _("Write at most %(limit)s characters. You wrote %(written)s.")
            raise ValidationError(
                message, code="too_long", params={"limit": f"{self.limit:,}", "written": f"{len(text):,}"}
            )
        return text

    def prepare_value(self, value: Any) -> Any:
        return value.translate(_NOT_IN_HTML) if isinstance(value, str) else value


class LineField(_Typed):
    """One line, kept as typed but for outer white space. Cleans to "" when nothing is visible."""

    clean_typed = staticmethod(clean_name)

    def __init__(self, *, limit: int = 200, width: str = "", **kwargs: Any) -> None:
        """Take a limit in characters; `width` is "", "input-short" or "input-date"."""
        kwargs.setdefault("widget", forms.TextInput)
        super().__init__(limit=limit, **kwargs)
        self.widget.attrs["class"] = f"input {width}".strip()
        self.show_counter = False


class ParagraphField(_Typed):
    """Several lines, kept as typed, with LF line ends and a counter below."""

    clean_typed = staticmethod(clean_text)

    def __init__(self, *, limit: int = 2000, rows: int = 6, **kwargs: Any) -> None:
        """Take a limit in characters and a height in lines."""
        super().__init__(limit=limit, widget=forms.Textarea(attrs={"rows": rows, "class": "textarea"}), **kwargs)
        self.show_counter = True


class EmailField(forms.EmailField):
    """One e-mail address; a list of addresses is refused."""

    def __init__(self, **kwargs: Any) -> None:
        """Mark the control for the browser's own list of addresses."""
        attrs = {"class": "input", "autocomplete": "email", "spellcheck": "false"}
        kwargs.setdefault("error_messages", {}).setdefault(
            "invalid", _("Write one e-mail address, like name@example.jp.")
        )
        super().__init__(widget=forms.EmailInput(attrs=attrs), **kwargs)
        self.widget.attrs.pop("maxlength", None)

    def prepare_value(self, value: Any) -> Any:
        """Show again what HTML can carry."""
        return value.translate(_NOT_IN_HTML) if isinstance(value, str) else value


class TypedDateField(forms.Field):
    """A calendar day typed the Western or the Japanese way (1985-04-01, 昭和60年4月1日). Cleans to a date or None."""

    def __init__(self, *, may_be_future: bool = False, **kwargs: Any) -> None:
        """Refuse days after today (Asia/Tokyo) unless `may_be_future`."""
        self.may_be_future = may_be_future
        kwargs.setdefault("help_text", _("For example 1985-04-01 or 昭和60年4月1日"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "input input-date"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """Read the day. Raises ValidationError with the sentence of `dsr.law.eras`."""
        if isinstance(value, date) or not (value or "").strip():
            return value or None
        try:
            return parse_birth_date(value)
        except InvalidDate as error:
            raise ValidationError(error.sentence, code=error.code) from error

    def validate(self, value: date | None) -> None:
        """Refuse a missing day, and one that has not come yet."""
        super().validate(value)
        if value and not self.may_be_future and value > timezone.localdate():
            raise ValidationError(_("This date lies in the future."), code="future_date")

    def prepare_value(self, value: Any) -> Any:
        """Write a date as an ISO date; show typed text as typed."""
        if isinstance(value, date):
            return value.isoformat()
        return value.translate(_NOT_IN_HTML) if isinstance(value, str) else value


class DayField(forms.DateField):
    """A calendar day picked with the browser's own control; for staff."""

    def __init__(self, **kwargs: Any) -> None:
        """Use the ISO form, which is the only one that the control takes."""
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input input-short"})
        kwargs.setdefault("error_messages", {}).setdefault("invalid", _("Write a date that exists, like 2026-04-01."))
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%Y/%m/%d"], **kwargs)


class _Cards:
    """Choices as cards, each with an optional hint of its own."""

    template_name = "components/widgets/choices.html"
    option_template_name = "components/widgets/choice.html"
    hints: Mapping[str, str | Promise]

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        option["hint"] = self.hints.get(str(value), "")
        if option["hint"] and option["attrs"].get("id"):
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        # not allowed on one radio or checkbox of a group; the group's description says it
        option["attrs"].pop("aria-invalid", None)
        return option


class RadioCards(_Cards, forms.RadioSelect):
    """One of several, as cards."""

    def __init__(self, *args: Any, hints: Mapping[str, str | Promise] | None = None, **kwargs: Any) -> None:
        """Take hints by value."""
        self.hints = hints or {}
        super().__init__(*args, **kwargs)


class CheckboxCards(_Cards, forms.CheckboxSelectMultiple):
    """Any number of several, as cards."""

    def __init__(self, *args: Any, hints: Mapping[str, str | Promise] | None = None, **kwargs: Any) -> None:
        """Take hints by value."""
        self.hints = hints or {}
        super().__init__(*args, **kwargs)


class RadioField(forms.ChoiceField):
    """One of a few choices. `choices` and `hints` may be replaced on the form's own copy of the field."""

    def __init__(self, *, hints: Mapping[str, str | Promise] | None = None, **kwargs: Any) -> None:
        """Take Django's choices and hints by value."""
        kwargs.setdefault("error_messages", {}).setdefault("invalid_choice", _("Choose one of the answers shown."))
        super().__init__(widget=RadioCards(hints=hints), **kwargs)


class CheckboxesField(forms.MultipleChoiceField):
    """Any number of a few choices."""

    def __init__(self, *, hints: Mapping[str, str | Promise] | None = None, **kwargs: Any) -> None:
        """Take Django's choices and hints by value."""
        kwargs.setdefault("error_messages", {}).setdefault("invalid_choice", _("Choose from the answers shown."))
        super().__init__(widget=CheckboxCards(hints=hints), **kwargs)


class SelectField(forms.ChoiceField):
    """One of many choices, in the browser's own list."""

    def __init__(self, **kwargs: Any) -> None:
        """Take Django's choices."""
        kwargs.setdefault("error_messages", {}).setdefault("invalid_choice", _("Choose one of the answers shown."))
        super().__init__(widget=forms.Select(attrs={"class": "select"}), **kwargs)


class ConfirmField(forms.BooleanField):
    """One box to tick."""


class FileCard(forms.FileInput):
    """A file control in its own frame."""

    template_name = "components/widgets/file.html"


class DocumentField(forms.FileField):
    """One uploaded document. Refuses empty and oversized files; what is in it is judged by `dsr.actions.documents`."""

    def __init__(self, *, limit_bytes: int = 10 * MEGABYTE, **kwargs: Any) -> None:
        """Take the largest size in bytes."""
        self.limit_bytes = limit_bytes
        kwargs.setdefault("help_text", _("JPEG, PNG, HEIC or PDF, up to 10 MB. Photographs of the paper are fine."))
        attrs = {"accept": ACCEPT, "data-file": True}
        messages = kwargs.setdefault("error_messages", {})
        messages.setdefault("empty", _("This file is empty. Please choose another one."))
        super().__init__(widget=FileCard(attrs=attrs), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        """Refuse a file over the limit, naming its size. Raises ValidationError (code "too_large")."""
        if data and getattr(data, "size", 0) > self.limit_bytes:
            message = _("This file has %(size)s. The limit is %(limit)s.")
            sizes = {"size": filesizeformat(data.size), "limit": filesizeformat(self.limit_bytes)}
            raise ValidationError(message, code="too_large", params=sizes)
        return super().clean(data, initial)
