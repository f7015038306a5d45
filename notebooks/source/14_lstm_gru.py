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
#       fr: LSTM et GRU
#       en: LSTM and GRU
#     objectives:
#       fr:
#       - écrire une LSTM et un GRU en NumPy, retrouver ceux de Keras et compter leurs paramètres
#       - calculer la demi-vie d'un souvenir à partir du biais d'oubli, et mesurer ce qui reste d'un gradient
#       - dire ce que les portes changent à l'apprentissage de longues dépendances, et ce qu'elles n'abolissent pas
#       - classer des critiques de films, et lire les erreurs par type de phrase
#       - faire écrire un réseau caractère par caractère, et le juger en bits par caractère
#       en:
#       - write an LSTM and a GRU in NumPy, reproduce those of Keras and count their parameters
#       - compute the half-life of a memory from the forget bias, and measure what is left of a gradient
#       - say what gates change in the learning of long dependencies, and what they do not abolish
#       - classify film reviews, and read the errors by kind of sentence
#       - make a network write character by character, and judge it in bits per character
#     prerequisites: ["04", "05", "06", "07", "13"]
#     reading: 115
#     next:
#       fr: "Les réseaux des leçons 01 à 14 lisent, classent, prévoient. Leçon 15 : deux réseaux s'affrontent, l'un fabrique des images, l'autre cherche à le démasquer (GAN)."
#       en: "The networks of lessons 01 to 14 read, classify, forecast. Lesson 15: two networks compete, one makes images, the other tries to catch it out (GAN)."
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
from course_utils.texts import course_text, load_reviews

lesson = start("14_lstm_gru", T("fr", "en"), profile=profile, data=data, seed=seed)

# %%
import re
from collections import Counter, defaultdict

import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

# %% [markdown] lang="fr"
# ## Une question pour commencer
#
# La **LSTM** (*long short-term memory*) est connue pour sa longue mémoire. Prenons-en une telle que Keras la livre, avant tout apprentissage. À chaque pas, sa **porte d'oubli** garde de chaque souvenir une fraction $f = \sigma(b_f)$, où $\sigma$ est la sigmoïde (leçon 03) et $b_f$ un biais que Keras met à 1.
#
# Après cent pas, que reste-t-il d'un souvenir : la moitié, un centième, un milliardième ?
#
# Seconde question. Ce biais est un paramètre comme les autres : la descente de gradient le corrigera. **Sa valeur de départ a-t-elle alors de l'importance ?** Pariez ; la partie 3 répondra.
# %% [markdown] lang="en"
# ## A question to begin with
#
# The **LSTM** (long short-term memory) is known for its long memory. Take one as Keras delivers it, before any training. At every step its **forget gate** keeps a fraction $f = \sigma(b_f)$ of each memory, where $\sigma$ is the sigmoid (lesson 03) and $b_f$ a bias that Keras sets to 1.
#
# After a hundred steps, how much of a memory is left: half, a hundredth, a billionth?
#
# Second question. This bias is a parameter like any other: gradient descent will correct it. **Does its initial value matter, then?** Place your bets; part 3 will answer.

# %%
def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def half_life(bias):
    return np.log(2) / -np.log(sigmoid(bias))

BIASES = (1, 3, 5)
STYLES = dict(zip(BIASES, (("-", plots.ORANGE), ("--", plots.GREEN), ("-.", plots.BLUE))))
for b in BIASES:
    print(f"b = {b}   f = {number(sigmoid(b), 4)}", T("  demi-vie", "  half-life"),
          f"{number(half_life(b), 1)}", T("pas   reste après 100 pas", "steps   left after 100 steps"),
          number(sigmoid(b)**100, 3) if sigmoid(b)**100 > 1e-3 else f"{sigmoid(b)**100:.0e}")
claim(T("Biais 1 : après 100 pas, il reste moins d'un mille-milliardième",
        "Bias 1: after 100 steps less than one part in a million million is left"),
      bool(sigmoid(1)**100 < 1e-12));

# %%
figure, axis = plt.subplots(figsize=(6.5, 3))
gaps = np.arange(101)
for b, (style, colour) in STYLES.items():
    axis.semilogy(gaps, sigmoid(b)**gaps, style, color=colour, label=f"$b_f$ = {b}")
axis.axhline(0.5, color=plots.GREY, lw=0.8, label="1/2")
axis.set(xlabel=T("pas", "steps"), ylabel=T("part du souvenir\nqui reste", "share of the\nmemory left"))
axis.legend()
show(figure,
     T("Part qui reste, échelle log : trois droites ; biais 1 au plus bas ; biais 5, 1/2 au pas 100.",
       "Share left, log scale: three straight lines; bias 1 lowest, bias 5 still 1/2 at step 100."))

# %% [markdown] lang="fr"
# Bien moins d'un mille-milliardième. La **demi-vie** d'un souvenir, le temps d'en perdre la moitié, est d'environ deux pas. Avec un biais de 5, il en faut une centaine. (Ce calcul ne suit que la cellule, avec une porte réglée par son seul biais ; la partie 2 mesurera le reste.)
#
# $$f^{\,k} = \tfrac12 \iff k = \frac{\ln 2}{-\ln \sigma(b_f)}$$
# %% [markdown] lang="en"
# Far less than one part in a million million. The **half-life** of a memory, the time to lose half of it, is about two steps. With a bias of 5 it takes about a hundred. (This computation follows the cell alone, with a gate set by its bias only; part 2 will measure the rest.)
#
# $$f^{\,k} = \tfrac12 \iff k = \frac{\ln 2}{-\ln \sigma(b_f)}$$

# %% [markdown] lang="fr"
# ## 1. Une cellule et trois portes
#
# La LSTM a deux états : la **cellule** $\mathbf{c}_t$, qui garde, et $\mathbf{h}_t$, qui répond. Une **porte** est un nombre entre 0 et 1 par unité. Quatre sommes comme celle de la leçon 13, $\mathbf{x}_t W + \mathbf{h}_{t-1} U + \mathbf{b}$, donnent la porte d'entrée $\mathbf{i}$, la porte d'oubli $\mathbf{f}$, la porte de sortie $\mathbf{o}$ (par une sigmoïde) et ce qu'on propose d'écrire, $\mathbf{g}$ (par tanh). Puis :
#
# $$\mathbf{c}_t = \mathbf{f}_t \odot \mathbf{c}_{t-1} + \mathbf{i}_t \odot \mathbf{g}_t, \qquad \mathbf{h}_t = \mathbf{o}_t \odot \tanh(\mathbf{c}_t)$$
#
# La cellule se met à jour par **addition** : ni matrice ni tanh, sur ce chemin, entre $\mathbf{c}_{t-1}$ et $\mathbf{c}_t$. Quatre sommes, donc quatre fois les paramètres d'un `SimpleRNN` ($n$ unités, $d$ nombres par pas) :
#
# $$4\,n\,(n + d + 1)$$
# %% [markdown] lang="en"
# ## 1. A cell and three gates
#
# The LSTM has two states: the **cell** $\mathbf{c}_t$, which keeps, and $\mathbf{h}_t$, which answers. A **gate** is one number between 0 and 1 per unit. Four sums like that of lesson 13, $\mathbf{x}_t W + \mathbf{h}_{t-1} U + \mathbf{b}$, give the input gate $\mathbf{i}$, the forget gate $\mathbf{f}$, the output gate $\mathbf{o}$ (through a sigmoid) and what is offered for writing, $\mathbf{g}$ (through tanh). Then:
#
# $$\mathbf{c}_t = \mathbf{f}_t \odot \mathbf{c}_{t-1} + \mathbf{i}_t \odot \mathbf{g}_t, \qquad \mathbf{h}_t = \mathbf{o}_t \odot \tanh(\mathbf{c}_t)$$
#
# The cell is updated by **addition**: neither matrix nor tanh, on this path, between $\mathbf{c}_{t-1}$ and $\mathbf{c}_t$. Four sums, hence four times the parameters of a `SimpleRNN` ($n$ units, $d$ numbers per step):
#
# $$4\,n\,(n + d + 1)$$

