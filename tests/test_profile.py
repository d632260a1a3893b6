"""What a profile answers when the rest of the house asks it."""

from datetime import date
from pathlib import Path

import pytest
from django.utils.translation import override

from dsr.law.evidence import EVIDENCE, Held, checklist_for, missing
from dsr.profile import Address, Closure, Keep, Profile, Text
from dsr.profile.base import phone_in_language
from dsr.profile.data import Basis, ForeignBasis, Location, Recipient
from dsr.profile.evidence import Freshness, QualifiedMandate, WhoseIdentity
from dsr.profile.file import read_profile
from dsr.vocabulary import Channel, Kind, PartyRole, Regime, ReplyMethod, RequesterType

DESKS = Path(__file__).parent.parent / "seeds" / "desks"
PROFILES = {path.stem: read_profile(path) for path in sorted(DESKS.glob("*.yaml"))}
OMRON = PROFILES["omron-software"]
SLUGS = sorted(PROFILES)
TODAY = date(2026, 11, 22)
APPI = [kind for kind in Kind if not kind.value.startswith(("gdpr_", "ccpa_"))]
GDPR = [kind for kind in Kind if kind.value.startswith("gdpr_")]
CCPA = [kind for kind in Kind if kind.value.startswith("ccpa_")]


@pytest.mark.parametrize("slug", SLUGS)
def test_offer_every_statutory_kind_even_where_the_policy_is_silent(slug):
    profile = PROFILES[slug]
    assert list(profile.kinds_under(Regime.JP_APPI)) == APPI
    assert all(profile.offers(kind) for kind in APPI)


@pytest.mark.parametrize(
    ("slug", "laws"),
    [
        ("citizen-machinery", [Regime.JP_APPI, Regime.EU_GDPR]),
        ("citizen-systems-japan", list(Regime)),
        ("citizen-watch", [Regime.JP_APPI]),
        ("net-one-systems", [Regime.JP_APPI]),
        ("omron-software", [Regime.JP_APPI]),
    ],
)
def test_serve_the_laws_of_the_desk(slug, laws):
    profile = PROFILES[slug]
    assert list(profile.served_regimes) == laws
    assert [profile.regime_for(regime) for regime in Regime] == [
        regime if regime in laws else Regime.JP_APPI for regime in Regime
    ]
    offered = {Regime.EU_GDPR: GDPR, Regime.UK_GDPR: GDPR, Regime.US_CA: CCPA, Regime.JP_APPI: APPI}
    for regime in laws:
        assert list(profile.kinds_under(regime)) == offered[regime]


@pytest.mark.parametrize(
    ("slug", "channels"),
    [
        ("citizen-machinery", ["web", "post", "counter"]),
        ("citizen-systems-japan", ["web", "post"]),
        ("citizen-watch", ["post"]),
        ("net-one-systems", ["post"]),
        ("omron-software", ["web", "post", "counter"]),
    ],
)
def test_accept_the_open_channels(slug, channels):
    profile = PROFILES[slug]
    assert list(profile.open_channels) == channels
    assert [channel for channel in Channel if profile.accepts(channel)] == channels
    assert profile.printable_form


def test_open_the_web_of_a_mail_only_desk_by_one_switch():
    content = PROFILES["citizen-watch"].model_dump(mode="json")
    content["channels"]["web"]["open"] = True
    assert Profile.model_validate(content).open_channels == (Channel.WEB, Channel.POST)


@pytest.mark.parametrize("slug", SLUGS)
def test_take_no_fee_while_none_is_published(slug):
    assert {kind: PROFILES[slug].fee_for(kind) for kind in Kind} == dict.fromkeys(Kind, 0)


def test_take_a_published_fee_for_the_kinds_that_allow_one():
    content = OMRON.model_dump(mode="json")
    content["fee"] |= {
        "published": True,
        "amounts": {"disclosure": 500},
        "paid_by": {"ja": "郵便切手", "en": "Postage stamps"},
    }
    profile = Profile.model_validate(content)
    assert profile.fee_for(Kind.DISCLOSURE) == 500
    assert profile.fee_for(Kind.CORRECTION) == 0


@pytest.mark.parametrize("slug", SLUGS)
def test_aim_at_ten_business_days(slug):
    assert {PROFILES[slug].target_for(kind) for kind in APPI} == {10}


