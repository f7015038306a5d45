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
#     title: {fr: "Devoir : la rétropropagation", en: "Assignment: backpropagation"}
#     lesson: "05"
#     points: {backward_price: 4, leak: 4, maxout_gradients: 3, train: 5}
#     written: {three_checks: 4}
# ---

# %% tags=["source-only"]
from course_utils import T

# %% [markdown] lang="fr"
# # Devoir : la rétropropagation
#
# Ce devoir prolonge la leçon 05 : prédire, trouver, programmer, réparer, expliquer. Il vaut 20 points.
#
# - Les tâches 1 à 4 sont corrigées automatiquement. Vos fonctions seront appelées avec **d'autres valeurs** que celles que vous voyez. Une réponse qui contient une erreur classique garde parfois 25 à 75 % des points.
# - Une personne lit la question 5.
# - L'énoncé est le même pour tout le monde ; les valeurs de `given`, ci-dessous, **sont les vôtres**. Ne les modifiez pas : la correction connaît les originales.
# - Après chaque tâche, `check(...)` essaie votre fonction sur quelques exemples ; quand la réponse est une valeur, il n'en vérifie que la forme. Il ne fixe pas la note.
#
# Parlez du devoir entre vous, c'est ainsi qu'on apprend ; mais le code et les phrases que vous rendez sont de vous. Nommez qui vous a aidé, à la fin de votre réponse 5.
# %% [markdown] lang="en"
# # Assignment: backpropagation
#
# This assignment continues lesson 05: predict, find, implement, debug, explain. It is worth 20 points.
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
# ## 1. Prédire : des couches gelées (4 points)
#
# Pour adapter un réseau déjà entraîné à une nouvelle tâche, on **gèle** souvent certaines de ses couches : leurs poids et leurs biais ne changeront plus. Combien le retour coûte-t-il alors ?
#
# Votre réseau est dans `given["backward_price"]`. La couche $k$ (la couche 1 est du côté des données) relie `widths[k-1]` valeurs à `widths[k]` neurones ; une sigmoïde suit chaque couche, sauf la dernière. `frozen` donne les couches gelées ; toutes les autres sont entraînées. Pour **une image**, on part du $\Delta$ de la sortie, connu, et l'on veut le gradient de chaque poids et de chaque biais entraînés. Le retour est celui de la leçon, pentes $a(1 - a)$ comprises, mais il ne fait que le nécessaire.
#
# Donnez le couple d'entiers `backward_price = (multiplications, kept)` :
#
# - `multiplications` : le nombre de multiplications dans les produits $X^\top \Delta$ et $\Delta W^\top$ qu'il faut calculer (ni celles des pentes, ni celles de l'aller) ;
# - `kept` : le nombre de valeurs de l'aller, entrées du réseau ou sorties de sigmoïdes, que ce retour doit relire (chacune comptée une fois ; les poids ne comptent pas).
# %% [markdown] lang="en"
# ## 1. Predict: frozen layers (4 points)
#
# To adapt a trained network to a new task, some of its layers are often **frozen**: their weights and biases will not change any more. How much does the backward pass then cost?
#
# Your network is in `given["backward_price"]`. Layer $k$ (layer 1 is next to the data) connects `widths[k-1]` values to `widths[k]` neurons; a sigmoid follows each layer but the last. `frozen` gives the frozen layers; all others are trained. For **one image**, we start from the $\Delta$ of the output, which is known, and want the gradient of every trained weight and bias. The backward pass is that of the lesson, slopes $a(1 - a)$ included, but does only what is necessary.
#
# Give the pair of integers `backward_price = (multiplications, kept)`:
#
# - `multiplications`: the number of multiplications in the products $X^\top \Delta$ and $\Delta W^\top$ that have to be computed (neither those of the slopes nor those of the forward pass);
# - `kept`: the number of values of the forward pass, inputs of the network or outputs of sigmoids, that this backward pass has to read again (each one counted once; weights do not count).

