"""Lesson 05: exercises and quiz."""

import numpy as np

from course_utils.i18n import T, Text
from course_utils.quizzes import Option, Question
from course_utils.task import Mistake, Task, compare_values

# --- one neuron, by hand -----------------------------------------------------------------------


def _neuron_inputs(rng):
    size = int(rng.integers(2, 5))
    return {
        "x": rng.normal(size=size),
        "w": rng.normal(scale=0.6, size=size),
        "b": float(rng.normal(scale=0.5)),
        "y": float(rng.choice([-1.0, 1.0])),
    }


def _neuron_reference(x, w, b, y):
    """Complex step: f(w + ih) = f(w) + ih f'(w) + O(h²), without any rule of differentiation."""
    step = 1e-30

    def loss(w, b):
        return (np.tanh(np.sum(w * x) + b) - y) ** 2

    by_weight = [loss(w + 1j * step * unit, b).imag / step for unit in np.eye(len(w))]
    return np.array(by_weight), float(loss(w, b + 1j * step).imag / step)


def _neuron_with(two=2.0, slope=lambda z, a: 1 - a**2, error=lambda a, y: a - y, factor=None):
    def gradient(x, w, b, y):
        z = x @ w + b
        a = np.tanh(z)
        dz = two * error(a, y) * slope(z, a)
        return (dz * x if factor is None else factor(dz, x, w)), float(dz)

    return gradient


def _neuron_compare(expected, got):
    """Say which of the two values is wrong."""
    if isinstance(got, (tuple, list)) and len(got) == 2:
        for part, want, have in zip(("∂L/∂w", "∂L/∂b"), expected, got, strict=True):
            if problem := compare_values(want, have):
                return T(f"Pour {part} : {problem}", f"For {part}: {problem}")
        return None
    return compare_values(expected, got)


def _neuron_without_sum(x, w, b, y):
    a = np.tanh(w * x + b)
    dz = 2 * (a - y) * (1 - a**2)
    return dz * x, dz


def _neuron_without_bias(x, w, b, y):
    return _neuron_with()(x, w, 0.0, y)


def _bias_copied(x, w, b, y):
    by_weight, _ = _neuron_reference(x, w, b, y)
    return by_weight, float(by_weight.sum())


