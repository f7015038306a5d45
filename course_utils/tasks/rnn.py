"""Lesson 13: exercises and quiz."""

import numpy as np

from course_utils.i18n import T, Text
from course_utils.quizzes import Option, Question
from course_utils.task import Mistake, Task, compare_values

# --- a cell that writes ------------------------------------------------------------------------


def _generate_inputs(rng):
    d, n = int(rng.integers(2, 4)), 4
    return {
        "first": rng.normal(size=d),
        "W": rng.normal(size=(d, n)),
        "U": 0.6 * rng.normal(size=(n, n)),
        "b": rng.normal(size=n),
        "V": rng.normal(size=(n, d)),
        "steps": int(rng.integers(3, 6)),
    }


def _generate_reference(first, W, U, b, V, steps):
    # One step of a larger system: the output is replaced by what it was computed from.
    h, rows = np.tanh(np.einsum("i,ij->j", first, W) + b), []
    for _ in range(steps):
        rows.append(np.einsum("j,jk->k", h, V))
        h = np.tanh(np.einsum("j,jk->k", h, V @ W + U) + b)
    return np.array(rows)


def _generate_with(step, state=lambda n: np.zeros(n), keep=False):
    """Write a sequence with another `step(x, h, W, U, b, V) -> (new state, output, next input)`."""

    def generate(first, W, U, b, V, steps):
        x, h, rows = first, state(len(b)), []
        for _ in range(steps):
            h, y, x = step(x, h, W, U, b, V)
            rows.append(h if keep else y)
        return np.array(rows)

    return generate


def _cell(x, h, W, U, b, V, tanh=np.tanh):
    h = tanh(x @ W + h @ U + b)
    return h, h @ V, h @ V


def _old_output(x, h, W, U, b, V):
    return np.tanh(x @ W + h @ U + b), h @ V, h @ V


def _tanh_output(x, h, W, U, b, V):
    h = np.tanh(x @ W + h @ U + b)
    return h, np.tanh(h @ V), np.tanh(h @ V)


