"""Lesson 03: exercises and quiz."""

import itertools

import numpy as np

from course_utils.i18n import T, Text
from course_utils.quizzes import Option, Question
from course_utils.task import Mistake, Task, compare_values

# --- ELU and its derivative ---------------------------------------------------------------------


def _elu_inputs(rng):
    z = rng.normal(scale=2, size=int(rng.integers(5, 9)))
    z[rng.integers(2, len(z))] = 0.0
    z[:2] = rng.uniform(0.5, 2), -rng.uniform(0.5, 2)  # both sides always occur
    return {"z": z, "alpha": float(rng.choice([0.3, 0.7, 2.0]))}


def _elu_reference(z, alpha):
    """Differentiate by a complex step: no derivative is written down."""
    step = 1e-20
    moved = [x + 1j * step if x > 0 else alpha * (np.exp(x + 1j * step) - 1) for x in z]
    values = [x if x > 0 else alpha * np.expm1(x) for x in z]
    return np.array(values), np.array(moved).imag / step


def _elu(left, slope):
    """Return a solution with these two formulas on the left of 0."""

    def elu(z, alpha):
        return np.where(z > 0, z, left(z, alpha)), np.where(z > 0, 1.0, slope(z, alpha))

    return elu


def _right(z, alpha):
    return alpha * (np.exp(z) - 1)


def _right_slope(z, alpha):
    return alpha * np.exp(z)


ELU = Task(
    name="elu",
    stars=1,
    inputs=_elu_inputs,
    reference=_elu_reference,
    cases=24,  # alpha below and above 1
    hints=(
        Text(
            "Deux cas, selon le signe de chaque nombre : `np.where(condition, si vrai, si faux)`.",
            "Two cases, depending on the sign of each number: `np.where(condition, if true, if false)`.",
        ),
        Text(
            "À droite la fonction vaut z et sa pente 1. À gauche, dérivez `alpha * (np.exp(z) - 1)` : la constante disparaît.",
            "On the right the function is z and its slope 1. On the left, differentiate `alpha * (np.exp(z) - 1)`: the constant goes away.",
        ),
        Text(
            "`np.where(z > 0, z, …)` pour la valeur, `np.where(z > 0, 1.0, alpha * np.exp(z))` pour la dérivée.",
            "`np.where(z > 0, z, …)` for the value, `np.where(z > 0, 1.0, alpha * np.exp(z))` for the derivative.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda z, alpha: (np.maximum(z, 0), (z > 0) * 1.0),
            Text(
                "C'est la ReLU : à gauche, ELU donne `alpha * (np.exp(z) - 1)` au lieu de 0.",
                "This is ReLU: on the left, ELU gives `alpha * (np.exp(z) - 1)` instead of 0.",
            ),
        ),
        Mistake(
            _elu(lambda z, alpha: alpha * z, lambda z, alpha: alpha),
            Text(
                "C'est leaky ReLU : à gauche, ELU n'est pas une droite mais `alpha * (np.exp(z) - 1)`.",
                "This is leaky ReLU: on the left, ELU is no straight line but `alpha * (np.exp(z) - 1)`.",
            ),
        ),
        Mistake(
            lambda z, alpha: (
                np.maximum(z, _right(z, alpha)),
                np.where(z > 0, 1.0, _right_slope(z, alpha)),
            ),
            Text(
                "`np.maximum` ne sépare pas les deux cas : l'exponentielle peut dépasser z à droite. Distinguez-les d'après le signe de z.",
                "`np.maximum` does not separate the two cases: the exponential may exceed z on the right. Tell them apart by the sign of z.",
            ),
        ),
        Mistake(
            lambda z, alpha: (
                np.where(z > 0, z, _right(z, alpha)),
                np.where(z >= 0, 1.0, _right_slope(z, alpha)),
            ),
            Text(
                "En 0, prenez la pente de gauche, `alpha` : pour la dérivée, 0 doit être du côté gauche.",
                "At 0, take the slope of the left side, `alpha`: for the derivative, 0 must be on the left side.",
            ),
        ),
        Mistake(
            _elu(_right, _right),
            Text(
                "La valeur est juste, mais à gauche votre dérivée est la fonction elle-même : la constante −1 disparaît quand on dérive.",
                "The value is right, but on the left your derivative is the function itself: the constant −1 goes away when one differentiates.",
            ),
        ),
        Mistake(
            _elu(_right, lambda z, alpha: alpha),
            Text(
                "À gauche, la pente change avec z ; `alpha` est seulement sa valeur en 0.",
                "On the left the slope changes with z; `alpha` is only its value at 0.",
            ),
        ),
        Mistake(
            lambda z, alpha: (np.where(z > 0, z, _right(z, alpha)), (z > 0) * 1.0),
            Text(
                "La valeur est juste, mais la dérivée est celle de la ReLU : à gauche elle n'est pas nulle.",
                "The value is right, but the derivative is that of ReLU: on the left it is not zero.",
            ),
        ),
        Mistake(
            _elu(_right, lambda z, alpha: np.exp(z)),
            Text(
                "Il manque `alpha` dans la dérivée, à gauche.",
                "`alpha` is missing from the derivative, on the left.",
            ),
        ),
        Mistake(
            _elu(lambda z, alpha: np.exp(z) - 1, lambda z, alpha: np.exp(z)),
            Text(
                "Votre fonction n'utilise pas `alpha` : il multiplie toute la partie gauche.",
                "Your function does not use `alpha`: it multiplies the whole left part.",
            ),
        ),
        Mistake(
            _elu(lambda z, alpha: alpha * np.exp(z) - 1, _right_slope),
            Text(
                "Des parenthèses manquent : `alpha` multiplie aussi le −1, sans quoi la fonction saute en 0.",
                "Parentheses are missing: `alpha` also multiplies the −1, otherwise the function jumps at 0.",
            ),
        ),
        Mistake(
            _elu(_right_slope, _right_slope),
            Text(
                "Il manque le −1 dans la valeur, à gauche : ELU vaut 0 en 0.",
                "The −1 is missing from the value, on the left: ELU is 0 at 0.",
            ),
        ),
        Mistake(
            _elu(lambda z, alpha: -_right(z, alpha), _right_slope),
            Text(
                "Le signe est inversé à gauche : la sortie y est négative.",
                "The sign is wrong on the left: the output is negative there.",
            ),
        ),
        Mistake(
            lambda z, alpha: _elu(_right, _right_slope)(z, alpha)[::-1],
            Text(
                "Les deux tableaux sont échangés : d'abord les valeurs, puis les dérivées.",
                "The two arrays are swapped: first the values, then the derivatives.",
            ),
        ),
    ),
)

