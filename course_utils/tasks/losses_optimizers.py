"""Lesson 04: exercises and quiz."""

import numpy as np

from course_utils.i18n import T, Text
from course_utils.quizzes import Option, Question
from course_utils.task import Mistake, Task, compare_values

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def _power_of_ten(exponent: int) -> str:
    return "10" + str(exponent).translate(_SUPERSCRIPTS)


def _ceiling(exponent: int) -> Text:
    """Say what a bound on a probability, 10**exponent, does to the loss."""
    ceiling = f"{-exponent * np.log(10):.1f}"
    bound = _power_of_ten(exponent)
    return Text(
        f"Vous bornez la probabilité à {bound}, ou vous y ajoutez ce nombre : la perte plafonne à "
        f"{ceiling.replace('.', ',')}, et y perd son gradient.",
        f"You clip the probability at {bound}, or add this number to it: the loss levels off at "
        f"{ceiling}, and loses its gradient there.",
    )


# --- cross-entropy from probabilities and integer labels ---------------------------------------


def _entropy_inputs(rng):
    n, classes = int(rng.integers(3, 9)), int(rng.integers(3, 6))
    probabilities, labels = rng.dirichlet(np.ones(classes) * 2, n), rng.integers(0, classes, n)
    # One answer is nearly certain and wrong: a bound on p would show.
    probabilities[0, labels[0]] = 1e-30
    probabilities[0] /= probabilities[0].sum()
    return {"probabilities": probabilities, "labels": labels}


def _entropy_reference(probabilities, labels):
    """Sum over one-hot targets, as the definition has it."""
    one_hot = np.eye(probabilities.shape[1])[labels]
    return float(-(one_hot * np.log(probabilities)).sum() / len(labels))


def _true(probabilities, labels):
    return probabilities[np.arange(len(labels)), labels]


ENTROPY = Task(
    name="cross_entropy",
    stars=1,
    inputs=_entropy_inputs,
    reference=_entropy_reference,
    hints=(
        Text(
            "Pour chaque exemple, une seule probabilité compte : celle de la vraie classe.",
            "For each example only one probability counts: that of the true class.",
        ),
        Text(
            "`probabilities[np.arange(len(labels)), labels]` prend, à la ligne i, la colonne labels[i].",
            "`probabilities[np.arange(len(labels)), labels]` takes column labels[i] of row i.",
        ),
        Text("La perte est `-np.log(...).mean()`.", "The loss is `-np.log(...).mean()`."),
    ),
    mistakes=(
        Mistake(
            lambda probabilities, labels: -np.log(probabilities.max(axis=1)).sum(),
            Text(
                "C'est le code de départ : il ne regarde pas `labels`, et fait la somme au lieu de la moyenne.",
                "This is the code we started from: it never looks at `labels`, and sums instead of averaging.",
            ),
        ),
        Mistake(
            lambda probabilities, labels: np.log(_true(probabilities, labels)).mean(),
            Text(
                "Le signe manque : le logarithme d'une probabilité est négatif, une perte ne doit pas l'être ici.",
                "The sign is missing: the logarithm of a probability is negative, this loss must not be.",
            ),
        ),
        Mistake(
            lambda probabilities, labels: -np.log(_true(probabilities, labels)).sum(),
            Text(
                "C'est la somme ; la moyenne est demandée, pour que la perte ne dépende pas du nombre d'exemples.",
                "This is the sum; the mean is asked for, so that the loss does not depend on the number of examples.",
            ),
        ),
        Mistake(
            lambda probabilities, labels: -np.log(_true(probabilities, labels)),
            Text(
                "Vous renvoyez une perte par exemple ; il reste à en prendre la moyenne.",
                "You return one loss per example; now take their mean.",
            ),
        ),
        Mistake(
            lambda probabilities, labels: -np.log2(_true(probabilities, labels)).mean(),
            Text(
                "Votre résultat est en bits : le logarithme népérien, `np.log`, donne des nats, comme Keras.",
                "Your result is in bits: the natural logarithm, `np.log`, gives nats, as Keras does.",
            ),
        ),
        Mistake(
            lambda probabilities, labels: -np.log10(_true(probabilities, labels)).mean(),
            Text(
                "Il faut le logarithme népérien `np.log`, et non `np.log10`.",
                "The natural logarithm `np.log` is needed, not `np.log10`.",
            ),
        ),
        Mistake(
            lambda probabilities, labels: -np.log(probabilities.max(axis=1)).mean(),
            Text(
                "Vous prenez la plus grande probabilité ; il faut celle de la **vraie** classe, même si le réseau se trompe.",
                "You take the largest probability; it must be that of the **true** class, even when the network is wrong.",
            ),
        ),
        Mistake(
            lambda probabilities, labels: (
                -np.log(_true(probabilities, labels)).sum() / probabilities.size
            ),
            Text(
                "Vous divisez par exemples × classes ; divisez par le nombre d'exemples seulement.",
                "You divide by examples × classes; divide by the number of examples only.",
            ),
        ),
        Mistake(
            lambda probabilities, labels: -np.log(_true(probabilities, labels).mean()),
            Text(
                "Logarithme d'abord, moyenne ensuite : l'ordre compte.",
                "Logarithm first, mean second: the order matters.",
            ),
        ),
        Mistake(
            lambda probabilities, labels: (1 - _true(probabilities, labels)).mean(),
            Text(
                "1 − p est borné par 1 ; l'entropie croisée, −ln p, ne l'est pas.",
                "1 − p is bounded by 1; cross-entropy, −ln p, is not.",
            ),
        ),
        Mistake(
            lambda probabilities, labels: -np.log(probabilities).mean(),
            Text(
                "Vous faites la moyenne sur toutes les classes ; seule la vraie classe de chaque exemple compte.",
                "You average over all classes; only the true class of each example counts.",
            ),
        ),
        Mistake(
            lambda probabilities, labels: -np.log(probabilities[:, labels]).mean(),
            Text(
                "`probabilities[:, labels]` prend ces colonnes dans **toutes** les lignes : il y a (n, n) nombres, et non n. Donnez aussi le numéro de la ligne.",
                "`probabilities[:, labels]` takes these columns in **all** rows: (n, n) numbers, not n. Give the number of the row, too.",
            ),
        ),
        Mistake(
            lambda probabilities, labels: np.log(probabilities[:, labels]).mean(),
            Text(
                "Il manque le signe, et `probabilities[:, labels]` prend ces colonnes dans **toutes** les lignes : donnez aussi le numéro de la ligne.",
                "The sign is missing, and `probabilities[:, labels]` takes these columns in **all** rows: give the number of the row, too.",
            ),
        ),
        *(
            Mistake(
                lambda probabilities, labels, e=exponent: (
                    -np.log(_true(probabilities, labels) + 10.0**e).mean()
                ),
                _ceiling(exponent),
            )
            for exponent in (-7, -8, -9, -10, -12, -15, -16)
        ),
    ),
)

