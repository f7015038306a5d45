"""Lesson 12: exercises and quiz."""

import numpy as np

from course_utils.i18n import Text
from course_utils.quizzes import Option, Question
from course_utils.task import Mistake, Task, compare_values

# --- pixels to InceptionV3's scale -------------------------------------------------------------


def _pixel_inputs(rng):
    """Bytes, fractional floats, or dark images of any type: none need contain 0 and 255."""
    shape = (int(rng.integers(1, 4)), *(2 * [int(rng.integers(3, 6))]), 3)
    case = rng.choice(["bytes", "floats", "dark"])
    if case == "bytes":  # what a file holds
        images = rng.integers(rng.integers(1, 30), rng.integers(220, 255), shape)
        images[0, 0, 0] = (12, 128, 200)  # 2 × 200 does not fit in a byte, nor does 12 − 128
        return {"images": images.astype("uint8")}
    if case == "floats":
        images = np.round(rng.uniform(2, rng.uniform(150, 250), shape), 1)
        images[0, 0, 0] = (12.7, 0.5, 80.0)
        return {"images": images.astype(rng.choice(["float32", "float64"]))}
    images = rng.integers(0, 2, shape)
    images[0, 0, 0] = (0, 1, 1)
    return {"images": images.astype(rng.choice(["uint8", "int32", "float32"]))}


def _pixel_reference(images):
    """The middle of the scale goes to 0, half its width to 1."""
    return (images.astype("float64") - 127.5) / 127.5


def _pixel_compare(expected, got):
    return compare_values(expected, got, rtol=1e-5, atol=1e-5)


TO_INCEPTION = Task(
    name="to_inception",
    stars=1,
    inputs=_pixel_inputs,
    reference=_pixel_reference,
    compare=_pixel_compare,
    cases=24,  # so that each kind of images comes
    hints=(
        Text(
            "0 doit devenir −1, et 255 devenir 1 : cherchez la droite qui passe par ces deux points.",
            "0 must become −1, and 255 become 1: look for the line through these two points.",
        ),
        Text(
            "x = o / 127,5 − 1. Passez d'abord aux nombres flottants : un octet ne dépasse pas 255, et 2 × 200 y donne 144.",
            "x = o / 127.5 − 1. First go to floating-point numbers: a byte does not exceed 255, and 2 × 200 gives 144 there.",
        ),
        Text(
            '`np.asarray(images, "float32") / 127.5 - 1`',
            '`np.asarray(images, "float32") / 127.5 - 1`',
        ),
    ),
    mistakes=(
        Mistake(
            lambda images: images.astype("float64") / 255,
            Text(
                "Vous allez de 0 à 1 ; ces poids attendent des valeurs de −1 à 1.",
                "You go from 0 to 1; these weights expect values from −1 to 1.",
            ),
        ),
        Mistake(
            lambda images: images.astype("float64") / 255 - 1,
            Text(
                "Vous allez de −1 à 0 : divisez par la moitié de 255.",
                "You go from −1 to 0: divide by half of 255.",
            ),
        ),
        Mistake(
            lambda images: images.astype("float64") / 127.5,
            Text(
                "Vous allez de 0 à 2 : il reste à retrancher 1.",
                "You go from 0 to 2: 1 remains to be subtracted.",
            ),
        ),
        Mistake(
            lambda images: images.astype("float64") / 128 - 1,
            Text(
                "Avec 128, le blanc (255) n'atteint pas 1 : divisez par 127,5.",
                "With 128, white (255) does not reach 1: divide by 127.5.",
            ),
        ),
        Mistake(
            lambda images: images.astype("float64") / 127 - 1,
            Text(
                "Avec 127, le blanc (255) dépasse 1 : divisez par 127,5.",
                "With 127, white (255) exceeds 1: divide by 127.5.",
            ),
        ),
        Mistake(
            lambda images: images.astype("float64") - 127.5,
            Text(
                "Vous avez centré ; il reste à diviser par 127,5.",
                "You have centred; it remains to divide by 127.5.",
            ),
        ),
        Mistake(
            lambda images: images * 2 / 255 - 1,
            Text(
                "Le double d'un octet déborde (2 × 200 donne 144) : passez aux nombres flottants avant de calculer.",
                "Twice a byte overflows (2 × 200 gives 144): go to floating-point numbers before computing.",
            ),
        ),
        Mistake(
            lambda images: (images.astype("float64") / 127.5 - 1)[..., ::-1],
            Text(
                "L'échelle est juste, mais vous avez échangé rouge et bleu : InceptionV3 attend RVB.",
                "The scale is right, but you swapped red and blue: InceptionV3 expects RGB.",
            ),
        ),
        Mistake(
            lambda images: _pixel_reference(images) / 127.5 - 1,
            Text(
                "Vous avez mis à l'échelle deux fois : tout est presque égal à −1.",
                "You have scaled twice: everything is nearly −1.",
            ),
        ),
        Mistake(
            lambda images: (images.astype("float64") - images.mean()) / images.std(),
            Text(
                "Vous centrez et réduisez d'après l'image ; l'échelle d'InceptionV3 est fixe : 0 donne −1, 255 donne 1.",
                "You standardise according to the image; the scale of InceptionV3 is fixed: 0 gives −1, 255 gives 1.",
            ),
        ),
        Mistake(
            lambda images: (
                2 * (images.astype("float64") - images.min()) / (images.max() - images.min()) - 1
            ),
            Text(
                "Vous placez le minimum du lot à −1 et son maximum à 1 : une image sombre deviendrait claire. L'échelle est fixe : 0 donne −1, 255 donne 1.",
                "You bring the minimum of the batch to −1 and its maximum to 1: a dark image would become bright. The scale is fixed: 0 gives −1, 255 gives 1.",
            ),
        ),
        Mistake(
            lambda images: images.astype("float64") / (images.max() / 2) - 1,
            Text(
                "Vous divisez par la moitié du plus grand pixel présent ; or un lot ne contient pas toujours 255. Divisez par 127,5.",
                "You divide by half the greatest pixel present; but a batch does not always contain 255. Divide by 127.5.",
            ),
        ),
        Mistake(
            lambda images: _pixel_reference(images) if images.max() > 1 else 2.0 * images - 1,
            Text(
                "Une image très sombre peut ne contenir que des 0 et des 1 : le maximum ne dit pas si l'image est déjà à l'échelle. Ici, les pixels vont toujours de 0 à 255.",
                "A very dark image may contain only 0s and 1s: the maximum does not tell whether the image is already scaled. Here, pixels always range from 0 to 255.",
            ),
        ),
        Mistake(
            lambda images: _pixel_reference(images.astype("uint8")),
            Text(
                "La conversion en entiers supprime les décimales : 12,7 devient 12. Convertissez en nombres flottants.",
                "Converting to integers removes the decimals: 12.7 becomes 12. Convert to floating-point numbers.",
            ),
        ),
        Mistake(
            lambda images: (images - 128) / 128,
            Text(
                "Un octet n'est jamais négatif : 12 − 128 y donne 140. Passez d'abord aux nombres flottants, et prenez 127,5 pour que le blanc (255) donne 1.",
                "A byte is never negative: 12 − 128 gives 140 there. First go to floating-point numbers, and take 127.5 so that white (255) gives 1.",
            ),
        ),
        Mistake(
            lambda images: images.astype("float64") / 255 - 0.5,
            Text(
                "Vous allez de −0,5 à 0,5, la moitié de ce qu'il faut : divisez par 127,5, puis retranchez 1.",
                "You go from −0.5 to 0.5, half of what is needed: divide by 127.5, then subtract 1.",
            ),
        ),
        Mistake(
            lambda images: images.astype("float64"),
            Text(
                "Les pixels vont encore de 0 à 255 : divisez par 127,5, puis retranchez 1.",
                "The pixels still range from 0 to 255: divide by 127.5, then subtract 1.",
            ),
        ),
        Mistake(
            lambda images: 1 - images.astype("float64") / 127.5,
            Text(
                "Le signe est inversé : 0 (noir) doit donner −1, et 255 (blanc) 1.",
                "The sign is reversed: 0 (black) must give −1, and 255 (white) 1.",
            ),
        ),
    ),
)

