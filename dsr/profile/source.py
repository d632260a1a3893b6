"""A YAML file as plain data that remembers its lines: a small, safe part of YAML without aliases and tags."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.reader import ReaderError

Place = tuple[str | int, ...]

LARGEST_FILE = 256 * 1024
DEEPEST = 20
_CORE = "tag:yaml.org,2002:"
_PLAIN_TAGS = frozenset(
    _CORE + name for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq", "merge", "value")
)
_WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,8})")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong in a file, on one line of text."""

    path: str
    line: int
    place: str
    expected: str

    def __str__(self) -> str:
        """Return file:line: field: expected."""
        return f"{self.path}:{self.line}: {self.place}: expected {self.expected}"


class ProfileError(Exception):
    """A profile file was refused. `faults` lists everything that is wrong in it, in the order of its lines."""

    def __init__(self, faults: list[Fault]) -> None:
        """Keep the faults; the text of the error has one line for each."""
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class _Unwanted(yaml.MarkedYAMLError):
    """Something that YAML allows and a profile does not."""

    def __init__(self, event: Any, problem: str) -> None:
        super().__init__(None, None, problem, event.start_mark)


class _PlainLoader(Composer, yaml.CSafeLoader):
    """Composes nodes and never builds objects; refuses aliases, which could blow a small file up, and deep nesting.

    The scanner is libyaml's, which is ten times as fast; the composer is the Python one, which can be told to refuse.
    """

    depth = 0

    def __init__(self, text: str) -> None:
        yaml.CSafeLoader.__init__(self, text)
        Composer.__init__(self)

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        event: Any = self.peek_event()
        if isinstance(event, yaml.AliasEvent):
            raise _Unwanted(event, "write the value itself instead of an alias")
        self.depth += 1
        if self.depth > DEEPEST:
            raise _Unwanted(event, "nest less deeply")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


@dataclass
class Source:
    """What a file holds, the line of each place in it, and what was already wrong while it was read."""

    path: str
    data: object = None
    lines: dict[Place, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line_of(self, place: Place) -> int:
        """Return the line of a place, or of the nearest block around it; 1 for the whole file."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def fault(self, place: Place, expected: str, line: int | None = None) -> None:
        """Note something wrong at a place."""
        self.faults.append(Fault(self.path, line or self.line_of(place), name_of(place), expected))

    def value_of(self, node: Node, place: Place) -> object:
        """Turn a node into plain data and remember its lines."""
        self.lines.setdefault(place, node.start_mark.line + 1)
        if node.tag not in _PLAIN_TAGS:
            self.fault(place, f"no tag; found {node.tag.removeprefix(_CORE)}", node.start_mark.line + 1)
        if isinstance(node, MappingNode):
            return self._mapping(node, place)
        if isinstance(node, SequenceNode):
            return [self.value_of(item, (*place, number)) for number, item in enumerate(node.value)]
        return _scalar(node) if isinstance(node, ScalarNode) else None

    def _mapping(self, node: MappingNode, place: Place) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, ScalarNode):
                self.fault(place, "a plain name as the key", line)
                continue
            inner = (*place, key.value)
            if key.value in found:
                self.fault(inner, f"this key once; it stands on line {self.lines[inner]} already", line)
                continue
            self.lines[inner] = line
            found[key.value] = self.value_of(value, inner)
        return found


def name_of(place: Place) -> str:
    """Write a place the way it is spoken of: people[2].purposes[0].text."""
    name = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return name.removeprefix(".") or "file"


def _scalar(node: ScalarNode) -> object:
    """Read a scalar: quoted text stays text; only true, false, null and whole numbers are anything else."""
    if node.style:
        return node.value
    if node.value in _WORDS:
        return _WORDS[node.value]
    return int(node.value) if _WHOLE_NUMBER.fullmatch(node.value) else node.value


def read_source(path: Path) -> Source:
    """Read one YAML file. Raises ProfileError when it cannot be read as YAML at all."""
    source = Source(str(path))
    text = _text_of(path)
    try:
        node = _PlainLoader(text).get_single_node()
    except ReaderError as error:
        line = text.encode().count(b"\n", 0, error.position) + 1
        raise _refusal(path, line, "text without control characters") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = " ".join((error.problem or "").split())
        raise _refusal(path, mark.line + 1 if mark else 1, f"valid YAML; {problem}") from error
    if node is not None:
        source.data = source.value_of(node, ())
    return source


def _text_of(path: Path) -> str:
    """Return the text of a file of reasonable size. Raises ProfileError."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise _refusal(path, 1, f"a readable file; {error.strerror}") from error
    if len(content) > LARGEST_FILE:
        raise _refusal(path, 1, f"at most {LARGEST_FILE} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refusal(path, content.count(b"\n", 0, error.start) + 1, "UTF-8 text") from error


def _refusal(path: Path, line: int, expected: str) -> ProfileError:
    return ProfileError([Fault(str(path), line, "file", expected)])