# %%
def lstm(x, W, U, b, h=0.0, c=0.0):
    h, c = (np.zeros((len(x), len(U))) + state for state in (h, c))
    states = []
    for t in range(x.shape[1]):
        # fr: l'ordre de Keras
        # en: Keras' order
        i, f, g, o = np.split(x[:, t] @ W + h @ U + b, 4, axis=1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        states.append((h, c))
    return states  # (h₁, c₁), …, (h_T, c_T)

words = np.random.default_rng(0).normal(size=(2, 10, 3)).astype("float32")
layer = layers.LSTM(20, return_state=True)
_, h_keras, c_keras = layer(words)
h, c = lstm(words, *layer.get_weights())[-1]

# %%
claim(T("À la main et avec Keras, les mêmes h et c après 10 pas", "By hand and with Keras, the same h and c after 10 steps"),
      np.allclose(h, h_keras, atol=1e-5) and np.allclose(c, c_keras, atol=1e-5))
claim(T("4 × 20 × (20 + 3 + 1) = 1 920 paramètres", "4 × 20 × (20 + 3 + 1) = 1,920 parameters"),
      layer.count_params() == 1920)
biases = layer.get_weights()[2].reshape(4, 20)  # i, f, g, o
claim(T("Au départ, le biais d'oubli vaut 1 et les autres 0", "Initially the forget bias is 1 and the others 0"),
      np.array_equal(biases, np.repeat([[0], [1], [0], [0]], 20, axis=1)));

# %% [markdown] lang="fr"
# Que peut faire une addition ? **Compter.** Une unité, réglée à la main : les portes grandes ouvertes (biais 10), et $g = \tanh(10\,x)$ où $x$ vaut +1 pour « ( », −1 pour « ) » et 0 sinon. La cellule tient alors le compte des parenthèses ouvertes.
#
# Le neurone de la leçon 13 gardait un signe ; son état, borné par tanh, revenait toujours près de ±1. La cellule garde une **quantité**.
# %% [markdown] lang="en"
# What can an addition do? **Count.** One unit, set by hand: gates wide open (bias 10), and $g = \tanh(10\,x)$, where $x$ is +1 for “(”, −1 for “)” and 0 otherwise. The cell then keeps count of the open brackets.
#
# The neuron of lesson 13 kept a sign; its state, bounded by tanh, always came back near ±1. The cell keeps a **quantity**.

# %%
formula = "((a+b)*(c-(d/(e+f)))+g)*(h-(i+j))"
signs = np.array([(char == "(") - (char == ")") for char in formula])
counter = np.array([[0.0, 0, 10, 0]]), np.zeros((1, 4)), np.array([10.0, 10, 0, 10])
cells = [c.item() for _, c in lstm(signs[np.newaxis, :, np.newaxis].astype(float), *counter)]

figure, axis = plt.subplots(figsize=(7.5, 2.4))
axis.bar(range(len(formula)), cells, color=plots.SKY)
axis.set_xticks(range(len(formula)), formula, family="monospace")
axis.set(xlabel=T("caractère lu", "character read"), ylabel=T("cellule $c_t$", "cell $c_t$"), yticks=range(5))
show(figure,
     T("Cellule à chaque caractère d'une formule : elle monte à « ( », descend à « ) », finit à 0.",
       "Cell at each character of a formula: up at each “(”, down at each “)”, 0 at the end."))
claim(T("Arrondie, la cellule est la profondeur des parenthèses", "Rounded, the cell is the depth of the brackets"),
      np.array_equal(np.round(cells), np.cumsum(signs)));

# %% [markdown] lang="fr"
# Ce compteur n'est juste qu'un temps : $\sigma(10)$ n'est pas tout à fait 1. Une porte d'oubli de LSTM ne peut qu'**approcher** 1.
# %% [markdown] lang="en"
# This counter is only right for a while: $\sigma(10)$ is not quite 1. The forget gate of an LSTM can only **approach** 1.

# %% [markdown] lang="fr"
# ## 2. Ce qui reste d'un gradient
#
# Si ni les portes ni $\mathbf{g}$ ne dépendaient de $\mathbf{h}_{t-1}$, la dérivée serait un produit de nombres, sans matrice :
#
# $$\frac{\partial \mathbf{c}_T}{\partial \mathbf{c}_t} = \mathrm{diag}\left(\mathbf{f}_{t+1} \odot \cdots \odot \mathbf{f}_T\right)$$
#
# En vérité, $\mathbf{c}_t$ agit aussi par $\mathbf{h}_t$, qui entre dans les quatre sommes du pas suivant : le gradient a d'autres chemins. Mesurons le total.
#
# Un moyen exact à la précision machine, et plus simple qu'une rétropropagation : le **pas complexe**. On ajoute à $\mathbf{c}_0$ un nombre imaginaire minuscule ; comme $F(x + \mathrm{i}\varepsilon) \approx F(x) + \mathrm{i}\varepsilon F'(x)$, la partie imaginaire de $\mathbf{c}_t$, divisée par $\varepsilon$, est la dérivée, à **chaque** pas. Aucune soustraction, donc aucune perte de chiffres, même pour $10^{-15}$.
# %% [markdown] lang="en"
# ## 2. What is left of a gradient
#
# If neither the gates nor $\mathbf{g}$ depended on $\mathbf{h}_{t-1}$, the derivative would be a product of numbers, without any matrix:
#
# $$\frac{\partial \mathbf{c}_T}{\partial \mathbf{c}_t} = \mathrm{diag}\left(\mathbf{f}_{t+1} \odot \cdots \odot \mathbf{f}_T\right)$$
#
# In fact $\mathbf{c}_t$ also acts through $\mathbf{h}_t$, which enters the four sums of the next step: the gradient has other paths. Let us measure the total.
#
# One way, exact to machine precision and simpler than backpropagation: the **complex step**. Add a tiny imaginary number to $\mathbf{c}_0$; since $F(x + \mathrm{i}\varepsilon) \approx F(x) + \mathrm{i}\varepsilon F'(x)$, the imaginary part of $\mathbf{c}_t$, divided by $\varepsilon$, is the derivative, at **every** step. No subtraction, hence no loss of digits, even for $10^{-15}$.

# %%
def initial_lstm(bias, rng, units=8):
    # fr: Glorot et matrice orthogonale, comme Keras
    # en: Glorot and an orthogonal matrix, as in Keras
    limit = np.sqrt(6 / (1 + 4 * units))
    U = np.linalg.qr(rng.normal(size=(4 * units, units)))[0].T
    b = np.repeat([0.0, bias, 0, 0], units)
    return rng.uniform(-limit, limit, (1, 4 * units)), U, b

# %%
def cell_gradient(bias, size=0.5, length=100, eps=1e-100, write=True):
    rng = np.random.default_rng(lesson.seed)
    weights = initial_lstm(bias, rng)
    if not write:
        weights[1][:, 16:24] = 0  # U_g
    x = rng.uniform(-size, size, (8, length, 1))
    # fr: huit copies d'une même suite ; la copie j pousse l'unité j
    # en: eight copies of one sequence; copy j pushes unit j
    states = lstm(np.repeat(x[:1], 8, axis=0), *weights, c=1j * eps * np.eye(8))
    # fr: norme d'une matrice : le plus grand allongement d'un vecteur
    # en: norm of a matrix: the largest stretch of a vector
    return [1.0] + [np.linalg.norm(c.imag / eps, 2) for _, c in states]

# %%
left = {b: cell_gradient(b) for b in BIASES}
figure, axis = plt.subplots(figsize=(6.5, 3.2))
for b, (style, colour) in STYLES.items():
    axis.semilogy(left[b], style, color=colour, label=T(f"mesure, $b_f$ = {b}", f"measured, $b_f$ = {b}"))
    axis.semilogy(gaps, sigmoid(b)**gaps, ":", color="black", lw=1)
axis.plot([], [], ":", color="black", lw=1, label="$σ(b_f)^t$")
axis.set(xlabel=T("écart (pas)", "gap (steps)"), ylabel=T("norme de $∂c_t/∂c_0$", "norm of $∂c_t/∂c_0$"))
figure.legend(loc="outside right")
show(figure,
     T("Norme du gradient selon l'écart, échelle log : les mesures dépassent σ(b) puissance t.",
       "Gradient norm against gap, log scale: the measurements exceed σ(b) to the power t."))

# %%
none, bias_only = np.zeros((1, 4)), np.array([0, 1.0, 0, 0])
silent = lstm(np.zeros((1, 100, 1)), none, none, bias_only, c=1e-100j)
claim(T("Sans entrée ni U, le pas complexe donne exactement σ(1)¹⁰⁰",
        "Without input or U the complex step gives exactly σ(1)¹⁰⁰"),
      np.isclose(silent[-1][1].item().imag / 1e-100, sigmoid(1)**100, rtol=1e-9, atol=0))
claim(T("Biais 1 : log₁₀ de la norme après 100 pas", "Bias 1: log₁₀ of the norm after 100 steps"),
      np.log10(left[1][-1]), at_most=-4, digits=1)
claim(T("Biais 5 : norme après 100 pas", "Bias 5: norm after 100 steps"), left[5][-1], at_least=1, digits=0)
claim(T("Mesure ÷ σ(b)¹⁰⁰, le plus petit des trois rapports, log₁₀",
        "Measured ÷ σ(b)¹⁰⁰, the smallest of the three ratios, log₁₀"),
      min(np.log10(left[b][-1] / sigmoid(b)**100) for b in BIASES), at_least=0.3, digits=1)
only_gates = [cell_gradient(b, write=False)[-1] / sigmoid(b)**100 for b in BIASES]
claim(T("Sans U_g, l'écart à σ(b)¹⁰⁰, log₁₀, le plus grand des trois",
        "Without U_g, the distance to σ(b)¹⁰⁰, log₁₀, the largest of the three"),
      max(abs(np.log10(only_gates))), at_most=0.6);

# %% [markdown] lang="fr"
# La mesure passe **au-dessus** de la droite. Ce ne sont guère les portes qui y ajoutent, c'est ce qu'on propose d'écrire : $\mathbf{g}$ dépend de $\mathbf{h}_{t-1}$, donc de $\mathbf{c}_{t-1}$. Sans $U_g$, la partie de $U$ qui sert à $\mathbf{g}$, on retombe presque sur la droite. Aux biais 3 et 5, le gradient commence même par grandir : c'est l'autre mal de la leçon 13. Au biais 1, il disparaît encore, moins vite que la droite ne le dit, mais exponentiellement.
#
# Les portes **n'abolissent pas** la disparition : elles en règlent la vitesse, unité par unité et, une fois le réseau entraîné, pas par pas selon ce qu'il lit.
#
# Explorez : vers quel biais reste-t-il 1 après 100 pas ? Que font de grandes entrées ?
# %% [markdown] lang="en"
# The measurement lies **above** the line. It is hardly the gates that add to it, but what is offered for writing: $\mathbf{g}$ depends on $\mathbf{h}_{t-1}$, hence on $\mathbf{c}_{t-1}$. Without $U_g$, the part of $U$ used by $\mathbf{g}$, we are almost back on the line. At biases 3 and 5 the gradient even grows at first: the other trouble of lesson 13. At bias 1 it still vanishes, more slowly than the line says, but exponentially.
#
# Gates **do not abolish** vanishing: they set its rate, unit by unit and, once the network is trained, step by step according to what it reads.
#
# Explore: at about which bias is 1 left after 100 steps? What do large inputs do?

# %%
def gradient_left(bias=1.0, size=0.5):
    figure, axis = plt.subplots(figsize=(6, 3))
    axis.semilogy(cell_gradient(bias, size), color=plots.BLUE, label=T("mesure", "measured"))
    axis.semilogy(gaps, sigmoid(bias)**gaps, ":", color="black", label="$σ(b_f)^t$")
    axis.axvline(half_life(bias), color=plots.ORANGE, ls="--", label=T("demi-vie prévue", "predicted half-life"))
    axis.set(xlabel=T("écart (pas)", "gap (steps)"), ylabel=T("norme de $∂c_t/∂c_0$", "norm of $∂c_t/∂c_0$"),
             xlim=(0, 100), ylim=(1e-31, 1e7))
    axis.legend()
    return figure

explore(gradient_left, labels={"bias": T("biais d'oubli", "forget bias"), "size": T("taille des entrées", "size of the inputs")},
        alt=T("Norme du gradient selon l'écart, mesurée et prévue, pour le biais choisi.",
              "Norm of the gradient against gap, measured and predicted, for the chosen bias."),
        bias=(0.0, 6.0, 0.25), size=(0.0, 5.0, 0.5))

# %% [markdown] lang="fr"
# <details><summary>Réponse</summary>
#
# Vers 2 (selon la graine) avec de petites entrées. De grandes entrées saturent $\mathbf{g}$, qui ne dépend presque plus de $\mathbf{h}_{t-1}$ : la mesure se rapproche de la droite.
#
# </details>
# %% [markdown] lang="en"
# <details><summary>Answer</summary>
#
# Around 2 (depending on the seed) with small inputs. Large inputs saturate $\mathbf{g}$, which hardly depends on $\mathbf{h}_{t-1}$ any more: the measurement comes closer to the line.
#
# </details>

# %% [markdown] lang="fr"
# ## 3. Un seul nombre
#
# Deux tâches, 8 ou 16 unités, deux tirages, des suites nouvelles à chaque lot :
#
# - **le signe** (leçon 13) : le premier nombre vaut ±1, les 99 suivants sont du bruit ; dire à la fin le signe du premier. 200 pas d'Adam ;
# - **l'addition** (d'après Hochreiter et Schmidhuber, 1997) : 40 nombres entre 0 et 1 ; une seconde entrée marque d'un 1 deux d'entre eux, un dans chaque moitié ; donner à la fin leur somme. 600 pas d'Adam. Qui répond toujours 1, la moyenne, a une erreur quadratique moyenne de $1/6$.
#
# Pour la première, trois LSTM qui ne diffèrent que par le **biais d'oubli de départ**, et un `SimpleRNN`.
# %% [markdown] lang="en"
# ## 3. A single number
#
# Two tasks, 8 or 16 units, two draws, fresh sequences for each batch:
#
# - **the sign** (lesson 13): the first number is ±1, the next 99 are noise; say at the end what the sign of the first was. 200 steps of Adam;
# - **the sum** (after Hochreiter and Schmidhuber, 1997): 40 numbers between 0 and 1; a second input marks two of them with a 1, one in each half; give their sum at the end. 600 steps of Adam. Always answering 1, the mean, has a mean squared error of $1/6$.
#
# For the first task, three LSTM networks that differ only in their **initial forget bias**, and a `SimpleRNN`.

# %%
def sign_task(n, length, rng):
    x = rng.uniform(-0.5, 0.5, (n, length, 1))
    first = rng.integers(0, 2, n)
    x[:, 0, 0] = 2 * first - 1
    return x, first[:, np.newaxis].astype("float32")

def sum_task(n, length, rng):
    x = np.stack([rng.uniform(size=(n, length)), np.zeros((n, length))], axis=2)
    rows, middle = np.arange(n), length // 2
    marks = rng.integers(0, middle, n), rng.integers(middle, length, n)
    for mark in marks:
        x[rows, mark, 1] = 1
    return x, sum(x[rows, mark, :1] for mark in marks)

# %%
FULL = lesson.profile == "full"

def network(cell, units, length, inputs, loss):
    x = keras.Input((length, inputs))
    model = keras.Model(x, layers.Dense(1)(cell(units)(x)))
    # fr: compilé par XLA : long à préparer, rapide ensuite
    # en: compiled by XLA: slow to prepare, fast afterwards
    model.compile(keras.optimizers.Adam(0.01, global_clipnorm=1.0), loss,
                  jit_compile=FULL, run_eagerly=not FULL)
    return model

def renew(model, seed):
    # fr: des poids neufs coûtent moins cher qu'un modèle neuf (leçon 13)
    # en: new weights cost less than a new model (lesson 13)
    keras.utils.set_random_seed(seed)
    model.set_weights(keras.models.clone_model(model).get_weights())
    for variable in model.optimizer.variables:
        if variable.name != "learning_rate":
            variable.assign(keras.ops.zeros_like(variable))

# %%
class Losses(keras.callbacks.Callback):
    values = ()

    def on_train_batch_end(self, batch, logs=None):
        self.values = (*self.values, logs["loss"])

    def each(self):
        # fr: Keras donne la moyenne des lots déjà vus : en tirer la perte de chacun
        # en: Keras gives the mean over the batches so far: get back the loss of each
        return np.diff(np.arange(1, len(self.values) + 1) * self.values, prepend=0)

# %%
def learn(model, task, length, steps, seed, bias=None):
    renew(model, seed)
    if bias is not None:
        W, U, b = model.layers[1].get_weights()
        # fr: une vue de b, en quatre lignes : i, f, g, o
        # en: a view of b, in four rows: i, f, g, o
        b.reshape(4, -1)[1] = bias
        model.layers[1].set_weights([W, U, b])
    rng, batch, losses = np.random.default_rng(seed), lesson.pick(full=64, fast=8), Losses()
    x, y = task(batch * steps, length, rng)
    model.fit(x, y, batch_size=batch, shuffle=False, verbose=0, callbacks=[losses])
    x, y = task(lesson.pick(full=500, fast=8), length, rng)
    return losses.each(), np.asarray(model(x)), y

# %%
SEEDS = range(lesson.seed, lesson.seed + lesson.pick(full=2, fast=1))
LENGTH, STEPS = lesson.pick(full=(100, 200), fast=(3, 1))
loss = keras.losses.BinaryCrossentropy(from_logits=True)
gated = network(layers.LSTM, 8, LENGTH, 1, loss)
signs = {b: [learn(gated, sign_task, LENGTH, STEPS, s, b) for s in SEEDS]
         for b in lesson.pick(full=BIASES, fast=(1, 5))}
if FULL:
    simple = network(layers.SimpleRNN, 8, LENGTH, 1, loss)
    signs["SimpleRNN"] = [learn(simple, sign_task, LENGTH, STEPS, s) for s in SEEDS]

def accuracy(name):
    return [np.mean((answer > 0) == truth) for _, answer, truth in signs[name]]

for name in signs:
    label = name if name == "SimpleRNN" else f"LSTM, b = {name}"
    print(f"{label:14}", "  ".join(percent(score, 0) for score in accuracy(name)))

# %%
LENGTH, STEPS = lesson.pick(full=(40, 600), fast=(3, 1))
keras.backend.clear_session()
sums = {}
for cell in (layers.SimpleRNN, layers.LSTM)[:lesson.pick(full=2, fast=1)]:
    model = network(cell, 16, LENGTH, 2, "mse")
    sums[cell.__name__] = [learn(model, sum_task, LENGTH, STEPS, s) for s in SEEDS]

def squared_error(name):
    return [np.mean((answer - truth)**2) for _, answer, truth in sums[name]]

for name in sums:
    print(f"{name:10}", T("erreur quadratique moyenne :", "mean squared error:"),
          "  ".join(number(error, 4) for error in squared_error(name)))

# %%
def smooth(losses, width=15):
    width = min(width, len(losses))
    return np.convolve(losses, np.ones(width) / width, "valid")

LOOKS = {**STYLES, "SimpleRNN": (":", "black"), "LSTM": ("-", plots.ORANGE)}

def draw_losses(axis, runs):
    for name, trials in runs.items():
        style, colour = LOOKS[name]
        label = name if isinstance(name, str) else f"LSTM, $b_f$ = {name}"
        for losses, *_ in trials:
            curve = smooth(losses)
            at = np.arange(len(losses) - len(curve), len(losses)) + 1
            axis.plot(at, curve, style, color=colour, lw=1.4, label=label)
            label = None
    axis.set(xlabel=T("pas d'Adam (moyenne sur 15)", "steps of Adam (mean over 15)"), ylim=(0, None))

# %%
figure, axes = plt.subplots(1, 2, figsize=(8.5, 3.4))
draw_losses(axes[0], signs)
draw_losses(axes[1], sums)
axes[0].set(title=T("le signe", "the sign"), ylabel=T("perte (entropie croisée)", "loss (cross-entropy)"))
axes[0].axhline(np.log(2), color=plots.GREY, lw=0.8, label=T("hasard, ln 2", "chance, ln 2"))
axes[1].set(title=T("l'addition", "the sum"), ylabel=T("erreur quadratique moyenne", "mean squared error"))
axes[1].axhline(1 / 6, color=plots.GREY, lw=0.8, label=T("la moyenne, 1/6", "the mean, 1/6"))
for axis in axes:
    axis.legend(fontsize=9)
show(figure,
     T("Perte selon les pas d'Adam, deux tâches : certains réseaux restent au niveau du hasard.",
       "Loss against steps of Adam, two tasks: some networks stay at chance level."))

# %%
claim(T("Le signe, biais 1 : exactitude moyenne", "The sign, bias 1: mean accuracy"),
      np.mean(accuracy(1)), at_most=0.7, as_percent=True, digits=0)
claim(T("Le signe, biais 5 : exactitude moyenne", "The sign, bias 5: mean accuracy"),
      np.mean(accuracy(5)), at_least=0.85, as_percent=True, digits=0)
claim(T("L'addition, le meilleur SimpleRNN : erreur ÷ (1/6)", "The sum, the best SimpleRNN: error ÷ (1/6)"),
      6 * min(squared_error("SimpleRNN")), at_least=0.3)
if FULL:
    claim(T("L'addition, la meilleure LSTM au biais 1 : erreur ÷ (1/6)",
            "The sum, the best LSTM with bias 1: error ÷ (1/6)"),
          6 * min(squared_error("LSTM")), at_most=0.2)
    claim(T("Le signe, SimpleRNN moins LSTM au biais 1, en points", "The sign, SimpleRNN minus LSTM with bias 1, in points"),
          100 * (np.mean(accuracy("SimpleRNN")) - np.mean(accuracy(1))), at_least=15, digits=0)

# %% [markdown] lang="fr"
# Le pari est tranché. Mêmes poids de départ (au biais d'oubli près), mêmes données, même budget : avec 1, la LSTM répond au hasard ; avec 5, elle réussit. Le biais s'apprend, certes, mais il y faut un gradient, et c'est le biais qui laisse passer ce gradient.
#
# Comparez le biais 3 : sa demi-vie, calculée, n'est que de 14 pas, mais la partie 2 mesurait bien plus que $\sigma(3)^{100}$.
#
# Une surprise : sur le signe, le `SimpleRNN`, à la matrice orthogonale, bat la LSTM de Keras (leçon 13 : 2 sur 10 apprenaient 160 pas). La LSTM a une matrice orthogonale aussi, mais sa cellule ne la traverse pas : à chaque pas, elle est multipliée par une porte proche de 0,73.
# %% [markdown] lang="en"
# The bet is settled. Same initial weights (but for the forget bias), same data, same budget: with 1 the LSTM answers at random; with 5 it succeeds. The bias is learned, yes, but learning it takes a gradient, and it is the bias that lets this gradient through.
#
# Compare bias 3: its half-life, as computed, is only 14 steps, but part 2 measured much more than $\sigma(3)^{100}$.
#
# A surprise: on the sign the `SimpleRNN`, with its orthogonal matrix, beats Keras' LSTM (in lesson 13, 2 in 10 learned 160 steps). The LSTM has an orthogonal matrix too, but its cell does not go through it: at every step it is multiplied by a gate close to 0.73.

# %% [markdown] lang="fr"
# Sur l'addition, une LSTM peut réussir **avec un biais de 1**, d'un coup, après des centaines de pas à 1/6 ; le `SimpleRNN`, lui, n'y arrive pas dans ce budget. Ne comparez pas les deux tâches terme à terme : celle-ci est plus courte, le réseau plus grand, et la seconde marque, parfois toute proche de la fin, laisse un signal à une courte mémoire. Avec le signe, rien à gagner avant d'avoir tout retenu.
# %% [markdown] lang="en"
# On the sum an LSTM can succeed **with a bias of 1**, all at once, after hundreds of steps at 1/6; the `SimpleRNN` does not manage it within this budget. Do not compare the two tasks term by term: this one is shorter, its network larger, and the second mark, sometimes very close to the end, leaves a signal for a short memory. With the sign there is nothing to gain before everything is remembered.

# %% [markdown] lang="fr"
# Une règle en découle : si vous savez jusqu'où il faut se souvenir, **dites-le au réseau** en réglant le biais d'oubli de départ : c'est un point de départ prudent, non une limite (Tallec et Ollivier, 2018, en donnent une version plus fine : des temps d'oubli variés). (En `fast`, un seul pas d'Adam : ne concluez rien.)
# %% [markdown] lang="en"
# Hence a rule: if you know how far back the network must remember, **tell it so** by setting the initial forget bias: a safe start, not a limit (Tallec and Ollivier, 2018, give a finer version: varied forgetting times). (In `fast` there is one step of Adam only: draw no conclusion.)

# %% [markdown] lang="fr"
# ## 4. Le GRU : deux portes, un état
#
# Le **GRU** (*gated recurrent unit*, Cho et collaborateurs, 2014) se passe de cellule. Une porte $\mathbf{z}$ garde, $1 - \mathbf{z}$ écrit ; une porte $\mathbf{r}$ dit ce qui, de l'état, sert à la proposition $\hat{\mathbf{h}}$. Les deux sont des sigmoïdes de sommes comme celles de la partie 1 ; $W_z, W_r, W_h$ sont trois blocs d'un même $W$.
#
# $$\mathbf{h}_t = \mathbf{z} \odot \mathbf{h}_{t-1} + (1 - \mathbf{z}) \odot \hat{\mathbf{h}}, \qquad \hat{\mathbf{h}} = \tanh\bigl(\mathbf{x}_t W_h + \mathbf{b}_h + \mathbf{r} \odot (\mathbf{h}_{t-1} U_h + \mathbf{b}'_h)\bigr)$$
#
# Keras applique $\mathbf{r}$ **après** le produit par $U_h$ (`reset_after=True`), et garde deux biais par somme, car $\mathbf{b}'_h$ est multiplié par $\mathbf{r}$, $\mathbf{b}_h$ non (pour $\mathbf{z}$ et $\mathbf{r}$, les deux ne font que s'ajouter). L'article d'origine l'applique **avant** : $(\mathbf{r} \odot \mathbf{h}_{t-1})\,U_h$, un seul biais. Paramètres :
#
# $$3\,n\,(n + d + 2) \quad\text{ou}\quad 3\,n\,(n + d + 1)$$
# %% [markdown] lang="en"
# ## 4. The GRU: two gates, one state
#
# The **GRU** (gated recurrent unit, Cho and co-authors, 2014) does without a cell. One gate, $\mathbf{z}$, keeps, $1 - \mathbf{z}$ writes; another, $\mathbf{r}$, says how much of the state goes into the candidate $\hat{\mathbf{h}}$. Both are sigmoids of sums like those of part 1; $W_z, W_r, W_h$ are three blocks of one $W$.
#
# $$\mathbf{h}_t = \mathbf{z} \odot \mathbf{h}_{t-1} + (1 - \mathbf{z}) \odot \hat{\mathbf{h}}, \qquad \hat{\mathbf{h}} = \tanh\bigl(\mathbf{x}_t W_h + \mathbf{b}_h + \mathbf{r} \odot (\mathbf{h}_{t-1} U_h + \mathbf{b}'_h)\bigr)$$
#
# Keras applies $\mathbf{r}$ **after** the product with $U_h$ (`reset_after=True`), and keeps two biases per sum, because $\mathbf{b}'_h$ is multiplied by $\mathbf{r}$ and $\mathbf{b}_h$ is not (for $\mathbf{z}$ and $\mathbf{r}$ the two simply add up). The original paper applies it **before**: $(\mathbf{r} \odot \mathbf{h}_{t-1})\,U_h$, one bias. Parameters:
#
# $$3\,n\,(n + d + 2) \quad\text{or}\quad 3\,n\,(n + d + 1)$$

# %%
def gru(x, W, U, b):
    h = np.zeros((len(x), len(U)))
    for t in range(x.shape[1]):
        read, kept = x[:, t] @ W + b[0], h @ U + b[1]
        (xz, xr, xh), (hz, hr, hh) = np.split(read, 3, axis=1), np.split(kept, 3, axis=1)
        z, r = sigmoid(xz + hz), sigmoid(xr + hr)
        h = z * h + (1 - z) * np.tanh(xh + r * hh)
    return h

layer = layers.GRU(20, bias_initializer="random_normal")
h_keras = layer(words)
claim(T("À la main et avec Keras, le même état après 10 pas", "By hand and with Keras, the same state after 10 steps"),
      np.allclose(gru(words, *layer.get_weights()), h_keras, atol=1e-5))
claim(T("Deux lignes de biais : (2, 60)", "Two rows of biases: (2, 60)"), layer.get_weights()[2].shape == (2, 60))
claim(T("Avec des entrées dix fois plus grandes, l'état reste entre −1 et 1",
        "With inputs ten times as large the state stays between −1 and 1"),
      np.abs(gru(10 * words, *layer.get_weights())).max() <= 1 + 1e-6);

# %%
recipes = {"SimpleRNN": layers.SimpleRNN(20), "LSTM": layers.LSTM(20), "GRU": layers.GRU(20),
           T("GRU, r avant U", "GRU, r before U"): layers.GRU(20, reset_after=False)}
counts = []
for name, layer in recipes.items():
    layer.build((None, 10, 3))
    counts.append(layer.count_params())
    print(f"{name:16}", number(counts[-1], 0), T("paramètres", "parameters"))
claim(T("Les quatre nombres sont ceux des formules", "The four numbers are those of the formulas"),
      counts == [20 * 24, 4 * 20 * 24, 3 * 20 * 25, 3 * 20 * 24])
claim(T("Biais 0 : un GRU neuf garde σ(0) = 1/2 par pas, une demi-vie d'un pas",
        "Bias 0: a fresh GRU keeps σ(0) = 1/2 per step, a half-life of one step"),
      not np.any(recipes["GRU"].get_weights()[2]) and np.isclose(half_life(0), 1));

# %% [markdown] lang="fr"
# À taille égale, le GRU coûte environ un quart de moins que la LSTM. Il ne peut pas **compter** comme la cellule : son état est une moyenne de valeurs entre −1 et 1, il y reste enfermé. Attention en lisant ailleurs : certains articles échangent les rôles de $\mathbf{z}$ et de $1 - \mathbf{z}$, et PyTorch range les sommes du GRU dans l'ordre r, z, n (n : la proposition).
# %% [markdown] lang="en"
# At equal size the GRU costs about a quarter less than the LSTM. It cannot **count** as the cell does: its state is an average of values between −1 and 1, and never leaves that interval. Beware when reading elsewhere: some papers swap the roles of $\mathbf{z}$ and $1 - \mathbf{z}$, and PyTorch stores the sums of the GRU in the order r, z, n (n: the candidate).

# %% [markdown] lang="fr"
# ## 5. Un avis favorable ?
#
# Des critiques de films, et pour chacune une question : l'avis est-il favorable ? En ligne, le cours charge IMDB ; sans réseau, des critiques **fabriquées pour ce cours** : des patrons de phrases à remplir ; ceux du test ne servent pas à l'entraînement. Quatre types : directe ; négation (« pas ennuyeux ») ; concession (« fade, mais brillant au total ») ; attente (« je le croyais fade, il est brillant »). Dans les trois derniers, un mot d'opinion peut dire le contraire de l'avis.
# %% [markdown] lang="en"
# ## 5. A favourable review?
#
# Film reviews, and for each one a question: is it favourable? Online, the course loads IMDB; without a network, reviews **made for this course**: sentence templates to be filled in; no template of the test is used in training. Four kinds: plain; negation (“not boring”); concession (“bland, but brilliant all in all”); expectation (“I thought it was bland, it is brilliant”). In the last three an opinion word may say the opposite of the review.

# %% [markdown] lang="fr"
# La référence : un **sac de mots** (*bag of words*), qui compte les mots sans leur ordre, suivi d'une régression logistique (le neurone de la leçon 02) ; puis la même avec les paires et les triplets de mots voisins.
#
# Le réseau lit un mot à la fois. Une couche `Embedding` donne à chaque mot 16 nombres appris, son **plongement** (*embedding*) : c'est une table.
# %% [markdown] lang="en"
# The baseline: a **bag of words**, which counts words without their order, followed by a logistic regression (the neuron of lesson 02); then the same with pairs and triplets of neighbouring words.
#
# The network reads one word at a time. An `Embedding` layer gives each word 16 learned numbers, its **embedding**: it is a table.

# %%
reviews = load_reviews()
train, test = reviews.train, reviews.test
SIZE, TESTED = lesson.pick(full=6000, fast=64), lesson.pick(full=2000, fast=40)
for text, label in zip(test.texts[:6], test.labels):
    print("+" if label else "−", text[:90])

# fr: des textes longs, tous les modèles lisent la fin
# en: of long texts, all models read the end
LENGTH = lesson.pick(full=36 if reviews.origin == "sample" else 120, fast=5)

def tokens(text):
    return re.findall(r"[\w'’]+", text.lower())[-LENGTH:]

counts = Counter(token for text in train.texts[:SIZE] for token in tokens(text))
number_of = {token: k for k, (token, _) in enumerate(counts.most_common(8000), start=2)}

def encode(texts):
    # fr: 0 : rien (remplissage) ; 1 : mot inconnu
    # en: 0: nothing (padding); 1: unknown word
    rows = np.zeros((len(texts), LENGTH), "int32")
    for row, text in zip(rows, texts):
        ids = [number_of.get(token, 1) for token in tokens(text)]
        row[:len(ids)] = ids
    return rows

# %%
y_train, y_test = train.labels[:SIZE], test.labels[:TESTED]
right = {}
for name, longest in ((T("sac de mots", "bag of words"), 1), (T("triplets", "triplets"), 3)):
    bag = CountVectorizer(ngram_range=(1, longest), tokenizer=tokens, token_pattern=None)
    judge = LogisticRegression(max_iter=1000).fit(bag.fit_transform(train.texts[:SIZE]), y_train)
    right[name] = [judge.predict(bag.transform(test.texts[:TESTED])) == y_test]
    print(f"{name:12}", percent(np.mean(right[name])), number(len(bag.vocabulary_), 0), T("colonnes", "columns"))

# %% [markdown] lang="fr"
# Les critiques n'ont pas toutes la même longueur : on les complète par des zéros, et `mask_zero=True` dit à la couche récurrente de **sauter** ces pas, en gardant son état. Sans ce masque, l'état final aurait lu, après le texte, des dizaines de pas de rien.
# %% [markdown] lang="en"
# The reviews differ in length: they are padded with zeros, and `mask_zero=True` tells the recurrent layer to **skip** these steps and keep its state. Without this mask the final state would have read, after the text, dozens of steps of nothing.

# %%
def classifier(cell):
    ids = keras.Input((LENGTH,), dtype="int32")
    vectors = layers.Embedding(len(number_of) + 2, 16, mask_zero=True)(ids)
    model = keras.Model(ids, layers.Dense(1)(cell(32)(vectors)))
    model.compile(keras.optimizers.Adam(3e-3), keras.losses.BinaryCrossentropy(from_logits=True),
                  jit_compile=False, run_eagerly=not FULL)
    return model

X_train, X_test = encode(train.texts[:SIZE]), encode(test.texts[:TESTED])
for cell in (layers.SimpleRNN, layers.LSTM)[lesson.pick(full=0, fast=1):]:
    model, right[cell.__name__] = classifier(cell), []
    for one_seed in SEEDS:
        renew(model, one_seed)
        model.fit(X_train, y_train, batch_size=64, epochs=lesson.pick(full=5, fast=1), verbose=0)
        answers = model.predict_on_batch(X_test)[:, 0]
        right[cell.__name__].append((answers > 0) == y_test)
    print(f"{cell.__name__:12}", "  ".join(percent(np.mean(one)) for one in right[cell.__name__]))

# %%
KINDS = {"all": T("toutes", "all"), "plain": T("directe", "plain"), "negation": T("négation", "negation"),
         "concession": T("concession", "concession"), "expectation": T("attente", "expectation")}
kinds = np.array(test.kinds[:TESTED] or ["all"] * len(y_test))
shown = [kind for kind in KINDS if kind in kinds]
figure, axis = plt.subplots(figsize=(7.5, 3.2))
for (name, trials), colour, marker in zip(right.items(), plots.COLOURS, "s^oD"):
    scores = [100 * np.mean([one[kinds == kind].mean() for one in trials]) for kind in shown]
    axis.plot(scores, range(len(shown)), marker, color=colour, ms=8, label=name)
axis.axvline(50, color=plots.GREY, lw=0.8)
axis.set_yticks(range(len(shown)), [f"{KINDS[k]} ({np.sum(kinds == k)})" for k in shown])
axis.set(xlabel=T("bonnes réponses (%), test", "right answers (%), test"), xlim=(0, 103))
axis.invert_yaxis()
figure.legend(loc="outside right")
show(figure,
     T("Bonnes réponses par type de phrase, pour le sac de mots, les triplets et les réseaux.",
       "Right answers by kind of sentence, for the bag of words, the triplets and the networks."))

# %%
if reviews.origin == "sample":
    mean = {name: np.mean(trials) for name, trials in right.items()}
    denied = {name: np.mean([one[kinds == "negation"].mean() for one in trials])
              for name, trials in right.items()}
    bag_name = T("sac de mots", "bag of words")
    claim(T("Sac de mots, toutes les phrases", "Bag of words, all sentences"),
          mean[bag_name], at_most=0.68, as_percent=True, digits=0)
    claim(T("Sac de mots, négations", "Bag of words, negations"),
          denied[bag_name], at_most=0.35, as_percent=True, digits=0)
    claim(T("LSTM, négations", "LSTM, negations"), denied["LSTM"], at_least=0.6, as_percent=True, digits=0)
    if FULL:
        claim(T("LSTM moins SimpleRNN, en points, même nombre d'époques",
                "LSTM minus SimpleRNN, in points, same number of epochs"),
              100 * (mean["LSTM"] - mean["SimpleRNN"]), at_least=4, digits=1)

# %% [markdown] lang="fr"
# Sur les critiques du cours, le sac de mots fait **pire que le hasard** devant une négation : « pas ennuyeux » contient « ennuyeux », et aucune somme de poids, un par mot, ne fait changer un mot de camp. Les triplets le peuvent quand ils ont déjà vu ces mots côte à côte ; dans des patrons neufs, cela n'arrive pas toujours : regardez leurs marques. La LSTM apprend à retourner un avis ; le `SimpleRNN`, en cinq époques, reste loin derrière elle.
# %% [markdown] lang="en"
# On the reviews of the course the bag of words does **worse than chance** on a negation: “not boring” contains “boring”, and no sum of weights, one per word, makes a word change sides. The triplets can do so when they have already seen these words side by side; in new templates that is not always so: look at their markers. The LSTM learns to reverse an opinion; the `SimpleRNN`, within five epochs, stays far behind it.

# %% [markdown] lang="fr"
# Lisez les écarts entre types avec prudence : le test n'a que quelques patrons par type, et un seul patron mal compris y coûte très cher ; le premier n'est pas forcément le même sur chaque ligne. Et ces phrases sont faites pour que l'ordre compte. Sur IMDB, où l'avis se répète au long du texte, comparez d'abord avec le sac de mots.
# %% [markdown] lang="en"
# Read the gaps between kinds with care: the test has only a few templates of each kind, and a single one misunderstood costs a great deal there; the best model need not be the same in every row. And these sentences are made so that order matters. On IMDB, where the opinion is repeated throughout the text, compare with the bag of words first.

# %% [markdown] lang="fr"
# ### Un avis qui se forme
#
# Le dernier réseau entraîné, interrompu après chaque mot : que répondrait-il s'il devait conclure là ? Prédisez la courbe de la seconde phrase avant de la regarder.
# %% [markdown] lang="en"
# ### An opinion in the making
#
# The last network trained, interrupted after each word: what would it answer if it had to conclude there? Predict the curve of the second sentence before you look.

# %%
def opinion(text):
    parts = tokens(text)
    prefixes = [" ".join(parts[:k + 1]) for k in range(len(parts))]
    return parts, sigmoid(np.asarray(model(encode(prefixes)))[:, 0])

phrases = {
    "fr": ("Ce film n'est pas ennuyeux, la fin non plus.",
           "La fin reste fade, mais au total le film est brillant."),
    "en": ("This film is not boring, nor is the ending.",
           "The ending stays bland, but all in all the film is brilliant."),
}

# %%
figure, axes = plt.subplots(2, 1, figsize=(7.5, 4.4))
for axis, text in zip(axes, phrases[reviews.lang]):
    parts, values = opinion(text)
    axis.plot(values, "o-", color=plots.BLUE)
    axis.axhline(0.5, color=plots.GREY, lw=0.8)
    axis.set_xticks(range(len(parts)), parts, rotation=35)
    axis.set(ylim=(-0.05, 1.05), ylabel=T("P(favorable)", "P(favourable)"))
show(figure,
     T("Probabilité d'un avis favorable après chaque mot de deux phrases.",
       "Probability of a favourable opinion after each word of two sentences."))

# %% [markdown] lang="fr"
# Avant le premier mot d'opinion, ces valeurs sont des paris sans fondement : entraîné sur des textes entiers, le réseau n'a jamais eu à conclure là. Dans la seconde phrase, il bascule avant « brillant » : dans les patrons de ce cours, une concession renverse toujours l'avis concédé.
# %% [markdown] lang="en"
# Before the first opinion word these values are groundless bets: trained on whole texts, the network never had to conclude there. In the second sentence it tips over before “brilliant”: in the templates of this course a concession always overturns the opinion it concedes.

# %% [markdown] lang="fr"
# ## 6. Écrire, un caractère à la fois
#
# Un réseau qui donne, après chaque caractère, la probabilité du suivant est un **modèle de langue**. On le juge, sur des lignes jamais lues, par le nombre moyen de **bits par caractère** : son entropie croisée (leçon 04), en base 2.
#
# $$-\frac{1}{N} \sum_{k=1}^{N} \log_2 p(\text{caractère } k \mid \text{ceux d'avant})$$
#
# Le texte : la prose des leçons 00 à 09, un paragraphe par ligne ; une ligne sur dix pour le test. Référence : les **n-grammes**, qui comptent ce qui a suivi les $k$ derniers caractères. Pour ne jamais répondre 0, chaque ordre mélange ses comptes à la réponse de l'ordre inférieur, avec un poids égal au nombre de caractères différents déjà vus à cette place (Witten et Bell, 1991).
# %% [markdown] lang="en"
# ## 6. Writing, one character at a time
#
# A network that gives, after each character, the probability of the next one is a **language model**. It is judged, on lines never read, by the mean number of **bits per character**: its cross-entropy (lesson 04), in base 2.
#
# $$-\frac{1}{N} \sum_{k=1}^{N} \log_2 p(\text{character } k \mid \text{those before})$$
#
# The text: the prose of lessons 00 to 09, one paragraph a line; one line in ten for the test. The baseline: **n-grams**, which count what followed the last $k$ characters. So as never to answer 0, each order mixes its counts with the answer of the order below, with a weight equal to the number of different characters already seen in that place (Witten and Bell, 1991).

# %%
lines = course_text().splitlines()
held_out = "\n".join(lines[4::10])
text = "\n".join(line for k, line in enumerate(lines) if k % 10 != 4)
if not FULL:
    text, held_out = text[:5000], held_out[:200]
alphabet = sorted(set("\n".join(lines)))
print(number(len(text), 0), T("caractères lus,", "characters read,"), number(len(held_out), 0),
      T("de test,", "for testing,"), len(alphabet), T("différents", "different ones"))

# %%
def n_grams(text, order):
    table = defaultdict(Counter)
    for k in range(order + 1):
        for end in range(k, len(text)):
            table[text[end - k:end]][text[end]] += 1
    return table

def n_gram_probability(table, order, context, char):
    p = 1 / len(alphabet)
    for k in range(order + 1):
        seen = table.get(context[len(context) - k:]) if k <= len(context) else None
        if seen is None:
            break
        # fr: (nombre de fois que char a suivi + suivants différents × p) ÷ total
        # en: (times char came next + different next ones × p) ÷ total
        p = (seen[char] + len(seen) * p) / (seen.total() + len(seen))
    return p

# %%
keras.backend.clear_session()
bits, likely = {}, {}
table = n_grams(text, 6)
for order in range(7):
    likely[order] = np.array([n_gram_probability(table, order, held_out[max(0, k - order):k],
                                                 held_out[k]) for k in range(1, len(held_out))])
    bits[order] = -np.mean(np.log2(likely[order]))
    print(T("ordre", "order"), order, " ", number(bits[order]), T("bits par caractère", "bits per character"))

# %% [markdown] lang="fr"
# Sept façons de compter, quelques secondes. Et une LSTM ? Elle lit des fenêtres de 64 caractères tirées au hasard (500 pas de 32 fenêtres, environ neuf fois le texte), et prédit à **chaque** pas le caractère suivant (plusieurs vers plusieurs). Biais d'oubli : celui de Keras.
# %% [markdown] lang="en"
# Seven ways of counting, a few seconds. And an LSTM? It reads windows of 64 characters drawn at random (500 steps of 32 windows, about ten times the text), and predicts the next character at **every** step (many-to-many). Forget bias: that of Keras.

# %%
index = {char: k for k, char in enumerate(alphabet)}
ids = np.array([index[char] for char in text])
UNITS, WINDOW, UPDATES, BATCH = lesson.pick(full=(128, 64, 500, 32), fast=(8, 4, 20, 16))
reader = keras.Input((WINDOW,), dtype="int32")
states = layers.LSTM(UNITS, return_sequences=True)(layers.Embedding(len(alphabet), 32)(reader))
writer = keras.Model(reader, layers.Dense(len(alphabet))(states))
# fr: un taux qui descend de 0,01 à 0
# en: a rate that goes down from 0.01 to 0
rate = keras.optimizers.schedules.CosineDecay(0.01, UPDATES)
writer.compile(keras.optimizers.Adam(rate, global_clipnorm=1.0),
               keras.losses.SparseCategoricalCrossentropy(from_logits=True),
               jit_compile=FULL, run_eagerly=not FULL)
starts = np.random.default_rng(lesson.seed).integers(0, len(ids) - WINDOW, UPDATES * BATCH)
windows = ids[starts[:, np.newaxis] + np.arange(WINDOW + 1)]
writer.fit(windows[:, :-1], windows[:, 1:], batch_size=BATCH, verbose=0)
print(number(writer.count_params(), 0), T("paramètres", "parameters"))

# %% [markdown] lang="fr"
# Pour juger et pour écrire, la cellule de la partie 1 suffit : NumPy, avec les poids appris. Elle lit le texte d'un bout à l'autre, sans fenêtre.
# %% [markdown] lang="en"
# To judge and to write, the cell of part 1 is enough: NumPy, with the learned weights. It reads the text from end to end, without windows.

# %%
vectors, W, U, b, V, d = writer.get_weights()

def log_softmax(logits):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))

