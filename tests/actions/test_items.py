"""Lines of a checklist: masked before they are accepted, added and replaced with a reason."""

from collections.abc import Callable

import pytest

from dsr.actions.describing import Particulars, describe_document
from dsr.actions.destruction import destroy_document
from dsr.actions.documents import Noticed
from dsr.actions.items import accept_item, add_item
from dsr.actions.letters import approve_letter
from dsr.actions.masking import mask_document
from dsr.actions.reply import mark_replied, send_reply
from dsr.actions.verify import verify_identity
from dsr.effects import outbox
from dsr.errors import Refused
from dsr.models import Case, CaseEvent, ChecklistItem, Document
from dsr.rendering.masking import Box
from dsr.vocabulary import (
    Action,
    DeliveryChannel,
    DestroyReason,
    FindingCode,
    Impersonal,
    ItemStatus,
    PartyRole,
    Role,
    State,
)
from tests.factories import YAMADA, case_in, received, staff
from tests.papers import added, ready

pytestmark = pytest.mark.django_db
INSURANCE, PASSPORT = "eligibility_certificate", "passport"
WHOLE = {1: [Box(0, 0, 1000, 1000)]}


def identity_of(case: Case) -> ChecklistItem:
    return case.items.get(purpose="identity")


def nothing_sent(_case: Case) -> None:
    """The paper came by post, and was looked at."""


def sent(case: Case) -> None:
    ready(case, item=identity_of(case))


def sent_and_masked(case: Case) -> None:
    mask_document(case.pk, ready(case, item=identity_of(case)).pk, by=staff(), boxes=WHOLE)


def one_of_two_masked(case: Case) -> None:
    sent_and_masked(case)
    ready(case, item=identity_of(case), data=b"\x89PNG\r\n\x1a\n another")


def sent_and_destroyed(case: Case) -> None:
    document = ready(case, item=identity_of(case))
    destroy_document(case.pk, document.pk, by=staff(), reason=DestroyReason.NOT_OURS)


def with_qr_code(case: Case) -> None:
    ready(case, item=identity_of(case), noticed=(Noticed(FindingCode.QR_CODE, 1, (10, 10, 10, 10)),))


def with_other_warning(case: Case) -> None:
    ready(case, item=identity_of(case), noticed=(Noticed(FindingCode.SAME_IMAGE),))


def back_of_card(case: Case) -> None:
    document = ready(case, item=identity_of(case))
    read = Particulars(kind="my_number_card_front", is_my_number_back=True)
    describe_document(case.pk, document.pk, by=staff(), particulars=read)


def not_looked_at(case: Case) -> None:
    added(case, item=identity_of(case))


def read_as_insurance(case: Case) -> None:
    document = ready(case, item=identity_of(case))
    describe_document(case.pk, document.pk, by=staff(), particulars=Particulars(kind=INSURANCE))


# what came in, as what it is accepted, why unmasked -> refused with
ACCEPTED: list[tuple[Callable[[Case], None], str, str, str]] = [
    (nothing_sent, INSURANCE, "", ""),
    (sent, PASSPORT, "", ""),
    (sent, INSURANCE, "", "must_be_masked"),
    (sent, INSURANCE, "  ", "must_be_masked"),
    (sent, INSURANCE, "番号の記載がない様式です。", ""),
    (sent_and_masked, INSURANCE, "", ""),
    (one_of_two_masked, INSURANCE, "", "must_be_masked"),
    (sent_and_destroyed, INSURANCE, "", ""),
    (with_qr_code, PASSPORT, "", "must_be_masked"),
    (with_qr_code, PASSPORT, "店舗の広告です。", ""),
    (with_other_warning, PASSPORT, "", ""),
    (not_looked_at, PASSPORT, "", "document_not_ready"),
    (not_looked_at, PASSPORT, "なぜなら", "document_not_ready"),
    (read_as_insurance, PASSPORT, "", "must_be_masked"),
    (read_as_insurance, PASSPORT, "番号の記載がない様式です。", ""),
    (back_of_card, "my_number_card_front", "", "must_be_destroyed"),
    (back_of_card, "my_number_card_front", "なぜなら", "must_be_destroyed"),
    (back_of_card, PASSPORT, "なぜなら", "must_be_destroyed"),
]


