"""What is written down about a person in a case, as one value that is sealed as a whole."""

from dataclasses import asdict, dataclass
from typing import Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDetails:
    """A data subject or an agent, exactly as typed. Birth dates are ISO dates; an unknown field is an empty string."""

    name: str
    kana: str = ""
    former_name: str = ""
    birth_date: str = ""
    postal_code: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    organisation: str = ""

    def as_json(self) -> dict[str, str]:
        """Return the value as plain JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, str]) -> Self:
        """Read what `as_json` wrote."""
        return cls(**value)


# What each field is called, for people who read what was changed.
LABELS_OF_PERSON: dict[str, Promise] = {
    "name": _("Full name"),
    "kana": _("Reading of the name (furigana)"),
    "former_name": _("Former name"),
    "birth_date": _("Date of birth"),
    "postal_code": _("Postal code"),
    "address": _("Address"),
    "phone": _("Phone number"),
    "email": _("E-mail address"),
    "organisation": _("Office or firm"),
}

# What stands in the place of a person whose case key was destroyed.
ERASED = PersonDetails(name="—")
