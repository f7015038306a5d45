"""Lesson 07: exercises and quiz."""

import numpy as np

from course_utils.i18n import T, Text
from course_utils.quizzes import Option, Question
from course_utils.task import Mistake, Task, compare_values


def _parts(*names):
    """Compare a tuple part by part, naming the part that is wrong."""

    def compare(expected, got):
        form = f"({', '.join(map(str, names))})"
        if got is None:
            return compare_values(expected, got)
        sequence = isinstance(got, (tuple, list)) or (isinstance(got, np.ndarray) and got.ndim == 1)
        if not sequence or len(got) != len(names):
            found = len(got) if sequence else 1
            return T(
                f"Renvoyez {len(names)} valeurs, {form} ; vous en renvoyez {found}.",
                f"Return {len(names)} values, {form}; you return {found}.",
            )
        for name, want, have in zip(names, expected, got, strict=True):
            if (problem := compare_values(want, have)) is not None:
                return f"{name}{T(' : ', ': ')}{problem}"
        return None

    return compare


# --- inverted dropout --------------------------------------------------------------------------


def _dropout_inputs(rng):
    shape = (int(rng.integers(2, 5)), int(rng.integers(4, 8)))
    return {
        "h": rng.normal(size=shape),
        "u": rng.random(shape),
        "rate": float(rng.choice([0.2, 0.3, 0.6])),  # not 0.5: 1 − rate must differ from rate
        "training": bool(rng.random() < 0.7),
    }


def _dropout_reference(h, u, rate, training):
    return np.where(u < rate, 0.0, h * (1 / (1 - rate))) if training else h.copy()


def _dropout_with(
    keep=lambda u, rate: u >= rate, scale=lambda rate: 1 / (1 - rate), predict=lambda h, rate: h
):
    def dropout(h, u, rate, training):
        return h * keep(u, rate) * scale(rate) if training else predict(h, rate)

    return dropout


def _dropout_compare(expected, got):
    """Recognise right values in wrong places: another draw than the given one."""
    problem = compare_values(expected, got)
    if problem is None or np.shape(got) != np.shape(expected):
        return problem
    have = np.asarray(got)
    both = (have != 0) & (expected != 0)
    if both.any() and np.allclose(have[both], expected[both]) and (have == 0).any():
        return T(
            "Les activations gardées sont justes, mais ce ne sont pas les bonnes qui sont éteintes : "
            "n'en tirez pas vous-même, servez-vous du tableau u reçu.",
            "The activations kept are right, but the wrong ones are turned off: do not draw any "
            "yourself, use the array u received.",
        )
    return problem


DROPOUT = Task(
    name="dropout",
    compare=_dropout_compare,
    stars=1,
    inputs=_dropout_inputs,
    reference=_dropout_reference,
    cases=16,  # both modes occur
    hints=(
        Text(
            "Commencez par la prédiction : que faut-il y faire ?",
            "Begin with prediction: what has to be done there?",
        ),
        Text(
            "`u >= rate` est un tableau de booléens : multiplié par `h`, il éteint ce qu'il faut.",
            "`u >= rate` is an array of booleans: multiplied by `h`, it turns off what it must.",
        ),
        Text(
            "À l'entraînement, `h * (u >= rate) / (1 - rate)` ; sinon `h`.",
            "In training, `h * (u >= rate) / (1 - rate)`; otherwise `h`.",
        ),
    ),
    mistakes=(
        Mistake(
            _dropout_with(scale=lambda rate: 1.0),
            Text(
                "Il manque la division par 1 − rate : sans elle, la moyenne baisse à l'entraînement et pas à la prédiction.",
                "The division by 1 − rate is missing: without it the mean falls in training and not at prediction time.",
            ),
        ),
        Mistake(
            _dropout_with(scale=lambda rate: 1.0, predict=lambda h, rate: h * (1 - rate)),
            Text(
                "C'est le dropout d'origine, qui corrige à la prédiction. La forme inversée corrige à l'entraînement, par 1/(1 − rate).",
                "This is the original dropout, which corrects at prediction time. The inverted form corrects in training, by 1/(1 − rate).",
            ),
        ),
        Mistake(
            _dropout_with(predict=lambda h, rate: h * (1 - rate)),
            Text(
                "Vous corrigez deux fois : à l'entraînement (c'est juste) et encore à la prédiction.",
                "You correct twice: in training (which is right) and again at prediction time.",
            ),
        ),
        Mistake(
            _dropout_with(scale=lambda rate: 1 / rate),
            Text(
                "Vous divisez par rate ; c'est la part des survivantes, 1 − rate, qui compte.",
                "You divide by rate; what counts is the share of survivors, 1 − rate.",
            ),
        ),
        Mistake(
            _dropout_with(scale=lambda rate: 1 - rate),
            Text(
                "Vous multipliez par 1 − rate, ce qui baisse encore la moyenne : il faut diviser.",
                "You multiply by 1 − rate, which lowers the mean even more: divide.",
            ),
        ),
        Mistake(
            _dropout_with(keep=lambda u, rate: u < rate),
            Text(
                "Vous gardez celles qu'il fallait éteindre : une activation est éteinte quand u < rate.",
                "You keep those that were to be turned off: an activation is off when u < rate.",
            ),
        ),
        Mistake(
            lambda h, u, rate, training: h * (u >= rate) / (1 - rate),
            Text(
                "Vous éteignez aussi à la prédiction : avec training=False, renvoyez h telle quelle.",
                "You turn activations off at prediction time, too: with training=False return h as it is.",
            ),
        ),
        Mistake(
            lambda h, u, rate, training: h * (u >= rate),
            Text(
                "Deux choses manquent : la division par 1 − rate, et le cas training=False, où h ressort telle quelle.",
                "Two things are missing: the division by 1 − rate, and the case training=False, where h comes out as it is.",
            ),
        ),
        Mistake(
            _dropout_with(scale=lambda rate: 1.0, predict=lambda h, rate: h / (1 - rate)),
            Text(
                "Vous divisez à la prédiction ; c'est à l'entraînement qu'il faut diviser les survivantes par 1 − rate.",
                "You divide at prediction time; it is in training that the survivors must be divided by 1 − rate.",
            ),
        ),
        Mistake(
            _dropout_with(predict=lambda h, rate: h / (1 - rate)),
            Text(
                "La division par 1 − rate compense les activations éteintes ; à la prédiction, aucune ne l'est : renvoyez h.",
                "The division by 1 − rate makes up for the activations turned off; at prediction time none is: return h.",
            ),
        ),
        Mistake(
            lambda h, u, rate, training: h if training else h * (u >= rate) / (1 - rate),
            Text("Les deux régimes sont échangés.", "The two modes are swapped."),
        ),
    ),
)

