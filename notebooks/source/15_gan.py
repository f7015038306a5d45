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
#       fr: Réseaux adverses génératifs
#       en: Generative adversarial networks
#     objectives:
#       fr:
#       - écrire le jeu minimax et son meilleur discriminateur, et retrouver celui-ci par l'entraînement
#       - dire d'où vient ce qu'apprend le générateur, et pourquoi sa perte n'est pas celle du jeu
#       - reconnaître un effondrement des modes, le compter, et mesurer ce que valent trois remèdes
#       - entraîner un générateur d'images conditionnel avec une étape d'entraînement écrite à la main
#       - juger des images par un classifieur et une distance de Fréchet, dont on connaît le biais
#       en:
#       - write the minimax game and its best discriminator, and recover it by training
#       - say where the generator's knowledge comes from, and why its loss is not that of the game
#       - recognise mode collapse, count it, and measure what three cures are worth
#       - train a conditional image generator with a hand-written training step
#       - judge images by a classifier and a Fréchet distance whose bias is known
#     prerequisites: ["04", "05", "07", "08", "09"]
#     reading: 120
#     next:
#       fr: "La leçon 16 ouvre le panorama : les autres façons de produire des images, dont la diffusion, et ce que les leçons précédentes n'ont pas montré."
#       en: "Lesson 16 opens the panorama: the other ways of producing images, diffusion among them, and what the previous lessons have not shown."
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

lesson = start("15_gan", T("fr", "en"), profile=profile, data=data, seed=seed)

# %%
from itertools import pairwise

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from course_utils.records import in_notebook
from IPython.display import display
from keras import layers, ops
from scipy.linalg import sqrtm

# %%
digits = load("mnist")

# %% [markdown] lang="fr"
# ## Une question pour commencer
#
# Un réseau doit dessiner un chiffre demandé. On le juge comme dans la leçon 04, par l'erreur quadratique moyenne avec les vrais exemplaires de ce chiffre. Qu'a-t-il intérêt à dessiner ?
# %% [markdown] lang="en"
# ## A question to begin with
#
# A network is to draw a digit that we ask for. It is judged as in lesson 04, by the mean squared error against the real examples of that digit. What is it best off drawing?

# %%
blurred, handwritten, ratios = [], [], []
for digit in range(10):
    images = digits.x_train[digits.y_train == digit][:1000] / 255
    flat = images.reshape(len(images), 784)
    # fr: `costs[i]` : erreur de qui répond toujours l'image i, par |x − y|² = |x|² + |y|² − 2 x·y
    # en: `costs[i]`: error of always answering image i, from |x − y|² = |x|² + |y|² − 2 x·y
    squares = (flat**2).sum(axis=1)
    costs = squares + squares.mean() - 2 * flat @ flat.mean(axis=0)
    of_mean = ((flat - flat.mean(axis=0))**2).sum(axis=1).mean()
    ratios.append(costs.min() / of_mean)
    blurred.append(images.mean(axis=0))
    handwritten.append(images[0])
figure = plots.image_grid(np.array(blurred + handwritten), columns=10, size=0.7)
show(figure,
     T("En haut, la moyenne de chaque chiffre, floue ; en bas, un vrai exemplaire, net.",
       "Top: the mean of each digit, blurred; bottom: a real example, sharp."))

# %%
print(T("coût du meilleur vrai exemplaire ÷ coût de la moyenne, de 0 à 9 :",
        "cost of the best real example ÷ cost of the mean, from 0 to 9:"))
print("  ".join(number(ratio) for ratio in ratios))
claim(T("Pour les dix chiffres, la moyenne bat chacun des vrais exemplaires essayés",
        "For all ten digits the mean beats each of the real examples tried"),
      min(ratios) > 1);

# %% [markdown] lang="fr"
# La ligne du haut : le flou gagne toujours. C'est une identité (leçon 04) : la moyenne est la réponse la moins chère, et tout vrai chiffre, net mais particulier, coûte davantage.
#
# Il faudrait une perte qui préfère la seconde ligne, « cela ressemble à une vraie image ». Personne ne sait l'écrire. En 2014, Goodfellow et ses collègues proposent de **l'apprendre** : un second réseau, le juge, apprend à distinguer le vrai du faux ; le premier apprend à le tromper.
#
# Le plus étrange : le faussaire ne verra **jamais** une vraie image. D'où saura-t-il à quoi elles ressemblent ?
# %% [markdown] lang="en"
# The top row: blur always wins. This is an identity (lesson 04): the mean is the cheapest answer, and any real digit, sharp but particular, costs more.
#
# What is needed is a loss that prefers the second row, “this looks like a real image”. Nobody knows how to write it down. In 2014 Goodfellow and colleagues proposed to **learn** it: a second network, the judge, learns to tell real from fake; the first one learns to deceive it.
#
# The strangest part: the forger will **never** see a real image. How will it know what they look like?

# %% [markdown] lang="fr"
# ## 1. Le jeu, et son meilleur juge
#
# Le **générateur** $G$ transforme un bruit $z$ en un point $G(z)$ ; ses points suivent une loi $q$, les vrais une loi $p$. Le **discriminateur** $D(x)$ est la probabilité, selon lui, que $x$ soit vrai. Le jeu **minimax** :
#
# $$\min_G \max_D\; \mathbb{E}_{x \sim p}[\log D(x)] + \mathbb{E}_{x \sim q}[\log(1 - D(x))]$$
#
# Pour $D$, c'est l'entropie croisée d'une classification ordinaire, au signe près. En chaque $x$ il maximise $p \log D + q \log(1 - D)$, dont la dérivée s'annule pour
#
# $$D^*(x) = \frac{p(x)}{p(x) + q(x)}$$
#
# Si les vrais portent l'étiquette $\alpha$ et les faux $\beta$ au lieu de 1 et 0, c'est la moyenne des étiquettes vues en $x$ : $(\alpha p + \beta q)/(p + q)$. Entraînons trois juges pour voir. D'abord nos réseaux, plusieurs à la fois (premier axe).
# %% [markdown] lang="en"
# ## 1. The game, and its best judge
#
# The **generator** $G$ turns a noise $z$ into a point $G(z)$; its points follow a distribution $q$, the real ones a distribution $p$. The **discriminator** $D(x)$ is the probability, in its opinion, that $x$ is real. The **minimax** game:
#
# $$\min_G \max_D\; \mathbb{E}_{x \sim p}[\log D(x)] + \mathbb{E}_{x \sim q}[\log(1 - D(x))]$$
#
# For $D$ this is the cross-entropy of an ordinary classification, up to sign. At each $x$ it maximises $p \log D + q \log(1 - D)$, whose derivative vanishes for
#
# $$D^*(x) = \frac{p(x)}{p(x) + q(x)}$$
#
# If real points carry the label $\alpha$ and fakes $\beta$ instead of 1 and 0, it is the mean of the labels seen at $x$: $(\alpha p + \beta q)/(p + q)$. Let us train three judges to see. First our networks, several at once (first axis).

# %%
def network(rng, copies, sizes):
    net = []
    for inputs, outputs in pairwise(sizes):
        W = rng.standard_normal((copies, inputs, outputs), "float32") * (2 / inputs)**0.5
        net.append([W, np.zeros((copies, 1, outputs), "float32")])
    return net

def forward(net, x):
    values = [x]
    for i, (W, b) in enumerate(net):
        x = x @ W + b
        if i < len(net) - 1:
            x = np.maximum(x, 0)
        values.append(x)
    return values

# %%
def backward(net, values, d):
    # fr: d : gradient de la perte par rapport à la sortie ; rend aussi celui de l'entrée
    # en: d: gradient of the loss with respect to the output; also returns that of the input
    gradients = []
    for i in reversed(range(len(net))):
        gradients.insert(0, [values[i].mT @ d, d.sum(axis=1, keepdims=True)])
        d = d @ net[i][0].mT
        if i:
            d = d * (values[i] > 0)
    return gradients, d

def sigmoid(a):
    return 0.5 + 0.5 * np.tanh(a / 2)

# %%
class Adam:
    # fr: β₁ = 0,5, usage des GAN depuis DCGAN ; 0,9 dans la leçon 04
    # en: β₁ = 0.5, customary for GANs since DCGAN; 0.9 in lesson 04
    def __init__(self, net, rate=1e-3):
        self.net, self.rate, self.k = net, np.float32(rate), 0
        self.m = [[0 * part for part in layer] for layer in net]
        self.v = [[0 * part for part in layer] for layer in net]

    def step(self, gradients):
        self.k += 1
        scale = self.rate * np.float32((1 - 0.999**self.k)**0.5 / (1 - 0.5**self.k))
        for parts in zip(self.net, gradients, self.m, self.v):
            for w, g, m, v in zip(*parts):
                m += 0.5 * (g - m)
                v += 0.001 * (g * g - v)
                w -= scale * m / (np.sqrt(v) + 1e-7)

# %%
one = network(np.random.default_rng(0), 1, [2, 16, 16, 1])
points = np.random.default_rng(1).standard_normal((1, 5, 2), "float32")
keras_net = keras.Sequential([keras.Input((2,)), layers.Dense(16, "relu"),
                              layers.Dense(16, "relu"), layers.Dense(1)])
keras_net.set_weights([part for W, b in one for part in (W[0], b[0, 0])])
five = tf.constant(points[0])
with tf.GradientTape() as tape:
    tape.watch(five)
    loss = ops.sum(ops.softplus(-keras_net(five)))
theirs = tape.gradient(loss, [keras_net.trainable_weights[0], five])
values = forward(one, points)
ours, arrows = backward(one, values, sigmoid(values[-1]) - 1)
for what, mine, other in ((T("aux poids", "the weights"), ours[0][0], theirs[0]),
                          (T("à l'entrée", "the input"), arrows, theirs[1])):
    claim(T(f"Gradient par rapport {what} : à la main comme avec Keras",
            f"Gradient with respect to {what}: by hand as with Keras"),
          np.allclose(mine[0], other, atol=1e-4))

