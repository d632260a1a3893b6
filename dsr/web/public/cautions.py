"""What a person is warned of before sending: numbers that nobody should send us, and a slip in an address."""

import difflib
import re
import unicodedata
from collections.abc import Iterable

# in groups, as people write them, and without gaps
_LONG_NUMBERS = (
    re.compile(r"(?<![0-9])[0-9](?:[ \-]?[0-9]){11,18}(?![0-9])"),
    re.compile(r"(?<![0-9])[0-9]{12,19}(?![0-9])"),
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-") | {"\u3000": " "})
MY_NUMBER_DIGITS = 12
CARD_DIGITS = range(14, 20)

MAIL_HOSTS = (
    "gmail.com",
    "yahoo.co.jp",
    "yahoo.com",
    "docomo.ne.jp",
    "ezweb.ne.jp",
    "au.com",
    "softbank.ne.jp",
    "i.softbank.jp",
    "icloud.com",
    "outlook.com",
    "outlook.jp",
    "hotmail.com",
    "hotmail.co.jp",
    "rakuten.jp",
    "nifty.com",
    "biglobe.ne.jp",
    "ocn.ne.jp",
)
LIKENESS = 0.85


def numbers_in(texts: Iterable[str]) -> set[str]:
    """Return which numbers stand in free text: "my_number" (valid check digit) and "card" (Luhn)."""
    kinds: set[str] = set()
    for text in texts:
        plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
        for match in (found for pattern in _LONG_NUMBERS for found in pattern.finditer(plain)):
            digits = re.sub(r"[^0-9]", "", match[0])
            kinds |= {kind for kind, fits in (("my_number", is_my_number), ("card", is_card_number)) if fits(digits)}
    return kinds


def is_my_number(digits: str) -> bool:
    """Say whether twelve digits end in the check digit of an individual number (Order No. 85 of 2014, art. 5)."""
    if len(digits) != MY_NUMBER_DIGITS:
        return False
    weights = (2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6)
    rest = sum(int(digit) * weight for digit, weight in zip(reversed(digits[:-1]), weights, strict=True)) % 11
    return int(digits[-1]) == (0 if rest <= 1 else 11 - rest)


def is_card_number(digits: str) -> bool:
    """Say whether 14 to 19 digits pass the check of payment cards."""
    if len(digits) not in CARD_DIGITS or len(set(digits)) == 1:
        return False
    doubled = (sum(divmod(int(digit) * 2, 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(int(digit) for digit in digits[-1::-2])) % 10 == 0


def likelier_address(address: str) -> str:
    """Return the address that was probably meant (gmial.com, gmail.com), or nothing. It never blocks."""
    local, at, host = address.rpartition("@")
    if not at or host.lower() in MAIL_HOSTS:
        return ""
    near = difflib.get_close_matches(host.lower(), MAIL_HOSTS, n=1, cutoff=LIKENESS)
    return f"{local}@{near[0]}" if near else ""
