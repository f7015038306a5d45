"""Lesson 06: exercises and quiz."""

import math

import numpy as np

from course_utils.i18n import Text
from course_utils.quizzes import Option, Question
from course_utils.task import Mistake, Task

# --- how many corrections ----------------------------------------------------------------------


def _corrections_inputs(rng):
    # A batch size of 5 always divides the images left for training, one of 24 to 96 hardly ever.
    return {
        "n": 100 * int(rng.integers(5, 60)),
        "batch_size": int(rng.choice([5, 24, 32, 64, 96])),
        "epochs": int(rng.integers(2, 12)),
        "validation_split": float(rng.choice([0.1, 0.2, 0.25])),
    }


def _train_size(n, validation_split):
    return n - round(n * validation_split)


def _corrections_reference(n, batch_size, epochs, validation_split):
    batches = range(0, _train_size(n, validation_split), batch_size)
    return sum(len(batches) for _ in range(epochs))


CORRECTIONS = Task(
    name="corrections",
    stars=1,
    inputs=_corrections_inputs,
    reference=_corrections_reference,
    cases=24,
    hints=(
        Text(
            "Trois étapes : les images qui restent à l'entraînement, les lots d'une époque, puis toutes les époques.",
            "Three steps: the images left for training, the batches of one epoch, then all epochs.",
        ),
        Text(
            "Une correction par lot ; un dernier lot incomplet compte comme les autres.",
            "One correction per batch; an incomplete last batch counts like the others.",
        ),
        Text(
            "`n_train = n - round(n * validation_split)`, puis `math.ceil(n_train / batch_size) * epochs`, "
            "ou, sans module, `-(-n_train // batch_size) * epochs`.",
            "`n_train = n - round(n * validation_split)`, then `math.ceil(n_train / batch_size) * epochs`, "
            "or, without a module, `-(-n_train // batch_size) * epochs`.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda n, batch_size, epochs, validation_split: (
                _train_size(n, validation_split) // batch_size * epochs
            ),
            Text(
                "Le dernier lot, incomplet, donne lui aussi une correction : arrondissez vers le haut.",
                "The last batch, though incomplete, also gives a correction: round up.",
            ),
        ),
        Mistake(
            lambda n, batch_size, epochs, validation_split: (
                (_train_size(n, validation_split) // batch_size + 1) * epochs
            ),
            Text(
                "Un lot de trop quand le nombre d'images est un multiple de `batch_size`.",
                "One batch too many when the number of images is a multiple of `batch_size`.",
            ),
        ),
        Mistake(
            lambda n, batch_size, epochs, validation_split: (
                _train_size(n, validation_split) / batch_size * epochs
            ),
            Text(
                "Une correction de lot n'est jamais une fraction : arrondissez le nombre de lots d'une époque à l'entier supérieur.",
                "A correction is never a fraction: round the number of batches of an epoch up to a whole number.",
            ),
        ),
        Mistake(
            lambda n, batch_size, epochs, validation_split: n // batch_size * epochs,
            Text(
                "Deux oublis : les images de validation ne corrigent aucun poids, et un dernier lot incomplet compte.",
                "Two things forgotten: the validation images correct no weight, and an incomplete last batch counts.",
            ),
        ),
        Mistake(
            lambda n, batch_size, epochs, validation_split: math.ceil(n / batch_size) * epochs,
            Text(
                "Les images de validation ne corrigent aucun poids : retirez-les d'abord.",
                "The validation images correct no weight: take them away first.",
            ),
        ),
        Mistake(
            lambda n, batch_size, epochs, validation_split: (
                math.ceil(round(n * validation_split) / batch_size) * epochs
            ),
            Text(
                "Vous comptez les lots de validation ; `validation_split` est la part mise de côté, pas celle qui entraîne.",
                "You count the validation batches; `validation_split` is the share set aside, not the one that trains.",
            ),
        ),
        Mistake(
            lambda n, batch_size, epochs, validation_split: math.ceil(
                _train_size(n, validation_split) / batch_size
            ),
            Text("C'est le compte d'une seule époque.", "That is the count of a single epoch."),
        ),
        Mistake(
            lambda n, batch_size, epochs, validation_split: math.ceil(
                _train_size(n, validation_split) * epochs / batch_size
            ),
            Text(
                "Chaque époque a son propre dernier lot : arrondissez avant de multiplier par le nombre d'époques.",
                "Each epoch has its own last batch: round before multiplying by the number of epochs.",
            ),
        ),
        Mistake(
            lambda n, batch_size, epochs, validation_split: (
                _train_size(n, validation_split) * epochs
            ),
            Text(
                "Une correction par lot, et non par image : divisez par `batch_size`.",
                "One correction per batch, not per image: divide by `batch_size`.",
            ),
        ),
    ),
)