# --- paired comparison -------------------------------------------------------------------------


def _paired_inputs(rng):
    size = int(rng.integers(3, 9))
    common = rng.normal(85, 3, size)
    a, b = common + rng.normal(0, 0.5, size), common + rng.normal(0.5, 0.7, size)
    return {"a": np.round(a, 2), "b": np.round(b, 2)}


def _paired_reference(a, b):
    from statistics import mean, stdev

    differences = [float(y) - float(x) for x, y in zip(a, b, strict=True)]
    return mean(differences), stdev(differences) / len(differences) ** 0.5


def _paired_with(sign=1.0, error=None):
    def paired_gain(a, b):
        return sign * np.mean(b - a), error(a, b)

    return paired_gain


def _se(d):
    return d.std(ddof=1) / np.sqrt(len(d))


PAIRED = Task(
    name="paired_gain",
    compare=_parts(Text("gain", "gain"), Text("erreur type", "standard error")),
    stars=1,
    inputs=_paired_inputs,
    reference=_paired_reference,
    hints=(
        Text(
            "Tout se joue sur un seul tableau : les différences.",
            "Everything happens on a single array: the differences.",
        ),
        Text(
            "L'erreur type est l'écart type des différences divisé par √R. L'écart type divise par R − 1 : `ddof=1`.",
            "The standard error is the standard deviation of the differences divided by √R. The standard deviation divides by R − 1: `ddof=1`.",
        ),
        Text(
            "`d = b - a`, puis `d.mean()` et `d.std(ddof=1) / np.sqrt(len(d))`.",
            "`d = b - a`, then `d.mean()` and `d.std(ddof=1) / np.sqrt(len(d))`.",
        ),
    ),
    mistakes=(
        Mistake(
            _paired_with(error=lambda a, b: (b - a).std() / np.sqrt(len(a))),
            Text(
                "`std()` de NumPy divise par R ; pour estimer à partir d'un échantillon, divisez par R − 1 : `ddof=1`.",
                "NumPy's `std()` divides by R; to estimate from a sample divide by R − 1: `ddof=1`.",
            ),
        ),
        Mistake(
            _paired_with(error=lambda a, b: (b - a).std(ddof=1)),
            Text(
                "C'est l'écart type des différences ; l'erreur type de leur moyenne est √R fois plus petite.",
                "That is the standard deviation of the differences; the standard error of their mean is √R times smaller.",
            ),
        ),
        Mistake(
            _paired_with(error=lambda a, b: (b - a).std(ddof=1) / len(a)),
            Text("Divisez par √R, pas par R.", "Divide by √R, not by R."),
        ),
        Mistake(
            _paired_with(error=lambda a, b: np.hypot(_se(a), _se(b))),
            Text(
                "Cette formule oublie les paires : elle compte la part commune des deux scores. Prenez l'écart type de b − a.",
                "This formula forgets the pairs: it counts the part that both scores share. Take the standard deviation of b − a.",
            ),
        ),
        Mistake(
            _paired_with(error=lambda a, b: abs(_se(b) - _se(a))),
            Text(
                "L'erreur type d'une différence n'est pas la différence des erreurs types : calculez d'abord b − a.",
                "The standard error of a difference is not the difference of the standard errors: compute b − a first.",
            ),
        ),
        Mistake(
            _paired_with(sign=-1.0, error=lambda a, b: _se(b - a)),
            Text(
                "Le signe est inversé : le gain de b sur a est b − a.",
                "The sign is wrong: the gain of b over a is b − a.",
            ),
        ),
        Mistake(
            _paired_with(error=lambda a, b: 1.96 * _se(b - a)),
            Text(
                "On demande l'erreur type elle-même, sans le facteur 1,96 d'un intervalle (qui d'ailleurs serait, pour si peu de graines, celui de Student).",
                "The standard error itself is asked for, without the factor 1.96 of an interval (which for so few seeds would be Student's anyway).",
            ),
        ),
        Mistake(
            _paired_with(error=lambda a, b: (b - a).std(ddof=1) / np.sqrt(len(a) - 1)),
            Text(
                "Vous comptez R − 1 deux fois : il est déjà dans l'écart type (`ddof=1`) ; divisez ensuite par √R.",
                "You count R − 1 twice: it is already in the standard deviation (`ddof=1`); then divide by √R.",
            ),
        ),
        Mistake(
            lambda a, b: (_se(b - a), np.mean(b - a)),
            Text(
                "Les deux valeurs sont échangées : le gain d'abord, l'erreur type ensuite.",
                "The two values are swapped: the gain first, then the standard error.",
            ),
        ),
        Mistake(
            lambda a, b: (np.mean(abs(b - a)), _se(abs(b - a))),
            Text(
                "Gardez le signe des différences : une répétition où b perd compte en négatif.",
                "Keep the sign of the differences: a repetition in which b loses counts as negative.",
            ),
        ),
        Mistake(
            _paired_with(error=lambda a, b: (b - a).var(ddof=1) / np.sqrt(len(a))),
            Text(
                "C'est la variance ; l'écart type en est la racine.",
                "That is the variance; the standard deviation is its square root.",
            ),
        ),
    ),
)