# --- gradient of a chain of sigmoid neurons ----------------------------------------------------


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


def _chain_inputs(rng):
    depth = int(rng.integers(3, 7))
    return {
        "x": float(rng.normal()),
        "w": rng.choice([-1.0, 1.0], depth) * rng.uniform(1.2, 3, depth),
        "b": rng.normal(size=depth),
    }


def _chain_reference(x, w, b):
    """Differentiate by a complex step: no derivative is written down."""
    step = 1e-20
    value = complex(x, step)
    for weight, bias in zip(w, b, strict=True):
        value = _sigmoid(weight * value + bias)
    return float(value.imag / step)


def _chain(
    slope=None, weight=True, bias=True, add=False, kept=slice(None), early=False, stuck=False
):
    def chain(x, w, b):
        value, factors = x, []
        for one, shift in zip(w, b, strict=True):
            before = x if stuck else value
            z = one * before + (shift if bias else 0.0)
            value = _sigmoid(z)
            h = before if early else value
            factors.append((one if weight else 1.0) * (slope(z) if slope else h * (1 - h)))
        factors = factors[kept]
        return float(np.sum(factors) if add else np.prod(factors))

    return chain


def _output(x, w, b):
    for weight, bias in zip(w, b, strict=True):
        x = _sigmoid(weight * x + bias)
    return x


