from datetime import date
from itertools import pairwise

import pytest

from dsr.law.regimes import REGIMES, Notice, Period, StopRule, Unit, Whose, regime_for, regime_rule
from dsr.vocabulary import PauseReason, Regime

TODAY = date(2026, 11, 22)
DAYS, MONTHS = Unit.CALENDAR_DAYS, Unit.MONTHS

TABLE = [
    # domain 3.5: code, period, receipt counted, last day moves, whose calendar, extended in all, notice, verified
    ("JP-APPI", None, False, False, Whose.DESK, None, Notice.NONE, True),
    ("JP-ART39", (2, Unit.WEEKS), False, False, Whose.NOBODY, None, Notice.NONE, True),
    ("JP-ADM", (30, DAYS), False, False, Whose.JAPANESE_OFFICES, (60, DAYS), Notice.WITHOUT_DELAY, True),
    ("JP-BREACH", (30, DAYS), True, True, Whose.JAPANESE_OFFICES, None, Notice.NONE, True),
    ("JP-BREACH-60", (60, DAYS), True, True, Whose.JAPANESE_OFFICES, None, Notice.NONE, True),
    ("EU-GDPR", (1, MONTHS), False, True, Whose.MEMBER_STATE, (3, MONTHS), Notice.WITHIN_FIRST_PERIOD, True),
    ("UK", (1, MONTHS), False, True, Whose.UK_NATION, (3, MONTHS), Notice.WITHIN_FIRST_PERIOD, True),
    ("UK-COMPLAINT", (30, DAYS), True, False, Whose.NOBODY, None, Notice.NONE, False),
    ("US-CA", (45, DAYS), False, False, Whose.CALIFORNIA, (90, DAYS), Notice.WITHIN_FIRST_PERIOD, True),
    ("US-CA-OPTOUT", (15, Unit.BUSINESS_DAYS), False, False, Whose.CALIFORNIA, None, Notice.NONE, True),
    ("KR", (10, DAYS), False, True, Whose.KOREA, None, Notice.WITHIN_FIRST_PERIOD, False),
    ("BR", (15, DAYS), False, False, Whose.NOBODY, None, Notice.NONE, False),
    ("SG", (30, DAYS), False, False, Whose.NOBODY, None, Notice.WITHIN_FIRST_PERIOD, False),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_regime_rule_matches_the_table_of_the_law_page(row):
    code, period, counted, moves, whose, extended, notice, verified = row
    rule = regime_rule(code, TODAY)
    assert rule.period == (period and Period(*period))
    assert rule.extended == (extended and Period(*extended))
    assert (rule.receipt_counted, rule.last_day_moves, rule.calendar) == (counted, moves, whose)
    assert (rule.notice, rule.verified) == (notice, verified)
    assert rule.source


def test_every_clock_is_in_the_table():
    assert {rule.code for rule in REGIMES} == {row[0] for row in TABLE}
    assert {regime.value for regime in Regime} <= {rule.code for rule in REGIMES}


@pytest.mark.parametrize(
    ("code", "stop", "start_moves_for"),
    [
        ("EU-GDPR", StopRule((PauseReason.PAPERS, PauseReason.SPECIFICATION)), ()),
        ("UK", StopRule((PauseReason.SPECIFICATION,), last_day_out=True), (PauseReason.PAPERS, PauseReason.FEE)),
        ("US-CA", None, ()),
        ("JP-ART39", None, ()),
    ],
)
def test_stop_rules_are_those_of_each_law(code, stop, start_moves_for):
    rule = regime_rule(code, TODAY)
    assert (rule.stop, rule.start_moves_for) == (stop, start_moves_for)


def test_rows_of_a_clock_follow_one_another_without_overlap():
    assert regime_rule("UK", date(2026, 2, 4)).verified is False
    assert regime_rule("UK", date(2026, 2, 5)).verified is True
    for code in {rule.code for rule in REGIMES}:
        rows = [rule for rule in REGIMES if rule.code == code]
        for before, after in pairwise(rows):
            assert (after.valid_from - before.valid_until).days == 1
        assert rows[-1].valid_until is None


@pytest.mark.parametrize(("code", "on"), [("XX", TODAY), ("EU-GDPR", date(2018, 5, 24)), ("JP-ADM", date(2022, 3, 31))])
def test_regime_rule_refuses_what_is_not_in_force(code, on):
    with pytest.raises(KeyError):
        regime_rule(code, on)


@pytest.mark.parametrize(
    ("place", "regime"),
    [
        ("JP", Regime.JP_APPI),
        ("DE", Regime.EU_GDPR),
        ("DE-BY", Regime.EU_GDPR),
        ("NO", Regime.EU_GDPR),
        ("GB", Regime.UK_GDPR),
        ("GB-SCT", Regime.UK_GDPR),
        ("US-CA", Regime.US_CA),
        ("US-NY", Regime.JP_APPI),
        ("CH", Regime.JP_APPI),
        ("BR", Regime.JP_APPI),
        ("", Regime.JP_APPI),
    ],
)
def test_regime_for_routes_by_residence(place, regime):
    assert regime_for(place) is regime
