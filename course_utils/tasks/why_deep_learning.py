"""Lesson 01: exercises and quiz."""

from itertools import pairwise

import numpy as np

from course_utils.i18n import T, Text
from course_utils.quizzes import Option, Question
from course_utils.task import Mistake, Task, compare_values, describe

# --- a feature invented by hand ----------------------------------------------------------------


def _asymmetry_inputs(rng):
    shape = int(rng.integers(3, 7)), int(rng.integers(3, 7))
    image = rng.integers(1, 256, shape) * (rng.random(shape) < 0.6)
    image[0, 0], image[0, -1] = 200, 30  # never blank, never symmetric
    return {"image": image.astype(np.uint8)}


def _asymmetry_reference(image):
    total, moved = 0, 0
    for row in image.tolist():
        total += sum(row)
        moved += sum(abs(a - b) for a, b in zip(row, reversed(row), strict=True))
    return moved / (2 * total)


def _asymmetry_with(mirror, absolute=np.abs, factor=2.0):
    def asymmetry(image):
        x = image.astype(float)
        return absolute(x - mirror(x)).sum() / (factor * x.sum())

    return asymmetry


def _asymmetry_int8(image):
    x = image.astype(np.int8)
    return np.abs(x - x[:, ::-1]).sum() / (2 * x.sum())


def _left_right(x):
    return x[:, ::-1]


ASYMMETRY = Task(
    name="asymmetry",
    stars=1,
    inputs=_asymmetry_inputs,
    reference=_asymmetry_reference,
    hints=(
        Text(
            "Trois étapes : des nombres à virgule, l'image dans le miroir, la somme des écarts.",
            "Three steps: floating-point numbers, the image in the mirror, the sum of the differences.",
        ),
        Text(
            "`x = image.astype(float)`, puis `x[:, ::-1]` est l'image retournée de gauche à droite.",
            "`x = image.astype(float)`, then `x[:, ::-1]` is the image flipped left to right.",
        ),
        Text(
            "`np.abs(x - x[:, ::-1]).sum()`, à diviser par deux fois l'encre totale, `2 * x.sum()`.",
            "`np.abs(x - x[:, ::-1]).sum()`, to be divided by twice the total ink, `2 * x.sum()`.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda image: np.abs(image - image[:, ::-1]).sum() / (2 * image.sum()),
            Text(
                "Vous soustrayez des entiers de type uint8 : 3 − 5 y vaut 254. Convertissez d'abord : image.astype(float).",
                "You subtract integers of type uint8, where 3 − 5 is 254. Convert first: image.astype(float).",
            ),
        ),
        Mistake(
            lambda image: np.abs(image - image[:, ::-1]).sum() / image.sum(),
            Text(
                "Deux erreurs : vous soustrayez des entiers uint8, où 3 − 5 vaut 254 (convertissez d'abord : "
                "image.astype(float)), et le 2 du dénominateur manque.",
                "Two errors: you subtract uint8 integers, where 3 − 5 is 254 (convert first: "
                "image.astype(float)), and the 2 of the denominator is missing.",
            ),
        ),
        Mistake(
            lambda image: np.abs(image - image[:, ::-1]).sum() / np.sum(2 * image),
            Text(
                "Tout déborde en uint8 : 3 − 5 y vaut 254, et 2 × 200 y vaut 144. Convertissez d'abord : image.astype(float).",
                "Everything overflows in uint8: 3 − 5 is 254 there, and 2 × 200 is 144. Convert first: image.astype(float).",
            ),
        ),
        Mistake(
            lambda image: np.abs(image.astype(float) - image[:, ::-1]).sum() / np.sum(2 * image),
            Text(
                "`2 * image` déborde en uint8 : 2 × 200 y vaut 144. Convertissez d'abord, ou écrivez 2 * image.sum().",
                "`2 * image` overflows in uint8: 2 × 200 is 144 there. Convert first, or write 2 * image.sum().",
            ),
        ),
        Mistake(
            _asymmetry_int8,
            Text(
                "int8 s'arrête à 127 : prenez float.",
                "int8 stops at 127: use float.",
            ),
        ),
        Mistake(
            _asymmetry_with(lambda x: x[::-1]),
            Text(
                "Vous retournez l'image de haut en bas : `x[::-1]` renverse les lignes, `x[:, ::-1]` les colonnes.",
                "You flip the image top to bottom: `x[::-1]` reverses the rows, `x[:, ::-1]` the columns.",
            ),
        ),
        Mistake(
            _asymmetry_with(lambda x: x[::-1, ::-1]),
            Text(
                "Vous faites faire un demi-tour à l'image : ne renversez que les colonnes, `x[:, ::-1]`.",
                "You turn the image by half a turn: reverse the columns only, `x[:, ::-1]`.",
            ),
        ),
        Mistake(
            _asymmetry_with(_left_right, absolute=np.asarray),
            Text(
                "Sans valeur absolue, l'écart de gauche annule celui de droite : vous trouvez toujours 0.",
                "Without the absolute value, the difference on the left cancels the one on the right: you always find 0.",
            ),
        ),
        Mistake(
            _asymmetry_with(_left_right, factor=1.0),
            Text(
                "Chaque écart est compté deux fois, à gauche et à droite : divisez par 2 fois l'encre.",
                "Each difference is counted twice, on the left and on the right: divide by 2 times the ink.",
            ),
        ),
        Mistake(
            lambda image: np.abs(image.astype(float) - image[:, ::-1]).mean(),
            Text(
                "C'est l'écart moyen par pixel ; il faut le rapporter à l'encre : divisez la somme par 2 × encre totale.",
                "That is the mean difference per pixel; it must be relative to the ink: divide the sum by 2 × total ink.",
            ),
        ),
        Mistake(
            _asymmetry_with(_left_right, absolute=np.square),
            Text(
                "Vous élevez les écarts au carré ; ici on prend leur valeur absolue.",
                "You square the differences; here their absolute value is taken.",
            ),
        ),
    ),
)

