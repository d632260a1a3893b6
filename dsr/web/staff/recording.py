"""All parts of one recorded request, checked together and sent once."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from dsr.actions import drafts
from dsr.actions.receive import Receipt, Submission, submit_request
from dsr.errors import Refused
from dsr.models import Draft, User
from dsr.vocabulary import ReplyMethod, RequesterType
from dsr.web.forms import AccessibleForm
from dsr.web.staff.forms.intake import PartyForm, RecordedRightsForm, ReplyWishForm, ScansForm
from dsr.web.staff.intake_route import IntakeRoute

TOKEN_BYTES = 32
NAME_OF_PRINCIPAL, NAME_OF_AGENT = _("Name of the data subject"), _("Name of the agent")


class Recording:
    """One request as a clerk types it in. Unbound without data; accepted scans are kept while the form is corrected."""

    def __init__(
        self, route: IntakeRoute, data: QueryDict | None = None, files: Mapping[str, Any] | None = None
    ) -> None:
        """Take what was sent, or begin anew with a fresh token."""
        self.route = route
        self.token = (data.get("token") if data else "") or secrets.token_urlsafe(TOKEN_BYTES)
        self.draft: Draft | None = drafts.find_draft(self.token, route.desk) if data else None
        self.rights = RecordedRightsForm(route, data)
        self.principal = PartyForm(data, prefix="principal", name_label=NAME_OF_PRINCIPAL, omit=("organisation",))
        self.agent = _agent_form(route, data) if route.is_agent else None
        self.wish = ReplyWishForm(route, data, initial={"token": self.token})
        self.scans = ScansForm(route, data, files, kept=self._kept())

    def _kept(self) -> dict[str, Any]:
        return {file.requirement: file for file in self.draft.files.all()} if self.draft else {}

    @property
    def parts(self) -> list[AccessibleForm]:
        """Return the parts in the order of the page."""
        return [part for part in (self.rights, self.principal, self.agent, self.wish, self.scans) if part]

    def is_valid(self) -> bool:
        """Check every part, so that every problem is named at once; keep the scans that are right."""
        judged = [part.is_valid() for part in self.parts]
        self._keep_scans()
        answered = self.agent or self.principal
        if (
            self.wish.cleaned_data.get("reply_method") == ReplyMethod.WRITING
            and not answered.data.get(answered.add_prefix("address"), "").strip()
        ):
            answered.add_error(
                "address", _("The reply goes by post: write the address, or choose another way of reply.")
            )
            return False
        return all(judged)

    def _keep_scans(self) -> None:
        accepted = list(self.scans.accepted)
        if accepted and not self.wish.has_error("token"):
            self.draft = self.draft or drafts.save_draft(self.token, self.route.desk, {})
            for code, file in accepted:
                drafts.keep_file(self.draft, code, file)
            self.scans.kept = self._kept()

    def submit(self, *, by: User) -> Receipt | None:
        """Make the case, once; or None, with the reason on the form. Call it after `is_valid`."""
        try:
            receipt = submit_request(self._submission(), by=by)
        except Refused as refused:
            self.wish.add_error(None, str(refused.sentence))
            return None
        drafts.discard_draft(self.token, self.route.desk)
        return receipt

    def _submission(self) -> Submission:
        route = self.route
        return Submission(
            desk=route.desk,
            token=self.token,
            channel=route.channel,
            language=self.wish.cleaned_data["language"],
            regime=route.regime,
            residence=route.residence,
            requester_type=route.requester_type,
            reply_method=ReplyMethod(self.wish.cleaned_data["reply_method"]),
            principal=self.principal.person,
            agent=self.agent.person if self.agent else None,
            rights=self.rights.rights,
            received_on=route.received_on,
            backdate_reason=route.backdate_reason,
            case_key=self.draft.open_key() if self.draft else None,
            files=tuple(self._kept().values()),
        )


def _agent_form(route: IntakeRoute, data: QueryDict | None) -> PartyForm:
    """Return the form of the agent; only attorneys and scriveners have an office."""
    omit = ["birth_date", "former_name", "organisation"]
    if route.requester_type is RequesterType.QUALIFIED_AGENT:
        omit.remove("organisation")
    return PartyForm(data, prefix="agent", name_label=NAME_OF_AGENT, omit=omit)
