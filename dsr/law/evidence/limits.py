"""How much a desk may ask for at most: what each law leaves to ask, as rows. A rule that asks more is refused."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from dsr.law.citations import Citation, appi, gdpr, regulations
from dsr.law.evidence.catalogue import EVIDENCE
from dsr.law.evidence.packs import KINDS_WITHOUT_IDENTITY
from dsr.law.evidence.requirements import Alternative, Bundle, EvidenceRequirement, EvidenceRules
from dsr.law.evidence.words import Condition, Proves, Side
from dsr.vocabulary import Channel, Kind, PartyRole, Regime

_WHO = frozenset({Proves.IDENTITY, Proves.ADDRESS})


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingLimit:
    """What may not be asked of the data subject. An empty limit of regimes, kinds or channels means: no limit.

    A line for what is in `never` is refused. A line for what is in `never_papers_alone` is refused where only papers
    satisfy it. With `where_offered` the row binds only a desk that can confirm a person in one of those ways.
    """

    code: str
    regimes: tuple[Regime, ...]
    kinds: tuple[Kind, ...] = ()
    channels: tuple[Channel, ...] = ()
    where_offered: tuple[str, ...] = ()
    never: frozenset[Proves] = frozenset()
    never_papers_alone: frozenset[Proves] = frozenset()
    grounds: tuple[Citation, ...]
    guideline: str = ""


LIMITS = (
    AskingLimit(
        code="opt_out",
        regimes=(Regime.US_CA,),
        kinds=tuple(kind for kind in Kind if kind in KINDS_WITHOUT_IDENTITY),
        never=_WHO | {Proves.SEAL, Proves.DECLARATION},
        grounds=(regulations("7026", "a"), regulations("7027", "a"), regulations("7060", "b")),
    ),
    AskingLimit(
        code="match_what_is_held",
        regimes=(Regime.US_CA,),
        never_papers_alone=_WHO,
        grounds=(regulations("7060", "c"),),
    ),
    AskingLimit(
        code="reasonable_doubt",
        regimes=(Regime.EU_GDPR, Regime.UK_GDPR),
        never_papers_alone=_WHO,
        grounds=(gdpr(12, 6),),
    ),
    AskingLimit(
        code="account",
        regimes=(Regime.JP_APPI,),
        channels=(Channel.WEB,),
        where_offered=("login", "digital_signature"),
        never_papers_alone=_WHO,
        grounds=(appi(37, 4),),
        guideline="PPC General Guideline 3-8-7",
    ),
    AskingLimit(
        code="contact_on_record",
        regimes=(Regime.JP_APPI,),
        where_offered=("registered_contact", "call_back", "matching_data"),
        never_papers_alone=_WHO,
        grounds=(appi(37, 4),),
        guideline="PPC General Guideline 3-8-7",
    ),
)


def over_asked(rules: EvidenceRules, offered: Collection[str]) -> Iterator[tuple[EvidenceRequirement, AskingLimit]]:
    """Find the lines that ask more than the law leaves to ask, for a desk that can also confirm people as `offered`."""
    for line in rules.requirements:
        if line.of is PartyRole.PRINCIPAL:
            yield from ((line, limit) for limit in LIMITS if _binds(limit, line, offered) and _exceeds(limit, line))


def _binds(limit: AskingLimit, line: EvidenceRequirement, offered: Collection[str]) -> bool:
    return (
        bool(set(limit.regimes) & set(line.regimes))
        and (not limit.kinds or not line.kinds or bool(set(limit.kinds) & set(line.kinds)))
        and (not limit.where_offered or any(code in offered for code in limit.where_offered))
    )


def _exceeds(limit: AskingLimit, line: EvidenceRequirement) -> bool:
    if line.purpose in limit.never:
        return True
    if line.purpose not in limit.never_papers_alone:
        return False
    channels = [each for each in limit.channels or Channel if not line.channels or each in line.channels]
    return not all(_without_paper(Bundle(line.any_of, line.need), channel) for channel in channels)


def _without_paper(way: Alternative | Bundle, channel: Channel) -> bool:
    """Say whether a way can be satisfied by a request of that channel without any paper."""
    if isinstance(way, Alternative):
        return not EVIDENCE[way.code].is_paper and way.counts_by(channel)
    return sum(_without_paper(each, channel) for each in way.ways) >= way.need


def forbidden_sides(line: EvidenceRequirement) -> Iterator[str]:
    """Find the cards of which a line asks a side that nobody may copy (My Number Act arts. 15, 20)."""
    for way in line.leaves():
        if Condition.BOTH_SIDES in (*line.conditions, *way.conditions) and Side.BACK in EVIDENCE[way.code].never_copy:
            yield way.code
