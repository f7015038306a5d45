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
#       fr: Architectures
#       en: Architectures
#     objectives:
#       fr:
#       - compter à la main les paramètres et les multiplications-additions d'un réseau, et les convertir en FLOP
#       - dire ce que LeNet-5, AlexNet, VGG, Inception et ResNet ont apporté, et le chiffrer
#       - montrer qu'un réseau profond sans raccourcis apprend moins bien, même ses images d'entraînement, et écarter quatre fausses explications
#       - programmer un bloc résiduel, à l'aller et au retour, et le faire partir de l'identité
#       - lire le routage par accord des capsules et dire où elles en sont
#       en:
#       - count by hand the parameters and multiply-adds of a network, and convert them into FLOPs
#       - say what LeNet-5, AlexNet, VGG, Inception and ResNet contributed, with a number for each
#       - show that a deep network without shortcuts learns less well, even its training images, and rule out four wrong explanations
#       - write a residual block, forward and backward, and make it start from the identity
#       - read the routing by agreement of capsules and say where they stand
#     prerequisites: ["05", "07", "08"]
#     reading: 110
#     next:
#       fr: "Leçon 12 : reprendre un Inception v3 déjà entraîné et n'en réapprendre que la fin, c'est l'apprentissage par transfert."
#       en: "Lesson 12: taking an Inception v3 that is already trained and retraining only its last layers, which is transfer learning."
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

lesson = start("11_architectures", T("fr", "en"), profile=profile, data=data, seed=seed)

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras import layers
from scipy.signal import convolve2d

digits = load("mnist")

# %% [markdown] lang="fr"
# ## Une question pour commencer
#
# De 2012 à 2015, l'erreur sur ImageNet a été divisée par quatre pendant que les réseaux passaient de 8 à 152 couches.
#
# Alors empilons. Plus loin, un réseau de 4 couches apprendra 2 000 chiffres en quelques secondes ; puis nous lui ajouterons 46 couches du même modèle, normalisées, bien initialisées. **Sur ses propres images d'entraînement**, qu'obtiendra-t-il ?
#
# - mieux : il a bien plus de poids pour retenir ;
# - pareil : les couches ajoutées n'ont qu'à recopier leur entrée ;
# - moins bien.
#
# Pariez. La partie 4 fait l'expérience, la partie 5 cherche la cause.
# %% [markdown] lang="en"
# ## A question to begin with
#
# From 2012 to 2015 the error on ImageNet was divided by four while networks went from 8 to 152 layers.
#
# So let us stack. Further on, a network of 4 layers will learn 2,000 digits in a few seconds; then we will add 46 layers of the same kind, normalised, well initialised. **On its own training images**, what will it achieve?
#
# - better: it has many more weights to memorise with;
# - the same: the added layers need only copy their input;
# - worse.
#
# Place your bet. Part 4 runs the experiment, part 5 looks for the cause.

# %%
# fr: couches à poids et erreur top-5 (%) au concours ILSVRC, d'après les articles cités en fin de leçon
# en: weight layers and top-5 error (%) in the ILSVRC contest, from the papers cited at the end
contest = {"AlexNet (2012)": (8, 15.3), "VGG (2014)": (19, 7.3),
           "GoogLeNet (2014)": (22, 6.7), "ResNet (2015)": (152, 3.57)}
figure, axis = plt.subplots(figsize=(6.5, 3))
for (name, (depth, error)), above in zip(contest.items(), (0, 8, -14, 8)):
    axis.semilogx(depth, error, "o", color=plots.BLUE)
    axis.annotate(name, (depth, error), (8, above), textcoords="offset points", fontsize=10)
ticks = (8, 16, 32, 64, 128)
axis.set_xticks(ticks, ticks)
axis.minorticks_off()
axis.set(xlabel=T("couches à poids (échelle log)", "weight layers (log scale)"), xlim=(7, 500), ylim=(0, 18),
         ylabel=T("erreur top-5 (%)", "top-5 error (%)"))
show(figure,
     T("Erreur sur ImageNet selon la profondeur : 15,3 % à 8 couches, 3,57 % à 152.",
       "Error on ImageNet against depth: 15.3% with 8 layers, 3.57% with 152."))

# %% [markdown] lang="fr"
# L'erreur **top-5** compte les images dont la vraie classe n'est pas parmi les cinq jugées les plus probables, sur les 1 000 possibles. Les quatre équipes combinaient plusieurs réseaux, parfois de profondeurs diverses : l'abscisse est la plus grande (sauf pour AlexNet : 9 pour deux des sept). (Seules comptent les couches à poids, convolutions et couches denses, non les poolings.)
#
# ## 1. LeNet-5 : compter deux choses
#
# Une couche se paie deux fois : en **paramètres** (mémoire des poids) et en **multiplications-additions** (*multiply-adds*, MAC : temps). Une convolution de noyau $k$, de $C$ canaux vers $F$, qui produit une carte de $n \times n$ :
#
# $$\text{paramètres} = (k^2 C + 1)\,F, \qquad \text{MAC} = n^2 \cdot k^2 C\,F$$
#
# Chaque poids sert à chaque position : d'où le $n^2$. Dans une couche dense, chaque poids sert une fois.
# %% [markdown] lang="en"
# The **top-5** error counts the images whose true class is not among the five judged most probable, of the 1,000 possible. All four teams combined several networks, some of different depths: the abscissa is the greatest (except for AlexNet: 9 for two of its seven). (Only weight layers count, convolutions and dense layers, not pooling.)
#
# ## 1. LeNet-5: counting two things
#
# A layer is paid for twice: in **parameters** (memory for weights) and in **multiply-adds** (MACs: time). A convolution with kernel $k$, from $C$ channels to $F$, that produces a map of $n \times n$:
#
# $$\text{parameters} = (k^2 C + 1)\,F, \qquad \text{MACs} = n^2 \cdot k^2 C\,F$$
#
# Every weight is used at every position: hence the $n^2$. In a dense layer, every weight is used once.

