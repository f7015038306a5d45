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
#       fr: Bien entraîner
#       en: Training well
#     objectives:
#       fr:
#       - reconnaître sous-apprentissage et surapprentissage sur des courbes, et dire ce que l'exactitude d'entraînement ne prouve pas
#       - choisir les poids de départ par un calcul de variance (He, Glorot)
#       - programmer la normalisation par lots et le dropout, puis les retrouver dans Keras
#       - mesurer l'effet de chaque remède, arrêt précoce, L2, dropout, augmentation
#       - chercher des hyperparamètres avec KerasTuner et lire le résultat avec ses barres d'erreur
#       en:
#       - recognise underfitting and overfitting on curves, and say what training accuracy does not prove
#       - choose the initial weights by a computation of variance (He, Glorot)
#       - write batch normalisation and dropout, then find them again in Keras
#       - measure the effect of each remedy, early stopping, L2, dropout, augmentation
#       - search for hyperparameters with KerasTuner and read the result with its error bars
#     prerequisites: ["03", "04", "06"]
#     reading: 120
#     next:
#       fr: "{{lesson 08}} : une couche qui sait d'avance que les pixels voisins vont ensemble, la convolution."
#       en: "{{lesson 08}}: a layer that knows in advance that neighbouring pixels belong together, the convolution."
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

lesson = start("07_training_well", T("fr", "en"), profile=profile, data=data, seed=seed)

# %%
import logging

import keras
import keras_tuner
import matplotlib.pyplot as plt
import numpy as np
from keras import layers

# fr: compiler beaucoup de réseaux est voulu ici : que TensorFlow n'en avertisse pas
# en: compiling many networks is intended here: TensorFlow need not warn about it
logging.getLogger("tensorflow").setLevel("ERROR")

digits = load("mnist")
rng = np.random.default_rng(lesson.seed)

# %% [markdown] lang="fr"
# ## Une question pour commencer
#
# Le réseau que nous allons entraîner verra 1 000 images de chiffres, avec des étiquettes **tirées au sort**. Il n'y a rien à comprendre : il ne peut qu'apprendre par cœur. En voici seize, sous l'étiquette tirée pour chacune. Combien des 1 000 saura-t-il à la fin ? Pariez ; la réponse vient quelques cellules plus bas.
#
# Il est bâti comme ceux de la leçon 06, en plus étroit ; eux ont appris à lire. S'il est capable de retenir n'importe quoi, **pourquoi, devant de vraies étiquettes, apprend-il à lire au lieu de réciter ?** Et comment l'y aider ?
# %% [markdown] lang="en"
# ## A question to begin with
#
# The network that we are about to train will see 1,000 images of digits, with labels **drawn at random**. There is nothing to understand: all it can do is learn by heart. Here are sixteen of them, under the label drawn for each. How many of the 1,000 will it know in the end? Place your bet; the answer comes a few cells further on.
#
# It is built like those of lesson 06, only narrower; they did learn to read. If it can memorise anything at all, **why, given true labels, does it learn to read instead of reciting?** And how can we help it to?

# %%
def flat(images):
    return images.reshape(-1, 784) / np.float32(255)

n, n_val = lesson.pick(full=(1000, 1000), fast=(60, 200))
x, y = flat(digits.x_train[:n]), digits.y_train[:n].astype(int)
# fr: validation : pour choisir ; réserve : pour mesurer ; test : pour la dernière partie
# en: validation: for choosing; held-out set: for measuring; test: for the last part
chosen, spare = slice(n, n + n_val), slice(n + n_val, n + n_val + 2000)
x_val, y_val = flat(digits.x_train[chosen]), digits.y_train[chosen]
x_spare, y_spare = flat(digits.x_train[spare]), digits.y_train[spare]

nonsense = rng.integers(0, 10, n)
quoted = [T(f"« {label} »", f"“{label}”") for label in nonsense]
show(plots.image_grid(x[:16].reshape(-1, 28, 28), quoted[:16], columns=8),
     T("Seize chiffres d'entraînement ; dessus, l'étiquette tirée au sort pour chacun.",
       "Sixteen training digits; above each, the label drawn for it at random."))

# %%
def mlp(width=128, depth=2, start="he_normal", norm=None, dropout=0, l2=0, shift=0):
    inputs = h = keras.Input((784,))
    if shift:
        h = layers.Reshape((28, 28, 1))(h)
        h = layers.RandomTranslation(shift / 28, shift / 28, fill_mode="constant")(h)
        h = layers.Flatten()(h)
    penalty = keras.regularizers.L2(l2) if l2 else None
    for _ in range(depth):
        h = layers.Dense(width, kernel_initializer=start, kernel_regularizer=penalty)(h)
        if norm:
            h = layers.BatchNormalization(momentum=norm)(h)
        h = layers.ReLU()(h)
        if dropout:
            h = layers.Dropout(dropout)(h)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(h))

# %% [markdown] lang="fr"
# Toute la leçon fait varier ce réseau (laissez ses options de côté : chacune aura sa partie). Un peu comme `restart` en leçon 04, `start_afresh` le remet à neuf sans recompiler : une copie (`clone_model`) tire de nouveaux poids selon la graine (*seed*), que la boucle recopie dans le réseau ; les mémoires de l'optimiseur sont remises à zéro.
# %% [markdown] lang="en"
# The whole lesson varies this network (leave its options aside: each has a part of its own). Much like `restart` in lesson 04, `start_afresh` resets it without compiling again: a copy (`clone_model`) draws new weights from the seed, which the loop writes into the network; the memories of the optimiser are set back to zero.

# %%
# fr: dix pas par appel ; en profil fast, trop peu de pas pour compiler
# en: ten steps per call; in the fast profile, too few steps to be worth compiling
how = lesson.pick(full={"steps_per_execution": 10}, fast={"run_eagerly": True})

def compiled(model, rate=1e-3):
    model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy",
                  metrics=["accuracy"], **how)
    return model

def start_afresh(model, seed):
    keras.utils.set_random_seed(seed)
    # fr: poids, mais aussi état des tirages du dropout
    # en: weights, but also the state of the draws of dropout
    for old, new in zip(model.variables, keras.models.clone_model(model).variables):
        old.assign(new)
    optimizer, rate = model.optimizer, float(model.optimizer.learning_rate)
    optimizer.build(model.trainable_variables)
    for variable in optimizer.variables:
        variable.assign(keras.ops.zeros_like(variable))
    optimizer.learning_rate = rate

# %%
EPOCHS, BATCH = lesson.pick(full=(20, 50), fast=(2, 1000))

def train(model, images, labels, seed=lesson.seed, epochs=EPOCHS, batch=BATCH, **options):
    start_afresh(model, seed)
    if not options and epochs * len(images) <= 20_000:
        # fr: rien à regarder entre les époques : bout à bout (si la mémoire suffit), plus rapides
        # en: nothing to look at between epochs: end to end (if memory allows) they go faster
        order = np.concatenate([np.random.permutation(len(images)) for _ in range(epochs)])
        images, labels, epochs, options = images[order], labels[order], 1, {"shuffle": False}
    return model.fit(images, labels, batch_size=batch, epochs=epochs, verbose=0, **options).history

# %%
def answers(model, images):
    return np.argmax(model(images), axis=1)

def accuracy(model, images, labels):
    return np.mean(answers(model, images) == labels)

plain = compiled(mlp())
train(plain, x, nonsense, epochs=lesson.pick(full=60, fast=3))
chances = np.array(plain(x[:8]))[np.arange(8), nonsense[:8]]
titles = [name + T(" : ", ": ") + percent(p, 0) for name, p in zip(quoted, chances)]
show(plots.image_grid(x[:8].reshape(-1, 28, 28), titles, columns=8),
     T("Huit chiffres ; dessus, une étiquette au hasard et la probabilité que le réseau lui donne.",
       "Eight digits; above each, a label drawn at random and the probability the network gives it."))

# %%
claim(T("Exactitude d'entraînement, étiquettes tirées au sort", "Training accuracy, labels drawn at random"),
      accuracy(plain, x, nonsense), at_least=0.99, as_percent=True, digits=1)
claim(T("Exactitude du même réseau sur des images nouvelles", "Accuracy of the same network on new images"),
      accuracy(plain, x_spare, y_spare), at_most=0.2, as_percent=True, digits=1)
print(T("paramètres :", "parameters:"), number(plain.count_params(), 0), T("pour", "for"), number(n, 0), "images");

# %% [markdown] lang="fr"
# Une exactitude d'entraînement de 100 % ne prouve donc rien. Ce réseau a plus de cent paramètres par image : il a la place de tout retenir. L'expérience est de Zhang et al. (2017), qui l'ont faite sur CIFAR-10 et ImageNet.
# %% [markdown] lang="en"
# So a training accuracy of 100% proves nothing. This network has more than a hundred parameters per image: it has room to memorise everything. The experiment is by Zhang et al. (2017), who ran it on CIFAR-10 and ImageNet.

# %% [markdown] lang="fr"
# ## 1. Comprendre ou réciter
#
# Mélangeons le vrai et le faux : 40 % des étiquettes deviennent des **mensonges**, un autre chiffre pris au hasard. Aucune règle ne les donne : qui répond un mensonge $\tilde y_i$ l'a appris par cœur, à quelques coïncidences près. Sur l'ensemble $M$ des images concernées, comptons à chaque époque
#
# $$\text{récités} = \frac{1}{|M|}\sum_{i \in M} [\hat y_i = \tilde y_i], \qquad \text{corrigés} = \frac{1}{|M|}\sum_{i \in M} [\hat y_i = y_i]$$
#
# où $y_i$ est le vrai chiffre, que le réseau n'a jamais reçu, et $\hat y_i$ sa réponse ; un crochet vaut 1 si l'égalité est vraie, 0 sinon. Troisième courbe, la **validation** : l'exactitude sur d'autres images, aux étiquettes toutes vraies.
# %% [markdown] lang="en"
# ## 1. Understanding or reciting
#
# Let us mix true and false: 40% of the labels become **lies**, another digit taken at random. No rule gives them: a network that answers with a lie $\tilde y_i$ has learned it by heart, a few coincidences aside. On the set $M$ of the images concerned, let us count at each epoch
#
# $$\text{recited} = \frac{1}{|M|}\sum_{i \in M} [\hat y_i = \tilde y_i], \qquad \text{corrected} = \frac{1}{|M|}\sum_{i \in M} [\hat y_i = y_i]$$
#
# where $y_i$ is the true digit, which the network was never given, and $\hat y_i$ its answer; a bracket is 1 if the equality is true, 0 otherwise. Third curve, **validation**: the accuracy on other images, whose labels are all true.

# %%
def with_lies(labels, rng):
    lie = rng.random(len(labels)) < 0.4
    other = (labels + rng.integers(1, 10, len(labels))) % 10
    return np.where(lie, other, labels), lie

