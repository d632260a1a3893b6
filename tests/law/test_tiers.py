"""How much a reply reveals, and what confirms a contact for it: the tables once more, written by hand."""

from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest

from dsr.law.tiers import CONFIRMS_ITSELF, PROOFS, TIER_OF, TIERS, opening, tier_of
from dsr.profile import ReleaseRule
from dsr.profile.file import read_profile
from dsr.vocabulary import ContactBasis, ContactMedium, DeliveryChannel, Kind, Tier

LOW, NORMAL, HIGH, HIGHEST = Tier.LOW, Tier.NORMAL, Tier.HIGH, Tier.HIGHEST
EMAIL, POST, PHONE, IN_PERSON = ContactMedium
RECORD, PAPER, CALL, CODE, RESTRICTED, SEEN = ContactBasis
DESKS = Path(__file__).parent.parent.parent / "seeds" / "desks"
TODAY = date(2026, 11, 17)

BY_HAND = {
    LOW: {"purpose_notification", "ccpa_opt_out", "ccpa_limit"},
    NORMAL: {
        "correction",
        "cease_use_violation",
        "cease_provision",
        "cease_use",
        "gdpr_rectification",
        "gdpr_erasure",
        "gdpr_restriction",
        "gdpr_objection",
        "ccpa_delete",
        "ccpa_correct",
    },
    HIGH: {"disclosure", "provision_records", "gdpr_access", "gdpr_portability", "ccpa_know"},
    HIGHEST: set(),
}
# What is enough at OMRON Software when the record is old. A desk that wants nothing for a tier believes nothing either.
ENOUGH = {
    (LOW, EMAIL): set(),
    (LOW, POST): set(),
    (LOW, PHONE): set(),
    (LOW, IN_PERSON): set(),
    (NORMAL, EMAIL): {RECORD, CALL, CODE, SEEN},
    (NORMAL, POST): {RECORD, PAPER, CALL, CODE, RESTRICTED, SEEN},
    (NORMAL, PHONE): set(),
    (NORMAL, IN_PERSON): {SEEN},
    (HIGH, EMAIL): {RECORD, CALL, SEEN},
    (HIGH, POST): {RECORD, PAPER, CALL, CODE, RESTRICTED, SEEN},
    (HIGH, PHONE): set(),
    (HIGH, IN_PERSON): {SEEN},
    (HIGHEST, EMAIL): {CALL, SEEN},
    (HIGHEST, POST): {CALL, RESTRICTED, SEEN},
    (HIGHEST, PHONE): set(),
    (HIGHEST, IN_PERSON): {SEEN},
}
# The record alone carries no reply with data once it was changed within 30 days; at the tier below it still does.
TOO_NEW = {(HIGH, EMAIL, RECORD), (HIGH, POST, RECORD)}
DAYS = {0: True, 1: True, 29: True, 30: True, 31: False, 400: False}

OPENS = {
    DeliveryChannel.FOLLOW_PAGE: {
        (EMAIL, RECORD),
        (EMAIL, CALL),
        (EMAIL, CODE),
        (EMAIL, SEEN),
        (POST, CODE),
        (IN_PERSON, SEEN),
    },
    DeliveryChannel.RECORDED_POST: {(POST, basis) for basis in (RECORD, PAPER, CALL, CODE, RESTRICTED, SEEN)},
    DeliveryChannel.RESTRICTED_POST: {(POST, basis) for basis in (RECORD, PAPER, CALL, CODE, RESTRICTED, SEEN)},
    DeliveryChannel.COUNTER: {(IN_PERSON, SEEN)},
}


def expected(tier: Tier, medium: ContactMedium, basis: ContactBasis, days: int | None) -> str:
    if basis not in ENOUGH[tier, medium]:
        return "contact_not_enough"
    recent = days is not None and DAYS[days]
    return "contact_too_new" if recent and (tier, medium, basis) in TOO_NEW else ""


def test_every_kind_has_its_tier() -> None:
    assert len(TIERS) == len(Kind) == len(TIER_OF)
    assert {kind: tier for tier, kinds in BY_HAND.items() for kind in kinds} == TIER_OF
    assert all(row.source for row in (*TIERS, *PROOFS))


@pytest.mark.parametrize(
    ("kinds", "tier"),
    [
        (["purpose_notification"], LOW),
        (["purpose_notification", "cease_use"], NORMAL),
        (["cease_use", "purpose_notification", "disclosure"], HIGH),
        (["ccpa_opt_out", "ccpa_limit"], LOW),
    ],
)
def test_a_request_is_as_delicate_as_its_most_delicate_right(kinds: list[str], tier: Tier) -> None:
    assert tier_of([Kind(kind) for kind in kinds]) is tier


def test_tiers_rise_up_to_the_highest() -> None:
    assert [tier.raised for tier in Tier] == [NORMAL, HIGH, HIGHEST, HIGHEST]


def test_omron_believes_what_the_table_says() -> None:
    rule = read_profile(DESKS / "omron-software.yaml").release
    found, by_hand = {}, {}
    for row in product(Tier, ContactMedium, ContactBasis, [None, *DAYS]):
        tier, medium, basis, days = row
        changed_on = None if days is None else TODAY - timedelta(days=days)
        found[row] = rule.refusal_of(tier, medium, basis, changed_on, TODAY)
        by_hand[row] = expected(tier, medium, basis, days)
    assert found == by_hand
    assert len(found) == 4 * 4 * 6 * 7


def test_every_way_out_has_the_contacts_that_open_it() -> None:
    assert {way: set(opening(way)) for way in DeliveryChannel} == OPENS
    assert {DeliveryChannel.RESTRICTED_POST} == CONFIRMS_ITSELF


# desk -> days, at once or by hand, bases that the desk never believes
SETTINGS = {
    "citizen-machinery": (30, "at_submission", set()),
    "citizen-systems-japan": (60, "at_submission", set()),
    "citizen-watch": (30, "by_clerk", {SEEN}),
    "net-one-systems": (30, "by_clerk", {SEEN}),
    "omron-software": (30, "at_submission", set()),
}


def test_each_desk_has_its_setting_with_a_reason() -> None:
    found = {}
    for file in sorted(DESKS.glob("*.yaml")):
        rule = read_profile(file).release
        believed = {basis for tier in Tier for basis in rule.bases_for(tier)}
        days, asks = rule.recent_change_days.value, rule.ask_principal.value
        found[file.stem] = (days, asks, set(ContactBasis) - believed)
        settings = [getattr(rule, name) for name in ReleaseRule.model_fields]
        assert len({setting.reason.ja for setting in settings}) == len(settings)
        assert [rule.needs_proof(tier) for tier in Tier] == [False, True, True, True]
    assert found == SETTINGS


@pytest.mark.parametrize(
    ("tier", "bases", "says"),
    [
        ("high", [], "at least one way to confirm a contact; such a reply tells of the person"),
        ("normal", [], "at least one way to confirm a contact; such a reply tells of the person"),
        ("highest", ["company_record"], "a way that carries this tier; company_record does not"),
        ("highest", ["seen", "code_returned"], "a way that carries this tier; code_returned does not"),
    ],
)
def test_a_desk_may_not_ask_for_less(tier: str, bases: list[str], says: str) -> None:
    rule = ReleaseRule().model_dump(mode="json")
    rule[tier]["value"] = bases
    with pytest.raises(ValueError, match=says):
        ReleaseRule.model_validate(rule)
