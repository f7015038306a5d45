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
#   lesson:
#     title:
#       fr: Premier réseau avec Keras
#       en: A first network with Keras
#     objectives:
#       fr:
#       - écrire le même réseau de trois façons (Sequential, Functional, sous-classe) et compter ses paramètres
#       - dire ce que fit calcule, et pourquoi la perte affichée n'est pas celle du réseau
#       - surveiller un entraînement, avec validation, callbacks et TensorBoard
#       - mesurer un perceptron multicouche sur MNIST, avec une marge d'erreur et plusieurs graines
#       - ouvrir un fichier .keras et refaire ses prédictions en NumPy
#       en:
#       - write the same network in three ways (Sequential, Functional, subclass) and count its parameters
#       - say what fit computes, and why the displayed loss is not the loss of the network
#       - watch over a training run with validation, callbacks and TensorBoard
#       - measure a multilayer perceptron on MNIST, with a margin of error and several seeds
#       - open a .keras file and redo its predictions in NumPy
#     prerequisites: ["02", "03", "04", "05"]
#     reading: 110
#     next:
#       fr: "{{lesson 07}} : pourquoi un réseau qui réussit à l'entraînement échoue parfois ailleurs, et ce qu'on peut y faire."
#       en: "{{lesson 07}}: why a network that does well in training sometimes fails elsewhere, and what can be done about it."
# ---

# %% tags=["source-only"]
from course_utils import T

# %% tags=["parameters"]
# fr: None : lu dans COURSE_PROFILE, COURSE_DATA et COURSE_SEED ; à défaut full, auto et 0.
# en: None: read from COURSE_PROFILE, COURSE_DATA and COURSE_SEED; by default full, auto and 0.
profile = None
data = None
seed = None

# %%
from course_utils import LiveCurves, check, claim, explore, load
from course_utils import number, percent, plots, quiz, show, start

lesson = start("06_keras_first_network", T("fr", "en"), profile=profile, data=data, seed=seed)

# %%
import importlib.util
import io
import json
import math
import zipfile

import h5py
import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.util.tensor_util import make_ndarray

digits = load("mnist")

# %% [markdown] lang="fr"
# ## Une question pour commencer
#
# Un réseau dense ne reçoit pas une image, mais une suite de 784 nombres, une rangée de pixels après l'autre. Saurez-vous lire le chiffre sur la courbe ? Le réseau doit l'en tirer. Qu'a-t-il appris pour cela, et qu'en garde le fichier où on l'enregistre ?
# %% [markdown] lang="en"
# ## A question to begin with
#
# A dense network is not given an image but a sequence of 784 numbers, one row of pixels after another. Can you read the digit off the curve? The network must. What has it learned to do so, and what of it is kept in the file to which it is saved?

# %%
image = digits.x_train[0]
figure, (left, right) = plt.subplots(1, 2, figsize=(8, 2.5), width_ratios=(1, 3))
left.imshow(image)
left.set(title=T(f"étiquette : {digits.y_train[0]}", f"label: {digits.y_train[0]}"), xticks=[], yticks=[])
right.fill_between(np.arange(784), image.reshape(-1), step="mid")
right.set(xlabel=T("pixel (rangée après rangée)", "pixel (row after row)"),
          ylabel=T("encre (0 à 255)", "ink (0 to 255)"), xlim=(0, 784), xticks=range(0, 785, 112))
show(figure,
     T("Une image de chiffre, et ses 784 pixels bout à bout : des pics, un groupe par rangée encrée.",
       "An image of a digit, and its 784 pixels end to end: peaks, one group for each row with ink."))

# %% [markdown] lang="fr"
# Le code ci-dessous construit un réseau qui lit des chiffres, lui fait voir une fois chaque image d'entraînement et l'enregistre dans un fichier. Un douzième des images est mis de côté, pour juger le réseau sur des images qu'il n'a pas vues (la **validation**).
#
# La seconde cellule affiche cinq nombres. Aucun n'est évident, et deux semblent se contredire. D'où vient chacun ? À la fin de la leçon, vous saurez les expliquer tous, et vous lirez des chiffres avec ce que contient un tel fichier, **sans Keras**.
# %% [markdown] lang="en"
# The code below builds a network that reads digits, shows it every training image once and saves it to a file. One twelfth of the images is set aside, to judge the network on images it has not seen (**validation**).
#
# The second cell prints five numbers. None of them is obvious, and two seem to contradict each other. Where does each one come from? By the end of the lesson you will be able to explain them all, and you will read digits with what such a file holds, **without Keras**.

# %%
# fr: 279 : deux lots entiers de 128, une fois la validation ôtée
# en: 279: two whole batches of 128, once validation is taken out
n = lesson.pick(full=len(digits.x_train), fast=279)
n_val = n // 12
x_train, y_train = digits.x_train[: n - n_val], digits.y_train[: n - n_val]
x_val, y_val = digits.x_train[n - n_val : n], digits.y_train[n - n_val : n]

model = keras.Sequential([
    keras.Input((28, 28)),
    layers.Rescaling(1 / 255),
    layers.Flatten(),
    layers.Dense(256, activation="relu"),
    layers.Dense(128, activation="relu"),
    layers.Dense(10, activation="softmax"),
])
# fr: sparse : les étiquettes sont des numéros de classe, de 0 à 9
# en: sparse: the labels are class numbers, 0 to 9
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
first = model.fit(x_train, y_train, batch_size=128, epochs=1, verbose=2)

# %%
loss, accuracy = model.evaluate(x_train, y_train, batch_size=500, verbose=0)
path = lesson.folder / "first.keras"
model.save(path)
megabytes = path.stat().st_size / 1e6
print(T("lots de 128 images            ", "batches of 128 images      "), math.ceil(len(x_train) / 128))
print(T("perte affichée par fit        ", "loss displayed by fit      "), number(first.history["loss"][0], 3))
print(T("perte sur les mêmes images    ", "loss on the same images    "), number(loss, 3))
print(T("paramètres                    ", "parameters                 "), number(model.count_params(), 0))
print(T("fichier                       ", "file                       "), number(megabytes, 2), T("Mo", "MB"))

# %% [markdown] lang="fr"
# Même réseau, mêmes images, deux pertes très différentes : laquelle est fausse ? Et un paramètre occupe quatre octets (`float32`) : multipliez, le fichier est bien trop gros. Que contient-il d'autre ?
# %% [markdown] lang="en"
# Same network, same images, two very different losses: which one is wrong? And a parameter takes four bytes (`float32`): multiply, and the file is far too big. What else is in it?

# %% [markdown] lang="fr"
# ## 1. Trois écritures, un réseau
#
# Un **perceptron multicouche** (*multilayer perceptron*, MLP) : une **couche d'entrée**, les 784 pixels ; des **couches cachées**, ici de 256 et 128 neurones ; une **couche de sortie**, un neurone par classe. Chaque couche dense (`Dense`) applique à un lot $H$, une image par ligne :
#
# $$H' = f(HW + b), \qquad W : (n_\text{entrée},\, n_\text{sortie}), \quad b : (n_\text{sortie})$$
#
# `Rescaling` divise par 255, et `Flatten` déroule l'image, comme dans la première figure, car `Dense` n'agit que sur le dernier axe : ni l'une ni l'autre n'a de paramètre.
#
# L'écriture **Sequential**, ci-dessus, empile. L'écriture **Functional** nomme chaque tenseur : un même tenseur peut aller à deux endroits.
# %% [markdown] lang="en"
# ## 1. Three styles, one network
#
# A **multilayer perceptron** (MLP): an **input layer**, the 784 pixels; **hidden layers**, here of 256 and 128 neurons; an **output layer**, one neuron per class. Each dense layer (`Dense`) applies to a batch $H$, one image per row:
#
# $$H' = f(HW + b), \qquad W : (n_\text{in},\, n_\text{out}), \quad b : (n_\text{out})$$
#
# `Rescaling` divides by 255, and `Flatten` unrolls the image, as in the first figure, since `Dense` acts on the last axis only: neither has any parameters.
#
# The **Sequential** style above stacks layers. The **Functional** style names every tensor: one tensor may go to two places.

