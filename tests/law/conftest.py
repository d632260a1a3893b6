"""Properties of the law: the same examples on every run, and no limit in time, because two cores are shared."""

from hypothesis import settings

settings.register_profile("law", deadline=None, derandomize=True, max_examples=400)
settings.load_profile("law")
