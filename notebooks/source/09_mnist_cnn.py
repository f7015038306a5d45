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
#       fr: Un CNN sur MNIST
#       en: A CNN on MNIST
#     objectives:
#       fr:
#       - passer des pixels à un tenseur et séparer entraînement, validation et test
#       - construire un réseau convolutif (API Functional et Sequential) et compter ses paramètres à la main
#       - l'entraîner, lire ses courbes et mesurer son exactitude avec une marge d'erreur
#       - trouver où il se trompe, et ce que regardent ses filtres
#       - sauvegarder le réseau, le recharger et lui faire lire votre écriture
#       en:
#       - go from pixels to a tensor, and split training, validation and test
#       - build a convolutional network (Functional and Sequential API) and count its parameters by hand
#       - train it, read its curves and measure its accuracy with a margin of error
#       - find where it goes wrong, and what its filters look at
#       - save the network, reload it and have it read your handwriting
#     prerequisites: ["02", "06", "08"]
#     reading: 100
#     next:
#       fr: "{{lesson 10}} : les mêmes outils sur des vêtements, où 99 % est hors d'atteinte ; augmentation de données, calibration et analyse d'erreurs."
#       en: "{{lesson 10}}: the same tools on clothes, where 99% is out of reach; data augmentation, calibration and error analysis."
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
from course_utils import LiveCurves, check, claim, digit_pad, explore, load
from course_utils import number, percent, plots, quiz, show, start

lesson = start("09_mnist_cnn", T("fr", "en"), profile=profile, data=data, seed=seed)

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers
from PIL import Image

digits = load("mnist")

# %% [markdown] lang="fr"
# ## Une question pour commencer
#
# Voici huit chiffres. Sous chacun, **la même image**, dont on a mélangé les 784 pixels, toujours de la même façon. Aucune valeur n'a été perdue : on pourrait tout remettre en place.
#
# Pour vous, la seconde ligne est illisible. Un réseau dense et un réseau convolutif vont pourtant apprendre l'un et l'autre à la lire. Lequel souffrira du mélange ? Pariez avant de lire la suite ; la partie 5 fera l'expérience.
# %% [markdown] lang="en"
# ## A question to begin with
#
# Here are eight digits. Below each one is **the same image** with its 784 pixels shuffled, always in the same way. No value was lost: everything could be put back in place.
#
# To you, the second row is unreadable. Yet a dense network and a convolutional one will both learn to read it. Which one will suffer from the shuffle? Place your bet before reading on; part 5 runs the experiment.

# %%
order = np.random.default_rng(0).permutation(28 * 28)

def shuffle_pixels(images):
    return images.reshape(-1, 28 * 28)[:, order].reshape(images.shape)

examples = digits.x_train[:8]
figure = plots.image_grid(np.concatenate([examples, shuffle_pixels(examples)]), columns=8)
show(figure,
     T("En haut huit chiffres manuscrits ; en bas les mêmes, pixels mélangés : illisibles.",
       "Top: eight handwritten digits; bottom: the same images, pixels shuffled: unreadable."))

# %% [markdown] lang="fr"
# ## 1. Des pixels au tenseur
#
# MNIST : des chiffres écrits par des employés du bureau américain du recensement et par des lycéens, 28 × 28 pixels, chacun un entier de 0 (fond) à 255 (encre).
#
# Keras attend des lots de forme `(images, hauteur, largeur, canaux)` : il faut un axe de plus pour l'unique canal. On garde les entiers, quatre fois plus légers en mémoire que des `float32` ; c'est le réseau qui divisera par 255, si bien qu'on ne pourra pas l'oublier au moment de prédire.
#
# Puis on sépare. L'**entraînement** règle les poids. La **validation** sert à choisir : architecture, nombre d'époques. Le **test** ne sert qu'à mesurer, une seule fois, à la fin.
# %% [markdown] lang="en"
# ## 1. From pixels to a tensor
#
# MNIST: digits written by employees of the US Census Bureau and by high-school students, 28 × 28 pixels, each an integer from 0 (background) to 255 (ink).
#
# Keras expects batches of shape `(images, height, width, channels)`: one more axis is needed for the single channel. We keep the integers, four times lighter in memory than `float32`; the network itself will divide by 255, so that nobody can forget it when predicting.
#
# Then we split. The **training** data adjust the weights. The **validation** data serve to choose: architecture, number of epochs. The **test** data serve only to measure, once, at the end.

# %%
def to_tensor(images):
    return images[..., np.newaxis]

n = lesson.pick(full=len(digits.x_train), fast=240)
n_val = n // 12
x, y = to_tensor(digits.x_train[:n]), digits.y_train[:n]
x_train, y_train, x_val, y_val = x[:-n_val], y[:-n_val], x[-n_val:], y[-n_val:]
print(T("entraînement", "training"), x_train.shape, "validation", x_val.shape)
claim(T("Les valeurs sont des entiers de 0 à 255", "Values are integers from 0 to 255"),
      x.dtype == "uint8" and x.min() == 0 and x.max() == 255);

