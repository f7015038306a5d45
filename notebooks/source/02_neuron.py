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
#       fr: Le neurone artificiel
#       en: The artificial neuron
#     objectives:
#       fr:
#       - calculer à la main la réponse d'un neurone, y = f(Σ wᵢxᵢ + b)
#       - voir un neurone comme une frontière, et lire ses poids
#       - lui faire apprendre ses poids par la règle du perceptron, et dire quand elle échoue (XOR)
#       - écrire le calcul pour mille exemples à la fois, en NumPy puis en Keras
#       - dire ce que vaut la comparaison avec le cerveau
#       en:
#       - compute the answer of a neuron by hand, y = f(Σ wᵢxᵢ + b)
#       - see a neuron as a boundary, and read its weights
#       - have it learn its weights with the perceptron rule, and say when that fails (XOR)
#       - write the computation for a thousand examples at once, in NumPy and then in Keras
#       - say what the comparison with the brain is worth
#     prerequisites: {fr: "Python, NumPy de base, produit scalaire", en: "Python, basic NumPy, dot product"}
#     reading: 75
#     next:
#       fr: "{{lesson 03}} : d'autres fonctions à la place du seuil, et pourquoi, sans fonction non linéaire, cent couches n'en valent qu'une."
#       en: "{{lesson 03}}: other functions in place of the threshold, and why, without a non-linear function, a hundred layers are worth one."
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

lesson = start("02_neuron", T("fr", "en"), profile=profile, data=data, seed=seed)

# %%
import timeit

import keras
import matplotlib.pyplot as plt
import numpy as np
from sklearn.linear_model import Perceptron

digits = load("mnist")

# %% [markdown] lang="fr"
# ## Une image pour commencer
#
# L'image ci-dessous n'est pas un chiffre : **c'est un réseau de neurones entier**, le plus petit possible. Un seul neurone, qui vient d'apprendre à distinguer les 0 des 1 manuscrits ; chaque pixel montre un de ses poids.
#
# Quelle question ce neurone pose-t-il à une image ? Essayez de répondre maintenant ; à la fin de la leçon, vous l'aurez reconstruit vous-même.
# %% [markdown] lang="en"
# ## A picture to begin with
#
# The picture below is not a digit: **it is a whole neural network**, the smallest possible one. A single neuron that has just learned to tell handwritten 0s from 1s; each pixel shows one of its weights.
#
# Which question does this neuron ask of an image? Try to answer now; by the end of the lesson you will have rebuilt it yourself.

# %%
def zeros_and_ones(images, labels, limit):
    kept = np.flatnonzero(labels < 2)[:limit]
    return images[kept] / 255, labels[kept].astype(int)

images, y = zeros_and_ones(digits.x_train, digits.y_train, lesson.pick(full=2000, fast=300))
test_images, y_test = zeros_and_ones(digits.x_test, digits.y_test, None)
pixels, test_pixels = images.reshape(-1, 784), test_images.reshape(-1, 784)

mystery = Perceptron(random_state=0).fit(pixels, y)
weights = mystery.coef_.reshape(1, 28, 28)
figure = plots.image_grid(weights, size=2.6, diverging=True, scale=T("poids", "weight"))
show(figure,
     T("Les 784 poids d'un neurone : un cœur rouge (positif) entre deux flancs bleus (négatifs).",
       "The 784 weights of a neuron: a red core (positive) between two blue flanks (negative)."))
print(T("bonnes réponses sur des images jamais vues :", "right answers on images never seen:"),
      percent(mystery.score(test_pixels, y_test), 1))

# %% [markdown] lang="fr"
# ## 1. Une somme pondérée, puis un seuil
#
# Un neurone reçoit des nombres $x_1, \dots, x_n$. Il multiplie chacun par un **poids** $w_i$, additionne, ajoute un **biais** $b$, puis applique une fonction $f$ :
#
# $$y = f(z), \qquad z = \sum_{i=1}^{n} w_i x_i + b$$
#
# Ici $f$ est un **seuil** : $y = 1$ si $z > 0$, sinon $y = 0$. Un poids positif veut dire « cette entrée plaide pour 1 », un poids négatif « elle plaide contre ». Le biais fixe la barre à franchir.
#
# Commençons simplement : résumons chaque image par deux nombres, l'encre totale et l'encre au centre.
# %% [markdown] lang="en"
# ## 1. A weighted sum, then a threshold
#
# A neuron receives numbers $x_1, \dots, x_n$. It multiplies each one by a **weight** $w_i$, adds them up, adds a **bias** $b$, then applies a function $f$:
#
# $$y = f(z), \qquad z = \sum_{i=1}^{n} w_i x_i + b$$
#
# Here $f$ is a **threshold**: $y = 1$ if $z > 0$, otherwise $y = 0$. A positive weight means “this input argues for 1”, a negative weight “it argues against”. The bias sets the bar to clear.
#
# Let us start simply and sum up each image by two numbers, the total ink and the ink at the centre.

