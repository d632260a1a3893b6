"""Cases for letters, made in memory from the seed files: no row is written, so hundreds are looked at in a second."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from dsr.actions.desks import content_of
from dsr.models import Case, Desk, DeskPolicy
from dsr.persons import PersonDetails
from dsr.profile import Profile
from dsr.profile.file import read_profile
from dsr.rendering.samples import (
    ISSUED,
    RECEIVED,
    SCOPES,
    SMITH,
    WORDS,
    YOSHINO,
    Answered,
    first_ground,
    regime_of,
    sample_case,
)

__all__ = [
    "ATTORNEY",
    "ISSUED",
    "RECEIVED",
    "SCOPES",
    "SMITH",
    "WORDS",
    "YOSHINO",
    "Answered",
    "first_ground",
    "letter_case",
    "profile_of",
    "regime_of",
]

DESKS = Path(__file__).parents[2] / "seeds" / "desks"
ATTORNEY = PersonDetails(
    name="葛󠄀城 さくら",
    postal_code="100-0013",
    address="東京都千代田区霞が関1丁目1番3号 弁護士会館4階",
    organisation="霞が関みらい法律事務所",
    email="katsuragi@example.com",
)


@cache
def profile_of(slug: str) -> Profile:
    """Return the profile of one of the five desks."""
    return read_profile(DESKS / f"{slug}.yaml")


def letter_case(
    *rights: Answered, slug: str = "omron-software", profile: Profile | None = None, **changes: Any
) -> Case:
    """Return a case of a desk, complete but never saved; see `sample_case` for what may be changed."""
    found = profile or profile_of(slug)
    desk = Desk(pk=1, slug=slug, name_ja=found.name.ja, name_en=found.name.en)
    content = content_of(found)
    sha256 = hashlib.sha256(json.dumps(content).encode()).hexdigest()
    policy = DeskPolicy(pk=1, desk=desk, version=1, content=content, sha256=sha256)
    return sample_case(*rights, policy=policy, **changes)
