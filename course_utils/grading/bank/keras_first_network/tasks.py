"""Graded assignment on lesson 06: what is drawn, what is right, what is typically wrong.

Nothing here imports Keras: marking a whole class needs no TensorFlow.
"""

from itertools import combinations

import numpy as np

from course_utils.grading.mistakes import left_in
from course_utils.i18n import Text
from course_utils.task import Mistake, Task


def _all_differ(inputs, solutions, tolerance=1e-3) -> bool:
    """Tell whether every solution gives a value of its own, well beyond the tolerance."""
    values = [np.asarray(solution(**inputs)) for solution in solutions]
    return not any(np.allclose(a, b, rtol=tolerance, atol=0) for a, b in combinations(values, 2))


# --- predict: what a network with a shared, frozen layer holds -----------------------------------


def _inventory_inputs(rng):
    while True:
        rows, columns = (int(size) for size in rng.choice(np.arange(10, 41), 2, replace=False))
        inputs = {
            "rows": rows,
            "columns": columns,
            "units": int(rng.integers(3, 13)),
            "hidden": int(rng.integers(16, 129)),
            "classes": int(rng.integers(3, 21)),
        }
        if _all_differ(inputs, [_inventory_reference, *_INVENTORY_WRONG], 0):
            return inputs


def _inventory_reference(rows, columns, units, hidden, classes):
    """List the shapes of the arrays, layer by layer."""
    entries = np.zeros((2, rows, units)).size
    frozen = [(columns, units), (units,)]
    trained = [(entries, hidden), (hidden,), (hidden, classes), (classes,)]
    count = sum(int(np.prod(shape)) for shape in [*frozen, *trained])
    return entries, count, sum(2 * int(np.prod(shape)) for shape in trained)


def _inventory_with(
    calls=1, flat=False, added=False, bias=1, per_weight=2, adam_frozen=0, shown_frozen=1, plus=0
):
    """Return a solution by the formulas, wrong in one respect."""

    def solution(rows, columns, units, hidden, classes):
        frozen = calls * ((rows if flat else 1) * columns + bias) * units
        entries = (1 if added else 2) * (1 if flat else rows) * units
        trained = (entries + bias) * hidden + (hidden + bias) * classes
        total = trained + shown_frozen * frozen
        return entries, total, per_weight * (trained + adam_frozen * frozen) + plus * total

    return solution


_INVENTORY_MISTAKES = tuple(
    Mistake(_inventory_with(**change), Text(fr, en), credit)
    for change, credit, fr, en in (
        (
            {"calls": 2},
            0.5,
            "Les deux autres nombres sont justes ; mais `reader` est une seule couche, appelée deux fois : ses poids n'existent qu'une fois.",
            "The other two numbers are right; but `reader` is one layer, called twice: its weights exist only once.",
        ),
        (
            {"adam_frozen": 1},
            0.5,
            "Les deux premiers nombres sont justes ; mais Adam ne suit que les poids qu'il corrige, et `reader` est gelée.",
            "The first two numbers are right; but Adam follows only the weights that it corrects, and `reader` is frozen.",
        ),
        (
            {"per_weight": 1},
            0.5,
            "Les deux premiers nombres sont justes ; mais Adam garde deux moyennes par poids, celle du gradient et celle de son carré.",
            "The first two numbers are right; but Adam keeps two averages per weight, of the gradient and of its square.",
        ),
        (
            {"plus": 1},
            0.5,
            "Les deux premiers nombres sont justes ; au troisième, ne comptez que les moyennes d'Adam, sans les poids eux-mêmes.",
            "The first two numbers are right; in the third, count only Adam's averages, without the weights themselves.",
        ),
        (
            {"shown_frozen": 0},
            0.5,
            "Des poids gelés restent des paramètres : `count_params()` les compte aussi.",
            "Frozen weights are still parameters: `count_params()` counts them too.",
        ),
        (
            {"bias": 0},
            0.5,
            "Le premier nombre est juste ; il manque les biais, un par neurone.",
            "The first number is right; the biases are missing, one per neuron.",
        ),
        (
            {"flat": True},
            0.25,
            "Rien ne déroule l'image avant `reader` : une couche dense n'agit que sur le dernier axe, ici une ligne à la fois, avec les mêmes poids.",
            "Nothing unrolls the image before `reader`: a dense layer acts on the last axis only, here on one row at a time, with the same weights.",
        ),
        (
            {"added": True},
            0.25,
            "`Concatenate` met les deux vecteurs bout à bout ; vous avez compté la longueur d'un seul.",
            "`Concatenate` puts the two vectors end to end; you counted the length of one.",
        ),
    )
)
_INVENTORY_WRONG = [mistake.wrong for mistake in _INVENTORY_MISTAKES]

