"""Every test of the public door begins with the five desks and with no tries counted."""

import pytest

from dsr.web.public import throttle
from tests.factories import desk
from tests.web.public.visitor import Visitor


@pytest.fixture(autouse=True)
def _fresh_counters():
    throttle.forget_all()


@pytest.fixture
def desks(db):
    return desk()


@pytest.fixture
def visitor(desks):
    """Return somebody who has opened the form of OMRON Software for their own data, in English."""
    opened = Visitor()
    opened.open()
    return opened
