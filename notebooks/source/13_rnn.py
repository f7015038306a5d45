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
#       fr: Réseaux récurrents
#       en: Recurrent networks
#     objectives:
#       fr:
#       - écrire une cellule récurrente en NumPy, retrouver SimpleRNN et compter ses paramètres
#       - choisir entre un vers plusieurs, plusieurs vers un, plusieurs vers plusieurs
#       - rétropropager un gradient à travers le temps, et vérifier qu'il est juste
#       - mesurer ce qui reste d'un gradient après cinquante pas, et dire ce qu'y changent l'initialisation et l'écrêtage
#       - juger une prévision sur le futur seul, face à des références simples
#       en:
#       - write a recurrent cell in NumPy, reproduce SimpleRNN and count its parameters
#       - choose between one-to-many, many-to-one and many-to-many
#       - backpropagate a gradient through time, and check that it is right
#       - measure what is left of a gradient after fifty steps, and say what initialisation and clipping change
#       - judge a forecast on the future alone, against simple baselines
#     prerequisites: ["04", "05", "06", "07", "08"]
#     reading: 115
#     next:
#       fr: "La leçon 14 reprend où celle-ci échoue : des portes, qui décident à chaque pas de ce qui reste d'un souvenir, et peuvent le laisser passer presque intact (LSTM et GRU)."
#       en: "Lesson 14 takes up where this one fails: gates, which decide at every step how much of a memory stays, and can let it through almost unharmed (LSTM and GRU)."
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
from course_utils import check, claim, explore, number, percent, plots, quiz, show, start

lesson = start("13_rnn", T("fr", "en"), profile=profile, data=data, seed=seed)

# %%
from itertools import pairwise

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from keras import layers
from statsmodels.datasets import co2, sunspots

# %% [markdown] lang="fr"
# ## Une question pour commencer
#
# Une suite de 1 000 nombres. Le premier vaut +1 ou −1, les 999 autres sont du bruit, entre −0,5 et 0,5. Les nombres arrivent **un par un** ; à la fin, il faut dire le signe du premier.
#
# Un seul neurone y parvient. À chaque pas, il ajoute au nombre qui arrive deux fois sa réponse précédente, et prend la tangente hyperbolique : $h_t = \tanh(x_t + 2\,h_{t-1})$. Trois nombres en tout : poids d'entrée 1, poids récurrent 2, biais 0.
#
# Ils ont été choisis à la main. **La descente de gradient les aurait-elle trouvés ?** Pariez ; la partie 5 répondra.
# %% [markdown] lang="en"
# ## A question to begin with
#
# A sequence of 1,000 numbers. The first one is +1 or −1, the other 999 are noise, between −0.5 and 0.5. The numbers come **one by one**; at the end, you must say what the sign of the first one was.
#
# A single neuron can do it. At every step it adds to the incoming number twice its previous answer, and takes the hyperbolic tangent: $h_t = \tanh(x_t + 2\,h_{t-1})$. Three numbers in all: input weight 1, recurrent weight 2, bias 0.
#
# They were chosen by hand. **Would gradient descent have found them?** Place your bets; part 5 will answer.

# %%
def sequences(n, length, rng):
    x = rng.uniform(-0.5, 0.5, (n, length, 1))
    sign = rng.choice([-1.0, 1.0], n)
    x[:, 0, 0] = sign
    return x, sign

def one_neuron(x, u):
    h, path = np.zeros(len(x)), []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t, 0] + u * h)
        path.append(h)
    return np.array(path)

x, sign = sequences(1000, 1000, np.random.default_rng(lesson.seed))
memory = one_neuron(x, u=2)
claim(T("Mille suites de mille nombres : le signe final est celui du premier nombre",
        "A thousand sequences of a thousand numbers: the final sign is that of the first number"),
      np.array_equal(np.sign(memory[-1]), sign));

# %%
pair = [np.argmax(sign > 0), np.argmax(sign < 0)]
figure, axes = plt.subplots(3, 1, figsize=(7, 4.6), sharex=True)
rows = ((x[..., 0].T, T("entrée $x_t$", "input $x_t$")),
        (one_neuron(x, u=0.5), T("état, u = 0,5", "state, u = 0.5")), (memory, T("état, u = 2", "state, u = 2")))
for axis, (values, name) in zip(axes, rows):
    for i, colour, style, label in zip(pair, plots.COLOURS, ("-", "--"), ("+1", "−1")):
        axis.plot(np.arange(1, 61), values[:60, i], style, color=colour, label=label)
    axis.axhline(0, color=plots.GREY, lw=0.8)
    axis.set(ylabel=name, ylim=(-1.15, 1.15))
figure.legend(*axes[0].get_legend_handles_labels(), title=T("premier nombre", "first number"),
              ncols=2, loc="outside upper center")
axes[2].set(xlabel=T("pas t", "step t"))
show(figure,
     T("Deux suites, 60 pas : l'état se mêle vite si u = 0,5 ; si u = 2, il garde le signe du début.",
       "Two sequences: the states soon mingle if u = 0.5; if u = 2 they keep the initial sign."))

# %% [markdown] lang="fr"
# Avec un poids récurrent de 0,5, le premier nombre s'efface en quelques pas. Avec 2, il reste : chaque état est assez grand pour recréer le suivant, malgré le bruit. C'est cela, la **mémoire** d'un réseau récurrent : rien n'est rangé nulle part, un nombre tourne en boucle.
# %% [markdown] lang="en"
# With a recurrent weight of 0.5 the first number fades within a few steps. With 2 it stays: every state is large enough to recreate the next one, in spite of the noise. That is what **memory** means in a recurrent network: nothing is stored anywhere, a number goes round in a loop.

# %% [markdown] lang="fr"
# ## 1. La cellule récurrente
#
# Passons à $n$ neurones, qui se relisent les uns les autres. À chaque pas, l'**état** $\mathbf{h}_t$ se calcule à partir de l'entrée $\mathbf{x}_t$ ($d$ nombres) et de l'état précédent :
#
# $$\mathbf{h}_t = \tanh(\mathbf{x}_t W + \mathbf{h}_{t-1} U + \mathbf{b}), \qquad \mathbf{h}_0 = \mathbf{0}$$
#
# $W$ a la forme $(d, n)$, $U$ la forme $(n, n)$ ; les vecteurs sont des lignes. Les **mêmes** $W$, $U$, $\mathbf{b}$ servent à tous les pas, comme un noyau de convolution sert à tous les pixels (leçon 08). D'où le nombre de paramètres, quelle que soit la longueur de la suite :
#
# $$n\,(n + d + 1)$$
#
# Faisons lire à huit neurones, aux poids tirés au hasard, le nombre de Wolf, indice annuel des taches solaires de 1700 à 2008 (reconstitué par Wolf avant 1849).
# %% [markdown] lang="en"
# ## 1. The recurrent cell
#
# Now take $n$ neurons, each of which reads the answers of all. At every step the **state** $\mathbf{h}_t$ is computed from the input $\mathbf{x}_t$ ($d$ numbers) and the previous state:
#
# $$\mathbf{h}_t = \tanh(\mathbf{x}_t W + \mathbf{h}_{t-1} U + \mathbf{b}), \qquad \mathbf{h}_0 = \mathbf{0}$$
#
# $W$ has shape $(d, n)$, $U$ has shape $(n, n)$; vectors are rows. The **same** $W$, $U$, $\mathbf{b}$ serve at every step, as a convolution kernel serves at every pixel (lesson 08). Hence the number of parameters, however long the sequence:
#
# $$n\,(n + d + 1)$$
#
# Let eight neurons with random weights read the sunspot number, a yearly index, from 1700 to 2008 (reconstructed by Wolf before 1849).

# %%
table = sunspots.load_pandas().data
years, spots = table["YEAR"].to_numpy(int), table["SUNACTIVITY"].to_numpy()
series = (spots / 100)[np.newaxis, :, np.newaxis].astype("float32")  # (1, 309, 1)

def read(x, W, U, b):
    # fr: [:-2] : plusieurs réseaux à la fois, ce qui servira en partie 5
    # en: [:-2]: several networks at once, which will be used in part 5
    h = np.zeros((*U.shape[:-2], len(x), U.shape[-1]))
    states = [h]
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W + h @ U + b)
        states.append(h)
    return states  # h₀, h₁, …, h_T

layer = layers.SimpleRNN(8, return_sequences=True, return_state=True)
all_states, final = layer(series)
by_hand = np.array(read(series, *layer.get_weights())[1:])[:, 0]

# %%
claim(T("À la main et avec Keras, les mêmes 309 états", "By hand and with Keras, the same 309 states"),
      np.allclose(by_hand, all_states[0], atol=1e-5))
claim(T("L'état final est le dernier de la suite", "The final state is the last of the sequence"),
      np.array_equal(final[0], all_states[0, -1]))
