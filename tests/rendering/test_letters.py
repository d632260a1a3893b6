"""The words of a letter: every kind, outcome and language, and what the law wants in it (domain 1.4)."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import product
from shutil import copytree
from typing import Any

import pytest
from django.utils.html import escape
from django.utils.translation import override

from dsr.law.grounds import GROUNDS, ground, procedural_grounds
from dsr.law.kinds import kind_row
from dsr.law.replies import ReplyBlock, required_blocks, written_blocks
from dsr.models import ChecklistItem
from dsr.profile import Representative, Text
from dsr.rendering import letters
from dsr.rendering.letters import compose_letter
from dsr.vocabulary import ItemStatus, Kind, Outcome, PartyRole, Regime, RejectReason, ReplyMethod
from tests.rendering.letter_cases import (
    ATTORNEY,
    ISSUED,
    RECEIVED,
    SMITH,
    WORDS,
    YOSHINO,
    Answered,
    first_ground,
    letter_case,
    profile_of,
    regime_of,
)

LANGUAGES = ("ja", "en")
REGIMES = {kind: (Regime.EU_GDPR, Regime.UK_GDPR) for kind in Kind if kind.value.startswith("gdpr_")}
POSSIBLE = [
    (kind, outcome, regime, language)
    for kind in Kind
    for regime in REGIMES.get(kind, (regime_of(kind),))
    for outcome in kind_row(kind, regime, RECEIVED).outcomes
    for language in LANGUAGES
]
COMPOSED = {
    ReplyBlock.REFERENCE: {"ja": "ご請求の内容", "en": "What was asked"},
    ReplyBlock.PAPERS_USE: {"ja": "ご提出いただいた書類の取扱い", "en": "The papers you sent us"},
    ReplyBlock.COMPLAINT: {"ja": "苦情のお申し出先", "en": "Questions and complaints"},
    ReplyBlock.PROCESSING_INFORMATION: {"ja": "取扱いの目的", "en": "Storage period"},
    ReplyBlock.RECIPIENTS_TOLD: {"ja": "GDPR第19条", "en": "GDPR, article 19"},
    ReplyBlock.COMPLAINT_TO_AUTHORITY: {"ja": "監督機関", "en": "complain"},
    ReplyBlock.COMPLAINT_TO_COMPANY: {"ja": "当社への苦情", "en": "right to complain to us"},
    ReplyBlock.JUDICIAL_REMEDY: {"ja": "裁判所に救済を求める権利", "en": "judicial remedy"},
    ReplyBlock.OPT_OUT_OFFER: {"ja": "オプトアウト）を、上記の窓口に", "en": "(opt-out); the desk above"},
}


def composed(*rights: Answered, number: str = "OSD-2026-0012", **changes: Any) -> letters.ComposedLetter:
    return compose_letter(letter_case(*rights, **changes), number=number, issued_on=ISSUED)


def wanted_words(kind: Kind, outcome: Outcome, language: str) -> dict[str, str]:
    """Write what the decider has to write, and nothing else."""
    return {block.value: WORDS[language][block.value] for block in written_blocks(kind, outcome)}


class _Reading(HTMLParser):
    """What a person reads, and what stands empty."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, list[str]]] = []
        self.empty: list[str] = []
        self.read: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # the squares of a QR code hold no words
        if tag not in {"meta", "br", "rect", "path"} and ("class", "below-window") not in attrs:
            self.open.append((tag, []))

    def handle_data(self, data: str) -> None:
        for _tag, seen in self.open:
            seen.append(data)
        if self.open and self.open[-1][0] not in {"style", "title"}:
            self.read.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1][0] == tag:
            _tag, seen = self.open.pop()
            if not "".join(seen).strip():
                self.empty.append(tag)


def reading(html: str) -> _Reading:
    page = _Reading()
    page.feed(html)
    return page


