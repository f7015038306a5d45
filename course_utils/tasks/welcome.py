"""Lesson 00: self-test of the prerequisites."""

import numpy as np

from course_utils.i18n import Text
from course_utils.quizzes import Option, Question
from course_utils.task import Mistake, Task

# --- matrix product ----------------------------------------------------------------------------


def _product_inputs(rng):
    # Square, so that a row taken for a column gives a number, not an error.
    n = int(rng.integers(3, 5))
    A, B = (rng.integers(-3, 4, (n, n)).astype(float) for _ in range(2))
    i, j = rng.choice(n, 2, replace=False)
    return {"A": A, "B": B, "i": int(i), "j": int(j)}


PRODUCT_ENTRY = Task(
    name="product_entry",
    stars=1,
    inputs=_product_inputs,
    reference=lambda A, B, i, j: np.matmul(A, B)[i, j],
    hints=(
        Text(
            "Le coefficient d'un produit croise une ligne de la première matrice et une colonne de la seconde.",
            "An entry of a product crosses a row of the first matrix with a column of the second.",
        ),
        Text(
            "$(AB)_{ij} = \\sum_k A_{ik} B_{kj}$ : la ligne i de A, la colonne j de B.",
            "$(AB)_{ij} = \\sum_k A_{ik} B_{kj}$: row i of A, column j of B.",
        ),
        Text(
            "`A[i]` est une ligne, `B[:, j]` une colonne ; il reste à multiplier et à additionner.",
            "`A[i]` is a row, `B[:, j]` a column; what remains is to multiply and to add.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda A, B, i, j: A[i, j] * B[i, j],
            Text(
                "C'est le produit terme à terme, `A * B`. Le produit matriciel additionne n produits.",
                "That is the element-wise product, `A * B`. The matrix product adds up n products.",
            ),
        ),
        Mistake(
            lambda A, B, i, j: A[i] @ B[j],
            Text(
                "Vous croisez deux lignes : c'est un coefficient de A Bᵀ. Il faut la colonne j de B, `B[:, j]`.",
                "You cross two rows: that is an entry of A Bᵀ. It takes column j of B, `B[:, j]`.",
            ),
        ),
        Mistake(
            lambda A, B, i, j: A[:, i] @ B[:, j],
            Text(
                "Vous croisez deux colonnes : c'est un coefficient de Aᵀ B. Il faut la ligne i de A, `A[i]`.",
                "You cross two columns: that is an entry of Aᵀ B. It takes row i of A, `A[i]`.",
            ),
        ),
        Mistake(
            lambda A, B, i, j: A[j] @ B[:, i],
            Text(
                "Les deux indices sont échangés : i choisit la ligne de A, j la colonne de B.",
                "The two indices are swapped: i chooses the row of A, j the column of B.",
            ),
        ),
        Mistake(
            lambda A, B, i, j: B[i] @ A[:, j],
            Text(
                "C'est un coefficient de BA : l'ordre des matrices compte.",
                "That is an entry of BA: the order of the matrices matters.",
            ),
        ),
        Mistake(
            lambda A, B, i, j: A[i] * B[:, j],
            Text(
                "Les n produits sont là ; il reste à les additionner.",
                "The n products are there; they are still to be added.",
            ),
        ),
    ),
)

# --- NumPy ---------------------------------------------------------------------------------------


def _standardise_inputs(rng):
    # Square: a mean over the wrong axis gives numbers, not an error.
    n = int(rng.integers(3, 6))
    X = rng.normal(rng.normal(scale=3, size=n), rng.uniform(0.5, 4, n), (n, n))
    return {"X": X.round(2)}


def _standardise_reference(X):
    columns = []
    for column in X.T:
        mean = sum(column) / len(column)
        variance = sum((value - mean) ** 2 for value in column) / len(column)
        columns.append([(value - mean) / variance**0.5 for value in column])
    return np.array(columns).T