GENERATE = Task(
    name="generate",
    stars=1,
    inputs=_generate_inputs,
    reference=_generate_reference,
    hints=(
        Text(
            "V a la forme (n, d) : la sortie a autant de nombres que l'entrée. Deux choses passent d'un pas au suivant : "
            "l'état et la sortie.",
            "V has shape (n, d): the output has as many numbers as the input. Two things go from one step to the next: "
            "the state and the output.",
        ),
        Text(
            "Dans la boucle : le nouvel état avec x et h, puis la sortie avec le nouvel état, puis x devient cette sortie.",
            "In the loop: the new state from x and h, then the output from the new state, then x becomes this output.",
        ),
        Text(
            "Avant la boucle `x, h = first, np.zeros(len(b))` ; à chaque pas `h = np.tanh(x @ W + h @ U + b)`, `x = h @ V`, "
            "et x s'ajoute à une liste.",
            "Before the loop `x, h = first, np.zeros(len(b))`; at each step `h = np.tanh(x @ W + h @ U + b)`, `x = h @ V`, "
            "and x is appended to a list.",
        ),
    ),
    mistakes=(
        Mistake(
            _generate_with(lambda x, h, W, U, b, V: (*_cell(x, h, W, U, b, V)[:2], x)),
            Text(
                "L'entrée reste `first` à tous les pas : c'est la sortie qui devient l'entrée suivante.",
                "The input stays `first` at every step: the output must become the next input.",
            ),
        ),
        Mistake(
            _generate_with(lambda x, h, W, U, b, V: (*_cell(x, h, W, U, b, V)[:2], 0 * x)),
            Text(
                "Après le premier pas, l'entrée est nulle : redonnez la sortie à la cellule.",
                "After the first step the input is zero: feed the output back to the cell.",
            ),
        ),
        Mistake(
            _generate_with(lambda x, h, W, U, b, V: _cell(x, 0 * h, W, U, b, V)),
            Text(
                "L'état est remis à zéro à chaque pas (ou U ne sert pas) : il doit passer d'un pas au suivant.",
                "The state is set to zero at every step (or U is not used): it must go from one step to the next.",
            ),
        ),
        Mistake(
            _generate_with(lambda x, h, W, U, b, V: _cell(x, h, W, U, 0 * b, V)),
            Text("Il manque le biais b.", "The bias b is missing."),
        ),
        Mistake(
            _generate_with(lambda x, h, W, U, b, V: _cell(x, h, W, U, b, V, tanh=lambda a: a)),
            Text("Il manque la tangente hyperbolique.", "The hyperbolic tangent is missing."),
        ),
        Mistake(
            _generate_with(lambda x, h, W, U, b, V: _cell(x, h, W, U.T, b, V)),
            Text(
                "U est transposée : avec des vecteurs en lignes, c'est h @ U.",
                "U is transposed: with row vectors it is h @ U.",
            ),
        ),
        Mistake(
            _generate_with(_tanh_output),
            Text(
                "La sortie est h @ V, sans tanh : seul l'état passe par tanh.",
                "The output is h @ V, without tanh: only the state goes through tanh.",
            ),
        ),
        Mistake(
            _generate_with(_old_output),
            Text(
                "La sortie se calcule avec le nouvel état, pas avec celui d'avant le pas.",
                "The output is computed from the new state, not from the one before the step.",
            ),
        ),
        Mistake(
            _generate_with(_cell, keep=True),
            Text(
                "Vous renvoyez les états ; il faut les sorties, h @ V.",
                "You return the states; the outputs h @ V are needed.",
            ),
        ),
        Mistake(
            _generate_with(_cell, state=np.ones),
            Text("L'état de départ est nul, et non 1.", "The initial state is zero, not 1."),
        ),
        Mistake(
            lambda first, W, U, b, V, steps: _generate_reference(first, W, U, b, V, steps)[-1],
            Text(
                "Vous ne renvoyez que la dernière sortie ; il faut celles de tous les pas.",
                "You return the last output only; those of all steps are needed.",
            ),
        ),
        Mistake(
            lambda first, W, U, b, V, steps: np.vstack(
                [first, _generate_reference(first, W, U, b, V, steps)]
            ),
            Text(
                "`first` est une entrée, pas une sortie : elle ne figure pas dans le résultat.",
                "`first` is an input, not an output: it does not appear in the result.",
            ),
        ),
    ),
)

# --- what a unit keeps of its past -------------------------------------------------------------


def _memory_inputs(rng):
    # Odd numbers of steps with u < 0 tell the sign; long ones, that no difference is precise enough.
    steps = int(rng.choice([3, 4, 5, 7, 25]))
    u = float(rng.uniform(0.5, 1.6) if steps < 25 else rng.uniform(1.7, 2))
    return {
        "u": u * float(rng.choice([-1, 1])),
        "start": float(rng.uniform(0.3, 0.9)),
        "steps": steps,
    }


def _memory_reference(u, start, steps):
    """Differentiate with dual numbers: (value, derivative) go forward together."""
    value, slope = start, 1.0
    for _ in range(steps):
        slope *= u / np.cosh(u * value) ** 2
        value = np.tanh(u * value)
    return slope


def _memory_with(step, steps_used=lambda steps: steps):
    def derivative(u, start, steps):
        h, product = start, 1.0
        for _ in range(steps_used(steps)):
            new = np.tanh(u * h)
            product, h = product * step(u, h, new), new
        return product

    return derivative


def _last_factor(u, start, steps):
    return u * (1 - _states(u, start, steps)[-1] ** 2)


def _sum_of_factors(u, start, steps):
    return sum(u * (1 - h**2) for h in _states(u, start, steps)[1:])


def _compare_memory(expected, got):
    problem = compare_values(expected, got, rtol=1e-7, atol=0)
    number = isinstance(got, (float, int, np.generic))
    if problem and number and 0 < abs(got - expected) < 1e-3 * abs(expected) + 1e-9:
        return T(
            f"Presque, mais pas exactement. Est-ce une différence finie ? Multipliez plutôt les dérivées des pas. {problem}",
            f"Almost, but not exactly. Is it a finite difference? Multiply the derivatives of the steps instead. {problem}",
        )
    return problem


