"""Graded assignment on lesson 07: what is drawn, what is right, what is typically wrong."""

from itertools import product

import numpy as np

from course_utils.grading.mistakes import all_differ, left_in
from course_utils.i18n import Text
from course_utils.task import Mistake, Task

# --- predict: moving averages that lag ----------------------------------------------------------


def _lag_inputs(rng):
    while True:
        inputs = {
            "momentum": float(rng.choice([0.9, 0.95, 0.98, 0.99])),
            "variance": round(float(rng.uniform(0.02, 0.3)), 3),
            "batches": int(rng.integers(10, 201)),
            "layers": int(rng.integers(3, 7)),
        }
        left = inputs["momentum"] ** inputs["batches"]
        exact = _batches_needed(1.0, 1.21, inputs["momentum"], inputs["variance"])
        # The start is neither gone nor intact, and no needed number lies on a border.
        if not 0.05 < left < 0.5 or abs(exact - round(exact)) < 0.02:
            continue
        if _lag_reference(**inputs)[1] > 0.005 and all_differ(LAG, inputs):
            return inputs


def _lag_reference(momentum, variance, batches, layers):
    """Follow the moving variance batch by batch, and a signal layer by layer."""
    moving, path = 1.0, []
    while len(path) < batches or moving**0.5 > 1.1 * variance**0.5:
        moving = momentum * moving + (1 - momentum) * variance
        path.append(moving)
    needed = 1 + next(i for i, m in enumerate(path) if m**0.5 <= 1.1 * variance**0.5)
    signal = 1.0
    for _ in range(layers):
        signal = signal * variance**0.5 / path[batches - 1] ** 0.5
    return path[batches - 1], signal, needed


def _batches_needed(start, ratio, momentum, variance):
    """Return when start·ρⁿ + variance·(1 − ρⁿ) is ratio × variance, not rounded."""
    return np.log((ratio - 1) * variance / (start - variance)) / np.log(momentum)


def _lag_with(
    start=1.0,
    swapped=False,
    ratio=1.21,
    power=0.5,
    deep=True,
    count=lambda exact: int(np.ceil(exact)),
    late=False,
):
    """Return a solution by the formulas, wrong in some respect."""

    def solution(momentum, variance, batches, layers):
        rho = 1 - momentum if swapped else momentum
        left = rho ** (batches - 1 if late else batches)
        moving = start * left + variance * (1 - left)
        above = ratio if start > variance else 2 - ratio
        exact = _batches_needed(start, above, rho, variance)
        shrink = (variance / moving) ** (power * (layers if deep else 1))
        return moving, shrink, count(exact)

    return solution


def _lag_share(momentum, variance, batches, layers):
    left, needed = momentum**batches, _lag_with()(momentum, variance, batches, layers)[2]
    return left, (variance / left) ** (layers / 2), needed


def _lag_of_deviations(momentum, variance, batches, layers):
    """Average standard deviations instead of variances."""
    left, sd = momentum**batches, variance**0.5
    moving = (left + sd * (1 - left)) ** 2
    needed = int(np.ceil(np.log(0.1 * sd / (1 - sd)) / np.log(momentum)))
    return moving, (variance / moving) ** (layers / 2), needed


