"""Graded assignment on lesson 05: what is drawn, what is right, what is typically wrong."""

import numpy as np

from course_utils.grading.mistakes import all_differ, left_in
from course_utils.i18n import Text
from course_utils.task import Mistake, Task

# --- predict: the price of a backward pass when some layers are frozen --------------------------


def _price_inputs(rng):
    while True:
        # The lowest layers are frozen, and one between two that are trained.
        frozen = [[1, 3], [1, 4], [1, 2, 4]][rng.integers(3)]
        inputs = {"widths": [int(n) for n in rng.integers(6, 61, 6)], "frozen": frozen}
        if len(set(inputs["widths"])) == 6 and all_differ(BACKWARD_PRICE, inputs):
            return inputs


def _price_reference(widths, frozen):
    """Ask for what is needed, from the output down, and count the cells of the arrays."""
    trained = set(range(1, len(widths))) - set(frozen)
    products, read = 0, {}
    for k in range(len(widths) - 1, 0, -1):
        W, a = np.ones((widths[k - 1], widths[k])), np.ones(widths[k - 1])
        below = any(other < k for other in trained)
        if k in trained:
            products, read[k] = products + np.outer(a, W[0]).size, a.size
        if below:
            products, read[k] = products + W.size, a.size
    return products, sum(read.values())


def _price_with(
    weights="trained", signal="needed", read="needed", ignore=False, bridge=True, forward=False
):
    """Return a count by the formulas, wrong in some respect.

    weights: layers with a product XᵀΔ; signal: layers with a product ΔWᵀ; read: layers whose inputs
    are kept; each "trained", "needed" (from the lowest trained layer up) or "all".
    """

    def solution(widths, frozen):
        layers = range(1, len(widths))
        trained = [k for k in layers if k not in frozen or ignore]
        lowest = min(trained)
        chosen = {"trained": trained, "all": list(layers), "none": []}
        chosen["needed"] = [k for k in layers if k >= lowest]
        crossed = {
            "needed": chosen["needed"][1:],
            "lowest": chosen["needed"],
            "all": list(layers),
            "none": [],
        }[signal]
        if not bridge:
            crossed = [k for k in crossed if k in trained]
        size = {k: widths[k - 1] * widths[k] for k in layers}
        total = sum(size[k] for k in chosen[weights]) + sum(size[k] for k in crossed)
        total += sum(size.values()) * forward
        kept = (
            sum(widths[k] for k in chosen["needed"])
            if read == "outputs"
            else sum(widths[k - 1] for k in chosen[read])
        )
        return total, kept

    return solution


