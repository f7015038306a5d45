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
#     title: {fr: "Devoir : bien entraîner un réseau", en: "Assignment: training a network well"}
#     lesson: "07"
#     points: {lag: 4, folded: 3, dropout_average: 5, replay: 4}
#     written: {two_curves: 4}
# ---

# %% tags=["source-only"]
from course_utils import T

# %% [markdown] lang="fr"
# # Devoir : bien entraîner un réseau
#
# Ce devoir prolonge la leçon 07 : prédire, programmer, réparer, expliquer. Il vaut 20 points.
#
# - Les tâches 1 à 4 sont corrigées automatiquement. Vos fonctions seront appelées avec **d'autres valeurs** que celles que vous voyez. Une réponse qui contient une erreur classique garde parfois 25 à 75 % des points.
# - Une personne lit la question 5.
# - L'énoncé est le même pour tout le monde ; les valeurs de `given`, ci-dessous, **sont les vôtres**. Ne les modifiez pas : la correction connaît les originales.
# - Après chaque tâche, `check(...)` essaie votre fonction sur quelques exemples ; quand la réponse est une valeur, il n'en vérifie que la forme. Il ne fixe pas la note.
#
# Parlez du devoir entre vous, c'est ainsi qu'on apprend ; mais le code et les phrases que vous rendez sont de vous. Nommez qui vous a aidé, à la fin de votre réponse 5.
# %% [markdown] lang="en"
# # Assignment: training a network well
#
# This assignment continues lesson 07: predict, implement, debug, explain. It is worth 20 points.
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
# ## 1. Prédire : des moyennes en retard (4 points)
#
# Dans la leçon, un réseau normalisé qui avait bien appris répondait au hasard : ses moyennes mobiles retardaient. De combien, exactement ?
#
# Un réseau a `layers` couches denses, chacune suivie d'une normalisation par lots, puis de ReLU. Les biais et les $\beta$ sont nuls, $\gamma = 1$, et l'on néglige $\varepsilon$. Pendant tout l'entraînement, à l'entrée de chaque normalisation, les lots ont une moyenne nulle (les moyennes mobiles restent donc à 0) et la variance `variance`. La variance mobile part de 1, avec le *momentum* `momentum` de Keras. Vos valeurs sont dans `given["lag"]`.
#
# Papier d'abord. Calculez, sans arrondi, le triplet `lag = (moving, shrink, needed)` :
#
# - `moving`, la variance mobile après `batches` lots ;
# - `shrink` : à cet instant, on passe à la prédiction. Par quel facteur le signal qui sort de la **dernière** normalisation est-il multiplié, par rapport à celui qu'on aurait si toutes les variances mobiles valaient `variance` ?
# - `needed`, le plus petit nombre de lots, comptés depuis le départ, après lequel l'**écart type** mobile (la racine de la variance mobile) dépasse celui des lots d'au plus 10 %.
# %% [markdown] lang="en"
# ## 1. Predict: averages that lag (4 points)
#
# In the lesson a network with normalisation that had learned well answered at random: its moving averages lagged behind. By how much, exactly?
#
# A network has `layers` dense layers, each followed by batch normalisation, then ReLU. Biases and all $\beta$ are zero, $\gamma = 1$, and $\varepsilon$ is neglected. Throughout training, at the input of each normalisation, the batches have mean zero (so the moving means stay at 0) and variance `variance`. The moving variance starts from 1, with Keras's *momentum* `momentum`. Your values are in `given["lag"]`.
#
# Paper first. Compute, without rounding, the triple `lag = (moving, shrink, needed)`:
#
# - `moving`, the moving variance after `batches` batches;
# - `shrink`: at that moment we go over to prediction. By which factor is the signal that leaves the **last** normalisation multiplied, compared with what it would be if all moving variances were equal to `variance`?
# - `needed`, the smallest number of batches, counted from the start, after which the moving **standard deviation** (the root of the moving variance) exceeds that of the batches by at most 10%.

