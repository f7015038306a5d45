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
#       fr: Les fonctions d'activation
#       en: Activation functions
#     objectives:
#       fr:
#       - montrer pourquoi, sans activation, dix couches n'en valent qu'une
#       - écrire sigmoïde, tanh, ReLU, leaky ReLU et GELU, et leurs dérivées
#       - suivre le gradient à travers dix couches, et dire où il se perd
#       - reconnaître une unité saturée et une unité morte
#       - écrire un softmax qui ne déborde pas, et ne pas le prendre pour une certitude
#       en:
#       - show why ten layers without activation are worth just one
#       - write sigmoid, tanh, ReLU, leaky ReLU and GELU, and their derivatives
#       - follow the gradient through ten layers, and say where it is lost
#       - recognise a saturated unit and a dead unit
#       - write a softmax that does not overflow, and not take it for certainty
#     prerequisites: ["02"]
#     reading: 110
#     next:
#       fr: "{{lesson 04}} : mesurer l'erreur d'un réseau, et descendre sa pente."
#       en: "{{lesson 04}}: measuring the error of a network, and going down its slope."
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

lesson = start("03_activations", T("fr", "en"), profile=profile, data=data, seed=seed)

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from matplotlib.colors import to_rgb
from scipy.special import erf
from sklearn.datasets import make_moons

X, y = make_moons(1000, noise=0.15, random_state=lesson.seed)
X = (X - X.mean(axis=0)) / X.std(axis=0)

# %% [markdown] lang="fr"
# ## Une question pour commencer
#
# Trois réseaux jumeaux : dix couches cachées de 16 neurones, les mêmes poids de départ, les mêmes exemples dans le même ordre, le même nombre de pas. **Un seul mot change** : la fonction que chaque neurone caché applique à sa somme pondérée. Le premier n'en a aucune, le deuxième a la sigmoïde $\sigma(z) = 1/(1+e^{-z})$, le troisième $\mathrm{ReLU}(z) = \max(0, z)$.
#
# Deux vont échouer : l'un est **incapable** de réussir, l'autre en est **empêché**. Lequel est lequel, et lequel peut-on sauver ?
# %% [markdown] lang="en"
# ## A question to begin with
#
# Three sibling networks: ten hidden layers of 16 neurons, the same initial weights, the same examples in the same order, the same number of steps. **A single word changes**: the function that each hidden neuron applies to its weighted sum. The first has none, the second has the sigmoid $\sigma(z) = 1/(1+e^{-z})$, the third has $\mathrm{ReLU}(z) = \max(0, z)$.
#
# Two will fail: one is **unable** to succeed, the other is **prevented** from it. Which is which, and which one can be saved?

# %% [markdown] lang="fr"
# La tâche : 1000 points du plan, en deux croissants emmêlés (« deux lunes »), dont les figures montrent 300 ; d'après les deux coordonnées d'un point, dire s'il est de la lune bleue (ronds) ou de la lune orange (triangles).
#
# L'entraînement est une descente de gradient (`SGD`, leçon 04) : à chaque pas, 50 exemples, et chaque poids bouge un peu dans le sens qui réduit l'erreur. Ce sens se lit sur la **pente** de l'erreur, qui se calcule avec les pentes des activations ; toute la leçon tient à ce mot.
# %% [markdown] lang="en"
# The task: 1000 points of the plane, in two interlocking crescents (“two moons”), of which the figures show 300; from the two coordinates of a point, say whether it belongs to the blue moon (discs) or to the orange one (triangles).
#
# Training is gradient descent (`SGD`, lesson 04): at each step, 50 examples, and every weight moves a little in the direction that reduces the error. That direction is read off the **slope** of the error, which is computed from the slopes of the activations; the whole lesson hangs on this word.

# %%
def draw_moons(axis):
    for k, marker, colour in ((0, "o", plots.BLUE), (1, "^", plots.ORANGE)):
        axis.scatter(*X[y == k][:150].T, s=11, marker=marker, color=colour, lw=0)
    axis.set(xticks=[], yticks=[])
    axis.set_aspect("equal")

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(7, 3))
draw_moons(left)
left.set_title(T("la tâche (300 points)", "the task (300 points)"), fontsize=10)
z = np.linspace(-4, 4, 201)
right.plot(z, z, "k:", label=T("aucune", "none"), zorder=3)
right.plot(z, 1 / (1 + np.exp(-z)), "--", label=T("sigmoïde", "sigmoid"))
right.plot(z, np.maximum(z, 0), label="ReLU")
right.set(xlabel="$z$", ylabel=T("sortie du neurone", "output of the neuron"), ylim=(-2, 4))
right.legend()
show(figure,
     T("Deux lunes emmêlées, et les trois fonctions : une droite, un S entre 0 et 1, un coude en 0.",
       "Two interlocking moons, and the three functions: a line, an S from 0 to 1, a bend at 0."))

# %% [markdown] lang="fr"
# Aucune droite ne sépare les deux lunes. Laquelle de ces trois courbes rendra son réseau incapable de réussir, laquelle l'en empêchera ? Pariez ; la suite entraîne les trois.
#
# Sur leurs cartes, le fond montre la réponse du réseau en tout point, et le titre sa part de bonnes réponses sur les 1000 points. (Ce sont les exemples d'entraînement : la question est ici d'apprendre, pas encore de généraliser.)
# %% [markdown] lang="en"
# No straight line separates the two moons. Which of these three curves will make its network unable to succeed, which will prevent it? Place your bet; the next cells train all three.
#
# On their maps the background shows the network's answer at every point, and the title its share of right answers over the 1000 points. (These are the training examples: the question here is learning, not yet generalising.)

# %%
def build(name, depth=10, width=16):
    keras.utils.set_random_seed(lesson.seed)
    x = inputs = keras.Input((2,))
    for _ in range(depth):
        x = keras.layers.Dense(width, activation=name)(x)
    return keras.Model(inputs, keras.layers.Dense(1)(x))

# fr: Compiler (jit) durerait plus longtemps que ces petits entraînements.
# en: Compiling (jit) would take longer than these small trainings.
how = lesson.pick(full={"steps_per_execution": 50, "jit_compile": False},
                  fast={"run_eagerly": True})

def train(model, steps, rate, optimizer=keras.optimizers.SGD):
    # fr: L'erreur pour oui ou non (leçon 04) ; from_logits : la dernière couche donne une
    # en: The error for yes or no (lesson 04); from_logits: the last layer gives
    # fr: somme z (un logit), et la réponse est 1 si z > 0.
    # en: a sum z (a logit), and the answer is 1 if z > 0.
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    model.compile(optimizer(rate), loss, **how)
    chosen = np.random.default_rng(lesson.seed).integers(0, len(X), 50 * steps)
    model.fit(X[chosen], y[chosen], batch_size=50, shuffle=False, verbose=0)
    return model

# %%
side = lesson.pick(full=300, fast=100)
sides = np.meshgrid(np.linspace(-2.4, 2.4, side), np.linspace(-2.4, 2.4, side))
grid = np.stack(sides, axis=-1).reshape(-1, 2)

def sums(model, points):
    return keras.ops.convert_to_numpy(model(points))[:, 0]

def right_answers(model):
    return np.mean((sums(model, X) > 0) == y)

def draw_answers(axis, model, title):
    one = sums(model, grid).reshape(side, side) > 0
    axis.contourf(*sides, one, [-0.5, 0.5, 1.5], colors=[plots.BLUE, plots.ORANGE], alpha=0.3)
    draw_moons(axis)
    score = percent(right_answers(model))
    axis.set_title(T(f"{title}\n{score} de bonnes réponses", f"{title}\n{score} right answers"), fontsize=10)

# %%
NAMES = {"linear": T("aucune", "none"), "sigmoid": T("sigmoïde", "sigmoid"), "tanh": "tanh",
         "relu": "ReLU", "leaky_relu": "leaky ReLU", "gelu": "GELU"}
STEPS = lesson.pick(full=3000, fast=2)
twins = {name: train(build(name), STEPS, 0.1) for name in ("linear", "sigmoid", "relu")}

figure, axes = plt.subplots(1, 3, figsize=(8, 3.1))
for axis, (name, model) in zip(axes, twins.items()):
    draw_answers(axis, model, NAMES[name])
show(figure,
     T("Sans activation : frontière droite. Sigmoïde : une seule couleur. ReLU : frontière courbe.",
       "No activation: straight boundary. Sigmoid: one colour only. ReLU: curved boundary."))

# %%
scores = {name: right_answers(model) for name, model in twins.items()}
claim(T("Bonnes réponses sans activation", "Right answers without activation"), scores["linear"],
      at_most=0.92, as_percent=True, digits=1)
claim(T("Bonnes réponses avec la sigmoïde", "Right answers with the sigmoid"), scores["sigmoid"],
      at_most=0.6, as_percent=True, digits=1)
claim(T("Bonnes réponses avec ReLU", "Right answers with ReLU"), scores["relu"],
      at_least=0.96, as_percent=True, digits=1);

# %% [markdown] lang="fr"
# Sans activation, la frontière est une droite, et coupe les deux lunes (partie 1). Le réseau à sigmoïdes donne la même réponse partout : 50 %, autant que pile ou face. Un mauvais réglage ? Donnons-lui un taux d'apprentissage dix fois plus grand. Une fonction trop pauvre pour dessiner deux lunes ? Donnons-lui deux couches cachées au lieu de dix.
# %% [markdown] lang="en"
# Without activation the boundary is a straight line, and cuts both moons (part 1). The network with sigmoids gives the same answer everywhere: 50%, no better than tossing a coin. A poor setting? Let us give it a learning rate ten times larger. A function too poor to draw two moons? Let us give it two hidden layers instead of ten.

# %%
faster = train(build("sigmoid"), STEPS, 1.0)
claim(T("Bonnes réponses de dix couches de sigmoïdes, taux 1", "Right answers of ten layers of sigmoids, rate 1"),
      right_answers(faster), at_most=0.6, as_percent=True, digits=1)
shallow = train(build("sigmoid", depth=2), STEPS, 1.0)
claim(T("Bonnes réponses de deux couches de sigmoïdes, taux 1", "Right answers of two layers of sigmoids, rate 1"),
      right_answers(shallow), at_least=0.95, as_percent=True, digits=1);

