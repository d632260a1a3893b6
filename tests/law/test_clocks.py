"""The vectors of the domain page (6.1, 6.2) by their numbers, and properties against an independent day counter."""

from datetime import date, timedelta
from functools import cache

import holidays
import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from dsr.law.calendars import EEA, UK_NATIONS, YEAR_END, build_calendar
from dsr.law.clocks import Pause, article39, desk_target, due, review_day
from dsr.law.periods import civil_code_month_end, same_date
from dsr.law.regimes import REGIMES
from dsr.vocabulary import DeadlineRule, PauseReason

ONE = timedelta(days=1)
JAPAN = build_calendar("JP", date(2023, 1, 1), date(2037, 12, 31), [YEAR_END])
PUBLIC_ONLY = build_calendar("JP", date(2026, 1, 1), date(2027, 12, 31))


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("received", "ends", "suit"),
    [
        ("2026-04-01", "2026-04-15", "2026-04-16"),  # V1, the guideline's own example
        ("2026-12-21", "2027-01-04", "2027-01-05"),  # V2
        ("2026-11-24", "2026-12-08", "2026-12-09"),  # S02
    ],
)
def test_article39_counts_two_weeks_without_the_day_of_arrival(received, ends, suit):
    mark = article39(day(received))
    assert (mark.period_ends, mark.suit_possible_from) == (day(ends), day(suit))
    assert due("JP-ART39", day(received)).due == day(suit)


@pytest.mark.parametrize(
    ("received", "target", "calendar", "expected"),
    [
        ("2026-12-21", 10, JAPAN, "2027-01-08"),  # V4
        ("2026-12-21", 10, PUBLIC_ONLY, "2027-01-05"),  # V4 with public holidays only
        ("2026-12-25", 5, JAPAN, "2027-01-07"),  # V6
        ("2026-09-18", 1, JAPAN, "2026-09-24"),  # substitute, sandwiched and equinox holidays
        ("2026-11-21", 1, JAPAN, "2026-11-24"),  # received on a Saturday before a Monday holiday
    ],
)
def test_desk_target_counts_business_days(received, target, calendar, expected):
    assert desk_target(day(received), target, calendar).due == day(expected)
    assert due("JP-APPI", day(received), calendar=calendar, business_days=target).due == day(expected)


STATUTORY = [
    # regime, received, options, due, warn_on, extension_notice_by, latest, acknowledge_by
    ("EU-GDPR", "2026-11-26", {"place": "DE"}, "2026-12-28", None, "2026-12-28", "2027-02-26", None),  # V7
    ("EU-GDPR", "2027-03-05", {"place": "DE"}, "2027-04-05", None, "2027-04-05", "2027-06-07", None),  # V11
    ("EU-GDPR", "2027-08-31", {"place": "DE"}, "2027-09-30", None, "2027-09-30", "2027-11-30", None),  # V12
    ("EU-GDPR", "2027-02-28", {"place": "DE"}, "2027-03-30", None, "2027-03-30", "2027-05-28", None),  # Easter
    ("EU-GDPR", "2026-11-30", {"place": "DE"}, "2026-12-30", None, "2026-12-30", "2027-03-01", None),
    ("UK", "2026-09-03", {"place": "GB-ENG"}, "2026-10-05", None, "2026-10-05", "2026-12-03", None),  # V14
    ("UK", "2026-11-25", {"place": "GB-ENG"}, "2026-12-29", None, "2026-12-29", "2027-02-25", None),  # 25-28 Dec
    ("UK", "2025-09-03", {"place": "GB-ENG"}, "2025-10-03", None, "2025-10-03", "2025-12-03", None),  # old row
    ("US-CA", "2026-12-01", {}, "2027-01-15", "2027-01-14", "2027-01-15", "2027-03-01", "2026-12-15"),  # V16
    ("US-CA-OPTOUT", "2026-12-18", {}, "2027-01-12", None, None, "2027-01-12", None),  # V17
    ("JP-ADM", "2026-12-01", {}, "2026-12-31", None, "2026-12-31", "2027-01-30", None),  # V18
    ("JP-BREACH", "2026-12-01", {}, "2027-01-04", None, None, "2027-01-04", None),  # V20
    ("JP-BREACH-60", "2026-12-01", {}, "2027-01-29", None, None, "2027-01-29", None),
    ("BR", "2026-12-21", {}, "2027-01-05", None, None, "2027-01-05", None),  # V23
    ("KR", "2026-12-15", {}, "2026-12-28", None, "2026-12-28", "2026-12-28", None),  # 25 Dec, then a weekend
    ("SG", "2026-12-21", {}, "2027-01-20", None, "2027-01-20", "2027-01-20", None),
    ("UK-COMPLAINT", "2026-12-01", {}, "2026-12-30", None, None, "2026-12-30", None),
]