def read(string):
    x = vectors[[index[char] for char in string]][np.newaxis]
    return np.array([h[0] for h, _ in lstm(x, W, U, b)]) @ V + d

ours, keras_logits = read(text[:WINDOW]), np.asarray(writer(ids[np.newaxis, :WINDOW]))[0]
claim(T("NumPy et Keras donnent les mêmes prédictions", "NumPy and Keras give the same predictions"),
      np.allclose(ours, keras_logits, atol=1e-3));

# %%
answers = [index[char] for char in held_out[1:]]
logits = read(held_out[:-1])
p_network = np.exp(log_softmax(logits)[range(len(answers)), answers])
best = min(bits, key=bits.get)
network_bits = -np.mean(np.log2(p_network))
mixed = -np.mean(np.log2((p_network + likely[best]) / 2))
print("LSTM", number(network_bits), T("bits par caractère", "bits per character"))
print(T("moyenne des deux probabilités :", "mean of the two probabilities:"), number(mixed))

# %%
names = [T(f"{k} avant", f"{k} before") for k in bits] + ["LSTM", T("les deux", "both")]
values = [*bits.values(), network_bits, mixed]
figure, axis = plt.subplots(figsize=(8.5, 3))
drawn = axis.bar(names, values, color=[plots.SKY] * len(bits) + [plots.ORANGE, plots.GREEN])
axis.bar_label(drawn, [number(value, 2) for value in values])
axis.set(ylabel=T("bits par caractère, test", "bits per character, test"))
show(figure,
     T("Bits par caractère des n-grammes selon leur ordre, et de la LSTM, sur les lignes de test.",
       "Bits per character of the n-grams against their order, and of the LSTM, on the test lines."))

