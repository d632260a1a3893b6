"""Entry gaps, paused days and missed clocks, counted by hand."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from dsr.actions.clock import pause_clock, resume_clock
from dsr.actions.receive import RightAsked
from dsr.queries.waiting_times import EntryGap, LateClocks, PausedDays, entry_gaps, late_clocks, paused_days
from dsr.vocabulary import BackdateReason, Channel, Kind, PauseReason, Regime
from tests.factories import NET_ONE, TODAY, desk, received, staff

pytestmark = pytest.mark.django_db
YEAR_AGO = TODAY - timedelta(days=365)


def arrived_before(days: int, **changes: object) -> None:
    reason = BackdateReason.ENTERED_LATE if days else ""
    received(received_on=TODAY - timedelta(days=days), backdate_reason=reason, **changes)


@pytest.mark.parametrize(
    ("days_by_channel", "expected"),
    [
        ({}, []),
        ({Channel.POST: [0]}, [EntryGap(Channel.POST, 1, 0, 0, 0)]),
        (
            {Channel.POST: [0, 1, 1, 4], Channel.PHONE: [0, 0, 2]},
            [EntryGap(Channel.POST, 4, 3, 1, 4), EntryGap(Channel.PHONE, 3, 1, 0, 2)],
        ),
    ],
)
def test_days_between_arrival_and_entry(days_by_channel: dict[Channel, list[int]], expected: list[EntryGap]) -> None:
    for channel, gaps in days_by_channel.items():
        for gap in gaps:
            arrived_before(gap, channel=channel)
    assert entry_gaps([desk().pk], YEAR_AGO) == expected
    assert entry_gaps([desk(NET_ONE).pk], YEAR_AGO) == []
    assert entry_gaps([desk().pk], TODAY + timedelta(days=1)) == []


def test_a_day_of_entry_is_a_day_in_tokyo(at: Callable[[datetime | str], None]) -> None:
    at("2026-12-01 08:30")  # still 30 November in Greenwich
    received(received_on=date(2026, 12, 1))
    assert entry_gaps([desk().pk], YEAR_AGO) == [EntryGap(Channel.POST, 1, 0, 0, 0)]


def test_paused_days_are_counted_within_the_span(at: Callable[[datetime | str], None]) -> None:
    clerk = staff()
    over, still = received(by=clerk).case, received(by=clerk).case
    at("2026-12-01 10:00")
    pause_clock(over.pk, by=clerk, reason=PauseReason.PAPERS)
    pause_clock(still.pk, by=clerk, reason=PauseReason.SPECIFICATION)
    at("2026-12-04 10:00")
    resume_clock(over.pk, by=clerk)
    today = date(2026, 12, 9)
    papers, words = PauseReason.PAPERS, PauseReason.SPECIFICATION
    both = [PausedDays(words, 1, 8, 1), PausedDays(papers, 1, 3, 0)]
    here = [desk().pk]
    assert paused_days(here, YEAR_AGO, today) == both
    assert paused_days(here, date(2026, 12, 3), today) == [PausedDays(words, 1, 6, 1), PausedDays(papers, 1, 1, 0)]
    assert paused_days(here, date(2026, 12, 4), today) == [PausedDays(words, 1, 5, 1)]
    assert paused_days([desk(NET_ONE).pk], YEAR_AGO, today) == []


def test_a_missed_target_is_no_missed_law() -> None:
    received()
    received()
    systems = desk("citizen-systems-japan")
    received(desk=systems, regime=Regime.EU_GDPR, residence="DE", rights=(RightAsked(kind=Kind.GDPR_ACCESS),))
    here, long_after = [desk().pk, systems.pk], date(2027, 6, 1)
    assert late_clocks(here, TODAY) == LateClocks(by_law=0, by_target=0)
    assert late_clocks(here, long_after) == LateClocks(by_law=1, by_target=2)
    assert late_clocks([desk(NET_ONE).pk], long_after) == LateClocks(by_law=0, by_target=0)
