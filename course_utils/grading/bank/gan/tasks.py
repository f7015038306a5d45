"""Graded assignment on lesson 15: what is drawn, what is right, what is typically wrong."""

from itertools import product
from math import log

import numpy as np
from scipy.special import expit

from course_utils.grading.mistakes import all_differ, left_in
from course_utils.i18n import T, Text
from course_utils.task import Mistake, Task, compare_values

# --- predict: what a perfect judge sees, of one point and of two --------------------------------


def _judge_inputs(rng):
    while True:
        forgotten, invented = rng.permutation(5)[:2]
        p, q = rng.multinomial(20, [0.2] * 5, 2) / 20
        p[invented] = q[forgotten] = 0
        p, q = (part / part.sum() for part in (p, q))
        if np.sum(p > 0.04) < 4 or np.sum(q > 0.04) < 4:
            continue
        p, q = p.round(2), q.round(2)
        exact = abs(p.sum() - 1) + abs(q.sum() - 1) < 1e-9
        if exact and all_differ(PERFECT_JUDGE, {"p": p, "q": q}):
            return {"p": p, "q": q}


def _judge_reference(p, q):
    """Go through the values, and the pairs of values, one by one."""
    loss, cells = 0.0, list(zip(p.tolist(), q.tolist(), strict=True))
    for a, b in cells:
        loss += (a * log((a + b) / a) if a else 0) + (b * log((a + b) / b) if b else 0)
    single = sum(max(a, b) for a, b in cells) / 2
    packed = sum(max(a * c, b * d) for (a, b), (c, d) in product(cells, cells)) / 2
    return loss, single, packed


def _judge_with(
    of_loss=lambda loss: loss,
    accuracy=lambda p, q: np.maximum(p, q).sum() / 2,
    pack=None,
    same=False,
):
    """Return a solution wrong in some respect.

    of_loss: what is returned of the loss; accuracy: of two distributions; pack: accuracy with
    packing, from that of one point; same: only pairs of equal values are seen.
    """

    def solution(p, q):
        loss = -sum(float(np.sum(a[a > 0] * np.log(a[a > 0] / (p + q)[a > 0]))) for a in (p, q))
        pairs = (p**2, q**2) if same else (np.outer(p, p).ravel(), np.outer(q, q).ravel())
        single = float(accuracy(p, q))
        return of_loss(loss), single, pack(single) if pack else float(accuracy(*pairs))

    return solution


def _mean_belief(p, q):
    """Return the mean probability that the judge gives to the right answer."""
    either = np.where(p + q > 0, p + q, 1)
    return ((p**2 + q**2) / either).sum() / 2


def _compare_judges(expected: tuple, got) -> str | None:
    parts = got.tolist() if isinstance(got, np.ndarray) else got
    triple = isinstance(parts, (tuple, list)) and len(parts) == 3
    if not triple or any(np.ndim(part) or isinstance(part, str) for part in parts):
        return T(
            "Il faut trois nombres, `(loss, single, packed)`.",
            "Three numbers are needed: `(loss, single, packed)`.",
        )
    return compare_values(expected, tuple(parts))


