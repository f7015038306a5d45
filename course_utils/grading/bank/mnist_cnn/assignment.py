# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   assignment:
#     title: {fr: "Devoir : un CNN sur MNIST", en: "Assignment: a CNN on MNIST"}
#     lesson: "09"
#     points: {network_size: 4, most_confused: 3, prepare: 4, one_step: 5}
#     written: {phone_photos: 4}
# ---

# %% tags=["source-only"]
from course_utils import T

# %% [markdown] lang="fr"
# # Devoir : un CNN sur MNIST
#
# Ce devoir prolonge la leçon 09 : prédire, programmer, réparer, entraîner, expliquer. Il vaut 20 points.
#
# - Les tâches 1 à 4 sont corrigées automatiquement. Vos fonctions seront appelées avec **d'autres valeurs** que celles que vous voyez. Une réponse qui contient une erreur classique garde parfois 25 à 75 % des points.
# - Une personne lit la question 5.
# - L'énoncé est le même pour tout le monde ; les valeurs de `given`, ci-dessous, **sont les vôtres**. Ne les modifiez pas : la correction connaît les originales.
# - Après chaque tâche, `check(...)` essaie votre fonction sur quelques exemples ; quand la réponse est une valeur, il n'en vérifie que la forme. Il ne fixe pas la note.
#
# Parlez du devoir entre vous, c'est ainsi qu'on apprend ; mais le code et les phrases que vous rendez sont de vous. Nommez qui vous a aidé, à la fin de votre réponse 5.
# %% [markdown] lang="en"
# # Assignment: a CNN on MNIST
#
# This assignment continues lesson 09: predict, implement, debug, train, explain. It is worth 20 points.
#
# - Tasks 1 to 4 are marked automatically. Your functions will be called with **other values** than those you see. An answer with a classic mistake sometimes keeps 25 to 75% of the points.
# - A person reads question 5.
# - The statement is the same for everyone; the values of `given`, below, **are yours**. Do not change them: the marking knows the original ones.
# - After each task, `check(...)` tries your function on a few examples; where the answer is a value, it checks only its form. It does not set the mark.
#
# Do talk about the assignment with each other, that is how one learns; but the code and the sentences you hand in are your own. Name those who helped you at the end of your answer 5.

# %%
from course_utils.quiet import import_keras

keras = import_keras()
import numpy as np
from keras import layers

# %% tags=["values"]
given = {}

# %% [markdown] lang="fr"
# ## 1. Prédire : la taille d'un réseau (4 points)
#
# Une image carrée de côté `side`, à `channels` canaux, traverse ces couches :
#
# | | couche | remplissage |
# |---|---|---|
# | 1 | `Conv2D(filters1, kernel1, strides=stride1)` | `same` |
# | 2 | `MaxPooling2D(2)` | `valid` |
# | 3 | `Conv2D(filters2, kernel2)` | `valid` |
# | 4 | `MaxPooling2D(2)` | `valid` |
# | 5 | `Flatten()`, puis `Dense(classes)` | |
#
# Vos valeurs sont dans `given["network_size"]`. Donnez le couple d'entiers `network_size = (map_side, parameters)` : le côté des cartes à l'entrée de `Flatten`, et le nombre total de paramètres, biais compris. Cherchez-les à la main, puis vérifiez avec Keras si vous voulez : si les deux diffèrent, vous aurez appris quelque chose.
# %% [markdown] lang="en"
# ## 1. Predict: the size of a network (4 points)
#
# A square image of side `side`, with `channels` channels, goes through these layers:
#
# | | layer | padding |
# |---|---|---|
# | 1 | `Conv2D(filters1, kernel1, strides=stride1)` | `same` |
# | 2 | `MaxPooling2D(2)` | `valid` |
# | 3 | `Conv2D(filters2, kernel2)` | `valid` |
# | 4 | `MaxPooling2D(2)` | `valid` |
# | 5 | `Flatten()`, then `Dense(classes)` | |
#
# Your values are in `given["network_size"]`. Give the pair of integers `network_size = (map_side, parameters)`: the side of the maps that enter `Flatten`, and the total number of parameters, biases included. Find them by hand, then verify with Keras if you like: if the two differ, you will have learned something.

