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
#       fr: La rétropropagation
#       en: Backpropagation
#     objectives:
#       fr:
#       - faire remonter un gradient à la main dans un graphe de calcul
#       - construire un moteur de dérivation qui sait dériver n'importe quel programme fait de ses opérations
#       - dire pourquoi les poids de départ peuvent être tirés au hasard, mais pas tous égaux
#       - écrire le retour d'un réseau en matrices, et le vérifier par différences finies
#       - dire ce que coûte un gradient, et pourquoi il peut disparaître
#       en:
#       - carry a gradient back through a computation graph by hand
#       - build an engine that can differentiate any program made of its operations
#       - say why initial weights can be drawn at random, but not all be equal
#       - write the backward pass of a network with matrices, and check it by finite differences
#       - say what a gradient costs, and why it can vanish
#     prerequisites: ["02", "03", "04"]
#     reading: 110
#     next:
#       fr: "{{lesson 06}} : Keras fera désormais ce calcul pour nous ; construire, entraîner et régler un premier réseau."
#       en: "{{lesson 06}}: from now on Keras does this computation for us; building, training and tuning a first network."
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

lesson = start("05_backpropagation", T("fr", "en"), profile=profile, data=data, seed=seed)

# %%
import itertools
import math
import timeit

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

digits = load("mnist")

# %% [markdown] lang="fr"
# ## Une question pour commencer
#
# Un réseau de 50 890 paramètres (poids et biais) lit un 4. Où faudrait-il mettre de l'encre (blanche à l'écran) pour qu'il lise un 9 ? Cherchez d'abord vous-même.
# %% [markdown] lang="en"
# ## A question to begin with
#
# A network of 50,890 parameters (weights and biases) reads a 4. Where should ink (white on the screen) be added for it to read a 9? Try to find out yourself first.

# %%
x_test, y_test = np.float32(digits.x_test).reshape(-1, 784) / 255, digits.y_test
fours_and_nines = np.concatenate([x_test[y_test == digit][:6] for digit in (4, 9)])
show(plots.image_grid(fours_and_nines.reshape(-1, 28, 28), columns=6),
     T("Six 4 et, dessous, six 9.", "Six 4s and, below, six 9s."))

# %% [markdown] lang="fr"
# Et le réseau ? On peut l'interroger par **essais** : ajouter un peu d'encre à un pixel, un seul, et regarder de combien a varié sa préférence pour 9 contre 4, le score du 9 moins celui du 4. Puis recommencer au pixel suivant : 784 pixels, 784 essais.
#
# Voici le réseau (la leçon 06 expliquera ce code ; le bruit ajouté aux images d'entraînement l'empêche de se fier à des pixels isolés) et la carte qu'il dessine ainsi.
# %% [markdown] lang="en"
# And the network? We can question it by **trials**: add a little ink to one pixel, a single one, and look at how much its preference for 9 over 4, the score of 9 minus that of 4, has changed. Then do it again at the next pixel: 784 pixels, 784 trials.
#
# Here is the network (lesson 06 will explain this code; the noise added to the training images keeps it from relying on isolated pixels) and the map that it draws in this way.

# %%
n = lesson.pick(full=20_000, fast=2_000)
x_train, y_train = np.float32(digits.x_train[:n]).reshape(-1, 784) / 255, digits.y_train[:n]
inputs = keras.Input((784,))
noisy = keras.layers.GaussianNoise(0.5)(inputs)
hidden = keras.layers.Dense(64, activation="sigmoid")(noisy)
reader = keras.Model(inputs, keras.layers.Dense(10)(hidden))
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
reader.compile(keras.optimizers.Adam(5e-3), loss)
epochs = lesson.pick(full=4 if digits.origin == "real" else 12, fast=8)
reader.fit(x_train, y_train, batch_size=128, epochs=epochs, verbose=0)

right = np.argmax(reader.predict(x_test, batch_size=1000, verbose=0), axis=1) == y_test
claim(T("Bonnes réponses du réseau sur le test", "Right answers of the network on the test data"),
      right.mean(), at_least=0.9, on_sample=0.85, as_percent=True);

# %%
four = x_test[np.flatnonzero((y_test == 4) & right)[0]]
ink = 0.05
one_pixel_each = four + ink * np.eye(784, dtype="float32")

# fr: la préférence pour 9 contre 4 : le score du 9 moins celui du 4
# en: the preference for 9 over 4: the score of 9 minus that of 4
z = reader.predict(np.vstack([four, one_pixel_each]), batch_size=785, verbose=0)
preference = z[:, 9] - z[:, 4]
trials = (preference[1:] - preference[0]) / ink

def draw_map(axis, image, values, bound=None):
    bound = bound or abs(values).max()
    drawn = axis.imshow(values.reshape(28, 28), cmap="RdBu_r", vmin=-bound, vmax=bound)
    axis.contour(image.reshape(28, 28), [0.5], colors="black", linewidths=0.8)
    for sign, pixel in (("+", values.argmax()), ("−", values.argmin())):
        axis.text(pixel % 28, pixel // 28, sign, ha="center", va="center", fontweight="bold",
                  bbox={"boxstyle": "circle,pad=0", "fc": "white", "lw": 0.5})
    return drawn

# %%
def two_panels(titles):
    figure, axes = plt.subplots(1, 2, figsize=(6.5, 3))
    for axis, title in zip(axes, titles):
        axis.set(title=title, xticks=[], yticks=[])
    return figure, axes

figure, (left, right_) = two_panels([T("lu comme un 4", "read as a 4"), T("784 essais", "784 trials")])
left.imshow(four.reshape(28, 28))
drawn = draw_map(right_, four, trials)
figure.colorbar(drawn, ax=right_, label=T("variation par unité d'encre", "change per unit of ink"))
show(figure,
     T("Un 4, et la carte des essais : un amas rouge entre ses deux pointes, là où un 9 se ferme.",
       "A 4, and the map of trials: a red cluster between its two tips, where a 9 closes."))
