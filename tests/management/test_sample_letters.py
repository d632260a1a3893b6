"""`manage.py sample_letters`: one letter for every kind, law, outcome and language, and an index that names them all."""

from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dsr.management.commands import sample_letters
from dsr.management.commands.sample_letters import Sample, letter_html, samples
from dsr.rendering.letters import compose_letter
from dsr.vocabulary import Kind, Outcome, Regime
from tests.factories import desk

pytestmark = pytest.mark.django_db
FEW = [
    Sample(Kind.DISCLOSURE, Regime.JP_APPI, Outcome.GRANTED, "ja"),
    Sample(Kind.GDPR_ACCESS, Regime.UK_GDPR, Outcome.REFUSED, "en", procedural=False),
]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append(str(dict(attrs)["href"]))


def test_every_kind_and_language_has_its_letters_once() -> None:
    found = list(samples())
    assert {sample.kind for sample in found} == set(Kind)
    assert {sample.regime for sample in found} == set(Regime)
    assert len({sample.name for sample in found}) == len(found)
    by_language = [sum(sample.language == language for sample in found) for language in ("ja", "en")]
    assert by_language[0] == by_language[1] > 80


def test_every_sample_is_a_letter_that_could_go_out(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = desk().policies.get()
    problems: list[str] = []

    def compose(case, **kwargs):
        letter = compose_letter(case, **kwargs)
        problems.extend(f"{case.rights.all()[0].kind} {problem.detail}" for problem in letter.problems)
        return letter

    monkeypatch.setattr(sample_letters, "compose_letter", compose)
    assert all(letter_html(sample, policy) for sample in samples())
    assert problems == []


def test_command_writes_the_letters_and_an_index_that_links_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk("omron-software")
    monkeypatch.setattr(sample_letters, "samples", lambda: iter(FEW))
    out = StringIO()
    call_command("sample_letters", "--out", str(tmp_path / "new"), "--desk", "omron", stdout=out)
    page = _Links()
    page.feed((tmp_path / "new" / "index.html").read_text())
    assert sorted(page.found) == sorted(f"{sample.name}.pdf" for sample in FEW)
    assert [(tmp_path / "new" / name).read_bytes()[:5] for name in page.found] == [b"%PDF-"] * 2
    assert out.getvalue().startswith("2 letters of OMRON SOFTWARE")


def test_command_refuses_an_unknown_desk(tmp_path: Path) -> None:
    desk("omron-software")
    with pytest.raises(CommandError, match='No desk is called "nowhere"'):
        call_command("sample_letters", "--out", str(tmp_path), "--desk", "nowhere")
