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
#     title: {fr: "Devoir : réseaux adverses génératifs", en: "Assignment: generative adversarial networks"}
#     lesson: "15"
#     points: {perfect_judge: 4, unmasked: 3, kernel_distance: 4, play: 5}
#     written: {two_reports: 4}
# ---

# %% tags=["source-only"]
from course_utils import T

# %% [markdown] lang="fr"
# # Devoir : réseaux adverses génératifs
#
# Ce devoir prolonge la leçon 15 : prédire, trouver, programmer, réparer, expliquer. Il vaut 20 points.
#
# - Les tâches 1 à 4 sont corrigées automatiquement. Vos fonctions seront appelées avec **d'autres valeurs** que celles que vous voyez. Une réponse qui contient une erreur classique garde parfois 25 à 75 % des points.
# - Une personne lit la question 5.
# - L'énoncé est le même pour tout le monde ; les valeurs de `given`, ci-dessous, **sont les vôtres**. Ne les modifiez pas : la correction connaît les originales.
# - Après chaque tâche, `check(...)` essaie votre fonction sur quelques exemples ; quand la réponse est une valeur, il n'en vérifie que la forme. Il ne fixe pas la note.
#
# Parlez du devoir entre vous, c'est ainsi qu'on apprend ; mais le code et les phrases que vous rendez sont de vous. Nommez qui vous a aidé, à la fin de votre réponse 5.
# %% [markdown] lang="en"
# # Assignment: generative adversarial networks
#
# This assignment continues lesson 15: predict, find, implement, debug, explain. It is worth 20 points.
#
# - Tasks 1 to 4 are marked automatically. Your functions will be called with **other values** than those you see. An answer with a classic mistake sometimes keeps 25 to 75% of the points.
# - A person reads question 5.
# - The statement is the same for everyone; the values of `given`, below, **are yours**. Do not change them: the marking knows the original ones.
# - After each task, `check(...)` tries your function on a few examples; where the answer is a value, it checks only its form. It does not set the mark.
#
# Do talk about the assignment with each other, that is how one learns; but the code and the sentences you hand in are your own. Name those who helped you at the end of your answer 5.

# %%
import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def features(x):
    return np.stack([np.ones_like(x), x, x**2], axis=1)


# %% tags=["values"]
given = {}

# %% [markdown] lang="fr"
# ## 1. Prédire : ce que voit un juge parfait (4 points)
#
# Un point n'a ici que cinq valeurs possibles. Dans `given["perfect_judge"]`, `p[k]` est la probabilité qu'un vrai point ait la valeur $k$, et `q[k]` celle qu'un faux l'ait. Le générateur oublie une valeur (`q` y est nul) et en invente une autre (`p` y est nul). Le juge parfait connaît $p$ et $q$. Calculez, sans arrondi, le triplet `perfect_judge = (loss, single, packed)` :
#
# - `loss`, la perte du juge parfait $D^*$ : la moyenne de $-\ln D^*$ sur les vrais **plus** celle de $-\ln(1 - D^*)$ sur les faux (une somme de deux moyennes, avec des logarithmes naturels) ;
# - `single`, son exactitude : on lui montre un point, vrai une fois sur deux, et il doit répondre « vrai » ou « faux » ; il choisit toujours le plus probable ;
# - `packed`, son exactitude avec l'**empaquetage** : on lui montre deux points indépendants, une fois sur deux tous deux vrais, sinon tous deux faux ; il connaît les lois de ces paires, et choisit toujours le plus probable.
#
# Réfléchissez d'abord sur papier : que gagne un juge à voir deux points plutôt qu'un ? (Aucune réponse n'est demandée.)
# %% [markdown] lang="en"
# ## 1. Predict: what a perfect judge sees (4 points)
#
# Here a point has only five possible values. In `given["perfect_judge"]`, `p[k]` is the probability that a real point has the value $k$, and `q[k]` that a fake one has it. The generator forgets one value (`q` is zero there) and invents another (`p` is zero there). The perfect judge knows $p$ and $q$. Compute, without rounding, the triple `perfect_judge = (loss, single, packed)`:
#
# - `loss`, the loss of the perfect judge $D^*$: the mean of $-\ln D^*$ over real points **plus** that of $-\ln(1 - D^*)$ over fakes (a sum of two means, with natural logarithms);
# - `single`, its accuracy: it is shown one point, real half of the time, and must answer “real” or “fake”; it always chooses the more probable one;
# - `packed`, its accuracy with **packing**: it is shown two independent points, half of the time both real, else both fake; it knows the distributions of these pairs, and always chooses the more probable one.
#
# Think on paper first: what does a judge gain by seeing two points instead of one? (No answer is asked for.)