class Watch(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.answers, self.val = [], []

    def on_epoch_end(self, epoch, logs=None):
        self.answers.append(answers(self.model, x))
        self.val.append(accuracy(self.model, x_val, y_val))

# %%
taught, lie = with_lies(y, rng)
watch = Watch()
epochs = lesson.pick(full=30, fast=3)
train(plain, x, taught, epochs=epochs, callbacks=[watch])
given = np.array(watch.answers)[:, lie]
recited = np.mean(given == taught[lie], axis=1)
corrected = np.mean(given == y[lie], axis=1)
on_new = np.array(watch.val)

# %%
lines = ((on_new, "s-", plots.BLUE, "validation"),
         (corrected, "o-", plots.GREEN, T("mensonges corrigés", "lies corrected")),
         (recited, "^--", plots.RED, T("mensonges récités", "lies recited")))
figure, axis = plt.subplots(figsize=(6.5, 3.4))
for values, style, colour, name in lines:
    axis.plot(np.arange(1, epochs + 1), 100 * values, style, ms=4, color=colour, label=name)
axis.set(xlabel=T("époque", "epoch"), ylabel=T("part des images (%)", "share of images (%)"),
         ylim=(-3, 103))
figure.legend(loc="outside upper center", ncols=3)
show(figure,
     T("Mensonges corrigés et validation montent puis redescendent ; les récités, vers 100 %.",
       "Lies corrected and validation rise, then fall; lies recited go towards 100%."))

# %%
best = int(np.argmax(on_new))
print(T("meilleure époque en validation :", "best epoch in validation:"), best + 1)
claim(T("Mensonges corrigés, au mieux", "Lies corrected, at best"), corrected.max(),
      at_least=0.6, on_sample=0.55, as_percent=True)
claim(T("Mensonges récités à la fin", "Lies recited at the end"), recited[-1],
      at_least=0.85, as_percent=True)
claim(T("Validation perdue entre la meilleure époque et la dernière, en points",
        "Validation accuracy lost between the best epoch and the last, in points"),
      100 * (on_new[best] - on_new[-1]), at_least=10, digits=1);

# %% [markdown] lang="fr"
# Voilà le début d'une réponse. **Le réseau comprend d'abord, et récite ensuite.** Au bout de quelques époques, il corrige la plupart des mensonges de son maître. L'explication la plus simple : ce que des centaines d'images ont en commun pousse les poids dans le même sens à chaque lot ; un mensonge est seul à pousser du sien, et il lui faut du temps. Arpit et al. (2017) l'ont observé sur d'autres réseaux, avec MNIST et CIFAR-10.
#
# Déplacez l'époque : à chaque image son mensonge, sa vérité, et la réponse du moment.
# %% [markdown] lang="en"
# Here is the beginning of an answer. **The network understands first, and recites afterwards.** After a few epochs it corrects most of the lies of its teacher. The simplest explanation: what hundreds of images have in common pushes the weights the same way in every batch; a lie is alone in pushing its own way, and needs time. Arpit et al. (2017) observed it on other networks, with MNIST and CIFAR-10.
#
# Move the slider: for each image its lie, its truth, and the answer of the moment.

# %%
def album(epoch=3):
    figure, axes = plt.subplots(2, 8, figsize=(9, 3.2))
    words = {True: T("récité", "recited"), False: T("corrigé", "corrected")}
    for axis, i, answer in zip(axes.flat, np.flatnonzero(lie), given[epoch - 1]):
        axis.imshow(x[i].reshape(28, 28))
        axis.axis("off")
        verdict = words[answer == taught[i]] if answer in (taught[i], y[i]) else T("autre", "other")
        axis.set_title(T(f"dit {taught[i]}, vrai {y[i]}\n→ {answer} {verdict}",
                         f"told {taught[i]}, true {y[i]}\n→ {answer} {verdict}"), fontsize=8)
    good, bad = percent(corrected[epoch - 1], 0), percent(recited[epoch - 1], 0)
    figure.suptitle(T(f"époque {epoch} : {good} corrigés, {bad} récités",
                      f"epoch {epoch}: {good} corrected, {bad} recited"))
    return figure

explore(album, labels={"epoch": T("époque", "epoch")},
        alt=T("Seize images mal étiquetées : chiffre enseigné, vrai chiffre, réponse à cette époque.",
              "Sixteen mislabelled images: digit taught, true digit, answer at that epoch."),
        epoch=(1, epochs, 1))

# %% [markdown] lang="fr"
# Le **surapprentissage** (*overfitting*), c'est la suite de la courbe de validation, passé le sommet (deux figures plus haut) : on gagne à l'entraînement, on perd ailleurs. Le **sous-apprentissage** (*underfitting*) est l'inverse : trop peu de moyens, ou de temps, même pour la règle. Faisons varier les moyens, c'est-à-dire le nombre de neurones de chaque couche cachée.
# %% [markdown] lang="en"
# **Overfitting** is what comes after the peak of the validation curve (two figures above): gaining on the training data, losing elsewhere. **Underfitting** is the opposite: too little capacity, or too little time, even for the rule. Let us vary the capacity, that is, the number of neurons of each hidden layer.

# %%
widths, sizes = lesson.pick(full=(2, 8, 32, 128), fast=(2, 128)), []
for width in widths:
    model = plain if width == 128 else compiled(mlp(width))
    train(model, x, taught)
    sizes.append((accuracy(model, x, taught), accuracy(model, x_val, y_val)))
sizes = np.array(sizes)
figure, axis = plt.subplots(figsize=(5.5, 3))
for values, style, name in zip(100 * sizes.T, ("o-", "s--"), (T("entraînement", "training"), "validation")):
    axis.semilogx(widths, values, style, label=name)
axis.set_xticks(widths, widths)
axis.minorticks_off()
axis.set(xlabel=T("neurones par couche cachée", "neurons per hidden layer"),
         ylabel=T("exactitude (%)", "accuracy (%)"), ylim=(0, 102))
axis.legend()
show(figure,
     T("L'entraînement monte avec la largeur ; la validation monte puis redescend à la plus grande.",
       "Training rises with width; validation rises, then falls at the largest one."))

# %%
claim(T("Exactitude d'entraînement avec deux neurones par couche",
        "Training accuracy with two neurons per layer"),
      sizes[0, 0], at_most=0.45, as_percent=True)
claim(T("Validation moins entraînement avec 8 neurones, en points",
        "Validation minus training with 8 neurons, in points"),
      100 * (sizes[1, 1] - sizes[1, 0]), at_least=2, digits=1)
claim(T("Entraînement moins validation avec 128 neurones, en points",
        "Training minus validation with 128 neurons, in points"),
      100 * (sizes[-1, 0] - sizes[-1, 1]), at_least=20, digits=1)
claim(T("Validation, 32 neurones moins 128, en points",
        "Validation, 32 neurons minus 128, in points"),
      100 * (sizes[-2, 1] - sizes[-1, 1]), at_least=2, digits=1);

# %% [markdown] lang="fr"
# À gauche, les deux exactitudes sont basses : sous-apprentissage. À droite, elles s'écartent : surapprentissage. Remarquez l'ordre inattendu entre les deux : à 8 neurones (et souvent encore à 32), la validation dépasse l'entraînement, puisque ses étiquettes, elles, sont vraies.
#
# Ne concluez pas qu'un réseau doit être petit : avec de vraies étiquettes, la partie 4 le montrera, les mêmes 128 neurones lisent bien des images nouvelles.
# %% [markdown] lang="en"
# On the left, both accuracies are low: underfitting. On the right they part: overfitting. Notice the unexpected order in between: with 8 neurons (and often still with 32) validation exceeds training, since its labels are true.
#
# Do not conclude that a network must be small: with true labels, as part 4 will show, the same 128 neurons read new images well.

# %% [markdown] lang="fr"
# ## 2. Partir du bon pied : l'initialisation
#
# Avant de savoir trop bien apprendre, un réseau doit pouvoir apprendre. En leçon 03, un gain de $\sqrt 2$ gardait le gradient en vie. D'où vient-il ? Soit $z = \sum_{i=1}^{n} w_i h_i$, la somme d'un neurone à $n$ entrées, avec des poids indépendants entre eux et des $h_i$, de loi symétrique autour de 0. Leur **variance** est alors $v = E[w_i^2]$, où $E$ désigne la moyenne sur les tirages ; $\sqrt v$ est leur écart type. Les produits croisés sont nuls en moyenne :
#
# $$E[z^2] = n\,v\,E[h^2], \qquad E[\mathrm{ReLU}(z)^2] = \tfrac12 E[z^2]$$
#
# La seconde égalité vient de ce que $z$ est symétrique aussi : la moitié des $z$ sont négatifs, ils comptent pour moitié dans $E[z^2]$, et ReLU les met à zéro.
# %% [markdown] lang="en"
# ## 2. Getting off on the right foot: initialisation
#
# Before it can learn too well, a network must be able to learn. In lesson 03 a gain of $\sqrt 2$ kept the gradient alive. Where does it come from? Let $z = \sum_{i=1}^{n} w_i h_i$ be the sum of a neuron with $n$ inputs, with weights independent of each other and of the $h_i$, distributed symmetrically about 0. Their **variance** is then $v = E[w_i^2]$, where $E$ is the mean over the draws; $\sqrt v$ is their standard deviation. The cross products are zero on average:
#
# $$E[z^2] = n\,v\,E[h^2], \qquad E[\mathrm{ReLU}(z)^2] = \tfrac12 E[z^2]$$
#
# The second equality holds because $z$ is symmetric, too: half of the $z$ are negative, they account for half of $E[z^2]$, and ReLU sets them to zero.

# %% [markdown] lang="fr"
# Pour que $E[h^2]$ reste le même de couche en couche, il faut $\tfrac12 n v = 1$ : $v = 2/n$ (**He**). Sans le pli de ReLU : $v = 1/n$. Le rapport des deux écarts types est $\sqrt{2/n} : \sqrt{1/n} = \sqrt 2$, et voilà le gain de la leçon 03.
#
# Au retour, le gradient d'une entrée est une somme sur les *sorties* de la couche : le même calcul vaut, leur nombre à la place de $n$. Sans pli, il faudrait donc $1/n_\text{sorties}$ ; **Glorot** transige : $v = 2/(n_\text{entrées} + n_\text{sorties})$.
#
# Vérifions sur 30 couches de 256 neurones. Sans activation, $n v = 1$ tient-il ? Et que fait une erreur de 10 % sur $n v$, avec ReLU ?
# %% [markdown] lang="en"
# For $E[h^2]$ to stay the same from layer to layer, $\tfrac12 n v = 1$ is needed: $v = 2/n$ (**He**). Without the bend of ReLU: $v = 1/n$. The ratio of the two standard deviations is $\sqrt{2/n} : \sqrt{1/n} = \sqrt 2$, and there is the gain of lesson 03.
#
# On the way back, the gradient of an input is a sum over the *outputs* of the layer: the same computation holds, with their number in place of $n$. Without the bend it would thus have to be $1/n_\text{outputs}$; **Glorot** compromises: $v = 2/(n_\text{inputs} + n_\text{outputs})$.
#
# Let us check on 30 layers of 256 neurons. Does $n v = 1$ hold without an activation? And what does an error of 10% in $n v$ do, with ReLU?

# %%
def rms(values):
    return np.sqrt(np.mean(values**2))

# %%
def journey(relu, factor, depth=30, width=256):
    local = np.random.default_rng(lesson.seed)
    h, delta = local.normal(size=(2, 50, width))
    forward, backward, passed = [rms(h)], [rms(delta)], []
    for _ in range(depth):
        W = local.normal(0, np.sqrt(factor / width), (width, width))
        z = h @ W
        h = np.maximum(z, 0) if relu else z
        passed.append((W, z > 0 if relu else 1))
        forward.append(rms(h))
    for W, slope in reversed(passed):
        delta = (delta * slope) @ W.T
        backward.append(rms(delta))
    return np.array(forward), np.array(backward[::-1])

# %%
def starts(activation="ReLU", factor=1.0):
    figure, axes = plt.subplots(1, 2, figsize=(8.5, 3.2), sharey=True)
    panels = (T("à l'aller : activations", "forward: activations"),
              T("au retour : gradient", "backward: gradient"))
    shown = journey(activation == "ReLU", factor)
    for axis, good, values, title in zip(axes, journey(True, 2.0), shown, panels):
        axis.semilogy(good, color=plots.GREY, lw=1, label=T("repère : ReLU, n·v = 2", "reference: ReLU, n·v = 2"))
        axis.semilogy(values, "o-", ms=3, color=plots.RED,
                      label=f"{activation}, n·v = " + number(factor, 1))
        axis.set(xlabel=T("couche", "layer"), title=title, ylim=(1e-17, 1e11))
    axes[0].set_ylabel(T("moyenne quadratique", "root mean square"))
    axes[1].legend()
    return figure

# %%
names = {"activation": T("activation", "activation"),
         "factor": T("n·v (variance × entrées)", "n·v (variance × inputs)")}
explore(starts, labels=names,
        alt=T("Taille des signaux sur 30 couches : avec ReLU, n·v = 1 s'éteint, n·v = 2 tient.",
              "Size of the signals over 30 layers: with ReLU, n·v = 1 dies out, n·v = 2 holds."),
        activation=["ReLU", T("aucune", "none")], factor=(0.2, 4.0, 0.2))

# %%
he, glorot = journey(True, 2.0), journey(True, 1.0)
claim(T("He, ReLU : facteur perdu ou gagné en 30 couches, à l'aller",
        "He, ReLU: factor lost or gained in 30 layers, forward"),
      np.exp(abs(np.log(he[0][-1] / he[0][0]))), at_most=5)
claim(T("He, ReLU : le même facteur au retour", "He, ReLU: the same factor backward"),
      np.exp(abs(np.log(he[1][-1] / he[1][0]))), at_most=5)
claim(T("n·v = 1, ReLU : facteur perdu par couche", "n·v = 1, ReLU: factor lost per layer"),
      (glorot[0][0] / glorot[0][-1]) ** (1 / 30), at_least=1.35)
for name, wanted in (("he_normal", 2 / 784), ("glorot_uniform", 2 / (784 + 256))):
    W = np.array(keras.initializers.get(name)((784, 256)))
    claim(T(f"{name}, 784 → 256 : la variance est bien {number(1e3 * wanted)} × 10⁻³",
            f"{name}, 784 → 256: the variance is indeed {number(1e3 * wanted)} × 10⁻³"),
          abs(W.var() / wanted - 1) < 0.03)

# %% [markdown] lang="fr"
# Avec $n v = 1$, ce que donne Glorot entre couches de même largeur, ReLU divise la taille par $\sqrt2$ environ à chaque couche : supportable pour trois couches, perdu pour trente. Une même erreur sur $v$ s'élève à la puissance de la profondeur : 10 % de trop font $1{,}1^{30/2} \approx 4$ en trente couches. (`he_normal` coupe la loi normale à deux écarts types, et l'élargit d'autant : la variance est juste. Par défaut, `Dense` prend `glorot_uniform`.)
# %% [markdown] lang="en"
# With $n v = 1$, which is what Glorot gives between layers of equal width, ReLU divides the size by about $\sqrt2$ at each layer: bearable for three layers, hopeless for thirty. An error in $v$ is raised to the power of the depth: 10% too much makes $1.1^{30/2} \approx 4$ in thirty layers. (`he_normal` cuts the normal distribution off at two standard deviations, and widens it accordingly: the variance is right. The default of `Dense` is `glorot_uniform`.)

# %% [markdown] lang="fr"
# ## 3. La normalisation par lots, et son piège
#
# Ioffe et Szegedy (2015) corrigent la moyenne et la taille pendant tout l'entraînement. Pour chaque neurone, sur les $m$ images du lot $B$ :
#
# $$\hat z = \frac{z - \mu_B}{\sqrt{\sigma_B^2 + \varepsilon}}, \qquad a = \gamma\,\hat z + \beta, \qquad \sigma_B^2 = \frac1m \sum (z - \mu_B)^2$$
#
# $\mu_B$ est la moyenne des $z$ ; $\varepsilon$ (0,001 chez Keras) évite de diviser par zéro. $\gamma$ et $\beta$ s'apprennent ; $\beta$ remplace le biais (`use_bias=False` l'enlèverait), et ReLU reçoit $a$. À la prédiction, une réponse ne doit pas dépendre des voisins de lot : on utilise des **moyennes mobiles**, qui ne servent jamais à l'entraînement. Dans la convention de Keras, avec un *momentum* $\rho$ de 0,99 par défaut :
#
# $$\text{mobile} \leftarrow \rho \cdot \text{mobile} + (1 - \rho) \cdot \text{lot}$$
#
# (PyTorch appelle *momentum* ce qui est ici $1 - \rho$, et nourrit sa variance mobile d'une variance de lot calculée avec $m - 1$.)
# %% [markdown] lang="en"
# ## 3. Batch normalisation, and its trap
#
# Ioffe and Szegedy (2015) correct the mean and the size throughout training. For each neuron, over the $m$ images of the batch $B$:
#
# $$\hat z = \frac{z - \mu_B}{\sqrt{\sigma_B^2 + \varepsilon}}, \qquad a = \gamma\,\hat z + \beta, \qquad \sigma_B^2 = \frac1m \sum (z - \mu_B)^2$$
#
# $\mu_B$ is the mean of the $z$; $\varepsilon$ (0.001 in Keras) prevents division by zero. $\gamma$ and $\beta$ are learned; $\beta$ replaces the bias (`use_bias=False` would remove it), and ReLU receives $a$. At prediction time an answer must not depend on who else is in the batch: **moving averages** are used, which play no part in training. In the convention of Keras, with a *momentum* $\rho$ of 0.99 by default:
#
# $$\text{moving} \leftarrow \rho \cdot \text{moving} + (1 - \rho) \cdot \text{batch}$$
#
# (PyTorch calls *momentum* what is $1 - \rho$ here, and feeds its moving variance with a batch variance over $m - 1$.)

# %%
z = rng.normal(3, 5, (50, 4)).astype("float32")
norm = layers.BatchNormalization(epsilon=1e-3)
from_keras, untouched = np.array(norm(z, training=True)), np.array(norm(z, training=False))
by_hand = (z - z.mean(axis=0)) / np.sqrt(z.var(axis=0) + 1e-3)
moving_mean = 0.99 * 0 + 0.01 * z.mean(axis=0)
moving_var = 0.99 * 1 + 0.01 * z.var(axis=0)
predicted = (z - moving_mean) / np.sqrt(moving_var + 1e-3)
claim(T("À l'entraînement, Keras et NumPy donnent les mêmes nombres",
        "In training, Keras and NumPy give the same numbers"),
      np.allclose(by_hand, from_keras, atol=1e-4))
claim(T("Moyennes mobiles après un lot : les mêmes, variance divisée par m",
        "Moving averages after one batch: the same, variance divided by m"),
      np.allclose(norm.moving_mean.numpy(), moving_mean, atol=1e-4)
      and np.allclose(norm.moving_variance.numpy(), moving_var, atol=1e-4))
claim(T("À la prédiction aussi", "At prediction time, too"), np.allclose(predicted, untouched, atol=1e-3))
claim(T("Des entrées 100 fois plus grandes donnent presque la même sortie",
        "Inputs 100 times larger give nearly the same output"),
      np.allclose(norm(100 * z, training=True), from_keras, atol=1e-3));

# %% [markdown] lang="fr"
# La dernière ligne promet beaucoup : une erreur d'échelle dans l'initialisation ne devrait plus compter. Éprouvons-la sur six couches cachées et de vraies étiquettes, avec des poids de départ beaucoup trop petits (écart type 0,01), avec He, puis avec les petits poids et la normalisation.
# %% [markdown] lang="en"
# The last line promises a lot: an error of scale in the initialisation should no longer matter. Let us put it to the test on six hidden layers and true labels, with initial weights far too small (standard deviation 0.01), with He, then with the small weights and normalisation.

# %%
# fr: un objet partagé tire les mêmes poids pour deux couches de même forme ;
# en: a shared object draws the same weights for two layers of the same shape;
# fr: la copie que fait train donne à chaque couche son propre tirage
# en: the copy that train makes gives each layer a draw of its own
small = keras.initializers.RandomNormal(stddev=0.01)
starts_compared = {T("petits poids", "small weights"): {"start": small}, "He": {},
                   T("petits poids et normalisation", "small weights and normalisation"):
                       {"start": small, "norm": 0.99}}
curves, DEPTH = {}, lesson.pick(full=6, fast=2)
for name, options in starts_compared.items():
    deep = compiled(mlp(64, DEPTH, **options))
    curves[name] = train(deep, x, y, epochs=lesson.pick(full=10, fast=1),
                         validation_data=(x_val, y_val))

# %%
figure, axes = plt.subplots(1, 2, figsize=(8.5, 3.2), sharey=True)
panels = ("accuracy", T("entraînement", "training")), ("val_accuracy", "validation")
for axis, (key, title) in zip(axes, panels):
    for (name, history), style in zip(curves.items(), ("o:", "s--", "^-")):
        values = 100 * np.array(history[key])
        axis.plot(np.arange(1, len(values) + 1), values, style, ms=4, label=name)
    axis.set(xlabel=T("époque", "epoch"), title=title, ylim=(0, 102))
axes[0].set_ylabel(T("exactitude (%)", "accuracy (%)"))
figure.legend(*axes[0].get_legend_handles_labels(), loc="outside upper center", ncols=3)
show(figure,
     T("À l'entraînement, seuls les petits poids échouent ; en validation, la normalisation aussi.",
       "In training only the small weights fail; in validation normalisation fails, too."))

# %% [markdown] lang="fr"
# À gauche, la promesse est tenue. À droite, le même réseau est au niveau du hasard ! **Réfléchissez** avant de lire la suite : est-ce le plus beau surapprentissage du cours ?
# %% [markdown] lang="en"
# On the left, the promise is kept. On the right, the same network is at the level of chance! **Think** before reading on: is this the finest overfitting of the course?

# %%
# fr: le dernier réseau de la boucle : petits poids et normalisation
# en: the last network of the loop: small weights and normalisation
normed = deep
norms = [layer for layer in normed.layers if isinstance(layer, layers.BatchNormalization)]
before = accuracy(normed, x_spare, y_spare)
weights = [variable.numpy() for variable in normed.trainable_variables]
stale = np.array([norm.moving_variance.numpy().mean() for norm in norms])
for norm in norms:
    # fr: le prochain lot remplacera entièrement les moyennes mobiles
    # en: the next batch will replace the moving averages entirely
    norm.momentum = 0.0
# fr: cette ligne ne sert qu'à cela : récrire les moyennes mobiles ; sa réponse est jetée
# en: this line does only that: write the moving averages anew; its answer is thrown away
normed(x, training=True)
after = accuracy(normed, x_spare, y_spare)
fresh = np.array([norm.moving_variance.numpy().mean() for norm in norms])

# %%
claim(T("Aucun poids n'a changé", "No weight has changed"),
      all(np.array_equal(a, b.numpy()) for a, b in zip(weights, normed.trainable_variables)))
claim(T("Exactitude sur la réserve, avant", "Accuracy on the held-out set, before"), before,
      at_most=0.3, as_percent=True)
print(T("après :", "after:"), percent(after))
claim(T("Exactitude gagnée en recalculant les moyennes, en points",
        "Accuracy gained by recomputing the averages, in points"),
      100 * (after - before), at_least=40, digits=1)
print(T("variances mobiles, de couche en couche :", "moving variances, layer by layer:"))
print(T("  avant :", "  before:"), *(number(v, 3) for v in stale))
print(T("  après :", "  after: "), *(number(v, 3) for v in fresh))
claim(T("Produit, sur les six couches, des rapports d'écarts types avant ÷ après",
        "Product, over the six layers, of the ratios of standard deviations before ÷ after"),
      np.prod(np.sqrt(stale / fresh)), at_least=50, digits=0);

# %%
claim(T("Part du départ dans les moyennes mobiles après 200 lots : entre 13 et 14 %",
        "Share of the start in the moving averages after 200 batches: between 13 and 14%"),
      0.13 < 0.99**200 < 0.14)
quicker = compiled(mlp(64, DEPTH, start=small, norm=0.9))
train(quicker, x, y, epochs=lesson.pick(full=10, fast=2))
claim(T("Le même réseau entraîné avec ρ = 0,9 : exactitude sur la réserve",
        "The same network trained with ρ = 0.9: accuracy on the held-out set"),
      accuracy(quicker, x_spare, y_spare), at_least=0.7, as_percent=True);

# %% [markdown] lang="fr"
# Ce n'était pas du surapprentissage : les poids étaient bons, seules les moyennes mobiles retardaient. Après 200 lots, il y restait 13 % de leur départ (moyenne 0, variance 1). Or, avec de petits poids, la variance des lots est, au départ, minuscule à côté de 1 : à la prédiction, chaque couche divisait par un écart type trop grand, et les facteurs se multipliaient de couche en couche ; leur produit est imprimé plus haut. Pour un entraînement court, prenez $\rho = 0{,}9$ : le même réseau réussit alors.
#
# Pourquoi la normalisation aide est disputé : l'explication d'origine, des entrées plus stables, a été mise en doute par Santurkar et al. (2018). Et guérit-elle du surapprentissage ? La partie suivante le mesure.
# %% [markdown] lang="en"
# This was no overfitting: the weights were good, only the moving averages lagged behind. After 200 batches, 13% of their start was left in them (mean 0, variance 1). But with small weights the batch variance is at first tiny beside 1: at prediction time each layer divided by a standard deviation that was too large, and the factors were multiplied from layer to layer; their product is printed above. For a short training take $\rho = 0.9$: the same network then succeeds.
#
# Why normalisation helps is disputed: the original explanation, steadier inputs, was called into question by Santurkar et al. (2018). And does it cure overfitting? The next part measures it.

# %% [markdown] lang="fr"
# ## 4. Quatre remèdes, et ce qu'ils font vraiment
#
# **Dropout** : à l'entraînement, chaque activation est mise à zéro avec la probabilité $r$ ; aucune ne peut compter sur une autre. Les survivantes sont divisées par $1 - r$ (forme « inversée », celle de Keras), donc la moyenne est conservée, et la prédiction n'a rien à faire :
#
# $$\tilde h = \frac{b\,h}{1 - r}, \quad P(b = 1) = 1 - r, \qquad E[\tilde h] = h, \quad \mathrm{Var}(\tilde h) = \frac{r}{1 - r}\,h^2$$
# %% [markdown] lang="en"
# ## 4. Four remedies, and what they really do
#
# **Dropout**: in training, each activation is set to zero with probability $r$; none can rely on another. The survivors are divided by $1 - r$ (the “inverted” form, that of Keras), so the mean is preserved, and nothing remains to be done at prediction time:
#
# $$\tilde h = \frac{b\,h}{1 - r}, \quad P(b = 1) = 1 - r, \qquad E[\tilde h] = h, \quad \mathrm{Var}(\tilde h) = \frac{r}{1 - r}\,h^2$$

# %%
ones = np.ones((1000, 100), "float32")
dropped = np.array(layers.Dropout(0.2)(ones, training=True))
by_hand = (rng.random(ones.shape) >= 0.2) / (1 - 0.2)
for name, values in (("Keras", dropped), ("NumPy", by_hand)):
    print(name + T(" : moyenne", ": mean"), number(values.mean(), 3) +
          T(" ; variance", "; variance"), number(values.var(), 3))
claim(T("Keras : 0 ou 1/(1 − 0,2) = 1,25, rien d'autre", "Keras: 0 or 1/(1 − 0.2) = 1.25, nothing else"),
      np.allclose(np.unique(dropped), [0, 1.25]))
claim(T("Moyenne 1 et variance 0,25, à 0,02 près, dans les deux", "Mean 1 and variance 0.25, to within 0.02, in both"),
      all(abs(v.mean() - 1) < 0.02 and abs(v.var() - 0.25) < 0.02 for v in (dropped, by_hand)))
claim(T("À la prédiction, le dropout ne fait rien", "At prediction time, dropout does nothing"),
      np.array_equal(layers.Dropout(0.2)(ones), ones));

# %% [markdown] lang="fr"
# **Pénalité L2 ou décroissance des poids** (*weight decay*) ? Ajouter $\frac{\lambda}{2}\lVert w\rVert^2$ à la perte ajoute $\lambda w$ au gradient. Pour SGD sans inertie, c'est la même chose que de réduire les poids : $w - \eta(g + \lambda w) = (1 - \eta\lambda)\,w - \eta g$. Pour Adam, non : il divise $g + \lambda w$ par sa taille habituelle, si bien qu'un poids aux petits gradients est ramené vers zéro bien plus vite qu'un autre. **AdamW** (Loshchilov et Hutter, 2019) réduit les poids à part ; chez Keras, avant chaque pas, $w \leftarrow (1 - \eta\lambda)\,w$.
#
# Deux poids partent de 1 et ne reçoivent qu'un gradient de **pur bruit**, petit pour l'un, cent fois plus grand pour l'autre.
# %% [markdown] lang="en"
# **L2 penalty or weight decay?** Adding $\frac{\lambda}{2}\lVert w\rVert^2$ to the loss adds $\lambda w$ to the gradient. For SGD without momentum this is the same as shrinking the weights: $w - \eta(g + \lambda w) = (1 - \eta\lambda)\,w - \eta g$. For Adam it is not: Adam divides $g + \lambda w$ by its usual size, so that a weight with small gradients is pulled towards zero much faster than another. **AdamW** (Loshchilov and Hutter, 2019) shrinks the weights separately; in Keras, before each step, $w \leftarrow (1 - \eta\lambda)\,w$.
#
# Two weights start from 1 and receive a gradient of **pure noise**, small for one, a hundred times larger for the other.

# %%
def adam(noise, coupled, rate=0.01, decay=0.1):
    w, m, v = np.ones(noise.shape[1:]), 0, 0
    path = [w]
    for t, g in enumerate(noise, 1):
        if coupled:
            g = g + decay * w
        else:
            w = w * (1 - rate * decay)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        w = w - rate * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-7)
        path.append(w)
    return np.array(path)

