"""Graded assignment on lesson 03: what is drawn, what is right, what is typically wrong."""

from itertools import pairwise

import numpy as np

from course_utils.grading.mistakes import left_in
from course_utils.i18n import T, Text
from course_utils.task import Mistake, Task, compare_values

# --- predict: probabilities whose logits are lost ----------------------------------------------

_NEAR = 1e-3  # what the statement accepts


def _change_inputs(rng):
    while True:
        shares = np.floor(100 * rng.dirichlet([1.5] * 4))
        shares[-1] += 100 - shares.sum()
        inputs = {
            "p": shares / 100,
            "chosen": int(rng.integers(4)),
            "delta": float(rng.choice([-1, 1]) * rng.integers(5, 16) / 10),
            "factor": float(rng.choice([0.5, 1.5, 2, 2.5, 3])),
        }
        gaps = np.abs(shares[:, np.newaxis] - shares)[np.triu_indices(4, 1)]
        if shares.min() < 5 or gaps.min() < 2:
            continue
        found = np.array(
            [_change_reference(**inputs), *(one.wrong(**inputs) for one in AFTER_CHANGE.mistakes)]
        )
        first, second = np.triu_indices(len(found), 1)
        # No two solutions that the tolerance could take for each other.
        if np.abs(found[first] - found[second]).max(axis=1).min() > 5 * _NEAR:
            return inputs


def _change_reference(p, chosen, delta, factor):
    from scipy.special import softmax

    logits = np.log(p) + 7  # any constant will do
    raised = logits + delta * (np.arange(len(p)) == chosen)
    return float(softmax(raised)[chosen]), float(softmax(factor * logits)[chosen])


def _raised(p, chosen, delta):
    """Return the probability after the change of one logit, from odds alone."""
    odds = p[chosen] * np.exp(delta)
    return float(odds / (odds + 1 - p[chosen]))


def _multiplied(p, chosen, factor):
    return float(p[chosen] ** factor / np.sum(p**factor))


def _change_with(first=_raised, second=_multiplied):
    def solution(p, chosen, delta, factor):
        return first(p, chosen, delta), second(p, chosen, factor)

    return solution


def _change_as_logits(p, chosen, delta, factor):
    """Take the probabilities for logits."""
    raised, multiplied = np.exp(p + delta * (np.arange(4) == chosen)), np.exp(factor * p)
    return float(raised[chosen] / raised.sum()), float(multiplied[chosen] / multiplied.sum())


def _change_both(p, chosen, delta, factor):
    """Multiply the logits that were already changed."""
    q = p * np.exp(delta * (np.arange(4) == chosen))
    return _raised(p, chosen, delta), _multiplied(q / q.sum(), chosen, factor)


def _not_summed(p, chosen, delta):
    return float(p[chosen] * np.exp(delta))


def _power(p, chosen, factor):
    return float(p[chosen] ** factor)


def _same(p, chosen, _):
    return float(p[chosen])


def _one_against_all(p, chosen, factor):
    return _multiplied(np.array([p[chosen], 1 - p[chosen]]), 0, factor)


def _swapped(p, chosen, delta, factor):
    return _change_reference(p, chosen, delta, factor)[::-1]


def _compare_pair(expected: tuple, got) -> str | None:
    parts = got.tolist() if isinstance(got, np.ndarray) else got
    pair = isinstance(parts, (tuple, list)) and len(parts) == 2
    if not pair or any(np.ndim(part) or isinstance(part, str) for part in parts):
        return T(
            "Il faut un couple de deux nombres, (q, r).", "A pair of two numbers is needed: (q, r)."
        )
    return compare_values(expected, got, rtol=0, atol=_NEAR)