PERFECT_JUDGE = Task(
    name="perfect_judge",
    stars=2,
    value=True,
    inputs=_judge_inputs,
    reference=_judge_reference,
    compare=_compare_judges,
    hints=(
        Text(
            "Que répond D* là où q est nul ? Là où p est nul ? Ces valeurs-là ne coûtent rien à la perte.",
            "What does D* answer where q is zero? Where p is zero? Those values cost the loss nothing.",
        ),
        Text(
            "Montré une fois sur deux vrai, le point k est vrai avec le poids p[k]/2, faux avec q[k]/2 : en choisissant le plus probable, le juge a raison avec le poids du plus grand. Pour une paire (j, k), les lois sont p[j] p[k] et q[j] q[k].",
            "Shown real half of the time, the point k is real with weight p[k]/2, fake with q[k]/2: choosing the more probable one, the judge is right with the weight of the larger. For a pair (j, k) the distributions are p[j] p[k] and q[j] q[k].",
        ),
        Text(
            "`single = np.maximum(p, q).sum() / 2` ; pour les paires, la même chose avec `np.outer(p, p)` et `np.outer(q, q)`.",
            "`single = np.maximum(p, q).sum() / 2`; for the pairs, the same with `np.outer(p, p)` and `np.outer(q, q)`.",
        ),
    ),
    mistakes=(
        Mistake(
            _judge_with(of_loss=lambda loss: loss / 2),
            Text(
                "Les deux exactitudes sont justes ; la perte est la somme de deux moyennes, vous en prenez la moitié.",
                "Both accuracies are right; the loss is the sum of two means, you take half of it.",
            ),
            credit=0.75,
        ),
        Mistake(
            _judge_with(of_loss=lambda loss: -loss),
            Text(
                "Les deux exactitudes sont justes ; vous donnez la valeur du jeu : la perte est son opposé.",
                "Both accuracies are right; you give the value of the game: the loss is its opposite.",
            ),
            credit=0.75,
        ),
        Mistake(
            _judge_with(of_loss=lambda loss: loss / np.log(2)),
            Text(
                "Les deux exactitudes sont justes ; la perte demande des logarithmes naturels, pas en base 2.",
                "Both accuracies are right; the loss needs natural logarithms, not base 2.",
            ),
            credit=0.75,
        ),
        Mistake(
            _judge_with(pack=lambda single: 1 - (1 - single) ** 2),
            Text(
                "La perte et `single` sont justes. Mais le juge de paires ne répond pas deux fois : il pèse les deux points ensemble.",
                "The loss and `single` are right. But the judge of pairs does not answer twice: it weighs the two points together.",
            ),
            credit=0.5,
        ),
        Mistake(
            _judge_with(same=True),
            Text(
                "La perte et `single` sont justes. Pour les paires, vous oubliez celles de deux valeurs différentes.",
                "The loss and `single` are right. For the pairs you forget those of two different values.",
            ),
            credit=0.5,
        ),
        Mistake(
            _judge_with(pack=lambda single: single),
            Text(
                "La perte et `single` sont justes. Mais un second point apprend quelque chose au juge : `packed` n'est pas `single`.",
                "The loss and `single` are right. But a second point does tell the judge something: `packed` is not `single`.",
            ),
            credit=0.5,
        ),
        Mistake(
            _judge_with(accuracy=_mean_belief),
            Text(
                "La perte est juste. Ces exactitudes seraient celles d'un juge qui tire au sort selon D* ; il doit toujours choisir le plus probable.",
                "The loss is right. These would be the accuracies of a judge that draws at random according to D*; it must always choose the more probable answer.",
            ),
            credit=0.5,
        ),
        Mistake(
            _judge_with(accuracy=lambda p, q: np.abs(p - q).sum() / 2),
            Text(
                "La perte est juste. Vous donnez la moitié de la somme des |p − q| : elle vaut 0 quand p = q, où un juge a encore raison une fois sur deux.",
                "The loss is right. You give half of the sum of |p − q|: it is 0 when p = q, where a judge is still right half of the time.",
            ),
            credit=0.5,
        ),
        Mistake(
            _judge_with(accuracy=lambda p, q: p[p > q].sum()),
            Text(
                "La perte est juste. Vous ne comptez que les vrais reconnus : les faux démasqués sont l'autre moitié des bonnes réponses.",
                "The loss is right. You count only the real points recognised: fakes found out are the other half of the right answers.",
            ),
            credit=0.25,
        ),
    ),
)

# --- find: what a judge gives away --------------------------------------------------------------


def _unmasked_inputs(rng):
    while True:
        p, q = rng.dirichlet([3] * 5, 2).round(2)
        share = round(float(rng.uniform(0.2, 0.8)), 2)
        label = float(rng.choice([0.8, 0.85, 0.9, 0.95]))
        exact = abs(p.sum() - 1) + abs(q.sum() - 1) < 1e-9
        if not exact or min(p.min(), q.min()) < 0.04 or abs(share - 0.5) < 0.1:
            continue
        D = label * share * p / (share * p + (1 - share) * q)
        inputs = {"p": p, "D": D, "label": label}
        if all_differ(UNMASKED, inputs):
            return inputs


def _unmasked_reference(p, D, label):
    """Solve linear equations for the masses of real and fake points in each cell.

    Unknowns: the share, then the fakes of each cell, f = (1 − share) q. D (share p + f) is
    label × share × p, and all masses add up to 1.
    """
    n = len(p)
    A, right = np.zeros((n + 1, n + 1)), np.zeros(n + 1)
    A[:n, 0], A[:n, 1:] = (D - label) * p, np.diag(D)
    A[n], right[n] = 1.0, 1.0
    share, *fakes = np.linalg.solve(A, right)
    return float(share), np.array(fakes) / (1 - share)


