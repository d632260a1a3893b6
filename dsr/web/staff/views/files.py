"""Pictures and letters: the look is on record, committed, before the first byte leaves."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dsr.cover_sheets import cover_code
from dsr.models import Page, User
from dsr.rendering.notices import print_extension_notice
from dsr.rendering.papers import print_paper
from dsr.rendering.watermark import CONTENT_TYPE, watermarked
from dsr.storage.sealed import get_sealed
from dsr.vocabulary import ViewSubject
from dsr.web import access
from dsr.web.staff.sheets import Sheet

NOT_KEPT = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
    "Accept-Ranges": "none",
}
# A picture is shown and nothing else. A sandbox would keep the browser's own reader from showing a PDF.
PICTURE = NOT_KEPT | {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; frame-ancestors 'self'; sandbox",
}


@require_safe
def page(request: HttpRequest, case_id: UUID, document_id: UUID, number: int) -> HttpResponse:
    """Return one rebuilt page of a document as a picture that names its reader, turned as the address says."""
    found = access.page_for(request.user, case_id, document_id, number)
    case = found.document.case
    access.record_view(request.user, ViewSubject.PAGE, case=case, object_id=f"{document_id}/{number}")
    turn = Sheet.asked_for(request.GET, ()).turn
    picture = watermarked(_page_of(found), words_across(request.user), turn=turn)
    return HttpResponse(picture, content_type=CONTENT_TYPE, headers=PICTURE | inline(f"page-{number}.jpg"))


@require_safe
def letter_pdf(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Return the rendered letter."""
    letter = access.letter_for(request.user, case_id)
    access.record_view(request.user, ViewSubject.LETTER, case=letter.case, object_id=letter.number)
    data = get_sealed(letter.pdf_key, letter.case.open_key())
    return HttpResponse(data, content_type="application/pdf", headers=NOT_KEPT | inline(f"{letter.number}.pdf"))


@require_safe
def cover_sheet(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Return the sheet to lay on the papers of a case before they are scanned. It names the case and no person."""
    case = access.case_for(request.user, case_id)
    code = cover_code(case.number)
    pdf = print_paper("cover_sheet.html", get_language(), number=case.number, desk=str(case.desk), code=code)
    headers = NOT_KEPT | inline(f"cover-{case.number}.pdf")
    return HttpResponse(pdf.data, content_type="application/pdf", headers=headers)


@require_safe
def extension_notice(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Return the letter that tells the requester of an extension, in the language of the case."""
    case = access.case_for(request.user, case_id)
    extension = case.extensions.first()
    if extension is None:
        raise Http404
    access.record_view(request.user, ViewSubject.LETTER, case=case, object_id="extension")
    pdf = print_extension_notice(case, extension)
    return HttpResponse(pdf.data, content_type="application/pdf", headers=NOT_KEPT | inline(f"{case.number}.pdf"))


def _page_of(page: Page) -> bytes:
    """Return a page's picture. Raises Http404 when it was destroyed, crypto.Tampered, OSError without the store."""
    file_key = page.document.open_file_key()
    if file_key is None:
        raise Http404
    return get_sealed(page.key, file_key)


def words_across(reader: User) -> str:
    """Return what is written across a picture: who looks at it, and when."""
    return f"{reader.username} #{reader.pk}  {timezone.localtime():%Y-%m-%d %H:%M}"


def inline(name: str) -> dict[str, str]:
    """Return the header that lets a browser show a file, and name it when it is kept."""
    return {"Content-Disposition": f'inline; filename="{name}"'}
