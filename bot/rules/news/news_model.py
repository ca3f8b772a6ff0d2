"""What training learnt of news: whether an entry is relevant (a small net), and its topics."""

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.rules.text.linear import LinearModel, chance
from bot.rules.text.units import Units

RELEVANT = "relevant"  # the question "is this news of civic life?"


@dataclass(frozen=True, slots=True)
class NewsModel:
    """The weights: labels are the units of relevance and one for each topic it has learnt."""

    linear: LinearModel
    relevance: Units

    def chances(self, features: Mapping[str, float]) -> dict[str, float]:
        """The probability, 0 to 1, of RELEVANT and of each topic learnt."""
        scores = self.linear.scores(features)
        relevant = self.relevance.chance(scores)
        for unit in self.relevance.labels:
            del scores[unit]
        return {RELEVANT: relevant} | {label: chance(score) for label, score in scores.items()}

    def heaviest(self, features: Mapping[str, float], label: str, count: int) -> Iterable[str]:
        """The features that spoke loudest for a label, at most `count`; none for one unknown."""
        if label == RELEVANT:
            scores = self.linear.scores(features)
            shares = self.relevance.shares(features, self.linear, scores)
            loud = (name for name, share in shares.items() if share > 0)
            return heapq.nlargest(count, loud, key=shares.__getitem__)
        if label not in self.linear.labels:
            return ()
        return self.linear.heaviest(features, label, count)
