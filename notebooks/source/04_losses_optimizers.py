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
#       fr: Pertes et optimiseurs
#       en: Losses and optimisers
#     objectives:
#       fr:
#       - retrouver l'erreur quadratique et l'entropie croisée à partir de la vraisemblance
#       - calculer une perte stable à partir des logits, et dire pourquoi son gradient est p − y
#       - prédire le taux d'apprentissage au-delà duquel la descente de gradient diverge
#       - programmer SGD, momentum, RMSprop et Adam en NumPy, et retrouver Keras pas à pas
#       - trouver un bon taux d'apprentissage par un essai de cent pas
#       en:
#       - derive squared error and cross-entropy from the likelihood
#       - compute a stable loss from logits, and say why its gradient is p − y
#       - predict the learning rate beyond which gradient descent diverges
#       - write SGD, momentum, RMSprop and Adam in NumPy, and match Keras step by step
#       - find a good learning rate with a trial of a hundred steps
#     prerequisites: ["02", "03"]
#     reading: 120
#     next:
#       fr: "{{lesson 05}} : d'où vient le gradient quand il y a plusieurs couches ; la rétropropagation, calculée à la main."
#       en: "{{lesson 05}}: where the gradient comes from when there are several layers; backpropagation, computed by hand."
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

lesson = start("04_losses_optimizers", T("fr", "en"), profile=profile, data=data, seed=seed)

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
from scipy import stats
from scipy.special import expit as sigmoid

digits = load("mnist")
rng = np.random.default_rng(lesson.seed)

# %% [markdown] lang="fr"
# ## Une question pour commencer
#
# Un neurone a appris à distinguer les 0 des 1 manuscrits avec un corrigé **dont on avait échangé les deux réponses**. Il se trompe donc presque toujours, et avec aplomb. On lui rend le bon corrigé et on le fait apprendre de nouveau : même départ, mêmes images, même taux d'apprentissage.
#
# Une seule chose change : la façon de noter ses erreurs. Avec l'**erreur quadratique**, plus l'écart est grand, plus la note est sévère : elle croît comme le carré de l'écart. Avec l'**entropie croisée**, on prend un logarithme. Laquelle le remettra le plus vite sur le bon chemin, et combien de fois plus vite ? Pariez.
# %% [markdown] lang="en"
# ## A question to begin with
#
# A neuron has learned to tell handwritten 0s from 1s with an answer key **in which the two answers had been swapped**. So it is nearly always wrong, and sure of itself. We give it the right key and let it learn again: same start, same images, same learning rate.
#
# Only one thing changes: how its errors are scored. With **squared error** a larger gap is punished harder, in proportion to its square. With **cross-entropy** a logarithm is taken. Which one will set it right sooner, and how many times sooner? Place your bet.

# %%
kept = rng.choice(np.flatnonzero(digits.y_train < 2), 500, replace=False)
images, y = digits.x_train[kept] / 255, digits.y_train[kept].astype(float)
pixels = images.reshape(-1, 784)

def slope(loss, p, y):
    # fr: dérivée de la perte par rapport à z (partie 2)
    # en: derivative of the loss with respect to z (part 2)
    return p - y if loss == "entropy" else 2 * (p - y) * p * (1 - p)

def train(loss, w, b, y, rate, steps):
    right = []
    for _ in range(steps):
        z = pixels @ w + b
        right.append(np.mean((z > 0) == y))
        s = slope(loss, sigmoid(z), y)
        w, b = w - rate * s @ pixels / len(y), b - rate * s.mean()
    return w, b, np.array(right)

# %%
wrong_w, wrong_b, _ = train("entropy", np.zeros(784), 0.0, 1 - y, rate=0.1, steps=300)
after = {loss: train(loss, wrong_w, wrong_b, y, rate=0.1, steps=400)
         for loss in ("entropy", "squared")}
names = {"entropy": T("entropie croisée", "cross-entropy"),
         "squared": T("erreur quadratique", "squared error")}
figure, axis = plt.subplots(figsize=(6, 3))
for (loss, (_, _, right)), style in zip(after.items(), ("-", "--")):
    axis.semilogx(np.arange(1, 400), 100 * right[1:], style, label=names[loss])
axis.set(xlabel=T("pas (échelle logarithmique)", "step (logarithmic scale)"),
         ylabel=T("bonnes réponses (%)", "right answers (%)"), ylim=(-3, 103))
axis.legend()
show(figure,
     T("Bonnes réponses par pas : l'entropie croisée les retrouve vite, "
       "l'erreur quadratique pas en entier, même après 400.",
       "Right answers at each step: cross-entropy soon recovers them, "
       "squared error not fully, even after 400."))

# %%
def steps_to(right, level=0.95):
    return int(np.argmax(right >= level)) if np.any(right >= level) else len(right)

claim(T("Pas avant 95 % (au plus 400 comptés) : erreur quadratique ÷ entropie croisée",
        "Steps to 95% (400 counted at most): squared error ÷ cross-entropy"),
      steps_to(after["squared"][2]) / steps_to(after["entropy"][2]), at_least=10, digits=0)
w, b, _ = after["squared"]
by_class = [np.mean((pixels[y == digit] @ w + b > 0) == digit) for digit in (0, 1)]
print(T("bonnes réponses à la fin, erreur quadratique :", "right answers at the end, squared error:"),
      "0 →", percent(by_class[0], 0), " 1 →", percent(by_class[1], 0))
claim(T("Le chiffre le moins bien lu après 400 pas d'erreur quadratique",
        "The digit read least well after 400 steps of squared error"),
      min(by_class), at_most=0.2, as_percent=True, digits=0);

# %% [markdown] lang="fr"
# La perte qui punit « au carré » est ici celle qui corrige le moins : après 400 pas, au moins un des deux chiffres reste presque toujours mal lu. Le rapport affiché n'est donc qu'un minimum : l'erreur quadratique n'est jamais arrivée à 95 %. La partie 2 dira pourquoi, et ce qu'y change un taux d'apprentissage plus grand. Mais d'abord : d'où sortent ces deux formules ?
# %% [markdown] lang="en"
# The loss that squares its punishment is here the one that corrects least: after 400 steps at least one of the two digits is still nearly always misread. So the ratio shown is only a lower bound: squared error never reached 95%. Part 2 will say why, and what a larger learning rate changes. But first: where do these two formulas come from?

# %% [markdown] lang="fr"
# ## 1. D'où viennent les pertes : la vraisemblance
#
# Une seule idée (Fisher, 1922) : choisir les poids qui rendent **les plus probables** les données observées. C'est le maximum de vraisemblance. Pour des exemples indépendants, les probabilités (ou les densités, si $y$ est un nombre réel) se multiplient ; le logarithme change le produit en somme, le signe change le maximum en minimum :
#
# $$L = -\frac{1}{n} \sum_{i} \ln p(y_i \mid x_i)$$
#
# Reste à dire quelle loi suit $y$.
#
# | loi de $y$ | $-\ln p(y \mid x)$ | perte |
# |---|---|---|
# | gaussienne, moyenne $\hat y$, écart type $\sigma$ | $\frac{(y-\hat y)^2}{2\sigma^2} + \ln(\sigma\sqrt{2\pi})$ | erreur quadratique moyenne (MSE), à un facteur et une constante près |
# | Bernoulli, $p = P(y=1)$ | $-y \ln p - (1-y)\ln(1-p)$ | entropie croisée binaire |
# | catégorielle, $p_1 \dots p_K$ | $-\ln p_{\text{vrai}}$ | entropie croisée |
#
# Si $\sigma$ est fixé, ni facteur ni constante ne déplacent le minimum. Keras prend la **moyenne sur le lot** (pour MSE et l'entropie croisée binaire, aussi sur les sorties) : la taille du lot ne change pas l'échelle de la perte.
# %% [markdown] lang="en"
# ## 1. Where losses come from: likelihood
#
# A single idea (Fisher, 1922): choose the weights that make the observed data **most probable**. This is maximum likelihood. For independent examples probabilities (or densities, if $y$ is a real number) multiply; the logarithm turns the product into a sum, the sign turns the maximum into a minimum:
#
# $$L = -\frac{1}{n} \sum_{i} \ln p(y_i \mid x_i)$$
#
# It remains to say which distribution $y$ follows.
#
# | distribution of $y$ | $-\ln p(y \mid x)$ | loss |
# |---|---|---|
# | Gaussian, mean $\hat y$, standard deviation $\sigma$ | $\frac{(y-\hat y)^2}{2\sigma^2} + \ln(\sigma\sqrt{2\pi})$ | mean squared error (MSE), up to a factor and a constant |
# | Bernoulli, $p = P(y=1)$ | $-y \ln p - (1-y)\ln(1-p)$ | binary cross-entropy |
# | categorical, $p_1 \dots p_K$ | $-\ln p_{\text{true}}$ | cross-entropy |
#
# If $\sigma$ is fixed, neither factor nor constant moves the minimum. Keras takes the **mean over the batch** (for MSE and binary cross-entropy, over the outputs too): the size of the batch does not change the scale of the loss.

# %%
# fr: cent exemples, trois sorties par exemple
# en: a hundred examples, three outputs per example
truth, answer = rng.normal(size=(2, 100, 3))
sigma = 0.7
likelihood = -stats.norm.logpdf(truth, answer, sigma).sum(axis=1).mean()
mse = float(keras.losses.MeanSquaredError()(truth, answer))
constant = np.log(sigma * np.sqrt(2 * np.pi))
claim(T("Bruit gaussien, trois sorties : 3 × (MSE / 2σ² + une constante)",
        "Gaussian noise, three outputs: 3 × (MSE / 2σ² + a constant)"),
      np.isclose(likelihood, 3 * (mse / (2 * sigma**2) + constant), rtol=1e-4))

p, label = rng.uniform(0.01, 0.99, 100), rng.integers(0, 2, 100)
likelihood = -stats.bernoulli.logpmf(label, p).mean()
from_keras = float(keras.losses.BinaryCrossentropy()(label, p))
claim(T("Bernoulli : on retrouve l'entropie croisée binaire de Keras",
        "Bernoulli gives the binary cross-entropy of Keras"),
      np.isclose(likelihood, from_keras, rtol=1e-4));

# %%
p, label = rng.dirichlet(2 * np.ones(10), 100), rng.integers(0, 10, 100)
likelihood = -stats.multinomial.logpmf(np.eye(10)[label], 1, p).mean()
from_keras = float(keras.losses.SparseCategoricalCrossentropy()(label, p))
one_hot = float(keras.losses.CategoricalCrossentropy()(np.eye(10)[label], p))
claim(T("Catégorielle : on retrouve l'entropie croisée de Keras",
        "Categorical gives the cross-entropy of Keras"),
      np.isclose(likelihood, from_keras, rtol=1e-4))
claim(T("« sparse » ne change que l'écriture des cibles : un entier, ou un vecteur de 0 et de 1",
        "“sparse” only changes how targets are written: an integer, or a vector of 0s and a 1"),
      np.isclose(one_hot, from_keras, rtol=1e-4));

# %% [markdown] lang="fr"
# Le logarithme est népérien : l'entropie croisée se compte en **nats** (1 nat = 1/ln 2 ≈ 1,44 bit). Elle mesure une surprise : nulle si le réseau avait donné 1 à la bonne réponse, sans limite quand la probabilité donnée tend vers 0. Repère utile : donner 0,1 à chacune de dix classes coûte ln 10 ≈ 2,30 nats.
# %% [markdown] lang="en"
# The logarithm is the natural one: cross-entropy is counted in **nats** (1 nat = 1/ln 2 ≈ 1.44 bits). It measures a surprise: none if the network had given 1 to the right answer, without limit as the probability given tends to 0. A useful landmark: giving 0.1 to each of ten classes costs ln 10 ≈ 2.30 nats.

# %%
p = np.geomspace(1e-3, 1, 300)
figure, axis = plt.subplots(figsize=(6, 3))
axis.plot(p, -np.log(p), "-", label=T("entropie croisée : −ln p", "cross-entropy: −ln p"))
axis.plot(p, (1 - p) ** 2, "--", label=T("erreur quadratique : (1 − p)²", "squared error: (1 − p)²"))
for at in (0.1, 0.01):
    axis.plot(at, -np.log(at), "o", color=plots.BLUE)
    axis.annotate(T(f"p = {number(at)} : ", f"p = {number(at)}: ") + f"{number(-np.log(at))} nats", (at, -np.log(at)),
                  xytext=(10, 2), textcoords="offset points")
