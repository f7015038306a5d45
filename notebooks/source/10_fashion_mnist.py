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
#       fr: Fashion-MNIST, un projet entier
#       en: Fashion-MNIST, a whole project
#     objectives:
#       fr:
#       - mener un projet d'images de la référence sans apprentissage à la mesure finale, sans rien choisir d'après le test
#       - traiter une augmentation comme une affirmation sur les images, et la vérifier
#       - trouver où se concentrent les erreurs, au-delà de l'exactitude
#       - mesurer la calibration d'un réseau, la corriger par une température, et le laisser refuser de répondre
#       - programmer Grad-CAM et savoir ce que sa carte ne dit pas
#       en:
#       - carry an image project from a baseline without learning to the final measurement, choosing nothing from the test data
#       - treat an augmentation as a statement about the images, and check it
#       - find where the errors gather, beyond accuracy
#       - measure the calibration of a network, correct it with a temperature, and let it refuse to answer
#       - write Grad-CAM and know what its map does not say
#     prerequisites: ["07", "08", "09"]
#     reading: 110
#     next:
#       fr: "Leçon 11 : les architectures qui ont marqué l'histoire, de LeNet-5 à ResNet, et pourquoi la profondeur a demandé des raccourcis."
#       en: "Lesson 11: the architectures that made history, from LeNet-5 to ResNet, and why depth needed shortcuts."
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

lesson = start("10_fashion_mnist", T("fr", "en"), profile=profile, data=data, seed=seed)

# %%
from itertools import pairwise

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras import layers
from numpy.lib.stride_tricks import sliding_window_view

dataset = load("fashion_mnist")
names = dataset.class_names
rng = np.random.default_rng(lesson.seed)
one_each = [np.flatnonzero(dataset.y_train == c)[0] for c in range(len(names))]
show(plots.image_grid(dataset.x_train[one_each], names, columns=5, size=1.15),
     T("Une image d'entraînement de chacune des dix classes, avec son nom.",
       "One training image of each of the ten classes, with its name."))

# %% [markdown] lang="fr"
# ## Une question pour commencer
#
# Ci-dessus, une image par classe : elles semblent faciles à distinguer. Toujours ?
#
# En haut de la figure ci-dessous, huit images de validation. Sous chacune, l'image d'entraînement qui lui ressemble le plus. Chaque paire a **deux étiquettes différentes**.
#
# Cachez les noms et essayez. Parfois un détail tranche ; parfois, presque rien. Il faut s'attendre à des erreurs. **Que demander alors à un réseau ?** De savoir quand il risque de se tromper. L'exactitude, seule, ne le dira pas.
#
# Sans connexion internet, cette leçon remplace les vêtements de Fashion-MNIST par des **textures** (brique, herbe…) : le chargement l'annonce, et les noms des figures viennent des données. Ce qui ne vaut que pour les vêtements est signalé.
# %% [markdown] lang="en"
# ## A question to begin with
#
# Above, one image per class: they seem easy to tell apart. Always?
#
# At the top of the figure below, eight validation images. Under each, the training image that resembles it most. Each pair has **two different labels**.
#
# Hide the names and try. Sometimes a detail decides; sometimes hardly anything does. Errors must be expected. **What, then, can one ask of a network?** To know when it is likely to be wrong. Accuracy alone will not tell.
#
# Without a network connection, this lesson replaces the clothes of Fashion-MNIST with **textures** (brick, grass…): the loading line says so, and the names in the figures come from the data. Whatever holds for clothes only is marked.

# %%
n = lesson.pick(full=len(dataset.x_train), fast=600)
n_val = n // 12
x, y = dataset.x_train[:n, ..., np.newaxis], dataset.y_train[:n].astype(int)
x_train, y_train, x_val, y_val = x[:-n_val], y[:-n_val], x[-n_val:], y[-n_val:]

def nearest(queries, references):
    q, r = (a.reshape(len(a), -1).astype("float32") / 255 for a in (queries, references))
    r_squared, best = np.sum(r**2, axis=1), []
    for some in np.array_split(q, 8):
        squares = np.sum(some**2, axis=1)[:, None] - 2 * some @ r.T + r_squared
        best.append((squares.argmin(axis=1), squares.min(axis=1)))
    return map(np.concatenate, zip(*best))

# %%
near, distance = nearest(x_val[:2000], x_train)
wanted, found = y_val[:2000], y_train[near]
differ = np.flatnonzero(wanted != found)
pairs = differ[np.argsort(distance[differ])][:8]
both = np.concatenate([x_val[pairs], x_train[near[pairs]]])[..., 0]
titles = [names[c] for c in np.concatenate([wanted[pairs], found[pairs]])]
show(plots.image_grid(both, titles, columns=8, size=1.15),
     T("Huit paires d'images très ressemblantes, l'une sous l'autre, aux étiquettes différentes.",
       "Eight pairs of nearly alike images, one below the other, with different labels."))

# %% [markdown] lang="fr"
# ## 1. Une référence sans apprentissage
#
# Avant tout réseau, un point de comparaison (*baseline*) : donner à chaque image l'étiquette de sa plus proche voisine, sans rien apprendre. Les carrés des distances entre toutes les images tiennent en un produit matriciel :
#
# $$\lVert q - r\rVert^2 = \lVert q\rVert^2 - 2\, q \cdot r + \lVert r\rVert^2$$
#
# C'est `nearest`, ci-dessus. Un projet qui ne dépasse pas nettement ce score n'a pas besoin d'apprentissage profond.
# %% [markdown] lang="en"
# ## 1. A baseline without learning
#
# Before any network, something to compare with (a *baseline*): give every image the label of its nearest neighbour, learning nothing. The squared distances between all the images fit in one matrix product:
#
# $$\lVert q - r\rVert^2 = \lVert q\rVert^2 - 2\, q \cdot r + \lVert r\rVert^2$$
#
# That is `nearest`, above. A project that does not clearly beat this score needs no deep learning.

# %%
def rate(right):
    p = np.mean(right)
    return f"{percent(p, 1)} ± {percent(1.96 * np.sqrt(p * (1 - p) / len(right)), 1)}"

direct = np.sum((x_val[0] / 255 - x_train[near[0]] / 255) ** 2)
claim(T("Pour une paire, la formule donne le carré calculé pixel par pixel",
        "For one pair, the formula gives the square computed pixel by pixel"),
      np.isclose(direct, distance[0], atol=1e-2))
claim(T("Exactitude de la plus proche voisine", "Accuracy of the nearest neighbour"),
      np.mean(found == wanted), at_least=0.8, on_sample=0.6, as_percent=True, digits=1)
print(T("avec sa marge à 95 % :", "with its 95% margin:"), rate(found == wanted));

# %% [markdown] lang="fr"
# ## 2. Augmenter, c'est affirmer
#
# Un petit réseau, entraîné sur peu d'images, surapprend. La leçon 07 a montré un remède : l'**augmentation**. Chaque transformation $g$ affirme que pour toute image $x$ d'étiquette $y$,
#
# $$g(x) \text{ est aussi une image d'étiquette } y$$
#
# et qu'on en rencontrera de telles. Examinons trois affirmations : un miroir gauche-droite, un décalage d'au plus 2 pixels (ce qui sort du cadre est perdu), un retournement tête en bas. Laquelle est vraie **dans le monde** ? Laquelle l'est **dans ces données** ? Ce n'est pas la même question.
#
# Pariez sur le gain de chacune, puis mesurons : mêmes graines (*seeds*), mêmes images, une seule différence.
# %% [markdown] lang="en"
# ## 2. To augment is to make a statement
#
# A small network trained on few images overfits. Lesson 07 showed a remedy: **augmentation**. Every transformation $g$ states that for any image $x$ with label $y$,
#
# $$g(x) \text{ is also an image with label } y$$
#
# and that such images will be met. Let us examine three statements: a left-right mirror, a shift by at most 2 pixels (what leaves the frame is lost), a flip upside down. Which is true **in the world**? Which is true **in these data**? That is not the same question.
#
# Bet on the gain of each, then let us measure: same seeds, same images, a single difference.

# %%
def half_of_them(turn):
    def change(images, rng):
        chosen = rng.random(len(images)) < 0.5
        return np.where(chosen[:, None, None, None], turn(images), images)
    return change

