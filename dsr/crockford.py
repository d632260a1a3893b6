"""Crockford's base 32: 32 letters without I, L, O and U, read tolerantly, with check characters. Pure.

What is written in it survives paper, a phone call and a tired reader.
"""

import re
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})

SECRET_RANDOM = 26  # letters of 5 bits each = 130 bits
SECRET_LENGTH = SECRET_RANDOM + 2  # two check characters
SECRET_BYTES = 17  # hold the 130 bits
SECRET = re.compile(rf"[{ALPHABET}]{{4}}(-[{ALPHABET}]{{4}}){{6}}")


def read(typed: str, *, longest: int) -> str | None:
    """Return the bare letters of what was typed, or None when there is anything else or too much.

    Reads lower case, full-width letters, any spacing or dashes, and O for 0, I or L for 1.
    """
    if len(typed) > longest:
        return None
    folded = unicodedata.normalize("NFKC", typed).upper()
    letters = "".join(c for c in folded if c.isalnum()).translate(LOOKALIKES)
    return letters if all(letter in VALUES for letter in letters) else None


def check_character(letters: str, *, step: int = 1) -> str:
    """Weigh the letters by powers of `2**step` in the field of 32 elements.

    One wrong letter, or any two letters in each other's place, always change it; with steps 1 and 2 together any two
    wrong letters do.
    """
    total = 0
    for letter in letters:
        total = _times_two(total, step) ^ VALUES[letter]
    return ALPHABET[_times_two(total, step)]


def write_letters(raw: bytes, count: int) -> str:
    """Return so many letters, each of five bits, from the first on. Raises ValueError for too few bytes."""
    if len(raw) * 8 < count * 5:
        raise ValueError(f"{count} letters need {count * 5} bits")
    number = int.from_bytes(raw, "big") >> (len(raw) * 8 - count * 5)
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(5 * (count - 1), -1, -5))


def write_secret(raw: bytes) -> str:
    """Return the canonical form of a secret: seven groups of four letters, the last two letters are the checksum.

    Takes at least 17 bytes and uses their first 130 bits. Raises ValueError when there are fewer.
    """
    if len(raw) < SECRET_BYTES:
        raise ValueError("a receipt secret needs 130 bits")
    body = write_letters(raw[:SECRET_BYTES], SECRET_RANDOM)
    return group(body + check_character(body, step=1) + check_character(body, step=2))


def group(letters: str) -> str:
    """Return the letters in groups of four."""
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def _times_two(value: int, times: int) -> int:
    """Multiply by two in GF(32), modulo the primitive polynomial x^5 + x^2 + 1, so many times."""
    for _ in range(times):
        value <<= 1
        if value & 0b100000:
            value ^= 0b100101
    return value
