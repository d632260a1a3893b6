"""`manage.py checklist`: every desk, requester, way in and kind against rows written by hand; what it says; bad values."""

import json
from io import StringIO
from itertools import product

import pytest
from django.core.management import CommandError, call_command

from dsr.actions.desks import load_desks
from dsr.law.evidence import EVIDENCE
from dsr.models import DeskPolicy
from dsr.vocabulary import Channel, Kind, RequesterType
from tests.factories import DESKS as FILES
from tests.factories import YAMADA, desk, received
from tests.management.checklist_rows import ALONE_AT_OMRON, COMBINATIONS, DESKS, PAPERS

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("checklist", *arguments, stdout=out)
    return out.getvalue()


def asked(**options: object) -> dict:
    """Return what the command prints for OMRON, a data subject and the web, changed as told."""
    have = str(options.pop("have", "")).split()
    given = {"desk": "omron-software", "kind": "disclosure", "requester": "principal", "channel": "web"} | options
    pairs = [text for name, value in given.items() for text in (f"--{name}", str(value))]
    return json.loads(run(*pairs, *(["--have", *have] if have else []), "--json"))


def spelled(papers: str) -> str:
    """Write abbreviated papers as the command takes them."""
    return " ".join(
        PAPERS[name] + (f":{rest}" if rest else "")
        for name, _, rest in (paper.partition(":") for paper in papers.split())
    )


def in_short(item: dict) -> tuple:
    """Write a line of the command as the rows do."""
    short = {code: name for name, code in PAPERS.items()}
    fresh = {"within_3_months"}
    demands = (["original"] if item["original"] else []) + [each for each in item["conditions"] if each not in fresh]
    papers = frozenset(short[way["code"]] + ("3" if fresh & set(way["conditions"]) else "") for way in item["any_of"])
    return item["code"], item["of"], " ".join(demands), papers


@pytest.fixture(autouse=True)
def _desks():
    desk()


# --- the table ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", DESKS)
def test_every_requester_channel_and_kind_of_a_desk(slug):
    laws = DESKS[slug]
    kinds = {
        (law, kind): rows for law, by_kind in laws.items() for names, rows in by_kind.items() for kind in names.split()
    }
    offered = set(desk(slug).policies.get().profile.offered_kinds)
    assert {Kind(kind) for _law, kind in kinds} == offered
    for (law, kind), who, channel in product(kinds, RequesterType, Channel):
        wanted = {
            (code, of, demands, frozenset(papers.split()))
            for code, needed_by, channels, of, demands, papers in kinds[law, kind]
            if who in needed_by.split() and channel in channels.split()
        }
        found = asked(desk=slug, kind=kind, requester=who, channel=channel, regime=law)
        assert {in_short(item) for item in found["items"]} == wanted, (law, kind, who, channel)
        assert len(found["items"]) == len(wanted)
        assert found["missing"] == [item["code"] for item in found["items"]]
        assert found["complete"] is (not wanted)


def test_every_single_paper_at_omron():
    assert set(ALONE_AT_OMRON) == set(EVIDENCE)
    for (code, counts), channel in product(ALONE_AT_OMRON.items(), Channel):
        found = asked(channel=channel, have=f"request_form {code}")
        assert found["complete"] is (channel in counts.split()), (code, channel)


@pytest.mark.parametrize(("who", "channel", "have", "missing"), COMBINATIONS)
def test_every_combination_at_omron(who, channel, have, missing):
    found = asked(requester=who, channel=channel, have=spelled(have))
    assert found["missing"] == missing.split()
    assert found["complete"] is (not missing)


@pytest.mark.parametrize(
    ("paper", "on", "complete"),
    [
        ("health_insurance_card", "2025-12-01", True),
        ("health_insurance_card", "2025-12-02", False),
        ("alien_registration_certificate", "2015-07-08", True),
        ("alien_registration_certificate", "2015-07-09", False),
        ("specified_residence_card", "2026-06-13", False),
        ("specified_residence_card", "2026-06-14", True),
        ("eligibility_certificate", "2024-12-01", False),
        ("eligibility_certificate", "2025-12-02", True),
    ],
)
def test_papers_count_on_their_days(paper, on, complete):
    assert asked(on=on, have=paper)["complete"] is complete


# --- what it says ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("have", "questions"),
    [
        ("FORM DL", []),
        ("FORM RES", ["Certificate of residence: for a person to judge: issued within the last 3 months."]),
        ("FORM RES:issued=2026-11-01", []),
        ("FORM RES DL", []),
    ],
)
def test_what_is_not_known_is_for_a_person_to_judge(have, questions):
    found = asked(channel="post", have=spelled(have))
    assert (found["complete"], found["to_judge"]) == (True, questions)
    assert found["items"][1]["status"] == ("to_judge" if questions else "met")