LAG = Task(
    name="lag",
    stars=1,
    value=True,
    inputs=_lag_inputs,
    reference=_lag_reference,
    hints=(
        Text(
            "Écrivez la moyenne mobile après un, puis deux lots : quelle part du départ y reste-t-il ? Et après n lots ?",
            "Write the moving average after one batch, then two: what share of the start is left in it? And after n batches?",
        ),
        Text(
            "Après n lots : mobile = ρⁿ × 1 + (1 − ρⁿ) v. À la prédiction, une couche divise par √mobile au lieu de √v ; la suivante reçoit ce signal réduit, et recommence.",
            "After n batches: moving = ρⁿ × 1 + (1 − ρⁿ) v. At prediction time a layer divides by √moving instead of √v; the next one receives this reduced signal, and does it again.",
        ),
        Text(
            "`shrink = (v / moving) ** (layers / 2)`. Pour `needed`, une boucle : tant que `np.sqrt(moving) > 1.1 * np.sqrt(v)`, encore un lot.",
            "`shrink = (v / moving) ** (layers / 2)`. For `needed`, a loop: as long as `np.sqrt(moving) > 1.1 * np.sqrt(v)`, one more batch.",
        ),
    ),
    mistakes=(
        Mistake(
            _lag_with(ratio=1.1),
            Text(
                "Les deux premières valeurs sont justes ; les 10 % portent sur l'écart type, pas sur la variance.",
                "The first two values are right; the 10% are about the standard deviation, not the variance.",
            ),
            credit=0.75,
        ),
        Mistake(
            _lag_with(count=lambda exact: int(exact)),
            Text(
                "Les deux premières valeurs sont justes ; il faut un lot de plus : le premier qui suffit.",
                "The first two values are right; one more batch is needed: the first one that is enough.",
            ),
            credit=0.75,
        ),
        Mistake(
            _lag_with(count=float),
            Text(
                "Les deux premières valeurs sont justes ; le nombre de lots est un entier : le premier qui suffit.",
                "The first two values are right; the number of batches is an integer: the first one that is enough.",
            ),
            credit=0.75,
        ),
        Mistake(
            _lag_with(power=-0.5),
            Text(
                "`moving` et `needed` sont justes ; mais on divise par un écart type trop grand : le signal rétrécit, `shrink` est l'inverse du vôtre.",
                "`moving` and `needed` are right; but the division is by too large a standard deviation: the signal shrinks, `shrink` is the inverse of yours.",
            ),
            credit=0.75,
        ),
        Mistake(
            _lag_with(power=1.0),
            Text(
                "`moving` et `needed` sont justes ; mais une couche divise par l'écart type, pas par la variance : il manque une racine.",
                "`moving` and `needed` are right; but a layer divides by the standard deviation, not by the variance: a root is missing.",
            ),
            credit=0.5,
        ),
        Mistake(
            _lag_with(deep=False),
            Text(
                "`moving` et `needed` sont justes ; mais votre `shrink` est celui d'une seule couche. Le signal les traverse toutes : les facteurs se multiplient.",
                "`moving` and `needed` are right; but your `shrink` is that of a single layer. The signal goes through all of them: factors are multiplied.",
            ),
            credit=0.5,
        ),
        Mistake(
            _lag_with(late=True),
            Text(
                "`needed` est juste ; mais votre moyenne mobile a un lot de retard : comptez bien `batches` mises à jour.",
                "`needed` is right; but your moving average is one batch behind: count `batches` updates.",
            ),
            credit=0.5,
        ),
        Mistake(
            _lag_share,
            Text(
                "`needed` est juste ; mais ρⁿ n'est que la part du départ : ajoutez-y ce que les lots ont apporté, (1 − ρⁿ) v.",
                "`needed` is right; but ρⁿ is only the share of the start: add what the batches brought, (1 − ρⁿ) v.",
            ),
            credit=0.5,
        ),
        Mistake(
            _lag_with(swapped=True),
            Text(
                "Votre momentum est celui de PyTorch. Dans Keras, l'ancienne valeur a le poids ρ, et le lot 1 − ρ.",
                "Your momentum is that of PyTorch. In Keras the old value has weight ρ, and the batch 1 − ρ.",
            ),
            credit=0.25,
        ),
        Mistake(
            _lag_with(start=0.0),
            Text(
                "Vous partez de 0 : la variance mobile part de 1.",
                "You start from 0: the moving variance starts from 1.",
            ),
            credit=0.25,
        ),
        Mistake(
            _lag_of_deviations,
            Text(
                "Vous faites la moyenne mobile des écarts types : c'est celle des variances qui est tenue.",
                "You take the moving average of the standard deviations: the one that is kept is that of the variances.",
            ),
        ),
    ),
)

# --- implement: a normalisation that vanishes ---------------------------------------------------