# %% tags=["exercise"]
values = given["perfect_judge"]
### BEGIN SOLUTION
p, q = values["p"], values["q"]
# fr: où p est nul, aucun vrai n'est jamais montré : ce terme manque à la moyenne
# en: where p is zero no real point is ever shown: that term is not in the mean
real, fake = p > 0, q > 0
loss = -(p * np.log(p / (p + q), where=real, out=np.zeros(5))).sum()
loss -= (q * np.log(q / (p + q), where=fake, out=np.zeros(5))).sum()
single = np.maximum(p, q).sum() / 2
packed = np.maximum(np.outer(p, p), np.outer(q, q)).sum() / 2
perfect_judge = (loss, single, packed)
### END SOLUTION

# %% [markdown] lang="fr"
# ## 2. Trouver : ce que trahit un juge (3 points)
#
# Vous n'avez jamais vu les faux d'un générateur secret, mais vous avez son juge, parfait : `given["unmasked"]` donne sa réponse `D[k]` pour chacune des cinq valeurs possibles d'un point, et la loi `p` des vrais. Le juge a été entraîné avec l'étiquette `label` pour les vrais et 0 pour les faux, sur des lots dont une part $\pi$ était vraie, et le reste faux. Vous ne connaissez pas $\pi$.
#
# Retrouvez `unmasked = (share, q)` : la part $\pi$ des vrais dans les lots, un nombre, et la loi `q` des faux, un tableau de cinq probabilités.
# %% [markdown] lang="en"
# ## 2. Find: what a judge gives away (3 points)
#
# You have never seen the fakes of a secret generator, but you have its judge, a perfect one: `given["unmasked"]` gives its answer `D[k]` for each of the five possible values of a point, and the distribution `p` of the real ones. The judge was trained with the label `label` for real points and 0 for fakes, on batches of which a share $\pi$ was real, and the rest fake. You do not know $\pi$.
#
# Find `unmasked = (share, q)`: the share $\pi$ of real points in the batches, a number, and the distribution `q` of the fakes, an array of five probabilities.

# %% tags=["exercise"]
values = given["unmasked"]
### BEGIN SOLUTION
# fr: D / label = π p / (π p + (1 − π) q), donc (1 − π) q / π = p (1 − D/label) / (D/label)
# en: D / label = π p / (π p + (1 − π) q), hence (1 − π) q / π = p (1 − D/label) / (D/label)
real = values["D"] / values["label"]
odds = values["p"] * (1 - real) / real
# fr: q a pour somme 1 : la somme vaut (1 − π) / π
# en: q adds up to 1: the sum is (1 − π) / π
unmasked = (1 / (1 + odds.sum()), odds / odds.sum())
### END SOLUTION

