"""Lines that a desk writes itself, and the guard that refuses a profile which asks for more than the law leaves."""

from pathlib import Path

import pytest

from dsr.law.evidence import Held, checklist_for
from dsr.profile import Profile
from dsr.profile.file import read_file
from dsr.profile.source import ProfileError
from dsr.vocabulary import Channel, Kind, PartyRole, Regime, RequesterType
from tests.factories import DESKS, NET_ONE, OMRON, TODAY

MEMBERS, MACHINERY = "citizen-systems-japan", "citizen-machinery"
_REASON = "reason: {ja: 理由, en: Reason}"


def own(*rows: str) -> tuple[str, str]:
    """Write own lines of papers in front of the last setting of the evidence."""
    lines = "".join(f"    - {{{row}, {_REASON}}}\n" for row in rows)
    return "  accept_guideline_equivalents:\n", f"  own_lines:\n{lines}  accept_guideline_equivalents:\n"


def read(folder: Path, slug: str, *changes: tuple[str, str]) -> Profile:
    """Read a shipped profile with some words exchanged."""
    text = (DESKS / f"{slug}.yaml").read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    file = folder / "desk.yaml"
    file.write_text(text, encoding="utf-8")
    return read_file(file).profile


def faults(folder: Path, slug: str, *changes: tuple[str, str]) -> list[str]:
    with pytest.raises(ProfileError) as refused:
        read(folder, slug, *changes)
    return [f"{fault.place}: {fault.expected}" for fault in refused.value.faults]


CONFIRMS = ("  lists:\n", "  confirmations: [login]\n  lists:\n")
ON_RECORD = ("  lists:\n", "  confirmations: [registered_contact, call_back]\n  lists:\n")
_LINE = "code: who, of: principal, purpose: identity"


@pytest.mark.parametrize(
    ("slug", "changes", "expected"),
    [
        pytest.param(
            MEMBERS,
            [own(f"{_LINE}, regimes: [US-CA], kinds: [ccpa_opt_out], any_of: [login]")],
            [
                (
                    "evidence.own_lines[0]: nothing that proves address or declaration or identity or seal"
                    " for ccpa_opt_out, ccpa_limit (California Code of Regulations, title 11, section 7026(a),"
                    " section 7027(a), section 7060(b))"
                )
            ],
            id="opt-out",
        ),
        pytest.param(
            MEMBERS,
            [own(f"{_LINE}, regimes: [US-CA], kinds: [ccpa_know], any_of: [passport, driver_licence]")],
            [
                (
                    "evidence.own_lines[0]: a way without a paper, such as registered_contact"
                    " (California Code of Regulations, title 11, section 7060(c))"
                )
            ],
            id="papers alone in California",
        ),
        pytest.param(
            MACHINERY,
            [own(f"{_LINE}, regimes: [EU-GDPR], any_of: [passport]")],
            ["evidence.own_lines[0]: a way without a paper, such as registered_contact (GDPR art. 12(6))"],
            id="papers alone in Europe",
        ),
        pytest.param(
            MEMBERS,
            [own(f"{_LINE}, regimes: [UK], any_of: [passport]")],
            ["evidence.own_lines[0]: a way without a paper, such as registered_contact (UK GDPR art. 12(6))"],
            id="papers alone in the United Kingdom",
        ),
        pytest.param(
            OMRON,
            [CONFIRMS],
            ["evidence.lists.identity: login among the ways (APPI art. 37(4); PPC General Guideline 3-8-7)"],
            id="a list without the login that the desk has",
        ),
        pytest.param(
            NET_ONE,
            [ON_RECORD],
            [
                (
                    "evidence.lists.identity: registered_contact or call_back among the ways"
                    " (APPI art. 37(4); PPC General Guideline 3-8-7)"
                )
            ],
            id="a list without the contact on record",
        ),
        pytest.param(
            MEMBERS,
            [own(f"{_LINE}, any_of: [{{all_of: [login, passport]}}]")],
            ["evidence.own_lines[0]: login among the ways (APPI art. 37(4); PPC General Guideline 3-8-7)"],
            id="a copy beside the login",
        ),
        pytest.param(
            MACHINERY,
            [own(f"{_LINE}, any_of: [{{paper: my_number_card_front, conditions: [both_sides]}}]")],
            [
                (
                    "evidence.own_lines[0]: the front of my_number_card_front alone; its back is never copied"
                    " (My Number Act arts. 15, 20)"
                )
            ],
            id="back of the My Number card",
        ),
        pytest.param(
            MACHINERY,
            [own(f"{_LINE}, any_of: [passport]", f"{_LINE}, any_of: [driver_licence]")],
            ["evidence.own_lines[1].code: each code once"],
            id="line twice",
        ),
        pytest.param(
            MACHINERY,
            [own(f"{_LINE}, any_of: [passport, family_register, my_number_notification_card]")],
            [
                "evidence.own_lines[0].any_of[1]: a way that proves identity",
                "evidence.own_lines[0].any_of[2]: papers that are evidence; my_number_notification_card is none",
            ],
            id="papers that prove nothing",
        ),
        pytest.param(
            OMRON,
            [("  lists:\n", "  confirmations: [passport]\n  lists:\n")],
            ["evidence.confirmations[0]: a way to confirm a person without a paper"],
            id="confirmation by a paper",
        ),
        pytest.param(
            MACHINERY,
            [own(f"{_LINE}, any_of: [{{paper: passport, all_of: [passport]}}]")],
            ["evidence.own_lines[0].any_of[0]: one of paper, all_of and some_of"],
            id="two things at once",
        ),
        pytest.param(
            MACHINERY,
            [own(f"{_LINE}, any_of: [{{some_of: [passport, driver_licence], need: 3}}]")],
            ["evidence.own_lines[0].any_of[0].need: need beside some_of, from 1 to the number of its ways"],
            id="more than there are",
        ),
        pytest.param(
            MACHINERY,
            [own(f"{_LINE}, need: 3, any_of: [passport, driver_licence]")],
            ["evidence.own_lines[0].need: a number from 1 to the number of ways; found 3"],
            id="line that nobody can satisfy",
        ),
        pytest.param(
            MACHINERY,
            [own(f"{_LINE}, any_of: [{{all_of: [passport, driver_licence], conditions: [original]}}]")],
            ["evidence.own_lines[0].any_of[0]: channels, conditions and of only beside a paper"],
            id="condition of a bundle",
        ),
    ],
)
def test_refuse_what_asks_too_much_or_makes_no_sense(tmp_path, slug, changes, expected):
    assert faults(tmp_path, slug, *changes) == expected