def _unmasked_with(
    smoothed=True, inverse=False, normed=True, share=lambda odds, p, real: 1 / (1 + odds.sum())
):
    """Return a solution wrong in some respect; `odds`: fakes per real point, times p."""

    def solution(p, D, label):
        real = D / label if smoothed else D
        odds = p * (real / (1 - real) if inverse else (1 - real) / real)
        return float(share(odds, p, real)), odds / odds.sum() if normed else odds

    return solution


def _compare_unmasked(expected: tuple, got) -> str | None:
    form = T(
        "Il faut un couple `(share, q)` : un nombre, et un tableau de cinq probabilités.",
        "A pair `(share, q)` is needed: a number, and an array of five probabilities.",
    )
    if not isinstance(got, (tuple, list)) or len(got) != 2:
        return form
    if isinstance(got[0], str) or np.size(got[0]) != 1 or np.shape(got[1]) != (5,):
        return form
    return compare_values(expected, tuple(got))


UNMASKED = Task(
    name="unmasked",
    stars=2,
    value=True,
    inputs=_unmasked_inputs,
    reference=_unmasked_reference,
    compare=_compare_unmasked,
    hints=(
        Text(
            "Parmi les points qui ont la valeur k, quelle part est vraie ? La réponse du juge le dit, à l'étiquette près.",
            "Among the points that have the value k, what share is real? The judge's answer says so, but for the label.",
        ),
        Text(
            "Dans les lots, la case k contient π p[k] de vrais et (1 − π) q[k] de faux. Leur rapport se tire de D[k] ; π reste inconnu, mais q a pour somme 1.",
            "In the batches, cell k contains π p[k] of real points and (1 − π) q[k] of fakes. Their ratio follows from D[k]; π remains unknown, but q adds up to 1.",
        ),
        Text(
            "Avec r = D / label, les nombres p (1 − r) / r valent (1 − π) q / π : leur somme vaut (1 − π) / π.",
            "With r = D / label, the numbers p (1 − r) / r are (1 − π) q / π: their sum is (1 − π) / π.",
        ),
    ),
    mistakes=(
        Mistake(
            _unmasked_with(share=lambda odds, p, real: odds.sum() / (1 + odds.sum())),
            Text(
                "`q` est juste ; vous donnez la part des faux : il faut celle des vrais.",
                "`q` is right; you give the share of fakes: that of real points is needed.",
            ),
            credit=0.75,
        ),
        Mistake(
            _unmasked_with(share=lambda odds, p, real: 1 / odds.sum()),
            Text(
                "`q` est juste ; votre nombre est le rapport des vrais aux faux, π / (1 − π) : il faut la part π.",
                "`q` is right; your number is the ratio of real to fake, π / (1 − π): the share π is needed.",
            ),
            credit=0.75,
        ),
        Mistake(
            _unmasked_with(share=lambda odds, p, real: 0.5),
            Text(
                "`q` est juste ; mais les lots n'étaient pas moitié-moitié.",
                "`q` is right; but the batches were not half and half.",
            ),
            credit=0.5,
        ),
        Mistake(
            _unmasked_with(share=lambda odds, p, real: np.sum(p * real)),
            Text(
                "`q` est juste ; mais la moyenne des réponses sur les seuls vrais n'est pas leur part dans les lots.",
                "`q` is right; but the mean answer over real points alone is not their share in the batches.",
            ),
            credit=0.5,
        ),
        Mistake(
            _unmasked_with(share=lambda odds, p, real: np.mean(real)),
            Text(
                "`q` est juste ; mais les cinq valeurs ne sont pas également fréquentes : la moyenne de leurs réponses n'est pas la part des vrais.",
                "`q` is right; but the five values are not equally frequent: the mean of their answers is not the share of real points.",
            ),
            credit=0.5,
        ),
        Mistake(
            _unmasked_with(smoothed=False),
            Text(
                "La méthode est bonne, mais vous oubliez l'étiquette : là où tout est vrai, ce juge répond `label`, et non 1.",
                "The method is good, but you forget the label: where everything is real, this judge answers `label`, not 1.",
            ),
            credit=0.5,
        ),
        Mistake(
            _unmasked_with(normed=False, share=lambda odds, p, real: 0.5),
            Text(
                "C'est la réponse pour des lots moitié-moitié : votre `q` n'a pas pour somme 1, ce qui trahit une autre part.",
                "This is the answer for half-and-half batches: your `q` does not add up to 1, which gives another share away.",
            ),
            credit=0.25,
        ),
        Mistake(
            _unmasked_with(inverse=True),
            Text(
                "Le rapport est inversé : plus D est proche de `label`, moins il y a de faux.",
                "The ratio is inverted: the closer D is to `label`, the fewer fakes there are.",
            ),
            credit=0.25,
        ),
    ),
)

