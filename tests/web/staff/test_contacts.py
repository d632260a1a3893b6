"""The contacts of a case on its page: what is missing is told before the click, confirmed there, and asked of people."""

from typing import Any

import pytest
from django.urls import reverse

from dsr.actions.letters import approve_letter
from dsr.actions.receive import RightAsked
from dsr.effects import outbox
from dsr.models import Case, CaseEvent, ContactProof, OutboxMessage
from dsr.persons import PersonDetails
from dsr.vocabulary import Action, ContactBasis, Kind, ReplyMethod, RequesterType, Role, State, Topic
from tests.factories import YAMADA, case_in, desk, received, settle_checklist, signed_in, staff

pytestmark = pytest.mark.django_db
LAWYER = PersonDetails(name="佐藤 花子", address="東京都千代田区霞が関1-1-3", email="lawyer@example.com")
MISSING = "The reply cannot leave that way yet"


def ready(**changes: Any) -> Case:
    """Return a case whose letter is ready, in which no contact is confirmed."""
    case = case_in(State.DECIDED, **changes)
    approve_letter(case.pk, by=staff(Role.REVIEWER, case.desk))
    outbox.drain()
    ContactProof.objects.filter(case=case).delete()
    return Case.objects.get(pk=case.pk)


def page(case: Case, role: Role = Role.CLERK, language: str = "en") -> str:
    return signed_in(staff(role, case.desk), language).get(case.get_absolute_url()).text


def at(name: str, case: Case, *where: str) -> str:
    return reverse(f"staff:{name}", args=[case.pk, *where])


def send(case: Case, name: str, *where: str, **typed: str) -> Any:
    browser = signed_in(staff(Role.CLERK, case.desk), "en")
    return browser.post(at(name, case, *where), typed)


def test_a_reply_is_released_once_the_mailbox_is_confirmed() -> None:
    case = ready()
    before = page(case)
    assert (MISSING in before, at("send_reply", case) in before) == (True, False)
    assert '<a class="button" href="#contacts-principal">' in before
    assert send(case, "send_reply").status_code == 409
    typed = {"basis": "company_record", "record_changed_on": "2020-04-01"}
    assert send(case, "prove_contact", "principal", "email", **typed)["Location"].endswith("#people")
    after = page(case)
    assert (MISSING in after, at("send_reply", case) in after) == (False, True)
    assert "Record last changed on Wed 1 Apr 2020" in after
    assert send(case, "send_reply").status_code == 302
    assert Case.objects.get(pk=case.pk).released_at


def test_a_posted_reply_tells_which_ways_are_closed() -> None:
    case = ready(reply_method=ReplyMethod.WRITING)
    shown = page(case)
    assert MISSING in shown
    assert "First confirm the postal address under People." in shown
    assert "First confirm under People that the person was seen with an identity document." in shown
    posted = {"channel": "recorded_post", "delivered_on": "2026-11-17", "tracking": "1"}
    refused = send(case, "mark_replied", **posted)
    assert refused.status_code == 409
    assert "The reply goes only to a contact that is confirmed." in refused.text
    assert send(case, "prove_contact", "principal", "post", basis="identity_document").status_code == 302
    shown = page(case)
    assert (MISSING in shown, "First confirm the postal address under People." in shown) == (False, False)
    assert send(case, "mark_replied", **posted).status_code == 302


def test_a_reader_who_may_not_confirm_is_told_what_is_missing_and_gets_no_form() -> None:
    shown = page(ready(reply_method=ReplyMethod.WRITING), Role.AUDITOR)
    assert ("Not confirmed" in shown, "/contacts/" in shown) == (False, False)


OFFERED = {
    ("disclosure", "email"): ["company_record", "call_back", "seen"],
    ("disclosure", "post"): ["company_record", "call_back", "code_returned", "restricted_post", "seen"],
    ("disclosure", "in_person"): ["seen"],
    ("correction", "email"): ["company_record", "call_back", "code_returned", "seen"],
    ("purpose_notification", "email"): None,
    ("purpose_notification", "post"): None,
}


@pytest.mark.parametrize(("kind", "medium"), list(OFFERED))
def test_only_what_is_enough_is_offered(kind: str, medium: str) -> None:
    right = RightAsked(kind=Kind(kind), correction="住所" if kind == "correction" else "")
    case = received(rights=(right,)).case
    answer = signed_in(staff()).get(case.get_absolute_url())
    lines = {entry.line.medium: entry.prove for entry in answer.context["forms"].contacts["principal"]}
    form = lines[medium]
    offered = form and [value for value, _label in form.fields["basis"].choices if value]
    assert offered == OFFERED[kind, medium]
    assert (at("prove_contact", case, "principal", medium) in answer.text) is (OFFERED[kind, medium] is not None)


