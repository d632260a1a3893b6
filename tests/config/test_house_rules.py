"""The rules that ruff and import-linter cannot see."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PRODUCT = sorted(path for path in (ROOT / "dsr").rglob("*.py") if "migrations" not in path.parts)
MODULES = [*PRODUCT, *sorted((ROOT / "config").rglob("*.py"))]
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
MODULE_LINES = 300

FORBIDDEN = {
    r"\.update\([^)]*\bstate=": "Only dsr/actions/unit.py moves a case, through the table.",
    r"\.refresh_from_db\(": "It can leave the state unprotected: fetch the row again.",
    r"(?<!self)\.state = ": "Only the table moves a case.",
    r"\b(countdown|eta)=": "A timer is a row.",
    r"\bon_commit\(": "Write an outbox row in the same transaction.",
    r"@receiver\b": "Call it from the action.",
    r"suppress\(Exception\)": "Name the exception.",
    r"\b_\(f[\"']|gettext(_lazy)?\(f[\"']": "A translator never sees this text: use placeholders.",
}
TEMPLATE_FORBIDDEN = {
    r"{%\s*blocktrans(late)?\b(?![^%]*\btrimmed\b)": "blocktranslate needs `trimmed`.",
    r"\sstyle=[\"']|<style\b": "The CSP refuses inline style.",
    r"\son[a-z]+=[\"']|<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")": "The CSP refuses inline script.",
    r"\|\s*safe\b|autoescape off": "Escape it.",
    r"https?://(?!www\.w3\.org)": "Nothing from elsewhere.",
}
# what a letter or mail prints is not loaded from there
PRINTED = ("letters", "emails", "email")


def found(paths, rules):
    return [
        f"{path.relative_to(ROOT)}:{number}: {why}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for pattern, why in rules.items()
        if re.search(pattern, line)
    ]


def test_product_follows_the_rules():
    assert found(PRODUCT, FORBIDDEN) == []


def test_templates_follow_the_rules():
    pages = [path for path in TEMPLATES if path.suffix == ".html" and not set(PRINTED) & set(path.parts)]
    assert found(pages, TEMPLATE_FORBIDDEN) == []


def test_modules_stay_short():
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES
    }
    assert {name: lines for name, lines in lengths.items() if lines > MODULE_LINES} == {}


@pytest.mark.parametrize(
    ("pattern", "limit", "at_least"),
    [
        ("dsr/web/**/views/*.py", 15, 60),
        ("dsr/web/**/views.py", 15, 2),
        ("dsr/tasks.py", 6, 4),
        ("dsr/**/*.py", 30, 1000),
        ("config/**/*.py", 30, 50),
    ],
    ids=str,
)
def test_functions_stay_short(pattern, limit, at_least):
    functions = [
        (f"{path.relative_to(ROOT)}:{function.lineno} {function.name}", body_length(function))
        for path in ROOT.glob(pattern)
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
    ]
    # a pattern that meets nothing would find nothing
    assert len(functions) >= at_least
    assert [name for name, length in functions if length > limit] == []


def body_length(function):
    """Count the lines of a function without its signature and docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_nothing_names_another_machine():
    suspicious = re.compile(r"/(home|root|work|Users)/\w+/|\.local\b|localhost:\d{4,}")
    files = [*PRODUCT, *(ROOT / "config").rglob("*.py"), *(ROOT / "script").glob("*"), ROOT / "Dockerfile"]
    assert [str(path) for path in files if path.is_file() and suspicious.search(path.read_text(encoding="utf-8"))] == []
