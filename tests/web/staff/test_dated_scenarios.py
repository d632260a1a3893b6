"""The dated scenarios of the domain page (6.2) by their numbers, as the case page tells them in both languages."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from dsr.actions.receive import RightAsked
from dsr.models import Case
from dsr.vocabulary import Channel, Kind, Regime, Role
from tests.factories import desk, received, signed_in, staff

pytestmark = pytest.mark.django_db
At = Callable[[datetime | str], None]
WATCH, SYSTEMS, OMRON = "citizen-watch", "citizen-systems-japan", "omron-software"
JP, EU, UK, CA = Regime.JP_APPI, Regime.EU_GDPR, Regime.UK_GDPR, Regime.US_CA

SCENARIOS = {
    # desk, law, residence, kind, arrival; due; the first day of a possible lawsuit; the last day for the confirmation
    "S01": (WATCH, JP, "JP", Kind.DISCLOSURE, "2026-12-21", "2027-01-08", "2027-01-05", None),
    "S02": (OMRON, JP, "JP", Kind.DISCLOSURE, "2026-11-24", "2026-12-08", "2026-12-09", None),
    "S21": (OMRON, JP, "JP", Kind.PURPOSE_NOTIFICATION, "2026-12-21", "2027-01-08", None, None),
    "S33": (SYSTEMS, CA, "US-CA", Kind.CCPA_DELETE, "2026-12-01", "2027-01-15", None, "2026-12-15"),
    "S34": (SYSTEMS, CA, "US-CA", Kind.CCPA_OPT_OUT, "2026-12-18", "2027-01-12", None, None),
    "V7": (SYSTEMS, EU, "DE", Kind.GDPR_ACCESS, "2026-11-26", "2026-12-28", None, None),
    "V11": (SYSTEMS, EU, "DE", Kind.GDPR_ACCESS, "2027-03-05", "2027-04-05", None, None),
    "V12": (SYSTEMS, EU, "DE", Kind.GDPR_ACCESS, "2027-08-31", "2027-09-30", None, None),
    "V14": (SYSTEMS, UK, "GB-ENG", Kind.GDPR_ACCESS, "2026-09-03", "2026-10-05", None, None),
}


def case_of(number: str, at: At) -> tuple[Case, date, str | None, str | None]:
    slug, regime, residence, kind, arrival, due, suit, confirm = SCENARIOS[number]
    at(f"{arrival} 10:00")
    case = received(
        desk=desk(slug),
        regime=regime,
        residence=residence,
        channel=Channel.POST,
        rights=(RightAsked(kind=kind),),
        received_on=date.fromisoformat(arrival),
    ).case
    return case, date.fromisoformat(due), suit, confirm


def written(day: date, language: str) -> str:
    if language == "ja":
        return f"{day.year}年{day.month}月{day.day}日（{'月火水木金土日'[day.weekday()]}）"
    return f"{day:%a} {day.day} {day:%B} {day.year}"


@pytest.mark.parametrize("number", SCENARIOS)
def test_case_page_tells_the_days_of_the_scenario(at: At, number: str) -> None:
    case, due, suit, confirm = case_of(number, at)
    assert case.due_on == due
    reader = staff(Role.CLERK, at=case.desk)
    for language in ("ja", "en"):
        page = signed_in(reader, language).get(case.get_absolute_url()).content.decode()
        card = page[page.index('id="clock"') : page.index("</section>", page.index('id="clock"'))]
        last = {"ja": f"期限は{written(due, 'ja')}です。", "en": f"Last day: {written(due, 'en')}."}[language]
        assert f"<li>{last}</li>" in card
        told = written(date.fromisoformat(suit), language) if suit else {"ja": "第39条", "en": "article 39"}[language]
        assert (told in card) is bool(suit)
    if confirm:
        assert case.deadlines.get(rule="acknowledgement").due_on <= date.fromisoformat(confirm)


@pytest.mark.parametrize(("number", "warned"), [("S01", True), ("S02", False), ("S21", False), ("V7", False)])
def test_case_page_warns_where_a_lawsuit_is_possible_before_the_target(at: At, number: str, warned: bool) -> None:
    case, *_days = case_of(number, at)
    page = signed_in(staff(Role.CLERK, at=case.desk), "en").get(case.get_absolute_url()).content.decode()
    assert ("From Tue 5 Jan 2027 the person may sue (article 39)" in page) is warned
