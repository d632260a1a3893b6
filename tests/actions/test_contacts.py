"""Confirming a contact, taking that back, and asking the principal of an agent."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.core import mail as outgoing

from dsr.actions.contacts import ask_principal, prove_contact, revoke_contact
from dsr.actions.letters import approve_letter
from dsr.actions.people import correct_person
from dsr.actions.receive import RightAsked
from dsr.actions.reply import mark_replied, send_reply
from dsr.effects import outbox
from dsr.errors import Refused
from dsr.models import Case, CaseEvent, ContactProof, OutboxMessage
from dsr.persons import PersonDetails
from dsr.vocabulary import (
    Action,
    ContactBasis,
    ContactMedium,
    DeliveryChannel,
    Impersonal,
    Kind,
    PartyRole,
    RequesterType,
    Role,
    State,
    Tier,
    Topic,
)
from tests.factories import TODAY, YAMADA, case_in, desk, received, settle_checklist, staff
from tests.law.test_tiers import DAYS, expected

pytestmark = pytest.mark.django_db
PRINCIPAL, AGENT = PartyRole.PRINCIPAL, PartyRole.AGENT
LAWYER = PersonDetails(name="佐藤 花子", address="東京都千代田区霞が関1-1-3", email="lawyer@example.com")
RIGHTS = {
    Tier.NORMAL: (RightAsked(kind=Kind.CORRECTION, correction="住所"),),
    Tier.HIGH: (RightAsked(kind=Kind.DISCLOSURE),),
}


def prove(case: Case, medium: str, basis: str, days: int | None = None, **changes: Any) -> ContactProof:
    changed_on = None if days is None else TODAY - timedelta(days=days)
    fields = {"by": staff(Role.CLERK, case.desk), "role": PRINCIPAL} | changes
    return prove_contact(case.pk, medium=medium, basis=basis, record_changed_on=changed_on, **fields)


@pytest.mark.parametrize("tier", list(RIGHTS))
def test_the_verb_writes_exactly_what_is_enough(tier: Tier) -> None:
    case, clerk = received(rights=RIGHTS[tier]).case, staff()
    settle_checklist(case, clerk)
    found, by_hand = {}, {}
    for medium, basis in product(ContactMedium, ContactBasis):
        for days in DAYS if basis is ContactBasis.COMPANY_RECORD else [None]:
            row = (medium, basis, days)
            found[row] = ""
            try:
                prove(case, medium, basis, days, by=clerk)
            except Refused as refused:
                found[row] = refused.code
            standing = ContactProof.objects.standing().filter(medium=medium, basis=basis)
            assert standing.exists() is (not found[row])
            standing.update(revoked_at=case.created_at)
            by_hand[row] = expected(tier, medium, basis, days)
    assert found == by_hand


@pytest.mark.parametrize(
    ("changes", "how", "code"),
    [
        ({"principal": PersonDetails(name="x", address="y")}, ("email", "call_back"), "contact_missing"),
        ({"principal": PersonDetails(name="x", postal_code="617-0002")}, ("post", "seen"), "contact_missing"),
        ({}, ("email", "company_record"), "record_date_missing"),
        ({}, ("email", "company_record", -1), "future_date"),
        ({}, ("email", "code_returned"), "contact_not_enough"),
        ({}, ("email", "company_record", 30), "contact_too_new"),
        ({}, ("post", "identity_document"), "no_identity_document"),
        ({}, ("phone", "call_back"), "contact_not_enough"),
    ],
)
def test_what_is_not_enough_is_refused_and_leaves_nothing(changes: dict[str, Any], how: tuple[Any, ...], code: str):
    case = received(**changes).case
    with pytest.raises(Refused) as refused:
        prove(case, *how)
    assert (refused.value.code, ContactProof.objects.count(), case.events.count()) == (code, 0, 1)


def test_nobody_who_is_not_in_the_case_is_confirmed() -> None:
    with pytest.raises(Refused, match="contact_missing"):
        prove(received().case, "post", "call_back", role=AGENT)


def test_the_journal_tells_how_and_never_where() -> None:
    case = received().case
    prove(case, "email", "company_record", 400)
    event = CaseEvent.objects.get(action=Action.PROVE_CONTACT)
    changed = (TODAY - timedelta(days=400)).isoformat()
    assert event.facts == {
        "of": "principal",
        "medium": "email",
        "basis": "company_record",
        "record_changed_on": changed,
    }


def test_a_new_proof_takes_the_place_of_the_old_one() -> None:
    case = received().case
    first, second = prove(case, "email", "company_record", 400), prove(case, "email", "seen")
    assert list(ContactProof.objects.standing()) == [second]
    first.refresh_from_db()
    assert first.revoked_at == second.at


# what is typed anew -> the contacts that have to be confirmed again
CHANGED = {
    "nothing but the reading": ({"kana": "ヤマダ タロー"}, set()),
    "the mailbox": ({"email": "other@example.com"}, {"email"}),
    "the mailbox in capitals": ({"email": "TARO@EXAMPLE.COM", "kana": "ヤマダ"}, set()),
    "the address": ({"address": "京都府向日市寺戸町54"}, {"post"}),
    "the postal code": ({"postal_code": "617-0003"}, {"post"}),
    "the address in wide digits": ({"address": "京都府向日市寺戸町５３"}, set()),
    "the phone number": ({"phone": "075-925-0001"}, set()),
    "the name": ({"name": "山田 次郎"}, {"in_person"}),
    "everything": ({"name": "x", "email": "y@example.com", "address": "z"}, {"email", "post", "in_person"}),
}


@pytest.mark.parametrize("what", list(CHANGED))
def test_a_contact_that_is_another_has_to_be_confirmed_anew(what: str) -> None:
    changes, lost = CHANGED[what]
    case, clerk = received().case, staff()
    for medium in ("email", "post", "in_person"):
        prove(case, medium, "seen", by=clerk)
    typed = PersonDetails(**YAMADA.as_json() | changes)
    correct_person(case.pk, PRINCIPAL, by=clerk, person=typed)
    left = set(ContactProof.objects.standing().values_list("medium", flat=True))
    assert left == {"email", "post", "in_person"} - lost
    assert CaseEvent.objects.get(action=Action.CORRECT_PERSON).facts.get("revoked", False) is bool(lost)


NEEDS = {
    ("purpose_notification",): "",
    ("correction",): "proof",
    ("disclosure",): "proof",
    ("purpose_notification", "provision_records"): "proof",
}


@pytest.mark.parametrize("kinds", list(NEEDS))
@pytest.mark.parametrize("slug", ["omron-software", "net-one-systems", "citizen-watch", "citizen-machinery"])
def test_what_a_release_needs_is_set_when_the_request_arrives(slug: str, kinds: tuple[str, ...]) -> None:
    rights = tuple(RightAsked(kind=Kind(kind)) for kind in kinds)
    assert received(desk=desk(slug), rights=rights).case.release_needs == NEEDS[kinds]


def with_pdf(**changes: Any) -> Case:
    """Return a case whose letter is ready, in which no contact is confirmed."""
    case = case_in(State.DECIDED, **changes)
    approve_letter(case.pk, by=staff(Role.REVIEWER, case.desk))
    outbox.drain()
    ContactProof.objects.filter(case=case).delete()
    return Case.objects.get(pk=case.pk)


def test_an_impostor_with_a_mailbox_of_their_own_gets_nothing() -> None:
    case = with_pdf()
    with pytest.raises(Refused, match="contact_not_proved"):
        send_reply(case.pk, by=staff())
    # the code that was sent there comes back: that is the impostor's mailbox
    with pytest.raises(Refused, match="contact_not_enough"):
        prove(case, "email", "code_returned")
    # the record was changed five days before the request
    with pytest.raises(Refused, match="contact_too_new"):
        prove(case, "email", "company_record", 5)
    assert Case.objects.get(pk=case.pk).released_at is None
    assert not OutboxMessage.objects.filter(topic=Topic.MAIL_REPLY_READY).exists()
    # somebody answers at the number on record and knows of the request
    prove(case, "email", "call_back")
    send_reply(case.pk, by=staff())
    assert Case.objects.get(pk=case.pk).released_at


@pytest.mark.parametrize("way", [DeliveryChannel.RECORDED_POST, DeliveryChannel.COUNTER])
def test_a_reply_is_not_handed_over_to_an_unproved_contact(way: DeliveryChannel) -> None:
    case = with_pdf()
    with pytest.raises(Refused, match="contact_not_proved"):
        mark_replied(case.pk, by=staff(), channel=way, delivered_on=TODAY)
    assert (case.deliveries.count(), Case.objects.get(pk=case.pk).state) == (0, State.DECIDED)


def test_restricted_delivery_confirms_itself() -> None:
    case = with_pdf()
    way = DeliveryChannel.RESTRICTED_POST
    mark_replied(case.pk, by=staff(), channel=way, delivered_on=TODAY, tracking="1")
    assert Case.objects.get(pk=case.pk).state == State.REPLIED


def test_a_proof_taken_back_holds_the_reply_back_again() -> None:
    case = with_pdf()
    prove(case, "email", "seen")
    send_reply(case.pk, by=staff())
    revoke_contact(case.pk, by=staff(), role=PRINCIPAL, medium=ContactMedium.EMAIL)
    assert Case.objects.get(pk=case.pk).released_at is None
    fetch = {"by": Impersonal.REQUESTER, "channel": DeliveryChannel.FOLLOW_PAGE, "delivered_on": TODAY}
    with pytest.raises(Refused, match="letter_not_ready"):
        mark_replied(case.pk, **fetch)
    with pytest.raises(Refused, match="nothing_changed"):
        revoke_contact(case.pk, by=staff(), role=PRINCIPAL, medium=ContactMedium.EMAIL)


def test_a_second_proof_keeps_the_reply_where_it_is() -> None:
    case = with_pdf()
    prove(case, "email", "seen")
    prove(case, "in_person", "seen")
    send_reply(case.pk, by=staff())
    revoke_contact(case.pk, by=staff(), role=PRINCIPAL, medium=ContactMedium.EMAIL)
    assert Case.objects.get(pk=case.pk).released_at


# desk -> whether it tells the principal of a mandated agent at once
AT_ONCE = {"omron-software": True, "citizen-systems-japan": True, "net-one-systems": False, "citizen-watch": False}
MANDATED = {RequesterType.APPOINTED_AGENT, RequesterType.QUALIFIED_AGENT}


@pytest.mark.parametrize(("slug", "requester"), list(product(AT_ONCE, RequesterType)))
def test_the_principal_of_a_mandated_agent_is_told_at_once_where_the_desk_does_so(slug: str, requester: RequesterType):
    agent = None if requester == RequesterType.PRINCIPAL else LAWYER
    child = PersonDetails(**YAMADA.as_json() | {"birth_date": "2015-04-01"})
    received(desk=desk(slug), requester_type=requester, agent=agent, principal=child)
    asked = OutboxMessage.objects.filter(topic=Topic.MAIL_PRINCIPAL_ASKED).exists()
    assert asked is (AT_ONCE[slug] and requester in MANDATED)


def test_nobody_is_asked_without_an_address() -> None:
    person = PersonDetails(name="山田 太郎", address="京都府")
    received(requester_type=RequesterType.APPOINTED_AGENT, agent=LAWYER, principal=person)
    assert not OutboxMessage.objects.filter(topic=Topic.MAIL_PRINCIPAL_ASKED).exists()


WORDS = {
    "ja": ("代理人の方からご請求がありました", "お心当たりのない場合は"),
    "en": ("Somebody asks in your name", "If you did not, please tell the desk named below"),
}


@pytest.mark.parametrize("language", list(WORDS))
def test_the_mail_goes_to_the_principal_and_holds_no_person(language: str) -> None:
    case = received(requester_type=RequesterType.QUALIFIED_AGENT, agent=LAWYER, language=language).case
    outbox.drain()
    sent = next(mail for mail in outgoing.outbox if mail.to == [YAMADA.email])
    said = sent.subject + sent.body
    assert [word in said for word in (*WORDS[language], case.number, "075-925-0064"[4:])] == [True] * 4
    # the address is the desk's own as well in the suite
    personal = ("山田", "Yamada", "佐藤", "lawyer@", YAMADA.email, YAMADA.phone, YAMADA.birth_date, "/follow")
    assert [word for word in personal if word in said] == []
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_one_principal_gets_three_such_mails_an_hour(at: Any) -> None:
    at("2026-11-17 10:00")
    for number in range(5):
        agent = PersonDetails(name="佐藤", email=f"lawyer{number}@example.com")
        received(requester_type=RequesterType.QUALIFIED_AGENT, agent=agent)
    outbox.drain()
    to = [mail.to[0] for mail in outgoing.outbox]
    assert (to.count(YAMADA.email), len(to)) == (3, 8)


def test_an_office_that_asks_for_many_people_keeps_its_mails_and_they_get_theirs(at: Any) -> None:
    at("2026-11-17 10:00")
    for number in range(3):
        person = PersonDetails(name="山田", email=f"person{number}@example.com")
        received(requester_type=RequesterType.QUALIFIED_AGENT, agent=LAWYER, principal=person)
    outbox.drain()
    to = [mail.to[0] for mail in outgoing.outbox]
    assert (to.count(LAWYER.email), len(to)) == (3, 6)


def test_a_clerk_asks_by_mail_or_records_a_letter() -> None:
    home = desk("net-one-systems")
    clerk = staff(Role.CLERK, home)
    case = received(desk=home, requester_type=RequesterType.APPOINTED_AGENT, agent=LAWYER).case
    ask_principal(case.pk, by=clerk, medium=ContactMedium.POST)
    assert not OutboxMessage.objects.filter(topic=Topic.MAIL_PRINCIPAL_ASKED).exists()
    ask_principal(case.pk, by=clerk, medium=ContactMedium.EMAIL)
    assert OutboxMessage.objects.filter(topic=Topic.MAIL_PRINCIPAL_ASKED).count() == 1
    events = CaseEvent.objects.filter(action=Action.ASK_PRINCIPAL).order_by("seq")
    assert [event.facts for event in events] == [{"medium": "post"}, {"medium": "email"}]


@pytest.mark.parametrize("requester", [each for each in RequesterType if each not in MANDATED])
def test_only_who_appointed_an_agent_is_asked(requester: RequesterType) -> None:
    agent = None if requester == RequesterType.PRINCIPAL else LAWYER
    case = received(requester_type=requester, agent=agent).case
    with pytest.raises(Refused, match="no_principal_to_ask"):
        ask_principal(case.pk, by=staff(), medium=ContactMedium.POST)


def test_a_record_changed_on_a_day_long_past_is_kept_with_the_proof() -> None:
    proof = prove(received().case, "post", "company_record", 400)
    assert (proof.record_changed_on, proof.basis) == (date(2025, 10, 13), ContactBasis.COMPANY_RECORD)