# %%
# fr: une couche : ("conv", noyau, filtres, pas, remplissage) ou ("dense", neurones)
# en: one layer: ("conv", kernel, filters, stride, padding) or ("dense", neurons)
def count(spec, side, channels):
    rows = []
    for kind, *values in spec:
        if kind == "dense":
            # fr: la sortie est un point : côté 1, donc autant de MAC que de poids
            # en: the output is one point: side 1, hence as many MACs as weights
            weights, channels, side = side**2 * channels * values[0], values[0], 1
        else:
            kernel, filters, stride, padding = values
            # fr: -(-a // b) : a / b arrondi à l'entier supérieur
            # en: -(-a // b): a / b rounded up
            side = -(-side // stride) if padding == "same" else (side - kernel) // stride + 1
            if kind == "pool":
                continue
            weights, channels = kernel**2 * channels * filters, filters
        rows.append((kind, side, channels, weights + channels, weights * side**2))
    return rows

def totals(rows):
    return sum(row[3] for row in rows), sum(row[4] for row in rows)

# %%
def conv(kernel, filters, stride=1, padding="same"):
    return "conv", kernel, filters, stride, padding

def pool(size, stride):
    return "pool", size, None, stride, "valid"

lenet_spec = [conv(5, 6, padding="valid"), pool(2, 2), conv(5, 16, padding="valid"), pool(2, 2),
              conv(5, 120, padding="valid"), ("dense", 84), ("dense", 10)]
lenet_rows = count(lenet_spec, side=32, channels=1)
print(T("couche   sortie         paramètres       MAC", "layer    output         parameters      MACs"))
for kind, side, channels, parameters, macs in lenet_rows:
    shape = f"{side}×{side}×{channels}"
    print(f"{kind:8} {shape:12} {number(parameters, 0):>12} {number(macs, 0):>9}")
parameters, macs = totals(lenet_rows)
print(f"{'total':21} {number(parameters, 0):>12} {number(macs, 0):>9}")

# %% [markdown] lang="fr"
# Keras ne donne que les paramètres ; les MAC se lisent sur ses couches. (L'image de 28 pixels est bordée de zéros jusqu'à 32, pour que le bout d'un trait, même près du bord, puisse tomber au centre de ce que voit un filtre profond.)
# %% [markdown] lang="en"
# Keras gives the parameters only; the MACs can be read off its layers. (The 28-pixel image is bordered with zeros up to 32, so that the end of a stroke, even near the edge, can fall at the centre of what a deep filter sees.)

# %%
def keras_macs(model):
    kept = [one for one in model.layers if isinstance(one, (layers.Conv2D, layers.Dense))]
    return int(sum(np.prod(one.output.shape[1:-1]) * np.prod(one.kernel.shape) for one in kept))

lenet = keras.Sequential([
    keras.Input((28, 28, 1)), layers.ZeroPadding2D(2),
    layers.Conv2D(6, 5, activation="tanh"), layers.AveragePooling2D(2),
    layers.Conv2D(16, 5, activation="tanh"), layers.AveragePooling2D(2),
    layers.Conv2D(120, 5, activation="tanh"), layers.Flatten(),
    layers.Dense(84, activation="tanh"), layers.Dense(10, activation="softmax")])
claim(T(f"LeNet-5 : à la main comme dans Keras, {number(lenet.count_params(), 0)} paramètres",
        f"LeNet-5: by hand as in Keras, {number(lenet.count_params(), 0)} parameters"),
      totals(lenet_rows)[0] == lenet.count_params() == 61_706)
claim(T(f"et {number(keras_macs(lenet), 0)} MAC par image", f"and {number(keras_macs(lenet), 0)} MACs per image"),
      totals(lenet_rows)[1] == keras_macs(lenet) == 416_520);

# %% [markdown] lang="fr"
# C'est la forme usuelle aujourd'hui. L'original (LeCun et al., 1998) a 60 000 paramètres : sa deuxième convolution ne reliait pas tous les canaux, ses poolings avaient deux poids par carte, et sa sortie n'était pas un softmax.
#
# **MAC ou FLOP ?** Un neurone à $m$ entrées fait $m$ multiplications, $m - 1$ additions, et une de plus pour son biais : **exactement $2m$ opérations flottantes pour $m$ MAC**. Beaucoup d'articles écrivent pourtant « FLOPs » pour des MAC (celui de ResNet le précise). Avant de comparer deux tableaux, cherchez ce facteur 2. (Et FLOP**S**, par seconde, est une vitesse.)
# %% [markdown] lang="en"
# This is the usual form today. The original (LeCun et al., 1998) has 60,000 parameters: its second convolution did not connect all channels, its pooling layers had two weights per map, and its output was not a softmax.
#
# **MACs or FLOPs?** A neuron with $m$ inputs performs $m$ multiplications, $m - 1$ additions, and one more for its bias: **exactly $2m$ floating-point operations for $m$ MACs**. Yet many papers write “FLOPs” for MACs (the ResNet paper says so). Before comparing two tables, look for this factor of 2. (And FLOP**S**, per second, is a speed.)

# %%
def neuron_counting(x, w, bias):
    operations, total = 0, None
    for a, b in zip(x, w):
        operations += 1 if total is None else 2
        total = a * b if total is None else total + a * b
    return total + bias, operations + 1

x25, w25 = np.random.default_rng(0).normal(size=(2, 25))
value, operations = neuron_counting(x25, w25, 0.5)
claim(T(f"Un filtre 5 × 5 et son biais : {operations} opérations pour 25 MAC",
        f"A 5 × 5 filter and its bias: {operations} operations for 25 MACs"),
      operations == 2 * 25 and np.isclose(value, x25 @ w25 + 0.5));

# %% [markdown] lang="fr"
# ## 2. AlexNet et VGG : élargir, puis empiler
#
# **AlexNet** (2012) est un grand LeNet : mêmes briques, mille fois plus de paramètres. Il doit son succès à ReLU (leçon 03), au dropout et à l'augmentation (leçon 07), à 1,2 million d'images et à deux cartes graphiques. Faute de mémoire, trois de ses convolutions étaient coupées en deux **groupes** qui ne se lisent pas l'un l'autre : moitié moins de poids dans ces couches.
#
# **VGG16** et VGG19 (2014) n'utilisent plus que des filtres 3 × 3. Deux à la suite voient $3 + 2 = 5$ pixels (leçon 08), autant qu'un filtre 5 × 5, mais de $C$ canaux à $C$ canaux :
#
# $$2 \times 3^2 C^2 = 18\,C^2 \quad\text{au lieu de}\quad 5^2 C^2 = 25\,C^2$$
#
# et avec un ReLU de plus entre les deux.
# %% [markdown] lang="en"
# ## 2. AlexNet and VGG: widen, then stack
#
# **AlexNet** (2012) is a big LeNet: the same bricks, a thousand times more parameters. It owes its success to ReLU (lesson 03), to dropout and augmentation (lesson 07), to 1.2 million images and to two graphics cards. For lack of memory, three of its convolutions were split into two **groups** that do not read each other: half the weights in those layers.
#
# **VGG16** and VGG19 (2014) use nothing but 3 × 3 filters. Two in a row see $3 + 2 = 5$ pixels (lesson 08), as many as one 5 × 5 filter, but from $C$ channels to $C$ channels:
#
# $$2 \times 3^2 C^2 = 18\,C^2 \quad\text{instead of}\quad 5^2 C^2 = 25\,C^2$$
#
# and with one more ReLU in between.

# %%
rng = np.random.default_rng(lesson.seed)
first, second = rng.normal(size=(2, 3, 3))
image = digits.x_train[0] / 255

def correlate(image, kernel):
    return np.array(keras.ops.conv(image[None, :, :, None], kernel[:, :, None, None]))[0, :, :, 0]

both = correlate(correlate(image, first), second)
merged = convolve2d(first, second)
claim(T(f"Sans ReLU, deux filtres 3 × 3 valent un filtre {merged.shape[0]} × {merged.shape[1]}",
        f"Without ReLU, two 3 × 3 filters amount to one {merged.shape[0]} × {merged.shape[1]} filter"),
      np.allclose(both, correlate(image, merged), atol=1e-4))
bent = correlate(np.maximum(correlate(image, first), 0), second)
claim(T("Avec ReLU entre les deux, ce n'est plus vrai", "With ReLU in between, this no longer holds"),
      not np.allclose(bent, correlate(image, merged), atol=1e-2));

# %% [markdown] lang="fr"
# L'empilement n'est donc pas un 5 × 5 moins cher : sans ReLU ce serait un 5 × 5 *appauvri*, à 18 nombres au lieu de 25. C'est le ReLU de plus qui en fait autre chose. Comptons les deux réseaux. VGG16 complet occupe 550 Mo ; `count` n'a pas besoin de le construire.
# %% [markdown] lang="en"
# So the stack is not a cheaper 5 × 5: without ReLU it would be an *impoverished* 5 × 5, with 18 numbers instead of 25. The extra ReLU is what makes it something else. Let us count both networks. The whole of VGG16 takes 550 MB; `count` need not build it.

# %%
head = [("dense", 4096), ("dense", 4096), ("dense", 1000)]
alexnet_spec = [conv(11, 96, stride=4, padding="valid"), pool(3, 2), conv(5, 256), pool(3, 2),
                conv(3, 384), conv(3, 384), conv(3, 256), pool(3, 2), *head]
vgg_spec = []
for repeat, filters in ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512)):
    vgg_spec += [conv(3, filters)] * repeat + [pool(2, 2)]
vgg_spec += head
counted = {"LeNet-5": lenet_rows, "AlexNet": count(alexnet_spec, 227, 3),
           "VGG16": count(vgg_spec, 224, 3)}

def in_millions(parameters, macs):
    return (number(parameters / 1e6, 2) + T(" M de paramètres, ", " M parameters, ")
            + number(macs / 1e6, 1) + T(" M de MAC", " M MACs"))

for name, rows in counted.items():
    print(f"{name:8}", in_millions(*totals(rows)))

# %%
vgg_base = keras.applications.VGG16(weights=None, include_top=False, input_shape=(224, 224, 3))
convs = totals([row for row in counted["VGG16"] if row[0] == "conv"])
claim(T("Les convolutions de VGG16 : nos deux comptes sont ceux de Keras",
        "The convolutions of VGG16: our two counts are those of Keras"),
      convs == (vgg_base.count_params(), keras_macs(vgg_base)))
claim(T("VGG16 entier : 138 357 544 paramètres", "All of VGG16: 138,357,544 parameters"),
      totals(counted["VGG16"])[0] == 138_357_544)
