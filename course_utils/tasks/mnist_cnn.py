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
        "stride": int(rng.integers(1, 4)),
        "padding": str(rng.choice(["valid", "same"])),
    }


def _size_reference(size, kernel, stride, padding):
    from keras.layers import Conv2D

    layer = Conv2D(1, kernel, strides=stride, padding=padding)
    return layer.compute_output_shape((None, size, size, 1))[1]


def _size_without_one(size, kernel, stride, padding):
    return -(-size // stride) if padding == "same" else (size - kernel) // stride


def _size_rounded_up(size, kernel, stride, padding):
    return -(-size // stride) if padding == "same" else -(-(size - kernel) // stride) + 1


def _size_same_keeps(size, kernel, stride, padding):
    return size if padding == "same" else (size - kernel) // stride + 1


def _size_ignores_padding(size, kernel, stride, padding):
    return (size - kernel) // stride + 1


OUTPUT_SIZE = Task(
    name="output_size",
    stars=1,
    inputs=_size_inputs,
    reference=_size_reference,
    cases=12,  # enough that every combination of padding and stride occurs
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
                "`same` ne garde la taille que si le pas vaut 1. Avec un pas de 2, combien de fenêtres commencent dans l'image ?",
                "`same` keeps the size only with stride 1. With stride 2, how many windows start inside the image?",
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

    layer = Conv2D(filters, kernel)
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
    truth = rng.integers(0, classes - 1, 60)  # the last class never occurs: the table keeps its row
    predicted = np.where(rng.random(60) < 0.6, truth, rng.integers(0, classes, 60))
    return {"truth": truth, "predicted": predicted, "classes": classes}


def _confusion_reference(truth, predicted, classes):
    from sklearn.metrics import confusion_matrix

    return confusion_matrix(truth, predicted, labels=range(classes))


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

# --- the most confident mistakes ---------------------------------------------------------------


def _worst_inputs(rng):
    scores = rng.normal(size=(30, 4)) * 2
    probabilities = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return {
        "probabilities": probabilities,
        "truth": rng.integers(0, 4, 30),
        "k": int(rng.integers(3, 7)),
    }


def _worst_reference(probabilities, truth, k):
    ranked = sorted(
        (-float(row.max()), index)
        for index, (row, label) in enumerate(zip(probabilities, truth, strict=True))
        if int(row.argmax()) != label
    )
    return np.array([index for _, index in ranked[:k]])


def _worst_all_images(probabilities, truth, k):
    return np.argsort(-probabilities.max(axis=1))[:k]


def _worst_hesitant(probabilities, truth, k):
    wrong = np.flatnonzero(probabilities.argmax(axis=1) != truth)
    return wrong[np.argsort(probabilities[wrong].max(axis=1))][:k]


def _worst_positions(probabilities, truth, k):
    wrong = np.flatnonzero(probabilities.argmax(axis=1) != truth)
    return np.argsort(-probabilities[wrong].max(axis=1))[:k]


WORST_MISTAKES = Task(
    name="worst_mistakes",
    stars=3,
    inputs=_worst_inputs,
    reference=_worst_reference,
    hints=(
        Text(
            "Deux étapes : garder les images mal classées, puis les trier par confiance décroissante.",
            "Two steps: keep the misclassified images, then sort them by decreasing confidence.",
        ),
        Text(
            "`np.flatnonzero(probabilities.argmax(axis=1) != truth)` donne les indices des erreurs ; la confiance est le "
            "maximum de chaque ligne.",
            "`np.flatnonzero(probabilities.argmax(axis=1) != truth)` gives the indices of the mistakes; confidence is the "
            "maximum of each row.",
        ),
        Text(
            "`np.argsort` trie les erreurs entre elles : ses indices s'appliquent au tableau des erreurs, "
            "`wrong[np.argsort(...)]`, pas à toutes les images.",
            "`np.argsort` sorts the mistakes among themselves: its indices apply to the array of mistakes, "
            "`wrong[np.argsort(...)]`, not to all images.",
        ),
    ),
    mistakes=(
        Mistake(
            _worst_all_images,
            Text(
                "Vous triez toutes les images : gardez d'abord celles dont la prédiction est fausse.",
                "You sort all images: first keep those whose prediction is wrong.",
            ),
        ),
        Mistake(
            _worst_hesitant,
            Text(
                "L'ordre est inversé : la première doit être l'erreur dont le réseau était le plus sûr.",
                "The order is reversed: first comes the mistake of which the network was most certain.",
            ),
        ),
        Mistake(
            _worst_positions,
            Text(
                "Vous renvoyez des positions dans la liste des erreurs, pas des indices d'images : `wrong[...]` fait la conversion.",
                "You return positions in the list of mistakes, not indices of images: `wrong[...]` converts them.",
            ),
        ),
    ),
)

TASKS = (OUTPUT_SIZE, CONV_PARAMETERS, CONFUSION, WORST_MISTAKES)

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
            Option(Text("90", "90"), Text("Il manque les 4 canaux et les biais.", "The 4 channels and the biases are missing.")),
            Option(Text("360", "360"), Text("3 × 3 × 4 × 10, oui, plus 10 biais.", "3 × 3 × 4 × 10, yes, plus 10 biases.")),
            Option(
                Text("370", "370"),
                Text("(3 × 3 × 4 + 1) × 10 : un biais par filtre.", "(3 × 3 × 4 + 1) × 10: one bias per filter."),
                right=True,
            ),
            Option(
                Text("Cela dépend de la taille de l'image", "It depends on the size of the image"),
                Text(
                    "Non : le même filtre sert partout. La taille de l'image ne change que le calcul et la sortie.",
                    "No: the same filter is used everywhere. The size of the image only changes the work and the output.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "On mélange les pixels de toutes les images, toujours dans le même ordre. Que devient un réseau dense, réentraîné ?",
            "The pixels of all images are shuffled, always in the same order. What becomes of a dense network, trained again?",
        ),
        (
            Option(
                Text("Il apprend aussi bien qu'avant", "It learns as well as before"),
                Text(
                    "Chaque neurone relie tous les pixels : changer leur ordre revient à changer l'ordre des poids.",
                    "Each neuron is connected to all pixels: changing their order only changes the order of the weights.",
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
            "Un réseau a 99,30 % sur 10 000 images de test, un autre 99,24 %. Que conclure ?",
            "One network has 99.30% on 10,000 test images, another 99.24%. What follows?",
        ),
        (
            Option(
                Text("Le premier est meilleur", "The first is better"),
                Text(
                    "L'écart, 6 images, est plus petit que la marge d'erreur, environ ± 0,17 point.",
                    "The difference, 6 images, is smaller than the margin of error, about ± 0.17 points.",
                ),
            ),
            Option(
                Text("Ce test ne les départage pas", "This test does not tell them apart"),
                Text(
                    "1,96 √(p(1−p)/n) vaut environ 0,17 point ; il faudrait plus d'images, ou plusieurs entraînements.",
                    "1.96 √(p(1−p)/n) is about 0.17 points; more images, or several trainings, would be needed.",
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
