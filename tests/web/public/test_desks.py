"""Choosing a company, its procedure and its form on paper."""

import re
from datetime import date
from hashlib import sha256

import pytest
from django.test import Client
from django.utils.translation import override

from dsr.models import Desk, DeskPolicy
from dsr.queries.procedure import COMMISSION_LINE
from dsr.vocabulary import Kind
from tests.factories import desk

ALL = ["citizen-machinery", "citizen-systems-japan", "citizen-watch", "net-one-systems", "omron-software"]


@pytest.fixture
def english(desks):
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def japanese(desks):
    return Client(headers={"accept-language": "ja"})


SEARCHES = [
    ("", ALL),
    ("omron", ["omron-software"]),
    ("ＯＭＲＯＮ", ["omron-software"]),
    ("オムロン", ["omron-software"]),
    ("ｵﾑﾛﾝ", ["omron-software"]),
    ("おむろん", ["omron-software"]),
    ("citizen", ["citizen-machinery", "citizen-systems-japan", "citizen-watch"]),
    ("しちずん", ["citizen-machinery", "citizen-systems-japan", "citizen-watch"]),
    ("シチズン　時計", ["citizen-watch"]),
    ("software omron", ["omron-software"]),
    ("nobody", []),
    ("%", []),
    ("'; DROP TABLE", []),
    ("x" * 101, ALL),
    ("\x00", ALL),
    ("   ", ALL),
]


@pytest.mark.parametrize(("query", "expected"), SEARCHES)
def test_finds_a_company_in_any_writing(english, query, expected):
    page = english.get("/", {"q": query})
    assert (page.status_code, re.findall(r'href="/desks/([\w-]+)/"', page.text)) == (200, expected)


def test_lists_companies_in_two_queries(english, django_assert_num_queries):
    with django_assert_num_queries(2):
        english.get("/")


def test_shows_the_version_in_force_today(english):
    Desk.objects.get(slug="omron-software").policies.update(effective_from=date(2026, 11, 18))
    old = DeskPolicy.objects.get(desk__slug="citizen-watch")
    content = old.content | {"policy": old.content["policy"] | {"title": {"ja": "新しい方針", "en": "New Notice"}}}
    for version, day in ((2, date(2026, 11, 17)), (3, date(2026, 11, 18))):
        DeskPolicy.objects.create(
            desk=old.desk,
            version=version,
            effective_from=day,
            content=content,
            sha256="0" * 64,
            created_at=old.created_at,
        )
    page = english.get("/").text
    assert page.count("New Notice") == 1
    assert "omron-software" in page


def test_hides_a_desk_that_is_not_open(english):
    Desk.objects.filter(slug="omron-software").update(open_to_public=False)
    assert "omron-software" not in english.get("/").text
    paths = ["", "form/", "request/", "request/check/", "receipt/"]
    assert {english.get(f"/desks/omron-software/{path}").status_code for path in paths} == {404}


@pytest.mark.parametrize("slug", ALL)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_publishes_what_the_law_wants_known(desks, slug, language):
    """APPI arts. 32(1) and 37: who, rights with article and fee, papers, contact, complaints, purposes, security."""
    client = Client(headers={"accept-language": language})
    profile = desk(slug).policy_on(date(2026, 11, 17)).profile
    page = client.get(f"/desks/{slug}/")
    wanted = [
        profile.company.name,
        profile.company.address.lines,
        profile.desk.name,
        profile.fee.note,
        profile.clocks.note,
        profile.complaint.contact,
        profile.policy.title,
        *filter(None, [profile.retention.company_data]),
        *profile.security_measures,
        *(purpose.text for person in profile.people for purpose in person.purposes),
        *(recipient.label for recipient in profile.recipients),
        *(joint.responsible for joint in profile.joint_use),
    ]
    assert (page.status_code, f'<html lang="{language}">' in page.text) == (200, True)
    text = page.text.replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&")
    assert [str(words.in_language(language)) for words in wanted if words.in_language(language) not in text] == []
    with override(language):
        assert [str(case.label) for case in profile.provision_exceptions if str(case.label) not in text] == []
    articles = {
        "ja": ["第32条第2項", "第33条第1項", "第33条第5項", "第34条第1項", "第35条第1項", "第35条第3項", "第35条第5項"]
    }
    assert [article for article in articles.get(language, ["32(2)", "33(1)", "35(5)"]) if article not in text] == []


