"""Documents: taken in sealed with a key of their own, made safe by the worker, described by whoever reads them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from dsr import crypto, policy
from dsr.actions.clock import end_pause
from dsr.actions.items import find_item, mark_received, reject_harmful
from dsr.actions.unit import REQUESTER, SYSTEM, Change, change
from dsr.errors import Refused
from dsr.models import Case, ChecklistItem, Document, Finding, Page
from dsr.names import fold
from dsr.policy import Actor
from dsr.profile.keeping import never_closed_until
from dsr.storage.sealed import put_sealed
from dsr.vocabulary import (
    Action,
    DocumentStatus,
    FindingCode,
    FoundBy,
    Impersonal,
    ItemStatus,
    NotScanned,
    ScanVerdict,
    State,
    Topic,
)

MAX_DOCUMENTS = 20
MAX_BYTES = 60 * 2**20
MOST_COMPARED = 20  # other cases with the same file; more say nothing new


@dataclass(frozen=True)
class IncomingFile:
    """One uploaded file whose type was looked at already. The name is as typed by the sender's device."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True)
class StoredOriginal:
    """The bytes of a file that lie in the storage already, sealed with the file's own key."""

    place: str
    file_key: bytes


@dataclass(frozen=True)
class StoredPage:
    """One rebuilt page that lies in the storage already, sealed with the document's own key."""

    key: str
    width: int
    height: int


@dataclass(frozen=True)
class Noticed:
    """Something noticed on a page (0: on the document); the box in thousandths of the page."""

    code: FindingCode
    page: int = 0
    box: tuple[int, int, int, int] | None = None
    other_case: UUID | None = None


@dataclass(frozen=True)
class VirusCheck:
    """What the virus scanner said."""

    verdict: ScanVerdict = ScanVerdict.NOT_SCANNED
    because: NotScanned | str = NotScanned.NOT_CONFIGURED


def store_original(data: bytes) -> StoredOriginal:
    """Store a stranger's bytes under a fresh key of their own, before any row names them. Raises StoreAway."""
    file_key = crypto.new_key()
    return StoredOriginal(put_sealed("original", data, file_key), file_key)


def add_document(case_id: UUID, file: IncomingFile, *, by: Actor, item_id: UUID | None = None) -> Document:
    """Take a file in: sealed bytes first, then the row, so that a crash leaves a sweepable orphan and never a hole.

    Asks the worker to rebuild it. Raises Refused: not_permitted, wrong_state, unknown_item, document_limit,
    document_twice (the same bytes for the same line).
    """
    _ask_if_welcome(case_id, file, by)
    stored = store_original(file.data)
    with change(case_id, Action.ADD_DOCUMENT, by=by) as this:
        this.move()
        item = find_item(this.case, item_id) if item_id else None
        check_room(this.case, len(file.data))
        _check_new(this.case, file, item)
        document = new_document(this, item, key=stored.place, content_type=file.content_type, size=len(file.data))
        document.fingerprint = crypto.fingerprint(file.data)
        document.seal_file_key(stored.file_key)
        document.name = file.name
        document.save(force_insert=True)
        this.note(document=str(document.pk), item=item and item.code)
        this.note(bytes=document.size, content_type=file.content_type)
        this.later(Topic.FILE_REBUILD, document=document.pk)
        _end_the_wait(this)
    return document


def _end_the_wait(this: Change) -> None:
    """Let the clock run again when the requester answers. What staff add may be no answer: they look, and resume."""
    case = this.case
    if this.by is REQUESTER and case.paused_from:
        due_before = case.due_on
        end_pause(case, this.now)
        this.note(resumed_on=this.today, due_before=due_before, due_on=case.due_on)


def new_document(this: Change, item: ChecklistItem | None, *, key: str, content_type: str, size: int) -> Document:
    """Return an unsaved document of the case behind the door, and mark its line as received."""
    mark_received(item)
    return Document(
        case=this.case,
        item=item,
        key=key,
        content_type=content_type,
        size=size,
        added_by_staff=not isinstance(this.by, Impersonal),
        added_at=this.now,
        destroy_on=never_closed_until(this.today),
    )


def _ask_if_welcome(case_id: UUID, file: IncomingFile, by: Actor) -> None:
    """Ask before any bytes are stored; behind the door it is asked again."""
    case = Case.objects.select_related("key", "policy").get(pk=case_id)
    policy.require(by, Action.ADD_DOCUMENT, case)
    if case.open_key() is None or not case.allows(Action.ADD_DOCUMENT):
        raise Refused("wrong_state")
    check_room(case, len(file.data))


def check_room(case: Case, size: int) -> None:
    """Raise Refused (document_limit) for one file too many, or too many bytes."""
    held = case.documents.kept().aggregate(files=Count("pk"), size=Coalesce(Sum("size"), 0))
    if held["files"] >= MAX_DOCUMENTS or held["size"] + size > MAX_BYTES:
        raise Refused("document_limit")


