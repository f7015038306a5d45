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
#       - write a recurrent cell in NumPy, get the numbers of SimpleRNN and count its parameters
#       - choose between one-to-many, many-to-one and many-to-many
#       - backpropagate a gradient through time, and check that it is right
#       - measure what is left of a gradient after fifty steps, and say what initialisation and clipping change
#       - judge a forecast on the future alone, against simple baselines
#     prerequisites: ["04", "05", "06", "07"]
#     reading: 115
#     next:
#       fr: "La leçon 14 reprend où celle-ci échoue : des portes, qui laissent passer un souvenir sans le multiplier à chaque pas (LSTM et GRU)."
#       en: "Lesson 14 takes up where this one fails: gates, which let a memory through without multiplying it at every step (LSTM and GRU)."
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
# A sequence of 1,000 numbers. The first one is +1 or −1, the other 999 are noise, between −0.5 and 0.5. The numbers come **one by one**; at the end, the sign of the first must be told.
#
# A single neuron can do it. At every step it adds to the incoming number twice its previous answer, and takes the hyperbolic tangent: $h_t = \tanh(x_t + 2\,h_{t-1})$. Three numbers in all: input weight 1, recurrent weight 2, bias 0.
#
# They were chosen by hand. **Would gradient descent have found them?** Place your bet; part 5 will answer.

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
    return np.array(path)  # (length, n)

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
       "Two sequences, 60 steps: states soon mingle if u = 0.5; if u = 2 they keep the initial sign."))

# %% [markdown] lang="fr"
# Avec un poids récurrent de 0,5, le premier nombre s'efface en quelques pas. Avec 2, il reste : chaque état est assez grand pour recréer le suivant, malgré le bruit. C'est cela, la **mémoire** d'un réseau récurrent : rien n'est rangé nulle part, un nombre tourne en boucle.
# %% [markdown] lang="en"
# With a recurrent weight of 0.5 the first number fades within a few steps. With 2 it stays: every state is large enough to recreate the next one, in spite of the noise. That is what **memory** means in a recurrent network: nothing is stored anywhere, a number goes round in a loop.

# %% [markdown] lang="fr"
# ## 1. La cellule récurrente
#
# Passons à $h$ neurones, qui se relisent les uns les autres. À chaque pas, l'**état** $\mathbf{h}_t$ se calcule à partir de l'entrée $\mathbf{x}_t$ ($d$ nombres) et de l'état précédent :
#
# $$\mathbf{h}_t = \tanh(\mathbf{x}_t W + \mathbf{h}_{t-1} U + \mathbf{b}), \qquad \mathbf{h}_0 = \mathbf{0}$$
#
# $W$ a la forme $(d, h)$, $U$ la forme $(h, h)$. Les **mêmes** $W$, $U$, $\mathbf{b}$ servent à tous les pas, comme un noyau de convolution sert à tous les pixels (leçon 08). D'où le nombre de paramètres, quelle que soit la longueur de la suite :
#
# $$h\,(h + d + 1)$$
#
# Faisons lire à huit neurones, aux poids tirés au hasard, les taches solaires observées chaque année depuis 1700.
# %% [markdown] lang="en"
# ## 1. The recurrent cell
#
# Now take $h$ neurons that read one another. At every step the **state** $\mathbf{h}_t$ is computed from the input $\mathbf{x}_t$ ($d$ numbers) and the previous state:
#
# $$\mathbf{h}_t = \tanh(\mathbf{x}_t W + \mathbf{h}_{t-1} U + \mathbf{b}), \qquad \mathbf{h}_0 = \mathbf{0}$$
#
# $W$ has shape $(d, h)$, $U$ has shape $(h, h)$. The **same** $W$, $U$, $\mathbf{b}$ serve at every step, as a convolution kernel serves at every pixel (lesson 08). Hence the number of parameters, however long the sequence:
#
# $$h\,(h + d + 1)$$
#
# Let eight neurons with random weights read the sunspots observed every year since 1700.

# %%
table = sunspots.load_pandas().data
years, spots = table["YEAR"].to_numpy(int), table["SUNACTIVITY"].to_numpy()
series = (spots / 100)[np.newaxis, :, np.newaxis].astype("float32")  # (1, 309, 1)

def read(x, W, U, b):
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
axes[0].set(ylabel=T("taches\nsolaires", "sunspot\nnumber"))
drawn = axes[1].imshow(by_hand.T, aspect="auto", cmap="RdBu_r", vmin=-1, vmax=1,
                       extent=(years[0] - 0.5, years[-1] + 0.5, 8.5, 0.5))
axes[1].set(xlabel=T("année", "year"), ylabel=T("neurone", "neuron"), yticks=[1, 4, 8])
figure.colorbar(drawn, ax=axes[1], label=T("état", "state"))
show(figure,
     T("En haut, les taches solaires et leurs cycles ; en bas, huit états qui ondulent avec elles.",
       "Top: the sunspots and their cycles; bottom: eight states that wave along with them."))