def _compare_gradients(expected, got):
    """Compare relatively, since a gradient can be tiny, and ask for the exact product."""
    problem = compare_values(expected, got, rtol=1e-11, atol=0)
    if problem and compare_values(expected, got, rtol=1e-3, atol=0) is None:
        return T(
            "Valeur approchée : bousculer l'entrée ou calculer en float32 ne suffit pas ; multipliez les facteurs exacts.",
            "Approximate value: nudging the input or computing in float32 is not enough; multiply the exact factors.",
        )
    return problem


CHAIN = Task(
    name="chain_gradient",
    stars=2,
    inputs=_chain_inputs,
    reference=_chain_reference,
    compare=_compare_gradients,
    cases=12,
    hints=(
        Text(
            "La règle de la chaîne multiplie : un facteur par neurone, dans la même boucle que le calcul de la sortie.",
            "The chain rule multiplies: one factor per neuron, in the same loop that computes the output.",
        ),
        Text(
            "Le facteur d'un neurone est son poids multiplié par la pente de la sigmoïde en sa somme z.",
            "A neuron's factor is its weight times the slope of the sigmoid at its sum z.",
        ),
        Text(
            "Dans la boucle : `z = wk * x + bk`, puis `x = sigmoid(z)` et `gradient *= wk * x * (1 - x)`.",
            "In the loop: `z = wk * x + bk`, then `x = sigmoid(z)` and `gradient *= wk * x * (1 - x)`.",
        ),
    ),
    mistakes=(
        Mistake(
            _chain(weight=False),
            Text(
                "Vous ne multipliez que les pentes ; chaque neurone apporte aussi son poids.",
                "You multiply the slopes only; each neuron also contributes its weight.",
            ),
        ),
        Mistake(
            _chain(slope=lambda z: 1.0),
            Text(
                "C'est le produit des poids, comme s'il n'y avait pas d'activation : il manque les pentes σ′(z).",
                "This is the product of the weights, as if there were no activation: the slopes σ′(z) are missing.",
            ),
        ),
        Mistake(
            _chain(slope=_sigmoid),
            Text(
                "Vous multipliez par σ(z), la sortie ; il faut sa dérivée, σ(z) (1 − σ(z)).",
                "You multiply by σ(z), the output; its derivative is needed, σ(z) (1 − σ(z)).",
            ),
        ),
        Mistake(
            _chain(slope=lambda z: _sigmoid(_sigmoid(z)) * (1 - _sigmoid(_sigmoid(z)))),
            Text(
                "La pente se prend en z, la somme. Vous appliquez σ une fois de trop : si h = σ(z), la pente est h (1 − h).",
                "The slope is taken at z, the sum. You apply σ once too often: if h = σ(z), the slope is h (1 − h).",
            ),
        ),
        Mistake(
            _chain(slope=lambda z: z * (1 - z)),
            Text(
                "La pente est h (1 − h) avec h = σ(z), et non z (1 − z).",
                "The slope is h (1 − h) with h = σ(z), not z (1 − z).",
            ),
        ),
        Mistake(
            _chain(bias=False),
            Text(
                "Les biais manquent dans les sommes z.", "The biases are missing from the sums z."
            ),
        ),
        Mistake(
            _chain(add=True),
            Text(
                "Vous additionnez les facteurs ; la règle de la chaîne les multiplie.",
                "You add the factors; the chain rule multiplies them.",
            ),
        ),
        Mistake(
            _chain(kept=slice(-1, None)),
            Text(
                "Vous ne gardez que le facteur du dernier neurone : multipliez ceux de toute la chaîne.",
                "You keep only the last neuron's factor: multiply those of the whole chain.",
            ),
        ),
        Mistake(
            _chain(kept=slice(1)),
            Text(
                "Vous ne gardez que le facteur du premier neurone : le `return` est-il dans la boucle ?",
                "You keep only the first neuron's factor: is the `return` inside the loop?",
            ),
        ),
        Mistake(
            _chain(early=True),
            Text(
                "Vous prenez la pente sur l'entrée du neurone : elle vaut h (1 − h) avec h sa sortie, σ(z).",
                "You take the slope at the neuron's input: it is h (1 − h) with h its output, σ(z).",
            ),
        ),
        Mistake(
            _chain(stuck=True),
            Text(
                "Chaque neurone reçoit chez vous l'entrée x ; il doit recevoir la sortie du précédent.",
                "In your code every neuron receives the input x; it must receive the output of the one before.",
            ),
        ),
        Mistake(
            _output,
            Text(
                "C'est la sortie de la chaîne ; on demande sa dérivée par rapport à x.",
                "This is the output of the chain; its derivative with respect to x is wanted.",
            ),
        ),
    ),
)

