"""The bricks of a desk profile: parts that refuse unknown fields, texts in two languages, plain scalars."""

from datetime import date, datetime
from typing import Annotated

from django.utils.translation import get_language
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

LANGUAGES = ("ja", "en")


class Part(BaseModel):
    """A piece of a profile: frozen, and an unknown field is an error.

    Profiles are stored in the database for years, so a field added later needs a default.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def _calendar_date(value: object) -> object:
    """Take only a date or YYYY-MM-DD: pydantic alone would also read a number as seconds since 1970."""
    try:
        if isinstance(value, str) and len(value) == len("YYYY-MM-DD"):
            return date.fromisoformat(value)
    except ValueError:
        value = None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise PydanticCustomError("calendar_date", "a date such as 2026-11-22")


# Each pattern with the words that an operator reads when a value does not match it.
CODE = r"^[a-z][a-z0-9_]{0,59}$"
SLUG = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
POSTAL_CODE = r"^[0-9]{3}-[0-9]{4}$"
PHONE = r"^0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4}$"
EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
WEB_ADDRESS = r"^https?://[^\s]+$"
NUMBER_PREFIX = r"^[A-Z]{2,8}$"
PATTERNS = {
    CODE: "a code of small letters, digits and underscores",
    SLUG: "small letters and digits joined by hyphens",
    POSTAL_CODE: "a postal code such as 188-8511",
    PHONE: "a phone number as dialled in Japan, such as 03-1234-5678",
    EMAIL: "an e-mail address",
    WEB_ADDRESS: "an address that begins with https://",
    NUMBER_PREFIX: "two to eight capital letters",
}


Words = Annotated[StrictStr, StringConstraints(min_length=1, max_length=2000)]
Code = Annotated[StrictStr, StringConstraints(pattern=CODE)]
Slug = Annotated[StrictStr, StringConstraints(pattern=SLUG, max_length=60)]
PostalCode = Annotated[StrictStr, StringConstraints(pattern=POSTAL_CODE)]
Phone = Annotated[StrictStr, StringConstraints(pattern=PHONE)]
Email = Annotated[StrictStr, StringConstraints(pattern=EMAIL, max_length=254)]
WebAddress = Annotated[StrictStr, StringConstraints(pattern=WEB_ADDRESS, max_length=500)]
NumberPrefix = Annotated[StrictStr, StringConstraints(pattern=NUMBER_PREFIX)]
Day = Annotated[date, BeforeValidator(_calendar_date)]
Yes = StrictBool
Count = Annotated[StrictInt, Field(ge=0, le=3650)]
Yen = Annotated[StrictInt, Field(ge=0, le=100_000)]
Millimetres = Annotated[StrictInt, Field(ge=0, le=297)]


class Text(Part):
    """The same words in Japanese and in English; both are required."""

    ja: Words
    en: Words

    def in_language(self, code: str | None) -> str:
        """Return the Japanese words for "ja" (also "ja-jp"), the English ones for any other language."""
        return self.ja if (code or "").lower().startswith("ja") else self.en

    def __str__(self) -> str:
        """Return the words in the language that is active, so that a template can print a text as it stands."""
        return self.in_language(get_language())


class Address(Part):
    """A postal address in Japan: code, and the lines from prefecture to building (reversed in English)."""

    postal_code: PostalCode
    lines: Text

    def in_language(self, code: str | None) -> str:
        """Return the address on one line, as it is written in that language."""
        if (code or "").lower().startswith("ja"):
            return f"〒{self.postal_code} {self.lines.ja}"
        return f"{self.lines.en} {self.postal_code}, Japan"

    def __str__(self) -> str:
        """Return the address in the active language."""
        return self.in_language(get_language())


def phone_in_language(phone: str, code: str | None) -> str:
    """Return a Japanese phone number for a reader at home ("ja") or abroad; toll-free numbers work only at home."""
    if (code or "").lower().startswith("ja") or phone.startswith(("0120-", "0800-")):
        return phone
    return f"+81-{phone[1:]}"
