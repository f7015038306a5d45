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
#     title: {fr: "Devoir : les fonctions d'activation", en: "Assignment: activation functions"}
#     lesson: "03"
#     points: {after_change: 3, drawing: 4, temperature: 4, dead_units: 5}
#     written: {same_function: 4}
# ---

# %% tags=["source-only"]
from course_utils import T

# %% [markdown] lang="fr"
# # Devoir : les fonctions d'activation
#
# Ce devoir prolonge la leçon 03 : prédire, trouver, programmer, réparer, expliquer. Il vaut 20 points.
#
# - Les tâches 1 à 4 sont corrigées automatiquement. Vos fonctions seront appelées avec **d'autres valeurs** que celles que vous voyez. Une réponse qui contient une erreur classique garde parfois 25 à 75 % des points.
# - Une personne lit la question 5.
# - L'énoncé est le même pour tout le monde ; les valeurs de `given`, ci-dessous, **sont les vôtres**. Ne les modifiez pas : la correction connaît les originales.
# - Après chaque tâche, `check(...)` essaie votre fonction sur quelques exemples ; quand la réponse est une valeur, il n'en vérifie que la forme. Il ne fixe pas la note.
#
# Parlez du devoir entre vous, c'est ainsi qu'on apprend ; mais le code et les phrases que vous rendez sont de vous. Nommez qui vous a aidé, à la fin de votre réponse 5.
# %% [markdown] lang="en"
# # Assignment: activation functions
#
# This assignment continues lesson 03: predict, find, implement, debug, explain. It is worth 20 points.
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
# ## 1. Prédire : des probabilités sans leurs logits (3 points)
#
# Un réseau choisit parmi quatre classes ; sa dernière couche est un softmax. On n'a gardé de lui que les probabilités `p` qu'il a données à une image, dans `given["after_change"]` ; les logits sont perdus. Prédisez pourtant deux nombres pour la classe numéro `chosen` (la première porte le numéro 0) :
#
# - `q`, sa probabilité si l'on ajoute `delta` à **son** logit, les trois autres logits restant ce qu'ils étaient ;
# - `r`, sa probabilité si, au lieu de cela, on multiplie par `factor` les **quatre** logits de départ.
#
# D'abord une feuille et un crayon : que disent ces probabilités des différences entre les logits ? Donnez ensuite le couple `after_change = (q, r)`. Un écart de 0,001 est accepté.
# %% [markdown] lang="en"
# ## 1. Predict: probabilities without their logits (3 points)
#
# A network chooses among four classes; its last layer is a softmax. Only the probabilities `p` that it gave to an image have been kept, in `given["after_change"]`; the logits are lost. Predict nevertheless two numbers for class number `chosen` (the first one has number 0):
#
# - `q`, its probability if `delta` is added to **its** logit, while the three other logits stay what they were;
# - `r`, its probability if, instead of that, all **four** initial logits are multiplied by `factor`.
#
# Pencil and paper first: what do these probabilities say about the differences between the logits? Then give the pair `after_change = (q, r)`. A gap of 0.001 is accepted.

# %% tags=["exercise"]
values = given["after_change"]
### BEGIN SOLUTION
# fr: les logits sont les logarithmes des probabilités, à une constante près, qui ne compte pas
# en: the logits are the logarithms of the probabilities, up to a constant, which does not count
exponentials = values["p"].copy()
exponentials[values["chosen"]] *= np.exp(values["delta"])
powers = values["p"] ** values["factor"]
after_change = tuple(float(e[values["chosen"]] / e.sum()) for e in (exponentials, powers))
### END SOLUTION