axis.set(xlabel=T("probabilité donnée à la bonne réponse", "probability given to the right answer"),
         ylabel=T("perte", "loss"), ylim=(-0.1, 7.2))
axis.legend()
show(figure,
     T("Deux pertes selon p : près de zéro, −ln p monte sans limite, (1 − p)² plafonne à 1.",
       "Two losses against p: near zero −ln p rises without limit, (1 − p)² levels off at 1."))

# %% [markdown] lang="fr"
# ## 2. Les logits, et le gradient $p - y$
#
# La sortie **avant** softmax (ou sigmoïde) s'appelle un logit, $z$. La perte s'écrit directement avec lui ; si $c$ est la vraie classe :
#
# $$-\ln p_c = -\ln \frac{e^{z_c}}{\sum_k e^{z_k}} = \ln \sum_k e^{z_k} - z_c$$
#
# Mais en simple précision, celle de Keras, $e^{89}$ dépasse déjà le plus grand nombre possible (en double précision, $e^{710}$). On retranche donc d'abord le plus grand logit $M$, ce qui ne change rien au résultat :
#
# $$\ln \sum_k e^{z_k} = M + \ln \sum_k e^{z_k - M}$$
#
# C'est le calcul de `from_logits=True`. Si on ne lui donne que des probabilités, Keras les borne à $[10^{-7},\ 1 - 10^{-7}]$ pour éviter $\ln 0$ : aucune erreur n'est signalée, mais la perte est fausse dès que $p_c < 10^{-7}$.
# %% [markdown] lang="en"
# ## 2. Logits, and the gradient $p - y$
#
# The output **before** softmax (or sigmoid) is called a logit, $z$. The loss can be written with it directly; if $c$ is the true class:
#
# $$-\ln p_c = -\ln \frac{e^{z_c}}{\sum_k e^{z_k}} = \ln \sum_k e^{z_k} - z_c$$
#
# But in single precision, which Keras uses, $e^{89}$ already exceeds the largest possible number (in double precision, $e^{710}$). So first subtract the largest logit $M$, which leaves the result unchanged:
#
# $$\ln \sum_k e^{z_k} = M + \ln \sum_k e^{z_k - M}$$
#
# This is the computation behind `from_logits=True`. Given only probabilities, Keras clips them to $[10^{-7},\ 1 - 10^{-7}]$ to avoid $\ln 0$: no error is reported, but the loss is wrong as soon as $p_c < 10^{-7}$.

# %%
def log_sum_exp(z):
    top = z.max(axis=1, keepdims=True)
    return top[:, 0] + np.log(np.exp(z - top).sum(axis=1))

def loss_from_logits(z, label):
    return log_sum_exp(z) - z[np.arange(len(z)), label]

def softmax(z):
    return np.exp(z - log_sum_exp(z)[:, np.newaxis])

def naive_loss(z, label):
    with np.errstate(all="ignore"):
        p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        return -np.log(p[np.arange(len(z)), label])

# %%
def keras_loss(z, label, from_logits):
    scores = z if from_logits else softmax(z)
    losses = keras.losses.sparse_categorical_crossentropy(label, scores, from_logits)
    return keras.ops.convert_to_numpy(losses)

z = np.float32([[2, 1, 0], [30, 0, 0], [100, 0, 0], [100, 0, 0]])
label = np.array([0, 1, 1, 0])
of_p, of_logits = keras_loss(z, label, False), keras_loss(z, label, True)
print("logits".ljust(23), *(f"{', '.join(f'{v:.0f}' for v in row):>13}" for row in z))
print(T("vraie classe", "true class").ljust(23), *(f"{c:>13}" for c in label))
for name, values in ((T("formule naïve", "naive formula"), naive_loss(z, label)),
                     (T("Keras, probabilités", "Keras, probabilities"), of_p),
                     ("Keras, from_logits=True", of_logits),
                     (T("log-somme-exp", "log-sum-exp"), loss_from_logits(z, label))):
    print(f"{name:23}", *(f"{number(value):>13}" for value in values))

# %%
claim(T("Notre perte est celle de Keras avec from_logits=True",
        "Our loss is that of Keras with from_logits=True"),
      np.allclose(loss_from_logits(z, label), of_logits, rtol=1e-5, atol=1e-6))
claim(T("À partir des probabilités, Keras s'arrête à −ln 10⁻⁷ ≈ 16,12",
        "From probabilities Keras stops at −ln 10⁻⁷ ≈ 16.12"),
      np.allclose(of_p[1:3], -np.log(1e-7), rtol=1e-4))
# fr: on monte de 1 le logit de la vraie classe du deuxième exemple
# en: the logit of the true class of the second example is raised by 1
raised = z + np.float32(np.outer([0, 1, 0, 0], [0, 1, 0]))
changes = [keras_loss(raised, label, from_logits)[1] - keras_loss(z, label, from_logits)[1]
           for from_logits in (False, True)]
claim(T("Monter de 1 le bon logit : rien ne change à partir des probabilités, −1 à partir des logits",
        "Raise the right logit by 1: no change from probabilities, −1 from logits"),
      np.allclose(changes, [0, -1], atol=1e-3))
perfect = keras_loss(np.eye(10, dtype="float32")[:1], np.array([0]), True)[0]
claim(T(f"Softmax deux fois : même parfaite, une réponse à dix classes coûte {number(perfect)} nat",
        f"Softmax twice: even when perfect, an answer among ten classes costs {number(perfect)} nats"),
      np.isclose(perfect, np.log(np.e + 9) - 1));

# %% [markdown] lang="fr"
# La formule naïve donne l'infini pour une réponse fausse (colonne 3) et NaN pour une réponse **juste** (colonne 4). À partir des probabilités bornées, la perte est plate là où l'erreur est la plus grande : plus de gradient, plus d'apprentissage. (Avec TensorFlow, Keras retrouve les logits derrière une couche qui finit par un softmax, et s'en sert ; n'y comptez pas avec un autre moteur.)
#
# La dernière vérification montre la faute inverse : donner des probabilités là où Keras attend des logits. Un second softmax, de nombres compris entre 0 et 1, aplatit tout : la réponse parfaite, 1 pour la vraie classe et 0 pour les neuf autres, coûte encore $\ln(e + 9) - 1$.
# %% [markdown] lang="en"
# The naive formula gives infinity for a wrong answer (column 3) and NaN for a **right** one (column 4). From clipped probabilities the loss is flat just where the error is largest: no gradient, no learning. (With TensorFlow, Keras finds the logits behind a layer that ends with a softmax, and uses them; do not rely on it with another backend.)
#
# The last check shows the opposite mistake: giving probabilities where Keras expects logits. A second softmax, of numbers between 0 and 1, flattens everything: the perfect answer, 1 for the true class and 0 for the nine others, still costs $\ln(e + 9) - 1$.

# %% [markdown] lang="fr"
# La stabilité n'est pas le seul avantage. Dérivons, pour un exemple, $\ell = \ln \sum_k e^{z_k} - z_c$ : les exponentielles disparaissent. Avec $y$ codé en 0 et 1,
#
# $$\frac{\partial \ell}{\partial z_k} = p_k - y_k$$
#
# Le gradient **est** l'erreur (dans la moyenne d'un lot de $n$, chaque exemple apporte $(p-y)/n$) ; de même pour la sigmoïde avec l'entropie croisée binaire. Avec l'erreur quadratique, la règle de la chaîne laisse un facteur de plus, la pente de la sigmoïde, $\sigma'(z) = p(1-p)$ (ici $\sigma$ est la sigmoïde, et non plus un écart type) :
#
# $$\frac{\partial (p-y)^2}{\partial z} = 2\,(p-y)\,p\,(1-p)$$
#
# Vérifions par différences finies.
# %% [markdown] lang="en"
# Stability is not the only benefit. Differentiate, for one example, $\ell = \ln \sum_k e^{z_k} - z_c$: the exponentials vanish. With $y$ coded as 0 and 1,
#
# $$\frac{\partial \ell}{\partial z_k} = p_k - y_k$$
#
# The gradient **is** the error (in the mean over a batch of $n$, each example brings $(p-y)/n$); likewise for the sigmoid with binary cross-entropy. With squared error the chain rule leaves one more factor, the slope of the sigmoid, $\sigma'(z) = p(1-p)$ (here $\sigma$ is the sigmoid, no longer a standard deviation):
#
# $$\frac{\partial (p-y)^2}{\partial z} = 2\,(p-y)\,p\,(1-p)$$
#
# Let us check with finite differences.

# %%
def differences(f, z, h=1e-5):
    return np.array([(f(z + h * e) - f(z - h * e)) / (2 * h) for e in np.eye(len(z))])

z, c = rng.normal(size=10), 3
p = softmax(z[np.newaxis])[0]
claim(T("Softmax et entropie croisée : le gradient est p − y", "Softmax and cross-entropy: the gradient is p − y"),
      np.allclose(differences(lambda z: loss_from_logits(z[np.newaxis], [c])[0], z),
                  p - np.eye(10)[c], atol=1e-8))
target = rng.integers(0, 2, 10)
squared = differences(lambda z: np.sum((sigmoid(z) - target) ** 2), z)
binary = differences(lambda z: np.sum(np.logaddexp(0, z) - target * z), z)
claim(T("Sigmoïde : p − y avec l'entropie croisée, 2(p − y)p(1 − p) avec l'erreur quadratique",
        "Sigmoid: p − y with cross-entropy, 2(p − y)p(1 − p) with squared error"),
      np.allclose(binary, slope("entropy", sigmoid(z), target), atol=1e-8)
      and np.allclose(squared, slope("squared", sigmoid(z), target), atol=1e-8));

# %% [markdown] lang="fr"
# Voici la réponse à la question du début. Prenons un seul exemple, de cible 1, et appliquons la descente directement à son logit, parti de $z = -a$, avec un taux de 1. Plus $a$ est grand, plus le neurone est sûr de son erreur. Combien de pas pour changer d'avis, c'est-à-dire pour que $z$ devienne positif ?
#
# Tant que $z < 0$, un pas d'entropie croisée vaut $1 - p$, entre ½ et 1 : il en faut de $a$ à $2a$. Un pas d'erreur quadratique vaut $2p(1-p)^2 \le 2e^z$, donc $e^{-z}$ perd au plus 2 par pas ; pour le ramener de $e^a$ à 1, il en faut au moins $(e^a - 1)/2$.
# %% [markdown] lang="en"
# Here is the answer to the opening question. Take a single example, target 1, and run the descent on its logit itself, from $z = -a$, with rate 1. The larger $a$, the surer the neuron is of its error. How many steps until it changes its mind, that is, until $z$ becomes positive?
#
# As long as $z < 0$, a step with cross-entropy is $1 - p$, between ½ and 1: it takes from $a$ to $2a$ of them. A step with squared error is $2p(1-p)^2 \le 2e^z$, so $e^{-z}$ loses at most 2 per step; to bring it from $e^a$ down to 1 takes at least $(e^a - 1)/2$ of them.

# %%
def steps_to_change(loss, a, rate=1.0):
    z, steps = -a, 0
    while z < 0:
        z, steps = z - rate * slope(loss, sigmoid(z), 1), steps + 1
    return steps

sure = np.arange(1, 10)
steps = {loss: np.array([steps_to_change(loss, a) for a in sure]) for loss in names}
claim(T("Entropie croisée : entre a et 2a pas (à l'arrondi près)", "Cross-entropy: between a and 2a steps (up to rounding)"),
      np.all((steps["entropy"] >= sure) & (steps["entropy"] <= 2 * sure + 1)))
claim(T("Erreur quadratique : au moins (eᵃ − 1)/2 pas", "Squared error: at least (eᵃ − 1)/2 steps"),
      np.all(steps["squared"] >= (np.exp(sure) - 1) / 2));

# %%
z = np.linspace(-10, 4, 300)
figure, (left, right) = plt.subplots(1, 2, figsize=(8.5, 3.1))
for loss, style in (("entropy", "-"), ("squared", "--")):
    left.plot(z, abs(slope(loss, sigmoid(z), 1)), style, label=names[loss])
    right.semilogy(sure, steps[loss], "o" + style, ms=4, label=names[loss])
