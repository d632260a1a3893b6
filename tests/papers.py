"""Documents of a case whose pages are known to the pixel, made by the verbs and without the jail."""

from io import BytesIO

from PIL import Image

from dsr import crypto
from dsr.actions.documents import IncomingFile, Noticed, StoredPage, add_document, record_rebuild
from dsr.models import Case, ChecklistItem, Document
from dsr.storage.sealed import put_sealed
from dsr.vocabulary import DocumentStatus, Impersonal

SIZE = (400, 250)


def picture(number: int = 1, size: tuple[int, int] = SIZE) -> bytes:
    """Return a PNG in which every pixel differs from its neighbours and none is black."""
    page = Image.new("RGB", size)
    page.putdata([(60 + x % 190, 70 + y % 180, 100 + number) for y in range(size[1]) for x in range(size[0])])
    written = BytesIO()
    page.save(written, "PNG")
    return written.getvalue()


def added(case: Case, *, item: ChecklistItem | None = None, data: bytes = b"", name: str = "旅券.png") -> Document:
    """Return a document that has just come in."""
    file = IncomingFile(name, "image/png", data or picture())
    return add_document(case.pk, file, by=Impersonal.REQUESTER, item_id=item.pk if item else None)


def ready(
    case: Case,
    *,
    item: ChecklistItem | None = None,
    pages: int = 1,
    data: bytes = b"",
    noticed: tuple[Noticed, ...] = (),
) -> Document:
    """Return a document with rebuilt pages, as the worker leaves it."""
    document = added(case, item=item, data=data)
    file_key = document.open_file_key()
    stored = [StoredPage(put_sealed("page", picture(number), file_key), *SIZE) for number in range(1, pages + 1)]
    record_rebuild(document.pk, stored, noticed=noticed)
    return read_again(document)


def moved_to(case: Case, document: Document) -> Document:
    """Put a document into another case, as if it had come in there before that case went on; for its identity."""
    file_key, name = document.open_file_key(), document.name
    document.case, document.item = case, case.items.get(purpose="identity")
    document.seal_file_key(file_key)
    document.name = name
    document.save()
    return read_again(document)


def made_safe(case: Case) -> None:
    """Let the files of a case count as rebuilt, where nobody looks at their pages: before that no line is accepted."""
    case.documents.update(status=DocumentStatus.READY)


def read_again(document: Document) -> Document:
    """Return the row as it is now."""
    return Document.objects.select_related("case__key", "item").get(pk=document.pk)


def opens(key: bytes | None, stored: bytes, context: str) -> bool:
    """Say whether a key opens a stored file."""
    try:
        crypto.unseal_file(key or bytes(32), stored, context=context)
    except crypto.Tampered:
        return False
    return True