# --- what a network costs ----------------------------------------------------------------------


def _cost_inputs(rng):
    sizes = [int(n) for n in rng.integers(3, 60, int(rng.integers(3, 6)))]
    return {"sizes": sizes, "bytes_per_number": int(rng.choice([1, 2, 4]))}


def _cost_reference(sizes, bytes_per_number):
    parameters = multiplications = 0
    for entering, leaving in pairwise(sizes):
        for _ in range(leaving):  # one neuron: a weight for each input, and a bias
            multiplications += entering
            parameters += entering + 1
    return parameters, multiplications, parameters * bytes_per_number


def _cost_with(parameters=None, multiplications=None, size=None):
    """Return a wrong solution: each argument replaces one of the three values."""

    def network_cost(sizes, bytes_per_number):
        weights = sum(a * b for a, b in pairwise(sizes))
        biases = sum(sizes[1:])
        p = parameters(sizes, weights) if parameters else weights + biases
        m = multiplications(weights, biases) if multiplications else weights
        return p, m, size(p, bytes_per_number) if size else p * bytes_per_number

    return network_cost


def _compare_cost(expected, got):
    """Compare three numbers, and name the first that differs."""
    if got is not None and (not isinstance(got, (tuple, list, np.ndarray)) or len(got) != 3):
        return T(
            f"Il faut trois nombres, (paramètres, multiplications, octets), et non {describe(got)}.",
            f"Three numbers are needed, (parameters, multiplications, bytes), not {describe(got)}.",
        )
    problem = compare_values(expected, got)
    if problem is None or got is None:
        return problem
    names = (
        T("Paramètres", "Parameters"),
        T("Multiplications", "Multiplications"),
        T("Octets", "Bytes"),
    )
    for name, want, have in zip(names, expected, got, strict=True):
        if (one := compare_values(want, have)) is not None:
            return f"{name}{T(' : ', ': ')}{one[0].lower()}{one[1:]}"
    return problem


