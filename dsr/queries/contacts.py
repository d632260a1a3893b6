"""What is known of the contacts of a case: which are confirmed, how each may be, and what a reply still waits for."""

from collections.abc import Iterable
from dataclasses import dataclass

from dsr.law.evidence import Proves
from dsr.law.tiers import CONFIRMS_ITSELF, opening, tier_of
from dsr.models import Case, CaseEvent, ContactProof, OutboxMessage
from dsr.persons import PersonDetails
from dsr.profile.release import MANDATED
from dsr.vocabulary import (
    BY_POST,
    Action,
    ContactBasis,
    ContactMedium,
    DeliveryChannel,
    ItemStatus,
    Kind,
    PartyRole,
    ReplyMethod,
    Tier,
    Topic,
)

# By which way out the reply goes that a requester asked for.
WAYS_OF: dict[str, tuple[DeliveryChannel, ...]] = {
    ReplyMethod.ELECTRONIC: (DeliveryChannel.FOLLOW_PAGE,),
    ReplyMethod.WRITING: BY_POST,
    ReplyMethod.VIEWING: (DeliveryChannel.COUNTER,),
}
# A reply goes by no phone, so no number is confirmed for it.
MEDIA = (ContactMedium.EMAIL, ContactMedium.POST, ContactMedium.IN_PERSON)


@dataclass(frozen=True, kw_only=True)
class ContactLine:
    """One contact of one person: where it leads, by what it may be confirmed, and the proof that stands."""

    role: PartyRole
    medium: ContactMedium
    value: str
    bases: tuple[ContactBasis, ...]
    proof: ContactProof | None


def tier_of_case(case: Case) -> Tier:
    """Return how much the reply reveals, by the rights that were asked for."""
    return tier_of([Kind(right.kind) for right in case.rights.all()])


def answered_role(case: Case) -> PartyRole:
    """Return the part of whoever is answered: the agent if there is one."""
    return PartyRole.AGENT if case.agent else PartyRole.PRINCIPAL


def identified_by_paper(case: Case) -> frozenset[str]:
    """Return the parts whose identity document was accepted, so that the address on it can be read. One query."""
    accepted = case.items.filter(purpose=Proves.IDENTITY, status=ItemStatus.ACCEPTED)
    return frozenset(accepted.values_list("of", flat=True))


def contact_lines(case: Case) -> tuple[ContactLine, ...]:
    """Return every contact to which a reply could go, of everybody in the case. Two queries."""
    standing = {(proof.role, proof.medium): proof for proof in case.contact_proofs.standing().select_related("by")}
    release, tier, on_paper = case.policy.profile.release, tier_of_case(case), identified_by_paper(case)
    return tuple(
        ContactLine(
            role=role,
            medium=medium,
            value=person.contact(medium),
            bases=_without_paper(release.offered(medium, tier), shown=role in on_paper),
            proof=standing.get((role, medium)),
        )
        for role, person in _people(case)
        for medium in MEDIA
        if person.contact(medium)
    )


def _people(case: Case) -> list[tuple[PartyRole, PersonDetails]]:
    return [(PartyRole(party.role), party.person) for party in case.parties.all()]


def _without_paper(bases: Iterable[ContactBasis], *, shown: bool) -> tuple[ContactBasis, ...]:
    return tuple(basis for basis in bases if shown or basis is not ContactBasis.IDENTITY_DOCUMENT)


@dataclass(frozen=True, kw_only=True)
class Contacts:
    """The contacts of a case for its page. `needs_proof` is false where the reply tells nothing of the person."""

    tier: Tier
    needs_proof: bool
    lines: tuple[ContactLine, ...]
    answered: PartyRole
    open_ways: frozenset[DeliveryChannel]
    asks_principal: bool
    asked_by_mail: OutboxMessage | None
    asked_by_letter: CaseEvent | None
    wanted: tuple[DeliveryChannel, ...]

    def of(self, role: PartyRole) -> tuple[ContactLine, ...]:
        """Return the contacts of one person."""
        return tuple(line for line in self.lines if line.role == role)

    @property
    def is_missing(self) -> bool:
        """Say whether the way that the requester asked for needs a contact that nobody confirmed yet."""
        usual = [way for way in self.wanted if way not in CONFIRMS_ITSELF]
        return self.needs_proof and not self.open_ways & set(usual)

    @property
    def wanted_proofs(self) -> list[tuple[str, list[str]]]:
        """Return what opens the way that the requester asked for: each contact, and by what it may be confirmed."""
        fitting = {pair for way in self.wanted for pair in opening(way)}
        offered = (
            (str(line.medium.label), [str(basis.label) for basis in line.bases if (line.medium, basis) in fitting])
            for line in self.of(self.answered)
        )
        return [(medium, bases) for medium, bases in offered if bases]


def contacts_of(case: Case, events: Iterable[CaseEvent], messages: Iterable[OutboxMessage]) -> Contacts:
    """Read the contacts of a case whose journal, and mails with the newest first, are at hand. Two queries."""
    lines = contact_lines(case)
    asked = [event for event in events if event.action == Action.ASK_PRINCIPAL]
    return Contacts(
        tier=tier_of_case(case),
        needs_proof=case.needs_proof,
        lines=lines,
        answered=answered_role(case),
        open_ways=frozenset(way for way in DeliveryChannel if _is_open(case, way, lines)),
        asks_principal=case.requester_type in MANDATED,
        asked_by_mail=next((each for each in messages if each.topic == Topic.MAIL_PRINCIPAL_ASKED), None),
        asked_by_letter=next((event for event in asked if event.facts["medium"] == ContactMedium.POST), None),
        wanted=WAYS_OF[case.reply_method],
    )


def _is_open(case: Case, way: DeliveryChannel, lines: Iterable[ContactLine]) -> bool:
    if not case.needs_proof or way in CONFIRMS_ITSELF:
        return True
    proofs = (line.proof for line in lines if line.proof and line.role == answered_role(case))
    return any((proof.medium, proof.basis) in opening(way) for proof in proofs)