@pytest.mark.parametrize(
    ("have", "why"),
    [
        (
            "HI",
            (
                "Health insurance card: no longer valid. Its last day was 1 December 2025. "
                "Send one of these: Eligibility certificate of health insurance or My Number card (front only)."
            ),
        ),
        (
            "AR",
            (
                "Certificate of alien registration: no longer valid. Its last day was 8 July 2015. Send one of these: "
                "Residence card, Special permanent resident certificate, Specified residence card (front only) or "
                "Specified special permanent resident certificate (front only)."
            ),
        ),
        ("RES", "Certificate of residence: counts only for a request by: Post."),
        ("DL:of=agent", "Driver's licence: the one of this person is needed: Data subject."),
        ("DL:expires=2026-01-01", "Driver's licence does not count: The document is no longer valid."),
        ("FR", "Family register (full copy): not on the list for this request."),
    ],
)
def test_why_a_paper_does_not_count(have, why):
    (paper,) = asked(have=spelled(have))["have"]
    assert (paper["counts_for"], paper["why_not"]) == ([], [why])


def test_a_paper_is_explained_for_the_person_whose_it_is():
    (paper,) = asked(requester="agent", channel="post", have=spelled("RES:issued=2026-01-01"))["have"]
    assert paper["why_not"] == ["Certificate of residence does not count: It was issued too long ago."]


def test_a_notice_that_never_counts_names_what_does():
    (paper,) = asked(desk="citizen-watch", channel="post", have="eligibility_notice")["have"]
    assert paper["why_not"] == [
        (
            "Notice of eligibility information: never accepted as evidence. "
            "Send one of these: Eligibility certificate of health insurance or My Number card (front only)."
        )
    ]


def test_keys_of_the_answer():
    found = asked(channel="post", have="request_form health_insurance_card")
    assert {name: value for name, value in found.items() if name not in {"items", "have"}} == {
        "desk": "omron-software",
        "policy_version": 1,
        "on": "2026-11-17",
        "kinds": ["disclosure"],
        "requester": "principal",
        "channel": "post",
        "channel_open": True,
        "regime": "JP-APPI",
        "complete": False,
        "to_judge": [],
        "missing": ["identity_of_principal"],
    }
    form, identity = found["items"]
    assert (form["status"], form["met_by"]) == (
        "met",
        [{"code": "request_form", "of": "principal", "to_judge": []}],
    )
    assert identity["no_longer_valid"][0] == {
        "code": "health_insurance_card",
        "last_day": "2025-12-01",
        "successors": ["eligibility_certificate", "my_number_card_front"],
    }
    assert {"code": "residence_card", "stands_for": "alien_registration_certificate"}.items() <= next(
        way for way in identity["any_of"] if way["code"] == "residence_card"
    ).items()
    assert len(identity["why"]) == 2


def test_words_for_readers_in_both_languages():
    options = ("--desk", "omron", "--kind", "disclosure", "--requester", "self", "--channel", "web")
    lines = run(*options, "--have", "residence_certificate").splitlines()
    assert lines[0] == "[missing] Identity of the data subject (identity_of_principal)"
    assert "    - Driver's licence" in lines
    assert lines[-1] == "Missing: identity_of_principal."
    assert run(*options, "--have", "passport").splitlines()[-1] == "Complete."
    japanese = run(*options, "--have", "health_insurance_card", "--language", "ja")
    assert "代わりに、健康保険の資格確認書またはマイナンバーカード（表面のみ）をご提出ください。" in japanese


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"channel": "mail"}, ("channel", "post")),
        ({"channel": "In-Person"}, ("channel", "counter")),
        ({"requester": "self"}, ("requester", "principal")),
        ({"requester": "Attorney"}, ("requester", "qualified_agent")),
        ({"kind": "purpose"}, ("kinds", ["purpose_notification"])),
        ({"desk": "citizen_watch"}, ("desk", "citizen-watch")),
        ({"desk": "net-one"}, ("desk", "net-one-systems")),
        ({"regime": "appi"}, ("regime", "JP-APPI")),
        ({"on": "令和8年11月20日"}, ("on", "2026-11-20")),
        ({"desk": "citizen-systems-japan", "kind": "opt-out"}, ("regime", "US-CA")),
    ],
)
def test_take_what_people_write(options, expected):
    name, value = expected
    assert asked(**options)[name] == value


