"""Lesson 02: exercises and quiz."""

import numpy as np

from course_utils.i18n import T, Text
from course_utils.quizzes import Option, Question
from course_utils.task import Mistake, Task, compare_values

# --- one neuron, one example -------------------------------------------------------------------


def _neuron_inputs(rng):
    size = int(rng.integers(2, 7))
    if rng.random() < 0.3:  # exactly on the boundary: small integers, so that z is exactly 0
        x, w = (rng.integers(-3, 4, size).astype(float) for _ in range(2))
        return {"x": x, "w": w, "b": -float(x @ w)}
    # A bias large enough that forgetting it changes some answers.
    return {"x": rng.normal(size=size), "w": rng.normal(size=size), "b": float(rng.normal(scale=2))}


def _neuron_reference(x, w, b):
    total = b
    for xi, wi in zip(x, w, strict=True):
        total += xi * wi
    return 1 if total > 0 else 0


NEURON = Task(
    name="neuron",
    stars=1,
    inputs=_neuron_inputs,
    reference=_neuron_reference,
    cases=48,  # answers are 0 or 1: many cases tell right from lucky
    hints=(
        Text(
            "Deux étapes : la somme pondérée, puis le seuil.",
            "Two steps: the weighted sum, then the threshold.",
        ),
        Text(
            "`np.dot(w, x)` (ou `w @ x`) fait la somme des produits ; il reste à ajouter `b`.",
            "`np.dot(w, x)` (or `w @ x`) sums the products; then add `b`.",
        ),
        Text(
            "`int(z > 0)` vaut 1 si `z` est positif, 0 sinon.",
            "`int(z > 0)` is 1 if `z` is positive, else 0.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda x, w, b: int(x @ w > 0),
            Text("Il manque le biais : z = Σ wᵢxᵢ + b.", "The bias is missing: z = Σ wᵢxᵢ + b."),
        ),
        Mistake(
            lambda x, w, b: float(x @ w + b),
            Text(
                "Vous renvoyez la somme z ; il reste à appliquer le seuil : 1 si z > 0, sinon 0.",
                "You return the sum z; the threshold is still to be applied: 1 if z > 0, else 0.",
            ),
        ),
        Mistake(
            lambda x, w, b: int(x @ w + b <= 0),
            Text(
                "Les deux réponses sont échangées : le neurone répond 1 quand z est positif.",
                "The two answers are swapped: the neuron answers 1 when z is positive.",
            ),
        ),
        Mistake(
            lambda x, w, b: int(x @ w + b >= 0),
            Text(
                "Exactement sur la frontière, z = 0, le neurone répond 0 : il faut `>`, pas `>=`.",
                "Exactly on the boundary, z = 0, the neuron answers 0: use `>`, not `>=`.",
            ),
        ),
        Mistake(
            lambda x, w, b: 1 if x @ w + b > 0 else -1,
            Text(
                "Ici le neurone éteint répond 0, et non −1 (les deux conventions existent).",
                "Here a neuron that is off answers 0, not −1 (both conventions exist).",
            ),
        ),
        Mistake(
            lambda x, w, b: int(x.sum() * w.sum() + b > 0),
            Text(
                "Multipliez chaque entrée par son propre poids, puis additionnez : Σ wᵢxᵢ n'est pas Σ wᵢ × Σ xᵢ.",
                "Multiply each input by its own weight, then add: Σ wᵢxᵢ is not Σ wᵢ × Σ xᵢ.",
            ),
        ),
    ),
)

# --- signed distance to the boundary, vectorised -----------------------------------------------


def _distance_inputs(rng):
    n, d = int(rng.integers(3, 9)), int(rng.integers(2, 5))
    return {
        "X": rng.normal(size=(n, d)),
        "w": rng.normal(size=d) * 3 + 0.1,
        "b": float(rng.normal()),
    }


def _distance_reference(X, w, b):
    """Distance from each point to its foot on the boundary, with the sign of the side."""
    foot = X - np.outer((X @ w + b) / np.sum(w**2), w)
    return np.sign(X @ w + b) * np.sqrt(((X - foot) ** 2).sum(axis=1))


