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
#     title: {fr: "Devoir : réseaux récurrents et LSTM", en: "Assignment: recurrent networks and LSTM"}
#     lesson: "14"
#     points: {baselines: 3, reset_counter: 4, truncated: 5, read_packed: 4}
#     written: {two_claims: 4}
# ---

# %% tags=["source-only"]
from course_utils import T

# %% [markdown] lang="fr"
# # Devoir : réseaux récurrents et LSTM
#
# Ce devoir prolonge les leçons 13 et 14 : prédire, trouver, programmer, réparer, expliquer. Il vaut 20 points.
#
# - Les tâches 1 à 4 sont corrigées automatiquement. Vos fonctions seront appelées avec **d'autres valeurs** que celles que vous voyez. Une réponse qui contient une erreur classique garde parfois 25 à 75 % des points.
# - Une personne lit la question 5.
# - L'énoncé est le même pour tout le monde ; les valeurs de `given`, ci-dessous, **sont les vôtres**. Ne les modifiez pas : la correction connaît les originales.
# - Après chaque tâche, `check(...)` essaie votre fonction sur quelques exemples ; quand la réponse est une valeur, il n'en vérifie que la forme. Il ne fixe pas la note.
#
# Les vecteurs sont des lignes, comme dans les leçons. NumPy suffit partout.
#
# Parlez du devoir entre vous, c'est ainsi qu'on apprend ; mais le code et les phrases que vous rendez sont de vous. Nommez qui vous a aidé, à la fin de votre réponse 5.
# %% [markdown] lang="en"
# # Assignment: recurrent networks and LSTM
#
# This assignment continues lessons 13 and 14: predict, find, implement, debug, explain. It is worth 20 points.
#
# - Tasks 1 to 4 are marked automatically. Your functions will be called with **other values** than those you see. An answer with a classic mistake sometimes keeps 25 to 75% of the points.
# - A person reads question 5.
# - The statement is the same for everyone; the values of `given`, below, **are yours**. Do not change them: the marking knows the original ones.
# - After each task, `check(...)` tries your function on a few examples; where the answer is a value, it checks only its form. It does not set the mark.
#
# Vectors are rows, as in the lessons. NumPy is enough throughout.
#
# Do talk about the assignment with each other, that is how one learns; but the code and the sentences you hand in are your own. Name those who helped you at the end of your answer 5.

# %%
import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# %% tags=["values"]
given = {}

# %% [markdown] lang="fr"
# ## 1. Prédire : ce que valent les références (3 points)
#
# Avant d'entraîner un réseau sur une série, un coup d'œil aux références qu'il devra battre. La série est une sinusoïde bruitée :
#
# $$y_t = A \sin\left(\frac{2\pi t}{P} + \varphi\right) + e_t$$
#
# La période $P$ (`period`) et l'amplitude $A$ (`amplitude`) sont dans `given["baselines"]` ; les bruits $e_t$, indépendants les uns des autres, ont une moyenne nulle et l'écart type `noise`. On connaît la série jusqu'à l'instant $t$ et l'on prévoit $y_{t+k}$, où $k$ est l'**horizon**.
#
# Le R² est celui de la leçon 13, $1 - \mathrm{RMSE}^2 / \text{variance de la série}$. La série est très longue : remplacez l'erreur quadratique moyenne (le carré de la RMSE) et la variance par leurs valeurs limites, sans simuler. Calculez, sans arrondi, le triplet `baselines = (persistence, cycle, worse)` :
#
# - `persistence`, le R² de la persistance à l'horizon `horizon` ;
# - `cycle`, le R² de la prévision qui recopie la valeur située une période avant l'instant prévu ;
# - `worse`, le plus petit horizon $k \ge 1$ où le R² de la persistance est négatif.
# %% [markdown] lang="en"
# ## 1. Predict: what the baselines are worth (3 points)
#
# Before training a network on a series, a glance at the baselines that it will have to beat. The series is a noisy sine wave:
#
# $$y_t = A \sin\left(\frac{2\pi t}{P} + \varphi\right) + e_t$$
#
# The period $P$ (`period`) and the amplitude $A$ (`amplitude`) are in `given["baselines"]`; the noises $e_t$, independent of each other, have mean zero and standard deviation `noise`. The series is known up to time $t$, and we forecast $y_{t+k}$, where $k$ is the **horizon**.
#
# R² is that of lesson 13, $1 - \mathrm{RMSE}^2 / \text{variance of the series}$. The series is very long: replace the mean squared error (the square of the RMSE) and the variance by their limits, without simulating. Compute, without rounding, the triple `baselines = (persistence, cycle, worse)`:
#
# - `persistence`, the R² of persistence at the horizon `horizon`;
# - `cycle`, the R² of the forecast that copies the value lying one period before the time to be forecast;
# - `worse`, the smallest horizon $k \ge 1$ at which the R² of persistence is negative.