# %%
steps = 1000
noise = rng.normal(size=(steps, 2, 400)) * np.array([[0.1], [10.0]])
paths = {"Adam + L2": adam(noise, True).mean(axis=2), "AdamW": adam(noise, False).mean(axis=2)}
figure, axes = plt.subplots(1, 2, figsize=(8, 2.8), sharey=True)
for axis, (name, path) in zip(axes, paths.items()):
    for values, style, size in zip(path.T, ("-", "--"), (T("petits", "small"), T("grands", "large"))):
        axis.plot(values, style, label=T(f"gradients {size}", f"{size} gradients"))
    axis.plot((1 - 0.01 * 0.1) ** np.arange(steps + 1), ":", color="black", label="(1 − ηλ)ᵗ")
    axis.set(xlabel=T("pas t", "step t"), title=name)
axes[0].set_ylabel(T("poids moyen (400 essais)", "mean weight (400 trials)"))
axes[1].legend()
show(figure,
     T("Adam + L2 : un poids tombe vite à zéro, l'autre baisse à peine ; AdamW : les deux de même.",
       "Adam + L2: one weight drops to zero quickly, the other hardly falls; AdamW: both alike."))

# %%
weight = keras.Variable(np.ones(2, "float32"))
adamw = keras.optimizers.AdamW(0.01, weight_decay=0.1)
for gradient in noise[:20, :, 0]:
    adamw.apply([gradient.astype("float32")], [weight])