# --- initialisation for a leaky ReLU -----------------------------------------------------------


def _leaky_inputs(rng):
    return {
        "slope": float(rng.choice([-1.5, -0.8, -0.5, 0.2, 0.4, 0.6])),
        "n": int(rng.integers(20, 1000)),
        "depth": int(rng.integers(3, 20)),
    }


def _leaky_reference(slope, n, depth):
    """E[f(z)²] as the mean over both signs; the factor layer by layer."""
    kept = (1.0 + slope * slope) / 2  # E[f(z)²] / E[z²]
    square = 1.0
    for _ in range(depth):
        square *= n * (2 / n) * kept
    return 1 / (n * kept), square**0.5


def _leaky_with(
    v=lambda a, n: 2 / ((1 + a**2) * n), factor=lambda a, n, depth: (1 + a**2) ** (depth / 2)
):
    return lambda slope, n, depth: (v(slope, n), factor(slope, n, depth))


LEAKY = Task(
    name="leaky_start",
    compare=_parts(Text("v", "v"), Text("facteur", "factor")),
    stars=2,
    inputs=_leaky_inputs,
    reference=_leaky_reference,
    cases=16,  # slopes of both signs
    hints=(
        Text(
            "Avec a = 1, il n'y a plus de pli, avec a = 0 c'est ReLU : v doit alors valoir 1/n, puis 2/n. Et a = −1 (valeur absolue) ne change aucun carré.",
            "With a = 1 there is no bend, with a = 0 it is ReLU: v must then be 1/n and 2/n. And a = −1 (absolute value) changes no square.",
        ),
        Text(
            "Une moitié de E[z²] est gardée, l'autre multipliée par a² : E[f(z)²] = (1 + a²)/2 × E[z²] = (1 + a²)/2 × n v E[h²].",
            "One half of E[z²] is kept, the other multiplied by a²: E[f(z)²] = (1 + a²)/2 × E[z²] = (1 + a²)/2 × n v E[h²].",
        ),
        Text(
            "v = 2/((1 + a²) n). Avec v = 2/n, E[h²] est multiplié par 1 + a² à chaque couche ; sa racine, après L couches, par (1 + a²) puissance L/2.",
            "v = 2/((1 + a²) n). With v = 2/n, E[h²] is multiplied by 1 + a² at each layer; its root, after L layers, by (1 + a²) to the power L/2.",
        ),
    ),
    mistakes=(
        Mistake(
            _leaky_with(v=lambda a, n: 2 / n),
            Text(
                "v = 2/n vaut pour a = 0 : ici les z négatifs, multipliés par a, comptent aussi dans E[h²].",
                "v = 2/n holds for a = 0: here the negative z, multiplied by a, count in E[h²], too.",
            ),
        ),
        Mistake(
            _leaky_with(v=lambda a, n: 1 / n),
            Text(
                "v = 1/n vaut sans pli, a = 1 : ici une moitié de E[z²] est multipliée par a².",
                "v = 1/n holds without a bend, a = 1: here one half of E[z²] is multiplied by a².",
            ),
        ),
        Mistake(
            _leaky_with(v=lambda a, n: 2 / ((1 + a) * n)),
            Text(
                "La pente doit être au carré : on compte E[f(z)²], et (a z)² = a² z². Essayez a = −1.",
                "The slope must be squared: E[f(z)²] is counted, and (a z)² = a² z². Try a = −1.",
            ),
        ),
        Mistake(
            _leaky_with(v=lambda a, n: 2 / ((1 + abs(a)) * n)),
            Text(
                "Ce n'est pas la valeur absolue de la pente qui compte, mais son carré : (a z)² = a² z².",
                "What counts is not the absolute value of the slope but its square: (a z)² = a² z².",
            ),
        ),
        Mistake(
            _leaky_with(v=lambda a, n: 1 / ((1 + a**2) * n)),
            Text(
                "Il manque le 2 : chaque signe de z ne compte que pour la moitié de E[z²]. Vérifiez avec a = 1.",
                "The 2 is missing: each sign of z accounts for only half of E[z²]. Check with a = 1.",
            ),
        ),
        Mistake(
            _leaky_with(v=lambda a, n: (1 + a**2) / (2 * n)),
            Text(
                "C'est l'inverse : plus f laisse passer, plus les poids doivent être petits. E[f(z)²] = (1 + a²)/2 × n v E[h²].",
                "The other way up: the more f lets through, the smaller the weights must be. E[f(z)²] = (1 + a²)/2 × n v E[h²].",
            ),
        ),
        Mistake(
            _leaky_with(v=lambda a, n: np.sqrt(2 / ((1 + a**2) * n))),
            Text(
                "C'est l'écart type des poids ; v est la variance, sans racine.",
                "That is the standard deviation of the weights; v is the variance, without the root.",
            ),
        ),
        Mistake(
            _leaky_with(v=lambda a, n: 2 / (1 + a**2)),
            Text("Il manque la division par n.", "The division by n is missing."),
        ),
        Mistake(
            _leaky_with(factor=lambda a, n, depth: (1 + a**2) ** depth),
            Text(
                "Ce facteur est celui de E[h²] ; la moyenne quadratique en est la racine.",
                "This factor is that of E[h²]; the root mean square is its root.",
            ),
        ),
        Mistake(
            _leaky_with(factor=lambda a, n, depth: (1 + a**2) ** 0.5),
            Text(
                "Ce facteur est celui d'une couche : élevez-le à la puissance L.",
                "This factor is that of one layer: raise it to the power L.",
            ),
        ),
        Mistake(
            _leaky_with(factor=lambda a, n, depth: depth * (1 + a**2) ** 0.5),
            Text(
                "De couche en couche, les facteurs se multiplient, ils ne s'ajoutent pas : puissance L.",
                "From layer to layer factors are multiplied, not added: to the power L.",
            ),
        ),
        Mistake(
            _leaky_with(factor=lambda a, n, depth: (1 + a**2) ** (-depth / 2)),
            Text(
                "Le facteur est inversé : avec v = 2/n, les poids sont trop grands et les signaux grossissent.",
                "The factor is inverted: with v = 2/n the weights are too large and the signals grow.",
            ),
        ),
        Mistake(
            _leaky_with(factor=lambda a, n, depth: ((1 + a**2) / 2) ** (depth / 2)),
            Text(
                "Ce facteur est celui de v = 1/n ; la question est posée pour v = 2/n.",
                "This factor is that of v = 1/n; the question is about v = 2/n.",
            ),
        ),
        Mistake(
            _leaky_with(factor=lambda a, n, depth: 1.0),
            Text(
                "Un facteur 1 est ce que donne le bon v ; on demande celui de v = 2/n.",
                "A factor of 1 is what the right v gives; the one of v = 2/n is asked for.",
            ),
        ),
    ),
)