@pytest.mark.parametrize("vector", STATUTORY, ids=lambda vector: f"{vector[0]}-{vector[1]}")
def test_due_matches_the_vectors(vector):
    regime, received, options, *expected = vector
    answer = due(regime, day(received), **options)
    found = (answer.due, answer.warn_on, answer.extension_notice_by, answer.latest, answer.acknowledge_by)
    assert found == tuple(each and day(each) for each in expected)


@pytest.mark.parametrize(
    ("regime", "received", "options", "expected"),
    [
        ("EU-GDPR", "2026-11-26", {"place": "DE"}, "2027-02-26"),
        ("US-CA", "2026-12-01", {}, "2027-03-01"),
        ("JP-ADM", "2026-12-01", {}, "2027-01-30"),
    ],
)
def test_due_uses_the_extension_when_it_was_taken(regime, received, options, expected):
    answer = due(regime, day(received), extended=True, **options)
    assert (answer.due, answer.latest) == (day(expected), day(expected))
    assert answer.extension_notice_by == due(regime, day(received), **options).due


def test_due_leaves_out_the_days_of_correction_for_administrative_organs():  # V19
    pause = Pause(day("2026-12-07"), day("2026-12-14"), PauseReason.PAPERS)
    answer = due("JP-ADM", day("2026-12-01"), pauses=[pause])
    assert (answer.due, answer.latest) == (day("2027-01-07"), day("2027-02-06"))


PAUSED = [
    # the EU leaves out [from, until); the UK both ends; a papers pause moves the UK start by `identified_on` only
    ("EU-GDPR", "2026-11-02", "DE", PauseReason.SPECIFICATION, "2026-12-07"),
    ("EU-GDPR", "2026-11-02", "DE", PauseReason.PAPERS, "2026-12-07"),
    ("EU-GDPR", "2026-11-02", "DE", PauseReason.FEE, "2026-12-02"),
    ("UK", "2026-11-02", "GB-ENG", PauseReason.SPECIFICATION, "2026-12-08"),
    ("UK", "2026-11-02", "GB-ENG", PauseReason.PAPERS, "2026-12-02"),
    ("US-CA", "2026-11-02", None, PauseReason.PAPERS, "2026-12-17"),
    ("BR", "2026-11-02", None, PauseReason.PAPERS, "2026-11-17"),
]


@pytest.mark.parametrize(("regime", "received", "place", "reason", "expected"), PAUSED)
def test_due_pauses_only_for_reasons_of_the_law(regime, received, place, reason, expected):
    pause = Pause(day("2026-11-09"), day("2026-11-14"), reason)
    assert due(regime, day(received), place=place, pauses=[pause]).due == day(expected)