def shift(images, rng):
    # fr: l'image élargie de 2 pixels par côté, en noir : le fond des vêtements
    # en: the image widened by 2 pixels per side, in black: the background of clothes
    fill = "constant" if dataset.origin == "real" else "edge"
    padded = np.pad(images[..., 0], ((0, 0), (2, 2), (2, 2)), mode=fill)
    windows = sliding_window_view(padded, (28, 28), axis=(1, 2))
    down, across = rng.integers(0, 5, (2, len(images)))
    return windows[np.arange(len(images)), down, across, :, :, np.newaxis]

# %%
def mirror(images):
    return images[:, :, ::-1]

changes = {T("aucune", "none"): lambda images, rng: images,
           T("miroir", "mirror"): half_of_them(mirror),
           T("décalage", "shift"): shift,
           T("tête en bas", "upside down"): half_of_them(lambda images: images[:, ::-1])}
plain, mirrored, shifted, flipped = changes
examples = np.repeat(x_train[:1], 4, axis=0)
examples[1], examples[3] = examples[1, :, ::-1], examples[3, ::-1]
examples[2] = shift(examples[2:3], rng)[0]
show(plots.image_grid(examples[..., 0], list(changes), columns=4, size=1.4),
     T("Une même image : intacte, en miroir, décalée, tête en bas.",
       "The same image: untouched, mirrored, shifted, upside down."))
rims = (x_train[:, [0, -1]], x_train[:, :, [0, -1]])
claim(T("Images dont un pixel du bord vaut au moins 50 (sur 255)",
        "Images with a pixel on the border that is at least 50 (of 255)"),
      np.mean(np.maximum(*(rim.max(axis=(1, 2, 3)) for rim in rims)) >= 50),
      at_least=0.9, on_sample=0, as_percent=True, digits=0);

# %%
def convolution(x, filters, kernel, stride=1, pool=False):
    x = layers.Conv2D(filters, kernel, strides=stride, padding="same", use_bias=False)(x)
    if pool:
        x = layers.MaxPooling2D()(x)
    x = layers.BatchNormalization(momentum=0.9)(x)
    return layers.ReLU()(x)

def small_cnn():
    image = keras.Input((28, 28, 1))
    x = layers.Rescaling(1 / 255)(image)
    x = convolution(x, 16, 5, stride=2, pool=True)
    x = convolution(x, 32, 3, pool=True)
    x = layers.Dense(10, activation="softmax")(layers.Flatten()(x))
    return keras.Model(image, x)

# %% [markdown] lang="fr"
# Douze entraînements : quatre augmentations, trois graines. Comme en leçon 07, un seul réseau compilé, remis à neuf à chaque fois, et les époques mises bout à bout, chacune transformée autrement.
# %% [markdown] lang="en"
# Twelve trainings: four augmentations, three seeds. As in lesson 07, a single compiled network, reset each time, and the epochs put end to end, each transformed differently.

# %%
few, rounds, seeds = lesson.pick(full=(3000, 8, 3), fast=(64, 1, 1))
how = lesson.pick(full={"steps_per_execution": 16}, fast={"run_eagerly": True})
few, steps = min(few, len(x_train)), rounds * -(-min(few, len(x_train)) // 128)
small = small_cnn()
small.compile(keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(5e-3, steps)),
              "sparse_categorical_crossentropy", **how)

def train_small(change, seed, few=few, rounds=rounds):
    keras.utils.set_random_seed(seed)
    small.set_weights(keras.models.clone_model(small).get_weights())
    for variable in small.optimizer.variables:
        variable.assign(keras.ops.zeros_like(variable))
    rng = np.random.default_rng(seed)
    orders = [rng.permutation(few) for _ in range(rounds)]
    images = np.concatenate([change(x_train[order], rng) for order in orders])
    small.fit(images, y_train[np.concatenate(orders)], batch_size=128, shuffle=False, verbose=0)

# %%
def is_right(images, labels):
    return small.predict(images, batch_size=500, verbose=0).argmax(axis=1) == labels

learned, on_val, turned = ({name: [] for name in changes} for _ in range(3))
for name, change in changes.items():
    for s in range(seeds):
        train_small(change, 100 * lesson.seed + s)
        learned[name].append(np.mean(is_right(x_train[:few], y_train[:few])))
        on_val[name].append(is_right(x_val, y_val))
        if name in (plain, mirrored):
            turned[name].append(is_right(mirror(x_val), y_val))
scores = {name: np.mean(on_val[name], axis=1) for name in changes}

# %%
figure, axis = plt.subplots(figsize=(6.5, 2.8))
for row, name in enumerate(changes):
    axis.plot(100 * np.array(learned[name]), [row] * seeds, "o", color=plots.ORANGE)
    axis.plot(100 * scores[name], [row] * seeds, "s", color=plots.BLUE)
axis.set_yticks(range(4), changes)
axis.invert_yaxis()
axis.set(xlabel=T("exactitude (%), un point par graine", "accuracy (%), one point per seed"))
axis.legend([T("images d'entraînement", "training images"), "validation"], bbox_to_anchor=(1, 1))
show(figure,
     T("Exactitude sur les images d'entraînement et en validation, par augmentation et par graine.",
       "Accuracy on training images and on validation data, per augmentation and seed."))

# %%
def verdict(change, margin):
    if abs(change) <= margin:
        return T("0 non exclu", "0 not ruled out")
    return T("au-dessus de 0", "above 0") if change > 0 else T("au-dessous de 0", "below 0")

# fr: trois graines (leçon 07)
# en: three seeds (lesson 07)
student = 4.30
print(T("gain en validation ; ± : intervalle à 95 %, par paires de graines",
        "gain on validation data; ±: 95% interval, paired by seed"))
for name in (mirrored, shifted, flipped):
    gain = 100 * (scores[name] - scores[plain])
    error = student * gain.std(ddof=1) / np.sqrt(seeds) if seeds > 1 else np.inf
    print(T(f"{name:>12} :", f"{name:>12}:"), number(gain.mean(), 2), "±", number(error, 2),
          "points,", verdict(gain.mean(), error))

# %%
gap = {name: float(100 * (np.mean(learned[name]) - scores[name].mean())) for name in changes}
claim(T("Surapprentissage sans augmentation, en points", "Overfitting without augmentation, in points"),
      gap[plain], at_least=4, on_sample=1, digits=1)
claim(T("Le plus grand surapprentissage avec une des trois, en points",
        "The greatest overfitting with one of the three, in points"),
      max(gap[name] for name in (mirrored, shifted, flipped)),
      at_most=gap[plain], on_sample=50, digits=1)
best = max(np.mean(scores[name] - scores[plain]) for name in (mirrored, shifted, flipped))
claim(T("Le plus élevé des trois gains (négatif : une perte), en points",
        "The highest of the three gains (negative: a loss), in points"),
      100 * best, at_most=0.5, on_sample=10, digits=1);

# %%
def per_class(rows):
    return np.array([100 * np.mean(np.mean(rows, axis=0)[y_val == c]) for c in range(10)])

figure, axis = plt.subplots(figsize=(6.5, 3.4))
for offset, name, hatch in ((-0.2, plain, ""), (0.2, mirrored, "//")):
    lost = per_class(on_val[name]) - per_class(turned[name])
    where = np.arange(10) + offset
    axis.barh(where, lost, 0.4, hatch=hatch, edgecolor="white", label=name)
axis.set_yticks(range(10), names)
axis.invert_yaxis()
axis.set(xlabel=T("exactitude perdue devant l'image en miroir (points)",
                  "accuracy lost on the mirror image (points)"))
axis.legend(title=T("augmentation", "augmentation"), loc="upper right")
show(figure,
     T("Par classe, l'exactitude perdue quand l'image est en miroir, avec et sans augmentation.",
       "Per class, the accuracy lost when the image is mirrored, with and without augmentation."))

# %%
lost, cured = (per_class(on_val[name]) - per_class(turned[name]) for name in (plain, mirrored))
print(T("classe la plus perdue devant le miroir :", "class most lost in the mirror:"), names[lost.argmax()])
claim(T("Ce qu'elle y perd sans augmentation, en points", "What it loses there without augmentation, in points"),
      lost.max(), at_least=50, on_sample=0, digits=0)
