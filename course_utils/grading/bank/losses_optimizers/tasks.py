"""Graded assignment on lesson 04: what is drawn, what is right, what is typically wrong."""

from math import exp, log
from statistics import NormalDist

import numpy as np

from course_utils.grading.mistakes import left_in
from course_utils.i18n import T, Text
from course_utils.task import Mistake, Task, compare_values

_NEAR = 1e-3  # relative error that the statements of the two value tasks accept


def _told_apart(answers: list) -> bool:
    """Return whether no two answers could be taken for each other."""
    found = np.array([np.concatenate([np.ravel(part) for part in one]) for one in answers])
    first, second = np.triu_indices(len(found), 1)
    scale = np.maximum(np.abs(found[first]), np.abs(found[second])) + 0.01
    return bool((np.abs(found[first] - found[second]) / scale).max(axis=1).min() > 20 * _NEAR)


# --- predict: three optimisers on the same slope -----------------------------------------------


def _travelled_inputs(rng):
    while True:
        size = rng.choice([rng.integers(2, 7) / 10, rng.integers(20, 61) / 10])
        inputs = {
            "g": float(rng.choice([-1, 1]) * size),
            "steps": int(rng.integers(5, 21)),
            "rate": float(rng.choice([0.01, 0.02, 0.05, 0.1])),
            "beta": float(rng.choice([0.5, 0.6, 0.7, 0.8, 0.9])),
        }
        right = _travelled_reference(**inputs)
        wrong = [mistake.wrong(**inputs) for mistake in TRAVELLED.mistakes]
        # Nor are two of the three answers equal, as with g = 1 − beta.
        if _told_apart([right, *wrong]) and _told_apart([[part] for part in right]):
            return inputs


def _travelled_reference(g, steps, rate, beta):
    """Follow the three optimisers step by step, and momentum long after the slope has ended."""
    sgd = rolling = adam = speed = m = v = 0.0
    for t in range(1, steps + 2000):
        slope = g if t <= steps else 0.0
        speed = beta * speed - rate * slope
        rolling += speed
        if t <= steps:
            sgd -= rate * slope
            m, v = 0.9 * m + 0.1 * slope, 0.999 * v + 0.001 * slope**2
            adam -= rate * (m / (1 - 0.9**t)) / (v / (1 - 0.999**t)) ** 0.5
    return sgd, rolling, adam


def _plain(g, steps, rate, beta):
    return -steps * rate * g


def _rolled(g, steps, rate, beta):
    return _plain(g, steps, rate, beta) / (1 - beta)


def _braked(g, steps, rate, beta):
    """Stop at the end of the slope, although the speed is not zero."""
    return -rate * g * (steps - beta * (1 - beta**steps) / (1 - beta)) / (1 - beta)


def _afterwards(g, steps, rate, beta):
    return _rolled(g, steps, rate, beta) - _braked(g, steps, rate, beta)


def _signs(g, steps, rate, beta):
    return -steps * rate * float(np.sign(g))


def _uncorrected(g, steps, rate, beta):
    t = np.arange(1, steps + 1)
    return -rate * float(np.sign(g) * np.sum((1 - 0.9**t) / np.sqrt(1 - 0.999**t)))


def _travelled_with(momentum=_rolled, adam=_signs, sign=1):
    def solution(**inputs):
        return tuple(sign * part(**inputs) for part in (_plain, momentum, adam))

    return solution


def _compare_three(expected: tuple, got) -> str | None:
    parts = got.tolist() if isinstance(got, np.ndarray) else got
    three = isinstance(parts, (tuple, list)) and len(parts) == 3
    if not three or any(np.ndim(part) or isinstance(part, str) for part in parts):
        return T(
            "Il faut trois nombres, `(sgd, momentum, adam)`.",
            "Three numbers are needed: `(sgd, momentum, adam)`.",
        )
    return compare_values(expected, got, rtol=_NEAR, atol=0)