NEURON = Task(
    name="neuron_gradient",
    stars=1,
    inputs=_neuron_inputs,
    reference=_neuron_reference,
    compare=_neuron_compare,
    hints=(
        Text(
            "Avancez d'abord : z = w·x + b, a = tanh(z). Puis reculez d'un maillon à la fois : ∂L/∂a, ∂L/∂z, ∂L/∂w.",
            "First go forwards: z = w·x + b, a = tanh(z). Then go back one link at a time: ∂L/∂a, ∂L/∂z, ∂L/∂w.",
        ),
        Text(
            "Les pentes locales : 2(a − y) pour le carré, 1 − a² pour tanh, x pour le poids, 1 pour le biais.",
            "The local slopes: 2(a − y) for the square, 1 − a² for tanh, x for the weight, 1 for the bias.",
        ),
        Text(
            "`dz = 2 * (a - y) * (1 - a**2)`, puis `return dz * x, dz`.",
            "`dz = 2 * (a - y) * (1 - a**2)`, then `return dz * x, dz`.",
        ),
    ),
    mistakes=(
        Mistake(
            _neuron_with(two=1.0),
            Text(
                "Il manque le 2 de la dérivée du carré.",
                "The 2 of the derivative of the square is missing.",
            ),
        ),
        Mistake(
            _neuron_with(slope=lambda z, a: 1.0),
            Text(
                "Il manque un maillon : la pente de tanh, 1 − a².",
                "One link is missing: the slope of tanh, 1 − a².",
            ),
        ),
        Mistake(
            _neuron_with(slope=lambda z, a: 1 - z**2),
            Text(
                "La pente de tanh est 1 − a², avec a = tanh(z), et non 1 − z².",
                "The slope of tanh is 1 − a², with a = tanh(z), not 1 − z².",
            ),
        ),
        Mistake(
            _neuron_with(slope=lambda z, a: a),
            Text(
                "Vous multipliez par tanh(z) lui-même ; le maillon est sa pente, 1 − tanh(z)².",
                "You multiply by tanh(z) itself; the link is its slope, 1 − tanh(z)².",
            ),
        ),
        Mistake(
            _neuron_with(slope=lambda z, a: a * (1 - a)),
            Text(
                "a(1 − a) est la pente de la sigmoïde ; celle de tanh est 1 − a².",
                "a(1 − a) is the slope of the sigmoid; that of tanh is 1 − a².",
            ),
        ),
        Mistake(
            _neuron_with(error=lambda a, y: y - a),
            Text(
                "Le signe est inversé : la dérivée de (a − y)² par rapport à a est 2(a − y).",
                "The sign is wrong: the derivative of (a − y)² with respect to a is 2(a − y).",
            ),
        ),
        Mistake(
            _neuron_with(factor=lambda dz, x, w: dz * w),
            Text(
                "Vous avez dérivé par rapport à x : pour le poids, la pente locale du produit w × x est x.",
                "You differentiated with respect to x: for the weight, the local slope of the product w × x is x.",
            ),
        ),
        Mistake(
            _neuron_with(factor=lambda dz, x, w: dz * np.ones_like(x)),
            Text(
                "Il manque le dernier maillon pour les poids : multipliez par x.",
                "The last link is missing for the weights: multiply by x.",
            ),
        ),
        Mistake(
            _neuron_with(slope=lambda z, a: 1 - np.tanh(a) ** 2),
            Text(
                "Vous appliquez tanh deux fois : a est déjà tanh(z), et la pente est 1 − a².",
                "You apply tanh twice: a is already tanh(z), and the slope is 1 − a².",
            ),
        ),
        Mistake(
            _neuron_without_sum,
            Text(
                "w·x est un produit scalaire, un seul nombre (`w @ x`) ; `w * x` laisse un nombre par entrée.",
                "w·x is a dot product, a single number (`w @ x`); `w * x` leaves one number per input.",
            ),
        ),
        Mistake(
            _neuron_without_bias,
            Text(
                "Vous avez oublié le biais : z = w·x + b.",
                "You forgot the bias: z = w·x + b.",
            ),
        ),
        Mistake(
            _bias_copied,
            Text(
                "Pour le biais, la pente locale de l'addition est 1 : ∂L/∂b = ∂L/∂z, et non la somme de ∂L/∂w.",
                "For the bias, the local slope of the addition is 1: ∂L/∂b = ∂L/∂z, not the sum of ∂L/∂w.",
            ),
        ),
    ),
)

# --- a graph given by lists: repair the backward pass, then go the other way ------------------------


def _graph(rng):
    """Return (parents, slopes): 2 or 3 inputs, then operations, each used; the last is the output."""
    inputs = int(rng.integers(2, 4))
    parents = [[] for _ in range(inputs)]
    unused = list(range(inputs))
    for i in range(inputs, inputs + int(rng.integers(4, 6))):
        first = unused.pop(0) if unused else i - 1
        second = int(rng.integers(0, i - 1)) if i > 1 else 0
        parents.append([first, second if second != first else i - 1])
        unused = [node for node in unused if node not in parents[-1]] + [i]
    last = len(parents)
    if len(unused) == 1:  # a second parent: now an input, now any other node
        unused.append(int(rng.integers(0, inputs if rng.integers(2) else last - 1)))
    parents.append(rng.permutation(unused).tolist())
    slopes = [
        [float(s) for s in rng.choice([-2.0, -1.5, -0.5, 0.5, 1.5, 3.0], len(p))] for p in parents
    ]
    return parents, slopes


def _matrix(parents, slopes):
    """Row i holds the local slopes of node i: direct effects only."""
    direct = np.zeros((len(parents), len(parents)))
    for i, (above, local) in enumerate(zip(parents, slopes, strict=True)):
        for parent, slope in zip(above, local, strict=True):
            direct[i, parent] += slope
    return direct


def _graph_inputs(rng):
    parents, slopes = _graph(rng)
    return {"parents": parents, "slopes": slopes}


def _back_reference(parents, slopes):
    """All paths at once: 1 + A + A² + … = (1 − A)⁻¹, of which the last row is wanted."""
    direct = _matrix(parents, slopes)
    size = len(direct)
    return np.linalg.solve((np.eye(size) - direct).T, np.eye(size)[-1])


def _back_only_the_output(parents, slopes):
    return np.eye(len(parents))[-1]