@pytest.mark.parametrize(("kind", "outcome", "regime", "language"), POSSIBLE)
def test_carries_every_block_the_law_wants(kind, outcome, regime, language):
    answer = wanted_words(kind, outcome, language)
    letter = composed(Answered(kind, outcome, answer=answer), regime=regime, language=language)

    assert letter.problems == ()
    required = required_blocks(kind, outcome, regime)
    words = [str(words[language]) for block, words in COMPOSED.items() if block in required]
    words += [escape(line) for text in answer.values() for line in text.splitlines() if text != "2031-03-31"]
    if ReplyBlock.GROUND in required:
        with override(language):
            code = first_ground(kind, outcome)
            row = ground(code, kind) if code else None
            words += [escape(str(row.sentence)), f"<br>{row.article_under(regime)}", code] if row else []
    assert [each for each in words if each not in letter.html] == []


@pytest.mark.parametrize(("kind", "outcome", "language"), list(product(Kind, Outcome, LANGUAGES)))
def test_leaves_no_placeholder_and_nothing_empty(kind, outcome, language):
    letter = composed(Answered(kind, outcome), language=language)

    assert re.findall(r"\{\{|\{%|\$\{|\$[a-z]|None|\bFalse\b|\bTrue\b", letter.html) == []
    assert reading(letter.html).empty == []
    assert letter.variables["rights"][0]["decision"]


@pytest.mark.parametrize(
    ("kind", "outcome"), [pair for pair in product(Kind, Outcome) if pair not in {row[:2] for row in POSSIBLE}]
)
def test_refuses_an_outcome_that_the_kind_cannot_have(kind, outcome):
    letter = composed(Answered(kind, outcome, ground=""))

    assert [problem.code for problem in letter.problems] == ["letter_incomplete"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_nothing_held_reads_the_same_whatever_the_cause(kind, language):
    causes = ["", *(row.code for row in GROUNDS if kind in row.kinds and Outcome.NOT_HELD in row.outcomes)]
    pages = {composed(Answered(kind, Outcome.NOT_HELD, code, answer={}), language=language).html for code in causes}

    assert len(pages) == 1
    assert [code for code in causes if code and code in pages.pop()] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_a_procedural_refusal_invites_completion_where_it_helps(kind, language):
    invitation = {"ja": "あらためてご請求いただく場合", "en": "What you can do now"}[language]
    invited = {}
    for row in procedural_grounds(kind, ISSUED):
        answer = {"reason": "委任状の写しでした。"}
        letter = composed(Answered(kind, Outcome.REFUSED, row.code, answer=answer), language=language)
        assert letter.problems == ()
        assert "委任状の写しでした。" in letter.html
        invited[row.code] = invitation in letter.html

    assert invited == {row.code: row.invites_completion for row in procedural_grounds(kind, ISSUED)}


def seal_certificate(**changes: Any) -> ChecklistItem:
    fields = {
        "position": 1,
        "code": "seal",
        "of": PartyRole.PRINCIPAL,
        "purpose": "seal",
        "any_of": ["seal_registration_certificate"],
        "original": True,
        "conditions": ["within_3_months"],
        "status": ItemStatus.WANTED,
    }
    return ChecklistItem(**(fields | changes))


def test_names_the_papers_that_are_missing():
    right = Answered(Kind.DISCLOSURE, Outcome.REFUSED, "P-ID", answer={"reason": "No seal certificate."})
    rejected = {"status": ItemStatus.REJECTED, "reason_code": RejectReason.EXPIRED}
    settled = {"status": ItemStatus.ACCEPTED, "any_of": ["passport"], "purpose": "identity"}
    items = (seal_certificate(), seal_certificate(**rejected), seal_certificate(**settled))
    letter = composed(right, language="en", items=items)

    demands = "the original, issued within the last 3 months"
    assert letter.variables["papers_missing"] == [
        {
            "line": "Registered seal of the data subject",
            "papers": "Seal registration certificate",
            "demands": demands,
            "not_counted": why,
        }
        for why in ("", "The document is no longer valid")
    ]
    assert letter.html.count(demands) == 2


@pytest.mark.parametrize(
    ("language", "agent", "shown"),
    [
        ("ja", None, [f"〒617-0002\n{YOSHINO.address}", "𠮷野 髙﨑　様"]),
        ("ja", ATTORNEY, [f"〒100-0013\n{ATTORNEY.address}", ATTORNEY.organisation, "葛󠄀城 さくら　様"]),
        ("ja", SMITH, ["Zoë Müller-O’Brien　様", "12 Little Britain\nLondon EC1A 1BB\nUnited Kingdom"]),
        ("en", ATTORNEY, [f"〒100-0013\n{ATTORNEY.address}", ATTORNEY.organisation, ATTORNEY.name]),
        ("en", SMITH, [SMITH.name, "12 Little Britain\nLondon EC1A 1BB\nUnited Kingdom"]),
    ],
)
def test_shows_only_the_address_in_the_window(language, agent, shown):
    letter = composed(Answered(), language=language, agent=agent)

    window = re.search(r"<address.*?</address>", letter.html, re.DOTALL)[0]
    assert [text.strip() for text in reading(window).read if text.strip()] == shown


@pytest.mark.parametrize(
    ("language", "line"), [("ja", "（ご本人　𠮷野 髙﨑様　代理人）"), ("en", "As agent of 𠮷野 髙﨑")]
)
def test_writes_to_the_agent_below_the_window(language, line):
    assert line in composed(Answered(), language=language, agent=ATTORNEY).html
    assert line not in composed(Answered(), language=language).html


def test_writes_dates_in_the_style_of_the_language():
    assert composed(Answered()).variables["issued_on"] == "令和8年12月21日"
    assert composed(Answered(), language="en").variables["issued_on"] == "21 December 2026"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("2031-03-31", "令和13年3月31日"),
        ("保存期間が満了したとき", "保存期間が満了したとき"),
        ("2031-02-30", "2031-02-30"),
        ("", ""),
    ],
)
def test_writes_the_day_of_a_later_erasure(written, printed):
    right = Answered(Kind.CEASE_USE, Outcome.SUBSTITUTE, answer=WORDS["ja"] | {"later_erasure": written})

    assert composed(right).variables["rights"][0]["later_erasure"] == printed


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("no_longer_needed", "The company no longer needs the data"),
        (
            "breach,harm",
            "A data breach that must be reported has occurred, The person's rights or legitimate interests may be harmed",
        ),
        ("I moved, and nobody asked", "I moved, and nobody asked"),
        ("", ""),
    ],
)
def test_writes_the_claimed_ground_in_words(written, printed):
    asked = {"scope": "", "claimed_ground": written, "correction": ""}
    letter = composed(Answered(Kind.CEASE_USE, asked=asked), language="en")

    assert letter.variables["rights"][0]["claimed_ground"] == printed