MEMORY = Task(
    name="memory_left",
    stars=2,
    inputs=_memory_inputs,
    reference=_memory_reference,
    compare=_compare_memory,
    cases=10,  # both signs, short and long
    hints=(
        Text(
            "Règle de la chaîne : un facteur par pas, et on les multiplie.",
            "Chain rule: one factor per step, and they are multiplied.",
        ),
        Text(
            "La dérivée de tanh(u·h) par rapport à h vaut u·(1 − tanh²(u·h)) : elle s'écrit avec le nouvel état.",
            "The derivative of tanh(u·h) with respect to h is u·(1 − tanh²(u·h)): it is written with the new state.",
        ),
        Text(
            "À chaque pas : `h = np.tanh(u * h)`, puis `product *= u * (1 - h**2)`.",
            "At each step: `h = np.tanh(u * h)`, then `product *= u * (1 - h**2)`.",
        ),
    ),
    mistakes=(
        Mistake(
            _memory_with(lambda u, h, new: u),
            Text(
                "C'est u puissance T, le cas sans tanh : il manque la pente 1 − h² de chaque pas.",
                "This is u to the power T, the case without tanh: the slope 1 − h² of each step is missing.",
            ),
        ),
        Mistake(
            _memory_with(lambda u, h, new: 1 - new**2),
            Text(
                "Il manque le poids u : la dérivée de tanh(u·h) est u × (1 − tanh²).",
                "The weight u is missing: the derivative of tanh(u·h) is u × (1 − tanh²).",
            ),
        ),
        Mistake(
            _memory_with(lambda u, h, new: u * (1 - h**2)),
            Text(
                "La pente se calcule avec l'état d'arrivée du pas, pas avec celui de départ.",
                "The slope is computed with the state that the step arrives at, not the one it starts from.",
            ),
        ),
        Mistake(
            _memory_with(
                lambda u, h, new: u * (1 - new**2), steps_used=lambda steps: max(steps - 1, 0)
            ),
            Text(
                "Il manque un pas : de h₀ à h_T il y a T facteurs.",
                "One step is missing: from h₀ to h_T there are T factors.",
            ),
        ),
        Mistake(
            _memory_with(lambda u, h, new: u * (1 - np.tanh(u * new) ** 2)),
            Text(
                "tanh est appliquée deux fois : si h est déjà le nouvel état, la pente est 1 − h².",
                "tanh is applied twice: if h is already the new state, the slope is 1 − h².",
            ),
        ),
        Mistake(
            _last_factor,
            Text(
                "Vous ne gardez que le facteur du dernier pas : multipliez ceux de tous les pas.",
                "You keep the factor of the last step only: multiply those of all steps.",
            ),
        ),
        Mistake(
            _sum_of_factors,
            Text(
                "Vous additionnez les facteurs des pas ; la règle de la chaîne les multiplie.",
                "You add the factors of the steps; the chain rule multiplies them.",
            ),
        ),
        Mistake(
            lambda u, start, steps: abs(_memory_reference(u, start, steps)),
            Text(
                "C'est la valeur absolue : si u est négatif, la dérivée peut l'être aussi.",
                "This is the absolute value: if u is negative, the derivative may be negative, too.",
            ),
        ),
        Mistake(
            lambda u, start, steps: (u * (1 - np.tanh(u * start) ** 2)) ** steps,
            Text(
                "Vous répétez le facteur du premier pas ; or l'état change, donc la pente aussi.",
                "You repeat the factor of the first step; but the state changes, and so does the slope.",
            ),
        ),
        Mistake(
            lambda u, start, steps: _states(u, start, steps)[-1],
            Text(
                "Vous renvoyez l'état h_T lui-même ; il faut sa dérivée par rapport à h₀.",
                "You return the state h_T itself; its derivative with respect to h₀ is needed.",
            ),
        ),
        Mistake(
            lambda u, start, steps: _states(u, start, steps)[-1] / start,
            Text(
                "h_T / h₀ n'est pas une dérivée : le calcul n'est pas linéaire.",
                "h_T / h₀ is no derivative: the computation is not linear.",
            ),
        ),
    ),
)


def _states(u, start, steps):
    states = [start]
    for _ in range(steps):
        states.append(float(np.tanh(u * states[-1])))
    return states


