"""The refusals of the Bot API, worded exactly as Telegram words them."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """One refusal: HTTP code, exact description, optional response parameters."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class SimError(Exception):
    """A request of the control API that cannot be done; answered as 400 {"error": ...}."""


def bad_request(text: str, **parameters: Any) -> ApiError:
    return ApiError(400, f"Bad Request: {text}", **parameters)


def forbidden(text: str) -> ApiError:
    return ApiError(403, f"Forbidden: {text}")


def conflict(text: str) -> ApiError:
    return ApiError(409, f"Conflict: {text}")


def too_many(seconds: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def sandbox_refusal(text: str) -> ApiError:
    """Stricter than Telegram: what it would silently ignore is named here."""
    return ApiError(400, f"Sandbox: {text}")


def not_emulated(method: str) -> ApiError:
    return ApiError(501, f"Sandbox: method {method} is not emulated")