# --- weights that will move --------------------------------------------------------------------


def _network_inputs(rng):
    channels, network = int(rng.integers(2, 5)), []
    for _ in range(int(rng.integers(2, 5))):
        wider = channels + int(rng.integers(1, 6))
        network += [("conv", int(rng.choice([3, 5, 7])), channels, wider), ("norm", wider)]
        channels = wider
    network.append(("dense", channels, int(rng.integers(2, 11))))
    # Every other time, a convolution comes first among the unfrozen layers: forgetting it shows.
    convolution = 2 * int(rng.integers(1, len(network) // 2))
    norm, dense = convolution + int(rng.choice([-1, 1])), len(network) - 1
    first = convolution if rng.random() < 0.5 else int(rng.choice([0, norm, norm, dense]))
    return {"network": network, "first": first}


def _count(network, first, norm=0, bias=True, power=2, frozen=False, conv_bias=False):
    """Count with the kernel to a power, norms at so many weights per channel, with or without biases."""
    total = 0
    for kind, *sizes in network[:first] if frozen else network[first:]:
        if kind == "conv":
            total += (sizes[0] ** power * sizes[1] + conv_bias) * sizes[2]
        elif kind == "norm":
            total += norm * sizes[0]
        else:
            total += (sizes[0] + bias) * sizes[1]
    return total


def _count_reference(network, first):
    """Sizes of the arrays of each layer."""
    shapes = []
    for layer in network[first:]:
        if layer[0] == "conv":
            shapes.append((layer[1], layer[1], layer[2], layer[3]))
        if layer[0] == "dense":
            shapes += [(layer[1], layer[2]), (layer[2],)]
    return sum(int(np.prod(shape)) for shape in shapes)


TRAINABLE_COUNT = Task(
    name="trainable_count",
    stars=2,
    inputs=_network_inputs,
    reference=_count_reference,
    cases=20,  # so that each kind of first layer comes
    hints=(
        Text(
            "Parcourez `network[first:]` et ajoutez les poids de chaque couche selon son genre ; une normalisation gelée n'en a aucun à entraîner.",
            "Go through `network[first:]` and add the weights of each layer according to its kind; a frozen normalisation has none to train.",
        ),
        Text(
            "Une convolution sans biais : noyau × noyau × entrées × sorties. Une couche dense : (entrées + 1) × sorties.",
            "A convolution without bias: kernel × kernel × inputs × outputs. A dense layer: (inputs + 1) × outputs.",
        ),
        Text(
            "`for kind, *sizes in network[first:]`, puis `sizes[0]**2 * sizes[1] * sizes[2]` si `kind` vaut `conv`, et `(sizes[0] + 1) * sizes[1]` s'il vaut `dense`.",
            "`for kind, *sizes in network[first:]`, then `sizes[0]**2 * sizes[1] * sizes[2]` if `kind` is `conv`, and `(sizes[0] + 1) * sizes[1]` if it is `dense`.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda network, first: _count(network, 0),
            Text(
                "Vous comptez tout le réseau : les couches avant `first` sont gelées.",
                "You count the whole network: the layers before `first` are frozen.",
            ),
        ),
        Mistake(
            lambda network, first: _count(network, first, norm=2),
            Text(
                "Vous comptez γ et β des normalisations : elles sont gelées, même après `first`.",
                "You count γ and β of the normalisations: they are frozen, even after `first`.",
            ),
        ),
        Mistake(
            lambda network, first: _count(network, first, norm=4),
            Text(
                "Moyenne et variance ne sont jamais entraînables, et γ et β sont gelés ici : une normalisation compte pour 0.",
                "Mean and variance are never trainable, and γ and β are frozen here: a normalisation counts for 0.",
            ),
        ),
        Mistake(
            lambda network, first: _count(network, first, bias=False),
            Text(
                "Il manque le biais de la couche dense : un par sortie.",
                "The bias of the dense layer is missing: one per output.",
            ),
        ),
        Mistake(
            lambda network, first: _count(network, first, norm=1),
            Text(
                "Vous comptez β pour chaque canal d'une normalisation : il est gelé, même après `first`.",
                "You count β for each channel of a normalisation: it is frozen, even after `first`.",
            ),
        ),
        Mistake(
            lambda network, first: _count(network, first, conv_bias=True),
            Text(
                "Vous comptez un biais par sortie de convolution : ces convolutions n'en ont pas ; seule la couche dense en a.",
                "You count one bias per output of a convolution: these convolutions have none; only the dense layer has.",
            ),
        ),
        Mistake(
            lambda network, first: _count(network, first, power=1),
            Text(
                "Le noyau est un carré : il compte noyau × noyau poids par entrée et par sortie.",
                "The kernel is a square: it has kernel × kernel weights per input and per output.",
            ),
        ),
        Mistake(
            lambda network, first: _count(network, first, frozen=True),
            Text(
                "Vous comptez les couches gelées, avant `first` ; ce sont les autres qui s'entraînent.",
                "You count the frozen layers, before `first`; it is the others that are trained.",
            ),
        ),
        Mistake(
            lambda network, first: _count(network, first + 1),
            Text(
                "La couche d'indice `first` est dégelée, elle aussi : partez de `network[first:]`.",
                "The layer with index `first` is unfrozen, too: start from `network[first:]`.",
            ),
        ),
        Mistake(
            lambda network, first: _count(network[: first + 1], first),
            Text(
                "Vous ne comptez que la couche d'indice `first` : le `return` est sans doute dans la boucle ; placez-le après elle.",
                "You count only the layer with index `first`: the `return` is probably inside the loop; put it after the loop.",
            ),
        ),
        Mistake(
            lambda network, first: _count(
                [layer for layer in network if layer[0] != "norm"], first
            ),
            Text(
                "Vous retirez les normalisations avant de couper : les indices se décalent. Prenez d'abord `network[first:]`.",
                "You remove the normalisations before slicing: the indices shift. First take `network[first:]`.",
            ),
        ),
    ),
)

# --- a gain and its error ----------------------------------------------------------------------


def _gain_inputs(rng):
    """One size, drawn at random, has gains of both signs and a negative mean."""
    draws, sizes = int(rng.integers(5, 9)), int(rng.integers(2, 4))
    worse = int(rng.integers(sizes))
    while True:
        common = rng.normal(0, 0.05, (draws, sizes))  # a lucky draw is lucky for both
        ours = 0.8 + common + rng.normal(0, 0.015, (draws, sizes))
        theirs = 0.7 + common + rng.normal(0, 0.015, (draws, sizes))
        theirs[:, worse] += 0.11
        gain = (ours - theirs)[:, worse]
        if gain.mean() < -0.002 and gain.max() > 0.002:
            return {"ours": np.round(ours, 4), "theirs": np.round(theirs, 4)}


def _gain_reference(ours, theirs):
    """Sums, size by size, one draw at a time."""
    means, errors = [], []
    for column in range(len(ours[0])):
        gains = [float(a[column] - b[column]) for a, b in zip(ours, theirs, strict=True)]
        n = len(gains)
        mean = sum(gains) / n
        variance = sum((g - mean) ** 2 for g in gains) / (n - 1)
        means.append(mean)
        errors.append((variance / n) ** 0.5)
    return np.array(means), np.array(errors)


def _gain(ours, theirs, axis=0, ddof=1, divisor=None):
    gain = ours - theirs
    divisor = np.sqrt(gain.shape[axis]) if divisor is None else divisor
    return gain.mean(axis=axis), gain.std(axis=axis, ddof=ddof) / divisor


def _unpaired(ours, theirs):
    n = len(ours)
    errors = [a.std(axis=0, ddof=1) / np.sqrt(n) for a in (ours, theirs)]
    return ours.mean(axis=0) - theirs.mean(axis=0), errors


PAIRED_GAIN = Task(
    name="paired_gain",
    stars=2,
    inputs=_gain_inputs,
    reference=_gain_reference,
    hints=(
        Text(
            "Un tirage heureux l'est souvent pour les deux méthodes : la différence, tirage par tirage, élimine cette chance commune.",
            "A lucky draw is often lucky for both methods: the difference, draw by draw, removes this shared luck.",
        ),
        Text(
            "`gain = ours - theirs`, puis la moyenne et l'écart-type le long des tirages (`axis=0`), avec `ddof=1`.",
            "`gain = ours - theirs`, then the mean and the standard deviation along the draws (`axis=0`), with `ddof=1`.",
        ),
        Text(
            "`return gain.mean(axis=0), gain.std(axis=0, ddof=1) / np.sqrt(len(gain))`",
            "`return gain.mean(axis=0), gain.std(axis=0, ddof=1) / np.sqrt(len(gain))`",
        ),
    ),
    mistakes=(
        Mistake(
            lambda ours, theirs: _gain(ours, theirs, divisor=1),
            Text(
                "C'est l'écart-type des gains ; l'erreur type de leur moyenne est plus petite : divisez par √n.",
                "This is the standard deviation of the gains; the standard error of their mean is smaller: divide by √n.",
            ),
        ),
        Mistake(
            lambda ours, theirs: _gain(ours, theirs, ddof=0),
            Text(
                "NumPy divise par n ; pour un échantillon, divisez par n − 1 : `ddof=1`.",
                "NumPy divides by n; for a sample, divide by n − 1: `ddof=1`.",
            ),
        ),
        Mistake(
            lambda ours, theirs: _gain(theirs, ours),
            Text(
                "Le signe est inversé : le gain est positif quand `ours` est meilleur.",
                "The sign is reversed: the gain is positive when `ours` is better.",
            ),
        ),
        Mistake(
            lambda ours, theirs: _gain(ours, theirs, axis=1),
            Text(
                "Vous moyennez les tailles ; chaque taille garde sa valeur, et ce sont les tirages que l'on moyenne (`axis=0`).",
                "You average over sizes; each size keeps its value, and it is the draws that are averaged (`axis=0`).",
            ),
        ),
        Mistake(
            lambda ours, theirs: (
                _unpaired(ours, theirs)[0],
                np.hypot(*_unpaired(ours, theirs)[1]),
            ),
            Text(
                "Vous combinez deux erreurs comme si les tirages étaient indépendants : soustrayez d'abord, tirage par tirage.",
                "You combine two errors as if the draws were independent: subtract first, draw by draw.",
            ),
        ),
        Mistake(
            lambda ours, theirs: (_unpaired(ours, theirs)[0], sum(_unpaired(ours, theirs)[1])),
            Text(
                "Vous ajoutez deux erreurs : soustrayez d'abord, tirage par tirage, puis prenez une seule erreur.",
                "You add two errors: subtract first, draw by draw, then take a single error.",
            ),
        ),
        Mistake(
            lambda ours, theirs: (
                _gain(ours, theirs)[0],
                (ours - theirs).var(axis=0, ddof=1) / len(ours),
            ),
            Text(
                "C'est le carré de l'erreur type : il manque une racine.",
                "This is the square of the standard error: a root is missing.",
            ),
        ),
        Mistake(
            lambda ours, theirs: _gain(ours, theirs, divisor=len(ours)),
            Text(
                "Divisez l'écart-type par √n, pas par n.",
                "Divide the standard deviation by √n, not by n.",
            ),
        ),
        Mistake(
            lambda ours, theirs: _gain(np.abs(ours - theirs), np.zeros_like(ours)),
            Text(
                "Vous prenez la valeur absolue des gains : un gain négatif doit le rester, il dit que `theirs` est meilleur.",
                "You take the absolute value of the gains: a negative gain must remain negative, it says that `theirs` is better.",
            ),
        ),
        Mistake(
            lambda ours, theirs: (np.abs(_gain(ours, theirs)[0]), _gain(ours, theirs)[1]),
            Text(
                "Vous prenez la valeur absolue du gain moyen : gardez son signe, négatif quand `theirs` est meilleur.",
                "You take the absolute value of the mean gain: keep its sign, negative when `theirs` is better.",
            ),
        ),
        Mistake(
            lambda ours, theirs: _gain(ours, theirs, divisor=np.sqrt(ours.shape[1])),
            Text(
                "Vous divisez par la racine du nombre de tailles ; n est le nombre de tirages, `len(ours)`.",
                "You divide by the root of the number of sizes; n is the number of draws, `len(ours)`.",
            ),
        ),
        Mistake(
            lambda ours, theirs: _gain(ours, theirs, divisor=np.sqrt(len(ours) - 1)),
            Text(
                "Le n − 1 est déjà dans l'écart-type (`ddof=1`) : divisez celui-ci par √n, et non par √(n − 1).",
                "The n − 1 is already in the standard deviation (`ddof=1`): divide it by √n, not by √(n − 1).",
            ),
        ),
        Mistake(
            lambda ours, theirs: (
                _gain(ours, theirs)[0],
                (ours - theirs).var(axis=0, ddof=1) / np.sqrt(len(ours)),
            ),
            Text(
                "Vous divisez la variance des gains ; prenez leur écart-type, `std`.",
                "You divide the variance of the gains; take their standard deviation, `std`.",
            ),
        ),
    ),
)

# --- the nearest mean --------------------------------------------------------------------------


def _mean_inputs(rng):
    """Features of unequal scales, two of them constant; labels that are no indices."""
    classes = np.sort(rng.choice(np.arange(3, 40), 3, replace=False))
    d, per_class = int(rng.integers(5, 7)), 5
    scale = 10.0 ** np.linspace(0, 2.5, d)
    centres = rng.normal(0, 1, (3, d))
    known = np.repeat(centres, per_class, axis=0) + rng.normal(0, 1.2, (3 * per_class, d))
    wider = rng.uniform(0.5, 3, d)  # the questions do not vary as `known` does
    asked = np.repeat(centres, 24, axis=0) + rng.normal(0, 1, (72, d)) * wider
    offset = rng.normal(0, 2, d) * scale
    known, asked = known * scale + offset, asked * scale + offset
    # Questions so far from the constants that a spread of 1e-8 would drown the other features,
    # but not a spread of 1.
    for column, constant in zip(rng.permutation(d), _constants(rng, len(known)), strict=False):
        known[:, column] = constant
        asked[:, column] = constant + rng.choice([-1, 1], 72) * rng.uniform(700, 1000, 72)
    labels, order = np.repeat(classes, per_class), rng.permutation(3 * per_class)
    return {"known": known[order], "labels": labels[order], "asked": rng.permutation(asked)}


def _constants(rng, n):
    """An integer, whose standard deviation is 0, and a decimal whose rounding makes it positive."""
    while True:
        decimal = float(rng.integers(1, 100)) / 10
        if np.full(n, decimal).std() > 0 and np.full((n, 2), decimal).std(axis=0)[0] > 0:
            return float(rng.integers(1, 10)), decimal


def _mean_inputs_apart(rng):
    """Draw until each listed mistake gives other labels than the right answer and the others."""
    while True:
        inputs = _mean_inputs(rng)
        distance = np.sort(_distances(*_standardised(**inputs)), axis=1)
        clear = distance[:, 1] - distance[:, 0] > 0.1  # rounding cannot change the nearest mean
        inputs["asked"] = inputs["asked"][clear][:36]
        answers = [way(**inputs) for way in (_right, *_WRONG_MEANS)]
        if len({tuple(answer.tolist()) for answer in answers}) == len(answers):
            return inputs


def _mean_reference(known, labels, asked):
    """One question at a time, one class at a time."""
    columns = [j for j in range(known.shape[1]) if len(set(known[:, j].tolist())) > 1]
    spread = {j: known[:, j].std() for j in columns}
    middle = {(c, j): known[labels == c, j].mean() for c in set(labels.tolist()) for j in columns}
    answers = []
    for vector in asked:
        best = None
        for c in sorted(set(labels.tolist())):
            total = sum(((vector[j] - middle[c, j]) / spread[j]) ** 2 for j in columns)
            if best is None or total < best[0]:
                best = (total, c)
        answers.append(best[1])
    return np.array(answers)


def _standardised(known, labels, asked):
    varies = np.ptp(known, axis=0) > 0
    spread = known[:, varies].std(axis=0)
    return known[:, varies] / spread, labels, asked[:, varies] / spread


def _distances(known, labels, asked, power=2):
    means = np.stack([known[labels == c].mean(axis=0) for c in np.unique(labels)])
    return np.sum(np.abs(asked[:, None] - means[None]) ** power, axis=2)


def _nearest(known, labels, asked, power=2):
    return np.unique(labels)[_distances(known, labels, asked, power).argmin(axis=1)]


def _right(known, labels, asked):
    return _nearest(*_standardised(known, labels, asked))


def _raw(known, labels, asked):
    varies = np.ptp(known, axis=0) > 0
    return _nearest(known[:, varies], labels, asked[:, varies])


def _own_scales(known, labels, asked):
    varies = np.ptp(known, axis=0) > 0
    known, asked = known[:, varies], asked[:, varies]
    known = (known - known.mean(axis=0)) / known.std(axis=0)
    return _nearest(known, labels, (asked - asked.mean(axis=0)) / asked.std(axis=0))


def _together(known, labels, asked):
    spread = np.concatenate([known, asked]).std(axis=0)
    return _nearest(known / spread, labels, asked / spread)


def _small_term(known, labels, asked):
    spread = known.std(axis=0) + 1e-3 * known.std()
    return _nearest(known / spread, labels, asked / spread)


def _one_neighbour(known, labels, asked):
    known, labels, asked = _standardised(known, labels, asked)
    return labels[np.sum((asked[:, None] - known[None]) ** 2, axis=2).argmin(axis=1)]


def _farthest(known, labels, asked):
    distances = _distances(*_standardised(known, labels, asked))
    return np.unique(labels)[distances.argmax(axis=1)]


def _products(known, labels, asked):
    """The greatest dot product: a mean far from the origin attracts, however far it is."""
    mean = known.mean(axis=0)
    known, labels, asked = _standardised(known - mean, labels, asked - mean)
    classes = np.unique(labels)
    means = np.stack([known[labels == c].mean(axis=0) for c in classes])
    return classes[(asked @ means.T).argmax(axis=1)]


def _positions(known, labels, asked):
    return _distances(*_standardised(known, labels, asked)).argmin(axis=1)


def _absolute(known, labels, asked):
    return _nearest(*_standardised(known, labels, asked), power=1)


def _divided(known, labels, asked):
    """Distances all NaN, or equal after rounding: `argmin` gives 0 for every question."""
    return np.full(len(asked), labels.min())


def _absent(known, labels, asked):
    """Distances to the mean of the absent class 0 are NaN, and `argmin` stops there."""
    return np.zeros(len(asked), int)


_WRONG_MEANS = (
    _divided,
    _raw,
    _own_scales,
    _together,
    _small_term,
    _one_neighbour,
    _farthest,
    _products,
    _positions,
    _absolute,
    _absent,
)

NEAREST_MEAN = Task(
    name="nearest_mean",
    stars=3,
    inputs=_mean_inputs_apart,
    reference=_mean_reference,
    hints=(
        Text(
            "Trois étapes : mettre `known` et `asked` à la même échelle, calculer une moyenne par classe, comparer les distances.",
            "Three steps: bring `known` and `asked` to the same scale, compute one mean per class, compare the distances.",
        ),
        Text(
            "`varies = np.ptp(known, axis=0) > 0` (maximum moins minimum) choisit les colonnes ; moyenne et écart-type viennent de `known` seul ; `classes = np.unique(labels)` donne les étiquettes.",
            "`varies = np.ptp(known, axis=0) > 0` (maximum minus minimum) selects the columns; mean and standard deviation come from `known` alone; `classes = np.unique(labels)` gives the labels.",
        ),
        Text(
            "Avec `means` de forme (classes, d) : `distances = np.sum((asked[:, None] - means[None]) ** 2, axis=2)`, puis `classes[distances.argmin(axis=1)]`.",
            "With `means` of shape (classes, d): `distances = np.sum((asked[:, None] - means[None]) ** 2, axis=2)`, then `classes[distances.argmin(axis=1)]`.",
        ),
    ),
    mistakes=(
        Mistake(
            _positions,
            Text(
                "Vous renvoyez le rang de la classe (0, 1, 2…) : rendez son étiquette, `classes[rang]`.",
                "You return the rank of the class (0, 1, 2…): return its label, `classes[rank]`.",
            ),
        ),
        Mistake(
            _raw,
            Text(
                "Vous n'avez pas réduit : la caractéristique à la plus grande échelle décide de tout.",
                "You have not scaled: the feature with the greatest scale decides everything.",
            ),
        ),
        Mistake(
            _own_scales,
            Text(
                "Vous réduisez `asked` d'après lui-même : ses nombres ne sont plus comparables à ceux de `known`, et une réponse dépend des autres questions.",
                "You standardise `asked` according to itself: its numbers no longer compare with those of `known`, and an answer depends on the other questions.",
            ),
        ),
        Mistake(
            _divided,
            Text(
                "Une caractéristique constante a un écart-type nul ou presque (1e-17, par arrondi). Diviser par lui, même augmenté de 1e-8, donne NaN ou un nombre si grand que les autres caractéristiques ne comptent plus : toutes les réponses sont la première classe. Laissez-la de côté : maximum égal au minimum.",
                "A constant feature has a standard deviation of zero or nearly so (1e-17, by rounding). Dividing by it, even after adding 1e-8, gives NaN or a number so large that the other features no longer count: every answer is the first class. Leave it out: its maximum equals its minimum.",
            ),
        ),
        Mistake(
            _together,
            Text(
                "Vous calculez l'échelle sur `known` et `asked` réunis : c'est une fuite, car une réponse dépend des autres questions. Moyenne et écart-type viennent de `known` seul.",
                "You compute the scale from `known` and `asked` together: this is leakage, since an answer depends on the other questions. Mean and standard deviation come from `known` alone.",
            ),
        ),
        Mistake(
            _small_term,
            Text(
                "Vous ajoutez un terme à l'écart-type, comme `scales` dans la leçon : il réduit le poids des caractéristiques de petite échelle. Ici, on laisse de côté les constantes et l'on divise par l'écart-type lui-même.",
                "You add a term to the standard deviation, as `scales` does in the lesson: it reduces the weight of small-scale features. Here, constant ones are left out and the others are divided by the standard deviation itself.",
            ),
        ),
        Mistake(
            _absolute,
            Text(
                "Vous ajoutez des écarts absolus ; la distance usuelle ajoute leurs **carrés**.",
                "You add absolute differences; the usual distance adds their **squares**.",
            ),
        ),
        Mistake(
            _absent,
            Text(
                "Toutes vos réponses sont 0, qui n'est pas une étiquette ici. La moyenne d'une classe absente est NaN : parcourez `np.unique(labels)`, et non `range(…)`.",
                "All your answers are 0, which is not a label here. The mean of an absent class is NaN: go through `np.unique(labels)`, not `range(…)`.",
            ),
        ),
        Mistake(
            _one_neighbour,
            Text(
                "C'est la plus proche image ; on demande la plus proche **moyenne** de classe.",
                "This is the nearest image; the nearest class **mean** is asked for.",
            ),
        ),
        Mistake(
            _products,
            Text(
                "Vous comparez des produits scalaires : ils favorisent les moyennes éloignées de l'origine. Comparez des distances : la somme des carrés des écarts, et `argmin`.",
                "You compare dot products: they favour means far from the origin. Compare distances: the sum of the squared differences, and `argmin`.",
            ),
        ),
        Mistake(
            _farthest,
            Text(
                "Vous prenez la moyenne la plus éloignée : `argmin`, pas `argmax`.",
                "You take the farthest mean: `argmin`, not `argmax`.",
            ),
        ),
    ),
)

TASKS = (TO_INCEPTION, TRAINABLE_COUNT, PAIRED_GAIN, NEAREST_MEAN)

# --- quiz --------------------------------------------------------------------------------------

QUIZ = (
    Question(
        Text(
            "Le réseau gelé rend des cartes de forme (7, 7, 768). Après la moyenne globale, combien de paramètres a une tête `Dense(10)` ?",
            "The frozen network returns maps of shape (7, 7, 768). After global averaging, how many parameters does a `Dense(10)` head have?",
        ),
        (
            Option(
                Text("7 690", "7,690"),
                Text(
                    "768 × 10 poids et 10 biais : la moyenne globale ne laisse que 768 nombres.",
                    "768 × 10 weights and 10 biases: global averaging leaves only 768 numbers.",
                ),
                right=True,
            ),
            Option(
                Text("7 680", "7,680"),
                Text(
                    "Il manque les 10 biais.",
                    "The 10 biases are missing.",
                ),
            ),
            Option(
                Text("376 330", "376,330"),
                Text(
                    "C'est 7 × 7 × 768 × 10 + 10, le compte après `Flatten` ; la moyenne supprime les 49 positions.",
                    "This is 7 × 7 × 768 × 10 + 10, the count after `Flatten`; the mean removes the 49 positions.",
                ),
            ),
            Option(
                Text("500", "500"),
                Text(
                    "C'est (49 + 1) × 10 : la moyenne se prend sur les positions, les 768 canaux restent.",
                    "This is (49 + 1) × 10: the mean is taken over positions, the 768 channels remain.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Des caractéristiques apprises donnent 93 % sur votre tâche. Que faut-il pour dire que l'apprentissage antérieur y a servi ?",
            "Trained features give 93% on your task. What is needed to say that the earlier training was of use?",
        ),
        (
            Option(
                Text("Rien de plus, 93 % suffit", "Nothing more, 93% is enough"),
                Text(
                    "Un raccourci (une couleur moyenne) peut en donner autant.",
                    "A shortcut (a mean colour) may give as much.",
                ),
            ),
            Option(
                Text(
                    "Les scores du même réseau avec plusieurs tirages de poids au hasard, même tête, mêmes images",
                    "The scores of the same network with several draws of random weights, same head, same images",
                ),
                Text(
                    "Tout est commun sauf les poids et les statistiques des normalisations, réglées elles aussi : une différence ne peut venir que de là, et plusieurs tirages disent si elle dépasse le hasard.",
                    "Everything is shared except the weights and the statistics of the normalisations, set as well: a difference can come from these only, and several draws tell whether it exceeds chance.",
                ),
                right=True,
            ),
            Option(
                Text(
                    "Davantage d'images de test, prises sur d'autres photos, pour connaître ces 93 % à un demi-point près",
                    "Many more test images, taken from other photos, so as to know these 93% to within half a point",
                ),
                Text(
                    "Les 93 % seraient plus précis, mais leur cause resterait inconnue.",
                    "The 93% would be more precise, but their cause would remain unknown.",
                ),
            ),
            Option(
                Text(
                    "La perte d'entraînement de la tête",
                    "The training loss of the head",
                ),
                Text(
                    "Elle dit si la tête a retenu ses images, pas d'où vient ce qu'elle lit.",
                    "It says whether the head has memorised its images, not where what it reads comes from.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "On dégèle un bloc et on appelle `fit`, avec `base(x, training=False)` dans un modèle fonctionnel. Que font les moyennes mobiles de ses `BatchNormalization` (version de Keras de la leçon) ?",
            "A block is unfrozen and `fit` is called, with `base(x, training=False)` in a Functional model. What do the moving means of its `BatchNormalization` layers do (Keras version of the lesson)?",
        ),
        (
            Option(
                Text("Elles ne bougent pas", "They do not move"),
                Text(
                    "La leçon l'a vérifié : l'appel extérieur, en mode entraînement, l'emporte.",
                    "The lesson checked: the outer call, in training mode, prevails.",
                ),
            ),
            Option(
                Text(
                    "Elles bougent ; il faut `trainable = False` sur chacune de ces couches",
                    "They move; `trainable = False` is needed on each of these layers",
                ),
                Text(
                    "Cela fige β (InceptionV3 n'a que β, pas de γ) et met la couche en mode prédiction.",
                    "This freezes β (InceptionV3 has only β, no γ) and puts the layer in prediction mode.",
                ),
                right=True,
            ),
            Option(
                Text(
                    "Elles bougent seulement si le taux d'apprentissage est grand ; un petit taux les protège",
                    "They move only if the learning rate is large; a small rate protects them",
                ),
                Text(
                    "Aucun gradient ne les change : elles suivent les lots, quel que soit le taux.",
                    "No gradient changes them: they follow the batches, whatever the rate.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "En production, quelqu'un divise par 255 au lieu de 127,5 puis oublie le −1. Que se passe-t-il ?",
            "In production, someone divides by 255 instead of 127.5 and then forgets the −1. What happens?",
        ),
        (
            Option(
                Text("Keras signale une erreur", "Keras reports an error"),
                Text(
                    "Les formes et les types sont justes : rien ne distingue ces nombres des bons.",
                    "Shapes and types are right: nothing tells these numbers from the right ones.",
                ),
            ),
            Option(
                Text(
                    "Le réseau répond, sur des images à la mauvaise échelle",
                    "The network answers, on images at the wrong scale",
                ),
                Text(
                    "De 0 à 1 au lieu de −1 à 1, sans un message. Un test sur quelques images connues le révélerait.",
                    "From 0 to 1 instead of −1 to 1, without a message. A test on a few known images would reveal it.",
                ),
                right=True,
            ),
            Option(
                Text(
                    "Rien : le réseau normalise ses entrées",
                    "Nothing: the network normalises its inputs",
                ),
                Text(
                    "Ses normalisations utilisent des statistiques fixes, apprises avec des entrées de −1 à 1.",
                    "Its normalisations use fixed statistics, learned with inputs from −1 to 1.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Vous découpez 1 000 carrés qui se recouvrent dans chaque photo, les mélangez, et gardez 20 % pour le test. Le score…",
            "You cut 1,000 overlapping squares from each photo, shuffle them, and keep 20% for testing. The score…",
        ),
        (
            Option(
                Text(
                    "est trop bon : le test contient des quasi-copies des images d'entraînement",
                    "is too good: the test data contain near-copies of the training images",
                ),
                Text(
                    "C'est une fuite. Séparez d'abord des régions, mieux : des photos, puis découpez.",
                    "This is leakage. First separate regions, or better photos, then cut.",
                ),
                right=True,
            ),
            Option(
                Text(
                    "est juste : le mélange rend les deux parts semblables, et 20 % suffisent à une mesure stable",
                    "is right: shuffling makes the two parts alike, and 20% is enough for a stable measurement",
                ),
                Text(
                    "Trop semblables : elles partagent des pixels.",
                    "Too alike: they share pixels.",
                ),
            ),
            Option(
                Text(
                    "est trop mauvais : il reste moins d'images à apprendre",
                    "is too poor: fewer images remain to learn from",
                ),
                Text(
                    "Un peu moins d'images, mais le test ressemble à l'entraînement : l'effet dominant est flatteur.",
                    "Slightly fewer images, but the test resembles the training: the dominant effect flatters.",
                ),
            ),
        ),
    ),
)