# --- implement: a distance without bias ---------------------------------------------------------


def _kernel_inputs(rng):
    while True:
        d, n, m = int(rng.integers(2, 5)), *(int(k) for k in rng.permutation([4, 5, 6, 7])[:2])
        inputs = {
            "real": rng.normal(size=(n, d)).round(2),
            "fake": rng.normal(rng.choice([0, 0.7]), 0.8, (m, d)).round(2),
        }
        if all_differ(KERNEL_DISTANCE, inputs):
            return inputs


def _kernel_reference(real, fake):
    from sklearn.metrics.pairwise import polynomial_kernel

    points = np.concatenate([real, fake])
    table = polynomial_kernel(points, degree=3, gamma=1 / points.shape[1], coef0=1)
    n, m = len(real), len(fake)
    # One sum over all pairs, each with the weight of its kind.
    weights = np.full((n + m, n + m), -1 / (n * m))
    weights[:n, :n], weights[n:, n:] = 1 / (n * (n - 1)), 1 / (m * (m - 1))
    np.fill_diagonal(weights, 0)
    return float(np.sum(weights * table))


def _kernel_with(
    diagonal=False,
    divided="pairs",
    half=False,
    cross=2,
    scale=True,
    shift=1,
    degree=3,
    show=lambda value: value,
):
    """Return a distance wrong in some respect."""

    def distance(real, fake):
        def kernel(a, b):
            return (a @ b.T / (a.shape[1] if scale else 1) + shift) ** degree

        def within(points):
            table, n = kernel(points, points), len(points)
            total = table.sum() if diagonal else table.sum() - np.trace(table)
            count = n * n if divided == "squares" else n * (n - 1)
            return (total / 2 if half else total) / count

        return float(show(within(real) + within(fake) - cross * kernel(real, fake).mean()))

    return distance


