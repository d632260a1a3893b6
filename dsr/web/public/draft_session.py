"""The requester's own cookie while a request is written: it holds a random token, and the server keeps the rest sealed.

The same token becomes the key of the submission, so a double click, a reload and the Back button lead to one case.
"""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone

from dsr.actions import drafts
from dsr.actions.documents import IncomingFile
from dsr.models import Case, Desk, Draft, DraftFile
from dsr.queries.follow import case_of_submission
from dsr.queries.procedure import open_desk
from dsr.web.public.forms.request import belonging
from dsr.web.public.guards import TRAP
from dsr.web.public.routing import Route

COOKIE = "dsr_draft"
SALT = "dsr.draft"
TOKEN_BYTES = 24
KEEP = timedelta(hours=24)
RECEIPT_SHOWN_FOR = timedelta(minutes=30)
LONGEST_KEPT = 20_000  # of one field; longer text is refused, and shown again in the form, but not stored

NOT_KEPT = ("csrfmiddlewaretoken", TRAP, "remove", "show_in")
SEVERAL = ("kinds",)


class DraftSession:
    """What one visitor is writing to one desk."""

    def __init__(self, request: HttpRequest, desk: Desk) -> None:
        """Read the visitor's cookie; a forged, foreign or old one counts as none."""
        self.desk = desk
        found = request.get_signed_cookie(COOKIE, default=None, salt=SALT, max_age=KEEP)
        self.known = bool(found)
        self.token = found or secrets.token_urlsafe(TOKEN_BYTES)

    @cached_property
    def sent_case(self) -> Case | None:
        """Return the case that was made from this draft already."""
        return case_of_submission(self.token) if self.known else None

    @cached_property
    def draft(self) -> Draft | None:
        """Return what is kept so far."""
        return drafts.find_draft(self.token, self.desk) if self.known else None

    @cached_property
    def typed(self) -> dict[str, list[str]]:
        """Return the kept answers by field, as a form sends them."""
        return (self.draft.typed or {}) if self.draft else {}

    @property
    def answers(self) -> QueryDict:
        """Return the kept answers as a form takes them."""
        answers = QueryDict(mutable=True)
        for name, values in self.typed.items():
            answers.setlist(name, values)
        return answers

    @property
    def files(self) -> dict[str, DraftFile]:
        """Return the kept files by the slot they were chosen for."""
        return {file.requirement: file for file in self.draft.files.order_by("requirement")} if self.draft else {}

    def start_anew(self) -> None:
        """Take a fresh token: what was sent is sent."""
        self.known, self.token = False, secrets.token_urlsafe(TOKEN_BYTES)
        for name in ("sent_case", "draft", "typed"):
            self.__dict__.pop(name, None)

    @property
    def initial(self) -> dict[str, Any]:
        """Return the kept answers as first values of a form."""
        return self.as_initial(self.answers)

    @staticmethod
    def as_initial(answers: QueryDict) -> dict[str, Any]:
        """Return sent answers as first values, so that a form shows them without judging them."""
        return {name: values if name in SEVERAL else values[-1] for name, values in answers.lists() if values}

    def keep(self, posted: QueryDict, route_answers: dict[str, str], files: Iterable[tuple[str, IncomingFile]]) -> None:
        """Keep everything typed, right or wrong, and the accepted files, each in place of an earlier one.

        Files for papers that these answers do not ask for are let go: nobody sees them any more, so nobody sends them.
        """
        typed = {
            name: [value[:LONGEST_KEPT] for value in values] for name, values in posted.lists() if name not in NOT_KEPT
        }
        typed |= {name: [value] for name, value in route_answers.items()}
        self.draft = drafts.save_draft(self.token, self.desk, typed)
        self.typed, self.known = typed, True
        for slot, file in files:
            drafts.keep_file(self.draft, slot, file)
        self._let_other_papers_go(route_answers)

    def _let_other_papers_go(self, route_answers: dict[str, str]) -> None:
        kept = self.files
        card = open_desk(self.desk.slug, timezone.localdate()) if kept else None
        route = Route.from_answers(card, route_answers) if card else None
        if route:
            for slot in kept.keys() - belonging(route, kept).keys():
                self.remove_file(slot)

    def remove_file(self, slot: str) -> None:
        """Let a kept file go; its bytes are swept within hours."""
        self.draft.files.filter(requirement=slot).delete()

    def discard(self) -> None:
        """Forget the draft once it was sent; its files belong to the case now."""
        drafts.discard_draft(self.token, self.desk)

    @property
    def shown_receipt(self) -> Case | None:
        """Return the case whose receipt may still be shown to the holder of this cookie."""
        case = self.sent_case
        return case if case and case.created_at > timezone.now() - RECEIPT_SHOWN_FOR else None

    def write_cookie(self, response: HttpResponse) -> HttpResponse:
        """Give the visitor the token, for this desk's pages only."""
        response.set_signed_cookie(
            COOKIE,
            self.token,
            salt=SALT,
            max_age=KEEP,
            path=self._path,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response

    def clear_cookie(self, response: HttpResponse) -> HttpResponse:
        """Take the token away."""
        response.delete_cookie(COOKIE, path=self._path, samesite="Lax")
        return response

    @property
    def _path(self) -> str:
        return reverse("public:desk", args=[self.desk.slug])