BACKWARD_PRICE = Task(
    name="backward_price",
    stars=1,
    value=True,
    inputs=_price_inputs,
    reference=_price_reference,
    hints=(
        Text(
            "Dessinez les couches en ligne. Jusqu'où le signal doit-il redescendre ? Et que doit-il traverser pour y arriver ?",
            "Draw the layers in a row. How far down must the signal go? And what must it cross to get there?",
        ),
        Text(
            "XᵀΔ ne sert qu'aux couches entraînées ; ΔWᵀ, à toutes celles sous lesquelles il reste une couche entraînée, gelées ou non.",
            "XᵀΔ is needed for trained layers only; ΔWᵀ, for every layer, frozen or not, below which a trained layer remains.",
        ),
        Text(
            "Chaque produit de la couche k coûte `widths[k-1] * widths[k]`. On relit l'entrée d'une couche pour XᵀΔ, mais aussi pour la pente a(1 − a) de la sigmoïde.",
            "Each product of layer k costs `widths[k-1] * widths[k]`. The input of a layer is read again for XᵀΔ, but also for the slope a(1 − a) of the sigmoid.",
        ),
    ),
    mistakes=(
        Mistake(
            _price_with(read="trained"),
            Text(
                "Les multiplications sont justes. Mais le signal traverse aussi une couche gelée, et doit être multiplié par la pente a(1 − a) de la sigmoïde qui la précède : cette sortie sert donc.",
                "The multiplications are right. But the signal also crosses a frozen layer, and must be multiplied by the slope a(1 − a) of the sigmoid before it: so that output is needed.",
            ),
            credit=0.5,
        ),
        Mistake(
            _price_with(bridge=False),
            Text(
                "Les valeurs gardées sont justes. Mais une couche gelée, au milieu, doit être traversée : son gradient ne sert pas, le produit ΔWᵀ si.",
                "The values kept are right. But a frozen layer in the middle must be crossed: its gradient is of no use, the product ΔWᵀ is.",
            ),
            credit=0.5,
        ),
        Mistake(
            _price_with(signal="lowest"),
            Text(
                "Les valeurs gardées sont justes, mais vous descendez une couche trop bas : sous la plus basse des couches entraînées, personne n'attend plus le signal.",
                "The values kept are right, but you go one layer too far down: below the lowest trained layer nobody waits for the signal any more.",
            ),
            credit=0.5,
        ),
        Mistake(
            _price_with(weights="needed"),
            Text(
                "Les valeurs gardées sont justes, mais vous calculez le gradient des poids d'une couche gelée : XᵀΔ n'y sert à rien.",
                "The values kept are right, but you compute the gradient of the weights of a frozen layer: XᵀΔ is of no use there.",
            ),
            credit=0.5,
        ),
        Mistake(
            _price_with(read="all"),
            Text(
                "Les multiplications sont justes, mais vous gardez toutes les valeurs de l'aller : celles que le signal n'atteint pas ne servent pas.",
                "The multiplications are right, but you keep all the values of the forward pass: those that the signal never reaches are not needed.",
            ),
            credit=0.5,
        ),
        Mistake(
            _price_with(read="outputs"),
            Text(
                "Les multiplications sont justes, mais vous comptez les sorties des couches, alors que le retour relit leurs entrées.",
                "The multiplications are right, but you count the outputs of the layers, whereas the backward pass reads their inputs.",
            ),
            credit=0.5,
        ),
        Mistake(
            _price_with(forward=True),
            Text(
                "Les valeurs gardées sont justes ; mais seules les multiplications du retour comptent, pas celles de l'aller.",
                "The values kept are right; but only the multiplications of the backward pass count, not those of the forward pass.",
            ),
            credit=0.5,
        ),
        Mistake(
            _price_with(bridge=False, read="trained"),
            Text(
                "Une couche gelée n'est pas absente : au milieu, le signal doit la traverser (un produit ΔWᵀ, et la pente de la sigmoïde qui la précède) pour atteindre les couches entraînées d'en dessous.",
                "A frozen layer is not absent: in the middle, the signal must cross it (a product ΔWᵀ, and the slope of the sigmoid before it) to reach the trained layers below.",
            ),
            credit=0.25,
        ),
        Mistake(
            _price_with(signal="all"),
            Text(
                "Les valeurs gardées sont justes, mais le signal n'a pas à descendre jusqu'aux données : il s'arrête à la plus basse des couches entraînées.",
                "The values kept are right, but the signal need not go down to the data: it stops at the lowest trained layer.",
            ),
            credit=0.25,
        ),
        Mistake(
            _price_with(signal="none"),
            Text(
                "Vous ne comptez que XᵀΔ, le gradient des poids ; il faut aussi le produit ΔWᵀ, qui fait descendre le signal.",
                "You count only XᵀΔ, the gradient of the weights; the product ΔWᵀ, which carries the signal down, is needed as well.",
            ),
            credit=0.25,
        ),
        Mistake(
            _price_with(ignore=True, read="all"),
            Text(
                "C'est le prix du réseau entier, sans tenir compte de `frozen`.",
                "This is the price of the whole network, without regard to `frozen`.",
            ),
        ),
    ),
)

# --- find: what a gradient gives away -----------------------------------------------------------


def _leak_inputs(rng):
    """Draw an example, answers of the network and slopes of three hidden neurons; one is silent."""
    while True:
        x = rng.uniform(-2, 2, 4).round(1)
        p = rng.uniform(0.08, 1, 3)
        p = (p / p.sum()).round(3)
        p[2] = round(1 - p[0] - p[1], 3)
        slopes = rng.uniform(-0.9, 0.9, 3).round(2)
        slopes[rng.integers(3)] = 0
        label = int(rng.integers(3))
        # Nothing small, no two numbers alike, and no slopes that cancel.
        clear = np.abs(x).min() > 0.25 and len(set(np.abs(x))) == 4
        live = np.abs(slopes[slopes != 0])
        clear &= live.min() > 0.1 and abs(slopes.sum()) > 0.1
        if clear and p.min() > 0.08 and abs(p[label] - 0.5) > 0.05 and np.ptp(p) > 0.2:
            inputs = {
                "dW1": np.outer(x, slopes).round(6) + 0.0,  # no −0.
                "db1": slopes + 0.0,
                "db2": (p - np.eye(3)[label]).round(3),
            }
            if all_differ(LEAK, inputs):
                return inputs