TRAVELLED = Task(
    name="travelled",
    stars=1,
    value=True,
    inputs=_travelled_inputs,
    reference=_travelled_reference,
    compare=_compare_three,
    hints=(
        Text(
            "Écrivez les deux ou trois premiers pas de chaque optimiseur. Lesquels sont tous égaux ?",
            "Write the first two or three steps of each optimiser. Which ones are all equal?",
        ),
        Text(
            "Momentum : suivez ce que devient **une** poussée, `-rate * g`, de son pas jusqu'à la fin. Puis comptez les poussées.",
            "Momentum: follow what becomes of **one** push, `-rate * g`, from its step to the end. Then count the pushes.",
        ),
        Text(
            "Une poussée déplace w de `-rate * g` fois 1 + β + β² + … = 1 / (1 − β). Pour Adam, m̂ / √v̂ vaut ±1 à chaque pas.",
            "One push moves w by `-rate * g` times 1 + β + β² + … = 1 / (1 − β). For Adam m̂ / √v̂ is ±1 at every step.",
        ),
    ),
    mistakes=(
        Mistake(
            _travelled_with(momentum=_braked),
            Text(
                "SGD et Adam sont justes. Votre momentum s'arrête avec la pente ; mais sa vitesse n'est pas encore nulle, et il continue.",
                "SGD and Adam are right. Your momentum stops with the slope; but its velocity is not zero yet, and it goes on.",
            ),
            credit=0.5,
        ),
        Mistake(
            _travelled_with(momentum=_afterwards),
            Text(
                "SGD et Adam sont justes. Pour momentum, vous ne comptez que le chemin fait sur le plateau ; ajoutez celui fait sur la pente.",
                "SGD and Adam are right. For momentum you count only the way covered on the plateau; add that covered on the slope.",
            ),
            credit=0.5,
        ),
        Mistake(
            _travelled_with(momentum=_plain),
            Text(
                "SGD et Adam sont justes. Mais momentum va plus loin que SGD : la vitesse garde une part β de chaque poussée passée.",
                "SGD and Adam are right. But momentum goes farther than SGD: the velocity keeps a share β of each past push.",
            ),
            credit=0.5,
        ),
        Mistake(
            _travelled_with(adam=_plain),
            Text(
                "SGD et momentum sont justes. Mais le pas d'Adam ne suit pas la taille du gradient : par quoi le divise-t-il ?",
                "SGD and momentum are right. But Adam's step does not follow the size of the gradient: what does Adam divide it by?",
            ),
            credit=0.5,
        ),
        Mistake(
            _travelled_with(adam=_uncorrected),
            Text(
                "SGD et momentum sont justes. Dans Adam, il manque la correction du départ.",
                "SGD and momentum are right. In Adam the bias correction is missing.",
            ),
            credit=0.5,
        ),
        Mistake(
            _travelled_with(sign=-1),
            Text(
                "Les trois distances sont justes, pas le sens : on descend la pente, contre le gradient.",
                "The three distances are right, the direction is not: one goes down the slope, against the gradient.",
            ),
            credit=0.5,
        ),
        Mistake(
            _travelled_with(momentum=_braked, adam=_plain),
            Text(
                "SGD seul est juste. Momentum continue après la pente ; et le pas d'Adam ne suit pas la taille du gradient.",
                "SGD alone is right. Momentum goes on after the slope; and Adam's step does not follow the size of the gradient.",
            ),
            credit=0.25,
        ),
        Mistake(
            _travelled_with(momentum=_plain, adam=_plain),
            Text(
                "Vous donnez trois fois la réponse de SGD ; l'inertie et la division d'Adam ne sont pas là.",
                "You give the answer of SGD three times; momentum's inertia and Adam's division are not there.",
            ),
        ),
    ),
)

# --- find: three rates that end at the minimum -------------------------------------------------