DISTANCE = Task(
    name="signed_distance",
    stars=2,
    inputs=_distance_inputs,
    reference=_distance_reference,
    hints=(
        Text(
            "Le vecteur `w` est perpendiculaire à la frontière, mais sa longueur est quelconque.",
            "The vector `w` is perpendicular to the boundary, but its length is arbitrary.",
        ),
        Text(
            "Avancer d'une unité dans la direction de `w` fait croître z de ‖w‖.",
            "Moving one unit in the direction of `w` increases z by ‖w‖.",
        ),
        Text(
            "Toutes les sommes d'un coup : `X @ w + b`. La norme : `np.linalg.norm(w)`.",
            "All sums at once: `X @ w + b`. The norm: `np.linalg.norm(w)`.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda X, w, b: X @ w + b,
            Text(
                "C'est z, qui double si l'on double w et b, alors que la frontière ne bouge pas : divisez par ‖w‖.",
                "That is z, which doubles when w and b double although the boundary does not move: divide by ‖w‖.",
            ),
        ),
        Mistake(
            lambda X, w, b: X @ w / np.linalg.norm(w),
            Text("Il manque le biais : z = Xw + b.", "The bias is missing: z = Xw + b."),
        ),
        Mistake(
            lambda X, w, b: (X @ w + b) / (w @ w),
            Text(
                "Vous divisez par ‖w‖² ; il faut ‖w‖ = √(w·w).",
                "You divide by ‖w‖²; it should be ‖w‖ = √(w·w).",
            ),
        ),
        Mistake(
            lambda X, w, b: np.abs(X @ w + b) / np.linalg.norm(w),
            Text(
                "Gardez le signe : il dit de quel côté se trouve le point.",
                "Keep the sign: it says on which side the point is.",
            ),
        ),
        Mistake(
            lambda X, w, b: X @ w + b / np.linalg.norm(w),
            Text(
                "Il manque des parenthèses : c'est toute la somme que l'on divise par ‖w‖.",
                "Parentheses are missing: the whole sum is divided by ‖w‖.",
            ),
        ),
        Mistake(
            lambda X, w, b: X @ (w / np.linalg.norm(w)) + b,
            Text(
                "Le biais aussi doit être divisé par ‖w‖ : c'est toute la somme z que l'on divise.",
                "The bias must be divided by ‖w‖ too: the whole sum z is divided.",
            ),
        ),
    ),
)

# --- one step of the perceptron rule -----------------------------------------------------------


def _step_inputs(rng):
    d = int(rng.integers(2, 5))
    x, w, b = rng.normal(size=d), rng.normal(size=d), float(rng.normal())
    if rng.random() < 0.3:  # where the lesson starts: zero weights, z exactly 0
        w, b = np.zeros(d), 0.0
    return {
        "x": x,
        "target": int(rng.integers(0, 2)),
        "w": w,
        "b": b,
        "rate": float(rng.choice([0.1, 0.5, 2.0])),
    }


def _step_reference(x, target, w, b, rate):
    answer = 1 if w @ x + b > 0 else 0
    if answer == target:
        return w, b
    sign = 1 if target == 1 else -1
    return w + rate * sign * x, b + rate * sign


def _step_with(
    sign=1.0, bias=True, rate_used=True, always=False, answer=lambda x, w, b: int(w @ x + b > 0)
):
    def step(x, target, w, b, rate):
        error = (2 * target - 1) if always else target - answer(x, w, b)
        size = sign * error * (rate if rate_used else 1.0)
        return w + size * x, b + (error if bias == "no rate" else size * bias)

    return step