# --- softmax that does not overflow ------------------------------------------------------------


def _softmax_inputs(rng):
    rows, classes = int(rng.integers(3, 6)), int(rng.integers(3, 6))
    z = rng.normal(scale=2, size=(rows, classes))
    z[0] += rng.choice([2000.0, 3000.0])  # the naive formula overflows
    z[1] -= rng.choice([2000.0, 3000.0])  # and one maximum for all rows gives 0 / 0
    z[2, rng.integers(1, classes)] += 1200.0  # subtracting the mean of the row overflows
    return {"z": z}


def _softmax_reference(z):
    """Each probability from differences only: 1 / Σ exp(zⱼ − zᵢ)."""
    with np.errstate(over="ignore"):
        return 1 / np.exp(z[:, np.newaxis, :] - z[:, :, np.newaxis]).sum(axis=2)


def _quietly(function):
    def call(z):
        with np.errstate(all="ignore"):
            return function(z)

    return call


def _shifted(z):
    return np.exp(z - z.max(axis=1, keepdims=True))


def _normalised(e):
    return e / e.sum(axis=1, keepdims=True)


SOFTMAX = Task(
    name="softmax",
    stars=2,
    inputs=_softmax_inputs,
    reference=_softmax_reference,
    hints=(
        Text(
            "Retrancher un même nombre à toute une ligne ne change pas son softmax : choisissez bien ce nombre.",
            "Subtracting the same number from a whole row does not change its softmax: choose that number well.",
        ),
        Text(
            "Retranchez à chaque ligne **son** maximum : `z.max(axis=1, keepdims=True)` garde la forme (m, 1).",
            "Subtract from each row **its own** maximum: `z.max(axis=1, keepdims=True)` keeps the shape (m, 1).",
        ),
        Text(
            "`e = np.exp(z - maximum)`, puis `e / e.sum(axis=1, keepdims=True)`.",
            "`e = np.exp(z - maximum)`, then `e / e.sum(axis=1, keepdims=True)`.",
        ),
    ),
    mistakes=(
        Mistake(
            _quietly(lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)),
            Text(
                "La formule est juste, mais `np.exp` déborde : inf / inf donne NaN. Retranchez d'abord le maximum de chaque ligne.",
                "The formula is right, but `np.exp` overflows: inf / inf gives NaN. First subtract the maximum of each row.",
            ),
        ),
        Mistake(
            _quietly(
                lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum(axis=1, keepdims=True)
            ),
            Text(
                "Un seul maximum pour tout le tableau : les autres lignes tombent à exp(−2000) = 0, et 0 / 0 donne NaN. Un maximum par ligne.",
                "One maximum for the whole array: the other rows fall to exp(−2000) = 0, and 0 / 0 gives NaN. One maximum per row.",
            ),
        ),
        Mistake(
            _quietly(lambda z: _normalised(np.exp(z - z.mean(axis=1, keepdims=True)))),
            Text(
                "Retrancher autre chose que le maximum laisse des exposants positifs : `np.exp` peut encore déborder.",
                "Subtracting anything but the maximum leaves positive exponents: `np.exp` may still overflow.",
            ),
        ),
        Mistake(
            _quietly(lambda z: _normalised(np.exp(z - z.max(axis=0)))),
            Text(
                "`z.max(axis=0)` est le maximum de chaque colonne ; il faut celui de chaque ligne, `axis=1`.",
                "`z.max(axis=0)` is the maximum of each column; that of each row is needed, `axis=1`.",
            ),
        ),
        Mistake(
            _quietly(lambda z: _shifted(z) / _shifted(z).sum(axis=0)),
            Text(
                "Le maximum est le bon, mais la somme parcourt les colonnes : celle de chaque ligne est `axis=1`.",
                "The maximum is right, but the sum runs over the columns: that of each row is `axis=1`.",
            ),
        ),
        Mistake(
            _quietly(lambda z: np.exp(z - z.max(axis=0)) / np.exp(z - z.max(axis=0)).sum(axis=0)),
            Text(
                "Vous normalisez les colonnes : chaque exemple est une ligne, donc `axis=1`.",
                "You normalise the columns: each example is a row, hence `axis=1`.",
            ),
        ),
        Mistake(
            lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum(),
            Text(
                "C'est encore la fonction de la leçon : son maximum et sa somme portent sur tout le tableau, pas sur chaque ligne.",
                "This is still the lesson's function: its maximum and its sum run over the whole array, not over each row.",
            ),
        ),
        Mistake(
            lambda z: _shifted(z) / _shifted(z).sum(),
            Text(
                "Vous divisez par la somme de tout le tableau : chaque ligne doit avoir la somme 1.",
                "You divide by the sum of the whole array: each row must sum to 1.",
            ),
        ),
        Mistake(
            _shifted,
            Text(
                "Il reste à diviser chaque ligne par sa somme.",
                "Each row is still to be divided by its sum.",
            ),
        ),
        Mistake(
            _quietly(lambda z: np.log(_normalised(_shifted(z)))),
            Text(
                "C'est le logarithme du softmax ; on demande les probabilités elles-mêmes.",
                "This is the logarithm of the softmax; the probabilities themselves are wanted.",
            ),
        ),
        Mistake(
            lambda z: 1 / (1 + np.exp(np.clip(-z, -700, 700))),
            Text(
                "C'est une sigmoïde par logit : les classes ne se partagent pas un total de 1.",
                "This is a sigmoid for each logit: the classes do not share a total of 1.",
            ),
        ),
        Mistake(
            lambda z: (
                (z - z.min(axis=1, keepdims=True))
                / (z - z.min(axis=1, keepdims=True)).sum(axis=1, keepdims=True)
            ),
            Text(
                "Il manque l'exponentielle : softmax compare des exp(z), pas les z.",
                "The exponential is missing: softmax compares the exp(z), not the z.",
            ),
        ),
    ),
)