def _rates_inputs(rng):
    while True:
        X = (rng.uniform(-2, 2, (5, 3)) * rng.choice([0.5, 1, 1.5], 3)).round(1)
        inputs = {"X": X + 0.0}  # no −0.
        rates = np.array(_rates_reference(**inputs))
        # Curvatures clearly apart, and a last rate beyond the limit of a constant one.
        if (rates[1:] / rates[:-1]).min() < 1.5 or not 3 < rates[2] / rates[0] < 40:
            continue
        wrong = [np.sort(mistake.wrong(**inputs)) for mistake in THREE_RATES.mistakes]
        if _told_apart([rates, *wrong]):
            return inputs


def _rates_reference(X):
    """Return 1 / λ, where H = 2 / m XᵀX, from the singular values of X."""
    sizes = np.linalg.svd(X, compute_uv=False)
    return tuple(float(len(X) / (2 * size**2)) for size in sizes)


def _curvatures(X):
    return np.linalg.eigvalsh(2 / len(X) * X.T @ X)


def _rates_constant(X):
    low, _, high = _curvatures(X)
    return (float(2 / (low + high)),) * 3


def _compare_rates(expected: tuple, got) -> str | None:
    """Judge three rates in whatever order; expected rates divide each distance by themselves."""
    try:
        rates = np.sort(np.asarray(got, float))
        if rates.shape != (3,) or not np.all(np.isfinite(rates)):
            raise ValueError
    except (TypeError, ValueError):
        return T(
            "Il faut trois nombres, les taux des trois pas.",
            "Three numbers are needed, the rates of the three steps.",
        )
    wanted = np.sort(expected)
    if np.allclose(rates, wanted, rtol=_NEAR, atol=0):
        return None
    with np.errstate(all="ignore"):
        left = np.abs(np.prod(1 - np.outer(1 / wanted, rates), axis=1)).max()
    return T(
        f"Vos trois pas multiplient encore l'écart au minimum par {left:.3g}, dans une direction au moins.",
        f"Your three steps still multiply the distance to the minimum by {left:.3g}, in one direction at least.",
    )


THREE_RATES = Task(
    name="three_rates",
    stars=2,
    value=True,
    inputs=_rates_inputs,
    reference=_rates_reference,
    compare=_compare_rates,
    hints=(
        Text(
            "Le long d'un vecteur propre de H, un pas de taux η multiplie l'écart par 1 − ηλ. Quel η en vient à bout d'un coup ?",
            "Along an eigenvector of H, a step with rate η multiplies the distance by 1 − ηλ. Which η finishes it off at once?",
        ),
        Text(
            "Trois directions, trois pas : que chacun en règle une. Ce qui est nul le reste, quels que soient les pas suivants.",
            "Three directions, three steps: let each settle one. What is zero remains so, whatever the next steps are.",
        ),
        Text(
            "Les inverses des valeurs propres de H = 2/m XᵀX : `1 / np.linalg.eigvalsh(H)`.",
            "The inverses of the eigenvalues of H = 2/m XᵀX: `1 / np.linalg.eigvalsh(H)`.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda X: tuple(2 / _curvatures(X)),
            Text(
                "Vos trois taux sont deux fois trop grands : à 2/λ, l'écart change de signe, il ne s'annule pas. Ou bien le facteur 2 manque dans H.",
                "Your three rates are twice too large: at 2/λ the distance changes sign, it does not vanish. Or else the factor 2 is missing from H.",
            ),
            credit=0.5,
        ),
        Mistake(
            lambda X: tuple(1 / _curvatures(X) / len(X)),
            Text(
                "L'idée est juste, mais il manque 1/m dans H : la perte est une moyenne.",
                "The idea is right, but 1/m is missing from H: the loss is a mean.",
            ),
            credit=0.5,
        ),
        Mistake(
            lambda X: tuple(1 / np.linalg.svd(X, compute_uv=False)),
            Text(
                "Vous prenez les valeurs singulières de X ; les courbures sont les valeurs propres de H.",
                "You take the singular values of X; the curvatures are the eigenvalues of H.",
            ),
            credit=0.25,
        ),
        Mistake(
            lambda X: tuple(1 / np.diag(2 / len(X) * X.T @ X)),
            Text(
                "Vous inversez la diagonale de H : ce sont les courbures le long des axes, qui ne sont pas les vecteurs propres.",
                "You invert the diagonal of H: those are the curvatures along the axes, which are not the eigenvectors.",
            ),
            credit=0.25,
        ),
        Mistake(
            lambda X: tuple(_curvatures(X)),
            Text(
                "Ce sont les courbures elles-mêmes ; plus une direction est raide, plus le pas qui la règle est petit.",
                "These are the curvatures themselves; the steeper a direction, the smaller the step that settles it.",
            ),
            credit=0.25,
        ),
        Mistake(
            lambda X: (float(1 / _curvatures(X)[-1]),) * 3,
            Text(
                "Trois fois le même taux : le premier pas règle la direction la plus raide, les deux autres ne font que s'approcher.",
                "Three times the same rate: the first step settles the steepest direction, the two others only come closer.",
            ),
            credit=0.25,
        ),
        Mistake(
            _rates_constant,
            Text(
                "C'est le meilleur taux constant : il s'approche vite, mais n'arrive pas. Ici le taux peut changer à chaque pas.",
                "This is the best constant rate: it comes close soon, but does not arrive. Here the rate may change at every step.",
            ),
        ),
    ),
)