# %%
def features(images):
    ink = images.mean(axis=(1, 2))
    center = images[:, 11:17, 11:17].mean(axis=(1, 2))
    return np.stack([ink, center], axis=1)

X, X_test = features(images), features(test_images)
x, w, b = X[0].round(3), [-6.0, 2.0], 0.4
z = b
for xi, wi in zip(x, w):
    z += wi * xi
terms = " + ".join(f"{number(wi, 1)} × {number(xi, 3)}" for wi, xi in zip(w, x))
print(f"z = {terms} + {number(b, 1)} = {number(z, 3)}, y = {int(z > 0)}")
print(T("vraie classe :", "true class:"), y[0])

# %% [markdown] lang="fr"
# Ces deux poids ont été choisis à l'œil : peu d'encre au total, beaucoup au centre, voilà un 1. Chaque image devient un point du plan.
# %% [markdown] lang="en"
# These two weights were chosen by eye: little ink in all, much of it at the centre, that makes a 1. Each image becomes a point of the plane.

# %%
def scatter(axis, X, y):
    for digit, marker, colour in ((0, "o", plots.BLUE), (1, "^", plots.ORANGE)):
        axis.scatter(*X[y == digit].T, s=14, marker=marker, color=colour, alpha=0.5,
                     label=T(f"chiffre {digit}", f"digit {digit}"))
    axis.set(xlabel=T("encre totale (0 à 1)", "total ink (0 to 1)"),
             ylabel=T("encre au centre (0 à 1)", "ink at the centre (0 to 1)"), xlim=(0, 0.4), ylim=(-0.02, 1.02))

figure, axis = plt.subplots(figsize=(5.5, 3.6))
scatter(axis, X[:600], y[:600])
axis.legend()
show(figure,
     T("Nuage des images : les 0 en bas à droite, les 1 en haut à gauche ; quelques-uns se mêlent.",
       "Scatter of the images: the 0s at the bottom right, the 1s at the top left; a few mingle."))

# %% [markdown] lang="fr"
# ## 2. Un neurone est une frontière
#
# Le neurone change d'avis là où $z = 0$. Avec deux entrées, c'est une droite :
#
# $$w_1 x_1 + w_2 x_2 + b = 0$$
#
# Le vecteur $\mathbf{w}$ lui est **perpendiculaire** et pointe vers le côté 1 (à l'écran, les axes n'ont pas la même échelle : l'angle droit ne s'y voit pas). Le biais la fait glisser : sa distance à l'origine est $|b| / \lVert\mathbf{w}\rVert$. Avec 784 entrées, la même équation décrit un hyperplan.
#
# Bougez les curseurs : à combien d'erreurs parvenez-vous à descendre ? Moins de 20 est possible. Essayez aussi de doubler les deux poids et le biais à la fois.
# %% [markdown] lang="en"
# ## 2. A neuron is a boundary
#
# The neuron changes its mind where $z = 0$. With two inputs this is a straight line:
#
# $$w_1 x_1 + w_2 x_2 + b = 0$$
#
# The vector $\mathbf{w}$ is **perpendicular** to it and points to the side of 1 (on screen the axes have different scales, so the right angle does not show). The bias makes it slide: its distance from the origin is $|b| / \lVert\mathbf{w}\rVert$. With 784 inputs the same equation describes a hyperplane.
#
# Move the sliders: how low can you get the number of errors? Fewer than 20 is possible. Also try doubling both weights and the bias at the same time.

# %%
def boundary(w1=-6.0, w2=2.0, b=0.4):
    wrong = (X @ [w1, w2] + b > 0) != y
    figure, axis = plt.subplots(figsize=(5.5, 3.8))
    u, v = np.meshgrid(np.linspace(0, 0.4, 200), np.linspace(-0.02, 1.02, 200))
    colours = [plots.BLUE, plots.ORANGE]
    side = w1 * u + w2 * v + b > 0
    axis.contourf(u, v, side, levels=[-0.5, 0.5, 1.5], colors=colours, alpha=0.15)
    scatter(axis, X, y)
    axis.scatter(*X[wrong].T, s=45, facecolors="none", edgecolors="black", label=T("erreur", "error"))
    axis.set_title(T(f"{wrong.sum()} erreurs sur {len(y)}", f"{wrong.sum()} errors out of {len(y)}"))
    axis.legend(loc="upper right")
    return figure


# %%
names = {"w1": T("w₁ (encre totale)", "w₁ (total ink)"),
         "w2": T("w₂ (encre au centre)", "w₂ (ink at the centre)"), "b": T("biais b", "bias b")}
