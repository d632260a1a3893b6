"""The life of a case as four steps at the head of its page."""

from typing import Any

from django.utils.translation import gettext as _

from dsr.models import Case
from dsr.templatetags.dsr_desk import day
from dsr.vocabulary import State

ORDER = (State.RECEIVED, State.IDENTITY_VERIFIED, State.DECIDED, State.REPLIED)


def stages(case: Case) -> dict[str, Any]:
    """Return the stages with their days, as the `steps` part draws them. A withdrawn case shows how far it came."""
    days = {
        State.RECEIVED: case.received_on,
        State.IDENTITY_VERIFIED: case.verified_at,
        State.DECIDED: case.decided_at,
        State.REPLIED: case.replied_at,
    }
    here = _position(case)
    return {
        "label": _("Stages of the case"),
        "steps": [
            _step(state, _status(position, here), days[state] if position <= here else None)
            for position, state in enumerate(ORDER)
        ],
    }


def _step(state: State, status: str, at: Any) -> dict[str, Any]:
    # a refusal on procedure decides a case whose identity nobody has confirmed
    if status == "done" and at is None:
        return {"label": state.label, "detail": _("not confirmed"), "status": "skipped"}
    return {"label": state.label, "detail": day(at), "status": status}


def _position(case: Case) -> int:
    if case.state == State.WITHDRAWN:
        return 2 if case.decided_at else 1 if case.verified_at else 0
    return ORDER.index(State(case.state))


def _status(position: int, here: int) -> str:
    # the stage that a case stands in is reached, so the last one is done as soon as the case is there
    return "done" if position < here or here == len(ORDER) - 1 else "current" if position == here else "todo"