# --- binary cross-entropy from logits, stable --------------------------------------------------


def _binary_inputs(rng):
    n = int(rng.integers(5, 9))
    z, y = rng.normal(scale=3, size=n), rng.integers(0, 2, n)
    # One huge logit in each case, of either sign, right or wrong: naive formulas overflow.
    z[0] = rng.uniform(750, 900) * rng.choice([-1, 1])
    return {"z": z, "y": y}


def _binary_reference(z, y):
    return float(np.mean(np.logaddexp(0, z) - y * z))


def _binary_naive(z, y):
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-z))
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def _binary_overflow(z, y):
    with np.errstate(all="ignore"):
        return np.mean(np.log(1 + np.exp(z)) - y * z)


def _binary_other_side(z, y):
    with np.errstate(all="ignore"):
        return np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(-z)))


def _binary_clipped(z, y, e=1e-7):
    p = np.clip(np.exp(-np.logaddexp(0, -z)), e, 1 - e)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def _binary_added(exponent):
    def loss(z, y):
        p, e = np.exp(-np.logaddexp(0, -z)), 10.0**exponent
        return -np.mean(y * np.log(p + e) + (1 - y) * np.log(1 - p + e))

    return loss


def _binary_bounded(bound, naive):
    def loss(z, y):
        z = np.clip(z, -bound, bound)
        return _binary_naive(z, y) if naive else _binary_reference(z, y)

    return loss


