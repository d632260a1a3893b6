"""Words for papers that are gone."""

from django import template
from django.utils.functional import Promise

from dsr.models import Document
from dsr.queries.keeping import paper_label

register = template.Library()


@register.filter
def paper_name(document: Document) -> Promise | str:
    """Return what a destroyed paper was, never how its file was called."""
    return paper_label(document.attestation.kind, document)
