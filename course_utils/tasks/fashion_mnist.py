"""Lesson 10: exercises and quiz."""

import numpy as np

from course_utils.i18n import T, Text
from course_utils.quizzes import Option, Question
from course_utils.task import Mistake, Task, compare_values, describe

# --- how many test images ----------------------------------------------------------------------


def _needed_inputs(rng):
    while True:  # `round` goes down in every case, and no whole number lets rounding decide
        inputs = {
            "accuracy": float(np.round(rng.uniform(0.7, 0.98), 3)),
            "margin": float(rng.choice([0.002, 0.003, 0.005, 0.01, 0.02])),
        }
        exact = _needed(**inputs)
        if 1e-3 < exact % 1 < 0.499:
            return inputs


def _needed_reference(accuracy, margin):
    """Double, then halve the interval: no formula to invert."""

    def width(n):
        return 1.96 * np.sqrt(accuracy * (1 - accuracy) / n)

    high = 1
    while width(high) > margin:
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if width(middle) <= margin else (middle, high)
    return high


def _exactly(expected, got):
    problem = compare_values(expected, got, rtol=0, atol=1e-6)
    if problem is None and isinstance(expected, int) and np.asarray(got).dtype.kind == "f":
        return T(
            f"La valeur est juste, mais c'est un `float` ({describe(got)}) : il faut un entier, de type `int`.",
            f"The value is right, but it is a `float` ({describe(got)}): an integer is needed, of type `int`.",
        )
    return problem


def _needed(accuracy, margin, factor=1.96):
    return factor**2 * accuracy * (1 - accuracy) / margin**2


IMAGES_NEEDED = Task(
    name="images_needed",
    stars=1,
    inputs=_needed_inputs,
    reference=_needed_reference,
    compare=_exactly,
    hints=(
        Text(
            "Écrivez que la marge de `rate` (partie 1) est au plus `margin`, puis isolez n.",
            "Write that the margin of `rate` (part 1) is at most `margin`, then isolate n.",
        ),
        Text(
            "1,96 √(p(1 − p)/n) ≤ m devient n ≥ 1,96² p(1 − p)/m². Une marge dix fois plus petite demande cent fois plus d'images.",
            "1.96 √(p(1 − p)/n) ≤ m becomes n ≥ 1.96² p(1 − p)/m². A margin ten times smaller takes a hundred times more images.",
        ),
        Text(
            "`int(np.ceil(1.96**2 * accuracy * (1 - accuracy) / margin**2))` : au-dessus, car en dessous la marge serait trop large.",
            "`int(np.ceil(1.96**2 * accuracy * (1 - accuracy) / margin**2))`: upwards, since below it the margin would be too wide.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda accuracy, margin: int(np.ceil(_needed(accuracy, margin))) - 1,
            Text(
                "Il manque une image : arrondissez à l'entier supérieur (`np.ceil`, non `round` ni `int` seul), sinon la marge dépasse `margin`.",
                "One image is missing: round up (`np.ceil`, not `round` nor `int` alone), otherwise the margin exceeds `margin`.",
            ),
        ),
        Mistake(
            lambda accuracy, margin: int(np.ceil(_needed(accuracy, margin, 1))),
            Text(
                "Il manque le facteur 1,96 : votre marge n'est tenue que deux fois sur trois environ, au lieu de 95 %.",
                "The factor 1.96 is missing: your margin holds only about two times out of three, instead of 95%.",
            ),
        ),
        Mistake(
            lambda accuracy, margin: int(np.ceil(np.sqrt(_needed(accuracy, margin)))),
            Text(
                "Vous avez oublié d'élever au carré : la racine porte sur n, il faut mettre toute l'inégalité au carré.",
                "You forgot to square: the root covers n, the whole inequality has to be squared.",
            ),
        ),
        Mistake(
            lambda accuracy, margin: int(np.ceil(_needed(accuracy, margin) * margin)),
            Text(
                "`margin` n'est pas élevée au carré : en isolant n, toute l'inégalité passe au carré.",
                "`margin` is not squared: when n is isolated, the whole inequality gets squared.",
            ),
        ),
        Mistake(
            lambda accuracy, margin: float(np.ceil(_needed(accuracy, margin))),
            Text(
                "La valeur est juste, mais `np.ceil` renvoie un `float` : entourez-la de `int(…)`.",
                "The value is right, but `np.ceil` returns a `float`: wrap it in `int(…)`.",
            ),
        ),
        Mistake(
            lambda accuracy, margin: int(np.ceil(_needed(accuracy, margin, np.sqrt(1.96)))),
            Text(
                "1,96 est hors de la racine : il passe au carré lui aussi.",
                "1.96 is outside the root: it gets squared too.",
            ),
        ),
        Mistake(
            lambda accuracy, margin: int(np.ceil(_needed(accuracy, margin / 2))),
            Text(
                "La marge est celle d'un seul côté (± m) : ne la divisez pas par deux.",
                "The margin is that of one side (± m): do not halve it.",
            ),
        ),
        Mistake(
            lambda accuracy, margin: int(np.ceil(_needed(0.5, margin))),
            Text(
                "p(1 − p) ne vaut 0,25 que pour p = 0,5, le pire des cas : servez-vous de `accuracy`.",
                "p(1 − p) is 0.25 only for p = 0.5, the worst case: use `accuracy`.",
            ),
        ),
        Mistake(
            lambda accuracy, margin: int(np.ceil(_needed(accuracy, margin, 2))),
            Text(
                "Vous arrondissez 1,96 à 2 : prenez 1,96, comme `rate`.",
                "You round 1.96 to 2: take 1.96, like `rate`.",
            ),
        ),
        Mistake(
            lambda accuracy, margin: _needed(accuracy, margin),
            Text(
                "Il faut un nombre entier d'images : arrondissez à l'entier supérieur (`np.ceil`), puis `int`.",
                "A whole number of images is needed: round up (`np.ceil`), then `int`.",
            ),
        ),
    ),
)

