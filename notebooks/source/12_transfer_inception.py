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
#       fr: Apprentissage par transfert avec InceptionV3
#       en: Transfer learning with InceptionV3
#     objectives:
#       fr:
#       - lire des images avec un réseau déjà entraîné, une seule fois, et n'apprendre qu'une tête
#       - montrer par des témoins que ce sont les poids appris qui aident, et non l'architecture ou un raccourci
#       - tracer l'exactitude selon le nombre d'images étiquetées, avec des barres d'erreur
#       - reconnaître une erreur de prétraitement à ce qu'elle coûte
#       - affiner le dernier bloc, normalisations gelées, et le comparer à un témoin
#       en:
#       - read images with a network that is already trained, once only, and train nothing but a head
#       - show with controls that the trained weights are what helps, not the architecture or a shortcut
#       - draw accuracy against the number of labelled images, with error bars
#       - recognise a preprocessing mistake by what it costs
#       - fine-tune the last block, normalisations frozen, and compare it with a control
#     prerequisites: ["07", "08", "11"]
#     reading: 100
#     next:
#       fr: "Leçon 13 : les suites. Un réseau récurrent lit un texte ou une série pas à pas, avec une mémoire."
#       en: "Lesson 13: sequences. A recurrent network reads a text or a series step by step, with a memory."
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
from course_utils import check, claim, explore, load
from course_utils import number, percent, plots, quiz, show, start, textures

lesson = start("12_transfer_inception", T("fr", "en"), profile=profile, data=data, seed=seed)

# %%
import gc
from time import perf_counter

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras import layers

from course_utils import inception

dataset = load("textures", size=96)
names, CLASSES = dataset.class_names, len(dataset.class_names)

# %% [markdown] lang="fr"
# ## Une question pour commencer
#
# Dix surfaces, photographiées une fois chacune ; des carrés de 96 pixels en sont découpés. Vous avez le temps d'en étiqueter **cinq par classe**. C'est peu pour entraîner un réseau, mais un autre réseau, InceptionV3 ou ses premiers blocs (leçon 11 ; Szegedy et al., 2016), a déjà appris à lire des images : la ligne sous la première figure dit jusqu'à quel bloc, et sur lesquelles. Confions-lui les nôtres.
#
# Pariez sur deux nombres :
#
# - combien de carrés de test sur cent seront bien classés avec ces **poids appris** ?
# - et avec le **même réseau aux poids tirés au hasard**, qui n'a jamais rien appris ?
#
# La partie 2 répond ; la partie 3 montre que la question était mal posée.
# %% [markdown] lang="en"
# ## A question to begin with
#
# Ten surfaces, each photographed once; squares of 96 pixels are cut from them. You have time to label **five per class**. That is little to train a network with, but another network, InceptionV3 or its first blocks (lesson 11; Szegedy et al., 2016), has already learned to read images: the line under the first figure says which images, and up to which block. Let us hand it ours.
#
# Bet on two numbers:
#
# - how many test squares out of a hundred will be classified correctly with these **trained weights**?
# - and with the **same network, its weights drawn at random**, which has never learned anything?
#
# Part 2 answers; part 3 shows that the question was badly put.

# %%
POOL, TEST = lesson.pick(full=(40, 30), fast=(4, 1))

def first_of_each(images, labels, count):
    kept = np.sort(np.concatenate([np.flatnonzero(labels == c)[:count] for c in range(CLASSES)]))
    return images[kept], labels[kept].astype(int), kept

x_pool, y_pool, from_pool = first_of_each(dataset.x_train, dataset.y_train, POOL)
x_test, y_test, from_test = first_of_each(dataset.x_test, dataset.y_test, TEST)
del dataset
one_each = [np.flatnonzero(y_pool == c)[0] for c in range(CLASSES)]
show(plots.image_grid(x_pool[one_each], names, columns=5, size=1.25),
     T("Un carré de chacune des dix surfaces, en couleur, avec son nom.",
       "One square of each of the ten surfaces, in colour, with its name."))

# %%
network = inception.pretrained()

# %% [markdown] lang="fr"
# Les carrés d'apprentissage et de test viennent de **deux régions séparées** de chaque photo. Le test demande donc : « reconnaît-on un autre endroit de la même surface ? », et rien de plus. Vérifions-le avec les coordonnées. Dans une même région, les carrés se recouvrent : comptons aussi ceux que l'on peut prendre sans recouvrement.
# %% [markdown] lang="en"
# Training and test squares come from **two separate regions** of each photo. So the test asks: “is another place on the same surface recognised?”, and nothing more. Let us check with the coordinates. Within a region, the squares overlap: let us also count those that can be taken without overlap.

# %%
whole, whole_test = textures.cut(96)
spots, test_spots = whole.spots[from_pool], whole_test.spots[from_test]
del whole, whole_test
# fr: 55 Mo de photos, qui ne servent plus
# en: 55 MB of photos, no longer needed
textures.cut.cache_clear()

def overlaps(some, others):
    # fr: deux rectangles (haut, gauche, bas, droite) : chacun commence avant la fin de l'autre
    # en: two rectangles (top, left, bottom, right): each begins before the other ends
    a, b = some[:, None], others[None]
    return np.all((a[..., :2] < b[..., 2:]) & (b[..., :2] < a[..., 2:]), axis=-1)

same_class = y_test[:, None] == y_pool
claim(T("Aucun carré de test ne recouvre un carré d'apprentissage",
        "No test square overlaps a training square"),
      not np.any(overlaps(test_spots, spots) & same_class));

# %%
def disjoint(some):
    # fr: du haut à gauche au bas à droite, un carré est pris s'il ne recouvre aucun carré déjà pris
    # en: from top left to bottom right, a square is taken if it overlaps none already taken
    taken = some[:0]
    for spot in some[np.argsort(some[:, 2:].sum(axis=1))]:
        if not np.any(overlaps(spot[np.newaxis], taken)):
            taken = np.vstack([taken, spot])
    return len(taken)

apart = [[disjoint(s[y == c]) for c in range(CLASSES)]
         for s, y in ((spots, y_pool), (test_spots, y_test))]
for what, count, free in ((T("apprentissage", "training"), POOL, apart[0]), ("test", TEST, apart[1])):
    print(T(f"{what} : {count} carrés par classe, dont {min(free)} à {max(free)} sans recouvrement",
            f"{what}: {count} squares per class, {min(free)} to {max(free)} of them without overlap"))
claim(T("Plus grande part de carrés sans recouvrement, en %", "Greatest share of squares without overlap, in %"),
      100 * max(sum(apart[0]) / len(spots), sum(apart[1]) / len(test_spots)), at_most=30, digits=0);

# %% [markdown] lang="fr"
# ## 1. Lire une fois, garder
#
# L'**apprentissage par transfert** (*transfer learning*) reprend pour une **tâche cible** ce qu'un réseau a appris sur une **tâche source** (Pan et Yang, 2010). Sa forme la plus simple, l'**extraction de caractéristiques** (*feature extraction*) : on ôte la tête, on gèle (*freeze*) le reste, $\varphi$, et l'on moyenne chacune de ses $d$ cartes, comme en leçon 08 :
#
# $$f_k(x) = \frac{1}{HW}\sum_{i=1}^{H}\sum_{j=1}^{W} \varphi_k(x)_{ij}, \qquad k = 1, \dots, d$$
#
# Rien ne change dans $\varphi$ : la même image donnera toujours le même vecteur. On le calcule donc **une fois** et on le garde (*cached bottleneck features*). Le prix : une image gardée ne peut plus être retournée ni décalée au hasard. Une condition : des valeurs **de −1 à 1**, comme à l'entraînement de ces poids.
# %% [markdown] lang="en"
# ## 1. Read once, keep
#
# **Transfer learning** takes up, for a **target task**, what a network has learned on a **source task** (Pan and Yang, 2010). Its simplest form is **feature extraction**: remove the head, freeze the rest, $\varphi$, and average each of its $d$ maps, as in lesson 08:
#
# $$f_k(x) = \frac{1}{HW}\sum_{i=1}^{H}\sum_{j=1}^{W} \varphi_k(x)_{ij}, \qquad k = 1, \dots, d$$
#
# Nothing changes in $\varphi$: the same image will always give the same vector. So it is computed **once** and kept (cached bottleneck features). The price: a kept image can no longer be flipped or shifted at random. One condition: values **from −1 to 1**, as when these weights were trained.

# %% [markdown] lang="fr"
# InceptionV3 est une suite de blocs, que Keras nomme `mixed0` à `mixed10`. Les poids d'ImageNet (1,28 million d'images, mille classes ; Russakovsky et al., 2015) les remplissent tous ; ceux que ce projet a appris sur CIFAR-10 (dix classes, images de 32 pixels ; Krizhevsky, 2009) s'arrêtent à `mixed3`.
#
# Les convolutions acceptent toute taille d'image, et la moyenne finale aussi. Les poids d'ImageNet ont été appris à 299 pixels, ceux de CIFAR-10 à 64 (images au côté doublé) ; **150** est un compromis entre le détail et le temps de calcul : les motifs paraissent donc à une autre échelle qu'à l'entraînement.
# %% [markdown] lang="en"
# InceptionV3 is a sequence of blocks, which Keras calls `mixed0` to `mixed10`. ImageNet's weights (1.28 million images, a thousand classes; Russakovsky et al., 2015) fill them all; those that this project trained on CIFAR-10 (ten classes, images of 32 pixels; Krizhevsky, 2009) stop at `mixed3`.
#
# Convolutions accept any image size, and so does the final mean. ImageNet's weights were learned at 299 pixels, CIFAR-10's at 64 (images doubled in size); **150** is a compromise between detail and computing time: patterns therefore appear at another scale than in training.

# %%
SIDE = lesson.pick(full=150, fast=75)

def prepare(images):
    large = keras.ops.image.resize(images.astype("float32"), (SIDE, SIDE))
    return np.array(large) / 127.5 - 1