# %%
figure, axis = plt.subplots(figsize=(6.5, 2.4))
for offset, labels, name in ((-0.2, y_train, T("entraînement", "training")), (0.2, y_val, "validation")):
    share = 100 * np.bincount(labels, minlength=10) / len(labels)
    axis.bar(np.arange(10) + offset, share, 0.4, label=name)
axis.set(xticks=range(10), xlabel=T("chiffre", "digit"), ylabel=T("part des images (%)", "share of images (%)"))
figure.legend(ncols=2, loc="outside upper center")
show(figure,
     T("Part de chaque chiffre à l'entraînement et en validation : aucune classe ne domine.",
       "Share of each digit in training and validation data: no class dominates."))

# %% [markdown] lang="fr"
# Les dix classes sont à peu près également fréquentes : répondre toujours le même chiffre donnerait environ 10 % de bonnes réponses. L'**exactitude** (*accuracy*), la part des bonnes réponses, est donc une mesure honnête ici. Elle ne le serait pas si une classe représentait 95 % des images.
# %% [markdown] lang="en"
# The ten classes are about equally frequent: always answering the same digit would be right about 10% of the time. **Accuracy**, the share of right answers, is therefore an honest measure here. It would not be if one class made up 95% of the images.

# %% [markdown] lang="fr"
# ## 2. Construire le réseau
#
# Trois convolutions, deux poolings, une couche dense. Une convolution de noyau $k$ et de pas $s$ (*stride*), avec remplissage `same`, transforme une carte de côté $n$ en une carte de côté $\lceil n/s \rceil$ : le pas de 2 divise le côté par deux et le calcul par quatre ; le *max-pooling* le divise encore par deux, mais arrondit vers le bas : 14 → 7 → 3.
#
# Ensuite, la **normalisation par lots** (*batch normalization*) centre et réduit chaque canal sur le lot en cours : l'entraînement supporte alors un taux d'apprentissage bien plus grand. À la prédiction, elle utilise des moyennes tenues à jour au fil de l'entraînement (`momentum=0.9` : surtout les derniers lots). Elle a son propre décalage, d'où `use_bias=False`.
#
# La dernière couche (softmax) donne dix probabilités.
# %% [markdown] lang="en"
# ## 2. Building the network
#
# Three convolutions, two pooling layers, one dense layer. A convolution with kernel $k$ and stride $s$, with `same` padding, turns a map of side $n$ into a map of side $\lceil n/s \rceil$: stride 2 halves the side and divides the work by four; max-pooling halves it once more, but rounds down: 14 → 7 → 3.
#
# Then **batch normalization** centres and rescales every channel over the current batch: training then tolerates a much larger learning rate. For prediction it uses averages kept up to date during training (`momentum=0.9`: mostly the latest batches). It has a shift of its own, hence `use_bias=False`.
#
# The final layer gives ten probabilities (softmax).

# %% tags=["recipe"]
def convolution(x, filters, kernel, stride=1, pool=False):
    x = layers.Conv2D(filters, kernel, strides=stride, padding="same", use_bias=False)(x)
    if pool:
        x = layers.MaxPooling2D()(x)
    x = layers.BatchNormalization(momentum=0.9)(x)
    return layers.ReLU()(x)

def build_cnn():
    image = keras.Input((28, 28, 1))
    x = layers.Rescaling(1 / 255)(image)
    x = convolution(x, 32, 5, stride=2, pool=True)
    x = convolution(x, 64, 3, pool=True)
    x = convolution(x, 128, 3)
    x = layers.Flatten()(x)
    return keras.Model(image, layers.Dense(10, activation="softmax")(x))

# %%
cnn = build_cnn()
for layer in cnn.layers:
    if not isinstance(layer, (layers.InputLayer, layers.Rescaling, layers.ReLU)):
        name, shape = layer.__class__.__name__, str(layer.output.shape[1:])
        print(f"{name:20}{shape:16}{layer.count_params():>8,}")
print(f"{'total':36}{cnn.count_params():>8,}")

# %% [markdown] lang="fr"
# Recomptons à la main. Un filtre couvre **tous** les canaux d'entrée : il a $k \times k \times \text{canaux}$ poids. La normalisation garde quatre nombres par canal : deux appris (échelle, décalage), deux mesurés (moyenne, variance).
# %% [markdown] lang="en"
# Let us count again by hand. A filter covers **all** input channels: it has $k \times k \times \text{channels}$ weights. Batch normalization keeps four numbers per channel: two learned (scale, shift), two measured (mean, variance).

# %%
by_hand = (5*5*1*32 + 4*32) + (3*3*32*64 + 4*64) + (3*3*64*128 + 4*128) + (3*3*128*10 + 10)
claim(T(f"Le calcul à la main donne les mêmes {number(by_hand, 0)} paramètres", f"The count by hand gives the same {number(by_hand, 0)} parameters"),
      by_hand == cnn.count_params());

# %% [markdown] lang="fr"
# L'écriture **Functional** ci-dessus nomme chaque tenseur : elle permet des branches. Quand les couches se suivent simplement, **Sequential** suffit. C'est le même réseau : avec les mêmes poids, il donne les mêmes nombres.
# %% [markdown] lang="en"
# The **Functional** style above names every tensor: it allows branches. When layers simply follow one another, **Sequential** is enough. It is the same network: with the same weights it gives the same numbers.