# --- the affine map of a ReLU network around a point -------------------------------------------


def _local_inputs(rng):
    sizes = [int(n) for n in (rng.integers(2, 4), rng.integers(4, 7), rng.integers(4, 7), 3)]
    layers = [(rng.normal(size=(m, n)), rng.normal(size=n)) for m, n in itertools.pairwise(sizes)]
    return {"x": rng.normal(size=sizes[0]), "layers": layers}


def _relu_network(x, layers):
    for W, b in layers[:-1]:
        z = x @ W + b
        x = np.where(z.real > 0, z, 0)
    return x @ layers[-1][0] + layers[-1][1]


def _local_reference(x, layers):
    """Differentiate the network itself by complex steps; the constant follows from its output."""
    step = 1e-20
    A = np.array([_relu_network(x + 1j * step * e, layers).imag / step for e in np.eye(len(x))])
    return A, _relu_network(x, layers) - x @ A


def _local(
    masked=True,
    constant=True,
    last=False,
    bias=True,
    from_point=True,
    inverted=False,
    mask_bias=True,
):
    """Collapse the network; each argument switches one of the right ideas off."""

    def local(x, layers):
        A, c, h, linear = np.eye(len(x)), np.zeros(len(x)), x, x
        for k, (W, b) in enumerate(layers):
            products = h @ W
            h, linear = products + b, linear @ W + b
            A, c = A @ W, c @ W + (b if bias else 0)
            if masked and (last or k < len(layers) - 1):
                mask = (h > 0) if from_point else (linear > 0)
                mask = ~mask if inverted else mask if mask_bias else products > 0
                h, A = h * (h > 0 if mask_bias else mask), A * mask
                c = c * mask if constant else c
        return A, c

    return local


