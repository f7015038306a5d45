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
#     title: {fr: "Devoir : premier réseau avec Keras", en: "Assignment: a first network with Keras"}
#     lesson: "06"
#     points: {inventory: 3, rewind: 4, restarts: 4, reread: 5}
#     written: {three_in_one: 4}
# ---

# %% tags=["source-only"]
from course_utils import T

# %% [markdown] lang="fr"
# # Devoir : premier réseau avec Keras
#
# Ce devoir prolonge la leçon 06 : prédire, trouver, programmer, réparer, expliquer. Il vaut 20 points.
#
# - Les tâches 1 à 4 sont corrigées automatiquement. Vos fonctions seront appelées avec **d'autres valeurs** que celles que vous voyez. Une réponse qui contient une erreur classique garde parfois 25 à 75 % des points.
# - Une personne lit la question 5.
# - L'énoncé est le même pour tout le monde ; les valeurs de `given`, ci-dessous, **sont les vôtres**. Ne les modifiez pas : la correction connaît les originales.
# - Après chaque tâche, `check(...)` essaie votre fonction sur quelques exemples ; quand la réponse est une valeur, il n'en vérifie que la forme. Il ne fixe pas la note.
#
# Parlez du devoir entre vous, c'est ainsi qu'on apprend ; mais le code et les phrases que vous rendez sont de vous. Nommez qui vous a aidé, à la fin de votre réponse 5.
# %% [markdown] lang="en"
# # Assignment: a first network with Keras
#
# This assignment continues lesson 06: predict, find, implement, debug, explain. It is worth 20 points.
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
# ## 1. Prédire : un lecteur pour deux images (3 points)
#
# Un réseau compare deux images de `rows` lignes et `columns` colonnes. Il est écrit dans le style Functional, et la **même** couche `reader` lit les deux images :
#
# ```python
# reader = layers.Dense(units, activation="relu", trainable=False)
# left, right = keras.Input((rows, columns)), keras.Input((rows, columns))
# both = layers.Concatenate()([layers.Flatten()(reader(left)), layers.Flatten()(reader(right))])
# x = layers.Dense(hidden, activation="relu")(both)
# model = keras.Model([left, right], layers.Dense(classes, activation="softmax")(x))
# ```
#
# `trainable=False` **gèle** la couche : l'entraînement ne corrige pas ses poids. Le réseau est entraîné avec Adam, puis enregistré.
#
# Vos valeurs sont dans `given["inventory"]`. Donnez le triplet d'entiers `inventory = (entries, parameters, averages)` :
#
# - `entries` : combien de nombres entrent dans la couche cachée `Dense(hidden)`, pour une paire d'images ;
# - `parameters` : ce que renvoie `model.count_params()` ;
# - `averages` : combien de **nombres** du fichier sont des moyennes mobiles d'Adam, les deux sortes comptées ensemble.
#
# Cherchez à la main, puis vérifiez avec Keras si vous voulez : si les deux diffèrent, vous aurez appris quelque chose.
# %% [markdown] lang="en"
# ## 1. Predict: one reader for two images (3 points)
#
# A network compares two images of `rows` rows and `columns` columns. It is written in the Functional style, and the **same** layer `reader` reads both images:
#
# ```python
# reader = layers.Dense(units, activation="relu", trainable=False)
# left, right = keras.Input((rows, columns)), keras.Input((rows, columns))
# both = layers.Concatenate()([layers.Flatten()(reader(left)), layers.Flatten()(reader(right))])
# x = layers.Dense(hidden, activation="relu")(both)
# model = keras.Model([left, right], layers.Dense(classes, activation="softmax")(x))
# ```
#
# `trainable=False` **freezes** the layer: training does not correct its weights. The network is trained with Adam, then saved.
#
# Your values are in `given["inventory"]`. Give the triple of integers `inventory = (entries, parameters, averages)`:
#
# - `entries`: how many numbers enter the hidden layer `Dense(hidden)`, for one pair of images;
# - `parameters`: what `model.count_params()` returns;
# - `averages`: how many **numbers** in the file are moving averages of Adam, both kinds counted together.
#
# Find them by hand, then verify with Keras if you like: if the two differ, you will have learned something.