# %% [markdown] lang="fr"
# ## 3. Programmer : une distance sans plancher (4 points)
#
# La distance de Fréchet de la leçon a un biais : de vraies images contre de vraies images donnent plus que zéro, même en moyenne sur de nombreux tirages. Cette autre distance (KID, Bińkowski et al., 2018), estimée sans biais, donne alors zéro en moyenne : tantôt un peu plus, tantôt un peu moins. Comme $d^2$ dans la leçon, c'est le **carré** d'une distance que l'on estime. Un **noyau** dit à quel point deux vecteurs de $d$ caractéristiques se ressemblent :
#
# $$k(\mathbf{a}, \mathbf{b}) = \left(\frac{\mathbf{a} \cdot \mathbf{b}}{d} + 1\right)^3$$
#
# et le carré de la distance compare les ressemblances à l'intérieur de chaque nuage et d'un nuage à l'autre :
#
# $$\mathbb{E}\,[k(\mathbf{x}, \mathbf{x}')] + \mathbb{E}\,[k(\mathbf{y}, \mathbf{y}')] - 2\,\mathbb{E}\,[k(\mathbf{x}, \mathbf{y})]$$
#
# Ici $\mathbf{x}$ et $\mathbf{x}'$ sont deux vraies images tirées **indépendamment** l'une de l'autre, $\mathbf{y}$ et $\mathbf{y}'$ deux fausses. Remplacez chaque espérance par la moyenne de $k$ sur **tous** les couples que donnent les deux échantillons et qui respectent cette indépendance : c'est ce qui rend l'estimation sans biais. Les deux nuages n'ont pas forcément la même taille. Le résultat peut être négatif ; laissez-le ainsi.
# %% [markdown] lang="en"
# ## 3. Implement: a distance without a floor (4 points)
#
# The Fréchet distance of the lesson is biased: real images against real images give more than zero, even on average over many draws. This other distance (KID, Bińkowski et al., 2018), estimated without bias, then gives zero on average: sometimes a little more, sometimes a little less. Like $d^2$ in the lesson, it is the **square** of a distance that is estimated. A **kernel** says how much two vectors of $d$ features resemble each other:
#
# $$k(\mathbf{a}, \mathbf{b}) = \left(\frac{\mathbf{a} \cdot \mathbf{b}}{d} + 1\right)^3$$
#
# and the square of the distance compares the resemblances within each cloud and from one cloud to the other:
#
# $$\mathbb{E}\,[k(\mathbf{x}, \mathbf{x}')] + \mathbb{E}\,[k(\mathbf{y}, \mathbf{y}')] - 2\,\mathbb{E}\,[k(\mathbf{x}, \mathbf{y})]$$
#
# Here $\mathbf{x}$ and $\mathbf{x}'$ are two real images drawn **independently** of each other, $\mathbf{y}$ and $\mathbf{y}'$ two fake ones. Replace each expectation by the mean of $k$ over **all** the pairs that the two samples provide and that respect this independence: this is what makes the estimate unbiased. The two clouds need not have the same size. The result may be negative; leave it so.


# %% tags=["exercise"]
def kernel_distance(real, fake):
    T(
        """Carré de la distance à noyau entre deux nuages, estimé sans biais : renvoie un nombre.

    `real` : (n, d), une image par ligne, d caractéristiques ; `fake` : (m, d).
    """,
        """Square of the kernel distance between two clouds, estimated without bias: returns a number.

    `real`: (n, d), one image per row, d features; `fake`: (m, d).
    """,
    )

    ### BEGIN SOLUTION
    def kernel(a, b):
        return (a @ b.T / a.shape[1] + 1) ** 3

    def within(points):
        # fr: une image n'est pas indépendante d'elle-même : sans la diagonale
        # en: an image is not independent of itself: without the diagonal
        table, n = kernel(points, points), len(points)
        return (table.sum() - np.trace(table)) / (n * (n - 1))

    return within(real) + within(fake) - 2 * kernel(real, fake).mean()
    ### END SOLUTION