def _folded_inputs(rng):
    while True:
        n, k = int(rng.integers(2, 5)), int(rng.integers(2, 4))
        inputs = {
            "W": rng.normal(size=(n, k)).round(2),
            "b": rng.normal(size=k).round(2),
            "gamma": (rng.uniform(0.4, 2, k) * rng.choice([-1, 1], k, p=[0.2, 0.8])).round(2),
            "beta": rng.normal(size=k).round(2),
            "mean": rng.normal(size=k).round(2),
            "var": rng.uniform(0.2, 3, k).round(2),
            "epsilon": float(rng.choice([0.01, 0.05, 0.1])),
        }
        if all_differ(FOLDED, inputs):
            return inputs


def _folded_reference(W, b, gamma, beta, mean, var, epsilon):
    """Ask both layers what they answer to 0, and to each unit vector: they are affine."""

    def both(x):
        z = [sum(xi * wi for xi, wi in zip(x, row, strict=True)) for row in W.T]
        return np.array(
            [
                g * (zj + bj - m) / (v + epsilon) ** 0.5 + e
                for zj, bj, g, e, m, v in zip(z, b, gamma, beta, mean, var, strict=True)
            ]
        )

    origin = both(np.zeros(len(W)))
    return np.array([both(one) - origin for one in np.eye(len(W))]), origin


def _folded_with(
    scale=lambda gamma, var, epsilon: gamma / np.sqrt(var + epsilon),
    bias=lambda s, b, beta, mean: s * (b - mean) + beta,
    weights=lambda s, W: s * W,
):
    def fold(W, b, gamma, beta, mean, var, epsilon):
        s = scale(gamma, var, epsilon)
        return weights(s, W), bias(s, b, beta, mean)

    return fold


FOLDED = Task(
    name="folded",
    stars=2,
    inputs=_folded_inputs,
    reference=_folded_reference,
    hints=(
        Text(
            "À la prédiction, `mean` et `var` sont des constantes : la normalisation d'un neurone est z → s z + t. Que valent s et t ?",
            "At prediction time `mean` and `var` are constants: the normalisation of a neuron is z → s z + t. What are s and t?",
        ),
        Text(
            "s = γ / √(var + ε). Remplacez z par x·w + b dans γ (z − mean) / √(var + ε) + β, et développez.",
            "s = γ / √(var + ε). Replace z by x·w + b in γ (z − mean) / √(var + ε) + β, and expand.",
        ),
        Text(
            "`s * W` multiplie chaque colonne par son s ; le biais devient `s * (b - mean) + beta`.",
            "`s * W` multiplies each column by its s; the bias becomes `s * (b - mean) + beta`.",
        ),
    ),
    mistakes=(
        Mistake(
            _folded_with(bias=lambda s, b, beta, mean: b + beta - s * mean),
            Text(
                "Les poids sont justes ; l'ancien biais traverse la normalisation lui aussi : il est multiplié par γ / √(var + ε).",
                "The weights are right; the old bias goes through the normalisation, too: it is multiplied by γ / √(var + ε).",
            ),
            credit=0.5,
        ),
        Mistake(
            _folded_with(bias=lambda s, b, beta, mean: beta - s * mean),
            Text(
                "Les poids sont justes ; l'ancien biais b a disparu.",
                "The weights are right; the old bias b has vanished.",
            ),
            credit=0.5,
        ),
        Mistake(
            _folded_with(bias=lambda s, b, beta, mean: s * b + beta),
            Text(
                "Les poids sont justes ; dans le biais, il manque la moyenne mobile.",
                "The weights are right; the moving mean is missing from the bias.",
            ),
            credit=0.5,
        ),
        Mistake(
            _folded_with(bias=lambda s, b, beta, mean: s * b - mean + beta),
            Text(
                "Les poids sont justes ; dans le biais, la moyenne mobile est retranchée avant la division : elle aussi est multipliée par γ / √(var + ε).",
                "The weights are right; in the bias, the moving mean is subtracted before the division: it, too, is multiplied by γ / √(var + ε).",
            ),
            credit=0.5,
        ),
        Mistake(
            _folded_with(bias=lambda s, b, beta, mean: s * (b - mean + beta)),
            Text(
                "Les poids sont justes ; dans le biais, β s'ajoute après la multiplication par γ / √(var + ε).",
                "The weights are right; in the bias, β is added after the multiplication by γ / √(var + ε).",
            ),
            credit=0.5,
        ),
        Mistake(
            _folded_with(bias=lambda s, b, beta, mean: s * (b - mean)),
            Text(
                "Les poids sont justes ; dans le biais, il manque β.",
                "The weights are right; β is missing from the bias.",
            ),
            credit=0.5,
        ),
        Mistake(
            _folded_with(bias=lambda s, b, beta, mean: b),
            Text(
                "Les poids sont justes ; mais le biais change aussi.",
                "The weights are right; but the bias changes, too.",
            ),
            credit=0.25,
        ),
        Mistake(
            _folded_with(scale=lambda gamma, var, epsilon: gamma / np.sqrt(var)),
            Text("Il manque ε sous la racine.", "ε is missing under the root."),
            credit=0.75,
        ),
        Mistake(
            _folded_with(scale=lambda gamma, var, epsilon: gamma / (np.sqrt(var) + epsilon)),
            Text(
                "ε s'ajoute à la variance, sous la racine, pas à l'écart type.",
                "ε is added to the variance, under the root, not to the standard deviation.",
            ),
            credit=0.75,
        ),
        Mistake(
            _folded_with(scale=lambda gamma, var, epsilon: gamma / (var + epsilon)),
            Text(
                "Il manque la racine carrée : la normalisation divise par √(var + ε).",
                "The square root is missing: the normalisation divides by √(var + ε).",
            ),
            credit=0.5,
        ),
        Mistake(
            _folded_with(scale=lambda gamma, var, epsilon: 1 / np.sqrt(var + epsilon)),
            Text("Il manque γ.", "γ is missing."),
            credit=0.5,
        ),
        Mistake(
            _folded_with(weights=lambda s, W: W),
            Text(
                "Le biais est juste ; mais les poids changent aussi.",
                "The bias is right; but the weights change, too.",
            ),
            credit=0.25,
        ),
    ),
)