# %% [markdown] lang="fr"
# ## 2. Trouver : un dessin fait de plis (4 points)
#
# Voici cinq points dans `given["drawing"]` : leurs abscisses `x`, de gauche à droite, et leurs ordonnées `y`. Trouvez un réseau à une entrée, une couche cachée de cinq unités ReLU et une sortie,
#
# $$f(x) = \sum_{i=1}^{5} v_i\,\mathrm{ReLU}(w_i x + b_i) + c$$
#
# dont la courbe
#
# - passe par les cinq points ;
# - est droite entre deux points voisins ;
# - reste horizontale à gauche du premier point, et à droite du dernier.
#
# Donnez `drawing = (w, b, v, c)` : trois tableaux de cinq nombres, puis un nombre. Plusieurs réseaux conviennent ; seule compte la courbe, à 0,001 près. Un dessin aide beaucoup ; un entraînement, non. Vérifiez vous-même, car `check` ne regarde que la forme : calculez $f$ aux cinq points, entre eux et au-delà.
# %% [markdown] lang="en"
# ## 2. Find: a drawing made of bends (4 points)
#
# Here are five points in `given["drawing"]`: their coordinates `x`, from left to right, and `y`. Find a network with one input, a hidden layer of five ReLU units and one output,
#
# $$f(x) = \sum_{i=1}^{5} v_i\,\mathrm{ReLU}(w_i x + b_i) + c$$
#
# whose graph
#
# - passes through the five points;
# - is straight between two neighbouring points;
# - stays horizontal to the left of the first point, and to the right of the last one.
#
# Give `drawing = (w, b, v, c)`: three arrays of five numbers, then a number. Several networks will do; only the graph counts, to within 0.001. A drawing helps a lot; training does not. Verify it yourself, as `check` looks at the form only: compute $f$ at the five points, between them and beyond.

# %% tags=["exercise"]
values = given["drawing"]
### BEGIN SOLUTION
x, y = values["x"], values["y"]
# fr: la pente avant, entre et après les points ; chaque unité ajoute un changement de pente
# en: the slope before, between and after the points; each unit adds a change of slope
slopes = np.concatenate([[0], np.diff(y) / np.diff(x), [0]])
drawing = (np.ones(5), -x, np.diff(slopes), float(y[0]))
### END SOLUTION

# %% [markdown] lang="fr"
# ## 3. Programmer : une confiance méritée (4 points)
#
# Multiplier tous les logits par un même nombre positif ne change aucune réponse, mais change la confiance du réseau. On peut donc corriger après coup un réseau trop sûr de lui, ou pas assez : on divise tous ses logits par un nombre $T > 0$, sa **température**, avant le softmax.
#
# Une ligne de `z` contient les logits d'un exemple, `labels` les vraies classes. La *confiance* du réseau pour un exemple est la plus grande des probabilités softmax$(\mathbf{z} / T)$ ; sa réponse est la classe qui a cette probabilité.
#
# Renvoyez la température $T$ pour laquelle la **moyenne des confiances**, sur tous les exemples, égale la **part de réponses justes**. Dans tous les tests, il y en a une, et une seule, entre 0,05 et 50. Une erreur relative de $10^{-5}$ est acceptée : une grille de valeurs ordinaire n'y suffit pas. `scipy.optimize` est permis, mais une boucle de quelques lignes suffit.
# %% [markdown] lang="en"
# ## 3. Implement: confidence well deserved (4 points)
#
# Multiplying all logits by the same positive number changes no answer, but it does change the network's confidence. So a network that is too sure of itself, or not enough, can be corrected afterwards: all its logits are divided by a number $T > 0$, its **temperature**, before the softmax.
#
# A row of `z` holds the logits of one example, `labels` the true classes. The network's *confidence* about an example is the largest of the probabilities softmax$(\mathbf{z} / T)$; its answer is the class that has this probability.
#
# Return the temperature $T$ at which the **mean of the confidences**, over all examples, equals the **share of right answers**. In all tests there is one, and only one, between 0.05 and 50. A relative error of $10^{-5}$ is accepted: an ordinary grid of values is not enough. `scipy.optimize` is allowed, but a loop of a few lines will do.


