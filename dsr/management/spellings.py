"""How people write the words of the house on a command line, and what they mean."""

import difflib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from django.core.management.base import CommandError
from django.db.models import TextChoices

from dsr.law.eras import InvalidDate, parse_birth_date
from dsr.vocabulary import Channel, Kind, Regime, RequesterType

Choice = TypeVar("Choice", bound=TextChoices)

CHANNELS = {
    **dict.fromkeys(("mail", "letter", "postal", "by_mail", "by_post", "by_letter"), Channel.POST),
    **dict.fromkeys(("online", "web_form", "form", "internet"), Channel.WEB),
    **dict.fromkeys(("in_person", "visit", "desk", "window"), Channel.COUNTER),
    **dict.fromkeys(("telephone", "tel", "call"), Channel.PHONE),
    **dict.fromkeys(("e_mail", "electronic_mail"), Channel.EMAIL),
}
REQUESTERS = {
    **dict.fromkeys(("self", "person", "data_subject", "the_person", "individual"), RequesterType.PRINCIPAL),
    **dict.fromkeys(("minor", "parent", "mother", "father", "parent_of_minor"), RequesterType.MINOR_AGENT),
    **dict.fromkeys(("guardian", "ward", "adult_ward", "adult_guardian"), RequesterType.ADULT_WARD_AGENT),
    **dict.fromkeys(("agent", "appointed", "mandated_agent", "proxy"), RequesterType.APPOINTED_AGENT),
    **dict.fromkeys(("attorney", "lawyer", "scrivener", "qualified", "professional"), RequesterType.QUALIFIED_AGENT),
}
KINDS = {
    **dict.fromkeys(("purpose", "purpose_of_use"), Kind.PURPOSE_NOTIFICATION),
    **dict.fromkeys(("disclose", "access"), Kind.DISCLOSURE),
    **dict.fromkeys(("records", "third_party_records"), Kind.PROVISION_RECORDS),
    **dict.fromkeys(("correct", "rectification"), Kind.CORRECTION),
    **dict.fromkeys(("stop_use", "cease"), Kind.CEASE_USE),
    **dict.fromkeys(("opt_out", "do_not_sell"), Kind.CCPA_OPT_OUT),
    "limit": Kind.CCPA_LIMIT,
    "know": Kind.CCPA_KNOW,
    "erasure": Kind.GDPR_ERASURE,
    "portability": Kind.GDPR_PORTABILITY,
}
REGIMES = {
    **dict.fromkeys(("appi", "jp", "japan"), Regime.JP_APPI),
    **dict.fromkeys(("gdpr", "eu", "eea"), Regime.EU_GDPR),
    **dict.fromkeys(("uk_gdpr", "gb"), Regime.UK_GDPR),
    **dict.fromkeys(("ccpa", "ca", "california"), Regime.US_CA),
}
PAPERS = {
    **dict.fromkeys(("driver_license", "drivers_license", "drivers_licence", "licence", "license"), "driver_licence"),
    **dict.fromkeys(("my_number_card", "mynumber_card", "individual_number_card"), "my_number_card_front"),
    **dict.fromkeys(("health_insurance", "insurance_card"), "health_insurance_card"),
    **dict.fromkeys(("alien_registration", "alien_registration_card"), "alien_registration_certificate"),
    **dict.fromkeys(("certificate_of_residence", "juminhyo"), "residence_certificate"),
    **dict.fromkeys(("family_register_copy", "koseki"), "family_register"),
    **dict.fromkeys(("seal_certificate", "registered_seal_certificate"), "seal_registration_certificate"),
    **dict.fromkeys(("mandate", "poa"), "power_of_attorney"),
    "power_of_attorney_with_registered_seal": "power_of_attorney_registered_seal",
    **dict.fromkeys(("qualification", "proof_of_qualification"), "qualification_proof"),
    **dict.fromkeys(("form", "application_form"), "request_form"),
}
YES = frozenset({"yes", "true", "y", "1"})
NO = frozenset({"no", "false", "n", "0"})


def refuse(words: str) -> CommandError:
    """Return the error for a value that cannot be meant: one sentence, exit code 2."""
    return CommandError(words, returncode=2)


def plain(text: str) -> str:
    """Return a word as the tables write it."""
    return "_".join(text.strip().lower().replace("-", " ").replace("_", " ").replace("'", "").split())


def code_of(text: str, codes: Iterable[str], also: Mapping[str, str], what: str) -> str:
    """Return the code that a word means. Raises CommandError, naming what was near or what there is."""
    by_spelling = {plain(code): code for code in codes}
    word = plain(text)
    if word in by_spelling:
        return by_spelling[word]
    if word in also and also[word] in by_spelling.values():
        return also[word]
    near = [by_spelling[each] for each in difflib.get_close_matches(word, by_spelling, n=3)]
    hint = f"did you mean {' or '.join(near)}?" if near else f"use one of {', '.join(by_spelling.values())}."
    raise refuse(f'No {what} is called "{text}"; {hint}')


def choice(text: str, choices: type[Choice], also: Mapping[str, Choice], what: str) -> Choice:
    """Return the member of a vocabulary that a word means. Raises CommandError."""
    return choices(code_of(text, choices.values, {word: member.value for word, member in also.items()}, what))


def yes_or_no(text: str, what: str) -> bool:
    """Return the truth that a word means. Raises CommandError."""
    word = plain(text)
    if word in YES | NO:
        return word in YES
    raise refuse(f'{what} must be yes or no, not "{text}".')


def day(text: str, what: str) -> date:
    """Return the day that a text means, Western or in a Japanese era. Raises CommandError."""
    try:
        return parse_birth_date(text)
    except InvalidDate as error:
        raise refuse(f'{what} must be a date such as 2026-10-01, not "{text}".') from error
