"""The demo: every state, kind of outcome and hard name, each with a true journal."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from dsr.models import Case, OutboxMessage, RequestedRight
from dsr.queries.journal import broken_entries
from dsr.vocabulary import Channel, Outcome, Regime, RequesterType, State
from tests.factories import desk


@pytest.mark.django_db(transaction=True)
def test_demo_shows_everything_and_every_journal_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    desk()
    call_command("demo")
    assert list(broken_entries()) == []
    for column, words in {
        "state": State,
        "channel": Channel,
        "requester_type": RequesterType,
        "regime": Regime,
    }.items():
        shown = set(Case.objects.values_list(column, flat=True))
        assert shown == {word.value for word in words} - {RequesterType.QUALIFIED_AGENT.value}, column
    assert set(RequestedRight.objects.values_list("outcome", flat=True)) == {"", *Outcome.values}
    assert set(Case.objects.values_list("desk", flat=True).distinct().order_by()) == set(
        type(desk()).objects.values_list("pk", flat=True)
    )
    assert Case.objects.overdue(timezone.localdate()).exists()
    assert Case.objects.filter(paused_from__isnull=False).exists()
    assert not OutboxMessage.objects.filter(sent_at=None).exists()
    assert {"髙﨑 真由美", "𠮷野 健太郎", "葛\U000e0100城 早苗", "عبد الله الحربي"} <= {
        case.principal.name for case in Case.objects.for_list()
    }
    before = Case.objects.count()
    call_command("demo")
    assert (Case.objects.count(), "clerk, reviewer, manager" in capsys.readouterr().out) == (before, True)


def test_demo_refuses_where_others_reach_the_desk(settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    with pytest.raises(CommandError, match="password is public"):
        call_command("demo")
