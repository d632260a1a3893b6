"""A desk that wants bundles of papers: on the procedure page, in the form, on the printed form, in a case and a mail."""

import re

import pytest
from django.test import Client
from django.utils.translation import override

from dsr.actions.desks import load_desks
from dsr.actions.items import accept_item, ask_for_more, reject_item
from dsr.effects import outbox
from dsr.vocabulary import RejectReason, Role, State
from tests.factories import DESKS, case_in, desk, received, signed_in, staff
from tests.web.public.visitor import Visitor

pytestmark = pytest.mark.django_db

SLUG = "citizen-machinery"
OWN = """  own_lines:
    - code: identity_of_principal
      of: principal
      purpose: identity
      any_of:
        - driver_licence
        - all_of: [passport, {paper: residence_certificate, conditions: [within_3_months]}]
        - {some_of: [pension_handbook, eligibility_certificate, residence_card], need: 2}
      reason: {ja: 住所を確認するため。, en: The address has to be seen.}
"""
ENGLISH = (
    "Passport together with Certificate of residence (issued within the last 3 months)",
    "2 of these: Pension handbook, Eligibility certificate of health insurance, Residence card",
)
JAPANESE = (
    "パスポート（旅券）＋住民票の写し（発行後3か月以内のもの）",
    "次のうち2点（年金手帳、健康保険の資格確認書、在留カード）",
)
PASSPORT = "passport+residence_certificate"


@pytest.fixture(autouse=True)
def _desk_with_bundles(tmp_path):
    desk()
    text = (DESKS / f"{SLUG}.yaml").read_text(encoding="utf-8")
    changed = text.replace("effective_from: 2022-04-01", "effective_from: 2026-11-01").replace(
        "\nreply:\n", f"{OWN}\nreply:\n", 1
    )
    file = tmp_path / "desk.yaml"
    file.write_text(changed, encoding="utf-8")
    (loaded,) = load_desks([file])
    assert loaded.policy is not None


@pytest.mark.parametrize(("language", "words"), [("en", ENGLISH), ("ja", JAPANESE)])
def test_procedure_and_form_name_the_bundles(language, words):
    pages = [
        Client(headers={"accept-language": language}).get(f"/desks/{SLUG}/").text,
        Visitor(SLUG, language=language).open().text,
    ]
    for page, word in [(page, word) for page in pages for word in words]:
        assert word in page


def test_the_printed_form_is_made():
    answer = Client().get(f"/desks/{SLUG}/request-form.pdf")
    assert answer.status_code == 200
    assert b"".join(answer).startswith(b"%PDF")


def test_a_clerk_accepts_a_bundle_and_reads_it_again():
    case = received(desk=desk(SLUG)).case
    clerk = staff(Role.CLERK, case.desk)
    item = case.items.get(code="identity_of_principal")
    url = f"/staff/cases/{case.pk}/"
    page = signed_in(clerk, "en").get(url).text
    # the name of the third way would be too long for its column, so it is a hash
    for way in ("driver_licence", PASSPORT, "bundle-"):
        assert f'<option value="{way}' in page
    accept_item(case.pk, item.pk, by=clerk, evidence=PASSPORT)
    page = signed_in(clerk, "en").get(url).text
    assert f"Accepted as: {ENGLISH[0]}" in page


def test_the_requester_is_asked_for_every_way():
    receipt = received(desk=desk(SLUG))
    clerk = staff(Role.CLERK, receipt.case.desk)
    item = receipt.case.items.get(code="identity_of_principal")
    reject_item(receipt.case.pk, item.pk, by=clerk, reason=RejectReason.ADDRESS_MISSING)
    ask_for_more(receipt.case.pk, by=clerk)
    outbox.drain()
    follower = Client(headers={"accept-language": "en"})
    follower.post("/follow/", {"number": receipt.case.number, "secret": receipt.secret})
    page = follower.get("/follow/case/").text
    (ways,) = re.findall(r'<ul class="paper-ways">(.*?)</ul>', page, re.DOTALL)
    named = [way.partition("<")[0].strip() for way in ways.split("<li>")[1:]]
    assert named == ["Driver&#x27;s licence", *ENGLISH]


def test_a_case_with_bundles_goes_its_way():
    with override("en"):
        assert case_in(State.REPLIED, desk=desk(SLUG)).state == State.REPLIED
