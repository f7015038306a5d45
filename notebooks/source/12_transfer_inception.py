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
#       - montrer par un témoin que ce sont les poids appris qui aident, et non l'architecture ou un raccourci
#       - tracer l'exactitude selon le nombre d'images étiquetées, avec des barres d'erreur
#       - reconnaître une erreur de prétraitement à ce qu'elle coûte
#       - affiner les derniers blocs sans dérégler la normalisation par lot
#       en:
#       - read images with a network that is already trained, once only, and train nothing but a head
#       - show with a control that the trained weights are what helps, not the architecture or a shortcut
#       - draw accuracy against the number of labelled images, with error bars
#       - recognise a preprocessing mistake by what it costs
#       - fine-tune the last blocks without upsetting batch normalisation
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
from course_utils import check, claim, explore, inception, load
from course_utils import number, percent, plots, quiz, show, start, textures

lesson = start("12_transfer_inception", T("fr", "en"), profile=profile, data=data, seed=seed)

# %%
from time import perf_counter

import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers

dataset = load("textures", size=96)
names, CLASSES = dataset.class_names, len(dataset.class_names)
network = inception.pretrained()

# %% [markdown] lang="fr"
# ## Une question pour commencer
#
# Dix surfaces, photographiées une fois chacune ; des carrés de 96 pixels en sont découpés. Vous avez le temps d'en étiqueter **cinq par classe**. C'est peu pour entraîner un réseau, mais un autre réseau, InceptionV3 (leçon 11), a déjà appris à lire des images : la ligne ci-dessus dit sur lesquelles. Confions-lui les nôtres.
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
# Ten surfaces, each photographed once; squares of 96 pixels are cut from them. You have time to label **five per class**. That is little to train a network with, but another network, InceptionV3 (lesson 11), has already learned to read images: the line above says which. Let us hand it ours.
#
# Bet on two numbers:
#
# - how many test squares out of a hundred will be classified correctly with these **trained weights**?
# - and with the **same network, its weights drawn at random**, which has never learned anything?
#
# Part 2 answers; part 3 shows that the question was badly put.

# %%
POOL, TEST = lesson.pick(full=(60, 40), fast=(6, 2))

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

# %% [markdown] lang="fr"
# Les carrés d'apprentissage et de test viennent de **deux régions séparées** de chaque photo. Le test demande donc : « reconnaît-on un autre endroit de la même surface ? », et rien de plus. Vérifions-le avec les coordonnées.
# %% [markdown] lang="en"
# Training and test squares come from **two separate regions** of each photo. So the test asks: “is another place on the same surface recognised?”, and nothing more. Let us check with the coordinates.

# %%
whole, whole_test = textures.cut(96)
spots, test_spots = whole.spots[from_pool], whole_test.spots[from_test]
del whole, whole_test
# fr: 55 Mo rendus
# en: 55 MB given back
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

# %% [markdown] lang="fr"
# ## 1. Lire une fois, garder
#
# L'**apprentissage par transfert** (*transfer learning*) reprend pour une **tâche cible** ce qu'un réseau a appris sur une **tâche source** (Pan et Yang, 2010). Sa forme la plus simple, l'**extraction de caractéristiques** (*feature extraction*) : on ôte la tête, on gèle (*freeze*) le reste, $\varphi$, et l'on moyenne chacune de ses $d$ cartes, comme en leçon 08 :
#
# $$f_k(x) = \frac{1}{HW}\sum_{i=1}^{H}\sum_{j=1}^{W} \varphi_k(x)_{ij}, \qquad k = 1, \dots, d$$
#
# Rien ne change dans $\varphi$ : la même image donnera toujours le même vecteur. On le calcule donc **une fois** et on le garde (*cached bottleneck features*). Deux conditions : les images à la taille choisie, 150 pixels, et les valeurs **de −1 à 1**, comme à l'entraînement de ces poids.
# %% [markdown] lang="en"
# ## 1. Read once, keep
#
# **Transfer learning** takes up, for a **target task**, what a network has learned on a **source task** (Pan and Yang, 2010). Its simplest form is **feature extraction**: remove the head, freeze the rest, $\varphi$, and average each of its $d$ maps, as in lesson 08:
#
# $$f_k(x) = \frac{1}{HW}\sum_{i=1}^{H}\sum_{j=1}^{W} \varphi_k(x)_{ij}, \qquad k = 1, \dots, d$$
#
# Nothing changes in $\varphi$: the same image will always give the same vector. So it is computed **once** and kept (cached bottleneck features). Two conditions: images at the chosen size, 150 pixels, and values **from −1 to 1**, as when these weights were trained.

# %%
SIDE = lesson.pick(full=150, fast=75)

def prepare(images):
    large = keras.ops.image.resize(images.astype("float32"), (SIDE, SIDE))
    return np.array(large) / 127.5 - 1

def read(model, images, prepare=prepare, dtype="float32"):
    # fr: par paquets de 10 : 1 000 images de 150 pixels en float32 pèseraient 270 Mo
    # en: in batches of 10: 1,000 images of 150 pixels in float32 would weigh 270 MB
    result = None
    for start in range(0, len(images), 10):
        part = model.predict_on_batch(prepare(images[start:start + 10]))
        if result is None:
            result = np.empty((len(images), *part.shape[1:]), dtype)
        result[start:start + 10] = part
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
SMALL = lesson.pick(full=20, fast=3)
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
# Le **témoin** (*control*) : les mêmes couches, toutes redessinées au hasard. Tout ce que les deux réseaux ont en commun (architecture, taille des champs, moyenne finale) joue aussi pour lui ; seul l'apprentissage lui manque.
# %% [markdown] lang="en"
# The **control**: the same layers, all drawn again at random. Whatever the two networks share (architecture, receptive fields, final mean) works for it too; only the training is missing.

# %%
# fr: les mêmes couches, d'autres poids
# en: the same layers, other weights
control = keras.models.clone_model(base)
drawn = reader(control.input, layers.GlobalAveragePooling2D()(control.output))
colour["drawn"] = [read(drawn, part[0]) for part in (small_pool, small_test)]
colour["mean"] = [part[0].mean(axis=(1, 2)) for part in (small_pool, small_test)]
claim(T("Le témoin a exactement les mêmes couches, et d'autres poids",
        "The control has exactly the same layers, and other weights"),
      control.count_params() == base.count_params()
      and not np.array_equal(control.layers[1].get_weights()[0], base.layers[1].get_weights()[0]));