KERNEL_DISTANCE = Task(
    name="kernel_distance",
    stars=2,
    inputs=_kernel_inputs,
    reference=_kernel_reference,
    cases=8,
    hints=(
        Text(
            "Une fonction qui donne la table de k pour deux nuages sert trois fois : vrais et vrais, faux et faux, vrais et faux.",
            "A function that gives the table of k for two clouds serves three times: real and real, fake and fake, real and fake.",
        ),
        Text(
            "Dans la table d'un nuage avec lui-même, quels couples ne sont pas deux images indépendantes ? Combien en reste-t-il ?",
            "In the table of a cloud with itself, which pairs are not two independent images? How many are left?",
        ),
        Text(
            "`(a @ b.T / d + 1) ** 3` ; à l'intérieur d'un nuage de n images, on ôte la diagonale (`np.trace`) et l'on divise par n (n − 1).",
            "`(a @ b.T / d + 1) ** 3`; within a cloud of n images, the diagonal is taken off (`np.trace`) and the divisor is n (n − 1).",
        ),
    ),
    mistakes=(
        Mistake(
            _kernel_with(diagonal=True, divided="squares"),
            Text(
                "Vous comparez aussi chaque image à elle-même : le résultat a de nouveau un biais, et un plancher.",
                "You also compare each image with itself: the result is biased again, and has a floor.",
            ),
            credit=0.5,
        ),
        Mistake(
            _kernel_with(divided="squares"),
            Text(
                "La diagonale est bien ôtée, mais il ne reste que n (n − 1) couples : divisez par ce nombre, et non par n².",
                "The diagonal is taken off, but only n (n − 1) pairs are left: divide by that number, not by n².",
            ),
            credit=0.5,
        ),
        Mistake(
            _kernel_with(diagonal=True),
            Text(
                "Vous divisez par n (n − 1), mais la somme contient encore la diagonale.",
                "You divide by n (n − 1), but the sum still contains the diagonal.",
            ),
            credit=0.5,
        ),
        Mistake(
            _kernel_with(half=True),
            Text(
                "À l'intérieur d'un nuage, vous comptez chaque couple une fois, mais divisez comme s'il comptait deux fois.",
                "Within a cloud you count each pair once, but divide as if it counted twice.",
            ),
            credit=0.5,
        ),
        Mistake(
            _kernel_with(cross=1),
            Text(
                "Il manque le facteur 2 devant la moyenne d'un nuage à l'autre.",
                "The factor 2 is missing before the mean from one cloud to the other.",
            ),
            credit=0.5,
        ),
        Mistake(
            _kernel_with(scale=False),
            Text(
                "Dans le noyau, le produit scalaire est divisé par d, le nombre de caractéristiques.",
                "In the kernel the dot product is divided by d, the number of features.",
            ),
            credit=0.5,
        ),
        Mistake(
            _kernel_with(shift=0),
            Text("Il manque le 1 dans le noyau.", "The 1 is missing in the kernel."),
            credit=0.5,
        ),
        Mistake(
            _kernel_with(degree=2),
            Text(
                "Le noyau est une puissance 3 ; vous avez pris le carré.",
                "The kernel is a third power; you took the square.",
            ),
            credit=0.5,
        ),
        Mistake(
            _kernel_with(show=lambda value: np.sqrt(max(value, 0))),
            Text(
                "Vous avez pris la racine (ou remplacé les valeurs négatives par 0) : laissez le résultat tel quel.",
                "You took the square root (or replaced negative values by 0): leave the result as it is.",
            ),
            credit=0.5,
        ),
        Mistake(
            _kernel_with(cross=-2),
            Text(
                "La ressemblance d'un nuage à l'autre se retranche : plus elle est grande, plus la distance est petite.",
                "The resemblance from one cloud to the other is subtracted: the larger it is, the smaller the distance.",
            ),
            credit=0.25,
        ),
    ),
)

# --- debug: a game in one dimension -------------------------------------------------------------


def _play_inputs(rng):
    while True:
        rounds, n = int(rng.integers(2, 5)), int(rng.integers(4, 7))
        inputs = {
            "real": rng.normal(rng.uniform(0.5, 2), 0.6, (rounds, n)).round(2),
            "noise": rng.normal(size=(rounds, n)).round(2),
            "u": rng.uniform(-1, 1, 3).round(2),
            "m": round(float(rng.uniform(-1.5, 0)), 2),
            "s": round(float(rng.uniform(0.4, 1.2)), 2),
            "rate": float(rng.choice([0.1, 0.2, 0.3])),
            "label": float(rng.choice([0.8, 0.85, 0.9])),
        }
        if np.abs(inputs["u"]).min() > 0.2 and all_differ(PLAY, inputs):
            return inputs


def _play_reference(real, noise, u, m, s, rate, label):
    """Write down the two losses, and differentiate them by complex steps."""
    eps = 1e-30

    def minus_log(a):  # −ln σ(a)
        return np.log(1 + np.exp(-a))

    def logit(u, x):
        return u[0] + x * (u[1] + x * u[2])

    def slopes(loss, values):
        return [loss(values + 1j * eps * unit).imag / eps for unit in np.eye(len(values))]

    u, g = np.array(u, float), np.array([m, s], float)
    for x, z in zip(real, noise, strict=True):

        def judge_loss(u, x=x, fake=g[0] + g[1] * z):
            on_real, on_fake = logit(u, x), logit(u, fake)
            smooth = label * minus_log(on_real) + (1 - label) * minus_log(-on_real)
            return np.mean(smooth) + np.mean(minus_log(-on_fake))

        u = u - rate * np.array(slopes(judge_loss, u))

        def forger_loss(g, u=u, z=z):
            return np.mean(minus_log(logit(u, g[0] + g[1] * z)))

        g = g - rate * np.array(slopes(forger_loss, g))
    return u, float(g[0]), float(g[1])


