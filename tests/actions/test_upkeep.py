"""The duties of the administrators: each is told from its day on, and no more once it is done."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from dsr import crypto, tasks
from dsr.effects.backups.making import make_backup
from dsr.queries.upkeep import RHYTHM, due_upkeep
from dsr.vocabulary import Upkeep

pytestmark = pytest.mark.django_db
At = Callable[[datetime | str], None]
FIRST_NIGHT = datetime.fromisoformat("2026-11-27T04:10:00+09:00")


@pytest.fixture
def counting(at: At) -> None:
    """Let the first night pass, from which everything is counted."""
    at(FIRST_NIGHT)
    assert due_upkeep(timezone.now()) == []
    tasks.remind_of_upkeep()


@pytest.mark.usefixtures("counting")
@pytest.mark.parametrize(
    ("days", "due"),
    [
        (1, set()),
        (2, {Upkeep.BACKUP}),
        (31, {Upkeep.BACKUP, Upkeep.ACCESS_REVIEW}),
        (92, {Upkeep.BACKUP, Upkeep.ACCESS_REVIEW, Upkeep.RESTORE_DRILL}),
        (366, set(Upkeep)),
    ],
)
def test_each_is_told_from_its_day_on(at: At, days: int, due: set[Upkeep], caplog: pytest.LogCaptureFixture) -> None:
    at(FIRST_NIGHT + timedelta(days=days) - timedelta(seconds=1))
    assert not {duty for duty in due_upkeep(timezone.now()) if RHYTHM[duty] == timedelta(days=days)}
    at(FIRST_NIGHT + timedelta(days=days))
    tasks.remind_of_upkeep()
    assert caplog.messages == [f"upkeep is due: {duty}" for duty in Upkeep if duty in due]


@pytest.mark.usefixtures("counting")
@pytest.mark.parametrize("duty", [Upkeep.RESTORE_DRILL, Upkeep.ACCESS_REVIEW])
def test_what_was_done_by_hand_is_said_by_command(at: At, duty: Upkeep, capsys: pytest.CaptureFixture[str]) -> None:
    at("2027-12-24 10:00")
    call_command("upkeep")
    assert capsys.readouterr().out.splitlines() == [
        "backup: DUE since 2026-11-29, counted from 2026-11-27",
        "restore-drill: DUE since 2027-02-27, counted from 2026-11-27",
        "access-review: DUE since 2026-12-28, counted from 2026-11-27",
        "master-key: DUE since 2027-11-28, counted from 2026-11-27",
    ]
    call_command("upkeep", "--done", duty.value)
    assert f"{duty}: due 20" in capsys.readouterr().out
    assert duty not in due_upkeep(timezone.now())


@pytest.mark.parametrize("duty", ["backup", "master-key", "nonsense"])
def test_what_the_product_sees_for_itself_is_not_taken_on_trust(duty: str) -> None:
    with pytest.raises(CommandError):
        call_command("upkeep", "--done", duty)


@pytest.mark.usefixtures("counting")
def test_a_new_master_key_begins_anew(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    at("2027-12-24 10:00")
    assert Upkeep.MASTER_KEY in due_upkeep(timezone.now())
    monkeypatch.setattr(crypto.current_ring().__class__, "current_id", "20271224")
    tasks.remind_of_upkeep()
    assert Upkeep.MASTER_KEY not in due_upkeep(timezone.now())


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("counting")
def test_a_backup_that_was_made_is_remembered(at: At, tmp_path: Path) -> None:
    at("2026-12-01 10:00")
    assert Upkeep.BACKUP in due_upkeep(timezone.now())
    make_backup(tmp_path / "backup")
    assert Upkeep.BACKUP not in due_upkeep(timezone.now())