def test_says_which_papers_no_longer_count_and_what_took_their_place(english):
    page = english.get("/desks/omron-software/").text
    assert "Health insurance card: no longer valid; its last day was Mon 1 Dec 2025." in page
    assert "Instead: Eligibility certificate of health insurance or My Number card (front only)." in page
    assert "Certificate of residence" in page
    assert "(for requests by Post)" in page


# what an auditor would say about a policy, and no company about itself
REMARKS = {
    "ja": [
        "公表文書",
        "窓口の設定",
        "ポリシーに定め",
        "公表していません",
        "確かめます",
        "記録します",
    ],
    "en": [
        "published text",
        "published policy",
        "setting of the desk",
        "not state",
        "Not stated",
        "Establish",
        "Decide",
    ],
}


@pytest.mark.parametrize("slug", ALL)
@pytest.mark.parametrize("language", REMARKS)
@pytest.mark.parametrize("path", ["", "form/"])
def test_keeps_remarks_for_staff_to_itself(desks, slug, language, path):
    page = Client(headers={"accept-language": language}).get(f"/desks/{slug}/{path}").text
    assert [words for words in REMARKS[language] if words in page] == []


@pytest.mark.parametrize(
    ("language", "name", "phone", "hours"),
    [
        ("ja", "個人情報保護委員会 個人情報保護法相談ダイヤル", ">03-6457-9849<", "平日 9:30～17:30"),
        (
            "en",
            "Personal Information Protection Commission, Japan: inquiry line",
            ">+81-3-6457-9849<",
            "Weekdays 9:30–17:30",
        ),
    ],
)
def test_tells_every_requester_who_helps_outside_the_company(desks, language, name, phone, hours):
    for slug in ALL:
        page = Client(headers={"accept-language": language}).get(f"/desks/{slug}/").text
        assert [page.count(words) for words in (name, phone, hours, 'href="tel:03-6457-9849"')] == [1, 1, 1, 1]


def test_says_that_the_inquiry_line_still_has_to_be_confirmed():
    assert (COMMISSION_LINE.verified, COMMISSION_LINE.source) == (False, "P: copy of ppc.go.jp/personalinfo/pipldial")


def published(slug: str, **changes: dict[str, object]) -> str:
    """Return the English procedure page of a desk whose profile has some fields of its blocks changed."""
    policy = DeskPolicy.objects.get(desk__slug=slug)
    content = policy.content | {name: policy.content[name] | fields for name, fields in changes.items()}
    DeskPolicy.objects.create(
        desk=policy.desk,
        version=policy.version + 1,
        effective_from=policy.effective_from,
        content=content,
        sha256=sha256(str(content).encode()).hexdigest(),
        created_at=policy.created_at,
    )
    return Client(headers={"accept-language": "en"}).get(f"/desks/{slug}/").text


GDPR = [kind for kind in Kind if kind.value.startswith("gdpr_")]
CCPA = [kind for kind in Kind if kind.value.startswith("ccpa_")]


def texts_of(page: str, tag: str) -> list[str]:
    """Return the words within each of a kind of element, without the elements inside."""
    found = re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", words).split()) for words in found]


ABROAD = [
    ("citizen-systems-japan", ["EEA", "GB", "US-CA"], [*GDPR, *GDPR, *CCPA]),
    ("citizen-machinery", ["EEA"], GDPR),
    ("citizen-watch", [], []),
    ("net-one-systems", [], []),
    ("omron-software", [], []),
]


@pytest.mark.parametrize(("slug", "residences", "kinds"), ABROAD)
def test_names_the_rights_under_other_laws_that_it_serves(english, slug, residences, kinds):
    page = english.get(f"/desks/{slug}/").text
    assert re.findall(rf'href="/desks/{slug}/request/\?residence=([A-Z-]+)"', page) == residences
    rights = page[page.index('id="rights"') : page.index('id="papers"')]
    shown = re.findall(r"<li>([^<]+?) <span class=\"small soft\">", rights)
    assert shown == [str(kind.label) for kind in kinds]
    for residence in residences:
        form = english.get(f"/desks/{slug}/request/?residence={residence}").text
        (chosen,) = re.findall(rf'<input[^>]*value="{residence}"[^>]*>', form)
        assert "checked" in chosen


CONSENT = [
    ("net-one-systems", "en", "Under 16: consent of the statutory agent"),
    ("net-one-systems", "ja", "16歳未満の方：法定代理人の同意"),
    ("citizen-systems-japan", "en", "Minors: consent of a guardian"),
    ("citizen-systems-japan", "ja", "未成年の方：保護者の同意"),
    ("omron-software", "en", None),
    ("citizen-watch", "ja", None),
]