left.axvspan(-10, -4, color=plots.GREY, alpha=0.15)
left.text(-9.8, 0.55, T("sûr de lui,\nà tort", "sure,\nand wrong"))
left.set(xlabel=T("logit z (cible 1)", "logit z (target 1)"),
         ylabel=T("taille du gradient", "size of the gradient"))
right.set(xlabel=T("assurance de départ a", "initial confidence a"),
          ylabel=T("pas pour changer d'avis", "steps to change its mind"))
figure.legend(*right.get_legend_handles_labels(), loc="outside upper center", ncols=2)
show(figure,
     T("À gauche, le gradient quand le neurone se trompe : près de 1, ou de 0 ; à droite, les pas.",
       "Left, the gradient: close to 1 or close to 0 when the neuron is wrong; right, the steps."))

# %% [markdown] lang="fr"
# Avec l'entropie croisée, le temps de se détromper croît comme l'assurance ; avec l'erreur quadratique, il croît comme son **exponentielle**. Le carré punit bien, mais la sigmoïde saturée étouffe la punition avant qu'elle n'atteigne les poids.
#
# Suffirait-il d'un taux plus grand ? Il le faudrait de l'ordre de $e^a$, différent pour chaque image. De plus, les poids sont communs à toutes : un pas qui corrige les unes déplace aussi les autres. Essayons cinq taux (tiret : 95 % non atteints).
# %% [markdown] lang="en"
# With cross-entropy the time it takes to unlearn the error grows like the confidence; with squared error it grows like its **exponential**. The square does punish, but the saturated sigmoid smothers the punishment before it reaches the weights.
#
# Would a larger rate be enough? It would have to be of the order of $e^a$, different for each image. Moreover, all images share the same weights: a step that corrects some also moves the others. Let us try five rates (dash: 95% not reached).

# %%
most, rates = lesson.pick(full=2000, fast=50), (0.1, 0.3, 1, 3, 10)

def recovery(loss, rate):
    w, b, done = wrong_w, wrong_b, 0
    while done < most:
        w, b, right = train(loss, w, b, y, rate, 50)
        if right.max() >= 0.95:
            return done + steps_to(right)
        done += 50
    return most

needed = {loss: [recovery(loss, rate) for rate in rates] for loss in names}
print("η".ljust(20), *(f"{number(rate, 1):>6}" for rate in rates))
for loss in names:
    print(f"{names[loss]:20}", *(f"{'—' if n == most else n:>6}" for n in needed[loss]))

# %%
ratio = np.divide(needed["squared"], needed["entropy"]).min()
claim(T(f"Pas avant 95 % (au plus {number(most, 0)} comptés), quadratique ÷ entropie : "
        "le plus petit des cinq rapports",
        f"Steps to 95% ({number(most, 0)} counted at most), squared ÷ entropy: "
        "the smallest of the five ratios"),
      ratio, at_least=10, on_sample=2, digits=0)

w, b, _ = after["squared"]
p = sigmoid(pixels @ w + b)
misread = (p > 0.5) != y
size = {loss: abs(slope(loss, p, y))[misread].mean() for loss in names}
claim(T("Images encore mal lues après 400 pas (η = 0,1), gradient moyen : quadratique ÷ entropie",
        "Images still misread after 400 steps (η = 0.1), mean gradient: squared ÷ entropy"),
      size["squared"] / size["entropy"], at_most=0.05, digits=4);

# %% [markdown] lang="fr"
# Un taux plus grand peut finir par aider, sans combler l'écart (là où le tableau porte un tiret, le vrai rapport est plus grand encore que celui qui est compté). Au taux du début, les images encore mal lues n'envoient presque aucun gradient avec l'erreur quadratique ; l'entropie croisée, au même endroit, les entendrait.
#
# Soyons justes, pourtant : l'erreur quadratique d'une probabilité (score de Brier) n'est pas une mauvaise *mesure*. En espérance, elle aussi est minimale quand $p$ est la vraie probabilité ; c'est le chemin qui est mauvais. L'entropie croisée d'un neurone est de plus une fonction **convexe** des poids (une corde n'y passe jamais sous la courbe) : tout minimum local y est global.
# %% [markdown] lang="en"
# A larger rate may help in the end, without closing the gap (where the table has a dash, the true ratio is larger still than the one counted). At the opening rate, the images still misread send hardly any gradient with squared error; cross-entropy, at the same place, would hear them.
#
# In fairness, the squared error of a probability (Brier score) is not a bad *measure*. On average it, too, is smallest when $p$ is the true probability; only the path is bad. The cross-entropy of one neuron is, moreover, a **convex** function of the weights (no chord ever lies below the curve): every local minimum is global.

# %% [markdown] lang="fr"
# Et l'exactitude, la part des bonnes réponses : pourquoi ne pas la prendre pour perte ? C'est un escalier : de très petits changements des poids ne changent aucune réponse. **Son gradient est nul presque partout.**
# %% [markdown] lang="en"
# And accuracy, the share of right answers: why not use it as the loss? It is a staircase: very small changes of the weights change no answer. **Its gradient is zero almost everywhere.**

# %%
def accuracy_and_loss(w):
    z = pixels @ w + wrong_b
    return np.mean((z > 0) == y), np.mean(np.logaddexp(0, z) - y * z)

here = accuracy_and_loss(wrong_w)
nudged = [accuracy_and_loss(wrong_w + 1e-7 * rng.normal(size=784)) for _ in range(20)]
claim(T("Vingt petits changements au hasard : la perte change chaque fois, l'exactitude jamais",
        "Twenty small random changes: the loss changes each time, accuracy never"),
      all(a == here[0] and loss != here[1] for a, loss in nudged));

# %% [markdown] lang="fr"
# ## 3. Descendre : jusqu'où peut-on forcer l'allure ?
#
# La descente de gradient répète $w \leftarrow w - \eta\, \nabla L(w)$. Quel est le plus grand taux d'apprentissage $\eta$ possible ? Sur une perte quadratique, de minimum $w^*$ et de matrice des dérivées secondes $H$, la réponse est exacte. Le gradient y vaut $\nabla L(w) = H\,(w - w^*)$ ; chaque pas transforme donc l'écart au minimum selon
#
# $$w - w^* \;\leftarrow\; (I - \eta H)\,(w - w^*)$$
#
# Un rappel d'algèbre linéaire. Si $Hu = \lambda u$ avec $u \ne 0$, on dit que $u$ est un **vecteur propre** de $H$ et que $\lambda$ est sa **valeur propre** ; ici, $\lambda$ est la courbure de la perte dans la direction $u$. Comme $H$ est symétrique, ces directions peuvent servir d'axes perpendiculaires. Le long de chacune, l'écart est multiplié à chaque pas par
#
# $$1 - \eta\lambda$$
# %% [markdown] lang="en"
# ## 3. Going down: how fast can we go?
#
# Gradient descent repeats $w \leftarrow w - \eta\, \nabla L(w)$. What is the largest possible learning rate $\eta$? On a quadratic loss, with minimum $w^*$ and matrix of second derivatives $H$, the answer is exact. Its gradient is $\nabla L(w) = H\,(w - w^*)$, so each step transforms the distance to the minimum according to
#
# $$w - w^* \;\leftarrow\; (I - \eta H)\,(w - w^*)$$
#
# A reminder of linear algebra. If $Hu = \lambda u$ with $u \ne 0$, then $u$ is called an **eigenvector** of $H$ and $\lambda$ its **eigenvalue**; here $\lambda$ is the curvature of the loss in the direction $u$. Since $H$ is symmetric, these directions can serve as perpendicular axes. Along each of them the distance is multiplied at each step by
#
# $$1 - \eta\lambda$$

# %% [markdown] lang="fr"
# Ce facteur éteint l'écart si, et seulement si, $|1 - \eta\lambda| < 1$. Si toutes les valeurs propres sont strictement positives, la descente converge donc, d'où qu'elle parte, **si, et seulement si,** $0 < \eta < 2/\lambda_{\max}$. C'est la direction la plus raide qui décide.
#
# Prédisons, puis essayons, sur une régression linéaire : deux nombres par image (encre moyenne de l'image, encre moyenne du centre), centrés. Avec une ligne de $X$ par exemple, $m$ lignes et des cibles $y$, dérivons deux fois :
#
# $$L = \frac{1}{m}\,\lVert Xw - y\rVert^2 \qquad \nabla L = \frac{2}{m}\, X^\top (Xw - y) \qquad H = \frac{2}{m}\, X^\top X$$
# %% [markdown] lang="en"
# This factor makes the distance vanish if, and only if, $|1 - \eta\lambda| < 1$. If all eigenvalues are strictly positive, descent therefore converges, wherever it starts, **if, and only if,** $0 < \eta < 2/\lambda_{\max}$. The steepest direction decides.
#
# Let us predict, then try, on a linear regression: two numbers per image (mean ink of the image, mean ink of its centre), centred. With one row of $X$ per example, $m$ rows and targets $y$, differentiate twice:
#
# $$L = \frac{1}{m}\,\lVert Xw - y\rVert^2 \qquad \nabla L = \frac{2}{m}\, X^\top (Xw - y) \qquad H = \frac{2}{m}\, X^\top X$$

# %%
features = np.stack([images.mean(axis=(1, 2)), images[:, 11:17, 11:17].mean(axis=(1, 2))], axis=1)
F, target = features - features.mean(axis=0), y - y.mean()

H = 2 / len(F) * F.T @ F
best = np.linalg.lstsq(F, target, rcond=None)[0]
curvature = np.linalg.eigvalsh(H)
limit = 2 / curvature[-1]
print(T("limite prédite :", "predicted limit:"), number(limit))

def descend(rate, steps, w=(0.0, 0.0)):
    path = [np.array(w)]
    for _ in range(steps):
        path.append(path[-1] - rate * 2 / len(F) * (F @ path[-1] - target) @ F)
    return np.array(path)

def excess(path, H=H, best=best):
    # fr: perte − minimum en chaque point : ½ dᵀHd, où d = w − w*
    # en: loss − minimum at each point: ½ dᵀHd, where d = w − w*
    return 0.5 * np.einsum("ti,ij,tj->t", path - best, H, path - best)

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4))
center, span = best / 2, 0.75 * abs(best[0])
u, v = np.meshgrid(*(c + span * np.linspace(-1, 1, 120) for c in center))
heights = excess(np.stack([u, v], axis=-1).reshape(-1, 2)).reshape(u.shape)
levels = heights.max() * np.geomspace(1e-3, 0.8, 9)
left.contour(u, v, heights, levels=levels, colors=plots.GREY, linewidths=0.7)
for share, colour, style in zip((0.5, 0.97, 1.05), (plots.BLUE, plots.GREEN, plots.RED), "os^"):
    path, name = descend(share * limit, 60), f"{number(share)} × 2/λmax"
    left.plot(*path[:14 if share > 1 else None].T, style + "-", ms=3, lw=0.9, color=colour)
    right.semilogy(excess(path), style + "-", ms=4, markevery=10, color=colour, label=name)
left.plot(*best, "*", color="black", ms=11)
left.set(xlabel="w₁", ylabel="w₂", xlim=(u.min(), u.max()), ylim=(v.min(), v.max()))
right.set(xlabel=T("pas", "step"), ylabel=T("perte − minimum", "loss − minimum"))
figure.legend(*right.get_legend_handles_labels(), loc="outside upper center", ncols=3)
show(figure,
     T("Trois descentes : sans zigzag à mi-limite, en zigzag près de la limite, divergente au-delà.",
       "Three descents: no zigzag at half the limit, zigzag near it, divergence beyond."))

# %%
def distance(share, steps=3000):
    return np.linalg.norm(descend(share * limit, steps)[-1] - best)

claim(T("À 99 % de 2/λmax, la descente converge", "At 99% of 2/λmax descent converges"), distance(0.99) < 1e-3 * distance(0, 0))
claim(T("À 101 % de 2/λmax, elle diverge", "At 101% of 2/λmax it diverges"), distance(1.01) > 1e3 * distance(0, 0))
kappa = curvature[-1] / curvature[0]
print("κ =", number(kappa, 1), " κ/(κ + 1) =", number(kappa / (kappa + 1), 3))
for share in (0.5, 0.97):
    factor = abs(1 - share * limit * curvature).max()
    print(T("plus grand facteur par pas au taux", "largest factor per step at rate"),
          number(share), T("× 2/λmax :", "× 2/λmax:"), number(factor, 3))
