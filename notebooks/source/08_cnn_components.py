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
#       fr: Les composants d'un CNN
#       en: The components of a CNN
#     objectives:
#       fr:
#       - calculer une convolution à la main (noyau, pas, remplissage, canaux) et prévoir la taille de sa sortie
#       - dire ce que le pooling réduit, ce qu'il garde, et ce qu'il fait d'un petit décalage
#       - calculer le champ récepteur d'une couche et le vérifier
#       - regarder ce qui excite les filtres d'une couche, sans se laisser tromper
#       - mesurer à quel point un réseau convolutif est invariant par translation, et dire pourquoi
#       en:
#       - compute a convolution by hand (kernel, stride, padding, channels) and predict the size of its output
#       - say what pooling reduces, what it keeps, and what it does to a small shift
#       - compute the receptive field of a layer and verify it
#       - look at what excites the filters of a layer, without being fooled
#       - measure how invariant to translation a convolutional network is, and say why
#     prerequisites: ["02", "03", "06"]
#     reading: 105
#     next:
#       fr: "{{lesson 09}} : assembler ces pièces en un réseau qui lit les chiffres à plus de 99 %, le mesurer et analyser ses erreurs."
#       en: "{{lesson 09}}: putting these parts together into a network that reads digits with more than 99% accuracy, measuring it and analysing its errors."
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
from course_utils import LiveCurves, check, claim, explore, load
from course_utils import number, percent, plots, quiz, show, start
from course_utils.textures import cut

lesson = start("08_cnn_components", T("fr", "en"), profile=profile, data=data, seed=seed)

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import skimage.data
from keras import layers
from numpy.lib.stride_tricks import sliding_window_view
from scipy.signal import convolve2d, correlate2d
from sklearn.neighbors import NearestCentroid

digits, textures = load("mnist"), load("textures")

# %% [markdown] lang="fr"
# ## Une question pour commencer
#
# Trois réseaux vont apprendre à lire des chiffres, toujours écrits à **gauche** d'une page. Puis on leur montrera d'autres chiffres, écrits à **droite**. Ils n'y auront jamais vu d'encre.
#
# - un réseau dense ;
# - un CNN qui se termine par `Flatten` et une couche dense ;
# - le même CNN, où un pooling global remplace `Flatten`.
#
# On lit souvent que « les CNN sont invariants par translation ». Lesquels sauront lire à droite ? Pariez ; la partie 6 fait l'expérience, et les cinq premières donnent de quoi la prévoir.
# %% [markdown] lang="en"
# ## A question to begin with
#
# Three networks are going to learn to read digits, always written on the **left** of a page. Then they will be shown other digits, written on the **right**. They will never have seen any ink there.
#
# - a dense network;
# - a CNN that ends with `Flatten` and a dense layer;
# - the same CNN, with global pooling in place of `Flatten`.
#
# One often reads that “CNNs are translation invariant”. Which of them will be able to read on the right? Place your bet; part 6 runs the experiment, and the first five give you what you need to predict it.

# %%
LEFT, RIGHT = 4, 32

def page(images, column, width=64):
    paper = np.zeros((len(images), 28, width, 1), dtype="uint8")
    paper[:, :, column:column + 28, 0] = images
    return paper

figure, axes = plt.subplots(2, 4, figsize=(7.5, 2.1))
names = [T("apprendre", "learn"), T("lire", "read")]
for row, images, column, name in zip(axes, (digits.x_train, digits.x_test), (LEFT, RIGHT), names):
    row[0].set_ylabel(name)
    for axis, paper in zip(row, page(images[:4], column)):
        axis.imshow(paper[..., 0])
        axis.set(xticks=[], yticks=[])
show(figure,
     T("En haut quatre chiffres à gauche d'une page noire ; en bas quatre autres chiffres, à droite.",
       "Top: four digits on the left of a black page; bottom: four other digits, on the right."))

# %% [markdown] lang="fr"
# ## 1. Une fenêtre qui glisse
#
# Un **filtre** est un petit tableau de poids, le **noyau** (*kernel*). On le pose sur l'image, on multiplie terme à terme, on additionne : un nombre. On avance d'un pixel et on recommence, **avec les mêmes poids**. Les nombres obtenus forment une **carte d'activation** (*feature map*) :
#
# $$z_{ij} = \sum_{a}\sum_{b} w_{ab}\; x_{i+a,\,j+b}$$
#
# C'est le neurone de la leçon 02, relié à une petite fenêtre seulement, et répété partout (son biais viendra en partie 2). Prenons le filtre de Sobel : il retranche ce qui est à gauche de ce qui est à droite. Sur un mur uni, il répond 0 ; sur un bord vertical, il répond fort.
# %% [markdown] lang="en"
# ## 1. A sliding window
#
# A **filter** is a small array of weights, the **kernel**. Lay it on the image, multiply term by term, add up: one number. Move on by one pixel and start again, **with the same weights**. The numbers obtained form a **feature map**:
#
# $$z_{ij} = \sum_{a}\sum_{b} w_{ab}\; x_{i+a,\,j+b}$$
#
# It is the neuron of lesson 02, connected to a small window only, and repeated everywhere (its bias comes in part 2). Take the Sobel filter: it subtracts what is on the left from what is on the right. On a plain wall it responds 0; on a vertical edge it responds strongly.

# %%
sobel = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]) / 8

def correlate(images, kernel):
    windows = sliding_window_view(images, kernel.shape, axis=(-2, -1))
    return np.einsum("...ab,ab->...", windows, kernel)

brick = skimage.data.brick() / 255
z = 0
for a in range(3):
    for b in range(3):
        z += sobel[a, b] * brick[100 + a, 200 + b]
edges = correlate(brick, sobel)
print(T(f"photo {brick.shape}, carte {edges.shape}", f"photo {brick.shape}, map {edges.shape}"))
claim(T("Les deux boucles et la fenêtre glissante donnent le même nombre",
        "The two loops and the sliding window give the same number"),
      np.isclose(z, edges[100, 200]));

# %% [markdown] lang="fr"
# Le nom est trompeur. La **convolution** des mathématiciens retourne le noyau, $x_{i-a,\,j-b}$ ; celle des réseaux ne le retourne pas : c'est une **corrélation croisée**. Pour un réseau, peu importe : il apprendrait simplement le noyau retourné. Pour qui copie un noyau d'un livre de traitement du signal, la réponse peut changer ; pour un filtre de bords comme celui-ci, elle change de signe.
# %% [markdown] lang="en"
# The name is misleading. The mathematicians' **convolution** flips the kernel, $x_{i-a,\,j-b}$; that of networks does not: it is a **cross-correlation**. To a network it makes no difference: it would simply learn the flipped kernel. For whoever copies a kernel from a signal-processing book, the response may change; for an edge filter like this one, it changes sign.

# %%
from_keras = keras.ops.conv(brick[np.newaxis, :, :, np.newaxis].astype("float32"),
                             sobel[:, :, np.newaxis, np.newaxis].astype("float32"))
from_keras = np.array(from_keras)[0, :, :, 0]
claim(T("Keras calcule la corrélation croisée de SciPy", "Keras computes SciPy's cross-correlation"),
      np.allclose(from_keras, correlate2d(brick, sobel, "valid"), atol=1e-5))
claim(T("La vraie convolution donne ici l'opposé", "True convolution gives the opposite here"),
      np.allclose(convolve2d(brick, sobel, "valid"), -edges))
claim(T("Avec le noyau retourné, elle donne la même carte", "With the kernel flipped it gives the same map"),
      np.allclose(convolve2d(brick, sobel[::-1, ::-1], "valid"), edges));

# %%
figure, axes = plt.subplots(1, 3, figsize=(8, 2.9))
axes[0].imshow(brick[:128, :128])
axes[0].set_title(T("photo", "photo"))
for axis, kernel, name in ((axes[1], sobel, T("bords verticaux", "vertical edges")),
                           (axes[2], sobel.T, T("bords horizontaux", "horizontal edges"))):
    drawn = axis.imshow(correlate(brick[:128, :128], kernel), cmap="RdBu_r", vmin=-0.2, vmax=0.2)
    axis.set_title(name)
for axis in axes:
    axis.axis("off")
figure.colorbar(drawn, ax=axes, label=T("réponse z", "response z"), shrink=0.75)
show(figure,
     T("Un mur de briques debout ; les joints ressortent en paires de traits rouge et bleu.",
       "A wall of upright bricks; the joints stand out as pairs of red and blue lines."))
ratio = abs(edges).mean() / abs(correlate(brick, sobel.T)).mean()
claim(T("Sur ces briques, |bords verticaux| ÷ |bords horizontaux|",
        "On these bricks, |vertical edges| ÷ |horizontal edges|"), ratio, at_least=2, digits=1);

