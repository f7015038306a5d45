"""Lesson 15: exercises and quiz."""

from functools import partial

import numpy as np

from course_utils.i18n import Text
from course_utils.quizzes import Option, Question
from course_utils.task import Mistake, Task, compare_values

# --- the best discriminator for a given batch ---------------------------------------------------


def _optimal_inputs(rng):
    return {
        "p": rng.uniform(0.05, 1, 5),
        "q": rng.uniform(0.05, 1, 5),
        "share": float(rng.uniform(0.55, 0.8)),
        "label": float(rng.uniform(0.8, 0.95)),
    }


def _optimal_reference(p, q, share, label):
    # Where the derivative of the cross-entropy is zero: a weighted mean of the labels seen at x.
    seen = np.stack([share * p, (1 - share) * q])
    return np.average(np.stack([np.full(len(p), label), np.zeros(len(p))]), axis=0, weights=seen)


OPTIMAL = Task(
    name="optimal_discriminator",
    stars=1,
    inputs=_optimal_inputs,
    reference=_optimal_reference,
    hints=(
        Text(
            "En un point x, quelle part des points que voit le discriminateur est vraie ? Dans la leçon, le lot était moitié-moitié.",
            "At a point x, what share of the points that the discriminator sees is real? In the lesson the batch was half and half.",
        ),
        Text(
            "Les vrais y ont le poids π p(x), les faux (1 − π) q(x). La meilleure réponse est la moyenne des étiquettes, ainsi pondérée.",
            "Real points have weight π p(x) there, fakes (1 − π) q(x). The best answer is the mean of the labels, so weighted.",
        ),
        Text(
            "`label * share * p / (share * p + (1 - share) * q)`.",
            "`label * share * p / (share * p + (1 - share) * q)`.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda p, q, share, label: label * p / (p + q),
            Text(
                "C'est la réponse pour un lot moitié-moitié : `share` n'y figure pas.",
                "This is the answer for a half-and-half batch: `share` does not appear.",
            ),
        ),
        Mistake(
            lambda p, q, share, label: share * p / (share * p + (1 - share) * q),
            Text(
                "C'est la part des vrais ; leur étiquette est `label`, et non 1.",
                "This is the share of real points; their label is `label`, not 1.",
            ),
        ),
        Mistake(
            lambda p, q, share, label: p / (p + q),
            Text(
                "C'est la formule de la leçon : il faut y mettre la part des vrais et leur étiquette.",
                "This is the formula of the lesson: put in the share of real points and their label.",
            ),
        ),
        Mistake(
            lambda p, q, share, label: label * share * p / (label * share * p + (1 - share) * q),
            Text(
                "L'étiquette est aussi au dénominateur : elle ne change pas le nombre de points, seulement la réponse.",
                "The label is in the denominator, too: it does not change the number of points, only the answer.",
            ),
        ),
        Mistake(
            lambda p, q, share, label: label * (1 - share) * p / ((1 - share) * p + share * q),
            Text(
                "`share` est la part des vrais points ; vous l'avez donnée aux faux.",
                "`share` is the share of real points; you gave it to the fakes.",
            ),
        ),
        Mistake(
            lambda p, q, share, label: label * (1 - share) * q / (share * p + (1 - share) * q),
            Text(
                "Vous avez mis q au numérateur : D répond « vrai », donc p.",
                "You put q in the numerator: D answers “real”, hence p.",
            ),
        ),
        Mistake(
            lambda p, q, share, label: (
                (label * share * p + (1 - label) * (1 - share) * q) / (share * p + (1 - share) * q)
            ),
            Text(
                "C'est le lissage des deux côtés : ici les faux gardent l'étiquette 0.",
                "This smooths both sides: here fakes keep the label 0.",
            ),
        ),
        Mistake(
            lambda p, q, share, label: label * share * p / (p + q),
            Text(
                "Le dénominateur oublie les parts : tous les points, c'est `share·p + (1 − share)·q`.",
                "The denominator forgets the shares: all points are `share·p + (1 − share)·q`.",
            ),
        ),
        Mistake(
            lambda p, q, share, label: label * share * p / (share * p + q),
            Text(
                "Au dénominateur, les faux ont eux aussi leur part : `(1 − share)·q`.",
                "In the denominator fakes have their share, too: `(1 − share)·q`.",
            ),
        ),
        Mistake(
            lambda p, q, share, label: label * share * p / ((1 - share) * q),
            Text(
                "C'est le rapport des vrais aux faux ; il faut la part des vrais dans le total.",
                "This is the ratio of real to fake; the share of real points in the total is needed.",
            ),
        ),
    ),
)

