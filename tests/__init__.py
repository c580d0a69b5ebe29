"""Tests."""

from hypothesis import settings

# A busy machine is no fault of the example at hand.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