# %% [markdown] lang="fr"
# ## 2. La tête, à la main
#
# Sur ces vecteurs, la tête est une régression softmax (leçon 04). Comme l'échelle des caractéristiques varie d'un réseau à l'autre, on les centre et réduit **d'après les seules images étiquetées**, puis on divise par $\sqrt d$ pour que les longueurs ne dépendent pas de $d$ :
#
# $$z = \frac{f - \mu}{\sigma\sqrt d}, \qquad p = \mathrm{softmax}(z W + b), \qquad \frac{\partial \mathcal L}{\partial W} = \frac{1}{n}\, z^\top (p - y)$$
#
# On descend ce gradient avec inertie depuis $W = 0$. Chaque pas ajoute une combinaison des $n$ vecteurs : $W = z^\top A$, et il suffit de suivre $A$, bien plus petit. Enfin, $z$ étant linéaire en $f$, la normalisation se **replie** dans les poids : $W' = W / (\sigma\sqrt d)$, $b' = b - \mu W'$.
# %% [markdown] lang="en"
# ## 2. The head, by hand
#
# On these vectors the head is a softmax regression (lesson 04). Since the scale of the features differs from one network to another, they are standardised **from the labelled images alone**, then divided by $\sqrt d$ so that lengths do not depend on $d$:
#
# $$z = \frac{f - \mu}{\sigma\sqrt d}, \qquad p = \mathrm{softmax}(z W + b), \qquad \frac{\partial \mathcal L}{\partial W} = \frac{1}{n}\, z^\top (p - y)$$
#
# We descend this gradient with momentum from $W = 0$. Each step adds a combination of the $n$ vectors: $W = z^\top A$, and it is enough to follow $A$, which is far smaller. Finally, as $z$ is linear in $f$, the standardisation **folds** into the weights: $W' = W / (\sigma\sqrt d)$, $b' = b - \mu W'$.

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

def draw_labelled(labels, n, rng):
    return np.concatenate([rng.choice(np.flatnonzero(labels == c), n, replace=False)
                           for c in range(CLASSES)])

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
# Que gagne-t-on à garder les vecteurs ? Comparons le coût d'une tête (300 pas sur des vecteurs) avec celui de 300 époques qui reliraient chaque fois les images ; ce second temps est **calculé** à partir de la lecture d'une image, nous n'allons pas l'attendre.
# %% [markdown] lang="en"
# What is gained by keeping the vectors? Let us compare the cost of a head (300 steps on vectors) with that of 300 epochs that would read the images again each time; this second time is **computed** from the reading of one image, we shall not wait for it.

# %%
since = perf_counter()
train_head(f, y)
spent = perf_counter() - since
again = 300 * len(f) * per_image
short, long = number(spent, 2), number(again / 60, 0)
print(T(f"300 époques de tête : {short} s ; en relisant tout : {long} min",
        f"300 epochs of the head: {short} s; reading everything again: {long} min"))

def measured(sentence, value, **bound):
    # fr: seuls les poids de CIFAR-10 ont été essayés : avec d'autres, un nombre sans jugement
    # en: only CIFAR-10's weights have been tried: with others, a number without judgement
    if network.origin == "sample":
        claim(sentence, value, **bound)
    else:
        print(sentence + T(" : ", ": ") + number(value, 1))

measured(T("Temps de tout relire ÷ temps de la tête", "Time to read everything again ÷ time of the head"),
         again / spent, at_least=50, digits=0)

# %%
DRAWS = lesson.pick(full=5, fast=2)

def curve(f_pool, y_pool, f_test, y_test, sizes):
    # fr: (tirages, tailles, images de test) : juste ou non ; mêmes tirages pour tous les réseaux
    # en: (draws, sizes, test images): right or not; the same draws for all networks
    right = np.zeros((DRAWS, len(sizes), len(f_test)), bool)
    for s in range(DRAWS):
        for k, n in enumerate(sizes):
            chosen = draw_labelled(y_pool, n, np.random.default_rng([lesson.seed, s, n]))
            head = train_head(f_pool[chosen], y_pool[chosen])
            right[s, k] = answers(head, f_test) == y_test
    return right

FIVE = lesson.pick(full=5, fast=2)
in_colour = {name: 100 * curve(a, small_pool[1], b, small_test[1], [FIVE]).mean(axis=2)[:, 0]
             for name, (a, b) in colour.items()}

# %%
LABELS = {"trained": T("poids appris", "trained weights"), "drawn": T("poids au hasard", "random weights"),
          "scratch": T("petit CNN depuis zéro", "small CNN from scratch"),
          "mean": T("couleur moyenne", "mean colour"), "quantiles": T("16 quantiles de gris", "16 grey quantiles")}
LOOKS = {"trained": ("o-", plots.BLUE), "drawn": ("s--", plots.RED),
         "scratch": ("^-.", plots.GREEN), "quantiles": ("D:", plots.GREY),
         "mean": ("D:", plots.GREY)}
figure, axis = plt.subplots(figsize=(6.5, 2.3))
for row, (name, scores) in enumerate(in_colour.items()):
    axis.plot(scores, [row] * DRAWS, LOOKS[name][0][0], color=LOOKS[name][1], alpha=0.8)
axis.set_yticks(range(len(in_colour)), [LABELS[name] for name in in_colour])
axis.invert_yaxis()
axis.set(xlim=(20, 101), xlabel=T(f"exactitude de test (%), {FIVE} images par classe, par tirage",
                                  f"test accuracy (%), {FIVE} images per class, by draw"))
show(figure, T("En couleur : poids appris et poids au hasard côte à côte, couleur moyenne plus bas.",
               "In colour: trained and random weights side by side, mean colour further down."))
for name, scores in in_colour.items():
    print(f"{LABELS[name]:16}", number(scores.mean(), 1), "±", number(scores.std(ddof=1), 1))

# %%
measured(T("En couleur, avance des poids appris sur le hasard, en points",
           "In colour, lead of the trained weights over random ones, in points"),
         np.mean(in_colour["trained"] - in_colour["drawn"]), at_most=3, digits=1)