AFTER_CHANGE = Task(
    name="after_change",
    stars=1,
    value=True,
    inputs=_change_inputs,
    reference=_change_reference,
    compare=_compare_pair,
    hints=(
        Text(
            "Quels logits donneraient ces probabilités ? Il y en a beaucoup ; tous conviennent, puisque seules comptent leurs différences.",
            "Which logits would give these probabilities? There are many; all of them will do, since only their differences count.",
        ),
        Text(
            "`np.log(p)` en est un choix possible : softmax en redonne `p`.",
            "`np.log(p)` is one possible choice: softmax turns it back into `p`.",
        ),
        Text(
            "Ajouter `delta` multiplie `exp(z)` par `exp(delta)` ; multiplier z par `factor` élève `exp(z)` à cette puissance. Divisez ensuite par la nouvelle somme.",
            "Adding `delta` multiplies `exp(z)` by `exp(delta)`; multiplying z by `factor` raises `exp(z)` to that power. Then divide by the new sum.",
        ),
    ),
    mistakes=(
        Mistake(
            _change_with(second=_same),
            Text(
                "q est juste. Mais r n'est pas la probabilité de départ : ajouter une constante à tous les logits ne change rien, les multiplier change leurs différences.",
                "q is right. But r is not the initial probability: adding a constant to all logits changes nothing, multiplying them changes their differences.",
            ),
            credit=0.5,
        ),
        Mistake(
            _change_with(first=_same),
            Text(
                "r est juste. Mais q n'est pas la probabilité de départ : un seul logit change, donc ses différences avec les autres aussi.",
                "r is right. But q is not the initial probability: a single logit changes, hence also its differences with the others.",
            ),
            credit=0.5,
        ),
        Mistake(
            _change_with(second=_power),
            Text(
                "q est juste. Dans r, il manque une division : les quatre nombres ne s'ajoutent plus à 1.",
                "q is right. In r a division is missing: the four numbers no longer add up to 1.",
            ),
            credit=0.5,
        ),
        Mistake(
            _change_with(first=_not_summed),
            Text(
                "r est juste. Dans q, il manque une division : la somme des quatre exponentielles a changé, elle aussi.",
                "r is right. In q a division is missing: the sum of the four exponentials has changed, too.",
            ),
            credit=0.5,
        ),
        Mistake(
            _change_with(second=_one_against_all),
            Text(
                "q est juste. Mais r n'est pas une sigmoïde : les trois autres classes ne se laissent pas réunir en une seule quand on multiplie les logits.",
                "q is right. But r is not a sigmoid: the three other classes cannot be merged into one when the logits are multiplied.",
            ),
            credit=0.5,
        ),
        Mistake(
            _change_both,
            Text(
                "q est juste. Mais r se calcule à partir des logits de départ, pas de ceux que `delta` a changés.",
                "q is right. But r is computed from the initial logits, not from those that `delta` has changed.",
            ),
            credit=0.75,
        ),
        Mistake(
            _swapped,
            Text(
                "Les deux nombres sont justes, dans le mauvais ordre.",
                "Both numbers are right, in the wrong order.",
            ),
            credit=0.75,
        ),
        Mistake(
            _change_with(_not_summed, _power),
            Text(
                "Après le changement, les quatre nombres doivent de nouveau s'ajouter à 1 : il manque une division.",
                "After the change the four numbers must add up to 1 again: a division is missing.",
            ),
            credit=0.25,
        ),
        Mistake(
            _change_as_logits,
            Text(
                "Vous appliquez softmax aux probabilités, comme si elles étaient des logits : c'est le faire deux fois.",
                "You apply softmax to the probabilities as if they were logits: that is applying it twice.",
            ),
        ),
    ),
)

# --- find: a network whose graph is drawn in advance -------------------------------------------


class _Network(tuple):
    """A network (w, b, v, c), and in which respect another one must equal it.

    The whole graph; its part between the first and the last point ("inside"); its shape, up to a
    constant ("shape"); or the five points alone ("points").
    """

    aspect, x = "whole", None

    def equal_in(self, aspect, x):
        self.aspect, self.x = aspect, x
        return self


def _graph(network, at):
    w, b, v, c = network
    return np.maximum(0, np.outer(at, w) + b) @ v + c


def _bends(w, b):
    with np.errstate(all="ignore"):
        where = -np.asarray(b) / np.asarray(w)
    return where[np.isfinite(where) & (np.abs(where) < 1e3)]


def _gap(wanted: _Network, network) -> tuple[float, float]:
    """Return where two graphs differ most, and by how much.

    Both are straight between their bends: equal at all bends, and at one more point beyond them on
    each side, they are equal everywhere.
    """
    at = np.concatenate([_bends(*wanted[:2]), _bends(*network[:2]), [-30.0, 0.0, 30.0]])
    if wanted.aspect == "points":
        at = wanted.x
    elif wanted.aspect == "inside":
        at = np.concatenate([at[(at > wanted.x[0]) & (at < wanted.x[-1])], wanted.x])
    differences = _graph(network, at) - _graph(wanted, at)
    if wanted.aspect == "shape":
        differences = differences - differences[0]
    most = np.abs(differences).argmax()
    return float(at[most]), float(abs(differences[most]))