# %% tags=["exercise"]
values = given["lag"]
### BEGIN SOLUTION
rho, v = values["momentum"], values["variance"]
left = rho ** values["batches"]
moving = left + (1 - left) * v
# fr: chaque couche divise par un écart type trop grand, et transmet ce signal réduit
# en: each layer divides by too large a standard deviation, and passes on this reduced signal
shrink = (v / moving) ** (values["layers"] / 2)
needed = 0
while np.sqrt(rho**needed + (1 - rho**needed) * v) > 1.1 * np.sqrt(v):
    needed += 1
lag = (moving, shrink, needed)
### END SOLUTION

# %% [markdown] lang="fr"
# ## 2. Programmer : la normalisation qui disparaît (3 points)
#
# Une fois l'entraînement fini, la normalisation par lots coûte du temps pour rien : à la prédiction, une couche dense suivie d'une normalisation donne exactement ce que donne une **seule** couche dense, avec d'autres poids et un autre biais. On l'y *fond* avant de mettre un réseau dans un téléphone.
#
# La couche calcule $XW + \mathbf{b}$ ; la normalisation a pour paramètres `gamma` et `beta`, pour moyennes mobiles `mean` et `var`. Renvoyez le couple $(W', \mathbf{b}')$ de la couche unique.
# %% [markdown] lang="en"
# ## 2. Implement: the normalisation that vanishes (3 points)
#
# Once training is over, batch normalisation costs time for nothing: at prediction time, a dense layer followed by a normalisation gives exactly what a **single** dense layer gives, with other weights and another bias. It is *folded* into that layer before a network is put into a phone.
#
# The layer computes $XW + \mathbf{b}$; the normalisation has the parameters `gamma` and `beta`, and the moving averages `mean` and `var`. Return the pair $(W', \mathbf{b}')$ of the single layer.


# %% tags=["exercise"]
def folded(W, b, gamma, beta, mean, var, epsilon):
    T(
        """Couche dense qui remplace couche et normalisation à la prédiction : renvoie (W', b').

    `W` : (n, k), une colonne par neurone ; `b`, `gamma`, `beta`, `mean`, `var` : (k,) ; `epsilon` : un nombre.
    """,
        """Dense layer that replaces layer and normalisation at prediction time: returns (W', b').

    `W`: (n, k), one column per neuron; `b`, `gamma`, `beta`, `mean`, `var`: (k,); `epsilon`: a number.
    """,
    )
    ### BEGIN SOLUTION
    scale = gamma / np.sqrt(var + epsilon)
    return W * scale, (b - mean) * scale + beta
    ### END SOLUTION


# %% [markdown] lang="fr"
# ## 3. Programmer : le dropout, sans le hasard (5 points)
#
# Que fait le dropout **en moyenne** ? Prenons un neurone sans activation ni biais, $z = \sum_j w_j \tilde x_j$, où le dropout inversé de la leçon agit sur chaque entrée $x_j$, avec la probabilité $r$ (`rate`) d'éteindre, indépendamment pour chaque entrée et chaque exemple. L'erreur d'un exemple est $(z - y)^2$.
#
# Calculez, **exactement et sans tirer au sort**, la moyenne de cette erreur sur tous les tirages possibles, puis sur les $m$ exemples :
#
# $$L(\mathbf{w}) = \frac1m \sum_{i=1}^{m} E\big[(z_i - y_i)^2\big]$$
#
# Renvoyez $L$ et son gradient $\partial L / \partial \mathbf{w}$. Parcourir tous les tirages est permis, mais cherchez la formule : elle dit **quelle pénalité** le dropout ajoute à l'erreur ordinaire. (Pour vous, sans rien rendre : laquelle vous rappelle-t-elle, et en quoi en diffère-t-elle ?)
# %% [markdown] lang="en"
# ## 3. Implement: dropout, without the chance (5 points)
#
# What does dropout do **on average**? Take a neuron without activation or bias, $z = \sum_j w_j \tilde x_j$, in which the inverted dropout of the lesson acts on each input $x_j$, with probability $r$ (`rate`) of turning it off, independently for each input and each example. The error of an example is $(z - y)^2$.
#
# Compute, **exactly and without drawing anything**, the mean of this error over all possible draws, and then over the $m$ examples:
#
# $$L(\mathbf{w}) = \frac1m \sum_{i=1}^{m} E\big[(z_i - y_i)^2\big]$$
#
# Return $L$ and its gradient $\partial L / \partial \mathbf{w}$. Going through all draws is allowed, but look for the formula: it tells **which penalty** dropout adds to the ordinary error. (For yourself, nothing to hand in: which one does it remind you of, and what is different about it?)