measured(T("En couleur, exactitude des poids au hasard (%)",
           "In colour, accuracy of the random weights (%)"),
         np.mean(in_colour["drawn"]), at_least=80, digits=1)

# %% [markdown] lang="fr"
# **Avec les poids de CIFAR-10**, sans le témoin, on aurait annoncé un beau transfert. Or les poids au hasard font au moins à peu près aussi bien. La seule couleur moyenne, trois nombres, en explique déjà une bonne part : c'est un **raccourci** (*shortcut*). Ce test mesure donc autre chose que ce qui a été appris.
#
# ## 3. Ôter le raccourci, garder le témoin
#
# Passons en gris, et donnons à chaque carré la même luminosité moyenne et le même contraste :
#
# $$x' = 127{,}5 + 50\,\frac{x - \bar x}{s_x}, \qquad \text{coupé à } [0, 255]$$
#
# Est-ce que seule la disposition des pixels reste ? Non : la **forme de l'histogramme** reste. Seize quantiles de gris par carré serviront de référence.
# %% [markdown] lang="en"
# **With CIFAR-10's weights**, without the control, we would have announced a fine transfer. Yet random weights do at least roughly as well. The mean colour alone, three numbers, already explains a good part of it: this is a **shortcut**. So this test measures something other than what was learned.
#
# ## 3. Remove the shortcut, keep the control
#
# Let us go to grey, and give every square the same mean brightness and the same contrast:
#
# $$x' = 127.5 + 50\,\frac{x - \bar x}{s_x}, \qquad \text{clipped to } [0, 255]$$
#
# Is the arrangement of the pixels all that is left? No: the **shape of the histogram** is left. Sixteen grey quantiles per square will serve as a baseline.

# %%
def equalise(image):
    grey = image.mean(axis=-1)
    grey = 127.5 + 50 * (grey - grey.mean()) / max(grey.std(), 1)
    grey = np.clip(np.round(grey), 0, 255).astype("uint8")
    return np.repeat(grey[..., np.newaxis], 3, axis=-1)

g_pool, g_test = (np.stack([equalise(x) for x in part]) for part in (x_pool, x_test))
show(plots.image_grid(g_pool[one_each], names, columns=5, size=1.25),
     T("Les mêmes dix carrés en gris, à luminosité et contraste égaux.",
       "The same ten squares in grey, with equal brightness and contrast."))

# %%
def quantiles(images):
    return np.stack([np.quantile(image[..., 0], (np.arange(16) + 0.5) / 16) for image in images])

features = {"trained": [read(trained, part) for part in (g_pool, g_test)],
            "drawn": [read(drawn, part) for part in (g_pool, g_test)],
            "quantiles": [quantiles(part) for part in (g_pool, g_test)]}
SIZES = lesson.pick(full=(2, 5, 10, 20), fast=(2, 3))
right = {name: curve(a, y_pool, b, y_test, SIZES) for name, (a, b) in features.items()}

# %% [markdown] lang="fr"
# L'autre voie : **apprendre depuis zéro** (*from scratch*). Un petit CNN normalisé, aux mêmes images, cent pas d'Adam dont le taux descend en cosinus, avec un miroir au hasard. C'est un concurrent sérieux, pas un faire-valoir (trois tirages au lieu de cinq, car il coûte plus cher) : il est fait pour cette taille d'image et règle tous ses poids sur cette tâche.
# %% [markdown] lang="en"
# The other way: **learning from scratch**. A small normalised CNN, on the same images, a hundred steps of Adam with a rate that falls along a cosine, with random mirroring. It is a serious competitor, not a foil (three draws instead of five, since it costs more): it is made for this image size and sets all its weights for this task.

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
    for variable in optimizer.variables:
        variable.assign(keras.ops.zeros_like(variable))

# %%
STEPS, BATCH = lesson.pick(full=(100, 20), fast=(1, 10))
cnn = small_cnn()
decay = keras.optimizers.schedules.CosineDecay(5e-3, STEPS)
cnn.compile(keras.optimizers.Adam(decay), logits_loss, **how)

# %%

def from_scratch(n, s):
    keras.utils.set_random_seed(100 * lesson.seed + s)
    cnn.set_weights(keras.models.clone_model(cnn).get_weights())
    forget(cnn.optimizer)
    chosen = draw_labelled(y_pool, n, np.random.default_rng([lesson.seed, s, n]))
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
scores = {name: 100 * r.mean(axis=2) for name, r in right.items()}

# %%
def draw_curve(axis):
    for shift, (name, table) in zip((-0.03, 0.03, -0.06, 0), scores.items()):
        look, colour = LOOKS[name]
        axis.errorbar(np.array(SIZES) * np.exp(shift), table.mean(axis=0),
                      table.std(axis=0, ddof=1), fmt=look, color=colour, capsize=3,
                      label=LABELS[name])
    axis.set(xscale="log", xlabel=T("images étiquetées par classe", "labelled images per class"),
             ylabel=T("exactitude de test (%)", "test accuracy (%)"))
    axis.set_xticks(SIZES, SIZES)
    axis.minorticks_off()

# %%
figure, axis = plt.subplots(figsize=(7, 3.8))
draw_curve(axis)
axis.legend(bbox_to_anchor=(1, 0.8))
show(figure, T("Exactitude selon le nombre d'images, quatre méthodes, barres d'erreur.",
               "Accuracy against the number of images, four methods, error bars."))
for name, table in scores.items():
    print(f"{LABELS[name]:22}", *(f"{number(m, 1):>5} ± {number(e, 1):<4}"
                                  for m, e in zip(table.mean(axis=0), table.std(axis=0, ddof=1))))

# %%
lead = (scores["trained"] - scores["drawn"]).mean(axis=0)
measured(T("En gris, plus petite avance moyenne des poids appris sur le hasard, en points",
           "In grey, smallest mean lead of the trained weights over random ones, in points"),
         lead.min(), at_least=5, digits=1)
fewer, most = (scores[name].mean(axis=0) for name in ("trained", "drawn"))
measured(T("Poids appris, 5 images par classe, moins poids au hasard, 20 par classe, en points",
           "Trained weights, 5 images per class, minus random weights, 20 per class, in points"),
         fewer[1] - most[-1], at_least=0, digits=1)
