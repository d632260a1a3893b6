"""The people of a request: the data subject, and an agent."""

import re
import unicodedata
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dsr import names
from dsr.law.ages import is_minor
from dsr.law.eras import is_japanese
from dsr.persons import PersonDetails
from dsr.profile.release import MANDATED
from dsr.vocabulary import Regime, RequesterType
from dsr.web.forms import AccessibleForm, EmailField, LineField, ParagraphField, TypedDateField
from dsr.web.public.routing import Route

# Said here, so that nobody has to explain why: violence at home is the usual reason.
SAFE_CONTACT = _(
    "If it could harm you to be reached in some way, tell us here: “no calls in the evening”, “no post to my home”. "
    "No reason is needed. Leave out every number and address that we must not use at all."
)
SAFE_CONTACT_OF_ANOTHER = _("If it could harm the person to be reached in some way. No reason is needed.")
ASKED_IN_THEIR_NAME = _("We tell this person that somebody asks in their name, and give no details.")
EARLIEST_BIRTH_YEAR = 1900
POSTAL_CODE = re.compile(r"([0-9]{3})-?([0-9]{4})")
PHONE = re.compile(r"[+(]?[0-9][0-9()\-. ]{5,30}")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))


class PhoneField(LineField):
    """A phone number as people write it: digits of either width, dashes, brackets, +81. Kept as typed."""

    def __init__(self, **kwargs: Any) -> None:
        """Open the number pad of a phone."""
        super().__init__(limit=40, width="input-short", **kwargs)
        self.widget.attrs |= {"inputmode": "tel", "autocomplete": "tel"}

    def to_python(self, value: Any) -> str:
        """Refuse what can be no phone number."""
        text = super().to_python(value)
        plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
        if plain and not PHONE.fullmatch(plain):
            raise ValidationError(_("Write the phone number in digits, like 03-1234-5678 or +81 3 1234 5678."))
        return text