BINARY = Task(
    name="binary_loss_from_logits",
    stars=2,
    inputs=_binary_inputs,
    cases=24,  # a huge logit of each sign, for each class
    reference=_binary_reference,
    hints=(
        Text(
            "Développez −y ln σ(z) − (1 − y) ln(1 − σ(z)) : tout se simplifie en ln(1 + eᶻ) − y z.",
            "Expand −y ln σ(z) − (1 − y) ln(1 − σ(z)): everything simplifies to ln(1 + eᶻ) − y z.",
        ),
        Text(
            "C'est un log-somme-exp de 0 et de z. Sortez le plus grand des deux, max(z, 0) : il reste ln(1 + e^(−|z|)), sans danger.",
            "It is a log-sum-exp of 0 and z. Take out the larger of the two, max(z, 0): what remains, ln(1 + e^(−|z|)), is safe.",
        ),
        Text(
            "`np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))`, puis la moyenne (ou `np.logaddexp(0, z) - y * z`).",
            "`np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))`, then the mean (or `np.logaddexp(0, z) - y * z`).",
        ),
    ),
    mistakes=(
        Mistake(
            _binary_naive,
            Text(
                "La formule est juste, mais pas son calcul : la sigmoïde arrondit à 0 ou à 1, et ln 0 donne l'infini. Partez de z, pas de p.",
                "The formula is right, its computation is not: the sigmoid rounds to 0 or 1, and ln 0 gives infinity. Start from z, not from p.",
            ),
        ),
        Mistake(
            _binary_overflow,
            Text(
                "ln(1 + eᶻ) est la bonne expression, mais eᶻ déborde au-delà de z ≈ 709 : sortez d'abord max(z, 0).",
                "ln(1 + eᶻ) is the right expression, but eᶻ overflows beyond z ≈ 709: take out max(z, 0) first.",
            ),
        ),
        Mistake(
            _binary_other_side,
            Text(
                "Il manque une valeur absolue : e^(−z) déborde quand z est très négatif ; il faut e^(−|z|).",
                "An absolute value is missing: e^(−z) overflows when z is very negative; use e^(−|z|).",
            ),
        ),
        *(
            Mistake(
                lambda z, y, bound=bound: np.mean(
                    np.logaddexp(0, np.clip(z, -bound, bound)) - y * z
                ),
                Text(
                    f"Vous bornez z à ±{bound} dans l'exponentielle : plus rien ne déborde, mais la perte devient fausse au-delà. Sortez plutôt max(z, 0).",
                    f"You clip z at ±{bound} in the exponential: nothing overflows any more, but beyond that the loss is wrong. Take out max(z, 0) instead.",
                ),
            )
            for bound in (20, 30, 50, 100, 500, 600, 700)
        ),
        Mistake(
            _binary_clipped,
            Text(
                "Vous bornez p à 10⁻⁷, donc la perte à 16,1 : au-delà elle est plate, et son gradient nul. Partez de z.",
                "You clip p at 10⁻⁷, hence the loss at 16.1: beyond that it is flat, and its gradient zero. Start from z.",
            ),
        ),
        *(
            Mistake(_binary_added(exponent), _ceiling(exponent))
            for exponent in (-8, -9, -10, -12, -15, -16)
        ),
        Mistake(
            lambda z, y: _binary_clipped(z, y, 1e-15),
            Text(
                "Vous bornez p à 10⁻¹⁵, donc la perte à 34,5 : au-delà elle est plate, et son gradient nul. Partez de z.",
                "You clip p at 10⁻¹⁵, hence the loss at 34.5: beyond that it is flat, and its gradient zero. Start from z.",
            ),
        ),
        *(
            Mistake(
                _binary_bounded(bound, naive=False),
                Text(
                    f"Vous bornez z à ±{bound} : plus rien ne déborde, mais la perte est fausse au-delà, et son gradient nul. Sortez plutôt max(z, 0).",
                    f"You clip z at ±{bound}: nothing overflows any more, but beyond that the loss is wrong, and its gradient zero. Take out max(z, 0) instead.",
                ),
            )
            for bound in (20, 30, 50, 100, 500, 600, 700)
        ),
        *(
            Mistake(
                _binary_bounded(bound, naive=True),
                Text(
                    f"Vous bornez z à ±{bound}, mais la sigmoïde s'arrondit à 1 dès z ≈ 37, d'où ln 0 ; et au-delà de la borne la perte est fausse. Partez de z, pas de p.",
                    f"You clip z at ±{bound}, but the sigmoid rounds to 1 from z ≈ 37 on, hence ln 0; and beyond the bound the loss is wrong. Start from z, not from p.",
                ),
            )
            for bound in (50, 100, 500, 600, 700)
        ),
        Mistake(
            lambda z, y: np.mean(np.logaddexp(0, -z) - y * z),
            Text(
                "Vous mélangez deux formes justes : ln(1 + eᶻ) − y z, ou ln(1 + e⁻ᶻ) + (1 − y) z.",
                "You mix two right forms: ln(1 + eᶻ) − y z, or ln(1 + e⁻ᶻ) + (1 − y) z.",
            ),
        ),
        Mistake(
            lambda z, y: np.mean(np.logaddexp(0, z) - (1 - y) * z),
            Text(
                "Les deux classes sont échangées : c'est y z que l'on retranche.",
                "The two classes are swapped: subtract y z.",
            ),
        ),
        Mistake(
            lambda z, y: np.mean(np.logaddexp(0, z) + y * z),
            Text(
                "Un signe est faux : y z se **retranche**.",
                "One sign is wrong: y z is **subtracted**.",
            ),
        ),
        Mistake(
            lambda z, y: np.mean(np.logaddexp(0, z)),
            Text(
                "L'étiquette y n'intervient pas : il manque − y z.",
                "The label y plays no part: − y z is missing.",
            ),
        ),
        Mistake(
            lambda z, y: np.sum(np.logaddexp(0, z) - y * z),
            Text(
                "C'est la somme ; la moyenne est demandée.",
                "This is the sum; the mean is asked for.",
            ),
        ),
        Mistake(
            lambda z, y: np.logaddexp(0, z) - y * z,
            Text(
                "Une perte par exemple ; prenez-en la moyenne.",
                "One loss per example; take their mean.",
            ),
        ),
        Mistake(
            lambda z, y: np.mean(np.maximum(z, 0) - y * z),
            Text(
                "Il manque le terme ln(1 + e^(−|z|)) : petit quand |z| est grand, mais égal à ln 2 en z = 0.",
                "The term ln(1 + e^(−|z|)) is missing: small when |z| is large, but equal to ln 2 at z = 0.",
            ),
        ),
    ),
)

# --- the largest stable learning rate ----------------------------------------------------------