def _leak_reference(dW1, db1, db2):
    """Least squares for x db1ᵀ = dW1; the label by elimination, among the three possible ones."""
    x = np.linalg.lstsq(db1[:, None], dW1.T, rcond=None)[0][0]
    # Probabilities are positive: only one label makes them so.
    [label] = [k for k in range(3) if np.all(db2 + np.eye(3)[k] > 0)]
    scores = np.log(db2 + np.eye(3)[label])
    return x, label, float(np.log(np.exp(scores).sum()) - scores[label])


def _column(dW1, db1):
    """Divide the first column of a neuron that learns."""
    j = np.flatnonzero(db1)[0]
    return dW1[:, j] / db1[j]


def _leak_with(
    features=_column,
    answer=lambda db2: int(db2.argmin()),
    loss=lambda db2: -np.log(1 + db2.min()),
):
    def solution(dW1, db1, db2):
        return features(dW1, db1), answer(db2), float(loss(db2))

    return solution


def _ratios(dW1, db1):
    """Divide column by column, a silent neuron counting for 0, and take the mean."""
    return (dW1 / np.where(db1 == 0, 1, db1)).mean(axis=1)


LEAK = Task(
    name="leak",
    stars=2,
    value=True,
    inputs=_leak_inputs,
    reference=_leak_reference,
    hints=(
        Text(
            "Écrivez ∂L/∂W = XᵀΔ et ∂L/∂b = ΣΔ pour un lot d'un seul exemple. Qu'ont en commun les colonnes de `dW1` ?",
            "Write ∂L/∂W = XᵀΔ and ∂L/∂b = ΣΔ for a batch of a single example. What do the columns of `dW1` have in common?",
        ),
        Text(
            "La colonne j de `dW1` est x multiplié par `db1[j]` (nulle si ReLU tient le neurone à zéro). Et `db2` est p − y, où y vaut 1 pour la bonne classe, 0 ailleurs.",
            "Column j of `dW1` is x multiplied by `db1[j]` (zero if ReLU holds the neuron at zero). And `db2` is p − y, where y is 1 for the right class, 0 elsewhere.",
        ),
        Text(
            "`dW1[:, j] / db1[j]` pour un neurone j qui apprend ; le seul nombre négatif de `db2` désigne la classe et vaut p − 1 ; la perte est −ln p.",
            "`dW1[:, j] / db1[j]` for a neuron j that learns; the only negative number of `db2` marks the class and is p − 1; the loss is −ln p.",
        ),
    ),
    mistakes=(
        Mistake(
            _leak_with(loss=lambda db2: -np.log(-db2.min())),
            Text(
                "L'exemple et sa classe sont justes. Pour la perte : le nombre négatif de `db2` est p − 1, et non −p.",
                "The example and its class are right. As for the loss: the negative number of `db2` is p − 1, not −p.",
            ),
            credit=0.75,
        ),
        Mistake(
            _leak_with(loss=lambda db2: 1 + db2.min()),
            Text(
                "L'exemple et sa classe sont justes ; mais vous donnez la probabilité p de cette classe, et non l'entropie croisée.",
                "The example and its class are right; but you give the probability p of that class, not the cross-entropy.",
            ),
            credit=0.75,
        ),
        Mistake(
            _leak_with(loss=lambda db2: np.log(1 + db2.min())),
            Text(
                "L'exemple et sa classe sont justes ; il manque le signe moins dans la perte, qui n'est jamais négative.",
                "The example and its class are right; the minus sign of the loss, which is never negative, is missing.",
            ),
            credit=0.75,
        ),
        Mistake(
            _leak_with(loss=lambda db2: -np.log10(1 + db2.min())),
            Text(
                "L'exemple et sa classe sont justes ; mais le logarithme de la perte est le logarithme naturel, pas celui en base 10.",
                "The example and its class are right; but the logarithm of the loss is the natural one, not that of base 10.",
            ),
            credit=0.75,
        ),
        Mistake(
            _leak_with(answer=lambda db2: int(db2.argmin()) + 1),
            Text(
                "L'exemple et la perte sont justes ; les classes se comptent à partir de 0.",
                "The example and the loss are right; classes are counted from 0.",
            ),
            credit=0.75,
        ),
        Mistake(
            _leak_with(answer=lambda db2: int(db2.argmax()), loss=lambda db2: -np.log(db2.max())),
            Text(
                "L'exemple est juste ; mais `db2` n'est pas la liste des probabilités p : c'est p − y. La classe la plus grande de `db2` n'est pas la bonne.",
                "The example is right; but `db2` is not the list of probabilities p: it is p − y. The class with the largest number in `db2` is not the right one.",
            ),
            credit=0.5,
        ),
        Mistake(
            _leak_with(features=_ratios),
            Text(
                "La classe et la perte sont justes ; mais un neurone que ReLU tient à zéro ne dit rien de l'exemple : ne le comptez pas dans la moyenne.",
                "The class and the loss are right; but a neuron that ReLU holds at zero says nothing about the example: leave it out of the mean.",
            ),
            credit=0.5,
        ),
        Mistake(
            _leak_with(features=lambda dW1, db1: dW1.sum(axis=1)),
            Text(
                "La classe et la perte sont justes ; mais chaque ligne de `dW1` est encore multipliée par les δ des neurones : divisez par ce que dit `db1`.",
                "The class and the loss are right; but each row of `dW1` is still multiplied by the δ of the neurons: divide by what `db1` says.",
            ),
            credit=0.25,
        ),
        Mistake(
            _leak_with(features=lambda dW1, db1: 1 / _column(dW1, db1)),
            Text(
                "La classe et la perte sont justes ; mais le quotient est à l'envers : la colonne de `dW1` est x multiplié par δ.",
                "The class and the loss are right; but the quotient is upside down: the column of `dW1` is x multiplied by δ.",
            ),
            credit=0.25,
        ),
        Mistake(
            _leak_with(
                features=_ratios,
                answer=lambda db2: int(db2.argmax()),
                loss=lambda db2: -np.log(db2.max()),
            ),
            Text(
                "Deux choses : un neurone que ReLU tient à zéro ne dit rien de l'exemple, ne le comptez pas dans la moyenne ; et `db2` n'est pas p, mais p − y.",
                "Two things: a neuron that ReLU holds at zero says nothing about the example, leave it out of the mean; and `db2` is not p, but p − y.",
            ),
        ),
    ),
)