INVENTORY = Task(
    name="inventory",
    stars=1,
    value=True,
    inputs=_inventory_inputs,
    reference=_inventory_reference,
    hints=(
        Text(
            "Écrivez la forme de chaque tenseur, de l'image à la sortie, puis celle de chaque tableau de poids.",
            "Write down the shape of each tensor, from the image to the output, then that of each array of weights.",
        ),
        Text(
            "`reader` change une image `(rows, columns)` en un tableau `(rows, units)`, et le même `reader` lit les deux images.",
            "`reader` turns an image `(rows, columns)` into an array `(rows, units)`, and the same `reader` reads both images.",
        ),
        Text(
            "Le noyau de `reader` a la forme `(columns, units)`. Adam ne garde ses deux moyennes que pour les poids qu'il corrige.",
            "The kernel of `reader` has shape `(columns, units)`. Adam keeps its two averages only for the weights that it corrects.",
        ),
    ),
    mistakes=_INVENTORY_MISTAKES,
)

# --- find: the past and two futures of a weight, from its file -----------------------------------

_DECAY, _SQUARE_DECAY = 0.9, 0.999


def _rewind_inputs(rng):
    while True:
        iterations = int(rng.integers(3, 9))
        past = rng.uniform(0.1, 2, iterations) * rng.choice([-1, 1], iterations, p=[0.3, 0.7])
        m = v = 0.0
        for g in past * rng.choice([-1, 1]):
            m, v = _averages(m, v, g)
        inputs = {
            "w": round(float(rng.uniform(0.3, 1.5) * rng.choice([-1, 1])), 3),
            "m": float(f"{m:.4g}"),
            "v": float(f"{v:.4g}"),
            "iterations": iterations,
            "rate": float(rng.choice([0.01, 0.02, 0.03, 0.05])),
            "gradient": round(float(rng.uniform(0.2, 2) * rng.choice([-1, 1])), 2),
        }
        values = _rewind_reference(**inputs)
        # No result close to 0.
        if min(map(abs, values)) > 0.1 and _all_differ(inputs, [_rewind_reference, *_REWIND_WRONG]):
            return inputs


def _averages(m, v, g):
    return (
        _DECAY * m + (1 - _DECAY) * g,
        _SQUARE_DECAY * v + (1 - _SQUARE_DECAY) * g * g,
    )


def _rewind_reference(w, m, v, iterations, rate, gradient):
    """Write the averages as weighted sums, as in the paper: corrected, their weights add up to 1."""
    mean, square = (part / (1 - d**iterations) for part, d in ((m, 0.9), (v, 0.999)))
    m = (9 * m + gradient) / 10
    v = (999 * v + gradient**2) / 1000
    known = iterations + 1
    again = (m / (1 - 0.9**known)) / (v / (1 - 0.999**known)) ** 0.5
    fresh = 1.0 if gradient > 0 else -1.0
    return w + rate * mean / square**0.5, w - rate * again, w - rate * fresh


def _rewind_with(
    corrected=True, back=1, late=0, fresh_time=1, root=0.5, fresh="zero", earlier=0, show=None
):
    def step(m, v, t):
        if corrected:
            m, v = m / (1 - _DECAY**t), v / (1 - _SQUARE_DECAY**t)
        return m / v**root

    def solution(w, m, v, iterations, rate, gradient):
        after = _averages(m, v, gradient)
        before = w + back * rate * step(m, v, iterations - earlier)
        resumed = w - rate * step(*after, iterations + 1 - late)
        if fresh == "zero":
            time = iterations + 1 if fresh_time is None else fresh_time
            begun = _averages(0.0, 0.0, gradient)
            move = step(*begun, time) if time else begun[0] / begun[1] ** 0.5
            restarted = w - rate * move
        else:
            restarted = {"resumed": resumed, "plain": w - rate * gradient}[fresh]
        found = before, resumed, restarted
        return found if show is None else tuple(found[i] for i in show)

    return solution