STEP = Task(
    name="perceptron_step",
    stars=2,
    inputs=_step_inputs,
    reference=_step_reference,
    cases=48,  # right and wrong answers of the neuron both occur, and z = 0
    hints=(
        Text(
            "Calculez d'abord la réponse du neurone (0 ou 1), puis l'erreur `target - answer`.",
            "First compute the neuron's answer (0 or 1), then the error `target - answer`.",
        ),
        Text(
            "L'erreur vaut 0, +1 ou −1. Quand elle vaut 0, rien ne change : la même formule convient donc toujours.",
            "The error is 0, +1 or −1. When it is 0 nothing changes: so one formula fits all cases.",
        ),
        Text(
            "`w + rate * error * x` et `b + rate * error` (et non `w += …`, qui modifierait l'argument).",
            "`w + rate * error * x` and `b + rate * error` (not `w += …`, which would modify the argument).",
        ),
    ),
    mistakes=(
        Mistake(
            _step_with(sign=-1.0),
            Text(
                "Le signe est inversé : si la cible est 1 et la réponse 0, les poids doivent se rapprocher de x.",
                "The sign is wrong: if the target is 1 and the answer 0, the weights must move towards x.",
            ),
        ),
        Mistake(
            _step_with(bias=False),
            Text(
                "Le biais doit être corrigé aussi : b + rate × erreur.",
                "The bias must be corrected too: b + rate × error.",
            ),
        ),
        Mistake(
            _step_with(bias="no rate"),
            Text(
                "Le taux d'apprentissage `rate` multiplie aussi la correction du biais.",
                "The learning rate `rate` multiplies the correction of the bias, too.",
            ),
        ),
        Mistake(
            _step_with(rate_used=False),
            Text(
                "Il manque le taux d'apprentissage `rate`.", "The learning rate `rate` is missing."
            ),
        ),
        Mistake(
            _step_with(always=True),
            Text(
                "Vous corrigez même quand la réponse est juste ; le perceptron n'apprend que de ses erreurs.",
                "You correct even when the answer is right; the perceptron learns only from its mistakes.",
            ),
        ),
        Mistake(
            _step_with(answer=lambda x, w, b: w @ x + b),
            Text(
                "L'erreur se calcule avec la réponse, 0 ou 1, pas avec la somme z.",
                "The error is computed with the answer, 0 or 1, not with the sum z.",
            ),
        ),
        Mistake(
            _step_with(answer=lambda x, w, b: int(w @ x > 0)),
            Text(
                "Le biais manque dans le calcul de la réponse.",
                "The bias is missing when the answer is computed.",
            ),
        ),
        Mistake(
            _step_with(answer=lambda x, w, b: int(w @ x + b >= 0)),
            Text(
                "Exactement sur la frontière, z = 0, le neurone répond 0 : il faut `>`, pas `>=`.",
                "Exactly on the boundary, z = 0, the neuron answers 0: use `>`, not `>=`.",
            ),
        ),
    ),
)

# --- a network of three neurons that computes XOR ----------------------------------------------

_POINTS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])


def _behaviour(weights) -> tuple[np.ndarray, np.ndarray]:
    """Return the answers of the network, and of its first hidden neuron, to the four points."""
    W1, b1, w2, b2 = (np.asarray(part, float) for part in weights)
    hidden = (_POINTS @ W1 + b1 > 0).astype(int)
    return (hidden @ w2 + b2 > 0).astype(int), hidden[:, 0]


def _compare_networks(expected, got) -> str | None:
    """Compare two networks by what they compute: many weights are right."""
    if got is None:
        return compare_values(expected, got)
    shapes = {"W1": (2, 2), "b1": (2,), "w2": (2,), "b2": ()}
    try:
        parts = [np.asarray(part, float) for part in got]
    except (TypeError, ValueError):
        parts = []
    if len(parts) != 4:
        return T(
            "Il faut renvoyer quatre valeurs : W1, b1, w2, b2.",
            "Four values must be returned: W1, b1, w2, b2.",
        )
    for (name, shape), part in zip(shapes.items(), parts, strict=True):
        if part.shape != shape:
            fr, en = (
                (f"la forme {shape}", f"shape {shape}")
                if shape
                else ("la forme d'un nombre", "the shape of a number")
            )
            return T(
                f"{name} doit avoir {fr} ; le vôtre a la forme {part.shape}.",
                f"{name} must have {en}; yours has shape {part.shape}.",
            )
    for want, have, fr, en in zip(
        _behaviour(expected),
        _behaviour(parts),
        ("le réseau", "le premier neurone caché"),
        ("the network", "the first hidden neuron"),
        strict=True,
    ):
        for point, right, answer in zip(_POINTS.tolist(), want, have, strict=True):
            if right != answer:
                return T(
                    f"Pour l'entrée {point}, {fr} répond {answer} au lieu de {right}.",
                    f"For the input {point}, {en} answers {answer} instead of {right}.",
                )
    return None


