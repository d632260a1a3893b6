"""The manager's page and its export."""

import csv
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.test import Client
from django.utils import timezone

from dsr.actions.firing import fire_all_due
from dsr.actions.items import add_item
from dsr.actions.reply import withdraw
from dsr.actions.upkeep import remind_of_upkeep
from dsr.models import ClockStep, DeskMembership, MembershipChange, OutboxMessage, TickHold, ViewEvent
from dsr.vocabulary import Impersonal, PartyRole, Role, State, Topic, ViewSubject
from dsr.web.manager.csv_lines import safe_cell
from tests.factories import NET_ONE, OMRON, case_in, desk, received, signed_in, staff

pytestmark = pytest.mark.django_db


def manager() -> Client:
    return signed_in(staff(Role.MANAGER))


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.CLERK, 403),
        (Role.REVIEWER, 403),
        (Role.MANAGER, 200),
        (Role.AUDITOR, 200),
        (Role.ADMINISTRATOR, 403),
    ],
)
@pytest.mark.parametrize("path", ["/manager/", "/manager/cases.csv"])
def test_figures_are_for_managers_and_auditors(role: Role, status: int, path: str) -> None:
    assert signed_in(staff(role)).get(path).status_code == status


def test_strangers_are_asked_to_log_in() -> None:
    assert Client().get("/manager/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_overview_says_what_is_late(at: Callable[[datetime | str], None], language: str) -> None:
    received()
    at("2027-01-15 10:00")
    page = signed_in(staff(Role.MANAGER), language).get("/manager/")
    assert page.context["figures"].late == 1


def test_overview_costs_the_same_for_one_case_and_for_three(django_assert_num_queries: Callable) -> None:
    client = manager()
    case_in(State.REPLIED)
    received()
    client.get("/manager/")
    with django_assert_num_queries(QUERIES):
        client.get("/manager/")
    received()
    received()
    with django_assert_num_queries(QUERIES):
        client.get("/manager/")


QUERIES = 31


def test_export_holds_cases_and_no_requester() -> None:
    case = case_in(State.REPLIED)
    response = signed_in(staff(Role.MANAGER), "en").get("/manager/cases.csv")
    text = response.getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    assert [(row["Case"], row["Arrived on"], row["Days taken"]) for row in rows] == [(case.number, "2026-11-17", "0")]
    assert "山田" not in text
    assert ViewEvent.objects.filter(subject=ViewSubject.EXPORT).count() == 1


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM", "'@SUM"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("DSR-26", "DSR-26"),
        (None, ""),
        (0, "0"),
    ],
)
def test_no_cell_is_a_formula(cell: object, safe: str) -> None:
    assert safe_cell(cell) == safe


def test_an_export_is_on_record_for_each_desk_that_it_holds() -> None:
    user = staff(Role.MANAGER)
    DeskMembership.objects.create(user=user, desk=desk(NET_ONE), role=Role.AUDITOR)
    client = signed_in(user)
    for query, expected in (("", {OMRON, NET_ONE}), (f"?desk={NET_ONE}", {NET_ONE})):
        before = set(ViewEvent.objects.values_list("pk", flat=True))
        client.get(f"/manager/cases.csv{query}").getvalue()
        views = ViewEvent.objects.exclude(pk__in=before)
        assert {(view.desk.slug, view.subject, view.user) for view in views} == {
            (slug, ViewSubject.EXPORT, user) for slug in expected
        }
        assert len(views) == len(expected)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_papers_asked_for_beyond_the_list_are_shown_with_who_asked(role: Role, language: str) -> None:
    clerk, here, gone = staff(first_name="Aoi", last_name="Mori"), received().case, received().case
    elsewhere = received(desk=desk(NET_ONE)).case
    for case, by in ((here, clerk), (gone, clerk), (elsewhere, staff(at=desk(NET_ONE)))):
        add_item(case.pk, by=by, evidence="residence_certificate", of=PartyRole.PRINCIPAL, reason="転居のため")
    withdraw(gone.pk, by=Impersonal.REQUESTER)
    page = signed_in(staff(role), language).get("/manager/")
    assert [(paper.case.pk, paper.by) for paper in page.context["added_papers"]] == [(here.pk, clerk)]
    assert [text in page.content.decode() for text in (here.number, str(clerk), "転居のため")] == [True, True, False]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_changes_of_roles_at_their_desks_are_shown(role: Role, language: str, html_errors: Callable) -> None:
    reader, administrator = staff(role), staff(Role.ADMINISTRATOR, last_name="青木", first_name="駿")
    at_ours, elsewhere = staff(last_name="佐久間", first_name="圭"), staff(last_name="岸本", first_name="咲")
    for person, where in ((at_ours, desk()), (elsewhere, desk(NET_ONE))):
        MembershipChange.objects.create(
            at=timezone.now(), by=administrator, user=person, desk=where, before="", after=Role.REVIEWER
        )
    page = signed_in(reader, language).get("/manager/").text
    assert [name in page for name in ("佐久間 圭", "青木 駿", "岸本 咲")] == [True, True, False]
    assert html_errors(page) == []