@pytest.mark.parametrize(
    ("regime", "place", "options", "expected"),
    [
        ("UK", "GB-ENG", {"identified_on": "2026-09-10"}, "2026-10-12"),
        ("UK", "GB-ENG", {"identified_on": "2026-09-10", "fee_paid_on": "2026-09-15"}, "2026-10-15"),
        ("UK", "GB-ENG", {"identified_on": "2026-09-01"}, "2026-10-05"),
        ("EU-GDPR", "DE", {"identified_on": "2026-09-10"}, "2026-10-05"),
        ("US-CA", None, {"identified_on": "2026-09-10"}, "2026-10-18"),
    ],
)
def test_due_starts_with_identity_or_fee_only_where_the_law_says_so(regime, place, options, expected):
    dates = {name: day(value) for name, value in options.items()}
    assert due(regime, day("2026-09-03"), place=place, **dates).due == day(expected)


def test_due_does_not_move_a_last_day_when_the_country_is_unknown():
    assert due("EU-GDPR", day("2026-11-26")).due == day("2026-12-26")


@pytest.mark.parametrize(
    ("regime", "options", "error"),
    [
        ("EU-GDPR", {"place": "JP"}, ValueError),
        ("UK", {"place": "DE"}, ValueError),
        ("JP-APPI", {}, ValueError),
        ("JP-APPI", {"business_days": 10}, ValueError),
        ("XX", {}, KeyError),
    ],
)
def test_due_refuses_what_it_cannot_count(regime, options, error):
    with pytest.raises(error):
        due(regime, day("2026-12-01"), **options)


@pytest.mark.parametrize(
    ("event", "japan", "europe"),
    [
        ("2027-02-28", "2027-03-31", "2027-03-28"),
        ("2026-11-30", "2026-12-31", "2026-12-30"),
        ("2027-08-31", "2027-09-30", "2027-09-30"),
        ("2027-01-30", "2027-02-28", "2027-02-28"),
        ("2026-04-15", "2026-05-15", "2026-05-15"),
        ("2027-12-31", "2028-01-31", "2028-01-31"),
    ],
)
def test_month_ends_differ_between_the_civil_code_and_the_union(event, japan, europe):
    assert civil_code_month_end(day(event), 1) == day(japan)
    assert same_date(day(event), 1) == day(europe)


def test_desk_target_gives_warnings_five_and_one_business_days_before():
    answer = desk_target(day("2026-12-21"), 10, JAPAN)
    assert answer.warnings == {
        DeadlineRule.WARNING_5: day("2026-12-28"),
        DeadlineRule.WARNING_1: day("2027-01-07"),
    }
    assert answer.warn_on == day("2026-12-28")


def test_desk_target_never_warns_before_the_request_arrived():
    answer = desk_target(day("2026-12-04"), 2, JAPAN)
    assert answer.warnings == {
        DeadlineRule.WARNING_5: day("2026-12-04"),
        DeadlineRule.WARNING_1: day("2026-12-07"),
    }


def test_due_warns_on_the_days_of_the_desk():
    answer = due("EU-GDPR", day("2026-11-26"), place="DE", calendar=JAPAN)
    assert answer.warnings[DeadlineRule.WARNING_1] == day("2026-12-25")  # open in Japan


def test_desk_target_leaves_out_paused_days():
    pause = Pause(day("2026-12-24"), day("2027-01-04"))
    answer = desk_target(day("2026-12-21"), 10, JAPAN, [pause])
    assert answer.due == day("2027-01-14")  # 24, 25 and 28 December are left out, 11 January is a holiday


def test_desk_target_does_not_move_for_an_open_pause():
    answer = desk_target(day("2026-12-21"), 10, JAPAN, [Pause(day("2026-12-24"), None)])
    assert answer.due == day("2027-01-08")


def test_review_day_is_ten_business_days_later():
    assert review_day(day("2026-12-21"), JAPAN) == day("2027-01-08")


