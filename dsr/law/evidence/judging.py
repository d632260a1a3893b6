"""Whether the papers at hand satisfy a line: met, for a person to judge, or not met."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from dsr.law.evidence.catalogue import EVIDENCE
from dsr.law.evidence.expressions import Way, WayBundle
from dsr.law.evidence.held import Held
from dsr.law.evidence.words import Condition, Proves
from dsr.vocabulary import Channel, PartyRole


class Verdict(IntEnum):
    """How far papers satisfy what is asked; the better, the greater."""

    NOT_MET = 0
    TO_JUDGE = 1
    MET = 2


@dataclass(frozen=True, slots=True)
class Match:
    """One paper against one way: the conditions that it fails, and those that a person still has to judge."""

    held: Held
    failed: tuple[Condition, ...] = ()
    unknown: tuple[Condition, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """How far the paper satisfies the way."""
        if self.failed:
            return Verdict.NOT_MET
        return Verdict.TO_JUDGE if self.unknown else Verdict.MET


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a line asks of whichever paper satisfies it, and the day and the channel of the request."""

    of: PartyRole
    concerns_both: bool
    conditions: tuple[Condition, ...]
    channel: Channel
    on: date

    def is_kind_for(self, way: Way, held: Held) -> bool:
        """Say whether this is the paper that the way names, of the right person and by a channel that counts."""
        if way.code != held.counts_as or not self.comes_by(way.channels, held):
            return False
        return held.of == (way.of or self.of) or self._counts_for_both(held)

    def comes_by(self, channels: tuple[Channel, ...], held: Held) -> bool:
        """Say whether the request, or the paper by itself, came by one of these channels; none named: by any.

        "If requesting by mail" is met by a request that came so, and by a paper that is posted to another request.
        """
        return not channels or self.channel in channels or held.channel in channels

    def _counts_for_both(self, held: Held) -> bool:
        """Say whether a paper said to be of the other person counts: not one person's identity paper, unless seen."""
        of_one = Proves.IDENTITY in EVIDENCE[held.code].proves
        return self.concerns_both and (not of_one or held.shows_both_names is True)

    def match(self, way: Way, held: Held) -> Match | None:
        """Compare a paper with a way; None for another paper."""
        if not self.is_kind_for(way, held):
            return None
        conditions = dict.fromkeys((*self.conditions, *way.conditions))
        found = {each: held.meets(each, self.on) for each in conditions}
        # Asked of every paper, but a question only where the day of expiry was read.
        expired = held.meets(Condition.STILL_VALID, self.on) is False
        failed = [each for each, met in found.items() if met is False]
        return Match(
            held,
            failed=tuple(dict.fromkeys((*failed, Condition.STILL_VALID) if expired else failed)),
            unknown=tuple(each for each, met in found.items() if met is None),
        )


def best_use(ways: Sequence[Way | WayBundle], held: Iterable[Held], asked: Asked) -> tuple[Verdict, tuple[Match, ...]]:
    """Return how far the papers satisfy any one of the ways, and which papers do; no paper is used twice."""
    best: tuple[Verdict, tuple[Match, ...]] = (Verdict.NOT_MET, ())
    papers = list(enumerate(held))
    for use in (use for way in ways for use in _uses(way, papers, asked)):
        verdict = min(match.verdict for match in use.values())
        if verdict > best[0]:
            best = (verdict, tuple(use.values()))
        if verdict is Verdict.MET:
            break
    return best


_Numbered = list[tuple[int, Held]]


def _uses(way: Way | WayBundle, papers: _Numbered, asked: Asked) -> Iterator[dict[int, Match]]:
    """Walk over the sets of papers that satisfy a way, as far as is known."""
    if isinstance(way, WayBundle):
        yield from _choices(way.ways, way.need, papers, asked)
        return
    for number, held in papers:
        match = asked.match(way, held)
        if match is not None and match.verdict > Verdict.NOT_MET:
            yield {number: match}


def _choices(ways: Sequence[Way | WayBundle], need: int, papers: _Numbered, asked: Asked) -> Iterator[dict[int, Match]]:
    if need == 0:
        yield {}
        return
    if len(ways) < need:
        return
    for use in _uses(ways[0], papers, asked):
        left = [paper for paper in papers if paper[0] not in use]
        for more in _choices(ways[1:], need - 1, left, asked):
            yield use | more
    yield from _choices(ways[1:], need, papers, asked)