claim(T("8 × (8 + 1 + 1) = 80 paramètres, que la suite ait 309 pas ou 10",
        "8 × (8 + 1 + 1) = 80 parameters, whether the sequence has 309 steps or 10"),
      layer.count_params() == 80 and layer(series[:, :10])[1].shape == (1, 8));

# %%
figure, axes = plt.subplots(2, 1, figsize=(7.5, 3.8), sharex=True, height_ratios=[1, 1.2])
axes[0].plot(years, spots, color="black", lw=1)
axes[0].set(ylabel=T("nombre\nde Wolf", "sunspot\nnumber"))
drawn = axes[1].imshow(by_hand.T, aspect="auto", cmap="RdBu_r", vmin=-1, vmax=1,
                       extent=(years[0] - 0.5, years[-1] + 0.5, 8.5, 0.5))
axes[1].set(xlabel=T("année", "year"), ylabel=T("neurone", "neuron"), yticks=[1, 4, 8])
figure.colorbar(drawn, ax=axes[1], label=T("état", "state"))
show(figure,
     T("En haut, les taches solaires et leurs cycles ; en bas, huit états qui ondulent avec elles.",
       "Top: the sunspots and their cycles; bottom: eight states that rise and fall with them."))

# %% [markdown] lang="fr"
# Aucun apprentissage ici, et pourtant les états ondulent avec le Soleil, chacun à sa façon : l'état résume, tant bien que mal, ce qui vient d'être lu.
# %% [markdown] lang="en"
# No learning here, and yet the states rise and fall with the Sun, each in its own way: the state sums up, after a fashion, what has just been read.

# %% [markdown] lang="fr"
# ## 2. Ce qui entre, ce qui sort
#
# | forme | exemples | en Keras |
# |---|---|---|
# | plusieurs vers un | sentiment d'un texte, prévision d'une série | l'état final |
# | plusieurs vers plusieurs, pas à pas | nature de chaque mot, phonème de chaque instant de parole | `return_sequences=True` |
# | un vers plusieurs | légende d'une image, mélodie | `RepeatVector`, ou chaque sortie redonnée en entrée |
# | plusieurs vers plusieurs, longueurs différentes | traduction | un réseau lit, un autre écrit |
#
# L'entrée a toujours la forme `(lot, pas, nombres par pas)`. Un état final est déjà « plusieurs vers un » ; une couche dense le traduit en réponse.
# %% [markdown] lang="en"
# ## 2. What goes in, what comes out
#
# | form | examples | in Keras |
# |---|---|---|
# | many-to-one | sentiment of a text, forecast of a series | the final state |
# | many-to-many, step by step | part of speech of each word, phoneme of each instant of speech | `return_sequences=True` |
# | one-to-many | caption of an image, melody | `RepeatVector`, or each output fed back as input |
# | many-to-many, different lengths | translation | one network reads, another writes |
#
# The input always has the shape `(batch, steps, numbers per step)`. A final state is already “many-to-one”; a dense layer translates it into an answer.

# %%
words = np.random.default_rng(0).normal(size=(2, 50, 3)).astype("float32")
one = layers.Dense(1)(layers.SimpleRNN(20)(words))
tagged = layers.Dense(7)(layers.SimpleRNN(20, return_sequences=True)(words))
image = words[:, 0]
written = layers.SimpleRNN(20, return_sequences=True)(layers.RepeatVector(12)(image))
for name, result in ((T("plusieurs vers un", "many-to-one"), one),
                     (T("plusieurs vers plusieurs", "many-to-many"), tagged),
                     (T("un vers plusieurs", "one-to-many"), written)):
    print(f"{name:26}", tuple(result.shape))

# %% [markdown] lang="fr"
# **L'ordre compte.** Un réseau qui ne voit que la moyenne de ses entrées ne distinguera jamais une suite de la même lue à l'envers, quel que soit son entraînement. (Un réseau dense sur les 50 pas le peut, mais il lui faut des poids propres à chaque pas, et toujours 50 pas.)
#
# **Une longue suite peut se lire par morceaux** : avec `stateful=True`, l'état d'un appel sert de départ au suivant, jusqu'à `reset_state()` (même taille de lot, suites dans le même ordre).
# %% [markdown] lang="en"
# **Order counts.** A network that only sees the mean of its inputs will never tell a sequence from the same one read backwards, whatever its training. (A dense network on the 50 steps can, but it needs its own weights for each step, and always 50 steps.)
#
# **A long sequence can be read in pieces**: with `stateful=True` the state of one call is the start of the next, until `reset_state()` (same batch size, sequences in the same order).

# %%
mean, rnn = layers.GlobalAveragePooling1D(), layers.SimpleRNN(20)
backwards = words[:, ::-1]
claim(T("La moyenne est la même à l'endroit et à l'envers, l'état final non",
        "The mean is the same forwards and backwards, the final state is not"),
      np.allclose(mean(words), mean(backwards), atol=1e-6)
      and not np.allclose(rnn(words), rnn(backwards), atol=1e-2))

reader = layers.SimpleRNN(20, stateful=True)
whole = np.array(reader(words))
reader.reset_state()
reader(words[:, :30])
claim(T("30 pas puis 20, état gardé : comme les 50 d'un coup", "30 steps then 20, state kept: like the 50 at once"),
      np.allclose(reader(words[:, 30:]), whole, atol=1e-5));

# %% [markdown] lang="fr"
# ## 3. La rétropropagation à travers le temps
#
# Dépliée, la boucle devient un réseau de $T$ couches qui ont toutes les **mêmes** poids ; on y rétropropage comme dans la leçon 05. La perte ne dépend ici que du dernier état ; chacun des autres agit sur elle par l'état suivant :
#
# $$\frac{\partial L}{\partial \mathbf{a}_t} = \frac{\partial L}{\partial \mathbf{h}_t} \odot (1 - \mathbf{h}_t^2), \qquad \frac{\partial L}{\partial \mathbf{h}_{t-1}} = \frac{\partial L}{\partial \mathbf{a}_t}\, U^\top$$
#
# où $\mathbf{a}_t$ est la somme avant tanh. Un poids sert $T$ fois : son gradient est la **somme** de $T$ contributions.
#
# $$\frac{\partial L}{\partial U} = \sum_{t=1}^{T} \mathbf{h}_{t-1}^\top \frac{\partial L}{\partial \mathbf{a}_t}$$
# %% [markdown] lang="en"
# ## 3. Backpropagation through time
#
# Unrolled, the loop becomes a network of $T$ layers that all have the **same** weights; we backpropagate through it as in lesson 05. Here the loss depends on the last state only; each of the others acts on it through the next state:
#
# $$\frac{\partial L}{\partial \mathbf{a}_t} = \frac{\partial L}{\partial \mathbf{h}_t} \odot (1 - \mathbf{h}_t^2), \qquad \frac{\partial L}{\partial \mathbf{h}_{t-1}} = \frac{\partial L}{\partial \mathbf{a}_t}\, U^\top$$
#
# where $\mathbf{a}_t$ is the sum before tanh. A weight is used $T$ times: its gradient is the **sum** of $T$ contributions.
#
# $$\frac{\partial L}{\partial U} = \sum_{t=1}^{T} \mathbf{h}_{t-1}^\top \frac{\partial L}{\partial \mathbf{a}_t}$$

# %%
def through_time(x, states, U, dh):
    dW = dU = db = 0
    reaching = [dh]  # ∂L/∂h_T, ∂L/∂h_{T−1}, …
    for t in reversed(range(x.shape[1])):
        da = dh * (1 - states[t + 1]**2)
        dW = dW + x[:, t].mT @ da
        dU = dU + states[t].mT @ da
        db = db + da.sum(axis=-2, keepdims=True)
        dh = da @ U.mT
        reaching.append(dh)
    return dW, dU, db, reaching

# %% [markdown] lang="fr"
# La perte de l'essai : $L = \tfrac12 \lVert \mathbf{h}_T \rVert^2$, dont la dérivée par rapport à $\mathbf{h}_T$ est $\mathbf{h}_T$ lui-même. On vérifie de deux façons : avec `GradientTape`, et par la différence finie d'un poids de $U$.
# %% [markdown] lang="en"
# The loss for this check: $L = \tfrac12 \lVert \mathbf{h}_T \rVert^2$, whose derivative with respect to $\mathbf{h}_T$ is $\mathbf{h}_T$ itself. We check it in two ways: with `GradientTape`, and by the finite difference of one weight of $U$.

# %%
cell = layers.SimpleRNN(20)
with tf.GradientTape() as tape:
    loss = tf.reduce_sum(cell(words)**2) / 2
from_keras = tape.gradient(loss, cell.trainable_weights)

W, U, b = (w.astype("float64") for w in cell.get_weights())
x_test = words.astype("float64")
states = read(x_test, W, U, b)
dW, dU, db, reaching = through_time(x_test, states, U, states[-1])
nudged = [U.copy(), U.copy()]
nudged[0][2, 5] += 1e-5
nudged[1][2, 5] -= 1e-5
high, low = (np.sum(read(x_test, W, other, b)[-1]**2) / 2 for other in nudged)

