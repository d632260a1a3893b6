"""docs/desk-profiles.md explains every field there is."""

import re
from collections.abc import Iterator
from pathlib import Path

from dsr.profile.base import Part
from dsr.profile.desk import Profile

DOCUMENT = Path(__file__).parent.parent / "docs" / "desk-profiles.md"
# the two languages of a text, and the value and reason of a choice, are explained once for all
SAID_ONCE = {"ja", "en"}


def parts(part: type[Part]) -> Iterator[type[Part]]:
    yield part
    for child in part.__subclasses__():
        yield from parts(child)


def test_explain_every_field():
    assert Profile in list(parts(Part))
    fields = {name for part in parts(Part) for name in part.model_fields}
    explained = set(re.findall(r"`([a-z0-9_]+)[`:]", DOCUMENT.read_text(encoding="utf-8")))
    assert fields - explained - SAID_ONCE == set()