direct, zigzag = (excess(descend(share * limit, 60))[-1] for share in (0.5, 0.97))
claim(T("Écart de perte au pas 60, taux 0,50 ÷ taux 0,97 (en parts de 2/λmax)",
        "Excess loss at step 60, rate 0.50 ÷ rate 0.97 (as shares of 2/λmax)"),
      direct / zigzag, at_least=1.2);

# %% [markdown] lang="fr"
# À la moitié de la limite, $1 - \eta\lambda_{\max} = 0$ : un seul pas règle la direction raide, et le reste du chemin longe le fond. La direction raide borne $\eta$, la direction plate avance à petits pas : tout dépend de leur rapport, le **conditionnement** $\kappa = \lambda_{\max}/\lambda_{\min}$. Le meilleur taux constant, $2/(\lambda_{\min}+\lambda_{\max})$, multiplie l'écart, à chaque pas, par au plus
#
# $$q = \frac{\kappa - 1}{\kappa + 1}$$
#
# Comme $\ln q \approx -2/\kappa$ quand $\kappa$ est grand, le nombre de pas est à peu près proportionnel à $\kappa$. Quant au meilleur taux, il vaut $\kappa/(\kappa+1)$ fois la limite (affiché ci-dessus). Voilà pourquoi le zigzag à 0,97 finit par gagner : son plus grand facteur est plus petit que celui de la descente à 0,50.
# %% [markdown] lang="en"
# At half the limit $1 - \eta\lambda_{\max} = 0$: a single step settles the steep direction, and the rest of the path runs along the bottom. The steep direction limits $\eta$, the flat one advances in small steps: everything depends on their ratio, the **condition number** $\kappa = \lambda_{\max}/\lambda_{\min}$. The best constant rate, $2/(\lambda_{\min}+\lambda_{\max})$, multiplies the distance, at each step, by at most
#
# $$q = \frac{\kappa - 1}{\kappa + 1}$$
#
# Since $\ln q \approx -2/\kappa$ when $\kappa$ is large, the number of steps is roughly proportional to $\kappa$. As for the best rate, it is $\kappa/(\kappa+1)$ times the limit (shown above). This is why the zigzag at 0.97 wins in the end: its largest factor is smaller than that of the descent at 0.50.

# %% [markdown] lang="fr"
# D'où un geste banal : **réduire** les entrées (les diviser par leur écart type) change la vallée, pas ce que le modèle peut exprimer.
#
# Dans un réseau, $H$ change en route et rien n'est exact. Pourtant la règle n'est pas loin : entraînés sur toutes les données à $\eta$ constant, beaucoup de réseaux voient $\lambda_{\max}$ monter jusque vers $2/\eta$, et s'y maintenir (Cohen et al., 2021).
# %% [markdown] lang="en"
# Hence a routine precaution: **scaling** the inputs (dividing by their standard deviation) changes the valley, not what the model can express.
#
# In a network $H$ changes along the way and nothing is exact. Yet the rule is not far off: trained on all the data at constant $\eta$, many networks see $\lambda_{\max}$ climb to about $2/\eta$, and stay there (Cohen et al., 2021).

# %%
def steps_needed(X, target, shrink=1e-3):
    H = 2 / len(X) * X.T @ X
    low, high = np.linalg.eigvalsh(H)[[0, -1]]
    best, w, steps = np.linalg.solve(H, 2 / len(X) * X.T @ target), np.zeros(2), 0
    while np.linalg.norm(w - best) > shrink * np.linalg.norm(best):
        w, steps = w - 2 / (low + high) * H @ (w - best), steps + 1
    bound = np.log(shrink) / np.log((high - low) / (high + low))
    return high / low, steps, bound

S = F / F.std(axis=0)
raw, scaled = steps_needed(F, target), steps_needed(S, target)
for name, (kappa, steps, _) in ((T("entrées brutes  ", "raw inputs   "), raw), (T("entrées réduites", "scaled inputs"), scaled)):
    print(name, "κ =", number(kappa, 1), "→", steps, T("pas pour diviser l'écart par 1 000", "steps to divide the distance by 1,000"))
claim(T("Le nombre de pas respecte la borne qᵗ", "The number of steps respects the bound qᵗ"),
      raw[1] <= raw[2] + 1 and scaled[1] <= scaled[2] + 1)
claim(T("Conditionnement, entrées brutes ÷ réduites", "Condition number, raw ÷ scaled inputs"), raw[0] / scaled[0], at_least=3, digits=1);

# %% [markdown] lang="fr"
# ## 4. Descendre au hasard : SGD
#
# Calculer le gradient sur toutes les données pour un seul pas coûte cher. La descente de gradient **stochastique** (SGD) le remplace par celui d'un petit lot (*mini-batch*) de $B$ exemples tirés au hasard. Chaque exemple ayant autant de chances qu'un autre d'être tiré, ce gradient $g_B$ est faux à chaque pas, mais juste en moyenne ; les statisticiens disent **sans biais** (aucun rapport avec le biais $b$ d'un neurone) :
#
# $$\mathbb{E}[g_B] = \nabla L(w), \qquad \text{écart type de } g_B \propto \frac{1}{\sqrt{B}}$$
#
# ($\mathbb{E}$ : moyenne sur tous les lots possibles ; tirages indépendants). Diviser le bruit par deux demande donc un lot quatre fois plus grand. Keras, lui, mélange les données et les parcourt lot par lot ; découpons-les de même, puis tirons au hasard 4 000 lots de chaque taille.
# %% [markdown] lang="en"
# ## 4. Going down at random: SGD
#
# Computing the gradient on all the data for a single step is expensive. **Stochastic** gradient descent (SGD) replaces it by that of a small batch (*mini-batch*) of $B$ examples drawn at random. Since each example is as likely to be drawn as any other, this gradient $g_B$ is wrong at each step, but right on average; statisticians say **unbiased** (nothing to do with the bias $b$ of a neuron):
#
# $$\mathbb{E}[g_B] = \nabla L(w), \qquad \text{standard deviation of } g_B \propto \frac{1}{\sqrt{B}}$$
#
# ($\mathbb{E}$: mean over all possible batches; independent draws). So halving the noise takes a batch four times larger. Keras shuffles the data and goes through them batch by batch; let us cut them up likewise, then draw 4,000 batches of each size at random.

# %%
def gradient(w, rows):
    return 2 / len(rows) * (S[rows] @ w - target[rows]) @ S[rows]

w, everything = np.zeros(2), np.arange(len(S))
full = gradient(w, everything)
cuts = rng.permutation(everything).reshape(50, 10)
claim(T("Données découpées en 50 lots de 10 : la moyenne des 50 gradients est le gradient complet",
        "Data cut into 50 batches of 10: the mean of the 50 gradients is the full gradient"),
      np.allclose(np.mean([gradient(w, rows) for rows in cuts], axis=0), full));

# %%
spread, draws = {}, lesson.pick(full=4000, fast=400)
print(T("B                   moyenne   écart type   (seconde composante du gradient)",
        "B                      mean    std. dev.   (second component of the gradient)"))
for B in (10, 40, 160):
    drawn = np.array([gradient(w, rng.integers(len(S), size=B)) for _ in range(draws)])[:, 1]
    spread[B] = drawn.std()
    print(f"{B:<18} {number(drawn.mean(), 3):>8} {number(spread[B], 3):>12}")
print(T("toutes les données", "all the data").ljust(18), f"{number(full[1], 3):>8}")
claim(T("Écart type, lots de 10 ÷ lots de 160",
        "Standard deviation, batches of 10 ÷ batches of 160"),
      spread[10] / spread[160], at_least=3.7);

# %% [markdown] lang="fr"
# Près du minimum, ce bruit empêche de se poser, tant que le modèle ne prédit pas parfaitement chaque exemple : à $\eta$ constant, la perte cesse de descendre à une hauteur qui grandit avec $\eta$. Le remède classique (Robbins et Monro, 1951) : un taux qui décroît, assez lentement pour aller n'importe où, assez vite pour éteindre le bruit,
#
# $$\sum_t \eta_t = \infty, \qquad \sum_t \eta_t^2 < \infty$$
#
# par exemple $\eta_t = \eta_0 / (1 + t/\tau)$.
# %% [markdown] lang="en"
# Near the minimum this noise prevents settling, as long as the model does not predict every example perfectly: at constant $\eta$ the loss stops falling at a height that grows with $\eta$. The classical remedy (Robbins and Monro, 1951): a rate that decreases, slowly enough to go anywhere, fast enough to damp the noise,
#
# $$\sum_t \eta_t = \infty, \qquad \sum_t \eta_t^2 < \infty$$
#
# for example $\eta_t = \eta_0 / (1 + t/\tau)$.

# %%
HS, best_S = 2 / len(S) * S.T @ S, np.linalg.lstsq(S, target, rcond=None)[0]
last = lesson.pick(full=5000, fast=500)

def sgd_excess(schedule, steps=last, batch=10):
    path, w = [], np.zeros(2)
    for t in range(steps):
        w = w - schedule(t) * gradient(w, rng.integers(len(S), size=batch))
        path.append(w)
    return excess(np.array(path), HS, best_S)

# %%
schedules = {T("η = 0,1", "η = 0.1"): lambda t: 0.1, T("η = 0,02", "η = 0.02"): lambda t: 0.02,
             T("η = 0,1 / (1 + t/100)", "η = 0.1 / (1 + t/100)"): lambda t: 0.1 / (1 + t / 100)}
runs = {name: sgd_excess(schedule) for name, schedule in schedules.items()}
# fr: des tranches de pas de plus en plus longues, égales sur l'échelle logarithmique
# en: longer and longer intervals of steps, equal on the logarithmic scale
edges = np.unique(np.geomspace(1, last + 1, 40).round().astype(int))
figure, axis = plt.subplots(figsize=(6.5, 3.1))
for (name, run), style in zip(runs.items(), ("-", "--", "-.")):
    mean = np.add.reduceat(run, edges[:-1] - 1) / np.diff(edges)
    axis.loglog(edges[:-1], mean, style, label=name)
axis.set(xlabel=T("pas (moyennes par tranches, échelle log.)", "step (means over intervals, log scale)"),
         ylabel=T("perte − minimum", "loss − minimum"))
axis.legend(loc="lower left")
show(figure,
     T("Taux constants : la perte descend vers un plateau agité ; décroissant : elle finit plus bas.",
       "Constant rates: the loss falls to a restless plateau; decreasing rate: it ends lower."))

# %%
large, small, falling = (run[-2000:].mean() for run in runs.values())
claim(T("Hauteur du plateau, η = 0,1 ÷ η = 0,02", "Height of the plateau, η = 0.1 ÷ η = 0.02"),
      large / small, at_least=2.5, digits=1)
claim(T("Plateau de η = 0,1 ÷ taux décroissant", "Plateau of η = 0.1 ÷ decreasing rate"),
      large / falling, at_least=6, digits=1)
claim(T("Plateau de η = 0,02 ÷ taux décroissant", "Plateau of η = 0.02 ÷ decreasing rate"),
      small / falling, at_least=1.5, digits=1);

# %% [markdown] lang="fr"
# ## 5. Momentum, RMSprop, Adam
#
# L'**inertie** (*momentum*, Polyak, 1964) donne au point une vitesse $\Delta$, somme des gradients passés qui s'oublie peu à peu. Dans toute cette partie, $g$ est le gradient au point présent. Convention de Keras :
#
# $$\Delta \leftarrow \beta \Delta - \eta\, g, \qquad w \leftarrow w + \Delta$$
#
# Sous un gradient constant, $\Delta$ tend vers $-\eta g/(1-\beta)$ : avec $\beta = 0{,}9$, un pas **dix fois** plus grand. Comparer SGD et momentum au même $\eta$ n'est donc pas équitable.
#
# L'image de la bille lourde n'est juste qu'à moitié : une vraie bille freinée ne gagne jamais d'énergie, alors que, sur une perte quadratique, cette suite de pas finis diverge dès que $\eta > 2(1+\beta)/\lambda_{\max}$ (Goh, 2017). Son vrai mérite, sur une telle perte et une fois bien réglée : un nombre de pas de l'ordre de $\sqrt\kappa$ (à un logarithme près), et non de $\kappa$.
# %% [markdown] lang="en"
# ## 5. Momentum, RMSprop, Adam
#
# **Momentum** (Polyak, 1964) keeps a velocity $\Delta$, a sum of past gradients that is gradually forgotten. Throughout this part $g$ is the gradient at the present point. The convention of Keras:
#
# $$\Delta \leftarrow \beta \Delta - \eta\, g, \qquad w \leftarrow w + \Delta$$
#
# Under a constant gradient $\Delta$ tends to $-\eta g/(1-\beta)$: with $\beta = 0.9$, a step **ten times** larger. So comparing SGD and momentum at the same $\eta$ is not fair.
#
# The picture of the heavy ball is only half right: a real ball with friction never gains energy, whereas, on a quadratic loss, this sequence of finite steps diverges as soon as $\eta > 2(1+\beta)/\lambda_{\max}$ (Goh, 2017). Its true merit, on such a loss and once well tuned: a number of steps of the order of $\sqrt\kappa$ (up to a logarithm) instead of $\kappa$.

