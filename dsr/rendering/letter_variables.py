"""A case as the plain values that a letter is made from. They are frozen with the letter, as evidence.

Every word that staff or the requester wrote is a value here. It is never read as part of a template.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from dsr.law.claims import claims_in_words
from dsr.law.eras import format_date
from dsr.law.evidence import Proves, demands_in_words, kinds_asked
from dsr.law.evidence.checklist import LABELS
from dsr.law.grounds import GroundRow, ground
from dsr.law.kinds import kind_row
from dsr.law.listing import all_of, one_of
from dsr.law.replies import REPLIES, ReplyBlock, blocks
from dsr.letter_codes import letter_code
from dsr.models import Case, ChecklistItem, RequestedRight
from dsr.profile import Address, DateStyle, Keep, Profile
from dsr.rendering.letter_address import addressee
from dsr.rendering.letter_words import asked_for, keeping, person, sentence, word
from dsr.vocabulary import Kind, Outcome, PartyRole, Regime, RejectReason

Variables = dict[str, Any]

# The outcomes for which something was carried out, and a fee could be taken (APPI art. 38).
_CARRIED_OUT = (Outcome.GRANTED, Outcome.PARTLY_GRANTED, Outcome.OTHER_METHOD)


def letter_variables(case: Case, *, number: str, issued_on: date) -> Variables:
    """Return everything a reply letter says, in the active language, which has to be the case's. Reads rows only.

    `issued_on` is a calendar date in Asia/Tokyo.
    """
    profile = case.policy.profile
    rights = [_right(case, right) for right in case.rights.all()]
    wanted = {block for right in rights for block in right["blocks"]}
    completable = any(right["ground"] and right["ground"]["invites_completion"] for right in rights)
    return {
        "language": case.language,
        "regime": case.regime,
        **_issue(case, number, issued_on),
        "case_number": case.number,
        "received_on": _day(case, case.received_on),
        "reply_method": word(case.language, "method", case.reply_method),
        "addressee": addressee(case.requester, case.requester_type, case.language),
        "principal": case.principal.name,
        "has_agent": case.agent is not None,
        "sender": _sender(profile, case.language),
        "window": profile.letters.window.model_dump(),
        "rights": rights,
        "several_rights": len(rights) > 1,
        "all_refused_on_procedure": bool(rights) and all(_is_procedural(right) for right in rights),
        "invites_completion": completable,
        "papers_missing": [_paper(item) for item in case.items.open()] if completable else [],
        "fee": _fee(profile, case),
        "papers": _papers(profile, case.language),
        "desk": _contact(profile, case.language),
        "complaint": _complaint(profile),
        "processing": _processing(profile) if ReplyBlock.PROCESSING_INFORMATION in wanted else None,
        "offers_opt_out": ReplyBlock.OPT_OUT_OFFER in wanted,
    }


def _issue(case: Case, number: str, issued_on: date) -> Variables:
    """Return number and day of a letter, and where to ask whether it is genuine; the QR code holds the link."""
    page, code = f"{settings.DSR_BASE_URL}{reverse('public:verify')}", letter_code(number)
    return {
        "number": number,
        "issued_on_iso": issued_on.isoformat(),
        "issued_on": _day(case, issued_on),
        "verify": {"page": page, "code": code, "link": f"{page}?{urlencode({'number': number, 'code': code})}"},
    }


def _day(case: Case, day: date) -> str:
    style = case.policy.profile.letters.dates.in_language(case.language)
    return format_date(day, case.language, era=style is DateStyle.ERA)


def _sender(profile: Profile, language: str) -> Variables:
    representative = profile.company.representative
    return {
        "company": str(profile.name),
        "lines": [str(line) for line in profile.letters.sender if str(line) != str(profile.name)],
        "representative": f"{representative.title} {representative.name}" if representative else "",
        "postal_code": profile.company.address.postal_code if language == "ja" else "",
        "address": _without_code(profile.company.address, language),
        "seal": profile.letters.seal.value,
    }


def _without_code(address: Address, language: str) -> str:
    """Return an address for a block whose postal code stands on a line of its own in Japanese."""
    return address.lines.ja if language == "ja" else address.in_language(language)


def _right(case: Case, right: RequestedRight) -> Variables:
    """Return one right. "Nothing held" shows no ground: it reads the same whatever its cause (APPI art. 16(4))."""
    kind, regime = Kind(right.kind), Regime(case.regime)
    row = ground(right.ground, kind) if right.ground and right.outcome != Outcome.NOT_HELD else None
    found = blocks(kind, Outcome(right.outcome), regime) if right.outcome in REPLIES[kind] else {}
    return {
        "position": right.position,
        "kind": right.kind,
        "title": word(case.language, "title", kind),
        "asked_for": asked_for(case.language, kind),
        "article": kind_row(kind, regime, case.received_on).article,
        "outcome": right.outcome,
        "decision": _decision(case, right, row),
        "ground": _ground(row, regime) if row else None,
        "blocks": sorted(block.value for block in found),
        **_asked(right),
        **_answer(case, right, row, {block.value for block in found}),
    }


def _decision(case: Case, right: RequestedRight, row: GroundRow | None) -> str:
    """Return the sentence that says what was decided; empty while nothing is."""
    if not right.outcome:
        return ""
    values = {
        "asked": asked_for(case.language, right.kind),
        "method": word(case.language, "short_method", case.reply_method),
        **person(case.language, case.principal.name, asks=case.agent is None),
    }
    if row and row.is_procedural and right.outcome == Outcome.REFUSED:
        key = "completable" if row.invites_completion else "final"
        return sentence(case.language, "procedural", key, **values)
    return sentence(case.language, right.kind, right.outcome, **values)


def _asked(right: RequestedRight) -> Variables:
    asked = right.asked or {}
    return {
        "scope": asked.get("scope", ""),
        "claimed_ground": claims_in_words(asked.get("claimed_ground", "")),
        "claimed_measure": claims_in_words(asked.get("claimed_measure", "")),
        "correction": asked.get("correction", ""),
    }


def _answer(case: Case, right: RequestedRight, row: GroundRow | None, carried: set[str]) -> Variables:
    """Return what the person who decided wrote, each with its label; what this reply does not carry stays out."""
    answer, language = {block: text for block, text in (right.answer or {}).items() if block in carried}, case.language
    why = "completable" if row and row.invites_completion else right.outcome
    return {
        "content": answer.get("content", ""),
        "content_label": word(language, "content", right.kind),
        "withheld_part": answer.get("withheld_part", ""),
        "withheld_label": word(language, "withheld", right.kind),
        "reason": answer.get("reason", ""),
        "reason_label": word(language, "reason", why),
        "substitute": answer.get("substitute", ""),
        "later_erasure": _written_day(case, answer.get("later_erasure", "")),
    }


def _ground(row: GroundRow, regime: Regime) -> Variables:
    return {
        "code": row.code,
        "article": row.article_under(regime),
        "sentence": str(row.sentence),
        "is_procedural": row.is_procedural,
        "invites_completion": row.invites_completion,
    }


def _is_procedural(right: Variables) -> bool:
    return bool(right["ground"] and right["ground"]["is_procedural"] and right["outcome"] == Outcome.REFUSED)


def _written_day(case: Case, text: str) -> str:
    """Return a day in the letter's style when it was given as an ISO date, other words as they are."""
    day = iso_day(text)
    return _day(case, day) if day else text


