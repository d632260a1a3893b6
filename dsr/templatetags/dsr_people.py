"""What pages about people need: which ways of contact could do harm."""

from django import template
from django.utils.functional import Promise

from dsr.models import Case
from dsr.vocabulary import PartyRole

register = template.Library()


@register.filter
def contacts_to_avoid(case: Case) -> list[tuple[str | Promise, str]]:
    """Return who must not be reached how, in their own words; empty when nobody said so."""
    people = ((PartyRole(party.role).label, party.person) for party in case.parties.all())
    return [(label, person.safe_contact) for label, person in people if person.safe_contact]