# %% tags=["exercise"]
values = given["network_size"]
### BEGIN SOLUTION
# fr: same : arrondi vers le haut ; pooling : vers le bas
# en: same: rounded up; pooling: rounded down
map_side = -(-values["side"] // values["stride1"]) // 2
map_side = (map_side - values["kernel2"] + 1) // 2
first = (values["kernel1"] ** 2 * values["channels"] + 1) * values["filters1"]
second = (values["kernel2"] ** 2 * values["filters1"] + 1) * values["filters2"]
dense = (map_side**2 * values["filters2"] + 1) * values["classes"]
network_size = (map_side, first + second + dense)
### END SOLUTION

# %% [markdown] lang="fr"
# ## 2. Programmer : les jumeaux (3 points)
#
# Quelles sont les deux classes que le réseau confond le plus ? Les 4 pris pour des 9 et les 9 pris pour des 4 comptent **ensemble**.
#
# Renvoyez `(a, b, count)` : les deux classes, avec a < b, et le nombre d'erreurs entre elles, dans les deux sens. Dans tous les tests, une seule paire a ce maximum. `np.add.at`, vu dans la leçon, peut servir.
# %% [markdown] lang="en"
# ## 2. Implement: the twins (3 points)
#
# Which two classes does the network confuse most often? The 4s taken for 9s and the 9s taken for 4s count **together**.
#
# Return `(a, b, count)`: the two classes, with a < b, and the number of errors between them, in both directions. In all tests a single pair has this maximum. `np.add.at`, met in the lesson, may be of use.


# %% tags=["exercise"]
def most_confused(truth, predicted, classes):
    T(
        """Paire de classes la plus confondue : renvoie (a, b, nombre d'erreurs entre a et b), a < b.

    truth, predicted : entiers de 0 à classes - 1, forme (n,) ; classes : nombre de classes.
    """,
        """Pair of classes most often confused: returns (a, b, number of errors between them), a < b.

    truth, predicted: integers from 0 to classes - 1, shape (n,); classes: number of classes.
    """,
    )
    ### BEGIN SOLUTION
    table = np.zeros((classes, classes), dtype=int)
    np.add.at(table, (truth, predicted), 1)
    both = table + table.T
    np.fill_diagonal(both, 0)
    # fr: le premier maximum trouvé est au-dessus de la diagonale : a < b
    # en: the first maximum found is above the diagonal: a < b
    a, b = np.unravel_index(both.argmax(), both.shape)
    return a, b, both[a, b]
    ### END SOLUTION


# %% [markdown] lang="fr"
# ## 3. Réparer : des données préparées de travers (4 points)
#
# Une collègue prépare ses images ainsi :
#
# 1. images et étiquettes sont rangées dans l'ordre `order`, un mélange des indices ;
# 2. les `n_val` **dernières** servent à la validation, toutes les autres à l'entraînement ;
# 3. les pixels sont normalisés : on retranche la moyenne et on divise par l'écart type (celui que NumPy donne par défaut), deux nombres calculés sur l'**entraînement** seul, et appliqués aux deux parties.
#
# Son code s'exécute sans message d'erreur et les formes sont bonnes, mais il a **trois** défauts. Réparez-le.
# %% [markdown] lang="en"
# ## 3. Debug: data prepared the wrong way (4 points)
#
# A colleague prepares her images like this:
#
# 1. images and labels are put into the order `order`, a shuffle of the indices;
# 2. the **last** `n_val` are for validation, all others for training;
# 3. pixels are normalised: the mean is subtracted and the result is divided by the standard deviation (NumPy's default), two numbers computed on the **training** data alone, and applied to both parts.
#
# Her code runs without an error message and the shapes are right, but it has **three** bugs. Fix it.


# %% tags=["exercise"]
def prepare(images, labels, order, n_val):
    T(
        """Sépare et normalise : renvoie (x_train, y_train, x_val, y_val).

    images : (n, h, l), entiers ; labels : (n,) ; order : (n,), indices ; n_val : un entier, au moins 1.
    """,
        """Splits and normalises: returns (x_train, y_train, x_val, y_val).

    images: (n, h, w), integers; labels: (n,); order: (n,), indices; n_val: an integer, at least 1.
    """,
    )
    ### BEGIN BUG
    x, y = images[order], labels
    x_train, y_train = x[n_val:], y[n_val:]
    x_val, y_val = x[-n_val:], y[-n_val:]
    x_train = (x_train - x_train.mean()) / x_train.std()
    x_val = (x_val - x_val.mean()) / x_val.std()
    return x_train, y_train, x_val, y_val
    ### END BUG
    ### BEGIN SOLUTION
    x, y = images[order], labels[order]
    x_train, y_train = x[:-n_val], y[:-n_val]
    x_val, y_val = x[-n_val:], y[-n_val:]
    mean, std = x_train.mean(), x_train.std()
    return (x_train - mean) / std, y_train, (x_val - mean) / std, y_val
    ### END SOLUTION


# %% [markdown] lang="fr"
# ## 4. Entraîner : un seul pas (5 points)
#
# Un réseau apprend à distinguer des barres horizontales (0) de barres verticales (1), dans des images de 8 × 8 pixels. Construisez-le avec Keras : division des pixels par 255, convolution 3 × 3 sans remplissage avec ReLU, `Flatten`, couche dense à deux sorties avec softmax.
#
# Donnez-lui les poids `weights`, au format de `set_weights` ; ils disent combien il y a de filtres. Faites-lui faire **un seul** pas de descente de gradient simple (`SGD`), de taux `rate`, sur toutes les images à la fois. Renvoyez sa perte, l'entropie croisée moyenne sur ces images, **avant** et **après** ce pas.
#
# Attention : la perte que `fit` affiche n'est pas celle qu'il vous faut.
# %% [markdown] lang="en"
# ## 4. Train: a single step (5 points)
#
# A network learns to tell horizontal bars (0) from vertical bars (1), in images of 8 × 8 pixels. Build it with Keras: pixels divided by 255, a 3 × 3 convolution without padding and with ReLU, `Flatten`, a dense layer with two outputs and softmax.
#
# Give it the weights `weights`, in the format of `set_weights`; they tell how many filters there are. Have it take a **single** step of plain gradient descent (`SGD`), with rate `rate`, on all images at once. Return its loss, the mean cross-entropy over these images, **before** and **after** that step.
#
# Careful: the loss that `fit` shows is not the one you need.


# %% tags=["exercise"]
def one_step(images, labels, weights, rate):
    T(
        """Perte avant et après un pas de gradient : renvoie (avant, après).

    images : (n, 8, 8, 1), entiers de 0 à 255 ; labels : (n,), 0 ou 1 ; rate : un nombre ;
    weights : noyaux (3, 3, 1, filtres), leurs biais, poids de la couche dense, ses biais.
    """,
        """Loss before and after one gradient step: returns (before, after).

    images: (n, 8, 8, 1), integers from 0 to 255; labels: (n,), 0 or 1; rate: a number;
    weights: kernels (3, 3, 1, filters), their biases, weights of the dense layer, its biases.
    """,
    )
    ### BEGIN SOLUTION
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Rescaling(1 / 255),
            layers.Conv2D(len(weights[1]), 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(2, activation="softmax"),
        ]
    )
    model.set_weights(weights)
    model.compile(keras.optimizers.SGD(rate), "sparse_categorical_crossentropy")
    before = model.evaluate(images, labels, verbose=0)
    # fr: un lot de toutes les images, une époque : un pas
    # en: one batch of all images, one epoch: one step
    model.fit(images, labels, batch_size=len(images), epochs=1, verbose=0)
    return before, model.evaluate(images, labels, verbose=0)
    ### END SOLUTION