# %%
claim(T("Les trois gradients à la main sont ceux de GradientTape", "The three gradients by hand are those of GradientTape"),
      all(np.allclose(ours, theirs, rtol=1e-3, atol=1e-4)
          for ours, theirs in zip((dW, dU, db[0]), from_keras)))
claim(T("La différence finie donne la même dérivée pour U[2, 5]", "The finite difference gives the same derivative for U[2, 5]"),
      np.isclose(dU[2, 5], (high - low) / 2e-5, rtol=1e-4));

# %%
sizes = [np.linalg.norm(gradient) for gradient in reversed(reaching)]
figure, axis = plt.subplots(figsize=(6.5, 2.6))
axis.semilogy(range(51), sizes, "o-", ms=3, color=plots.BLUE)
axis.set(xlabel=T("pas t (le dernier : 50)", "step t (the last one: 50)"),
         ylabel=T("norme de $∂L/∂h_t$", "norm of $∂L/∂h_t$"))
show(figure,
     T("Norme du gradient à chaque pas, échelle log : elle perd des puissances de dix vers le pas 0.",
       "Norm of the gradient at each step, log scale: it loses powers of ten towards step 0."))

# %% [markdown] lang="fr"
# Le gradient part du pas 50 et remonte vers le pas 0 en rétrécissant. La somme qui corrige $U$ vient donc presque entièrement des derniers pas : le réseau apprend de ce qu'il vient de lire, à peine de ce qu'il a lu au début.
#
# Sur de très longues suites, on arrête souvent le retour après un nombre fixe de pas : c'est la **rétropropagation tronquée**.
# %% [markdown] lang="en"
# The gradient starts at step 50 and shrinks on its way back to step 0. So the sum that corrects $U$ is made almost entirely of the last steps: the network learns from what it has just read, hardly from what it read at the beginning.
#
# On very long sequences the way back is often stopped after a fixed number of steps: this is **truncated backpropagation**.

# %% [markdown] lang="fr"
# ## 4. Disparaître ou exploser
#
# De $\mathbf{h}_T$ à $\mathbf{h}_t$, le gradient traverse $T - t$ fois la même matrice, et autant de pentes de tanh. Avec nos vecteurs en lignes :
#
# $$\frac{\partial L}{\partial \mathbf{h}_t} = \frac{\partial L}{\partial \mathbf{h}_T}\, D_T U^\top \cdots D_{t+1} U^\top, \qquad D_s = \mathrm{diag}(1 - \mathbf{h}_s^2)$$
#
# Sans les pentes, ce produit grandit ou rétrécit à la longue comme $\rho^{T-t}$, où $\rho$ est le **rayon spectral** : le plus grand module des valeurs propres de $U$, qui peuvent être complexes. « À la longue » seulement : même si $\rho < 1$, il peut d'abord grandir.
#
# La plus grande **valeur singulière** de $U$ est le plus grand allongement que $U$ donne à un vecteur ; les pentes, au plus 1, n'allongent rien. Si elle est sous 1, le gradient disparaît à coup sûr. Pour le reste, mesurons.
# %% [markdown] lang="en"
# ## 4. Vanishing or exploding
#
# From $\mathbf{h}_T$ to $\mathbf{h}_t$ the gradient goes $T - t$ times through the same matrix, and through as many slopes of tanh. With our row vectors:
#
# $$\frac{\partial L}{\partial \mathbf{h}_t} = \frac{\partial L}{\partial \mathbf{h}_T}\, D_T U^\top \cdots D_{t+1} U^\top, \qquad D_s = \mathrm{diag}(1 - \mathbf{h}_s^2)$$
#
# Without the slopes this product grows or shrinks in the long run like $\rho^{T-t}$, where $\rho$ is the **spectral radius**: the largest modulus of the eigenvalues of $U$, which may be complex. In the long run only: even if $\rho < 1$, it may grow at first.
#
# The largest **singular value** of $U$ is the largest stretching that $U$ gives to a vector; the slopes, at most 1, stretch nothing. If it is below 1, the gradient is sure to vanish. For the rest, let us measure.

# %%
def matrix(radius, kind, rng, units=64):
    U = rng.normal(size=(units, units))
    if kind == "orthogonal":
        return radius * np.linalg.qr(U)[0]
    # fr: « gauss » : tirage gaussien, mis à l'échelle pour avoir ce rayon spectral
    # en: "gauss": Gaussian draw, scaled to have this spectral radius
    return radius * U / abs(np.linalg.eigvals(U)).max()

def jacobian_norms(radius, kind="gauss", slopes=True, noise=0.5, length=50):
    rng = np.random.default_rng(lesson.seed)
    U, W = matrix(radius, kind, rng), rng.normal(size=(1, 64))
    states = read(noise * rng.normal(size=(1, length, 1)), W, U, 0)
    product, norms = np.eye(64), [1.0]
    for h in reversed(states[1:]):
        slope = (1 - h**2).T if slopes else 1
        product = product @ (slope * U.T)
        norms.append(np.linalg.norm(product, 2))
    return norms

# %%
CASES = ((0.5, "gauss", "-"), (0.9, "gauss", "--"), (1.1, "gauss", "-."), (1.5, "gauss", ":"),
         (1.0, "orthogonal", "o"))

plain, curved = ({case[:2]: jacobian_norms(*case[:2], slopes) for case in CASES}
                 for slopes in (False, True))

def draw_norms(axis, norms):
    for (radius, kind, style), colour in zip(CASES, plots.COLOURS):
        label = f"ρ = {number(radius, 1)}" + (" orth." if kind == "orthogonal" else "")
        axis.semilogy(norms[radius, kind], style, color=colour, ms=3, label=label)
    axis.axhline(1, color=plots.GREY, lw=0.8)
    axis.set(xlabel=T("écart T − t (pas)", "gap T − t (steps)"), ylim=(1e-21, 1e11))

# %%
figure, axes = plt.subplots(1, 2, figsize=(8.5, 3.3), sharey=True)
for axis, norms, title in ((axes[0], plain, T("sans tanh", "without tanh")), (axes[1], curved, T("avec tanh", "with tanh"))):
    draw_norms(axis, norms)
    axis.set_title(title)
axes[0].set_ylabel(T("norme de $∂h_T/∂h_t$", "norm of $∂h_T/∂h_t$"))
figure.legend(*axes[0].get_legend_handles_labels(), loc="outside right")
show(figure,
     T("Norme selon l'écart, échelle log : presque droites sans tanh, plus basses avec tanh.",
       "Norm against gap, log scale: without tanh, nearly straight lines; with tanh, all lower."))

# %%
for case in plain:
    print(f"ρ = {number(case[0], 1)} {case[1]:12}", T("sans tanh", "without tanh"), f"{plain[case][-1]:.0e}",
          T("  avec tanh", "  with tanh"), f"{curved[case][-1]:.0e}")
claim(T("Orthogonale, sans tanh : la norme reste 1", "Orthogonal, without tanh: the norm stays 1"),
      np.allclose(plain[1.0, "orthogonal"], 1))
claim(T("Les pentes de tanh réduisent la norme dans les cinq cas", "The slopes of tanh lower the norm in all five cases"),
      all(curved[case][-1] < plain[case][-1] for case in plain))
claim(T("ρ = 0,5 : log₁₀ de la norme après 50 pas", "ρ = 0.5: log₁₀ of the norm after 50 steps"),
      np.log10(curved[0.5, "gauss"][-1]), at_most=-13, digits=1)
claim(T("ρ = 1,5 sans tanh : log₁₀ de la norme après 50 pas", "ρ = 1.5 without tanh: log₁₀ of the norm after 50 steps"),
      np.log10(plain[1.5, "gauss"][-1]), at_least=8, digits=1);

# %% [markdown] lang="fr"
# Une **matrice orthogonale** garde les longueurs : toutes ses valeurs singulières valent 1. C'est l'initialisation par défaut de $U$ dans `SimpleRNN` ; sans tanh, le gradient traverse alors le temps intact. Avec tanh, il n'en reste que ce que les pentes laissent passer ; la partie 3 avait déjà une telle matrice, et le gradient y rétrécissait. Cela dépend des entrées : explorez. Prenez $\rho = 1{,}5$ et faites varier leur taille. Sans entrée, les deux courbes se confondent : pourquoi ?
# %% [markdown] lang="en"
# An **orthogonal matrix** keeps lengths: all its singular values are 1. It is the default initialisation of $U$ in `SimpleRNN`; without tanh the gradient then crosses time unharmed. With tanh only what the slopes let through is left; part 3 already had such a matrix, and the gradient shrank all the same. This depends on the inputs: explore. Take $\rho = 1.5$ and vary their size. Without input the two curves coincide: why?

