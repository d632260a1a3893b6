#!/usr/bin/env python
"""Django's command line."""

import sys

from config import env


def main() -> None:
    """Run a management command with the settings that the environment asks for."""
    env.choose_settings()
    # the settings must be chosen before Django is imported
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
