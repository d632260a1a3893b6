"""Can what is stored be opened, and found? Asked before a process serves, so that a wrong key never goes unnoticed."""

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import ImproperlyConfigured

from dsr import crypto
from dsr.models import CaseKey, Draft, Installation, ScanBatch

INDEX_CHECK = "index_check"
RESTORE = "restore"  # is there from the moment a backup lies in the database until what was destroyed is so again
# where django-allauth keeps what dsr.web.accounts seals, as "key id:base64"
SEEDS = ("secret", "seed", "migrated_codes")


def require_keys() -> None:
    """Refuse to go on without the keys that the rows need. Remembers the index key of a new installation: one row.

    Raises ImproperlyConfigured, which names the missing master key; or says that a restore did not finish.
    """
    if Installation.objects.filter(name=RESTORE).exists():
        raise ImproperlyConfigured("A restore did not come to its end. Run manage.py restore again.")
    missing = sorted(needed_keys() - set(crypto.current_ring().ids))
    if missing:
        raise ImproperlyConfigured(f"Rows are sealed with the master key {missing[0]!r}, which DSR_MASTER_KEYS lacks.")
    check, _created = Installation.objects.get_or_create(
        name=INDEX_CHECK, defaults={"value": crypto.index_check_value()}
    )
    if check.value != crypto.index_check_value():
        raise ImproperlyConfigured(
            "The index key is not the one that receipts and searches were made with: "
            "keep the oldest master key in DSR_MASTER_KEYS, or its bytes under the name 'index'."
        )


def needed_keys() -> set[str]:
    """Return the ids of the master keys that cases, drafts, scanned post and second factors are wrapped with."""
    seeds = (seed for data in Authenticator.objects.values_list("data", flat=True) for seed in seeds_of(data))
    return {
        *CaseKey.objects.order_by().values_list("master_key_id", flat=True).distinct(),
        *Draft.objects.order_by().values_list("master_key_id", flat=True).distinct(),
        *ScanBatch.objects.exclude(wrapped=b"").order_by().values_list("master_key_id", flat=True).distinct(),
        *(key_of(seed) for seed in seeds),
    }


def seeds_of(data: Mapping[str, Any]) -> list[str]:
    """Return the sealed texts of one second factor; a passkey has none."""
    found = (data.get(name, ()) for name in SEEDS)
    return [text for texts in found for text in ([texts] if isinstance(texts, str) else texts)]


def key_of(seed: str) -> str:
    """Return the id of the master key that opens a sealed text."""
    return seed.partition(":")[0]
