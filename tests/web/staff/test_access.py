"""Every address of the staff door against every role: strangers sign in, and other desks do not exist."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from dsr.actions.documents import Noticed
from dsr.models import Case, CaseEvent, ViewEvent
from dsr.vocabulary import FindingCode, Role, State
from dsr.web.staff.urls import urlpatterns
from tests.factories import NET_ONE, case_in, desk, received, signed_in, staff
from tests.papers import ready
from tests.piles import split_pile

pytestmark = pytest.mark.django_db

READERS = (Role.CLERK, Role.REVIEWER, Role.MANAGER, Role.AUDITOR)
WORKERS = (Role.CLERK, Role.REVIEWER, Role.MANAGER)
DECIDERS = (Role.REVIEWER, Role.MANAGER)

# name of the address -> the roles that may open it with GET, and the state of the case in which that is so
OPENED: dict[str, tuple[tuple[Role, ...], State]] = {
    "queue": (READERS, State.RECEIVED),
    "intake": (WORKERS, State.RECEIVED),
    "case": (READERS, State.RECEIVED),
    "letter_preview": (READERS, State.DECIDED),
    "letter_sheet": (READERS, State.DECIDED),
    "letter_pdf": (READERS, State.REPLIED),
    "decide_right": (DECIDERS, State.IDENTITY_VERIFIED),
    "refuse_on_procedure": (DECIDERS, State.RECEIVED),
    "correct_person": (WORKERS, State.RECEIVED),
    "cover_sheet": (READERS, State.RECEIVED),
    "document": (READERS, State.RECEIVED),
    "mask_document": (WORKERS, State.RECEIVED),
    "destroy_document": (WORKERS, State.RECEIVED),
    "papers": (READERS, State.RECEIVED),
    "scans": (WORKERS, State.RECEIVED),
}
# addresses that only take POST, and the roles whose POST passes the door
SENT: dict[str, tuple[Role, ...]] = {
    "search": READERS,
    "compare_person": READERS,
    "assign": WORKERS,
    "acknowledge": WORKERS,
    "add_note": WORKERS,
    "pause_clock": WORKERS,
    "resume_clock": WORKERS,
    "extend_clock": DECIDERS,
    "announce_extension": WORKERS,
    "correct_receipt": DECIDERS,
    "withdraw": WORKERS,
    "add_document": WORKERS,
    "accept_item": WORKERS,
    "reject_item": WORKERS,
    "waive_item": (Role.MANAGER,),
    "add_item": WORKERS,
    "describe_document": WORKERS,
    "settle_finding": WORKERS,
    "set_hold": (Role.MANAGER,),
    "lift_hold": (Role.MANAGER,),
    "ask_for_more": WORKERS,
    "verify_identity": WORKERS,
    "decide": DECIDERS,
    "approve_letter": DECIDERS,
    "send_reply": WORKERS,
    "mark_replied": WORKERS,
    "record_return": WORKERS,
    "prove_contact": WORKERS,
    "revoke_contact": WORKERS,
    "ask_principal": WORKERS,
}
# have their own tests in test_document_page.py, test_scans.py and test_extension.py
ELSEWHERE = {"page", "pile", "scan_page", "extension_notice"}
# of one person and no case; see tests/web/test_calendar_feed.py
OWN = {"calendar_feed", "renew_calendar_feed", "revoke_calendar_feed"}
NO_CASE = {"queue", "search", "intake", "scans", *OWN}


def address(pattern: URLPattern, case: Case) -> str:
    # documents are there where a test has put some
    document = case.documents.first()
    finding = document.findings.first() if document else None
    known = {
        "case_id": case.pk,
        "item_id": case.items.first().pk,
        "right_id": case.rights.first().pk,
        "document_id": document.pk if document else uuid4(),
        "finding_id": finding.pk if finding else uuid4(),
        "number": 1,
        "role": "principal",
        "medium": "post",
    }
    if "batch_id" in pattern.pattern.converters:
        known["batch_id"] = split_pile([[]], by=staff(Role.CLERK, case.desk), at=case.desk).pk
    return reverse(f"staff:{pattern.name}", kwargs={name: known[name] for name in pattern.pattern.converters})


def test_every_address_has_a_row() -> None:
    assert {pattern.name for pattern in urlpatterns} == {*OPENED, *SENT, *ELSEWHERE, *OWN}


def test_strangers_sign_in_everywhere() -> None:
    case = received().case
    for pattern in urlpatterns:
        answer = Client().get(address(pattern, case))
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/accounts/login/")
        # a form is not sent away: what was typed into it stands on the page that asks to sign in
        answer = Client().post(address(pattern, case))
        assert (answer.status_code, "/accounts/login/?next=" in answer.text) == (403, True)


def test_each_role_opens_what_its_row_says() -> None:
    cases = {state: case_in(state) for state in State}
    ready(cases[State.RECEIVED])
    browsers = {role: signed_in(staff(role)) for role in Role}
    patterns = {pattern.name: pattern for pattern in urlpatterns}
    found, expected = {}, {}
    for name, (roles, state) in OPENED.items():
        url = address(patterns[name], cases[state])
        found[name] = {role: browsers[role].get(url).status_code for role in Role}
        hidden = 403 if name in NO_CASE else 404
        expected[name] = {
            role: 200 if role in roles else hidden if role == Role.ADMINISTRATOR else 403 for role in Role
        }
    assert found == expected


def test_other_desks_do_not_exist() -> None:
    case = received(desk=desk(NET_ONE)).case
    for role in Role:
        browser = signed_in(staff(role))
        for pattern in urlpatterns:
            if pattern.name not in NO_CASE:
                url = address(pattern, case)
                # the address of a verb leads to the page of its case, which does not exist either
                assert {browser.post(url).status_code, browser.get(url, follow=True).status_code} <= {404, 405}
                assert 404 in {browser.post(url).status_code, browser.get(url).status_code}
    assert not ViewEvent.objects.exists()


def test_addresses_of_verbs_take_post_only() -> None:
    case, browser = received().case, signed_in(staff(Role.MANAGER))
    patterns = {pattern.name: pattern for pattern in urlpatterns}
    assert {name: browser.put(address(patterns[name], case)).status_code for name in SENT} == dict.fromkeys(SENT, 405)
    pages = dict.fromkeys(SENT, case.get_absolute_url()) | {"search": reverse("staff:queue")}
    assert {name: browser.get(address(patterns[name], case)).url for name in SENT} == pages


# what is sent so that only the role decides
FILLED = {
    "acknowledge": {"how": "post"},
    "add_note": {"text": "…"},
    "pause_clock": {"reason": "papers"},
    "extend_clock": {"reason": "…"},
    "announce_extension": {"announced_by": "post", "on": "2026-11-17"},
    "correct_receipt": {"received_on": "2026-11-16", "reason": "written_wrong"},
    "withdraw": {"confirmed": "on"},
    "reject_item": {"reason": "unreadable"},
    "add_item": {"evidence": "passport", "of": "principal", "reason": "…"},
    "describe_document": {"kind": "passport"},
    "waive_item": {"reason": "…"},
    "set_hold": {"reason": "…"},
    "lift_hold": {"reason": "…"},
    "verify_identity": {"method": "documents"},
    "mark_replied": {"channel": "counter", "delivered_on": "2026-11-17"},
    "record_return": {"returned_on": "2026-11-17"},
    "prove_contact": {"basis": "call_back"},
    "ask_principal": {"medium": "post"},
}
STATE_OF = {
    "decide": State.IDENTITY_VERIFIED,
    "approve_letter": State.DECIDED,
    "send_reply": State.DECIDED,
    "mark_replied": State.DECIDED,
    "record_return": State.REPLIED,
}
# the role may, but the case is not ready for it: papers open, no letter, not paused, no extension in Japan, no file, nothing to compare or to
# take back, no agent
NOT_READY = {
    "verify_identity": 409,
    "decide": 409,
    "send_reply": 409,
    "mark_replied": 409,
    "resume_clock": 409,
    "extend_clock": 409,
    "announce_extension": 409,
    "lift_hold": 409,
    "revoke_contact": 409,
    "ask_principal": 409,
    "add_document": 422,
    "compare_person": 422,
}


@pytest.mark.parametrize("role", [Role.CLERK, Role.REVIEWER, Role.MANAGER, Role.AUDITOR])
def test_each_role_takes_the_verbs_of_its_row(role: Role) -> None:
    browser = signed_in(staff(role))
    patterns = {pattern.name: pattern for pattern in urlpatterns}
    found, expected = {}, {}
    for name, roles in SENT.items():
        case = case_in(STATE_OF.get(name, State.RECEIVED))
        if "document_id" in patterns[name].pattern.converters:
            ready(case, noticed=(Noticed(FindingCode.EXPIRED),))
        sent = FILLED.get(name, {}) | ({"evidence": case.items.first().any_of[0]} if name == "accept_item" else {})
        before = CaseEvent.objects.filter(case=case).count()
        found[name] = browser.post(address(patterns[name], case), sent).status_code
        expected[name] = NOT_READY.get(name, 302) if role in roles else 403
        if found[name] != 302:
            assert CaseEvent.objects.filter(case=case).count() == before
    assert found == expected


@pytest.mark.parametrize("broken", ["0", "-1", "1e9", "' OR 1=1 --", "00000000-0000-0000-0000-000000000000"])
def test_ids_that_are_none_lead_nowhere(broken: str) -> None:
    assert signed_in(staff()).get(f"/staff/cases/{broken}/").status_code == 404


def test_who_left_sees_nothing_any_more() -> None:
    clerk, case = staff(), received().case
    browser = signed_in(clerk)
    assert browser.get(case.get_absolute_url()).status_code == 200
    clerk.is_active = False
    clerk.save()
    assert browser.get(case.get_absolute_url()).status_code == 302