# %% tags=["exercise"]
values = given["baselines"]
### BEGIN SOLUTION
power, noise = values["amplitude"] ** 2, values["noise"] ** 2
variance = power / 2 + noise


def r_squared(k):
    # fr: sin a − sin b = 2 sin((a − b) / 2) cos((a + b) / 2) ; deux bruits indépendants
    # en: sin a − sin b = 2 sin((a − b) / 2) cos((a + b) / 2); two independent noises
    return 1 - (2 * power * np.sin(np.pi * k / values["period"]) ** 2 + 2 * noise) / variance


worse = 1
while r_squared(worse) >= 0:
    worse += 1
baselines = (r_squared(values["horizon"]), r_squared(values["period"]), worse)
### END SOLUTION

# %% [markdown] lang="fr"
# ## 2. Trouver : un compteur avec remise à zéro (4 points)
#
# La leçon 14 règle à la main une LSTM d'une seule unité qui compte des parenthèses. Réglez-en une qui compte des visiteurs. Elle lit un symbole par pas, donné par deux nombres ; il y en a trois, dans `given["reset_counter"]` :
#
# - `visit` : le compte augmente de 1 ;
# - `idle` : il ne se passe rien, le compte reste ce qu'il est ;
# - `reset` : le compte revient à 0, quel qu'il soit.
#
# L'unité ne relit pas sa réponse ($U = 0$), et sa cellule part de 0. Trouvez `reset_counter = (W, b)`, les poids d'entrée, de forme (2, 4), et les biais, de forme (4,), colonnes dans l'ordre de Keras : i, f, g, o. À **chaque** pas de toute suite d'au plus `length` symboles, la cellule $c_t$, arrondie à l'entier le plus proche, doit être le compte. La porte de sortie est libre : seule la cellule est jugée. Plusieurs réponses conviennent. Vérifiez vous-même, car `check` ne regarde que la forme : faites tourner la cellule sur quelques suites de `length` symboles tirés au hasard.
#
# Un conseil : que doivent valoir les quatre sommes $\mathbf{x}_t W + \mathbf{b}$ pour chacun des trois symboles ?
# %% [markdown] lang="en"
# ## 2. Find: a counter that can be reset (4 points)
#
# Lesson 14 sets by hand a one-unit LSTM that counts brackets. Set one that counts visitors. At each step it reads a symbol, given by two numbers; there are three of them, in `given["reset_counter"]`:
#
# - `visit`: the count goes up by 1;
# - `idle`: nothing happens, the count stays what it is;
# - `reset`: the count goes back to 0, whatever it was.
#
# The unit does not read its own answer ($U = 0$), and its cell starts from 0. Find `reset_counter = (W, b)`, the input weights, of shape (2, 4), and the biases, of shape (4,), columns in Keras' order: i, f, g, o. At **every** step of any sequence of at most `length` symbols, the cell $c_t$, rounded to the nearest integer, must be the count. The output gate is free: only the cell is judged. Several answers will do. Verify it yourself, as `check` looks at the form only: run the cell on a few sequences of `length` random symbols.
#
# A piece of advice: what must the four sums $\mathbf{x}_t W + \mathbf{b}$ be for each of the three symbols?

