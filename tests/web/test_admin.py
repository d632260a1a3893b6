"""The administration: nobody gives themselves a desk, and every change of a role is on record."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from dsr.models import DeskMembership, MembershipChange, User
from dsr.vocabulary import Role
from tests.factories import NET_ONE, OMRON, desk, signed_in, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return staff(Role.ADMINISTRATOR, is_staff=True, is_superuser=True)


@pytest.fixture
def client(administrator) -> Client:
    return signed_in(administrator, "en")


def address(user: User) -> str:
    return f"/administration/dsr/user/{user.pk}/change/"


def form(user: User, *rows: dict[str, Any]) -> dict[str, Any]:
    """Return the form of an account as a browser sends it, with rows of roles: changed, taken away (DELETE) or new."""
    old = sum("id" in row for row in rows)
    sent = {
        "username": user.username,
        "is_active": "on",
        "memberships-TOTAL_FORMS": len(rows),
        "memberships-INITIAL_FORMS": old,
        "memberships-MIN_NUM_FORMS": 0,
        "memberships-MAX_NUM_FORMS": 1000,
    }
    for name in ("is_staff", "is_superuser"):
        sent |= {name: "on"} if getattr(user, name) else {}
    for number, row in enumerate(rows):
        sent |= {f"memberships-{number}-{name}": value for name, value in ({"user": user.pk} | row).items()}
    return sent


def roles(user: User) -> dict[str, str]:
    return dict(user.memberships.values_list("desk__slug", "role"))


def recorded() -> list[tuple[str, ...]]:
    rows = MembershipChange.objects.order_by("pk")
    return [(row.by.username, row.user.username, row.desk.slug, row.before, row.after) for row in rows]


def test_nobody_gives_themselves_a_desk(client, administrator) -> None:
    mine = administrator.memberships.get()
    sent = form(
        administrator,
        {"id": mine.pk, "desk": mine.desk_id, "role": Role.MANAGER},
        {"desk": desk(NET_ONE).pk, "role": Role.MANAGER},
    )
    assert client.post(address(administrator), sent).status_code == 302
    sent = form(administrator, {"id": mine.pk, "desk": mine.desk_id, "role": mine.role, "DELETE": "on"})
    assert client.post(address(administrator), sent).status_code == 302
    assert (roles(administrator), recorded()) == ({OMRON: Role.ADMINISTRATOR}, [])


def test_ones_own_roles_are_shown_without_fields(client, administrator) -> None:
    own, other = client.get(address(administrator)).text, client.get(address(staff())).text
    assert ('name="memberships-0-role"' in own, "Administrator" in own) == (False, True)
    assert 'name="memberships-0-role"' in other


def test_every_change_of_a_role_is_on_record(client, administrator) -> None:
    clerk, at = staff(), desk()
    row = {"id": clerk.memberships.get().pk, "desk": at.pk}
    client.post(address(clerk), form(clerk, row | {"role": Role.REVIEWER}))
    client.post(
        address(clerk), form(clerk, row | {"role": Role.REVIEWER}, {"desk": desk(NET_ONE).pk, "role": Role.CLERK})
    )
    second = {"id": clerk.memberships.get(desk__slug=NET_ONE).pk, "desk": desk(NET_ONE).pk, "role": Role.CLERK}
    client.post(address(clerk), form(clerk, row | {"role": Role.REVIEWER, "DELETE": "on"}, second))
    client.post(address(clerk), form(clerk, second))
    me, them = administrator.username, clerk.username
    assert recorded() == [
        (me, them, OMRON, Role.CLERK, Role.REVIEWER),
        (me, them, NET_ONE, "", Role.CLERK),
        (me, them, OMRON, Role.REVIEWER, ""),
    ]
    assert roles(clerk) == {NET_ONE: Role.CLERK}


def test_a_role_that_moves_to_another_desk_is_two_changes(client, administrator) -> None:
    clerk = staff()
    row = {"id": clerk.memberships.get().pk, "desk": desk(NET_ONE).pk, "role": Role.CLERK}
    client.post(address(clerk), form(clerk, row))
    assert {line[2:] for line in recorded()} == {(OMRON, Role.CLERK, ""), (NET_ONE, "", Role.CLERK)}


def test_a_new_account_with_a_role_is_on_record(client, administrator) -> None:
    password = "correct horse battery staple"
    new = {"username": "new", "password1": password, "password2": password, "usable_password": "true"}
    rows = form(User(username="new"), {"desk": desk().pk, "role": Role.CLERK})
    rows.pop("memberships-0-user")
    assert client.post("/administration/dsr/user/add/", rows | new).status_code == 302
    assert recorded() == [(administrator.username, "new", OMRON, "", Role.CLERK)]


def test_a_change_that_is_not_recorded_does_not_happen(client, monkeypatch) -> None:
    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError

    clerk = staff()
    monkeypatch.setattr(MembershipChange.objects, "bulk_create", fail)
    client.raise_request_exception = False
    row = {"id": clerk.memberships.get().pk, "desk": desk().pk, "role": Role.MANAGER}
    assert client.post(address(clerk), form(clerk, row)).status_code == 500
    assert roles(clerk) == {OMRON: Role.CLERK}


def test_an_account_is_closed_and_not_deleted(client) -> None:
    clerk = staff()
    assert client.post(f"/administration/dsr/user/{clerk.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post("/administration/dsr/user/", {"action": "delete_selected", "_selected_action": clerk.pk, "post": "yes"})
    assert User.objects.filter(pk=clerk.pk).exists()
    assert DeskMembership.objects.filter(user=clerk).exists()


def one_change() -> MembershipChange:
    return MembershipChange.objects.create(
        at=timezone.now(), by=staff(), user=staff(), desk=desk(), before="", after=Role.CLERK
    )


@pytest.mark.parametrize("attempt", ["update", "delete"])
def test_the_record_is_append_only(attempt) -> None:
    rows = MembershipChange.objects.filter(pk=one_change().pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(after=Role.AUDITOR) if attempt == "update" else rows._raw_delete(rows.db)
    assert rows.get().after == Role.CLERK


def test_administrators_read_the_record_and_change_nothing(client) -> None:
    change = one_change()
    base = "/administration/dsr/membershipchange/"
    assert client.get(base).status_code == client.get(f"{base}{change.pk}/change/").status_code == 200
    assert {client.get(f"{base}{page}").status_code for page in ("add/", f"{change.pk}/delete/")} == {403}


def test_other_changes_of_an_account_stand_in_the_log_of_the_administration(client) -> None:
    clerk = staff()
    client.post(address(clerk), form(clerk) | {"last_name": "山田"})
    assert (LogEntry.objects.count(), recorded()) == (1, [])
