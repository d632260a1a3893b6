"""Recording a request that did not come through the web form: first what decides the rest, then the request itself."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dsr.actions.documents import IncomingFile
from dsr.law.places import EEA_COUNTRIES
from dsr.models import Desk, DraftFile
from dsr.persons import PersonDetails
from dsr.queries.procedure import PaperLine
from dsr.vocabulary import BackdateReason, Channel, ReplyMethod, RequesterType
from dsr.web.forms import (
    AccessibleForm,
    DayField,
    EmailField,
    FileCard,
    LineField,
    ParagraphField,
    RadioField,
    SelectField,
    TypedDateField,
)
from dsr.web.public.forms.people import PhoneField
from dsr.web.public.forms.rights import RightsForm
from dsr.web.public.forms.start import Residence
from dsr.web.staff.forms.checklist import CHOOSE, take_file
from dsr.web.staff.intake_route import IntakeRoute
from dsr.web.uploads import ACCEPT

CHANNELS = (Channel.POST, Channel.COUNTER, Channel.PHONE, Channel.EMAIL)
LONGEST_BACK = timedelta(days=365)
OTHER_PAPERS = "other"
_POSTAL_CODE = re.compile(r"〒?([0-9]{3})-?([0-9]{4})")


ASKED_OF_STAFF: dict[str, tuple[Any, Any]] = {
    "ground": (_("Reason given"), ""),
    "details": (_("Details of the reason"), ""),
    "measure": (_("Measure asked for"), ""),
    "correction": (_("What is said to be wrong, and what is right"), ""),
    "scope": (_("Data concerned"), _("In the words of the request, with any number it names.")),
}


class IntakeStartForm(AccessibleForm):
    """What decides which law, rights and papers the rest is about. Holds no person: it stands in the URL."""

    use_required_attribute = False

    desk = SelectField(label=_("Desk"))
    channel = RadioField(label=_("How it arrived"), choices=[(way.value, way.label) for way in CHANNELS])
    received_on = DayField(
        label=_("Day on which it reached the company"),
        help_text=_("Not the day on which you type it in. Deadlines are counted from this day."),
    )
    backdate_reason = SelectField(
        label=_("If that was before today: why is it entered only now?"),
        choices=[("", _("It arrived today")), *BackdateReason.choices],
        required=False,
    )
    residence = SelectField(
        label=_("Where the data subject lives"),
        help_text=_("Decides the law. Without any sign of another country: Japan."),
    )
    who = RadioField(label=_("Who asks"), choices=RequesterType.choices)

    def __init__(self, *args: Any, desks: Iterable[Desk], under_way: bool = False, **kwargs: Any) -> None:
        """Offer the desks at which the reader may record requests. A form under way over midnight is not asked why."""
        self.desks, self.under_way = {desk.slug: desk for desk in desks}, under_way
        super().__init__(*args, **kwargs)
        only = [(slug, str(desk)) for slug, desk in self.desks.items()]
        self.fields["desk"].choices = only if len(only) == 1 else [CHOOSE, *only]
        places = [(code, label) for code, label in Residence.choices if code != Residence.EEA]
        countries = sorted(((code, str(name)) for code, name in EEA_COUNTRIES.items()), key=lambda row: row[1])
        self.fields["residence"].choices = [*places[:-1], *countries, places[-1]]
        self.initial.update(
            received_on=timezone.localdate(), residence=Residence.JAPAN.value, who=RequesterType.PRINCIPAL.value
        )

    def clean_received_on(self) -> Any:
        """Refuse a day to come, and one so long ago that the year must be a slip."""
        day, today = self.cleaned_data["received_on"], timezone.localdate()
        if day > today:
            raise ValidationError(_("This date lies in the future."), code="future_date")
        if day < today - LONGEST_BACK:
            raise ValidationError(_("This day lies more than a year back. Check the year."), code="too_early")
        return day

    def clean(self) -> dict[str, Any]:
        """Ask why a day before today is given."""
        said = super().clean() or {}
        day = said.get("received_on")
        if day and day < timezone.localdate() and not (said.get("backdate_reason") or self.under_way):
            self.add_error("backdate_reason", _("Choose why the request is entered only now."))
        return said

    @property
    def route(self) -> IntakeRoute:
        """Return what was answered. Call it after `is_valid`."""
        said = self.cleaned_data
        back = said["received_on"] < timezone.localdate()
        return IntakeRoute(
            desk=self.desks[said["desk"]],
            channel=Channel(said["channel"]),
            received_on=said["received_on"],
            backdate_reason=(said["backdate_reason"] or BackdateReason.ENTERED_LATE.value) if back else "",
            residence=said["residence"],
            requester_type=RequesterType(said["who"]),
        )


class RecordedRightsForm(RightsForm):
    """The rights as the paper, or the caller, names them. Nothing but the right itself must be there."""

    def __init__(self, route: IntakeRoute, *args: Any, **kwargs: Any) -> None:
        """Speak to staff about a requester."""
        super().__init__(route, *args, **kwargs)  # type: ignore[arg-type]
        self.fields["kinds"].label = _("Rights asked for")
        self.fields["kinds"].help_text = _("Choose every right that the request names.")
        self.fields["kinds"].widget.hints = {code: right.row.article for code, right in self.offered.items()}
        self.fields["category"].help_text = _("If the request says so.")
        for code in self.offered:
            for name in self.questions_of(code):
                self._ask_of_staff(name)

    def _ask_of_staff(self, name: str) -> None:
        """Word a question for whoever reads the request; an incomplete one has arrived, and can be asked for more."""
        field = self.fields[name]
        field.required = False
        field.label, field.help_text = ASKED_OF_STAFF[name.partition("_")[0]]


class PartyForm(AccessibleForm):
    """A person as far as the request tells. Only the name must be there."""

    use_required_attribute = False

    name = LineField(label=_("Full name"), limit=200)
    kana = LineField(label=_("Reading of the name (furigana)"), limit=200, required=False)
    latin_name = LineField(label=_("Name in Latin letters"), limit=200, required=False)
    former_name = LineField(label=_("Former name"), limit=200, required=False)
    organisation = LineField(label=_("Office or firm"), limit=200, required=False)
    birth_date = TypedDateField(label=_("Date of birth"), required=False)
    postal_code = LineField(label=_("Postal code"), limit=20, width="input-short", required=False)
    address = ParagraphField(label=_("Address"), limit=300, rows=2, required=False)
    phone = PhoneField(label=_("Phone number"), required=False)
    email = EmailField(label=_("E-mail address"), required=False)
    safe_contact = ParagraphField(
        label=_("Ways of contact to avoid"),
        help_text=_("If the request says that some way of contact could do harm. It is shown before every step."),
        limit=300,
        rows=2,
        required=False,
    )

    def __init__(self, *args: Any, name_label: Any, omit: Iterable[str], **kwargs: Any) -> None:
        """Name the person in the label, so that errors tell two people apart; leave out what is not asked."""
        super().__init__(*args, **kwargs)
        self.fields["name"].label = name_label
        self.fields["address"].show_counter = self.fields["safe_contact"].show_counter = False
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"
        for name in omit:
            del self.fields[name]

    def clean_postal_code(self) -> str:
        """Write a Japanese code as 617-0002; leave anything else as it is."""
        typed = self.cleaned_data["postal_code"]
        plain = re.sub(r"[‐‑‒–—―−ー\s]", "-", unicodedata.normalize("NFKC", typed))
        found = _POSTAL_CODE.fullmatch(plain)
        return f"{found[1]}-{found[2]}" if found else typed

    @property
    def person(self) -> PersonDetails:
        """Return the person as typed."""
        known = {name: self.cleaned_data.get(name) or "" for name in PersonDetails.__dataclass_fields__}
        born = known["birth_date"]
        return PersonDetails(**known | {"birth_date": born.isoformat() if born else ""})


class ReplyWishForm(AccessibleForm):
    """How the requester wants the reply, in which language; and the token that makes a second click harmless."""

    use_required_attribute = False

    reply_method = RadioField(label=_("Reply wanted"))
    language = RadioField(label=_("Language of the reply"))
    token = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=64)

    def __init__(self, route: IntakeRoute, *args: Any, **kwargs: Any) -> None:
        """Offer what the desk can do."""
        super().__init__(*args, **kwargs)
        methods = [(method.value, method.label) for method in route.profile.reply.methods]
        self.fields["reply_method"].choices = methods
        names = {"ja": _("Japanese"), "en": _("English")}
        self.fields["language"].choices = [(code, names[code]) for code in route.profile.languages]
        self.initial.setdefault("reply_method", ReplyMethod.WRITING.value)
        self.initial.setdefault("language", route.profile.languages[0])


@dataclass(frozen=True)
class ScanRow:
    """One line of papers with its place for a scan."""

    paper: PaperLine | None
    field: BoundField
    kept: DraftFile | None


class ScansForm(AccessibleForm):
    """Scans of the papers, one place per line of the checklist and one for the rest. None must be there."""

    use_required_attribute = False
    show_marks = False

    def __init__(self, route: IntakeRoute, *args: Any, kept: Mapping[str, DraftFile], **kwargs: Any) -> None:
        """Take the lines of the route, and the scans that are kept already."""
        super().__init__(*args, **kwargs)
        self.papers, self.kept = {line.code: line for line in route.papers}, kept
        for code in (*self.papers, OTHER_PAPERS):
            self.fields[code] = ScanField()

    def is_multipart(self) -> bool:
        """Accepted scans are kept, so the summary of errors does not ask for all of them again."""
        return False

    @property
    def accepted(self) -> Iterator[tuple[str, IncomingFile]]:
        """Return the scans that were accepted this time, by line."""
        return ((code, file) for code, file in self.cleaned_data.items() if file)

    @property
    def rows(self) -> Iterator[ScanRow]:
        """Return the lines for the page."""
        for code in self.fields:
            yield ScanRow(self.papers.get(code), self[code], self.kept.get(code))


class ScanField(forms.FileField):
    """One scan, judged by what is in it. None must be there."""

    def __init__(self) -> None:
        """Offer the kinds of file that are taken."""
        super().__init__(label=_("Scan"), required=False, widget=FileCard(attrs={"accept": ACCEPT, "data-file": True}))

    def clean(self, data: Any, initial: Any = None) -> Any:  # noqa: ARG002 - Django's signature
        """Return an IncomingFile. Refuses what is no picture and no PDF, in words."""
        return take_file(data) if data else None
