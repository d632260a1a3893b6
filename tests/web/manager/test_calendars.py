"""The calendar pages: look first, then activate; what was typed stays; who may only read sees no form."""

from datetime import date

import pytest

from dsr.actions.calendars import activate, follow
from dsr.law.calendars import OwnClosure
from dsr.models import Calendar, Case
from dsr.vocabulary import Role
from tests.factories import NET_ONE, OMRON, desk, received, signed_in, staff

pytestmark = pytest.mark.django_db
PAGE = f"/manager/calendars/{OMRON}/"
FOUNDING = {"closure-0-first": "2026-11-25", "closure-0-last": "2026-11-26", "closure-0-name": "創立記念日"}


def form(button: str, *, base: int = 1, rows: int = 3, **typed: str) -> dict[str, str]:
    counts = {"closure-TOTAL_FORMS": str(rows), "closure-INITIAL_FORMS": "0"}
    return counts | {"base": str(base), button: ""} | {name.replace("_", "-", 2): text for name, text in typed.items()}


def sent(button: str, typed: dict[str, str], *, base: int = 1, language: str = "en"):
    """Send the form as a manager: a click on "Activate" comes from the page of a preview, and carries what it showed."""
    client, typed = signed_in(staff(Role.MANAGER), language), form(button, base=base) | typed
    if button == "activate":
        looked = client.post(PAGE, {**typed, "preview": "", "base": str(desk().calendar().version)})
        typed["seen"] = looked.context["rows"].fingerprint
    return client.post(PAGE, typed)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_preview_says_in_numbers_what_moves_and_changes_nothing(language: str, html_errors) -> None:
    case = received().case
    answer = sent("preview", FOUNDING, language=language)
    page = " ".join(answer.content.decode().split())
    words = {
        "en": ("1 of 1 open cases moves", "0 become late", "3 reminders change"),
        "ja": ("対応中の1件のうち1件の期限が変わります", "0件が期限超過になります", "3件の通知日が変わります"),
    }[language]
    assert (answer.status_code, [word in page for word in words]) == (200, [True] * 3)
    assert case.number in page
    assert 'name="activate"' in page
    assert 'value="創立記念日"' in page
    assert (desk().calendar().version, Case.objects.get(pk=case.pk).due_on) == (1, case.due_on)
    assert html_errors(answer.content.decode()) == []


def test_activate_writes_a_version_by_name_and_cases_follow() -> None:
    case = received().case
    answer = sent("activate", FOUNDING)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    newest = desk().calendar()
    assert (newest.version, newest.made_by.role_at(desk().pk)) == (2, Role.MANAGER)
    assert newest.own_closures == [{"first": "2026-11-25", "last": "2026-11-26", "name": "創立記念日"}]
    follow()
    assert Case.objects.get(pk=case.pk).due_on == date(2026, 12, 4)


def test_an_emptied_row_is_taken_out() -> None:
    own = OwnClosure(date(2026, 11, 25), date(2026, 11, 26), "創立記念日")
    activate(desk(), [own], by=staff(Role.MANAGER), base=1)
    shown = signed_in(staff(Role.MANAGER)).get(PAGE).content.decode()
    assert 'value="2026-11-25"' in shown
    empty = {"closure-INITIAL_FORMS": "1", "closure-0-first": "", "closure-0-last": "", "closure-0-name": ""}
    assert sent("activate", empty, base=2).status_code == 302
    assert desk().calendar().own_closures == []


WRONG = {
    "no first day": {"closure-0-name": "創立記念日"},
    "no name": {"closure-0-first": "2026-11-25"},
    "backwards": FOUNDING | {"closure-0-last": "2026-11-24"},
    "no such day": FOUNDING | {"closure-0-first": "2026-02-30"},
    "name too long": FOUNDING | {"closure-0-name": "長" * 61},
}


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("button", ["preview", "activate"])
def test_what_is_wrong_is_told_beside_its_field_and_stays(name: str, button: str) -> None:
    answer = sent(button, WRONG[name])
    page = answer.content.decode()
    assert (answer.status_code, "preview" in answer.context) == (422, False)
    assert [text in page for text in WRONG[name].values()] == [True] * len(WRONG[name])
    assert Calendar.objects.filter(desk=desk()).count() == 1


def test_a_day_without_an_end_is_one_day() -> None:
    typed = {"closure-0-first": "2026-11-25", "closure-0-name": "創立記念日"}
    assert sent("activate", typed).status_code == 302
    assert desk().calendar().own_closures[0]["last"] == "2026-11-25"


REFUSED = {
    "stale": ({"base": "7"}, "Somebody activated another calendar in the meantime."),
    "no base": ({"base": "x"}, "Somebody activated another calendar in the meantime."),
    "out of reach": ({"closure-0-first": "2016-01-01", "closure-0-last": "2016-01-01"}, "lies outside the calendar"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_told_with_everything_kept(name: str) -> None:
    typed, words = REFUSED[name]
    answer = sent("activate", FOUNDING | typed)
    page = answer.content.decode()
    assert (answer.status_code, words in page, 'value="創立記念日"' in page) == (409, True, True)
    assert desk().calendar().version == 1


def test_what_was_not_looked_at_is_shown_first_and_not_activated() -> None:
    client = signed_in(staff(Role.MANAGER), "en")
    looked = client.post(PAGE, form("preview") | FOUNDING).context["rows"].fingerprint
    other = FOUNDING | {"closure-0-last": "2026-11-27", "seen": looked}
    answer = client.post(PAGE, form("activate") | other)
    assert (answer.status_code, "preview" in answer.context, desk().calendar().version) == (200, True, 1)


def test_a_form_from_before_another_activation_takes_nothing_out_unseen() -> None:
    own = OwnClosure(date(2026, 11, 25), date(2026, 11, 26), "創立記念日")
    activate(desk(), [own], by=staff(Role.MANAGER), base=1)
    mine = {"closure-0-first": "2027-06-01", "closure-0-name": "移転"}
    answer = sent("preview", mine)
    page = answer.content.decode()
    assert (answer.status_code, "In force now:" in page, "創立記念日" in page) == (409, True, True)
    assert desk().calendar().own_closures[0]["name"] == "創立記念日"


def test_auditors_read_and_managers_elsewhere_find_nothing() -> None:
    reader = signed_in(staff(Role.AUDITOR), "en")
    assert 'name="preview"' not in reader.get(PAGE).content.decode()
    assert reader.post(PAGE, form("preview") | FOUNDING).status_code == 403
    assert signed_in(staff(Role.MANAGER, desk(NET_ONE))).get(PAGE).status_code == 404
    assert [signed_in(staff(role)).get(PAGE).status_code for role in (Role.CLERK, Role.REVIEWER)] == [403, 403]


def test_the_list_names_the_calendar_of_each_desk_of_the_reader() -> None:
    page = signed_in(staff(Role.MANAGER), "en").get("/manager/calendars/")
    assert [row.desk.slug for row in page.context["calendars"]] == [OMRON]


@pytest.mark.parametrize("path", ["/manager/", "/manager/calendars/"])
def test_a_calendar_that_ends_too_soon_is_told(path: str) -> None:
    received()
    told = "A calendar ends too soon"
    manager = signed_in(staff(Role.MANAGER), "en")
    before = told in manager.get(path).content.decode()
    Calendar.objects.update(covers_to="2027-01-30")
    assert (before, told in manager.get(path).content.decode()) == (False, True)