def _check_new(case: Case, file: IncomingFile, item: ChecklistItem | None) -> None:
    """Refuse the same bytes twice for one line, unless what came first did not count or could not be read."""
    if item and item.status == ItemStatus.REJECTED:
        return
    same = case.documents.kept().filter(fingerprint=crypto.fingerprint(file.data), item=item)
    if same.exclude(status=DocumentStatus.FAILED).exists():
        raise Refused("document_twice")


def record_rebuild(
    document_id: UUID,
    pages: Sequence[StoredPage],
    *,
    failure: str = "",
    noticed: Iterable[Noticed] = (),
    check: VirusCheck | None = None,
) -> None:
    """Record the rebuilt pages of a document with what was noticed on them, or why there are none. Done once.

    Raises Refused: wrong_state, when another worker was faster or the document was destroyed meanwhile.
    """
    case_id = Document.objects.values_list("case_id", flat=True).get(pk=document_id)
    with change(case_id, Action.RECORD_REBUILD, by=SYSTEM) as this:
        this.move()
        document = this.case.documents.get(pk=document_id)
        if document.status != DocumentStatus.STORED:
            raise Refused("wrong_state")
        _write_verdict(document, check or VirusCheck())
        infected = document.verdict == ScanVerdict.INFECTED
        document.failure = failure
        document.status = DocumentStatus.FAILED if failure else DocumentStatus.READY
        document.status = DocumentStatus.INFECTED if infected else document.status
        document.save(update_fields=["status", "failure", "verdict", "not_scanned_because"])
        if infected:
            _ask_for_another(this, document)
        Page.objects.bulk_create(
            Page(document=document, number=number, key=page.key, width=page.width, height=page.height)
            for number, page in enumerate(() if infected else pages, start=1)
        )
        codes = notice(this, document, (*noticed, *_seen_elsewhere(document)), FoundBy.PROGRAM)
        this.note(document=str(document.pk), pages=len(pages), outcome=document.status, reason_code=failure)
        this.note(verdict=document.verdict, findings=codes)


def record_verdict(document_id: UUID, check: VirusCheck) -> None:
    """Record what the virus scanner said of a document later than its pages were made.

    Raises Refused: wrong_state, when there is a verdict already or the document was destroyed.
    """
    case_id = Document.objects.values_list("case_id", flat=True).get(pk=document_id)
    with change(case_id, Action.RECORD_VERDICT, by=SYSTEM) as this:
        this.move()
        document = this.case.documents.get(pk=document_id)
        if document.destroyed_at or document.verdict != ScanVerdict.NOT_SCANNED:
            raise Refused("wrong_state")
        _write_verdict(document, check)
        if document.verdict == ScanVerdict.INFECTED:
            document.status = DocumentStatus.INFECTED
            _ask_for_another(this, document)
        document.save(update_fields=["status", "verdict", "not_scanned_because"])
        this.note(document=str(document.pk), verdict=document.verdict, reason_code=document.not_scanned_because)


def _ask_for_another(this: Change, document: Document) -> None:
    """Open the line of a harmful file again, while papers are still checked: what nobody may open proves nothing."""
    if this.case.state == State.RECEIVED and document.item:
        reject_harmful(document.item)
        this.note(item=document.item.code)


def _write_verdict(document: Document, check: VirusCheck) -> None:
    document.verdict = check.verdict
    document.not_scanned_because = check.because if check.verdict == ScanVerdict.NOT_SCANNED else ""


def notice(this: Change, document: Document, noticed: Iterable[Noticed], found_by: FoundBy) -> list[str]:
    """Write findings on a document behind the open door; what is there already is not written twice. Returns codes."""
    there = set(document.findings.values_list("code", "page"))
    new = [one for one in noticed if (one.code, one.page) not in there]
    Finding.objects.bulk_create(
        Finding(
            document=document,
            page=one.page,
            code=one.code,
            box=one.box,
            found_by=found_by,
            other_case_id=one.other_case,
            at=this.now,
        )
        for one in new
    )
    return sorted({one.code.value for one in new})


def _seen_elsewhere(document: Document) -> list[Noticed]:
    """Say so when the very same bytes lie in the case of somebody else, at any desk (security 8.2, U29)."""
    same = Document.objects.filter(fingerprint=document.fingerprint).exclude(fingerprint="")
    others = same.exclude(case=document.case_id).select_related("case", "case__key").prefetch_related("case__parties")
    here = _folded_names(document.case)
    strangers = [other.case_id for other in others[:MOST_COMPARED] if not here & _folded_names(other.case)]
    return [Noticed(FindingCode.SAME_IMAGE, other_case=strangers[0])] if strangers else []


def _folded_names(case: Case) -> set[str]:
    """Return the names of the people of a case as a search compares them."""
    return {fold(party.person.name) for party in case.parties.all()}