reddest = trials.argmax()
claim(T("Ligne du pixel le plus rouge (0 en haut, 27 en bas)", "Row of the reddest pixel (0 at the top, 27 at the bottom)"),
      reddest // 28, at_most=12, digits=0)
claim(T("Encre du 4 en ce pixel", "Ink of the 4 at that pixel"), four[reddest], at_most=0.5);

# %% [markdown] lang="fr"
# Rouge : de l'encre ici fait pencher vers 9 ; bleu : vers 4 ; + et − marquent les deux pixels les plus forts. Le trait noir est le contour du 4. Sans que personne le lui ait dit, le réseau montre surtout **l'endroit où un 9 se ferme**.
# %% [markdown] lang="en"
# Red: ink here tips the balance towards 9; blue: towards 4; + and − mark the strongest pixel of each kind. The black line outlines the 4. Nobody told the network, yet what it mainly shows is **the place where a 9 closes**.

# %% [markdown] lang="fr"
# Pour *apprendre*, il faut répondre à la même question pour chacun des 50 890 paramètres, et à chaque pas : de combien l'erreur change-t-elle si celui-ci bouge ? Par essais : un passage dans le réseau par paramètre, plus un pour le départ, soit 50 891.
#
# Combien en faut-il, en temps de calcul, pour avoir toutes ces réponses à la fois, et mieux qu'à peu près (un essai n'est qu'approché : le petit changement n'est pas infiniment petit) ? Pariez : 50 000, 226 (la racine carrée), ou 3 ? La partie 5 fera les comptes, et retrouvera cette carte.
# %% [markdown] lang="en"
# To *learn*, the same question must be answered for each of the 50,890 parameters, and at every step: how much does the error change if this one moves? By trials: one pass through the network per parameter, plus one to start from, 50,891 in all.
#
# How many are needed, in computing time, for all these answers at once, and better than roughly (a trial only approximates: the small change is not infinitely small)? Place your bet: 50,000, 226 (the square root), or 3? Part 5 will do the sums, and come back to this map.

# %% [markdown] lang="fr"
# ## 1. Un graphe, et la règle de la chaîne
#
# Un calcul est fait de petites opérations qui se servent les unes des autres : c'est un **graphe**. Prenons un neurone et son erreur, $L = (\sigma(wx + b) - y)^2$, et nommons chaque étape. On connaît la pente de chacune, sa dérivée **locale**. La règle de la chaîne dit comment les assembler : pour un nœud $u$ qui sert à calculer les nœuds $v$,
#
# $$\frac{\partial L}{\partial u} = \sum_{v \,:\, u \to v} \frac{\partial L}{\partial v} \cdot \frac{\partial v}{\partial u}$$
#
# On multiplie le long d'un chemin, on additionne quand plusieurs chemins se rejoignent. Et l'on part de la fin, $\partial L / \partial L = 1$ : le gradient de $v$ doit être connu avant celui de $u$.
# %% [markdown] lang="en"
# ## 1. A graph, and the chain rule
#
# A computation is made of small operations that use one another: it is a **graph**. Take a neuron and its error, $L = (\sigma(wx + b) - y)^2$, and name each step. The slope of each one, its **local** derivative, is known. The chain rule says how to put them together: for a node $u$ that is used to compute the nodes $v$,
#
# $$\frac{\partial L}{\partial u} = \sum_{v \,:\, u \to v} \frac{\partial L}{\partial v} \cdot \frac{\partial v}{\partial u}$$
#
# Multiply along a path, add where several paths meet. And start from the end, $\partial L / \partial L = 1$: the gradient of $v$ must be known before that of $u$.

# %%
def sigmoid(z):
    return 1 / (1 + np.exp(-z))

w, x, b, y = 1.5, 0.8, -1.0, 1.0
# fr: l'aller, une opération par ligne
# en: the forward pass, one operation per line
product = w * x
z = product + b
a = sigmoid(z)
error = a - y
L = error**2
# fr: le retour : gradient reçu × pente locale
# en: the backward pass: gradient received × local slope
d_error = 1 * 2 * error
d_a = d_error * 1
d_z = d_a * a * (1 - a)
d_product, d_b = d_z * 1, d_z * 1
d_w, d_x = d_product * x, d_product * w

# %%
print(f"{'':10}", T("valeur    gradient", " value    gradient"))
for name, value, gradient in (("L", L, 1), ("a − y", error, d_error), ("a = σ(z)", a, d_a),
                              ("z", z, d_z), ("w × x", product, d_product), ("b", b, d_b),
                              ("w", w, d_w), ("x", x, d_x)):
    print(f"{name:9} {number(value, 4):>8} {number(gradient, 4):>9}".replace("-", "−"))

def neuron_loss(w, x, b, y):
    return (sigmoid(w * x + b) - y) ** 2

h = 1e-5
nudged = [(neuron_loss(w + h, x, b, y) - neuron_loss(w - h, x, b, y)) / (2 * h),
          (neuron_loss(w, x + h, b, y) - neuron_loss(w, x - h, b, y)) / (2 * h),
          (neuron_loss(w, x, b + h, y) - neuron_loss(w, x, b - h, y)) / (2 * h)]
claim(T("Pour w, x et b, le retour donne ce que donnent de petits essais",
        "For w, x and b, the backward pass gives what small trials give"),
      np.allclose([d_w, d_x, d_b], nudged, rtol=1e-6));

# %% [markdown] lang="fr"
# Ici chaque nœud ne sert qu'une fois : il n'y a encore rien à additionner.
#
# Chaque ligne du retour ne connaît que deux choses : le gradient qui arrive, et la pente d'**une** opération. Aucune n'a besoin de savoir dans quel réseau elle se trouve. C'est ce qui se programme.
# %% [markdown] lang="en"
# Here each node is used only once: there is nothing to add up yet.
#
# Each line of the backward pass knows only two things: the gradient that arrives, and the slope of **one** operation. None of them needs to know which network it is in. That is what can be programmed.

# %% [markdown] lang="fr"
# ## 2. Un moteur de dérivation, en quatre cellules
#
# Un nœud retient sa valeur, ses parents (les nœuds à partir desquels il est calculé) et la pente locale vers chacun d'eux. Son gradient viendra plus tard.
#
# Chaque opération déclare donc deux formules : comment calculer, et avec quelles pentes. Pour $a \times b$, ce sont $(b, a)$ : augmenter $a$ de $\varepsilon$ augmente le produit de $b\,\varepsilon$. (Python appelle `__radd__` pour `1 + x`, `__rsub__` pour `1 - x`.)
# %% [markdown] lang="en"
# ## 2. A differentiation engine, in four cells
#
# A node remembers its value, its parents (the nodes it is computed from) and the local slope towards each of them. Its gradient will come later.
#
# Each operation thus declares two formulas: how to compute, and with which slopes. For $a \times b$ these are $(b, a)$: increasing $a$ by $\varepsilon$ increases the product by $b\,\varepsilon$. (Python calls `__radd__` for `1 + x`, `__rsub__` for `1 - x`.)

# %%
class Node:
    def __init__(self, value, parents=(), slopes=(), name=""):
        self.value, self.grad = value, 0.0
        self.parents, self.slopes, self.name = parents, slopes, name

def as_node(x):
    return x if isinstance(x, Node) else Node(x)

def binary(name, compute, slopes):
    def operation(a, b):
        a, b = as_node(a), as_node(b)
        return Node(compute(a.value, b.value), (a, b), slopes(a.value, b.value), name)
    return operation

# %%
Node.__add__ = Node.__radd__ = binary("+", lambda a, b: a + b, lambda a, b: (1, 1))
Node.__sub__ = binary("−", lambda a, b: a - b, lambda a, b: (1, -1))
Node.__mul__ = Node.__rmul__ = binary("×", lambda a, b: a * b, lambda a, b: (b, a))
Node.__truediv__ = binary("÷", lambda a, b: a / b, lambda a, b: (1 / b, -a / b**2))
Node.__rsub__ = lambda b, a: as_node(a) - b
Node.__rtruediv__ = lambda b, a: as_node(a) / b

def unary(name, compute, slope):
    def operation(a):
        a = as_node(a)
        return Node(compute(a.value), (a,), (slope(a.value),), name)
    return operation

square = unary("²", lambda a: a * a, lambda a: 2 * a)
exp = unary("exp", math.exp, math.exp)
tanh = unary("tanh", math.tanh, lambda a: 1 - math.tanh(a) ** 2)
sigma = unary("σ", sigmoid, lambda a: sigmoid(a) * (1 - sigmoid(a)))

# %% [markdown] lang="fr"
# Reste le retour. Un nœud ne peut transmettre son gradient qu'une fois **complet**, donc après tous les nœuds qui se servent de lui. On range alors les nœuds, parents d'abord (c'est un **ordre topologique**), et on parcourt la liste à l'envers.
#
# Remarquez le `+=` : un nœud dont plusieurs autres se servent reçoit plusieurs contributions, et elles **s'additionnent**. C'est la somme de la formule.
# %% [markdown] lang="en"
# The backward pass remains to be written. A node can pass on its gradient only once that is **complete**, hence after all the nodes that make use of it. So we sort the nodes, parents first (this is a **topological order**), and go through the list backwards.
#
# Note the `+=`: a node that several others use receives several contributions, and they **add up**. That is the sum in the formula.

# %%
def parents_first(end):
    # fr: récursif : quelques centaines d'opérations à la suite, au plus
    # en: recursive: at most a few hundred operations in a row
    order, seen = [], set()
    def visit(node):
        if node not in seen:
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)
    visit(end)
    return order

# %%
def backward(end):
    order = parents_first(end)
    for node in order:
        node.grad = 0.0
    end.grad = 1.0
    for node in reversed(order):
        for parent, slope in zip(node.parents, node.slopes):
            parent.grad += slope * node.grad

# %% [markdown] lang="fr"
# C'est tout, et ce moteur ne connaît pas les neurones : il dérive n'importe quel programme fait de ses opérations. Comparons-le à TensorFlow, sur une formule quelconque où $a$ et $b$ servent plusieurs fois. `GradientTape` fait la même chose que nous : il enregistre les opérations, puis les remonte.
# %% [markdown] lang="en"
# That is all, and this engine knows nothing of neurons: it differentiates any program made of its operations. Let us compare it with TensorFlow, on an arbitrary formula in which $a$ and $b$ are used several times. `GradientTape` does what we do: it records the operations, then goes back through them.

# %%
def formula(a, b, tanh, exp):
    c = tanh(a * b + 1) / (exp(a - b) + 1)
    return c * c * a + b * a * a

def in_tensorflow(values):
    a, b = (tf.Variable(value, dtype="float64") for value in values)
    with tf.GradientTape() as tape:
        result = formula(a, b, tf.tanh, tf.exp)
    return [g.numpy() for g in tape.gradient(result, [a, b])]

def in_our_engine(values):
    a, b = (Node(value) for value in values)
    backward(formula(a, b, tanh, exp))
    return [a.grad, b.grad]

points = np.random.default_rng(lesson.seed).normal(size=(20, 2)).tolist()
ours, theirs = ([f(p) for p in points] for f in (in_our_engine, in_tensorflow))
claim(T("Sur 20 points, notre moteur et GradientTape donnent les mêmes gradients",
        "On 20 points, our engine and GradientTape give the same gradients"),
      np.allclose(ours, theirs, rtol=1e-12));

# %% [markdown] lang="fr"
# Voyons le gradient remonter, dans un neurone à deux entrées. Dans chaque case, la valeur, puis le gradient (noté ∂L : la dérivée de $L$ par rapport à ce nœud) ; sur chaque flèche, tracée dans le sens du **retour**, la pente locale. Plus la flèche est épaisse, plus la contribution qu'elle porte est forte (l'épaisseur ne croît plus au-delà de 1).
#
# Avant de bouger un curseur, prédisez. Avec $x_1 = 0$, quel poids cesse d'apprendre ? Avec $b = 6$ et $y = 0$, le neurone se trompe presque au maximum ; que devient pourtant le gradient de ses poids, et à quelle flèche la faute ?
# %% [markdown] lang="en"
# Let us watch the gradient travel back through a neuron with two inputs. In each box, the value, then the gradient (written ∂L: the derivative of $L$ with respect to this node); on each arrow, drawn in the direction of the **backward** pass, the local slope. The thicker the arrow, the stronger the contribution it carries (thickness stops growing beyond 1).
#
# Before moving a slider, predict. With $x_1 = 0$, which weight stops learning? With $b = 6$ and $y = 0$, the neuron is almost as wrong as can be; yet what becomes of the gradient of its weights, and which arrow is to blame?

# %%
BOX = {"boxstyle": "round", "fc": "#E8F1F8", "ec": plots.BLUE}
SMALL = {"fontsize": 9, "ha": "center", "va": "center",
         "bbox": {"fc": "white", "ec": "none", "pad": 0.6}}

def shown(value, digits=3):
    return number(round(float(value), digits) + 0.0, digits).replace("-", "−")

# %%
# fr: la place de chaque nœud : un simple dessin, vous pouvez passer
# en: the place of each node: mere drawing, you may skip it
def layout(end):
    place, rows = {}, itertools.count()
    order = parents_first(end)
    for node in order:
        above = [place[parent] for parent in node.parents]
        place[node] = ([1 + max(p[0] for p in above), np.mean([p[1] for p in above])] if above
                       else [0, -next(rows)])
    for node in order:
        for parent in node.parents:
            if not parent.parents:
                place[parent][0] = place[node][0] - 1
    return place

