"""What papers a desk asks for: the lists of its policy, and the points the policy leaves open, each with a reason.

This is the desk's side; `dsr.law.evidence` holds the papers themselves and evaluates a checklist.
"""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Generic, TypeVar

from pydantic import Field

from dsr.law.evidence import (
    EVIDENCE,
    PPC_GUIDELINE,
    Alternative,
    Condition,
    EvidenceRequirement,
    EvidenceRules,
    Proves,
    ways,
)
from dsr.profile.base import Part, Text, Yes
from dsr.profile.evidence_lines import LineRule
from dsr.profile.papers import Paper
from dsr.vocabulary import Channel, PartyRole, RequesterType

Value = TypeVar("Value")

_APPOINTED = (RequesterType.APPOINTED_AGENT,)
_QUALIFIED = (RequesterType.QUALIFIED_AGENT,)
_AGENTS = (RequesterType.MINOR_AGENT, RequesterType.ADULT_WARD_AGENT, *_APPOINTED, *_QUALIFIED)
_ON_PAPER = (Channel.POST, Channel.COUNTER, Channel.EMAIL)


AnyOf = Annotated[tuple[Paper, ...], Field(min_length=1)]


class Setting(Part, Generic[Value]):
    """A choice the desk made where the policy leaves a point open, with the reason on record."""

    value: Value
    reason: Text


class WhoseIdentity(StrEnum):
    """Whose identity is shown when an agent asks."""

    BOTH = "both"
    PRINCIPAL = "principal"
    AGENT = "agent"


class QualifiedMandate(StrEnum):
    """What an attorney or scrivener shows beside the qualification."""

    MANDATE = "mandate"
    NOTHING_MORE = "nothing_more"
    AS_APPOINTED_AGENT = "as_appointed_agent"


class Freshness(StrEnum):
    """How old a certificate may be."""

    NO_LIMIT = "no_limit"
    THREE_MONTHS = "3_months"
    SIX_MONTHS = "6_months"


# The papers whose age the freshness limits (domain 1.5); a family register proves kinship however old it is.
_AGEING = frozenset({"residence_certificate", "seal_registration_certificate"})
_FRESH: dict[Freshness, tuple[Condition, ...]] = {
    Freshness.NO_LIMIT: (),
    Freshness.THREE_MONTHS: (Condition.WITHIN_3_MONTHS,),
    Freshness.SIX_MONTHS: (Condition.WITHIN_6_MONTHS,),
}


class OpenPoints(Part):
    """The six points that a policy's list of papers leaves unsaid (domain 5.4), decided per desk."""

    residence_certificate_only_by_post: Setting[Yes]
    whose_identity: Setting[WhoseIdentity]
    appointed_agent_originals: Setting[Yes]
    any_proof_of_qualification: Setting[Yes]
    qualified_agent_shows: Setting[QualifiedMandate]
    freshness: Setting[Freshness]


# What a paper of each list has to prove; loading refuses a paper that does not.
PROVES_OF_LIST = {
    "identity": Proves.IDENTITY,
    "kinship": Proves.KINSHIP,
    "guardianship": Proves.AUTHORITY,
    "mandate": Proves.AUTHORITY,
    "seal": Proves.SEAL,
    "qualification": Proves.QUALIFICATION,
}


# The list from which each line comes, so that what is wrong with a line is shown at the list.
LIST_OF_LINE = {
    "identity_of_principal": "identity",
    "mandate": "mandate",
    "mandate_to_qualified_agent": "mandate",
    "seal_certificate": "seal",
}
# By which ways in a confirmation without a paper is at hand; the others need only what the company has on record.
_SIGNED_IN = ("login", "digital_signature")