explore(boundary, labels=names,
        alt=T("Le plan coupé en deux par la frontière du neurone ; les erreurs sont cerclées.",
              "The plane cut in two by the neuron's boundary; errors are circled."),
        w1=(-12.0, 12.0, 0.5), w2=(-6.0, 6.0, 0.25), b=(-2.0, 2.0, 0.05))

# %%
def answers(factor):
    return X @ [-6.0 * factor, 2.0 * factor] + 0.4 * factor > 0

claim(T("Multiplier poids et biais par 2, 10 ou 1000 ne change aucune réponse",
        "Multiplying weights and bias by 2, 10 or 1000 changes no answer"),
      all(np.array_equal(answers(1), answers(factor)) for factor in (2, 10, 1000)));

# %% [markdown] lang="fr"
# Seuls comptent la **direction** et le sens de $\mathbf{w}$, et le rapport du biais à sa longueur. La longueur, qui pourrait dire l'assurance, ne sert à rien : un neurone à seuil ne sait pas dire « j'hésite ».
# %% [markdown] lang="en"
# Only the **direction** of $\mathbf{w}$ and the ratio of the bias to its length matter. The length, which could express confidence, plays no part: a threshold neuron cannot say “I hesitate”.

# %% [markdown] lang="fr"
# ## 3. Apprendre de ses erreurs
#
# En 1958, Frank Rosenblatt présente le perceptron, dont les poids s'apprennent au lieu d'être réglés à la main. Voici sa règle de correction, sous la forme qu'elle prend au début des années 1960. On présente les exemples un à un ; désormais $y$ est la cible, et $\hat{y}$ la réponse du neurone. Réponse juste : on ne touche à rien. Réponse fausse :
#
# $$\mathbf{w} \leftarrow \mathbf{w} + \eta\,(y - \hat{y})\,\mathbf{x}, \qquad b \leftarrow b + \eta\,(y - \hat{y})$$
#
# Si la cible était 1, $\mathbf{w}$ se rapproche de $\mathbf{x}$ ; si c'était 0, il s'en éloigne. C'est tout. Essayons sur les 784 pixels, en partant de poids nuls, avec un taux d'apprentissage $\eta = 1$.
# %% [markdown] lang="en"
# ## 3. Learning from mistakes
#
# In 1958 Frank Rosenblatt presented the perceptron, whose weights are learned instead of being set by hand. Here is its correction rule, in the form it took in the early 1960s. Examples are shown one by one; from here on $y$ is the target, and $\hat{y}$ the neuron's answer. Right answer: nothing is touched. Wrong answer:
#
# $$\mathbf{w} \leftarrow \mathbf{w} + \eta\,(y - \hat{y})\,\mathbf{x}, \qquad b \leftarrow b + \eta\,(y - \hat{y})$$
#
# If the target was 1, $\mathbf{w}$ moves towards $\mathbf{x}$; if it was 0, away from it. That is all. Let us try it on the 784 pixels, starting from zero weights, with a learning rate $\eta = 1$.

# %%
def perceptron(X, y, epochs, rng):
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        mistakes = 0
        for i in rng.permutation(len(X)):
            error = y[i] - int(X[i] @ w + b > 0)
            if error:
                w, b, mistakes = w + error * X[i], b + error, mistakes + 1
        history.append(mistakes)
        if mistakes == 0:
            break
    return w, b, history

rng = np.random.default_rng(lesson.seed)
w_pixels, b_pixels, history_pixels = perceptron(pixels, y, 40, rng)
w_two, b_two, history_two = perceptron(X, y, 40, rng)

# %%
figure, axis = plt.subplots(figsize=(6, 2.8))
for history, style, name in ((history_two, "s--", T("2 nombres par image", "2 numbers per image")),
                             (history_pixels, "o-", T("784 pixels", "784 pixels"))):
    axis.plot(np.arange(1, len(history) + 1), history, style, ms=4, label=name)
axis.set(xlabel=T("époque (passage sur toutes les images)", "epoch (pass over all images)"),
         ylabel=T("corrections", "corrections"), ylim=(0, None))
axis.legend()
show(figure,
     T("Corrections par époque : vite nulles avec 784 pixels ; avec deux nombres, pas en 40 époques.",
       "Corrections per epoch: soon zero with 784 pixels; with two numbers, not within 40 epochs."))

# %%
test_accuracy = np.mean((test_pixels @ w_pixels + b_pixels > 0) == y_test)
claim(T("Sur les images d'entraînement, avec 784 pixels, la règle finit par ne plus faire d'erreur",
        "On the training images, with 784 pixels, the rule ends up making no mistakes"),
      history_pixels[-1] == 0)
