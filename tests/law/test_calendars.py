from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsr.law.calendars import (
    EEA,
    UK_NATIONS,
    YEAR_END,
    BusinessCalendar,
    CalendarTooShort,
    DeskClosure,
    build_calendar,
    public_holidays,
)

JAPAN_2026 = (
    "01-01 01-12 02-11 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 11-23"
)
JAPAN_2027 = "01-01 01-11 02-11 02-23 03-21 03-22 04-29 05-03 05-04 05-05 07-19 08-11 09-20 09-23 10-11 11-03 11-23"
CALENDAR = build_calendar("JP", date(2026, 1, 1), date(2027, 12, 31), [YEAR_END])


@pytest.mark.parametrize(("year", "expected"), [(2026, JAPAN_2026), (2027, JAPAN_2027)])
def test_public_holidays_of_japan_equal_the_gazette(year, expected):
    assert list(public_holidays("JP", year)) == [date.fromisoformat(f"{year}-{day}") for day in expected.split()]


@pytest.mark.parametrize(
    ("place", "day", "name"),
    [
        ("JP", date(2026, 11, 23), "勤労感謝の日"),
        ("JP", date(2026, 5, 6), "振替休日"),
        ("JP", date(2026, 9, 22), "国民の休日"),
        ("DE", date(2026, 12, 26), "Second Day of Christmas"),
        ("GB-ENG", date(2026, 12, 28), "Boxing Day (observed)"),
        ("US-CA", date(2026, 12, 25), "Christmas Day"),
    ],
)
def test_public_holidays_have_the_same_names_under_every_locale(place, day, name, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "th")
    public_holidays.cache_clear()
    assert public_holidays(place, day.year)[day] == name


@pytest.mark.parametrize("place", sorted(EEA) + list(UK_NATIONS) + ["US-CA", "KR", "JP"])
def test_every_place_of_a_clock_has_holidays(place):
    assert len(public_holidays(place, 2027)) > 7


@pytest.mark.parametrize("place", ["XX", "GB-XXX", ""])
def test_public_holidays_refuse_an_unknown_place(place):
    with pytest.raises(ValueError, match="no public holidays"):
        public_holidays(place, 2026)


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        (date(2026, 12, 28), True),
        (date(2026, 12, 29), False),
        (date(2027, 1, 3), False),
        (date(2027, 1, 4), True),
        (date(2026, 11, 22), False),
        (date(2026, 11, 23), False),
        (date(2026, 11, 24), True),
    ],
)
def test_is_open_knows_weekends_holidays_and_the_year_end(day, opens):
    assert CALENDAR.is_open(day) is opens


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2028, 1, 1)])
def test_is_open_refuses_days_outside_the_cover(day):
    with pytest.raises(CalendarTooShort) as caught:
        CALENDAR.is_open(day)
    assert (caught.value.day, caught.value.covers_to) == (day, date(2027, 12, 31))


def test_add_business_days_refuses_to_run_off_the_calendar():
    with pytest.raises(CalendarTooShort):
        CALENDAR.add_business_days(date(2027, 12, 20), 10)


def test_calendar_refuses_negative_counts():
    with pytest.raises(ValueError, match="positive"):
        CALENDAR.add_business_days(date(2026, 12, 20), -1)


def test_desk_closures_come_yearly_or_once():
    summer = DeskClosure("08-13", "08-14", "夏季休業")
    founding = DeskClosure(date(2026, 6, 1), date(2026, 6, 1), "創立記念日")
    calendar = build_calendar("JP", date(2026, 1, 1), date(2027, 12, 31), [summer, founding])
    closed = [date(2026, 8, 13), date(2026, 8, 14), date(2027, 8, 13), date(2026, 6, 1)]
    assert [calendar.is_open(day) for day in closed] == [False] * 4
    assert calendar.is_open(date(2027, 6, 1))
    assert calendar.names[date(2026, 8, 13)] == "夏季休業"
    assert calendar.names[date(2026, 8, 11)] == "山の日"


def test_build_calendar_records_its_source_and_cover():
    assert CALENDAR.source.startswith("JP: holidays 0.")
    assert CALENDAR.source.endswith("and desk closings")
    assert (CALENDAR.covers_from, CALENDAR.covers_to) == (date(2026, 1, 1), date(2027, 12, 31))
    assert set(CALENDAR.names) == CALENDAR.closed


def test_closed_ranges_leave_out_what_a_weekend_explains():
    assert CALENDAR.closed_ranges(date(2026, 12, 22), date(2027, 1, 8)) == ((date(2026, 12, 29), date(2027, 1, 3)),)
    only_sunday = BusinessCalendar(
        closed=frozenset({date(2026, 5, 3)}), covers_from=date(2026, 1, 1), covers_to=date(2026, 12, 31)
    )
    assert only_sunday.closed_ranges(date(2026, 5, 1), date(2026, 5, 8)) == ()


DAYS = st.dates(date(2026, 2, 1), date(2027, 10, 31))


@given(DAYS, st.integers(0, 25))
def test_adding_and_subtracting_meet_again(day, count):
    later = CALENDAR.add_business_days(day, count)
    assert CALENDAR.business_days_between(day, later) == count
    assert CALENDAR.business_days_between(later, day) == -count
    if CALENDAR.is_open(day):
        assert CALENDAR.subtract_business_days(later, count) == day


@given(DAYS)
def test_next_open_is_the_first_business_day(day):
    found = CALENDAR.next_open(day)
    assert CALENDAR.is_open(found)
    assert not any(CALENDAR.is_open(day + timedelta(days=n)) for n in range((found - day).days))