# %% tags=["exercise"]
def dropout_average(X, y, w, rate):
    T(
        """Erreur moyenne sur tous les tirages du dropout, et son gradient : renvoie (L, ∂L/∂w).

    `X` : (m, n), un exemple par ligne ; `y` : (m,) ; `w` : (n,) ; `rate` : 0 < rate < 1.
    """,
        """Mean error over all draws of dropout, and its gradient: returns (L, ∂L/∂w).

    `X`: (m, n), one example per row; `y`: (m,); `w`: (n,); `rate`: 0 < rate < 1.
    """,
    )
    ### BEGIN SOLUTION
    # fr: E[e²] = (E[e])² + Var(e) ; les variances des entrées, indépendantes, s'additionnent
    # en: E[e²] = (E[e])² + Var(e); the variances of the inputs, which are independent, add up
    error = X @ w - y
    strength = rate / (1 - rate) * np.mean(X**2, axis=0)
    loss = np.mean(error**2) + strength @ w**2
    return loss, 2 * X.T @ error / len(X) + 2 * strength * w
    ### END SOLUTION


# %% [markdown] lang="fr"
# ## 4. Réparer : baisser le taux, puis s'arrêter (4 points)
#
# Deux règles surveillent souvent ensemble la perte de validation. Une époque fait un **progrès** si sa perte est strictement inférieure à toutes les précédentes (la première en est toujours un).
#
# - **Taux** : après `slow` époques de suite sans progrès, le taux d'apprentissage est multiplié par `factor` à partir de l'époque suivante. On recommence alors à compter : `slow` nouvelles époques de suite sans progrès, et il baisse encore.
# - **Arrêt** : après `patience` époques de suite sans progrès, l'entraînement s'arrête, que le taux ait baissé ou non. On reprend les poids de la meilleure époque.
#
# La fonction ci-dessous rejoue ces règles sur un journal de pertes, `losses`, une par époque. Elle devrait renvoyer les taux des époques réellement faites, la dernière comprise, et le numéro (à partir de 0) de la meilleure d'entre elles. Si l'arrêt ne vient pas, toutes les époques sont faites. Elle s'exécute sans message d'erreur, mais elle a **trois** défauts. Réparez-la.
# %% [markdown] lang="en"
# ## 4. Debug: lower the rate, then stop (4 points)
#
# Two rules often watch the validation loss together. An epoch makes **progress** if its loss is strictly lower than all those before (the first one always does).
#
# - **Rate**: after `slow` epochs in a row without progress, the learning rate is multiplied by `factor` from the next epoch on. Counting then starts again: `slow` more epochs in a row without progress, and it falls again.
# - **Stop**: after `patience` epochs in a row without progress, training stops, whether or not the rate has fallen. The weights of the best epoch are taken back.
#
# The function below replays these rules on a log of losses, `losses`, one per epoch. It should return the rates of the epochs that are actually made, the last one included, and the number (from 0) of the best of them. If the stop does not come, all epochs are made. It runs without an error message, but it has **three** bugs. Fix it.