# --- from logits to weights ---------------------------------------------------------------------


def _importance_inputs(rng):
    # Sometimes all logits are large, sometimes far apart: only subtracting the largest survives.
    far = rng.permutation([0, 0, 0, -1800, -1800, -1800])
    return {"logits": rng.normal(scale=2, size=6) + rng.choice([np.zeros(6), np.full(6, 900), far])}


def _importance_reference(logits):
    from scipy.special import softmax

    return softmax(logits)


def _sigmoid(a):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-a))


def _normed(values):
    with np.errstate(all="ignore"):
        return values / np.sum(values)


def _quietly(function):
    def wrong(logits):
        with np.errstate(all="ignore"):
            return function(np.asarray(logits, float))

    return wrong


IMPORTANCE = Task(
    name="importance",
    stars=2,
    inputs=_importance_inputs,
    reference=_importance_reference,
    cases=30,  # so that all three occur
    compare=partial(compare_values, rtol=1e-3),  # float32 near 900 is that coarse
    hints=(
        Text(
            "D* = p/(p+q) : exprimez le rapport p/q avec D*, puis avec le logit.",
            "D* = p/(p+q): express the ratio p/q with D*, then with the logit.",
        ),
        Text(
            "p/q = D/(1 − D) = eᵃ. Divisez par la somme. Et pour a = 900 ? Le rapport de deux poids ne dépend que de la différence des logits.",
            "p/q = D/(1 − D) = eᵃ. Divide by the sum. And for a = 900? The ratio of two weights depends on the difference of the logits alone.",
        ),
        Text(
            "`w = np.exp(logits - logits.max())`, puis `w / w.sum()`.",
            "`w = np.exp(logits - logits.max())`, then `w / w.sum()`.",
        ),
    ),
    mistakes=(
        Mistake(
            _quietly(lambda a: _normed(_sigmoid(a))),
            Text(
                "Vous pondérez par D, la probabilité d'être vrai ; il faut le rapport p/q = D/(1 − D).",
                "You weight by D, the probability of being real; the ratio p/q = D/(1 − D) is needed.",
            ),
        ),
        Mistake(
            _quietly(lambda a: _normed(np.exp(a))),
            Text(
                "Juste tant que les logits restent petits : e⁹⁰⁰ déborde, et D s'arrondit à 1, si bien que D/(1 − D) divise par zéro. Retranchez d'abord le plus grand logit.",
                "Right as long as the logits are small: e⁹⁰⁰ overflows, and D rounds to 1, so that D/(1 − D) divides by zero. Subtract the largest logit first.",
            ),
        ),
        Mistake(
            _quietly(lambda a: _normed(np.exp(a - a.mean()))),
            Text(
                "Retrancher la moyenne ne suffit pas quand les logits sont très écartés : le plus grand reste loin au-dessus. Retranchez le plus grand.",
                "Subtracting the mean is not enough when the logits are far apart: the largest stays far above it. Subtract the largest.",
            ),
        ),
        Mistake(
            _quietly(lambda a: _normed(np.exp(np.clip(a, -50, 50)))),
            Text(
                "Borner les logits efface leurs différences dès qu'ils sont tous grands : tous les poids deviennent égaux. Retranchez plutôt le plus grand.",
                "Clipping the logits erases their differences as soon as all are large: all weights become equal. Subtract the largest instead.",
            ),
        ),
        Mistake(
            _quietly(lambda a: np.exp(-a + a.min()) / np.exp(-a + a.min()).sum()),
            Text(
                "C'est le rapport inverse, q/p : les points les moins vraisemblables pèsent le plus.",
                "This is the inverse ratio, q/p: the least realistic points weigh most.",
            ),
        ),
        Mistake(
            _quietly(lambda a: np.exp(a - a.max())),
            Text(
                "Ces poids ne sont pas normalisés : leur somme doit être 1.",
                "These weights are not normalised: their sum must be 1.",
            ),
        ),
        Mistake(
            _quietly(lambda a: np.exp(a)),
            Text(
                "C'est p/q, non normalisé, et qui déborde pour a = 900.",
                "This is p/q, not normalised, and it overflows for a = 900.",
            ),
        ),
        Mistake(
            _quietly(_sigmoid),
            Text(
                "C'est D, la probabilité d'être vrai ; on demande des poids proportionnels à p/q, de somme 1.",
                "This is D, the probability of being real; weights proportional to p/q with sum 1 are asked for.",
            ),
        ),
        Mistake(
            _quietly(lambda a: _normed(a - a.min())),
            Text(
                "Le poids n'est pas proportionnel au logit, mais à son exponentielle.",
                "The weight is not proportional to the logit, but to its exponential.",
            ),
        ),
        Mistake(
            _quietly(lambda a: np.full(len(a), 1 / len(a))),
            Text(
                "Tous les poids sont égaux : les logits ne servent pas.",
                "All weights are equal: the logits are not used.",
            ),
        ),
    ),
)

