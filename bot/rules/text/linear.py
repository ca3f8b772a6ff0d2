"""A linear model over named features: scores of several labels and what weighed in each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp


@dataclass(frozen=True, slots=True)
class LinearModel:
    """`weights` hold, for each feature, pairs of (label's position, weight)."""

    labels: tuple[str, ...]
    biases: tuple[float, ...]
    weights: Mapping[str, tuple[tuple[int, float], ...]]

    def chances(self, features: Mapping[str, float]) -> dict[str, float]:
        """For each label the probability, 0 to 1, that it holds; labels do not exclude another."""
        return {label: chance(score) for label, score in self.scores(features).items()}

    def scores(self, features: Mapping[str, float]) -> dict[str, float]:
        """For each label its log odds."""
        scores = list(self.biases)
        weights = self.weights
        for name, value in features.items():
            for label, weight in weights.get(name, ()):
                scores[label] += weight * value
        return dict(zip(self.labels, scores, strict=True))

    def told(self, scores: Mapping[str, float], feature: str, value: float) -> dict[str, float]:
        """These scores when the message has one feature more."""
        more = dict(scores)
        for label, weight in self.weights.get(feature, ()):
            more[self.labels[label]] += weight * value
        return more

    def heaviest(self, features: Mapping[str, float], label: str, count: int) -> Iterable[str]:
        """The features that spoke loudest for a label, at most `count`."""
        position = self.labels.index(label)
        shares = [
            (weight * value, name)
            for name, value in features.items()
            for at, weight in self.weights.get(name, ())
            if at == position and weight > 0
        ]
        return [name for _, name in sorted(shares, reverse=True)[:count]]


def chance(score: float) -> float:
    """The probability, 0 to 1, that log odds mean."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))