@pytest.mark.parametrize(("slug", "language", "heading"), CONSENT)
def test_tells_whose_consent_a_young_person_needs(desks, slug, language, heading):
    page = Client(headers={"accept-language": language}).get(f"/desks/{slug}/").text
    every = {title for _slug, _language, title in CONSENT if title}
    assert every & set(texts_of(page, "h3")) == ({heading} if heading else set())


def test_tells_which_text_comes_first(english):
    precedence = desk("citizen-watch").policy_on(date(2026, 11, 17)).profile.policy.precedence
    assert precedence.en in english.get("/desks/citizen-watch/").text


def test_shows_no_date_of_a_policy_that_bears_none(english):
    """The day from which an undated policy counts here was set by the desk and never published."""
    page = english.get("/").text
    assert re.findall(r"Version of ([^<]+?)\s*<", page) == ["1 April 2022", "27 September 2021", "15 October 2012"]


def test_says_what_is_asked_of_single_papers(english):
    page = english.get("/desks/net-one-systems/").text
    papers = texts_of(page, "li")
    assert "Certificate of residence (issued within the last 3 months)" in papers
    assert "Family register (full copy)" in papers
    assert "Driver's licence" in [words.replace("&#x27;", "'") for words in papers]
    assert "This one (the original, issued within the last 3 months):" in texts_of(page, "p")


SOMEBODY = {"title": {"ja": "代表取締役", "en": "President"}, "name": {"ja": "見本 花子", "en": "Hanako Mihon"}}
PROFILE_PAGE = "https://example.jp/profile"


@pytest.mark.parametrize(
    ("company", "shown"),
    [
        ({}, []),
        ({"profile_page": PROFILE_PAGE}, ["Representative", "Named on the company profile page", PROFILE_PAGE]),
        ({"profile_page": PROFILE_PAGE, "representative": SOMEBODY}, ["Representative", "President Hanako Mihon"]),
    ],
)
def test_names_the_representative_or_where_to_find_the_name(desks, company, shown):
    page = published("omron-software", company=company)
    every = ["Representative", "President Hanako Mihon", "Named on the company profile page", PROFILE_PAGE]
    assert [words for words in every if words in page] == shown


def test_publishes_an_older_version_without_security_measures(desks):
    policy = DeskPolicy.objects.get(desk__slug="omron-software")
    del policy.content["security_measures"]
    DeskPolicy.objects.create(
        desk=policy.desk,
        version=2,
        effective_from=policy.effective_from,
        content=policy.content,
        sha256="1" * 64,
        created_at=policy.created_at,
    )
    page = Client(headers={"accept-language": "en"}).get("/desks/omron-software/")
    assert (page.status_code, "Security measures" in page.text) == (200, False)


@pytest.mark.parametrize(
    ("keep", "words"),
    [
        ({"days": 30, "then": "destroy"}, "Kept for 30 days after the case is closed. Destroyed after that."),
        ({"days": 30, "then": "return"}, "Kept for 30 days after the case is closed. Returned to you after that."),
        ({"years": 1, "then": "destroy"}, "Kept for 1 year after the case is closed. Destroyed after that."),
    ],
)
def test_says_how_long_papers_are_kept_and_what_happens_then(desks, keep, words):
    kept = {"note": {"ja": "覚え書き", "en": "A remark"}} | keep
    retention = DeskPolicy.objects.get(desk__slug="omron-software").content["retention"]
    page = published("omron-software", retention=retention | {"identity_papers": kept})
    assert (words in page, "A remark" in page) == (True, False)


def test_names_the_accredited_organisation_of_a_member_only(english):
    assert "03-5860-7565" in english.get("/desks/net-one-systems/").text
    assert "03-5860-7565" not in english.get("/desks/omron-software/").text


@pytest.mark.parametrize(
    ("slug", "takes_web"), [("omron-software", True), ("net-one-systems", False), ("citizen-watch", False)]
)
def test_leads_to_the_form_or_to_the_post(english, slug, takes_web):
    page = english.get(f"/desks/{slug}/").text
    assert (f'href="/desks/{slug}/request/"' in page, f'href="/desks/{slug}/request-form.pdf"' in page) == (
        takes_web,
        True,
    )


def test_speaks_the_language_of_the_address(japanese):
    page = japanese.get("/desks/omron-software/?lang=en")
    assert (page["Content-Language"], '<html lang="en">' in page.text) == ("en", True)
    assert 'name="next" value="/desks/omron-software/"' in page.text
    assert '<html lang="en">' in japanese.get("/").text