# %% [markdown] lang="fr"
# La sigmoïde sait donc séparer les lunes ; c'est la pile de dix qui la bloque. **Moins** de profondeur, et elle apprend. Gardez ce paradoxe en tête jusqu'à la partie 4 ; commençons par l'autre échec.
# %% [markdown] lang="en"
# So the sigmoid can separate the moons; it is the stack of ten that blocks it. With **less** depth, it learns. Keep this paradox in mind until part 4; let us begin with the other failure.

# %% [markdown] lang="fr"
# ## 1. Incapable : dix couches qui n'en valent qu'une
#
# Composons deux couches sans activation, pour une entrée $\mathbf{x}$ écrite en ligne :
#
# $$(\mathbf{x} W_1 + \mathbf{b}_1)\,W_2 + \mathbf{b}_2 = \mathbf{x}\,\underbrace{W_1 W_2}_{A} + \underbrace{\mathbf{b}_1 W_2 + \mathbf{b}_2}_{\mathbf{c}}$$
#
# C'est encore une seule couche. De proche en proche, dix couches, ou cent, se fondent en une. (On dit souvent « linéaire » ; avec un biais, le mot exact est **affine**.) Fondons le premier des jumeaux.
# %% [markdown] lang="en"
# ## 1. Unable: ten layers that are worth just one
#
# Let us compose two layers without activation, for an input $\mathbf{x}$ written as a row:
#
# $$(\mathbf{x} W_1 + \mathbf{b}_1)\,W_2 + \mathbf{b}_2 = \mathbf{x}\,\underbrace{W_1 W_2}_{A} + \underbrace{\mathbf{b}_1 W_2 + \mathbf{b}_2}_{\mathbf{c}}$$
#
# This is a single layer again. Step by step, ten layers, or a hundred, merge into one. (People often say “linear”; with a bias, the exact word is **affine**.) Let us merge the first of the siblings.

# %%
def weights_of(model):
    arrays = model.get_weights()
    return list(zip(arrays[::2], arrays[1::2]))

def collapse(layers):
    A, c = np.eye(len(layers[0][0])), np.zeros(len(layers[0][0]))
    for W, b in layers:
        A, c = A @ W, c @ W + b
    return A, c

A, c = collapse(weights_of(twins["linear"]))
many, three = number(twins["linear"].count_params(), 0), A.size + c.size
claim(T(f"Les {many} paramètres dans Keras et {three} à la main donnent les mêmes sorties",
        f"The {many} parameters in Keras and {three} by hand give the same outputs"),
      np.allclose(sums(twins["linear"], X), (X @ A + c)[:, 0], atol=1e-3));

# %% [markdown] lang="fr"
# Le premier réseau était donc **incapable** : c'est le neurone de la leçon 02, caché sous dix couches. Sa frontière est une droite, et aucun entraînement n'y changera rien.
#
# Or il suffit d'un pli. Reprenez XOR, qui mettait un neurone en échec : deux neurones ReLU (on dit aussi **unités**) et une somme le calculent, sans seuil.
#
# $$\mathrm{ReLU}(x_1 - x_2) + \mathrm{ReLU}(x_2 - x_1) = |x_1 - x_2|$$
# %% [markdown] lang="en"
# So the first network was **unable**: it is the neuron of lesson 02, hidden under ten layers. Its boundary is a straight line, and no training will change that.
#
# Yet one bend is enough. Take XOR again, which defeated a single neuron: two ReLU neurons (also called **units**) and a sum compute it, without a threshold.
#
# $$\mathrm{ReLU}(x_1 - x_2) + \mathrm{ReLU}(x_2 - x_1) = |x_1 - x_2|$$

# %%
points = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
hidden = np.maximum(0, points @ np.array([[1, -1], [-1, 1]]))
print(hidden.sum(axis=1))
claim(T("Deux unités ReLU calculent XOR", "Two ReLU units compute XOR"),
      hidden.sum(axis=1).tolist() == [0, 1, 1, 0]);

# %% [markdown] lang="fr"
# ## 2. Cinq fonctions et leurs pentes
#
# Le premier échec venait de la forme de la fonction ; le second viendra de sa pente.
#
# | | fonction | dérivée | pente maximale |
# |---|---|---|---|
# | sigmoïde | $\sigma(z) = 1/(1+e^{-z})$ | $\sigma(1-\sigma)$ | 1/4, en 0 |
# | tanh | $2\sigma(2z) - 1$ | $1 - \tanh^2$ | 1, en 0 |
# | ReLU | $\max(0, z)$ | 0 ou 1 | 1 |
# | leaky ReLU | $z$, ou $\alpha z$ si $z \le 0$ | 1 ou $\alpha$ | 1 (si $\alpha \le 1$) |
# | GELU | $z\,\Phi(z)$ | $\Phi(z) + z\,\varphi(z)$ | 1,13, en $\sqrt 2$ |
#
# $\Phi$ et $\varphi$ sont la fonction de répartition et la densité de la loi normale centrée réduite. Pour la sigmoïde : $\sigma' = e^{-z}/(1+e^{-z})^2$, et $1 - \sigma = e^{-z}/(1+e^{-z})$. Fukushima rectifie déjà ses unités en 1969 ; ReLU s'impose à partir de 2010 (Nair et Hinton ; Glorot et al.). Leaky ReLU date de 2013, GELU de 2016 ; on la trouve dans bien des Transformers.
# %% [markdown] lang="en"
# ## 2. Five functions and their slopes
#
# The first failure came from the shape of the function; the second will come from its slope.
#
# | | function | derivative | largest slope |
# |---|---|---|---|
# | sigmoid | $\sigma(z) = 1/(1+e^{-z})$ | $\sigma(1-\sigma)$ | 1/4, at 0 |
# | tanh | $2\sigma(2z) - 1$ | $1 - \tanh^2$ | 1, at 0 |
# | ReLU | $\max(0, z)$ | 0 or 1 | 1 |
# | leaky ReLU | $z$, or $\alpha z$ if $z \le 0$ | 1 or $\alpha$ | 1 (if $\alpha \le 1$) |
# | GELU | $z\,\Phi(z)$ | $\Phi(z) + z\,\varphi(z)$ | 1.13, at $\sqrt 2$ |
#
# $\Phi$ and $\varphi$ are the cumulative distribution function and the density of the standard normal distribution. For the sigmoid: $\sigma' = e^{-z}/(1+e^{-z})^2$, and $1 - \sigma = e^{-z}/(1+e^{-z})$. Fukushima already rectified his units in 1969; ReLU took over from 2010 on (Nair and Hinton; Glorot et al.). Leaky ReLU dates from 2013, GELU from 2016; many Transformers use it.

# %%
def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def relu(z):
    return np.maximum(0, z)

def Phi(z):
    return (1 + erf(z / np.sqrt(2))) / 2

def density(z):
    return np.exp(-z**2 / 2) / np.sqrt(2 * np.pi)

# %%
# fr: nom de Keras : (fonction, dérivée). α = 0,2 est le choix de activation="leaky_relu" ;
# en: name in Keras: (function, derivative). α = 0.2 is the choice of activation="leaky_relu";
# fr: Maas et al. prenaient 0,01.
# en: Maas et al. took 0.01.
FUNCTIONS = {"linear": (lambda z: z, np.ones_like),
             "sigmoid": (sigmoid, lambda z: sigmoid(z) * (1 - sigmoid(z))),
             "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
             "relu": (relu, lambda z: (z > 0) * 1.0),
             "leaky_relu": (lambda z: np.where(z > 0, z, 0.2 * z),
                            lambda z: np.where(z > 0, 1, 0.2)),
             "gelu": (lambda z: z * Phi(z), lambda z: Phi(z) + z * density(z))}
GALLERY = ["sigmoid", "tanh", "relu", "leaky_relu", "gelu"]

# %%
z = np.arange(-500, 501) / 100
figure, axes = plt.subplots(2, 5, figsize=(9, 3.8), sharex=True, sharey="row")
for (top, bottom), name, colour in zip(axes.T, GALLERY, plots.COLOURS):
    f, slope = FUNCTIONS[name]
    top.plot(z, f(z), color=colour)
    jump = abs(np.gradient(slope(z))) > 0.3
    bottom.plot(z, np.where(jump, np.nan, slope(z)), color=colour)
    bottom.plot(0, slope(np.zeros(1)), "o", color=colour, ms=5)
    top.set(title=NAMES[name], ylim=(-1.2, 2.6))
    bottom.set(xlabel="z", ylim=(-0.2, 1.25))
    for axis in (top, bottom):
        axis.axhline(0, color="lightgrey", lw=0.8, zorder=0)
axes[0, 0].set_ylabel(T("fonction", "function"))
axes[1, 0].set_ylabel(T("dérivée\n(point : en 0)", "derivative\n(dot: at 0)"))
show(figure,
     T("Cinq fonctions et leurs dérivées : une bosse de 1/4 pour σ, un saut de 0 à 1 pour ReLU.",
       "Five functions and their derivatives: a bump of 1/4 for σ, a jump from 0 to 1 for ReLU."))

# %% [markdown] lang="fr"
# Vérifions valeurs et pentes contre Keras. `GradientTape` enregistre un calcul de TensorFlow, puis le dérive.
#
# En 0, ReLU **n'est pas dérivable** : sa pente vaut 0 à gauche et 1 à droite. Il faut pourtant donner un nombre à l'ordinateur ; Keras répond 0, nous aussi (le point de la figure).
# %% [markdown] lang="en"
# Let us check values and slopes against Keras. `GradientTape` records a computation of TensorFlow, then differentiates it.
#
# At 0, ReLU **has no derivative**: its slope is 0 on the left and 1 on the right. Yet the computer must be given a number; Keras answers 0, and so do we (the dot in the figure).

# %%
def in_keras(name, z):
    x = tf.constant(z, "float32")
    with tf.GradientTape() as tape:
        tape.watch(x)
        value = getattr(keras.activations, name)(x)
    return value.numpy(), tape.gradient(value, x).numpy()

for name in GALLERY:
    pairs = zip(FUNCTIONS[name], in_keras(name, z))
    claim(T(f"{NAMES[name]} : mêmes valeurs et dérivées que Keras",
            f"{NAMES[name]}: same values and derivatives as Keras"),
          all(np.allclose(ours(z), theirs, atol=1e-5) for ours, theirs in pairs))

