"""What was destroyed once is destroyed again in a database that was restored from an older backup."""

from django.db import transaction

from dsr.models import CaseKey, SearchToken
from dsr.storage.ledger import WHOLE_CASE, Purge


def purge_again(purge: Purge) -> bool:
    """Destroy the key that an entry of the ledger names, if this database still holds it. Returns whether it did.

    The journal does not tell of it: the entry of the destruction itself came after the backup and is lost with it.
    """
    if purge.document != WHOLE_CASE:
        return False
    with transaction.atomic():
        SearchToken.objects.filter(case_id=purge.case).delete()
        return bool(CaseKey.objects.filter(case_id=purge.case).delete()[0])