# %%
def draw_graph(end):
    place = layout(end)
    figure, axis = plt.subplots(figsize=(10.5, 4.6))
    for node, (x, y) in place.items():
        for parent, slope in zip(node.parents, node.slopes):
            u, v = place[parent]
            style = {"arrowstyle": "-|>", "color": plots.ORANGE, "shrinkA": 20, "shrinkB": 27,
                     "mutation_scale": 16, "lw": 0.6 + 5 * min(1, abs(slope * node.grad))}
            axis.annotate("", (u, v), (x, y), arrowprops=style)
            middle = (u + x) / 2 + 0.05 * np.sign(v - y), (v + y) / 2 + 0.28
            axis.text(*middle, f"×{shown(slope)}", **SMALL)
        text = f"{node.name}\n{shown(node.value, 2)}\n∂L {shown(node.grad)}"
        axis.text(x, y, text, ha="center", va="center", fontsize=9, bbox=BOX, zorder=4)
    axis.set(xlim=(-0.5, max(p[0] for p in place.values()) + 0.5), ylim=(-5.6, 0.6))
    axis.axis("off")
    return figure

# %%
def neuron_graph(w1=1.0, x1=1.0, b=-1.0, y=0):
    w1, x1, b, y = Node(w1, name="w₁"), Node(x1, name="x₁"), Node(b, name="b"), Node(y, name="y")
    w2, x2 = Node(-0.5, name="w₂"), Node(-2.0, name="x₂")
    L = square(sigma(w1 * x1 + w2 * x2 + b) - y)
    L.name = "L"
    backward(L)
    return draw_graph(L)

explore(neuron_graph, labels={"w1": "w₁", "x1": "x₁", "y": T("cible y", "target y")},
        alt=T("Le graphe d'un neurone : valeurs, pentes locales, et gradients qui remontent.",
              "The graph of a neuron: values, local slopes, and gradients travelling back."),
        w1=(-3.0, 3.0, 0.25), x1=(-3.0, 3.0, 0.25), b=(-8.0, 8.0, 0.5), y=[0, 1])

# %% [markdown] lang="fr"
# Une entrée nulle n'apprend rien à son poids ; une sigmoïde saturée arrête tous les gradients (leçon 03) : la faute est à la flèche de σ.
#
# Appliquer la règle de la chaîne est une chose, l'appliquer **dans le bon ordre** en est une autre. Doublons 50 fois un nombre par $y \leftarrow y + y$. De $x$ à la sortie, il y a deux chemins par étage, donc $2^{50}$ en tout, et la dérivée est la somme de tous. Combien de multiplications pour les parcourir ?
# %% [markdown] lang="en"
# An input of zero teaches its weight nothing; a saturated sigmoid stops every gradient (lesson 03): the arrow of σ is to blame.
#
# Applying the chain rule is one thing, applying it **in the right order** is another. Double a number 50 times by $y \leftarrow y + y$. From $x$ to the output there are two paths per stage, hence $2^{50}$ in all, and the derivative is the sum over all of them. How many multiplications to go through them?

# %%
x = Node(1.0)
y = x
for _ in range(50):
    y = y + y
backward(y)
arrows = sum(len(node.parents) for node in parents_first(y))
print(T("chemins :", "paths:"), number(2**50, 0), T(" multiplications :", " multiplications:"), arrows)
claim(T("Le gradient vaut exactement 2⁵⁰, en 100 multiplications", "The gradient is exactly 2⁵⁰, in 100 multiplications"),
      x.grad == 2**50 and arrows == 100);

# %% [markdown] lang="fr"
# Une multiplication par **flèche**, et non par chemin : chaque nœud additionne ce qu'il reçoit *avant* de transmettre, et ne transmet qu'une fois. La rétropropagation n'est pas seulement la règle de la chaîne : c'est une façon de l'ordonner qui ne refait jamais un calcul.
# %% [markdown] lang="en"
# One multiplication per **arrow**, not per path: each node adds up what it receives *before* passing it on, and passes it on once. Backpropagation is not just the chain rule: it is a way of ordering it that never does a computation twice.

# %% [markdown] lang="fr"
# ## 3. XOR, enfin appris : des poids au hasard, mais pas égaux
#
# Leçon 02 : un neurone ne peut pas calculer XOR, trois le peuvent, mais nous avions dû trouver leurs poids à la main. Le gradient va les trouver. Quatre neurones cachés $h_k = \tanh(\mathbf{w}_k \cdot \mathbf{x} + b_k)$, une sortie $\sum_k v_k h_k + c$, l'erreur quadratique sommée sur les quatre points, et la descente de la leçon 04 :
#
# $$w \leftarrow w - \eta\, \frac{\partial L}{\partial w}$$
#
# La rétropropagation calcule le gradient ; c'est l'optimiseur qui s'en sert. Deux départs : des poids tirés au hasard, et des poids tous égaux à 0,5.
# %% [markdown] lang="en"
# ## 3. XOR, learned at last: random weights, but not equal ones
#
# Lesson 02: one neuron cannot compute XOR, three can, but we had to find their weights by hand. The gradient will find them. Four hidden neurons $h_k = \tanh(\mathbf{w}_k \cdot \mathbf{x} + b_k)$, one output $\sum_k v_k h_k + c$, squared error summed over the four points, and the descent of lesson 04:
#
# $$w \leftarrow w - \eta\, \frac{\partial L}{\partial w}$$
#
# Backpropagation computes the gradient; it is the optimiser that uses it. Two starts: weights drawn at random, and weights all equal to 0.5.

# %%
points, xor = [(0, 0), (0, 1), (1, 0), (1, 1)], [0, 1, 1, 0]

def answer(w, x):
    hidden = [tanh(w[3 * k] * x[0] + w[3 * k + 1] * x[1] + w[3 * k + 2]) for k in range(4)]
    return sum((v * h for v, h in zip(w[12:16], hidden)), w[16])

STEPS = lesson.pick(full=1000, fast=200)

def learn(weights, rate=0.05):
    w, losses = [Node(value) for value in weights], []
    for _ in range(STEPS):
        L = sum(square(answer(w, x) - y) for x, y in zip(points, xor))
        backward(L)
        losses.append(L.value)
        for weight in w:
            weight.value -= rate * weight.grad
    return w, losses

# %%
rng = np.random.default_rng(lesson.seed)
learned, losses = learn(rng.uniform(-1, 1, 17).tolist())
twins, twin_losses = learn([0.5] * 17)

figure, axis = plt.subplots(figsize=(6, 2.8))
axis.plot(losses, label=T("départ au hasard", "random start"))
axis.plot(twin_losses, "--", label=T("départ à poids égaux", "equal start"))
axis.axhline(2 / 3, color=plots.GREY, lw=1, ls=":")
axis.text(len(losses), 0.64, "2/3", ha="right", va="top")
axis.set(xlabel=T("pas", "step"), ylabel=T("erreur L", "error L"), ylim=(-0.05, 2))
axis.legend()
show(figure,
     T("Départ au hasard : l'erreur tombe à zéro. Poids égaux : elle reste au-dessus de 2/3.",
       "The error of the random start falls to zero; that of the equal start stays above 2/3."))
for name, w in ((T("hasard", "random"), learned), (T("égal", "equal"), twins)):
    print(f"{name:7}", *(f"{x} → {number(abs(answer(w, x).value))}  " for x in points))

# %%
claim(T("Erreur finale du départ au hasard", "Final error of the random start"), losses[-1], at_most=0.05, digits=4)
claim(T("L'erreur du départ à poids égaux ne descend jamais sous 2/3", "The error of the equal start never falls below 2/3"),
      min(twin_losses) >= 2 / 3)
values = [weight.value for weight in twins]
same = all(np.allclose(values[3 * k:3 * k + 3], values[:3], rtol=1e-12) for k in range(4))
claim(T("Poids égaux au départ : après l'entraînement, les quatre neurones cachés sont identiques",
        "After training, the four hidden neurons of the equal start are still identical"),
      same and np.ptp(values[12:16]) < 1e-12)
zeros = [Node(0.0) for _ in range(17)]
backward(sum(square(answer(zeros, x) - y) for x, y in zip(points, xor)))
claim(T("Poids tous nuls : seul le biais de sortie, un paramètre sur 17, a un gradient non nul",
        "All weights zero: only the output bias, one parameter out of 17, has a non-zero gradient"),
      [weight.grad != 0 for weight in zeros] == 16 * [False] + [True]);

# %% [markdown] lang="fr"
# Mêmes poids, donc même gradient, donc mêmes poids au pas suivant : des jumeaux restent jumeaux. Ces quatre neurones n'en font qu'un, et la sortie est une fonction monotone d'**une seule** somme pondérée : sa frontière est une droite, et XOR reste hors d'atteinte, comme dans la leçon 02. Ici les deux entrées ont aussi le même poids : (0, 1) et (1, 0) reçoivent la même réponse, et (1, 1) est au-delà. Au mieux, ces trois-là reçoivent ⅔, la moyenne de 1, 1 et 0, soit une erreur de 2/3, dont l'entraînement s'approche.
# %% [markdown] lang="en"
# Same weights, hence same gradient, hence same weights at the next step: twins remain twins. These four neurons amount to one, and the output is a monotone function of **a single** weighted sum: its boundary is a straight line, and XOR stays out of reach, as in lesson 02. Here both inputs also have the same weight: (0, 1) and (1, 0) get the same answer, and (1, 1) lies beyond. At best these three get ⅔, the mean of 1, 1 and 0, an error of 2/3, which training approaches.

# %% [markdown] lang="fr"
# Le hasard du départ n'est donc pas un pis-aller : il **brise la symétrie**. On peut tirer les poids de départ au hasard, mais pas les prendre tous égaux. (De quelle taille ? Ce sera la leçon 07.)
# %% [markdown] lang="en"
# So the randomness of the start is not a second best: it **breaks the symmetry**. Initial weights can be drawn at random, but not all be equal. (How large? That will be lesson 07.)

