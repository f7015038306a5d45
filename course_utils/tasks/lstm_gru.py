"""Lesson 14: exercises and quiz."""

import numpy as np

from course_utils.i18n import T, Text
from course_utils.quizzes import Option, Question
from course_utils.task import Mistake, Task, compare_values

LN2 = np.log(2)


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


# --- the bias of a half-life -------------------------------------------------------------------


def _bias_inputs(rng):
    # Less than one step as well: negative biases.
    return {"steps": round(float(rng.choice([1.0, 5.0, 20.0]) * rng.uniform(0.6, 1.6)), 2)}


def _bias_reference(steps):
    return -np.log(np.expm1(np.log(2) / steps))


FORGET_BIAS = Task(
    name="forget_bias",
    stars=1,
    inputs=_bias_inputs,
    reference=_bias_reference,
    hints=(
        Text(
            "Cherchez d'abord f : multipliée `steps` fois par elle-même, elle donne 1/2.",
            "Find f first: multiplied `steps` times by itself it gives 1/2.",
        ),
        Text(
            "f = 0,5 puissance 1/steps. Reste à trouver le biais dont la sigmoïde vaut f.",
            "f = 0.5 to the power 1/steps. What remains is the bias whose sigmoid is f.",
        ),
        Text(
            "La réciproque de la sigmoïde est `np.log(f / (1 - f))`.",
            "The inverse of the sigmoid is `np.log(f / (1 - f))`.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda steps: 0.5 ** (1 / steps),
            Text(
                "C'est la fraction f gardée à chaque pas ; il faut le biais dont la sigmoïde vaut f.",
                "This is the fraction f kept at each step; the bias whose sigmoid is f is needed.",
            ),
        ),
        Mistake(
            lambda steps: np.log(np.expm1(np.log(2) / steps)),
            Text(
                "Le signe est inversé : plus la demi-vie est longue, plus le biais est grand.",
                "The sign is reversed: the longer the half-life, the larger the bias.",
            ),
        ),
        Mistake(
            lambda steps: np.log(2) / -np.log(_sigmoid(steps)),
            Text(
                "C'est la demi-vie d'un biais donné ; on demande l'inverse, le biais d'une demi-vie donnée.",
                "This is the half-life of a given bias; the reverse is asked for, the bias of a given half-life.",
            ),
        ),
        Mistake(
            lambda steps: np.log(0.5 ** (1 / steps)),
            Text(
                "Vous avez pris le logarithme de f : la réciproque de la sigmoïde est ln(f / (1 − f)).",
                "You have taken the logarithm of f: the inverse of the sigmoid is ln(f / (1 − f)).",
            ),
        ),
        Mistake(
            lambda steps: -np.log(np.expm1(1 / steps)),
            Text(
                "Avec ce biais il reste 1/e après `steps` pas, et non la moitié.",
                "With this bias 1/e is left after `steps` steps, not one half.",
            ),
        ),
        Mistake(
            lambda steps: np.log((1 - 0.5 / steps) / (0.5 / steps)),
            Text(
                "Le souvenir ne perd pas 1/(2·steps) par pas : il est multiplié, il faut une racine.",
                "The memory does not lose 1/(2·steps) per step: it is multiplied, so a root is needed.",
            ),
        ),
        Mistake(
            lambda steps: np.arctanh(2 * 0.5 ** (1 / steps) - 1),
            Text(
                "Il manque un facteur 2 : σ(b) = (1 + tanh(b/2)) / 2.",
                "A factor 2 is missing: σ(b) = (1 + tanh(b/2)) / 2.",
            ),
        ),
        Mistake(
            lambda steps: _sigmoid(0.5 ** (1 / steps)),
            Text(
                "Vous avez appliqué σ à f ; il faut sa réciproque : le biais dont la sigmoïde vaut f.",
                "You have applied σ to f; its inverse is needed: the bias whose sigmoid is f.",
            ),
        ),
        Mistake(
            lambda steps: -np.log2(np.expm1(np.log(2) / steps)),
            Text(
                "La réciproque de σ est un logarithme naturel (`np.log`), pas en base 2.",
                "The inverse of σ is a natural logarithm (`np.log`), not one in base 2.",
            ),
        ),
        Mistake(
            lambda steps: np.log(steps),
            Text(
                "ln(steps) n'est qu'un ordre de grandeur, juste pour 1 pas : résolvez σ(b) puissance steps = 1/2.",
                "ln(steps) is only an order of magnitude, right for 1 step: solve σ(b) to the power steps = 1/2.",
            ),
        ),
    ),
)

# --- the original GRU on padded sequences ------------------------------------------------------


def _padded_inputs(rng):
    d, n, steps = 2, 3, 5
    lengths = rng.permutation([2, 3, 5, int(rng.integers(1, 5))])
    x = rng.normal(size=(4, steps, d))  # the padding too: it need not be zero
    return {
        "x": x,
        "lengths": lengths,
        "W": rng.normal(size=(d, 3 * n)),
        "U": rng.normal(size=(n, 3 * n)),
        "b": rng.normal(size=3 * n),
    }


