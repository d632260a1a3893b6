"""Loading desks: once and again, changed, wrong, and all or nothing."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from dsr.actions import desks
from dsr.actions.calendars import proposed
from dsr.actions.desks import business_days_of, load_desks
from dsr.errors import Refused
from dsr.law import calendars
from dsr.models import Calendar, Desk, DeskPolicy
from dsr.profile.source import ProfileError
from tests import factories

pytestmark = pytest.mark.django_db

SEEDS = Path(__file__).parent.parent.parent / "seeds" / "desks"
FILES = sorted(SEEDS.glob("*.yaml"))
SLUGS = [path.stem for path in FILES]


@pytest.fixture
def folder(tmp_path):
    """Return a copy of the five files."""
    for path in FILES:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def load(folder: Path) -> tuple[desks.LoadedDesk, ...]:
    return load_desks(folder.glob("*.yaml"))


def change(folder: Path, slug: str, old: str, new: str) -> Path:
    path = folder / f"{slug}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def rows() -> tuple[int, int, int]:
    return Desk.objects.count(), DeskPolicy.objects.count(), Calendar.objects.count()


def test_load_five_desks(folder):
    loaded = load(folder)
    assert [(desk.slug, desk.policy.version, desk.calendar.version) for desk in loaded] == [
        (slug, 1, 1) for slug in SLUGS
    ]
    assert rows() == (5, 5, 5)
    omron = Desk.objects.get(slug="omron-software")
    assert (omron.name_ja, omron.name_en) == ("オムロンソフトウェア株式会社", "OMRON SOFTWARE Co., Ltd.")
    assert omron.policies.get().effective_from == date(2022, 4, 1)


def test_load_the_same_files_again_changes_nothing(folder):
    load(folder)
    before = list(DeskPolicy.objects.order_by("pk").values()), list(Calendar.objects.order_by("pk").values())
    again = load(folder)
    assert {(desk.policy, desk.calendar) for desk in again} == {(None, None)}
    assert (list(DeskPolicy.objects.order_by("pk").values()), list(Calendar.objects.order_by("pk").values())) == before


@pytest.mark.parametrize("slug", SLUGS)
def test_store_the_profile_as_it_was_read(folder, slug):
    load(folder)
    policy = DeskPolicy.objects.get(desk__slug=slug)
    assert policy.profile.slug == slug
    assert desks.content_of(policy.profile) == policy.content
    assert len(policy.sha256) == 64


def test_a_comment_or_another_order_is_no_change(folder):
    load(folder)
    change(folder, "omron-software", "languages: [ja, en]", "# both\nlanguages:\n  - ja\n  - en")
    assert [desk.policy for desk in load(folder)] == [None] * 5


def test_a_changed_profile_becomes_a_new_version_and_cases_keep_theirs(folder):
    load(folder)
    case = factories.received().case
    change(folder, "omron-software", "target_business_days: 10", "target_business_days: 7")
    change(folder, "omron-software", "effective_from: 2022-04-01", "effective_from: 2026-11-17")
    loaded = {desk.slug: desk for desk in load(folder)}
    assert [desk.policy.version for desk in loaded.values() if desk.policy] == [2]
    case.refresh_from_db()
    assert case.policy.version == 1
    assert case.policy.profile.clocks.target_business_days == 10
    omron = Desk.objects.get(slug="omron-software")
    assert omron.policy_on(date(2026, 11, 16)).version == 1
    assert omron.policy_on(date(2026, 11, 17)).version == 2
    assert omron.policy_on(date(2026, 11, 17)).profile.clocks.target_business_days == 7


def test_a_correction_of_the_same_day_counts_from_the_day_on_which_it_is_loaded(folder, at):
    at("2026-11-10 10:00")
    load(folder)
    at("2026-11-17 00:30")
    change(folder, "omron-software", "target_business_days: 10", "target_business_days: 7")
    load(folder)
    at("2026-11-20 10:00")
    change(folder, "omron-software", "target_business_days: 7", "target_business_days: 5")
    change(folder, "omron-software", "effective_from: 2022-04-01", "effective_from: 2026-11-19")
    load(folder)
    omron = Desk.objects.get(slug="omron-software")
    on = {day: omron.policy_on(date.fromisoformat(day)).version for day in VERSION_ON}
    assert on == VERSION_ON


VERSION_ON = {
    # before everything, and before anything was loaded
    "2020-01-01": 1,
    "2026-11-09": 1,
    # a request that is entered late keeps the version that was loaded when it arrived
    "2026-11-16": 1,
    "2026-11-17": 2,
    "2026-11-18": 2,
    # a version with a day of its own counts from that day, even if it was loaded a day late
    "2026-11-19": 3,
    "2026-11-20": 3,
}


@pytest.mark.parametrize("still_used", [True, False])
def test_a_letter_prefix_that_another_desk_has_or_had_is_refused(folder, tmp_path_factory, still_used):
    load(folder)
    if not still_used:
        change(folder, "omron-software", "number_prefix: OSD", "number_prefix: OSN")
        load(folder)
    other = tmp_path_factory.mktemp("other") / "net-one-systems.yaml"
    other.write_bytes((SEEDS / "net-one-systems.yaml").read_bytes())
    path = change(other.parent, "net-one-systems", "number_prefix: NOS", "number_prefix: OSD")
    line = path.read_text(encoding="utf-8").split("number_prefix")[0].count("\n") + 1
    before = rows()
    with pytest.raises(ProfileError) as refused:
        load(other.parent)
    assert str(refused.value) == (
        f"{path}:{line}: letters.number_prefix: expected a prefix of its own; desk omron-software has the same"
    )
    assert rows() == before


def test_a_version_does_not_begin_before_the_one_it_follows(folder):
    load(folder)
    path = change(folder, "omron-software", "effective_from: 2022-04-01", "effective_from: 2021-04-01")
    change(folder, "citizen-machinery", "target_business_days: 10", "target_business_days: 7")
    before = rows()
    with pytest.raises(ProfileError) as refused:
        load(folder)
    line = path.read_text(encoding="utf-8").split("effective_from")[0].count("\n") + 1
    assert str(refused.value) == (
        f"{path}:{line}: policy.effective_from: expected 2022-04-01 or later; version 1 begins on that day"
    )
    assert rows() == before


def test_one_wrong_file_loads_nothing(folder):
    change(folder, "omron-software", "four_eyes: true", "four_eyes: perhaps")
    with pytest.raises(ProfileError):
        load(folder)
    assert rows() == (0, 0, 0)


def test_a_new_name_is_taken_over(folder):
    load(folder)
    change(folder, "omron-software", 'en: "OMRON SOFTWARE Co., Ltd."', 'en: "OMRON SOFTWARE Ltd."')
    load(folder)
    assert Desk.objects.get(slug="omron-software").name_en == "OMRON SOFTWARE Ltd."


def test_other_desks_stay_when_only_one_file_is_loaded(folder):
    load(folder)
    load_desks([folder / "omron-software.yaml"])
    assert rows() == (5, 5, 5)


def test_the_calendar_holds_public_holidays_and_closing_days(folder):
    load(folder)
    calendar = Desk.objects.get(slug="omron-software").calendar()
    assert (calendar.covers_from, calendar.covers_to) == (date(2020, 1, 1), date(2028, 12, 31))
    assert calendar.closed_days["2026-11-23"] == "勤労感謝の日"
    assert calendar.closed_days["2026-12-29"] == "年末年始"
    assert calendar.closed_days["2027-01-01"] == "元日"
    assert calendar.closed_days["2027-01-03"] == "年末年始"
    days = calendar.business_days
    assert not days.is_open(date(2026, 12, 30))
    # domain V4: ten business days from 21 December run over the turn of the year
    assert days.add_business_days(date(2026, 12, 21), 10) == date(2027, 1, 8)


def test_other_closing_days_make_a_new_calendar(folder):
    load(folder)
    change(
        folder,
        "omron-software",
        "      last: 01-03\n",
        "      last: 01-03\n    - {name: {ja: 夏季休業, en: Summer}, first: 2027-08-12, last: 2027-08-13}\n",
    )
    loaded = {desk.slug: desk for desk in load(folder)}
    assert [desk.calendar.version for desk in loaded.values() if desk.calendar] == [2]
    assert Desk.objects.get(slug="omron-software").calendar().closed_days["2027-08-13"] == "夏季休業"


def test_the_calendar_grows_with_the_years_and_never_shrinks(folder, at):
    at("2026-11-17 10:00")
    load(folder)
    at("2027-01-04 09:00")
    assert {(desk.policy, desk.calendar.version, desk.calendar.covers_to) for desk in load(folder)} == {
        (None, 2, date(2029, 12, 31))
    }
    at("2026-11-17 10:00")
    assert {desk.calendar for desk in load(folder)} == {None}


@pytest.fixture
def lose(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[date], None]]:
    """Take a day out of the list of public holidays."""
    whole = calendars.public_holidays

    def lose_day(day: date) -> None:
        def shorter(place: str, year: int) -> dict[date, str]:
            return {each: name for each, name in whole(place, year).items() if each != day}

        monkeypatch.setattr(calendars, "public_holidays", shorter)
        business_days_of.cache_clear()

    yield lose_day
    business_days_of.cache_clear()


def test_a_list_of_holidays_that_lost_a_day_is_not_taken(
    lose: Callable[[date], None], caplog: pytest.LogCaptureFixture
) -> None:
    load_desks(FILES)
    before = set(Calendar.objects.values_list("pk", flat=True))
    lose(date(2027, 2, 23))
    assert [loaded.calendar for loaded in load_desks(FILES)] == [None] * 5
    assert caplog.text.count("2027-02-23 would be no holiday any more") == 5
    with pytest.raises(Refused, match="calendar_shrinks"):
        proposed(Desk.objects.get(slug="omron-software"), ())
    assert set(Calendar.objects.values_list("pk", flat=True)) == before
    accepted = load_desks(FILES, accept_calendars=True)
    assert ["2027-02-23" in loaded.calendar.closed_days for loaded in accepted if loaded.calendar] == [False] * 5


def test_a_holiday_of_the_past_may_go(lose: Callable[[date], None]) -> None:
    load_desks(FILES)
    lose(date(2026, 2, 23))
    assert all(loaded.calendar for loaded in load_desks(FILES))
