"""Cover sheets: what their QR code says, how it is read again, and how a scanned pile is split at them.

Whoever sends post could lay a sheet of their own on it, and draw the next letter of the pile into a case of theirs. So
the code is signed: with the key of the blind index, which stays when master keys change, as long as the sheets do.
"""

import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dsr import crockford, crypto
from dsr.receipts import parse_case_number

PREFIX = "DSR-COVER:"
_SIGNATURE_LETTERS = 16
# codes of dsr/errors: why nobody but a person can say whose these pages are
NO_COVER, COVER_UNCLEAR = "no_cover", "cover_unclear"


@dataclass(frozen=True)
class Stack:
    """Pages that lie together, by their numbers in the pile: under a cover sheet that names a case, or under none.

    `cover` is the number of the cover sheet, which is no page of the stack; 0 when there is none that can be read.
    `problem` says then why.
    """

    case_number: str
    cover: int
    pages: tuple[int, ...]
    problem: str = ""


def cover_code(number: str) -> str:
    """Return what the QR code on the cover sheet of a case says: the case number and its signature, no more."""
    return f"{PREFIX}{number}.{_signature(number)}"


def _signature(number: str) -> str:
    return crockford.write_letters(crypto.blind(number, purpose="cover"), _SIGNATURE_LETTERS)


def read_cover_code(found: str) -> str | None:
    """Return the case number of a cover sheet's QR code, or None for anything that no cover sheet of ours says.

    Strict where `parse_case_number` is tolerant: a printer made this text, and whoever scanned it may be hostile.
    """
    number, _dot, signature = found.removeprefix(PREFIX).partition(".")
    if not found.startswith(PREFIX) or parse_case_number(number) != number:
        return None
    return number if hmac.compare_digest(signature.encode(), _signature(number).encode()) else None


def split_at_covers(codes_by_page: Iterable[Iterable[str]]) -> tuple[Stack, ...]:
    """Split a pile, given what the QR codes on each page say, from the first page on. Every page is in one place.

    The bare prefix stands for a code that cannot be read; a cover sheet carries its code twice, and one is enough. A
    page that has our prefix with anything but one true number is unclear: it may be a torn or forged cover sheet, so it
    and what follows belong to nobody until the next cover sheet. A cover sheet may lie on nothing.
    """
    return tuple(_stacks([_read(codes) for codes in codes_by_page]))


def _read(codes: Iterable[str]) -> tuple[bool, str]:
    """Say whether a page begins something new, and of which case: none when that is unclear."""
    ours = {code for code in codes if code.startswith(PREFIX)}
    numbers = {read_cover_code(code) for code in ours - {PREFIX}}
    only = next(iter(numbers)) if len(numbers) == 1 else None
    return bool(ours), only or ""


def _stacks(read: list[tuple[bool, str]]) -> Iterator[Stack]:
    starts = [at for at, (begins, _number) in enumerate(read) if begins]
    ends = [*starts, len(read)]
    if ends[0]:
        yield Stack("", 0, tuple(range(1, ends[0] + 1)), NO_COVER)
    for start, end in zip(starts, ends[1:], strict=True):
        number = read[start][1]
        if number:
            yield Stack(number, start + 1, tuple(range(start + 2, end + 1)))
        else:
            yield Stack("", 0, tuple(range(start + 1, end + 1)), COVER_UNCLEAR)