# --- implement: the mean over all draws of dropout ----------------------------------------------


def _dropout_inputs(rng):
    while True:
        m, n = int(rng.integers(3, 6)), int(rng.integers(2, 4))
        scales = rng.uniform(0.4, 2, n)
        inputs = {
            "X": (scales * rng.normal(size=(m, n))).round(1),
            "y": rng.normal(size=m).round(1),
            "w": rng.normal(size=n).round(1),
            "rate": float(rng.choice([0.1, 0.2, 0.3, 0.4, 0.6])),  # at 0.5, r = 1 − r
        }
        if np.abs(inputs["w"]).min() > 0.2 and all_differ(DROPOUT, inputs):
            return inputs


def _dropout_reference(X, y, w, rate):
    """Go through all draws, each with its probability."""
    loss, gradient = 0.0, np.zeros(len(w))
    for kept in product([0, 1], repeat=len(w)):
        chance = np.prod([1 - rate if one else rate for one in kept])
        for x, target in zip(X, y, strict=True):
            seen = x * np.array(kept) / (1 - rate)
            error = float(seen @ w) - target
            loss += chance * error**2 / len(X)
            gradient += chance * 2 * error * seen / len(X)
    return loss, gradient


def _dropout_with(
    strength=lambda r: r / (1 - r),
    power=lambda X: np.mean(X**2, axis=0),
    by_gradient=2.0,
    shared=False,
    inverted=True,
    total=False,
    two=2.0,
):
    """Return a solution by the formula, data + strength × penalty, wrong in some respect."""

    def solution(X, y, w, rate):
        seen = X if inverted else (1 - rate) * X
        error, a = seen @ w - y, strength(rate)
        loss = np.mean(error**2)
        gradient = two * seen.T @ error / len(X)
        if shared:  # one draw for all inputs of an example
            loss = loss + a * np.mean((X @ w) ** 2)
            gradient = gradient + 2 * a * X.T @ (X @ w) / len(X)
        else:
            loss = loss + a * np.sum(w**2 * power(X))
            gradient = gradient + by_gradient * a * w * power(X)
        return tuple(len(X) * part for part in (loss, gradient)) if total else (loss, gradient)

    return solution