# %% [markdown] lang="fr"
# Deux filtres dessinés à la main disent donc déjà quelque chose de la **texture** : le sens de ses bords. Prenons six surfaces, en petites images de 28 × 28. Pour chacune, deux nombres : la moyenne de $|z|$ pour chaque filtre. La luminosité et le contraste sont d'abord effacés (et les valeurs bornées à ± 2 écarts types), pour qu'il ne reste que la structure.
# %% [markdown] lang="en"
# So two hand-drawn filters already say something about a **texture**: which way its edges run. Take six surfaces, in small images of 28 × 28. For each image, two numbers: the mean of $|z|$ for each filter. Brightness and contrast are erased first (and values clipped at ±2 standard deviations), so that only structure remains.

# %%
# fr: six surfaces sur dix, numérotées ensuite de 0 à 5
# en: six surfaces out of ten, then numbered from 0 to 5
KEPT = np.array([0, 1, 2, 4, 5, 7])
surfaces = [textures.class_names[c] for c in KEPT]

def prepare(images, labels):
    kept = np.isin(labels, KEPT)
    x = images[kept].astype("float32")
    x = (x - x.mean(axis=(1, 2), keepdims=True)) / x.std(axis=(1, 2), keepdims=True)
    return np.clip(x, -2, 2)[..., np.newaxis], np.searchsorted(KEPT, labels[kept])

x_train, y_train = prepare(textures.x_train, textures.y_train)
x_test, y_test = prepare(textures.x_test, textures.y_test)

def two_numbers(x):
    answers = [abs(correlate(x[..., 0], kernel)).mean(axis=(1, 2)) for kernel in (sobel, sobel.T)]
    return np.stack(answers, axis=1)

# %%
figure, axis = plt.subplots(figsize=(6, 3.6))
points = two_numbers(x_test)
for label, marker, colour in zip(range(6), "o^sDvP", plots.COLOURS):
    axis.scatter(*points[y_test == label].T, s=16, marker=marker, color=colour, alpha=0.6,
                 label=surfaces[label])
axis.set(xlabel=T("moyenne de |z|, bords verticaux", "mean of |z|, vertical edges"),
         ylabel=T("moyenne de |z|,\nbords horizontaux", "mean of |z|,\nhorizontal edges"))
figure.legend(loc="outside right")
show(figure,
     T("Six surfaces dans le plan des deux moyennes : des amas qui se recouvrent en partie.",
       "Six surfaces in the plane of the two means: clusters that partly overlap."))
by_hand = NearestCentroid().fit(two_numbers(x_train), y_train).score(points, y_test)
claim(T("Surfaces reconnues avec deux filtres, au plus proche centre (hasard : 17 %)",
        "Surfaces recognised with two filters, by the nearest centre (chance: 17%)"),
      by_hand, at_least=0.4, as_percent=True);

# %% [markdown] lang="fr"
# L'idée n'est pas neuve : Fukushima (1980) répétait déjà un même détecteur partout ; LeCun et al. (1989) en ont appris les poids par rétropropagation.
#
# Filtrer, redresser, moyenner, décider : c'est déjà la charpente d'un CNN. Il lui manque d'**apprendre** ses filtres (partie 5), et d'en empiler.
# %% [markdown] lang="en"
# The idea is not new: Fukushima (1980) already repeated one detector everywhere; LeCun et al. (1989) learned its weights by backpropagation.
#
# Filter, rectify, average, decide: that is already the frame of a CNN. What it lacks is **learning** its filters (part 5), and stacking them.

# %% [markdown] lang="fr"
# ## 2. Pas, remplissage, canaux
#
# Une vraie couche a $F$ filtres, lit $C$ canaux (rouge, vert, bleu…), avance d'un **pas** $s$ (*stride*) et a des biais :
#
# $$z_{ijf} = \beta_f + \sum_{a,\,b,\,c} w_{abcf}\; x_{si+a,\,sj+b,\,c}$$
#
# Un filtre traverse **tous** les canaux et donne **une** carte. D'une image de côté $n$, allongée de $p$ zéros en tout dans chaque direction (**remplissage**, *padding*, les deux bords réunis), un noyau de côté $k$ fait une carte de côté
#
# $$\left\lfloor \frac{n + p - k}{s} \right\rfloor + 1$$
#
# `valid` : $p = 0$. `same` : juste assez de zéros pour un côté de $\lceil n/s \rceil$. Keras en met la moitié de chaque côté ; si $p$ est impair, le zéro de trop va **en bas et à droite**.
# %% [markdown] lang="en"
# ## 2. Stride, padding, channels
#
# A real layer has $F$ filters, reads $C$ channels (red, green, blue…), moves on with a **stride** $s$ and has biases:
#
# $$z_{ijf} = \beta_f + \sum_{a,\,b,\,c} w_{abcf}\; x_{si+a,\,sj+b,\,c}$$
#
# A filter runs through **all** channels and gives **one** map. From an image of side $n$, with $p$ zeros added in all along each direction (**padding**, both ends together), a kernel of side $k$ makes a map of side
#
# $$\left\lfloor \frac{n + p - k}{s} \right\rfloor + 1$$
#
# `valid`: $p = 0$. `same`: just enough zeros for a side of $\lceil n/s \rceil$. Keras puts half of them on each side; if $p$ is odd, the extra zero goes to the **bottom and right**.