# %% tags=["exercise"]
values = given["backward_price"]
### BEGIN SOLUTION
widths, frozen = values["widths"], values["frozen"]
layers = range(1, len(widths))
lowest = min(k for k in layers if k not in frozen)
multiplications = kept = 0
for k in layers:
    size = widths[k - 1] * widths[k]
    if k not in frozen:
        multiplications += size
    # fr: une couche gelée doit être traversée, s'il y a plus bas une couche entraînée
    # en: a frozen layer has to be crossed if there is a trained layer further down
    if k > lowest:
        multiplications += size
    if k >= lowest:
        kept += widths[k - 1]
backward_price = (multiplications, kept)
### END SOLUTION

# %% [markdown] lang="fr"
# ## 2. Trouver : ce que trahit un gradient (4 points)
#
# Dans l'apprentissage *fédéré*, votre téléphone n'envoie pas vos données au serveur : seulement le gradient qu'il en a calculé. Discret ? À vous d'en juger.
#
# Un réseau a quatre entrées, trois neurones cachés ReLU, et trois classes avec softmax ; la perte est l'entropie croisée (logarithme naturel). Un téléphone l'a essayé sur **un seul** exemple. Vous n'avez que trois morceaux de son gradient, dans `given["leak"]` : `dW1`, de forme (4, 3), et `db1`, de forme (3,), pour les poids et les biais de la première couche ; `db2`, de forme (3,), pour les biais de la seconde. Vous ne connaissez ni les poids, ni l'exemple.
#
# Retrouvez `leak = (x, label, loss)` : les quatre entrées (un tableau de forme (4,), sans arrondi), la classe, 0, 1 ou 2, à laquelle l'exemple appartient, et la perte du réseau sur lui.
# %% [markdown] lang="en"
# ## 2. Find: what a gradient gives away (4 points)
#
# In *federated* learning, your phone does not send your data to the server: only the gradient that it computed from them. Discreet? Judge for yourself.
#
# A network has four inputs, three hidden ReLU neurons, and three classes with softmax; the loss is the cross-entropy (natural logarithm). A phone tried it on a **single** example. All you have is three pieces of its gradient, in `given["leak"]`: `dW1`, of shape (4, 3), and `db1`, of shape (3,), for the weights and the biases of the first layer; `db2`, of shape (3,), for the biases of the second. You know neither the weights nor the example.
#
# Find `leak = (x, label, loss)`: the four inputs (an array of shape (4,), not rounded), the class, 0, 1 or 2, to which the example belongs, and the loss of the network on it.

# %% tags=["exercise"]
values = given["leak"]
### BEGIN SOLUTION
# fr: un exemple : dW1[i, j] = x[i] δ[j], et δ = db1 ; un neurone muet (δ = 0) ne dit rien
# en: one example: dW1[i, j] = x[i] δ[j], and δ = db1; a silent neuron (δ = 0) says nothing
j = np.abs(values["db1"]).argmax()
x = values["dW1"][:, j] / values["db1"][j]
# fr: db2 = p − y n'est négatif que pour la bonne classe
# en: db2 = p − y is negative only for the right class
label = int(values["db2"].argmin())
leak = (x, label, -np.log(1 + values["db2"][label]))
### END SOLUTION

# %% [markdown] lang="fr"
# ## 3. Programmer : la plus grande de deux sommes (3 points)
#
# Un neurone *maxout* (Goodfellow et al., 2013), ici à deux morceaux, calcule deux sommes et garde la plus grande. Pour un lot $X$, un exemple par ligne, et sans biais :
#
# $$H = \max(XA,\; XB) \qquad \text{(terme à terme)}$$
#
# On vous donne $D = \partial L / \partial H$. Renvoyez les trois gradients $\partial L / \partial A$, $\partial L / \partial B$ et $\partial L / \partial X$. Dans tous les tests, les termes de $XA$ et de $XB$ sont différents. La vérification de la leçon peut vous servir, avec $L = \sum_{ij} D_{ij} H_{ij}$.
# %% [markdown] lang="en"
# ## 3. Implement: the larger of two sums (3 points)
#
# A *maxout* neuron (Goodfellow et al., 2013), here with two pieces, computes two sums and keeps the larger one. For a batch $X$, one example per row, and without biases:
#
# $$H = \max(XA,\; XB) \qquad \text{(term by term)}$$
#
# You are given $D = \partial L / \partial H$. Return the three gradients $\partial L / \partial A$, $\partial L / \partial B$ and $\partial L / \partial X$. In all tests the terms of $XA$ and $XB$ differ. The check of the lesson may be of use, with $L = \sum_{ij} D_{ij} H_{ij}$.


