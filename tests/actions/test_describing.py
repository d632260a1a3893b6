"""What a clerk reads on a paper: kept sealed, the number only as a keyed hash; warnings follow, and a person judges."""

from dataclasses import asdict
from datetime import date

import pytest

from dsr import crypto
from dsr.actions.describing import Particulars, describe_document, settle_finding
from dsr.actions.destruction import destroy_document
from dsr.actions.documents import Noticed
from dsr.errors import Refused
from dsr.law.evidence import EVIDENCE
from dsr.law.evidence.cautions import PaperRead, cautions
from dsr.models import CaseEvent, Document, Finding
from dsr.vocabulary import (
    MUST_BE_SETTLED,
    Action,
    DestroyReason,
    FindingCode,
    FoundBy,
    ReplyMethod,
    Role,
    Settlement,
    State,
)
from tests.factories import case_in, received, staff
from tests.papers import read_again, ready

pytestmark = pytest.mark.django_db

ARRIVED = date(2026, 11, 17)
EXPIRED, LONG_AGO, NO_ADDRESS = FindingCode.EXPIRED, FindingCode.ISSUED_LONG_AGO, FindingCode.NO_ADDRESS
# kind, issued, expires, what is asked of it, whether the reply goes to its address -> warnings. By hand, from domain 1.5.
READ = [
    ("driver_licence", None, None, [], True, ()),
    ("driver_licence", None, date(2026, 11, 16), [], False, (EXPIRED,)),
    ("driver_licence", None, date(2026, 11, 17), [], False, ()),  # valid on its last day
    ("driver_licence", None, date(2026, 11, 18), [], False, ()),
    ("residence_certificate", date(2026, 8, 17), None, ["within_3_months"], True, ()),
    ("residence_certificate", date(2026, 8, 16), None, ["within_3_months"], True, (LONG_AGO,)),
    ("residence_certificate", date(2026, 5, 17), None, ["within_6_months"], True, ()),
    ("residence_certificate", date(2026, 5, 16), None, ["within_6_months"], True, (LONG_AGO,)),
    ("residence_certificate", date(2020, 1, 1), None, [], True, ()),
    ("residence_certificate", date(2020, 1, 1), None, ["shows_address"], True, ()),
    ("residence_certificate", None, None, ["within_3_months"], True, ()),  # no day was read: nothing to compare
    (
        "power_of_attorney_registered_seal",
        date(2026, 8, 16),
        None,
        ["within_3_months", "registered_seal"],
        False,
        (LONG_AGO,),
    ),
    ("passport", date(2020, 2, 3), None, [], True, ()),
    ("passport", date(2020, 2, 4), None, [], True, (NO_ADDRESS,)),
    ("passport", None, None, [], True, (NO_ADDRESS,)),
    ("passport", date(2020, 2, 4), None, [], False, ()),
    ("passport", date(2021, 1, 1), date(2026, 1, 1), ["within_3_months"], True, (EXPIRED, LONG_AGO, NO_ADDRESS)),
    ("family_register", date(2026, 11, 1), None, [], True, (NO_ADDRESS,)),
    ("family_register", date(2026, 11, 1), None, [], False, ()),
    ("of_another_age", None, date(2020, 1, 1), [], True, (EXPIRED,)),  # an old case may hold a code of no row
]


@pytest.mark.parametrize(("code", "issued", "expires", "asked", "to_its_address", "expected"), READ)
def test_dates_and_conditions_warn(code, issued, expires, asked, to_its_address, expected) -> None:
    paper = PaperRead(code=code, issued_on=issued, expires_on=expires)
    found = cautions(paper, conditions=asked, arrived_on=ARRIVED, reply_goes_to_its_address=to_its_address)
    assert found == expected


def describe(document: Document, **read: object) -> None:
    particulars = Particulars(**({"kind": "driver_licence"} | read))
    describe_document(document.case_id, document.pk, by=staff(), particulars=particulars)