claim(T("La plus grande perte d'une classe avec le miroir, en points",
        "The greatest loss of a class with the mirror, in points"),
      cured.max(), at_most=15, on_sample=40, digits=0);

# %% [markdown] lang="fr"
# **Sur les vêtements**, deux surprises.
#
# Les trois transformations réduisent le surapprentissage, et pourtant **aucune n'améliore nettement** la validation ; les verdicts ci-dessus disent lesquelles lui nuisent. Huit époques sont peut-être trop peu : cet essai ne le dit pas.
#
# Et le réseau sans miroir lit mal les chaussures en miroir : dans Fashion-MNIST, presque toutes pointent du même côté. Le miroir est vrai dans le monde, mais cette validation **ne récompense que ce qu'elle contient**. Le décalage l'est aussi, mais ces vêtements remplissent le cadre : décalés, ils perdent une bande. La tête en bas n'est vraie nulle part.
#
# Gardons le miroir : en partie 3, nous poserons deux fois la même question.
# %% [markdown] lang="en"
# **With the clothes**, two surprises.
#
# All three transformations reduce overfitting, and yet **none clearly improves** validation; the verdicts above say which ones harm it. Eight epochs may be too few: this trial does not say.
#
# And the network without the mirror reads mirrored shoes badly: in Fashion-MNIST nearly all of them point the same way. The mirror is true in the world, but these validation data **reward only what they contain**. The shift is true too, but these clothes fill the frame: shifted, they lose a strip. Upside down is true in neither.
#
# We keep the mirror. In part 3 it will let us ask the same question twice.

# %% [markdown] lang="fr"
# ## 3. Le réseau, entraîné une fois
#
# Quatre convolutions au lieu de trois (leçon 09), sans pas de 2, et des cartes qui restent en 7 × 7 jusqu'au bout : nous en aurons besoin en partie 6. `RandomFlip("horizontal")`, dans le réseau, remplace chaque image par son miroir, une fois sur deux, à l'entraînement seulement. La couche dense `scores` donne les **logits**, que softmax change en probabilités.
#
# SGD à inertie (leçon 04), dans la variante de Nesterov (le gradient se prend là où l'inertie mène) ; préféré à Adam après un essai en validation, non montré. Son taux d'apprentissage monte (*warm-up*), car de grands pas à partir de poids tirés au hasard mènent n'importe où, puis descend jusqu'à zéro le long d'un cosinus.
# %% [markdown] lang="en"
# ## 3. The network, trained once
#
# Four convolutions instead of three (lesson 09), with no stride of 2, and maps that stay at 7 × 7 to the end: we shall need that in part 6. `RandomFlip("horizontal")`, inside the network, mirrors each image with probability one half, in training only. The dense layer `scores` gives the **logits**, which softmax turns into probabilities.
#
# SGD with momentum (lesson 04), in Nesterov's variant, where the gradient is taken where momentum is about to lead; preferred to Adam after one trial of each on validation data, not shown here. Its learning rate first rises (*warm-up*), because large steps from weights drawn at random lead anywhere, then falls to zero along a cosine.

# %% tags=["recipe"]
def build_cnn():
    image = keras.Input((28, 28, 1))
    x = layers.RandomFlip("horizontal")(layers.Rescaling(1 / 255)(image))
    x = convolution(x, 16, 3, pool=True)
    x = convolution(x, 48, 3, pool=True)
    x = convolution(x, 96, 3)
    x = convolution(x, 96, 3)
    x = layers.Dropout(0.1)(layers.Flatten()(x))
    scores = layers.Dense(10, name="scores")(x)
    return keras.Model(image, layers.Softmax()(scores))

# %%
cnn = build_cnn()
widths = [1, 16, 48, 96, 96]
convolutions = sum(3 * 3 * before * after + 4 * after for before, after in pairwise(widths))
dense = 7 * 7 * 96 * 10 + 10
claim(T(f"Le compte à la main, {number(convolutions, 0)} + {number(dense, 0)}, est celui de Keras",
        f"The count by hand, {number(convolutions, 0)} + {number(dense, 0)}, is that of Keras"),
      cnn.count_params() == convolutions + dense);

# %% tags=["recipe"]
BATCH, EPOCHS, PEAK = 128, 5, 0.1

def compile_cnn(model, steps, **how):
    warm = steps // 5
    plan = keras.optimizers.schedules.CosineDecay(
        0.0, steps - warm, warmup_target=PEAK, warmup_steps=warm)
    model.compile(keras.optimizers.SGD(plan, momentum=0.9, nesterov=True),
                  "sparse_categorical_crossentropy", metrics=["accuracy"], **how)