COST = Task(
    name="network_cost",
    stars=2,
    inputs=_cost_inputs,
    reference=_cost_reference,
    compare=_compare_cost,
    hints=(
        Text(
            "Prenez les couches voisines deux par deux : `sizes[i]` et `sizes[i + 1]`.",
            "Take neighbouring layers two by two: `sizes[i]` and `sizes[i + 1]`.",
        ),
        Text(
            "De n nombres à m neurones : n × m poids, m biais, n × m multiplications.",
            "From n numbers to m neurons: n × m weights, m biases, n × m multiplications.",
        ),
        Text(
            "`weights = sum(sizes[i] * sizes[i + 1] for …)` et `biases = sum(sizes[1:])` ; renvoyez "
            "`weights + biases, weights, (weights + biases) * bytes_per_number`.",
            "`weights = sum(sizes[i] * sizes[i + 1] for …)` and `biases = sum(sizes[1:])`; return "
            "`weights + biases, weights, (weights + biases) * bytes_per_number`.",
        ),
    ),
    mistakes=(
        Mistake(
            _cost_with(parameters=lambda sizes, weights: weights),
            Text(
                "Les biais manquent : chaque neurone en a un, en plus de ses poids.",
                "The biases are missing: each neuron has one, besides its weights.",
            ),
        ),
        Mistake(
            _cost_with(parameters=lambda sizes, weights: weights + sum(sizes)),
            Text(
                "Les entrées ne sont pas des neurones : elles n'ont pas de biais. Comptez `sum(sizes[1:])` biais.",
                "The inputs are not neurons: they have no bias. Count `sum(sizes[1:])` biases.",
            ),
        ),
        Mistake(
            _cost_with(parameters=lambda sizes, weights: weights + len(sizes) - 1),
            Text(
                "Vous comptez un biais par couche ; il y en a un par neurone.",
                "You count one bias per layer; there is one per neuron.",
            ),
        ),
        Mistake(
            _cost_with(parameters=lambda sizes, weights: weights + sum(sizes[:-1])),
            Text(
                "Vous comptez les biais de `sizes[:-1]` : l'entrée n'en a pas, la dernière couche en a. Prenez `sizes[1:]`.",
                "You count the biases of `sizes[:-1]`: the input has none, the last layer has some. Take `sizes[1:]`.",
            ),
        ),
        Mistake(
            _cost_with(parameters=lambda sizes, weights: weights + sum(sizes[1:-1])),
            Text(
                "Les biais de la dernière couche manquent : ses neurones en ont un chacun, comme les autres.",
                "The biases of the last layer are missing: its neurons have one each, like the others.",
            ),
        ),
        Mistake(
            lambda sizes, bytes_per_number: (
                sum(a * b for a, b in pairwise(sizes)),
                sum(a * b for a, b in pairwise(sizes)),
                _cost_reference(sizes, bytes_per_number)[2],
            ),
            Text(
                "La mémoire est juste, mais les biais manquent dans le nombre de paramètres.",
                "The memory is right, but the biases are missing from the number of parameters.",
            ),
        ),
        Mistake(
            lambda sizes, bytes_per_number: (
                *_cost_reference(sizes, bytes_per_number)[:2],
                _cost_reference(sizes, bytes_per_number)[1] * bytes_per_number,
            ),
            Text(
                "Les biais manquent dans la mémoire : ils se gardent, comme les poids.",
                "The biases are missing from the memory: they are kept, like the weights.",
            ),
        ),
        Mistake(
            lambda sizes, bytes_per_number: tuple(
                np.array(_cost_reference(sizes, bytes_per_number))[[1, 0, 2]].tolist()
            ),
            Text(
                "Les deux premiers nombres sont échangés : d'abord les paramètres, puis les multiplications.",
                "The first two numbers are swapped: first the parameters, then the multiplications.",
            ),
        ),
        Mistake(
            _cost_with(multiplications=lambda weights, biases: weights + biases),
            Text(
                "Un biais s'ajoute, il ne se multiplie pas : autant de multiplications que de poids.",
                "A bias is added, not multiplied: there are as many multiplications as weights.",
            ),
        ),
        Mistake(
            _cost_with(size=lambda p, b: 8 * p * b),
            Text(
                "Vous donnez des bits ; on demande des octets (8 bits).",
                "You give bits; bytes (8 bits) are asked for.",
            ),
        ),
        Mistake(
            _cost_with(size=lambda p, b: p / b),
            Text(
                "Chaque nombre occupe bytes_per_number octets : il faut multiplier, pas diviser.",
                "Each number takes bytes_per_number bytes: multiply, do not divide.",
            ),
        ),
        Mistake(
            lambda sizes, bytes_per_number: (
                sizes[0] * sizes[-1] + sizes[-1],
                sizes[0] * sizes[-1],
                (sizes[0] * sizes[-1] + sizes[-1]) * bytes_per_number,
            ),
            Text(
                "Vous reliez l'entrée directement à la sortie : additionnez toutes les paires de couches voisines.",
                "You connect the input directly to the output: add up all pairs of neighbouring layers.",
            ),
        ),
    ),
)

# --- an evaluation that leaks ------------------------------------------------------------------


def _leak_inputs(rng):
    columns = 40
    y, y_test = rng.permutation(np.arange(20) % 2), rng.permutation(np.arange(14) % 2)
    X, X_test = rng.normal(size=(20, columns)), rng.normal(size=(14, columns))
    for array, labels in ((X, y), (X_test, y_test)):  # a few columns do say something
        array[:, :6] += 0.7 * (2 * labels[:, np.newaxis] - 1)
    order = rng.permutation(columns)
    return {
        "X": X[:, order],
        "y": y,
        "X_test": X_test[:, order],
        "y_test": y_test,
        "k": int(rng.integers(4, 9)),
    }