class PersonForm(AccessibleForm):
    """What is asked about one person. What the law of the case does not need stays optional."""

    use_required_attribute = False

    name = LineField(label=_("Full name"), limit=200)
    kana = LineField(label=_("Reading of the name (furigana)"), limit=200, required=False)
    latin_name = LineField(label=_("Name in Latin letters"), limit=200, required=False)
    former_name = LineField(label=_("Former name"), limit=200, required=False)
    organisation = LineField(label=_("Office or firm"), limit=200)
    birth_date = TypedDateField(label=_("Date of birth"), required=False)
    postal_code = LineField(label=_("Postal code"), limit=20, width="input-short", required=False)
    address = ParagraphField(label=_("Address"), limit=300, rows=3)
    phone = PhoneField(label=_("Phone number"), required=False)
    email = EmailField(label=_("E-mail address"), required=False)
    safe_contact = ParagraphField(label=_("Ways of contact to avoid"), limit=300, rows=2, required=False)

    def __init__(self, route: Route, *args: Any, **kwargs: Any) -> None:
        """Take the route, which decides what is needed."""
        super().__init__(*args, **kwargs)
        self.route = route
        self.fields["address"].show_counter = False
        self.fields["address"].required = route.regime == Regime.JP_APPI
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["address"].widget.attrs |= {"autocomplete": "street-address", "class": "textarea textarea-low"}
        self.fields["postal_code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "postal-code"}
        self.fields["postal_code"].help_text = _("For example 617-0002")
        if self.must_be_reachable:
            self.fields["phone"].help_text = _("A phone number or an e-mail address: one of the two is needed.")
        self.fields["email"].help_text = _("We only write that there is news, never any details.")
        self.fields["safe_contact"].show_counter = False
        self.fields["safe_contact"].widget.attrs["class"] = "textarea textarea-low"
        self.fields["safe_contact"].help_text = SAFE_CONTACT
        self._ask_for_latin_letters()

    def _ask_for_latin_letters(self) -> None:
        """Ask for the name of a passport only people who are likely to have one; what was typed already stays."""
        kept = self.data.get(self.add_prefix("latin_name")) or self.initial.get("latin_name")
        if self.route.residence == "JP" and is_japanese(get_language()) and not kept:
            del self.fields["latin_name"]
            return
        self.fields["latin_name"].help_text = _(
            "As on a passport or residence card, if the name above is written otherwise."
        )

    def clean_postal_code(self) -> str:
        """Write a Japanese code as 617-0002; leave codes of other countries as they are."""
        typed = self.cleaned_data["postal_code"]
        plain = unicodedata.normalize("NFKC", typed).translate(_DASHES).replace(" ", "").removeprefix("〒")
        found = POSTAL_CODE.fullmatch(plain)
        if found:
            return f"{found[1]}-{found[2]}"
        if typed and self.route.residence == "JP":
            raise ValidationError(_("Write the postal code with seven digits, like 617-0002."))
        return typed

    def clean_birth_date(self) -> date | None:
        """Refuse a year in which nobody living was born."""
        born = self.cleaned_data["birth_date"]
        if born and born.year < EARLIEST_BIRTH_YEAR:
            raise ValidationError(_("Check the year of this date."))
        return born

    def clean(self) -> dict[str, Any]:
        """Ask for an address where the reply goes by post, and for one way to be reached."""
        answers = super().clean() or {}
        reachable = self.has_error("phone") or self.has_error("email") or answers.get("phone") or answers.get("email")
        if self.must_be_reachable and not reachable:
            self.add_error("phone", _("Give a phone number or an e-mail address, so that we can reach you."))
        return answers

    @property
    def must_be_reachable(self) -> bool:
        """Say whether this is the person we answer."""
        return True

    @property
    def person(self) -> PersonDetails:
        """Return the person as typed."""
        known = {name: self.cleaned_data.get(name) or "" for name in PersonDetails.__dataclass_fields__}
        born = known["birth_date"]
        return PersonDetails(**known | {"birth_date": born.isoformat() if born else ""})


class PrincipalForm(PersonForm):
    """The data subject."""

    def __init__(self, route: Route, *args: Any, **kwargs: Any) -> None:
        """Ask for the birth date where age decides who may act."""
        super().__init__(route, *args, prefix="principal", **kwargs)
        self.of_minor = route.requester_type is RequesterType.MINOR_AGENT
        del self.fields["organisation"]
        self.fields["birth_date"].required = self.of_minor
        self.fields["birth_date"].help_text = _(
            "Distinguishes people with the same name. For example 1955-04-01 or 昭和30年4月1日"
        )
        self.fields["former_name"].help_text = _("If the company may know the person by another name.")
        if route.is_agent:
            self.fields["safe_contact"].help_text = SAFE_CONTACT_OF_ANOTHER
            self.fields["address"].help_text = _("The address shown on the person's papers.")
            self.fields["email"].help_text = ASKED_IN_THEIR_NAME if route.requester_type in MANDATED else ""
            for name in ("name", "address", "phone", "email", "postal_code"):
                self.fields[name].widget.attrs.pop("autocomplete", None)
        else:
            self.fields["birth_date"].widget.attrs["autocomplete"] = "bday"
            self.fields["address"].help_text = _("The address shown on your papers. Replies by post are sent there.")

    @property
    def must_be_reachable(self) -> bool:
        """An agent is reached instead."""
        return not self.route.is_agent

    def clean_birth_date(self) -> date | None:
        """Refuse the statutory agent of a minor for somebody who is of age."""
        born = super().clean_birth_date()
        if born and self.of_minor and not is_minor(born, self.route.on):
            raise ValidationError(
                _(
                    "This person is an adult. Adults make the request themselves or appoint an agent: "
                    "go back and choose who is asking."
                )
            )
        return born


class AgentForm(PersonForm):
    """The agent, whom we answer. No birth date: the papers show who it is, and no more is needed."""

    name = LineField(label=_("Name of the agent"), limit=200)
    address = ParagraphField(label=_("Address of the agent"), limit=300, rows=3)

    def __init__(self, route: Route, *args: Any, **kwargs: Any) -> None:
        """Ask attorneys and scriveners for their office."""
        super().__init__(route, *args, prefix="agent", **kwargs)
        del self.fields["birth_date"], self.fields["former_name"]
        if route.requester_type is not RequesterType.QUALIFIED_AGENT:
            del self.fields["organisation"]
        self.fields["address"].help_text = _("The address shown on your papers. Replies by post are sent there.")

    def is_the_same_as(self, principal: PersonForm) -> bool:
        """Tell whether somebody entered one person twice."""
        mine, theirs = self.cleaned_data, principal.cleaned_data
        return all(
            mine.get(name) and names.fold(mine[name]) == names.fold(theirs.get(name, ""))
            for name in ("name", "address")
        )
