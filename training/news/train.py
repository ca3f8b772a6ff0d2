"""Trains the news model on training/news/*.tsv and writes bot/catalog/news_model.json.

Needs training/news/requirements.txt. Every line of the tables was written for this training:
topics (commas; "-" for not relevant), title, summary. Prints how well the lines of one sitting are
decided by the others' model before it trains on all.
"""

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from bot.news.catalog_news import load_news_facts  # noqa: E402 - after the path of the repository
from bot.rules.news.news_catalog import RELEVANT, NewsCatalog  # noqa: E402 - as above
from bot.rules.news.news_features import features  # noqa: E402 - as above
from bot.rules.news.relevance import tier_by_patterns, tier_with_model  # noqa: E402 - as above
from bot.rules.news.topics import topics_with_model  # noqa: E402 - as above
from bot.rules.text.linear import LinearModel  # noqa: E402 - after the path of the repository
from bot.rules.text.sightings import Sightings, look  # noqa: E402 - as above
from storage.records.news import EntryText  # noqa: E402 - as above

C_RELEVANT, C_TOPIC = 3.0, 1.0  # inverse strength of the penalty, chosen by cross-validation
DOUBT = {False: 2.0, True: 1.0}  # feeds hold twenty times more of what is not relevant
SCALE = 50  # weights are written as whole fiftieths
LEAST = 4  # … and left out when smaller than this many fiftieths
PAIR_LINES = 2  # pairs of words of fewer lines help training to doubt, and are not written
NO_MODEL = LinearModel((RELEVANT,), (0.0,), {})


@dataclass(frozen=True)
class Line:
    """One labelled text and the table it stands in."""

    sitting: str
    topics: frozenset[str]
    text: EntryText


def read_lines() -> list[Line]:
    """All lines of all tables; a table's name is kk_1.tsv, and its sitting is 1."""
    lines = []
    for path in sorted(HERE.glob("*.tsv")):
        for row in path.read_text(encoding="utf-8").splitlines():
            topics, title, summary = row.split("\t")
            named = frozenset(topics.split(",")) - {"-"}
            sitting = path.stem.partition("_")[2]
            lines.append(Line(sitting, named, EntryText(title, summary)))
    return lines


def fit(
    matrix: csr_matrix,
    wanted: np.ndarray[tuple[int], np.dtype[np.bool_]],
    strength: float,
    *,
    weights: dict[bool, float] | str,
) -> LogisticRegression:
    """One yes-or-no question."""
    model = LogisticRegression(
        C=strength,
        solver="liblinear",
        dual=True,
        random_state=0,
        max_iter=1000,
        class_weight=weights,
    )
    return model.fit(matrix, wanted)


def train(
    lines: list[Line], matrix: csr_matrix, topics: tuple[str, ...]
) -> list[LogisticRegression]:
    """A regression for RELEVANT and one for each topic, the latter on relevant lines only."""
    relevant = np.array([bool(line.topics) for line in lines])
    models = [fit(matrix, relevant, C_RELEVANT, weights=DOUBT)]
    for topic in topics:
        wanted = np.array([topic in line.topics for line in lines if line.topics])
        models.append(fit(matrix[relevant], wanted, C_TOPIC, weights="balanced"))
    return models


def write(
    path: Path,
    names: list[str],
    kept: set[str],
    labels: tuple[str, ...],
    models: list[LogisticRegression],
) -> int:
    """Writes the weights that matter, of the kept names; returns the file's size in bytes."""
    weights: dict[str, list[int]] = {}
    table = np.rint(np.vstack([model.coef_[0] for model in models]) * SCALE).astype(int)
    for column, name in enumerate(names):
        flat = [
            number
            for label in range(len(labels))
            if abs(table[label, column]) >= LEAST
            for number in (label, int(table[label, column]))
        ]
        if flat and name in kept:
            weights[name] = flat
    biases = [round(float(model.intercept_[0]), 3) for model in models]
    held = {"labels": labels, "biases": biases, "scale": SCALE, "weights": weights}
    text = json.dumps(held, ensure_ascii=False, separators=(",", ":")).replace('],"', '],\n"')
    path.write_text(text + "\n", encoding="utf-8")
    return len(text.encode())