# --- the widest hidden layer within a budget ---------------------------------------------------


def _widest_inputs(rng):
    inputs, outputs = int(rng.integers(5, 40)), int(rng.integers(2, 11))
    per_neuron = inputs + outputs + 1
    # Just enough, one more, more than half of the next neuron, one parameter short of it, or in between.
    between = rng.integers(0, per_neuron)
    rest = int(rng.choice([0, 1, per_neuron // 2 + 1, per_neuron - 1, between]))
    return {
        "inputs": inputs,
        "outputs": outputs,
        "budget": int(rng.integers(3, 60)) * per_neuron + outputs + rest,
    }


def _widest_reference(inputs, outputs, budget):
    width = 0
    while (inputs + 1) * (width + 1) + (width + 2) * outputs <= budget:
        width += 1
    return width


WIDEST = Task(
    name="widest",
    stars=2,
    inputs=_widest_inputs,
    reference=_widest_reference,
    cases=48,
    hints=(
        Text(
            "Écrivez d'abord le nombre de paramètres en fonction de la largeur, deux couches, biais compris.",
            "First write the number of parameters as a function of the width: two layers, biases included.",
        ),
        Text(
            "(inputs + 1) × width + (width + 1) × outputs : mettez `width` en facteur. Que coûte un neurone caché de plus ?",
            "(inputs + 1) × width + (width + 1) × outputs: factor out `width`. What does one more hidden neuron cost?",
        ),
        Text(
            "Un neurone coûte `inputs + 1 + outputs` ; les biais de sortie coûtent `outputs`, quelle que soit la largeur. "
            "La division entière `//` arrondit vers le bas.",
            "A neuron costs `inputs + 1 + outputs`; the output biases cost `outputs` whatever the width. "
            "Integer division `//` rounds down.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda inputs, outputs, budget: budget // (inputs + outputs),
            Text(
                "Vous avez oublié tous les biais : un par neurone caché, un par sortie.",
                "You forgot all the biases: one per hidden neuron, one per output.",
            ),
        ),
        Mistake(
            lambda inputs, outputs, budget: budget // (inputs + outputs + 1),
            Text(
                "Il manque les biais de la couche de sortie : `outputs` paramètres, quelle que soit la largeur.",
                "The biases of the output layer are missing: `outputs` parameters, whatever the width.",
            ),
        ),
        Mistake(
            lambda inputs, outputs, budget: (budget - outputs) // (inputs + outputs),
            Text(
                "Il manque le biais de chaque neurone caché.",
                "The bias of each hidden neuron is missing.",
            ),
        ),
        Mistake(
            lambda inputs, outputs, budget: budget // (inputs + 1),
            Text(
                "Il y a deux couches : un neurone caché a aussi `outputs` poids vers la sortie.",
                "There are two layers: a hidden neuron also has `outputs` weights towards the output.",
            ),
        ),
        Mistake(
            lambda inputs, outputs, budget: -(-(budget - outputs) // (inputs + outputs + 1)),
            Text(
                "En arrondissant vers le haut, vous dépassez le budget.",
                "Rounding up exceeds the budget.",
            ),
        ),
        Mistake(
            lambda inputs, outputs, budget: round((budget - outputs) / (inputs + outputs + 1)),
            Text(
                "L'arrondi au plus proche dépasse parfois le budget : arrondissez vers le bas.",
                "Rounding to the nearest integer sometimes exceeds the budget: round down.",
            ),
        ),
        Mistake(
            lambda inputs, outputs, budget: (budget - outputs - 1) // (inputs + outputs + 1),
            Text(
                "« Au plus » : le budget peut être atteint exactement.",
                "“At most”: the budget may be met exactly.",
            ),
        ),
        Mistake(
            lambda inputs, outputs, budget: (budget - outputs) / (inputs + outputs + 1),
            Text(
                "Une largeur est un entier : division entière, `//`.",
                "A width is an integer: use integer division, `//`.",
            ),
        ),
    ),
)

# --- early stopping ----------------------------------------------------------------------------


def _early_inputs(rng):
    epochs = int(rng.integers(5, 13))
    # Falling, then rising, and noisy: records, false starts, ties.
    trend = np.abs(np.linspace(-1, 1, epochs) - rng.uniform(-0.6, 0.6))
    losses = np.round(0.2 + 0.5 * trend + rng.normal(0, 0.12, epochs), 1)
    return {
        "val_losses": [float(max(0.1, loss)) for loss in losses],
        "patience": int(rng.integers(1, 4)),
    }


class _Weights:
    """What EarlyStopping needs of a model: its weights are the number of the epoch."""

    def __init__(self):
        self.stop_training, self.epoch = False, None

    def get_weights(self):
        return self.epoch

    def set_weights(self, weights):
        self.epoch = weights


def _early_reference(val_losses, patience):
    """Let the real callback decide."""
    import keras

    callback = keras.callbacks.EarlyStopping(
        "val_loss", patience=patience, mode="min", restore_best_weights=True
    )
    model, run = _Weights(), 0
    callback.set_model(model)
    callback.on_train_begin()
    for loss in val_losses:
        run += 1
        model.epoch = run
        callback.on_epoch_end(run - 1, {"val_loss": loss})
        if model.stop_training:
            break
    callback.on_train_end()
    return run, model.epoch


def _early(record=True, strict=True, late=0, base=1, given="best", reset=True, swapped=False):
    def early_stop(val_losses, patience):
        best, wait, epoch = 0, 0, 0
        for epoch in range(1, len(val_losses)):
            before = val_losses[best] if record else val_losses[epoch - 1]
            if val_losses[epoch] < before or (not strict and val_losses[epoch] == before):
                best, wait = epoch, 0 if reset else wait
            else:
                wait += 1
            if wait >= patience + late:
                break
        last = {"best": best, "last": epoch, "overall": int(np.argmin(val_losses))}[given]
        found = (epoch + base, last + base)
        return found[::-1] if swapped else found

    return early_stop


EARLY_STOP = Task(
    name="early_stop",
    stars=2,
    inputs=_early_inputs,
    reference=_early_reference,
    cases=40,
    hints=(
        Text(
            "Essayez à la main [0.5, 0.3, 0.4, 0.35] avec patience 2 : le record est à la deuxième époque, l'arrêt après la quatrième.",
            "Try [0.5, 0.3, 0.4, 0.35] with patience 2 by hand: the record is at the second epoch, the stop after the fourth.",
        ),
        Text(
            "Première faute : à quoi faut-il comparer la nouvelle perte ? Seconde faute : combien d'époques sans record tolère-t-on ?",
            "First fault: what must the new loss be compared with? Second fault: how many epochs without a record are tolerated?",
        ),
        Text(
            "Comparez à `val_losses[best]`, et arrêtez dès que `wait >= patience`.",
            "Compare with `val_losses[best]`, and stop as soon as `wait >= patience`.",
        ),
    ),
    mistakes=(
        Mistake(
            _early(record=False, late=1),
            Text(
                "C'est encore le code fautif : il compare à l'époque d'avant, et il attend une époque de trop.",
                "This is still the faulty code: it compares with the epoch before, and it waits one epoch too long.",
            ),
        ),
        Mistake(
            _early(record=False),
            Text(
                "Un progrès sur l'époque d'avant ne suffit pas : il faut battre le record, `val_losses[best]`.",
                "Progress on the epoch before is not enough: the record, `val_losses[best]`, must be beaten.",
            ),
        ),
        Mistake(
            _early(late=1),
            Text(
                "Vous attendez une époque de trop : on s'arrête dès que `wait` atteint `patience`.",
                "You wait one epoch too long: stop as soon as `wait` reaches `patience`.",
            ),
        ),
        Mistake(
            _early(strict=False),
            Text(
                "Égaler le record n'est pas le battre : comparez avec `<`, pas `<=`.",
                "Equalling the record is not beating it: compare with `<`, not `<=`.",
            ),
        ),
        Mistake(
            _early(reset=False),
            Text(
                "Un nouveau record remet `wait` à zéro.",
                "A new record sets `wait` back to zero.",
            ),
        ),
        Mistake(
            _early(base=0),
            Text(
                "Les époques sont comptées à partir de 1, comme à l'écran.",
                "Epochs are counted from 1, as on the screen.",
            ),
        ),
        Mistake(
            _early(given="last"),
            Text(
                "Vous rendez les poids de la dernière époque ; `restore_best_weights=True` rend ceux de la meilleure.",
                "You give back the weights of the last epoch; `restore_best_weights=True` gives back those of the best.",
            ),
        ),
        Mistake(
            _early(swapped=True),
            Text(
                "Les deux nombres sont justes, mais échangés : d'abord les époques faites, puis la meilleure.",
                "Both numbers are right, but swapped: first the epochs run, then the best one.",
            ),
        ),
        Mistake(
            lambda val_losses, patience: (
                _early()(val_losses, patience)[0],
                min(val_losses[: _early()(val_losses, patience)[0]]),
            ),
            Text(
                "La seconde valeur est une perte ; il faut le numéro de l'époque.",
                "The second value is a loss; the number of the epoch is needed.",
            ),
        ),
        Mistake(
            _early(given="overall"),
            Text(
                "Vous prenez le minimum de toute la liste : les époques après l'arrêt n'ont jamais eu lieu.",
                "You take the minimum of the whole list: the epochs after the stop never took place.",
            ),
        ),
    ),
)

# --- from running means to the loss of each batch ----------------------------------------------


def _losses_inputs(rng):
    batch_size, batches = int(rng.integers(4, 20)), int(rng.integers(2, 9))
    # In a third of the cases the last batch is full.
    last = batch_size if rng.random() < 1 / 3 else int(rng.integers(1, batch_size))
    n = batch_size * (batches - 1) + last
    losses = np.linspace(2, 0.5, batches) + rng.uniform(0, 0.4, batches)
    sizes = _sizes(batches, n, batch_size)
    return {"shown": np.cumsum(losses * sizes) / np.cumsum(sizes), "n": n, "batch_size": batch_size}


def _sizes(batches, n, batch_size):
    sizes = np.full(batches, batch_size)
    sizes[-1] = n - batch_size * (batches - 1)
    return sizes


def _losses_reference(shown, n, batch_size):
    """Solve the linear system that makes running means of losses."""
    sizes = _sizes(len(shown), n, batch_size)
    mixing = np.tril(np.ones((len(shown), 1)) * sizes) / np.cumsum(sizes)[:, np.newaxis]
    return np.linalg.solve(mixing, shown)


def _equal_sizes(shown, n, batch_size):
    return np.diff(shown * np.arange(1, len(shown) + 1), prepend=0)


def _modulo(shown, n, batch_size):
    sizes = np.full(len(shown), float(batch_size))
    sizes[-1] = n % batch_size
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.diff(shown * np.cumsum(sizes), prepend=0) / sizes


def _totals(shown, n, batch_size):
    return shown * np.cumsum(_sizes(len(shown), n, batch_size))


BATCH_LOSSES = Task(
    name="batch_losses",
    stars=3,
    inputs=_losses_inputs,
    reference=_losses_reference,
    cases=24,
    hints=(
        Text(
            "Une moyenne multipliée par son nombre d'images redonne une somme ; des sommes se soustraient.",
            "A mean times its number of images gives back a sum; sums can be subtracted.",
        ),
        Text(
            "Images vues après chaque lot : batch_size, 2 × batch_size, … mais jamais plus que `n` (`np.minimum`).",
            "Images seen after each batch: batch_size, 2 × batch_size, … but never more than `n` (`np.minimum`).",
        ),
        Text(
            "`np.diff(shown * seen, prepend=0)` donne la somme des pertes de chaque lot ; divisez par sa taille, `np.diff(seen, prepend=0)`.",
            "`np.diff(shown * seen, prepend=0)` gives the sum of the losses of each batch; divide by its size, `np.diff(seen, prepend=0)`.",
        ),
    ),
    mistakes=(
        Mistake(
            _equal_sizes,
            Text(
                "Tout est juste sauf le dernier lot : il est plus petit, et pèse donc moins dans la moyenne.",
                "All is right but the last batch: it is smaller, so it weighs less in the mean.",
            ),
        ),
        Mistake(
            _modulo,
            Text(
                "Quand `n` est un multiple de `batch_size`, le dernier lot est plein, et `n % batch_size` vaut 0.",
                "When `n` is a multiple of `batch_size`, the last batch is full, and `n % batch_size` is 0.",
            ),
        ),
        Mistake(
            lambda shown, n, batch_size: shown,
            Text(
                "Ce sont les moyennes telles quelles : remontez aux sommes, puis soustrayez.",
                "These are the means as they are: go back to sums, then subtract.",
            ),
        ),
        Mistake(
            lambda shown, n, batch_size: np.diff(shown, prepend=0),
            Text(
                "La différence de deux moyennes n'est pas la perte d'un lot : multipliez d'abord chaque moyenne par le nombre d'images vues.",
                "The difference of two means is not the loss of a batch: first multiply each mean by the number of images seen.",
            ),
        ),
        Mistake(
            lambda shown, n, batch_size: np.diff(_totals(shown, n, batch_size), prepend=0),
            Text(
                "Ce sont les sommes des pertes de chaque lot : divisez par le nombre d'images du lot.",
                "These are the sums of the losses of each batch: divide by the number of images in the batch.",
            ),
        ),
        Mistake(
            lambda shown, n, batch_size: (
                np.diff(_totals(shown, n, batch_size), prepend=0) / batch_size
            ),
            Text(
                "Le dernier lot est plus petit : divisez sa somme par sa propre taille, pas par `batch_size`.",
                "The last batch is smaller: divide its sum by its own size, not by `batch_size`.",
            ),
        ),
        Mistake(
            lambda shown, n, batch_size: _totals(shown, n, batch_size),
            Text(
                "Ce sont les sommes depuis le début de l'époque : soustrayez la précédente (`np.diff`), puis divisez.",
                "These are the sums since the beginning of the epoch: subtract the previous one (`np.diff`), then divide.",
            ),
        ),
        Mistake(
            lambda shown, n, batch_size: (
                np.diff(_totals(shown, n, batch_size)) / _sizes(len(shown), n, batch_size)[1:]
            ),
            Text(
                "Le premier lot a disparu : `np.diff(…, prepend=0)` le garde.",
                "The first batch has disappeared: `np.diff(…, prepend=0)` keeps it.",
            ),
        ),
        Mistake(
            lambda shown, n, batch_size: np.cumsum(shown) / np.arange(1, len(shown) + 1),
            Text(
                "Vous refaites une moyenne courante ; il faut la défaire.",
                "You take a running mean again; it has to be undone.",
            ),
        ),
    ),
)

TASKS = (CORRECTIONS, WIDEST, EARLY_STOP, BATCH_LOSSES)

QUIZ = (
    Question(
        Text(
            "Un même tenseur doit aller à deux couches, puis leurs sorties s'additionnent. Quelle écriture ne le permet pas ?",
            "One tensor must go to two layers, whose outputs are then added. Which style cannot do this?",
        ),
        (
            Option(
                Text("Sequential", "Sequential"),
                Text(
                    "Elle n'empile que des couches, l'une après l'autre.",
                    "It only stacks layers, one after another.",
                ),
                right=True,
            ),
            Option(
                Text("Functional", "Functional"),
                Text(
                    "Chaque tenseur y a un nom : il peut servir deux fois.",
                    "Every tensor has a name there: it can be used twice.",
                ),
            ),
            Option(
                Text("La sous-classe", "Subclassing"),
                Text(
                    "`call` est du Python : on y écrit ce qu'on veut.",
                    "`call` is Python: write what you like.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "On oublie `Flatten` : `keras.Input((28, 28))`, puis `Dense(10)`. Que se passe-t-il ?",
            "`Flatten` is forgotten: `keras.Input((28, 28))`, then `Dense(10)`. What happens?",
        ),
        (
            Option(
                Text("Une erreur, à la construction", "An error, when building"),
                Text(
                    "Non : la construction réussit, l'erreur ne vient qu'avec la perte.",
                    "No: building succeeds, the error comes only with the loss.",
                ),
            ),
            Option(
                Text(
                    "Une sortie `(None, 28, 10)` et 290 paramètres",
                    "An output `(None, 28, 10)` and 290 parameters",
                ),
                Text(
                    "`Dense` agit sur le dernier axe : (28 + 1) × 10 paramètres, les mêmes pour chaque ligne de l'image.",
                    "`Dense` acts on the last axis: (28 + 1) × 10 parameters, the same for every row of the image.",
                ),
                right=True,
            ),
            Option(
                Text(
                    "Une sortie `(None, 10)` et 7 850 paramètres",
                    "An output `(None, 10)` and 7,850 parameters",
                ),
                Text(
                    "Ce serait le cas avec `Flatten` : Keras ne déroule pas l'image de lui-même.",
                    "That would be so with `Flatten`: Keras does not unroll the image by itself.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "À la première époque, `fit` affiche 0,30 ; juste après, `evaluate` donne 0,13 sur les mêmes images. Pourquoi ?",
            "In the first epoch `fit` displays 0.30; right after, `evaluate` gives 0.13 on the same images. Why?",
        ),
        (
            Option(
                Text(
                    "`evaluate` ne regarde qu'une partie des images",
                    "`evaluate` looks at only some of the images",
                ),
                Text("Il les regarde toutes, une fois.", "It looks at all of them, once."),
            ),
            Option(
                Text(
                    "0,30 est une moyenne sur un réseau qui changeait",
                    "0.30 is a mean over a network that was changing",
                ),
                Text(
                    "Les premiers lots y comptent, quand le réseau ne savait presque rien.",
                    "The first batches count in it, when the network knew next to nothing.",
                ),
                right=True,
            ),
            Option(
                Text("Le réseau est en surapprentissage", "The network overfits"),
                Text(
                    "Ce serait un écart entre images différentes ; ici, ce sont les mêmes.",
                    "That would be a gap between different images; here they are the same.",
                ),
            ),
            Option(
                Text(
                    "`evaluate` corrige encore un peu les poids",
                    "`evaluate` still corrects the weights a little",
                ),
                Text("`evaluate` ne change aucun poids.", "`evaluate` changes no weight."),
            ),
        ),
    ),
    Question(
        Text(
            "Vos images sont rangées par classe. Que fait `fit(..., validation_split=0.2, shuffle=True)` ?",
            "Your images are sorted by class. What does `fit(..., validation_split=0.2, shuffle=True)` do?",
        ),
        (
            Option(
                Text("Il mélange, puis prend un cinquième", "It shuffles, then takes one fifth"),
                Text(
                    "C'est l'inverse : la séparation vient avant tout mélange.",
                    "The other way round: the split comes before any shuffling.",
                ),
            ),
            Option(
                Text("Il prend un cinquième de chaque classe", "It takes one fifth of each class"),
                Text(
                    "Il ne regarde pas les étiquettes pour séparer.",
                    "It does not look at the labels when splitting.",
                ),
            ),
            Option(
                Text(
                    "Il valide sur la ou les dernières classes seulement",
                    "It validates on the last class or classes only",
                ),
                Text(
                    "Il prend les dernières images ; `shuffle` ne mélange que les autres. Mélangez avant `fit`.",
                    "It takes the last images; `shuffle` mixes only the others. Shuffle before `fit`.",
                ),
                right=True,
            ),
        ),
    ),
    Question(
        Text(
            'Keras est importé, avec TensorFlow. Vous exécutez `os.environ["KERAS_BACKEND"] = "jax"`. Que se passe-t-il ?',
            'Keras is imported, with TensorFlow. You run `os.environ["KERAS_BACKEND"] = "jax"`. What happens?',
        ),
        (
            Option(
                Text("Keras passe à JAX", "Keras switches to JAX"),
                Text(
                    "Non : la variable n'est lue qu'au premier import.",
                    "No: the variable is read only at the first import.",
                ),
            ),
            Option(
                Text("Une erreur", "An error"),
                Text("Non, ni erreur, ni message.", "No, neither an error nor a message."),
            ),
            Option(
                Text(
                    "Rien : TensorFlow reste le moteur", "Nothing: TensorFlow remains the backend"
                ),
                Text(
                    "Redémarrez le noyau, puis fixez la variable avant `import keras`.",
                    "Restart the kernel, then set the variable before `import keras`.",
                ),
                right=True,
            ),
        ),
    ),
    Question(
        Text(
            "Un pixel vaut 0 (noir) dans toutes les images d'entraînement. Après entraînement avec Adam, que valent ses poids dans la première couche ?",
            "A pixel is 0 (black) in all training images. After training with Adam, what are its weights in the first layer?",
        ),
        (
            Option(
                Text(
                    "Zéro : le réseau a appris qu'il est inutile",
                    "Zero: the network has learned that it is useless",
                ),
                Text(
                    "Pour aller vers zéro, il faudrait une correction ; le gradient est toujours nul.",
                    "Going to zero would take a correction; the gradient is always zero.",
                ),
            ),
            Option(
                Text("Leur valeur initiale, tirée au sort", "Their initial value, drawn at random"),
                Text(
                    "Leur gradient contient le pixel en facteur : toujours nul. (Une pénalité sur les poids, elle, les changerait.)",
                    "Their gradient has the pixel as a factor: always zero. (A penalty on the weights would change them.)",
                ),
                right=True,
            ),
            Option(
                Text("La moyenne des poids voisins", "The mean of the neighbouring weights"),
                Text(
                    "Une couche dense ignore quels pixels sont voisins.",
                    "A dense layer does not know which pixels are neighbours.",
                ),
            ),
        ),
    ),
)