def _output_as_constant(x, layers):
    return _local_reference(x, layers)[0], _relu_network(x, layers)


def _rectified_map(x, layers):
    A, c = np.eye(len(x)), np.zeros(len(x))
    for k, (W, b) in enumerate(layers):
        A, c = A @ W, c @ W + b
        if k < len(layers) - 1:
            A, c = np.maximum(A, 0), np.maximum(c, 0)
    return A, c


def _compare_maps(expected, got):
    pair = isinstance(got, (tuple, list)) and len(got) == 2
    if not pair:
        return compare_values(expected, got)
    parts = zip("Ac", expected, got, strict=True)
    problems = ((name, compare_values(e, g)) for name, e, g in parts)
    problem = next((f"{name} : {problem}" for name, problem in problems if problem), None)
    turned = expected[0].T
    if problem and np.shape(got[0]) == turned.shape and np.allclose(got[0], turned):
        return T(
            "Votre A est transposé : la sortie doit être `x @ A + c`.",
            "Your A is transposed: the output must be `x @ A + c`.",
        )
    return problem


LOCAL = Task(
    name="local_map",
    stars=3,
    inputs=_local_inputs,
    reference=_local_reference,
    compare=_compare_maps,
    cases=12,
    hints=(
        Text(
            "Partez de la fonction `collapse` de la leçon, et faites avancer x en même temps que A et c.",
            "Start from the lesson's function `collapse`, and carry x along with A and c.",
        ),
        Text(
            "Une unité éteinte donne 0 tout autour de x : sa colonne dans A et son nombre dans c deviennent 0.",
            "A unit that is off gives 0 all around x: its column in A and its number in c become 0.",
        ),
        Text(
            "Après chaque couche sauf la dernière : `on = x @ W + b > 0`, puis multipliez par `on` la nouvelle valeur de x, A et c.",
            "After each layer but the last: `on = x @ W + b > 0`, then multiply the new x, A and c by `on`.",
        ),
    ),
    mistakes=(
        Mistake(
            _local(masked=False),
            Text(
                "Vous fondez les couches comme s'il n'y avait pas de ReLU : mettez à zéro ce que les unités éteintes bloquent.",
                "You merge the layers as if there were no ReLU: set to zero what the units that are off block.",
            ),
        ),
        Mistake(
            _local(constant=False),
            Text(
                "Le masque doit s'appliquer à c aussi : une unité éteinte donne 0, biais compris.",
                "The mask must be applied to c too: a unit that is off gives 0, bias included.",
            ),
        ),
        Mistake(
            _local(last=True),
            Text(
                "La dernière couche n'a pas de ReLU : n'y appliquez pas de masque.",
                "The last layer has no ReLU: apply no mask there.",
            ),
        ),
        Mistake(
            _local(bias=False),
            Text(
                "Il manque les biais dans c : à chaque couche, c devient c @ W + b.",
                "The biases are missing from c: at each layer, c becomes c @ W + b.",
            ),
        ),
        Mistake(
            _local(from_point=False),
            Text(
                "Vos masques oublient les ReLU précédentes : la somme d'une couche se calcule sur la sortie rectifiée de la couche d'avant.",
                "Your masks forget the earlier ReLUs: a layer's sum is computed from the rectified output of the layer before.",
            ),
        ),
        Mistake(
            _local(inverted=True),
            Text(
                "Masque inversé : ce sont les unités allumées (somme positive) qui passent.",
                "The mask is inverted: the units that are on (positive sum) pass.",
            ),
        ),
        Mistake(
            _local(mask_bias=False),
            Text(
                "Vos masques oublient les biais : une unité est allumée si `x @ W + b` est positif.",
                "Your masks forget the biases: a unit is on if `x @ W + b` is positive.",
            ),
        ),
        Mistake(
            _output_as_constant,
            Text(
                "A est juste, mais votre c est la sortie du réseau ; il faut en retrancher `x @ A`.",
                "A is right, but your c is the network's output; subtract `x @ A` from it.",
            ),
        ),
        Mistake(
            _rectified_map,
            Text(
                "Vous appliquez ReLU à A et à c : c'est le signe de la somme `x @ W + b` qui décide ce qui passe.",
                "You apply ReLU to A and c: it is the sign of the sum `x @ W + b` that decides what passes.",
            ),
        ),
    ),
)