def _rate_inputs(rng):
    m, n = int(rng.integers(6, 12)), int(rng.integers(2, 5))
    return {"X": rng.normal(size=(m, n)) * rng.uniform(0.5, 3, n)}


def _rate_reference(X):
    """By the largest singular value: the largest eigenvalue of X'X is its square."""
    return float(len(X) / np.linalg.norm(X, 2) ** 2)


def _hessian(X):
    return 2 / len(X) * X.T @ X


RATE = Task(
    name="largest_rate",
    stars=2,
    inputs=_rate_inputs,
    cases=24,  # eigvals happens to sort in some
    reference=_rate_reference,
    hints=(
        Text(
            "La perte est quadratique : écrivez sa matrice des dérivées secondes H (le 2 du carré, le 1/m de la moyenne). Les cibles n'entrent dans le gradient que par un terme constant, qui disparaît en dérivant encore : elles déplacent le minimum, pas les courbures.",
            "The loss is quadratic: write its matrix of second derivatives H (the 2 of the square, the 1/m of the mean). The targets enter the gradient only through a constant term, which vanishes on differentiating again: they move the minimum, not the curvatures.",
        ),
        Text(
            "H = (2/m) XᵀX. La limite est 2 divisé par sa plus grande valeur propre.",
            "H = (2/m) XᵀX. The limit is 2 divided by its largest eigenvalue.",
        ),
        Text(
            "`np.linalg.eigvalsh(H)` donne les valeurs propres en ordre croissant : prenez la dernière.",
            "`np.linalg.eigvalsh(H)` gives the eigenvalues in increasing order: take the last.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda X: 2 * len(X) / np.linalg.norm(X, 2) ** 2,
            Text(
                "Votre H vaut XᵀX / m : dériver le carré donne un facteur 2, H = (2/m) XᵀX.",
                "Your H is XᵀX / m: the derivative of the square gives a factor 2, H = (2/m) XᵀX.",
            ),
        ),
        Mistake(
            lambda X: len(X) / np.linalg.norm(X, 2) ** 2 / 2,
            Text(
                "C'est 1/λ_max, où la direction la plus raide converge en un pas ; on diverge seulement au-delà de 2/λ_max.",
                "This is 1/λ_max, where the steepest direction converges in one step; divergence starts only beyond 2/λ_max.",
            ),
        ),
        Mistake(
            lambda X: 1 / np.linalg.norm(X, 2) ** 2,
            Text("Il manque le 1/m de la moyenne dans H.", "The 1/m of the mean is missing in H."),
        ),
        Mistake(
            lambda X: 2 / np.linalg.norm(X, 2) ** 2,
            Text(
                "Votre H vaut XᵀX : il lui manque le 2 de la dérivée du carré et le 1/m de la moyenne, H = (2/m) XᵀX.",
                "Your H is XᵀX: it lacks the 2 of the derivative of the square and the 1/m of the mean, H = (2/m) XᵀX.",
            ),
        ),
        Mistake(
            lambda X: len(X) / np.linalg.norm(X, -2) ** 2,
            Text(
                "Vous prenez la plus petite valeur propre ; c'est la direction la **plus raide** qui diverge la première.",
                "You take the smallest eigenvalue; the **steepest** direction is the first to diverge.",
            ),
        ),
        Mistake(
            lambda X: len(X) / np.linalg.norm(X, 2),
            Text(
                "Vous avez pris une valeur singulière de X ; la valeur propre de XᵀX est son **carré**.",
                "You took a singular value of X; the eigenvalue of XᵀX is its **square**.",
            ),
        ),
        Mistake(
            lambda X: len(X) / np.sum(X**2),
            Text(
                "La somme des valeurs propres (la trace) n'est pas la plus grande : votre limite est trop prudente.",
                "The sum of the eigenvalues (the trace) is not the largest one: your limit is too cautious.",
            ),
        ),
        Mistake(
            lambda X: 2 * np.linalg.norm(X, 2) ** 2 / len(X),
            Text(
                "C'est λ_max elle-même ; la limite est 2/λ_max.",
                "This is λ_max itself; the limit is 2/λ_max.",
            ),
        ),
        Mistake(
            lambda X: 2 / np.linalg.eigvals(_hessian(X))[-1],
            Text(
                "`np.linalg.eigvals` ne trie rien : sa dernière valeur propre n'est pas toujours la plus grande. Prenez `.max()`, ou `np.linalg.eigvalsh`, qui trie.",
                "`np.linalg.eigvals` sorts nothing: its last eigenvalue is not always the largest. Take `.max()`, or `np.linalg.eigvalsh`, which sorts.",
            ),
        ),
        Mistake(
            lambda X: 2 / np.linalg.eigvals(_hessian(X))[0],
            Text(
                "`np.linalg.eigvals` ne trie rien : sa première valeur propre n'est pas toujours la plus grande. Prenez `.max()`, ou la dernière de `np.linalg.eigvalsh`.",
                "`np.linalg.eigvals` sorts nothing: its first eigenvalue is not always the largest. Take `.max()`, or the last of `np.linalg.eigvalsh`.",
            ),
        ),
        Mistake(
            lambda X: 2 / np.linalg.eigvalsh(_hessian(X))[[0, -1]].sum(),
            Text(
                "2/(λ_min + λ_max) est le taux le plus **rapide** ; le plus grand taux possible est 2/λ_max.",
                "2/(λ_min + λ_max) is the **fastest** rate; the largest possible rate is 2/λ_max.",
            ),
        ),
        Mistake(
            lambda X: X.shape[1] / np.linalg.norm(X, 2) ** 2,
            Text(
                "m est le nombre de lignes, `len(X)` ou `X.shape[0]` ; vous avez pris le nombre de colonnes.",
                "m is the number of rows, `len(X)` or `X.shape[0]`; you took the number of columns.",
            ),
        ),
        Mistake(
            lambda X: X.size / np.linalg.norm(X, 2) ** 2,
            Text(
                "`X.size` compte tous les nombres de X ; m est le nombre de lignes, `len(X)`.",
                "`X.size` counts all the numbers of X; m is the number of rows, `len(X)`.",
            ),
        ),
        Mistake(
            lambda X: 2 / np.linalg.eigvalsh(_hessian(X)),
            Text(
                "Voilà une limite par valeur propre ; la descente doit les respecter toutes : gardez la plus petite, 2/λ_max.",
                "This is one limit for each eigenvalue; descent must respect them all: keep the smallest, 2/λ_max.",
            ),
        ),
    ),
)

