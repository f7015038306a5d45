"""Lesson 08: exercises and quiz."""

import numpy as np

from course_utils.i18n import Text
from course_utils.quizzes import Option, Question
from course_utils.task import Mistake, Task

# --- the kernel that moves an image -----------------------------------------------------------


def _shift_inputs(rng):
    size = int(rng.choice([5, 7, 9]))
    # Different lengths, neither zero: swapped or wrongly signed steps give another kernel.
    first, second = rng.choice(np.arange(1, size // 2 + 1), 2, replace=False)
    return {
        "dy": int(first * rng.choice([-1, 1])),
        "dx": int(second * rng.choice([-1, 1])),
        "size": size,
    }


def _shift_reference(dy, dx, size):
    """Read the kernel off: weight (a, b) is the answer to a single bright pixel, elsewhere."""
    moved = np.zeros((size, size))
    moved[size // 2 + dy, size // 2 + dx] = 1  # where the bright pixel in the middle must go
    return moved[::-1, ::-1]


def _one(row, column, size):
    kernel = np.zeros((size, size))
    kernel[size // 2 + row, size // 2 + column] = 1
    return kernel


def _from_the_corner(row, column, size):
    kernel = np.zeros((size, size))
    kernel[row, column] = 1
    return kernel


SHIFT_KERNEL = Task(
    name="shift_kernel",
    stars=1,
    inputs=_shift_inputs,
    reference=_shift_reference,
    hints=(
        Text(
            "Chaque pixel de sortie doit être la copie d'un seul pixel d'entrée : combien de poids non nuls ?",
            "Every output pixel must be the copy of a single input pixel: how many non-zero weights?",
        ),
        Text(
            "Pour que l'image aille vers la droite, la sortie en `j` doit lire l'entrée en `j - dx` : le poids est à gauche du centre.",
            "For the image to move right, the output at `j` must read the input at `j - dx`: the weight is left of the centre.",
        ),
        Text(
            "Un seul 1, à la ligne `size // 2 - dy`. Et la colonne ?",
            "A single 1, in row `size // 2 - dy`. And which column?",
        ),
    ),
    mistakes=(
        Mistake(
            lambda dy, dx, size: _one(dy, dx, size),
            Text(
                "L'image part dans la direction opposée : ce noyau conviendrait à la vraie convolution, qui le retourne. "
                "Ici la sortie lit le pixel d'où vient l'image, en `i - dy`, `j - dx`.",
                "The image goes the opposite way: this kernel would suit true convolution, which flips it. "
                "Here the output reads the pixel that the image comes from, at `i - dy`, `j - dx`.",
            ),
        ),
        Mistake(
            lambda dy, dx, size: _one(-dx, -dy, size),
            Text(
                "Lignes et colonnes sont échangées : le premier indice va vers le bas.",
                "Rows and columns are swapped: the first index goes down.",
            ),
        ),
        Mistake(
            lambda dy, dx, size: _one(dx, dy, size),
            Text(
                "Deux erreurs : lignes et colonnes sont échangées, et le sens est inversé.",
                "Two mistakes: rows and columns are swapped, and the direction is reversed.",
            ),
        ),
        Mistake(
            lambda dy, dx, size: _one(-dy, dx, size),
            Text(
                "Le déplacement vertical est bon, l'horizontal est inversé.",
                "The vertical move is right, the horizontal one is reversed.",
            ),
        ),
        Mistake(
            lambda dy, dx, size: _one(dy, -dx, size),
            Text(
                "Le déplacement horizontal est bon, le vertical est inversé.",
                "The horizontal move is right, the vertical one is reversed.",
            ),
        ),
        Mistake(
            lambda dy, dx, size: _from_the_corner(dy, dx, size),
            Text(
                "Vous comptez depuis le coin du noyau : le déplacement nul est au centre, ligne et colonne `size // 2`.",
                "You count from the corner of the kernel: no move at all is the centre, row and column `size // 2`.",
            ),
        ),
        Mistake(
            lambda dy, dx, size: _from_the_corner(-dy, -dx, size),
            Text(
                "Les signes sont bons, mais vous comptez depuis le coin : le déplacement nul est au centre, ligne et colonne `size // 2`.",
                "The signs are right, but you count from the corner: no move at all is the centre, row and column `size // 2`.",
            ),
        ),
        Mistake(
            lambda dy, dx, size: _one(-dy, 0, size) + _one(0, -dx, size),
            Text(
                "Votre noyau contient deux 1 : il additionne deux copies de l'image. Un seul poids doit être non nul, à la fois décalé en ligne et en colonne.",
                "Your kernel holds two 1s: it adds two copies of the image. A single weight must be non-zero, moved in both row and column.",
            ),
        ),
        Mistake(
            lambda dy, dx, size: _one(-dy, -dx, size) + _one(0, 0, size),
            Text(
                "Le poids du centre est resté : l'image déplacée s'ajoute à l'image intacte.",
                "The weight of the centre is still there: the moved image is added to the intact one.",
            ),
        ),
        Mistake(
            lambda dy, dx, size: _one(-dy, -dx, size) - _one(0, 0, size),
            Text(
                "Le poids du centre vaut -1 : vous calculez une différence, comme un filtre de bords.",
                "The weight of the centre is -1: you compute a difference, as an edge filter does.",
            ),
        ),
    ),
)

# --- max pooling with overlapping windows -----------------------------------------------------


def _pooling_inputs(rng):
    size = int(rng.choice([3, 4]))
    stride = 2 if size == 3 else 3
    # The windows end with the last row, but leave a column over: a missing + 1 shows.
    h = size + stride * int(rng.integers(2, 5))
    w = size + stride * int(rng.integers(2, 5)) + 1
    # Mostly negative values: an output that starts from zero shows.
    maps = np.round(rng.normal(-1.5, 1, (h, w, 3)), 2)
    return {"maps": maps, "size": size, "stride": stride}


def _pooling_reference(maps, size, stride):
    rows = range(0, maps.shape[0] - size + 1, stride)
    columns = range(0, maps.shape[1] - size + 1, stride)
    return np.array(
        [[maps[i : i + size, j : j + size].max(axis=(0, 1)) for j in columns] for i in rows]
    )


def _windows(maps, size, stride):
    views = np.lib.stride_tricks.sliding_window_view(maps, (size, size), axis=(0, 1))
    return views[::stride, ::stride]


def _with_partial_windows(maps, size, stride):
    rows, columns = range(0, maps.shape[0], stride), range(0, maps.shape[1], stride)
    return np.array(
        [[maps[i : i + size, j : j + size].max(axis=(0, 1)) for j in columns] for i in rows]
    )


def _without_the_last(maps, size, stride):
    right = _pooling_reference(maps, size, stride)
    return right[: (maps.shape[0] - size) // stride, : (maps.shape[1] - size) // stride]


def _range_too_short(maps, size, stride):
    rows = range(0, maps.shape[0] - size, stride)
    columns = range(0, maps.shape[1] - size, stride)
    return _pooling_reference(maps, size, stride)[: len(rows), : len(columns)]


def _starts_at_ij(maps, size, stride):
    h, w, _ = _pooling_reference(maps, size, stride).shape
    return _pooling_reference(maps, size, 1)[:h, :w]


def _all_channels(maps, size, stride):
    largest = _pooling_reference(maps, size, stride).max(axis=2, keepdims=True)
    return np.repeat(largest, maps.shape[2], axis=2)


OVERLAPPING_MAX = Task(
    name="overlapping_max",
    stars=2,
    inputs=_pooling_inputs,
    reference=_pooling_reference,
    hints=(
        Text(
            "Où commence la fenêtre de la sortie `(i, j)` ? Sa taille ne dépend pas du pas.",
            "Where does the window of output `(i, j)` start? Its size does not depend on the stride.",
        ),
        Text(
            "La fenêtre va de `i * stride` à `i * stride + size` ; il y en a `(h - size) // stride + 1` par colonne.",
            "The window runs from `i * stride` to `i * stride + size`; there are `(h - size) // stride + 1` of them in a column.",
        ),
        Text(
            "`sliding_window_view(maps, (size, size), axis=(0, 1))` donne toutes les fenêtres, aux deux derniers axes ; "
            "gardez-en une sur `stride` dans chaque direction, puis prenez le maximum.",
            "`sliding_window_view(maps, (size, size), axis=(0, 1))` gives all windows, in the last two axes; "
            "keep one in `stride` along each direction, then take the maximum.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda maps, size, stride: _pooling_reference(maps, size, size),
            Text(
                "Vos fenêtres avancent de `size` : elles ne se chevauchent pas. Elles doivent avancer de `stride`.",
                "Your windows move on by `size`: they do not overlap. They must move on by `stride`.",
            ),
        ),
        Mistake(
            lambda maps, size, stride: _pooling_reference(maps, stride, stride),
            Text(
                "Vos fenêtres ont un côté de `stride` : elles doivent avoir un côté de `size`.",
                "Your windows have a side of `stride`: they must have a side of `size`.",
            ),
        ),
        Mistake(
            lambda maps, size, stride: _pooling_reference(maps, size, 1),
            Text(
                "Vous gardez toutes les positions : n'en gardez qu'une sur `stride`, dans chaque direction.",
                "You keep all positions: keep only one in `stride`, along each direction.",
            ),
        ),
        Mistake(
            lambda maps, size, stride: _windows(maps, size, stride).mean(axis=(-2, -1)),
            Text(
                "C'est un pooling moyen : il faut le maximum de chaque fenêtre.",
                "This is average pooling: the maximum of each window is needed.",
            ),
        ),
        Mistake(
            lambda maps, size, stride: _pooling_reference(maps, size, stride).max(axis=2),
            Text(
                "Vous prenez le maximum sur les canaux aussi : le pooling traite chaque canal à part.",
                "You take the maximum over channels too: pooling treats each channel separately.",
            ),
        ),
        Mistake(
            _all_channels,
            Text(
                "Tous vos canaux sont égaux : `.max()` sans `axis` prend aussi le maximum sur les canaux. Précisez `axis=(0, 1)`.",
                "All your channels are equal: `.max()` without `axis` also takes the maximum over channels. Give `axis=(0, 1)`.",
            ),
        ),
        Mistake(
            _starts_at_ij,
            Text(
                "La taille est bonne, mais la fenêtre de la sortie `(i, j)` doit commencer en `i * stride`, `j * stride`, et non en `i`, `j`.",
                "The size is right, but the window of output `(i, j)` must start at `i * stride`, `j * stride`, not at `i`, `j`.",
            ),
        ),
        Mistake(
            lambda maps, size, stride: _windows(maps, size, stride).max(axis=(2, 3)),
            Text(
                "Avec `sliding_window_view`, les canaux sont l'axe 2 et les fenêtres les deux derniers : prenez le maximum sur `axis=(-2, -1)`.",
                "With `sliding_window_view` the channels are axis 2 and the windows the last two axes: take the maximum over `axis=(-2, -1)`.",
            ),
        ),
        Mistake(
            _range_too_short,
            Text(
                "Il manque la dernière fenêtre quand elle touche le bord : avec `range`, la fin exclue est `h - size + 1`, et non `h - size`.",
                "The last window is missing where it touches the border: with `range`, the excluded end is `h - size + 1`, not `h - size`.",
            ),
        ),
        Mistake(
            _with_partial_windows,
            Text(
                "Les fenêtres qui dépassent du bord comptent chez vous : ne gardez que les fenêtres entières.",
                "Windows that stick out at the border count in your version: keep whole windows only.",
            ),
        ),
        Mistake(
            _without_the_last,
            Text(
                "Il manque la dernière ligne et la dernière colonne : il y a `(h - size) // stride + 1` fenêtres, le `+ 1` est oublié.",
                "The last row and the last column are missing: there are `(h - size) // stride + 1` windows, the `+ 1` is forgotten.",
            ),
        ),
        Mistake(
            lambda maps, size, stride: np.maximum(_pooling_reference(maps, size, stride), 0),
            Text(
                "Aucune de vos sorties n'est négative : le tableau est sans doute parti de zéros. Partez de la fenêtre elle-même.",
                "None of your outputs is negative: the array probably started from zeros. Start from the window itself.",
            ),
        ),
        Mistake(
            lambda maps, size, stride: maps[
                : maps.shape[0] - size + 1 : stride, : maps.shape[1] - size + 1 : stride
            ],
            Text(
                "Vous prenez le premier pixel de chaque fenêtre au lieu du plus grand.",
                "You take the first pixel of each window instead of the greatest.",
            ),
        ),
        Mistake(
            lambda maps, size, stride: _windows(maps, size, stride).min(axis=(-2, -1)),
            Text("Vous prenez le minimum.", "You take the minimum."),
        ),
    ),
)

# --- a convolution as a matrix ----------------------------------------------------------------


def _matrix_inputs(rng):
    stride = int(rng.choice([2, 3]))
    length = int(rng.integers(10, 15))
    k = int(rng.choice([3, 4, 5]))
    return {"kernel": rng.normal(size=k).round(2), "length": length, "stride": stride}


def _matrix_reference(kernel, length, stride):
    """The columns of a linear map are its answers to the unit vectors."""
    return np.array([np.correlate(unit, kernel, "valid")[::stride] for unit in np.eye(length)]).T


def _every_row(kernel, length, stride):
    return _matrix_reference(kernel, length, 1)


def _starts_at_i(kernel, length, stride):
    return _every_row(kernel, length, 1)[: (length - len(kernel)) // stride + 1]


def _zero_rows_left(kernel, length, stride):
    square = np.zeros((length, length))
    right = _matrix_reference(kernel, length, stride)
    square[: len(right)] = right
    return square


def _wraps(kernel, length, stride):
    first = np.concatenate([kernel, np.zeros(length - len(kernel))])
    return np.array([np.roll(first, i) for i in range(0, length, stride)])


CONV_MATRIX = Task(
    name="conv_matrix",
    stars=2,
    inputs=_matrix_inputs,
    reference=_matrix_reference,
    hints=(
        Text(
            "La ligne `i` de `M` contient les poids que la sortie `i` donne à chaque `x[j]`. Lesquels sont nuls ?",
            "Row `i` of `M` holds the weights that output `i` gives to each `x[j]`. Which ones are zero?",
        ),
        Text(
            "La sortie `i` lit `x[i * stride : i * stride + k]`, avec le noyau dans l'ordre. Combien y a-t-il de sorties ?",
            "Output `i` reads `x[i * stride : i * stride + k]`, with the kernel in its order. How many outputs are there?",
        ),
        Text(
            "Partez de `np.zeros((outputs, length))` avec `outputs = (length - k) // stride + 1`, puis écrivez le noyau dans chaque ligne, "
            "à partir de la colonne `i * stride`.",
            "Start from `np.zeros((outputs, length))` with `outputs = (length - k) // stride + 1`, then write the kernel into each row, "
            "from column `i * stride` on.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda kernel, length, stride: _matrix_reference(kernel[::-1], length, stride),
            Text(
                "Vous avez retourné le noyau : c'est la convolution des mathématiciens, pas celle des réseaux.",
                "You flipped the kernel: this is the mathematicians' convolution, not that of networks.",
            ),
        ),
        Mistake(
            _every_row,
            Text(
                "Vous avez une ligne pour chaque position : avec un pas `stride`, gardez-en une sur `stride`.",
                "You have a row for every position: with stride `stride`, keep one in `stride`.",
            ),
        ),
        Mistake(
            _starts_at_i,
            Text(
                "Le nombre de lignes est bon, mais la ligne `i` doit commencer à la colonne `i * stride`, et non `i`.",
                "The number of rows is right, but row `i` must start at column `i * stride`, not `i`.",
            ),
        ),
        Mistake(
            lambda kernel, length, stride: _matrix_reference(kernel, length, stride).T,
            Text(
                "La matrice est transposée : une ligne par sortie, une colonne par entrée.",
                "The matrix is transposed: one row per output, one column per input.",
            ),
        ),
        Mistake(
            _zero_rows_left,
            Text(
                "Votre matrice est carrée et finit par des lignes nulles : il n'y a que `(length - k) // stride + 1` sorties.",
                "Your matrix is square and ends with rows of zeros: there are only `(length - k) // stride + 1` outputs.",
            ),
        ),
        Mistake(
            lambda kernel, length, stride: _matrix_reference(kernel, length, stride).astype(int),
            Text(
                "Vos poids ont perdu leurs décimales : la matrice est entière (`dtype=int` ?). Il la faut réelle, comme `np.zeros` par défaut.",
                "Your weights have lost their decimals: the matrix is of integers (`dtype=int`?). Use floats, the default of `np.zeros`.",
            ),
        ),
        Mistake(
            _wraps,
            Text(
                "Vos dernières lignes reviennent au début de `x` : en mode `valid`, seules comptent les fenêtres entières.",
                "Your last rows wrap round to the start of `x`: in `valid` mode only whole windows count.",
            ),
        ),
        Mistake(
            lambda kernel, length, stride: _matrix_reference(kernel, length, stride)[:-1],
            Text(
                "Il manque la dernière ligne : il y a `(length - k) // stride + 1` sorties.",
                "The last row is missing: there are `(length - k) // stride + 1` outputs.",
            ),
        ),
        Mistake(
            lambda kernel, length, stride: (_matrix_reference(kernel, length, stride) != 0).astype(
                float
            ),
            Text(
                "Vous marquez par 1 ce que lit chaque sortie ; il faut y écrire les poids du noyau.",
                "You mark with 1 what each output reads; the weights of the kernel belong there.",
            ),
        ),
    ),
)

# --- which pixels does a deep value see? ------------------------------------------------------


def _window_inputs(rng):
    stack = [(int(rng.integers(3, 6)), 1)]
    for _ in range(int(rng.integers(1, 3))):
        stack += [(2, 2), (int(rng.choice([3, 5])), int(rng.choice([1, 2])))]
    return {"i": int(rng.integers(1, 8)), "stack": stack}


def _window_reference(i, stack):
    """Forwards, as in part 4: width and distance between neighbours, layer after layer."""
    width, jump = 1, 1
    for kernel, stride in stack:
        width += (kernel - 1) * jump
        jump *= stride
    return i * jump, i * jump + width


def _jump(stack):
    return int(np.prod([stride for _, stride in stack]))


def _wrong_width(width):
    return lambda i, stack: (i * _jump(stack), i * _jump(stack) + width(stack))


def _own_stride_first(stack):
    width, jump = 1, 1
    for kernel, stride in stack:
        jump *= stride
        width += (kernel - 1) * jump
    return width


def _images_order(i, stack):
    start, stop = i, i + 1
    for kernel, stride in stack:
        start, stop = start * stride, (stop - 1) * stride + kernel
    return start, stop


def _stop_times_stride(i, stack):
    start, stop = i, i + 1
    for kernel, stride in reversed(stack):
        start, stop = start * stride, stop * stride + kernel - 1
    return start, stop


def _stop_plus_kernel(i, stack):
    start, stop = i, i + 1
    for kernel, stride in reversed(stack):
        start, stop = start * stride, stop * stride + kernel
    return start, stop


def _centred(i, stack):
    start, stop = _window_reference(i, stack)
    shift = (stop - start) // 2
    return start - shift, stop - shift


def _last_layer_only(i, stack):
    kernel, stride = stack[-1]
    return i * stride, i * stride + kernel


INPUT_WINDOW = Task(
    name="input_window",
    stars=3,
    inputs=_window_inputs,
    reference=_window_reference,
    hints=(
        Text(
            "Avec une seule couche, la valeur `i` voit `x[i * stride : i * stride + kernel]`. Et deux valeurs voisines, que voient-elles ensemble ?",
            "With a single layer, value `i` sees `x[i * stride : i * stride + kernel]`. And two neighbouring values, what do they see together?",
        ),
        Text(
            "Partez de l'intervalle `(i, i + 1)` dans la dernière couche et remontez, couche par couche, vers l'image.",
            "Start from the interval `(i, i + 1)` in the last layer and walk back, layer by layer, to the image.",
        ),
        Text(
            "Pour chaque couche, de la dernière à la première : le début est multiplié par le pas ; la dernière valeur, "
            "d'indice `stop - 1`, commence à `(stop - 1) * stride` et voit `kernel` entrées.",
            "For each layer, from the last to the first: the start is multiplied by the stride; the last value, "
            "with index `stop - 1`, starts at `(stop - 1) * stride` and sees `kernel` inputs.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda i, stack: (_window_reference(i, stack)[0], _window_reference(i, stack)[1] - 1),
            Text(
                "Il manque le dernier pixel : `stop` est exclu, comme dans `x[start:stop]`.",
                "The last pixel is missing: `stop` is excluded, as in `x[start:stop]`.",
            ),
        ),
        Mistake(
            lambda i, stack: (i, i + _window_reference(0, stack)[1]),
            Text(
                "La largeur est bonne, mais la fenêtre de la valeur `i` ne commence pas au pixel `i` : deux valeurs voisines sont "
                "distantes du produit des pas.",
                "The width is right, but the window of value `i` does not start at pixel `i`: two neighbouring values are "
                "the product of the strides apart.",
            ),
        ),
        Mistake(
            lambda i, stack: (
                i * _window_reference(0, stack)[1],
                (i + 1) * _window_reference(0, stack)[1],
            ),
            Text(
                "Vos fenêtres se suivent sans se chevaucher : deux valeurs voisines ne sont distantes que du produit des pas.",
                "Your windows follow one another without overlapping: two neighbouring values are only the product of the strides apart.",
            ),
        ),
        Mistake(
            _wrong_width(lambda stack: 1 + sum(kernel - 1 for kernel, _ in stack)),
            Text(
                "Le début est bon ; la largeur oublie les pas : chaque `kernel - 1` se multiplie par le produit des pas précédents.",
                "The start is right; the width forgets the strides: each `kernel - 1` is multiplied by the product of the preceding strides.",
            ),
        ),
        Mistake(
            _wrong_width(lambda stack: sum(kernel for kernel, _ in stack)),
            Text(
                "Le début est bon, mais la largeur n'est pas la somme des noyaux : chaque couche ajoute `kernel - 1`, multiplié par le produit des pas précédents.",
                "The start is right, but the width is not the sum of the kernels: each layer adds `kernel - 1`, times the product of the preceding strides.",
            ),
        ),
        Mistake(
            _wrong_width(_own_stride_first),
            Text(
                "Le début est bon ; pour la largeur, le pas d'une couche ne compte que pour les couches suivantes, pas pour la sienne.",
                "The start is right; for the width, the stride of a layer counts only for the layers after it, not for its own.",
            ),
        ),
        Mistake(
            _images_order,
            Text(
                "Vous parcourez les couches dans l'ordre de l'image : en remontant, il faut commencer par la dernière (`reversed`).",
                "You go through the layers in the image's order: walking back, start with the last one (`reversed`).",
            ),
        ),
        Mistake(
            _stop_times_stride,
            Text(
                "La borne `stop` est exclue : la dernière valeur vue a l'indice `stop - 1`, c'est lui qu'il faut multiplier par le pas.",
                "The bound `stop` is excluded: the last value seen has index `stop - 1`, and that is what to multiply by the stride.",
            ),
        ),
        Mistake(
            _stop_plus_kernel,
            Text(
                "Le début est bon ; la fin va trop loin. La dernière valeur a l'indice `stop - 1` : elle commence à `(stop - 1) * stride` et voit `kernel` entrées.",
                "The start is right; the end goes too far. The last value has index `stop - 1`: it starts at `(stop - 1) * stride` and sees `kernel` inputs.",
            ),
        ),
        Mistake(
            _centred,
            Text(
                "La largeur est bonne, mais la fenêtre n'est pas centrée sur `i` × le produit des pas : elle y commence.",
                "The width is right, but the window is not centred on `i` × the product of the strides: it starts there.",
            ),
        ),
        Mistake(
            _last_layer_only,
            Text(
                "Vous ne comptez que la dernière couche : ses entrées sont des cases de la couche précédente, pas des pixels. Remontez jusqu'à l'image.",
                "You count only the last layer: its inputs are cells of the layer before, not pixels. Walk back to the image.",
            ),
        ),
        Mistake(
            lambda i, stack: (i * _jump(stack), _window_reference(0, stack)[1]),
            Text(
                "`stop` est la position de la fin, et non la largeur : ajoutez-y `start`.",
                "`stop` is the position of the end, not the width: add `start` to it.",
            ),
        ),
    ),
)

TASKS = (SHIFT_KERNEL, OVERLAPPING_MAX, CONV_MATRIX, INPUT_WINDOW)

QUIZ = (
    Question(
        Text(
            "Une image 32 × 32 × 3 traverse `Conv2D(16, 3)`, `MaxPooling2D(2)`, puis `Conv2D(32, 3, strides=2, padding='same')`. Quelle forme obtient-on ?",
            "A 32 × 32 × 3 image goes through `Conv2D(16, 3)`, `MaxPooling2D(2)`, then `Conv2D(32, 3, strides=2, padding='same')`. What shape comes out?",
        ),
        (
            Option(
                Text("8 × 8 × 32", "8 × 8 × 32"),
                Text(
                    "32 → 30 (`valid`) → 15 (pooling) → 8 : `same` au pas de 2 arrondit 7,5 à l'entier supérieur.",
                    "32 → 30 (`valid`) → 15 (pooling) → 8: `same` with stride 2 rounds 7.5 up.",
                ),
                right=True,
            ),
            Option(
                Text("7 × 7 × 32", "7 × 7 × 32"),
                Text(
                    "Ce serait `valid` pour la dernière couche : (15 − 3) // 2 + 1 = 7. Avec `same`, on arrondit 15 / 2 à l'entier supérieur.",
                    "That would be `valid` for the last layer: (15 − 3) // 2 + 1 = 7. With `same`, 15 / 2 is rounded up.",
                ),
            ),
            Option(
                Text("15 × 15 × 32", "15 × 15 × 32"),
                Text(
                    "`same` ne garde le côté qu'au pas de 1 ; ici le pas est de 2.",
                    "`same` keeps the side with stride 1 only; here the stride is 2.",
                ),
            ),
            Option(
                Text("8 × 8 × 1536", "8 × 8 × 1536"),
                Text(
                    "Les canaux ne se multiplient pas : chaque filtre traverse tous les canaux et donne une seule carte, soit 32 cartes.",
                    "Channels do not multiply: each filter runs through all channels and gives one map, so 32 maps.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Les dernières cartes ont la forme 7 × 16 × 48 (48 canaux). Combien de paramètres a `Dense(10)` après un pooling global ?",
            "The last maps have shape 7 × 16 × 48 (48 channels). How many parameters does `Dense(10)` have after global pooling?",
        ),
        (
            Option(
                Text("53 770", "53,770"),
                Text(
                    "C'est le compte après `Flatten` : 7 × 16 × 48 entrées par sortie, et 10 biais. Le pooling global n'en laisse que 48.",
                    "That is the count after `Flatten`: 7 × 16 × 48 inputs per output, and 10 biases. Global pooling leaves only 48.",
                ),
            ),
            Option(
                Text("490", "490"),
                Text(
                    "Une valeur par carte : 48 × 10 poids et 10 biais, quelle que soit la taille de l'image.",
                    "One value per map: 48 × 10 weights and 10 biases, whatever the size of the image.",
                ),
                right=True,
            ),
            Option(
                Text("480", "480"), Text("Il manque les 10 biais.", "The 10 biases are missing.")
            ),
            Option(
                Text("1 130", "1,130"),
                Text(
                    "Vous avez gardé les 112 positions et perdu les 48 cartes : c'est l'inverse.",
                    "You kept the 112 positions and lost the 48 maps: it is the other way round.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Convolution 3 × 3, max-pooling 2 × 2 (pas de 2), convolution 3 × 3. Quel est le côté du champ récepteur d'une valeur de sortie ?",
            "Convolution 3 × 3, max pooling 2 × 2 (stride 2), convolution 3 × 3. What is the side of the receptive field of an output value?",
        ),
        (
            Option(
                Text("6", "6"),
                Text(
                    "1 + 2 + 1 + 2 oublie le pas du pooling : après lui, une case vaut 2 pixels.",
                    "1 + 2 + 1 + 2 forgets the stride of the pooling: after it, one cell is worth 2 pixels.",
                ),
            ),
            Option(
                Text("8", "8"),
                Text(
                    "1 + 2 + 1 + 2 × 2 : la dernière convolution avance par cases de 2 pixels.",
                    "1 + 2 + 1 + 2 × 2: the last convolution moves in cells of 2 pixels.",
                ),
                right=True,
            ),
            Option(
                Text("9", "9"),
                Text(
                    "1 + 2 + 2 + 2 × 2 : vous avez appliqué au pooling son propre pas. Il n'agit que sur les couches suivantes.",
                    "1 + 2 + 2 + 2 × 2: you applied the pooling's own stride to itself. It only acts on the layers after it.",
                ),
            ),
            Option(
                Text("18", "18"),
                Text(
                    "3 × 2 × 3 : les tailles ne se multiplient pas ; chaque couche ajoute (k − 1) × les pas précédents.",
                    "3 × 2 × 3: sizes do not multiply; each layer adds (k − 1) × the preceding strides.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Loin des bords, on décale une image d'un pixel. Que devient la carte d'une convolution de pas 2 ?",
            "Away from the borders, an image is shifted by one pixel. What happens to the map of a convolution with stride 2?",
        ),
        (
            Option(
                Text("Elle ne change pas", "It does not change"),
                Text(
                    "Ce serait l'invariance ; la convolution lit maintenant d'autres fenêtres.",
                    "That would be invariance; the convolution now reads other windows.",
                ),
            ),
            Option(
                Text("Elle se décale d'une case", "It shifts by one cell"),
                Text(
                    "Une case vaut 2 pixels : c'est ce qui arriverait pour un décalage de deux pixels.",
                    "One cell is worth 2 pixels: this is what happens for a shift of two pixels.",
                ),
            ),
            Option(
                Text(
                    "Ses valeurs changent, sans être en général un décalage des anciennes",
                    "Its values change, and are not, in general, a shifted copy of the old ones",
                ),
                Text(
                    "Elle lit les positions qu'elle sautait avant. Au pas de 2, seuls les décalages pairs sont suivis exactement.",
                    "It reads the positions it used to skip. With stride 2 only even shifts are followed exactly.",
                ),
                right=True,
            ),
        ),
    ),
    Question(
        Text(
            "Les six images qui excitent le plus un filtre montrent toutes de l'herbe. Que peut-on affirmer ?",
            "The six images that excite a filter most all show grass. What can be said?",
        ),
        (
            Option(
                Text(
                    "Le réseau a appris un détecteur d'herbe",
                    "The network has learned a grass detector",
                ),
                Text(
                    "Un filtre au hasard peut donner une telle planche : la partie 5 le montre. Il manque un témoin.",
                    "A random filter can give such a sheet: part 5 shows it. A control is missing.",
                ),
            ),
            Option(
                Text(
                    "Que ces six images l'excitent plus que les autres, rien de plus",
                    "That these six images excite it more than the others, and no more",
                ),
                Text(
                    "Il faut comparer avec un filtre non entraîné, et regarder aussi les autres images d'herbe.",
                    "Compare with an untrained filter, and look at the other grass images too.",
                ),
                right=True,
            ),
            Option(
                Text("Le filtre ne répond à rien d'autre", "The filter responds to nothing else"),
                Text(
                    "On n'a regardé que le haut du classement : la septième image peut être une brique.",
                    "Only the top of the ranking was looked at: the seventh image may be a brick.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "On ajoute 5 à tous les logits d'une image. Que deviennent les probabilités données par softmax ?",
            "5 is added to all logits of an image. What happens to the probabilities given by softmax?",
        ),
        (
            Option(
                Text("Rien ne change", "Nothing changes"),
                Text(
                    "Chaque exponentielle est multipliée par le même nombre, qui se simplifie : seuls comptent les écarts entre logits.",
                    "Every exponential is multiplied by the same number, which cancels out: only gaps between logits matter.",
                ),
                right=True,
            ),
            Option(
                Text("Elles augmentent toutes", "They all increase"),
                Text(
                    "Impossible : leur somme vaut toujours 1.", "Impossible: their sum is always 1."
                ),
            ),
            Option(
                Text("La plus grande se rapproche de 1", "The largest one moves closer to 1"),
                Text(
                    "C'est ce que ferait une multiplication des logits par un nombre plus grand que 1.",
                    "That is what multiplying the logits by a number greater than 1 would do.",
                ),
            ),
        ),
    ),
)
