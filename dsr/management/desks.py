"""The desk that somebody means on a command line."""

from django.db import DatabaseError

from dsr.management.spellings import code_of, plain, refuse
from dsr.models import Desk


def desk_called(text: str) -> Desk:
    """Return the desk of a slug, or of a beginning that only one desk has. Raises CommandError with exit code 2."""
    try:
        slugs = list(Desk.objects.order_by("slug").values_list("slug", flat=True))
    except DatabaseError as error:
        raise refuse("There is no database yet: run manage.py prepare --seed first.") from error
    if not slugs:
        raise refuse("There are no desks yet: run manage.py seed first.")
    word = plain(text)
    begun = [slug for slug in slugs if word and plain(slug).startswith(word)]
    return Desk.objects.get(slug=begun[0] if len(begun) == 1 else code_of(text, slugs, {}, "desk"))
