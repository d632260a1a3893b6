"""What the five published policies say, row by row (domain 5.1-5.5), and where the profile holds it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dsr.profile import Handling, Profile
from dsr.profile.data import ProvisionException
from dsr.profile.file import read_profile
from dsr.profile.procedure import QuestionTopic
from dsr.vocabulary import Channel, Kind, Regime, ReplyMethod

DESKS = Path(__file__).parent.parent.parent / "seeds" / "desks"
MACHINERY, WATCH, SYSTEMS, OMRON, NET_ONE = (
    "citizen-machinery",
    "citizen-watch",
    "citizen-systems-japan",
    "omron-software",
    "net-one-systems",
)
PROFILES = {slug: read_profile(DESKS / f"{slug}.yaml") for slug in (MACHINERY, WATCH, SYSTEMS, OMRON, NET_ONE)}


def people(profile: Profile) -> list[str]:
    return [row.code for row in profile.people]


def purposes(profile: Profile, code: str) -> set[str]:
    return {purpose.code for row in profile.people if row.code == code for purpose in row.purposes}


def systems(profile: Profile) -> set[str]:
    return {row.code for row in profile.systems}


def recipients(profile: Profile) -> dict[str, str]:
    return {row.code: row.basis.value for row in profile.recipients}


def media(profile: Profile) -> dict[str, str]:
    return {row.code: row.medium.value for row in profile.data_categories if row.medium != "text"}


def secrets(profile: Profile) -> list[str]:
    return [row.code for row in profile.data_categories if row.secret]


def defects(profile: Profile) -> dict[str, date | None]:
    return {row.code: row.wrong_since for row in profile.policy.defects}


def stated_kinds(profile: Profile) -> list[Kind]:
    return [row.kind for row in profile.kinds if row.stated_in_policy]


def answered(profile: Profile, topic: str) -> bool:
    """Tell whether the policy itself promises an answer on a topic."""
    return any(row.topic == topic and row.stated_in_policy for row in profile.questions)


def handling(profile: Profile) -> dict[str, str]:
    return {row.regime.value: row.handling.value for row in profile.regimes}


def says(text: object, *words: str) -> bool:
    return all(word in str(text.en) for word in words)


def exceptions(profile: Profile) -> set[str]:
    return {each.value for each in profile.provision_exceptions}


def note_of(profile: Profile, code: str) -> object:
    return next(row.note for row in profile.data_categories if row.code == code)


def measures(*words: str) -> Callable[[Profile], bool]:
    """Tell whether there are as many security measures as words, and each has its word."""
    return lambda profile: all(word in text.en for word, text in zip(words, profile.security_measures, strict=True))


def asked(field: str) -> Callable[[Profile], bool]:
    """Tell whether the operator is asked to confirm a field."""
    return lambda profile: field in [row.field for row in profile.to_confirm]


Row = tuple[str, str, Callable[[Profile], object], object]

ROWS: list[Row] = [
    # 5.1 Citizen Machinery
    (MACHINERY, "head L3 representative by link", lambda p: p.company.representative, None),
    (MACHINERY, "head L3 is a defect", lambda p: "address_by_link" in defects(p), True),
    (
        MACHINERY,
        "head L4 Administrative Organs act is text only",
        lambda p: ("administrative_organs_act" in defects(p), defects(p)["administrative_organs_act"]),
        (True, None),
    ),
    (
        MACHINERY,
        "head L4 the law that is applied",
        lambda p: [text.en for text in p.policy.standards],
        ["Act on the Protection of Personal Information"],
    ),
    (MACHINERY, "head L5 continual improvement", lambda p: says(p.policy.changes, "Improved continually"), True),
    (MACHINERY, "head L6 group policy", lambda p: says(p.group.policy, "policy of its own"), True),
    (MACHINERY, "head L7 EEA residents", lambda p: p.route_for(Regime.EU_GDPR).handling, Handling.HERE),
    (MACHINERY, "head L7 separate EEA notices", lambda p: says(p.policy.related[1].title, "EEA"), True),
    (MACHINERY, "1 L11 purposes made clear", lambda p: all(row.purposes for row in p.people), True),
    (
        MACHINERY,
        "1 L21-104 eight groups of purposes by person",
        lambda p: people(p)[:8],
        [
            "customers",
            "alkapplysolution",
            "sellers",
            "suppliers",
            "service_providers",
            "researchers",
            "visitors",
            "all_contacts",
        ],
    ),
    (
        MACHINERY,
        "1 L12-20 the four lines of business",
        lambda p: (
            purposes(p, "customers") >= {"product_delivery", "proposals", "maintenance", "parts_inquiries"}
            and purposes(p, "sellers") == {"purchase_inquiries", "purchase_contracts"}
        ),
        True,
    ),
    (
        MACHINERY,
        "1 L21-104 the alkapplysolution service",
        lambda p: purposes(p, "alkapplysolution"),
        {
            "service_introduction",
            "service_ids",
            "service_support",
            "service_analysis",
            "service_mail",
            "service_billing",
            "service_security",
        },
    ),
    (
        MACHINERY,
        "1 L21-104 systems to search",
        systems,
        {
            "customer_management",
            "parts",
            "procurement",
            "maintenance",
            "alkapplysolution",
            "research",
            "used_machines",
            "access_control",
            "personnel",
            "recruitment",
            "web_site",
        },
    ),
    (MACHINERY, "1 L102 consignees leave no record", lambda p: {row.leaves_record for row in p.recipients}, {False}),
    (MACHINERY, "1 L102 consignees", lambda p: len(p.recipients), 6),
    (MACHINERY, "1 L103 disputes", lambda p: "disputes" in purposes(p, "all_contacts"), True),
    (MACHINERY, "1 L103 hold for disputes", lambda p: says(p.retention.company_data, "dispute"), True),
    (
        MACHINERY,
        "1 L105-135 staff, families, applicants, retirees",
        lambda p: people(p)[8:],
        ["employees", "families", "applicants", "retirees"],
    ),
    (MACHINERY, "1 L105-135 third person in a file", lambda p: says(note_of(p, "families"), "another person"), True),
    (MACHINERY, "website L139-141 cookies", lambda p: answered(p, QuestionTopic.COOKIES), True),
    (MACHINERY, "2.2 L149 items of anonymised data", lambda p: answered(p, QuestionTopic.ANONYMISED_ITEMS), True),
    (MACHINERY, "3.2-3.3 L161-163 what is never searched", lambda p: len(p.never_searched), 2),
    (
        MACHINERY,
        "4 L167-187 security measures",
        measures(
            "company regulation",
            "organisation",
            "audits",
            "Physical",
            "Technical",
            "systems",
            "erasure",
            "education",
            "Review",
        ),
        True,
    ),
    (
        MACHINERY,
        "4 L167 limits on taking data out, intrusion",
        lambda p: says(p.security_measures[4], "limits on taking data out, prevention of intrusion"),
        True,
    ),
    (MACHINERY, "4.7 L183 disposal", lambda p: says(p.retention.company_data, "erased"), True),
    (
        MACHINERY,
        "no channel is fixed, and only an address is known",
        lambda p: (p.open_channels, asked("desk.phone")(p), asked("desk.email")(p)),
        ((Channel.WEB, Channel.POST, Channel.COUNTER), True, True),
    ),
    (
        MACHINERY,
        "1 L136 other purposes are told when data is collected",
        lambda p: says(next(row.note for row in p.people if row.code == "all_contacts"), "told the purpose"),
        True,
    ),
    (MACHINERY, "no kind is stated", stated_kinds, []),
    (MACHINERY, "no form is fixed", lambda p: p.evidence.request_form.value, False),
    # 5.2 Citizen Watch
    (
        WATCH,
        "dates",
        lambda p: (p.policy.established_on, p.policy.revised_on, p.policy.effective_from),
        (date(2020, 1, 14), date(2021, 9, 27), date(2021, 9, 27)),
    ),
    (WATCH, "head L3 linked policy documents", lambda p: len(p.policy.related), 2),
    (WATCH, "head L4 the service's text comes first", lambda p: says(p.policy.precedence, "takes precedence"), True),
    (
        WATCH,
        "1 L6 own staff told separately",
        lambda p: [row.code for row in p.people if not row.purposes],
        ["employees"],
    ),
    (
        WATCH,
        "1(1) L8-36 customers (i)-(vi)",
        lambda p: purposes(p, "customers"),
        {
            "orders",
            "billing",
            "delivery",
            "prizes",
            "product_information",
            "support_information",
            "personalisation",
            "campaigns",
            "analysis",
            "inquiries",
            "after_sales",
        },
    ),
    (
        WATCH,
        "1(1) L8-36 members",
        lambda p: purposes(p, "members"),
        {"member_services", "member_notices", "violations"},
    ),
    (WATCH, "1(1) L8-36 recorded responses", media, {"call_recordings": "audio"}),
    (
        WATCH,
        "1(2)-(4) L40-54 other people",
        lambda p: people(p)[2:],
        ["business_associates", "shareholders", "applicants", "retirees", "employees"],
    ),
    (WATCH, "1(2) access control", lambda p: "facility_safety" in purposes(p, "business_associates"), True),
    (
        WATCH,
        "1 L56 combined data is searched",
        lambda p: says(next(row.note for row in p.systems if row.code == "member_site"), "linked"),
        True,
    ),
    (
        WATCH,
        "3 L60-69 provision",
        exceptions,
        {
            "law",
            "life_body_property",
            "public_health",
            "state_cooperation",
            "succession",
            "card_fraud",
            "fraud_detection",
            "attribute_estimation",
        },
    ),
    (
        WATCH,
        "3 L60-69 recipients",
        recipients,
        {
            "card_companies": "undecided",
            "fraud_detection": "undecided",
            "attribute_estimation": "agreement",
            "google": "undecided",
        },
    ),
    (
        WATCH,
        "3 L60-69 records of the attribute estimation",
        lambda p: {row.code: row.leaves_record for row in p.recipients}["attribute_estimation"],
        True,
    ),
    (WATCH, "4 L71 joint use is announced first", lambda p: answered(p, QuestionTopic.JOINT_USERS), True),
    (WATCH, "4 L71 two items since 2022", lambda p: defects(p)["joint_use_items"], date(2022, 4, 1)),
    (
        WATCH,
        "5 L72-73 kinds that are named",
        stated_kinds,
        [Kind.DISCLOSURE, Kind.CORRECTION, Kind.CEASE_USE_VIOLATION],
    ),
    (WATCH, "clause 8 mail only", lambda p: p.open_channels, (Channel.POST,)),
    (WATCH, "clause 8 preferably registered", lambda p: says(p.channels[Channel.POST].note, "registered"), True),
    (WATCH, "clause 8 printable form", lambda p: (p.printable_form, p.evidence.request_form.value), (True, True)),
    (WATCH, "clause 8 written reply", lambda p: says(p.reply.note, "in writing"), True),
    (WATCH, "clause 8 an electronic record if asked for", lambda p: p.replies_by(ReplyMethod.ELECTRONIC), True),
    (WATCH, "clause 8 may take time", lambda p: says(p.clocks.note, "may take longer"), True),
    (WATCH, "clause 8 nothing is returned", lambda p: p.retention.papers_returned, False),
    (WATCH, "clause 8 form kept", lambda p: p.retention.request_form.years, 3),
    (
        WATCH,
        "clause 8 papers of identity disposed of",
        lambda p: (p.retention.identity_papers.days, p.retention.identity_papers.then),
        (30, "destroy"),
    ),
    (WATCH, "6 L74-76 questions", lambda p: answered(p, QuestionTopic.OTHER), True),
    (WATCH, "7 L77-80 anonymised data", lambda p: answered(p, QuestionTopic.ANONYMISED_ITEMS), True),
    (WATCH, "8 L81-85 security measures", measures("servers and limits of access", "Encryption"), True),
    (WATCH, "8 L81-85 the web site only, so the rest is asked for", asked("security_measures"), True),
    (WATCH, "no retention period is stated", lambda p: p.retention.company_data, None),
    (WATCH, "no group policy is named", lambda p: p.group.policy, None),
    (WATCH, "9 L86-97 cookies", lambda p: answered(p, QuestionTopic.COOKIES), True),
    (WATCH, "9 L86-97 stopping ads", lambda p: answered(p, QuestionTopic.ADVERTISING), True),
    (WATCH, "10 L98-103 access logs", lambda p: "web_logs" in systems(p), True),
    (WATCH, "10 L98-103 linked to members", lambda p: says(note_of(p, "web_records"), "linked"), True),
    (WATCH, "11 L105 Customer Match", lambda p: "advertising_audiences" in systems(p), True),
    (WATCH, "12 L106-108 changes", lambda p: says(p.policy.changes, "without notice", "consent"), True),
    # 5.3 Citizen Systems Japan
    (SYSTEMS, "date", lambda p: (p.policy.revised_on, p.policy.effective_from), (date(2022, 4, 1), date(2022, 4, 1))),
    (SYSTEMS, "head L3 laws of each country", handling, {regime.value: "here" for regime in Regime}),
    (SYSTEMS, "1 L9-47 secrets", secrets, ["cards", "security_codes", "credentials"]),
    (
        SYSTEMS,
        "1 L9-47 sound and pictures",
        media,
        {
            "online_service_video": "video",
            "call_recordings": "audio",
            "magazine": "image",
            "security_video": "video",
            "portraits": "image",
        },
    ),
    (
        SYSTEMS,
        "1 L9-47 every category",
        lambda p: len(p.data_categories),
        21,
    ),
    (SYSTEMS, "1 L49 cookies by country", lambda p: says(note_of(p, "web_records"), "country"), True),
    (
        SYSTEMS,
        "2 L57-141 people",
        people,
        [
            "customers",
            "members",
            "client_staff",
            "applicants",
            "resignees",
            "award_recipients",
            "visitors",
            "employees",
        ],
    ),
    (SYSTEMS, "2 L57-141 purposes of clients", lambda p: len(purposes(p, "client_staff")), 11),
    (SYSTEMS, "2 L57-141 purposes of customers", lambda p: len(purposes(p, "customers")), 12),
    (
        SYSTEMS,
        "2 L57 staff told separately",
        lambda p: [row.code for row in p.people if not row.purposes],
        ["employees"],
    ),
    (SYSTEMS, "4 L154 erase, or keep in the backup", lambda p: says(p.retention.company_data, "backup"), True),
    (SYSTEMS, "5 L158-220 recipients", lambda p: len(p.recipients), 16),
    (
        SYSTEMS,
        "5 L182-190 payment, fraud detection and analysis are for customers",
        lambda p: {row.code: row.people for row in p.recipients if row.code in ("payment", "analysis")},
        {"payment": ("customers", "members"), "analysis": ("customers", "members")},
    ),
    (
        SYSTEMS,
        "5 L194 L212 L220 any other contractors, for all three groups",
        lambda p: next(set(row.people) for row in p.recipients if row.code == "other_contractors"),
        {"customers", "members", "client_staff", "applicants", "resignees"},
    ),
    (
        SYSTEMS,
        "5 L242 de-identified and aggregated data",
        lambda p: says(next(row.answer for row in p.questions if row.topic == "anonymised_items"), "nobody can be"),
        True,
    ),
    (
        SYSTEMS,
        "3 L148-150 what follows when data is not provided",
        lambda p: (
            {
                regime.value: says(p.route_for(regime).notice, "may not be available")
                for regime in (Regime.EU_GDPR, Regime.UK_GDPR)
            }
            | {"asked": answered(p, QuestionTopic.OTHER)}
        ),
        {"EU-GDPR": True, "UK": True, "asked": True},
    ),
    (
        SYSTEMS,
        "5 L162-220 recipients per group",
        lambda p: [row.code for row in p.recipients if "client_staff" in row.people],
        [
            "client_management",
            "storage",
            "collection",
            "financial_institutions",
            "advertising",
            "vehicles",
            "group_companies",
            "other_contractors",
            "consented_recipients",
        ],
    ),
    (
        SYSTEMS,
        "5 L222-240 provision",
        exceptions,
        {
            "law",
            "life_body_property",
            "public_health",
            "state_cooperation",
            "academic_research",
            "succession",
            "joint_use",
            "other_lawful",
        },
    ),
    (
        SYSTEMS,
        "6 L246-260 security measures",
        measures("Basic policy", "Rules", "Organisation", "trained", "Premises", "access control", "foreign countries"),
        True,
    ),
    (
        SYSTEMS,
        "1 L39 secrets of the site for clients",
        lambda p: "credentials" in next(row.data for row in p.systems if row.code == "client_site"),
        True,
    ),
    (SYSTEMS, "8 L270 the address of the form is asked for", asked("desk.contact_form"), True),
    (SYSTEMS, "6 L260 foreign storage", lambda p: answered(p, QuestionTopic.FOREIGN_STORAGE), True),
    (SYSTEMS, "7 L264 the inquiry form", lambda p: p.channels[Channel.WEB].stated_in_policy, True),
    (
        SYSTEMS,
        "7 L266 kinds that are named",
        stated_kinds,
        [
            Kind.PURPOSE_NOTIFICATION,
            Kind.DISCLOSURE,
            Kind.PROVISION_RECORDS,
            Kind.CORRECTION,
            Kind.CEASE_USE_VIOLATION,
            Kind.CEASE_PROVISION,
            Kind.CEASE_USE,
        ],
    ),
    (SYSTEMS, "8 L270-276 desk and complaints", lambda p: answered(p, QuestionTopic.COMPLAINT), True),
    (SYSTEMS, "9-10 L278-298 what is never searched", lambda p: len(p.never_searched), 2),
    (SYSTEMS, "9-10 L278-298 published items", lambda p: answered(p, QuestionTopic.ANONYMISED_ITEMS), True),
    (SYSTEMS, "12 L309-329 cookies", lambda p: answered(p, QuestionTopic.COOKIES), True),
    (SYSTEMS, "13 L331-349 access logs", lambda p: "web_logs" in systems(p), True),
    (
        SYSTEMS,
        "14 L351-353 a guardian's consent",
        lambda p: (p.minors.guardian_consent, p.minors.consent_age),
        (True, None),
    ),
    (SYSTEMS, "14 L353 wrong section number", lambda p: "minors_section" in defects(p), True),
    (SYSTEMS, "15 L355-358 changes", lambda p: says(p.policy.changes, "without notice", "consent"), True),
    # 5.4 OMRON Software
    (
        OMRON,
        "head L3-9 the office behind the policy",
        lambda p: (p.contacts[0].name.en, p.contacts[0].phone, p.contacts[0].fax),
        ("Management System Manager", "075-251-2801", "075-251-2824"),
    ),
    (
        OMRON,
        "10 L156-162 the desk",
        lambda p: (p.desk.name.en, p.desk.phone, p.desk.fax),
        ("Personal Information Protection Manager", "075-925-0064", None),
    ),
    (OMRON, "10 L156-162 address", lambda p: p.desk_address.postal_code, "617-0002"),
    (OMRON, "2.1 L21 JIS Q 15001", lambda p: p.privacymark.standard_in_policy, "JIS Q 15001"),
    (
        OMRON,
        "2.1 L21 stricter rules",
        lambda p: (p.privacymark.cease_use_on_request, p.privacymark.treats_all_controlled_data),
        (True, True),
    ),
    (OMRON, "2.4 L24 faithfully and quickly", lambda p: says(p.complaint.note, "faithfully and quickly"), True),
    (OMRON, "2.5 L25 regular review", lambda p: says(p.policy.changes, "reviewed"), True),
    (OMRON, "2 L27-28 secrecy of communications", lambda p: says(note_of(p, "communications"), "secrecy"), True),
    (OMRON, "3 L30-33 representative by link", lambda p: p.company.representative, None),
    (
        OMRON,
        "4 L35-39 PrivacyMark",
        lambda p: (p.privacymark.certified, "JISA" in p.privacymark.examined_by.en, p.privacymark.certified_by.en),
        (True, True, "JIPDEC"),
    ),
    (OMRON, "4 L35-39 no accredited organisation is claimed", lambda p: p.complaint.accredited, None),
    (
        OMRON,
        "5 L41-67 people",
        people,
        ["customers", "members", "event_participants", "business_partners", "visitors", "applicants"],
    ),
    (OMRON, "5 L41-67 education of operators", lambda p: "inquiries" in purposes(p, "customers"), True),
    (OMRON, "3 L33 address and representative by link", lambda p: "address_by_link" in defects(p), True),
    (OMRON, "5 L58 members", lambda p: purposes(p, "members"), {"registration"}),
    (OMRON, "5 L41-67 access control", lambda p: purposes(p, "visitors"), {"site_security"}),
    (OMRON, "5 L41-67 recruitment", lambda p: purposes(p, "applicants"), {"recruitment", "joining"}),
    (OMRON, "6.1 L71-80 joint use", lambda p: p.joint_use[0].responsible.en, "OMRON Corporation"),
    (
        OMRON,
        "6.1 L71-80 items",
        lambda p: says(p.joint_use[0].items, "Name", "address", "place of work", "images", "products and services"),
        True,
    ),
    (OMRON, "6.1 L71-80 who answers", lambda p: says(p.joint_use[0].note, "one answer"), True),
    (
        OMRON,
        "7.1 L86-96 provision",
        exceptions,
        {
            "law",
            "life_body_property",
            "public_health",
            "state_cooperation",
            "entrustment",
            "joint_use",
            "succession",
        },
    ),
    (
        OMRON,
        "7.2 L98-101 abroad",
        lambda p: [(row.location, row.foreign_basis) for row in p.recipients if row.foreign_basis],
        [("abroad", "equivalent_system")],
    ),
    (OMRON, "7.2 L98-101 told on inquiry", lambda p: answered(p, QuestionTopic.FOREIGN_RECIPIENTS), True),
    (OMRON, "7.2 the Committee", lambda p: "committee" in defects(p), True),
    (OMRON, "8 L103-105 retention", lambda p: says(p.retention.company_data, "retention period"), True),
    (
        OMRON,
        "2.3, 2.5, 8 security measures",
        measures("leaks, loss and damage", "disposal", "employees", "their subcontractors", "review"),
        True,
    ),
    (OMRON, "6.1 L79 representative of the responsible company", asked("joint_use"), True),
    (OMRON, "8 L103-105 subcontractors of subcontractors", lambda p: recipients(p)["subcontractors"], "entrustment"),
    (
        OMRON,
        "9 L107-109 kinds that are named",
        stated_kinds,
        [Kind.DISCLOSURE, Kind.CORRECTION, Kind.CEASE_USE_VIOLATION, Kind.CEASE_USE],
    ),
    (OMRON, "9.1 L111-113 by post to the desk", lambda p: p.channels[Channel.POST].open, True),
    (OMRON, "9.2 L115-128 form filled out completely", lambda p: p.evidence.request_form.value, True),
    (
        OMRON,
        "9.2 L118-128 the five papers as published",
        lambda p: p.evidence.lists.identity,
        (
            "driver_licence",
            "passport",
            "health_insurance_card",
            "alien_registration_certificate",
            "residence_certificate",
        ),
    ),
    (
        OMRON,
        "9.2 L130-136 either of two",
        lambda p: (p.evidence.lists.kinship, p.evidence.lists.guardianship),
        (
            ("family_register", "family_register_abstract"),
            ("guardianship_registration_certificate", "guardianship_ruling"),
        ),
    ),
    (
        OMRON,
        "9.2 L138-143 both of two",
        lambda p: (p.evidence.lists.mandate, p.evidence.lists.seal),
        (("power_of_attorney_registered_seal",), ("seal_registration_certificate",)),
    ),
    (OMRON, "9.2 L145-147 any proof", lambda p: p.evidence.lists.qualification, ("qualification_proof",)),
    (
        OMRON,
        "the six open points",
        lambda p: {
            name: getattr(p.evidence.lists.open_points, name).value
            for name in type(p.evidence.lists.open_points).model_fields
        },
        {
            "residence_certificate_only_by_post": True,
            "whose_identity": "both",
            "appointed_agent_originals": True,
            "any_proof_of_qualification": True,
            "qualified_agent_shows": "mandate",
            "freshness": "3_months",
        },
    ),
    (
        OMRON,
        "4.8 equivalents with a reason",
        lambda p: says(p.evidence.accept_guideline_equivalents.reason, "37(4)"),
        True,
    ),
    (OMRON, "9.3 L148-150 by the method of the form", lambda p: says(p.reply.note, "method you chose"), True),
    (OMRON, "9 no fee is published", lambda p: (p.fee.published, p.fee_for(Kind.DISCLOSURE)), (False, 0)),
    (OMRON, "10 L156-162 scope of joint users", lambda p: answered(p, QuestionTopic.JOINT_USERS), True),
    (OMRON, "10 L156-162 complaints", lambda p: answered(p, QuestionTopic.COMPLAINT), True),
    (
        OMRON,
        "4.8 closed papers",
        lambda p: {code: defects(p)[code] for code in ("health_insurance_card", "alien_registration_certificate")},
        {"health_insurance_card": date(2025, 12, 2), "alien_registration_certificate": date(2012, 7, 9)},
    ),
    # 5.5 Net One Systems
    (NET_ONE, "L12-15 date", lambda p: p.policy.effective_from, date(2012, 10, 15)),
    (NET_ONE, "L12-15 signer", lambda p: says(p.policy.owner, "Chief Information Security Officer"), True),
    (NET_ONE, "1 L19 edition of the standard", lambda p: p.privacymark.standard_in_policy, "JIS Q 15001:2006"),
    (NET_ONE, "1 L19 is a defect", lambda p: "jis_edition" in defects(p), True),
    (
        NET_ONE,
        "1(2) L33-67 people",
        people,
        [
            "customers",
            "business_partners",
            "shareholders",
            "applicants",
            "retirees",
            "publicly_obtained",
            "entrusted",
            "callers",
            "visitors",
            "others_who_agreed",
        ],
    ),
    (NET_ONE, "1(2) L67 purposes agreed beforehand", lambda p: purposes(p, "others_who_agreed"), {"agreed_purposes"}),
    (NET_ONE, "L13 the signer's Japanese title is a guess", asked("policy.owner"), True),
    (NET_ONE, "1(2) L33-67 customers", lambda p: len(purposes(p, "customers")), 8),
    (NET_ONE, "1(2) L33-67 shareholders", lambda p: len(purposes(p, "shareholders")), 4),
    (
        NET_ONE,
        "1(2) L33-67 entrusted data is not ours",
        lambda p: says(next(row.note for row in p.people if row.code == "entrusted"), "no authority"),
        True,
    ),
    (NET_ONE, "1(2) L33-67 recordings", media, {"call_recordings": "audio", "security_video": "video"}),
    (NET_ONE, "1 L72 new consent beyond the purpose", lambda p: says(p.policy.changes, "consent"), True),
    (
        NET_ONE,
        "1 L73 under 16 for consent",
        lambda p: (p.minors.consent_age, p.minors.guardian_consent),
        (16, True),
    ),
    (NET_ONE, "2 L77-83 security measures", measures("Contractors", "Joint use"), True),
    (NET_ONE, "2 L77-83 nothing else is said, so it is asked for", asked("security_measures"), True),
    (NET_ONE, "2(2) L81-83 nobody is named as responsible", asked("joint_use"), True),
    (NET_ONE, "no retention period is stated", lambda p: p.retention.company_data, None),
    (NET_ONE, "2(1) L77-79 contractors", lambda p: recipients(p)["contractors"], "entrustment"),
    (
        NET_ONE,
        "2(2) L81-83 joint use",
        lambda p: says(p.joint_use[0].items, "Name", "company", "department", "phone", "fax", "e-mail"),
        True,
    ),
    (
        NET_ONE,
        "3 L85-94 provision",
        exceptions,
        {
            "law",
            "life_body_property",
            "public_health",
            "state_cooperation",
            "consented_reprovision",
            "published_officer_data",
        },
    ),
    (NET_ONE, "3 L85 with consent a record exists", lambda p: recipients(p)["consented_recipients"], "consent"),
    (
        NET_ONE,
        "proc. 1-2 L98-102 the desk",
        lambda p: (p.desk.name.en, p.desk_address.postal_code),
        ("Personal Information Contact Desk", "140-8621"),
    ),
    (NET_ONE, "proc. 3 L103-105 by mail", lambda p: p.open_channels, (Channel.POST,)),
    (NET_ONE, "proc. 3 L103-105 the form", lambda p: (p.printable_form, p.evidence.request_form.value), (True, True)),
    (
        NET_ONE,
        "proc. 3 L105 a fee that was never published is 0",
        lambda p: (p.fee.published, p.fee_for(Kind.DISCLOSURE), "fee_not_published" in defects(p)),
        (False, 0, True),
    ),
    (NET_ONE, "proc. 4 L106-107 you or your agent", lambda p: says(p.evidence.note, "you, or your agent"), True),
    (NET_ONE, "4 L108-114 cookies", lambda p: answered(p, QuestionTopic.COOKIES), True),
    (NET_ONE, "4 L108-114 identify nobody", lambda p: says(note_of(p, "web_records"), "no individual"), True),
    (
        NET_ONE,
        "5 L116-124 accredited organisation under its name of 2026",
        lambda p: (p.complaint.accredited.name.ja, p.complaint.accredited.office.ja, p.complaint.accredited.phones),
        (
            "一般財団法人日本情報経済社会推進協会",
            "認定個人情報保護団体事務局",
            ("03-5860-7565", "0120-700-779"),
        ),
    ),
    (NET_ONE, "5 L116-124 hours", lambda p: p.complaint.accredited.hours.en, "Weekdays 9:30-12:00 and 13:00-16:30"),
    (NET_ONE, "5 L116-124 address", lambda p: p.complaint.accredited.address.postal_code, "106-0032"),
    (NET_ONE, "5 L116-124 not for products", lambda p: says(p.complaint.accredited.note, "products"), True),
    (
        NET_ONE,
        "L126-128 PrivacyMark",
        lambda p: (p.privacymark.certified, p.privacymark.cease_use_on_request),
        (True, True),
    ),
]


@pytest.mark.parametrize(("slug", "row", "look", "held"), ROWS, ids=lambda part: part if isinstance(part, str) else "")
def test_hold_what_the_policy_says(slug, row, look, held):
    assert look(PROFILES[slug]) == held


@pytest.mark.parametrize("slug", PROFILES)
def test_name_nobody_the_policy_does_not_name(slug):
    profile = PROFILES[slug]
    assert profile.company.representative is None
    assert "company.representative" in [row.field for row in profile.to_confirm]


@pytest.mark.parametrize("slug", PROFILES)
def test_print_no_secret_and_say_so(slug):
    assert all(row.note for row in PROFILES[slug].data_categories if row.secret)


@pytest.mark.parametrize("slug", PROFILES)
def test_search_somewhere_for_everybody_and_everything(slug):
    profile = PROFILES[slug]
    searched = {code for row in profile.systems for code in row.people}
    held = {code for row in profile.systems for code in row.data}
    assert {row.code for row in profile.people} - searched == set()
    assert {row.code for row in profile.data_categories} - held == set()


@pytest.mark.parametrize("slug", PROFILES)
def test_close_at_the_turn_of_the_year(slug):
    (closure,) = PROFILES[slug].calendar.closures
    assert (closure.first, closure.last) == ("12-29", "01-03")


@pytest.mark.parametrize("slug", PROFILES)
def test_want_a_second_pair_of_eyes(slug):
    assert PROFILES[slug].four_eyes


def test_number_letters_in_a_series_of_the_desk():
    assert sorted(profile.letters.number_prefix for profile in PROFILES.values()) == ["CMJ", "CSJ", "CWC", "NOS", "OSD"]


def test_know_every_exception_that_a_policy_uses():
    used = {each for profile in PROFILES.values() for each in profile.provision_exceptions}
    assert used == set(ProvisionException)