# %% tags=["exercise"]
def maxout_gradients(X, A, B, D):
    T(
        """Gradients d'une couche maxout, H = max(XA, XB) : renvoie (∂L/∂A, ∂L/∂B, ∂L/∂X).

    `X` : (m, n), un exemple par ligne ; `A`, `B` : (n, k) ; `D` : (m, k), le gradient ∂L/∂H.
    """,
        """Gradients of a maxout layer, H = max(XA, XB): returns (∂L/∂A, ∂L/∂B, ∂L/∂X).

    `X`: (m, n), one example per row; `A`, `B`: (n, k); `D`: (m, k), the gradient ∂L/∂H.
    """,
    )
    ### BEGIN SOLUTION
    first = X @ A > X @ B
    DA, DB = D * first, D * ~first
    return X.T @ DA, X.T @ DB, DA @ A.T + DB @ B.T
    ### END SOLUTION


# %% [markdown] lang="fr"
# ## 4. Réparer : un réseau qui apprend de travers (5 points)
#
# Une couche cachée de neurones tanh, une sortie sans activation, et pour perte la moyenne des erreurs au carré sur les $m$ exemples :
#
# $$H = \tanh(X W_1 + \mathbf{b}_1), \qquad L = \frac1m \sum_i (H_i W_2 + b_2 - y_i)^2$$
#
# La fonction ci-dessous devrait faire `steps` pas de descente de gradient : à chaque pas, **chaque** paramètre perd `rate` fois la dérivée de $L$, calculée avec les paramètres d'avant ce pas. Elle s'exécute sans message d'erreur, et la perte baisse souvent ; pourtant, seuls les gradients de la dernière couche, ceux de `W2` et de `b2`, sont justes. Trouvez ses **trois** défauts et réparez-la.
# %% [markdown] lang="en"
# ## 4. Debug: a network that learns the wrong way (5 points)
#
# A hidden layer of tanh neurons, an output without activation, and as loss the mean squared error over the $m$ examples:
#
# $$H = \tanh(X W_1 + \mathbf{b}_1), \qquad L = \frac1m \sum_i (H_i W_2 + b_2 - y_i)^2$$
#
# The function below should take `steps` steps of gradient descent: at each step **every** parameter loses `rate` times the derivative of $L$, computed with the parameters as they were before that step. It runs without an error message, and the loss often falls; yet only the gradients of the last layer, those of `W2` and `b2`, are right. Find its **three** bugs and fix it.


