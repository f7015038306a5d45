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
#       fr: Pourquoi l'apprentissage profond ?
#       en: Why deep learning?
#     objectives:
#       fr:
#       - distinguer intelligence artificielle, apprentissage automatique et apprentissage profond
#       - comparer, sur les mêmes chiffres, des caractéristiques inventées et des caractéristiques apprises
#       - mesurer à partir de combien d'exemples un réseau l'emporte, et ce qu'il coûte
#       - dire quand une méthode plus simple fait aussi bien
#       - montrer par un calcul exact ce que la profondeur économise, et situer les dates qui comptent
#       en:
#       - tell artificial intelligence, machine learning and deep learning apart
#       - compare, on the same digits, features invented by hand and features that are learned
#       - measure how many examples a network needs to win, and what it costs
#       - say when a simpler method does just as well
#       - show by an exact computation what depth saves, and place the dates that matter
#     prerequisites: {fr: "Python et NumPy de base ; aucune connaissance des réseaux", en: "Python and basic NumPy; no knowledge of networks"}
#     reading: 90
#     next:
#       fr: "{{lesson 02}} : on ouvre la plus petite pièce d'un réseau, le neurone, et on lui fait apprendre ses poids."
#       en: "{{lesson 02}}: we open the smallest part of a network, the neuron, and have it learn its weights."
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
from course_utils import check, claim, explore, load, number, percent, plots, quiz, show, start

lesson = start("01_why_deep_learning", T("fr", "en"), profile=profile, data=data, seed=seed)

# %%
import time

import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers
from mlxtend.data import autompg_data
from scipy import ndimage
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

digits = load("mnist")
rng = np.random.default_rng(lesson.seed)

# %% [markdown] lang="fr"
# ## Une question pour commencer
#
# Comment expliquer à un ordinateur ce qu'est un 8 ? « Un 8 a **deux trous**, et c'est le seul chiffre dans ce cas. » La règle paraît parfaite.
#
# La fonction ci-dessous compte les trous d'une image : elle cherche les zones de papier (noir dans les données) d'un seul tenant et retire celle qui entoure le chiffre. Combien de 8 manuscrits ont exactement deux trous, à votre avis ? Pariez, puis exécutez.
# %% [markdown] lang="en"
# ## A question to begin with
#
# How would you explain to a computer what an 8 is? “An 8 has **two holes**, and it is the only digit that does.” The rule looks perfect.
#
# The function below counts the holes of an image: it looks for connected regions of paper (black in the data) and leaves out the one around the digit. How many handwritten 8s have exactly two holes, do you think? Place your bet, then run the cell.

# %%
def holes(images, threshold=128):
    paper = np.pad(images, ((0, 0), (1, 1), (1, 1))) < threshold
    return np.array([ndimage.label(regions)[1] - 1 for regions in paper])

eights = digits.x_train[digits.y_train == 8][:500]
found = holes(eights)
shown = rng.choice(np.flatnonzero(found != 2), 8, replace=False)
titles = [T(f"{n} trou{'s' if n > 1 else ''}", f"{n} hole{'' if n == 1 else 's'}") for n in found[shown]]
show(plots.image_grid(eights[shown], titles, columns=8),
     T("Huit 8 où la règle compte 0, 1 ou 3 trous : une boucle ouverte, bouchée ou en trop.",
       "Eight 8s where the rule counts 0, 1 or 3 holes: a loop open, filled in or extra."))
claim(T("Part des 8 qui ont exactement deux trous", "Share of 8s that have exactly two holes"),
      np.mean(found == 2), at_most=0.75, as_percent=True);

# %% [markdown] lang="fr"
# Six 8 sur dix environ ont deux trous. Les huit ci-dessus sont tirés parmi les autres : la règle les manque tous, et vous reconnaissez pourtant la plupart. On pourrait la corriger (« deux trous, ou un seul et un resserrement, sauf si… »), puis corriger la correction.
#
# D'où la question de cette leçon : **qui doit inventer ce qu'il faut regarder dans une image, vous ou la machine ?** La réponse n'est pas toujours la même.
# %% [markdown] lang="en"
# About six 8s in ten have two holes. The eight above are drawn from the others: the rule misses every one, yet you recognise most of them. One could mend it (“two holes, or one and a thin waist, unless…”), then mend the mending.
#
# Hence the question of this lesson: **who should invent what to look at in an image, you or the machine?** The answer is not always the same.

# %% [markdown] lang="fr"
# ## 1. Écrire la règle, ou l'apprendre
#
# Un programme qui répond $\hat{y}$ à une image $x$ se décompose en deux temps :
#
# $$\hat{y} = c\,(\varphi(x))$$
#
# $\varphi$ **décrit** l'image par des nombres, ses caractéristiques (*features*) ; $c$ **décide** d'après eux. Trois façons de faire, selon ce qu'on laisse apprendre :
#
# | | décrire : $\varphi$ | décider : $c$ |
# |---|---|---|
# | **intelligence artificielle** (IA) sans apprentissage | écrit à la main | écrit à la main |
# | **apprentissage automatique** (*machine learning*) classique | écrit à la main | appris sur des exemples |
# | **apprentissage profond** (*deep learning*) | appris, en plusieurs étapes | appris, en même temps |
#
# Apprendre : régler des nombres, les **paramètres**, pour que les réponses soient justes sur des exemples. L'apprentissage profond est une forme d'apprentissage automatique, qui est une partie de l'IA ; l'inverse est faux.
# %% [markdown] lang="en"
# ## 1. Writing the rule, or learning it
#
# A program that answers $\hat{y}$ to an image $x$ works in two stages:
#
# $$\hat{y} = c\,(\varphi(x))$$
#
# $\varphi$ **describes** the image by numbers, its features; $c$ **decides** from them. Three ways of working; they differ in how much is learned:
#
# | | describing: $\varphi$ | deciding: $c$ |
# |---|---|---|
# | **artificial intelligence** (AI) without learning | written by hand | written by hand |
# | classical **machine learning** | written by hand | learned from examples |
# | **deep learning** | learned, in several stages | learned, at the same time |
#
# Learning means adjusting numbers, the **parameters**, until the answers are right on examples. Deep learning is a kind of machine learning, which is a part of AI; the reverse does not hold.

# %% [markdown] lang="fr"
# La règle des deux trous est de la première ligne. Elle a un seul réglage, le seuil à partir duquel un pixel compte comme de l'encre. Réglez-le vous-même : pouvez-vous trouver 95 % des 8 ?
# %% [markdown] lang="en"
# The two-hole rule belongs to the first row. It has a single setting, the threshold at or above which a pixel counts as ink. Set it yourself: can you find 95% of the 8s?

# %%
thresholds = np.arange(16, 241, 16)
others = digits.x_train[digits.y_train != 8]
n = lesson.pick(full=500, fast=100)
right, wrong = (np.array([np.mean(holes(images[:n], t) == 2) for t in thresholds])
                for images in (eights, others))

def rule(threshold=128):
    figure, (left, axis) = plt.subplots(1, 2, figsize=(7.5, 3), width_ratios=(1, 1.5))
    ink = (eights[:12] >= threshold).reshape(3, 4, 28, 28)
    left.imshow(ink.transpose(0, 2, 1, 3).reshape(84, 112), cmap="gray_r")
    left.axis("off")
    axis.plot(thresholds, 100 * right, "o-", label=T("8 reconnus", "8s recognised"))
    axis.plot(thresholds, 100 * wrong, "s--", label=T("autres pris pour un 8", "others taken for an 8"))
    axis.axvline(threshold, color=plots.GREY, linestyle=":")
    axis.set(xlabel=T("seuil de l'encre (0 à 255)", "ink threshold (0 to 255)"), ylabel="%", ylim=(0, 100))
    figure.legend(*axis.get_legend_handles_labels(), ncols=2, loc="outside upper right")
    return figure

# %%
explore(rule, labels={"threshold": T("seuil", "threshold")},
        alt=T("Douze 8 binarisés ; 8 et autres à deux trous, par seuil (pointillé : le vôtre).",
              "Twelve thresholded 8s; 8s and others with two holes, by threshold (dotted: yours)."),
        threshold=(16, 240, 16))
claim(T("Le meilleur seuil ne trouve qu'une partie des 8", "The best threshold finds only some of the 8s"),
      right.max(), at_most=0.85, as_percent=True);

# %% [markdown] lang="fr"
# Aucun seuil ne suffit, et quelques autres chiffres ont deux trous, eux aussi (tirets) : ce n'est pas le réglage qui est mauvais, c'est la description. Un seul nombre par image ne dit pas assez.
# %% [markdown] lang="en"
# No threshold will do, and a few other digits have two holes, too (dashes): it is not the setting that is bad, it is the description. One number per image does not say enough.

# %% [markdown] lang="fr"
# ## 2. Des caractéristiques inventées, des caractéristiques apprises
#
# Voici quatre descriptions $\varphi$ des mêmes images. D'abord, **aucune** : les 784 pixels tels quels. Puis **nos idées**, 17 nombres : les trous, deux symétries, l'encre dans quatre bandes horizontales et quatre verticales, et combien de fois on passe du papier à l'encre, ou l'inverse, le long de trois lignes et de trois colonnes.
# %% [markdown] lang="en"
# ## 2. Invented features, learned features
#
# Here are four descriptions $\varphi$ of the same images. First, **none**: the 784 pixels as they are. Then **our ideas**, 17 numbers: the holes, two symmetries, the ink in four horizontal and four vertical bands, and how often one passes from paper to ink, or back, along three rows and three columns.

# %%
def pixels(images):
    return images.reshape(-1, 784) / np.float32(255)

def our_ideas(images):
    x = images / np.float32(255)
    left_right = np.abs(x - x[:, :, ::-1]).mean(axis=(1, 2))
    up_down = np.abs(x - x[:, ::-1]).mean(axis=(1, 2))
    rows = x.reshape(-1, 4, 7, 28).mean(axis=(2, 3))
    columns = x.reshape(-1, 28, 4, 7).mean(axis=(1, 3))
    lines = [8, 14, 20]
    across = np.abs(np.diff(x > 0.5, axis=2)).sum(axis=2)[:, lines]
    down = np.abs(np.diff(x > 0.5, axis=1)).sum(axis=1)[:, lines]
    return np.column_stack([holes(images), left_right, up_down, rows, columns, across, down])

# %% [markdown] lang="fr"
# Ensuite, **l'idée d'experts** : les histogrammes de gradients orientés (HOG), inspirés de Dalal et Triggs (2005), ici en version courte. Dans chaque carré de 4 × 4 pixels, on additionne la force des bords, rangés selon huit directions, puis on divise par le total de l'image et on prend la racine carrée : $7 \times 7 \times 8 = 392$ nombres. La recette vient de la détection de piétons ; ici, elle lira des chiffres.
# %% [markdown] lang="en"
# Next, **the experts' idea**: histograms of oriented gradients (HOG), after Dalal and Triggs (2005), here in a short version. In each square of 4 × 4 pixels we add up the strength of the edges, sorted into eight directions, then divide by the total of the image and take the square root: $7 \times 7 \times 8 = 392$ numbers. The recipe comes from the detection of pedestrians; here it will read digits.

