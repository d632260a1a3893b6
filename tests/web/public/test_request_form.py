"""The request form on paper: room for everything that the desk would otherwise have to ask back for, on two pages."""

import re
import subprocess
from datetime import date
from functools import cache

import page
import pytest
from django.test import Client
from django.utils.translation import override

from dsr.models import DeskPolicy
from dsr.profile.procedure import FeeRule
from dsr.queries.procedure import OWN_LAW, papers_by_post, rights_offered
from dsr.rendering.papers import compose_paper
from dsr.vocabulary import Kind, RequesterType
from tests.factories import TODAY, desk

# hand-written from the published policies: the address, how the desk is called, what else it is reached by
DESKS = {
    "omron-software": {
        "ja": (
            "〒617-0002 京都府向日市寺戸町53番地",
            "オムロンソフトウェア株式会社",
            "個人情報保護管理者",
            "075-925-0064",
        ),
        "en": (
            "53 Teradocho, Muko-shi, Kyoto-fu 617-0002, Japan",
            "OMRON SOFTWARE Co., Ltd.",
            "Personal Information Protection Manager",
            "+81-75-925-0064",
        ),
    },
    "net-one-systems": {
        "ja": (
            "〒140-8621 東京都品川区東品川二丁目2番4号 天王洲ファーストタワー",
            "ネットワンシステムズ株式会社",
            "個人情報お問い合わせ窓口",
        ),
        "en": (
            "Tennoz First Tower, 2-2-4 Higashi-Shinagawa, Shinagawa-ku, Tokyo 140-8621, Japan",
            "Net One Systems Co., Ltd.",
            "Personal Information Contact Desk",
        ),
    },
    "citizen-watch": {
        "ja": ("〒188-8511 東京都西東京市田無町六丁目1番12号", "シチズン時計株式会社", "個人情報お問い合わせ窓口"),
        "en": (
            "6-1-12 Tanashi-cho, Nishi-Tokyo-shi, Tokyo 188-8511, Japan",
            "Citizen Watch Co., Ltd.",
            "Personal information inquiry desk",
        ),
    },
    "citizen-machinery": {
        "ja": ("〒389-0206 長野県北佐久郡御代田町御代田4107-6", "シチズンマシナリー株式会社", "個人情報窓口"),
        "en": (
            "4107-6 Miyota, Miyota-machi, Kitasaku-gun, Nagano 389-0206, Japan",
            "Citizen Machinery Co., Ltd.",
            "Personal information desk",
        ),
    },
    "citizen-systems-japan": {
        "ja": (
            "〒188-8511 東京都西東京市田無町六丁目1番12号",
            "シチズン・システムズ株式会社",
            "個人情報お問い合わせ窓口",
        ),
        "en": (
            "6-1-12 Tanashi-cho, Nishi-Tokyo-shi, Tokyo 188-8511, Japan",
            "Citizen Systems Japan Co., Ltd.",
            "Personal information inquiry desk",
        ),
    },
}
KINDS = {
    "ja": (
        "利用目的の通知",
        "保有個人データの開示",
        "第三者提供記録の開示",
        "内容の訂正・追加・削除",
        "利用停止・消去（法令に違反した取扱いの場合）",
        "第三者提供の停止（法令に違反した提供の場合）",
        "利用停止・消去等（利用の必要がなくなった場合、漏えい等の場合、権利利益が害されるおそれがある場合）",
    ),
    "en": (
        "Notification of the purpose of use",
        "Disclosure",
        "Disclosure of third-party-provision records",
        "Correction, addition or deletion",
        "Stop of use or erasure (handled against the law)",
        "Stop of provision to third parties (against the law)",
        "Stop of use, erasure or stop of provision (no longer needed, leak, or harm)",
    ),
}
FEE = {"ja": "手数料はいただきません。", "en": "There is no fee."}
EACH = [(slug, language) for slug in DESKS for language in ("ja", "en")]
each_form = pytest.mark.parametrize(("slug", "language"), EACH, ids=["-".join(form) for form in EACH])


