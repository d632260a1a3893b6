"""`manage.py load_cases N`: N synthetic cases for measuring. Never on an installation with real cases."""

from argparse import ArgumentParser
from multiprocessing import get_context
from time import perf_counter
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections, transaction
from django.utils import timezone

from dsr.management.synthetic import ORDER, Setting, make_rows
from dsr.models import Case, SearchToken
from dsr.models.statistics import take_statistics

CHUNK = 2_000


class Command(BaseCommand):
    """Make many cases in bulk, bypassing the verbs; see dsr/management/synthetic.py."""

    help = "Make N synthetic cases for measuring (bench/). Refused where real cases exist."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number of cases and the seed of the dice."""
        parser.add_argument("count", type=int)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *, count: int, seed: int, **_options: object) -> None:
        """Write the cases in chunks, one transaction each. Raises CommandError on an installation with real cases."""
        if count < 0:
            raise CommandError("The number of cases must be 0 or more.")
        if Case.objects.filter(demo=False).exists():
            raise CommandError("There are real cases here: synthetic ones would falsify the figures.")
        setting, started = Setting.current(timezone.localdate()), perf_counter()
        if not setting.policies:
            raise CommandError("There are no desks yet: run manage.py seed first.")
        chunks = [(setting, min(CHUNK, count - first), seed * 1_000_003 + first) for first in range(0, count, CHUNK)]
        if connection.vendor == "postgresql" and not connection.in_atomic_block:
            # SQLite has one writer, and a test's own transaction cannot be seen from another process
            connections.close_all()
            with get_context("fork").Pool() as pool:
                pool.starmap(_load, chunks, chunksize=1)
        else:
            for chunk in chunks:
                _load(*chunk)
        take_statistics()
        self.stdout.write(f"{count} cases in {perf_counter() - started:.1f} s")


def _load(setting: Setting, count: int, seed: int) -> None:
    """Make and write one chunk, in one transaction."""
    rows = make_rows(setting, count, seed)
    with transaction.atomic():
        for model in ORDER:
            _insert(model, rows.by_model[model])
        _insert_tokens(rows.tokens)


def _insert(model: Any, rows: list[Any]) -> None:
    """Insert rows; by COPY where the database has it, which takes a third of the time."""
    if connection.vendor != "postgresql":
        model.objects.bulk_create(rows, batch_size=500)
        return
    fields = [field for field in model._meta.concrete_fields if not (field.primary_key and field.db_returning)]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row([_plain(field, row) for field in fields])


def _insert_tokens(tokens: list[tuple[int, UUID]]) -> None:
    table = SearchToken._meta.db_table
    to_column = SearchToken._meta.get_field("case").get_db_prep_save
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            rows = [(token, to_column(case, connection)) for token, case in tokens]
            cursor.executemany(f'INSERT INTO "{table}" (token, case_id) VALUES (%s, %s)', rows)  # noqa: S608 - our table
            return
        with cursor.copy(f'COPY "{table}" (token, case_id) FROM STDIN') as copy:
            for row in tokens:
                copy.write_row(row)


def _plain(field: Any, row: Any) -> Any:
    value = field.get_db_prep_save(getattr(row, field.attname), connection)
    return bytes(value) if isinstance(value, memoryview) else value