# %%
def build():
    image = keras.Input((28, 28))
    x = layers.Rescaling(1 / 255)(image)
    x = layers.Flatten()(x)
    x = layers.Dense(256, activation="relu", name="hidden_1")(x)
    x = layers.Dense(128, activation="relu", name="hidden_2")(x)
    x = layers.Dense(10, activation="softmax", name="digit")(x)
    return keras.Model(image, x)

functional = build()

# %% [markdown] lang="fr"
# L'écriture par **sous-classe** (*subclassing*) déclare les couches, puis dit en Python ce que devient un lot : boucles et conditions y sont permises. En échange, Keras ne connaît aucune forme, et ne crée aucun poids, avant d'avoir vu passer des données. Il sait écrire la liste des couches d'un réseau en texte (JSON, partie 6), mais pas celle d'une sous-classe, qui est du Python.
# %% [markdown] lang="en"
# **Subclassing** declares the layers, then says in Python what becomes of a batch: loops and conditions are allowed. In exchange, Keras knows no shape, and creates no weight, until data have gone through the network. It can write the list of a network's layers as text (JSON, part 6), but not that of a subclass, which is Python.

# %%
class Reader(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.rescale, self.flatten = layers.Rescaling(1 / 255), layers.Flatten()
        self.hidden_1 = layers.Dense(256, activation="relu")
        self.hidden_2 = layers.Dense(128, activation="relu")
        self.digit = layers.Dense(10, activation="softmax")

    def call(self, images):
        x = self.flatten(self.rescale(images))
        return self.digit(self.hidden_2(self.hidden_1(x)))

subclassed = Reader()
before = len(subclassed.weights)
subclassed(x_train[:1])
print(T("tableaux de poids avant et après une première image :", "weight arrays before and after a first image:"),
      before, len(subclassed.weights))

# %%
by_hand = (784 + 1) * 256 + (256 + 1) * 128 + (128 + 1) * 10
three = (model, functional, subclassed)
for network in three:
    network.set_weights(model.get_weights())
answers = [network.predict(x_val[:100], verbose=0) for network in three]
claim(T(f"Les trois ont {number(by_hand, 0)} paramètres, comme à la main",
        f"All three have {number(by_hand, 0)} parameters, as counted by hand"),
      all(network.count_params() == by_hand for network in three))
claim(T("Avec les mêmes poids, les trois donnent les mêmes sorties",
        "With the same weights, all three give the same outputs"),
      all(np.allclose(one, answers[0], atol=1e-6) for one in answers))
claim(T("Seule la sous-classe n'écrit pas ses couches dans le JSON : il ne peut contenir du Python",
        "Only the subclass does not write its layers into the JSON, which cannot hold Python"),
      ["Dense" in network.to_json() for network in three] == [True, True, False]);

# %%
dense = [layer for layer in functional.layers if layer.count_params()]
counts = np.array([layer.count_params() for layer in dense])
shapes = [" → ".join(map(str, layer.kernel.shape)) for layer in dense]
figure, axis = plt.subplots(figsize=(6.5, 2))
bars = axis.barh(shapes, counts / 1000)
axis.bar_label(bars, [percent(count / by_hand, 1) for count in counts], padding=4)
axis.invert_yaxis()
axis.set(xlabel=T("paramètres (milliers)", "parameters (thousands)"), ylabel=T("couche dense", "dense layer"), xlim=(0, 235))
show(figure,
     T("Paramètres par couche dense : plus de quatre sur cinq sont dans la première, 784 → 256.",
       "Parameters per dense layer: more than four in five are in the first one, 784 → 256."))

# %% [markdown] lang="fr"
# Une couche dense a $n_\text{entrée} \cdot n_\text{sortie}$ poids et $n_\text{sortie}$ biais. Voilà expliqué le nombre de paramètres : $785 \cdot 256 + 257 \cdot 128 + 129 \cdot 10 = 235\,146$. La première couche, celle qui touche aux pixels, en prend l'essentiel : retenez-le pour la partie 6.
#
# Les trois écritures donnent le même calcul ; choisissez la plus simple qui suffit. Ce cours écrit d'ordinaire en Functional.
# %% [markdown] lang="en"
# A dense layer has $n_\text{in} \cdot n_\text{out}$ weights and $n_\text{out}$ biases. That explains the number of parameters: $785 \cdot 256 + 257 \cdot 128 + 129 \cdot 10 = 235{,}146$. The first layer, the one that touches the pixels, takes most of them: remember it for part 6.
#
# The three styles give the same computation; choose the simplest one that will do. This course usually writes in the Functional style.

# %% [markdown] lang="fr"
# ## 2. Un pas de `fit`, à la main
#
# `compile` choisit la perte, l'optimiseur et les mesures à afficher. `fit` répète ensuite, à chaque **époque** : mélanger les $n$ images, les découper en lots de $B$ (le dernier est plus petit si $n$ n'est pas un multiple de $B$), et faire **une correction des poids par lot** :
#
# $$\text{corrections par époque} = \lceil n / B \rceil$$
#
# L'optimiseur tient le compte de ses corrections.
# %% [markdown] lang="en"
# ## 2. One step of `fit`, by hand
#
# `compile` chooses the loss, the optimiser and the metrics to display. Then, in every **epoch**, `fit` shuffles the $n$ images, cuts them into batches of $B$ (the last one is smaller if $n$ is not a multiple of $B$), and makes **one correction of the weights per batch**:
#
# $$\text{corrections per epoch} = \lceil n / B \rceil$$
#
# The optimiser keeps count of its corrections.

# %%
steps = math.ceil(len(x_train) / 128)
last = len(x_train) - (steps - 1) * 128
print(T(f"{steps} lots, le dernier de {last} images", f"{steps} batches, the last one of {last} images"))
claim(T(f"L'optimiseur a fait {steps} corrections", f"The optimiser made {steps} corrections"),
      int(model.optimizer.iterations) == steps);

# %% [markdown] lang="fr"
# Refaisons un pas sans Keras. D'abord le passage avant, deux couches cachées et un softmax en NumPy, puis la perte : la moyenne de $-\log p_{\text{vrai}}$ sur le lot. (`ops=np` est une porte laissée ouverte pour la partie 6.)
# %% [markdown] lang="en"
# Let us redo one step without Keras. First the forward pass, two hidden layers and a softmax in NumPy, then the loss: the mean of $-\log p_{\text{true}}$ over the batch. (`ops=np` is a door left open for part 6.)

# %%
def forward(x, weights, ops=np):
    W1, b1, W2, b2, W3, b3 = weights
    h = ops.maximum(x @ W1 + b1, 0)
    h = ops.maximum(h @ W2 + b2, 0)
    z = h @ W3 + b3
    e = ops.exp(z - ops.max(z, axis=1, keepdims=True))
    return h, e / ops.sum(e, axis=1, keepdims=True)

def flat(images):
    return images.reshape(-1, 784).astype("float32") / 255

batch, truth = x_train[:128], y_train[:128]
h, p = forward(flat(batch), model.get_weights())
loss = -np.log(p[np.arange(len(p)), truth]).mean()
from_keras, _ = model.evaluate(batch, truth, verbose=0)
claim(T("NumPy et evaluate donnent la même perte", "NumPy and evaluate give the same loss"),
      np.isclose(loss, from_keras, rtol=1e-4));

# %% [markdown] lang="fr"
# Puis la correction. Avec la descente de gradient ordinaire (`SGD`), et pour la couche de sortie, dont la leçon 05 donne le gradient :
#
# $$W_3 \leftarrow W_3 - \eta\, \frac{1}{B}\, H^\top (P - Y)$$
#
# $H$ : sortie de la dernière couche cachée ; $P$ : probabilités ; $Y$ : un 1 par ligne, dans la colonne du bon chiffre.
# %% [markdown] lang="en"
# Then the correction. With plain gradient descent (`SGD`), and for the output layer, whose gradient lesson 05 gives:
#
# $$W_3 \leftarrow W_3 - \eta\, \frac{1}{B}\, H^\top (P - Y)$$
#
# $H$: output of the last hidden layer; $P$: probabilities; $Y$: one 1 per row, in the column of the right digit.

# %%
rate = 0.1
W3 = model.get_weights()[4]
gradient = h.T @ (p - np.eye(10)[truth]) / len(p)

model.compile(keras.optimizers.SGD(rate), "sparse_categorical_crossentropy")
model.train_on_batch(batch, truth)
W3_keras = model.get_weights()[4]
print(T("plus grande correction d'un poids :", "largest correction of a weight:"),
      number(abs(W3_keras - W3).max(), 5))
claim(T("Un pas de Keras est notre formule", "One step of Keras is our formula"),
      np.allclose(W3_keras, W3 - rate * gradient, atol=1e-6));

# %% [markdown] lang="fr"
# Voilà expliqué le nombre de lots, et `fit` avec lui : un pas comme celui-ci, répété. Adam part du même gradient et en tire un autre pas (leçon 04). Les gradients des autres couches viennent par la règle de la chaîne, comme en leçon 05.
# %% [markdown] lang="en"
# That explains the number of batches, and `fit` with it: a step like this one, repeated. Adam starts from the same gradient and makes a different step from it (lesson 04). The gradients of the other layers follow by the chain rule, as in lesson 05.

# %% [markdown] lang="fr"
# ## 3. La perte affichée n'est pas celle du réseau
#
# Pendant l'époque, le réseau change à chaque lot. Après $k$ lots, `fit` affiche la **moyenne courante** (*running mean*)
#
# $$\bar\ell_k = \frac{1}{k} \sum_{i=1}^{k} \ell_i(\theta_{i-1})$$
#
# où $\ell_i$ est la perte du lot $i$, calculée avec les poids $\theta_{i-1}$ de ce moment-là (et pondérée par la taille du lot, si le dernier est plus petit).
#
# Pour le voir, écrivons un **callback** : un objet que `fit` appelle à des moments convenus, ici après chaque lot. Et donnons comme « validation » les images d'entraînement elles-mêmes : Keras les évaluera à la fin de chaque époque, avec des poids qui ne bougent plus.
# %% [markdown] lang="en"
# ## 3. The displayed loss is not the loss of the network
#
# During the epoch the network changes with every batch. After $k$ batches `fit` displays the **running mean**
#
# $$\bar\ell_k = \frac{1}{k} \sum_{i=1}^{k} \ell_i(\theta_{i-1})$$
#
# where $\ell_i$ is the loss of batch $i$, computed with the weights $\theta_{i-1}$ of that moment (and weighted by the size of the batch, if the last one is smaller).
#
# To see it, let us write a **callback**: an object that `fit` calls at agreed moments, here after every batch. And let us give the training images themselves as “validation”: Keras will evaluate them at the end of each epoch, with weights that no longer move.

# %%
class Recorder(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.shown = []

    def on_train_batch_end(self, batch, logs=None):
        self.shown.append(logs["loss"])

model, recorder = build(), Recorder()
model.compile("adam", "sparse_categorical_crossentropy")
history = model.fit(x_train, y_train, batch_size=128, epochs=3, verbose=0,
                    validation_data=(x_train, y_train), validation_batch_size=500,
                    callbacks=[recorder, LiveCurves(curves=False)])

# %%
figure, axis = plt.subplots(figsize=(7, 3))
epoch_of_batch = np.arange(1, len(recorder.shown) + 1) / steps
axis.plot(epoch_of_batch, recorder.shown, color=plots.ORANGE, label=T("perte affichée", "displayed loss"))
axis.plot([1, 2, 3], history.history["val_loss"], "o", ms=8, color=plots.BLUE,
          label=T("perte du réseau, mêmes images", "loss of the network, same images"))
axis.set(xlabel=T("époque", "epoch"), ylabel=T("perte", "loss"), xticks=range(4),
         ylim=(0, 2.5 * history.history["loss"][0]))
axis.legend()
show(figure,
     T("La perte affichée descend par marches ; en fin d'époque, celle du réseau est plus basse.",
       "The displayed loss falls in steps; at the end of every epoch that of the network is lower."))

# %%
claim(T("Première époque : perte affichée ÷ perte du réseau", "First epoch: displayed loss ÷ loss of the network"),
      history.history["loss"][0] / history.history["val_loss"][0], at_least=1.5, digits=1)
early = recorder.shown[steps + min(20, steps) - 1]
claim(T("Après 20 lots de la deuxième époque : perte affichée ÷ perte à la fin de la première",
        "After 20 batches of the second epoch: displayed loss ÷ loss at the end of the first"),
      early / history.history["val_loss"][0], at_most=1.5, digits=1)
model.compile(keras.optimizers.SGD(0.0), "sparse_categorical_crossentropy")
frozen = model.fit(x_train[:500], y_train[:500], verbose=0).history["loss"][0]
claim(T("Avec un taux d'apprentissage nul, les deux pertes coïncident",
        "With a learning rate of zero the two losses coincide"),
      np.isclose(frozen, model.evaluate(x_train[:500], y_train[:500], verbose=0), rtol=1e-4));

# %% [markdown] lang="fr"
# Voilà expliquées les deux pertes du début (ici sur un réseau entraîné de nouveau), et aucune n'est fausse. Celle de `fit` est une moyenne sur le passé, relevée par les premiers lots, quand le réseau ne savait rien ; celle d'`evaluate` décrit le réseau tel qu'il est maintenant. Un réseau qui ne change pas (taux nul) ne montre aucun écart.
#
# Au début de la deuxième époque, la courbe orange tombe d'un coup, tout près du point bleu. **Le réseau n'y est pour rien** : la moyenne a oublié l'époque passée. Ne cherchez donc pas ce que votre réseau a « compris » à cet instant.
# %% [markdown] lang="en"
# That explains the two losses from the beginning (here on a network trained anew), and neither is wrong. `fit`'s is a mean over the past, raised by the first batches, when the network knew nothing; `evaluate`'s describes the network as it is now. A network that does not change (rate zero) shows no gap.
#
# At the beginning of the second epoch the orange curve drops abruptly, close to the blue dot. **The network has nothing to do with it**: the mean has forgotten the past epoch. So do not look for what your network has “understood” at that moment.

# %% [markdown] lang="fr"
# ## 4. Surveiller l'entraînement
#
# Pour surveiller, il faut des images que l'entraînement n'a pas vues. `validation_split=0.1` en réserve un dixième… mais lequel ? **Les dernières**, avant tout mélange. Essayons avec des images rangées par chiffre, comme le sont souvent les dossiers.
# %% [markdown] lang="en"
# ## 4. Monitoring the training
#
# Monitoring requires images that training has not seen. `validation_split=0.1` sets a tenth aside… but which tenth? **The last images**, before any shuffling. Let us try with images sorted by digit, as folders often are.

# %%
each = lesson.pick(full=100, fast=3)
ordered = np.concatenate([np.flatnonzero(y_train == digit)[:each] for digit in range(10)])
mixed = np.random.default_rng(lesson.seed).permutation(ordered)
scores = []
for order in (ordered, mixed):
    x, y = x_train[order], y_train[order]
    model = build()
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    past = model.fit(x, y, epochs=lesson.pick(8, 1), validation_split=0.1, verbose=0).history
    on_last, _ = model.evaluate(x[-each:], y[-each:], verbose=0)
    same = np.isclose(past["val_loss"][-1], on_last, rtol=1e-4)
    scores.append((past["accuracy"][-1], past["val_accuracy"][-1], same))

# %%
for name, score in zip((T("rangées", "sorted"), T("mélangées", "mixed")), scores):
    print(f"{name:10}", T("entraînement", "training"), percent(score[0]), "- validation", percent(score[1]))
claim(T("validation_split prend exactement le dernier dixième", "validation_split takes exactly the last tenth"),
      all(score[2] for score in scores))
claim(T("Exactitude de validation, images rangées", "Validation accuracy, sorted images"), scores[0][1],
      at_most=0.01, as_percent=True)
claim(T("Exactitude de validation, images mélangées", "Validation accuracy, mixed images"), scores[1][1],
      at_least=0.7, as_percent=True);

# %% [markdown] lang="fr"
# Rangées, les dernières images sont toutes des 9, que l'entraînement n'a jamais vus. `shuffle=True`, pourtant actif, ne mélange que la partie gardée pour l'entraînement. Mélangez d'abord, ou passez `validation_data`.
#
# Le vrai entraînement, maintenant, avec cinq callbacks :
#
# | callback | à la fin de chaque époque |
# |---|---|
# | `LearningRateScheduler` | (au début) fixe le taux d'apprentissage : grands pas, puis petits |
# | `EarlyStopping` | arrête après plusieurs époques sans progrès de l'exactitude de validation ; à la fin, rend les meilleurs poids |
# | `ModelCheckpoint` | enregistre le réseau s'il vient de progresser |
# | `TensorBoard` | écrit un journal |
# | `LiveCurves` | tient la ligne de progression ; celui-ci vient du cours |
# %% [markdown] lang="en"
# Sorted, the last images are all 9s, which training has never seen. `shuffle=True`, though active, shuffles only the part kept for training. Shuffle first, or pass `validation_data`.
#
# Now the real training, with five callbacks:
#
# | callback | at the end of each epoch |
# |---|---|
# | `LearningRateScheduler` | (at the beginning) sets the learning rate: large steps, then small ones |
# | `EarlyStopping` | stops after several epochs without progress in validation accuracy; at the end, gives back the best weights |
# | `ModelCheckpoint` | saves the network if it has just improved |
# | `TensorBoard` | writes a log |
# | `LiveCurves` | keeps the progress line; this one belongs to the course |

# %%
epochs = lesson.pick(full=8 if digits.origin == "real" else 16, fast=2)
patience = 3 if digits.origin == "real" else 6

def train(seed, *callbacks):
    keras.utils.set_random_seed(seed)
    model = build()
    initial = model.get_weights()
    # fr: 16 lots par appel : moins de temps perdu, mais les callbacks ne voient qu'un lot sur 16
    # en: 16 batches per call: less time lost, but callbacks see only one batch in 16
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"],
                  steps_per_execution=lesson.pick(full=16, fast=1))
    callbacks = [
        keras.callbacks.LearningRateScheduler(lambda epoch: 0.003 * (1 - epoch / epochs)),
        keras.callbacks.EarlyStopping("val_accuracy", patience=patience, restore_best_weights=True),
        *callbacks, LiveCurves(curves=False)]
    history = model.fit(x_train, y_train, batch_size=128, epochs=epochs, verbose=0,
                        validation_data=(x_val, y_val), callbacks=callbacks)
    return model, history.history, initial

# %%
checkpoint, logs = lesson.folder / "best.keras", lesson.folder / "logs"
best_so_far = keras.callbacks.ModelCheckpoint(checkpoint, "val_accuracy", save_best_only=True)
journal = keras.callbacks.TensorBoard(logs)
mlp, history, initial = train(lesson.seed, best_so_far, journal)

# %%
best = int(np.argmax(history["val_accuracy"]))
done = len(history["loss"])
print(T(f"époques prévues : {epochs}, faites : {done}, meilleure : {best + 1}",
        f"epochs planned: {epochs}, run: {done}, best: {best + 1}"))
_, val_accuracy = mlp.evaluate(x_val, y_val, verbose=0)
claim(T("Le réseau rendu est celui de la meilleure époque",
        "The network given back is that of the best epoch"),
      np.isclose(val_accuracy, history["val_accuracy"][best]))
saved = keras.models.load_model(checkpoint)
claim(T("Le fichier de ModelCheckpoint contient les mêmes poids", "The file of ModelCheckpoint holds the same weights"),
      all(map(np.array_equal, saved.get_weights(), mlp.get_weights())));

# %% [markdown] lang="fr"
# Le journal se regarde avec **TensorBoard**, qui se passe de connexion (mais ne fonctionne pas sur Binder). Dans une cellule à vous :
#
# ```
# %load_ext tensorboard
# %tensorboard --logdir DOSSIER
# ```
#
# ou, dans un terminal, `tensorboard --logdir DOSSIER`, où DOSSIER est la valeur de `logs` (`print(logs)` ; ce dossier temporaire disparaît avec le noyau). Mais ses courbes ne sont que des couples (époque, valeur) : relisons-les nous-mêmes.
# %% [markdown] lang="en"
# **TensorBoard**, which needs no connection (but does not work on Binder), displays the log. In a cell of your own:
#
# ```
# %load_ext tensorboard
# %tensorboard --logdir FOLDER
# ```
#
# or, in a terminal, `tensorboard --logdir FOLDER`, where FOLDER is the value of `logs` (`print(logs)`; this temporary folder disappears with the kernel). But its curves are only pairs (epoch, value): let us read them ourselves.

# %%
def read_log(part):
    # fr: 0 : garder tous les points ; make_ndarray : d'un événement à un tableau
    # en: 0: keep all points; make_ndarray: from an event to an array
    log = EventAccumulator(str(logs / part), size_guidance={"tensors": 0}).Reload()
    tags = [tag for tag in log.Tags()["tensors"] if tag.startswith("epoch_")]
    return {tag: [float(make_ndarray(event.tensor_proto)) for event in log.Tensors(tag)]
            for tag in tags}

training, validation = read_log("train"), read_log("validation")
print(*sorted(training))
claim(T("Le journal contient les pertes de history", "The log contains the losses of history"),
      np.allclose(training["epoch_loss"], history["loss"])
      and np.allclose(validation["epoch_loss"], history["val_loss"]));

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(7.5, 2.8))
at = np.arange(1, len(training["epoch_loss"]) + 1)
left.plot(at, training["epoch_loss"], "o-", label=T("entraînement", "training"))
left.plot(at, validation["epoch_loss"], "s--", label="validation")
left.set(xlabel=T("époque", "epoch"), ylabel=T("perte", "loss"), ylim=(0, None), xticks=at)
left.legend()
right.plot(at, training["epoch_learning_rate"], "o-", color=plots.GREEN)
right.set(xlabel=T("époque", "epoch"), ylabel=T("taux d'apprentissage", "learning rate"),
          ylim=(0, None), xticks=at)