def _back_with(backwards=True, add=True, multiply=True, seed=1.0):
    def back(parents, slopes):
        gradient = np.zeros(len(parents))
        gradient[-1] = seed
        nodes = range(len(parents))
        for i in reversed(nodes) if backwards else nodes:
            for parent, slope in zip(parents[i], slopes[i], strict=True):
                arriving = slope * gradient[i] if multiply else slope
                gradient[parent] = arriving + (gradient[parent] if add else 0.0)
        return gradient

    return back


BACK = Task(
    name="graph_gradients",
    stars=2,
    inputs=_graph_inputs,
    reference=_back_reference,
    cases=10,
    hints=(
        Text(
            "Essayez à la main le graphe de l'énoncé : dans quel ordre les gradients deviennent-ils connus ?",
            "Try the graph of the statement by hand: in which order do the gradients become known?",
        ),
        Text(
            "Ce qui arrive à un parent est la pente locale **fois** le gradient du nœud d'où cela vient.",
            "What arrives at a parent is the local slope **times** the gradient of the node it comes from.",
        ),
        Text(
            "Parcourez `reversed(range(len(parents)))`, et accumulez : `gradient[parent] += slope * gradient[i]`.",
            "Go through `reversed(range(len(parents)))`, and accumulate: `gradient[parent] += slope * gradient[i]`.",
        ),
    ),
    mistakes=(
        Mistake(
            _back_with(backwards=False, add=False, multiply=False),
            Text(
                "C'est encore le code de l'énoncé : il reste trois fautes.",
                "This is still the code of the statement: three faults remain.",
            ),
        ),
        Mistake(
            _back_with(add=False, multiply=False),
            Text(
                "L'ordre est bon. Restent deux fautes : l'une dans ce qui arrive au parent, l'autre dans la façon de le ranger.",
                "The order is right. Two faults remain: one in what arrives at the parent, one in how it is stored.",
            ),
        ),
        Mistake(
            _back_with(multiply=False),
            Text(
                "Les contributions s'additionnent, c'est bien ; mais il manque la règle de la chaîne : "
                "pente locale × gradient du nœud `i`. (Le sens du parcours compte alors.)",
                "Contributions add up, good; but the chain rule is missing: "
                "local slope × gradient of node `i`. (The order of the nodes then matters.)",
            ),
        ),
        Mistake(
            _back_with(add=False),
            Text(
                "Un nœud utilisé deux fois ne garde que la dernière contribution : il faut `+=`, pas `=`.",
                "A node that is used twice keeps only the last contribution: use `+=`, not `=`.",
            ),
        ),
        Mistake(
            _back_with(backwards=False),
            Text(
                "Vous partez des entrées, dont le gradient n'est pas encore connu : parcourez les nœuds de la sortie vers les entrées.",
                "You start from the inputs, whose gradient is not known yet: go from the output to the inputs.",
            ),
        ),
        Mistake(
            _back_with(seed=0.0),
            Text(
                "Tout est nul : le gradient de la sortie par rapport à elle-même vaut 1 ; c'est lui qui amorce le retour.",
                "Everything is zero: the gradient of the output with respect to itself is 1; it starts the backward pass.",
            ),
        ),
        Mistake(
            _back_only_the_output,
            Text(
                "Seule la sortie a un gradient : il n'atteint aucun parent. "
                "Multipliez la pente par le gradient du nœud `i`, et non par celui du parent.",
                "Only the output has a gradient: it reaches no parent. "
                "Multiply the slope by the gradient of node `i`, not by that of the parent.",
            ),
        ),
    ),
)


def _forward_inputs(rng):
    parents, slopes = _graph(rng)
    sources = range(len([above for above in parents if not above]))
    return {"parents": parents, "slopes": slopes, "source": int(rng.choice(sources))}


def _forward_reference(parents, slopes, source):
    direct = _matrix(parents, slopes)
    size = len(direct)
    return float(np.linalg.solve(np.eye(size) - direct, np.eye(size)[source])[-1])


def _forward_direct(parents, slopes, source):
    return float(_matrix(parents, slopes)[-1, source])


def _forward_paths(parents, slopes, source):
    return _forward_reference(parents, [[1.0] * len(above) for above in parents], source)


def _forward_all_inputs(parents, slopes, source):
    sources = [i for i, above in enumerate(parents) if not above]
    return float(sum(_forward_reference(parents, slopes, one) for one in sources))


