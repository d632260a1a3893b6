"""Every staff page asks for a login, wherever the desk is mounted."""

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize("mount", ["", "/desk"])
@pytest.mark.parametrize("path", ["/staff/", "/staff/intake/", "/manager/", "/manager/cases.csv", "/administration/"])
def test_strangers_are_sent_to_the_login(client, mount, path):
    response = client.get(path, SCRIPT_NAME=mount)
    assert (response.status_code, response["Location"].partition("?")[0]) == (302, "/accounts/login/")