def test_what_was_read_is_sealed_and_the_number_is_forgotten() -> None:
    document = ready(received().case)
    describe(document, issued_on=date(2024, 4, 1), expires_on=date(2029, 5, 1), number=" 301234567890 ")
    row = read_again(document)
    assert row.kind == "driver_licence"
    assert row.particulars == {
        "issued_on": "2024-04-01",
        "expires_on": "2029-05-01",
        "number_hash": crypto.blind("301234567890", purpose="document number").hex(),
    }
    assert b"2024-04-01" not in bytes(row.sealed_particulars)
    event = CaseEvent.objects.get(action=Action.DESCRIBE_DOCUMENT)
    assert event.facts == {"document": str(document.pk), "evidence": "driver_licence", "findings": []}


def test_a_number_that_is_written_otherwise_has_the_same_hash() -> None:
    document, hashes = ready(received().case), set()
    for number in ("TK1234567", "ＴＫ１２３４５６７", "tk 1234567", "TK-1234567", "TK‐1234567"):
        describe(document, kind="passport", number=number)
        hashes.add(read_again(document).particulars["number_hash"])
    assert hashes == {crypto.blind("tk1234567", purpose="document number").hex()}


# papers whose own number nobody may keep, and others
HASHED = {
    "my_number_card_front": False,
    "my_number_notification_card": False,
    "eligibility_certificate": False,
    "health_insurance_card": False,
    "eligibility_notice": False,
    "pension_handbook": False,
    "basic_resident_register_card": False,
    "residence_certificate": False,
    "driver_licence": True,
    "passport": True,
    "residence_card": True,
}


@pytest.mark.parametrize(("kind", "hashed"), HASHED.items())
def test_of_a_number_that_may_not_be_kept_not_even_a_hash_is(kind: str, hashed: bool) -> None:
    document = ready(received().case)
    describe(document, kind="passport", number="123456789018")
    describe(document, kind=kind, number="123456789018")
    assert bool(read_again(document).particulars["number_hash"]) is hashed


def test_a_number_that_is_not_typed_again_is_not_lost() -> None:
    document = ready(received().case)
    describe(document, number="1234")
    before = read_again(document).particulars["number_hash"]
    describe(document, kind="passport")
    assert read_again(document).particulars == {"issued_on": "", "expires_on": "", "number_hash": before}
    describe(document, number="5678")
    assert read_again(document).particulars["number_hash"] not in {"", before}


def test_warnings_follow_what_was_read_last_and_judged_ones_stay() -> None:
    case = received(reply_method=ReplyMethod.WRITING).case
    document = ready(case)
    describe(document, kind="passport", expires_on=date(2020, 1, 1))
    assert codes(document) == {"expired": "", "no_address": ""}
    settle_finding(case.pk, document.findings.get(code="expired").pk, by=staff())
    describe(document, kind="driver_licence")
    assert codes(document) == {"expired": "dismissed"}


def codes(document: Document) -> dict[str, str]:
    return dict(document.findings.values_list("code", "settlement"))


def test_the_condition_of_the_line_and_of_the_paper_both_count() -> None:
    case = received().case
    item = case.items.first()
    item.conditions, item.paper_conditions = ["within_6_months"], {"residence_certificate": ["within_3_months"]}
    item.save()
    document = ready(case, item=item)
    describe(document, kind="residence_certificate", issued_on=date(2026, 7, 1))
    assert codes(document) == {"issued_long_ago": ""}
    describe(document, kind="power_of_attorney_registered_seal", issued_on=date(2026, 7, 1))
    assert codes(document) == {}
    describe(document, kind="power_of_attorney_registered_seal", issued_on=date(2026, 5, 1))
    assert codes(document) == {"issued_long_ago": ""}


def test_the_back_of_a_my_number_card_is_noted_once() -> None:
    document = ready(received().case)
    for _time in range(2):
        describe(document, kind="my_number_card_front", is_my_number_back=True)
    finding = document.findings.get()
    assert (finding.code, finding.found_by, finding.settlement) == ("my_number_back", FoundBy.STAFF, "")