def _padded_reference(x, lengths, W, U, b):
    """Read each sequence alone, and its true steps only."""
    Wz, Wr, Wh = np.split(W, 3, axis=1)
    Uz, Ur, Uh = np.split(U, 3, axis=1)
    bz, br, bh = np.split(b, 3)
    rows = []
    for sequence, length in zip(x, lengths, strict=True):
        h = np.zeros(len(U))
        for step in sequence[:length]:
            z, r = _sigmoid(step @ Wz + h @ Uz + bz), _sigmoid(step @ Wr + h @ Ur + br)
            h = z * h + (1 - z) * np.tanh(step @ Wh + (r * h) @ Uh + bh)
        rows.append(h)
    return np.array(rows)


def _padded_with(
    order=lambda parts: parts,
    mix=lambda z, h, new: z * h + (1 - z) * new,
    candidate=lambda a, r, h, Uh: np.tanh(a + (r * h) @ Uh),
    stop=lambda t, lengths: t < lengths,
    frozen=lambda h: h,
    bias=1.0,
    gate=_sigmoid,
):
    def read(x, lengths, W, U, b):
        (Wz, Wr, Wh), (Uz, Ur, Uh) = (order(np.split(m, 3, axis=1)) for m in (W, U))
        bz, br, bh = order(np.split(bias * b, 3))
        h = np.zeros((len(x), len(U)))
        for t in range(x.shape[1]):
            z, r = (gate(x[:, t] @ Wg + h @ Ug + bg) for Wg, Ug, bg in ((Wz, Uz, bz), (Wr, Ur, br)))
            new = mix(z, h, candidate(x[:, t] @ Wh + bh, r, h, Uh))
            h = np.where(stop(t, lengths)[:, np.newaxis], new, frozen(h))
        return h

    return read


READ_PADDED = Task(
    name="read_padded",
    stars=2,
    inputs=_padded_inputs,
    reference=_padded_reference,
    hints=(
        Text(
            "Deux questions à part : le pas du GRU d'abord, le remplissage ensuite. Lisez tous les pas, et décidez pour "
            "chaque suite si le nouvel état remplace l'ancien.",
            "Two separate questions: the step of the GRU first, the padding next. Read all steps, and decide for each "
            "sequence whether the new state replaces the old one.",
        ),
        Text(
            "r multiplie l'état avant le produit : `(r * h) @ Uh`. Au pas t, seules les suites où `t < lengths` changent.",
            "r multiplies the state before the product: `(r * h) @ Uh`. At step t only sequences where `t < lengths` change.",
        ),
        Text(
            "À la fin de chaque pas : `new = z * h + (1 - z) * new`, puis "
            "`h = np.where((t < lengths)[:, np.newaxis], new, h)`.",
            "At the end of each step: `new = z * h + (1 - z) * new`, then "
            "`h = np.where((t < lengths)[:, np.newaxis], new, h)`.",
        ),
    ),
    mistakes=(
        Mistake(
            _padded_with(stop=lambda t, lengths: lengths > -1),
            Text(
                "Le remplissage est lu comme du texte : au-delà de sa longueur, une suite garde son état.",
                "The padding is read like text: beyond its length a sequence keeps its state.",
            ),
        ),
        Mistake(
            _padded_with(frozen=lambda h: 0 * h),
            Text(
                "Au-delà de sa longueur, l'état est remis à zéro ; il doit rester celui du dernier vrai pas.",
                "Beyond its length the state is set to zero; it must stay that of the last true step.",
            ),
        ),
        Mistake(
            _padded_with(stop=lambda t, lengths: t <= lengths),
            Text(
                "Un pas de trop : les pas vont de 0 à `lengths − 1`, donc `t < lengths`.",
                "One step too many: the steps go from 0 to `lengths − 1`, so `t < lengths`.",
            ),
        ),
        Mistake(
            _padded_with(stop=lambda t, lengths: t < lengths - 1),
            Text(
                "Un pas de moins : le dernier vrai pas, d'indice `lengths − 1`, doit être lu.",
                "One step too few: the last true step, of index `lengths − 1`, must be read.",
            ),
        ),
        Mistake(
            _padded_with(stop=lambda t, lengths: np.full(len(lengths), t < min(lengths))),
            Text(
                "Toutes les suites s'arrêtent à la plus courte ; chacune a sa longueur.",
                "All sequences stop at the shortest one; each has its own length.",
            ),
        ),
        Mistake(
            _padded_with(candidate=lambda a, r, h, Uh: np.tanh(a + r * (h @ Uh))),
            Text(
                "r est appliquée après le produit, comme dans `reset_after=True` : ici, c'est (r ⊙ h) U.",
                "r is applied after the product, as with `reset_after=True`: here it is (r ⊙ h) U.",
            ),
        ),
        Mistake(
            _padded_with(candidate=lambda a, r, h, Uh: np.tanh(a + h @ Uh)),
            Text(
                "La porte r ne sert pas : elle multiplie l'état dans la proposition.",
                "The gate r is not used: it multiplies the state in the candidate.",
            ),
        ),
        Mistake(
            _padded_with(candidate=lambda a, r, h, Uh: np.tanh(r * (a + h @ Uh))),
            Text(
                "r multiplie toute la somme de la proposition ; elle ne multiplie que l'état : (r ⊙ h) U.",
                "r multiplies the whole sum of the candidate; it multiplies the state only: (r ⊙ h) U.",
            ),
        ),
        Mistake(
            _padded_with(candidate=lambda a, r, h, Uh: a + (r * h) @ Uh),
            Text(
                "Il manque la tangente hyperbolique de la proposition.",
                "The hyperbolic tangent of the candidate is missing.",
            ),
        ),
        Mistake(
            _padded_with(mix=lambda z, h, new: (1 - z) * h + z * new),
            Text(
                "z et 1 − z sont échangés : dans ce cours, comme dans Keras, z garde l'ancien état.",
                "z and 1 − z are swapped: in this course, as in Keras, z keeps the old state.",
            ),
        ),
        Mistake(
            _padded_with(order=lambda parts: (parts[1], parts[0], parts[2])),
            Text(
                "z et r sont échangées : les colonnes sont dans l'ordre z, r, h.",
                "z and r are swapped: the columns are in the order z, r, h.",
            ),
        ),
        Mistake(
            _padded_with(bias=0.0),
            Text("Il manque le biais b.", "The bias b is missing."),
        ),
        Mistake(
            _padded_with(gate=np.tanh),
            Text(
                "Les portes passent par une sigmoïde, pas par tanh.",
                "The gates go through a sigmoid, not through tanh.",
            ),
        ),
    ),
)

