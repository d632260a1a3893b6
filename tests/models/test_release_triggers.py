"""The database refuses a release to an unproved contact, by raw SQL past all code, exactly where the door does."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from dsr.actions.decide import refuse_on_procedure
from dsr.actions.letters import approve_letter
from dsr.actions.receive import RightAsked
from dsr.models import Case, ContactProof, Delivery, Letter
from dsr.models.release_triggers import LOOSENED, REWRITTEN, UNPROVED
from dsr.vocabulary import ContactBasis, ContactMedium, DeliveryChannel, Kind, PartyRole, RequesterType, Role, State
from tests.factories import YAMADA, case_in, received, staff
from tests.law.test_tiers import OPENS

pytestmark = pytest.mark.django_db
WAYS = tuple(DeliveryChannel)


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def key(model: type, value: Any) -> Any:
    return model._meta.pk.get_db_prep_value(value, connection)


def release(case: Case) -> None:
    sql("UPDATE dsr_case SET released_at = %s WHERE id = %s", str(timezone.now()), key(Case, case.pk))


def deliver(case: Case, way: DeliveryChannel) -> None:
    sql(
        "INSERT INTO dsr_delivery (id, case_id, letter_id, channel, delivered_on, recorded_at, sealed_tracking) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s)",
        key(Delivery, uuid4()),
        key(Case, case.pk),
        key(Letter, case.letters.get().pk),
        way.value,
        "2026-11-17",
        str(timezone.now()),
        b"",
    )


@contextmanager
def undone() -> Iterator[None]:
    """Let something happen and take it back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def lets(deed: Callable[[], None]) -> bool:
    """Say whether the database lets it be done; it is undone in any case. It may refuse for no other reason."""
    try:
        with undone():
            deed()
    except DatabaseError as refusal:
        if UNPROVED not in str(refusal):
            raise
        return False
    return True


def decided(**changes: Any) -> Case:
    """Return a case with its letter, in which no contact is confirmed."""
    case = case_in(State.DECIDED, **changes)
    approve_letter(case.pk, by=staff(Role.REVIEWER, case.desk))
    ContactProof.objects.filter(case=case).delete()
    return Case.objects.get(pk=case.pk)


def believe(case: Case, medium: str, basis: str, role: str = PartyRole.PRINCIPAL, **changes: Any) -> ContactProof:
    """Write a proof past the verb, which would refuse most of them."""
    row = {"case": case, "role": role, "medium": medium, "basis": basis, "value_hash": b"\0" * 16, "by": staff()}
    return ContactProof.objects.create(**row | {"at": timezone.now()} | changes)


def test_database_and_door_agree_on_every_proof_and_every_way() -> None:
    case, found, by_hand = decided(), {}, {}
    for medium, basis, way in product(ContactMedium, ContactBasis, WAYS):
        proof = believe(case, medium, basis)
        says = [case.may_leave_by(way), lets(lambda way=way: deliver(case, way))]
        if way == DeliveryChannel.FOLLOW_PAGE:
            says.append(lets(lambda: release(case)))
        found[medium, basis, way] = set(says)
        by_hand[medium, basis, way] = {way == DeliveryChannel.RESTRICTED_POST or (medium, basis) in OPENS[way]}
        proof.delete()
    assert found == by_hand
    assert len(found) == 4 * 6 * 4


@pytest.mark.parametrize(
    ("requester", "role", "opens"),
    [
        (RequesterType.PRINCIPAL, PartyRole.PRINCIPAL, True),
        (RequesterType.PRINCIPAL, PartyRole.AGENT, False),
        *((requester, PartyRole.AGENT, True) for requester in RequesterType if requester != RequesterType.PRINCIPAL),
        *((requester, PartyRole.PRINCIPAL, False) for requester in RequesterType if requester != "principal"),
    ],
)
def test_it_is_the_contact_of_whoever_is_answered(requester: RequesterType, role: PartyRole, opens: bool) -> None:
    agent = None if requester == RequesterType.PRINCIPAL else YAMADA
    case = decided(requester_type=requester, agent=agent)
    believe(case, ContactMedium.POST, ContactBasis.COMPANY_RECORD, role)
    way = DeliveryChannel.RECORDED_POST
    assert (case.may_leave_by(way), lets(lambda: deliver(case, way))) == (opens, opens)


