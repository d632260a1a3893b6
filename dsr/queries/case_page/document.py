"""One document of a case as its page shows it: beside the line it came in for, and the person it has to fit."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from dsr.models import Case, User
from dsr.persons import PersonDetails
from dsr.policy import READS_CASES
from dsr.queries.case_page.page import refusal_of
from dsr.queries.case_page.papers import Line, Paper, lines_of, papers_of
from dsr.vocabulary import Action, PartyRole


@dataclass(frozen=True, kw_only=True)
class DocumentPage:
    """Everything one look at a document needs."""

    case: Case
    user: User
    paper: Paper
    papers: tuple[Paper, ...]
    line: Line | None

    @cached_property
    def may(self) -> dict[str, bool]:
        """Return which verbs the reader may take now on this document and its line."""
        left = self._left_to_do()
        return {action.value: action in left and not refusal_of(self.case, self.user, action) for action in _VERBS}

    def _left_to_do(self) -> set[Action]:
        """Return what makes sense for this document as it is, whoever looks at it."""
        if self.paper.remains:
            return set()
        if self.paper.may_only_be_destroyed:
            return {Action.DESTROY_DOCUMENT, Action.SETTLE_FINDING}
        return set(_VERBS) if self.paper.is_ready else set(_VERBS) - {Action.MASK_DOCUMENT}

    @property
    def role(self) -> PartyRole:
        """Return whose document it is: the one its line asks for, else the requester."""
        if self.line:
            return PartyRole(self.line.item.of)
        return PartyRole.AGENT if self.case.agent else PartyRole.PRINCIPAL

    @property
    def person(self) -> PersonDetails:
        """Return the person whom the document has to fit."""
        return (self.case.agent if self.role == PartyRole.AGENT else None) or self.case.principal

    @property
    def other_cases(self) -> dict[UUID, Case]:
        """Return the other cases that its warnings name and the reader may open, by the id of the warning."""
        named = {caution.finding.pk: caution.finding.other_case for caution in self.paper.cautions}
        return {pk: case for pk, case in named.items() if case and self.user.role_at(case.desk_id) in READS_CASES}


_VERBS = (
    Action.DESCRIBE_DOCUMENT,
    Action.SETTLE_FINDING,
    Action.MASK_DOCUMENT,
    Action.DESTROY_DOCUMENT,
    Action.ACCEPT_ITEM,
    Action.REJECT_ITEM,
    Action.WAIVE_ITEM,
    Action.ADD_NOTE,
)


def load_document_page(case: Case, document_id: UUID, user: User) -> DocumentPage | None:
    """Read everything the page of a document of a visible case shows; None when the case has no such document."""
    papers = papers_of(case)
    paper = next((paper for paper in papers if paper.document.pk == document_id), None)
    if paper is None:
        return None
    lines = lines_of(case, papers)
    line = next((line for line in lines if line.item.pk == paper.document.item_id), None)
    return DocumentPage(case=case, user=user, paper=paper, papers=papers, line=line)