# %% tags=["exercise"]
values = given["reset_counter"]
### BEGIN SOLUTION
# fr: les sommes voulues : une ligne par symbole, colonnes i, f, g, o
# en: the sums wanted: one row per symbol, columns i, f, g, o
wanted = np.array([[10, 10, 10, 0], [10, 10, 0, 0], [-10, -10, 0, 0]])
symbols = np.stack([values["visit"], values["idle"], values["reset"]])
# fr: trois symboles, trois inconnues par colonne : deux poids et un biais
# en: three symbols, three unknowns per column: two weights and a bias
solved = np.linalg.solve(np.column_stack([symbols, np.ones(3)]), wanted)
reset_counter = (solved[:2], solved[2])
### END SOLUTION

# %% [markdown] lang="fr"
# ## 3. Programmer : un retour de k pas (5 points)
#
# La leçon 13 cite la **rétropropagation tronquée** sans l'écrire. Une cellule récurrente lit une suite, $\mathbf{h}_t = \tanh(\mathbf{a}_t)$ avec $\mathbf{a}_t = \mathbf{x}_t W + \mathbf{h}_{t-1} U + \mathbf{b}$ et $\mathbf{h}_0 = \mathbf{0}$ ; cette fois, **chaque** état a sa cible :
#
# $$L = \sum_{t=1}^{T} L_t, \qquad L_t = \tfrac12 \lVert \mathbf{h}_t - \mathbf{y}_t \rVert^2$$
#
# L'erreur de chaque pas $t$ ne remonte que $k$ pas, le sien compris : $t$, $t - 1$, …, $t - k + 1$ (ou jusqu'au premier pas, s'il vient avant). Avec les $\mathbf{h}$ et les $\mathbf{y}$ en lignes,
#
# $$G = \sum_{t=1}^{T}\; \sum_{s=\max(1,\, t-k+1)}^{t} \mathbf{h}_{s-1}^\top\, \frac{\partial L_t}{\partial \mathbf{a}_s}$$
#
# Renvoyez le couple $(L, G)$. Pour $k \ge T$, $G$ est le gradient exact $\partial L / \partial U$ : de quoi vérifier votre fonction par une différence finie. Deux boucles l'une dans l'autre sont acceptées.
# %% [markdown] lang="en"
# ## 3. Implement: k steps back (5 points)
#
# Lesson 13 mentions **truncated backpropagation** without writing it. A recurrent cell reads a sequence, $\mathbf{h}_t = \tanh(\mathbf{a}_t)$ with $\mathbf{a}_t = \mathbf{x}_t W + \mathbf{h}_{t-1} U + \mathbf{b}$ and $\mathbf{h}_0 = \mathbf{0}$; this time **every** state has its target:
#
# $$L = \sum_{t=1}^{T} L_t, \qquad L_t = \tfrac12 \lVert \mathbf{h}_t - \mathbf{y}_t \rVert^2$$
#
# The error of each step $t$ goes back $k$ steps only, its own included: $t$, $t - 1$, …, $t - k + 1$ (or to the first step, if that comes before). With $\mathbf{h}$ and $\mathbf{y}$ as rows,
#
# $$G = \sum_{t=1}^{T}\; \sum_{s=\max(1,\, t-k+1)}^{t} \mathbf{h}_{s-1}^\top\, \frac{\partial L_t}{\partial \mathbf{a}_s}$$
#
# Return the pair $(L, G)$. For $k \ge T$, $G$ is the exact gradient $\partial L / \partial U$: a way to check your function by a finite difference. Two nested loops are accepted.


# %% tags=["exercise"]
def truncated(x, y, W, U, b, k):
    T(
        """Perte et gradient tronqué de U, chaque erreur remontant k pas : renvoie (L, G).

    `x` : (T, d), une ligne par pas ; `y` : (T, n), les cibles ; `W` : (d, n) ; `U` : (n, n) ; `b` : (n,) ;
    `k` : un entier, au moins 1. Renvoie un nombre et un tableau (n, n).
    """,
        """Loss and truncated gradient of U, each error going back k steps: returns (L, G).

    `x`: (T, d), one row per step; `y`: (T, n), the targets; `W`: (d, n); `U`: (n, n); `b`: (n,);
    `k`: an integer, at least 1. Returns a number and an array (n, n).
    """,
    )
    ### BEGIN SOLUTION
    states = [np.zeros(len(b))]
    for row in x:
        states.append(np.tanh(row @ W + states[-1] @ U + b))
    loss, G = 0.0, np.zeros_like(U)
    for t in range(1, len(states)):
        dh = states[t] - y[t - 1]
        loss += dh @ dh / 2
        for s in range(t, max(0, t - k), -1):
            da = dh * (1 - states[s] ** 2)
            G += np.outer(states[s - 1], da)
            dh = da @ U.T
    return loss, G
    ### END SOLUTION