def test_a_tick_for_the_back_set_by_mistake_is_taken_back_with_a_reason_and_can_be_set_again() -> None:
    document, clerk = ready(received().case), staff()
    describe(document, kind="my_number_card_front", is_my_number_back=True)
    finding = document.findings.get()
    assert refusal(finding, " ") == "reason_missing"
    settle_finding(document.case_id, finding.pk, by=clerk, reason="表面でした。")
    assert codes(document) == {"my_number_back": "dismissed"}
    assert document.case.notes.get().text == "表面でした。"
    event = CaseEvent.objects.get(action=Action.SETTLE_FINDING)
    told = {"document": str(document.pk), "finding": "my_number_back", "settlement": "dismissed"}
    assert (event.by, event.facts) == (clerk, told | {"reason_code": "noted"})
    describe(document, kind="my_number_card_front", is_my_number_back=True)
    assert codes(document) == {"my_number_back": ""}


def test_the_tick_of_a_destroyed_back_cannot_be_taken_back() -> None:
    document = ready(received().case)
    describe(document, kind="my_number_card_front", is_my_number_back=True)
    destroy_document(document.case_id, document.pk, by=staff(), reason=DestroyReason.MUST_NOT_KEEP)
    assert refusal(document.findings.get(), "mistake") == "finding_settled"


def test_a_kind_that_nobody_knows_is_refused() -> None:
    document = ready(received().case)
    with pytest.raises(Refused, match="unknown_item"):
        describe(document, kind="library_card")
    assert read_again(document).kind == ""


@pytest.mark.parametrize("code", list(FindingCode))
def test_a_warning_is_judged_once_and_with_a_reason_where_the_law_forbids_to_keep(code: FindingCode) -> None:
    document, clerk = ready(received().case, noticed=(Noticed(code, 1),)), staff()
    finding = document.findings.get()
    if code == FindingCode.MY_NUMBER_BACK:  # not ticked by staff, so nobody made a slip
        for reason in ("", "mistake"):
            assert refusal(finding, reason) == "must_be_destroyed"
        return
    if code in MUST_BE_SETTLED:
        assert refusal(finding, " ") == "reason_missing"
    settle_finding(document.case_id, finding.pk, by=clerk, reason="別の番号です。")
    finding = Finding.objects.get()
    assert (finding.settlement, finding.settled_by, finding.settled_at is not None) == ("dismissed", clerk, True)
    assert document.case.notes.get().text == "別の番号です。"
    assert refusal(finding, "again") == "finding_settled"
    facts = CaseEvent.objects.get(action=Action.SETTLE_FINDING).facts
    told = {"document": str(document.pk), "finding": code.value, "settlement": Settlement.DISMISSED.value}
    assert facts == told | {"reason_code": "noted"}


def refusal(finding: Finding, reason: str) -> str:
    with pytest.raises(Refused) as refused:
        settle_finding(finding.document.case_id, finding.pk, by=staff(), reason=reason)
    return refused.value.code


def test_a_warning_of_another_case_is_not_there() -> None:
    finding = ready(received().case, noticed=(Noticed(FindingCode.EXPIRED),)).findings.get()
    with pytest.raises(Refused, match="unknown_document"):
        settle_finding(received().case.pk, finding.pk, by=staff())


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_works_on_no_case_describes_and_judges_nothing(role: Role) -> None:
    document = ready(received().case, noticed=(Noticed(FindingCode.EXPIRED),))
    with pytest.raises(Refused, match="not_permitted"):
        describe_document(document.case_id, document.pk, by=staff(role), particulars=Particulars(kind="passport"))
    with pytest.raises(Refused, match="not_permitted"):
        settle_finding(document.case_id, document.findings.get().pk, by=staff(role))


def test_nothing_is_described_in_a_closed_case() -> None:
    case = case_in(State.WITHDRAWN)
    with pytest.raises(Refused, match="wrong_state"):
        describe_document(case.pk, case.pk, by=staff(), particulars=Particulars(kind="passport"))


def test_every_field_that_is_read_is_one_that_is_kept() -> None:
    kept = {"issued_on", "expires_on", "number"}
    assert asdict(Particulars(kind="passport")).keys() - kept == {"kind", "is_my_number_back"}
    assert all(EVIDENCE[code] for code, *_rest in READ if code != "of_another_age")