# %%
def gradient_left(radius=1.0, noise=0.5, kind="orthogonal"):
    figure, axis = plt.subplots(figsize=(6, 3.2))
    for slopes, style, name in ((False, "--", T("sans tanh", "without tanh")), (True, "-", T("avec tanh", "with tanh"))):
        axis.semilogy(jacobian_norms(radius, kind, slopes, noise), style, label=name)
    axis.axhline(1, color=plots.GREY, lw=0.8)
    axis.set(xlabel=T("écart T − t (pas)", "gap T − t (steps)"), ylim=(1e-30, 1e11),
             ylabel=T("norme de $∂h_T/∂h_t$", "norm of $∂h_T/∂h_t$"))
    axis.legend()
    return figure

names = {"radius": T("rayon spectral ρ", "spectral radius ρ"), "noise": T("taille des entrées", "size of the inputs"),
         "kind": T("matrice", "matrix")}
explore(gradient_left, labels=names,
        alt=T("Norme du gradient selon l'écart, avec et sans tanh, pour la matrice choisie.",
              "Norm of the gradient against gap, with and without tanh, for the chosen matrix."),
        radius=(0.3, 1.6, 0.1), noise=(0.0, 3.0, 0.25), kind=["orthogonal", "gauss"])

# %% [markdown] lang="fr"
# <details><summary>Réponse</summary>
#
# Sans entrée ni biais, l'état part de 0 et y reste : toutes les pentes valent 1, et tanh ne change rien. Dès que des entrées arrivent, les états grandissent et les pentes baissent. Avec $\rho = 1{,}5$, une matrice trop grande et des pentes trop petites se compensent en partie : le tableau ci-dessus n'a, avec tanh, rien de l'explosion qu'il montre sans tanh.
#
# </details>
# %% [markdown] lang="en"
# <details><summary>Answer</summary>
#
# Without input or bias the state starts at 0 and stays there: all slopes are 1, and tanh changes nothing. As soon as inputs arrive, the states grow and the slopes fall. With $\rho = 1.5$ too large a matrix and too small slopes partly offset each other: with tanh the table above has nothing of the explosion that it shows without.
#
# </details>

# %% [markdown] lang="fr"
# ## 5. Se souvenir n'est pas apprendre à se souvenir
#
# Revenons au neurone du début, qui n'oublie rien. Que reste-t-il du gradient à travers lui ? À chaque pas il est multiplié par $2\,(1 - h_t^2)$, et $h_t$ est proche de ±1.
# %% [markdown] lang="en"
# ## 5. Remembering is not learning to remember
#
# Back to the neuron we began with, which forgets nothing. What is left of the gradient through it? At every step it is multiplied by $2\,(1 - h_t^2)$, and $h_t$ is close to ±1.

# %%
factors = 2 * (1 - memory[1:]**2)
print(T("facteur par pas, moyenne géométrique :", "factor per step, geometric mean:"),
      number(np.exp(np.mean(np.log(factors)))))
for steps in (10, 100):
    print(steps, T("pas :", "steps:"), f"{np.median(np.prod(factors[:steps], axis=0)):.0e}")
claim(T("Après 100 pas, log₁₀ du gradient (médiane)", "After 100 steps, log₁₀ of the gradient (median)"),
      np.log10(np.median(np.prod(factors[:100], axis=0))), at_most=-30, digits=0);

# %% [markdown] lang="fr"
# Ce n'est pas un accident. Ce neurone se souvient **parce que** ses états reviennent toujours au même endroit : une petite différence au départ s'efface, le bruit comme le reste. Or le gradient est justement l'effet d'une petite différence au départ. Bengio, Simard et Frasconi (1994) l'ont démontré : pour un tel réseau, une mémoire qui résiste durablement au bruit **impose** un gradient qui disparaît.
#
# Un réseau de huit neurones peut-il apprendre cette tâche ? La réponse est le signe de $z = \mathbf{h}_T V$, où $V$ est une colonne de poids ; la perte, avec $s = \pm 1$ le bon signe, $L = \ln(1 + e^{-sz})$ : l'entropie croisée. Dix réseaux à la fois (un axe de plus dans les tableaux), 200 pas d'Adam (leçon 04), trois matrices $U$ de départ.
# %% [markdown] lang="en"
# This is no accident. The neuron remembers **because** its states always come back to the same place: a small difference at the start fades, noise along with everything else. But the gradient is precisely the effect of a small difference at the start. Bengio, Simard and Frasconi (1994) proved it: for such a network, a memory that lastingly resists noise **forces** the gradient to vanish.
#
# Can a network of eight neurons learn this task? The answer is the sign of $z = \mathbf{h}_T V$, where $V$ is a column of weights; the loss, with $s = \pm 1$ the right sign, is $L = \ln(1 + e^{-sz})$: cross-entropy. Ten networks at once (one more axis in the arrays), 200 steps of Adam (lesson 04), three initial matrices $U$.

# %%
def initial(radius, kind, rng, units, copies=10):
    U = np.stack([matrix(radius, kind, rng, units) for _ in range(copies)])
    W, V = rng.normal(size=(copies, 1, units)) / 2, rng.normal(size=(copies, units, 1)) / units**0.5
    return [W, U, np.zeros((copies, 1, units)), V]

def gradients(weights, x, sign):
    W, U, b, V = weights
    states = read(x, W, U, b)
    margin = sign[:, np.newaxis] * (states[-1] @ V)
    dz = -sign[:, np.newaxis] / (1 + np.exp(margin)) / len(x)  # ∂L/∂z
    dW, dU, db, _ = through_time(x, states, U, dz @ V.mT)
    return [dW, dU, db, states[-1].mT @ dz]

# %%
STEPS = lesson.pick(full=200, fast=2)

def learn(radius, kind, length, rng, units=8):
    weights = initial(radius, kind, rng, units)
    m, v = [0 * w for w in weights], [0 * w for w in weights]
    for k in range(1, STEPS + 1):
        for i, g in enumerate(gradients(weights, *sequences(64, length, rng))):
            m[i] = 0.9 * m[i] + 0.1 * g
            v[i] = 0.999 * v[i] + 0.001 * g**2
            step = m[i] / (1 - 0.9**k) / (np.sqrt(v[i] / (1 - 0.999**k)) + 1e-7)
            weights[i] = weights[i] - 0.01 * step
    x, sign = sequences(300, length, rng)
    answers = np.sign(read(x, *weights[:3])[-1] @ weights[3])[..., 0]
    return np.mean(answers == sign, axis=1)

# %%
LENGTHS = lesson.pick(full=[5, 10, 20, 40, 80, 160], fast=[5, 10, 40])
STARTS = ((0.5, "gauss"), (1.0, "gauss"), (1.0, "orthogonal"))
rng = np.random.default_rng(lesson.seed)
right = {begin: [learn(*begin, length, rng) for length in LENGTHS] for begin in STARTS}

# %%
figure, axis = plt.subplots(figsize=(6.5, 3.2))
looks = (("s--", plots.ORANGE, T("au hasard, ρ = 0,5", "random, ρ = 0.5")),
         ("^-.", plots.GREEN, T("au hasard, ρ = 1", "random, ρ = 1")),
         ("o-", plots.BLUE, T("orthogonale, ρ = 1", "orthogonal, ρ = 1")))
for begin, (marker, colour, name) in zip(STARTS, looks):
    share = [10 * np.mean(scores > 0.9) for scores in right[begin]]
    axis.plot(range(len(LENGTHS)), share, marker, color=colour, label=name)
axis.set(xlabel=T("longueur de la suite (pas)", "length of the sequence (steps)"), ylim=(-0.4, 10.4),
         ylabel=T("réseaux qui ont appris,\nsur 10", "networks that learned,\nout of 10"))
axis.set_xticks(range(len(LENGTHS)), LENGTHS)
axis.legend(title=T("matrice U au départ", "matrix U at the start"))
show(figure,
     T("Réseaux qui ont appris selon la longueur de la suite, trois matrices de départ.",
       "Networks that learned against the length of the sequence, three initial matrices."))

# %%
def learned(begin, length):
    return np.mean(right[begin][LENGTHS.index(length)] > 0.9)

claim(T("Suites de 40 pas, au hasard, ρ = 0,5 : part des réseaux qui apprennent",
        "Sequences of 40 steps, random, ρ = 0.5: share of networks that learn"),
      learned(STARTS[0], 40), at_most=0.3, as_percent=True, digits=0)
for begin, name in zip(STARTS[1:], (T("au hasard", "random"), T("orthogonale", "orthogonal"))):
    claim(T(f"Suites de 40 pas, {name}, ρ = 1", f"Sequences of 40 steps, {name}, ρ = 1"),
          learned(begin, 40), at_least=0.5, as_percent=True, digits=0)
longest = LENGTHS[-1]
claim(T(f"Suites de {longest} pas, la meilleure des trois", f"Sequences of {longest} steps, the best of the three"),
      max(learned(begin, longest) for begin in STARTS), at_most=0.8, as_percent=True, digits=0);

