"""What is written down about a person in a case, as one value that is sealed as a whole."""

from dataclasses import asdict, dataclass
from typing import Self


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


# What stands in the place of a person whose case key was destroyed.
ERASED = PersonDetails(name="—")