measured(T("Poids appris moins petit CNN, moyenne de la courbe, en points",
           "Trained weights minus small CNN, mean over the curve, in points"),
         np.mean(scores["trained"][:TRIALS] - scores["scratch"]), at_least=0, digits=1)

# %% [markdown] lang="fr"
# **Avec les poids de CIFAR-10, sur ces carrés** : à chaque taille, les poids appris devancent le hasard, et cinq images par classe lues avec eux valent mieux que vingt lues au hasard. Cette fois, la différence ne peut venir que des poids : tout le reste est commun. C'est ainsi que l'on prouve un transfert. Le hasard, lui, dépasse encore les quantiles : une architecture convolutive, même sans apprentissage, n'est pas rien.
# %% [markdown] lang="en"
# **With CIFAR-10's weights, on these squares**: at every size, the trained weights lead the random ones, and five images per class read with them are worth more than twenty read at random. This time, the difference can come from the weights only: everything else is shared. That is how transfer is proved. Random weights, for their part, still beat the quantiles: a convolutional architecture, even untrained, is not nothing.

# %% [markdown] lang="fr"
# Le petit CNN est un adversaire plus sérieux : en moyenne sur la courbe il reste derrière, parfois de peu, et il faut l'entraîner à chaque essai. S'il avait gagné, le témoin aurait toujours montré un transfert, mais un transfert inutile ici. **Les deux questions sont distinctes.**
#
# Les barres sont des écarts-types entre tirages d'images étiquetées. Elles ne disent rien d'autres photos (il n'y en a qu'une par classe), ni d'autres témoins : un seul réseau au hasard a été tiré. Changez `seed` pour en tirer un autre.
# %% [markdown] lang="en"
# The small CNN is a more serious opponent: on average over the curve it stays behind, sometimes narrowly, and it must be trained at every attempt. Had it won, the control would still have shown transfer, but transfer of no use here. **These are two distinct questions.**
#
# The bars are standard deviations between draws of labelled images. They say nothing of other photos (there is one per class only), nor of other controls: a single random network was drawn. Change `seed` to draw another.

# %%
def recall(n=SIZES[1], trial=0):
    k = list(SIZES).index(n)
    figure, axis = plt.subplots(figsize=(6.5, 3.6))
    for offset, name, hatch in ((-0.2, "trained", ""), (0.2, "drawn", "//")):
        part = [100 * right[name][trial, k, y_test == c].mean() for c in range(CLASSES)]
        axis.barh(np.arange(CLASSES) + offset, part, 0.4, hatch=hatch, edgecolor="white",
                  color=LOOKS[name][1], label=LABELS[name])
    axis.set_yticks(range(CLASSES), names)
    axis.invert_yaxis()
    axis.set(xlabel=T("exactitude de la classe (%)", "accuracy of the class (%)"), xlim=(0, 100))
    axis.legend(bbox_to_anchor=(1, 1))
    return figure

explore(recall, alt=T("Exactitude de chaque classe, avec les poids appris puis au hasard.",
                      "Accuracy of each class, with trained then with random weights."),
        labels={"n": T("images par classe", "images per class"), "trial": T("tirage", "draw")},
        n=list(SIZES), trial=list(range(DRAWS)))

# %% [markdown] lang="fr"
# **Essayez** : à deux images par classe, changez de tirage. Les mêmes classes restent-elles difficiles ? Combien de tirages auriez-vous faits avant d'annoncer un résultat ?
#
# ## 4. Le prétraitement, sans message d'erreur
#
# Un réseau déjà entraîné attend ses images **comme pendant son entraînement**. Ici, pour un octet $o$ :
#
# $$x = \frac{o}{127{,}5} - 1 \in [-1, 1]$$
#
# Si l'on s'en écarte, rien ne s'arrête : les formes sont justes, les nombres sont faux. Prenons la tête de dix images par classe et commettons chaque faute de deux façons : **au test seulement** (on a mal recopié le prétraitement en production), puis **des deux côtés** (tête réapprise avec la même faute).
# %% [markdown] lang="en"
# **Try it**: with two images per class, change the draw. Do the same classes remain difficult? How many draws would you have made before announcing a result?
#
# ## 4. Preprocessing, without an error message
#
# A network that is already trained expects its images **as during its training**. Here, for a byte $o$:
#
# $$x = \frac{o}{127.5} - 1 \in [-1, 1]$$
#
# Depart from it and nothing stops: the shapes are right, the numbers are wrong. Let us take the head for ten images per class and make each mistake in two ways: **at test time only** (the preprocessing was badly copied into production), then **on both sides** (head trained again with the same mistake).

# %%
def nearest_pixel(images):
    large = keras.ops.image.resize(images.astype("float32"), (SIDE, SIDE), interpolation="nearest")
    return np.array(large) / 127.5 - 1

slips = {T("sans faute", "no mistake"): prepare,
         T("de 0 à 255", "0 to 255"): lambda images: 127.5 * (prepare(images) + 1),
         T("de 0 à 1", "0 to 1"): lambda images: (prepare(images) + 1) / 2,
         T("réduit deux fois", "scaled twice"): lambda images: prepare(images) / 127.5 - 1,
         T("non agrandi (96)", "not enlarged (96)"): lambda images: images.astype("float32") / 127.5 - 1,
         T("pixel le plus proche", "nearest pixel"): nearest_pixel}
TEN, FEW = lesson.pick(full=(10, 15), fast=(2, 1))
ten = draw_labelled(y_pool, TEN, np.random.default_rng(lesson.seed))
asked, y_asked, _ = first_of_each(g_test, y_test, FEW)

# %%
head = train_head(features["trained"][0][ten], y_pool[ten])
cost = {}
for name, way in slips.items():
    f_slip = read(trained, asked, way)
    again = train_head(read(trained, g_pool[ten], way), y_pool[ten])
    cost[name] = [100 * np.mean(answers(h, f_slip) == y_asked) for h in (head, again)]
    print(f"{name:22}", *(f"{number(value, 1):>6}" for value in cost[name]))