# --- temperature, from probabilities -----------------------------------------------------------


def _probabilities(rng, n, classes, spread=2.0):
    scores = rng.normal(size=(n, classes)) * spread
    powers = np.exp(scores)
    return powers / powers.sum(axis=1, keepdims=True)


def _temper_inputs(rng):
    return {
        "probabilities": _probabilities(rng, int(rng.integers(4, 8)), int(rng.integers(3, 6))),
        "temperature": float(rng.choice([0.1, 0.5, 0.8, 1.5, 2.0, 3.0])),
    }


def _softmax(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _temper_reference(probabilities, temperature):
    """Through scores and SciPy's softmax."""
    from scipy.special import softmax

    return softmax(np.log(probabilities) / temperature, axis=1)


def _temper_whole(probabilities, temperature):
    powers = probabilities ** (1 / temperature)
    return powers / powers.sum()


def _temper_classes(probabilities, temperature):
    powers = probabilities ** (1 / temperature)
    return powers / powers.sum(axis=0)


TEMPER = Task(
    name="temper",
    stars=2,
    inputs=_temper_inputs,
    reference=_temper_reference,
    hints=(
        Text(
            "Les logits sont perdus, mais le logarithme des probabilités vaut les logits à une constante près, la même pour toutes les classes d'une image. Que fait softmax d'une telle constante ?",
            "The logits are lost, but the logarithm of the probabilities equals the logits up to a constant, the same for all classes of an image. What does softmax do with such a constant?",
        ),
        Text(
            "softmax ne voit pas la constante : prenez `np.log(probabilities) / temperature`, puis softmax ligne par ligne.",
            "softmax does not see the constant: take `np.log(probabilities) / temperature`, then softmax row by row.",
        ),
        Text(
            "exp(log(p)/T) = p^(1/T) : élevez à la puissance `1 / temperature`, puis divisez chaque ligne par sa somme (`axis=1, keepdims=True`). T → ∞ : toutes égales ; T → 0 : tout sur la plus grande.",
            "exp(log(p)/T) = p^(1/T): raise to the power `1 / temperature`, then divide each row by its sum (`axis=1, keepdims=True`). T → ∞: all equal; T → 0: everything on the greatest.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda probabilities, temperature: probabilities,
            Text(
                "Rien n'a changé : si vous divisez les probabilités par T puis renormalisez, T se simplifie. Il divise leurs logarithmes.",
                "Nothing has changed: if you divide the probabilities by T and normalise again, T cancels out. It divides their logarithms.",
            ),
        ),
        Mistake(
            lambda probabilities, temperature: probabilities / temperature,
            Text(
                "T divise les logarithmes, pas les probabilités : vos lignes n'ont même plus une somme de 1.",
                "T divides the logarithms, not the probabilities: your rows no longer even sum to 1.",
            ),
        ),
        Mistake(
            lambda probabilities, temperature: _softmax(probabilities / temperature),
            Text(
                "Vous appliquez softmax à des probabilités : elle attend des logits. Reprenez d'abord leur logarithme.",
                "You apply softmax to probabilities: it expects logits. Take their logarithm first.",
            ),
        ),
        Mistake(
            lambda probabilities, temperature: _temper_reference(probabilities, 1 / temperature),
            Text(
                "L'exposant est à l'envers : il faut 1/T. Une température au-dessus de 1 rend les réponses moins tranchées.",
                "The exponent is upside down: 1/T is needed. A temperature above 1 makes the answers less clear-cut.",
            ),
        ),
        Mistake(
            lambda probabilities, temperature: np.log(probabilities) / temperature,
            Text(
                "Ce sont de nouveaux logits : il reste à leur appliquer softmax, ligne par ligne.",
                "These are new logits: softmax remains to be applied to them, row by row.",
            ),
        ),
        Mistake(
            lambda probabilities, temperature: probabilities ** (1 / temperature),
            Text(
                "Il reste à renormaliser : divisez chaque ligne par sa somme.",
                "It remains to normalise: divide each row by its sum.",
            ),
        ),
        Mistake(
            _temper_whole,
            Text(
                "Vous divisez par la somme de tout le tableau : chaque image (ligne) doit avoir une somme de 1 (`axis=1`).",
                "You divide by the sum of the whole array: each image (row) must sum to 1 (`axis=1`).",
            ),
        ),
        Mistake(
            _temper_classes,
            Text(
                "Vous normalisez chaque classe (`axis=0`) ; c'est chaque image, donc chaque ligne, qui doit avoir une somme de 1.",
                "You normalise each class (`axis=0`); it is each image, that is each row, that must sum to 1.",
            ),
        ),
    ),
)

# --- a calibration error that no bins can hide: one per class ----------------------------------


def _gap_inputs(rng):
    n, classes = 80, int(rng.integers(3, 6))
    probabilities = _probabilities(rng, n, classes, 1.5)
    truth = rng.integers(0, classes, n)
    easy = rng.random(n) < 0.5
    truth[easy] = probabilities.argmax(axis=1)[easy]
    # Every class is predicted at least once and is the truth at least once.
    for c in range(classes):
        probabilities[c] = np.roll(np.linspace(0.2, 0.9, classes), c + 1)
        probabilities[c] /= probabilities[c].sum()
    truth[classes : 2 * classes] = range(classes)
    return {"probabilities": probabilities, "truth": truth}


def _gap(probabilities, truth, group, absolute=False):
    predicted, confidence = probabilities.argmax(axis=1), probabilities.max(axis=1)
    gap = confidence - (predicted == truth)
    groups = predicted if group == "predicted" else truth
    means = np.array([gap[groups == c].mean() for c in range(probabilities.shape[1])])
    return np.abs(means) if absolute else means


def _gap_reference(probabilities, truth):
    """Sums collected one image at a time."""
    classes = len(probabilities[0])
    total, count = np.zeros(classes), np.zeros(classes)
    for row, label in zip(probabilities, truth, strict=True):
        answer = int(np.argmax(row))
        total[answer] += row[answer] - float(answer == label)
        count[answer] += 1
    return total / count


def _gap_of_true_class(probabilities, truth):
    predicted = probabilities.argmax(axis=1)
    true = probabilities[np.arange(len(truth)), truth]
    return np.array(
        [
            (true - (predicted == truth))[predicted == c].mean()
            for c in range(probabilities.shape[1])
        ]
    )


def _gap_over_all(probabilities, truth):
    predicted, confidence = probabilities.argmax(axis=1), probabilities.max(axis=1)
    gap = confidence - (predicted == truth)
    return np.array([gap[predicted == c].sum() for c in range(probabilities.shape[1])]) / len(truth)


def _gap_recall(probabilities, truth):
    predicted, confidence = probabilities.argmax(axis=1), probabilities.max(axis=1)
    correct = predicted == truth
    return np.array(
        [
            confidence[predicted == c].mean() - correct[truth == c].mean()
            for c in range(probabilities.shape[1])
        ]
    )


def _gap_sums(probabilities, truth):
    return _gap_over_all(probabilities, truth) * len(truth)


def _gap_frequency(probabilities, truth):
    return probabilities.mean(axis=0) - np.bincount(truth, minlength=probabilities.shape[1]) / len(
        truth
    )


CLASS_GAP = Task(
    name="overconfidence",
    stars=2,
    inputs=_gap_inputs,
    reference=_gap_reference,
    hints=(
        Text(
            "Trois tableaux de longueur n suffisent : la classe prédite, la confiance, et « a-t-il raison ? » (0 ou 1).",
            "Three arrays of length n are enough: the predicted class, the confidence, and “is it right?” (0 or 1).",
        ),
        Text(
            "`predicted == c` choisit les images que le réseau a nommées `c`, à tort ou à raison. Sur elles : confiance moyenne moins part de bonnes réponses.",
            "`predicted == c` selects the images that the network named `c`, rightly or wrongly. Over them: mean confidence minus share of right answers.",
        ),
        Text(
            "`gap = probabilities.max(axis=1) - (predicted == truth)`, puis `gap[predicted == c].mean()` pour chaque classe `c`.",
            "`gap = probabilities.max(axis=1) - (predicted == truth)`, then `gap[predicted == c].mean()` for each class `c`.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda probabilities, truth: _gap(probabilities, truth, "truth"),
            Text(
                "Vous groupez selon la vraie classe. Devant une image nouvelle on ne connaît que la réponse : groupez selon la classe prédite.",
                "You group by true class. Faced with a new image, only the answer is known: group by predicted class.",
            ),
        ),
        Mistake(
            lambda probabilities, truth: -_gap(probabilities, truth, "predicted"),
            Text(
                "Le signe est inversé : la valeur doit être positive quand la confiance dépasse l'exactitude.",
                "The sign is reversed: the value must be positive when confidence exceeds accuracy.",
            ),
        ),
        Mistake(
            lambda probabilities, truth: _gap(probabilities, truth, "predicted", absolute=True),
            Text(
                "Gardez le signe : il dit si le réseau est trop sûr (+) ou pas assez (−).",
                "Keep the sign: it says whether the network is too sure (+) or not sure enough (−).",
            ),
        ),
        Mistake(
            _gap_of_true_class,
            Text(
                "La confiance est la probabilité de la réponse donnée (`max`), pas celle de la vraie classe.",
                "Confidence is the probability of the answer given (`max`), not that of the true class.",
            ),
        ),
        Mistake(
            _gap_over_all,
            Text(
                "Divisez par le nombre d'images de chaque groupe, pas par le nombre total d'images.",
                "Divide by the number of images in each group, not by the number of all images.",
            ),
        ),
        Mistake(
            _gap_sums,
            Text(
                "Ce sont des sommes : divisez chacune par le nombre d'images de son groupe.",
                "These are sums: divide each by the number of images in its group.",
            ),
        ),
        Mistake(
            _gap_recall,
            Text(
                "Les deux moyennes ne portent pas sur les mêmes images : l'exactitude aussi se prend là où `c` est prédite, pas là où elle est la vérité.",
                "The two means are not over the same images: accuracy too is taken where `c` is predicted, not where it is the truth.",
            ),
        ),
        Mistake(
            _gap_frequency,
            Text(
                "Vous comparez, sur toutes les images, la probabilité moyenne d'une classe à sa fréquence : ne gardez que les images où elle est prédite.",
                "You compare, over all images, the mean probability of a class with its frequency: keep only the images where it is predicted.",
            ),
        ),
    ),
)

# --- decide, or refuse, by expected cost -------------------------------------------------------


def _decide_inputs(rng):
    classes = int(rng.integers(3, 5))
    costs = 10 ** rng.uniform(0, 1.3, (classes, classes))
    np.fill_diagonal(costs, 0)
    probabilities = _probabilities(rng, 40, classes, 1.2)
    # A quarter of the images are refused. The price of a refusal lies between two expected costs,
    # and near 0.3, so that comparing it with 1 − confidence would refuse some images too.
    costs = np.round(costs * 0.3 / np.sort((probabilities @ costs).min(axis=1))[30], 3)
    expected = np.sort((probabilities @ costs).min(axis=1))
    refusal = float((expected[29] + expected[30]) / 2)
    return {"probabilities": probabilities, "costs": costs, "refusal": refusal}


def _decide_reference(probabilities, costs, refusal):
    """Every cost summed term by term."""
    answers = []
    for row in probabilities:
        prices = [
            sum(p * costs[t][answer] for t, p in enumerate(row)) for answer in range(len(row))
        ]
        best = min(range(len(prices)), key=prices.__getitem__)
        answers.append(best if prices[best] <= refusal else -1)
    return np.array(answers)


def _decide_likeliest(probabilities, costs, refusal):
    likeliest = probabilities.argmax(axis=1)
    price = (probabilities @ costs)[np.arange(len(probabilities)), likeliest]
    return np.where(price <= refusal, likeliest, -1)


def _decide_never(probabilities, costs, refusal):
    return (probabilities @ costs).argmin(axis=1)


def _decide_doubt(probabilities, costs, refusal):
    doubt = 1 - probabilities.max(axis=1)
    return np.where(doubt <= refusal, _decide_never(probabilities, costs, refusal), -1)


def _decide_reversed(probabilities, costs, refusal):
    prices = probabilities @ costs
    return np.where(prices.min(axis=1) > refusal, prices.argmin(axis=1), -1)


def _decide_dearest(probabilities, costs, refusal):
    prices = probabilities @ costs
    return np.where(prices.min(axis=1) <= refusal, prices.argmax(axis=1), -1)


def _decide_mixed(probabilities, costs, refusal):
    refused = (probabilities @ costs).min(axis=1) > refusal
    return np.where(refused, -1, probabilities.argmax(axis=1))


def _decide_confidence(probabilities, costs, refusal):
    return np.where(1 - probabilities.max(axis=1) > refusal, -1, probabilities.argmax(axis=1))


DECIDE = Task(
    name="decide",
    stars=3,
    inputs=_decide_inputs,
    reference=_decide_reference,
    hints=(
        Text(
            "Pour une image et une réponse `p`, le coût attendu est la somme, sur les vraies classes `t` possibles, de leur probabilité fois `costs[t, p]`.",
            "For one image and an answer `p`, the expected cost is the sum, over the possible true classes `t`, of their probability times `costs[t, p]`.",
        ),
        Text(
            "Cette somme sur `t` est un produit matriciel : une ligne par image, une colonne par réponse possible.",
            "This sum over `t` is a matrix product: one row per image, one column per possible answer.",
        ),
        Text(
            "`expected = probabilities @ costs` ; `expected.argmin(axis=1)` est la réponse, remplacée par −1 (`np.where`) quand `expected.min(axis=1) > refusal`.",
            "`expected = probabilities @ costs`; `expected.argmin(axis=1)` is the answer, replaced by −1 (`np.where`) when `expected.min(axis=1) > refusal`.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda probabilities, costs, refusal: _decide_reference(
                probabilities, costs.T, refusal
            ),
            Text(
                "Le tableau des coûts est lu à l'envers : la ligne est la vraie classe, la colonne la réponse.",
                "The table of costs is read the wrong way: the row is the true class, the column the answer.",
            ),
        ),
        Mistake(
            _decide_likeliest,
            Text(
                "Vous répondez la classe la plus probable ; la moins coûteuse en moyenne peut en être une autre.",
                "You answer with the most probable class; the least costly on average may be another one.",
            ),
        ),
        Mistake(
            _decide_mixed,
            Text(
                "Vous refusez à bon escient, mais répondez la classe la plus probable au lieu de la moins coûteuse en moyenne.",
                "You refuse when you should, but answer with the most probable class instead of the least costly on average.",
            ),
        ),
        Mistake(
            _decide_confidence,
            Text(
                "C'est la règle de la partie 5 : elle compare `refusal` à 1 − confiance et n'utilise pas `costs`. Comparez des coûts attendus.",
                "This is the rule of part 5: it compares `refusal` with 1 − confidence and does not use `costs`. Compare expected costs.",
            ),
        ),
        Mistake(
            lambda probabilities, costs, refusal: probabilities.argmax(axis=1),
            Text(
                "Vos réponses sont les classes les plus probables, sans un refus : ni `costs` ni les coûts attendus n'y changent rien.",
                "Your answers are the most probable classes, with no refusal: neither `costs` nor the expected costs make a difference.",
            ),
        ),
        Mistake(
            _decide_never,
            Text(
                "Aucun refus parmi vos réponses : quand le coût attendu de la meilleure dépasse `refusal`, renvoyez −1.",
                "No refusal among your answers: when the expected cost of the best one exceeds `refusal`, return −1.",
            ),
        ),
        Mistake(
            _decide_doubt,
            Text(
                "`refusal` est un coût, à comparer au coût attendu de la meilleure réponse, pas à 1 − confiance.",
                "`refusal` is a cost, to be compared with the expected cost of the best answer, not with 1 − confidence.",
            ),
        ),
        Mistake(
            _decide_reversed,
            Text(
                "La comparaison est à l'envers : on refuse quand répondre coûterait plus que refuser.",
                "The comparison is the wrong way round: one refuses when answering would cost more than refusing.",
            ),
        ),
        Mistake(
            _decide_dearest,
            Text(
                "`argmax` choisit la réponse la plus coûteuse : il faut `argmin`.",
                "`argmax` chooses the costliest answer: `argmin` is needed.",
            ),
        ),
    ),
)