# %% [markdown] lang="fr"
# Un réseau « a appris » s'il dépasse 90 % de bonnes réponses sur des suites neuves ; le hasard en donne 50 %. Aucun ne manque de capacité : huit neurones peuvent copier notre neurone unique. Ce qui manque, en 200 pas d'Adam, c'est le **signal** : la part du gradient qui vient du premier nombre est noyée dans celle des derniers, et Adam, qui remet tout à l'échelle, ne l'en sort pas.
#
# La taille de $U$ au départ compte le plus : avec $\rho = 1$ au lieu de 0,5, le réseau apprend des suites bien plus longues. Si l'orthogonalité y ajoute quelque chose, dix réseaux ne suffisent pas à le dire. Aucun départ ne supprime le problème.
#
# Reste le pari : un seul neurone, qui part de $u = 1$.
# %% [markdown] lang="en"
# A network “has learned” if it exceeds 90% right answers on new sequences; chance gives 50%. None lacks capacity: eight neurons can copy our single one. What is missing, within 200 steps of Adam, is the **signal**: the share of the gradient that comes from the first number is drowned in that of the last ones, and Adam, which rescales everything, does not pull it out.
#
# The initial size of $U$ matters most: with $\rho = 1$ instead of 0.5 far longer sequences are learned. Whether orthogonality adds anything, ten networks cannot tell. No start removes the problem.
#
# There remains the bet: a single neuron, starting from $u = 1$.

# %%
alone = {}
for length in lesson.pick(full=(10, 100, 300), fast=(5, 10)):
    alone[length] = np.mean(learn(1.0, "orthogonal", length, rng, units=1) > 0.9)
    print(T(f"{length:4} pas, un seul neurone :", f"{length:4} steps, a single neuron:"),
          percent(alone[length], 0), T("ont appris", "have learned"))
claim(T("Un seul neurone, 10 pas : part qui apprend", "A single neuron, 10 steps: share that learns"),
      alone[10], at_least=0.5, as_percent=True, digits=0)
claim(T(f"Un seul neurone, {max(alone)} pas", f"A single neuron, {max(alone)} steps"),
      alone[max(alone)], at_most=0.3, as_percent=True, digits=0);

# %% [markdown] lang="fr"
# Sur des suites de dix pas, la descente de gradient trouve le plus souvent de quoi se souvenir ; sur 300 déjà, avec le même budget, elle échoue : pour 1 000, pariez contre elle. Les trois nombres du début **existent**, et le gradient n'y mène pas.
# %% [markdown] lang="en"
# On sequences of ten steps gradient descent mostly finds what it takes to remember; on 300 already, with the same budget, it fails: for 1,000, bet against it. The three numbers we began with **exist**, and the gradient does not lead there.

# %% [markdown] lang="fr"
# ### Le mur
#
# Le danger inverse vit tout près. Même neurone, parti de $h_0 = -0{,}95$ ; l'entrée est la même à chacun des 50 pas : le biais $b$. Petit, il ne change presque rien ; un peu plus grand, il fait basculer le souvenir. La perte $(h_{50} + 1)^2$ passe donc d'un plateau à l'autre par un **mur**, où la pente est énorme. Un pas de gradient y jette le paramètre très loin.
#
# L'**écrêtage** (*gradient clipping*) raccourcit le gradient $\mathbf{g}$ sans le faire tourner :
#
# $$\mathbf{g} \leftarrow \mathbf{g} \cdot \min\left(1, \frac{c}{\lVert \mathbf{g} \rVert}\right)$$
# %% [markdown] lang="en"
# ### The wall
#
# The opposite danger is close by. The same neuron, starting from $h_0 = -0.95$; the input is the same at each of the 50 steps: the bias $b$. A small one changes almost nothing; a slightly larger one tips the memory over. So the loss $(h_{50} + 1)^2$ climbs from one plateau to the other up a **wall**, where the slope is enormous. A gradient step taken there throws the parameter far away.
#
# **Gradient clipping** shortens the gradient $\mathbf{g}$ without turning it:
#
# $$\mathbf{g} \leftarrow \mathbf{g} \cdot \min\left(1, \frac{c}{\lVert \mathbf{g} \rVert}\right)$$

# %%
def wall(b, steps=50):
    h, slope = -0.95, 0.0
    for _ in range(steps):
        h = np.tanh(2 * h + b)
        slope = (1 - h**2) * (2 * slope + 1)  # dh/db
    return (h + 1)**2, 2 * (h + 1) * slope

biases = np.linspace(0.4, 0.7, 6001)
losses, slopes = wall(biases)
steepest = biases[np.argmax(slopes)]
rate, limit = 0.05, 1.0
free, clipped = steepest - rate * slopes.max(), steepest - rate * min(slopes.max(), limit)
print(T("pente maximale sur la grille :", "largest slope on the grid:"), number(slopes.max(), 0), T(" en b =", " at b ="), number(steepest, 4))
print(T("un pas sans écrêtage mène à b =", "one step without clipping leads to b ="), number(free, 1))
print(T("avec écrêtage, à b =", "with clipping, to b ="), number(clipped, 3))
claim(T("Sur le mur, la pente dépasse 1 000", "On the wall the slope exceeds 1,000"), bool(slopes.max() > 1000));

# %%
figure, axis = plt.subplots(figsize=(6.5, 3))
axis.plot(biases, losses, color=plots.BLUE)
start_loss = wall(steepest)[0]
axis.plot(steepest, start_loss, "o", color="black")
point = steepest, start_loss
axis.text(0.545, start_loss - 0.1, T("départ", "start"))
axis.annotate("", (clipped, wall(clipped)[0]), point,
              arrowprops={"arrowstyle": "->", "color": plots.GREEN})
axis.text(0.41, 0.75, T("pas écrêté", "clipped step"))
axis.annotate("", (0.4, start_loss), point, arrowprops={"arrowstyle": "->", "color": plots.RED})
axis.text(0.4, start_loss + 0.12, T("sans écrêtage : vers b =", "without clipping: to b =") + " " + number(free, 0))
axis.set(xlabel=T("biais b", "bias b"), ylabel=T("perte $(h_{50} + 1)^2$", "loss $(h_{50} + 1)^2$"))
show(figure,
     T("La perte selon le biais : deux plateaux séparés par un mur presque vertical vers b = 0,54.",
       "The loss against the bias: two plateaus, an almost vertical wall between them near b = 0.54."))

# %% [markdown] lang="fr"
# L'écrêtage contient l'explosion : le pas écrêté descend du mur et s'arrête au pied. Il ne peut rien contre la disparition : raccourcir n'allonge pas. En Keras : `keras.optimizers.Adam(global_clipnorm=1.0)`, la norme de tous les gradients réunis ; `clipnorm` écrête chaque tableau à part.
# %% [markdown] lang="en"
# Clipping contains the explosion: the clipped step comes down from the wall and stops at its foot. It is powerless against vanishing: shortening does not lengthen. In Keras: `keras.optimizers.Adam(global_clipnorm=1.0)`, the norm of all gradients together; `clipnorm` clips each array by itself.

# %% [markdown] lang="fr"
# ## 6. Prévoir, sans se mentir
#
# Un réseau lit 26 semaines de CO₂ mesuré à Mauna Loa et prévoit la suivante. On le juge deux fois :
#
# - **au hasard** : 30 % des semaines, tirées n'importe où, servent de test ;
# - **dans l'ordre** : il apprend sur le début et prévoit la fin.
#
# Deux précautions dans les deux cas : les fenêtres où manque une mesure sont écartées, car une valeur interpolée contient déjà le futur ; la normalisation ne connaît que l'entraînement. Référence : la **persistance**, qui recopie la dernière valeur connue. La **RMSE** est la racine de l'erreur quadratique moyenne ; le **R²** vaut $1 - \mathrm{RMSE}^2 / \text{variance du test}$ ; le **gain** (*skill*), $1 - \mathrm{RMSE} / \mathrm{RMSE}_{\text{référence}}$.
# %% [markdown] lang="en"
# ## 6. Forecasting without fooling oneself
#
# A network reads 26 weeks of CO₂ measured at Mauna Loa and forecasts the next one. It is judged twice:
#
# - **at random**: 30% of the weeks, drawn anywhere, are the test data;
# - **in order**: it learns on the beginning and forecasts the end.
#
# Two precautions in both cases: windows where a measurement is missing are left out, because an interpolated value already contains the future; the scaling knows the training data only. Baseline: **persistence**, which copies the last known value. The **RMSE** is the root mean squared error; **R²** is $1 - \mathrm{RMSE}^2 / \text{variance of the test values}$; the **skill** is $1 - \mathrm{RMSE} / \mathrm{RMSE}_{\text{baseline}}$.

# %%
def forecaster(window, outputs):
    past = keras.Input((window, 1))
    state = layers.SimpleRNN(16, unroll=lesson.pick(full=True, fast=False))(past)
    model = keras.Model(past, layers.Dense(outputs)(state))
    model.compile(keras.optimizers.Adam(3e-3), "mse", jit_compile=False,
                  run_eagerly=lesson.pick(full=False, fast=True))
    return model