STANDARDISE = Task(
    name="standardise",
    stars=1,
    inputs=_standardise_inputs,
    reference=_standardise_reference,
    hints=(
        Text(
            "`X.mean(axis=0)` donne une moyenne par colonne : l'axe nommé est celui qui disparaît.",
            "`X.mean(axis=0)` gives one mean per column: the axis you name is the one that disappears.",
        ),
        Text(
            "Un tableau (m, n) moins un tableau (n,) : NumPy retranche le second à chaque ligne.",
            "An array (m, n) minus an array (n,): NumPy subtracts the second from every row.",
        ),
        Text(
            "De même pour l'écart type, `X.std(axis=0)`, que l'on met au dénominateur.",
            "Likewise for the standard deviation, `X.std(axis=0)`, which goes into the denominator.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda X: (X - X.mean()) / X.std(),
            Text(
                "Vous prenez une seule moyenne et un seul écart type pour tout le tableau : il en faut un par colonne (`axis=0`).",
                "You take a single mean and standard deviation for the whole array: one per column is needed (`axis=0`).",
            ),
        ),
        Mistake(
            lambda X: (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True),
            Text(
                "Ce sont les lignes qui sont standardisées : pour les colonnes, `axis=0`.",
                "It is the rows that are standardised: for the columns, `axis=0`.",
            ),
        ),
        Mistake(
            lambda X: (X - X.mean(axis=1)) / X.std(axis=1),
            Text(
                "`axis=1` donne une moyenne par ligne, et NumPy la retranche pourtant le long des colonnes : le tableau est carré, rien ne vous prévient. Il faut `axis=0`.",
                "`axis=1` gives one mean per row, yet NumPy subtracts it along the columns: the array is square, so nothing warns you. Use `axis=0`.",
            ),
        ),
        Mistake(
            lambda X: X - X.mean(axis=0),
            Text(
                "Les colonnes sont centrées ; il reste à diviser par l'écart type de chacune.",
                "The columns are centred; they are still to be divided by their standard deviations.",
            ),
        ),
        Mistake(
            lambda X: (X - X.mean(axis=0)) / X.var(axis=0),
            Text(
                "Vous divisez par la variance ; l'écart type en est la racine carrée.",
                "You divide by the variance; the standard deviation is its square root.",
            ),
        ),
        Mistake(
            lambda X: (X - X.mean(axis=0)) / X.std(axis=0, ddof=1),
            Text(
                "Vous divisez par n − 1 (`ddof=1`) : ici, l'écart type est celui que NumPy donne par défaut.",
                "You divide by n − 1 (`ddof=1`): here the standard deviation is NumPy's default.",
            ),
        ),
    ),
)

# --- gradient ------------------------------------------------------------------------------------


def _f(x, y):
    return x**2 * y - 3 * x + y**3


def _gradient_reference(x, y, step=1e-20):
    """Complex-step derivatives: exact to rounding (Squire & Trapp 1998, doi:10.1137/S003614459631241X)."""
    return np.array([_f(x + step * 1j, y).imag, _f(x, y + step * 1j).imag]) / step


GRADIENT = Task(
    name="gradient",
    stars=1,
    inputs=lambda rng: {"x": float(rng.normal(scale=2)), "y": float(rng.normal(scale=2))},
    reference=_gradient_reference,
    hints=(
        Text(
            "Le gradient a une composante par variable : la dérivée par rapport à elle, l'autre étant une constante.",
            "The gradient has one component per variable: the derivative with respect to it, the other one being a constant.",
        ),
        Text(
            "Par rapport à $x$, $x^2 y$ donne $2xy$ ; par rapport à $y$, $x^2$.",
            "With respect to $x$, $x^2 y$ gives $2xy$; with respect to $y$, $x^2$.",
        ),
        Text(
            "La première composante est $2xy - 3$. À vous la seconde.",
            "The first component is $2xy - 3$. The second one is yours.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda x, y: np.array([x**2 + 3 * y**2, 2 * x * y - 3]),
            Text(
                "Les deux composantes sont justes, mais échangées : d'abord la dérivée par rapport à x.",
                "Both components are right, but swapped: first the derivative with respect to x.",
            ),
        ),
        Mistake(
            lambda x, y: np.array([2 * x * y, x**2 + 3 * y**2]),
            Text(
                "Il manque la dérivée de −3x dans la première composante.",
                "The derivative of −3x is missing from the first component.",
            ),
        ),
        Mistake(
            lambda x, y: np.array([2 * x * y - 3, 3 * y**2]),
            Text(
                "Par rapport à y, x² y n'est pas une constante : sa dérivée est x².",
                "With respect to y, x² y is not a constant: its derivative is x².",
            ),
        ),
        Mistake(
            lambda x, y: np.array([2 * x - 3, 3 * y**2]),
            Text(
                "Le terme x² y dépend des deux variables : il compte dans les deux composantes, 2xy puis x².",
                "The term x² y depends on both variables: it counts in both components, 2xy and then x².",
            ),
        ),
        Mistake(
            lambda x, y: 2 * x * y - 3 + x**2 + 3 * y**2,
            Text(
                "Vous additionnez les deux dérivées ; le gradient est le tableau des deux.",
                "You add the two derivatives; the gradient is the array of both.",
            ),
        ),
        Mistake(
            _f,
            Text(
                "C'est la valeur de f elle-même ; il faut ses deux dérivées.",
                "That is the value of f itself; its two derivatives are needed.",
            ),
        ),
    ),
)

