"""To whom a reply may go: a contact is confirmed, or not believed any longer; the principal of an agent is asked."""

import unicodedata
from datetime import date
from uuid import UUID

from dsr import crypto
from dsr.actions.unit import Change, change
from dsr.errors import Refused
from dsr.models import ContactProof, User
from dsr.persons import PersonDetails
from dsr.queries.contacts import identified_by_paper, tier_of_case
from dsr.vocabulary import Action, ContactBasis, ContactMedium, DeliveryChannel, PartyRole, Topic


def prove_contact(
    case_id: UUID,
    *,
    by: User,
    role: PartyRole,
    medium: ContactMedium,
    basis: ContactBasis,
    record_changed_on: date | None = None,
    seen: int | None = None,
) -> ContactProof:
    """Confirm a contact as it stands now, in the place of an earlier proof. Only what is enough is written.

    `record_changed_on` is the day (Asia/Tokyo) on which the company's record of the contact was last changed, or made;
    it is asked for that basis alone. Raises Refused: not_permitted, wrong_state, contact_missing, contact_not_enough,
    contact_too_new, no_identity_document, record_date_missing, future_date, stale.
    """
    with change(case_id, Action.PROVE_CONTACT, by=by, expected_seq=seen) as this:
        this.move()
        value = _contact(this, role, medium)
        changed_on = record_changed_on if basis == ContactBasis.COMPANY_RECORD else None
        _require_enough(this, role, ContactMedium(medium), ContactBasis(basis), changed_on)
        standing = this.case.contact_proofs.standing().filter(role=role, medium=medium)
        standing.update(revoked_at=this.now)
        proof = ContactProof(case=this.case, role=role, medium=medium, basis=basis, at=this.now, by=by)
        proof.value_hash, proof.record_changed_on = _hash(medium, value), changed_on
        proof.save(force_insert=True)
        this.note(of=role, medium=medium, basis=basis)
        if changed_on:
            this.note(record_changed_on=changed_on)
    return proof


def _contact(this: Change, role: PartyRole, medium: ContactMedium) -> str:
    party = this.case.party(role)
    value = party.person.contact(ContactMedium(medium)) if party else ""
    if not value:
        raise Refused("contact_missing")
    return value


def _require_enough(
    this: Change, role: PartyRole, medium: ContactMedium, basis: ContactBasis, changed_on: date | None
) -> None:
    if basis is ContactBasis.COMPANY_RECORD and changed_on is None:
        raise Refused("record_date_missing")
    if changed_on and changed_on > this.today:
        raise Refused("future_date")
    release = this.case.policy.profile.release
    refusal = release.refusal_of(tier_of_case(this.case), medium, basis, changed_on, this.today)
    if refusal:
        raise Refused(refusal)
    if basis is ContactBasis.IDENTITY_DOCUMENT and role not in identified_by_paper(this.case):
        raise Refused("no_identity_document")


def revoke_contact(case_id: UUID, *, by: User, role: PartyRole, medium: ContactMedium, seen: int | None = None) -> None:
    """Take a proof back, because it was wrong. A reply that waits for its download on it is held back again.

    Raises Refused: not_permitted, wrong_state, nothing_changed, stale.
    """
    with change(case_id, Action.PROVE_CONTACT, by=by, expected_seq=seen) as this:
        this.move()
        if not this.case.contact_proofs.standing().filter(role=role, medium=medium).update(revoked_at=this.now):
            raise Refused("nothing_changed")
        if not this.case.may_leave_by(DeliveryChannel.FOLLOW_PAGE):
            this.case.released_at = None
        this.note(of=role, medium=medium, revoked=True)


def revoke_changed(this: Change, role: PartyRole, person: PersonDetails) -> bool:
    """Take back the proofs of contacts that are others now, as part of the verb that changed them. Says if any was."""
    standing = this.case.contact_proofs.standing().filter(role=role)
    changed = [proof.pk for proof in standing if not _still_is(proof, person)]
    return bool(standing.filter(pk__in=changed).update(revoked_at=this.now))


def _still_is(proof: ContactProof, person: PersonDetails) -> bool:
    value = person.contact(ContactMedium(proof.medium))
    return bytes(proof.value_hash) == _hash(ContactMedium(proof.medium), value)


def _hash(medium: ContactMedium, value: str) -> bytes:
    """Return what stands for a contact: width, case and spaces do not matter, everything else does."""
    folded = " ".join(unicodedata.normalize("NFKC", value).casefold().split())
    return crypto.blind(folded, purpose=f"contact:{medium}")


def ask_principal(case_id: UUID, *, by: User, medium: ContactMedium, seen: int | None = None) -> None:
    """Tell the data subject that an agent asks in their name: by a mail that is sent, or by a letter that staff wrote.

    Raises Refused: not_permitted, wrong_state, no_principal_to_ask, contact_missing, stale.
    """
    with change(case_id, Action.ASK_PRINCIPAL, by=by, expected_seq=seen) as this:
        this.move()
        _contact(this, PartyRole.PRINCIPAL, medium)
        this.note(medium=medium)
        if medium == ContactMedium.EMAIL:
            this.later(Topic.MAIL_PRINCIPAL_ASKED)
