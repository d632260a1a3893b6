"""A new version of the rules: which open cases it touches, in a fixed number of queries."""

from hashlib import sha256

import pytest

from dsr.actions.desks import content_of
from dsr.models import DeskPolicy
from dsr.profile import Profile
from dsr.queries.rule_changes import touched_cases
from dsr.vocabulary import Channel, RequesterType, State
from tests.factories import NET_ONE, YAMADA, case_in, desk, received

pytestmark = pytest.mark.django_db


def next_version(slug: str = "omron-software", **points: object) -> DeskPolicy:
    """Store one more version, in which open points are decided otherwise."""
    old = desk(slug).policies.order_by("-version").first()
    content = content_of(Profile.model_validate(old.content))
    for name, value in points.items():
        content["evidence"]["lists"]["open_points"][name]["value"] = value
    return DeskPolicy.objects.create(
        desk=old.desk,
        version=old.version + 1,
        effective_from=old.effective_from,
        content=content,
        sha256=sha256(f"{old.version}{points}".encode()).hexdigest(),
        created_at=old.created_at,
    )


def test_only_open_cases_whose_checklist_differs_are_touched():
    by_post, by_web = received().case, received(channel=Channel.WEB).case
    received(desk=desk(NET_ONE))
    case_in(State.WITHDRAWN)
    new = next_version(residence_certificate_only_by_post=False)
    assert [(each.case.pk, [(line.code, line.what) for line in each.changes]) for each in touched_cases(new)] == [
        (by_web.pk, [("identity_of_principal", "changed")])
    ]
    assert by_post.policy_id == by_web.policy_id != new.pk


def test_the_same_rules_touch_nobody():
    received()
    assert touched_cases(next_version()) == []


def test_cases_of_one_version():
    received(channel=Channel.WEB)
    first = desk().policies.get()
    second, third = next_version(), next_version(freshness="no_limit", residence_certificate_only_by_post=False)
    assert len(touched_cases(third, pinned_to=first)) == 1
    assert touched_cases(third, pinned_to=second) == []


@pytest.mark.parametrize("count", [1, 5])
def test_the_number_of_queries_does_not_grow(count, django_assert_num_queries):
    for who in list(RequesterType)[:count]:
        received(requester_type=who, agent=None if who is RequesterType.PRINCIPAL else YAMADA)
    new = next_version(appointed_agent_originals=False, freshness="6_months")
    with django_assert_num_queries(3):
        assert len(touched_cases(new)) == count