@pytest.mark.parametrize(("arrange", "evidence", "why", "code"), ACCEPTED)
def test_what_may_not_be_kept_is_masked_before_it_is_accepted(
    arrange: Callable[[Case], None], evidence: str, why: str, code: str
) -> None:
    case, clerk = received().case, staff()
    arrange(case)
    item = identity_of(case)
    before = item.status
    found = ""
    try:
        accept_item(case.pk, item.pk, by=clerk, evidence=evidence, unmasked_reason=why)
    except Refused as refused:
        found = refused.code
    accepted = ItemStatus.ACCEPTED if not code else before
    kept = [why] if why and not code else []
    assert (found, identity_of(case).status) == (code, accepted)
    assert [note.text for note in case.notes.all()] == kept
    told = [event.facts.get("reason_code") for event in CaseEvent.objects.filter(action=Action.ACCEPT_ITEM)]
    assert told == ([] if code else ["noted"] if why else [None])


def test_what_comes_in_after_the_line_was_accepted_is_judged_too() -> None:
    case = received().case
    accept_item(case.pk, identity_of(case).pk, by=staff(), evidence=INSURANCE)
    ready(case, item=identity_of(case))
    assert (identity_of(case).status, identity_of(case).evidence) == (ItemStatus.RECEIVED, "")


def no_copy(_case: Case) -> None:
    """Everything was seen on paper."""


def on_no_line(case: Case) -> Document:
    return ready(case)


def on_no_line_with_qr_code(case: Case) -> None:
    ready(case, noticed=(Noticed(FindingCode.QR_CODE, 1, (10, 10, 10, 10)),))


def on_no_line_and_read(case: Case) -> Document:
    document = on_no_line(case)
    describe_document(case.pk, document.pk, by=staff(), particulars=Particulars(kind=INSURANCE))
    return document


def on_no_line_and_masked(case: Case) -> None:
    mask_document(case.pk, on_no_line_and_read(case).pk, by=staff(), boxes=WHOLE)


def on_no_line_and_destroyed(case: Case) -> None:
    destroy_document(case.pk, on_no_line_and_read(case).pk, by=staff(), reason=DestroyReason.MUST_NOT_KEEP)


def accepted_with_a_reason(case: Case) -> None:
    with_qr_code(case)
    accept_item(case.pk, identity_of(case).pk, by=staff(), evidence=PASSPORT, unmasked_reason="店舗の広告です。")


def back_of_card_found_too_late(case: Case) -> None:
    sent(case)
    accept_item(case.pk, identity_of(case).pk, by=staff(), evidence=PASSPORT)
    read = Particulars(kind=PASSPORT, is_my_number_back=True)
    describe_document(case.pk, case.documents.get().pk, by=staff(), particulars=read)


VERIFIED: list[tuple[Callable[[Case], object], str]] = [
    (no_copy, ""),
    (on_no_line, ""),
    (on_no_line_with_qr_code, "papers_unmasked"),
    (on_no_line_and_read, "papers_unmasked"),
    (on_no_line_and_masked, ""),
    (on_no_line_and_destroyed, ""),
    (accepted_with_a_reason, ""),
    (back_of_card_found_too_late, "papers_unmasked"),
]


@pytest.mark.parametrize(("arrange", "code"), VERIFIED)
def test_the_identity_is_confirmed_when_no_copy_shows_what_nobody_may_keep(
    arrange: Callable[[Case], object], code: str
) -> None:
    case, clerk = received().case, staff()
    arrange(case)
    for item in case.items.open():
        accept_item(case.pk, item.pk, by=clerk, evidence=item.any_of[0])
    found = ""
    try:
        verify_identity(case.pk, by=clerk, method="documents")
    except Refused as refused:
        found = refused.code
    assert (found, Case.objects.get(pk=case.pk).state) == (
        code,
        State.RECEIVED if code else State.IDENTITY_VERIFIED,
    )


LATE: list[tuple[Callable[[Case], object], str]] = [
    (no_copy, ""),
    (on_no_line_with_qr_code, "copies_unmasked"),
    (on_no_line_and_read, "copies_unmasked"),
    (on_no_line_and_masked, ""),
    (on_no_line_and_destroyed, ""),
]


