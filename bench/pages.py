"""How long the pages take at 1,000, 10,000 and 100,000 cases, and how many queries they make.

    DSR_DATA=/tmp/bench .venv/bin/python bench/pages.py [--sizes 1000 10000 100000] [--rounds 30]

Uses the database that the environment names, makes its own synthetic cases there (`manage.py load_cases`) and prints
one table per size. Times are those of the whole request inside one process, without network and gunicorn.
"""

import argparse
import os
import sys
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from random import randrange
from statistics import quantiles
from time import perf_counter
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from dsr.management.demo.staff import make_staff  # noqa: E402
from dsr.models import Case, User  # noqa: E402

ASKED = {
    "queue: all open": "/staff/?queue=open",
    "queue: late": "/staff/?queue=late",
    "queue: everything": "/staff/?queue=all",
    "dashboard": "/manager/",
}
LOOKED_FOR = {"search: 髙橋": "髙橋", "search: ﾀﾅｶ ﾊﾅｺ": "ﾀﾅｶ ﾊﾅｺ", "search: e-mail": "person123@example.com"}

FILLED_IN = {
    "kinds": ["disclosure"],
    "scope_disclosure": "会員登録の内容",
    "principal-name": "計測 太郎",
    "principal-kana": "ケイソク タロウ",
    "principal-birth_date": "1980-04-01",
    "principal-postal_code": "617-0002",
    "principal-address": "京都府向日市寺戸町中野20番地",
    "principal-phone": "075-922-0000",
    "reply_method": "electronic",
}


def signed_in(user: User) -> Client:
    """Return a client that has signed in."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def submit() -> None:
    """Ask for a disclosure as a person does: open the form, fill it in, check it, send it, read the receipt."""
    # everybody comes from somewhere else, or the throttle would be measured
    somewhere = f"127.{randrange(256)}.{randrange(256)}.1"
    visitor, desk = Client(SERVER_NAME="localhost", REMOTE_ADDR=somewhere), "/desks/omron-software/"
    form = f"{desk}request/?residence=JP&who=principal"
    visitor.get(form)
    visitor.post(form, FILLED_IN | {"principal-email": f"{uuid4().hex}@example.com"})
    visitor.get(f"{desk}request/check/")
    sent = visitor.post(f"{desk}request/check/")
    receipt = visitor.get(f"{desk}receipt/")
    if (sent.headers.get("Location"), receipt.status_code) != (f"{desk}receipt/", HTTPStatus.OK):
        raise SystemExit(f"the request was not received: {sent.status_code}")


def measure(name: str, run: Callable[[], None], rounds: int) -> None:
    """Run something many times and print p50, p95 and its queries."""
    run()
    queries = 0

    def count(execute: Callable, *arguments: object) -> object:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    with connection.execute_wrapper(count):
        run()
    times = []
    for _ in range(rounds):
        started = perf_counter()
        run()
        times.append((perf_counter() - started) * 1000)
    cuts = quantiles(times, n=20)
    print(f"{name:24} {cuts[9]:9.1f} {cuts[18]:9.1f} {queries:9}")


def page(client: Client, path: str) -> Callable[[], None]:
    """Return a run that fetches a page and fails unless it answers 200."""

    def run() -> None:
        response = client.get(path)
        if response.status_code != HTTPStatus.OK:
            raise SystemExit(f"{path} answered {response.status_code}")

    return run


def main() -> None:
    """Fill up to each size and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    settings.DEBUG = False
    call_command("migrate", verbosity=0)
    call_command("seed")
    manager = signed_in(make_staff()["manager"])
    for size in options.sizes:
        call_command("load_cases", max(size - Case.objects.count(), 0), seed=size)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        print(f"\n{connection.vendor}, {Case.objects.count():,} cases{'':6} p50 ms    p95 ms   queries")
        for name, path in ASKED.items():
            measure(name, page(manager, path), options.rounds)
        for name, words in LOOKED_FOR.items():
            found = manager.post("/staff/search/", {"q": words, "queue": "all"})
            measure(name, page(manager, found["Location"]), options.rounds)
        some = Case.objects.order_by("pk")[size // 2]
        measure("case page", page(manager, f"/staff/cases/{some.pk}/"), options.rounds)
        measure("public submission", submit, options.rounds)
        # what the form made is synthetic as well; beside real cases the next size would be refused
        Case.objects.filter(demo=False).update(demo=True)


if __name__ == "__main__":
    main()
