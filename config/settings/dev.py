"""For developers: debug pages, and key files made when they are missing. Never for real data."""

from config import env, keys

env.preset(DSR_REQUIRE_MFA="false", DSR_LOG_LEVEL="INFO")
keys.make_missing(env.data_folder())

from config.settings.base import *  # noqa: E402, F403 - the environment must be complete before the base reads it

DEBUG = True
