"""By which keyed hashes a case is found. The database sees numbers; ADR 0003 says what they leak."""

import re

from dsr import crypto, names
from dsr.persons import PersonDetails

_NOT_A_DIGIT = re.compile(r"\D")


def person_hashes(person: PersonDetails) -> frozenset[int]:
    """Return the hashes of a person: pairs of neighbours in the folded names, the e-mail address, the phone number."""
    return frozenset(
        {_hash(token, "name") for token in names.name_tokens(*person.all_names)}
        | exact_hashes(person.email)
        | exact_hashes(person.phone)
    )


def name_query_hashes(typed: str) -> frozenset[int]:
    """Return the hashes that a case must all have to match a typed name. Empty when nothing was typed."""
    return frozenset(_hash(token, "name") for token in names.query_tokens(typed))


def exact_hashes(typed: str) -> frozenset[int]:
    """Return the hash of an e-mail address or a phone number as a whole. Empty when it can be neither."""
    text = names.fold(typed).strip()
    if "@" in text:
        return frozenset({_hash(text, "email")})
    digits = _NOT_A_DIGIT.sub("", text)
    return frozenset({_hash(digits, "phone")}) if len(digits) >= _SHORTEST_PHONE else frozenset()


_SHORTEST_PHONE = 7


def _hash(text: str, purpose: str) -> int:
    """Return 64 bits that fit a database integer."""
    return int.from_bytes(crypto.blind(text, purpose=purpose)[:8], "big", signed=True)
