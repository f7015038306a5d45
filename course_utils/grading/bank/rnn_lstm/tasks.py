"""Graded assignment on lessons 13 and 14: what is drawn, what is right, what is typically wrong."""

from itertools import product

import numpy as np
from scipy.special import expit

from course_utils.grading.mistakes import all_differ, left_in
from course_utils.i18n import T, Text
from course_utils.task import Mistake, Task, compare_values

# --- predict: baselines on a noisy sine wave ----------------------------------------------------


def _baselines_inputs(rng):
    while True:
        period, amplitude = int(rng.integers(18, 49)), round(float(rng.uniform(1, 6)), 1)
        inputs = {
            "period": period,
            "amplitude": amplitude,
            "noise": round(amplitude * float(rng.uniform(0.25, 0.5)), 2),
            "horizon": int(rng.integers(2, period // 2)),
        }
        ratio = (inputs["noise"] / amplitude) ** 2
        border = period / np.pi * np.arcsin(np.sqrt(0.25 - ratio / 2))
        clear = abs(border - round(border)) > 0.02 and period % 6
        if clear and border > 1.1 and all_differ(BASELINES, inputs):
            return inputs


def _baselines_reference(period, amplitude, noise, horizon):
    """Average over one period, from which the phase and every cosine drop out."""
    wave = amplitude * np.sin(2 * np.pi * np.arange(period) / period + 0.3)
    variance = wave.var() + noise**2

    def skill(k):
        gap = np.roll(wave, -k) - wave
        return float(1 - (np.mean(gap**2) + noise**2 + noise**2) / variance)

    negative = [k for k in range(1, period) if skill(k) < 0]
    return skill(horizon), skill(period), negative[0]


def _baselines_with(
    noises=2,
    power=0.5,
    noise_in_variance=True,
    error=2.0,
    turns=1,
    squared=True,
    show=lambda ratio: 1 - ratio,
    cycle=None,
    late=0,
    quiet=False,
):
    """Return a solution by the formulas, wrong in some respect.

    noises: how many noises an error has; power: variance of the sine ÷ A²; error: factor of
    A² sin²; turns: factor of the angle; show: what is returned of MSE ÷ variance; quiet: the last
    number without noise.
    """

    def solution(period, amplitude, noise, horizon):
        hiss = noise**2 if squared else noise
        variance = power * amplitude**2 + noise_in_variance * hiss

        def ratio(k, hiss=hiss, variance=variance):
            wave = error * amplitude**2 * np.sin(turns * np.pi * k / period) ** 2
            return (wave + noises * hiss) / variance

        limits = (0, amplitude**2 / 2) if quiet else (hiss, variance)
        first = next((k for k in range(1, 500) if ratio(k, *limits) > 1), 0)
        last = show(noises * hiss / variance) if cycle is None else cycle
        return show(ratio(horizon)), last, first + late

    return solution


def _compare_baselines(expected: tuple, got) -> str | None:
    parts = got.tolist() if isinstance(got, np.ndarray) else got
    triple = isinstance(parts, (tuple, list)) and len(parts) == 3
    if not triple or any(np.ndim(part) or isinstance(part, str) for part in parts):
        return T(
            "Il faut trois nombres, `(persistence, cycle, worse)`.",
            "Three numbers are needed: `(persistence, cycle, worse)`.",
        )
    return compare_values(expected, tuple(parts))


BASELINES = Task(
    name="baselines",
    stars=2,
    value=True,
    inputs=_baselines_inputs,
    reference=_baselines_reference,
    compare=_compare_baselines,
    hints=(
        Text(
            "L'erreur de la persistance est y à l'instant t + k moins y à l'instant t : une différence de deux sinus, et une de deux bruits.",
            "The error of persistence is y at time t + k minus y at time t: a difference of two sines, and one of two noises.",
        ),
        Text(
            "sin a − sin b = 2 sin((a − b)/2) cos((a + b)/2). Le carré d'un sinus ou d'un cosinus vaut 1/2 en moyenne ; les variances de bruits indépendants s'additionnent.",
            "sin a − sin b = 2 sin((a − b)/2) cos((a + b)/2). The square of a sine or cosine is 1/2 on average; the variances of independent noises add up.",
        ),
        Text(
            "MSE à l'horizon k : `2 * A**2 * np.sin(np.pi * k / P)**2 + 2 * noise**2` ; variance : `A**2 / 2 + noise**2`.",
            "MSE at horizon k: `2 * A**2 * np.sin(np.pi * k / P)**2 + 2 * noise**2`; variance: `A**2 / 2 + noise**2`.",
        ),
    ),
    mistakes=(
        Mistake(
            _baselines_with(quiet=True),
            Text(
                "Les deux R² sont justes ; pour le dernier nombre, vous avez oublié le bruit.",
                "Both R² are right; for the last number you forgot the noise.",
            ),
            credit=0.75,
        ),
        Mistake(
            _baselines_with(late=-1),
            Text(
                "Les deux R² sont justes ; votre dernier nombre est le dernier horizon où le R² est encore positif : il faut le suivant.",
                "Both R² are right; your last number is the last horizon where R² is still positive: the next one is needed.",
            ),
            credit=0.75,
        ),
        Mistake(
            _baselines_with(cycle=1.0),
            Text(
                "Recopier le cycle précédent recopie aussi son bruit, et celui de l'instant prévu reste inconnu : ce R² n'est pas 1. Le reste est juste.",
                "Copying the previous cycle also copies its noise, and that of the time to be forecast stays unknown: this R² is not 1. The rest is right.",
            ),
            credit=0.5,
        ),
        Mistake(
            _baselines_with(noises=1),
            Text(
                "L'erreur contient deux bruits, celui de la valeur recopiée et celui de la valeur prévue : leurs variances s'additionnent.",
                "The error contains two noises, that of the copied value and that of the value to be forecast: their variances add up.",
            ),
            credit=0.5,
        ),
        Mistake(
            _baselines_with(power=1.0),
            Text(
                "La variance d'une sinusoïde d'amplitude A est A²/2, et non A².",
                "The variance of a sine wave of amplitude A is A²/2, not A².",
            ),
            credit=0.5,
        ),
        Mistake(
            _baselines_with(noise_in_variance=False),
            Text(
                "La variance de la série est celle de la sinusoïde plus celle du bruit.",
                "The variance of the series is that of the sine wave plus that of the noise.",
            ),
            credit=0.5,
        ),
        Mistake(
            _baselines_with(error=4.0),
            Text(
                "Dans l'erreur de la sinusoïde, il manque un facteur 1/2 : la moyenne d'un cosinus au carré.",
                "In the error of the sine wave a factor 1/2 is missing: the mean of a squared cosine.",
            ),
            credit=0.5,
        ),
        Mistake(
            _baselines_with(show=lambda ratio: 1 - np.sqrt(ratio)),
            Text(
                "Le R² prend le carré de la RMSE ; sans le carré, c'est la forme du gain.",
                "R² takes the square of the RMSE; without the square it has the form of the skill.",
            ),
            credit=0.5,
        ),
        Mistake(
            _baselines_with(show=lambda ratio: ratio),
            Text(
                "C'est l'erreur quadratique moyenne divisée par la variance : le R² est 1 moins cela.",
                "This is the mean squared error divided by the variance: R² is 1 minus that.",
            ),
            credit=0.25,
        ),
        Mistake(
            _baselines_with(squared=False),
            Text(
                "`noise` est un écart type : la variance du bruit est son carré.",
                "`noise` is a standard deviation: the variance of the noise is its square.",
            ),
            credit=0.25,
        ),
        Mistake(
            _baselines_with(turns=2),
            Text(
                "L'angle est deux fois trop grand : dans 2 sin((a − b)/2), (a − b)/2 vaut πk/P.",
                "The angle is twice too large: in 2 sin((a − b)/2), (a − b)/2 is πk/P.",
            ),
            credit=0.25,
        ),
    ),
)

# --- find: a cell that counts and can be reset --------------------------------------------------

_VISIT, _IDLE, _RESET = range(3)


def _counter_inputs(rng):
    while True:
        symbols = rng.uniform(-2, 2, (3, 2)).round(1) + 0.0  # no −0.
        (a, b), (c, d) = symbols[1:] - symbols[0]
        area = abs(a * d - b * c)
        sides = np.linalg.norm(symbols - np.roll(symbols, 1, axis=0), axis=1)
        # A triangle that is not too flat, and from which no coordinate can be left out.
        apart = all(len(set(column)) == 3 for column in symbols.T)
        if area > 1.5 and sides.min() > 1 and np.abs(symbols).min() >= 0.2 and apart:
            visit, idle, reset = symbols
            length = int(rng.integers(24, 41))
            inputs = {"visit": visit, "idle": idle, "reset": reset, "length": length}
            W, b = _counter_with(_RIGHT_SUMS, bias=False)(**inputs)
            if _counter_flaw(W, b, symbols, length) == "bias":
                return inputs


def _sequences(length: int) -> np.ndarray:
    """Return sequences of symbols to be counted, one per row: hard ones, and random ones."""
    half, rng = length // 2, np.random.default_rng(0)
    blocks = [
        [_VISIT] * length,
        [_IDLE] * length,
        [_RESET] * length,
        [_VISIT] * half + [_IDLE] * (length - half),
        [_VISIT] * (length - 2) + [_RESET, _IDLE],
        [_VISIT] * half + [_RESET] + [_IDLE] * (length - half - 1),
        [_RESET] + [_VISIT] * (length - 1),
        ([_VISIT, _IDLE] * length)[:length],
        ([_VISIT, _RESET] * length)[:length],
    ]
    shares = ([0.8, 0.2, 0], [0.4, 0.6, 0], [0.6, 0.3, 0.1], [0.8, 0, 0.2], [1 / 3] * 3)
    drawn = [rng.choice(3, (6, length), p=share) for share in shares]
    return np.concatenate([blocks, *drawn])


def _cells(sums: np.ndarray, sequences: np.ndarray) -> np.ndarray:
    """Return the cell after each step; `sums`: the four sums of each symbol."""
    i, f, g = sums[:, 0], sums[:, 1], sums[:, 2]
    kept, written = expit(f), expit(i) * np.tanh(g)
    c, path = np.zeros(len(sequences)), []
    for symbols in sequences.T:
        c = kept[symbols] * c + written[symbols]
        path.append(c)
    return np.stack(path, axis=1)


def _counts(sequences: np.ndarray) -> np.ndarray:
    """Return the right count after each step."""
    n, path = np.zeros(len(sequences), int), []
    for symbols in sequences.T:
        n = np.where(symbols == _RESET, 0, n + (symbols == _VISIT))
        path.append(n)
    return np.stack(path, axis=1)


def _is_right(sums, length, without=()) -> bool:
    sequences = _sequences(length)
    if without:
        sequences = sequences[~np.isin(sequences, without).any(axis=1)]
    return bool(np.all(np.abs(_cells(sums, sequences) - _counts(sequences)) < 0.5))


class _Counter(tuple):
    """A pair (W, b) that also remembers which symbols it was made for, and its flaw."""

    def made_for(self, visit, idle, reset, length, flaw=""):
        self.symbols, self.length, self.flaw = np.stack([visit, idle, reset]), length, flaw
        return self


def _counter_with(wanted, flaw="", columns=(0, 1, 2, 3), bias=True):
    """Return the counter whose sums are `wanted`, a row per symbol in the order i, f, g, o."""

    def solution(visit, idle, reset, length):
        # Barycentric coordinates: the affine function that is 1 at one symbol and 0 at the others.
        symbols = np.stack([visit, idle, reset])
        W, b = np.zeros((2, 4)), np.zeros(4)
        for k, values in enumerate(np.array(wanted, float)):
            p, q = np.delete(symbols, k, axis=0)
            across = np.array([q[1] - p[1], p[0] - q[0]])
            slope = across / (across @ (symbols[k] - p))
            W, b = W + np.outer(slope, values), b - (slope @ p) * values
        neuron = _Counter((W[:, columns], b[list(columns)] * bias))
        return neuron.made_for(visit, idle, reset, length, flaw)

    return solution


def _counter_flaw(W, b, symbols, length) -> str:
    """Say in one word what is wrong with a counter, "" for nothing."""
    sums = symbols @ W + b
    if _is_right(sums, length):
        return ""
    swapped, negative = sums[:, [0, 1, 3, 2]], sums * [1, 1, -1, 1]
    if _is_right(swapped, length):
        return "order"
    if _is_right(negative, length):
        return "negative"
    full = sums.copy()
    full[_VISIT, [0, 2]] = 20
    if min(sums[_VISIT, [0, 2]]) >= 0 and _is_right(full, length):
        return "step"
    if not np.any(b):
        return "bias"
    if _is_right(sums, 3):
        return "leak"
    if _is_right(sums, length, without=[_RESET]):
        return "kept" if expit(sums[_RESET, 1]) > 0.1 else "written"
    if _is_right(sums, length, without=[_IDLE]):
        return "idle"
    return "wrong"


def _compare_counters(expected: _Counter, got) -> str | None:
    """Judge a counter by what it counts: many weights are right."""
    try:
        W, b = (np.asarray(part, float) for part in got)
        if (
            b.size != 4
            or W.shape != (2, 4)
            or not (np.all(np.isfinite(W)) and np.all(np.isfinite(b)))
        ):
            raise ValueError
    except (TypeError, ValueError):
        return T(
            "Il faut un couple (W, b) : W, tableau de forme (2, 4), et b, tableau de forme (4,).",
            "A pair (W, b) is needed: W, an array of shape (2, 4), and b, an array of shape (4,).",
        )
    flaw = _counter_flaw(W, b.ravel(), expected.symbols, expected.length)
    if flaw == expected.flaw:
        return None
    sums, sequences = expected.symbols @ W + b.ravel(), _sequences(expected.length)
    cells, counts = _cells(sums, sequences), _counts(sequences)
    if not np.any(np.abs(cells - counts) >= 0.5):
        return T("La cellule compte juste.", "The cell counts right.")
    rows, steps = np.nonzero(np.abs(cells - counts) >= 0.5)
    first = steps.argmin()
    row, step = rows[first], steps[first]
    read = " ".join(("visit", "idle", "reset")[k] for k in sequences[row, : step + 1][-6:])
    return T(
        f"Après {'… ' if step > 5 else ''}{read}, votre cellule vaut {cells[row, step]:.2f} au lieu de {counts[row, step]}.",
        f"After {'… ' if step > 5 else ''}{read}, your cell is {cells[row, step]:.2f} instead of {counts[row, step]}.",
    )


_RIGHT_SUMS = [[9, 12, 8, 1], [-6, 12, 0, 1], [-12, -9, -2, 1]]

RESET_COUNTER = Task(
    name="reset_counter",
    stars=3,
    value=True,
    inputs=_counter_inputs,
    reference=_counter_with(_RIGHT_SUMS),
    compare=_compare_counters,
    hints=(
        Text(
            "Faites un tableau : pour chaque symbole, la porte d'oubli doit-elle être ouverte ou fermée ? La porte d'entrée ? Et que vaut g ?",
            "Make a table: for each symbol, must the forget gate be open or closed? The input gate? And what is g?",
        ),
        Text(
            "Une somme de 10 ouvre une porte, une somme de −10 la ferme ; g vaut tanh de sa somme. Pour chaque colonne, deux poids et un biais doivent donner trois sommes voulues : trois équations, trois inconnues.",
            "A sum of 10 opens a gate, a sum of −10 closes it; g is tanh of its sum. For each column two weights and a bias must give three wanted sums: three equations, three unknowns.",
        ),
        Text(
            "Sommes voulues (i, f, g) : `visit` 10, 10, 10 ; `idle` 10, 10, 0 ; `reset` −10, −10, 0. Ajoutez une colonne de 1 aux trois symboles et résolvez avec `np.linalg.solve`.",
            "Sums wanted (i, f, g): `visit` 10, 10, 10; `idle` 10, 10, 0; `reset` −10, −10, 0. Append a column of ones to the three symbols and solve with `np.linalg.solve`.",
        ),
    ),
    mistakes=(
        Mistake(
            _counter_with(
                [[10, 10, 10, 0], [10, 10, 0, 0], [-10, -10, 0, 0]], "order", (0, 1, 3, 2)
            ),
            Text(
                "Vos sommes sont justes, mais les colonnes g et o sont échangées : l'ordre est i, f, g, o.",
                "Your sums are right, but the columns g and o are swapped: the order is i, f, g, o.",
            ),
            credit=0.75,
        ),
        Mistake(
            _counter_with([[10, 10, -10, 0], [10, 10, 0, 0], [-10, -10, 0, 0]], "negative"),
            Text(
                "Votre cellule compte juste, mais en négatif : pour `visit`, g doit être proche de 1, pas de −1.",
                "Your cell counts right, but with negative numbers: for `visit`, g must be close to 1, not to −1.",
            ),
            credit=0.75,
        ),
        Mistake(
            _counter_with([[10, 10, 1, 0], [10, 10, 0, 0], [-10, -10, 0, 0]], "step"),
            Text(
                "`idle` et `reset` sont justes ; mais une visite n'ajoute pas 1 à la cellule : combien vaut la porte d'entrée multipliée par g ?",
                "`idle` and `reset` are right; but a visit does not add 1 to the cell: what is the input gate multiplied by g?",
            ),
            credit=0.5,
        ),
        Mistake(
            _counter_with([[3, 3, 3, 0], [3, 3, 0, 0], [-3, -3, 0, 0]], "leak"),
            Text(
                "Le compte est juste sur de courtes suites, puis il s'en écarte : à chaque pas, vos portes laissent fuir un peu. Ouvrez-les et fermez-les davantage.",
                "The count is right on short sequences, then it drifts: at each step your gates leak a little. Open and close them further.",
            ),
            credit=0.5,
        ),
        Mistake(
            _counter_with([[10, 10, 10, 0], [10, 10, 0, 0], [-10, 10, 0, 0]], "kept"),
            Text(
                "Sans `reset`, tout est juste ; mais `reset` n'efface pas la cellule : quelle porte le ferait ?",
                "Without `reset` everything is right; but `reset` does not clear the cell: which gate would do so?",
            ),
            credit=0.5,
        ),
        Mistake(
            _counter_with([[10, 10, 10, 0], [10, 10, 0, 0], [10, -10, 10, 0]], "written"),
            Text(
                "`reset` efface bien l'ancien compte, mais il écrit aussi quelque chose dans la cellule : après lui, elle doit être 0.",
                "`reset` does clear the old count, but it also writes something into the cell: after it the cell must be 0.",
            ),
            credit=0.5,
        ),
        Mistake(
            _counter_with([[10, 10, 10, 0], [10, -10, 0, 0], [-10, -10, 0, 0]], "idle"),
            Text(
                "Avec `visit` et `reset`, tout est juste ; mais `idle` change le compte : il doit le garder et ne rien écrire.",
                "With `visit` and `reset` everything is right; but `idle` changes the count: it must keep it and write nothing.",
            ),
            credit=0.5,
        ),
        Mistake(
            _counter_with(_RIGHT_SUMS, "bias", bias=False),
            Text(
                "Tous vos biais sont nuls : deux poids par colonne ne suffisent pas à régler trois sommes.",
                "All your biases are zero: two weights per column are not enough to set three sums.",
            ),
            credit=0.25,
        ),
    ),
)

# --- implement: truncated backpropagation through time ------------------------------------------


def _truncated_inputs(rng):
    while True:
        T_, d, n = int(rng.integers(5, 8)), 2, 3
        kind = rng.random()
        k = 1 if kind < 0.08 else T_ + int(rng.integers(0, 3)) if kind < 0.2 else None
        k = k or int(rng.integers(2, 5))
        inputs = {
            "x": rng.normal(size=(T_, d)).round(2),
            "y": rng.uniform(-1, 1, (T_, n)).round(2),
            "W": rng.normal(0, 0.7, (d, n)).round(2),
            "U": rng.normal(0, 0.8, (n, n)).round(2),
            "b": rng.normal(0, 0.3, n).round(2),
            "k": k,
        }
        if not 2 <= k < T_ or all_differ(TRUNCATED, inputs):
            return inputs


def _truncated_reference(x, y, W, U, b, k):
    """Give each step a U of its own, and differentiate by complex steps: one copy per weight."""
    length, (n, _), eps = len(x), U.shape, 1e-30
    cells = list(product(range(length), range(n), range(n)))
    own = np.repeat(U[np.newaxis, np.newaxis].astype(complex), length, axis=1)
    own = np.repeat(own, len(cells), axis=0)
    for copy_, (s, i, j) in enumerate(cells):
        own[copy_, s, i, j] += 1j * eps
    h, losses = np.zeros((len(cells), n), complex), []
    for t in range(length):
        h = np.tanh(x[t] @ W + (h[:, np.newaxis] @ own[:, t])[:, 0] + b)
        losses.append(np.sum((h - y[t]) ** 2, axis=1) / 2)
    slopes = np.imag(losses).reshape(length, length, n, n) / eps  # of each loss, by the U of step s
    t, s = np.ogrid[:length, :length]
    near = (s <= t) & (t < s + k)
    return float(np.real(losses)[:, 0].sum()), np.einsum("ts,tsij->ij", near, slopes)


def _truncated_with(
    steps=lambda k: k,
    first=lambda t, k: max(0, t - k),
    before=1,
    transpose=True,
    slope=lambda h: 1 - h**2,
    last_only=False,
    sign=1,
    scale=lambda length: (1, 1),
    own=True,
    turned=False,
):
    """Return a truncated gradient, wrong in some respect."""

    def solution(x, y, W, U, b, k):
        h, states = np.zeros(len(b)), [np.zeros(len(b))]
        for row in x:
            h = np.tanh(row @ W + h @ U + b)
            states.append(h)
        loss, G = 0.0, np.zeros(U.shape)
        for t in range(1, len(states)):
            dh = sign * (states[t] - y[t - 1])
            loss += dh @ dh / 2
            if last_only and t < len(x):
                continue
            for s in range(t, first(t, steps(k)), -1):
                da = dh * slope(states[s])
                if own or s < t:
                    G = G + np.outer(states[s - before], da)
                dh = da @ (U.T if transpose else U)
        of_loss, of_gradient = scale(len(x))
        return loss * of_loss, (G.T if turned else G) * of_gradient

    return solution


TRUNCATED = Task(
    name="truncated",
    stars=3,
    inputs=_truncated_inputs,
    reference=_truncated_reference,
    cases=8,
    hints=(
        Text(
            "D'abord l'aller, en gardant tous les états, h₀ compris. Puis une boucle sur t : chaque erreur part de h_t − y_t et remonte seule.",
            "First the forward pass, keeping all states, h₀ included. Then a loop over t: each error starts from h_t − y_t and goes back by itself.",
        ),
        Text(
            "Remonter d'un pas, comme dans la leçon : `da = dh * (1 - states[s]**2)`, on ajoute la contribution de ce pas, puis `dh = da @ U.T`.",
            "One step back, as in the lesson: `da = dh * (1 - states[s]**2)`, the contribution of this step is added, then `dh = da @ U.T`.",
        ),
        Text(
            "La boucle intérieure : `for s in range(t, max(0, t - k), -1)`, et `G += np.outer(states[s - 1], da)`, où `states[0]` est h₀.",
            "The inner loop: `for s in range(t, max(0, t - k), -1)`, and `G += np.outer(states[s - 1], da)`, where `states[0]` is h₀.",
        ),
    ),
    mistakes=(
        Mistake(
            _truncated_with(steps=lambda k: k + 1),
            Text(
                "Chaque erreur remonte un pas de trop : k pas, le sien compris, s'arrêtent à t − k + 1.",
                "Each error goes back one step too many: k steps, its own included, end at t − k + 1.",
            ),
            credit=0.75,
        ),
        Mistake(
            _truncated_with(steps=lambda k: k - 1),
            Text(
                "Chaque erreur remonte un pas de moins qu'il ne faut : k pas, le sien compris.",
                "Each error goes back one step less than it should: k steps, its own included.",
            ),
            credit=0.75,
        ),
        Mistake(
            _truncated_with(scale=lambda length: (2, 1)),
            Text(
                "Le gradient est juste ; dans la perte, il manque le facteur 1/2.",
                "The gradient is right; in the loss the factor 1/2 is missing.",
            ),
            credit=0.75,
        ),
        Mistake(
            _truncated_with(turned=True),
            Text(
                "Le gradient est transposé : ligne, l'état d'avant ; colonne, la somme qu'il atteint, comme dans U.",
                "The gradient is transposed: row, the state before; column, the sum that it reaches, as in U.",
            ),
            credit=0.75,
        ),
        Mistake(
            _truncated_with(steps=lambda k: 10**6),
            Text(
                "C'est le gradient entier : vos erreurs remontent jusqu'au premier pas, quel que soit k.",
                "This is the whole gradient: your errors go back to the first step, whatever k.",
            ),
            credit=0.5,
        ),
        Mistake(
            _truncated_with(first=lambda t, k: (t - 1) // k * k),
            Text(
                "Vous coupez la suite en blocs de k pas : une erreur du début d'un bloc ne remonte presque pas. Ici, chacune remonte k pas.",
                "You cut the sequence into blocks of k steps: an error at the start of a block hardly goes back. Here each one goes back k steps.",
            ),
            credit=0.5,
        ),
        Mistake(
            _truncated_with(before=0),
            Text(
                "La contribution du pas s est faite de l'état d'avant, h_{s−1}, et non de h_s.",
                "The contribution of step s is made of the state before, h_{s−1}, not of h_s.",
            ),
            credit=0.5,
        ),
        Mistake(
            _truncated_with(scale=lambda length: (1 / length, 1 / length)),
            Text(
                "Vous prenez la moyenne sur les pas ; l'énoncé demande la somme.",
                "You take the mean over the steps; the statement asks for the sum.",
            ),
            credit=0.5,
        ),
        Mistake(
            _truncated_with(transpose=False),
            Text(
                "Pour remonter d'un pas, avec des vecteurs en lignes, c'est `da @ U.T`.",
                "To go one step back, with row vectors, it is `da @ U.T`.",
            ),
            credit=0.25,
        ),
        Mistake(
            _truncated_with(slope=lambda h: 1 - np.tanh(h) ** 2),
            Text(
                "tanh est appliquée deux fois : les états sont déjà des tanh, la pente est 1 − h².",
                "tanh is applied twice: the states are already tanh, the slope is 1 − h².",
            ),
            credit=0.5,
        ),
        Mistake(
            _truncated_with(slope=lambda h: 1),
            Text(
                "Il manque la pente de tanh, 1 − h², à chaque pas du retour.",
                "The slope of tanh, 1 − h², is missing at each step of the way back.",
            ),
            credit=0.25,
        ),
        Mistake(
            _truncated_with(last_only=True),
            Text(
                "Seule l'erreur du dernier pas remonte ; ici, chaque état a sa cible, donc son erreur.",
                "Only the error of the last step goes back; here each state has its target, hence its error.",
            ),
            credit=0.25,
        ),
        Mistake(
            _truncated_with(own=False),
            Text(
                "Il manque la contribution de chaque erreur à son propre pas, s = t.",
                "The contribution of each error at its own step, s = t, is missing.",
            ),
            credit=0.25,
        ),
        Mistake(
            _truncated_with(sign=-1),
            Text(
                "Le signe du gradient est inversé : la dérivée de la perte par rapport à h est h − y.",
                "The sign of the gradient is wrong: the derivative of the loss with respect to h is h − y.",
            ),
            credit=0.25,
        ),
    ),
)

# --- debug: texts put end to end ----------------------------------------------------------------


def _packed_inputs(rng):
    while True:
        m, length, d, n = int(rng.integers(2, 4)), int(rng.integers(6, 9)), 2, 2
        starts = rng.random((m, length)) < 0.25
        starts[:, 0], starts[:, 1] = True, False
        inputs = {
            "x": rng.normal(0, 1.5, (m, length, d)).round(2),
            "starts": starts,
            "W": rng.normal(0, 0.8, (d, 4 * n)).round(2),
            "U": rng.normal(0, 0.8, (n, 4 * n)).round(2),
            "b": rng.normal(0, 0.5, 4 * n).round(2),
        }
        # In each row a text begins and goes on, not where it does in the other rows.
        later = starts[:, 2:-1]
        apart = later.any(axis=1).all() and len({tuple(row) for row in later}) == m
        if apart and all_differ(READ_PACKED, inputs):
            return inputs


def _packed_reference(x, starts, W, U, b):
    """Cut the rows into texts and read each one alone."""
    n, rows = len(U), []
    for row, begins in zip(x, starts, strict=True):
        states = []
        for text in np.split(row, np.flatnonzero(begins)[1:]):
            h = c = np.zeros(n)
            for word in text:
                sums = b + np.einsum("i,ij->j", word, W) + np.einsum("i,ij->j", h, U)
                gate_i, gate_f, new, gate_o = sums.reshape(4, n)
                c = np.tanh(new) / (1 + np.exp(-gate_i)) + c / (1 + np.exp(-gate_f))
                h = np.tanh(c) / (1 + np.exp(-gate_o))
                states.append(h)
        rows.append(states)
    return np.array(rows)


def _packed_with(
    order=False, cell=False, late=False, all_rows=False, state=False, early=False, old_cell=False
):
    """Return the function as handed out (the first three), partly fixed, or wrong otherwise."""

    def read(x, starts, W, U, b):
        h = c = np.zeros((len(x), len(U)))
        clear = np.roll(starts, -1, axis=1) if early else starts
        if all_rows:
            clear = np.repeat(clear.any(axis=0, keepdims=True), len(x), axis=0)
        states = []
        for t in range(x.shape[1]):
            now = clear[:, t, np.newaxis]
            if not late:
                h, c = h if state else np.where(now, 0, h), c if cell else np.where(now, 0, c)
            sums = np.split(x[:, t] @ W + h @ U + b, 4, axis=1)
            i, f, g, o = (sums[k] for k in ((0, 1, 3, 2) if order else range(4)))
            before = c
            c = expit(f) * c + expit(i) * np.tanh(g)
            h = expit(o) * np.tanh(before if old_cell else c)
            states.append(h)
            if late:
                h, c = np.where(now, 0, h), c if cell else np.where(now, 0, c)
        return np.stack(states, axis=1)

    return read


_LEFT = {
    "order": Text(
        "les quatre sommes ne sont pas prises dans l'ordre de Keras",
        "the four sums are not taken in Keras' order",
    ),
    "cell": Text(
        "un nouveau texte hérite encore d'un état du texte précédent",
        "a new text still inherits a state of the previous text",
    ),
    "late": Text(
        "l'oubli n'a pas lieu au bon moment",
        "forgetting does not happen at the right moment",
    ),
}


READ_PACKED = Task(
    name="read_packed",
    stars=2,
    inputs=_packed_inputs,
    reference=_packed_reference,
    cases=6,
    hints=(
        Text(
            "Lisez un texte seul, puis le même après un autre : à quel pas les états diffèrent-ils d'abord ? Et un texte seul, est-il lu comme par Keras ?",
            "Read a text alone, then the same one after another: at which step do the states first differ? And is a text that is alone read as Keras reads it?",
        ),
        Text(
            "Trois questions : quels états une LSTM garde-t-elle ? Faut-il les effacer avant ou après le premier pas du texte ? Dans quel ordre Keras range-t-il les sommes ?",
            "Three questions: which states does an LSTM keep? Must they be cleared before or after the first step of the text? In which order does Keras store the sums?",
        ),
        Text(
            "Au début de la boucle, `h` et `c` deviennent `np.where(starts[:, t, np.newaxis], 0, …)` ; puis i, f, g, o.",
            "At the start of the loop `h` and `c` become `np.where(starts[:, t, np.newaxis], 0, …)`; then i, f, g, o.",
        ),
    ),
    mistakes=(
        *left_in(_packed_with, _LEFT),
        Mistake(
            _packed_with(all_rows=True),
            Text(
                "Presque : quand un texte commence sur une ligne, vous effacez les états de toutes les lignes.",
                "Nearly: when a text begins on one row, you clear the states of all rows.",
            ),
            credit=0.75,
        ),
        Mistake(
            _packed_with(state=True),
            Text(
                "Vous effacez la cellule, mais plus l'état h : un nouveau texte doit trouver les deux à zéro.",
                "You clear the cell, but no longer the state h: a new text must find both at zero.",
            ),
            credit=0.5,
        ),
        Mistake(
            _packed_with(early=True),
            Text(
                "Vous effacez un pas trop tôt : le dernier pas du texte précédent est lu sans son passé.",
                "You clear one step too early: the last step of the previous text is read without its past.",
            ),
            credit=0.5,
        ),
        Mistake(
            _packed_with(old_cell=True),
            Text(
                "L'état h se calcule avec la nouvelle cellule, pas avec l'ancienne.",
                "The state h is computed from the new cell, not from the old one.",
            ),
            credit=0.5,
        ),
    ),
)

TASKS = (BASELINES, RESET_COUNTER, TRUNCATED, READ_PACKED)