# %%
claim(T("Le meilleur des n-grammes, bits par caractère", "The best of the n-grams, bits per character"), bits[best], at_most=2.3)
claim(T("LSTM ÷ le meilleur des n-grammes", "LSTM ÷ the best of the n-grams"), network_bits / bits[best], at_least=1.05)
claim(T("LSTM ÷ un caractère d'avant", "LSTM ÷ one character before"), network_bits / bits[1], at_most=0.85)
if FULL:
    claim(T("Le meilleur ordre est 4 ; au plus grand, les bits remontent",
            "The best order is 4; at the largest the bits rise again"),
          bool(best == 4 and bits[6] > bits[4]))
    claim(T("La moyenne avec la LSTM ÷ le meilleur des n-grammes", "The average with the LSTM ÷ the best of the n-grams"),
          mixed / bits[best], at_least=0.93)

# %% [markdown] lang="fr"
# Ici, **compter gagne**, et de loin ; moyenner les deux n'y change presque rien. Le texte est court pour un réseau, et un cours répète ses tournures : les quatre derniers caractères en disent long. Le meilleur ordre a même été choisi sur les lignes de test, à l'avantage de la référence ; l'écart est bien plus grand que ce choix. Ce n'est pas une loi : un contexte plus long, vu trop peu de fois, trompe un n-gramme, et les barres remontent. Mais une référence qui s'écrit en vingt lignes vient de battre un réseau de 100 000 paramètres.
# %% [markdown] lang="en"
# Here **counting wins**, by a wide margin; averaging the two changes hardly anything. The text is short for a network, and a course repeats its turns of phrase: the last four characters say a great deal. The best order was even chosen on the test lines, to the advantage of the baseline; the gap is far larger than that choice. It is not a law: a longer context, seen too few times, misleads an n-gram, and the bars rise again. But a baseline of twenty lines has just beaten a network of 100,000 parameters.