# %% [markdown] lang="fr"
# ## 4. En matrices, puis comme en 1986
#
# Un nœud par nombre serait bien lent. Prenons pour nœuds des **matrices** : pour une couche $Z = XW + \mathbf{b}$ et $\Delta = \partial L / \partial Z$ qui arrive de la suite,
#
# $$\frac{\partial L}{\partial W} = X^\top \Delta, \qquad \frac{\partial L}{\partial \mathbf{b}} = \sum_{\text{exemples}} \Delta, \qquad \frac{\partial L}{\partial X} = \Delta W^\top$$
#
# Le poids $W_{ij}$ sert à chaque exemple $n$, avec la pente $X_{ni}$ ; ses contributions s'additionnent : $\sum_n X_{ni}\,\Delta_{nj}$, c'est $X^\top \Delta$. De même pour le biais, de pente 1. Inutile d'apprendre où vont les transposées : un gradient a la **forme de sa variable**, et une seule disposition convient dès que les tailles diffèrent. À travers l'activation, on multiplie terme à terme par la pente, $a(1-a)$ pour la sigmoïde.
# %% [markdown] lang="en"
# ## 4. With matrices, then as in 1986
#
# One node per number would be very slow. Let the nodes be **matrices**: for a layer $Z = XW + \mathbf{b}$ and $\Delta = \partial L / \partial Z$ arriving from what follows,
#
# $$\frac{\partial L}{\partial W} = X^\top \Delta, \qquad \frac{\partial L}{\partial \mathbf{b}} = \sum_{\text{examples}} \Delta, \qquad \frac{\partial L}{\partial X} = \Delta W^\top$$
#
# The weight $W_{ij}$ is used for each example $n$, with slope $X_{ni}$; its contributions add up: $\sum_n X_{ni}\,\Delta_{nj}$, which is $X^\top \Delta$. The same goes for the bias, of slope 1. No need to memorise where the transposes go: a gradient has the **shape of its variable**, and only one arrangement fits as soon as the sizes differ. Through the activation, multiply term by term by the slope, $a(1-a)$ for the sigmoid.

# %%
def forward_pass(layers, X):
    values = [X]
    for k, (W, b) in enumerate(layers, 1):
        Z = values[-1] @ W + b
        values.append(sigmoid(Z) if k < len(layers) else Z)
    return values

def backward_pass(layers, values, delta):
    gradients = []
    for k in reversed(range(len(layers))):
        # fr: a : ce qui entre dans la couche, donc la sortie de la sigmoïde précédente
        # en: a: what enters the layer, hence the output of the sigmoid before it
        a, W = values[k], layers[k][0]
        gradients = [a.T @ delta, delta.sum(axis=0), *gradients]
        delta = delta @ W.T
        if k > 0:
            delta = delta * a * (1 - a)
    return gradients, delta

# %% [markdown] lang="fr"
# La dernière couche n'a pas d'activation : elle donne des scores $z$. Et le retour renvoie aussi le dernier `delta`, le gradient par rapport aux **entrées** ; il resservira.
#
# Un gradient faux ne provoque aucune erreur : le réseau apprend moins bien, ou pas du tout. D'où une vérification à connaître, contre les **différences finies** centrées $\frac{L(w+h) - L(w-h)}{2h}$, poids par poids, en `float64` ; on compare par l'**erreur relative** $\lVert g - g' \rVert / (\lVert g \rVert + \lVert g' \rVert)$. La perte est l'entropie croisée de la leçon 04, avec $p = \mathrm{softmax}(z)$ ; son gradient par rapport aux scores est $(p - y)/m$ pour un lot de $m$ exemples ($y$ : 1 pour la bonne classe, 0 ailleurs).
# %% [markdown] lang="en"
# The last layer has no activation: it gives scores $z$. And the backward pass also returns the last `delta`, the gradient with respect to the **inputs**; we shall need it again.
#
# A wrong gradient raises no error: the network learns less well, or not at all. Hence a check worth knowing, against central **finite differences** $\frac{L(w+h) - L(w-h)}{2h}$, weight by weight, in `float64`; compare by the **relative error** $\lVert g - g' \rVert / (\lVert g \rVert + \lVert g' \rVert)$. The loss is the cross-entropy of lesson 04, with $p = \mathrm{softmax}(z)$; its gradient with respect to the scores is $(p - y)/m$ for a batch of $m$ examples ($y$: 1 for the right class, 0 elsewhere).

# %%
def mean_loss(z, y):
    z = z - z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])

def loss_slope(z, y):
    p = np.exp(z - z.max(axis=1, keepdims=True))
    return (p / p.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]) / len(y)

def differences(f, array, places, h=1e-5, sides=2):
    slopes = []
    for place in places:
        kept = array[place]
        array[place] = kept + h
        above = f()
        array[place] = kept - h if sides == 2 else kept
        slopes.append((above - f()) / (sides * h))
        array[place] = kept
    return np.array(slopes)

# %%
def relative_error(g, other):
    return np.linalg.norm(g - other) / (np.linalg.norm(g) + np.linalg.norm(other))

rng = np.random.default_rng(lesson.seed)
small = [[rng.normal(size=(m, n)), rng.normal(size=n)] for m, n in ((20, 8), (8, 5), (5, 3))]
X, y = rng.normal(size=(10, 20)), rng.integers(0, 3, 10)
values = forward_pass(small, X)
gradients, _ = backward_pass(small, values, loss_slope(values[-1], y))

arrays = [array for layer in small for array in layer]
def f():
    return mean_loss(forward_pass(small, X)[-1], y)

checked = [differences(f, array, np.ndindex(*array.shape)) for array in arrays]
worst = max(relative_error(g.ravel(), c) for g, c in zip(gradients, checked))
print(T("pire erreur relative :", "worst relative error:"), f"{worst:.0e}")
claim(T(f"Erreur relative aux différences finies : moins de 10⁻⁶ pour les {len(arrays)} tableaux",
        f"Relative error against finite differences: below 10⁻⁶ for all {len(arrays)} arrays"),
      worst < 1e-6);

# %% [markdown] lang="fr"
# Pourquoi $h = 10^{-5}$, et pas plus petit ? Refaisons la vérification pour toute une gamme de $h$, et aussi d'un seul côté : $\frac{L(w+h) - L(w)}{h}$.
# %% [markdown] lang="en"
# Why $h = 10^{-5}$, and not smaller? Let us repeat the check over a whole range of $h$, and from one side too: $\frac{L(w+h) - L(w)}{h}$.

# %%
steps = np.geomspace(1e-12, 1, 37)
places, g = list(np.ndindex(20, 8))[::4], gradients[0].ravel()[::4]
errors = {sides: [relative_error(g, differences(f, small[0][0], places, h, sides)) for h in steps]
          for sides in (1, 2)}
figure, axis = plt.subplots(figsize=(6, 3))
axis.loglog(steps, errors[1], "s--", ms=3.5, color=plots.ORANGE, label=T("d'un seul côté", "one-sided"))
axis.loglog(steps, errors[2], "o-", ms=3.5, color=plots.BLUE, label=T("centrées", "central"))
axis.axhline(1e-6, color=plots.GREY, lw=1, ls=":")
axis.text(steps[-1], 8e-7, T("seuil 10⁻⁶", "threshold 10⁻⁶"), ha="right", va="top", fontsize=9)
axis.set(xlabel=T("petit déplacement h", "small displacement h"), ylabel=T("erreur relative", "relative error"))
axis.legend()
show(figure,
     T("Deux courbes en V selon h : trop grand ou trop petit, l'erreur remonte ; le creux est net.",
       "Two V-shaped curves against h: too large or too small, the error rises; the dip is clear."))

# %%
lowest = {sides: min(values) for sides, values in errors.items()}
print(T("meilleur h, différences centrées :", "best h, central differences:"),
      f"{steps[np.argmin(errors[2])]:.0e}")
claim(T("Au mieux, les différences centrées restent sous 10⁻⁸", "At best, central differences stay below 10⁻⁸"), lowest[2] < 1e-8)
claim(T("Meilleure erreur, un seul côté ÷ centrées", "Best error, one-sided ÷ central"),
      lowest[1] / lowest[2], at_least=5, digits=0);

# %% [markdown] lang="fr"
# À droite du V, $h$ est trop grand : la perte n'est pas une droite. Les différences centrées annulent l'effet de la courbure, d'où leur pente plus raide et leur creux plus profond. À gauche, il est trop petit : soustraire deux nombres presque égaux ne laisse que des erreurs d'arrondi, divisées par un $h$ minuscule. La rétropropagation n'a pas de $h$ à choisir. Les différences finies servent à la vérifier, pas à la remplacer.
#
# Dernier contrôle, sur le vrai réseau du début : 32 images, nos gradients contre ceux de TensorFlow.
# %% [markdown] lang="en"
# On the right of the V, $h$ is too large: the loss is not a straight line. Central differences cancel the effect of curvature, hence their steeper slope and deeper dip. On the left it is too small: subtracting two nearly equal numbers leaves only rounding errors, divided by a tiny $h$. Backpropagation has no $h$ to choose. Finite differences are there to check it, not to replace it.
#
# One last check, on the real network of the beginning: 32 images, our gradients against those of TensorFlow.

# %%
W1, b1, W2, b2 = (array.astype("float64") for array in reader.get_weights())
network = [[W1, b1], [W2, b2]]
X, y = np.float64(x_train[:32]), y_train[:32]
values = forward_pass(network, X)
gradients, _ = backward_pass(network, values, loss_slope(values[-1], y))

with tf.GradientTape() as tape:
    batch_loss = loss(y, reader(X))
from_tape = [g.numpy() for g in tape.gradient(batch_loss, reader.trainable_variables)]
count = sum(g.size for g in gradients)
same = all(relative_error(g, t) < 1e-4 for g, t in zip(gradients, from_tape))
claim(T(f"Nos {number(count, 0)} dérivées sont celles de GradientTape (en float32, à 10⁻⁴ près)",
        f"Our {number(count, 0)} derivatives are those of GradientTape (in float32, to 10⁻⁴)"),
      count == reader.count_params() and same);

