from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsr.law.ages import age_on, birthday_in, comes_of_age_on, is_minor, majority_on


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        ("2011-05-10", "2026-12-07", 15),  # S06
        ("2008-11-22", "2026-11-21", 17),
        ("2008-11-22", "2026-11-22", 18),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2028-02-28", 19),
        ("2008-02-29", "2028-02-29", 20),
        ("2026-11-22", "2026-11-22", 0),
    ],
)
def test_age_on_changes_with_the_first_day_of_the_new_year_of_life(birth, on, age):
    assert age_on(date.fromisoformat(birth), date.fromisoformat(on)) == age


def test_age_on_refuses_the_unborn():
    with pytest.raises(ValueError, match="not born"):
        age_on(date(2026, 11, 23), date(2026, 11, 22))


@pytest.mark.parametrize(
    ("birth", "on", "minor"),
    [
        ("2003-06-01", "2022-03-31", True),  # 18, under the old law
        ("2003-06-01", "2022-04-01", False),  # 18, under the new law
        ("2004-04-02", "2022-04-01", True),
        ("2004-04-02", "2022-04-02", False),
        ("2008-11-23", "2026-11-22", True),
        ("2008-11-22", "2026-11-22", False),
    ],
)
def test_is_minor_follows_the_majority_of_the_day(birth, on, minor):
    assert is_minor(date.fromisoformat(birth), date.fromisoformat(on)) is minor


@pytest.mark.parametrize(("on", "age"), [("2022-03-31", 20), ("2022-04-01", 18), ("1950-01-01", 20)])
def test_majority_on_is_dated(on, age):
    assert majority_on(date.fromisoformat(on)) == age


@pytest.mark.parametrize(
    ("birth", "day"),
    [
        ("2002-04-01", "2022-04-01"),
        ("2003-12-31", "2022-04-01"),
        ("2004-04-02", "2022-04-02"),
        ("2000-01-01", "2020-01-01"),
        ("2008-02-29", "2026-03-01"),
    ],
)
def test_comes_of_age_on_bridges_the_reform(birth, day):
    assert comes_of_age_on(date.fromisoformat(birth)) == date.fromisoformat(day)


@given(st.dates(date(1930, 1, 1), date(2030, 12, 31)), st.integers(0, 40_000))
def test_age_agrees_with_counting_birthdays(birth, days):
    on = min(birth + timedelta(days=days), date(2040, 12, 31))
    birthdays = sum(birthday_in(birth, year) <= on for year in range(birth.year + 1, on.year + 1))
    assert age_on(birth, on) == birthdays


@given(st.dates(date(1985, 1, 1), date(2030, 12, 31)))
def test_coming_of_age_is_the_first_day_of_not_being_a_minor(birth):
    day = comes_of_age_on(birth)
    assert is_minor(birth, day - timedelta(days=1))
    assert not is_minor(birth, day)
