"""Everything the case page shows, read in a fixed number of queries."""

from dsr.queries.case_page.page import CasePage, RightCard, load_case_page, refusal_of
from dsr.queries.case_page.papers import Line, Paper

__all__ = ["CasePage", "Line", "Paper", "RightCard", "load_case_page", "refusal_of"]