# --- implement: the larger of two sums ----------------------------------------------------------


def _maxout_inputs(rng):
    while True:
        m, n, k = int(rng.integers(3, 6)), int(rng.integers(2, 5)), int(rng.integers(2, 4))
        X, A, B = (rng.normal(size=shape).round(2) for shape in ((m, n), (n, k), (n, k)))
        first = X @ A > X @ B
        # Each side wins for every neuron, and no small step changes the winner.
        if np.abs(X @ A - X @ B).min() < 0.05 or np.any(first.all(axis=0) | ~first.any(axis=0)):
            continue
        inputs = {"X": X, "A": A, "B": B, "D": rng.normal(size=(m, k)).round(2)}
        if all_differ(MAXOUT, inputs):
            return inputs


def _maxout_reference(X, A, B, D):
    """Finite differences: exact here, since the larger of two sums is linear piece by piece."""
    parts, h = [A.copy(), B.copy(), X.copy()], 1e-4

    def loss():
        a, b, x = parts
        return float(np.sum(D * np.maximum(x @ a, x @ b)))

    gradients = []
    for part in parts:
        gradient = np.zeros(part.shape)
        for place in np.ndindex(*part.shape):
            kept, ends = part[place], []
            for side in (1, -1):
                part[place] = kept + side * h
                ends.append(loss())
            part[place] = kept
            gradient[place] = (ends[0] - ends[1]) / (2 * h)
        gradients.append(gradient)
    return tuple(gradients)


