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
#     title: {fr: "Devoir : pertes et optimiseurs", en: "Assignment: losses and optimisers"}
#     lesson: "04"
#     points: {travelled: 3, three_rates: 4, gaussian_loss: 4, one_epoch: 5}
#     written: {who_wins: 4}
# ---

# %% tags=["source-only"]
from course_utils import T

# %% [markdown] lang="fr"
# # Devoir : pertes et optimiseurs
#
# Ce devoir prolonge la leçon 04 : prédire, trouver, programmer, réparer, expliquer. Il vaut 20 points.
#
# - Les tâches 1 à 4 sont corrigées automatiquement. Vos fonctions seront appelées avec **d'autres valeurs** que celles que vous voyez. Une réponse qui contient une erreur classique garde parfois 25 à 75 % des points.
# - Une personne lit la question 5.
# - L'énoncé est le même pour tout le monde ; les valeurs de `given`, ci-dessous, **sont les vôtres**. Ne les modifiez pas : la correction connaît les originales.
# - Après chaque tâche, `check(...)` essaie votre fonction sur quelques exemples ; quand la réponse est une valeur, il n'en vérifie que la forme. Il ne fixe pas la note.
#
# Parlez du devoir entre vous, c'est ainsi qu'on apprend ; mais le code et les phrases que vous rendez sont de vous. Nommez qui vous a aidé, à la fin de votre réponse 5.
# %% [markdown] lang="en"
# # Assignment: losses and optimisers
#
# This assignment continues lesson 04: predict, find, implement, debug, explain. It is worth 20 points.
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
# ## 1. Prédire : une pente, puis un plateau (3 points)
#
# Un seul poids $w$. Pendant les `steps` premiers pas, le gradient vaut toujours `g` : une pente constante. Ensuite il vaut 0 : un plateau sans fin. Vos valeurs sont dans `given["travelled"]` ; le taux d'apprentissage est $\eta$ = `rate` pour tous. De combien $w$ a-t-il changé (un nombre positif s'il a augmenté, négatif s'il a diminué)
#
# - `sgd` : avec la descente de gradient simple ;
# - `momentum` : avec l'inertie, $\Delta \leftarrow \beta \Delta - \eta\, g$ puis $w \leftarrow w + \Delta$, où $\beta$ = `beta` et où la vitesse $\Delta$ part de zéro, **une fois la vitesse éteinte**, longtemps après la fin de la pente ;
# - `adam` : avec Adam ($\beta_1 = 0{,}9$, $\beta_2 = 0{,}999$, $\varepsilon$ négligeable), juste **à la fin de la pente**, après `steps` pas.
#
# Les formules sont celles de la leçon. Une feuille et un crayon suffisent : aucune boucle n'est nécessaire. Donnez `travelled = (sgd, momentum, adam)` ; une erreur relative de 0,001 est acceptée.
# %% [markdown] lang="en"
# ## 1. Predict: a slope, then a plateau (3 points)
#
# A single weight $w$. During the first `steps` steps the gradient is always `g`: a constant slope. After that it is 0: an endless plateau. Your values are in `given["travelled"]`; the learning rate is $\eta$ = `rate` for all. By how much has $w$ changed (a positive number if it has increased, negative if it has decreased)
#
# - `sgd`: with plain gradient descent;
# - `momentum`: with momentum, $\Delta \leftarrow \beta \Delta - \eta\, g$ then $w \leftarrow w + \Delta$, where $\beta$ = `beta` and the velocity $\Delta$ starts at zero, **once the velocity has died out**, long after the end of the slope;
# - `adam`: with Adam ($\beta_1 = 0.9$, $\beta_2 = 0.999$, $\varepsilon$ negligible), right **at the end of the slope**, after `steps` steps.
#
# The formulas are those of the lesson. Pencil and paper are enough: no loop is needed. Give `travelled = (sgd, momentum, adam)`; a relative error of 0.001 is accepted.