@pytest.mark.parametrize("asked", ["fr", "../../etc", "", "x" * 1000])
def test_ignores_a_language_it_does_not_have(japanese, asked):
    assert '<html lang="ja">' in japanese.get("/", {"lang": asked}).text


def test_links_both_languages_of_a_page(english, settings):
    settings.DSR_BASE_URL = "https://desk.example.jp"
    page = english.get("/?q=omron").text
    assert re.findall(r'hreflang="(\w+)" href="([^"]+)"', page) == [
        ("ja", "https://desk.example.jp/?q=omron&amp;lang=ja"),
        ("en", "https://desk.example.jp/?q=omron&amp;lang=en"),
    ]


def test_the_language_switch_keeps_the_place(english):
    page = english.get("/desks/omron-software/request/?residence=JP&who=principal").text
    assert 'name="next" value="/desks/omron-software/request/?residence=JP&amp;who=principal"' in page


# -- the two first questions


STARTS = [
    ({}, 200, {}),
    ({"country": ""}, 422, {"id_residence", "id_who"}),
    ({"residence": "JP", "country": ""}, 422, {"id_who"}),
    ({"residence": "EEA", "country": "", "who": "principal"}, 422, {"id_country"}),
    ({"residence": "EEA", "country": "US", "who": "principal"}, 422, {"id_country"}),
    ({"residence": "mars", "who": "principal"}, 422, {"id_residence"}),
    ({"residence": "JP", "who": "king"}, 422, {"id_who"}),
    ({"residence": "JP", "who": "principal", "change": "1"}, 200, set()),
    # a link that chooses the residence, and one that chooses nothing that there is
    ({"residence": "EEA"}, 200, set()),
    ({"residence": "mars"}, 200, set()),
]


@pytest.mark.parametrize(("answers", "status", "wrong"), STARTS)
def test_asks_where_and_who(english, answers, status, wrong):
    page = english.get("/desks/citizen-systems-japan/request/", answers)
    fields = set(re.findall(r'class="field-errors[^"]*" id="([^"]+)_error"', page.text))
    assert (page.status_code, fields, "Who is asking, and where" in page.text) == (status, set(wrong), True)


FORMS = [
    ("citizen-systems-japan", {"residence": "EEA", "country": "FR", "who": "principal"}, "gdpr_access"),
    ("citizen-systems-japan", {"residence": "FR", "who": "principal"}, "gdpr_access"),
    ("citizen-systems-japan", {"residence": "GB", "who": "principal"}, "gdpr_access"),
    ("citizen-systems-japan", {"residence": "US-CA", "who": "principal"}, "ccpa_know"),
    ("citizen-systems-japan", {"residence": "ZZ", "who": "principal"}, "purpose_notification"),
    ("omron-software", {"residence": "FR", "who": "principal"}, "purpose_notification"),
    ("citizen-machinery", {"residence": "FR", "who": "principal"}, "gdpr_access"),
]


@pytest.mark.parametrize(("slug", "answers", "first"), FORMS)
def test_offers_the_rights_of_the_law_that_serves_the_person(english, slug, answers, first):
    page = english.get(f"/desks/{slug}/request/", answers).text
    assert re.findall(r'name="kinds" value="(\w+)"', page)[0] == first


def test_tells_people_from_abroad_how_they_are_served(english):
    page = english.get("/desks/omron-software/request/?residence=FR&who=principal").text
    assert "Requests from residents of the EEA are taken under Japanese law as well." in page


def test_asks_a_californian_for_no_papers_to_opt_out(english):
    page = english.get("/desks/citizen-systems-japan/request/?residence=US-CA&who=principal").text
    assert "Declaration signed under penalty of perjury" in page


# -- for machines


def test_says_where_to_report_a_weakness(english, settings):
    settings.DSR_BASE_URL = "https://desk.example.jp"
    settings.DEFAULT_FROM_EMAIL = "desk@example.jp"
    lines = english.get("/.well-known/security.txt").text.splitlines()
    assert lines == [
        "Contact: mailto:desk@example.jp",
        "Expires: 2027-05-16T00:00:00+00:00",
        "Preferred-Languages: ja, en",
        "Canonical: https://desk.example.jp/.well-known/security.txt",
    ]


def test_keeps_forms_out_of_search_engines(english):
    answer = english.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /follow/" in answer.text