# %% [markdown] lang="fr"
# **1986.** Dans *Nature*, Rumelhart, Hinton et Williams montrent ce que des neurones **cachés** peuvent découvrir. Leur premier exemple : six entrées, 0 ou 1 ; dire si la suite est symétrique, comme 0 1 1 1 1 0. Un seul neurone ne le peut pas. Deux neurones cachés suffisent, à condition de trouver comment.
#
# Refaisons l'expérience avec nos deux fonctions et les réglages de l'article, durée exceptée : les 64 suites, $L = \tfrac12 \sum (p - y)^2$, un taux de 0,1, une inertie (*momentum*) de 0,9 (leçon 04), des poids tirés entre −0,3 et 0,3. La réussite dépend du départ : essayons-en huit.
# %% [markdown] lang="en"
# **1986.** In *Nature*, Rumelhart, Hinton and Williams show what **hidden** neurons can discover. Their first example: six inputs, 0 or 1; say whether the sequence is symmetric, like 0 1 1 1 1 0. A single neuron cannot. Two hidden neurons are enough, provided one finds out how.
#
# Let us redo the experiment with our two functions and the settings of the paper, duration excepted: the 64 sequences, $L = \tfrac12 \sum (p - y)^2$, a rate of 0.1, a momentum of 0.9 (lesson 04), weights drawn between −0.3 and 0.3. Success depends on the start: let us try eight.

# %%
patterns = np.array(list(itertools.product([0.0, 1.0], repeat=6)))
symmetric = np.all(patterns == patterns[:, ::-1], axis=1)[:, np.newaxis] * 1.0
SWEEPS = lesson.pick(full=4000, fast=400)

def learn_symmetry(layers):
    w = [array for layer in layers for array in layer]
    velocity = [np.zeros_like(array) for array in w]
    for _ in range(SWEEPS):
        values = forward_pass(list(zip(w[::2], w[1::2])), patterns)
        # fr: la sortie passe ici par une sigmoïde, de pente p(1 − p)
        # en: here the output goes through a sigmoid, of slope p(1 − p)
        p = sigmoid(values[-1])
        delta = (p - symmetric) * p * (1 - p)
        gradients, _ = backward_pass(list(zip(w[::2], w[1::2])), values, delta)
        velocity = [0.9 * v - 0.1 * g for v, g in zip(velocity, gradients)]
        w = [array + v for array, v in zip(w, velocity)]
    return w, np.mean((p > 0.5) == symmetric)

# %%
shapes = [((6, 2), (2,)), ((2, 1), (1,))]
rng = np.random.default_rng(lesson.seed)
runs = [learn_symmetry([[rng.uniform(-0.3, 0.3, shape) for shape in layer] for layer in shapes])
        for _ in range(8)]
print(T("bonnes réponses des huit départs :", "right answers of the eight starts:"),
      *(percent(score) for _, score in runs))
if all(score < 1 for _, score in runs):
    print(T("Aucun n'a réussi (trop peu de passages) : la suite montre un réseau qui échoue.",
            "None succeeded (too few sweeps): what follows shows a network that fails."))
twins, score = learn_symmetry([[np.full(shape, 0.3) for shape in layer] for layer in shapes])
claim(T("Huit suites sur 64 sont symétriques", "Eight sequences out of 64 are symmetric"), symmetric.sum() == 8)
claim(T("Départs qui réussissent sans faute, sur huit", "Starts that succeed without an error, out of eight"),
      sum(score == 1 for _, score in runs), at_least=1, digits=0)
claim(T("Départ à poids égaux : deux neurones identiques, et des erreurs",
        "Equal start: two identical neurons, and errors"),
      np.allclose(twins[0][:, 0], twins[0][:, 1]) and score < 1);

# %%
found = [w for w, score in runs if score == 1] or [runs[0][0]]
best = found[0]
figure, axes = plt.subplots(1, 2, figsize=(8, 2.8), sharey=True)
for k, axis in enumerate(axes):
    heights = best[0][:, k]
    bars = axis.bar(range(1, 7), heights, color=np.where(heights > 0, plots.ORANGE, plots.BLUE))
    axis.bar_label(bars, [number(h, 1).replace("-", "−") for h in heights], padding=2)
    axis.axhline(0, color="black", lw=0.8)
    axis.axvline(3.5, color=plots.GREY, lw=1, ls="--")
    axis.set(title=T(f"neurone caché {k + 1}", f"hidden neuron {k + 1}"), xticks=range(1, 7),
             xlabel=T("entrée", "input"), ylim=np.array([-1.25, 1.25]) * abs(best[0]).max())
axes[0].set_ylabel(T("poids", "weight"))
show(figure,
     T("Les six poids des deux neurones cachés : de part et d'autre du milieu, opposés deux à deux.",
       "The six weights of both hidden neurons: on either side of the middle, opposite in pairs."))

# %%
ratios = np.array([np.sort(abs(w[0][:3, 0])) / abs(w[0][:3, 0]).min() for w in found])
print(T("rapports des trois poids :", "ratios of the three weights:"),
      "   ".join(" : ".join(number(r, 1) for r in row) for row in ratios))
print(T("biais des neurones cachés :", "biases of the hidden neurons:"),
      "   ".join(number(bias, 1).replace("-", "−") for w in found for bias in w[1]))
mirror = max(abs(w[0] + w[0][::-1]).max() / abs(w[0]).max() for w in found)
claim(T("Somme de deux poids en miroir, en part du plus grand poids (au pire)",
        "Sum of two mirrored weights, as a share of the largest weight (at worst)"),
      mirror, at_most=0.02, as_percent=True)
gaps = [abs(ratios / np.array(code) - 1).max(axis=1) for code in ((1, 2, 4), (1, 1.5, 2))]
claim(T("Écart des rapports à 1 : 2 : 4 ou à 2 : 3 : 4 (au pire)",
        "Gap between the ratios and 1 : 2 : 4 or 2 : 3 : 4 (at worst)"),
      np.min(gaps, axis=0).max(), at_most=0.05, as_percent=True);

# %% [markdown] lang="fr"
# Deux entrées en miroir ont des poids **opposés** : devant une suite symétrique tout s'annule, et les deux neurones se taisent, tenus par leur biais, négatif. La moindre dissymétrie réveille l'un des deux. Il faut pour cela que les trois poids d'un même côté ne puissent pas se compenser, comme 1 + 2 et 3. D'où 1 : 2 : 4, le code de l'article, ou 2 : 3 : 4 (soit 1 : 1,5 : 2).
#
# Ici, chaque départ bloqué a 56 bonnes réponses sur 64, soit 87,5 % : ce que donne un « non » à tout.
#
# Personne n'a programmé ces codes : ils sont au bas d'une pente. Et pour détecter une symétrie, le réseau a dû commencer par briser la sienne.
# %% [markdown] lang="en"
# Two mirrored inputs have **opposite** weights: faced with a symmetric sequence everything cancels, and both neurons stay silent, held by their negative bias. The slightest asymmetry wakes one of the two. For this the three weights on one side must not be able to make up for one another, as 1 + 2 and 3 would. Hence 1 : 2 : 4, the code of the paper, or 2 : 3 : 4 (that is, 1 : 1.5 : 2).
#
# Here, every start that got stuck has 56 right answers out of 64, or 87.5%: what a “no” to everything gives.
#
# Nobody programmed these codes: they lie at the bottom of a slope. And to detect a symmetry, the network first had to break its own.

# %% [markdown] lang="fr"
# ## 5. Le prix d'un gradient
#
# Comptons les multiplications, pour une image. Aller : une par poids. Retour : une par poids pour $X^\top \Delta$, une autre pour $\Delta W^\top$. Soit
#
# $$\text{aller} + \text{retour} \;\le\; 3 \times \text{aller}$$
#
# aux activations près (la première couche se passe même de $\Delta W^\top$, sauf si l'on veut les pixels). C'est général : une opération a au plus deux opérandes, donc deux flèches à remonter. **Le gradient d'un nombre par rapport à un million d'autres coûte un petit multiple du prix de ce nombre**, quel que soit leur nombre (Baur et Strassen, 1983). Les différences finies coûtent un passage par poids, plus un. Chronométrons.
# %% [markdown] lang="en"
# ## 5. The price of a gradient
#
# Count the multiplications for one image. Forward: one per weight. Backward: one per weight for $X^\top \Delta$, another for $\Delta W^\top$. That is
#
# $$\text{forward} + \text{backward} \;\le\; 3 \times \text{forward}$$
#
# activations aside (the first layer can even do without $\Delta W^\top$, unless the pixels are wanted). This is general: an operation has at most two operands, hence two arrows to go back along. **The gradient of one number with respect to a million others costs a small multiple of the price of that number**, however many they are (Baur and Strassen, 1983). Finite differences cost one pass per weight, plus one. Let us time it.

# %%
products = [W.size for W, b in network]
forward_count, backward_count = sum(products), 2 * sum(products)
print(T("multiplications, une image :", "multiplications, one image:"), T("aller", "forward"),
      number(forward_count, 0), "·", T("retour, pixels compris", "backward, pixels included"), number(backward_count, 0))
print(T("par essais, sans les pixels :", "by trials, without the pixels:"),
      number((count + 1) * forward_count, 0), "·", T("soit l'aller et retour ×", "that is, forward and backward ×"),
      number((count + 1) * forward_count / (forward_count + backward_count), 0))
end = sum(square(answer(learned, x) - y) for x, y in zip(points, xor))
operations = [node for node in parents_first(end) if node.parents]
arrows = sum(len(node.parents) for node in operations)
print(T("XOR dans notre moteur :", "XOR in our engine:"), len(operations), T("opérations,", "operations,"),
      arrows, T("flèches", "arrows"))
claim(T("Au plus deux flèches par opération", "At most two arrows per operation"), arrows <= 2 * len(operations));

# %%
def best_times(*functions, repeat=12):
    # fr: autant de millisecondes pour chacune, en alternance ; on garde la meilleure de douze
    # en: the same number of milliseconds for each, taking turns; the best of twelve is kept
    calls = [max(1, int(0.004 / timeit.timeit(f, number=1))) for f in functions]
    return np.min([[timeit.timeit(f, number=n) / n for f, n in zip(functions, calls)]
                   for _ in range(repeat)], axis=0)

