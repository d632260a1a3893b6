"""Cases from before the rule of contacts: the migration states what their reply needs, as for all others."""

from importlib import import_module

import pytest
from django.apps import apps

from dsr.actions.receive import RightAsked
from dsr.law.tiers import PROOF
from dsr.models import Case, triggers
from dsr.vocabulary import Kind, State
from tests.factories import case_in, received

pytestmark = pytest.mark.django_db
MIGRATION = import_module("dsr.migrations.0012_cases_from_before_the_contact_rule")


def from_before(case: Case) -> Case:
    """Take the rule away from a case, as if it had arrived before there was one."""
    triggers.remove()
    Case.objects.filter(pk=case.pk).update(release_needs="")
    triggers.install()
    return case


def test_open_cases_get_what_their_kinds_need_and_closed_ones_stay() -> None:
    cases = {
        "disclosure": from_before(received().case),
        "decided": from_before(case_in(State.DECIDED)),
        "purpose": from_before(received(rights=(RightAsked(kind=Kind.PURPOSE_NOTIFICATION),)).case),
        "replied": from_before(case_in(State.REPLIED)),
        "withdrawn": from_before(case_in(State.WITHDRAWN)),
    }
    MIGRATION.state_the_need(apps, None)
    found = {name: Case.objects.get(pk=case.pk).release_needs for name, case in cases.items()}
    assert found == {"disclosure": PROOF, "decided": PROOF, "purpose": "", "replied": "", "withdrawn": ""}