def _forward_with(
    start=1.0, add=True, first_only=False, multiply=True, everything=False, erase=False
):
    def forward(parents, slopes, source):
        change = np.zeros(len(parents))
        change[source] = start
        for i in range(len(parents)):
            if erase:
                change[i] = 0.0
            for parent, slope in list(zip(parents[i], slopes[i], strict=True))[
                : 1 if first_only else None
            ]:
                arriving = slope * change[parent] if multiply else slope
                change[i] = arriving + (change[i] if add else 0.0)
        return change if everything else float(change[-1])

    return forward


FORWARD = Task(
    name="forward_derivative",
    stars=2,
    inputs=_forward_inputs,
    reference=_forward_reference,
    cases=24,  # in some graphs a wrong way gives the right number
    hints=(
        Text(
            "Posez la question à chaque nœud, dans l'ordre : si la source bouge d'un petit ε, de combien bouge ce nœud ?",
            "Ask each node in turn: if the source moves by a tiny ε, by how much does this node move?",
        ),
        Text(
            "La source bouge de 1 × ε, les autres entrées de 0 ; un nœud bouge de la somme des pentes × mouvements de ses parents.",
            "The source moves by 1 × ε, the other inputs by 0; a node moves by the sum of slopes × moves of its parents.",
        ),
        Text(
            "`change[source] = 1.0` ; pour `i` croissant, `change[i] += slope * change[parent]` ; renvoyez `change[-1]`. "
            "Un passage par entrée : 50 890 poids en demanderaient 50 890.",
            "`change[source] = 1.0`; for increasing `i`, `change[i] += slope * change[parent]`; return `change[-1]`. "
            "One pass per input: 50,890 weights would need 50,890.",
        ),
    ),
    mistakes=(
        Mistake(
            _forward_with(erase=True),
            Text(
                "Vous trouvez toujours 0. La source doit partir de 1 (et ne pas être remise à zéro ensuite) ; "
                "puis le mouvement va des parents vers le nœud.",
                "You always find 0. The source must start from 1 (and not be reset afterwards); "
                "then the move goes from the parents to the node.",
            ),
        ),
        Mistake(
            _forward_with(add=False),
            Text(
                "Un nœud qui a deux parents reçoit les deux mouvements : il faut les additionner.",
                "A node with two parents receives both moves: they must be added.",
            ),
        ),
        Mistake(
            _forward_with(first_only=True),
            Text(
                "Vous ne suivez que le premier parent de chaque nœud : il faut tous les chemins.",
                "You follow only the first parent of each node: all paths are needed.",
            ),
        ),
        Mistake(
            _forward_with(multiply=False),
            Text(
                "Vous additionnez les pentes ; chacune doit être multipliée par le mouvement du parent.",
                "You add up slopes; each must be multiplied by the move of the parent.",
            ),
        ),
        Mistake(
            _forward_direct,
            Text(
                "Vous ne voyez que les flèches qui vont droit de la source à la sortie : parcourez les nœuds par "
                "indices croissants, et ajoutez à chacun la pente × le mouvement de chaque parent.",
                "You see only the arrows that go straight from the source to the output: go through the nodes by "
                "increasing index, and add to each one the slope × the move of each parent.",
            ),
        ),
        Mistake(
            _forward_paths,
            Text(
                "Vous comptez les chemins : multipliez chaque mouvement par la pente de la flèche.",
                "You count the paths: multiply each move by the slope of the arrow.",
            ),
        ),
        Mistake(
            lambda parents, slopes, source: 1.0,
            Text(
                "Vous trouvez toujours 1 : c'est le mouvement de la source ; il faut celui de la sortie, le dernier nœud.",
                "You always find 1: that is the move of the source; that of the output, the last node, is wanted.",
            ),
        ),
        Mistake(
            _forward_all_inputs,
            Text(
                "Vous faites bouger toutes les entrées à la fois : seule la source bouge.",
                "You move all the inputs at once: only the source moves.",
            ),
        ),
        Mistake(
            _forward_with(everything=True),
            Text(
                "Vous renvoyez la dérivée de tous les nœuds ; seule celle du dernier, la sortie, est demandée.",
                "You return the derivative of every node; only that of the last one, the output, is wanted.",
            ),
        ),
    ),
)