# --- gradient clipping -------------------------------------------------------------------------


def _clip_inputs(rng):
    scale = float(rng.choice([0.05, 1.0, 3.0]))  # sometimes below the limit
    return {
        "gradients": (
            scale * rng.normal(size=(2, 3)),
            scale * rng.normal(size=(3, 3)),
            scale * rng.normal(size=3),
        ),
        "limit": float(rng.uniform(0.8, 1.2)),
    }


def _clip_reference(gradients, limit):
    from math import fsum, sqrt

    norm = sqrt(fsum(float(value) ** 2 for part in gradients for value in part.flat))
    return tuple(part * (limit / norm if norm > limit else 1.0) for part in gradients)


def _clip_with(factor):
    return lambda gradients, limit: tuple(
        part * factor(part, gradients, limit) for part in gradients
    )


def _norm(gradients):
    return np.sqrt(sum(np.sum(part**2) for part in gradients))


CLIP = Task(
    name="clip",
    stars=2,
    inputs=_clip_inputs,
    reference=_clip_reference,
    cases=12,  # norms below and above the limit both occur
    hints=(
        Text(
            "Une seule norme pour tous les tableaux ensemble, comme mis bout à bout. Leurs formes diffèrent : additionnez les carrés de chacun.",
            "A single norm for all arrays together, as if put end to end. Their shapes differ: add up the squares of each.",
        ),
        Text(
            "La norme est la racine de la somme de tous les carrés. Si elle dépasse `limit`, un même facteur multiplie tout.",
            "The norm is the root of the sum of all squares. If it exceeds `limit`, one factor multiplies everything.",
        ),
        Text(
            "Le facteur est `min(1, limit / norm)` ; renvoyez `tuple(g * factor for g in gradients)`.",
            "The factor is `min(1, limit / norm)`; return `tuple(g * factor for g in gradients)`.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda gradients, limit: tuple(np.clip(part, -limit, limit) for part in gradients),
            Text(
                "Vous écrêtez chaque nombre à part : la direction du gradient change. Il faut un même facteur pour tout.",
                "You clip every number by itself: the direction of the gradient changes. One factor for everything is needed.",
            ),
        ),
        Mistake(
            _clip_with(lambda part, gradients, limit: min(1, limit / np.linalg.norm(part))),
            Text(
                "Vous écrêtez chaque tableau à part : la direction d'ensemble change. La norme est celle de tous les tableaux réunis.",
                "You clip each array by itself: the overall direction changes. The norm is that of all arrays together.",
            ),
        ),
        Mistake(
            _clip_with(lambda part, gradients, limit: limit / _norm(gradients)),
            Text(
                "Vous agrandissez les petits gradients : au-dessous de la limite, on ne touche à rien.",
                "You enlarge small gradients: below the limit nothing is touched.",
            ),
        ),
        Mistake(
            _clip_with(lambda part, gradients, limit: min(1, limit / _norm(gradients) ** 2)),
            Text(
                "Il manque la racine carrée : vous divisez par le carré de la norme.",
                "The square root is missing: you divide by the square of the norm.",
            ),
        ),
        Mistake(
            _clip_with(lambda part, gradients, limit: 1 / max(1, _norm(gradients))),
            Text(
                "`limit` n'est pas utilisée : la norme après écrêtage ne doit pas dépasser `limit`, qui n'est pas 1.",
                "`limit` is not used: the norm after clipping must not exceed `limit`, which is not 1.",
            ),
        ),
        Mistake(
            _clip_with(
                lambda part, gradients, limit: min(
                    1, limit / sum(np.linalg.norm(p) for p in gradients)
                )
            ),
            Text(
                "Vous additionnez les normes des tableaux ; additionnez leurs carrés, puis prenez la racine.",
                "You add the norms of the arrays; add their squares, then take the root.",
            ),
        ),
        Mistake(
            _clip_with(
                lambda part, gradients, limit: min(1, limit / max(abs(p).max() for p in gradients))
            ),
            Text(
                "Vous divisez par le plus grand nombre ; la norme est la racine de la somme de tous les carrés.",
                "You divide by the largest number; the norm is the root of the sum of all squares.",
            ),
        ),
        Mistake(
            _clip_with(lambda part, gradients, limit: max(1, limit / _norm(gradients))),
            Text(
                "`max` au lieu de `min` : les petits gradients grandissent et les grands restent.",
                "`max` instead of `min`: small gradients grow and large ones stay.",
            ),
        ),
        Mistake(
            lambda gradients, limit: tuple(
                part * (0.0 if _norm(gradients) > limit else 1.0) for part in gradients
            ),
            Text(
                "Vous annulez les grands gradients ; il faut les raccourcir et garder leur direction.",
                "You set large gradients to zero; they must be shortened and keep their direction.",
            ),
        ),
    ),
)