# %%
claim(T("En 0, Keras donne à ReLU la dérivée 0", "At 0, Keras gives ReLU the derivative 0"),
      in_keras("relu", [0.0])[1][0] == 0)
steepest = {name: FUNCTIONS[name][1](z).max() for name in GALLERY}
claim(T("La pente de σ atteint 1/4 au plus, celle de tanh 1", "The slope of σ reaches 1/4 at most, that of tanh 1"),
      steepest["sigmoid"] == 0.25 and steepest["tanh"] == 1)
claim(T(f"La pente de GELU atteint {number(steepest['gelu'], 2)}",
        f"The slope of GELU reaches {number(steepest['gelu'], 2)}"), 1.12 < steepest["gelu"] < 1.13);

# %% [markdown] lang="fr"
# **Saturation** : loin de 0, sigmoïde et tanh sont plates. La pente y est petite ; l'ordinateur peut même la trouver nulle, et pour la sigmoïde bien plus tôt à droite qu'à gauche : les nombres flottants sont serrés près de 0, espacés près de 1. (Juste sous 1, deux `float32` voisins diffèrent de $6\cdot 10^{-8}$ ; $1 - \sigma(20)$ vaut $2\cdot 10^{-9}$.)
#
# **GELU** : `activation="gelu"` calcule $\Phi$ exactement, par la fonction d'erreur. Avec `approximate=True`, Keras prend
#
# $$\tfrac{z}{2}\left(1 + \tanh\!\left[\sqrt{2/\pi}\,(z + 0{,}044715\,z^3)\right]\right)$$
#
# Piège : c'est le choix par défaut de `keras.ops.gelu`, pas celui de `keras.activations.gelu`. Enfin, GELU n'est pas croissante : elle descend un peu avant de remonter.
# %% [markdown] lang="en"
# **Saturation**: far from 0, sigmoid and tanh are flat. There the slope is small; the computer may even find it to be zero, and for the sigmoid much sooner on the right than on the left: floating-point numbers are packed near 0, sparse near 1. (Just below 1, two neighbouring `float32` numbers differ by $6\cdot 10^{-8}$; $1 - \sigma(20)$ is $2\cdot 10^{-9}$.)
#
# **GELU**: `activation="gelu"` computes $\Phi$ exactly, through the error function. With `approximate=True` Keras takes
#
# $$\tfrac{z}{2}\left(1 + \tanh\!\left[\sqrt{2/\pi}\,(z + 0.044715\,z^3)\right]\right)$$
#
# Beware: this is the default of `keras.ops.gelu`, not of `keras.activations.gelu`. Finally, GELU is not monotonic: it goes down a little before going up.

# %%
values, slopes = in_keras("sigmoid", [20.0, -20.0])
claim(T("En float32, σ(20) vaut exactement 1 et sa pente calculée exactement 0",
        "In float32, σ(20) is exactly 1 and its computed slope exactly 0"),
      values[0] == 1 and slopes[0] == 0)
claim(T("En −20, la pente calculée n'est pas nulle", "At −20 the computed slope is not zero"), slopes[1] > 0)
exact, ops = in_keras("gelu", z)[0], keras.ops.gelu(z.astype("float32")).numpy()
tanh_gelu = z / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3)))
claim(T("keras.ops.gelu donne par défaut l'approximation", "keras.ops.gelu gives the approximation by default"),
      np.allclose(ops, tanh_gelu, atol=1e-5) and not np.allclose(ops, exact, atol=1e-4))
print(T("plus grand écart entre les deux GELU :", "largest gap between the two GELUs:"),
      number(abs(ops - exact).max(), 5))
print(T("minimum de GELU :", "minimum of GELU:"), number(exact.min(), 3),
      T("en z =", "at z ="), number(z[exact.argmin()], 2))

# %% [markdown] lang="fr"
# ## 3. Ce qu'un pli rend possible : le vitrail
#
# Près d'un point pris hors des plis, chaque unité ReLU est ou bien allumée ($z > 0$ : elle laisse passer), ou bien éteinte (elle donne 0). Tant qu'aucune ne bascule, le réseau se comporte comme s'il n'avait **aucune activation** : la partie 1 s'applique, et il se réduit à une fonction affine $\mathbf{x}A + \mathbf{c}$. Un réseau ReLU est un assemblage de fonctions affines, une par combinaison d'unités allumées.
#
# Donnons à chacun de ces morceaux son propre ton, de bleu ou d'orange selon la réponse. D'abord l'**aller** (*forward pass*), à la main.
# %% [markdown] lang="en"
# ## 3. What a bend makes possible: stained glass
#
# Near a point that lies on no bend, each ReLU unit is either on ($z > 0$: it lets the sum through) or off (it gives 0). As long as none of them switches, the network behaves as if it had **no activation at all**: part 1 applies, and it reduces to one affine function $\mathbf{x}A + \mathbf{c}$. A ReLU network is an assembly of affine functions, one for each combination of units that are on.
#
# Let us give each of these pieces its own shade, of blue or orange according to the answer. First the **forward pass**, by hand.

# %%
def forward(x, layers, f):
    found = []
    for W, b in layers:
        found.append(x @ W + b)
        x = f(found[-1])
    return found

z_layers = forward(X, weights_of(twins["relu"]), relu)
claim(T("Notre aller et celui de Keras donnent les mêmes sommes", "Our forward pass and that of Keras give the same sums"),
      np.allclose(z_layers[-1][:, 0], sums(twins["relu"], X), rtol=1e-3, atol=1e-3));

# %%
def stained_glass(axis, model, title):
    z_layers = forward(grid, weights_of(model), relu)
    # fr: Deux points sont du même morceau si les mêmes unités y sont allumées ; on range ces
    # en: Two points belong to the same piece if the same units are on; these yes/no are put
    # fr: oui/non dans des octets (packbits), puis on numérote les combinaisons (unique).
    # en: into bytes (packbits), then the combinations are numbered (unique).
    on = np.concatenate(z_layers[:-1], axis=1) > 0
    piece = np.unique(np.packbits(on, axis=1), axis=0, return_inverse=True)[1].ravel()
    shade = np.random.default_rng(0).uniform(0.3, 1, piece.max() + 1)[piece][:, np.newaxis]
    colours = np.array([to_rgb(plots.BLUE), to_rgb(plots.ORANGE)])
    image = (1 - shade) + shade * colours[(z_layers[-1][:, 0] > 0).astype(int)]
    axis.imshow(image.reshape(side, side, 3), origin="lower")
    count = number(piece.max() + 1, 0)
    axis.set(title=T(f"{title}\n{count} morceaux sur la grille", f"{title}\n{count} pieces on the grid"),
             xticks=[], yticks=[])
    return piece

# %%
# fr: Une couche apprend au taux 0,3 ; la troisième image est le jumeau du début (taux 0,1).
# en: One layer learns at rate 0.3; the third image is the sibling of the beginning (rate 0.1).
panels = {T("1 couche de 16 ReLU", "1 layer of 16 ReLUs"): train(build("relu", 1, 16), STEPS, 0.3),
          T("1 couche de 160 ReLU", "1 layer of 160 ReLUs"): train(build("relu", 1, 160), STEPS, 0.3),
          T("10 couches de 16 ReLU", "10 layers of 16 ReLUs"): twins["relu"]}
figure, axes = plt.subplots(1, 3, figsize=(10, 3.9))
small, wide, deep = [stained_glass(axis, model, title)
                     for axis, (title, model) in zip(axes, panels.items())]
show(figure,
     T("Une couche : morceaux coupés par des droites. Dix couches : éclats aux bords brisés.",
       "One layer: pieces cut by straight lines. Ten layers: shards with broken edges."))

# %% [markdown] lang="fr"
# Une couche trace des **droites** ; chaque couche suivante trace des lignes que les précédentes ont déjà brisées. À nombre d'unités égal (160), la profondeur change donc la **forme** des morceaux. Multiplie-t-elle leur nombre ? Certaines constructions le font, de façon exponentielle (Montúfar et al., 2014) ; les réseaux usuels, bien moins (Hanin et Rolnick, 2019) : comparez les deux derniers vitraux ; leur rapport est calculé ci-dessous. (Les éclats plus petits qu'une maille de la grille échappent au compte.)
#
# Vérifions enfin le mot « affine » : sur le plus grand éclat du troisième, une seule fonction affine doit rendre toutes les sorties.
# %% [markdown] lang="en"
# One layer draws **straight lines**; each further layer draws lines that the earlier ones have already broken. With the same number of units (160), depth thus changes the **shape** of the pieces. Does it multiply their number? Some constructions do, exponentially (Montúfar et al., 2014); ordinary networks far less (Hanin and Rolnick, 2019): compare the last two windows; their ratio is computed below. (Shards smaller than a grid cell escape the count.)
#
# Finally, let us check the word “affine”: on the largest shard of the third window, a single affine function must reproduce all outputs.

# %%
# fr: Chaque nouvelle droite ajoute un morceau, et un de plus par droite qu'elle croise.
# en: Each new line adds one piece, and one more for each line that it crosses.
few_pieces = number(small.max() + 1, 0)
claim(T(f"{few_pieces} morceaux ; 16 droites n'en font jamais plus de 1 + 16 + 16 × 15 / 2 = 137",
        f"{few_pieces} pieces; 16 lines never make more than 1 + 16 + 16 × 15 / 2 = 137"),
      small.max() + 1 <= 137)
claim(T("Morceaux sur la grille, 10 couches de 16 ÷ 1 couche de 160",
        "Pieces on the grid, 10 layers of 16 ÷ 1 layer of 160"),
      (deep.max() + 1) / (wide.max() + 1), at_most=5)
inside = grid[deep == np.bincount(deep).argmax()]
outputs = forward(inside, weights_of(twins["relu"]), relu)[-1]
columns = np.hstack([inside, np.ones((len(inside), 1))])
fitted = columns @ np.linalg.lstsq(columns, outputs, rcond=None)[0]
claim(T(f"Une seule fonction affine rend les {number(len(inside), 0)} sorties du morceau",
        f"A single affine function reproduces the piece's {number(len(inside), 0)} outputs"),
      np.allclose(fitted, outputs, atol=1e-8));

