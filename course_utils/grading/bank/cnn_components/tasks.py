"""Graded assignment on lesson 08: what is drawn, what is right, what is typically wrong.

Nothing here imports Keras: marking a whole class needs no TensorFlow.
"""

from itertools import combinations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_utils.grading.mistakes import left_in
from course_utils.i18n import Text
from course_utils.task import Mistake, Task


def _all_differ(inputs, solutions, tolerance=1e-3) -> bool:
    """Tell whether every solution gives a value of its own, well beyond the tolerance."""
    values = [_flat(solution(**inputs)) for solution in solutions]
    return not any(
        a.shape == b.shape and np.allclose(a, b, rtol=tolerance, atol=1e-6)
        for a, b in combinations(values, 2)
    )


def _flat(value) -> np.ndarray:
    """Return all numbers of a value, with the shapes of its parts."""
    parts = [np.asarray(part) for part in (value if isinstance(value, tuple) else (value,))]
    return np.concatenate([np.append(part.ravel(), part.shape) for part in parts])


# --- predict: how far a drawing may move -------------------------------------------------------


def _slack_inputs(rng):
    while True:
        inputs = {
            "kernel1": int(rng.choice([3, 5, 7])),
            "stride1": int(rng.choice([2, 3])),
            "pool": int(rng.choice([2, 3])),
            "kernel2": int(rng.choice([2, 3, 4, 5])),
            "width": int(rng.integers(200, 600)),
            "first": int(rng.integers(40, 500)),
        }
        inputs["last"] = inputs["first"] + int(rng.integers(10, 30))
        if inputs["last"] > inputs["width"] - 30:
            continue
        left, right = _slack_with()(**inputs)
        if (
            min(left, right) > 0
            and left != right
            and _all_differ(inputs, [_slack_with(), *_SLACK_WRONG], 0)
        ):
            return inputs


def _slack_reference(kernel1, stride1, pool, kernel2, width, first, last):
    """Follow the columns that each cell sees, and try every shift."""
    cells = [(i, i + 1) for i in range(width)]
    for kernel, stride in ((kernel1, stride1), (pool, pool), (kernel2, 1)):
        starts = range(0, len(cells) - kernel + 1, stride)
        cells = [(cells[i][0], cells[i + kernel - 1][1]) for i in starts]

    def views(shift):
        """Where the drawing lies in the windows that see some of it."""
        a, b = first + shift, last + shift
        return {a - start for start, stop in cells if start <= b and a < stop}

    now = views(0)
    left = max(d for d in range(first + 1) if views(-d) == now)
    return left, max(d for d in range(width - last) if views(d) == now)