def _gates(hidden_a, hidden_b, output):
    """Return weights: each gate is (weight 1, weight 2, bias)."""
    return (
        np.array([hidden_a[:2], hidden_b[:2]], float).T,
        np.array([hidden_a[2], hidden_b[2]], float),
        np.array(output[:2], float),
        float(output[2]),
    )


_OR, _AND = (1, 1, -0.5), (1, 1, -1.5)
_ONLY_FIRST, _ONLY_SECOND = (1, -1, -0.5), (-1, 1, -0.5)

XOR = Task(
    name="xor_network",
    stars=3,
    inputs=lambda rng: {},
    reference=lambda: _gates(_ONLY_FIRST, _ONLY_SECOND, _OR),
    compare=_compare_networks,
    cases=1,  # nothing varies: the four points are the whole problem
    hints=(
        Text(
            "XOR vaut 1 pour (1, 0) et pour (0, 1) : un neurone caché pour chacun de ces deux cas.",
            "XOR is 1 for (1, 0) and for (0, 1): one hidden neuron for each of these two cases.",
        ),
        Text(
            "« 1 pour (1, 0) seulement » : la première entrée plaide pour, la seconde contre. Le neurone de sortie fait OU.",
            "“1 for (1, 0) only”: the first input argues for, the second against. The output neuron computes OR.",
        ),
        Text(
            "Premier neurone caché : poids 1 et −1, biais −0,5 ; le second est son miroir. Sortie : poids 1 et 1, biais −0,5. "
            "Chaque **colonne** de W1 contient les poids d'un neurone caché.",
            "First hidden neuron: weights 1 and −1, bias −0.5; the second is its mirror image. Output: weights 1 and 1, "
            "bias −0.5. Each **column** of W1 holds the weights of one hidden neuron.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda: _gates(_OR, _AND, (1, -2, -0.5)),
            Text(
                "C'est bien XOR, mais avec le couple OU / ET de la leçon : ici, le premier neurone caché répond 1 pour (1, 0) seulement.",
                "This is XOR all right, but with the lesson's pair OR / AND: here the first hidden neuron answers 1 for (1, 0) only.",
            ),
        ),
        Mistake(
            lambda: _gates(_ONLY_FIRST, _ONLY_SECOND, _AND),
            Text(
                "Le neurone de sortie fait ET : les deux neurones cachés ne répondent jamais 1 ensemble. Il faut OU.",
                "The output neuron computes AND: the two hidden neurons never answer 1 together. OR is needed.",
            ),
        ),
        Mistake(
            lambda: _gates(_ONLY_FIRST, _ONLY_SECOND, (-1, -1, 0.5)),
            Text(
                "Votre réseau calcule l'inverse de XOR : il répond 1 quand les deux entrées sont égales. Revoyez le neurone de sortie.",
                "Your network computes the opposite of XOR: it answers 1 when the two inputs are equal. Look at the output neuron again.",
            ),
        ),
        Mistake(
            lambda: _gates(_ONLY_FIRST, _ONLY_FIRST, _OR),
            Text(
                "Les deux neurones cachés répondent à (1, 0) : le second doit s'occuper de (0, 1).",
                "Both hidden neurons answer to (1, 0): the second must take care of (0, 1).",
            ),
        ),
    ),
)

TASKS = (NEURON, DISTANCE, STEP, XOR)

