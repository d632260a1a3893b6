"""Find cases by number, e-mail address, phone number or name, without a name lying in the database in clear."""

from django.db.models import Count, Q

from dsr import search_index
from dsr.models import SearchToken
from dsr.receipts import parse_case_number

LONGEST_SEARCH = 120


def search_filter(typed: str) -> Q:
    """Return the condition of cases that match what was typed; one that matches nothing when it can mean nothing.

    A case number is read tolerantly, an e-mail address and a phone number match as a whole, a name by pairs of
    neighbours in its folded form, so that 髙橋 finds 高橋 and ﾔﾏﾀﾞ finds ヤマダ. Scope it with `visible_to`.
    """
    number = parse_case_number(typed)
    exact = search_index.exact_hashes(typed)
    if number or exact:
        return Q(number=number or "") | Q(pk__in=_with_all(exact))
    return Q(pk__in=_with_all(search_index.name_query_hashes(typed)))


def _with_all(hashes: frozenset[int]) -> object:
    """Return the ids of cases that have every one of these tokens, as a subquery; none for no tokens."""
    if not hashes:
        return SearchToken.objects.none().values("case")
    found = SearchToken.objects.filter(token__in=hashes).values("case")
    if len(hashes) == 1:
        return found
    return found.annotate(hits=Count("token")).filter(hits=len(hashes)).values("case")