def test_aim_at_another_day_for_one_kind():
    content = OMRON.model_dump(mode="json")
    content["clocks"]["by_kind"] = {"correction": 5}
    profile = Profile.model_validate(content)
    assert profile.target_for(Kind.CORRECTION) == 5
    assert profile.target_for(Kind.DISCLOSURE) == 10


@pytest.mark.parametrize("slug", SLUGS)
def test_always_reply_as_record_or_in_writing(slug):
    profile = PROFILES[slug]
    assert profile.replies_by(ReplyMethod.ELECTRONIC)
    assert profile.replies_by(ReplyMethod.WRITING)


def test_write_texts_in_the_language_that_is_active():
    text = Text(ja="窓口", en="Desk")
    assert [text.in_language(code) for code in ("ja", "ja-jp", "en", "en-gb", "fr", None)] == [
        "窓口",
        "窓口",
        "Desk",
        "Desk",
        "Desk",
        "Desk",
    ]
    with override("ja"):
        assert str(text) == "窓口"
    with override("en"):
        assert str(text) == "Desk"


def test_write_addresses_as_each_language_does():
    address = OMRON.desk_address
    assert address == Address(
        postal_code="617-0002", lines=Text(ja="京都府向日市寺戸町53番地", en="53 Teradocho, Muko-shi, Kyoto-fu")
    )
    assert address.in_language("ja") == "〒617-0002 京都府向日市寺戸町53番地"
    assert address.in_language("en") == "53 Teradocho, Muko-shi, Kyoto-fu 617-0002, Japan"


def test_send_post_to_the_company_when_the_desk_has_no_address():
    content = OMRON.model_dump(mode="json")
    content["desk"]["address"] = None
    content["company"]["address"]["postal_code"] = "617-0003"
    assert Profile.model_validate(content).desk_address.postal_code == "617-0003"


def test_read_a_version_that_was_stored_before_security_measures_were_asked_for():
    content = OMRON.model_dump(mode="json", exclude={"security_measures"})
    assert Profile.model_validate(content).security_measures == ()


def test_refuse_a_stored_list_of_no_measures():
    with pytest.raises(ValueError, match="at least 1"):
        Profile.model_validate(OMRON.model_dump(mode="json") | {"security_measures": []})


@pytest.mark.parametrize(("slug", "works"), [("omron-software", True), ("citizen-machinery", False)])
def test_say_nothing_about_retention_only_where_no_letter_tells_it(slug, works):
    content = PROFILES[slug].model_dump(mode="json")
    content["retention"]["company_data"] = None
    if works:
        assert Profile.model_validate(content).retention.company_data is None
    else:
        with pytest.raises(ValueError, match=r"art\. 15\(1\)\(d\) GDPR"):
            Profile.model_validate(content)


@pytest.mark.parametrize(
    ("phone", "abroad"),
    [("075-925-0064", "+81-75-925-0064"), ("03-5860-7565", "+81-3-5860-7565"), ("0120-700-779", "0120-700-779")],
)
def test_write_phone_numbers_for_readers_at_home_and_abroad(phone, abroad):
    assert phone_in_language(phone, "ja") == phone
    assert phone_in_language(phone, "en") == abroad


@pytest.mark.parametrize(
    ("keep", "closed_on", "until"),
    [
        ({"days": 30}, date(2026, 12, 15), date(2027, 1, 14)),
        ({"days": 0}, date(2026, 12, 15), date(2026, 12, 15)),
        ({"years": 3}, date(2026, 11, 22), date(2029, 11, 22)),
        ({"years": 1}, date(2028, 2, 29), date(2029, 2, 28)),
    ],
)
def test_keep_papers_until_a_day(keep, closed_on, until):
    rule = Keep(**keep, then="destroy", note=Text(ja="設定", en="Setting"))
    assert rule.until(closed_on) == until


@pytest.mark.parametrize(
    ("first", "last", "day", "closed"),
    [
        ("12-29", "01-03", date(2026, 12, 28), False),
        ("12-29", "01-03", date(2026, 12, 29), True),
        ("12-29", "01-03", date(2027, 1, 3), True),
        ("12-29", "01-03", date(2027, 1, 4), False),
        ("08-13", "08-15", date(2027, 8, 14), True),
        ("08-13", "08-15", date(2027, 8, 16), False),
        ("2027-08-12", "2027-08-13", date(2027, 8, 13), True),
        ("2027-08-12", "2027-08-13", date(2028, 8, 13), False),
    ],
)
def test_close_on_yearly_days_and_on_single_days(first, last, day, closed):
    closure = Closure(name=Text(ja="休業", en="Closed"), first=first, last=last)
    assert closure.covers(day) is closed


