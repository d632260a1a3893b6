"""`manage.py seed`: what it says, and how it refuses."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dsr.models import Desk
from dsr.vocabulary import Channel, Role
from tests.factories import received, signed_in, staff

pytestmark = pytest.mark.django_db

SEEDS = Path(__file__).parent.parent.parent / "seeds" / "desks"


def seed(*arguments: object) -> list[str]:
    out = StringIO()
    call_command("seed", *map(str, arguments), stdout=out)
    return out.getvalue().splitlines()


TO_CONFIRM = {
    "citizen-machinery": 9,
    "citizen-systems-japan": 6,
    "citizen-watch": 8,
    "net-one-systems": 13,
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
    assert str(refused.value) == f"{tmp_path}: no desk profiles (*.yaml, *.yml) here"


def test_read_both_endings(tmp_path):
    (tmp_path / "watch.YML").write_bytes((SEEDS / "citizen-watch.yaml").read_bytes())
    (tmp_path / "notes.txt").write_text("not a profile")
    assert len(seed("--dir", tmp_path)) == 1
    assert Desk.objects.get().slug == "citizen-watch"


def test_list_what_is_to_be_confirmed():
    assert seed("--open") == []
    seed()
    lines = seed("--open")
    assert {slug: sum(line.startswith(f"{slug}: ") for line in lines) for slug in TO_CONFIRM} == TO_CONFIRM
    assert (
        "net-one-systems: policy.owner: The published text is in English only, and the Japanese title of its signer is"
        " a guess. Confirm the title."
    ) in lines


def test_administrators_see_what_is_to_be_confirmed():
    seed()
    client = signed_in(staff(Role.ADMINISTRATOR, is_staff=True, is_superuser=True), "en")
    page = client.get(f"/administration/dsr/desk/{Desk.objects.get(slug='net-one-systems').pk}/change/").text
    assert page.count("<li><code>") == TO_CONFIRM["net-one-systems"]
    assert "<li><code>policy.owner</code>: The published text is in English only" in page
    counts = re.findall(r'class="field-open_fields">(\d+)<', client.get("/administration/dsr/desk/").text)
    assert sorted(map(int, counts)) == sorted(TO_CONFIRM.values())


def test_a_first_start_tells_how_many_fields_are_to_be_confirmed():
    out = StringIO()
    call_command("prepare", "--seed", "--no-static", stdout=out)
    assert out.getvalue() == (
        f"{sum(TO_CONFIRM.values())} fields of 5 desk profiles are still to be confirmed:"
        " manage.py seed --open lists them.\n"
    )


def test_name_the_open_cases_that_a_new_version_touches(tmp_path):
    seed()
    case = received(channel=Channel.WEB).case
    file = tmp_path / "omron.yaml"
    text = (SEEDS / "omron-software.yaml").read_text(encoding="utf-8")
    file.write_text(
        text.replace(
            "  accept_guideline_equivalents:\n    value: true", "  accept_guideline_equivalents:\n    value: false"
        )
    )
    assert seed("--dir", tmp_path) == [
        "omron-software: policy version 2 from 2022-04-01 (8 fields to confirm)",
        "  open cases with another checklist under version 2: 1; they keep the one they have",
        f"    {case.number}: identity_of_principal changed",
    ]
    file.write_text(text.replace("four_eyes: true", "four_eyes: false"), encoding="utf-8")
    assert seed("--dir", tmp_path)[1:] == []