def _slack_with(steps=True, field="right", pooling=True, extra=0, swap=False):
    """Return a solution by the formulas, wrong in one respect."""

    def solution(kernel1, stride1, pool, kernel2, width, first, last):
        jump = stride1 * (pool if pooling else 1)
        seen = kernel1 + (pool - 1) * stride1 + (kernel2 - 1) * jump
        if field == "sum":  # the strides are forgotten
            seen = kernel1 + (pool - 1) + (kernel2 - 1)
        cells = (width - kernel1) // stride1 + 1
        cells = (cells // pool if pooling else cells - pool + 1) - kernel2 + 1
        ends = {"whole": (last, first), "page": (0, 0)}.get(field, (first, last))
        left, right = ends[0] - seen + 1, (cells - 1) * jump - ends[1]
        if field == "page":  # only the ink must stay on the page
            left, right = (d // jump * jump for d in (first, width - 1 - last))
        elif steps:
            left, right = (-(-d // jump) * jump for d in (left, right))
        left, right = left + extra * jump, right + extra * jump
        return (right, left) if swap else (left, right)

    return solution


_SLACK_MISTAKES = tuple(
    Mistake(_slack_with(**change), Text(fr, en), credit)
    for change, credit, fr, en in (
        (
            {"swap": True},
            0.75,
            "Les deux nombres sont justes, mais échangés : la gauche d'abord.",
            "Both numbers are right, but swapped: the left one first.",
        ),
        (
            {"steps": False},
            0.5,
            "Vous comptez bien les fenêtres ; mais entre deux multiples du produit des pas, les cases lisent le dessin autrement, et plus rien n'est garanti.",
            "You take the windows into account correctly; but between two multiples of the product of the strides, the cells read the drawing differently, and nothing is guaranteed any more.",
        ),
        (
            {"extra": 1},
            0.5,
            "Une case de trop de chaque côté : à cette distance, une fenêtre qui voyait un bout du dessin n'existe plus.",
            "One cell too many on each side: at that distance, a window that saw a bit of the drawing no longer exists.",
        ),
        (
            {"extra": -1},
            0.5,
            "Une case de moins que possible de chaque côté : la dernière fenêtre qui voit le dessin peut aller jusqu'à la première ou à la dernière case.",
            "One cell less than possible on each side: the last window that sees the drawing may reach the first or the last cell.",
        ),
        (
            {"field": "whole"},
            0.25,
            "Vous ne gardez que les fenêtres autour du dessin entier : celles qui n'en voient qu'un bout comptent aussi, leur réponse peut être la plus grande.",
            "You keep only the windows around the whole drawing: those that see only a bit of it count too, their response may be the greatest.",
        ),
        (
            {"field": "page"},
            0.25,
            "Il ne suffit pas que le dessin reste sur la page : toutes les fenêtres qui en voient un bout doivent y tenir aussi.",
            "It is not enough for the drawing to stay on the page: all windows that see a bit of it must fit into the page too.",
        ),
        (
            {"field": "sum"},
            0.25,
            "Votre champ récepteur oublie les pas : chaque `kernel − 1` se multiplie par le produit des pas précédents.",
            "Your receptive field forgets the strides: each `kernel − 1` is multiplied by the product of the preceding strides.",
        ),
        (
            {"pooling": False},
            0.25,
            "Le pooling avance lui aussi de `pool` cases : son pas compte dans le produit des pas.",
            "Pooling, too, moves on by `pool` cells: its stride counts in the product of the strides.",
        ),
    )
)
_SLACK_WRONG = [mistake.wrong for mistake in _SLACK_MISTAKES]

SLACK = Task(
    name="slack",
    stars=2,
    value=True,
    inputs=_slack_inputs,
    reference=_slack_reference,
    hints=(
        Text(
            "Le maximum de toutes les cases ne change pas si le dessin est vu par les mêmes fenêtres, simplement déplacées.",
            "The maximum of all cells does not change if the drawing is seen by the same windows, merely moved.",
        ),
        Text(
            "Cherchez trois nombres : de combien de pixels se suivent deux cases, combien de colonnes voit une case, et combien il y a de cases.",
            "Look for three numbers: how many pixels two neighbouring cells are apart, how many columns a cell sees, and how many cells there are.",
        ),
        Text(
            "La première case qui voit le dessin peut reculer jusqu'à la case 0 ; la dernière qui le voit peut avancer jusqu'à la dernière case de la carte.",
            "The first cell that sees the drawing may move back to cell 0; the last one that sees it may move on to the last cell of the map.",
        ),
    ),
    mistakes=_SLACK_MISTAKES,
)

# --- find: a filter from its answers, seen through ReLU ------------------------------------------


def _windows_of(image, k):
    return sliding_window_view(image, (k, k)).reshape(-1, k * k)


def _secret_inputs(rng):
    while True:
        kernel, bias = rng.integers(-4, 5, 4) / 2, float(rng.integers(-6, 7)) / 2
        image = rng.integers(0, 10, (4, 5))
        z = _windows_of(image, 2) @ kernel + bias
        if np.abs(kernel).min() == 0 or bias == 0 or len(set(np.abs(kernel))) < 3:
            continue
        rows = np.column_stack([_windows_of(image, 2), np.ones(len(z))])[z > 0]
        # Enough positive answers, independent, and several that ReLU has hidden.
        if np.sum(z < -0.5) < 3 or len(rows) < 6 or np.linalg.cond(rows) > 200:
            continue
        inputs = {"image": image, "responses": np.maximum(z, 0).reshape(3, 4)}
        if _all_differ(inputs, [_secret_with(), *_SECRET_WRONG], 1e-2):
            return inputs


def _secret_reference(image, responses):
    """Try every filter with weights and a bias in halves: one alone gives these responses."""
    halves = np.arange(-4, 5) / 2
    kernels = np.array(np.meshgrid(*[halves] * 4)).reshape(4, -1)
    sums, wanted = _windows_of(image, 2) @ kernels, responses.reshape(-1, 1)
    [(number, bias)] = [
        (number, bias)
        for bias in np.arange(-6, 7) / 2
        for number in np.flatnonzero(np.all(np.maximum(sums + bias, 0) == wanted, axis=0))
    ]
    return kernels[:, number].reshape(2, 2), float(bias)


def _secret_with(biased=True, hidden=False, change=lambda kernel: kernel, sign=1):
    def solution(image, responses):
        rows, z = _windows_of(image, 2).astype(float), responses.ravel()
        known = np.ones(z.shape, bool) if hidden else z > 0
        if biased:
            rows = np.column_stack([rows, np.ones(len(z))])
        found = np.linalg.lstsq(rows[known], z[known], rcond=None)[0]
        bias = float(found[4]) if biased else 0.0
        return change(found[:4].reshape(2, 2)), sign * bias

    return solution


_SECRET_MISTAKES = tuple(
    Mistake(_secret_with(**change), Text(fr, en), credit)
    for change, credit, fr, en in (
        (
            {"change": lambda kernel: kernel[::-1, ::-1]},
            0.5,
            "Le biais est juste, et le noyau est retourné : les couches des réseaux calculent une corrélation croisée, sans retournement.",
            "The bias is right, and the kernel is flipped: the layers of networks compute a cross-correlation, without flipping.",
        ),
        (
            {"change": lambda kernel: kernel.T},
            0.5,
            "Le biais est juste ; dans le noyau, lignes et colonnes sont échangées.",
            "The bias is right; in the kernel, rows and columns are swapped.",
        ),
        (
            {"sign": -1},
            0.5,
            "Le noyau est juste ; le biais a le mauvais signe.",
            "The kernel is right; the bias has the wrong sign.",
        ),
        (
            {"hidden": True},
            0.25,
            "Vous prenez les zéros de la carte pour des égalités : derrière ReLU, un 0 dit seulement que z ≤ 0.",
            "You take the zeros of the map for equations: behind ReLU, a 0 says only that z ≤ 0.",
        ),
        (
            {"biased": False},
            0.25,
            "Vous avez supposé un biais nul : c'est une cinquième inconnue.",
            "You assumed a bias of zero: it is a fifth unknown.",
        ),
        (
            {"biased": False, "hidden": True},
            0.0,
            "Deux oublis : le biais est une inconnue de plus, et derrière ReLU un 0 dit seulement que z ≤ 0.",
            "Two things forgotten: the bias is one more unknown, and behind ReLU a 0 says only that z ≤ 0.",
        ),
    )
)
_SECRET_WRONG = [mistake.wrong for mistake in _SECRET_MISTAKES]

SECRET_FILTER = Task(
    name="secret_filter",
    stars=2,
    value=True,
    inputs=_secret_inputs,
    reference=_secret_reference,
    hints=(
        Text(
            "Chaque case de la carte est une équation à cinq inconnues, les quatre poids et le biais. Toutes les cases en donnent-elles une ?",
            "Each cell of the map is an equation with five unknowns, the four weights and the bias. Does every cell give one?",
        ),
        Text(
            "Ne gardez que les cases positives. Une ligne du système : les quatre pixels de la fenêtre, puis 1.",
            "Keep only the positive cells. A row of the system: the four pixels of the window, then 1.",
        ),
        Text(
            "`sliding_window_view(image, (2, 2)).reshape(-1, 4)` donne toutes les fenêtres ; `np.linalg.lstsq` résout le système.",
            "`sliding_window_view(image, (2, 2)).reshape(-1, 4)` gives all windows; `np.linalg.lstsq` solves the system.",
        ),
    ),
    mistakes=_SECRET_MISTAKES,
)

# --- implement: one convolution in place of two ---------------------------------------------------


def _merge_inputs(rng):
    while True:
        k1, k2 = (int(k) for k in rng.choice([2, 3, 4], 2, replace=False))
        maps = int(rng.integers(2, 4))
        inputs = {
            "kernels1": rng.normal(size=(k1, k1, int(rng.integers(1, 3)), maps)).round(2),
            "biases1": rng.normal(size=maps).round(2),
            "kernels2": rng.normal(size=(k2, k2, maps, maps)).round(2),
            "biases2": rng.normal(size=maps).round(2),
            "stride1": int(rng.integers(2, 4)),
        }
        if _all_differ(inputs, [_merge_with(), *_MERGE_WRONG]):
            return inputs


def _layer(images, kernels, biases, stride):
    windows = sliding_window_view(images, kernels.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    return np.tensordot(windows, kernels, ((4, 5, 3), (0, 1, 2))) + biases


def _merge_reference(kernels1, biases1, kernels2, biases2, stride1):
    """Send one lit pixel at a time through the two layers, in images that make one cell."""
    side = len(kernels1) + (len(kernels2) - 1) * stride1
    shape = side, side, kernels1.shape[2]
    images = np.eye(int(np.prod(shape)) + 1)[:, 1:].reshape(-1, *shape)  # the first one is black
    first = _layer(images, kernels1, biases1, stride1)
    dark, *lit = _layer(first, kernels2, biases2, 1)[:, 0, 0]
    return (np.array(lit) - dark).reshape(*shape, -1), dark


def _merge_with(flip=False, spread=True, transpose=False, bias="right"):
    def solution(kernels1, biases1, kernels2, biases2, stride1):
        k1, k2, step = len(kernels1), len(kernels2), stride1 if spread else 1
        second = kernels2.swapaxes(2, 3) if transpose else kernels2
        side = k1 + (k2 - 1) * step
        kernels = np.zeros((side, side, kernels1.shape[2], len(biases2)))
        for a in range(k2):
            for b in range(k2):
                taken = second[-1 - a, -1 - b] if flip else second[a, b]
                kernels[a * step : a * step + k1, b * step : b * step + k1] += kernels1 @ taken
        passed = {
            "right": biases1 @ kernels2.sum(axis=(0, 1)),
            "second": 0,
            "sum": biases1,
            "once": biases1 @ kernels2.mean(axis=(0, 1)),
        }[bias]
        return kernels, passed + biases2

    return solution


_MERGE_MISTAKES = tuple(
    Mistake(_merge_with(**change), Text(fr, en), credit)
    for change, credit, fr, en in (
        (
            {"bias": "second"},
            0.5,
            "Les noyaux sont justes ; mais les biais de la première couche traversent la seconde : ils s'ajoutent aussi au résultat.",
            "The kernels are right; but the biases of the first layer go through the second: they add to the result too.",
        ),
        (
            {"bias": "sum"},
            0.5,
            "Les noyaux sont justes ; mais les biais de la première couche arrivent multipliés par les poids de la seconde.",
            "The kernels are right; but the biases of the first layer arrive multiplied by the weights of the second.",
        ),
        (
            {"bias": "once"},
            0.5,
            "Les noyaux sont justes ; pour les biais, la seconde couche additionne toutes les cases de sa fenêtre, elle n'en fait pas la moyenne.",
            "The kernels are right; for the biases, the second layer adds up all cells of its window, it does not take their mean.",
        ),
        (
            {"flip": True},
            0.5,
            "Les biais sont justes ; les seconds noyaux sont retournés : la case (a, b) de la fenêtre est lue plus bas et plus à droite, sans retournement.",
            "The biases are right; the second kernels are flipped: cell (a, b) of the window is read further down and to the right, without flipping.",
        ),
        (
            {"spread": False},
            0.5,
            "Les biais sont justes ; pour les noyaux, deux cases voisines de la première carte sont distantes de `stride1` pixels, et non d'un seul.",
            "The biases are right; as to the kernels, two neighbouring cells of the first map are `stride1` pixels apart, not one.",
        ),
        (
            {"transpose": True},
            0.25,
            "Les biais sont justes ; dans les noyaux, les canaux d'entrée et les filtres de la seconde couche sont échangés.",
            "The biases are right; in the kernels, the input channels and the filters of the second layer are swapped.",
        ),
        (
            {"spread": False, "bias": "second"},
            0.25,
            "Deux défauts : deux cases voisines de la première carte sont distantes de `stride1` pixels, et les biais de la première couche sont perdus.",
            "Two flaws: two neighbouring cells of the first map are `stride1` pixels apart, and the biases of the first layer are lost.",
        ),
    )
)
_MERGE_WRONG = [mistake.wrong for mistake in _MERGE_MISTAKES]

ONE_FOR_TWO = Task(
    name="one_for_two",
    stars=3,
    inputs=_merge_inputs,
    reference=_merge_reference,
    cases=6,
    hints=(
        Text(
            "Écrivez z₂ en fonction de z₁, puis remplacez z₁ par sa somme : quel pixel de l'image chaque produit de poids multiplie-t-il ?",
            "Write z₂ in terms of z₁, then replace z₁ by its sum: which pixel of the image does each product of weights multiply?",
        ),
        Text(
            "Le poids (a, b) de la seconde couche lit une case dont la fenêtre commence `a * stride1` pixels plus bas et `b * stride1` plus à droite.",
            "Weight (a, b) of the second layer reads a cell whose window starts `a * stride1` pixels further down and `b * stride1` further to the right.",
        ),
        Text(
            "Pour chaque (a, b), ajoutez `kernels1 @ kernels2[a, b]` au bon endroit d'un tableau de zéros. Le biais : la réponse à une image noire.",
            "For each (a, b), add `kernels1 @ kernels2[a, b]` at the right place of an array of zeros. The bias: the answer to a black image.",
        ),
    ),
    mistakes=_MERGE_MISTAKES,
)

# --- debug: the gradients of a convolution ---------------------------------------------------------


def _backward_inputs(rng):
    while True:
        k, stride = int(rng.choice([3, 4, 5])), 2
        count = int(rng.integers(4, 7))
        x = rng.normal(size=(count - 1) * stride + k + int(rng.integers(0, 2))).round(2)
        inputs = {
            "x": x,
            "kernel": rng.normal(size=k).round(2),
            "bias": round(float(rng.normal(0, 0.5)), 2),
            "stride": stride,
            "slope": rng.normal(size=count).round(2),
        }
        z = np.correlate(x, inputs["kernel"], "valid")[::stride] + inputs["bias"]
        # ReLU lets some through and stops some; nothing lies on its corner.
        if np.abs(z).min() < 0.05 or not 2 <= np.sum(z > 0) <= count - 1:
            continue
        if _all_differ(inputs, [_backward_with(), *_BACKWARD_WRONG], 1e-2):
            return inputs


def _backward_reference(x, kernel, bias, stride, slope):
    """Write the layer as a matrix, whose transpose takes slopes back."""
    matrix = np.array([np.correlate(unit, kernel, "valid")[::stride] for unit in np.eye(len(x))]).T
    known = np.where(matrix @ x + bias > 0, slope, 0.0)
    starts = np.arange(len(known)) * stride
    # Weight a multiplies x[start + a] at every position.
    of_kernel = np.array([x[starts + a] @ known for a in range(len(kernel))])
    return of_kernel, known.sum(), matrix.T @ known


def _backward_with(relu=True, add=True, move=True, mean=False, flip=False, gate="z", shared="sum"):
    """Return the function as handed out (the first three), partly fixed, or wrong otherwise."""

    def backward(x, kernel, bias, stride, slope):
        k = len(kernel)
        z = np.correlate(x, kernel, "valid")[::stride] + bias
        if relu:
            slope = slope * ((z if gate == "z" else z - bias) > 0)
        of_kernel, of_x = np.zeros(k), np.zeros(len(x))
        for i, s in enumerate(slope):
            start = i * stride
            read = start if move else i
            of_kernel += s * x[read : read + k]
            part = s * (kernel[::-1] if flip else kernel)
            of_x[start : start + k] = of_x[start : start + k] * add + part
        size = len(slope) if mean else 1
        return of_kernel / size, slope.sum() / size, of_x

    return backward


_BACKWARD_BUGS = {
    "relu": Text(
        "ce que ReLU a arrêté revient quand même",
        "what ReLU stopped comes back all the same",
    ),
    "add": Text(
        "un pixel lu par plusieurs fenêtres ne reçoit pas tout ce qui lui revient",
        "a pixel read by several windows does not receive all that is due to it",
    ),
    "move": Text(
        "le gradient du noyau ne lit pas les fenêtres que la couche a lues",
        "the gradient of the kernel does not read the windows that the layer read",
    ),
}


_BACKWARD_MISTAKES = (
    *left_in(lambda **left: _backward_with(**dict.fromkeys(left, False)), _BACKWARD_BUGS),
    Mistake(
        _backward_with(mean=True),
        Text(
            "Presque : vous prenez la moyenne sur les positions ; un poids partagé reçoit la somme de ce que demande chaque position.",
            "Nearly: you take the mean over the positions; a shared weight receives the sum of what each position asks for.",
        ),
        credit=0.75,
    ),
    Mistake(
        _backward_with(flip=True),
        Text(
            "Presque : au retour, vous avez retourné le noyau ; ici chaque fenêtre rend `slope[i] * kernel` là même où elle a lu.",
            "Nearly: on the way back you flipped the kernel; here each window gives back `slope[i] * kernel` right where it has read.",
        ),
        credit=0.5,
    ),
    Mistake(
        _backward_with(gate="no bias"),
        Text(
            "Presque : ReLU décide d'après z, biais compris ; vous l'avez laissé de côté.",
            "Nearly: ReLU decides from z, bias included; you left it out.",
        ),
        credit=0.5,
    ),
)
_BACKWARD_WRONG = [mistake.wrong for mistake in _BACKWARD_MISTAKES]

CONV_BACKWARD = Task(
    name="conv_backward",
    stars=3,
    inputs=_backward_inputs,
    reference=_backward_reference,
    cases=6,
    hints=(
        Text(
            "Comparez avec des différences finies : changez un peu un seul nombre et regardez de combien change la somme de `slope` × sortie.",
            "Compare with finite differences: change a single number a little and see by how much the sum of `slope` × output changes.",
        ),
        Text(
            "Trois questions : que devient une pente là où ReLU a répondu 0 ? Où commence la fenêtre `i` ? Et si un pixel est lu deux fois ?",
            "Three questions: what happens to a slope where ReLU answered 0? Where does window `i` start? And if a pixel is read twice?",
        ),
        Text(
            "`slope * (z > 0)` ; `x[start : start + k]` avec `start = i * stride` ; `+=` au lieu de `=`.",
            "`slope * (z > 0)`; `x[start : start + k]` with `start = i * stride`; `+=` instead of `=`.",
        ),
    ),
    mistakes=_BACKWARD_MISTAKES,
)

TASKS = (SLACK, SECRET_FILTER, ONE_FOR_TWO, CONV_BACKWARD)