def test_sentences_explain_the_target_in_both_languages():
    answer = desk_target(day("2026-12-21"), 10, JAPAN)
    with override("en"):
        assert answer.sentences() == (
            "Arrived on Mon 21 December 2026; this day is not counted.",
            "10 business days, counted from the day after arrival.",
            "Closed beside weekends, not counted: 29 December 2026 to 3 January 2027.",
            "Last day: Fri 8 January 2027.",
        )
    with override("ja"):
        assert answer.sentences() == (
            "2026年12月21日（月）に到達しました。この日は数えません。",
            "到達日の翌日から数えて10営業日です。",
            "土日のほか、休業日（2026年12月29日から2027年1月3日まで）は数えません。",
            "期限は2027年1月8日（金）です。",
        )


def test_sentences_explain_pauses_and_closed_last_days():
    pause = Pause(day("2026-11-09"), day("2026-11-28"), PauseReason.PAPERS)
    answer = due("EU-GDPR", day("2026-11-07"), place="DE", pauses=[pause])
    with override("en"):
        assert answer.sentences() == (
            "Arrived on Sat 7 November 2026; this day is not counted.",
            "1 month, to the same date.",
            "Paused 9 November 2026 to 27 November 2026: 19 days not counted.",
            "Sat 26 December 2026 is not a working day (Germany), so the next working day counts.",
            "Last day: Mon 28 December 2026.",
        )


# --- an independent counter: one day after the other, nothing clever ---------------------------------------------

_YEARS = range(2023, 2038)


@cache
def public(place):
    country, _dash, part = place.partition("-")
    return holidays.country_holidays(country, subdiv=part or None, years=_YEARS)


def is_closed(when, place):
    year_end = place == "JP" and (when.month, when.day) in {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}
    return when.weekday() >= 5 or when in public(place) or year_end


def nth_open_day(received, count, paused):
    when = received
    while count:
        when += ONE
        if not is_closed(when, "JP") and when not in paused:
            count -= 1
    return when


def month_later(start, count, place, paused):
    """Walk to the same date of a later month, count the days on the way, then walk again without the paused ones."""
    wanted = (start.year * 12 + start.month - 1 + count) % (12 * 10_000)
    end = start
    while end.year * 12 + end.month - 1 < wanted or (end.day < start.day and (end + ONE).month == end.month):
        end += ONE
    remaining, when = (end - start).days, start
    while remaining:
        when += ONE
        remaining -= when not in paused
    while is_closed(when, place):
        when += ONE
    return when


DATES = st.dates(date(2024, 1, 1), date(2035, 6, 30))


def pauses_after(received):
    spans = st.tuples(st.integers(0, 40), st.integers(0, 25))
    return st.lists(spans, max_size=3).map(
        lambda found: [Pause(received + ONE * first, received + ONE * (first + length)) for first, length in found]
    )


RECEIVED = DATES.flatmap(lambda received: st.tuples(st.just(received), pauses_after(received)))


def paused_days(pauses):
    return {pause.from_on + ONE * n for pause in pauses for n in range((pause.until_on - pause.from_on).days)}


@given(RECEIVED, st.integers(1, 30))
def test_desk_target_agrees_with_the_independent_counter(received_and_pauses, target):
    received, pauses = received_and_pauses
    answer = desk_target(received, target, JAPAN, pauses)
    assert answer.due == nth_open_day(received, target, paused_days(pauses))
    assert JAPAN.is_open(answer.due)
    assert received <= answer.warnings[DeadlineRule.WARNING_5] <= answer.warnings[DeadlineRule.WARNING_1] < answer.due


@given(RECEIVED, st.sampled_from(sorted(EEA)))
def test_european_month_agrees_with_the_independent_counter(received_and_pauses, place):
    received, pauses = received_and_pauses
    answer = due("EU-GDPR", received, place=place, pauses=pauses)
    assert answer.due == month_later(received, 1, place, paused_days(pauses))
    assert answer.latest == month_later(received, 3, place, paused_days(pauses))
    assert received < answer.due < answer.latest


@given(DATES, st.integers(0, 30), st.sampled_from(UK_NATIONS))
def test_british_month_agrees_with_the_independent_counter(received, days_to_identify, place):
    identified = received + ONE * days_to_identify
    answer = due("UK", received, place=place, identified_on=identified)
    assert answer.due == month_later(identified, 1, place, set())


