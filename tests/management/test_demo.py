"""The demo: every state, kind, outcome and hard name, each with a true journal; interrupted, it goes on."""

from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from dsr.effects import letters
from dsr.management.demo.scenario import Cast
from dsr.models import Case, CaseEvent, Installation, OutboxMessage, RequestedRight
from dsr.profile.file import read_profile
from dsr.queries.journal import broken_entries
from dsr.vocabulary import Action, Channel, Kind, Outcome, Regime, RequesterType, State
from tests.factories import DESKS, desk, received

SCENARIOS = Cast(Path(settings.BASE_DIR) / "seeds" / "scenarios").scenarios
STATES = {
    "received": State.RECEIVED,
    "taken": State.RECEIVED,
    "asked": State.RECEIVED,
    "paused": State.RECEIVED,
    "verified": State.IDENTITY_VERIFIED,
    "decided": State.DECIDED,
    "approved": State.DECIDED,
    "released": State.DECIDED,
    "returned": State.DECIDED,
    "refused": State.REPLIED,
    "replied": State.REPLIED,
    "withdrawn": State.WITHDRAWN,
}
# done once in the life of a demo case
ONCE = [
    Action.SUBMIT_REQUEST,
    Action.ASSIGN,
    Action.ACKNOWLEDGE,
    Action.ASK_FOR_MORE,
    Action.PAUSE_CLOCK,
    Action.VERIFY_IDENTITY,
    Action.DECIDE,
    Action.APPROVE_LETTER,
    Action.SEND_REPLY,
    Action.MARK_REPLIED,
    Action.RECORD_RETURN,
    Action.WITHDRAW,
]


def shown(column: str) -> set[str]:
    return set(Case.objects.values_list(column, flat=True).order_by())


def states_of_the_scenarios() -> Counter[str]:
    return Counter(STATES[scenario.until].value for scenario in SCENARIOS)


@pytest.mark.django_db(transaction=True)
def test_demo_shows_everything_and_every_journal_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    desk()
    call_command("demo")
    assert list(broken_entries()) == []
    assert Counter(Case.objects.values_list("state", flat=True)) == states_of_the_scenarios()
    assert shown("state") == {state.value for state in State}
    assert shown("requester_type") == {who.value for who in RequesterType}
    assert shown("regime") == {regime.value for regime in Regime}
    assert shown("desk") == set(type(desk()).objects.values_list("pk", flat=True))
    assert set(RequestedRight.objects.values_list("kind", flat=True)) == {kind.value for kind in Kind}
    assert set(RequestedRight.objects.values_list("outcome", flat=True)) == {"", *Outcome.values}
    assert Case.objects.overdue(timezone.localdate()).exists()
    assert Case.objects.filter(paused_from__isnull=False).exists()
    assert CaseEvent.objects.filter(action=Action.RECORD_RETURN).exists()
    assert not OutboxMessage.objects.filter(sent_at=None).exists()
    assert {"髙﨑 真由美", "𠮷野 健太郎", "葛\U000e0100城 早苗", "عبد الله الحربي"} <= {
        case.principal.name for case in Case.objects.for_list()
    }
    before = CaseEvent.objects.count()
    call_command("demo")
    assert (CaseEvent.objects.count(), "clerk, reviewer, manager" in capsys.readouterr().out) == (before, True)


@pytest.mark.django_db(transaction=True)
def test_demo_goes_on_where_it_was_interrupted(at, monkeypatch) -> None:
    """On the first morning of business, before nine: what arrived today arrived by now."""
    at("2027-01-04 07:30")
    desk()
    calls, real = [], letters.render_pdf

    def interrupted(html: str) -> object:
        calls.append(html)
        if len(calls) == 30:
            raise KeyboardInterrupt
        return real(html)

    # in the middle of the outbox, so that a message stays claimed
    monkeypatch.setattr(letters, "render_pdf", interrupted)
    with pytest.raises(KeyboardInterrupt):
        call_command("demo")
    assert Counter(Case.objects.values_list("state", flat=True)) != states_of_the_scenarios()
    call_command("demo")
    assert Installation.objects.get(name="demo").value == "complete"
    assert Counter(Case.objects.values_list("state", flat=True)) == states_of_the_scenarios()
    assert list(broken_entries()) == []
    twice = CaseEvent.objects.filter(action__in=ONCE).values_list("case_id", "action")
    assert [event for event, times in Counter(twice).items() if times > 1] == []
    assert max(Case.objects.values_list("created_at", flat=True)) <= timezone.now()


def test_demo_tells_each_case_once_and_comes_by_open_ways() -> None:
    opened = {path.stem: read_profile(path).open_channels for path in DESKS.glob("*.yaml")}
    numbers = [scenario.number for scenario in SCENARIOS]
    stories = [scenario.model_dump_json(exclude={"number"}) for scenario in SCENARIOS]
    assert (len(set(numbers)), len(set(stories))) == (len(SCENARIOS), len(SCENARIOS))
    assert 60 <= len(SCENARIOS) <= 75
    assert [row.number for row in SCENARIOS if row.channel not in opened[row.desk]] == []
    # no desk publishes a phone number or an e-mail address for requests
    assert {row.channel for row in SCENARIOS} == {Channel.WEB, Channel.POST, Channel.COUNTER}


@pytest.mark.django_db
def test_demo_leaves_cases_alone_that_it_did_not_begin() -> None:
    """A demo of an earlier release has no mark; its cases stay as they are."""
    case = received().case
    Case.objects.filter(pk=case.pk).update(demo=True)
    call_command("demo")
    assert Case.objects.count() == 1


def test_demo_refuses_where_others_reach_the_desk(settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    with pytest.raises(CommandError, match="password is public"):
        call_command("demo")