# %%
def block(filters, kernel, stride=1, pool=False):
    conv = layers.Conv2D(filters, kernel, strides=stride, padding="same", use_bias=False)
    pooling = [layers.MaxPooling2D()] if pool else []
    return [conv, *pooling, layers.BatchNormalization(momentum=0.9), layers.ReLU()]

sequential = keras.Sequential([
    keras.Input((28, 28, 1)), layers.Rescaling(1 / 255),
    *block(32, 5, stride=2, pool=True), *block(64, 3, pool=True), *block(128, 3),
    layers.Flatten(), layers.Dense(10, activation="softmax")])
sequential.set_weights(cnn.get_weights())
same = np.allclose(sequential(x_val[:10]), cnn(x_val[:10]), atol=1e-6)
claim(T("Sequential et Functional donnent les mêmes sorties", "Sequential and Functional give the same outputs"), same);

# %% [markdown] lang="fr"
# ## 3. Entraîner
#
# La perte est l'**entropie croisée** : moins le logarithme de la probabilité donnée au bon chiffre, $-\log p_{\text{vrai}}$. `sparse_` signifie que les étiquettes sont des entiers.
#
# Le taux d'apprentissage $\eta$ suit un plan : grand au début, pour avancer vite, puis de plus en plus petit, pour se poser sans rebondir. Au pas $t$ sur $T$ : $\eta = 0{,}005\,(1 - t/T)^2$. `steps_per_execution=16` enchaîne 16 lots par appel, ce qui réduit le temps perdu entre deux lots.
# %% [markdown] lang="en"
# ## 3. Training
#
# The loss is **cross-entropy**: minus the logarithm of the probability given to the right digit, $-\log p_{\text{true}}$. `sparse_` means that labels are integers.
#
# The learning rate $\eta$ follows a plan: large at first, to move fast, then smaller and smaller, to settle without bouncing. At step $t$ of $T$: $\eta = 0.005\,(1 - t/T)^2$. `steps_per_execution=16` runs 16 batches per call, which cuts the time lost between batches.

# %% tags=["recipe"]
BATCH, EPOCHS = 128, 3

def compile_cnn(model, steps, **options):
    rate = keras.optimizers.schedules.PolynomialDecay(
        5e-3, steps, end_learning_rate=0, power=2)
    model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy",
                  metrics=["accuracy"], steps_per_execution=16, **options)
    return rate