def _compare_graphs(expected: _Network, got) -> str | None:
    """Judge a network by its graph: many weights draw the same one."""
    try:
        w, b, v, c = (np.asarray(part, float) for part in got)
        if not w.shape == b.shape == v.shape == np.shape(expected[0]) or c.size != 1:
            raise ValueError
        if not np.all(np.isfinite([*w, *b, *v, *c.ravel()])):
            raise ValueError
    except (TypeError, ValueError):
        return T(
            "Il faut (w, b, v, c) : trois tableaux de cinq nombres, puis un nombre.",
            "(w, b, v, c) is needed: three arrays of five numbers, then a number.",
        )
    with np.errstate(all="ignore"):
        where, gap = _gap(expected, (w, b, v, float(c.ravel()[0])))
    if gap <= _NEAR:
        return None
    return T(
        f"Autour de x = {where:.4g}, votre courbe n'est pas à la bonne hauteur.",
        f"Around x = {where:.4g} your graph is not at the right height.",
    )


def _drawing_inputs(rng):
    while True:
        x = np.sort(rng.choice(np.arange(-10, 11), 5, replace=False)) / 2
        y = rng.integers(-8, 9, 5) / 2
        slopes = np.array([0, *np.diff(y) / np.diff(x), 0])
        # Apart, a real bend at each point, no graph that looks the same from both sides.
        if np.diff(x).min() < 1 or np.abs(np.diff(slopes)).min() < 0.4 or abs(y[0]) < 1:
            continue
        inputs = {"x": x, "y": y}
        wanted = _drawing_reference(**inputs)
        wrong = [mistake.wrong(**inputs) for mistake in DRAWING.mistakes]
        # Every mistake shows, also to the eyes of each other one.
        seen = [(one, other) for one in [wanted, *wrong] for other in wrong if one is not other]
        if all(_gap(one, other)[1] > 0.1 for one, other in seen if one.aspect != "points"):
            return inputs


def _drawing_reference(x, y):
    """Build the graph from the right, with units that are on to the left of their bend."""
    w, at = -np.ones(len(x)), np.array([x[0] - 1, *x[:-1]])
    heights = np.interp(at, x, y) - y[-1]
    v = np.linalg.solve(np.maximum(0, x - at[:, np.newaxis]), heights)
    return _Network((w, x.copy(), v, float(y[-1])))


def _from_left(x, y, changes=None, b=None, c=None):
    slopes = np.diff(y) / np.diff(x)
    v = np.diff([0, *slopes, 0]) if changes is None else changes(slopes)
    return _Network((np.ones(len(x)), -x if b is None else b, v, float(y[0]) if c is None else c))


def _drawing_open(x, y):
    """Go on beyond the last point with the last slope."""
    drawn = _from_left(x, y, lambda slopes: np.array([*np.diff([0, *slopes]), 0]))
    return drawn.equal_in("inside", x)


def _drawing_shifted(x, y):
    return _from_left(x, y, c=0.0).equal_in("shape", x)


def _drawing_slopes(x, y):
    """Take the slopes themselves for the changes of slope."""
    return _from_left(x, y, lambda slopes: np.array([*slopes, 0]))


def _drawing_mirrored(x, y):
    return _from_left(x, y, b=x)


def _drawing_values(x, y):
    """Give each unit the height of its point."""
    return _from_left(x, y, lambda slopes: y, c=0.0)


def _drawing_elsewhere(x, y):
    """Pass through the points, with bends elsewhere."""
    bends = x - np.array([0.4, 0.3, 0.4, 0.3, 0.4])
    v = np.linalg.solve(np.maximum(0, x[:, np.newaxis] - bends), y)
    return _Network((np.ones(len(x)), -bends, v, 0.0)).equal_in("points", x)


