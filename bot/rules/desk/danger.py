"""Says how likely a message speaks of danger: a few units, each a linear model, weighed together.

One sum of weights hears danger where a child and fear stand in one sentence; units hear that a
grandmother, a raised hand and a closed door belong together and a fear of the water does not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.rules.text.linear import LinearModel, chance

# units of the net, and from which chance on it raises an alarm: docs/models/triage.md
UNITS = 8
ALARM_FROM = 0.5
# the feature by which the categories hear the chance of danger: a calm word of a family is about
# a divorce or a school, seldom about violence
HEARD = "!danger"


def unit_labels() -> tuple[str, ...]:
    """What the units are called among the labels of the model."""
    return tuple(f"danger_{number}" for number in range(UNITS))


@dataclass(frozen=True, slots=True)
class Danger:
    """What each unit's score adds to the log odds of danger, when it is above nought."""

    bias: float
    outs: tuple[float, ...]

    def chance(self, scores: Mapping[str, float]) -> float:
        """The probability of danger, 0 to 1; `scores` are those of the linear model."""
        return chance(self.bias + sum(out * scores[name] for name, out in self._awake(scores)))

    def shares(
        self, values: Mapping[str, float], model: LinearModel, scores: Mapping[str, float]
    ) -> dict[str, float]:
        """What each feature of the message added to the log odds."""
        outs = {model.labels.index(name): out for name, out in self._awake(scores)}
        return {
            name: value
            * sum(outs.get(at, 0.0) * weight for at, weight in model.weights.get(name, ()))
            for name, value in values.items()
        }

    def _awake(self, scores: Mapping[str, float]) -> Iterable[tuple[str, float]]:
        pairs = zip(unit_labels(), self.outs, strict=True)
        return [(name, out) for name, out in pairs if scores[name] > 0]