# fr: deux groupes : la moitié des poids des convolutions 2, 4 et 5
# en: two groups: half the weights of convolutions 2, 4 and 5
saved = sum((rows[3] - rows[2]) // 2 for rows in np.array(counted["AlexNet"], object)[[1, 3, 4]])
claim(T("AlexNet : 62 378 344 paramètres d'un seul tenant, 60 965 224 avec ses groupes",
        "AlexNet: 62,378,344 parameters without groups, 60,965,224 with its groups"),
      totals(counted["AlexNet"])[0] == 62_378_344 == 60_965_224 + saved)
del vgg_base

# %%
figure, axes = plt.subplots(1, 2, figsize=(7.5, 2.4), sharey=True)
for axis, what, title in zip(axes, (3, 4), (T("paramètres", "parameters"), T("MAC", "MACs"))):
    for row, rows in enumerate(counted.values()):
        dense = 100 * sum(r[what] for r in rows if r[0] == "dense") / sum(r[what] for r in rows)
        bars = axis.barh([row, row], [100 - dense, dense], left=[0, 100 - dense],
                         color=[plots.BLUE, plots.ORANGE], edgecolor="white")
        bars[1].set_hatch("//")
    axis.set(title=title, xlabel=T("part (%)", "share (%)"))
axes[0].set_yticks(range(3), counted)
figure.legend(bars, ["convolutions", T("couches denses", "dense layers")], loc="outside right")
show(figure,
     T("Paramètres : denses pour AlexNet et VGG16, non pour LeNet-5 ; MAC : convolutions.",
       "Parameters: dense in AlexNet and VGG16, not in LeNet-5; MACs: convolutions."))

# %%
for name in ("AlexNet", "VGG16"):
    whole, dense = np.array(totals(counted[name])), np.array(totals(counted[name][-3:]))
    memory, time = (percent(part) for part in dense / whole)
    claim(name + T(f" : couches denses, {memory} des paramètres et {time} des MAC",
                   f": dense layers, {memory} of the parameters and {time} of the MACs"),
          dense[0] > 0.85 * whole[0] and dense[1] < 0.1 * whole[1])

# %% [markdown] lang="fr"
# Dans AlexNet et VGG16, **les poids sont dans la tête dense, les calculs dans les convolutions**. Les architectures suivantes remplacent cette tête par un pooling global (leçon 08) : ResNet-50, bien plus profond, a cinq fois moins de paramètres que VGG16.
#
# ## 3. Inception : resserrer avant de calculer
#
# Quelle taille de filtre choisir ? Le **module Inception** (GoogLeNet, 2014) n'en choisit pas : 1 × 1, 3 × 3, 5 × 5 et un pooling travaillent côte à côte, et leurs cartes sont mises bout à bout le long des canaux (`Concatenate`). Mais un 5 × 5 sur 192 canaux est cher. D'où la **convolution 1 × 1** (Lin et al., 2013) : à chaque pixel, une couche dense entre canaux,
#
# $$z_{ijf} = \beta_f + \sum_c w_{cf}\, x_{ijc}$$
#
# qui les réduit d'abord à quelques-uns : un **goulot** (*bottleneck*).
# %% [markdown] lang="en"
# In AlexNet and VGG16, **the weights are in the dense head, the computation in the convolutions**. The architectures that follow replace that head by global pooling (lesson 08): this is why ResNet-50, far deeper, has five times fewer parameters than VGG16.
#
# ## 3. Inception: narrow before computing
#
# Which filter size should one choose? The **Inception module** (GoogLeNet, 2014) does not choose: 1 × 1, 3 × 3, 5 × 5 and a pooling layer work side by side, and their maps are joined along the channels (`Concatenate`). But a 5 × 5 on 192 channels is expensive. Hence the **1 × 1 convolution** (Lin et al., 2013): at each pixel, a dense layer between channels,
#
# $$z_{ijf} = \beta_f + \sum_c w_{cf}\, x_{ijc}$$
#
# which first reduces them to a few: a **bottleneck**.

# %%
maps = rng.normal(size=(2, 6, 6, 20)).astype("float32")
mixer = layers.Conv2D(8, 1, bias_initializer="random_normal")
from_keras = np.array(mixer(maps))
w, bias = mixer.get_weights()
claim(T("Une convolution 1 × 1 est un produit matriciel à chaque pixel",
        "A 1 × 1 convolution is a matrix product at each pixel"),
      np.allclose(from_keras, maps @ w[0, 0] + bias, atol=1e-4));

# %%
def inception(x, one, three, five, after_pool):
    def cell(x, filters, kernel):
        return layers.Conv2D(filters, kernel, padding="same", activation="relu")(x)
    pooled = layers.MaxPooling2D(3, strides=1, padding="same")(x)
    return layers.Concatenate()([
        cell(x, one, 1),
        cell(cell(x, three[0], 1), three[1], 3),
        cell(cell(x, five[0], 1), five[1], 5),
        cell(pooled, after_pool, 1)])

entry = keras.Input((28, 28, 192))
# fr: le premier module de GoogLeNet, dit « 3a »
# en: the first module of GoogLeNet, called “3a”
module = keras.Model(entry, inception(entry, 64, (96, 128), (16, 32), 32))
# fr: poids par branche (1 × 1, 3 × 3, 5 × 5, pooling), sans goulot puis avec
# en: weights by branch (1 × 1, 3 × 3, 5 × 5, pooling), without bottleneck, then with
wide = 1 * 192 * 64 + 9 * 192 * 128 + 25 * 192 * 32
tight = 192 * 64 + (192 * 96 + 9 * 96 * 128) + (192 * 16 + 25 * 16 * 32) + 192 * 32

# %%
biases = 64 + 96 + 128 + 16 + 32 + 32
print(T("sortie :", "output:"), module.output.shape[1:])
claim(T("Module 3a, à la main comme dans Keras : 163 696 paramètres",
        "Module 3a, by hand as in Keras: 163,696 parameters"),
      tight + biases == module.count_params() == 163_696)
claim(T("et 28² = 784 fois ses poids en MAC", "and 28² = 784 times its weights in MACs"),
      keras_macs(module) == 784 * tight)
claim(T("Branche 5 × 5 : sans goulot, 9,7 fois plus de poids", "5 × 5 branch: without a bottleneck, 9.7 times more weights"),
      round(25 * 192 * 32 / (192 * 16 + 25 * 16 * 32), 1) == 9.7)
claim(T("Module sans aucun goulot, même après le pooling : 2,4 fois plus de poids",
        "Module without any bottleneck, even after pooling: 2.4 times more weights"),
      round(wide / tight, 1) == 2.4);

# %% [markdown] lang="fr"
# Et ce module-là rendrait en plus 416 canaux, le pooling gardant ses 192 : le suivant coûterait davantage encore. Avec les curseurs, regardez quand le goulot **cesse d'être rentable** (à l'égalité). Un goulot devant un noyau de 1 est-il jamais rentable ? Oui, tant que $C r + r F < C F$, donc $r < CF/(C+F)$ : c'est une matrice remplacée par un produit de deux plus petites.
# %% [markdown] lang="en"
# Moreover, that module would return 416 channels, since the pooling keeps its 192: the next one would cost even more. With the sliders, watch when the bottleneck **ceases to pay** (at equality). Does a bottleneck before a kernel of 1 ever pay? Yes, as long as $C r + r F < C F$, hence $r < CF/(C+F)$: one matrix is replaced by a product of two smaller ones.

# %%
def bottleneck(channels=192, filters=32, kernel=5):
    r = np.arange(1, channels + 1)
    through, direct = r * channels + kernel**2 * r * filters, kernel**2 * channels * filters
    figure, axis = plt.subplots(figsize=(6.5, 3))
    axis.plot(r, through / 1e3, label=T("1 × 1, puis le noyau", "1 × 1, then the kernel"))
    axis.axhline(direct / 1e3, ls="--", color=plots.RED, label=T("noyau seul", "kernel alone"))
    even = direct / (channels + kernel**2 * filters)
    axis.axvline(even, ls=":", color="black", label=T("égalité : r = ", "equal: r = ") + number(even, 1))
    axis.set(xlabel=T("largeur r du goulot (canaux)", "width r of the bottleneck (channels)"), ylim=(0, None),
             ylabel=T("poids (milliers)", "weights (thousands)"))
    figure.legend(loc="outside upper center", ncols=3)
    return figure

explore(bottleneck, labels={"channels": T("canaux C", "channels C"), "filters": T("filtres F", "filters F"),
                            "kernel": T("noyau k", "kernel k")},
        alt=T("Poids selon la largeur du goulot : une droite, qui croise le coût du noyau seul.",
              "Weights against bottleneck width: a line that crosses the cost of the kernel alone."),
        channels=(16, 512, 16), filters=(16, 512, 16), kernel=(1, 7, 2))

# %% [markdown] lang="fr"
# ## 4. ResNet : le réseau profond qui apprend moins bien
#
# Passons au pari. Pour mesurer vite plusieurs profondeurs et plusieurs graines, les couches sont ici **denses** : 32 neurones, sur des chiffres réduits à 14 × 14. Chaque couche est normalisée sur son lot, comme en leçon 07. He et al. (2016) ont fait l'expérience avec des convolutions, sur CIFAR-10 et ImageNet.
#
# Un bloc a deux couches. Sans raccourci (*plain*), $h' = \mathrm{ReLU}(F(h))$ ; **bloc résiduel** :
#
# $$h' = \mathrm{ReLU}\big(h + F(h)\big)$$
#
# Le **raccourci** (*skip connection*) n'a aucun poids : $F$ n'apprend plus la sortie, seulement ce qu'il faut **ajouter** à l'entrée, le résidu.
# %% [markdown] lang="en"
# ## 4. ResNet: the deep network that learns less well
#
# On to the bet. To measure several depths and several seeds quickly, the layers here are **dense**: 32 neurons, on digits reduced to 14 × 14. Each layer is normalised over its batch, as in lesson 07. He et al. (2016) ran the experiment with convolutions, on CIFAR-10 and ImageNet.
#
# A block has two layers. Plain, that is without shortcut, $h' = \mathrm{ReLU}(F(h))$; **residual block**:
#
# $$h' = \mathrm{ReLU}\big(h + F(h)\big)$$
#
# The **skip connection**, or shortcut, has no weights: $F$ no longer learns the output, only what must be **added** to the input, the residual.

# %%
N, BATCH = lesson.pick(full=(2000, 100), fast=(500, 50))
WIDTH, EPS = 32, 1e-3
x = digits.x_train[:N].reshape(N, 14, 2, 14, 2).mean(axis=(2, 4)).reshape(N, 196)
x, y = (x / 255).astype("float32"), digits.y_train[:N].astype(int)

def layer(h, W, gamma, beta):
    z = h @ W
    spread = np.sqrt(z.var(axis=0) + EPS)
    z_hat = (z - z.mean(axis=0)) / spread
    return gamma * z_hat + beta, (h, z_hat, spread)

def layer_back(delta, memory, W, gamma, beta, fixed=False):
    h, z_hat, spread = memory
    d = delta * gamma
    if not fixed:
        d = d - d.mean(axis=0) - z_hat * (d * z_hat).mean(axis=0)
    dz = d / spread
    return dz @ W.T, [h.T @ dz, (delta * z_hat).sum(axis=0), delta.sum(axis=0)]

# %% [markdown] lang="fr"
# Au retour, avec $d = \gamma\,\delta$ et une barre pour la moyenne sur le lot :
#
# $$\frac{\partial \mathcal{L}}{\partial z} = \frac{1}{\sigma}\Big(d - \overline{d} - \hat z\;\overline{d\,\hat z}\Big)$$
#
# Les deux moyennes retranchées viennent de ce que $\mu$ et $\sigma$ dépendent aussi de chaque image du lot ; admettez la formule, Keras la confirmera. (`fixed=True` les tient pour des constantes ; la partie 5 en aura besoin.)
#
# Les couches : `0 | 1 2 | 3 4 | … | sortie`. Un bloc commence à un indice impair. Le raccourci tient en une addition : `z + kept` à l'aller, `delta + detour` au retour.
# %% [markdown] lang="en"
# Backward, with $d = \gamma\,\delta$ and a bar for the mean over the batch:
#
# $$\frac{\partial \mathcal{L}}{\partial z} = \frac{1}{\sigma}\Big(d - \overline{d} - \hat z\;\overline{d\,\hat z}\Big)$$
#
# The two means are subtracted because $\mu$ and $\sigma$, too, depend on every image of the batch; take the formula for granted, Keras will confirm it. (`fixed=True` holds them constant; part 5 will need this.)
#
# The layers: `0 | 1 2 | 3 4 | … | output`. A block begins at an odd index. The shortcut is one addition: `z + kept` forward, `delta + detour` backward.

# %%
def forward(x, net, skip):
    h, memories = x, []
    for i, weights in enumerate(net[:-1]):
        # fr: couche 0 : l'entrée ; puis des blocs (1, 2), (3, 4)…
        # en: layer 0: the entry; then blocks (1, 2), (3, 4)…
        if i % 2 == 1:
            kept = h
        z, memory = layer(h, *weights)
        if skip and i > 0 and i % 2 == 0:
            z = z + kept
        h = np.maximum(z, 0)
        memories.append((memory, z > 0))
    return h @ net[-1][0], h, memories

# %%
def backward(delta, net, h, memories, skip, fixed=False):
    gradients = [[h.T @ delta]]
    delta = delta @ net[-1][0].T
    for i in reversed(range(len(net) - 1)):
        memory, on = memories[i]
        delta = delta * on
        if i % 2 == 0:
            detour = delta
        delta, own = layer_back(delta, memory, *net[i], fixed)
        if skip and i % 2 == 1:
            delta = delta + detour
        gradients.append(own)
    return delta, gradients[::-1]

# %%
def draw(depth, seed, identity=False):
    rng = np.random.default_rng(seed)
    net = []
    for i, n in enumerate([196] + [WIDTH] * (depth - 2)):
        zero = identity and i > 0 and i % 2 == 0
        gamma = np.zeros(WIDTH) if zero else np.ones(WIDTH)
        net.append([rng.normal(0, np.sqrt(2 / n), (n, WIDTH)), gamma, np.zeros(WIDTH)])
    net.append([rng.normal(0, np.sqrt(1 / WIDTH), (WIDTH, 10))])
    return [[array.astype("float32") for array in weights] for weights in net]

def loss_and_slope(logits, labels):
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(len(p)), labels] + 1e-12).mean()
    return loss, (p - np.eye(10, dtype="float32")[labels]) / len(p)

# %% [markdown] lang="fr"
# Avant de s'y fier : le même réseau dans Keras, à quatre couches, avec nos poids.
# %% [markdown] lang="en"
# Before trusting it: the same network in Keras, with four layers and our weights.

# %%
def in_keras(net, skip):
    image = h = keras.Input((196,))
    for i in range(len(net) - 1):
        if i % 2 == 1:
            kept = h
        h = layers.BatchNormalization(epsilon=EPS)(layers.Dense(WIDTH, use_bias=False)(h))
        if skip and i > 0 and i % 2 == 0:
            h = layers.Add()([h, kept])
        h = layers.ReLU()(h)
    model = keras.Model(image, layers.Dense(10, use_bias=False)(h))
    for variable, array in zip(model.trainable_variables, [a for weights in net for a in weights]):
        variable.assign(array)
    return model