# %%
def zeros_around(n, k, s):
    # fr: n / s arrondi à l'entier supérieur, puis ce qui manque à la dernière fenêtre
    # en: n / s rounded up, then what the last window lacks
    side = -(-n // s)
    total = max((side - 1) * s + k - n, 0)
    return total // 2, total - total // 2

def convolve(image, kernels, biases, stride, padding):
    k = kernels.shape[0]
    if padding == "same":
        around = [zeros_around(n, k, stride) for n in image.shape[:2]]
        image = np.pad(image, [*around, (0, 0)])
    windows = sliding_window_view(image, (k, k), axis=(0, 1))[::stride, ::stride]
    return np.einsum("ijcab,abcf->ijf", windows, kernels) + biases

# %%
cat = (skimage.data.chelsea()[100:160, 100:191] / 255).astype("float32")
agree, sides = [], []
for padding in ("valid", "same"):
    for k in range(1, lesson.pick(full=7, fast=4)):
        for stride in (1, 2, 3):
            layer = layers.Conv2D(4, k, strides=stride, padding=padding,
                                  bias_initializer="random_normal")
            from_keras = np.array(layer(cat[np.newaxis]))[0]
            ours = convolve(cat, *map(np.array, layer.get_weights()), stride, padding)
            p = [sum(zeros_around(n, k, stride)) * (padding == "same") for n in (60, 91)]
            side = [(n + zeros - k) // stride + 1 for n, zeros in zip((60, 91), p)]
            sides.append(ours.shape == (*side, 4))
            agree.append(np.allclose(ours, from_keras, atol=1e-4))
claim(T(f"Photo en couleurs, {len(agree)} réglages : NumPy et Keras, mêmes nombres",
        f"Colour photo, {len(agree)} settings: NumPy and Keras, same numbers"), all(agree))
claim(T("La formule donne chaque fois la taille", "The formula gives the size every time"), all(sides));

# %% [markdown] lang="fr"
# Le zéro de trop n'est pas un détail : pour un côté pair, un noyau de 3 et un pas de 2, d'autres bibliothèques bordent d'un zéro de **chaque** côté (`padding=1` dans PyTorch). La carte a la même taille, mais elle est lue un pixel plus haut et plus à gauche.
# %% [markdown] lang="en"
# The extra zero is no detail: for an even side, a kernel of 3 and a stride of 2, other libraries put one zero on **each** side (`padding=1` in PyTorch). The map has the same size, but it is read one pixel higher and further to the left.

# %%
for n, k, s in ((28, 3, 1), (28, 3, 2), (27, 3, 2), (28, 5, 2)):
    before, after = zeros_around(n, k, s)
    print(T(f"côté {n}, noyau {k}, pas {s} : {before} zéro(s) avant, {after} après",
            f"side {n}, kernel {k}, stride {s}: {before} zero(s) before, {after} after"))
kernel, no_bias = sobel[:, :, np.newaxis, np.newaxis], np.zeros(1)
grey = cat[:, :90, :1]
both_sides = convolve(np.pad(grey, ((1, 1), (1, 1), (0, 0))), kernel, no_bias, 2, "valid")
same = convolve(grey, kernel, no_bias, 2, "same")
claim(T("Même taille, nombres différents", "Same size, different numbers"),
      same.shape == both_sides.shape and not np.allclose(same, both_sides, atol=1e-3))
shifted = convolve(grey[1:, 1:], kernel, no_bias, 2, "valid")
claim(T("La case (1, 1) lit à partir du pixel (1, 1), et non (2, 2)",
        "Cell (1, 1) reads from pixel (1, 1), not (2, 2)"),
      np.allclose(both_sides[1:, 1:], shifted));

# %% [markdown] lang="fr"
# ## 3. Le pooling : ce qu'il réduit, ce qu'il garde
#
# Le **pooling** découpe la carte en fenêtres et ne garde de chacune qu'un nombre : le plus grand (*max-pooling*) ou la moyenne (*average pooling*), canal par canal, sans poids à apprendre. Avec des fenêtres de $q \times q$ au pas $q$ :
#
# $$m_{ij} = \max_{0 \le a,\,b < q}\; z_{qi+a,\,qj+b}$$
#
# Il reste $q^2$ fois moins de nombres ; ce qui ne remplit pas une fenêtre entière est abandonné. Le maximum garde « ce motif est ici, à peu près, et avec cette force » ; la moyenne garde « il y en a tant ».
# %% [markdown] lang="en"
# ## 3. Pooling: what it reduces, what it keeps
#
# **Pooling** cuts the map into windows and keeps a single number from each: the greatest (*max pooling*) or the mean (*average pooling*), channel by channel, with no weights to learn. With windows of $q \times q$ and stride $q$:
#
# $$m_{ij} = \max_{0 \le a,\,b < q}\; z_{qi+a,\,qj+b}$$
#
# What remains is $q^2$ times fewer numbers; whatever does not fill a whole window is dropped. The maximum keeps “this pattern is about here, and this strong”; the mean keeps “there is this much of it”.

# %%
def pool(z, q, reduce):
    h, w = z.shape[0] // q, z.shape[1] // q
    return reduce(z[:h * q, :w * q].reshape(h, q, w, q), axis=(1, 3))

camera = skimage.data.camera() / 255
rectified = np.maximum(correlate(camera, sobel), 0)
batch = rectified[np.newaxis, :, :, np.newaxis].astype("float32")
for layer, reduce in ((layers.MaxPooling2D(4), np.max), (layers.AveragePooling2D(4), np.mean)):
    name = layer.__class__.__name__
    claim(T(f"NumPy et {name} : mêmes nombres", f"NumPy and {name}: the same numbers"),
          np.allclose(pool(rectified, 4, reduce), np.array(layer(batch))[0, :, :, 0], atol=1e-5))

# %%
figure = plt.figure(figsize=(6.8, 3.5))
first, *axes = figure.subplot_mosaic([[0, 1, 2, 3], [0, 4, 5, 6]]).values()
panels = [(first, 1, np.max)]
panels += zip(axes, (4, 8, 16) * 2, [np.max] * 3 + [np.mean] * 3)
for axis, q, reduce in panels:
    pooled = pool(rectified, q, reduce)
    axis.imshow(pooled, vmin=0, vmax=0.2)
    axis.set(xticks=[], yticks=[], title=T(f"q = {q} : ", f"q = {q}: ") + " × ".join(map(str, pooled.shape)))
axes[0].set_ylabel("max")
axes[3].set_ylabel(T("moyenne", "mean"))
show(figure,
     T("Bords verticaux d'un photographe : le maximum reste vif à gros grain, la moyenne pâlit.",
       "Vertical edges of a photographer: the maximum stays vivid when coarse, the mean fades."))

# %% [markdown] lang="fr"
# Et si l'image glisse d'**un** pixel ? Une convolution de pas 1 donne la même carte, décalée d'un pixel, sauf au bord de l'image : elle est **équivariante**. Avec un pas de 2, la carte ne suit exactement que les décalages pairs, et se déplace alors de deux fois moins de cases.
# %% [markdown] lang="en"
# What if the image slides by **one** pixel? A convolution with stride 1 gives the same map, shifted by one pixel, borders aside: it is **equivariant**. With stride 2 the map follows exactly only even shifts, and then moves half as many cells.

# %%
def stride_two(image):
    return correlate(image, sobel)[:, ::2]

one, two = camera[:, 1:], camera[:, 2:]
claim(T("Pas 1 : décaler l'image d'un pixel décale la carte d'un pixel",
        "Stride 1: shifting the image by one pixel shifts the map by one pixel"),
      np.allclose(correlate(one, sobel), correlate(camera, sobel)[:, 1:]))
claim(T("Pas 2 : décaler l'image de deux pixels décale la carte d'une case",
        "Stride 2: shifting the image by two pixels shifts the map by one cell"),
      np.allclose(stride_two(two), stride_two(camera)[:, 1:]))
followed = [np.allclose(stride_two(one)[:, :200], stride_two(camera)[:, s:s + 200])
            for s in range(3)]
claim(T("Pas 2, décalage d'un pixel : ni la même carte, ni la même décalée d'une ou deux cases",
        "Stride 2, shift of one pixel: neither the same map, nor the same moved by one or two cells"),
      not any(followed));

# %% [markdown] lang="fr"
# Le pooling amortit ce décalage d'un pixel. Comparons trois façons de réduire une carte : le maximum, la moyenne, ou ne garder qu'une valeur sur $q$ dans chaque direction (ce que fait le pas seul). On mesure l'écart moyen entre la carte réduite et celle de l'image décalée, en écarts types de la carte réduite.
# %% [markdown] lang="en"
# Pooling dampens this shift of one pixel. Let us compare three ways of reducing a map: the maximum, the mean, or keeping only one value in $q$ in each direction (what a stride alone does). We measure the mean difference between the reduced map and that of the shifted image, in standard deviations of the reduced map.

# %%
sizes = [1, 2, 4, 8, 16]
ways = {"max": (np.max, "o-"), T("moyenne", "mean"): (np.mean, "s--"),
        T("une valeur sur q", "one value in q"): (lambda w, axis: w[:, 0, :, 0], "^:")}
before, after = rectified[:496, :496], rectified[:496, 1:497]
change = {}
figure, axis = plt.subplots(figsize=(5.5, 2.9))
for name, (reduce, style) in ways.items():
    pairs = [(pool(before, q, reduce), pool(after, q, reduce)) for q in sizes]
    change[name] = [abs(a - b).mean() / a.std() for a, b in pairs]
    axis.plot(sizes, change[name], style, label=name)
axis.set(xlabel=T("côté q de la fenêtre (pixels)", "side q of the window (pixels)"), xticks=sizes,
         ylabel=T("changement (écarts types)", "change (std. deviations)"), ylim=(0, None))
axis.legend()
show(figure,
     T("Changement selon q : il baisse avec le maximum et la moyenne, pas avec une valeur sur q.",
       "Change against q: it falls with the maximum and the mean, not with one value in q."))

# %%
largest, _, kept = change.values()
claim(T("Changement après max-pooling de 8 ÷ sans réduction",
        "Change after max pooling of 8 ÷ without reduction"), largest[3] / largest[0], at_most=0.3)
claim(T("Changement en ne gardant qu'une valeur sur 8 ÷ sans réduction",
        "Change when keeping one value in 8 ÷ without reduction"),
      kept[3] / kept[0], at_least=0.9);

# %% [markdown] lang="fr"
# Le pooling rend donc la sortie **moins sensible** à un petit décalage, sans l'annuler : quand un bord passe dans la fenêtre voisine, la réponse passe à une autre case.
#
# Essayez les combinaisons. Avec un pas de 8 et une fenêtre de 1 (aucun pooling), que reste-t-il des joints ? Et avec un pas de 1 et une fenêtre de 8, où la carte a presque la même taille ? (Dans le premier cas, il reste des points épars ; dans le second, tous les traits, épaissis.)
# %% [markdown] lang="en"
# So pooling makes the output **less sensitive** to a small shift, without cancelling it: when an edge moves into the next window, the response moves to another cell.
#
# Try the combinations. With a stride of 8 and a window of 1 (no pooling), what is left of the joints? And with a stride of 1 and a window of 8, where the map has nearly the same size? (In the first case, scattered dots are left; in the second, all the lines, thickened.)

# %%
photos = {T("briques", "bricks"): brick, T("herbe", "grass"): skimage.data.grass() / 255,
          T("photographe", "photographer"): camera, T("pièces de monnaie", "coins"): skimage.data.coins() / 255}
spot = np.full((3, 3), -1 / 8)
spot[1, 1] = 1
filters = {T("bords verticaux", "vertical edges"): sobel, T("bords horizontaux", "horizontal edges"): sobel.T,
           T("points clairs", "bright spots"): spot}
poolings = {"max": np.max, T("moyenne", "mean"): np.mean}

(first_photo, *_), (first_filter, *_) = photos, filters

# %%
def workshop(photo=first_photo, kernel=first_filter, stride=2, pooling="max", q=4):
    z = np.maximum(correlate(photos[photo], filters[kernel]), 0)[::stride, ::stride]
    z = pool(z, q, poolings[pooling])
    figure, axes = plt.subplots(1, 2, figsize=(5.6, 2.7))
    for axis, image, top in ((axes[0], photos[photo], 1), (axes[1], z, max(z.max(), 1e-6))):
        axis.imshow(image, vmin=0, vmax=top)
        axis.axis("off")
        axis.set_title(f"{image.shape[0]} × {image.shape[1]}")
    return figure

# %%
labels = {"photo": "photo", "kernel": T("filtre", "filter"), "stride": T("pas", "stride"),
          "pooling": "pooling", "q": T("fenêtre q", "window q")}
explore(workshop, labels=labels,
        alt=T("À gauche une photo ; à droite sa carte filtrée, redressée et réduite, avec sa taille.",
              "Left: a photo; right: its map, filtered, rectified and reduced, with its size."),
        photo=list(photos), kernel=list(filters), stride=(1, 8, 1),
        pooling=list(poolings), q=(1, 16, 1))

# %% [markdown] lang="fr"
# ## 4. Le champ récepteur
#
# Une valeur profonde ne voit qu'une partie de l'image : son **champ récepteur** (*receptive field*). Chaque couche de noyau $k$ l'élargit de $k - 1$ cases **de sa propre entrée** ; or une case d'entrée vaut, en pixels de l'image, le produit des pas précédents :
#
# $$r_\ell = r_{\ell-1} + (k_\ell - 1) \prod_{m<\ell} s_m, \qquad r_0 = 1$$
#
# Un pooling de 2 compte comme un noyau de 2 au pas de 2. La suite de couches de la partie 5 donne $1 + 4 \times 1 + 1 \times 1 + 2 \times 2 + 1 \times 2 + 2 \times 4 = 20$. Pour vérifier la formule, on met tous ses poids à 1, avec des moyennes pour poolings, puis on allume **un seul pixel** de l'image : lesquels changent la valeur centrale ?
# %% [markdown] lang="en"
# ## 4. The receptive field
#
# A deep value sees only part of the image: its **receptive field**. Each layer with kernel $k$ widens it by $k - 1$ cells **of its own input**; and one cell of the input is worth, in pixels of the image, the product of the preceding strides:
#
# $$r_\ell = r_{\ell-1} + (k_\ell - 1) \prod_{m<\ell} s_m, \qquad r_0 = 1$$
#
# Pooling by 2 counts as a kernel of 2 with stride 2. The sequence of layers of part 5 gives $1 + 4 \times 1 + 1 \times 1 + 2 \times 2 + 1 \times 2 + 2 \times 4 = 20$. To verify the formula, we set all its weights to 1, with means for pooling, then switch on **a single pixel** of the image: which ones change the central value?

# %%
# fr: r : champ récepteur ; jump : pixels de l'image par case (le produit des pas)
# en: r: receptive field; jump: image pixels per cell (the product of the strides)
image = keras.Input((28, 28, 1))
x, maps, r, jump, fields = image, [], 1, 1, []
for kernel in (5, 3, 3):
    if maps:
        x = layers.AveragePooling2D(2)(x)
        r, jump = r + (2 - 1) * jump, 2 * jump
    x = layers.Conv2D(1, kernel, kernel_initializer="ones")(x)
    r = r + (kernel - 1) * jump
    maps.append(x)
    fields.append((r, jump))
ones = keras.Model(image, maps)

single_pixels = np.eye(28 * 28, dtype="float32").reshape(-1, 28, 28, 1)
influence = [out[:, out.shape[1] // 2, out.shape[2] // 2, 0].reshape(28, 28)
             for out in ones.predict(single_pixels, batch_size=196, verbose=0)]

# %%
figure, axes = plt.subplots(1, 3, figsize=(8, 2.8))
for i, (axis, seen, (r, _)) in enumerate(zip(axes, influence, fields), 1):
    drawn = axis.imshow(seen / seen.max(), cmap="viridis")
    axis.set(xticks=[0, 27], yticks=[0, 27], xlabel="pixel")
    axis.set_title(T(f"convolution {i} : {r} × {r}", f"convolution {i}: {r} × {r}"))
figure.colorbar(drawn, ax=axes, label=T("influence ÷ maximum", "influence ÷ maximum"))
show(figure,
     T("Pixels qui comptent pour la valeur centrale : des carrés de plus en plus grands.",
       "Pixels that matter to the central value: larger and larger squares."))
claim(T("La formule donne 5, 10 et 20 pixels de côté, et autant de pixels comptent",
        "The formula gives sides of 5, 10 and 20 pixels, and as many pixels matter"),
      [r for r, _ in fields] == [5, 10, 20]
      and all(np.count_nonzero(seen) == r * r for seen, (r, _) in zip(influence, fields)))
deep = influence[2]
claim(T("Influence des 10 × 10 pixels centraux du dernier carré ; répartie également : 25 %",
        "Influence of the central 10 × 10 of the last square; if spread evenly: 25%"),
      deep[9:19, 9:19].sum() / deep.sum(), at_least=0.4, as_percent=True);

# %% [markdown] lang="fr"
# Ce réseau d'essai est linéaire : cette influence est exactement le **gradient** de la valeur centrale par rapport à chaque pixel. Avec ReLU et max-pooling, le champ récepteur n'est plus qu'une **borne supérieure** : un pixel dominé par son voisin peut rester sans effet. Et même ici, le bord compte peu : moins de chemins y mènent.
# %% [markdown] lang="en"
# This test network is linear: that influence is exactly the **gradient** of the central value with respect to each pixel. With ReLU and max pooling, the receptive field is only an **upper bound**: a pixel dominated by its neighbour may have no effect. And even here the edge matters little: fewer paths lead to it.

# %% [markdown] lang="fr"
# ## 5. Un CNN entier, et ce qui excite ses filtres
#
# Les mêmes couches, avec des poids appris : l'apprentissage est **supervisé**, chaque image a une étiquette. Un **pooling global** réduit chaque carte à un seul nombre $h_f$, ici sa moyenne. La **tête dense** en fait un score par classe, le **logit**, que softmax change en probabilités :
#
# $$\mathbf{s} = W^{\top}\mathbf{h} + \mathbf{b}, \qquad p_c = \frac{e^{s_c}}{\sum_{c'} e^{s_{c'}}}$$
#
# Seuls comptent les écarts de logits : $s_c - s_{c'} = \ln(p_c / p_{c'})$.
#
# Les six surfaces de la partie 1 : entraînement et test viennent de deux régions disjointes des mêmes photos.
# %% [markdown] lang="en"
# ## 5. A whole CNN, and what excites its filters
#
# The same layers, with learned weights: learning is **supervised**, each image has a label. **Global pooling** reduces each map to a single number $h_f$, here its mean. The **dense head** turns these into one score per class, the **logit**, which softmax changes into probabilities:
#
# $$\mathbf{s} = W^{\top}\mathbf{h} + \mathbf{b}, \qquad p_c = \frac{e^{s_c}}{\sum_{c'} e^{s_{c'}}}$$
#
# Only the gaps between logits matter: $s_c - s_{c'} = \ln(p_c / p_{c'})$.
#
# The six surfaces of part 1: training and test images come from two disjoint regions of the same photos.

# %%
image = keras.Input((28, 28, 1))
conv1 = layers.Conv2D(16, 5, activation="relu")(image)
conv2 = layers.Conv2D(24, 3, activation="relu")(layers.MaxPooling2D()(conv1))
conv3 = layers.Conv2D(32, 3, activation="relu")(layers.MaxPooling2D()(conv2))
features = layers.GlobalAveragePooling2D()(conv3)
logits = layers.Dense(6)(features)
cnn = keras.Model(image, layers.Softmax()(logits))
probe = keras.Model(image, [conv1, conv2, conv3, features, logits])

*untrained_maps, _, _ = probe.predict(x_test, batch_size=300, verbose=0)

# %%
def fit(model, x, y, epochs, curves=False):
    steps = epochs * -(-len(x) // 32)
    rate = keras.optimizers.schedules.PolynomialDecay(4e-3, steps, end_learning_rate=0)
    # fr: seize pas par appel ; en profil fast, trop peu de pas pour compiler
    # en: sixteen steps per call; in the fast profile, too few steps to be worth compiling
    how = lesson.pick(full={"steps_per_execution": 16}, fast={"run_eagerly": True})
    model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy",
                  metrics=["accuracy"], **how)
    live = LiveCurves(curves=curves)
    model.fit(x, y, batch_size=32, epochs=epochs, verbose=0, callbacks=[live])
    return live.seconds

n = lesson.pick(full=len(x_train), fast=320)
fit(cnn, x_train[:n], y_train[:n], epochs=lesson.pick(full=6, fast=1))
*trained_maps, h, s = probe.predict(x_test, batch_size=300, verbose=0)
claim(T("Surfaces reconnues avec des filtres appris", "Surfaces recognised with learned filters"),
      np.mean(s.argmax(axis=1) == y_test), at_least=0.68, as_percent=True)
print(T("avec les deux filtres de la partie 1, sans empiler de couches ni apprendre de poids :",
        "with the two filters of part 1, without stacking layers or learning weights:"),
      percent(by_hand))

# %%
W, b = cnn.layers[-2].get_weights()
ours = h @ W + b
claim(T("Les logits calculés à la main sont ceux de Keras", "The logits computed by hand are those of Keras"),
      np.allclose(ours, s, atol=1e-4))
powers = np.exp(s - s.max(axis=1, keepdims=True))
p = powers / powers.sum(axis=1, keepdims=True)
claim(T("Les probabilités aussi", "So are the probabilities"),
      np.allclose(p, cnn.predict(x_test, batch_size=300, verbose=0), atol=1e-5))
claim(T("L'écart entre deux logits est le logarithme du rapport des deux probabilités",
        "The gap between two logits is the logarithm of the ratio of the two probabilities"),
      np.allclose(np.exp(s[:, 0] - s[:, 1]) * p[:, 1], p[:, 0], atol=1e-5));

# %%
# fr: l'image dont la réponse est la moins nette
# en: the image with the least clear-cut answer
i = p.max(axis=1).argmin()
figure, axes = plt.subplots(1, 3, figsize=(8, 2.6), width_ratios=[1, 1.3, 1.3])
axes[0].imshow(x_test[i, :, :, 0])
axes[0].axis("off")
axes[0].set_title(T("vraie classe :\n", "true class:\n") + surfaces[y_test[i]])
for axis, values, name in ((axes[1], s[i], T("logit", "logit")),
                           (axes[2], p[i], T("probabilité", "probability"))):
    axis.barh(range(6), values, color=plots.BLUE)
    axis.axvline(0, color="black", lw=0.8)
    axis.set(yticks=[], xlabel=name)
axes[1].set_yticks(range(6), surfaces)
axes[1].invert_yaxis()
axes[2].set(xlim=(0, 1), ylim=axes[1].get_ylim())
figure.get_layout_engine().set(wspace=0.08)
show(figure,
     T("Une image de surface, ses six logits et les six probabilités, dont aucune n'est grande.",
       "An image of a surface, its six logits and the six probabilities, none of them large."))

# %% [markdown] lang="fr"
# Que « cherche » un filtre ? Regardons six images de test qui l'excitent le plus, découpées exactement à son champ récepteur : la case $(i, j)$ de la couche voit les pixels à partir de $(i, j) \times$ le produit des pas. Deux précautions contre six vues du même joint ou un beau hasard : on écarte une image qui est dans la photo à moins d'une demi-image, en hauteur et en largeur, d'une image déjà retenue, ou dont la fenêtre est à moins d'une demi-fenêtre d'une fenêtre retenue ; et l'on montre les quatre premiers filtres actifs de chaque couche, sans choisir. Une ligne par filtre.
# %% [markdown] lang="en"
# What does a filter “look for”? Let us look at six test images that excite it most, cropped exactly to its receptive field: cell $(i, j)$ of the layer sees the pixels from $(i, j) \times$ the product of the strides. Two precautions against six views of the same joint, or a lucky pick: we leave out an image that lies in the photo less than half an image, vertically and horizontally, from one already kept, or whose window lies less than half a window from one already kept; and we show the first four active filters of each layer, without choosing. One row per filter.

# %%
# fr: où chaque image de test a été prise dans sa photo, et son côté, en pixels de la photo
# en: where each test image was taken in its photo, and its side, in pixels of the photo
top, left, bottom, _ = cut(28)[1].spots[np.isin(textures.y_test, KEPT)].T
whole = (top, left, bottom - top)

def near(n, chosen, rows, columns, side):
    return np.any((y_test[chosen] == y_test[n]) & (abs(rows[chosen] - rows[n]) < side[n] / 2)
                  & (abs(columns[chosen] - columns[n]) < side[n] / 2))

def best_six(scores, window=whole):
    chosen = []
    for n in np.argsort(-scores):
        if len(chosen) < 6 and not near(n, chosen, *whole) and not near(n, chosen, *window):
            chosen.append(n)
    return chosen

# %%
def favourites(maps, r, jump):
    cells = maps.reshape(len(maps), -1, maps.shape[-1])
    i, j = np.unravel_index(cells.argmax(axis=1), maps.shape[1:3])
    strongest, zoom, found = cells.max(axis=1), (bottom - top) / 28, {}
    for f in range(maps.shape[-1]):
        window = (top + i[:, f] * jump * zoom, left + j[:, f] * jump * zoom, r * zoom)
        images = best_six(strongest[:, f], window)
        # fr: sans les filtres qui répondent 0
        # en: without the filters that respond 0
        if strongest[images[-1], f] > 0:
            found[f] = images
    return found

# %%
def crops(maps, f, images, r, jump):
    for n in images:
        i, j = np.unravel_index(maps[n, ..., f].argmax(), maps.shape[1:3])
        tile = x_test[n, i * jump:i * jump + r, j * jump:j * jump + r, 0]
        yield np.pad(np.kron(tile, np.ones((20 // r, 20 // r))), 2, constant_values=np.nan)

colours = plt.get_cmap("gray").with_extremes(bad=plots.ORANGE)
figure, axes = plt.subplots(3, 1, figsize=(6.2, 9))
for i, (axis, maps, (r, jump)) in enumerate(zip(axes, trained_maps, fields), 1):
    rows = list(favourites(maps, r, jump).items())[:4]
    sheet = [np.hstack(list(crops(maps, f, images, r, jump))) for f, images in rows]
    axis.imshow(np.vstack(sheet), cmap=colours, vmin=-2, vmax=2)
    axis.axis("off")
    axis.set_title(T(f"convolution {i} : fenêtres de {r} × {r} pixels",
                     f"convolution {i}: windows of {r} × {r} pixels"))
show(figure,
     T("Trois planches de fenêtres, une ligne par filtre : 5, 10, puis 20 pixels de côté.",
       "Three sheets of windows, one row per filter: 5, 10, then 20 pixels a side."))

# %% [markdown] lang="fr"
# Dans la dernière planche, certaines lignes montrent surtout la même surface : on baptiserait volontiers un filtre du nom de cette surface, « détecteur de briques » par exemple. Avant cela, un témoin : **les mêmes couches avant l'entraînement**, aux poids tirés au hasard. Mesurons la *pureté* : parmi les six images préférées d'un filtre, la part de la surface la plus fréquente, en moyenne sur les filtres. (Même dans six images tirées au sort, la plus fréquente dépasse presque toujours un sixième.)
# %% [markdown] lang="en"
# In the last sheet some rows show mostly one surface: it is tempting to name a filter after it, “brick detector” for instance. Before that, a control: **the same layers before training**, with weights drawn at random. Let us measure *purity*: among a filter's six favourite images, the share of the most frequent surface, averaged over the filters. (Even in six images picked blindly, the most frequent one nearly always exceeds one sixth.)

# %%
def purity(choices):
    return np.mean([np.bincount(y_test[images]).max() / 6 for images in choices])

untrained, trained = ([favourites(m, *field) for m, field in zip(maps, fields)]
                      for maps in (untrained_maps, trained_maps))
before = [purity(choices.values()) for choices in untrained]
after = [purity(choices.values()) for choices in trained]
rng = np.random.default_rng(lesson.seed)
drawn = purity([best_six(rng.random(len(y_test))) for _ in range(200)])

# %%
figure, axis = plt.subplots(figsize=(6.5, 2.9))
for offset, values, name, hatch in ((-0.18, before, T("filtres au hasard", "random filters"), "//"),
                                    (0.18, after, T("filtres appris", "learned filters"), "")):
    heights, where = np.multiply(100, values), np.arange(3) + offset
    bars = axis.bar(where, heights, 0.34, label=name, hatch=hatch, edgecolor="white")
    axis.bar_label(bars, [number(height, 0) for height in heights])
axis.axhline(100 * drawn, color="black", ls=":",
             label=T("six images\ntirées au sort", "six images\npicked blindly"))
axis.set_xticks(range(3), [f"convolution {i}" for i in (1, 2, 3)])
axis.set(ylabel=T("pureté (%)", "purity (%)"), ylim=(0, 100))
figure.legend(loc="outside right")
show(figure,
     T("Pureté par couche : à la dernière, les filtres appris dépassent ceux tirés au hasard.",
       "Purity per layer: in the last one the learned filters are above the random ones."))

# %%
claim(T("Couche 1, filtres au hasard : pureté", "Layer 1, random filters: purity"),
      before[0], at_least=0.6, as_percent=True)
claim(T("Six images tirées au sort : pureté", "Six images picked blindly: purity"),
      drawn, at_most=0.5, as_percent=True)
pure = [f for f, images in untrained[0].items() if np.ptp(y_test[images]) == 0]
claim(T("Filtres au hasard (couche 1) dont les six images montrent une seule surface",
        "Random filters (layer 1) whose six images show a single surface"),
      len(pure), at_least=1, digits=0)
added = 100 * np.subtract(after, before)
claim(T("Couche 3 : ce que l'apprentissage ajoute, en points", "Layer 3: what learning adds, in points"),
      added[2], at_least=5, digits=1)
claim(T("Ce qu'il ajoute à la couche 3, moins ce qu'il ajoute (ou retire) à la couche 1, en points",
        "What it adds to layer 3, minus what it adds to (or takes from) layer 1, in points"),
      added[2] - added[0], at_least=5, digits=1);

# %% [markdown] lang="fr"
# Un filtre **tiré au hasard** a lui aussi ses images préférées, où une même surface domine souvent, parfois toute seule : une belle planche, sans témoin, ne prouve rien. L'apprentissage augmente nettement la pureté de la dernière couche ; à la première, il n'en ajoute guère, et peut même en retirer.
#
# Sur de grands réseaux entraînés sur des photos d'objets, Zeiler et Fergus (2014), puis Olah et al. (2017), ont vu se succéder bords, textures, puis parties d'objets. Nos surfaces n'ont pas d'objets : cette expérience ne peut montrer que le début de cette suite.
# %% [markdown] lang="en"
# A filter **drawn at random** has favourite images too, in which one surface often dominates, sometimes alone: a striking sheet with no control proves nothing. Learning clearly raises the purity of the last layer; in the first it adds hardly any, and may even remove some.
#
# In large networks trained on photos of objects, Zeiler and Fergus (2014), then Olah et al. (2017), saw edges, textures, then parts of objects follow one another. Our surfaces hold no objects: this experiment can show only the beginning of that sequence.

# %% [markdown] lang="fr"
# ## 6. Lire à droite
#
# Revenons au pari. Les trois réseaux voient les mêmes images, à gauche, autant de fois. Les deux CNN ont la même suite de convolutions (chacun apprend ses poids) ; seule change la façon de passer à la tête dense :
#
# - `Flatten` garde chaque valeur de chaque carte : pour chaque classe, la tête a un poids **par position et par filtre** ;
# - le pooling global, ici un **maximum**, ne garde que $\max_{i,j} \max(0, z_{ijf})$ : pour chaque classe, un poids **par filtre** seulement. (Un trait est là ou non : la moyenne le noierait dans le fond.)
# %% [markdown] lang="en"
# ## 6. Reading on the right
#
# Back to the bet. The three networks see the same images, on the left, the same number of times. The two CNNs have the same sequence of convolutions (each learns its own weights); only the passage to the dense head differs:
#
# - `Flatten` keeps each value of each map: for each class the head has one weight **per position and per filter**;
# - global pooling, here a **maximum**, keeps only $\max_{i,j} \max(0, z_{ijf})$: for each class, only one weight **per filter**. (A stroke is there or not: the mean would drown it in the background.)

# %%
def build_reader(kind):
    # fr: le pooling global accepte toute largeur de page
    # en: global pooling accepts pages of any width
    paper = keras.Input((28, None if kind == "global" else 64, 1))
    x = layers.Rescaling(1 / 255)(paper)
    if kind == "dense":
        x = layers.Dense(128, activation="relu")(layers.Flatten()(x))
    else:
        x = layers.Conv2D(8, 5, strides=2, padding="same", activation="relu")(x)
        x = layers.Conv2D(16, 3, padding="same", activation="relu")(x)
        x = layers.Conv2D(48, 3, padding="same", activation="relu")(layers.MaxPooling2D()(x))
        x = (layers.Flatten() if kind == "flatten" else layers.GlobalMaxPooling2D())(x)
    return keras.Model(paper, layers.Dense(10, activation="softmax")(x))

names = {"dense": T("réseau dense", "dense network"), "flatten": "CNN + Flatten",
         "global": T("CNN + pooling global", "CNN + global pooling")}

# %%
n = lesson.pick(full=5000, fast=160)
paper, answers = page(digits.x_train[:n], LEFT), digits.y_train[:n]
readers = {kind: build_reader(kind) for kind in names}
# fr: layers[3] : la couche cachée, après l'entrée, Rescaling et Flatten
# en: layers[3]: the hidden layer, after the input, Rescaling and Flatten
first_weights = readers["dense"].layers[3].get_weights()[0]
for kind, model in readers.items():
    fit(model, paper, answers, epochs=lesson.pick(full=4, fast=1))
    print(f"{names[kind]:22} {number(model.count_params(), 0):>8}", T("paramètres", "parameters"))

# %%
n_test = lesson.pick(full=500, fast=40)
shifts = range(0, RIGHT - LEFT + 1, lesson.pick(full=2, fast=14))
scores = {kind: [] for kind in readers}
for shift in shifts:
    test = page(digits.x_test[:n_test], LEFT + shift)
    for kind, model in readers.items():
        predicted = np.array(model(test)).argmax(axis=1)
        scores[kind].append(np.mean(predicted == digits.y_test[:n_test]))

# %%
figure, axis = plt.subplots(figsize=(7, 3))
for (kind, values), style in zip(scores.items(), ("s--", "^-.", "o-")):
    axis.plot(shifts, np.multiply(100, values), style, ms=5, label=names[kind])
axis.axhline(10, color=plots.GREY, lw=1, ls=":")
axis.text(0, 11, T("hasard", "chance"), color=plots.GREY)
axis.set(xlabel=T("décalage vers la droite (pixels)", "shift to the right (pixels)"),
         ylabel=T("exactitude (%)", "accuracy (%)"), ylim=(0, 102))
figure.legend(loc="outside upper center", ncols=3)
show(figure,
     T("Exactitude selon le décalage ; en profil full, seul le pooling global reste haut.",
       "Accuracy against shift; in the full profile only global pooling stays high."))

# %%
if lesson.profile == "fast":
    print(T("Profil fast : entraînements trop courts pour juger le pari.",
            "Fast profile: the trainings are too short to settle the bet."))
for kind in readers:
    print(f"{names[kind]:22}", T("à gauche :", "on the left:"), percent(scores[kind][0]),
          T("à droite :", "on the right:"), percent(scores[kind][-1]))
claim(T("CNN + Flatten, à gauche", "CNN + Flatten, on the left"), scores["flatten"][0],
      at_least=0.92, as_percent=True)
claim(T("CNN + Flatten, à droite", "CNN + Flatten, on the right"), scores["flatten"][-1],
      at_most=0.4, as_percent=True)
claim(T("Réseau dense, à droite", "Dense network, on the right"), scores["dense"][-1],
      at_most=0.4, as_percent=True)
claim(T("CNN + pooling global, à droite", "CNN + global pooling, on the right"), scores["global"][-1],
      at_least=0.88, as_percent=True);

# %% [markdown] lang="fr"
# Un CNN peut donc être aussi perdu qu'un réseau dense. Ses convolutions réagissent aux traits de droite comme à ceux de gauche, mais, derrière `Flatten`, la tête y a d'autres poids. À l'entraînement, ceux-ci n'ont vu que du fond. Le fond vaut la même chose pour toutes les images : ces poids peuvent bouger, mais n'apprennent pas à distinguer des chiffres. Dans le réseau dense, c'est plus net encore : les poids d'un pixel toujours noir ont un gradient exactement **nul**.
# %% [markdown] lang="en"
# So a CNN can be as lost as a dense network. Its convolutions respond to strokes on the right as to those on the left, but after `Flatten` the head has other weights there. In training these saw only background. The background is the same for all images: these weights may move, but do not learn to tell digits apart. In the dense network it is even clearer: the weights of a pixel that is always black have a gradient of exactly **zero**.

# %%
now = readers["dense"].layers[3].get_weights()[0]
changed = np.any(now != first_weights, axis=1).reshape(28, 64)
never_inked = ~(paper > 0).any(axis=(0, 3))
figure, axis = plt.subplots(figsize=(6, 2.9))
axis.imshow(changed)
axis.set(xlabel=T("colonne (pixels)", "column (pixels)"), ylabel=T("ligne (pixels)", "row (pixels)"),
         title=T("poids modifiés (blanc) ou intacts (noir)", "weights changed (white) or intact (black)"))
show(figure,
     T("En blanc, à gauche, les pixels dont les poids ont bougé ; toute la droite est noire.",
       "White, on the left: the pixels whose weights moved; the whole right-hand side is black."))
claim(T("Les poids d'un pixel jamais encré n'ont pas bougé d'un bit depuis le tirage initial",
        "The weights of a never-inked pixel have not moved by one bit since they were drawn"),
      not np.any(changed & never_inked) and never_inked[:, RIGHT:].all());

# %% [markdown] lang="fr"
# Le pooling global est-il, lui, **exactement** invariant ? Le produit des pas du réseau vaut 4. Sur une page assez large pour que les bords ne comptent pas, un décalage de 4 pixels déplace les cartes d'une case, et leur maximum ne change pas. Et entre deux ?
# %% [markdown] lang="en"
# And is global pooling **exactly** invariant? The product of the network's strides is 4. On a page wide enough for the borders not to matter, a shift of 4 pixels moves the maps by one cell, and their maximum does not change. What about in between?

# %%
reader = readers["global"]
pooled = keras.Model(reader.input, reader.layers[-2].output)

def pooled_at(shift):
    wide = page(digits.x_test[:lesson.pick(full=200, fast=40)], 32 + shift, width=112)
    return np.array(pooled(wide))

h0 = pooled_at(0)
drift = np.array([abs(pooled_at(s) - h0).mean() / h0.mean() for s in range(17)])
figure, axis = plt.subplots(figsize=(6, 2.6))
axis.bar(range(17), 100 * drift, color=plots.BLUE)
axis.set(xlabel=T("décalage (pixels)", "shift (pixels)"), xticks=range(0, 17, 2),
         ylabel=T("changement (%)", "change (%)"))
show(figure,
     T("Changement des valeurs réduites : nul à 0, 4, 8, 12 et 16 pixels, net entre deux.",
       "Change of the pooled values: zero at 0, 4, 8, 12 and 16 pixels, clear in between."))

# %%
claim(T("Décalages de 4, 8, 12 et 16 pixels : mêmes valeurs, aux arrondis près",
        "Shifts of 4, 8, 12 and 16 pixels: the same values, up to rounding"),
      bool(np.all(drift[::4] < 1e-5)))
claim(T("Décalage de 2 pixels : changement moyen", "Shift of 2 pixels: mean change"), drift[2],
      at_least=0.02, as_percent=True, digits=1)
spread = 100 * np.ptp(scores["global"])
claim(T("Écart entre la meilleure et la pire exactitude de ce réseau, en points",
        "Gap between the best and the worst accuracy of this network, in points"), spread,
      at_most=4, digits=1);

# %% [markdown] lang="fr"
# Réponse au pari : des trois, **seul le CNN à pooling global lit à droite**. La convolution est équivariante, pas invariante ; c'est le pooling global qui oublie *où*, et, à cause des pas, exactement pour les multiples de 4 seulement, loin des bords. Entre deux, les valeurs réduites changent nettement, mais l'exactitude bouge à peine. Cet oubli a un prix : après lui, plus rien ne distingue un chiffre du même chiffre 16 pixels plus loin.
#
# Déplacez le chiffre, pixel par pixel. Regardez aussi l'assurance des réseaux qui se trompent.
# %% [markdown] lang="en"
# The answer to the bet: of the three, **only the CNN with global pooling reads on the right**. Convolution is equivariant, not invariant; it is global pooling that forgets *where*, and, because of the strides, exactly so for multiples of 4 only, away from the borders. In between, the pooled values change clearly, but accuracy hardly moves. This forgetting has a price: after it, nothing distinguishes a digit from the same digit 16 pixels further on.
#
# Move the digit, pixel by pixel. Look, too, at how confident the networks that go wrong are.

# %%
def read(index=0, shift=12):
    paper = page(digits.x_test[index:index + 1], LEFT + shift)
    figure = plt.figure(figsize=(7.5, 3.8))
    top, *axes = figure.subplot_mosaic([[0, 0, 0], [1, 2, 3]]).values()
    top.imshow(paper[0, :, :, 0])
    top.set(xticks=[], yticks=[])
    for axis, (kind, model) in zip(axes, readers.items()):
        axis.bar(range(10), np.array(model(paper))[0], color=plots.BLUE)
        axis.set(title=names[kind], xticks=range(10), ylim=(0, 1), xlabel=T("chiffre", "digit"))
    axes[0].set_ylabel(T("probabilité", "probability"))
    return figure

labels = {"index": T("image de test", "test image"), "shift": T("décalage (pixels)", "shift (pixels)")}
explore(read, labels=labels,
        alt=T("Un chiffre sur la page et, dessous, les probabilités des trois réseaux.",
              "A digit on the page and, below, the probabilities of the three networks."),
        index=(0, 99, 1), shift=(0, 32, 1))

# %% [markdown] lang="fr"
# ## Exercices
#
# Chaque exercice se vérifie aussitôt : complétez la fonction, exécutez, puis exécutez la cellule `check`.
#
# ### ★ Le noyau qui déplace
#
# Quel noyau fait glisser une image de `dy` pixels vers le **bas** et de `dx` vers la **droite**, sans rien changer d'autre ? Pensez à la formule de la partie 1 : le noyau n'est pas retourné. (Bordée de zéros comme avec `same`, l'image garde sa taille.)
# %% [markdown] lang="en"
# ## Exercises
#
# Each exercise can be checked at once: complete the function, run it, then run the `check` cell.
#
# ### ★ The kernel that moves
#
# Which kernel slides an image by `dy` pixels **down** and by `dx` to the **right**, without changing anything else? Think of the formula of part 1: the kernel is not flipped. (Surrounded by zeros as with `same`, the image keeps its size.)

# %% tags=["exercise"]
def shift_kernel(dy, dx, size):
    T("""Noyau (size, size), size impair, dont la corrélation croisée déplace l'image.

    dy : pixels vers le bas ; dx : pixels vers la droite (négatifs : vers le haut, la gauche).
    |dy| et |dx| ne dépassent pas size // 2.
    """, """Kernel (size, size), size odd, whose cross-correlation moves the image.

    dy: pixels down; dx: pixels to the right (negative: up, to the left).
    |dy| and |dx| are at most size // 2.
    """)
    ### BEGIN SOLUTION
    kernel = np.zeros((size, size))
    center = size // 2
    kernel[center - dy, center - dx] = 1
    return kernel
    ### END SOLUTION

# %% [markdown] lang="fr"
# Essayez votre noyau sur une photo réduite : 7 pixels vers le bas et 15 vers la droite.
# %% [markdown] lang="en"
# Try your kernel on a downsized photo: 7 pixels down and 15 to the right.

# %%
try:
    moved = correlate2d(camera[::4, ::4], shift_kernel(7, 15, 31), "same")
    figure = plots.image_grid(np.stack([camera[::4, ::4], moved]), size=2.2)
    show(figure, T("La photo, et la photo déplacée par votre noyau.", "The photo, and the photo moved by your kernel."))
except NotImplementedError:
    print(T("Complétez d'abord l'exercice.", "Complete the exercise first."))

# %% [markdown] lang="fr"
# ### ★★ Un pooling à fenêtres chevauchantes
#
# AlexNet (2012) utilisait des fenêtres de 3 au pas de 2 : elles se chevauchent, et l'astuce du `reshape` de la partie 3 ne marche plus. Écrivez ce max-pooling pour `maps` de forme `(h, w, canaux)`. Seules comptent les fenêtres entières.
# %% [markdown] lang="en"
# ### ★★ Pooling with overlapping windows
#
# AlexNet (2012) used windows of 3 with stride 2: they overlap, and the `reshape` trick of part 3 no longer works. Write this max pooling for `maps` of shape `(h, w, channels)`. Only whole windows count.

# %% tags=["exercise"]
def overlapping_max(maps, size, stride):
    T("""Max-pooling à fenêtres size × size, au pas stride, canal par canal.

    maps : (h, w, c). Renvoie un tableau (h', w', c).
    """, """Max pooling with windows of size × size and the given stride, channel by channel.

    maps: (h, w, c). Returns an array (h', w', c).
    """)
    ### BEGIN SOLUTION
    windows = sliding_window_view(maps, (size, size), axis=(0, 1))
    return windows[::stride, ::stride].max(axis=(-2, -1))
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ Une convolution est une couche dense
#
# En une dimension : trouvez la matrice `M` telle que `M @ x` soit la convolution (au sens des réseaux, `valid`, avec un pas de `stride`) de `x`, de longueur `length`, par `kernel`. Vous y verrez ce qui distingue une convolution d'une couche dense : des zéros, et les mêmes poids à chaque ligne.
# %% [markdown] lang="en"
# ### ★★ A convolution is a dense layer
#
# In one dimension: find the matrix `M` such that `M @ x` is the convolution (in the networks' sense, `valid`, stride `stride`) of `x`, of length `length`, with `kernel`. You will see in it what sets a convolution apart from a dense layer: zeros, and the same weights in every row.

# %% tags=["exercise"]
def conv_matrix(kernel, length, stride):
    T("""Matrice M, une ligne par valeur de sortie, telle que M @ x soit la convolution de x.

    kernel : (k,) ; x a pour forme (length,). Renvoie un tableau (sorties, length).
    """, """Matrix M, one row per output value, such that M @ x is the convolution of x.

    kernel: (k,); x has shape (length,). Returns an array (outputs, length).
    """)
    ### BEGIN SOLUTION
    k = len(kernel)
    outputs = (length - k) // stride + 1
    M = np.zeros((outputs, length))
    for i in range(outputs):
        M[i, i * stride:i * stride + k] = kernel
    return M
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★★ Quels pixels voit-elle ?
#
# La partie 4 dit combien de pixels voit une valeur profonde. Dites **lesquels** : pour la valeur d'indice `i` après toutes les couches (`valid`, une dimension, aucun pas ne dépasse son noyau), renvoyez `(start, stop)` tels que `x[start:stop]` soit exactement ce qu'elle voit. Indication : partez de la valeur et remontez vers l'image.
# %% [markdown] lang="en"
# ### ★★★ Which pixels does it see?
#
# Part 4 says how many pixels a deep value sees. Say **which**: for the value with index `i` after all layers (`valid`, one dimension, no stride exceeds its kernel), return `(start, stop)` such that `x[start:stop]` is exactly what it sees. Hint: start from the value and walk back to the image.

# %% tags=["exercise"]
def input_window(i, stack):
    T("""Bornes (start, stop) de ce que voit la valeur i de la dernière couche.

    stack : liste de couples (noyau, pas), de la première couche à la dernière.
    input_window(0, [(5, 1), (2, 2)]) vaut (0, 6).
    """, """Bounds (start, stop) of what value i of the last layer sees.

    stack: list of pairs (kernel, stride), from the first layer to the last.
    input_window(0, [(5, 1), (2, 2)]) is (0, 6).
    """)
    ### BEGIN SOLUTION
    start, stop = i, i + 1
    for kernel, stride in reversed(stack):
        start = start * stride
        stop = (stop - 1) * stride + kernel
    return start, stop
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
# - **Croire `same` symétrique** : avec un pas de 2 et un côté pair, un noyau de 3 reçoit 0 zéro avant et 1 après. Des poids copiés d'une autre bibliothèque lisent alors un pixel à côté.
# - **Copier un noyau d'un livre de traitement du signal** sans le retourner.
# - **Redimensionner avec `reshape(h // q, w // q, q, q)`** : les fenêtres mélangent des lignes éloignées. L'ordre est `(h // q, q, w // q, q)`.
# - **Additionner les noyaux pour trouver le champ récepteur** : il faut compter $k - 1$, multiplié par les pas précédents.
# - **Nommer un filtre d'après ses images préférées**, sans regarder ce que donne un filtre au hasard.
# - **Croire tout CNN invariant** : avec `Flatten`, la tête apprend les positions.
# %% [markdown] lang="en"
# ## Common errors
#
# - **Believing `same` to be symmetric**: with stride 2 and an even side, a kernel of 3 gets 0 zeros before and 1 after. Weights copied from another library then read one pixel off.
# - **Copying a kernel from a signal-processing book** without flipping it.
# - **Reshaping with `reshape(h // q, w // q, q, q)`**: the windows mix distant rows. The order is `(h // q, q, w // q, q)`.
# - **Adding up kernels to find the receptive field**: count $k - 1$, times the preceding strides.
# - **Naming a filter after its favourite images**, without looking at what a random filter gives.
# - **Believing every CNN invariant**: with `Flatten`, the head learns positions.

# %% [markdown] lang="fr"
# ## À retenir
#
# - Une couche convolutive est une corrélation croisée : les mêmes poids, à chaque position, à travers tous les canaux.
# - Côté de sortie : $\lfloor (n + p - k)/s \rfloor + 1$ ; avec `same`, $\lceil n/s \rceil$.
# - Le pooling amortit un petit décalage ; garder une valeur sur $q$ ne l'amortit pas.
# - Champ récepteur : chaque couche ajoute $(k - 1) \times$ le produit des pas précédents.
# - La convolution de pas 1 est équivariante, sauf au bord de l'image. L'invariance vient du pooling global ; avec des pas, elle n'est exacte que pour les multiples de leur produit.
# - Un poids dont l'entrée est toujours nulle a un gradient nul : un réseau dense n'apprend rien d'un pixel toujours noir. Derrière `Flatten`, une position qui ne voit que du fond n'apprend pas à distinguer les classes.
# %% [markdown] lang="en"
# ## What to remember
#
# - A convolutional layer is a cross-correlation: the same weights, at every position, through all channels.
# - Side of the output: $\lfloor (n + p - k)/s \rfloor + 1$; with `same`, $\lceil n/s \rceil$.
# - Pooling dampens a small shift; keeping one value in $q$ does not.
# - Receptive field: each layer adds $(k - 1) \times$ the product of the preceding strides.
# - Convolution with stride 1 is equivariant, borders aside. Invariance comes from global pooling; with strides it is exact only for multiples of their product.
# - A weight whose input is always zero has a zero gradient: a dense network learns nothing from a pixel that is always black. After `Flatten`, a position that sees only background does not learn to tell classes apart.

# %% [markdown] lang="fr"
# ## Glossaire
#
# | français | English | sens |
# |---|---|---|
# | carte d'activation | feature map | réponses d'un filtre à toutes les positions |
# | champ récepteur | receptive field | pixels de l'image dont une valeur peut dépendre |
# | corrélation croisée | cross-correlation | somme pondérée glissante, noyau non retourné |
# | équivariant | equivariant | dont la sortie se décale comme l'entrée |
# | invariant | invariant | dont la sortie ne change pas quand l'entrée se décale |
# | logit | logit | score d'une classe avant softmax |
# | noyau | kernel | poids d'un filtre |
# | pas | stride | de combien la fenêtre avance |
# | pooling global | global pooling | réduction de chaque carte à un nombre |
# | remplissage | padding | zéros ajoutés au bord |
# %% [markdown] lang="en"
# ## Glossary
#
# | English | français | meaning |
# |---|---|---|
# | cross-correlation | corrélation croisée | sliding weighted sum, kernel not flipped |
# | equivariant | équivariant | whose output shifts as its input does |
# | feature map | carte d'activation | responses of a filter at all positions |
# | global pooling | pooling global | reduction of each map to one number |
# | invariant | invariant | whose output does not change when its input shifts |
# | kernel | noyau | weights of a filter |
# | logit | logit | score of a class before softmax |
# | padding | remplissage | zeros added at the border |
# | receptive field | champ récepteur | pixels of the image on which a value can depend |
# | stride | pas | how far the window moves |

# %% [markdown] lang="fr"
# ## Références
#
# - K. Fukushima (1980), *Neocognitron*. [doi:10.1007/BF00344251](https://doi.org/10.1007/BF00344251)
# - Y. LeCun et al. (1989), *Backpropagation applied to handwritten zip code recognition*. [doi:10.1162/neco.1989.1.4.541](https://doi.org/10.1162/neco.1989.1.4.541)
# - A. Krizhevsky et al. (2012), *ImageNet classification with deep convolutional neural networks*. [doi:10.1145/3065386](https://doi.org/10.1145/3065386)
# - M. Zeiler, R. Fergus (2014), *Visualizing and understanding convolutional networks*. [arXiv:1311.2901](https://arxiv.org/abs/1311.2901)
# - V. Dumoulin, F. Visin (2016), *A guide to convolution arithmetic for deep learning*. [arXiv:1603.07285](https://arxiv.org/abs/1603.07285)
# - W. Luo et al. (2016), *Understanding the effective receptive field in deep convolutional neural networks* : pourquoi le bord compte peu. [arXiv:1701.04128](https://arxiv.org/abs/1701.04128)
# - C. Olah et al. (2017), *Feature visualization*. [doi:10.23915/distill.00007](https://doi.org/10.23915/distill.00007)
# - A. Azulay, Y. Weiss (2019), *Why do deep convolutional networks generalize so poorly to small image transformations?* [arXiv:1805.12177](https://arxiv.org/abs/1805.12177)
# - R. Zhang (2019), *Making convolutional networks shift-invariant again* : flouter avant de réduire. [arXiv:1904.11486](https://arxiv.org/abs/1904.11486)
# %% [markdown] lang="en"
# ## References
#
# - K. Fukushima (1980), *Neocognitron*. [doi:10.1007/BF00344251](https://doi.org/10.1007/BF00344251)
# - Y. LeCun et al. (1989), *Backpropagation applied to handwritten zip code recognition*. [doi:10.1162/neco.1989.1.4.541](https://doi.org/10.1162/neco.1989.1.4.541)
# - A. Krizhevsky et al. (2012), *ImageNet classification with deep convolutional neural networks*. [doi:10.1145/3065386](https://doi.org/10.1145/3065386)
# - M. Zeiler, R. Fergus (2014), *Visualizing and understanding convolutional networks*. [arXiv:1311.2901](https://arxiv.org/abs/1311.2901)
# - V. Dumoulin, F. Visin (2016), *A guide to convolution arithmetic for deep learning*. [arXiv:1603.07285](https://arxiv.org/abs/1603.07285)
# - W. Luo et al. (2016), *Understanding the effective receptive field in deep convolutional neural networks*: why the edge matters little. [arXiv:1701.04128](https://arxiv.org/abs/1701.04128)
# - C. Olah et al. (2017), *Feature visualization*. [doi:10.23915/distill.00007](https://doi.org/10.23915/distill.00007)
# - A. Azulay, Y. Weiss (2019), *Why do deep convolutional networks generalize so poorly to small image transformations?* [arXiv:1805.12177](https://arxiv.org/abs/1805.12177)
# - R. Zhang (2019), *Making convolutional networks shift-invariant again*: blur before reducing. [arXiv:1904.11486](https://arxiv.org/abs/1904.11486)

# %% [markdown] lang="fr"
# ## Et ensuite
#
# {{next}}
# %% [markdown] lang="en"
# ## What comes next
#
# {{next}}