# %% [markdown] lang="fr"
# Aucun apprentissage ici, et pourtant les états ondulent avec le Soleil, chacun à sa façon : l'état résume, tant bien que mal, ce qui vient d'être lu.
# %% [markdown] lang="en"
# No learning here, and yet the states wave along with the Sun, each in its own way: the state sums up, after a fashion, what has just been read.

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
# **L'ordre compte.** Un réseau qui ne voit que la moyenne de ses entrées ne distinguera jamais une suite de la même lue à l'envers, quel que soit son entraînement. (Un réseau dense sur les 50 pas le peut, mais il lui faut un poids par pas, et toujours 50 pas.)
#
# **Une longue suite peut se lire par morceaux** : avec `stateful=True`, l'état d'un appel sert de départ au suivant, jusqu'à `reset_state()`.
# %% [markdown] lang="en"
# **Order counts.** A network that only sees the mean of its inputs will never tell a sequence from the same one read backwards, whatever its training. (A dense network on the 50 steps can, but it needs one weight per step, and always 50 steps.)
#
# **A long sequence can be read in pieces**: with `stateful=True` the state of one call is the start of the next, until `reset_state()`.

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
# Dépliée, la boucle devient un réseau de $T$ couches qui ont toutes les **mêmes** poids ; on y rétropropage comme dans la leçon 05. Un état agit sur la perte par l'état suivant :
#
# $$\frac{\partial L}{\partial \mathbf{a}_t} = \frac{\partial L}{\partial \mathbf{h}_t} \odot (1 - \mathbf{h}_t^2), \qquad \frac{\partial L}{\partial \mathbf{h}_{t-1}} = \frac{\partial L}{\partial \mathbf{a}_t}\, U^\top$$
#
# où $\mathbf{a}_t$ est la somme avant tanh. Un poids sert $T$ fois : son gradient est la **somme** de $T$ contributions.
#
# $$\frac{\partial L}{\partial U} = \sum_{t=1}^{T} \mathbf{h}_{t-1}^\top \frac{\partial L}{\partial \mathbf{a}_t}$$
# %% [markdown] lang="en"
# ## 3. Backpropagation through time
#
# Unrolled, the loop becomes a network of $T$ layers that all have the **same** weights; we backpropagate through it as in lesson 05. A state acts on the loss through the next state:
#
# $$\frac{\partial L}{\partial \mathbf{a}_t} = \frac{\partial L}{\partial \mathbf{h}_t} \odot (1 - \mathbf{h}_t^2), \qquad \frac{\partial L}{\partial \mathbf{h}_{t-1}} = \frac{\partial L}{\partial \mathbf{a}_t}\, U^\top$$
#
# where $\mathbf{a}_t$ is the sum before tanh. A weight is used $T$ times: its gradient is the **sum** of $T$ contributions.
#
# $$\frac{\partial L}{\partial U} = \sum_{t=1}^{T} \mathbf{h}_{t-1}^\top \frac{\partial L}{\partial \mathbf{a}_t}$$

# %%
def through_time(x, states, U, dh):
    dW = dU = db = 0
    reaching = [dh]  # ∂L/∂h_T, then ∂L/∂h_{T−1}, …
    for t in reversed(range(x.shape[1])):
        da = dh * (1 - states[t + 1]**2)
        dW = dW + x[:, t].mT @ da
        dU = dU + states[t].mT @ da
        db = db + da.sum(axis=-2, keepdims=True)
        dh = da @ U.mT
        reaching.append(dh)
    return dW, dU, db, reaching

# %% [markdown] lang="fr"
# La perte de l'essai : $L = \tfrac12 \lVert \mathbf{h}_T \rVert^2$, dont la dérivée par rapport à $\mathbf{h}_T$ est $\mathbf{h}_T$ lui-même. On compare à deux témoins : `GradientTape`, et la différence finie d'un poids de $U$.
# %% [markdown] lang="en"
# The loss of this trial: $L = \tfrac12 \lVert \mathbf{h}_T \rVert^2$, whose derivative with respect to $\mathbf{h}_T$ is $\mathbf{h}_T$ itself. We compare with two witnesses: `GradientTape`, and the finite difference of one weight of $U$.

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
axis.bar(range(51), sizes, color=plots.BLUE)
axis.set(yscale="log", xlabel=T("pas t (le dernier : 50)", "step t (the last one: 50)"),
         ylabel=T("norme de $∂L/∂h_t$", "norm of $∂L/∂h_t$"))
show(figure,
     T("Norme du gradient à chaque pas, échelle log : elle perd des puissances de dix vers le pas 0.",
       "Norm of the gradient at each step, log scale: it loses powers of ten towards step 0."))

# %% [markdown] lang="fr"
# Le gradient part du pas 50 et remonte vers le pas 0 en rétrécissant. La somme qui corrige $U$ est donc faite presque entière des derniers pas : le réseau apprend de ce qu'il vient de lire, à peine de ce qu'il a lu au début.
# %% [markdown] lang="en"
# The gradient starts at step 50 and shrinks on its way back to step 0. So the sum that corrects $U$ is made almost entirely of the last steps: the network learns from what it has just read, hardly from what it read at the beginning.

# %% [markdown] lang="fr"
# ## 4. Disparaître ou exploser
#
# De $\mathbf{h}_T$ à $\mathbf{h}_t$, le gradient traverse $T - t$ fois la même matrice, et autant de pentes de tanh :
#
# $$\frac{\partial \mathbf{h}_T}{\partial \mathbf{h}_t} = \prod_{s=t+1}^{T} U\,\mathrm{diag}(1 - \mathbf{h}_s^2)$$
#
# Sans les pentes, ce serait $U^{T-t}$, qui à la longue grandit ou rétrécit comme $\rho^{T-t}$, où $\rho$ est le **rayon spectral** : le plus grand module des valeurs propres de $U$. Les pentes valent au plus 1 : elles n'allongent aucun vecteur. Une chose est donc sûre : si la plus grande **valeur singulière** de $U$ est sous 1, le gradient disparaît. Pour le reste, mesurons.
# %% [markdown] lang="en"
# ## 4. Vanishing or exploding
#
# From $\mathbf{h}_T$ to $\mathbf{h}_t$ the gradient goes $T - t$ times through the same matrix, and through as many slopes of tanh:
#
# $$\frac{\partial \mathbf{h}_T}{\partial \mathbf{h}_t} = \prod_{s=t+1}^{T} U\,\mathrm{diag}(1 - \mathbf{h}_s^2)$$
#
# Without the slopes this would be $U^{T-t}$, which in the long run grows or shrinks like $\rho^{T-t}$, where $\rho$ is the **spectral radius**: the largest modulus of the eigenvalues of $U$. The slopes are at most 1: they lengthen no vector. So one thing is certain: if the largest **singular value** of $U$ is below 1, the gradient vanishes. For the rest, let us measure.