def _leak_reference(X, y, X_test, y_test, k):
    gaps = [abs(X[y == 1, j].mean() - X[y == 0, j].mean()) for j in range(X.shape[1])]
    kept = sorted(range(X.shape[1]), key=lambda j: -gaps[j])[:k]
    zero, one = (X[y == c][:, kept].mean(axis=0) for c in (0, 1))
    right = 0
    for row, truth in zip(X_test[:, kept], y_test, strict=True):
        right += int(np.sum((row - one) ** 2) < np.sum((row - zero) ** 2)) == truth
    return right / len(y_test)


def _nearest_mean(X, y, X_new, y_new, kept):
    zero, one = (X[y == c][:, kept].mean(axis=0) for c in (0, 1))
    nearer = ((X_new[:, kept] - one) ** 2).sum(axis=1) < ((X_new[:, kept] - zero) ** 2).sum(axis=1)
    return float(np.mean(nearer == y_new))


def _best(X, y, k, absolute=np.abs):
    gaps = absolute(X[y == 1].mean(axis=0) - X[y == 0].mean(axis=0))
    return np.argsort(-gaps)[:k]


def _all(X, y, X_test, y_test):
    return np.concatenate([X, X_test]), np.concatenate([y, y_test])


LEAK = Task(
    name="honest_accuracy",
    stars=2,
    inputs=_leak_inputs,
    reference=_leak_reference,
    cases=40,  # the answers are multiples of 1/14: many cases tell right from lucky
    hints=(
        Text(
            "`y_test` ne doit servir qu'à la dernière ligne, `X_test` seulement à décider. Où servent-ils plus tôt ?",
            "`y_test` must serve in the last line only, `X_test` only to decide. Where do they serve earlier?",
        ),
        Text(
            "Le choix des colonnes est déjà un apprentissage : il utilise les étiquettes.",
            "Choosing the columns is already learning: it uses the labels.",
        ),
        Text(
            "Calculez `gaps` sur `X` et `y` seulement ; gardez les lignes qui suivent.",
            "Compute `gaps` on `X` and `y` only; keep the lines that follow.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda X, y, X_test, y_test, k: _nearest_mean(
                X, y, X_test, y_test, _best(*_all(X, y, X_test, y_test), k)
            ),
            Text(
                "La fuite est encore là : les colonnes sont choisies avec l'aide des étiquettes de test.",
                "The leak is still there: the columns are chosen with the help of the test labels.",
            ),
        ),
        Mistake(
            lambda X, y, X_test, y_test, k: _nearest_mean(
                X, y, X_test, y_test, _best(X_test, y_test, k)
            ),
            Text(
                "Vous choisissez les colonnes sur le test seul : c'est la même fuite, en pire.",
                "You choose the columns on the test data alone: the same leak, and worse.",
            ),
        ),
        Mistake(
            lambda X, y, X_test, y_test, k: _nearest_mean(
                *_all(X, y, X_test, y_test), X_test, y_test, _best(*_all(X, y, X_test, y_test), k)
            ),
            Text(
                "La fuite s'est élargie : les colonnes et les moyennes sont calculées avec le test. "
                "N'assemblez pas X et X_test.",
                "The leak has widened: the columns and the means are computed with the test data. "
                "Do not put X and X_test together.",
            ),
        ),
        Mistake(
            lambda X, y, X_test, y_test, k: _nearest_mean(
                X, y, *_all(X, y, X_test, y_test), _best(X, y, k)
            ),
            Text(
                "Vous mesurez sur l'entraînement et le test réunis ; mesurez sur X_test seul.",
                "You measure on the training and test data together; measure on X_test alone.",
            ),
        ),
        Mistake(
            lambda X, y, X_test, y_test, k: (
                len(y_test) * _nearest_mean(X, y, X_test, y_test, _best(X, y, k))
            ),
            Text(
                "Vous comptez les bonnes réponses ; on demande leur part : np.mean au lieu de np.sum.",
                "You count the right answers; their share is asked for: np.mean instead of np.sum.",
            ),
        ),
        Mistake(
            lambda X, y, X_test, y_test, k: _nearest_mean(X, y, X_test, y_test, _best(X, y, 20)),
            Text(
                "Vous gardez toujours 20 colonnes : gardez-en k, `[:k]`.",
                "You always keep 20 columns: keep k of them, `[:k]`.",
            ),
        ),
        Mistake(
            lambda X, y, X_test, y_test, k: _nearest_mean(X, y, X, y, _best(X, y, k)),
            Text(
                "Vous mesurez sur les exemples d'entraînement ; l'exactitude honnête se mesure sur X_test.",
                "You measure on the training examples; honest accuracy is measured on X_test.",
            ),
        ),
        Mistake(
            lambda X, y, X_test, y_test, k: _nearest_mean(
                *_all(X, y, X_test, y_test), X_test, y_test, _best(X, y, k)
            ),
            Text(
                "Les moyennes de chaque classe sont calculées avec les exemples de test : autre fuite.",
                "The mean of each class is computed with the test examples: another leak.",
            ),
        ),
        Mistake(
            lambda X, y, X_test, y_test, k: _nearest_mean(
                X_test, y_test, X_test, y_test, _best(X, y, k)
            ),
            Text(
                "Les moyennes de chaque classe sont calculées sur le test : elles connaissent déjà les réponses.",
                "The mean of each class is computed on the test data: it already knows the answers.",
            ),
        ),
        Mistake(
            lambda X, y, X_test, y_test, k: _nearest_mean(
                X, y, X_test, y_test, _best(X, y, k, absolute=np.asarray)
            ),
            Text(
                "Sans valeur absolue, vous oubliez les colonnes où la classe 0 a la plus grande moyenne.",
                "Without the absolute value you miss the columns where class 0 has the greater mean.",
            ),
        ),
        Mistake(
            lambda X, y, X_test, y_test, k: _nearest_mean(
                X, y, X_test, y_test, _best(X, y, k, absolute=lambda gap: -np.abs(gap))
            ),
            Text(
                "Vous gardez les colonnes dont l'écart est le plus petit ; il faut les plus grands.",
                "You keep the columns with the smallest gap; the greatest are needed.",
            ),
        ),
        Mistake(
            lambda X, y, X_test, y_test, k: _nearest_mean(
                X, y, X_test, y_test, np.arange(X.shape[1])
            ),
            Text(
                "Vous gardez toutes les colonnes : il faut les k meilleures, d'après l'entraînement.",
                "You keep all columns: the k best ones are needed, according to the training data.",
            ),
        ),
        Mistake(
            lambda X, y, X_test, y_test, k: 1 - _nearest_mean(X, y, X_test, y_test, _best(X, y, k)),
            Text(
                "C'est le taux d'erreur, ou bien les deux classes sont échangées : on demande la part de bonnes réponses.",
                "That is the error rate, or else the two classes are swapped: the share of right answers is asked for.",
            ),
        ),
    ),
)

