"""Errors that a person may meet: each carries the key of a calm sentence in the catalogues."""

from typing import Any


class BotError(Exception):
    """Base of errors told to a person; `params` fill the sentence's placeholders."""

    key = "error.try_later"

    def __init__(self, **params: Any) -> None:
        super().__init__(self.key)
        self.params = params