_REWIND_MISTAKES = tuple(
    Mistake(_rewind_with(**change), Text(fr, en), credit)
    for change, credit, fr, en in (
        (
            {"show": (0, 2, 1)},
            0.75,
            "Les trois nombres sont justes, mais `resumed` et `restarted` sont échangés.",
            "All three numbers are right, but `resumed` and `restarted` are swapped.",
        ),
        (
            {"back": -1},
            0.5,
            "Les deux derniers nombres sont justes. Pour revenir en arrière, il faut défaire la correction, pas la refaire : regardez le signe.",
            "The last two numbers are right. To go back, the correction must be undone, not done again: look at the sign.",
        ),
        (
            {"earlier": 1},
            0.5,
            "Les deux derniers nombres sont justes. La dernière correction faite porte le numéro `iterations` : c'est lui, le t de la formule.",
            "The last two numbers are right. The last correction made bears the number `iterations`: that is the t of the formula.",
        ),
        (
            {"late": 1},
            0.5,
            "`before` et `restarted` sont justes. La correction qui suit la reprise porte le numéro suivant : t augmente de 1.",
            "`before` and `restarted` are right. The correction that follows the resumption bears the next number: t goes up by 1.",
        ),
        (
            {"fresh": "resumed"},
            0.5,
            "Les deux premiers nombres sont justes ; mais `set_weights` ne copie que les poids : le nouvel Adam n'a ni moyennes ni compteur.",
            "The first two numbers are right; but `set_weights` copies the weights only: the new Adam has neither averages nor a count.",
        ),
        (
            {"fresh_time": None},
            0.5,
            "Les deux premiers nombres sont justes ; mais le compteur du nouvel Adam repart aussi de zéro : pour lui, c'est la première correction.",
            "The first two numbers are right; but the count of the new Adam also restarts from zero: for it, this is the first correction.",
        ),
        (
            {"fresh_time": 0},
            0.5,
            "Les deux premiers nombres sont justes ; mais un Adam neuf corrige aussi le retard de ses moyennes, avec t = 1.",
            "The first two numbers are right; but a new Adam, too, corrects the lag of its averages, with t = 1.",
        ),
        (
            {"fresh": "plain"},
            0.5,
            "Les deux premiers nombres sont justes ; pour le dernier, vous avez pris la descente de gradient simple : c'est encore Adam.",
            "The first two numbers are right; for the last one you took plain gradient descent: it is still Adam.",
        ),
        (
            {"corrected": False, "fresh_time": 0},
            0.25,
            "Le retard des moyennes n'est corrigé nulle part : il manque les facteurs avec β₁ᵗ et β₂ᵗ.",
            "The lag of the averages is corrected nowhere: the factors with β₁ᵗ and β₂ᵗ are missing.",
        ),
        (
            {"root": 1},
            0.25,
            "Adam divise par la racine carrée de v, et non par v.",
            "Adam divides by the square root of v, not by v.",
        ),
    )
)
_REWIND_WRONG = [mistake.wrong for mistake in _REWIND_MISTAKES]

REWIND = Task(
    name="rewind",
    stars=2,
    value=True,
    inputs=_rewind_inputs,
    reference=_rewind_reference,
    hints=(
        Text(
            "Le fichier contient tout ce qui a servi à la dernière correction : de quelles quantités dépend-elle ?",
            "The file holds everything that went into the last correction: which quantities does it depend on?",
        ),
        Text(
            "La dernière correction a été faite avec m et v tels qu'ils sont dans le fichier, et t = `iterations`. La suivante les met d'abord à jour.",
            "The last correction was made with m and v as they are in the file, and t = `iterations`. The next one updates them first.",
        ),
        Text(
            "Pour `restarted`, m = v = 0 et t = 1 : que vaut alors le pas d'Adam, quelle que soit la taille du gradient ?",
            "For `restarted`, m = v = 0 and t = 1: what is Adam's step then, whatever the size of the gradient?",
        ),
    ),
    mistakes=_REWIND_MISTAKES,
)

# --- Keras: several starts, none of which knows about the others ---------------------------------