# --- the same sawtooth without depth -----------------------------------------------------------


def _shallow_inputs(rng):
    # Mostly few folds: a wrong answer can then be checked on paper.
    return {
        "x": np.append(np.sort(np.round(rng.uniform(0.02, 0.95, 3), 2)), 0.98),
        "k": int(rng.choice((1, 1, 2, 2, 3, 4, 5))),
    }


def _shallow_reference(x, k):
    half = 2 ** (k - 1) * x
    return 2 * np.abs(half - np.round(half))


def _sum_of_kinks(
    first=lambda k: 2**k, jump=lambda k: 2 ** (k + 1), sign=lambda j: (-1) ** j, step=lambda k: 2**k
):
    def shallow_fold(x, k):
        y = first(k) * np.maximum(0, x)
        for j in range(1, 2**k):
            y = y + sign(j) * jump(k) * np.maximum(0, x - j / step(k))
        return y

    return shallow_fold


SHALLOW = Task(
    name="shallow_fold",
    cases=24,  # some mistakes need three folds to show
    stars=3,
    inputs=_shallow_inputs,
    reference=_shallow_reference,
    hints=(
        Text(
            "Commencez par k = 1 : c'est g. Sa pente vaut 2, puis −2 : au milieu, elle change de −4.",
            "Begin with k = 1: that is g. Its slope is 2, then −2: in the middle it changes by −4.",
        ),
        Text(
            "Avec k plis, la pente vaut ± 2^k ; elle change de signe en j / 2^k, pour j = 1, 2, …, 2^k − 1. "
            "Ajouter c × relu(x − t) change la pente de c à partir de t.",
            "With k folds the slope is ± 2^k; it changes sign at j / 2^k, for j = 1, 2, …, 2^k − 1. "
            "Adding c × relu(x − t) changes the slope by c from t on.",
        ),
        Text(
            "Partez de `2**k * relu(x)` ; pour chaque j, ajoutez `(-1)**j * 2**(k + 1) * relu(x - j / 2**k)` : "
            "2^k termes en tout.",
            "Start from `2**k * relu(x)`; for each j, add `(-1)**j * 2**(k + 1) * relu(x - j / 2**k)`: "
            "2^k terms in all.",
        ),
    ),
    mistakes=(
        Mistake(
            _sum_of_kinks(jump=lambda k: 2**k),
            Text(
                "Pour passer de la pente 2^k à −2^k, il faut retrancher deux fois 2^k, soit 2^(k + 1).",
                "To go from slope 2^k to −2^k, twice 2^k must be subtracted, that is 2^(k + 1).",
            ),
        ),
        Mistake(
            _sum_of_kinks(sign=lambda j: -1),
            Text(
                "Les changements de pente alternent : −, +, −, … ; les vôtres sont tous négatifs.",
                "The changes of slope alternate: −, +, −, …; yours are all negative.",
            ),
        ),
        Mistake(
            _sum_of_kinks(sign=lambda j: -((-1) ** j)),
            Text(
                "Les signes sont inversés : le premier changement de pente est négatif, la courbe redescend.",
                "The signs are reversed: the first change of slope is negative, the curve comes down.",
            ),
        ),
        Mistake(
            _sum_of_kinks(first=lambda k: 0),
            Text(
                "Il manque le premier neurone, 2^k × relu(x), qui fait monter la courbe depuis 0.",
                "The first neuron is missing, 2^k × relu(x), which makes the curve rise from 0.",
            ),
        ),
        Mistake(
            _sum_of_kinks(first=lambda k: 2, jump=lambda k: 4),
            Text(
                "Vous gardez les pentes d'un seul pli, 2 et −2 ; après k plis elles valent 2^k et −2^k.",
                "You keep the slopes of a single fold, 2 and −2; after k folds they are 2^k and −2^k.",
            ),
        ),
        Mistake(
            _sum_of_kinks(step=lambda k: 2 ** (k + 1)),
            Text(
                "Les points de rupture sont en j / 2^k : il y a 2^k segments de longueur 1 / 2^k.",
                "The break points are at j / 2^k: there are 2^k pieces of length 1 / 2^k.",
            ),
        ),
        Mistake(
            lambda x, k: _shallow_reference(x, 1),
            Text(
                "Vous ne pliez qu'une fois, quel que soit k : on attend 2^k segments, donc une boucle sur j = 1, …, 2^k − 1.",
                "You fold only once, whatever k: 2^k pieces are expected, so a loop over j = 1, …, 2^k − 1.",
            ),
        ),
        Mistake(
            lambda x, k: _sum_of_kinks()(x, k) + 2 ** (k + 1) * x,
            Text(
                "Votre boucle commence à j = 0 et ajoute une pente dès le départ : range(1, 2**k).",
                "Your loop begins at j = 0 and adds a slope from the start: range(1, 2**k).",
            ),
        ),
        Mistake(
            lambda x, k: (
                _sum_of_kinks()(x, k) + 2 ** (k + 1) * np.maximum(0, x - (2**k - 1) / 2**k)
            ),
            Text(
                "Il manque le dernier saut, en (2^k − 1) / 2^k : range(1, 2**k) s'arrête déjà à 2**k − 1.",
                "The last jump is missing, at (2^k − 1) / 2^k: range(1, 2**k) already stops at 2**k − 1.",
            ),
        ),
        Mistake(
            _sum_of_kinks(step=lambda k: 2**k - 1),
            Text(
                "Vos sauts sont en j / (2^k − 1) (np.linspace(0, 1, 2**k) ?) : il y a 2^k segments, de longueur 1 / 2^k.",
                "Your jumps are at j / (2^k − 1) (np.linspace(0, 1, 2**k)?): there are 2^k pieces of length 1 / 2^k.",
            ),
        ),
        Mistake(
            _sum_of_kinks(first=lambda k: 2 ** (k + 1)),
            Text(
                "La pente de départ est 2^k ; ce sont les sauts qui valent ± 2^(k + 1).",
                "The initial slope is 2^k; it is the jumps that are ± 2^(k + 1).",
            ),
        ),
        Mistake(
            lambda x, k: 1 - np.abs((2 * k * x) % 2 - 1),
            Text(
                "Vous avez 2 × k segments au lieu de 2^k : écrivez 2**k.",
                "You have 2 × k pieces instead of 2^k: write 2**k.",
            ),
        ),
        Mistake(
            lambda x, k: _shallow_reference(x, k + 1),
            Text("Cela fait un pli de trop.", "That is one fold too many."),
        ),
        Mistake(
            lambda x, k: _shallow_reference(x, k - 1),
            Text("Il manque un pli.", "One fold is missing."),
        ),
        Mistake(
            lambda x, k: _shallow_reference(x, 1) ** k,
            Text(
                "Élever g(x) à la puissance k n'est pas composer g avec elle-même k fois.",
                "Raising g(x) to the power k is not composing g with itself k times.",
            ),
        ),
        Mistake(
            lambda x, k: k * _shallow_reference(x, 1),
            Text(
                "Multiplier g(x) par k n'est pas composer g avec elle-même k fois.",
                "Multiplying g(x) by k is not composing g with itself k times.",
            ),
        ),
    ),
)