DRAWING = Task(
    name="drawing",
    stars=2,
    value=True,
    inputs=_drawing_inputs,
    reference=_drawing_reference,
    compare=_compare_graphs,
    hints=(
        Text(
            "Dessinez la courbe, et notez la pente de chacun de ses six morceaux. Que fait chaque unité à la pente, et où ?",
            "Draw the graph and note the slope of each of its six pieces. What does each unit do to the slope, and where?",
        ),
        Text(
            "`ReLU(x − a)` vaut 0 avant a, puis monte avec la pente 1 : multipliée par v, elle ajoute v à la pente après a.",
            "`ReLU(x − a)` is 0 before a, then rises with slope 1: multiplied by v, it adds v to the slope after a.",
        ),
        Text(
            "w = 1 et b = −x : un pli par point. v est le changement de pente en ce point, c la hauteur de la courbe tout à gauche.",
            "w = 1 and b = −x: one bend per point. v is the change of slope at that point, c the height of the graph far to the left.",
        ),
    ),
    mistakes=(
        Mistake(
            _drawing_open,
            Text(
                "Entre le premier et le dernier point, tout est juste ; au-delà, la courbe doit rester horizontale, des deux côtés.",
                "Between the first and the last point all is right; beyond, the graph must stay horizontal, on both sides.",
            ),
            credit=0.5,
        ),
        Mistake(
            _drawing_shifted,
            Text(
                "La courbe a la bonne forme, mais pas la bonne hauteur : réglez c.",
                "The graph has the right shape, but not the right height: set c.",
            ),
            credit=0.75,
        ),
        Mistake(
            _drawing_slopes,
            Text(
                "Vos v sont les pentes des morceaux. Or une unité reste allumée après son pli, et les suivantes s'y ajoutent.",
                "Your v are the slopes of the pieces. Yet a unit stays on after its bend, and the next ones add to it.",
            ),
            credit=0.25,
        ),
        Mistake(
            _drawing_mirrored,
            Text(
                "Vos changements de pente sont bons, mais pas leur place : où `w x + b` change-t-il de signe ?",
                "Your changes of slope are good, but not in their place: where does `w x + b` change sign?",
            ),
            credit=0.5,
        ),
        Mistake(
            _drawing_values,
            Text(
                "Vos v sont les hauteurs des points ; v agit sur la pente, pas sur la hauteur.",
                "Your v are the heights of the points; v acts on the slope, not on the height.",
            ),
        ),
        Mistake(
            _drawing_elsewhere,
            Text(
                "La courbe passe par les cinq points, mais elle plie aussi ailleurs : elle doit être droite entre deux points.",
                "The graph passes through the five points, but it also bends elsewhere: it must be straight between two points.",
            ),
            credit=0.25,
        ),
    ),
)

# --- implement: the temperature that makes confidence honest -----------------------------------


