"""A process does not serve without the keys that the rows need."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import ImproperlyConfigured

from dsr.models import Installation
from dsr.queries.keys import needed_keys, require_keys
from tests.factories import received, staff

pytestmark = pytest.mark.django_db
OTHER = bytes(range(32, 64))


def test_a_new_installation_remembers_its_index_key() -> None:
    require_keys()
    require_keys()
    assert Installation.objects.count() == 1


def test_a_missing_master_key_is_named(settings) -> None:
    received()
    (key_id,) = settings.DSR_MASTER_KEYS
    settings.DSR_MASTER_KEYS = {"2027": OTHER}
    with pytest.raises(ImproperlyConfigured, match=key_id):
        require_keys()


def test_another_index_key_is_refused(settings) -> None:
    require_keys()
    settings.DSR_MASTER_KEYS = {"2027": OTHER}
    with pytest.raises(ImproperlyConfigured, match="index key"):
        require_keys()


def test_a_rotated_key_keeps_the_old_one(settings) -> None:
    received()
    require_keys()
    settings.DSR_MASTER_KEYS = {"2027": OTHER, **settings.DSR_MASTER_KEYS}
    require_keys()


def test_the_key_of_a_second_factor_is_needed_too(settings) -> None:
    """A member of staff whose seed does not open stands before a door that no code opens."""
    (old,) = settings.DSR_MASTER_KEYS
    settings.DSR_MASTER_KEYS = {"2027": OTHER, **settings.DSR_MASTER_KEYS}
    require_keys()
    TOTP.activate(staff(), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    settings.DSR_MASTER_KEYS = {"2028": bytes(32), "index": settings.DSR_MASTER_KEYS[old]}
    with pytest.raises(ImproperlyConfigured, match="'2027'"):
        require_keys()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"secret": "a:x"}, {"a"}),
        ({"seed": "b:x", "used_mask": 0}, {"b"}),
        ({"migrated_codes": ["a:x", "c:y"], "used_mask": 0}, {"a", "c"}),
        ({"name": "key", "credential": {"secret": "no"}}, set()),
        ({}, set()),
    ],
)
def test_every_kind_of_second_factor_names_its_keys(data, expected) -> None:
    Authenticator.objects.create(user=staff(), type=Authenticator.Type.TOTP, data=data)
    assert needed_keys() == expected
