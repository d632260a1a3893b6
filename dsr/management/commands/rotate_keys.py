"""`manage.py rotate_keys`: wrap with the current master key what older ones wrap, so that those can be retired.

No field and no file is rewritten. Safe beside running processes and after an interruption: a row is changed only if it
is still what was opened, so a case that is purged meanwhile stays purged. Run again, it does what is left.
"""

from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import QuerySet

from dsr import crypto
from dsr.models import CaseKey, Draft, ScanBatch
from dsr.queries.keys import SEEDS, key_of, needed_keys, require_keys, seeds_of

BATCH = 500


class Command(BaseCommand):
    """Wrap keys anew."""

    help = "Wrap the keys of cases and drafts and the second factors with the current (first) master key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number of rows of one transaction."""
        parser.add_argument("--batch", type=int, default=BATCH)

    def handle(self, *, batch: int, **_options: object) -> None:
        """Go through the tables and count. Raises CommandError for a missing key or rows that do not open."""
        try:
            require_keys()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        current = crypto.current_ring().current_id
        broken: list[str] = []
        for name, rows, rewrap in (
            ("cases", CaseKey.objects.exclude(master_key_id=current), _case_key),
            ("drafts", Draft.objects.exclude(master_key_id=current), _draft),
            ("scanned post", ScanBatch.objects.exclude(master_key_id=current).exclude(wrapped=b""), _batch),
            ("second factors", Authenticator.objects.all(), _second_factor),
        ):
            count = _in_batches(rows, rewrap, batch, broken)
            self.stdout.write(f"{name}: {count} wrapped anew with {current!r}")
        self.stdout.write(f"master keys that are still needed: {', '.join(sorted(needed_keys())) or 'none'}")
        if broken:
            raise CommandError(f"{len(broken)} rows do not open and stay as they are, the first is {broken[0]}.")


def _in_batches(rows: QuerySet[Any], rewrap: Callable[[Any], bool], batch: int, broken: list[str]) -> int:
    """Take the rows in the order of their ids, one transaction a batch; a row that does not open stops no other."""
    count, place = 0, None
    while True:
        further = rows.order_by("pk") if place is None else rows.order_by("pk").filter(pk__gt=place)
        with transaction.atomic():
            found = list(further.select_for_update()[:batch])
            for row in found:
                try:
                    count += rewrap(row)
                except (crypto.Tampered, ValueError):
                    broken.append(f"{row._meta.label} {row.pk}")
        if not found:
            return count
        place = found[-1].pk


def _case_key(row: CaseKey) -> bool:
    return _swap(row, crypto.wrap(row.open(), context=f"case:{row.case_id}"))


def _draft(row: Draft) -> bool:
    return _swap(row, crypto.wrap(row.open_key(), context=f"draft:{row.pk}"))


def _batch(row: ScanBatch) -> bool:
    key = row.open_key()
    return bool(key) and _swap(row, crypto.wrap(key, context=f"batch:{row.pk}"))


def _swap(row: Any, fresh: tuple[str, bytes]) -> bool:
    master_key_id, wrapped = fresh
    still = type(row).objects.filter(pk=row.pk, master_key_id=row.master_key_id)
    return bool(still.update(master_key_id=master_key_id, wrapped=wrapped))


def _second_factor(row: Authenticator) -> bool:
    if {key_of(seed) for seed in seeds_of(row.data)} <= {crypto.current_ring().current_id}:
        return False
    return bool(Authenticator.objects.filter(pk=row.pk).update(data=_rewrapped(row.data)))


def _rewrapped(data: Mapping[str, Any]) -> dict[str, Any]:
    adapter = get_adapter()

    def anew(sealed: str | list[str]) -> str | list[str]:
        return adapter.encrypt(adapter.decrypt(sealed)) if isinstance(sealed, str) else [anew(one) for one in sealed]

    return {name: anew(value) if name in SEEDS else value for name, value in data.items()}
