"""What a letter says was decided, word for word, and what it must not say."""

import re
from itertools import product
from typing import Any

import pytest

from dsr.law.grounds import procedural_grounds
from dsr.law.kinds import kind_row
from dsr.profile import Text
from dsr.rendering.letters import compose_letter
from dsr.vocabulary import Kind, Outcome, RequesterType
from tests.rendering.letter_cases import (
    ATTORNEY,
    ISSUED,
    RECEIVED,
    SMITH,
    WORDS,
    Answered,
    letter_case,
    profile_of,
    regime_of,
)

LANGUAGES = ("ja", "en")
POSSIBLE = [
    (kind, outcome) for kind in Kind for outcome in kind_row(kind, regime_of(kind), RECEIVED).outcomes
]  # under the first law that gives the kind
G, P, R = Outcome.GRANTED, Outcome.PARTLY_GRANTED, Outcome.REFUSED
MEASURE = "𠮷野 髙﨑様に関する保有個人データについて、ご請求に応じ、次の措置を講じました。"
PART = (
    "𠮷野 髙﨑様に関する保有個人データの一部について、次の措置を講じました。"
    "その他の部分につきましては、次の理由により、措置を講じないことと決定いたしました。"
)


def letter_of(*rights: Answered, **changes: Any) -> Any:
    return compose_letter(letter_case(*rights, **changes), number="OSD-2026-0012", issued_on=ISSUED)


def decision(*rights: Answered, **changes: Any) -> str:
    return str(letter_of(*rights, **changes).variables["rights"][0]["decision"])


@pytest.mark.parametrize(
    ("kind", "outcome", "sentence"),
    [
        (Kind.CEASE_USE_VIOLATION, G, MEASURE),
        (Kind.CEASE_USE, G, MEASURE),
        (Kind.CEASE_USE_VIOLATION, P, PART),
        (Kind.CEASE_USE, P, PART),
        (
            Kind.CEASE_PROVISION,
            G,
            "𠮷野 髙﨑様に関する保有個人データについて、ご請求に応じ、次のとおり第三者への提供を停止いたしました。",
        ),
        (Kind.GDPR_ERASURE, G, "𠮷野 髙﨑様に関する個人データを、ご請求に従い、次のとおり消去いたしました。"),
    ],
)
def test_says_in_japanese_what_was_done(kind, outcome, sentence):
    assert decision(Answered(kind, outcome)) == sentence


ABOUT_YOU = "As you asked, we have taken the following measure for the retained personal data about you."
INSTEAD = (
    "We have decided not to take the measure in the way you asked for, for the reason given below. "
    "To protect your rights and interests, we take the following measure instead."
)
ABOUT_ZOE = "As you asked, we have taken the following measure for the retained personal data about Zoë Müller-O’Brien."


@pytest.mark.parametrize(
    ("kind", "outcome", "agent", "sentence"),
    [
        (Kind.CEASE_USE, G, None, ABOUT_YOU),
        (Kind.CEASE_USE_VIOLATION, G, None, ABOUT_YOU),
        (Kind.CEASE_USE, G, ATTORNEY, ABOUT_ZOE),
        (
            Kind.DISCLOSURE,
            G,
            None,
            "We disclose the retained personal data about you in writing, as you asked. They are set out below.",
        ),
        (
            Kind.CEASE_USE,
            Outcome.SUBSTITUTE,
            None,
            INSTEAD,
        ),
    ],
)
def test_says_in_english_what_was_done(kind, outcome, agent, sentence):
    assert decision(Answered(kind, outcome), language="en", principal=SMITH, agent=agent) == sentence


@pytest.mark.parametrize(("kind", "outcome"), POSSIBLE)
def test_speaks_to_the_reader_and_names_the_data_subject_only_to_an_agent(kind, outcome):
    own = decision(Answered(kind, outcome), language="en", principal=SMITH)
    represented = decision(Answered(kind, outcome), language="en", principal=SMITH, agent=ATTORNEY)

    assert SMITH.name not in own
    assert own == represented.replace(f"the rights and interests of {SMITH.name}", "your rights and interests").replace(
        SMITH.name, "you"
    )


