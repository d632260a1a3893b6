"""A failure that no further try can mend."""


class Hopeless(Exception):  # noqa: N818 - reads as the fact it states
    """Trying again is of no use. Its text is kept with the row, so it holds a code and never a person."""