@pytest.mark.parametrize(
    ("basis", "location", "foreign_basis", "record"),
    [
        (Basis.CONSENT, Location.JAPAN, None, True),
        (Basis.AGREEMENT, Location.NOT_STATED, None, True),
        (Basis.ENTRUSTMENT, Location.JAPAN, None, False),
        (Basis.JOINT_USE, Location.NOT_STATED, None, False),
        # entrusted abroad on the person's consent: a record exists all the same (arts. 28(1), 29(1))
        (Basis.ENTRUSTMENT, Location.ABROAD, ForeignBasis.CONSENT, True),
        (Basis.ENTRUSTMENT, Location.ABROAD, ForeignBasis.EQUIVALENT_SYSTEM, False),
        (Basis.ENTRUSTMENT, Location.ABROAD, None, None),
        (Basis.UNDECIDED, Location.JAPAN, None, None),
    ],
)
def test_know_which_recipients_leave_a_record(basis, location, foreign_basis, record):
    recipient = Recipient(
        code="somebody",
        label=Text(ja="提供先", en="Recipient"),
        basis=basis,
        location=location,
        foreign_basis=foreign_basis,
        people=("customers",),
    )
    assert recipient.leaves_record is record


def test_stay_as_it_was_read():
    with pytest.raises(ValueError, match="frozen"):
        OMRON.four_eyes = False


# --- OMRON's list of papers, exactly as its policy puts it (domain 5.4) ---------------------------------------------

P, A = PartyRole.PRINCIPAL, PartyRole.AGENT
DISCLOSURE = Kind.DISCLOSURE


def lacking(profile: Profile, who: RequesterType, channel: Channel, *held: tuple[str, PartyRole]) -> list[str]:
    """Return the codes of the lines that these papers leave open."""
    lines = checklist_for(
        profile.evidence_rules,
        requester_type=who,
        channel=channel,
        on=TODAY,
        kind=DISCLOSURE,
        regime=Regime.JP_APPI,
    )
    return [each.line.code for each in missing(lines, [Held(code, of) for code, of in held])]


def omron(**points: object) -> Profile:
    """Return OMRON's profile with some of the open points decided otherwise."""
    content = OMRON.model_dump(mode="json")
    for name, value in points.items():
        content["evidence"]["lists"]["open_points"][name]["value"] = value
    return Profile.model_validate(content)


SELF, PARENT, GUARDIAN = RequesterType.PRINCIPAL, RequesterType.MINOR_AGENT, RequesterType.ADULT_WARD_AGENT
AGENT, ATTORNEY = RequesterType.APPOINTED_AGENT, RequesterType.QUALIFIED_AGENT
FORM = ("request_form", P)
LICENCE, AGENT_LICENCE = ("driver_licence", P), ("driver_licence", A)
BOTH = (FORM, LICENCE, AGENT_LICENCE)
MANDATE, SEAL = ("power_of_attorney_registered_seal", P), ("seal_registration_certificate", P)
QUALIFIED = ("qualification_proof", A)