# --- one step of AMSGrad -----------------------------------------------------------------------


def _amsgrad_inputs(rng):
    n = int(rng.integers(4, 7))
    old = rng.uniform(0.1, 2, n)
    # Half of the maxima stay, half are beaten by the new average.
    top = old * np.where(np.arange(n) % 2, 3.0, 0.2)
    return {
        "w": rng.normal(size=n),
        "g": rng.choice([-1, 1], n) * rng.uniform(0.5, 2, n),
        "m": rng.normal(size=n),
        "v": old,
        "v_max": top,
        "t": int(rng.integers(2, 6)),
        "rate": float(rng.choice([0.01, 0.1, 0.5])),
        "beta1": float(rng.choice([0.8, 0.9])),
        "beta2": float(rng.choice([0.8, 0.95])),
        "epsilon": float(rng.choice([0.01, 0.1])),
    }


def _amsgrad_reference(w, g, m, v, v_max, t, rate, beta1, beta2, epsilon):
    """Component by component, in the manner of Keras's source."""
    rows = []
    alpha = rate * (1 - beta2**t) ** 0.5 / (1 - beta1**t)
    for wi, gi, mi, vi, top in zip(w, g, m, v, v_max, strict=True):
        mi = mi + (gi - mi) * (1 - beta1)
        vi = vi + (gi * gi - vi) * (1 - beta2)
        top = max(top, vi)
        rows.append((wi - alpha * mi / (top**0.5 + epsilon), mi, vi, top))
    return tuple(np.array(column) for column in zip(*rows, strict=True))


def _amsgrad_with(
    *,
    forget=False,
    unused=False,
    of=None,
    square=True,
    root=True,
    inside=False,
    sign=-1.0,
    power=0,
    first=True,
    second=True,
    fresh=True,
    mean=True,
    before=False,
    upside_down=False,
    raw=False,
    largest_kept=False,
    over_all=False,
    order=(0, 1, 2, 3),
):
    def step(w, g, m, v, v_max, t, rate, beta1, beta2, epsilon):
        m_new = beta1 * m + ((1 - beta1) if mean else 1.0) * g
        v_new = beta2 * v + (1 - beta2) * (g**2 if square else g)
        top = v_new if forget else np.maximum(v_max, g**2 if of == "gradient" else v_new)
        s = v_new if unused else v_max if not fresh else top
        if before:
            top = np.maximum(v_max, v)
        if over_all:
            top = np.max([v_max, v_new])
        if largest_kept:
            v_new = top
        if before or over_all or largest_kept:
            s = top
        c1 = 1 - beta1 ** (t + power) if first else 1.0
        c2 = np.sqrt(1 - beta2 ** (t + power)) if second else 1.0
        with np.errstate(all="ignore"):
            size = np.sqrt(s + epsilon) if inside else (np.sqrt(s) if root else s) + epsilon
            factor = c1 / c2 if upside_down else c2 / c1
            w = w + sign * rate * factor * (g if raw else m_new) / size
        answer = (w, m_new, v_new, top)
        return tuple(answer[i] for i in order)

    return step


def _amsgrad_paper(top_of_hat=False):
    def step(w, g, m, v, v_max, t, rate, beta1, beta2, epsilon):
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        c1, c2 = 1 - beta1**t, 1 - beta2**t
        v_max = np.maximum(v_max, v / c2 if top_of_hat else v)
        root = np.sqrt(v_max if top_of_hat else v_max / c2)
        return w - rate * (m / c1) / (root + epsilon), m, v, v_max

    return step


