"""Checks that look at more than one field. Each says what was expected, and where exactly it is wrong."""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic_core import PydanticCustomError


def fault(words: str, *at: str | int) -> PydanticCustomError:
    """Return an error in words of what was expected; `at` leads from the checked field to the very place."""
    return PydanticCustomError("profile", "{words}", {"words": words, "at": at})


def once(rows: Iterable[Any], name: str) -> None:
    """Refuse rows that share a key. Raises PydanticCustomError."""
    seen = set()
    for number, row in enumerate(rows):
        if getattr(row, name) in seen:
            raise fault(f"each {name} once", number, name)
        seen.add(getattr(row, name))


def known(rows: Iterable[Any], name: str, targets: Iterable[Any] | None) -> None:
    """Refuse a reference to a code that no target has. Raises PydanticCustomError.

    Targets that were refused themselves come as None, and nothing is held against them a second time.
    """
    if targets is None:
        return
    codes = sorted(target.code for target in targets)
    for number, row in enumerate(rows):
        for position, code in enumerate(getattr(row, name)):
            if code not in codes:
                raise fault(f"one of {', '.join(codes)}; found {code}", number, name, position)


def complete(keys: Iterable[Any], wanted: Iterable[Any], what: str) -> None:
    """Refuse a table that lacks a row. Raises PydanticCustomError."""
    have = set(keys)
    missing = [each.value for each in wanted if each not in have]
    if missing:
        raise fault(f"a row for every {what}; missing: {', '.join(missing)}")


def has_field(part: BaseModel, name: str) -> bool:
    """Tell whether a dotted name leads to a field of the profile; a list ends the way."""
    value: object = part
    for step in name.split("."):
        if not isinstance(value, BaseModel) or step not in type(value).model_fields:
            return value is None
        value = getattr(value, step)
    return True