# %% [markdown] lang="fr"
# ### La température
#
# Pour écrire, on tire au sort chaque caractère selon ses probabilités, puis on le redonne à lire. La **température** $\tau$ divise les logits avant softmax : $p_k \propto e^{z_k / \tau}$. À 1, les probabilités apprises ; vers 0, toujours le plus probable ; au-delà de 1, le hasard gagne du terrain.
# %% [markdown] lang="en"
# ### Temperature
#
# To write, each character is drawn at random according to its probabilities, then fed back as input. The **temperature** $\tau$ divides the logits before softmax: $p_k \propto e^{z_k / \tau}$. At 1, the learned probabilities; near 0, always the most probable one; above 1, chance gains ground.

# %%
def write(string, count, temperature, rng):
    h = c = 0.0
    chars = [index[char] for char in string]
    new = chars
    for _ in range(count):
        h, c = lstm(vectors[new][np.newaxis], W, U, b, h, c)[-1]
        p = np.exp(log_softmax((h[0] @ V + d) / temperature))
        new = [rng.choice(len(alphabet), p=p / p.sum())]
        chars += new
    return "".join(alphabet[k] for k in chars)

beginning = T("Le réseau ", "The network ")
for temperature in (0.3, 0.7, 1.2):
    rng = np.random.default_rng(lesson.seed)
    written = write(beginning, lesson.pick(full=220, fast=5), temperature, rng)
    print(f"— {number(temperature, 1)} — {written}\n")