claim(T("Bonnes réponses sur des images jamais vues", "Right answers on images never seen"), test_accuracy,
      at_least=0.99, on_sample=0.97, as_percent=True)
weights = w_pixels.reshape(1, 28, 28)
print(T("erreurs d'entraînement avec 2 nombres :", "training errors with 2 numbers:"),
      np.sum((X @ w_two + b_two > 0) != y))
figure = plots.image_grid(weights, size=2.6, diverging=True, scale=T("poids", "weight"))
show(figure,
     T("Les poids de notre perceptron : un cœur rouge entre deux flancs bleus, comme au début.",
       "The weights of our perceptron: a red core between two blue flanks, as at the beginning."))

# %% [markdown] lang="fr"
# Un cœur rouge entre deux flancs bleus, comme au début : « y a-t-il de l'encre **au centre** plutôt que **sur les côtés** ? » Personne n'a dessiné ces flancs : chaque correction a ajouté un 1 mal classé ou retranché un 0 mal classé, et les poids en sont la somme.
#
# Théorème (Novikoff, 1962) : si un hyperplan sépare les exemples, en nombre fini, la règle s'arrête après un nombre **fini** de corrections. Sinon, elle ne s'arrête jamais : des poids sans erreur seraient justement un hyperplan qui sépare. Notre courbe à deux nombres y ressemble : dans le nuage, quelques 0 et 1 sont mêlés. Et rien ne pousse la règle vers la *meilleure* droite : comparez ses erreurs aux vôtres.
# %% [markdown] lang="en"
# A red core between two blue flanks, as at the beginning: “is there ink **at the centre** rather than **at the sides**?” Nobody drew those flanks: each correction added a misclassified 1 or subtracted a misclassified 0, and the weights are their sum.
#
# Theorem (Novikoff, 1962): if a hyperplane separates the examples, finite in number, the rule stops after a **finite** number of corrections. If none does, it never stops: weights without an error would be just such a hyperplane. Our curve with two numbers looks like it: in the scatter, a few 0s and 1s are mixed. And nothing drives the rule towards the *best* line: compare its errors with yours.

# %% [markdown] lang="fr"
# ## 4. La limite : XOR
#
# Quatre points suffisent à mettre un neurone en échec : répondre 1 quand **exactement une** des deux entrées vaut 1. Il faudrait
#
# $$b \le 0, \quad w_1 + b > 0, \quad w_2 + b > 0, \quad w_1 + w_2 + b \le 0.$$
#
# Additionnez les deux inégalités du milieu : $w_1 + w_2 + 2b > 0$, donc $w_1 + w_2 + b > -b \ge 0$, ce qui contredit la dernière. Aucun poids ne convient : ce n'est pas une question d'entraînement (Minsky et Papert ont étudié de telles limites en 1969). Que fait alors la règle ?
# %% [markdown] lang="en"
# ## 4. The limit: XOR
#
# Four points are enough to defeat a neuron: answer 1 when **exactly one** of the two inputs is 1. This would need
#
# $$b \le 0, \quad w_1 + b > 0, \quad w_2 + b > 0, \quad w_1 + w_2 + b \le 0.$$
#
# Add the two inequalities in the middle: $w_1 + w_2 + 2b > 0$, hence $w_1 + w_2 + b > -b \ge 0$, which contradicts the last one. No weights will do: it is not a matter of training (Minsky and Papert studied such limits in 1969). What does the rule do, then?

# %%
points = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
xor = np.array([0, 1, 1, 0])
w, b, ends = np.zeros(2), 0.0, []
for k in range(1, 7):
    corrections = 0
    for point, target in zip(points, xor):
        error = target - int(point @ w + b > 0)
        w, b, corrections = w + error * point, b + error, corrections + abs(error)
    ends.append((*w, b))
    print(T("passage", "pass"), k, T("- corrections :", "- corrections:"), corrections, "- w =", w, "- b =", b)
claim(T("Les poids repassent par les mêmes valeurs", "The weights come back to the same values"), len(set(ends)) < len(ends));

# %% [markdown] lang="fr"
# La règle tourne en rond. Mais **trois** neurones suffisent : un OU, un ET, et un neurone de sortie qui répond « OU, mais pas ET ». La couche cachée déplace les quatre points ; dans leur nouvelle position, une droite les sépare. Vous écrirez ce réseau dans le dernier exercice.
# %% [markdown] lang="en"
# The rule goes round in circles. But **three** neurons are enough: an OR, an AND, and an output neuron that answers “OR, but not AND”. The hidden layer moves the four points; in their new position a line separates them. You will write this network in the last exercise.

