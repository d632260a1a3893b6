"""The only domain exception, and the sentence for each of its codes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Promise] = {
    "not_permitted": _("Your role does not allow this."),
    "wrong_state": _("This step is not possible at this stage of the case."),
    "stale": _("Somebody changed this case in the meantime. Look at it again, then decide."),
    "checklist_open": _("Some items of the checklist are still open."),
    "rights_open": _("Some rights are not decided yet."),
    "outcome_does_not_fit": _("This outcome does not exist for this kind of request."),
    "ground_does_not_fit": _("This ground does not fit the kind of request."),
    "ground_missing": _("A refusal needs a ground."),
    "reason_missing": _("Say why, in words that the requester will read."),
    "measure_missing": _("Say what was done, in words that the requester will read."),
    "four_eyes": _("Whoever judged the identity may not approve the reply alone. Ask a second person."),
    "letter_incomplete": _("The letter is not complete yet. Open the preview to see what is missing."),
    "letter_not_ready": _("The letter has not been rendered yet."),
    "letter_already_approved": _("This letter is approved already."),
    "left_open": _("Some words of the letter were left open. Open the preview to see which."),
    "date_past": _("The letter promises something for a day that is over."),
    "glyph_missing": _("A character has no glyph in the letter fonts."),
    "unknown_kind": _("This desk does not take this kind of request."),
    "unknown_item": _("This item does not belong to the case."),
    "channel_closed": _("This desk does not take requests this way."),
    "future_date": _("This date lies in the future."),
    "too_early": _("This date lies before the case arrived."),
    "nothing_held": _("No reminders are held back any more."),
    "already_fired": _("This reminder was sent already."),
    "nothing_changed": _("Nothing was changed."),
    "nothing_missing": _("Nothing is missing: every item is accepted or waived."),
    "already_acknowledged": _("The acknowledgement is recorded already."),
    "not_returnable": _("Only a reply that was posted can come back."),
    "note_twice": _("This note was added already."),
    "document_twice": _("This file was added already."),
    "no_such_clock": _("This rule does not exist, or did not exist yet on that day."),
    "day_out_of_range": _("Choose a day of the years 2005 to 2099."),
    "place_of_another_law": _("This country does not belong to this law."),
    "target_missing": _("This law names no number of days: give the number of business days, or a desk."),
    "target_out_of_range": _("Choose 1 to 100 business days."),
    "no_extension": _("This law knows no extension of a fixed length."),
    "already_extended": _("The deadline is extended already. The law allows that once."),
    "extension_too_late": _("The last day to announce an extension is over."),
    "nothing_to_announce": _("There is no extension that still has to be announced."),
    "after_entry": _("A request cannot arrive after it was entered here."),
    "calendar_stale": _("Somebody activated another calendar in the meantime. Look at the preview again."),
    "calendar_shrinks": _(
        "The list of public holidays has fewer days than the calendar in force. Ask an administrator to look at it."
    ),
    "closure_backwards": _("A closing time cannot end before it begins."),
    "closure_out_of_reach": _("This day lies outside the calendar."),
    "closures_too_many": _("A desk may have at most 60 closing times of its own."),
    "pause_backwards": _("A pause cannot end before it begins."),
    "pause_before_receipt": _("A pause cannot begin before the request arrived."),
    "calendar_too_short": _(
        "The calendar does not reach far enough to compute this date. Ask an administrator to extend it."
    ),
    "clock_never_stops": _("This deadline is set by law and keeps running while you wait for the requester."),
    "already_paused": _("The deadline is already paused."),
    "not_paused": _("The deadline is not paused."),
    "unknown_document": _("This document does not belong to the case."),
    "document_not_ready": _("This document is not ready to be looked at."),
    "document_gone": _("This document was destroyed."),
    "must_be_masked": _("This document may show what the law does not allow keeping. Mask it, or say why not."),
    "papers_unmasked": _(
        "A document of this case may still show what the law does not allow keeping. Mask or destroy it, or settle its "
        "warnings, before the identity is confirmed."
    ),
    "copies_unmasked": _(
        "A document that came in later may still show what the law does not allow keeping. Mask or destroy it, or "
        "settle its warnings; then the reply can leave."
    ),
    "must_be_destroyed": _("The back of a My Number card may not be kept. It can only be destroyed."),
    "finding_settled": _("This warning was judged already."),
    "box_missing": _("Draw at least one box."),
    "box_outside": _("A box lies outside the page."),
    "already_held": _("A legal hold is set already."),
    "not_held": _("No legal hold is set."),
    "pile_open": _(
        "This document was scanned with pages that still wait under “Scanned post”, and lies there as well. File or "
        "discard those pages first."
    ),
    "held": _("A legal hold is set: nothing of this case may be destroyed."),
    "held_return": _("A legal hold is set. Say why the paper goes back all the same."),
    "not_due": _("The time for keeping this document is not over yet."),
    "own_witness": _("The witness must be somebody else."),
    "witness_missing": _("Name somebody of the desk who saw it."),
    "unknown_paper": _("This paper is not recorded in the case."),
    "paper_gone": _("This paper was returned or destroyed already."),
    "place_missing": _("Say where the paper lies."),
    "way_missing": _("Say how the paper was returned or destroyed."),
    "before_last_entry": _("This date lies before the last entry about the paper."),
    "no_cover": _("No cover sheet lies before this page."),
    "cover_unclear": _("The code of this cover sheet cannot be read, or is not one of ours."),
    "unknown_case": _("No case that you may work on has this number."),
    "case_closed": _("This case is closed."),
    "page_filed": _("Some of these pages are filed or discarded already."),
    "page_missing": _("Choose at least one page."),
    "contact_missing": _("This person has given no such contact."),
    "contact_not_proved": _(
        "The reply goes only to a contact that is confirmed. Confirm the contact under People, then release the reply."
    ),
    "contact_not_enough": _("This is not enough for what the reply holds. Confirm the contact another way."),
    "no_identity_document": _("No identity document of this person is accepted yet that could show the address."),
    "record_date_missing": _("Write when the company's record of this contact was last changed."),
    "no_principal_to_ask": _("Only a data subject whom an appointed agent or a professional represents is asked."),
    "contact_too_new": _("The company's record of this contact was changed only recently. Confirm it another way."),
    "document_limit": _("No more documents can be added to this case."),
}


class Refused(Exception):  # noqa: N818 - the domain's word; it is an answer, not a fault
    """A verb was refused, and nothing was written. `code` is a key of SENTENCES."""

    def __init__(self, code: str, **details: object) -> None:
        """Refuse with a code of SENTENCES; `details` are codes and numbers, never personal data."""
        if code not in SENTENCES:
            raise KeyError(code)
        super().__init__(code)
        self.code = code
        self.details = details

    @property
    def sentence(self) -> Promise:
        """Return the translated sentence for a person."""
        return SENTENCES[self.code]