def _probabilities(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def _root(excess, low=0.05, high=50.0):
    """Return the temperature at which an excess, positive at low ones, is zero; None if nowhere."""
    from scipy.optimize import brentq

    def of_log(log_t):
        return excess(np.exp(log_t))

    low, high = np.log(low), np.log(high)
    if not of_log(low) > 0 > of_log(high):
        return None
    return float(np.exp(brentq(of_log, low, high, xtol=1e-13)))


def _temperature_inputs(rng):
    while True:
        m, classes = int(rng.integers(20, 41)), int(rng.integers(3, 6))
        labels = rng.integers(0, classes, m)
        scale = float(rng.choice([0.5, 1, 3, 8]))
        z = rng.normal(size=(m, classes))
        z[np.arange(m), labels] += rng.uniform(0.8, 2)
        inputs = {"z": (scale * z).round(2), "labels": labels}
        # The two greatest logits of an example are never equal.
        if np.diff(np.sort(inputs["z"], axis=1)[:, -2:]).min() < 0.02:
            continue
        right = (inputs["z"].argmax(axis=1) == labels).mean()
        if not 1 / classes + 0.15 < right < 0.95:
            continue
        found = [_temperature_reference(**inputs)]
        if found[0] is None or not 0.2 < found[0] < 20 or abs(np.log(found[0])) < 0.2:
            continue
        found += [mistake.wrong(**inputs) for mistake in TEMPERATURE.mistakes]
        if None in found:
            continue
        logs = np.sort(np.log(found))
        if np.diff(logs).min() > 0.01:
            return inputs


def _temperature_reference(z, labels):
    from scipy.special import softmax

    right = np.mean([np.argmax(row) == label for row, label in zip(z, labels, strict=True)])
    return _root(lambda t: softmax(z / t, axis=1).max(axis=1).mean() - right)


def _temperature_inverse(z, labels):
    found = _temperature_reference(z, labels)
    return None if found is None else 1 / found


def _temperature_likelihood(z, labels):
    """Minimise the cross-entropy, as Guo et al. do: a slope that is zero."""
    rows = np.arange(len(z))

    def excess(t):  # derivative of the loss with respect to 1 / t
        return np.mean(np.sum(_probabilities(z / t) * z, axis=1) - z[rows, labels])

    return _root(excess)


def _temperature_ratio(z, labels):
    """Divide the probabilities instead of the logits."""
    return float(_probabilities(z).max(axis=1).mean() / (z.argmax(axis=1) == labels).mean())


def _temperature_right_only(z, labels):
    right = z.argmax(axis=1) == labels
    return _root(lambda t: _probabilities(z[right] / t).max(axis=1).mean() - right.mean())


def _temperature_median(z, labels):
    right = (z.argmax(axis=1) == labels).mean()
    return _root(lambda t: np.median(_probabilities(z / t).max(axis=1)) - right)


TEMPERATURE = Task(
    name="temperature",
    stars=3,
    inputs=_temperature_inputs,
    reference=_temperature_reference,
    cases=6,
    hints=(
        Text(
            "Écrivez d'abord la confiance moyenne à la température T. Quand T augmente, elle ne fait que baisser.",
            "First write the mean confidence at temperature T. As T grows, it can only fall.",
        ),
        Text(
            "Encadrez T entre 0,05 et 50 ; essayez un T entre les deux : trop sûr de lui, il faut monter ; pas assez, descendre.",
            "Enclose T between 0.05 and 50; try a T in between: too sure of itself, go up; not enough, go down.",
        ),
        Text(
            "Cent fois : `middle = np.sqrt(low * high)`, puis `low = middle` si la confiance moyenne dépasse la part de réponses justes, sinon `high = middle`.",
            "A hundred times: `middle = np.sqrt(low * high)`, then `low = middle` if the mean confidence exceeds the share of right answers, else `high = middle`.",
        ),
    ),
    mistakes=(
        Mistake(
            _temperature_inverse,
            Text(
                "Vous renvoyez le nombre qui multiplie les logits ; la température les divise.",
                "You return the number that multiplies the logits; the temperature divides them.",
            ),
            credit=0.75,
        ),
        Mistake(
            _temperature_likelihood,
            Text(
                "C'est la température qui minimise l'entropie croisée (Guo et al., 2017). Ici, la confiance moyenne doit égaler la part de réponses justes.",
                "This is the temperature that minimises cross-entropy (Guo et al., 2017). Here the mean confidence must equal the share of right answers.",
            ),
            credit=0.5,
        ),
        Mistake(
            _temperature_median,
            Text(
                "Vous prenez la médiane des confiances ; l'énoncé demande leur moyenne.",
                "You take the median of the confidences; the statement asks for their mean.",
            ),
            credit=0.5,
        ),
        Mistake(
            _temperature_right_only,
            Text(
                "Votre confiance moyenne ne compte que les réponses justes ; il faut celle de tous les exemples.",
                "Your mean confidence counts the right answers only; that of all examples is needed.",
            ),
            credit=0.25,
        ),
        Mistake(
            _temperature_ratio,
            Text(
                "Vous divisez les probabilités ; la température divise les logits, avant softmax : il n'y a pas de formule directe.",
                "You divide the probabilities; the temperature divides the logits, before softmax: there is no direct formula.",
            ),
            credit=0.25,
        ),
    ),
)

# --- debug: counting dead units, batch by batch ------------------------------------------------


def _dead_inputs(rng):
    while True:
        n, widths = int(rng.integers(2, 4)), rng.integers(5, 9, 2)
        sizes = [n, *widths, 1]
        # Each batch comes from another region, as with sorted data.
        batches = [
            rng.integers(-2, 3, (int(rng.integers(3, 6)), n)) + rng.integers(-3, 4, n)
            for _ in range(int(rng.integers(2, 4)))
        ]
        layers = [(rng.integers(-2, 3, (a, b)), rng.integers(-5, 3, b)) for a, b in pairwise(sizes)]
        inputs = {"batches": batches, "layers": layers}
        right = _dead_reference(**inputs)
        told = all(compare_values(right, one.wrong(**inputs)) for one in DEAD_UNITS.mistakes)
        if told and all(0 < dead < width for dead, width in zip(right, widths, strict=True)):
            return inputs


def _dead_reference(batches, layers):
    """Follow example after example, and cross out the units that were on at least once."""
    never_on = [set(range(len(b))) for _, b in layers[:-1]]
    for x in (row.astype(float) for batch in batches for row in batch):
        for units, (W, b) in zip(never_on, layers, strict=False):
            x = np.array([max(0.0, sum(x * W[:, j]) + b[j]) for j in range(len(b))])
            units.difference_update(np.flatnonzero(x).tolist())
    return [len(units) for units in never_on]


def _dead_with(
    last=False,
    linear=False,
    once=False,
    strict=False,
    share=False,
    output=False,
    most=False,
):
    """Return the function as handed out (the first three), partly fixed, or wrong otherwise."""

    def dead_units(batches, layers):
        counted = layers if output else layers[:-1]
        off = [[] for _ in counted]  # per layer, one row per batch: is the unit off here?
        for x in batches:
            for rows, (W, b) in zip(off, counted, strict=True):
                z = x @ W + b
                dark = z < 0 if strict else z <= 0
                rows.append(dark.any(axis=0) if once else dark.all(axis=0))
                x = z if linear else z * (z > 0)
        dead = [
            rows[-1] if last else np.any(rows, axis=0) if most else np.all(rows, axis=0)
            for rows in off
        ]
        return [float(d.mean()) if share else int(d.sum()) for d in dead]

    return dead_units


_LEFT = {
    "last": Text(
        "le compte ne dépend que du dernier lot",
        "the count depends on the last batch only",
    ),
    "linear": Text(
        "la couche suivante ne reçoit pas ce qu'une ReLU lui enverrait",
        "the next layer does not receive what a ReLU would send it",
    ),
    "once": Text(
        "une unité éteinte pour un seul exemple compte déjà pour morte",
        "a unit that is off for a single example is already counted as dead",
    ),
}


DEAD_UNITS = Task(
    name="dead_units",
    stars=2,
    inputs=_dead_inputs,
    reference=_dead_reference,
    cases=8,
    hints=(
        Text(
            "Essayez un réseau de trois unités et deux lots de deux exemples, assez petits pour compter sur une feuille.",
            "Try a network of three units and two batches of two examples, small enough to count on paper.",
        ),
        Text(
            "Trois questions : qu'est-ce qui reste du premier lot quand le second arrive ? Que reçoit la deuxième couche ? "
            "Une unité éteinte pour certains exemples est-elle morte ?",
            "Three questions: what remains of the first batch when the second arrives? What does the second layer receive? "
            "Is a unit that is off for some examples dead?",
        ),
        Text(
            "`dead[k] &= …` garde la mémoire des lots précédents ; `.all(axis=0)` ; `x = np.maximum(0, z)`.",
            "`dead[k] &= …` keeps the memory of earlier batches; `.all(axis=0)`; `x = np.maximum(0, z)`.",
        ),
    ),
    mistakes=(
        *left_in(_dead_with, _LEFT),
        Mistake(
            _dead_with(most=True),
            Text(
                "Presque : une unité éteinte pendant tout un lot n'est pas morte, si un autre lot l'allume.",
                "Nearly: a unit that is off for a whole batch is not dead if another batch turns it on.",
            ),
            credit=0.5,
        ),
        Mistake(
            _dead_with(strict=True),
            Text(
                "Presque : pour z = 0 aussi, la ReLU donne 0 et l'unité est éteinte.",
                "Nearly: for z = 0, too, the ReLU gives 0 and the unit is off.",
            ),
            credit=0.75,
        ),
        Mistake(
            _dead_with(output=True),
            Text(
                "Presque : la dernière couche n'a pas de ReLU et ne se compte pas.",
                "Nearly: the last layer has no ReLU and is not counted.",
            ),
            credit=0.75,
        ),
        Mistake(
            _dead_with(share=True),
            Text(
                "Presque : il faut le nombre d'unités mortes, pas leur part.",
                "Nearly: the number of dead units is needed, not their share.",
            ),
            credit=0.75,
        ),
    ),
)

TASKS = (AFTER_CHANGE, DRAWING, TEMPERATURE, DEAD_UNITS)