# %% tags=["exercise"]
def train(X, y, W1, b1, W2, b2, rate, steps):
    T(
        """Paramètres après `steps` pas de gradient : renvoie (W1, b1, W2, b2).

    `X` : (m, n), un exemple par ligne ; `y` : (m, 1) ; `W1` : (n, k) ; `b1` : (k,) ; `W2` : (k, 1) ; `b2` : (1,).
    """,
        """Parameters after `steps` gradient steps: returns (W1, b1, W2, b2).

    `X`: (m, n), one example per row; `y`: (m, 1); `W1`: (n, k); `b1`: (k,); `W2`: (k, 1); `b2`: (1,).
    """,
    )
    ### BEGIN BUG
    for _ in range(steps):
        H = np.tanh(X @ W1 + b1)
        delta = 2 * (H @ W2 + b2 - y) / len(X)
        W2 = W2 - rate * H.T @ delta
        b2 = b2 - rate * delta.sum(axis=0)
        delta = (delta @ W2.T) * (1 - np.tanh(H) ** 2)
        W1 = W1 - rate * X.T @ delta
        b1 = b1 - rate * delta.mean(axis=0)
    return W1, b1, W2, b2
    ### END BUG
    ### BEGIN SOLUTION
    for _ in range(steps):
        H = np.tanh(X @ W1 + b1)
        delta = 2 * (H @ W2 + b2 - y) / len(X)
        # fr: tant que W2 n'a pas changé ; et H est déjà la sortie de tanh
        # en: while W2 has not changed; and H is already the output of tanh
        hidden_delta = (delta @ W2.T) * (1 - H**2)
        W2 = W2 - rate * H.T @ delta
        b2 = b2 - rate * delta.sum(axis=0)
        W1 = W1 - rate * X.T @ hidden_delta
        # fr: une somme : le 1/m est déjà dans delta
        # en: a sum: the 1/m is already in delta
        b1 = b1 - rate * hidden_delta.sum(axis=0)
    return W1, b1, W2, b2
    ### END SOLUTION


