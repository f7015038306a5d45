"""Lesson 09: exercises and quiz."""

import numpy as np

from course_utils.i18n import Text
from course_utils.quizzes import Option, Question
from course_utils.task import Mistake, Task

# --- output size of a convolution or pooling layer ---------------------------------------------


def _size_inputs(rng):
    return {
        "size": int(rng.integers(7, 65)),
        "kernel": int(rng.integers(2, 6)),
        "stride": int(rng.choice([1, 2, 2, 3, 3])),
        "padding": str(rng.choice(["valid", "same"])),
    }


def _size_reference(size, kernel, stride, padding):
    """Count the windows one by one; a test compares with Keras."""
    return len(range(0, size if padding == "same" else size - kernel + 1, stride))


def _size_without_one(size, kernel, stride, padding):
    return -(-size // stride) if padding == "same" else (size - kernel) // stride


def _size_rounded_up(size, kernel, stride, padding):
    return -(-size // stride) if padding == "same" else -(-(size - kernel) // stride) + 1


def _size_same_keeps(size, kernel, stride, padding):
    return size if padding == "same" else (size - kernel) // stride + 1


def _size_same_rounded_down(size, kernel, stride, padding):
    return size // stride if padding == "same" else (size - kernel) // stride + 1


def _size_ignores_padding(size, kernel, stride, padding):
    return (size - kernel) // stride + 1


OUTPUT_SIZE = Task(
    name="output_size",
    stars=1,
    inputs=_size_inputs,
    reference=_size_reference,
    cases=60,  # enough that rounding up and rounding down differ in some of them
    hints=(
        Text(
            "Sans remplissage, la première fenêtre commence au pixel 0. À quel pixel la dernière peut-elle commencer ?",
            "Without padding, the first window starts at pixel 0. At which pixel can the last one start?",
        ),
        Text(
            "`valid` : la dernière fenêtre commence au plus au pixel `size - kernel`. Combien de multiples de `stride` "
            "y a-t-il entre 0 et cette valeur, 0 compris ?",
            "`valid`: the last window starts at pixel `size - kernel` at most. How many multiples of `stride` are there "
            "between 0 and that value, 0 included?",
        ),
        Text(
            "`valid` : `(size - kernel) // stride + 1`. `same` : le remplissage est choisi pour que la taille du noyau "
            "ne compte plus ; il reste `size / stride`, arrondi à l'entier supérieur.",
            "`valid`: `(size - kernel) // stride + 1`. `same`: padding is chosen so that the kernel size no longer "
            "matters; what remains is `size / stride`, rounded up.",
        ),
    ),
    mistakes=(
        Mistake(
            _size_without_one,
            Text(
                "Presque : il manque 1 en mode `valid`. La fenêtre qui commence au pixel 0 compte aussi.",
                "Nearly: 1 is missing in `valid` mode. The window that starts at pixel 0 counts too.",
            ),
        ),
        Mistake(
            _size_rounded_up,
            Text(
                "En mode `valid`, une fenêtre qui dépasserait du bord n'est pas calculée : arrondissez à l'entier inférieur (`//`).",
                "In `valid` mode a window that would stick out is not computed: round down (`//`).",
            ),
        ),
        Mistake(
            _size_same_keeps,
            Text(
                "`same` ne garde la taille que si le pas vaut 1. Avec un pas de 2, on ne garde qu'une position sur deux.",
                "`same` keeps the size only with stride 1. With stride 2, only every second position is kept.",
            ),
        ),
        Mistake(
            _size_same_rounded_down,
            Text(
                "En mode `same`, arrondissez à l'entier supérieur : 9 pixels au pas de 2 donnent 5.",
                "In `same` mode round up: 9 pixels with stride 2 give 5.",
            ),
        ),
        Mistake(
            _size_ignores_padding,
            Text(
                "Votre fonction donne la même réponse pour `valid` et `same` : il faut distinguer les deux cas.",
                "Your function gives the same answer for `valid` and `same`: the two cases differ.",
            ),
        ),
    ),
)

# --- parameters of a convolution layer ---------------------------------------------------------


def _parameters_inputs(rng):
    return {
        "kernel": int(rng.integers(2, 8)),
        "channels": int(rng.integers(2, 65)),
        "filters": int(rng.integers(2, 129)),
    }


def _parameters_reference(kernel, channels, filters):
    from keras.layers import Conv2D

    layer = Conv2D(filters, kernel, kernel_initializer="zeros")
    layer.build((None, 32, 32, channels))
    return layer.count_params()


CONV_PARAMETERS = Task(
    name="conv_parameters",
    stars=1,
    inputs=_parameters_inputs,
    reference=_parameters_reference,
    hints=(
        Text(
            "Un filtre regarde tous les canaux d'entrée à la fois : c'est un bloc de nombres, pas un carré.",
            "A filter looks at all input channels at once: it is a block of numbers, not a square.",
        ),
        Text(
            "Comptez les poids d'un seul filtre, ajoutez son biais, puis multipliez par le nombre de filtres.",
            "Count the weights of one filter, add its bias, then multiply by the number of filters.",
        ),
        Text(
            "Un filtre : `kernel * kernel * channels` poids et 1 biais.",
            "One filter: `kernel * kernel * channels` weights and 1 bias.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda kernel, channels, filters: kernel * kernel * channels * filters,
            Text("Il manque les biais : un par filtre.", "The biases are missing: one per filter."),
        ),
        Mistake(
            lambda kernel, channels, filters: (kernel * kernel + 1) * filters,
            Text(
                "Un filtre couvre tous les canaux d'entrée : il a `kernel × kernel` poids *par canal*.",
                "A filter covers all input channels: it has `kernel × kernel` weights *per channel*.",
            ),
        ),
        Mistake(
            lambda kernel, channels, filters: (kernel * kernel + 1) * channels * filters,
            Text(
                "Un seul biais par filtre, et non un par canal d'entrée.",
                "One bias per filter, not one per input channel.",
            ),
        ),
        Mistake(
            lambda kernel, channels, filters: kernel * kernel * channels * filters + 1,
            Text(
                "Un biais par filtre, pas un pour toute la couche.",
                "One bias per filter, not one for the whole layer.",
            ),
        ),
        Mistake(
            lambda kernel, channels, filters: (kernel * channels + 1) * filters,
            Text(
                "Le noyau est carré : `kernel × kernel`.",
                "The kernel is square: `kernel × kernel`.",
            ),
        ),
    ),
)

# --- confusion matrix --------------------------------------------------------------------------


def _confusion_inputs(rng):
    classes = int(rng.integers(3, 7))
    # The last class never occurs: the table keeps its row and column.
    truth = rng.integers(0, classes - 1, 60)
    predicted = np.where(rng.random(60) < 0.6, truth, rng.integers(0, classes - 1, 60))
    return {"truth": truth, "predicted": predicted, "classes": classes}


def _confusion_reference(truth, predicted, classes):
    from sklearn.metrics import confusion_matrix

    return confusion_matrix(truth, predicted, labels=range(classes))


def _confusion_once(truth, predicted, classes):
    table = np.zeros((classes, classes), int)
    table[truth, predicted] += 1
    return table


def _confusion_diagonal(truth, predicted, classes):
    return np.diag([np.sum((truth == c) & (predicted == c)) for c in range(classes)])


CONFUSION = Task(
    name="confusion",
    stars=2,
    inputs=_confusion_inputs,
    reference=_confusion_reference,
    hints=(
        Text(
            "Partez d'un tableau de zéros `(classes, classes)`, puis ajoutez 1 dans une case pour chaque image.",
            "Start from an array of zeros `(classes, classes)`, then add 1 in one cell for each image.",
        ),
        Text(
            "Ligne : la vraie classe. Colonne : la classe prédite.",
            "Row: the true class. Column: the predicted class.",
        ),
        Text(
            "`for t, p in zip(truth, predicted): table[t, p] += 1` — ou, sans boucle, `np.add.at`.",
            "`for t, p in zip(truth, predicted): table[t, p] += 1` — or, without a loop, `np.add.at`.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda truth, predicted, classes: _confusion_reference(predicted, truth, classes),
            Text(
                "Le tableau est transposé : les lignes sont les vraies classes, les colonnes les classes prédites.",
                "The table is transposed: rows are true classes, columns are predicted ones.",
            ),
        ),
        Mistake(
            _confusion_once,
            Text(
                "`table[truth, predicted] += 1` n'ajoute 1 qu'une fois par case, même quand un couple revient : faites une boucle, ou `np.add.at`.",
                "`table[truth, predicted] += 1` adds 1 only once per cell, even when a pair comes back: use a loop, or `np.add.at`.",
            ),
        ),
        Mistake(
            _confusion_diagonal,
            Text(
                "Seules les bonnes réponses sont comptées ; les erreurs vont hors de la diagonale.",
                "Only right answers are counted; errors belong off the diagonal.",
            ),
        ),
        Mistake(
            lambda truth, predicted, classes: (
                _confusion_reference(truth, predicted, classes) / len(truth)
            ),
            Text(
                "Il faut des nombres d'images, pas des proportions.",
                "Counts of images are needed, not proportions.",
            ),
        ),
    ),
)

# --- the images with the greatest loss ---------------------------------------------------------


def _losses_inputs(rng):
    scores = rng.normal(size=(30, 4)) * 2
    probabilities = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return {
        "probabilities": probabilities,
        "truth": rng.integers(0, 4, 30),
        "k": int(rng.integers(3, 7)),
    }


def _losses_reference(probabilities, truth, k):
    from math import log

    losses = {
        i: -log(row[label]) for i, (row, label) in enumerate(zip(probabilities, truth, strict=True))
    }
    return np.array(sorted(losses, key=losses.get, reverse=True)[:k])


def _true(probabilities, truth):
    return probabilities[np.arange(len(truth)), truth]


HIGHEST_LOSSES = Task(
    name="highest_losses",
    stars=3,
    inputs=_losses_inputs,
    reference=_losses_reference,
    hints=(
        Text(
            "Deux étapes : la probabilité que chaque image donne à sa vraie classe, puis un tri.",
            "Two steps: the probability that each image gives to its true class, then a sort.",
        ),
        Text(
            "`probabilities[np.arange(n), truth]` prend une valeur par ligne : celle de la colonne `truth[i]`.",
            "`probabilities[np.arange(n), truth]` takes one value per row: that of column `truth[i]`.",
        ),
        Text(
            "La perte −log p décroît quand p croît : la plus grande perte est la plus petite probabilité. "
            "`np.argsort` trie dans l'ordre croissant.",
            "The loss −log p falls when p rises: the greatest loss is the smallest probability. "
            "`np.argsort` sorts in increasing order.",
        ),
    ),
    mistakes=(
        Mistake(
            lambda probabilities, truth, k: np.argsort(-_true(probabilities, truth))[:k],
            Text(
                "L'ordre est inversé : vous renvoyez les images que le réseau réussit le mieux.",
                "The order is reversed: you return the images on which the network does best.",
            ),
        ),
        Mistake(
            lambda probabilities, truth, k: np.argsort(_true(probabilities, truth))[:k][::-1],
            Text(
                "Ce sont les bonnes images, dans le mauvais ordre : la plus grande perte vient en premier.",
                "These are the right images in the wrong order: the greatest loss comes first.",
            ),
        ),
        Mistake(
            lambda probabilities, truth, k: np.argsort(-probabilities.max(axis=1))[:k],
            Text(
                "Vous triez selon la plus grande probabilité ; la perte ne regarde que celle de la vraie classe.",
                "You sort by the greatest probability; the loss only looks at that of the true class.",
            ),
        ),
        Mistake(
            lambda probabilities, truth, k: np.sort(-np.log(_true(probabilities, truth)))[::-1][:k],
            Text(
                "Vous renvoyez les pertes elles-mêmes ; il faut les indices des images : `np.argsort`.",
                "You return the losses themselves; the indices of the images are needed: `np.argsort`.",
            ),
        ),
    ),
)

TASKS = (OUTPUT_SIZE, CONV_PARAMETERS, CONFUSION, HIGHEST_LOSSES)

QUIZ = (
    Question(
        Text(
            "Une image 28 × 28 × 1 traverse `Conv2D(24, 5, strides=2, padding='same')`, puis `MaxPooling2D(2)`. Quelle est la forme obtenue ?",
            "A 28 × 28 × 1 image goes through `Conv2D(24, 5, strides=2, padding='same')`, then `MaxPooling2D(2)`. What shape comes out?",
        ),
        (
            Option(
                Text("14 × 14 × 24", "14 × 14 × 24"),
                Text(
                    "C'est la forme après la convolution ; le pooling divise encore le côté par deux.",
                    "That is the shape after the convolution; pooling halves the side once more.",
                ),
            ),
            Option(
                Text("7 × 7 × 24", "7 × 7 × 24"),
                Text(
                    "Le pas de 2 donne 14, le pooling 7 ; le nombre de canaux est celui des filtres.",
                    "Stride 2 gives 14, pooling 7; the number of channels is the number of filters.",
                ),
                right=True,
            ),
            Option(
                Text("6 × 6 × 24", "6 × 6 × 24"),
                Text(
                    "Ce serait le cas sans remplissage : (28 − 5) // 2 + 1 = 12, puis 6. Ici `same` donne 14.",
                    "That would be without padding: (28 − 5) // 2 + 1 = 12, then 6. Here `same` gives 14.",
                ),
            ),
            Option(
                Text("7 × 7 × 1", "7 × 7 × 1"),
                Text(
                    "Chaque filtre produit une carte : 24 filtres, 24 canaux.",
                    "Each filter produces a map: 24 filters, 24 channels.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Combien de paramètres a `Conv2D(10, 3)` (avec biais) sur une entrée à 4 canaux ?",
            "How many parameters does `Conv2D(10, 3)` (with biases) have on an input with 4 channels?",
        ),
        (
            Option(
                Text("90", "90"),
                Text(
                    "Il manque les 4 canaux et les biais.",
                    "The 4 channels and the biases are missing.",
                ),
            ),
            Option(
                Text("360", "360"),
                Text(
                    "Ce sont les poids, 3 × 3 × 4 × 10 ; il manque 10 biais.",
                    "Those are the weights, 3 × 3 × 4 × 10; 10 biases are missing.",
                ),
            ),
            Option(
                Text("370", "370"),
                Text(
                    "(3 × 3 × 4 + 1) × 10 : un biais par filtre.",
                    "(3 × 3 × 4 + 1) × 10: one bias per filter.",
                ),
                right=True,
            ),
            Option(
                Text("Cela dépend de la taille de l'image", "It depends on the size of the image"),
                Text(
                    "Le même filtre sert partout : la taille de l'image ne change que la quantité de calcul et la taille de la sortie.",
                    "The same filter is used everywhere: the size of the image only changes the amount of work and the size of the output.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "On mélange les pixels de toutes les images, toujours dans le même ordre. Que devient un réseau dense, réentraîné ?",
            "The pixels of all images are shuffled, always in the same order. What happens to a dense network retrained on them?",
        ),
        (
            Option(
                Text("Il apprend aussi bien qu'avant", "It learns as well as before"),
                Text(
                    "Chaque neurone de la première couche est relié à tous les pixels : changer leur ordre revient à changer l'ordre de ses poids.",
                    "Each neuron of the first layer is connected to all pixels: changing their order only changes the order of its weights.",
                ),
                right=True,
            ),
            Option(
                Text("Il n'apprend plus rien", "It no longer learns anything"),
                Text(
                    "L'information est intacte, et il n'a jamais utilisé le voisinage des pixels.",
                    "The information is intact, and it never used which pixels are neighbours.",
                ),
            ),
            Option(
                Text("Il perd plus que le CNN", "It loses more than the CNN"),
                Text("C'est l'inverse : voyez la partie 5.", "The other way round: see part 5."),
            ),
        ),
    ),
    Question(
        Text(
            "Vous comparez 20 architectures. Sur quelles images choisir la meilleure ?",
            "You compare 20 architectures. On which images do you choose the best?",
        ),
        (
            Option(
                Text("Entraînement", "Training"),
                Text(
                    "Un réseau peut apprendre ces images par cœur : ce score ne dit rien de neuf.",
                    "A network can learn these images by heart: that score says nothing new.",
                ),
            ),
            Option(
                Text("Validation", "Validation"),
                Text(
                    "Puis on mesure la gagnante, une fois, sur le test.",
                    "Then the winner is measured, once, on the test data.",
                ),
                right=True,
            ),
            Option(
                Text("Test", "Test"),
                Text(
                    "La meilleure de 20 le serait en partie par chance sur ces images-là : son score serait trop beau.",
                    "The best of 20 would partly be lucky on these very images: its score would be too good.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Un réseau a 99,29 % sur 10 000 images de test, un autre 99,24 % sur les mêmes. Que conclure ?",
            "One network has 99.29% on 10,000 test images, another 99.24% on the same ones. What follows?",
        ),
        (
            Option(
                Text("Le premier est meilleur", "The first is better"),
                Text(
                    "L'écart est de 5 images, quand la marge d'erreur de chaque taux est d'environ ± 0,17 point, soit 17 images.",
                    "The gap is 5 images, while the margin of each rate is about ± 0.17 points, that is 17 images.",
                ),
            ),
            Option(
                Text("Ce test ne les départage pas", "This test does not tell them apart"),
                Text(
                    "Même si ces 5 images étaient les seules où ils diffèrent, le hasard ferait un tel écart une fois sur 16. Il faudrait plus d'images, ou plusieurs entraînements.",
                    "Even if those 5 images were the only ones on which they differ, chance would make such a gap once in 16. More images, or several trainings, would be needed.",
                ),
                right=True,
            ),
            Option(
                Text("Ils font les mêmes erreurs", "They make the same mistakes"),
                Text(
                    "Rien ne le dit : deux taux voisins peuvent venir d'images différentes.",
                    "Nothing says so: similar rates can come from different images.",
                ),
            ),
        ),
    ),
)
