"""The code of a paper, as a field of a profile."""

from typing import Annotated

from pydantic import AfterValidator, StrictStr

from dsr.law.evidence import EVIDENCE
from dsr.profile.checks import fault


def _known_paper(code: str) -> str:
    if code not in EVIDENCE:
        raise fault("a kind of evidence that dsr/law/evidence knows")
    return code


Paper = Annotated[StrictStr, AfterValidator(_known_paper)]
