"""Fixtures for everything that starts the real product. Imported by the conftest.py of each folder that does."""

import itertools
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import lane
from tests.browser.product import Product, copy_of, demo_folder, staffed_folder, until
from tests.browser.visitor import ARGUMENTS, CHROMIUM, Visitor

FOLDERS = {"staffed": staffed_folder, "demo": demo_folder}
_numbers = itertools.count(1)


@contextmanager
def running(factory: pytest.TempPathFactory, kind: str, **more: str) -> Iterator[Product]:
    """Run the product on a fresh copy of a prepared data folder; on failure pytest shows its log."""
    prepared = FOLDERS[kind](_shared(factory))
    data = copy_of(prepared, factory.mktemp("product") / f"data-{next(_numbers)}")
    product = Product(data, **more)
    try:
        with product:
            # the mails of the morning, so that a test that kills everything kills nobody who sends them
            until(lambda: product.unsent() == 0, "everything has left")
            yield product
    finally:
        sys.stdout.write(product.log.read_text())
        lane.drop(data)
        shutil.rmtree(data)


def _shared(factory: pytest.TempPathFactory) -> Path:
    place = factory.getbasetemp() / "prepared"
    place.mkdir(exist_ok=True)
    return place


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Run the product with five desks, the demo's staff and no case, once for all tests of a file."""
    with running(tmp_path_factory, "staffed") as started:
        yield started


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Run the product with the demo's cases, once for all tests of a file."""
    with running(tmp_path_factory, "demo") as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium, once for all tests of a file."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Open browsers for several people; each is closed, and asked for complaints, at the end of the test."""
    visitors: list[Visitor] = []

    def open_browser(url: str, **wishes: object) -> Visitor:
        visitors.append(Visitor(browser, url, **wishes))
        return visitors[-1]

    yield open_browser
    for visitor in visitors:
        visitor.close()