# --- chain rule ----------------------------------------------------------------------------------


def _chain_reference(t, a, step=1e-20):
    return ((1 - np.exp(-a * (t + step * 1j))) ** 2).imag / step


CHAIN = Task(
    name="derivative",
    stars=2,
    inputs=lambda rng: {"t": float(rng.uniform(0.1, 1.5)), "a": float(rng.uniform(1.5, 3))},
    reference=_chain_reference,
    hints=(
        Text(
            "Trois fonctions emboîtées : $-at$, puis $1 - e^{\\cdot}$, puis le carré.",
            "Three nested functions: $-at$, then $1 - e^{\\cdot}$, then the square.",
        ),
        Text(
            "De l'extérieur vers l'intérieur, multipliez les dérivées : le carré donne $2(1 - e^{-at})$.",
            "From the outside in, multiply the derivatives: the square gives $2(1 - e^{-at})$.",
        ),
        Text(
            "La dérivée de $1 - e^{-at}$ par rapport à $t$ est $a\\,e^{-at}$ : deux signes moins se compensent.",
            "The derivative of $1 - e^{-at}$ with respect to $t$ is $a\\,e^{-at}$: two minus signs cancel.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda t, a: 2 * (1 - np.exp(-a * t)),
            Text(
                "Vous n'avez dérivé que le carré : multipliez par la dérivée de ce qu'il contient.",
                "You differentiated only the square: multiply by the derivative of what is inside.",
            ),
        ),
        Mistake(
            lambda t, a: 2 * (1 - np.exp(-a * t)) * np.exp(-a * t),
            Text(
                "Il manque un maillon : la dérivée de −at par rapport à t.",
                "A link is missing: the derivative of −at with respect to t.",
            ),
        ),
        Mistake(
            lambda t, a: -2 * a * (1 - np.exp(-a * t)) * np.exp(-a * t),
            Text(
                "Le signe est faux : celui de 1 − e⁻ᵃᵗ et celui de −at se compensent.",
                "The sign is wrong: that of 1 − e⁻ᵃᵗ and that of −at cancel.",
            ),
        ),
        Mistake(
            lambda t, a: a * (1 - np.exp(-a * t)) * np.exp(-a * t),
            Text(
                "Il manque le 2 de la dérivée du carré.",
                "The 2 of the square's derivative is missing.",
            ),
        ),
        Mistake(
            lambda t, a: 2 * a * np.exp(-a * t),
            Text(
                "La dérivée de u² est 2u : il manque le facteur u = 1 − e⁻ᵃᵗ.",
                "The derivative of u² is 2u: the factor u = 1 − e⁻ᵃᵗ is missing.",
            ),
        ),
        Mistake(
            lambda t, a: (a * np.exp(-a * t)) ** 2,
            Text(
                "La dérivée d'un carré n'est pas le carré de la dérivée : (u²)′ = 2u u′.",
                "The derivative of a square is not the square of the derivative: (u²)′ = 2u u′.",
            ),
        ),
        Mistake(
            lambda t, a: (1 - np.exp(-a * t)) ** 2,
            Text(
                "C'est h(t) elle-même ; il faut sa dérivée.",
                "That is h(t) itself; its derivative is needed.",
            ),
        ),
    ),
)

