"""The longer period: only where the law knows it, once, in time, announced; and what follows from it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from dsr.actions.clock import pause_clock
from dsr.actions.extension import announce_extension, extend_clock
from dsr.actions.firing import fire_all_due
from dsr.actions.receive import RightAsked
from dsr.errors import Refused
from dsr.models import Case, CaseEvent, OutboxMessage
from dsr.vocabulary import Action, DeadlineRule, ExtensionNotice, Kind, PauseReason, Regime, Role, Topic
from tests.factories import YAMADA, desk, received, staff

pytestmark = pytest.mark.django_db
SYSTEMS = "citizen-systems-japan"
At = Callable[[datetime | str], None]


def abroad(kind: Kind = Kind.GDPR_ACCESS, *, mail: bool = True, **changes) -> Case:
    """Return a case that reached the desk today, of somebody in Germany unless told otherwise."""
    person = YAMADA if mail else replace(YAMADA, email="")
    known = {"regime": Regime.EU_GDPR, "residence": "DE", "rights": (RightAsked(kind=kind),), "principal": person}
    return received(desk=desk(SYSTEMS), **(known | changes)).case


def reviewer():
    return staff(Role.REVIEWER, at=desk(SYSTEMS))


def target_days(case: Case) -> dict[str, date]:
    rules = (DeadlineRule.TARGET, DeadlineRule.WARNING_5, DeadlineRule.WARNING_1)
    return dict(case.deadlines.waiting().filter(rule__in=rules).values_list("rule", "due_on"))


EXTENDED = [
    # received, regime, residence, kind, due, notice by, due when extended
    ("2026-11-26", Regime.EU_GDPR, "DE", Kind.GDPR_ACCESS, "2026-12-28", "2026-12-28", "2027-02-26"),
    ("2027-03-05", Regime.EU_GDPR, "DE", Kind.GDPR_ERASURE, "2027-04-05", "2027-04-05", "2027-06-07"),
    ("2026-09-03", Regime.UK_GDPR, "GB-ENG", Kind.GDPR_ACCESS, "2026-10-05", "2026-10-05", "2026-12-03"),
    ("2026-12-01", Regime.US_CA, "US-CA", Kind.CCPA_KNOW, "2027-01-15", "2027-01-15", "2027-03-01"),
]


@pytest.mark.parametrize(("on", "regime", "residence", "kind", "due", "notice_by", "longer"), EXTENDED)
def test_the_law_gives_the_longer_day_and_the_journal_keeps_both(
    at: At, on: str, regime: Regime, residence: str, kind: Kind, due: str, notice_by: str, longer: str
) -> None:
    at(f"{on} 10:00")
    case = abroad(kind, regime=regime, residence=residence, received_on=date.fromisoformat(on))
    assert case.due_on.isoformat() == due
    extension = extend_clock(case.pk, by=reviewer(), reason="三つの部署に探してもらっています。")
    case.refresh_from_db()
    event = CaseEvent.objects.get(case=case, action=Action.EXTEND_CLOCK)
    assert event.facts == {"due_before": due, "due_on": longer, "notice_by": notice_by}
    assert (case.due_on.isoformat(), target_days(case)[DeadlineRule.TARGET].isoformat()) == (longer, longer)
    assert (extension.due_before.isoformat(), extension.due_on.isoformat()) == (due, longer)
    assert extension.reason == "三つの部署に探してもらっています。"


@pytest.mark.parametrize(
    ("kind", "regime", "residence", "code"),
    [
        (Kind.DISCLOSURE, Regime.JP_APPI, "JP", "no_extension"),
        (Kind.CCPA_OPT_OUT, Regime.US_CA, "US-CA", "no_extension"),
    ],
)
def test_a_law_without_extension_gives_none(kind: Kind, regime: Regime, residence: str, code: str) -> None:
    case = abroad(kind, regime=regime, residence=residence)
    with pytest.raises(Refused, match=code):
        extend_clock(case.pk, by=reviewer(), reason="…")


def test_it_is_taken_once() -> None:
    case, person = abroad(), reviewer()
    extend_clock(case.pk, by=person, reason="…")
    with pytest.raises(Refused, match="already_extended"):
        extend_clock(case.pk, by=person, reason="…")


@pytest.mark.parametrize(("moment", "refused"), [("2026-12-28 23:59", False), ("2026-12-29 00:00", True)])
def test_it_is_taken_by_the_last_day_of_the_notice(at: At, moment: str, refused: bool) -> None:
    at("2026-11-26 10:00")
    case = abroad(received_on=date(2026, 11, 26))
    at(moment)
    if refused:
        with pytest.raises(Refused, match="extension_too_late"):
            extend_clock(case.pk, by=reviewer(), reason="…")
    else:
        extend_clock(case.pk, by=reviewer(), reason="…")
    assert Case.objects.get(pk=case.pk).extended_on == (None if refused else date(2026, 12, 28))


def test_nobody_extends_without_a_reason_or_while_the_clock_stands() -> None:
    case, person = abroad(), reviewer()
    with pytest.raises(Refused, match="reason_missing"):
        extend_clock(case.pk, by=person, reason=" 　")
    pause_clock(case.pk, by=person, reason=PauseReason.PAPERS)
    with pytest.raises(Refused, match="already_paused"):
        extend_clock(case.pk, by=person, reason="…")


def test_who_gave_an_address_is_told_by_mail_at_once() -> None:
    case = abroad()
    extension = extend_clock(case.pk, by=reviewer(), reason="…")
    assert (extension.announced_by, extension.announced_on) == (ExtensionNotice.EMAIL, extension.case.extended_on)
    assert OutboxMessage.objects.filter(case=case, topic=Topic.MAIL_EXTENDED).count() == 1
    assert not case.deadlines.filter(rule=DeadlineRule.EXTENSION_NOTICE).exists()


def test_who_gave_none_is_written_to_and_a_timer_waits_until_that_is_recorded(at: At) -> None:
    at("2026-11-26 10:00")
    case, person = abroad(mail=False, received_on=date(2026, 11, 26)), reviewer()
    extend_clock(case.pk, by=person, reason="…")
    notice = case.deadlines.get(rule=DeadlineRule.EXTENSION_NOTICE)
    assert (notice.due_on, notice.closed_at) == (date(2026, 12, 28), None)
    at("2026-11-30 10:00")
    for on, code in ((date(2026, 12, 1), "future_date"), (date(2026, 11, 25), "too_early")):
        with pytest.raises(Refused, match=code):
            announce_extension(case.pk, by=person, announced_by=ExtensionNotice.POST, on=on)
    announce_extension(case.pk, by=person, announced_by=ExtensionNotice.POST, on=date(2026, 11, 27))
    notice.refresh_from_db()
    extension = case.extensions.get()
    assert (extension.announced_by, extension.announced_on) == ("post", date(2026, 11, 27))
    assert notice.closed_at is not None
    with pytest.raises(Refused, match="nothing_to_announce"):
        announce_extension(case.pk, by=person, announced_by=ExtensionNotice.POST, on=date(2026, 11, 27))


def test_the_timer_of_the_notice_rings_on_its_last_day(at: At) -> None:
    at("2026-11-26 10:00")
    case = abroad(mail=False, received_on=date(2026, 11, 26))
    extend_clock(case.pk, by=reviewer(), reason="…")
    at("2026-12-28 09:00")
    fire_all_due(datetime.fromisoformat("2026-12-28T09:00:00+09:00"))
    rung = CaseEvent.objects.filter(case=case, action=Action.FIRE_DEADLINE).values_list("facts__rule", flat=True)
    assert DeadlineRule.EXTENSION_NOTICE in rung
