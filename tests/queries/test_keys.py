"""A process does not serve without the keys that the rows need."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from dsr.models import Installation
from dsr.queries.keys import require_keys
from tests.factories import received

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