# %% [markdown] lang="fr"
# **RMSprop** donne à chaque poids son propre pas, en divisant le gradient par une moyenne quadratique récente de sa taille. Il n'a jamais été publié en article : sa source est un cours (Tieleman et Hinton, 2012).
#
# $$s \leftarrow \rho s + (1-\rho)\, g^2, \qquad w \leftarrow w - \eta\, \frac{g}{\sqrt{s + \varepsilon}}$$
#
# **Adam** (Kingma et Ba, 2015) moyenne aussi le gradient, et corrige le départ (*bias correction*) : $m$ et $v$ partent de zéro, donc leurs premières valeurs sont trop petites, d'un facteur connu, $1 - \beta^t$.
#
# $$\begin{aligned} m &\leftarrow \beta_1 m + (1-\beta_1)\, g \\ v &\leftarrow \beta_2 v + (1-\beta_2)\, g^2 \\ w &\leftarrow w - \eta\, \frac{\sqrt{1-\beta_2^t}}{1-\beta_1^t}\; \frac{m}{\sqrt v + \varepsilon} \end{aligned}$$
#
# Ce sont les formules du code de Keras : $\varepsilon = 10^{-7}$, **sous** la racine pour RMSprop, **hors** de la racine pour Adam (c'est le $\hat\varepsilon$ de l'article, ajouté avant la correction de $v$).
# %% [markdown] lang="en"
# **RMSprop** gives each weight a step of its own, dividing the gradient by a recent root mean square of its size. It was never published as a paper: its source is a lecture (Tieleman and Hinton, 2012).
#
# $$s \leftarrow \rho s + (1-\rho)\, g^2, \qquad w \leftarrow w - \eta\, \frac{g}{\sqrt{s + \varepsilon}}$$
#
# **Adam** (Kingma and Ba, 2015) averages the gradient as well, and corrects the start (“bias correction”): $m$ and $v$ begin at zero, so their first values are too small, by a known factor, $1 - \beta^t$.
#
# $$\begin{aligned} m &\leftarrow \beta_1 m + (1-\beta_1)\, g \\ v &\leftarrow \beta_2 v + (1-\beta_2)\, g^2 \\ w &\leftarrow w - \eta\, \frac{\sqrt{1-\beta_2^t}}{1-\beta_1^t}\; \frac{m}{\sqrt v + \varepsilon} \end{aligned}$$
#
# These are the formulas of Keras's code: $\varepsilon = 10^{-7}$, **inside** the root for RMSprop, **outside** it for Adam (the $\hat\varepsilon$ of the paper, added before $v$ is corrected).

# %%
def momentum(g, state, rate, beta=0.9):
    state["velocity"] = beta * state.get("velocity", 0) - rate * g
    return state["velocity"]

def rmsprop(g, state, rate, rho=0.9, epsilon=1e-7):
    state["s"] = rho * state.get("s", 0) + (1 - rho) * g**2
    return -rate * g / np.sqrt(state["s"] + epsilon)

def adam(g, state, rate, beta1=0.9, beta2=0.999, epsilon=1e-7):
    state["t"] = t = state.get("t", 0) + 1
    state["m"] = beta1 * state.get("m", 0) + (1 - beta1) * g
    state["v"] = beta2 * state.get("v", 0) + (1 - beta2) * g**2
    correction = np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return -rate * correction * state["m"] / (np.sqrt(state["v"]) + epsilon)

# %%
def follow(step, gradient, w, steps, rate, **settings):
    path, state = [np.array(w)], {}
    for _ in range(steps):
        path.append(path[-1] + step(gradient(path[-1]), state, rate, **settings))
    return np.array(path)

def follow_keras(optimizer, gradient, w, steps):
    variable, path = keras.Variable(np.array(w), dtype="float64"), [np.array(w)]
    for _ in range(steps):
        optimizer.apply([gradient(path[-1])], [variable])
        path.append(keras.ops.convert_to_numpy(variable))
    return np.array(path)

def sgd(g, state, rate):
    return -rate * g

def valley(w):
    return np.array([1.0, 20.0]) * w

# %%
rate = 0.05
pairs = {"SGD": (sgd, keras.optimizers.SGD(rate)),
         "momentum": (momentum, keras.optimizers.SGD(rate, momentum=0.9)),
         "RMSprop": (rmsprop, keras.optimizers.RMSprop(rate)),
         "Adam": (adam, keras.optimizers.Adam(rate))}
gaps, word, times = {}, T("pas", "step"), [1, 2, 3, 50]
print(" " * 9, *(f"{word} {t}".center(14) + " |" for t in times))
for name, (step, optimizer) in pairs.items():
    ours = follow(step, valley, [-8.0, 2.0], 50, rate)
    theirs = follow_keras(optimizer, valley, [-8.0, 2.0], 50)
    gaps[name] = abs(ours - theirs).max()
    shown = theirs[times].round(3) + 0.0
    print(f"{name:9}", *(f"{number(w1, 3):>7} {number(w2, 3):>6} |" for w1, w2 in shown))
claim(T("SGD, momentum, RMSprop, Adam : à chacun des 50 pas, le point de Keras à 10⁻⁴ près",
        "SGD, momentum, RMSprop, Adam: at each of the 50 steps, within 10⁻⁴ of Keras's position"),
      max(gaps.values()) < 1e-4);

# %% [markdown] lang="fr"
# (Positions de Keras aux pas 1, 2, 3 et 50. L'écart restant est un arrondi : Keras tient le taux en simple précision, et y arrondit les $\beta$ avant de les élever à la puissance $t$.)
#
# Regardez le premier pas d'Adam. Après correction, $\hat m = m/(1-\beta_1) = g$ et $\hat v = v/(1-\beta_2) = g^2$ : le pas vaut $\pm\eta$, **quelle que soit la taille du gradient** (s'il n'est pas minuscule). Sans correction, il serait $0{,}1/\sqrt{0{,}001} \approx 3{,}2$ fois trop grand : $v$ est plus en retard que $m$. RMSprop, qui ne corrige rien, commence par $\eta/\sqrt{1-\rho} \approx 3{,}2\,\eta$.
# %% [markdown] lang="en"
# (Keras's positions at steps 1, 2, 3 and 50. The remaining gap is rounding: Keras keeps the rate in single precision, and rounds the $\beta$ to it before raising them to the power $t$.)
#
# Look at Adam's first step. After correction $\hat m = m/(1-\beta_1) = g$ and $\hat v = v/(1-\beta_2) = g^2$: the step is $\pm\eta$, **whatever the size of the gradient** (unless it is tiny). Without correction it would be $0.1/\sqrt{0.001} \approx 3.2$ times too large: $v$ lags behind more than $m$. RMSprop, which corrects nothing, begins with $\eta/\sqrt{1-\rho} \approx 3.2\,\eta$.

# %%
print(T("longueur du premier pas, en multiples de η", "length of the first step, in multiples of η"))
print("|g|".ljust(6), *(f"{name:>9}" for name in pairs))
same = []
for power in (-6, -4, -2, 0, 2):
    g = 10.0**power
    # fr: g=g retient la valeur présente de g ; [1, 0] : après un pas, le seul poids
    # en: g=g keeps the present value of g; [1, 0]: after one step, the only weight
    ours = [-step(g, {}, 1.0) for step, _ in pairs.values()]
    theirs = [-follow_keras(optimizer(1.0), lambda w, g=g: np.array([g]), [0.0], 1)[1, 0]
              for optimizer in (keras.optimizers.RMSprop, keras.optimizers.Adam)]
    same.append(np.allclose(ours[2:], theirs, rtol=1e-3))
    print(f"10^{power:<3}", *(f"{number(length, 3):>9}" for length in ours))
claim(T("Keras fait les mêmes premiers pas, même quand ε compte",
        "Keras takes the same first steps, even where ε matters"), all(same));

# %%
def same_path(step):
    once = follow(step, valley, [-8.0, 2.0], 50, rate)
    thousandfold = follow(step, lambda w: 1000 * valley(w), [-8.0, 2.0], 50, rate)
    return np.allclose(once, thousandfold, atol=1e-3)

claim(T("Perte multipliée par mille : pour RMSprop et Adam, le même chemin à 10⁻³ près",
        "Loss multiplied by a thousand: for RMSprop and Adam, the same path to within 10⁻³"),
      same_path(rmsprop) and same_path(adam))
claim(T("Pour SGD et momentum, non", "Not so for SGD and momentum"),
      not same_path(sgd) and not same_path(momentum));

# %% [markdown] lang="fr"
# *En option.* La place d'$\varepsilon$ n'est pas un détail : dans le tableau des premiers pas, ceux de RMSprop faiblissent bien avant ceux d'Adam. Au premier pas, $\varepsilon$ pèse autant que le gradient à $|g| = \sqrt{\varepsilon/(1-\rho)} = 10^{-3}$ pour RMSprop, à $|g| = \varepsilon/\sqrt{1-\beta_2} \approx 3 \cdot 10^{-6}$ pour Adam : trois cents fois plus bas.
#
# Et la vitesse de momentum ? Comptons les pas jusqu'à un écart mille fois plus petit, chaque méthode au réglage constant le plus rapide à la longue :
#
# $$\text{SGD : } \eta = \frac{2}{1 + \kappa} \qquad \text{momentum : } \eta = \frac{4}{(\sqrt\kappa + 1)^2},\ \ \beta = \left(\frac{\sqrt\kappa - 1}{\sqrt\kappa + 1}\right)^2$$
#
# (courbures 1 et $\kappa$).
# %% [markdown] lang="en"
# *Optional.* The place of $\varepsilon$ is no detail: in the table of first steps, those of RMSprop weaken long before those of Adam. At the first step $\varepsilon$ weighs as much as the gradient at $|g| = \sqrt{\varepsilon/(1-\rho)} = 10^{-3}$ for RMSprop, at $|g| = \varepsilon/\sqrt{1-\beta_2} \approx 3 \cdot 10^{-6}$ for Adam: three hundred times lower.
#
# And the speed of momentum? Let us count the steps to a distance a thousand times smaller, each method at the constant setting that is fastest in the long run:
#
# $$\text{SGD: } \eta = \frac{2}{1 + \kappa} \qquad \text{momentum: } \eta = \frac{4}{(\sqrt\kappa + 1)^2},\ \ \beta = \left(\frac{\sqrt\kappa - 1}{\sqrt\kappa + 1}\right)^2$$
#
# (curvatures 1 and $\kappa$).

# %%
def steps_in_valley(kappa, step, rate, **settings):
    path = follow(step, lambda w: np.array([1.0, kappa]) * w, [1.0, 1.0], 4000, rate, **settings)
    lengths = np.linalg.norm(path, axis=1)
    # fr: un pas après le dernier qui dépasse le seuil
    # en: one step after the last that exceeds the threshold
    return np.flatnonzero(lengths > 1e-3 * lengths[0])[-1] + 1

counts = {}
for kappa in (10, 100, 1000):
    root = np.sqrt(kappa)
    best_rate, best_beta = 4 / (root + 1) ** 2, ((root - 1) / (root + 1)) ** 2
    counts[kappa] = (steps_in_valley(kappa, sgd, 2 / (1 + kappa)),
                     steps_in_valley(kappa, momentum, best_rate, beta=best_beta))
    print(f"κ = {kappa:4}   SGD {counts[kappa][0]:5}   momentum {counts[kappa][1]:4}")

