"""The verbs of a case's life: what each changes, and what it refuses."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from dsr import crypto, storage
from dsr.actions import caseload, documents, items, reply
from dsr.actions.decide import RightAnswer, decide, decide_right, refuse_on_procedure
from dsr.actions.documents import IncomingFile
from dsr.actions.letters import approve_letter
from dsr.actions.verify import verify_identity
from dsr.effects import outbox
from dsr.errors import Refused
from dsr.models import Case, Letter, LetterSeries, OutboxMessage
from dsr.vocabulary import (
    Channel,
    DeliveryChannel,
    DocumentStatus,
    Impersonal,
    ItemStatus,
    Outcome,
    RejectReason,
    Role,
    State,
)
from tests.factories import NET_ONE, TODAY, case_in, desk, granted, received, settle_checklist, staff

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n not really"


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_add_document_stores_sealed_bytes_and_marks_the_line() -> None:
    case = received().case
    item = case.items.first()
    document = documents.add_document(
        case.pk, IncomingFile("パスポート.png", "image/png", PNG), by=Impersonal.REQUESTER, item_id=item.pk
    )
    stored = storage.get(document.key)
    assert (PNG in stored, crypto.unseal_file(document.open_file_key(), stored, context=document.key)) == (False, PNG)
    assert (document.name, case.items.get(pk=item.pk).status) == ("パスポート.png", ItemStatus.RECEIVED)


def test_add_document_refuses_a_line_of_another_case() -> None:
    other = received().case.items.first()
    with pytest.raises(Refused, match="unknown_item"):
        documents.add_document(
            received().case.pk, IncomingFile("a.png", "image/png", PNG), by=Impersonal.REQUESTER, item_id=other.pk
        )


def test_add_document_refuses_the_twenty_first() -> None:
    case = received().case
    for number in range(documents.MAX_DOCUMENTS):
        documents.add_document(case.pk, png(number), by=Impersonal.REQUESTER)
    with pytest.raises(Refused, match="document_limit"):
        documents.add_document(case.pk, png(-1), by=Impersonal.REQUESTER)


def test_add_document_refuses_more_bytes_than_a_case_holds(monkeypatch) -> None:
    monkeypatch.setattr(documents, "MAX_BYTES", 40)
    case = received().case
    documents.add_document(case.pk, png(1), by=Impersonal.REQUESTER)
    with pytest.raises(Refused, match="document_limit"):
        documents.add_document(case.pk, png(2), by=Impersonal.REQUESTER)


def test_add_document_takes_the_same_bytes_once_unless_they_did_not_count() -> None:
    case = received().case
    first, second = (item.pk for item in case.items.all()[:2])
    documents.add_document(case.pk, png(1), by=Impersonal.REQUESTER, item_id=first)
    with pytest.raises(Refused, match="document_twice"):
        documents.add_document(case.pk, png(1), by=Impersonal.REQUESTER, item_id=first)
    documents.add_document(case.pk, png(1), by=Impersonal.REQUESTER, item_id=second)
    items.reject_item(case.pk, first, by=staff(), reason=RejectReason.UNREADABLE)
    documents.add_document(case.pk, png(1), by=Impersonal.REQUESTER, item_id=first)
    assert case.documents.count() == 3


def png(number: int) -> IncomingFile:
    return IncomingFile("a.png", "image/png", PNG + bytes(f"{number:4}", "ascii"))


def test_an_unreadable_file_leaves_the_case_whole() -> None:
    case = received().case
    document = documents.add_document(case.pk, IncomingFile("a.png", "image/png", PNG), by=Impersonal.REQUESTER)
    outbox.drain()
    document = case.documents.get(pk=document.pk)
    assert (document.status, bool(document.failure), fresh(case).state) == (DocumentStatus.FAILED, True, State.RECEIVED)


def test_accept_item_takes_only_what_the_line_names() -> None:
    case, clerk = received().case, staff()
    item = case.items.first()
    with pytest.raises(Refused, match="unknown_item"):
        items.accept_item(case.pk, item.pk, by=clerk, evidence="library_card")
    items.accept_item(case.pk, item.pk, by=clerk, evidence=item.any_of[0])
    assert case.items.get(pk=item.pk).status == ItemStatus.ACCEPTED


def test_accept_item_takes_a_paper_that_came_another_way_than_the_request() -> None:
    # S02: OMRON counts a certificate of residence only by mail, and somebody who asked by web posts one
    by_web, by_post = received(channel=Channel.WEB).case, received(channel=Channel.POST).case
    item = by_web.items.get(purpose="identity")
    assert (item.by_other_channel, "residence_certificate" in item.any_of) == (
        {"residence_certificate": ["post"]},
        False,
    )
    assert "residence_certificate" in by_post.items.get(purpose="identity").any_of
    items.accept_item(by_web.pk, item.pk, by=staff(), evidence="residence_certificate")
    assert by_web.items.get(pk=item.pk).status == ItemStatus.ACCEPTED


def test_reject_item_keeps_the_reason_and_a_new_file_reopens_the_line() -> None:
    case, clerk = received().case, staff()
    item = case.items.first()
    items.reject_item(case.pk, item.pk, by=clerk, reason=RejectReason.UNREADABLE)
    assert case.items.get(pk=item.pk).reason_code == "unreadable"
    documents.add_document(case.pk, IncomingFile("b.png", "image/png", PNG), by=Impersonal.REQUESTER, item_id=item.pk)
    assert (case.items.get(pk=item.pk).status, case.items.get(pk=item.pk).reason_code) == (ItemStatus.RECEIVED, "")


def test_waive_item_is_for_managers_with_a_reason() -> None:
    case = received().case
    item = case.items.first()
    with pytest.raises(Refused, match="not_permitted"):
        items.waive_item(case.pk, item.pk, by=staff(Role.REVIEWER), reason="known in person")
    with pytest.raises(Refused, match="reason_missing"):
        items.waive_item(case.pk, item.pk, by=staff(Role.MANAGER), reason=" ")
    items.waive_item(case.pk, item.pk, by=staff(Role.MANAGER), reason="known in person")
    assert (case.items.get(pk=item.pk).status, case.notes.get().text) == (ItemStatus.WAIVED, "known in person")


def test_verify_identity_needs_the_whole_checklist() -> None:
    case, clerk = received().case, staff()
    with pytest.raises(Refused, match="checklist_open"):
        verify_identity(case.pk, by=clerk, method="documents")
    settle_checklist(case, clerk)
    verify_identity(case.pk, by=clerk, method="documents")
    assert (fresh(case).state, fresh(case).verified_by) == (State.IDENTITY_VERIFIED, clerk)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (RightAnswer(outcome=Outcome.REFUSED, reason="理由"), "ground_missing"),
        (RightAnswer(outcome=Outcome.REFUSED, ground="C-TRUE", reason="理由"), "ground_does_not_fit"),
        (RightAnswer(outcome=Outcome.REFUSED, ground="D-HARM"), "reason_missing"),
        (RightAnswer(outcome=Outcome.GRANTED), "measure_missing"),
        (
            RightAnswer(outcome=Outcome.PARTLY_GRANTED, ground="D-HARM", reason="理由", content="別紙"),
            "measure_missing",
        ),
        (
            RightAnswer(outcome=Outcome.SUBSTITUTE, ground="S-SUBST", reason="理由", substitute="x"),
            "outcome_does_not_fit",
        ),
    ],
)
def test_decide_right_refuses_what_the_letter_could_not_carry(answer: RightAnswer, code: str) -> None:
    case = case_in(State.IDENTITY_VERIFIED)
    with pytest.raises(Refused) as refused:
        decide_right(case.pk, case.rights.get().pk, answer, by=staff(Role.REVIEWER))
    assert (refused.value.code, case.rights.get().outcome) == (code, "")


def test_decide_waits_for_every_right() -> None:
    case = case_in(State.IDENTITY_VERIFIED)
    with pytest.raises(Refused, match="rights_open"):
        decide(case.pk, by=staff(Role.REVIEWER))


def test_refuse_on_procedure_decides_every_right_with_a_procedural_ground() -> None:
    case, reviewer = received().case, staff(Role.REVIEWER)
    with pytest.raises(Refused, match="ground_does_not_fit"):
        refuse_on_procedure(case.pk, by=reviewer, ground="D-HARM", reason="x")
    refuse_on_procedure(case.pk, by=reviewer, ground="P-ID", reason="印鑑登録証明書が届いていません。")
    with pytest.raises(Refused, match="four_eyes"):
        approve_letter(case.pk, by=reviewer)
    right = case.rights.get()
    assert (fresh(case).state, right.outcome, right.ground) == (State.DECIDED, Outcome.REFUSED, "P-ID")


def test_approve_letter_takes_the_next_number_and_freezes_the_text() -> None:
    first, second = case_in(State.DECIDED), case_in(State.DECIDED)
    numbers = [approve_letter(case.pk, by=staff(Role.REVIEWER)).number for case in (first, second)]
    prefix = first.policy.profile.letters.number_prefix
    assert numbers == [f"{prefix}-2026-0001", f"{prefix}-2026-0002"]
    assert "山田 太郎" in Letter.objects.get(case=first).text["html"]


def test_approve_letter_refused_uses_no_number() -> None:
    case = case_in(State.DECIDED)
    with pytest.raises(Refused, match="four_eyes"):
        approve_letter(case.pk, by=promoted(case.verified_by))
    assert LetterSeries.objects.filter(last__gt=0).count() == 0


def promoted(user: object) -> object:
    user.memberships.update(role=Role.REVIEWER)
    return type(user).objects.get(pk=user.pk)


def test_send_reply_waits_for_the_pdf_and_does_not_make_it_replied() -> None:
    case = case_in(State.DECIDED)
    approve_letter(case.pk, by=staff(Role.REVIEWER))
    with pytest.raises(Refused, match="letter_not_ready"):
        reply.send_reply(case.pk, by=staff())
    outbox.drain()
    reply.send_reply(case.pk, by=staff())
    assert (fresh(case).state, bool(fresh(case).released_at)) == (State.DECIDED, True)


@pytest.mark.parametrize(
    ("days", "code"), [(1, "future_date"), (-1, "too_early")], ids=["tomorrow", "before the letter"]
)
def test_mark_replied_refuses_an_impossible_day(days: int, code: str) -> None:
    case = case_in(State.DECIDED)
    approve_letter(case.pk, by=staff(Role.REVIEWER))
    outbox.drain()
    with pytest.raises(Refused, match=code):
        reply.mark_replied(
            case.pk, by=staff(), channel=DeliveryChannel.COUNTER, delivered_on=TODAY + timedelta(days=days)
        )


def test_mark_replied_refuses_a_fetch_of_what_was_not_released() -> None:
    case = case_in(State.DECIDED)
    approve_letter(case.pk, by=staff(Role.REVIEWER))
    outbox.drain()
    fetch = {"by": Impersonal.REQUESTER, "channel": DeliveryChannel.FOLLOW_PAGE, "delivered_on": TODAY}
    with pytest.raises(Refused, match="letter_not_ready"):
        reply.mark_replied(case.pk, **fetch)
    reply.send_reply(case.pk, by=staff())
    reply.mark_replied(case.pk, **fetch)
    assert fresh(case).state == State.REPLIED


def test_replied_closes_every_timer() -> None:
    assert list(case_in(State.REPLIED).deadlines.waiting()) == []


def test_a_reply_that_comes_back_reopens_the_case_and_its_target() -> None:
    case, clerk = case_in(State.REPLIED), staff()
    reply.record_return(case.pk, by=clerk, returned_on=TODAY)
    again = fresh(case)
    assert (again.state, again.replied_at, again.due_on) == (State.DECIDED, None, case.due_on)
    assert again.deadlines.waiting().count() == 3
    reply.mark_replied(case.pk, by=clerk, channel=DeliveryChannel.COUNTER, delivered_on=TODAY)
    assert (fresh(case).state, case.deliveries.count()) == (State.REPLIED, 2)


def test_withdraw_closes_every_timer_and_confirms_by_mail() -> None:
    case = case_in(State.WITHDRAWN)
    assert list(case.deadlines.waiting()) == []
    assert OutboxMessage.objects.filter(case=case, topic="mail.withdrawn").count() == 1


def test_assign_refuses_who_does_not_work_at_the_desk() -> None:
    case = received().case
    with pytest.raises(Refused, match="not_permitted"):
        caseload.assign(case.pk, staff(at=desk(NET_ONE)), by=staff())


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_assign_refuses_who_works_on_no_case(role: Role) -> None:
    case = received().case
    with pytest.raises(Refused, match="not_permitted"):
        caseload.assign(case.pk, staff(role), by=staff())


def test_acknowledge_stops_its_timer_once() -> None:
    case, clerk = received().case, staff()
    assert case.deadlines.waiting().filter(rule="acknowledgement").count() == 1
    caseload.acknowledge(case.pk, by=clerk, how="post")
    assert case.deadlines.waiting().filter(rule="acknowledgement").count() == 0
    with pytest.raises(Refused, match="already_acknowledged"):
        caseload.acknowledge(case.pk, by=clerk, how="phone")


def test_the_same_note_within_a_minute_is_a_second_click(at: Callable[[datetime | str], None]) -> None:
    case, clerk = received().case, staff()
    caseload.add_note(case.pk, "電話あり", by=clerk)
    with pytest.raises(Refused, match="note_twice"):
        caseload.add_note(case.pk, "電話あり", by=clerk)
    caseload.add_note(case.pk, "電話あり", by=staff())
    at("2026-11-17 11:00")
    caseload.add_note(case.pk, "電話あり", by=clerk)
    assert case.notes.count() == 3


def test_ask_for_more_needs_something_that_is_missing() -> None:
    case, clerk = received().case, staff()
    settle_checklist(case, clerk)
    with pytest.raises(Refused, match="nothing_missing"):
        items.ask_for_more(case.pk, by=clerk)


@pytest.mark.parametrize("channel", [DeliveryChannel.FOLLOW_PAGE, DeliveryChannel.COUNTER])
def test_what_was_handed_over_cannot_come_back(channel: DeliveryChannel) -> None:
    case, clerk = case_in(State.DECIDED), staff()
    approve_letter(case.pk, by=staff(Role.REVIEWER))
    outbox.drain()
    reply.send_reply(case.pk, by=clerk)
    by = Impersonal.REQUESTER if channel == DeliveryChannel.FOLLOW_PAGE else clerk
    reply.mark_replied(case.pk, by=by, channel=channel, delivered_on=TODAY)
    with pytest.raises(Refused, match="not_returnable"):
        reply.record_return(case.pk, by=clerk, returned_on=TODAY)


def test_an_answer_may_be_changed_until_the_decision_is_closed(at: Callable[[datetime | str], None]) -> None:
    case, reviewer = case_in(State.IDENTITY_VERIFIED), staff(Role.REVIEWER)
    right = case.rights.get()
    decide_right(case.pk, right.pk, granted(content="一"), by=reviewer)
    decide_right(case.pk, right.pk, granted(content="二"), by=reviewer)
    decide(case.pk, by=reviewer)
    assert case.rights.get().answer["content"] == "二"
    with pytest.raises(Refused, match="wrong_state"):
        decide_right(case.pk, right.pk, granted(), by=reviewer)


def test_deliveries_keep_the_tracking_number_sealed() -> None:
    delivery = case_in(State.REPLIED).deliveries.get()
    assert (delivery.tracking, b"123-45" in bytes(delivery.sealed_tracking)) == ("123-45", False)
    assert delivery.delivered_on == date(2026, 11, 17)