def test_a_proof_that_was_taken_back_opens_nothing() -> None:
    case = decided()
    believe(case, ContactMedium.EMAIL, ContactBasis.SEEN, revoked_at=timezone.now())
    assert (case.may_leave_by(DeliveryChannel.FOLLOW_PAGE), lets(lambda: release(case))) == (False, False)


def test_the_proof_of_another_case_opens_nothing() -> None:
    case, other = decided(), received().case
    believe(other, ContactMedium.EMAIL, ContactBasis.SEEN)
    assert (case.may_leave_by(DeliveryChannel.FOLLOW_PAGE), lets(lambda: release(case))) == (False, False)


@pytest.mark.parametrize("way", WAYS)
def test_what_reveals_nothing_goes_to_the_contact_that_was_given(way: DeliveryChannel) -> None:
    case = decided(rights=(RightAsked(kind=Kind.PURPOSE_NOTIFICATION),))
    assert (case.release_needs, case.may_leave_by(way), lets(lambda: deliver(case, way))) == ("", True, True)


def refused() -> Case:
    case = received().case
    refuse_on_procedure(case.pk, by=staff(Role.REVIEWER), ground="P-ID", reason="本人確認書類が届いていません。")
    approve_letter(case.pk, by=staff(Role.MANAGER))
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize("way", WAYS)
def test_a_refusal_on_procedure_can_always_be_told(way: DeliveryChannel) -> None:
    case = refused()
    assert (case.release_needs, case.may_leave_by(way), lets(lambda: deliver(case, way))) == ("proof", True, True)


def test_naming_a_refuser_opens_no_decided_case() -> None:
    case = decided()
    sql("UPDATE dsr_case SET refused_by_id = %s WHERE id = %s", staff().pk, key(Case, case.pk))
    assert (Case.objects.get(pk=case.pk).needs_proof, lets(lambda: release(case))) == (True, False)


def refuses(words: str, statement: str, *values: Any) -> None:
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        sql(statement, *values)


@pytest.mark.parametrize("loosened", ["", "none"])
def test_what_a_release_needs_is_never_loosened(loosened: str) -> None:
    case = decided()
    refuses(LOOSENED, "UPDATE dsr_case SET release_needs = %s WHERE id = %s", loosened, key(Case, case.pk))
    both = "UPDATE dsr_case SET release_needs = %s, released_at = %s WHERE id = %s"
    with pytest.raises(DatabaseError), transaction.atomic():
        sql(both, loosened, str(timezone.now()), key(Case, case.pk))


def test_what_a_release_needs_may_be_tightened() -> None:
    case = received(rights=(RightAsked(kind=Kind.PURPOSE_NOTIFICATION),)).case
    sql("UPDATE dsr_case SET release_needs = 'proof' WHERE id = %s", key(Case, case.pk))
    assert Case.objects.get(pk=case.pk).needs_proof


def test_no_case_is_born_released() -> None:
    case = received().case
    case.pk, case.number, case.submission, case.released_at = uuid4(), "DSR-26-0000-0000-0", None, timezone.now()
    with pytest.raises(DatabaseError, match=UNPROVED), transaction.atomic():
        case.save(force_insert=True)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("role", "agent"),
        ("medium", "post"),
        ("basis", "call_back"),
        ("value_hash", b"\1" * 16),
        ("record_changed_on", date(2020, 4, 1).isoformat()),
    ],
)
def test_a_proof_is_never_rewritten(column: str, value: Any) -> None:
    proof = believe(received().case, ContactMedium.EMAIL, ContactBasis.CODE_RETURNED)
    refuses(REWRITTEN, f"UPDATE dsr_contactproof SET {column} = %s WHERE id = %s", value, proof.pk)


def test_a_proof_is_taken_back_once_and_for_good() -> None:
    proof = believe(received().case, ContactMedium.EMAIL, ContactBasis.SEEN)
    sql("UPDATE dsr_contactproof SET revoked_at = %s WHERE id = %s", str(timezone.now()), proof.pk)
    refuses(REWRITTEN, "UPDATE dsr_contactproof SET revoked_at = NULL WHERE id = %s", proof.pk)