def _play_with(
    smooth=False,
    stale=False,
    chain=False,
    saturating=False,
    noise_used=True,
    both=False,
    hard=False,
    before=False,
):
    """Return the function as handed out (the first three), partly fixed, or wrong otherwise."""

    def play(real, noise, u, m, s, rate, label):
        for x, z in zip(real, noise, strict=True):
            fake, old = m + s * z, u

            def judge(u, x):
                return expit(u[0] + u[1] * x + u[2] * x**2)

            def powers(x):
                return np.stack([x**0, x, x**2])

            on_fake = judge(u, fake)
            errors = powers(x) @ (judge(u, x) - (1 if hard else label))
            errors = errors + powers(fake) @ (on_fake - (1 - label if smooth else 0))
            u = u - rate * errors / len(x) / (2 if both else 1)
            seen = old if before else u
            if not stale:
                on_fake = judge(seen, fake)
            force = -on_fake if saturating else on_fake - 1
            slope = force * (seen[1] + (1 if chain else 2) * seen[2] * fake)
            m = m - rate * np.mean(slope)
            s = s - rate * np.mean(slope * z if noise_used else slope)
        return u, float(m), float(s)

    return play


_LEFT = {
    "smooth": Text(
        "l'étiquette des faux n'est pas la bonne",
        "the label of the fakes is not the right one",
    ),
    "stale": Text(
        "le générateur écoute encore l'avis du juge d'avant sa correction",
        "the generator still listens to the opinion that the judge had before its correction",
    ),
    "chain": Text(
        "la pente du juge par rapport à un faux point est mal dérivée",
        "the slope of the judge with respect to a fake point is wrongly differentiated",
    ),
}


PLAY = Task(
    name="play",
    stars=3,
    inputs=_play_inputs,
    reference=_play_reference,
    cases=6,
    hints=(
        Text(
            "Prenez un seul tour, écrivez les deux pertes, et comparez chaque gradient à une différence finie.",
            "Take a single round, write the two losses, and compare each gradient with a finite difference.",
        ),
        Text(
            "Trois questions : quelle étiquette les faux portent-ils ? De quel juge vient chaque nombre du second pas ? Quelle est la dérivée de a par rapport à x ?",
            "Three questions: which label do the fakes carry? From which judge does each number of the second step come? What is the derivative of a with respect to x?",
        ),
        Text(
            "L'erreur sur les faux est `on_fake` (étiquette 0). Après `u = …`, recalculez `on_fake`. La pente de a est `u[1] + 2 * u[2] * fake`.",
            "The error on fakes is `on_fake` (label 0). After `u = …`, compute `on_fake` again. The slope of a is `u[1] + 2 * u[2] * fake`.",
        ),
    ),
    mistakes=(
        *left_in(_play_with, _LEFT),
        Mistake(
            _play_with(hard=True),
            Text(
                "Les trois défauts sont réparés, mais le lissage a disparu aussi pour les vrais : leur étiquette est `label`.",
                "The three bugs are fixed, but the smoothing is gone for real points too: their label is `label`.",
            ),
            credit=0.75,
        ),
        Mistake(
            _play_with(before=True),
            Text(
                "Le générateur affronte partout le juge d'avant sa correction : il doit affronter celui d'après.",
                "The generator faces the judge of before its correction throughout: it must face the one of after.",
            ),
            credit=0.5,
        ),
        Mistake(
            _play_with(saturating=True),
            Text(
                "Votre générateur baisse log(1 − D), la perte du jeu ; l'énoncé demande la perte non saturante.",
                "Your generator lowers log(1 − D), the loss of the game; the statement asks for the non-saturating loss.",
            ),
            credit=0.5,
        ),
        Mistake(
            _play_with(noise_used=False),
            Text(
                "G(z) = m + s z : la dérivée par rapport à s est z, et non 1.",
                "G(z) = m + s z: the derivative with respect to s is z, not 1.",
            ),
            credit=0.5,
        ),
        Mistake(
            _play_with(both=True),
            Text(
                "Les pas du juge sont deux fois trop petits : sa perte est la somme de deux moyennes, on divise par n, pas par 2n.",
                "The steps of the judge are half as large as they should be: its loss is the sum of two means, the divisor is n, not 2n.",
            ),
            credit=0.5,
        ),
    ),
)

TASKS = (PERFECT_JUDGE, UNMASKED, KERNEL_DISTANCE, PLAY)