def test_answers_each_right_under_its_own_number():
    letter = composed(
        Answered(Kind.PURPOSE_NOTIFICATION), Answered(Kind.DISCLOSURE, Outcome.NOT_HELD), Answered(Kind.CEASE_USE)
    )

    headings = re.findall(r"<h3>(.*?)</h3>", letter.html)
    titles = (
        "保有個人データの利用目的の通知",
        "保有個人データの開示",
        "保有個人データの利用の停止、消去または第三者への提供の停止",
    )
    assert headings == [f"（{number}）{title}" for number, title in enumerate(titles, start=1)]


def test_composes_the_preview_and_the_letter_alike():
    case = letter_case(Answered())
    preview = compose_letter(case, number="(preview)", issued_on=ISSUED)
    letter = compose_letter(case, number="OSD-2026-0012", issued_on=ISSUED)

    def without_code(html):
        """Leave out what follows from the number: the code for checking the letter."""
        return re.sub(r'<div class="verify">.*?</div>\s*</div>', "", html, flags=re.DOTALL)

    assert without_code(preview.html).replace("(preview)", "OSD-2026-0012") == without_code(letter.html)
    assert len(without_code(letter.html)) < len(letter.html)


def test_names_the_representative_and_the_accredited_organisation_only_where_there_is_one():
    omron, net_one = composed(Answered()).html, composed(Answered(), slug="net-one-systems").html
    assert "認定個人情報保護団体" not in omron
    assert "認定個人情報保護団体事務局" in net_one

    profile = profile_of("omron-software")
    someone = Representative(
        title=Text(ja="代表取締役社長", en="President"), name=Text(ja="見本 一郎", en="Ichiro Mihon")
    )
    company = profile.company.model_copy(update={"representative": someone})
    named = composed(Answered(), profile=profile.model_copy(update={"company": company}))
    assert "代表取締役社長 見本 一郎" in named.html


