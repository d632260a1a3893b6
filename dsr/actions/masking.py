"""Black out what may not be kept, and let the unmasked bytes go for good."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from dsr import crypto, policy
from dsr.actions.destruction import dispose, require_no_other_copy
from dsr.actions.documents import StoredPage
from dsr.actions.items import find_document
from dsr.actions.unit import Change, change
from dsr.errors import Refused
from dsr.models import Case, Document, Page, User
from dsr.rendering.masking import Box, masked
from dsr.storage.sealed import get_sealed, put_sealed
from dsr.vocabulary import Action, DisposalReason, DocumentStatus, FindingCode, Settlement

Boxes = Mapping[int, Sequence[Box]]


def mask_document(case_id: UUID, document_id: UUID, *, by: User, boxes: Boxes, seen: int | None = None) -> None:
    """Burn boxes into the pages of a document, by page number; the unmasked pages and the original are destroyed.

    All pages get a new key, and the old key is overwritten, so that bytes which are left anywhere open no more. The
    store is asked to delete them by an outbox row. Raises Refused: not_permitted, wrong_state, stale, box_missing,
    box_outside, unknown_document, document_gone, document_not_ready, must_be_destroyed, held, pile_open; OSError,
    crypto.Tampered.
    """
    _check(boxes)
    pages = _pages_to_mask(case_id, document_id, by, boxes)
    file_key = crypto.new_key()
    fresh = [_masked_page(page, boxes.get(page.number, ()), file_key) for page in pages]
    with change(case_id, Action.MASK_DOCUMENT, by=by, expected_seq=seen) as this:
        this.move()
        _check_hold(this.case, by)
        document = find_document(this.case, document_id)
        require_no_other_copy(document)
        if [page.key for page in document.pages.all()] != [page.key for page in pages]:
            raise Refused("stale")
        dispose(this, document, DisposalReason.MASKED)
        document.pages.all().delete()
        Page.objects.bulk_create(
            Page(document=document, number=old.number, key=new.key, width=new.width, height=new.height)
            for old, new in zip(pages, fresh, strict=True)
        )
        document.seal_file_key(file_key)
        document.masked_at, document.masked_by = this.now, by
        document.save(update_fields=["sealed_file_key", "masked_at", "masked_by"])
        _settle_covered(this, document, boxes, by)
        this.note(document=str(document.pk), pages=len(pages))
        this.note(boxes=[[number, *box] for number, drawn in sorted(boxes.items()) for box in drawn])


def _check(boxes: Boxes) -> None:
    drawn = [box for on_page in boxes.values() for box in on_page]
    if not drawn:
        raise Refused("box_missing")
    if not all(box.is_on_page for box in drawn):
        raise Refused("box_outside")


def _check_hold(case: Case, by: User) -> None:
    """Under a legal hold only those may mask who could lift it: a box over a whole page destroys what is held."""
    if case.held_since and not policy.can(by, Action.LIFT_HOLD, case):
        raise Refused("held")


def _pages_to_mask(case_id: UUID, document_id: UUID, by: User, boxes: Boxes) -> list[Page]:
    """Return the pages as they are now, after asking whether they may be masked."""
    case = Case.objects.select_related("key", "policy").get(pk=case_id)
    policy.require(by, Action.MASK_DOCUMENT, case)
    _check_hold(case, by)
    document = find_document(case, document_id)
    if document.status != DocumentStatus.READY:
        raise Refused("document_not_ready")
    if document.findings.filter(code=FindingCode.MY_NUMBER_BACK, settlement="").exists():
        raise Refused("must_be_destroyed")
    pages = list(document.pages.all())
    if not boxes.keys() <= {page.number for page in pages}:
        raise Refused("box_outside")
    for page in pages:
        page.document = document
    return pages


def _masked_page(page: Page, boxes: Sequence[Box], file_key: bytes) -> StoredPage:
    """Store a page anew under the new key, with its boxes."""
    old_key = page.document.open_file_key()
    if old_key is None:
        raise Refused("document_gone")
    picture = get_sealed(page.key, old_key)
    return StoredPage(
        put_sealed("page", masked(picture, boxes) if boxes else picture, file_key), page.width, page.height
    )


def _settle_covered(this: Change, document: Document, boxes: Boxes, by: User) -> None:
    """Settle the findings whose place is under a box; one without a place wants a box on its page."""
    for finding in document.findings.filter(settlement="", page__in=boxes):
        place = Box(*finding.box) if finding.box else None
        if any(place is None or box.covers(place) for box in boxes[finding.page]):
            finding.settlement, finding.settled_at, finding.settled_by = Settlement.MASKED, this.now, by
            finding.save(update_fields=["settlement", "settled_at", "settled_by"])