# %% [markdown] lang="fr"
# **Ce que dit la théorie, et ce qu'elle ne dit pas.** Une seule couche cachée, assez large, approche d'aussi près qu'on veut toute fonction continue sur un domaine fermé et borné : Cybenko (1989) pour la sigmoïde ; Leshno et al. (1993) pour toute activation continue, si et seulement si elle n'est **pas un polynôme**. (Avec $z^2$, une couche cachée ne donne que des polynômes de degré 2 au plus : non linéaire ne suffit pas.)
#
# Ces théorèmes affirment que de bons poids **existent**. Ils ne disent ni combien d'unités il faut, ni si l'entraînement trouvera ces poids. Savoir représenter n'est pas savoir apprendre.
# %% [markdown] lang="en"
# **What theory says, and what it does not.** A single hidden layer, wide enough, comes as close as we like to any continuous function on a closed and bounded domain: Cybenko (1989) for the sigmoid; Leshno et al. (1993) for any continuous activation, if and only if it is **not a polynomial**. (With $z^2$, one hidden layer gives only polynomials of degree 2 at most: being non-linear is not enough.)
#
# These theorems assert that good weights **exist**. They say neither how many units are needed, nor whether training will find those weights. Being able to represent is not being able to learn.

# %% [markdown] lang="fr"
# ## 4. Empêché : le gradient qui n'arrive pas
#
# Pour corriger la première couche, il faut savoir comment la **sortie** du réseau bouge quand on bouscule un peu son début. Prenons le plus simple : un neurone par couche, $z_k = w_k h_{k-1} + b_k$, $h_k = f(z_k)$, avec $h_0 = x$. La règle de la chaîne multiplie, couche après couche, un poids par une pente :
#
# $$\frac{\mathrm{d}h_{10}}{\mathrm{d}x} = \prod_{k=1}^{10} w_k\, f'(z_k)$$
#
# Mesurons sans rien dériver : $w_k = 1$, $b_k = 0$, une entrée bousculée de 0,001 de part et d'autre. De combien bouge la sortie, rapporté à l'entrée ?
# %% [markdown] lang="en"
# ## 4. Prevented: the gradient that does not arrive
#
# To correct the first layer, one must know how the **output** of the network moves when its beginning is nudged a little. Take the simplest case: one neuron per layer, $z_k = w_k h_{k-1} + b_k$, $h_k = f(z_k)$, with $h_0 = x$. The chain rule multiplies, layer after layer, a weight by a slope:
#
# $$\frac{\mathrm{d}h_{10}}{\mathrm{d}x} = \prod_{k=1}^{10} w_k\, f'(z_k)$$
#
# Let us measure without differentiating anything: $w_k = 1$, $b_k = 0$, an input nudged by 0.001 either way. By how much does the output move, relative to the input?

# %%
def chain(x, f, layers=10):
    for _ in range(layers):
        x = f(x)
    return x

def response(x, name):
    f = FUNCTIONS[name][0]
    return (chain(x + 0.001, f) - chain(x - 0.001, f)) / 0.002

for name in GALLERY:
    print(f"{NAMES[name]:12}", number(response(1.0, name), 8))
claim(T("Dix sigmoïdes : pour toute entrée de −10 à 10, au plus 4⁻¹⁰, moins d'un millionième",
        "Ten sigmoids: for any input from −10 to 10, at most 4⁻¹⁰, less than a millionth"),
      bool(np.all(response(np.linspace(-10, 10, 1001), "sigmoid") <= 4.0**-10)));

# %% [markdown] lang="fr"
# La sigmoïde ne transmet même pas un millionième : sa pente n'est jamais plus grande que 1/4. Celle de tanh vaut 1 en 0, mais moins partout ailleurs. ReLU transmet tout, parce que l'entrée est positive ; avec une entrée négative, elle ne transmettrait rien.
# %% [markdown] lang="en"
# The sigmoid does not let even a millionth through: its slope is never greater than 1/4. That of tanh is 1 at 0, but less everywhere else. ReLU lets everything through because the input is positive; with a negative input it would let nothing through.

# %% [markdown] lang="fr"
# Une couche entière fait de même, avec une matrice à la place du poids ; la leçon 05 le démontrera. Regardons deux des jumeaux du début, et un frère à tanh, **avant** leur premier pas :
#
# - à l'**aller**, ce qui distingue encore les exemples : l'écart type des sorties de chaque couche, d'un exemple à l'autre ;
# - au **retour**, le **gradient** : pour chaque couche, la longueur (la norme) du tableau des dérivées de l'erreur par rapport à ses poids. Une descente de gradient déplace les poids en proportion.
# %% [markdown] lang="en"
# A whole layer does the same, with a matrix in place of the weight; lesson 05 will prove it. Let us look at two of the siblings, and another one with tanh, **before** their first step:
#
# - in the **forward pass**, what still tells the examples apart: the standard deviation of each layer's outputs, from one example to another;
# - in the **backward pass**, the **gradient**: for each layer, the length (the norm) of the array of derivatives of the error with respect to its weights. Gradient descent moves the weights in proportion.

# %%
def both_ways(name):
    model = build(name)
    # fr: Notre aller, en float64 : l'écart finit près de l'arrondi des float32 de Keras.
    # en: Our forward pass, in float64: the spread ends near the rounding of Keras's float32.
    f = FUNCTIONS[name][0]
    z_layers = forward(X, weights_of(model), f)[:-1]
    spread = [f(z).std(axis=0).mean() for z in z_layers]
    kernels = [layer.kernel for layer in model.layers[1:]]
    with tf.GradientTape() as tape:
        loss = keras.losses.BinaryCrossentropy(from_logits=True)(y[:, np.newaxis], model(X))
    sizes = [np.linalg.norm(gradient) for gradient in tape.gradient(loss, kernels)]
    return [X.std(axis=0).mean(), *spread], sizes

before = {name: both_ways(name) for name in ("sigmoid", "relu", "tanh")}

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.3))
for (name, (spread, sizes)), style in zip(before.items(), ("o--", "^-", "d-.")):
    left.semilogy(range(11), spread, style, ms=5, label=NAMES[name])
    right.semilogy(range(1, 12), sizes, style, ms=5, label=NAMES[name])
left.set(title=T("aller →", "forward pass →"), xlabel=T("couche (0 : les données)", "layer (0: the data)"),
         ylabel=T("écart entre exemples", "spread between examples"), xticks=range(11))
right.set(title=T("← retour", "← backward pass"), xlabel=T("couche (11 : la sortie)", "layer (11: the output)"),
          ylabel=T("longueur du gradient", "length of the gradient"), xticks=range(1, 12))
left.legend()
show(figure,
     T("Sigmoïde : l'écart entre exemples s'effondre à l'aller, le gradient s'effondre au retour.",
       "Sigmoid: the spread between examples collapses going forward, the gradient going back."))

# %%
ratio = {name: sizes[-1] / sizes[0] for name, (spread, sizes) in before.items()}
claim(T("Gradient de la sortie ÷ celui de la première couche, sigmoïde",
        "Gradient of the output ÷ that of the first layer, sigmoid"),
      ratio["sigmoid"], at_least=10_000, digits=0)
claim(T("Le même rapport, ReLU", "The same ratio, ReLU"), ratio["relu"], at_most=50)
claim(T("Écart entre exemples dans les données ÷ après dix couches, sigmoïde",
        "Spread between examples in the data ÷ after ten layers, sigmoid"),
      before["sigmoid"][0][0] / before["sigmoid"][0][-1], at_least=10_000, digits=0);

# %% [markdown] lang="fr"
# Pour deux exemples voisins, l'écart à l'aller et le signal au retour sont faits du même produit de poids et de pentes, lu dans les deux sens. À l'aller, la pile de sigmoïdes confond les exemples ; au retour, elle étouffe les corrections. La courbe plate de ReLU est un équilibre : le gradient d'un poids est ce qui revient **multiplié par l'entrée de sa couche** ; avec ReLU, l'un rétrécit vers le début, l'autre vers la fin, et ils se compensent. Les sorties des sigmoïdes restent près de 1/2 : rien ne compense.
# %% [markdown] lang="en"
# For two neighbouring examples, the spread going forward and the signal going back are made of the same product of weights and slopes, read both ways. Going forward, the stack of sigmoids blurs the examples together; going back, it stifles the corrections. ReLU's flat curve is a balance: the gradient of a weight is what comes back **times the input of its layer**; with ReLU the one shrinks towards the beginning, the other towards the end, and they compensate. The outputs of sigmoids stay near 1/2: nothing compensates.

# %% [markdown] lang="fr"
# Combien vient des pentes, combien des poids ? Pour les séparer, prenons des matrices **orthogonales** (des rotations, éventuellement suivies d'un miroir), multipliées par un gain $g$ : à elles seules, elles multiplient toute longueur par $g$ exactement. Soit $\mathbf r_k$ les dérivées de l'erreur par rapport aux **sorties** de la couche $k$ ; remontons-les ($\odot$ : terme à terme) :
#
# $$\mathbf r_{k-1} = \left(\mathbf r_k \odot f'(\mathbf{z}_k)\right) W_k^\top, \qquad \lVert\mathbf r_{0}\rVert \le \left(g\,\max |f'|\right)^{10} \lVert\mathbf r_{10}\rVert$$
#
# Avec un neurone par couche, c'est le facteur $w_k f'(z_k)$ de tout à l'heure. Les pentes multiplient la longueur par $\max|f'|$ au plus, la matrice par $g$, et cela dix fois.
# %% [markdown] lang="en"
# How much comes from the slopes, how much from the weights? To separate them, take **orthogonal** matrices (rotations, possibly followed by a mirror), multiplied by a gain $g$: on their own they multiply every length by exactly $g$. Let $\mathbf r_k$ be the derivatives of the error with respect to the **outputs** of layer $k$; send them back ($\odot$: term by term):
#
# $$\mathbf r_{k-1} = \left(\mathbf r_k \odot f'(\mathbf{z}_k)\right) W_k^\top, \qquad \lVert\mathbf r_{0}\rVert \le \left(g\,\max |f'|\right)^{10} \lVert\mathbf r_{10}\rVert$$
#
# With one neuron per layer this is the factor $w_k f'(z_k)$ from before. The slopes multiply the length by $\max|f'|$ at most, the matrix by $g$, and this ten times.

