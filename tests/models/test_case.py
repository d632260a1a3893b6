"""A case and its key."""

import pytest

from dsr.models import Case, CaseKey
from dsr.persons import ERASED
from tests.factories import YAMADA, received

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("cases", [Case.objects.all(), Case.objects.for_list()], ids=["alone", "for a list"])
def test_a_case_whose_key_was_destroyed_is_shown_without_its_person(cases) -> None:
    case = received().case
    assert cases.get(pk=case.pk).requester == YAMADA
    CaseKey.objects.filter(case=case).delete()
    assert (cases.get(pk=case.pk).open_key(), cases.get(pk=case.pk).requester) == (None, ERASED)
