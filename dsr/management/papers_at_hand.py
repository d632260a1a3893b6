"""Papers as `manage.py checklist --have` writes them: `residence_certificate:issued=2026-10-01:of=agent`."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from dsr.law.evidence import EVIDENCE, Held, RequirementOnDay, Side
from dsr.management.spellings import CHANNELS, NO, PAPERS, YES, choice, code_of, day, plain, refuse, yes_or_no
from dsr.vocabulary import Channel, PartyRole

_WHOSE = {
    **dict.fromkeys(("principal", "self", "data_subject", "person"), (PartyRole.PRINCIPAL,)),
    "agent": (PartyRole.AGENT,),
    "both": (PartyRole.PRINCIPAL, PartyRole.AGENT),
}
_SIDES = {
    "both": frozenset(Side),
    "front": frozenset({Side.FRONT}),
    "back": frozenset({Side.BACK}),
    "front_and_back": frozenset(Side),
}
# what each word says about the seal, the names, the numbers
_SEAL = {"registered": True, "other": False, "unregistered": False, "ordinary": False, "none": False}
_NAMES = {"both": True, "one": False}
_NUMBERS = {"hidden": True, "masked": True, "none": True, "shown": False}


def _word_or_truth(words: dict[str, bool]) -> Callable[[str, str], bool]:
    def read(text: str, what: str) -> bool:
        word = plain(text)
        if word in words:
            return words[word]
        if word in YES | NO:
            return word in YES
        raise refuse(f'{what} must be one of {", ".join(words)}, yes or no, not "{text}".')

    return read


def _sides(text: str, what: str) -> frozenset[Side]:
    if plain(text) not in _SIDES:
        raise refuse(f'{what} must be both, front or back, not "{text}".')
    return _SIDES[plain(text)]


# attribute -> the field of Held, and how its value is read
ATTRIBUTES: dict[str, tuple[str, Callable[[str, str], Any]]] = {
    "original": ("original", yes_or_no),
    "copy": ("original", lambda text, what: not yes_or_no(text, what)),
    "issued": ("issued_on", day),
    "expires": ("expires_on", day),
    "sides": ("sides", _sides),
    "address": ("shows_address", yes_or_no),
    "names": ("shows_both_names", _word_or_truth(_NAMES)),
    "seal": ("registered_seal", _word_or_truth(_SEAL)),
    "numbers": ("without_numbers", _word_or_truth(_NUMBERS)),
    "receipt": ("covers_receipt", yes_or_no),
    "channel": ("channel", lambda text, what: choice(text, Channel, CHANNELS, what)),
}
_ALSO = {
    "issued_on": "issued",
    "expires_on": "expires",
    "by": "channel",
    "came_by": "channel",
    "side": "sides",
    "shows_address": "address",
    "shows_both_names": "names",
    "registered_seal": "seal",
    "whose": "of",
    "person": "of",
}


def papers_at_hand(texts: Iterable[str], lines: Iterable[RequirementOnDay]) -> tuple[Held, ...]:
    """Return the papers that the texts describe. Raises CommandError for what cannot be meant.

    A paper of which it is not said whose it is, is the data subject's if a line asks for theirs, else the agent's.
    """
    wanted = tuple(lines)
    return tuple(held for text in texts for held in _read(text, wanted))


def _read(text: str, lines: tuple[RequirementOnDay, ...]) -> Iterator[Held]:
    name, *attributes = text.replace(",", ":").split(":")
    code = code_of(name, EVIDENCE, PAPERS, "kind of evidence")
    whose: tuple[PartyRole, ...] = ()
    fields: dict[str, Any] = {}
    for attribute in attributes:
        key, equals, value = attribute.partition("=")
        if not equals or not value:
            raise refuse(f'"{attribute}" in "{text}" must be written as attribute=value, such as issued=2026-10-01.')
        known = code_of(key, ("of", *ATTRIBUTES), _ALSO, "attribute of a paper")
        if known == "of":
            whose = _whose(value)
            continue
        field, read = ATTRIBUTES[known]
        fields[field] = read(value, f"{known} of {code}")
    for of in whose or (_asked_of(Held(code, PartyRole.PRINCIPAL, **fields), lines),):
        yield Held(code, of, **fields)


def _whose(text: str) -> tuple[PartyRole, ...]:
    if plain(text) not in _WHOSE:
        raise refuse(f'of must be principal, agent or both, not "{text}".')
    return _WHOSE[plain(text)]


def _asked_of(held: Held, lines: tuple[RequirementOnDay, ...]) -> PartyRole:
    """Return whose paper such a paper is asked to be."""
    asked = [leaf.of or line.of for line in lines for leaf in line.leaves() if leaf.code == held.counts_as]
    return PartyRole.PRINCIPAL if not asked or PartyRole.PRINCIPAL in asked else PartyRole.AGENT
