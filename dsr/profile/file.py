"""Reading a desk profile from its YAML file: everything that is wrong is said at once, with file, line and field."""

import difflib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from dsr.profile.base import PATTERNS, Part
from dsr.profile.desk import Profile
from dsr.profile.loading import lacking, refused
from dsr.profile.source import Fault, Place, ProfileError, Source, name_of, read_source

_LONGEST_QUOTE = 40

# What pydantic calls a mistake -> what was expected, in the words of an operator. Own checks bring their own words.
_EXPECTED = {
    "missing": "this field; it is missing",
    "string_type": "text",
    "string_too_short": "text that is not empty",
    "string_too_long": "at most {max_length} characters",
    "int_type": "a whole number",
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
    "bool_type": "true or false",
    "enum": "one of {expected}",
    "literal_error": "one of {expected}",
    "too_short": "at least {min_length}",
    "date_type": "a date such as 2026-11-22",
    "tuple_type": "a list",
    "dict_type": "a block of fields",
    "model_type": "a block of fields",
    "model_attributes_type": "a block of fields",
}
_WITHOUT_QUOTE = frozenset({"missing", "extra_forbidden"})


@dataclass(frozen=True)
class ProfileFile:
    """A profile with the file it came from, so that a later check can still name the line."""

    profile: Profile
    source: Source

    def fault(self, *place: str | int, expected: str) -> Fault:
        """Return what is wrong at a place of this file."""
        return Fault(self.source.path, self.source.line_of(place), name_of(place), expected)


def read_profile(path: Path) -> Profile:
    """Return the profile in a YAML file. Raises ProfileError with one line for everything that is wrong in it."""
    return read_file(path).profile


def read_file(path: Path) -> ProfileFile:
    """Return the profile in a YAML file, with its lines. Raises ProfileError with all that is wrong in it."""
    source = read_source(path)
    try:
        profile = Profile.model_validate(source.data)
        for place, expected in refused(profile):
            source.fault(place, expected)
    except ValidationError as error:
        for found in error.errors(include_url=False):
            place = _place_of(found)
            source.fault(place, _expected(found, place))
    for place, expected in lacking(source.data):
        source.fault(place, expected)
    if source.faults:
        raise ProfileError(source.faults)
    return ProfileFile(profile, source)


def read_profiles(paths: Iterable[Path]) -> list[ProfileFile]:
    """Return the profiles of several files. Raises one ProfileError for all that is wrong in any of them."""
    read: list[ProfileFile] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            read.append(read_file(path))
        except ProfileError as error:
            faults.extend(error.faults)
    faults += _twins(read)
    if faults:
        raise ProfileError(faults)
    return read


def _twins(read: list[ProfileFile]) -> Iterator[Fault]:
    """Find what two desks may not share: the slug, and the prefix that their letters are numbered with."""
    slugs: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    for file in read:
        first = slugs.setdefault(file.profile.slug, file.source.path)
        if first != file.source.path:
            yield file.fault("slug", expected=f"a slug of its own; {first} has the same")
        first = prefixes.setdefault(file.profile.letters.number_prefix, file.source.path)
        if first != file.source.path:
            yield file.fault("letters", "number_prefix", expected=f"a prefix of its own; {first} has the same")


def _place_of(found: ErrorDetails) -> Place:
    """Return where it is wrong: pydantic's place, plus the steps that an own check adds to it."""
    steps = [step for step in found["loc"] if step != "[key]"]
    return (*steps, *found.get("ctx", {}).get("at", ()))


def _expected(found: ErrorDetails, place: Place) -> str:
    """Say what was expected, and what stood there instead if that is short."""
    context: dict[str, Any] = found.get("ctx", {})
    if found["type"] == "extra_forbidden":
        return f"a known field{_nearest(str(place[-1]))}"
    if found["type"] == "string_pattern_mismatch":
        words = PATTERNS[context["pattern"]]
    else:
        words = _EXPECTED.get(found["type"], "{message}").format(message=found["msg"], **context)
    quotable = isinstance(found["input"], str | int | None) and found["type"] not in _WITHOUT_QUOTE
    return f"{words}; found {_quote(found['input'])}" if quotable else words


def _quote(value: object) -> str:
    """Return a short quotation of a value."""
    words = "nothing" if value is None else json.dumps(value, ensure_ascii=False)
    return words if len(words) <= _LONGEST_QUOTE else f"{words[:_LONGEST_QUOTE]}…"


def _nearest(name: str) -> str:
    """Suggest the field name that looks most like an unknown one."""
    known = {field for part in _parts(Part) for field in part.model_fields}
    close = difflib.get_close_matches(name, sorted(known), n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _parts(part: type[Part]) -> Iterator[type[Part]]:
    """Walk over every kind of part."""
    yield part
    for child in part.__subclasses__():
        yield from _parts(child)