# --- the distance for infinitely many images ---------------------------------------------------------


def _extrapolate_inputs(rng):
    sizes = np.sort(rng.choice([250, 500, 1000, 2000, 4000, 8000], 4, replace=False)).astype(float)
    distances = rng.uniform(3, 9) + rng.uniform(600, 1200) / sizes + rng.normal(scale=0.05, size=4)
    return {"sizes": sizes, "distances": distances}


def _extrapolate_reference(sizes, distances):
    return float(np.polynomial.Polynomial.fit(1 / sizes, distances, 1)(0.0))


def _line(x, y):
    return np.polyfit(x, y, 1)


EXTRAPOLATE = Task(
    name="extrapolate",
    stars=2,
    inputs=_extrapolate_inputs,
    reference=_extrapolate_reference,
    hints=(
        Text(
            "Le biais est proportionnel à 1/n : par rapport à quelle variable la distance est-elle une droite ?",
            "The bias is proportional to 1/n: against which variable is the distance a straight line?",
        ),
        Text(
            "Tracez la distance selon 1/n. « Une infinité d'images » est l'abscisse 1/n = 0.",
            "Plot the distance against 1/n. “Infinitely many images” is the abscissa 1/n = 0.",
        ),
        Text(
            "`np.polyfit(1 / sizes, distances, 1)` rend la pente, puis l'ordonnée à l'origine.",
            "`np.polyfit(1 / sizes, distances, 1)` returns the slope, then the intercept.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda sizes, distances: _line(1 / sizes, distances)[0],
            Text(
                "C'est la pente ; la valeur cherchée est l'ordonnée en 1/n = 0.",
                "This is the slope; the value wanted is the one at 1/n = 0.",
            ),
        ),
        Mistake(
            lambda sizes, distances: _line(sizes, distances)[1],
            Text(
                "Vous ajustez une droite selon n ; son ordonnée en 0 est une distance pour zéro image.",
                "You fit a line against n; its value at 0 is a distance for zero images.",
            ),
        ),
        Mistake(
            lambda sizes, distances: _line(1 / np.sqrt(sizes), distances)[1],
            Text(
                "Le biais décroît comme 1/n, non comme 1/√n : ce n'est pas l'erreur d'une moyenne.",
                "The bias falls as 1/n, not as 1/√n: it is not the error of a mean.",
            ),
        ),
        Mistake(
            lambda sizes, distances: _line(np.log(sizes), distances)[1],
            Text(
                "Le biais n'est pas une droite selon log n ; il l'est selon 1/n.",
                "The bias is linear in 1/n, not in log n.",
            ),
        ),
        Mistake(
            lambda sizes, distances: distances[-1],
            Text(
                "C'est la distance pour le plus grand échantillon : elle est encore biaisée.",
                "This is the distance for the largest sample: it is still biased.",
            ),
        ),
        Mistake(
            lambda sizes, distances: np.mean(distances),
            Text(
                "La moyenne des distances garde la moyenne des biais.",
                "The mean of the distances keeps the mean of the biases.",
            ),
        ),
        Mistake(
            lambda sizes, distances: (
                (sizes[-1] * distances[-1] - sizes[0] * distances[0]) / (sizes[-1] - sizes[0])
            ),
            Text(
                "Vous n'utilisez que deux tailles : ajustez la droite à toutes (moindres carrés).",
                "You use two sizes only: fit the line to all of them (least squares).",
            ),
        ),
        Mistake(
            lambda sizes, distances: _line(1 / sizes[-2:], distances[-2:])[1],
            Text(
                "Vous n'utilisez que les deux plus grandes tailles : ajustez la droite à toutes (moindres carrés).",
                "You use the two largest sizes only: fit the line to all of them (least squares).",
            ),
        ),
        Mistake(
            lambda sizes, distances: np.polyval(_line(1 / sizes, distances), 1 / sizes[-1]),
            Text(
                "C'est la droite à la plus grande taille ; prolongez-la jusqu'à 1/n = 0.",
                "This is the line at the largest size; extend it to 1/n = 0.",
            ),
        ),
        Mistake(
            lambda sizes, distances: np.polyfit(1 / sizes, distances, 2)[-1],
            Text(
                "Vous ajustez une parabole ; une droite suffit, et suit moins le bruit.",
                "You fit a parabola; a straight line is enough, and follows the noise less.",
            ),
        ),
    ),
)

