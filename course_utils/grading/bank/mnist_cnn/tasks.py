"""Graded assignment on lesson 09: what is drawn, what is right, what is typically wrong.

Nothing here imports Keras: marking a whole class needs no TensorFlow. Tests compare with Keras.
"""

import numpy as np

from course_utils.grading.mistakes import left_in
from course_utils.i18n import T, Text
from course_utils.task import Mistake, Task, compare_values

# --- predict: shapes and parameters of a small network -----------------------------------------


def _network_inputs(rng):
    while True:
        inputs = {
            "side": int(rng.integers(40, 161)),
            "channels": int(rng.integers(2, 6)),
            "filters1": int(rng.integers(4, 33)),
            "kernel1": int(rng.choice([3, 5, 7, 9, 11])),
            "stride1": int(rng.choice([2, 3, 4])),
            "filters2": int(rng.integers(6, 65)),
            "kernel2": int(rng.choice([2, 3, 4, 5])),
            "classes": int(rng.integers(3, 21)),
        }
        if inputs["side"] % inputs["stride1"] == 0:
            continue  # with `same`, rounding up matters
        answers = [_network_with(**change)(**inputs) for change in ({}, *_NETWORK_CHANGES)]
        answers.append(_network_rounding(**inputs))
        # Every rounding and every forgotten term shows.
        if len(set(answers)) == len(answers) and min(side for side, _ in answers) >= 2:
            return inputs


def _network_reference(side, channels, filters1, kernel1, stride1, filters2, kernel2, classes):
    """Count windows and weights one by one."""
    side = len(range(0, side, stride1))  # same: a window at every stride
    side = len(range(0, side - 1, 2))  # pooling: whole pairs only
    side = len(range(0, side - kernel2 + 1))  # valid: windows that fit
    side = len(range(0, side - 1, 2))
    first = np.zeros((kernel1, kernel1, channels, filters1)).size + filters1
    second = np.zeros((kernel2, kernel2, filters1, filters2)).size + filters2
    dense = np.zeros((side, side, filters2, classes)).size + classes
    return side, first + second + dense


