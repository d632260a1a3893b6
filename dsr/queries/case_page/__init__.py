"""Everything the case page shows, read in a fixed number of queries."""

from dsr.queries.case_page.document import DocumentPage, load_document_page
from dsr.queries.case_page.page import CasePage, RightCard, load_case_page, refusal_of
from dsr.queries.case_page.papers import Line, Paper

__all__ = [
    "CasePage",
    "DocumentPage",
    "Line",
    "Paper",
    "RightCard",
    "load_case_page",
    "load_document_page",
    "refusal_of",
]