TASKS = (IMAGES_NEEDED, TEMPER, CLASS_GAP, DECIDE)

QUIZ = (
    Question(
        Text(
            "Une carte 7 × 7 × 96 est aplatie (`Flatten`), passe par `Dropout(0.1)`, puis par `Dense(10)`. Combien de paramètres ces trois couches ont-elles ensemble ?",
            "A 7 × 7 × 96 map is flattened (`Flatten`), goes through `Dropout(0.1)`, then `Dense(10)`. How many parameters do these three layers have together?",
        ),
        (
            Option(
                Text("970", "970"),
                Text(
                    "Ce serait 96 × 10 + 10, après une moyenne par carte ; `Flatten` garde les 49 positions.",
                    "That would be 96 × 10 + 10, after averaging each map; `Flatten` keeps the 49 positions.",
                ),
            ),
            Option(
                Text("37 642", "37,642"),
                Text(
                    "Vous avez compté 80 % des poids ; le dropout éteint des activations, pas des paramètres.",
                    "You counted 80% of the weights; dropout turns off activations, not parameters.",
                ),
            ),
            Option(
                Text("47 050", "47,050"),
                Text(
                    "7 × 7 × 96 = 4 704 entrées ; 4 704 × 10 poids et 10 biais. Les deux autres couches n'en ont aucun.",
                    "7 × 7 × 96 = 4,704 inputs; 4,704 × 10 weights and 10 biases. The other two layers have none.",
                ),
                right=True,
            ),
            Option(
                Text("47 040", "47,040"),
                Text("Il manque les 10 biais.", "The 10 biases are missing."),
            ),
        ),
    ),
    Question(
        Text(
            "Un réseau doit lire des chiffres manuscrits. Quelle augmentation affirme quelque chose de faux ?",
            "A network is to read handwritten digits. Which augmentation states something false?",
        ),
        (
            Option(
                Text("Décaler d'un pixel", "A shift by one pixel"),
                Text(
                    "Un 7 décalé d'un pixel reste un 7 : affirmation vraie.",
                    "A 7 shifted by one pixel is still a 7: a true statement.",
                ),
            ),
            Option(
                Text("Tourner de 5 degrés", "A rotation by 5 degrees"),
                Text(
                    "On écrit souvent plus penché que cela : affirmation vraie.",
                    "Handwriting often slants more than that: a true statement.",
                ),
            ),
            Option(
                Text("Tourner de 180 degrés", "A rotation by 180 degrees"),
                Text(
                    "Un 6 tête en bas est un 9 : on enseignerait au réseau que ce 9 est un 6.",
                    "A 6 upside down is a 9: one would teach the network that this 9 is a 6.",
                ),
                right=True,
            ),
        ),
    ),
    Question(
        Text(
            "On divise les logits d'un réseau par une température T = 2. Que devient son exactitude ?",
            "The logits of a network are divided by a temperature T = 2. What becomes of its accuracy?",
        ),
        (
            Option(
                Text("Elle ne change pas", "It does not change"),
                Text(
                    "Diviser par un nombre positif garde l'ordre des logits : la première classe reste la première.",
                    "Dividing by a positive number keeps the order of the logits: the first class stays first.",
                ),
                right=True,
            ),
            Option(
                Text(
                    "Elle baisse, puisque le réseau est moins sûr",
                    "It falls, since the network is less sure",
                ),
                Text(
                    "Moins sûr, mais de la même réponse.",
                    "Less sure, but of the same answer.",
                ),
            ),
            Option(
                Text(
                    "Elle monte, puisqu'il est mieux calibré",
                    "It rises, since it is better calibrated",
                ),
                Text(
                    "La calibration change ce que le réseau dit de ses réponses, pas ses réponses.",
                    "Calibration changes what the network says about its answers, not its answers.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Sur quelles images régler la température ?",
            "On which images should the temperature be fitted?",
        ),
        (
            Option(
                Text("Celles de l'entraînement", "The training images"),
                Text(
                    "Le réseau y a plus souvent raison qu'ailleurs : la température le laisserait trop sûr de lui.",
                    "The network is right more often there than elsewhere: the temperature would leave it too sure of itself.",
                ),
            ),
            Option(
                Text("Celles de la validation", "The validation images"),
                Text(
                    "Il ne les a pas apprises, et le test reste intact pour mesurer.",
                    "It did not learn from them, and the test set stays untouched for measuring.",
                ),
                right=True,
            ),
            Option(
                Text("Celles du test", "The test images"),
                Text(
                    "Une température réglée sur le test y paraît un peu meilleure qu'elle ne sera ailleurs.",
                    "A temperature fitted on the test set looks a little better there than it will elsewhere.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Une classe rassemble 10 % des images et 30 % des erreurs. Sans en créer d'autres, vous corrigez la moitié des erreurs commises sur ces images. Que devient un taux d'erreur de 8 % ?",
            "A class holds 10% of the images and 30% of the errors. Without creating others, you remove half of the errors made on these images. What becomes of an error rate of 8%?",
        ),
        (
            Option(
                Text("4 %", "4%"),
                Text(
                    "Ce serait la moitié de toutes les erreurs.",
                    "That would be half of all errors.",
                ),
            ),
            Option(
                Text("6,8 %", "6.8%"),
                Text(
                    "Elle compte pour 0,3 × 8 = 2,4 points ; la moitié, 1,2 point, disparaît.",
                    "It accounts for 0.3 × 8 = 2.4 points; half of them, 1.2 points, disappear.",
                ),
                right=True,
            ),
            Option(
                Text("7,6 %", "7.6%"),
                Text(
                    "Vous avez pris 10 % des erreurs : c'est sa part des images. Sa part des erreurs est de 30 %.",
                    "You took 10% of the errors: that is its share of the images. Its share of the errors is 30%.",
                ),
            ),
            Option(
                Text("On ne peut pas le dire", "It cannot be told"),
                Text(
                    "Si : la part des erreurs suffit, 8 × (1 − 0,3 × 0,5).",
                    "It can: the share of errors is enough, 8 × (1 − 0.3 × 0.5).",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Grad-CAM s'allume sur le col d'une chemise. Que peut-on en dire ?",
            "Grad-CAM lights up on the collar of a shirt. What can be said?",
        ),
        (
            Option(
                Text(
                    "Le réseau a compris ce qu'est un col",
                    "The network has understood what a collar is",
                ),
                Text(
                    "La carte dit où, jamais quoi : le réseau a pu y lire un contraste ou un pli.",
                    "The map says where, never what: the network may have read a contrast or a fold there.",
                ),
            ),
            Option(
                Text(
                    "Des cartes qui, en moyenne, soutiennent cette classe y sont actives",
                    "Maps that, on average, support this class are active there",
                ),
                Text(
                    "C'est tout : une région large, des poids remplacés par leur moyenne, une classe.",
                    "That is all: a wide region, weights replaced by their mean, one class.",
                ),
                right=True,
            ),
            Option(
                Text("La réponse est juste", "The answer is right"),
                Text(
                    "On peut tracer Grad-CAM pour toute classe, y compris une réponse fausse.",
                    "Grad-CAM can be drawn for any class, including a wrong answer.",
                ),
            ),
        ),
    ),
)