# %% [markdown] lang="fr"
# À basse température, le réseau répète ses mots les plus sûrs. Plus la température monte, plus il invente de mots, puis jusqu'à l'orthographe. Faites varier $\tau$ : parmi les trois débuts, lequel le fait le moins hésiter (la plus haute barre) ?
# %% [markdown] lang="en"
# At low temperature the network repeats its safest words. The higher the temperature, the more words it invents; in the end the spelling goes too. Vary $\tau$: which of the three beginnings makes it hesitate least (the tallest bar)?

# %%
PREFIXES = [T("Le réseau ", "The network "), T("La descente de ", "Gradient "), T("une couche (", "a layer (")]

def next_character(prefix=PREFIXES[0], temperature=1.0):
    p = np.exp(log_softmax(read(prefix)[-1] / temperature))
    top = np.argsort(-p)[:12]
    figure, axis = plt.subplots(figsize=(6, 2.6))
    visible = {" ": T("espace", "space"), "\n": T("fin", "end")}
    axis.bar([visible.get(alphabet[k], alphabet[k]) for k in top], p[top], color=plots.BLUE)
    axis.set(ylim=(0, 1), xlabel=T("caractère suivant", "next character"), ylabel=T("probabilité", "probability"))
    return figure

explore(next_character, labels={"prefix": T("après", "after"), "temperature": T("température", "temperature")},
        alt=T("Les douze caractères les plus probables après le début choisi, à cette température.",
              "The twelve most probable characters after the chosen beginning, at this temperature."),
        prefix=PREFIXES, temperature=(0.2, 2.0, 0.1))

