"""Hypothesis as the house uses it."""

from __future__ import annotations


def pytest_configure() -> None:
    """Let no example fail because the machine is slow."""
    from hypothesis import HealthCheck, settings

    slow = [HealthCheck.too_slow]
    settings.register_profile("house", settings(), deadline=None, suppress_health_check=slow)
    settings.load_profile("house")