# %% tags=["exercise"]
values = given["travelled"]
### BEGIN SOLUTION
g, steps, rate, beta = (values[name] for name in ("g", "steps", "rate", "beta"))
sgd = -steps * rate * g
# fr: chaque poussée finit par déplacer w de 1 + β + β² + … fois elle-même
# en: each push ends up moving w by 1 + β + β² + … times itself
travelled = (sgd, sgd / (1 - beta), -steps * rate * float(np.sign(g)))
### END SOLUTION

# %% [markdown] lang="fr"
# ## 2. Trouver : trois pas, et c'est fini (4 points)
#
# Une régression linéaire à trois poids, sans terme constant, avec l'erreur quadratique **moyenne** sur les $m$ lignes de la matrice `X`, donnée dans `given["three_rates"]` :
#
# $$L(w) = \frac{1}{m}\,\lVert Xw - y\rVert^2$$
#
# La descente de gradient (sur toutes les données) fait seulement **trois** pas, mais vous choisissez le taux de chacun : $\eta_1$, puis $\eta_2$, puis $\eta_3$. Trouvez trois taux avec lesquels elle arrive **exactement au minimum** (aux arrondis près), quels que soient le point de départ et les cibles $y$.
#
# Donnez `three_rates`, un triplet de nombres, dans l'ordre que vous voulez : il ne compte pas. Une erreur relative de 0,001 est acceptée. La limite $2/\lambda_{\max}$ de la leçon, où $\lambda_{\max}$ est la plus grande valeur propre de la matrice $H$ des dérivées secondes de $L$, vaut pour un taux constant : elle ne vous interdit rien ici. Vérifiez vos taux en faisant les trois pas, avec des cibles et un départ tirés au hasard.
# %% [markdown] lang="en"
# ## 2. Find: three steps, and done (4 points)
#
# A linear regression with three weights, without a constant term, with the **mean** squared error over the $m$ rows of the matrix `X`, given in `given["three_rates"]`:
#
# $$L(w) = \frac{1}{m}\,\lVert Xw - y\rVert^2$$
#
# Gradient descent (on all the data) takes only **three** steps, but you choose the rate of each: $\eta_1$, then $\eta_2$, then $\eta_3$. Find three rates with which it arrives **exactly at the minimum** (up to rounding), whatever the starting point and the targets $y$.
#
# Give `three_rates`, a triple of numbers, in any order you like: it does not matter. A relative error of 0.001 is accepted. The lesson's limit $2/\lambda_{\max}$, where $\lambda_{\max}$ is the largest eigenvalue of the matrix $H$ of second derivatives of $L$ (the Hessian), holds for a constant rate: it forbids you nothing here. Verify your rates by taking the three steps, with targets and a start drawn at random.

# %% tags=["exercise"]
values = given["three_rates"]
### BEGIN SOLUTION
X = values["X"]
# fr: à 1/λ, un pas annule l'écart dans une direction propre, et les autres pas n'y changent rien
# en: at 1/λ a step cancels the distance in one eigendirection, and the others change nothing there
hessian = 2 / len(X) * X.T @ X
three_rates = tuple(1 / np.linalg.eigvalsh(hessian))
### END SOLUTION

