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
#   assignment:
#     title: {fr: "Devoir : le neurone artificiel", en: "Assignment: the artificial neuron"}
#     lesson: "02"
#     points: {after_correction: 3, separator: 4, batch_step: 4, pocket: 5}
#     written: {two_claims: 4}
# ---

# %% tags=["source-only"]
from course_utils import T

# %% [markdown] lang="fr"
# # Devoir : le neurone artificiel
#
# Ce devoir prolonge la leçon 02 : prédire, trouver, programmer, réparer, expliquer. Il vaut 20 points.
#
# - Les tâches 1 à 4 sont corrigées automatiquement. Vos fonctions seront appelées avec **d'autres valeurs** que celles que vous voyez. Une réponse qui contient une erreur classique garde parfois 25 à 75 % des points.
# - Une personne lit la question 5.
# - L'énoncé est le même pour tout le monde ; les valeurs de `given`, ci-dessous, **sont les vôtres**. Ne les modifiez pas : la correction connaît les originales.
# - Après chaque tâche, `check(...)` essaie votre fonction sur quelques exemples ; quand la réponse est une valeur, il n'en vérifie que la forme. Il ne fixe pas la note.
#
# Parlez du devoir entre vous, c'est ainsi qu'on apprend ; mais le code et les phrases que vous rendez sont de vous. Nommez qui vous a aidé, à la fin de votre réponse 5.
# %% [markdown] lang="en"
# # Assignment: the artificial neuron
#
# This assignment continues lesson 02: predict, find, implement, debug, explain. It is worth 20 points.
#
# - Tasks 1 to 4 are marked automatically. Your functions will be called with **other values** than those you see. An answer with a classic mistake sometimes keeps 25 to 75% of the points.
# - A person reads question 5.
# - The statement is the same for everyone; the values of `given`, below, **are yours**. Do not change them: the marking knows the original ones.
# - After each task, `check(...)` tries your function on a few examples; where the answer is a value, it checks only its form. It does not set the mark.
#
# Do talk about the assignment with each other, that is how one learns; but the code and the sentences you hand in are your own. Name those who helped you at the end of your answer 5.
# %%
import numpy as np

# %% tags=["values"]
given = {}

# %% [markdown] lang="fr"
# ## 1. Prédire : encore et encore le même exemple (3 points)
#
# Un neurone à seuil se trompe sur un exemple ; le vôtre est dans `given["after_correction"]` : entrées `x`, cible `target`, poids `w`, biais `b`. Le neurone répond 1 si $z > 0$, sinon 0 (donc 0 aussi pour $z = 0$). On lui montre **ce seul exemple** jusqu'à ce qu'il ait raison ; à chaque fois, la règle du perceptron corrige les poids et le biais, avec le taux d'apprentissage `rate`.
#
# D'abord une feuille et un crayon : la somme $z$, de combien change-t-elle à chaque correction, et dans quel sens ? Calculez ensuite le couple `after_correction = (z, n)` :
#
# - `z`, la somme pour cet exemple juste après la **première** correction, sans arrondi ;
# - `n`, le nombre total de corrections, la première comprise, au bout duquel il a raison.
# %% [markdown] lang="en"
# ## 1. Predict: the same example again and again (3 points)
#
# A threshold neuron is wrong about an example; yours is in `given["after_correction"]`: inputs `x`, target `target`, weights `w`, bias `b`. The neuron answers 1 if $z > 0$, else 0 (so also 0 for $z = 0$). It is shown **this single example** until it is right; each time, the perceptron rule corrects the weights and the bias, with the learning rate `rate`.
#
# Pencil and paper first: by how much does the sum $z$ change with each correction, and in which direction? Then compute the pair `after_correction = (z, n)`:
#
# - `z`, the sum for this example just after the **first** correction, not rounded;
# - `n`, the total number of corrections, the first one included, after which it is right.