# %% tags=["exercise"]
def replay(losses, rate, factor, slow, patience):
    T(
        """Rejoue la baisse du taux et l'arrêt précoce : renvoie (taux de chaque époque faite, meilleure époque).

    `losses` : (e,), pertes de validation ; `rate` : taux de départ ; `factor` : entre 0 et 1 ;
    `slow`, `patience` : nombres d'époques.
    """,
        """Replays the fall of the rate and early stopping: returns (rate of each epoch made, best epoch).

    `losses`: (e,), validation losses; `rate`: initial rate; `factor`: between 0 and 1;
    `slow`, `patience`: numbers of epochs.
    """,
    )
    ### BEGIN BUG
    rates, best, lowest, waited, since = [], 0, np.inf, 0, 0
    for epoch, loss in enumerate(losses):
        rates.append(rate)
        if loss < lowest:
            best, since = epoch, 0
        else:
            waited, since = waited + 1, since + 1
        lowest = loss
        if since >= slow:
            rate = rate * factor
        if waited >= patience:
            break
    return np.array(rates), best
    ### END BUG
    ### BEGIN SOLUTION
    rates, best, lowest, waited, since = [], 0, np.inf, 0, 0
    for epoch, loss in enumerate(losses):
        rates.append(rate)
        if loss < lowest:
            lowest, best, waited, since = loss, epoch, 0, 0
        else:
            waited, since = waited + 1, since + 1
        if since >= slow:
            rate, since = rate * factor, 0
        if waited >= patience:
            break
    return np.array(rates), best
    ### END SOLUTION