# %% [markdown] lang="fr"
# ## 4. Réparer : des textes bout à bout (4 points)
#
# Compléter les textes par du remplissage gaspille du calcul. On peut au contraire mettre plusieurs textes **bout à bout** sur chaque ligne d'un lot. Il faut alors que la LSTM oublie un texte avant d'en lire un autre : partout où `starts[k, t]` est vrai, un nouveau texte commence au pas $t$ de la ligne $k$ ; il doit être lu **exactement comme s'il était seul**, à partir d'états nuls. Les lignes sont indépendantes ; au premier pas de chacune, un texte commence toujours.
#
# La fonction ci-dessous devrait renvoyer $\mathbf{h}_t$ à tous les pas. Les poids sont ceux d'une couche `LSTM` de Keras. Elle s'exécute sans message d'erreur, mais elle a **trois** défauts. Réparez-la.
# %% [markdown] lang="en"
# ## 4. Debug: texts end to end (4 points)
#
# Padding texts wastes computation. Instead, several texts can be put **end to end** on each row of a batch. Then the LSTM has to forget one text before it reads the next: wherever `starts[k, t]` is true, a new text begins at step $t$ of row $k$; it must be read **exactly as if it were alone**, from zero states. Rows are independent; at the first step of each row a text always begins.
#
# The function below should return $\mathbf{h}_t$ at all steps. The weights are those of a Keras `LSTM` layer. It runs without an error message, but it has **three** bugs. Fix it.


