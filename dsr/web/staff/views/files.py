"""Pictures and letters: the look is on record, committed, before the first byte leaves."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dsr import crypto, storage
from dsr.models import Case
from dsr.vocabulary import ViewSubject
from dsr.web import access

# A picture is shown and nothing else: it cannot run, be framed elsewhere, be kept, or tell where it was shown.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; frame-ancestors 'self'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
    "Accept-Ranges": "none",
}


@require_safe
def page(request: HttpRequest, case_id: UUID, document_id: UUID, number: int) -> HttpResponse:
    """Return one rebuilt page of a document as a picture."""
    found = access.page_for(request.user, case_id, document_id, number)
    case = found.document.case
    access.record_view(request.user, ViewSubject.PAGE, case=case, object_id=f"{document_id}/{number}")
    return _bytes(_opened(case, found.key), "image/png", f'inline; filename="page-{number}.png"')


@require_safe
def letter_pdf(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Return the rendered letter."""
    letter = access.letter_for(request.user, case_id)
    access.record_view(request.user, ViewSubject.LETTER, case=letter.case, object_id=letter.number)
    return _bytes(_opened(letter.case, letter.pdf_key), "application/pdf", f'inline; filename="{letter.number}.pdf"')


def _opened(case: Case, key: str) -> bytes:
    """Return the bytes of a sealed file. Raises crypto.Tampered, or OSError when the store does not answer."""
    return crypto.unseal_file(case.open_key(), storage.get(key), context=key)


def _bytes(data: bytes, content_type: str, disposition: str) -> HttpResponse:
    return HttpResponse(data, content_type=content_type, headers={**HEADERS, "Content-Disposition": disposition})