DROPOUT = Task(
    name="dropout_average",
    stars=3,
    inputs=_dropout_inputs,
    reference=_dropout_reference,
    cases=8,
    hints=(
        Text(
            "Avec n entrées il n'y a que 2ⁿ tirages, chacun avec sa probabilité : on peut tous les parcourir. Ou, sans tirage : E[e²] = (E[e])² + Var(e), pour l'erreur e d'un exemple.",
            "With n inputs there are only 2ⁿ draws, each with its probability: one can go through them all. Or, without draws: E[e²] = (E[e])² + Var(e), for the error e of an example.",
        ),
        Text(
            "La moyenne de e est l'erreur sans dropout. Les entrées sont éteintes indépendamment : les variances s'additionnent, et celle de wⱼ x̃ⱼ est r/(1 − r) × (wⱼ xⱼ)².",
            "The mean of e is the error without dropout. Inputs are turned off independently: variances add up, and that of wⱼ x̃ⱼ is r/(1 − r) × (wⱼ xⱼ)².",
        ),
        Text(
            "Perte : `np.mean((X @ w - y)**2) + r / (1 - r) * np.sum(w**2 * np.mean(X**2, axis=0))`. Il reste à la dériver par rapport à w.",
            "Loss: `np.mean((X @ w - y)**2) + r / (1 - r) * np.sum(w**2 * np.mean(X**2, axis=0))`. What remains is to differentiate it with respect to w.",
        ),
    ),
    mistakes=(
        Mistake(
            _dropout_with(by_gradient=1.0),
            Text(
                "La perte est juste. Dans le gradient, il manque un 2 au second terme : la dérivée de w² est 2w.",
                "The loss is right. In the gradient a 2 is missing from the second term: the derivative of w² is 2w.",
            ),
            credit=0.75,
        ),
        Mistake(
            _dropout_with(by_gradient=0.0),
            Text(
                "La perte est juste. Le gradient est celui de l'erreur sans dropout : le terme de variance dépend lui aussi de w.",
                "The loss is right. The gradient is that of the error without dropout: the variance term depends on w, too.",
            ),
            credit=0.5,
        ),
        Mistake(
            _dropout_with(by_gradient=1.0, two=1.0),
            Text(
                "La perte est juste. Le gradient est deux fois trop petit : dérivez bien les carrés.",
                "The loss is right. The gradient is half of what it should be: mind the derivative of the squares.",
            ),
            credit=0.75,
        ),
        Mistake(
            _dropout_with(total=True),
            Text(
                "Vous additionnez sur les exemples ; l'énoncé demande la moyenne.",
                "You add up over the examples; the statement asks for the mean.",
            ),
            credit=0.75,
        ),
        Mistake(
            _dropout_with(power=lambda X: np.sum(X**2, axis=0)),
            Text(
                "Dans le terme de variance, vous additionnez sur les exemples ; lui aussi est une moyenne.",
                "In the variance term you add up over the examples; it is a mean, too.",
            ),
            credit=0.5,
        ),
        Mistake(
            _dropout_with(power=lambda X: 1.0),
            Text(
                "Vous ajoutez une pénalité L2 ordinaire. Ici, chaque poids compte selon la taille de son entrée : la variance de wⱼ x̃ⱼ contient xⱼ².",
                "You add an ordinary L2 penalty. Here each weight counts by the size of its input: the variance of wⱼ x̃ⱼ contains xⱼ².",
            ),
            credit=0.5,
        ),
        Mistake(
            _dropout_with(power=lambda X: np.mean(X, axis=0) ** 2),
            Text(
                "Dans le terme de variance, il faut la moyenne des carrés de xⱼ, et non le carré de la moyenne.",
                "In the variance term, the mean of the squares of xⱼ is needed, not the square of the mean.",
            ),
            credit=0.5,
        ),
        Mistake(
            _dropout_with(power=lambda X: np.var(X, axis=0)),
            Text(
                "C'est la variance due au tirage du dropout qui compte, r/(1 − r) × (wⱼ xⱼ)² pour chaque exemple, et non celle de xⱼ d'un exemple à l'autre.",
                "What counts is the variance due to the draw of dropout, r/(1 − r) × (wⱼ xⱼ)² for each example, not that of xⱼ from one example to the next.",
            ),
            credit=0.5,
        ),
        Mistake(
            _dropout_with(strength=lambda r: r * (1 - r)),
            Text(
                "r(1 − r) est la variance de l'interrupteur seul ; l'entrée gardée est aussi divisée par 1 − r.",
                "r(1 − r) is the variance of the switch alone; an input that is kept is also divided by 1 − r.",
            ),
            credit=0.5,
        ),
        Mistake(
            _dropout_with(strength=lambda r: r),
            Text(
                "Le terme de variance a pour facteur r/(1 − r), et non r.",
                "The factor of the variance term is r/(1 − r), not r.",
            ),
            credit=0.5,
        ),
        Mistake(
            _dropout_with(strength=lambda r: (1 - r) / r),
            Text(
                "`rate` est la probabilité d'éteindre une entrée, et non de la garder.",
                "`rate` is the probability of turning an input off, not of keeping it.",
            ),
            credit=0.5,
        ),
        Mistake(
            _dropout_with(inverted=False, strength=lambda r: r * (1 - r)),
            Text(
                "C'est le dropout d'origine. Dans la forme inversée, les entrées gardées sont divisées par 1 − r.",
                "This is the original dropout. In the inverted form the inputs that are kept are divided by 1 − r.",
            ),
            credit=0.5,
        ),
        Mistake(
            _dropout_with(shared=True),
            Text(
                "Vous éteignez toutes les entrées d'un exemple ensemble : ici chacune a son propre tirage, et les carrés s'additionnent, Σ (wⱼ xⱼ)², et non (Σ wⱼ xⱼ)².",
                "You turn off all inputs of an example together: here each has its own draw, and squares add up, Σ (wⱼ xⱼ)², not (Σ wⱼ xⱼ)².",
            ),
            credit=0.25,
        ),
        Mistake(
            _dropout_with(strength=lambda r: 0.0),
            Text(
                "C'est la perte sans dropout. En moyenne les entrées ne changent pas, mais le carré de l'erreur, si : E[e²] dépasse (E[e])².",
                "This is the loss without dropout. On average the inputs do not change, but the squared error does: E[e²] exceeds (E[e])².",
            ),
            credit=0.25,
        ),
    ),
)

