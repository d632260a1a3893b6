"""A YAML file as plain data that remembers its lines. A small, safe part of YAML: no aliases, no tags, no doubled keys."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Place = tuple[str | int, ...]

LARGEST_FILE = 256 * 1024
DEEPEST = 20
_CORE = "tag:yaml.org,2002:"
_PLAIN_TAGS = frozenset(
    _CORE + name for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq", "merge", "value")
)
_WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)")
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


class _PlainLoader(yaml.SafeLoader):
    """Composes nodes and never builds objects; refuses aliases, which could blow a small file up, and deep nesting."""

    depth = 0

    def compose_node(self, parent: Node | None, index: object) -> Node | None:
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="the value itself instead of an alias", problem_mark=event.start_mark)
        self.depth += 1
        if self.depth > DEEPEST:
            raise yaml.MarkedYAMLError(problem="less nesting", problem_mark=event.start_mark)
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
        return _scalar(node)

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
    if node.style is not None:
        return node.value
    if node.value in _WORDS:
        return _WORDS[node.value]
    return int(node.value) if _WHOLE_NUMBER.fullmatch(node.value) and len(node.value) < len("1000000000") else node.value


def read_source(path: Path) -> Source:
    """Read one YAML file. Raises ProfileError when it cannot be read as YAML at all."""
    source = Source(str(path))
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise ProfileError([Fault(source.path, 1, "file", f"at most {LARGEST_FILE} bytes")])
        loader = _PlainLoader(content.decode("utf-8-sig"))
        node = loader.get_single_node()
    except OSError as error:
        raise ProfileError([Fault(source.path, 1, "file", f"a readable file; {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ProfileError([Fault(source.path, line, "file", "UTF-8 text")]) from error
    except yaml.YAMLError as error:
        raise ProfileError([_yaml_fault(source.path, error)]) from error
    if node is not None:
        source.data = source.value_of(node, ())
    return source


def _yaml_fault(path: str, error: yaml.YAMLError) -> Fault:
    """Say on one line where YAML stopped."""
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        problem = " ".join((error.problem or error.context or "").split())
        return Fault(path, mark.line + 1 if mark else 1, "file", f"valid YAML; {problem}")
    return Fault(path, 1, "file", "valid YAML; it holds a character that YAML does not allow")