def test_the_list_of_changes_is_short() -> None:
    reader = staff(Role.MANAGER)
    for _number in range(25):
        MembershipChange.objects.create(
            at=timezone.now(), by=reader, user=reader, desk=desk(), before="", after=Role.REVIEWER
        )
    assert len(signed_in(reader).get("/manager/").context["role_changes"]) == 20


def test_reminders_that_wait_are_shown_and_released_by_a_manager() -> None:
    now = timezone.now()
    TickHold.objects.create(held_at=now, up_to=now, waiting=1234)
    page = signed_in(staff(Role.AUDITOR), "en").get("/manager/").text
    assert "1,234 reminders wait: look and release" in page
    assert "Release the reminders" not in page
    client = manager()
    assert "1,234件の期限の通知が保留中です" in client.get("/manager/").text
    assert client.post("/manager/reminders/release/")["Location"] == "/manager/"
    assert "1,234件" in client.get("/manager/").text
    assert "保留中です" not in client.get("/manager/").text
    assert TickHold.objects.get().released_by.role_at(desk().pk) == Role.MANAGER
    # pressed twice: back to the page, in words
    twice = client.post("/manager/reminders/release/", {"back": "/manager/"}, follow=True)
    assert "保留中の期限の通知はもうありません。" in twice.text


def test_a_case_that_had_lost_its_timers_is_shown_to_its_managers() -> None:
    case = received().case
    case.deadlines.update(restored_at=timezone.now())
    assert case.number in manager().get("/manager/").text
    assert case.number not in signed_in(staff(Role.MANAGER, desk(NET_ONE))).get("/manager/").text


def test_managers_see_when_the_timers_last_ran(at: Callable[[datetime | str], None]) -> None:
    at("2026-11-17 10:00")
    fire_all_due(timezone.now())
    assert (
        "The timers last ran on Tue 17 Nov 2026, 10:00." in signed_in(staff(Role.MANAGER), "en").get("/manager/").text
    )


def dead_digest(desk_id: int) -> None:
    now = timezone.now()
    OutboxMessage.objects.create(
        topic=Topic.MAIL_DIGEST,
        ids={"desk": str(desk_id), "day": "2026-11-27"},
        dedupe_key=f"dead:{desk_id}",
        created_at=now,
        try_at=now,
        dead_at=now,
    )


@pytest.mark.parametrize(("language", "words"), [("en", "Mail: the day of a desk"), ("ja", "メール：窓口の本日の状況")])
def test_a_mail_of_the_morning_that_was_given_up_is_shown_at_its_desk(language: str, words: str) -> None:
    dead_digest(desk().pk)
    for where, shown in ((desk(), True), (desk(NET_ONE), False)):
        page = signed_in(staff(Role.MANAGER, where), language).get("/manager/").text
        assert (words in page) is shown


@pytest.mark.parametrize(
    ("language", "seconds", "words"),
    [
        ("en", 3600, "forward by 1 hour"),
        ("en", -90, "back by 1 minute"),
        ("en", 365 * 86_400, "forward by 1 year"),
        ("ja", 3600, "1時間進められました"),
        ("ja", -5400, "1時間、30分戻されました"),
    ],
)
def test_a_clock_that_was_set_is_shown(language: str, seconds: int, words: str) -> None:
    ClockStep.objects.create(at=timezone.now(), seconds=seconds)
    page = signed_in(staff(Role.AUDITOR), language).get("/manager/").text
    assert words in page.replace("\xa0", " ")


def test_upkeep_that_is_due_is_shown(at: Callable[[datetime | str], None]) -> None:
    at("2026-11-27 04:10")
    remind_of_upkeep(timezone.now())
    assert "期日を迎えたシステムの保守作業" not in manager().get("/manager/").text
    at("2026-11-29 04:10")
    page = manager().get("/manager/").text
    assert "バックアップ：2日間作成されていません" in page
    assert "復元訓練" not in page


def test_its_notices_are_valid_html(html_errors: Callable[[str], list[str]]) -> None:
    now = timezone.now()
    TickHold.objects.create(held_at=now, up_to=now, waiting=1)
    ClockStep.objects.create(at=now, seconds=61)
    dead_digest(desk().pk)
    remind_of_upkeep(now - timedelta(days=9))
    received().case.deadlines.update(restored_at=now)
    page = signed_in(staff(Role.MANAGER), "en").get("/manager/").text
    for words in ("1 reminder waits: look and release", "The clock of the server was set", "Upkeep of the system"):
        assert words in page
    assert html_errors(page) == []