# %%
growth = np.divide(counts[1000], counts[10])
claim(T(f"κ cent fois plus grand : {number(growth[0], 0)} fois plus de pas pour SGD, "
        f"{number(growth[1], 0)} fois pour momentum",
        f"κ a hundred times larger: {number(growth[0], 0)} times more steps for SGD, "
        f"{number(growth[1], 0)} times for momentum"),
      growth[0] > 90 and growth[1] < 15)
edge = 2 * (1 + 0.9) / 20
far = [np.linalg.norm(follow(momentum, valley, [-8.0, 2.0], 2000, share * edge)[-1])
       for share in (0.99, 1.01)]
claim(T("Momentum converge à 99 % de 2(1 + β)/λmax, diverge à 101 %",
        "Momentum converges at 99% of 2(1 + β)/λmax, diverges at 101%"),
      far[0] < 1e-3 and far[1] > 1e3);

# %% [markdown] lang="fr"
# À vous d'explorer un **paysage de perte** (*loss landscape*) : une vallée de courbures 1 et 20, où la limite de SGD est 0,1. Cherchez un réglage qui mène au but (perte sous 0,01, et qui y reste) en moins de 20 pas : deux optimiseurs le peuvent, momentum et Adam. Pour momentum, partez des formules ci-dessus, avec $\kappa = 20$ ; pour Adam, osez $\eta \ge 1$ ($\log_{10} \eta \ge 0$), avec $\beta \approx 0{,}5$. Puis **tournez la vallée** de 45°, le départ avec elle : quels optimiseurs s'en aperçoivent ?
# %% [markdown] lang="en"
# Your turn to explore a **loss landscape**: a valley of curvatures 1 and 20, where SGD's limit is 0.1. Find settings that reach the goal (loss below 0.01, and staying there) in fewer than 20 steps: two optimisers can, momentum and Adam. For momentum start from the formulas above, with $\kappa = 20$; for Adam dare $\eta \ge 1$ ($\log_{10} \eta \ge 0$), with $\beta \approx 0.5$. Then **rotate the valley** by 45°, and the start with it: which optimisers notice?

# %%
def rotated(angle, curvatures=(1.0, 20.0)):
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    R = np.array([[c, -s], [s, c]])
    return R, R @ np.diag(curvatures) @ R.T

def journey(optimizer, log_rate, beta, angle, steps=60):
    R, H = rotated(angle)
    settings = {"momentum": {"beta": beta}, "Adam": {"beta1": beta}}.get(optimizer, {})
    step, start = pairs[optimizer][0], R @ [-8.0, 2.0]
    path = follow(step, lambda w: H @ w, start, steps, 10**log_rate, **settings)
    return H, path, excess(path, H, best=0)

def arrival(loss):
    # fr: un pas après le dernier où la perte n'est pas sous 0,01 (NaN compris)
    # en: one step after the last where the loss is not below 0.01 (NaN included)
    return np.flatnonzero(~(loss < 0.01))[-1] + 1

def verdict(loss):
    if arrival(loss) == len(loss):
        return T("perte encore > 0,01 au pas 60", "loss still > 0.01 at step 60")
    return T(f"perte < 0,01 à partir du pas {arrival(loss)}", f"loss < 0.01 from step {arrival(loss)}")

# %%
def landscape(optimizer="momentum", log_rate=-1.1, beta=0.7, angle=0):
    figure, axis = plt.subplots(figsize=(6.2, 5))
    H, path, loss = journey(optimizer, log_rate, beta, angle)
    u, v = np.meshgrid(np.linspace(-10, 6, 160), np.linspace(-9, 4, 130))
    heights = excess(np.stack([u, v], axis=-1).reshape(-1, 2), H, best=0).reshape(u.shape)
    axis.contour(u, v, heights, np.geomspace(0.1, 600, 10), colors=plots.GREY, linewidths=0.7)
    if optimizer != "SGD":
        plain = journey("SGD", log_rate, beta, angle)[1]
        axis.plot(*plain.clip(-1e3, 1e3).T, "--", color=plots.BLUE, lw=1.4, label="SGD")
    axis.plot(*path.clip(-1e3, 1e3).T, "o-", ms=3.5, lw=1, color=plots.ORANGE, label=optimizer)
    axis.plot(0, 0, "*", color="black", ms=12)
    axis.set(xlim=(-10, 6), ylim=(-9, 4), aspect="equal", xlabel="w₁", ylabel="w₂")
    axis.set_title(f"{optimizer}, η = {number(10**log_rate, 3)}, {verdict(loss)}")
    axis.legend(loc="lower right")
    return figure

# %%
labels = {"optimizer": T("optimiseur", "optimiser"), "log_rate": "log₁₀ η",
          "beta": "β (momentum, Adam)", "angle": T("rotation (degrés)", "rotation (degrees)")}
explore(landscape, labels=labels,
        alt=T("Chemin d'un optimiseur dans une vallée étroite ; SGD en tirets, minimum étoilé.",
              "Path of an optimiser in a narrow valley; SGD dashed, the minimum a star."),
        optimizer=["SGD", "momentum", "RMSprop", "Adam"], log_rate=(-3.0, 0.5, 0.1),
        beta=(0.0, 0.95, 0.05), angle=(0, 90, 5))

# %%
def turns_along(optimizer):
    straight, turned = (journey(optimizer, -1.3, 0.9, angle)[1] for angle in (0, 45))
    return np.allclose(straight @ rotated(45)[0].T, turned)

claim(T("Le chemin de SGD et de momentum tourne avec la vallée", "The path of SGD and of momentum turns with the valley"),
      turns_along("SGD") and turns_along("momentum"))
claim(T("Celui de RMSprop et d'Adam, non", "That of RMSprop and of Adam does not"),
      not turns_along("RMSprop") and not turns_along("Adam"));

# %%
def fastest(optimizer, angle):
    return min(arrival(journey(optimizer, log_rate, beta, angle)[2])
               for log_rate in np.arange(-2, 0.51, 0.1) for beta in (0.4, 0.5, 0.6))

# fr: certains taux divergent
# en: some rates diverge
with np.errstate(all="ignore"):
    speeds = {name: [fastest(name, angle) for angle in (0, 45, 75)] for name in pairs}
print(T("pas nécessaires, au meilleur des réglages essayés", "steps needed, at the best of the settings tried"))
print(T("rotation", "rotation").ljust(9), *(f"{angle:>4}°" for angle in (0, 45, 75)))
for name, steps in speeds.items():
    print(f"{name:9}", *(f"{n:>5}" for n in steps))
claim(T("Moins de 20 pas pour momentum et Adam, pas pour SGD ni RMSprop",
        "Fewer than 20 steps for momentum and Adam, not for SGD or RMSprop"),
      all((max(speeds[name]) < 20) == (name in ("momentum", "Adam")) for name in pairs))
claim(T("Vallée tournée de 45° : RMSprop et Adam ralentissent, SGD et momentum non",
        "Valley rotated by 45°: RMSprop and Adam slow down, SGD and momentum do not"),
      all((turned > straight) == (name in ("RMSprop", "Adam"))
          for name, (straight, turned, _) in speeds.items()))
claim(T("À 75°, RMSprop va plus vite qu'à 0°", "At 75°, RMSprop is faster than at 0°"),
      speeds["RMSprop"][2] < speeds["RMSprop"][0]);

# %% [markdown] lang="fr"
# RMSprop et Adam règlent le pas **axe par axe** : leur vitesse dépend des axes choisis pour les poids. À 45°, cette vallée les ralentit tous deux ; à 75°, RMSprop va plus vite que dans la vallée droite.
# %% [markdown] lang="en"
# RMSprop and Adam set the step **axis by axis**: their speed depends on the axes chosen for the weights. At 45° this valley slows both; at 75° RMSprop is faster than in the straight valley.

# %% [markdown] lang="fr"
# *En option (l'exercice ★★★ y revient).* Adam n'est pas infaillible. Reddi et al. (2018) ont trouvé une faille : un gradient rare, mais grand, peut montrer le bon chemin sans être suivi. Sur $[-1, 1]$, le gradient vaut $4$ un pas sur trois et $-1$ les deux autres : $+2/3$ en moyenne, il faut donc aller vers $-1$.
#
# Les auteurs prennent $\beta_1 = 0$, $\beta_2 = 1/(1+C^2)$ pour un grand gradient $C > 2$ (ici $C = 4$, donc $1/17$), un pas qui décroît comme $1/\sqrt t$ (ici $0{,}5/\sqrt t$), sans correction du départ. Ce $\beta_2$ est très loin de 0,999 : le défaut est réel, l'exemple extrême. Leur remède, **AMSGrad** : diviser par la racine du plus grand $v$ rencontré.
# %% [markdown] lang="en"
# *Optional (exercise ★★★ returns to it).* Adam is not infallible. Reddi et al. (2018) found a flaw: a rare but large gradient may show the right way without being followed. On $[-1, 1]$ the gradient is $4$ at one step in three and $-1$ at the other two: $+2/3$ on average, so one must go towards $-1$.
#
# The authors take $\beta_1 = 0$, $\beta_2 = 1/(1+C^2)$ for a large gradient $C > 2$ (here $C = 4$, hence $1/17$), a step that decreases like $1/\sqrt t$ (here $0.5/\sqrt t$), and no bias correction. This $\beta_2$ is very far from 0.999: the flaw is real, the example extreme. Their remedy, **AMSGrad**: divide by the root of the largest $v$ so far.

# %%
def reddi(keep_largest, steps=3000):
    x, v, largest, path = 0.0, 0.0, 0.0, []
    for t in range(1, steps + 1):
        g = 4.0 if t % 3 == 1 else -1.0
        v = v / 17 + (1 - 1 / 17) * g**2
        largest = max(largest, v)
        divided = g / np.sqrt(largest if keep_largest else v)
        x = np.clip(x - 0.5 / np.sqrt(t) * divided, -1, 1)
        path.append((x, divided))
    return np.array(path).T

# %%
paths = {"Adam": reddi(False), "AMSGrad": reddi(True)}
print(T("gradients 4, −1, −1 une fois divisés :", "gradients 4, −1, −1 once divided:"))
for name, (_, divided) in paths.items():
    print(f"{name:8}", *(f"{number(d):>6}" for d in divided[-3:]),
          T("   somme", "   sum"), number(divided[-3:].sum()))
figure, axis = plt.subplots(figsize=(6, 2.5))
for (name, (path, _)), style in zip(paths.items(), ("-", "--")):
    axis.semilogx(np.arange(1, 3001), path, style, label=name)
axis.axhline(-1, color=plots.GREY, lw=1, ls=":")
axis.set(xlabel=T("pas", "step"), ylabel="x", ylim=(-1.15, 1.15))
axis.legend()
show(figure,
     T("Adam finit en +1, le pire point ; AMSGrad en −1, le meilleur.",
       "Adam ends at +1, the worst point; AMSGrad at −1, the best."))
claim(T("Adam va au pire point, AMSGrad au meilleur", "Adam goes to the worst point, AMSGrad to the best"),
      paths["Adam"][0, -300:].min() > 0.9 and paths["AMSGrad"][0, -300:].max() < -0.9);

# %% [markdown] lang="fr"
# Les nombres affichés disent pourquoi. Avec un $\beta_2$ si petit, $v$ oublie en deux pas : il vaut environ 15 au grand gradient, environ 1 deux pas plus tard. Divisé par $\sqrt v$, le 4 ne compte donc que pour un pas d'environ 1, et les deux $-1$ réunis l'emportent : la somme est négative, et $x$, qui descend selon ces gradients, monte. AMSGrad divise les trois par la même racine : leurs proportions restent, et la somme est positive.
# %% [markdown] lang="en"
# The numbers shown say why. With so small a $\beta_2$, $v$ forgets within two steps: it is about 15 at the large gradient, about 1 two steps later. Divided by $\sqrt v$, the 4 therefore counts for a step of about 1 only, and the two $-1$ together outweigh it: the sum is negative, and $x$, which descends along these gradients, goes up. AMSGrad divides all three by the same root: their proportions remain, and the sum is positive.