# --- a matrix used twice -----------------------------------------------------------------------


def _tied_inputs(rng):
    m, k = int(rng.integers(3, 6)), int(rng.integers(2, 4))
    n = k + int(rng.integers(1, 4))
    m += m == n  # else a forgotten transpose goes through
    return {
        "X": rng.normal(size=(m, n)),
        "W": rng.normal(scale=0.5, size=(n, k)),
        "D": rng.normal(size=(m, n)),
    }


def _tied_reference(X, W, D):
    """Complex step on each weight: the loss Σ D ⊙ Y has ∂L/∂Y = D."""
    step, gradient = 1e-30, np.zeros(W.shape)
    for place in np.ndindex(*W.shape):
        moved = W.astype(complex)
        moved[place] += 1j * step
        gradient[place] = np.sum(D * (np.tanh(X @ moved) @ moved.T)).imag / step
    return gradient


def _tied_with(slope=lambda Z, H: 1 - H**2, encoder=1.0, decoder=1.0, hidden=True):
    def gradient(X, W, D):
        Z = X @ W
        H = np.tanh(Z)
        delta = (D @ W) * slope(Z, H)
        return encoder * X.T @ delta + decoder * D.T @ (H if hidden else Z)

    return gradient


TIED = Task(
    name="tied_gradient",
    stars=3,
    inputs=_tied_inputs,
    reference=_tied_reference,
    hints=(
        Text(
            "Dessinez le graphe : deux flèches partent de W. Calculez le gradient de chaque usage, comme si l'autre était une constante, puis additionnez.",
            "Draw the graph: two arrows leave W. Compute the gradient of each use as if the other were a constant, then add.",
        ),
        Text(
            "Usage 2, Y = H Wᵀ : contribution Dᵀ H. Pour l'usage 1, il faut d'abord ∂L/∂H = D W, puis la pente de tanh.",
            "Use 2, Y = H Wᵀ: contribution Dᵀ H. For use 1, first ∂L/∂H = D W, then the slope of tanh.",
        ),
        Text(
            "`delta = (D @ W) * (1 - H**2)`, puis `return X.T @ delta + D.T @ H`.",
            "`delta = (D @ W) * (1 - H**2)`, then `return X.T @ delta + D.T @ H`.",
        ),
    ),
    mistakes=(
        Mistake(
            _tied_with(encoder=0.0),
            Text(
                "Vous n'avez que l'usage dans Y = H Wᵀ ; W sert aussi à calculer H : ajoutez cette contribution.",
                "You have only the use in Y = H Wᵀ; W is also used to compute H: add that contribution.",
            ),
            credit=0.3,
        ),
        Mistake(
            _tied_with(decoder=0.0),
            Text(
                "Vous n'avez que l'usage dans H = tanh(X W) ; W sert aussi dans Y = H Wᵀ : ajoutez cette contribution.",
                "You have only the use in H = tanh(X W); W is also used in Y = H Wᵀ: add that contribution.",
            ),
            credit=0.3,
        ),
        Mistake(
            _tied_with(slope=lambda Z, H: 1.0),
            Text(
                "Il manque la pente de tanh, 1 − H², entre ∂L/∂H et ∂L/∂Z.",
                "The slope of tanh, 1 − H², is missing between ∂L/∂H and ∂L/∂Z.",
            ),
            credit=0.3,
        ),
        Mistake(
            _tied_with(slope=lambda Z, H: H * (1 - H)),
            Text(
                "H(1 − H) est la pente de la sigmoïde ; celle de tanh est 1 − H².",
                "H(1 − H) is the slope of the sigmoid; that of tanh is 1 − H².",
            ),
        ),
        Mistake(
            _tied_with(slope=lambda Z, H: 1 - Z**2),
            Text(
                "La pente de tanh est 1 − H², avec H = tanh(Z), et non 1 − Z².",
                "The slope of tanh is 1 − H², with H = tanh(Z), not 1 − Z².",
            ),
        ),
        Mistake(
            _tied_with(hidden=False),
            Text(
                "Dans la contribution de Y = H Wᵀ, c'est H = tanh(X W) qui multiplie, et non X W.",
                "In the contribution of Y = H Wᵀ, the factor is H = tanh(X W), not X W.",
            ),
        ),
        Mistake(
            _tied_with(decoder=0.0, slope=lambda Z, H: 1.0),
            Text(
                "Deux oublis : la pente de tanh, 1 − H², et l'usage de W dans Y = H Wᵀ.",
                "Two things are missing: the slope of tanh, 1 − H², and the use of W in Y = H Wᵀ.",
            ),
        ),
        Mistake(
            lambda X, W, D: _tied_reference(X, W, D) / len(X),
            Text(
                "Ne divisez pas par m : le 1/m éventuel de la perte est déjà dans D.",
                "Do not divide by m: any 1/m of the loss is already in D.",
            ),
        ),
        Mistake(
            _tied_with(decoder=-1.0),
            Text(
                "Les deux contributions s'additionnent : vous retranchez celle de Y = H Wᵀ.",
                "The two contributions are added: you subtract that of Y = H Wᵀ.",
            ),
        ),
        Mistake(
            _tied_with(encoder=0.5, decoder=0.5),
            Text(
                "Les contributions s'additionnent ; on n'en prend pas la moyenne.",
                "Contributions are added, not averaged.",
            ),
        ),
    ),
)

