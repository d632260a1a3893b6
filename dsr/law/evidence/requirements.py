"""What a desk asks for, as data: each line is a paper of one person, with every way to satisfy it.

Any one alternative satisfies a line, and all lines that apply are needed. So "both of the following" is two lines,
"either of the following" is one line with two alternatives, and "A, or else B with C" is the lines (A or B), (A or C).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dsr.law.evidence.catalogue import EVIDENCE
from dsr.law.evidence.words import Condition, Proves
from dsr.vocabulary import Channel, Kind, PartyRole, Regime, RequesterType


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to satisfy a line: a kind of evidence, perhaps by some channels only, perhaps under own conditions."""

    code: str
    channels: tuple[Channel, ...] = ()  # empty: by any channel
    conditions: tuple[Condition, ...] = ()

    def __post_init__(self) -> None:
        """Raise ValueError for a code that no row of evidence has."""
        if self.code not in EVIDENCE:
            raise ValueError(f"no such kind of evidence: {self.code}")

    def counts_by(self, channel: Channel) -> bool:
        """Say whether this way is open to a request that came by that channel."""
        return not self.channels or channel in self.channels


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRequirement:
    """One line of a checklist as the desk publishes it. An empty tuple of a limit means: no limit.

    `conditions` are asked of every paper of the line. `equivalents` are papers that the policy does not name and that
    count as well while the desk accepts equivalents.
    """

    code: str
    of: PartyRole
    purpose: Proves
    any_of: tuple[Alternative, ...]
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

    def applies_to(self, requester_type: RequesterType, channel: Channel, kind: Kind, regime: Regime) -> bool:
        """Say whether this line belongs to the checklist of such a request."""
        return (
            regime in self.regimes
            and (not self.requesters or requester_type in self.requesters)
            and (not self.channels or channel in self.channels)
            and (not self.kinds or kind in self.kinds)
        )


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