# %% [markdown] lang="fr"
# ## 6. Trouver un bon taux
#
# La règle $2/\lambda_{\max}$ demande $H$, trop grande pour un réseau. Leslie Smith (2017) propose un essai (*learning-rate finder*) : augmenter le taux en cours d'apprentissage et regarder où le réseau progresse, puis se dégrade. Il l'augmentait linéairement et suivait l'exactitude ; la forme **exponentielle**, lue sur la perte et répandue par la bibliothèque fastai, balaie cinq ordres de grandeur en $T = 100$ pas :
#
# $$\eta_t = \eta_{\min} \left(\frac{\eta_{\max}}{\eta_{\min}}\right)^{t/(T-1)}$$
#
# Règle empirique, rien de plus : prendre une fraction du taux où la perte lissée est la plus basse ; ici, le tiers. Le lissage est une moyenne qui oublie, corrigée par $1 - \beta^t$, comme dans Adam.
#
# Essayons sur 3 000 chiffres et un petit réseau à une couche cachée ; mille autres, jamais appris, donneront la perte de **validation**.
# %% [markdown] lang="en"
# ## 6. Finding a good rate
#
# The rule $2/\lambda_{\max}$ needs $H$, too large for a network. Leslie Smith (2017) suggests a trial (*learning-rate finder*): raise the rate during training and watch where the network improves, then deteriorates. He raised it linearly and followed accuracy; the **exponential** form, read on the loss and made popular by the fastai library, sweeps five orders of magnitude in $T = 100$ steps:
#
# $$\eta_t = \eta_{\min} \left(\frac{\eta_{\max}}{\eta_{\min}}\right)^{t/(T-1)}$$
#
# A mere rule of thumb: take a fraction of the rate where the smoothed loss is lowest; here, a third. The smoothing is an average that forgets, corrected by $1 - \beta^t$, as in Adam.
#
# Let us try it on 3,000 digits and a small network with one hidden layer; a thousand others, kept aside, will give the **validation** loss.

# %%
n = lesson.pick(full=3000, fast=100)
x_train, y_train = digits.x_train[:n].reshape(-1, 784) / np.float32(255), digits.y_train[:n]
x_val = digits.x_train[3000:4000].reshape(-1, 784) / np.float32(255)
y_val = digits.y_train[3000:4000]

def build():
    inputs = keras.Input((784,))
    hidden = keras.layers.Dense(64, activation="relu")(inputs)
    return keras.Model(inputs, keras.layers.Dense(10)(hidden))  # logits

first_weights = build().get_weights()
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

# %%
optimizers = {"SGD": keras.optimizers.SGD(), "momentum": keras.optimizers.SGD(momentum=0.9),
              "Adam": keras.optimizers.Adam()}

models = {name: build() for name in optimizers}
for name, model in models.items():
    # fr: profil fast : trop peu de pas pour compiler
    # en: fast profile: too few steps to be worth compiling
    model.compile(optimizers[name], loss, run_eagerly=lesson.pick(full=False, fast=True))

def restart(name, rate):
    model, optimizer = models[name], optimizers[name]
    model.set_weights(first_weights)
    optimizer.build(model.trainable_variables)
    # fr: oublier aussi m, v, la vitesse et le numéro du pas
    # en: forget m, v, the velocity and the number of the step as well
    for variable in optimizer.variables:
        variable.assign(keras.ops.zeros_like(variable))
    optimizer.learning_rate = rate
    return model

# %%
def range_test(name, rates):
    model, losses = restart(name, rates[0]), []
    for rate in rates:
        optimizers[name].learning_rate = rate
        rows = rng.integers(n, size=100)
        model.reset_metrics()
        losses.append(model.train_on_batch(x_train[rows], y_train[rows], return_dict=True)["loss"])
    return np.array(losses)

# %%
def smooth(losses, beta=0.8):
    mean, out = 0.0, []
    for t, value in enumerate(losses, 1):
        mean = beta * mean + (1 - beta) * value
        out.append(mean / (1 - beta**t))
    return np.array(out)

def final_loss(name, rate):
    model = restart(name, rate)
    model.fit(x_train, y_train, batch_size=100, epochs=lesson.pick(full=2, fast=1), verbose=0)
    value = model.evaluate(x_val, y_val, batch_size=500, verbose=0)
    return value if np.isfinite(value) else np.inf

# %%
trial = np.geomspace(1e-4, 10, lesson.pick(full=100, fast=5))
grid = 10.0 ** lesson.pick(full=np.arange(-3, 0.6, 0.5), fast=np.array([-2, 0]))
found = {}
for name in optimizers:
    curve = smooth(range_test(name, trial))
    rate = trial[np.argmin(curve)] / 3
    scores = np.array([final_loss(name, r) for r in grid])
    found[name] = dict(curve=curve, rate=rate, scores=scores, score=final_loss(name, rate))
    print(f"{name:9}", T("taux trouvé", "rate found"), f"{number(rate, 4)},",
          T("perte de validation", "validation loss"), number(found[name]["score"]))

# %%
figure, (top, bottom) = plt.subplots(2, 1, figsize=(7, 5.6), sharex=True)
for (name, f), colour, style in zip(found.items(), (plots.BLUE, plots.ORANGE, plots.GREEN), "os^"):
    line = dict(color=colour, marker=style, ms=5)
    top.semilogx(trial, f["curve"].clip(0, 5), markevery=8, label=name, **line)
    bottom.semilogx(grid, f["scores"].clip(0, 5), **line)
    for axis, height in ((top, np.interp(f["rate"], trial, f["curve"])), (bottom, f["score"])):
        axis.plot(f["rate"], height, style, ms=12, mfc="white", mec=colour, mew=2.5, zorder=3)
top.set(ylabel=T("perte lissée, essai", "smoothed loss, trial"), ylim=(0, 4))
bottom.set(xlabel=T("taux d'apprentissage η", "learning rate η"), ylim=(0, 4),
           ylabel=T("perte de validation,\n2 époques", "validation loss,\n2 epochs"))
figure.legend(*top.get_legend_handles_labels(), loc="outside upper center", ncols=3)
show(figure,
     T("En haut, l'essai de cent pas ; en bas, de vrais entraînements ; en grand, le taux trouvé.",
       "Top: the trial of a hundred steps; bottom: full training runs; large marks: the rate found."))

# %%
worst = max(f["score"] / f["scores"].min() for f in found.values())
claim(T("Perte au taux trouvé ÷ meilleure de la grille, au pire des trois optimiseurs",
        "Loss at the rate found ÷ best of the grid, worst of the three optimisers"),
      worst, at_most=2);

# %%
lowest = {name: f["scores"].min() for name, f in found.items()}
at = {name: grid[np.argmin(f["scores"])] for name, f in found.items()}
for name in lowest:
    print(f"{name:9}", T("meilleur taux", "best rate"), f"{number(at[name], 3)},", T("perte", "loss"), number(lowest[name]))
claim(T("Meilleur taux de SGD ÷ meilleur taux d'Adam", "Best rate of SGD ÷ best rate of Adam"),
      at["SGD"] / at["Adam"], at_least=3, digits=0)
borrowed = found["Adam"]["scores"][np.argmin(found["SGD"]["scores"])]
claim(T("Perte d'Adam au meilleur taux de SGD ÷ au sien", "Loss of Adam at SGD's best rate ÷ at its own"),
      borrowed / lowest["Adam"], at_least=2, digits=1)
claim(T("Chacun à son meilleur taux, plus grande perte ÷ plus petite",
        "Each at its best rate, largest loss ÷ smallest"),
      max(lowest.values()) / min(lowest.values()), at_most=1.6)
defaults = {"SGD": 0.01, "Adam": 0.001}
untuned = {name: final_loss(name, rate) for name, rate in defaults.items()}
claim(T("Taux par défaut de Keras (SGD 0,01, Adam 0,001), perte de SGD ÷ perte d'Adam",
        "Default rates of Keras (SGD 0.01, Adam 0.001), loss of SGD ÷ loss of Adam"),
      untuned["SGD"] / untuned["Adam"], at_least=2, digits=1);

# %% [markdown] lang="fr"
# Chaque optimiseur a son propre « bon » taux, et bien réglés ils se tiennent de près ici. Comparer deux optimiseurs **au même taux** ne compare donc rien. Adam n'est pas non plus le meilleur partout : sur certains problèmes, SGD bien réglé généralise mieux (Wilson et al., 2017). Un atout se lit à la dernière ligne ci-dessus : sans aucun réglage, au taux par défaut de Keras, il devance ici nettement SGD. Une raison possible : la taille de ses pas ne suit pas celle des gradients, si bien qu'un même taux par défaut a plus de chances de convenir à plusieurs problèmes. Un seul réseau ne suffit pas à le prouver.
# %% [markdown] lang="en"
# Each optimiser has a “good” rate of its own, and well tuned they run close here. So comparing two optimisers **at the same rate** compares nothing. Nor is Adam best everywhere: on some problems a well-tuned SGD generalises better (Wilson et al., 2017). One asset shows in the last line above: with no tuning at all, at the default rate of Keras, it is well ahead of SGD here. A possible reason: the size of its steps does not follow that of the gradients, so that one default rate is more likely to suit several problems. A single network is not enough to prove it.

# %% [markdown] lang="fr"
# ## Exercices
#
# ### ★ Une perte trop contente d'elle-même
#
# Cette entropie croisée s'exécute sans erreur, et descend même quand on apprend avec des étiquettes tirées au hasard. Doubler le lot la double. Deux fautes : lesquelles ? Écrivez la bonne fonction, en nats ; NumPy n'a besoin d'aucune boucle. Elle doit rester juste pour les très petites probabilités.
#
# ```python
# return -np.log(probabilities.max(axis=1)).sum()
# ```
# %% [markdown] lang="en"
# ## Exercises
#
# ### ★ A loss too pleased with itself
#
# This cross-entropy runs without error, and goes down even when learning from labels drawn at random. Doubling the batch doubles it. It has two faults: which? Write the right function, in nats; NumPy needs no loop. It must remain right for very small probabilities.
#
# ```python
# return -np.log(probabilities.max(axis=1)).sum()
# ```

# %% tags=["exercise"]
def cross_entropy(probabilities, labels):
    T("""Entropie croisée moyenne, un nombre.

    probabilities : (n, classes) ; labels : (n,), entiers.
    """, """Mean cross-entropy, a number.

    probabilities: (n, classes); labels: (n,), integers.
    """)
    ### BEGIN SOLUTION
    true = probabilities[np.arange(len(labels)), labels]
    return -np.log(true).mean()
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ Ne jamais déborder
#
# L'entropie croisée binaire moyenne, **à partir des logits** : elle doit rester juste pour $z = 800$ comme pour $z = -800$, sans infini ni NaN.
# %% [markdown] lang="en"
# ### ★★ Never overflow
#
# The mean binary cross-entropy, **from logits**: it must remain right for $z = 800$ as for $z = -800$, without infinity or NaN.

# %% tags=["exercise"]
def binary_loss_from_logits(z, y):
    T("""Entropie croisée binaire moyenne, un nombre. z : (n,) logits ; y : (n,) cibles, 0 ou 1.""",
      """Mean binary cross-entropy, a number. z: (n,) logits; y: (n,) targets, 0 or 1.""")
    ### BEGIN SOLUTION
    each = np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))
    return each.mean()
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ La limite de vitesse
#
# Un modèle linéaire sans terme constant, $\hat y = Xw$, et l'erreur quadratique **moyenne** sur les $m$ lignes de $X$. À partir de quel taux la descente de gradient ne converge-t-elle plus, pour presque tout point de départ ? Les cibles n'interviennent pas : pourquoi ? (Réponse dans le premier indice.)
# %% [markdown] lang="en"
# ### ★★ The speed limit
#
# A linear model without a constant term, $\hat y = Xw$, and the **mean** squared error over the $m$ rows of $X$. At which rate does gradient descent stop converging, from almost any starting point? The targets play no part: why? (Answer in the first hint.)

