"""Whatever is typed into a field stays text: the letter has the very same parts as with harmless words in its place."""

import re
from dataclasses import fields, replace
from html.parser import HTMLParser

import pytest

from dsr.persons import PersonDetails
from dsr.rendering.letters import compose_letter
from dsr.vocabulary import Kind, Outcome
from tests.rendering.letter_cases import ATTORNEY, ISSUED, SCOPES, WORDS, YOSHINO, Answered, letter_case

PAYLOADS = [
    '</p></body><script>alert(1)</script><img src=x onerror="alert(1)">',
    '" style="position:fixed" onmouseover="x" \' lang=xx <!-- <![CDATA[',
    "<a href='http://evil.example/'>x</a> http://evil.example/ file:///etc/passwd",
    "{{ number }}{% include '/etc/passwd' %}{% debug %}${title}#{title}%(title)s{0}",
    '=HYPERLINK("http://evil.example","x") +1 -1 @SUM(A1) |cmd\' /C calc\'!A0',
    "line\r\nBcc: victim@example.org\r\n\r\n<b>second</b>\x0b\x85\u2028part",
    "&lt;b&gt; &amp;lt; &#x3c;b&#x3e; \u202egnp.exe \u0000 \ufeff",
]
OF_PERSON = [field.name for field in fields(PersonDetails) if field.name != "birth_date"]
PLACES = [
    *(("principal", name) for name in OF_PERSON),
    *(("agent", name) for name in OF_PERSON),
    *(("asked", name) for name in ("scope", "claimed_ground", "claimed_measure", "correction")),
    *(("answer", name) for name in WORDS["ja"]),
]


class Parts(HTMLParser):
    """Every tag of a page with its attributes, in order, and every comment or declaration."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[object] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.found.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.found.append(("declaration", decl))

    def unknown_decl(self, data: str) -> None:
        self.found.append(("declaration", data))


def letter(where: str, name: str, text: str, language: str) -> str:
    """Return the letter of a case that has a text in one place."""
    people = {"principal": YOSHINO, "agent": ATTORNEY}
    if where in people:
        people[where] = replace(people[where], **{name: text})
    asked = {"scope": SCOPES[language], "claimed_ground": "", "correction": ""}
    words = {"asked": asked, "answer": dict(WORDS[language])}
    if where in words:
        words[where][name] = text
    right = Answered(Kind.CEASE_USE, Outcome.SUBSTITUTE, **words)
    case = letter_case(right, language=language, **people)
    return compose_letter(case, number="OSW-2026-0001", issued_on=ISSUED).html


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("text", PAYLOADS)
def test_a_letter_has_the_same_parts_whatever_is_typed(text: str, language: str) -> None:
    # of the same length in lines, so that an address has as many of them
    harmless = re.sub(r"\S", "x", text)
    for where, name in PLACES:
        hostile = Parts(letter(where, name, text, language)).found
        assert hostile == Parts(letter(where, name, harmless, language)).found, (where, name)


def test_the_comparison_would_see_a_tag() -> None:
    assert Parts("<p>a<b>b</b></p>").found != Parts("<p>a&lt;b&gt;b</p>").found
    assert Parts("<p>a<!-- b --></p>").found != Parts("<p>a</p>").found