# --- implement: a loss for a network that knows how sure it is ---------------------------------


def _gaussian_inputs(rng):
    while True:
        n = int(rng.integers(4, 8))
        s = rng.uniform(-1.2, 1.2, n).round(2)
        mean = rng.uniform(-5, 5, n).round(1)
        y = (mean + np.exp(s) * rng.normal(size=n)).round(1)
        gap = np.abs(y - mean)
        # No gap so small, and no spread so near to 1, that a mistake would not show.
        if gap.min() < 0.2 or np.abs(s).min() < 0.15 or abs(s.mean()) < 0.1:
            continue
        inputs = {"y": y, "mean": mean, "s": s}
        wrong = [mistake.wrong(**inputs) for mistake in GAUSSIAN_LOSS.mistakes]
        if _told_apart([_gaussian_reference(**inputs), *wrong]):
            return inputs


def _gaussian_reference(y, mean, s):
    """Ask Python's own normal distribution, and nudge each number to find the slopes."""

    def each(mean, s):
        triples = zip(y, mean, s, strict=True)
        return np.array([-log(NormalDist(mu, exp(si)).pdf(yi)) for yi, mu, si in triples])

    h, n = 1e-5, len(y)
    of_mean = (each(mean + h, s) - each(mean - h, s)) / (2 * h * n)
    of_s = (each(mean, s + h) - each(mean, s - h)) / (2 * h * n)
    return float(each(mean, s).mean()), of_mean, of_s


_CONSTANT = np.log(2 * np.pi) / 2


def _gaussian_with(
    constant=_CONSTANT,
    log_sigma=1.0,
    square=2,
    variance=False,
    sign=1,
    mean_sign=1,
    one=1.0,
    chain=True,
    loss_by=None,
    slopes_by=None,
):
    """Return the loss and its slopes, wrong in one respect."""

    def loss(y, mean, s):
        n = len(y)
        # Taken for the logarithm of the variance, s counts half.
        half = 0.5 if variance else 1.0
        sigma = np.exp(half * s)
        ratio = (y - mean) ** 2 / sigma**square
        each = ratio / 2 + log_sigma * half * s + constant
        of_mean = mean_sign * (mean - y) / sigma**square
        of_s = half * (log_sigma * one - ratio * square / 2)
        if not chain:
            of_s = of_s / sigma
        return (
            float(sign * each.sum() / (loss_by or n)),
            sign * of_mean / (slopes_by or n),
            sign * of_s / (slopes_by or n),
        )

    return loss


