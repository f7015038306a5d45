"""Graded assignment on lesson 02: what is drawn, what is right, what is typically wrong."""

import numpy as np

from course_utils.i18n import T, Text
from course_utils.task import Mistake, Task, compare_values

# --- predict: the same example, corrected again and again --------------------------------------


def _correction_inputs(rng):
    while True:
        x, w = rng.uniform(-2, 2, 3).round(1), rng.uniform(-3, 3, 3).round(1)
        b, rate = round(rng.uniform(-2, 2), 1), float(rng.choice([0.1, 0.2, 0.3, 0.4]))
        z, step = float(x @ w) + b, rate * (float(x @ x) + 1)
        needed = abs(z) / step
        # Wrong at first, right after 3 to 8 corrections, and never exactly on the boundary.
        clear = abs(needed - round(needed)) > 0.05
        # No number so small that leaving it out, or mixing it up, would not show.
        visible = min(abs(b), *np.abs(x)) >= 0.3 and abs(abs(b) - rate) > 0.05
        if 2 < needed < 8 and clear and visible:
            return {"x": x, "target": int(z < 0), "w": w, "b": b, "rate": rate}


def _correction_reference(x, target, w, b, rate):
    sign, sums = 2 * target - 1, []
    while True:
        z = sum(xi * wi for xi, wi in zip(x, w, strict=True)) + b
        sums.append(float(z))
        if (1 if z > 0 else 0) == target:
            return sums[1], len(sums) - 1
        w, b = w + sign * rate * x, b + sign * rate


def _correction_with(
    bias=True, rate_used=True, toward=1, steps=1, count=lambda ratio: int(ratio) + 1, biased=True
):
    """Return a wrong solution by the formula: each correction moves z by rate × (x·x + 1)."""

    def solution(x, target, w, b, rate):
        z = float(x @ w) + b * biased
        step = (rate if rate_used else 1.0) * (float(x @ x) + bias)
        return z + toward * steps * (2 * target - 1) * step, count(abs(z) / step)

    return solution


def _compare_pair(expected: tuple, got) -> str | None:
    parts = got.tolist() if isinstance(got, np.ndarray) else got
    pair = isinstance(parts, (tuple, list)) and len(parts) == 2
    if not pair or any(np.ndim(part) or isinstance(part, str) for part in parts):
        return T(
            "Il faut un couple de deux nombres, (z, n).", "A pair of two numbers is needed: (z, n)."
        )
    return compare_values(expected, got)


AFTER_CORRECTION = Task(
    name="after_correction",
    stars=1,
    value=True,
    inputs=_correction_inputs,
    reference=_correction_reference,
    compare=_compare_pair,
    hints=(
        Text(
            "Écrivez la nouvelle somme : remplacez w et b par leurs valeurs corrigées dans z = w·x + b.",
            "Write the new sum: replace w and b by their corrected values in z = w·x + b.",
        ),
        Text(
            "La correction ajoute à z la quantité η (y − ŷ)(x·x + 1) : toujours la même, pour le même exemple.",
            "The correction adds η (y − ŷ)(x·x + 1) to z: always the same amount, for the same example.",
        ),
        Text(
            "Il faut assez de corrections pour que z franchisse 0 : `int(abs(z) / step) + 1`.",
            "Enough corrections are needed for z to cross 0: `int(abs(z) / step) + 1`.",
        ),
    ),
    mistakes=(
        Mistake(
            _correction_with(bias=False),
            Text(
                "Le biais est corrigé lui aussi : z change de η (x·x + 1), et non de η x·x.",
                "The bias is corrected too: z changes by η (x·x + 1), not by η x·x.",
            ),
            credit=0.5,
        ),
        Mistake(
            _correction_with(steps=0),
            Text(
                "Le nombre de corrections est juste, mais votre z est celui d'avant la première correction.",
                "The number of corrections is right, but your z is the one before the first correction.",
            ),
            credit=0.5,
        ),
        Mistake(
            _correction_with(count=int),
            Text(
                "La somme est juste ; il manque une correction, celle qui fait franchir 0 à z.",
                "The sum is right; one correction is missing, the one that takes z across 0.",
            ),
            credit=0.5,
        ),
        Mistake(
            _correction_with(count=float),
            Text(
                "La somme est juste ; le nombre de corrections est un entier : le premier qui suffit.",
                "The sum is right; the number of corrections is an integer: the first one that is enough.",
            ),
            credit=0.5,
        ),
        Mistake(
            _correction_with(rate_used=False),
            Text(
                "Il manque le taux d'apprentissage `rate`.", "The learning rate `rate` is missing."
            ),
            credit=0.25,
        ),
        Mistake(
            _correction_with(biased=False),
            Text(
                "Il manque le biais dans la somme de départ : z = w·x + b.",
                "The bias is missing from the first sum: z = w·x + b.",
            ),
            credit=0.25,
        ),
        Mistake(
            _correction_with(toward=-1),
            Text(
                "Le signe est inversé : z s'éloigne de 0, et le neurone n'aura jamais raison.",
                "The sign is wrong: z moves away from 0, and the neuron will never be right.",
            ),
        ),
    ),
)