def test_an_accepted_paper_offers_the_address_on_it() -> None:
    case = received().case
    settle_checklist(case, staff())
    lines = signed_in(staff()).get(case.get_absolute_url()).context["forms"].contacts["principal"]
    post = next(entry.prove for entry in lines if entry.line.medium == "post")
    assert ContactBasis.IDENTITY_DOCUMENT in dict(post.fields["basis"].choices)


def test_the_day_of_the_record_is_asked_for_and_what_is_too_new_is_told() -> None:
    case = received().case
    lacking = send(case, "prove_contact", "principal", "email", basis="company_record")
    assert lacking.status_code == 422
    assert "Write when the record was last changed: a recent change counts." in lacking.text
    typed = {"basis": "company_record", "record_changed_on": "2026-11-01"}
    too_new = send(case, "prove_contact", "principal", "email", **typed)
    assert too_new.status_code == 409
    assert "changed only recently. Confirm it another way." in too_new.text
    assert ('value="2026-11-01"' in too_new.text, ContactProof.objects.count()) == (True, 0)


@pytest.mark.parametrize(
    "where", [("agent", "email"), ("principal", "phone"), ("principal", "fax"), ("nobody", "post")], ids="-".join
)
def test_contacts_that_are_none_lead_nowhere(where: tuple[str, str]) -> None:
    case = received().case
    assert send(case, "prove_contact", *where, basis="seen").status_code == 404
    assert send(case, "revoke_contact", *where).status_code == 404


def test_a_confirmation_is_taken_back() -> None:
    case = received().case
    send(case, "prove_contact", "principal", "in_person", basis="seen")
    assert at("revoke_contact", case, "principal", "in_person") in page(case)
    assert send(case, "revoke_contact", "principal", "in_person").status_code == 302
    assert not ContactProof.objects.standing().exists()
    assert at("revoke_contact", case, "principal", "in_person") not in page(case)


def test_ways_of_contact_to_avoid_stand_before_confirm_and_release() -> None:
    avoid = PersonDetails(**YAMADA.as_json() | {"safe_contact": "自宅に郵送しないでください"})
    case = ready(principal=avoid)
    forms = page(case).split("<form")
    confirming = [form for form in forms if f'action="{at("prove_contact", case, "principal", "email")}"' in form]
    assert [avoid.safe_contact in form for form in confirming] == [True]
    send(case, "prove_contact", "principal", "email", basis="seen")
    releasing = [form for form in page(case).split("<form") if f'action="{at("send_reply", case)}"' in form]
    assert [avoid.safe_contact in form for form in releasing] == [True]


def test_the_page_tells_whether_the_principal_was_asked() -> None:
    agent = {"requester_type": RequesterType.APPOINTED_AGENT, "agent": LAWYER}
    case = received(**agent).case
    assert "Asked whether the agent acts for them" in page(case)
    outbox.drain()
    asked = page(case).split("Asked whether the agent acts for them")[1][:600]
    assert "By e-mail" in asked
    assert "Sent" in asked


def test_without_a_mailbox_a_letter_is_written_and_recorded() -> None:
    home = desk("citizen-watch")
    person = PersonDetails(name="山田 太郎", address="東京都西東京市田無町6-1-12")
    case = received(desk=home, requester_type=RequesterType.APPOINTED_AGENT, agent=LAWYER, principal=person).case
    assert "Write a letter to the data subject that somebody asks in their name" in page(case)
    assert send(case, "ask_principal", medium="email").status_code == 422
    assert send(case, "ask_principal", medium="post").status_code == 302
    assert CaseEvent.objects.get(action=Action.ASK_PRINCIPAL).facts == {"medium": "post"}
    assert "By letter" in page(case)
    assert not OutboxMessage.objects.filter(topic=Topic.MAIL_PRINCIPAL_ASKED).exists()


def test_a_statutory_agent_s_child_is_not_asked() -> None:
    child = PersonDetails(**YAMADA.as_json() | {"birth_date": "2015-04-01"})
    case = received(requester_type=RequesterType.MINOR_AGENT, agent=LAWYER, principal=child).case
    assert "Asked whether the agent acts for them" not in page(case)
    assert send(case, "ask_principal", medium="post").status_code == 409


def test_in_japanese() -> None:
    shown = page(ready(), language="ja")
    for words in ("この方法ではまだ回答を送れません", "回答の送り先", "未確認", "高：回答にデータそのものが含まれます"):
        assert words in shown