OMRON_CASES = [
    # base: any one of five, and one is enough
    (SELF, "post", [FORM], ["identity_of_principal"]),
    (SELF, "post", [FORM, LICENCE], []),
    (SELF, "post", [FORM, ("passport", P)], []),
    (SELF, "web", [("passport", P)], []),
    # the certificate of residence counts by post alone
    (SELF, "post", [FORM, ("residence_certificate", P)], []),
    (SELF, "web", [("residence_certificate", P)], ["identity_of_principal"]),
    (SELF, "email", [FORM, ("residence_certificate", P)], ["identity_of_principal"]),
    (SELF, "counter", [FORM, ("residence_certificate", P)], ["identity_of_principal"]),
    # closed papers do not count, their successors do
    (SELF, "post", [FORM, ("health_insurance_card", P)], ["identity_of_principal"]),
    (SELF, "post", [FORM, ("alien_registration_certificate", P)], ["identity_of_principal"]),
    (SELF, "post", [FORM, ("eligibility_certificate", P)], []),
    (SELF, "post", [FORM, ("my_number_card_front", P)], []),
    (SELF, "post", [FORM, ("residence_card", P)], []),
    # the form is a paper of its own, except on the web
    (SELF, "post", [LICENCE], ["request_form"]),
    (SELF, "web", [LICENCE], []),
    # a parent: base of both, and either of two papers
    (PARENT, "post", [FORM, LICENCE], ["identity_of_agent", "kinship"]),
    (PARENT, "post", [*BOTH], ["kinship"]),
    (PARENT, "post", [*BOTH, ("family_register", A)], []),
    (PARENT, "post", [*BOTH, ("family_register_abstract", A)], []),
    (PARENT, "post", [*BOTH, ("guardianship_ruling", A)], ["kinship"]),
    # a guardian: either of two papers
    (GUARDIAN, "post", [*BOTH], ["guardianship"]),
    (GUARDIAN, "post", [*BOTH, ("guardianship_ruling", A)], []),
    (GUARDIAN, "post", [*BOTH, ("guardianship_registration_certificate", A)], []),
    (GUARDIAN, "post", [*BOTH, ("family_register", A)], ["guardianship"]),
    # an appointed agent: both papers
    (AGENT, "post", [*BOTH], ["mandate", "seal_certificate"]),
    (AGENT, "post", [*BOTH, MANDATE], ["seal_certificate"]),
    (AGENT, "post", [*BOTH, SEAL], ["mandate"]),
    (AGENT, "post", [*BOTH, MANDATE, SEAL], []),
    (AGENT, "post", [*BOTH, ("power_of_attorney", P), SEAL], ["mandate"]),
    (AGENT, "post", [*BOTH, MANDATE, ("seal_registration_certificate", A)], ["seal_certificate"]),
    # an attorney: the qualification and a mandate, no seal certificate of the principal
    (ATTORNEY, "post", [*BOTH], ["mandate_to_qualified_agent", "qualification"]),
    (ATTORNEY, "post", [*BOTH, QUALIFIED], ["mandate_to_qualified_agent"]),
    (ATTORNEY, "post", [*BOTH, ("power_of_attorney", P), QUALIFIED], []),
    (ATTORNEY, "post", [*BOTH, MANDATE, QUALIFIED], []),
]


@pytest.mark.parametrize(("who", "channel", "held", "open_lines"), OMRON_CASES)
def test_ask_for_the_papers_of_omron(who, channel, held, open_lines):
    assert lacking(OMRON, who, Channel(channel), *held) == open_lines


@pytest.mark.parametrize(
    ("points", "who", "channel", "held", "open_lines"),
    [
        ({"residence_certificate_only_by_post": False}, SELF, "web", [("residence_certificate", P)], []),
        ({"whose_identity": WhoseIdentity.PRINCIPAL}, PARENT, "web", [LICENCE, ("family_register", A)], []),
        ({"whose_identity": WhoseIdentity.AGENT}, PARENT, "web", [AGENT_LICENCE, ("family_register", A)], []),
        ({"whose_identity": WhoseIdentity.AGENT}, SELF, "web", [], ["identity_of_principal"]),
        (
            {"any_proof_of_qualification": False},
            ATTORNEY,
            "post",
            [*BOTH, MANDATE, QUALIFIED],
            ["official_seal_certificate"],
        ),
        ({"qualified_agent_shows": QualifiedMandate.NOTHING_MORE}, ATTORNEY, "post", [*BOTH, QUALIFIED], []),
        (
            {"qualified_agent_shows": QualifiedMandate.AS_APPOINTED_AGENT},
            ATTORNEY,
            "post",
            [*BOTH, MANDATE, QUALIFIED],
            ["seal_certificate"],
        ),
    ],
)
def test_decide_the_open_points_otherwise(points, who, channel, held, open_lines):
    assert lacking(omron(**points), who, Channel(channel), *held) == open_lines


EQUIVALENTS = [
    # the guideline names them for everybody who confirms identity or kinship (3-8-7, note 2)
    (SELF, "post", [FORM, ("pension_handbook", P)], []),
    (SELF, "counter", [FORM, ("seal_registration_certificate", P)], []),
    (SELF, "post", [FORM, ("seal_registration_certificate", P)], ["identity_of_principal"]),
    (PARENT, "post", [*BOTH, ("residence_certificate", A)], []),
    # by post alone, as the policy has it for its own list
    (PARENT, "web", [LICENCE, AGENT_LICENCE, ("residence_certificate", A)], ["kinship"]),
    # no paper: whether accounts and calls confirm a person is the desk's to say
    (SELF, "web", [("login", P)], ["identity_of_principal"]),
    # a mandate without the registered seal is no equal of one with it
    (AGENT, "post", [*BOTH, ("power_of_attorney", P), SEAL], ["mandate"]),
]


