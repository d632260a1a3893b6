"""The checklist of one request on one day: what is needed, what satisfies it today, what no longer does and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from dsr.law.evidence.catalogue import EVIDENCE, as_asked, status_on, successors
from dsr.law.evidence.expressions import Stored, Way, WayBundle
from dsr.law.evidence.held import Held
from dsr.law.evidence.judging import Asked, Match, Verdict, best_use
from dsr.law.evidence.kinds import EvidenceKind
from dsr.law.evidence.packs import KINDS_WITHOUT_IDENTITY, STATUTORY_PACKS
from dsr.law.evidence.requirements import Alternative, Bundle, EvidenceRequirement, EvidenceRules
from dsr.law.evidence.words import Condition, EvidenceStatus, Proves, demands_in_words
from dsr.law.listing import one_of
from dsr.vocabulary import Channel, Kind, PartyRole, Regime, RequesterType

_KINSHIP = gettext_lazy("Relationship between the data subject and the agent")
_FORM = gettext_lazy("Completed request form")
_DECLARATION = gettext_lazy("Declaration signed by the data subject")
_QUALIFICATION = gettext_lazy("Qualification of the agent")

LABELS: dict[tuple[Proves, PartyRole], Promise] = {
    (Proves.IDENTITY, PartyRole.PRINCIPAL): gettext_lazy("Identity of the data subject"),
    (Proves.IDENTITY, PartyRole.AGENT): gettext_lazy("Identity of the agent"),
    (Proves.ADDRESS, PartyRole.PRINCIPAL): gettext_lazy("Address of the data subject"),
    (Proves.ADDRESS, PartyRole.AGENT): gettext_lazy("Address of the agent"),
    (Proves.KINSHIP, PartyRole.PRINCIPAL): _KINSHIP,
    (Proves.KINSHIP, PartyRole.AGENT): _KINSHIP,
    (Proves.AUTHORITY, PartyRole.PRINCIPAL): gettext_lazy("Mandate given by the data subject"),
    (Proves.AUTHORITY, PartyRole.AGENT): gettext_lazy("Authority of the statutory agent"),
    (Proves.SEAL, PartyRole.PRINCIPAL): gettext_lazy("Registered seal of the data subject"),
    (Proves.SEAL, PartyRole.AGENT): gettext_lazy("Registered seal of the agent"),
    (Proves.DECLARATION, PartyRole.PRINCIPAL): _DECLARATION,
    (Proves.DECLARATION, PartyRole.AGENT): _DECLARATION,
    (Proves.QUALIFICATION, PartyRole.PRINCIPAL): _QUALIFICATION,
    (Proves.QUALIFICATION, PartyRole.AGENT): _QUALIFICATION,
    (Proves.REQUEST, PartyRole.PRINCIPAL): _FORM,
    (Proves.REQUEST, PartyRole.AGENT): _FORM,
}


@dataclass(frozen=True, slots=True)
class ClosedWay:
    """A paper that the policy still names and that cannot be used today, with what took its place."""

    code: str
    last_day: date | None
    successors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RequirementOnDay:
    """One line of the checklist of one request, as it stands on one day: any one of `usable` satisfies it."""

    requirement: EvidenceRequirement
    usable: tuple[Way | WayBundle, ...]
    closed: tuple[ClosedWay, ...]
    other_channel: tuple[Alternative, ...]
    channel: Channel
    on: date

    @property
    def code(self) -> str:
        """The stable code of the line within the policy."""
        return self.requirement.code

    @property
    def of(self) -> PartyRole:
        """Whose paper it is."""
        return self.requirement.of

    @property
    def label(self) -> Promise:
        """What the line is about, translated when read."""
        return LABELS[self.requirement.purpose, self.requirement.of]

    @property
    def codes(self) -> tuple[str, ...]:
        """Every way that satisfies the line today, in the order of the policy; a bundle by its own name."""
        return tuple(way.code for way in self.usable)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What is asked of whichever paper is sent: of the line, and of each of its papers alike."""
        own = [set(way.conditions) for way in self.usable]
        shared = set.intersection(*own) if own else set()
        return (*self.requirement.conditions, *(condition for condition in Condition if condition in shared))

    @property
    def conditions_of_papers(self) -> dict[str, tuple[Condition, ...]]:
        """What is asked of single papers beside that."""
        every = self.conditions
        rest = {way.code: tuple(each for each in way.conditions if each not in every) for way in self.usable}
        return {code: conditions for code, conditions in rest.items() if conditions}

    @property
    def kinds(self) -> tuple[EvidenceKind, ...]:
        """One row for every way that satisfies the line today, each with what is asked of it alone."""
        rest = self.conditions_of_papers
        return tuple(
            as_asked(way.code, rest.get(way.code, ())) if isinstance(way, Way) else way.kind for way in self.usable
        )

    @property
    def stored_ways(self) -> list[Stored]:
        """How a case keeps the ways of the line; what is asked of single papers is kept beside them."""
        return [way.code if isinstance(way, Way) else way.stored() for way in self.usable]

    def leaves(self) -> Iterator[Way]:
        """Walk over the papers that count today, however deep they lie."""
        for way in self.usable:
            yield from way.leaves()

    def judge(self, held: Iterable[Held]) -> tuple[Verdict, tuple[Match, ...]]:
        """Return how far what is held satisfies the line, and the papers that do."""
        have = tuple(held)
        codes = {each.counts_as for each in have}
        elsewhere = [way for way in self.other_channel if way.code in codes]
        here = [way for way in self.usable if way.code in codes or isinstance(way, WayBundle)]
        ways = (*here, *(Way(way.code, None, way.conditions, way.channels, way.of) for way in elsewhere))
        return best_use(ways, have, self.asked) if ways else (Verdict.NOT_MET, ())

    @property
    def asked(self) -> Asked:
        """What is asked of whichever paper satisfies the line."""
        line = self.requirement
        form = (Condition.ORIGINAL,) if line.original else ()
        return Asked(
            of=line.of,
            concerns_both=line.concerns_both,
            conditions=(*form, *line.conditions),
            channel=self.channel,
            on=self.on,
        )

    def is_met_by(self, held: Iterable[Held]) -> bool:
        """Say whether what is held satisfies the line, as far as is known; `judge` tells what is left to a person."""
        return self.judge(held)[0] > Verdict.NOT_MET

    def stands_for(self, code: str) -> str | None:
        """Return the closed paper as whose successor this one is accepted; None if the policy names it itself."""
        return next((way.stands_for for way in self.usable if way.code == code), None)

    def ways(self) -> str:
        """Return every way to satisfy the line, in words of the active language."""
        return one_of([str(kind.label) for kind in self.kinds])

    def demands(self) -> str:
        """Return what is asked of the paper beyond its kind, in words; empty if nothing is."""
        return demands_in_words(original=self.requirement.original, conditions=self.conditions)


