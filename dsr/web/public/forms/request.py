"""The form as a whole: rights, people, reply and papers, checked together."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from dsr.actions.receive import Submission
from dsr.models import DraftFile
from dsr.vocabulary import Channel, ReplyMethod
from dsr.web.forms import AccessibleForm
from dsr.web.public.forms.documents import DocumentsForm, line_of
from dsr.web.public.forms.people import AgentForm, PrincipalForm
from dsr.web.public.forms.reply import ReplyForm
from dsr.web.public.forms.rights import RightsForm
from dsr.web.public.routing import Route

SAME_PERSON = _(
    "The agent and the data subject are the same person. "
    "If you ask for yourself, go back and choose “I ask for myself”."
)


class RequestForms:
    """All parts of one request. Unbound without data; with files, only the new ones are looked at."""

    def __init__(
        self,
        route: Route,
        data: QueryDict | None = None,
        files: Mapping[str, Any] | None = None,
        kept: Mapping[str, DraftFile] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        """Take what was sent, or what is to be shown; of the kept files those that have a place on this route."""
        self.route, self.kept = route, belonging(route, kept or {})
        initial = dict(initial or {})
        self.rights = RightsForm(route, data, initial=initial)
        self.principal = PrincipalForm(route, data, initial=_of("principal", initial))
        self.agent = AgentForm(route, data, initial=_of("agent", initial)) if route.is_agent else None
        self.reply = ReplyForm(route, data, initial=initial)
        self.documents = DocumentsForm(route, data, files, kept=self.kept)

    @property
    def parts(self) -> list[AccessibleForm]:
        """Return the parts in the order of the page."""
        return [part for part in (self.rights, self.agent, self.principal, self.reply, self.documents) if part]

    def is_valid(self) -> bool:
        """Check every part, so that every problem is named at once, then what concerns several parts."""
        self._require_address_for_post()
        valid = [part.is_valid() for part in self.parts]
        if all(valid) and self.agent and self.agent.is_the_same_as(self.principal):
            self.agent.add_error("name", SAME_PERSON)
            return False
        return all(valid)

    def _require_address_for_post(self) -> None:
        if self.reply.is_bound and self.reply["reply_method"].value() == ReplyMethod.WRITING:
            (self.agent or self.principal).fields["address"].required = True

    def submission(self, *, token: str, language: str, case_key: bytes) -> Submission:
        """Return everything the request says, for `actions.receive`. Call it after `is_valid`."""
        return Submission(
            desk=self.route.desk,
            token=token,
            channel=Channel.WEB,
            language=language,
            regime=self.route.regime,
            residence=self.route.residence,
            requester_type=self.route.requester_type,
            reply_method=ReplyMethod(self.reply.cleaned_data["reply_method"]),
            principal=self.principal.person,
            agent=self.agent.person if self.agent else None,
            rights=self.rights.rights,
            received_on=self.route.on,
            case_key=case_key,
            files=tuple(_against_its_line(file) for file in self.kept.values()),
        )


def belonging(route: Route, kept: Mapping[str, DraftFile]) -> dict[str, DraftFile]:
    """Return the kept files that have a place on this route; what was chosen for other papers is not sent."""
    places = {line.code for line in route.papers if line.papers and not line.original}
    return {slot: file for slot, file in kept.items() if line_of(slot) in places}


def _of(prefix: str, initial: Mapping[str, Any]) -> dict[str, Any]:
    start = f"{prefix}-"
    return {name.removeprefix(start): value for name, value in initial.items() if name.startswith(start)}


def _against_its_line(file: DraftFile) -> DraftFile:
    """Count a second file for the same line of the checklist; the row itself stays as it is."""
    file.requirement = line_of(file.requirement)
    return file