# --- what is left out ---------------------------------------------------------------------------


def _coverage_inputs(rng):
    d = int(rng.integers(2, 4))
    real = rng.normal(size=(14, d))
    return {
        "real": real,
        "fake": real[: int(rng.integers(5, 8))] + rng.normal(scale=0.6, size=d),
        "k": int(rng.integers(2, 4)),
    }


def _coverage_reference(real, fake, k):
    from scipy.spatial import cKDTree

    radius = cKDTree(real).query(real, k + 1)[0][:, -1]
    return float(np.mean(cKDTree(fake).query(real)[0] <= radius))


def _between(a, b):
    return np.linalg.norm(a[:, np.newaxis] - b, axis=-1)


def _radii(points, k):
    return np.sort(_between(points, points), axis=1)[:, k]


COVERAGE = Task(
    name="coverage",
    stars=3,
    inputs=_coverage_inputs,
    reference=_coverage_reference,
    cases=20,  # shares of 14 points: more cases keep the mistakes apart
    hints=(
        Text(
            "Deux tableaux de distances : entre vrais points, pour les rayons ; entre vrais et faux, pour la question.",
            "Two tables of distances: between real points, for the radii; between real and fake ones, for the question.",
        ),
        Text(
            "`real[:, np.newaxis] - fake` a la forme (n, m, d). Dans le premier tableau, chaque point est son propre plus proche voisin, à distance 0.",
            "`real[:, np.newaxis] - fake` has shape (n, m, d). In the first table each point is its own nearest neighbour, at distance 0.",
        ),
        Text(
            "Rayons : `np.sort(real_real, axis=1)[:, k]`. Un vrai point est couvert si `real_fake.min(axis=1) <= radius`.",
            "Radii: `np.sort(real_real, axis=1)[:, k]`. A real point is covered if `real_fake.min(axis=1) <= radius`.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda real, fake, k: np.mean(_between(real, fake).min(axis=1) <= _radii(real, k - 1)),
            Text(
                "Chaque point compte ici parmi ses propres voisins (à distance 0) : le rayon est celui du voisin k − 1.",
                "Each point counts here among its own neighbours (at distance 0): the radius is that of neighbour k − 1.",
            ),
        ),
        Mistake(
            lambda real, fake, k: np.mean(
                (_between(real, fake) <= _radii(real, k)[:, None]).any(0)
            ),
            Text(
                "C'est la part des faux qui tombent près d'un vrai ; on demande la part des vrais près desquels tombe un faux.",
                "This is the share of fakes that fall near a real point; the share of real points near which a fake falls is asked for.",
            ),
        ),
        Mistake(
            lambda real, fake, k: np.mean(
                _between(real, fake).min(axis=1) <= np.median(_radii(real, k))
            ),
            Text(
                "Vous prenez un même rayon pour tous ; chaque vrai point a le sien.",
                "You take one radius for all; each real point has its own.",
            ),
        ),
        Mistake(
            lambda real, fake, k: np.mean(
                _between(real, fake).min(axis=1) <= np.mean(_radii(real, k))
            ),
            Text(
                "Vous prenez le rayon moyen pour tous ; chaque vrai point a le sien.",
                "You take the mean radius for all; each real point has its own.",
            ),
        ),
        Mistake(
            lambda real, fake, k: np.mean(
                _between(real, fake).min(axis=1) <= _radii(fake, k)[_between(real, fake).argmin(1)]
            ),
            Text(
                "Les rayons sont ceux des faux points ; il faut ceux des vrais.",
                "The radii are those of the fake points; those of the real ones are needed.",
            ),
        ),
        Mistake(
            lambda real, fake, k: np.mean(_between(real, fake).min(axis=1) <= _radii(real, k + 1)),
            Text(
                "Le rayon va jusqu'au voisin k + 1 : si vous avez écarté la distance de chaque point à lui-même, l'indice du k-ième voisin est k − 1.",
                "The radius reaches to neighbour k + 1: if you have put aside each point's distance to itself, the index of the k-th neighbour is k − 1.",
            ),
        ),
        Mistake(
            lambda real, fake, k: np.mean(
                _between(real, fake).min(axis=1) <= np.sort(_between(real, fake), axis=1)[:, k]
            ),
            Text(
                "Votre rayon se mesure jusqu'aux faux : chaque boule en contient alors forcément un. Il va jusqu'au k-ième vrai voisin.",
                "Your radius is measured to the fakes: each ball then contains one for certain. It reaches to the k-th real neighbour.",
            ),
        ),
        Mistake(
            lambda real, fake, k: np.sum(_between(real, fake).min(axis=1) <= _radii(real, k)),
            Text(
                "Vous renvoyez un nombre de points ; il faut une part, entre 0 et 1.",
                "You return a number of points; a share between 0 and 1 is needed.",
            ),
        ),
        Mistake(
            lambda real, fake, k: 1 - _coverage_reference(real, fake, k),
            Text(
                "C'est la part des vrais points laissés de côté ; il faut l'autre.",
                "This is the share of real points left out; the other one is needed.",
            ),
        ),
        Mistake(
            lambda real, fake, k: np.mean(
                (_between(real, fake) <= _radii(real, k)[:, None]).all(1)
            ),
            Text(
                "Vous demandez que tous les faux soient dans la boule ; un seul suffit.",
                "You require all fakes to be in the ball; a single one is enough.",
            ),
        ),
        Mistake(
            lambda real, fake, k: np.mean(_between(real, fake) <= _radii(real, k)[:, None]),
            Text(
                "Vous moyennez sur les paires (vrai, faux) : demandez d'abord, pour chaque vrai, s'il y a un faux dans sa boule.",
                "You average over pairs (real, fake): ask first, for each real point, whether there is a fake in its ball.",
            ),
        ),
        Mistake(
            lambda real, fake, k: np.mean(
                np.sum((real[:, None] - fake) ** 2, axis=-1).min(axis=1) <= _radii(real, k)
            ),
            Text(
                "Vous comparez une distance au carré avec un rayon : il manque une racine.",
                "You compare a squared distance with a radius: a square root is missing.",
            ),
        ),
    ),
)