def train(model, X, Y, epochs, seed):
    # fr: tout remettre à neuf coûte moins cher que de construire un autre modèle
    # en: resetting weights and optimiser costs less than building another model
    keras.utils.set_random_seed(seed)
    model.set_weights(keras.models.clone_model(model).get_weights())
    for variable in model.optimizer.variables:
        if variable.name != "learning_rate":
            variable.assign(keras.ops.zeros_like(variable))
    model.fit(X[..., np.newaxis], Y, batch_size=32, epochs=epochs, verbose=0)

# %%
WEEKS = 26
frame = co2.load_pandas().data
ppm, dates = frame["co2"].to_numpy(), frame.index.year + frame.index.day_of_year / 365.25
stride = lesson.pick(full=1, fast=40)
ends = [t for t in range(WEEKS, len(ppm), stride)
        if not np.isnan(ppm[t - WEEKS:t + 1]).any()]
past, future = np.stack([ppm[t - WEEKS:t] for t in ends]), ppm[ends]
model = forecaster(WEEKS, 1)

def judge(train_rows, test_rows):
    center, spread = past[train_rows].mean(), past[train_rows].std()
    train(model, (past[train_rows] - center) / spread, (future[train_rows] - center) / spread,
          lesson.pick(full=15, fast=1), lesson.seed)
    scaled = (past[test_rows] - center) / spread
    return np.asarray(model(scaled[..., np.newaxis]))[:, 0] * spread + center

# %%
n, cut = len(ends), int(0.7 * len(ends))
mixed = np.random.default_rng(lesson.seed).permutation(n)
splits = {T("au hasard", "at random"): (np.sort(mixed[:cut]), np.sort(mixed[cut:])),
          T("dans l'ordre", "in order"): (np.arange(cut), np.arange(cut, n))}
results = {}
for name, (train_rows, test_rows) in splits.items():
    forecast, truth = judge(train_rows, test_rows), future[test_rows]
    error = np.sqrt(np.mean((forecast - truth)**2))
    copied = np.sqrt(np.mean((past[test_rows, -1] - truth)**2))
    results[name] = forecast, 1 - error**2 / truth.var(), 1 - error / copied
    print(f"{name:13}", T("réseau", "network"), f"R² = {number(results[name][1], 3)}, {number(error)} ppm ;",
          T("persistance", "persistence"), f"R² = {number(1 - copied**2 / truth.var(), 3)}, {number(copied)} ppm ;",
          T("gain", "skill"), number(results[name][2]))

# %%
times = np.asarray(dates)[ends]
figure, axes = plt.subplots(1, 2, figsize=(8.5, 3.2), sharey=True)
for axis, (name, (known, rows)) in zip(axes, splits.items()):
    axis.plot(times[rows], future[rows], "o", color=plots.SKY, ms=5, label=T("mesure", "measured"))
    axis.plot(times[rows], results[name][0], ".", color="black", ms=1.5, label=T("prévision", "forecast"))
    axis.axhline(past[known].max(), color=plots.ORANGE, ls=":", label=T("plus haute valeur lue", "highest value read"))
    axis.set(title=f"{name}, R² = {number(results[name][1], 3)}", xlabel=T("année", "year"))
axes[0].set_ylabel("CO₂ (ppm)")
axes[0].legend()
show(figure,
     T("CO₂ mesuré et prévu : à gauche, test au hasard ; à droite, test dans l'ordre.",
       "CO₂ measured and forecast: left, random test weeks; right, test in order."))

# %%
(_, r2_mixed, skill_mixed), (_, r2_ordered, skill_ordered) = results.values()
claim(T("Test au hasard : R²", "Random test: R²"), r2_mixed, at_least=0.99, digits=3)
claim(T("Test au hasard : gain sur la persistance", "Random test: skill against persistence"), skill_mixed, at_most=0.2)
claim(T("Test dans l'ordre : gain sur la persistance", "Test in order: skill against persistence"), skill_ordered, at_most=-1)
known, rows = splits[T("dans l'ordre", "in order")]
claim(T("Test dans l'ordre : part des semaines au-dessus de tout ce qui a été lu", "Test in order: share of weeks above all that was read"),
      np.mean(future[rows] > past[known].max()), at_least=0.7, as_percent=True, digits=0);

# %% [markdown] lang="fr"
# À gauche, une prévision en apparence superbe : mais recopier la dernière valeur donne un R² aussi bon. À droite, **un réseau identique**, entraîné sur le début et jugé sur la fin, fait bien pire qu'une copie.
#
# Qu'est-ce que le tirage au hasard cachait ? D'abord une fuite : presque chaque semaine de test avait une voisine dans l'entraînement (ici, elle n'a même pas suffi à battre la copie). Surtout, la vraie question : l'avenir est **hors du domaine appris**. Dans le test de droite, la plupart des teneurs dépassent la plus haute valeur lue, et tanh sature.
#
# Deux règles : on juge **sur le futur**, et **contre une référence**. (En `fast`, l'entraînement est trop court pour voir cela.)
# %% [markdown] lang="en"
# On the left, a forecast that looks superb: but copying the last value gives an R² just as good. On the right **an identical network**, trained on the beginning and judged on the end, does far worse than a copy.
#
# What did the random draw hide? First a leak: almost every test week had a neighbour in the training data (not even enough here to beat the copy). Above all, the real question: the future lies **outside the range learned**. In the test on the right most levels exceed the highest value read, and tanh saturates.
#
# Two rules: judge **on the future**, and **against a baseline**. (In `fast` the training is too short to show this.)

# %% [markdown] lang="fr"
# ### Les taches solaires, onze ans à l'avance
#
# Le réseau lit 22 années et prévoit les 11 suivantes. Quatre coupures, en 1900, 1925, 1950 et 1975 : à chacune, tout est réappris sur le passé seul, cibles comprises, puis jugé sur les années qui suivent (*rolling origin*). Trois références, qui ont les mêmes droits :
#
# - **persistance** : la dernière année ;
# - **onze ans plus tôt** : un cycle solaire moyen ;
# - **autorégression linéaire** : les moindres carrés sur les 9 dernières années (le meilleur ordre, de peu, sur 1850–1899), une équation par horizon.
#
# Les nombres de neurones et d'époques ont été réglés sur 1850–1899, avant la première coupure.
# %% [markdown] lang="en"
# ### Sunspots, eleven years ahead
#
# The network reads 22 years and forecasts the next 11. Four cuts, in 1900, 1925, 1950 and 1975: at each one everything is learned again on the past alone, targets included, then judged on the years that follow (rolling origin). Three baselines with the same rights:
#
# - **persistence**: the last year;
# - **eleven years earlier**: an average solar cycle;
# - **linear autoregression**: least squares on the last 9 years (the best order, by a little, on 1850–1899), one equation per horizon.
#
# The numbers of neurons and of epochs were tuned on 1850–1899, before the first cut.

# %%
WINDOW, HORIZON = 22, 11
CUTS = [*lesson.pick(full=[200, 225, 250, 275], fast=[275]), len(spots) - HORIZON + 1]
SEEDS = range(lesson.seed, lesson.seed + lesson.pick(full=3, fast=1))
SOLAR_EPOCHS = lesson.pick(full=30, fast=1)

def windows(origins):
    return (np.stack([spots[t - WINDOW:t] for t in origins]),
            np.stack([spots[t:t + HORIZON] for t in origins]))

def autoregression(X, Y, X_new, order=9):
    def design(windows):
        return np.column_stack([np.ones(len(windows)), windows[:, -order:]])
    return design(X_new) @ np.linalg.lstsq(design(X), Y, rcond=None)[0]

# %%
names = [T("persistance", "persistence"), T("onze ans plus tôt", "eleven years earlier"),
         T("autorégression", "autoregression"), T("réseau récurrent", "recurrent network")]
solar, blocks = forecaster(WINDOW, HORIZON), []
for cut, stop in pairwise(CUTS):
    X, Y = windows(range(WINDOW, cut - HORIZON + 1, lesson.pick(full=1, fast=5)))
    X_new, truth = windows(range(cut, stop))
    center, spread = spots[:cut].mean(), spots[:cut].std()
    copied = np.repeat(X_new[:, -1:], HORIZON, axis=1)
    answers = [copied, X_new[:, -11:], autoregression(X, Y, X_new)]
    for one_seed in SEEDS:
        train(solar, (X - center) / spread, (Y - center) / spread, SOLAR_EPOCHS, one_seed)
        scaled = (X_new - center)[..., np.newaxis] / spread
        answers.append(np.asarray(solar(scaled)) * spread + center)
    blocks.append(np.array(answers) - truth)

# %%
errors = np.concatenate(blocks, axis=1)
rmse = np.sqrt(np.mean(errors**2, axis=1))
network = rmse[3:]
print(T("horizon (années)    ", "horizon (years)     "), "  ".join(f"{h:5}" for h in (1, 2, 3, 5, 8, 11)))
for name, row in zip(names, [*rmse[:3], network.mean(axis=0)]):
    print(f"{name:20}", "  ".join(f"{number(value, 1):>5}" for value in row[[0, 1, 2, 4, 7, 10]]),
          T("  moyenne", "  mean"), number(row.mean(), 1))
