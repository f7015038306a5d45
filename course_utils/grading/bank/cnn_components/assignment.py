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
#     title: {fr: "Devoir : les composants d'un CNN", en: "Assignment: the components of a CNN"}
#     lesson: "08"
#     points: {slack: 3, secret_filter: 4, one_for_two: 4, conv_backward: 5}
#     written: {left_or_right: 4}
# ---

# %% tags=["source-only"]
from course_utils import T

# %% [markdown] lang="fr"
# # Devoir : les composants d'un CNN
#
# Ce devoir prolonge la leçon 08 : prédire, trouver, programmer, réparer, expliquer. Il vaut 20 points.
#
# - Les tâches 1 à 4 sont corrigées automatiquement. Vos fonctions seront appelées avec **d'autres valeurs** que celles que vous voyez. Une réponse qui contient une erreur classique garde parfois 25 à 75 % des points.
# - Une personne lit la question 5.
# - L'énoncé est le même pour tout le monde ; les valeurs de `given`, ci-dessous, **sont les vôtres**. Ne les modifiez pas : la correction connaît les originales.
# - Après chaque tâche, `check(...)` essaie votre fonction sur quelques exemples ; quand la réponse est une valeur, il n'en vérifie que la forme. Il ne fixe pas la note.
#
# Parlez du devoir entre vous, c'est ainsi qu'on apprend ; mais le code et les phrases que vous rendez sont de vous. Nommez qui vous a aidé, à la fin de votre réponse 5.
# %% [markdown] lang="en"
# # Assignment: the components of a CNN
#
# This assignment continues lesson 08: predict, find, implement, debug, explain. It is worth 20 points.
#
# - Tasks 1 to 4 are marked automatically. Your functions will be called with **other values** than those you see. An answer with a classic mistake sometimes keeps 25 to 75% of the points.
# - A person reads question 5.
# - The statement is the same for everyone; the values of `given`, below, **are yours**. Do not change them: the marking knows the original ones.
# - After each task, `check(...)` tries your function on a few examples; where the answer is a value, it checks only its form. It does not set the mark.
#
# Do talk about the assignment with each other, that is how one learns; but the code and the sentences you hand in are your own. Name those who helped you at the end of your answer 5.

# %%
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

# %% tags=["values"]
given = {}

# %% [markdown] lang="fr"
# ## 1. Prédire : jusqu'où peut-on glisser ? (3 points)
#
# Un dessin est posé sur une page noire, large de `width` colonnes, numérotées à partir de 0. Son encre va de la colonne `first` à la colonne `last`, comprises. La page traverse ces couches, **toutes sans remplissage** (`valid`), puis un maximum global :
#
# | | couche |
# |---|---|
# | 1 | `Conv2D(8, kernel1, strides=stride1, activation="relu")` |
# | 2 | `MaxPooling2D(pool)` |
# | 3 | `Conv2D(16, kernel2, activation="relu")` |
# | 4 | `GlobalMaxPooling2D()` |
#
# On fait glisser le dessin horizontalement. La leçon l'a montré : loin des bords, la sortie ne change pas du tout pour certains décalages. Mais où commencent les bords ?
#
# Donnez le couple d'entiers `slack = (left, right)` : le **plus grand** décalage vers la gauche, puis vers la droite, en pixels, pour lequel la sortie est garantie **exactement** la même qu'à la place de départ, quels que soient les poids et le dessin. Les deux nombres sont positifs ou nuls. Seules comptent les colonnes. Vos valeurs sont dans `given["slack"]`.
#
# Attention : une fenêtre qui ne voit qu'un bout du dessin compte aussi. Sa réponse est peut-être le maximum.
# %% [markdown] lang="en"
# ## 1. Predict: how far can it slide? (3 points)
#
# A drawing lies on a black page that is `width` columns wide, numbered from 0. Its ink runs from column `first` to column `last`, both included. The page goes through these layers, **all without padding** (`valid`), then a global maximum:
#
# | | layer |
# |---|---|
# | 1 | `Conv2D(8, kernel1, strides=stride1, activation="relu")` |
# | 2 | `MaxPooling2D(pool)` |
# | 3 | `Conv2D(16, kernel2, activation="relu")` |
# | 4 | `GlobalMaxPooling2D()` |
#
# The drawing is made to slide horizontally. The lesson has shown it: away from the borders, the output does not change at all for certain shifts. But where do the borders begin?
#
# Give the pair of integers `slack = (left, right)`: the **largest** shift to the left, then to the right, in pixels, for which the output is guaranteed to be **exactly** the same as at the starting place, whatever the weights and the drawing. Both numbers are positive or zero. Only columns matter. Your values are in `given["slack"]`.
#
# Careful: a window that sees only a bit of the drawing counts too. Its response may be the maximum.