# %% [markdown] lang="fr"
# ## 3. Programmer : un réseau qui sait quand il doute (4 points)
#
# Un réseau prédit un nombre $y$ et dit à quel point il est sûr de lui : pour chaque exemple, il donne une moyenne $\mu$ et $s = \ln \sigma$, le logarithme d'un écart type. (Pourquoi le logarithme ? $s$ peut être n'importe quel nombre, alors que $\sigma = e^s$ reste positif.) On suppose que $y$ suit une loi gaussienne de moyenne $\mu$ et d'écart type $\sigma$, les exemples étant indépendants.
#
# Écrivez la perte que donne le maximum de vraisemblance, en **moyenne** sur les exemples, **sans laisser tomber aucun terme**, et ses deux gradients : par rapport à chaque $\mu$, et par rapport à chaque $s$. Dérivez à la main.
# %% [markdown] lang="en"
# ## 3. Implement: a network that knows when it doubts (4 points)
#
# A network predicts a number $y$ and says how sure it is: for each example it gives a mean $\mu$ and $s = \ln \sigma$, the logarithm of a standard deviation. (Why the logarithm? $s$ may be any number, while $\sigma = e^s$ stays positive.) We suppose that $y$ follows a Gaussian distribution with mean $\mu$ and standard deviation $\sigma$, and that the examples are independent.
#
# Write the loss that maximum likelihood gives, as a **mean** over the examples, **without dropping any term**, and its two gradients: with respect to each $\mu$, and with respect to each $s$. Differentiate by hand.


# %% tags=["exercise"]
def gaussian_loss(y, mean, s):
    T(
        """Perte moyenne, en nats, et ses gradients : renvoie (perte, par rapport à mean, par rapport à s).

    `y`, `mean`, `s` : forme (n,) ; s est le logarithme de l'écart type. Les gradients ont la forme (n,).
    """,
        """Mean loss, in nats, and its gradients: returns (loss, with respect to mean, with respect to s).

    `y`, `mean`, `s`: shape (n,); s is the logarithm of the standard deviation. The gradients have shape (n,).
    """,
    )
    ### BEGIN SOLUTION
    n, variance = len(y), np.exp(2 * s)
    ratio = (y - mean) ** 2 / variance
    loss = np.mean(ratio / 2 + s + np.log(2 * np.pi) / 2)
    return loss, (mean - y) / variance / n, (1 - ratio) / n
    ### END SOLUTION


# %% [markdown] lang="fr"
# ## 4. Réparer : une époque de SGD (5 points)
#
# Un neurone à sigmoïde apprend à répondre par oui ou non, avec l'entropie croisée binaire. Pendant une époque, il parcourt les exemples dans l'ordre `order`, par lots de `batch` exemples ; le dernier lot peut être plus petit. Chaque lot donne lieu à un pas : on retranche des poids et du biais le taux `rate` fois le gradient de la perte **moyenne** du lot.
#
# La fonction renvoie les poids et le biais après l'époque, et la perte moyenne **par exemple**, celle de chaque exemple étant mesurée juste avant le pas de son lot.
#
# Elle s'exécute sans message d'erreur, et le neurone apprend même un peu, mais elle a **trois** défauts. Réparez-la.
# %% [markdown] lang="en"
# ## 4. Debug: one epoch of SGD (5 points)
#
# A sigmoid neuron learns to answer yes or no, with binary cross-entropy. During an epoch it goes through the examples in the order `order`, in batches of `batch` examples; the last batch may be smaller. Each batch leads to one step: from the weights and the bias one subtracts the rate `rate` times the gradient of the batch's **mean** loss.
#
# The function returns the weights and the bias after the epoch, and the mean loss **per example**, that of each example being measured just before the step of its batch.
#
# It runs without an error message, and the neuron even learns a little, but it has **three** bugs. Fix it.