# %%
def ten_layers(name, gain, width=64, examples=100):
    rng = np.random.default_rng(lesson.seed)
    x, r = rng.normal(size=(2, examples, width))
    # fr: qr tire d'une matrice au hasard une matrice orthogonale.
    # en: qr makes an orthogonal matrix out of a random one.
    matrices = [gain * np.linalg.qr(rng.normal(size=(width, width)))[0] for _ in range(10)]
    z_layers = forward(x, [(W, 0) for W in matrices], FUNCTIONS[name][0])
    return x, r, matrices, np.array(z_layers)

def send_back(name, gain):
    r, matrices, z_layers = ten_layers(name, gain)[1:]
    lengths = [np.linalg.norm(r, axis=1)]
    for W, slopes in zip(reversed(matrices), reversed(FUNCTIONS[name][1](z_layers))):
        r = (r * slopes) @ W.T
        lengths.append(np.linalg.norm(r, axis=1))
    return r, np.array(lengths) / lengths[0]

# %%
x, r, matrices, z_layers = ten_layers("tanh", 1.0)
x = tf.constant(x)
with tf.GradientTape() as tape:
    tape.watch(x)
    h = x
    for W in matrices:
        h = keras.activations.tanh(h @ W)
theirs = tape.gradient(h, x, output_gradients=tf.constant(r))
claim(T("Notre formule remonte le même gradient que Keras", "Our formula sends back the same gradient as Keras"),
      np.allclose(send_back("tanh", 1.0)[0], theirs));

# %% [markdown] lang="fr"
# Avec $g = 1$, ce qui se perd est dû aux seules pentes. Changez de fonction, puis montez le gain. Avec des poids assez grands, la sigmoïde compense-t-elle ? À quel prix ? Surveillez l'ombre grise : elle montre où tombent les $z$ (aux bords, ceux qui sortent du cadre).
# %% [markdown] lang="en"
# With $g = 1$, whatever is lost is due to the slopes alone. Change the function, then raise the gain. With weights large enough, does the sigmoid make up for it? At what price? Watch the grey shadow: it shows where the $z$ fall (at the edges, those that leave the frame).

# %%
def draw_function(axis, name, z_layers):
    f, slope = FUNCTIONS[name]
    z = np.linspace(-8, 8, 800)
    heights, edges = np.histogram(z_layers.clip(-8, 8), 80, (-8, 8))
    shadow = 1.2 * heights / heights.max()
    axis.bar(edges[:-1], shadow, 0.2, bottom=-1.3, align="edge", color="lightgrey")
    axis.plot(z, f(z), color=plots.BLUE, label=T("fonction", "function"))
    axis.plot(z, slope(z), "--", color=plots.RED, label=T("dérivée", "derivative"))
    axis.set(xlabel=T("z (en gris : les sommes des dix couches)", "z (grey: the sums of the ten layers)"),
             xticks=range(-8, 9, 4), ylim=(-1.3, 2.3), title=NAMES[name])
    axis.legend(loc="upper left")

# %%
def gradient_explorer(name="sigmoid", gain=1.0):
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6))
    draw_function(left, name, ten_layers(name, gain)[-1])
    for other in FUNCTIONS:
        others = right.semilogy(send_back(other, gain)[1].mean(axis=1), color="lightgrey", lw=1)
    lengths = send_back(name, gain)[1].mean(axis=1)
    chosen = right.semilogy(lengths, "o-", color=plots.RED)
    right.legend([*chosen, *others], [NAMES[name], T("les autres", "the others")], loc="upper left")
    power = int(np.floor(np.log10(lengths[-1])))
    rest = f"{number(lengths[-1] / 10.0**power, 1)} × $10^{{{power}}}$"
    right.set(xlabel=T("couches remontées", "layers gone back"), ylim=(1e-10, 1e12),
              title=T(f"ce qui reste du gradient : {rest}", f"what is left of the gradient: {rest}"))
    return figure

# %%
explore(gradient_explorer,
        alt=T("Une fonction, sa dérivée, et la longueur du gradient sur dix couches remontées.",
              "A function, its derivative, and the length of the gradient over ten layers gone back."),
        labels={"name": T("fonction", "function"), "gain": T("gain g des poids", "gain g of the weights")},
        name=[(NAMES[name], name) for name in [*GALLERY, "linear"]], gain=(0.5, 15.0, 0.1))

# %%
claim(T("Sigmoïde, gain 1 : dans tous les cas au plus 4⁻¹⁰", "Sigmoid, gain 1: at most 4⁻¹⁰ in every case"),
      bool(np.all(send_back("sigmoid", 1.0)[1][-1] <= 4.0**-10)))
claim(T("tanh, gain 1 : jamais plus de 1", "tanh, gain 1: never more than 1"),
      bool(np.all(send_back("tanh", 1.0)[1] <= 1 + 1e-9)))
claim(T("Sans activation, gain 1 : toujours 1", "No activation, gain 1: always 1"),
      np.allclose(send_back("linear", 1.0)[1], 1))
claim(T("Ce qui reste avec ReLU et un gain de √2", "What is left with ReLU and a gain of √2"),
      send_back("relu", np.sqrt(2))[1][-1].mean(), at_least=0.3)
claim(T("Ce qui reste avec la sigmoïde et un gain de 10", "What is left with the sigmoid and a gain of 10"),
      send_back("sigmoid", 10.0)[1][-1].mean(), at_least=0.2)
slopes = FUNCTIONS["sigmoid"][1](ten_layers("sigmoid", 10.0)[-1])
claim(T("Part des unités dont la pente est alors inférieure à 0,01",
        "Share of units whose slope is then below 0.01"),
      np.mean(slopes < 0.01), at_least=0.35, as_percent=True, digits=0);

# %% [markdown] lang="fr"
# ReLU éteint environ la moitié des unités : la longueur est divisée par $\sqrt 2$ environ à chaque couche. Un gain de $\sqrt 2$ compense : c'est l'idée de l'initialisation de He (2015, leçon 07).
#
# La sigmoïde compense aussi, vers $g = 10$, mais à quel prix : une grande part des unités sature et ne transmet presque plus rien. Au-delà, le gradient grossit de couche en couche.
# %% [markdown] lang="en"
# ReLU turns off about half of the units: the length is divided by about $\sqrt 2$ at each layer. A gain of $\sqrt 2$ makes up for it: that is the idea of He's initialisation (2015, lesson 07).
#
# The sigmoid makes up for it too, near $g = 10$, but at what price: a large share of the units saturates and hardly passes anything on. Beyond that, the gradient grows from layer to layer.

# %% [markdown] lang="fr"
# Reste à montrer que le gradient, et non la sigmoïde, était coupable. Multiplier le taux ne peut suffire : un même taux ne convient pas à deux couches dont les gradients sont si inégaux. Reprenons le deuxième jumeau et ne touchons **qu'aux longueurs** : à chaque pas, la correction de chaque tableau de poids ou de biais garde sa direction, mais sa longueur est ramenée à 0,02. (La direction du pas entier change donc : les premières couches avancent enfin au rythme de la dernière.)
# %% [markdown] lang="en"
# It remains to show that the gradient was to blame, not the sigmoid. Multiplying the rate cannot be enough: one rate does not suit two layers with such unequal gradients. Take the second sibling again and touch **only the lengths**: at each step, the correction of each array of weights or biases keeps its direction, but its length is brought to 0.02. (So the direction of the whole step does change: the first layers at last move at the pace of the last.)

# %%
class SameLength(keras.optimizers.SGD):
    def update_step(self, gradient, variable, learning_rate):
        super().update_step(gradient / keras.ops.norm(gradient), variable, learning_rate)

saved = train(build("sigmoid"), STEPS, 0.02, SameLength)
figure, axes = plt.subplots(1, 2, figsize=(5.6, 3.1))
draw_answers(axes[0], twins["sigmoid"], T("\ngradient tel quel", "\ngradient as it is"))
draw_answers(axes[1], saved, T("direction de chaque tableau,\nlongueur fixée", "direction of each array,\nfixed length"))
show(figure,
     T("Dix couches de sigmoïdes : à gauche une seule couleur, à droite les deux lunes séparées.",
       "Ten layers of sigmoids: one colour only on the left, the two moons separated on the right."))
claim(T("Bonnes réponses de dix couches de sigmoïdes, corrections de longueur fixée",
        "Right answers of ten layers of sigmoids, corrections of fixed length"),
      right_answers(saved), at_least=0.93, as_percent=True, digits=1);

# %% [markdown] lang="fr"
# Voilà la réponse : sans activation, le réseau était **incapable** ; avec la sigmoïde, il était **empêché**. Son gradient montrait le chemin, d'une voix trop faible. Une fonction d'activation a donc deux métiers : **plier à l'aller, laisser passer au retour**.
#
# Hochreiter a décrit ce **gradient qui disparaît** (*vanishing gradient*) dès 1991. Imposer la longueur n'est ici qu'une expérience. Les remèdes courants : une autre fonction (ReLU), des poids de départ bien réglés (leçon 07), d'autres optimiseurs (leçon 04), et, pour les réseaux très profonds, la normalisation et les connexions résiduelles.
# %% [markdown] lang="en"
# That is the answer: without activation the network was **unable**; with the sigmoid it was **prevented**. Its gradient pointed the way, in too faint a voice. So an activation function has two jobs: **to bend going forward, to let through going back**.
#
# Hochreiter described this **vanishing gradient** as early as 1991. Imposing the length is only an experiment here. The usual remedies: another function (ReLU), well-chosen initial weights (lesson 07), other optimisers (lesson 04), and, for very deep networks, normalisation and residual connections.

# %% [markdown] lang="fr"
# ## 5. Le revers de ReLU : les unités mortes
#
# Une unité ReLU éteinte pour **toutes** les données d'entraînement est dite **morte** : sa pente est nulle partout, le gradient de ses poids et de son biais est *exactement* nul, la descente de gradient ne les touche plus. (Dans une couche profonde, ses entrées peuvent encore changer et la réveiller ; dans la première, jamais.)
# %% [markdown] lang="en"
# ## 5. The downside of ReLU: dead units
#
# A ReLU unit that is off for **all** training data is called **dead**: its slope is zero everywhere, the gradient of its weights and bias is *exactly* zero, gradient descent no longer touches them. (In a deep layer its inputs may still change and wake it up; in the first one, never.)