# %% tags=["exercise"]
values = given["inventory"]
### BEGIN SOLUTION
# fr: une couche dense n'agit que sur le dernier axe : une ligne de l'image à la fois
# en: a dense layer acts on the last axis only: on one row of the image at a time
frozen = (values["columns"] + 1) * values["units"]
entries = 2 * values["rows"] * values["units"]
trained = (entries + 1) * values["hidden"] + (values["hidden"] + 1) * values["classes"]
inventory = (entries, frozen + trained, 2 * trained)
### END SOLUTION

# %% [markdown] lang="fr"
# ## 2. Trouver : le passé et l'avenir d'un poids (4 points)
#
# Vous ouvrez un fichier `.keras` comme dans la partie 6. L'entraînement s'y est interrompu après `iterations` corrections, faites par Adam. Voici, dans `given["rewind"]`, un poids `w` et ses deux moyennes mobiles : `m`, celle du gradient, et `v`, celle de son carré. Elles viennent de servir à la dernière correction, la correction numéro $t$ = `iterations` :
#
# $$m \leftarrow \beta_1 m + (1-\beta_1)\,g \qquad v \leftarrow \beta_2 v + (1-\beta_2)\,g^2 \qquad w \leftarrow w - \eta\,\frac{\sqrt{1-\beta_2^{\,t}}}{1-\beta_1^{\,t}}\,\frac{m}{\sqrt v}$$
#
# avec $\beta_1 = 0{,}9$, $\beta_2 = 0{,}999$, $\eta$ = `rate`, toujours le même ; $\varepsilon$ est négligeable. Donnez `rewind = (before, resumed, restarted)`, trois nombres sans arrondi :
#
# - `before` : le poids juste **avant** cette dernière correction ;
# - `resumed` : on charge le fichier (`load_model`) et l'on reprend l'entraînement ; le poids après **une** correction de plus, où son gradient vaut `gradient` ;
# - `restarted` : le poids après **une** correction à partir du même `w`, celui du fichier, avec le même gradient et le même taux ; mais seuls les poids ont été copiés (`set_weights`), dans un réseau neuf compilé avec un Adam neuf.
#
# Les moyennes données sont arrondies : prenez-les telles quelles.
# %% [markdown] lang="en"
# ## 2. Find: the past and the future of a weight (4 points)
#
# You open a `.keras` file as in part 6. In it, training was interrupted after `iterations` corrections, made by Adam. Here, in `given["rewind"]`, are a weight `w` and its two moving averages: `m`, of the gradient, and `v`, of its square. They have just been used for the last correction, correction number $t$ = `iterations`:
#
# $$m \leftarrow \beta_1 m + (1-\beta_1)\,g \qquad v \leftarrow \beta_2 v + (1-\beta_2)\,g^2 \qquad w \leftarrow w - \eta\,\frac{\sqrt{1-\beta_2^{\,t}}}{1-\beta_1^{\,t}}\,\frac{m}{\sqrt v}$$
#
# with $\beta_1 = 0.9$, $\beta_2 = 0.999$, $\eta$ = `rate`, always the same; $\varepsilon$ is negligible. Give `rewind = (before, resumed, restarted)`, three numbers, not rounded:
#
# - `before`: the weight just **before** that last correction;
# - `resumed`: the file is loaded (`load_model`) and training goes on; the weight after **one** more correction, in which its gradient is `gradient`;
# - `restarted`: the weight after **one** correction from the same `w`, that of the file, with the same gradient and the same rate; but only the weights were copied (`set_weights`), into a new network compiled with a new Adam.
#
# The averages given are rounded: take them as they are.

# %% tags=["exercise"]
values = given["rewind"]
### BEGIN SOLUTION
w, m, v, t, rate, g = (values[k] for k in ("w", "m", "v", "iterations", "rate", "gradient"))


def adam_step(m, v, t):
    return rate * np.sqrt(1 - 0.999**t) / (1 - 0.9**t) * m / np.sqrt(v)