# --- training windows without a leak -----------------------------------------------------------


def _windows_inputs(rng):
    size = int(rng.integers(16, 22))
    return {
        # A rising series: mean and standard deviation of the past differ from those of the whole.
        "series": np.arange(size) * 1.5 + rng.normal(size=size),
        "cut": int(rng.integers(11, size - 3)),
        "window": int(rng.integers(3, 5)),
        "horizon": int(rng.integers(2, 4)),
    }


def _windows_reference(series, cut, window, horizon):
    past = np.array(series[:cut])
    scaled = (past - past.mean()) / past.std()
    pieces = np.lib.stride_tricks.sliding_window_view(scaled, window + horizon)
    return pieces[:, :window].copy(), pieces[:, window:].copy()


def _windows_with(end=lambda cut, horizon: cut, scale=lambda series, cut: series[:cut], shift=0):
    def windows(series, cut, window, horizon):
        known = scale(series, cut)
        z = (series - known.mean()) / known.std() if known is not None else series
        starts = range(0, end(cut, horizon) - window - horizon + 1)
        inputs = np.stack([z[i : i + window] for i in starts])
        targets = np.stack([z[i + window - shift : i + window - shift + horizon] for i in starts])
        return inputs, targets

    return windows


def _unscaled(series, cut, window, horizon):
    x, y = _windows_reference(series, cut, window, horizon)
    mean, spread = series[:cut].mean(), series[:cut].std()
    return x * spread + mean, y * spread + mean


def _targets_unscaled(series, cut, window, horizon):
    return _windows_reference(series, cut, window, horizon)[0], _unscaled(
        series, cut, window, horizon
    )[1]


def _rescaled(numbers, series, cut, window, horizon):
    x, y = _unscaled(series, cut, window, horizon)
    return tuple(
        (part - mean) / spread for part, (mean, spread) in zip((x, y), numbers(x, y), strict=True)
    )


def _compare_windows(expected, got):
    """Compare shapes by name first: two numbers of windows say which value leaked."""
    if isinstance(got, (tuple, list)) and len(got) == 2:
        for name, want, have in zip(("X", "Y"), expected, got, strict=True):
            shape = np.shape(have)
            if shape != want.shape:
                return T(
                    f"{name} a la forme {shape} au lieu de {want.shape} (fenêtres, valeurs).",
                    f"{name} has shape {shape} instead of {want.shape} (windows, values).",
                )
    return compare_values(expected, got)