QUIZ = (
    Question(
        Text(
            "Un neurone reçoit une image de 28 × 28 pixels. Combien de paramètres a-t-il, biais compris ?",
            "A neuron receives an image of 28 × 28 pixels. How many parameters does it have, bias included?",
        ),
        (
            Option(Text("56", "56"), Text("28 × 28, et non 28 + 28.", "28 × 28, not 28 + 28.")),
            Option(Text("784", "784"), Text("Il manque le biais.", "The bias is missing.")),
            Option(
                Text("785", "785"),
                Text(
                    "784 poids, un par pixel, et un biais.",
                    "784 weights, one per pixel, and one bias.",
                ),
                right=True,
            ),
            Option(
                Text("1 568", "1,568"),
                Text(
                    "Un seul biais pour tout le neurone, pas un par entrée.",
                    "One bias for the whole neuron, not one per input.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "`X` a la forme (100, 784), `w` la forme (784,). Quelle est la forme de `X @ w + b` ?",
            "`X` has shape (100, 784), `w` has shape (784,). What is the shape of `X @ w + b`?",
        ),
        (
            Option(
                Text("(100, 784)", "(100, 784)"),
                Text(
                    "Ce serait `X * w`, sans la somme.", "That would be `X * w`, without the sum."
                ),
            ),
            Option(
                Text("(100,)", "(100,)"),
                Text(
                    "Une somme par image ; b s'ajoute à toutes.",
                    "One sum per image; b is added to all of them.",
                ),
                right=True,
            ),
            Option(
                Text("(784,)", "(784,)"),
                Text(
                    "La dimension 784 est celle qui disparaît dans la somme.",
                    "Dimension 784 is the one that disappears in the sum.",
                ),
            ),
            Option(
                Text("un nombre", "one number"),
                Text(
                    "Ce serait le cas pour une seule image.", "That would be so for a single image."
                ),
            ),
        ),
    ),
    Question(
        Text(
            "On multiplie tous les poids et le biais par 10. Pour un neurone à seuil, qu'est-ce qui change ?",
            "All weights and the bias are multiplied by 10. For a threshold neuron, what changes?",
        ),
        (
            Option(
                Text(
                    "La frontière s'éloigne de l'origine", "The boundary moves away from the origin"
                ),
                Text(
                    "Sa distance à l'origine est |b| / ‖w‖ : le facteur 10 se simplifie.",
                    "Its distance from the origin is |b| / ‖w‖: the factor 10 cancels.",
                ),
            ),
            Option(
                Text("La frontière tourne", "The boundary turns"),
                Text("La direction de w n'a pas changé.", "The direction of w has not changed."),
            ),
            Option(
                Text("Rien : aucune réponse ne change", "Nothing: no answer changes"),
                Text(
                    "z garde son signe partout. Avec une sigmoïde, en revanche, les réponses deviendraient plus tranchées.",
                    "z keeps its sign everywhere. With a sigmoid, however, the answers would become sharper.",
                ),
                right=True,
            ),
        ),
    ),
    Question(
        Text(
            "Les exemples ne sont pas linéairement séparables. Que fait la règle du perceptron, si on ne l'arrête pas ?",
            "The examples are not linearly separable. What does the perceptron rule do if nobody stops it?",
        ),
        (
            Option(
                Text(
                    "Elle s'arrête à la meilleure droite possible",
                    "It stops at the best possible line",
                ),
                Text(
                    "Elle ne s'arrête que sans aucune erreur, et rien ne lui fait préférer la meilleure droite.",
                    "It stops only when there is no error at all, and nothing makes it prefer the best line.",
                ),
            ),
            Option(
                Text("Elle corrige sans fin", "It keeps correcting forever"),
                Text(
                    "Il reste toujours au moins un exemple mal classé, donc une correction.",
                    "At least one example is always misclassified, so there is always a correction.",
                ),
                right=True,
            ),
            Option(
                Text("Ses poids grandissent sans limite", "Its weights grow without bound"),
                Text(
                    "Ils restent bornés : sur XOR ils repassent même par les mêmes valeurs.",
                    "They stay bounded: on XOR they even come back to the same values.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Pourquoi remplacer le seuil par une sigmoïde dans les réseaux entraînés par gradient ?",
            "Why replace the threshold by a sigmoid in networks trained by gradient?",
        ),
        (
            Option(
                Text(
                    "Elle déplace la frontière au bon endroit",
                    "It moves the boundary to the right place",
                ),
                Text(
                    "La frontière reste z = 0, où la sigmoïde vaut 0,5.",
                    "The boundary is still z = 0, where the sigmoid is 0.5.",
                ),
            ),
            Option(
                Text("Elle est plus rapide à calculer", "It is faster to compute"),
                Text(
                    "C'est plutôt l'inverse : elle demande une exponentielle.",
                    "Rather the opposite: it needs an exponential.",
                ),
            ),
            Option(
                Text(
                    "La pente du seuil est nulle presque partout",
                    "The slope of the threshold is zero almost everywhere",
                ),
                Text(
                    "Une pente nulle n'indique aucune direction de progrès ; celle de la sigmoïde n'est jamais nulle.",
                    "A zero slope shows no direction of progress; the slope of the sigmoid is never zero.",
                ),
                right=True,
            ),
        ),
    ),
)