claim(T("Vingt pas de l'AdamW de Keras donnent nos nombres", "Twenty steps of Keras's AdamW give our numbers"),
      np.allclose(weight.numpy(), adam(noise[:20, :, 0], False)[-1], atol=1e-4))
claim(T("AdamW : les deux poids finissent à 0,05 près au même point", "AdamW: both weights end within 0.05 of each other"),
      abs(np.subtract(*paths["AdamW"][-1])), at_most=0.05)
claim(T("Adam + L2 : poids final, grands gradients moins petits", "Adam + L2: final weight, large gradients minus small"),
      paths["Adam + L2"][-1, 1] - paths["Adam + L2"][-1, 0], at_least=0.7)
claim(T("Dans Keras, L2(0,1) sur (1, 2) vaut 0,5 : λΣw², sans le ½", "In Keras, L2(0.1) on (1, 2) is 0.5: λΣw², without the ½"),
      np.isclose(keras.regularizers.L2(0.1)(np.array([1.0, 2.0])), 0.5))
claim(T("AdamW par défaut (0,004), taux 0,001 : mille pas réduisent les poids de 0,4 %",
        "AdamW by default (0.004), rate 0.001: a thousand steps shrink the weights by 0.4%"),
      np.isclose((1 - 0.001 * 0.004) ** 1000, 0.996, atol=1e-4));

# %% [markdown] lang="fr"
# (Sans le ½, `L2(0.03)` de Keras est un $\lambda$ de 0,06 dans notre formule.) Restent deux remèdes qui n'ajoutent rien aux couches cachées ni à la perte.
#
# **Arrêt précoce** (*early stopping*) : s'arrêter quand la *perte* de validation (en leçon 06, c'était l'exactitude) n'a plus baissé depuis `patience` époques, et reprendre les poids de la meilleure.
#
# **Augmentation de données** : montrer à chaque époque des images légèrement changées, ici décalées d'au plus 2 pixels (d'une fraction de pixel aussi, ce qui les floute un peu), sans changer l'étiquette. C'est une affirmation sur le monde : un chiffre décalé reste le même chiffre. Un retournement, lui, n'y aurait pas sa place.
# %% [markdown] lang="en"
# (Without the ½, Keras's `L2(0.03)` is a $\lambda$ of 0.06 in our formula.) Two remedies remain that add nothing to the hidden layers or the loss.
#
# **Early stopping**: stop when the validation *loss* (in lesson 06 it was the accuracy) has not fallen for `patience` epochs, and take back the weights of the best one.
#
# **Data augmentation**: at each epoch show slightly changed images, here shifted by at most 2 pixels (by fractions, too, which blurs them slightly), with the label unchanged. That is a statement about the world: a shifted digit is still the same digit. A mirror image would have no place here.

