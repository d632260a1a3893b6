"""Whether a letter is genuine: what its number and its code say, to anybody, without any word about a person."""

from dataclasses import dataclass
from datetime import date

from dsr.letter_codes import is_code_of
from dsr.models import Desk, Letter
from dsr.names import fold


@dataclass(frozen=True, slots=True)
class GenuineLetter:
    """What anybody who holds a letter may know of it."""

    desk: Desk
    number: str
    issued_on: date
    pages: int
    sha256: str


def genuine_letter(number: str, code: str) -> GenuineLetter | None:
    """Return the letter that bears a number and its code, or None. A wrong number and a wrong code look the same."""
    wanted = fold(number).strip().upper()
    letter = Letter.objects.select_related("desk").filter(number=wanted).exclude(pdf_sha256="").first()
    if not is_code_of(wanted, code) or letter is None:
        return None
    return GenuineLetter(letter.desk, letter.number, letter.issued_on, letter.pages, letter.pdf_sha256)