# --- eigenvalues ---------------------------------------------------------------------------------


def _stretch_inputs(rng):
    """Draw a symmetric 2 × 2 matrix with a negative and a positive eigenvalue, and an eigenvector."""
    angle = rng.uniform(0.3, 1.2)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    eigenvalues = np.array([rng.uniform(1.1, 1.6), -rng.uniform(0.5, 0.9)])
    which = int(rng.random() < 0.7)  # the negative one more often, to tell λ from |λ|
    v = turn[:, which] * rng.uniform(2, 4)
    return {"A": turn * eigenvalues @ turn.T, "v": v, "times": int(rng.choice([3, 5]))}


def _stretch_reference(A, v, times):
    return (np.linalg.matrix_power(A, times) @ v)[0] / v[0]


STRETCH = Task(
    name="stretch",
    stars=2,
    inputs=_stretch_inputs,
    reference=_stretch_reference,
    hints=(
        Text(
            "Dire que `v` est un vecteur propre, c'est dire que $Av = \\lambda v$ : A ne fait que l'étirer.",
            "To say that `v` is an eigenvector is to say that $Av = \\lambda v$: A only stretches it.",
        ),
        Text(
            "Comparez une composante de `A @ v` à la même composante de `v` : leur quotient est λ.",
            "Compare a component of `A @ v` with the same component of `v`: their quotient is λ.",
        ),
        Text(
            "Chaque application de plus multiplie encore par λ.",
            "Each further application multiplies by λ again.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda A, v, times: (A @ v)[0] / v[0],
            Text(
                "C'est λ, le facteur d'une seule application.",
                "That is λ, the factor of a single application.",
            ),
        ),
        Mistake(
            lambda A, v, times: times * (A @ v)[0] / v[0],
            Text(
                "Les applications successives multiplient les facteurs : λ puissance `times`, et non `times` fois λ.",
                "Successive applications multiply the factors: λ to the power `times`, not `times` times λ.",
            ),
        ),
        Mistake(
            lambda A, v, times: (np.linalg.norm(A @ v) / np.linalg.norm(v)) ** times,
            Text(
                "Un quotient de longueurs perd le signe : une valeur propre négative retourne le vecteur.",
                "A quotient of lengths loses the sign: a negative eigenvalue turns the vector round.",
            ),
        ),
        Mistake(
            lambda A, v, times: np.max(np.linalg.eigvalsh(A)) ** times,
            Text(
                "Vous prenez la plus grande valeur propre de A ; ce n'est pas toujours celle de v.",
                "You take the largest eigenvalue of A; it is not always that of v.",
            ),
        ),
        Mistake(
            lambda A, v, times: np.linalg.matrix_power(A, times) @ v,
            Text(
                "C'est le vecteur étiré ; on demande le nombre par lequel v a été multiplié.",
                "That is the stretched vector; what is asked is the number by which v was multiplied.",
            ),
        ),
        Mistake(
            lambda A, v, times: v @ A @ v,
            Text(
                "v·Av vaut λ ‖v‖² : divisez par v·v, puis élevez à la puissance `times`.",
                "v·Av is λ ‖v‖²: divide by v·v, then raise to the power `times`.",
            ),
        ),
    ),
)

TASKS = (PRODUCT_ENTRY, STANDARDISE, GRADIENT, CHAIN, STRETCH)