def _maxout_with(
    chosen=lambda XA, XB: (XA > XB, XA <= XB),
    scale=lambda XA, XB: 1.0,
    back=lambda DA, DB, A, B, D: DA @ A.T + DB @ B.T,
    mean=False,
    order=(0, 1, 2),
):
    def solution(X, A, B, D):
        XA, XB = X @ A, X @ B
        DA, DB = (D * one * scale(XA, XB) / (len(X) if mean else 1) for one in chosen(XA, XB))
        gradients = X.T @ DA, X.T @ DB, back(DA, DB, A, B, D)
        return tuple(gradients[k] for k in order)

    return solution


MAXOUT = Task(
    name="maxout_gradients",
    stars=2,
    inputs=_maxout_inputs,
    reference=_maxout_reference,
    hints=(
        Text(
            "Pour un exemple et un neurone, une seule des deux sommes compte. Si l'autre bouge un peu, que devient H ?",
            "For one example and one neuron, only one of the two sums counts. If the other one moves a little, what becomes of H?",
        ),
        Text(
            "Le maximum a la pente 1 vers le gagnant, 0 vers le perdant : `D * (X @ A > X @ B)` est le gradient par rapport à XA.",
            "The maximum has slope 1 towards the winner, 0 towards the loser: `D * (X @ A > X @ B)` is the gradient with respect to XA.",
        ),
        Text(
            "Avec DA et DB, les gradients par rapport à XA et XB : `X.T @ DA`, `X.T @ DB`, et X sert deux fois : `DA @ A.T + DB @ B.T`.",
            "With DA and DB, the gradients with respect to XA and XB: `X.T @ DA`, `X.T @ DB`, and X is used twice: `DA @ A.T + DB @ B.T`.",
        ),
    ),
    mistakes=(
        Mistake(
            _maxout_with(order=(1, 0, 2)),
            Text(
                "Les trois gradients sont justes, mais ceux de A et de B sont échangés.",
                "The three gradients are right, but those of A and B are swapped.",
            ),
            credit=0.75,
        ),
        Mistake(
            _maxout_with(order=(2, 0, 1)),
            Text(
                "Les trois gradients sont justes, dans le mauvais ordre : A, B, puis X.",
                "The three gradients are right, in the wrong order: A, B, then X.",
            ),
            credit=0.75,
        ),
        Mistake(
            _maxout_with(back=lambda DA, DB, A, B, D: DA @ A.T),
            Text(
                "Pour A et B, c'est juste. X sert deux fois, dans XA et dans XB : les deux contributions s'additionnent.",
                "A and B are right. X is used twice, in XA and in XB: both contributions add up.",
            ),
            credit=0.5,
        ),
        Mistake(
            _maxout_with(back=lambda DA, DB, A, B, D: DB @ B.T),
            Text(
                "Pour A et B, c'est juste. Pour X, la contribution du chemin par XA a disparu : elles s'additionnent (`+=`, pas `=`).",
                "A and B are right. For X the contribution of the path through XA has vanished: they add up (`+=`, not `=`).",
            ),
            credit=0.5,
        ),
        Mistake(
            _maxout_with(back=lambda DA, DB, A, B, D: D @ (A + B).T),
            Text(
                "Pour A et B, c'est juste. Pour X aussi, le gradient ne passe que par le gagnant : servez-vous des mêmes masques.",
                "A and B are right. For X, too, the gradient goes through the winner only: use the same masks.",
            ),
            credit=0.5,
        ),
        Mistake(
            _maxout_with(back=lambda DA, DB, A, B, D: D @ np.maximum(A, B).T),
            Text(
                "Pour A et B, c'est juste. Pour X, ce n'est pas le plus grand de deux poids qui compte, mais le poids de la somme qui a gagné.",
                "A and B are right. For X, what counts is not the larger of two weights, but the weight of the sum that won.",
            ),
            credit=0.5,
        ),
        Mistake(
            _maxout_with(mean=True),
            Text(
                "Vous divisez par le nombre d'exemples : s'il y a une moyenne, son 1/m est déjà dans D.",
                "You divide by the number of examples: if there is a mean, its 1/m is already in D.",
            ),
            credit=0.5,
        ),
        Mistake(
            _maxout_with(chosen=lambda XA, XB: (XA > XB, 1)),
            Text(
                "Le masque de XA est juste, mais XB reçoit toujours D : là où XA gagne, XB ne reçoit rien.",
                "The mask of XA is right, but XB always receives D: where XA wins, XB receives nothing.",
            ),
            credit=0.5,
        ),
        Mistake(
            _maxout_with(chosen=lambda XA, XB: (XA <= XB, XA > XB)),
            Text(
                "Vous donnez le gradient au perdant : c'est celui du minimum.",
                "You give the gradient to the loser: that is the one of the minimum.",
            ),
            credit=0.25,
        ),
        Mistake(
            _maxout_with(chosen=lambda XA, XB: (1, 1)),
            Text(
                "Le maximum n'est pas une addition : pour chaque exemple et chaque neurone, seule la somme gagnante reçoit D.",
                "The maximum is not an addition: for each example and each neuron only the winning sum receives D.",
            ),
            credit=0.25,
        ),
        Mistake(
            _maxout_with(chosen=lambda XA, XB: (0.5, 0.5)),
            Text(
                "Le maximum n'est pas une moyenne : le gagnant reçoit tout D, le perdant rien.",
                "The maximum is not a mean: the winner receives all of D, the loser nothing.",
            ),
            credit=0.25,
        ),
        Mistake(
            _maxout_with(chosen=lambda XA, XB: (XA > 0, XB > 0)),
            Text(
                "Ces masques sont ceux de ReLU, qui compare à 0 ; ici les deux sommes se comparent entre elles.",
                "These masks are those of ReLU, which compares with 0; here the two sums are compared with each other.",
            ),
            credit=0.25,
        ),
        Mistake(
            _maxout_with(scale=np.maximum),
            Text(
                "La pente du maximum est 1 ou 0 : ne multipliez pas par la valeur de H.",
                "The slope of the maximum is 1 or 0: do not multiply by the value of H.",
            ),
            credit=0.25,
        ),
    ),
)

