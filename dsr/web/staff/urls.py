"""Pages of the staff door. Every verb has its own address, and takes POST."""

from django.urls import path

from dsr.web.staff.views import (
    calendar_feed,
    case,
    checklist,
    contacts,
    decision,
    documents,
    files,
    intake,
    masking,
    papers,
    people,
    queue,
    reply,
    scans,
)

app_name = "staff"

CASE = "cases/<uuid:case_id>/"
CONTACT = f"{CASE}contacts/<slug:role>/<slug:medium>/"
ITEM = f"{CASE}items/<uuid:item_id>/"
DOCUMENT = f"{CASE}documents/<uuid:document_id>/"

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("calendar/", calendar_feed.page, name="calendar_feed"),
    path("calendar/renew/", calendar_feed.renew, name="renew_calendar_feed"),
    path("calendar/revoke/", calendar_feed.revoke, name="revoke_calendar_feed"),
    path("search/", queue.search, name="search"),
    path("intake/", intake.intake, name="intake"),
    path("scans/", scans.scans, name="scans"),
    path("scans/<uuid:batch_id>/", scans.pile, name="pile"),
    path("scans/<uuid:batch_id>/pages/<int:number>/", scans.scan_page, name="scan_page"),
    path(CASE, case.case, name="case"),
    path(f"{CASE}assign/", case.assign, name="assign"),
    path(f"{CASE}acknowledge/", case.acknowledge, name="acknowledge"),
    path(f"{CASE}note/", case.note, name="add_note"),
    path(f"{CASE}pause/", case.pause, name="pause_clock"),
    path(f"{CASE}resume/", case.resume, name="resume_clock"),
    path(f"{CASE}extend/", case.extend, name="extend_clock"),
    path(f"{CASE}extension/", case.announce_extension, name="announce_extension"),
    path(f"{CASE}extension.pdf", files.extension_notice, name="extension_notice"),
    path(f"{CASE}receipt/", case.correct_receipt, name="correct_receipt"),
    path(f"{CASE}withdraw/", case.withdraw, name="withdraw"),
    path(f"{CASE}hold/", case.set_hold, name="set_hold"),
    path(f"{CASE}hold/lift/", case.lift_hold, name="lift_hold"),
    path(f"{CASE}people/<slug:role>/", people.correct_person, name="correct_person"),
    path(f"{CASE}compare/<slug:role>/", people.compare_person, name="compare_person"),
    path(CONTACT, contacts.prove, name="prove_contact"),
    path(f"{CONTACT}revoke/", contacts.revoke, name="revoke_contact"),
    path(f"{CASE}ask-the-data-subject/", contacts.ask_principal, name="ask_principal"),
    path(f"{CASE}documents/", checklist.add_document, name="add_document"),
    path(DOCUMENT, documents.document, name="document"),
    path(f"{DOCUMENT}pages/<int:number>/", files.page, name="page"),
    path(f"{DOCUMENT}describe/", documents.describe, name="describe_document"),
    path(f"{DOCUMENT}findings/<uuid:finding_id>/", documents.settle, name="settle_finding"),
    path(f"{DOCUMENT}mask/", masking.mask, name="mask_document"),
    path(f"{DOCUMENT}destroy/", documents.destroy, name="destroy_document"),
    path(f"{CASE}items/", checklist.add_item, name="add_item"),
    path(f"{ITEM}accept/", checklist.accept, name="accept_item"),
    path(f"{ITEM}reject/", checklist.reject, name="reject_item"),
    path(f"{ITEM}waive/", checklist.waive, name="waive_item"),
    path(f"{CASE}ask/", checklist.ask, name="ask_for_more"),
    path(f"{CASE}verify/", checklist.verify, name="verify_identity"),
    path(f"{CASE}refuse/", decision.refuse, name="refuse_on_procedure"),
    path(f"{CASE}rights/<uuid:right_id>/", decision.decide_right, name="decide_right"),
    path(f"{CASE}decide/", decision.close_decision, name="decide"),
    path(f"{CASE}letter/", reply.letter_preview, name="letter_preview"),
    path(f"{CASE}letter/sheet/", reply.letter_sheet, name="letter_sheet"),
    path(f"{CASE}letter/approve/", reply.approve, name="approve_letter"),
    path(f"{CASE}letter.pdf", files.letter_pdf, name="letter_pdf"),
    path(f"{CASE}papers/", papers.papers, name="papers"),
    path(f"{CASE}cover-sheet.pdf", files.cover_sheet, name="cover_sheet"),
    path(f"{CASE}release/", reply.release, name="send_reply"),
    path(f"{CASE}delivery/", reply.record_delivery, name="mark_replied"),
    path(f"{CASE}return/", reply.record_return, name="record_return"),
]