# %%
hidden = np.stack([points.sum(axis=1) > 0.5, points.sum(axis=1) > 1.5], axis=1).astype(int)
figure, axes = plt.subplots(1, 2, figsize=(7, 3))
panels = ((points, ("x₁", "x₂"), T("entrées", "inputs")), (hidden, (T("OU", "OR"), T("ET", "AND")), T("couche cachée", "hidden layer")))
for axis, (where, names, title) in zip(axes, panels):
    for answer, marker, colour in ((0, "o", plots.BLUE), (1, "^", plots.ORANGE)):
        axis.scatter(*where[xor == answer].T, s=140, marker=marker, color=colour, label=answer)
    axis.set(xlabel=names[0], ylabel=names[1], title=title,
             xlim=(-0.4, 1.4), ylim=(-0.4, 1.4), xticks=[0, 1], yticks=[0, 1])
axes[1].plot([0.25, 1.4], [-0.4, 0.75], "--", color=plots.GREY)
axes[1].annotate(T("deux points", "two points"), (1, 0), (0.75, -0.25), fontsize=9)
axes[0].legend(loc="center", title="XOR")
show(figure,
     T("À gauche, aucune droite ne sépare les classes ; à droite (couche cachée), une suffit.",
       "Left, no line separates the classes; right (hidden layer), one is enough."))

# %% [markdown] lang="fr"
# ## 5. Tout calculer d'un coup, puis en Keras
#
# Pour $m$ exemples rangés en lignes, toutes les sommes tiennent en un produit matriciel :
#
# $$\mathbf{z} = X\mathbf{w} + b, \qquad (m, n) \times (n,) \to (m,)$$
#
# Le calcul est le même. La seule différence : qui exécute la boucle, Python ou le code compilé de NumPy.
# %% [markdown] lang="en"
# ## 5. Everything at once, then in Keras
#
# For $m$ examples stored as rows, all sums fit in one matrix product:
#
# $$\mathbf{z} = X\mathbf{w} + b, \qquad (m, n) \times (n,) \to (m,)$$
#
# The computation is the same. The only difference is who runs the loop: Python, or NumPy's compiled code.

# %%
def with_loops(X, w, b):
    return np.array([sum(xi * wi for xi, wi in zip(row, w)) + b for row in X])

few = pixels[:50]
claim(T("Boucles et produit matriciel donnent les mêmes sommes", "Loops and matrix product give the same sums"),
      np.allclose(with_loops(few, w_pixels, b_pixels), few @ w_pixels + b_pixels))
loops = min(timeit.repeat(lambda: with_loops(few, w_pixels, b_pixels), number=1, repeat=5))
vectorised = min(timeit.repeat(lambda: few @ w_pixels + b_pixels, number=100, repeat=5)) / 100
claim(T("Temps avec boucles ÷ temps vectorisé", "Time with loops ÷ vectorised time"), loops / vectorised, at_least=20, digits=0);

# %% [markdown] lang="fr"
# Dans Keras, un neurone est une couche `Dense(1)`. Remplaçons aussi le seuil par une **sigmoïde**, $\sigma(z) = 1 / (1 + e^{-z})$ : la frontière reste $z = 0$, où $\sigma = 0{,}5$, mais la réponse devient graduelle, à condition que $z$ reste petit. La pente du seuil est nulle presque partout : elle n'indique pas dans quel sens corriger les poids. Celle de la sigmoïde l'indique ; la leçon 04 s'en servira.
# %% [markdown] lang="en"
# In Keras a neuron is a layer `Dense(1)`. Let us also replace the threshold by a **sigmoid**, $\sigma(z) = 1 / (1 + e^{-z})$: the boundary is still $z = 0$, where $\sigma = 0.5$, but the answer becomes gradual, provided $z$ stays small. The slope of the threshold is zero almost everywhere: it does not say which way to correct the weights. The slope of the sigmoid does; lesson 04 will use it.

# %%
inputs = keras.Input((784,))
neuron_keras = keras.Model(inputs, keras.layers.Dense(1, activation="sigmoid")(inputs))
neuron_keras.set_weights([w_pixels[:, np.newaxis], np.array([b_pixels])])

z = test_pixels @ w_pixels + b_pixels
by_hand = 1 / (1 + np.exp(-z))
from_keras = neuron_keras.predict(test_pixels, verbose=0)[:, 0]
claim(T("Keras et NumPy donnent les mêmes nombres", "Keras and NumPy give the same numbers"),
      np.allclose(by_hand, from_keras, atol=1e-4))
claim(T("Un neurone à 784 entrées a 785 paramètres", "A neuron with 784 inputs has 785 parameters"),
      neuron_keras.count_params() == 785)
claim(T("Les mêmes images sont classées 1", "The same images are classified as 1"),
      np.array_equal(z > 0, from_keras > 0.5))