def read(model, images, prepare=prepare, dtype="float32"):
    # fr: par paquets de 10 : 1 000 images de 150 pixels en float32 pèseraient 270 Mo
    # en: in batches of 10: 1,000 images of 150 pixels in float32 would weigh 270 MB
    result = None
    for i in range(0, len(images), 10):
        part = model.predict_on_batch(prepare(images[i:i + 10]))
        if result is None:
            result = np.empty((len(images), *part.shape[1:]), dtype)
        result[i:i + 10] = part
    return result

# %%
# fr: sans XLA (`jit_compile`), la mémoire reste modeste ; en profil fast, rien n'est compilé
# en: without XLA (`jit_compile`), memory stays modest; in the fast profile, nothing is compiled
how = lesson.pick(full={"jit_compile": False}, fast={"run_eagerly": True})

def reader(start, end):
    model = keras.Model(start, end)
    model.compile(**how)
    return model

base = network.model
averaged = layers.GlobalAveragePooling2D()(base.output)
trained = reader(base.input, averaged)
print(T("cartes :", "maps:"), base.compute_output_shape((1, SIDE, SIDE, 3))[1:],
      T("→ vecteur :", "→ vector:"), trained.output.shape[1:])

# %%
SMALL = lesson.pick(full=15, fast=2)
small_pool = first_of_each(x_pool, y_pool, SMALL)
small_test = first_of_each(x_test, y_test, SMALL)
# fr: la première lecture compile
# en: the first reading compiles
read(trained, small_pool[0][:10])
since = perf_counter()
colour = {"trained": [read(trained, part[0]) for part in (small_pool, small_test)]}
per_image = (perf_counter() - since) / (len(small_pool[0]) + len(small_test[0]))
print(T(f"une image lue en {1000 * per_image:.0f} ms", f"one image read in {1000 * per_image:.0f} ms"))
maps = np.array(base(prepare(small_pool[0][:4])))
claim(T("Le vecteur gardé est la moyenne des cartes recalculées",
        "The vector kept is the mean of the maps computed again"),
      np.allclose(colour["trained"][0][:4], maps.mean(axis=(1, 2)), rtol=1e-3, atol=1e-4));

# %% [markdown] lang="fr"
# Le **témoin** (*control*) : les mêmes couches, avec des poids tous tirés au sort. Tout ce que les deux réseaux ont en commun (architecture, champs réceptifs, moyenne finale) joue aussi pour lui. Deux précautions :
#
# - dans un réseau entraîné, les moyennes et variances mobiles des normalisations par lots décrivent des images ; dans un réseau neuf, elles valent 0 et 1. Nous les réglons donc sur nos carrés, **sans étiquettes** : un avantage que le réseau entraîné, qui garde celles de sa source, n'a pas ;
# - un seul tirage ne prouve rien : il y aura **trois** témoins.
# %% [markdown] lang="en"
# The **control**: the same layers, with weights all drawn at random. Whatever the two networks share (architecture, receptive fields, final mean) works for it too. Two precautions:
#
# - in a trained network, the moving means and variances of batch normalisation describe images; in a new network, they are 0 and 1. So we set them on our squares, **without labels**: an advantage over the trained network, which keeps those of its source;
# - a single draw proves nothing: there will be **three** controls.

# %%
CONTROLS, SETTLE = lesson.pick(full=(3, 120), fast=(1, 10))
control = keras.models.clone_model(base)
for layer in control.layers:
    if isinstance(layer, layers.BatchNormalization):
        # fr: douze lots de 10 suffisent alors : il reste 0,6**12, soit 0,2 %, de la valeur de départ
        # en: twelve batches of 10 are then enough: 0.6**12, or 0.2%, of the first value is left
        layer.momentum = 0.6
drawn = reader(control.input, layers.GlobalAveragePooling2D()(control.output))

def settle(batch):
    control(batch, training=True)

if lesson.profile == "full":
    settle = tf.function(settle)

# %%
def draw_weights(model, rng):
    # fr: comme Keras pour un réseau neuf : noyaux de Glorot, statistiques 0 et 1
    # en: as Keras does for a new network: Glorot kernels, statistics 0 and 1
    for layer in model.layers:
        if isinstance(layer, layers.Conv2D):
            *field, before, after = layer.kernel.shape
            limit = np.sqrt(6 / (np.prod(field) * (before + after)))
            layer.kernel.assign(rng.uniform(-limit, limit, layer.kernel.shape))
        elif isinstance(layer, layers.BatchNormalization):
            layer.set_weights([0 * layer.beta, 0 * layer.beta, 0 * layer.beta + 1])

def draw_control(k, images, settled=True):
    draw_weights(control, np.random.default_rng([lesson.seed, k]))
    order = np.random.default_rng(k).permutation(len(images))[:SETTLE * settled]
    for i in range(0, len(order), 10):
        settle(prepare(images[order[i:i + 10]]))

# %%
def control_name(k):
    return T(f"poids au hasard {k + 1}", f"random weights {k + 1}")

for k in range(CONTROLS):
    draw_control(k, small_pool[0])
    colour[control_name(k)] = [read(drawn, part[0]) for part in (small_pool, small_test)]

def shapes(model):
    return [(type(layer), [w.shape for w in layer.weights]) for layer in model.layers]

claim(T("Les témoins ont exactement les mêmes couches, de mêmes formes, et d'autres poids",
        "The controls have exactly the same layers, of the same shapes, and other weights"),
      shapes(control) == shapes(base)
      and not np.array_equal(control.layers[1].get_weights()[0], base.layers[1].get_weights()[0]));

# %% [markdown] lang="fr"
# ## 2. La tête, à la main
#
# Sur ces vecteurs, la tête est une régression softmax (leçon 04). Comme l'échelle des caractéristiques varie d'un réseau à l'autre, on les centre et réduit **d'après les seules images étiquetées**, puis on divise par $\sqrt d$ pour que les longueurs ne dépendent pas de $d$ :
#
# $$z = \frac{f - \mu}{(\sigma + \varepsilon)\sqrt d}, \qquad p = \mathrm{softmax}(z W + b), \qquad \frac{\partial \mathcal L}{\partial W} = \frac{1}{n}\, z^\top (p - y)$$
#
# On descend ce gradient avec inertie depuis $W = 0$. Chaque pas ajoute une combinaison des $n$ vecteurs : $W = z^\top A$, et il suffit de suivre $A$, plus petit si $n < d$. Enfin, $z$ étant linéaire en $f$, la normalisation se **replie** dans les poids : $W' = W / ((\sigma + \varepsilon)\sqrt d)$, $b' = b - \mu W'$.
# %% [markdown] lang="en"
# ## 2. The head, by hand
#
# On these vectors the head is a softmax regression (lesson 04). Since the scale of the features differs from one network to another, they are standardised **from the labelled images alone**, then divided by $\sqrt d$ so that lengths do not depend on $d$:
#
# $$z = \frac{f - \mu}{(\sigma + \varepsilon)\sqrt d}, \qquad p = \mathrm{softmax}(z W + b), \qquad \frac{\partial \mathcal L}{\partial W} = \frac{1}{n}\, z^\top (p - y)$$
#
# We descend this gradient with momentum from $W = 0$. Each step adds a combination of the $n$ vectors: $W = z^\top A$, and it is enough to follow $A$, smaller if $n < d$. Finally, as $z$ is linear in $f$, the standardisation **folds** into the weights: $W' = W / ((\sigma + \varepsilon)\sqrt d)$, $b' = b - \mu W'$.

# %%
def scales(f):
    # fr: le petit terme évite de diviser par zéro une caractéristique toujours éteinte
    # en: the small term avoids dividing by zero for a feature that is always off
    return f.mean(axis=0), np.sqrt(f.shape[1]) * (f.std(axis=0) + 1e-3 * f.std())

def descend(z, labels, steps, rate=1.0):
    z, y = np.c_[z, np.ones(len(z))].astype("float32"), np.eye(CLASSES, dtype="float32")[labels]
    products, A = z @ z.T, np.zeros_like(y)
    speed = A
    for _ in range(steps):
        scores = products @ A
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        speed = 0.9 * speed - rate * (p - y) / len(z)
        A = A + speed
    W = z.T @ A
    return W[:-1], W[-1]

# %%
def train_head(f, labels, steps=300):
    mean, spread = scales(f)
    W, b = descend((f - mean) / spread, labels, steps)
    W = W / spread[:, None]
    return W, b - mean @ W

def answers(head, f):
    return np.argmax(f @ head[0] + head[1], axis=1)

def draw_labelled(labels, n, s):
    # fr: n images de chaque classe ; le tirage s grandit : ses 5 images sont parmi ses 10
    # en: n images of each class; draw s grows: its 5 images are among its 10
    rng = np.random.default_rng([lesson.seed, s])
    orders = [rng.permutation(np.flatnonzero(labels == c)) for c in range(CLASSES)]
    return np.stack([order[:n] for order in orders], axis=1).ravel()

# %%
f, y = colour["trained"][0], small_pool[1]
mean, spread = scales(f)
dense = keras.Sequential([keras.Input(f.shape[1:]),
                          layers.Dense(CLASSES, activation="softmax", kernel_initializer="zeros")])
dense.compile(keras.optimizers.SGD(1.0, momentum=0.9), "sparse_categorical_crossentropy",
              run_eagerly=True)
dense.fit((f - mean) / spread, y, epochs=10, batch_size=len(f), shuffle=False, verbose=0)
by_hand = descend((f - mean) / spread, y, steps=10)
claim(T("Après dix pas, nos poids sont ceux de Dense dans Keras",
        "After ten steps, our weights are those of Dense in Keras"),
      all(np.allclose(a, b, atol=1e-3) for a, b in zip(dense.get_weights(), by_hand)))
folded = train_head(f, y, steps=10)
claim(T("Repliée dans les poids, la normalisation ne change aucun score",
        "Folded into the weights, the standardisation changes no score"),
      np.allclose(f @ folded[0] + folded[1],
                  (f - mean) / spread @ by_hand[0] + by_hand[1], atol=1e-3));