def _amsgrad_compare(expected, got):
    """Compare the four outputs, and name the first that differs."""
    if not isinstance(got, (tuple, list)) or len(got) != len(expected):
        return compare_values(expected, got)
    for name, right, answer in zip(("w", "m", "v", "v_max"), expected, got, strict=True):
        if (problem := compare_values(right, answer)) is not None:
            return f"{name}{T(' : ', ': ')}{problem}"
    return None


AMSGRAD = Task(
    name="amsgrad_step",
    stars=3,
    inputs=_amsgrad_inputs,
    reference=_amsgrad_reference,
    compare=_amsgrad_compare,
    hints=(
        Text(
            "Commencez par les deux moyennes d'Adam, m et v ; une seule ligne est nouvelle : `np.maximum(v_max, v)`.",
            "Begin with Adam's two averages, m and v; only one line is new: `np.maximum(v_max, v)`.",
        ),
        Text(
            "Le pas est celui d'Adam, où v_max remplace v sous la racine. N'oubliez pas la correction √(1 − β₂ᵗ) / (1 − β₁ᵗ).",
            "The step is Adam's, with v_max in place of v under the root. Do not forget the correction √(1 − β₂ᵗ) / (1 − β₁ᵗ).",
        ),
        Text(
            "`w = w - rate * np.sqrt(1 - beta2**t) / (1 - beta1**t) * m / (np.sqrt(v_max) + epsilon)`, et renvoyez `w, m, v, v_max`.",
            "`w = w - rate * np.sqrt(1 - beta2**t) / (1 - beta1**t) * m / (np.sqrt(v_max) + epsilon)`, and return `w, m, v, v_max`.",
        ),
    ),
    mistakes=(
        Mistake(
            _amsgrad_with(forget=True),
            Text(
                "C'est Adam : v_max doit garder le plus grand v rencontré, composante par composante.",
                "This is Adam: v_max must keep the largest v met so far, component by component.",
            ),
        ),
        Mistake(
            _amsgrad_with(unused=True),
            Text(
                "v_max est bien calculé, mais le pas divise encore par √v.",
                "v_max is computed all right, but the step still divides by √v.",
            ),
        ),
        Mistake(
            _amsgrad_with(fresh=False),
            Text(
                "Le pas utilise l'ancien v_max : mettez-le à jour avant de diviser.",
                "The step uses the old v_max: update it before dividing.",
            ),
        ),
        Mistake(
            _amsgrad_with(of="gradient"),
            Text(
                "Le maximum porte sur la moyenne v, pas sur le gradient g² du moment.",
                "The maximum is over the average v, not over the present gradient g².",
            ),
        ),
        Mistake(
            _amsgrad_with(first=False, second=False),
            Text(
                "Il manque la correction du biais : √(1 − β₂ᵗ) / (1 − β₁ᵗ).",
                "The bias correction is missing: √(1 − β₂ᵗ) / (1 − β₁ᵗ).",
            ),
        ),
        Mistake(
            _amsgrad_with(first=False),
            Text(
                "La correction de m manque : divisez par 1 − β₁ᵗ.",
                "The correction of m is missing: divide by 1 − β₁ᵗ.",
            ),
        ),
        Mistake(
            _amsgrad_with(second=False),
            Text(
                "La correction de v manque : multipliez par √(1 − β₂ᵗ).",
                "The correction of v is missing: multiply by √(1 − β₂ᵗ).",
            ),
        ),
        Mistake(
            _amsgrad_with(power=-1),
            Text(
                "L'exposant a un cran de retard : t vaut 1 au premier pas, utilisez t et non t − 1.",
                "The exponent lags by one: t is 1 at the first step, use t and not t − 1.",
            ),
        ),
        Mistake(
            _amsgrad_with(power=1),
            Text(
                "L'exposant a un cran d'avance : t compte déjà ce pas-ci, n'ajoutez pas 1.",
                "The exponent is one ahead: t already counts this step, do not add 1.",
            ),
        ),
        Mistake(
            _amsgrad_with(root=False),
            Text("Il manque la racine carrée de v_max.", "The square root of v_max is missing."),
        ),
        Mistake(
            _amsgrad_with(inside=True),
            Text(
                "Pour Adam, Keras ajoute epsilon **hors** de la racine (pour RMSprop, dedans).",
                "For Adam, Keras adds epsilon **outside** the root (for RMSprop, inside).",
            ),
        ),
        Mistake(
            _amsgrad_paper(),
            Text(
                "C'est la forme de l'article : ε y est ajouté après la correction de v_max. Keras l'ajoute avant : √v_max + ε, puis la correction multiplie le taux.",
                "This is the paper's form: ε is added there after v_max is corrected. Keras adds it before: √v_max + ε, then the correction multiplies the rate.",
            ),
        ),
        Mistake(
            _amsgrad_paper(top_of_hat=True),
            Text(
                "Le maximum porte sur v, pas sur v corrigé.",
                "The maximum is over v, not over the corrected v.",
            ),
        ),
        Mistake(
            _amsgrad_with(square=False),
            Text(
                "v est la moyenne des **carrés** des gradients.",
                "v is the average of the **squares** of the gradients.",
            ),
        ),
        Mistake(
            _amsgrad_with(mean=False),
            Text(
                "m est une moyenne : le nouveau gradient y entre avec le poids 1 − β₁.",
                "m is an average: the new gradient enters with weight 1 − β₁.",
            ),
        ),
        Mistake(
            _amsgrad_with(before=True),
            Text(
                "Le maximum est pris avec l'ancien v : calculez d'abord le nouveau v, puis v_max.",
                "The maximum is taken with the old v: compute the new v first, then v_max.",
            ),
        ),
        Mistake(
            _amsgrad_with(upside_down=True),
            Text(
                "La correction est à l'envers : √(1 − β₂ᵗ) va en haut, 1 − β₁ᵗ en bas.",
                "The correction is upside down: √(1 − β₂ᵗ) goes on top, 1 − β₁ᵗ below.",
            ),
        ),
        Mistake(
            _amsgrad_with(raw=True),
            Text(
                "Le pas suit la moyenne m, pas le gradient g du moment.",
                "The step follows the average m, not the present gradient g.",
            ),
        ),
        Mistake(
            _amsgrad_with(order=(1, 2, 3, 0)),
            Text(
                "Les valeurs sont justes, mais pas leur ordre : renvoyez w, m, v, v_max.",
                "The values are right, their order is not: return w, m, v, v_max.",
            ),
        ),
        Mistake(
            _amsgrad_with(largest_kept=True),
            Text(
                "Vous remplacez v par v_max : v doit rester la moyenne d'Adam, seul v_max garde le plus grand.",
                "You replace v by v_max: v must remain Adam's average, only v_max keeps the largest.",
            ),
        ),
        Mistake(
            _amsgrad_with(over_all=True),
            Text(
                "`np.max` donne un seul nombre, le plus grand de tous ; `np.maximum(v_max, v)` compare composante par composante.",
                "`np.max` gives a single number, the largest of all; `np.maximum(v_max, v)` compares component by component.",
            ),
        ),
        Mistake(
            _amsgrad_with(sign=1.0),
            Text(
                "Vous montez : on retranche le pas.",
                "You are going uphill: the step is subtracted.",
            ),
        ),
    ),
)