TASKS = (ELU, CHAIN, SOFTMAX, LOCAL)

QUIZ = (
    Question(
        Text(
            "Trois couches denses sans activation : 784 → 64 → 64 → 10. Combien de paramètres faut-il à une seule couche pour calculer la même fonction ?",
            "Three dense layers without activation: 784 → 64 → 64 → 10. How many parameters does a single layer need to compute the same function?",
        ),
        (
            Option(
                Text("55 050", "55,050"),
                Text(
                    "C'est le compte des trois couches ; leur composée tient dans une matrice 784 × 10.",
                    "That counts the three layers; their composition fits in a 784 × 10 matrix.",
                ),
            ),
            Option(
                Text("7 840", "7,840"),
                Text("Il manque les dix biais.", "The ten biases are missing."),
            ),
            Option(
                Text("7 850", "7,850"),
                Text(
                    "784 × 10 poids et 10 biais : une couche affine de 784 vers 10.",
                    "784 × 10 weights and 10 biases: one affine layer from 784 to 10.",
                ),
                right=True,
            ),
            Option(
                Text("50 240", "50,240"),
                Text(
                    "C'est la première couche, de 784 vers 64 ; la sortie a 10 nombres.",
                    "That is the first layer, from 784 to 64; the output has 10 numbers.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Le gradient traverse cinq couches de sigmoïdes. Par quel nombre, au plus, leurs seules pentes le multiplient-elles ?",
            "The gradient goes through five layers of sigmoids. By what number, at most, do their slopes alone multiply it?",
        ),
        (
            Option(
                Text("1", "1"),
                Text(
                    "Ce serait la tangente hyperbolique, dont la pente atteint 1.",
                    "That would be the hyperbolic tangent, whose slope reaches 1.",
                ),
            ),
            Option(
                Text("1/20", "1/20"),
                Text(
                    "Les facteurs se multiplient, ils ne s'additionnent pas.",
                    "The factors multiply; they do not add up.",
                ),
            ),
            Option(
                Text("1/32", "1/32"),
                Text(
                    "Ce serait (1/2)⁵ ; la pente de σ vaut au plus 1/4, et c'est sa valeur en 0 qui vaut 1/2.",
                    "That would be (1/2)⁵; the slope of σ is at most 1/4, it is its value at 0 that is 1/2.",
                ),
            ),
            Option(
                Text("1/1024", "1/1024"),
                Text(
                    "(1/4)⁵, atteint si toutes les sommes valent 0. Les poids multiplient aussi, et peuvent compenser.",
                    "(1/4)⁵, reached if all sums are 0. The weights multiply too, and may compensate.",
                ),
                right=True,
            ),
        ),
    ),
    Question(
        Text("Quelle est la dérivée de ReLU en 0 ?", "What is the derivative of ReLU at 0?"),
        (
            Option(
                Text("Elle n'existe pas ; Keras prend 0", "It does not exist; Keras takes 0"),
                Text(
                    "La pente est 0 à gauche, 1 à droite. Prendre 0 est une convention ; tout nombre de 0 à 1 se défendrait.",
                    "The slope is 0 on the left, 1 on the right. Taking 0 is a convention; any number from 0 to 1 would be defensible.",
                ),
                right=True,
            ),
            Option(
                Text("0, puisque ReLU(0) = 0", "0, since ReLU(0) = 0"),
                Text(
                    "La valeur en un point ne dit rien de la pente ; ici les pentes à gauche et à droite diffèrent.",
                    "The value at a point says nothing about the slope; here the left and right slopes differ.",
                ),
            ),
            Option(
                Text("1/2, la moyenne des deux côtés", "1/2, the mean of the two sides"),
                Text(
                    "Ce serait une convention possible, mais ce n'est ni un théorème, ni ce que fait Keras.",
                    "A possible convention, but neither a theorem nor what Keras does.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Un softmax stable reçoit les logits [1000 ; 1000 ; 1000 ; 1000]. Que renvoie-t-il ?",
            "A stable softmax receives the logits [1000, 1000, 1000, 1000]. What does it return?",
        ),
        (
            Option(
                Text("[nan ; nan ; nan ; nan]", "[nan, nan, nan, nan]"),
                Text(
                    "C'est la formule naïve : inf / inf.", "That is the naive formula: inf / inf."
                ),
            ),
            Option(
                Text("[1 ; 1 ; 1 ; 1]", "[1, 1, 1, 1]"),
                Text(
                    "La somme doit valoir 1. Quatre sigmoïdes, elles, donneraient cela.",
                    "The sum must be 1. Four sigmoids would give this.",
                ),
            ),
            Option(
                Text("[0,25 ; 0,25 ; 0,25 ; 0,25]", "[0.25, 0.25, 0.25, 0.25]"),
                Text(
                    "Comme pour [0 ; 0 ; 0 ; 0] : seules comptent les différences.",
                    "As for [0, 0, 0, 0]: only differences count.",
                ),
                right=True,
            ),
            Option(
                Text("[1 ; 0 ; 0 ; 0]", "[1, 0, 0, 0]"),
                Text(
                    "À égalité, aucune classe ne gagne : ce n'est pas un argmax.",
                    "In a tie no class wins: this is not an argmax.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Une unité ReLU de la première couche donne 0 pour toutes les données d'entraînement. On poursuit la descente de gradient, sans rien d'autre. Que devient-elle ?",
            "A ReLU unit of the first layer gives 0 for all training data. Plain gradient descent continues. What becomes of it?",
        ),
        (
            Option(
                Text(
                    "Elle se réveille si l'on prolonge assez",
                    "It wakes up if one continues long enough",
                ),
                Text(
                    "Son gradient est exactement nul à chaque pas, et ses entrées sont les données, qui ne changent pas.",
                    "Its gradient is exactly zero at every step, and its inputs are the data, which do not change.",
                ),
            ),
            Option(
                Text("Elle reste morte", "It stays dead"),
                Text(
                    "Ni ses poids ni ses entrées ne changent. Dans une couche plus profonde, les entrées bougent : un réveil y est possible.",
                    "Neither its weights nor its inputs change. In a deeper layer the inputs move: there it may wake up.",
                ),
                right=True,
            ),
            Option(
                Text(
                    "Un taux d'apprentissage plus grand la réveille",
                    "A larger learning rate wakes it up",
                ),
                Text(
                    "Le taux multiplie un gradient nul : cela reste nul. Un taux trop grand est plutôt ce qui tue.",
                    "The rate multiplies a zero gradient: still zero. Too large a rate is rather what kills.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Le softmax d'un réseau donne 0,97 à la classe « chat ». Qu'en conclure ?",
            "A network's softmax gives 0.97 to the class “cat”. What follows?",
        ),
        (
            Option(
                Text(
                    "Que, sur 100 réponses à 0,97, environ 97 sont justes",
                    "That of 100 answers at 0.97 about 97 are right",
                ),
                Text(
                    "C'est la définition d'un réseau calibré ; softmax ne le garantit pas, il faut le mesurer.",
                    "That defines a calibrated network; softmax does not guarantee it, it must be measured.",
                ),
            ),
            Option(
                Text(
                    "Que « chat » a le plus grand logit, de loin, rien de plus",
                    "That “cat” has the largest logit by far, nothing more",
                ),
                Text(
                    "Multiplier tous les logits par 3 donnerait les mêmes réponses avec plus d'assurance.",
                    "Multiplying all logits by 3 would give the same answers with more confidence.",
                ),
                right=True,
            ),
            Option(
                Text(
                    "Que l'image contient bien l'une des classes connues",
                    "That the image does contain one of the known classes",
                ),
                Text(
                    "La somme vaut toujours 1, même pour une image qui n'a rien à voir.",
                    "The sum is always 1, even for an unrelated image.",
                ),
            ),
        ),
    ),
)
