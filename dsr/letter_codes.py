"""The short code on a letter by which anybody can ask whether the letter is genuine. It tells nothing of its reader."""

import hmac

from dsr import crockford, crypto

CODE_LENGTH = 12  # the last letter is a check character; 55 bits are left to guess
LONGEST_TYPED_CODE = 64


def letter_code(number: str) -> str:
    """Return the code of a letter by its number, in three groups of four; it never changes."""
    body = crockford.write_letters(crypto.blind(number, purpose="letter"), CODE_LENGTH - 1)
    return crockford.group(body + crockford.check_character(body))


def is_code_of(number: str, typed: str) -> bool:
    """Say whether a typed code belongs to a number: in any case and spacing, with O for 0 and I or L for 1."""
    letters = crockford.read(typed, longest=LONGEST_TYPED_CODE) or ""
    return hmac.compare_digest(crockford.group(letters), letter_code(number))