# %%
figure, axis = plt.subplots(figsize=(6.5, 2.9))
one_side, both_sides = np.array(list(cost.values())).T
axis.hlines(range(len(cost)), one_side, both_sides, color=plots.GREY, lw=1)
axis.plot(one_side, range(len(cost)), "o", color=plots.RED, label=T("au test seulement", "at test time only"))
axis.plot(both_sides, range(len(cost)), "s", color=plots.BLUE, label=T("des deux côtés", "on both sides"))
axis.set_yticks(range(len(cost)), cost)
axis.invert_yaxis()
axis.set(xlabel=T("exactitude de test (%)", "test accuracy (%)"), xlim=(0, 101))
axis.legend(bbox_to_anchor=(1, 1))
show(figure, T("Exactitude pour chaque faute de prétraitement, au test seul puis des deux côtés.",
               "Accuracy for each preprocessing mistake, at test time only, then on both sides."))

# %%
by_name = dict(zip(("none", "bytes", "unit", "twice", "small", "nearest"), cost.values()))
measured(T("Points perdus au test seul : de 0 à 255", "Points lost at test time only: 0 to 255"),
         by_name["none"][0] - by_name["bytes"][0], at_least=20, digits=1)
measured(T("Points perdus au test seul : réduit deux fois", "Points lost at test time only: scaled twice"),
         by_name["none"][0] - by_name["twice"][0], at_least=40, digits=1)
measured(T("Ce que gagne « de 0 à 255 » à être commise des deux côtés, en points",
           "What “0 to 255” gains by being made on both sides, in points"),
         by_name["bytes"][1] - by_name["bytes"][0], at_least=15, digits=1)
some = x_test[:8]
grey_same = np.array_equal(read(trained, g_test[:8]), read(trained, g_test[:8][..., ::-1]))
claim(T("En gris, échanger rouge et bleu ne change rien du tout", "In grey, swapping red and blue changes nothing at all"),
      grey_same)
claim(T("En couleur, si", "In colour, it does"),
      not np.allclose(read(trained, some), read(trained, some[..., ::-1]), atol=1e-3));

# %% [markdown] lang="fr"
# Les fautes ne se valent pas. Réduire deux fois écrase toutes les images presque au même gris, mais le programme répond toujours. Commise des deux côtés, une faute d'échelle coûte moins avec les poids de CIFAR-10, car la tête apprend à lire ce que le réseau rend alors ; l'agrandissement, lui, n'avait pas de « bonne » méthode imposée, seulement la même des deux côtés. **La cohérence d'abord, la bonne échelle ensuite.**
#
# Rouge et bleu échangés (BGR, l'ordre d'OpenCV) : en gris les trois canaux sont égaux, la faute est donc invisible ici. Elle attendra la première image en couleur. Un test ne détecte que les fautes que ses images contiennent.
# %% [markdown] lang="en"
# Mistakes are not all equal. Scaling twice flattens all images to nearly the same grey, but the program still answers. Made on both sides, a mistake of scale costs less with CIFAR-10's weights, since the head learns to read whatever the network then returns; as for enlarging, no “right” method was imposed, only the same one on both sides. **Consistency first, the right scale next.**
#
# Red and blue swapped (BGR, OpenCV's order): in grey the three channels are equal, so the mistake is invisible here. It will wait for the first colour image. A test detects only the mistakes that its images contain.

# %% [markdown] lang="fr"
# ## 5. Affiner, et la normalisation par lot
#
# **Affiner** (*fine-tuning*), c'est dégeler les derniers blocs et les entraîner doucement : la tête d'abord (sinon ses gradients, grands au départ, abîment ce qui est dessous), puis un petit taux.
#
# Reste un piège. La normalisation par lot (leçon 07) se comporte de deux façons :
#
# $$\text{entraînement : } \frac{x-\mu_B}{\sqrt{\sigma_B^2+\epsilon}}, \quad m \leftarrow 0{,}99\,m + 0{,}01\,\mu_B; \qquad \text{prédiction : } \frac{x-m}{\sqrt{v+\epsilon}}$$
#
# ($v$ suit $\sigma_B^2$ de même ; $\gamma$ et $\beta$ sont omis.) Affiner sur peu d'images change donc $m$ et $v$, appris sur la tâche source, **sans aucun gradient**. Comment l'empêcher ? On conseille souvent d'appeler le réseau avec `training=False`. Vérifions.
# %% [markdown] lang="en"
# ## 5. Fine-tuning, and batch normalisation
#
# **Fine-tuning** means unfreezing the last blocks and training them gently: the head first (otherwise its gradients, large at the start, damage what lies below), then a small rate.
#
# One trap remains. Batch normalisation (lesson 07) behaves in two ways:
#
# $$\text{training: } \frac{x-\mu_B}{\sqrt{\sigma_B^2+\epsilon}}, \quad m \leftarrow 0.99\,m + 0.01\,\mu_B; \qquad \text{prediction: } \frac{x-m}{\sqrt{v+\epsilon}}$$
#
# ($v$ follows $\sigma_B^2$ likewise; $\gamma$ and $\beta$ are left out.) So fine-tuning on few images changes $m$ and $v$, learned on the source task, **without any gradient**. How can this be prevented? The usual advice is to call the network with `training=False`. Let us check.

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

claim(T("`training=False` à l'appel n'a pas tenu pendant `fit` : les statistiques ont bougé",
        "`training=False` at the call did not hold during `fit`: the statistics moved"),
      statistics_move(outer, norm))
norm.trainable = False
claim(T("Avec `trainable = False` sur la couche, elles n'ont pas bougé",
        "With `trainable = False` on the layer, they did not move"),
      not statistics_move(outer, norm));

# %% [markdown] lang="fr"
# Dans la version de Keras affichée en haut, `fit` appelle le modèle entier avec `training=True`, et cet appel l'emporte sur le `training=False` écrit à l'intérieur. **Seul `trainable = False` sur chaque couche `BatchNormalization`** tient : il la fige et la met en mode prédiction.
#
# Ce qui précède le bloc dégelé reste gelé : ses cartes se gardent aussi, en demi-précision.
# %% [markdown] lang="en"
# In the version of Keras shown at the top, `fit` calls the whole model with `training=True`, and that call overrides the `training=False` written inside. **Only `trainable = False` on each `BatchNormalization` layer** holds: it freezes the layer and puts it in prediction mode.
#
# Whatever comes before the unfrozen block stays frozen: its maps can be kept too, in half precision.