# --- bits per character ------------------------------------------------------------------------


def _bits_inputs(rng):
    scale = float(rng.choice([1.0, 1.0, 400.0]))  # large logits tell an overflow
    return {
        "logits": scale * rng.normal(size=(5, 4)) + scale,
        "targets": rng.integers(0, 4, 5),
        "temperature": float(rng.choice([0.5, 0.8, 1.6, 2.5])),
    }


def _bits_reference(logits, targets, temperature):
    scaled = logits / temperature
    total = np.logaddexp.reduce(scaled, axis=1)
    return float(np.mean(total - scaled[np.arange(len(targets)), targets]) / np.log(2))


def _bits_with(scale=lambda z, tau: z / tau, unit=LN2, combine=np.mean):
    def bits(logits, targets, temperature):
        scaled = scale(logits, temperature)
        total = np.logaddexp.reduce(scaled, axis=1)
        return combine(total - scaled[np.arange(len(targets)), targets]) / unit

    return bits


def _softmax(scaled):
    shifted = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)


def _bits_of_mean(logits, targets, temperature):
    p = _softmax(logits / temperature)[np.arange(len(targets)), targets]
    return -np.log2(np.mean(p) + 1e-300)


def _entropy(logits, targets, temperature):
    p = _softmax(logits / temperature)
    return -np.mean(np.sum(p * np.log2(p + 1e-300), axis=1))


def _bits_of_all_pairs(logits, targets, temperature):
    scaled = logits / temperature
    log_p = scaled - np.logaddexp.reduce(scaled, axis=1, keepdims=True)
    return -np.mean(log_p[:, targets]) / LN2


def _bits_of_one_softmax(logits, targets, temperature):
    scaled = logits / temperature
    chosen = scaled[np.arange(len(targets)), targets]
    return np.mean(np.logaddexp.reduce(scaled, axis=None) - chosen) / LN2


def _perplexity(logits, targets, temperature):
    with np.errstate(over="ignore"):
        return np.exp2(_bits_reference(logits, targets, temperature))


def _compare_bits(expected, got):
    problem = compare_values(expected, got)
    number = isinstance(got, (float, np.floating))
    if problem and number and not np.isfinite(got):
        return T(
            "Le résultat est infini ou NaN : l'exponentielle déborde, ou log(0). Retranchez le plus grand logit de "
            "chaque ligne et gardez le logarithme, sans repasser par les probabilités.",
            "The result is infinite or NaN: the exponential overflows, or log(0). Subtract the largest logit of "
            "each row and keep the logarithm, without going through the probabilities.",
        )
    if problem and number and expected > 60 and 0 < got < expected:
        return problem + T(
            " Si vous ajoutez un petit nombre aux probabilités avant le logarithme, c'est lui qu'on lit ici : "
            "gardez le logarithme, sans repasser par les probabilités.",
            " If you add a small number to the probabilities before the logarithm, it is what is read here: "
            "keep the logarithm, without going through the probabilities.",
        )
    return problem


