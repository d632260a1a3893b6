"""A person as the request names them, beside the same person on a paper or in a register."""

from dataclasses import dataclass

from django.utils.functional import Promise

from dsr.likeness.addresses import compare_addresses
from dsr.likeness.hints import ALIKE, Hint, tone_of
from dsr.likeness.names import compare_names, joined
from dsr.names import visible_text
from dsr.persons import LABELS_OF_PERSON, PersonDetails


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of a person: what was typed on both sides, and the hints in the order of reading."""

    field: str
    one: str
    other: str
    found: frozenset[Hint]

    @property
    def hints(self) -> list[Hint]:
        """Return the hints in the order of reading."""
        return [hint for hint in Hint if hint in self.found]

    @property
    def label(self) -> Promise:
        """Return what the field is called."""
        return LABELS_OF_PERSON[self.field]

    @property
    def tone(self) -> str:
        """Return how a page shows them."""
        return tone_of(self.found)


def compare_people(one: PersonDetails, other: PersonDetails) -> tuple[Compared, ...]:
    """Compare name, reading and address, each where at least one side gives it."""
    fields = (
        ("name", one.name, other.name, _compare_all_names(one, other)),
        ("kana", one.kana, other.kana, compare_names(one.kana, other.kana)),
        ("address", _place(one), _place(other), compare_addresses(_place(one), _place(other))),
    )
    return tuple(Compared(*row) for row in fields if visible_text(row[1]) or visible_text(row[2]))


def _place(person: PersonDetails) -> str:
    return f"{person.postal_code} {person.address}".strip() if person.address else ""


def _compare_all_names(one: PersonDetails, other: PersonDetails) -> frozenset[Hint]:
    """Compare the names in use; where they are not alike, what else the persons are or were called."""
    found = compare_names(one.name, other.name)
    if found <= ALIKE or Hint.NOT_GIVEN in found:
        return found
    for field, hint in (("latin_name", Hint.LATIN_NAME), ("former_name", Hint.FORMER_NAME)):
        crossed = (compare_names(getattr(one, field), other.name), compare_names(getattr(other, field), one.name))
        alike = [hints for hints in crossed if hints <= ALIKE]
        if alike:
            return frozenset({hint}).union(*alike) - {Hint.SAME}
    changed = _has_former_surname(one, other) or _has_former_surname(other, one)
    return frozenset({Hint.FORMER_NAME}) if changed else found


def _has_former_surname(person: PersonDetails, called: PersonDetails) -> bool:
    """Say whether somebody is called by the given name of a person and their former family name alone."""
    former, name, other = joined(person.former_name), joined(person.name), joined(called.name)
    given = other.removeprefix(former)
    return bool(former and given) and given != other and name.endswith(given)