# --- batch normalisation -----------------------------------------------------------------------


def _norm_inputs(rng):
    m, k = int(rng.integers(3, 7)), int(rng.integers(2, 4))
    return {
        "z": np.round(rng.normal(2, 3, (m, k)), 1),
        "gamma": np.round(rng.uniform(0.5, 2, k), 1),
        "beta": np.round(rng.normal(size=k), 1),
        "mean": np.round(rng.normal(size=k), 1),
        "var": np.round(rng.uniform(0.5, 2, k), 1),
        "training": bool(rng.random() < 0.6),
        "momentum": float(rng.choice([0.7, 0.8, 0.9])),
        "epsilon": float(rng.choice([0.01, 0.1])),
    }


def _norm_reference(z, gamma, beta, mean, var, training, momentum, epsilon):
    """Neuron by neuron, with the mean of squares."""
    outputs, means, variances = np.empty_like(z), mean.copy(), var.copy()
    for j in range(z.shape[1]):
        centre, spread = mean[j], var[j]
        if training:
            centre = sum(z[:, j]) / len(z)
            spread = sum(z[:, j] ** 2) / len(z) - centre**2
            means[j] += (1 - momentum) * (centre - mean[j])
            variances[j] += (1 - momentum) * (spread - var[j])
        outputs[:, j] = beta[j] + gamma[j] * (z[:, j] - centre) * (spread + epsilon) ** -0.5
    return outputs, means, variances


def _norm_with(
    axis=0,
    ddof=0,
    output_ddof=0,
    torch=False,
    always=False,
    frozen=False,
    use_moving=False,
    after=False,
    divide=None,
    affine=None,
    fixed_rho=None,
    returned=None,
    used=None,
):
    divide = divide or (lambda var, epsilon: np.sqrt(var + epsilon))
    affine = affine or (lambda x, gamma, beta: gamma * x + beta)

    def batch_norm(z, gamma, beta, mean, var, training, momentum=0.99, epsilon=1e-3):
        used_mean, used_var = mean, var
        rho = fixed_rho or (1 - momentum if torch else momentum)
        if used == "moving" and not training:
            batch_mean, batch_var = z.mean(axis=0), z.var(axis=0)
            output = affine((z - mean) / divide(var, epsilon), gamma, beta)
            return output, rho * mean + (1 - rho) * batch_mean, rho * var + (1 - rho) * batch_var
        if training or always:
            batch_mean, batch_var = z.mean(axis=axis), z.var(axis=axis, ddof=output_ddof)
            if axis is None:
                batch_mean, batch_var = np.full_like(mean, batch_mean), np.full_like(var, batch_var)
            moving = batch_var if ddof == 0 else z.var(axis=axis, ddof=ddof)
            if not use_moving:
                used_mean, used_var = batch_mean, batch_var
            if returned == "batch" and training:
                mean, var = batch_mean, batch_var
            elif returned == "sd" and training:
                mean = rho * mean + (1 - rho) * batch_mean
                var = rho * var + (1 - rho) * np.sqrt(batch_var)
            elif (training and not frozen) or always == "update":
                mean, var = rho * mean + (1 - rho) * batch_mean, rho * var + (1 - rho) * moving
            if after:
                used_mean, used_var = mean, var
        return affine((z - used_mean) / divide(used_var, epsilon), gamma, beta), mean, var

    return batch_norm