# %% [markdown] lang="fr"
# Voici l'épreuve : trois graines, trois tirages de mensonges, l'exactitude mesurée sur la réserve. Deux précautions. Les doses ont été réglées par des essais préalables, sans mettre d'images à part pour cela : les gains en sont peut-être un peu flattés (la partie 5 dira pourquoi). Et l'arrêt précoce a l'avantage d'une validation aux étiquettes vraies.
# %% [markdown] lang="en"
# Here is the trial: three seeds, three draws of lies, accuracy measured on the held-out set. Two caveats. The strengths were set in preliminary runs, without putting images aside for that: the gains may be slightly flattered (part 5 will say why). And early stopping has the advantage of validation data with true labels.

# %%
early = keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True)
stop = {"validation_data": (x_val, y_val), "callbacks": [early]}
dropout_net = compiled(mlp(dropout=0.5))
cures = {T("rien", "nothing"): (plain, {}),
         T("normalisation par lots", "batch normalisation"): (compiled(mlp(norm=0.9)), {}),
         T("arrêt précoce", "early stopping"): (plain, stop),
         T("L2 (0,03)", "L2 (0.03)"): (compiled(mlp(l2=0.03)), {}),
         T("dropout (0,5)", "dropout (0.5)"): (dropout_net, {}),
         T("décalages (± 2 pixels)", "shifts (± 2 pixels)"): (compiled(mlp(shift=2)), {})}

# %%
def trial(model, options, k):
    told, lies = with_lies(y, np.random.default_rng([lesson.seed, k]))
    train(model, x, told, seed=10 * lesson.seed + k, **options)
    return accuracy(model, x[lies], told[lies]), accuracy(model, x_spare, y_spare)

seeds = lesson.pick(full=3, fast=1)
table = 100 * np.array([[trial(*cure, k) for k in range(seeds)] for cure in cures.values()])

# %%
figure, axes = plt.subplots(1, 2, figsize=(9, 3.1), sharey=True)
panels = ((T("mensonges récités (%)", "lies recited (%)"), plots.RED),
          (T("exactitude sur la réserve (%)", "accuracy on the held-out set (%)"), plots.BLUE))
for k, (axis, (title, colour)) in enumerate(zip(axes, panels)):
    for row, values in enumerate(table[:, :, k]):
        axis.plot(values, np.full(seeds, row), "o", color=colour, alpha=0.6)
        axis.plot(values.mean(), row, "|", ms=18, mew=2, color="black")
    axis.set(xlabel=title, xlim=(0, 100))
    axis.grid(axis="y", color="lightgrey")
axes[0].set_yticks(range(len(cures)), list(cures))
axes[0].invert_yaxis()
show(figure,
     T("Un point par graine : « rien » et la normalisation récitent le plus, les autres moins.",
       "One dot per seed: “nothing” and normalisation recite most, the others less."))

# %%
mean = table.mean(axis=1)
gain = mean[:, 1] - mean[0, 1]
for name, value in list(zip(cures, gain))[2:]:
    claim(T(f"Points gagnés, {name}", f"Points gained, {name}"), value, at_least=8, digits=1)
claim(T("Points gagnés, normalisation par lots", "Points gained, batch normalisation"),
      gain[1], at_most=6, digits=1)
claim(T("Mensonges récités sans remède", "Lies recited without a remedy"), mean[0, 0] / 100,
      at_least=0.7, as_percent=True)
train(plain, x, y)
claim(T("Exactitude d'entraînement, vraies étiquettes", "Training accuracy, true labels"),
      accuracy(plain, x, y), at_least=0.99, as_percent=True)
claim(T("Exactitude sur la réserve, vraies étiquettes, sans aucun remède",
        "Accuracy on the held-out set, true labels, no remedy at all"),
      accuracy(plain, x_spare, y_spare), at_least=0.85, on_sample=0.82, as_percent=True);

# %% [markdown] lang="fr"
# Revenons à la question du début. La **taille** n'empêche rien : ce réseau peut tout réciter. Mais ce que les images ont en commun s'apprend d'abord ; ce qu'une seule a de particulier se paie, image par image. Chaque remède fait **monter ce prix** : moins de temps, de petits poids, des neurones sur lesquels on ne peut compter, une image qui change sans cesse. La normalisation, elle, aide à apprendre, le faux comme le vrai.
#
# Et la dernière ligne : avec de vraies étiquettes, *sans aucun remède*, le réseau apprend à lire. Ces remèdes ne sont donc pas la cause de la généralisation ; c'est la conclusion de Zhang et al. Quelle en est la cause exacte ? La question reste ouverte.
# %% [markdown] lang="en"
# Back to the question of the beginning. **Size** prevents nothing: this network can recite everything. But what the images have in common is learned first; what is peculiar to one of them has to be paid for, image by image. Each remedy **raises that price**: less time, small weights, neurons that cannot be relied on, an image that keeps changing. Normalisation helps to learn, the false as well as the true.
#
# And the last line: with true labels, *with no remedy at all*, the network learns to read. So these remedies are not the cause of generalisation; that is the conclusion of Zhang et al. What exactly is the cause? The question remains open.

# %% [markdown] lang="fr"
# ## 5. Chercher des hyperparamètres, sans se mentir
#
# Taux d'apprentissage, nombre de couches, de neurones, taille des lots : la descente de gradient ne règle pas ces **hyperparamètres**. KerasTuner en essaie : ici une recherche au hasard, qui couvre mieux qu'une grille quand peu d'entre eux comptent (Bergstra et Bengio, 2012). Le taux se tire en échelle logarithmique :
#
# $$\eta = 10^{u}, \qquad u \text{ uniforme entre } -5 \text{ et } -1$$
#
# (dans le code, `sampling="log"`). Chaque essai est exécuté **deux fois**, avec deux graines : l'écart entre jumeaux dit ce que vaut l'écart entre essais. Nous rendons l'exactitude de la dernière époque ; par défaut, KerasTuner garderait celle de la *meilleure*, un choix de plus sur les mêmes images.
# %% [markdown] lang="en"
# ## 5. Searching for hyperparameters, without fooling oneself
#
# Learning rate, number of layers, of neurons, batch size: gradient descent does not set these **hyperparameters**. KerasTuner tries some: here a random search, which covers better than a grid when few of them matter (Bergstra and Bengio, 2012). The rate is drawn on a logarithmic scale:
#
# $$\eta = 10^{u}, \qquad u \text{ uniform between } -5 \text{ and } -1$$
#
# (in the code, `sampling="log"`). Each trial is run **twice**, with two seeds: the gap between twins tells what the gap between trials is worth. We return the accuracy of the last epoch; by default KerasTuner would keep that of the *best* one, one more choice on the same images.

# %% [markdown] lang="fr"
# À chaque essai, KerasTuner appelle notre `build`, puis notre `fit`. `hp.Choice`, `hp.Int` et `hp.Float` tirent une valeur et l'enregistrent sous le nom donné ; la taille des lots ne sert pas à construire le réseau : `build` la déclare, `fit` la relit par `hp.get`. Le nombre que `fit` renvoie est le score de l'essai. Pour garder les deux jumeaux et leurs réponses sur la réserve, nous remplissons en plus trois listes à nous.
# %% [markdown] lang="en"
# For each trial KerasTuner calls our `build`, then our `fit`. `hp.Choice`, `hp.Int` and `hp.Float` draw a value and record it under the name given; the batch size is not needed to build the network: `build` declares it, `fit` reads it with `hp.get`. The number that `fit` returns is the score of the trial. To keep both twins and their answers on the held-out set, we also fill three lists of our own.

# %%
settings, twins, right = [], [], []