@pytest.fixture
def form(desks):
    """Return a function that fetches the form of a desk as PDF."""
    return cache(_fetched)


def _fetched(slug: str, language: str) -> bytes:
    answer = Client(headers={"accept-language": language}).get(f"/desks/{slug}/request-form.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == f'inline; filename="request-form-{slug}-{language}.pdf"'
    return answer.content


def words_of(pdf: bytes) -> str:
    """Return the text of a PDF without white space and hyphens, which layout puts anywhere."""
    read = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return squeezed(read)


def squeezed(text: str) -> str:
    # a hyphen at the end of a line is taken for one that only parts a word
    return re.sub(r"[\s-]", "", text)


def html(slug: str, language: str = "en", **changes) -> str:
    """Return the HTML of which a form is made, perhaps with another profile."""
    profile = desk(slug).policy_on(TODAY).profile.model_copy(update=changes)
    with override(language):
        papers = papers_by_post(profile, TODAY)
    found = {"profile": profile, "rights": rights_offered(profile, OWN_LAW, TODAY), "papers": papers}
    return compose_paper("request_form.html", language, requesters=RequesterType, **found).replace("&#x27;", "'")


@each_form
def test_names_the_desk_the_kinds_and_the_fee_on_two_pages(form, slug, language):
    pdf = form(slug, language)
    text = words_of(pdf)
    assert [words for words in DESKS[slug][language] if squeezed(words) not in text] == []
    assert [kind for kind in KINDS[language] if squeezed(kind) not in text] == []
    assert (squeezed(FEE[language]) in text, page_count(pdf)) == (True, 2)


def page_count(pdf: bytes) -> int:
    told = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return int(re.search(r"Pages:\s+(\d+)", told)[1])


@each_form
def test_is_an_accessible_pdf(form, slug, language):
    report = page.validate_pdf_bytes(form(slug, language), profile="ua1")
    assert [failure.message for failure in report.failures] == []
    assert report.is_compliant


@each_form
def test_prints_every_character(form, slug, language, tmp_path):
    file = tmp_path / "form.pdf"
    file.write_bytes(form(slug, language))
    trace = subprocess.run(["mutool", "trace", file], capture_output=True, check=True).stdout.decode(errors="replace")
    assert len(re.findall(r"glyph=", trace)) > 1000
    assert re.findall(r'glyph="0"|glyph="-1"', trace) == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_names_every_paper_that_counts_by_post_and_for_whom(form, language):
    text = words_of(form("omron-software", language))
    # one line per paper, hand-written from the published list
    expected = {
        "ja": [
            "ご本人の確認書類",
            "代理人の確認書類",
            "対象：代理人（すべて）",
            "住民票の写し（発行後3か月以内のもの）",
            "対象：未成年者の法定代理人",
            "戸籍謄本（全部事項証明書）",
            "対象：成年被後見人の法定代理人",
            "後見開始の審判書",
            "対象：本人が委任した代理人",
            "実印を押した委任状",
            "印鑑登録証明書",
            "条件：原本、発行後3か月以内のもの。",
            "対象：弁護士・司法書士・行政書士",
            "資格を証する書類",
        ],
        "en": [
            "Identity of the data subject",
            "For: every agent",
            "Certificate of residence (issued within the last 3 months)",
            "For: Statutory agent of a minor",
            "Family register (full copy)",
            "For: Statutory agent of an adult ward",
            "Ruling of commencement of guardianship",
            "For: Agent appointed by the data subject",
            "Power of attorney with the registered seal",
            "Seal registration certificate",
            "Needed: the original, issued within the last 3 months.",
            "For: Attorney, judicial scrivener or administrative scrivener",
            "Proof of the professional qualification",
        ],
    }[language]
    assert [words for words in expected if squeezed(words) not in text] == []


STOP, ERASE, WITHHOLD = "Stop using the data", "Erase the data", "Stop giving the data to third parties"
MAY_BE_EMPTY, DATA = "Which data (may stay empty):", "Which data:"
# in the order of the law; which reasons may be ticked is a table of the law
ROOM = {
    Kind.PURPOSE_NOTIFICATION: ([MAY_BE_EMPTY], []),
    Kind.DISCLOSURE: ([MAY_BE_EMPTY], []),
    Kind.PROVISION_RECORDS: ([MAY_BE_EMPTY], []),
    Kind.CORRECTION: ([DATA, "What is wrong, and what is right:"], []),
    Kind.CEASE_USE_VIOLATION: ([DATA, "Measure you ask for:", "Reason:", "Other:"], [STOP, ERASE]),
    Kind.CEASE_PROVISION: ([DATA, "Measure you ask for:", "Reason:", "Other:"], [WITHHOLD]),
    Kind.CEASE_USE: ([DATA, "Measure you ask for:", "Reason:", "Other:"], [STOP, ERASE, WITHHOLD]),
}


@pytest.mark.parametrize("slug", DESKS)
def test_gives_room_for_which_data_which_measure_and_why(desks, slug):
    rows = re.findall(r'<tr class="right-(\w+)">(.*?)</tr>', html(slug), re.DOTALL)
    places = "|".join(re.escape(place) for place in sorted({p for found, _m in ROOM.values() for p in found}))
    measures = f"{STOP}|{ERASE}|{WITHHOLD}"
    assert {
        kind: (re.findall(places, row), re.findall(rf'"tick">({measures})</span>', row)) for kind, row in rows
    } == ROOM


DESTROYED = "Proofs of identity are destroyed afterwards; this form is kept as a record."
RETURNED = "Proofs of identity are returned to you afterwards; this form is kept as a record."


@pytest.mark.parametrize(("then", "said"), [("destroy", [DESTROYED]), ("return", [RETURNED])])
def test_says_what_becomes_of_the_papers_as_the_desk_has_set_it(desks, then, said):
    retention = desk("net-one-systems").policy_on(TODAY).profile.retention
    papers = retention.identity_papers.model_copy(update={"then": then})
    shown = html("net-one-systems", retention=retention.model_copy(update={"identity_papers": papers}))
    assert [words for words in (DESTROYED, RETURNED) if words in shown] == said
    assert "only to deal with this request." in shown


def test_tells_the_fee_of_each_kind_and_how_it_is_paid(desks):
    words = {"ja": "郵便小為替で", "en": "By postal money order."}
    fee = FeeRule(published=True, amounts={Kind.DISCLOSURE: 1000}, paid_by=words, note=words)
    shown = html("omron-software", fee=fee)
    assert (shown.count("Fee: ¥1,000"), shown.count("No fee"), "By postal money order." in shown) == (1, 6, True)


def test_bears_no_date_that_the_policy_does_not_bear(desks):
    assert ["Version of" in html(slug) for slug in ("citizen-watch", "omron-software")] == [True, False]
    assert "applied since" not in html("omron-software")


def test_a_changed_policy_is_printed_at_once(form):
    policy = DeskPolicy.objects.get(desk__slug="omron-software")
    before = words_of(_fetched("omron-software", "en"))
    fee = policy.content["fee"] | {"note": {"ja": "改定後の手数料", "en": "A new word on the fee."}}
    DeskPolicy.objects.create(
        desk=policy.desk,
        version=2,
        effective_from=date(2026, 11, 1),
        content=policy.content | {"fee": fee},
        sha256="2".rjust(64, "0"),
        created_at=policy.created_at,
    )
    after = words_of(_fetched("omron-software", "en"))
    assert ["Anewwordonthefee." in text for text in (before, after)] == [False, True]


def test_a_desk_without_a_form_has_none(desks):
    policy = DeskPolicy.objects.get(desk__slug="omron-software")
    DeskPolicy.objects.create(
        desk=policy.desk,
        version=2,
        effective_from=policy.effective_from,
        content=policy.content | {"printable_form": False},
        sha256="3".rjust(64, "0"),
        created_at=policy.created_at,
    )
    assert Client().get("/desks/omron-software/request-form.pdf").status_code == 404