# --- debug: a learning rate that falls, and a training that stops -------------------------------


def _replay_inputs(rng):
    while True:
        slow = int(rng.integers(2, 4))
        inputs = {
            "losses": _curve(rng, int(rng.integers(26, 32))),
            "rate": float(rng.choice([0.1, 0.2, 0.4])),
            "factor": 0.5,
            "slow": slow,
            "patience": int(rng.integers(2 * slow + 1, 3 * slow + 2)),
        }
        stopped = len(_replay_reference(**inputs)[0])
        if stopped < len(inputs["losses"]) - 1 and all_differ(REPLAY, inputs):
            return inputs


def _curve(rng, length):
    """Return validation losses that fall, pause, then rise: a tie with the lowest is likely."""
    turn, t = int(rng.integers(6, 13)), np.arange(length)
    trend = 0.5 + 0.6 * np.exp(-t / 4) + 0.012 * np.maximum(0, t - turn)
    return (trend + rng.normal(0, 0.035, length)).round(2)


def _replay_reference(losses, rate, factor, slow, patience):
    """Look at the whole past anew at every epoch."""
    losses, rates, waited_from = list(losses), [], 0
    for epoch in range(len(losses)):
        rates.append(rate)
        best = losses.index(min(losses[: epoch + 1]))
        waited_from = max(waited_from, best)
        if epoch - best == patience:
            break
        if epoch - waited_from == slow:
            rate, waited_from = rate * factor, epoch
    return np.array(rates), best


def _replay_with(
    previous=False,
    total=False,
    again=False,
    tie=False,
    later=0,
    slow_later=0,
    append="first",
    one_counter=False,
    kept="best",
    best_loss=False,
):
    """Return the function as handed out (the first three), partly fixed, or wrong otherwise."""

    def replay(losses, rate, factor, slow, patience):
        rates, best, lowest, waited, since = [], 0, np.inf, 0, 0
        for epoch, loss in enumerate(losses):
            if append == "first":
                rates.append(rate)
            if loss < lowest or (tie and loss == lowest):
                lowest, best, since = loss, epoch, 0
                if not total:
                    waited = 0
            else:
                waited, since = waited + 1, since + 1
            if previous:
                lowest = loss
            if since >= slow + slow_later:
                rate = rate * factor
                if not again:
                    since = 0
                if one_counter:
                    waited = 0
            if append == "last":
                rates.append(rate)
            if waited >= patience + later:
                break
        last = {"best": best, "last": epoch, "from 1": best + 1}[kept]
        return np.array(rates), float(lowest) if best_loss else last

    return replay