BATCH_NORM = Task(
    name="batch_norm",
    compare=_parts(
        Text("sortie", "output"), Text("nouvelle mean", "new mean"), Text("nouvelle var", "new var")
    ),
    stars=2,
    inputs=_norm_inputs,
    reference=_norm_reference,
    cases=12,  # both modes occur
    hints=(
        Text(
            "Deux questions séparées : avec quelles moyenne et variance normalise-t-on ? Les moyennes mobiles changent-elles ?",
            "Two separate questions: which mean and variance are used to normalise? Do the moving averages change?",
        ),
        Text(
            "À l'entraînement : celles du lot, `axis=0`, et les mobiles avancent. À la prédiction : les mobiles, inchangées.",
            "In training: those of the batch, `axis=0`, and the moving ones advance. At prediction time: the moving ones, unchanged.",
        ),
        Text(
            "`mean = momentum * mean + (1 - momentum) * z.mean(axis=0)`, de même pour `var` ; la sortie est "
            "`gamma * (z - used_mean) / np.sqrt(used_var + epsilon) + beta`.",
            "`mean = momentum * mean + (1 - momentum) * z.mean(axis=0)`, likewise for `var`; the output is "
            "`gamma * (z - used_mean) / np.sqrt(used_var + epsilon) + beta`.",
        ),
    ),
    mistakes=(
        Mistake(
            _norm_with(torch=True),
            Text(
                "Votre momentum est celui de PyTorch. Dans Keras, l'ancienne valeur a le poids `momentum` et le lot `1 − momentum`.",
                "Your momentum is that of PyTorch. In Keras the old value has weight `momentum` and the batch `1 − momentum`.",
            ),
        ),
        Mistake(
            _norm_with(ddof=1),
            Text(
                "La variance mobile avance, dans Keras, avec la variance du lot divisée par m ; `ddof=1` est la convention de PyTorch.",
                "In Keras the moving variance advances with the batch variance divided by m; `ddof=1` is the convention of PyTorch.",
            ),
        ),
        Mistake(
            _norm_with(output_ddof=1),
            Text(
                "La variance du lot se divise par m, pas par m − 1 : sans `ddof=1`.",
                "The batch variance is divided by m, not m − 1: no `ddof=1`.",
            ),
        ),
        Mistake(
            _norm_with(use_moving=True),
            Text(
                "À l'entraînement, on normalise avec la moyenne et la variance du lot, pas avec les moyennes mobiles.",
                "In training one normalises with the mean and variance of the batch, not with the moving averages.",
            ),
        ),
        Mistake(
            _norm_with(after=True),
            Text(
                "Vous normalisez avec les moyennes mobiles mises à jour ; à l'entraînement, ce sont celles du lot.",
                "You normalise with the updated moving averages; in training those of the batch are used.",
            ),
        ),
        Mistake(
            _norm_with(always=True),
            Text(
                "À la prédiction, on normalise avec les moyennes mobiles : la réponse ne doit pas dépendre des autres exemples du lot.",
                "At prediction time one normalises with the moving averages: the answer must not depend on the other examples of the batch.",
            ),
        ),
        Mistake(
            _norm_with(always="update"),
            Text(
                "Votre fonction ignore `training` : à la prédiction, elle doit utiliser les moyennes mobiles et ne pas les changer.",
                "Your function ignores `training`: at prediction time it must use the moving averages and not change them.",
            ),
        ),
        Mistake(
            _norm_with(frozen=True),
            Text(
                "À l'entraînement, les moyennes mobiles doivent avancer.",
                "In training the moving averages must advance.",
            ),
        ),
        Mistake(
            _norm_with(divide=lambda var, epsilon: np.sqrt(var) + epsilon),
            Text(
                "ε s'ajoute à la variance, sous la racine, pas à l'écart type.",
                "ε is added to the variance, under the root, not to the standard deviation.",
            ),
        ),
        Mistake(
            _norm_with(divide=lambda var, epsilon: var + epsilon),
            Text(
                "Il manque la racine carrée : on divise par √(σ² + ε).",
                "The square root is missing: divide by √(σ² + ε).",
            ),
        ),
        Mistake(
            _norm_with(divide=lambda var, epsilon: np.sqrt(var)),
            Text("Il manque ε sous la racine.", "ε is missing under the root."),
        ),
        Mistake(
            _norm_with(affine=lambda x, gamma, beta: x),
            Text(
                "Il manque γ et β : sortie = γ × ẑ + β.", "γ and β are missing: output = γ × ẑ + β."
            ),
        ),
        Mistake(
            _norm_with(affine=lambda x, gamma, beta: gamma * x),
            Text("Il manque + β dans la sortie.", "+ β is missing in the output."),
        ),
        Mistake(
            _norm_with(affine=lambda x, gamma, beta: x + beta),
            Text(
                "Il manque le facteur γ dans la sortie.", "The factor γ is missing in the output."
            ),
        ),
        Mistake(
            _norm_with(divide=lambda var, epsilon: np.sqrt(var + 1e-3)),
            Text(
                "Vous avez écrit ε = 0,001 en dur : servez-vous de l'argument `epsilon`.",
                "You wrote ε = 0.001 into the code: use the argument `epsilon`.",
            ),
        ),
        Mistake(
            _norm_with(fixed_rho=0.99),
            Text(
                "Vous avez écrit ρ = 0,99 en dur : servez-vous de l'argument `momentum`.",
                "You wrote ρ = 0.99 into the code: use the argument `momentum`.",
            ),
        ),
        Mistake(
            _norm_with(returned="batch"),
            Text(
                "Vous renvoyez la moyenne et la variance du lot ; les moyennes mobiles n'avancent vers elles que d'une part 1 − momentum.",
                "You return the mean and variance of the batch; the moving averages advance towards them only by a share 1 − momentum.",
            ),
        ),
        Mistake(
            _norm_with(returned="sd"),
            Text(
                "C'est la variance du lot qui met à jour `var`, pas son écart type.",
                "It is the variance of the batch that updates `var`, not its standard deviation.",
            ),
        ),
        Mistake(
            _norm_with(used="moving"),
            Text(
                "À la prédiction, les moyennes mobiles ne doivent pas changer.",
                "At prediction time the moving averages must not change.",
            ),
        ),
        Mistake(
            _norm_with(affine=lambda x, gamma, beta: gamma * (x + beta)),
            Text(
                "β s'ajoute après la multiplication par γ.",
                "β is added after the multiplication by γ.",
            ),
        ),
        Mistake(
            _norm_with(axis=None),
            Text(
                "Une moyenne par neurone (colonne), `axis=0`, et non une seule pour tout le tableau.",
                "One mean per neuron (column), `axis=0`, not a single one for the whole array.",
            ),
        ),
    ),
)