# %% [markdown] lang="fr"
# Les vrais points viennent de deux bosses, les faux d'une seule, large. Trois juges, mêmes données, trois étiquetages : normal (1 et 0) ; **lissage unilatéral** (*one-sided label smoothing*, 0,9 et 0) ; des deux côtés (0,9 et 0,1).
# %% [markdown] lang="en"
# Real points come from two bumps, fakes from a single broad one. Three judges, the same data, three labellings: normal (1 and 0); **one-sided label smoothing** (0.9 and 0); on both sides (0.9 and 0.1).

# %%
REAL_LABEL, FAKE_LABEL = np.float32([[1, 0.9, 0.9], [0, 0, 0.1]])[:, :, np.newaxis, np.newaxis]

def judge_step(D, optimizer, real, fake, real_label=1, fake_label=0):
    values = forward(D, np.concatenate([real, fake], axis=1))
    is_real = np.arange(values[-1].shape[1])[:, np.newaxis] < real.shape[1]
    target = np.where(is_real, real_label, fake_label)
    # fr: dérivée de l'entropie croisée par rapport au logit : σ(a) − étiquette (leçon 04)
    # en: derivative of the cross-entropy with respect to the logit: σ(a) − label (lesson 04)
    slope = (sigmoid(values[-1]) - target) / real.shape[1]
    optimizer.step(backward(D, values, slope.astype("float32"))[0])

def bump(x, center, width):
    return np.exp(-((x - center) / width)**2 / 2) / (width * np.sqrt(2 * np.pi))

# %%
rng = np.random.default_rng(lesson.seed)
judges = network(rng, 3, [1, 32, 32, 1])
optimizer = Adam(judges, rate=3e-3)
steps = lesson.pick(full=1500, fast=60)
for step in range(steps):
    optimizer.rate = np.float32(3e-3 * (1 - step / steps))
    real = rng.normal(rng.choice([-1.5, 1.5], (1, 256, 1)), 0.5).astype("float32")
    fake = rng.normal(0.5, 1.2, (1, 256, 1)).astype("float32")
    judge_step(judges, optimizer, real.repeat(3, axis=0), fake.repeat(3, axis=0),
               REAL_LABEL, FAKE_LABEL)
grid = np.linspace(-4, 5, 400, dtype="float32")
trained = sigmoid(forward(judges, grid[np.newaxis, :, np.newaxis].repeat(3, axis=0))[-1])[..., 0]
p, q = (bump(grid, -1.5, 0.5) + bump(grid, 1.5, 0.5)) / 2, bump(grid, 0.5, 1.2)
best = (REAL_LABEL * p + FAKE_LABEL * q)[:, 0] / (p + q)

# %%
figure, axes = plt.subplots(1, 3, figsize=(9, 3))
axes[0].plot(grid, p, color="black", label=T("vrais, p", "real, p"))
axes[0].plot(grid, q, "--", color=plots.RED, label=T("faux, q", "fake, q"))
axes[0].set(xlabel="x", ylabel=T("densité", "density"), ylim=(0, 0.62))
names = ["1 / 0", T("0,9 / 0", "0.9 / 0"), T("0,9 / 0,1", "0.9 / 0.1")]
for axis, two in zip(axes[1:], ([0, 1], [0, 2])):
    for i, style, colour in zip(two, ("-", "-."), (plots.BLUE, plots.ORANGE)):
        axis.plot(grid, trained[i], style, color=colour, label=names[i])
        axis.plot(grid, best[i], ":", color="black", lw=1.2,
                  label=T("formule", "formula") if i == two[1] else None)
    axis.set(xlabel="x", ylabel="D(x)", ylim=(-0.03, 1.3), yticks=[0, 0.5, 1])
    axis.legend(ncols=2, loc="upper center", fontsize=8)
axes[0].legend(ncols=2, loc="upper center", fontsize=8)
plt.setp(axes, xlim=(-3, 4))
show(figure,
     T("Densités, puis juges entraînés, proches des formules (pointillé) où il y a des points.",
       "Densities, then the trained judges, close to the dotted formulas where there are points."))

# %%
dx = grid[1] - grid[0]
gaps = np.sum(np.abs(trained - best) * (p + q) / 2, axis=1) * dx
for name, gap in zip(names, gaps):
    claim(T(f"Juge {name} : écart moyen avec la formule", f"Judge {name}: mean gap to the formula"),
          gap, at_most=0.04, digits=3)
middle = (p + q) / 2
value = np.sum(p * np.log(best[0]) + q * np.log(1 - best[0])) * dx
shannon = np.sum(p * np.log(p / middle) + q * np.log(q / middle)) * dx / 2
print(T("valeur du jeu pour D* :", "value of the game for D*:"), number(value, 3))
claim(T("C'est 2 JS(p, q) − 2 ln 2", "It is 2 JS(p, q) − 2 ln 2"),
      np.isclose(value, 2 * shannon - 2 * np.log(2), atol=2e-3));

# %% [markdown] lang="fr"
# Le juge ne connaît ni $p$ ni $q$, seulement des points ; il en apprend le **rapport**. Avec le milieu $m = (p+q)/2$, on a $\log D^* = \log(p/m) - \ln 2$, de même pour $1 - D^*$ avec $q$. La valeur du jeu pour $D^*$ est donc $2\,\mathrm{JS} - 2\ln 2$, où $2\,\mathrm{JS} = \int p \log(p/m) + \int q \log(q/m)$ : la **divergence de Jensen-Shannon**, nulle seulement si $q = p$, et alors $D^* = 1/2$. Voilà ce que minimise $G$ face au meilleur juge.
#
# Le lissage unilatéral ne fait que multiplier $D^*$ par 0,9. Des deux côtés, $D^* = 0{,}1 + 0{,}8\,p/(p+q)$ : là où il n'y a que des faux, le logit de ce juge idéal s'aplatit à $\ln(0{,}1/0{,}9)$, sans pente à suivre. D'où *unilatéral*. L'argument vaut pour la formule : aux bords de la figure, où presque aucun point ne tombe, rien n'oblige un juge entraîné à la suivre.
# %% [markdown] lang="en"
# The judge knows neither $p$ nor $q$, only points; it learns their **ratio**. With the midpoint $m = (p+q)/2$ we have $\log D^* = \log(p/m) - \ln 2$, and likewise for $1 - D^*$ with $q$. So the value of the game for $D^*$ is $2\,\mathrm{JS} - 2\ln 2$, where $2\,\mathrm{JS} = \int p \log(p/m) + \int q \log(q/m)$: the **Jensen–Shannon divergence**, zero only if $q = p$, and then $D^* = 1/2$. This is what $G$ minimises against the best judge.
#
# One-sided smoothing just multiplies $D^*$ by 0.9. On both sides $D^* = 0.1 + 0.8\,p/(p+q)$: where there is nothing but fakes, the logit of this ideal judge flattens out at $\ln(0.1/0.9)$, with no slope to follow. Hence *one-sided*. The argument holds for the formula: at the edges of the figure, where hardly any point falls, nothing obliges a trained judge to follow it.

# %% [markdown] lang="fr"
# ## 2. Ce que reçoit le faussaire
#
# Le générateur ne voit de $p$ qu'une chose : la pente du juge, $\partial a / \partial x$, où $a$ est le logit, $D = \sigma(a)$. La règle de la chaîne la fait passer dans ses poids. Mais quelle perte minimiser ?
#
# $$\log(1 - D) \;\Rightarrow\; \frac{\partial}{\partial a} = -D, \qquad\quad -\log D \;\Rightarrow\; \frac{\partial}{\partial a} = -(1 - D)$$
#
# La première est celle du jeu. La seconde, dite **non saturante**, pousse dans le même sens en chaque point, avec une autre force. Mesurons : un générateur neuf, immobile, dont les points tombent (sortie décalée de 4) loin de huit taches gaussiennes ; seul le juge apprend. Quatre copies, quatre tirages des poids.
# %% [markdown] lang="en"
# ## 2. What the forger receives
#
# Of $p$ the generator sees only one thing: the slope of the judge, $\partial a / \partial x$, where $a$ is the logit, $D = \sigma(a)$. The chain rule passes it on to its weights. But which loss should it minimise?
#
# $$\log(1 - D) \;\Rightarrow\; \frac{\partial}{\partial a} = -D, \qquad\quad -\log D \;\Rightarrow\; \frac{\partial}{\partial a} = -(1 - D)$$
#
# The first is that of the game. The second, called **non-saturating**, pushes the same way at each point, with a different strength. Let us measure: a fresh generator, kept still, its points (output shifted by 4) falling far from eight Gaussian spots; only the judge learns. Four copies, four draws of the weights.

# %%
angles = np.arange(8) * np.pi / 4
CENTERS = 2 * np.stack([np.cos(angles), np.sin(angles)], axis=1).astype("float32")
WIDTH, COPIES, BATCH, NOISE = 0.05, 4, 128, 8

def ring(rng, n):
    return (CENTERS[rng.integers(0, 8, (COPIES, n))]
            + np.float32(WIDTH) * rng.standard_normal((COPIES, n, 2), "float32"))

def imagine(G, rng, n):
    return forward(G, rng.standard_normal((COPIES, n, NOISE), "float32"))

def pair(rng, pack=1):
    return (network(rng, COPIES, [NOISE, 64, 64, 2]),
            network(rng, COPIES, [2 * pack, 64, 64, 1]))

# %%
rng = np.random.default_rng(lesson.seed)
G, D = pair(rng)
G[-1][1] += 4
optimizer, watched = Adam(D), imagine(G, rng, 256)
forces, pushes = [], []

# %%
for _ in range(lesson.pick(full=301, fast=31)):
    values = forward(D, watched[-1])
    believed = sigmoid(values[-1])
    norms = []
    for slope in (-believed, believed - 1):
        arrows = backward(D, values, slope / 256)[1]
        gradients, _ = backward(G, watched, arrows)
        squares = [(part**2).sum(axis=(1, 2)) for layer in gradients for part in layer]
        norms.append(np.sqrt(sum(squares)))
    forces.append(norms)
    pushes.append(-arrows)
    judge_step(D, optimizer, ring(rng, BATCH), imagine(G, rng, BATCH)[-1])