# %% tags=["exercise"]
values = given["after_correction"]
### BEGIN SOLUTION
x, target, w, b, rate = (values[name] for name in ("x", "target", "w", "b", "rate"))
z = x @ w + b
step = rate * (x @ x + 1)
after_correction = (z + step if target == 1 else z - step, int(abs(z) / step) + 1)
### END SOLUTION

# %% [markdown] lang="fr"
# ## 2. Trouver : un neurone qui garde ses distances (4 points)
#
# Dans `given["separator"]`, voici trois points de la classe 1, les lignes de `ones`, et trois de la classe 0, les lignes de `zeros`. Trouvez un neurone `separator = (w, b)` qui répond juste pour les six points, et dont la frontière passe à une distance d'**au moins** `margin` de chacun d'eux : un point bougé d'un cheveu ne doit pas changer de côté. La distance d'un point à la frontière est $|z| / \lVert\mathbf{w}\rVert$.
#
# `w` est un tableau de deux nombres, `b` un nombre. Plusieurs neurones conviennent ; seules comptent les réponses et les distances. La règle du perceptron s'arrête dès qu'il n'y a plus d'erreur : cela suffit rarement. Une frontière parallèle à un axe ne suffit pas non plus. Un dessin aide beaucoup.
# %% [markdown] lang="en"
# ## 2. Find: a neuron that keeps its distance (4 points)
#
# In `given["separator"]`, here are three points of class 1, the rows of `ones`, and three of class 0, the rows of `zeros`. Find a neuron `separator = (w, b)` that is right for all six points, and whose boundary passes at a distance of **at least** `margin` from each of them: a point moved by a hair must not change sides. The distance of a point to the boundary is $|z| / \lVert\mathbf{w}\rVert$.
#
# `w` is an array of two numbers, `b` a number. Several neurons will do; only answers and distances count. The perceptron rule stops as soon as there are no mistakes: that is rarely enough. Nor will a boundary parallel to an axis do. A drawing helps a lot.

# %% tags=["exercise"]
values = given["separator"]
### BEGIN SOLUTION
ones, zeros = values["ones"], values["zeros"]
# fr: w de longueur 1, dans 1000 directions ; on garde celle où la bande vide est la plus large
# en: w of length 1, in 1000 directions; the one with the widest empty band is kept
angles = np.linspace(0, 2 * np.pi, 1000)
directions = np.stack([np.cos(angles), np.sin(angles)])
bands = (ones @ directions).min(axis=0) - (zeros @ directions).max(axis=0)
w = directions[:, bands.argmax()]
separator = (w, -((ones @ w).min() + (zeros @ w).max()) / 2)
### END SOLUTION

# %% [markdown] lang="fr"
# ## 3. Programmer : une seule correction pour tous (4 points)
#
# Dans la leçon, le perceptron corrige ses poids après chaque exemple. Variante *par lot* : le neurone répond d'abord à **tous** les exemples avec les mêmes poids ; on additionne ensuite les corrections que chacun demande, et on les applique d'un coup :
#
# $$\mathbf{w} \leftarrow \mathbf{w} + \eta \sum_i (y_i - \hat{y}_i)\,\mathbf{x}_i, \qquad b \leftarrow b + \eta \sum_i (y_i - \hat{y}_i)$$
#
# où $\hat{y}_i$, 0 ou 1, est la réponse du neurone à l'exemple $i$.
#
# Renvoyez les nouveaux poids, le nouveau biais et le nombre de réponses fausses **avant** cette correction, sans modifier les tableaux reçus. Une boucle est acceptée, mais essayez sans.
# %% [markdown] lang="en"
# ## 3. Implement: a single correction for all (4 points)
#
# In the lesson the perceptron corrects its weights after every example. The *batch* variant: the neuron first answers **all** examples with the same weights; then the corrections that each one asks for are added up and applied at once:
#
# $$\mathbf{w} \leftarrow \mathbf{w} + \eta \sum_i (y_i - \hat{y}_i)\,\mathbf{x}_i, \qquad b \leftarrow b + \eta \sum_i (y_i - \hat{y}_i)$$
#
# where $\hat{y}_i$, 0 or 1, is the neuron's answer to example $i$.
#
# Return the new weights, the new bias, and the number of wrong answers **before** this correction, without modifying the arrays received. A loop is accepted, but try without.