# %% tags=["exercise"]
def largest_rate(X):
    T("""Taux à partir duquel la descente de gradient ne converge plus. X : (m, n).""",
      """Rate at which gradient descent stops converging. X: (m, n).""")
    ### BEGIN SOLUTION
    hessian = 2 / len(X) * X.T @ X
    return 2 / np.linalg.eigvalsh(hessian)[-1]
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★★ Réparer Adam
#
# Programmez un pas d'AMSGrad à la manière de Keras : les moyennes `m` et `v` d'Adam, puis `v_max`, le plus grand `v` rencontré, celui de ce pas compris, composante par composante (`np.maximum`) ; c'est lui qui passe sous la racine. La correction du départ est celle de la partie 5 : elle multiplie le taux, et `epsilon` s'ajoute à $\sqrt{v_{\max}}$ **non corrigé**. `t` vaut 1 au premier pas. Ne modifiez pas les tableaux reçus.
# %% [markdown] lang="en"
# ### ★★★ Repairing Adam
#
# Implement one step of AMSGrad in the manner of Keras: Adam's averages `m` and `v`, then `v_max`, the largest `v` met so far, that of this step included, component by component (`np.maximum`); it goes under the root. The bias correction is that of part 5: it multiplies the rate, and `epsilon` is added to the **uncorrected** $\sqrt{v_{\max}}$. `t` is 1 at the first step. Do not modify the arrays received.

# %% tags=["exercise"]
def amsgrad_step(w, g, m, v, v_max, t, rate, beta1=0.9, beta2=0.999, epsilon=1e-7):
    T("""Un pas d'AMSGrad : renvoie (w, m, v, v_max) après ce pas.

    w, g, m, v, v_max : (n,), g étant le gradient ; t : numéro du pas, à partir de 1.
    """, """One step of AMSGrad: returns (w, m, v, v_max) after this step.

    w, g, m, v, v_max: (n,), g being the gradient; t: number of the step, from 1.
    """)
    ### BEGIN SOLUTION
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    correction = np.sqrt(1 - beta2**t) / (1 - beta1**t)
    w = w - rate * correction * m / (np.sqrt(v_max) + epsilon)
    return w, m, v, v_max
    ### END SOLUTION

# %% [markdown] lang="fr"
# Votre fonction suit-elle `keras.optimizers.Adam(amsgrad=True)` pas à pas ?
# %% [markdown] lang="en"
# Does your function follow `keras.optimizers.Adam(amsgrad=True)` step by step?

# %%
try:
    w, m, v, v_max = np.array([-8.0, 2.0]), np.zeros(2), np.zeros(2), np.zeros(2)
    for t in range(1, 51):
        w, m, v, v_max = amsgrad_step(w, valley(w), m, v, v_max, t, rate=0.05)
    theirs = follow_keras(keras.optimizers.Adam(0.05, amsgrad=True), valley, [-8.0, 2.0], 50)
    print(T("écart avec Keras après 50 pas :", "gap to Keras after 50 steps:"), f"{abs(w - theirs[-1]).max():.0e}")
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
# - **Softmax et `from_logits=True` ensemble** : s'il reconnaît le softmax (avec TensorFlow), Keras avertit et corrige ; sinon, à dix classes, la perte ne descend jamais sous 1,46.
# - **Oublier `from_logits=True` après une couche sans softmax** : Keras prend les logits pour des probabilités et les borne ; la perte est fausse.
# - **Garder le même taux en changeant d'optimiseur** : au meilleur taux de SGD, ci-dessus, la perte d'Adam est plusieurs fois plus haute.
# - **Juger une perte sans son point de départ** : avec dix classes, un réseau neuf commence d'ordinaire vers 2,3 nats.
# - **Ne pas réduire les entrées** : vallée souvent étroite, descente lente.
# - **Lire la perte comme une exactitude** : la perte peut monter en même temps que l'exactitude, si les erreurs restantes deviennent plus assurées.
# %% [markdown] lang="en"
# ## Common errors
#
# - **Softmax and `from_logits=True` together**: if it recognises the softmax (with TensorFlow), Keras warns and corrects; otherwise, with ten classes, the loss never goes below 1.46.
# - **Forgetting `from_logits=True` after a layer without softmax**: Keras takes the logits for probabilities and clips them; the loss is wrong.
# - **Keeping the same rate when changing the optimiser**: at SGD's best rate, above, the loss of Adam is several times higher.
# - **Judging a loss without its starting point**: with ten classes a new network usually begins at about 2.3 nats.
# - **Not scaling the inputs**: often a narrow valley and slow descent.
# - **Reading the loss as an accuracy**: the loss may rise along with accuracy, if the remaining mistakes become more confident.

# %% [markdown] lang="fr"
# ## À retenir
#
# - L'erreur quadratique (bruit gaussien) et l'entropie croisée (classes) sont l'opposé du logarithme d'une vraisemblance, à un facteur et une constante près.
# - Calculez la perte à partir des logits : elle reste juste, et son gradient aussi.
# - Avec l'entropie croisée, le gradient sur les logits est l'erreur, $p - y$. Avec l'erreur quadratique, la sigmoïde saturée l'étouffe : se détromper prend un temps exponentiel en l'assurance.
# - Sur une perte quadratique, la descente converge si, et seulement si, $\eta < 2/\lambda_{\max}$ ; le conditionnement fixe la vitesse.
# - Un lot tiré au hasard donne un gradient juste en moyenne ; un $\eta$ décroissant éteint l'effet de son bruit.
# - RMSprop et Adam ignorent l'échelle de la perte (à $\varepsilon$ près) : le premier pas d'Adam vaut $\eta$. Adam peut échouer, même sur un problème convexe.
# %% [markdown] lang="en"
# ## What to remember
#
# - Up to a factor and a constant, squared error (Gaussian noise) and cross-entropy (classes) are minus a log-likelihood.
# - Compute the loss from logits: it stays right, and so does its gradient.
# - With cross-entropy the gradient on the logits is the error, $p - y$. With squared error the saturated sigmoid smothers it: unlearning an error takes time exponential in the confidence.
# - On a quadratic loss descent converges if, and only if, $\eta < 2/\lambda_{\max}$; the condition number sets the speed.
# - A batch drawn at random gives a gradient right on average; a decreasing $\eta$ damps the effect of its noise.
# - RMSprop and Adam ignore the scale of the loss (up to $\varepsilon$): Adam's first step is $\eta$. Adam may fail even on convex problems.

# %% [markdown] lang="fr"
# ## Glossaire
#
# | français | English | sens |
# |---|---|---|
# | conditionnement | condition number | plus grande courbure divisée par la plus petite |
# | convexe | convex | se dit d'une fonction dont aucune corde ne passe sous la courbe |
# | courbure | curvature | dérivée seconde dans une direction |
# | descente de gradient stochastique | stochastic gradient descent (SGD) | descente selon le gradient d'un petit lot |
# | entropie croisée | cross-entropy | −ln de la probabilité donnée à la bonne réponse, en moyenne |
# | époque, pas | epoch, step | un passage sur toutes les données ; une mise à jour des poids |
# | erreur quadratique moyenne | mean squared error (MSE) | moyenne des carrés des écarts |
# | fonction de perte | loss function | ce que l'optimiseur cherche à minimiser |
# | inertie | momentum | vitesse qui garde une part des gradients passés |
# | logit | logit | sortie avant softmax ou sigmoïde |
# | lot | batch, mini-batch | exemples d'un même pas |
# | nat | nat | unité d'information du logarithme népérien |
# | optimiseur | optimiser | règle qui transforme les gradients en pas |
# | taux d'apprentissage | learning rate | facteur η entre le gradient et le pas |
# | valeur propre, vecteur propre | eigenvalue, eigenvector | $\lambda$ et $u \ne 0$ tels que $Hu = \lambda u$ |
# | validation | validation | mesure sur des exemples qui ne servent pas à apprendre |
# | vraisemblance | likelihood | probabilité des données, vue comme fonction des poids |
# %% [markdown] lang="en"
# ## Glossary
#
# | English | français | meaning |
# |---|---|---|
# | batch, mini-batch | lot | examples of one step |
# | condition number | conditionnement | largest curvature divided by the smallest |
# | convex | convexe | said of a function no chord of which lies below the curve |
# | cross-entropy | entropie croisée | −ln of the probability given to the right answer, on average |
# | curvature | courbure | second derivative in a direction |
# | eigenvalue, eigenvector | valeur propre, vecteur propre | $\lambda$ and $u \ne 0$ such that $Hu = \lambda u$ |
# | epoch, step | époque, pas | one pass over all the data; one update of the weights |
# | learning rate | taux d'apprentissage | factor η between the gradient and the step |
# | likelihood | vraisemblance | probability of the data, seen as a function of the weights |
# | logit | logit | output before softmax or sigmoid |
# | loss function | fonction de perte | what the optimiser tries to minimise |
# | mean squared error (MSE) | erreur quadratique moyenne | mean of the squared gaps |
# | momentum | inertie | velocity that keeps part of past gradients |
# | nat | nat | unit of information of the natural logarithm |
# | optimiser | optimiseur | rule that turns gradients into steps |
# | stochastic gradient descent (SGD) | descente de gradient stochastique | descent along the gradient of a small batch |
# | validation | validation | measurement on examples not used for learning |

# %% [markdown] lang="fr"
# ## Références
#
# - R. Fisher (1922), *On the mathematical foundations of theoretical statistics*. [doi:10.1098/rsta.1922.0009](https://doi.org/10.1098/rsta.1922.0009)
# - H. Robbins, S. Monro (1951), *A Stochastic Approximation Method*. [doi:10.1214/aoms/1177729586](https://doi.org/10.1214/aoms/1177729586)
# - B. Polyak (1964), *Some methods of speeding up the convergence of iteration methods*. [doi:10.1016/0041-5553(64)90137-5](https://doi.org/10.1016/0041-5553(64)90137-5)
# - T. Tieleman, G. Hinton (2012), *Neural Networks for Machine Learning*, cours 6 : RMSprop, jamais publié en article. [Diapositives](https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf)
# - D. Kingma, J. Ba (2015), *Adam*. [arXiv:1412.6980](https://arxiv.org/abs/1412.6980)
# %% [markdown] lang="en"
# ## References
#
# - R. Fisher (1922), *On the mathematical foundations of theoretical statistics*. [doi:10.1098/rsta.1922.0009](https://doi.org/10.1098/rsta.1922.0009)
# - H. Robbins, S. Monro (1951), *A Stochastic Approximation Method*. [doi:10.1214/aoms/1177729586](https://doi.org/10.1214/aoms/1177729586)
# - B. Polyak (1964), *Some methods of speeding up the convergence of iteration methods*. [doi:10.1016/0041-5553(64)90137-5](https://doi.org/10.1016/0041-5553(64)90137-5)
# - T. Tieleman, G. Hinton (2012), *Neural Networks for Machine Learning*, lecture 6: RMSprop, never published as a paper. [Slides](https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf)
# - D. Kingma, J. Ba (2015), *Adam*. [arXiv:1412.6980](https://arxiv.org/abs/1412.6980)

# %% [markdown] lang="fr"
# - L. Smith (2017), *Cyclical Learning Rates for Training Neural Networks*. [arXiv:1506.01186](https://arxiv.org/abs/1506.01186)
# - A. Wilson et al. (2017), *The Marginal Value of Adaptive Gradient Methods in Machine Learning*. [arXiv:1705.08292](https://arxiv.org/abs/1705.08292)
# - G. Goh (2017), *Why Momentum Really Works*, Distill. [doi:10.23915/distill.00006](https://doi.org/10.23915/distill.00006)
# - S. Reddi, S. Kale, S. Kumar (2018), *On the Convergence of Adam and Beyond*. [arXiv:1904.09237](https://arxiv.org/abs/1904.09237)
# - J. Cohen et al. (2021), *Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability*. [arXiv:2103.00065](https://arxiv.org/abs/2103.00065)
# %% [markdown] lang="en"
# - L. Smith (2017), *Cyclical Learning Rates for Training Neural Networks*. [arXiv:1506.01186](https://arxiv.org/abs/1506.01186)
# - A. Wilson et al. (2017), *The Marginal Value of Adaptive Gradient Methods in Machine Learning*. [arXiv:1705.08292](https://arxiv.org/abs/1705.08292)
# - G. Goh (2017), *Why Momentum Really Works*, Distill. [doi:10.23915/distill.00006](https://doi.org/10.23915/distill.00006)
# - S. Reddi, S. Kale, S. Kumar (2018), *On the Convergence of Adam and Beyond*. [arXiv:1904.09237](https://arxiv.org/abs/1904.09237)
# - J. Cohen et al. (2021), *Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability*. [arXiv:2103.00065](https://arxiv.org/abs/2103.00065)

# %% [markdown] lang="fr"
# ## Et ensuite
#
# {{next}}
# %% [markdown] lang="en"
# ## What comes next
#
# {{next}}