GAUSSIAN_LOSS = Task(
    name="gaussian_loss",
    stars=3,
    inputs=_gaussian_inputs,
    reference=_gaussian_reference,
    cases=6,
    hints=(
        Text(
            "Partez du tableau de la partie 1 de la leçon, ligne « gaussienne », et gardez tous les termes : σ n'est plus fixé.",
            "Start from the table in part 1 of the lesson, row “Gaussian”, and keep all terms: σ is no longer fixed.",
        ),
        Text(
            "Avec σ = exp(s), chaque exemple coûte (y − μ)² exp(−2s) / 2 + s + ln(2π) / 2. Dérivez par rapport à μ, puis à s.",
            "With σ = exp(s) each example costs (y − μ)² exp(−2s) / 2 + s + ln(2π) / 2. Differentiate with respect to μ, then to s.",
        ),
        Text(
            "`(mean - y) / sigma**2 / n` et `(1 - (y - mean)**2 / sigma**2) / n`.",
            "`(mean - y) / sigma**2 / n` and `(1 - (y - mean)**2 / sigma**2) / n`.",
        ),
    ),
    mistakes=(
        Mistake(
            _gaussian_with(constant=0.0),
            Text(
                "Les gradients sont justes ; dans la perte, il manque la constante ln √(2π), que l'énoncé demande.",
                "The gradients are right; in the loss the constant ln √(2π) is missing, which the statement asks for.",
            ),
            credit=0.75,
        ),
        Mistake(
            _gaussian_with(slopes_by=1),
            Text(
                "La perte est juste ; mais c'est une moyenne : chaque exemple n'apporte à ses gradients que sa part, 1/n.",
                "The loss is right; but it is a mean: each example brings to the gradients only its share, 1/n.",
            ),
            credit=0.75,
        ),
        Mistake(
            _gaussian_with(loss_by=1, slopes_by=1),
            Text(
                "Vous prenez la somme sur les exemples ; il faut la moyenne, pour la perte comme pour ses gradients.",
                "You take the sum over the examples; the mean is needed, for the loss and for its gradients.",
            ),
            credit=0.5,
        ),
        Mistake(
            _gaussian_with(variance=True),
            Text(
                "Vous lisez `s` comme le logarithme de la variance σ² ; c'est celui de l'écart type σ.",
                "You read `s` as the logarithm of the variance σ²; it is that of the standard deviation σ.",
            ),
            credit=0.5,
        ),
        Mistake(
            _gaussian_with(mean_sign=-1),
            Text(
                "Le gradient par rapport à la moyenne a le mauvais signe : si la prédiction est trop grande, la monter doit coûter.",
                "The gradient with respect to the mean has the wrong sign: if the prediction is too large, raising it must cost.",
            ),
            credit=0.5,
        ),
        Mistake(
            _gaussian_with(one=0.0),
            Text(
                "La perte est juste ; le gradient par rapport à `s` oublie un de ses deux termes : ln σ dépend aussi de `s`.",
                "The loss is right; the gradient with respect to `s` forgets one of its two terms: ln σ depends on `s`, too.",
            ),
            credit=0.5,
        ),
        Mistake(
            _gaussian_with(chain=False),
            Text(
                "Le dernier gradient est celui par rapport à σ ; on le demande par rapport à `s` = ln σ : il manque un facteur de la règle de la chaîne.",
                "The last gradient is the one with respect to σ; it is asked with respect to `s` = ln σ: a factor of the chain rule is missing.",
            ),
            credit=0.5,
        ),
        Mistake(
            _gaussian_with(sign=-1),
            Text(
                "C'est le logarithme de la vraisemblance : il faut son opposé, qu'on minimise.",
                "This is the log-likelihood: its opposite is needed, which is minimised.",
            ),
            credit=0.5,
        ),
        Mistake(
            _gaussian_with(square=1),
            Text(
                "Vous divisez le carré de l'écart par σ ; la loi gaussienne le divise par σ².",
                "You divide the squared gap by σ; the Gaussian distribution divides it by σ².",
            ),
            credit=0.25,
        ),
        Mistake(
            _gaussian_with(log_sigma=0.0, constant=0.0),
            Text(
                "Il manque tout le terme ln(σ√(2π)). Dans la leçon, σ était fixé ; ici, il dépend de l'exemple, et ce terme compte.",
                "The whole term ln(σ√(2π)) is missing. In the lesson σ was fixed; here it depends on the example, and this term counts.",
            ),
            credit=0.25,
        ),
        Mistake(
            _gaussian_with(log_sigma=0.0),
            Text(
                "Sans le terme ln σ, annoncer un σ immense ne coûterait rien : ce réseau ne serait jamais sûr de rien.",
                "Without the term ln σ, announcing a huge σ would cost nothing: this network would never be sure of anything.",
            ),
            credit=0.25,
        ),
    ),
)

