"""Reading profiles: the five good files, and every way to spoil one with the exact line that says so."""

import re
from pathlib import Path

import pytest

from dsr.profile.base import Part, Text
from dsr.profile.desk import Profile
from dsr.profile.file import read_profile, read_profiles
from dsr.profile.source import LARGEST_FILE, ProfileError

DESKS = Path(__file__).parent.parent / "seeds" / "desks"
FILES = sorted(DESKS.glob("*.yaml"))
GOOD = (DESKS / "omron-software.yaml").read_text(encoding="utf-8")


def spoil(tmp_path: Path, *changes: tuple[str, str], name: str = "desk.yaml") -> Path:
    """Write the OMRON file with some first occurrences replaced."""
    text = GOOD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def line_of(words: str, text: str = GOOD) -> int:
    """Return the line of the first occurrence of some words."""
    return text[: text.index(words)].count("\n") + 1


def faults(path: Path) -> list[str]:
    """Return what is wrong with a file, each as line: field: expected."""
    with pytest.raises(ProfileError) as refused:
        read_profile(path)
    lines = str(refused.value).split("\n")
    assert all(line.startswith(f"{path}:") for line in lines)
    return [line.removeprefix(f"{path}:") for line in lines]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_read_a_seed(path):
    profile = read_profile(path)
    assert profile.slug == path.stem
    assert Profile.model_validate(profile.model_dump(mode="json", exclude_unset=True)) == profile


def test_read_all_five_seeds():
    assert [file.profile.slug for file in read_profiles(FILES)] == [
        "citizen-machinery",
        "citizen-systems-japan",
        "citizen-watch",
        "net-one-systems",
        "omron-software",
    ]


def texts(part: object) -> list[Text]:
    """Return every text within a part."""
    if isinstance(part, Text):
        return [part]
    inner = part.__dict__.values() if isinstance(part, Part) else part.values() if isinstance(part, dict) else part
    return [text for value in inner if isinstance(value, Part | tuple | dict) for text in texts(value)]


JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
# names that are written in Latin letters in Japanese too
LATIN_NAMES = {"JIS Q 15001", "JIS Q 15001:2006", "alkapplysolution"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_text_stands_in_both_languages(path):
    found = texts(read_profile(path))
    assert len(found) > 100
    assert [text.ja for text in found if not JAPANESE.search(text.ja) and text.ja not in LATIN_NAMES] == []
    assert [text.en for text in found if JAPANESE.search(text.en)] == []


WAYS_TO_THE_DESK = """
  address:
    postal_code: 617-0002
    lines: {ja: 京都府向日市寺戸町53番地, en: "53 Teradocho, Muko-shi, Kyoto-fu"}
  phone: 075-925-0064"""

SPOILED = [
    pytest.param(
        ("slug: omron-software\n", ""), ["{first}: slug: expected this field; it is missing"], id="missing field"
    ),
    pytest.param(
        ("slug: omron-software", "slug: Omron Software"),
        ['{line}: slug: expected small letters and digits joined by hyphens; found "Omron Software"'],
        id="bad slug",
    ),
    pytest.param(
        ("  phone: 075-925-0064", "  fone: 075-925-0064"),
        ["{line}: desk.fone: expected a known field; did you mean phone?"],
        id="unknown field",
    ),
    pytest.param(
        ("  phone: 075-925-0064", "  phone: +81-75-925-0064"),
        [
            (
                "{line}: desk.phone: expected a phone number as dialled in Japan, such as 03-1234-5678;"
                ' found "+81-75-925-0064"'
            )
        ],
        id="phone as dialled from abroad",
    ),
    pytest.param(
        ("postal_code: 617-0002", "postal_code: 6170002"),
        ["{line}: company.address.postal_code: expected text; found 6170002"],
        id="postal code without hyphen is a number",
    ),
    pytest.param(
        ("en: Confidential}", "en: ''}"),
        ['{line}: letters.envelope_mark.en: expected text that is not empty; found ""'],
        id="empty words",
    ),
    pytest.param(
        ("  envelope_mark: {ja: 親展, en: Confidential}", "  envelope_mark: {en: Confidential}"),
        ["{line}: letters.envelope_mark.ja: expected this field; it is missing"],
        id="one language missing",
    ),
    pytest.param(
        ("  envelope_mark: {ja: 親展, en: Confidential}", "  envelope_mark: 親展"),
        ['{line}: letters.envelope_mark: expected a block of fields; found "親展"'],
        id="text instead of a block",
    ),
    pytest.param(
        ("languages: [ja, en]", "languages: [ja, fr]"),
        ["{line}: languages[1]: expected one of 'ja' or 'en'; found \"fr\""],
        id="unknown language",
    ),
    pytest.param(
        ("languages: [ja, en]", "languages: ja"),
        ['{line}: languages: expected a list; found "ja"'],
        id="one value instead of a list",
    ),
    pytest.param(
        ("languages: [ja, en]", "languages: []"),
        ["{line}: languages: expected at least 1"],
        id="empty list",
    ),
    pytest.param(
        ("four_eyes: true", "four_eyes: yes"),
        ['{line}: four_eyes: expected true or false; found "yes"'],
        id="yes is no boolean",
    ),
    pytest.param(
        ("target_business_days: 10", "target_business_days: ten"),
        ['{line}: clocks.target_business_days: expected a whole number; found "ten"'],
        id="a word for a number",
    ),
    pytest.param(
        ("target_business_days: 10", "target_business_days: -1"),
        ["{line}: clocks.target_business_days: expected 0 or more; found -1"],
        id="negative number",
    ),
    pytest.param(
        ("target_business_days: 10", "target_business_days: 99999"),
        ["{line}: clocks.target_business_days: expected 3650 or less; found 99999"],
        id="too large a number",
    ),
    pytest.param(
        ("effective_from: 2022-04-01", "effective_from: 2022-02-30"),
        ['{line}: policy.effective_from: expected a date such as 2026-11-22; found "2022-02-30"'],
        id="a day that does not exist",
    ),
    pytest.param(
        ("effective_from: 2022-04-01", "effective_from: 20220401"),
        ["{line}: policy.effective_from: expected a date such as 2026-11-22; found 20220401"],
        id="a number for a date",
    ),
    pytest.param(
        ("effective_from: 2022-04-01", "effective_from: 令和4年4月1日"),
        ['{line}: policy.effective_from: expected a date such as 2026-11-22; found "令和4年4月1日"'],
        id="a date in the era",
    ),
    pytest.param(
        ("      first: 12-29", "      first: 12-32"),
        [
            (
                "{line}: calendar.closures[0].first: expected a day of the year such as 12-29, or a date such as"
                ' 2026-08-13; found "12-32"'
            )
        ],
        id="bad closing day",
    ),
    pytest.param(
        ("      first: 12-29", "      first: 1229"),
        [
            (
                "{line}: calendar.closures[0].first: expected a day of the year such as 12-29, or a date such as"
                " 2026-08-13; found 1229"
            )
        ],
        id="closing day as a number",
    ),
    pytest.param(
        ("      last: 01-03", "      last: 2027-01-03"),
        ["{above}: calendar.closures[0]: expected first and last both as MM-DD, or both as full dates"],
        id="mixed closing days",
    ),
    pytest.param(
        ("    days: 30\n    then: destroy", "    days: 30\n    years: 1\n    then: destroy"),
        ["{above}: retention.identity_papers: expected either days or years"],
        id="two periods",
    ),
    pytest.param(
        ("  methods: [electronic, writing]", "  methods: [writing]"),
        ["{line}: reply.methods: expected a list that holds electronic and writing (APPI art. 33(1))"],
        id="a reply method the law gives",
    ),
    pytest.param(
        ("  amounts: {}", "  amounts: {disclosure: 500}"),
        ["{line}: fee.amounts: expected 0 yen until the amount is published and paid_by says how to pay"],
        id="unpublished fee",
    ),
    pytest.param(
        ("  amounts: {}", "  amounts: {correction: 500}"),
        [
            (
                "{line}: fee.amounts: expected fees only for disclosure, provision_records, purpose_notification"
                " (APPI art. 38)"
            )
        ],
        id="fee for a free kind",
    ),
    pytest.param(
        ("  - {kind: provision_records, stated_in_policy: false}\n", ""),
        ["{kinds}: kinds: expected a row for every kind of the laws served here; missing: provision_records"],
        id="statutory kind left out",
    ),
    pytest.param(
        ("kind: provision_records", "kind: gdpr_access"),
        ["{kinds}: kinds: expected a row for every kind of the laws served here; missing: provision_records"],
        id="statutory kind exchanged",
    ),
    pytest.param(
        (
            "  - {kind: cease_use, stated_in_policy: true}",
            "  - {kind: cease_use, stated_in_policy: true}\n  - {kind: gdpr_access, stated_in_policy: true}",
        ),
        ["{below}: kinds[7].kind: expected a kind of a law that is served here"],
        id="kind of a law not served",
    ),
    pytest.param(
        ("kind: provision_records", "kind: disclosure"),
        ["{line}: kinds[2].kind: expected each kind once"],
        id="kind twice",
    ),
    pytest.param(
        ("  email:\n    open: false", "  e_mail:\n    open: false"),
        [
            "{line}: channels.e_mail: expected one of 'web', 'post', 'counter', 'phone' or 'email'; found \"e_mail\"",
        ],
        id="unknown channel",
    ),
    pytest.param(
        ("  - regime: UK\n", "  - regime: EU-GDPR\n"),
        ["{line}: regimes[2].regime: expected each regime once"],
        id="regime twice",
    ),
    pytest.param(
        ("    handling: here", "    handling: elsewhere"),
        ["{line}: regimes[0].handling: expected here, for the company's own law"],
        id="own law sent away",
    ),
    pytest.param(
        ("    data: [identification, inquiries, purchases]", "    data: [identification, shoe_size, purchases]"),
        [
            (
                "{line}: systems[1].data[1]: expected one of access_records, application_papers, communications,"
                " credentials, identification, identification_codes, images, inquiries, participation, purchases;"
                " found shoe_size"
            )
        ],
        id="system with unknown data",
    ),
    pytest.param(
        ("identity: [driver_licence, passport,", "identity: [driver_licence, library_card,"),
        [
            (
                "{line}: evidence.lists.identity[1]: expected a kind of evidence that dsr/law/evidence knows;"
                ' found "library_card"'
            )
        ],
        id="unknown paper",
    ),
    pytest.param(
        ("value: 3_months", "value: 2_months"),
        [
            (
                "{line}: evidence.lists.open_points.freshness.value: expected one of"
                " 'no_limit', '3_months' or '6_months'; found \"2_months\""
            )
        ],
        id="setting out of its range",
    ),
    pytest.param(
        ("  - field: company.representative\n", "  - field: company.name\n"),
        ["{confirm}: to_confirm: expected a row for company.representative while it is empty"],
        id="empty field nobody confirms",
    ),
    pytest.param(
        ("  - field: desk.hours\n", "  - field: desk.opening_times\n"),
        ["{line}: to_confirm[6].field: expected the name of a field such as company.representative"],
        id="confirmation of no field",
    ),
    pytest.param(
        ("security_measures:\n", "security_measures: []\nnever_searched:\n"),
        ["{line}: security_measures: expected at least 1"],
        id="no security measures",
    ),
    pytest.param(
        ("security_measures:\n", "never_searched:\n"),
        ["{slug}: security_measures: expected this field; it is missing"],
        id="security measures missing",
    ),
    pytest.param(
        (WAYS_TO_THE_DESK, ""),
        [
            (
                "{desk}: desk: expected a way to reach the desk with requests and complaints:"
                " address, phone, email or contact_form"
            )
        ],
        id="desk that nobody can reach",
    ),
    pytest.param(
        ("guardian_consent: false", "guardian_consent: false\n  majority_age: 18"),
        ["{below}: minors.majority_age: expected no such field; the law sets the age of majority"],
        id="the law's age of majority",
    ),
    pytest.param(
        (
            "    open: false\n    stated_in_policy: false\n    note:\n      ja: ご請求用の",
            "    open: true\n    stated_in_policy: false\n    note:\n      ja: ご請求用の",
        ),
        ["{line}: channels.email.open: expected false, or desk.email: nobody could use it"],
        id="open way without an address",
    ),
    pytest.param(
        ("identity: [driver_licence, passport,", "identity: [driver_licence, request_form,"),
        ["{line}: evidence.lists.identity[1]: expected a paper that proves identity; request_form does not"],
        id="form as proof of identity",
    ),
    pytest.param(
        ("identity: [driver_licence, passport,", "identity: [driver_licence, my_number_notification_card,"),
        ["{line}: evidence.lists.identity[1]: expected a paper that is evidence; my_number_notification_card is none"],
        id="paper that is never evidence",
    ),
    pytest.param(
        ("identity: [driver_licence, passport,", "identity: [driver_licence, family_register,"),
        ["{line}: evidence.lists.identity[1]: expected a paper that proves identity; family_register does not"],
        id="family register as proof of identity",
    ),
    pytest.param(
        ("kinship: [family_register, ", "kinship: [driver_licence, "),
        ["{line}: evidence.lists.kinship[0]: expected a paper that proves kinship; driver_licence does not"],
        id="licence as proof of kinship",
    ),
    pytest.param(
        ("seal: [seal_registration_certificate]", "seal: [passport]"),
        ["{line}: evidence.lists.seal[0]: expected a paper that proves seal; passport does not"],
        id="passport as proof of a seal",
    ),
    pytest.param(
        ("identity: [driver_licence, passport,", "identity: [driver_licence, driver_licence,"),
        ["{line}: evidence.lists.identity[1]: expected each paper once"],
        id="paper twice",
    ),
    pytest.param(
        ("      first: 12-29\n      last: 01-03", "      first: 01-01\n      last: 12-31"),
        ["{closures}: calendar.closures: expected closing days that leave at least 100 business days in 2028"],
        id="closed all year",
    ),
    pytest.param(
        ("      first: 12-29\n      last: 01-03", "      first: 2031-02-01\n      last: 2099-12-31"),
        ["{closures}: calendar.closures: expected closing days that leave at least 100 business days in 2031"],
        id="closed for decades",
    ),
    pytest.param(
        ("target_business_days: 10", "target_business_days: 101"),
        ["{line}: clocks.target_business_days: expected 100 business days or fewer"],
        id="target beyond the calendar",
    ),
    pytest.param(
        ("languages: [ja, en]", "languages: [ja, ja]"),
        ["{line}: languages[1]: expected each language once"],
        id="language twice",
    ),
    pytest.param(
        ("  methods: [electronic, writing]", "  methods: [electronic, writing, writing]"),
        ["{line}: reply.methods[2]: expected each method once"],
        id="reply method twice",
    ),
    pytest.param(
        ("      - code: repairs\n", "      - code: upgrades\n"),
        ["{upgrades}: people[0].purposes[2].code: expected each code once"],
        id="purpose twice",
    ),
    pytest.param(
        ("  - topic: marketing_stop\n", "  - topic: complaint\n"),
        ["{complaint}: questions[3].topic: expected each topic once"],
        id="question twice",
    ),
    pytest.param(
        ("    - code: committee\n", "    - code: kinds_missing\n"),
        ["{kinds_missing}: policy.defects[5].code: expected each code once"],
        id="defect twice",
    ),
    pytest.param(
        ("en: Confidential}", 'en: "Confidential\u202e"}'),
        ["{line}: letters.envelope_mark.en: expected text without invisible characters; found U+202E"],
        id="a mark that turns the line around",
    ),
    pytest.param(
        ("window: {left: 20, top: 15, width: 90, height: 45}", "window: {left: 200, top: 290, width: 90, height: 0}"),
        [
            "{line}: letters.window.height: expected a window on the A4 sheet: height from 1 to 7",
            "{line}: letters.window.width: expected a window on the A4 sheet: width from 1 to 10",
        ],
        id="window beside the sheet",
    ),
    pytest.param(
        ("fee:\n  published: false", "fee:\n  published: true"),
        ["{amounts}: fee.amounts: expected an amount for at least one kind, since published is true"],
        id="published fee without an amount",
    ),
    pytest.param(
        ("four_eyes: true", "four_eyes: true\nfour_eyes: false"),
        ["{below}: four_eyes: expected this key once; it stands on line {line} already"],
        id="key twice",
    ),
    pytest.param(
        ("four_eyes: true", "four_eyes: !!python/object/apply:os.system [ls]"),
        [
            "{line}: four_eyes: expected no tag; found python/object/apply:os.system",
            "{line}: four_eyes: expected true or false",
        ],
        id="tag",
    ),
    pytest.param(
        ("languages: [ja, en]", "languages: &both [ja, en]\nextra: *both"),
        ["{below}: file: expected valid YAML; write the value itself instead of an alias"],
        id="alias",
    ),
    pytest.param(
        ("four_eyes: true", "four_eyes: [true"),
        ["{colon}: file: expected valid YAML; did not find expected ',' or ']'"],
        id="syntax error",
    ),
    pytest.param(
        ("four_eyes: true", "\tfour_eyes: true"),
        ["{line}: file: expected valid YAML; found a tab character that violates indentation"],
        id="tab",
    ),
    pytest.param(
        ("four_eyes: true", "four_eyes: " + "[" * 40 + "]" * 40),
        ["{line}: file: expected valid YAML; nest less deeply"],
        id="deep nesting",
    ),
    pytest.param(
        ("four_eyes: true", "? [four, eyes]\n: true"),
        ["{slug}: four_eyes: expected this field; it is missing", "{line}: file: expected a plain name as the key"],
        id="list as key",
    ),
]


@pytest.mark.parametrize(("change", "expected"), SPOILED)
def test_name_line_and_field_of_a_wrong_file(change, expected, tmp_path):
    path = spoil(tmp_path, change)
    line = line_of(change[0])
    places = {
        "line": line,
        "above": line_of("    - name: {ja: 年末年始") if "last:" in change[0] else line - 1,
        "below": line + 1,
        "kinds": line_of("\nkinds:") + 1,
        "confirm": line_of("\nto_confirm:") + 1,
        "colon": line_of("\ncomplaint:") + 1,
        "slug": line_of("slug:"),
        "desk": line_of("\ndesk:") + 1,
        "closures": line_of("  closures:"),
        "amounts": line_of("  amounts:"),
        "upgrades": line_of("      - code: upgrades"),
        "complaint": line_of("  - topic: complaint"),
        "kinds_missing": line_of("    - code: kinds_missing"),
        "first": line_of("company:") - 1,  # where the first key stands once the slug is gone
    }
    assert faults(path) == [words.format(**places) for words in expected]


def test_want_a_printable_form_where_the_web_is_closed(tmp_path):
    text = (DESKS / "citizen-watch.yaml").read_text(encoding="utf-8")
    path = tmp_path / "watch.yaml"
    path.write_text(text.replace("printable_form: true", "printable_form: false"), encoding="utf-8")
    line = line_of("printable_form:", text)
    assert faults(path) == [f"{line}: printable_form: expected true, since requests are not taken on the web"]


def test_name_every_mistake_of_a_file_in_the_order_of_its_lines(tmp_path):
    path = spoil(
        tmp_path,
        ("number_prefix: OSD", "number_prefix: osd"),
        ("languages: [ja, en]", "languages: []"),
        ("four_eyes: true", "four_eyes: perhaps"),
    )
    assert faults(path) == [
        f"{line_of('languages:')}: languages: expected at least 1",
        f'{line_of("four_eyes:")}: four_eyes: expected true or false; found "perhaps"',
        f'{line_of("  number_prefix:")}: letters.number_prefix: expected two to eight capital letters; found "osd"',
    ]


UNREADABLE = [
    (b"", "1: file: expected a block of fields; found nothing"),
    (b"- a\n- b\n", "1: file: expected a block of fields"),
    (b"slug: \xff\n", "1: file: expected UTF-8 text"),
    (b"a: 1\nb: \x00\n", "2: file: expected text without control characters"),
    (b"a: 1\n---\nb: 2\n", "2: file: expected valid YAML; but found another document"),
    (b"#" * (LARGEST_FILE + 1), f"1: file: expected at most {LARGEST_FILE} bytes"),
]


@pytest.mark.parametrize(("content", "expected"), UNREADABLE)
def test_refuse_what_is_no_profile_at_all(content, expected, tmp_path):
    path = tmp_path / "desk.yaml"
    path.write_bytes(content)
    assert faults(path) == [expected]


def test_refuse_a_file_that_is_not_there(tmp_path):
    assert faults(tmp_path / "absent.yaml") == ["1: file: expected a readable file; No such file or directory"]


def test_refuse_two_desks_with_one_slug_and_one_letter_series(tmp_path):
    paths = [spoil(tmp_path, name="a.yaml"), spoil(tmp_path, name="b.yaml")]
    with pytest.raises(ProfileError) as refused:
        read_profiles(paths)
    assert str(refused.value).split("\n") == [
        f"{paths[1]}:{line_of('slug:')}: slug: expected a slug of its own; {paths[0]} has the same",
        (
            f"{paths[1]}:{line_of('  number_prefix:')}: letters.number_prefix: expected a prefix of its own;"
            f" {paths[0]} has the same"
        ),
    ]


def test_name_the_mistakes_of_all_files_together(tmp_path):
    paths = [
        spoil(tmp_path, ("four_eyes: true", "four_eyes: 1"), name="a.yaml"),
        spoil(tmp_path, ("printable_form: true", "printable_form: 1"), name="b.yaml"),
    ]
    with pytest.raises(ProfileError) as refused:
        read_profiles(paths)
    assert [(fault.path, fault.place) for fault in refused.value.faults] == [
        (str(paths[0]), "four_eyes"),
        (str(paths[1]), "printable_form"),
    ]