@pytest.mark.parametrize(("who", "channel", "held", "open_lines"), EQUIVALENTS)
def test_accept_the_papers_that_the_guideline_names(who, channel, held, open_lines):
    assert lacking(OMRON, who, Channel(channel), *held) == open_lines
    content = OMRON.model_dump(mode="json")
    content["evidence"]["accept_guideline_equivalents"]["value"] = False
    assert open_lines or lacking(Profile.model_validate(content), who, Channel(channel), *held)


@pytest.mark.parametrize(
    ("slug", "birth", "wanted"),
    [
        ("net-one-systems", "2010-11-23", True),
        ("net-one-systems", "2010-11-22", False),
        ("net-one-systems", "1980-01-01", False),
        # may ask for it, at no set age
        ("citizen-systems-japan", "2015-01-01", False),
        ("omron-software", "2015-01-01", False),
    ],
)
def test_want_the_consent_of_an_agent_below_an_age(slug, birth, wanted):
    assert PROFILES[slug].minors.wants_consent(date.fromisoformat(birth), TODAY) is wanted


def test_read_a_version_that_was_stored_with_an_age_of_majority():
    content = OMRON.model_dump(mode="json")
    content["minors"]["majority_age"] = 18
    assert Profile.model_validate(content) == OMRON


def test_refuse_closed_papers_without_equivalents():
    content = OMRON.model_dump(mode="json")
    content["evidence"]["accept_guideline_equivalents"]["value"] = False
    strict = Profile.model_validate(content)
    assert lacking(strict, SELF, Channel.WEB, ("residence_card", P)) == ["identity_of_principal"]


@pytest.mark.parametrize(
    ("freshness", "words"),
    [
        (Freshness.NO_LIMIT, ()),
        (Freshness.THREE_MONTHS, ("within_3_months",)),
        (Freshness.SIX_MONTHS, ("within_6_months",)),
    ],
)
def test_ask_for_fresh_certificates(freshness, words):
    """By domain 1.5 it is certificates of residence and of the seal that age, wherever they are listed."""
    lines = {line.code: line for line in omron(freshness=freshness).evidence_rules.requirements}
    asked = {
        (code, way.code): way.conditions
        for code, line in lines.items()
        for way in (*line.any_of, *line.equivalents)
        if way.conditions
    }
    ageing = [
        ("identity_of_principal", "residence_certificate"),
        ("identity_of_principal", "seal_registration_certificate"),
        ("identity_of_agent", "residence_certificate"),
        ("identity_of_agent", "seal_registration_certificate"),
        ("kinship", "residence_certificate"),
        ("seal_certificate", "seal_registration_certificate"),
    ]
    assert asked == (dict.fromkeys(ageing, words) if words else {})
    assert {code: line.conditions for code, line in lines.items() if line.conditions} == {
        "kinship": ("shows_both_names",)
    }


def test_ask_an_appointed_agent_for_originals():
    lines = {line.code: line for line in OMRON.evidence_rules.requirements}
    assert [code for code, line in lines.items() if line.original] == [
        "mandate",
        "seal_certificate",
        "mandate_to_qualified_agent",
    ]
    copies = {line.code: line for line in omron(appointed_agent_originals=False).evidence_rules.requirements}
    assert [code for code, line in copies.items() if line.original] == []


def test_refuse_an_agent_at_net_one_without_the_seal_certificate():
    net_one = PROFILES["net-one-systems"]
    assert lacking(net_one, AGENT, Channel.POST, *BOTH, MANDATE) == ["seal_certificate"]
    assert lacking(net_one, AGENT, Channel.POST, *BOTH, MANDATE, SEAL) == []


@pytest.mark.parametrize("slug", ["citizen-machinery", "citizen-systems-japan", "citizen-watch"])
def test_ask_for_the_papers_of_the_guideline_where_no_list_is_known(slug):
    lines = {line.code: line for line in PROFILES[slug].evidence_rules.requirements}
    assert {"identity_of_principal", "identity_of_agent", "kinship", "guardianship", "mandate"} <= set(lines)
    assert all(way.code in EVIDENCE for line in lines.values() for way in line.any_of)