# %% [markdown] lang="fr"
# Que gagne-t-on à garder les vecteurs ? Comparons le coût d'une tête (300 pas sur des vecteurs) avec celui de 300 époques qui reliraient chaque fois les images, **calculé** à partir de la lecture d'une image : par construction, le rapport ne peut dépasser 300.
# %% [markdown] lang="en"
# What is gained by keeping the vectors? Let us compare the cost of a head (300 steps on vectors) with that of 300 epochs that would read the images again each time, **computed** from the reading of one image: by construction, the ratio cannot exceed 300.

# %%
since = perf_counter()
train_head(f, y)
spent, once, each = perf_counter() - since, len(f) * per_image, 300 * len(f) * per_image
for what, seconds in ((T("lire une fois", "reading once"), once), (T("300 pas de tête", "300 head steps"), spent),
                      (T("tout relire 300 fois", "reading everything 300 times"), each)):
    print(f"{what:28}{number(seconds, 2):>8} s")

def report(sentence, value, **bound):
    # fr: seuls les poids de CIFAR-10 ont été essayés : avec d'autres, un nombre sans jugement
    # en: only CIFAR-10's weights have been tried: with others, a number without judgement
    if network.origin == "sample":
        claim(sentence, value, **bound)
    else:
        print(sentence + T(" : ", ": ") + number(value, 1))

report(T("Temps de tout relire ÷ temps de lire une fois et d'apprendre la tête",
         "Time to read everything again ÷ time to read once and train the head"),
       each / (once + spent), at_least=100, digits=0)

# %%
DRAWS = lesson.pick(full=5, fast=2)

# fr: (tirages, tailles, images de test) : juste ou non ; mêmes tirages pour tous les réseaux
# en: (draws, sizes, test images): right or not; the same draws for all networks
def curve(f_pool, y_pool, f_test, y_test, sizes):
    right = np.zeros((DRAWS, len(sizes), len(f_test)), bool)
    for s in range(DRAWS):
        for k, n in enumerate(sizes):
            chosen = draw_labelled(y_pool, n, s)
            head = train_head(f_pool[chosen], y_pool[chosen])
            right[s, k] = answers(head, f_test) == y_test
    return right

def colour_quantiles(images):
    # fr: quatre quantiles de chaque couleur : douze nombres qui ignorent où sont les pixels
    # en: four quantiles of each colour: twelve numbers that ignore where the pixels are
    return np.stack([np.quantile(image, (1 / 8, 3 / 8, 5 / 8, 7 / 8), axis=(0, 1)).ravel()
                     for image in images])

# %%
TWELVE = T("12 quantiles de couleur", "12 colour quantiles")
colour[TWELVE] = [colour_quantiles(part[0]) for part in (small_pool, small_test)]
FIVE = lesson.pick(full=5, fast=2)
in_colour = {name: 100 * curve(a, small_pool[1], b, small_test[1], [FIVE]).mean(axis=2)[:, 0]
             for name, (a, b) in colour.items()}

# %%
TRAINED = T("poids appris", "trained weights")
looks = [("o", plots.BLUE), *[("s", plots.RED)] * CONTROLS, ("D", plots.GREY)]
figure, axis = plt.subplots(figsize=(6.5, 2.6))
for row, (result, (marker, tint)) in enumerate(zip(in_colour.values(), looks)):
    axis.plot(result, [row] * DRAWS, marker, color=tint, alpha=0.8)
axis.set_yticks(range(len(in_colour)), [TRAINED, *list(in_colour)[1:]])
axis.invert_yaxis()
axis.margins(y=0.15)
axis.set(xlim=(50, 101), xlabel=T(f"exactitude de test (%), {FIVE} carrés par classe, par tirage",
                                  f"test accuracy (%), {FIVE} squares per class, by draw"))
show(figure, T("Rangées de points, un par tirage : exactitude de chaque réseau, puis des quantiles.",
               "Rows of dots, one per draw: accuracy of each network, then of the quantiles."))
for name, result in zip([TRAINED, *list(in_colour)[1:]], in_colour.values()):
    print(f"{name:24}", number(result.mean(), 1), "±", number(result.std(ddof=1), 1))

# %%
of_controls = [in_colour[control_name(k)].mean() for k in range(CONTROLS)]
report(T("En couleur, avance des poids appris sur le moins bon témoin, en points",
         "In colour, lead of the trained weights over the worst control, in points"),
       in_colour["trained"].mean() - min(of_controls), at_most=2, digits=1)
report(T("En couleur, exactitude de douze quantiles (%)", "In colour, accuracy of twelve quantiles (%)"),
       in_colour[TWELVE].mean(), at_least=75, digits=1)

# %% [markdown] lang="fr"
# **Avec les poids de CIFAR-10**, sans témoin, on aurait annoncé un beau transfert. Or des réseaux qui n'ont rien appris font aussi bien. Et douze nombres qui ignorent où sont les pixels obtiennent déjà la plus grande part de ce score : la palette de chaque photo est un **raccourci** (*shortcut* ; Geirhos et al., 2020).
#
# ## 3. Ôter un raccourci, garder les témoins
#
# Passons en gris et remplaçons chaque pixel par son **rang** $r$ parmi les $N = 9\,216$ pixels du carré (égalités tirées au sort) :
#
# $$x' = \left\lfloor \frac{256\, r}{N} \right\rfloor, \qquad r = 0, \dots, N - 1$$
#
# Tous les carrés ont alors **le même histogramme** : il ne reste que la disposition des pixels.
# %% [markdown] lang="en"
# **With CIFAR-10's weights**, without a control, we would have announced a fine transfer. Yet networks that have learned nothing do as well. And twelve numbers that ignore where the pixels are already obtain the greater part of this score: the palette of each photo is a **shortcut** (Geirhos et al., 2020).
#
# ## 3. Remove one shortcut, keep the controls
#
# Let us switch to grey and replace each pixel by its **rank** $r$ among the $N = 9{,}216$ pixels of the square (ties decided by lot):
#
# $$x' = \left\lfloor \frac{256\, r}{N} \right\rfloor, \qquad r = 0, \dots, N - 1$$
#
# All squares then have **the same histogram**: only the arrangement of the pixels is left.

# %%
lots = np.random.default_rng(0)