QUIZ = (
    Question(
        Text(
            "`A` a la forme (3, 4), `B` la forme (4, 2). Que donne `A @ B` ?",
            "`A` has shape (3, 4), `B` has shape (4, 2). What does `A @ B` give?",
        ),
        (
            Option(
                Text("une erreur", "an error"),
                Text(
                    "Les 4 colonnes de A répondent aux 4 lignes de B : le produit existe. C'est `B @ A` qui n'existe pas.",
                    "The 4 columns of A meet the 4 rows of B: the product exists. It is `B @ A` that does not.",
                ),
            ),
            Option(
                Text("la forme (3, 2)", "shape (3, 2)"),
                Text(
                    "La dimension commune, 4, disparaît dans la somme. La leçon 02 écrit ainsi mille neurones d'un coup.",
                    "The common dimension, 4, disappears in the sum. Lesson 02 writes a thousand neurons at once that way.",
                ),
                right=True,
            ),
            Option(
                Text("la forme (4, 4)", "shape (4, 4)"),
                Text(
                    "La dimension commune ne reste pas : restent les lignes de A et les colonnes de B.",
                    "The common dimension does not stay: the rows of A and the columns of B do.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "`X` a la forme (100, 3), `m` la forme (100,). Que donne `X - m` ?",
            "`X` has shape (100, 3), `m` has shape (100,). What does `X - m` give?",
        ),
        (
            Option(
                Text("`m` est retranché à chaque colonne", "`m` is subtracted from each column"),
                Text(
                    "Il faudrait pour cela la forme (100, 1), par exemple `m[:, np.newaxis]`.",
                    "That would take shape (100, 1), for example `m[:, np.newaxis]`.",
                ),
            ),
            Option(
                Text("une erreur", "an error"),
                Text(
                    "NumPy aligne les formes par la droite : 3 et 100 ne s'accordent pas. Un `X` de forme (100, 100) aurait passé, avec un résultat faux.",
                    "NumPy aligns shapes from the right: 3 and 100 do not agree. An `X` of shape (100, 100) would have passed, with a wrong result.",
                ),
                right=True,
            ),
            Option(
                Text("la forme (100, 100, 3)", "shape (100, 100, 3)"),
                Text(
                    "NumPy n'ajoute de dimension qu'à gauche de la forme la plus courte.",
                    "NumPy adds dimensions only on the left of the shorter shape.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "En un point où le gradient de f n'est pas nul, dans quel sens faire un très petit pas pour que f diminue le plus ?",
            "At a point where the gradient of f is not zero, which way does a very small step decrease f the most?",
        ),
        (
            Option(
                Text("dans le sens du gradient", "along the gradient"),
                Text(
                    "C'est le sens où f augmente le plus.",
                    "That is the way in which f increases the most.",
                ),
            ),
            Option(
                Text("à l'opposé du gradient", "against the gradient"),
                Text(
                    "C'est toute la descente de gradient (leçon 04). Le pas doit être petit : plus loin, le gradient ne promet rien.",
                    "That is all there is to gradient descent (lesson 04). The step must be small: farther away the gradient promises nothing.",
                ),
                right=True,
            ),
            Option(
                Text("perpendiculairement au gradient", "perpendicular to the gradient"),
                Text(
                    "C'est une ligne de niveau : au premier ordre, f n'y change pas.",
                    "That is a level line: to first order f does not change along it.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "`A` a pour valeur propre 0,9, avec le vecteur propre `v`. Que reste-t-il de la longueur de `v` après 100 applications de `A` ?",
            "`A` has the eigenvalue 0.9, with the eigenvector `v`. What is left of the length of `v` after 100 applications of `A`?",
        ),
        (
            Option(
                Text("90 %", "90%"),
                Text("C'est ce qui reste après une seule.", "That is what is left after one."),
            ),
            Option(
                Text("environ un dixième", "about a tenth"),
                Text(
                    "On y est après 22 applications déjà : 0,9²² ≈ 0,1.",
                    "That point is reached after 22 applications: 0.9²² ≈ 0.1.",
                ),
            ),
            Option(
                Text("moins d'un dix-millième", "less than one ten-thousandth"),
                Text(
                    "0,9¹⁰⁰ ≈ 0,000 027. C'est ainsi que le gradient s'éteint le long d'une séquence (leçon 13) ; avec 1,1, il exploserait.",
                    "0.9¹⁰⁰ ≈ 0.000027. That is how the gradient dies along a sequence (lesson 13); with 1.1 it would explode.",
                ),
                right=True,
            ),
        ),
    ),
)
