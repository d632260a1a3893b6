"""What the five published policies promise, as the product does it (domain 5.1-5.5)."""

from dataclasses import replace

import pytest

from dsr.actions.receive import RightAsked, submit_request
from dsr.errors import Refused
from dsr.models import Case
from dsr.persons import PersonDetails
from dsr.vocabulary import Channel, Impersonal, Kind, Regime, ReplyMethod, RequesterType, Role
from tests.factories import YAMADA, desk, signed_in, staff, submission

pytestmark = pytest.mark.django_db

MACHINERY, WATCH, SYSTEMS, OMRON, NET_ONE = (
    "citizen-machinery",
    "citizen-watch",
    "citizen-systems-japan",
    "omron-software",
    "net-one-systems",
)
MOTHER = PersonDetails(
    name="山田 花子", birth_date="1980-04-01", postal_code="617-0002", address="京都府向日市寺戸町53"
)


def asks(slug: str, *kinds: Kind, by_staff: bool = False, **fields: object) -> Case:
    """Let somebody ask a desk for something: by the web on their own, or recorded by a clerk."""
    at = desk(slug)
    fields = {"channel": Channel.POST if by_staff else Channel.WEB} | fields
    rights = tuple(RightAsked(kind=kind, scope="everything") for kind in kinds or (Kind.DISCLOSURE,))
    by = staff(Role.CLERK, at=at) if by_staff else Impersonal.REQUESTER
    return submit_request(submission(desk=at, rights=rights, **fields), by=by).case


WAYS_IN = [
    (WATCH, Channel.WEB, False),
    (WATCH, Channel.POST, True),
    (NET_ONE, Channel.WEB, False),
    (NET_ONE, Channel.EMAIL, False),
    (SYSTEMS, Channel.WEB, True),
    (OMRON, Channel.WEB, True),
    (MACHINERY, Channel.WEB, True),
    (MACHINERY, Channel.EMAIL, False),
]


@pytest.mark.parametrize(("slug", "channel", "taken"), WAYS_IN)
def test_take_requests_by_the_open_ways(slug, channel, taken):
    if taken:
        assert asks(slug, channel=channel).channel == channel
    else:
        with pytest.raises(Refused, match="channel_closed"):
            asks(slug, channel=channel)
    # nothing that reached the company is lost: staff record it whatever way it came
    assert asks(slug, by_staff=True, channel=channel).channel == channel


@pytest.mark.parametrize("slug", [MACHINERY, WATCH, SYSTEMS, OMRON, NET_ONE])
def test_take_every_statutory_kind_free_of_charge(slug):
    japanese = [kind for kind in Kind if not kind.value.startswith(("gdpr", "ccpa"))]
    case = asks(slug, *japanese, by_staff=True)
    assert [right.kind for right in case.rights.all()] == japanese
    assert {case.policy.profile.fee_for(kind) for kind in japanese} == {0}


@pytest.mark.parametrize(
    ("slug", "regime", "kind", "taken"),
    [
        (SYSTEMS, Regime.EU_GDPR, Kind.GDPR_ACCESS, True),
        (SYSTEMS, Regime.UK_GDPR, Kind.GDPR_ERASURE, True),
        (SYSTEMS, Regime.US_CA, Kind.CCPA_OPT_OUT, True),
        (MACHINERY, Regime.EU_GDPR, Kind.GDPR_ACCESS, True),
        (MACHINERY, Regime.US_CA, Kind.CCPA_KNOW, False),
        (WATCH, Regime.EU_GDPR, Kind.GDPR_ACCESS, False),
    ],
)
def test_answer_under_the_laws_that_are_served(slug, regime, kind, taken):
    residence = {Regime.EU_GDPR: "DE", Regime.UK_GDPR: "GB-ENG", Regime.US_CA: "US-CA"}[regime]
    if taken:
        assert asks(slug, kind, by_staff=True, regime=regime, residence=residence).regime == regime
    else:
        with pytest.raises(Refused, match="unknown_kind"):
            asks(slug, kind, by_staff=True, regime=regime, residence=residence)