TASKS = (ASYMMETRY, COST, LEAK, SHALLOW)

QUIZ = (
    Question(
        Text(
            "Un programme d'échecs suit des règles écrites par un champion ; il ne tire rien d'aucune partie. C'est…",
            "A chess program follows rules written by a champion; it learns nothing from any game. It is…",
        ),
        (
            Option(
                Text(
                    "de l'IA, mais pas de l'apprentissage automatique",
                    "AI, but not machine learning",
                ),
                Text(
                    "Aucun de ses nombres n'est réglé sur des exemples ; jouer aux échecs relève pourtant de l'IA.",
                    "None of its numbers is adjusted on examples; playing chess is nonetheless AI.",
                ),
                right=True,
            ),
            Option(
                Text("de l'apprentissage automatique", "machine learning"),
                Text(
                    "Il faudrait qu'il règle ses paramètres sur des exemples, des parties par exemple.",
                    "It would have to adjust its parameters on examples, on games for instance.",
                ),
            ),
            Option(
                Text(
                    "de l'apprentissage profond, s'il calcule loin",
                    "deep learning, if it looks far ahead",
                ),
                Text(
                    "La profondeur est celle des étapes apprises, pas celle de la recherche de coups.",
                    "The depth is that of the learned stages, not that of the search for moves.",
                ),
            ),
            Option(
                Text("rien de tout cela : il n'apprend pas", "none of these: it does not learn"),
                Text(
                    "L'IA ne se réduit pas à l'apprentissage : des règles écrites à la main en font partie.",
                    "AI is more than learning: rules written by hand are part of it.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Une régression logistique distingue dix chiffres d'après 392 caractéristiques HOG. Combien de paramètres apprend-elle ?",
            "A logistic regression tells ten digits apart from 392 HOG features. How many parameters does it learn?",
        ),
        (
            Option(
                Text("392", "392"),
                Text(
                    "Ce serait un seul jeu de poids ; il en faut un par chiffre.",
                    "That would be a single set of weights; each digit needs one.",
                ),
            ),
            Option(
                Text("3 920", "3,920"),
                Text(
                    "392 × 10 poids ; il manque les dix biais.",
                    "392 × 10 weights; the ten biases are missing.",
                ),
            ),
            Option(
                Text("3 930", "3,930"),
                Text(
                    "392 × 10 poids et 10 biais. HOG lui-même n'apprend rien.",
                    "392 × 10 weights and 10 biases. HOG itself learns nothing.",
                ),
                right=True,
            ),
            Option(
                Text("7 850", "7,850"),
                Text(
                    "C'est le nombre pour 784 pixels : 784 × 10 + 10.",
                    "That is the number for 784 pixels: 784 × 10 + 10.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Vous avez 300 lignes et 8 colonnes de mesures, et une valeur à prédire. Que faites-vous d'abord ?",
            "You have 300 rows and 8 columns of measurements, and one value to predict. What do you do first?",
        ),
        (
            Option(
                Text(
                    "Entraîner un réseau profond, qui trouvera lui-même les bonnes caractéristiques",
                    "Train a deep network, which will find the right features by itself",
                ),
                Text(
                    "Les 8 colonnes sont déjà des caractéristiques choisies ; et sans mesure simple, à quoi le comparer ?",
                    "The 8 columns are already chosen features; and without a simple measurement, what would you compare it with?",
                ),
            ),
            Option(
                Text(
                    "Mesurer un modèle linéaire et une forêt", "Measure a linear model and a forest"
                ),
                Text(
                    "Quelques lignes et moins d'une seconde ; un réseau devra ensuite faire mieux pour mériter son coût.",
                    "A few lines and less than a second; a network must then do better to be worth its cost.",
                ),
                right=True,
            ),
            Option(
                Text(
                    "Entraîner un petit réseau dense : dans la partie 4, il se tenait près de la forêt",
                    "Train a small dense network: in part 4 it came close to the forest",
                ),
                Text(
                    "C'est parce que la forêt était mesurée qu'on pouvait le dire. Le réseau vient ensuite, s'il fait mieux.",
                    "One could say so because the forest had been measured. The network comes next, if it does better.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Une dent de scie de 1 024 segments (dix plis) : combien de neurones relu faut-il, au moins, dans une seule couche cachée ?",
            "A sawtooth with 1,024 pieces (ten folds): how many relu neurons does it take, at least, in a single hidden layer?",
        ),
        (
            Option(
                Text("20", "20"),
                Text(
                    "C'est ce qui suffit avec dix couches de deux neurones.",
                    "That is what suffices with ten layers of two neurons.",
                ),
            ),
            Option(
                Text("100", "100"),
                Text(
                    "m neurones donnent au plus m + 1 segments, donc 101.",
                    "m neurons give at most m + 1 pieces, so 101.",
                ),
            ),
            Option(
                Text("512", "512"),
                Text(
                    "Un neurone relu ne change la pente qu'en un point : il n'ajoute qu'un segment, pas deux.",
                    "A relu neuron changes the slope at one point only: it adds one piece, not two.",
                ),
            ),
            Option(
                Text("1 023", "1,023"),
                Text(
                    "De quoi faire les points de rupture, mais pas la pente de départ.",
                    "Enough for the break points, but not for the initial slope.",
                ),
            ),
            Option(
                Text("1 024", "1,024"),
                Text(
                    "1 023 points de rupture, un neurone chacun, et un de plus pour la pente de départ.",
                    "1,023 break points, one neuron each, and one more for the initial slope.",
                ),
                right=True,
            ),
        ),
    ),
    Question(
        Text(
            "Avec vingt images, la description HOG battait le réseau. Quelle est la meilleure explication ?",
            "With twenty images, the HOG description beat the network. What is the best explanation?",
        ),
        (
            Option(
                Text("HOG a plus de paramètres à apprendre", "HOG has more parameters to learn"),
                Text(
                    "C'est l'inverse : 3 930 contre 29 082.",
                    "It is the other way round: 3,930 against 29,082.",
                ),
            ),
            Option(
                Text(
                    "HOG apporte un savoir que vingt images ne contiennent pas",
                    "HOG brings knowledge that twenty images do not contain",
                ),
                Text(
                    "Compter les bords par direction est une idée d'experts, présente avant le premier exemple.",
                    "Counting edges by direction is an idea of experts, there before the first example.",
                ),
                right=True,
            ),
            Option(
                Text(
                    "Un réseau ne peut pas apprendre de vingt images",
                    "A network cannot learn from twenty images",
                ),
                Text(
                    "Il répondait bien mieux que le hasard, qui donne 10 % ; seulement moins bien que HOG.",
                    "It answered far better than chance, which gives 10%; only less well than HOG.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Un filtre appris réagit surtout aux barres obliques, comme une cellule décrite par Hubel et Wiesel. Que peut-on en conclure ?",
            "A learned filter reacts mostly to slanted bars, like a cell described by Hubel and Wiesel. What may one conclude?",
        ),
        (
            Option(
                Text("Le réseau apprend comme un cerveau", "The network learns as a brain does"),
                Text(
                    "Les réponses finales se ressemblent ; la façon d'y parvenir n'a pas été comparée.",
                    "The final responses are alike; the way to get there was not compared.",
                ),
            ),
            Option(
                Text(
                    "Peu de chose, avant d'avoir regardé des filtres au hasard",
                    "Not much, before looking at random filters",
                ),
                Text(
                    "Un filtre au hasard a déjà une légère préférence ; c'est la comparaison de la partie 6 qui dit quelque chose.",
                    "A random filter already has a slight preference; it is the comparison in part 6 that says something.",
                ),
                right=True,
            ),
            Option(
                Text(
                    "Quelqu'un a programmé cette orientation", "Someone programmed that orientation"
                ),
                Text(
                    "Pour HOG, oui ; les filtres du réseau partent de nombres tirés au hasard.",
                    "In HOG, yes; the filters of the network start from numbers drawn at random.",
                ),
            ),
        ),
    ),
)
