"""Trains the news model on training/news/*.tsv and writes bot/catalog/news_model.json.

Needs training/news/requirements.txt. Every line of the tables was written for this training:
topics (commas; "-" for not relevant), title, summary. Prints how well the lines of one sitting are
foretold by the others before it trains on all.
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
from bot.rules.text.linear import LinearModel  # noqa: E402 - after the path of the repository
from bot.rules.text.sightings import look  # noqa: E402 - as above
from storage.records.news import EntryText  # noqa: E402 - as above

C_RELEVANT, C_TOPIC = 3.0, 9.0  # inverse strength of the penalty, chosen by cross-validation
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
    return LogisticRegression(C=strength, max_iter=400, class_weight=weights).fit(matrix, wanted)


def train(
    lines: list[Line], matrix: csr_matrix, topics: tuple[str, ...]
) -> list[LogisticRegression]:
    """A regression for RELEVANT and one for each topic, the latter on relevant lines only."""
    relevant = np.array([bool(line.topics) for line in lines])
    at = np.flatnonzero(relevant)
    models = [fit(matrix, relevant, C_RELEVANT, weights=DOUBT)]
    for topic in topics:
        wanted = np.array([topic in lines[i].topics for i in at])
        models.append(fit(matrix[at], wanted, C_TOPIC, weights="balanced"))
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


def cross_validate(lines: list[Line], matrix: csr_matrix) -> None:
    """Foretells each sitting's relevance from the others."""
    relevant = np.array([bool(line.topics) for line in lines])
    sittings = np.array([line.sitting for line in lines])
    for sitting in sorted(set(sittings)):
        inside = sittings == sitting
        model = fit(matrix[~inside], relevant[~inside], C_RELEVANT, weights=DOUBT)
        guess = model.predict(matrix[inside])
        right = (guess & relevant[inside]).sum()
        print(  # noqa: T201 - a command speaks
            f"sitting {sitting}: {inside.sum()} lines, precision {right / guess.sum():.3f}, "
            f"recall {right / relevant[inside].sum():.3f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "bot" / "catalog" / "news_model.json")
    parser.add_argument("--skip-validation", action="store_true")
    arguments = parser.parse_args()
    catalog: NewsCatalog = load_news_facts(ROOT / "bot" / "catalog", NO_MODEL)
    lines = read_lines()
    vectors = DictVectorizer()
    read = [features(look(line.text, catalog), catalog) for line in lines]
    matrix = vectors.fit_transform(read)
    if not arguments.skip_validation:
        cross_validate(lines, matrix)
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