# %% tags=["exercise"]
values = given["slack"]
### BEGIN SOLUTION
stride, pool = values["stride1"], values["pool"]
# fr: distance de deux cases ; colonnes vues par une case ; nombre de cases
# en: distance of two cells; columns seen by a cell; number of cells
jump = stride * pool
seen = values["kernel1"] + (pool - 1) * stride + (values["kernel2"] - 1) * jump
cells = (values["width"] - seen) // jump + 1
# fr: première et dernière case qui voient de l'encre
# en: first and last cell that see any ink
earliest = -(-(values["first"] - seen + 1) // jump)
latest = values["last"] // jump
slack = (earliest * jump, (cells - 1 - latest) * jump)
### END SOLUTION

# %% [markdown] lang="fr"
# ## 2. Trouver : le filtre secret (4 points)
#
# Une couche a un seul filtre, un noyau de 2 × 2 et un biais, sans remplissage, avec un pas de 1 et la fonction ReLU. Vous ne voyez pas ses poids, seulement une petite image, `image`, et la carte que la couche en a faite, `responses` ; les vôtres sont dans `given["secret_filter"]`.
#
# Retrouvez le filtre : `secret_filter = (kernel, bias)`, où `kernel` est un tableau 2 × 2 et `bias` un nombre. Il n'y en a qu'un.
# %% [markdown] lang="en"
# ## 2. Find: the secret filter (4 points)
#
# A layer has a single filter, a kernel of 2 × 2 and a bias, no padding, a stride of 1 and the ReLU function. You do not see its weights, only a small image, `image`, and the map that the layer made of it, `responses`; yours are in `given["secret_filter"]`.
#
# Find the filter: `secret_filter = (kernel, bias)`, where `kernel` is a 2 × 2 array and `bias` a number. There is only one.

# %% tags=["exercise"]
values = given["secret_filter"]
### BEGIN SOLUTION
z = values["responses"].ravel()
windows = sliding_window_view(values["image"], (2, 2)).reshape(-1, 4)
# fr: derrière ReLU, une case nulle n'est pas une équation
# en: behind ReLU, a zero cell is no equation
system = np.column_stack([windows, np.ones(len(z))])[z > 0]
found = np.linalg.lstsq(system, z[z > 0], rcond=None)[0]
secret_filter = (found[:4].reshape(2, 2), found[4])
### END SOLUTION

# %% [markdown] lang="fr"
# ## 3. Programmer : une convolution pour deux (4 points)
#
# Deux couches de convolution se suivent, **sans activation entre elles**, sans remplissage. La première a le pas `stride1`, la seconde le pas 1 :
#
# $$z^{(1)}_{ijf} = \beta^{(1)}_f + \sum_{a,\,b,\,c} w^{(1)}_{abcf}\; x_{si+a,\,sj+b,\,c} \qquad z^{(2)}_{ijg} = \beta^{(2)}_g + \sum_{a,\,b,\,f} w^{(2)}_{abfg}\; z^{(1)}_{i+a,\,j+b,\,f}$$
#
# À elles deux, elles ne font rien de plus qu'une **seule** couche de convolution, de pas `stride1`, aux noyaux plus grands : sans ReLU, empiler n'ajoute rien à ce que le réseau peut calculer. Renvoyez les noyaux et les biais de cette couche, au format de Keras : `(côté, côté, canaux, filtres)` et `(filtres,)`. Le côté est le champ récepteur des deux couches.
#
# Pour vérifier : sur une image au hasard, la couche unique et les deux couches doivent donner les mêmes nombres. La fonction `convolve` de la leçon, ou Keras, y aide.
# %% [markdown] lang="en"
# ## 3. Implement: two convolutions in one (4 points)
#
# Two convolution layers follow each other, **with no activation between them**, without padding. The first has stride `stride1`, the second stride 1:
#
# $$z^{(1)}_{ijf} = \beta^{(1)}_f + \sum_{a,\,b,\,c} w^{(1)}_{abcf}\; x_{si+a,\,sj+b,\,c} \qquad z^{(2)}_{ijg} = \beta^{(2)}_g + \sum_{a,\,b,\,f} w^{(2)}_{abfg}\; z^{(1)}_{i+a,\,j+b,\,f}$$
#
# Together they do no more than a **single** convolution layer, with stride `stride1` and larger kernels: without ReLU, stacking adds nothing to what the network can compute. Return the kernels and the biases of that layer, in Keras's format: `(side, side, channels, filters)` and `(filters,)`. The side is the receptive field of the two layers.
#
# To verify: on a random image, the single layer and the two layers must give the same numbers. The function `convolve` of the lesson, or Keras, can help.


# %% tags=["exercise"]
def one_for_two(kernels1, biases1, kernels2, biases2, stride1):
    T(
        """Noyaux et biais de la couche unique : renvoie `(kernels, biases)`.

    `kernels1` : (k1, k1, c, f) ; `biases1` : (f,) ; `kernels2` : (k2, k2, f, g) ; `biases2` : (g,) ;
    `stride1` : pas de la première couche. `kernels` : (côté, côté, c, g) ; `biases` : (g,).
    """,
        """Kernels and biases of the single layer: returns `(kernels, biases)`.

    `kernels1`: (k1, k1, c, f); `biases1`: (f,); `kernels2`: (k2, k2, f, g); `biases2`: (g,);
    `stride1`: stride of the first layer. `kernels`: (side, side, c, g); `biases`: (g,).
    """,
    )
    ### BEGIN SOLUTION
    k1, k2 = len(kernels1), len(kernels2)
    side = k1 + (k2 - 1) * stride1
    kernels = np.zeros((side, side, kernels1.shape[2], len(biases2)))
    for a in range(k2):
        for b in range(k2):
            # fr: cette case de la première carte lit l'image à partir d'ici
            # en: this cell of the first map reads the image from here
            i, j = a * stride1, b * stride1
            # fr: @ additionne sur les cartes intermédiaires f
            # en: @ adds up over the maps f in between
            kernels[i : i + k1, j : j + k1] += kernels1 @ kernels2[a, b]
    return kernels, biases2 + biases1 @ kernels2.sum(axis=(0, 1))
    ### END SOLUTION


# %% [markdown] lang="fr"
# ## 4. Réparer : le chemin du retour (5 points)
#
# Comment une convolution apprend-elle ? Par la règle de la chaîne, comme toute couche (leçon 05) ; la nouveauté est que les mêmes poids servent partout. En une dimension, un seul filtre :
#
# $$z_i = \beta + \sum_{a} w_a\, x_{si+a} \qquad h_i = \max(0, z_i)$$
#
# La rétropropagation apporte `slope`, les pentes $\partial L/\partial h_i$ de la perte par rapport à chaque sortie. La fonction ci-dessous devrait renvoyer les pentes de la perte par rapport au noyau, au biais et à l'entrée : trois gradients, de la forme de `kernel`, un nombre, et de la forme de `x`. Elle s'exécute sans message d'erreur, mais elle a **trois** défauts. Réparez-la.
# %% [markdown] lang="en"
# ## 4. Debug: the way back (5 points)
#
# How does a convolution learn? By the chain rule, like any layer (lesson 05); what is new is that the same weights serve everywhere. In one dimension, with a single filter:
#
# $$z_i = \beta + \sum_{a} w_a\, x_{si+a} \qquad h_i = \max(0, z_i)$$
#
# Backpropagation brings `slope`, the slopes $\partial L/\partial h_i$ of the loss with respect to each output. The function below should return the slopes of the loss with respect to the kernel, the bias and the input: three gradients, of the shape of `kernel`, a number, and of the shape of `x`. It runs without an error message, but it has **three** bugs. Fix it.


# %% tags=["exercise"]
def conv_backward(x, kernel, bias, stride, slope):
    T(
        """Gradients d'une convolution suivie de ReLU : renvoie (du noyau, du biais, de l'entrée).

    `x` : (n,) ; `kernel` : (k,) ; `bias` : un nombre ; `stride` : le pas s ; `slope` : (sorties,).
    """,
        """Gradients of a convolution followed by ReLU: returns (of the kernel, of the bias, of the input).

    `x`: (n,); `kernel`: (k,); `bias`: a number; `stride`: the stride s; `slope`: (outputs,).
    """,
    )
    ### BEGIN BUG
    k = len(kernel)
    of_kernel, of_x = np.zeros(k), np.zeros(len(x))
    for i in range(len(slope)):
        start = i * stride
        of_kernel += slope[i] * x[i : i + k]
        of_x[start : start + k] = slope[i] * kernel
    return of_kernel, slope.sum(), of_x
    ### END BUG
    ### BEGIN SOLUTION
    k = len(kernel)
    z = sliding_window_view(x, k)[::stride] @ kernel + bias
    # fr: là où ReLU répond 0, une petite variation de z ne change rien à la perte
    # en: where ReLU answers 0, a small change of z does not change the loss at all
    slope = slope * (z > 0)
    of_kernel, of_x = np.zeros(k), np.zeros(len(x))
    for i in range(len(slope)):
        start = i * stride
        of_kernel += slope[i] * x[start : start + k]
        # fr: += : un pixel lu par plusieurs fenêtres additionne ce qu'elles rendent
        # en: +=: a pixel read by several windows adds up what they give back
        of_x[start : start + k] += slope[i] * kernel
    return of_kernel, slope.sum(), of_x
    ### END SOLUTION


# %% [markdown] lang="fr" tags=["written"]
# ## 5. Expliquer : il ne devait pas savoir où (4 points)
#
# Une amie reprend le CNN à pooling global de la partie 6, mais avec `padding="valid"` partout et deux sorties :
#
# | | couche |
# |---|---|
# | 1 | `Conv2D(8, 5, strides=2, activation="relu")` |
# | 2 | `Conv2D(16, 3, activation="relu")` |
# | 3 | `MaxPooling2D(2)` |
# | 4 | `Conv2D(48, 3, activation="relu")` |
# | 5 | `GlobalMaxPooling2D()` |
# | 6 | `Dense(2, activation="softmax")` |
#
# Ses pages ont 28 lignes et 64 colonnes, numérotées à partir de 0 ; elle y colle des images de MNIST, de 28 × 28 pixels, dont le bord est noir. Des 2 000 images d'entraînement, la moitié occupe les colonnes 4 à 31, l'autre les colonnes 32 à 59, et le réseau doit dire **de quel côté** est le chiffre. Comme le pooling global oublie où sont les choses, elle s'attend à 50 %. Sur 500 nouvelles pages, elle mesure 97 %.
#
# Elle en conclut : « La leçon se trompe : le pooling global n'oublie pas où est le chiffre. »
#
# 1. Que garantit exactement la leçon, et à quelles conditions ? Montrez par un calcul qu'une de ces conditions n'est pas remplie ici. (1 point)
# 2. Par quel mécanisme le réseau peut-il donc distinguer la gauche de la droite ? Dites ce que voit, ou ne voit pas, une case de la dernière carte. (1 point)
# 3. Décrivez une expérience qui déciderait entre votre explication et la sienne : que changez-vous, que gardez-vous égal, que prédit chacune des deux ? (2 points)
#
# Longueur attendue : deux ou trois phrases par point.
#
# Terminez par les noms de ceux qui vous ont aidé pour ce devoir, ou « personne ».
#
# ### RUBRIC
#
# - 1 point, question 1 : la sortie est exactement la même si le décalage est un multiple du produit des pas (4) **et** si la page est assez large pour que les bords ne comptent pas (un demi-point). Le décalage, 28, est un multiple de 4 ; mais une case voit 5 + 2 × 2 + 1 × 2 + 2 × 4 = 19 colonnes, alors que l'image est collée à 4 colonnes du bord, à gauche comme à droite (64 − 32 − 28 = 4) : toutes les fenêtres qui voient un bout du chiffre ne tiennent pas sur la page (un demi-point). Accepter un calcul avec l'encre, que MNIST entoure de colonnes noires : elle est encore à 17 colonnes au plus du bord (vérifié sur les 10 000 images de test), et il en faudrait 18.
# - 1 point, question 2 : à gauche, il manque les fenêtres qui verraient le chiffre seulement par leur bord droit (noir à gauche, encre à droite) ; à droite, celles qui le verraient seulement par leur bord gauche. Un filtre qui répond à « noir d'un côté, encre de l'autre » atteint donc un maximum d'un côté de la page et non de l'autre. Ne pas accepter : « les zéros du remplissage », il n'y en a pas ; « les convolutions connaissent leur position ».
# - 2 points, question 3. 1 point : un seul facteur changé, le bord. Par exemple des pages élargies de noir des deux côtés (au moins 18 colonnes entre l'encre et chaque bord), même écart de 28 entre les deux places, ou un autre **multiple de 4**, mêmes images, même réseau réentraîné. Avec un autre écart, l'expérience ne décide rien : la garantie ne vaut plus, même loin des bords (un demi-point). Accepter un essai sans entraînement : un seul réseau, le même chiffre aux deux places d'une page large, sorties comparées. 1 point : les deux prédictions. La nôtre : chaque chiffre donne exactement la même sortie aux deux places, donc 50 % sur des pages où chaque chiffre est montré des deux côtés (et environ 50 % ailleurs) ; la sienne : toujours bien plus de 50 %. Sans entraînement : la nôtre prédit des sorties égales, la sienne des sorties différentes. Accepter aussi : rapprocher ou éloigner peu à peu le chiffre du bord, de 4 en 4 pixels, et suivre l'exactitude.
#
# Pour information, mesuré : 97,2 à 97,4 % avec quatre graines ; sur des pages de 120 colonnes, images collées aux colonnes 32 et 60, les deux sorties sont égales au bit près, et l'exactitude est de 50 à 51 % après un nouvel entraînement (deux graines), d'environ 50 % sans. Avec un écart de 30 sur ces pages (colonnes 32 et 62), elle est de 67 à 76 % (deux graines, trente époques). Chose étonnante, avec `padding="same"` et des pages de 64 colonnes, le même entraînement reste à 50 % (deux graines) : le remplissage noir rend, ou presque, les fenêtres manquantes. Une copie qui le prédit mérite une mention, sans point de plus.
# %% [markdown] lang="en" tags=["written"]
# ## 5. Explain: it was not supposed to know where (4 points)
#
# A friend takes the CNN with global pooling of part 6, but with `padding="valid"` throughout and two outputs:
#
# | | layer |
# |---|---|
# | 1 | `Conv2D(8, 5, strides=2, activation="relu")` |
# | 2 | `Conv2D(16, 3, activation="relu")` |
# | 3 | `MaxPooling2D(2)` |
# | 4 | `Conv2D(48, 3, activation="relu")` |
# | 5 | `GlobalMaxPooling2D()` |
# | 6 | `Dense(2, activation="softmax")` |
#
# Her pages have 28 rows and 64 columns, numbered from 0; on them she pastes MNIST images of 28 × 28 pixels, whose border is black. Of the 2,000 training images, half occupy columns 4 to 31, the others columns 32 to 59, and the network must say **on which side** the digit is. As global pooling forgets where things are, she expects 50%. On 500 new pages she measures 97%.
#
# She concludes: “The lesson is wrong: global pooling does not forget where the digit is.”
#
# 1. What exactly does the lesson guarantee, and under which conditions? Show by a computation that one of these conditions is not met here. (1 point)
# 2. So by which mechanism can the network tell left from right? Say what a cell of the last map sees, or does not see. (1 point)
# 3. Describe an experiment that would decide between your explanation and hers: what do you change, what do you keep equal, what does each of the two predict? (2 points)
#
# Expected length: two or three sentences per point.
#
# End with the names of those who helped you with this assignment, or “nobody”.
#
# ### RUBRIC
#
# - 1 point, question 1: the output is exactly the same if the shift is a multiple of the product of the strides (4) **and** if the page is wide enough for the borders not to matter (half a point). The shift, 28, is a multiple of 4; but a cell sees 5 + 2 × 2 + 1 × 2 + 2 × 4 = 19 columns, whereas the image is pasted 4 columns from the border, on the left as on the right (64 − 32 − 28 = 4): not all the windows that see a bit of the digit fit into the page (half a point). Accept a computation with the ink, which MNIST surrounds with black columns: it is still at most 17 columns from the border (verified on the 10,000 test images), and 18 would be needed.
# - 1 point, question 2: on the left, those windows are missing that would see the digit only through their right edge (black on the left, ink on the right); on the right, those that would see it only through their left edge. So a filter that responds to “black on one side, ink on the other” reaches a maximum on one side of the page and not on the other. Do not accept: “the zeros of the padding”, there are none; “convolutions know their position”.
# - 2 points, question 3. 1 point: a single factor changed, the border. For instance pages widened with black on both sides (at least 18 columns between the ink and each border), the same gap of 28 between the two places, or another **multiple of 4**, same images, same network trained anew. With any other gap the experiment decides nothing: the guarantee no longer holds, even far from the borders (half a point). Accept a test without training: a single network, the same digit at both places of a wide page, outputs compared. 1 point: both predictions. Ours: each digit gives exactly the same output at both places, hence 50% on pages where each digit is shown on both sides (and about 50% elsewhere); hers: still far more than 50%. Without training: ours predicts equal outputs, hers different ones. Accept also: moving the digit gradually nearer to or further from the border, 4 pixels at a time, and following the accuracy.
#
# For information, measured: 97.2 to 97.4% with four seeds; on pages of 120 columns, with images pasted at columns 32 and 60, the two outputs are equal bit for bit, and accuracy is 50 to 51% after a new training (two seeds), about 50% without. With a gap of 30 on these pages (columns 32 and 62) it is 67 to 76% (two seeds, thirty epochs). Surprisingly, with `padding="same"` and pages of 64 columns, the same training stays at 50% (two seeds): the black padding gives back the missing windows, or nearly so. An answer that predicts this deserves a mention, without any extra point.