def test_take_several_kinds_and_papers():
    out = run(
        *("--desk", "citizen-systems-japan", "--kind", "ccpa_opt_out", "--kind", "ccpa_know"),
        *("--requester", "self", "--channel", "web", "--have", "login", "--have", "driver-license", "--json"),
    )
    found = json.loads(out)
    assert found["kinds"] == ["ccpa_opt_out", "ccpa_know"]
    assert found["complete"]
    assert [(paper["code"], paper["counts_for"]) for paper in found["have"]] == [
        ("login", ["identity_of_principal", "declaration"]),
        ("driver_licence", []),
    ]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"desk": "nobody"}, 'No desk is called "nobody"; use one of citizen-machinery, '),
        ({"desk": "citizen"}, 'No desk is called "citizen"; '),
        ({"kind": "disclosur"}, 'No kind of request is called "disclosur"; did you mean disclosure?'),
        ({"kind": "gdpr_access"}, "omron-software does not take gdpr_access; it takes: purpose_notification, "),
        ({"regime": "UK"}, "omron-software answers no request for disclosure under UK."),
        ({"requester": "cousin"}, 'No requester is called "cousin"; use one of principal, minor_agent, '),
        ({"channel": "pigeon"}, 'No channel is called "pigeon"; use one of web, post, '),
        ({"on": "tomorrow"}, '--on must be a date such as 2026-10-01, not "tomorrow".'),
        ({"on": "2026-02-30"}, '--on must be a date such as 2026-10-01, not "2026-02-30".'),
        ({"have": "pasport"}, 'No kind of evidence is called "pasport"; did you mean passport'),
        ({"have": "passport:issued"}, '"issued" in "passport:issued" must be written as attribute=value'),
        ({"have": "passport:issued=soon"}, 'issued of passport must be a date such as 2026-10-01, not "soon".'),
        ({"have": "passport:colour=red"}, 'No attribute of a paper is called "colour"; '),
        ({"have": "passport:original=maybe"}, 'original of passport must be yes or no, not "maybe".'),
        ({"have": "passport:sides=left"}, 'sides of passport must be both, front or back, not "left".'),
        ({"have": "passport:of=neighbour"}, 'of must be principal, agent or both, not "neighbour".'),
        ({"have": "passport:seal=red"}, "seal of passport must be one of registered, other, "),
        ({"have": "passport:channel=pigeon"}, 'No channel of passport is called "pigeon"; '),
        ({"requester": ""}, "--requester is missing."),
    ],
)
def test_refuse_bad_values_in_one_sentence(options, words):
    with pytest.raises(CommandError) as refused:
        asked(**options)
    assert refused.value.returncode == 2
    assert str(refused.value).startswith(words)
    assert "\n" not in str(refused.value)


# --- a new version of the rules -------------------------------------------------------------------------------------


def new_version(tmp_path, old: str, new: str) -> DeskPolicy:
    """Load OMRON's profile once more with other words in it."""
    file = tmp_path / "omron.yaml"
    text = (FILES / "omron-software.yaml").read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    (loaded,) = load_desks([file])
    return loaded.policy


def test_a_new_version_shows_the_open_cases_it_touches(tmp_path):
    first = received().case
    agent = received(requester_type=RequesterType.QUALIFIED_AGENT, agent=YAMADA).case
    new_version(tmp_path, "value: mandate", "value: as_appointed_agent")
    found = json.loads(run("--desk", "omron", "--compare", "1", "2", "--json"))
    assert (found["desk"], found["old"], found["new"], found["changes"]) == ("omron-software", 1, 2, [])
    assert [
        (case["number"], [(line["code"], line["what"]) for line in case["changes"]]) for case in found["cases"]
    ] == [
        (
            agent.number,
            [("mandate_to_qualified_agent", "removed"), ("mandate", "added"), ("seal_certificate", "added")],
        )
    ]
    assert first.number not in json.dumps(found)


def test_compare_the_checklists_of_one_request(tmp_path):
    new_version(tmp_path, "value: 3_months", "value: 6_months")
    request = ("--kind", "disclosure", "--requester", "self", "--channel", "post")
    lines = run("--desk", "omron", "--compare", "1", "2", *request).splitlines()
    assert lines[0].startswith("identity_of_principal: changed: Driver's licence, Passport, Certificate of residence ")
    assert "issued within the last 6 months" in lines[0]
    assert lines[1:] == ["open cases with another checklist under version 2: 0; they keep the one they have"]
    with pytest.raises(CommandError, match="no policy version 7; it has: 1, 2"):
        run("--desk", "omron", "--compare", "1", "7")