_LEFT = {
    "previous": Text(
        "ce qui compte comme un progrès",
        "what counts as progress",
    ),
    "total": Text(
        "quand l'entraînement s'arrête",
        "when training stops",
    ),
    "again": Text(
        "quand le taux baisse",
        "when the rate falls",
    ),
}


REPLAY = Task(
    name="replay",
    stars=2,
    inputs=_replay_inputs,
    reference=_replay_reference,
    hints=(
        Text(
            "Inventez une courbe de dix pertes, écrivez à la main ce que la règle doit donner, puis suivez les deux compteurs époque par époque.",
            "Make up a curve of ten losses, write by hand what the rule must give, then follow both counters epoch by epoch.",
        ),
        Text(
            "Trois questions : à quoi compare-t-on la perte ? Que deviennent les deux compteurs après un progrès ? Et celui du taux, après une baisse ?",
            "Three questions: what is the loss compared with? What becomes of both counters after progress? And of that of the rate, after it has fallen?",
        ),
        Text(
            "`lowest` ne change que s'il y a progrès ; `waited` repart alors de zéro, comme `since` ; et `since` repart aussi de zéro quand le taux baisse.",
            "`lowest` changes only if there is progress; `waited` then starts again from zero, as `since` does; and `since` also starts again from zero when the rate falls.",
        ),
    ),
    mistakes=(
        *left_in(_replay_with, _LEFT),
        Mistake(
            _replay_with(tie=True),
            Text(
                "Presque : une perte égale à la plus basse n'est pas un progrès, il faut `<`.",
                "Nearly: a loss equal to the lowest is no progress, use `<`.",
            ),
            credit=0.75,
        ),
        Mistake(
            _replay_with(later=1),
            Text(
                "Presque : vous vous arrêtez une époque trop tard, la `patience`-ième sans progrès est la dernière.",
                "Nearly: you stop one epoch too late, the `patience`-th without progress is the last one.",
            ),
            credit=0.75,
        ),
        Mistake(
            _replay_with(slow_later=1),
            Text(
                "Presque : le taux baisse une époque trop tard.",
                "Nearly: the rate falls one epoch too late.",
            ),
            credit=0.75,
        ),
        Mistake(
            _replay_with(append="last"),
            Text(
                "Presque : notez le taux avec lequel l'époque a été faite, donc avant de le baisser.",
                "Nearly: note the rate with which the epoch was made, hence before lowering it.",
            ),
            credit=0.75,
        ),
        Mistake(
            _replay_with(kept="last"),
            Text(
                "Les taux sont justes ; mais on reprend les poids de la meilleure époque, pas ceux de la dernière.",
                "The rates are right; but the weights of the best epoch are taken back, not those of the last.",
            ),
            credit=0.5,
        ),
        Mistake(
            _replay_with(kept="from 1"),
            Text(
                "Les taux sont justes ; les époques se comptent à partir de 0.",
                "The rates are right; epochs are counted from 0.",
            ),
            credit=0.75,
        ),
        Mistake(
            _replay_with(best_loss=True),
            Text(
                "Les taux sont justes ; il faut le numéro de la meilleure époque, pas sa perte.",
                "The rates are right; the number of the best epoch is needed, not its loss.",
            ),
            credit=0.75,
        ),
        Mistake(
            _replay_with(one_counter=True),
            Text(
                "Quand le taux baisse, seul son propre compteur repart de zéro : celui de l'arrêt continue.",
                "When the rate falls, only its own counter starts again from zero: that of the stop goes on.",
            ),
            credit=0.5,
        ),
    ),
)

TASKS = (LAG, FOLDED, DROPOUT, REPLAY)