# --- debug: one epoch of stochastic gradient descent -------------------------------------------


def _epoch_inputs(rng):
    while True:
        batch, whole = int(rng.integers(2, 5)), int(rng.integers(2, 4))
        # The last batch is smaller.
        m, d = batch * whole + int(rng.integers(1, batch)), int(rng.integers(2, 4))
        X = rng.normal(0, 1.5, (m, d)).round(1)
        inputs = {
            "X": X,
            "y": rng.permutation([0, 1, *rng.integers(0, 2, m - 2)]),
            "w": rng.normal(size=d).round(1),
            "b": round(float(rng.normal()), 1),
            "order": rng.permutation(m),
            "batch": batch,
            "rate": float(rng.choice([0.3, 0.5, 1.0])),
        }
        if np.abs(X @ inputs["w"] + inputs["b"]).max() > 6:
            continue
        wrong = [mistake.wrong(**inputs) for mistake in ONE_EPOCH.mistakes]
        if _told_apart([_epoch_reference(**inputs), *wrong]):
            return inputs


def _epoch_reference(X, y, w, b, order, batch, rate):
    """Take example after example, with plain numbers."""
    w, b, paid, left = [float(wi) for wi in w], float(b), [], list(order)
    while left:
        rows, left = left[:batch], left[batch:]
        of_w, of_b = [0.0] * len(w), 0.0
        for i in rows:
            z = sum(xi * wi for xi, wi in zip(X[i], w, strict=True)) + b
            paid.append(log(1 + exp(-z if y[i] == 1 else z)))
            error = 1 / (1 + exp(-z)) - y[i]
            of_w = [total + error * xi for total, xi in zip(of_w, X[i], strict=True)]
            of_b += error
        w = [wi - rate * total / len(rows) for wi, total in zip(w, of_w, strict=True)]
        b -= rate * of_b / len(rows)
    return np.array(w), float(b), float(sum(paid) / len(paid))


def _epoch_with(
    stale=False,
    smothered=False,
    by_batch=False,
    fixed=False,
    summed=False,
    dropped=False,
    after=False,
    one_after_other=False,
    sign=1,
):
    """Return the function as handed out (the first three), partly fixed, or wrong otherwise."""

    def answers(X, w, b):
        return 1 / (1 + np.exp(-(X @ w + b)))

    def costs(p, y):
        return -np.log(np.where(y == 1, p, 1 - p))

    def one_epoch(X, y, w, b, order, batch, rate):
        before, losses = answers(X, w, b), []
        for start in range(0, len(order) - batch + 1 if dropped else len(order), batch):
            rows = order[start : start + batch]
            p = before[rows] if stale else answers(X[rows], w, b)
            losses.append(costs(p, y[rows]))
            error = (p - y[rows]) * (p * (1 - p) if smothered else 1)
            count = 1 if summed else batch if fixed else len(rows)
            w = w - sign * rate * X[rows].T @ error / count
            if one_after_other:
                error = answers(X[rows], w, b) - y[rows]
            b = b - sign * rate * error.sum() / count
            if after:
                losses[-1] = costs(answers(X[rows], w, b), y[rows])
        loss = np.mean([np.mean(part) for part in losses] if by_batch else np.concatenate(losses))
        return w, float(b), float(loss)

    return one_epoch


