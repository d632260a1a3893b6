"""What is written down about a person in a case, as one value that is sealed as a whole."""

from dataclasses import asdict, dataclass
from typing import Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dsr.vocabulary import ContactMedium


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDetails:
    """A data subject or an agent, exactly as typed. Birth dates are ISO dates; an unknown field is an empty string.

    `safe_contact` says in the person's own words how we must not reach them; any word in it is a warning to staff.
    """

    name: str
    kana: str = ""
    latin_name: str = ""
    former_name: str = ""
    birth_date: str = ""
    postal_code: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    organisation: str = ""
    safe_contact: str = ""

    def as_json(self) -> dict[str, str]:
        """Return the value as plain JSON."""
        return asdict(self)

    @property
    def all_names(self) -> tuple[str, ...]:
        """Return every name under which the person may be known; some are empty."""
        return self.name, self.kana, self.latin_name, self.former_name

    def contact(self, medium: ContactMedium) -> str:
        """Return where the person is reached that way, or nothing. In person, it is the person."""
        places = {
            ContactMedium.EMAIL: self.email,
            ContactMedium.POST: f"{self.postal_code} {self.address}".strip() if self.address else "",
            ContactMedium.PHONE: self.phone,
            ContactMedium.IN_PERSON: self.name,
        }
        return places[medium]

    @classmethod
    def from_json(cls, value: dict[str, str]) -> Self:
        """Read what `as_json` wrote."""
        return cls(**value)


# What each field is called, for people who read what was changed.
LABELS_OF_PERSON: dict[str, Promise] = {
    "name": _("Full name"),
    "kana": _("Reading of the name (furigana)"),
    "latin_name": _("Name in Latin letters"),
    "former_name": _("Former name"),
    "birth_date": _("Date of birth"),
    "postal_code": _("Postal code"),
    "address": _("Address"),
    "phone": _("Phone number"),
    "email": _("E-mail address"),
    "organisation": _("Office or firm"),
    "safe_contact": _("Ways of contact to avoid"),
}

# What stands in the place of a person whose case key was destroyed.
ERASED = PersonDetails(name="—")
