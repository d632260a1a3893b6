"""Every string of the product stands in Japanese, and what was compiled is what was written."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CATALOGUE = Path("locale/ja/LC_MESSAGES/django.po")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|{\w*}")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """Return the catalogue as it would be if it were collected now, beside the one that is there."""
    copy = tmp_path_factory.mktemp("sources")
    for name in ("dsr", "config", "templates", "locale"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    command = [sys.executable, "-m", "django", "makemessages", "--locale", "ja", "--no-wrap", "--no-location"]
    subprocess.run(command, cwd=copy, check=True, capture_output=True)
    return polib.pofile(str(copy / CATALOGUE))


def test_every_string_is_translated(collected):
    open_entries = [entry.msgid for entry in collected if not entry.obsolete and not entry.translated()]
    assert open_entries == []


def test_no_translation_is_a_guess_or_a_leftover(collected):
    assert [entry.msgid for entry in collected.fuzzy_entries()] == []
    assert [entry.msgid for entry in collected.obsolete_entries()] == []


def test_translations_keep_their_placeholders(collected):
    wrong = [
        entry.msgid
        for entry in collected.translated_entries()
        if entry.msgstr and set(PLACEHOLDER.findall(entry.msgid)) != set(PLACEHOLDER.findall(entry.msgstr))
    ]
    assert wrong == []


def test_compiled_catalogue_is_the_written_one():
    written = polib.pofile(str(ROOT / CATALOGUE))
    compiled = polib.mofile(str(ROOT / CATALOGUE.with_suffix(".mo")))
    assert {entry.msgid: entry.msgstr for entry in compiled} == {
        entry.msgid: entry.msgstr for entry in written.translated_entries()
    }
