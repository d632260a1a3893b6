"""The short words of a letter and the sentence of each decision: templates/letters/<language>/words.toml.

They are data with `$placeholders`, never code: a value put into a sentence stays a value, whatever it says.
"""

import tomllib
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "letters"


@cache
def words(language: str) -> dict[str, Any]:
    """Return the table of a language, read once per process."""
    return tomllib.loads((TEMPLATES / language / "words.toml").read_text(encoding="utf-8"))


def word(language: str, section: str, key: str) -> str:
    """Return a word, or the section's word for anything else. Raises KeyError when there is neither."""
    found = words(language)[section]
    return str(found.get(key) or found["any"])


def sentence(language: str, section: str, key: str, **values: str) -> str:
    """Return the sentence of a decision with its values. Raises KeyError for a sentence or a value that is missing."""
    decisions = words(language)["decision"]
    text = decisions[section].get(key) or decisions["any"][key]
    return Template(text).substitute(values)


def asked_for(language: str, kind: str) -> str:
    """Return how a request of a kind is called in a sentence: "your request for erasure", "your objection"."""
    return Template(word(language, "asked", kind)).substitute(title=word(language, "title", kind))


def person(language: str, name: str, *, asks: bool) -> dict[str, str]:
    """Return how the data subject is called: "you" for whoever asks for oneself, by name where an agent asks."""
    whose = words(language)["asking" if asks else "represented"]
    return {key: Template(text).substitute(name=name) for key, text in whose.items()}


def keeping(language: str, *, days: int | None, years: int | None) -> str:
    """Return how long something is kept, in words; the word for no time at all when it is zero days."""
    unit = "years" if years else "days" if days else "none"
    return Template(words(language)["keep"][unit]).substitute(number=str(years or days))
