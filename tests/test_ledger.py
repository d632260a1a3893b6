"""The purge ledger: written once, read in order, believed only when the desk wrote it; on disk and in a bucket."""

import json
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from dsr import crypto, storage
from dsr.storage import ledger

# an object store carries the real time, and is there in one of the two lanes
pytestmark = [pytest.mark.real_time, pytest.mark.lanes]

PURGE = ledger.Purge(
    at=datetime.fromisoformat("2026-12-01T03:00:00.000001+09:00"),
    case="0b6f2a9e-2f57-4a11-9d0a-4a4f3f0c9a11",
    document="5f3c1f70-6d3b-4a57-8a3a-0d2f7c1b2e90",
    keys=("original/ab/cd/abcd0000000000000000000000000000", "page/12/34/12340000000000000000000000000000"),
    why="retention_over",
    key_sha256=ledger.fingerprint(b"the sealed key of the document"),
)


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    """Let the ledger lie where the lane keeps its files, in a corner of this test's own."""
    here = settings.STORAGES["default"]
    corner = tmp_path if "Durable" in here["BACKEND"] else f"ledger-{uuid4().hex}"
    lane = {"BACKEND": here["BACKEND"], "OPTIONS": here["OPTIONS"] | {"location": str(corner)}}
    settings.STORAGES = {**settings.STORAGES, "ledger": lane}
    return storages["ledger"]


def names(place) -> list[str]:
    return [name for name, _at in place.listing()]


def test_what_is_appended_is_read_again(place) -> None:
    assert (ledger.entries(), ledger.count()) == ([], 0)
    ledger.append(PURGE)
    assert (ledger.entries(), ledger.count()) == ([PURGE], 1)


def test_the_same_destruction_is_written_once_however_often_it_is_told(place) -> None:
    ledger.append(PURGE)
    ledger.append(replace(PURGE, at=datetime.fromisoformat("2026-12-02T03:00:00+09:00"), keys=PURGE.keys[::-1]))
    assert ledger.entries() == [PURGE]


def test_entries_come_in_the_order_of_time(place) -> None:
    days = (3, 1, 2)
    for day in days:
        moment = datetime.fromisoformat(f"2026-12-0{day}T03:00:00+09:00")
        ledger.append(replace(PURGE, at=moment, document=str(uuid4())))
    assert [purge.at.day for purge in ledger.entries()] == [1, 2, 3]


def test_an_entry_of_somebody_else_is_not_believed(place) -> None:
    ledger.append(PURGE)
    [name] = names(place)
    with place.open(name) as stored:
        told = json.loads(stored.read())
    other = replace(PURGE, case=str(uuid4()))
    body = told["entry"].replace(PURGE.case, other.case)
    place.save("purges/forged.json", ContentFile(json.dumps(told | {"entry": body}).encode()))
    with pytest.raises(crypto.Tampered, match=r"purges/forged\.json was not written by this desk"):
        ledger.entries()


def test_an_entry_tells_nothing_but_ids_hashes_and_codes(place) -> None:
    ledger.append(PURGE)
    [name] = names(place)
    with place.open(name) as stored:
        told = json.loads(stored.read())
    assert set(told) == {"entry", "signature"}
    assert set(json.loads(told["entry"])) == {"at", "case", "document", "keys", "why", "key_sha256"}
    assert b"sealed key" not in json.dumps(told).encode()


def test_a_ledger_that_is_away_says_so(place, monkeypatch) -> None:
    def away(*_args: object) -> None:
        raise OSError("no such disk")

    for name in ("exists", "listing"):
        monkeypatch.setattr(type(place), name, away)
    for call in (lambda: ledger.append(PURGE), ledger.entries, ledger.count):
        with pytest.raises(storage.StoreAway):
            call()
