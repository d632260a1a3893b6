"""The checklist of one request on one day: what is needed, what satisfies it today, what no longer does and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from dsr.law.evidence.catalogue import EVIDENCE, as_asked, status_on, successors
from dsr.law.evidence.kinds import EvidenceKind
from dsr.law.evidence.packs import KINDS_WITHOUT_IDENTITY, STATUTORY_PACKS
from dsr.law.evidence.requirements import Alternative, EvidenceRequirement, EvidenceRules
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
class Held:
    """A paper (or confirmation) that the desk has from a person of the case."""

    code: str
    of: PartyRole


@dataclass(frozen=True, slots=True)
class Way:
    """A paper that satisfies a line today. `stands_for` is the closed paper of the policy that it succeeds."""

    code: str
    stands_for: str | None = None
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class ClosedWay:
    """A paper that the policy still names and that cannot be used today, with what took its place."""

    code: str
    last_day: date | None
    successors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RequirementOnDay:
    """One line of the checklist of one request, as it stands on one day."""

    requirement: EvidenceRequirement
    usable: tuple[Way, ...]
    closed: tuple[ClosedWay, ...]
    other_channel: tuple[Alternative, ...]

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
        """Every kind of evidence of which one satisfies the line today, in the order of the policy."""
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
        """Every kind of evidence of which one satisfies the line today, each with what is asked of it alone."""
        return tuple(as_asked(code, self.conditions_of_papers.get(code, ())) for code in self.codes)

    def is_met_by(self, held: Iterable[Held]) -> bool:
        """Say whether what is held satisfies the line."""
        codes = self.codes
        return any(each.of == self.of and each.code in codes for each in held)

    def stands_for(self, code: str) -> str | None:
        """Return the closed paper as whose successor this one is accepted; None if the policy names it itself."""
        return next((way.stands_for for way in self.usable if way.code == code), None)

    def ways(self) -> str:
        """Return every paper that satisfies the line, in words of the active language."""
        return one_of([str(kind.label) for kind in self.kinds])

    def demands(self) -> str:
        """Return what is asked of the paper beyond its kind, in words; empty if nothing is."""
        return demands_in_words(original=self.requirement.original, conditions=self.conditions)


def _on_day(line: EvidenceRequirement, rules: EvidenceRules, channel: Channel, on: date) -> RequirementOnDay:
    """Sort the ways of a line into usable, closed, and open to other channels only."""
    here = [way.code for way in line.any_of if way.counts_by(channel)]
    conditions = {way.code: way.conditions for way in line.any_of}
    named = [code for code in here if status_on(code, on) is EvidenceStatus.USABLE]
    closed = [ClosedWay(code, EVIDENCE[code].valid_until, successors(code, on)) for code in here if code not in named]
    usable = {code: Way(code, conditions=conditions[code]) for code in named}
    # Art. 37(4): a line that no living paper satisfies would be an excessive burden, so successors then always count.
    if rules.accept_guideline_equivalents or not named:
        for ended in closed:
            for code in ended.successors:
                usable.setdefault(code, Way(code, stands_for=ended.code))
    if rules.accept_guideline_equivalents:
        for way in _equivalents(line, channel, on):
            usable.setdefault(way.code, way)
    other = tuple(way for way in line.any_of if not way.counts_by(channel) and way.code not in usable)
    return RequirementOnDay(line, tuple(usable.values()), tuple(closed), other)


def _equivalents(line: EvidenceRequirement, channel: Channel, on: date) -> Iterable[Way]:
    """Return the papers that count as well. What the policy names for another way in stays with that way in."""
    named = {way.code for way in line.any_of}
    for way in line.equivalents:
        if way.code not in named and way.counts_by(channel) and status_on(way.code, on) is EvidenceStatus.USABLE:
            yield Way(way.code, conditions=way.conditions)


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