# %% tags=["exercise"]
def one_epoch(X, y, w, b, order, batch, rate):
    T(
        """Une époque de SGD : renvoie (nouveau w, nouveau b, perte moyenne par exemple).

    `X` : (m, n), un exemple par ligne ; `y` : (m,), cibles 0 ou 1 ; `w` : (n,) ; `b`, `rate` : nombres ;
    `order` : (m,), indices ; `batch` : un entier.
    """,
        """One epoch of SGD: returns (new w, new b, mean loss per example).

    `X`: (m, n), one example per row; `y`: (m,), targets 0 or 1; `w`: (n,); `b`, `rate`: numbers;
    `order`: (m,), indices; `batch`: an integer.
    """,
    )
    ### BEGIN BUG
    p = 1 / (1 + np.exp(-(X @ w + b)))
    losses = []
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        right = np.where(y[rows] == 1, p[rows], 1 - p[rows])
        losses.append(-np.log(right).mean())
        error = (p[rows] - y[rows]) * p[rows] * (1 - p[rows])
        w = w - rate * X[rows].T @ error / len(rows)
        b = b - rate * error.mean()
    return w, b, np.mean(losses)
    ### END BUG
    ### BEGIN SOLUTION
    total = 0.0
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        # fr: les réponses des poids du moment, non de ceux du début de l'époque
        # en: the answers of the present weights, not of those at the beginning of the epoch
        p = 1 / (1 + np.exp(-(X[rows] @ w + b)))
        right = np.where(y[rows] == 1, p, 1 - p)
        # fr: une somme : le dernier lot, plus petit, compte à proportion
        # en: a sum: the last, smaller batch counts in proportion
        total -= np.log(right).sum()
        # fr: avec l'entropie croisée, la pente de la sigmoïde se simplifie
        # en: with cross-entropy the slope of the sigmoid cancels
        error = p - y[rows]
        w = w - rate * X[rows].T @ error / len(rows)
        b = b - rate * error.mean()
    return w, b, total / len(order)
    ### END SOLUTION


