"""The page of what is coming, in both languages."""

from datetime import date

import pytest

from dsr.models import Case
from dsr.vocabulary import Role
from tests.factories import NET_ONE, desk, received, signed_in, staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR])
def test_page_shows_what_is_tight_and_the_forecast_of_the_readers_desks(language: str, role: Role, html_errors) -> None:
    here, elsewhere = received().case, received(desk=desk(NET_ONE)).case
    Case.objects.update(due_on=date(2026, 11, 18))
    page = signed_in(staff(role), language).get("/manager/foresight/")
    text = page.content.decode()
    assert ([row.case.pk for row in page.context["rescues"]], elsewhere.number in text) == ([here.pk], False)
    assert [row.desk.pk for row, _columns in page.context["forecasts"]] == [here.desk_id]
    words = {
        "en": ("Not enough from Wed 18 Nov 2026 on: wanted by then 1, likely 0.0.",),
        "ja": ("2026年11月18日（水）以降、足りなくなります",),
    }[language]
    assert words[-1] in " ".join(text.split())
    assert html_errors(text) == []


def test_page_says_when_nothing_is_tight() -> None:
    received()
    page = signed_in(staff(Role.MANAGER), "en").get("/manager/foresight/").content.decode()
    assert "Every case that is not late has time to spare." in page