# %% tags=["exercise"]
def temperature(z, labels):
    T(
        """Température T à laquelle la confiance moyenne égale la part de réponses justes : un nombre.

    `z` : (m, K), les logits de m exemples ; `labels` : (m,), entiers de 0 à K - 1.
    """,
        """Temperature T at which the mean confidence equals the share of right answers: a number.

    `z`: (m, K), the logits of m examples; `labels`: (m,), integers from 0 to K - 1.
    """,
    )
    ### BEGIN SOLUTION
    right = np.mean(z.argmax(axis=1) == labels)
    # fr: un softmax qui ne déborde pas, même à basse température
    # en: a softmax that does not overflow, even at low temperature
    z = z - z.max(axis=1, keepdims=True)
    low, high = 0.05, 50
    for _ in range(100):
        middle = np.sqrt(low * high)
        e = np.exp(z / middle)
        confidence = np.mean(e.max(axis=1) / e.sum(axis=1))
        # fr: trop sûr de lui : il faut chauffer
        # en: too sure of itself: heat up
        low, high = (middle, high) if confidence > right else (low, middle)
    return float(middle)
    ### END SOLUTION


# %% [markdown] lang="fr"
# ## 4. Réparer : le compte des unités mortes (5 points)
#
# Une unité ReLU est **morte** si elle donne 0 pour **toutes** les données d'entraînement. Celles-ci sont trop nombreuses pour être traitées d'un coup ; elles arrivent par lots. Réunis, les lots les contiennent toutes, mais ils ne se ressemblent pas forcément. Il y a une ReLU après chaque couche, sauf la dernière, qu'on ne compte pas.
#
# La fonction ci-dessous devrait renvoyer une liste : le nombre d'unités mortes de chaque couche cachée. Elle s'exécute sans message d'erreur, mais ce qu'elle renvoie est souvent faux. Trouvez ses **trois** défauts et réparez-la.
# %% [markdown] lang="en"
# ## 4. Debug: the dead-unit count (5 points)
#
# A ReLU unit is **dead** if it gives 0 for **all** training data. There are too many of these to be handled at once; they come in batches. Taken together, the batches contain all of them, but they are not necessarily alike. There is a ReLU after each layer but the last, which is not counted.
#
# The function below should return a list: the number of dead units of each hidden layer. It runs without an error message, but what it returns is often wrong. Find its **three** bugs and fix it.


# %% tags=["exercise"]
def dead_units(batches, layers):
    T(
        """Nombre d'unités mortes de chaque couche cachée : renvoie une liste d'entiers.

    `batches` : liste de tableaux (m, n), un exemple par ligne ; `layers` : liste de couples (W, b),
    un par couche, la couche de sortie comprise.
    """,
        """Number of dead units of each hidden layer: returns a list of integers.

    `batches`: list of arrays (m, n), one example per row; `layers`: list of pairs (W, b), one per
    layer, the output layer included.
    """,
    )
    ### BEGIN BUG
    hidden = layers[:-1]
    dead = [np.ones(len(b), dtype=bool) for W, b in hidden]
    for x in batches:
        for k, (W, b) in enumerate(hidden):
            z = x @ W + b
            dead[k] = (z <= 0).any(axis=0)
            x = z
    return [int(off.sum()) for off in dead]
    ### END BUG
    ### BEGIN SOLUTION
    hidden = layers[:-1]
    dead = [np.ones(len(b), dtype=bool) for W, b in hidden]
    for x in batches:
        for k, (W, b) in enumerate(hidden):
            z = x @ W + b
            # fr: morte : éteinte dans les lots précédents, et pour chaque exemple de celui-ci
            # en: dead: off in the earlier batches, and for each example of this one
            dead[k] = dead[k] & (z <= 0).all(axis=0)
            x = np.maximum(0, z)
    return [int(off.sum()) for off in dead]
    ### END SOLUTION