# %% [markdown] lang="fr" tags=["written"]
# ## 5. Expliquer : qui a gagné ? (4 points)
#
# Une amie entraîne le petit réseau de la partie 6 de la leçon (3 000 chiffres, deux époques, lots de 100) avec deux optimiseurs et trois taux, une fois chacun. Voici sa perte de validation, en nats :
#
# | | η = 0,001 | η = 0,01 | η = 0,1 |
# |---|---|---|---|
# | SGD | 2,27 | 1,88 | 0,62 |
# | Adam | 0,53 | 0,37 | 0,71 |
#
# Elle conclut : « Au même taux, 0,01, Adam est cinq fois meilleur. Et même si chacun prend son meilleur taux, il gagne de loin : 0,37 contre 0,62. »
#
# 1. Première comparaison. Que dit le nombre 2,27 de ce réseau, et pourquoi un même η n'est-il pas un même réglage pour les deux ? (1 point)
# 2. Seconde comparaison. Donnez **deux** raisons, visibles dans le tableau ou dans sa façon de procéder, pour lesquelles elle ne prouve pas encore que la victoire soit si large. (1 point)
# 3. Décrivez l'expérience qui trancherait : quels essais, qu'est-ce qui reste égal, que mesure-t-on et sur quoi, quel résultat vous ferait conclure qu'Adam gagne, et lequel que rien ne les sépare ? (2 points)
#
# Longueur attendue : deux ou trois phrases par point.
#
# Terminez par les noms de ceux qui vous ont aidé pour ce devoir, ou « personne ».
#
# ### RUBRIC
#
# - 1 point, question 1 : 2,27 est presque ln 10 ≈ 2,30, la perte de qui donne 0,1 à chaque classe : ce réseau n'a presque rien appris, le taux est trop petit pour soixante pas (un demi-point) ; un pas de SGD vaut η fois le gradient, celui d'Adam est de l'ordre de η quelle que soit la taille du gradient : le même η donne des pas sans rapport (un demi-point).
# - 1 point, question 2 : un demi-point par raison, deux au plus. Le meilleur taux de SGD est **au bord** du tableau, et sa perte baisse encore quand η augmente : il fallait essayer plus grand (pour Adam, le meilleur est au milieu). Une seule graine par case : l'écart dû au hasard des poids de départ et de l'ordre est inconnu. Des taux espacés d'un facteur dix, trop grossiers. Le meilleur de plusieurs essais, choisi et annoncé sur les mêmes 1 000 chiffres, est flatteur. Deux époques seulement : qui descend le plus vite n'est pas forcément le meilleur à la fin. Un seul réseau, un seul jeu de données. Ne pas accepter : « Adam est plus récent », « SGD n'a pas de momentum » sans dire ce que cela change.
# - 2 points, question 3. 1 point : même effort de réglage pour les deux (même nombre de taux, assez serrés et assez étendus pour que le meilleur ne soit pas au bord), mêmes poids de départ et mêmes lots d'un optimiseur à l'autre, même nombre de pas. 1 point : plusieurs graines, le taux choisi sur la validation et la perte mesurée sur d'autres données ; une règle dite d'avance, par exemple : Adam gagne si sa perte est plus basse pour presque toutes les graines, ou si l'écart des moyennes dépasse nettement leur incertitude ; sinon rien ne les sépare. Le résultat n'est pas demandé. Pour information, mesuré avec quatre graines : SGD 0,39 à 0,49 pour η = 0,3 et 0,36 à 0,50 pour η = 0,5 ; Adam 0,31 à 0,37 pour η = 0,01. L'écart des moyennes passe de 0,25 dans le tableau à moins de 0,1 : Adam reste devant ici, de bien moins loin.
# %% [markdown] lang="en" tags=["written"]
# ## 5. Explain: who won? (4 points)
#
# A friend trains the small network of part 6 of the lesson (3,000 digits, two epochs, batches of 100) with two optimisers and three rates, once each. Here is its validation loss, in nats:
#
# | | η = 0.001 | η = 0.01 | η = 0.1 |
# |---|---|---|---|
# | SGD | 2.27 | 1.88 | 0.62 |
# | Adam | 0.53 | 0.37 | 0.71 |
#
# She concludes: “At the same rate, 0.01, Adam is five times better. And even if each takes its best rate, it wins by far: 0.37 against 0.62.”
#
# 1. First comparison. What does the number 2.27 say about this network, and why is the same η not the same setting for both? (1 point)
# 2. Second comparison. Give **two** reasons, visible in the table or in how she proceeded, why it does not yet prove that the victory is so large. (1 point)
# 3. Describe the experiment that would decide: which runs, what stays equal, what is measured and on what, which result would make you conclude that Adam wins, and which that nothing separates them? (2 points)
#
# Expected length: two or three sentences per point.
#
# End with the names of those who helped you with this assignment, or “nobody”.
#
# ### RUBRIC
#
# - 1 point, question 1: 2.27 is nearly ln 10 ≈ 2.30, the loss of anyone who gives 0.1 to each class: this network has learned next to nothing, the rate is too small for sixty steps (half a point); a step of SGD is η times the gradient, that of Adam is of the order of η whatever the size of the gradient: the same η gives steps that have nothing to do with each other (half a point).
# - 1 point, question 2: half a point per reason, two at most. The best rate of SGD is **at the edge** of the table, and its loss still falls as η grows: larger ones had to be tried (for Adam the best one is in the middle). A single seed per cell: the spread due to the chance of initial weights and order is unknown. Rates a factor of ten apart, too coarse. The best of several runs, chosen and announced on the same 1,000 digits, is flattering. Only two epochs: who goes down fastest is not necessarily the best in the end. A single network, a single data set. Do not accept: “Adam is more recent”, “SGD has no momentum” without saying what that changes.
# - 2 points, question 3. 1 point: the same tuning effort for both (same number of rates, close enough and wide enough for the best not to be at the edge), same initial weights and same batches from one optimiser to the other, same number of steps. 1 point: several seeds, the rate chosen on validation data and the loss measured on other data; a rule stated in advance, for instance: Adam wins if its loss is lower for nearly all seeds, or if the gap between the means clearly exceeds their uncertainty; otherwise nothing separates them. The outcome is not asked for. For information, measured with four seeds: SGD 0.39 to 0.49 for η = 0.3 and 0.36 to 0.50 for η = 0.5; Adam 0.31 to 0.37 for η = 0.01. The gap goes from 0.25 in the table to less than 0.1 between means: Adam stays ahead here, by far less.