@dataclass(slots=True)
class _Day:
    """Sorts the ways of a line: usable on a day, or closed. Successors take the place of closed papers, or do not."""

    channel: Channel
    on: date
    with_successors: bool
    closed: dict[str, ClosedWay] = field(default_factory=dict)

    def named(self, way: Alternative | Bundle) -> Way | WayBundle | None:
        """Return a way that can be used today as the policy names it."""
        if isinstance(way, Bundle):
            return self._bundle(way)
        if status_on(way.code, self.on) is EvidenceStatus.USABLE:
            return Way(way.code, None, way.conditions, way.channels, way.of)
        self.closed[way.code] = ClosedWay(way.code, EVIDENCE[way.code].valid_until, successors(way.code, self.on))
        return None

    def in_place_of(self, way: Alternative | Bundle) -> tuple[Way, ...]:
        """Return what counts in the place of a closed paper."""
        if isinstance(way, Bundle) or not self.with_successors:
            return ()
        ended = self.closed.get(way.code)
        return tuple(Way(code, way.code, (), (), way.of) for code in ended.successors) if ended else ()

    def _bundle(self, bundle: Bundle) -> WayBundle | None:
        found = [usable for way in bundle.ways if (usable := self._within(way)) is not None]
        return WayBundle(tuple(found), bundle.need) if len(found) >= bundle.need else None

    def _within(self, way: Alternative | Bundle) -> Way | WayBundle | None:
        usable = self.named(way)
        instead = self.in_place_of(way) if usable is None else ()
        return WayBundle(instead, 1) if len(instead) > 1 else instead[0] if instead else usable