# %%
same, cross_entropy = [], keras.losses.SparseCategoricalCrossentropy(from_logits=True)
for skip in (False, True):
    small = draw(4, lesson.seed)
    logits, h, memories = forward(x[:50], small, skip)
    loss, delta = loss_and_slope(logits, y[:50])
    ours = [g for layer_ in backward(delta, small, h, memories, skip)[1] for g in layer_]
    model = in_keras(small, skip)
    with tf.GradientTape() as tape:
        theirs = cross_entropy(y[:50], model(x[:50], training=True))
    slopes = tape.gradient(theirs, model.trainable_variables)
    same.append(np.isclose(loss, theirs, atol=1e-4)
                and all(np.allclose(a, b, atol=1e-3) for a, b in zip(ours, slopes)))
claim(T("Avec ou sans raccourci, notre perte et tous nos gradients sont ceux de Keras",
        "With or without shortcuts, our loss and all our gradients are those of Keras"), all(same));

# %%
EPOCHS, RATE = 10, 0.03

def step(net, speeds, gradients, rate):
    # fr: descente de gradient avec inertie 0,9 (leçon 04), sur place
    # en: gradient descent with momentum 0.9 (lesson 04), in place
    for weights, moves, slopes in zip(net, speeds, gradients):
        for w, v, g in zip(weights, moves, slopes):
            v[...] = 0.9 * v - rate * g
            w += v

# %%
def train(net, skip, seed, rate=RATE):
    rng, history = np.random.default_rng(seed), []
    speeds = [[np.zeros_like(w) for w in weights] for weights in net]
    for _ in range(EPOCHS):
        losses = []
        for batch in rng.permutation(N).reshape(-1, BATCH):
            logits, h, memories = forward(x[batch], net, skip)
            loss, delta = loss_and_slope(logits, y[batch])
            losses.append(loss)
            _, gradients = backward(delta, net, h, memories, skip)
            step(net, speeds, gradients, rate)
        history.append(np.mean(losses))
    return history

# %% [markdown] lang="fr"
# Trois sortes de réseaux, quatre profondeurs, trois graines chacun. La troisième sorte est résiduelle, mais le dernier $\gamma$ de chaque bloc part de **zéro** : au départ $F(h) = 0$, et chaque bloc est exactement l'identité (Goyal et al., 2017). Même à 50 couches, il calcule d'abord ce que calculent sa première et sa dernière couche. (En profil `fast` : une graine, 500 chiffres, 4 et 20 couches seulement ; les phrases sur 10 et 50 couches se lisent avec `full`.)
# %% [markdown] lang="en"
# Three kinds of networks, four depths, three seeds each. The third kind is residual, but the last $\gamma$ of each block starts from **zero**: at first $F(h) = 0$, and each block is exactly the identity (Goyal et al., 2017). Even with 50 layers, it begins by computing what its first and last layers compute. (In the `fast` profile: one seed, 500 digits, 4 and 20 layers only; read the sentences on 10 and 50 layers with `full`.)

# %%
KINDS = {T("sans raccourci", "plain"): (False, False, "o-", plots.RED),
         T("résiduel", "residual"): (True, False, "s--", plots.BLUE),
         T("résiduel, γ = 0", "residual, γ = 0"): (True, True, "^:", plots.GREEN)}
DEPTHS = lesson.pick(full=(4, 10, 20, 50), fast=(4, 20))
seeds = [10 * lesson.seed + i for i in range(lesson.pick(full=3, fast=1))]
curves, trained = {}, {}
for name, (skip, identity, *_) in KINDS.items():
    for depth in DEPTHS:
        nets = [draw(depth, one, identity) for one in seeds]
        curves[name, depth] = np.array([train(net, skip, one) for net, one in zip(nets, seeds)])
        trained[name, depth] = nets[0]
plain, residual, zeroed = KINDS
SHALLOW, DEEP = DEPTHS[0], DEPTHS[-1]

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(8.5, 3.6), sharey=True)
for name, (*_, style, colour) in KINDS.items():
    left.semilogy(range(1, EPOCHS + 1), curves[name, DEEP].mean(axis=0), style, ms=4, color=colour)
    final = np.array([curves[name, depth][:, -1] for depth in DEPTHS])
    right.loglog(DEPTHS, final.mean(axis=1), style, color=colour, label=name)
    right.loglog(DEPTHS, final, style[0], ms=3, alpha=0.5, color=colour)
left.semilogy(range(1, EPOCHS + 1), curves[plain, SHALLOW].mean(axis=0), "d-.", ms=4, color="black",
              label=T(f"{SHALLOW} couches, sans raccourci", f"{SHALLOW} layers, plain"))
left.set(title=T(f"{DEEP} couches", f"{DEEP} layers"), xlabel=T("époque", "epoch"),
         ylabel=T("perte d'entraînement\n(moyenne de l'époque)", "training loss\n(mean over the epoch)"))
right.set(title=T("dernière époque", "last epoch"), xlabel=T("couches à poids", "weight layers"))
right.set_xticks(DEPTHS, DEPTHS)
right.minorticks_off()
figure.legend(loc="outside upper center", ncols=4)
show(figure,
     T("Perte d'entraînement par époque, par profondeur : sans raccourci, elle monte avec celle-ci.",
       "Training loss by epoch and by depth: without shortcuts it rises with depth."))

# %%
last = {key: values[:, -1].mean() for key, values in curves.items()}
for depth in DEPTHS:
    losses = T(" ; ", "; ").join(f"{name} {number(last[name, depth], 3)}" for name in KINDS)
    print(depth, T("couches :", "layers:"), losses)
claim(T(f"Sans raccourci : perte d'entraînement à {DEEP} couches ÷ à {SHALLOW}",
        f"Plain: training loss with {DEEP} layers ÷ with {SHALLOW}"),
      last[plain, DEEP] / last[plain, SHALLOW], at_least=5, digits=1)
claim(T(f"À {DEEP} couches : perte sans raccourci ÷ résiduel",
        f"With {DEEP} layers: loss, plain ÷ residual"),
      last[plain, DEEP] / last[residual, DEEP], at_least=2.5, digits=1)
claim(T(f"Résiduel : perte à {DEEP} couches ÷ meilleure perte à moins de couches",
        f"Residual: loss with {DEEP} layers ÷ best loss with fewer"),
      last[residual, DEEP] / min(last[residual, d] for d in DEPTHS[:-1]), at_least=2);

# %% [markdown] lang="fr"
# **Plus profond, moins bien, à l'entraînement** : le pari est tranché. He et al. appellent *dégradation* cette erreur d'entraînement qui monte avec la profondeur ; chez eux, le réseau profond converge, mais moins bas. Nos 20 couches le rappellent, sans converger (200 pas). Nos 50 sont un cas extrême : sans raccourci, la perte reste près de $\ln 10 \approx 2{,}30$, celle du hasard.
#
# Le raccourci, sans un seul poids de plus, efface la plus grande part de l'écart, pas tout : à 50 couches, le réseau résiduel ordinaire apprend moins bien qu'à 10. Et s'il part de l'identité ?
# %% [markdown] lang="en"
# **Deeper, worse, in training**: the bet is settled. He et al. call *degradation* this training error that rises with depth; in their case the deep network converges, but less far down. Our 20 layers recall it, without converging (200 steps). Our 50 are an extreme case: plain, the loss stays near $\ln 10 \approx 2.30$, that of chance.
#
# The shortcut, without a single extra weight, removes most of the gap, not all of it: with 50 layers, the ordinary residual network learns less well than with 10. And if it starts from the identity?

# %%
claim(T(f"Résiduel qui part de l'identité : perte à {DEEP} couches ÷ résiduel ordinaire",
        f"Residual starting from the identity: loss with {DEEP} layers ÷ ordinary residual"),
      last[zeroed, DEEP] / last[residual, DEEP], at_most=0.6)
claim(T(f"Résiduel qui part de l'identité : perte à {DEEP} couches ÷ à {SHALLOW}",
        f"Residual starting from the identity: loss with {DEEP} layers ÷ with {SHALLOW}"),
      last[zeroed, DEEP] / last[zeroed, SHALLOW], at_most=0.85)
claim(T(f"Résiduel qui part de l'identité : perte à {DEEP} couches ÷ à {SHALLOW} sans raccourci",
        f"Residual starting from the identity: loss with {DEEP} layers ÷ with {SHALLOW} plain"),
      last[zeroed, DEEP] / last[plain, SHALLOW], at_most=1);

# %% [markdown] lang="fr"
# Parties de l'identité, 50 couches apprennent mieux que 4 du même genre (que γ = 0 ralentit), et un peu mieux que 4 couches ordinaires.
#
# ## 5. Pourquoi ? Quatre fausses explications
#
# **Surapprentissage ?** Non : c'est la perte d'*entraînement* qui est haute.
#
# **Un réseau sans raccourci incapable de mieux ?** Non plus. Prenons le petit réseau entraîné et glissons avant sa sortie des couches qui recopient. Après un ReLU, $h \ge 0$, donc il suffit de
#
# $$W = I, \qquad \gamma = \sqrt{\sigma^2 + \varepsilon}, \qquad \beta = \mu \quad\Rightarrow\quad \mathrm{ReLU}(\gamma\,\hat z + \beta) = h$$
#
# où $\mu$ et $\sigma^2$ sont la moyenne et la variance de $h$ sur toutes les images, prises en un seul lot.
# %% [markdown] lang="en"
# Starting from the identity, 50 layers learn better than 4 of the same kind (which γ = 0 slows down), and slightly better than 4 ordinary ones.
#
# ## 5. Why? Four wrong explanations
#
# **Overfitting?** No: it is the *training* loss that is high.
#
# **A plain network incapable of better?** No again. Take the small trained network and slip in, before its output, layers that copy. After a ReLU, $h \ge 0$, so all it takes is
#
# $$W = I, \qquad \gamma = \sqrt{\sigma^2 + \varepsilon}, \qquad \beta = \mu \quad\Rightarrow\quad \mathrm{ReLU}(\gamma\,\hat z + \beta) = h$$
#
# where $\mu$ and $\sigma^2$ are the mean and the variance of $h$ over all images, taken as a single batch.

# %%
def training_loss(net):
    return loss_and_slope(forward(x, net, False)[0], y)[0]