def _network_with(
    bias=1,
    floor=False,
    ceil=False,
    first_same=True,
    second_same=False,
    stride=True,
    depth=True,
    dense="flat",
):
    """Return a solution by the formulas, wrong in one respect."""

    def pool(side):
        return -(-side // 2) if ceil else side // 2

    def same(side, by):
        return side // by if floor else -(-side // by)

    def solution(side, channels, filters1, kernel1, stride1, filters2, kernel2, classes):
        by = stride1 if stride else 1
        side = pool(same(side, by) if first_same else (side - kernel1) // by + 1)
        side = pool(side if second_same else side - kernel2 + 1)
        total = (kernel1**2 * channels + bias) * filters1
        total += (kernel2**2 * (filters1 if depth else 1) + bias) * filters2
        total += {
            "flat": (side**2 * filters2 + bias) * classes,
            "maps": (filters2 + bias) * classes,
            "": 0,
        }[dense]
        return side, total

    return solution


def _network_rounding(**inputs):
    """Round down after `same` or, where that changes nothing, up when pooling: never both show."""
    floor = _network_with(floor=True)(**inputs)
    right = floor == _network_reference(**inputs)
    return _network_with(ceil=True)(**inputs) if right else floor


_NETWORK_CHANGES = (
    {"bias": 0},
    {"dense": ""},
    {"dense": "maps"},
    {"depth": False},
    {"first_same": False},
    {"second_same": True},
    {"stride": False},
)
_NETWORK_MESSAGES = (
    (
        0.5,
        Text(
            "La forme est juste ; dans le compte, il manque les biais : un par filtre, un par neurone de sortie.",
            "The shape is right; in the count the biases are missing: one per filter, one per output neuron.",
        ),
    ),
    (
        0.5,
        Text(
            "La forme est juste ; dans le compte, il manque la couche dense.",
            "The shape is right; in the count the dense layer is missing.",
        ),
    ),
    (
        0.5,
        Text(
            "La forme est juste ; mais `Flatten` donne à la couche dense toutes les cases de toutes les cartes, pas une entrée par carte.",
            "The shape is right; but `Flatten` gives the dense layer all cells of all maps, not one input per map.",
        ),
    ),
    (
        0.5,
        Text(
            "La forme est juste ; mais un filtre de la seconde convolution couvre toutes les cartes de la première.",
            "The shape is right; but a filter of the second convolution covers all maps of the first.",
        ),
    ),
    (
        0.25,
        Text(
            "La première convolution a le remplissage `same` : le noyau n'y change pas la taille, seul le pas compte.",
            "The first convolution has `same` padding: the kernel does not change the size, only the stride counts.",
        ),
    ),
    (
        0.25,
        Text(
            "La seconde convolution est sans remplissage (`valid`) : la carte y perd `kernel2 − 1` lignes et colonnes.",
            "The second convolution has no padding (`valid`): the map loses `kernel2 − 1` rows and columns.",
        ),
    ),
    (
        0.0,
        Text(
            "Le pas `stride1` de la première convolution est oublié : elle ne garde qu'une position sur `stride1`.",
            "The stride `stride1` of the first convolution is forgotten: it keeps only one position out of `stride1`.",
        ),
    ),
)


def _compare_pair(expected: tuple, got) -> str | None:
    parts = got.tolist() if isinstance(got, np.ndarray) else got
    pair = isinstance(parts, (tuple, list)) and len(parts) == 2
    if not pair or any(np.ndim(part) or isinstance(part, str) for part in parts):
        return T(
            "Il faut un couple de deux entiers, (map_side, parameters).",
            "A pair of two integers is needed: (map_side, parameters).",
        )
    return compare_values(expected, got)


NETWORK_SIZE = Task(
    name="network_size",
    stars=1,
    value=True,
    inputs=_network_inputs,
    reference=_network_reference,
    compare=_compare_pair,
    hints=(
        Text(
            "Suivez le côté de la carte couche par couche, puis comptez les paramètres de chaque couche à part.",
            "Follow the side of the map layer by layer, then count the parameters of each layer separately.",
        ),
        Text(
            "`same`, pas s : ⌈n / s⌉. `valid`, pas 1 : n − k + 1. Pooling : n // 2. Le pooling n'a pas de paramètre.",
            "`same`, stride s: ⌈n / s⌉. `valid`, stride 1: n − k + 1. Pooling: n // 2. Pooling has no parameters.",
        ),
        Text(
            "Convolution : (k × k × canaux d'entrée + 1) × filtres. Dense : (côté × côté × filtres2 + 1) × classes.",
            "Convolution: (k × k × input channels + 1) × filters. Dense: (side × side × filters2 + 1) × classes.",
        ),
    ),
    mistakes=(
        *(
            Mistake(_network_with(**change), message, credit)
            for change, (credit, message) in zip(_NETWORK_CHANGES, _NETWORK_MESSAGES, strict=True)
        ),
        Mistake(
            _network_rounding,
            Text(
                "Un arrondi est faux : `same` arrondit vers le haut ; le pooling vers le bas, car une dernière ligne sans partenaire est abandonnée.",
                "A rounding is wrong: `same` rounds up; pooling rounds down, as a last row without a partner is dropped.",
            ),
            credit=0.5,
        ),
    ),
)

# --- implement: the two classes most often taken for each other --------------------------------


def _both_ways(truth, predicted, classes):
    table = np.zeros((classes, classes), int)
    np.add.at(table, (truth, predicted), 1)
    return table, np.triu(table + table.T, 1)


def _confused_inputs(rng):
    while True:
        classes = int(rng.integers(4, 8))
        truth = rng.integers(0, classes, 60)
        predicted = np.where(rng.random(60) < 0.4, truth, rng.integers(0, classes, 60))
        table, both = _both_ways(truth, predicted, classes)
        np.fill_diagonal(table, 0)
        first, second = np.sort(both, axis=None)[:-3:-1]
        # One pair alone comes first, and another in the one direction that is largest.
        alone = first > second and first > table.max() > np.sort(table, axis=None)[-2]
        t, p = np.unravel_index(table.argmax(), table.shape)
        if alone and both[min(t, p), max(t, p)] < first:
            return {"truth": truth, "predicted": predicted, "classes": classes}


def _confused_reference(truth, predicted, classes):
    from collections import Counter

    errors = Counter(
        frozenset(pair) for pair in zip(truth.tolist(), predicted.tolist(), strict=True)
    )
    pair, count = max(((p, n) for p, n in errors.items() if len(p) == 2), key=lambda item: item[1])
    return min(pair), max(pair), count


def _confused_one_way(truth, predicted, classes):
    table, _ = _both_ways(truth, predicted, classes)
    np.fill_diagonal(table, 0)
    t, p = divmod(int(table.argmax()), classes)
    return min(t, p), max(t, p), int(table.max())


def _confused_one_half(truth, predicted, classes):
    a, b, _ = _confused_reference(truth, predicted, classes)
    return a, b, int(_both_ways(truth, predicted, classes)[0][a, b])


def _confused_pair_one_way(truth, predicted, classes):
    a, b, _ = _confused_one_way(truth, predicted, classes)
    return a, b, int(_both_ways(truth, predicted, classes)[1][a, b])


def _confused_doubled(truth, predicted, classes):
    a, b, count = _confused_reference(truth, predicted, classes)
    return a, b, 2 * count


def _confused_no_add_at(truth, predicted, classes):
    table = np.zeros((classes, classes), int)
    table[truth, predicted] += 1
    both = np.triu(table + table.T, 1)
    a, b = divmod(int(both.argmax()), classes)
    return a, b, int(both[a, b])


def _confused_with_diagonal(truth, predicted, classes):
    table, _ = _both_ways(truth, predicted, classes)
    a, b = divmod(int((table + table.T).argmax()), classes)
    return a, b, int((table + table.T)[a, b])


def _confused_diagonal_once(truth, predicted, classes):
    table, _ = _both_ways(truth, predicted, classes)
    a, b = divmod(int(table.argmax()), classes)
    return a, b, int(table[a, b])


def _confused_swapped(truth, predicted, classes):
    a, b, count = _confused_reference(truth, predicted, classes)
    return b, a, count


def _confused_share(truth, predicted, classes):
    a, b, count = _confused_reference(truth, predicted, classes)
    return a, b, count / len(truth)


MOST_CONFUSED = Task(
    name="most_confused",
    stars=2,
    inputs=_confused_inputs,
    reference=_confused_reference,
    cases=12,
    hints=(
        Text(
            "Partez de la matrice de confusion. Où y lit-on « a pris pour b », et « b pris pour a » ?",
            "Start from the confusion matrix. Where does one read “a taken for b” in it, and “b taken for a”?",
        ),
        Text(
            "`table + table.T` additionne les deux sens. La diagonale n'est pas une erreur : mettez-la à zéro.",
            "`table + table.T` adds up both directions. The diagonal is no error: set it to zero.",
        ),
        Text(
            "`np.unravel_index(both.argmax(), both.shape)` donne ligne et colonne du maximum ; le premier trouvé a a < b.",
            "`np.unravel_index(both.argmax(), both.shape)` gives row and column of the maximum; the first one found has a < b.",
        ),
    ),
    mistakes=(
        Mistake(
            _confused_one_way,
            Text(
                "Vous ne comptez qu'un sens : ajoutez les b pris pour des a aux a pris pour des b.",
                "You count one direction only: add the b's taken for a's to the a's taken for b's.",
            ),
            credit=0.5,
        ),
        Mistake(
            _confused_swapped,
            Text(
                "La paire et le nombre sont justes, mais pas dans l'ordre demandé : il faut a < b.",
                "The pair and the number are right, but not in the order asked for: a < b.",
            ),
            credit=0.75,
        ),
        Mistake(
            _confused_share,
            Text(
                "La paire est juste ; il faut le nombre d'images, pas leur part.",
                "The pair is right; the number of images is needed, not their share.",
            ),
            credit=0.75,
        ),
        Mistake(
            _confused_doubled,
            Text(
                "La paire est juste, mais chaque erreur est comptée deux fois : `both[a, b]` contient déjà les deux sens.",
                "The pair is right, but each error is counted twice: `both[a, b]` already holds both directions.",
            ),
            credit=0.75,
        ),
        Mistake(
            _confused_one_half,
            Text(
                "La paire est juste, mais le nombre ne compte que les a pris pour des b : ajoutez les b pris pour des a.",
                "The pair is right, but the number counts only the a's taken for b's: add the b's taken for a's.",
            ),
            credit=0.75,
        ),
        Mistake(
            _confused_pair_one_way,
            Text(
                "Le nombre compte les deux sens, mais la paire est choisie d'après un seul : additionnez d'abord, cherchez le maximum ensuite.",
                "The number counts both directions, but the pair is chosen from one of them: add first, then look for the maximum.",
            ),
            credit=0.5,
        ),
        Mistake(
            _confused_no_add_at,
            Text(
                "`table[truth, predicted] += 1` ne compte qu'une fois une paire d'indices répétée : prenez `np.add.at`.",
                "`table[truth, predicted] += 1` counts a repeated pair of indices only once: use `np.add.at`.",
            ),
            credit=0.5,
        ),
        Mistake(
            _confused_with_diagonal,
            Text(
                "La diagonale l'emporte : ce sont de bonnes réponses, pas des confusions.",
                "The diagonal wins: those are right answers, not confusions.",
            ),
            credit=0.25,
        ),
        Mistake(
            _confused_diagonal_once,
            Text(
                "Vous renvoyez la plus grande case de la matrice de confusion : elle est sur la diagonale, donc juste.",
                "You return the largest cell of the confusion matrix: it is on the diagonal, so those answers are right.",
            ),
        ),
    ),
)

# --- debug: preparing training and validation data ---------------------------------------------


def _prepare_inputs(rng):
    n = int(rng.integers(10, 15))
    # No two means alike: each image has its own brightness.
    images = rng.integers(0, 60, (n, 3, 3)) + rng.integers(0, 190, (n, 1, 1))
    labels = rng.permutation(np.arange(n) % 10)
    return {
        "images": images.astype("uint8"),
        "labels": labels,
        "order": _moving(rng, labels),
        "n_val": int(rng.integers(3, 5)),
    }


def _moving(rng, labels):
    """Return an order that changes the labels."""
    while True:
        order = rng.permutation(len(labels))
        if not np.array_equal(labels[order], labels):
            return order


def _prepare_reference(images, labels, order, n_val):
    train, val = list(order)[: len(order) - n_val], list(order)[len(order) - n_val :]
    values = [float(value) for i in train for value in images[i].ravel()]
    mean = sum(values) / len(values)
    std = (sum((value - mean) ** 2 for value in values) / len(values)) ** 0.5
    x_train, x_val = (
        np.array([(images[i].astype(float) - mean) / std for i in s]) for s in (train, val)
    )
    return x_train, np.array([labels[i] for i in train]), x_val, np.array([labels[i] for i in val])


def _prepare_with(
    unordered=False, overlap=False, own=False, everything=False, first=False, late=False
):
    """Return the function as handed out (the first three), partly fixed, or wrong otherwise."""

    def prepare(images, labels, order, n_val):
        x, y = images[order], labels if unordered else labels[order]
        train = slice(n_val, None) if overlap or first else slice(None, -n_val)
        val = slice(None, n_val) if first else slice(-n_val, None)
        known = x if everything else x[train]
        judge = x[val] if own else (known - known.mean()) / known.std() if late else known
        return (
            (x[train] - known.mean()) / known.std(),
            y[train],
            (x[val] - judge.mean()) / judge.std(),
            y[val],
        )

    return prepare


_LEFT = {
    "unordered": Text(
        "les étiquettes ne suivent pas les images",
        "the labels do not follow the images",
    ),
    "overlap": Text(
        "les images de validation servent aussi à l'entraînement",
        "the validation images are also used for training",
    ),
    "own": Text(
        "la validation n'est pas normalisée par les nombres de l'entraînement",
        "the validation data are not normalised by the numbers of the training data",
    ),
}


PREPARE = Task(
    name="prepare",
    stars=2,
    inputs=_prepare_inputs,
    reference=_prepare_reference,
    cases=6,
    hints=(
        Text(
            "Essayez sur dix images que vous reconnaissez, par exemple dix images constantes, étiquetées par leur valeur.",
            "Try it on ten images that you recognise, for instance ten constant images, labelled by their value.",
        ),
        Text(
            "Trois questions : chaque image garde-t-elle son étiquette ? Une image est-elle des deux côtés ? "
            "Une même image donne-t-elle la même entrée au réseau des deux côtés ?",
            "Three questions: does each image keep its label? Is any image on both sides? "
            "Does the same image give the network the same input on both sides?",
        ),
        Text(
            "`labels[order]` ; `[:-n_val]` et `[-n_val:]` ; moyenne et écart type de l'entraînement, pour les deux parties.",
            "`labels[order]`; `[:-n_val]` and `[-n_val:]`; mean and standard deviation of the training data, for both parts.",
        ),
    ),
    mistakes=(
        *left_in(_prepare_with, _LEFT),
        Mistake(
            _prepare_with(everything=True),
            Text(
                "Presque : la moyenne et l'écart type se calculent sur l'entraînement seul ; la validation ne doit rien lui apprendre.",
                "Nearly: mean and standard deviation are computed on the training data alone; they must learn nothing from the validation data.",
            ),
            credit=0.75,
        ),
        Mistake(
            _prepare_with(first=True),
            Text(
                "Presque : les deux parties sont séparées, mais la validation doit prendre les dernières images, pas les premières.",
                "Nearly: the two parts are separate, but validation must take the last images, not the first.",
            ),
            credit=0.75,
        ),
        Mistake(
            _prepare_with(late=True),
            Text(
                "Presque : calculez la moyenne et l'écart type avant de normaliser `x_train` ; après, ils valent 0 et 1, et la validation reste brute.",
                "Nearly: compute mean and standard deviation before you normalise `x_train`; afterwards they are 0 and 1, and the validation data stay raw.",
            ),
            credit=0.5,
        ),
    ),
)

# --- Keras: the loss before and after one step -------------------------------------------------


def _step_inputs(rng):
    """Draw 8 × 8 images of a bar, horizontal (class 0) or vertical (1), and small weights.

    Or more than 64 copies of one image: in batches of 32 they make three steps, whatever the shuffle.
    """
    many = rng.random() < 0.7
    n, filters = int(rng.integers(65, 81) if many else rng.integers(6, 11)), int(rng.integers(2, 4))
    labels = rng.permutation(np.arange(n) % 2)
    images = rng.integers(0, 100, (n, 8, 8))
    for image, label in zip(images, labels, strict=True):
        where = rng.integers(1, 7)
        image[(slice(None), where) if label else (where, slice(None))] += 150
    if many:
        images, labels = images[[0] * n], labels[[0] * n]
    images, rate = images[..., np.newaxis].astype("uint8"), float(rng.choice([0.02, 0.03, 0.05]))
    while True:
        weights = [
            rng.normal(0, 0.5, (3, 3, 1, filters)).round(2),
            rng.normal(0, 0.2, filters).round(2),
            rng.normal(0, 0.3, (36 * filters, 2)).round(2),
            rng.normal(0, 0.2, 2).round(2),
        ]
        inputs = {"images": images, "labels": labels, "weights": weights, "rate": rate}
        # At the very corner of ReLU, float32 and float64 could take different sides.
        if np.abs(_maps(images / 255, *weights[:2])).min() < 1e-5:
            continue
        few = slice(1 if many else n)  # copies have the loss of one of them
        facts = images[few], labels[few], weights, rate
        losses = [*_step_with()(*facts), _step_with(steps=2)(*facts)[1]]
        # Losses that float32 computes well, and steps that show.
        if min(losses) > 0.02 and np.abs(np.diff(losses)).min() > 0.002:
            return inputs


def _windows(x):
    return np.lib.stride_tricks.sliding_window_view(x[..., 0], (3, 3), axis=(1, 2))


def _maps(x, kernel, bias):
    return np.einsum("nijab,abf->nijf", _windows(x), kernel[:, :, 0]) + bias


def _forward(x, labels, weights, relu=True, softmax=True):
    """Return the mean loss of the network Conv2D(3 × 3), ReLU, Flatten, Dense, and its gradients."""
    kernel, bias, w, b = weights
    maps = _maps(x, kernel, bias)
    active = maps > 0 if relu else np.ones_like(maps)
    flat = (maps * active).reshape(len(x), -1)
    scores, within = flat @ w + b, 1
    if not softmax:  # Keras takes the scores for probabilities: cut off, then made to add up to 1
        within = (scores >= 1e-7) & (scores <= 1 - 1e-7)
        cut = np.clip(scores, 1e-7, 1 - 1e-7)
        scores, within = np.log(cut), within / cut
    scores = scores - scores.max(axis=1, keepdims=True)
    logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    right = np.eye(2)[labels]
    loss = -np.sum(right * logs) / len(x)
    slope = (np.exp(logs) - right) * within / len(x)
    back = (slope @ w.T).reshape(maps.shape) * active
    gradients = [
        np.einsum("nijab,nijf->abf", _windows(x), back)[:, :, np.newaxis],
        back.sum(axis=(0, 1, 2)),
        flat.T @ slope,
        slope.sum(axis=0),
    ]
    return float(loss), gradients


def _step_with(
    scale=255,
    relu=True,
    softmax=True,
    adam=False,
    default_rate=False,
    batch=None,
    steps=1,
    show=lambda before, after: (before, after),
):
    def step(images, labels, weights, rate):
        x, losses = images / scale, []
        rate = 0.01 if default_rate else rate
        count = -(-len(x) // batch) if batch else steps
        for _ in range(count + 1):
            loss, gradients = _forward(x, labels, weights, relu, softmax)
            losses.append(loss)
            if adam:  # its first step: nearly the sign of each gradient
                gradients = [g / (np.abs(g) + 1e-7 / 0.001**0.5) for g in gradients]
            weights = [part - rate * g for part, g in zip(weights, gradients, strict=True)]
        return show(losses[0], losses[-1])

    return step


ONE_STEP = Task(
    name="one_step",
    stars=3,
    inputs=_step_inputs,
    reference=_step_with(),
    cases=4,  # each one builds a network; hardly ever are all small
    hints=(
        Text(
            "Quatre couches après `Input` : `Rescaling`, `Conv2D`, `Flatten`, `Dense`. Le nombre de filtres se lit dans `weights`.",
            "Four layers after `Input`: `Rescaling`, `Conv2D`, `Flatten`, `Dense`. The number of filters can be read from `weights`.",
        ),
        Text(
            "`model.set_weights(weights)`, puis `compile` avec `keras.optimizers.SGD(rate)` et l'entropie croisée `sparse_`.",
            "`model.set_weights(weights)`, then `compile` with `keras.optimizers.SGD(rate)` and the `sparse_` cross-entropy.",
        ),
        Text(
            "`evaluate`, `fit` avec `batch_size=len(images)` et `epochs=1`, puis encore `evaluate` : la perte que `fit` affiche est celle d'avant le pas.",
            "`evaluate`, `fit` with `batch_size=len(images)` and `epochs=1`, then `evaluate` again: the loss that `fit` shows is the one before the step.",
        ),
    ),
    mistakes=(
        Mistake(
            _step_with(show=lambda before, after: (before, before)),
            Text(
                "Les deux pertes sont toutes deux celle d'avant le pas : `fit` affiche la perte mesurée pendant l'époque. Mesurez encore une fois après.",
                "Both losses are the one before the step: `fit` shows the loss measured during the epoch. Measure once more afterwards.",
            ),
            credit=0.5,
        ),
        Mistake(
            _step_with(show=lambda before, after: (after, before)),
            Text(
                "Les deux pertes sont justes, dans le mauvais ordre.",
                "Both losses are right, in the wrong order.",
            ),
            credit=0.75,
        ),
        Mistake(
            _step_with(adam=True),
            Text(
                "La perte d'avant est juste ; mais le pas est celui d'Adam. L'énoncé demande la descente de gradient simple, `SGD`.",
                "The loss before is right; but the step is one of Adam. The statement asks for plain gradient descent, `SGD`.",
            ),
            credit=0.5,
        ),
        Mistake(
            _step_with(default_rate=True),
            Text(
                "Le pas a le taux par défaut, 0,01 : donnez `rate` à `SGD`.",
                "The step has the default rate, 0.01: give `rate` to `SGD`.",
            ),
            credit=0.5,
        ),
        Mistake(
            _step_with(batch=32),
            Text(
                "Avec plus de 32 images, vous faites plusieurs pas : le lot par défaut a 32 images. Il faut `batch_size=len(images)`.",
                "With more than 32 images you take several steps: the default batch has 32 images. Use `batch_size=len(images)`.",
            ),
            credit=0.75,
        ),
        Mistake(
            _step_with(steps=2),
            Text(
                "La seconde perte vient après deux pas : il n'en faut qu'un, donc un seul appel de `fit`, avec `epochs=1`.",
                "The second loss comes after two steps: only one is needed, so a single call of `fit`, with `epochs=1`.",
            ),
            credit=0.5,
        ),
        Mistake(
            _step_with(softmax=False),
            Text(
                "Il manque softmax à la sortie : la perte prend les sommes pour des probabilités.",
                "Softmax is missing from the output: the loss takes the sums for probabilities.",
            ),
            credit=0.25,
        ),
        Mistake(
            _step_with(relu=False),
            Text(
                "Il manque la fonction ReLU après la convolution.",
                "The ReLU function after the convolution is missing.",
            ),
            credit=0.5,
        ),
        Mistake(
            _step_with(scale=1),
            Text(
                "Les pixels ne sont pas divisés par 255 : il manque `Rescaling(1 / 255)`.",
                "The pixels are not divided by 255: `Rescaling(1 / 255)` is missing.",
            ),
            credit=0.25,
        ),
    ),
)

TASKS = (NETWORK_SIZE, MOST_CONFUSED, PREPARE, ONE_STEP)