forces, early = np.array(forces), pushes[30]  # forces: (steps, losses, copies)
early = early / np.linalg.norm(early, axis=-1, keepdims=True)

# %%
figure, axes = plt.subplots(1, 2, figsize=(8, 3.4), width_ratios=[1, 1.25])
axes[0].plot(*CENTERS.T, "o", ms=4, color=plots.BLUE, label=T("vrais", "real"))
axes[0].plot(*watched[-1][0, :40].T, ".", color=plots.RED, label=T("faux", "fake"))
axes[0].quiver(*watched[-1][0, :40].T, *early[0, :40].T, angles="xy", scale_units="xy", scale=0.9,
               width=0.009, color=plots.GREY)
axes[0].set(aspect="equal", xlabel="$x_1$", ylabel="$x_2$")
axes[0].legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2, fontsize=9)
for i, style, colour, name in ((1, "-", plots.BLUE, "−log D"),
                               (0, "--", plots.ORANGE, "log(1 − D)")):
    axes[1].semilogy(forces[:, i], style, color=colour, lw=1, label=[name, *[None] * (COPIES - 1)])
axes[1].set(xlabel=T("pas du juge", "steps of the judge"),
            ylabel=T("norme du gradient de G", "norm of the gradient of G"))
axes[1].legend()
show(figure,
     T("40 faux et le sens où monte D, après 30 pas ; à droite, la norme du gradient de G.",
       "40 fakes and the direction in which D rises, after 30 steps; right: norm of G's gradient."))

# %%
ratio = forces[-1, 1] / forces[-1, 0]
print(T("D moyen sur les faux, à la fin :   ", "mean D on fakes, at the end:         "),
      "  ".join(number(d) for d in believed.mean(axis=(1, 2))))
print(T("non saturante ÷ minimax, à la fin :", "non-saturating ÷ minimax, at the end:"),
      "  ".join(number(r, 0) for r in ratio))
claim(T("Le plus petit de ces quatre rapports", "The smallest of these four ratios"), ratio.min(), at_least=3, digits=1)
inward = np.sum(early * -watched[-1], axis=-1) > 0
claim(T("Flèches, au pas 30, à moins de 90° de la direction du centre de l'anneau",
        "Arrows, at step 30, less than 90° from the direction of the ring's centre"),
      inward.mean(), at_least=0.8, as_percent=True, digits=0)
believed = np.sort(believed[..., 0], axis=1)
for name, force, bounds in (("log(1 − D)", believed, {"at_least": 0.3}),
                            ("−log D", 1 - believed, {"at_most": 0.11})):
    top = force[:, -26:].sum(axis=1) / force.sum(axis=1)
    claim(T(f"{name} : part de la poussée pour les 10 % de faux les mieux notés",
            f"{name}: share of the push for the 10% of fakes with the best marks"),
          top.mean(), as_percent=True, digits=0, **bounds)

# %% [markdown] lang="fr"
# Voilà d'où le faussaire tient son savoir : chaque flèche dit à un faux dans quelle direction il paraîtrait plus vrai, de l'avis du juge, et non où est l'anneau.
#
# Un juge neuf peut prendre les faux pour des vrais ($D > 1/2$) : l'ordre des deux pertes est alors inverse. Dès qu'il les démasque, celle du jeu pousse bien moins que l'autre. Adam (leçon 04) effacerait un facteur commun à tous les faux ; mais $-D$ pousse surtout ceux qui trompent déjà, $-(1 - D)$ presque tous également. La suite emploie la perte non saturante, la plus courante ; le « jeu » n'est donc plus tout à fait à somme nulle.
# %% [markdown] lang="en"
# This is how the forger knows: each arrow tells a fake in which direction it would look more real, in the judge's opinion, not where the ring is.
#
# A fresh judge may take the fakes for real ($D > 1/2$): the order of the losses is then reversed. As soon as it sees through them, the loss of the game pushes far less than the other one. Adam (lesson 04) would cancel a factor common to all fakes; but $-D$ mostly pushes those that already deceive, $-(1 - D)$ almost all equally. From here on we use the non-saturating loss, the most common one; so the “game” is no longer quite zero-sum.

# %% [markdown] lang="fr"
# ## 3. Huit taches, et si peu de trouvées
#
# Entraînons les deux réseaux tour à tour, quatre parties à la fois. Une tache est **couverte** si au moins 2 % des faux points tombent à moins de trois écarts types de son centre (part équitable : 12,5 %). La **qualité** est la part des faux qui tombent dans une tache quelconque.
#
# `train` a déjà trois réglages, pour la partie 4 ; laissons-les à leur valeur neutre.
# %% [markdown] lang="en"
# ## 3. Eight spots, and so few of them found
#
# Let us train the two networks in turn, four games at once. A spot is **covered** if at least 2% of the fake points fall within three standard deviations of its centre (fair share: 12.5%). **Quality** is the share of fakes that fall within any spot.
#
# `train` already has three settings, for part 4; let us leave them at their neutral value.

# %%
def spots(points):
    inside = np.linalg.norm(points[:, :, np.newaxis] - CENTERS, axis=-1) < 3 * WIDTH
    return inside.mean(axis=1) >= 0.02, inside  # (copies, 8), (copies, points, 8)

def covered(points):
    found, inside = spots(points)
    return found.sum(axis=1), inside.any(axis=2).mean(axis=1)

def generator_step(G, D, optimizer, rng, present):
    made = imagine(G, rng, BATCH)
    shown = present(made[-1])
    values = forward(D, shown)
    slope = (sigmoid(values[-1]) - 1) / shown.shape[1]
    _, arrows = backward(D, values, slope)
    optimizer.step(backward(G, made, arrows.reshape(made[-1].shape))[0])

# %%
STEPS = lesson.pick(full=3000, fast=24)
MOMENTS = lesson.pick(full=20, fast=2)