print(T("réponses entre 0,01 et 0,99 :", "answers between 0.01 and 0.99:"))
for name, answers in (("σ(z)", by_hand), ("σ(z / 50)", 1 / (1 + np.exp(-z / 50)))):
    print(f"{name:10}", percent(np.mean(abs(answers - 0.5) < 0.49)))

# %% [markdown] lang="fr"
# Avec les poids du perceptron, presque toutes les réponses sont collées à 0 ou à 1. Divisez poids et biais par 50 : la frontière ne bouge pas (partie 2), les nuances apparaissent. La longueur de $\mathbf{w}$, inutile au seuil, règle maintenant l'assurance.
# %% [markdown] lang="en"
# With the perceptron's weights nearly all answers stick to 0 or 1. Divide weights and bias by 50: the boundary does not move (part 2), the shades appear. The length of $\mathbf{w}$, useless to the threshold, now sets the confidence.

# %% [markdown] lang="fr"
# ## 6. Et le cerveau ?
#
# McCulloch et Pitts (1943) sont partis du neurone biologique : des entrées qui excitent ou inhibent, un seuil, une impulsion. L'analogie a donné l'idée ; elle ne va guère plus loin.
#
# | | neurone biologique | le nôtre |
# |---|---|---|
# | signal | impulsions dans le temps | un nombre |
# | entrées | des milliers de synapses, sur des dendrites actives | une somme |
# | XOR | une dendrite du cortex humain le pourrait, d'après un modèle tiré de mesures (Gidon et al., 2020) | impossible |
# | équivalent | un réseau convolutif temporel de 5 à 8 couches pour imiter le modèle détaillé d'un neurone pyramidal (Beniaguev et al., 2021) | une ligne de NumPy |
# | apprentissage | règles locales, encore mal connues | correction d'erreur, gradient |
# %% [markdown] lang="en"
# ## 6. What about the brain?
#
# McCulloch and Pitts (1943) started from the biological neuron: inputs that excite or inhibit, a threshold, a spike. The analogy gave the idea; it does not go much further.
#
# | | biological neuron | ours |
# |---|---|---|
# | signal | spikes over time | one number |
# | inputs | thousands of synapses, on active dendrites | one sum |
# | XOR | a dendrite of the human cortex could, according to a model based on recordings (Gidon et al., 2020) | impossible |
# | equivalent | a temporally convolutional network of 5 to 8 layers to imitate a detailed model of one pyramidal neuron (Beniaguev et al., 2021) | one line of NumPy |
# | learning | local rules, still poorly understood | error correction, gradient |

# %% [markdown] lang="fr"
# Un « neurone » artificiel n'est donc pas un modèle fidèle du neurone biologique : c'est une fonction simple, que l'on répète par milliers, en couches, parce que l'ensemble s'entraîne bien.
# %% [markdown] lang="en"
# So an artificial “neuron” is no faithful model of the biological one: it is a simple function, repeated by the thousand, in layers, because the whole can be trained well.

# %% [markdown] lang="fr"
# ## Exercices
#
# ### ★ Un neurone
#
# Écrivez le neurone à seuil : 1 si $\sum w_i x_i + b > 0$, sinon 0.
# %% [markdown] lang="en"
# ## Exercises
#
# ### ★ One neuron
#
# Write the threshold neuron: 1 if $\sum w_i x_i + b > 0$, otherwise 0.

# %% tags=["exercise"]
def neuron(x, w, b):
    T("""Réponse, 0 ou 1, d'un neurone à seuil. x et w : tableaux de forme (n,) ; b : un nombre.""",
      """Answer, 0 or 1, of a threshold neuron. x and w: arrays of shape (n,); b: a number.""")
    ### BEGIN SOLUTION
    z = x @ w + b
    return int(z > 0)
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ De quel côté, et à quelle distance ?
#
# Pour des points rangés en lignes dans `X`, renvoyez la distance **signée** à la frontière : positive du côté 1, négative de l'autre. Sans boucle.
# %% [markdown] lang="en"
# ### ★★ On which side, and how far?
#
# For points stored as rows of `X`, return the **signed** distance to the boundary: positive on the side of 1, negative on the other. Without a loop.

# %% tags=["exercise"]
def signed_distance(X, w, b):
    T("""Distance signée de chaque ligne de X à la frontière w·x + b = 0.

    X : (m, n) ; w : (n,) ; b : un nombre. Renvoie un tableau de forme (m,).
    """, """Signed distance of each row of X to the boundary w·x + b = 0.

    X: (m, n); w: (n,); b: a number. Returns an array of shape (m,).
    """)
    ### BEGIN SOLUTION
    return (X @ w + b) / np.linalg.norm(w)
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ Un pas du perceptron
#
# Programmez la règle de Rosenblatt pour un seul exemple, sans modifier les tableaux reçus.
# %% [markdown] lang="en"
# ### ★★ One step of the perceptron
#
# Implement Rosenblatt's rule for a single example, without modifying the arrays received.

