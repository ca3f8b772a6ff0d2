"""Answers one question by a few units, each a linear model, weighed together: a small net.

One sum of weights hears danger where a child and fear stand in one sentence, or charity where a
bank gives; units hear which words belong together. What each word added can still be told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.rules.text.linear import LinearModel, chance


@dataclass(frozen=True, slots=True)
class Units:
    """What each unit's score adds to the log odds of the question, when it is above nought."""

    question: str
    bias: float
    outs: tuple[float, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """What the units are called among the labels of their linear model."""
        return unit_labels(self.question, len(self.outs))

    def chance(self, scores: Mapping[str, float]) -> float:
        """The probability of yes, 0 to 1; `scores` are those of the linear model."""
        return chance(self.bias + sum(out * scores[name] for name, out in self._awake(scores)))

    def shares(
        self, values: Mapping[str, float], model: LinearModel, scores: Mapping[str, float]
    ) -> dict[str, float]:
        """What each feature added to the log odds."""
        outs = {model.labels.index(name): out for name, out in self._awake(scores)}
        return {
            name: value
            * sum([outs[at] * weight for at, weight in model.weights.get(name, ()) if at in outs])
            for name, value in values.items()
        }

    def _awake(self, scores: Mapping[str, float]) -> Iterable[tuple[str, float]]:
        pairs = zip(self.labels, self.outs, strict=True)
        return [(name, out) for name, out in pairs if scores[name] > 0]


def unit_labels(question: str, count: int) -> tuple[str, ...]:
    """Labels of so many units."""
    return tuple(f"{question}_{number}" for number in range(count))