WORN = [
    "請求のとおり、次のとおり",
    "ございましたため",
    "ございますため",
    "できませんため",
    "stop of",
    "turn to the desk",
    "別紙",
]


@pytest.mark.parametrize(("kind", "outcome", "language"), list(product(Kind, Outcome, LANGUAGES)))
def test_uses_none_of_the_words_that_were_given_up(kind, outcome, language):
    html = letter_of(Answered(kind, outcome), language=language).html

    assert [words for words in WORN if words in html] == []


@pytest.mark.parametrize(
    ("kind", "outcome", "ground", "printed"),
    [
        (Kind.CEASE_USE_VIOLATION, R, "S-NOGROUND", "個人情報保護法第35条第2項"),
        (Kind.CEASE_PROVISION, R, "S-NOGROUND", "個人情報保護法第35条第4項"),
        (Kind.CEASE_USE, R, "S-NOGROUND", "個人情報保護法第35条第6項"),
        (Kind.CEASE_USE, Outcome.SUBSTITUTE, "S-SUBST", "個人情報保護法第35条第6項ただし書"),
        (Kind.PROVISION_RECORDS, R, "D-HARM", "個人情報保護法第33条第5項において準用する同条第2項第1号"),
        (Kind.DISCLOSURE, R, "P-ID", "個人情報保護法第37条第1項、同法施行令第12条第3号"),
        (Kind.DISCLOSURE, R, "P-FEE", "個人情報保護法第37条第1項、第38条、同法施行令第12条第4号"),
        (Kind.GDPR_RESTRICTION, R, "E-NOGROUND", "GDPR第18条第1項"),
        (Kind.CCPA_LIMIT, R, "U-NOTSOLD", "カリフォルニア州民法典第1798.121条"),
    ],
)
def test_prints_the_place_in_the_law_for_the_kind_of_the_right(kind, outcome, ground, printed):
    html = letter_of(Answered(kind, outcome, ground)).html

    assert re.findall(r"<br>([^<]*)（区分：(.*?)）", html) == [(printed, ground)]


@pytest.mark.parametrize("kind", [kind for kind in Kind if regime_of(kind) == "JP-APPI"])
def test_data_of_others_may_be_one_part_of_the_answer(kind):
    words = {block: WORDS["ja"][block] for block in ("content", "withheld_part", "reason")}
    letter = letter_of(Answered(kind, P, "P-NOTOURS", answer=words))

    right = letter.variables["rights"][0]
    assert (letter.problems, right["ground"]["article"]) == ((), "個人情報保護法第16条第4項")
    assert right["decision"] == decision(Answered(kind, P))
    assert not letter.variables["all_refused_on_procedure"]


@pytest.mark.parametrize(
    ("kind", "outcome", "left_out"),
    [
        (Kind.DISCLOSURE, R, {"content", "substitute", "later_erasure"}),
        (Kind.DISCLOSURE, Outcome.NOT_HELD, {"content", "withheld_part", "substitute", "later_erasure"}),
        (Kind.DISCLOSURE, G, {"withheld_part", "reason", "substitute", "later_erasure"}),
        (Kind.CEASE_USE, Outcome.SUBSTITUTE, {"content"}),
    ],
)
def test_leaves_out_words_for_which_the_reply_has_no_place(kind, outcome, left_out):
    right = letter_of(Answered(kind, outcome)).variables["rights"][0]

    assert {block for block in WORDS["ja"] if not right[block]} == left_out


