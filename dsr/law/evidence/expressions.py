"""What satisfies a line on one day: single papers and bundles, in words, and as a case stores them."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext as _

from dsr.law.evidence.catalogue import EVIDENCE, as_asked
from dsr.law.evidence.kinds import EvidenceKind
from dsr.law.evidence.words import Condition, Side
from dsr.law.listing import in_turn, one_of
from dsr.vocabulary import Channel, PartyRole

Stored = str | dict[str, Any]
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Way:
    """A paper that satisfies a line today. `stands_for` is the closed paper of the policy that it succeeds."""

    code: str
    stands_for: str | None = None
    conditions: tuple[Condition, ...] = ()
    channels: tuple[Channel, ...] = ()
    of: PartyRole | None = None

    @property
    def kind(self) -> EvidenceKind:
        """The kind of evidence, its label with what is asked of it."""
        return as_asked(self.code, self.conditions)

    def leaves(self) -> "Iterator[Way]":
        """Walk over the papers of this way: itself."""
        yield self

    def stored(self) -> Stored:
        """Return how a case keeps this way within a bundle: the bare code unless more is asked."""
        more: dict[str, Any] = {
            "conditions": [condition.value for condition in self.conditions],
            "channels": [channel.value for channel in self.channels],
            "of": self.of.value if self.of else None,
            "stands_for": self.stands_for,
        }
        kept = {name: value for name, value in more.items() if value}
        return {"code": self.code} | kept if kept else self.code


@dataclass(frozen=True, slots=True)
class WayBundle:
    """Several ways of which `need` are wanted together today, each with a paper of its own."""

    ways: tuple["Way | WayBundle", ...]
    need: int

    # what a single paper also answers, so that lists of ways need not ask which they hold
    stands_for = None
    conditions: tuple[Condition, ...] = ()

    @property
    def code(self) -> str:
        """A name for the bundle among the ways of its line: `passport+residence_certificate`, `2-of(a,b,c)`.

        A name that is too long for the column in which a case keeps it is a hash instead.
        """
        codes = [way.code for way in self.ways]
        name = "+".join(codes) if self.need == len(codes) else f"{self.need}-of({','.join(codes)})"
        return name if len(name) <= LONGEST_NAME else f"bundle-{hashlib.sha256(name.encode()).hexdigest()[:16]}"

    @property
    def kind(self) -> EvidenceKind:
        """One row for the whole bundle, so that a page can list it beside single papers."""
        first, *_rest = kinds = [EVIDENCE[leaf.code] for leaf in self.leaves()]
        return replace(
            first,
            code=self.code,
            label=_bundle_label(self),
            sides=tuple(side for side in Side if any(side in kind.sides for kind in kinds)),
            is_paper=any(kind.is_paper for kind in kinds),
            note=None,
        )

    def leaves(self) -> Iterator[Way]:
        """Walk over the papers of this way, however deep they lie."""
        for way in self.ways:
            yield from way.leaves()

    def stored(self) -> Stored:
        """Return how a case keeps this bundle."""
        return {"need": self.need, "ways": [way.stored() for way in self.ways]}


def _bundle_in_words(bundle: WayBundle) -> str:
    words = [_within_bundle(way) for way in bundle.ways]
    if bundle.need == 1:
        return one_of(words)
    if bundle.need < len(words):
        return _("%(count)s of these: %(ways)s") % {"count": bundle.need, "ways": in_turn(words)}
    text = words[0]
    for word in words[1:]:
        text = _("%(earlier)s together with %(later)s") % {"earlier": text, "later": word}
    return text


def _within_bundle(way: Way | WayBundle) -> str:
    label = str(way.kind.label)
    return _("(%(ways)s)") % {"ways": label} if isinstance(way, WayBundle) else label


_bundle_label: Callable[[WayBundle], Any] = lazy(_bundle_in_words, str)


def in_words(ways: Sequence[Way | WayBundle]) -> str:
    """Return ways, of which any one is enough, in words of the active language."""
    return one_of([str(way.kind.label) for way in ways])


def read_way(stored: Stored, conditions: Mapping[str, Iterable[str]]) -> Way | WayBundle | None:
    """Return a way as a case has stored it; None for a paper that the law no longer knows.

    `conditions` are those of single papers, which a case keeps beside the list of its ways. A bundle that has lost a
    paper asks for one less, so that an old case can still be completed.
    """
    row: dict[str, Any] = {"code": stored} if isinstance(stored, str) else stored
    if "ways" in row:
        known = tuple(way for each in row["ways"] if (way := read_way(each, conditions)) is not None)
        need = max(1, row["need"] - (len(row["ways"]) - len(known)))
        return WayBundle(known, min(need, len(known))) if known else None
    if row["code"] not in EVIDENCE:
        return None
    asked = row.get("conditions", conditions.get(row["code"], ()))
    return Way(
        row["code"],
        stands_for=row.get("stands_for"),
        conditions=tuple(Condition(each) for each in asked if each in Condition),
        channels=tuple(map(Channel, row.get("channels", ()))),
        of=PartyRole(row["of"]) if "of" in row else None,
    )


def ways_asked(stored: Iterable[Stored], conditions: Mapping[str, Iterable[str]]) -> tuple[Way | WayBundle, ...]:
    """Return the ways of a line as a case has stored them; what the law no longer knows is left out."""
    return tuple(way for each in stored if (way := read_way(each, conditions)) is not None)


def kinds_asked(stored: Iterable[Stored], conditions: Mapping[str, Iterable[str]]) -> tuple[EvidenceKind, ...]:
    """Return the kinds of the ways that a case has stored, with what is asked of each; a bundle is one row."""
    return tuple(way.kind for way in ways_asked(stored, conditions))