def timings(width, depth=4, batch=64):
    layers = [[rng.normal(size=(width, width)) / width**0.5, np.zeros(width)] for _ in range(depth)]
    X, delta = rng.normal(size=(batch, width)), rng.normal(size=(batch, width))
    there, and_back = best_times(
        lambda: forward_pass(layers, X),
        lambda: backward_pass(layers, forward_pass(layers, X), delta))
    return depth * width * (width + 1), there, and_back

widths = lesson.pick(full=(16, 32, 64, 128, 256, 512), fast=(16, 64))
measured = np.array([timings(width) for width in widths])
weights_, there, and_back = measured.T

# %%
figure, axis = plt.subplots(figsize=(6.5, 3.4))
axis.loglog(weights_, 1000 * there * (weights_ + 1), "s:", color=plots.ORANGE,
            label=T("différences finies (calculé)", "finite differences (computed)"))
axis.loglog(weights_, 1000 * and_back, "^--", color=plots.GREEN,
            label=T("aller et retour (mesuré)", "forward and backward (measured)"))
axis.loglog(weights_, 1000 * there, "o-", color=plots.BLUE, label=T("aller seul (mesuré)", "forward only (measured)"))
axis.set(xlabel=T("nombre de poids", "number of weights"), ylabel=T("temps (ms)", "time (ms)"))
axis.legend()
show(figure,
     T("Temps selon le nombre de poids : l'aller et retour suit l'aller ; les essais s'envolent.",
       "Time by number of weights: forward plus backward keeps pace with forward; trials shoot up."))
claim(T("Temps de l'aller et retour ÷ temps de l'aller (médiane)", "Time forward and backward ÷ time forward (median)"),
      np.median(and_back / there), at_most=6, digits=1)
claim(T("Plus grand réseau : temps des différences finies (calculé) ÷ temps de l'aller et retour",
        "For the largest network: time of finite differences (computed) ÷ time forward and backward"),
      there[-1] * (weights_[-1] + 1) / and_back[-1], at_least=10_000, digits=0);

# %% [markdown] lang="fr"
# Il fallait donc parier sur 3. Le temps mesuré s'en écarte un peu, selon les machines : les activations et l'accès à la mémoire comptent aussi. Et il y a un prix caché : le retour a besoin de **toutes les valeurs de l'aller**, qu'il faut donc garder en mémoire.
#
# Ce retour est le **mode inverse** de la dérivation automatique : un passage par *sortie*. Le **mode direct** parcourt le graphe dans l'autre sens, un passage par *entrée* : à vous de le programmer dans les exercices. Une perte est une seule sortie, les poids sont des millions d'entrées : voilà pourquoi on apprend à rebours.
# %% [markdown] lang="en"
# So the right bet was 3. The measured time departs from it somewhat, depending on the machine: activations and memory access count as well. And there is a hidden price: the backward pass needs **all the values of the forward pass**, which must therefore be kept in memory.
#
# This backward pass is the **reverse mode** of automatic differentiation: one pass per *output*. **Forward mode** goes through the graph in the other direction, one pass per *input*: you will program it in the exercises. A loss is a single output, weights are millions of inputs: that is why learning goes backwards.

# %% [markdown] lang="fr"
# Linnainmaa décrit le mode inverse en 1970, pour suivre des erreurs d'arrondi ; Werbos l'applique dans sa thèse (1974) à un modèle statistique, et le décrit pour les réseaux de neurones en 1982. L'article de 1986 ne l'invente pas : il montre ce que les couches cachées en font.
#
# Et la carte du début ? Une seule image, un seul aller-retour : on part de `delta` = +1 pour le 9, −1 pour le 4, et l'on remonte jusqu'aux pixels.
# %% [markdown] lang="en"
# Linnainmaa described reverse mode in 1970, to follow rounding errors; Werbos applied it in his thesis (1974) to a statistical model, and described it for neural networks in 1982. The 1986 paper does not invent it: it shows what hidden layers make of it.
#
# And the map of the beginning? One image, one round trip: start from `delta` = +1 for the 9, −1 for the 4, and go back to the pixels.

# %%
towards_9 = np.zeros((1, 10))
towards_9[0, 9], towards_9[0, 4] = 1, -1

def pixel_gradient(image):
    return backward_pass(network, forward_pass(network, image), towards_9)[1]

one_trip = pixel_gradient(np.float64(four[np.newaxis]))[0]
figure, (left, right_) = two_panels([T("784 essais", "784 trials"), T("un aller-retour", "one round trip")])
bound = abs(trials).max()
draw_map(left, four, trials, bound)
drawn = draw_map(right_, four, one_trip, bound)
figure.colorbar(drawn, ax=[left, right_], label=T("variation par unité d'encre", "change per unit of ink"))
show(figure,
     T("Les deux cartes, par essais et par rétropropagation : on ne les distingue pas.",
       "Both maps, by trials and by backpropagation: they cannot be told apart."))
claim(T("Écart relatif entre les deux cartes", "Relative difference between the two maps"),
      relative_error(one_trip, trials), at_most=0.03, as_percent=True);

# %% [markdown] lang="fr"
# Le gradient dit où mettre de l'encre ; suivons-le. À chaque pas, un peu d'encre en proportion de la carte, que l'on recalcule, jusqu'à ce que le réseau lise 9.
# %% [markdown] lang="en"
# The gradient says where to put ink; let us follow it. At each step, a little ink in proportion to the map, which is computed anew, until the network reads 9.

# %%
image, steps_taken = np.float64(four[np.newaxis]), 0
while forward_pass(network, image)[-1].argmax() != 9 and steps_taken < 200:
    gradient = pixel_gradient(image)
    image = np.clip(image + 0.05 * gradient / abs(gradient).max(), 0, 1)
    steps_taken += 1
read = forward_pass(network, image)[-1].argmax()
change = abs(image[0] - four)
figure, (left, right_) = two_panels([T("lu comme un 4", "read as a 4"), T(f"lu comme un {read}", f"read as a {read}")])
left.imshow(four.reshape(28, 28), vmin=0, vmax=1)
right_.imshow(image.reshape(28, 28), vmin=0, vmax=1)
show(figure,
     T("Le même 4, avec un voile gris entre ses pointes : le réseau ne lit plus un 4.",
       "The same 4, with a grey haze between its tips: the network no longer reads a 4."))
print(steps_taken, T("pas ; changement du pixel le plus touché :", "steps; change of the most affected pixel:"), percent(change.max(), 0))
claim(T("Changement moyen d'un pixel, en part de l'échelle de gris", "Mean change of a pixel, as a share of the grey scale"),
      change.mean(), at_most=0.05, on_sample=0.1, as_percent=True)
claim(T("Le réseau lit maintenant un 9", "The network now reads a 9"), read == 9);

# %% [markdown] lang="fr"
# Le gradient a visé juste : il met de l'encre là où vous auriez fermé la boucle. Mais un voile suffit au réseau, bien avant que *vous* lisiez un 9. Il dit ce qui compte **pour le réseau**, ici et pour de petits changements. Des images ainsi modifiées pour tromper s'appellent des **exemples adverses** (Szegedy et al., 2014).
# %% [markdown] lang="en"
# The gradient was well aimed: it puts ink where you would have closed the loop. But a haze is enough for the network, long before *you* read a 9. It says what matters **to the network**, here and for small changes. Images modified in this way to deceive are called **adversarial examples** (Szegedy et al., 2014).

# %% [markdown] lang="fr"
# ## 6. Le gradient qui disparaît
#
# En traversant une couche, le gradient est multiplié par la matrice $W^\top$ et par les pentes :
#
# $$\Delta_{k-1} = \left(\Delta_k W_k^\top\right) \odot f'(Z_{k-1}), \qquad \lVert \Delta_{k-1} \rVert \le \max |f'| \cdot \lVert W_k \rVert \cdot \lVert \Delta_k \rVert$$
#
# ($\lVert W \rVert$ : le plus grand facteur dont $W$ allonge un vecteur.) Un produit de près de trente facteurs est rarement voisin de 1. Regardons-le : 30 couches de 64 neurones, des poids et un gradient de sortie tirés au hasard ; une ligne par couche, une case par neurone, d'autant plus claire que son gradient est grand. La sortie est à la surface, les données au fond.
#
# (Pour ReLU, qui met environ la moitié des neurones à zéro, les poids sont $\sqrt 2$ fois plus grands ; la leçon 07 dira pourquoi.)
# %% [markdown] lang="en"
# ## 6. The vanishing gradient
#
# When it crosses a layer, the gradient is multiplied by the matrix $W^\top$ and by the slopes:
#
# $$\Delta_{k-1} = \left(\Delta_k W_k^\top\right) \odot f'(Z_{k-1}), \qquad \lVert \Delta_{k-1} \rVert \le \max |f'| \cdot \lVert W_k \rVert \cdot \lVert \Delta_k \rVert$$
#
# ($\lVert W \rVert$: the largest factor by which $W$ stretches a vector.) A product of nearly thirty factors is rarely close to 1. Let us look at it: 30 layers of 64 neurons, random weights and a random output gradient; one row per layer, one cell per neuron, the brighter the larger its gradient. The output is at the surface, the data at the bottom.
#
# (For ReLU, which zeroes about half of the neurons, the weights are $\sqrt 2$ times larger; lesson 07 will say why.)

# %%
# fr: (fonction, pente calculée à partir de la sortie a, échelle des poids)
# en: (function, slope computed from the output a, scale of the weights)
ACTIVATIONS = {"σ": (sigmoid, lambda a: a * (1 - a), 1.0),
               "tanh": (np.tanh, lambda a: 1 - a**2, 1.0),
               "ReLU": (lambda z: np.maximum(0, z), lambda a: a > 0, 2**0.5)}

def descent(name, depth=30, width=64, gain=1.0, dtype="float64"):
    f, slope, scale = ACTIVATIONS[name]
    rng = np.random.default_rng(lesson.seed)
    start, end = (rng.normal(size=width).astype(dtype) for _ in range(2))
    values, weights = [start], []
    for _ in range(depth):
        weights.append((gain * scale * rng.normal(size=(width, width)) / width**0.5).astype(dtype))
        values.append(f(values[-1] @ weights[-1]))
    deltas = [end * slope(values[-1])]
    for W, value in zip(weights[:0:-1], values[-2:0:-1]):
        deltas.append((deltas[-1] @ W.T) * slope(value))
    return np.abs(deltas)

