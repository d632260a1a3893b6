from contextlib import suppress
from datetime import date
from itertools import pairwise

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from dsr.law.eras import ERAS, SENTENCES, InvalidDate, era_of, format_date, format_range, parse_birth_date


@pytest.mark.parametrize(
    "text",
    [
        "1990-02-03",
        "1990-2-3",
        "1990/2/3",
        "1990/02/03",
        "1990.2.3",
        "19900203",
        "1990年2月3日",
        "１９９０年２月３日",
        "１９９０－０２－０３",
        "平成2年2月3日",
        "平成２年２月３日",
        "平成 2年 2月 3日",
        "H2.2.3",
        "h2.2.3",
        "Ｈ２．２．３",
        "H02-02-03",
        "㍻2年2月3日",
        " 1990-02-03 ",
    ],
)
def test_parse_birth_date_reads_both_ways_of_writing(text):
    assert parse_birth_date(text) == date(1990, 2, 3)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("令和1年5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("大正15年12月24日", date(1926, 12, 24)),
        ("大正元年7月30日", date(1912, 7, 30)),
        ("明治45年7月29日", date(1912, 7, 29)),
        ("M1.1.25", date(1868, 1, 25)),
        ("令和6年2月29日", date(2024, 2, 29)),
    ],
)
def test_parse_birth_date_knows_the_ends_of_eras(text, day):
    assert parse_birth_date(text) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("令和7年2月30日", "no_such_date"),
        ("令和7年2月29日", "no_such_date"),
        ("1990-02-30", "no_such_date"),
        ("1990-13-01", "no_such_date"),
        ("0000-01-01", "no_such_date"),
        ("昭和100年1月1日", "outside_era"),
        ("平成31年5月1日", "outside_era"),
        ("昭和64年1月8日", "outside_era"),
        ("令和元年4月30日", "outside_era"),
        ("平成0年2月3日", "outside_era"),
        ("大正元年7月29日", "outside_era"),
        ("", "unreadable_date"),
        ("yesterday", "unreadable_date"),
        ("90-02-03", "unreadable_date"),
        ("平成2年", "unreadable_date"),
        ("1990-02-03T00:00", "unreadable_date"),
        ("1990年2月3日<script>", "unreadable_date"),
        ("元年2月3日", "unreadable_date"),
        ("1" * 10_000, "unreadable_date"),
    ],
)
def test_parse_birth_date_refuses_what_is_no_day(text, code):
    with pytest.raises(InvalidDate) as caught:
        parse_birth_date(text)
    assert caught.value.code == code
    assert caught.value.sentence == SENTENCES[code]
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    ("day", "language", "options", "expected"),
    [
        (date(2026, 12, 21), "ja", {"era": True}, "令和8年12月21日"),
        (date(2027, 1, 8), "ja", {"era": True}, "令和9年1月8日"),
        (date(2019, 5, 1), "ja", {"era": True}, "令和元年5月1日"),
        (date(1989, 1, 7), "ja", {"era": True}, "昭和64年1月7日"),
        (date(2026, 12, 21), "ja", {}, "2026年12月21日"),
        (date(2026, 12, 21), "ja-jp", {"weekday": True}, "2026年12月21日（月）"),
        (date(2026, 12, 21), "en", {}, "21 December 2026"),
        (date(2026, 12, 21), "en", {"era": True}, "21 December 2026"),
        (date(2026, 12, 21), "en", {"weekday": True}, "Mon 21 December 2026"),
    ],
)
def test_format_date_writes_for_the_reader(day, language, options, expected):
    assert format_date(day, language, **options) == expected


def test_format_date_follows_the_active_language():
    with override("ja"):
        assert format_date(date(2026, 1, 2)) == "2026年1月2日"
    with override("en"):
        assert format_date(date(2026, 1, 2)) == "2 January 2026"


def test_format_range_joins_two_days_and_keeps_one():
    first, last = date(2026, 12, 29), date(2027, 1, 3)
    assert format_range(first, last, "ja") == "2026年12月29日から2027年1月3日まで"
    assert format_range(first, last, "en") == "29 December 2026 to 3 January 2027"
    assert format_range(first, first, "en") == "29 December 2026"


def test_eras_follow_one_another_without_a_gap():
    for before, after in pairwise(ERAS):
        assert (after.first_day - before.last_day).days == 1
    assert ERAS[-1].last_day is None


def test_era_of_refuses_days_before_meiji():
    with pytest.raises(ValueError, match="no era"):
        era_of(date(1868, 1, 24))


@given(st.dates(date(1868, 1, 25), date(2150, 12, 31)))
def test_what_is_written_is_read_back(day):
    assert parse_birth_date(format_date(day, "ja", era=True)) == day
    assert parse_birth_date(format_date(day, "ja")) == day
    era = era_of(day)
    assert parse_birth_date(f"{era.letter}{era.year_of(day)}.{day.month}.{day.day}") == day


@given(st.text(max_size=30))
def test_parse_birth_date_gives_a_day_or_a_known_refusal(text):
    with suppress(InvalidDate):
        assert isinstance(parse_birth_date(text), date)
