"""The published policy as a document: its dates, what stands beside it, and what in it no longer holds."""

from dsr.profile.base import Code, Day, Part, Text, WebAddress, Words


class RelatedDocument(Part):
    """Another published text that a reader of the policy needs."""

    title: Text
    role: Text
    url: WebAddress | None = None


class Defect(Part):
    """A statement in the published text that does not hold. It is treated as said here, and never shown as law."""

    code: Code
    says: Text
    wrong_since: Day | None
    treatment: Text


class PolicyDocument(Part):
    """The published policy. A case pins the version whose `effective_from` has come by its day of receipt."""

    title: Text
    version: Words
    established_on: Day | None
    revised_on: Day | None
    effective_from: Day
    url: WebAddress | None = None
    owner: Text | None = None
    standards: tuple[Text, ...] = ()
    related: tuple[RelatedDocument, ...] = ()
    precedence: Text | None = None
    changes: Text | None = None
    defects: tuple[Defect, ...] = ()