def deepen(net, extra):
    h = forward(x, net, False)[1]
    # fr: chaque copie rend h tel quel : la même couche peut donc resservir
    # en: each copy returns h as it is: the same layer can thus be used again
    copy = [np.eye(WIDTH, dtype="float32"), np.sqrt(h.var(axis=0) + EPS), h.mean(axis=0)]
    return net[:-1] + [copy] * extra + net[-1:]

# fr: ici la perte après l'entraînement, première graine, toutes les images en un seul lot
# en: here the loss after training, first seed, all images in a single batch
shallow = trained[plain, SHALLOW]
by_hand = deepen(shallow, DEEP - SHALLOW)
for name, net in ((T("entraîné", "trained"), shallow), (T("allongé à la main", "lengthened by hand"), by_hand),
                  (T("entraîné", "trained"), trained[plain, DEEP])):
    print(len(net), T("couches,", "layers,"), name, T("→ perte finale", "→ final loss"), number(training_loss(net), 3))
gap = abs(training_loss(by_hand) - training_loss(shallow))
claim(T(f"Un réseau sans raccourci de {DEEP} couches peut avoir la perte de celui de {SHALLOW}",
        f"A plain network of {DEEP} layers can have the loss of the one with {SHALLOW}"),
      len(by_hand) == DEEP and gap < 1e-3);

# %% [markdown] lang="fr"
# Une bonne solution existe donc ; c'est la descente de gradient qui, en 200 pas, ne la trouve pas. **Mauvais taux d'apprentissage ?** Essayons-en d'autres, plus grands et plus petits. **Gradient qui disparaît**, comme en leçon 05 ? Mesurons, au départ, la norme du gradient qui arrive aux poids de la première couche.
# %% [markdown] lang="en"
# So a good solution exists; gradient descent fails to find it within 200 steps. **A bad learning rate?** Let us try others, larger and smaller. **A vanishing gradient**, as in lesson 05? Let us measure, at the start, the norm of the gradient that arrives at the weights of the first layer.

# %%
others = {rate: train(draw(DEEP, seeds[0]), False, seeds[0], rate)[-1]
          for rate in lesson.pick(full=(0.3, 0.1, 0.01, 1e-3, 1e-4), fast=(0.1,))}
for rate, loss in others.items():
    print(T("taux", "rate"), number(rate, round(-np.log10(rate))), T("→ perte", "→ loss"), number(loss, 2))
claim(T(f"{DEEP} couches, sans raccourci : meilleure perte ÷ à {SHALLOW} couches, même graine",
        f"{DEEP} layers, plain: best loss ÷ with {SHALLOW} layers, same seed"),
      min(others.values()) / curves[plain, SHALLOW][0, -1], at_least=5, digits=1)

def slopes_at_start(depth, skip, identity, seed):
    net = draw(depth, seed, identity)
    logits, h, memories = forward(x[:100], net, skip)
    return backward(loss_and_slope(logits, y[:100])[1], net, h, memories, skip)[1]

# %% [markdown] lang="fr"
# Aucun de ces taux ne suffit. Quant à la norme, elle ne dit pas tout : un gradient sert s'il **reste valable un peu plus loin**. Promenons-nous d'une image à l'autre, à petits pas, le long d'un circuit de huit chiffres : 400 points $x_t$. En chacun, le gradient $g_t$ du premier logit par rapport à l'image, moyennes et variances du lot tenues fixes. Deux points voisins sont presque la même image ; leurs gradients s'accordent-ils ?
#
# $$\text{accord} = \text{moyenne de}\ \frac{g_t \cdot g_{t+1}}{\lVert g_t\rVert\,\lVert g_{t+1}\rVert}$$
#
# 1 : même direction ; 0 : aucun rapport.
# %% [markdown] lang="en"
# None of these rates is enough. As for the norm, it does not say everything: a gradient is useful if it **still holds a little further on**. Let us walk from one image to another, in small steps, around a circuit of eight digits: 400 points $x_t$. At each, the gradient $g_t$ of the first logit with respect to the image, the means and variances of the batch being held fixed. Two neighbouring points are nearly the same image; do their gradients agree?
#
# $$\text{agreement} = \text{mean of}\ \frac{g_t \cdot g_{t+1}}{\lVert g_t\rVert\,\lVert g_{t+1}\rVert}$$
#
# 1: same direction; 0: unrelated.

# %%
def walk(depth, skip, identity, seed):
    stops = x[np.random.default_rng(seed).choice(N, 8, replace=False)]
    t = np.linspace(0, 8, 400, endpoint=False)
    here, part = t.astype(int), (t % 1)[:, None].astype("float32")
    path = (1 - part) * stops[here] + part * stops[(here + 1) % 8]
    net = draw(depth, seed, identity)
    logits, h, memories = forward(path, net, skip)
    delta = np.zeros_like(logits)
    delta[:, 0] = 1
    return backward(delta, net, h, memories, skip, fixed=True)[0]

def agreement(g):
    g = g / np.linalg.norm(g, axis=1, keepdims=True)
    # fr: np.roll décale d'un point : chaque ligne rencontre sa voisine, la dernière la première
    # en: np.roll shifts by one point: each row meets its neighbour, the last one the first
    return np.mean(np.sum(g * np.roll(g, -1, axis=0), axis=1))

# %%
sizes, agreements = {}, {}
for name, (skip, identity, *_) in KINDS.items():
    for depth in DEPTHS:
        draws = [(depth, skip, identity, one) for one in seeds]
        norms = [np.linalg.norm(slopes_at_start(*one)[0][0]) for one in draws]
        # fr: moyenne géométrique : les normes changent de plusieurs ordres de grandeur
        # en: geometric mean: the norms range over several orders of magnitude
        sizes[name, depth] = np.exp(np.mean(np.log(norms)))
        agreements[name, depth] = np.mean([agreement(walk(*one)) for one in draws])

# %%
figure, axes = plt.subplots(1, 2, figsize=(8.5, 3.4))
for name, (*_, style, colour) in KINDS.items():
    axes[0].loglog(DEPTHS, [sizes[name, d] for d in DEPTHS], style, color=colour, label=name)
    axes[1].semilogx(DEPTHS, [agreements[name, d] for d in DEPTHS], style, color=colour)
axes[0].set(title=T("norme, première couche", "norm, first layer"), ylabel=T("norme du gradient", "norm of the gradient"))
axes[1].set(title=T("accord entre points voisins", "agreement between neighbouring points"),
            ylabel=T("cosinus moyen", "mean cosine"), ylim=(-0.05, 1))
for axis in axes:
    axis.set_xlabel(T("couches à poids", "weight layers"))
    axis.set_xticks(DEPTHS, DEPTHS)
    axis.minorticks_off()
figure.legend(loc="outside upper center", ncols=3)
show(figure,
     T("Avec la profondeur, sans raccourci, la norme du gradient grandit et l'accord tombe.",
       "With depth, without shortcuts, the norm of the gradient grows and the agreement falls."))

# %%
claim(T(f"Sans raccourci : norme du gradient à {DEEP} couches ÷ à {SHALLOW}",
        f"Plain: norm of the gradient with {DEEP} layers ÷ with {SHALLOW}"),
      sizes[plain, DEEP] / sizes[plain, SHALLOW], at_least=lesson.pick(full=500, fast=5), digits=0)
claim(T(f"Sans raccourci, {SHALLOW} couches : accord", f"Plain, {SHALLOW} layers: agreement"),
      agreements[plain, SHALLOW], at_least=0.7)
for depth in dict.fromkeys((20, DEEP)):
    claim(T(f"Sans raccourci, {depth} couches : accord", f"Plain, {depth} layers: agreement"),
          agreements[plain, depth], at_most=0.2)
claim(T("Résiduel, 20 couches : accord", "Residual, 20 layers: agreement"),
      agreements[residual, 20], at_least=0.45)
claim(T(f"Résiduel qui part de l'identité, {DEEP} couches : accord",
        f"Residual starting from the identity, {DEEP} layers: agreement"),
      agreements[zeroed, DEEP], at_least=0.7);

# %%
theory = (np.pi / (np.pi - 1)) ** ((DEEP - SHALLOW) / 2)
print(T("croissance prévue :", "growth predicted:"), number(theory, 0))
deep_ones = [d for d in DEPTHS if d >= 20]
alike = [sorted(KINDS, key=lambda k: last[k, d])
         == sorted(KINDS, key=lambda k: sizes[k, d])
         == sorted(KINDS, key=lambda k: -agreements[k, d]) for d in deep_ones]
claim(T("Part des profondeurs ≥ 20 où perte, norme et accord rangent les réseaux de même",
        "Share of the depths ≥ 20 where loss, norm and agreement rank the networks alike"),
      np.mean(alike), at_least=1);

# %% [markdown] lang="fr"
# Quatrième explication écartée. He et al. avaient déjà mesuré des normes « saines » ; dans notre réseau, le gradient **explose** même. Yang et al. (2019) prévoient, pour un réseau large, un facteur $\sqrt{\pi/(\pi-1)} \approx 1{,}21$ par couche normalisée suivie de ReLU ; notre mesure en donne l'ordre de grandeur.
#
# Et ce gradient ne vaut qu'au point où il est calculé. Balduzzi et al. (2017) parlent de gradients **brisés** (*shattered gradients*) : au départ, leur corrélation d'une entrée à l'autre décroît exponentiellement avec la profondeur, bien plus lentement avec des raccourcis. Notre cosinus est une mesure plus simple.
# %% [markdown] lang="en"
# Fourth explanation ruled out. He et al. had already measured “healthy” norms; in our network the gradient even **explodes**. Yang et al. (2019) predict, for a wide network, a factor $\sqrt{\pi/(\pi-1)} \approx 1.21$ per normalised layer followed by ReLU; our measurement agrees in order of magnitude.
#
# And this gradient holds only at the point where it is computed. Balduzzi et al. (2017) speak of **shattered** gradients: at the start, their correlation from one input to another decays exponentially with depth, far more slowly with shortcuts. Our cosine is a simpler measure.

# %% [markdown] lang="fr"
# L'addition laisse passer un terme du gradient sans le changer (le ReLU de sortie peut encore le couper) :
#
# $$\frac{\partial (h + F(h))}{\partial h} = I + F'(h)$$
#
# À 20 et à 50 couches, la norme et l'accord rangent les trois réseaux dans le même ordre que la perte ; à 4 et à 10, non. (Avec γ = 0, les lignes sont presque plates par construction : au départ, ce réseau n'a que deux couches qui agissent.) C'est un indice, non une preuve : nous n'avons regardé que le départ. Parcourez le circuit :
# %% [markdown] lang="en"
# The addition lets one term of the gradient through unchanged (the output ReLU may still cut it):
#
# $$\frac{\partial (h + F(h))}{\partial h} = I + F'(h)$$
#
# With 20 and 50 layers, norm and agreement rank the three networks in the same order as the loss; with 4 and 10 they do not. (With γ = 0 the lines are nearly flat by construction: at the start only two layers of this network act.) This is a clue, not a proof: we have looked only at the start. Go round the circuit:

# %%
def circuit(kind=plain, depth=20):
    g = walk(depth, *KINDS[kind][:2], lesson.seed)
    figure, axis = plt.subplots(figsize=(7, 2.8))
    axis.plot(np.linspace(0, 8, 400, endpoint=False), g[:, 7 * 14 + 7] / np.std(g[:, 7 * 14 + 7]),
              color=KINDS[kind][-1], lw=1)
    axis.set(xlabel=T("position sur le circuit (images)", "position on the circuit (images)"),
             ylabel=T("gradient d'un pixel\n(en écarts types)", "gradient of one pixel\n(in std. deviations)"),
             title=T("accord : ", "agreement: ") + number(agreement(g)), xticks=range(9))
    return figure

explore(circuit, labels={"kind": T("réseau", "network"), "depth": T("couches à poids", "weight layers")},
        alt=T("Gradient d'un pixel le long du circuit : à 20 couches sans raccourci, un bruit.",
              "Gradient of one pixel along the circuit: with 20 plain layers, noise."),
        kind=list(KINDS), depth=(4, 50, 2))

# %% [markdown] lang="fr"
# Le vrai bloc de ResNet est convolutif ; voici celui de ResNet-18 et 34. (ResNet-50 y met trois couches, 1 × 1, 3 × 3, 1 × 1 : le goulot de la partie 3.) Quand la taille ou le nombre de canaux change, $h$ et $F(h)$ ne s'additionnent plus : le raccourci passe alors par une convolution 1 × 1 de même pas.
# %% [markdown] lang="en"
# ResNet's real block is convolutional; here is that of ResNet-18 and 34. (ResNet-50 has three layers in it, 1 × 1, 3 × 3, 1 × 1: the bottleneck of part 3.) When the size or the number of channels changes, $h$ and $F(h)$ can no longer be added: the shortcut then goes through a 1 × 1 convolution with the same stride.

# %%
def normed_conv(h, filters, kernel, stride, start="ones"):
    h = layers.Conv2D(filters, kernel, strides=stride, padding="same", use_bias=False)(h)
    return layers.BatchNormalization(gamma_initializer=start)(h)

def residual_block(h, filters, stride=1):
    shortcut = h
    if stride > 1 or h.shape[-1] != filters:
        shortcut = normed_conv(h, filters, 1, stride)
    inner = layers.ReLU()(normed_conv(h, filters, 3, stride))
    added = normed_conv(inner, filters, 3, 1, start="zeros")
    return layers.ReLU()(layers.Add()([shortcut, added]))

# %%
entry = keras.Input((14, 14, 8))
flat = keras.Model(entry, residual_block(entry, 8))
cards = np.abs(rng.normal(size=(2, 14, 14, 8))).astype("float32")
claim(T("Avec γ = 0, le bloc rend une entrée positive telle quelle",
        "With γ = 0 the block returns a positive input untouched"),
      np.array_equal(flat(cards), cards))
bigger = keras.Input((28, 28, 64))
halving = keras.Model(bigger, residual_block(bigger, 128, stride=2))
# fr: 3 normalisations : γ, β et deux moyennes mobiles (que le gradient n'apprend pas) par canal
# en: 3 normalisations: γ, β and two moving averages (not learnt by gradient) per channel
by_hand = 9 * 64 * 128 + 9 * 128 * 128 + 64 * 128 + 3 * 4 * 128
claim(T(f"28 × 28 × 64 vers 14 × 14 × 128 : {number(by_hand, 0)} paramètres, comme dans Keras",
        f"28 × 28 × 64 to 14 × 14 × 128: {number(by_hand, 0)} parameters, as in Keras"),
      halving.output.shape[1:] == (14, 14, 128) and by_hand == halving.count_params());

# %% [markdown] lang="fr"
# ## 6. Les capsules, et la carte d'ensemble
#
# Un pooling dit qu'un motif est là, mais plus exactement où. Une **capsule** (Sabour, Frosst et Hinton, 2017) est un groupe de neurones dont la sortie est un vecteur : sa direction code la **pose** (position, taille, inclinaison…), sa longueur, tenue sous 1 par `squash`, la probabilité de présence :
#
# $$v = \frac{\lVert s\rVert^2}{1 + \lVert s\rVert^2}\,\frac{s}{\lVert s\rVert}$$
# %% [markdown] lang="en"
# ## 6. Capsules, and the overall map
#
# Pooling says that a pattern is there, but no longer exactly where. A **capsule** (Sabour, Frosst and Hinton, 2017) is a group of neurons whose output is a vector: its direction codes the **pose** (position, size, slant…), its length, kept below 1 by `squash`, the probability of presence:
#
# $$v = \frac{\lVert s\rVert^2}{1 + \lVert s\rVert^2}\,\frac{s}{\lVert s\rVert}$$

# %% [markdown] lang="fr"
# Une capsule $i$ voit un morceau (un œil) ; ses **parents** $j$ sont les objets possibles (visage, voiture). Elle prédit la pose de chacun par un **vote** $u_{ij} = W_{ij}\,u_i$, où $u_i$ est sa sortie et $W_{ij}$ une matrice apprise. Le **routage par accord** renforce les votes qui s'accordent avec le résultat, quelques tours durant, en partant de $b = 0$ :
#
# $$c_{ij} = \mathrm{softmax}_j(b_{ij}), \quad v_j = \mathrm{squash}\Big(\sum_i c_{ij}\,u_{ij}\Big), \quad b_{ij} \leftarrow b_{ij} + u_{ij}\cdot v_j$$
#
# Ici rien n'est appris : nous donnons les votes, et regardons le routage seul.
# %% [markdown] lang="en"
# A capsule $i$ sees a part (an eye); its **parents** $j$ are the possible objects (face, car). It predicts the pose of each by a **vote** $u_{ij} = W_{ij}\,u_i$, where $u_i$ is its output and $W_{ij}$ a learnt matrix. **Routing by agreement** strengthens the votes that agree with the outcome, over a few rounds, starting from $b = 0$:
#
# $$c_{ij} = \mathrm{softmax}_j(b_{ij}), \quad v_j = \mathrm{squash}\Big(\sum_i c_{ij}\,u_{ij}\Big), \quad b_{ij} \leftarrow b_{ij} + u_{ij}\cdot v_j$$
#
# Nothing is learnt here: we supply the votes and watch the routing alone.

# %%
def squash(s):
    square = np.sum(s**2, axis=-1, keepdims=True)
    return square / (1 + square) * s / np.sqrt(square + 1e-9)

def route(votes, rounds):
    b = np.zeros(votes.shape[:2])
    for _ in range(rounds):
        c = np.exp(b) / np.exp(b).sum(axis=1, keepdims=True)
        v = squash(np.einsum("ij,ijd->jd", c, votes))
        b = b + np.einsum("ijd,jd->ij", votes, v)
    return v, c

def six_votes(spread):
    # fr: quatre capsules s'accordent sur A à l'écart près, deux non ; sur B, personne
    # en: four capsules agree on A up to the spread, two do not; on B, nobody does
    for_a = [60 - 1.5 * spread, 60 - 0.5 * spread, 60 + 0.5 * spread, 60 + 1.5 * spread, 200, 290]
    angles = np.radians(np.stack([for_a, [10, 150, 230, 80, 180, 320]], axis=1))
    return 2 * np.stack([np.cos(angles), np.sin(angles)], axis=-1)

# %%
(v1, c1), (v3, c3) = route(six_votes(10), 1), route(six_votes(10), 3)
claim(T("Premier tour : tous les partages valent 1/2", "First round: all shares are 1/2"), np.allclose(c1, 0.5))
claim(T("Au troisième, A reçoit plus de 90 % des quatre votes d'accord",
        "In the third, A receives more than 90% of the four votes that agree"),
      np.all(c3[:4, 0] > 0.9))
claim(T("Et B, où aucun groupe ne s'accorde, est plus de deux fois plus long qu'au premier",
        "And B, on which no group agrees, is more than twice as long as in the first"),
      np.linalg.norm(v3[1]) > 2 * np.linalg.norm(v1[1]))
for rounds, v in ((1, v1), (3, v3)):
    print(T("tours :", "rounds:"), rounds, T("→ longueurs de A et B :", "→ lengths of A and B:"),
          *(number(length) for length in np.linalg.norm(v, axis=1)))

# %%
def routing(rounds=3, spread=20):
    votes = six_votes(spread)
    v, c = route(votes, rounds)
    figure, axes = plt.subplots(1, 2, figsize=(7, 3.4))
    for j, axis in enumerate(axes):
        for i, vote in enumerate(votes[:, j]):
            axis.plot([0, vote[0]], [0, vote[1]], color=plots.GREY, lw=0.5 + 4 * c[i, j])
            # fr: deux distances, pour que les parts voisines ne se touchent pas
            # en: two distances, so that neighbouring shares do not touch
            place = (1.18 + 0.14 * (i % 2)) * vote
            axis.text(*place, percent(c[i, j], 0), ha="center", va="center", fontsize=9)
        arrow = {"color": plots.BLUE, "width": 3, "headwidth": 10}
        axis.annotate("", 2 * v[j], (0, 0), arrowprops=arrow)
        axis.axis("off")
        axis.set(xlim=(-2.9, 2.9), ylim=(-2.9, 2.9), aspect="equal",
                 title=f"parent {'AB'[j]}" + T(" : ‖v‖ = ", ": ‖v‖ = ") + number(np.linalg.norm(v[j])))
    return figure

# %%
names = {"rounds": T("tours de routage", "rounds of routing"),
         "spread": T("écart des votes (°)", "spread of votes (°)")}
explore(routing, labels=names,
        alt=T("Votes (traits gris, épais selon leur part) ; sorties doublées (flèches).",
              "Votes (grey lines, thicker for a larger share); outputs doubled (arrows)."),
        rounds=(1, 6, 1), spread=(5, 60, 5))

# %% [markdown] lang="fr"
# Regardez B : les six votes y sont dispersés, et le routage l'allonge pourtant. Le softmax porte sur les parents : ce qu'une capsule refuse à A, elle doit le donner à B. Les deux votes écartés par A, presque seuls maîtres de B, y font croire à un objet.
# %% [markdown] lang="en"
# Look at B: its six votes are scattered, and yet routing lengthens it. The softmax runs over the parents: what a capsule refuses A, it must give to B. The two votes that A turns away, almost alone in charge of B, suggest an object there.

