"""The former name of `tests.factories`."""

from tests.factories import *  # noqa: F403