BITS = Task(
    name="bits_per_character",
    stars=2,
    inputs=_bits_inputs,
    reference=_bits_reference,
    compare=_compare_bits,
    cases=10,  # small and large logits both occur
    hints=(
        Text(
            "Trois étapes : diviser les logits, le logarithme de softmax, puis la moyenne sur les vrais caractères, en base 2.",
            "Three stages: divide the logits, the logarithm of softmax, then the mean over the true characters, in base 2.",
        ),
        Text(
            "Logarithme de softmax : retranchez de chaque ligne son maximum, puis le logarithme de la somme des exponentielles.",
            "Logarithm of softmax: subtract from each row its maximum, then the logarithm of the sum of exponentials.",
        ),
        Text(
            "Avec `log_p` : `-np.mean(log_p[np.arange(len(targets)), targets]) / np.log(2)`.",
            "With `log_p`: `-np.mean(log_p[np.arange(len(targets)), targets]) / np.log(2)`.",
        ),
    ),
    mistakes=(
        Mistake(
            _bits_with(scale=lambda z, tau: z),
            Text("La température n'est pas utilisée.", "The temperature is not used."),
        ),
        Mistake(
            _bits_with(scale=lambda z, tau: z * tau),
            Text(
                "La température divise les logits ; vous les multipliez.",
                "The temperature divides the logits; you multiply them.",
            ),
        ),
        Mistake(
            _bits_with(unit=1.0),
            Text(
                "Logarithme naturel : ce sont des nats. Divisez par ln 2 pour des bits.",
                "Natural logarithm: these are nats. Divide by ln 2 for bits.",
            ),
        ),
        Mistake(
            _bits_with(unit=1 / np.log(2)),
            Text(
                "Vous multipliez par ln 2 ; pour passer aux bits, on divise.",
                "You multiply by ln 2; to get bits one divides.",
            ),
        ),
        Mistake(
            _bits_with(unit=np.log(10)),
            Text(
                "Logarithme en base 10 : les bits sont en base 2.",
                "Logarithm in base 10: bits are in base 2.",
            ),
        ),
        Mistake(
            _bits_with(unit=-np.log(2)),
            Text(
                "Le signe manque : −log₂ p est positif.",
                "The sign is missing: −log₂ p is positive.",
            ),
        ),
        Mistake(
            _bits_with(combine=np.sum),
            Text(
                "C'est la somme ; « par caractère » demande la moyenne.",
                "This is the sum; “per character” asks for the mean.",
            ),
        ),
        Mistake(
            lambda logits, targets, temperature: (
                _bits_reference(logits, targets, 1.0) / temperature
            ),
            Text(
                "Diviser le résultat par la température n'est pas la même chose : elle divise les logits, avant softmax.",
                "Dividing the result by the temperature is not the same: it divides the logits, before softmax.",
            ),
        ),
        Mistake(
            _bits_of_mean,
            Text(
                "C'est le logarithme de la moyenne des probabilités ; il faut la moyenne des logarithmes.",
                "This is the logarithm of the mean probability; the mean of the logarithms is needed.",
            ),
        ),
        Mistake(
            _entropy,
            Text(
                "C'est l'entropie des prédictions, où les vrais caractères n'entrent pas : prenez −log₂ p du vrai caractère.",
                "This is the entropy of the predictions, without the true characters: take −log₂ p of the true one.",
            ),
        ),
        Mistake(
            _bits_of_all_pairs,
            Text(
                "`log_p[:, targets]` prend, pour chaque ligne, tous les vrais caractères : il en faut un par ligne, `[np.arange(len(targets)), targets]`.",
                "`log_p[:, targets]` takes, for every row, all the true characters: one per row is needed, `[np.arange(len(targets)), targets]`.",
            ),
        ),
        Mistake(
            _bits_of_one_softmax,
            Text(
                "La somme des exponentielles mélange toutes les lignes : softmax se calcule ligne par ligne (`axis=1`).",
                "The sum of exponentials mixes all rows: softmax is computed row by row (`axis=1`).",
            ),
        ),
        Mistake(
            _perplexity,
            Text(
                "C'est la perplexité, 2 puissance les bits ; on demande les bits eux-mêmes.",
                "This is the perplexity, 2 to the power of the bits; the bits themselves are asked for.",
            ),
        ),
    ),
)

# --- one step back through an LSTM -------------------------------------------------------------


def _back_inputs(rng):
    def normal():
        return rng.normal(size=(3, 5))  # too many values to be listed in a message

    return {
        "dh": normal(),
        "dc": normal(),
        "i": _sigmoid(normal()),
        "f": _sigmoid(normal() + 1),
        "g": np.tanh(normal()),
        "o": _sigmoid(normal()),
        "c_before": normal(),
    }