def equalise(image):
    grey = image.mean(axis=-1).ravel()
    rank = np.empty(grey.size, int)
    rank[np.lexsort((lots.random(grey.size), grey))] = np.arange(grey.size)
    flat = (256 * rank // grey.size).astype("uint8").reshape(image.shape[:2])
    return np.repeat(flat[..., np.newaxis], 3, axis=-1)

g_pool, g_test = (np.stack([equalise(x) for x in part]) for part in (x_pool, x_test))
show(plots.image_grid(g_pool[one_each], names, columns=5, size=1.25),
     T("Les mêmes dix carrés en gris, tous avec le même histogramme.",
       "The same ten squares in grey, all with the same histogram."))
histograms = [np.bincount(x[..., 0].ravel(), minlength=256) for x in (*g_pool, *g_test)]
claim(T("Tous les carrés ont exactement le même histogramme : chaque gris 36 fois",
        "All squares have exactly the same histogram: each grey 36 times"),
      np.all(np.array(histograms) == 36));

# %% [markdown] lang="fr"
# **Ce qui reste** : chaque photo garde une signature, les blocs de la Lune, les franges autour des lettres, le ciel des galaxies changé en bruit par le tirage des égalités. Mesurons ce **grain** par dix nombres, les écarts moyens à distance $k$ = 1, 2, 4, 8 et 16, dans chaque sens ; la même tête les lira :
#
# $$g_k = \frac{1}{H(W-k)}\sum_{i,j} |x'_{i,j+k} - x'_{ij}|$$
# %% [markdown] lang="en"
# **What is left**: each photo keeps a signature, the blocks of the moon, the ringing around the letters, the sky of the galaxies turned into noise by the lots that decide ties. Let us measure this **grain** by ten numbers, the mean differences at distance $k$ = 1, 2, 4, 8 and 16, in each direction; the same head will read them:
#
# $$g_k = \frac{1}{H(W-k)}\sum_{i,j} |x'_{i,j+k} - x'_{ij}|$$

# %%
SIZES = lesson.pick(full=(2, 5, 10, 20), fast=(2, 3))
TEN = SIZES[-2]

def grain(images):
    x = images[..., 0].astype("float32")
    gaps = [np.abs(gap).mean(axis=(1, 2)) for k in (1, 2, 4, 8, 16)
            for gap in (x[:, k:] - x[:, :-k], x[..., k:] - x[..., :-k])]
    return np.stack(gaps, axis=1)

features = {"trained": [read(trained, part) for part in (g_pool, g_test)],
            "grain": [grain(part) for part in (g_pool, g_test)]}
right = {name: curve(a, y_pool, b, y_test, SIZES) for name, (a, b) in features.items()}

# %%
# fr: chaque témoin est lu deux fois : non réglé, sur dix carrés par classe, puis réglé
# en: each control is read twice: not set, on ten squares per class, then set
some_pool, some_test = first_of_each(g_pool, y_pool, 10), first_of_each(g_test, y_test, 10)
right["drawn"], setting = [], []
for k in range(CONTROLS):
    draw_control(k, g_pool, settled=False)
    unset = [read(drawn, part[0]) for part in (some_pool, some_test)]
    draw_control(k, g_pool)
    f_pool, f_test = (read(drawn, part) for part in (g_pool, g_test))
    right["drawn"].append(curve(f_pool, y_pool, f_test, y_test, SIZES))
    pairs = unset, (f_pool[some_pool[2]], f_test[some_test[2]])
    setting.append([100 * curve(a, some_pool[1], b, some_test[1], [FIVE]).mean() for a, b in pairs])
    raw, settled = (number(score, 1) for score in setting[-1])
    print(T(f"{control_name(k)} : non réglé {raw} %, réglé {settled} %",
            f"{control_name(k)}: not set {raw}%, set {settled}%"))
report(T("Points que les témoins gagnent à être réglés, en moyenne", "Points that controls gain by being set, on average"),
       np.mean(np.diff(setting)), at_least=2, digits=1)

# %% [markdown] lang="fr"
# L'autre voie : **apprendre depuis zéro** (*from scratch*). Un petit CNN normalisé, fait pour cette taille d'image, apprend sur les mêmes images avec Adam, dont le taux descend en cosinus. Ce qui diffère des têtes : trois tirages au lieu de cinq (il coûte plus cher), des poids de départ nouveaux à chaque fois, des images retournées ou non au hasard, et de petits lots au lieu de toutes les images à chaque pas.
# %% [markdown] lang="en"
# The other way: **learning from scratch**. A small normalised CNN, made for this image size, learns on the same images with Adam, whose rate falls along a cosine. What differs from the heads: three draws instead of five (it costs more), new initial weights every time, images flipped or not at random, and small batches instead of all the images at each step.

# %%
logits_loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

def small_cnn():
    image = keras.Input((96, 96, 1))
    x = layers.Rescaling(1 / 127.5, offset=-1)(image)
    for filters, kernel, stride in ((16, 7, 4), (32, 3, 1), (64, 3, 1)):
        x = layers.Conv2D(filters, kernel, strides=stride, padding="same", use_bias=False)(x)
        x = layers.ReLU()(layers.BatchNormalization(momentum=0.9)(x))
        x = layers.MaxPooling2D()(x)
    return keras.Model(image, layers.Dense(CLASSES)(layers.GlobalAveragePooling2D()(x)))

def forget(optimizer):
    # fr: un optimiseur neuf sans recompiler : pas, moments et taux à zéro (le taux est remis ensuite)
    # en: a new optimiser without compiling again: step, moments and rate at zero (the rate is set next)
    for variable in optimizer.variables:
        variable.assign(keras.ops.zeros_like(variable))

# %%
STEPS, BATCH = lesson.pick(full=(150, 20), fast=(1, 10))
cnn = small_cnn()
decay = keras.optimizers.schedules.CosineDecay(5e-3, STEPS)
cnn.compile(keras.optimizers.Adam(decay), logits_loss, **how)

# %%

def from_scratch(n, s):
    keras.utils.set_random_seed(100 * lesson.seed + s)
    cnn.set_weights(keras.models.clone_model(cnn).get_weights())
    forget(cnn.optimizer)
    chosen = draw_labelled(y_pool, n, s)
    rng = np.random.default_rng([lesson.seed, s])
    rounds = -(-STEPS * BATCH // len(chosen))
    order = np.concatenate([rng.permutation(chosen) for _ in range(rounds)])[:STEPS * BATCH]
    images = g_pool[order, ..., :1]
    turned = rng.random(len(order)) < 0.5
    images[turned] = images[turned, :, ::-1]
    cnn.fit(images, y_pool[order], batch_size=BATCH, shuffle=False, verbose=0)
    return cnn.predict(g_test[..., :1], batch_size=100, verbose=0).argmax(axis=1) == y_test

# %%
since = perf_counter()
TRIALS = lesson.pick(full=3, fast=2)
right["scratch"] = np.array([[from_scratch(n, s) for n in SIZES] for s in range(TRIALS)])
print(T("secondes par entraînement :", "seconds per training:"),
      number((perf_counter() - since) / (TRIALS * len(SIZES)), 1))
# fr: (tirages, tailles) ; pour les témoins, (témoins, tirages, tailles)
# en: (draws, sizes); for the controls, (controls, draws, sizes)
scores = {name: 100 * np.mean(r, axis=-1) for name, r in right.items()}

# %%
LABELS = {"trained": TRAINED, "scratch": T("petit CNN depuis zéro", "small CNN from scratch"),
          "drawn": T(f"poids au hasard, {CONTROLS} témoins", f"random weights, {CONTROLS} controls"),
          "grain": T("grain, dix nombres", "grain, ten numbers")}
LOOKS = {"trained": ("o-", plots.BLUE), "scratch": ("^-.", plots.GREEN),
         "drawn": ("s--", plots.RED), "grain": ("D:", plots.GREY)}

def draw_curve(axis):
    for shift, name in zip((-0.06, -0.02, 0.02, 0.06), LABELS):
        (look, tint), table = LOOKS[name], scores[name].reshape(-1, len(SIZES))
        axis.errorbar(np.array(SIZES) * np.exp(shift), table.mean(axis=0),
                      table.std(axis=0, ddof=1), fmt=look, color=tint, capsize=3,
                      label=f"{LABELS[name]} (n = {len(table)})")
    axis.set(xscale="log", xlabel=T("carrés étiquetés par classe", "labelled squares per class"),
             ylabel=T("exactitude de test (%)\n± 1 écart-type", "test accuracy (%)\n± 1 standard deviation"))
    axis.set_xticks(SIZES, SIZES)
    axis.minorticks_off()

# %%
figure, axis = plt.subplots(figsize=(7, 3.8))
draw_curve(axis)
axis.legend(bbox_to_anchor=(1, 0.8))
show(figure, T("Exactitude selon le nombre de carrés étiquetés : quatre courbes, barres d'erreur.",
               "Accuracy against the number of labelled squares: four curves, error bars."))
print(T("carrés par classe", "squares per class").ljust(28), *(f"{n:<13}" for n in SIZES))
for name, label in LABELS.items():
    table = scores[name].reshape(-1, len(SIZES))
    print(f"{label:28}", *(f"{number(m, 1):>5} ± {number(e, 1):<5}"
                           for m, e in zip(table.mean(axis=0), table.std(axis=0, ddof=1))))

# %%
best_control = scores["drawn"].mean(axis=1).max(axis=0)
lead = scores["trained"].mean(axis=0) - best_control
report(T("Plus petite avance des poids appris sur le meilleur témoin, en points",
         "Smallest lead of the trained weights over the best control, in points"),
       lead.min(), at_least=2, digits=1)
over_grain = scores["trained"].mean(axis=0) - scores["grain"].mean(axis=0)
report(T("Plus petite avance des poids appris sur le grain, en points",
         "Smallest lead of the trained weights over the grain, in points"),
       over_grain.min(), at_least=4, digits=1)
report(T("Moyenne des témoins moins grain, en points", "Mean of the controls minus grain, in points"),
       scores["drawn"].mean() - scores["grain"].mean(), at_most=8, digits=1)

# %%
few, many = SIZES[1], SIZES[-1]
report(T(f"Poids appris ({few} carrés par classe) moins meilleur témoin ({many}), en points",
         f"Trained weights ({few} squares per class) minus best control ({many}), in points"),
       scores["trained"].mean(axis=0)[1] - best_control[-1], at_least=1, digits=1)
over_scratch = (scores["trained"][:TRIALS] - scores["scratch"]).mean(axis=0)
report(T("Poids appris moins petit CNN, moyenne des tailles, en points",
         "Trained weights minus small CNN, mean over sizes, in points"),
       over_scratch.mean(), at_least=0, digits=1)

# %% [markdown] lang="fr"
# **Avec les poids de CIFAR-10, sur ces carrés** : à chaque taille, les poids appris devancent le meilleur des trois témoins, et cinq carrés par classe lus avec eux valent mieux que vingt lus par lui. Les réseaux ne diffèrent que par leurs poids et leurs statistiques, et l'histogramme ne peut plus aider : c'est ainsi que l'on montre un transfert. Un raccourci est ôté, un autre reste : le grain seul obtient l'essentiel du score des témoins (le hasard ferait 10 %). Les poids appris le devancent nettement. Et des témoins mal réglés auraient flatté notre résultat.
# %% [markdown] lang="en"
# **With CIFAR-10's weights, on these squares**: at every size, the trained weights lead the best of the three controls, and five squares per class read with them are worth more than twenty read by it. The networks differ only in their weights and their statistics, and the histogram can no longer help: this is how transfer is shown. One shortcut is removed, another remains: the grain alone obtains most of the score of the controls (chance would give 10%). The trained weights lead it clearly. And badly set controls would have flattered our result.

# %% [markdown] lang="fr"
# Le petit CNN reste ici derrière les poids appris en moyenne, et il faut l'entraîner à chaque essai. C'est un seul réseau, à 150 pas : un autre ferait peut-être mieux. S'il avait gagné, les témoins auraient toujours montré un transfert, mais un transfert inutile ici : **ce sont deux questions distinctes**.
#
# Les barres mêlent les tirages d'images étiquetées et, pour les témoins, les trois réseaux ; pour le petit CNN, ses poids de départ. Elles ne disent rien d'autres photos (il n'y en a qu'une par classe), ni de la chance du test : peu de ses carrés sont sans recouvrement (compte au début), et 300 en valent bien moins.
# %% [markdown] lang="en"
# Here the small CNN stays behind the trained weights on average, and it must be trained at every attempt. It is a single network, at 150 steps: another might do better. Had it won, the controls would still have shown transfer, but transfer of no use here: **these are two distinct questions**.
#
# The bars mix the draws of labelled images with, for the controls, the three networks and, for the small CNN, its initial weights. They say nothing of other photos (there is one per class only), nor of the luck of the test data: few of its squares are without overlap (count at the beginning), and 300 are worth far fewer.

# %%
def recall(n=SIZES[1], trial=0):
    k = list(SIZES).index(n)
    figure, axis = plt.subplots(figsize=(6.5, 3.6))
    for offset, name, hatch in ((-0.2, "trained", ""), (0.2, "drawn", "//")):
        hits = right[name] if name == "trained" else right[name][0]
        part = [100 * hits[trial, k, y_test == c].mean() for c in range(CLASSES)]
        bars = axis.barh(np.arange(CLASSES) + offset, part, 0.4, hatch=hatch, edgecolor="white",
                         color=LOOKS[name][1],
                         label=TRAINED if name == "trained" else control_name(0))
        axis.bar_label(bars, [number(value, 0) for value in part], fontsize=7, padding=2)
    axis.set_yticks(range(CLASSES), names)
    axis.invert_yaxis()
    axis.set(xlabel=T("exactitude de la classe (%)", "accuracy of the class (%)"), xlim=(0, 108))
    axis.legend(bbox_to_anchor=(1, 1))
    return figure

# %%
explore(recall, alt=T("Deux barres par classe : exactitude, poids appris puis premier témoin.",
                      "Two bars per class: accuracy, trained weights then first control."),
        labels={"n": T("carrés par classe", "squares per class"), "trial": T("tirage", "draw")},
        n=list(SIZES), trial=list(range(DRAWS)))

# %% [markdown] lang="fr"
# **Essayez** : à deux carrés par classe, changez de tirage, par exemple `recall(2, 1)`. Les mêmes classes restent-elles difficiles ? Y en a-t-il où le témoin l'emporte ? Être devant en moyenne n'est pas être devant partout.
#
# ## 4. Le prétraitement, sans message d'erreur
#
# Un réseau déjà entraîné attend ses images **comme pendant son entraînement**. Ici, pour un octet $o$ :
#
# $$x = \frac{o}{127{,}5} - 1 \in [-1, 1]$$
#
# Si l'on s'en écarte, rien ne s'arrête : les formes sont justes, les nombres sont faux. Prenons la tête de dix carrés par classe et commettons chaque faute de deux façons : **au test seulement** (le prétraitement a été mal recopié en production), puis **des deux côtés** (tête réapprise avec la même faute).
# %% [markdown] lang="en"
# **Try it**: with two squares per class, change the draw, for instance `recall(2, 1)`. Do the same classes remain difficult? Does the control win some of them? Leading on average is not leading everywhere.
#
# ## 4. Preprocessing, without an error message
#
# A network that is already trained expects its images **as during its training**. Here, for a byte $o$:
#
# $$x = \frac{o}{127.5} - 1 \in [-1, 1]$$
#
# Depart from it and nothing stops: the shapes are right, the numbers are wrong. Let us take the head for ten squares per class and make each mistake in two ways: **at test time only** (the preprocessing was copied wrongly into production), then **on both sides** (head trained again with the same mistake).

# %%
slips = {T("sans faute", "no mistake"): prepare,
         T("de 0 à 255", "0 to 255"): lambda images: 127.5 * (prepare(images) + 1),
         T("de 0 à 1", "0 to 1"): lambda images: (prepare(images) + 1) / 2,
         T("mis à l'échelle deux fois", "scaled twice"): lambda images: prepare(images) / 127.5 - 1,
         T("non agrandi (96)", "not enlarged (96)"): lambda images: images.astype("float32") / 127.5 - 1}
FEW = lesson.pick(full=15, fast=1)
ten = draw_labelled(y_pool, TEN, 0)
asked, y_asked, _ = first_of_each(g_test, y_test, FEW)

# %%
head = train_head(features["trained"][0][ten], y_pool[ten])
cost = {}
for name, way in slips.items():
    f_slip = read(trained, asked, way)
    again = train_head(read(trained, g_pool[ten], way), y_pool[ten])
    cost[name] = [100 * np.mean(answers(h, f_slip) == y_asked) for h in (head, again)]
    print(f"{name:26}", *(f"{number(value, 1):>6}" for value in cost[name]))

# %%
figure, axis = plt.subplots(figsize=(6.5, 2.9))
one_side, both_sides = np.array(list(cost.values())).T
axis.hlines(range(len(cost)), one_side, both_sides, color=plots.GREY, lw=1)
axis.plot(one_side, range(len(cost)), "o", color=plots.RED, label=T("au test seulement", "at test time only"))
axis.plot(both_sides, range(len(cost)), "s", color=plots.BLUE, label=T("des deux côtés", "on both sides"))
axis.set_yticks(range(len(cost)), cost)
axis.invert_yaxis()
axis.margins(y=0.12)
axis.set(xlabel=T("exactitude de test (%)", "test accuracy (%)"), xlim=(0, 101))
axis.legend(bbox_to_anchor=(1, 1))
show(figure, T("Exactitude pour chaque faute de prétraitement, au test seul puis des deux côtés.",
               "Accuracy for each preprocessing mistake, at test time only, then on both sides."))

# %%
by_name = dict(zip(("none", "bytes", "unit", "twice", "small"), cost.values()))
report(T("Points perdus au test seul : de 0 à 255", "Points lost at test time only: 0 to 255"),
       by_name["none"][0] - by_name["bytes"][0], at_least=20, digits=1)
report(T("Points perdus au test seul : de 0 à 1", "Points lost at test time only: 0 to 1"),
       by_name["none"][0] - by_name["unit"][0], at_least=10, digits=1)
report(T("Points perdus au test seul : mis à l'échelle deux fois", "Points lost at test time only: scaled twice"),
       by_name["none"][0] - by_name["twice"][0], at_least=40, digits=1)
report(T("Ce que gagne « de 0 à 255 » à être commise des deux côtés, en points",
         "What “0 to 255” gains by being made on both sides, in points"),
       by_name["bytes"][1] - by_name["bytes"][0], at_least=15, digits=1)
claim(T("En gris, échanger rouge et bleu ne change aucun carré",
        "In grey, swapping red and blue changes no square"),
      np.array_equal(g_test, g_test[..., ::-1]));

# %%
head = train_head(colour["trained"][0], small_pool[1])
swapped = read(trained, small_test[0][..., ::-1])
for name, f in ((T("RVB", "RGB"), colour["trained"][1]), (T("BVR", "BGR"), swapped)):
    print(T("en couleur, ", "in colour, ") + name, number(100 * np.mean(answers(head, f) == small_test[1]), 1), "%")
claim(T("En couleur, échanger rouge et bleu change les caractéristiques",
        "In colour, swapping red and blue changes the features"),
      not np.allclose(swapped, colour["trained"][1], atol=1e-3));

# %% [markdown] lang="fr"
# **Avec les poids de CIFAR-10**, une faute d'échelle commise au test seulement ruine les réponses, sans un message : mettre à l'échelle deux fois, par exemple, écrase toutes les images vers −1, le noir. Commise des deux côtés, elle coûte bien moins, voire rien (de 0 à 1), car la tête apprend à lire ce que le réseau rend alors : **la cohérence d'abord**. « Non agrandi » ne fausse pas les valeurs, mais la taille des motifs. La moitié des carrés de test, un seul tirage : quelques points d'écart ne classent rien.
#
# Rouge et bleu échangés (BVR, l'ordre d'OpenCV) : en gris les trois canaux sont égaux, la faute est invisible. Un test ne révèle que les fautes que ses images peuvent révéler.
# %% [markdown] lang="en"
# **With CIFAR-10's weights**, a mistake of scale made at test time only ruins the answers, without a message: scaling twice, for instance, flattens all images towards −1, black. Made on both sides, it costs far less, or nothing (0 to 1), since the head learns to read whatever the network then returns: **consistency first**. “Not enlarged” does not make the values wrong, but the size of the patterns. Half the test squares, a single draw: gaps of a few points rank nothing.
#
# Red and blue swapped (BGR, OpenCV's order): in grey the three channels are equal, the mistake is invisible. A test reveals only the mistakes that its images can reveal.

# %% [markdown] lang="fr"
# **Le remède** : mettre le prétraitement **dans** le modèle. Qui l'appelle lui donne des octets, et ne peut plus se tromper d'échelle.
# %% [markdown] lang="en"
# **The remedy**: put the preprocessing **inside** the model. Whoever calls it gives it bytes, and can no longer get the scale wrong.

# %%
served = keras.Sequential([keras.Input((96, 96, 3)), layers.Resizing(SIDE, SIDE),
                           layers.Rescaling(1 / 127.5, offset=-1), trained])
served.compile(**how)
some = x_test[:10]
claim(T("Le modèle qui reçoit des octets donne les vecteurs de `read`",
        "The model that receives bytes gives the vectors of `read`"),
      np.allclose(served.predict_on_batch(some), read(trained, some), atol=1e-3))
theirs = keras.applications.inception_v3.preprocess_input(some.astype("float32"))
claim(T("`preprocess_input` de Keras fait ce calcul", "Keras's `preprocess_input` does this computation"),
      np.allclose(theirs, some / 127.5 - 1, atol=1e-6));

# %% [markdown] lang="fr"
# ## 5. Affiner, et la normalisation par lots
#
# **Affiner** (*fine-tuning* ; Yosinski et al., 2014), c'est dégeler le dernier bloc et l'entraîner doucement. On recommande d'apprendre la tête d'abord (tirée au hasard, elle enverrait de grands gradients à ce qui est dessous), puis de prendre un petit taux. Nous mesurerons.
#
# Reste un piège. La normalisation par lots (leçon 07) se comporte de deux façons :
#
# $$\text{entraînement : } \frac{x-\mu_B}{\sqrt{\sigma_B^2+\epsilon}}, \quad m \leftarrow 0{,}99\,m + 0{,}01\,\mu_B; \qquad \text{prédiction : } \frac{x-m}{\sqrt{v+\epsilon}}$$
#
# ($v$ suit $\sigma_B^2$ de même ; $\beta$ est omis ; InceptionV3 n'a pas de $\gamma$ ; Ioffe et Szegedy, 2015.) Affiner sur peu d'images change donc $m$ et $v$, appris sur la tâche source, **sans aucun gradient**. Comment l'empêcher ? On conseille souvent d'appeler le réseau avec `training=False`. Vérifions.
# %% [markdown] lang="en"
# ## 5. Fine-tuning, and batch normalisation
#
# **Fine-tuning** (Yosinski et al., 2014) means unfreezing the last block and training it gently. The usual advice is to train the head first (drawn at random, it would send large gradients to what lies below), then to take a small rate. We shall measure.
#
# One trap remains. Batch normalisation (lesson 07) behaves in two ways:
#
# $$\text{training: } \frac{x-\mu_B}{\sqrt{\sigma_B^2+\epsilon}}, \quad m \leftarrow 0.99\,m + 0.01\,\mu_B; \qquad \text{prediction: } \frac{x-m}{\sqrt{v+\epsilon}}$$
#
# ($v$ follows $\sigma_B^2$ likewise; $\beta$ is left out; InceptionV3 has no $\gamma$; Ioffe and Szegedy, 2015.) So fine-tuning on few images changes $m$ and $v$, learned on the source task, **without any gradient**. How can this be prevented? The usual advice is to call the network with `training=False`. Let us check.

# %%
norm = layers.BatchNormalization()
inner = keras.Sequential([keras.Input((4,)), norm])
entry = keras.Input((4,))
outer = keras.Model(entry, layers.Dense(1)(inner(entry, training=False)))

def statistics_move(model, norm):
    before = [keras.ops.copy(v) for v in (norm.moving_mean, norm.moving_variance)]
    model.compile("sgd", "mse", run_eagerly=True)
    model.fit(np.full((8, 4), 5.0), np.zeros((8, 1)), verbose=0)
    now = norm.moving_mean, norm.moving_variance
    return not all(np.allclose(a, v) for a, v in zip(before, now))

moved = statistics_move(outer, norm)
print(T("avec `training=False` à l'appel, les statistiques ont bougé :",
        "with `training=False` at the call, the statistics moved:"), T("oui", "yes") if moved else T("non", "no"))
norm.trainable = False
claim(T("Avec `trainable = False` sur la couche, elles n'ont pas bougé",
        "With `trainable = False` on the layer, they did not move"),
      not statistics_move(outer, norm));

# %% [markdown] lang="fr"
# « Oui » : dans un **modèle fonctionnel**, `fit` appelle le modèle entier avec `training=True`, et cet appel l'emporte sur le `training=False` écrit à l'intérieur (Keras 3.13 et 3.15 ; « non » ici voudrait dire que votre version a changé). Le conseil reste juste quand tout le réseau est gelé. Ce qui tient dans tous les cas : **`trainable = False` sur chaque couche `BatchNormalization`**, qui la fige et la met en mode prédiction.
#
# Ce qui précède le bloc dégelé reste gelé : ses cartes se gardent aussi, en demi-précision.
# %% [markdown] lang="en"
# “Yes”: in a **Functional model**, `fit` calls the whole model with `training=True`, and that call overrides the `training=False` written inside (Keras 3.13 and 3.15; “no” here would mean that your version has changed). The advice remains right when the whole network is frozen. What holds in every case: **`trainable = False` on each `BatchNormalization` layer**, which freezes it and puts it in prediction mode.
#
# Whatever comes before the unfrozen block stays frozen: its maps can be kept too, in half precision.

# %%
# fr: plus aucun nom ne doit mener à ces réseaux, ni `layer`, resté d'une boucle : `gc` rend la mémoire
# en: no name may refer to these networks any more, not even `layer`, left by a loop: `gc` frees memory
control = drawn = settle = layer = cnn = served = None
gc.collect();

# %%
CUT = {"CIFAR-10": "mixed2", "ImageNet": "mixed9"}[network.weights]
middle = base.get_layer(CUT).output
below, last_block = reader(base.input, middle), keras.Model(middle, averaged)
kept = last_block.get_weights()
# fr: une copie : `trained` ne doit pas changer quand on affine
# en: a copy: `trained` must not change when we fine-tune
after = keras.models.clone_model(last_block)
after.set_weights(kept)
norms = [one for one in after.layers if isinstance(one, layers.BatchNormalization)]
BIG = SIZES[-1]
labelled = draw_labelled(y_pool, BIG, 0)
maps = read(below, g_pool[labelled], dtype="float16")
test_maps = read(below, g_test, dtype="float16")
below = None
f_direct, f_kept = features["trained"][1][:20], np.array(after(test_maps[:20]))
claim(T(f"Lire les cartes gardées après {CUT} donne les mêmes vecteurs, à la demi-précision près",
        f"Reading the maps kept after {CUT} gives the same vectors, up to half precision"),
      np.allclose(f_direct, f_kept, atol=0.01 * np.abs(f_direct).max()))
print(T("cartes gardées :", "maps kept:"), test_maps.shape[1:], test_maps.dtype)

# %%
tuned = keras.Sequential([keras.Input(test_maps.shape[1:], dtype="float16"), after,
                          layers.Dense(CLASSES)])

def compile_tuned(block=True, frozen_norms=True):
    after.trainable = block
    for one in norms:
        one.trainable = block and not frozen_norms
    tuned.compile(keras.optimizers.Adam(), logits_loss, **how)
    # fr: de même pour l'optimiseur d'avant, avec ses deux moments par poids
    # en: likewise for the previous optimiser, with its two moments per weight
    gc.collect()

def moving():
    return [v.numpy() for one in norms for v in (one.moving_mean, one.moving_variance)]

EPOCHS, RATE = lesson.pick(full=10, fast=1), 3e-4
after.set_weights(kept)
before = moving()

# %%
def fine_tune(n, rate=RATE, learned_head=True):
    keras.utils.set_random_seed(lesson.seed)
    after.set_weights(kept)
    # fr: draw_labelled range les classes tour à tour : le début en compte n de chacune
    # en: draw_labelled takes the classes in turn: the beginning holds n of each
    chosen, head = labelled[:n * CLASSES], tuned.layers[-1]
    W, b = train_head(features["trained"][0][chosen], y_pool[chosen])
    rng = np.random.default_rng(lesson.seed)
    head.set_weights([W, b] if learned_head else [rng.normal(0, W.std(), W.shape), 0 * b])
    forget(tuned.optimizer)
    tuned.optimizer.learning_rate = rate
    for _ in range(EPOCHS):
        for batch in rng.permutation(len(chosen)).reshape(-1, 10):
            tuned.train_on_batch(maps[batch], y_pool[chosen[batch]])
    logits = read(tuned, test_maps, prepare=np.asarray)
    return 100 * np.mean(logits.argmax(axis=1) == y_test)

# %%
compile_tuned()
trainable = sum(int(np.prod(v.shape)) for v in tuned.trainable_variables)
print(T("poids affinés :", "weights fine-tuned:"), number(trainable, 0),
      T("sur", "out of"), number(base.count_params() + tuned.layers[-1].count_params(), 0))
fine = {n: fine_tune(n) for n in SIZES}
claim(T("Normalisations gelées : aucune statistique n'a bougé", "Frozen normalisations: no statistic moved"),
      all(map(np.array_equal, before, moving())))
for k, n in enumerate(SIZES):
    alone, whole = number(scores["trained"][0, k], 1), number(fine[n], 1)
    print(T(f"{n} carrés par classe : tête seule {alone}, affiné {whole}",
            f"{n} squares per class: head alone {alone}, fine-tuned {whole}"))

# %%
figure, axis = plt.subplots(figsize=(7, 3.8))
draw_curve(axis)
axis.plot(SIZES, scores["trained"][0], "o", color="black", markerfacecolor="none", markersize=14,
          label=T("sa tête seule", "its head alone"))
axis.plot(SIZES, fine.values(), "*", color="black", markersize=9, label=T("affiné, une fois", "fine-tuned, once"))
axis.legend(bbox_to_anchor=(1, 0.8))
show(figure, T("La même courbe ; à chaque taille, une étoile (affiné) et un cercle (sa tête seule).",
               "The same curve; at each size, a star (fine-tuned) and a circle (its head alone)."))

# %%
report(T(f"À {BIG} carrés par classe, gain de l'affinage sur la tête de ce tirage, en points",
         f"With {BIG} squares per class, gain of fine-tuning over the head of this draw, in points"),
       fine[BIG] - scores["trained"][0, -1], at_least=-2, digits=1)

# %% [markdown] lang="fr"
# Chaque étoile est **un** essai : elle se compare à la tête du même tirage (le cercle), non à la moyenne.
#
# Retirons maintenant **une seule précaution à la fois**, mêmes images, mêmes époques.
# %% [markdown] lang="en"
# Each star is **one** trial: it compares with the head of the same draw (the circle), not with the mean.
#
# Now let us remove **one precaution at a time**, same images, same epochs.

# %%
careless = {T("toutes les précautions", "all precautions"): fine[BIG]}
careless[T("taux 30 fois plus grand", "rate 30 times greater")] = fine_tune(BIG, 30 * RATE)
careless[T("tête au hasard", "random head")] = fine_tune(BIG, learned_head=False)
compile_tuned(frozen_norms=False)
careless[T("normalisations dégelées", "unfrozen normalisations")] = fine_tune(BIG)
now = moving()
drift = np.concatenate([np.abs(now[i] - before[i]) / np.sqrt(before[i + 1] + 1e-3)
                        for i in range(0, len(now), 2)])
claim(T("Normalisations dégelées : les statistiques ont bougé", "Unfrozen normalisations: the statistics moved"),
      drift.max() > 0);

# %%
print(T("déplacement médian d'une moyenne mobile, en écarts-types :",
        "median move of a moving mean, in standard deviations:"), number(np.median(drift), 2))
compile_tuned(block=False)
longer = fine_tune(BIG)
careless[T("témoin : bloc gelé, tête seule", "control: frozen block, head alone")] = longer
for name, value in careless.items():
    print(f"{name:40}", number(value, 1), T("écart au témoin :", "difference from the control:"),
          number(value - longer, 1))

# %% [markdown] lang="fr"
# La dernière ligne est le témoin de l'affinage : la même tête, entraînée aussi longtemps, sans toucher au bloc. Un tirage, une graine, des carrés de test qui se recouvrent : des écarts de deux ou trois points ne classent rien. Nous n'avons donc montré ni que l'affinage gagne ici, ni que ses précautions servent. Et dégeler une normalisation fait trois choses à la fois : $\beta$ s'entraîne, les statistiques du lot remplacent $m$ et $v$ pendant l'entraînement, et $m$ et $v$ bougent.
# %% [markdown] lang="en"
# The last line is the control of fine-tuning: the same head, trained as long, without touching the block. One draw, one seed, test squares that overlap: gaps of two or three points rank nothing. So we have shown neither that fine-tuning gains here, nor that its precautions help. And unfreezing a normalisation does three things at once: $\beta$ is trained, the statistics of the batch replace $m$ and $v$ during training, and $m$ and $v$ move.

# %% [markdown] lang="fr"
# ## 6. Deux façons de se mentir
#
# **La fuite** (*leakage*) : tester sur des images presque identiques à celles apprises. Nos carrés d'apprentissage se recouvrent souvent entre eux. Si nous avions mélangé puis coupé au hasard, au lieu de séparer des régions ? Testons la même tête sur les carrés restants de **la même région**.
#
# **Le choix sur le test** : essayer $M$ variantes, garder la meilleure **d'après le test**, et annoncer son score. Même si toutes se valent, et si $\hat a_j$ est le score de la variante $j$ sur ce test,
#
# $$\mathbb E\big[\max_{j \le M} \hat a_j\big] \;\ge\; \max_{j \le M} \mathbb E\,[\hat a_j]$$
#
# Le maximum retient aussi la chance.
# %% [markdown] lang="en"
# ## 6. Two ways of fooling oneself
#
# **Leakage**: testing on images nearly identical to those learned. Our training squares often overlap one another. What if we had shuffled and split at random, instead of separating regions? Let us test the same head on the remaining squares of **the same region**.
#
# **Choosing on the test data**: trying $M$ variants, keeping the best **according to the test data**, and announcing its score. Even if all are equally good, and if $\hat a_j$ is the score of variant $j$ on this test,
#
# $$\mathbb E\big[\max_{j \le M} \hat a_j\big] \;\ge\; \max_{j \le M} \mathbb E\,[\hat a_j]$$
#
# The maximum also picks up luck.

# %%
f_pool, f_test = features["trained"]
leaky, honest, shared = [], [], []
for s in range(DRAWS):
    chosen = draw_labelled(y_pool, BIG, s)
    rest = np.setdiff1d(np.arange(len(y_pool)), chosen)
    head = train_head(f_pool[chosen], y_pool[chosen])
    leaky.append(100 * np.mean(answers(head, f_pool[rest]) == y_pool[rest]))
    honest.append(100 * np.mean(answers(head, f_test) == y_test))
    same_class = y_pool[rest][:, None] == y_pool[chosen]
    shared.append(np.mean(np.any(overlaps(spots[rest], spots[chosen]) & same_class, axis=1)))
print(T("part des carrés restants qui recouvrent un carré appris :",
        "share of the remaining squares that overlap a learned one:"), percent(np.mean(shared)))
print(T("même région :", "same region:"), number(np.mean(leaky), 1),
      T("autre région :", "other region:"), number(np.mean(honest), 1))
report(T("Points de trop quand le test vient de la même région",
         "Points gained unfairly when the test data come from the same region"),
       np.mean(leaky) - np.mean(honest), at_least=1, digits=1)

# %%
def nearest_mean_score(f, labels, asked, truth):
    means = np.stack([f[labels == c].mean(axis=0) for c in range(CLASSES)])
    distance = np.sum(means**2, axis=1) - 2 * asked @ means.T
    return distance.argmin(axis=1) == truth

# fr: 200 variantes : chacune ne lit que 16 caractéristiques, tirées au sort
# en: 200 variants: each reads only 16 features, drawn at random
rng = np.random.default_rng(lesson.seed)
chosen = draw_labelled(y_pool, FIVE, 0)
mean, spread = scales(f_pool[chosen])
z_pool, z_test = (f_pool[chosen] - mean) / spread, (f_test - mean) / spread
variants = []
for _ in range(200):
    kept_columns = rng.choice(z_pool.shape[1], 16, replace=False)
    variants.append(nearest_mean_score(z_pool[:, kept_columns], y_pool[chosen],
                                       z_test[:, kept_columns], y_test))
variants = np.array(variants)

# %%
announced, true = [], []
for _ in range(50):
    seen = rng.permutation(len(y_test)) < len(y_test) // 4
    best = variants[:, seen].mean(axis=1).argmax()
    announced.append(100 * variants[best, seen].mean())
    true.append(100 * variants[best, ~seen].mean())
print(T("annoncé (le quart du test qui a servi à choisir) :", "announced (the quarter of the test used to choose):"),
      number(np.mean(announced), 1))
print(T("vrai (les trois autres quarts) :", "true (the other three quarters):"), number(np.mean(true), 1))
report(T("Points de trop quand on choisit sur le test", "Points gained unfairly when choosing on the test data"),
       np.mean(announced) - np.mean(true), at_least=1, digits=1)

# %% [markdown] lang="fr"
# **Avec les poids de CIFAR-10**, les deux mensonges sont flatteurs, et rien dans le programme ne les signale. La première différence mêle deux causes : des carrés qui se recouvrent, et le même endroit de la photo (lumière, mise au point). Séparer des régions les écarte ensemble.
#
# Avouons : les réglages de cette leçon (taux, époques, petit CNN) ont été choisis en regardant ces carrés de test. Ses scores sont donc un peu flattés, les uns comme les autres.
# %% [markdown] lang="en"
# **With CIFAR-10's weights**, both lies are flattering, and nothing in the program reports them. The first difference mixes two causes: squares that overlap, and the same place of the photo (light, focus). Separating regions removes both at once.
#
# Let us own up: the settings of this lesson (rates, epochs, small CNN) were chosen while looking at these test squares. So its scores are a little flattered, all of them.

# %% [markdown] lang="fr"
# **Réponse à la question du début.** En couleur, des poids au hasard font aussi bien que ceux de CIFAR-10 : la question laissait ouvert un raccourci. Ce raccourci ôté, un autre reste, le grain, mais les poids appris prennent l'avantage sur lui et sur les mêmes couches tirées au sort : c'est ce dernier avantage qui montre que **ce qui a été appris ailleurs** sert ici. L'affirmation vaut pour ces poids et ces dix photos, pas au-delà.
# %% [markdown] lang="en"
# **Answer to the opening question.** In colour, random weights do as well as CIFAR-10's: the question left a shortcut open. With this shortcut removed, another remains, the grain, but the trained weights take the lead over it and over the same layers drawn at random: this last lead is what shows that **what was learned elsewhere** is of use here. The statement holds for these weights and these ten photos, not beyond.

# %% [markdown] lang="fr"
# ## Exercices
#
# ### ★ De −1 à 1
#
# Ramenez une image à l'échelle d'InceptionV3. Les pixels vont de 0 à 255, mais leur type varie : octets, entiers plus larges, flottants. Avant de coder : que donne `images * 2` pour un octet qui vaut 200 ?
# %% [markdown] lang="en"
# ## Exercises
#
# ### ★ From −1 to 1
#
# Bring an image to the scale of InceptionV3. The pixels range from 0 to 255, but their type varies: bytes, wider integers, floats. Before coding: what does `images * 2` give for a byte that is 200?

# %% tags=["exercise"]
def to_inception(images):
    T("""Pixels de 0 à 255, de n'importe quel type, ramenés de −1 à 1.

    Renvoie un nouveau tableau de nombres flottants, de même forme.
    """, """Pixels from 0 to 255, of any type, brought to −1 to 1.

    Returns a new array of floating-point numbers, of the same shape.
    """)
    ### BEGIN SOLUTION
    return np.asarray(images, "float32") / 127.5 - 1
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ Combien de poids vont bouger ?
#
# Un réseau est une liste de couches, dans l'ordre : `("conv", noyau, entrées, sorties)` (sans biais, comme dans InceptionV3), `("norm", canaux)` et `("dense", entrées, sorties)` (avec biais). On dégèle les couches à partir de l'indice `first`, **sauf les normalisations**, toutes gelées. Comptez les poids entraînables.
# %% [markdown] lang="en"
# ### ★★ How many weights will move?
#
# A network is a list of layers, in order: `("conv", kernel, inputs, outputs)` (without bias, as in InceptionV3), `("norm", channels)` and `("dense", inputs, outputs)` (with bias). The layers from index `first` on are unfrozen, **except the normalisations**, all frozen. Count the trainable weights.

# %% tags=["exercise"]
def trainable_count(network, first):
    T("""Nombre de poids entraînables quand tout est gelé avant l'indice `first`.

    `network` : liste de tuples ; `first` : entier. Renvoie un entier.
    `trainable_count([("conv", 3, 2, 4), ("norm", 4), ("dense", 4, 10)], 1)` vaut 50.
    """, """Number of trainable weights when all is frozen before index `first`.

    `network`: list of tuples; `first`: integer. Returns an integer.
    `trainable_count([("conv", 3, 2, 4), ("norm", 4), ("dense", 4, 10)], 1)` is 50.
    """)
    ### BEGIN SOLUTION
    total = 0
    for kind, *sizes in network[first:]:
        if kind == "conv":
            kernel, inputs, outputs = sizes
            total += kernel**2 * inputs * outputs
        elif kind == "dense":
            inputs, outputs = sizes
            total += (inputs + 1) * outputs
    return total
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ Un gain et son erreur
#
# Deux méthodes, les mêmes tirages : `ours` et `theirs`, de forme (tirages, tailles). Pour chaque taille, renvoyez le gain moyen et son **erreur type**, l'écart-type des gains (avec $n - 1$) divisé par $\sqrt n$. Avant de coder : pourquoi soustraire tirage par tirage, plutôt que de soustraire les moyennes et d'ajouter les erreurs ? Une fois réussi, essayez `paired_gain(scores["trained"], scores["drawn"][0])` : un gain de moins de 2,8 erreurs types (Student, cinq tirages) peut tenir aux seuls tirages ; plus grand, il ne vaut encore que pour ce témoin.
# %% [markdown] lang="en"
# ### ★★ A gain and its error
#
# Two methods, the same draws: `ours` and `theirs`, of shape (draws, sizes). For each size, return the mean gain and its **standard error**, the standard deviation of the gains (with $n - 1$) divided by $\sqrt n$. Before coding: why subtract draw by draw, rather than subtract the means and add up the errors? Once it passes, try `paired_gain(scores["trained"], scores["drawn"][0])`: a gain below 2.8 standard errors (Student, five draws) may come from the draws alone; a larger one still holds for this control only.

# %% tags=["exercise"]
def paired_gain(ours, theirs):
    T("""Gain moyen et erreur type, par taille.

    `ours`, `theirs` : (tirages, tailles). Renvoie un tuple de deux tableaux (tailles,).
    """, """Mean gain and standard error, per size.

    `ours`, `theirs`: (draws, sizes). Returns a tuple of two arrays (sizes,).
    """)
    ### BEGIN SOLUTION
    gain = ours - theirs
    return gain.mean(axis=0), gain.std(axis=0, ddof=1) / np.sqrt(len(gain))
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★★ La moyenne la plus proche
#
# La tête la plus simple n'a pas de gradient : chaque classe est la moyenne de ses vecteurs, et une image reçoit l'étiquette de la moyenne la plus proche. Les étiquettes sont des entiers **quelconques** (3, 7, 12…). Chaque caractéristique est d'abord centrée et réduite d'après `known` ; une caractéristique constante dans `known` ne distingue aucune classe : laissez-la de côté. (Attention : l'écart-type d'une colonne de 0,1 n'est pas toujours exactement nul.) Essayez avec une seule boucle, sur les classes.
# %% [markdown] lang="en"
# ### ★★★ The nearest mean
#
# The simplest head has no gradient: each class is the mean of its vectors, and an image receives the label of the nearest mean. The labels are **arbitrary** integers (3, 7, 12…). Each feature is first standardised according to `known`; a feature that is constant in `known` tells no class from another: leave it out. (Careful: the standard deviation of a column of 0.1 is not always exactly zero.) Try with a single loop, over the classes.

# %% tags=["exercise"]
def nearest_mean(known, labels, asked):
    T("""Étiquette de la moyenne de classe la plus proche de chaque vecteur de `asked`.

    `known` : (n, d) ; `labels` : (n,), entiers ; `asked` : (m, d). Renvoie m étiquettes.
    """, """Label of the class mean nearest to each vector of `asked`.

    `known`: (n, d); `labels`: (n,), integers; `asked`: (m, d). Returns m labels.
    """)
    ### BEGIN SOLUTION
    varies = np.ptp(known, axis=0) > 0
    mean, spread = known[:, varies].mean(axis=0), known[:, varies].std(axis=0)
    known, asked = (known[:, varies] - mean) / spread, (asked[:, varies] - mean) / spread
    classes = np.unique(labels)
    means = np.stack([known[labels == c].mean(axis=0) for c in classes])
    distances = np.sum((asked[:, None] - means[None]) ** 2, axis=2)
    return classes[distances.argmin(axis=1)]
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
# - **Pas de témoin**, ou un témoin mal réglé : un bon score ne dit pas que l'apprentissage y est pour quelque chose.
# - **Un prétraitement approché** : 0 à 1 au lieu de −1 à 1, une mise à l'échelle faite deux fois, BVR. Aucun message ; mettez-le dans le modèle.
# - **Compter sur `training=False`** dans un modèle fonctionnel dont on dégèle des couches : gelez chaque `BatchNormalization`.
# - **Changer `trainable` sans recompiler** : appelez `compile` ensuite, puis comptez `model.trainable_weights`.
# - **Mélanger avant de couper** des images qui se recouvrent.
# - **Choisir sur le test**, puis annoncer ce score.
# %% [markdown] lang="en"
# ## Common errors
#
# - **No control**, or one badly set: a good score does not say that the training has anything to do with it.
# - **Approximate preprocessing**: 0 to 1 instead of −1 to 1, scaling done twice, BGR. No message; put it inside the model.
# - **Relying on `training=False`** in a Functional model with unfrozen layers: freeze every `BatchNormalization`.
# - **Changing `trainable` without compiling again**: call `compile` afterwards, then count `model.trainable_weights`.
# - **Shuffling before splitting** images that overlap.
# - **Choosing on the test data**, then announcing that score.

# %% [markdown] lang="fr"
# ## À retenir
#
# - Ce qui a été appris ailleurs peut valoir des images étiquetées ici : des témoins aux poids tirés au sort le montrent, ou le démentent.
# - Un réseau gelé se lit une fois ; la tête s'apprend en une fraction de seconde.
# - Une exactitude sans nombre d'images ni barre d'erreur ne se compare à rien.
# - Les images entrent comme pendant l'entraînement des poids ; sinon, rien ne prévient.
# - Affiner : la tête d'abord, un petit taux, les normalisations gelées sont des précautions, pas des résultats : mesurez, plusieurs fois.
# %% [markdown] lang="en"
# ## What to remember
#
# - What was learned elsewhere can be worth labelled images here: controls with random weights show it, or refute it.
# - A frozen network is read once; the head is trained in a fraction of a second.
# - An accuracy without a number of images or an error bar cannot be compared with anything.
# - Images enter as they did when the weights were trained; otherwise, nothing warns you.
# - Fine-tuning: the head first, a small rate, frozen normalisations are precautions, not results: measure, several times.

# %% [markdown] lang="fr"
# ## Glossaire
#
# | français | English | sens |
# |---|---|---|
# | affinage | fine-tuning | entraîner doucement la fin d'un réseau déjà entraîné |
# | apprentissage par transfert | transfer learning | reprendre pour une tâche ce qui a été appris sur une autre |
# | extraction de caractéristiques | feature extraction | lire les images avec un réseau gelé |
# | fuite | leakage | information du test qui passe dans l'apprentissage |
# | geler | freeze | interdire à une couche de changer |
# | raccourci | shortcut | indice facile qui permet de répondre sans ce qu'on voulait mesurer |
# | tâche cible | target task | celle que l'on veut résoudre |
# | tâche source | source task | celle qui a servi à entraîner les poids |
# | témoin | control | la même expérience, sans la cause que l'on étudie |
# %% [markdown] lang="en"
# ## Glossary
#
# | English | français | meaning |
# |---|---|---|
# | control | témoin | the same experiment, without the cause under study |
# | feature extraction | extraction de caractéristiques | reading images with a frozen network |
# | fine-tuning | affinage | gently training the end of a network that is already trained |
# | freeze | geler | forbid a layer to change |
# | leakage | fuite | information from the test data that passes into training |
# | shortcut | raccourci | easy clue that lets one answer without what was to be measured |
# | source task | tâche source | the one used to train the weights |
# | target task | tâche cible | the one to be solved |
# | transfer learning | apprentissage par transfert | taking up for one task what was learned on another |

# %% [markdown] lang="fr"
# ## Références
#
# - C. Szegedy, V. Vanhoucke, S. Ioffe, J. Shlens, Z. Wojna (2016), *Rethinking the Inception architecture for computer vision*. [doi:10.1109/CVPR.2016.308](https://doi.org/10.1109/CVPR.2016.308)
# - S. J. Pan, Q. Yang (2010), *A survey on transfer learning*. [doi:10.1109/TKDE.2009.191](https://doi.org/10.1109/TKDE.2009.191)
# - J. Yosinski, J. Clune, Y. Bengio, H. Lipson (2014), *How transferable are features in deep neural networks?* [arXiv:1411.1792](https://arxiv.org/abs/1411.1792)
# - S. Ioffe, C. Szegedy (2015), *Batch normalization: accelerating deep network training by reducing internal covariate shift*. [arXiv:1502.03167](https://arxiv.org/abs/1502.03167)
# - O. Russakovsky et al. (2015), *ImageNet large scale visual recognition challenge*. [doi:10.1007/s11263-015-0816-y](https://doi.org/10.1007/s11263-015-0816-y)
# - A. Krizhevsky (2009), *Learning multiple layers of features from tiny images*. [www.cs.toronto.edu/~kriz/cifar.html](https://www.cs.toronto.edu/~kriz/cifar.html)
# - R. Geirhos et al. (2020), *Shortcut learning in deep neural networks*. [doi:10.1038/s42256-020-00257-z](https://doi.org/10.1038/s42256-020-00257-z)
# %% [markdown] lang="en"
# ## References
#
# - C. Szegedy, V. Vanhoucke, S. Ioffe, J. Shlens, Z. Wojna (2016), *Rethinking the Inception architecture for computer vision*. [doi:10.1109/CVPR.2016.308](https://doi.org/10.1109/CVPR.2016.308)
# - S. J. Pan, Q. Yang (2010), *A survey on transfer learning*. [doi:10.1109/TKDE.2009.191](https://doi.org/10.1109/TKDE.2009.191)
# - J. Yosinski, J. Clune, Y. Bengio, H. Lipson (2014), *How transferable are features in deep neural networks?* [arXiv:1411.1792](https://arxiv.org/abs/1411.1792)
# - S. Ioffe, C. Szegedy (2015), *Batch normalization: accelerating deep network training by reducing internal covariate shift*. [arXiv:1502.03167](https://arxiv.org/abs/1502.03167)
# - O. Russakovsky et al. (2015), *ImageNet large scale visual recognition challenge*. [doi:10.1007/s11263-015-0816-y](https://doi.org/10.1007/s11263-015-0816-y)
# - A. Krizhevsky (2009), *Learning multiple layers of features from tiny images*. [www.cs.toronto.edu/~kriz/cifar.html](https://www.cs.toronto.edu/~kriz/cifar.html)
# - R. Geirhos et al. (2020), *Shortcut learning in deep neural networks*. [doi:10.1038/s42256-020-00257-z](https://doi.org/10.1038/s42256-020-00257-z)

# %% [markdown] lang="fr"
# ## Et ensuite
#
# {{next}}
# %% [markdown] lang="en"
# ## What comes next
#
# {{next}}