def cross_validate(
    lines: list[Line], seen: list[Sightings], matrix: csr_matrix, catalog: NewsCatalog
) -> None:
    """Decides about each sitting's lines, as the bot would, by a model of the other sittings."""
    topics = tuple(topic.id for topic in catalog.topics)
    sittings = np.array([line.sitting for line in lines])
    print("sitting  lines  precision  recall  F1     topics F1")  # noqa: T201 - a command speaks
    every = Tally()
    for sitting in sorted(set(sittings), key=int):
        inside = sittings == sitting
        held = np.flatnonzero(inside)
        models = train([line for line in lines if line.sitting != sitting], matrix[~inside], topics)
        foretold = [model.predict_proba(matrix[inside])[:, 1].tolist() for model in models]
        tally = Tally()
        for position, i in enumerate(held):
            chances = {
                label: column[position]
                for label, column in zip((RELEVANT, *topics), foretold, strict=True)
            }
            tally.add(lines[i].topics, decided(seen[i], catalog, chances))
        every.join(tally)
        print(f"{sitting:>7}  {tally}")  # noqa: T201 - as above
    print(f"    all  {every}")  # noqa: T201 - as above


def decided(seen: Sightings, catalog: NewsCatalog, chances: dict[str, float]) -> frozenset[str]:
    """The topics that the bot would give; none for an entry that it would not take."""
    tier = tier_with_model(tier_by_patterns(seen, catalog)[0], chances[RELEVANT])
    if tier == "none":
        return frozenset()
    return frozenset(topic.id for topic in topics_with_model(seen, catalog, tier, chances))


@dataclass
class Tally:
    """Counts of decisions beside labels; a topic given to a line wrongly taken is wrong too."""

    lines: int = 0
    taken: int = 0
    wanted: int = 0
    right: int = 0
    named: int = 0  # topics, given and labelled together
    agreed: int = 0

    def add(self, labelled: frozenset[str], given: frozenset[str]) -> None:
        self.lines += 1
        self.taken += bool(given)
        self.wanted += bool(labelled)
        self.right += bool(given and labelled)
        self.named += len(given) + len(labelled)
        self.agreed += len(given & labelled)

    def join(self, other: "Tally") -> None:
        for name in ("lines", "taken", "wanted", "right", "named", "agreed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def __str__(self) -> str:
        # a sitting may hold nothing relevant
        precision, recall = self.right / max(1, self.taken), self.right / max(1, self.wanted)
        f1 = 2 * self.right / max(1, self.taken + self.wanted)
        topics = 2 * self.agreed / max(1, self.named)
        return f"{self.lines:5d}  {precision:9.3f}  {recall:6.3f}  {f1:.3f}  {topics:9.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "bot" / "catalog" / "news_model.json")
    parser.add_argument("--skip-validation", action="store_true")
    arguments = parser.parse_args()
    catalog: NewsCatalog = load_news_facts(ROOT / "bot" / "catalog", NO_MODEL)
    lines = read_lines()
    vectors = DictVectorizer()
    seen = [look(line.text, catalog) for line in lines]
    read = [features(one, catalog) for one in seen]
    matrix = vectors.fit_transform(read)
    matrix.indices, matrix.indptr = matrix.indices.astype("i4"), matrix.indptr.astype("i4")
    if not arguments.skip_validation:
        cross_validate(lines, seen, matrix, catalog)
    topics = tuple(topic.id for topic in catalog.topics)
    models = train(lines, matrix, topics)
    names = list(vectors.get_feature_names_out())
    lines_with = Counter(name for found in read for name in found)
    kept = {name for name in names if " " not in name or lines_with[name] >= PAIR_LINES}
    size = write(arguments.out, names, kept, (RELEVANT, *topics), models)
    print(  # noqa: T201 - a command speaks
        f"{len(lines)} lines, {len(kept)} features, {size} bytes -> {arguments.out}"
    )


if __name__ == "__main__":
    main()