show(figure,
     T("Lus dans le journal : pertes par époque, et taux d'apprentissage, qui descend tout droit.",
       "Read in the log: losses per epoch, and learning rate, which falls in a straight line."))
claim(T("Dernière époque : perte de validation ÷ d'entraînement", "Last epoch: validation loss ÷ training loss"),
      validation["epoch_loss"][-1] / training["epoch_loss"][-1],
      at_least=3, on_sample=1.5, digits=1);

# %% [markdown] lang="fr"
# À la première époque, la courbe d'entraînement est encore gonflée par l'effet de la partie 3. À la dernière (profil full), elle finit bien au-dessous de la validation, et la moyenne affichée est plutôt trop haute : l'écart réel n'en est que plus grand. Le réseau en sait plus sur les images qu'il a vues que sur les autres : c'est le sujet de la leçon 07.
# %% [markdown] lang="en"
# In the first epoch the training curve is still inflated by the effect of part 3. In the last one (full profile) it ends up far below validation, and the displayed mean is, if anything, too high: the real gap is wider still. The network knows more about the images it has seen than about the others: that is the subject of lesson 07.

# %% [markdown] lang="fr"
# ## 5. Mesurer : une fois, mais pas un seul réseau
#
# La validation a choisi l'époque : son exactitude, la plus haute de toutes, est donc un peu flatteuse. Pour mesurer, il faut le test. Mais un seul entraînement mesure aussi la chance de ses tirages au sort : poids de départ, ordre des images. Entraînons donc deux autres réseaux, qui ne diffèrent que par la graine, puis mesurons les trois, **sans en choisir un**.
#
# Deux hasards se mêlent alors : celui de l'entraînement, que montre l'écart entre les trois points, et celui des $n$ images du test, que donne la marge d'erreur à 95 % d'une proportion $p$ :
#
# $$\pm\, 1{,}96 \sqrt{p\,(1-p)/n}$$
# %% [markdown] lang="en"
# ## 5. Measuring: once, but not one network alone
#
# Validation has chosen the epoch: its accuracy, the highest of all, is therefore a little flattering. To measure we need the test data. But a single training run also measures the luck of its random draws: starting weights, order of the images. So let us train two more networks that differ only in the seed, then measure all three, **without choosing one**.
#
# Two kinds of chance are then at work: that of training, shown by the gap between the three points, and that of the $n$ test images, given by the 95% margin of error of a proportion $p$:
#
# $$\pm\, 1.96 \sqrt{p\,(1-p)/n}$$