# %%
def matrix(radius, kind, rng, units=64):
    U = rng.normal(size=(units, units))
    if kind == "orthogonal":
        return radius * np.linalg.qr(U)[0]
    return radius * U / abs(np.linalg.eigvals(U)).max()

def jacobian_norms(radius, kind="gauss", slopes=True, noise=0.5, length=50):
    rng = np.random.default_rng(lesson.seed)
    U, W = matrix(radius, kind, rng), rng.normal(size=(1, 64))
    states = read(noise * rng.normal(size=(1, length, 1)), W, U, 0)
    product, norms = np.eye(64), [1.0]
    for h in reversed(states[1:]):
        product = U * (1 - h**2 if slopes else 1) @ product
        norms.append(np.linalg.norm(product, 2))
    return norms

# %%
CASES = ((0.5, "gauss", "-"), (0.9, "gauss", "--"), (1.1, "gauss", "-."), (1.5, "gauss", ":"),
         (1.0, "orthogonal", "o"))

def draw_norms(axis, slopes, noise=0.5):
    for (radius, kind, style), colour in zip(CASES, plots.COLOURS):
        label = f"ρ = {number(radius, 1)}" + (" orth." if kind == "orthogonal" else "")
        norms = jacobian_norms(radius, kind, slopes, noise)
        axis.semilogy(norms, style, color=colour, ms=3, label=label)
    axis.axhline(1, color=plots.GREY, lw=0.8)
    axis.set(xlabel=T("écart T − t (pas)", "gap T − t (steps)"), ylim=(1e-18, 1e11))

# %%
figure, axes = plt.subplots(1, 2, figsize=(8.5, 3.3), sharey=True)
for axis, slopes, title in ((axes[0], False, T("sans tanh", "without tanh")), (axes[1], True, T("avec tanh", "with tanh"))):
    draw_norms(axis, slopes)
    axis.set_title(title)
axes[0].set_ylabel(T("norme de $∂h_T/∂h_t$", "norm of $∂h_T/∂h_t$"))
figure.legend(*axes[0].get_legend_handles_labels(), loc="outside right")
show(figure,
     T("Norme selon l'écart, échelle log : des droites sans tanh, toutes plus basses avec tanh.",
       "Norm against gap, log scale: straight lines without tanh, all lower with tanh."))

# %%
plain = {case[:2]: jacobian_norms(*case[:2], slopes=False)[-1] for case in CASES}
curved = {case[:2]: jacobian_norms(*case[:2])[-1] for case in CASES}
for case in plain:
    print(f"ρ = {number(case[0], 1)} {case[1]:12}", T("sans tanh", "without tanh"), f"{plain[case]:.0e}",
          T("  avec tanh", "  with tanh"), f"{curved[case]:.0e}")
claim(T("Orthogonale, sans tanh : la norme reste 1", "Orthogonal, without tanh: the norm stays 1"),
      np.isclose(plain[1.0, "orthogonal"], 1))
claim(T("Les pentes de tanh réduisent la norme dans les cinq cas", "The slopes of tanh lower the norm in all five cases"),
      all(curved[case] < plain[case] for case in plain))
claim(T("ρ = 0,5 : log₁₀ de la norme après 50 pas", "ρ = 0.5: log₁₀ of the norm after 50 steps"),
      np.log10(curved[0.5, "gauss"]), at_most=-13, digits=1)
claim(T("ρ = 1,5 sans tanh : log₁₀ de la norme après 50 pas", "ρ = 1.5 without tanh: log₁₀ of the norm after 50 steps"),
      np.log10(plain[1.5, "gauss"]), at_least=8, digits=1);

# %% [markdown] lang="fr"
# Une **matrice orthogonale** garde les longueurs : toutes ses valeurs singulières valent 1. C'est l'initialisation par défaut de $U$ dans `SimpleRNN` ; sans tanh, le gradient traverse alors le temps intact. Avec tanh, il n'en reste que ce que les pentes laissent passer, et cela dépend des entrées : explorez. Prenez $\rho = 1{,}5$ et faites varier la taille des entrées. Sans entrée, les deux courbes se confondent : pourquoi ?
# %% [markdown] lang="en"
# An **orthogonal matrix** keeps lengths: all its singular values are 1. It is the default initialisation of $U$ in `SimpleRNN`; without tanh the gradient then crosses time unharmed. With tanh only what the slopes let through is left, and this depends on the inputs: explore. Take $\rho = 1.5$ and vary the size of the inputs. Without input the two curves coincide: why?