# %% [markdown] lang="fr" tags=["written"]
# ## 5. Expliquer : trois vérifications (4 points)
#
# Anne, Bruno et Chloé ont chacun programmé le retour du même petit réseau (celui de la leçon : 20 entrées, couches de 8, 5 et 3 neurones, lot de 10 exemples, une perte d'environ 2). Chacun a comparé le gradient $g$ des $20 \times 8$ poids de la première couche, de norme $\lVert g \rVert \approx 0{,}3$, à des différences finies centrées de sa perte, $g'$, pour plusieurs $h$. Voici leurs erreurs relatives, $\lVert g - g' \rVert / (\lVert g \rVert + \lVert g' \rVert)$, qui ne dépassent donc jamais 1 :
#
# | $h$ | $10^{-1}$ | $10^{-2}$ | $10^{-3}$ | $10^{-4}$ | $10^{-5}$ | $10^{-6}$ |
# |---|---|---|---|---|---|---|
# | Anne | $3 \cdot 10^{-3}$ | $3 \cdot 10^{-5}$ | $3 \cdot 10^{-7}$ | $3 \cdot 10^{-9}$ | $2 \cdot 10^{-10}$ | $3 \cdot 10^{-9}$ |
# | Bruno | $5 \cdot 10^{-3}$ | $4 \cdot 10^{-3}$ | $4 \cdot 10^{-3}$ | $4 \cdot 10^{-3}$ | $4 \cdot 10^{-3}$ | $4 \cdot 10^{-3}$ |
# | Chloé | $3 \cdot 10^{-3}$ | $1 \cdot 10^{-4}$ | $1 \cdot 10^{-3}$ | $1 \cdot 10^{-2}$ | $9 \cdot 10^{-2}$ | $5 \cdot 10^{-1}$ |
#
# Bruno n'a regardé que $h = 10^{-5}$, et conclut : « Le gradient de Chloé est faux, de 9 %. Le mien est juste, à 0,4 % près. »
#
# 1. Un seul des trois gradients est sûrement faux. Lequel, et à quoi le voit-on ? (1 point)
# 2. Chloé a travaillé en `float32`, les deux autres en `float64`. Expliquez par un ordre de grandeur pourquoi sa ligne remonte, et pourquoi elle remonte plus tôt que celle d'Anne. (1 point)
# 3. Décrivez une expérience qui dirait **où** est la faute de celui ou celle dont le gradient est faux : que change-t-on ou que mesure-t-on, et que conclure de chaque résultat possible ? (1 point)
# 4. La ligne d'Anne aurait la même allure avec un lot d'un seul exemple. Citez une faute, autre que celles de la tâche 4, qu'une vérification faite avec un seul exemple ne verrait jamais, et dites pourquoi. (1 point)
#
# Longueur attendue : deux ou trois phrases par point.
#
# Terminez par les noms de ceux qui vous ont aidé pour ce devoir, ou « personne ».
#
# ### RUBRIC
#
# Les nombres viennent d'une vraie expérience : Bruno a oublié dans son retour la dérivée d'une pénalité, $10^{-4}$ fois la somme des carrés des poids, que sa perte contient. Chloé n'a fait aucune faute.
#
# - 1 point, question 1 : Bruno. Pour un gradient juste, l'erreur dépend de $h$ : elle baisse en $h^2$ (ici d'un facteur 100 par colonne, chez Anne), puis remonte à cause de l'arrondi. La sienne ne dépend plus de $h$ : ce n'est l'erreur ni de la formule ni de l'arrondi, mais l'écart entre deux gradients différents. Bon nom sans ce raisonnement : 0.
# - 1 point, question 2 : en `float32`, une perte voisine de 2 n'est connue qu'à $10^{-7}$ près environ ($1{,}2 \cdot 10^{-7}$ entre deux nombres voisins ; accepter $6 \cdot 10^{-8}$), en `float64` à $2 \cdot 10^{-16}$ près. On divise par $2h$ : avec $h = 10^{-5}$, une erreur de l'ordre de $10^{-2}$ à $10^{-3}$ par dérivée en `float32`, de $10^{-11}$ en `float64`, à comparer à des dérivées de quelques centièmes ($0{,}3 / \sqrt{160}$). Avec les normes : $6 \cdot 10^{-3} \times \sqrt{160} / (2 \times 0{,}3) \approx 0{,}1$, la case du tableau ; comparer l'erreur d'une dérivée à 0,3, sans $\sqrt{160}$, est accepté. L'erreur d'arrondi est multipliée par 10 quand $h$ est divisé par 10, et dépasse l'erreur en $h^2$ d'autant plus tôt que la précision est faible. La dernière case de Chloé n'a pas à être expliquée : à $h = 10^{-6}$, l'arrondi l'emporte sur les dérivées, et l'erreur relative, plafonnée à 1, cesse d'être multipliée par 10. Un demi-point pour l'arrondi sans ordre de grandeur.
# - 1 point, question 3 : une seule chose changée à la fois, et une conclusion pour chaque issue. Par exemple : comparer tableau par tableau, de la sortie vers l'entrée, et chercher le premier qui est faux (si tous les biais sont justes et tous les poids faux, la faute n'est pas dans le signal Δ, qui sert aux deux) ; retirer un terme de la perte, ou une couche, et voir si l'erreur disparaît ; regarder à quoi ressemble la différence des deux gradients (ici, elle est proportionnelle aux poids). « Relire le code » ou « passer en `float64` » : 0.
# - 1 point, question 4 : une faute sur le lot, avec la raison. Par exemple : 1/m oublié, ou compté deux fois dans toutes les couches (m = 1 : il vaut 1) ; `delta` non sommé sur les exemples, ou seul le premier, ou le dernier, pris en compte ; la pente d'un seul exemple appliquée à tout le lot. La moyenne au lieu de la somme pour les biais vient de la tâche 4 : un demi-point, si la raison est juste. Ne pas accepter une matrice non transposée : un exemple suffit à la voir.
# %% [markdown] lang="en" tags=["written"]
# ## 5. Explain: three checks (4 points)
#
# Anne, Bruno and Chloé have each programmed the backward pass of the same small network (that of the lesson: 20 inputs, layers of 8, 5 and 3 neurons, a batch of 10 examples, a loss of about 2). Each one compared the gradient $g$ of the $20 \times 8$ weights of the first layer, of norm $\lVert g \rVert \approx 0.3$, with central finite differences of their loss, $g'$, for several $h$. Here are their relative errors, $\lVert g - g' \rVert / (\lVert g \rVert + \lVert g' \rVert)$, which therefore never exceed 1:
#
# | $h$ | $10^{-1}$ | $10^{-2}$ | $10^{-3}$ | $10^{-4}$ | $10^{-5}$ | $10^{-6}$ |
# |---|---|---|---|---|---|---|
# | Anne | $3 \cdot 10^{-3}$ | $3 \cdot 10^{-5}$ | $3 \cdot 10^{-7}$ | $3 \cdot 10^{-9}$ | $2 \cdot 10^{-10}$ | $3 \cdot 10^{-9}$ |
# | Bruno | $5 \cdot 10^{-3}$ | $4 \cdot 10^{-3}$ | $4 \cdot 10^{-3}$ | $4 \cdot 10^{-3}$ | $4 \cdot 10^{-3}$ | $4 \cdot 10^{-3}$ |
# | Chloé | $3 \cdot 10^{-3}$ | $1 \cdot 10^{-4}$ | $1 \cdot 10^{-3}$ | $1 \cdot 10^{-2}$ | $9 \cdot 10^{-2}$ | $5 \cdot 10^{-1}$ |
#
# Bruno looked at $h = 10^{-5}$ only, and concludes: “Chloé's gradient is wrong, by 9%. Mine is right, to within 0.4%.”
#
# 1. Just one of the three gradients is certainly wrong. Which one, and what shows it? (1 point)
# 2. Chloé worked in `float32`, the two others in `float64`. Explain by an order of magnitude why her row rises again, and why it does so earlier than Anne's. (1 point)
# 3. Describe an experiment that would tell **where** the fault is, for the person whose gradient is wrong: what is changed or measured, and what does each possible result mean? (1 point)
# 4. Anne's row would look the same with a batch of a single example. Name a fault, other than those of task 4, that a check made with a single example would never see, and say why. (1 point)
#
# Expected length: two or three sentences per point.
#
# End with the names of those who helped you with this assignment, or “nobody”.
#
# ### RUBRIC
#
# The numbers come from a real experiment: in his backward pass Bruno forgot the derivative of a penalty, $10^{-4}$ times the sum of the squared weights, which his loss contains. Chloé made no fault at all.
#
# - 1 point, question 1: Bruno. For a right gradient the error depends on $h$: it falls as $h^2$ (here by a factor of 100 per column, for Anne), then rises because of rounding. His does not depend on $h$ any more: it is neither the error of the formula nor that of rounding, but the difference between two different gradients. The right name without this reasoning: 0.
# - 1 point, question 2: in `float32` a loss near 2 is known only to about $10^{-7}$ ($1.2 \cdot 10^{-7}$ between two neighbouring numbers; accept $6 \cdot 10^{-8}$), in `float64` to $2 \cdot 10^{-16}$. This is divided by $2h$: with $h = 10^{-5}$, an error of the order of $10^{-2}$ to $10^{-3}$ per derivative in `float32`, of $10^{-11}$ in `float64`, to be compared with derivatives of a few hundredths ($0.3 / \sqrt{160}$). With the norms: $6 \cdot 10^{-3} \times \sqrt{160} / (2 \times 0.3) \approx 0.1$, the entry of the table; comparing the error of one derivative with 0.3, without $\sqrt{160}$, is accepted. The rounding error is multiplied by 10 when $h$ is divided by 10, and exceeds the $h^2$ error the sooner, the lower the precision. Chloé's last entry need not be explained: at $h = 10^{-6}$ rounding outweighs the derivatives, and the relative error, which cannot exceed 1, is no longer multiplied by 10. Half a point for rounding without an order of magnitude.
# - 1 point, question 3: one thing changed at a time, and a conclusion for each outcome. For instance: compare array by array, from the output towards the input, and look for the first one that is wrong (if all biases are right and all weights wrong, the fault is not in the signal Δ, which serves both); remove a term of the loss, or a layer, and see whether the error goes away; look at what the difference of the two gradients resembles (here it is proportional to the weights). “Read the code again” or “use `float64`”: 0.
# - 1 point, question 4: a fault about the batch, with the reason. For instance: 1/m forgotten, or counted twice in all layers (m = 1: it is 1); `delta` not summed over the examples, or only the first, or the last, taken into account; the slope of a single example applied to the whole batch. The mean instead of the sum for the biases comes from task 4: half a point, if the reason is right. Do not accept a matrix that was not transposed: one example is enough to see it.