# %% tags=["exercise"]
def batch_step(X, y, w, b, rate):
    T(
        """Une correction du perceptron par lot : renvoie (nouveau w, nouveau b, nombre d'erreurs).

    X : (m, n), un exemple par ligne ; y : (m,), cibles 0 ou 1 ; w : (n,) ; b, rate : nombres.
    """,
        """One correction of the batch perceptron: returns (new w, new b, number of mistakes).

    X: (m, n), one example per row; y: (m,), targets 0 or 1; w: (n,); b, rate: numbers.
    """,
    )
    ### BEGIN SOLUTION
    answers = (X @ w + b > 0).astype(int)
    error = y - answers
    return w + rate * X.T @ error, b + rate * error.sum(), np.sum(error != 0)
    ### END SOLUTION


# %% [markdown] lang="fr"
# ## 4. Réparer : le perceptron à poche (5 points)
#
# Quand aucune frontière droite (hyperplan) ne sépare les classes, la règle corrige sans fin, et ses derniers poids ne sont pas forcément les meilleurs. Remède (Gallant, 1990) : garder dans sa **poche** les meilleurs poids rencontrés. Version simple : à la fin de chaque époque, on compte les erreurs sur tous les exemples ; si elles sont **moins** nombreuses que le record, ces poids vont dans la poche.
#
# La fonction ci-dessous devrait renvoyer ces poids, leur biais et leur nombre d'erreurs. Elle s'exécute sans message d'erreur, mais ce qu'elle renvoie est souvent faux. Trouvez ses **deux** défauts et réparez-la. On part de poids nuls et d'un biais nul, qui ne comptent pas pour la poche ; les exemples passent toujours dans le même ordre.
# %% [markdown] lang="en"
# ## 4. Debug: the pocket perceptron (5 points)
#
# When no straight boundary (hyperplane) separates the classes, the rule keeps correcting forever, and its last weights are not necessarily the best. A remedy (Gallant, 1990): keep the best weights met so far in one's **pocket**. A simple version: at the end of each epoch, errors are counted over all examples; if there are **fewer** than the record, these weights go into the pocket.
#
# The function below should return those weights, their bias and their number of errors. It runs without an error message, but what it returns is often wrong. Find its **two** bugs and fix it. Training starts from zero weights and a zero bias, which do not count for the pocket; the examples always come in the same order.


# %% tags=["exercise"]
def pocket(X, y, epochs):
    T(
        """Meilleurs poids d'un perceptron (taux 1) : renvoie (w, b, nombre d'erreurs).

    X : (m, n), un exemple par ligne ; y : (m,), cibles 0 ou 1 ; epochs : nombre d'époques, au moins 1.
    """,
        """Best weights of a perceptron (rate 1): returns (w, b, number of errors).

    X: (m, n), one example per row; y: (m,), targets 0 or 1; epochs: number of epochs, at least 1.
    """,
    )
    ### BEGIN BUG
    w, b, fewest = np.zeros(X.shape[1]), 0.0, len(y) + 1
    for _ in range(epochs):
        for x, target in zip(X, y):
            error = target - int(w @ x + b > 0)
            w += error * x
            b += error
        errors = np.sum((X @ w > 0) != y)
        if errors < fewest:
            best_w, best_b, fewest = w, b, errors
    return best_w, best_b, fewest
    ### END BUG
    ### BEGIN SOLUTION
    w, b, fewest = np.zeros(X.shape[1]), 0.0, len(y) + 1
    for _ in range(epochs):
        for x, target in zip(X, y):
            error = target - int(w @ x + b > 0)
            # fr: un nouveau tableau : celui que garde best_w ne doit plus changer
            # en: a new array: the one that best_w keeps must not change any more
            w = w + error * x
            b += error
        errors = np.sum((X @ w + b > 0) != y)
        if errors < fewest:
            best_w, best_b, fewest = w, b, errors
    return best_w, best_b, fewest
    ### END SOLUTION