WINDOWS = Task(
    name="training_windows",
    stars=3,
    inputs=_windows_inputs,
    reference=_windows_reference,
    compare=_compare_windows,
    hints=(
        Text(
            "Oubliez tout ce qui suit `cut` : `past = series[:cut]`. Rien d'autre ne doit servir.",
            "Forget everything from `cut` on: `past = series[:cut]`. Nothing else may be used.",
        ),
        Text(
            "Une fenêtre et sa cible occupent `window + horizon` valeurs qui se suivent : combien de départs possibles "
            "dans `past` ?",
            "A window and its target take up `window + horizon` values in a row: how many possible starts in `past`?",
        ),
        Text(
            "`starts = range(cut - window - horizon + 1)` ; X empile `z[i:i + window]`, Y empile "
            "`z[i + window:i + window + horizon]`, où z est `past` centré et réduit.",
            "`starts = range(cut - window - horizon + 1)`; X stacks `z[i:i + window]`, Y stacks "
            "`z[i + window:i + window + horizon]`, where z is `past`, centred and divided by its standard deviation.",
        ),
    ),
    mistakes=(
        Mistake(
            _windows_with(scale=lambda series, cut: series),
            Text(
                "La moyenne et l'écart type sont ceux de toute la série : le futur fuit dans les données d'entraînement.",
                "Mean and standard deviation are those of the whole series: the future leaks into the training data.",
            ),
        ),
        Mistake(
            _windows_with(end=lambda cut, horizon: cut + horizon),
            Text(
                "Les fenêtres s'arrêtent à temps, mais pas leurs cibles : les dernières appartiennent à la période de test.",
                "The windows stop in time, but not their targets: the last ones belong to the test period.",
            ),
        ),
        Mistake(
            _windows_with(end=lambda cut, horizon: cut + horizon - 1),
            Text(
                "La première valeur de chaque cible précède `cut`, mais pas toujours les suivantes.",
                "The first value of each target comes before `cut`, but not always the later ones.",
            ),
        ),
        Mistake(
            _windows_with(end=lambda cut, horizon: cut - 1),
            Text(
                "Il manque la dernière fenêtre : il y en a `cut - window - horizon + 1`.",
                "The last window is missing: there are `cut - window - horizon + 1` of them.",
            ),
        ),
        Mistake(
            _windows_with(shift=1),
            Text(
                "Chaque cible commence à la dernière valeur de sa fenêtre : le réseau n'aurait qu'à la recopier.",
                "Each target starts at the last value of its window: the network would only have to copy it.",
            ),
        ),
        Mistake(
            _windows_with(end=lambda cut, horizon: cut + 1, scale=lambda s, cut: s[: cut + 1]),
            Text(
                "L'indice `cut` est déjà le futur : `series[:cut + 1]` en prend une valeur de trop.",
                "Index `cut` is already the future: `series[:cut + 1]` takes one value too many.",
            ),
        ),
        Mistake(
            _windows_with(scale=lambda s, cut: s[: cut + 1]),
            Text(
                "La moyenne et l'écart type prennent aussi la valeur d'indice `cut`, qui est déjà le futur.",
                "Mean and standard deviation include the value at index `cut`, which is already the future.",
            ),
        ),
        Mistake(
            _windows_with(shift=-1),
            Text(
                "Une valeur est sautée entre la fenêtre et sa cible, et la dernière cible touche le futur.",
                "A value is skipped between window and target, and the last target touches the future.",
            ),
        ),
        Mistake(
            _windows_with(end=lambda cut, horizon: cut - 1, shift=-1),
            Text(
                "Une valeur est sautée entre la fenêtre et sa cible : la cible commence juste après.",
                "A value is skipped between window and target: the target begins right after.",
            ),
        ),
        Mistake(
            lambda **call: _rescaled(
                lambda x, y: ((x.mean(), x.std()), (y.mean(), y.std())), **call
            ),
            Text(
                "X et Y sont normalisés chacun avec ses propres nombres : il faut les deux mêmes, ceux de `series[:cut]`.",
                "X and Y are each scaled with their own numbers: both need the same two, those of `series[:cut]`.",
            ),
        ),
        Mistake(
            lambda **call: _rescaled(
                lambda x, y: (
                    (
                        (
                            call["series"][: call["cut"]].mean(),
                            call["series"][: call["cut"]].std(ddof=1),
                        ),
                    )
                    * 2
                ),
                **call,
            ),
            Text(
                "Écart type avec n − 1 : prenez `std()`, qui divise par n.",
                "Standard deviation with n − 1: take `std()`, which divides by n.",
            ),
        ),
        Mistake(
            lambda **call: _rescaled(lambda x, y: ((x.mean(), x.std()),) * 2, **call),
            Text(
                "La moyenne et l'écart type sont ceux des fenêtres empilées, où certaines valeurs comptent plusieurs fois : "
                "prenez ceux de `series[:cut]`.",
                "Mean and standard deviation are those of the stacked windows, where some values count several times: "
                "take those of `series[:cut]`.",
            ),
        ),
        Mistake(
            lambda **call: _rescaled(
                lambda x, y: ((call["series"][: call["cut"]].mean(), 1),) * 2, **call
            ),
            Text(
                "Les valeurs sont centrées, mais pas divisées par l'écart type.",
                "The values are centred, but not divided by the standard deviation.",
            ),
        ),
        Mistake(
            _unscaled,
            Text(
                "Les fenêtres sont justes, mais il manque la normalisation : centrer, puis diviser par l'écart type.",
                "The windows are right but the scaling is missing: centre, then divide by the standard deviation.",
            ),
        ),
        Mistake(
            _targets_unscaled,
            Text(
                "Les cibles doivent être normalisées aussi, avec les mêmes deux nombres.",
                "The targets must be scaled too, with the same two numbers.",
            ),
        ),
        Mistake(
            lambda series, cut, window, horizon: _windows_reference(series, cut, window, horizon)[
                ::-1
            ],
            Text("X et Y sont échangés.", "X and Y are swapped."),
        ),
    ),
)