@pytest.mark.parametrize(("arrange", "code"), LATE)
@pytest.mark.parametrize("way", ["release", "counter"])
def test_a_reply_leaves_when_no_late_copy_shows_what_nobody_may_keep(
    arrange: Callable[[Case], object], code: str, way: str
) -> None:
    case = case_in(State.DECIDED)
    letter = approve_letter(case.pk, by=staff(Role.REVIEWER))
    outbox.drain()
    arrange(case)
    found = ""
    try:
        if way == "release":
            send_reply(case.pk, by=staff())
        else:
            mark_replied(case.pk, by=staff(), channel=DeliveryChannel.COUNTER, delivered_on=letter.issued_on)
    except Refused as refused:
        found = refused.code
    assert found == code


def test_a_requester_is_not_kept_from_a_reply_by_a_copy_that_came_in_later() -> None:
    case = case_in(State.DECIDED)
    letter = approve_letter(case.pk, by=staff(Role.REVIEWER))
    outbox.drain()
    send_reply(case.pk, by=staff())
    on_no_line_and_read(case)
    channel, requester = DeliveryChannel.FOLLOW_PAGE, Impersonal.REQUESTER
    assert mark_replied(case.pk, by=requester, channel=channel, delivered_on=letter.issued_on)


def add(case: Case, **changes: object) -> ChecklistItem:
    usual = {"by": staff(), "evidence": "residence_certificate", "of": PartyRole.PRINCIPAL, "reason": "転居のため"}
    return add_item(case.pk, **(usual | changes))


def test_a_line_more_stands_at_the_end_with_who_and_why() -> None:
    case, clerk = received().case, staff()
    last = max(item.position for item in case.items.all())
    item = add(case, by=clerk)
    assert (item.position, item.status, item.any_of) == (last + 1, ItemStatus.WANTED, ["residence_certificate"])
    assert (item.added_by, item.reason.text, item.reason.author) == (clerk, "転居のため", clerk)
    facts = CaseEvent.objects.get(action=Action.ADD_ITEM).facts
    told = {"item": item.code, "evidence": "residence_certificate", "reason_code": "noted", "instead_of": None}
    assert facts == told
    assert "転居" not in str(facts)


def test_a_line_in_the_place_of_another_settles_that_one() -> None:
    case = received().case
    old = identity_of(case)
    new = add(case, instead_of=old.pk)
    old = ChecklistItem.objects.get(pk=old.pk)
    assert (old.status, old.replaced_by) == (ItemStatus.REPLACED, new)
    assert (old in case.items.open(), new in case.items.open()) == (False, True)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": " "}, "reason_missing"),
        ({"evidence": "library_card"}, "unknown_item"),
        ({"evidence": "health_insurance_card"}, "unknown_item"),  # valid nowhere since 2025-12-02
        ({"evidence": "eligibility_notice"}, "unknown_item"),  # a notice, never evidence
        ({"of": PartyRole.AGENT}, "unknown_item"),  # there is none
        ({"by": Role.AUDITOR}, "not_permitted"),
        ({"by": Role.ADMINISTRATOR}, "not_permitted"),
    ],
)
def test_a_line_that_makes_no_sense_is_not_added(changes: dict, code: str) -> None:
    case = received().case
    before = case.items.count()
    if isinstance(changes.get("by"), Role):
        changes = {"by": staff(changes["by"])}
    with pytest.raises(Refused) as refused:
        add(case, **changes)
    assert (refused.value.code, case.items.count(), case.notes.count()) == (code, before, 0)


def test_a_line_of_another_case_is_not_replaced() -> None:
    other = identity_of(received().case)
    with pytest.raises(Refused, match="unknown_item"):
        add(received().case, instead_of=other.pk)
    assert ChecklistItem.objects.get(pk=other.pk).status == ItemStatus.WANTED


def test_a_further_document_of_the_agent_can_be_asked_for() -> None:
    case = received(agent=YAMADA, requester_type="appointed_agent").case
    assert add(case, of=PartyRole.AGENT).of == PartyRole.AGENT


@pytest.mark.parametrize("state", [state for state in State if state != State.RECEIVED])
def test_nothing_is_added_once_the_identity_is_confirmed(state: State) -> None:
    with pytest.raises(Refused, match="wrong_state"):
        add(case_in(state))