def _restarts_inputs(rng):
    """Draw more points than `fit` takes at once, and starts never at a corner of ReLU.

    The starts have the same width: whoever builds one network for all must be able to run it.
    """
    while True:
        n, pixels, hidden = int(rng.integers(40, 61)), 5, int(rng.integers(3, 5))
        labels = rng.permutation(np.arange(n + 6) % 3)
        images = rng.integers(0, 120, (n + 6, pixels))
        images[np.arange(n + 6), labels] += 120
        inputs = {
            "x": images[:n],
            "y": labels[:n],
            "x_val": images[n:],
            "y_val": labels[n:],
            "starts": [
                [
                    rng.normal(0, 0.8, (pixels, hidden)).round(2),
                    rng.normal(0, 0.3, hidden).round(2),
                    rng.normal(0, 0.8, (hidden, 3)).round(2),
                    rng.normal(0, 0.3, 3).round(2),
                ]
                for _ in range(2)
            ],
            "rate": float(rng.choice([0.1, 0.15, 0.2])),
            "steps": int(rng.integers(3, 6)),
        }
        losses, margin = _train(**inputs)
        # Losses that float32 computes well.
        if margin < 1e-3 or losses.min() < 0.2:
            continue
        if _all_differ(inputs, [_restarts_with(), *_RESTARTS_WRONG], 5e-3):
            return inputs


def _slopes(x, y, weights, relu=True):
    """Return the mean loss, its gradients, and the distance of the nearest hidden sum from 0."""
    w1, b1, w2, b2 = weights
    z = x @ w1 + b1
    active = z > 0 if relu else np.ones_like(z)
    h = z * active
    scores = h @ w2 + b2
    scores = scores - scores.max(axis=1, keepdims=True)
    logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    right = np.eye(len(b2))[y]
    slope = (np.exp(logs) - right) / len(x)
    back = (slope @ w2.T) * active
    gradients = [x.T @ back, back.sum(axis=0), h.T @ slope, slope.sum(axis=0)]
    return -np.sum(right * logs) / len(x), gradients, np.abs(z).min()


def _train(
    x,
    y,
    x_val,
    y_val,
    starts,
    rate,
    steps,
    scale=255,
    relu=True,
    momentum=0.9,
    only=None,
    keep_velocity=False,
    keep_weights=False,
    show="validation",
):
    """Return what is shown of each start, and the distance of the nearest hidden sum from 0."""
    x, x_val, found, margin = x / scale, x_val / scale, [], np.inf
    weights = velocities = None
    for start in starts:
        if weights is None or not keep_weights:
            weights = start
        if velocities is None or not keep_velocity:
            velocities = [0.0] * len(start)
        past = []
        for _ in range(only or steps):
            loss, gradients, near = _slopes(x, y, weights, relu)
            past.append(loss)
            margin = min(margin, near)
            velocities = [
                momentum * v - rate * g for v, g in zip(velocities, gradients, strict=True)
            ]
            weights = [w + v for w, v in zip(weights, velocities, strict=True)]
        validation, _, near = _slopes(x_val, y_val, weights, relu)
        margin = min(margin, near)
        shown = {
            "validation": validation,
            "training": _slopes(x, y, weights, relu)[0],
            "last": past[-1],
        }
        found.append(shown[show])
    return np.array(found), margin


def _restarts_with(**change):
    def solution(x, y, x_val, y_val, starts, rate, steps):
        return _train(x, y, x_val, y_val, starts, rate, steps, **change)[0]

    return solution


