"""Can what is stored be opened, and found? Asked before a process serves, so that a wrong key never goes unnoticed."""

from django.core.exceptions import ImproperlyConfigured

from dsr import crypto
from dsr.models import CaseKey, Draft, Installation

INDEX_CHECK = "index_check"


def require_keys() -> None:
    """Refuse to go on without the keys that the rows need. Remembers the index key of a new installation: one row.

    Raises ImproperlyConfigured, which names the missing master key.
    """
    needed = {
        *CaseKey.objects.order_by().values_list("master_key_id", flat=True).distinct(),
        *Draft.objects.order_by().values_list("master_key_id", flat=True).distinct(),
    }
    missing = sorted(needed - set(crypto.current_ring().ids))
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
