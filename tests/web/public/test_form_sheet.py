"""The request form on paper: room for everything that the desk would otherwise have to ask back for."""

import re

import pytest
from django.test import Client

from dsr.models import DeskPolicy

MAIL_ONLY = ["citizen-watch", "net-one-systems"]
RIGHT = re.compile(r'class="sheet-right .*?(?=class="sheet-right |</table>)', re.DOTALL)
TICK = re.compile(r'class="tick">([^<]+?):?\s*<')


def form(slug: str, language: str = "en") -> str:
    page = Client(headers={"accept-language": language}).get(f"/desks/{slug}/form/")
    assert page.status_code == 200
    return page.text.replace("&#x27;", "'")


STOP, ERASE, WITHHOLD = "Stop using the data", "Erase the data", "Stop giving the data to third parties"
# in the order of the law; which reasons may be ticked is a table of the law
ROOM = [
    ("purpose_notification", ["Which data (may stay empty):"], []),
    ("disclosure", ["Which data (may stay empty):"], []),
    ("provision_records", ["Which data (may stay empty):"], []),
    ("correction", ["Which data:", "What is wrong, and what is right:"], []),
    ("cease_use_violation", ["Which data:", "Measure you ask for:", "Reason:", "Other:"], [STOP, ERASE]),
    ("cease_provision", ["Which data:", "Measure you ask for:", "Reason:", "Other:"], [WITHHOLD]),
    ("cease_use", ["Which data:", "Measure you ask for:", "Reason:", "Other:"], [STOP, ERASE, WITHHOLD]),
]


@pytest.mark.parametrize("slug", MAIL_ONLY)
def test_gives_room_for_which_data_which_measure_and_why(desks, slug):
    rights = RIGHT.findall(form(slug))
    assert len(rights) == len(ROOM)
    for (kind, places, measures), text in zip(ROOM, rights, strict=True):
        found = re.findall(
            r"Which data(?: \(may stay empty\))?:|Measure you ask for:|What is wrong, [^<]+:|Reason:|Other:", text
        )
        ticks = TICK.findall(text)
        assert (kind, found) == (kind, places)
        assert [tick for tick in ticks if tick in {STOP, ERASE, WITHHOLD}] == measures
        assert ("Other" in ticks, text.count('class="blank"')) == ((True, 1) if measures else (False, 0))


def test_asks_for_the_measure_in_japanese(desks):
    rights = RIGHT.findall(form("net-one-systems", "ja"))
    assert [("ご希望の措置：" in text, "その他：" in text) for text in rights] == [(False, False)] * 4 + [
        (True, True)
    ] * 3


@pytest.mark.parametrize(
    ("language", "words", "title"),
    [("ja", "フリガナ", "開示等請求書"), ("en", "Reading (furigana)", "Request form for personal data")],
)
def test_asks_how_both_names_are_read(desks, language, words, title):
    page = form("net-one-systems", language)
    assert (page.count(f'<th scope="row">{words}</th>'), f"<h1>{title}</h1>" in page) == (2, True)


DESTROYED = "Proofs of identity are destroyed afterwards; this form is kept as a record."
RETURNED = "Proofs of identity are returned to you afterwards; this form is kept as a record."


@pytest.mark.parametrize(("then", "said"), [("destroy", [DESTROYED]), ("return", [RETURNED])])
def test_says_what_becomes_of_the_papers_as_the_desk_has_set_it(desks, then, said):
    policy = DeskPolicy.objects.get(desk__slug="net-one-systems")
    retention = policy.content["retention"]
    papers = retention["identity_papers"] | {"then": then}
    DeskPolicy.objects.create(
        desk=policy.desk,
        version=2,
        effective_from=policy.effective_from,
        content=policy.content | {"retention": retention | {"identity_papers": papers}},
        sha256=then.rjust(64, "0"),
        created_at=policy.created_at,
    )
    page = form("net-one-systems")
    assert [words for words in (DESTROYED, RETURNED) if words in page] == said
    assert "only to deal with this request." in page


def test_bears_no_date_that_the_policy_does_not_bear(desks):
    assert ["Version of" in form(slug) for slug in ("citizen-watch", "omron-software")] == [True, False]
    assert "applied since" not in form("omron-software")