@pytest.mark.parametrize("slug", sorted(path.stem for path in DESKS.glob("*.yaml")))
def test_the_shipped_desks_ask_no_more_than_they_may(slug):
    assert read_file(DESKS / f"{slug}.yaml").profile.slug == slug


def line_of(profile: Profile, code: str, channel: Channel = Channel.WEB):
    lines = checklist_for(
        profile.evidence_rules,
        requester_type=RequesterType.PRINCIPAL,
        channel=channel,
        on=TODAY,
        kind=Kind.DISCLOSURE,
        regime=Regime.JP_APPI,
    )
    return next(line for line in lines if line.code == code)


def papers(*codes: str) -> list[Held]:
    return [Held(code, PartyRole.PRINCIPAL) for code in codes]


def test_an_own_line_takes_the_place_of_the_line_of_the_same_code(tmp_path):
    ways = "passport, driver_licence, {all_of: [pension_handbook, {some_of: [residence_certificate, login], need: 1}]}"
    row = f"code: identity_of_principal, of: principal, purpose: identity, need: 2, any_of: [{ways}]"
    line = line_of(read(tmp_path, MACHINERY, own(row)), "identity_of_principal")
    assert not line.is_met_by(papers("passport"))
    assert line.is_met_by(papers("passport", "driver_licence"))
    assert line.is_met_by(papers("passport", "pension_handbook", "login"))
    assert not line.is_met_by(papers("pension_handbook", "login"))


def test_an_own_line_stands_beside_the_lists(tmp_path):
    row = "code: address, of: principal, purpose: address, channels: [post], any_of: [residence_certificate]"
    profile = read(tmp_path, OMRON, own(row))
    codes = [line.code for line in profile.evidence_rules.requirements]
    assert codes[-1] == "address"
    assert line_of(profile, "address", Channel.POST).codes == ("residence_certificate",)
    assert Profile.model_validate(profile.model_dump(mode="json", exclude_unset=True)) == profile


def test_a_desk_that_offers_login_in_its_list_is_taken_and_only_on_the_web(tmp_path):
    profile = read(tmp_path, OMRON, CONFIRMS, ("identity: [driver_licence,", "identity: [login, driver_licence,"))
    assert line_of(profile, "identity_of_principal").is_met_by(papers("login"))
    assert not line_of(profile, "identity_of_principal", Channel.POST).is_met_by(papers("login"))


def test_what_a_desk_can_confirm_counts_beside_the_papers_of_the_guideline(tmp_path):
    changed = read(tmp_path, MACHINERY, ("  lists: null\n", "  lists: null\n  confirmations: [registered_contact]\n"))
    usual = read(tmp_path, MACHINERY)
    by_post = [line_of(each, "identity_of_principal", Channel.POST) for each in (usual, changed)]
    assert [line.is_met_by(papers("registered_contact")) for line in by_post] == [False, True]