# %% [markdown] lang="fr"
# ## 4. Réparer : une partie en une dimension (5 points)
#
# Un générateur à deux paramètres, $G(z) = m + s z$, contre un juge à trois : $D(x) = \sigma(a)$, $a = u_0 + u_1 x + u_2 x^2$. À chaque tour, on reçoit un lot de vrais points et un lot de valeurs de bruit, de même taille $n$, et l'on fait deux pas de descente de gradient, de même taux `rate` :
#
# 1. **le juge** baisse la moyenne de l'entropie croisée sur les vrais plus celle sur les faux, avec le lissage unilatéral de la leçon : étiquette `label` pour les vrais ;
# 2. **le générateur** baisse la moyenne sur le lot de la perte non saturante, $-\ln D(G(z))$, avec les mêmes valeurs de bruit, face au juge que l'on vient de corriger. Le juge ne bouge pas pendant ce pas.
#
# La fonction ci-dessous devrait renvoyer les paramètres après tous les tours. Elle s'exécute sans message d'erreur, mais elle a **trois** défauts. Réparez-la. `sigmoid` et `features` sont définies en haut du notebook et sont correctes ; `features(x)` a pour colonnes $1$, $x$ et $x^2$.
# %% [markdown] lang="en"
# ## 4. Debug: a game in one dimension (5 points)
#
# A generator with two parameters, $G(z) = m + s z$, against a judge with three: $D(x) = \sigma(a)$, $a = u_0 + u_1 x + u_2 x^2$. In each round we receive a batch of real points and a batch of noise values, of the same size $n$, and take two steps of gradient descent, with the same rate `rate`:
#
# 1. **the judge** lowers the mean cross-entropy over real points plus that over fakes, with the one-sided smoothing of the lesson: label `label` for real points;
# 2. **the generator** lowers the mean over the batch of the non-saturating loss, $-\ln D(G(z))$, with the same noise values, against the judge that has just been corrected. The judge does not move during this step.
#
# The function below should return the parameters after all rounds. It runs without an error message, but it has **three** bugs. Fix it. `sigmoid` and `features` are defined at the top of the notebook and are correct; the columns of `features(x)` are $1$, $x$ and $x^2$.


# %% tags=["exercise"]
def play(real, noise, u, m, s, rate, label):
    T(
        """Paramètres après tous les tours : renvoie (u, m, s).

    `real`, `noise` : (tours, n) ; `u` : (3,), le juge ; `m`, `s` : deux nombres, le générateur ;
    `rate` : le taux ; `label` : l'étiquette des vrais.
    """,
        """Parameters after all rounds: returns (u, m, s).

    `real`, `noise`: (rounds, n); `u`: (3,), the judge; `m`, `s`: two numbers, the generator;
    `rate`: the rate; `label`: the label of real points.
    """,
    )
    ### BEGIN BUG
    for x, z in zip(real, noise):
        fake = m + s * z
        on_real, on_fake = sigmoid(features(x) @ u), sigmoid(features(fake) @ u)
        of_real = features(x).T @ (on_real - label)
        of_fake = features(fake).T @ (on_fake - (1 - label))
        u = u - rate * (of_real + of_fake) / len(x)
        slope = (on_fake - 1) * (u[1] + u[2] * fake)
        m, s = m - rate * np.mean(slope), s - rate * np.mean(slope * z)
    return u, m, s
    ### END BUG
    ### BEGIN SOLUTION
    for x, z in zip(real, noise):
        fake = m + s * z
        on_real, on_fake = sigmoid(features(x) @ u), sigmoid(features(fake) @ u)
        of_real = features(x).T @ (on_real - label)
        # fr: lissage unilatéral : l'étiquette des faux reste 0
        # en: one-sided smoothing: the label of fakes stays 0
        of_fake = features(fake).T @ on_fake
        u = u - rate * (of_real + of_fake) / len(x)
        # fr: le juge a changé : il faut redemander ce qu'il pense des faux
        # en: the judge has changed: ask again what it thinks of the fakes
        on_fake = sigmoid(features(fake) @ u)
        slope = (on_fake - 1) * (u[1] + 2 * u[2] * fake)
        m, s = m - rate * np.mean(slope), s - rate * np.mean(slope * z)
    return u, m, s
    ### END SOLUTION


