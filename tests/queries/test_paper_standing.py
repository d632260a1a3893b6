"""What came in for a line, by what a clerk has read on it: satisfied as far as is known, or what is still missing."""

from datetime import date

import pytest
from django.utils.translation import override

from dsr.actions.describing import Particulars, describe_document
from dsr.actions.documents import IncomingFile, add_document
from dsr.actions.items import accept_item, reject_item
from dsr.errors import Refused
from dsr.law.evidence import MissingLine, Settled, Verdict
from dsr.models import Case, ChecklistItem
from dsr.queries.case_page.papers import lines_of, papers_of
from dsr.queries.paper_standing import standing_of
from dsr.vocabulary import Channel, Impersonal, ItemStatus, RejectReason, Role
from tests.factories import desk, received, staff
from tests.papers import made_safe
from tests.web.public.test_follow import CASE_URL, Follower

pytestmark = pytest.mark.django_db
TWO_PAPERS = [
    "driver_licence",
    {"need": 2, "ways": ["passport", {"code": "residence_certificate", "conditions": ["within_3_months"]}]},
]
BUNDLE = "passport+residence_certificate"


def line_in(channel: Channel = Channel.POST, **fields: object) -> ChecklistItem:
    """Return the line for the identity of a data subject, changed as told."""
    case = received(channel=channel).case
    item = case.items.get(code="identity_of_principal")
    for name, value in fields.items():
        setattr(item, name, value)
    item.save()
    return item


def came(item: ChecklistItem, kind: str = "", *, by_staff: bool = True, **read: object) -> None:
    """Add a document to the line, and note what a clerk has read on it."""
    clerk = staff(Role.CLERK, item.case.desk)
    file = IncomingFile("paper.jpg", "image/jpeg", b"\xff\xd8\xff" + kind.encode() * 100)
    by = clerk if by_staff else Impersonal.REQUESTER
    document = add_document(item.case_id, file, by=by, item_id=item.pk)
    if kind:
        describe_document(item.case_id, document.pk, by=clerk, particulars=Particulars(kind=kind, **read))


def standing(item: ChecklistItem) -> MissingLine | Settled:
    case = Case.objects.get(pk=item.case_id)
    item = ChecklistItem.objects.get(pk=item.pk)
    found = standing_of(item, item.documents.all(), case)
    assert found is not None
    return found


def test_nothing_is_known_of_a_document_that_nobody_has_described():
    item = line_in()
    came(item)
    assert standing(item).not_counted == ()


@pytest.mark.parametrize(
    ("read", "verdict"),
    [
        ({}, Verdict.TO_JUDGE),
        ({"issued_on": date(2026, 8, 17)}, Verdict.MET),
        ({"issued_on": date(2026, 11, 1), "expires_on": date(2026, 11, 17)}, Verdict.MET),
    ],
)
def test_a_certificate_is_judged_by_its_dates(read, verdict):
    item = line_in()
    came(item, "residence_certificate", **read)
    found = standing(item)
    assert isinstance(found, Settled)
    assert found.verdict is verdict
    assert bool(found.questions()) is (verdict is Verdict.TO_JUDGE)


@pytest.mark.parametrize(
    ("kind", "read", "why"),
    [
        (
            "residence_certificate",
            {"issued_on": date(2026, 8, 16)},
            "Certificate of residence does not count: It was issued too long ago.",
        ),
        (
            "driver_licence",
            {"expires_on": date(2026, 11, 16)},
            "Driver's licence does not count: The document is no longer valid.",
        ),
        ("family_register", {}, None),
    ],
)
def test_why_a_paper_does_not_count(kind, read, why):
    item = line_in()
    came(item, kind, **read)
    found = standing(item)
    assert isinstance(found, MissingLine)
    with override("en"):
        assert found.why() == ((why,) if why else ())


@pytest.mark.parametrize(
    ("channel", "by_staff", "counts"),
    [("post", True, True), ("post", False, True), ("web", True, True), ("web", False, False)],
)
def test_a_certificate_counts_by_the_way_in_which_it_came(channel, by_staff, counts):
    item = line_in(Channel(channel))
    came(item, "residence_certificate", by_staff=by_staff, issued_on=date(2026, 11, 1))
    assert isinstance(standing(item), Settled if counts else MissingLine)


def test_an_upload_is_no_original():
    item = line_in(original=True)
    came(item, "driver_licence", by_staff=False)
    with override("en"):
        assert standing(item).why() == ("Driver's licence does not count: The original is needed.",)


def test_a_bundle_is_complete_with_all_of_its_papers():
    item = line_in(any_of=TWO_PAPERS)
    came(item, "passport")
    with override("en"):
        assert standing(item).sentences() == (
            "Passport: not enough by itself.",
            (
                "Identity of the data subject: still needed. Please send: Driver's licence or "
                "Passport together with Certificate of residence (issued within the last 3 months)."
            ),
            (
                "Beside what is here already (Passport), this is enough: "
                "Certificate of residence (issued within the last 3 months)."
            ),
        )
    came(item, "residence_certificate", issued_on=date(2026, 11, 1))
    assert standing(item).verdict is Verdict.MET


def test_a_bundle_is_accepted_as_one():
    item = line_in(any_of=TWO_PAPERS)
    clerk = staff(Role.CLERK, item.case.desk)
    for wrong in ("passport", "residence_certificate", "health_insurance_card"):
        with pytest.raises(Refused, match="unknown_item"):
            accept_item(item.case_id, item.pk, by=clerk, evidence=wrong)
    accept_item(item.case_id, item.pk, by=clerk, evidence=BUNDLE)
    case = Case.objects.get(pk=item.case_id)
    line = next(line for line in lines_of(case, papers_of(case)) if line.item.pk == item.pk)
    assert (line.item.status, line.item.evidence) == (ItemStatus.ACCEPTED, BUNDLE)
    with override("en"):
        assert line.accepted_as == ("Passport together with Certificate of residence (issued within the last 3 months)")


def test_a_bundle_with_a_paper_to_mask_is_accepted_once_it_is_masked():
    item = line_in(any_of=TWO_PAPERS)
    came(item, "residence_certificate", issued_on=date(2026, 11, 1))
    made_safe(item.case)
    with pytest.raises(Refused, match="must_be_masked"):
        accept_item(item.case_id, item.pk, by=staff(Role.CLERK, item.case.desk), evidence=BUNDLE)


def test_the_requester_reads_what_takes_the_place_of_a_closed_paper():
    desk()
    receipt = received()
    item = receipt.case.items.get(code="identity_of_principal")
    came(item, "health_insurance_card")
    reject_item(receipt.case.pk, item.pk, by=staff(Role.CLERK), reason=RejectReason.EXPIRED)
    follower = Follower()
    follower.enter(receipt.case.number, receipt.secret)
    page = follower.client.get(CASE_URL).text
    assert (
        "Health insurance card: no longer valid. Its last day was 1 December 2025. "
        "Send one of these: Eligibility certificate of health insurance or My Number card (front only)."
    ) in page
