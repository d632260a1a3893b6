"""What a look at another calendar costs, and how many dates the pure engine counts in a second.

    DSR_DATA=/tmp/bench .venv/bin/python manage.py load_cases 30000     # once
    DSR_DATA=/tmp/bench .venv/bin/python bench/calendars.py

The preview computes every open case of a desk twice: by the calendar that it has, and by the other one.
"""

import os
import sys
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

import django

django.setup()

from django.utils import timezone  # noqa: E402

from dsr.actions.calendars import proposed  # noqa: E402
from dsr.law.calendars import OwnClosure  # noqa: E402
from dsr.law.clocks import due  # noqa: E402
from dsr.models import Desk  # noqa: E402
from dsr.queries.calendars import preview  # noqa: E402

CLOCKS = {"EU-GDPR": {"place": "DE"}, "UK": {"place": "GB-SCT"}, "US-CA": {}, "JP-ART39": {}, "JP-APPI": {}}
DATES = 2_000


def preview_all() -> tuple[int, int, float]:
    """Look at a closed week at every desk. Returns open cases, moved cases, seconds."""
    today = timezone.localdate()
    week = OwnClosure(today + timedelta(days=3), today + timedelta(days=7), "bench")
    cases = moved = 0
    started = perf_counter()
    for desk in Desk.objects.all():
        seen = preview(desk, proposed(desk, [week]), today)
        cases, moved = cases + seen.open, moved + len(seen.moved)
    return cases, moved, perf_counter() - started


def dates_per_second(clock: str, **options: object) -> float:
    """Count one clock over many days of receipt, with the explanation of each."""
    first = date(2026, 1, 1)
    started = perf_counter()
    for number in range(DATES):
        due(clock, first + timedelta(days=number % 600), **options).due  # noqa: B018 - the work is the measure
    return DATES / (perf_counter() - started)


def main() -> None:
    """Print both."""
    cases, moved, seconds = preview_all()
    print(f"preview: {cases} open cases, {moved} move, {seconds:.2f} s, {1000 * seconds / max(cases, 1):.2f} ms a case")
    calendar = Desk.objects.first().calendar().business_days
    for clock, options in CLOCKS.items():
        more = {"calendar": calendar, "business_days": 10} if clock == "JP-APPI" else options
        print(f"{clock}: {dates_per_second(clock, **more):,.0f} dates a second")


if __name__ == "__main__":
    main()