# %%
def gradient_left(radius=1.0, noise=0.5, kind="orthogonal"):
    figure, axis = plt.subplots(figsize=(6, 3.2))
    for slopes, style, name in ((False, "--", T("sans tanh", "without tanh")), (True, "-", T("avec tanh", "with tanh"))):
        axis.semilogy(jacobian_norms(radius, kind, slopes, noise), style, label=name)
    axis.axhline(1, color=plots.GREY, lw=0.8)
    axis.set(xlabel=T("écart T − t (pas)", "gap T − t (steps)"), ylim=(1e-18, 1e11),
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
# ## 5. Se souvenir n'est pas apprendre à se souvenir
#
# Revenons au neurone du début, qui n'oublie rien. Que reste-t-il du gradient à travers lui ? À chaque pas il est multiplié par $2\,(1 - h_t^2)$, et $h_t$ est proche de ±1.
# %% [markdown] lang="en"
# ## 5. Remembering is not learning to remember
#
# Back to the neuron of the beginning, which forgets nothing. What is left of the gradient through it? At every step it is multiplied by $2\,(1 - h_t^2)$, and $h_t$ is close to ±1.

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
# Qu'en est-il d'un réseau de huit neurones qui doit apprendre cette tâche ? Dix réseaux à la fois (un axe de plus dans les tableaux), Adam (leçon 04), deux initialisations de $U$.
# %% [markdown] lang="en"
# This is no accident. The neuron remembers **because** its states always come back to the same place: a small difference at the start fades, noise like anything else. But the gradient is precisely the effect of a small difference at the start. Bengio, Simard and Frasconi (1994) proved it: for such a network, a memory that lastingly resists noise **forces** the gradient to vanish.
#
# What about a network of eight neurons that has to learn this task? Ten networks at once (one more axis in the arrays), Adam (lesson 04), two initialisations of $U$.

# %%
def initial(kind, rng, copies=10, units=8):
    U = rng.normal(size=(copies, units, units))
    U = np.linalg.qr(U)[0] if kind == "orthogonal" else 0.5 * U / units**0.5
    W, V = rng.normal(size=(copies, 1, units)) / 2, rng.normal(size=(copies, units, 1)) / units**0.5
    return [W, U, np.zeros((copies, 1, units)), V]

def gradients(weights, x, sign):
    W, U, b, V = weights
    states = read(x, W, U, b)
    margin = sign[:, np.newaxis] * (states[-1] @ V)
    dz = -sign[:, np.newaxis] / (1 + np.exp(margin)) / len(x)  # cross-entropy
    dW, dU, db, _ = through_time(x, states, U, dz @ V.mT)
    return [dW, dU, db, states[-1].mT @ dz]

# %%
STEPS = lesson.pick(full=200, fast=3)

def learn(kind, length, rng):
    weights = initial(kind, rng)
    m, v = [0 * w for w in weights], [0 * w for w in weights]
    for k in range(1, STEPS + 1):
        for i, g in enumerate(gradients(weights, *sequences(64, length, rng))):
            m[i] = 0.9 * m[i] + 0.1 * g
            v[i] = 0.999 * v[i] + 0.001 * g**2
            step = m[i] / (1 - 0.9**k) / (np.sqrt(v[i] / (1 - 0.999**k)) + 1e-7)
            weights[i] = weights[i] - 0.01 * step
    x, sign = sequences(500, length, rng)
    answers = np.sign(read(x, *weights[:3])[-1] @ weights[3])[..., 0]
    return np.mean(answers == sign, axis=1)

LENGTHS = [5, 10, 20, 40, 80, 160]
rng = np.random.default_rng(lesson.seed)
right = {kind: [learn(kind, length, rng) for length in LENGTHS] for kind in ("gauss", "orthogonal")}

# %%
figure, axis = plt.subplots(figsize=(6.5, 3.2))
for kind, marker, colour, name in (("gauss", "s--", plots.ORANGE, T("petite, au hasard", "small, random")),
                                   ("orthogonal", "o-", plots.BLUE, T("orthogonale", "orthogonal"))):
    share = [10 * np.mean(scores > 0.9) for scores in right[kind]]
    axis.plot(range(6), share, marker, color=colour, label=name)
axis.set(xlabel=T("longueur de la suite (pas)", "length of the sequence (steps)"), ylim=(-0.4, 10.4),
         ylabel=T("réseaux qui ont appris,\nsur 10", "networks that learned,\nout of 10"))
axis.set_xticks(range(6), LENGTHS)
axis.legend(title=T("matrice U au départ", "matrix U at the start"))
show(figure,
     T("Réseaux qui ont appris selon la longueur : l'orthogonale tient bien plus longtemps.",
       "Networks that learned against length: the orthogonal start holds out far longer."))

# %%
def learned(kind, length):
    return np.mean(right[kind][LENGTHS.index(length)] > 0.9)

claim(T("Suites de 40 pas, petite matrice : part des réseaux qui apprennent",
        "Sequences of 40 steps, small matrix: share of networks that learn"),
      learned("gauss", 40), at_most=0.3, as_percent=True, digits=0)
claim(T("Suites de 40 pas, matrice orthogonale : part des réseaux qui apprennent",
        "Sequences of 40 steps, orthogonal matrix: share of networks that learn"),
      learned("orthogonal", 40), at_least=0.7, as_percent=True, digits=0)
claim(T("Suites de 160 pas, matrice orthogonale", "Sequences of 160 steps, orthogonal matrix"),
      learned("orthogonal", 160), at_most=0.8, as_percent=True, digits=0);

# %% [markdown] lang="fr"
# Un réseau « a appris » s'il dépasse 90 % de bonnes réponses sur des suites neuves ; le hasard en donne 50 %. Aucun de ces réseaux ne manque de capacité : huit neurones peuvent copier notre neurone unique. C'est le **chemin** qui manque, faute de gradient. L'initialisation orthogonale l'allonge ; elle ne supprime pas le problème.
# %% [markdown] lang="en"
# A network “has learned” if it exceeds 90% right answers on new sequences; chance gives 50%. None of these networks lacks capacity: eight neurons can copy our single one. What is missing is the **path**, for want of a gradient. Orthogonal initialisation lengthens it; it does not remove the problem.

# %% [markdown] lang="fr"
# ### Le mur
#
# Le danger inverse vit tout près. Même neurone, parti de $h_0 = -0{,}95$ ; l'entrée est la même à chacun des 50 pas : le biais $b$. Petit, il ne change rien ; un peu plus grand, il fait basculer le souvenir. La perte $(h_{50} + 1)^2$ passe donc d'un plateau à l'autre par un **mur**, où la pente est énorme. Un pas de gradient y jette le paramètre très loin.
#
# L'**écrêtage** (*gradient clipping*) raccourcit le gradient $\mathbf{g}$ sans le faire tourner :
#
# $$\mathbf{g} \leftarrow \mathbf{g} \cdot \min\left(1, \frac{c}{\lVert \mathbf{g} \rVert}\right)$$
# %% [markdown] lang="en"
# ### The wall
#
# The opposite danger lives next door. The same neuron, starting from $h_0 = -0.95$; the input is the same at each of the 50 steps: the bias $b$. A small one changes nothing; a slightly larger one tips the memory over. So the loss $(h_{50} + 1)^2$ goes from one plateau to the other by a **wall**, where the slope is enormous. A gradient step taken there throws the parameter far away.
#
# **Gradient clipping** shortens the gradient $\mathbf{g}$ without turning it:
#
# $$\mathbf{g} \leftarrow \mathbf{g} \cdot \min\left(1, \frac{c}{\lVert \mathbf{g} \rVert}\right)$$

# %%
def wall(b, steps=50):
    h, slope = -0.95, 0.0
    for _ in range(steps):
        h = np.tanh(2 * h + b)
        slope = (1 - h**2) * (2 * slope + 1)  # dh/db, forwards
    return (h + 1)**2, 2 * (h + 1) * slope

biases = np.linspace(0.4, 0.7, 6001)
losses, slopes = np.array([wall(b) for b in biases]).T
steepest = biases[np.argmax(slopes)]
rate, limit = 0.05, 1.0
free, clipped = steepest - rate * slopes.max(), steepest - rate * min(slopes.max(), limit)
print(T("pente maximale :", "largest slope:"), number(slopes.max(), 0), T(" en b =", " at b ="), number(steepest, 4))
print(T("un pas sans écrêtage mène à b =", "one step without clipping leads to b ="), number(free, 1))
print(T("avec écrêtage, à b =", "with clipping, to b ="), number(clipped, 3))
claim(T("Sur le mur, la pente dépasse 1 000", "On the wall the slope exceeds 1,000"), bool(slopes.max() > 1000));

# %%
figure, axis = plt.subplots(figsize=(6.5, 3))
axis.plot(biases, losses, color=plots.BLUE)
start_loss = wall(steepest)[0]
axis.plot(steepest, start_loss, "o", color="black")
axis.annotate(T("pas écrêté", "clipped step"), (clipped, wall(clipped)[0]), (0.42, 1.1),
              arrowprops={"arrowstyle": "->", "color": plots.GREEN}, color="black")
axis.annotate(T("vers b =", "to b =") + " " + number(free, 0), (0.4, 2.6), (0.45, 2.52),
              arrowprops={"arrowstyle": "->", "color": plots.RED}, color="black")
axis.set(xlabel=T("biais b", "bias b"), ylabel=T("perte $(h_{50} + 1)^2$", "loss $(h_{50} + 1)^2$"))
show(figure,
     T("La perte selon le biais : deux plateaux séparés par un mur presque vertical vers b = 0,54.",
       "The loss against the bias: two plateaus, an almost vertical wall between them near b = 0.54."))

# %% [markdown] lang="fr"
# L'écrêtage guérit l'explosion : le pas écrêté descend du mur et s'arrête au pied. Il ne peut rien contre la disparition : raccourcir n'allonge pas. En Keras : `keras.optimizers.Adam(global_clipnorm=1.0)`, la norme de tous les gradients réunis ; `clipnorm` écrête chaque tableau à part.
# %% [markdown] lang="en"
# Clipping cures the explosion: the clipped step comes down from the wall and stops at its foot. It is powerless against vanishing: shortening does not lengthen. In Keras: `keras.optimizers.Adam(global_clipnorm=1.0)`, the norm of all gradients together; `clipnorm` clips each array by itself.

# %% [markdown] lang="fr"
# ## 6. Prévoir, sans se mentir
#
# Un réseau lit 26 semaines de CO₂ mesuré à Mauna Loa et prévoit la suivante. On le juge deux fois :
#
# - **au hasard** : 30 % des semaines, tirées n'importe où, servent de test ;
# - **dans l'ordre** : il apprend sur le début et prévoit la fin.
#
# Deux précautions dans les deux cas : les fenêtres où manque une mesure sont écartées, car une valeur interpolée contient déjà le futur ; la normalisation ne connaît que l'entraînement. Référence : la **persistance**, qui recopie la dernière valeur connue. Le **gain** (*skill*) est $1 - \mathrm{RMSE} / \mathrm{RMSE}_{\text{référence}}$.
# %% [markdown] lang="en"
# ## 6. Forecasting without fooling oneself
#
# A network reads 26 weeks of CO₂ measured at Mauna Loa and forecasts the next one. It is judged twice:
#
# - **at random**: 30% of the weeks, drawn anywhere, serve as test;
# - **in order**: it learns on the beginning and forecasts the end.
#
# Two precautions in both cases: windows where a measurement is missing are left out, because an interpolated value already contains the future; the scaling knows the training data only. Baseline: **persistence**, which copies the last known value. The **skill** is $1 - \mathrm{RMSE} / \mathrm{RMSE}_{\text{baseline}}$.

# %%
def forecaster(window, outputs):
    past = keras.Input((window, 1))
    state = layers.SimpleRNN(16, unroll=lesson.pick(full=True, fast=False))(past)
    model = keras.Model(past, layers.Dense(outputs)(state))
    model.compile(keras.optimizers.Adam(3e-3), "mse", jit_compile=False)
    return model

def train(model, X, Y, epochs, seed):
    # fr: mêmes graphes de calcul, mais poids et optimiseur remis à neuf
    # en: same computation graphs, but weights and optimizer made new again
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
stride = lesson.pick(full=1, fast=4)
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
    print(f"{name:13} R² = {number(results[name][1], 3)}   RMSE {number(error)} ppm",
          T(f"  persistance {number(copied)} ppm", f"  persistence {number(copied)} ppm"),
          T(f"  gain {number(1 - error / copied)}", f"  skill {number(1 - error / copied)}"))

# %%
times = np.asarray(dates)[ends]
figure, axes = plt.subplots(1, 2, figsize=(8.5, 3.2), sharey=True)
for axis, (name, (_, rows)) in zip(axes, splits.items()):
    axis.plot(times[rows], future[rows], color=plots.SKY, lw=4, label=T("mesure", "measured"))
    axis.plot(times[rows], results[name][0], "--", color="black", lw=1, label=T("prévision", "forecast"))
    axis.set(title=f"{name}, R² = {number(results[name][1], 3)}", xlabel=T("année", "year"))
axes[0].set_ylabel("CO₂ (ppm)")
axes[0].legend()
show(figure,
     T("À gauche, test au hasard : courbes confondues. À droite, dans l'ordre : elle décroche.",
       "Left, random test weeks: the curves coincide. Right, in order: the forecast falls away."))

# %%
(_, r2_mixed, skill_mixed), (_, r2_ordered, skill_ordered) = results.values()
claim(T("Test au hasard : R²", "Random test: R²"), r2_mixed, at_least=0.99, digits=3)
claim(T("Test au hasard : gain sur la persistance", "Random test: skill against persistence"), skill_mixed, at_most=0.2)
claim(T("Test dans l'ordre : gain sur la persistance", "Test in order: skill against persistence"), skill_ordered, at_most=-1);

# %% [markdown] lang="fr"
# À gauche, une prévision superbe. Presque toute sa beauté tient à la dernière valeur lue : recopier suffit pour un tel R². À droite, **le même réseau**, jugé sur le futur, fait bien pire qu'une copie. Les teneurs y dépassent tout ce qu'il a lu, et tanh sature. Le tirage au hasard le cachait : chaque semaine de test avait ses voisines dans l'entraînement.
#
# Deux règles : on juge **sur le futur**, et **contre une référence**. (Prévoir l'écart à la dernière valeur aiderait ce réseau.) Appliquons-les à une série sans tendance aussi nette.
# %% [markdown] lang="en"
# On the left, a superb forecast. Nearly all its beauty is owed to the last value read: copying is enough for such an R². On the right, **the same network**, judged on the future, does far worse than a copy. Levels there exceed anything it has read, and tanh saturates. The random draw hid this: every test week had its neighbours in the training data.
#
# Two rules: judge **on the future**, and **against a baseline**. (Forecasting the change from the last value would help this network.) Let us apply them to a series without so clear a trend.

# %% [markdown] lang="fr"
# ### Les taches solaires, onze ans à l'avance
#
# Le réseau lit 22 années et prévoit les 11 suivantes. Quatre coupures, en 1900, 1925, 1950 et 1975 : à chacune, tout est réappris sur le passé seul, cibles comprises, puis jugé sur les années qui suivent (*rolling origin*). Trois références, qui ont les mêmes droits :
#
# - **persistance** : la dernière année ;
# - **onze ans plus tôt** : un cycle solaire moyen ;
# - **autorégression linéaire** : les moindres carrés sur les 9 dernières années, une équation par horizon.
#
# Fenêtre, nombre de neurones et d'époques ont été réglés sur 1850–1899, avant la première coupure.
# %% [markdown] lang="en"
# ### Sunspots, eleven years ahead
#
# The network reads 22 years and forecasts the next 11. Four cuts, in 1900, 1925, 1950 and 1975: at each one everything is learned again on the past alone, targets included, then judged on the years that follow (rolling origin). Three baselines with the same rights:
#
# - **persistence**: the last year;
# - **eleven years before**: an average solar cycle;
# - **linear autoregression**: least squares on the last 9 years, one equation per horizon.
#
# Window, number of neurons and of epochs were tuned on 1850–1899, before the first cut.

# %%
WINDOW, HORIZON = 22, 11
CUTS = [*lesson.pick(full=[200, 225, 250, 275], fast=[275]), len(spots) - HORIZON + 1]
SEEDS = range(lesson.seed, lesson.seed + lesson.pick(full=4, fast=1))
SOLAR_EPOCHS = lesson.pick(full=30, fast=1)

def windows(origins):
    return (np.stack([spots[t - WINDOW:t] for t in origins]),
            np.stack([spots[t:t + HORIZON] for t in origins]))

def autoregression(X, Y, X_new, order=9):
    def design(windows):
        return np.column_stack([np.ones(len(windows)), windows[:, -order:]])
    return design(X_new) @ np.linalg.lstsq(design(X), Y, rcond=None)[0]

# %%
names = [T("persistance", "persistence"), T("onze ans plus tôt", "eleven years before"),
         T("autorégression", "autoregression"), T("réseau récurrent", "recurrent network")]
solar, blocks = forecaster(WINDOW, HORIZON), []
for cut, stop in pairwise(CUTS):
    X, Y = windows(range(WINDOW, cut - HORIZON + 1))
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
errors = np.concatenate(blocks, axis=1)  # (methods and seeds, origins, horizons)
rmse = np.sqrt(np.mean(errors**2, axis=1))
network = rmse[3:]
print(T("horizon (années)    ", "horizon (years)     "), "  ".join(f"{h:5}" for h in (1, 2, 3, 5, 8, 11)))
for name, row in zip(names, [*rmse[:3], network.mean(axis=0)]):
    print(f"{name:20}", "  ".join(f"{value:5.1f}" for value in row[[0, 1, 2, 4, 7, 10]]),
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
         ylabel=T("RMSE (taches solaires)", "RMSE (sunspot number)"))
figure.legend(loc="outside right")
show(figure,
     T("RMSE selon l'horizon, quatre méthodes ; la persistance est la pire au milieu du cycle.",
       "RMSE against horizon, four methods; persistence is worst in the middle of the cycle."))

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
claim(T("RMSE moyenne, réseau ÷ onze ans plus tôt", "Mean RMSE, network ÷ eleven years before"),
      ours / eleven, at_most=1.1)
claim(T("RMSE moyenne, autorégression ÷ réseau", "Mean RMSE, autoregression ÷ network"), linear / ours, at_most=0.97);

# %% [markdown] lang="fr"
# Qui gagne ? Pas le réseau. Il bat la persistance de loin, sauf vers dix et onze ans, où elle recopie elle aussi un cycle entier. Face à la copie du cycle précédent, il n'est nettement devant qu'à court terme. L'autorégression, que Yule inventa en 1927 pour cette série même, fait mieux en moyenne, avec dix nombres par horizon.
#
# Ce n'est pas une loi : ces quatre périodes ne couvrent qu'une dizaine de cycles, et les barres d'erreur disent le hasard des graines, non celui du Soleil. Mais quelques centaines de fenêtres qui se chevauchent sont peu pour un réseau. **Commencez par la méthode linéaire** ; un réseau récurrent se justifie quand il la bat.
# %% [markdown] lang="en"
# Who wins? Not the network. It beats persistence by far, except at about ten and eleven years, where persistence copies a whole cycle, too. Against the copy of the previous cycle it is clearly ahead in the short term only. Autoregression, which Yule invented in 1927 for this very series, does better on average, with ten numbers per horizon.
#
# This is no law: these four periods cover only some ten cycles, and the error bars tell the chance of the seeds, not that of the Sun. But a few hundred overlapping windows are little for a network. **Begin with the linear method**; a recurrent network is justified when it beats it.

# %% [markdown] lang="fr"
# ## Exercices
#
# ### ★ Le gain d'une prévision
#
# Écrivez $1 - \mathrm{RMSE}(\text{prévision}) / \mathrm{RMSE}(\text{référence})$. Avant de coder : que doit valoir le gain de la référence elle-même ?
# %% [markdown] lang="en"
# ## Exercises
#
# ### ★ The skill of a forecast
#
# Write $1 - \mathrm{RMSE}(\text{forecast}) / \mathrm{RMSE}(\text{baseline})$. Before coding: what must the skill of the baseline itself be?

# %% tags=["exercise"]
def skill(truth, forecast, baseline):
    T("""Gain de forecast sur baseline. Trois tableaux de même forme (n,) ; renvoie un nombre.""",
      """Skill of forecast against baseline. Three arrays of the same shape (n,); returns a number.""")
    ### BEGIN SOLUTION
    def rmse(values):
        return np.sqrt(np.mean((values - truth)**2))
    return 1 - rmse(forecast) / rmse(baseline)
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
# What becomes of this remainder as $u$ grows? Predict the shape of the curve before displaying it: the initial state is 0.3, after 30 steps.

# %%
try:
    weights = np.linspace(0.5, 2, 60)
    figure, axis = plt.subplots(figsize=(5.5, 2.6))
    axis.semilogy(weights, [memory_left(u, 0.3, 30) for u in weights])
    axis.set(xlabel=T("poids récurrent u", "recurrent weight u"), ylabel="$∂h_{30} / ∂h_0$")
    show(figure,
         T("La dérivée selon u, échelle log : un sommet près de u = 1, une chute de chaque côté.",
           "The derivative against u, log scale: a peak near u = 1, a fall on each side."))
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
# This clipping is often seen: `tuple(np.clip(g, -limit, limit) for g in gradients)`. It bounds each number by itself, and so turns the gradient. Write that of part 5: one single norm for all arrays together.

# %% tags=["exercise"]
def clip(gradients, limit):
    T("""Gradients écrêtés : leur norme d'ensemble ne dépasse pas limit.

    gradients : tuple de tableaux de formes diverses. Renvoie un tuple de mêmes formes.
    """, """Clipped gradients: their overall norm does not exceed limit.

    gradients: tuple of arrays of various shapes. Returns a tuple of the same shapes.
    """)
    ### BEGIN SOLUTION
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    factor = min(1, limit / norm)
    return tuple(g * factor for g in gradients)
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★★ Des fenêtres sans fuite
#
# Préparez l'entraînement d'une coupure. Les indices `cut`, `cut + 1`… sont le futur : rien ne doit en venir, ni par les fenêtres, ni par les cibles, ni par la moyenne et l'écart type. Entrées et cibles sont normalisées avec les deux mêmes nombres.
# %% [markdown] lang="en"
# ### ★★★ Windows without a leak
#
# Prepare the training data of one cut. The indices `cut`, `cut + 1`… are the future: nothing may come from there, neither through windows, nor through targets, nor through mean and standard deviation. Inputs and targets are scaled with the same two numbers.

# %% tags=["exercise"]
def training_windows(series, cut, window, horizon):
    T("""Fenêtres d'entraînement normalisées X, et leurs cibles Y.

    series : (n,). Renvoie (X, Y), de formes (m, window) et (m, horizon) ;
    chaque cible suit sa fenêtre ; m est le plus grand possible, dans l'ordre du temps.
    """, """Scaled training windows X, and their targets Y.

    series: (n,). Returns (X, Y), of shapes (m, window) and (m, horizon);
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
# - **Tirer le test au hasard** dans une série : les voisines de chaque date de test sont dans l'entraînement.
# - **Normaliser avant de couper**, ou combler les trous par interpolation : le futur fuit dans le passé.
# - **Montrer une courbe et un R²** sans référence : sur une série lente, la persistance en fait autant.
# - **Attendre de l'écrêtage** qu'il ranime un gradient disparu.
# %% [markdown] lang="en"
# ## Common errors
#
# - **Giving `(batch, steps)`** instead of `(batch, steps, numbers per step)`: `SimpleRNN` expects three axes, even for one number per step.
# - **Stacking two recurrent layers** without `return_sequences=True` on the first: the second expects a sequence and gets a state.
# - **Drawing the test data at random** from a series: the neighbours of each test date are in the training data.
# - **Scaling before cutting**, or filling gaps by interpolation: the future leaks into the past.
# - **Showing a curve and an R²** without a baseline: on a slow series persistence does as well.
# - **Expecting clipping** to revive a vanished gradient.

# %% [markdown] lang="fr"
# ## À retenir
#
# - $\mathbf{h}_t = \tanh(\mathbf{x}_t W + \mathbf{h}_{t-1} U + \mathbf{b})$ : les mêmes $h(h + d + 1)$ paramètres à tous les pas.
# - La mémoire est un état qui tourne en boucle ; rien n'est rangé.
# - Le gradient d'un poids est la somme de ses contributions à tous les pas, et les plus anciennes comptent peu.
# - Se souvenir n'est pas apprendre à se souvenir : une mémoire qui résiste au bruit fait disparaître le gradient.
# - Matrice orthogonale contre la disparition (elle la retarde), écrêtage contre l'explosion (il la guérit).
# - Une prévision se juge sur le futur, face à une référence.
# %% [markdown] lang="en"
# ## What to remember
#
# - $\mathbf{h}_t = \tanh(\mathbf{x}_t W + \mathbf{h}_{t-1} U + \mathbf{b})$: the same $h(h + d + 1)$ parameters at every step.
# - Memory is a state that goes round in a loop; nothing is stored.
# - The gradient of a weight is the sum of its contributions at all steps, and the oldest count little.
# - Remembering is not learning to remember: a memory that resists noise makes the gradient vanish.
# - An orthogonal matrix against vanishing (it delays it), clipping against explosion (it cures it).
# - A forecast is judged on the future, against a baseline.

# %% [markdown] lang="fr"
# ## Glossaire
#
# | français | English | sens |
# |---|---|---|
# | autorégression | autoregression | prévision linéaire à partir des dernières valeurs |
# | écrêtage du gradient | gradient clipping | raccourcir un gradient trop long, sans le tourner |
# | état caché | hidden state | ce que le réseau garde du passé, h_t |
# | fuite de données | data leakage | information du test qui sert à l'entraînement |
# | gain | skill | 1 − erreur ÷ erreur de la référence |
# | persistance | persistence | prévision qui recopie la dernière valeur |
# | rayon spectral | spectral radius | plus grand module des valeurs propres |
# | réseau récurrent | recurrent network, RNN | réseau qui relit son état à chaque pas |
# | rétropropagation à travers le temps | backpropagation through time, BPTT | rétropropagation dans la boucle dépliée |
# %% [markdown] lang="en"
# ## Glossary
#
# | English | français | meaning |
# |---|---|---|
# | autoregression | autorégression | linear forecast from the last values |
# | backpropagation through time, BPTT | rétropropagation à travers le temps | backpropagation in the unrolled loop |
# | data leakage | fuite de données | information from the test data used in training |
# | gradient clipping | écrêtage du gradient | shortening a gradient that is too long, without turning it |
# | hidden state | état caché | what the network keeps of the past, h_t |
# | persistence | persistance | forecast that copies the last value |
# | recurrent network, RNN | réseau récurrent | network that reads its own state at every step |
# | skill | gain | 1 − error ÷ error of the baseline |
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