# %%
networks = [mlp, *(train(lesson.seed + i)[0] for i in lesson.pick(full=(1, 2), fast=(1,)))]

n_test = lesson.pick(full=len(digits.x_test), fast=500)
x_test, y_test = digits.x_test[:n_test], digits.y_test[:n_test]
predictions = [network.predict(x_test, batch_size=500, verbose=0) for network in networks]
accuracies = np.array([np.mean(p.argmax(axis=1) == y_test) for p in predictions])
margins = 1.96 * np.sqrt(accuracies * (1 - accuracies) / n_test)

# %%
figure, axis = plt.subplots(figsize=(6.5, 2))
names = [T(f"graine {lesson.seed + i}", f"seed {lesson.seed + i}") for i in range(len(networks))]
axis.errorbar(100 * accuracies, names, xerr=100 * margins, fmt="o", ms=8, capsize=5)
axis.set(xlabel=T("exactitude sur le test (%)", "accuracy on the test data (%)"), ylim=(-0.5, 2.5))
show(figure,
     T("Exactitude des trois réseaux avec leur marge d'erreur ; les trois intervalles se recouvrent.",
       "Accuracy of the three networks with its margin of error; the three intervals overlap."))
for name, a, m in zip(names, accuracies, margins):
    print(name, percent(a, 2), "±", percent(m, 2))