def _on_day(line: EvidenceRequirement, rules: EvidenceRules, channel: Channel, on: date) -> RequirementOnDay:
    """Sort the ways of a line into usable, closed, and open to other channels only."""
    day = _Day(channel, on, rules.accept_guideline_equivalents)
    usable = _usable(line, rules, day)
    if not usable:
        # Art. 37(4): a line that no living paper satisfies would be an excessive burden, so successors always count.
        day.with_successors = True
        usable = _usable(line, rules, day)
    codes = {way.code for way in usable}
    other = tuple(
        way
        for way in line.any_of
        if isinstance(way, Alternative) and not way.counts_by(channel)
        if way.code not in codes
    )
    return RequirementOnDay(line, usable, tuple(day.closed.values()), other, channel, on)


def _usable(line: EvidenceRequirement, rules: EvidenceRules, day: _Day) -> tuple[Way | WayBundle, ...]:
    """Return the ways that can be used, any one of which is enough; a line that needs several is one bundle."""
    if line.need > 1:
        extra = line.equivalents if rules.accept_guideline_equivalents else ()
        names = {way.code for way in line.leaves()}
        whole = day.named(Bundle((*line.any_of, *(way for way in extra if way.code not in names)), line.need))
        return (whole,) if whole else ()
    here = [way for way in line.any_of if way.counts_by(day.channel)]
    usable = {each.code: each for way in here if (each := day.named(way))}
    more = [each for way in here for each in day.in_place_of(way)]
    if rules.accept_guideline_equivalents:
        more += _equivalents(line, day.channel, day.on)
    for each in more:
        usable.setdefault(each.code, each)
    return tuple(usable.values())


def _equivalents(line: EvidenceRequirement, channel: Channel, on: date) -> Iterable[Way]:
    """Return the papers that count as well. What the policy names for another way in stays with that way in."""
    named = {way.code for way in line.leaves()}
    for way in line.equivalents:
        if way.code not in named and way.counts_by(channel) and status_on(way.code, on) is EvidenceStatus.USABLE:
            yield Way(way.code, None, way.conditions, way.channels, way.of)


def checklist_for(
    rules: EvidenceRules,
    *,
    requester_type: RequesterType,
    channel: Channel,
    on: date,
    kind: Kind,
    regime: Regime,
) -> tuple[RequirementOnDay, ...]:
    """Return the lines that such a request needs on that day (Asia/Tokyo date).

    A regime for which the desk has no lines of its own is served by the pack of that law. An opt-out or a limit under
    the CCPA asks for no proof of identity, whatever the desk says.
    """
    own = [line for line in rules.requirements if regime in line.regimes]
    lines = own or STATUTORY_PACKS[regime]
    wanted = [line for line in lines if line.applies_to(requester_type, channel, kind, regime)]
    if kind in KINDS_WITHOUT_IDENTITY:
        wanted = [line for line in wanted if line.purpose not in {Proves.IDENTITY, Proves.ADDRESS}]
    return tuple(_on_day(line, rules, channel, on) for line in wanted)


def checklist_for_kinds(
    rules: EvidenceRules,
    *,
    requester_type: RequesterType,
    channel: Channel,
    on: date,
    kinds: Iterable[Kind],
    regime: Regime,
) -> tuple[RequirementOnDay, ...]:
    """Return the lines of a request for several rights: each line once, in the order of the policy."""
    found: dict[str, RequirementOnDay] = {}
    for kind in kinds:
        lines = checklist_for(rules, requester_type=requester_type, channel=channel, on=on, kind=kind, regime=regime)
        found |= {line.code: line for line in lines}
    order = [line.code for line in (*rules.requirements, *STATUTORY_PACKS[regime])]
    return tuple(sorted(found.values(), key=lambda line: order.index(line.code)))
