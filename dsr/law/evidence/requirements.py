"""What a desk asks for, as data: each line is an expression over papers, and all lines that apply are needed.

"Either of the following" is a line of two alternatives, "two of the following" a line that needs two of them, and an
alternative may be a bundle: "a passport together with a paper that shows the address". "Both of the following" may be
two lines, so that each can be accepted, refused and waived by itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dsr.law.evidence.catalogue import EVIDENCE
from dsr.law.evidence.words import BETWEEN_TWO, Condition, Proves
from dsr.vocabulary import Channel, Kind, PartyRole, Regime, RequesterType


@dataclass(frozen=True, slots=True)
class Alternative:
    """One paper that counts: perhaps by some channels only, under own conditions, or from another person than the line.

    The channels are those of the request, or of a paper that comes by itself to another request.
    """

    code: str
    channels: tuple[Channel, ...] = ()  # empty: by any channel
    conditions: tuple[Condition, ...] = ()
    of: PartyRole | None = None  # empty: of the person of the line

    def __post_init__(self) -> None:
        """Raise ValueError for a code that no row of evidence has."""
        if self.code not in EVIDENCE:
            raise ValueError(f"no such kind of evidence: {self.code}")

    def counts_by(self, channel: Channel) -> bool:
        """Say whether this way is open to a request that came by that channel."""
        return not self.channels or channel in self.channels

    def leaves(self) -> "Iterator[Alternative]":
        """Walk over the papers of this way: itself."""
        yield self


@dataclass(frozen=True, slots=True)
class Bundle:
    """Several ways of which `need` are wanted together; each of them with a paper of its own."""

    ways: tuple["Alternative | Bundle", ...]
    need: int

    def __post_init__(self) -> None:
        """Raise ValueError for a bundle that nobody could satisfy, or that asks for nothing."""
        if not 1 <= self.need <= len(self.ways):
            raise ValueError(f"{self.need} of {len(self.ways)} ways")

    def counts_by(self, _channel: Channel) -> bool:
        """Say yes: each paper of a bundle comes by its own channel."""
        return True

    def leaves(self) -> Iterator[Alternative]:
        """Walk over the papers of this way, however deep they lie."""
        for way in self.ways:
            yield from way.leaves()


def together(*ways: Alternative | Bundle) -> Bundle:
    """Return ALL OF these ways."""
    return Bundle(ways, len(ways))


def some_of(need: int, *ways: Alternative | Bundle) -> Bundle:
    """Return that many OF these ways."""
    return Bundle(ways, need)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRequirement:
    """One line of a checklist as the desk publishes it. An empty tuple of a limit means: no limit.

    `need` of the ways in `any_of` satisfy it. `conditions` are asked of every paper of the line. `equivalents` are
    papers that the policy does not name and that count as well while the desk accepts equivalents.
    """

    code: str
    of: PartyRole
    purpose: Proves
    any_of: tuple[Alternative | Bundle, ...]
    need: int = 1
    equivalents: tuple[Alternative, ...] = ()
    original: bool = False
    conditions: tuple[Condition, ...] = ()
    requesters: tuple[RequesterType, ...] = ()
    channels: tuple[Channel, ...] = ()
    kinds: tuple[Kind, ...] = ()
    regimes: tuple[Regime, ...] = (Regime.JP_APPI,)

    def __post_init__(self) -> None:
        """Raise ValueError for a line that nobody could ever satisfy."""
        if not self.any_of:
            raise ValueError(f"{self.code}: no alternative is named")
        if not 1 <= self.need <= len(self.any_of):
            raise ValueError(f"{self.code}: {self.need} of {len(self.any_of)} ways")

    @property
    def concerns_both(self) -> bool:
        """Say whether its papers stand between two persons, so that they count whoever they are said to be of."""
        return self.purpose in BETWEEN_TWO

    def applies_to(self, requester_type: RequesterType, channel: Channel, kind: Kind, regime: Regime) -> bool:
        """Say whether this line belongs to the checklist of such a request."""
        return (
            regime in self.regimes
            and (not self.requesters or requester_type in self.requesters)
            and (not self.channels or channel in self.channels)
            and (not self.kinds or kind in self.kinds)
        )

    def leaves(self) -> Iterator[Alternative]:
        """Walk over the papers that the policy names for this line, however deep they lie."""
        for way in self.any_of:
            yield from way.leaves()


def ways(
    *codes: str, channels: Iterable[Channel] = (), conditions: Iterable[Condition] = ()
) -> tuple[Alternative, ...]:
    """Return one alternative for each code, all open to the same channels and under the same conditions."""
    return tuple(Alternative(code, tuple(channels), tuple(conditions)) for code in codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRules:
    """The evidence rules of one desk, with the settings that the policy text leaves open."""

    requirements: tuple[EvidenceRequirement, ...]
    accept_guideline_equivalents: bool = False
    equivalents_reason: str = ""

    def __post_init__(self) -> None:
        """Raise ValueError when two lines share a code."""
        codes = [line.code for line in self.requirements]
        repeated = sorted({code for code in codes if codes.count(code) > 1})
        if repeated:
            raise ValueError(f"requirement codes used twice: {', '.join(repeated)}")
