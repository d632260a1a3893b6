"""What letters cost: a batch of 200 on two cores, one preview at a time, and the memory of a worker over 500.

    DSR_DATA=/tmp/bench .venv/bin/python bench/letters.py [--letters 200] [--rounds 3]

Beside each, in the same run, WeasyPrint alone on the same HTML, the same style sheet and the same tags (PDF/UA-1). The
work of the product is composing (template, lint), rendering and sealing. Needs a database with desks (`manage.py
prepare --seed`); reads them, writes nothing.
"""

import argparse
import os
import resource
import sys
from collections.abc import Callable, Iterable
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

import django

django.setup()

from django.db import connection  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402
from django.utils import timezone  # noqa: E402

from dsr import crypto  # noqa: E402
from dsr.management.commands.sample_letters import letter_html, samples  # noqa: E402
from dsr.models import Desk, DeskPolicy  # noqa: E402
from dsr.rendering.pdf import STYLE_SHEET, VARIANT, render_pdf  # noqa: E402

CORES, MEMORY = 2, 500
KEY = crypto.new_key()
ALL = list(samples())


@cache
def policy() -> DeskPolicy:
    """Return the rules of the first desk."""
    return Desk.objects.order_by("slug")[0].policy_on(timezone.localdate())


@cache
def composed(number: int) -> str:
    """Return the HTML of a letter."""
    return letter_html(ALL[number], policy())


def by_product(number: int) -> int:
    """Compose, render and seal one letter, as the worker does. Returns the size of what is stored."""
    return len(crypto.seal_file(KEY, render_pdf(letter_html(ALL[number], policy())).data, context="bench"))


def alone(number: int) -> int:
    """Render the same HTML by WeasyPrint alone, as its manual shows. Returns the size of the PDF."""
    import weasyprint  # what only a process that renders should pay

    style = weasyprint.CSS(string=render_to_string(STYLE_SHEET))
    return len(weasyprint.HTML(string=composed(number)).write_pdf(stylesheets=[style], pdf_variant=VARIANT))


def ready() -> None:
    """Open what a process opens once: the desk, the style sheet, the HTML of each letter, the fonts."""
    for number in range(len(ALL)):
        composed(number)
    connection.close()
    by_product(0), alone(0)


def batch(work: Callable[[int], int], count: int) -> float:
    """Return the seconds that a batch takes on two cores; starting the processes is not counted."""
    with get_context("spawn").Pool(CORES, initializer=ready) as pool:
        pool.map(work, range(CORES * 4), chunksize=1)
        started = perf_counter()
        pool.map(work, [number % len(ALL) for number in range(count)], chunksize=5)
        return perf_counter() - started


def times(work: Callable[[int], int], numbers: Iterable[int]) -> list[float]:
    """Return the seconds of each letter, one after the other, the shortest first."""
    found = []
    for number in numbers:
        started = perf_counter()
        work(number)
        found.append(perf_counter() - started)
    return sorted(found)


def p95(found: list[float]) -> float:
    """Return the time that 95 of 100 do not exceed."""
    return found[int(len(found) * 0.95)]


def resident() -> float:
    """Return the resident size of this process in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024 / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--letters", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    rounds = range(asked.rounds)
    mine = min(batch(by_product, asked.letters) for _round in rounds)
    raw = min(batch(alone, asked.letters) for _round in rounds)
    per_minute = 60 * asked.letters / mine
    print(f"batch of {asked.letters} on {CORES} cores: {mine:.1f} s, {per_minute:.0f} letters a minute", end="; ")
    print(f"WeasyPrint alone {raw:.1f} s; {mine / raw:.2f} times")
    ready()
    one, plain = times(by_product, range(len(ALL))), times(alone, range(len(ALL)))
    times_alone = p95(one) / p95(plain)
    print(f"one letter, p95: {1000 * p95(one):.0f} ms; alone {1000 * p95(plain):.0f} ms; {times_alone:.2f} times")
    for made in range(0, MEMORY + 1, 100):
        print(f"resident after {made} more letters: {resident():.0f} MiB")
        times(by_product, [(made + number) % len(ALL) for number in range(100)])


if __name__ == "__main__":
    main()