def _back_reference(dh, dc, i, f, g, o, c_before):
    """Differentiate by complex steps the scalar dh·h + dc·c as a function of c_before and the sums."""
    sums = [np.log(i / (1 - i)), np.log(f / (1 - f)), np.arctanh(g), np.log(o / (1 - o))]

    def scalar(c_before, sums):
        a_i, a_f, a_g, a_o = sums
        c = _sigmoid(a_f) * c_before + _sigmoid(a_i) * np.tanh(a_g)
        return dh * _sigmoid(a_o) * np.tanh(c) + dc * c

    eps = 1e-30
    reaching = scalar(c_before + 1j * eps, sums).imag / eps
    parts = [
        scalar(c_before, [a + 1j * eps * (k == j) for k, a in enumerate(sums)]).imag / eps
        for j in range(4)
    ]
    return reaching, np.concatenate(parts, axis=1)


def _back_with(
    gather=lambda dc, dh, o, s: dc + dh * o * (1 - s**2),
    slope=lambda gate: gate * (1 - gate),
    slope_g=lambda g: 1 - g**2,
    out=lambda dh, s, dc: dh * s,
    f_factor=lambda c_before, c: c_before,
    reach=lambda total, dc, f, c_before: total * f,
    i_factor=lambda i, g: g,
    g_factor=lambda i, g: i,
    order=lambda parts: parts,
):
    def step_back(dh, dc, i, f, g, o, c_before):
        c = f * c_before + i * g
        s = np.tanh(c)
        total = gather(dc, dh, o, s)
        parts = [
            total * i_factor(i, g) * slope(i),
            total * f_factor(c_before, c) * slope(f),
            total * g_factor(i, g) * slope_g(g),
            out(dh, s, total) * slope(o),
        ]
        return reach(total, dc, f, c_before), np.concatenate(order(parts), axis=1)

    return step_back


def _gates_squashed_again(dh, dc, i, f, g, o, c_before):
    return _back_with()(dh, dc, _sigmoid(i), _sigmoid(f), g, _sigmoid(o), c_before)


def _compare_back(expected, got):
    """Name the wrong blocks: what reaches the old cell, and the gradient of each sum."""
    if not isinstance(got, (tuple, list)) or len(got) != 2:
        return compare_values(expected, got) and T(
            "Il faut deux tableaux : ce qui atteint l'ancienne cellule, et les quatre sommes réunies.",
            "Two arrays are needed: what reaches the old cell, and the four sums put together.",
        )
    shapes = [np.shape(part) for part in got]
    if shapes == [np.shape(part) for part in expected[::-1]]:
        return T(
            "Les deux tableaux sont dans l'ordre inverse : d'abord l'ancienne cellule, puis les sommes.",
            "The two arrays are in reverse order: the old cell first, then the sums.",
        )
    problem = compare_values(expected, got)
    if problem is None or shapes != [np.shape(part) for part in expected]:
        return problem
    names = (T("l'ancienne cellule", "the old cell"), "i", "f", "g", "o")
    pairs = zip(
        *((part[0], *np.split(part[1], 4, axis=1)) for part in (expected, got)), strict=True
    )
    wrong = [
        name for name, pair in zip(names, pairs, strict=True) if compare_values(*pair) is not None
    ]
    message = T("Faux : ", "Wrong: ") + ", ".join(wrong) + "."
    if wrong == list(names[:4]):
        message += T(
            " Ils ont en commun le gradient entier de c : commencez par lui.",
            " They have the whole gradient of c in common: begin with it.",
        )
    elif len(wrong) < 5:
        message += T(" Le reste est juste.", " The rest is right.")
    return message