class EvidenceLists(Part):
    """The desk's own lists: any one paper of a list satisfies it, and every list that applies is needed.

    So "either of the following" is one list of two papers, "both of the following" is two lists: an appointed agent
    needs one paper of `mandate` and one of `seal`.
    """

    identity: AnyOf
    kinship: AnyOf
    guardianship: AnyOf
    mandate: AnyOf
    seal: AnyOf | None
    qualification: AnyOf
    open_points: OpenPoints

    def requirements(self) -> tuple[EvidenceRequirement, ...]:
        """Return the lists as the lines that `checklist_for` evaluates."""
        return (*self._identity_lines(), *self._statutory_agent_lines(), *self._mandated_agent_lines())

    def _way(self, code: str, channels: tuple[Channel, ...] = ()) -> Alternative:
        """Return a paper with what the open points ask of it, and by which ways in it counts."""
        channels = (Channel.WEB,) if code in _SIGNED_IN else channels
        points = self.open_points
        only_by_post = code == "residence_certificate" and points.residence_certificate_only_by_post.value
        fresh = _FRESH[points.freshness.value] if code in _AGEING else ()
        return Alternative(code, channels=(Channel.POST,) if only_by_post else channels, conditions=fresh)

    def _ways(self, codes: Iterable[str]) -> tuple[Alternative, ...]:
        return tuple(self._way(code) for code in codes)

    def _equivalents(self, line: str) -> tuple[Alternative, ...]:
        """Return the papers that the guideline names for such a line. A way without a paper is the desk's to offer."""
        named = (way for each in PPC_GUIDELINE.requirements if each.code == line for way in each.leaves())
        return tuple(self._way(way.code, way.channels) for way in named if EVIDENCE[way.code].is_paper)

    def _identity_lines(self) -> tuple[EvidenceRequirement, ...]:
        papers, equivalents = self._ways(self.identity), self._equivalents("identity_of_principal")
        whose = self.open_points.whose_identity.value
        of_principal = EvidenceRequirement(
            code="identity_of_principal",
            of=PartyRole.PRINCIPAL,
            purpose=Proves.IDENTITY,
            any_of=papers,
            equivalents=equivalents,
            requesters=(RequesterType.PRINCIPAL,) if whose is WhoseIdentity.AGENT else (),
        )
        of_agent = EvidenceRequirement(
            code="identity_of_agent",
            of=PartyRole.AGENT,
            purpose=Proves.IDENTITY,
            any_of=papers,
            equivalents=equivalents,
            requesters=_AGENTS,
        )
        return (of_principal,) if whose is WhoseIdentity.PRINCIPAL else (of_principal, of_agent)

    def _statutory_agent_lines(self) -> tuple[EvidenceRequirement, ...]:
        kinship = EvidenceRequirement(
            code="kinship",
            of=PartyRole.AGENT,
            purpose=Proves.KINSHIP,
            any_of=self._ways(self.kinship),
            equivalents=self._equivalents("kinship"),
            conditions=(Condition.SHOWS_BOTH_NAMES,),
            requesters=(RequesterType.MINOR_AGENT,),
        )
        guardianship = EvidenceRequirement(
            code="guardianship",
            of=PartyRole.AGENT,
            purpose=Proves.AUTHORITY,
            any_of=self._ways(self.guardianship),
            equivalents=self._equivalents("guardianship"),
            requesters=(RequesterType.ADULT_WARD_AGENT,),
        )
        return kinship, guardianship

    def _mandated_agent_lines(self) -> tuple[EvidenceRequirement, ...]:
        points = self.open_points
        shows = points.qualified_agent_shows.value
        who = (*_APPOINTED, *_QUALIFIED) if shows is QualifiedMandate.AS_APPOINTED_AGENT else _APPOINTED
        original = points.appointed_agent_originals.value
        lines = [_mandate("mandate", self.mandate, who, original=original)]
        if self.seal:
            lines.append(_seal(self._ways(self.seal), who, original=original))
        if shows is QualifiedMandate.MANDATE:
            mandates = tuple(dict.fromkeys((*self.mandate, "power_of_attorney")))
            lines.append(_mandate("mandate_to_qualified_agent", mandates, _QUALIFIED, original=original))
        lines.append(_qualification(self.qualification))
        return (*lines,) if points.any_proof_of_qualification.value else (*lines, _OFFICIAL_SEAL)


def _mandate(
    code: str, papers: tuple[str, ...], who: tuple[RequesterType, ...], *, original: bool
) -> EvidenceRequirement:
    return EvidenceRequirement(
        code=code,
        of=PartyRole.PRINCIPAL,
        purpose=Proves.AUTHORITY,
        any_of=ways(*papers),
        original=original,
        requesters=who,
    )


def _qualification(papers: tuple[str, ...]) -> EvidenceRequirement:
    return EvidenceRequirement(
        code="qualification",
        of=PartyRole.AGENT,
        purpose=Proves.QUALIFICATION,
        any_of=ways(*papers),
        requesters=_QUALIFIED,
    )


def _seal(papers: tuple[Alternative, ...], who: tuple[RequesterType, ...], *, original: bool) -> EvidenceRequirement:
    return EvidenceRequirement(
        code="seal_certificate",
        of=PartyRole.PRINCIPAL,
        purpose=Proves.SEAL,
        any_of=papers,
        original=original,
        requesters=who,
    )


# The certificate of the official seal that policies name beside the registration number.
_OFFICIAL_SEAL = EvidenceRequirement(
    code="official_seal_certificate",
    of=PartyRole.AGENT,
    purpose=Proves.SEAL,
    any_of=ways("seal_registration_certificate"),
    requesters=_QUALIFIED,
)
_REQUEST_FORM = EvidenceRequirement(
    code="request_form",
    of=PartyRole.PRINCIPAL,
    purpose=Proves.REQUEST,
    any_of=ways("request_form"),
    channels=_ON_PAPER,
)


class EvidencePolicy(Part):
    """The evidence rules of a desk. Without lists of its own it asks for what the PPC guideline names (3-8-7)."""

    stated_in_policy: Yes
    note: Text
    request_form: Setting[Yes]
    lists: EvidenceLists | None
    accept_guideline_equivalents: Setting[Yes]
    confirmations: tuple[Paper, ...] = ()
    own_lines: tuple[LineRule, ...] = ()

    def rules(self) -> EvidenceRules:
        """Return the value that `dsr.law.evidence.checklist_for` evaluates."""
        form = (_REQUEST_FORM,) if self.request_form.value else ()
        papers = self.lists.requirements() if self.lists else tuple(map(self._confirmed, PPC_GUIDELINE.requirements))
        lines = {line.code: line for line in (*form, *papers)}
        lines |= {line.code: line.requirement() for line in self.own_lines}
        return EvidenceRules(
            requirements=tuple(lines.values()),
            accept_guideline_equivalents=self.accept_guideline_equivalents.value,
            equivalents_reason=self.accept_guideline_equivalents.reason.en,
        )

    def _confirmed(self, line: EvidenceRequirement) -> EvidenceRequirement:
        """Add to the guideline's line what the desk can confirm without a paper."""
        if line.code != "identity_of_principal":
            return line
        offered = tuple(
            way
            for code in self.confirmations
            for way in ways(code, channels=(Channel.WEB,) if code in _SIGNED_IN else ())
        )
        named = tuple(way for way in line.leaves() if way.code not in self.confirmations)
        return replace(line, any_of=(*named, *offered))