# %%
rows = {name: descent(name) for name in ACTIVATIONS}
panels = [("σ", rows["σ"] / rows["σ"].max()),
          (T("σ, échelle par ligne", "σ, scaled by row"), rows["σ"] / rows["σ"].max(axis=1, keepdims=True)),
          ("tanh", rows["tanh"] / rows["tanh"].max()), ("ReLU", rows["ReLU"] / rows["ReLU"].max())]
figure, axes = plt.subplots(1, 4, figsize=(9, 3.2), sharey=True)
for axis, (name, values) in zip(axes, panels):
    drawn = axis.imshow(values, aspect="auto", vmin=0, vmax=1, extent=(0, 64, 0.5, 30.5))
    axis.set(title=name, xticks=[], xlabel=T("64 neurones", "64 neurons"), yticks=[1, 10, 20, 30])
axes[0].set_ylabel(T("couche (1 : côté données)", "layer (1: next to the data)"))
figure.colorbar(drawn, ax=axes, label=T("gradient (part du maximum)", "gradient (share of maximum)"))
show(figure,
     T("σ : vite noir, sauf si chaque ligne a son échelle ; tanh et ReLU s'assombrissent moins vite.",
       "σ: soon black, unless each row has its own scale; tanh and ReLU darken less quickly."))

# %%
def factor(values):
    lengths = np.linalg.norm(values, axis=1)
    return (lengths[-1] / lengths[0]) ** (1 / (len(lengths) - 1))

for name, values in rows.items():
    print(f"{name:5}", T("facteur moyen par couche", "mean factor per layer"), number(factor(values)),
          T(" au fond", " at the bottom"), f"{values[-1].max() / values[0].max():.0e}")
print(T("ReLU, sans le √2 :", "ReLU, without the √2:"), number(factor(descent("ReLU", gain=2**-0.5))))
W = np.random.default_rng(lesson.seed).normal(size=(64, 64)) / 8
print(T("σ, borne par couche : ¼ × ‖W‖ =", "σ, bound per layer: ¼ × ‖W‖ ="), number(np.linalg.norm(W, 2) / 4))

# %%
claim(T("σ : facteur moyen par couche", "σ: mean factor per layer"), factor(rows["σ"]), at_most=0.3)
claim(T("ReLU : facteur moyen par couche", "ReLU: mean factor per layer"), factor(rows["ReLU"]), at_least=0.8)
# fr: de la couche 30 à la couche 1, le gradient traverse 29 matrices
# en: from layer 30 to layer 1 the gradient crosses 29 matrices
doubled = descent("ReLU", gain=2.0)[-1]
kept = rows["ReLU"][-1] > 0
claim(T("Doubler les poids d'un réseau ReLU multiplie le gradient du fond par 2²⁹ : il explose",
        "Doubling the weights of a ReLU network multiplies the bottom gradient by 2²⁹: it explodes"),
      np.allclose(doubled[kept] / rows["ReLU"][-1][kept], 2.0**29));

# %% [markdown] lang="fr"
# Soyons précis. Ce gradient n'est **pas faux** : bouger un peu les premiers poids ne change presque rien à la perte, et il le dit. Il n'est **pas effacé** non plus : à sa propre échelle (deuxième image), chaque ligne garde un motif. Il est *minuscule*, et la descente de gradient, avec un même taux d'apprentissage pour tous, ne fait presque pas bouger ces couches.
#
# Sauf si l'arithmétique s'en mêle. En demi-précision (`float16`), le plus petit nombre positif vaut environ $6 \cdot 10^{-8}$ : bien en dessous, il ne reste que zéro, et cette fois tout est perdu.
# %% [markdown] lang="en"
# Let us be precise. This gradient is **not wrong**: moving the first weights a little hardly changes the loss, and it says so. Nor is it **erased**: at its own scale (second picture) each row keeps a pattern. It is *tiny*, and gradient descent, with one learning rate for all, hardly moves these layers.
#
# Unless arithmetic interferes. In half precision (`float16`), the smallest positive number is about $6 \cdot 10^{-8}$: well below it, only zero remains, and then everything is lost.

# %%
half = descent("σ", dtype="float16")
lit = [int(np.sum(values.any(axis=1))) for values in (half, rows["σ"])]
print(T("plus petit nombre de float16 :", "smallest number of float16:"),
      f"{np.finfo('float16').smallest_subnormal:.0e}")
print(T("couches où il reste un gradient :", "layers where a gradient remains:"),
      f"float16 {lit[0]}/30, float64 {lit[1]}/30")
claim(T("Gradient de la première couche : tout est nul en float16, rien ne l'est en float64",
        "Gradient of the first layer: all of it is zero in float16, none of it in float64"),
      not half[-1].any() and rows["σ"][-1].all());

# %% [markdown] lang="fr"
# Hochreiter (1991) puis Bengio et al. (1994) ont analysé ce produit pour des réseaux récurrents, où la profondeur est le temps (leçon 13). Les principaux remèdes cherchent à garder ses facteurs près de 1 : activations à pente 1, échelle des poids de départ, normalisation (leçon 07), raccourcis entre couches (leçon 11), portes (leçon 14).
# %% [markdown] lang="en"
# Hochreiter (1991), then Bengio et al. (1994) analysed this product for recurrent networks, where depth is time (lesson 13). The main remedies try to keep its factors close to 1: activations of slope 1, the scale of the initial weights, normalisation (lesson 07), shortcuts between layers (lesson 11), gates (lesson 14).

# %% [markdown] lang="fr"
# ## Exercices
#
# ### ★ Un neurone, à la main
#
# $L = (\tanh(\mathbf{w}\cdot\mathbf{x} + b) - y)^2$. Remontez de $L$ jusqu'aux poids et au biais, un maillon à la fois. Rappel : $\tanh' = 1 - \tanh^2$.
# %% [markdown] lang="en"
# ## Exercises
#
# ### ★ One neuron, by hand
#
# $L = (\tanh(\mathbf{w}\cdot\mathbf{x} + b) - y)^2$. Go back from $L$ to the weights and the bias, one link at a time. Reminder: $\tanh' = 1 - \tanh^2$.

# %% tags=["exercise"]
def neuron_gradient(x, w, b, y):
    T("""Gradient de L = (tanh(w·x + b) − y)².

    x, w : (n,) ; b, y : nombres. Renvoie (∂L/∂w de forme (n,), ∂L/∂b un nombre).
    """, """Gradient of L = (tanh(w·x + b) − y)².

    x, w: (n,); b, y: numbers. Returns (∂L/∂w of shape (n,), ∂L/∂b a number).
    """)
    ### BEGIN SOLUTION
    a = np.tanh(w @ x + b)
    dz = 2 * (a - y) * (1 - a**2)
    return dz * x, dz
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ Réparer le retour
#
# Un graphe décrit par des listes : le nœud `i` est calculé à partir des nœuds `parents[i]`, tous d'indice plus petit, avec les pentes locales `slopes[i]`. Le dernier nœud est la sortie. Cette fonction contient **trois fautes** et ne lève pourtant aucune erreur. Corrigez-la.
#
# ```python
# gradient = np.zeros(len(parents))
# gradient[-1] = 1
# for i in range(len(parents)):
#     for parent, slope in zip(parents[i], slopes[i]):
#         gradient[parent] = slope
# return gradient
# ```
#
# Pour vous aider : avec `parents = [[], [0], [0, 1]]` et `slopes = [[], [2], [3, 4]]`, la réponse est `[11, 4, 1]`.
# %% [markdown] lang="en"
# ### ★★ Repair the backward pass
#
# A graph described by lists: node `i` is computed from the nodes `parents[i]`, all of smaller index, with the local slopes `slopes[i]`. The last node is the output. This function contains **three faults**, yet raises no error. Correct it.
#
# ```python
# gradient = np.zeros(len(parents))
# gradient[-1] = 1
# for i in range(len(parents)):
#     for parent, slope in zip(parents[i], slopes[i]):
#         gradient[parent] = slope
# return gradient
# ```
#
# To help you: with `parents = [[], [0], [0, 1]]` and `slopes = [[], [2], [3, 4]]`, the answer is `[11, 4, 1]`.

# %% tags=["exercise"]
def graph_gradients(parents, slopes):
    T("""Dérivée du dernier nœud par rapport à chacun des nœuds.

    parents, slopes : listes de listes, une par nœud. Renvoie un tableau d'un nombre par nœud.
    """, """Derivative of the last node with respect to each of the nodes.

    parents, slopes: lists of lists, one per node. Returns an array with one number per node.
    """)
    ### BEGIN SOLUTION
    gradient = np.zeros(len(parents))
    gradient[-1] = 1
    for i in reversed(range(len(parents))):
        for parent, slope in zip(parents[i], slopes[i]):
            gradient[parent] += slope * gradient[i]
    return gradient
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ L'autre sens
#
# Même graphe, mode **direct** : la source (une entrée) bouge d'un tout petit $\varepsilon$ ; suivez ce mouvement vers l'avant, nœud par nœud, jusqu'à la sortie. Un passage donne la dérivée par rapport à **une** entrée. Combien en faudrait-il pour 50 890 poids ?
# %% [markdown] lang="en"
# ### ★★ The other direction
#
# Same graph, **forward** mode: the source (an input) moves by a tiny $\varepsilon$; follow this move forwards, node by node, to the output. One pass gives the derivative with respect to **one** input. How many would 50,890 weights need?