STEP_BACK = Task(
    name="step_back",
    stars=3,
    inputs=_back_inputs,
    reference=_back_reference,
    compare=_compare_back,
    hints=(
        Text(
            "Refaites d'abord le pas en avant : c = f·c_before + i·g, h = o·tanh(c). Par quels chemins la perte dépend-elle de c ?",
            "Redo the step forward first: c = f·c_before + i·g, h = o·tanh(c). Through which paths does the loss depend on c?",
        ),
        Text(
            "Le gradient entier de c : `dc + dh * o * (1 - np.tanh(c)**2)`. Puis la règle de la chaîne pour chaque facteur ; "
            "la pente d'une sigmoïde de valeur s est s(1 − s), celle de tanh de valeur g est 1 − g².",
            "The whole gradient of c: `dc + dh * o * (1 - np.tanh(c)**2)`. Then the chain rule for each factor; the slope "
            "of a sigmoid of value s is s(1 − s), that of a tanh of value g is 1 − g².",
        ),
        Text(
            "Avec le gradient entier D : vers c_{t−1}, `D * f` ; pour i, `D * g * i * (1 - i)` ; pour f, "
            "`D * c_before * f * (1 - f)` ; pour g, `D * i * (1 - g**2)` ; pour o, `dh * np.tanh(c) * o * (1 - o)`.",
            "With the whole gradient D: to c_{t−1}, `D * f`; for i, `D * g * i * (1 - i)`; for f, "
            "`D * c_before * f * (1 - f)`; for g, `D * i * (1 - g**2)`; for o, `dh * np.tanh(c) * o * (1 - o)`.",
        ),
    ),
    mistakes=(
        Mistake(
            _back_with(gather=lambda dc, dh, o, s: dc),
            Text(
                "c_t agit aussi sur la perte par h_t : ajoutez `dh * o * (1 - np.tanh(c)**2)`.",
                "c_t also acts on the loss through h_t: add `dh * o * (1 - np.tanh(c)**2)`.",
            ),
        ),
        Mistake(
            _back_with(gather=lambda dc, dh, o, s: dh * o * (1 - s**2)),
            Text(
                "Vous oubliez `dc`, ce que les pas suivants renvoient par la cellule.",
                "You forget `dc`, what the later steps send back through the cell.",
            ),
        ),
        Mistake(
            _back_with(gather=lambda dc, dh, o, s: dc + dh * o),
            Text(
                "Il manque la pente de tanh(c) dans ce qui vient de h : 1 − tanh²(c).",
                "The slope of tanh(c) is missing in what comes from h: 1 − tanh²(c).",
            ),
        ),
        Mistake(
            _back_with(gather=lambda dc, dh, o, s: dc + dh * (1 - s**2)),
            Text(
                "Il manque la porte de sortie o dans ce qui vient de h.",
                "The output gate o is missing in what comes from h.",
            ),
        ),
        Mistake(
            _back_with(slope=lambda gate: 1.0, slope_g=lambda g: 1.0),
            Text(
                "Ce sont les gradients des portes ; il faut ceux des sommes, avant sigmoïde et tanh : multipliez par les pentes.",
                "These are the gradients of the gates; those of the sums, before sigmoid and tanh, are needed: multiply by the slopes.",
            ),
        ),
        Mistake(
            _back_with(slope=lambda gate: _sigmoid(gate) * (1 - _sigmoid(gate))),
            Text(
                "La sigmoïde est appliquée deux fois : i, f et o sont déjà des sigmoïdes, la pente est s(1 − s).",
                "The sigmoid is applied twice: i, f and o are already sigmoids, the slope is s(1 − s).",
            ),
        ),
        Mistake(
            _back_with(slope_g=lambda g: g * (1 - g)),
            Text(
                "g vient d'une tanh : sa pente est 1 − g², pas g(1 − g).",
                "g comes from a tanh: its slope is 1 − g², not g(1 − g).",
            ),
        ),
        Mistake(
            _back_with(slope_g=lambda g: 1 - np.tanh(g) ** 2),
            Text(
                "tanh est appliquée deux fois : g est déjà une tanh, la pente est 1 − g².",
                "tanh is applied twice: g is already a tanh, the slope is 1 − g².",
            ),
        ),
        Mistake(
            _back_with(out=lambda dh, s, total: total * s),
            Text(
                "La porte de sortie n'agit que sur h_t : son gradient part de `dh`.",
                "The output gate acts on h_t only: its gradient starts from `dh`.",
            ),
        ),
        Mistake(
            _back_with(f_factor=lambda c_before, c: c),
            Text(
                "La porte d'oubli multiplie c_{t−1}, l'ancienne cellule, pas la nouvelle.",
                "The forget gate multiplies c_{t−1}, the old cell, not the new one.",
            ),
        ),
        Mistake(
            _back_with(reach=lambda total, dc, f, c_before: total),
            Text(
                "En remontant vers c_{t−1}, le gradient est multiplié par la porte d'oubli f.",
                "On its way to c_{t−1} the gradient is multiplied by the forget gate f.",
            ),
        ),
        Mistake(
            _back_with(reach=lambda total, dc, f, c_before: dc * f),
            Text(
                "Les sommes sont justes, mais c_{t−1} reçoit aussi la part de h_t : f multiplie le gradient entier de c_t.",
                "The sums are right, but c_{t−1} also receives the share of h_t: f multiplies the whole gradient of c_t.",
            ),
        ),
        Mistake(
            _back_with(out=lambda dh, s, total: dh * np.arctanh(s)),
            Text(
                "h_t = o · tanh(c) : la porte de sortie est multipliée par tanh(c), pas par c.",
                "h_t = o · tanh(c): the output gate is multiplied by tanh(c), not by c.",
            ),
        ),
        Mistake(
            _back_with(order=lambda parts: [parts[1], parts[0], *parts[2:]]),
            Text(
                "i et f sont échangées : l'ordre est i, f, g, o.",
                "i and f are swapped: the order is i, f, g, o.",
            ),
        ),
        Mistake(
            _back_with(order=lambda parts: [*parts[:2], parts[3], parts[2]]),
            Text(
                "g et o sont échangés : l'ordre est i, f, g, o.",
                "g and o are swapped: the order is i, f, g, o.",
            ),
        ),
        Mistake(
            _back_with(slope=lambda gate: 1.0),
            Text(
                "Il manque la pente des trois sigmoïdes : s(1 − s) pour i, f et o.",
                "The slope of the three sigmoids is missing: s(1 − s) for i, f and o.",
            ),
        ),
        Mistake(
            _back_with(slope_g=lambda g: 1.0),
            Text(
                "Il manque la pente de tanh pour g : 1 − g².",
                "The slope of tanh is missing for g: 1 − g².",
            ),
        ),
        Mistake(
            _back_with(out=lambda dh, s, total: dh),
            Text(
                "h = o · tanh(c) : dans le gradient de o, il manque le facteur tanh(c).",
                "h = o · tanh(c): in the gradient of o the factor tanh(c) is missing.",
            ),
        ),
        Mistake(
            _back_with(reach=lambda total, dc, f, c_before: total * c_before),
            Text(
                "c = f · c_before + i · g : vers l'ancienne cellule, le gradient est multiplié par f ; c_before est le facteur de la porte f.",
                "c = f · c_before + i · g: on its way to the old cell the gradient is multiplied by f; c_before is the factor of the gate f.",
            ),
        ),
        Mistake(
            _back_with(i_factor=lambda i, g: i, g_factor=lambda i, g: g),
            Text(
                "Dans i · g, chaque facteur a l'autre pour dérivée : i reçoit g, et g reçoit i.",
                "In i · g each factor has the other one as its derivative: i receives g, and g receives i.",
            ),
        ),
        Mistake(
            _back_with(gather=lambda dc, dh, o, s: dc + dh * o * (1 - np.arctanh(s) ** 2)),
            Text(
                "La pente de tanh en c est 1 − tanh²(c), pas 1 − c².",
                "The slope of tanh at c is 1 − tanh²(c), not 1 − c².",
            ),
        ),
        Mistake(
            _back_with(gather=lambda dc, dh, o, s: (dc + dh) * o * (1 - s**2)),
            Text(
                "`dc` arrive directement à c, sans passer par o ni par tanh : seul `dh` est multiplié par o · (1 − tanh²(c)).",
                "`dc` reaches c directly, through neither o nor tanh: only `dh` is multiplied by o · (1 − tanh²(c)).",
            ),
        ),
        Mistake(
            _gates_squashed_again,
            Text(
                "i, f et o sont déjà passées par leur sigmoïde : ne la leur appliquez pas de nouveau.",
                "i, f and o have already gone through their sigmoid: do not apply it again.",
            ),
        ),
    ),
)