# --- choosing on one set, measuring on another -------------------------------------------------


def _unit(rng, size):
    """Deviations with mean 0 and a standard deviation (R − 1) of 1."""
    x = rng.normal(size=size)
    x -= x.mean()
    return x / x.std(ddof=1)


def _select_inputs(rng):
    """Candidates at telling distances below the best one, in units of its standard error.

    With three seeds, 12 scores: the message can show them all.
    """
    count, seeds = (4, 3) if rng.random() < 0.5 else (6, 2)
    # 0.3, 0.65: with ddof=0, too; 0.93: only with ddof=1; 1.2: one standard deviation; 1.85: 1.96 SE
    gaps = [0.0, *rng.choice([0.3, 0.65, 0.93, 1.2, 1.85, 4.0], count - 1, replace=False)]
    se, top = rng.uniform(0.8, 1.5), rng.uniform(85, 90)
    spreads = [se * np.sqrt(seeds), *rng.uniform(0.5, 4, count - 1)]
    val = [top - g * se + w * _unit(rng, seeds) for g, w in zip(gaps, spreads, strict=True)]
    spare = rng.uniform(78, 88, (count, 1)) + rng.normal(0, 1, (count, seeds))
    sizes = rng.choice(np.arange(1000, 90000, 500), count, replace=False)
    if rng.random() < 0.6:  # the further below, the smaller: the threshold decides
        sizes = -np.sort(-sizes)[np.argsort(np.argsort(gaps))]
    order = rng.permutation(count)
    return {
        "val": np.round(np.array(val)[order], 2),
        "spare": np.round(spare[order], 2),
        "sizes": sizes[order],
    }


def _select_reference(val, spare, sizes):
    from statistics import mean, stdev

    means = [mean(row) for row in val.tolist()]
    best = means.index(max(means))
    threshold = means[best] - stdev(val[best].tolist()) / val.shape[1] ** 0.5
    allowed = [c for c in range(len(means)) if means[c] >= threshold]
    chosen = min(allowed, key=lambda c: sizes[c])
    return chosen, mean(spare[chosen].tolist())


def _select_with(
    error=lambda val, best: _se(val[best]),
    centre=lambda val: val.mean(axis=1),
    pick=lambda allowed, sizes, means: np.argmin(np.where(allowed, sizes, np.inf)),
    report=lambda val, spare, index: spare[index].mean(),
    on=lambda val, spare: val,
    result=lambda index, score: (index, score),
):
    def select_and_measure(val, spare, sizes):
        used = on(val, spare)
        means = centre(used)
        best = np.argmax(means)
        allowed = means >= means[best] - error(used, best)
        index = pick(allowed, sizes, means)
        return result(index, report(val, spare, index))

    return select_and_measure


