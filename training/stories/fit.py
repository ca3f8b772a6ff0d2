"""Learns the weights of bot/rules/news/story_likeness.py from the labelled pairs of this folder.

`python -m training.stories.fit` prints precision and recall of each sitting decided by the others,
then the weights. Needs training/news/requirements.txt.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from benchmarks.story_pairs import Labelled, tellings
from benchmarks.story_quality import CATALOG, seen
from bot.news.catalog_stories import load_story_words
from bot.rules.news.stories import LIKELY, Recent
from bot.rules.news.story_likeness import WEIGHTS, likeness, may_be_one
from bot.rules.news.story_telling import Telling

# sitting_10 is kept apart
LEARNT = tuple(f"sitting_{number}" for number in range(1, 10))
STRENGTH = 0.3  # of the regression, the inverse of its restraint
# Our true tellings come within hours. In life weeklies retell after days: each counts once more, by
# this much, as told a day later.
LATER = 0.12

Rows = tuple["np.ndarray", "np.ndarray", "np.ndarray"]


def main() -> None:
    """Print the table and the weights."""
    words = load_story_words(CATALOG)
    told = {part: [(one, seen(one, 1, words)) for one in tellings(part)] for part in LEARNT}
    recent = Recent(telling for some in told.values() for _, telling in some)
    rows = {part: signs_of(some, recent) for part, some in told.items()}
    unseen = [
        fitted([rows[other] for other in LEARNT if other != part]).decision_function(rows[part][0])
        for part in LEARNT
    ]
    for part, odds in zip(LEARNT, unseen, strict=True):
        report(part, LIKELY, odds, *rows[part][1:])
    for least in (2.0, 2.5, 3.0, 3.5, 4.0):
        _, truth, possible = (
            np.concatenate(columns) for columns in zip(*rows.values(), strict=True)
        )
        report(f"all at {least}", least, np.concatenate(unseen), truth, possible)
    learnt = fitted(list(rows.values()))
    scales, means = learnt[0].scale_, learnt[0].mean_
    weights = learnt[1].coef_[0] / scales
    for name, weight in zip(WEIGHTS, weights, strict=True):
        print(f'    "{name}": {weight:.2f},')  # noqa: T201 - a tool that prints
    print(f"BIAS = {learnt[1].intercept_[0] - (weights * means).sum():.2f}")  # noqa: T201 - a tool that prints


def signs_of(told: Sequence[tuple[Labelled, Telling]], recent: Recent) -> Rows:
    """Signs, truth and whether they may be one at all, of all pairs that share a family or may."""
    signs, truth, possible = [], [], []
    for (one, ours), (two, theirs) in combinations(told, 2):
        may = may_be_one(ours, theirs)
        if may or one.family == two.family:
            found = likeness(theirs, ours, recent.rarity(ours, theirs)).signs
            signs.append([float(found[name]) for name in WEIGHTS])
            truth.append((one.family, one.event) == (two.family, two.event))
            possible.append(may)
    return np.array(signs), np.array(truth), np.array(possible)


def fitted(rows: Sequence[Rows]) -> Pipeline:
    """The regression on the pairs that may be one."""
    signs = np.vstack([some[possible] for some, _, possible in rows])
    truth = np.concatenate([some[possible] for _, some, possible in rows])
    retold = signs[truth].copy()
    retold[:, list(WEIGHTS).index("a day between")] = 1.0
    weights = np.concatenate([np.ones(len(signs)), np.full(len(retold), LATER)])
    model = make_pipeline(
        StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=2000, random_state=1)
    )
    return model.fit(
        np.vstack([signs, retold]),
        np.concatenate([truth, np.ones(len(retold), dtype=bool)]),
        logisticregression__sample_weight=weights,
    )


def report(
    name: str, least: float, odds: "np.ndarray", truth: "np.ndarray", possible: "np.ndarray"
) -> None:
    """One line of pairs that the regression has not seen."""
    joined = (odds >= least) & possible
    right, wrong = int((joined & truth).sum()), int((joined & ~truth).sum())
    print(f"{name}: {right} right, {wrong} wrong, {int((truth & ~joined).sum())} missed")  # noqa: T201 - a tool that prints


if __name__ == "__main__":
    main()