# --- find: a neuron that separates, at a distance ----------------------------------------------

_ANGLES = np.linspace(0, 2 * np.pi, 1440, endpoint=False)
_DIRECTIONS = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)])  # (2, 1440)


def _gaps(ones, zeros):
    """Return the width of the empty band between the classes, for each direction of w."""
    return (ones @ _DIRECTIONS).min(axis=0) - (zeros @ _DIRECTIONS).max(axis=0)


def _separator_inputs(rng):
    while True:
        angle, offset = rng.uniform(0, 2 * np.pi), rng.uniform(0.8, 1.6)
        across = np.array([np.cos(angle), np.sin(angle)])
        along = np.array([-across[1], across[0]])
        ones, zeros = (
            (
                (offset + side * rng.uniform(0.7, 2, (3, 1))) * across
                + rng.uniform(-3, 3, (3, 1)) * along
            ).round(1)
            + 0.0  # no −0.
            for side in rng.permutation([1, -1])
        )
        gaps = _gaps(ones, zeros)
        w = _DIRECTIONS[:, gaps.argmax()]
        # Wide enough, not for every direction, and out of reach without a bias.
        hard = np.mean(gaps > 0) < 0.4 and not ((ones @ w).min() > 0 > (zeros @ w).max())
        i, j = np.triu_indices(6, 1)
        points = np.concatenate([ones, zeros])
        spread = np.linalg.norm(points[i] - points[j], axis=1).min() > 0.4
        # About four fifths of the best distance, and more than any line parallel to an axis has.
        margin = float(np.floor(8 * gaps.max()) / 20)
        oblique = gaps[:: len(gaps) // 4].max() / 2 < 0.9 * margin
        if gaps.max() > 1.2 and hard and spread and oblique:
            return {"ones": ones, "zeros": zeros, "margin": margin}


class _Neuron(tuple):
    """A pair (w, b) that also remembers which points it was made for, and its flaw."""

    def made_for(self, ones, zeros, margin, flaw=""):
        self.points, self.margin, self.flaw = np.concatenate([ones, zeros]), margin, flaw
        self.targets = np.array([1] * len(ones) + [0] * len(zeros))
        return self


def _separator_reference(ones, zeros, margin):
    from sklearn.svm import SVC

    targets = [1] * len(ones) + [0] * len(zeros)
    machine = SVC(kernel="linear", C=1e6).fit(np.concatenate([ones, zeros]), targets)
    neuron = _Neuron((machine.coef_[0], float(machine.intercept_[0])))
    return neuron.made_for(ones, zeros, margin)


def _flaw(wanted: _Neuron, w, b) -> str:
    """Say in one word what is wrong with a neuron, "" for nothing."""
    z = wanted.points @ w + b
    wrong = (z > 0) != wanted.targets
    if not wrong.any():
        # A hair below the margin, from rounding, is no flaw.
        return "close" if np.abs(z).min() < 0.999 * wanted.margin * np.linalg.norm(w) else ""
    if wrong.all():
        return "swapped"
    return "no bias" if b == 0 else "one" if wrong.sum() == 1 else "wrong"


def _compare_neurons(expected: _Neuron, got) -> str | None:
    """Judge a neuron by what it answers: many weights are right."""
    try:
        w, b = (np.asarray(part, float).ravel() for part in got)
        if w.size != 2 or b.size != 1 or not np.all(np.isfinite([*w, *b])):
            raise ValueError
    except (TypeError, ValueError):
        return T(
            "Il faut un couple (w, b) : w, tableau de deux nombres, et b, un nombre.",
            "A pair (w, b) is needed: w, an array of two numbers, and b, a number.",
        )
    flaw = _flaw(expected, w, b[0])
    if flaw == expected.flaw:
        return None
    wrong = (expected.points @ w + b > 0) != expected.targets
    if not wrong.any():
        return T(
            "La frontière passe trop près d'un point.", "The boundary passes too close to a point."
        )
    point, target = expected.points[wrong][0].tolist(), expected.targets[wrong][0]
    return T(
        f"Au point {point}, votre neurone répond {1 - target} au lieu de {target}.",
        f"At the point {point} your neuron answers {1 - target} instead of {target}.",
    )


def _separator_swapped(ones, zeros, margin):
    w, b = _separator_reference(ones, zeros, margin)
    return _Neuron((-w, -b)).made_for(ones, zeros, margin, "swapped")


def _separator_close(ones, zeros, margin):
    w, _ = _separator_reference(ones, zeros, margin)
    b = 0.3 * margin * np.linalg.norm(w) - (ones @ w).min()
    return _Neuron((w, float(b))).made_for(ones, zeros, margin, "close")


def _separator_no_bias(ones, zeros, margin):
    w, _ = _separator_reference(ones, zeros, margin)
    return _Neuron((w, 0.0)).made_for(ones, zeros, margin, "no bias")


def _separator_one(ones, zeros, margin):
    heights = np.sort(ones @ _DIRECTIONS, axis=0)
    apart = np.where(_gaps(ones, zeros) > 0, heights[1] - heights[0], -1).argmax()
    # Between the two points of class 1 nearest to class 0.
    b = -float([0.49, 0.51] @ heights[:2, apart])
    return _Neuron((_DIRECTIONS[:, apart], b)).made_for(ones, zeros, margin, "one")


SEPARATOR = Task(
    name="separator",
    stars=2,
    value=True,
    inputs=_separator_inputs,
    reference=_separator_reference,
    compare=_compare_neurons,
    hints=(
        Text(
            "Dessinez les six points : une bande vide sépare les deux classes. La frontière passe en son milieu.",
            "Draw the six points: an empty band separates the two classes. The boundary runs along its middle.",
        ),
        Text(
            "Choisissez w perpendiculaire à la bande, puis comparez les sommes w·x des deux classes.",
            "Choose w perpendicular to the band, then compare the sums w·x of the two classes.",
        ),
        Text(
            "b = −(plus petite somme des 1 + plus grande somme des 0) / 2. La distance d'un point est |w·x + b| / ‖w‖.",
            "b = −(smallest sum of the 1s + greatest sum of the 0s) / 2. The distance of a point is |w·x + b| / ‖w‖.",
        ),
    ),
    mistakes=(
        Mistake(
            _separator_close,
            Text(
                "Les six réponses sont justes, mais un point est à moins de `margin` de la frontière. La distance est |z| / ‖w‖, et non |z|.",
                "The six answers are right, but a point is closer than `margin` to the boundary. The distance is |z| / ‖w‖, not |z|.",
            ),
            credit=0.5,
        ),
        Mistake(
            _separator_swapped,
            Text(
                "La frontière sépare les classes, mais les six réponses sont échangées : changez le signe de w et de b.",
                "The boundary separates the classes, but the six answers are swapped: change the sign of w and b.",
            ),
            credit=0.5,
        ),
        Mistake(
            _separator_one,
            Text(
                "Un seul point est du mauvais côté : déplacez ou tournez un peu la frontière.",
                "A single point is on the wrong side: shift or turn the boundary a little.",
            ),
            credit=0.25,
        ),
        Mistake(
            _separator_no_bias,
            Text(
                "Avec b = 0 la frontière passe par l'origine, et vos réponses ne sont pas toutes justes : réglez aussi le biais.",
                "With b = 0 the boundary goes through the origin, and not all your answers are right: set the bias, too.",
            ),
        ),
    ),
)

# --- implement: one correction for all the examples --------------------------------------------


def _batch_inputs(rng):
    """Draw numbers that computers add up exactly: an example often lies right on the boundary."""
    start = rng.random() < 0.25  # as when training begins: every z is 0
    while True:
        m, d = int(rng.integers(6, 11)), int(rng.integers(2, 5))
        X = rng.integers(-6, 7, (m, d)) / 2
        w, b = np.zeros(d), 0.0
        if not start:
            w = rng.integers(-6, 7, d) / 2
            b = -float(X[rng.integers(m)] @ w)
        inputs = {
            "X": X,
            "y": rng.permutation([0, 1, *rng.integers(0, 2, m - 2)]),
            "w": w,
            "b": b,
            "rate": float(rng.choice([0.1, 0.5, 2.0])),
        }
        error = inputs["y"] - (X @ w + b > 0)
        if not start and (error.min() >= 0 or error.sum() == 0):
            continue  # errors of one kind, or a bias that stays
        right = _batch_reference(**inputs)
        wrong = [mistake.wrong for mistake in BATCH_STEP.mistakes]
        told = (compare_values(right, one(**inputs)) is not None for one in wrong)
        # From zero weights, three of the mistakes never show.
        if sum(told) >= len(wrong) - 3 if start else all(told):
            return inputs


def _batch_reference(X, y, w, b, rate):
    """Add up the corrections one by one, never touching the weights that answer."""
    new_w, new_b, mistakes = [float(wi) for wi in w], b, 0
    for row, target in zip(X, y, strict=True):
        answer = 1 if sum(xi * wi for xi, wi in zip(row, w, strict=True)) + b > 0 else 0
        if answer != target:
            sign = 1 if target == 1 else -1
            new_w = [wi + rate * sign * xi for wi, xi in zip(new_w, row, strict=True)]
            new_b, mistakes = new_b + rate * sign, mistakes + 1
    return np.array(new_w), new_b, mistakes


def _batch_with(
    answer=lambda z: (z > 0).astype(int),
    sign=1,
    bias=True,
    use_bias=True,
    mean=False,
    rate_used="wb",
    after=False,
    count=lambda error: int(np.sum(error != 0)),
):
    def step(X, y, w, b, rate):
        error = y - answer(X @ w + b * use_bias)
        of_w, of_b = (
            sign * (rate if part in rate_used else 1) / (len(X) if mean else 1) for part in "wb"
        )
        new_w, new_b = w + of_w * error @ X, b + of_b * bias * error.sum()
        return new_w, new_b, count(y - answer(X @ new_w + new_b) if after else error)

    return step


def _batch_online(X, y, w, b, rate):
    mistakes = 0
    for xi, target in zip(X, y, strict=True):
        error = target - int(xi @ w + b > 0)
        w, b, mistakes = w + rate * error * xi, b + rate * error, mistakes + abs(error)
    return w, b, mistakes


BATCH_STEP = Task(
    name="batch_step",
    stars=2,
    inputs=_batch_inputs,
    reference=_batch_reference,
    cases=12,
    hints=(
        Text(
            "Toutes les réponses d'abord : `answers = (X @ w + b > 0).astype(int)`.",
            "All answers first: `answers = (X @ w + b > 0).astype(int)`.",
        ),
        Text(
            "Le tableau `y - answers`, de forme (m,), vaut 0 là où la réponse est juste : ces lignes ne comptent pas.",
            "The array `y - answers`, of shape (m,), is 0 where the answer is right: those rows do not count.",
        ),
        Text(
            "La somme des `error[i] * X[i]` est le produit `X.T @ error`.",
            "The sum of the `error[i] * X[i]` is the product `X.T @ error`.",
        ),
    ),
    mistakes=(
        Mistake(
            _batch_online,
            Text(
                "Vous corrigez après chaque exemple ; ici, toutes les réponses viennent des mêmes poids, puis on corrige une fois.",
                "You correct after each example; here all answers come from the same weights, and there is one correction.",
            ),
            credit=0.5,
        ),
        Mistake(
            _batch_with(mean=True),
            Text(
                "Vous prenez la moyenne des corrections ; l'énoncé demande leur somme.",
                "You take the mean of the corrections; the statement asks for their sum.",
            ),
            credit=0.5,
        ),
        Mistake(
            _batch_with(count=lambda error: int(error.sum())),
            Text(
                "Poids et biais sont justes. Pour compter les erreurs, la somme de `y - answers` ne va pas : +1 et −1 s'y annulent.",
                "Weights and bias are right. To count mistakes, the sum of `y - answers` will not do: +1 and −1 cancel in it.",
            ),
            credit=0.75,
        ),
        Mistake(
            _batch_with(count=lambda error: int(np.sum(error == 0))),
            Text(
                "Poids et biais sont justes, mais vous comptez les bonnes réponses, pas les erreurs.",
                "Weights and bias are right, but you count the right answers, not the mistakes.",
            ),
            credit=0.75,
        ),
        Mistake(
            _batch_with(after=True),
            Text(
                "Poids et biais sont justes, mais vous comptez les erreurs après la correction, et non avant.",
                "Weights and bias are right, but you count the mistakes after the correction, not before.",
            ),
            credit=0.75,
        ),
        Mistake(
            _batch_with(rate_used="w"),
            Text(
                "Le taux `rate` multiplie aussi la correction du biais.",
                "The rate `rate` also multiplies the correction of the bias.",
            ),
            credit=0.5,
        ),
        Mistake(
            _batch_with(rate_used=""),
            Text(
                "Il manque le taux d'apprentissage `rate`.", "The learning rate `rate` is missing."
            ),
            credit=0.5,
        ),
        Mistake(
            _batch_with(bias=False),
            Text("Le biais doit être corrigé aussi.", "The bias must be corrected too."),
            credit=0.5,
        ),
        Mistake(
            _batch_with(answer=lambda z: (z >= 0).astype(int)),
            Text(
                "Exactement sur la frontière, z = 0, le neurone répond 0 : il faut `>`, pas `>=`.",
                "Exactly on the boundary, z = 0, the neuron answers 0: use `>`, not `>=`.",
            ),
            credit=0.5,
        ),
        Mistake(
            _batch_with(use_bias=False),
            Text(
                "Le biais manque dans le calcul des réponses.",
                "The bias is missing when the answers are computed.",
            ),
            credit=0.25,
        ),
        Mistake(
            _batch_with(sign=-1),
            Text(
                "Le signe est inversé : si la cible est 1 et la réponse 0, w doit se rapprocher de x.",
                "The sign is wrong: if the target is 1 and the answer 0, w must move towards x.",
            ),
            credit=0.25,
        ),
        Mistake(
            _batch_with(answer=lambda z: z),
            Text(
                "L'erreur se calcule avec les réponses, 0 ou 1, pas avec les sommes z.",
                "The error is computed with the answers, 0 or 1, not with the sums z.",
            ),
        ),
    ),
)

# --- debug: a perceptron that keeps its best weights in its pocket -----------------------------


def _pocket_inputs(rng):
    while True:
        m, epochs = int(rng.integers(10, 16)), int(rng.integers(5, 9))
        X = rng.normal(size=(m, 2))
        y = (X @ rng.normal(size=2) + rng.normal(size=m) > rng.normal()).astype(int)
        if not 0 < y.mean() < 1:
            continue
        *weights, counts, without_bias = zip(*_epochs(X, y, epochs), strict=True)
        best = _kept(counts)
        again, other = _kept(counts, ties=True), _kept(without_bias)
        # Every bug shows: the best weights come twice, not at once, and the last ones are worse.
        twice = any(part[again] != part[best] for part in weights) and counts[-1] > counts[best]
        if best and twice and (other, without_bias[other]) != (best, counts[best]):
            inputs = {"X": X, "y": y, "epochs": epochs}
            right = weights[0][best], weights[1][best], counts[best]
            if all(
                compare_values(right, wrong(**inputs)) for wrong in (_pocket_inside, _pocket_closed)
            ):
                return inputs


def _epochs(X, y, epochs, fires=float.__gt__, each=False):
    """Return (w, b, errors, errors counted without b) at the end of each epoch, or example."""
    (u, v), b, ends = (0.0, 0.0), 0.0, []
    rows = [(*row, target) for row, target in zip(X.tolist(), y.tolist(), strict=True)]
    for _ in range(epochs):
        for number, (p, q, target) in enumerate(rows, 1):
            error = target - fires(u * p + v * q + b, 0.0)
            u, v, b = u + error * p, v + error * q, b + error
            if each or number == len(rows):
                counts = (
                    sum(fires(u * p + v * q + bias, 0.0) != target for p, q, target in rows)
                    for bias in (b, 0)
                )
                ends.append(((u, v), b, *counts))
    return ends


def _kept(counts, ties=False):
    """Return the number of the weights that end in the pocket."""
    return max(range(len(counts)), key=lambda k: (-counts[k], k if ties else -k))


def _pocket_reference(X, y, epochs):
    w, b, pocket = [0.0] * X.shape[1], 0.0, []

    def answer(row):
        return 1 if sum(wi * xi for wi, xi in zip(w, row, strict=True)) + b > 0 else 0

    for _ in range(epochs):
        for row, target in zip(X, y, strict=True):
            error = int(target) - answer(row)
            w, b = [wi + error * xi for wi, xi in zip(w, row, strict=True)], b + error
        errors = sum(answer(row) != target for row, target in zip(X, y, strict=True))
        pocket.append((errors, len(pocket), w, b))
    errors, _, w, b = min(pocket)
    return np.array(w), b, errors


def _pocket_with(shared=False, bias=True, last=False, ties=False, **how):
    """Return the function as handed out (shared weights, no bias in the count), or partly fixed."""

    def pocket(X, y, epochs):
        weights, biases, *counts = zip(*_epochs(X, y, epochs, **how), strict=True)
        counted = counts[0 if bias else 1]
        kept = -1 if last else _kept(counted, ties)
        return np.array(weights[-1 if shared else kept]), biases[kept], counted[kept]

    return pocket


_pocket_inside = _pocket_with(each=True)
_pocket_closed = _pocket_with(fires=float.__ge__)
_POCKET_UNTOUCHED = _pocket_with(shared=True, bias=False)
_POCKET_WRONG = (
    _POCKET_UNTOUCHED,
    _pocket_with(shared=True),
    _pocket_with(bias=False),
    _pocket_with(ties=True),
    _pocket_with(last=True),
)

POCKET = Task(
    name="pocket",
    stars=3,
    inputs=_pocket_inputs,
    reference=_pocket_reference,
    cases=8,
    hints=(
        Text(
            "Essayez la fonction sur dix points, et recomptez les erreurs des poids qu'elle renvoie : est-ce le nombre annoncé ?",
            "Try the function on ten points, and count the errors of the weights it returns: is it the number announced?",
        ),
        Text(
            "Il y a deux défauts : l'un dans le calcul des erreurs, l'autre dans ce que la poche retient vraiment.",
            "There are two bugs: one in the count of errors, one in what the pocket really keeps.",
        ),
        Text(
            "Le neurone a un biais. Et `w += …` modifie le tableau que `best_w` désigne aussi : écrivez `w = w + …`.",
            "The neuron has a bias. And `w += …` modifies the array that `best_w` also refers to: write `w = w + …`.",
        ),
    ),
    mistakes=(
        Mistake(
            _POCKET_UNTOUCHED,
            Text(
                "C'est le résultat du code de départ : ses deux défauts sont encore là.",
                "This is what the code you were given returns: its two bugs are still there.",
            ),
        ),
        Mistake(
            _POCKET_WRONG[1],
            Text(
                "Un défaut est réparé. Reste celui-ci : les poids renvoyés sont les derniers, pas les meilleurs, car `w += …` modifie aussi le tableau gardé.",
                "One bug fixed. This one is left: the weights returned are the last, not the best, as `w += …` also modifies the array that was kept.",
            ),
            credit=0.5,
        ),
        Mistake(
            _POCKET_WRONG[2],
            Text(
                "Un défaut est réparé. Reste celui-ci : le biais manque quand on compte les erreurs.",
                "One bug fixed. This one is left: the bias is missing when errors are counted.",
            ),
            credit=0.5,
        ),
        Mistake(
            _POCKET_WRONG[3],
            Text(
                "Presque : à nombre d'erreurs égal, la poche garde les premiers poids, pas les derniers.",
                "Nearly: for equal numbers of errors the pocket keeps the first weights, not the last.",
            ),
            credit=0.75,
        ),
        Mistake(
            _POCKET_WRONG[4],
            Text(
                "Vous renvoyez toujours les poids de la dernière époque : c'est le perceptron ordinaire, sans poche.",
                "You always return the weights of the last epoch: that is the ordinary perceptron, without a pocket.",
            ),
            credit=0.25,
        ),
        Mistake(
            _pocket_inside,
            Text(
                "Les deux défauts sont réparés, mais vous mettez la poche à jour après chaque exemple : faites-le à la fin de chaque époque.",
                "Both bugs are fixed, but you update the pocket after each example: do so at the end of each epoch.",
            ),
            credit=0.75,
        ),
        Mistake(
            _pocket_closed,
            Text(
                "Les deux défauts sont réparés ; mais exactement sur la frontière, z = 0, le neurone répond 0 : il faut `>`, pas `>=`.",
                "Both bugs are fixed; but exactly on the boundary, z = 0, the neuron answers 0: use `>`, not `>=`.",
            ),
            credit=0.75,
        ),
    ),
)

TASKS = (AFTER_CORRECTION, SEPARATOR, BATCH_STEP, POCKET)