# %% [markdown] lang="fr" tags=["written"]
# ## 5. Expliquer : 99 % ici, 70 % là (4 points)
#
# Votre réseau a 99,2 % de bonnes réponses sur les 10 000 images de test de MNIST. Une amie l'essaie sur 200 chiffres qu'elle a écrits et photographiés avec son téléphone : 70 %.
#
# 1. Le hasard seul, avec 200 images, peut-il expliquer cet écart ? Répondez par un calcul. (1 point)
# 2. Proposez **deux** causes possibles, de nature différente (par exemple, l'une sur les images, l'autre sur le réseau), tirées de ce que la leçon dit des CNN et des données. (1 point)
# 3. Pour l'une d'elles, décrivez une expérience : que changez-vous, sur quelles images mesurez-vous, quel résultat confirmerait la cause, et lequel la réfuterait ? (2 points)
#
# Terminez par les noms de ceux qui vous ont aidé pour ce devoir, ou « personne ».
#
# ### RUBRIC
#
# - 1 point, question 1 : marge à 95 % pour p = 0,70 et n = 200, soit 1,96 √(0,7 × 0,3 / 200) ≈ 0,064, ou 6 points ; l'écart est de 29 points : le hasard ne suffit pas. (Avec p = 0,99, la marge est d'environ 1,4 point : même conclusion, à accepter.)
# - 1 point, question 2 : deux causes plausibles et différentes, dites avec un mécanisme ; un demi-point pour une seule. Par exemple : chiffres décalés ou mal centrés (le CNN n'est pas invariant) ; traits trop épais ou trop grands ; noir sur blanc au lieu de blanc sur noir ; fond gris, ombres ; écriture d'une seule personne, autre façon d'écrire le 1 ou le 7 ; division par 255 oubliée ou faite deux fois ; choix du réseau fait sur le test (mais l'effet serait faible).
# - 2 points, question 3 : un seul facteur changé, le reste égal (1 point) ; images et mesure précisées, résultats opposés pour « confirme » et « réfute » (1 point). Par exemple : recentrer les photos comme MNIST, mesurer les mêmes 200 ; ou décaler des images de validation de MNIST et voir si l'exactitude tombe autant. Si l'on réentraîne ou choisit sur les photos, il en faut d'autres pour mesurer.
# %% [markdown] lang="en" tags=["written"]
# ## 5. Explain: 99% here, 70% there (4 points)
#
# Your network is right on 99.2% of the 10,000 test images of MNIST. A friend tries it on 200 digits that she wrote and photographed with her phone: 70%.
#
# 1. Could chance alone explain this gap, with only 200 images? Answer with a computation. (1 point)
# 2. Propose **two** possible causes, of different kinds (e.g. one about the images, one about the network), drawn from what the lesson says about CNNs and data. (1 point)
# 3. For one of them, describe an experiment: what do you change, on which images do you measure, which result would confirm the cause, and which would refute it? (2 points)
#
# End with the names of those who helped you with this assignment, or “nobody”.
#
# ### RUBRIC
#
# - 1 point, question 1: margin at 95% for p = 0.70 and n = 200, that is 1.96 √(0.7 × 0.3 / 200) ≈ 0.064, or 6 points; the gap is 29 points: chance is not enough. (With p = 0.99 the margin is about 1.4 points: same conclusion, accept it.)
# - 1 point, question 2: two plausible and different causes, with a mechanism; half a point for one. For instance: digits shifted or badly centred (the CNN is not invariant); strokes too thick or too large; black on white instead of white on black; grey background, shadows; the hand of a single person, another way to write 1 or 7; division by 255 forgotten or done twice; network chosen on the test data (but that effect would be small).
# - 2 points, question 3: one factor changed, all else equal (1 point); images and measure specified, opposite results for “confirms” and “refutes” (1 point). For instance: centre the photos as MNIST does, measure the same 200; or shift validation images of MNIST and see whether accuracy falls as much. If one retrains or chooses on the photos, others are needed to measure.
