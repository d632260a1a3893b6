"""A request comes in: once, whole, and by the law of the day it reached the company."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import connection

from dsr.actions import drafts
from dsr.actions.documents import IncomingFile
from dsr.actions.receive import RightAsked, submit_request
from dsr.errors import Refused
from dsr.models import Case, CaseEvent, OutboxMessage, Party
from dsr.persons import PersonDetails
from dsr.vocabulary import Channel, DeadlineRule, Impersonal, ItemStatus, Kind, Regime, RequesterType, Role, State
from tests.factories import NET_ONE, TODAY, YAMADA, desk, received, staff, submission

pytestmark = pytest.mark.django_db


def test_submit_writes_everything_in_one_case() -> None:
    case = received(rights=(RightAsked(kind=Kind.DISCLOSURE), RightAsked(kind=Kind.CORRECTION, correction="住所"))).case
    assert (case.state, case.last_seq, case.received_on, case.language) == (State.RECEIVED, 1, TODAY, "ja")
    assert [(right.kind, right.asked["correction"]) for right in case.rights.all()] == [
        ("disclosure", ""),
        ("correction", "住所"),
    ]
    assert case.principal == YAMADA
    later = {DeadlineRule.PAUSE_REVIEW, DeadlineRule.EXTENSION_NOTICE, DeadlineRule.LATE}
    assert set(case.deadlines.values_list("rule", flat=True)) == {*DeadlineRule} - later
    assert {item.status for item in case.items.all()} == {ItemStatus.WANTED}
    assert list(OutboxMessage.objects.filter(case=case).values_list("topic", flat=True)) == ["mail.received"]


def test_submit_journals_facts_and_no_person() -> None:
    case = received(backdate_reason="late_mail").case
    assert CaseEvent.objects.get(case=case).facts == {
        "channel": "post",
        "kinds": ["disclosure"],
        "requester_type": "principal",
        "received_on": "2026-11-17",
        "backdate_reason": "late_mail",
        "policy_version": 1,
        "due_on": "2026-12-02",
        "regime": "JP-APPI",
    }


def test_submit_twice_gives_the_same_receipt() -> None:
    wanted, clerk = submission(), staff()
    first, second = submit_request(wanted, by=clerk), submit_request(wanted, by=clerk)
    assert (first.case.pk, first.secret) == (second.case.pk, second.secret)
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_submit_ten_times_at_once_makes_one_case() -> None:
    wanted, clerk = submission(), staff()

    def send(_: int) -> str:
        try:
            return submit_request(wanted, by=clerk).secret
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        secrets = set(pool.map(send, range(10)))
    assert (len(secrets), Case.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"rights": ()}, "unknown_kind"),
        ({"rights": (RightAsked(kind=Kind.GDPR_ACCESS),)}, "unknown_kind"),
        ({"regime": Regime.EU_GDPR, "rights": (RightAsked(kind=Kind.GDPR_ACCESS),)}, "unknown_kind"),
        ({"received_on": date(2026, 11, 18)}, "future_date"),
    ],
)
def test_submit_refuses(changes: dict, code: str) -> None:
    with pytest.raises(Refused) as refused:
        received(**changes)
    assert (refused.value.code, Case.objects.count()) == (code, 0)


def test_submit_refuses_the_web_where_the_desk_takes_post_only() -> None:
    wanted = submission(desk=desk(NET_ONE), channel=Channel.WEB)
    with pytest.raises(Refused, match="channel_closed"):
        submit_request(wanted, by=Impersonal.REQUESTER)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_submit_refuses_who_may_not_enter_requests(role: Role) -> None:
    with pytest.raises(Refused, match="not_permitted"):
        received(by=staff(role))


def test_submit_pins_the_policy_of_the_day_of_receipt(at: Callable[[datetime | str], None]) -> None:
    first = desk().policies.get()
    later = replace_policy(first, date(2026, 11, 10))
    assert received(received_on=date(2026, 11, 9)).case.policy == first
    assert received(received_on=date(2026, 11, 10)).case.policy == later


def replace_policy(first: object, effective_from: date) -> object:
    first.pk, first.version, first.effective_from = None, 2, effective_from
    first.save(force_insert=True)
    newer = desk().policies.get(version=2)
    first.pk, first.version = desk().policies.get(version=1).pk, 1
    return newer


@pytest.mark.parametrize(
    ("received_on", "due_on"),
    [
        # ten business days after arrival; domain V4 with the year-end closure
        (date(2026, 12, 21), date(2027, 1, 8)),
        (date(2026, 11, 17), date(2026, 12, 2)),
    ],
)
def test_submit_sets_the_desk_target(at: Callable[[datetime | str], None], received_on: date, due_on: date) -> None:
    at(f"{received_on} 12:00")
    assert received(received_on=received_on).case.due_on == due_on


def test_article_39_follows_the_guideline_example(at: Callable[[datetime | str], None]) -> None:
    at("2026-04-01 12:00")
    case = received(received_on=date(2026, 4, 1)).case
    assert case.deadlines.get(rule=DeadlineRule.ART39).due_on == date(2026, 4, 16)


def test_purpose_notification_has_no_article_39_mark() -> None:
    case = received(rights=(RightAsked(kind=Kind.PURPOSE_NOTIFICATION),)).case
    assert not case.deadlines.filter(rule=DeadlineRule.ART39).exists()


NAMES = [
    "髙﨑 𠮷男",
    "葛\U000e0100城 早苗",
    "ﾔﾏﾀﾞ ﾀﾛｳ",
    "عبد الله",
    "星野🌟",
    "<script>alert(1)</script>",
    "Robert'); DROP TABLE",
    "長" * 200,
]


@pytest.mark.parametrize("name", NAMES)
def test_names_come_back_exactly_as_typed(name: str) -> None:
    case = received(principal=replace(YAMADA, name=name)).case
    assert Case.objects.get(pk=case.pk).principal.name == name


def test_no_person_lies_readable_in_the_database() -> None:
    received()
    stored = b"".join(bytes(party.sealed_details) for party in Party.objects.all())
    assert [text for text in ("山田", "ヤマダ", "taro@example.com", "1980") if text.encode() in stored] == []


def test_a_destroyed_key_destroys_the_person() -> None:
    case = received().case
    case.key.delete()
    erased = Case.objects.get(pk=case.pk)
    assert (erased.principal, erased.rights.get().asked) == (PersonDetails(name="—"), None)


def test_documents_are_numbered_in_the_order_of_the_checklist() -> None:
    draft = drafts.save_draft("t" * 64, desk(), {})
    for code in ("kinship", "identity_of_agent", "identity_of_principal"):
        drafts.keep_file(draft, code, IncomingFile(f"{code}.png", "image/png", code.encode()))
    case = received(
        requester_type=RequesterType.MINOR_AGENT,
        agent=YAMADA,
        case_key=draft.open_key(),
        files=tuple(draft.files.order_by("requirement")),
    ).case
    codes = [document.item.code for document in case.documents.select_related("item")]
    assert codes == ["identity_of_principal", "identity_of_agent", "kinship"]