# %%
CUT = {"CIFAR-10": "mixed2", "ImageNet": "mixed9"}[network.weights]
middle = base.get_layer(CUT).output
below, after = reader(base.input, middle), keras.Model(middle, averaged)
norms = [one for one in after.layers if isinstance(one, layers.BatchNormalization)]
kept = after.get_weights()
BIG = SIZES[-1]
labelled = {n: draw_labelled(y_pool, n, np.random.default_rng([lesson.seed, 0, n])) for n in SIZES}
maps = {n: read(below, g_pool[chosen], dtype="float16") for n, chosen in labelled.items()}
test_maps = read(below, g_test, dtype="float16")
f_direct, f_kept = features["trained"][1][:20], np.array(after(test_maps[:20]))
claim(T(f"Lire les cartes gardées après {CUT} donne les mêmes vecteurs, à la demi-précision près",
        f"Reading the maps kept after {CUT} gives the same vectors, up to half precision"),
      np.allclose(f_direct, f_kept, atol=0.01 * np.abs(f_direct).max()))
print(T("cartes gardées :", "maps kept:"), test_maps.shape[1:], test_maps.dtype)

# %%
tuned = keras.Sequential([keras.Input(test_maps.shape[1:], dtype="float16"), after,
                          layers.Dense(CLASSES)])

def compile_tuned(frozen_norms, rate):
    after.trainable = True
    for one in norms:
        one.trainable = not frozen_norms
    tuned.compile(keras.optimizers.Adam(rate), logits_loss, **how)

EPOCHS = lesson.pick(full=10, fast=1)

# %%
def fine_tune(n, rate, learned_head=True):
    keras.utils.set_random_seed(lesson.seed)
    after.set_weights(kept)
    chosen, start_head = labelled[n], tuned.layers[-1]
    W, b = train_head(features["trained"][0][chosen], y_pool[chosen])
    start_head.set_weights([W, b] if learned_head else [
        np.random.default_rng(lesson.seed).normal(0, W.std(), W.shape), 0 * b])
    forget(tuned.optimizer)
    tuned.optimizer.learning_rate = rate
    tuned.fit(maps[n], y_pool[chosen], epochs=EPOCHS, batch_size=BATCH, verbose=0)
    logits = read(tuned, test_maps, prepare=np.asarray)
    return 100 * np.mean(logits.argmax(axis=1) == y_test)

# %%
RATE = 3e-4
compile_tuned(frozen_norms=True, rate=RATE)
trainable = sum(int(np.prod(v.shape)) for v in tuned.trainable_variables)
print(T("poids affinés :", "weights fine-tuned:"), number(trainable, 0),
      T("sur", "out of"), number(base.count_params(), 0))

def moving():
    return [v.numpy() for one in norms for v in (one.moving_mean, one.moving_variance)]

before = moving()
fine = {n: fine_tune(n, RATE) for n in SIZES}
claim(T("Normalisations gelées : aucune statistique n'a bougé", "Frozen normalisations: no statistic moved"),
      all(map(np.array_equal, before, moving())))
for k, n in enumerate(SIZES):
    alone, whole = number(scores["trained"][0, k], 1), number(fine[n], 1)
    print(T(f"{n} images par classe : tête seule {alone}, affiné {whole}",
            f"{n} images per class: head alone {alone}, fine-tuned {whole}"))

# %%
figure, axis = plt.subplots(figsize=(7, 3.8))
draw_curve(axis)
axis.plot(SIZES, scores["trained"][0], "o", color="black", markerfacecolor="white",
          label=T("sa tête seule", "its head alone"))
axis.plot(SIZES, fine.values(), "*", color="black", markersize=11, label=T("affiné, une fois", "fine-tuned, once"))
axis.legend(bbox_to_anchor=(1, 0.8))
show(figure, T("La même courbe ; à chaque taille, une étoile (affiné) et un cercle (sa tête seule).",
               "The same curve; at each size, a star (fine-tuned) and a circle (its head alone)."))

# %%
measured(T(f"À {BIG} images par classe, gain de l'affinage sur la tête de ce tirage, en points",
           f"With {BIG} images per class, gain of fine-tuning over the head of this draw, in points"),
         fine[BIG] - scores["trained"][0, -1], at_least=0, digits=1)

# %% [markdown] lang="fr"
# Chaque étoile est **un** essai : elle se compare à la tête du même tirage (le cercle), non à la moyenne. Avec très peu d'images, l'affinage peut gagner ou perdre, et un seul essai n'en dit rien.
#
# Retirons maintenant **une seule précaution à la fois**, mêmes images, mêmes époques.
# %% [markdown] lang="en"
# Each star is **one** trial: it compares with the head of the same draw (the circle), not with the mean. With very few images, fine-tuning may gain or lose, and a single trial says nothing about it.
#
# Now let us remove **one precaution at a time**, same images, same epochs.

# %%
careless = {T("toutes les précautions", "all precautions"): fine[BIG]}
careless[T("taux 30 fois plus grand", "rate 30 times greater")] = fine_tune(BIG, 30 * RATE)
careless[T("tête au hasard", "random head")] = fine_tune(BIG, RATE, learned_head=False)
compile_tuned(frozen_norms=False, rate=RATE)
careless[T("normalisations dégelées", "unfrozen normalisations")] = fine_tune(BIG, RATE)
moved = np.mean([np.mean(~np.isclose(a, b)) for a, b in zip(before, moving())])
claim(T("Normalisations dégelées : les statistiques ont bougé", "Unfrozen normalisations: the statistics moved"),
      moved > 0)
print(T("part des statistiques qui ont bougé :", "share of the statistics that moved:"), percent(moved))
after.set_weights(kept)
alone = scores["trained"][0, -1]
for name, value in careless.items():
    print(f"{name:26}", number(value, 1),
          T("écart à la tête seule :", "difference from the head alone:"), number(value - alone, 1))

# %% [markdown] lang="fr"
# Lisez ces quatre lignes pour ce qu'elles sont : un tirage, une graine. Une imprudence peut ne rien coûter ici et coûter ailleurs. Ce qui est certain : dégelées, les normalisations ont changé des nombres qu'on ne leur avait pas demandé d'apprendre.
# %% [markdown] lang="en"
# Read these four lines for what they are: one draw, one seed. A careless step may cost nothing here and something elsewhere. What is certain: unfrozen, the normalisations changed numbers that they had not been asked to learn.