# %% [markdown] lang="fr"
# **Où en sont-elles ?** L'article obtient 0,25 % d'erreur sur MNIST, avec trois tours et un décodeur qui reconstruit l'image (0,35 % sans lui), contre 0,39 % pour un CNN de 35,4 millions de paramètres. Mais Paik et al. (2019) ont trouvé que cinq algorithmes de routage faisaient souvent moins bien qu'un partage égal ou tiré au sort. Les capsules n'ont pas remplacé les CNN. Plaçons-les sur la carte, décodeur et routage non comptés, avec ce CNN, les réseaux comptés plus haut, ResNet-50 et Inception v3, successeur de GoogLeNet (Szegedy et al., 2016).
# %% [markdown] lang="en"
# **Where do they stand?** The paper reaches an error of 0.25% on MNIST, with three rounds and a decoder that reconstructs the image (0.35% without it), against 0.39% for a CNN with 35.4 million parameters. But Paik et al. (2019) found that five routing algorithms often did worse than an equal or random share. Capsules have not replaced CNNs. Let us put them on the map, decoder and routing not counted, with that CNN, the networks counted above, ResNet-50 and Inception v3, GoogLeNet's successor (Szegedy et al., 2016).

# %%
capsule_spec = [conv(9, 256, padding="valid"), conv(9, 256, stride=2, padding="valid")]
# fr: 6 × 6 × 32 capsules de 8 nombres votent, par une matrice 8 × 16, pour chacun des dix chiffres
# en: 6 × 6 × 32 capsules of 8 numbers vote, through an 8 × 16 matrix, for each of the ten digits
votes = 6 * 6 * 32 * 10 * 8 * 16
points = {name: totals(rows) for name, rows in counted.items()}
points["CapsNet"] = tuple(total + votes for total in totals(count(capsule_spec, 28, 1)))
compared = T("CNN comparé", "compared CNN")
compared_spec = [conv(5, 256), conv(5, 256), conv(5, 128),
                 ("dense", 328), ("dense", 192), ("dense", 10)]
points[compared] = totals(count(compared_spec, 28, 1))

# %%
# fr: ResNet-50 et Inception v3 ont trop de couches pour nos listes : valeurs tirées de Keras
# en: ResNet-50 and Inception v3 have too many layers for our lists: values taken from Keras
points["ResNet-50"] = 25_636_712, 3_857_973_248
points["Inception v3"] = 23_851_784, 5_713_216_096
builders = {"ResNet-50": keras.applications.ResNet50,
            "Inception v3": keras.applications.InceptionV3}
for name in lesson.pick(full=tuple(builders), fast=()):
    big = builders[name](weights=None)
    claim(name + T(" : ces deux comptes sont ceux de Keras", ": both counts are those of Keras"),
          points[name] == (big.count_params(), keras_macs(big)))
    del big
for name, values in points.items():
    print(f"{name:13}", in_millions(*values))

# %%
figure, axis = plt.subplots(figsize=(6.5, 3.8))
for name, (parameters, macs) in points.items():
    style = {"marker": "o", "color": plots.BLUE}
    if name in ("LeNet-5", "CapsNet", compared):
        style = {"marker": "s", "color": plots.ORANGE}
    axis.loglog(parameters, macs, ms=8, **style)
    # fr: quatre points sont serrés : leurs noms de part et d'autre
    # en: four points are close together: their names on either side
    where, side = {"Inception v3": ((-8, 4), "right"), "ResNet-50": ((-9, -12), "right"),
                   compared: ((8, 1), "left"), "AlexNet": ((8, -8), "left")}.get(
        name, ((0, 9), "center"))
    axis.annotate(name, (parameters, macs), where, textcoords="offset points", ha=side)
axis.set(xlabel=T("paramètres (échelle log)", "parameters (log scale)"), xlim=(2e4, 6e8), ylim=(1e5, 1e11),
         ylabel=T("MAC par image (échelle log)", "MACs per image (log scale)"))
show(figure,
     T("Paramètres et MAC, axes log : LeNet-5 en bas à gauche, VGG16 en haut à droite de tous.",
       "Parameters and MACs, log axes: LeNet-5 at the bottom left, VGG16 at the top right of all."))

# %%
fewer, less = np.array(points["VGG16"]) / points["ResNet-50"]
claim(T("ResNet-50 et Inception v3 : moins de paramètres qu'AlexNet, mais plus de MAC",
        "ResNet-50 and Inception v3: fewer parameters than AlexNet, but more MACs"),
      all(points[n][0] < points["AlexNet"][0] and points[n][1] > points["AlexNet"][1]
          for n in ("ResNet-50", "Inception v3")))
claim(T("ResNet-50 : plus de cinq fois moins de paramètres que VGG16, quatre fois moins de MAC",
        "ResNet-50: more than five times fewer parameters than VGG16, four times fewer MACs"),
      fewer > 5 and round(less) == 4)
claim(T("CNN comparé : 35 445 522 paramètres, et neuf fois les MAC de CapsNet ou davantage",
        "Compared CNN: 35,445,522 parameters, and nine times the MACs of CapsNet or more"),
      points[compared][0] == 35_445_522 and points[compared][1] > 9 * points["CapsNet"][1]);

# %% [markdown] lang="fr"
# Carrés : images de chiffres. Ronds : ImageNet, à 227 pixels (AlexNet, ici sans groupes), 224 (VGG16, ResNet-50) ou 299 (Inception v3) ; à 224, Inception v3 calculerait moins. Peu de paramètres ne veut pas dire peu de calcul : **une architecture est un point sur cette carte, avec une exactitude par-dessus**, et choisir, c'est savoir ce qui vous limite : la place, le temps ou l'exactitude.
#
# (L'article de ResNet annonce 3,8 milliards de « FLOPs » pour ResNet-50 : ce sont des MAC, 3,86 milliards selon notre compte ; en vrais FLOP, ce serait 7,7.)
# %% [markdown] lang="en"
# Squares: images of digits. Circles: ImageNet, at 227 pixels (AlexNet, here without groups), 224 (VGG16, ResNet-50) or 299 (Inception v3); at 224, Inception v3 would compute less. Few parameters does not mean little computation: **an architecture is a point on this map, with an accuracy on top**, and choosing means knowing what limits you: space, time or accuracy.
#
# (The ResNet paper announces 3.8 billion “FLOPs” for ResNet-50: these are MACs, 3.86 billion by our count; in true FLOPs it would be 7.7.)

# %% [markdown] lang="fr"
# ## Exercices
#
# Chaque exercice se vérifie aussitôt : complétez la fonction, exécutez, puis exécutez la cellule `check`.
#
# ### ★ Le prix d'une convolution
#
# Combien de multiplications-additions fait `Conv2D(filters, kernel, strides=stride, padding="same")` sur une image carrée de côté `side` à `channels` canaux ?
# %% [markdown] lang="en"
# ## Exercises
#
# Each exercise can be checked at once: complete the function, run it, then run the `check` cell.
#
# ### ★ The price of a convolution
#
# How many multiply-adds does `Conv2D(filters, kernel, strides=stride, padding="same")` perform on a square image of side `side` with `channels` channels?

