"""Rotation is real: after it the old key is not needed, and nothing that was sealed is lost."""

from io import StringIO
from typing import Any
from uuid import uuid4

import pyotp
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dsr import crypto
from dsr.actions import drafts
from dsr.actions.documents import IncomingFile
from dsr.models import Case, CaseKey, Draft, ScanBatch
from dsr.queries.keys import needed_keys, require_keys
from tests.factories import YAMADA, desk, received, staff

pytestmark = pytest.mark.django_db

NEW = bytes(range(32, 64))
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "a long enough password"


@pytest.fixture
def house() -> dict[str, Any]:
    """Everything that a master key wraps: three cases, a draft with a file, a code app, recovery codes, a passkey."""
    clerk = staff()
    cases = [received().case for _number in range(3)]
    token = uuid4().hex
    draft = drafts.save_draft(token, desk(), {"details": ["下書き"]})
    drafts.keep_file(draft, "identity_of_principal", IncomingFile("免許証.jpg", "image/jpeg", b"x" * 2000))
    scan_key = scanned_post(clerk)
    TOTP.activate(clerk, SECRET)
    codes = RecoveryCodes.activate(clerk)
    codes.validate_code(codes.generate_codes()[0])
    passkey = {"name": "鍵", "credential": {"id": "abc"}}
    Authenticator.objects.create(user=clerk, type=Authenticator.Type.WEBAUTHN, data=passkey)
    require_keys()
    return {
        "clerk": clerk,
        "cases": cases,
        "token": token,
        "scan_key": scan_key,
        "codes": codes.generate_codes(),
        "passkey": passkey,
    }


def scanned_post(clerk: Any) -> bytes:
    """Write a pile of scanned post; return the key of its file."""
    file_key, batch = crypto.new_key(), ScanBatch(desk=desk(), uploaded_by=clerk, uploaded_at=timezone.now(), size=1)
    batch.master_key_id, batch.wrapped = crypto.wrap(crypto.new_key(), context=f"batch:{batch.pk}")
    batch.seal_file_key(file_key)
    batch.save(force_insert=True)
    return file_key


def rewrap(**options: Any) -> list[str]:
    said = StringIO()
    call_command("rotate_keys", stdout=said, **options)
    return said.getvalue().splitlines()


def add_new(settings: Any) -> str:
    """Put a new key first; return the id of the old one."""
    (old,) = settings.DSR_MASTER_KEYS
    settings.DSR_MASTER_KEYS = {"2027": NEW, **settings.DSR_MASTER_KEYS}
    return old


def retire(settings: Any, old: str) -> None:
    """Leave the old key's bytes only as the index."""
    settings.DSR_MASTER_KEYS = {"2027": NEW, "index": settings.DSR_MASTER_KEYS[old]}


def test_the_old_key_can_be_retired(settings, house) -> None:
    old = add_new(settings)
    assert rewrap() == [
        "cases: 3 wrapped anew with '2027'",
        "drafts: 1 wrapped anew with '2027'",
        "scanned post: 1 wrapped anew with '2027'",
        "second factors: 2 wrapped anew with '2027'",
        "master keys that are still needed: 2027",
    ]
    retire(settings, old)
    require_keys()
    assert {case.principal for case in Case.objects.for_list()} == {YAMADA}
    assert ScanBatch.objects.get().open_file_key() == house["scan_key"]
    draft = drafts.find_draft(house["token"], desk())
    assert (draft.typed, draft.files.get().name) == ({"details": ["下書き"]}, "免許証.jpg")


def test_staff_sign_in_with_their_second_factor_afterwards(settings, house) -> None:
    old = add_new(settings)
    rewrap()
    retire(settings, old)
    client, clerk = Client(), house["clerk"]
    client.post(reverse("account_login"), {"login": clerk.username, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": pyotp.TOTP(SECRET).now()})
    assert client.get("/staff/").status_code == 200
    codes = RecoveryCodes(Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES))
    assert (codes.generate_codes(), len(codes.get_unused_codes())) == (house["codes"], len(house["codes"]) - 1)
    assert Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).data == house["passkey"]


@pytest.mark.parametrize("batch", [1, 2, 500])
def test_batches_and_repetition_change_nothing_more(settings, house, batch) -> None:
    add_new(settings)
    first = rewrap(batch=batch)
    wrapped = {row.pk: bytes(row.wrapped) for row in CaseKey.objects.all()}
    again = rewrap(batch=batch)
    assert [[line.partition(": ")[2].split()[0] for line in said[:4]] for said in (first, again)] == [
        ["3", "1", "1", "2"],
        ["0", "0", "0", "0"],
    ]
    assert {row.pk: bytes(row.wrapped) for row in CaseKey.objects.all()} == wrapped


def test_a_row_that_does_not_open_stops_no_other(settings, house) -> None:
    spoilt = CaseKey.objects.order_by("pk").first()
    CaseKey.objects.filter(pk=spoilt.pk).update(wrapped=bytes(60))
    old = add_new(settings)
    with pytest.raises(
        CommandError, match=f"1 rows do not open and stay as they are, the first is dsr.CaseKey {spoilt.pk}"
    ):
        rewrap()
    assert CaseKey.objects.filter(master_key_id="2027").count() == 2
    assert needed_keys() == {"2027", old}


def test_a_case_that_is_purged_meanwhile_stays_purged(settings, house, monkeypatch) -> None:
    """The row is gone between the look and the change: nothing brings the key back."""
    real_open = CaseKey.open

    def open_and_purge(row: CaseKey) -> bytes:
        key = real_open(row)
        CaseKey.objects.filter(pk=row.pk).delete()
        return key

    monkeypatch.setattr(CaseKey, "open", open_and_purge)
    add_new(settings)
    assert rewrap()[0] == "cases: 0 wrapped anew with '2027'"
    assert (CaseKey.objects.count(), Draft.objects.count()) == (0, 1)


def test_a_missing_key_is_named(settings, house) -> None:
    (old,) = settings.DSR_MASTER_KEYS
    settings.DSR_MASTER_KEYS = {"2027": NEW}
    with pytest.raises(CommandError, match=f"'{old}'"):
        rewrap()
