"""Who saw what: newest first, in pages, at a fixed price, and only what the reader of the report may know."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from dsr.actions.documents import IncomingFile, add_document
from dsr.models import Case, User, ViewEvent
from dsr.queries.looks import (
    Place,
    every_look,
    look_page,
    looks_at_case,
    looks_by,
    openings_of,
    people_who_look,
)
from dsr.vocabulary import Role, ViewSubject
from dsr.web import access
from tests.factories import NET_ONE, desk, received, staff

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + bytes(2000)


def seen(case: Case, user: User, *, times: int = 1) -> None:
    for _time in range(times):
        access.record_view(user, ViewSubject.CASE, case=case)


def test_pages_of_a_report_follow_each_other_and_leave_nothing_out() -> None:
    case, clerk = received().case, staff()
    seen(case, clerk, times=7)  # all in the one moment at which the test's clock stands
    all_ids = set(ViewEvent.objects.values_list("pk", flat=True))
    found, after = [], None
    for _page in range(4):
        page = look_page(looks_at_case(case), [case.desk_id], after=after, size=2)
        found += [look.event.pk for look in page.looks]
        after = page.after
    assert (len(found), set(found), after) == (7, all_ids, None)
    assert [look.event.pk for look in every_look(looks_at_case(case), [case.desk_id])] == found


def test_the_newest_look_comes_first(at: Callable[[datetime | str], None]) -> None:
    case, users = received().case, [staff(), staff(Role.REVIEWER), staff(Role.AUDITOR)]
    for minute, user in enumerate(users):
        at(f"2026-11-17 10:0{minute}")
        seen(case, user)
    with override("en"):
        looks = look_page(looks_at_case(case), [case.desk_id]).looks
        told = [(look.event.user, str(look.role), str(look.what), look.detail) for look in looks]
    assert told == [
        (users[2], "Auditor", "Case page", ""),
        (users[1], "Reviewer", "Case page", ""),
        (users[0], "Clerk", "Case page", ""),
    ]


def test_a_page_of_a_document_is_called_as_the_case_page_calls_it() -> None:
    case, clerk = received().case, staff()
    for number in range(2):
        add_document(case.pk, IncomingFile("登記.png", "image/png", PNG + bytes([number])), by=clerk)
    second = case.documents.all()[1]
    access.record_view(clerk, ViewSubject.PAGE, case=case, object_id=f"{second.pk}/3")
    access.record_view(clerk, ViewSubject.LETTER, case=case, object_id="OS-2026-0001")
    access.record_view(clerk, ViewSubject.VIEWS, case=case, object_id="csv")
    access.record_view(clerk, ViewSubject.EXPORT, desk_id=case.desk_id)
    with override("en"):
        looks = every_look(looks_by(clerk, [case.desk_id]), [case.desk_id])
        told, name_of_desk = {look.event.subject: look.detail for look in looks}, str(case.desk)
    assert told == {
        ViewSubject.PAGE: "Document 2, page 3",
        ViewSubject.LETTER: "OS-2026-0001",
        ViewSubject.VIEWS: "",
        ViewSubject.EXPORT: name_of_desk,
    }


def test_every_kind_of_look_can_be_told() -> None:
    case, clerk = received().case, staff()
    for subject in ViewSubject:
        access.record_view(clerk, subject, case=case)
    told = [look.event.subject for look in every_look(looks_at_case(case), [case.desk_id]) if look.what]
    assert sorted(told) == sorted(ViewSubject)


def test_of_a_list_only_the_cases_of_the_readers_desks_are_named() -> None:
    here, there, clerk = received().case, received(desk=desk(NET_ONE)).case, staff()
    access.record_view(clerk, ViewSubject.LIST, cases=[here, there])
    access.record_view(clerk, ViewSubject.LIST, cases=[there])
    access.record_view(clerk, ViewSubject.LIST, cases=[])
    access.record_view(clerk, ViewSubject.CASE, case=there)
    looks = list(every_look(looks_by(clerk, [here.desk_id]), [here.desk_id]))
    assert [[case.number for case in look.cases] for look in looks] == [[here.number]]


def test_people_who_left_are_still_in_the_list() -> None:
    case, gone, elsewhere = received(by=staff()).case, staff(), staff(at=desk(NET_ONE))
    seen(case, gone)
    gone.memberships.all().delete()
    found = people_who_look([case.desk_id])
    assert (gone in found, elsewhere in found) == (True, False)
    assert set(found) == set(User.objects.exclude(pk=elsewhere.pk))


def test_the_price_of_a_report_is_fixed() -> None:
    case, clerk = received().case, staff()
    costs = []
    for times in (1, 30):
        seen(case, clerk, times=times)
        access.record_view(clerk, ViewSubject.LIST, cases=[case])
        access.record_view(clerk, ViewSubject.PAGE, case=case, object_id=f"{case.pk}/1")
        for looks in (looks_at_case(case), looks_by(clerk, [case.desk_id])):
            with CaptureQueriesContext(connection) as queries:
                for look in look_page(looks, [case.desk_id]).looks:
                    assert [str(look.event.user), look.role, look.what, look.detail, *map(str, look.cases)]
            costs.append(len(queries))
    assert costs == [3, 3, 3, 3]


@pytest.mark.parametrize("text", ["", ".", "1", "x.y", "1.not-an-id", f"{10**30}.{UUID(int=1)}", f"-1e5.{UUID(int=1)}"])
def test_a_place_that_makes_no_sense_is_none(text: str) -> None:
    assert Place.parse(text) is None


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), st.uuids())  # noqa: DTZ001 - made aware below
def test_a_place_is_read_as_it_was_written(at: datetime, row: UUID) -> None:
    place = Place(at.replace(tzinfo=UTC), row)
    assert Place.parse(str(place)) == place


def test_the_requester_learns_how_often_and_by_which_role(at: Callable[[datetime | str], None]) -> None:
    case = received().case
    assert (openings_of(case).times, openings_of(case).by_role, openings_of(case).last_at) == (0, (), None)
    at("2026-11-18 09:00")
    clerk, reviewer = staff(), staff(Role.REVIEWER)
    for user in (reviewer, clerk, clerk):
        access.record_view(user, ViewSubject.PAGE, case=case, object_id=f"{case.pk}/1")
    access.record_view(clerk, ViewSubject.CASE, case=case)
    ViewEvent.objects.create(at=timezone.now(), user=clerk, subject=ViewSubject.PAGE, case=case)
    with override("en"):
        found = openings_of(case)
        told = [(str(role), times) for role, times in found.by_role]
    old = "staff in a role that was not recorded"
    assert (told, found.times) == ([("Clerk", 2), ("Reviewer", 1), (old, 1)], 4)
    assert timezone.localdate(found.last_at).isoformat() == "2026-11-18"