TASKS = (GENERATE, MEMORY, CLIP, WINDOWS)

QUIZ = (
    Question(
        Text(
            "Une couche `SimpleRNN(32)` lit des séquences de 100 pas de 8 nombres. Combien de paramètres a-t-elle ?",
            "A layer `SimpleRNN(32)` reads sequences of 100 steps of 8 numbers. How many parameters does it have?",
        ),
        (
            Option(
                Text("288", "288"),
                Text(
                    "Ce sont les poids d'entrée et les biais, 32 × (8 + 1) : il manque la matrice récurrente.",
                    "These are input weights and biases, 32 × (8 + 1): the recurrent matrix is missing.",
                ),
            ),
            Option(
                Text("1 312", "1,312"),
                Text(
                    "32 × (32 + 8 + 1). La longueur 100 n'apparaît pas : les poids servent à tous les pas.",
                    "32 × (32 + 8 + 1). The length 100 does not appear: the weights serve at every step.",
                ),
                right=True,
            ),
            Option(
                Text("25 632", "25,632"),
                Text(
                    "C'est une couche dense sur les 800 nombres à la fois : 800 × 32 + 32.",
                    "This is a dense layer on all 800 numbers at once: 800 × 32 + 32.",
                ),
            ),
            Option(
                Text("131 200", "131,200"),
                Text(
                    "C'est 100 fois trop : les pas se partagent les mêmes poids.",
                    "This is 100 times too many: the steps share the same weights.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Un lot de forme (16, 50, 3) entre dans `SimpleRNN(20, return_sequences=True)`. Forme de la sortie ?",
            "A batch of shape (16, 50, 3) goes into `SimpleRNN(20, return_sequences=True)`. Shape of the output?",
        ),
        (
            Option(
                Text("(16, 20)", "(16, 20)"),
                Text(
                    "C'est l'état final seul, donc la forme sans `return_sequences=True`.",
                    "This is the final state alone, the shape without `return_sequences=True`.",
                ),
            ),
            Option(
                Text("(16, 50, 20)", "(16, 50, 20)"),
                Text(
                    "Un état de 20 nombres à chacun des 50 pas.",
                    "One state of 20 numbers at each of the 50 steps.",
                ),
                right=True,
            ),
            Option(
                Text("(16, 20, 3)", "(16, 20, 3)"),
                Text(
                    "20 est le nombre d'unités : il remplace les 3 nombres d'un pas, pas les pas.",
                    "20 is the number of units: it replaces the 3 numbers of a step, not the steps.",
                ),
            ),
            Option(
                Text("(16, 50, 3)", "(16, 50, 3)"),
                Text(
                    "La couche a 20 unités : chaque état compte 20 nombres.",
                    "The layer has 20 units: every state has 20 numbers.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "La plus grande valeur singulière de U vaut 0,9. Que peut-on affirmer de la matrice ∂h_T/∂h₀, avec tanh ?",
            "The largest singular value of U is 0.9. What can be said about the matrix ∂h_T/∂h₀, with tanh?",
        ),
        (
            Option(
                Text("Sa norme vaut 0,9 puissance T", "Its norm is 0.9 to the power T"),
                Text(
                    "C'est une borne, atteinte sans tanh par une matrice 0,9 × orthogonale ; les pentes de tanh la réduisent encore.",
                    "This is a bound, reached without tanh by 0.9 × an orthogonal matrix; the slopes of tanh reduce it further.",
                ),
            ),
            Option(
                Text(
                    "Sa norme vaut au plus 0,9 puissance T",
                    "Its norm is at most 0.9 to the power T",
                ),
                Text(
                    "Chaque pas multiplie par U, au plus 0,9, et par des pentes, au plus 1 : le gradient disparaît à coup sûr.",
                    "Each step multiplies by U, at most 0.9, and by slopes, at most 1: the gradient is sure to vanish.",
                ),
                right=True,
            ),
            Option(
                Text("Elle peut exploser si T est grand", "It may explode if T is large"),
                Text(
                    "Aucun facteur ne dépasse 0,9 : leur produit ne peut que rétrécir.",
                    "No factor exceeds 0.9: their product can only shrink.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Que fait l'écrêtage de la norme du gradient ?",
            "What does clipping the norm of the gradient do?",
        ),
        (
            Option(
                Text(
                    "Il empêche le gradient de disparaître", "It keeps the gradient from vanishing"
                ),
                Text(
                    "Il ne fait que raccourcir : un gradient de 10⁻³⁰ reste tel quel.",
                    "It only shortens: a gradient of 10⁻³⁰ stays as it is.",
                ),
            ),
            Option(
                Text(
                    "Il raccourcit un gradient trop long sans changer sa direction",
                    "It shortens a gradient that is too long without changing its direction",
                ),
                Text(
                    "Un même facteur pour tous les paramètres, et rien au-dessous du seuil.",
                    "One factor for all parameters, and nothing below the threshold.",
                ),
                right=True,
            ),
            Option(
                Text(
                    "Il arrête le retour après un nombre fixe de pas",
                    "It stops the backward pass after a fixed number of steps",
                ),
                Text(
                    "Cela, c'est la rétropropagation tronquée.",
                    "That is truncated backpropagation.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Une prévision à un pas obtient R² = 0,998 sur une série qui varie lentement. Que demander d'abord ?",
            "A one-step forecast gets R² = 0.998 on a slowly varying series. What should be asked first?",
        ),
        (
            Option(
                Text("Combien d'unités a le réseau", "How many units the network has"),
                Text(
                    "La taille du réseau ne dit rien de la valeur de sa prévision.",
                    "The size of the network says nothing about the worth of its forecast.",
                ),
            ),
            Option(
                Text(
                    "Quel R² obtient la dernière valeur connue, recopiée",
                    "What R² the last known value gets when copied",
                ),
                Text(
                    "Sur une telle série, la persistance a souvent le même R² : seul l'écart avec elle compte.",
                    "On such a series persistence often has the same R²: only the gap from it counts.",
                ),
                right=True,
            ),
            Option(
                Text(
                    "Rien : 0,998 ne laisse presque pas d'erreur",
                    "Nothing: 0.998 leaves almost no error",
                ),
                Text(
                    "Il compare à la moyenne de la série, que personne ne proposerait comme prévision ici.",
                    "It compares with the mean of the series, which nobody would offer as a forecast here.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Après une couche `SimpleRNN(20, stateful=True)`, on passe à une autre série. Que faut-il faire ?",
            "A layer `SimpleRNN(20, stateful=True)` is about to read another series. What must be done?",
        ),
        (
            Option(
                Text("Remettre les poids à zéro", "Set the weights to zero"),
                Text(
                    "Les poids sont ce que le réseau a appris ; seul l'état appartient à la série.",
                    "The weights are what the network has learned; only the state belongs to the series.",
                ),
            ),
            Option(
                Text("Appeler `reset_state()`", "Call `reset_state()`"),
                Text(
                    "Sinon, la nouvelle série commence avec la mémoire de l'ancienne.",
                    "Otherwise the new series starts with the memory of the old one.",
                ),
                right=True,
            ),
            Option(
                Text("Rien", "Nothing"),
                Text(
                    "L'état est gardé d'un appel à l'autre : il faut l'effacer.",
                    "The state is kept from one call to the next: it must be cleared.",
                ),
            ),
        ),
    ),
)