# %% [markdown] lang="fr" tags=["written"]
# ## 5. Expliquer : deux affirmations (4 points)
#
# Un camarade affirme :
#
# 1. « J'ai entraîné un perceptron pendant mille époques, et il corrige encore. Mes deux classes ne sont donc pas linéairement séparables. »
# 2. « Si j'ajoute aux entrées $x_1$ et $x_2$ une troisième, leur produit $x_1 x_2$, alors un **seul** neurone à seuil calcule XOR. »
#
# Pour chacune : a-t-il raison ? Justifiez, en quelques phrases.
#
# - Pour la première (2 points), dites aussi ce qui serait une preuve que les classes ne sont pas séparables.
# - Pour la seconde (2 points), donnez des poids ou montrez qu'il n'y en a pas, et dites comment votre réponse s'accorde avec la partie 4 de la leçon.
#
# Terminez par les noms de ceux qui vous ont aidé pour ce devoir, ou « personne ».
#
# ### RUBRIC
#
# Affirmation 1, fausse (2 points).
#
# - 1 point : le théorème de Novikoff promet un nombre *fini* de corrections, pas un nombre connu d'avance ; si la bande qui sépare les classes est étroite, mille époques peuvent ne pas suffire.
# - 1 point : une preuve valable. Par exemple : les poids et le biais repassent, en fin d'époque, par les mêmes valeurs (même ordre des exemples) ; ou des inégalités contradictoires, comme pour XOR.
#
# Affirmation 2, vraie (2 points).
#
# - 1 point : des poids justes, vérifiés sur les quatre points ; par exemple $z = x_1 + x_2 - 2 x_1 x_2 - 0{,}5$, qui vaut −0,5, 0,5, 0,5, −0,5.
# - 1 point : pas de contradiction. La leçon parle de deux entrées ; avec la troisième, les quatre points sont dans l'espace, où un plan les sépare (dans le plan de départ, la frontière est une courbe). Accepter : le produit joue le rôle de la couche cachée.
#
# « Vrai » ou « faux » sans justification : 0.
# %% [markdown] lang="en" tags=["written"]
# ## 5. Explain: two claims (4 points)
#
# A classmate claims:
#
# 1. “I trained a perceptron for a thousand epochs, and it is still correcting. So my two classes are not linearly separable.”
# 2. “If I add to the inputs $x_1$ and $x_2$ a third one, their product $x_1 x_2$, then a **single** threshold neuron computes XOR.”
#
# For each one: is it true? Justify in a few sentences.
#
# - For the first (2 points), also say what would prove that the classes are not separable.
# - For the second (2 points), give weights or show that there are none, and say how your answer fits with part 4 of the lesson.
#
# End with the names of those who helped you with this assignment, or “nobody”.
#
# ### RUBRIC
#
# Claim 1, false (2 points).
#
# - 1 point: Novikoff's theorem promises a *finite* number of corrections, not a number known in advance; if the band that separates the classes is narrow, a thousand epochs may not be enough.
# - 1 point: a valid proof. For instance: weights and bias come back, at the end of an epoch, to the same values (same order of the examples); or contradictory inequalities, as for XOR.
#
# Claim 2, true (2 points).
#
# - 1 point: right weights, verified on the four points; for instance $z = x_1 + x_2 - 2 x_1 x_2 - 0.5$, which is −0.5, 0.5, 0.5, −0.5.
# - 1 point: no contradiction. The lesson speaks of two inputs; with the third, the four points lie in space, where a plane separates them (in the original plane the boundary is a curve). Accept: the product plays the part of the hidden layer.
#
# “True” or “false” without justification: 0.
