"""Trains the units that answer one question (bot/rules/text/units.py): triage and news share it."""

import warnings
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

UNITS = 8
ROUNDS, DECAY, PACE, TOGETHER = 8, 1e-3, 2e-3, 128  # by cross-validation, for both models
SEED = 7


@dataclass(frozen=True)
class Learnt:
    """A column of `weights` for each unit, and what its yes adds (log odds)."""

    weights: "np.ndarray"
    biases: "np.ndarray"
    outs: "np.ndarray"
    bias: float

    def scores(self, matrix: csr_matrix) -> "np.ndarray":
        """Log odds of yes for each row."""
        heard = np.maximum(matrix @ self.weights + self.biases, 0)
        found: np.ndarray = heard @ self.outs + self.bias
        return found

    def written(self) -> dict[str, object]:
        """What the model's file holds of it beside the weights of the units."""
        outs = [round(float(out), 3) for out in self.outs]
        return {"bias": round(self.bias, 3), "outs": outs}


def telling(matrix: csr_matrix, wanted: "np.ndarray") -> "np.ndarray":
    """How much each feature tells by itself: the root of its log ratio (naive Bayes)."""
    stands = (matrix > 0).astype(float)
    with_it, without = (1 + np.asarray(stands[rows].sum(0)).ravel() for rows in (wanted, ~wanted))
    ratio = np.log((with_it / with_it.sum()) / (without / without.sum()))
    root: np.ndarray = np.abs(ratio) ** 0.5
    return root


def learn(matrix: csr_matrix, wanted: "np.ndarray", nets: int = 1) -> Learnt:
    """Trains the units; features that tell nothing by themselves hardly reach them.

    Several nets begin from other dice and answer by their mean: one alone is a matter of luck.
    """
    heard = telling(matrix, wanted)
    told = matrix.multiply(heard).tocsr()
    learnt = [_one_net(told, wanted, SEED + number) for number in range(nets)]
    return Learnt(
        np.hstack([net.coefs_[0] for net in learnt]) * heard[:, None],
        np.concatenate([net.intercepts_[0] for net in learnt]),
        np.concatenate([net.coefs_[1][:, 0] for net in learnt]) / nets,
        float(np.mean([net.intercepts_[1][0] for net in learnt])),
    )


def _one_net(told: csr_matrix, wanted: "np.ndarray", seed: int) -> MLPClassifier:
    net = MLPClassifier(
        (UNITS,),
        alpha=DECAY,
        max_iter=ROUNDS,
        learning_rate_init=PACE,
        batch_size=TOGETHER,
        random_state=seed,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # it stops early on purpose
        return net.fit(told, wanted)