TASKS = (NEURON, BACK, FORWARD, TIED)

QUIZ = (
    Question(
        Text(
            "Une couche dense, Z = XW + b, passe de 784 à 100 valeurs ; le lot compte 32 images. Quelle est la forme de `delta @ W.T`, le gradient par rapport à X ?",
            "A dense layer, Z = XW + b, goes from 784 to 100 values; the batch has 32 images. What is the shape of `delta @ W.T`, the gradient with respect to X?",
        ),
        (
            Option(
                Text("(32, 100)", "(32, 100)"),
                Text(
                    "C'est la forme de `delta`, donc de Z.",
                    "That is the shape of `delta`, hence of Z.",
                ),
            ),
            Option(
                Text("(784, 100)", "(784, 100)"),
                Text(
                    "C'est la forme du gradient par rapport à W : `X.T @ delta`.",
                    "That is the shape of the gradient with respect to W: `X.T @ delta`.",
                ),
            ),
            Option(
                Text("(32, 784)", "(32, 784)"),
                Text(
                    "Un gradient a la forme de la variable par rapport à laquelle on dérive : ici X.",
                    "A gradient has the shape of the variable with respect to which one differentiates: here X.",
                ),
                right=True,
            ),
            Option(
                Text("(784,)", "(784,)"),
                Text(
                    "Rien n'additionne les images : chacune garde son gradient.",
                    "Nothing sums over the images: each keeps its own gradient.",
                ),
            ),
        ),
    ),
    Question(
        Text("Que fait la rétropropagation, au juste ?", "What exactly does backpropagation do?"),
        (
            Option(
                Text("Elle corrige les poids", "It corrects the weights"),
                Text(
                    "C'est le travail de l'optimiseur, qui utilise le gradient (leçon 04).",
                    "That is the job of the optimiser, which uses the gradient (lesson 04).",
                ),
            ),
            Option(
                Text(
                    "Elle calcule le gradient de la perte", "It computes the gradient of the loss"
                ),
                Text(
                    "Rien de plus, par rapport à toutes les variables à la fois ; ensuite, on en fait ce que l'on veut.",
                    "Nothing more, with respect to all variables at once; what to do with it is another matter.",
                ),
                right=True,
            ),
            Option(
                Text(
                    "Elle retrouve les entrées à partir des sorties",
                    "It recovers the inputs from the outputs",
                ),
                Text(
                    "Elle parcourt le graphe à rebours, mais n'inverse aucun calcul : ce sont des dérivées qui remontent.",
                    "It goes through the graph backwards but inverts no computation: it is derivatives that travel back.",
                ),
            ),
            Option(
                Text(
                    "Elle estime le gradient par de petits essais",
                    "It estimates the gradient by small trials",
                ),
                Text(
                    "Ce sont les différences finies, approchées et bien plus chères.",
                    "Those are finite differences: approximate, and far more expensive.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Un réseau a 1 000 000 de poids. Combien de passages avant demandent les différences finies d'un seul côté, pour un gradient complet ?",
            "A network has 1,000,000 weights. How many forward passes do one-sided finite differences need for a full gradient?",
        ),
        (
            Option(
                Text("2", "2"),
                Text(
                    "Un passage de référence, puis un autre par poids.",
                    "One reference pass, then one more per weight.",
                ),
            ),
            Option(
                Text("1 000 001", "1,000,001"),
                Text(
                    "Un de référence et un par poids. La rétropropagation : trois fois le prix d'un passage, environ.",
                    "One for reference and one per weight. Backpropagation: about three times the price of one pass.",
                ),
                right=True,
            ),
            Option(
                Text("2 000 000", "2,000,000"),
                Text(
                    "Ce serait avec des différences centrées, de part et d'autre.",
                    "That would be with central differences, on both sides.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Avec notre moteur, `x = Node(3)` et `y = x * x + x`. Que vaut `x.grad` après `backward(y)` ?",
            "With our engine, `x = Node(3)` and `y = x * x + x`. What is `x.grad` after `backward(y)`?",
        ),
        (
            Option(
                Text("1", "1"),
                Text(
                    "C'est le seul chemin direct, celui de « + x ».",
                    "That is only the direct path, the one of “+ x”.",
                ),
            ),
            Option(
                Text("3", "3"),
                Text(
                    "C'est ce qui resterait si chaque contribution écrasait la précédente.",
                    "That is what would remain if each contribution overwrote the one before.",
                ),
            ),
            Option(
                Text("6", "6"),
                Text(
                    "Les deux chemins de x × x, mais pas celui de « + x ».",
                    "The two paths of x × x, but not the one of “+ x”.",
                ),
            ),
            Option(
                Text("7", "7"),
                Text(
                    "Trois chemins : 3 + 3 + 1, soit 2x + 1.",
                    "Three paths: 3 + 3 + 1, that is 2x + 1.",
                ),
                right=True,
            ),
        ),
    ),
    Question(
        Text(
            "Tous les poids et tous les biais d'un réseau dense partent de la même valeur, 0,1. Qu'observe-t-on après mille pas de descente de gradient ?",
            "All weights and biases of a dense network start from the same value, 0.1. What is observed after a thousand steps of gradient descent?",
        ),
        (
            Option(
                Text(
                    "Le gradient est nul, rien n'a bougé", "The gradient is zero, nothing has moved"
                ),
                Text(
                    "Il n'est pas nul en général ; il est le même pour tous les neurones d'une couche.",
                    "It is not zero in general; it is the same for all neurons of a layer.",
                ),
            ),
            Option(
                Text(
                    "Les neurones de chaque couche cachée sont restés identiques",
                    "The neurons of each hidden layer have stayed identical",
                ),
                Text(
                    "Mêmes poids, donc même gradient, donc mêmes poids au pas suivant : ils n'en font qu'un.",
                    "Same weights, hence same gradient, hence same weights at the next step: they amount to one.",
                ),
                right=True,
            ),
            Option(
                Text(
                    "Ils se sont spécialisés, plus lentement", "They have specialised, more slowly"
                ),
                Text(
                    "Rien ne distingue l'un de l'autre : le calcul ne peut pas les traiter autrement.",
                    "Nothing tells one from the other: the computation cannot treat them differently.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Dans un réseau de trente couches de sigmoïdes, le gradient de la première est minuscule. Que peut-on en conclure ?",
            "In a network of thirty sigmoid layers, the gradient of the first one is tiny. What can be concluded?",
        ),
        (
            Option(
                Text(
                    "La règle de la chaîne a perdu en exactitude",
                    "The chain rule has become inexact",
                ),
                Text(
                    "Le gradient est juste : la perte dépend vraiment très peu de ces poids, ici et maintenant.",
                    "The gradient is right: the loss really depends very little on these weights, here and now.",
                ),
            ),
            Option(
                Text("La perte est presque minimale", "The loss is almost minimal"),
                Text(
                    "On ne peut pas le conclure : ce gradient est petit parce que la couche est loin de la perte ; celui des dernières couches peut être grand.",
                    "It does not follow: this gradient is small because the layer is far from the loss; that of the last layers may be large.",
                ),
            ),
            Option(
                Text(
                    "Avec le même taux d'apprentissage partout, la première couche apprend à peine",
                    "With one learning rate for all, the first layer barely learns",
                ),
                Text(
                    "En descente de gradient, le déplacement est proportionnel au gradient : ces poids ne bougent presque pas.",
                    "In gradient descent a move is proportional to the gradient: these weights hardly move.",
                ),
                right=True,
            ),
        ),
    ),
)
