"""Anchors over all journals: nothing can be taken out, changed or put in behind them without being told."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from dsr import tasks
from dsr.actions.auditing import anchor_journal
from dsr.actions.caseload import add_note
from dsr.models import Case, CaseEvent, JournalAnchor
from dsr.queries.anchors import broken_anchor, holds
from dsr.queries.journal import broken_entries
from dsr.vocabulary import State
from tests.factories import case_in, received, staff

pytestmark = pytest.mark.django_db
At = Callable[[datetime | str], None]
NIGHTS = ("2026-11-21 04:20", "2026-11-22 04:20")


@pytest.fixture
def anchored(at: At) -> list[Case]:
    """Return two cases, one for each of two nights with its anchor."""
    cases = []
    for night in NIGHTS:
        cases.append(received().case)
        add_note(cases[-1].pk, by=staff(), text="asked by phone")
        at(night)
        anchor_journal(timezone.now())
    assert JournalAnchor.objects.count() == len(NIGHTS)
    return cases


def cut_the_end(case: Case) -> None:
    events = CaseEvent.objects.filter(case=case)
    Case.objects.filter(pk=case.pk).update(last_seq=events.count() - 1)
    events.get(seq=events.count()).delete()


def rewrite_the_chain(case: Case) -> None:
    previous = ""
    for event in CaseEvent.objects.filter(case=case).order_by("seq"):
        event.at += timedelta(seconds=1)
        event.previous_hash = previous
        previous = event.hash = event.computed_hash()
        event.save()


def change_nothing(_case: Case) -> None:
    pass


TAMPERING = [cut_the_end, rewrite_the_chain]


@pytest.mark.usefixtures("unlocked")
@pytest.mark.parametrize("night", range(len(NIGHTS)))
@pytest.mark.parametrize("tampering", TAMPERING)
def test_names_the_first_anchor_that_does_not_hold(
    anchored: list[Case], tampering: Callable[[Case], None], night: int, caplog: pytest.LogCaptureFixture
) -> None:
    assert broken_anchor() is None
    tampering(anchored[night])
    # what the chains of the cases cannot see
    assert list(broken_entries()) == []
    broken = broken_anchor()
    assert broken == JournalAnchor.objects.order_by("pk")[night]
    with pytest.raises(CommandError, match="entries are gone or changed"):
        call_command("check_journal")
    tasks.check_journal()
    assert f"the journals do not add up to the anchor of {broken.at.isoformat()} any more" in caplog.messages
    assert JournalAnchor.objects.count() == len(NIGHTS)


@pytest.mark.usefixtures("unlocked")
@pytest.mark.parametrize(("tampering", "whole"), [(change_nothing, True), *((one, False) for one in TAMPERING)])
def test_a_kept_mail_proves_it_even_when_all_anchors_are_written_anew(
    anchored: list[Case], tampering: Callable[[Case], None], whole: bool
) -> None:
    kept = [str(anchor) for anchor in JournalAnchor.objects.all()]
    tampering(anchored[0])
    JournalAnchor.objects.all().delete()
    # one for both nights: where the anchors of the database begin and end is of no account
    anchor_journal(timezone.now())
    assert broken_anchor() is None
    assert {holds(anchor) for anchor in kept} == {whole}


def test_the_command_takes_what_a_mail_gave(anchored: list[Case], capsys: pytest.CaptureFixture[str]) -> None:
    kept = str(JournalAnchor.objects.order_by("pk")[0])
    call_command("check_journal", anchor=kept)
    assert capsys.readouterr().out == "The journal is whole.\n"
    for wrong in (kept[:-1], f"{kept}0", "5:", "abc"):
        with pytest.raises(CommandError, match="do not add up to this anchor"):
            call_command("check_journal", anchor=wrong)


def test_an_entry_younger_than_an_hour_waits_for_the_next_night(at: At) -> None:
    at("2026-11-20 10:00")
    received()
    at("2026-11-20 11:00")
    assert anchor_journal(timezone.now()) is None
    at("2026-11-20 11:00:01")
    assert anchor_journal(timezone.now()) is not None
    assert anchor_journal(timezone.now()) is None


@pytest.mark.usefixtures("unlocked")
@pytest.mark.parametrize(("newest", "found"), [(1, 0), (1000, 1)])
def test_the_hourly_look_reads_the_newest_entries_alone(newest: int, found: int) -> None:
    broken = case_in(State.WITHDRAWN)
    received()
    CaseEvent.objects.filter(case=broken, seq=2).update(facts={})
    assert len(list(broken_entries(newest=newest))) == found


@pytest.mark.usefixtures("unlocked")
def test_the_hourly_look_names_the_broken_entry(caplog: pytest.LogCaptureFixture) -> None:
    case = case_in(State.WITHDRAWN)
    CaseEvent.objects.filter(seq=2).update(facts={})
    tasks.check_newest_entries()
    assert caplog.messages == [f"journal of case {case.number}, entry 2: changed after it was written"]
