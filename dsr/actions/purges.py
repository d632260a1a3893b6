"""What was destroyed once is destroyed again in a database that was restored from an older backup."""

from django.db import transaction

from dsr.actions import scans
from dsr.actions.destruction import destroy_again
from dsr.models import CaseKey, Document, SearchToken
from dsr.storage import ledger
from dsr.vocabulary import DestroyReason


def purge_again(purge: ledger.Purge) -> bool:
    """Destroy what an entry of the ledger names, if this database still holds its key. Returns whether it did.

    A document whose key is another one now was masked after that entry, and stays. One that was masked after the backup
    comes back unmasked, and its masked copy is in no backup: it is destroyed, because the law forbids to keep it.
    """
    if purge.document == ledger.WHOLE_CASE:
        return _purge_case(purge.case)
    if purge.case == ledger.SCANNED_POST:
        return scans.destroy_again(purge.document, purge.key_sha256)
    document = Document.objects.kept().filter(pk=purge.document).first()
    if document is None or ledger.fingerprint(document.sealed_file_key) != purge.key_sha256:
        return False
    reason = DestroyReason(purge.why) if purge.why in DestroyReason else DestroyReason.MUST_NOT_KEEP
    destroy_again(document.case_id, document.pk, reason=reason)
    return True


def _purge_case(case_id: str) -> bool:
    with transaction.atomic():
        SearchToken.objects.filter(case_id=case_id).delete()
        return bool(CaseKey.objects.filter(case_id=case_id).delete()[0])