resumed = w - adam_step(0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2, t + 1)
# fr: un Adam neuf : m = v = 0, et c'est sa première correction
# en: a new Adam: m = v = 0, and this is its first correction
rewind = (w + adam_step(m, v, t), resumed, w - adam_step(0.1 * g, 0.001 * g**2, 1))
### END SOLUTION

# %% [markdown] lang="fr"
# ## 3. Entraîner : plusieurs départs, sans mémoire (4 points)
#
# Comme en partie 5, on veut savoir ce que doit un résultat à la chance du tirage initial. Le réseau, que vous construisez avec Keras : division des pixels par 255, une couche cachée avec ReLU, une couche de sortie à trois neurones avec softmax. La perte est l'entropie croisée (étiquettes 0, 1 ou 2), l'optimiseur `SGD`, de taux `rate` et d'inertie `momentum=0.9`.
#
# `starts` contient plusieurs départs : chacun est une liste de poids, au format de `set_weights`. La forme de ces tableaux dit combien il y a de neurones cachés : le même nombre pour tous les départs d'un appel, mais pas forcément à l'appel suivant. Pour **chacun**, on fait `steps` corrections, chacune avec **toutes** les images d'entraînement à la fois. Renvoyez le tableau des pertes sur les images de **validation**, après la dernière correction : une par départ, dans l'ordre.
#
# Chaque départ doit donner exactement ce qu'il donnerait s'il était seul dans `starts`. Essayez ! `train_on_batch(x, y)`, vu en partie 2, fait une correction ; mais la perte qu'il renvoie n'est pas celle qu'il vous faut.
# %% [markdown] lang="en"
# ## 3. Train: several starts, without memory (4 points)
#
# As in part 5, we want to know how much a result owes to the luck of the initial draw. The network, which you build with Keras: pixels divided by 255, a hidden layer with ReLU, an output layer of three neurons with softmax. The loss is the cross-entropy (labels 0, 1 or 2), the optimiser `SGD`, with rate `rate` and `momentum=0.9`.
#
# `starts` holds several starts: each one is a list of weights, in the format of `set_weights`. The shapes of these arrays tell how many hidden neurons there are: the same number for all starts of one call, but not necessarily in the next call. For **each**, `steps` corrections are made, each with **all** training images at once. Return the array of the losses on the **validation** images, after the last correction: one per start, in order.
#
# Each start must give exactly what it would give if it were alone in `starts`. Try it! `train_on_batch(x, y)`, met in part 2, makes one correction; but the loss it returns is not the one you need.


# %% tags=["exercise"]
def restarts(x, y, x_val, y_val, starts, rate, steps):
    T(
        """Perte de validation après steps corrections, pour chaque départ : tableau (départs,).

    `x` : (n, pixels), entiers de 0 à 255 ; `y` : (n,), étiquettes ; `x_val`, `y_val` : la validation ;
    `starts` : liste de [W1, b1, W2, b2] ; `rate` : un nombre ; `steps` : un entier.
    """,
        """Validation loss after steps corrections, for each start: array (starts,).

    `x`: (n, pixels), integers from 0 to 255; `y`: (n,), labels; `x_val`, `y_val`: the validation data;
    `starts`: list of [W1, b1, W2, b2]; `rate`: a number; `steps`: an integer.
    """,
    )
    ### BEGIN SOLUTION
    losses = []
    for start in starts:
        # fr: tout est neuf à chaque départ : le réseau, et l'optimiseur avec son élan
        # en: everything is new at each start: the network, and the optimiser with its momentum
        model = keras.Sequential(
            [
                keras.Input((x.shape[1],)),
                layers.Rescaling(1 / 255),
                layers.Dense(len(start[1]), activation="relu"),
                layers.Dense(3, activation="softmax"),
            ]
        )
        model.set_weights(start)
        optimizer = keras.optimizers.SGD(rate, momentum=0.9)
        model.compile(optimizer, "sparse_categorical_crossentropy")
        for _ in range(steps):
            model.train_on_batch(x, y)
        losses.append(model.evaluate(x_val, y_val, verbose=0))
    return np.array(losses)
    ### END SOLUTION