claim(T("Exactitude moyenne des trois réseaux", "Mean accuracy of the three networks"), accuracies.mean(),
      at_least=0.98, on_sample=0.9, as_percent=True);

# %% [markdown] lang="fr"
# Trois réseaux aux poids différents, à peu près la même exactitude. Tous trois ont vu les mêmes images de test : la marge dit ce que donnerait un autre test, non si un réseau en bat un autre. (`predict` découpe en lots et renvoie un tableau NumPy ; `mlp(x)` traite un seul lot et renvoie un tenseur.)
#
# Les dix sorties d'un softmax sont positives et de somme 1. Sont-elles pour autant des probabilités ? Si oui, le réseau sait, en moyenne, combien d'erreurs il fera :
#
# $$\text{erreurs annoncées} = \sum_{\text{images}} \bigl(1 - \max_c p_c\bigr)$$
# %% [markdown] lang="en"
# Three networks with different weights, about the same accuracy. All three saw the same test images: the margin tells what another test might give, not whether one network beats another. (`predict` cuts into batches and returns a NumPy array; `mlp(x)` handles a single batch and returns a tensor.)
#
# The ten outputs of a softmax are positive and add up to 1. Does that make them probabilities? If so, the network knows, on average, how many mistakes it will make:
#
# $$\text{announced mistakes} = \sum_{\text{images}} \bigl(1 - \max_c p_c\bigr)$$

# %%
announced = np.array([np.sum(1 - p.max(axis=1)) for p in predictions])
made = np.array([np.sum(p.argmax(axis=1) != y_test) for p in predictions])
for name, promise, fact in zip(names, announced, made):
    print(name, "-", T("erreurs annoncées :", "mistakes announced:"), number(promise, 0), "-", T("commises :", "made:"), fact)
claim(T("Chaque softmax a pour somme 1", "Every softmax adds up to 1"),
      all(np.allclose(p.sum(axis=1), 1, atol=1e-5) for p in predictions))
claim(T("Erreurs commises ÷ annoncées", "Mistakes made ÷ announced"), made.sum() / announced.sum(),
      at_least=1.3, on_sample=1.1, digits=1);

# %% [markdown] lang="fr"
# Ensemble, les trois réseaux (profil full) se trompent plus souvent qu'ils ne l'annoncent. Positif et de somme 1 ne veut pas dire **calibré** (leçon 03) : « 0,95 » devrait être juste 95 fois sur 100 (Guo et al., 2017). La leçon 10 y reviendra.
# %% [markdown] lang="en"
# Taken together, the three networks (full profile) are wrong more often than they announce. Positive and adding up to 1 does not mean **calibrated** (lesson 03): “0.95” should be right 95 times out of 100 (Guo et al., 2017). Lesson 10 will come back to this.