# %% [markdown] lang="fr"
# ## Exercices
#
# ### ★ Le biais d'une demi-vie
#
# On veut qu'au départ une LSTM perde la moitié d'un souvenir en `steps` pas, portes réglées par leur seul biais. Quel biais d'oubli ? Prédisez d'abord : pour une demi-vie d'un pas, ce biais est-il positif, nul ou négatif ?
#
# <details><summary>Réponse</summary>
#
# Nul : $\sigma(0) = 1/2$.
#
# </details>
# %% [markdown] lang="en"
# ## Exercises
#
# ### ★ The bias of a half-life
#
# We want an LSTM that initially loses half of a memory in `steps` steps, with gates set by their bias alone. Which forget bias? Predict first: for a half-life of one step, is this bias positive, zero or negative?
#
# <details><summary>Answer</summary>
#
# Zero: $\sigma(0) = 1/2$.
#
# </details>

# %% tags=["exercise"]
def forget_bias(steps):
    T("""Biais d'oubli `b` tel que `sigmoid(b) ** steps` vaut 1/2 ; `steps` : réel positif.""",
      """Forget bias `b` such that `sigmoid(b) ** steps` is 1/2; `steps`: a positive real.""")
    ### BEGIN SOLUTION
    f = 0.5 ** (1 / steps)
    return np.log(f / (1 - f))
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ Le GRU d'origine, sur des textes complétés
#
# Lisez un lot de suites de longueurs différentes, complétées par du remplissage, avec le GRU de 2014 (`reset_after=False`) :
#
# $$\hat{\mathbf{h}} = \tanh\bigl(\mathbf{x}_t W_h + (\mathbf{r} \odot \mathbf{h}_{t-1})\,U_h + \mathbf{b}_h\bigr)$$
#
# Les portes $\mathbf{z}$ et $\mathbf{r}$ sont $\sigma(\mathbf{x}_t W_\bullet + \mathbf{h}_{t-1} U_\bullet + \mathbf{b}_\bullet)$, où $\bullet$ est $z$ ou $r$. Le remplissage est quelconque, pas forcément nul. Au-delà de sa longueur, une suite ne change plus d'état : c'est ce que fait `mask_zero=True`.
# %% [markdown] lang="en"
# ### ★★ The original GRU, on padded texts
#
# Read a batch of sequences of different lengths, padded to one length, with the GRU of 2014 (`reset_after=False`):
#
# $$\hat{\mathbf{h}} = \tanh\bigl(\mathbf{x}_t W_h + (\mathbf{r} \odot \mathbf{h}_{t-1})\,U_h + \mathbf{b}_h\bigr)$$
#
# The gates $\mathbf{z}$ and $\mathbf{r}$ are $\sigma(\mathbf{x}_t W_\bullet + \mathbf{h}_{t-1} U_\bullet + \mathbf{b}_\bullet)$, where $\bullet$ is $z$ or $r$. The padding may be anything, not only zeros. Beyond its length a sequence no longer changes its state: that is what `mask_zero=True` does.

# %% tags=["exercise"]
def read_padded(x, lengths, W, U, b):
    T("""État de chaque suite après son dernier vrai pas.

    `x` : (lot, pas, d) ; `lengths` : (lot,), vrais pas ; `W` : (d, 3n), `U` : (n, 3n), `b` : (3n,),
    colonnes dans l'ordre `z`, `r`, `h`. État de départ nul. Renvoie un tableau `(lot, n)`.
    """, """State of each sequence after its last true step.

    `x`: (batch, steps, d); `lengths`: (batch,), true steps; `W`: (d, 3n), `U`: (n, 3n), `b`: (3n,),
    columns in the order `z`, `r`, `h`. Initial state zero. Returns an array `(batch, n)`.
    """)
    ### BEGIN SOLUTION
    n = len(U)
    h = np.zeros((len(x), n))
    for t in range(x.shape[1]):
        a = x[:, t] @ W + b
        gates = 1 / (1 + np.exp(-(a[:, :2 * n] + h @ U[:, :2 * n])))
        z, r = gates[:, :n], gates[:, n:]
        new = np.tanh(a[:, 2 * n:] + (r * h) @ U[:, 2 * n:])
        new = z * h + (1 - z) * new
        h = np.where((t < lengths)[:, np.newaxis], new, h)
    return h
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ Juger un modèle refroidi
#
# Un collègue écrit à la température 0,5 et trouve ses textes « bien meilleurs ». Que deviennent ses bits par caractère ? Calculez-les à une température quelconque, sans que l'exponentielle déborde.
# %% [markdown] lang="en"
# ### ★★ Judging a cooled model
#
# A colleague writes at temperature 0.5 and finds the texts “much better”. What becomes of their bits per character? Compute them at any temperature, without letting the exponential overflow.

# %% tags=["exercise"]
def bits_per_character(logits, targets, temperature):
    T("""Bits par caractère à cette température.

    `logits` : (N, V), un par caractère possible ; `targets` : (N,), indices des vrais caractères.
    """, """Bits per character at this temperature.

    `logits`: (N, V), one per possible character; `targets`: (N,), indices of the true characters.
    """)
    ### BEGIN SOLUTION
    scaled = logits / temperature
    scaled = scaled - scaled.max(axis=1, keepdims=True)
    log_p = scaled - np.log(np.exp(scaled).sum(axis=1, keepdims=True))
    return -np.mean(log_p[np.arange(len(targets)), targets]) / np.log(2)
    ### END SOLUTION

# %%
try:
    grid = np.linspace(0.3, 2, 12)
    figure, axis = plt.subplots(figsize=(5.5, 2.6))
    axis.plot(grid, [bits_per_character(logits, np.array(answers), tau) for tau in grid], "o-")
    axis.set(xlabel=T("température", "temperature"), ylabel=T("bits par caractère", "bits per character"))
    show(figure,
         T("Bits par caractère sur les lignes de test, selon la température.",
           "Bits per character on the test lines, against temperature."))
except NotImplementedError:
    plt.close(figure)
    print(T("Complétez d'abord l'exercice.", "Complete the exercise first."))

# %% [markdown] lang="fr"
# <details><summary>Réponse</summary>
#
# Ses bits montent. **Trop** refroidir rend le modèle trop sûr de lui : le plus probable sort plus souvent, mais chaque erreur coûte plus cher. Bien écrire et bien prévoir ne se jugent pas avec le même nombre.
#
# </details>
# %% [markdown] lang="en"
# <details><summary>Answer</summary>
#
# The bits go up. Cooling **too far** makes the model overconfident: the most probable one comes out more often, but each error costs more. Writing well and predicting well are not judged by the same number.
#
# </details>

# %% [markdown] lang="fr"
# ### ★★★ Un pas en arrière
#
# Faites la rétropropagation d'un pas de LSTM. Les portes du pas sont connues (après leur sigmoïde), $\mathbf{g}$ aussi (après tanh). Le pas agit sur la perte par deux voies : par $\mathbf{h}_t$ (`dh` $= \partial L/\partial \mathbf{h}_t$) et directement par $\mathbf{c}_t$ (`dc`, ce que les pas suivants lui renvoient). Le gradient entier de $\mathbf{c}_t$ réunit les deux.
#
# Renvoyez ce qui atteint $\mathbf{c}_{t-1}$ le long de la cellule, et le gradient des quatre sommes (avant sigmoïde et tanh), côte à côte dans l'ordre i, f, g, o.
# %% [markdown] lang="en"
# ### ★★★ One step back
#
# Backpropagate through one step of an LSTM. The gates of the step are known (after their sigmoid), and so is $\mathbf{g}$ (after tanh). The step acts on the loss in two ways: through $\mathbf{h}_t$ (`dh` $= \partial L/\partial \mathbf{h}_t$) and directly through $\mathbf{c}_t$ (`dc`, what the later steps send back to it). The whole gradient of $\mathbf{c}_t$ puts the two together.
#
# Return what reaches $\mathbf{c}_{t-1}$ along the cell, and the gradient of the four sums (before sigmoid and tanh), side by side in the order i, f, g, o.