# %%
epochs = lesson.pick(full=EPOCHS if digits.origin == "real" else 5 * EPOCHS, fast=1)
steps = epochs * -(-len(x_train) // BATCH)
# fr: en profil fast, trop peu de pas pour compiler
# en: in the fast profile, too few steps to be worth compiling
how = lesson.pick(full={}, fast={"run_eagerly": True})
rate = compile_cnn(cnn, steps, **how)

figure, axis = plt.subplots(figsize=(5, 2))
axis.plot([float(rate(step)) for step in range(steps)])
axis.set(xlabel=T("pas (lots vus)", "step (batches seen)"), ylabel=T("taux d'apprentissage", "learning rate"))
show(figure,
     T("Le taux d'apprentissage descend de 0,005 à zéro, vite d'abord, puis lentement.",
       "The learning rate falls from 0.005 to zero, fast at first, then slowly."))

# %%
live = LiveCurves()
history = cnn.fit(x_train, y_train, batch_size=BATCH, epochs=epochs,
                  validation_data=(x_val, y_val), verbose=0, callbacks=[live])
print(T(f"entraîné en {live.seconds:.0f} s", f"trained in {live.seconds:.0f} s"))

# %% [markdown] lang="fr"
# La perte de validation peut passer **sous** celle d'entraînement, sans miracle : Keras affiche pour l'entraînement une moyenne sur toute l'époque, prise pendant que le réseau s'améliore, alors que la validation est calculée à la fin de l'époque. Laquelle surveiller pour savoir si une époque de plus serait utile ? La validation : la perte d'entraînement baisse aussi quand le réseau apprend les images par cœur.
# %% [markdown] lang="en"
# Validation loss may fall **below** training loss, and it is no miracle: for training Keras shows an average over the whole epoch, taken while the network was improving, whereas validation is computed at the end of the epoch. Which of the two tells you whether one more epoch would be worthwhile? Validation: training loss also falls when the network is learning the images by heart.

# %% [markdown] lang="fr"
# ## 4. Mesurer, puis regarder les erreurs
#
# Le test, une seule fois. Un taux mesuré sur $n$ images a une marge d'erreur ; à 95 %, pour une exactitude $p$ :
#
# $$\pm\, 1{,}96 \sqrt{\frac{p\,(1-p)}{n}}$$
# %% [markdown] lang="en"
# ## 4. Measuring, then looking at the errors
#
# The test data, once. A rate measured on $n$ images has a margin of error; at 95%, for an accuracy $p$:
#
# $$\pm\, 1.96 \sqrt{\frac{p\,(1-p)}{n}}$$

# %%
n_test = lesson.pick(full=len(digits.x_test), fast=500)
x_test, y_test = to_tensor(digits.x_test[:n_test]), digits.y_test[:n_test]
probabilities = cnn.predict(x_test, batch_size=500, verbose=0)
predicted = probabilities.argmax(axis=1)
accuracy = np.mean(predicted == y_test)
margin = 1.96 * np.sqrt(accuracy * (1 - accuracy) / n_test)
print(f"{percent(accuracy, 2)} ± {percent(margin, 2)}")
claim(T("Exactitude sur le test", "Accuracy on the test data"), accuracy,
      at_least=0.992, on_sample=0.95, as_percent=True);

# %% [markdown] lang="fr"
# Un écart bien plus petit que cette marge ne suffit pas à dire quel réseau est le meilleur. (Sur les mêmes images, on peut faire mieux : ne comparer que celles où ils diffèrent.) Et ce taux vaut pour des chiffres **comme ceux de MNIST** : la partie 6 montrera ce qui arrive à d'autres.
#
# La matrice de confusion dit quel chiffre est pris pour quel autre.
# %% [markdown] lang="en"
# A gap much smaller than this margin is not enough to say which network is better. (On the same images one can do better: compare only those on which they differ.) And the rate holds for digits **like those of MNIST**: part 6 will show what happens to others.
#
# The confusion matrix says which digit is taken for which.

# %%
show(plots.confusion_matrix(y_test, predicted, digits.class_names),
     T("Matrice de confusion : les bonnes réponses sur la diagonale, les erreurs ombrées.",
       "Confusion matrix: right answers on the diagonal, errors shaded."))

# %%
wrong = np.flatnonzero(predicted != y_test)
worst = wrong[np.argsort(-probabilities[wrong].max(axis=1))][:16]
titles = [f"{y_test[i]} → {predicted[i]}" for i in worst]
figure = plots.image_grid(digits.x_test[worst], titles, columns=8)
show(figure,
     T("Les erreurs dont le réseau était le plus sûr : vraie classe → classe prédite.",
       "The mistakes the network was most certain of: true class → predicted class."))

# %% [markdown] lang="fr"
# **Réfléchissez** : pour chaque image, auriez-vous donné l'étiquette officielle ? Northcutt et al. (2021) ont trouvé 15 étiquettes fausses parmi les 10 000 du test de MNIST. Un réseau à 100 % donnerait aussi ces réponses fausses : mauvais signe.
# %% [markdown] lang="en"
# **Think!** For each image, would you have given the official label? Northcutt et al. (2021) found 15 wrong labels among the 10,000 of MNIST's test set. A 100% network would give those wrong answers too: a bad sign.

# %% [markdown] lang="fr"
# ## 5. Ce que regarde le réseau
#
# La première couche tient en une formule. Si $x$ est l'image bordée de zéros, la carte d'activation du filtre $w$ est, au pas 2 :
#
# $$z_{ij} = \sum_{a=0}^{4} \sum_{b=0}^{4} x_{2i+a,\,2j+b}\; w_{ab}$$
#
# Le noyau n'est pas retourné : c'est une **corrélation croisée**, que l'apprentissage profond appelle convolution. Calculons-la en NumPy ; `same` ajoute ici 1 pixel nul en haut et à gauche, 2 en bas et à droite.
# %% [markdown] lang="en"
# ## 5. What the network looks at
#
# The first layer fits in one formula. If $x$ is the image with its border of zeros, the feature map of the filter $w$ with stride 2 is:
#
# $$z_{ij} = \sum_{a=0}^{4} \sum_{b=0}^{4} x_{2i+a,\,2j+b}\; w_{ab}$$
#
# The kernel is not flipped: this is a **cross-correlation**, which deep learning calls a convolution. Let us compute it in NumPy; here `same` adds 1 zero pixel at the top and left, 2 at the bottom and right.

# %%
image = x_test[:1] / 255
first = next(layer for layer in cnn.layers if isinstance(layer, layers.Conv2D))
kernels = first.get_weights()[0]  # (5, 5, 1, 32)

padded = np.pad(image[0, :, :, 0], (1, 2))
maps = np.zeros((14, 14, 32))
for i in range(14):
    for j in range(14):
        window = padded[2*i:2*i+5, 2*j:2*j+5, np.newaxis]  # (5, 5, 1)
        maps[i, j] = np.sum(window * kernels[:, :, 0], axis=(0, 1))
claim(T("NumPy et Keras donnent les mêmes cartes", "NumPy and Keras give the same maps"),
      np.allclose(maps, first(image)[0], atol=1e-4));

# %%
# fr: les huit filtres dont la carte varie le plus
# en: the eight filters whose map varies most
shown = np.argsort(-maps.std(axis=(0, 1)))[:8]
filters = plots.image_grid(np.moveaxis(kernels[:, :, 0, shown], -1, 0), columns=8, diverging=True)
show(filters,
     T("Huit filtres 5 × 5 : rouge positif, bleu négatif ; certains opposent deux côtés.",
       "Eight 5 × 5 filters: red positive, blue negative; some oppose two sides."))
answers = plots.image_grid(np.moveaxis(maps[:, :, shown], -1, 0), columns=8, diverging=True)
show(answers,
     T(f"Les cartes 14 × 14 de ces filtres pour un {y_test[0]} : chacune réagit à certains traits.",
       f"The 14 × 14 maps of these filters for the digit {y_test[0]}: each reacts to some strokes."))

# %% [markdown] lang="fr"
# Personne n'a dessiné ces filtres. Certains opposent nettement deux côtés de la fenêtre : des détecteurs de bords, nés de la seule descente de gradient. D'autres se lisent mal, et c'est normal : rien n'oblige un filtre à avoir un sens pour nous.
#
# Un filtre de 5 × 5 ne compare que des pixels voisins. Que reste-t-il de cet avantage quand le mélange les a séparés ? Voici l'expérience promise : un CNN et un réseau dense, chacun entraîné sur les images intactes et, à partir de zéro, sur les mélangées. On mesure sur la **validation**, car le test a déjà servi.
# %% [markdown] lang="en"
# Nobody drew these filters. Some clearly oppose two sides of the window: edge detectors, born from gradient descent alone. Others are hard to read, and that is normal: nothing obliges a filter to make sense to us.
#
# A 5 × 5 filter only compares neighbouring pixels. What is left of that advantage once shuffling has separated them? Here is the promised experiment: a CNN and a dense network, each trained on the intact images and, from scratch, on the shuffled ones. We measure on the **validation** data, since the test data have already been used.

# %%
def build_dense():
    image = keras.Input((28, 28, 1))
    x = layers.Flatten()(layers.Rescaling(1 / 255)(image))
    for _ in range(2):
        x = layers.Dense(256, use_bias=False)(x)
        x = layers.ReLU()(layers.BatchNormalization(momentum=0.9)(x))
    return keras.Model(image, layers.Dense(10, activation="softmax")(x))

def train(model, images):
    compile_cnn(model, steps, **how)
    progress = LiveCurves(curves=False)
    model.fit(images, y_train, batch_size=BATCH, epochs=epochs, verbose=0, callbacks=[progress])
    return model

# %%
dense = train(build_dense(), x_train)
dense_shuffled = train(build_dense(), shuffle_pixels(x_train))
cnn_shuffled = train(build_cnn(), shuffle_pixels(x_train))

def error_rate(model, images):
    return np.mean(model.predict(images, batch_size=500, verbose=0).argmax(axis=1) != y_val)

# %%
intact = [error_rate(dense, x_val), error_rate(cnn, x_val)]
shuffled = [error_rate(m, shuffle_pixels(x_val)) for m in (dense_shuffled, cnn_shuffled)]
figure, axis = plt.subplots(figsize=(5.5, 2.6))
for offset, rates, name, hatch in ((-0.18, intact, T("intacts", "intact"), ""),
                                   (0.18, shuffled, T("mélangés", "shuffled"), "//")):
    heights = np.multiply(100, rates)
    where = np.arange(2) + offset
    bars = axis.bar(where, heights, 0.34, label=name, hatch=hatch, edgecolor="white")
    axis.bar_label(bars, [number(height) for height in heights])
axis.set_xticks([0, 1], [T("dense", "dense"), "CNN"])
axis.set(ylabel=T("erreurs (%)", "errors (%)"))
figure.legend(title=T("pixels", "pixels"), loc="outside right")
show(figure,
     T("Erreurs de validation : le mélange coûte au CNN son avance, et touche peu le réseau dense.",
       "Validation errors: shuffling costs the CNN its lead, and hardly affects the dense network."))

# %%
claim(T("Erreurs du CNN, pixels mélangés ÷ intacts", "Errors of the CNN, pixels shuffled ÷ intact"),
      shuffled[1] / intact[1], at_least=1.7, on_sample=1.2, digits=1)
claim(T("Erreurs du réseau dense, mélangés ÷ intacts", "Errors of the dense network, shuffled ÷ intact"),
      shuffled[0] / intact[0], at_most=1.5, digits=1)
claim(T("Erreurs, pixels mélangés : CNN ÷ dense", "Errors, pixels shuffled: CNN ÷ dense"),
      shuffled[1] / shuffled[0], at_least=0.9, digits=1)
claim(T("Paramètres du réseau dense ÷ CNN", "Parameters of the dense network ÷ CNN"),
      dense.count_params() / cnn.count_params(), at_least=2, digits=1);

# %% [markdown] lang="fr"
# Pour le réseau dense, seul le hasard de l'entraînement sépare les deux barres : l'ordre des pixels n'a jamais existé pour lui. Le CNN apprend encore, mais il a perdu son avance, et au-delà : ses filtres et ses poolings réunissent désormais des pixels sans rapport. Voilà ce qu'il suppose **avant** tout entraînement : *des pixels voisins vont ensemble, et un motif garde son sens où qu'il soit*. Cette hypothèse est juste pour une photo ou un manuscrit ; elle serait sans valeur pour les colonnes d'un tableur.
# %% [markdown] lang="en"
# For the dense network only the chance of training separates the two bars: the order of the pixels never existed for it. The CNN still learns, but it has lost its lead, and more: its filters and pooling layers now bring together unrelated pixels. This is what it assumes **before** any training: *neighbouring pixels belong together, and a pattern means the same wherever it is*. That assumption is right for a photo or for handwriting; it would be worthless for the columns of a spreadsheet.

# %% [markdown] lang="fr"
# ## 6. Garder le réseau et le mettre à l'épreuve
#
# Un fichier `.keras` contient l'architecture, les poids et l'état de l'optimiseur (ici dans un dossier temporaire ; donnez un autre chemin pour le garder). Rechargé, le réseau doit donner **exactement** les mêmes réponses.
# %% [markdown] lang="en"
# ## 6. Keeping the network and testing its limits
#
# A `.keras` file holds the architecture, the weights and the state of the optimizer (here in a temporary folder; give another path to keep it). Once reloaded, the network must give **exactly** the same answers.

# %%
path = lesson.folder / "digits.keras"
cnn.save(path)
reloaded = keras.models.load_model(path)
same = np.array_equal(reloaded.predict(x_val[:200], verbose=0), cnn.predict(x_val[:200], verbose=0))
size = number(path.stat().st_size / 1e6, 1)
claim(T(f"Rechargé ({size} Mo), le réseau donne les mêmes réponses",
        f"Reloaded ({size} MB), the network gives the same answers"), same);

# %% [markdown] lang="fr"
# Dans MNIST, tous les chiffres sont centrés. Que se passe-t-il si on les décale de quelques pixels, sans réentraîner ? (Ce qui sort de l'image est perdu : cela commence vers 4 pixels.)
# %% [markdown] lang="en"
# In MNIST all digits are centred. What happens if they are shifted by a few pixels, without retraining? (What leaves the image is lost: this begins at about 4 pixels.)

# %%
def shift_right(images, pixels):
    return np.pad(images, ((0, 0), (0, 0), (pixels, 0), (0, 0)))[:, :, :28]

shifts = np.arange(0, lesson.pick(full=7, fast=2))
figure, axis = plt.subplots(figsize=(5.5, 2.8))
for model, name, style in ((cnn, "CNN", "o-"), (dense, T("dense", "dense"), "s--")):
    scores = [100 - 100 * error_rate(model, shift_right(x_val, shift)) for shift in shifts]
    axis.plot(shifts, scores, style, label=name)
axis.set(xlabel=T("décalage vers la droite (pixels)", "shift to the right (pixels)"),
         ylabel=T("exactitude (%)", "accuracy (%)"), ylim=(0, 102))
axis.legend()
show(figure,
     T("Exactitude selon le décalage : elle chute pour les deux réseaux, plus tard pour le CNN.",
       "Accuracy against shift: it collapses for both networks, later for the CNN."))

# %% [markdown] lang="fr"
# Le CNN résiste mieux, mais il n'est **pas** invariant par translation. Une convolution de pas 1 suit le décalage (elle est **équivariante**, aux bords près) ; avec des pas et des poolings de 2, ce n'est vrai que pour certains décalages. Le pooling en absorbe un peu, et la couche dense finale apprend des positions.
#
# À vous : décalez, tournez, bruitez un chiffre jusqu'à ce que le réseau change d'avis.
# %% [markdown] lang="en"
# The CNN holds out longer, but it is **not** invariant to translation. A convolution with stride 1 follows the shift (it is **equivariant**, borders aside); with strides and poolings of 2 this holds for some shifts only. Pooling absorbs a little, and the final dense layer learns positions.
#
# Your turn: shift, rotate, add noise to a digit until the network changes its mind.

# %%
from course_utils.pad import answer_figure

def disturbed(index=3, shift=0, angle=0, noise=0):
    image = Image.fromarray(digits.x_test[index]).rotate(angle, translate=(shift, 0))
    image = np.asarray(image) + np.random.default_rng(0).normal(0, noise, (28, 28))
    image = image.clip(0, 255).astype("uint8")
    return answer_figure(image, cnn(to_tensor(image[np.newaxis]))[0])

# %%
names = {"index": T("image de test", "test image"), "noise": T("bruit (écart type)", "noise (std. deviation)"),
         "shift": T("décalage (pixels)", "shift (pixels)"),
         "angle": T("rotation (degrés)", "rotation (degrees)")}
explore(disturbed, labels=names,
        alt=T("Une image de test, déformée par les curseurs, et la probabilité de chaque chiffre.",
              "A test image, distorted by the sliders, and the probability of each digit."),
        index=(0, 99, 1), shift=(-8, 8, 1), angle=(-90, 90, 5), noise=(0, 200, 10))

# %% [markdown] lang="fr"
# Enfin, écrivez un chiffre. Avant de le donner au réseau, `digit_pad` le prépare comme l'ont fait les auteurs de MNIST : réduit dans un carré de 20 pixels, puis centré sur son centre de masse. Sans cette préparation, un réseau à 99 % se tromperait souvent sur votre écriture : **un modèle ne vaut que pour des données préparées comme les siennes**.
# %% [markdown] lang="en"
# Finally, write a digit. Before giving it to the network, `digit_pad` prepares it as the authors of MNIST did: shrunk into a 20-pixel square, then centred on its centre of mass. Without that preparation a 99% network would often go wrong on your handwriting: **a model is only good for data prepared like its own**.

# %%
digit_pad(lambda image: cnn(to_tensor(image[np.newaxis]))[0], example=digits.x_test[0])

# %% [markdown] lang="fr"
# ## Exercices
#
# Chaque exercice se vérifie aussitôt : complétez la fonction, exécutez, puis exécutez la cellule `check`.
#
# ### ★ Taille de sortie
#
# Quel est le côté de la carte que produit une convolution de noyau `kernel` et de pas `stride` sur une image de côté `size` ? Deux remplissages : `"valid"` (aucun) et `"same"`.
# %% [markdown] lang="en"
# ## Exercises
#
# Each exercise can be checked at once: complete the function, run it, then run the `check` cell.
#
# ### ★ Output size
#
# What is the side of the map that a convolution with kernel `kernel` and stride `stride` produces on an image of side `size`? Two kinds of padding: `"valid"` (none) and `"same"`.

# %% tags=["exercise"]
def output_size(size, kernel, stride, padding):
    T("""Côté de la carte produite par une convolution carrée.

    size, kernel, stride : entiers ; padding : "valid" ou "same". Renvoie un entier.
    output_size(28, 5, 2, "valid") vaut 12.
    """, """Side of the map that a square convolution produces.

    size, kernel, stride: integers; padding: "valid" or "same". Returns an integer.
    output_size(28, 5, 2, "valid") is 12.
    """)
    ### BEGIN SOLUTION
    if padding == "same":
        # fr: division arrondie à l'entier supérieur
        # en: division rounded up
        return -(-size // stride)
    return (size - kernel) // stride + 1
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★ Paramètres d'une convolution
#
# Combien de paramètres a `Conv2D(filters, kernel)`, biais compris, sur une entrée à `channels` canaux ? Remarquez ce qui n'apparaît pas : la taille de l'image.
# %% [markdown] lang="en"
# ### ★ Parameters of a convolution
#
# How many parameters does `Conv2D(filters, kernel)` have, biases included, on an input with `channels` channels? Notice what does not appear: the size of the image.

# %% tags=["exercise"]
def conv_parameters(kernel, channels, filters):
    T("""Nombre de paramètres (entier) de Conv2D(filters, kernel), biais compris.""",
      """Number of parameters (an integer) of Conv2D(filters, kernel), biases included.""")
    ### BEGIN SOLUTION
    return (kernel * kernel * channels + 1) * filters
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ Matrice de confusion
#
# Construisez-la avec NumPy seul : la case `[t, p]` compte les images de vraie classe `t` prédites `p`.
# %% [markdown] lang="en"
# ### ★★ Confusion matrix
#
# Build it with NumPy alone: cell `[t, p]` counts the images of true class `t` predicted as `p`.

# %% tags=["exercise"]
def confusion(truth, predicted, classes):
    T("""Matrice de confusion.

    truth, predicted : entiers, forme (n,) ; classes : nombre de classes.
    Renvoie un tableau d'entiers (classes, classes).
    """, """Confusion matrix.

    truth, predicted: integers, shape (n,); classes: number of classes.
    Returns an integer array (classes, classes).
    """)
    ### BEGIN SOLUTION
    table = np.zeros((classes, classes), dtype=int)
    np.add.at(table, (truth, predicted), 1)
    return table
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★★ Les plus grandes pertes
#
# La partie 4 a trié les erreurs par confiance. Triez cette fois **toutes** les images par perte $-\log p_{\text{vrai}}$ : renvoyez les indices des `k` plus grandes, la pire d'abord. Sans boucle.
# %% [markdown] lang="en"
# ### ★★★ The greatest losses
#
# Part 4 sorted the mistakes by confidence. This time sort **all** images by loss $-\log p_{\text{true}}$: return the indices of the `k` greatest, worst first. Without a loop.

# %% tags=["exercise"]
def highest_losses(probabilities, truth, k):
    T("""Indices des k images dont la perte −log p_vrai est la plus grande, la pire d'abord.

    probabilities : (n, classes) ; truth : (n,). Renvoie k indices d'images, forme (k,).
    """, """Indices of the k images with the greatest loss −log p_true, worst first.

    probabilities: (n, classes); truth: (n,). Returns k image indices, shape (k,).
    """)
    ### BEGIN SOLUTION
    # fr: une petite probabilité est une grande perte
    # en: a small probability is a great loss
    true = probabilities[np.arange(len(truth)), truth]
    return np.argsort(true)[:k]
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
# - **Oublier l'axe des canaux** dans la forme déclarée : `Input((28, 28))` au lieu de `Input((28, 28, 1))`. Keras dit `expected min_ndim=4, found ndim=3`. (Dans les données, Keras 3 ajoute de lui-même un axe final de taille 1 ; n'y comptez pas pour des images en couleurs.)
# - **Diviser par 255 à l'entraînement et l'oublier à la prédiction** : aucune erreur n'est signalée, les réponses sont seulement mauvaises. Mettez la division dans le réseau.
# - **Choisir sur le test** : essayer dix réseaux et garder le meilleur *sur le test* surestime son exactitude.
# - **`categorical_crossentropy` avec des étiquettes entières** : il faut `sparse_categorical_crossentropy`.
# - **Softmax deux fois** : `from_logits=True` attend une dernière couche *sans* softmax.
# %% [markdown] lang="en"
# ## Common errors
#
# - **Forgetting the channel axis** in the declared shape: `Input((28, 28))` instead of `Input((28, 28, 1))`. Keras says `expected min_ndim=4, found ndim=3`. (In the data, Keras 3 adds a final axis of size 1 by itself; do not count on it for colour images.)
# - **Dividing by 255 in training and forgetting it when predicting**: no error is reported, the answers are just bad. Put the division into the network.
# - **Choosing on the test data**: trying ten networks and keeping the best one *on the test data* overestimates its accuracy.
# - **`categorical_crossentropy` with integer labels**: `sparse_categorical_crossentropy` is needed.
# - **Softmax twice**: `from_logits=True` expects a last layer *without* softmax.

# %% [markdown] lang="fr"
# ## À retenir
#
# - Un CNN sait d'avance que les pixels voisins vont ensemble. Mélangez les pixels : son avance disparaît.
# - Entraînement pour apprendre, validation pour choisir, test pour mesurer, une fois, avec une marge d'erreur.
# - Paramètres d'une convolution : $(k \times k \times \text{canaux} + 1) \times \text{filtres}$, quelle que soit la taille de l'image.
# - Équivariant n'est pas invariant : quelques pixels de décalage suffisent à tromper un réseau à 99 %.
# - Les données nouvelles doivent être préparées comme celles de l'entraînement.
# %% [markdown] lang="en"
# ## What to remember
#
# - A CNN knows in advance that neighbouring pixels belong together. Shuffle the pixels and its lead is gone.
# - Training data to learn, validation data to choose, test data to measure, once, with a margin of error.
# - Parameters of a convolution: $(k \times k \times \text{channels} + 1) \times \text{filters}$, whatever the size of the image.
# - Equivariant is not invariant: a shift of a few pixels is enough to fool a 99% network.
# - New data must be prepared like the training data.

# %% [markdown] lang="fr"
# ## Glossaire
#
# | français | English | sens |
# |---|---|---|
# | carte d'activation | feature map | sortie d'un filtre sur toute l'image |
# | exactitude | accuracy | part des bonnes réponses |
# | jeu de validation | validation set | données pour choisir, jamais pour apprendre |
# | matrice de confusion | confusion matrix | combien de fois telle classe est prise pour telle autre |
# | normalisation par lots | batch normalization | recentrage et mise à l'échelle de chaque canal |
# | pas | stride | de combien la fenêtre avance |
# | remplissage | padding | zéros ajoutés au bord |
# %% [markdown] lang="en"
# ## Glossary
#
# | English | français | meaning |
# |---|---|---|
# | accuracy | exactitude | share of right answers |
# | batch normalization | normalisation par lots | centring and rescaling of every channel |
# | confusion matrix | matrice de confusion | how often one class is taken for another |
# | feature map | carte d'activation | output of one filter over the whole image |
# | padding | remplissage | zeros added at the border |
# | stride | pas | how far the window moves |
# | validation set | jeu de validation | data for choosing, never for learning |

# %% [markdown] lang="fr"
# ## Références
#
# - Y. LeCun, L. Bottou, Y. Bengio, P. Haffner (1998), *Gradient-based learning applied to document recognition* : MNIST et LeNet-5. [doi:10.1109/5.726791](https://doi.org/10.1109/5.726791)
# - S. Ioffe, C. Szegedy (2015), *Batch normalization*. [arXiv:1502.03167](https://arxiv.org/abs/1502.03167)
# - D. Kingma, J. Ba (2015), *Adam*. [arXiv:1412.6980](https://arxiv.org/abs/1412.6980)
# - H. Robbins, S. Monro (1951), *A Stochastic Approximation Method* : pourquoi le pas doit tendre vers zéro. [doi:10.1214/aoms/1177729586](https://doi.org/10.1214/aoms/1177729586)
# - C. Northcutt, A. Athalye, J. Mueller (2021), *Pervasive label errors in test sets destabilize machine learning benchmarks*. [arXiv:2103.14749](https://arxiv.org/abs/2103.14749)
# %% [markdown] lang="en"
# ## References
#
# - Y. LeCun, L. Bottou, Y. Bengio, P. Haffner (1998), *Gradient-based learning applied to document recognition*: MNIST and LeNet-5. [doi:10.1109/5.726791](https://doi.org/10.1109/5.726791)
# - S. Ioffe, C. Szegedy (2015), *Batch normalization*. [arXiv:1502.03167](https://arxiv.org/abs/1502.03167)
# - D. Kingma, J. Ba (2015), *Adam*. [arXiv:1412.6980](https://arxiv.org/abs/1412.6980)
# - H. Robbins, S. Monro (1951), *A Stochastic Approximation Method*: why the step must tend to zero. [doi:10.1214/aoms/1177729586](https://doi.org/10.1214/aoms/1177729586)
# - C. Northcutt, A. Athalye, J. Mueller (2021), *Pervasive label errors in test sets destabilize machine learning benchmarks*. [arXiv:2103.14749](https://arxiv.org/abs/2103.14749)

# %% [markdown] lang="fr"
# ## Et ensuite
#
# {{next}}
# %% [markdown] lang="en"
# ## What comes next
#
# {{next}}