# %% [markdown] lang="fr"
# ## 4. Réparer : relire un fichier (5 points)
#
# Un collègue veut refaire **sans Keras** les prédictions de réseaux enregistrés, comme en partie 6, mais de réseaux quelconques. Il a déjà tiré du fichier :
#
# - `config`, la liste des couches **dans l'ordre du réseau**, chacune décrite par un dictionnaire : `Rescaling`, avec ses réglages `scale` et `offset` (un pixel $x$ devient `scale` × $x$ + `offset`), `Flatten`, ou `Dense`, avec son `activation` : `"relu"`, `"softmax"` ou `"linear"` (aucune) ;
# - `arrays`, le dictionnaire des poids `[W, b]` de chaque couche dense, **tel que le fichier HDF5 le donne**. Keras y nomme les couches denses, dans l'ordre du réseau, `dense`, `dense_1`, `dense_2`…
#
# Avec le réseau de la leçon, sa fonction donne les bonnes prédictions pour une image seule. Avec les autres réseaux, ou avec un lot, elle s'exécute sans message d'erreur, mais ce qu'elle renvoie est faux : elle a **trois** défauts. Réparez-la. (Des réseaux profonds, il y en aura : plus de dix couches denses.)
# %% [markdown] lang="en"
# ## 4. Debug: reading a file again (5 points)
#
# A colleague wants to redo the predictions of saved networks **without Keras**, as in part 6, but for all sorts of networks. He has already extracted from the file:
#
# - `config`, the list of layers **in the order of the network**, each described by a dictionary: `Rescaling`, with its settings `scale` and `offset` (a pixel $x$ becomes `scale` × $x$ + `offset`), `Flatten`, or `Dense`, with its `activation`: `"relu"`, `"softmax"` or `"linear"` (none);
# - `arrays`, the dictionary of the weights `[W, b]` of each dense layer, **as the HDF5 file gives it**. There Keras names the dense layers, in the order of the network, `dense`, `dense_1`, `dense_2`…
#
# With the network of the lesson his function gives the right predictions for a single image. With other networks, or with a batch, it runs without an error message, but what it returns is wrong: it has **three** bugs. Fix it. (There will be deep networks: more than ten dense layers.)


# %% tags=["exercise"]
def reread(config, arrays, images):
    T(
        """Réponses d'un réseau lu dans son fichier : tableau (n, sorties), une ligne par image.

    `config` : liste de dictionnaires ; `arrays` : {nom: [W, b]} ; `images` : (n, h, l), entiers.
    """,
        """Answers of a network read from its file: array (n, outputs), one row per image.

    `config`: list of dictionaries; `arrays`: {name: [W, b]}; `images`: (n, h, w), integers.
    """,
    )
    ### BEGIN BUG
    stored = iter(arrays.values())
    x = images
    for layer in config:
        if layer["class_name"] == "Rescaling":
            x = x * layer["scale"]
        elif layer["class_name"] == "Flatten":
            x = x.reshape(len(x), -1)
        elif layer["class_name"] == "Dense":
            W, b = next(stored)
            x = x @ W + b
            if layer["activation"] == "relu":
                x = np.maximum(x, 0)
            elif layer["activation"] == "softmax":
                e = np.exp(x - x.max())
                x = e / e.sum()
    return x
    ### END BUG
    ### BEGIN SOLUTION
    x, number = images, 0
    for layer in config:
        if layer["class_name"] == "Rescaling":
            x = x * layer["scale"] + layer["offset"]
        elif layer["class_name"] == "Flatten":
            x = x.reshape(len(x), -1)
        elif layer["class_name"] == "Dense":
            # fr: par son nom : dans l'ordre du fichier, dense_10 vient avant dense_2
            # en: by its name: in the order of the file, dense_10 comes before dense_2
            W, b = arrays[f"dense_{number}" if number else "dense"]
            number += 1
            x = x @ W + b
            if layer["activation"] == "relu":
                x = np.maximum(x, 0)
            elif layer["activation"] == "softmax":
                # fr: chaque ligne, donc chaque image, a sa propre somme
                # en: each row, so each image, has a sum of its own
                e = np.exp(x - x.max(axis=1, keepdims=True))
                x = e / e.sum(axis=1, keepdims=True)
    return x
    ### END SOLUTION