# %% tags=["exercise"]
def perceptron_step(x, target, w, b, rate):
    T("""Poids et biais après un exemple.

    x, w : (n,) ; target : 0 ou 1 ; b, rate : nombres. Renvoie (nouveau w, nouveau b).
    """, """Weights and bias after one example.

    x, w: (n,); target: 0 or 1; b, rate: numbers. Returns (new w, new b).
    """)
    ### BEGIN SOLUTION
    answer = int(x @ w + b > 0)
    error = target - answer
    return w + rate * error * x, b + rate * error
    ### END SOLUTION

# %% [markdown] lang="fr"
# Votre fonction sait-elle apprendre à lire ? Donnez-lui chaque image une fois.
# %% [markdown] lang="en"
# Can your function learn to read? Show it each image once.

# %%
try:
    w, b = np.zeros(784), 0.0
    for x, target in zip(pixels, y):
        w, b = perceptron_step(x, target, w, b, rate=1.0)
    figure = plots.image_grid(w.reshape(1, 28, 28), size=2.6, diverging=True)
    show(figure, T("Les poids appris par votre fonction.", "The weights learned by your function."))
except NotImplementedError:
    print(T("Complétez d'abord l'exercice.", "Complete the exercise first."))

# %% [markdown] lang="fr"
# ### ★★★ XOR en trois neurones
#
# Trouvez les poids d'un réseau : deux neurones cachés, un neurone de sortie, tous à seuil ($1$ si $z > 0$). Il calcule `h = (x @ W1 + b1 > 0)`, puis `y = (h @ w2 + b2 > 0)`.
#
# Pas avec le couple OU / ET de la leçon, cette fois : le premier neurone caché doit répondre 1 pour (1, 0) **seulement**. Il reste une infinité de bonnes réponses.
# %% [markdown] lang="en"
# ### ★★★ XOR with three neurons
#
# Find the weights of a network: two hidden neurons, one output neuron, all with a threshold ($1$ if $z > 0$). It computes `h = (x @ W1 + b1 > 0)`, then `y = (h @ w2 + b2 > 0)`.
#
# Not with the lesson's pair OR / AND this time: the first hidden neuron must answer 1 for (1, 0) **only**. Infinitely many right answers remain.

# %% tags=["exercise"]
def xor_network():
    T("""Poids d'un réseau qui calcule XOR : renvoie (W1, b1, w2, b2).

    W1 : (2, 2), une colonne par neurone caché ; b1 : (2,) ; w2 : (2,) ; b2 : un nombre.
    """, """Weights of a network that computes XOR: returns (W1, b1, w2, b2).

    W1: (2, 2), one column per hidden neuron; b1: (2,); w2: (2,); b2: a number.
    """)
    ### BEGIN SOLUTION
    W1 = np.array([[1, -1], [-1, 1]])
    b1 = np.array([-0.5, -0.5])
    w2 = np.array([1, 1])
    b2 = -0.5
    return W1, b1, w2, b2
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
# - **Oublier le biais** : la frontière passe alors toujours par l'origine.
# - **`X * w` au lieu de `X @ w`** : le premier multiplie terme à terme et garde la forme `(m, n)`, le second additionne.
# - **`w += …` dans une fonction** : cela modifie le tableau de l'appelant. Écrivez `w = w + …`.
# - **Formes `(m, 1)` et `(m,)` mélangées** : leur différence a la forme `(m, m)`, sans message d'erreur. La sortie de Keras est `(m, 1)` : prenez `[:, 0]`.
# - **Lire les poids comme des importances** quand les entrées n'ont pas la même échelle : ce qui compte est le poids multiplié par l'étendue de son entrée.
# %% [markdown] lang="en"
# ## Common errors
#
# - **Forgetting the bias**: the boundary then always goes through the origin.
# - **`X * w` instead of `X @ w`**: the first multiplies term by term and keeps the shape `(m, n)`, the second sums.
# - **`w += …` inside a function**: this modifies the caller's array. Write `w = w + …`.
# - **Mixing shapes `(m, 1)` and `(m,)`**: their difference has shape `(m, m)`, without any error message. The output of Keras is `(m, 1)`: take `[:, 0]`.
# - **Reading weights as importances** when inputs have different scales: what counts is the weight times the range of its input.