# %% [markdown] lang="fr"
# ## 6. Ouvrir le fichier
#
# Un fichier `.keras` est une archive zip. Ouvrons celui de `ModelCheckpoint` avec les outils de Python. Il contient deux textes JSON (`metadata.json`, la version de Keras ; `config.json`, les couches) et un fichier HDF5, les nombres.
#
# Chaque poids y compte trois fois : l'optimiseur Adam tient, pour chacun, deux moyennes mobiles, celle du gradient et celle de son carré (leçon 04). Keras les garde pour pouvoir reprendre l'entraînement où il s'est arrêté :
#
# $$\text{taille} \approx 4 \text{ octets} \times (1 + 2) \times \text{paramètres}$$
# %% [markdown] lang="en"
# ## 6. Opening the file
#
# A `.keras` file is a zip archive. Let us open the one written by `ModelCheckpoint` with Python's own tools. It holds two JSON texts (`metadata.json`, the version of Keras; `config.json`, the layers) and an HDF5 file, the numbers.
#
# Every weight counts three times there: for each one, the Adam optimiser keeps two moving averages, of the gradient and of its square (lesson 04). Keras keeps them so that training can go on where it stopped:
#
# $$\text{size} \approx 4 \text{ bytes} \times (1 + 2) \times \text{parameters}$$

# %%
with zipfile.ZipFile(checkpoint) as archive:
    for item in archive.infolist():
        print(f"{item.filename:18}{number(item.file_size / 1000, 1):>10}", T("ko", "kB"))
    config = json.loads(archive.read("config.json"))
    content = archive.read("model.weights.h5")
print([layer["class_name"] for layer in config["config"]["layers"]])

# fr: dans ce fichier, une couche porte le nom de sa classe, numéroté, et non le sien
# en: in this file a layer bears the name of its class, numbered, not its own
with h5py.File(io.BytesIO(content)) as file:
    weights = [file[f"layers/{name}/vars/{i}"][:]
               for name in ("dense", "dense_1", "dense_2") for i in (0, 1)]
    averages = [array[:] for array in file["optimizer/vars"].values() if array.ndim]
print([array.shape for array in weights])

# %%
claim(T("Deux nombres d'Adam par paramètre", "Adam keeps two numbers per parameter"),
      sum(array.size for array in averages) == 2 * by_hand)
claim(T("Le fichier pèse 4 × 3 × paramètres octets, à 5 % près", "The file takes 4 × 3 × parameters bytes, within 5%"),
      1 < checkpoint.stat().st_size / (12 * by_hand) < 1.05)
_, p = forward(flat(x_val), weights)
claim(T("Avec les nombres du fichier, NumPy refait toutes les prédictions de Keras",
        "With the numbers in the file NumPy reproduces all of Keras's predictions"),
      np.allclose(p, mlp.predict(x_val, batch_size=500, verbose=0), atol=1e-4))

# fr: les huit images de validation sur lesquelles le réseau hésite le plus
# en: the eight validation images on which the network hesitates most
unsure = np.argsort(p.max(axis=1))[:8]
titles = [f"{p[i].argmax()} ({percent(p[i].max(), 0)})" + T(f"\nvrai {y_val[i]}", f"\ntrue {y_val[i]}")
          for i in unsure]
show(plots.image_grid(x_val[unsure], titles, columns=8),
     T("Les huit images les moins sûres : réponse tirée du fichier, assurance, vrai chiffre.",
       "The eight least certain images: answer from the file, confidence, true digit."))

# %% [markdown] lang="fr"
# La taille du fichier est expliquée, et Keras n'a pas servi à calculer ces réponses : un réseau entraîné, ce sont des tableaux : trois produits matriciels, des biais ajoutés, max(0, ·) entre les couches et un softmax à la fin.
#
# Comparons maintenant ces tableaux à ceux d'**avant** l'entraînement. Le gradient d'un poids de la première couche contient la valeur de son pixel en facteur : pour un pixel noir dans toutes les images d'entraînement, il est nul, toujours, et les moyennes d'Adam avec lui.
# %% [markdown] lang="en"
# The size of the file is explained, and Keras was not used to compute these answers: a trained network is a few arrays: three matrix products, biases added, max(0, ·) between the layers and a softmax at the end.
#
# Now compare these arrays with those from **before** training. The gradient of a weight of the first layer has the value of its pixel as a factor: for a pixel that is black in all training images it is zero, always, and so are Adam's averages.

# %%
never = x_train.max(axis=0).ravel() == 0
share = 256 * never.sum() / by_hand
print(T("pixels toujours noirs :", "pixels that are always black:"), never.sum())
print(T("leurs poids :", "their weights:"), number(256 * never.sum(), 0), "=", percent(share, 1),
      T("des paramètres du réseau", "of the parameters of the network"))
claim(T("Leurs poids sont restés, au bit près, ceux du tirage initial",
        "Their weights are still, bit for bit, those of the initial draw"),
      np.array_equal(weights[0][never], initial[0][never]))
claim(T("Le tirage initial reste dans les bornes de Glorot et Bengio", "The initial draw stays within the bounds of Glorot and Bengio"),
      abs(initial[0]).max() <= 1.001 * np.sqrt(6 / (784 + 256)))

def neuron(index=0):
    before, after = (array[:, index].reshape(28, 28) for array in (initial[0], weights[0]))
    titles = [T("tirage initial", "initial draw"), T("entraîné", "trained"), T("différence", "difference")]
    return plots.image_grid(np.stack([before, after, after - before]), titles, columns=3,
                            size=2.1, diverging=True, scale=T("poids", "weight"))

# %%
explore(neuron, labels={"index": T("neurone caché", "hidden neuron")},
        alt=T("Les poids d'un neurone caché : initiaux, entraînés, différence, nulle dans les coins.",
              "The weights of a hidden neuron: initial, trained, difference, zero in the corners."),
        index=(0, 255, 1))

# %% [markdown] lang="fr"
# Dans les coins de la troisième image, rien n'a bougé. Ces poids sont des nombres tirés au sort au départ, uniformément entre $\pm\sqrt{6/(n_\text{entrée} + n_\text{sortie})}$ (Glorot et Bengio, 2010), que rien n'a jamais corrigés. `count_params` les compte pourtant comme les autres : **un nombre de paramètres dit ce qui existe, pas ce qui a appris.**
#
# ### Qui fait les calculs ?
#
# Un **moteur** (*backend*), TensorFlow ici, sinon JAX ou PyTorch. On le choisit avant `import keras` : par la variable d'environnement `KERAS_BACKEND` (`tensorflow`, `jax` ou `torch`) ou le fichier `~/.keras/keras.json`. Ensuite, changer la variable n'a plus d'effet. Un code écrit avec `keras.ops`, où l'on retrouve bien des fonctions de NumPy sous le même nom, fonctionne avec tous les moteurs. Ouvrons donc la porte laissée dans `forward`.
# %% [markdown] lang="en"
# In the corners of the third picture nothing has moved. These weights are numbers drawn at random at the start, uniformly between $\pm\sqrt{6/(n_\text{in} + n_\text{out})}$ (Glorot and Bengio, 2010), which nothing has ever corrected. Yet `count_params` counts them like the others: **a number of parameters says what exists, not what has learned.**
#
# ### Who does the computing?
#
# A **backend**: TensorFlow here, otherwise JAX or PyTorch. It is chosen before the first `import keras`: by the environment variable `KERAS_BACKEND` (`tensorflow`, `jax` or `torch`) or the file `~/.keras/keras.json`. After that, changing the variable has no effect. Code written with `keras.ops`, where many of NumPy's functions are found under the same name, works with every backend. So let us open the door left in `forward`.

# %%
for name in ("tensorflow", "jax", "torch"):
    installed = importlib.util.find_spec(name) is not None
    active = T("actif", "active") if name == keras.config.backend() else ""
    print(f"{name:12}", T("installé", "installed") if installed else T("absent", "absent"), active)