INVITATION = {
    "ja": "不足している事項を補っていただけます場合は、お手数ですが、受付番号（DSR-26-7KQ4-9M2X-C）を書き添えて、"
    "あらためてご請求ください。",
    "en": "If you can supply what is missing, please make the request again and quote case number DSR-26-7KQ4-9M2X-C.",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_invites_a_new_request_and_promises_nothing_else(kind, language):
    for row in procedural_grounds(kind, ISSUED):
        html = letter_of(Answered(kind, R, row.code, answer={"reason": "…"}), language=language).html
        assert (INVITATION[language] in html) is row.invites_completion


def charging(slug: str = "omron-software") -> Any:
    profile = profile_of(slug)
    fee = profile.fee.model_copy(
        update={
            "published": True,
            "amounts": {Kind.DISCLOSURE: 1000, Kind.PURPOSE_NOTIFICATION: 500, Kind.PROVISION_RECORDS: 700},
            "paid_by": Text(ja="定額小為替", en="postal money order"),
        }
    )
    return profile.model_copy(update={"fee": fee})


BOTH = (Answered(), Answered(Kind.PURPOSE_NOTIFICATION), Answered(Kind.CORRECTION))


FEES = {
    "ja": "保有個人データの開示および保有個人データの利用目的の通知の実施に係る手数料は、当社が公表しておりますとおり、"
    "合計1,500円でした（お支払方法：定額小為替）。",
    "en": "The fee for the disclosure of retained personal data and notification of the purpose of use of retained "
    "personal data was 1,500 yen in all, as published (way of payment: postal money order).",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_says_for_what_a_fee_was_taken(language):
    assert FEES[language] in letter_of(*BOTH, language=language, profile=charging()).html


@pytest.mark.parametrize(
    ("kind", "outcome", "yen"),
    [
        (Kind.DISCLOSURE, G, "1,000"),
        (Kind.DISCLOSURE, P, "1,000"),
        (Kind.DISCLOSURE, Outcome.OTHER_METHOD, "1,000"),
        (Kind.PROVISION_RECORDS, G, "700"),
        (Kind.DISCLOSURE, R, None),
        (Kind.DISCLOSURE, Outcome.NOT_HELD, None),
        (Kind.CORRECTION, G, None),
    ],
)
def test_names_a_fee_only_where_something_was_carried_out(kind, outcome, yen):
    fee = letter_of(Answered(kind, outcome), profile=charging()).variables["fee"]

    assert (fee and fee["yen"]) == yen


@pytest.mark.parametrize(
    ("agent_type", "honorific"),
    [
        (RequesterType.QUALIFIED_AGENT, "先生"),
        (RequesterType.APPOINTED_AGENT, "様"),
        (RequesterType.MINOR_AGENT, "様"),
        (RequesterType.ADULT_WARD_AGENT, "様"),
    ],
)
def test_addresses_an_attorney_the_way_attorneys_are(agent_type, honorific):
    html = letter_of(Answered(), agent=ATTORNEY, agent_type=agent_type).html

    assert f'<p class="name">{ATTORNEY.name}　{honorific}</p>' in html
    assert f"<td>{ATTORNEY.name}{honorific}</td>" in html
    assert "（ご本人　𠮷野 髙﨑様　代理人）" in html


def test_begins_the_letter_the_way_letters_begin():
    html = letter_of(Answered()).html

    assert (
        "<p>さて、令和8年11月17日にお申し出いただいたご請求につきまして、下記のとおりご回答申し上げます。</p>" in html
    )
    assert '<th scope="row">受付日<br>（当社に到達した日）</th><td>令和8年11月17日</td>' in html
    assert "ご提出いただいた開示等請求書および本人確認書類は" in html


def test_names_the_measure_that_was_asked_for():
    asked = {"scope": "", "claimed_ground": "no_longer_needed", "claimed_measure": "stop_use,erase"}

    rights = [Answered(Kind.CEASE_USE, asked=asked)]
    assert "Stop using the data, Erase the data" in letter_of(*rights, language="en").html
