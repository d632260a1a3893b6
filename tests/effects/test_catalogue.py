"""Every bad upload of the catalogue ends with the error of its name, within thirty seconds, and hurts nobody."""

import random
import resource
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from time import monotonic

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from dsr import storage
from dsr.actions.documents import IncomingFile, add_document
from dsr.effects import files
from dsr.effects.jail.programs import pictures
from dsr.effects.jail.programs.limits import Refusal
from dsr.effects.jail.programs.quality import judge
from dsr.errors import Refused
from dsr.models import Document, OutboxMessage
from dsr.persons import PersonDetails
from dsr.vocabulary import DocumentStatus, FindingCode, Impersonal, State, Topic
from dsr.web.uploads import inspect_upload
from tests.effects.catalogue import CATALOGUE, JPEG, PNG, READY
from tests.factories import case_in, received

# a started process keeps the real time
pytestmark = pytest.mark.real_time

SECONDS = 30
MEMORY = 1_500_000_000 // 1024  # kibibytes

# what is no file of one kind is tried where it happens
ELSEWHERE = {
    "U12": "tests/effects/test_rasterise.py::test_photograph_is_turned_upright",
    "U22": "tests/effects/test_pixels_only.py::test_what_was_active_is_told",
    "U24": "tests/effects/test_pixels_only.py::test_what_was_planted_is_gone",
    "U25": "tests/effects/test_viruses.py::test_an_infected_file_gets_no_pages",
    "U26": "tests/effects/test_viruses.py::test_only_its_own_word_is_clean",
    "U27": "tests/web/public/test_files_in_form.py::test_uses_no_file_name_for_anything",
    "U28": "tests/actions/test_verbs.py::test_add_document_takes_the_same_bytes_once_unless_they_did_not_count",
    "U29": "tests/effects/test_catalogue.py::test_the_same_file_in_the_case_of_somebody_else_is_told_to_staff",
    "U30": "tests/web/public/test_files_in_form.py::test_takes_five_files_and_says_what_to_do_with_the_sixth",
    "U31": "tests/faults/test_bad_input.py::test_a_cut_off_upload_and_a_slow_one_leave_the_server_well",
    "U32": "tests/test_storage.py::test_whatever_the_disk_says_is_that_the_store_is_away",
    "U33": "tests/faults/test_plaintext_remains.py::test_a_kill_while_a_picture_is_rebuilt_leaves_nothing_readable",
    "U34": "tests/web/staff/test_tampered_files.py::test_a_changed_file_is_refused_recorded_and_never_shown_in_part",
    "U35": "tests/management/test_rotate_keys.py::test_a_missing_key_is_named",
    "U36": "tests/effects/test_catalogue.py::test_a_file_for_a_closed_case_is_refused_and_nothing_is_stored",
    "U37": "tests/effects/test_rasterise.py::test_lying_program_is_not_believed",
    "U38": "tests/effects/test_find.py::test_finds",
}


def fate_of(data: bytes) -> str:
    """Send a file through the door and the worker. Returns the code of what became of it, with what was noticed."""
    upload = SimpleUploadedFile("scan.jpg", data)
    verdict = inspect_upload(upload)
    if not verdict.accepted:
        return verdict.code
    case = received().case
    add_document(case.pk, IncomingFile("scan.jpg", verdict.content_type, upload.read()), by=Impersonal.REQUESTER)
    message = OutboxMessage.objects.get(case=case, topic=Topic.FILE_REBUILD)
    message.attempts = 3  # on a busy machine ours is the clock that ends it
    files.rebuild(message)
    document = Document.objects.get(pk=message.ids["document"])
    if document.status != DocumentStatus.READY:
        return document.failure
    codes = document.findings.exclude(code=FindingCode.SAME_IMAGE).values_list("code", flat=True)
    return " ".join([READY, *(code for code in codes if code.startswith("quality"))])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "fates"),
    [pytest.param(data, fates, id=f"{number} {name}") for number, name, data, fates in CATALOGUE],
)
def test_a_bad_upload_ends_with_its_own_error(data, fates):
    started = monotonic()
    fate = fate_of(data)
    assert {fate, fate.split()[0]} & fates
    assert monotonic() - started < SECONDS
    assert max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) < MEMORY


def test_every_number_of_the_catalogue_is_tried():
    assert {number for number, *_ in CATALOGUE} | ELSEWHERE.keys() == {f"U{number}" for number in range(1, 39)}
    for place in ELSEWHERE.values():
        path, name = place.split("::")
        module = import_module(path.removesuffix(".py").replace("/", "."))
        assert callable(getattr(module, name)), place
        assert Path(settings.BASE_DIR, path).exists()


@pytest.mark.django_db
def test_the_same_file_in_the_case_of_somebody_else_is_told_to_staff():
    fate_of(JPEG)
    case = received(principal=PersonDetails(name="鈴木 花子", address="東京都千代田区1")).case
    add_document(case.pk, IncomingFile("scan.jpg", "image/jpeg", JPEG), by=Impersonal.REQUESTER)
    files.rebuild(OutboxMessage.objects.get(case=case, topic=Topic.FILE_REBUILD))
    (finding,) = case.documents.get().findings.filter(code=FindingCode.SAME_IMAGE)
    assert finding.other_case_id not in {None, case.pk}


@pytest.mark.django_db
def test_a_file_for_a_closed_case_is_refused_and_nothing_is_stored():
    case = case_in(State.REPLIED)
    before = set(storage.all_keys())
    with pytest.raises(Refused, match="wrong_state"):
        add_document(case.pk, IncomingFile("scan.jpg", "image/jpeg", JPEG), by=Impersonal.REQUESTER)
    assert set(storage.all_keys()) == before


@pytest.mark.parametrize(("whole", "content_type"), [(JPEG, "image/jpeg"), (PNG, "image/png")], ids=["JPEG", "PNG"])
def test_a_thousand_flipped_bits_are_a_picture_or_damage(whole, content_type):
    """As the jailed program ends: with a picture, with a refusal, or with what a library raises. U11."""
    chance = random.Random(8_2_11)  # noqa: S311 - a game of dice
    read = 0
    for _round in range(1_000):
        flipped = bytearray(whole)
        flipped[chance.randrange(8, len(whole))] ^= 1 << chance.randrange(8)
        with suppress(Refusal, OSError, SyntaxError, ValueError, TypeError, IndexError, MemoryError):
            page = pictures.picture_of(bytes(flipped), content_type)
            assert (page.mode, min(page.size) >= 200) == ("RGB", True)
            # one bit can empty a whole JPEG: that is told
            assert len(page.getcolors(2**20) or "many") > 1 or "quality_blank" in judge(page.convert("L"))
            read += 1
    assert (read < 20) if content_type == "image/png" else (read > 500)