# %% [markdown] lang="fr" tags=["written"]
# ## 5. Expliquer : trois réseaux en un (4 points)
#
# Une amie entraîne trois fois le réseau de la leçon (784 → 256 → 128 → 10), pendant quatre époques ; seule la graine change. Puis elle combine les trois de deux façons, et mesure tout sur les 10 000 images de test de MNIST :
#
# | | exactitude |
# |---|---|
# | les trois réseaux | 98,05 %, 98,04 %, 98,04 % |
# | combinaison A : moyenne de leurs logits | 98,37 % |
# | combinaison B : un réseau de même forme, dont chaque poids est la moyenne des trois poids à la même position | 65,7 % |
#
# Elle conclut : « (1) Trois réseaux aussi proches ne peuvent pas donner 65,7 % : mon code de la combinaison B a une erreur. (2) La combinaison A gagne parce qu'elle a trois fois plus de paramètres. »
#
# - Conclusion 1 (2 points). Les 65,7 % prouvent-ils une erreur ? Expliquez. Puis proposez un essai **sans nouvel entraînement**, dont le résultat est connu d'avance, et que son code doit réussir s'il est juste. Citez une erreur que cet essai révélerait, et une autre qui lui échapperait.
# - Conclusion 2 (2 points). Est-elle prouvée ? Décrivez l'expérience qui la mettrait à l'épreuve : que compare-t-on, qu'est-ce qui reste égal, quel résultat la soutiendrait, et lequel la réfuterait ?
#
# Longueur attendue : deux ou trois phrases par point.
#
# Terminez par les noms de ceux qui vous ont aidé pour ce devoir, ou « personne ».
#
# ### RUBRIC
#
# Conclusion 1 (2 points).
#
# - 1 point : non. Deux réseaux peuvent calculer presque la même fonction avec des neurones cachés tout autres ou rangés dans un autre ordre : le neurone numéro 7 de l'un n'a aucun rapport avec le neurone numéro 7 de l'autre, et leur moyenne ne détecte plus rien. Accepter : ReLU et les produits de poids ne sont pas linéaires, la moyenne des poids n'est donc pas la moyenne des fonctions. (Les trois exactitudes sont proches ; les poids ne le sont pas.)
# - 1 point : un essai à résultat connu, que tout code juste réussit (un demi-point) ; une erreur qu'il révèle et une qui lui échappe (un demi-point). Par exemple : trois copies d'un **même** réseau ; la moyenne des poids doit redonner ses réponses, aux arrondis près. Cet essai révèle une somme au lieu d'une moyenne, des biais oubliés ou des poids rangés à une autre position ; il ne voit pas un code qui ne lirait que le premier réseau, ou qui compterait deux fois l'un des trois et oublierait un autre. Accepter aussi : trois réseaux aux poids tous égaux à 1, 2 et 6, et l'on doit trouver 3 partout (des poids rangés à une autre position lui échappent) ; un poids recalculé à la main (les autres lui échappent). Un demi-point seulement, en tout, pour un essai qui éclaire la cause sans pouvoir montrer une erreur : permuter les neurones cachés d'un réseau (mêmes réponses), puis faire la moyenne avec l'original. Mesuré : 98,05 % pour chacun des deux, 78,6 % pour leur moyenne.
#
# Conclusion 2 (2 points).
#
# - 1 point : non prouvée, car deux choses changent à la fois, le nombre de paramètres et le fait de combiner des réseaux entraînés séparément ; et un plan qui les sépare : un **seul** réseau, entraîné d'un bloc, avec environ 705 438 paramètres (3 × 235 146), mêmes données, mêmes époques, plusieurs graines. Ou : trois copies du même réseau (trois fois plus de paramètres, réponses inchangées : le nombre seul ne suffit donc pas) vaut un demi-point.
# - 1 point : les deux résultats possibles, avec une mesure du hasard. Si le grand réseau fait aussi bien que la combinaison A : conclusion soutenue. S'il reste vers 98,05 % : réfutée, la combinaison elle-même y est pour quelque chose. L'écart à juger, 0,3 point, est de l'ordre de la marge (± 0,25 point pour 98,37 % sur 10 000 images) : il faut plusieurs graines, ou compter les images que l'un lit et que l'autre manque.
#
# Le résultat n'est pas demandé. Pour information, mesuré avec un réseau 784 → 600 → 367 → 10 (695 247 paramètres) et deux graines : 98,32 % et 98,42 %, autant que la combinaison A. Ne pas accepter « vrai » ou « faux » sans expérience.
# %% [markdown] lang="en" tags=["written"]
# ## 5. Explain: three networks in one (4 points)
#
# A friend trains the network of the lesson (784 → 256 → 128 → 10) three times, for four epochs; only the seed changes. Then she combines the three in two ways, and measures everything on the 10,000 test images of MNIST:
#
# | | accuracy |
# |---|---|
# | the three networks | 98.05%, 98.04%, 98.04% |
# | combination A: mean of their logits | 98.37% |
# | combination B: a network of the same shape, each weight of which is the mean of the three weights at the same position | 65.7% |
#
# She concludes: “(1) Three networks this close cannot give 65.7%: my code for combination B has an error. (2) Combination A wins because it has three times as many parameters.”
#
# - Conclusion 1 (2 points). Do the 65.7% prove an error? Explain. Then propose a test **without any new training**, whose result is known beforehand, and which her code must pass if it is right. Name an error that this test would reveal, and another that would escape it.
# - Conclusion 2 (2 points). Is it proved? Describe the experiment that would put it to the test: what is compared, what stays equal, which result would support it, and which would refute it?
#
# Expected length: two or three sentences per point.
#
# End with the names of those who helped you with this assignment, or “nobody”.
#
# ### RUBRIC
#
# Conclusion 1 (2 points).
#
# - 1 point: no. Two networks can compute nearly the same function with entirely different hidden neurons, or with the same ones in another order: neuron number 7 of one has nothing to do with neuron number 7 of the other, and their mean detects nothing any more. Accept: ReLU and the products of weights are not linear, so the mean of the weights is not the mean of the functions. (The three accuracies are close; the weights are not.)
# - 1 point: a test with a known result, which any right code passes (half a point); an error that it reveals and one that escapes it (half a point). For instance: three copies of **one** network; the mean of the weights must give its answers again, up to rounding. This test reveals a sum instead of a mean, forgotten biases or weights put at another position; it does not see a code that would read the first network only, or count one of the three twice and forget another. Accept also: three networks whose weights are all equal to 1, 2 and 6, where 3 must be found everywhere (weights put at another position escape it); one weight computed again by hand (the others escape it). Only half a point, in all, for a test that sheds light on the cause but could not show an error: permute the hidden neurons of a network (same answers), then take the mean with the original. Measured: 98.05% for each of the two, 78.6% for their mean.
#
# Conclusion 2 (2 points).
#
# - 1 point: not proved, since two things change at once, the number of parameters and the fact of combining networks that were trained separately; and a design that separates them: a **single** network, trained as a whole, with about 705,438 parameters (3 × 235,146), same data, same epochs, several seeds. Or: three copies of the same network (three times as many parameters, unchanged answers: so the number alone is not enough) is worth half a point.
# - 1 point: both possible results, with a measure of chance. If the large network does as well as combination A: conclusion supported. If it stays at about 98.05%: refuted, the combination itself has something to do with it. The gap to be judged, 0.3 points, is of the order of the margin (±0.25 points for 98.37% on 10,000 images): several seeds are needed, or a count of the images that one reads and the other misses.
#
# The outcome is not asked for. For information, measured with a network 784 → 600 → 367 → 10 (695,247 parameters) and two seeds: 98.32% and 98.42%, as much as combination A. Do not accept “true” or “false” without an experiment.