class Search(keras_tuner.HyperModel):
    def build(self, hp):
        hp.Choice("batch", [20, 50, 200])
        rate = hp.Float("rate", 1e-5, 1e-1, sampling="log")
        width = hp.Int("width", 16, 256, sampling="log")
        return compiled(mlp(width, depth=hp.Int("depth", 1, 3)), rate)

    def fit(self, hp, model, images, labels, **options):
        settings.append(hp.values)
        for _ in range(2):
            train(model, images, labels, seed=1000 * lesson.seed + len(twins),
                  epochs=EPOCHS // 2, batch=hp.get("batch"))
            twins.append(accuracy(model, x_val, y_val))
            right.append(answers(model, x_spare) == y_spare)
        return {"val_accuracy": np.mean(twins[-2:])}

# %%
tuner = keras_tuner.RandomSearch(
    Search(), keras_tuner.Objective("val_accuracy", "max"), max_trials=lesson.pick(full=10, fast=2),
    seed=lesson.seed, directory=lesson.folder, project_name="search", overwrite=True)
tuner.search(x, y, verbose=0)
pairs = np.array(twins).reshape(-1, 2)
order = np.argsort(-pairs.mean(axis=1))
print(T("taux, couches, neurones, taille des lots → exactitudes de validation",
        "rate, layers, neurons, batch size → validation accuracies"))
for i in order:
    h = settings[i]
    print(number(h["rate"], 5), h["depth"], h["width"], h["batch"], "→", *map(percent, pairs[i]),
          sep="  ")
best_values = tuner.get_best_hyperparameters()[0].values
print(T("choix de KerasTuner : taux", "KerasTuner's choice: rate"), number(best_values["rate"], 5))

# %%
figure, axis = plt.subplots(figsize=(6.5, 3.3))
for depth, marker, colour in ((1, "o", plots.BLUE), (2, "s", plots.ORANGE), (3, "^", plots.GREEN)):
    for i in [i for i, s in enumerate(settings) if s["depth"] == depth]:
        axis.semilogx([settings[i]["rate"]] * 2, 100 * pairs[i], marker + "-", color=colour, ms=6,
                      alpha=0.6)
    axis.plot([], [], marker, color=colour, label=T(f"profondeur {depth}", f"depth {depth}"))
axis.set(xlabel=T("taux d'apprentissage η", "learning rate η"), ylim=(0, 100),
         ylabel=T("exactitude de validation (%)", "validation accuracy (%)"))
axis.legend(loc="lower center")
show(figure,
     T("Deux points reliés par essai : certains essais tombent bas, les autres se serrent en haut.",
       "Two joined dots per trial: some trials fall low, the others crowd together at the top."))

# %%
good = order[:max(2, len(order) // 2)]
seed_sd = np.sqrt(np.mean(np.diff(pairs[good], axis=1) ** 2) / 2)
all_sd, good_sd = pairs.mean(axis=1).std(ddof=1), pairs[good].mean(axis=1).std(ddof=1)
print(T("écart type, en points :", "standard deviation, in points:"))
for name, value in ((T("entre jumeaux, meilleure moitié", "between twins, better half"), seed_sd),
                    (T("donc, par la seule graine, entre moyennes de deux",
                       "hence, by the seed alone, between means of two"), seed_sd / np.sqrt(2)),
                    (T("entre essais, meilleure moitié", "between trials, better half"), good_sd),
                    (T("entre tous les essais", "between all trials"), all_sd)):
    print("  " + name + T(" : ", ": ") + number(100 * value))
print(T("meilleure moitié, variance due à la graine ÷ variance entre essais :",
        "better half, variance due to the seed ÷ variance between trials:"),
      percent(seed_sd**2 / 2 / good_sd**2, 0))
claim(T("Écart type entre tous les essais ÷ entre jumeaux de la meilleure moitié",
        "Standard deviation between all trials ÷ between twins of the better half"),
      all_sd / seed_sd, at_least=4, digits=1);

# %%
maxima = [rng.normal(size=(100_000, k)).max(axis=1).mean() for k in (2, 10)]
claim(T("Maximum moyen de 2, puis de 10 tirages normaux : 0,56 et 1,54",
        "Mean maximum of 2, then of 10 normal draws: 0.56 and 1.54"),
      np.allclose(maxima, [0.564, 1.539], atol=0.02));

# %% [markdown] lang="fr"
# La recherche **écarte** sûrement les mauvais réglages, surtout les taux extrêmes : ce sont eux qui font presque tout l'écart. Dans la meilleure moitié, le dernier pourcentage imprimé compare, en variances, ce que donne la seule graine à ce qui sépare les essais : près de 0, le classement dit quelque chose ; près de 100 % ou au-delà, c'est un tirage au sort. Cinq paires ne l'estiment que grossièrement.
# %% [markdown] lang="en"
# The search surely **rules out** bad settings, above all extreme rates: they account for nearly all of the spread. In the better half, the last percentage printed compares, as variances, what the seed alone gives with what separates the trials: near 0 the ranking says something; near 100% or beyond, it is a lottery. Five pairs estimate it only roughly.

# %% [markdown] lang="fr"
# Pire, le score du gagnant est **trop beau**. Le maximum de $k$ mesures bruitées dépasse en moyenne la valeur de celle qui l'atteint ; pour $k$ candidats équivalents, de bruits normaux indépendants d'écart type $s$, l'excès vaut environ $0{,}56\,s$ pour $k = 2$, $1{,}54\,s$ pour $k = 10$. C'est la **malédiction du vainqueur**.
#
# Mesurons-la. Parmi $k$ réseaux de la recherche (jumeaux et mauvais réglages compris), choisissons le meilleur sur quelques images de la réserve, et regardons ce qu'il vaut sur les autres : la réserve joue ici les deux rôles, validation et mesure, mais jamais avec les mêmes images.
# %% [markdown] lang="en"
# Worse, the winner's score is **too good**. The maximum of $k$ noisy measurements exceeds on average the value of the one that attains it; for $k$ equivalent candidates, with independent normal noise of standard deviation $s$, the excess is about $0.56\,s$ for $k = 2$, $1.54\,s$ for $k = 10$. This is the **winner's curse**.
#
# Let us measure it. Among $k$ networks of the search (twins and bad settings included), choose the best on a few held-out images, and see what it is worth on the others: here the held-out set plays both parts, validation and measurement, but never with the same images.

# %%
right = np.array(right)

def excess(k, size):
    local, found = np.random.default_rng(lesson.seed), []
    for _ in range(lesson.pick(full=2000, fast=200)):
        candidates = right[local.choice(len(right), min(k, len(right)), replace=False)]
        seen = local.choice(right.shape[1], size, replace=False)
        scores = candidates[:, seen].mean(axis=1)
        winner = candidates[np.argmax(scores)]
        truth = (winner.sum() - winner[seen].sum()) / (len(winner) - size)
        found.append(scores.max() - truth)
    return 100 * np.array(found)

# %%
def curse(k=10, size=100):
    values = excess(k, size)
    figure, axis = plt.subplots(figsize=(6, 2.8))
    axis.hist(values, 20, range=(-20, 20), color=plots.SKY)
    axis.axvline(0, color="black", lw=1)
    axis.axvline(values.mean(), color=plots.RED, ls="--", label=T("moyenne", "mean"))
    axis.legend()
    axis.set(xlabel=T("score annoncé − score sur les autres images (points)",
                      "announced score − score on the other images (points)"),
             ylabel=T("tirages", "draws"),
             title=T("excès moyen : ", "mean excess: ") + number(values.mean(), 1))
    return figure

names = {"k": T("candidats k", "candidates k"), "size": T("images de validation", "validation images")}
explore(curse, labels=names,
        alt=T("Écart entre le score annoncé du gagnant et sa valeur ; la moyenne dépasse zéro.",
              "Gap between the winner's announced score and its worth; the mean is above zero."),
        k=(1, 20, 1), size=[50, 100, 200, 500, 1000])

# %%
claim(T("Excès moyen d'un réseau pris au hasard (k = 1), en points, en valeur absolue",
        "Mean excess of one random network (k = 1), in points, absolute value"),
      abs(excess(1, 100).mean()), at_most=0.4)
few, many = excess(10, 100).mean(), excess(10, 1000).mean()
claim(T("Excès moyen du meilleur de 10 sur 100 images, en points",
        "Mean excess of the best of 10 on 100 images, in points"), few, at_least=0.5)
print(T("sur 1 000 images :", "on 1,000 images:"), number(many))
p = right.mean(axis=1)
claim(T("Excès du meilleur de 10 sur 100 images ÷ 1,54 s, où s = √(p(1 − p)/100)",
        "Excess of the best of 10 on 100 images ÷ 1.54 s, where s = √(p(1 − p)/100)"),
      few / (154 * np.sqrt(np.mean(p * (1 - p)) / 100)), at_most=0.8)
claim(T("Rapport des deux excès", "Ratio of the two excesses"), few / many, at_least=1.5);

# %% [markdown] lang="fr"
# Un réseau pris au hasard n'est pas flatté en moyenne ; le meilleur de dix l'est. Plus il y a de candidats proches et moins il y a d'images de validation, plus l'excès est grand. D'où la règle : le score qui a servi à choisir ne se publie pas, on mesure le gagnant sur d'autres images.
#
# L'excès est pourtant bien plus petit que $1{,}54\,s$, pour deux raisons : nos candidats ne sont pas équivalents (les mauvais réglages ne gagnent jamais), et leurs bruits ne sont pas indépendants, car une image illisible l'est pour tous.
# %% [markdown] lang="en"
# One random network is not flattered on average; the best of ten is. The more candidates of similar value and the fewer validation images, the larger the excess. Hence the rule: never report the score used for choosing; the winner is measured on other images.
#
# Yet the excess is much smaller than $1.54\,s$, for two reasons: our candidates are not equivalent (bad settings never win), and their noises are not independent, for an illegible image is illegible to all.

# %% [markdown] lang="fr"
# ## 6. Graines et barres d'erreur
#
# Sans mensonges, l'effet des remèdes est-il même positif ? Il faut des barres d'erreur. Répétons $R$ fois : un nouveau tirage de 300 images (peu, pour que chaque tirage compte), une nouvelle graine. Les doses sont fixées d'avance : dropout 0,5 et L2 0,001, trente fois moins qu'en partie 4, où il fallait combattre des mensonges. Sur les scores $a_1, \dots, a_R$ :
#
# $$s = \sqrt{\frac{1}{R-1}\sum_r (a_r - \bar a)^2}, \qquad \mathrm{SE} = \frac{s}{\sqrt R}$$
#
# L'**écart type** $s$ dit de combien le *prochain* entraînement s'écartera d'ordinaire ; il ne diminue pas avec $R$. L'**erreur type** (*standard error*, SE) dit à quel point on connaît la *moyenne*. Une barre d'erreur sans nom ne veut rien dire.
# %% [markdown] lang="en"
# ## 6. Seeds and error bars
#
# Without lies, is the effect of the remedies even positive? Error bars are needed. Let us repeat $R$ times: a new draw of 300 images (few, so that each draw matters), a new seed. The strengths are fixed in advance: dropout 0.5 and L2 0.001, thirty times less than in part 4, where there were lies to fight. On the scores $a_1, \dots, a_R$:
#
# $$s = \sqrt{\frac{1}{R-1}\sum_r (a_r - \bar a)^2}, \qquad \mathrm{SE} = \frac{s}{\sqrt R}$$
#
# The **standard deviation** $s$ tells by how much the *next* training will typically deviate; it does not shrink with $R$. The **standard error** (SE) tells how well the *mean* is known. An error bar without a name means nothing.

# %% [markdown] lang="fr"
# À chaque répétition, les trois réseaux reçoivent **les mêmes images** : on peut comparer par paires, $d_r = b_r - a_r$, et calculer $s$ et SE sur les $d_r$. Qui oublie les paires additionne les variances :
#
# $$\mathrm{SE}_\text{paires} = \frac{s_d}{\sqrt R}, \qquad \mathrm{SE}_\text{sans} = \frac{\sqrt{s_a^2 + s_b^2}}{\sqrt R}$$
#
# Un intervalle à 95 % pour le gain moyen est $\bar d \pm t \cdot \mathrm{SE}_\text{paires}$, où $t$ vient de la loi de Student à $R - 1$ degrés de liberté : 1,96 pour une infinité de graines, 2,57 pour six, **4,30 pour trois**. S'il contient 0, le signe du gain reste indécis.
#
# Le test sert maintenant, pour la seule et unique fois : rien ne sera choisi d'après lui.
# %% [markdown] lang="en"
# In each repetition the three networks receive **the same images**: they can be compared in pairs, $d_r = b_r - a_r$, with $s$ and SE computed on the $d_r$. Forgetting the pairs means adding the variances:
#
# $$\mathrm{SE}_\text{paired} = \frac{s_d}{\sqrt R}, \qquad \mathrm{SE}_\text{unpaired} = \frac{\sqrt{s_a^2 + s_b^2}}{\sqrt R}$$
#
# A 95% interval for the mean gain is $\bar d \pm t \cdot \mathrm{SE}_\text{paired}$, where $t$ comes from Student's distribution with $R - 1$ degrees of freedom: 1.96 for infinitely many seeds, 2.57 for six, **4.30 for three**. If it contains 0, the sign of the gain stays undecided.
#
# The test data are used now, for the one and only time: nothing will be chosen by them.

# %%
repeats = lesson.pick(full=6, fast=2)
rivals = {T("rien", "nothing"): plain, "dropout": dropout_net, "L2": compiled(mlp(l2=0.001))}
x_test, y_test = flat(digits.x_test), digits.y_test
others = np.arange(n + n_val, len(digits.x_train))
scores = {name: np.zeros(repeats) for name in rivals}
for r in range(repeats):
    rows = rng.choice(others, 300, replace=False)
    images, labels = flat(digits.x_train[rows]), digits.y_train[rows].astype(int)
    for name, model in rivals.items():
        train(model, images, labels, seed=10 * lesson.seed + r, epochs=3 * EPOCHS // 2)
        scores[name][r] = 100 * accuracy(model, x_test, y_test)

# %%
# fr: loi de Student, selon le nombre de répétitions
# en: Student's distribution, by number of repetitions
t = {2: 12.71, 3: 4.30, 6: 2.57, 10: 2.26}[repeats]
base, gains, errors = scores[T("rien", "nothing")], [], []
for name in ("dropout", "L2"):
    d = scores[name] - base
    apart = np.hypot(scores[name].std(ddof=1), base.std(ddof=1))
    gains.append(d.mean())
    errors.append((d.std(ddof=1) / np.sqrt(repeats), apart / np.sqrt(repeats)))
    print(name + T(" : gain moyen, en points,", ": mean gain, in points,"), number(gains[-1]), "±",
          number(t * errors[-1][0]), T("(95 %, par paires) ; SE", "(95%, paired); SE"),
          number(errors[-1][0]), T("par paires,", "paired,"), number(errors[-1][1]),
          T("sans", "unpaired"))

# %%
# fr: place, facteur de SE, 0 (par paires) ou 1 (sans), symbole, couleur, nom
# en: place, factor of SE, 0 (paired) or 1 (unpaired), symbol, colour, name
bars = ((-0.2, t, 0, "D", plots.GREEN, T("95 %, par paires", "95%, paired")),
        (0, 1, 0, "o", plots.BLUE, T("± 1 SE, par paires", "± 1 SE, paired")),
        (0.2, 1, 1, "s", plots.ORANGE, T("± 1 SE, sans paires", "± 1 SE, unpaired")))

# %%
figure, (levels, gaps) = plt.subplots(1, 2, figsize=(9, 3.6))
for r, style in zip(range(repeats), "osv^Dd"):
    levels.plot([*scores], [values[r] for values in scores.values()], style + "-", ms=5, lw=1)
levels.set(ylabel=T("exactitude sur le test (%)", "accuracy on the test data (%)"),
           title=T("une ligne par tirage", "one line per draw"), xlim=(-0.3, 2.3))
for shift, factor, kind, mark, colour, name in bars:
    gaps.errorbar(np.arange(2) + shift, gains, factor * np.array(errors)[:, kind], fmt=mark,
                  capsize=5, color=colour, label=name)
gaps.set(ylabel=T("gain moyen (points)", "mean gain (points)"), xlim=(-0.5, 1.5))
gaps.set_xticks([0, 1], ["dropout", "L2"])
gaps.axhline(0, color="black", lw=1)
gaps.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2, fontsize=8)
show(figure,
     T("À gauche, une ligne par tirage ; à droite, trois barres d'erreur pour chaque gain moyen.",
       "Left, one line per draw; right, three error bars for each mean gain."))

# %%
claim(T("Borne basse des intervalles à 95 %, la plus haute des deux, en points",
        "Lower end of the 95% intervals, the higher of the two, in points"),
      max(gain - t * paired for gain, (paired, _) in zip(gains, errors)), at_most=0)
claim(T("L2 : erreur type par paires ÷ sans paires", "L2: paired standard error ÷ unpaired"),
      np.divide(*errors[1]), at_most=0.7)
p = base.mean() / 100
print(T("marge due aux images de test (95 %), en points : ±",
        "margin due to the test images (95%), in points: ±"),
      number(196 * np.sqrt(p * (1 - p) / len(y_test))))

# %% [markdown] lang="fr"
# Voici la réponse : à ces doses et sur de vraies étiquettes, **aucun gain n'est montré** : l'intervalle à 95 % du dropout contient 0 ; celui de L2, dans notre exécution, est juste au-dessous : une petite perte. Et méfiez-vous des barres de ± 1 SE : avec six graines, elles manquent la vraie valeur plus d'une fois sur trois.
#
# Un bon tirage l'est souvent pour les trois réseaux, surtout pour « rien » et L2 ; comparer par paires retire cette part commune. Bouthillier et al. (2021) ont trouvé que le tirage des données pèse souvent plus que celui des poids. (Toutes ces barres tiennent les images de test pour données : leur marge, imprimée ci-dessus pour une exactitude, ne s'y voit pas.)
# %% [markdown] lang="en"
# Here is the answer: at these strengths and with true labels, **no gain is shown**: dropout's 95% interval contains 0; L2's, in our run, lies just below: a small loss. And beware of bars of ± 1 SE: with six seeds they miss the true value more than once in three.
#
# A good draw is often good for all three networks, above all for “nothing” and L2; comparing in pairs removes that common part. Bouthillier et al. (2021) found that the draw of the data often weighs more than that of the weights. (All these bars take these test images as given: their margin, printed above for one accuracy, does not show in them.)

# %% [markdown] lang="fr"
# Que coûte l'oubli de $t$, quand on s'en tient à 1,96 ? Comparons dix mille fois deux méthodes *équivalentes*.
# %% [markdown] lang="en"
# What does forgetting $t$ cost, when one makes do with 1.96? Let us compare two *equivalent* methods ten thousand times.

# %%
def alarms(seeds, factor):
    d = rng.normal(size=(10_000, seeds))
    return np.mean(abs(d.mean(axis=1)) > factor * d.std(axis=1, ddof=1) / np.sqrt(seeds))

claim(T("Trois graines, 1,96 SE : différences « significatives »",
        "Three seeds, 1.96 SE: “significant” differences"),
      alarms(3, 1.96), at_least=0.17, as_percent=True)
claim(T("Trois graines, 4,30 SE", "Three seeds, 4.30 SE"), alarms(3, 4.30),
      at_most=0.06, as_percent=True)
claim(T("Six graines, 2,57 SE", "Six seeds, 2.57 SE"), alarms(6, 2.57),
      at_most=0.06, as_percent=True)
claim(T("Six graines, 1 SE", "Six seeds, 1 SE"), alarms(6, 1), at_least=0.34, as_percent=True)
d = rng.normal(size=(10_000, 3))
claim(T("Trois graines toutes du même côté", "Three seeds all on the same side"),
      np.mean(np.all(d > 0, axis=1) | np.all(d < 0, axis=1)), at_least=0.23, as_percent=True);

# %% [markdown] lang="fr"
# Trois graines toutes du même côté : cela arrive une fois sur quatre entre deux méthodes équivalentes. Et « significatif » ne veut dire ni *important* (avec assez de graines, un gain d'un millième le devient), ni *vrai ailleurs* : d'autres données, d'autres réglages sont d'autres questions. Dites combien de graines, quelle barre d'erreur, et combien d'essais ont précédé.
# %% [markdown] lang="en"
# All three seeds on the same side: that happens once in four between two equivalent methods. And “significant” means neither *important* (with enough seeds, a gain of a thousandth becomes so) nor *true elsewhere*: other data, other settings are other questions. Say how many seeds, which error bar, and how many trials came before.

# %% [markdown] lang="fr"
# ## Exercices
#
# ### ★ Dropout inversé
#
# Le tirage `u` (uniforme entre 0 et 1, de même forme que `h`) est donné, pour que le résultat soit vérifiable. Ne modifiez pas les tableaux reçus. Une activation est **éteinte** quand `u < rate`. À la prédiction, rien ne change.
# %% [markdown] lang="en"
# ## Exercises
#
# ### ★ Inverted dropout
#
# The draw `u` (uniform between 0 and 1, of the same shape as `h`) is given, so that the result can be checked. Do not modify the arrays received. An activation is **turned off** when `u < rate`. At prediction time nothing changes.

# %% tags=["exercise"]
def dropout(h, u, rate, training):
    T("""Activations après le dropout inversé.

    h, u : tableaux de même forme ; rate : nombre, 0 ≤ rate < 1 ; training : booléen.
    Renvoie un tableau de la forme de h.
    """, """Activations after inverted dropout.

    h, u: arrays of the same shape; rate: number, 0 ≤ rate < 1; training: boolean.
    Returns an array of the shape of h.
    """)
    ### BEGIN SOLUTION
    if not training:
        return h
    return h * (u >= rate) / (1 - rate)
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★ Une comparaison par paires
#
# Les scores `a[r]` et `b[r]` viennent du même tirage et de la même graine. Renvoyez le gain moyen de `b` sur `a` et son erreur type, par paires.
# %% [markdown] lang="en"
# ### ★ A paired comparison
#
# The scores `a[r]` and `b[r]` come from the same draw and the same seed. Return the mean gain of `b` over `a` and its standard error, paired.

# %% tags=["exercise"]
def paired_gain(a, b):
    T("""Gain moyen de b sur a, et son erreur type.

    a, b : forme (R,), R ≥ 2. Renvoie (gain, erreur type).
    """, """Mean gain of b over a, and its standard error.

    a, b: shape (R,), R ≥ 2. Returns (gain, standard error).
    """)
    ### BEGIN SOLUTION
    d = b - a
    return d.mean(), d.std(ddof=1) / np.sqrt(len(d))
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ Partir du bon pied avec une fuite
#
# Reprenez, sur papier, le calcul de la partie 2 pour la ReLU **avec fuite** (*leaky ReLU*) : $f(z) = z$ si $z > 0$, $f(z) = a z$ sinon, avec une pente $a$ quelconque. Renvoyez :
#
# - la variance $v$ des poids qui garde $E[h^2]$ constant, pour $n$ entrées ;
# - le facteur par lequel la moyenne **quadratique** $\sqrt{E[h^2]}$ serait multipliée, après $L$ couches, si l'on gardait par mégarde $v = 2/n$.
#
# Avant de coder, prédisez $v$ et le facteur pour $a = 0$, $a = 1$ et $a = -1$.
# %% [markdown] lang="en"
# ### ★★ Getting off on the right foot with a leak
#
# Redo, on paper, the computation of part 2 for the **leaky** ReLU: $f(z) = z$ if $z > 0$, $f(z) = a z$ otherwise, with any slope $a$. Return:
#
# - the variance $v$ of the weights that keeps $E[h^2]$ constant, for $n$ inputs;
# - the factor by which the **root mean square** $\sqrt{E[h^2]}$ would be multiplied, after $L$ layers, if one kept $v = 2/n$ by mistake.
#
# Before coding, predict $v$ and the factor for $a = 0$, $a = 1$ and $a = -1$.

# %% tags=["exercise"]
def leaky_start(slope, n, depth):
    T("""Variance de départ pour une ReLU avec fuite, et ce que coûterait v = 2/n.

    slope : pente a sous 0 ; n : entrées par neurone ; depth : nombre L de couches.
    Renvoie (v, facteur).
    """, """Initial variance for a leaky ReLU, and what v = 2/n would cost.

    slope: slope a below 0; n: inputs per neuron; depth: number L of layers.
    Returns (v, factor).
    """)
    ### BEGIN SOLUTION
    # fr: E[f(z)²] = (1 + a²)/2 · E[z²] : une moitié des z est gardée, l'autre multipliée par a
    # en: E[f(z)²] = (1 + a²)/2 · E[z²]: half of the z are kept, the others multiplied by a
    return 2 / ((1 + slope**2) * n), (1 + slope**2) ** (depth / 2)
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ La normalisation par lots, entière
#
# Les deux régimes et la mise à jour des moyennes mobiles, dans la convention de Keras. Ne modifiez pas les tableaux reçus. À la prédiction, les moyennes mobiles ressortent telles quelles.
# %% [markdown] lang="en"
# ### ★★ Batch normalisation, all of it
#
# Both modes and the update of the moving averages, in the convention of Keras. Do not modify the arrays received. At prediction time the moving averages come out as they went in.

# %% tags=["exercise"]
def batch_norm(z, gamma, beta, mean, var, training, momentum=0.99, epsilon=1e-3):
    T("""Normalisation par lots.

    z : (m, k), un exemple par ligne ; gamma, beta, mean, var : (k,), les deux dernières sont les
    moyennes mobiles ; training : booléen. Renvoie (sortie, nouvelle mean, nouvelle var).
    """, """Batch normalisation.

    z: (m, k), one example per row; gamma, beta, mean, var: (k,), the last two are the moving
    averages; training: boolean. Returns (output, new mean, new var).
    """)
    ### BEGIN SOLUTION
    used_mean, used_var = mean, var
    if training:
        used_mean, used_var = z.mean(axis=0), z.var(axis=0)
        mean = momentum * mean + (1 - momentum) * used_mean
        var = momentum * var + (1 - momentum) * used_var
    output = gamma * (z - used_mean) / np.sqrt(used_var + epsilon) + beta
    return output, mean, var
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★★ Choisir ici, mesurer là
#
# Chacun des $k$ candidats a été entraîné avec $R$ graines : `val[c, r]` est le score du candidat `c`, graine `r`, sur la validation ; `spare[c, r]` sur la réserve ; `sizes[c]` son nombre de paramètres (tous différents). Choisissez par la règle « à une erreur type » de Breiman et al. (1984), qui ne départage pas ce que le bruit confond :
#
# 1. le meilleur en moyenne sur la validation fixe un seuil : sa moyenne moins **son** erreur type ;
# 2. parmi les candidats dont la moyenne atteint ce seuil (`>=`), prenez le plus **petit**.
#
# Renvoyez son indice et le score à annoncer : une moyenne sur les graines, honnête. Quel tableau ne doit pas servir à l'étape 1, et lequel au score ?
# %% [markdown] lang="en"
# ### ★★★ Choosing here, measuring there
#
# Each of the $k$ candidates was trained with $R$ seeds: `val[c, r]` is the score of candidate `c`, seed `r`, on the validation data; `spare[c, r]` on the held-out set; `sizes[c]` its number of parameters (all different). Choose by the “one standard error” rule of Breiman et al. (1984), which does not separate what noise confuses:
#
# 1. the best by mean on the validation data sets a threshold: its mean minus **its** standard error;
# 2. among the candidates whose mean reaches that threshold (`>=`), take the **smallest**.
#
# Return its index and the score to report: a mean over seeds, and an honest one. Which array must not be used in step 1, and which not for the score?

# %% tags=["exercise"]
def select_and_measure(val, spare, sizes):
    T("""Choisit un candidat sur la validation, le mesure sur la réserve.

    val, spare : (k, R), R ≥ 2 ; sizes : (k,), nombres de paramètres.
    Renvoie (indice du candidat, score à annoncer).
    """, """Chooses a candidate on the validation data, measures it on the held-out set.

    val, spare: (k, R), R ≥ 2; sizes: (k,), numbers of parameters.
    Returns (index of the candidate, score to report).
    """)
    ### BEGIN SOLUTION
    means = val.mean(axis=1)
    best = np.argmax(means)
    threshold = means[best] - val[best].std(ddof=1) / np.sqrt(val.shape[1])
    index = np.argmin(np.where(means >= threshold, sizes, np.inf))
    return index, spare[index].mean()
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
# - **Prendre un mauvais régime pour du surapprentissage** : une validation au niveau du hasard, quand l'entraînement va bien, vient souvent de moyennes mobiles en retard (`momentum` trop grand, peu de lots).
# - **Appeler `model(x, training=True)` pour prédire** : le dropout reste actif et, avec la normalisation par lots, les réponses dépendent des voisins.
# - **Recopier un `momentum` de PyTorch** : 0,1 là-bas, c'est 0,9 ici.
# - **Croire `Adam` + `L2` égal à `AdamW`**, ou garder le `weight_decay=0.004` par défaut en croyant régulariser : avec un taux de 0,001, mille pas ne réduisent les poids que de 0,4 %.
# - **Annoncer le score qui a servi à choisir** : époque, essai ou graine, le meilleur est en partie chanceux.
# - **Une barre d'erreur sans nom**, ou « ± 1,96 SE » avec trois graines.
# %% [markdown] lang="en"
# ## Common errors
#
# - **Taking the wrong mode for overfitting**: validation at the level of chance, while training goes well, often comes from moving averages that lag (`momentum` too large, too few batches).
# - **Calling `model(x, training=True)` to predict**: dropout stays active and, with batch normalisation, answers depend on who else is in the batch.
# - **Copying a `momentum` from PyTorch**: 0.1 there is 0.9 here.
# - **Believing `Adam` + `L2` equal to `AdamW`**, or keeping the default `weight_decay=0.004` in the belief that it regularises: with a rate of 0.001, a thousand steps shrink the weights by only 0.4%.
# - **Reporting the score used for choosing**: epoch, trial or seed, the best is partly lucky.
# - **An error bar without a name**, or “± 1.96 SE” with three seeds.

# %% [markdown] lang="fr"
# ## À retenir
#
# - Un réseau peut réciter n'importe quoi : 100 % à l'entraînement ne prouve rien.
# - Il comprend d'abord, récite ensuite. Les remèdes font monter le prix de la récitation.
# - Gardez la taille des signaux de couche en couche : He pour ReLU, $v = 2/n$.
# - La normalisation par lots a deux régimes ; le dropout aussi. Sachez dans lequel vous êtes.
# - Le meilleur de $k$ est trop beau : choisissez sur la validation, mesurez ailleurs.
# - Écart type : le prochain entraînement. Erreur type : la moyenne. Comparez par paires.
# %% [markdown] lang="en"
# ## What to remember
#
# - A network can recite anything: 100% in training proves nothing.
# - It understands first, recites afterwards. Remedies raise the price of reciting.
# - Keep the size of signals from layer to layer: He for ReLU, $v = 2/n$.
# - Batch normalisation has two modes; so has dropout. Know which one you are in.
# - The best of $k$ is too good: choose on the validation data, measure elsewhere.
# - Standard deviation: the next training. Standard error: the mean. Compare in pairs.

# %% [markdown] lang="fr"
# ## Glossaire
#
# | français | English | sens |
# |---|---|---|
# | arrêt précoce | early stopping | s'arrêter quand la validation ne progresse plus |
# | augmentation de données | data augmentation | changer les images sans changer l'étiquette |
# | décroissance des poids | weight decay | réduire les poids à chaque pas |
# | dropout | dropout | éteindre des neurones au hasard à l'entraînement |
# | écart type, erreur type | standard deviation, standard error | dispersion d'une valeur ; incertitude d'une moyenne |
# | graine | seed | nombre qui fixe les tirages au hasard |
# | hyperparamètre | hyperparameter | réglage que le gradient n'apprend pas |
# | moyenne mobile | moving average | moyenne qui oublie peu à peu |
# | sous-apprentissage, surapprentissage | underfitting, overfitting | ne pas atteindre la règle ; apprendre ce qui n'en est pas une |
# %% [markdown] lang="en"
# ## Glossary
#
# | English | français | meaning |
# |---|---|---|
# | data augmentation | augmentation de données | changing the images without changing the label |
# | dropout | dropout | turning neurons off at random in training |
# | early stopping | arrêt précoce | stopping when validation makes no more progress |
# | hyperparameter | hyperparamètre | setting that the gradient does not learn |
# | moving average | moyenne mobile | average that gradually forgets |
# | seed | graine | number that fixes the random draws |
# | standard deviation, standard error | écart type, erreur type | spread of a value; uncertainty of a mean |
# | underfitting, overfitting | sous-apprentissage, surapprentissage | falling short of the rule; learning what is no rule |
# | weight decay | décroissance des poids | shrinking the weights at each step |

# %% [markdown] lang="fr"
# ## Références
#
# - C. Zhang et al. (2017), *Understanding deep learning requires rethinking generalization*. [arXiv:1611.03530](https://arxiv.org/abs/1611.03530)
# - D. Arpit et al. (2017), *A closer look at memorization in deep networks*. [arXiv:1706.05394](https://arxiv.org/abs/1706.05394)
# - X. Glorot, Y. Bengio (2010), *Understanding the difficulty of training deep feedforward neural networks*, [AISTATS](https://proceedings.mlr.press/v9/glorot10a.html)
# - K. He et al. (2015), *Delving deep into rectifiers*. [arXiv:1502.01852](https://arxiv.org/abs/1502.01852)
# - S. Ioffe, C. Szegedy (2015), *Batch normalization*. [arXiv:1502.03167](https://arxiv.org/abs/1502.03167)
# - S. Santurkar et al. (2018), *How does batch normalization help optimization?*, NeurIPS. [arXiv:1805.11604](https://arxiv.org/abs/1805.11604)
# %% [markdown] lang="en"
# ## References
#
# - C. Zhang et al. (2017), *Understanding deep learning requires rethinking generalization*. [arXiv:1611.03530](https://arxiv.org/abs/1611.03530)
# - D. Arpit et al. (2017), *A closer look at memorization in deep networks*. [arXiv:1706.05394](https://arxiv.org/abs/1706.05394)
# - X. Glorot, Y. Bengio (2010), *Understanding the difficulty of training deep feedforward neural networks*, [AISTATS](https://proceedings.mlr.press/v9/glorot10a.html)
# - K. He et al. (2015), *Delving deep into rectifiers*. [arXiv:1502.01852](https://arxiv.org/abs/1502.01852)
# - S. Ioffe, C. Szegedy (2015), *Batch normalization*. [arXiv:1502.03167](https://arxiv.org/abs/1502.03167)
# - S. Santurkar et al. (2018), *How does batch normalization help optimization?*, NeurIPS. [arXiv:1805.11604](https://arxiv.org/abs/1805.11604)

# %% [markdown] lang="fr"
# - N. Srivastava et al. (2014), *Dropout*, JMLR 15. [jmlr.org](https://jmlr.org/papers/v15/srivastava14a.html)
# - L. Breiman, J. Friedman, R. Olshen, C. Stone (1984), *Classification and Regression Trees*, Wadsworth
# - I. Loshchilov, F. Hutter (2019), *Decoupled weight decay regularization*. [arXiv:1711.05101](https://arxiv.org/abs/1711.05101)
# - J. Bergstra, Y. Bengio (2012), *Random search for hyper-parameter optimization*, JMLR 13. [jmlr.org](https://jmlr.org/papers/v13/bergstra12a.html)
# - X. Bouthillier et al. (2021), *Accounting for variance in machine learning benchmarks*. [arXiv:2103.03098](https://arxiv.org/abs/2103.03098)
# - [KerasTuner](https://keras.io/keras_tuner/)
# %% [markdown] lang="en"
# - N. Srivastava et al. (2014), *Dropout*, JMLR 15. [jmlr.org](https://jmlr.org/papers/v15/srivastava14a.html)
# - L. Breiman, J. Friedman, R. Olshen, C. Stone (1984), *Classification and Regression Trees*, Wadsworth
# - I. Loshchilov, F. Hutter (2019), *Decoupled weight decay regularization*. [arXiv:1711.05101](https://arxiv.org/abs/1711.05101)
# - J. Bergstra, Y. Bengio (2012), *Random search for hyper-parameter optimization*, JMLR 13. [jmlr.org](https://jmlr.org/papers/v13/bergstra12a.html)
# - X. Bouthillier et al. (2021), *Accounting for variance in machine learning benchmarks*. [arXiv:2103.03098](https://arxiv.org/abs/2103.03098)
# - [KerasTuner](https://keras.io/keras_tuner/)

# %% [markdown] lang="fr"
# ## Et ensuite
#
# {{next}}
# %% [markdown] lang="en"
# ## What comes next
#
# {{next}}