# %% [markdown] lang="fr" tags=["written"]
# ## 5. Expliquer : deux rapports d'entraînement (4 points)
#
# **A.** « Dès la deuxième époque, la perte du juge (somme des deux moyennes, étiquettes 1 et 0) reste à 1,386, et celle du générateur (non saturante) à 0,693. Le jeu est à l'équilibre : nos images ne se distinguent plus des vraies. »
#
# 1. Quelle réponse **constante** du juge, la même pour toutes les images, donne ces deux nombres ? Décrivez deux situations très différentes où on les observe, dont une où les images sont mauvaises. (1 point)
# 2. Décrivez une expérience qui départage ces deux situations, sans regarder les images ni utiliser d'autre réseau déjà entraîné : qu'entraîne-t-on, sur quoi mesure-t-on, que conclure de chaque résultat ? Combien d'images faut-il, vraies et fausses **en tout**, pour distinguer 55 % de bonnes réponses d'un juge qui répond au hasard, avec une confiance de 95 % (un écart de deux erreurs types) ? (1 point)
#
# **B.** « Notre GAN a une distance de Fréchet de 3,1 (2 000 images de chaque côté), le leur de 3,9 (1 000 de chaque côté) ; mêmes caractéristiques, mêmes vraies images. Le nôtre est donc meilleur. » On sait par ailleurs que de vraies images contre de vraies images donnent 1,0 avec 2 000 images de chaque côté, et 2,0 avec 1 000.
#
# 1. Estimez ce que donnerait chaque GAN avec une infinité d'images ; dites quelle hypothèse vous faites. La conclusion tient-elle ? (1 point)
# 2. Décrivez l'expérience qui permettrait de conclure. Dites comment elle tient compte du hasard : celui du tirage des images, et celui de l'entraînement. Citez aussi un défaut d'un GAN que cette expérience ne verrait pas. (1 point)
#
# Longueur attendue : deux ou trois phrases par point.
#
# Terminez par les noms de ceux qui vous ont aidé pour ce devoir, ou « personne ».
#
# ### RUBRIC
#
# Rapport A (2 points).
#
# - 1 point, question 1 : D = 1/2, car −ln ½ − ln ½ = 2 ln 2 ≈ 1,386 et −ln ½ = ln 2 ≈ 0,693. Soit q = p et un bon juge ; soit un juge qui n'a rien appris (trop petit, taux nul ou trop faible, gelé, trop régularisé, gradient coupé), quelles que soient les images. Un demi-point pour 1/2 sans la seconde situation.
# - 1 point, question 2 : figer le générateur, entraîner un **autre** juge, neuf et assez puissant, sur des vrais et des faux, et mesurer son exactitude sur des vrais et des faux qu'il n'a pas vus. Nettement plus de 50 % : les images se distinguent des vraies, le premier juge ne voyait rien. Autour de 50 % : ce juge-là ne voit pas de différence, ce qui n'est pas une preuve (vérifier qu'il sait en voir, sur de faux évidents). Nombre d'images : deux erreurs types font 2 √(0,25 / n), soit 5 points pour n = 400 images en tout (384 avec 1,96). Accepter de 300 à 1 500 avec un calcul, ou l'ordre de grandeur 1/√n. Un demi-point sans le nombre, ou si l'on mesure sur les images d'entraînement.
#
# Rapport B (2 points).
#
# - 1 point, question 1 : biais c/n ; vrais contre vrais, c = 2 000 × 1,0 = 1 000 × 2,0 = 2 000. Si le biais est le même pour un GAN : 3,1 − 1,0 = 2,1 et 3,9 − 2,0 = 1,9. L'ordre s'inverse, mais de peu : on ne peut pas conclure. L'hypothèse : même constante c pour les trois nuages, alors qu'elle dépend de leur dispersion. Un demi-point sans l'hypothèse, ou sans le calcul.
# - 1 point, question 2 : même n pour les deux (ou plusieurs n et une extrapolation en 1/n), mêmes vraies images, tirées au sort et absentes de l'entraînement ; plusieurs tirages d'images **et** plusieurs entraînements (graines) de chaque GAN ; comparer l'écart à la dispersion (demi-point). Défaut invisible (demi-point) : la copie d'images d'entraînement ; ou des détails que les caractéristiques ne voient pas ; ou deux nuages de mêmes moyenne et covariance mais de formes différentes ; ou un chiffre qui n'est pas celui demandé. Ne pas accepter l'effondrement sur une image par chiffre : la distance le voit.
# %% [markdown] lang="en" tags=["written"]
# ## 5. Explain: two training reports (4 points)
#
# **A.** “From the second epoch on, the loss of the judge (sum of the two means, labels 1 and 0) stays at 1.386, and that of the generator (non-saturating) at 0.693. The game is in equilibrium: our images can no longer be told from real ones.”
#
# 1. Which **constant** answer of the judge, the same for all images, gives these two numbers? Describe two very different situations in which they are observed, one of them with bad images. (1 point)
# 2. Describe an experiment that tells these two situations apart, without looking at the images or using any other network already trained: what is trained, on what do you measure, what does each result mean? How many images, real and fake **in all**, does it take to tell 55% right answers from a judge that answers at random, with 95% confidence (a gap of two standard errors)? (1 point)
#
# **B.** “Our GAN has a Fréchet distance of 3.1 (2,000 images on each side), theirs 3.9 (1,000 on each side); same features, same real images. So ours is better.” It is also known that real images against real images give 1.0 with 2,000 images on each side, and 2.0 with 1,000.
#
# 1. Estimate what each GAN would give with infinitely many images; say which assumption you make. Does the conclusion hold? (1 point)
# 2. Describe the experiment that would allow a conclusion. Say how it takes account of chance: that of drawing the images, and that of training. Also name a flaw of a GAN that this experiment would not see. (1 point)
#
# Expected length: two or three sentences per point.
#
# End with the names of those who helped you with this assignment, or “nobody”.
#
# ### RUBRIC
#
# Report A (2 points).
#
# - 1 point, question 1: D = 1/2, since −ln ½ − ln ½ = 2 ln 2 ≈ 1.386 and −ln ½ = ln 2 ≈ 0.693. Either q = p and a good judge; or a judge that has learned nothing (too small, rate zero or too low, frozen, over-regularised, gradient cut), whatever the images. Half a point for 1/2 without the second situation.
# - 1 point, question 2: freeze the generator, train **another** judge, new and powerful enough, on real and fake images, and measure its accuracy on real and fake ones that it has not seen. Clearly more than 50%: the images can be told from real ones, the first judge saw nothing. About 50%: this judge sees no difference, which is no proof (verify that it can see one, on obvious fakes). Number of images: two standard errors make 2 √(0.25 / n), that is, 5 points for n = 400 images in all (384 with 1.96). Accept 300 to 1,500 with a computation, or the order of magnitude 1/√n. Half a point without the number, or if the measurement is made on the training images.
#
# Report B (2 points).
#
# - 1 point, question 1: bias c/n; real against real, c = 2,000 × 1.0 = 1,000 × 2.0 = 2,000. If the bias is the same for a GAN: 3.1 − 1.0 = 2.1 and 3.9 − 2.0 = 1.9. The order is reversed, but narrowly: no conclusion is possible. The assumption: the same constant c for the three clouds, whereas it depends on their spread. Half a point without the assumption, or without the computation.
# - 1 point, question 2: the same n for both (or several n and an extrapolation in 1/n), the same real images, drawn at random and not used in training; several draws of images **and** several trainings (seeds) of each GAN; compare the gap with the spread (half a point). Flaw not seen (half a point): copies of training images; or details that the features do not see; or two clouds with the same mean and covariance but different shapes; or a digit that is not the one asked for. Do not accept collapse onto one image per digit: the distance sees it.