# %%
def hog(images):
    # fr: le gradient (dx, dy) dit de combien l'encre change vers la droite et vers le bas
    # en: the gradient (dx, dy) says by how much the ink changes to the right and downwards
    x = images / np.float32(255)
    dy, dx = np.gradient(x, axis=(1, 2))
    strength = np.hypot(dx, dy)
    direction = np.floor(np.arctan2(dy, dx) % np.pi * 8 / np.pi) % 8
    maps = [np.where(direction == d, strength, 0).reshape(-1, 7, 4, 7, 4).sum(axis=(2, 4))
            for d in range(8)]
    features = np.stack(maps, axis=-1).reshape(-1, 392)
    return np.sqrt(features / features.sum(axis=1, keepdims=True))

# %%
# fr: à survoler : le dessin (sans la racine ; un bord est perpendiculaire à son gradient)
# en: to skim: the drawing (without the root; an edge is perpendicular to its gradient)
eight = eights[0]
strength = np.ma.masked_equal(hog(eights[:1]).reshape(49, 8) ** 2, 0)
angles = (np.arange(8) + 0.5) * np.pi / 8 + np.pi / 2
rows, columns = np.indices((7, 7)).reshape(2, 49, 1).repeat(8, axis=2)
figure, axes = plt.subplots(1, 2, figsize=(6, 3))
axes[0].imshow(eight, cmap="gray_r")
axes[0].set_title(T("784 pixels", "784 pixels"))
u, v = strength * np.cos(angles), -strength * np.sin(angles)
axes[1].quiver(columns, rows, u, v, pivot="mid", scale=0.2, width=0.014, color=plots.BLUE,
               headwidth=0, headlength=0, headaxislength=0)
axes[1].set(title=T("392 nombres (HOG)", "392 numbers (HOG)"), aspect="equal",
            xlim=(-0.6, 6.6), ylim=(6.6, -0.6))
for axis in axes:
    axis.axis("off")
show(figure,
     T("Un 8 ; sa description HOG : un trait par direction de bord (point : bord très faible).",
       "An 8; its HOG description: one stroke per direction of edge (a dot: a very weak edge)."))

# %% [markdown] lang="fr"
# Enfin, **presque rien que des exemples** : un réseau qui apprend sa propre description. Ne cherchez pas à comprendre chaque ligne ; les leçons 02 à 08 les ouvrent une à une. Deux étapes apprises (`Conv2D`), ou **couches**, se suivent, de 16 puis 32 **filtres** : des carrés de 5 × 5 paramètres, les **poids**, que l'on promène sur les **cartes** (des images) que produit l'étape d'avant, un carré par carte. Chacune divise hauteur et largeur par deux (28, puis 14, puis 7) : $7 \times 7 \times 32 = 1\,568$ nombres, les caractéristiques. Une couche `Dense` décide.
#
# `fit` montre au réseau des paquets de 64 images et corrige tous ses nombres un peu après chaque paquet ; `predict` répond le chiffre le plus probable des dix.
# %% [markdown] lang="en"
# Finally, **almost nothing but examples**: a network that learns its own description. Do not try to understand each line; lessons 02 to 08 open them one by one. Two learned stages (`Conv2D`), or **layers**, follow each other, of 16 then 32 **filters**: squares of 5 × 5 parameters, the **weights**, moved over the **maps** (images) that the previous stage produces, one square per map. Each halves height and width (28, then 14, then 7): $7 \times 7 \times 32 = 1{,}568$ numbers, the features. A `Dense` layer decides.
#
# `fit` shows the network batches of 64 images and corrects all its numbers a little after each batch; `predict` answers with the most probable of the ten digits.

# %%
def build():
    image = keras.Input((28, 28, 1))
    x = layers.Rescaling(1 / 255)(image)
    for filters in (16, 32):
        x = layers.Conv2D(filters, 5, strides=2, padding="same", use_bias=False)(x)
        x = layers.BatchNormalization(momentum=0.9)(x)
        x = layers.ReLU()(x)
    features = layers.Flatten(name="features")(x)
    return keras.Model(image, layers.Dense(10, activation="softmax")(features))

# %%
class Network:
    def fit(self, images, labels):
        steps = lesson.pick(full=100 + int(5 * len(images) ** 0.5), fast=3)
        rate = keras.optimizers.schedules.PolynomialDecay(0.005, steps, 0)
        self.model = build()
        # fr: profil fast : trop peu de pas pour compiler
        # en: fast profile: too few steps to be worth compiling
        self.model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy",
                           run_eagerly=lesson.pick(full=False, fast=True))
        order = np.resize(rng.permutation(len(images)), 64 * steps)
        self.model.fit(images[order], labels[order], batch_size=64, verbose=0)
        return self

    def predict(self, images):
        parts = np.array_split(images, 8)
        return np.concatenate([np.argmax(self.model(part), axis=1) for part in parts])

# %% [markdown] lang="fr"
# Pour que la comparaison soit équitable, une décision de la même forme termine les quatre chaînes : la **régression logistique**, dix sommes pondérées $z_k$ des caractéristiques, une par chiffre, changées en probabilités. $W$ a une colonne de poids par chiffre ; $b$, dix nombres ajoutés, les **biais**. C'est exactement ce que calcule la couche `Dense` du réseau :
#
# $$z = \varphi(x)\,W + b, \qquad p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$$
#
# L'origine des caractéristiques change, et avec elle la façon de régler les nombres. (Les réglages de chaque méthode ont été choisis une fois, sur des images d'entraînement ; aucun ne l'a été sur les images de test qui mesurent l'**exactitude**, la part des bonnes réponses.)
# %% [markdown] lang="en"
# To make the comparison fair, a decision of the same form ends all four chains: **logistic regression**, ten weighted sums $z_k$ of the features, one per digit, turned into probabilities. $W$ has a column of weights per digit; $b$ is ten numbers that are added, the **biases**. That is exactly what the network's `Dense` layer computes:
#
# $$z = \varphi(x)\,W + b, \qquad p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$$
#
# The origin of the features changes, and with it the way the numbers are adjusted. (The settings of each method were chosen once, on training images; none was chosen on the test images, which measure the **accuracy**, the share of right answers.)

# %%
n_test = lesson.pick(full=4000, fast=500)
pick = np.linspace(0, len(digits.x_test) - 1, min(n_test, len(digits.x_test))).astype(int)
x_test, y_test = digits.x_test[pick], digits.y_test[pick]

PIXELS, OURS = T("pixels", "pixels"), T("nos idées", "our ideas")
NETWORK, NEIGHBOUR = T("réseau", "network"), T("plus proche voisin", "nearest neighbour")
# fr: comment décrire (np.asarray : sans rien changer), puis qui décide (C : un réglage)
# en: how to describe (np.asarray: without any change), then who decides (C: a setting)
methods = {
    PIXELS: (pixels, lambda: LogisticRegression(C=0.1, max_iter=300)),
    OURS: (our_ideas, lambda: make_pipeline(StandardScaler(), LogisticRegression(max_iter=300))),
    "HOG": (hog, lambda: LogisticRegression(C=10, max_iter=300)),
    NETWORK: (np.asarray, Network),
    NEIGHBOUR: (pixels, lambda: KNeighborsClassifier(1))}

