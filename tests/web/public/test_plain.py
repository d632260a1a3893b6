"""What machines read, and what leaving does not do."""

import pytest
from django.test import Client

from tests.factories import received

FOLLOW = "/follow/case/"


def test_robots_keep_out_of_every_door(client):
    lines = client.get("/robots.txt").text.splitlines()
    assert lines == [
        "User-agent: *",
        "Disallow: /staff/",
        "Disallow: /manager/",
        "Disallow: /administration/",
        "Disallow: /accounts/",
        "Disallow: /follow/",
        "Disallow: /desks/*/request/",
    ]


@pytest.mark.django_db
def test_every_door_that_robots_are_told_of_is_there(client):
    doors = [line.removeprefix("Disallow: ") for line in client.get("/robots.txt").text.splitlines()[1:]]
    found = {door: client.get(door, follow=True).status_code for door in doors if "*" not in door}
    assert found == dict.fromkeys(found, 200)


@pytest.mark.django_db
@pytest.mark.parametrize(("moment", "opens"), [("10:19", True), ("10:21", False)])
def test_a_copy_of_the_cookie_outlives_leaving_by_its_own_time_only(at, moment, opens):
    """As follow_session.py says: nothing is kept on the server that leaving could take away."""
    at("2026-11-17 10:00")
    receipt, visitor, copy = received(), Client(), Client()
    visitor.post("/follow/", {"number": receipt.case.number, "secret": receipt.secret})
    copy.cookies["dsr_follow"] = visitor.cookies["dsr_follow"].value
    visitor.post("/follow/leave/")
    at(f"2026-11-17 {moment}")
    assert visitor.get(FOLLOW).status_code == 302
    assert (copy.get(FOLLOW).status_code == 200) is opens