TASKS = (OPTIMAL, IMPORTANCE, EXTRAPOLATE, COVERAGE)

QUIZ = (
    Question(
        Text(
            'Dans un générateur, `Conv2DTranspose(16, 4, strides=2, padding="same", use_bias=False)` reçoit des cartes 7 × 7 à 32 canaux. Forme de sortie et nombre de paramètres ?',
            'In a generator, `Conv2DTranspose(16, 4, strides=2, padding="same", use_bias=False)` receives 7 × 7 maps with 32 channels. Output shape and number of parameters?',
        ),
        (
            Option(
                Text("(14, 14, 16) ; 8 192", "(14, 14, 16); 8,192"),
                Text(
                    "Le pas double le côté ; 4 × 4 × 32 × 16 = 8 192 poids, comme pour une convolution ordinaire.",
                    "The stride doubles the side; 4 × 4 × 32 × 16 = 8,192 weights, as for an ordinary convolution.",
                ),
                right=True,
            ),
            Option(
                Text("(4, 4, 16) ; 8 192", "(4, 4, 16); 8,192"),
                Text(
                    "C'est la sortie de `Conv2D` ; la convolution transposée agrandit au lieu de réduire.",
                    "This is the output of `Conv2D`; the transposed convolution enlarges instead of shrinking.",
                ),
            ),
            Option(
                Text("(14, 14, 16) ; 8 208", "(14, 14, 16); 8,208"),
                Text(
                    "16 de trop : `use_bias=False` supprime les biais.",
                    "16 too many: `use_bias=False` removes the biases.",
                ),
            ),
            Option(
                Text("(14, 14, 16) ; 25 088", "(14, 14, 16); 25,088"),
                Text(
                    "7 × 7 × 32 × 16 : le nombre de poids dépend du noyau 4 × 4, non de la taille des cartes.",
                    "7 × 7 × 32 × 16: the number of weights depends on the 4 × 4 kernel, not on the size of the maps.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Le générateur est parfait : q = p. Le meilleur discriminateur répond…",
            "The generator is perfect: q = p. The best discriminator answers…",
        ),
        (
            Option(
                Text("1/2 partout où il y a des points", "1/2 wherever there are points"),
                Text(
                    "p/(p+q) = 1/2 : il ne peut plus que tirer à pile ou face.",
                    "p/(p+q) = 1/2: it can only toss a coin.",
                ),
                right=True,
            ),
            Option(
                Text("1 partout : tout semble vrai", "1 everywhere: everything looks real"),
                Text(
                    "Il se tromperait alors sur chaque faux ; la moitié des points vus sont des faux.",
                    "Then it would be wrong on every fake; half of the points that it sees are fakes.",
                ),
            ),
            Option(
                Text("1 là où p est grand, 0 ailleurs", "1 where p is large, 0 elsewhere"),
                Text(
                    "Là où p est grand, q l'est autant : être fréquent ne prouve pas qu'on est vrai.",
                    "Where p is large, q is as large: being frequent is no proof of being real.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Au début, le discriminateur donne à un faux le logit −6. Quelle perte donne au générateur le gradient le plus grand en valeur absolue par rapport à ce logit ?",
            "Early on, the discriminator gives a fake the logit −6. Which loss gives the generator the gradient of larger absolute value with respect to that logit?",
        ),
        (
            Option(
                Text("log(1 − D), celle du jeu minimax", "log(1 − D), that of the minimax game"),
                Text(
                    "Sa dérivée est −D = −σ(−6), environ −0,0025 : presque rien.",
                    "Its derivative is −D = −σ(−6), about −0.0025: next to nothing.",
                ),
            ),
            Option(
                Text("−log D, la perte non saturante", "−log D, the non-saturating loss"),
                Text(
                    "Sa dérivée est −(1 − D), environ −0,9975.",
                    "Its derivative is −(1 − D), about −0.9975.",
                ),
                right=True,
            ),
            Option(
                Text("Les deux donnent le même", "Both give the same"),
                Text(
                    "Elles ont le même sens, pas la même taille : −D et −(1 − D), égales seulement si D = 1/2.",
                    "They point the same way but differ in size: −D and −(1 − D), equal only if D = 1/2.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Un générateur conditionnel rend toujours la même vraie image par chiffre : un 0 bien lisible, un 1 bien lisible, etc. Que dit l'exactitude conditionnelle, mesurée par un classifieur ?",
            "A conditional generator always returns the same real image for each digit: a clearly legible 0, a clearly legible 1, and so on. What does conditional accuracy, measured by a classifier, say?",
        ),
        (
            Option(
                Text("Environ 10 %", "About 10%"),
                Text(
                    "Ce serait le hasard ; or chaque image est bien celle du chiffre demandé.",
                    "That would be chance; but each image is indeed that of the digit asked for.",
                ),
            ),
            Option(
                Text("Environ 100 %", "About 100%"),
                Text(
                    "Elle ne voit rien : elle juge chaque image seule. La distance de Fréchet, elle, compare des nuages : il y manque toute la dispersion à l'intérieur des classes.",
                    "It notices nothing: it judges each image by itself. The Fréchet distance compares clouds: all the spread within classes is missing.",
                ),
                right=True,
            ),
            Option(
                Text("Cela dépend de la perte du générateur", "It depends on the generator's loss"),
                Text(
                    "L'exactitude ne regarde que les images et les étiquettes demandées.",
                    "Accuracy looks only at the images and the labels asked for.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Article A : distance de Fréchet 9 avec 1 000 images. Article B : 8 avec 50 000 images, mêmes caractéristiques. Lequel des deux générateurs est le meilleur ?",
            "Paper A: Fréchet distance 9 with 1,000 images. Paper B: 8 with 50,000 images, same features. Which of the two generators is better?",
        ),
        (
            Option(
                Text("B : 8 < 9", "B: 8 < 9"),
                Text(
                    "Le biais décroît comme 1/n : A, mesuré sur 50 000 images, serait peut-être en dessous de 8.",
                    "The bias falls as 1/n: measured on 50,000 images, A might be below 8.",
                ),
            ),
            Option(
                Text("A", "A"),
                Text(
                    "C'est possible, mais on ne peut pas le savoir sans connaître le biais.",
                    "That is possible, but cannot be known without knowing the bias.",
                ),
            ),
            Option(
                Text("On ne peut pas conclure", "No conclusion is possible"),
                Text(
                    "Il faut le même nombre d'images des deux côtés, ou extrapoler à une infinité d'images.",
                    "The same number of images is needed on both sides, or an extrapolation to infinitely many images.",
                ),
                right=True,
            ),
        ),
    ),
)