# %% [markdown] lang="fr"
# Le tirage de départ peut en laisser quelques-unes mortes ; un pas trop grand suffit à en tuer d'autres. Entraînons trois fois le même réseau, deux couches de 32, avec trois taux. Chaque ligne de l'image est une unité de la seconde couche, chaque colonne un exemple (lignes triées par activité, image par image ; colonnes, de gauche à droite du nuage). Une unité allumée pour quelques exemples seulement paraît sombre sans être morte : le titre fait foi.
# %% [markdown] lang="en"
# The initial draw may leave a few of them dead; one step too large is enough to kill others. Let us train the same network three times, two layers of 32, with three rates. Each row of the image is a unit of the second layer, each column an example (rows sorted by activity, image by image; columns, from left to right of the cloud). A unit that is on for just a few examples looks dark without being dead: trust the title.

# %%
few = lesson.pick(full=500, fast=10)
by_rate = {0.0: build("relu", 2, 32)}
for rate in (0.1, 3.0, 10.0):
    by_rate[rate] = train(build("relu", 2, 32), few, rate)

# %%
order, dead = np.argsort(X[:, 0]), {}
figure, axes = plt.subplots(1, 4, figsize=(10, 2.8), sharey=True)
for axis, (rate, model) in zip(axes, by_rate.items()):
    on = forward(X, weights_of(model), relu)[1] > 0
    dead[rate] = np.mean(~on.any(axis=0))
    rows = on[order][:, on.sum(axis=0).argsort()].T
    axis.imshow(rows, aspect="auto", cmap="cividis", vmin=0, vmax=1)
    title = T(f"taux {number(rate, 1)}", f"rate {number(rate, 1)}") if rate else T("avant", "before")
    share, right = percent(dead[rate], 0), percent(right_answers(model))
    axis.set_title(T(f"{title} : {share} mortes\n{right} de bonnes réponses",
                     f"{title}: {share} dead\n{right} right answers"), fontsize=10)
    axis.set(xlabel=T("1000 exemples triés", "1000 sorted examples"), xticks=[], yticks=[])
axes[0].set_ylabel(T("32 unités\n(clair : allumée)", "32 units\n(bright: on)"))
show(figure,
     T("Unités allumées (clair) ou éteintes (sombre) : au taux 10, la plupart éteintes partout.",
       "Units on (bright) or off (dark): at rate 10, most of them off everywhere."))

# %%
claim(T("Part d'unités mortes, taux 0,1", "Share of dead units, rate 0.1"), dead[0.1],
      at_most=0.3, as_percent=True, digits=0)
claim(T("Part d'unités mortes, taux 10", "Share of dead units, rate 10"), dead[10.0],
      at_least=0.5, as_percent=True, digits=0);

# %% [markdown] lang="fr"
# Quelques unités mortes ne sont pas un drame ; un réseau entier, si. Leaky ReLU garde une pente $\alpha$ à gauche : elle ne peut pas mourir. Vérifions-le par une expérience : des biais de −5 éteignent d'emblée toute la première couche, puis nous entraînons.
#
# Ce n'est pas une assurance contre un taux trop grand : leaky ReLU ne meurt pas, mais l'entraînement peut encore diverger.
# %% [markdown] lang="en"
# A few dead units are no tragedy; a whole dead network is. Leaky ReLU keeps a slope $\alpha$ on the left: it cannot die. Let us check this by an experiment: biases of −5 turn off the whole first layer at once, then we train.
#
# It is no protection against too large a rate: leaky ReLU does not die, but training may still diverge.

# %%
moved = {}
for name in ("relu", "leaky_relu"):
    model = build(name, depth=2)
    model.layers[1].bias.assign(-5 * np.ones(16))
    start_weights = model.layers[1].kernel.numpy()
    all_off = np.all(X @ start_weights - 5 < 0)
    train(model, few, 0.1)
    moved[name] = np.mean(model.layers[1].kernel.numpy() != start_weights)
claim(T("Au départ, toute la première couche est éteinte pour tous les exemples",
        "At the start, the whole first layer is off for all examples"), all_off)
claim(T("ReLU : pas un poids de la première couche n'a bougé",
        "ReLU: not one weight of the first layer has moved"), moved["relu"] == 0)
claim(T("Leaky ReLU : tous ont bougé", "Leaky ReLU: all of them have moved"), moved["leaky_relu"] == 1);

# %% [markdown] lang="fr"
# ## 6. La sortie : softmax, et ce qu'il ne promet pas
#
# Les fonctions précédentes agissent sur chaque nombre séparément. Pour choisir parmi $K$ classes, la dernière couche transforme $K$ sommes, les **logits**, en $K$ nombres positifs de somme 1 (le nom est de Bridle, 1990) :
#
# $$p_i = \frac{e^{z_i}}{\sum_j e^{z_j}} = \frac{e^{z_i - m}}{\sum_j e^{z_j - m}} \quad \text{pour tout } m$$
#
# Ajouter une même constante à tous les logits ne change rien. Ce n'est pas une curiosité : en `float32`, $e^z$ **déborde** au-delà de 88,72 ; avec $m = \max_j z_j$, plus aucun exposant n'est positif. De même, $\log \sum_j e^{z_j} = m + \log \sum_j e^{z_j - m}$ (*log-sum-exp*).
# %% [markdown] lang="en"
# ## 6. The output: softmax, and what it does not promise
#
# The functions so far act on each number separately. To choose among $K$ classes, the last layer turns $K$ sums, the **logits**, into $K$ positive numbers that sum to 1 (the name is Bridle's, 1990):
#
# $$p_i = \frac{e^{z_i}}{\sum_j e^{z_j}} = \frac{e^{z_i - m}}{\sum_j e^{z_j - m}} \quad \text{for any } m$$
#
# Adding the same constant to all logits changes nothing. This is no curiosity: in `float32`, $e^z$ **overflows** beyond 88.72; with $m = \max_j z_j$ no exponent is positive any more. Likewise, $\log \sum_j e^{z_j} = m + \log \sum_j e^{z_j - m}$ (log-sum-exp).

# %%
def stable_softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()

def log_sum_exp(z):
    return z.max() + np.log(np.sum(np.exp(z - z.max())))

large = np.array([1000, 1001, 1002], dtype="float32")
with np.errstate(over="ignore", invalid="ignore"):
    naive = np.exp(large) / np.exp(large).sum()
    edge = np.exp(np.array([88.72, 88.73], dtype="float32"))
print(T("formule naïve :", "naive formula:"), naive)
print(T("formule stable :", "stable formula:"), stable_softmax(large).round(3))
print("exp(88.72), exp(88.73):", edge)

# %%
logits = np.array([2.0, 1.0, 0.5, -1.0], dtype="float32")
theirs = keras.activations.softmax(large[np.newaxis])[0].numpy()
claim(T("La formule naïve donne NaN, la stable les valeurs de Keras",
        "The naive formula gives NaN, the stable one the values of Keras"),
      np.isnan(naive).all() and np.allclose(stable_softmax(large), theirs, atol=1e-6))
claim(T("En float32, exp(88,72) est fini et exp(88,73) infini", "In float32, exp(88.72) is finite and exp(88.73) infinite"),
      np.isfinite(edge[0]) and np.isinf(edge[1]))
claim(T("Ajouter 100 à tous les logits ne change rien", "Adding 100 to all logits changes nothing"),
      np.allclose(stable_softmax(logits), stable_softmax(logits + 100), atol=1e-5))
claim(T("log-sum-exp : même valeur que Keras", "Log-sum-exp: same value as Keras"),
      np.isclose(log_sum_exp(large), float(keras.ops.logsumexp(large)), rtol=1e-6))
claim(T("Pour deux logits (z, 0), softmax donne la sigmoïde de z",
        "For two logits (z, 0), softmax gives the sigmoid of z"),
      np.isclose(stable_softmax(np.array([1.7, 0.0]))[0], sigmoid(1.7)));

# %% [markdown] lang="fr"
# La dérivée de softmax est un tableau ($\mathbb{1}_{i=j}$ : 1 si $i = j$, sinon 0) : chaque sortie dépend de **tous** les logits.
#
# $$\frac{\partial p_i}{\partial z_j} = p_i\,(\mathbb{1}_{i=j} - p_j)$$
#
# Sur la diagonale, $p_i(1 - p_i)$ : la formule de la sigmoïde. Et softmax sature comme elle : dès qu'une classe rafle presque tout, toutes ces pentes tombent vers 0. (La leçon 04 montrera comment l'entropie croisée y remédie.)
# %% [markdown] lang="en"
# The derivative of softmax is an array ($\mathbb{1}_{i=j}$: 1 if $i = j$, else 0): each output depends on **all** logits.
#
# $$\frac{\partial p_i}{\partial z_j} = p_i\,(\mathbb{1}_{i=j} - p_j)$$
#
# On the diagonal, $p_i(1 - p_i)$: the formula of the sigmoid. And softmax saturates as it does: as soon as one class takes nearly everything, all these slopes fall towards 0. (Lesson 04 will show how cross-entropy remedies this.)

# %%
def softmax_slopes(z):
    p = stable_softmax(z)
    return np.diag(p) - np.outer(p, p)

x = tf.constant(logits)
with tf.GradientTape() as tape:
    tape.watch(x)
    p = keras.activations.softmax(x[tf.newaxis])[0]
claim(T("Mêmes dérivées que Keras", "Same derivatives as Keras"),
      np.allclose(softmax_slopes(logits), tape.jacobian(p, x), atol=1e-6))
claim(T("Chaque ligne a pour somme 0 : la même constante ajoutée partout ne change rien",
        "Each row sums to 0: the same constant added everywhere changes nothing"),
      np.allclose(softmax_slopes(logits).sum(axis=1), 0, atol=1e-6))
for factor in (1, 3, 10):
    print(T(f"plus grande pente, logits × {factor} :", f"largest slope, logits × {factor}:"),
          number(softmax_slopes(factor * logits).max(), 6))