# --- debug: a network that is trained the wrong way ---------------------------------------------


def _train_inputs(rng):
    while True:
        m, n, k = int(rng.integers(5, 9)), int(rng.integers(2, 5)), int(rng.integers(3, 5))
        X = rng.normal(size=(m, n)).round(2)
        inputs = {
            "X": X,
            "y": np.sin(2 * X[:, :1]).round(2),
            "W1": rng.normal(0, 0.8, (n, k)).round(2),
            "b1": rng.normal(0, 0.5, k).round(2),
            "W2": rng.normal(0, 0.8, (k, 1)).round(2),
            "b2": rng.normal(0, 0.5, 1).round(2),
            "rate": float(rng.choice([0.1, 0.2, 0.3])),
            "steps": int(rng.integers(2, 5)),
        }
        if all_differ(TRAIN, inputs):
            return inputs


def _train_reference(X, y, W1, b1, W2, b2, rate, steps):
    """Complex step: L(w + ih) = L(w) + ih L'(w) + O(h²), without any rule of differentiation."""
    shapes = [part.shape for part in (W1, b1, W2, b2)]
    w = np.concatenate([part.ravel() for part in (W1, b1, W2, b2)])

    def parts(w):
        ends = np.cumsum([int(np.prod(shape)) for shape in shapes])[:-1]
        return [p.reshape(s) for p, s in zip(np.split(w, ends), shapes, strict=True)]

    def loss(w):
        W1, b1, W2, b2 = parts(w)
        return np.mean((np.tanh(X @ W1 + b1) @ W2 + b2 - y) ** 2)

    for _ in range(steps):
        w = w - rate * np.array([loss(w + 1e-30j * one).imag / 1e-30 for one in np.eye(len(w))])
    return tuple(parts(w))