def train(label=1.0, noise=0.0, pack=1, watch=None):
    rng = np.random.default_rng(lesson.seed)
    G, D = pair(rng, pack)
    of_G, of_D, past = Adam(G, 2e-3), Adam(D, 2e-3), []
    for step in range(STEPS + 1):
        def present(x, level=noise * (1 - step / STEPS)):
            noisy = x + level * rng.standard_normal(x.shape, "float32") if noise else x
            return noisy.reshape(COPIES, -1, 2 * pack)
        if step % (STEPS // MOMENTS) == 0:
            past.append(imagine(G, rng, 1000)[-1])
            watch and watch(step, past[-1])
        judge_step(D, of_D, present(ring(rng, BATCH)), present(imagine(G, rng, BATCH)[-1]), label)
        generator_step(G, D, of_G, rng, present)
    return np.array(past)

# %%
class LivePicture:
    T("""Une figure redessinée sur place, sous la cellule.""", """A figure redrawn in place, below the cell.""")
    def __init__(self):
        place = {"text/plain": "…"}
        self.handle = display(place, raw=True, display_id=True) if in_notebook() else None

    def redraw(self, figure, alt):
        bundle, metadata = plots.figure_output(figure, alt)
        if self.handle:
            self.handle.update(bundle, raw=True, metadata=metadata)

# %%
def games(points, title):
    figure, axes = plt.subplots(1, COPIES, figsize=(9, 2.7), sharey=True)
    for axis, one, modes in zip(axes, points, covered(points)[0]):
        axis.plot(*CENTERS.T, "o", ms=7, mfc="none", color=plots.GREY)
        axis.plot(*one[:400].T, ".", ms=3, color=plots.RED)
        axis.set(aspect="equal", xlim=(-3, 3), ylim=(-3, 3), xlabel="$x_1$",
                 title=T(f"{modes} sur 8", f"{modes} of 8"))
    axes[0].set_ylabel("$x_2$")
    figure.suptitle(title, y=1.06)
    return figure

# %%
live = LivePicture()

def watch(step, points):
    if step % (STEPS // 2):
        return
    live.redraw(games(points, T(f"pas {step} sur {STEPS}", f"step {step} of {STEPS}")),
                T("Quatre parties : faux points en rouge, taches cerclées, nombre couvert.",
                  "Four games: fake points in red, spots circled, number of spots covered."))

PLAIN = T("simple", "plain")
runs = {PLAIN: train(watch=watch)}

# %%
def final_modes(past):
    # fr: moyenne des derniers instants : le nombre varie d'un instant à l'autre
    # en: mean of the last moments: the number varies from one moment to the next
    return np.mean([covered(points)[0] for points in past[-5:]])

plain = runs[PLAIN]
print(T("taches couvertes, à la fin :", "spots covered, at the end:"), covered(plain[-1])[0].tolist(),
      T("qualité :", "quality:"), "  ".join(percent(value, 0) for value in covered(plain[-1])[1]))
modes, hits = covered(ring(np.random.default_rng(4), 1000))
print(T("de vrais points (témoin) :", "real points (control):"), modes.tolist(),
      "  ".join(percent(hit, 0) for hit in hits))
claim(T("Taches couvertes sur 8, moyenne des quatre parties", "Spots covered out of 8, mean of the four games"),
      final_modes(plain), at_most=5)
claim(T("Part des faux points qui tombent dans une tache", "Share of fake points that fall within a spot"),
      np.mean([covered(points)[1] for points in plain[-5:]]), at_least=0.5,
      as_percent=True, digits=0)
claim(T("Taches gagnées, en moyenne, dans la seconde moitié de l'entraînement",
        "Spots gained, on average, in the second half of training"),
      final_modes(plain) - np.mean(covered(plain[MOMENTS // 2])[0]), at_most=1.5);

# %% [markdown] lang="fr"
# **L'effondrement des modes** (*mode collapse*) : la plupart des faux points tombent dans une tache, mais des taches entières manquent, que de vrais points couvrent toutes. Ce n'est pas faute de temps : la seconde moitié de l'entraînement n'y change guère. Rien ne l'interdit : la perte de $G$ est une moyenne sur ses propres points, chacun jugé **séparément**. À juge fixé, une tache oubliée n'apparaît dans aucun terme de cette moyenne ; et le juge ne donne sa pente que là où tombent les faux.
# %% [markdown] lang="en"
# **Mode collapse**: most fake points fall within a spot, but whole spots are missing, all of which real points cover. It is not for want of time: the second half of training hardly changes it. Nothing forbids it: the loss of $G$ is a mean over its own points, each judged **separately**. With the judge held fixed, a forgotten spot appears in no term of this mean; and the judge gives its slope only where fakes fall.

# %% [markdown] lang="fr"
# ## 4. Trois remèdes, une mesure
#
# - **Lissage unilatéral** (Salimans et al., 2016) : `label=0.9`.
# - **Bruit d'instance** (Sønderby et al., 2017) : un bruit de même loi, ajouté aux vrais et aux faux avant le juge, et réduit peu à peu à zéro. Les taches débordent alors les unes sur les autres : la pente mène de l'une à l'autre.
# - **Empaquetage** (*packing*, PacGAN, 2018) : le juge reçoit deux points d'un coup, tous deux vrais ou tous deux faux. Deux faux trop souvent dans la même tache se trahissent.
#
# Lequel fait trouver le plus de taches ? Pariez. Mêmes poids de départ que dans la partie 3, sauf pour l'empaquetage, dont le juge a quatre entrées.
# %% [markdown] lang="en"
# ## 4. Three cures, one measure
#
# - **One-sided smoothing** (Salimans et al., 2016): `label=0.9`.
# - **Instance noise** (Sønderby et al., 2017): noise of the same distribution is added to real and fake points before the judge, and little by little reduced to zero. The spots then overlap: the slope leads from one to the next.
# - **Packing** (PacGAN, 2018): the judge receives two points at once, both real or both fake. Two fakes that are too often in the same spot give themselves away.
#
# Which one finds the most spots? Place your bets. Same initial weights as in part 3, except for packing, whose judge has four inputs.

# %%
runs[T("lissage", "smoothing")] = train(label=0.9)
runs[T("bruit d'instance", "instance noise")] = train(noise=0.5)
runs[T("empaquetage", "packing")] = train(pack=2)

# %%
figure, axes = plt.subplots(1, 4, figsize=(9.5, 2.8), sharey=True)
when = np.linspace(0, STEPS, len(plain))
for axis, (name, past), colour in zip(axes, runs.items(), plots.COLOURS):
    counts = np.array([covered(points)[0] for points in past])
    axis.plot(when, counts + 0.08 * np.arange(COPIES), color=colour, lw=0.8)
    axis.plot(when, counts.mean(axis=1), color="black", lw=2.2)
    axis.set(title=name, ylim=(-0.2, 8.5), xticks=[0, STEPS // 2])
figure.supxlabel(T("pas d'entraînement", "training step"), fontsize=11)
axes[0].set_ylabel(T("taches couvertes", "spots covered"))
show(figure,
     T("Taches couvertes selon le pas : quatre parties, un peu décalées, et leur moyenne en noir.",
       "Spots covered by step: four games, slightly offset, and their mean in black."))

# %%
quality = []
for name, past in runs.items():
    quality.append(np.mean([covered(points)[1] for points in past[-5:]]))
    print(f"{name:18}", T("taches :", "spots:"), number(final_modes(past), 1), "  ",
          T("qualité :", "quality:"), percent(quality[-1], 0))
_, smoothed, noisy, packed = map(final_modes, runs.values())
claim(T("Lissage : taches de plus qu'en simple", "Smoothing: spots more than plain"),
      smoothed - final_modes(plain), at_most=1, digits=1)
claim(T("Bruit d'instance : taches de plus qu'en simple", "Instance noise: spots more than plain"),
      noisy - final_modes(plain), at_least=2, digits=1)
claim(T("Empaquetage : taches de plus qu'en simple", "Packing: spots more than plain"),
      packed - final_modes(plain), at_least=2, digits=1);

# %%
claim(T("Le lissage trouve moins de taches que chacun des deux autres",
        "Smoothing finds fewer spots than either of the other two"),
      min(noisy, packed) - smoothed, at_least=1, digits=1)
claim(T("Qualité avec ces deux derniers remèdes ÷ qualité en simple",
        "Quality with these last two cures ÷ plain quality"),
      np.mean(quality[2:]) / quality[0], at_most=0.95);

# %% [markdown] lang="fr"
# Le lissage n'aide guère ici : il borne l'assurance du juge, mais ne mène d'aucune tache à une autre. Le bruit d'instance et l'empaquetage font trouver une bonne part des taches manquantes, pas toujours toutes. À un prix : en autant de pas, moins de faux points tombent dans une tache.
#
# Ce classement n'est pas une loi : quatre parties, un anneau en deux dimensions, un seul réglage par remède, un seul nombre de pas. Ce qui se transporte, c'est la méthode : **plusieurs tirages, une grandeur comptée, un témoin**.
#
# Rejouez les quatre entraînements avec le curseur. Les taches manquantes ont-elles été perdues en route, ou jamais trouvées ? Le décompte suit.
# %% [markdown] lang="en"
# Smoothing hardly helps here: it bounds the judge's certainty, but leads from no spot to another. Instance noise and packing find a good part of the missing spots, not always all of them. At a price: within the same number of steps, fewer fake points fall within a spot.
#
# This ranking is no law: four games, one ring in two dimensions, a single setting for each cure, a single number of steps. What carries over is the method: **several draws, a quantity that is counted, a control**.
#
# Replay the four trainings with the slider. Were the missing spots lost on the way, or never found? The count follows.

# %%
def replay(cure=list(runs)[-1], moment=MOMENTS):
    return games(runs[cure][moment], f"{cure}, " + T("pas", "step") + f" {moment * (STEPS // MOMENTS)}")

explore(replay, labels={"cure": T("remède", "cure"), "moment": T("instant", "moment")},
        alt=T("Quatre parties à l'instant choisi : faux points en rouge, taches cerclées.",
              "Four games at the moment chosen: fake points in red, spots circled."),
        cure=list(runs), moment=(0, MOMENTS, 1))

# %%
for name, past in runs.items():
    found = np.array([spots(points)[0] for points in past])  # (moments, copies, 8)
    never, lost = ~found.any(axis=0), found.any(axis=0) & ~found[-1]
    print(f"{name:18}", T("jamais couvertes :", "never covered:"), number(never.sum() / COPIES, 1), "  ",
          T("perdues :", "lost:"), number(lost.sum() / COPIES, 1))

# %% [markdown] lang="fr"
# ## 5. Des images, sur commande
#
# En 784 dimensions, le GAN **conditionnel** (Mirza et Osindero, 2014) connaît le chiffre demandé $y$ :
#
# - le générateur colle à son bruit un vecteur appris par chiffre (`Embedding`), puis agrandit des cartes 7 × 7 par deux **convolutions transposées** de pas 2 (chaque valeur dépose, de deux en deux pixels, le noyau qu'elle multiplie ; les recouvrements s'ajoutent) : 7 → 14 → 28 ;
# - le juge compare ce qu'il voit à ce qu'on a demandé (Miyato et Koyama, 2018). Si $\varphi(x)$, sortie de la couche à 64 neurones, résume l'image et $\mathbf{e}_y$ est le vecteur du chiffre,
#
# $$a = \mathbf{w} \cdot \varphi(x) + b + \mathbf{e}_y \cdot \varphi(x)$$
#
# Une belle image du mauvais chiffre doit donc paraître fausse. *Leaky ReLU* dans le juge, normalisation par lots dans le générateur : d'après DCGAN (Radford et al., 2016).
# %% [markdown] lang="en"
# ## 5. Images on demand
#
# In 784 dimensions, the **conditional** GAN (Mirza and Osindero, 2014) knows the digit $y$ asked for:
#
# - the generator appends to its noise a learned vector per digit (`Embedding`), then enlarges 7 × 7 maps by two **transposed convolutions** of stride 2 (every two pixels, each value lays down the kernel times itself; overlaps add up): 7 → 14 → 28;
# - the judge compares what it sees with the request (Miyato and Koyama, 2018). If $\varphi(x)$, the output of the layer of 64 neurons, summarises the image and $\mathbf{e}_y$ is the vector of the digit,
#
# $$a = \mathbf{w} \cdot \varphi(x) + b + \mathbf{e}_y \cdot \varphi(x)$$
#
# So a fine image of the wrong digit must look fake. Leaky ReLU in the judge, batch normalisation in the generator: after DCGAN (Radford et al., 2016).

# %%
LATENT, FILTERS = 32, 16

def normed(x):
    return layers.ReLU()(layers.BatchNormalization(momentum=0.9)(x))

def build_generator():
    noise, digit = keras.Input((LATENT,)), keras.Input((), dtype="int32")
    x = layers.Concatenate()([noise, layers.Embedding(10, 16)(digit)])
    x = layers.Dense(7 * 7 * 2 * FILTERS, use_bias=False)(x)
    x = normed(layers.Reshape((7, 7, 2 * FILTERS))(x))
    x = layers.Conv2DTranspose(FILTERS, 4, strides=2, padding="same", use_bias=False)(x)
    image = layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh")(normed(x))
    return keras.Model([noise, digit], image)

# %%
def build_judge():
    image, digit = keras.Input((28, 28, 1)), keras.Input((), dtype="int32")
    x = image
    for filters in (FILTERS, 2 * FILTERS):
        x = layers.Conv2D(filters, 4, strides=2, padding="same")(x)
        x = layers.LeakyReLU(negative_slope=0.2)(x)
    x = layers.LeakyReLU(negative_slope=0.2)(layers.Dense(64)(layers.Flatten()(x)))
    match = layers.Dot(axes=1)([x, layers.Embedding(10, 64)(digit)])
    return keras.Model([image, digit], layers.Add()([layers.Dense(1)(x), match]))

keras.utils.set_random_seed(lesson.seed)
generator, judge = build_generator(), build_judge()
f = FILTERS
# fr: Embedding, Dense, puis normalisation (4 par carte) et noyaux 4 × 4, deux fois
# en: Embedding, Dense, then normalisation (4 per map) and 4 × 4 kernels, twice
by_hand = (10*16 + (LATENT + 16)*98*f + 4*2*f + 4*4*2*f*f + 4*f + 4*4*f + 1)
claim(T(f"Le générateur, à la main comme dans Keras : {number(by_hand, 0)} paramètres",
        f"The generator, by hand as in Keras: {number(by_hand, 0)} parameters"),
      by_hand == generator.count_params());

# %% [markdown] lang="fr"
# `fit` appelle `train_step` à chaque lot : il suffit de le redéfinir. `GAN` n'a pas de poids à lui : il emprunte les deux réseaux. Sans les moyennes `metrics`, `fit` ne rendrait que les pertes du dernier lot. Chaque bande (`GradientTape`) ne calcule le gradient que des poids d'**un** réseau : les poids entraînables de l'autre ne bougent pas (les moyennes mobiles de la normalisation par lots, si). Les pertes s'écrivent avec les logits : $-\log\sigma(a) = \ln(1 + e^{-a})$, fonction `softplus` de $-a$. Étiquette des vrais : 0,9, pour un juge moins sûr de lui.
# %% [markdown] lang="en"
# `fit` calls `train_step` for each batch: all we need is to redefine it. `GAN` has no weights of its own: it borrows the two networks. Without the means in `metrics`, `fit` would return the losses of the last batch only. Each `GradientTape` computes the gradient of the weights of **one** network only: the other's trainable weights do not move (the moving averages of batch normalisation do). Losses are written with logits: $-\log\sigma(a) = \ln(1 + e^{-a})$, the function `softplus` of $-a$. Label of real images: 0.9, for a judge less sure of itself.

# %%
means = [keras.metrics.Mean("judge"), keras.metrics.Mean("generator")]

def descend(optimizer, tape, loss, network, mean):
    weights = network.trainable_weights
    optimizer.apply(tape.gradient(loss, weights), weights)
    mean.update_state(loss)

def latent(digit):
    return keras.random.normal((ops.shape(digit)[0], LATENT))

def judge_loss(real, fake):
    on_real = 0.9 * ops.softplus(-real) + 0.1 * ops.softplus(real)
    return ops.mean(on_real) + ops.mean(ops.softplus(fake))

def prepare(images):
    return ops.cast(images, "float32") / 127.5 - 1  # (−1, 1), tanh

# %%
class GAN(keras.Model):
    metrics = means

    def train_step(self, batch):
        images, digit = prepare(batch[0]), batch[1]
        n = ops.shape(digit)[0]
        fakes = generator([latent(digit), digit], training=True)
        both, twice = ops.concatenate([images, fakes]), ops.concatenate([digit, digit])
        with tf.GradientTape() as tape:
            logits = judge([both, twice], training=True)
            loss = judge_loss(logits[:n], logits[n:])
        descend(judge_optimizer, tape, loss, judge, means[0])
        with tf.GradientTape() as tape:
            logits = judge([generator([latent(digit), digit], training=True), digit], training=True)
            deceive = ops.mean(ops.softplus(-logits))
        descend(generator_optimizer, tape, deceive, generator, means[1])
        return {mean.name: mean.result() for mean in means}

# %%
judge_optimizer = keras.optimizers.Adam(2e-3, beta_1=0.5)
generator_optimizer = keras.optimizers.Adam(2e-3, beta_1=0.5)
gan = GAN()
gan.compile(jit_compile=False, run_eagerly=lesson.pick(full=False, fast=True))

def draw(noise, digit):
    parts = [generator([noise[i:i+500], digit[i:i+500]]) for i in range(0, len(noise), 500)]
    return np.concatenate(parts)[..., 0]

def steps_done(period):
    return number(period * PER_PERIOD, 0) + T(" pas", " steps")

def live_digits(title):
    rows = np.concatenate([images[:10] for images in snapshots])
    picture.redraw(plots.image_grid(rows, columns=10, size=0.7, suptitle=title),
                   T("Dix chiffres faux, de 0 à 9 : une ligne par période, de haut en bas.",
                     "Ten fake digits, from 0 to 9: one row for each period, from the top."))

# %%
PERIODS, PER_PERIOD, IMAGE_BATCH = lesson.pick(full=(5, 300, 64), fast=(2, 1, 16))
half = lesson.pick(full=len(digits.x_test) // 2, fast=100)
rng = np.random.default_rng(lesson.seed)
one_half, other_half = rng.permutation(2 * half).reshape(2, half)
labels = digits.y_test[other_half]
asked = np.concatenate([np.arange(10), labels]).astype("int32")
noise = rng.standard_normal((len(asked), LATENT), "float32")
picture, snapshots, losses = LivePicture(), [], []
for period in range(1, PERIODS + 1):
    rows = rng.integers(0, len(digits.x_train), PER_PERIOD * IMAGE_BATCH)
    history = gan.fit(digits.x_train[rows, ..., np.newaxis], digits.y_train[rows].astype("int32"),
                      batch_size=IMAGE_BATCH, verbose=0).history
    losses.append([history["judge"][0], history["generator"][0]])
    snapshots.append((draw(noise, asked) * 127.5 + 127.5).round().astype("uint8"))
    live_digits(T("jusqu'à ", "up to ") + steps_done(period))

# %%
print(T("perte du juge :      ", "loss of the judge:    "), "  ".join(number(v) for v in np.array(losses)[:, 0]))
print(T("perte du générateur :", "loss of the generator:"), "  ".join(number(v) for v in np.array(losses)[:, 1]))

# %% [markdown] lang="fr"
# Une moyenne par période de 300 pas. Sans les images, diriez-vous quelle période est la meilleure, et de combien ? Chaque perte se mesure à un adversaire qui change en même temps : celle du générateur baisse s'il progresse, ou si le juge faiblit. Et dix images tirées au hasard ne disent pas ce qui manque. La partie 6 mesurera.
#
# D'abord, une promenade : dix chiffres pour un même bruit, en haut ; pour un autre, en bas ; entre les deux, le mélange que règle le curseur. Qu'ont en commun les dix chiffres d'une ligne ?
# %% [markdown] lang="en"
# One mean for each period of 300 steps. Without the images, could you say which period is the best, and by how much? Each loss is measured against an opponent that changes at the same time: that of the generator falls if it improves, or if the judge weakens. And ten images picked at random do not say what is missing. Part 6 will measure.
#
# First, a walk: ten digits for one noise, at the top; for another, at the bottom; in between, the blend that the slider sets. What do the ten digits of a row have in common?

# %%
ends = np.random.default_rng(2).standard_normal((2, 1, LATENT), "float32")

def walk(t=0.5):
    rows = [np.repeat((1 - s) * ends[0] + s * ends[1], 10, axis=0) for s in (0, t, 1)]
    images = draw(np.concatenate(rows), np.tile(np.arange(10), 3).astype("int32"))
    return plots.image_grid(images, columns=10, size=0.7)

explore(walk, labels={"t": T("du bruit 1 au bruit 2", "from noise 1 to noise 2")},
        alt=T("Dix chiffres pour un bruit, pour un autre, et entre les deux pour leur mélange.",
              "Ten digits for one noise, for another, and in between for a blend of both."),
        t=(0.0, 1.0, 0.05))

# %%
many = np.random.default_rng(8).standard_normal((200, LATENT)).astype("float32")
ink = draw(many.repeat(10, axis=0), np.tile(np.arange(10), 200).astype("int32")).mean(axis=(1, 2))
claim(T("Encre de deux chiffres nés du même bruit : corrélation moyenne, sur 200 bruits",
        "Ink of two digits born of the same noise: mean correlation, over 200 noises"),
      (np.corrcoef(ink.reshape(200, 10).T).sum() - 10) / 90, at_least=0.3);

# %% [markdown] lang="fr"
# Un même bruit donne donc aux dix chiffres une graisse commune, que la perte ne demande pas.
#
# ## 6. Mesurer, et mesurer la mesure
#
# Deux mesures **indépendantes** du jeu, tirées d'un classifieur appris sur de vrais chiffres (leçon 09) :
#
# - **exactitude conditionnelle** : reconnaît-il le chiffre demandé ?
# - **distance de Fréchet** entre deux nuages de caractéristiques (les 32 neurones de son avant-dernière couche), de moyennes $\mu$ et de covariances $S$ :
#
# $$d^2 = \lVert \mu_1 - \mu_2 \rVert^2 + \mathrm{Tr}\left(S_1 + S_2 - 2\,(S_1 S_2)^{1/2}\right)$$
#
# La racine est la matrice dont le carré vaut $S_1 S_2$ : ses valeurs propres sont les racines de celles de $S_1 S_2$, et leur somme est sa trace. Avec les caractéristiques d'Inception (leçon 12), c'est la **FID** (Heusel et al., 2017). Les nôtres diffèrent : ces nombres ne se comparent à aucun article.
# %% [markdown] lang="en"
# So one noise gives the ten digits a common stroke weight, which the loss does not ask for.
#
# ## 6. Measuring, and measuring the measure
#
# Two measures, **independent** of the game, from a classifier of real digits (lesson 09):
#
# - **conditional accuracy**: does it recognise the digit asked for?
# - the **Fréchet distance** between two clouds of features (the 32 neurons of its penultimate layer), with means $\mu$ and covariances $S$:
#
# $$d^2 = \lVert \mu_1 - \mu_2 \rVert^2 + \mathrm{Tr}\left(S_1 + S_2 - 2\,(S_1 S_2)^{1/2}\right)$$
#
# The root is the matrix whose square is $S_1 S_2$: its eigenvalues are the roots of those of $S_1 S_2$; their sum is its trace. With the features of Inception (lesson 12) this is the **FID** (Heusel et al., 2017). Ours differ: these numbers compare with no paper.

# %%
scanned = keras.Input((28, 28, 1))
maps = layers.Rescaling(1 / 127.5, offset=-1)(scanned)
for filters, kernel, stride in ((16, 5, 2), (32, 3, 2), (64, 3, 1)):
    maps = layers.Conv2D(filters, kernel, strides=stride, padding="same", use_bias=False)(maps)
    maps = normed(maps)
summary = normed(layers.Dense(32, use_bias=False)(layers.Flatten()(layers.MaxPooling2D()(maps))))
reader = keras.Model(scanned, [summary, layers.Dense(10)(summary)])
classifier = keras.Model(scanned, reader.outputs[1])

# %%
count = lesson.pick(full=len(digits.x_train), fast=256)
epochs = lesson.pick(full=max(1, 60_000 // count), fast=1)
rate = keras.optimizers.schedules.PolynomialDecay(5e-3, epochs * count // 128, 0, power=2)
cross_entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
classifier.compile(keras.optimizers.Adam(rate), cross_entropy, jit_compile=False,
                   run_eagerly=lesson.pick(full=False, fast=True))
classifier.fit(digits.x_train[:count, ..., np.newaxis], digits.y_train[:count],
               batch_size=128, epochs=epochs, verbose=0);

# %%
def read(images):
    parts = [reader(images[i:i+500, ..., np.newaxis]) for i in range(0, len(images), 500)]
    features, logits = (np.concatenate(part) for part in zip(*parts))
    return features, logits.argmax(axis=1)

def frechet(a, b):
    S1, S2 = np.cov(a.T), np.cov(b.T)
    roots = np.sqrt(np.maximum(np.linalg.eigvals(S1 @ S2).real, 0))
    return np.sum((a.mean(axis=0) - b.mean(axis=0))**2) + np.trace(S1 + S2) - 2 * roots.sum()

# %%
a, b = np.random.default_rng(3).standard_normal((2, 300, 5)) * [[[1]], [[2]]]
S1, S2 = np.cov(a.T), np.cov(b.T)
by_scipy = np.sum((a.mean(axis=0) - b.mean(axis=0))**2)
by_scipy += np.trace(S1 + S2) - 2 * np.trace(sqrtm(S1 @ S2)).real
claim(T("Sur deux nuages de points, la même distance avec la racine de matrice de SciPy",
        "On two clouds of points, the same distance with SciPy's matrix square root"),
      np.isclose(frechet(a, b), by_scipy));

# %%
features, answers = read(digits.x_test[:2*half])
reference, real, read_real = features[one_half], features[other_half], answers[other_half]
single = np.array([digits.x_train[digits.y_train == d][0] for d in range(10)])
average = (255 * np.array(blurred)).astype("uint8")
table = {T("vrais (l'autre moitié du test)", "real (the other half of the test)"): (real, read_real)}
table[T("image moyenne du chiffre", "mean image of the digit")] = read(average[labels])
table[T("une vraie image par chiffre", "one real image per digit")] = read(single[labels])
for period in range(1, PERIODS + 1):
    table["GAN, " + steps_done(period)] = read(snapshots[period - 1][10:])
scores = {}
for name, (cloud, reading) in table.items():
    scores[name] = np.mean(reading == labels), frechet(reference, cloud)
    print(f"{name:32}", percent(scores[name][0]), "  ", number(scores[name][1], 2))

# %%
floor, blur, copy, *_, (accuracy, distance) = scores.values()
first, second = (scores["GAN, " + steps_done(period)] for period in (1, 2))
claim(T("GAN : exactitude conditionnelle à la fin", "GAN: conditional accuracy at the end"), accuracy,
      at_least=0.85, on_sample=0.7, as_percent=True)
claim(T("Une vraie image par chiffre : exactitude", "One real image per digit: accuracy"), copy[0],
      at_least=0.85, on_sample=0.6, as_percent=True)
claim(T("Distance de Fréchet, une image par chiffre ÷ GAN", "Fréchet distance, one image per digit ÷ GAN"),
      copy[1] / distance, at_least=2, on_sample=1)
claim(T("Image moyenne ÷ GAN", "Mean image ÷ GAN"), blur[1] / distance, at_least=2, on_sample=1)
claim(T("GAN : premier relevé ÷ dernier", "GAN: first reading ÷ last"), first[1] / distance, at_least=1.3, on_sample=1)
print(T("deuxième période ÷ dernière, distance :", "second period ÷ last, distance:"), number(second[1] / distance),
      T("perte du générateur :", "loss of the generator:"), number(losses[1][1] / losses[-1][1]))
claim(T("GAN ÷ vrais", "GAN ÷ real"), distance / floor[1], at_least=2, on_sample=1);

# %% [markdown] lang="fr"
# Une ligne doit inquiéter : une seule vraie image, toujours la même, par chiffre. Le classifieur, qui a d'ailleurs appris sur ces dix images, lui donne une excellente note : il juge chaque image à part, comme le discriminateur de la partie 3. La distance de Fréchet regarde le nuage : ce « générateur » et l'image moyenne en sont bien plus loin que le GAN, et le GAN lui-même est loin du plancher, de vraies images contre de vraies images. Elle dit aussi de combien une période vaut mieux qu'une autre, ce que les pertes ne disaient pas.
#
# Mais pourquoi ce plancher n'est-il pas nul ?
# %% [markdown] lang="en"
# One row should worry you: a single real image, always the same, for each digit. The classifier, which by the way learned from these ten images, gives it an excellent mark: it judges each image by itself, like the discriminator of part 3. The Fréchet distance looks at the cloud: this “generator” and the mean image are much further from it than the GAN, and the GAN itself is far from the floor, real images against real images. It also says by how much one period is better than another, which the losses did not say.
#
# But why is this floor not zero?

# %%
wanted = lesson.pick(full=(125, 250, 500, 1000, 2500, 5000), fast=(40, 60, 100))
sizes = np.array([n for n in wanted if n <= half])
made = table[list(table)[-1]][0]

def mean_distance(cloud, n, times=20):
    # fr: n images de chaque côté, tirées sans remise, plusieurs fois
    # en: n images on each side, drawn without replacement, several times
    chosen = [rng.permutation(half)[:n] for _ in range(2 * times)]
    return np.mean([frechet(reference[i], cloud[j]) for i, j in zip(chosen[::2], chosen[1::2])])

curves = np.array([[mean_distance(cloud, n) for n in sizes] for cloud in (real, made)])

# %%
figure, axis = plt.subplots(figsize=(6, 3))
for values, style, name in zip(curves, ("o-", "s--"), (T("vrais contre vrais", "real against real"),
                                                       T("GAN contre vrais", "GAN against real"))):
    axis.plot(1 / sizes, values, style, label=name)
axis.set(ylim=(0, None), ylabel=T("distance de Fréchet", "Fréchet distance"), xlim=(0, None))
ticks = sizes[[0, 1, 2, -1]]
axis.set_xticks(1 / ticks, [f"1/{n}" for n in ticks])
axis.set_xlabel(T("1/n, n images de chaque côté", "1/n, n images on each side"))
axis.legend()
show(figure,
     T("Distance de Fréchet selon 1/n : deux droites montantes, celle du GAN toujours au-dessus.",
       "Fréchet distance against 1/n: two rising lines, that of the GAN always on top."))

# %%
print(T("n images :          ", "n images:          "), "  ".join(f"{n:7}" for n in sizes))
for values, name in zip(curves, (T("vrais contre vrais :", "real against real:"),
                                 T("GAN contre vrais :  ", "GAN against real: "))):
    print(name, "  ".join(f"{number(value, 2):>7}" for value in values))
claim(T("Vrais contre vrais : distance avec le moins d'images ÷ avec le plus",
        "Real against real: distance with the fewest images ÷ with the most"),
      curves[0][0] / curves[0][-1], at_least=4, on_sample=1.5, digits=1)
versus = curves[1] / curves[0]
claim(T("GAN ÷ vrais : ce rapport avec le moins d'images ÷ avec le plus",
        "GAN ÷ real: this ratio with the fewest images ÷ with the most"),
      versus[0] / versus[-1], at_most=0.7, on_sample=1)
claim(T("Corrélation entre cette distance et 1/n", "Correlation between this distance and 1/n"),
      np.corrcoef(1 / sizes, curves[0])[0, 1], at_least=0.98, digits=3);

# %% [markdown] lang="fr"
# Deux paquets de vraies images ne sont pas à distance nulle : leurs moyennes et leurs covariances ne sont qu'estimées, et la distance ne peut être négative, si bien que les erreurs s'ajoutent. Ce **biais** décroît à peu près comme $1/n$ ; la pente dépend aussi du générateur. Avec peu d'images il noie tout : le GAN y paraît presque aussi bon que les vrais. Deux règles : comparer avec le même $n$, et donner le plancher.
#
# Une troisième se cache dans `rng.permutation`, partie 5 : les deux moitiés du test ont été tirées au sort. Et si nous avions coupé le fichier tel qu'il est rangé ?
# %% [markdown] lang="en"
# Two batches of real images are not at distance zero: their means and covariances are estimates only, and the distance cannot be negative, so errors add up. This **bias** falls roughly as $1/n$; the slope depends on the generator, too. With few images it drowns everything: there the GAN looks almost as good as real images. Two rules: compare with the same $n$, and give the floor.
#
# A third one hides in `rng.permutation`, in part 5: the two halves of the test set were drawn at random. What if we had cut the file just as it lies?

# %%
in_order = frechet(features[:half], features[half:])
print(T("distance entre les moitiés tirées au sort :          ", "distance between halves drawn at random:       "), number(floor[1], 2))
print(T("distance entre les moitiés dans l'ordre du fichier : ", "distance between halves in the file's order:   "), number(in_order, 2))
right = answers == digits.y_test[:2*half]
print(T("distance du GAN à la première, puis à la seconde :   ", "distance of the GAN to the first, the second:  "),
      "  ".join(number(frechet(group, made)) for group in (features[:half], features[half:])))
print(T("exactitude, première puis seconde moitié du fichier :", "accuracy, first and second half of the file:   "),
      percent(right[:half].mean()), percent(right[half:].mean()))
claim(T("Moitiés dans l'ordre du fichier ÷ moitiés tirées au sort",
        "Halves in the order of the file ÷ halves drawn at random"),
      in_order / floor[1], at_least=3, on_sample=0.5, digits=1)
claim(T("Exactitude : seconde moitié moins première", "Accuracy: second half minus first"),
      right[half:].mean() - right[:half].mean(), at_least=0.003, on_sample=-0.1, digits=3);

# %% [markdown] lang="fr"
# Dans le fichier de MNIST, une moitié du test vient de lycéens, l'autre d'employés du recensement, à une image près (Yadav et Bottou, 2019) ; le classifieur lit moins bien la première. (L'échantillon livré avec le cours, lui, est déjà mélangé.) Coupé dans l'ordre, le « plancher » mesurerait l'écart entre deux groupes de scripteurs : comparez-le aux distances du GAN. Troisième règle : **mélanger avant de couper**.
#
# La distance a un autre angle mort : un générateur qui recopierait les images d'entraînement aurait une note excellente. Cherchons donc, pour 300 faux et 300 vraies images du test, l'image d'entraînement du même chiffre la plus proche.
# %% [markdown] lang="en"
# In MNIST's file one half of the test set comes from high-school students, the other from census employees, give or take one image (Yadav and Bottou, 2019); the classifier reads the first one less well. (The sample that comes with the course is already shuffled.) Cut in order, the “floor” would measure the gap between two groups of writers: compare it with the GAN's distances. Third rule: **shuffle before cutting**.
#
# The distance has another blind spot: a generator that copied the training images would get an excellent mark. So let us look, for 300 fakes and 300 real test images, for the nearest training image of the same digit.

# %%
tried = lesson.pick(full=300, fast=100)
candidates = np.stack([snapshots[-1][10:10+tried], digits.x_test[other_half[:tried]]])
candidates = candidates.reshape(2, tried, 784).astype("float32")
to_nearest, copied = np.zeros((2, tried)), [None] * 10
for digit in range(10):
    known = digits.x_train[digits.y_train == digit].reshape(-1, 784).astype("float32")
    mine = np.flatnonzero(labels[:tried] == digit)
    chosen = candidates[:, mine]
    squared = (chosen**2).sum(axis=2, keepdims=True) + (known**2).sum(axis=1) - 2 * chosen @ known.T
    to_nearest[:, mine] = np.sqrt(squared.min(axis=2) / 784)
    copied[digit] = chosen[0, 0], known[squared[0, 0].argmin()]
show(plots.image_grid(np.array(copied).swapaxes(0, 1).reshape(20, 28, 28), columns=10, size=0.7),
     T("En haut dix faux chiffres ; en bas, pour chacun, l'image d'entraînement la plus proche.",
       "Top: ten fake digits; bottom: for each, the nearest training image."))

# %%
of_fakes, of_fresh = to_nearest.mean(axis=1)
near, far = number(of_fakes, 0), number(of_fresh, 0)
print(T("écart moyen à la plus proche, en niveaux de gris :",
        "mean gap to the nearest, in grey levels:"))
error = number((to_nearest.var(axis=1).sum() / tried)**0.5, 1)
print(T(f"faux {near} ; vraies images du test {far} ; erreur type de la différence {error}",
        f"fake {near}; real test images {far}; standard error of the difference {error}"))
claim(T("Faux ÷ vraies images du test", "Fake ÷ real test images"), of_fakes / of_fresh, at_least=0.8);

# %% [markdown] lang="fr"
# En moyenne, ces faux ne sont pas plus proches d'une image d'entraînement qu'un chiffre jamais vu (ici, un peu moins) : pas de copie au pixel près. Une copie décalée de deux pixels échapperait à cette mesure.
# %% [markdown] lang="en"
# On average these fakes are no closer to a training image than an unseen digit is (here, a little less so): no pixel-by-pixel copy. A copy shifted by two pixels would escape this measure.

# %% [markdown] lang="fr"
# ## Exercices
#
# ### ★ Un autre juge parfait
#
# Un lot contient une part `share` de vrais points, étiquetés `label` ; le reste est faux, étiqueté 0. Que répond le meilleur discriminateur, connaissant $p$ et $q$ ? Prédisez d'abord : avec plus de vrais dans le lot, $D$ est-il plus grand, plus petit ou égal, et où ?
# %% [markdown] lang="en"
# ## Exercises
#
# ### ★ Another perfect judge
#
# A batch contains a share `share` of real points, labelled `label`; the rest is fake, labelled 0. What does the best discriminator answer, knowing $p$ and $q$? Predict first: with more real points in the batch, is $D$ larger, smaller or equal, and where?

# %% tags=["exercise"]
def optimal_discriminator(p, q, share, label):
    T("""Meilleure réponse D*(x) là où les densités valent p et q (tableaux).

    `share` : part des vrais dans le lot ; `label` : leur étiquette. Renvoie un tableau.
    """, """Best answer D*(x) where the densities are p and q (arrays).

    `share`: share of real points in the batch; `label`: their label. Returns an array.
    """)
    ### BEGIN SOLUTION
    # fr: `share` plus grand : D plus grand partout où p et q sont non nuls
    # en: larger `share`: larger D wherever p and q are both nonzero
    real, fake = share * p, (1 - share) * q
    return label * real / (real + fake)
    ### END SOLUTION

# %%
try:
    more = optimal_discriminator(p, q, 0.7, 1.0) > optimal_discriminator(p, q, 0.5, 1.0)
    print(T("70 % de vrais au lieu de 50 % : D augmente sur", "70% real instead of 50%: D rises on"),
          percent(more.mean(), 0), T("de la grille de la partie 1", "of the grid of part 1"))
except NotImplementedError:
    print(T("Complétez d'abord l'exercice.", "Complete the exercise first."))

# %% [markdown] lang="fr"
# ### ★★ Réparer un faux
#
# Le logit du juge parfait contient le rapport $p/q$. On peut donc corriger une mauvaise loi $q$ sans réentraîner le générateur : pondérer chaque faux par $p/q$ (un mode que $q$ ignore reste perdu). Trouvez ce rapport à partir du logit $a$ (étiquettes 1 et 0, lot moitié-moitié), et donnez des poids de somme 1. Les logits peuvent être très grands.
# %% [markdown] lang="en"
# ### ★★ Mending a fake
#
# The logit of the perfect judge contains the ratio $p/q$. So a bad distribution $q$ can be corrected without training the generator again: weight each fake by $p/q$ (a mode that $q$ ignores stays lost). Find this ratio from the logit $a$ (labels 1 and 0, batch half and half), and give weights that add up to 1. Logits can be very large.

# %% tags=["exercise"]
def importance(logits):
    T("""Poids proportionnels à p/q, de somme 1, à partir des logits (n,) du juge parfait.""",
      """Weights proportional to p/q, with sum 1, from the logits (n,) of the perfect judge.""")
    ### BEGIN SOLUTION
    # fr: D/(1 − D) = exp(a) ; retrancher le maximum ne change pas les rapports
    # en: D/(1 − D) = exp(a); subtracting the maximum leaves the ratios unchanged
    weights = np.exp(logits - logits.max())
    return weights / weights.sum()
    ### END SOLUTION

# %% [markdown] lang="fr"
# Essayez-la sur la partie 1 : l'écart type des faux, pondérés par le juge **entraîné**, doit se rapprocher de celui des vrais. Il peut le dépasser : les points du bord, où le juge en a peu vu, reçoivent parfois trop de poids.
# %% [markdown] lang="en"
# Try it on part 1: the standard deviation of the fakes, weighted by the **trained** judge, should come closer to that of the real points. It may overshoot: points at the edge, where the judge has seen few, sometimes get too much weight.

# %%
try:
    sample = np.random.default_rng(5).normal(0.5, 1.2, 4000).astype("float32")
    logits = forward(judges, np.stack([sample[:, np.newaxis]] * 3))[-1][0, :, 0]
    weights = importance(logits)
    spread = np.sqrt(np.sum(weights * (sample - np.sum(weights * sample))**2))
    print(T("écart type des faux :   ", "standard deviation, fake:    "), number(sample.std()))
    print(T("des faux pondérés :     ", "                    weighted:"), number(spread))
    print(T("des vrais :             ", "                    real:    "), number((1.5**2 + 0.5**2)**0.5))
except NotImplementedError:
    print(T("Complétez d'abord l'exercice.", "Complete the exercise first."))

# %% [markdown] lang="fr"
# ### ★★ Une infinité d'images
#
# La distance de Fréchet mesurée sur $n$ images vaut à peu près $d_\infty^2 + c/n$. Estimez $d_\infty^2$ à partir de plusieurs tailles, par moindres carrés sur les distances, toutes les tailles pesant autant (Chong et Forsyth, 2020).
# %% [markdown] lang="en"
# ### ★★ Infinitely many images
#
# The Fréchet distance measured on $n$ images is about $d_\infty^2 + c/n$. Estimate $d_\infty^2$ from several sizes, by least squares on the distances, all sizes weighing the same (Chong and Forsyth, 2020).

# %% tags=["exercise"]
def extrapolate(sizes, distances):
    T("""Distance estimée pour une infinité d'images ; sizes et distances : tableaux (m,).""",
      """Estimated distance for infinitely many images; sizes and distances: arrays (m,).""")
    ### BEGIN SOLUTION
    return np.polyfit(1 / sizes, distances, 1)[1]  # [0]: slope
    ### END SOLUTION

# %%
try:
    for values, name in zip(curves, (T("vrais", "real"), "GAN")):
        print(f"{name:6}", number(values[-1], 3), "→", number(extrapolate(sizes, values), 3))
except NotImplementedError:
    print(T("Complétez d'abord l'exercice.", "Complete the exercise first."))

# %% [markdown] lang="fr"
# ### ★★★ Ce qui manque, sans connaître les modes
#
# Dans la partie 3, nous connaissions les centres. Sur de vraies données, personne ne les connaît. La **couverture** (Naeem et al., 2020) s'en passe : autour de chaque vrai point, une boule qui va jusqu'à son $k$-ième plus proche voisin **parmi les autres vrais points** ; la couverture est la part des vrais points dont la boule contient au moins un faux.
# %% [markdown] lang="en"
# ### ★★★ What is missing, without knowing the modes
#
# In part 3 we knew the centres. On real data nobody knows them. **Coverage** (Naeem et al., 2020) does without: around each real point, a ball that reaches to its $k$-th nearest neighbour **among the other real points**; coverage is the share of real points whose ball contains at least one fake.

# %% tags=["exercise"]
def coverage(real, fake, k):
    T("""Part des vrais points dont la boule contient un faux ; `real` : (n, d), `fake` : (m, d).""",
      """Share of real points whose ball contains a fake; `real`: (n, d), `fake`: (m, d).""")
    ### BEGIN SOLUTION
    def distances(a, b):
        return np.linalg.norm(a[:, np.newaxis] - b, axis=-1)

    radius = np.sort(distances(real, real), axis=1)[:, k]  # [:, 0]: 0
    return np.mean(distances(real, fake).min(axis=1) <= radius)
    ### END SOLUTION

# %%
try:
    true = ring(np.random.default_rng(6), 400)
    clouds = {T("vrais (témoin)", "real (control)"): ring(np.random.default_rng(7), 400)}
    clouds.update({name: past[-1] for name, past in runs.items()})
    for name, points in clouds.items():
        values = [coverage(true[i], points[i, :400], 5) for i in range(COPIES)]
        print(f"{name:18}", "  ".join(percent(value, 0) for value in values))
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
# - **Suivre les pertes** pour savoir si les images s'améliorent : chacune se mesure contre un adversaire qui change.
# - **Des images entre 0 et 1** face à une sortie `tanh`, entre −1 et 1 : le fond vaut alors exactement 0, au milieu de `tanh`, un indice gratuit pour le juge.
# - **Comparer deux distances de Fréchet** mesurées avec des $n$ ou des caractéristiques différents.
# %% [markdown] lang="en"
# ## Common errors
#
# - **Following the losses** to know whether images improve: each is measured against an opponent that changes.
# - **Images between 0 and 1** against a `tanh` output, between −1 and 1: the background is then exactly 0, in the middle of `tanh`, a free clue for the judge.
# - **Comparing two Fréchet distances** measured with different $n$ or different features.

# %% [markdown] lang="fr"
# ## À retenir
#
# - $D^* = p/(p+q)$ : le juge apprend un rapport de densités.
# - Le générateur ne voit aucune vraie image ; il reçoit la pente du juge.
# - Quand le juge démasque les faux, $\log(1 - D)$ pousse bien moins que $-\log D$, et surtout ceux qui trompent déjà.
# - Chaque faux est jugé seul : à juge fixé, la perte du générateur ne voit pas un mode oublié. Un remède se juge en comptant les modes, sur plusieurs tirages.
# - Ni quelques images choisies ni l'exactitude d'un classifieur ne révèlent ce qui manque.
# - Une distance de Fréchet se lit avec son $n$ et son plancher, vrais contre vrais.
# %% [markdown] lang="en"
# ## What to remember
#
# - $D^* = p/(p+q)$: the judge learns a ratio of densities.
# - The generator sees no real image; it receives the slope of the judge.
# - When the judge sees through the fakes, $\log(1 - D)$ pushes far less than $-\log D$, and mostly those that already deceive.
# - Each fake is judged by itself: with the judge fixed, the generator's loss does not see a forgotten mode. A cure is judged by counting modes, over several draws.
# - Neither a few selected images nor the accuracy of a classifier reveals what is missing.
# - A Fréchet distance is read together with its $n$ and its floor, real against real.

# %% [markdown] lang="fr"
# ## Glossaire
#
# | français | English | sens |
# |---|---|---|
# | bruit d'instance | instance noise | bruit ajouté aux vrais et aux faux avant le juge |
# | conditionnel | conditional | qui produit ce qu'on lui demande |
# | convolution transposée | transposed convolution | couche qui agrandit les cartes |
# | discriminateur | discriminator | réseau qui sépare le vrai du faux, le juge |
# | distance de Fréchet, FID | Fréchet distance, FID | distance entre deux nuages, par moyennes et covariances |
# | effondrement des modes | mode collapse | des parties entières des données ne sont jamais produites |
# | empaquetage | packing | donner plusieurs exemples à la fois au juge |
# | générateur | generator | réseau qui transforme du bruit en exemples, le faussaire |
# | lissage unilatéral | one-sided label smoothing | étiquette des vrais réduite, 0,9 |
# | perte non saturante | non-saturating loss | −log D, au lieu de log(1 − D) |
# | réseaux adverses génératifs | generative adversarial networks, GANs | générateur et discriminateur en concurrence |
# %% [markdown] lang="en"
# ## Glossary
#
# | English | français | meaning |
# |---|---|---|
# | conditional | conditionnel | producing what is asked for |
# | discriminator | discriminateur | network that tells real from fake, the judge |
# | Fréchet distance, FID | distance de Fréchet, FID | distance between two clouds, from means and covariances |
# | generative adversarial networks, GANs | réseaux adverses génératifs | generator and discriminator in competition |
# | generator | générateur | network that turns noise into examples, the forger |
# | instance noise | bruit d'instance | noise added to real and fake before the judge |
# | mode collapse | effondrement des modes | whole parts of the data are never produced |
# | non-saturating loss | perte non saturante | −log D instead of log(1 − D) |
# | one-sided label smoothing | lissage unilatéral | reduced label of real examples, 0.9 |
# | packing | empaquetage | giving the judge several examples at once |
# | transposed convolution | convolution transposée | layer that enlarges maps |

# %% [markdown] lang="fr"
# ## Références
#
# - I. Goodfellow et al. (2014), *Generative adversarial networks*. [arXiv:1406.2661](https://arxiv.org/abs/1406.2661)
# - M. Mirza, S. Osindero (2014), *Conditional generative adversarial nets*. [arXiv:1411.1784](https://arxiv.org/abs/1411.1784)
# - A. Radford, L. Metz, S. Chintala (2016), *Unsupervised representation learning with deep convolutional generative adversarial networks* : DCGAN. [arXiv:1511.06434](https://arxiv.org/abs/1511.06434)
# - T. Salimans et al. (2016), *Improved techniques for training GANs* : le lissage unilatéral. [arXiv:1606.03498](https://arxiv.org/abs/1606.03498)
# - L. Metz et al. (2017), *Unrolled generative adversarial networks* : l'anneau de gaussiennes. [arXiv:1611.02163](https://arxiv.org/abs/1611.02163)
# - C. K. Sønderby et al. (2017), *Amortised MAP inference for image super-resolution* : le bruit d'instance. [arXiv:1610.04490](https://arxiv.org/abs/1610.04490)
# - Z. Lin, A. Khetan, G. Fanti, S. Oh (2018), *The power of two samples in generative adversarial networks* (PacGAN). [arXiv:1712.04086](https://arxiv.org/abs/1712.04086)
# %% [markdown] lang="en"
# ## References
#
# - I. Goodfellow et al. (2014), *Generative adversarial networks*. [arXiv:1406.2661](https://arxiv.org/abs/1406.2661)
# - M. Mirza, S. Osindero (2014), *Conditional generative adversarial nets*. [arXiv:1411.1784](https://arxiv.org/abs/1411.1784)
# - A. Radford, L. Metz, S. Chintala (2016), *Unsupervised representation learning with deep convolutional generative adversarial networks*: DCGAN. [arXiv:1511.06434](https://arxiv.org/abs/1511.06434)
# - T. Salimans et al. (2016), *Improved techniques for training GANs*: one-sided smoothing. [arXiv:1606.03498](https://arxiv.org/abs/1606.03498)
# - L. Metz et al. (2017), *Unrolled generative adversarial networks*: the ring of Gaussians. [arXiv:1611.02163](https://arxiv.org/abs/1611.02163)
# - C. K. Sønderby et al. (2017), *Amortised MAP inference for image super-resolution*: instance noise. [arXiv:1610.04490](https://arxiv.org/abs/1610.04490)
# - Z. Lin, A. Khetan, G. Fanti, S. Oh (2018), *The power of two samples in generative adversarial networks* (PacGAN). [arXiv:1712.04086](https://arxiv.org/abs/1712.04086)

# %% [markdown] lang="fr"
# - T. Miyato, M. Koyama (2018), *cGANs with projection discriminator* : le juge conditionnel. [arXiv:1802.05637](https://arxiv.org/abs/1802.05637)
# - M. Heusel et al. (2017), *GANs trained by a two time-scale update rule converge to a local Nash equilibrium* : la FID. [arXiv:1706.08500](https://arxiv.org/abs/1706.08500)
# - M. J. Chong, D. Forsyth (2020), *Effectively unbiased FID and Inception score and where to find them*. [arXiv:1911.07023](https://arxiv.org/abs/1911.07023)
# - M. F. Naeem et al. (2020), *Reliable fidelity and diversity metrics for generative models* : la couverture. [arXiv:2002.09797](https://arxiv.org/abs/2002.09797)
# - C. Yadav, L. Bottou (2019), *Cold case* (The lost MNIST digits) : d'où vient chaque chiffre de MNIST. [arXiv:1905.10498](https://arxiv.org/abs/1905.10498)
# %% [markdown] lang="en"
# - T. Miyato, M. Koyama (2018), *cGANs with projection discriminator*: the conditional judge. [arXiv:1802.05637](https://arxiv.org/abs/1802.05637)
# - M. Heusel et al. (2017), *GANs trained by a two time-scale update rule converge to a local Nash equilibrium*: the FID. [arXiv:1706.08500](https://arxiv.org/abs/1706.08500)
# - M. J. Chong, D. Forsyth (2020), *Effectively unbiased FID and Inception score and where to find them*. [arXiv:1911.07023](https://arxiv.org/abs/1911.07023)
# - M. F. Naeem et al. (2020), *Reliable fidelity and diversity metrics for generative models*: coverage. [arXiv:2002.09797](https://arxiv.org/abs/2002.09797)
# - C. Yadav, L. Bottou (2019), *Cold case* (The lost MNIST digits): where each digit of MNIST comes from. [arXiv:1905.10498](https://arxiv.org/abs/1905.10498)

# %% [markdown] lang="fr"
# ## Et ensuite
#
# {{next}}
# %% [markdown] lang="en"
# ## What comes next
#
# {{next}}