# %%
figure, axes = plt.subplots(1, 3, figsize=(8.5, 2.5), sharey=True)
for axis, shown, title in zip(axes, (logits, logits + 100, 3 * logits), ("z", "z + 100", "3 z")):
    bars = axis.bar(range(4), stable_softmax(shown), color=[plots.ORANGE] + 3 * [plots.BLUE])
    axis.bar_label(bars, [percent(p, 2) for p in stable_softmax(shown)], fontsize=8)
    axis.set(title=f"softmax({title})", xticks=range(4), ylim=(0, 1.12), xlabel=T("classe", "class"))
axes[0].set_ylabel(T("sortie", "output"))
show(figure,
     T("Softmax de z et de z + 100 : identiques ; de 3z : la même gagnante, bien plus sûre d'elle.",
       "Softmax of z and of z + 100: identical; of 3z: the same winner, far more certain."))

# %% [markdown] lang="fr"
# Tripler les logits ne change **aucune décision**, et pourtant l'assurance bondit. Des nombres positifs de somme 1 ressemblent à des probabilités ; rien ne garantit que 0,9 veuille dire « juste neuf fois sur dix ». Un réseau est **calibré** si, parmi ses réponses à 90 %, 90 % sont justes, et ainsi à chaque niveau : cela se mesure, et Guo et al. (2017) ont trouvé bien des réseaux modernes trop sûrs d'eux.
# %% [markdown] lang="en"
# Tripling the logits changes **no decision**, and yet confidence jumps. Positive numbers that sum to 1 look like probabilities; nothing guarantees that 0.9 means “right nine times out of ten”. A network is **calibrated** if 90% of its answers at 90% are right, and so on at every level: this has to be measured, and Guo et al. (2017) found many modern networks too sure of themselves.

# %% [markdown] lang="fr"
# **Que choisir ?** Couches cachées : ReLU pour commencer, GELU ou SiLU ($z\,\sigma(z)$) dans un Transformer. Avant l'entraînement, tanh transmettait le gradient aussi bien à travers nos dix couches (partie 4) ; ReLU est le choix usuel parce qu'elle est très simple à calculer et ne sature jamais à droite.
#
# Sortie : rien pour prédire un nombre (*régression*), sigmoïde pour oui ou non (ou pour plusieurs étiquettes à la fois), softmax pour une classe parmi plusieurs. Avec `from_logits=True`, la perte se charge de la sigmoïde ou du softmax : la dernière couche n'a alors pas d'activation.
# %% [markdown] lang="en"
# **Which one to choose?** Hidden layers: ReLU to begin with, GELU or SiLU ($z\,\sigma(z)$) in a Transformer. Before training, tanh passed the gradient on just as well through our ten layers (part 4); ReLU is the usual choice because it is very simple to compute and never saturates on the right.
#
# Output: nothing to predict a number (regression), sigmoid for yes or no (or for several labels at once), softmax for one class among several. With `from_logits=True` the loss takes care of the sigmoid or softmax: the last layer then has no activation.

# %% [markdown] lang="fr"
# ## Exercices
#
# ### ★ Une sixième fonction : ELU
#
# ELU (Clevert et al., 2016) vaut $z$ à droite de 0 et $\alpha\,(e^z - 1)$ à gauche, avec $\alpha > 0$ quelconque. Renvoyez les valeurs **et** les pentes. Si $\alpha \ne 1$, elle n'est pas dérivable en 0 : prenez-y la pente de gauche.
# %% [markdown] lang="en"
# ## Exercises
#
# ### ★ A sixth function: ELU
#
# ELU (Clevert et al., 2016) is $z$ to the right of 0 and $\alpha\,(e^z - 1)$ to the left, for any $\alpha > 0$. Return the values **and** the slopes. If $\alpha \ne 1$ it has no derivative at 0: take the slope of the left side there.

# %% tags=["exercise"]
def elu(z, alpha):
    T("""Valeurs et dérivées de ELU.

    z : tableau de forme (n,) ; alpha : un nombre. Renvoie deux tableaux de forme (n,).
    """, """Values and derivatives of ELU.

    z: array of shape (n,); alpha: a number. Returns two arrays of shape (n,).
    """)
    ### BEGIN SOLUTION
    left = alpha * (np.exp(z) - 1)
    return np.where(z > 0, z, left), np.where(z > 0, 1.0, alpha * np.exp(z))
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ Le gradient le long d'une chaîne
#
# La partie 4 a mesuré la réponse d'une chaîne en bousculant l'entrée ; calculez-la exactement, cette fois avec des poids et des biais quelconques : $h_0 = x$, $z_k = w_k h_{k-1} + b_k$, $h_k = \sigma(z_k)$. On veut la dérivée de la dernière sortie par rapport à $x$. La fonction `sigmoid` est définie plus haut.
# %% [markdown] lang="en"
# ### ★★ The gradient along a chain
#
# Part 4 measured the response of a chain by nudging the input; compute it exactly, this time with any weights and biases: $h_0 = x$, $z_k = w_k h_{k-1} + b_k$, $h_k = \sigma(z_k)$. We want the derivative of the last output with respect to $x$. The function `sigmoid` is defined above.

# %% tags=["exercise"]
def chain_gradient(x, w, b):
    T("""Dérivée, par rapport à x, de la sortie d'une chaîne de neurones à sigmoïde.

    x : un nombre ; w, b : tableaux de forme (n,). Renvoie un nombre.
    """, """Derivative, with respect to x, of the output of a chain of sigmoid neurons.

    x: a number; w, b: arrays of shape (n,). Returns a number.
    """)
    ### BEGIN SOLUTION
    gradient = 1.0
    for wk, bk in zip(w, b):
        x = 1 / (1 + np.exp(-(wk * x + bk)))
        gradient *= wk * x * (1 - x)
    return gradient
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ Deux fautes dans un softmax
#
# La fonction `stable_softmax` de la leçon est juste pour un exemple. Pour un lot, une ligne par exemple, elle ne signale aucune erreur et renvoie un résultat faux :
#
# ```python
# e = np.exp(z - z.max())
# return e / e.sum()
# ```
#
# Il y a **deux** fautes ; corriger la première qui saute aux yeux ne suffit pas. Pensez à des lignes d'ordres de grandeur très différents, et à des lignes très étalées. Aucune boucle n'est nécessaire.
# %% [markdown] lang="en"
# ### ★★ Two faults in a softmax
#
# The lesson's function `stable_softmax` is right for one example. For a batch, one row per example, it reports no error and returns a wrong result:
#
# ```python
# e = np.exp(z - z.max())
# return e / e.sum()
# ```
#
# There are **two** faults; fixing the first one that catches the eye is not enough. Think of rows with quite different orders of magnitude, and of rows with a wide spread. No loop is needed.

# %% tags=["exercise"]
def softmax(z):
    T("""Softmax de chaque ligne de z, de forme (m, K) ; renvoie un tableau de même forme.""",
      """Softmax of each row of z, of shape (m, K); returns an array of the same shape.""")
    ### BEGIN SOLUTION
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★★ Un éclat du vitrail
#
# Autour d'un point `x` (hors des plis), un réseau ReLU est une fonction affine : sa sortie vaut `x @ A + c`, et la même formule vaut pour les points voisins. Trouvez `A` et `c`. Il y a une ReLU après chaque couche, sauf la dernière.
# %% [markdown] lang="en"
# ### ★★★ A shard of the window
#
# Around a point `x` (on no bend), a ReLU network is an affine function: its output is `x @ A + c`, and the same formula holds for neighbouring points. Find `A` and `c`. There is a ReLU after each layer but the last.

# %% tags=["exercise"]
def local_map(x, layers):
    T("""Fonction affine d'un réseau ReLU autour de x : renvoie (A, c).

    x : (n,) ; layers : liste de couples (W, b). Si la sortie a k nombres, A : (n, k) ; c : (k,).
    """, """Affine function of a ReLU network around x: returns (A, c).

    x: (n,); layers: list of pairs (W, b). If the output has k numbers, A: (n, k); c: (k,).
    """)
    ### BEGIN SOLUTION
    A, c = np.eye(len(x)), np.zeros(len(x))
    for k, (W, b) in enumerate(layers):
        x, A, c = x @ W + b, A @ W, c @ W + b
        if k < len(layers) - 1:
            on = x > 0
            x, A, c = x * on, A * on, c * on
    return A, c
    ### END SOLUTION

# %% [markdown] lang="fr"
# Votre fonction, sur le réseau ReLU du début : dans quelle direction la somme finale $z$ augmente-t-elle le plus vite, en chaque point ? (Flèches de même longueur : seule la direction compte.)
# %% [markdown] lang="en"
# Your function, on the ReLU network of the beginning: in which direction does the final sum $z$ grow fastest, at each point? (Arrows of equal length: only the direction counts.)

# %%
try:
    spots = np.stack(np.meshgrid(*2 * [np.linspace(-2, 2, 13)]), axis=-1).reshape(-1, 2)
    arrows = np.array([local_map(spot, weights_of(twins["relu"]))[0][:, 0] for spot in spots])
    arrows = arrows / np.maximum(np.linalg.norm(arrows, axis=1, keepdims=True), 1e-9)
    figure, axis = plt.subplots(figsize=(4.2, 4.2))
    draw_answers(axis, twins["relu"], "ReLU")
    axis.quiver(*spots.T, *arrows.T, color="black", width=0.004, scale=26)
    show(figure,
         T("Carte du réseau ReLU et flèches : la direction où z augmente le plus vite.",
           "Map of the ReLU network and arrows: the direction in which z grows fastest."))
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
# - **Oublier l'activation** : `Dense(64)` n'en a pas. Deux couches de ce genre à la suite n'en valent qu'une.
# - **ReLU sur la sortie** d'une régression : elle ne peut plus répondre un nombre négatif, et peut mourir.
# - **Softmax sur une seule sortie** : $e^z / e^z = 1$ toujours. Pour oui ou non, une sigmoïde.
# - **Softmax deux fois** : dans la dernière couche, puis dans une perte qui attend des logits (`from_logits=True`).
# - **`np.exp(-z)` pour un $z$ très négatif** : NumPy avertit d'un débordement. Le résultat, 0, est juste ; pour l'éviter, $\sigma(z) = e^z / (1 + e^z)$ quand $z < 0$.
# - **Se fier aux valeurs par défaut** : la pente de leaky ReLU est 0,3 dans la couche `LeakyReLU` de Keras, 0,2 dans `activation="leaky_relu"`, 0,01 dans l'article ; `keras.ops.gelu` approche, `activation="gelu"` non. Indiquez-les explicitement.
# %% [markdown] lang="en"
# ## Common errors
#
# - **Forgetting the activation**: `Dense(64)` has none. Two such layers in a row are worth one.
# - **ReLU on the output** of a regression: it can no longer answer a negative number, and it may die.
# - **Softmax on a single output**: $e^z / e^z = 1$ always. For yes or no, a sigmoid.
# - **Softmax twice**: in the last layer, then in a loss that expects logits (`from_logits=True`).
# - **`np.exp(-z)` for a very negative $z$**: NumPy warns of an overflow. The result, 0, is right; to avoid it, $\sigma(z) = e^z / (1 + e^z)$ when $z < 0$.
# - **Relying on defaults**: the slope of leaky ReLU is 0.3 in the Keras layer `LeakyReLU`, 0.2 in `activation="leaky_relu"`, 0.01 in the paper; `keras.ops.gelu` approximates, `activation="gelu"` does not. State them explicitly.

