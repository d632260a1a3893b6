"""`manage.py seed`: what it says, and how it refuses."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dsr.models import Desk

pytestmark = pytest.mark.django_db

SEEDS = Path(__file__).parent.parent.parent / "seeds" / "desks"


def seed(*arguments: object) -> list[str]:
    out = StringIO()
    call_command("seed", *map(str, arguments), stdout=out)
    return out.getvalue().splitlines()


TO_CONFIRM = {
    "citizen-machinery": 8,
    "citizen-systems-japan": 6,
    "citizen-watch": 8,
    "net-one-systems": 12,
    "omron-software": 8,
}
FROM = dict.fromkeys(TO_CONFIRM, "2022-04-01") | {"citizen-watch": "2021-09-27", "net-one-systems": "2012-10-15"}


def test_seed_the_five_desks_and_nothing_the_second_time():
    assert seed() == [
        f"{slug}: policy version 1 from {FROM[slug]}, calendar version 1 to 2028-12-31 ({count} fields to confirm)"
        for slug, count in TO_CONFIRM.items()
    ]
    assert seed() == [f"{slug}: unchanged ({count} fields to confirm)" for slug, count in TO_CONFIRM.items()]


def test_seed_quietly():
    assert seed("--verbosity", "0") == []
    assert Desk.objects.count() == 5


def test_refuse_wrong_files_with_file_line_field_and_what_was_expected(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "desks"
    folder.mkdir()
    text = (SEEDS / "omron-software.yaml").read_text(encoding="utf-8")
    (folder / "good.yaml").write_bytes((SEEDS / "citizen-watch.yaml").read_bytes())
    (folder / "bad.yaml").write_text(
        text.replace("four_eyes: true", "four_eyes: maybe").replace("number_prefix: OSD", "number_prefix: O"),
        encoding="utf-8",
    )
    with pytest.raises(CommandError) as refused:
        seed("--dir", folder)
    eyes, prefix = (text.split(words)[0].count("\n") + 1 for words in ("four_eyes:", "number_prefix:"))
    assert str(refused.value).splitlines() == [
        "nothing was loaded:",
        f'desks/bad.yaml:{eyes}: four_eyes: expected true or false; found "maybe"',
        f'desks/bad.yaml:{prefix}: letters.number_prefix: expected two to eight capital letters; found "O"',
    ]
    assert refused.value.returncode == 1
    assert Desk.objects.count() == 0


def test_refuse_a_folder_without_profiles(tmp_path):
    with pytest.raises(CommandError) as refused:
        seed("--dir", tmp_path)
    assert str(refused.value) == f"{tmp_path}: no desk profiles (*.yaml) here"