_RESTARTS_MISTAKES = tuple(
    Mistake(_restarts_with(**change), Text(fr, en), credit)
    for change, credit, fr, en in (
        (
            {"keep_velocity": True},
            0.5,
            "Le premier départ est juste, pas le second : `set_weights` rend les poids, mais l'optimiseur garde l'élan du départ précédent.",
            "The first start is right, not the second: `set_weights` gives the weights back, but the optimiser keeps the momentum of the start before.",
        ),
        (
            {"keep_velocity": True, "keep_weights": True},
            0.25,
            "Le premier départ est juste ; le second continue là où le premier s'est arrêté, au lieu de partir de ses propres poids.",
            "The first start is right; the second goes on where the first one stopped, instead of starting from its own weights.",
        ),
        (
            {"show": "training"},
            0.5,
            "Ces pertes sont mesurées sur les images d'entraînement ; il faut celles de validation.",
            "These losses are measured on the training images; the validation images are needed.",
        ),
        (
            {"show": "last"},
            0.25,
            "Vous renvoyez ce que donne `train_on_batch` ou `fit` : la perte des images d'entraînement, avant la dernière correction. Mesurez après, sur la validation.",
            "You return what `train_on_batch` or `fit` gives: the loss on the training images, before the last correction. Measure after it, on the validation images.",
        ),
        (
            {"only": 1},
            0.5,
            "Ces pertes sont celles d'après une seule correction : il en faut `steps`.",
            "These losses are those after a single correction: `steps` are needed.",
        ),
        (
            {"momentum": 0.0},
            0.5,
            "C'est la descente de gradient simple : donnez `momentum=0.9` à `SGD`.",
            "This is plain gradient descent: give `momentum=0.9` to `SGD`.",
        ),
        (
            {"relu": False},
            0.5,
            "Il manque la fonction ReLU de la couche cachée.",
            "The ReLU function of the hidden layer is missing.",
        ),
        (
            {"scale": 1},
            0.25,
            "Les pixels ne sont pas divisés par 255 : il manque `Rescaling(1 / 255)`.",
            "The pixels are not divided by 255: `Rescaling(1 / 255)` is missing.",
        ),
    )
)
_RESTARTS_WRONG = [mistake.wrong for mistake in _RESTARTS_MISTAKES]

RESTARTS = Task(
    name="restarts",
    stars=2,
    inputs=_restarts_inputs,
    reference=_restarts_with(),
    cases=2,  # each one builds and trains two networks
    hints=(
        Text(
            "Écrivez d'abord le code pour un seul départ, vérifiez-le, puis demandez-vous ce qui survit d'un départ au suivant.",
            "First write the code for a single start, verify it, then ask yourself what survives from one start to the next.",
        ),
        Text(
            "Un optimiseur à inertie a une mémoire : construisez ou compilez de nouveau le réseau à chaque départ, avec un nouveau `SGD`.",
            "An optimiser with momentum has a memory: build or compile the network anew for each start, with a new `SGD`.",
        ),
        Text(
            "Dans la boucle : construire, `set_weights`, `compile`, `steps` fois `train_on_batch(x, y)` (sans `batch_size`, `fit` ferait des lots de 32), puis `evaluate(x_val, y_val)`.",
            "In the loop: build, `set_weights`, `compile`, `train_on_batch(x, y)` `steps` times (without `batch_size`, `fit` would make batches of 32), then `evaluate(x_val, y_val)`.",
        ),
    ),
    mistakes=_RESTARTS_MISTAKES,
)

# --- debug: a network read from its file ----------------------------------------------------------


def _reread_inputs(rng):
    while True:
        depth, width = int(rng.integers(11, 14)), int(rng.integers(3, 5))
        rows, columns = int(rng.integers(2, 4)), int(rng.integers(2, 4))
        names = ["dense", *(f"dense_{i}" for i in range(1, depth))]
        arrays = {}
        for name in names:
            entries = rows * columns if name == "dense" else width
            kernel = rng.normal(0, 0.35, (entries, width))
            if name != "dense":
                kernel += np.eye(width)  # or the signal would die on its way
            arrays[name] = [kernel.round(2), rng.normal(0.15, 0.3, width).round(2)]
        activations = ["relu"] * (depth - 1) + ["softmax"]
        # Now and then a layer without an activation.
        activations[int(rng.integers(1, depth - 1))] = "linear"
        config = [
            {
                "class_name": "Rescaling",
                "scale": float(rng.choice([1 / 64, 1 / 128])),
                "offset": -1.0,
            },
            {"class_name": "Flatten"},
            *({"class_name": "Dense", "activation": activation} for activation in activations),
        ]
        inputs = {
            "config": config,
            "arrays": {name: arrays[name] for name in sorted(arrays)},  # as a file gives them
            "images": rng.integers(0, 256, (int(rng.integers(3, 6)), rows, columns)),
        }
        answers = _reread_with()(**inputs)
        # The signal gets through: images are answered differently, and no answer is certain.
        alive = np.ptp(answers, axis=0).min() > 0.02 and answers.max() < 0.98
        if alive and _all_differ(inputs, [_reread_with(), *_REREAD_WRONG], 5e-3):
            return inputs


