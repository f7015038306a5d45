"""Lesson 11: exercises and quiz."""

import numpy as np

from course_utils.i18n import Text
from course_utils.quizzes import Option, Question
from course_utils.task import Mistake, Task

# --- multiply-adds of a convolution ------------------------------------------------------------


def _macs_inputs(rng):
    return {
        "side": 2 * int(rng.integers(4, 9)) + 1,  # odd: rounding matters; small: done by hand
        "channels": int(rng.integers(2, 6)),
        "filters": int(rng.integers(6, 10)),
        "kernel": int(rng.choice([3, 5, 7])),
        "stride": int(rng.choice([2, 3])),
    }


def _macs_reference(side, channels, filters, kernel, stride):
    """Count the windows one by one."""
    windows = sum(1 for _ in range(0, side, stride) for _ in range(0, side, stride))
    return windows * kernel * kernel * channels * filters


MULTIPLY_ADDS = Task(
    name="multiply_adds",
    stars=1,
    inputs=_macs_inputs,
    cases=16,
    reference=_macs_reference,
    hints=(
        Text(
            "Combien de nombres contient la sortie, et combien de multiplications coûte chacun ?",
            "How many numbers does the output hold, and how many multiplications does each one cost?",
        ),
        Text(
            "Un nombre de la sortie coûte une multiplication-addition par poids de son filtre, qui traverse tous les canaux.",
            "One number of the output costs one multiply-add per weight of its filter, which runs through all channels.",
        ),
        Text(
            "Côté de la sortie : `side / stride` arrondi à l'entier supérieur, soit `-(-side // stride)`. "
            "Sortie : côté × côté × `filters` nombres, à `kernel * kernel * channels` chacun.",
            "Side of the output: `side / stride` rounded up, that is `-(-side // stride)`. "
            "Output: side × side × `filters` numbers, at `kernel * kernel * channels` each.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda side, channels, filters, kernel, stride: (
                side**2 * kernel**2 * channels * filters
            ),
            Text(
                "Vous comptez une fenêtre par pixel de l'entrée : le pas en saute, comptez celles de la sortie.",
                "You count one window per pixel of the input: the stride skips some, count those of the output.",
            ),
        ),
        Mistake(
            lambda side, channels, filters, kernel, stride: (
                (side // stride) ** 2 * kernel**2 * channels * filters
            ),
            Text(
                "Avec `same`, le côté de la sortie s'arrondit à l'entier supérieur : 29 pixels au pas de 2 donnent 15.",
                "With `same`, the side of the output is rounded up: 29 pixels with stride 2 give 15.",
            ),
        ),
        Mistake(
            lambda side, channels, filters, kernel, stride: (
                ((side - kernel) // stride + 1) ** 2 * kernel**2 * channels * filters
            ),
            Text(
                "C'est le compte sans remplissage (`valid`) ; l'énoncé dit `same`.",
                "That is the count without padding (`valid`); the statement says `same`.",
            ),
        ),
        Mistake(
            lambda side, channels, filters, kernel, stride: (
                2 * _macs_reference(side, channels, filters, kernel, stride)
            ),
            Text(
                "Ce sont des FLOP : une multiplication-addition en vaut deux.",
                "Those are FLOPs: one multiply-add is worth two.",
            ),
        ),
        Mistake(
            lambda side, channels, filters, kernel, stride: kernel**2 * channels * filters,
            Text(
                "Ce sont les poids ; chacun sert une fois par position de la sortie.",
                "Those are the weights; each is used once per position of the output.",
            ),
        ),
        Mistake(
            lambda side, channels, filters, kernel, stride: (
                (-(-side // stride)) ** 2 * (kernel**2 * channels + 1) * filters
            ),
            Text(
                "Le biais est une addition sans multiplication : il ne fait pas une multiplication-addition de plus.",
                "The bias is an addition without a multiplication: it does not make one more multiply-add.",
            ),
        ),
        Mistake(
            lambda side, channels, filters, kernel, stride: (
                (-(-side // stride)) ** 2 * kernel**2 * filters
            ),
            Text(
                "Chaque filtre traverse tous les canaux d'entrée : il manque `channels`.",
                "Each filter runs through all input channels: `channels` is missing.",
            ),
        ),
        Mistake(
            lambda side, channels, filters, kernel, stride: (
                -(-side // stride) * kernel**2 * channels * filters
            ),
            Text(
                "La sortie a deux dimensions : côté × côté positions.",
                "The output has two dimensions: side × side positions.",
            ),
        ),
        Mistake(
            lambda side, channels, filters, kernel, stride: (
                (-(-side // stride)) ** 2 * kernel * channels * filters
            ),
            Text(
                "Le noyau est carré : `kernel` × `kernel` poids par couple de canaux.",
                "The kernel is square: `kernel` × `kernel` weights per pair of channels.",
            ),
        ),
        Mistake(
            lambda side, channels, filters, kernel, stride: (kernel**2 * channels + 1) * filters,
            Text(
                "Ce sont les paramètres, biais compris ; on demande les calculs : chaque poids sert une fois par position de la sortie.",
                "Those are the parameters, biases included; the computation is wanted: each weight is used once per position of the output.",
            ),
        ),
        Mistake(
            lambda side, channels, filters, kernel, stride: (
                side * side // stride * kernel**2 * channels * filters
            ),
            Text(
                "Le pas joue sur les deux axes : il réduit la hauteur et la largeur.",
                "The stride acts on both axes: it reduces the height and the width.",
            ),
        ),
        Mistake(
            lambda side, channels, filters, kernel, stride: (
                (side / stride) ** 2 * kernel**2 * channels * filters
            ),
            Text(
                "Le côté de la sortie est un entier : arrondissez `side / stride` à l'entier supérieur avant d'élever au carré.",
                "The side of the output is an integer: round `side / stride` up before squaring.",
            ),
        ),
    ),
)

# --- the convolution that copies its input -----------------------------------------------------


def _identity_inputs(rng):
    return {"size": int(rng.choice([3, 5, 7])), "channels": int(rng.integers(2, 12))}


def _identity_reference(size, channels):
    """Write the ones in, channel by channel."""
    kernel = np.zeros((size, size, channels, channels))
    for c in range(channels):
        kernel[(size - 1) // 2, (size - 1) // 2, c, c] = 1
    return kernel


def _identity_mixing(size, channels):
    kernel = np.zeros((size, size, channels, channels))
    kernel[size // 2, size // 2] = 1
    return kernel


def _identity_corner(size, channels):
    kernel = np.zeros((size, size, channels, channels))
    kernel[0, 0] = np.eye(channels)
    return kernel


def _identity_off_by_one(size, channels):
    kernel = np.zeros((size, size, channels, channels))
    kernel[size // 2 - 1, size // 2 - 1] = np.eye(channels)
    return kernel


def _identity_everywhere(size, channels):
    return np.broadcast_to(np.eye(channels), (size, size, channels, channels)).copy()


def _identity_spatial(size, channels):
    kernel = np.eye(size)[:, :, np.newaxis, np.newaxis]
    return np.broadcast_to(kernel, (size, size, channels, channels)).copy()


def _identity_diagonal(size, channels):
    kernel = np.zeros((size, size, channels, channels))
    for c in range(channels):
        kernel[:, :, c, c] = np.eye(size)
    return kernel


def _identity_after_centre(size, channels):
    kernel = np.zeros((size, size, channels, channels))
    kernel[(size + 1) // 2, (size + 1) // 2] = np.eye(channels)
    return kernel


def _identity_first_channel(size, channels):
    kernel = np.zeros((size, size, channels, channels))
    kernel[size // 2, size // 2, 0, 0] = 1
    return kernel


IDENTITY_KERNEL = Task(
    name="identity_kernel",
    stars=2,
    inputs=_identity_inputs,
    reference=_identity_reference,
    hints=(
        Text(
            "Deux questions séparées : quel pixel de la fenêtre faut-il lire, et quel canal d'entrée va à quel canal de sortie ?",
            "Two separate questions: which pixel of the window must be read, and which input channel goes to which output channel?",
        ),
        Text(
            "Le pixel : celui du centre, `size // 2`. Les canaux : chacun vers lui-même, comme dans une matrice identité.",
            "The pixel: the central one, `size // 2`. The channels: each to itself, as in an identity matrix.",
        ),
        Text(
            "Partez de zéros ; `kernel[size // 2, size // 2]` est une matrice `(channels, channels)` : qu'y mettre ?",
            "Start from zeros; `kernel[size // 2, size // 2]` is a matrix `(channels, channels)`: what goes in there?",
        ),
    ),
    mistakes=(
        Mistake(
            _identity_mixing,
            Text(
                "Au centre, vous mettez des 1 partout : chaque canal de sortie est la somme de tous les canaux d'entrée.",
                "At the centre you put ones everywhere: each output channel is the sum of all input channels.",
            ),
        ),
        Mistake(
            _identity_corner,
            Text(
                "Le 1 est dans le coin de la fenêtre : l'image est décalée. Il faut lire le pixel du centre.",
                "The 1 is in the corner of the window: the image is shifted. The central pixel must be read.",
            ),
        ),
        Mistake(
            _identity_off_by_one,
            Text(
                "Décalé d'un pixel : pour `size` = 3, le centre est à l'indice 1, soit `size // 2`.",
                "Off by one pixel: for `size` = 3 the centre has index 1, that is `size // 2`.",
            ),
        ),
        Mistake(
            _identity_everywhere,
            Text(
                "Les canaux sont les bons, mais vous additionnez tous les pixels de la fenêtre : un flou, pas une copie.",
                "The channels are right, but you add up all pixels of the window: a blur, not a copy.",
            ),
        ),
        Mistake(
            _identity_spatial,
            Text(
                "La matrice identité est sur les deux axes d'espace : elle va sur les deux axes des canaux.",
                "The identity matrix is on the two axes of space: it belongs on the two axes of channels.",
            ),
        ),
        Mistake(
            lambda size, channels: _identity_everywhere(size, channels) / size**2,
            Text(
                "Vous faites la moyenne de la fenêtre, canal par canal : un flou, pas une copie.",
                "You average the window, channel by channel: a blur, not a copy.",
            ),
        ),
        Mistake(
            _identity_diagonal,
            Text(
                "Les canaux sont les bons, mais vous lisez toute la diagonale de la fenêtre : un seul pixel suffit, celui du centre.",
                "The channels are right, but you read the whole diagonal of the window: a single pixel is enough, the central one.",
            ),
        ),
        Mistake(
            _identity_after_centre,
            Text(
                "Vous lisez un voisin du centre : pour `size` = 3, le centre est à l'indice 1, et `(size + 1) // 2` vaut 2.",
                "You read a neighbour of the centre: for `size` = 3 the centre has index 1, and `(size + 1) // 2` is 2.",
            ),
        ),
        Mistake(
            _identity_first_channel,
            Text(
                "Vous ne recopiez que le canal 0 : il faut un 1 pour chaque canal, de lui-même vers lui-même.",
                "You copy channel 0 only: a 1 is needed for each channel, from itself to itself.",
            ),
        ),
        Mistake(
            lambda size, channels: np.ones((size, size, channels, channels)),
            Text(
                "Des 1 partout additionnent tous les pixels de la fenêtre et tous les canaux.",
                "Ones everywhere add up all pixels of the window and all channels.",
            ),
        ),
        Mistake(
            lambda size, channels: _identity_mixing(size, channels) / channels,
            Text(
                "Au centre, vous faites la moyenne des canaux ; chaque canal de sortie doit recopier le sien.",
                "At the centre you average the channels; each output channel must copy its own.",
            ),
        ),
    ),
)

# --- the widest bottleneck that still pays -----------------------------------------------------


def _widest_inputs(rng):
    """Draw any case, one just above a whole width, an exact equality, or a width of 0."""
    kind, kernel = int(rng.integers(4)), int(rng.choice([3, 5]))
    if kind < 2:
        enough = False
        while not enough:
            channels, filters = int(rng.integers(10, 90)), int(rng.integers(4, 40))
            factor = int(rng.integers(2, 5))
            pair = factor * (channels + kernel**2 * filters)
            width, rest = divmod(kernel**2 * channels * filters, pair)
            enough = kind == 0 or 0 < rest < factor * width
    elif kind == 2:
        factor, times = int(rng.integers(1, 4)), int(rng.integers(1, 3))
        filters = factor * (times + 1) * int(rng.integers(1, 3))
        channels = times * kernel**2 * filters
    else:
        channels, filters, factor = int(rng.integers(1, 4)), 1, int(rng.integers(3, 5))
    return {"channels": channels, "filters": filters, "kernel": kernel, "factor": factor}


def _widest_reference(channels, filters, kernel, factor):
    """Try every width."""
    direct = kernel**2 * channels * filters
    return max(
        r
        for r in range(channels + 1)
        if factor * (channels * r + kernel**2 * r * filters) <= direct
    )


def _ratio(channels, filters, kernel, factor):
    return kernel**2 * channels * filters / (factor * (channels + kernel**2 * filters))


def _without_kernel(channels, filters, kernel, factor):
    return (kernel**2 * channels * filters) // (factor * channels)


def _without_one(channels, filters, kernel, factor):
    return (kernel**2 * channels * filters) // (factor * kernel**2 * filters)


WIDEST_BOTTLENECK = Task(
    name="widest_bottleneck",
    stars=2,
    inputs=_widest_inputs,
    reference=_widest_reference,
    cases=40,  # all four kinds of inputs, surely
    hints=(
        Text(
            "Écrivez les poids de chacune des deux couches de la paire en fonction de r, puis leur somme.",
            "Write the weights of each of the two layers of the pair as a function of r, then their sum.",
        ),
        Text(
            "La paire a r × (`channels` + `kernel`² × `filters`) poids : elle est proportionnelle à r.",
            "The pair has r × (`channels` + `kernel`² × `filters`) weights: it is proportional to r.",
        ),
        Text(
            "`factor` × paire ≤ noyau seul : divisez, et arrondissez à l'entier inférieur (`//`).",
            "`factor` × pair ≤ kernel alone: divide, and round down (`//`).",
        ),
    ),
    mistakes=(
        Mistake(
            lambda channels, filters, kernel, factor: (
                _widest_reference(channels, filters, kernel, factor) + 1
            ),
            Text(
                "Un de trop : ce r dépasse déjà la limite. Arrondissez à l'entier inférieur.",
                "One too many: this r already exceeds the limit. Round down.",
            ),
        ),
        Mistake(
            _without_one,
            Text(
                "La convolution 1 × 1 a des poids aussi : `channels` × r.",
                "The 1 × 1 convolution has weights, too: `channels` × r.",
            ),
        ),
        Mistake(
            _without_kernel,
            Text(
                "Vous ne comptez que la 1 × 1 ; le noyau qui la suit a `kernel`² × r × `filters` poids.",
                "You only count the 1 × 1; the kernel that follows it has `kernel`² × r × `filters` weights.",
            ),
        ),
        Mistake(
            lambda channels, filters, kernel, factor: (
                (kernel**2 * channels * filters) // (factor * (channels + filters))
            ),
            Text(
                "La seconde couche de la paire garde le grand noyau : `kernel`² × r × `filters`.",
                "The second layer of the pair keeps the large kernel: `kernel`² × r × `filters`.",
            ),
        ),
        Mistake(
            lambda channels, filters, kernel, factor: (
                (kernel**2 * channels * filters) // (channels + kernel**2 * filters)
            ),
            Text(
                "Vous cherchez l'égalité ; la paire doit avoir `factor` fois moins de poids.",
                "You look for equality; the pair must have `factor` times fewer weights.",
            ),
        ),
        Mistake(
            lambda channels, filters, kernel, factor: (
                (kernel * channels * filters) // (factor * (channels + kernel * filters))
            ),
            Text(
                "Le noyau est carré : `kernel`² poids par couple de canaux.",
                "The kernel is square: `kernel`² weights per pair of channels.",
            ),
        ),
        Mistake(
            _ratio,
            Text(
                "Un nombre de canaux est entier : divisez avec `//`.",
                "A number of channels is an integer: divide with `//`.",
            ),
        ),
        Mistake(
            lambda **sizes: round(_ratio(**sizes)),
            Text(
                "`round` arrondit parfois vers le haut et dépasse la limite : arrondissez toujours à l'entier inférieur.",
                "`round` sometimes rounds up and exceeds the limit: always round down.",
            ),
        ),
        Mistake(
            lambda **sizes: max(int(np.ceil(_ratio(**sizes))) - 1, 0),
            Text(
                "« Au plus » : l'égalité exacte convient aussi, et vous l'excluez.",
                "“At most”: exact equality will do, too, and you exclude it.",
            ),
        ),
        Mistake(
            lambda **sizes: max(_widest_reference(**sizes), 1),
            Text(
                "Quand même r = 1 dépasse la limite, la réponse est 0.",
                "When even r = 1 exceeds the limit, the answer is 0.",
            ),
        ),
        Mistake(
            lambda channels, filters, kernel, factor: (
                (kernel**2 * channels * filters) // (factor * (channels + 1 + kernel**2 * filters))
            ),
            Text(
                "Vous comptez les biais de la 1 × 1 ; l'énoncé les exclut.",
                "You count the biases of the 1 × 1; the statement leaves them out.",
            ),
        ),
        Mistake(
            lambda channels, filters, kernel, factor: (
                factor * kernel**2 * channels * filters // (channels + kernel**2 * filters)
            ),
            Text(
                "Vous multipliez par `factor` : la paire aurait `factor` fois plus de poids, au lieu de `factor` fois moins.",
                "You multiply by `factor`: the pair would have `factor` times more weights, instead of `factor` times fewer.",
            ),
        ),
        Mistake(
            lambda channels, filters, kernel, factor: (
                kernel**2 * channels * filters // (factor * (kernel**2 * channels + filters))
            ),
            Text(
                "Les deux couches sont échangées : la 1 × 1 lit `channels` canaux, le grand noyau n'en lit que r.",
                "The two layers are swapped: the 1 × 1 reads `channels` channels, the large kernel reads only r.",
            ),
        ),
    ),
)

# --- gradient through a residual block ---------------------------------------------------------


def _residual_inputs(rng):
    n, c, m = int(rng.integers(4, 7)), int(rng.integers(3, 6)), int(rng.integers(6, 9))
    return {
        "h": rng.normal(size=(n, c)),
        "W1": rng.normal(size=(c, m)),
        "W2": rng.normal(size=(m, c)),
        "delta": rng.normal(size=(n, c)),
    }


def _residual_reference(h, W1, W2, delta):
    """Multiply Jacobian matrices, image by image."""
    rows = []
    for image, slope in zip(h, delta, strict=True):
        inner = W1.T @ image
        z = image + W2.T @ np.maximum(inner, 0)
        jacobian = np.diag(np.heaviside(z, 0)) @ (
            np.eye(len(image)) + W2.T @ np.diag(np.heaviside(inner, 0)) @ W1.T
        )
        rows.append(jacobian.T @ slope)
    return np.array(rows)


def _masks(h, W1, W2):
    inner = h @ W1
    return inner > 0, h + np.maximum(inner, 0) @ W2 > 0


def _residual_no_shortcut(h, W1, W2, delta):
    inside, outside = _masks(h, W1, W2)
    return (((delta * outside) @ W2.T) * inside) @ W1.T


def _residual_only_shortcut(h, W1, W2, delta):
    return delta * _masks(h, W1, W2)[1]


def _residual_unmasked_shortcut(h, W1, W2, delta):
    return delta + _residual_no_shortcut(h, W1, W2, delta)


def _residual_no_outer(h, W1, W2, delta):
    return delta + ((delta @ W2.T) * _masks(h, W1, W2)[0]) @ W1.T


def _residual_no_inner(h, W1, W2, delta):
    d = delta * _masks(h, W1, W2)[1]
    return d + d @ W2.T @ W1.T


def _residual_plain_mask(h, W1, W2, delta):
    inside = h @ W1 > 0
    d = delta * (np.maximum(h @ W1, 0) @ W2 > 0)
    return d + ((d @ W2.T) * inside) @ W1.T


def _residual_plain_unmasked(h, W1, W2, delta):
    d = delta * (np.maximum(h @ W1, 0) @ W2 > 0)
    return delta + ((d @ W2.T) * (h @ W1 > 0)) @ W1.T


def _residual_input_mask(h, W1, W2, delta):
    d = delta * (h > 0)
    return d + ((d @ W2.T) * (h @ W1 > 0)) @ W1.T


def _residual_late_mask(h, W1, W2, delta):
    d = delta * _masks(h, W1, W2)[1]
    return d + (d @ W2.T) @ W1.T * (h > 0)


def _residual_activation(h, W1, W2, delta):
    d = delta * _masks(h, W1, W2)[1]
    return d + ((d @ W2.T) * np.maximum(h @ W1, 0)) @ W1.T


def _residual_added_input(h, W1, W2, delta):
    return h + _residual_no_shortcut(h, W1, W2, delta)


def _residual_forward(h, W1, W2, delta):
    return np.maximum(h + np.maximum(h @ W1, 0) @ W2, 0)


RESIDUAL_GRADIENT = Task(
    name="residual_gradient",
    stars=3,
    inputs=_residual_inputs,
    reference=_residual_reference,
    hints=(
        Text(
            "Refaites d'abord l'aller, en gardant les deux sommes avant ReLU : chaque ReLU coupe le gradient là où la sienne est négative.",
            "First redo the forward pass, keeping the two sums before ReLU: each ReLU cuts the gradient where its sum is negative.",
        ),
        Text(
            "Après le ReLU de sortie, le même gradient part par les deux chemins ; leurs résultats s'additionnent en h.",
            "After the output ReLU, the same gradient takes both paths; their results add up at h.",
        ),
        Text(
            "Avec `d = delta * (z > 0)` : par le raccourci, `d` ; par les couches, `d @ W2.T`, puis le masque de `h @ W1`, puis `@ W1.T`.",
            "With `d = delta * (z > 0)`: through the shortcut, `d`; through the layers, `d @ W2.T`, then the mask of `h @ W1`, then `@ W1.T`.",
        ),
    ),
    mistakes=(
        Mistake(
            _residual_no_shortcut,
            Text(
                "Il manque le chemin direct : le raccourci rend le gradient tel quel, à ajouter.",
                "The direct path is missing: the shortcut returns the gradient as it is, to be added.",
            ),
        ),
        Mistake(
            _residual_only_shortcut,
            Text(
                "Il manque le chemin des deux couches : h passe aussi par W1 et W2.",
                "The path through the two layers is missing: h also goes through W1 and W2.",
            ),
        ),
        Mistake(
            _residual_unmasked_shortcut,
            Text(
                "Le ReLU de sortie vient après l'addition : il coupe aussi le gradient du raccourci.",
                "The output ReLU comes after the addition: it also cuts the gradient of the shortcut.",
            ),
        ),
        Mistake(
            _residual_no_outer,
            Text(
                "Le ReLU de sortie est oublié : le gradient ne passe pas là où la somme est négative.",
                "The output ReLU is forgotten: the gradient does not pass where the sum is negative.",
            ),
        ),
        Mistake(
            _residual_no_inner,
            Text(
                "Le ReLU intérieur est oublié : entre W2 et W1, le gradient s'annule là où `h @ W1` est négatif.",
                "The inner ReLU is forgotten: between W2 and W1 the gradient vanishes where `h @ W1` is negative.",
            ),
        ),
        Mistake(
            _residual_plain_mask,
            Text(
                "Le masque de sortie oublie h : le dernier ReLU reçoit la somme `h + …`, pas les couches seules.",
                "The output mask forgets h: the last ReLU receives the sum `h + …`, not the layers alone.",
            ),
        ),
        Mistake(
            _residual_added_input,
            Text(
                "Vous ajoutez h lui-même : au retour, le raccourci transporte le gradient, pas l'activation.",
                "You add h itself: in the backward pass the shortcut carries the gradient, not the activation.",
            ),
        ),
        Mistake(
            _residual_forward,
            Text(
                "C'est la sortie du bloc, donc l'aller ; on demande le gradient par rapport à h.",
                "That is the output of the block, hence the forward pass; the gradient with respect to h is wanted.",
            ),
        ),
        Mistake(
            _residual_plain_unmasked,
            Text(
                "Deux choses : le masque de sortie oublie h (le dernier ReLU reçoit `h + …`), et il doit couper aussi le raccourci.",
                "Two things: the output mask forgets h (the last ReLU receives `h + …`), and it must cut the shortcut, too.",
            ),
        ),
        Mistake(
            _residual_input_mask,
            Text(
                "Le masque de sortie regarde h : il doit regarder la somme que reçoit le dernier ReLU, `h + …`.",
                "The output mask looks at h: it must look at the sum that the last ReLU receives, `h + …`.",
            ),
        ),
        Mistake(
            _residual_late_mask,
            Text(
                "Le masque intérieur se pose entre W2 et W1, sur `h @ W1`, et non après W1 sur h.",
                "The inner mask belongs between W2 and W1, on `h @ W1`, not after W1 on h.",
            ),
        ),
        Mistake(
            _residual_activation,
            Text(
                "Vous multipliez par l'activation intérieure ; la pente d'un ReLU vaut 0 ou 1 : multipliez par `h @ W1 > 0`.",
                "You multiply by the inner activation; the slope of a ReLU is 0 or 1: multiply by `h @ W1 > 0`.",
            ),
        ),
    ),
)

TASKS = (MULTIPLY_ADDS, IDENTITY_KERNEL, WIDEST_BOTTLENECK, RESIDUAL_GRADIENT)

QUIZ = (
    Question(
        Text(
            "Un module met bout à bout, sur une entrée 14 × 14 × 480, quatre branches `same` de pas 1 qui finissent par 192, 208, 48 et 64 filtres. Forme de la sortie ?",
            "On a 14 × 14 × 480 input, a module concatenates four `same` branches of stride 1 that end with 192, 208, 48 and 64 filters. Shape of the output?",
        ),
        (
            Option(
                Text("14 × 14 × 512", "14 × 14 × 512"),
                Text(
                    "Les canaux s'ajoutent, 192 + 208 + 48 + 64, et le côté ne change pas.",
                    "The channels add up, 192 + 208 + 48 + 64, and the side does not change.",
                ),
                right=True,
            ),
            Option(
                Text("14 × 14 × 480", "14 × 14 × 480"),
                Text(
                    "Ce sont les canaux d'entrée ; chaque branche les réduit ou les mélange à sa façon.",
                    "Those are the input channels; each branch reduces or mixes them in its own way.",
                ),
            ),
            Option(
                Text("14 × 14 × 208", "14 × 14 × 208"),
                Text(
                    "Ce serait un choix de la plus large ; `Concatenate` les garde toutes.",
                    "That would be choosing the widest; `Concatenate` keeps them all.",
                ),
            ),
            Option(
                Text("56 × 14 × 512", "56 × 14 × 512"),
                Text(
                    "Les branches se mettent bout à bout le long des canaux, pas dans l'espace.",
                    "The branches are concatenated along the channels, not in space.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Combien de poids (sans biais) ont trois convolutions 3 × 3 à la suite, de 64 canaux à 64 canaux, qui voient 7 × 7 pixels ?",
            "How many weights (without biases) do three 3 × 3 convolutions in a row have, from 64 channels to 64 channels, seeing 7 × 7 pixels?",
        ),
        (
            Option(
                Text("200 704", "200,704"),
                Text(
                    "7 × 7 × 64 × 64 : c'est le filtre 7 × 7 qu'elles remplacent.",
                    "7 × 7 × 64 × 64: that is the 7 × 7 filter that they replace.",
                ),
            ),
            Option(
                Text("110 592", "110,592"),
                Text(
                    "3 × (3 × 3 × 64 × 64), soit 27/49 du filtre 7 × 7.",
                    "3 × (3 × 3 × 64 × 64), that is 27/49 of the 7 × 7 filter.",
                ),
                right=True,
            ),
            Option(
                Text("36 864", "36,864"),
                Text(
                    "C'est une seule couche ; il y en a trois.",
                    "That is one layer; there are three.",
                ),
            ),
            Option(
                Text("1 728", "1,728"),
                Text(
                    "Vous n'avez compté qu'une fois les 64 canaux : chacun des 64 filtres lit les 64 canaux.",
                    "You counted the 64 channels only once: each of the 64 filters reads all 64 channels.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Un réseau sans raccourci de 56 couches a une perte d'entraînement plus haute que son cousin de 20 couches. Qu'est-ce qui est établi ?",
            "A plain network of 56 layers has a higher training loss than its cousin of 20 layers. What is established?",
        ),
        (
            Option(
                Text("Il surapprend", "It overfits"),
                Text(
                    "Le surapprentissage donnerait une perte d'entraînement basse et une perte de test haute.",
                    "Overfitting would give a low training loss and a high test loss.",
                ),
            ),
            Option(
                Text(
                    "Aucun réglage de ses poids ne ferait mieux",
                    "No setting of its weights would do better",
                ),
                Text(
                    "Si, comme en partie 5 : en glissant avant la sortie du cousin entraîné 36 couches qui recopient, on aurait 56 couches et la même perte.",
                    "One would, as in part 5: slip 36 copying layers before the output of the trained cousin, and you have 56 layers and the same loss.",
                ),
            ),
            Option(
                Text(
                    "L'entraînement n'a pas trouvé de bons poids",
                    "Training has not found good weights",
                ),
                Text(
                    "De bons poids existent, par recopie ; la descente de gradient n'y est pas arrivée.",
                    "Good weights exist, by copying; gradient descent did not get there.",
                ),
                right=True,
            ),
            Option(
                Text("Son gradient disparaît", "Its gradient vanishes"),
                Text(
                    "Cela se mesure, et ne se déduit pas de la perte : dans la partie 5, il explosait.",
                    "That has to be measured, it does not follow from the loss: in part 5 it exploded.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Un article annonce 4 milliards de FLOP par image ; un autre, pour le même réseau, 2 milliards de MAC. Qui a raison ?",
            "One paper announces 4 billion FLOPs per image; another, for the same network, 2 billion MACs. Who is right?",
        ),
        (
            Option(
                Text("Les deux peuvent avoir raison", "Both may be right"),
                Text(
                    "Une multiplication-addition fait deux opérations flottantes.",
                    "One multiply-add makes two floating-point operations.",
                ),
                right=True,
            ),
            Option(
                Text(
                    "Le premier : il compte aussi les biais", "The first: it counts the biases, too"
                ),
                Text(
                    "Les biais ne font pas un facteur 2 : un seul par neurone, quel que soit le nombre d'entrées.",
                    "Biases do not make a factor of 2: one per neuron, whatever the number of inputs.",
                ),
            ),
            Option(
                Text("Aucun : cela dépend du processeur", "Neither: it depends on the processor"),
                Text(
                    "Le temps dépend du processeur (et les FLOPS, par seconde) ; le nombre d'opérations, non.",
                    "Time depends on the processor (and so do FLOPS, per second); the number of operations does not.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Dans un bloc résiduel sans changement de forme, on initialise à zéro le dernier γ de F. Que calcule le bloc au départ, pour une entrée positive ?",
            "In a residual block that keeps the shape, the last γ of F starts from zero. What does the block compute at first, for a positive input?",
        ),
        (
            Option(
                Text("Zéro", "Zero"),
                Text(
                    "Ce serait le cas sans raccourci ; ici l'entrée s'ajoute.",
                    "That would be so without a shortcut; here the input is added.",
                ),
            ),
            Option(
                Text("Son entrée", "Its input"),
                Text(
                    "F vaut 0 (β aussi part de 0), et ReLU laisse passer une entrée positive.",
                    "F is 0 (β starts from 0, too), and ReLU lets a positive input through.",
                ),
                right=True,
            ),
            Option(
                Text("Son entrée normalisée", "Its normalised input"),
                Text(
                    "La normalisation est dans F, que γ = 0 annule ; le raccourci n'en a pas.",
                    "The normalisation is inside F, which γ = 0 cancels; the shortcut has none.",
                ),
            ),
            Option(
                Text(
                    "Une valeur qui dépend des poids de F",
                    "A value that depends on the weights of F",
                ),
                Text(
                    "γ = 0 efface tout ce que font les convolutions de F, quels que soient leurs poids.",
                    "γ = 0 wipes out all that the convolutions of F do, whatever their weights.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Une capsule reçoit s = (0, 3). Quelle est la longueur de squash(s) ?",
            "A capsule receives s = (0, 3). What is the length of squash(s)?",
        ),
        (
            Option(
                Text("1", "1"),
                Text(
                    "Elle reste strictement sous 1.",
                    "It stays strictly below 1.",
                ),
            ),
            Option(
                Text("0,9", "0.9"),
                Text(
                    "9 / (1 + 9) : la direction, elle, ne change pas.",
                    "9 / (1 + 9); the direction does not change.",
                ),
                right=True,
            ),
            Option(
                Text("0,75", "0.75"),
                Text(
                    "C'est 3 / (1 + 3) ; la formule prend le carré de la longueur.",
                    "That is 3 / (1 + 3); the formula takes the square of the length.",
                ),
            ),
            Option(
                Text("2,7", "2.7"),
                Text(
                    "Vous avez multiplié 0,9 par la longueur : s est d'abord ramené à la longueur 1.",
                    "You multiplied 0.9 by the length: s is first brought to length 1.",
                ),
            ),
        ),
    ),
)