TASKS = (ENTROPY, BINARY, RATE, AMSGRAD)

QUIZ = (
    Question(
        Text(
            "Un réseau à 10 classes, pas encore entraîné, donne à peu près 0,1 à chacune. Que vaut son entropie croisée, en nats ?",
            "A network with 10 classes, not yet trained, gives about 0.1 to each. What is its cross-entropy, in nats?",
        ),
        (
            Option(
                Text("0,1", "0.1"),
                Text(
                    "C'est la probabilité ; la perte est l'opposé de son logarithme.",
                    "That is the probability; the loss is minus its logarithm.",
                ),
            ),
            Option(
                Text("0,9", "0.9"),
                Text(
                    "Ce serait 1 − p, qui n'est pas l'entropie croisée.",
                    "That would be 1 − p, which is not cross-entropy.",
                ),
            ),
            Option(
                Text("2,30", "2.30"),
                Text(
                    "−ln 0,1 = ln 10. Une perte initiale très différente signale souvent une erreur.",
                    "−ln 0.1 = ln 10. A very different initial loss is often the sign of a mistake.",
                ),
                right=True,
            ),
            Option(
                Text("3,32", "3.32"),
                Text(
                    "C'est log₂ 10 : la même quantité, mais en bits.",
                    "That is log₂ 10: the same quantity, but in bits.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Les courbures d'une perte quadratique (valeurs propres de H) sont 1 et 50. Avec quel taux la descente de gradient converge-t-elle encore ?",
            "The curvatures of a quadratic loss (eigenvalues of H) are 1 and 50. With which rate does gradient descent still converge?",
        ),
        (
            Option(
                Text("0,039", "0.039"),
                Text(
                    "La limite est 2/50 = 0,04 ; c'est juste en dessous.",
                    "The limit is 2/50 = 0.04; this is just below.",
                ),
                right=True,
            ),
            Option(
                Text("0,041", "0.041"),
                Text(
                    "Au-delà de 2/50 = 0,04 : dans la direction la plus raide l'erreur est multipliée par 1 − 0,041 × 50 = −1,05.",
                    "Beyond 2/50 = 0.04: in the steepest direction the error is multiplied by 1 − 0.041 × 50 = −1.05.",
                ),
            ),
            Option(
                Text("1,9", "1.9"),
                Text(
                    "Cela respecterait 2/λ pour la courbure 1 ; c'est la plus grande courbure qui décide.",
                    "This would respect 2/λ for curvature 1; the largest curvature decides.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Adam, taux 0,001, tout premier pas. Le gradient d'un poids vaut 1 000. De combien ce poids bouge-t-il ?",
            "Adam, rate 0.001, very first step. The gradient of one weight is 1,000. By how much does this weight move?",
        ),
        (
            Option(
                Text("d'environ 1", "by about 1"),
                Text(
                    "Ce serait η g, le pas de la descente de gradient simple.",
                    "That would be η g, the step of plain gradient descent.",
                ),
            ),
            Option(
                Text("d'environ 0,001", "by about 0.001"),
                Text(
                    "Après correction, m̂ = g et √v̂ = |g| : le rapport vaut ±1, et le pas η, quelle que soit la taille de g.",
                    "After correction m̂ = g and √v̂ = |g|: the ratio is ±1 and the step η, whatever the size of g.",
                ),
                right=True,
            ),
            Option(
                Text("d'environ 0,003", "by about 0.003"),
                Text(
                    "C'est le pas sans correction du biais : 0,1 / √0,001 ≈ 3,2 fois η.",
                    "That is the step without bias correction: 0.1 / √0.001 ≈ 3.2 times η.",
                ),
            ),
            Option(
                Text("d'environ 0,000001", "by about 0.000001"),
                Text(
                    "Adam divise par √v̂, ici |g| : mais m̂ vaut g aussi.",
                    "Adam divides by √v̂, here |g|: but m̂ is g as well.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "On multiplie la perte par 1 000 sans rien changer d'autre, ni le taux ni le départ. Quels optimiseurs suivent presque le même chemin qu'avant ?",
            "The loss is multiplied by 1,000 and nothing else changes, neither rate nor start. Which optimisers follow nearly the same path as before?",
        ),
        (
            Option(
                Text("SGD et momentum", "SGD and momentum"),
                Text(
                    "Leurs pas sont proportionnels aux gradients : ils deviennent mille fois plus longs.",
                    "Their steps are proportional to the gradients: they become a thousand times longer.",
                ),
            ),
            Option(
                Text("Momentum et Adam", "Momentum and Adam"),
                Text(
                    "Les deux accumulent des gradients passés, mais momentum ne les divise par rien.",
                    "Both accumulate past gradients, but momentum does not divide them by anything.",
                ),
            ),
            Option(
                Text("RMSprop et Adam", "RMSprop and Adam"),
                Text(
                    "Ils divisent par la racine d'une moyenne de g², mille fois plus grande elle aussi : le facteur se simplifie, à ε près.",
                    "They divide by the root of an average of g², a thousand times larger as well: the factor cancels, up to ε.",
                ),
                right=True,
            ),
            Option(
                Text(
                    "Tous les quatre : le minimum n'a pas bougé",
                    "All four: the minimum has not moved",
                ),
                Text(
                    "Le minimum est le même, le chemin non : pour SGD, c'est comme multiplier η par 1 000.",
                    "The minimum is the same, the path is not: for SGD it is like multiplying η by 1,000.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Un réseau à 10 classes finit par un softmax, la perte a `from_logits=True`, et Keras ne s'en aperçoit pas. Qu'observe-t-on ?",
            "A network with 10 classes ends with a softmax, the loss has `from_logits=True`, and Keras does not notice. What happens?",
        ),
        (
            Option(
                Text("Une erreur au premier lot", "An error at the first batch"),
                Text(
                    "Aucune erreur : des probabilités sont aussi des nombres réels.",
                    "No error: probabilities are real numbers, too.",
                ),
            ),
            Option(
                Text("La perte reste au-dessus de 1,46", "The loss stays above 1.46"),
                Text(
                    "Même la réponse parfaite (1, 0, …, 0) donne ln(e + 9) − 1 ≈ 1,46 : l'apprentissage en souffre en silence.",
                    "Even the perfect answer (1, 0, …, 0) gives ln(e + 9) − 1 ≈ 1.46: learning suffers silently.",
                ),
                right=True,
            ),
            Option(
                Text(
                    "Rien : deux softmax valent un softmax",
                    "Nothing: two softmaxes equal one softmax",
                ),
                Text(
                    "Le second reçoit des nombres de 0 à 1 et aplatit tout : la plus grande probabilité possible devient e / (e + 9) ≈ 0,23.",
                    "The second receives numbers from 0 to 1 and flattens everything: the largest possible probability becomes e / (e + 9) ≈ 0.23.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Un lot de 32 images, 10 classes : quelle est la forme du gradient de la perte par rapport aux logits ?",
            "A batch of 32 images, 10 classes: what is the shape of the gradient of the loss with respect to the logits?",
        ),
        (
            Option(
                Text("()", "()"),
                Text(
                    "C'est la forme de la perte elle-même, un nombre.",
                    "That is the shape of the loss itself, a number.",
                ),
            ),
            Option(
                Text("(32,)", "(32,)"),
                Text(
                    "Une valeur par image : ce serait la perte de chaque image.",
                    "One value per image: that would be the loss of each image.",
                ),
            ),
            Option(
                Text("(32, 10)", "(32, 10)"),
                Text(
                    "La forme des logits : p − y, à 1/32 près pour la moyenne.",
                    "The shape of the logits: p − y, up to 1/32 for the mean.",
                ),
                right=True,
            ),
            Option(
                Text("(10, 10)", "(10, 10)"),
                Text(
                    "Ce serait la jacobienne du softmax pour une image.",
                    "That would be the Jacobian of softmax for one image.",
                ),
            ),
        ),
    ),
)
