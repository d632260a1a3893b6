"""What a profile must hold when it is loaded today. Versions stored earlier may lack it, and cases still need those."""

from collections.abc import Iterator
from typing import Any

from dsr.profile.source import Place

_MISSING = "this field; it is missing"
_WAYS = ("address", "phone", "email", "contact_form")


def lacking(data: Any) -> Iterator[tuple[Place, str]]:
    """Find what is missing in the plain data of a file: the place, and what was expected there."""
    if not isinstance(data, dict):
        return
    if "security_measures" not in data:
        yield ("security_measures",), _MISSING
    desk = data.get("desk")
    if isinstance(desk, dict) and not any(desk.get(way) for way in _WAYS):
        yield ("desk",), f"a way to reach the desk with requests and complaints: {', '.join(_WAYS[:-1])} or {_WAYS[-1]}"