SELECT = Task(
    name="select_and_measure",
    compare=_parts(Text("indice", "index"), Text("score", "score")),
    stars=3,
    inputs=_select_inputs,
    reference=_select_reference,
    cases=40,
    hints=(
        Text(
            "Trois étapes : le seuil (sur `val`), le plus petit au-dessus du seuil (`val` et `sizes`), le score (`spare`).",
            "Three steps: the threshold (on `val`), the smallest above the threshold (`val` and `sizes`), the score (`spare`).",
        ),
        Text(
            "`means = val.mean(axis=1)` ; l'erreur type est celle de la ligne du meilleur : `val[best].std(ddof=1) / np.sqrt(R)`.",
            "`means = val.mean(axis=1)`; the standard error is that of the row of the best: `val[best].std(ddof=1) / np.sqrt(R)`.",
        ),
        Text(
            "`np.where(means >= threshold, sizes, np.inf)` met les exclus hors concours ; `np.argmin` en donne l'indice ; puis `spare[index].mean()`.",
            "`np.where(means >= threshold, sizes, np.inf)` takes those excluded out of the running; `np.argmin` gives the index; then `spare[index].mean()`.",
        ),
    ),
    mistakes=(
        Mistake(
            _select_with(report=lambda val, spare, index: val[index].mean()),
            Text(
                "Ce score est celui de la validation, qui a servi à choisir : il est trop beau. Annoncez celui de `spare`.",
                "This score is that of the validation data, which were used for choosing: it is too good. Report that of `spare`.",
            ),
        ),
        Mistake(
            _select_with(on=lambda val, spare: spare),
            Text(
                "Vous choisissez sur `spare` : après cela, plus rien ne reste pour mesurer. Choisissez sur `val`.",
                "You choose on `spare`: after that, nothing is left for measuring. Choose on `val`.",
            ),
        ),
        Mistake(
            _select_with(
                on=lambda val, spare: spare, report=lambda val, spare, index: val[index].mean()
            ),
            Text("Les deux tableaux sont échangés.", "The two arrays are swapped."),
        ),
        Mistake(
            _select_with(report=lambda val, spare, index: spare.mean()),
            Text(
                "Ce score est la moyenne de tous les candidats ; annoncez celui du candidat choisi.",
                "This score is the mean over all candidates; report that of the candidate chosen.",
            ),
        ),
        Mistake(
            _select_with(report=lambda val, spare, index: spare.mean(axis=1).max()),
            Text(
                "Vous annoncez le plus haut score de `spare`, celui d'un autre candidat : c'est choisir une seconde fois.",
                "You report the highest score of `spare`, that of another candidate: this is choosing a second time.",
            ),
        ),
        Mistake(
            _select_with(report=lambda val, spare, index: spare[index].max()),
            Text(
                "Vous annoncez la meilleure graine du candidat choisi : le maximum est flatté, prenez la moyenne sur les graines.",
                "You report the best seed of the candidate chosen: the maximum is flattered, take the mean over seeds.",
            ),
        ),
        Mistake(
            _select_with(pick=lambda allowed, sizes, means: np.argmax(means)),
            Text(
                "Vous prenez le meilleur en validation ; parmi ceux que le bruit ne sépare pas de lui, prenez le plus petit.",
                "You take the best on the validation data; among those that noise does not separate from it, take the smallest.",
            ),
        ),
        Mistake(
            _select_with(
                pick=lambda allowed, sizes, means: np.argmax(means),
                report=lambda val, spare, index: val[index].mean(),
            ),
            Text(
                "C'est le meilleur score de validation, celui que la malédiction du vainqueur flatte : il manque la règle de l'étape 2 et la mesure sur `spare`.",
                "This is the best validation score, the one that the winner's curse flatters: the rule of step 2 and the measurement on `spare` are missing.",
            ),
        ),
        Mistake(
            _select_with(pick=lambda allowed, sizes, means: np.argmin(sizes)),
            Text(
                "Vous prenez le plus petit de tous, même loin sous le seuil : écartez d'abord ceux qui ne l'atteignent pas.",
                "You take the smallest of all, even far below the threshold: first rule out those that do not reach it.",
            ),
        ),
        Mistake(
            _select_with(pick=lambda allowed, sizes, means: np.argmin(sizes[allowed])),
            Text(
                "`np.argmin(sizes[allowed])` compte les places parmi les seuls candidats retenus ; il faut l'indice dans le tableau entier.",
                "`np.argmin(sizes[allowed])` counts places among the candidates retained only; the index in the whole array is needed.",
            ),
        ),
        Mistake(
            _select_with(
                pick=lambda allowed, sizes, means: np.argmax(np.where(allowed, sizes, -np.inf))
            ),
            Text(
                "Vous prenez le plus grand ; à score comparable, prenez le plus petit.",
                "You take the largest; where scores are comparable, take the smallest.",
            ),
        ),
        Mistake(
            _select_with(error=lambda val, best: val[best].std(ddof=1)),
            Text(
                "Vous retranchez l'écart type ; l'erreur type de la moyenne est √R fois plus petite.",
                "You subtract the standard deviation; the standard error of the mean is √R times smaller.",
            ),
        ),
        Mistake(
            _select_with(error=lambda val, best: val[best].std() / np.sqrt(val.shape[1])),
            Text(
                "L'écart type d'un échantillon se divise par R − 1 : `ddof=1`.",
                "The standard deviation of a sample is divided by R − 1: `ddof=1`.",
            ),
        ),
        Mistake(
            _select_with(error=lambda val, best: 1.96 * _se(val[best])),
            Text(
                "La règle retranche une erreur type, sans le facteur 1,96.",
                "The rule subtracts one standard error, without the factor 1.96.",
            ),
        ),
        Mistake(
            _select_with(error=lambda val, best: val.mean(axis=1).std(ddof=1) / np.sqrt(len(val))),
            Text(
                "Votre erreur type vient de l'écart entre candidats ; il faut celle du meilleur, entre ses graines.",
                "Your standard error comes from the spread between candidates; the one of the best is needed, between its seeds.",
            ),
        ),
        Mistake(
            _select_with(centre=lambda val: val.max(axis=1)),
            Text(
                "Vous comparez les candidats par leur meilleure graine ; comparez leurs moyennes, `mean(axis=1)`.",
                "You compare the candidates by their best seed; compare their means, `mean(axis=1)`.",
            ),
        ),
        Mistake(
            _select_with(result=lambda index, score: (score, index)),
            Text(
                "Les deux valeurs sont échangées : l'indice d'abord, le score ensuite.",
                "The two values are swapped: the index first, then the score.",
            ),
        ),
    ),
)

TASKS = (DROPOUT, PAIRED, LEAKY, BATCH_NORM, SELECT)