# %% [markdown] lang="fr"
# ## 6. Deux façons de se mentir
#
# **La fuite** (*leakage*) : tester sur des images presque identiques à celles apprises. Nos carrés d'apprentissage se recouvrent souvent entre eux. Si nous avions mélangé puis coupé au hasard, au lieu de séparer des régions ? Testons la même tête sur les carrés restants de **la même région**.
#
# **Le choix sur le test** : essayer $m$ variantes, garder la meilleure **d'après le test**, et annoncer son score. Même si toutes se valent,
#
# $$\mathbb E\big[\max_{j \le m} \hat a_j\big] \;\ge\; \max_{j \le m} \mathbb E\,[\hat a_j]$$
#
# Le maximum retient aussi la chance.
# %% [markdown] lang="en"
# ## 6. Two ways of fooling oneself
#
# **Leakage**: testing on images nearly identical to those learned. Our training squares often overlap one another. What if we had shuffled and split at random, instead of separating regions? Let us test the same head on the remaining squares of **the same region**.
#
# **Choosing on the test data**: trying $m$ variants, keeping the best **according to the test data**, and announcing its score. Even if all are equally good,
#
# $$\mathbb E\big[\max_{j \le m} \hat a_j\big] \;\ge\; \max_{j \le m} \mathbb E\,[\hat a_j]$$
#
# The maximum keeps luck as well.

# %%
f_pool, f_test = features["trained"]
leaky, honest, shared = [], [], []
for s in range(DRAWS):
    chosen = draw_labelled(y_pool, BIG, np.random.default_rng([lesson.seed, s, BIG]))
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
measured(T("Points de trop quand le test vient de la même région",
           "Points too many when the test data come from the same region"),
         np.mean(leaky) - np.mean(honest), at_least=1, digits=1)

# %%
def nearest_mean_score(f, labels, asked, truth):
    means = np.stack([f[labels == c].mean(axis=0) for c in range(CLASSES)])
    distance = np.sum(means**2, axis=1) - 2 * asked @ means.T
    return distance.argmin(axis=1) == truth

# fr: 200 variantes : chacune ne lit que 16 caractéristiques, tirées au sort
# en: 200 variants: each reads only 16 features, drawn at random
rng = np.random.default_rng(lesson.seed)
chosen = draw_labelled(y_pool, FIVE, rng)
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
measured(T("Points de trop quand on choisit sur le test", "Points too many when choosing on the test data"),
         np.mean(announced) - np.mean(true), at_least=1, digits=1)

# %% [markdown] lang="fr"
# Les deux mensonges sont flatteurs, et rien dans le programme ne les signale. La première différence mêle deux causes : carrés qui se recouvrent, et même endroit de la photo (lumière, mise au point). Toutes deux gonflent le score ; une séparation par régions les écarte ensemble.
#
# **Réponse à la question du début.** En couleur, les poids au hasard n'avaient rien à envier aux poids de CIFAR-10 : la question mesurait un raccourci. Le raccourci ôté, les poids appris gardent l'avantage sur les mêmes couches tirées au hasard, et cela seulement prouve que **ce qui a été appris ailleurs** sert ici. L'affirmation vaut pour ces poids et ces dix photos, pas au-delà.
# %% [markdown] lang="en"
# Both lies are flattering, and nothing in the program reports them. The first difference mixes two causes: squares that overlap, and the same place of the photo (light, focus). Both inflate the score; separating by regions removes them together.
#
# **Answer to the opening question.** In colour, random weights had nothing to envy CIFAR-10's weights: the question measured a shortcut. With the shortcut removed, the trained weights keep their lead over the same layers drawn at random, and only this proves that **what was learned elsewhere** is of use here. The statement holds for these weights and these ten photos, not beyond.

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
# Deux méthodes, les mêmes tirages : `ours` et `theirs`, de forme (tirages, tailles). Pour chaque taille, renvoyez le gain moyen et son **erreur type**, l'écart-type des gains (avec $n - 1$) divisé par $\sqrt n$. Avant de coder : pourquoi soustraire tirage par tirage, et non les moyennes puis ajouter les erreurs ?
# %% [markdown] lang="en"
# ### ★★ A gain and its error
#
# Two methods, the same draws: `ours` and `theirs`, of shape (draws, sizes). For each size, return the mean gain and its **standard error**, the standard deviation of the gains (with $n - 1$) divided by $\sqrt n$. Before coding: why subtract draw by draw, rather than the means, then add up the errors?

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
# La tête la plus simple n'a pas de gradient : chaque classe est la moyenne de ses vecteurs, et une image reçoit l'étiquette de la moyenne la plus proche. Les étiquettes sont des entiers **quelconques** (3, 7, 12…). Chaque caractéristique est d'abord centrée et réduite d'après `known` ; une caractéristique constante dans `known` (écart-type nul) est laissée de côté. Essayez avec une seule boucle, sur les classes.
# %% [markdown] lang="en"
# ### ★★★ The nearest mean
#
# The simplest head has no gradient: each class is the mean of its vectors, and an image receives the label of the nearest mean. The labels are **arbitrary** integers (3, 7, 12…). Each feature is first standardised according to `known`; a feature that is constant in `known` (zero standard deviation) is left out. Try with a single loop, over the classes.