# %% [markdown] lang="fr" tags=["written"]
# ## 5. Expliquer : deux courbes étranges (4 points)
#
# Léa entraîne deux fois le réseau de la leçon (deux couches cachées de 128 neurones, 1 000 images de MNIST, étiquettes vraies), et le valide sur 1 000 autres images. Voici ce que `fit` affiche.
#
# | | époque | exactitude, entraînement | exactitude, validation | perte, validation |
# |---|---|---|---|---|
# | avec dropout 0,5 | 6 | 73,4 % | 85,9 % | 0,560 |
# | sans dropout | 9 | 99,3 % | 88,9 % | 0,403 |
# | sans dropout | 40 | 100 % | 89,4 % | 0,509 |
#
# Elle en conclut :
#
# 1. « Avec dropout, mon réseau est meilleur sur la validation que sur l'entraînement, de plus de 12 points. Des images de validation ont dû se glisser dans l'entraînement, ou bien elles sont plus faciles. »
# 2. « Sans dropout, la perte de validation monte d'un quart entre les époques 9 et 40 : à l'époque 40, le réseau se trompe plus souvent sur des images nouvelles. »
#
# Pour la première (2 points) : donnez une explication plus simple. Des images de validation glissées dans l'entraînement suffiraient-elles, à elles seules, à produire cet écart ? Décrivez enfin **une mesure**, sans nouvel entraînement, qui départage votre explication et celle des images plus faciles : sur quelles images, dans quel régime, et que conclure de chaque résultat possible ?
#
# Pour la seconde (2 points) : a-t-elle raison ? Comment les deux dernières colonnes s'accordent-elles ? Que calculeriez-vous, image par image, pour le montrer ? Et faut-il préférer les poids de l'époque 9 ?
#
# Longueur attendue : deux ou trois phrases par point.
#
# Terminez par les noms de ceux qui vous ont aidé pour ce devoir, ou « personne ».
#
# ### RUBRIC
#
# Les nombres viennent de vrais entraînements (Adam, taux de 0,001, lots de 50).
#
# Affirmation 1 (2 points).
#
# - 1 point, en deux moitiés. L'explication : l'exactitude d'entraînement est mesurée **pendant** l'époque, avec le dropout actif (la moitié des neurones éteints) ; la validation, sans dropout. Accepter en complément, mais pas seul : elle est une moyenne sur l'époque, pendant que les poids progressent encore. Les images glissées : non, le réseau les apprendrait comme les autres images d'entraînement ; mesurée dans le même régime, la validation se rapprocherait donc de l'entraînement, sans raison de le dépasser.
# - 1 point : avec les poids de la fin de l'époque, mesurer les images d'entraînement en régime de prédiction (`evaluate`, ou `training=False`). Au-dessus de la validation : l'explication est confirmée (le vrai résultat : 89,7 % contre 85,9 %). Encore nettement au-dessous : les images de validation sont sans doute plus faciles. Accepter aussi la mesure inverse, les images de validation avec le dropout actif (`training=True`), si elle est comparée à l'entraînement. Sans conclusion pour chaque résultat : un demi-point.
#
# Affirmation 2, fausse (2 points).
#
# - 1 point : le réseau ne se trompe pas plus souvent : 106 erreurs au lieu de 111 (l'écart ne prouve rien : la marge à 95 % est d'environ 2 points). L'entropie croisée compte aussi l'assurance : le réseau se trompe avec plus d'aplomb. Par exemple, une bonne classe à laquelle il ne donne que $10^{-4}$ coûte $-\ln 10^{-4} \approx 9{,}2$, autant que 87 réponses justes à $p = 0{,}9$ (0,105 chacune).
# - 1 point : calculer $-\ln p$ de la bonne classe image par image et séparer réponses justes et fausses (le vrai résultat : sur les fausses, la moyenne passe de 2,8 à 4,4 ; sur les justes, la perte diminue), ou tout autre calcul qui montre des erreurs plus assurées (un demi-point) ; et une réponse qui dépend de l'usage : si seule la classe compte, rien n'oblige à préférer l'époque 9 ; si l'on se sert des probabilités, oui (un demi-point).
# %% [markdown] lang="en" tags=["written"]
# ## 5. Explain: two strange curves (4 points)
#
# Léa trains the network of the lesson twice (two hidden layers of 128 neurons, 1,000 images of MNIST, true labels), and validates it on 1,000 other images. Here is what `fit` shows.
#
# | | epoch | accuracy, training | accuracy, validation | loss, validation |
# |---|---|---|---|---|
# | with dropout 0.5 | 6 | 73.4% | 85.9% | 0.560 |
# | without dropout | 9 | 99.3% | 88.9% | 0.403 |
# | without dropout | 40 | 100% | 89.4% | 0.509 |
#
# She concludes:
#
# 1. “With dropout, my network is better on the validation data than on the training data, by more than 12 points. Some validation images must have slipped into the training data, or else they are easier.”
# 2. “Without dropout, the validation loss rises by a quarter between epochs 9 and 40: at epoch 40 the network is wrong more often on new images.”
#
# For the first (2 points): give a simpler explanation. Could validation images that slipped into the training data produce this gap by themselves? Finally, describe **one measurement**, without training anew, that decides between your explanation and that of the easier images: on which images, in which mode, and what does each possible result mean?
#
# For the second (2 points): is she right? How do the last two columns fit together? What would you compute, image by image, to show it? And should the weights of epoch 9 be preferred?
#
# Expected length: two or three sentences per point.
#
# End with the names of those who helped you with this assignment, or “nobody”.
#
# ### RUBRIC
#
# The numbers come from real trainings (Adam, rate 0.001, batches of 50).
#
# Claim 1 (2 points).
#
# - 1 point, in two halves. The explanation: training accuracy is measured **during** the epoch, with dropout active (half of the neurons turned off); validation without dropout. Accept in addition, but not alone: it is a mean over the epoch, while the weights are still improving. The images that slipped in: no, the network would learn them like the other training images; measured in the same mode, validation would therefore come closer to training, with no reason to exceed it.
# - 1 point: with the weights of the end of the epoch, measure the training images in prediction mode (`evaluate`, or `training=False`). Above validation: the explanation is confirmed (the real result: 89.7% against 85.9%). Still clearly below: the validation images are probably easier. Also accept the converse measurement, the validation images with dropout active (`training=True`), if it is compared with training. Without a conclusion for each result: half a point.
#
# Claim 2, false (2 points).
#
# - 1 point: the network is not wrong more often: 106 errors instead of 111 (the difference proves nothing: the margin at 95% is about 2 points). Cross-entropy also counts confidence: the network is wrong with more assurance. For instance, a right class to which it gives only $10^{-4}$ costs $-\ln 10^{-4} \approx 9.2$, as much as 87 right answers at $p = 0.9$ (0.105 each).
# - 1 point: compute $-\ln p$ of the right class image by image and separate right from wrong answers (the real result: on the wrong ones the mean goes from 2.8 to 4.4; on the right ones the loss falls), or any other computation that shows more confident errors (half a point); and an answer that depends on the use: if only the class matters, nothing compels one to prefer epoch 9; if the probabilities are used, yes (half a point).
