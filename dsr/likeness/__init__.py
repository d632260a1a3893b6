"""How what a requester typed is like what stands on a paper: hints for a person to judge.

Pure functions of two texts. They change nothing, store nothing, accept and refuse nothing. Each is symmetric, answers
for every text, and calls a text the same as itself.
"""

from dsr.likeness.addresses import compare_addresses
from dsr.likeness.hints import ALIKE, Hint, tone_of
from dsr.likeness.names import compare_names
from dsr.likeness.people import Compared, compare_people

__all__ = ["ALIKE", "Compared", "Hint", "compare_addresses", "compare_names", "compare_people", "tone_of"]
