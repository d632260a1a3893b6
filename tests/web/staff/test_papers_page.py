"""The page on which a desk writes down where papers lie."""

import pytest

from dsr.actions.destruction import set_hold
from dsr.models import Case, PaperRecord
from dsr.vocabulary import Role
from tests.factories import received, signed_in, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return staff()


@pytest.fixture
def client(clerk):
    return signed_in(clerk, "en")


@pytest.fixture
def papers():
    return f"{received().case.get_absolute_url()}papers/"


NEW = {"kind": "passport", "place": "Safe 2", "on": "2026-11-17"}


def kept(client, papers) -> PaperRecord:
    answer = client.post(papers, NEW)
    assert (answer.status_code, answer["Location"]) == (302, papers)
    return PaperRecord.objects.get()


def test_a_paper_is_recorded_moved_and_returned(client, papers):
    record = kept(client, papers)
    about = {"paper": str(record.paper)}
    client.post(papers, about | {"status": "held", "place": "Safe 1", "on": "2026-11-17"})
    client.post(papers, about | {"status": "returned", "way": "recorded_post", "on": "2026-11-17"})
    page = client.get(papers).text
    for words in ("Passport", "Safe 2", "Safe 1", "By recorded mail", "Returned to the requester", "Earlier entries"):
        assert words in page, words
    # what is gone offers no further step
    assert page.count('name="paper"') == 0
    case_page = client.get(papers.removesuffix("papers/")).text
    assert ("Passport" in case_page, "Whereabouts of a paper recorded" in case_page) == (True, True)


def test_a_destruction_names_its_witness_on_the_page_and_in_the_journal(client, papers):
    witness = staff(first_name="Rin", last_name="Kubo")
    about = {"paper": str(kept(client, papers).paper), "status": "destroyed", "on": "2026-11-17"}
    client.post(papers, about | {"way": "shredder", "witness": str(witness.pk)})
    case_page = client.get(papers.removesuffix("papers/")).text
    assert case_page.count("Rin Kubo") >= 2
    assert "In the office shredder" in client.get(papers).text


def test_a_legal_hold_asks_why_an_original_goes_back(client, papers):
    about = {"paper": str(kept(client, papers).paper), "status": "returned", "way": "recorded_post", "on": "2026-11-17"}
    assert "Why it goes back" not in client.get(papers).text
    set_hold(Case.objects.get().pk, by=staff(Role.MANAGER), reason="訴訟のため")
    assert "Why it goes back although a legal hold is set" in client.get(papers).text
    assert client.post(papers, about).status_code == 422
    assert client.post(papers, about | {"reason": "本人の旅券"}).status_code == 302
    assert "Returned to the requester" in client.get(papers).text


DESTROYED = {"status": "destroyed", "way": "shredder", "on": "2026-11-17"}


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"kind": ""}, 422, "Choose an answer for “Paper”."),
        ({"place": ""}, 422, "Fill in “Where it lies”."),
        ({"on": "2026-11-18"}, 409, "This date lies in the future."),
        ({"on": "yesterday"}, 422, "Write a date that exists"),
    ],
)
def test_says_what_is_wrong_with_a_new_paper(client, papers, sent, status, words):
    answer = client.post(papers, NEW | sent)
    assert (answer.status_code, words in answer.text, PaperRecord.objects.count()) == (status, True, 0)


def test_nobody_is_their_own_witness(client, clerk, papers):
    about = DESTROYED | {"paper": str(kept(client, papers).paper)}
    for witness in ("", str(clerk.pk)):
        answer = client.post(papers, about | {"witness": witness})
        assert (answer.status_code, PaperRecord.objects.count()) == (422, 1)


@pytest.mark.parametrize("sent", [{"paper": "x", "status": "held"}, {"paper": "KNOWN", "status": "eaten"}])
def test_what_does_not_exist_is_not_found(client, papers, sent):
    paper = str(kept(client, papers).paper)
    answer = client.post(papers, NEW | sent | {"paper": paper if sent["paper"] == "KNOWN" else "x"})
    assert (answer.status_code, PaperRecord.objects.count()) == (404, 1)


def test_an_old_page_does_not_overwrite_what_a_colleague_recorded(client, papers):
    record = kept(client, papers)
    signed_in(staff(), "en").post(papers, NEW | {"paper": str(record.paper), "status": "held", "place": "Safe 9"})
    answer = client.post(papers, NEW | {"paper": str(record.paper), "status": "held", "place": "Safe 3", "seen": "2"})
    assert (answer.status_code, "Somebody changed this case" in answer.text) == (409, True)
    assert PaperRecord.objects.count() == 2


def test_an_auditor_reads_and_cannot_write(papers, client):
    kept(client, papers)
    auditor = signed_in(staff(Role.AUDITOR), "en")
    page = auditor.get(papers)
    assert ("Safe 2" in page.text, "Record the paper" in page.text) == (True, False)
    assert auditor.post(papers, NEW).status_code == 403