# %% [markdown] lang="fr" tags=["written"]
# ## 5. Expliquer : la même fonction, ou presque (4 points)
#
# Un camarade a lu dans la leçon que $\tanh(z) = 2\sigma(2z) - 1$. Il affirme : « Tout réseau à tanh peut donc se récrire avec des sigmoïdes, avec exactement les mêmes sorties. Il revient donc au même d'entraîner dix couches avec `tanh` ou avec `sigmoid`. »
#
# 1. Sa première phrase est-elle juste ? Prenez deux couches cachées de suite, $\mathbf{h}_1 = \tanh(\mathbf{x} W_1 + \mathbf{b}_1)$ et $\mathbf{h}_2 = \tanh(\mathbf{h}_1 W_2 + \mathbf{b}_2)$, puis la sortie $\mathbf{h}_2 W_3 + \mathbf{b}_3$ : donnez les poids et les biais de la récriture, ou montrez qu'il n'y en a pas. (1 point)
# 2. Sa seconde phrase est-elle juste ? Justifiez par ce que la leçon dit de l'aller ou du retour, avec au moins un nombre. (1 point)
# 3. Dans la leçon, dix couches de sigmoïdes échouent sur les deux lunes. Est-ce la faute de la sigmoïde elle-même, ou des poids dont elle part ? Décrivez une expérience qui le dise : quels réseaux comparez-vous, qu'est-ce qui reste égal (le taux d'apprentissage aussi ?), que mesurez-vous, quel résultat accuserait l'une, les autres, ou les deux ? (2 points)
#
# Longueur attendue : deux ou trois phrases par point.
#
# Terminez par les noms de ceux qui vous ont aidé pour ce devoir, ou « personne ».
#
# ### RUBRIC
#
# - 1 point, question 1 : oui, avec une récriture juste. Comme $\mathbf{h} = 2\mathbf{s} - 1$ avec $\mathbf{s} = \sigma(2\mathbf{z})$ : première couche $2W_1$ et $2\mathbf{b}_1$ ; deuxième $4W_2$ et $2(\mathbf{b}_2 - \mathbf{1}W_2)$ ; sortie $2W_3$ et $\mathbf{b}_3 - \mathbf{1}W_3$, où $\mathbf{1}W$ est la somme des lignes de $W$. Un demi-point si les poids sont justes mais les biais faux ou absents.
# - 1 point, question 2 : non, pouvoir représenter n'est pas pouvoir apprendre, avec un mécanisme et un nombre. Accepter : à poids de départ égaux, la pente de σ est au plus 1/4, donc les pentes seules laissent au plus 4⁻¹⁰ ≈ 10⁻⁶ du gradient en dix couches, contre 1 au plus pour tanh ; à l'aller, les sorties des sigmoïdes restent près de 1/2 et les exemples finissent par se confondre ; ou bien, même en partant de la récriture, un pas de même taux η n'est pas le même pas (le gradient d'un poids quadruplé est environ 4 fois plus petit : revenu aux poids de tanh, le pas est environ 16 fois plus petit). « Non » sans mécanisme : 0 ; mécanisme sans aucun nombre : un demi-point.
# - 2 points, question 3 : un seul facteur change, c'est-à-dire mêmes données, même ordre, même nombre de pas, plusieurs graines, et plusieurs taux pour chaque réseau, dont on garde le meilleur (1 point ; un demi-point si un même taux, ou une seule graine, est censé suffire) ; une mesure et les résultats opposés, dits d'avance (1 point). Un même taux n'est pas un même pas : le gradient par rapport à $4W$ est le quart de celui par rapport à $W$ ; à un seul taux, un échec de la récriture ne prouverait rien. La plus nette : (a) dix couches à tanh, (b) dix couches à sigmoïde, mêmes poids de départ, (c) dix couches à sigmoïde qui partent de la récriture de (a). Si (c) échoue comme (b) à tous les taux, la sigmoïde est coupable ; si (c) réussit aussi bien que (a), c'étaient les poids de départ ; si (c) fait mieux que (b) sans rejoindre (a), les deux. Mesuré avec le réseau de la leçon, trois graines, taux 0,1, 3000 pas : (a) 99 %, (b) 50 %, (c) 99 % de bonnes réponses ; au départ, longueur du gradient de la dernière couche ÷ la première : de 0,4 à 6 pour (a) et (c), plus de 60 000 pour (b). Ce sont donc les poids. Accepter : faire varier le gain des poids de départ de la sigmoïde, centrer ses sorties ($2\sigma - 1$), ou l'échelle seule ($4\sigma$), si le raisonnement est clair. Le résultat juste n'est pas exigé, la logique l'est.
# %% [markdown] lang="en" tags=["written"]
# ## 5. Explain: the same function, or nearly (4 points)
#
# A classmate has read in the lesson that $\tanh(z) = 2\sigma(2z) - 1$. He claims: “So every tanh network can be rewritten with sigmoids, with exactly the same outputs. It therefore makes no difference whether one trains ten layers with `tanh` or with `sigmoid`.”
#
# 1. Is his first sentence right? Take two hidden layers in a row, $\mathbf{h}_1 = \tanh(\mathbf{x} W_1 + \mathbf{b}_1)$ and $\mathbf{h}_2 = \tanh(\mathbf{h}_1 W_2 + \mathbf{b}_2)$, then the output $\mathbf{h}_2 W_3 + \mathbf{b}_3$: give the weights and biases of the rewriting, or show that there are none. (1 point)
# 2. Is his second sentence right? Justify by what the lesson says about the forward or the backward pass, with at least one number. (1 point)
# 3. In the lesson, ten layers of sigmoids fail on the two moons. Is it the fault of the sigmoid itself, or of the weights it starts from? Describe an experiment that tells: which networks do you compare, what stays equal (the learning rate, too?), what do you measure, which result would accuse the one, the others, or both? (2 points)
#
# Expected length: two or three sentences per point.
#
# End with the names of those who helped you with this assignment, or “nobody”.
#
# ### RUBRIC
#
# - 1 point, question 1: yes, with a right rewriting. Since $\mathbf{h} = 2\mathbf{s} - 1$ with $\mathbf{s} = \sigma(2\mathbf{z})$: first layer $2W_1$ and $2\mathbf{b}_1$; second $4W_2$ and $2(\mathbf{b}_2 - \mathbf{1}W_2)$; output $2W_3$ and $\mathbf{b}_3 - \mathbf{1}W_3$, where $\mathbf{1}W$ is the sum of the rows of $W$. Half a point if the weights are right but the biases wrong or absent.
# - 1 point, question 2: no, being able to represent is not being able to learn, with a mechanism and a number. Accept: with equal initial weights, the slope of σ is at most 1/4, so the slopes alone leave at most 4⁻¹⁰ ≈ 10⁻⁶ of the gradient over ten layers, against at most 1 for tanh; going forward, the outputs of sigmoids stay near 1/2 and the examples become indistinguishable; or else, even when starting from the rewriting, a step with the same rate η is not the same step (the gradient of a weight made four times larger is about 4 times smaller: translated back to the weights of tanh, the step is about 16 times smaller). “No” without a mechanism: 0; a mechanism without any number: half a point.
# - 2 points, question 3: a single factor changes, that is, same data, same order, same number of steps, several seeds, and several rates for each network, of which the best is kept (1 point; half a point if one and the same rate, or a single seed, is taken to be enough); a measure and the opposite results, stated in advance (1 point). The same rate is not the same step: the gradient with respect to $4W$ is a quarter of that with respect to $W$; at a single rate, a failure of the rewriting would prove nothing. The neatest: (a) ten layers with tanh, (b) ten layers with sigmoid, same initial weights, (c) ten layers with sigmoid that start from the rewriting of (a). If (c) fails like (b) at all rates, the sigmoid is to blame; if (c) succeeds as well as (a), it was the initial weights; if (c) does better than (b) without reaching (a), both. Measured with the network of the lesson, three seeds, rate 0.1, 3000 steps: (a) 99%, (b) 50%, (c) 99% right answers; at the start, length of the gradient of the last layer ÷ the first: from 0.4 to 6 for (a) and (c), more than 60,000 for (b). So it is the weights. Accept: varying the gain of the sigmoid's initial weights, centring its outputs ($2\sigma - 1$), or the scale alone ($4\sigma$), if the reasoning is clear. The right outcome is not required, the logic is.