# %% tags=["exercise"]
def nearest_mean(known, labels, asked):
    T("""Étiquette de la moyenne de classe la plus proche de chaque vecteur de `asked`.

    `known` : (n, d) ; `labels` : (n,), entiers ; `asked` : (m, d). Renvoie m étiquettes.
    """, """Label of the class mean nearest to each vector of `asked`.

    `known`: (n, d); `labels`: (n,), integers; `asked`: (m, d). Returns m labels.
    """)
    ### BEGIN SOLUTION
    if known.shape[1:] != asked.shape[1:]:
        raise ValueError(T(f"`known` a {known.shape[1]} colonnes et `asked` {asked.shape[1]}.",
                           f"`known` has {known.shape[1]} columns and `asked` {asked.shape[1]}."))
    varies = known.std(axis=0) > 0
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
# - **Pas de témoin** : un bon score avec des poids appris ne dit pas que l'apprentissage y est pour quelque chose.
# - **Un prétraitement approché** : 0 à 1 au lieu de −1 à 1, une réduction faite deux fois, BGR. Aucun message.
# - **Compter sur `training=False`** dans un modèle que l'on entraîne : gelez chaque `BatchNormalization`.
# - **Changer `trainable` sans recompiler** : appelez `compile` ensuite.
# - **Dégeler avant d'avoir appris la tête**, ou avec le taux de la tête, sans l'avoir mesuré.
# - **Mélanger avant de couper** des images qui se recouvrent.
# - **Choisir sur le test**, puis annoncer ce score.
# %% [markdown] lang="en"
# ## Common errors
#
# - **No control**: a good score with trained weights does not say that the training has anything to do with it.
# - **Approximate preprocessing**: 0 to 1 instead of −1 to 1, scaling done twice, BGR. No message.
# - **Relying on `training=False`** in a model that is being trained: freeze every `BatchNormalization`.
# - **Changing `trainable` without compiling again**: call `compile` afterwards.
# - **Unfreezing before the head has been trained**, or with the rate of the head, without measuring it.
# - **Shuffling before splitting** images that overlap.
# - **Choosing on the test data**, then announcing that score.

# %% [markdown] lang="fr"
# ## À retenir
#
# - Ce qui a été appris ailleurs peut valoir des images étiquetées ici : le témoin aux poids tirés au hasard le prouve, ou le dément.
# - Un réseau gelé se lit une fois ; la tête s'apprend ensuite en une fraction de seconde.
# - Une exactitude sans nombre d'images ni barre d'erreur ne se compare à rien.
# - Les images entrent comme pendant l'entraînement des poids ; sinon, rien ne prévient.
# - Affiner : la tête d'abord, un petit taux, les normalisations gelées. Puis mesurer, plusieurs fois.
# - Yosinski et al. (2014) : les premières couches se transfèrent mieux que les dernières. Kornblith et al. (2019) : parmi les réseaux entraînés sur ImageNet, les meilleurs là-bas sont en général les meilleurs ailleurs.
# %% [markdown] lang="en"
# ## What to remember
#
# - What was learned elsewhere can be worth labelled images here: the control with random weights proves it, or refutes it.
# - A frozen network is read once; the head is then trained in a fraction of a second.
# - An accuracy without a number of images or an error bar compares with nothing.
# - Images enter as they did when the weights were trained; otherwise, nothing warns you.
# - Fine-tuning: the head first, a small rate, frozen normalisations. Then measure, several times.
# - Yosinski et al. (2014): the first layers transfer better than the last ones. Kornblith et al. (2019): among networks trained on ImageNet, the best there are in general the best elsewhere.

# %% [markdown] lang="fr"
# ## Glossaire
#
# | français | English | sens |
# |---|---|---|
# | affinage | fine-tuning | entraîner doucement les derniers blocs d'un réseau déjà entraîné |
# | apprentissage par transfert | transfer learning | reprendre pour une tâche ce qui a été appris sur une autre |
# | extraction de caractéristiques | feature extraction | lire les images avec un réseau gelé |
# | fuite | leakage | information du test qui passe dans l'apprentissage |
# | geler | freeze | interdire à une couche de changer |
# | raccourci | shortcut | indice facile qui suffit à répondre sans ce qu'on voulait mesurer |
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
# | fine-tuning | affinage | gently training the last blocks of a network that is already trained |
# | freeze | geler | forbid a layer to change |
# | leakage | fuite | information from the test data that passes into training |
# | shortcut | raccourci | easy clue that suffices to answer without what was to be measured |
# | source task | tâche source | the one used to train the weights |
# | target task | tâche cible | the one to be solved |
# | transfer learning | apprentissage par transfert | taking up for one task what was learned on another |

# %% [markdown] lang="fr"
# ## Références
#
# - C. Szegedy, V. Vanhoucke, S. Ioffe, J. Shlens, Z. Wojna (2016), *Rethinking the Inception architecture for computer vision*. [doi:10.1109/CVPR.2016.308](https://doi.org/10.1109/CVPR.2016.308)
# - S. J. Pan, Q. Yang (2010), *A survey on transfer learning*. [doi:10.1109/TKDE.2009.191](https://doi.org/10.1109/TKDE.2009.191)
# - J. Yosinski, J. Clune, Y. Bengio, H. Lipson (2014), *How transferable are features in deep neural networks* [arXiv:1411.1792](https://arxiv.org/abs/1411.1792)
# - S. Kornblith, J. Shlens, Q. V. Le (2019), *Do better ImageNet models transfer better* [doi:10.1109/CVPR.2019.00277](https://doi.org/10.1109/CVPR.2019.00277)
# - S. Ioffe, C. Szegedy (2015), *Batch normalization*. [arXiv:1502.03167](https://arxiv.org/abs/1502.03167)
# %% [markdown] lang="en"
# ## References
#
# - C. Szegedy, V. Vanhoucke, S. Ioffe, J. Shlens, Z. Wojna (2016), *Rethinking the Inception architecture for computer vision*. [doi:10.1109/CVPR.2016.308](https://doi.org/10.1109/CVPR.2016.308)
# - S. J. Pan, Q. Yang (2010), *A survey on transfer learning*. [doi:10.1109/TKDE.2009.191](https://doi.org/10.1109/TKDE.2009.191)
# - J. Yosinski, J. Clune, Y. Bengio, H. Lipson (2014), *How transferable are features in deep neural networks* [arXiv:1411.1792](https://arxiv.org/abs/1411.1792)
# - S. Kornblith, J. Shlens, Q. V. Le (2019), *Do better ImageNet models transfer better* [doi:10.1109/CVPR.2019.00277](https://doi.org/10.1109/CVPR.2019.00277)
# - S. Ioffe, C. Szegedy (2015), *Batch normalization*. [arXiv:1502.03167](https://arxiv.org/abs/1502.03167)

# %% [markdown] lang="fr"
# ## Et ensuite
#
# {{next}}
# %% [markdown] lang="en"
# ## What comes next
#
# {{next}}