# %% tags=["exercise"]
def read_packed(x, starts, W, U, b):
    T(
        """États h d'une LSTM qui lit des textes bout à bout : renvoie un tableau (lot, pas, n).

    `x` : (lot, pas, d) ; `starts` : (lot, pas), booléens, vrais où un texte commence ;
    `W` : (d, 4n), `U` : (n, 4n), `b` : (4n,), les poids d'une couche LSTM de Keras.
    """,
        """States h of an LSTM that reads texts put end to end: returns an array (batch, steps, n).

    `x`: (batch, steps, d); `starts`: (batch, steps), booleans, true where a text begins;
    `W`: (d, 4n), `U`: (n, 4n), `b`: (4n,), the weights of a Keras LSTM layer.
    """,
    )
    ### BEGIN BUG
    h = c = np.zeros((len(x), len(U)))
    states = []
    for t in range(x.shape[1]):
        i, f, o, g = np.split(x[:, t] @ W + h @ U + b, 4, axis=1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        states.append(h)
        h = np.where(starts[:, t, np.newaxis], 0, h)
    return np.stack(states, axis=1)
    ### END BUG
    ### BEGIN SOLUTION
    h = c = np.zeros((len(x), len(U)))
    states = []
    for t in range(x.shape[1]):
        # fr: avant de lire le premier pas du texte, et les deux états
        # en: before reading the first step of the text, and both states
        h, c = (np.where(starts[:, t, np.newaxis], 0, state) for state in (h, c))
        i, f, g, o = np.split(x[:, t] @ W + h @ U + b, 4, axis=1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        states.append(h)
    return np.stack(states, axis=1)
    ### END SOLUTION


# %% [markdown] lang="fr" tags=["written"]
# ## 5. Expliquer : deux affirmations (4 points)
#
# **A. Deux modèles de langue.** Même texte de test, où l'on a compté 3 % de majuscules. Le modèle de Paul a appris sur des textes mis en minuscules ; jugé sur le test mis en minuscules, il obtient 1,90 bit par caractère. Celui de Nadia garde les majuscules : 2,05 bits sur le test tel quel. Paul conclut : « Mon modèle est meilleur de 0,15 bit. »
#
# 1. Pourquoi ces deux nombres ne se comparent-ils pas ? Complétez le modèle de Paul de la façon la plus simple : à chaque caractère, il annonce une majuscule avec la probabilité constante de 3 %. Combien de bits par caractère cela ajoute-t-il, et que devient la comparaison ? (1 point)
# 2. Ce complément est maladroit. Proposez une comparaison plus juste, **sans rien réentraîner**, et dites quel avantage elle laisse encore à l'un des deux modèles. (1 point)
#
# **B. Une mémoire courte ?** « Dans ma LSTM entraînée, la moyenne des portes d'oubli, sur toutes les unités et tous les pas, est 0,9. Le long de la cellule, la demi-vie est donc de 6,6 pas, et après 50 pas il reste un demi pour cent d'un souvenir : mon réseau ne peut pas se servir d'un mot lu 50 pas plus tôt. »
#
# 1. Le raisonnement est faux. Montrez-le par un exemple chiffré de portes dont la moyenne est 0,9. (1 point)
# 2. Décrivez une expérience, sur ce réseau tel qu'il est, qui dirait s'il se sert d'un mot lu 50 pas plus tôt : que change-t-on, que mesure-t-on, à quoi compare-t-on, que conclure ? (1 point)
#
# Longueur attendue : deux ou trois phrases par point.
#
# Terminez par les noms de ceux qui vous ont aidé pour ce devoir, ou « personne ».
#
# ### RUBRIC
#
# Affirmation A (2 points).
#
# - 1 point, question 1 : Paul prédit moins de choses (il n'a pas à savoir si la lettre est une majuscule). Le complément coûte l'entropie d'un tirage à 3 % : −0,03 log₂ 0,03 − 0,97 log₂ 0,97 ≈ 0,194 bit par caractère, donc 2,09 en tout, plus que les 2,05 de Nadia : l'ordre s'inverse. (Ces 3 % sont comptés sur le test lui-même, ce qui avantage Paul : l'ordre s'inverse à plus forte raison. Le remarquer n'est pas exigé.) Un demi-point pour l'explication sans le calcul, ou pour le calcul seul.
# - 1 point, question 2 : les deux modèles jugés sur la même question (un demi-point), et l'avantage qui reste (un demi-point). La plus directe : juger Nadia sur le texte en minuscules, en additionnant les probabilités qu'elle donne à « e » et à « E » (elle lit toujours le texte tel quel ; ses bits ne peuvent que baisser, car une somme est au moins égale à chacun de ses termes). L'avantage est alors pour elle : les majuscules déjà lues la renseignent, Paul ne les voit pas. Accepter : un complément de Paul qui tient compte du contexte (majuscule après un point), réglé sur le texte d'entraînement, car le modèle de Paul n'est pas réentraîné ; Nadia garde l'avantage d'avoir appris caractères et majuscules ensemble, ou Paul celui de la part de 3 % si elle reste comptée sur le test. « Mettre le test en minuscules pour les deux » sans additionner les probabilités : un demi-point, si l'on dit que Paul y est avantagé (Nadia n'a jamais appris sur de tels textes), sinon 0. Bienvenue, sans être exigée : une marge, ligne par ligne ou sur plusieurs graines.
#
# Affirmation B (2 points).
#
# - 1 point, question 1 : la moyenne des portes ne donne pas le produit. Par exemple, neuf unités dont la porte vaut 1 et une dixième à 0 : moyenne 0,9, et neuf unités gardent tout ; ou la moitié des unités à 0,999 et l'autre à 0,801 : 0,999 puissance 50 ≈ 0,95. Accepter aussi : des portes à 1 pendant les 50 pas en question, fermées ailleurs. Ne pas accepter des portes qui varient au cours des 50 pas dans une même unité, avec une moyenne de 0,9 sur ces pas : leur produit est alors **au plus** 0,9 puissance 50 (moyennes géométrique et arithmétique). « Il y a d'autres chemins, par h » est vrai, mais n'est pas l'exemple demandé : un demi-point.
# - 1 point, question 2 : changer ce seul mot (ou quelques mots à cette distance), tout le reste égal, sur beaucoup de textes ; mesurer le changement de la réponse (probabilité, ou exactitude si le mot décide de la bonne réponse) ; comparer à un témoin (par exemple un mot remplacé par un synonyme, le même changement à 5 pas, ou 500, de la fin, ou le même réseau aux poids non entraînés) ; conclure pour chaque issue. Un demi-point sans témoin ni conclusion. Mesurer la dérivée de la sortie par rapport au plongement de ce mot est accepté, avec un témoin. Réentraîner un réseau, ou regarder les portes : 0.
# %% [markdown] lang="en" tags=["written"]
# ## 5. Explain: two claims (4 points)
#
# **A. Two language models.** The same test text; counted on it, capitals make up 3% of the characters. Paul's model was trained on texts put into lower case; judged on the test text in lower case, it gets 1.90 bits per character. Nadia's keeps the capitals: 2.05 bits on the test text as it is. Paul concludes: “My model is better by 0.15 bits.”
#
# 1. Why can these two numbers not be compared? Complete Paul's model in the simplest way: at each character it announces a capital with a constant probability of 3%. How many bits per character does this add, and what becomes of the comparison? (1 point)
# 2. This addition is clumsy. Propose a fairer comparison, **without retraining anything**, and say which advantage it still leaves to one of the two models. (1 point)
#
# **B. A short memory?** “In my trained LSTM the mean of the forget gates, over all units and all steps, is 0.9. So along the cell the half-life is 6.6 steps, and after 50 steps half a percent of a memory is left: my network cannot use a word read 50 steps earlier.”
#
# 1. The reasoning is wrong. Show it by a numerical example of gates whose mean is 0.9. (1 point)
# 2. Describe an experiment, on this network as it is, that would tell whether it uses a word read 50 steps earlier: what is changed, what is measured, what is it compared with, what would you conclude? (1 point)
#
# Expected length: two or three sentences per point.
#
# End with the names of those who helped you with this assignment, or “nobody”.
#
# ### RUBRIC
#
# Claim A (2 points).
#
# - 1 point, question 1: Paul predicts less (he need not know whether the letter is a capital). The addition costs the entropy of a 3% draw: −0.03 log₂ 0.03 − 0.97 log₂ 0.97 ≈ 0.194 bits per character, hence 2.09 in all, more than Nadia's 2.05: the order is reversed. (These 3% are counted on the test text itself, which favours Paul: the order is reversed all the more. This remark is not required.) Half a point for the explanation without the computation, or for the computation alone.
# - 1 point, question 2: both models judged on the same question (half a point), and the advantage that is left (half a point). The most direct one: judge Nadia on the lower-case text, adding up the probabilities that she gives to “e” and “E” (she still reads the text as it is; her bits can only fall, since a sum is at least as large as each of its terms). The advantage is then hers: the capitals already read tell her something, and Paul does not see them. Accept: an addition to Paul's model that uses the context (capital after a full stop), tuned on the training text, since Paul's model is not retrained; Nadia keeps the advantage of having learned characters and capitals together, or Paul that of the 3% if they are still counted on the test text. “Put the test text into lower case for both” without adding up the probabilities: half a point, if it is said that this favours Paul (Nadia never learned on such texts), otherwise 0. Welcome, not required: a margin, line by line or over several seeds.
#
# Claim B (2 points).
#
# - 1 point, question 1: the mean of the gates does not give the product. For instance nine units whose gate is 1 and a tenth at 0: mean 0.9, and nine units keep everything; or half of the units at 0.999 and the other half at 0.801: 0.999 to the power 50 ≈ 0.95. Also accept: gates at 1 during the 50 steps in question, closed elsewhere. Do not accept gates that vary during the 50 steps within one unit, with a mean of 0.9 over those steps: their product is then **at most** 0.9 to the power 50 (geometric and arithmetic means). “There are other paths, through h” is true, but not the example asked for: half a point.
# - 1 point, question 2: change this word alone (or a few words at this distance), all else equal, on many texts; measure the change in the answer (probability, or accuracy if the word decides the right answer); compare with a control (for instance a word replaced by a synonym, the same change 5 steps, or 500, from the end, or the same network with untrained weights); conclude for each outcome. Half a point without control or conclusion. Measuring the derivative of the output with respect to the embedding of this word is accepted, with a control. Retraining a network, or looking at the gates: 0.