# %%
def balanced_order(labels, size):
    # fr: autant d'images de chaque chiffre, tirées au sort
    # en: the same number of images of each digit, drawn at random
    drawn = [rng.permutation(np.flatnonzero(labels == d))[:size // 10] for d in range(10)]
    return np.stack(drawn, axis=1).ravel()

first = balanced_order(digits.y_train, lesson.pick(full=2500, fast=200))
print(T(f"{number(len(first), 0)} images d'entraînement (le texte décrit ce qui suit pour 2 500)",
        f"{number(len(first), 0)} training images (the text describes the results for 2,500)"))
y_first, scores, trained = digits.y_train[first], {}, {}
for name in (PIXELS, OURS, "HOG", NETWORK):
    features, classifier = methods[name]
    trained[name] = classifier().fit(features(digits.x_train[first]), y_first)
    scores[name] = np.mean(trained[name].predict(features(x_test)) == y_test)
    print(f"{name:10}", percent(scores[name]))

# %%
network = trained[NETWORK].model
describe = keras.Model(network.input, network.get_layer("features").output)
W, b = network.layers[-1].get_weights()
z = np.asarray(describe(x_test[:200])) @ W + b
p = np.exp(z - z.max(axis=1, keepdims=True))
p /= p.sum(axis=1, keepdims=True)
claim(T("La fin du réseau est une régression logistique sur les caractéristiques apprises",
        "The end of the network is a logistic regression on the learned features"),
      np.allclose(p, network(x_test[:200]), atol=1e-4));

# %%
claim(T("Exactitude : pixels moins nos idées, en points", "Accuracy: pixels minus our ideas, in points"),
      100 * (scores[PIXELS] - scores[OURS]), at_least=3, on_sample=0.5, digits=1)
claim(T("Exactitude : HOG moins pixels, en points", "Accuracy: HOG minus pixels, in points"),
      100 * (scores["HOG"] - scores[PIXELS]), at_least=4, digits=1)
claim(T("Exactitude : réseau moins pixels, en points", "Accuracy: network minus pixels, in points"),
      100 * (scores[NETWORK] - scores[PIXELS]), at_least=3, digits=1)
claim(T("Exactitude : écart entre HOG et réseau, en points", "Accuracy: gap between HOG and network, in points"),
      100 * abs(scores["HOG"] - scores[NETWORK]), at_most=2, on_sample=4, digits=1)
test_eights = x_test[y_test == 8]
missed = test_eights[holes(test_eights) != 2]
claim(T("Part des 8 que le réseau lit, parmi ceux que la règle des deux trous manque",
        "Share of 8s that the network reads, among those missed by the two-hole rule"),
      np.mean(trained[NETWORK].predict(missed) == 8), at_least=0.8, on_sample=0.5, as_percent=True);

# %% [markdown] lang="fr"
# Nos 17 nombres font **moins bien** que les pixels bruts : résumer, c'est aussi jeter. Ceux des experts font bien mieux. Et le réseau, à qui personne n'a décrit les chiffres (sa forme suppose seulement que des pixels voisins vont ensemble, partout de la même façon), n'en est pas loin : des 8 que la règle des deux trous manque, il lit la plupart. Voici ce qu'il regarde : huit des seize cartes que produit sa première étape, une par filtre, pour le 8 de la figure précédente. Certaines gardent presque tout le trait, d'autres un de ses bords. (Là où le fond est gris, le filtre répond aussi un peu au papier nu.)
# %% [markdown] lang="en"
# Our 17 numbers do **worse** than the raw pixels: to sum up is also to throw away. Those of the experts do much better. And the network, to which nobody has described the digits (its shape only assumes that neighbouring pixels belong together, in the same way everywhere), is not far from them: it reads most of the 8s that the two-hole rule misses. Here is what it looks at: eight of the sixteen maps made by its first stage, one per filter, for the 8 of the figure above. Some keep nearly the whole stroke, others one of its edges. (Where the background is grey, the filter also responds a little to bare paper.)

# %%
stage = keras.Model(network.input, network.layers[4].output)
maps = np.asarray(stage(eights[:1]))[0]
busiest = np.argsort(-maps.std(axis=(0, 1)))[:8]
shown = np.moveaxis(maps[:, :, busiest], -1, 0)
shown = 1 - shown / shown.max(axis=(1, 2), keepdims=True)
show(plots.image_grid(shown, columns=4, size=1.4),
     T("Huit cartes 14 × 14 d'un même 8, foncées où le filtre répond : sur des traits, des bords.",
       "Eight 14 × 14 maps of the same 8, dark where the filter responds: on strokes, on edges."))

# %% [markdown] lang="fr"
# ## 3. Qui gagne, et avec combien d'exemples ?
#
# Une comparaison à un seul nombre d'exemples ne prouve rien : refaisons-la de 20 images (deux par chiffre) à 12 500. Chaque mesure est répétée sur plusieurs tirages d'images ; la barre verticale va du meilleur au moins bon. (Les deux axes ont une échelle logarithmique : des distances égales y sont des rapports égaux.)
#
# Les pixels bruts suivis d'une régression quittent la course : HOG et le réseau les ont nettement battus. Ajoutons un concurrent qui n'apprend rien : le **plus proche voisin** (*nearest neighbour*). Il garde toutes les images et copie la réponse de celle qui ressemble le plus à la nouvelle, pixel à pixel :
#
# $$\hat{y}(x) = y_{i^*}, \qquad i^* = \arg\min_i \lVert x - x_i \rVert$$
#
# Qui gagnera avec 20 images ? Et avec 12 500 ?
# %% [markdown] lang="en"
# ## 3. Who wins, and with how many examples?
#
# A comparison at a single number of examples proves nothing: let us repeat it from 20 images (two per digit) to 12,500. Each measurement is repeated on several draws of images; the vertical bar goes from the best to the worst. (Both axes have a logarithmic scale: equal distances are equal ratios.)
#
# Raw pixels with a regression drop out of the race: HOG and the network have clearly beaten them. Let us add a competitor that learns nothing: the **nearest neighbour**. It keeps all the images and copies the answer of the one that most resembles the new one, pixel by pixel:
#
# $$\hat{y}(x) = y_{i^*}, \qquad i^* = \arg\min_i \lVert x - x_i \rVert$$
#
# Who will win with 20 images? And with 12,500?

# %%
sizes = lesson.pick(full=[20, 100, 500, 2500, 12500], fast=[20, 100])
sizes = [n for n in sizes if n <= len(digits.y_train)]
draws = lesson.pick(full=3, fast=1)
rivals = {name: methods[name] for name in (OURS, NEIGHBOUR, "HOG", NETWORK)}
accuracy = {name: np.zeros((draws, len(sizes))) for name in rivals}
learning, answering = {}, {}
if sizes[-1] < 12500:
    print(T(f"Cette exécution s'arrête à {number(sizes[-1], 0)} images ; "
            "le texte décrit le profil full sur MNIST entier, jusqu'à 12 500.",
            f"This run stops at {number(sizes[-1], 0)} images; "
            "the text describes the full profile on the whole of MNIST, up to 12,500."))

def describe_all(features, images):
    # fr: par paquets, pour ménager la mémoire
    # en: in batches, to spare memory
    return np.concatenate([features(part) for part in np.array_split(images, 20)])

# %%
for draw in range(draws):
    order = balanced_order(digits.y_train, sizes[-1])
    images, labels = digits.x_train[order], digits.y_train[order]
    for name, (features, classifier) in rivals.items():
        begin = time.perf_counter()
        x = describe_all(features, images)
        describing = (time.perf_counter() - begin) / len(x)
        x_new = describe_all(features, x_test)
        for i, n in enumerate(sizes):
            begin = time.perf_counter()
            trained[name] = classifier().fit(x[:n], labels[:n])
            learning[name] = time.perf_counter() - begin + n * describing
            begin = time.perf_counter()
            answers = trained[name].predict(x_new)
            answering[name] = (time.perf_counter() - begin) / len(x_new) + describing
            accuracy[name][draw, i] = np.mean(answers == y_test)

# %%
figure, axis = plt.subplots(figsize=(7, 4))
for (name, values), style in zip(accuracy.items(), ("s:", "^-.", "D--", "o-")):
    wrong = 100 * (1 - values)
    mean = wrong.mean(axis=0)
    spread = [mean - wrong.min(axis=0), wrong.max(axis=0) - mean]
    axis.errorbar(sizes, mean, spread, fmt=style, ms=5, capsize=3, label=name)
axis.set(xscale="log", yscale="log", ylabel=T("erreurs sur le test (%)", "errors on the test data (%)"),
         xlabel=T("nombre d'images d'entraînement", "number of training images"))
axis.set_xticks(sizes, [number(n, 0) for n in sizes])
axis.set_yticks([2, 5, 10, 20, 50], ["2", "5", "10", "20", "50"])
axis.minorticks_off()
axis.legend(loc="lower left")
show(figure,
     T("Erreurs selon le nombre d'images : HOG mène longtemps ; nos idées plafonnent.",
       "Errors against number of images: HOG leads for a long time; our ideas level off."))

# %%
def lead(one, other, n):
    i = sizes.index(n)
    return 100 * (accuracy[one] - accuracy[other])[:, i].mean()

for n in (20, 100):
    claim(T(f"Avec {n} images, HOG moins réseau, en points", f"With {n} images, HOG minus network, in points"),
          lead("HOG", NETWORK, n), at_least=3, digits=1)
most = sizes[-1]
for other, bound, on_sample in (("HOG", 0, -3), (NEIGHBOUR, 1, 0.5), (OURS, 10, 8)):
    claim(T(f"Avec {number(most, 0)} images, réseau moins {other}, en points",
            f"With {number(most, 0)} images, network minus {other}, in points"),
          lead(NETWORK, other, most), at_least=bound, on_sample=on_sample, digits=1)
claim(T("Exactitude du plus proche voisin, avec toutes ces images", "Accuracy of the nearest neighbour, with all these images"),
      accuracy[NEIGHBOUR][:, -1].mean(), at_least=0.93, on_sample=0.88, as_percent=True);

# %%
for other in (OURS, NEIGHBOUR):
    claim(T(f"Avec 20 images, réseau moins {other}, en points", f"With 20 images, network minus {other}, in points"),
          lead(NETWORK, other, 20), at_most=2, digits=1)
claim(T(f"Avec 100 images, réseau moins {NEIGHBOUR}, en points", f"With 100 images, network minus {NEIGHBOUR}, in points"),
      lead(NETWORK, NEIGHBOUR, 100), at_least=1, digits=1)
if 2500 in sizes:
    claim(T("Avec 2 500 images, écart entre HOG et réseau, en points", "With 2,500 images, gap between HOG and network, in points"),
          abs(lead("HOG", NETWORK, 2500)), at_most=2, digits=1);

# %% [markdown] lang="fr"
# Avec vingt images, le réseau n'a presque rien pour inventer sa description : il ne dépasse personne. Le savoir des experts, **apporté de l'extérieur**, remplace les exemples qui manquent. Plus ils sont nombreux, moins ce savoir compte. À partir de combien le réseau l'emporte-t-il ? Sur le plus proche voisin, quelque part entre 20 et 100 images. Sur HOG, il en faut des milliers : à 2 500 les deux se tiennent de près, à 12 500 le réseau est devant, de peu. Quant à nos 17 nombres, ils plafonnent : aucun exemple de plus ne leur rendra ce qu'ils ont jeté.
# %% [markdown] lang="en"
# With twenty images the network has next to nothing from which to invent its description: it is ahead of nobody. The knowledge of experts, **brought in from outside**, replaces the examples that are missing. The more there are, the less that knowledge counts. How many does the network need to win? Against the nearest neighbour, somewhere between 20 and 100 images. Against HOG, thousands: at 2,500 the two are close, at 12,500 the network is ahead, by a little. As for our 17 numbers, they level off: no further example will give back what they threw away.

# %% [markdown] lang="fr"
# Remarquez aussi le plus proche voisin, qui n'a réglé aucun nombre et se défend fort bien. **Mesurez toujours d'abord une méthode simple** : sans elle, 95 % ne veut rien dire.
# %% [markdown] lang="en"
# Notice the nearest neighbour too, which adjusted no number at all and holds its own. **Always measure a simple method first**: without one, 95% means nothing.

# %% [markdown] lang="fr"
# ## 4. Ce que cela coûte, et quand s'en passer
#
# Combien de nombres faut-il garder, et combien de multiplications faut-il faire pour **une** réponse ? Une régression sur $m$ caractéristiques garde $10\,m + 10$ nombres et fait $10\,m$ multiplications. Le plus proche voisin, lui, garde les $n$ images et leurs étiquettes ($785\,n$ nombres) et compare à chaque pixel : $784\,n$ multiplications. Un filtre du réseau est réutilisé à chaque position ; on multiplie donc les positions ($14^2$), les poids d'un filtre ($5^2$, sur chacune des 16 cartes à la seconde étape) et les filtres (16, puis 32), sans compter les mises à l'échelle, qui peuvent se fondre dans les poids :
#
# $$\underbrace{14^2 \cdot 5^2 \cdot 16}_{\text{1re étape}} + \underbrace{7^2 \cdot (5^2 \cdot 16) \cdot 32}_{\text{2e étape}} + \underbrace{1\,568 \cdot 10}_{\text{décision}} = 721\,280$$
#
# Pour l'énergie, une hypothèse grossière : temps × 30 W, ce que consomme à peu près un ordinateur portable qui travaille.
# %% [markdown] lang="en"
# ## 4. What it costs, and when to do without
#
# How many numbers must be kept, and how many multiplications does **one** answer take? A regression on $m$ features keeps $10\,m + 10$ numbers and performs $10\,m$ multiplications. The nearest neighbour keeps the $n$ images and their labels ($785\,n$ numbers) and compares with every pixel: $784\,n$ multiplications. A filter of the network is reused at each position; so we multiply the positions ($14^2$), the weights of a filter ($5^2$, on each of the 16 maps at the second stage) and the filters (16, then 32), leaving out the changes of scale, which can be merged into the weights:
#
# $$\underbrace{14^2 \cdot 5^2 \cdot 16}_{\text{1st stage}} + \underbrace{7^2 \cdot (5^2 \cdot 16) \cdot 32}_{\text{2nd stage}} + \underbrace{1{,}568 \cdot 10}_{\text{decision}} = 721{,}280$$
#
# For the energy, a rough assumption: time × 30 W, about what a laptop at work consumes.

# %%
# fr: à survoler ; « + φ » : sans le calcul des caractéristiques inventées
# en: to skim; “+ φ”: without the computation of the invented features
work = 14**2 * 5**2 * 16 + 7**2 * 5**2 * 16 * 32 + 1568 * 10
costs = {OURS: (17 * 10 + 10, 17 * 10), NEIGHBOUR: (785 * most, 784 * most),
         "HOG": (392 * 10 + 10, 392 * 10), NETWORK: (trained[NETWORK].model.count_params(), work)}
print(T(f"{'':20}{'nombres':>12}{'multipl.':>12}{'apprendre':>12}{'énergie':>10}{'répondre':>12}",
        f"{'':20}{'numbers':>12}{'multipl.':>12}{'learning':>12}{'energy':>10}{'answering':>12}"))
for name, (kept, multiplications) in costs.items():
    described = " + φ" if name in (OURS, "HOG") else ""
    print(f"{name:20}{number(kept, 0):>12}{number(multiplications, 0) + described:>12}"
          f"{number(learning[name], 1):>10} s{number(30 * learning[name] / 3.6, 0):>6} mWh"
          f"{number(1e6 * answering[name], 0):>9} µs")
claim(T("Le compte à la main des nombres du réseau est juste", "The count by hand of the network's numbers is right"),
      trained[NETWORK].model.count_params() == 5*5*16 + 4*16 + 5*5*16*32 + 4*32 + 1568*10 + 10)
claim(T("Temps pour apprendre : réseau ÷ HOG", "Time to learn: network ÷ HOG"),
      learning[NETWORK] / learning["HOG"], at_least=0.3, digits=1)
claim(T("Temps pour répondre : réseau ÷ HOG", "Time to answer: network ÷ HOG"),
      answering[NETWORK] / answering["HOG"], at_most=3);

# %% [markdown] lang="fr"
# « + φ » rappelle que le calcul des caractéristiques inventées n'est pas compté ; les temps, eux, comprennent tout, et dépendent de votre machine. C'est pourquoi HOG, qui décide avec 184 fois moins de multiplications que le réseau, n'en répond pas 184 fois plus vite, ni même 3 fois : il lui faut d'abord calculer des angles et ranger des bords, en NumPy.
#
# Le réseau est long à entraîner, puis répond avec bien moins de multiplications que le plus proche voisin, qui relit ses 12 500 images à chaque fois. À l'autre bout de l'échelle : entraîner GPT-3, 175 milliards de paramètres, a demandé environ 1 287 MWh (Patterson et al., 2021).
# %% [markdown] lang="en"
# “+ φ” is a reminder that the computation of the invented features is not counted; the times include everything, and depend on your machine. This is why HOG, which decides with 184 times fewer multiplications than the network, does not answer 184 times faster, nor even 3 times: it must first compute angles and sort edges, in NumPy.
#
# The network takes a long time to train, then answers with far fewer multiplications than the nearest neighbour, which reads its 12,500 images again each time. At the other end of the scale: training GPT-3, 175 billion parameters, took about 1,287 MWh (Patterson et al., 2021).

# %% [markdown] lang="fr"
# ### Un tableau n'est pas une image
#
# Dans une image, un pixel seul ne veut rien dire ; dans un **tableau**, chaque colonne est déjà une caractéristique choisie par quelqu'un. Voici 392 voitures (1970–1982) : cylindres, cylindrée, puissance, masse, accélération, année, origine (1 États-Unis, 2 Europe, 3 Japon, prise telle quelle). Prédisons leur consommation en ville par trois méthodes : un modèle linéaire (8 nombres), un réseau dense, et une **forêt**, la moyenne de 100 arbres de décision. Un arbre pose des questions à la suite (« plus de 4 cylindres ? », « avant 1976 ? ») ; les questions sont apprises.
# %% [markdown] lang="en"
# ### A table is not an image
#
# In an image, one pixel alone means nothing; in a **table**, each column is already a feature that someone chose. Here are 392 cars (1970–1982): cylinders, displacement, power, weight, acceleration, year, origin (1 United States, 2 Europe, 3 Japan, taken as it is). Let us predict their fuel consumption in the city by three methods: a linear model (8 numbers), a dense network, and a **forest**, the mean of 100 decision trees. A tree asks one question after another (“more than 4 cylinders?”, “before 1976?”); the questions are learned.

# %%
class DenseNetwork:
    def fit(self, x, y):
        row = keras.Input((7,))
        hidden = layers.Dense(64, activation="relu")(row)
        hidden = layers.Dense(64, activation="relu")(hidden)
        self.model = keras.Model(row, layers.Dense(1)(hidden))
        steps = lesson.pick(full=900, fast=3)
        rate = keras.optimizers.schedules.PolynomialDecay(0.003, steps, 0)
        # fr: "mse" : on réduit la moyenne des carrés des erreurs
        # en: "mse": the mean of the squared errors is reduced
        self.model.compile(keras.optimizers.Adam(rate), "mse",
                           run_eagerly=lesson.pick(full=False, fast=True))
        self.scale, self.mean = StandardScaler().fit(x), y.mean()
        order = np.resize(rng.permutation(len(x)), 32 * steps)
        self.model.fit(self.scale.transform(x)[order], y[order] - self.mean, verbose=0)
        return self

    def predict(self, x):
        return np.asarray(self.model(self.scale.transform(x)))[:, 0] + self.mean

# %%
cars, miles_per_gallon = autompg_data()
litres = 235.215 / miles_per_gallon  # L/100 km
LINE, FOREST = T("linéaire", "linear"), T("forêt", "forest")
models = {LINE: LinearRegression, FOREST: RandomForestRegressor, NETWORK: DenseNetwork}
errors, seconds = {name: [] for name in models}, {name: 0 for name in models}
for split in range(lesson.pick(full=3, fast=1)):
    parts = train_test_split(cars[:, :7], litres, random_state=10 * lesson.seed + split)
    cars_train, cars_test, litres_train, litres_test = parts
    for name, model in models.items():
        begin = time.perf_counter()
        fitted = model().fit(cars_train, litres_train)
        seconds[name] += time.perf_counter() - begin
        errors[name].append(np.mean(np.abs(fitted.predict(cars_test) - litres_test)))

# %%
for name, values in errors.items():
    print(f"{name:9}", T("erreur moyenne", "mean error"), number(np.mean(values)), "L/100 km",
          T(f"(de {number(min(values))} à {number(max(values))}),", f"({number(min(values))} to {number(max(values))}),"),
          number(seconds[name] / len(values), 3), "s")
claim(T("Écart relatif entre l'erreur du réseau et celle de la forêt", "Relative gap between the errors of network and forest"),
      abs(np.mean(errors[NETWORK]) / np.mean(errors[FOREST]) - 1), at_most=0.15, as_percent=True)
claim(T("Erreur du modèle linéaire ÷ erreur de la forêt", "Error of the linear model ÷ error of the forest"),
      np.mean(errors[LINE]) / np.mean(errors[FOREST]), at_most=1.35)
claim(T("Temps du réseau ÷ temps de la forêt", "Time of the network ÷ time of the forest"),
      seconds[NETWORK] / seconds[FOREST], at_least=2, digits=0);

# %% [markdown] lang="fr"
# Ici, sur 98 voitures de test et trois découpages, l'écart entre réseau et forêt n'est pas concluant ; la forêt se règle en une ligne et s'entraîne bien plus vite. Le modèle linéaire, avec ses 8 nombres, n'est pas loin, et il s'explique. Grinsztajn et al. (2022) ont comparé arbres et réseaux sur 45 jeux de données : pour des tableaux de taille moyenne (environ 10 000 lignes), les arbres restent devant.
#
# **Passez-vous d'un réseau** si vous avez peu d'exemples et un bon savoir d'expert, si vos données sont un petit tableau, si l'on doit pouvoir expliquer chaque réponse, ou si une méthode simple suffit déjà.
# %% [markdown] lang="en"
# Here, on 98 test cars and three splits, the gap between network and forest is inconclusive; the forest is set up in one line and trains much faster. The linear model, with its 8 numbers, is not far behind, and it can be explained. Grinsztajn et al. (2022) compared trees and networks on 45 data sets: on tables of medium size (about 10,000 rows), trees stay ahead.
#
# **Do without a network** if you have few examples and good expert knowledge, if your data are a small table, if every answer must be explained, or if a simple method is already good enough.

# %% [markdown] lang="fr"
# ## 5. Pourquoi « profond » ?
#
# Prenez une bande de papier et pliez-la en deux : chaque pli double le nombre d'épaisseurs. Une couche d'un réseau sait plier elle aussi. Avec $\mathrm{relu}(u) = \max(0, u)$, que calcule un neurone très courant, et pour $x$ entre 0 et 1 :
#
# $$g(x) = 2\,\mathrm{relu}(x) - 4\,\mathrm{relu}(x - \tfrac12)$$
#
# vaut $2x$ jusqu'à ½ (la seconde relu y est nulle) : elle monte de 0 à 1. Ensuite $2x - 4x + 2 = 2 - 2x$ : elle redescend. $x$ et $1 - x$ tombent au même endroit, comme les deux moitiés de la bande. Deux neurones par pli. Que donnent $k$ plis à la suite, $g(g(\dots g(x)))$ ? Bougez le curseur.
# %% [markdown] lang="en"
# ## 5. Why “deep”?
#
# Take a strip of paper and fold it in two: each fold doubles the number of layers of paper. A layer of a network can fold too. With $\mathrm{relu}(u) = \max(0, u)$, which a very common neuron computes, and for $x$ between 0 and 1:
#
# $$g(x) = 2\,\mathrm{relu}(x) - 4\,\mathrm{relu}(x - \tfrac12)$$
#
# equals $2x$ up to ½ (the second relu is zero there): it rises from 0 to 1. Then $2x - 4x + 2 = 2 - 2x$: it comes down again. $x$ and $1 - x$ land in the same place, like the two halves of the strip. Two neurons per fold. What do $k$ folds in a row give, $g(g(\dots g(x)))$? Move the slider.

# %%
def relu(u):
    return np.maximum(0, u)

def fold(x, times):
    for _ in range(times):
        x = 2 * relu(x) - 4 * relu(x - 0.5)
    return x

def pieces(k):
    # fr: pentes sur une grille qui contient tous les points de rupture
    # en: slopes on a grid that contains all the break points
    slopes = np.diff(fold(np.arange(2**k * 4 + 1) / (2**k * 4), k))
    return 1 + np.count_nonzero(np.diff(slopes))

claim(T("k plis donnent exactement 2^k segments, de k = 0 à 10", "k folds give exactly 2^k pieces, from k = 0 to 10"),
      all(pieces(k) == 2**k for k in range(11)));

# %%
def folds(k=3):
    figure, (left, right) = plt.subplots(1, 2, figsize=(7.5, 3.2))
    x = np.linspace(0, 1, 1025)
    left.plot(x, fold(x, k))
    left.set(xlabel="x", ylabel=T(f"après {k} pli{'s' if k > 1 else ''}", f"after {k} fold{'' if k == 1 else 's'}"),
             title=T(f"{2**k} segments", f"{2**k} pieces"))
    counts = np.arange(1, 9)
    right.plot(counts, 2**counts, "s--", label=T("une couche cachée", "one hidden layer"))
    right.plot(counts, 2 * counts, "o-", label=T("k couches de 2", "k layers of 2"))
    right.axvline(k, color=plots.GREY, linestyle=":")
    right.set(xlabel=T("plis k", "folds k"), ylabel=T("neurones cachés", "hidden neurons"), yscale="log")
    right.set_yticks([1, 10, 100], ["1", "10", "100"])
    right.legend(fontsize=9)
    return figure

# %%
explore(folds, labels={"k": T("plis k", "folds k")},
        alt=T("Une dent de scie ; les neurones selon k : sans profondeur, ils doublent à chaque pli.",
              "A sawtooth; the neurons against k: without depth, they double with each fold."),
        k=(1, 8, 1))

# %% [markdown] lang="fr"
# Combien de neurones faut-il sans profondeur, dans une **seule** couche cachée ? Un neurone relu qui reçoit un nombre $x$ n'a qu'un coude. Il peut regarder vers la droite, $\mathrm{relu}(x - t)$, nul avant $t$, ou vers la gauche, $\mathrm{relu}(t - x)$, nul après. Dans les deux cas, multiplié par $c$, il fait sauter de $c$ la pente de la somme en $t$, et nulle part ailleurs : $m$ neurones, au plus $m$ sauts, au plus $m + 1$ segments.
#
# Prenons $k = 1$. La pente doit passer de $2$ à $-2$ : un saut de $-4$ en ½. Un neurone suffit-il ?
# %% [markdown] lang="en"
# How many neurons does it take without depth, in a **single** hidden layer? A relu neuron that receives one number $x$ has a single bend. It can face right, $\mathrm{relu}(x - t)$, zero before $t$, or left, $\mathrm{relu}(t - x)$, zero after it. Either way, multiplied by $c$, it makes the slope of the sum jump by $c$ at $t$, and nowhere else: $m$ neurons, at most $m$ jumps, at most $m + 1$ pieces.
#
# Take $k = 1$. The slope must go from $2$ to $-2$: a jump of $-4$ at ½. Is one neuron enough?

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(7.5, 3.2))
x = np.linspace(0, 1, 201)
left.plot(x, relu(x - 0.5), "--", color=plots.BLUE, label="relu(x − ½)")
left.plot(x, relu(0.5 - x), ":", color=plots.ORANGE, label="relu(½ − x)")
right.plot(x, fold(x, 1), color=plots.GREEN, label="g(x)")
right.plot(x, 1 - 4 * relu(x - 0.5), "--", color=plots.BLUE, label="1 − 4 relu(x − ½)")
right.plot(x, 1 - 4 * relu(0.5 - x), ":", color=plots.ORANGE, label="1 − 4 relu(½ − x)")
for axis, title in ((left, T("deux neurones", "two neurons")), (right, T("g, ou un neurone", "g, or one neuron"))):
    axis.set(xlabel="x", title=title)
    axis.legend(fontsize=9, loc="upper center" if axis is left else "lower center")
show(figure,
     T("Le coude d'un neurone vers la droite, vers la gauche ; avec un seul, la pente de g manque.",
       "The bend of a neuron facing right, facing left; with a single one, the slope of g is missed."))

# %% [markdown] lang="fr"
# Non : un neurone seul donne les pentes $0$ puis $-4$, ou $4$ puis $0$, jamais $2$ puis $-2$. Il en faut un de plus, pour la pente de départ : deux, comme dans $g$.
#
# De même pour $k$ plis. Les $2^k - 1$ sauts de la dent de scie, tous de $\pm 2^{k+1}$, demandent un neurone chacun. S'il n'y en a pas d'autre, la pente de départ est la somme de ce qu'apportent les neurones tournés vers la gauche, chacun $\pm 2^{k+1}$ : un multiple de $2^{k+1}$. Or elle vaut $2^k$, la moitié. Il en faut donc un de plus : **$2^k$ neurones**, pas moins.
# %% [markdown] lang="en"
# No: one neuron alone gives the slopes $0$ then $-4$, or $4$ then $0$, never $2$ then $-2$. It takes one more, for the initial slope: two, as in $g$.
#
# The same goes for $k$ folds. The $2^k - 1$ jumps of the sawtooth, all of $\pm 2^{k+1}$, need one neuron each. If there is no other, the initial slope is the sum of what the neurons that face left contribute, each $\pm 2^{k+1}$: a multiple of $2^{k+1}$. But it is $2^k$, half of that. So it takes one more: **$2^k$ neurons**, no fewer.

# %% [markdown] lang="fr"
# En profondeur, $2k$ suffisent : 20 au lieu de 1 024 pour dix plis. La couche suivante travaille sur la bande déjà pliée : ce qu'elle fait à une épaisseur, elle le fait à toutes. Voilà l'économie : **réutiliser**.
#
# Vérifions dans Keras, puis disons ce que cela ne prouve pas.
# %% [markdown] lang="en"
# In depth, $2k$ are enough: 20 instead of 1,024 for ten folds. The next layer works on the strip already folded: what it does to one layer of paper, it does to all. That is the saving: **reuse**.
#
# Let us check in Keras, then say what this does not prove.

# %%
x_input = keras.Input((1,))
hidden = x_input
for _ in range(5):
    hidden = layers.Dense(2, activation="relu")(hidden)
sawtooth = keras.Model(x_input, layers.Dense(1)(hidden))
both = np.array([[2.0, 2.0], [-4.0, -4.0]])
shift = np.array([0.0, -0.5])
later = [both, shift] * 4
sawtooth.set_weights([np.ones((1, 2)), shift, *later, both[:, :1], np.zeros(1)])
x = rng.random(500)
claim(T("Keras et NumPy plient cinq fois de la même façon", "Keras and NumPy fold five times in the same way"),
      np.allclose(np.asarray(sawtooth(x[:, np.newaxis]))[:, 0], fold(x, 5), atol=1e-4));

# %% [markdown] lang="fr"
# Telgarsky (2016) montre que l'on ne peut même pas **approcher** de telles fonctions avec bien moins de couches, à moins d'un nombre exponentiel de neurones. Mais attention : ces poids ont été posés à la main. Rien ici ne dit que l'entraînement les trouverait, ni que lire des chiffres exige de plier. La profondeur **permet** d'économiser quand le problème est fait d'étapes : bords, traits, boucles, chiffre.
# %% [markdown] lang="en"
# Telgarsky (2016) shows that such functions cannot even be **approximated** with far fewer layers, short of an exponential number of neurons. But beware: these weights were put in by hand. Nothing here says that training would find them, nor that reading digits requires folding. Depth **allows** savings when the problem is made of stages: edges, strokes, loops, digit.

# %% [markdown] lang="fr"
# ## 6. D'où cela vient, à quoi cela sert
#
# En 1959, Hubel et Wiesel publient une expérience : ils projettent des taches et des fentes de lumière devant des chats anesthésiés et écoutent des neurones du cortex visuel. Beaucoup réagissent à une fente d'une certaine **orientation**, et se taisent quand on la tourne. Refaisons l'expérience sur les 16 filtres de la première étape du réseau qui a vu le plus d'images : une barre, sous tous les angles $\theta$, à sa meilleure position ; $r(\theta) \ge 0$ est la réponse du filtre (négatif compté zéro). Sa **sélectivité** :
#
# $$s = \frac{\sqrt{\bigl(\sum_\theta r(\theta) \cos 2\theta\bigr)^2 + \bigl(\sum_\theta r(\theta) \sin 2\theta\bigr)^2}}{\sum_\theta r(\theta)}$$
#
# (L'angle est doublé : une barre à $\theta$ et à $\theta + 180°$ est la même, et deux orientations perpendiculaires s'annulent.) 0 : indifférent ; 1 : un seul angle. Pour comparaison, des filtres au hasard.
# %% [markdown] lang="en"
# ## 6. Where it comes from, what it is for
#
# In 1959 Hubel and Wiesel published an experiment: they projected spots and slits of light in front of anaesthetised cats and listened to neurons of the visual cortex. Many react to a slit of a certain **orientation**, and fall silent when it is turned. Let us repeat the experiment on the 16 first-stage filters of the network that saw the most images: a bar at every angle $\theta$, in its best position; $r(\theta) \ge 0$ is the filter's response (negative values counted as zero). Its **selectivity**:
#
# $$s = \frac{\sqrt{\bigl(\sum_\theta r(\theta) \cos 2\theta\bigr)^2 + \bigl(\sum_\theta r(\theta) \sin 2\theta\bigr)^2}}{\sum_\theta r(\theta)}$$
#
# (The angle is doubled: a bar at $\theta$ and at $\theta + 180°$ is the same, and two perpendicular orientations cancel.) 0: indifferent; 1: a single angle. For comparison, random filters.

# %%
angles = np.radians(np.arange(0, 180, 5))

def answers_to_bars(filters):
    row, column = np.indices((5, 5)) - 2
    turn = angles[:, np.newaxis, np.newaxis]
    across = column * np.sin(turn) + row * np.cos(turn)
    best = 0
    for offset in range(-2, 3):
        bars = np.clip(1.5 - np.abs(across - offset), 0, 1).reshape(-1, 25)
        # fr: 25 produits additionnés, pour chaque barre et chaque filtre
        # en: 25 products added up, for each bar and each filter
        best = np.maximum(best, bars @ filters.reshape(25, -1))
    # fr: une ligne par filtre ; sans les filtres qui ne répondent à aucune barre
    # en: one row per filter; without the filters that respond to no bar
    return best.T[best.max(axis=0) > 0]

def selectivity(answers):
    x, y = answers @ np.cos(2 * angles), answers @ np.sin(2 * angles)
    return np.hypot(x, y) / answers.sum(axis=1)

# %%
filters = trained[NETWORK].model.layers[2].get_weights()[0][:, :, 0]
learned = answers_to_bars(filters)
random = answers_to_bars(rng.uniform(-1, 1, (5, 5, 160)))
best_random = random[np.argmax(selectivity(random))]
curves = [*learned[np.argsort(-selectivity(learned))[:3]], best_random]

# %%
# fr: à survoler : le dessin
# en: to skim: the drawing
figure, (left, right) = plt.subplots(1, 2, figsize=(7.5, 3.2))
for r, style, colour in zip(curves, ("-", "-.", ":", "--"), [plots.BLUE] * 3 + [plots.ORANGE]):
    left.plot(np.degrees(angles), r / r.max(), style, color=colour)
left.set(xlabel=T("orientation de la barre (degrés)", "orientation of the bar (degrees)"),
         ylabel=T("réponse ÷ maximum", "response ÷ maximum"), ylim=(0, 1.05), xticks=range(0, 181, 45),
         title=T("les plus sélectifs", "the most selective"))
for answers, style, name in ((learned, "o-", T("appris", "learned")), (random, "--", T("hasard", "random"))):
    values = np.sort(selectivity(answers))
    right.plot(np.linspace(0, 100, len(values)), values, style, ms=4, label=name)
right.set(xlabel=T("part des filtres (%)", "share of filters (%)"), ylabel=T("sélectivité s", "selectivity s"),
          ylim=(0, 1.05), title=T("tous les filtres", "all the filters"))
right.legend()
show(figure,
     T("À gauche, les trois filtres appris les plus sélectifs et un au hasard ; à droite, tous.",
       "Left, the three most selective learned filters and one at random; right, all of them."))

# %%
claim(T("Sélectivité médiane : filtres appris ÷ filtres au hasard", "Median selectivity: learned filters ÷ random filters"),
      np.median(selectivity(learned)) / np.median(selectivity(random)), at_least=1.3)
claim(T("Sélectivité du plus sélectif des filtres au hasard", "Selectivity of the most selective random filter"),
      selectivity(random).max(), at_least=0.9)
claim(T("Sa plus forte réponse ÷ médiane des filtres au hasard", "Its strongest response ÷ median of the random filters"),
      best_random.max() / np.median(random.max(axis=1)), at_most=0.6);

# %% [markdown] lang="fr"
# Personne n'a demandé d'orientations au réseau : **en médiane**, lire des chiffres les a favorisées, comme HOG les avait choisies. Mais un filtre au hasard a déjà une légère préférence, et au bout de la courbe quelques-uns approchent même $s = 1$ : ils répondent à peine, à très peu d'angles (en tirets à gauche). Une courbe à un seul sommet ne prouve donc pas que l'on a reconstruit un cerveau.
#
# Les filtres d'un réseau sont recopiés à chaque position, ses nombres sont réglés par un calcul, la rétropropagation, dont on n'a pas trouvé l'équivalent direct dans le cortex, et il lui a fallu ici des milliers d'images étiquetées. L'inspiration est réelle, la ressemblance s'arrête vite ({{lesson 02}}).
# %% [markdown] lang="en"
# Nobody asked the network for orientations: **in the median**, reading digits favoured them, just as HOG had chosen them. But a random filter already has a slight preference, and at the end of the curve a few even come close to $s = 1$: they hardly respond, and to very few angles (dashed, on the left). A curve with a single peak therefore does not prove that one has rebuilt a brain.
#
# A network's filters are copied to every position, its numbers are set by a computation, backpropagation, of which no direct equivalent has been found in the cortex, and here it needed thousands of labelled images. The inspiration is real, the resemblance soon ends ({{lesson 02}}).

# %% [markdown] lang="fr"
# Cette inspiration a une descendance : le néocognitron de Fukushima (1980) reprend les cellules de Hubel et Wiesel, étage par étage ; LeCun et ses collègues (1989) entraînent un réseau du même genre par rétropropagation. Voici treize dates.
# %% [markdown] lang="en"
# This inspiration has descendants: Fukushima's neocognitron (1980) takes up the cells of Hubel and Wiesel, level by level; LeCun and his colleagues (1989) train a network of the same kind by backpropagation. Here are thirteen dates.

# %%
BIOLOGY, LEARNING, VISION, SEQUENCES, IMAGES = range(5)
events = [
    (1958, "perceptron (Rosenblatt)", LEARNING),
    (1959, T("orientations chez le chat (Hubel, Wiesel)", "orientations in the cat (Hubel, Wiesel)"), BIOLOGY),
    (1980, T("néocognitron (Fukushima)", "neocognitron (Fukushima)"), VISION),
    (1986, T("rétropropagation (Rumelhart et al.)", "backpropagation (Rumelhart et al.)"), LEARNING),
    (1989, T("CNN pour codes postaux (LeCun et al.)", "CNN for postcodes (LeCun et al.)"), VISION),
    (1997, "LSTM (Hochreiter, Schmidhuber)", SEQUENCES),
    (1998, "LeNet-5 (LeCun et al.)", VISION),
    (2012, "AlexNet (Krizhevsky et al.)", VISION),
    (2014, "GAN (Goodfellow et al.)", IMAGES),
    (2015, "ResNet (He et al.)", VISION),
    (2017, "Transformer (Vaswani et al.)", SEQUENCES),
    (2020, "DDPM, diffusion (Ho et al.)", IMAGES),
    (2020, "ViT (Dosovitskiy et al.)", VISION)]

# %%
kinds = (T("biologie", "biology"), T("apprentissage", "learning"), T("vision", "vision"),
         T("suites", "sequences"), T("créer des images", "making images"))
figure, axis = plt.subplots(figsize=(7.5, 4.6))
colours = (plots.RED, plots.BLUE, plots.GREEN, plots.PURPLE, plots.ORANGE)
for i, (year, name, kind) in enumerate(events):
    first = kind not in [k for _, _, k in events[:i]]
    axis.scatter(year, -i, s=70, marker="*o^sD"[kind], color=colours[kind],
                 label=kinds[kind] if first else None)
    side, align = (-1.2, "right") if year > 1990 else (1.2, "left")
    axis.text(year + side, -i, f"{year} · {name}", ha=align, va="center", fontsize=9.5)
axis.set(yticks=[], xlim=(1954, 2024), xlabel=T("année de l'article cité", "year of the paper cited"))
axis.spines["left"].set_visible(False)
axis.legend(loc="lower left", fontsize=9)
show(figure,
     T("Frise de 1958 à 2020, en treize dates : du perceptron au ViT.",
       "Timeline from 1958 to 2020 in thirteen dates: from the perceptron to the ViT."))

# %% [markdown] lang="fr"
# Entre LeNet-5 (1998) et AlexNet (2012), l'idée change peu (AlexNet adopte relu et le *dropout*) ; l'échelle, beaucoup :
#
# | | LeNet-5 | AlexNet |
# |---|---|---|
# | paramètres | 60 000 | 60 millions |
# | images d'entraînement | 60 000 | 1,2 million |
# | calcul | un processeur à 200 MHz, 2 à 3 jours | deux processeurs graphiques, 5 à 6 jours |
#
# Il fallait donc **des données** et **du calcul** : un processeur graphique (GPU) fait en parallèle les multiplications et additions dont un réseau est fait. Ensuite, à partir de 2015, sont venus les circuits dédiés (TPU) et les **bibliothèques** d'aujourd'hui (TensorFlow, PyTorch, JAX, et Keras par-dessus), qui calculent les gradients à votre place ; les auteurs d'AlexNet avaient écrit leur propre code. La rétropropagation, rendue célèbre en 1986, a des racines plus anciennes (Linnainmaa, 1970).
# %% [markdown] lang="en"
# Between LeNet-5 (1998) and AlexNet (2012) the idea changes little (AlexNet adopts relu and dropout); the scale, a lot:
#
# | | LeNet-5 | AlexNet |
# |---|---|---|
# | parameters | 60,000 | 60 million |
# | training images | 60,000 | 1.2 million |
# | computation | one 200 MHz processor, 2 to 3 days | two graphics processors, 5 to 6 days |
#
# So it took **data** and **computation**: a graphics processor (GPU) carries out in parallel the multiplications and additions a network is made of. Then, from 2015 on, came dedicated chips (TPU) and today's **libraries** (TensorFlow, PyTorch, JAX, and Keras on top), which compute gradients for you; AlexNet's authors had written their own code. Backpropagation, made famous in 1986, has older roots (Linnainmaa, 1970).

# %% [markdown] lang="fr"
# Deux familles reviendront tout au long du cours :
#
# | réseau | données | ce qu'il suppose | exemples |
# |---|---|---|---|
# | **convolutif** (CNN), {{lesson 08}} | images, spectrogrammes | ce qui est voisin va ensemble, partout de la même façon | lire un code postal, repérer une tumeur, trier des images satellites |
# | **récurrent** (RNN, LSTM), {{lesson 13}} | suites | l'ordre compte, le passé se résume dans une mémoire | reconnaître la parole, traduire, prévoir une série |
#
# Les Transformers leur disputent les suites depuis 2017, les images depuis 2020 ({{lesson 16}}).
# %% [markdown] lang="en"
# Two families will come back throughout the course:
#
# | network | data | what it assumes | examples |
# |---|---|---|---|
# | **convolutional** (CNN), {{lesson 08}} | images, spectrograms | what is close belongs together, in the same way everywhere | read a postcode, spot a tumour, sort satellite images |
# | **recurrent** (RNN, LSTM), {{lesson 13}} | sequences | order counts, the past is summed up in a memory | recognise speech, translate, forecast a series |
#
# Transformers have been challenging them on sequences since 2017 and on images since 2020 ({{lesson 16}}).

# %% [markdown] lang="fr"
# ## Exercices
#
# Complétez la fonction, exécutez-la, puis exécutez la cellule `check`.
#
# ### ★ Une caractéristique à vous
#
# Quelle part de l'encre change de place quand on regarde l'image dans un miroir (gauche ↔ droite) ? Si $m$ est l'image dans le miroir, $\sum |x - m| \,/\, (2 \sum x)$ : 0 pour une image symétrique, 1 si rien ne se recouvre. Attention, les pixels sont des entiers `uint8`, de 0 à 255.
# %% [markdown] lang="en"
# ## Exercises
#
# Complete the function, run it, then run the `check` cell.
#
# ### ★ A feature of your own
#
# What share of the ink moves when the image is seen in a mirror (left ↔ right)? If $m$ is the image in the mirror, $\sum |x - m| \,/\, (2 \sum x)$: 0 for a symmetrical image, 1 if nothing overlaps. Beware, pixels are `uint8` integers, from 0 to 255.

# %% tags=["exercise"]
def asymmetry(image):
    T("""Part de l'encre qui change de place dans un miroir gauche-droite : un nombre de 0 à 1.

    image : entiers uint8, forme (hauteur, largeur), non vide.
    """, """Share of the ink that moves in a left-right mirror: a number from 0 to 1.

    image: uint8 integers, shape (height, width), not blank.
    """)
    ### BEGIN SOLUTION
    x = image.astype(float)
    return np.abs(x - x[:, ::-1]).sum() / (2 * x.sum())
    ### END SOLUTION

# %% [markdown] lang="fr"
# **Prédisez** : quel chiffre sera le **moins** symétrique, en moyenne ?
# %% [markdown] lang="en"
# **Predict**: which digit will be the **least** symmetrical, on average?

# %%
try:
    means = []
    for digit in range(10):
        images = digits.x_train[digits.y_train == digit][:lesson.pick(full=None, fast=100)]
        means.append(np.mean([asymmetry(image) for image in images]))
    figure, axis = plt.subplots(figsize=(5.5, 2.4))
    axis.bar(range(10), means)
    axis.set(xticks=range(10), xlabel=T("chiffre", "digit"), ylabel=T("asymétrie", "asymmetry"))
    show(figure, T("Asymétrie moyenne de chaque chiffre : le 1 dépasse tous les autres.",
                   "Mean asymmetry of each digit: the 1 exceeds all the others."))
    for digit in np.argsort(means)[::-1]:
        print(digit, ":", percent(means[digit]))
except NotImplementedError:
    print(T("Complétez d'abord l'exercice.", "Complete the exercise first."))

# %% [markdown] lang="fr"
# Le 1, donc. Surpris ? Un trait fin et penché ne recouvre pas son reflet : la mesure récompense aussi l'épaisseur. (Et le plus symétrique ? Ne concluez pas : plusieurs chiffres se suivent de si près que le premier change avec les images choisies.)
# %% [markdown] lang="en"
# The 1, then. Surprised? A thin slanted stroke does not overlap its reflection: the measure also rewards thickness. (And the most symmetrical? Do not conclude: several digits follow each other so closely that the first one changes with the images chosen.)

# %% [markdown] lang="fr"
# ### ★★ Combien pèse un réseau ?
#
# Un réseau dense relie chaque nombre d'une couche à chaque neurone de la suivante ; un neurone a un poids par entrée, plus un biais. Pour des couches de tailles `sizes`, entrées comprises, renvoyez trois nombres : les paramètres, les multiplications par réponse, et la mémoire en octets.
#
# **Prédisez** d'abord pour `[784, 128, 10]`. Et les 175 milliards de paramètres de GPT-3, à 2 octets chacun, tiennent-ils dans la mémoire de votre machine ?
# %% [markdown] lang="en"
# ### ★★ How much does a network weigh?
#
# A dense network connects every number of a layer to every neuron of the next; a neuron has one weight per input, plus a bias. For layers of sizes `sizes`, inputs included, return three numbers: the parameters, the multiplications per answer, and the memory in bytes.
#
# **Predict** first for `[784, 128, 10]`. And would the 175 billion parameters of GPT-3, at 2 bytes each, fit in your machine's memory?

# %% tags=["exercise"]
def network_cost(sizes, bytes_per_number):
    T("""Coût d'un réseau dense : (paramètres, multiplications, octets), trois entiers.

    sizes : tailles des couches, entrée d'abord, par exemple [784, 128, 10].
    """, """Cost of a dense network: (parameters, multiplications, bytes), three integers.

    sizes: sizes of the layers, input first, for instance [784, 128, 10].
    """)
    ### BEGIN SOLUTION
    weights = sum(sizes[i] * sizes[i + 1] for i in range(len(sizes) - 1))
    parameters = weights + sum(sizes[1:])
    return parameters, weights, parameters * bytes_per_number
    ### END SOLUTION

# %%
try:
    parameters, multiplications, memory = network_cost([784, 128, 10], 4)
    print(T("[784, 128, 10] :", "[784, 128, 10]:"), number(parameters, 0), T("paramètres,", "parameters,"),
          number(multiplications, 0), T("multiplications,", "multiplications,"),
          number(memory, 0), T("octets, à 4 par nombre", "bytes, at 4 per number"))
    print(T("GPT-3 :", "GPT-3:"), number(175e9 * 2 / 1e9, 0), T("Go", "GB"))
except NotImplementedError:
    print(T("Complétez d'abord l'exercice.", "Complete the exercise first."))

# %% [markdown] lang="fr"
# ### Une annonce trop belle
#
# Une équipe annonce un résultat : d'après 2 000 mesures par personne, elle prédit une réponse par oui ou non. Elle garde les 20 colonnes les plus utiles, puis compare chaque nouvelle personne à la moyenne des « non » et à celle des « oui ». Tout est honnête… sauf une étape. Ici, les réponses sont **tirées à pile ou face** : personne ne peut faire mieux que 50 %, sinon par chance.
# %% [markdown] lang="en"
# ### Too good to be true
#
# A team announces a result: from 2,000 measurements per person it predicts an answer, yes or no. It keeps the 20 most useful columns, then compares each new person with the mean of the “no” group and that of the “yes” group. Everything is honest… except one step. Here the answers are **decided by tossing a coin**: nobody can do better than 50%, other than by luck.

# %%
def leaky_accuracy(X, y, X_test, y_test, k):
    all_X, all_y = np.concatenate([X, X_test]), np.concatenate([y, y_test])
    gaps = np.abs(all_X[all_y == 1].mean(axis=0) - all_X[all_y == 0].mean(axis=0))
    kept = np.argsort(-gaps)[:k]
    no, yes = X[y == 0][:, kept].mean(axis=0), X[y == 1][:, kept].mean(axis=0)
    new = X_test[:, kept]
    nearer_yes = ((new - yes) ** 2).sum(axis=1) < ((new - no) ** 2).sum(axis=1)
    return np.mean(nearer_yes == y_test)

def on_coin_tosses(evaluation, repeats=20):
    results = []
    for _ in range(repeats):
        X, y = rng.normal(size=(80, 2000)), rng.integers(0, 2, 80)
        results.append(evaluation(X[:40], y[:40], X[40:], y[40:], 20))
    return np.mean(results)

claim(T("Exactitude annoncée, sur des tirages à pile ou face", "Announced accuracy, on coin tosses"),
      on_coin_tosses(leaky_accuracy), at_least=0.65, as_percent=True);

# %% [markdown] lang="fr"
# ### ★★ La fuite
#
# Trouvez l'étape fautive et écrivez la version honnête : mêmes colonnes utiles (les `k` plus grands écarts entre les deux moyennes, en valeur absolue), même décision, mais rien du test avant la mesure.
# %% [markdown] lang="en"
# ### ★★ The leak
#
# Find the faulty step and write the honest version: the same useful columns (the `k` greatest gaps between the two means, in absolute value), the same decision, but nothing from the test data before the measurement.

# %% tags=["exercise"]
def honest_accuracy(X, y, X_test, y_test, k):
    T("""Part de bonnes réponses sur le test, sans fuite.

    X : (n, colonnes), y : 0 ou 1, forme (n,) ; X_test, y_test : de même ; k : colonnes à garder.
    """, """Share of right answers on the test data, without a leak.

    X: (n, columns), y: 0 or 1, shape (n,); X_test, y_test: likewise; k: columns to keep.
    """)
    ### BEGIN SOLUTION
    gaps = np.abs(X[y == 1].mean(axis=0) - X[y == 0].mean(axis=0))
    kept = np.argsort(-gaps)[:k]
    no, yes = X[y == 0][:, kept].mean(axis=0), X[y == 1][:, kept].mean(axis=0)
    new = X_test[:, kept]
    nearer_yes = ((new - yes) ** 2).sum(axis=1) < ((new - no) ** 2).sum(axis=1)
    return np.mean(nearer_yes == y_test)
    ### END SOLUTION

# %%
try:
    print(T("sans fuite :", "without the leak:"), percent(on_coin_tosses(honest_accuracy)))
except NotImplementedError:
    print(T("Complétez d'abord l'exercice.", "Complete the exercise first."))

# %% [markdown] lang="fr"
# Sans fuite, on retrouve une pièce lancée en l'air : environ 50 %, à 4 points près. (La moyenne porte sur 800 réponses ; son écart type vaut un peu moins de 2 points.)
# %% [markdown] lang="en"
# Without the leak we are back to tossing a coin: about 50%, give or take 4 points. (The mean is over 800 answers; its standard deviation is a little under 2 points.)

# %% [markdown] lang="fr"
# ### ★★★ La dent de scie, sans profondeur
#
# Construisez la dent de scie de `fold(x, k)`, pour $x$ entre 0 et 1, avec **une seule** couche cachée : une somme de termes $c_j\,\mathrm{relu}(x - t_j)$. Chacun change la pente de $c_j$ à partir de $t_j$. Combien en utilisez-vous ? (Le contrôle ne voit que les valeurs : pas de `fold` ici.)
# %% [markdown] lang="en"
# ### ★★★ The sawtooth, without depth
#
# Build the sawtooth of `fold(x, k)`, for $x$ between 0 and 1, with **a single** hidden layer: a sum of terms $c_j\,\mathrm{relu}(x - t_j)$. Each one changes the slope by $c_j$ from $t_j$ on. How many do you use? (The check sees only values: no `fold` here.)

# %% tags=["exercise"]
def shallow_fold(x, k):
    T("""Dent de scie de 2^k segments, somme de termes c × relu(x − t), sans composition.

    x : nombres entre 0 et 1, forme (n,) ; k : entier, au moins 1. Renvoie un tableau (n,).
    """, """Sawtooth of 2^k pieces, a sum of terms c × relu(x − t), without composition.

    x: numbers between 0 and 1, shape (n,); k: an integer, at least 1. Returns an array (n,).
    """)
    ### BEGIN SOLUTION
    # fr: 2^k termes en tout : un pour la pente de départ, un par saut
    # en: 2^k terms in all: one for the initial slope, one per jump
    y = 2**k * np.maximum(0, x)
    for j in range(1, 2**k):
        y = y + (-1) ** j * 2 ** (k + 1) * np.maximum(0, x - j / 2**k)
    return y
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
# - **Dire « IA » pour « apprentissage profond »** : le tout pour la partie. Une règle écrite à la main peut être de l'IA.
# - **Ne comparer un réseau qu'à d'autres réseaux** : mesurez d'abord le hasard, le plus proche voisin, un modèle linéaire, une forêt.
# - **Comparer avec un seul nombre d'exemples, ou un seul tirage** : l'ordre des méthodes change avec l'un, et parfois avec l'autre.
# - **Laisser fuir le test** : tout ce qui regarde les étiquettes, le choix des colonnes compris, est un apprentissage.
# - **Soustraire des tableaux `uint8`** : 3 − 5 y vaut 254, sans message. Convertissez d'abord.
# %% [markdown] lang="en"
# ## Common errors
#
# - **Saying “AI” for “deep learning”**: the whole for the part. A rule written by hand can be AI.
# - **Comparing a network with other networks only**: first measure chance, the nearest neighbour, a linear model, a forest.
# - **Comparing at a single number of examples, or on a single draw**: the order of methods changes with the former, and sometimes with the latter.
# - **Letting the test data leak**: whatever looks at the labels, the choice of columns included, is learning.
# - **Subtracting `uint8` arrays**: 3 − 5 is 254 there, without a message. Convert first.

# %% [markdown] lang="fr"
# ## À retenir
#
# - IA ⊃ apprentissage automatique ⊃ apprentissage profond. L'IA peut être écrite entièrement à la main ; le deuxième apprend la décision ; le troisième apprend aussi la description.
# - Un réseau est une suite d'étapes apprises qui décrivent, suivie d'un classifieur simple.
# - Peu d'exemples : le savoir apporté de l'extérieur l'emporte. Beaucoup d'exemples (ici, 12 500) : la description apprise passe devant.
# - Sur un tableau de quelques centaines de lignes, mesurez d'abord une forêt et un modèle linéaire.
# - La profondeur réutilise : $2k$ neurones au lieu de $2^k$ pour plier $k$ fois.
# %% [markdown] lang="en"
# ## What to remember
#
# - AI ⊃ machine learning ⊃ deep learning. AI may be written entirely by hand; the second learns the decision; the third learns the description too.
# - A network is a chain of learned stages that describe, followed by a simple classifier.
# - Few examples: knowledge brought in from outside wins. Many examples (here, 12,500): the learned description moves ahead.
# - On a table of a few hundred rows, first measure a forest and a linear model.
# - Depth reuses: $2k$ neurons instead of $2^k$ to fold $k$ times.

# %% [markdown] lang="fr"
# ## Glossaire
#
# | français | English | sens |
# |---|---|---|
# | apprentissage automatique | machine learning | régler des paramètres d'après des exemples |
# | apprentissage profond | deep learning | apprendre la description, en plusieurs étapes, avec la décision |
# | biais | bias | nombre ajouté à une somme pondérée |
# | caractéristique | feature | nombre qui décrit un exemple |
# | classifieur | classifier | ce qui décide d'après les caractéristiques |
# | exactitude | accuracy | part des bonnes réponses |
# | forêt | forest | moyenne d'arbres de décision, dont les questions sont apprises |
# | fuite de données | data leakage | le test influence ce qu'il devait juger |
# | paramètre | parameter | nombre réglé par l'apprentissage |
# | plus proche voisin | nearest neighbour | copier la réponse de l'exemple le plus semblable |
# | processeur graphique | GPU | circuit qui fait beaucoup de calculs en parallèle |
# %% [markdown] lang="en"
# ## Glossary
#
# | English | français | meaning |
# |---|---|---|
# | accuracy | exactitude | share of right answers |
# | bias | biais | number added to a weighted sum |
# | classifier | classifieur | what decides from the features |
# | data leakage | fuite de données | the test data influence what they were to judge |
# | deep learning | apprentissage profond | learning the description, in several stages, along with the decision |
# | feature | caractéristique | number that describes an example |
# | forest | forêt | mean of decision trees, whose questions are learned |
# | GPU | processeur graphique | chip that does many computations in parallel |
# | machine learning | apprentissage automatique | adjusting parameters from examples |
# | nearest neighbour | plus proche voisin | copying the answer of the most similar example |
# | parameter | paramètre | number adjusted by learning |

# %% [markdown] lang="fr"
# ## Références
#
# - F. Rosenblatt (1958), *The perceptron*. [doi:10.1037/h0042519](https://doi.org/10.1037/h0042519)
# - D. Hubel, T. Wiesel (1959), *Receptive fields of single neurones in the cat's striate cortex*. [doi:10.1113/jphysiol.1959.sp006308](https://doi.org/10.1113/jphysiol.1959.sp006308) ; (1962), *Receptive fields, binocular interaction and functional architecture in the cat's visual cortex*. [doi:10.1113/jphysiol.1962.sp006837](https://doi.org/10.1113/jphysiol.1962.sp006837)
# - K. Fukushima (1980), *Neocognitron*. [doi:10.1007/BF00344251](https://doi.org/10.1007/BF00344251)
# - S. Linnainmaa (1976), *Taylor expansion of the accumulated rounding error*. [doi:10.1007/BF01931367](https://doi.org/10.1007/BF01931367) (d'après son mémoire de 1970)
# - D. Rumelhart, G. Hinton, R. Williams (1986), *Learning representations by back-propagating errors*. [doi:10.1038/323533a0](https://doi.org/10.1038/323533a0)
# - Y. LeCun et al. (1989), *Backpropagation applied to handwritten zip code recognition*. [doi:10.1162/neco.1989.1.4.541](https://doi.org/10.1162/neco.1989.1.4.541) ; (1998), *Gradient-based learning applied to document recognition* (LeNet-5). [doi:10.1109/5.726791](https://doi.org/10.1109/5.726791)
# - S. Hochreiter, J. Schmidhuber (1997), *Long short-term memory*. [doi:10.1162/neco.1997.9.8.1735](https://doi.org/10.1162/neco.1997.9.8.1735)
# %% [markdown] lang="en"
# ## References
#
# - F. Rosenblatt (1958), *The perceptron*. [doi:10.1037/h0042519](https://doi.org/10.1037/h0042519)
# - D. Hubel, T. Wiesel (1959), *Receptive fields of single neurones in the cat's striate cortex*. [doi:10.1113/jphysiol.1959.sp006308](https://doi.org/10.1113/jphysiol.1959.sp006308); (1962), *Receptive fields, binocular interaction and functional architecture in the cat's visual cortex*. [doi:10.1113/jphysiol.1962.sp006837](https://doi.org/10.1113/jphysiol.1962.sp006837)
# - K. Fukushima (1980), *Neocognitron*. [doi:10.1007/BF00344251](https://doi.org/10.1007/BF00344251)
# - S. Linnainmaa (1976), *Taylor expansion of the accumulated rounding error*. [doi:10.1007/BF01931367](https://doi.org/10.1007/BF01931367) (from his thesis of 1970)
# - D. Rumelhart, G. Hinton, R. Williams (1986), *Learning representations by back-propagating errors*. [doi:10.1038/323533a0](https://doi.org/10.1038/323533a0)
# - Y. LeCun et al. (1989), *Backpropagation applied to handwritten zip code recognition*. [doi:10.1162/neco.1989.1.4.541](https://doi.org/10.1162/neco.1989.1.4.541); (1998), *Gradient-based learning applied to document recognition* (LeNet-5). [doi:10.1109/5.726791](https://doi.org/10.1109/5.726791)
# - S. Hochreiter, J. Schmidhuber (1997), *Long short-term memory*. [doi:10.1162/neco.1997.9.8.1735](https://doi.org/10.1162/neco.1997.9.8.1735)

# %% [markdown] lang="fr"
# - A. Krizhevsky, I. Sutskever, G. Hinton (2012), *ImageNet classification with deep convolutional neural networks*. [doi:10.1145/3065386](https://doi.org/10.1145/3065386) (réédition de 2017)
# - I. Goodfellow et al. (2014), *Generative adversarial nets*. [arXiv:1406.2661](https://arxiv.org/abs/1406.2661)
# - K. He et al. (2015), *Deep residual learning for image recognition*. [arXiv:1512.03385](https://arxiv.org/abs/1512.03385)
# - A. Vaswani et al. (2017), *Attention is all you need*. [arXiv:1706.03762](https://arxiv.org/abs/1706.03762)
# - J. Ho, A. Jain, P. Abbeel (2020), *Denoising diffusion probabilistic models*. [arXiv:2006.11239](https://arxiv.org/abs/2006.11239)
# - A. Dosovitskiy et al. (2020), *An image is worth 16×16 words*. [arXiv:2010.11929](https://arxiv.org/abs/2010.11929)
# - N. Dalal, B. Triggs (2005), *Histograms of oriented gradients for human detection*. [doi:10.1109/CVPR.2005.177](https://doi.org/10.1109/CVPR.2005.177)
# %% [markdown] lang="en"
# - A. Krizhevsky, I. Sutskever, G. Hinton (2012), *ImageNet classification with deep convolutional neural networks*. [doi:10.1145/3065386](https://doi.org/10.1145/3065386) (2017 reprint)
# - I. Goodfellow et al. (2014), *Generative adversarial nets*. [arXiv:1406.2661](https://arxiv.org/abs/1406.2661)
# - K. He et al. (2015), *Deep residual learning for image recognition*. [arXiv:1512.03385](https://arxiv.org/abs/1512.03385)
# - A. Vaswani et al. (2017), *Attention is all you need*. [arXiv:1706.03762](https://arxiv.org/abs/1706.03762)
# - J. Ho, A. Jain, P. Abbeel (2020), *Denoising diffusion probabilistic models*. [arXiv:2006.11239](https://arxiv.org/abs/2006.11239)
# - A. Dosovitskiy et al. (2020), *An image is worth 16×16 words*. [arXiv:2010.11929](https://arxiv.org/abs/2010.11929)
# - N. Dalal, B. Triggs (2005), *Histograms of oriented gradients for human detection*. [doi:10.1109/CVPR.2005.177](https://doi.org/10.1109/CVPR.2005.177)

# %% [markdown] lang="fr"
# - Y. LeCun, Y. Bengio, G. Hinton (2015), *Deep learning*. [doi:10.1038/nature14539](https://doi.org/10.1038/nature14539)
# - M. Telgarsky (2016), *Benefits of depth in neural networks*. [arXiv:1602.04485](https://arxiv.org/abs/1602.04485)
# - L. Grinsztajn, E. Oyallon, G. Varoquaux (2022), *Why do tree-based models still outperform deep learning on tabular data?* [arXiv:2207.08815](https://arxiv.org/abs/2207.08815)
# - D. Patterson et al. (2021), *Carbon emissions and large neural network training*. [arXiv:2104.10350](https://arxiv.org/abs/2104.10350)
# - R. Quinlan (1993), *Auto MPG*, UCI Machine Learning Repository. [doi:10.24432/C5859H](https://doi.org/10.24432/C5859H)
# %% [markdown] lang="en"
# - Y. LeCun, Y. Bengio, G. Hinton (2015), *Deep learning*. [doi:10.1038/nature14539](https://doi.org/10.1038/nature14539)
# - M. Telgarsky (2016), *Benefits of depth in neural networks*. [arXiv:1602.04485](https://arxiv.org/abs/1602.04485)
# - L. Grinsztajn, E. Oyallon, G. Varoquaux (2022), *Why do tree-based models still outperform deep learning on tabular data?* [arXiv:2207.08815](https://arxiv.org/abs/2207.08815)
# - D. Patterson et al. (2021), *Carbon emissions and large neural network training*. [arXiv:2104.10350](https://arxiv.org/abs/2104.10350)
# - R. Quinlan (1993), *Auto MPG*, UCI Machine Learning Repository. [doi:10.24432/C5859H](https://doi.org/10.24432/C5859H)

# %% [markdown] lang="fr"
# ## Et ensuite
#
# {{next}}
# %% [markdown] lang="en"
# ## What comes next
#
# {{next}}
