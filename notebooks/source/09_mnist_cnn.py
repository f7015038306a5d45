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
#     reading: 75
#     next:
#       fr: "next"
#       en: "next"
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
from course_utils import claim, digit_pad, load, plots, quiz, show, start

lesson = start("09_mnist_cnn", T("fr", "en"), profile=profile, data=data, seed=seed)

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers

digits = load("mnist")

# %% [markdown] lang="fr"
# ## Une question pour commencer
# Open
# %% [markdown] lang="en"
# ## A question to begin with
# Open

# %%
order = np.random.default_rng(0).permutation(28 * 28)

def shuffle_pixels(images):
    return images.reshape(-1, 28 * 28)[:, order].reshape(images.shape)

examples = digits.x_train[:8]
figure = plots.image_grid(np.concatenate([examples, shuffle_pixels(examples)]), columns=8)
show(figure, T("En haut huit chiffres manuscrits ; en bas les mêmes images, pixels mélangés : illisibles.", "Top: eight handwritten digits; bottom: the same images with their pixels shuffled: unreadable."))

# %% [markdown] lang="fr"
# ## 1. Des pixels au tenseur
# %% [markdown] lang="en"
# ## 1. From pixels to a tensor

# %%
def to_tensor(images):
    return images[..., np.newaxis].astype("float32") / 255

n_train = lesson.pick(full=len(digits.x_train), fast=600)
n_val = n_train // 12
x_train, y_train = to_tensor(digits.x_train[: n_train - n_val]), digits.y_train[: n_train - n_val]
x_val, y_val = to_tensor(digits.x_train[n_train - n_val : n_train]), digits.y_train[n_train - n_val : n_train]
print("train", x_train.shape, "val", x_val.shape, x_train.dtype, x_train.min(), x_train.max())

# %%
figure, axis = plt.subplots(figsize=(6.5, 2.4))
for offset, labels, name in ((-0.2, y_train, T("entraînement", "training")), (0.2, y_val, "validation")):
    axis.bar(np.arange(10) + offset, np.bincount(labels, minlength=10) / len(labels), 0.4, label=name)
axis.set(xticks=range(10), xlabel=T("chiffre", "digit"), ylabel=T("proportion", "share"))
axis.legend(ncols=2, loc="lower center")
show(figure, T("Proportion de chaque chiffre, voisine de 10 %.", "Share of each digit, about 10%."))

# %% [markdown] lang="fr"
# ## 2. Construire le réseau
# %% [markdown] lang="en"
# ## 2. Building the network

# %% tags=["recipe"]
def convolution(x, filters, kernel, stride=1):
    x = layers.Conv2D(filters, kernel, strides=stride, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization(momentum=0.9)(x)
    return layers.ReLU()(x)

def build_cnn():
    image = keras.Input((28, 28, 1))
    x = convolution(image, 32, 5, stride=2)
    x = convolution(x, 64, 3, stride=2)
    x = convolution(x, 64, 3)
    x = layers.MaxPooling2D()(x)
    x = layers.Flatten()(x)
    return keras.Model(image, layers.Dense(10, activation="softmax")(x))

# %%
cnn = build_cnn()
cnn.summary()

# %% [markdown] lang="fr"
# ## 3. Entraîner
# %% [markdown] lang="en"
# ## 3. Training

# %% tags=["recipe"]
def compile_cnn(model, steps):
    warmup = steps // 4
    rate = keras.optimizers.schedules.CosineDecay(
        1e-4, steps - warmup, warmup_target=8e-3, warmup_steps=warmup)
    model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy",
                  metrics=["accuracy"], steps_per_execution=16)

# %%
from course_utils import LiveCurves

epochs, batch = lesson.pick(full=3 if digits.origin == "real" else 15, fast=1), 128
compile_cnn(cnn, steps=epochs * -(-len(x_train) // batch))
live = LiveCurves()
history = cnn.fit(x_train, y_train, batch_size=batch, epochs=epochs,
                  validation_data=(x_val, y_val), verbose=0, callbacks=[live])
print(f"{live.seconds:.1f} s")

# %% [markdown] lang="fr"
# ## 4. Mesurer
# %% [markdown] lang="en"
# ## 4. Measuring

# %%
x_test, y_test = to_tensor(digits.x_test), digits.y_test
if lesson.profile == "fast":
    x_test, y_test = x_test[:500], y_test[:500]
probabilities = cnn.predict(x_test, batch_size=512, verbose=0)
predicted = probabilities.argmax(axis=1)
accuracy = np.mean(predicted == y_test)
claim(T("L'exactitude sur le jeu de test", "Test accuracy"), accuracy, at_least=0.992, on_sample=0.95)

# %%
show(plots.confusion_matrix(y_test, predicted, digits.class_names), "confusion")

# %%
wrong = np.flatnonzero(predicted != y_test)
worst = wrong[np.argsort(-probabilities[wrong].max(axis=1))][:16]
show(plots.image_grid(digits.x_test[worst], [f"{y_test[i]} → {predicted[i]} ({probabilities[i].max():.0%})" for i in worst], columns=8), "worst")

# %% [markdown] lang="fr"
# ## 6. Dessiner
# %% [markdown] lang="en"
# ## 6. Drawing

# %%
digit_pad(lambda image: cnn.predict(to_tensor(image[np.newaxis]), verbose=0)[0], digits.x_test[0])

# %%
quiz()