# %%
epochs = lesson.pick(full=EPOCHS if dataset.origin == "real" else 4 * EPOCHS, fast=1)
keras.utils.set_random_seed(lesson.seed)
compile_cnn(cnn, epochs * -(-len(x_train) // BATCH), **how)
live = LiveCurves()
cnn.fit(x_train, y_train, batch_size=BATCH, epochs=epochs, verbose=0,
        validation_data=(x_val, y_val), callbacks=[live])
print(T(f"entraîné en {live.seconds:.0f} s", f"trained in {live.seconds:.0f} s"))

# %% [markdown] lang="fr"
# Ce réseau connaît les deux côtés : posons-lui deux fois la question, l'image $x$ puis son miroir $x'$, et prenons la moyenne. La fonction $-\log$ est convexe ; pour chaque image d'étiquette $y$, donc,
#
# $$-\log \frac{p_y(x) + p_y(x')}{2} \;\leq\; \frac{-\log p_y(x) - \log p_y(x')}{2}$$
#
# L'entropie croisée de la moyenne ne dépasse jamais la moyenne des deux.
# %% [markdown] lang="en"
# This network knows both sides: let us ask it twice, the image $x$ then its mirror image $x'$, and take the mean. The function $-\log$ is convex; hence, for each image with label $y$,
#
# $$-\log \frac{p_y(x) + p_y(x')}{2} \;\leq\; \frac{-\log p_y(x) - \log p_y(x')}{2}$$
#
# The cross-entropy of the mean never exceeds the mean of the two.

# %%
def answer(images):
    return cnn.predict(images, batch_size=500, verbose=0)

def both_sides(images):
    return (answer(images) + answer(mirror(images))) / 2

def loss(p, labels):
    return -np.log(p[np.arange(len(p)), labels] + 1e-12)

one, other, p_val = answer(x_val), answer(mirror(x_val)), both_sides(x_val)
for name, p in ((T("image", "image"), one), (T("miroir", "mirror"), other), (T("moyenne", "mean"), p_val)):
    print(f"{name:8}", rate(p.argmax(axis=1) == y_val))
claim(T("L'entropie croisée de la moyenne ne dépasse jamais la moyenne des deux",
        "The cross-entropy of the mean never exceeds the mean of the two"),
      np.all(loss(p_val, y_val) <= (loss(one, y_val) + loss(other, y_val)) / 2 + 1e-5))
claim(T("Entropie croisée de la moyenne ÷ celle de l'image seule", "Cross-entropy of the mean ÷ that of the image alone"),
      loss(p_val, y_val).mean() / loss(one, y_val).mean(), at_most=1, on_sample=1.1);

# %% [markdown] lang="fr"
# Face à l'image **seule**, l'inégalité ne promet rien. Comparons leurs réponses image par image (par paires, leçon 07). Si l'intervalle contient 0, aucun gain d'exactitude n'est montré ; s'il finit tout près de 0, une autre graine peut conclure autrement.
#
# Puis voici le test. Il servira à mesurer et à illustrer, **jamais à choisir** : température et seuils seront réglés sur la validation.
# %% [markdown] lang="en"
# Against the image **alone**, the inequality promises nothing. Let us compare their answers image by image (paired, lesson 07). If the interval contains 0, no gain in accuracy is shown; if it ends very close to 0, another seed may conclude otherwise.
#
# Then here are the test data. They will serve to measure and to illustrate, **never to choose**: temperature and thresholds will be set on the validation data.

# %%
def mean_and_margin(differences):
    mean, margin = 100 * np.mean(differences), 196 * np.std(differences) / np.sqrt(len(differences))
    return f"{number(mean, 3)} ± {number(margin, 3)} points, {verdict(mean, margin)}"

right_val = p_val.argmax(axis=1) == y_val
print(T("validation, moyenne − image seule :", "validation, mean − image alone:"),
      mean_and_margin(1.0 * right_val - (one.argmax(axis=1) == y_val)))
n_test = lesson.pick(full=len(dataset.x_test), fast=200)
x_test, y_test = dataset.x_test[:n_test, ..., np.newaxis], dataset.y_test[:n_test].astype(int)
p_test = both_sides(x_test)
predicted, confidence = p_test.argmax(axis=1), p_test.max(axis=1)
correct = predicted == y_test
print("test", rate(correct))
print(T("référence (partie 1, validation) :", "baseline (part 1, validation):"), rate(found == wanted))
claim(T("Exactitude sur le test", "Accuracy on the test data"), np.mean(correct),
      at_least=0.92, on_sample=0.75, as_percent=True);

# %% [markdown] lang="fr"
# ## 4. Où sont les erreurs
#
# Un taux d'erreur est une moyenne, et une moyenne cache. La part des erreurs qui portent sur la classe $c$ :
#
# $$\text{part}_c = \frac{\#\{i : \hat y_i \neq y_i,\; y_i = c\}}{\#\{i : \hat y_i \neq y_i\}}$$
#
# Si les classes sont également fréquentes et si les erreurs tombent au hasard, chacune en a environ un dixième. Comparons le CNN (images de test) à la plus proche voisine (les images de validation de la partie 1), qui n'a rien appris. Les traits sont les marges à 95 %.
# %% [markdown] lang="en"
# ## 4. Where the errors are
#
# An error rate is an average, and an average hides things. The share of the errors made on class $c$:
#
# $$\text{share}_c = \frac{\#\{i : \hat y_i \neq y_i,\; y_i = c\}}{\#\{i : \hat y_i \neq y_i\}}$$
#
# If the classes are equally frequent and errors fall at random, each has about a tenth of them. Let us compare the CNN (test images) with the nearest neighbour (the validation images of part 1), which learned nothing. The lines are the 95% margins.

# %%
def shares(truth, given):
    missed = truth[truth != given]
    part = np.bincount(missed, minlength=10) / max(1, len(missed))
    return part, 1.96 * np.sqrt(part * (1 - part) / max(1, len(missed)))

of_cnn, margin_cnn = shares(y_test, predicted)
of_nearest, margin_nearest = shares(wanted, found)

# %%
figure, axis = plt.subplots(figsize=(6.5, 3.4))
for offset, part, margin, hatch, name in (
        (-0.2, of_nearest, margin_nearest, "", T("plus proche voisine, validation", "nearest neighbour, validation")),
        (0.2, of_cnn, margin_cnn, "//", "CNN, test")):
    where = np.arange(10) + offset
    axis.barh(where, 100 * part, 0.4, hatch=hatch, edgecolor="white", label=name)
    axis.errorbar(100 * part, where, xerr=100 * margin, fmt="none", ecolor=plots.GREY)
axis.axvline(10, color=plots.GREY, ls=":", lw=1)
axis.set_yticks(range(10), names)
axis.invert_yaxis()
axis.set(xlabel=T("part des erreurs (%) ; pointillés : 10 %",
                  "share of the errors (%); dotted: 10%"))
axis.legend(loc="lower right")
show(figure,
     T("Part des erreurs de chaque classe, pour la plus proche voisine et pour le CNN.",
       "Share of the errors in each class, for the nearest neighbour and for the CNN."))

# %%
worst = int(of_cnn.argmax())
print(T("classe qui compte le plus d'erreurs :", "class with the most errors:"), names[worst])
claim(T("Sa part des erreurs du CNN", "Its share of the errors of the CNN"),
      of_cnn[worst], at_least=0.25, on_sample=0.2, as_percent=True, digits=0)
hardest = np.argsort(-of_nearest)[:4]
claim(T("Part des erreurs du CNN dans les quatre pires classes de la plus proche voisine",
        "Share of the errors of the CNN in the four worst classes of the nearest neighbour"),
      of_cnn[hardest].sum(), at_least=0.65, on_sample=0, as_percent=True, digits=0);

# %%
show(plots.confusion_matrix(y_test, predicted, names),
     T("Matrice de confusion du test : bonnes réponses sur la diagonale, erreurs ombrées.",
       "Confusion matrix of the test data: right answers on the diagonal, errors shaded."))

# %%
wrong = np.flatnonzero(~correct)
boldest = wrong[np.argsort(-confidence[wrong])][:12]
titles = [f"{names[y_test[i]]}\n→ {names[predicted[i]]}\n{percent(confidence[i], 1)}"
          for i in boldest]
show(plots.image_grid(x_test[boldest, ..., 0], titles, columns=6, size=1.2),
     T("Les douze erreurs commises avec le plus de confiance : étiquette, réponse, confiance.",
       "The twelve most confident errors of the network: label, answer, confidence."))

# %% [markdown] lang="fr"
# **Réfléchissez** : sur ces douze images, combien de fois auriez-vous donné l'étiquette officielle ? Il n'y a pas de corrigé.
#
# Les deux méthodes procèdent très différemment, et pourtant elles trébuchent surtout sur les mêmes classes (pas partout : voyez les barres). Cela fait soupçonner, avant le réseau, les images et leurs étiquettes : à 28 × 28 pixels, ce qui sépare deux classes a parfois disparu.
# %% [markdown] lang="en"
# **Think!** On how many of these twelve images would you have given the official label? There is no answer key.
#
# The two methods work very differently, and yet they stumble mostly over the same classes (not everywhere: look at the bars). That makes one suspect, before the network, the images and their labels: at 28 × 28 pixels, what separates two classes has sometimes disappeared.

# %% [markdown] lang="fr"
# ## 5. Sait-il quand il ne sait pas ?
#
# La **confiance** est la plus grande probabilité. Un réseau est **calibré** (*calibrated*) si, parmi les réponses données avec 80 % de confiance, 80 % sont justes, et de même à chaque niveau. Rangeons les images par confiance dans des intervalles $B_k$ et mesurons l'écart moyen, l'**ECE** (*expected calibration error*) :
#
# $$\mathrm{ECE} = \sum_k \frac{|B_k|}{n}\,\bigl|\,\text{exactitude}(B_k) - \text{confiance}(B_k)\,\bigr|$$
# %% [markdown] lang="en"
# ## 5. Does it know when it does not know?
#
# **Confidence** is the greatest probability. A network is **calibrated** if, among the answers given with 80% confidence, 80% are right, and likewise at every level. Let us sort the images by confidence into bins $B_k$ and measure the mean gap, the **ECE** (expected calibration error):
#
# $$\mathrm{ECE} = \sum_k \frac{|B_k|}{n}\,\bigl|\,\text{accuracy}(B_k) - \text{confidence}(B_k)\,\bigr|$$

# %%
def by_bin(confidence, correct, bins=10):
    index = np.minimum((confidence * bins).astype(int), bins - 1)
    count = np.bincount(index, minlength=bins)
    sums = [np.bincount(index, values, bins) for values in (confidence, correct)]
    return count, *(s / np.maximum(count, 1) for s in sums)

def ece(confidence, correct):
    count, stated, observed = by_bin(confidence, correct)
    return np.sum(count * np.abs(observed - stated)) / len(correct)

def summary(p, truth):
    return p.max(axis=1), p.argmax(axis=1) == truth

# %% [markdown] lang="fr"
# Comparons notre réseau à un cas fait pour mal tourner : le petit de la partie 2, réentraîné avec autant de pas, mais sur 500 images seulement, qu'il revoit sans cesse. Trop de choses les séparent (taille, images, augmentation, deux vues) pour dire laquelle compte. Les intervalles de moins de 20 images ne sont pas dessinés.
# %% [markdown] lang="en"
# Let us compare our network with a case made to go wrong: the small one of part 2, trained again for as many steps, but on 500 images only, which it sees again and again. Too many things separate them (size, images, augmentation, two views) to say which one counts. Bins with fewer than 20 images are not drawn.

# %%
tiny = min(few, 500)
train_small(changes[plain], lesson.seed, tiny, rounds * few // tiny)
q_val, q_test = (small.predict(images, batch_size=500, verbose=0) for images in (x_val, x_test))

def reliability(networks):
    figure, axes = plt.subplots(1, len(networks), figsize=(3.4 * len(networks), 3.2), sharey=True)
    for axis, (name, p) in zip(axes, networks.items()):
        count, stated, observed = by_bin(*summary(p, y_test))
        seen = count >= 20
        axis.plot([0, 1], [0, 1], ":", color=plots.GREY)
        axis.scatter(stated[seen], observed[seen], 4 + 400 * count[seen] / len(y_test))
        axis.set(xlabel=T("confiance", "confidence"), xlim=(0.1, 1.03), ylim=(-0.03, 1.05),
                 title=f"{name}\nECE {percent(ece(*summary(p, y_test)), 1)}")
    axes[0].set_ylabel(T("exactitude", "accuracy"))
    return figure

# %%
show(reliability({T("petit réseau", "small network"): q_test, T("notre réseau", "our network"): p_test}),
     T("Exactitude selon la confiance ; surface des points : nombre d'images. Calibré : diagonale.",
       "Accuracy against confidence; area of the points: number of images. Calibrated: diagonal."))
excess = q_test.max(axis=1).mean() - np.mean(q_test.argmax(axis=1) == y_test)
claim(T("Petit réseau : confiance moyenne moins exactitude, en points",
        "Small network: mean confidence minus accuracy, in points"),
      100 * excess, at_least=4, on_sample=-10, digits=1)
claim(T("ECE du nôtre, en points", "ECE of ours, in points"),
      100 * ece(*summary(p_test, y_test)), at_most=2, on_sample=10, digits=1);

# %% [markdown] lang="fr"
# Un point **sous** la diagonale : trop sûr de lui. Le remède tient en un nombre, la **température** $T$ (Guo et al., 2017), qui divise les logits : au-dessus de 1, elle rend les réponses moins tranchées. La moyenne de deux réponses n'a pas de logits, mais $\log p$ en tient lieu (pour un seul softmax, il les vaut à une constante près), et les probabilités suffisent :
#
# $$p_c(T) = \frac{p_c^{1/T}}{\sum_j p_j^{1/T}}$$
#
# On prend $T$ qui minimise l'entropie croisée **sur la validation**. La plus grande probabilité reste la plus grande : aucune réponse ne change.
# %% [markdown] lang="en"
# A point **below** the diagonal: too sure of itself. The remedy is a single number, the **temperature** $T$ (Guo et al., 2017), which divides the logits: above 1, it makes the answers less clear-cut. The mean of two answers has no logits, but $\log p$ can serve (for a single softmax, it equals them up to a constant), and the probabilities are enough:
#
# $$p_c(T) = \frac{p_c^{1/T}}{\sum_j p_j^{1/T}}$$
#
# We take the $T$ that minimises cross-entropy **on the validation data**. The greatest probability stays the greatest: no answer changes.

# %%
def at_temperature(p, temperature):
    logits = np.log(np.maximum(p, 1e-12)) / temperature
    return keras.ops.convert_to_numpy(keras.ops.softmax(logits))

def fit_temperature(p, labels):
    grid = np.linspace(0.5, 4, 141)
    return grid[np.argmin([loss(at_temperature(p, t), labels).mean() for t in grid])]

t_small, t_cnn = fit_temperature(q_val, y_val), fit_temperature(p_val, y_val)
q_calm, p_calm = at_temperature(q_test, t_small), at_temperature(p_test, t_cnn)
print(T("température du petit réseau :", "temperature of the small network:"), number(t_small, 3))
print(T("température du nôtre :", "temperature of ours:"), number(t_cnn, 3))
claim(T("Aucune réponse ne change", "No answer changes"),
      np.array_equal(p_calm.argmax(axis=1), predicted));

# %%
show(reliability({T("petit réseau, T réglée", "small network, T fitted"): q_calm,
                  T("notre réseau, T réglée", "our network, T fitted"): p_calm}),
     T("Après la température : exactitude selon la confiance, pour les deux réseaux.",
       "After the temperature: accuracy against confidence, for both networks."))

# %% [markdown] lang="fr"
# L'ECE mesurée n'est presque jamais nulle, même pour un réseau parfaitement calibré : dans chaque intervalle, l'exactitude fluctue, et la valeur absolue ne laisse pas ces écarts se compenser. Tirons au sort, pour chaque réponse d'un réseau, si elle est juste, **avec la probabilité annoncée** : le voilà calibré par construction. La **limite du hasard** sera la valeur que son ECE ne dépasse que dans 5 % des tirages.
# %% [markdown] lang="en"
# A measured ECE is hardly ever zero, even for a perfectly calibrated network: in each bin accuracy fluctuates, and the absolute value keeps these gaps from cancelling out. Let us draw at random, for each answer of a network, whether it is right, **with the stated probability**: now it is calibrated by construction. The **limit of chance** will be the value that its ECE exceeds in only 5% of the draws.

# %%
sure = p_calm.max(axis=1)
for name, before, after in ((T("petit réseau", "small network"), q_test, q_calm),
                            (T("notre réseau", "our network"), p_test, p_calm)):
    stated = after.max(axis=1)
    drawn = [ece(stated, rng.random(n_test) < stated) for _ in range(1000)]
    was, now = (ece(*summary(p, y_test)) for p in (before, after))
    limit = np.quantile(drawn, 0.95)
    print(f"{name:14} ECE {percent(was, 2)} → {percent(now, 2)}" + T(" ;", ";"),
          T("limite du hasard", "limit of chance"), percent(limit, 2),
          T("dépassée", "exceeded") if now > limit else T("respectée", "not exceeded"))
claim(T("ECE du petit réseau : après ÷ avant la température",
        "ECE of the small network: after ÷ before the temperature"),
      ece(*summary(q_calm, y_test)) / ece(*summary(q_test, y_test)), at_most=0.6, on_sample=2)
claim(T("ECE de notre réseau après la température, en points",
        "ECE of our network after the temperature, in points"),
      100 * ece(*summary(p_calm, y_test)), at_most=1.5, on_sample=10)
claim(T("ECE moyenne d'un réseau parfaitement calibré, en points",
        "Mean ECE of a perfectly calibrated network, in points"),
      100 * np.mean(drawn), at_least=0.1);

# %% [markdown] lang="fr"
# Un seul nombre corrige une bonne part des excès du petit réseau, sans toucher à un poids ; le nôtre avait peu à y gagner. Une ECE au-dessus de la limite montre un défaut, même petit ; au-dessous, elle n'en montre aucun.
#
# On peut maintenant **refuser** : au-dessous d'un seuil, on passe la main à un humain. Pour écarter les 10 % les moins sûres de la validation, l'ordre des confiances suffit ; calibrées, elles disent en plus quelle exactitude attendre du reste du test, au défaut de calibration près. Et les images dont la plus proche voisine porte une autre étiquette, comme celles du début : le réseau les refuse-t-il plus souvent que les autres ?
# %% [markdown] lang="en"
# A single number corrects a good part of the excesses of the small network, without touching a weight; ours had little to gain. An ECE above the limit shows a defect, even if small; below it, none is shown.
#
# We can now **refuse**: below a threshold, the image is handed to a human. To leave out the 10% least certain of the validation data, the order of the confidences is enough; calibrated, they also say what accuracy to expect of the rest of the test data, up to the defect of calibration. And the images whose nearest neighbour has another label, as at the start: does the network refuse them more often?

# %%
calm = at_temperature(p_val, t_cnn).max(axis=1)
threshold = np.quantile(calm, 0.1)
kept = sure >= threshold
print(T("refusées :", "refused:"), percent(np.mean(~kept), 1))
print(T("exactitude du reste :", "accuracy of the rest:"), rate(correct[kept]))
print(T("attendue d'après les confiances :", "expected from the confidences:"), percent(sure[kept].mean(), 1))
print(T("mesurée − attendue :", "measured − expected:"), mean_and_margin(correct[kept] - sure[kept]))
claim(T("Écart entre les deux, en points", "Gap between the two, in points"),
      100 * abs(np.mean(correct[kept] - sure[kept])), at_most=1.5, on_sample=10, digits=1)
claim(T("Part des erreurs évitées en refusant les images sous ce seuil",
        "Share of the errors avoided by refusing the images below that threshold"),
      np.sum(~correct & ~kept) / max(1, np.sum(~correct)),
      at_least=0.4, on_sample=0.2, as_percent=True, digits=0);

# %%
unsure = calm[:len(wanted)] < threshold
for name, group in ((T("voisine d'une autre étiquette", "neighbour with another label"), wanted != found),
                    (T("les autres", "the others"), wanted == found)):
    print(f"{name:30}", T("refusées :", "refused:"), percent(np.mean(unsure[group]), 1))
well, refused = np.sum(right_val[pairs]), np.sum(unsure[pairs])
print(T(f"les {len(pairs)} du début : {well} justes, {refused} refusées",
        f"the {len(pairs)} of the start: {well} right, {refused} refused"))
claim(T("Refus : images dont la voisine a une autre étiquette ÷ les autres",
        "Refusals: images whose neighbour has another label ÷ the others"),
      np.mean(unsure[wanted != found]) / np.maximum(np.mean(unsure[wanted == found]), 1e-3),
      at_least=2, on_sample=0, digits=1);

# %% [markdown] lang="fr"
# Combien d'images faut-il refuser pour que 99 % du reste soit juste ? Pariez, puis cherchez avec le curseur, **sur la validation**. La cellule d'après applique au test le seuil de la plus petite part qui convient : choisi pour réussir ici, il peut réussir moins là.
# %% [markdown] lang="en"
# How many images must be refused for 99% of the rest to be right? Bet, then search with the slider, **on the validation data**. The cell after it applies to the test data the threshold of the smallest share that will do: chosen to succeed here, it may succeed less there.

# %%
order = np.argsort(calm)
rest = np.cumsum(right_val[order][::-1])[::-1] / np.arange(n_val, 0, -1)

def curve_of_refusals(axis, share, first):
    axis.plot(100 * np.arange(n_val) / n_val, 100 * rest)
    axis.plot(share, 100 * rest[first], "o", color=plots.RED)
    axis.set(xlim=(-2, 62), ylim=(100 * rest[0] - 1, 100.2),
             title=percent(rest[first], 1) + T(" de justes parmi le reste", " right among the rest"),
             xlabel=T("images refusées (%)", "images refused (%)"),
             ylabel=T("exactitude du reste (%)", "accuracy of the rest (%)"))

# %%
def refusing(share=10):
    first = n_val * share // 100
    figure = plt.figure(figsize=(8.5, 3.8))
    axes = figure.subplot_mosaic("aabcd;aaefg")
    figure.suptitle(T("à droite : les moins sûres du reste (étiquette → réponse)",
                      "at right: the least certain of the rest (label → answer)"), fontsize=9)
    curve_of_refusals(axes.pop("a"), share, first)
    for axis, i in zip(axes.values(), order[first:]):
        axis.imshow(x_val[i, ..., 0])
        axis.axis("off")
        axis.set_title(f"{names[y_val[i]]}\n→ {names[p_val[i].argmax()]}", fontsize=8)
    return figure

# %%
explore(refusing, labels={"share": T("images refusées (%)", "images refused (%)")},
        alt=T("Validation : exactitude du reste, par part refusée ; à droite, ses six moins sûres.",
              "Validation: accuracy of the rest, by share refused; at right, its six least certain."),
        share=(0, 60, 5))

# %%
first = np.argmax(rest >= min(0.99, rest.max()))
retained = sure >= calm[order[first]]
for name, share, accuracy in (("validation", first / n_val, percent(rest[first], 1)),
                              ("test", np.mean(~retained), rate(correct[retained]))):
    print(f"{name:10}", T("refusées", "refused"), percent(share, 1), "|", T("justes", "right"), accuracy)
claim(T("Exactitude du reste sur le test, au seuil de la validation",
        "Accuracy of the rest on the test data, at the validation threshold"),
      np.mean(correct[retained]), at_least=0.975, on_sample=0.7, as_percent=True, digits=1);

# %% [markdown] lang="fr"
# ## 6. Où regarde-t-il ? Grad-CAM
#
# Reste à demander **où** le réseau a regardé. Soit $A^k$ la $k$-ième carte 7 × 7 de la dernière convolution, après normalisation et ReLU, $s_c$ le logit de la classe $c$. Grad-CAM (Selvaraju et al., 2017) pondère chaque carte par son gradient moyen, puis garde ce qui est positif :
#
# $$\alpha_k = \frac{1}{49}\sum_{i,j} \frac{\partial s_c}{\partial A^k_{ij}}, \qquad L_c = \mathrm{ReLU}\Bigl(\sum_k \alpha_k A^k\Bigr)$$
# %% [markdown] lang="en"
# ## 6. Where does it look? Grad-CAM
#
# It remains to ask **where** the network looked. Let $A^k$ be the $k$-th 7 × 7 map of the last convolution, after normalisation and ReLU, and $s_c$ the logit of class $c$. Grad-CAM (Selvaraju et al., 2017) weights each map by its mean gradient, then keeps what is positive:
#
# $$\alpha_k = \frac{1}{49}\sum_{i,j} \frac{\partial s_c}{\partial A^k_{ij}}, \qquad L_c = \mathrm{ReLU}\Bigl(\sum_k \alpha_k A^k\Bigr)$$

# %%
last = [layer for layer in cnn.layers if isinstance(layer, layers.ReLU)][-1]
inside = keras.Model(cnn.input, last.output)

def grad_cam(images, classes):
    maps = inside(images)
    with tf.GradientTape() as tape:
        tape.watch(maps)
        flat = keras.ops.reshape(maps, (len(images), -1))
        scores = cnn.get_layer("scores")(flat)
        chosen = keras.ops.sum(scores * keras.ops.one_hot(classes, 10))
    alpha = keras.ops.mean(tape.gradient(chosen, maps), axis=(1, 2), keepdims=True)
    return keras.ops.relu(keras.ops.sum(alpha * maps, axis=-1)).numpy(), alpha.numpy()[:, 0, 0]

# %%
# fr: bonnes réponses d'abord, classe la plus difficile d'abord, moins sûres d'abord
# en: right answers first, hardest class first, least certain first
hesitant = np.lexsort((confidence, y_test != worst, ~correct))[:5]
alone = answer(x_test[hesitant])
ranked = np.argsort(-alone, axis=1)

def overlay(row, label, classes):
    axes[row, 0].text(-2, 14, label, rotation=90, va="center", ha="right")
    heat = None if row == 0 else grad_cam(x_test[hesitant], classes)[0]
    for column, axis in enumerate(axes[row]):
        axis.imshow(dataset.x_test[hesitant[column]], extent=(0, 28, 28, 0))
        axis.axis("off")
        if row == 0:
            axis.set_title(names[y_test[hesitant[column]]], fontsize=9)
            continue
        strength = heat[column] / (heat[column].max() + 1e-9)
        axis.imshow(strength, cmap="autumn_r", alpha=0.75 * strength, extent=(0, 28, 28, 0))
        chance = percent(alone[column, classes[column]], 0)
        axis.set_title(f"{names[classes[column]]}\n{chance}", fontsize=9)

# %%
figure, axes = plt.subplots(3, 5, figsize=(7.5, 5.2))
for row, (label, classes) in enumerate((("image", None),
                                        (T("réponse", "answer"), ranked[:, 0]),
                                        (T("rivale", "rival"), ranked[:, 1]))):
    overlay(row, label, classes)
show(figure,
     T("Cinq images hésitantes ; dessous, Grad-CAM pour la réponse, puis pour sa rivale.",
       "Five hesitant images; below, Grad-CAM for the answer, then for its rival."))

# %% [markdown] lang="fr"
# En haut, l'étiquette ; dessous, les deux premières réponses à l'image seule, sans son miroir. Sans couleur, la carte vaut zéro ; en rouge, son maximum, propre à chaque carte : de l'une à l'autre, on ne compare que les places. Le fond vide lui-même peut s'allumer ; nous allons voir pourquoi.
# %% [markdown] lang="en"
# At the top, the label; below, the first two answers to the image alone, without its mirror image. Without colour, the map is zero; in red, at its own maximum: from one map to another, compare the places only. Even the empty background may light up; we are about to see why.

# %% [markdown] lang="fr"
# Après ces cartes, le réseau est linéaire jusqu'au score : c'est une somme, une contribution par position et par carte. On peut donc refaire le calcul à la main, et mieux : comparer Grad-CAM à la **vraie** part de chaque position dans le score,
#
# $$s_c = b_c + \sum_{i,j} C_{ij}, \qquad C_{ij} = \sum_k W^k_{ij,c}\, A^k_{ij}$$
#
# (Part du score, non de la décision : les mêmes poids ajoutés à toutes les classes changeraient les $C_{ij}$, et aucune probabilité.) Grad-CAM remplace les 49 poids de chaque carte par leur moyenne ; après une moyenne globale (*global average pooling*), il ne perdrait rien.
# %% [markdown] lang="en"
# After these maps, the network is linear up to the score: it is a sum, one contribution per position and per map. So the computation can be redone by hand, and better: Grad-CAM can be compared with the **true** share of each position in the score,
#
# $$s_c = b_c + \sum_{i,j} C_{ij}, \qquad C_{ij} = \sum_k W^k_{ij,c}\, A^k_{ij}$$
#
# (A share of the score, not of the decision: weights added to all classes alike would change the $C_{ij}$, and no probability.) Grad-CAM replaces the 49 weights of each map by their mean; with *global average pooling*, nothing would be lost.

# %%
sample, answers = x_test[:200], predicted[:200]
heat, alpha = grad_cam(sample, answers)
maps = inside(sample).numpy()
weights, bias = cnn.get_layer("scores").get_weights()
weights = np.moveaxis(weights.reshape(*maps.shape[1:], 10), -1, 0)[answers]  # (200, 7, 7, 96)
by_hand = weights.mean(axis=(1, 2))
claim(T("Les α du gradient sont les moyennes des poids", "The α from the gradient are the means of the weights"),
      np.allclose(alpha, by_hand, atol=1e-5))
true = np.sum(weights * maps, axis=-1)
score = cnn.get_layer("scores")(maps.reshape(len(maps), -1)).numpy()[np.arange(len(maps)), answers]
claim(T("Les 49 contributions et le biais font le score", "The 49 contributions and the bias make the score"),
      np.allclose(true.sum(axis=(1, 2)) + bias[answers], score, atol=1e-2));

# %%
# fr: comme Grad-CAM, ne garder que ce qui soutient la classe
# en: like Grad-CAM, keep only what supports the class
support = np.maximum(true, 0)
alike = [np.corrcoef(a.ravel(), b.ravel())[0, 1] for a, b in zip(heat, support) if a.std() > 0]
claim(T("Corrélation médiane de Grad-CAM et des vraies contributions",
        "Median correlation of Grad-CAM and the true contributions"),
      np.median(alike), at_most=0.8, on_sample=0.95)
# fr: 3 pixels à la première convolution, puis (noyau, pas) de chaque couche
# en: 3 pixels at the first convolution, then (kernel, stride) of each layer
field, jump = 3, 1
for kernel, stride in ((2, 2), (3, 1), (2, 2), (3, 1), (3, 1)):
    field, jump = field + (kernel - 1) * jump, jump * stride
claim(T(f"Loin du bord, une case dépend d'un carré de {field} pixels de côté",
        f"Away from the border, one cell depends on a square {field} pixels wide"), field == 26)
corner = inside(np.zeros((1, 28, 28, 1))).numpy()[0, 0, 0]
claim(T("Cartes actives dans le coin d'une image toute noire (sur 96)",
        "Maps active in the corner of an all-black image (out of 96)"),
      np.sum(corner > 0), at_least=5, on_sample=0, digits=0);

# %% [markdown] lang="fr"
# Trois réserves, chiffrées ci-dessus. La moyenne des poids perd, **pour ce réseau-ci**, une grande part des vraies contributions : la corrélation est loin de 1. Chaque case dépend d'un carré de 26 pixels de côté (15 × 15 dans un coin, coupé par le bord) : une tache de quatre pixels ne montre pas ces quatre pixels. Et même devant du noir, des cartes sont actives : si leur poids moyen est positif, le vide s'allume.
#
# Grad-CAM dit donc où, en gros, sont actives les cartes qui soutiennent en moyenne **une** classe. Il ne dit ni ce que le réseau y a vu, ni s'il a raison. Du moins sa carte change-t-elle quand les poids deviennent aléatoires (essais d'Adebayo et al., 2018).
# %% [markdown] lang="en"
# Three reservations, with numbers above. The mean of the weights loses, **for this network**, a large part of the true contributions: the correlation is far from 1. Each cell depends on a square 26 pixels wide (15 × 15 in a corner, cut off by the border): a blob four pixels wide does not show those four pixels. And even in front of black, maps are active: if their mean weight is positive, emptiness lights up.
#
# So Grad-CAM says where, roughly, the maps that on average support **one** class are active. It says neither what the network saw there, nor whether it is right. At least its map changes when the weights are made random (trials by Adebayo et al., 2018).

# %% [markdown] lang="fr"
# ## Exercices
#
# ### ★ Combien d'images de test ?
#
# Combien d'images de test faut-il, au moins, pour qu'une exactitude `accuracy` soit connue à ± `margin` près (à 95 %) ? Avant de coder, pariez : pour passer de ± 1 point à ± 0,1 point, il faut combien de fois plus d'images ? Prenez la marge de `rate` (partie 1), avec 1,96.
# %% [markdown] lang="en"
# ## Exercises
#
# ### ★ How many test images?
#
# At least how many test images are needed for an accuracy `accuracy` to be known to within ± `margin` (at 95%)? Before coding, bet: to go from ± 1 point to ± 0.1 point, how many times more images? Use the margin of `rate` (part 1), with 1.96.

# %% tags=["exercise"]
def images_needed(accuracy, margin):
    T("""Plus petit nombre d'images dont la marge d'erreur ne dépasse pas `margin`.

    `accuracy`, `margin` : nombres entre 0 et 1. Renvoie un entier.
    `images_needed(0.9, 0.02)` vaut 865.
    """, """Smallest number of images whose margin of error does not exceed `margin`.

    `accuracy`, `margin`: numbers between 0 and 1. Returns an integer.
    `images_needed(0.9, 0.02)` is 865.
    """)
    ### BEGIN SOLUTION
    return int(np.ceil(1.96**2 * accuracy * (1 - accuracy) / margin**2))
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ Une température, sans logits
#
# Un service en ligne ne vous donne que des probabilités. Prédisez d'abord ce qu'elles deviennent quand $T \to \infty$ et quand $T \to 0$, puis programmez la formule de la partie 5, **avec NumPy seul**.
# %% [markdown] lang="en"
# ### ★★ A temperature, without logits
#
# An online service gives you only probabilities. First predict what becomes of them when $T \to \infty$ and when $T \to 0$, then write the formula of part 5, **with NumPy alone**.

# %% tags=["exercise"]
def temper(probabilities, temperature):
    T("""Probabilités à une autre température.

    probabilities : (n, classes), toutes > 0 ; `temperature` : nombre de 0,1 à 10.
    Renvoie un tableau (n, classes) dont chaque ligne a une somme de 1.
    """, """Probabilities at another temperature.

    probabilities: (n, classes), all > 0; `temperature`: number from 0.1 to 10.
    Returns an array (n, classes) whose rows each sum to 1.
    """)
    ### BEGIN SOLUTION
    powers = probabilities ** (1 / temperature)
    return powers / powers.sum(axis=1, keepdims=True)
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ Trop sûr, mais de quoi ?
#
# Une bonne ECE peut cacher une classe dont le réseau est trop sûr et une autre où il doute à tort. Pour chaque classe **prédite**, renvoyez la confiance moyenne moins l'exactitude. Chaque classe est prédite au moins une fois. Appelez ensuite `overconfidence(p_calm, y_test)` : de quelle réponse notre réseau est-il le plus sûr à tort ?
# %% [markdown] lang="en"
# ### ★★ Too sure, but of what?
#
# A good ECE may hide one class of which the network is too sure and another where it is less sure than it should be. For each **predicted** class, return the mean confidence minus the accuracy. Every class is predicted at least once. Then call `overconfidence(p_calm, y_test)`: of which answer is our network most wrongly sure?

# %% tags=["exercise"]
def overconfidence(probabilities, truth):
    T("""Confiance moyenne moins exactitude, pour chaque classe prédite.

    probabilities : (n, classes) ; truth : (n,), entiers. Renvoie un tableau (classes,).
    """, """Mean confidence minus accuracy, for each predicted class.

    probabilities: (n, classes); truth: (n,), integers. Returns an array (classes,).
    """)
    ### BEGIN SOLUTION
    predicted = probabilities.argmax(axis=1)
    gap = probabilities.max(axis=1) - (predicted == truth)
    return np.array([gap[predicted == c].mean() for c in range(probabilities.shape[1])])
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★★ Décider, ou passer la main
#
# Toutes les erreurs ne se valent pas. Répondre `p` quand la vérité est `t` coûte `costs[t, p]` ; appeler un humain coûte `refusal`. Pour chaque image, choisissez la réponse dont le coût **attendu** est le plus petit, ou −1 (refus) si même celui-là dépasse `refusal`. Quand toutes les erreurs coûtent autant et qu'une bonne réponse ne coûte rien, c'est la règle de Chow (1970) : un seuil sur la confiance, comme en partie 5. Essayez sans boucle.
# %% [markdown] lang="en"
# ### ★★★ Decide, or hand over
#
# Not all errors are equal. Answering `p` when the truth is `t` costs `costs[t, p]`; calling a human costs `refusal`. For each image, choose the answer whose **expected** cost is smallest, or −1 (refusal) if even that one exceeds `refusal`. When all errors cost the same and a right answer costs nothing, this is Chow's rule (1970): a threshold on confidence, as in part 5. Try to do without a loop.

# %% tags=["exercise"]
def decide(probabilities, costs, refusal):
    T("""Réponse la moins coûteuse en moyenne, ou −1.

    `probabilities` : (n, classes), supposées calibrées ;
    `costs` : (classes, classes), `costs[t, p]` ; `refusal` : nombre. Renvoie n entiers.
    """, """Least costly answer on average, or −1.

    `probabilities`: (n, classes), assumed calibrated;
    `costs`: (classes, classes), `costs[t, p]`; `refusal`: number. Returns n integers.
    """)
    ### BEGIN SOLUTION
    # fr: une ligne par image, une colonne par réponse possible
    # en: one row per image, one column per possible answer
    expected = probabilities @ costs
    return np.where(expected.min(axis=1) > refusal, -1, expected.argmin(axis=1))
    ### END SOLUTION

# %% [markdown] lang="fr"
# ## Quiz
# %% [markdown] lang="en"
# ## Quiz

# %%
quiz()

# %% [markdown] lang="fr"
# ## Erreurs fréquentes
#
# - **Prendre une augmentation sans la lire comme une affirmation** : `RandomFlip()` sans argument renverse aussi de haut en bas.
# - **Augmenter la validation** comme l'entraînement : on ne mesure plus les images qui viendront.
# - **Régler la température sur l'entraînement** : le réseau y a raison plus souvent qu'ailleurs, et $T$ le laisse trop sûr de lui.
# - **Comparer des ECE de jeux ou d'intervalles différents** : la limite du hasard dépend du nombre d'images et d'intervalles.
# - **Choisir le seuil de refus sur le test**, puis y annoncer l'exactitude du reste.
# - **Prendre Grad-CAM pour une explication** : il dit où, en gros, et pour une classe.
# %% [markdown] lang="en"
# ## Common errors
#
# - **Using an augmentation without reading it as a statement**: `RandomFlip()` without arguments also flips upside down.
# - **Augmenting the validation data** like the training data: one no longer measures the images that will come.
# - **Fitting the temperature on the training data**: the network is right more often there than elsewhere, and $T$ leaves it too sure of itself.
# - **Comparing ECEs from different sets or bins**: the limit of chance depends on the number of images and of bins.
# - **Choosing the refusal threshold on the test data**, then reporting the accuracy of the rest on them.
# - **Taking Grad-CAM for an explanation**: it says where, roughly, and for one class.

# %% [markdown] lang="fr"
# ## À retenir
#
# - D'abord une référence sans apprentissage ; le test, à la fin, pour mesurer et jamais pour choisir.
# - Augmenter, c'est affirmer : vrai dans le monde ne veut pas dire utile sur ces données. Mesurez.
# - L'exactitude est une moyenne : cherchez quelle classe, quelle paire, porte les erreurs.
# - Confiance et exactitude sont deux choses ; une température les rapproche sans changer une réponse.
# - Quand un refus coûte moins qu'une erreur, un réseau qui sait refuser peut valoir mieux qu'un réseau un peu plus exact qui répond toujours.
# - Grad-CAM dit où, pas pourquoi.
# %% [markdown] lang="en"
# ## What to remember
#
# - First a baseline without learning; the test data at the end, to measure and never to choose.
# - To augment is to make a statement: true in the world does not mean useful on these data. Measure.
# - Accuracy is an average: find which class, which pair, carries the errors.
# - Confidence and accuracy are two things; a temperature brings them closer together without changing an answer.
# - When a refusal costs less than an error, a network that can refuse may be worth more than a slightly more accurate one that always answers.
# - Grad-CAM says where, not why.

# %% [markdown] lang="fr"
# ## Glossaire
#
# | français | English | sens |
# |---|---|---|
# | augmentation | augmentation | transformation des images apprises, sous la même étiquette |
# | calibration | calibration | accord entre confiance annoncée et exactitude |
# | confiance | confidence | plus grande probabilité donnée |
# | ECE | expected calibration error | écart moyen entre confiance et exactitude, par intervalles de confiance |
# | Grad-CAM | Grad-CAM | carte des places où les cartes soutiennent en moyenne une classe |
# | logit | logit | score avant softmax |
# | refus | refusal, abstention | ne pas répondre quand la confiance est trop basse |
# | référence | baseline | score simple que tout le reste doit dépasser |
# | température | temperature | nombre qui divise les logits |
# %% [markdown] lang="en"
# ## Glossary
#
# | English | français | meaning |
# |---|---|---|
# | augmentation | augmentation | transformation of the training images, under the same label |
# | baseline | référence | simple score that all else must beat |
# | calibration | calibration | agreement between stated confidence and accuracy |
# | confidence | confiance | greatest probability given |
# | ECE (expected calibration error) | ECE | mean gap between confidence and accuracy, over bins of confidence |
# | Grad-CAM | Grad-CAM | map of the places where the maps support a class on average |
# | logit | logit | score before softmax |
# | refusal, abstention | refus | not answering when confidence is too low |
# | temperature | température | number that divides the logits |

# %% [markdown] lang="fr"
# ## Références
#
# - H. Xiao, K. Rasul, R. Vollgraf (2017), *Fashion-MNIST*. [arXiv:1708.07747](https://arxiv.org/abs/1708.07747)
# - C. Guo, G. Pleiss, Y. Sun, K. Weinberger (2017), *On calibration of modern neural networks*. [arXiv:1706.04599](https://arxiv.org/abs/1706.04599)
# - R. Selvaraju et al. (2017), *Grad-CAM*. [arXiv:1610.02391](https://arxiv.org/abs/1610.02391)
# - C. K. Chow (1970), *On optimum recognition error and reject tradeoff*. [doi:10.1109/TIT.1970.1054406](https://doi.org/10.1109/TIT.1970.1054406)
# - J. Adebayo et al. (2018), *Sanity checks for saliency maps*. [arXiv:1810.03292](https://arxiv.org/abs/1810.03292)
# %% [markdown] lang="en"
# ## References
#
# - H. Xiao, K. Rasul, R. Vollgraf (2017), *Fashion-MNIST*. [arXiv:1708.07747](https://arxiv.org/abs/1708.07747)
# - C. Guo, G. Pleiss, Y. Sun, K. Weinberger (2017), *On calibration of modern neural networks*. [arXiv:1706.04599](https://arxiv.org/abs/1706.04599)
# - R. Selvaraju et al. (2017), *Grad-CAM*. [arXiv:1610.02391](https://arxiv.org/abs/1610.02391)
# - C. K. Chow (1970), *On optimum recognition error and reject tradeoff*. [doi:10.1109/TIT.1970.1054406](https://doi.org/10.1109/TIT.1970.1054406)
# - J. Adebayo et al. (2018), *Sanity checks for saliency maps*. [arXiv:1810.03292](https://arxiv.org/abs/1810.03292)

# %% [markdown] lang="fr"
# ## Et ensuite
#
# {{next}}
# %% [markdown] lang="en"
# ## What comes next
#
# {{next}}