# %% tags=["exercise"]
def multiply_adds(side, channels, filters, kernel, stride):
    T("""Nombre de multiplications-additions (entier) d'une convolution "same" sur une image.

    multiply_adds(28, 1, 6, 5, 1) vaut 117 600, la première couche de LeNet-5.
    """, """Number of multiply-adds (an integer) of a "same" convolution on one image.

    multiply_adds(28, 1, 6, 5, 1) is 117,600, the first layer of LeNet-5.
    """)
    ### BEGIN SOLUTION
    out = -(-side // stride)
    return out * out * kernel * kernel * channels * filters
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ La convolution qui ne fait rien
#
# La partie 5 recopiait $h$ par une couche dense, $W = I$. Trouvez son équivalent convolutif : le noyau de forme `(size, size, channels, channels)` (deux axes d'espace, canaux d'entrée, canaux de sortie) dont la convolution `same` de pas 1 rend **exactement** son entrée. `size` est impair.
# %% [markdown] lang="en"
# ### ★★ The convolution that does nothing
#
# Part 5 copied $h$ through a dense layer, $W = I$. Find its convolutional equivalent: the kernel of shape `(size, size, channels, channels)` (two axes of space, input channels, output channels) whose `same` convolution with stride 1 returns **exactly** its input. `size` is odd.

# %% tags=["exercise"]
def identity_kernel(size, channels):
    T("""Noyau `(size, size, channels, channels)` d'une convolution "same" qui recopie son entrée.""",
      """Kernel `(size, size, channels, channels)` of a "same" convolution that copies its input.""")
    ### BEGIN SOLUTION
    kernel = np.zeros((size, size, channels, channels))
    kernel[size // 2, size // 2] = np.eye(channels)
    return kernel
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ Jusqu'où desserrer le goulot ?
#
# On remplace une convolution de noyau `kernel`, de `channels` canaux vers `filters`, par une 1 × 1 vers `r` canaux suivie du noyau, de `r` vers `filters`. Quel est le plus grand `r` pour lequel la paire a **au plus** `1/factor` des poids du noyau seul ? Sans compter les biais.
# %% [markdown] lang="en"
# ### ★★ How far can the bottleneck be widened?
#
# A convolution with kernel `kernel`, from `channels` channels to `filters`, is replaced by a 1 × 1 to `r` channels followed by the kernel, from `r` to `filters`. What is the greatest `r` for which the pair has **at most** `1/factor` of the weights of the kernel alone? Biases not counted.

# %% tags=["exercise"]
def widest_bottleneck(channels, filters, kernel, factor):
    T("""Plus grand entier r tel que la paire ait au plus 1/`factor` des poids du noyau seul.

    `channels`, `filters`, `kernel`, `factor` : entiers positifs. Renvoie un entier.
    """, """Greatest integer r such that the pair has at most 1/`factor` of the kernel's weights.

    `channels`, `filters`, `kernel`, `factor`: positive integers. Returns an integer.
    """)
    ### BEGIN SOLUTION
    direct = kernel**2 * channels * filters
    per_channel = channels + kernel**2 * filters
    return direct // (factor * per_channel)
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★★ Le gradient prend deux chemins
#
# Un bloc résiduel sans normalisation calcule
#
# $$h' = \mathrm{ReLU}\big(h + \mathrm{ReLU}(h\,W_1)\,W_2\big)$$
#
# Étant donné $\delta = \partial\mathcal{L}/\partial h'$, rendez $\partial\mathcal{L}/\partial h$. Les lignes sont les images du lot.
# %% [markdown] lang="en"
# ### ★★★ The gradient takes two paths
#
# A residual block without normalisation computes
#
# $$h' = \mathrm{ReLU}\big(h + \mathrm{ReLU}(h\,W_1)\,W_2\big)$$
#
# Given $\delta = \partial\mathcal{L}/\partial h'$, return $\partial\mathcal{L}/\partial h$. The rows are the images of the batch.

# %% tags=["exercise"]
def residual_gradient(h, W1, W2, delta):
    T("""Gradient de la perte par rapport à h, de forme (n, c).

    h : (n, c) ; W1 : (c, m) ; W2 : (m, c) ; delta : (n, c), gradient par rapport à la sortie.
    """, """Gradient of the loss with respect to h, of shape (n, c).

    h: (n, c); W1: (c, m); W2: (m, c); delta: (n, c), gradient with respect to the output.
    """)
    ### BEGIN SOLUTION
    inner = h @ W1
    z = h + np.maximum(inner, 0) @ W2
    delta = delta * (z > 0)
    # fr: tout droit par le raccourci, et par les deux couches
    # en: straight through the shortcut, and through the two layers
    return delta + ((delta @ W2.T) * (inner > 0)) @ W1.T
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
# - **Comparer des « FLOPs » à des FLOP** : l'un des deux articles compte peut-être des MAC, deux fois moins.
# - **Prendre le nombre de paramètres pour le temps de calcul** : ils peuvent varier en sens contraire.
# - **Additionner des formes différentes** : Keras refuse `Add` entre 28 × 28 × 64 et 14 × 14 × 128 ; le raccourci doit changer de forme aussi.
# - **Mettre le ReLU avant l'addition** : $h + \mathrm{ReLU}(F(h))$ ne peut qu'augmenter $h$, bloc après bloc.
# - **Expliquer ResNet par le seul gradient qui disparaît** : avec la normalisation par lots, il ne disparaissait pas au départ.
# - **Appeler dégradation un écart de *test*** : le mot désigne une erreur (ou une perte) d'entraînement plus haute.
# %% [markdown] lang="en"
# ## Common errors
#
# - **Comparing “FLOPs” with FLOPs**: one of the two papers may be counting MACs, half as many.
# - **Taking the number of parameters for computing time**: they can move in opposite directions.
# - **Adding different shapes**: Keras refuses `Add` between 28 × 28 × 64 and 14 × 14 × 128; the shortcut must change shape, too.
# - **Putting the ReLU before the addition**: $h + \mathrm{ReLU}(F(h))$ can only increase $h$, block after block.
# - **Explaining ResNet by the vanishing gradient alone**: with batch normalisation, it did not vanish at the start.
# - **Calling a *test* gap degradation**: the word means a higher training error (or loss).

# %% [markdown] lang="fr"
# ## À retenir
#
# - Paramètres d'une convolution : $(k^2 C + 1) F$ ; MAC : $n^2 k^2 C F$ ; avec un biais, FLOP $= 2 \times$ MAC exactement.
# - LeNet-5 a 61 706 paramètres ; AlexNet et VGG16, 62 et 138 millions, surtout dans la tête dense.
# - VGG : deux 3 × 3 voient autant qu'un 5 × 5, pour 18/25 des poids et un ReLU de plus.
# - Inception : des branches parallèles, abordables grâce aux goulots 1 × 1.
# - ResNet : sans raccourci, trop profond veut dire pire à l'entraînement, alors qu'une bonne solution existe ; $h + F(h)$ rend l'identité facile.
# - Capsules : des vecteurs et un routage par accord, qui reste contesté ; elles n'ont pas remplacé les CNN.
# %% [markdown] lang="en"
# ## What to remember
#
# - Parameters of a convolution: $(k^2 C + 1) F$; MACs: $n^2 k^2 C F$; with a bias, FLOPs $= 2 \times$ MACs exactly.
# - LeNet-5 has 61,706 parameters; AlexNet and VGG16, 62 and 138 million, mostly in the dense head.
# - VGG: two 3 × 3 see as much as one 5 × 5, for 18/25 of the weights and one more ReLU.
# - Inception: parallel branches, made affordable by 1 × 1 bottlenecks.
# - ResNet: without shortcuts, too deep means worse in training, although a good solution exists; $h + F(h)$ makes the identity easy.
# - Capsules: vectors and routing by agreement, which remains disputed; they have not replaced CNNs.

# %% [markdown] lang="fr"
# ## Glossaire
#
# | français | English | sens |
# |---|---|---|
# | bloc résiduel | residual block | couches dont la sortie s'ajoute à leur entrée |
# | capsule | capsule | groupe de neurones dont la sortie est un vecteur |
# | dégradation | degradation | erreur d'entraînement qui monte avec la profondeur |
# | FLOP | FLOP | opération en virgule flottante |
# | goulot | bottleneck | passage par peu de canaux |
# | gradient brisé | shattered gradient | gradient presque sans rapport d'un point au point voisin |
# | MAC | MAC, multiply-add | une multiplication et une addition |
# | raccourci | skip connection, shortcut | chemin qui saute des couches |
# | routage par accord | routing by agreement | partage des votes selon leur accord |
# %% [markdown] lang="en"
# ## Glossary
#
# | English | français | meaning |
# |---|---|---|
# | bottleneck | goulot | passage through few channels |
# | capsule | capsule | group of neurons whose output is a vector |
# | degradation | dégradation | training error that rises with depth |
# | FLOP | FLOP | floating-point operation |
# | MAC, multiply-add | MAC | one multiplication and one addition |
# | residual block | bloc résiduel | layers whose output is added to their input |
# | routing by agreement | routage par accord | sharing of votes according to their agreement |
# | shattered gradient | gradient brisé | gradient almost unrelated from one point to the next |
# | skip connection, shortcut | raccourci | path that jumps over layers |

# %% [markdown] lang="fr"
# ## Références
#
# - Y. LeCun et al. (1998), *Gradient-based learning applied to document recognition*. [doi:10.1109/5.726791](https://doi.org/10.1109/5.726791)
# - M. Lin, Q. Chen, S. Yan (2013), *Network in network*. [arXiv:1312.4400](https://arxiv.org/abs/1312.4400)
# - A. Krizhevsky et al. (2012, réimprimé en 2017), *ImageNet classification with deep convolutional neural networks*. [doi:10.1145/3065386](https://doi.org/10.1145/3065386)
# - O. Russakovsky et al. (2015), *ImageNet large scale visual recognition challenge*. [doi:10.1007/s11263-015-0816-y](https://doi.org/10.1007/s11263-015-0816-y)
# - K. Simonyan, A. Zisserman (2014), *Very deep convolutional networks* : VGG. [arXiv:1409.1556](https://arxiv.org/abs/1409.1556)
# - C. Szegedy et al. (2014), *Going deeper with convolutions* : GoogLeNet. [arXiv:1409.4842](https://arxiv.org/abs/1409.4842)
# - C. Szegedy et al. (2016), *Rethinking the Inception architecture for computer vision*. [arXiv:1512.00567](https://arxiv.org/abs/1512.00567)
# %% [markdown] lang="en"
# ## References
#
# - Y. LeCun et al. (1998), *Gradient-based learning applied to document recognition*. [doi:10.1109/5.726791](https://doi.org/10.1109/5.726791)
# - M. Lin, Q. Chen, S. Yan (2013), *Network in network*. [arXiv:1312.4400](https://arxiv.org/abs/1312.4400)
# - A. Krizhevsky et al. (2012, reprinted in 2017), *ImageNet classification with deep convolutional neural networks*. [doi:10.1145/3065386](https://doi.org/10.1145/3065386)
# - O. Russakovsky et al. (2015), *ImageNet large scale visual recognition challenge*. [doi:10.1007/s11263-015-0816-y](https://doi.org/10.1007/s11263-015-0816-y)
# - K. Simonyan, A. Zisserman (2014), *Very deep convolutional networks*: VGG. [arXiv:1409.1556](https://arxiv.org/abs/1409.1556)
# - C. Szegedy et al. (2014), *Going deeper with convolutions*: GoogLeNet. [arXiv:1409.4842](https://arxiv.org/abs/1409.4842)
# - C. Szegedy et al. (2016), *Rethinking the Inception architecture for computer vision*. [arXiv:1512.00567](https://arxiv.org/abs/1512.00567)

# %% [markdown] lang="fr"
# - K. He et al. (2016), *Deep residual learning for image recognition*. [arXiv:1512.03385](https://arxiv.org/abs/1512.03385)
# - P. Goyal et al. (2017), *Accurate, large minibatch SGD*. [arXiv:1706.02677](https://arxiv.org/abs/1706.02677)
# - D. Balduzzi et al. (2017), *The shattered gradients problem*. [arXiv:1702.08591](https://arxiv.org/abs/1702.08591)
# - G. Yang et al. (2019), *A mean field theory of batch normalization*. [arXiv:1902.08129](https://arxiv.org/abs/1902.08129)
# - S. Sabour, N. Frosst, G. Hinton (2017), *Dynamic routing between capsules*. [arXiv:1710.09829](https://arxiv.org/abs/1710.09829)
# - I. Paik et al. (2019), *Capsule networks need an improved routing algorithm*. [arXiv:1907.13327](https://arxiv.org/abs/1907.13327)
# %% [markdown] lang="en"
# - K. He et al. (2016), *Deep residual learning for image recognition*. [arXiv:1512.03385](https://arxiv.org/abs/1512.03385)
# - P. Goyal et al. (2017), *Accurate, large minibatch SGD*. [arXiv:1706.02677](https://arxiv.org/abs/1706.02677)
# - D. Balduzzi et al. (2017), *The shattered gradients problem*. [arXiv:1702.08591](https://arxiv.org/abs/1702.08591)
# - G. Yang et al. (2019), *A mean field theory of batch normalization*. [arXiv:1902.08129](https://arxiv.org/abs/1902.08129)
# - S. Sabour, N. Frosst, G. Hinton (2017), *Dynamic routing between capsules*. [arXiv:1710.09829](https://arxiv.org/abs/1710.09829)
# - I. Paik et al. (2019), *Capsule networks need an improved routing algorithm*. [arXiv:1907.13327](https://arxiv.org/abs/1907.13327)

# %% [markdown] lang="fr"
# ## Et ensuite
#
# {{next}}
# %% [markdown] lang="en"
# ## What comes next
#
# {{next}}