def iso_day(text: str) -> date | None:
    """Return the day that a text is, or None for other words."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _paper(item: ChecklistItem) -> Variables:
    return {
        "line": str(LABELS[Proves(item.purpose), PartyRole(item.of)]),
        "papers": one_of([str(kind.label) for kind in kinds_asked(item.any_of, item.paper_conditions)]),
        "demands": demands_in_words(original=item.original, conditions=item.conditions),
        "not_counted": str(RejectReason(item.reason_code).label) if item.reason_code else "",
    }


def _fee(profile: Profile, case: Case) -> Variables | None:
    """Return what was taken for carrying out a request; nothing where it was refused or nothing was there."""
    done = [Kind(right.kind) for right in case.rights.all() if right.outcome in _CARRIED_OUT]
    charged = [kind for kind in done if profile.fee_for(kind)]
    if not charged:
        return None
    return {
        "yen": f"{sum(map(profile.fee_for, charged)):,}",
        "paid_by": str(profile.fee.paid_by or ""),
        "carried_out": all_of([word(case.language, "title", kind) for kind in charged]),
    }


def _papers(profile: Profile, language: str) -> Variables:
    kept = profile.retention
    return {
        "returned": kept.papers_returned,
        "identity": _keep(kept.identity_papers, language),
        "form": _keep(kept.request_form, language),
    }


def _keep(keep: Keep, language: str) -> Variables:
    return {"period": keeping(language, days=keep.days, years=keep.years), "then": keep.then.value}


def _contact(profile: Profile, language: str) -> Variables:
    desk = profile.desk
    return {
        "name": str(desk.name),
        "address": profile.desk_address.in_language(language),
        "phone": desk.phone_in_language(language),
        "fax": desk.fax_text,
        "email": desk.email or "",
        "hours": str(desk.hours or ""),
        "form": desk.contact_form or "",
    }


def _complaint(profile: Profile) -> Variables:
    member_of = profile.complaint.accredited
    return {
        "contact": str(profile.complaint.contact),
        "note": str(profile.complaint.note),
        "accredited": None
        if member_of is None
        else {
            "name": str(member_of.name),
            "office": str(member_of.office),
            "address": str(member_of.address),
            "phones": list(member_of.phones),
            "hours": str(member_of.hours),
            "note": str(member_of.note),
        },
    }


def _processing(profile: Profile) -> Variables:
    """Return what art. 15(1) GDPR wants told beside the data themselves, from the desk's catalogue."""
    return {
        "purposes": [
            {"people": str(people.label), "texts": _texts(purpose.text for purpose in people.purposes)}
            for people in profile.people
            if people.purposes
        ],
        "recipients": _texts(recipient.label for recipient in profile.recipients),
        "period": str(profile.retention.company_data or ""),
    }


def _texts(texts: Iterable[object]) -> list[str]:
    return [str(text) for text in texts]
