"""The generated pages say what the code does."""

from django.core.management import call_command


def test_docs_have_not_drifted() -> None:
    call_command("describe", check=True)