_LEFT = {
    "stale": Text(
        "les réponses du neurone ne tiennent pas compte des pas déjà faits",
        "the neuron's answers take no account of the steps already made",
    ),
    "smothered": Text(
        "le gradient n'est pas celui de l'entropie croisée",
        "the gradient is not that of cross-entropy",
    ),
    "by_batch": Text(
        "dans la perte, tous les exemples ne pèsent pas autant",
        "in the loss, not all examples weigh the same",
    ),
}


ONE_EPOCH = Task(
    name="one_epoch",
    stars=3,
    inputs=_epoch_inputs,
    reference=_epoch_reference,
    cases=6,
    hints=(
        Text(
            "Essayez cinq exemples et des lots de deux, et suivez un pas sur une feuille : quels poids ont donné `p` ?",
            "Try five examples and batches of two, and follow one step on paper: which weights gave `p`?",
        ),
        Text(
            "Trois questions : `p` est-il à jour ? Que vaut la dérivée de l'entropie croisée par rapport à z ? Un exemple du dernier lot, plus petit, compte-t-il autant que les autres dans la perte ?",
            "Three questions: is `p` up to date? What is the derivative of cross-entropy with respect to z? Does an example of the last, smaller batch count as much as the others in the loss?",
        ),
        Text(
            "Calculez `p` dans la boucle, à partir de `X[rows]` ; l'erreur est `p - y[rows]` ; additionnez les pertes de tous les exemples, puis divisez par `len(order)`.",
            "Compute `p` in the loop, from `X[rows]`; the error is `p - y[rows]`; add up the losses of all examples, then divide by `len(order)`.",
        ),
    ),
    mistakes=(
        *left_in(_epoch_with, _LEFT),
        Mistake(
            _epoch_with(fixed=True),
            Text(
                "Presque : le pas du dernier lot est trop petit. Divisez par le nombre d'exemples du lot, pas toujours par `batch`.",
                "Nearly: the step of the last batch is too small. Divide by the number of examples in the batch, not always by `batch`.",
            ),
            credit=0.75,
        ),
        Mistake(
            _epoch_with(after=True),
            Text(
                "Presque : la perte d'un lot se mesure avant son pas, pas après.",
                "Nearly: the loss of a batch is measured before its step, not after.",
            ),
            credit=0.75,
        ),
        Mistake(
            _epoch_with(one_after_other=True),
            Text(
                "Presque : vous corrigez b avec une réponse recalculée après la correction de w ; les deux viennent du même gradient.",
                "Nearly: you correct b with an answer computed again after w was corrected; both come from the same gradient.",
            ),
            credit=0.75,
        ),
        Mistake(
            _epoch_with(dropped=True),
            Text(
                "Le dernier lot, plus petit, a disparu : tous les exemples de l'époque comptent.",
                "The last, smaller batch has vanished: all examples of the epoch count.",
            ),
            credit=0.5,
        ),
        Mistake(
            _epoch_with(summed=True),
            Text(
                "Vos pas suivent la somme des gradients d'un lot ; il faut leur moyenne.",
                "Your steps follow the sum of the gradients of a batch; their mean is needed.",
            ),
            credit=0.5,
        ),
        Mistake(
            _epoch_with(sign=-1),
            Text(
                "Vous montez la pente : on retranche le gradient.",
                "You are climbing the slope: the gradient is subtracted.",
            ),
            credit=0.25,
        ),
    ),
)

TASKS = (TRAVELLED, THREE_RATES, GAUSSIAN_LOSS, ONE_EPOCH)
