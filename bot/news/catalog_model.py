"""Reads a model's weights from JSON; refuses a file that training did not write."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from bot.problems import CatalogProblems, Problem
from bot.rules.news.news_model import RELEVANT, NewsModel
from bot.rules.text.linear import LinearModel
from bot.rules.text.units import Units

Model = TypeVar("Model")
_REPAIR = "make it anew with train.py of its folder in training/"


def load_model(path: Path) -> NewsModel:
    """The news model of a file; raises CatalogProblems."""
    return read_model(path, _news_model)


def _news_model(read: dict[str, Any]) -> NewsModel:
    model = NewsModel(linear_model(read), units(read, RELEVANT))
    if not frozenset(model.relevance.labels) <= frozenset(model.linear.labels):
        raise ValueError("another number of units")
    return model


def read_model(path: Path, made: Callable[[dict[str, Any]], Model]) -> Model:
    """What `made` makes of a file's JSON; raises CatalogProblems when it cannot."""
    try:
        return made(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogProblems([Problem(str(path), None, f"cannot be read: {error}")]) from error
    except (ValueError, KeyError, TypeError, IndexError) as error:
        message = f"is no model ({error!r}); {_REPAIR}"
        raise CatalogProblems([Problem(str(path), None, message)]) from error


def linear_model(read: dict[str, Any]) -> LinearModel:
    """The linear model of a file's JSON: `labels`, `biases`, `scale`, and `weights`.

    Weights are, for each feature, a flat list of label position, weight times scale, as integers:
    half the size of decimals.
    """
    labels = tuple(str(label) for label in read["labels"])
    biases = tuple(float(bias) for bias in read["biases"])
    scale = float(read["scale"])
    weights = {
        str(name): tuple((int(flat[at]), flat[at + 1] / scale) for at in range(0, len(flat), 2))
        for name, flat in read["weights"].items()
    }
    beyond = any(not 0 <= at < len(labels) for pairs in weights.values() for at, _ in pairs)
    if beyond or len(labels) != len(biases):
        raise ValueError("labels, biases and weights do not fit")
    return LinearModel(labels, biases, weights)


def units(read: dict[str, Any], question: str) -> Units:
    """The units of a file's JSON that answer a question: its `bias` and `outs`."""
    held = read[question]
    return Units(question, float(held["bias"]), tuple(float(out) for out in held["outs"]))