PAPERS = [
    # Watch names no list here: form and the guideline's papers; Systems and Machinery take any form
    (WATCH, RequesterType.PRINCIPAL, Channel.POST, ["request_form", "identity_of_principal"]),
    (MACHINERY, RequesterType.PRINCIPAL, Channel.POST, ["identity_of_principal"]),
    (SYSTEMS, RequesterType.PRINCIPAL, Channel.WEB, ["identity_of_principal"]),
    # OMRON: both of mandate and seal; an attorney shows mandate and qualification
    (
        OMRON,
        RequesterType.APPOINTED_AGENT,
        Channel.POST,
        ["request_form", "identity_of_principal", "identity_of_agent", "mandate", "seal_certificate"],
    ),
    (
        OMRON,
        RequesterType.QUALIFIED_AGENT,
        Channel.POST,
        ["request_form", "identity_of_principal", "identity_of_agent", "mandate_to_qualified_agent", "qualification"],
    ),
    (
        NET_ONE,
        RequesterType.MINOR_AGENT,
        Channel.POST,
        ["request_form", "identity_of_principal", "identity_of_agent", "kinship"],
    ),
]


@pytest.mark.parametrize(("slug", "who", "channel", "lines"), PAPERS)
def test_ask_for_the_papers_of_the_policy(slug, who, channel, lines):
    agent = None if who is RequesterType.PRINCIPAL else MOTHER
    case = asks(slug, by_staff=channel != Channel.WEB, channel=channel, requester_type=who, agent=agent)
    assert [item.code for item in case.items.all()] == lines


def test_ask_for_a_fresh_certificate_of_residence_alone():
    """Domain 1.5 and 5.4, point 6: the condition lies with the paper, in the case as on the page."""
    case = asks(NET_ONE, by_staff=True, requester_type=RequesterType.MINOR_AGENT, agent=MOTHER)
    asked = {item.code: (item.conditions, item.paper_conditions) for item in case.items.all()}
    fresh = {"residence_certificate": ["within_3_months"]}
    assert asked == {
        "request_form": ([], {}),
        "identity_of_principal": ([], fresh),
        "identity_of_agent": ([], fresh),
        "kinship": (["shows_both_names"], fresh),
    }
    page = signed_in(staff(Role.CLERK, at=case.desk), "en").get(f"/staff/cases/{case.pk}/").text
    assert "Certificate of residence (issued within the last 3 months)" in page


def test_reply_as_a_record_where_the_policy_says_in_writing():
    assert asks(WATCH, by_staff=True, reply_method=ReplyMethod.ELECTRONIC).reply_method == ReplyMethod.ELECTRONIC


CONSENT = [
    (NET_ONE, "2011-11-18", RequesterType.PRINCIPAL, True),
    (NET_ONE, "2010-11-17", RequesterType.PRINCIPAL, False),
    # the agent asks: that is the consent
    (NET_ONE, "2011-11-18", RequesterType.MINOR_AGENT, False),
    (NET_ONE, "", RequesterType.PRINCIPAL, False),
    (OMRON, "2011-11-18", RequesterType.PRINCIPAL, False),
]


@pytest.mark.parametrize(("slug", "birth", "who", "told"), CONSENT)
def test_tell_staff_when_the_statutory_agent_has_to_consent(slug, birth, who, told):
    agent = MOTHER if who is RequesterType.MINOR_AGENT else None
    case = asks(slug, by_staff=True, principal=replace(YAMADA, birth_date=birth), requester_type=who, agent=agent)
    page = signed_in(staff(Role.CLERK, at=case.desk), "en").get(f"/staff/cases/{case.pk}/").text
    assert ("Consent of the statutory agent" in page) is told
