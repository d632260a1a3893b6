"""The two lines of a receipt: the case number, and how a typed number or secret is read. Holds no key.

The secret itself comes from `dsr.crypto.receipt_secret`; its stored form from `dsr.crypto.hash_secret`.
"""

import secrets
from datetime import date

from dsr import crockford

PREFIX = "DSR"
RANDOM_LENGTH = 8
NUMBER_LENGTH = 2 + RANDOM_LENGTH + 1  # year, random letters, check character

# Longer input is refused before any work is done on it.
LONGEST_TYPED_NUMBER = 64
LONGEST_TYPED_SECRET = 128


def new_case_number(on: date) -> str:
    """Return a random case number such as `DSR-26-7KQ4-9M2X-C`; `on` gives the year. The database keeps it unique.

    Not sequential: it tells nobody how many cases there are, and guessing finds none.
    """
    body = f"{on.year % 100:02d}" + "".join(secrets.choice(crockford.ALPHABET) for _ in range(RANDOM_LENGTH))
    return _write(body + crockford.check_character(body))


def parse_case_number(typed: str) -> str | None:
    """Return the canonical case number, or None when it cannot be one.

    Reads lower case, full-width letters, any spacing, a missing prefix, and O for 0, I or L for 1.
    """
    letters = crockford.read(typed, longest=LONGEST_TYPED_NUMBER)
    if letters is None:
        return None
    if len(letters) == len(PREFIX) + NUMBER_LENGTH and letters.startswith(PREFIX):
        letters = letters.removeprefix(PREFIX)
    if len(letters) != NUMBER_LENGTH or not letters[:2].isdecimal():
        return None
    return _write(letters) if crockford.check_character(letters[:-1]) == letters[-1] else None


def parse_secret(typed: str) -> str | None:
    """Return the canonical secret, as `crypto.receipt_secret` wrote it, or None when it cannot be one.

    As tolerant as `parse_case_number`. Any two wrong letters and any two swapped letters are noticed.
    """
    letters = crockford.read(typed, longest=LONGEST_TYPED_SECRET)
    if letters is None or len(letters) != crockford.SECRET_LENGTH:
        return None
    body = letters[: crockford.SECRET_RANDOM]
    expected = body + crockford.check_character(body, step=1) + crockford.check_character(body, step=2)
    return crockford.group(letters) if letters == expected else None


def _write(letters: str) -> str:
    return f"{PREFIX}-{letters[:2]}-{letters[2:6]}-{letters[6:10]}-{letters[10]}"