print(T("écart type entre graines, moyenne sur les horizons :",
        "standard deviation over seeds, mean over horizons:"), number(network.std(axis=0).mean(), 1))

# %%
figure, axis = plt.subplots(figsize=(7, 3.6))
horizons = np.arange(1, HORIZON + 1)
looks = (("s:", plots.GREY), ("^-.", plots.GREEN), ("D--", plots.ORANGE))
for name, row, (style, colour) in zip(names, rmse, looks):
    axis.plot(horizons, row, style, color=colour, ms=4, label=name)
axis.errorbar(horizons, network.mean(axis=0), network.std(axis=0), fmt="o-", ms=4, color=plots.BLUE,
              capsize=3, label=names[3])
axis.set(xlabel=T("horizon (années)", "horizon (years)"), xticks=horizons, ylim=(0, None),
         ylabel=T("RMSE (nombre de Wolf)", "RMSE (sunspot number)"))
figure.legend(loc="outside right")
show(figure,
     T("RMSE selon l'horizon, pour la persistance, la copie du cycle, l'autorégression et le réseau.",
       "RMSE against horizon, for persistence, the copied cycle, autoregression and the network."))

# %%
for year, block in zip(years[CUTS[:-1]], blocks):
    means = np.sqrt(np.mean(block**2, axis=1)).mean(axis=1)
    print(T(f"coupure {year} : autorégression", f"cut {year}: autoregression"), number(means[2], 1),
          T("  réseau", "  network"), number(means[3:].mean(), 1))
mean_forecast = np.sqrt(np.mean(errors[3:].mean(axis=0)**2, axis=0)).mean()
print(T("moyenne des prévisions de tous les réseaux :", "mean of the forecasts of all networks:"),
      number(mean_forecast, 1))
persistence, eleven, linear, ours = *rmse[:3].mean(axis=1), network.mean()
claim(T("RMSE moyenne, réseau ÷ persistance", "Mean RMSE, network ÷ persistence"), ours / persistence, at_most=0.7)
claim(T("RMSE moyenne, réseau ÷ onze ans plus tôt", "Mean RMSE, network ÷ eleven years earlier"),
      ours / eleven, at_most=1.1)
claim(T("RMSE moyenne, autorégression ÷ réseau", "Mean RMSE, autoregression ÷ network"), linear / ours, at_most=0.97);

# %% [markdown] lang="fr"
# Qui gagne ? Pas le réseau. Il bat la persistance, sauf vers dix et onze ans, où elle recopie elle aussi un cycle entier. Face à la copie du cycle précédent, il n'est nettement devant qu'à court terme. L'autorégression, que Yule inventa en 1927 pour les taches solaires (les deux dernières années lui suffisaient), fait mieux en moyenne, avec dix nombres par horizon. Son avance vient des coupures de 1950 et 1975 ; avant, c'est presque l'égalité. Moyenner les prévisions de tous les réseaux n'y change rien.
# %% [markdown] lang="en"
# Who wins? Not the network. It beats persistence, except at about ten and eleven years, where persistence copies a whole cycle, too. Against the copy of the previous cycle it is clearly ahead in the short term only. Autoregression, which Yule invented in 1927 for sunspots (he made do with the last two years), does better on average, with ten numbers per horizon. Its lead comes from the cuts of 1950 and 1975; before, it is almost a tie. Averaging the forecasts of all networks does not change this.

# %% [markdown] lang="fr"
# Ce n'est pas une loi : quatre périodes, une dizaine de cycles, et des barres d'erreur qui ne montrent que l'écart entre graines. **Commencez par la méthode linéaire** ; un réseau récurrent se justifie quand il la bat. (En `fast`, une seule coupure et une époque : ne concluez rien.)
# %% [markdown] lang="en"
# It is not a law: four periods, some ten cycles, and error bars that show only the spread between seeds. **Begin with the linear method**; a recurrent network is justified when it beats it. (In `fast`, one cut and one epoch only: draw no conclusion.)

# %% [markdown] lang="fr"
# ## Exercices
#
# ### ★ Un vers plusieurs
#
# Faites écrire une suite à une cellule : à chaque pas, l'état se calcule comme dans la partie 1, la sortie est $\mathbf{y}_t = \mathbf{h}_t V$, et cette sortie devient l'entrée du pas suivant. Avant de coder : quelle forme doit avoir $V$ pour que ce soit possible ?
# %% [markdown] lang="en"
# ## Exercises
#
# ### ★ One-to-many
#
# Make a cell write a sequence: at each step the state is computed as in part 1, the output is $\mathbf{y}_t = \mathbf{h}_t V$, and this output becomes the input of the next step. Before coding: what shape must $V$ have for this to be possible?

# %% tags=["exercise"]
def generate(first, W, U, b, V, steps):
    T("""Suite de sorties écrite à partir de l'entrée `first`, état de départ nul.

    `first` : (d,), W : (d, n), U : (n, n), b : (n,), V : (n, d). Renvoie un tableau `(steps, d)`.
    """, """Sequence of outputs written from the input `first`, initial state zero.

    `first`: (d,), W: (d, n), U: (n, n), b: (n,), V: (n, d). Returns an array `(steps, d)`.
    """)
    ### BEGIN SOLUTION
    x, h, outputs = first, np.zeros(len(b)), []
    for _ in range(steps):
        h = np.tanh(x @ W + h @ U + b)
        x = h @ V
        outputs.append(x)
    return np.array(outputs)
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ Ce qui reste d'un souvenir
#
# Un neurone sans entrée : $h_t = \tanh(u\,h_{t-1})$, parti de $h_0$. Calculez $\partial h_T / \partial h_0$ exactement, sans différence finie.
# %% [markdown] lang="en"
# ### ★★ What is left of a memory
#
# A neuron without input: $h_t = \tanh(u\,h_{t-1})$, starting from $h_0$. Compute $\partial h_T / \partial h_0$ exactly, without finite differences.

# %% tags=["exercise"]
def memory_left(u, start, steps):
    T("""Dérivée de h_T par rapport à h_0 = start, après steps pas ; u : poids récurrent.""",
      """Derivative of h_T with respect to h_0 = start, after steps steps; u: recurrent weight.""")
    ### BEGIN SOLUTION
    h, product = start, 1.0
    for _ in range(steps):
        h = np.tanh(u * h)
        product *= u * (1 - h**2)
    return product
    ### END SOLUTION

# %% [markdown] lang="fr"
# Que devient ce reste quand $u$ grandit ? Prédisez la forme de la courbe avant de l'afficher : l'état de départ est 0,3, après 30 pas.
# %% [markdown] lang="en"
# What happens to it as $u$ grows? Predict the shape of the curve before displaying it: the initial state is 0.3, after 30 steps.

# %%
try:
    weights = np.linspace(0.5, 2, 60)
    figure, axis = plt.subplots(figsize=(5.5, 2.6))
    axis.semilogy(weights, [memory_left(u, 0.3, 30) for u in weights])
    axis.set(xlabel=T("poids récurrent u", "recurrent weight u"), ylabel="$∂h_{30} / ∂h_0$")
    show(figure,
         T("La dérivée de l'état après 30 pas selon le poids récurrent u, en échelle logarithmique.",
           "The derivative of the state after 30 steps against the recurrent weight u, log scale."))
except NotImplementedError:
    plt.close(figure)
    print(T("Complétez d'abord l'exercice.", "Complete the exercise first."))

# %% [markdown] lang="fr"
# ### ★★ Écrêter
#
# On lit souvent cet écrêtage : `tuple(np.clip(g, -limit, limit) for g in gradients)`. Il borne chaque nombre à part, et fait donc tourner le gradient. Écrivez celui de la partie 5 : une seule norme pour tous les tableaux réunis.
# %% [markdown] lang="en"
# ### ★★ Clipping
#
# This clipping is often seen: `tuple(np.clip(g, -limit, limit) for g in gradients)`. It bounds each number by itself, and so changes the direction of the gradient. Write the one of part 5: a single norm for all arrays together.

# %% tags=["exercise"]
def clip(gradients, limit):
    T("""Gradients écrêtés : leur norme d'ensemble ne dépasse pas `limit`.

    `gradients` : tuple de tableaux, à ne pas modifier. Renvoie de nouveaux tableaux.
    """, """Clipped gradients: their overall norm does not exceed `limit`.

    `gradients`: tuple of arrays, not to be changed. Returns new arrays.
    """)
    ### BEGIN SOLUTION
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    factor = min(1, limit / norm)
    return tuple(g * factor for g in gradients)
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★★ Des fenêtres sans fuite
#
# Préparez l'entraînement d'une coupure. Les indices `cut`, `cut + 1`… sont le futur : rien ne doit en venir, ni par les fenêtres, ni par les cibles, ni par la moyenne et l'écart type. Entrées et cibles sont normalisées avec les deux mêmes nombres : la moyenne et l'écart type (`np.std`) de toutes les valeurs d'avant `cut`.
# %% [markdown] lang="en"
# ### ★★★ Windows without a leak
#
# Prepare the training data of one cut. The indices `cut`, `cut + 1`… are the future: nothing may come from there, neither through windows, nor through targets, nor through mean and standard deviation. Inputs and targets are scaled with the same two numbers: mean and standard deviation (`np.std`) of all values before `cut`.

