"""What a tick costs when 1,000 timers are due and 10,000, 100,000 or 1,000,000 cases are open.

    DATABASE_URL=postgres://... DSR_DATA=/tmp/bench .venv/bin/python bench/clocks.py [--sizes 10000 100000 1000000]

Needs an empty PostgreSQL database of its own. Rows are copied by SQL from one case that came in by the product; what is
measured is the product's own tick. Prints, per size: seconds, rows read (pg_stat_user_tables), and the reconciler's.
"""

import argparse
import os
import sys
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from dsr.actions.firing import fire_all_due  # noqa: E402
from dsr.models import Case, Deadline  # noqa: E402
from dsr.queries.unwatched import unwatched_cases  # noqa: E402
from tests.factories import received  # noqa: E402

DUE = 1_000
ROUNDS = 3
READ = "SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0) FROM pg_stat_user_tables"
# every column of a template row but those that have to differ
COPY_CASES = """
INSERT INTO dsr_case ({columns}, id, number, due_on)
SELECT {columns}, gen_random_uuid(), 'BENCH-' || n, current_date + 30 + (n % 200)::int
FROM dsr_case, generate_series({first}, {last}) n WHERE dsr_case.id = '{template}'
"""
COPY_TIMERS = """
INSERT INTO dsr_deadline (case_id, rule, version, due_on, fires_at, skipped_late)
SELECT c.id, r.rule, 1, c.due_on - r.before, c.due_on - r.before + interval '9 hours', false
FROM dsr_case c, (VALUES ('warning_5', 7), ('warning_1', 1), ('target', 0)) r(rule, before)
WHERE c.number LIKE 'BENCH-%' AND NOT EXISTS (SELECT 1 FROM dsr_deadline d WHERE d.case_id = c.id)
"""
MAKE_DUE = """
UPDATE dsr_deadline SET fires_at = now() - interval '1 minute' WHERE id IN (
  SELECT id FROM dsr_deadline WHERE rule = 'warning_5' AND fired_at IS NULL AND closed_at IS NULL
  ORDER BY md5(id::text) LIMIT %s)
"""


def run(statement: str, *values: object) -> int:
    """Run one statement; return the first value of its answer, or the number of rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchone()[0] if cursor.description else cursor.rowcount


def grow_to(size: int, template: Case) -> None:
    """Copy the template until so many cases are open, each with the three timers of a target."""
    kept = [f.column for f in Case._meta.concrete_fields if f.column not in {"id", "number", "due_on", "submission"}]
    columns, first = ", ".join(kept), Case.objects.count()
    run(COPY_CASES.format(columns=columns, first=first, last=size - 1, template=template.pk))
    run(COPY_TIMERS)
    run("VACUUM ANALYZE")


def rows_read() -> int:
    """Return how many rows the database has read in all."""
    run("SELECT pg_stat_force_next_flush()")
    return int(run(READ))


def tick() -> tuple[float, int]:
    """Make timers due and fire them by the product. Returns seconds and rows read."""
    run(MAKE_DUE, DUE)
    run("VACUUM ANALYZE dsr_deadline")
    before, started = rows_read(), perf_counter()
    fired = fire_all_due(timezone.now())
    seconds = perf_counter() - started
    if fired != DUE:
        raise SystemExit(f"{fired} timers fired, not {DUE}")
    return seconds, rows_read() - before


def reconcile() -> float:
    """Return the seconds of looking for open cases without a timer."""
    started = perf_counter()
    if unwatched_cases().exists():
        raise SystemExit("a case of the benchmark has no timer")
    return perf_counter() - started


def main() -> None:
    """Measure each size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000, 100_000, 1_000_000])
    sizes = parser.parse_args().sizes
    settings.DSR_TICK_LIMIT = DUE
    call_command("migrate", verbosity=0)
    template = Case.objects.filter(number__startswith="DSR").first() or received().case
    Deadline.objects.filter(case=template).exclude(rule="target").delete()
    print(f"{'open cases':>12} {'tick s':>8} {'rows read':>10} {'reconciler s':>13}")
    for size in sorted(sizes):
        grow_to(size, template)
        seconds, read = min(tick() for _round in range(ROUNDS))
        print(f"{size:>12,} {seconds:>8.2f} {read:>10,} {reconcile():>13.2f}", flush=True)


if __name__ == "__main__":
    main()
