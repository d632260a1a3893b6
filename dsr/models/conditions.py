"""What must hold before a verb of models/workflow.py may follow, each with the reason why not."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from dsr.law.extensions import may_be_extended
from dsr.law.pauses import stopping_reasons
from dsr.profile.release import MANDATED
from dsr.vocabulary import BY_POST, DeliveryChannel, Kind, Regime

if TYPE_CHECKING:
    from dsr.models.case import Case

Condition = Callable[["Case"], bool]


def refuses_with(code: str) -> Callable[[Condition], Condition]:
    """Name the code of `errors.SENTENCES` that a failing condition answers with."""

    def name(condition: Condition) -> Condition:
        condition.refusal = code  # type: ignore[attr-defined]
        return condition

    return name


@refuses_with("checklist_open")
def checklist_complete(case: "Case") -> bool:
    """Every line of the checklist is accepted or waived."""
    return not case.items.open().exists()


@refuses_with("rights_open")
def every_right_decided(case: "Case") -> bool:
    """Every requested right has its own outcome."""
    return not case.rights.filter(outcome="").exists()


@refuses_with("letter_not_ready")
def letter_has_pdf(case: "Case") -> bool:
    """The letter exists as stored bytes."""
    return case.letters.exclude(pdf_sha256="").exists()


@refuses_with("letter_already_approved")
def no_letter_yet(case: "Case") -> bool:
    """No letter is on its way."""
    return not case.letters.exists()


@refuses_with("already_paused")
def clock_runs(case: "Case") -> bool:
    """The desk target is not paused."""
    return case.paused_from is None


@refuses_with("nothing_missing")
def lines_open(case: "Case") -> bool:
    """Something is still to be sent."""
    return case.items.open().exists()


@refuses_with("already_acknowledged")
def not_acknowledged(case: "Case") -> bool:
    """Nobody has told the requester yet that the request arrived."""
    return case.acknowledged_at is None


@refuses_with("not_returnable")
def went_by_post(case: "Case") -> bool:
    """The reply is with the post, so it can come back; what was fetched or handed over is delivered for good."""
    return case.deliveries.filter(returned_on=None, channel__in=BY_POST).exists()


@refuses_with("clock_never_stops")
def clock_may_stop(case: "Case") -> bool:
    """The law that binds the case knows a reason for which its period stands still."""
    return bool(stopping_reasons(Regime(case.regime), case.received_on))


@refuses_with("not_paused")
def clock_stands(case: "Case") -> bool:
    """The desk target is paused."""
    return case.paused_from is not None


@refuses_with("contact_not_proved")
def mailbox_proved(case: "Case") -> bool:
    """Whoever opens the status page is known to be the person who is answered."""
    return case.may_leave_by(DeliveryChannel.FOLLOW_PAGE)


@refuses_with("no_principal_to_ask")
def has_mandated_agent(case: "Case") -> bool:
    """Somebody whom the person appointed asks, so that the person can be asked too."""
    return case.requester_type in MANDATED


@refuses_with("already_held")
def not_held(case: "Case") -> bool:
    """No legal hold is set."""
    return case.held_since is None


@refuses_with("not_held")
def held(case: "Case") -> bool:
    """A legal hold is set."""
    return case.held_since is not None


@refuses_with("no_extension")
def law_extends(case: "Case") -> bool:
    """The clock of a right that is asked for knows an extension."""
    kinds = [Kind(right.kind) for right in case.rights.all()]
    return may_be_extended(kinds, Regime(case.regime), case.received_on)


@refuses_with("already_extended")
def not_extended(case: "Case") -> bool:
    """The extension is not used yet: no law of the table knows a second one."""
    return case.extended_on is None


@refuses_with("nothing_to_announce")
def announcement_owed(case: "Case") -> bool:
    """The deadline is extended, and the requester was not told yet."""
    return case.extended_on is not None and case.extensions.unannounced().exists()