# %% tags=["exercise"]
def training_windows(series, cut, window, horizon):
    T("""Fenêtres d'entraînement normalisées X, et leurs cibles Y.

    `series` : (n,). Renvoie (X, Y), de formes `(m, window)` et `(m, horizon)` ;
    chaque cible suit sa fenêtre ; m est le plus grand possible, dans l'ordre du temps.
    """, """Scaled training windows X, and their targets Y.

    `series`: (n,). Returns (X, Y), of shapes `(m, window)` and `(m, horizon)`;
    each target follows its window; m is as large as possible, in time order.
    """)
    ### BEGIN SOLUTION
    past = series[:cut]
    scaled = (past - past.mean()) / past.std()
    starts = range(cut - window - horizon + 1)
    X = np.stack([scaled[i:i + window] for i in starts])
    Y = np.stack([scaled[i + window:i + window + horizon] for i in starts])
    return X, Y
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
# - **Donner `(lot, pas)`** au lieu de `(lot, pas, nombres par pas)` : `SimpleRNN` attend trois axes, même pour un nombre par pas.
# - **Empiler deux couches récurrentes** sans `return_sequences=True` sur la première : la seconde attend une suite et reçoit un état.
# - **Tirer le test au hasard** dans une série : presque chaque date de test a une voisine dans l'entraînement.
# - **Normaliser avant de couper**, ou combler les trous par interpolation : le futur fuit dans le passé.
# - **Montrer une courbe et un R²** sans référence : sur une série lente, la persistance en fait autant.
# - **Attendre de l'écrêtage** qu'il ranime un gradient disparu.
# %% [markdown] lang="en"
# ## Common errors
#
# - **Giving `(batch, steps)`** instead of `(batch, steps, numbers per step)`: `SimpleRNN` expects three axes, even for one number per step.
# - **Stacking two recurrent layers** without `return_sequences=True` on the first: the second expects a sequence and gets a state.
# - **Drawing the test data at random** from a series: almost every test date has a neighbour in the training data.
# - **Scaling before cutting**, or filling gaps by interpolation: the future leaks into the past.
# - **Showing a curve and an R²** without a baseline: on a slow series persistence does as well.
# - **Expecting clipping** to revive a vanished gradient.

# %% [markdown] lang="fr"
# ## À retenir
#
# - $\mathbf{h}_t = \tanh(\mathbf{x}_t W + \mathbf{h}_{t-1} U + \mathbf{b})$ : les mêmes $n(n + d + 1)$ paramètres à tous les pas.
# - La mémoire est un état qui tourne en boucle ; rien n'est rangé.
# - Le gradient d'un poids est la somme de ses contributions à tous les pas, et les plus anciennes comptent peu.
# - Se souvenir n'est pas apprendre à se souvenir : une mémoire qui résiste au bruit fait disparaître le gradient.
# - Contre la disparition, un rayon spectral de départ proche de 1 (il la retarde) ; contre l'explosion, l'écrêtage (il la contient).
# - Une prévision se juge sur le futur, face à une référence.
# %% [markdown] lang="en"
# ## What to remember
#
# - $\mathbf{h}_t = \tanh(\mathbf{x}_t W + \mathbf{h}_{t-1} U + \mathbf{b})$: the same $n(n + d + 1)$ parameters at every step.
# - Memory is a state that goes round in a loop; nothing is stored.
# - The gradient of a weight is the sum of its contributions at all steps, and the oldest count little.
# - Remembering is not learning to remember: a memory that resists noise makes the gradient vanish.
# - Against vanishing, an initial spectral radius near 1 (it delays it); against explosion, clipping (it contains it).
# - A forecast is judged on the future, against a baseline.

# %% [markdown] lang="fr"
# ## Glossaire
#
# | français | English | sens |
# |---|---|---|
# | autorégression | autoregression | prévision linéaire à partir des dernières valeurs |
# | écrêtage du gradient | gradient clipping | raccourcir un gradient trop long, sans le tourner |
# | état (caché) | (hidden) state | ce que le réseau garde du passé, h_t |
# | fuite de données | data leakage | information du test qui sert à l'entraînement |
# | gain | skill | 1 − erreur ÷ erreur de la référence |
# | horizon | horizon | distance entre la dernière valeur lue et la valeur prévue |
# | matrice orthogonale | orthogonal matrix | matrice qui garde les longueurs |
# | persistance | persistence | prévision qui recopie la dernière valeur |
# | rayon spectral | spectral radius | plus grand module des valeurs propres |
# | réseau récurrent | recurrent network, RNN | réseau qui relit son état à chaque pas |
# | rétropropagation à travers le temps | backpropagation through time, BPTT | rétropropagation dans la boucle dépliée |
# | valeur singulière (la plus grande) | singular value (largest) | plus grand allongement qu'une matrice donne à un vecteur |
# %% [markdown] lang="en"
# ## Glossary
#
# | English | français | meaning |
# |---|---|---|
# | autoregression | autorégression | linear forecast from the last values |
# | backpropagation through time, BPTT | rétropropagation à travers le temps | backpropagation in the unrolled loop |
# | data leakage | fuite de données | information from the test data used in training |
# | gradient clipping | écrêtage du gradient | shortening a gradient that is too long, without turning it |
# | (hidden) state | état (caché) | what the network keeps of the past, h_t |
# | horizon | horizon | how far ahead a forecast looks |
# | orthogonal matrix | matrice orthogonale | matrix that keeps lengths |
# | persistence | persistance | forecast that copies the last value |
# | recurrent network, RNN | réseau récurrent | network that reads its own state at every step |
# | skill | gain | 1 − error ÷ error of the baseline |
# | singular value (largest) | valeur singulière (la plus grande) | largest stretching that a matrix gives to a vector |
# | spectral radius | rayon spectral | largest modulus of the eigenvalues |

# %% [markdown] lang="fr"
# ## Références
#
# - J. Elman (1990), *Finding structure in time*. [doi:10.1207/s15516709cog1402_1](https://doi.org/10.1207/s15516709cog1402_1)
# - P. Werbos (1990), *Backpropagation through time*. [doi:10.1109/5.58337](https://doi.org/10.1109/5.58337)
# - Y. Bengio, P. Simard, P. Frasconi (1994), *Learning long-term dependencies with gradient descent is difficult*. [doi:10.1109/72.279181](https://doi.org/10.1109/72.279181)
# - R. Pascanu, T. Mikolov, Y. Bengio (2013), *On the difficulty of training recurrent neural networks* : le mur et l'écrêtage. [arXiv:1211.5063](https://arxiv.org/abs/1211.5063)
# - A. Saxe, J. McClelland, S. Ganguli (2014), *Exact solutions to the nonlinear dynamics of learning in deep linear neural networks* : les matrices orthogonales. [arXiv:1312.6120](https://arxiv.org/abs/1312.6120)
# - G. U. Yule (1927), *On a method of investigating periodicities in disturbed series, with special reference to Wolfer's sunspot numbers* : l'autorégression. [doi:10.1098/rsta.1927.0007](https://doi.org/10.1098/rsta.1927.0007)
# %% [markdown] lang="en"
# ## References
#
# - J. Elman (1990), *Finding structure in time*. [doi:10.1207/s15516709cog1402_1](https://doi.org/10.1207/s15516709cog1402_1)
# - P. Werbos (1990), *Backpropagation through time*. [doi:10.1109/5.58337](https://doi.org/10.1109/5.58337)
# - Y. Bengio, P. Simard, P. Frasconi (1994), *Learning long-term dependencies with gradient descent is difficult*. [doi:10.1109/72.279181](https://doi.org/10.1109/72.279181)
# - R. Pascanu, T. Mikolov, Y. Bengio (2013), *On the difficulty of training recurrent neural networks*: the wall and clipping. [arXiv:1211.5063](https://arxiv.org/abs/1211.5063)
# - A. Saxe, J. McClelland, S. Ganguli (2014), *Exact solutions to the nonlinear dynamics of learning in deep linear neural networks*: orthogonal matrices. [arXiv:1312.6120](https://arxiv.org/abs/1312.6120)
# - G. U. Yule (1927), *On a method of investigating periodicities in disturbed series, with special reference to Wolfer's sunspot numbers*: autoregression. [doi:10.1098/rsta.1927.0007](https://doi.org/10.1098/rsta.1927.0007)

# %% [markdown] lang="fr"
# ## Et ensuite
#
# {{next}}
# %% [markdown] lang="en"
# ## What comes next
#
# {{next}}
