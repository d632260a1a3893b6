"""Every URL, walked from the resolver, meets every role, strangers and staff of another desk. A new URL needs a row."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dsr.actions.documents import Noticed
from dsr.models import Case, Document, Finding, User
from dsr.vocabulary import FindingCode, Role
from tests.factories import NET_ONE, desk, received, signed_in, staff
from tests.papers import ready
from tests.piles import split_pile

pytestmark = pytest.mark.django_db

# What strangers may reach. Exact: everything else asks for a login.
PUBLIC = {
    "public:home",
    "public:desk",
    "public:request_form",
    "public:deadline",
    "public:request",
    "public:check",
    "public:receipt",
    "public:verify",
    "public:follow",
    "public:follow_case",
    "public:follow_add",
    "public:follow_withdraw",
    "public:follow_reply",
    "public:follow_leave",
    "public:security_txt",
    "public:robots_txt",
    "healthz",
    "readyz",
    "calendar_feed",
    "set_language",
}
# django-allauth and django.contrib.admin guard their own pages; tests/web/test_second_factor.py walks them.
OTHERS = ("account_", "mfa_", "admin:", "socialaccount_")

C, R, M, A, X = Role.CLERK, Role.REVIEWER, Role.MANAGER, Role.AUDITOR, Role.ADMINISTRATOR
READERS = {C, R, M, A}

# Which roles get past the door of each staff page by GET. 409 and 302 are behind the door, 403 and 404 are not.
STAFF = {
    "staff:queue": READERS,
    "staff:search": READERS,
    "staff:calendar_feed": READERS,
    "staff:renew_calendar_feed": READERS,
    "staff:revoke_calendar_feed": READERS,
    "staff:intake": {C, R, M},
    "staff:correct_person": {C, R, M},
    "staff:mask_document": {C, R, M},
    "staff:destroy_document": {C, R, M},
    "staff:scans": {C, R, M},
    "staff:pile": {C, R, M},
    "staff:scan_page": {C, R, M},
    "manager:overview": {M, A},
    "manager:calendars": {M, A},
    "manager:foresight": {M, A},
    "manager:rehearsal": {M, A},
    "manager:calendar": {M, A},
    "manager:release_reminders": {M},
    "manager:export": {M, A},
    "manager:looks_of_person": {M, A},
    "manager:looks_of_person_csv": {M, A},
    "manager:looks_at_case": {M, A},
    "manager:looks_at_case_csv": {M, A},
    "manager:papers": {M, A},
    "manager:receipts": {M, A},
} | {
    f"staff:{name}": READERS
    for name in (
        "case",
        "compare_person",
        "assign",
        "acknowledge",
        "add_note",
        "pause_clock",
        "resume_clock",
        "withdraw",
        "extend_clock",
        "announce_extension",
        "extension_notice",
        "correct_receipt",
        "set_hold",
        "lift_hold",
        "add_document",
        "page",
        "document",
        "describe_document",
        "settle_finding",
        "add_item",
        "cover_sheet",
        "papers",
        "accept_item",
        "reject_item",
        "waive_item",
        "ask_for_more",
        "verify_identity",
        "refuse_on_procedure",
        "decide_right",
        "decide",
        "letter_preview",
        "letter_sheet",
        "approve_letter",
        "letter_pdf",
        "send_reply",
        "mark_replied",
        "record_return",
        "prove_contact",
        "revoke_contact",
        "ask_principal",
    )
}
# These are knocked at with POST. A GET leads to the page that the verb stands on, which asks again who may see it.
POST_ONLY = {
    "renew_calendar_feed",
    "revoke_calendar_feed",
    "release_reminders",
    "search",
    "compare_person",
    "assign",
    "acknowledge",
    "add_note",
    "pause_clock",
    "resume_clock",
    "extend_clock",
    "announce_extension",
    "correct_receipt",
    "withdraw",
    "set_hold",
    "lift_hold",
    "add_document",
    "accept_item",
    "reject_item",
    "waive_item",
    "add_item",
    "describe_document",
    "settle_finding",
    "ask_for_more",
    "verify_identity",
    "refuse_on_procedure",
    "decide_right",
    "decide",
    "approve_letter",
    "send_reply",
    "mark_replied",
    "record_return",
    "prove_contact",
    "revoke_contact",
    "ask_principal",
}
# Verbs with a form on a page of their own.
HAVE_A_PAGE = {"refuse_on_procedure", "decide_right"}
# Verbs that are about no case. A GET leads to the list; the managers' says that it takes POST only.
OF_NO_CASE = {"search", "renew_calendar_feed", "revoke_calendar_feed"}
# Pages that are about no case of a desk.
OF_NO_DESK = {"staff:queue", "staff:intake", "staff:scans", "staff:calendar_feed"} | {
    f"staff:{name}" for name in OF_NO_CASE
}


def walk(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from walk(entry, f"{entry.namespace}:" if entry.namespace else namespace)
        elif entry.name:
            yield f"{namespace}{entry.name}", entry


NAMES = sorted({name for name, _pattern in walk(get_resolver()) if not name.startswith(OTHERS)})


def test_every_url_has_a_row() -> None:
    assert set(NAMES) == PUBLIC | set(STAFF)


def address(name: str, case: Case) -> str:
    pattern = dict(walk(get_resolver()))[name]
    item, right = case.items.first(), case.rights.first()
    values = {
        "case_id": case.pk,
        "document_id": Document.objects.values_list("pk", flat=True).first() or uuid4(),
        "finding_id": Finding.objects.values_list("pk", flat=True).first() or uuid4(),
        "item_id": item.pk,
        "right_id": right.pk,
        "number": 1,
        "slug": case.desk.slug,
        "role": "principal",
        "medium": "post",
        "token": "no-secret",
    }
    if "batch_id" in pattern.pattern.converters:
        values["batch_id"] = split_pile([[]], by=staff()).pk
    return reverse(name, kwargs={key: values[key] for key in pattern.pattern.converters})


def knock(client: Client, name: str, case: Case) -> int:
    path = address(name, case)
    post = name.partition(":")[2] in POST_ONLY
    return (client.post(path, {}) if post else client.get(path)).status_code


@pytest.mark.parametrize("name", sorted(STAFF))
def test_a_stranger_is_asked_to_log_in(name: str) -> None:
    response = Client().get(address(name, received().case))
    assert (response.status_code, response["Location"].startswith("/accounts/login/")) == (302, True)


@pytest.mark.parametrize("name", sorted(PUBLIC - {"set_language"}))
def test_a_public_page_never_asks_to_log_in(name: str) -> None:
    response = Client().get(address(name, received().case))
    assert "/accounts/" not in response.get("Location", "")
    assert response.status_code < 500 or name == "readyz"


@pytest.mark.parametrize("name", sorted(name for name in STAFF if name.partition(":")[2] in POST_ONLY))
def test_a_strangers_form_is_shown_again_and_not_taken(name: str) -> None:
    case = received().case
    response = Client().post(address(name, case), {"text": "typed"})
    assert (response.status_code, "/accounts/login/?next=" in response.text, "typed" in response.text) == (
        403,
        True,
        True,
    )
    assert case.events.count() == 1


@pytest.mark.parametrize("role", list(Role))
def test_the_address_of_a_verb_leads_to_its_page(role: Role) -> None:
    case, client = received().case, signed_in(staff(role))
    names = POST_ONLY - HAVE_A_PAGE - {"release_reminders"}
    found = {name: client.get(address(f"staff:{name}", case)).get("Location") for name in names}
    assert found == dict.fromkeys(names, case.get_absolute_url()) | dict.fromkeys(OF_NO_CASE, "/staff/")


SHUT = {403, 404}


@pytest.mark.parametrize("name", sorted(STAFF))
def test_every_role_meets_every_staff_page(name: str) -> None:
    case = received().case
    ready(case, noticed=(Noticed(FindingCode.EXPIRED),))
    entered = {role for role in Role if knock(signed_in(staff(role)), name, case) not in SHUT}
    # neither letter exists yet in a case that has just arrived
    expected = set() if name in {"staff:letter_pdf", "staff:extension_notice"} else STAFF[name]
    acting = name.partition(":")[2] in POST_ONLY
    assert entered == expected or (acting and entered <= expected)


@pytest.mark.parametrize("name", sorted(set(STAFF) - OF_NO_DESK))
@pytest.mark.parametrize("role", [C, R, M, A])
def test_staff_of_another_desk_find_nothing(name: str, role: Role) -> None:
    case = received().case
    if name.startswith("manager:"):
        page = signed_in(staff(role, desk(NET_ONE))).get(address(name, case))
        assert case.number not in b"".join(page).decode()
        return
    assert knock(signed_in(staff(role, desk(NET_ONE))), name, case) == 404


def test_a_disabled_account_is_out_at_once() -> None:
    clerk = staff()
    client = signed_in(clerk)
    assert client.get("/staff/").status_code == 200
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert client.get("/staff/").status_code == 302