TASKS = (FORGET_BIAS, READ_PADDED, BITS, STEP_BACK)

QUIZ = (
    Question(
        Text(
            "Une couche `LSTM(32)` lit des suites de 100 pas de 8 nombres. Combien de paramètres a-t-elle ?",
            "A layer `LSTM(32)` reads sequences of 100 steps of 8 numbers. How many parameters does it have?",
        ),
        (
            Option(
                Text("1 312", "1,312"),
                Text(
                    "C'est un `SimpleRNN(32)` : la LSTM calcule quatre sommes de cette taille.",
                    "That is a `SimpleRNN(32)`: the LSTM computes four sums of this size.",
                ),
            ),
            Option(
                Text("3 936", "3,936"),
                Text(
                    "Trois portes, et la proposition g ? Il y a quatre sommes.",
                    "Three gates, and the candidate g? There are four sums.",
                ),
            ),
            Option(
                Text("5 248", "5,248"),
                Text(
                    "4 × 32 × (32 + 8 + 1). La longueur 100 n'y est pour rien.",
                    "4 × 32 × (32 + 8 + 1). The length 100 has no part in it.",
                ),
                right=True,
            ),
            Option(
                Text("524 800", "524,800"),
                Text(
                    "C'est 100 fois trop : les pas se partagent les mêmes poids.",
                    "This is 100 times too many: the steps share the same weights.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Le GRU de Keras, à 10 unités, lit 5 nombres par pas. Quelle est la forme de son tableau de biais ?",
            "Keras' GRU with 10 units reads 5 numbers per step. What is the shape of its array of biases?",
        ),
        (
            Option(
                Text("(30,)", "(30,)"),
                Text(
                    "C'est celle de `reset_after=False`, qui n'a qu'un biais par somme.",
                    "That is the one of `reset_after=False`, which has only one bias per sum.",
                ),
            ),
            Option(
                Text("(2, 30)", "(2, 30)"),
                Text(
                    "Trois sommes de 10 unités, un biais pour ce qui vient de l'entrée et un pour ce qui vient de l'état.",
                    "Three sums of 10 units, one bias for what comes from the input and one for what comes from the state.",
                ),
                right=True,
            ),
            Option(
                Text("(5, 30)", "(5, 30)"),
                Text("C'est la forme de W.", "That is the shape of W."),
            ),
            Option(
                Text("(40,)", "(40,)"),
                Text(
                    "Quatre sommes, c'est une LSTM ; le GRU en a trois.",
                    "Four sums make an LSTM; the GRU has three.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Toutes les portes d'oubli d'une LSTM valent 0,9. Que devient, le long de la cellule, le gradient après 50 pas ?",
            "All forget gates of an LSTM are 0.9. What becomes of the gradient along the cell after 50 steps?",
        ),
        (
            Option(
                Text("Il reste intact : c'est une LSTM", "It stays intact: it is an LSTM"),
                Text(
                    "Il ne resterait intact qu'avec des portes égales à 1.",
                    "It would stay intact only with gates equal to 1.",
                ),
            ),
            Option(
                Text(
                    "Il est multiplié par 0,9 puissance 50, environ 0,005",
                    "It is multiplied by 0.9 to the power 50, about 0.005",
                ),
                Text(
                    "Un facteur par pas : il disparaît.",
                    "One factor per step: it vanishes.",
                ),
                right=True,
            ),
            Option(
                Text(
                    "Il est multiplié par 0,9 une seule fois", "It is multiplied by 0.9 only once"
                ),
                Text(
                    "L'oubli agit à chacun des 50 pas.",
                    "Forgetting acts at each of the 50 steps.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Supposons que, dans une LSTM, la porte d'oubli vaille exactement 1 et la porte d'entrée 0. Que fait la cellule ?",
            "Suppose that in an LSTM the forget gate is exactly 1 and the input gate 0. What does the cell do?",
        ),
        (
            Option(
                Text("Elle s'efface", "It is cleared"),
                Text(
                    "Malgré son nom, une porte d'oubli à 1 garde ; c'est à 0 qu'elle efface.",
                    "In spite of its name a forget gate at 1 keeps; it clears at 0.",
                ),
            ),
            Option(
                Text("Elle reste exactement la même", "It stays exactly the same"),
                Text(
                    "c = 1 · c + 0 · g, quelle que soit l'entrée.",
                    "c = 1 · c + 0 · g, whatever the input.",
                ),
                right=True,
            ),
            Option(
                Text("Elle additionne ses entrées", "It adds up its inputs"),
                Text(
                    "Il faudrait une porte d'entrée ouverte : à 0, rien n'est écrit.",
                    "That would need an open input gate: at 0 nothing is written.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Des textes complétés par des zéros à la fin passent par `LSTM(32)` sans masque. Que contient l'état final d'un texte court ?",
            "Texts padded with zeros at the end go through `LSTM(32)` without a mask. What does the final state of a short text contain?",
        ),
        (
            Option(
                Text("L'état après son dernier mot", "The state after its last word"),
                Text(
                    "Non : sans masque, la couche ne sait pas que les zéros ne comptent pas.",
                    "No: without a mask the layer does not know that the zeros do not count.",
                ),
            ),
            Option(
                Text("Des zéros", "Zeros"),
                Text(
                    "Une entrée de remplissage n'annule pas l'état : elle le transforme à chaque pas.",
                    "A padding input does not set the state to zero: it changes it at every step.",
                ),
            ),
            Option(
                Text(
                    "Ce qu'il reste du texte après avoir lu tout le remplissage",
                    "What is left of the text after reading all the padding",
                ),
                Text(
                    "Chaque pas de remplissage multiplie la cellule par la porte d'oubli et y ajoute i ⊙ g : `mask_zero=True` l'évite.",
                    "Each padding step multiplies the cell by the forget gate and adds i ⊙ g: `mask_zero=True` avoids it.",
                ),
                right=True,
            ),
        ),
    ),
    Question(
        Text(
            "Un modèle donne à chaque caractère d'un texte la probabilité 1/8. Combien de bits par caractère ?",
            "A model gives each character of a text the probability 1/8. How many bits per character?",
        ),
        (
            Option(
                Text("0,125", "0.125"),
                Text(
                    "C'est la probabilité ; il faut −log₂ de celle-ci.",
                    "This is the probability; −log₂ of it is needed.",
                ),
            ),
            Option(
                Text("3", "3"),
                Text(
                    "−log₂(1/8) = 3 : trois questions oui-non suffisent à désigner un caractère sur huit.",
                    "−log₂(1/8) = 3: three yes-no questions are enough to pick one character out of eight.",
                ),
                right=True,
            ),
            Option(
                Text("2,08", "2.08"),
                Text(
                    "C'est ln 8 : des nats, pas des bits.",
                    "This is ln 8: nats, not bits.",
                ),
            ),
            Option(
                Text("8", "8"),
                Text(
                    "Huit est le nombre de choix équiprobables ; les bits en sont le logarithme en base 2.",
                    "Eight is the number of equally likely choices; the bits are its logarithm in base 2.",
                ),
            ),
        ),
    ),
)
