"""The list of cases as a page: what stands in its address decides what it shows, and nonsense shows everything."""

import json
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from dsr.actions.caseload import assign
from dsr.models import ViewEvent
from dsr.persons import PersonDetails
from dsr.queries.queues import Queue
from dsr.vocabulary import Role, State, ViewSubject
from tests.factories import case_in, received, signed_in, staff

pytestmark = pytest.mark.django_db


def listed(browser: Client, **query: object) -> list[str]:
    address = f"{reverse('staff:queue')}?{urlencode(query)}"
    page = browser.post(reverse("staff:search"), query, follow=True) if "q" in query else browser.get(address)
    assert page.status_code == 200
    return [row.requester.name for row in page.context["page"].rows]


@pytest.fixture
def cases() -> None:
    received(principal=PersonDetails(name="山田 太郎", email="taro@example.com"))
    case_in(State.REPLIED, principal=PersonDetails(name="髙橋 花子", address="東京都西東京市田無町6-1-12"))


@pytest.mark.usefixtures("cases")
def test_the_address_decides_the_list() -> None:
    browser, clerk = signed_in(staff()), staff()
    asked = {
        "nothing": {},
        "open": {"queue": "open"},
        "closed": {"queue": "closed"},
        "nonsense": {"queue": "' OR 1=1", "kind": "x", "state": "y", "desk": "z", "after": "?", "page": "9"},
        "search": {"q": "高橋"},
        "search in a queue": {"q": "高橋", "queue": "open"},
        "mail": {"q": "TARO@example.com"},
        "too long": {"q": "x" * 10_000, "queue": "open"},
        "nobody": {"queue": "open", "person": "nobody"},
        "somebody else's": {"queue": "open", "person": clerk.pk},
        "old": {"queue": "open", "age": "31-"},
        "new": {"queue": "open", "age": "0-5"},
        "month": {"queue": "closed", "replied": "2026-11"},
        "other month": {"queue": "closed", "replied": "2026-10"},
        "no month": {"queue": "closed", "replied": "0000-13"},
        "step": {"queue": "open", "step": "take"},
        "other step": {"queue": "open", "step": "post_reply"},
    }
    yamada, takahashi = ["山田 太郎"], ["髙橋 花子"]
    assert {name: listed(browser, **query) for name, query in asked.items()} == {
        "nothing": [],
        "open": yamada,
        "closed": takahashi,
        "nonsense": [],
        "search": takahashi,
        "search in a queue": [],
        "mail": yamada,
        "too long": yamada,
        "nobody": yamada,
        "somebody else's": [],
        "old": [],
        "new": yamada,
        "month": takahashi,
        "other month": [],
        "no month": takahashi,
        "step": yamada,
        "other step": [],
    }


def test_each_reader_begins_where_the_work_is() -> None:
    queues = {role: signed_in(staff(role)).get(reverse("staff:queue")).context["filters"].queue for role in READERS}
    assert queues == {role: Queue.OPEN if role == Role.AUDITOR else Queue.MINE for role in READERS}


READERS = (Role.CLERK, Role.REVIEWER, Role.MANAGER, Role.AUDITOR)


def test_an_empty_list_points_to_where_work_waits() -> None:
    received()
    page = signed_in(staff(), "en").get(reverse("staff:queue")).content.decode()
    assert "1 case is unassigned." in page
    assert 'href="?queue=unassigned"' in page


def test_too_long_a_search_is_told() -> None:
    page = signed_in(staff(), "en").post(reverse("staff:search"), {"q": "x" * 200}, follow=True).content.decode()
    assert "Write at most 120 characters." in page


def found(browser: Client, words: str) -> str:
    """Look for something and return the query of the list that answers."""
    return "?" + browser.post(reverse("staff:search"), {"q": words, "queue": "open"})["Location"].partition("?")[2]


def test_what_is_looked_for_stands_in_no_address_and_no_row() -> None:
    received()
    browser = signed_in(staff(), "en")
    address = browser.post(reverse("staff:search"), {"q": "山田", "queue": "open", "kind": "disclosure"})["Location"]
    token = address.partition("search=")[2]
    assert address == f"/staff/?queue=open&kind=disclosure&search={token}"
    assert (len(token), [char for char in token if char not in "0123456789abcdef"]) == (64, [])
    stored = json.dumps(dict(browser.session), ensure_ascii=False)
    assert ("山田" in stored, token in stored) == (False, False)
    assert [row.case.principal.name for row in browser.get(address).context["page"].rows] == ["山田 太郎"]


def test_a_search_belongs_to_its_session() -> None:
    received()
    mine = signed_in(staff(), "en")
    page = signed_in(staff(), "en").get(reverse("staff:queue") + found(mine, "nobody"), follow=True)
    assert "This search is no longer kept." in page.content.decode()
    assert (page.redirect_chain, page.context["page"].rows) == ([("/staff/", 302)], [])


def test_ten_searches_are_kept() -> None:
    browser = signed_in(staff(), "en")
    searched = [found(browser, f"word {number}") for number in range(12)]
    pages = [browser.get(reverse("staff:queue") + query) for query in searched]
    assert [page.status_code for page in pages] == [302, 302, *[200] * 10]
    assert [page.context["filters"].typed for page in pages[2:]] == [f"word {number}" for number in range(2, 12)]


def test_words_in_an_address_count_for_nothing() -> None:
    received()
    assert signed_in(staff()).get(f"{reverse('staff:queue')}?queue=open&q=nobody").context["filters"].typed == ""


def test_a_list_is_one_look_at_all_it_shows() -> None:
    clerk = staff()
    shown = [received().case for _case in range(3)]
    listed(signed_in(clerk), queue="open")
    look = ViewEvent.objects.get()
    assert (look.subject, look.user, set(look.cases)) == (ViewSubject.LIST, clerk, {str(case.pk) for case in shown})


def test_pages_are_turned_by_links() -> None:
    clerk = staff()
    for _case in range(31):
        received(by=clerk)
    browser = signed_in(clerk, "en")
    first = browser.get(f"{reverse('staff:queue')}?queue=open&channel=post")
    after = first.context["page"].after
    assert f"queue=open&amp;channel=post&amp;after={after}" in first.content.decode()
    second = browser.get(f"{reverse('staff:queue')}?queue=open&after={after}")
    assert len(second.context["page"].rows) == 1
    assert f"before={second.context['page'].before}" in second.content.decode()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_pages_are_valid_html(language: str, html_errors: Callable[[str], list[str]]) -> None:
    clerk = staff()
    assign(received().case.pk, clerk, by=clerk)
    browser = signed_in(clerk, language)
    for query in ("", "?queue=open", "?queue=closed", found(browser, "zzz"), "?queue=open&age=0-5&replied=2026-11"):
        assert html_errors(browser.get(reverse("staff:queue") + query).content.decode()) == []