tensors = [keras.ops.convert_to_tensor(array) for array in (flat(x_val), *weights)]
_, with_numpy = forward(flat(x_val), weights)
_, with_backend = forward(tensors[0], tensors[1:], ops=keras.ops)
print(type(with_numpy).__module__, "/", type(with_backend).__module__.partition(".")[0])
claim(T("La même fonction, par NumPy et par le moteur, donne les mêmes nombres",
        "The same function, by NumPy and by the backend, gives the same numbers"),
      np.allclose(with_numpy, with_backend, atol=1e-4));

# %% [markdown] lang="fr"
# ## Exercices
#
# Chaque exercice se vérifie aussitôt : complétez la fonction, exécutez, puis exécutez la cellule `check`.
#
# ### ★ Combien de corrections ?
#
# `fit` reçoit `n` images, avec `batch_size`, `epochs` et `validation_split`. Combien de fois les poids sont-ils corrigés en tout ?
# %% [markdown] lang="en"
# ## Exercises
#
# Each exercise can be checked at once: complete the function, run it, then run the `check` cell.
#
# ### ★ How many corrections?
#
# `fit` receives `n` images, with `batch_size`, `epochs` and `validation_split`. How many times are the weights corrected in all?

# %% tags=["exercise"]
def corrections(n, batch_size, epochs, validation_split):
    T("""Nombre total (entier) de corrections des poids.

    n * validation_split est entier : pas d'arrondi à faire pour la validation.
    """, """Total number (an integer) of corrections of the weights.

    n * validation_split is a whole number: no rounding is needed for the validation part.
    """)
    ### BEGIN SOLUTION
    n_train = n - round(n * validation_split)
    # fr: division arrondie à l'entier supérieur : le dernier lot compte
    # en: division rounded up: the last batch counts
    return -(-n_train // batch_size) * epochs
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ La plus large possible
#
# Un réseau `inputs` → `width` → `outputs`, couches denses avec biais, doit tenir dans `budget` paramètres. Quelle est la plus grande largeur possible de sa couche cachée ? (Le budget suffit à un neurone caché au moins.)
# %% [markdown] lang="en"
# ### ★★ As wide as possible
#
# A network `inputs` → `width` → `outputs`, dense layers with biases, must fit into `budget` parameters. What is the greatest possible width of its hidden layer? (The budget is enough for at least one hidden neuron.)

# %% tags=["exercise"]
def widest(inputs, outputs, budget):
    T("""Plus grande largeur (entier) de la couche cachée, pour au plus budget paramètres.""",
      """Greatest width (an integer) of the hidden layer, for at most budget parameters.""")
    ### BEGIN SOLUTION
    # fr: (inputs + 1) * width + (width + 1) * outputs <= budget
    # en: (inputs + 1) * width + (width + 1) * outputs <= budget
    return (budget - outputs) // (inputs + 1 + outputs)
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ Réparer `EarlyStopping`
#
# Cette imitation de `EarlyStopping(patience=…, restore_best_weights=True)` contient **deux** fautes. Écrivez la version juste.
#
# ```python
# def early_stop(val_losses, patience):
#     best, wait = 0, 0
#     for epoch in range(1, len(val_losses)):
#         if val_losses[epoch] < val_losses[epoch - 1]:
#             best, wait = epoch, 0
#         else:
#             wait += 1
#         if wait > patience:
#             break
#     return epoch + 1, best + 1
# ```
# %% [markdown] lang="en"
# ### ★★ Repairing `EarlyStopping`
#
# This imitation of `EarlyStopping(patience=…, restore_best_weights=True)` contains **two** faults. Write the right version.
#
# ```python
# def early_stop(val_losses, patience):
#     best, wait = 0, 0
#     for epoch in range(1, len(val_losses)):
#         if val_losses[epoch] < val_losses[epoch - 1]:
#             best, wait = epoch, 0
#         else:
#             wait += 1
#         if wait > patience:
#             break
#     return epoch + 1, best + 1
# ```

# %% tags=["exercise"]
def early_stop(val_losses, patience):
    T("""Ce que fait EarlyStopping(patience=patience, restore_best_weights=True).

    val_losses : la perte de validation de chaque époque (au moins deux), si rien n'arrête.
    Renvoie (nombre d'époques faites, époque dont les poids sont rendus), comptées à partir de 1.
    Il s'arrête après patience époques de suite sans nouveau record.
    """, """What EarlyStopping(patience=patience, restore_best_weights=True) does.

    val_losses: the validation loss of each epoch (at least two), if nothing stops it.
    Returns (number of epochs run, epoch whose weights are given back), counted from 1.
    It stops after patience epochs in a row without a new record.
    """)
    ### BEGIN SOLUTION
    best, wait = 0, 0
    for epoch in range(1, len(val_losses)):
        # fr: un progrès bat le record, pas seulement l'époque d'avant
        # en: progress beats the record, not only the epoch before
        if val_losses[epoch] < val_losses[best]:
            best, wait = epoch, 0
        else:
            wait += 1
        if wait >= patience:
            break
    return epoch + 1, best + 1
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★★ Démêler la moyenne
#
# `shown` contient les moyennes courantes qu'une époque a affichées, une par lot (partie 3), pour `n` images. Retrouvez la perte de chaque lot. Attention au dernier : il est souvent, mais pas toujours, plus petit, et la moyenne porte sur les **images**.
# %% [markdown] lang="en"
# ### ★★★ Unmixing the mean
#
# `shown` holds the running means that one epoch has displayed, one per batch (part 3), for `n` images. Recover the loss of each batch. Beware of the last one: it is often, but not always, smaller, and the mean is over **images**.

# %% tags=["exercise"]
def batch_losses(shown, n, batch_size):
    T("""Perte moyenne de chaque lot, d'après les moyennes courantes d'une époque.

    shown : (lots,) ; n : images dans l'époque. Renvoie un tableau de forme (lots,).
    """, """Mean loss of each batch, from the running means of one epoch.

    shown: (batches,); n: images in the epoch. Returns an array of shape (batches,).
    """)
    ### BEGIN SOLUTION
    seen = np.minimum(batch_size * np.arange(1, len(shown) + 1), n)
    # fr: moyenne × images vues = somme des pertes depuis le début de l'époque
    # en: mean × images seen = sum of the losses since the beginning of the epoch
    totals = shown * seen
    return np.diff(totals, prepend=0) / np.diff(seen, prepend=0)
    ### END SOLUTION

# %% [markdown] lang="fr"
# Appliquez votre fonction à l'entraînement de la partie 3 : voici ce que `fit` n'affiche pas.
# %% [markdown] lang="en"
# Apply your function to the training of part 3: here is what `fit` does not display.

# %%
def unmixed():
    pieces = np.split(np.array(recorder.shown), 3)
    losses = np.concatenate([batch_losses(piece, len(x_train), 128) for piece in pieces])
    figure, axis = plt.subplots(figsize=(7, 3))
    axis.plot(epoch_of_batch, losses, ".", ms=3, color=plots.GREY,
              label=T("perte de chaque lot", "loss of each batch"))
    axis.plot(epoch_of_batch, recorder.shown, color=plots.ORANGE,
              label=T("perte affichée", "displayed loss"))
    axis.set(xlabel=T("époque", "epoch"), ylabel=T("perte", "loss"), xticks=range(4),
             ylim=(0, 2.5 * recorder.shown[steps - 1]))
    axis.legend(markerscale=3)
    return figure

# %%
try:
    show(unmixed(),
         T("Les pertes des lots descendent sans saut entre époques ; la moyenne, elle, saute.",
           "The losses of the batches fall without a jump between epochs; the mean does jump."))
except NotImplementedError:
    print(T("Complétez d'abord l'exercice.", "Complete the exercise first."))

# %% [markdown] lang="fr"
# ## Quiz
# %% [markdown] lang="en"
# ## Quiz

# %%
quiz()

# %% [markdown] lang="fr"
# ## Erreurs fréquentes
#
# - **Oublier `Flatten`** : `Dense` n'agit que sur le dernier axe. Une image (28, 28) donne une sortie (28, 10), et l'erreur n'apparaît qu'au calcul de la perte.
# - **`compile("adam", perte, ["accuracy"])`** : le troisième argument est `loss_weights`, non `metrics`, et le message n'en dit rien (`dtype='string' is not a valid dtype`). Écrivez `metrics=["accuracy"]`.
# - **Rappeler `fit` en croyant repartir de zéro** : il continue. Reconstruisez le réseau.
# - **Changer `KERAS_BACKEND` après `import keras`** : sans effet, et sans message.
# - **Recharger une sous-classe sans l'avoir déclarée à Keras** : le fichier ne contient pas son code. Décorez-la avec `@keras.saving.register_keras_serializable()`.
# - **Comparer la perte d'entraînement affichée à celle de validation**, surtout à la première époque : elles ne décrivent pas le même réseau.
# %% [markdown] lang="en"
# ## Common errors
#
# - **Forgetting `Flatten`**: `Dense` acts on the last axis only. A (28, 28) image gives a (28, 10) output, and the error appears only when the loss is computed.
# - **`compile("adam", loss, ["accuracy"])`**: the third argument is `loss_weights`, not `metrics`, and the message does not say so (`dtype='string' is not a valid dtype`). Write `metrics=["accuracy"]`.
# - **Calling `fit` again and expecting a fresh start**: it goes on. Build the network anew.
# - **Changing `KERAS_BACKEND` after `import keras`**: no effect, and no message.
# - **Reloading a subclass that was not registered**: the file does not contain its code. Decorate it with `@keras.saving.register_keras_serializable()`.
# - **Comparing the displayed training loss with the validation loss**, above all in the first epoch: they do not describe the same network.

# %% [markdown] lang="fr"
# ## À retenir
#
# - Sequential, Functional, sous-classe : trois écritures, les mêmes tableaux, les mêmes réponses.
# - Une couche dense : $(n_\text{entrée} + 1) \times n_\text{sortie}$ paramètres.
# - `fit` fait $\lceil n/B \rceil$ corrections par époque et affiche une moyenne sur un réseau qui change ; `evaluate` mesure le réseau tel qu'il est.
# - `validation_split` prend les dernières images. Les données de test servent une seule fois, avec une marge d'erreur et plusieurs graines.
# - Un fichier `.keras` est un zip : une description, des poids et, avec Adam, deux nombres de plus par poids.
# - Positif et de somme 1 ne veut pas dire calibré.
# %% [markdown] lang="en"
# ## What to remember
#
# - Sequential, Functional, subclass: three styles, the same arrays, the same answers.
# - A dense layer: $(n_\text{in} + 1) \times n_\text{out}$ parameters.
# - `fit` makes $\lceil n/B \rceil$ corrections per epoch and displays a mean over a network that changes; `evaluate` measures the network as it is.
# - `validation_split` takes the last images. The test data are used once only, with a margin of error and several seeds.
# - A `.keras` file is a zip: a description, the weights and, with Adam, two more numbers per weight.
# - Positive and adding up to 1 does not mean calibrated.

# %% [markdown] lang="fr"
# ## Glossaire
#
# | français | English | sens |
# |---|---|---|
# | arrêt précoce | early stopping | s'arrêter quand la validation ne progresse plus |
# | couche dense | dense layer | chaque sortie dépend de toutes les entrées |
# | fonction de rappel | callback | objet que `fit` appelle à des moments convenus |
# | graine | seed | nombre qui fixe tous les tirages au sort |
# | journal | log | fichier où l'entraînement note ses mesures |
# | lot | batch | images traitées ensemble pour une correction |
# | moteur de calcul | backend | bibliothèque qui fait les calculs de Keras |
# | moyenne courante | running mean | moyenne de tout ce qui a été vu depuis le début de l'époque |
# | perceptron multicouche | multilayer perceptron, MLP | couches denses séparées par des activations |
# | sauvegarde intermédiaire | checkpoint | réseau enregistré en cours d'entraînement |
# %% [markdown] lang="en"
# ## Glossary
#
# | English | français | meaning |
# |---|---|---|
# | backend | moteur de calcul | library that does the computing for Keras |
# | batch | lot | images processed together for one correction |
# | callback | fonction de rappel | object that `fit` calls at agreed moments |
# | checkpoint | sauvegarde intermédiaire | network saved in the course of training |
# | dense layer | couche dense | every output depends on all inputs |
# | early stopping | arrêt précoce | stopping when validation no longer improves |
# | log | journal | file in which training notes its measurements |
# | multilayer perceptron, MLP | perceptron multicouche | dense layers separated by activations |
# | running mean | moyenne courante | mean of everything seen since the beginning of the epoch |
# | seed | graine | number that fixes all random draws |

# %% [markdown] lang="fr"
# ## Références
#
# - F. Chollet et al. (2015), *Keras*. [keras.io](https://keras.io/api/)
# - Y. LeCun, L. Bottou, Y. Bengio, P. Haffner (1998), *Gradient-based learning applied to document recognition* : MNIST, et des perceptrons multicouches pour comparer. [doi:10.1109/5.726791](https://doi.org/10.1109/5.726791)
# - X. Glorot, Y. Bengio (2010), *Understanding the difficulty of training deep feedforward neural networks* : le tirage initial. [proceedings.mlr.press](https://proceedings.mlr.press/v9/glorot10a.html)
# - D. Kingma, J. Ba (2015), *Adam*. [arXiv:1412.6980](https://arxiv.org/abs/1412.6980)
# - C. Guo, G. Pleiss, Y. Sun, K. Weinberger (2017), *On calibration of modern neural networks*. [arXiv:1706.04599](https://arxiv.org/abs/1706.04599)
# %% [markdown] lang="en"
# ## References
#
# - F. Chollet et al. (2015), *Keras*. [keras.io](https://keras.io/api/)
# - Y. LeCun, L. Bottou, Y. Bengio, P. Haffner (1998), *Gradient-based learning applied to document recognition*: MNIST, with multilayer perceptrons for comparison. [doi:10.1109/5.726791](https://doi.org/10.1109/5.726791)
# - X. Glorot, Y. Bengio (2010), *Understanding the difficulty of training deep feedforward neural networks*: the initial draw. [proceedings.mlr.press](https://proceedings.mlr.press/v9/glorot10a.html)
# - D. Kingma, J. Ba (2015), *Adam*. [arXiv:1412.6980](https://arxiv.org/abs/1412.6980)
# - C. Guo, G. Pleiss, Y. Sun, K. Weinberger (2017), *On calibration of modern neural networks*. [arXiv:1706.04599](https://arxiv.org/abs/1706.04599)

# %% [markdown] lang="fr"
# ## Et ensuite
#
# {{next}}
# %% [markdown] lang="en"
# ## What comes next
#
# {{next}}
