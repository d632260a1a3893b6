"""The real product and a real browser."""

from tests.browser.fixtures import browser, demo, product, visit

__all__ = ["browser", "demo", "product", "visit"]