def _train_with(
    early=False,
    twice=False,
    halved=False,
    slope=lambda H: 1 - H**2,
    bias=lambda delta: delta.sum(axis=0),
    mean=True,
    two=2.0,
    once=False,
):
    """Return the function as handed out (the first three), partly fixed, or wrong otherwise."""

    def train(X, y, W1, b1, W2, b2, rate, steps):
        for _ in range(1 if once else steps):
            H = np.tanh(X @ W1 + b1)
            delta = two * (H @ W2 + b2 - y) / (len(X) if mean else 1)
            new = W2 - rate * H.T @ delta
            back = delta @ (new if early else W2).T * slope(np.tanh(H) if twice else H)
            W2, b2 = new, b2 - rate * delta.sum(axis=0)
            W1, b1 = W1 - rate * X.T @ back, b1 - rate * bias(back) / (len(X) if halved else 1)
        return W1, b1, W2, b2

    return train


_LEFT = {
    "early": Text(
        "le gradient descend par des poids qui viennent de changer",
        "the gradient travels down through weights that have just changed",
    ),
    "twice": Text(
        "la pente de tanh est calculée sur la mauvaise valeur",
        "the slope of tanh is computed from the wrong value",
    ),
    "halved": Text(
        "le gradient d'un biais n'a pas la bonne taille",
        "the gradient of a bias does not have the right size",
    ),
}


TRAIN = Task(
    name="train",
    stars=3,
    inputs=_train_inputs,
    reference=_train_reference,
    cases=4,
    hints=(
        Text(
            "Faites un seul pas : (anciens poids − nouveaux) / taux est le gradient dont la fonction s'est servie. Comparez-le, tableau par tableau, à des différences finies.",
            "Take a single step: (old weights − new ones) / rate is the gradient that the function used. Compare it, array by array, with finite differences.",
        ),
        Text(
            "La dernière couche est juste. Pour la première, trois questions : par quels poids le gradient descend-il ? De quoi calcule-t-on la pente ? Où est le 1/m ?",
            "The last layer is right. For the first one, three questions: which weights does the gradient travel down through? What is the slope computed from? Where is the 1/m?",
        ),
        Text(
            "Calculez tous les gradients avec les anciens poids, puis changez-les ; `H` est déjà la sortie de tanh ; `delta.sum(axis=0)`, car `delta` contient déjà 1/m.",
            "Compute all gradients with the old weights, then change them; `H` is already the output of tanh; `delta.sum(axis=0)`, as `delta` already holds 1/m.",
        ),
    ),
    mistakes=(
        *left_in(_train_with, _LEFT),
        Mistake(
            _train_with(bias=lambda delta: delta.sum()),
            Text(
                "Presque : le gradient du biais `b1` est une somme sur les exemples, `axis=0`, un nombre par neurone ; vous additionnez aussi les neurones.",
                "Nearly: the gradient of the bias `b1` is a sum over the examples, `axis=0`, one number per neuron; you add up the neurons, too.",
            ),
            credit=0.75,
        ),
        Mistake(
            _train_with(slope=lambda H: H * (1 - H)),
            Text(
                "Presque : H(1 − H) est la pente de la sigmoïde ; celle de tanh, calculée à partir de sa sortie H, est 1 − H².",
                "Nearly: H(1 − H) is the slope of the sigmoid; that of tanh, computed from its output H, is 1 − H².",
            ),
            credit=0.75,
        ),
        Mistake(
            _train_with(slope=lambda H: 1.0),
            Text(
                "Il manque un maillon : la pente de tanh, qui se calcule à partir de sa sortie H.",
                "One link is missing: the slope of tanh, which is computed from its output H.",
            ),
            credit=0.5,
        ),
        Mistake(
            _train_with(mean=False),
            Text(
                "Vous avez enlevé le 1/m de `delta` : la perte est une moyenne sur les exemples, il y avait sa place.",
                "You removed the 1/m from `delta`: the loss is a mean over the examples, it belonged there.",
            ),
            credit=0.5,
        ),
        Mistake(
            _train_with(two=1.0),
            Text(
                "Vous avez enlevé le 2 de `delta` : c'est celui de la dérivée du carré, il y avait sa place.",
                "You removed the 2 from `delta`: it is that of the derivative of the square, it belonged there.",
            ),
            credit=0.5,
        ),
        Mistake(
            _train_with(once=True),
            Text(
                "Vous ne faites qu'un pas : il en faut `steps`.",
                "You take only one step: `steps` are needed.",
            ),
            credit=0.5,
        ),
    ),
)

TASKS = (BACKWARD_PRICE, LEAK, MAXOUT, TRAIN)