@pytest.mark.parametrize(
    ("right", "changes", "details"),
    [
        (Answered(outcome="", ground="", answer={}), {}, ["Disclosure: not decided yet"]),
        (Answered(answer={}), {}, ["Disclosure: Content, or what was done"]),
        (
            Answered(outcome=Outcome.PARTLY_GRANTED, ground="", answer={"content": "x"}),
            {},
            ["Disclosure: What is withheld or not done", "Disclosure: Reason", "Disclosure: Ground in law"],
        ),
        (Answered(), {"principal": replace(YOSHINO, address="")}, ["The address of the requester is missing."]),
        (Answered(), {"principal": replace(YOSHINO, address=""), "method": ReplyMethod.ELECTRONIC}, []),
    ],
)
def test_says_what_is_missing_in_the_language_of_the_reader(right, changes, details):
    with override("en"):
        letter = composed(right, **changes)

    assert [(problem.code, problem.detail) for problem in letter.problems] == [
        ("letter_incomplete", detail) for detail in details
    ]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("第三者である○○様の記録のためです。", "○○"),
        ("〇〇部で保管しています。", "〇〇"),
        ("The notes name {{ person }}.", "{{ person }}"),
        ("{% include x %}", "{% include x %}"),
        ("期限は＿＿＿＿です。", "＿＿＿＿"),
        ("Held by ____ until then", "____"),
        ("担当：【　】", "【　】"),
        ("see [...] for it", "[...]"),
        ("一つの○、二重線＿、[別紙1]、【重要】、snake_case、{x}", ""),
    ],
)
@pytest.mark.parametrize("block", ["withheld_part", "reason", "substitute"])
def test_stops_at_what_was_left_open_in_our_own_words(block, text, left):
    words = WORDS["ja"] | {block: text}
    with override("en"):
        letter = composed(Answered(Kind.CEASE_USE, Outcome.SUBSTITUTE, answer=words))
    found = [(problem.code, problem.detail.rpartition(": ")[2]) for problem in letter.problems]
    assert found == ([("left_open", f"{left} was left open")] if left else [])


def test_what_is_disclosed_may_hold_any_sign():
    assert composed(Answered(answer={"content": "備考 ○○○ {{ x }} ____"})).problems == ()


@pytest.mark.parametrize(
    ("promised", "problems"),
    [
        ("2026-12-20", [("date_past", "date of a later erasure: 20 December 2026 is over")]),
        ("2026-12-21", [("date_past", "date of a later erasure: 21 December 2026 is over")]),
        ("2026-12-22", []),
        ("税法上の保存期間の満了後", []),
    ],
)
def test_stops_at_a_promise_for_a_day_that_is_over(promised, problems):
    words = WORDS["ja"] | {"later_erasure": promised}
    with override("en"):
        letter = composed(Answered(Kind.CEASE_USE, Outcome.SUBSTITUTE, answer=words))
    assert [(problem.code, problem.detail.rpartition(", ")[2]) for problem in letter.problems] == problems


def test_names_each_character_without_a_glyph():
    letter = composed(Answered(), principal=replace(YOSHINO, name="𪜈\ue000 𪜈\u202e太郎"))

    assert [(problem.code, problem.detail) for problem in letter.problems] == [
        ("glyph_missing", "𪜈 U+2A708"),
        ("glyph_missing", "U+E000"),
        ("glyph_missing", "U+202E"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_knows_its_templates_by_their_content(language, tmp_path, monkeypatch):
    before = letters.template_version(language)
    assert re.fullmatch("[0-9a-f]{64}", before)
    monkeypatch.setattr(letters, "TEMPLATES", copytree(letters.TEMPLATES, tmp_path / "letters"))
    letters.template_version.cache_clear()
    try:
        assert letters.template_version(language) == before
        letters.template_version.cache_clear()
        with (tmp_path / "letters" / language / "words.toml").open("a") as words:
            words.write("\n")
        assert letters.template_version(language) != before
    finally:
        letters.template_version.cache_clear()