QUIZ = (
    Question(
        Text(
            "Un réseau reçoit 784 entrées, puis `Dense(100, use_bias=False)`, `BatchNormalization()`, ReLU, `Dense(10)`. Combien de paramètres entraînables a-t-il ?",
            "A network takes 784 inputs, then `Dense(100, use_bias=False)`, `BatchNormalization()`, ReLU, `Dense(10)`. How many trainable parameters does it have?",
        ),
        (
            Option(
                Text("79 810", "79,810"),
                Text(
                    "Vous comptez aussi les 200 moyennes mobiles : mesurées, non apprises par gradient.",
                    "You also count the 200 moving averages: measured, not learned by gradient.",
                ),
            ),
            Option(
                Text("79 610", "79,610"),
                Text(
                    "78 400 poids, 200 pour γ et β, 1 010 pour la sortie. Les 200 moyennes mobiles ne s'apprennent pas par gradient.",
                    "78,400 weights, 200 for γ and β, 1,010 for the output. The 200 moving averages are not learned by gradient.",
                ),
                right=True,
            ),
            Option(
                Text("79 410", "79,410"),
                Text("Il manque γ et β, deux par neurone.", "γ and β are missing, two per neuron."),
            ),
            Option(
                Text("79 710", "79,710"),
                Text(
                    "`use_bias=False` : pas de biais dans la première couche, β en tient lieu.",
                    "`use_bias=False`: no biases in the first layer, β stands in for them.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Un réseau atteint 100 % sur ses 1 000 images d'entraînement. Qu'en conclure ?",
            "A network reaches 100% on its 1,000 training images. What follows?",
        ),
        (
            Option(
                Text("Il est en surapprentissage", "It is overfitting"),
                Text(
                    "Pas forcément : avec de vraies étiquettes, celui de la leçon atteint 100 % aussi, ou presque, et lit des images nouvelles.",
                    "Not necessarily: with true labels the lesson's network reaches 100%, too, or nearly, and reads new images.",
                ),
            ),
            Option(
                Text("Il a compris la règle", "It has understood the rule"),
                Text(
                    "Le premier réseau de la leçon atteignait 100 %, ou presque, sur des étiquettes tirées au sort.",
                    "The lesson's first network reached 100%, or nearly, on labels drawn at random.",
                ),
            ),
            Option(
                Text("Rien sur des images nouvelles", "Nothing about new images"),
                Text(
                    "Il faut mesurer sur d'autres images : les deux cas existent dans la leçon.",
                    "Other images are needed to measure: both cases occur in the lesson.",
                ),
                right=True,
            ),
        ),
    ),
    Question(
        Text(
            "Une activation vaut 3. Avec `Dropout(0.25)`, à l'entraînement, quelles valeurs peut-elle prendre ?",
            "An activation is 3. With `Dropout(0.25)`, in training, which values can it take?",
        ),
        (
            Option(
                Text("0 ou 3", "0 or 3"),
                Text(
                    "Sa moyenne serait 2,25 : il manque la division par 0,75.",
                    "Its mean would be 2.25: the division by 0.75 is missing.",
                ),
            ),
            Option(
                Text("0 ou 4", "0 or 4"),
                Text(
                    "3 / 0,75 = 4, et 0,75 × 4 + 0,25 × 0 = 3 : la moyenne est gardée.",
                    "3 / 0.75 = 4, and 0.75 × 4 + 0.25 × 0 = 3: the mean is preserved.",
                ),
                right=True,
            ),
            Option(
                Text("0 ou 12", "0 or 12"),
                Text(
                    "Vous divisez par 0,25 ; c'est la part éteinte.",
                    "You divide by 0.25; that is the share turned off.",
                ),
            ),
            Option(
                Text("toujours 2,25", "always 2.25"),
                Text(
                    "Le dropout tire au sort ; et la moyenne reste 3.",
                    "Dropout draws at random; and the mean stays 3.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Avec une normalisation par lots, l'exactitude d'entraînement atteint 95 % en deux époques, celle de validation reste à 10 %. Que vérifier d'abord ?",
            "With batch normalisation, training accuracy reaches 95% in two epochs, validation accuracy stays at 10%. What should be checked first?",
        ),
        (
            Option(
                Text("La taille du réseau : il surapprend", "The size of the network: it overfits"),
                Text(
                    "Possible, mais 10 % est le niveau du hasard : un réseau qui surapprend fait d'ordinaire mieux que cela.",
                    "Possible, but 10% is the level of chance: a network that overfits usually does better than that.",
                ),
            ),
            Option(
                Text(
                    "Les moyennes mobiles : `momentum` et nombre de lots",
                    "The moving averages: `momentum` and number of batches",
                ),
                Text(
                    "Après peu de lots, elles sont encore près de leur départ ; la prédiction, elle, s'en sert.",
                    "After few batches they are still near their start; and prediction uses them.",
                ),
                right=True,
            ),
            Option(
                Text(
                    "Le taux d'apprentissage : il est trop petit",
                    "The learning rate: it is too small",
                ),
                Text("L'entraînement avance très bien.", "Training is going very well."),
            ),
        ),
    ),
    Question(
        Text(
            "Vous essayez 50 réglages sur 200 images de validation ; le meilleur y obtient 91 %. Qu'attendre de lui sur 10 000 images nouvelles ?",
            "You try 50 settings on 200 validation images; the best one gets 91% there. What is to be expected of it on 10,000 new images?",
        ),
        (
            Option(
                Text("Sans doute moins de 91 %", "Probably less than 91%"),
                Text(
                    "Le gagnant l'est en partie par chance sur ces 200 images : c'est la malédiction du vainqueur.",
                    "It won partly by luck on these 200 images: the winner's curse.",
                ),
                right=True,
            ),
            Option(
                Text(
                    "91 % en moyenne : la validation n'a pas servi à l'entraînement",
                    "91% on average: the validation data were not used for training",
                ),
                Text(
                    "Elle a servi à choisir, et cela suffit à biaiser le maximum.",
                    "They were used to choose, and that is enough to bias the maximum.",
                ),
            ),
            Option(
                Text(
                    "Sans doute plus : il y a plus d'images", "Probably more: there are more images"
                ),
                Text(
                    "Plus d'images rendent la mesure plus précise, pas meilleure.",
                    "More images make the measurement more precise, not better.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Vous passez de 5 à 20 graines. Que deviennent l'écart type s des scores et l'erreur type de leur moyenne ?",
            "You go from 5 to 20 seeds. What happens to the standard deviation s of the scores and to the standard error of their mean?",
        ),
        (
            Option(
                Text("Les deux sont divisés par 2 environ", "Both are divided by about 2"),
                Text(
                    "L'écart type estime la dispersion d'un entraînement : elle ne dépend pas du nombre de graines.",
                    "The standard deviation estimates the spread of one training: it does not depend on the number of seeds.",
                ),
            ),
            Option(
                Text(
                    "s reste du même ordre, l'erreur type est divisée par 2 environ",
                    "s stays about the same, the standard error is divided by about 2",
                ),
                Text(
                    "√(20/5) = 2 : on connaît mieux la moyenne, le prochain entraînement n'en est pas plus sûr.",
                    "√(20/5) = 2: the mean is known better, the next training is no more certain.",
                ),
                right=True,
            ),
            Option(
                Text(
                    "s est divisé par 4, l'erreur type par 2",
                    "s is divided by 4, the standard error by 2",
                ),
                Text(
                    "Rien ne resserre les scores eux-mêmes ; seule leur moyenne se précise.",
                    "Nothing brings the scores themselves closer; only their mean becomes more precise.",
                ),
            ),
        ),
    ),
)