# %% [markdown] lang="fr"
# ## À retenir
#
# - Un neurone : une somme pondérée, un biais, une fonction. $y = f(\mathbf{w}\cdot\mathbf{x} + b)$.
# - Il coupe l'espace en deux ; $\mathbf{w}$ est perpendiculaire à la coupure, $b$ la fait glisser.
# - La règle du perceptron n'apprend que de ses erreurs, et s'arrête si, et seulement si, un hyperplan sépare les exemples.
# - Un neurone ne peut pas calculer XOR ; trois le peuvent.
# - Les poids d'un neurone qui lit des pixels forment une image : la question qu'il pose.
# %% [markdown] lang="en"
# ## What to remember
#
# - A neuron: a weighted sum, a bias, a function. $y = f(\mathbf{w}\cdot\mathbf{x} + b)$.
# - It cuts space in two; $\mathbf{w}$ is perpendicular to the cut, $b$ makes it slide.
# - The perceptron rule learns only from its mistakes, and stops if, and only if, a hyperplane separates the examples.
# - One neuron cannot compute XOR; three can.
# - The weights of a neuron that reads pixels form an image: the question it asks.

# %% [markdown] lang="fr"
# ## Glossaire
#
# | français | English | sens |
# |---|---|---|
# | biais | bias | nombre ajouté à la somme ; déplace la frontière |
# | couche cachée | hidden layer | neurones entre les entrées et la sortie |
# | époque | epoch | un passage sur tous les exemples |
# | linéairement séparable | linearly separable | qu'un hyperplan suffit à séparer |
# | perceptron | perceptron | neurone à seuil, et sa règle d'apprentissage |
# | poids | weight | nombre qui multiplie une entrée |
# | seuil | threshold, step function | 1 si z > 0, sinon 0 |
# | taux d'apprentissage | learning rate | taille de chaque correction, η |
# %% [markdown] lang="en"
# ## Glossary
#
# | English | français | meaning |
# |---|---|---|
# | bias | biais | number added to the sum; moves the boundary |
# | epoch | époque | one pass over all examples |
# | hidden layer | couche cachée | neurons between the inputs and the output |
# | learning rate | taux d'apprentissage | size of each correction, η |
# | linearly separable | linéairement séparable | that one hyperplane can separate |
# | perceptron | perceptron | threshold neuron, and its learning rule |
# | threshold, step function | seuil | 1 if z > 0, otherwise 0 |
# | weight | poids | number that multiplies an input |

# %% [markdown] lang="fr"
# ## Références
#
# - W. McCulloch, W. Pitts (1943), *A logical calculus of the ideas immanent in nervous activity*. [doi:10.1007/BF02478259](https://doi.org/10.1007/BF02478259)
# - F. Rosenblatt (1958), *The perceptron*. [doi:10.1037/h0042519](https://doi.org/10.1037/h0042519) ; (1962), *Principles of Neurodynamics*, Spartan Books.
# - A. Novikoff (1962), *On convergence proofs on perceptrons*, Symposium on the Mathematical Theory of Automata, vol. 12, p. 615–622.
# - M. Minsky, S. Papert (1969), *Perceptrons*, MIT Press.
# - A. Gidon et al. (2020), *Dendritic action potentials and computation in human layer 2/3 cortical neurons*. [doi:10.1126/science.aax6239](https://doi.org/10.1126/science.aax6239)
# - D. Beniaguev, I. Segev, M. London (2021), *Single cortical neurons as deep artificial neural networks*. [doi:10.1016/j.neuron.2021.07.002](https://doi.org/10.1016/j.neuron.2021.07.002)
# %% [markdown] lang="en"
# ## References
#
# - W. McCulloch, W. Pitts (1943), *A logical calculus of the ideas immanent in nervous activity*. [doi:10.1007/BF02478259](https://doi.org/10.1007/BF02478259)
# - F. Rosenblatt (1958), *The perceptron*. [doi:10.1037/h0042519](https://doi.org/10.1037/h0042519) ; (1962), *Principles of Neurodynamics*, Spartan Books.
# - A. Novikoff (1962), *On convergence proofs on perceptrons*, Symposium on the Mathematical Theory of Automata, vol. 12, p. 615–622.
# - M. Minsky, S. Papert (1969), *Perceptrons*, MIT Press.
# - A. Gidon et al. (2020), *Dendritic action potentials and computation in human layer 2/3 cortical neurons*. [doi:10.1126/science.aax6239](https://doi.org/10.1126/science.aax6239)
# - D. Beniaguev, I. Segev, M. London (2021), *Single cortical neurons as deep artificial neural networks*. [doi:10.1016/j.neuron.2021.07.002](https://doi.org/10.1016/j.neuron.2021.07.002)

# %% [markdown] lang="fr"
# ## Et ensuite
#
# {{next}}
# %% [markdown] lang="en"
# ## What comes next
#
# {{next}}
