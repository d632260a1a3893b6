"""Put right what was written down about a person; once it is proved who that is, only how not to reach them."""

from collections.abc import Iterable
from dataclasses import fields
from uuid import UUID

from django.utils.translation import gettext as _

from dsr.actions.caseload import write_note
from dsr.actions.contacts import revoke_changed
from dsr.actions.unit import change
from dsr.errors import Refused
from dsr.models import Case, SearchToken, User
from dsr.persons import PersonDetails
from dsr.search_index import person_hashes
from dsr.vocabulary import Action, PartyRole, State

ALWAYS_OPEN = {"safe_contact"}
FIELDS = tuple(field.name for field in fields(PersonDetails))


def correct_person(case_id: UUID, role: PartyRole, *, by: User, person: PersonDetails, seen: int | None = None) -> None:
    """Write a person's details anew, and their search tokens. What stood there before is kept as a sealed note.

    Once the identity is confirmed, only how not to reach them can change: the address of the reply is what was proved,
    but whoever comes into danger must be heard. The journal holds which fields changed, never their values.
    A contact that was confirmed and is another now has to be confirmed anew.

    Raises Refused: not_permitted, wrong_state, nothing_changed, stale.
    """
    with change(case_id, Action.CORRECT_PERSON, by=by, expected_seq=seen) as this:
        this.move()
        party = this.case.parties.get(role=role)
        before = party.person
        changed = [name for name in FIELDS if getattr(before, name) != getattr(person, name)]
        if not changed:
            raise Refused("nothing_changed")
        if this.case.state != State.RECEIVED and set(changed) != ALWAYS_OPEN:
            raise Refused("wrong_state")
        party.details = person.as_json()
        party.save(update_fields=["sealed_details"])
        SearchToken.objects.filter(case=this.case).delete()
        index_people(this.case, [each.person for each in this.case.parties.all()])
        write_note(this, by, _before_in_words(before, changed))
        this.note(of=role, fields=changed)
        if revoke_changed(this, role, person):
            this.note(revoked=True)


def index_people(case: Case, people: Iterable[PersonDetails]) -> None:
    """Write the search tokens of everybody in a case that has none."""
    hashes = {token for person in people for token in person_hashes(person)}
    SearchToken.objects.bulk_create(SearchToken(case=case, token=token) for token in sorted(hashes))


def _before_in_words(before: PersonDetails, changed: list[str]) -> str:
    values = "\n".join(getattr(before, name) for name in changed if getattr(before, name))
    return _("Before the correction:\n%(values)s") % {"values": values or "—"}