def _reread_reference(config, arrays, images):
    """Take the images one by one, and the layers by their number."""
    answers = []
    for image in images:
        x, number = [float(pixel) for pixel in image.ravel()], 0
        for layer in config:
            if layer["class_name"] == "Rescaling":
                x = [layer["scale"] * value + layer["offset"] for value in x]
            if layer["class_name"] == "Dense":
                kernel, bias = arrays[f"dense_{number}" if number else "dense"]
                x, number = np.dot(np.transpose(kernel), x) + bias, number + 1
                if layer["activation"] == "relu":
                    x = [max(value, 0.0) for value in x]
                if layer["activation"] == "softmax":
                    x = [1 / sum(np.exp(other - value) for other in x) for value in x]
        answers.append(x)
    return np.array(answers)


def _reread_with(alphabet=False, whole=False, offset=True, axis=1, first=False, linear=True):
    """Return the function as handed out (the first three), partly fixed, or wrong otherwise."""

    def reread(config, arrays, images):
        x = images
        stored = iter(sorted(arrays) if alphabet else sorted(arrays, key=lambda n: (len(n), n)))
        for layer in config:
            if layer["class_name"] == "Rescaling":
                shift = layer["offset"] * offset
                x = (x + shift) * layer["scale"] if first else x * layer["scale"] + shift
            elif layer["class_name"] == "Flatten":
                x = x.reshape(len(x), -1)
            else:
                kernel, bias = arrays[next(stored)]
                x = x @ kernel + bias
                if layer["activation"] == "softmax":
                    e = np.exp(x - x.max())
                    x = e / (e.sum() if whole else e.sum(axis=axis, keepdims=True))
                elif layer["activation"] == "relu" or not linear:
                    x = np.maximum(x, 0)
        return x

    return reread


_REREAD_BUGS = {
    "alphabet": Text(
        "les tableaux ne vont pas tous à leur couche",
        "the arrays do not all go to their own layer",
    ),
    "whole": Text(
        "la réponse à une image dépend des autres images du lot",
        "the answer to an image depends on the other images of the batch",
    ),
    "offset": Text(
        "une couche a un réglage que le code ne lit pas",
        "a layer has a setting that the code does not read",
    ),
}


_REREAD_MISTAKES = (
    *left_in(lambda **left: _reread_with(**{bug: bug != "offset" for bug in left}), _REREAD_BUGS),
    Mistake(
        _reread_with(first=True),
        Text(
            "Presque : `Rescaling` multiplie par `scale` d'abord, et ajoute `offset` ensuite.",
            "Nearly: `Rescaling` multiplies by `scale` first, and adds `offset` afterwards.",
        ),
        credit=0.75,
    ),
    Mistake(
        _reread_with(axis=0),
        Text(
            "Presque : softmax divise chaque ligne par sa propre somme, et non chaque colonne : une ligne est une image.",
            "Nearly: softmax divides each row by its own sum, not each column: a row is an image.",
        ),
        credit=0.75,
    ),
    Mistake(
        _reread_with(linear=False),
        Text(
            "Les trois défauts sont réparés, mais vous appliquez ReLU à toutes les couches cachées : chacune dit son `activation`.",
            "All three bugs are fixed, but you apply ReLU to all hidden layers: each one states its `activation`.",
        ),
        credit=0.5,
    ),
)
_REREAD_WRONG = [mistake.wrong for mistake in _REREAD_MISTAKES]

REREAD = Task(
    name="reread",
    stars=3,
    inputs=_reread_inputs,
    reference=_reread_reference,
    cases=4,
    hints=(
        Text(
            "Donnez à la fonction une image seule, puis la même image au milieu d'un lot : la réponse doit être la même.",
            "Give the function an image alone, then the same image in a batch: the answer must be the same.",
        ),
        Text(
            "Affichez `list(arrays)` pour douze couches denses, et le contenu complet de `config`.",
            "Print `list(arrays)` for twelve dense layers, and the whole content of `config`.",
        ),
        Text(
            "`dense_10` vient avant `dense_2` dans l'ordre alphabétique ; `Rescaling` a un `offset` ; softmax se calcule ligne par ligne.",
            "`dense_10` comes before `dense_2` in alphabetical order; `Rescaling` has an `offset`; softmax is computed row by row.",
        ),
    ),
    mistakes=_REREAD_MISTAKES,
)

TASKS = (INVENTORY, REWIND, RESTARTS, REREAD)