@given(DATES)
def test_business_days_of_california_agree_with_the_independent_counter(received):
    when, count = received, 15
    while count:
        when += ONE
        count -= not is_closed(when, "US-CA")
    assert due("US-CA-OPTOUT", received).due == when
    acknowledged, left = received, 10
    while left:
        acknowledged += ONE
        left -= not is_closed(acknowledged, "US-CA")
    assert due("US-CA", received).acknowledge_by == acknowledged


@given(DATES)
def test_korean_days_end_on_an_open_day(received):
    end = received + ONE * 10
    while is_closed(end, "KR"):
        end += ONE
    assert due("KR", received).due == end


OPTIONS = {"EU-GDPR": {"place": "DE"}, "UK": {"place": "GB-NIR"}, "JP-APPI": {"calendar": JAPAN, "business_days": 10}}
ALL_CLOCKS = sorted({rule.code for rule in REGIMES} - {"JP-APPI"})


@given(RECEIVED, st.sampled_from(ALL_CLOCKS))
def test_no_pause_and_no_closed_day_makes_an_answer_due_earlier(received_and_pauses, clock):
    received, pauses = received_and_pauses
    if clock == "UK-COMPLAINT" and received < date(2026, 6, 19):
        return
    plain = due(clock, received, **OPTIONS.get(clock, {}))
    paused = due(clock, received, pauses=pauses, **OPTIONS.get(clock, {}))
    extended = due(clock, received, extended=True, **OPTIONS.get(clock, {}))
    assert received < plain.due <= paused.due
    assert plain.due <= plain.latest == extended.due
    assert plain.extension_notice_by in {None, plain.due}


@given(DATES, st.sampled_from(ALL_CLOCKS))
def test_who_asks_later_is_answered_no_earlier(received, clock):
    if clock == "UK-COMPLAINT" and received < date(2026, 6, 19):
        return
    first, second = (due(clock, day, **OPTIONS.get(clock, {})).due for day in (received, received + ONE))
    assert first <= second


@given(DATES)
def test_calendar_day_clocks_agree_with_plain_addition(received):
    assert article39(received).suit_possible_from == received + ONE * 15
    assert due("US-CA", received).due == received + ONE * 45
    assert due("US-CA", received).latest == received + ONE * 90
    assert due("JP-ADM", received).due == received + ONE * 30
    assert due("BR", received).due == received + ONE * 15


@given(DATES)
def test_breach_report_counts_the_day_of_knowledge_and_skips_closed_ends(known):
    end = known + ONE * 29
    while is_closed(end, "JP"):
        end += ONE
    assert due("JP-BREACH", known).due == end


@given(DATES, st.integers(1, 3))
def test_civil_code_months_end_before_the_corresponding_day(event, count):
    first = event + ONE
    end = civil_code_month_end(event, count)
    months = (end.year - first.year) * 12 + end.month - first.month
    if first.day == 1:
        assert (months, (end + ONE).day) == (count - 1, 1)
    elif end.day == first.day - 1:
        assert months == count
    else:
        assert (months, (end + ONE).day) == (count, 1)
        assert end.day < first.day


@given(RECEIVED)
def test_every_step_can_be_said_and_stored(received_and_pauses):
    received, pauses = received_and_pauses
    answers = [
        due("EU-GDPR", received, place="DE", pauses=pauses, identified_on=received + ONE),
        due("UK", received, place="GB-ENG", pauses=pauses, identified_on=received + ONE, extended=True),
        due("JP-APPI", received, calendar=JAPAN, business_days=10, pauses=pauses),
    ]
    for language in ("en", "ja"):
        with override(language):
            assert all(sentence and "%" not in sentence for answer in answers for sentence in answer.sentences())
    assert all(isinstance(step.as_data()["params"], dict) for answer in answers for step in answer.steps)