# %% [markdown] lang="fr"
# ## À retenir
#
# - Une activation a deux métiers : **plier à l'aller, laisser passer au retour**.
# - Sans elle, un réseau de n'importe quelle profondeur est une seule couche affine.
# - Un réseau ReLU est un vitrail : affine sur chaque morceau.
# - Au retour, le gradient est multiplié à chaque couche par des poids **et** par des pentes : au plus 1/4 pour la sigmoïde, 1 pour tanh et ReLU.
# - Savoir représenter n'est pas savoir apprendre : les théorèmes d'approximation ne disent rien de l'entraînement.
# - Une unité ReLU morte a un gradient exactement nul.
# - Softmax : retrancher le maximum ; seules comptent les différences de logits, et les sorties ne sont pas des certitudes.
# %% [markdown] lang="en"
# ## What to remember
#
# - An activation has two jobs: **to bend going forward, to let through going back**.
# - Without it, a network of any depth is a single affine layer.
# - A ReLU network is a stained-glass window: affine on each piece.
# - Going back, the gradient is multiplied at each layer by weights **and** by slopes: at most 1/4 for the sigmoid, 1 for tanh and ReLU.
# - Being able to represent is not being able to learn: approximation theorems say nothing about training.
# - A dead ReLU unit has a gradient of exactly zero.
# - Softmax: subtract the maximum; only differences of logits count, and the outputs are not certainties.

# %% [markdown] lang="fr"
# ## Glossaire
#
# | français | English | sens |
# |---|---|---|
# | affine | affine | linéaire plus une constante, $\mathbf{x}A + \mathbf{c}$ |
# | calibré | calibrated | dont les probabilités annoncées égalent les fréquences observées |
# | fonction d'activation | activation function | appliquée à la somme de chaque neurone |
# | gradient qui disparaît (ou évanescent) | vanishing gradient | gradient trop petit pour corriger les premières couches |
# | logit | logit | somme de la dernière couche, avant softmax ou sigmoïde |
# | saturation | saturation | zone où la fonction est presque plate |
# | unité linéaire rectifiée | rectified linear unit, ReLU | $\max(0, z)$ |
# | unité morte | dead unit | qui donne 0 pour toutes les données d'entraînement |
# %% [markdown] lang="en"
# ## Glossary
#
# | English | français | meaning |
# |---|---|---|
# | activation function | fonction d'activation | applied to the sum of each neuron |
# | affine | affine | linear plus a constant, $\mathbf{x}A + \mathbf{c}$ |
# | calibrated | calibré | whose stated probabilities match observed frequencies |
# | dead unit | unité morte | that gives 0 for all training data |
# | logit | logit | sum of the last layer, before softmax or sigmoid |
# | rectified linear unit, ReLU | unité linéaire rectifiée | $\max(0, z)$ |
# | saturation | saturation | region where the function is nearly flat |
# | vanishing gradient | gradient qui disparaît (ou évanescent) | gradient too small to correct the first layers |

# %% [markdown] lang="fr"
# ## Références
#
# - K. Fukushima (1969), *Visual feature extraction by a multilayered network of analog threshold elements*. [doi:10.1109/TSSC.1969.300225](https://doi.org/10.1109/TSSC.1969.300225)
# - G. Cybenko (1989), *Approximation by superpositions of a sigmoidal function*. [doi:10.1007/BF02551274](https://doi.org/10.1007/BF02551274)
# - J. Bridle (1990), *Probabilistic interpretation of feedforward classification network outputs*, dans *Neurocomputing*, Springer. [doi:10.1007/978-3-642-76153-9_28](https://doi.org/10.1007/978-3-642-76153-9_28)
# - M. Leshno et al. (1993), *Multilayer feedforward networks with a nonpolynomial activation function can approximate any function*. [doi:10.1016/S0893-6080(05)80131-5](https://doi.org/10.1016/S0893-6080(05)80131-5)
# - S. Hochreiter (1991), *Untersuchungen zu dynamischen neuronalen Netzen*, mémoire de fin d'études, TU München ; (1998), *The vanishing gradient problem during learning recurrent neural nets and problem solutions*. [doi:10.1142/S0218488598000094](https://doi.org/10.1142/S0218488598000094)
# %% [markdown] lang="en"
# ## References
#
# - K. Fukushima (1969), *Visual feature extraction by a multilayered network of analog threshold elements*. [doi:10.1109/TSSC.1969.300225](https://doi.org/10.1109/TSSC.1969.300225)
# - G. Cybenko (1989), *Approximation by superpositions of a sigmoidal function*. [doi:10.1007/BF02551274](https://doi.org/10.1007/BF02551274)
# - J. Bridle (1990), *Probabilistic interpretation of feedforward classification network outputs*, in *Neurocomputing*, Springer. [doi:10.1007/978-3-642-76153-9_28](https://doi.org/10.1007/978-3-642-76153-9_28)
# - M. Leshno et al. (1993), *Multilayer feedforward networks with a nonpolynomial activation function can approximate any function*. [doi:10.1016/S0893-6080(05)80131-5](https://doi.org/10.1016/S0893-6080(05)80131-5)
# - S. Hochreiter (1991), *Untersuchungen zu dynamischen neuronalen Netzen*, diploma thesis, TU München; (1998), *The vanishing gradient problem during learning recurrent neural nets and problem solutions*. [doi:10.1142/S0218488598000094](https://doi.org/10.1142/S0218488598000094)

# %% [markdown] lang="fr"
# - V. Nair, G. Hinton (2010), *Rectified linear units improve restricted Boltzmann machines*, ICML. [article 432](https://icml.cc/Conferences/2010/papers/432.pdf)
# - X. Glorot, A. Bordes, Y. Bengio (2011), *Deep sparse rectifier neural networks*, AISTATS. [PMLR 15](https://proceedings.mlr.press/v15/glorot11a.html)
# - A. Maas, A. Hannun, A. Ng (2013), *Rectifier nonlinearities improve neural network acoustic models*, ICML Workshop on Deep Learning for Audio, Speech and Language Processing.
# - G. Montúfar et al. (2014), *On the number of linear regions of deep neural networks*. [arXiv:1402.1869](https://arxiv.org/abs/1402.1869)
# - K. He et al. (2015), *Delving deep into rectifiers*. [doi:10.1109/ICCV.2015.123](https://doi.org/10.1109/ICCV.2015.123)
# %% [markdown] lang="en"
# - V. Nair, G. Hinton (2010), *Rectified linear units improve restricted Boltzmann machines*, ICML. [paper 432](https://icml.cc/Conferences/2010/papers/432.pdf)
# - X. Glorot, A. Bordes, Y. Bengio (2011), *Deep sparse rectifier neural networks*, AISTATS. [PMLR 15](https://proceedings.mlr.press/v15/glorot11a.html)
# - A. Maas, A. Hannun, A. Ng (2013), *Rectifier nonlinearities improve neural network acoustic models*, ICML Workshop on Deep Learning for Audio, Speech and Language Processing.
# - G. Montúfar et al. (2014), *On the number of linear regions of deep neural networks*. [arXiv:1402.1869](https://arxiv.org/abs/1402.1869)
# - K. He et al. (2015), *Delving deep into rectifiers*. [doi:10.1109/ICCV.2015.123](https://doi.org/10.1109/ICCV.2015.123)

# %% [markdown] lang="fr"
# - D.-A. Clevert, T. Unterthiner, S. Hochreiter (2016), *Fast and accurate deep network learning by exponential linear units (ELUs)*, ICLR. [arXiv:1511.07289](https://arxiv.org/abs/1511.07289)
# - D. Hendrycks, K. Gimpel (2016), *Gaussian error linear units (GELUs)*. [arXiv:1606.08415](https://arxiv.org/abs/1606.08415)
# - C. Guo et al. (2017), *On calibration of modern neural networks*, ICML. [PMLR 70](https://proceedings.mlr.press/v70/guo17a.html)
# - B. Hanin, D. Rolnick (2019), *Complexity of linear regions in deep networks*, ICML. [PMLR 97](https://proceedings.mlr.press/v97/hanin19a.html)
# %% [markdown] lang="en"
# - D.-A. Clevert, T. Unterthiner, S. Hochreiter (2016), *Fast and accurate deep network learning by exponential linear units (ELUs)*, ICLR. [arXiv:1511.07289](https://arxiv.org/abs/1511.07289)
# - D. Hendrycks, K. Gimpel (2016), *Gaussian error linear units (GELUs)*. [arXiv:1606.08415](https://arxiv.org/abs/1606.08415)
# - C. Guo et al. (2017), *On calibration of modern neural networks*, ICML. [PMLR 70](https://proceedings.mlr.press/v70/guo17a.html)
# - B. Hanin, D. Rolnick (2019), *Complexity of linear regions in deep networks*, ICML. [PMLR 97](https://proceedings.mlr.press/v97/hanin19a.html)

# %% [markdown] lang="fr"
# ## Et ensuite
#
# {{next}}
# %% [markdown] lang="en"
# ## What comes next
#
# {{next}}