# %% tags=["exercise"]
def forward_derivative(parents, slopes, source):
    T("""Dérivée du dernier nœud par rapport à l'entrée `source`, en mode direct.

    parents, slopes : listes de listes, une par nœud ; source : un indice. Renvoie un nombre.
    """, """Derivative of the last node with respect to the input `source`, in forward mode.

    parents, slopes: lists of lists, one per node; source: an index. Returns a number.
    """)
    ### BEGIN SOLUTION
    change = np.zeros(len(parents))
    change[source] = 1
    for i in range(len(parents)):
        for parent, slope in zip(parents[i], slopes[i]):
            change[i] += slope * change[parent]
    return change[-1]
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★★ Une matrice qui sert deux fois
#
# Certains réseaux utilisent la même matrice pour coder puis pour décoder : $H = \tanh(XW)$, puis $Y = HW^\top$. On vous donne $D = \partial L / \partial Y$. Que vaut $\partial L / \partial W$ ? (Vous avez tout : un nœud, deux flèches. Chaque contribution a la forme de $W$.)
# %% [markdown] lang="en"
# ### ★★★ A matrix used twice
#
# Some networks use the same matrix to encode and then to decode: $H = \tanh(XW)$, then $Y = HW^\top$. You are given $D = \partial L / \partial Y$. What is $\partial L / \partial W$? (You have everything you need: one node, two arrows. Each contribution has the shape of $W$.)

# %% tags=["exercise"]
def tied_gradient(X, W, D):
    T("""∂L/∂W pour Y = tanh(X W) Wᵀ, connaissant D = ∂L/∂Y.

    X, D : (m, n) ; W : (n, k). Renvoie un tableau de forme (n, k).
    """, """∂L/∂W for Y = tanh(X W) Wᵀ, given D = ∂L/∂Y.

    X, D: (m, n); W: (n, k). Returns an array of shape (n, k).
    """)
    ### BEGIN SOLUTION
    H = np.tanh(X @ W)
    delta = (D @ W) * (1 - H**2)
    return X.T @ delta + D.T @ H
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
# - **`=` au lieu de `+=`** : un nœud utilisé deux fois perd une contribution, sans message d'erreur.
# - **Ne pas remettre les gradients à zéro** entre deux passages, dans un moteur qui accumule : ils s'ajoutent à ceux du pas précédent. (Le nôtre le fait au début de `backward`.)
# - **Transmettre trop tôt** : un nœud ne remonte son gradient qu'après tous ceux qui se servent de lui.
# - **Confondre gradient et optimiseur** : la rétropropagation ne déplace aucun poids.
# - **Vérifier en `float32`, ou avec un $h$ trop petit** : l'arrondi ressemble alors à une faute.
# - **Moyenne ou somme** : si la perte est une moyenne sur le lot, le $1/m$ doit être dans `delta`, une seule fois.
# %% [markdown] lang="en"
# ## Common errors
#
# - **`=` instead of `+=`**: a node that is used twice loses a contribution, without any error message.
# - **Not resetting gradients** between two passes, in an engine that accumulates: they add to those of the step before. (Ours resets them at the start of `backward`.)
# - **Passing on too early**: a node sends its gradient back only after all those that use it.
# - **Confusing gradient and optimiser**: backpropagation moves no weight.
# - **Checking in `float32`, or with too small an $h$**: rounding then looks like a fault.
# - **Mean or sum**: if the loss is a mean over the batch, the $1/m$ must be in `delta`, exactly once.

# %% [markdown] lang="fr"
# ## À retenir
#
# - Un calcul est un graphe ; le gradient le remonte : pente locale × gradient reçu, et l'on additionne là où les chemins se rejoignent.
# - Une multiplication par flèche : tous les gradients pour environ trois fois le prix d'un passage, au lieu d'un passage par poids.
# - La rétropropagation calcule le gradient, l'optimiseur s'en sert.
# - Des poids de départ tirés au hasard, et non tous égaux : il faut briser la symétrie.
# - En profondeur, le gradient est un produit de facteurs : s'ils ne sont pas voisins de 1, il disparaît ou explose.
# %% [markdown] lang="en"
# ## What to remember
#
# - A computation is a graph; the gradient goes back through it: local slope × gradient received, adding where paths meet.
# - One multiplication per arrow: all gradients for about three times the price of a pass, instead of one pass per weight.
# - Backpropagation computes the gradient, the optimiser uses it.
# - Initial weights drawn at random, not all equal: symmetry must be broken.
# - In depth, the gradient is a product of factors: unless they are close to 1, it vanishes or explodes.

# %% [markdown] lang="fr"
# ## Glossaire
#
# | français | English | sens |
# |---|---|---|
# | aller, passage avant | forward pass | calcul des valeurs, des entrées vers la perte |
# | dérivation automatique | automatic differentiation | dérivée exacte d'un programme, opération par opération |
# | différences finies | finite differences | dérivée approchée par de petits essais |
# | gradient qui disparaît, qui explose | vanishing, exploding gradient | gradient qui tend vers 0, ou vers l'infini, de couche en couche |
# | graphe de calcul | computation graph | les opérations d'un calcul et ce qui les relie |
# | mode direct, mode inverse | forward mode, reverse mode | dériver des entrées vers la sortie, ou à rebours |
# | ordre topologique | topological order | chaque nœud après ceux à partir desquels il est calculé |
# | règle de la chaîne | chain rule | les pentes se multiplient le long d'un chemin |
# | retour, passage arrière | backward pass | remontée des gradients, de la perte vers les entrées |
# | rétropropagation | backpropagation | mode inverse appliqué à la perte d'un réseau |
# %% [markdown] lang="en"
# ## Glossary
#
# | English | français | meaning |
# |---|---|---|
# | automatic differentiation | dérivation automatique | exact derivative of a program, operation by operation |
# | backpropagation | rétropropagation | reverse mode applied to the loss of a network |
# | backward pass | retour, passage arrière | carrying the gradients from the loss back to the inputs |
# | chain rule | règle de la chaîne | slopes multiply along a path |
# | computation graph | graphe de calcul | the operations of a computation and what connects them |
# | finite differences | différences finies | derivative approximated by small trials |
# | forward mode, reverse mode | mode direct, mode inverse | differentiating from the inputs to the output, or backwards |
# | forward pass | aller, passage avant | computing the values, from the inputs to the loss |
# | topological order | ordre topologique | each node after those it is computed from |
# | vanishing, exploding gradient | gradient qui disparaît, qui explose | gradient that tends to 0, or to infinity, from layer to layer |

# %% [markdown] lang="fr"
# ## Références
#
# - D. Rumelhart, G. Hinton, R. Williams (1986), *Learning representations by back-propagating errors*, Nature 323, p. 533–536. [doi:10.1038/323533a0](https://doi.org/10.1038/323533a0)
# - S. Linnainmaa (1970), mémoire de master, université de Helsinki ; (1976), *Taylor expansion of the accumulated rounding error*. [doi:10.1007/BF01931367](https://doi.org/10.1007/BF01931367)
# - P. Werbos (1974), *Beyond Regression*, thèse, université Harvard ; (1982), *Applications of advances in nonlinear sensitivity analysis*. [doi:10.1007/BFb0006203](https://doi.org/10.1007/BFb0006203)
# - W. Baur, V. Strassen (1983), *The complexity of partial derivatives*. [doi:10.1016/0304-3975(83)90110-X](https://doi.org/10.1016/0304-3975(83)90110-X)
# - S. Hochreiter (1991), *Untersuchungen zu dynamischen neuronalen Netzen*, mémoire de fin d'études, TU München.
# - Y. Bengio, P. Simard, P. Frasconi (1994), *Learning long-term dependencies with gradient descent is difficult*. [doi:10.1109/72.279181](https://doi.org/10.1109/72.279181)
# - C. Szegedy et al. (2014), *Intriguing properties of neural networks*. [arXiv:1312.6199](https://arxiv.org/abs/1312.6199)
# %% [markdown] lang="en"
# ## References
#
# - D. Rumelhart, G. Hinton, R. Williams (1986), *Learning representations by back-propagating errors*, Nature 323, 533–536. [doi:10.1038/323533a0](https://doi.org/10.1038/323533a0)
# - S. Linnainmaa (1970), master's thesis, University of Helsinki; (1976), *Taylor expansion of the accumulated rounding error*. [doi:10.1007/BF01931367](https://doi.org/10.1007/BF01931367)
# - P. Werbos (1974), *Beyond Regression*, PhD thesis, Harvard University; (1982), *Applications of advances in nonlinear sensitivity analysis*. [doi:10.1007/BFb0006203](https://doi.org/10.1007/BFb0006203)
# - W. Baur, V. Strassen (1983), *The complexity of partial derivatives*. [doi:10.1016/0304-3975(83)90110-X](https://doi.org/10.1016/0304-3975(83)90110-X)
# - S. Hochreiter (1991), *Untersuchungen zu dynamischen neuronalen Netzen*, diploma thesis, TU München.
# - Y. Bengio, P. Simard, P. Frasconi (1994), *Learning long-term dependencies with gradient descent is difficult*. [doi:10.1109/72.279181](https://doi.org/10.1109/72.279181)
# - C. Szegedy et al. (2014), *Intriguing properties of neural networks*. [arXiv:1312.6199](https://arxiv.org/abs/1312.6199)

# %% [markdown] lang="fr"
# Pour aller plus loin :
#
# - A. Baydin et al. (2018), *Automatic differentiation in machine learning*, un panorama des modes direct et inverse. [jmlr.org/papers/v18/17-468](https://jmlr.org/papers/v18/17-468.html)
# - A. Karpathy, *micrograd*, un moteur semblable au nôtre. [github.com/karpathy/micrograd](https://github.com/karpathy/micrograd)
# %% [markdown] lang="en"
# To go further:
#
# - A. Baydin et al. (2018), *Automatic differentiation in machine learning*, a survey of forward and reverse modes. [jmlr.org/papers/v18/17-468](https://jmlr.org/papers/v18/17-468.html)
# - A. Karpathy, *micrograd*, an engine similar to ours. [github.com/karpathy/micrograd](https://github.com/karpathy/micrograd)

# %% [markdown] lang="fr"
# ## Et ensuite
#
# {{next}}
# %% [markdown] lang="en"
# ## What comes next
#
# {{next}}