# %% tags=["exercise"]
def step_back(dh, dc, i, f, g, o, c_before):
    T("""Gradients (de l'ancienne cellule, des quatre sommes) ; `c_before` : l'ancienne cellule.

    Tous les arguments : (lot, n). Renvoie deux tableaux, `(lot, n)` et `(lot, 4n)`.
    """, """Gradients (of the old cell, of the four sums); `c_before`: the old cell.

    All arguments: (batch, n). Returns two arrays, `(batch, n)` and `(batch, 4n)`.
    """)
    ### BEGIN SOLUTION
    squashed = np.tanh(f * c_before + i * g)
    dc = dc + dh * o * (1 - squashed**2)
    da = [dc * g * i * (1 - i), dc * c_before * f * (1 - f),
          dc * i * (1 - g**2), dh * squashed * o * (1 - o)]
    return dc * f, np.concatenate(da, axis=1)
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
# - **Croire qu'une LSTM neuve se souvient** : au biais 1, ses portes seules lui donnent une demi-vie d'environ deux pas.
# - **Initialiser tous les biais à 0** (`unit_forget_bias=False`) : la demi-vie tombe à un pas.
# - **Compléter les textes sans masque** : l'état final est celui du remplissage.
# - **Mélanger les ordres** en copiant des poids : Keras range i, f, g, o pour la LSTM et z, r, h pour le GRU.
# - **Compter un biais de trop, ou de moins** dans le GRU : `reset_after=True` en a deux.
# - **Juger un texte engendré à l'œil** : donnez des bits par caractère, sur des lignes jamais lues.
# - **Oublier la référence** : sac de mots, triplets, n-grammes.
# %% [markdown] lang="en"
# ## Common errors
#
# - **Believing that a fresh LSTM remembers**: with bias 1 its gates alone give it a half-life of about two steps.
# - **Initialising all biases to 0** (`unit_forget_bias=False`): the half-life drops to one step.
# - **Padding texts without a mask**: the final state is that of the padding.
# - **Mixing up orders** when copying weights: Keras stores i, f, g, o for the LSTM and z, r, h for the GRU.
# - **Counting one bias too many, or too few** in the GRU: `reset_after=True` has two.
# - **Judging generated text by eye**: give bits per character, on lines never read.
# - **Forgetting the baseline**: bag of words, triplets, n-grams.

# %% [markdown] lang="fr"
# ## À retenir
#
# - $\mathbf{c}_t = \mathbf{f} \odot \mathbf{c}_{t-1} + \mathbf{i} \odot \mathbf{g}$ : une mémoire à laquelle on ajoute, et qui peut compter.
# - Le long de la cellule, le gradient est multiplié par $\mathbf{f}$ à chaque pas : demi-vie $\ln 2 / (-\ln f)$.
# - Les portes rendent la disparition réglable ; elles ne l'abolissent pas. Le biais d'oubli de départ peut décider de tout.
# - LSTM : $4n(n + d + 1)$ paramètres ; GRU de Keras : $3n(n + d + 2)$.
# - Un sac de mots ignore l'ordre ; c'est une référence, non un adversaire facile.
# - Un modèle de langue se juge en bits par caractère, à la température 1.
# %% [markdown] lang="en"
# ## What to remember
#
# - $\mathbf{c}_t = \mathbf{f} \odot \mathbf{c}_{t-1} + \mathbf{i} \odot \mathbf{g}$: a memory you add to, and that can count.
# - Along the cell the gradient is multiplied by $\mathbf{f}$ at every step: half-life $\ln 2 / (-\ln f)$.
# - Gates make vanishing adjustable; they do not abolish it. The initial forget bias can decide everything.
# - LSTM: $4n(n + d + 1)$ parameters; Keras' GRU: $3n(n + d + 2)$.
# - A bag of words ignores order; it is a baseline, not an easy opponent.
# - A language model is judged in bits per character, at temperature 1.

# %% [markdown] lang="fr"
# ## Glossaire
#
# | français | English | sens |
# |---|---|---|
# | bits par caractère | bits per character | entropie croisée d'un modèle de langue, en base 2 |
# | cellule | cell | l'état d'une LSTM auquel on ajoute, $\mathbf{c}_t$ |
# | demi-vie | half-life | temps de perdre la moitié d'un souvenir |
# | masque | mask | pas à sauter, car ils ne sont que du remplissage |
# | modèle de langue | language model | donne la probabilité de ce qui suit |
# | n-gramme | n-gram | n éléments qui se suivent |
# | plongement | embedding | table qui donne à chaque mot quelques nombres appris |
# | porte | gate | nombre entre 0 et 1 qui règle ce qui passe |
# | porte d'oubli | forget gate | celle qui multiplie l'ancienne cellule ; ouverte, elle garde |
# | sac de mots | bag of words | les mots d'un texte et leur nombre, sans leur ordre |
# | température | temperature | diviseur des logits avant de tirer au sort |
# %% [markdown] lang="en"
# ## Glossary
#
# | English | français | meaning |
# |---|---|---|
# | bag of words | sac de mots | the words of a text and their number, without their order |
# | bits per character | bits par caractère | cross-entropy of a language model, in base 2 |
# | cell | cellule | the state of an LSTM that is added to, $\mathbf{c}_t$ |
# | embedding | plongement | table that gives each word a few learned numbers |
# | forget gate | porte d'oubli | the one that multiplies the old cell; open, it keeps |
# | gate | porte | number between 0 and 1 that sets what passes |
# | half-life | demi-vie | time to lose half of a memory |
# | language model | modèle de langue | gives the probability of what comes next |
# | mask | masque | steps to be skipped, since they are only padding |
# | n-gram | n-gramme | n items in a row |
# | temperature | température | divisor of the logits before drawing at random |

# %% [markdown] lang="fr"
# ## Références
#
# - S. Hochreiter, J. Schmidhuber (1997), *Long short-term memory* : la LSTM (sans porte d'oubli) et la tâche de l'addition. [doi:10.1162/neco.1997.9.8.1735](https://doi.org/10.1162/neco.1997.9.8.1735)
# - F. Gers, J. Schmidhuber, F. Cummins (2000), *Learning to forget* : la porte d'oubli. [doi:10.1162/089976600300015015](https://doi.org/10.1162/089976600300015015)
# - K. Cho et collaborateurs (2014), *Learning phrase representations using RNN encoder–decoder for statistical machine translation* : le GRU. [arXiv:1406.1078](https://arxiv.org/abs/1406.1078)
# %% [markdown] lang="en"
# ## References
#
# - S. Hochreiter, J. Schmidhuber (1997), *Long short-term memory*: the LSTM (without forget gate) and the adding task. [doi:10.1162/neco.1997.9.8.1735](https://doi.org/10.1162/neco.1997.9.8.1735)
# - F. Gers, J. Schmidhuber, F. Cummins (2000), *Learning to forget*: the forget gate. [doi:10.1162/089976600300015015](https://doi.org/10.1162/089976600300015015)
# - K. Cho and co-authors (2014), *Learning phrase representations using RNN encoder–decoder for statistical machine translation*: the GRU. [arXiv:1406.1078](https://arxiv.org/abs/1406.1078)

# %% [markdown] lang="fr"
# - R. Jozefowicz, W. Zaremba, I. Sutskever (2015), *An empirical exploration of recurrent network architectures* : pourquoi Keras met ce biais à 1. [proceedings.mlr.press/v37/jozefowicz15](https://proceedings.mlr.press/v37/jozefowicz15.html)
# - C. Tallec, Y. Ollivier (2018), *Can recurrent neural networks warp time?* : le biais d'oubli et le temps d'oubli. [arXiv:1804.11188](https://arxiv.org/abs/1804.11188)
# - G. Weiss, Y. Goldberg, E. Yahav (2018), *On the practical computational power of finite precision RNNs for language recognition* : la LSTM compte, le GRU non. [arXiv:1805.04908](https://arxiv.org/abs/1805.04908)
# - I. Witten, T. Bell (1991), *The zero-frequency problem* : le mélange des n-grammes. [doi:10.1109/18.87000](https://doi.org/10.1109/18.87000)
# - A. Maas et collaborateurs (2011), *Learning word vectors for sentiment analysis* : IMDB. [aclanthology.org/P11-1015](https://aclanthology.org/P11-1015)
# %% [markdown] lang="en"
# - R. Jozefowicz, W. Zaremba, I. Sutskever (2015), *An empirical exploration of recurrent network architectures*: why Keras sets this bias to 1. [proceedings.mlr.press/v37/jozefowicz15](https://proceedings.mlr.press/v37/jozefowicz15.html)
# - C. Tallec, Y. Ollivier (2018), *Can recurrent neural networks warp time?*: forget bias and forgetting time. [arXiv:1804.11188](https://arxiv.org/abs/1804.11188)
# - G. Weiss, Y. Goldberg, E. Yahav (2018), *On the practical computational power of finite precision RNNs for language recognition*: the LSTM counts, the GRU does not. [arXiv:1805.04908](https://arxiv.org/abs/1805.04908)
# - I. Witten, T. Bell (1991), *The zero-frequency problem*: the mixing of n-grams. [doi:10.1109/18.87000](https://doi.org/10.1109/18.87000)
# - A. Maas and co-authors (2011), *Learning word vectors for sentiment analysis*: IMDB. [aclanthology.org/P11-1015](https://aclanthology.org/P11-1015)

# %% [markdown] lang="fr"
# ## Et ensuite
#
# {{next}}
# %% [markdown] lang="en"
# ## What comes next
#
# {{next}}
