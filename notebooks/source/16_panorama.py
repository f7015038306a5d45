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
#       fr: Panorama
#       en: Panorama
#     objectives:
#       fr:
#       - écrire l'attention en NumPy, et compter les paramètres de GPT-2 et d'un ViT avec la même formule
#       - dire d'où vient la cible quand personne n'a étiqueté les données (texte, image abîmée, traduction, récompense)
#       - bruiter puis débruiter, et distinguer une image inventée d'une image recopiée
#       - lire une segmentation et une détection avec l'IoU, le Dice et la suppression des doublons
#       - mesurer ce que rapporte l'exploration, et ce que coûte l'absence de rétropropagation
#       en:
#       - write attention in NumPy, and count the parameters of GPT-2 and of a ViT with the same formula
#       - say where the target comes from when nobody labelled the data (text, damaged image, translation, reward)
#       - add noise and remove it, and tell an invented image from a copied one
#       - read a segmentation and a detection with IoU, Dice and the removal of duplicates
#       - measure what exploration brings, and what doing without backpropagation costs
#     prerequisites: ["04", "05", "08", "09"]
#     reading: 150
#     next:
#       fr: "Chacun de ces sujets mérite sa propre leçon ; les phrases en italique disent ce que ces leçons ajouteront. D'ici là, {{lesson 00}} mène à toutes les autres."
#       en: "Each of these topics deserves a lesson of its own; the sentences in italics say what those lessons will add. Until then, {{lesson 00}} leads to all the others."
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

lesson = start("16_panorama", T("fr", "en"), profile=profile, data=data, seed=seed)

# %%
import itertools
import re
from collections import Counter, defaultdict

import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers, ops
from PIL import Image
from scipy.ndimage import gaussian_filter
from scipy.signal import spectrogram
from skimage.filters import threshold_otsu

from course_utils.texts import course_pairs

# fr: En profil fast, quelques pas seulement, non compilés : les réseaux n'y apprennent presque rien.
# en: In the fast profile, a few steps only, not compiled: the networks hardly learn anything.
how = lesson.pick(full={"steps_per_execution": 8}, fast={"run_eagerly": True})

# %% [markdown] lang="fr"
# ## Un dictionnaire que personne n'a écrit
#
# Les exercices et les quiz des leçons 00 à 09 existent en français et en anglais. Donnons leurs phrases, par paires, à un programme de quinze lignes qui ne sait **rien** d'aucune des deux langues, pas même quel mot correspond à quel mot.
#
# Puis demandons-lui de relier les mots d'une phrase nouvelle. Personne ne lui a jamais donné une bonne réponse : d'où vient alors ce qu'il sait ? La partie 2 répondra.
#
# C'est la question de toute la leçon. Vous connaissez déjà les couches, les pertes et le gradient ; d'un sujet à l'autre, **peu de choses changent**, souvent la seule provenance de la cible. Lisez les six parties en plusieurs fois.
# %% [markdown] lang="en"
# ## A dictionary that nobody wrote
#
# The exercises and quizzes of lessons 00 to 09 exist in French and in English. Let us give their sentences, in pairs, to a fifteen-line program that knows **nothing** of either language, not even which word corresponds to which.
#
# Then let us ask it to link the words of a new sentence. Nobody ever gave it a right answer: so where does its knowledge come from? Part 2 will tell.
#
# It is the question of the whole lesson. You already know the layers, the losses and the gradient; from one topic to the next **little changes**, often only where the target comes from. Read the six parts in several sittings.

# %%
texts = course_pairs()
print(len(texts), T("textes en deux langues ; par exemple :", "texts in two languages; for example:"))
print("  ", texts[24].fr, "\n  ", texts[24].en)

# %%
def words(text):
    return re.findall(r"[^\W\d_]{2,}", text.lower())

sentences = [(words(text.fr), words(text.en)) for text in texts]
sentences = [(f, e) for f, e in sentences if 0 < len(f) <= 25 and 0 < len(e) <= 25]
fr_id, en_id = ({word: i for i, word in enumerate(sorted({w for s in sentences for w in s[side]}))}
                for side in (0, 1))

def learn_links(rounds):
    table = np.full((len(en_id), len(fr_id)), 1 / len(en_id))
    for _ in range(rounds):
        counts = np.zeros_like(table)
        for f, e in sentences:
            cells = np.ix_([en_id[w] for w in e], [fr_id[w] for w in f])
            np.add.at(counts, cells, table[cells] / table[cells].sum(axis=1, keepdims=True))
        table = counts / counts.sum(axis=0)
    return table

# %%
links = learn_links(8)
french = words("la perte de chaque image dépend des poids de la couche")
english = words("the loss of each image depends on the weights of the layer")
shares = links[np.ix_([en_id[w] for w in english], [fr_id[w] for w in french])]
shares = shares / shares.sum(axis=1, keepdims=True)
figure, axis = plt.subplots(figsize=(5.6, 4.6))
drawn = axis.imshow(shares, cmap="Blues", vmin=0, vmax=1)
axis.set_xticks(range(len(french)), french, rotation=50, ha="right")
axis.set_yticks(range(len(english)), english)
axis.set(xlabel=T("mots français", "French words"), ylabel=T("mots anglais", "English words"))
figure.colorbar(drawn, label=T("part du lien (0 à 1)", "share of the link (0 to 1)"))
show(figure,
     T("Mots anglais × mots français : « loss » est relié à « perte », « layer » à « couche ».",
       "Table of English words × French words: “loss” is linked to “perte”, “layer” to “couche”."))

# %%
known = dict(neurone="neuron", poids="weights", couche="layer", perte="loss", taux="rate",
             gradient="gradient", images="images", erreur="error", somme="sum",
             réponse="answer", lot="batch", chaque="each", manque="missing", entre="between")
vocabulary = list(en_id)
found = {word: vocabulary[links[:, fr_id[word]].argmax()] for word in known}
print(*(f"{fr} → {en}" for fr, en in found.items()), sep=", ")
print(T("Mais :", "But:"), *(f"{word} → {vocabulary[links[:, fr_id[word]].argmax()]}"
                             for word in ("type", "écart", "plus")), sep="  ")
claim(T("Bien traduits, sur ces 14 mots choisis", "Translated correctly, out of these 14 chosen words"),
      sum(found[word] == known[word] for word in known), at_least=11, digits=0);

# %% [markdown] lang="fr"
# ## 1. Comparer, puis moyenner : l'attention
#
# Chaque mot, ou plutôt chaque **jeton** (*token*, souvent un morceau de mot), est un vecteur. Trois matrices apprises en tirent une **question** $q$ (*query*), une **étiquette** $k$ (*key*) et un **contenu** $v$ (*value*). Un produit scalaire compare la question à chaque étiquette, puis on fait la moyenne des contenus :
#
# $$\text{attention}(Q, K, V) = \operatorname{softmax}\!\left(\frac{QK^\top}{\sqrt d}\right) V$$
#
# Le softmax est celui de la leçon 03, appliqué à chaque ligne. Si les $d$ coordonnées de $q$ et de $k$ sont indépendantes, de moyenne 0 et de variance 1, leur produit scalaire a pour variance $d$ : on divise par $\sqrt d$ pour que le softmax ne sature pas.
# %% [markdown] lang="en"
# ## 1. Compare, then average: attention
#
# Every word, or rather every **token** (often a piece of a word), is a vector. Three learned matrices draw from it a **query** $q$, a **key** $k$ and a **value** $v$. A dot product compares the query with each key, then the values are averaged accordingly:
#
# $$\text{attention}(Q, K, V) = \operatorname{softmax}\!\left(\frac{QK^\top}{\sqrt d}\right) V$$
#
# The softmax is that of lesson 03, applied to each row. If the $d$ coordinates of $q$ and of $k$ are independent, with mean 0 and variance 1, their dot product has variance $d$: dividing by $\sqrt d$ keeps the softmax from saturating.

# %%
def softmax(scores):
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)

def attention(Q, K, V):
    return softmax(Q @ K.T / np.sqrt(K.shape[-1])) @ V

rng = np.random.default_rng(lesson.seed)
Q, K, V = rng.normal(size=(3, 6, 8)).astype("float32")
from_keras = ops.dot_product_attention(*(a[np.newaxis, :, np.newaxis] for a in (Q, K, V)))
claim(T("Keras donne la même attention", "Keras gives the same attention"),
      np.allclose(attention(Q, K, V), from_keras[0, :, 0], atol=1e-5))
order = rng.permutation(6)
claim(T("Mélanger les mots (K et V ensemble) ne change rien", "Shuffling the words (K and V together) changes nothing"),
      np.allclose(attention(Q, K, V), attention(Q, K[order], V[order]), atol=1e-5));

# %% [markdown] lang="fr"
# Sans masque, l'attention ignore donc l'ordre : le Transformer ajoute la position aux mots.
#
# Que gagne-t-on sur un réseau récurrent, qui lit mot à mot et résume tout dans un état (leçon 13) ? Présentons $n$ paires étiquette-contenu, puis demandons chaque contenu par son étiquette. D'un côté, le plus simple des **états de taille fixe** : la matrice $S = \sum_i k_i v_i^\top$, 1 024 nombres, lue par $qS$. De l'autre, l'attention, qui garde les $n$ paires : $64n$ nombres. Un réseau récurrent entraîné écrirait mieux dans son état, mais sa place aussi est bornée.
# %% [markdown] lang="en"
# Without a mask, attention therefore ignores order: the Transformer adds positions to the words.
#
# What does it gain over a recurrent network, which reads word by word and sums everything up in a state (lesson 13)? Let us present $n$ key-value pairs, then ask for every value by its key. On one side, the simplest **state of fixed size**: the matrix $S = \sum_i k_i v_i^\top$, 1,024 numbers, read by $qS$. On the other, attention, which keeps the $n$ pairs: $64n$ numbers. A trained recurrent network would write better in its state, but its room is bounded too.

# %%
def recall(n, d=32):
    keys, values = rng.normal(size=(2, n, d))
    keys /= np.linalg.norm(keys, axis=1, keepdims=True)
    values /= np.linalg.norm(values, axis=1, keepdims=True)
    state = keys.T @ values
    # fr: 20 √d défait la division par √d et durcit le softmax : presque tout ou rien.
    # en: 20 √d undoes the division by √d and hardens the softmax: almost all or nothing.
    answers = keys @ state, attention(20 * np.sqrt(d) * keys, keys, values)
    return [np.mean((a @ values.T).argmax(axis=1) == np.arange(n)) for a in answers]

sizes = 2 ** np.arange(3, lesson.pick(full=12, fast=9))
recalled = np.array([[recall(n) for n in sizes] for _ in range(5)])

# %%
figure, axis = plt.subplots(figsize=(5.8, 2.9))
for which, style, name in ((1, "o-", T("attention", "attention")),
                           (0, "s--", T("état de 32 × 32", "state of 32 × 32"))):
    mean, spread = recalled[..., which].mean(axis=0), recalled[..., which].std(axis=0)
    axis.errorbar(sizes, 100 * mean, 100 * spread, fmt=style, ms=4, capsize=2, label=name)
axis.set_xscale("log", base=2)
axis.set(xlabel=T("nombre de paires à retenir (barres : ± écart type)", "number of pairs to remember (bars: ± standard deviation)"),
         ylabel=T("retrouvées (%)", "recalled (%)"), ylim=(0, 105))
axis.set_xticks(sizes, sizes, fontsize=9)
axis.legend(loc="lower left")
show(figure,
     T("L'attention retrouve toutes les paires ; l'état de taille fixe en confond de plus en plus.",
       "Attention recalls all pairs; the state of fixed size confuses more and more of them."))
claim(T("Retrouvées par l'attention, dernier point", "Recalled by attention, last point"),
      recalled[:, -1, 1].mean(), at_least=0.98, as_percent=True)
claim(T("Retrouvées par l'état fixe, dernier point", "Recalled by the fixed state, last point"),
      recalled[:, -1, 0].mean(), at_most=0.4, as_percent=True);

# %% [markdown] lang="fr"
# Le prix : l'état fixe coûte autant au dernier mot qu'au premier ; l'attention compare chaque mot à tous, soit $n^2$ comparaisons.
#
# Un bloc de **Transformer** de largeur $d$ : l'attention (quatre matrices $d \times d$, pour $q$, $k$, $v$ et la sortie ; des **têtes** se partagent la largeur), deux couches denses ($d \to 4d \to d$), deux normalisations, chacune mot par mot, et deux additions qui rendent à chaque étape son entrée (connexions résiduelles). Avec les biais : $12d^2 + 13d$ paramètres.
#
# Le même bloc sert à **GPT-2** (jetons) et à **ViT** (*Vision Transformer*, carrés de 16 × 16 pixels traités comme des mots). Changent l'entrée, la cible, et un masque : GPT-2 ne voit pas l'avenir (exercice).
# %% [markdown] lang="en"
# The price: the fixed state costs as much for the last word as for the first; attention compares every word with all, which makes $n^2$ comparisons.
#
# A **Transformer** block of width $d$: attention (four $d \times d$ matrices, for $q$, $k$, $v$ and the output; **heads** share the width), two dense layers ($d \to 4d \to d$), two normalisations, each applied word by word, and two additions that give each step its input back (residual connections). With biases: $12d^2 + 13d$ parameters.
#
# The same block serves **GPT-2** (tokens) and **ViT** (Vision Transformer, squares of 16 × 16 pixels treated as words). What changes: the input, the target and a mask: GPT-2 does not see the future (exercise).

# %%
def block(d):
    return 12 * d**2 + 13 * d

x = keras.Input((5, 64))
h = layers.LayerNormalization()(x)
h = layers.Add()([x, layers.MultiHeadAttention(num_heads=4, key_dim=16)(h, h)])
y = layers.Dense(256, activation="gelu")(layers.LayerNormalization()(h))
one_block = keras.Model(x, layers.Add()([h, layers.Dense(64)(y)]))
claim(T("Le bloc écrit en Keras a 12d² + 13d paramètres", "The block written in Keras has 12d² + 13d parameters"), one_block.count_params() == block(64))
d = 768
# fr: 50 257 jetons (la sortie réutilise leur table), 1 024 positions, 12 blocs, normalisation.
# en: 50,257 tokens (the output reuses their table), 1,024 positions, 12 blocks, normalisation.
gpt2 = 50257 * d + 1024 * d + 12 * block(d) + 2 * d
# fr: carrés en couleurs (+ biais), classe, 197 positions, 12 blocs, normalisation, 1 000 classes.
# en: squares in colour (+ bias), class, 197 positions, 12 blocks, normalisation, 1,000 classes.
vit = (16 * 16 * 3 + 1) * d + d + 197 * d + 12 * block(d) + 2 * d + (d + 1) * 1000
claim(T("GPT-2 (petit) : 124 439 808 paramètres, comme les poids diffusés",
        "GPT-2 (small): 124,439,808 parameters, as in the released weights"), gpt2 == 124_439_808)
claim(T("ViT-B/16 : 86 567 656, comme les poids diffusés",
        "ViT-B/16: 86,567,656, as in the released weights"), vit == 86_567_656);

# %% [markdown] lang="fr"
# ViT : $(224/16)^2 = 196$ carrés, plus un mot pour la classe. Hormis le découpage en carrés, aucune notion de voisinage au départ : l'hypothèse du CNN (leçon 09) a disparu, et il faut davantage d'images pour compenser. *La leçon sur les Transformers entraînera ce bloc ; celle sur ViT mesurera ce que coûte l'hypothèse absente.*
# %% [markdown] lang="en"
# ViT: $(224/16)^2 = 196$ squares, plus one word for the class. Apart from the cutting into squares, no notion of neighbourhood to begin with: the assumption of the CNN (lesson 09) is gone, and more images are needed to make up for it. *The lesson on Transformers will train this block; the one on ViT will measure what the missing assumption costs.*

# %% [markdown] lang="fr"
# ## 2. La cible est dans le texte
#
# Un **grand modèle de langue** (*LLM*) apprend d'abord une seule chose : prédire le jeton suivant. La cible est le texte lui-même, décalé d'un cran : un apprentissage **auto-supervisé**. La perte est l'entropie croisée de la leçon 04 ; en base 2 et par caractère, elle se compte en **bits par caractère** :
#
# $$H = -\frac1N \sum_{i=1}^{N} \log_2 p(c_i \mid c_{i-n} \dots c_{i-1})$$
#
# Commençons sans réseau : **compter**. Combien de fois tel caractère a-t-il suivi ces $n$ caractères-là ? Plus le contexte est rare, plus on mélange avec l'ordre inférieur ; un contexte vu 3 fois, toujours suivi de « e » (1 suite différente), donne $p(\text{e}) = (3 + 1 \times p_{n-1}(\text{e})) / (3 + 1)$. Le texte : les exercices et les quiz du cours, dans votre langue.
# %% [markdown] lang="en"
# ## 2. The target is in the text
#
# A **large language model** (LLM) first learns a single thing: to predict the next token. The target is the text itself, shifted by one place: this is **self-supervised** learning. The loss is the cross-entropy of lesson 04; in base 2 and per character, it is counted in **bits per character**:
#
# $$H = -\frac1N \sum_{i=1}^{N} \log_2 p(c_i \mid c_{i-n} \dots c_{i-1})$$
#
# Let us begin without a network: by **counting**. How often did this character follow those $n$ characters? The rarer the context, the more we mix in the next lower order; a context seen 3 times, always followed by “e” (1 distinct follower), gives $p(\text{e}) = (3 + 1 \times p_{n-1}(\text{e})) / (3 + 1)$. The text: the exercises and quizzes of the course, in your language.

# %%
used = lesson.pick(full=None, fast=250)
shuffled = [str(texts[i]) + "\n" for i in rng.permutation(len(texts))[:used]]
cut = len(shuffled) * 9 // 10
training, held_out = "".join(shuffled[:cut]), "".join(shuffled[cut:])
alphabet, LONGEST = sorted(set(training + held_out)), 7
counts = [defaultdict(Counter) for _ in range(LONGEST + 1)]
for n, seen in enumerate(counts):
    for i in range(n, len(training)):
        seen[training[i - n:i]][training[i]] += 1

# %%
def probability(context, char):
    p = 1 / len(alphabet)
    for n in range(len(context) + 1):
        seen = counts[n].get(context[len(context) - n:])
        if seen is None:
            break
        p = (seen[char] + len(seen) * p) / (seen.total() + len(seen))
    return p

# %%
limit = lesson.pick(full=4000, fast=300)

def bits(text, n):
    return -np.mean([np.log2(probability(text[i - n:i], text[i]))
                     for i in range(LONGEST, LONGEST + limit)])

orders = range(LONGEST + 1)
curves = {T("texte vu", "text seen"): [bits(training, n) for n in orders],
          T("texte nouveau", "new text"): [bits(held_out, n) for n in orders]}
figure, axis = plt.subplots(figsize=(5.8, 2.9))
for (name, values), style in zip(curves.items(), ("o-", "s--")):
    axis.plot(orders, values, style, ms=4, label=name)
axis.set(xlabel=T("longueur du contexte n (caractères)", "length of the context n (characters)"),
         ylabel=T("bits par caractère", "bits per character"), ylim=(0, None))
axis.legend()
show(figure,
     T("Sur le texte vu, les bits baissent toujours ; sur le nouveau, ils finissent par remonter.",
       "On the text seen, bits keep falling; on the new text they end up rising again."))

# %%
def write(n, length, rng):
    text = "\n"
    while len(text) < length:
        context = text[max(0, len(text) - n):]
        while context not in counts[len(context)]:
            context = context[1:]
        seen = counts[len(context)][context]
        text += rng.choice(list(seen), p=np.array(list(seen.values())) / seen.total())
    return text.strip().replace("\n", " / ")

for n in (1, 3, 5):
    print(f"n = {n}:", write(n, 95, rng))

# %%
new = curves[T("texte nouveau", "new text")]
claim(T("Bits du texte nouveau : ce que n = 7 perd sur le meilleur n",
        "Bits of the new text: what n = 7 loses to the best n"),
      new[7] - min(new), at_least=0.05)
places = range(LONGEST, LONGEST + limit)
unseen = [i for i in places if held_out[i - 7:i] not in counts[7]]
print(T("contextes de 7 caractères jamais vus :", "contexts of 7 characters never seen:"),
      percent(len(unseen) / limit))
claim(T("Jamais vus : n = 7 y donne exactement la probabilité de n = 6",
        "Never seen: there n = 7 gives exactly the probability of n = 6"),
      all(probability(held_out[i - 7:i], held_out[i]) ==
          probability(held_out[i - 6:i], held_out[i]) for i in unseen));

# %% [markdown] lang="fr"
# Du surapprentissage (leçon 07), sans réseau : les contextes jamais vus se rabattent sur un plus court et ne coûtent rien de plus ; ce sont les contextes **vus trop peu de fois**, auxquels on se fie trop, qui font remonter la courbe. Compter exige l'**égalité** ; l'attention se contente de la **ressemblance** entre vecteurs. *La leçon sur les grands modèles remplacera ces comptes par le bloc de la partie 1.*
#
# À quelle échelle ? Entraîner $N$ paramètres sur $D$ jetons demande environ $6ND$ opérations : par jeton et par paramètre, 2 à l'aller, 4 au retour.
# %% [markdown] lang="en"
# Overfitting (lesson 07), without a network: contexts never seen fall back on a shorter one and cost nothing more; it is contexts **seen too few times**, and trusted too much, that send the curve up. Counting demands **equality**; attention is content with **similarity** between vectors. *The lesson on large models will replace these counts by the block of part 1.*
#
# On what scale? Training $N$ parameters on $D$ tokens takes about $6ND$ operations: per token and per parameter, 2 forward and 4 backward.

# %%
published = {"GPT-3 (2020)": (175e9, 300e9), "Chinchilla (2022)": (70e9, 1.4e12),
             "Llama 3.1 405B (2024)": (405e9, 15.6e12)}
for name, (n, d) in published.items():
    years = float(f"{6 * n * d / 1e11 / (365.25 * 86400):.1e}")
    print(f"{name:22} 6ND = {6 * n * d:.2e}  ",
          T(f"environ {number(years, 0)} ans", f"about {number(years, 0)} years"))
print(T("(à 10¹¹ opérations par seconde, l'ordre de grandeur d'un portable)",
        "(at 10¹¹ operations per second, the order of magnitude of a laptop)"))
claim(T("GPT-3 : à 1 % près les 3,14 × 10²³ opérations de l'article", "GPT-3: the paper's 3.14 × 10²³ operations, to within 1%"),
      abs(6 * 175e9 * 300e9 / 3.14e23 - 1) < 0.01);

# %% [markdown] lang="fr"
# **Traduire.** Reprenons le tableau du début. Chaque mot anglais partage son origine entre les mots français de sa phrase : des poids positifs, de somme 1, comme ceux d'un softmax. On compte ces parts, on corrige le tableau, on recommence (algorithme EM, modèle 1 d'IBM, 1993). La cible venait des **phrases appariées** : « perte » et « loss » y reviennent ensemble. En 2014, Bahdanau a remplacé le tableau par une comparaison de vecteurs apprise avec le reste : l'attention.
#
# Le modèle 1 ignore l'ordre des mots, il relie mais n'écrit pas. *La leçon sur la traduction écrira la phrase.*
# %% [markdown] lang="en"
# **Translating.** Back to the table we began with. Every English word shares its origin among the French words of its sentence: positive weights that sum to 1, like those of a softmax. We count these shares, correct the table, and start again (EM algorithm, IBM model 1, 1993). The target came from **paired sentences**: “perte” and “loss” turn up together. In 2014 Bahdanau replaced the table by a comparison of vectors learned with the rest: attention.
#
# Model 1 ignores word order, it links but does not write. *The lesson on translation will write the sentence.*

# %% [markdown] lang="fr"
# **Entendre.** Un son devient une image : on découpe l'onde en tranches de 32 ms, une toutes les 10 ms, dont la transformée de Fourier donne les fréquences. Voici trois voyelles de synthèse : une note de 120 Hz dont on renforce les harmoniques proches de deux fréquences, les **formants**. Sur un tel spectrogramme, les convolutions de la leçon 08 s'appliquent.
#
# Mais 3 voyelles pour une centaine de tranches : où finit la première ? En vrai, personne ne le note. La perte **CTC** (Graves et al., 2006) additionne les probabilités de **tous** les étiquetages, une lettre ou un blanc (« - ») par tranche, qui, répétitions fusionnées puis blancs ôtés, donnent le mot. *La leçon sur la parole entraînera un réseau avec cette perte.*
# %% [markdown] lang="en"
# **Listening.** A sound becomes an image: the wave is cut into slices of 32 ms, one every 10 ms, whose Fourier transform gives the frequencies. Here are three synthetic vowels: a note of 120 Hz whose harmonics near two frequencies, the **formants**, are strengthened. On such a spectrogram the convolutions of lesson 08 apply.
#
# But 3 vowels for about a hundred slices: where does the first one end? In real speech nobody notes it. The **CTC** loss (Graves et al., 2006) adds the probabilities of **all** labellings, one letter or blank (“-”) per slice, that give the word once repetitions are merged, then blanks removed. *The lesson on speech will train a network with this loss.*

# %%
rate, formants = 16_000, {T("a", "ah"): (750, 1250), T("i", "ee"): (280, 2250), T("ou", "oo"): (300, 800)}
t = np.arange(rate // 3) / rate
sound = np.concatenate([
    sum(np.exp(-min(abs(f - 120 * k) for f in peaks) / 120) * np.sin(2 * np.pi * 120 * k * t)
        for k in range(1, 30)) for peaks in formants.values()])
frequency, time, power = spectrogram(sound, rate, nperseg=512, noverlap=512 - 160)
figure, axis = plt.subplots(figsize=(5.8, 2.9))
decibels = 10 * np.log10(power / power.max() + 1e-6)
drawn = axis.pcolormesh(time, frequency / 1000, decibels, cmap="viridis", vmin=-50, vmax=0)
axis.set(xlabel=T("temps (s)", "time (s)"), ylabel=T("fréquence (kHz)", "frequency (kHz)"), ylim=(0, 3.4))
for i, (vowel, peaks) in enumerate(formants.items()):
    axis.text((i + 0.5) / 3, 3.1, vowel, color="white", ha="center", va="center", fontsize=13)
    axis.plot([i / 3 + 0.05] * 2, np.array(peaks) / 1000, ">", color="white", ms=6)
figure.colorbar(drawn, label="dB")
show(figure,
     T("Spectrogramme de trois voyelles : bandes claires près des formants, que montre un triangle.",
       "Spectrogram of three vowels: bands brighter near the formants, shown by a triangle."))

# %%
def collapse(path):
    return "".join(char for char, _ in itertools.groupby(path)).replace("-", "")

paths = ["".join(p) for p in itertools.product("-oui", repeat=6)]
right = [p for p in paths if collapse(p) == "oui"]
print(T("en 6 tranches :", "in 6 slices:"), len(right), T("suites sur", "sequences out of"), len(paths), "—", ", ".join(right[::20]))
claim(T("84 suites de 6 tranches se lisent « oui »", "84 sequences of 6 slices read “oui”"), len(right) == 84);

# %% [markdown] lang="fr"
# ## 3. La cible est l'image elle-même
#
# Un **auto-encodeur** doit rendre l'image reçue, à travers un goulot : ici 24 nombres au lieu de 784. Changeons un seul ingrédient : l'entrée est **abîmée**, la cible reste l'image intacte. Bruit : débruitage. Trou, toujours au même endroit : *inpainting*. Pixels moyennés par carrés de 2 × 2 : super-résolution. Un même réseau apprend ici les quatre tâches ; *image à image* désigne toute cette famille.
#
# On mesure l'erreur quadratique moyenne, en décibels, pour des valeurs entre 0 et 1 :
#
# $$\text{PSNR} = -10 \log_{10} \text{EQM}$$
# %% [markdown] lang="en"
# ## 3. The target is the image itself
#
# An **autoencoder** must give back the image it receives, through a bottleneck: here 24 numbers instead of 784. Let us change a single ingredient: the input is **damaged**, the target remains the intact image. Noise: denoising. A hole, always in the same place: inpainting. Pixels averaged in 2 × 2 squares: super-resolution. Here one network learns all four tasks; *image-to-image* names this whole family.
#
# We measure the mean squared error, in decibels, for values between 0 and 1:
#
# $$\text{PSNR} = -10 \log_{10} \text{MSE}$$

# %%
def flat(images):
    return images.reshape(-1, 784).astype("float32") / 255

def damage(x):
    images = x.reshape(-1, 28, 28)
    noisy = np.clip(images + 0.5 * rng.standard_normal(images.shape, "float32"), 0, 1)
    hole = images.copy()
    hole[:, 10:18, 8:20] = 0
    small = images.reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4))
    coarse = small.repeat(2, axis=1).repeat(2, axis=2)
    return [d.reshape(-1, 784) for d in (images, noisy, hole, coarse)]

digits = load("mnist")
n_images = lesson.pick(full=min(16_000, len(digits.x_train)), fast=600)
x_train, x_test = flat(digits.x_train[:n_images]), flat(digits.x_test[:1000])

# %%
CODE = 24
image, code = keras.Input((784,)), keras.Input((CODE,))
h = layers.Dense(256, activation="relu")(image)
encoder = keras.Model(image, layers.Dense(CODE)(h))
h = layers.Dense(256, activation="relu")(code)
decoder = keras.Model(code, layers.Dense(784, activation="sigmoid")(h))
autoencoder = keras.Model(image, decoder(encoder(image)))
autoencoder.compile(keras.optimizers.Adam(2e-3), "binary_crossentropy", **how)
for _ in range(lesson.pick(full=10 if n_images == 16_000 else 40, fast=2)):
    # fr: Dans chaque lot, un quart des images par dommage.
    # en: In each batch, a quarter of the images for each damage.
    for batch in np.array_split(rng.permutation(x_train), -(-n_images // 128)):
        parts = [damage(part)[k] for k, part in enumerate(np.array_split(batch, 4))]
        autoencoder.train_on_batch(np.concatenate(parts), batch)

# %%
def psnr(images, truth):
    return np.mean(-10 * np.log10(np.mean((images - truth)**2 + 1e-9, axis=1)))

damaged = damage(x_test)
repaired = [np.asarray(autoencoder(d)) for d in damaged]
_, noisy, hole, coarse = (d.reshape(-1, 28, 28) for d in damaged)
# fr: Trois formules sans apprentissage : flou réglé à la main, traits droits, bicubique.
# en: Three formulas without learning: blur tuned by hand, straight lines, bicubic.
blurred = 1.5 * (gaussian_filter(noisy, (0, 1, 1)) - 0.2)
w, filled = np.arange(1, 9).reshape(8, 1) / 9, hole.copy()
filled[:, 10:18, 8:20] = (1 - w) * hole[:, 9:10, 8:20] + w * hole[:, 18:19, 8:20]
small = (Image.fromarray(image) for image in coarse[:, ::2, ::2].copy())
bicubic = np.stack([np.asarray(s.resize((28, 28), Image.Resampling.BICUBIC)) for s in small])
formulas = [np.clip(f, 0, 1).reshape(-1, 784) for f in (blurred, filled, bicubic)]

# %%
names = T("intacte|bruit|trou|quart des pixels", "intact|noise|hole|1/4 of the pixels").split("|")
print(" " * 18, T("abîmée   réseau  formule  (dB)", "damaged network formula  (dB)"))
results = [[psnr(x, x_test) for x in three] for three in zip(damaged[1:], repaired[1:], formulas)]
for name, values in zip(names[1:], results):
    print(f"{name:18}", *(f"{number(value, 1):>7}" for value in values))
print(f"{names[0]:18}", " " * 7, f"{number(psnr(repaired[0], x_test), 1):>7}")

# %%
rows = [x_test[:8], *itertools.chain(*zip(damaged[1:], repaired[1:]))]
figure, axes = plt.subplots(7, 8, figsize=(6.2, 5.4))
titles = ["original", names[1], "→", names[2], "→", names[3], "→"]
for line, images, title in zip(axes, rows, titles):
    for axis, picture in zip(line, images):
        axis.imshow(picture.reshape(28, 28), vmin=0, vmax=1)
        axis.set(xticks=[], yticks=[])
    line[0].set_ylabel(title, rotation=0, ha="right", va="center")
show(figure,
     T("Huit chiffres ; dessous, abîmés de trois façons, et chaque fois ce que le réseau en rend.",
       "Eight digits; below, damaged in three ways, and each time what the network makes of them."))

# %%
(noise_before, noise_after, noise_formula), hole_row, small_row = results
claim(T("Bruit : décibels gagnés par le réseau", "Noise: decibels gained by the network"),
      noise_after - noise_before, at_least=5, digits=1)
claim(T("Bruit : avance du réseau sur le flou, en décibels",
        "Noise: lead of the network over the blur, in decibels"),
      noise_after - noise_formula, at_least=0.3, on_sample=-3, digits=1)
claim(T("Trou : écart avec les traits droits, en décibels",
        "Hole: gap with straight lines, in decibels"),
      abs(hole_row[1] - hole_row[2]), at_most=1.2, on_sample=5, digits=1)
claim(T("Super-résolution : écart avec l'interpolation bicubique, en décibels",
        "Super-resolution: gap with bicubic interpolation, in decibels"),
      abs(small_row[1] - small_row[2]), at_most=1.2, on_sample=5, digits=1)
claim(T("Réseau : ce qu'il perd d'une image intacte au quart des pixels, en décibels",
        "Network: what it loses from an intact image to 1/4 of the pixels, in decibels"),
      psnr(repaired[0], x_test) - small_row[1], at_most=0.7, digits=1);

# %% [markdown] lang="fr"
# Qui gagne ? Contre le bruit, le réseau : il a vu des chiffres. Dans le trou, tirer des traits droits d'un bord à l'autre fait à peu près jeu égal ; en super-résolution, l'interpolation **bicubique** aussi. Pour celle-ci, une raison se lit dans le tableau : même d'une image *intacte*, le goulot ne laisse guère mieux passer. Le réseau rend une version lissée du chiffre. *La leçon sur la super-résolution ôtera le goulot.*
# %% [markdown] lang="en"
# Who wins? Against noise, the network: it has seen digits. In the hole, straight lines from edge to edge do about as well; in super-resolution, so does **bicubic** interpolation. For the latter, one reason is in the table: even from an *intact* image the bottleneck lets through hardly more. The network returns a smoothed version of the digit. *The lesson on super-resolution will remove the bottleneck.*

# %% [markdown] lang="fr"
# **Le style.** Gatys et al. (2015) résument une texture par la **matrice de Gram** de ses cartes d'activation : $G_{ab} = \frac1P \sum_p F_{pa} F_{pb}$, où $F_{pa}$ est l'activation de la carte $a$ au pixel $p$, parmi $P$ : quels motifs apparaissent *ensemble*, sans dire où. Suffit-il de filtres tirés au hasard ? Essayons de reconnaître dix textures à leur seule matrice, en cherchant le plus proche voisin.
# %% [markdown] lang="en"
# **Style.** Gatys et al. (2015) sum up a texture by the **Gram matrix** of its feature maps: $G_{ab} = \frac1P \sum_p F_{pa} F_{pb}$, where $F_{pa}$ is the activation of map $a$ at pixel $p$, out of $P$: which patterns appear *together*, without saying where. Will filters drawn at random do? Let us try to recognise ten textures by that matrix alone, looking for the nearest neighbour.

# %%
def gram(images, kernels):
    x = (images - images.mean(axis=(1, 2), keepdims=True)).astype("float32") / 255
    windows = np.lib.stride_tricks.sliding_window_view(x, (5, 5), axis=(1, 2))
    maps = np.maximum(windows.reshape(len(x), -1, 25) @ kernels, 0)
    return (maps.transpose(0, 2, 1) @ maps / maps.shape[1]).reshape(len(x), -1)

def nearest(train, y, test):
    return y[[((train - one)**2).sum(axis=1).argmin() for one in test]]

textures, kernels = load("textures"), rng.standard_normal((25, 16), "float32")
picked = lesson.pick(full=slice(None, 1000), fast=slice(None, 200))
train, y_texture = textures.x_train[picked], textures.y_train[picked]
test, truth = textures.x_test[:300], textures.y_test[:300]
# fr: La racine empêche quelques grands coefficients de dominer la distance.
# en: The square root keeps a few large coefficients from dominating the distance.
by_gram = nearest(np.sqrt(gram(train, kernels)), y_texture, np.sqrt(gram(test, kernels)))
by_pixels = nearest(flat(train), y_texture, flat(test))

# %%
print(T("bonnes réponses, au hasard :", "right answers, by chance:"), percent(0.1),
      T("— pixels bruts :", "— raw pixels:"), percent(np.mean(by_pixels == truth)))
claim(T("Textures reconnues par leur matrice de Gram", "Textures recognised by their Gram matrix"),
      np.mean(by_gram == truth), at_least=0.5, as_percent=True)
claim(T("Points gagnés sur les pixels bruts", "Points gained over raw pixels"),
      100 * (np.mean(by_gram == truth) - np.mean(by_pixels == truth)), at_least=15, digits=0);

# %% [markdown] lang="fr"
# Transférer un style, c'est chercher par gradient, *sur les pixels*, une image dont les matrices de Gram sont celles du tableau et les cartes celles de la photo. *La leçon sur l'art génératif le fera.*
#
# **La diffusion.** On noie une image $x_0$ dans le bruit, une part $\beta_t$ à chaque pas ; la forme close (Ho et al., 2020) saute au pas $t$ :
#
# $$x_t = \sqrt{\bar\alpha_t}\, x_0 + \sqrt{1 - \bar\alpha_t}\,\varepsilon, \qquad \varepsilon \sim \mathcal N(0, I)$$
#
# Ici $\bar\alpha_t = (1 - \beta_1) \cdots (1 - \beta_t)$ dit ce qui reste de $x_0$, et $\mathcal N(0, I)$ est un bruit gaussien, de moyenne 0 et de variance 1 en chaque pixel. Un réseau apprend à retrouver $\varepsilon$, par l'erreur quadratique. La cible ? Un bruit que nous avons tiré nous-mêmes.
#
# Baissez $t$ : à partir d'où le plus grand poids désigne-t-il la bonne image ?
# %% [markdown] lang="en"
# Transferring a style means searching by gradient, *over pixels*, for an image with the Gram matrices of the painting and the feature maps of the photo. *The lesson on generative art will do so.*
#
# **Diffusion.** An image $x_0$ is drowned in noise, a share $\beta_t$ at each step; the closed form (Ho et al., 2020) jumps to step $t$:
#
# $$x_t = \sqrt{\bar\alpha_t}\, x_0 + \sqrt{1 - \bar\alpha_t}\,\varepsilon, \qquad \varepsilon \sim \mathcal N(0, I)$$
#
# Here $\bar\alpha_t = (1 - \beta_1) \cdots (1 - \beta_t)$ says what is left of $x_0$, and $\mathcal N(0, I)$ is Gaussian noise, with mean 0 and variance 1 in each pixel. A network learns to recover $\varepsilon$, by the squared error. The target? A noise that we drew ourselves.
#
# Lower $t$: from where on does the greatest weight point to the right image?

# %%
STEPS = 100
beta = np.linspace(1e-4, 0.1, STEPS)
alpha_bar = np.cumprod(1 - beta)
some = x_train[:500]

def noising(digit=3, t=85):
    a = alpha_bar[t - 1]
    x = np.sqrt(a) * some[digit] + np.sqrt(1 - a) * np.random.default_rng(0).normal(size=784)
    scores = -((x - np.sqrt(a) * some)**2).sum(axis=1) / (2 * (1 - a))
    weights = softmax(scores)
    figure = plots.image_grid(np.stack([some[digit], np.clip(x, 0, 1), weights @ some])
                              .reshape(3, 28, 28), ["x₀", "xₜ", T("moyenne", "mean")], size=1.7)
    top = f"{percent(weights.max())} (image {weights.argmax()})"
    figure.suptitle(T(f"ᾱ = {number(a, 3)} ; poids le plus grand : {top}",
                      f"ᾱ = {number(a, 3)}; greatest weight: {top}"))
    return figure

# %%
explore(noising, labels={"digit": T("image", "image"), "t": T("pas t", "step t")},
        alt=T("Un chiffre, le même noyé dans le bruit, et la moyenne des images qui l'expliquent.",
              "A digit, the same drowned in noise, and the average of the images that explain it."),
        digit=(0, 20, 1), t=(1, STEPS, 1))

# %% [markdown] lang="fr"
# La troisième image est le **meilleur débruitage possible** si le monde ne contient que ces 500 images : leur moyenne (c'est elle qui rend l'erreur quadratique minimale), pondérée par $\operatorname{softmax}\bigl(-\lVert x_t - \sqrt{\bar\alpha_t}\, x_i\rVert^2 / 2(1 - \bar\alpha_t)\bigr)$. Comparer, softmax, moyenner : de l'attention, à un terme près, la norme de chaque image ; étiquettes et contenus sont les images d'entraînement !
#
# Faut-il alors un réseau ? Comparons. Pour aller vite, on diffuse les **codes** à 24 nombres de l'auto-encodeur (l'idée de la diffusion *latente*, Rombach et al., 2022), que le décodeur change en images.
# %% [markdown] lang="en"
# The third image is the **best possible denoising** if the world holds only these 500 images: their average (which makes the squared error smallest), weighted by $\operatorname{softmax}\bigl(-\lVert x_t - \sqrt{\bar\alpha_t}\, x_i\rVert^2 / 2(1 - \bar\alpha_t)\bigr)$. Compare, softmax, average: attention, but for one term, the norm of each image; keys and values are the training images!
#
# Is a network needed, then? Let us compare. To be quick we diffuse the **codes** of 24 numbers of the autoencoder (the idea of *latent* diffusion, Rombach et al., 2022), which the decoder turns into images.

# %%
raw = np.concatenate([encoder(part) for part in np.array_split(x_train, 16)])
center, spread = raw.mean(axis=0), raw.std(axis=0)
codes = (raw - center) / spread

def with_step(x, t):
    # fr: Ajoute t, en 16 sinus et cosinus : le réseau doit savoir combien de bruit chercher.
    # en: Adds t, as 16 sines and cosines: the network must know how much noise to look for.
    angles = np.outer(t / STEPS, np.arange(1, 9) * np.pi / 2)
    return np.concatenate([x, np.sin(angles), np.cos(angles)], axis=1).astype("float32")

h = noisy_code = keras.Input((CODE + 16,))
for _ in range(3):
    h = layers.Dense(256, activation="silu")(h)
denoiser = keras.Model(noisy_code, layers.Dense(CODE)(h))
epochs = lesson.pick(full=25, fast=3)
decay = keras.optimizers.schedules.CosineDecay(3e-3, epochs * int(np.ceil(n_images / 256)))
denoiser.compile(keras.optimizers.Adam(decay), "mse", **how)

# %%
for _ in range(epochs):
    t, noise = rng.integers(0, STEPS, n_images), rng.normal(size=codes.shape)
    a = alpha_bar[t, np.newaxis]
    x = np.sqrt(a) * codes + np.sqrt(1 - a) * noise
    history = denoiser.fit(with_step(x, t), noise, batch_size=256, verbose=0)
print(T("erreur sur le bruit (1 = ne rien savoir) :", "error on the noise (1 = knowing nothing):"),
      number(history.history["loss"][-1]))

def by_network(x, t):
    return np.asarray(denoiser(with_step(x, np.full(len(x), t))))

def by_average(x, t):
    a, known = alpha_bar[t], codes[:1000]
    scores = -((x[:, np.newaxis] - np.sqrt(a) * known)**2).sum(axis=2) / (2 * (1 - a))
    return (x - np.sqrt(a) * softmax(scores) @ known) / np.sqrt(1 - a)

# %% [markdown] lang="fr"
# Pour engendrer, on part de bruit pur ; à chaque pas, on ôte une part du bruit estimé $\hat\varepsilon$ et, sauf au dernier, on en remet un peu ($z$, du bruit neuf), car le pas suivant s'attend à un mélange encore bruité :
#
# $$x_{t-1} = \frac{1}{\sqrt{1-\beta_t}}\Bigl(x_t - \frac{\beta_t}{\sqrt{1-\bar\alpha_t}}\,\hat\varepsilon\Bigr) + \sqrt{\beta_t}\,z$$
#
# A estime le bruit par la moyenne ci-dessus, sur 1 000 codes au plus ; B par le réseau, entraîné sur tous. L'un des deux recopie : lequel ?
# %% [markdown] lang="en"
# To generate, we start from pure noise; at each step we take off part of the estimated noise $\hat\varepsilon$ and, except at the last, put a little back ($z$, fresh noise), since the next step expects a mixture that is still noisy:
#
# $$x_{t-1} = \frac{1}{\sqrt{1-\beta_t}}\Bigl(x_t - \frac{\beta_t}{\sqrt{1-\bar\alpha_t}}\,\hat\varepsilon\Bigr) + \sqrt{\beta_t}\,z$$
#
# A estimates the noise by the average above, over at most 1,000 codes; B by the network, trained on all of them. One of the two copies: which?

# %%
def sample(estimate, count):
    x = rng.normal(size=(count, CODE))
    for t in reversed(range(STEPS)):
        x = (x - beta[t] / np.sqrt(1 - alpha_bar[t]) * estimate(x, t)) / np.sqrt(1 - beta[t])
        if t > 0:
            x = x + np.sqrt(beta[t]) * rng.normal(size=x.shape)
    return x

made = {"A": sample(by_average, 24), "B": sample(by_network, 24)}
pictures = [decoder(np.float32(made[name][:12] * spread + center)) for name in "AB"]
figure = plots.image_grid(np.concatenate(pictures).reshape(-1, 28, 28), ["A"] * 12 + ["B"] * 12,
                          columns=12, size=0.62)
show(figure,
     T("Deux rangées de douze images tirées de bruit pur : A en haut, B en bas.",
       "Two rows of twelve images drawn from pure noise: A on top, B below."))

# %% [markdown] lang="fr"
# Mesurons la distance de chaque code au plus proche de **tous** les codes d'entraînement, et comparons à des chiffres que personne n'a vus, ceux du test.
# %% [markdown] lang="en"
# Let us measure the distance from each code to the nearest of **all** training codes, and compare with digits that nobody saw, those of the test.

# %%
def to_nearest(x):
    gaps = (x**2).sum(axis=1)[:, np.newaxis] + (codes**2).sum(axis=1) - 2 * x @ codes.T
    return np.sqrt(np.maximum(gaps, 0).min(axis=1))

unseen = (np.asarray(encoder(x_test[:100])) - center) / spread
distances = {"A": to_nearest(made["A"]), "B": to_nearest(made["B"]),
             T("vrais, jamais vus", "real, never seen"): to_nearest(unseen)}
middle = {name: np.median(values) for name, values in distances.items()}
for name, value in middle.items():
    print(f"{name:17}", T("distance médiane", "median distance"), number(value))
claim(T("A : distance à l'image d'entraînement la plus proche, au pire", "A: distance to the nearest training image, at worst"),
      distances["A"].max(), at_most=0.1)
claim(T("B : distance médiane ÷ celle de vrais chiffres jamais vus",
        "B: median distance ÷ that of real digits never seen"),
      middle["B"] / middle[T("vrais, jamais vus", "real, never seen")], at_least=0.7, on_sample=0.5);

# %% [markdown] lang="fr"
# A **recopie** : le débruiteur idéal finit sur une image d'entraînement. B **invente** : ses images sont même plus loin des images d'entraînement que des chiffres jamais vus, parce que le réseau n'atteint **pas** cet idéal ; ses erreurs mêmes le font généraliser. *La leçon sur la diffusion ajoutera les vraies images, la phrase qui les commande, et la mesure de leur qualité.*
# %% [markdown] lang="en"
# A **copies**: the ideal denoiser ends on a training image. B **invents**: its images are even farther from the training images than digits never seen, because the network does **not** reach that ideal; its very errors make it generalise. *The lesson on diffusion will add real pictures, the sentence that asks for them, and a measure of their quality.*

# %% [markdown] lang="fr"
# ## 4. Une réponse par endroit
#
# **Segmenter** : une étiquette par pixel. Les poolings gagnent du contexte mais perdent la position ; **U-Net** (2015, images de cellules) recopie les cartes fines vers la sortie (*skip connections*). **SegNet** ne transmet que l'*indice* du maximum de chaque fenêtre de pooling : moins de mémoire.
#
# Nos cellules sont **synthétiques** (nous avons donc leurs masques exacts), sous un éclairage inégal. Deux réseaux, un ingrédient d'écart : les copies (et les 2 880 poids qui les lisent). Entre $A$, les pixels désignés, et $B$, les vrais :
#
# $$\text{Dice} = \frac{2\,|A \cap B|}{|A| + |B|}, \qquad \text{IoU} = \frac{|A \cap B|}{|A \cup B|}$$
#
# Témoin sans réseau : le seuil d'**Otsu**, qui sépare au mieux les gris en deux groupes.
# %% [markdown] lang="en"
# ## 4. One answer per place
#
# **Segmenting**: one label per pixel. Pooling gains context but loses position; **U-Net** (2015, images of cells) copies the fine maps over to the output (skip connections). **SegNet** only passes on the *index* of the maximum of each pooling window: less memory.
#
# Our cells are **synthetic** (so we have their exact masks), under uneven lighting. Two networks, one ingredient apart: the copies (and the 2,880 weights that read them). Between $A$, the pixels marked, and $B$, the true ones:
#
# $$\text{Dice} = \frac{2\,|A \cap B|}{|A| + |B|}, \qquad \text{IoU} = \frac{|A \cap B|}{|A \cup B|}$$
#
# Control without a network: **Otsu**'s threshold, which best splits the greys into two groups.

# %%
def cells(count, side=48):
    v, u = np.mgrid[:side, :side]
    images, masks = np.empty((2, count, side, side, 1), "float32")
    for image, mask in zip(images, masks):
        mask[:] = 0
        # fr: Sept ellipses : centre, demi-axes, angle.
        # en: Seven ellipses: centre, half-axes, angle.
        for y, x, a, b, turn in rng.uniform((4, 4, 2, 2, 0), (44, 44, 6, 4, np.pi), (7, 5)):
            c, s = np.cos(turn), np.sin(turn)
            inside = ((c*(u-x) + s*(v-y)) / a)**2 + ((c*(v-y) - s*(u-x)) / b)**2 < 1
            mask[inside] = 1
        slope = rng.normal(size=2)
        light = (slope[0] * (u - 24) + slope[1] * (v - 24))[..., np.newaxis] / 48
        image[:] = 0.4 * mask + light + 0.15 * rng.normal(size=mask.shape)
    return images, masks

cell_train, mask_train = cells(lesson.pick(full=800, fast=16))
cell_test, mask_test = cells(lesson.pick(full=100, fast=8))

# %%
def conv(x, filters):
    return layers.Conv2D(filters, 3, padding="same", activation="relu")(x)

def segmenter(image, copies):
    fine = conv(image, 8)
    middle = conv(layers.MaxPooling2D()(fine), 16)
    coarse = conv(layers.MaxPooling2D()(middle), 32)
    # fr: UpSampling2D double la taille en répétant chaque pixel.
    # en: UpSampling2D doubles the size by repeating every pixel.
    x = conv(layers.UpSampling2D()(coarse), 16)
    x = conv(layers.Concatenate()([x, middle]) if copies else x, 16)
    x = conv(layers.UpSampling2D()(x), 8)
    x = conv(layers.Concatenate()([x, fine]) if copies else x, 8)
    return layers.Conv2D(1, 1, activation="sigmoid")(x)

image = keras.Input((48, 48, 1))
both = keras.Model(image, [segmenter(image, True), segmenter(image, False)])
both.compile(keras.optimizers.Adam(3e-3), ["binary_crossentropy"] * 2, **how)

# %%
both.fit(cell_train, [mask_train] * 2, batch_size=16, epochs=lesson.pick(full=6, fast=1), verbose=0)
parts = [both(images) for images in np.array_split(cell_test, 5)]
with_copies, without = (np.concatenate(part) for part in zip(*parts))

def otsu(images):
    return np.stack([image > threshold_otsu(image) for image in images])

# fr: Le même seuil, une fois l'éclairage ôté (le plan le plus proche) et le bruit lissé.
# en: The same threshold, once the light is removed (the nearest plane) and the noise smoothed.
plane = np.stack([*np.mgrid[:48, :48], np.ones((48, 48))], axis=-1).reshape(-1, 3)
pixels = cell_test.reshape(len(cell_test), -1).T
even = (pixels - plane @ np.linalg.lstsq(plane, pixels)[0]).T.reshape(cell_test.shape)
answers = {"Otsu": otsu(cell_test), T("Otsu corrigé", "corrected Otsu"):
           otsu(gaussian_filter(even, (0, 1.2, 1.2, 0))),
           T("sans copies", "no copies"): without, "U-Net": with_copies}

# %%
def dice_iou(answer, mask):
    common = np.sum((answer > 0.5) & (mask > 0.5))
    total = np.sum(answer > 0.5) + np.sum(mask > 0.5)
    return 2 * common / total, common / (total - common)

scores = {name: dice_iou(answer, mask_test) for name, answer in answers.items()}
for name, (dice, jaccard) in scores.items():
    print(f"{name:15} Dice {number(dice, 3)}   IoU {number(jaccard, 3)}")
(raw_otsu, _), (corrected, _), (no_copies, _), (d, j) = scores.values()
claim(T("Dice = 2·IoU / (1 + IoU), toujours", "Dice = 2·IoU / (1 + IoU), always"),
      np.isclose(d, 2 * j / (1 + j)))
claim(T("Dice du U-Net", "Dice of the U-Net"), d, at_least=0.85)
claim(T("Dice gagné par les copies", "Dice gained by the copies"), d - no_copies, at_least=0.01, digits=3)
claim(T("Dice du seuil d'Otsu, sans correction", "Dice of Otsu's threshold, uncorrected"),
      raw_otsu, at_most=0.6)
claim(T("Dice du seuil d'Otsu, corrigé", "Dice of Otsu's threshold, corrected"), corrected, at_least=0.8);

# %%
panels = {T("image", "image"): cell_test, T("masque", "mask"): mask_test, **answers}
figure, axes = plt.subplots(2, 6, figsize=(7.4, 2.7))
for column, (name, images) in zip(axes.T, panels.items()):
    for axis, picture in zip(column, images):
        axis.imshow(picture[..., 0])
        axis.axis("off")
    column[0].set_title(name, fontsize=9)
show(figure,
     T("Deux images de cellules, leur masque et quatre réponses ; Otsu brut suit l'éclairage.",
       "Two images of cells, their mask and four answers; plain Otsu follows the light."))

# %% [markdown] lang="fr"
# (Les réseaux donnent une probabilité par pixel ; le Dice coupe à 0,5.) Sans copies, le Dice baisse : la position a été perdue en route. Une fois l'éclairage ôté par un plan et le bruit lissé, un simple seuil n'est pas loin : le réseau a appris seul cette correction, que nous devions connaître.
#
# Pour une même paire de masques, Dice et IoU classent pareil ; leurs **moyennes** sur plusieurs images, pas toujours. *La leçon sur l'imagerie médicale prendra de vrais masques, tracés par des experts qui ne sont pas toujours d'accord.*
# %% [markdown] lang="en"
# (The networks give one probability per pixel; Dice cuts at 0.5.) Without copies Dice falls: the position was lost on the way. Once the light is removed with a plane and the noise smoothed, a mere threshold is not far off: the network learned on its own this correction, which we had to know.
#
# For one pair of masks Dice and IoU rank alike; their **means** over several images need not. *The lesson on medical imaging will take real masks, drawn by experts who do not always agree.*

# %% [markdown] lang="fr"
# **Détecter** : dire *quoi* et *où*. Un classifieur tout en convolutions, entraîné sur des carrés de 28 pixels (dix chiffres et « fond »), accepte n'importe quelle taille d'image et répond sur une **grille**, en un seul passage : c'est l'idée d'OverFeat (Sermanet et al., 2013).
#
# **YOLO** (*You Only Look Once*, 2016) répond aussi d'un seul coup sur une grille, mais chaque case y dépend de toute l'image et prédit la place et la taille des boîtes ; ici la taille est fixe. *La leçon sur la détection apprendra cette taille, puis suivra des objets qui se croisent.*
# %% [markdown] lang="en"
# **Detecting**: saying *what* and *where*. A classifier made of convolutions only, trained on squares of 28 pixels (ten digits and “background”), accepts any image size and answers on a **grid**, in a single pass: this is the idea of OverFeat (Sermanet et al., 2013).
#
# **YOLO** (You Only Look Once, 2016) also answers in one go on a grid, but there every cell depends on the whole image and predicts where the boxes are and how large; here the size is fixed. *The lesson on detection will learn that size, then track objects that cross.*

# %%
def crops(images, labels, near):
    # fr: Décalés d'au plus 2 pixels : un chiffre ; de 7 à 21 : du « fond » (classe 10).
    # en: Shifted by at most 2 pixels: a digit; by 7 to 21: “background” (class 10).
    shifts = rng.integers(-2, 3, (len(images), 2))
    if not near:
        far = rng.integers(7, 22, shifts.shape) * rng.choice([-1, 1], shifts.shape)
        shifts = far * rng.choice([[0, 1], [1, 0], [1, 1]], len(images))
    wide = np.pad(images, ((0, 0), (22, 22), (22, 22)))
    cut = [w[22 + y:50 + y, 22 + x:50 + x] for w, (y, x) in zip(wide, shifts)]
    return np.stack(cut)[..., np.newaxis], labels if near else np.full(len(images), 10)

n = n_images // 2
parts = (crops(digits.x_train[:n], digits.y_train[:n], True),
         crops(digits.x_train[n:2*n], None, False))
crop_images, crop_labels = (np.concatenate(p) for p in zip(*parts))

# %%
h = canvas_input = keras.Input((None, None, 1))
h = layers.Rescaling(1 / 255)(h)
h = layers.Conv2D(16, 5, strides=2, activation="relu")(h)
h = layers.Conv2D(32, 3, strides=2, activation="relu")(h)
h = layers.Conv2D(64, 5, activation="relu")(h)
detector = keras.Model(canvas_input, layers.Conv2D(11, 1, activation="softmax")(h))
detector.compile(keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", **how)
detector.fit(crop_images, crop_labels.reshape(-1, 1, 1), batch_size=128, verbose=0,
             epochs=lesson.pick(full=3 if n_images == 16_000 else 8, fast=2));

# %% [markdown] lang="fr"
# Un même chiffre déclenche plusieurs cases de la grille. La **suppression des non-maximums** (*NMS*) garde la boîte la plus sûre, écarte celles qui la recouvrent trop (IoU), et recommence.
# %% [markdown] lang="en"
# One digit sets off several cells of the grid. **Non-maximum suppression** (NMS) keeps the most certain box, discards those that overlap it too much (IoU), and starts again.

# %%
def area(boxes):
    return np.prod(boxes[..., 2:] - boxes[..., :2], axis=-1)

def iou(box, boxes):
    low, high = np.maximum(box[:2], boxes[:, :2]), np.minimum(box[2:], boxes[:, 2:])
    inter = np.prod(np.maximum(high - low, 0), axis=1)
    return inter / (area(box) + area(boxes) - inter)

def keep_best(boxes, scores, limit):
    kept, left = [], np.argsort(-scores)
    while len(left):
        kept.append(left[0])
        left = left[iou(boxes[left[0]], boxes[left]) < limit]
    return kept

# %%
def detect(canvas):
    grid = np.asarray(detector(canvas[np.newaxis, ..., np.newaxis]))[0]
    best, score = grid[..., :10].argmax(axis=-1), grid[..., :10].max(axis=-1)
    y, x = np.nonzero(score > 0.7)
    # fr: Deux pas de 2 : une case tous les 4 pixels ; chacune voit 25 × 25 pixels (boîte : 28).
    # en: Two strides of 2: one cell every 4 pixels; each sees 25 × 25 pixels (box: 28).
    boxes = np.stack([4*y, 4*x, 4*y + 28, 4*x + 28], axis=1)
    return boxes, score[y, x], best[y, x]

def make_canvas():
    canvas, truth = np.zeros((88, 180), "uint8"), []
    for slot in range(4):
        i, y = rng.integers(len(digits.x_test)), rng.integers(0, 60)
        x = 45 * slot + rng.integers(0, 12)
        canvas[y:y+28, x:x+28] = digits.x_test[i]
        truth.append((np.array([y, x, y + 28, x + 28]), digits.y_test[i]))
    return canvas, truth

# %%
canvas, truth = make_canvas()
boxes, score, label = detect(canvas)
kept = keep_best(boxes, score, 0.2)
figure, axes = plt.subplots(1, 2, figsize=(7.5, 2.2))
for axis, chosen, name in ((axes[0], range(len(boxes)), T("boîtes avant le tri", "boxes before")),
                           (axes[1], kept, T("boîtes gardées", "boxes kept"))):
    axis.imshow(canvas)
    for i in chosen:
        y, x = boxes[i, :2]
        axis.add_patch(plt.Rectangle((x, y), 28, 28, fill=False, color=plots.ORANGE))
        if chosen is kept:
            axis.text(x + 29, y + 8, label[i], color=plots.SKY, fontsize=12)
    axis.set(title=f"{len(chosen)} {name}", xticks=[], yticks=[])
show(figure,
     T("Quatre chiffres sur une toile : toutes les boîtes, puis celles que garde la suppression.",
       "Four digits on a canvas: all the boxes, then those that suppression keeps."))

# %%
hits = announced = total = 0
for _ in range(lesson.pick(full=50, fast=5)):
    canvas, truth = make_canvas()
    boxes, score, label = detect(canvas)
    kept = keep_best(boxes, score, 0.2)
    announced, total = announced + len(kept), total + len(truth)
    for box, digit in truth:
        hits += any(iou(box, boxes[[i]])[0] > 0.5 and label[i] == digit for i in kept)
claim(T("Rappel : part des chiffres trouvés, bien lus et bien placés", "Recall: share of digits found, read and placed correctly"),
      hits / total, at_least=0.8, on_sample=0.6, as_percent=True)
claim(T("Précision : part des boîtes gardées qui sont justes", "Precision: share of kept boxes that are right"),
      hits / max(announced, 1), at_least=0.7, on_sample=0.4, as_percent=True);

# %% [markdown] lang="fr"
# **Suivre**, dans une vidéo : relier chaque boîte à celle de l'image précédente qui la recouvre le plus. Un carré de côté $s$ qui avance de $v$ pixels par image a pour IoU $(s - v)/(s + v)$ : avec une limite de 0,5, on le perd dès que $v > s/3$.
#
# **Imagerie satellite** : segmenter, à une autre échelle. **Réalité augmentée ou virtuelle** : détecter, contre la montre. Quelques chiffres :
# %% [markdown] lang="en"
# **Tracking**, in a video: link every box to the one in the previous frame that overlaps it most. A square of side $s$ that moves by $v$ pixels per frame has IoU $(s - v)/(s + v)$: with a limit of 0.5 it is lost as soon as $v > s/3$.
#
# **Satellite imagery**: segmenting, on another scale. **Augmented or virtual reality**: detecting, against the clock. Some figures:

# %%
s, v = 30, np.arange(1, 20)
moved = np.stack([0 * v, v, 0 * v + s, v + s], axis=1)
overlap = iou(np.array([0, 0, s, s]), moved)
claim(T("IoU = (s − v)/(s + v), et 0,5 exactement à v = s/3", "IoU = (s − v)/(s + v), and exactly 0.5 at v = s/3"),
      np.allclose(overlap, (s - v) / (s + v)) and np.isclose(overlap[9], 0.5))
side, turn = 10_980, 100 / 90
print(T("Sentinel-2, pixels de 10 m : une tuile de", "Sentinel-2, pixels of 10 m: a tile measuring"),
      number(side / 100, 1), T("km de côté :", "km a side:"), number(side**2, 0), "pixels.")
print(T("Une voiture de 4,5 m × 1,8 m y couvre", "A car of 4.5 m × 1.8 m covers"),
      percent(4.5 * 1.8 / 100), T("d'un pixel.", "of one pixel."))
print(T("Casque à 90 images par seconde : une image de retard, tête tournant à 100°/s, décale de",
        "Headset at 90 frames per second: one frame late, the head turning at 100°/s, shifts by"),
      number(turn, 1) + "°.")

# %% [markdown] lang="fr"
# ## 5. La cible est dans l'autre modalité
#
# **Multimodalité.** CLIP (2021) apprend sur des paires image-légende. Deux encodeurs ; une seule exigence : dans un lot, le produit scalaire de chaque image $u_i$ avec **sa** légende $w_i$ doit dépasser les autres. C'est une entropie croisée sur un softmax.
#
# $$L = -\log \frac{e^{\,u_i \cdot w_i}}{\sum_j e^{\,u_i \cdot w_j}}$$
#
# En petit : chaque image de chiffre vient avec **un** mot, français *ou* anglais, jamais les deux ; on la compare aux 20 mots à la fois. L'image est encodée par une matrice, chaque mot par un vecteur. (CLIP compare aux légendes du lot, normalise les vecteurs, apprend une température et ajoute la perte dans l'autre sens.)
# %% [markdown] lang="en"
# ## 5. The target is in the other modality
#
# **Multimodality.** CLIP (2021) learns from image–caption pairs. Two encoders; one demand: in a batch, the dot product of every image $u_i$ with **its own** caption $w_i$ must exceed the others. This is a cross-entropy over a softmax.
#
# $$L = -\log \frac{e^{\,u_i \cdot w_i}}{\sum_j e^{\,u_i \cdot w_j}}$$
#
# On a small scale: every digit image comes with **one** word, French *or* English, never both; it is compared with all 20 words at once. The image is encoded by a matrix, every word by a vector. (CLIP compares with the captions of the batch, normalises the vectors, learns a temperature and adds the loss in the other direction.)

# %%
NAMES = words("zéro un deux trois quatre cinq six sept huit neuf "
              "zero one two three four five six seven eight nine")
mean_image = x_train.mean(axis=0)
see, say = 0.01 * rng.normal(size=(784, 16)), 0.1 * rng.normal(size=(20, 16))
# fr: Tirée une fois pour toutes : la langue du seul mot qui accompagnera chaque image.
# en: Drawn once and for all: the language of the only word that will go with each image.
language = rng.integers(0, 2, n_images)
for _ in range(lesson.pick(full=1000, fast=300)):
    chosen = rng.integers(0, n_images, 128)
    word = digits.y_train[chosen] + 10 * language[chosen]
    images = x_train[chosen] - mean_image
    error = (softmax(images @ see @ say.T) - np.eye(20)[word]) / 128
    see, say = see - 0.1 * images.T @ error @ say, say - 0.1 * error.T @ images @ see

unit = say / np.linalg.norm(say, axis=1, keepdims=True)
cosines = unit[:10] @ unit[10:].T

# %%
figure, axis = plt.subplots(figsize=(4.6, 3.7))
drawn = axis.imshow(cosines, cmap="RdBu_r", vmin=-1, vmax=1)
axis.set_xticks(range(10), NAMES[10:], rotation=50, ha="right")
axis.set_yticks(range(10), NAMES[:10])
figure.colorbar(drawn, label=T("cosinus", "cosine"))
show(figure,
     T("Cosinus entre mots français et anglais : la diagonale (même chiffre) domine.",
       "Cosine between French and English words: the diagonal (same digit) dominates."))
claim(T("Mots français dont le plus proche voisin anglais est le bon", "French words whose nearest English neighbour is right"),
      np.sum(cosines.argmax(axis=1) == np.arange(10)), at_least=10, digits=0)
named = ((x_test - mean_image) @ see @ say[10:].T).argmax(axis=1)
claim(T("Images nouvelles bien nommées en anglais", "New images named correctly in English"),
      np.mean(named == digits.y_test[:1000]), at_least=0.82, on_sample=0.75, as_percent=True);

# %% [markdown] lang="fr"
# « trois » et « three » se sont rejoints sans s'être jamais rencontrés, pas même sur une image : **les images du même chiffre ont servi de pont**. Elles ont fait le travail des phrases appariées de la partie 2.
#
# **Des molécules**, parmi lesquelles on cherche des médicaments : ce sont des graphes. Un pas de *passage de messages* remplace chaque atome (une ligne de $X$) par une fonction de la somme de ses voisins et de lui-même : $X' = \tanh(AXM)$, où la matrice $A$ a des 1 entre voisins et sur la diagonale, et $M$ s'apprend (ici, tirée au hasard). L'éthanol et l'éther diméthylique ont les mêmes atomes, C₂H₆O, mais le premier se boit et le second est un gaz. Un réseau qui compterait les atomes les confondrait.
# %% [markdown] lang="en"
# “trois” and “three” have met without ever being introduced, not even on one image: **images of the same digit served as a bridge**. They did the work of the paired sentences of part 2.
#
# **Molecules**, among which drugs are sought: they are graphs. One step of *message passing* replaces every atom (a row of $X$) by a function of the sum of its neighbours and itself: $X' = \tanh(AXM)$, where the matrix $A$ has 1s between neighbours and on the diagonal, and $M$ is learned (here, drawn at random). Ethanol and dimethyl ether have the same atoms, C₂H₆O, but you can drink the first, and the second is a gas. A network that counted atoms would confuse them.

# %%
atoms = np.array([[1, 0], [1, 0], [0, 1.0]])  # C, C, O
mixing = rng.normal(size=(2, 4))

def adjacency(bonds):
    A = np.eye(3)
    for i, j in bonds:
        A[i, j] = A[j, i] = 1
    return A

def fingerprint(A, X):
    return np.tanh(A @ X @ mixing).sum(axis=0)

ethanol, ether = adjacency([(0, 1), (1, 2)]), adjacency([(0, 2), (2, 1)])
renamed = [2, 0, 1]
print("CH₃–CH₂–OH", fingerprint(ethanol, atoms).round(2))
print("CH₃–O–CH₃ ", fingerprint(ether, atoms).round(2))

# %%
claim(T("Mêmes atomes, mais après un pas les deux molécules diffèrent",
        "Same atoms, but after one step the two molecules differ"),
      not np.allclose(fingerprint(ethanol, atoms), fingerprint(ether, atoms)))
claim(T("Renuméroter les atomes ne change rien", "Renumbering the atoms changes nothing"),
      np.allclose(fingerprint(ethanol, atoms),
                  fingerprint(ethanol[np.ix_(renamed, renamed)], atoms[renamed])));

# %% [markdown] lang="fr"
# (Les hydrogènes, qui se déduisent du reste, sont omis.) *La leçon sur les graphes prédira la solubilité de vraies molécules ; celle sur la multimodalité décrira des photos par des phrases.*
#
# ## 6. Une récompense au lieu d'une cible
#
# En **apprentissage par renforcement**, personne ne dit la bonne action ; on reçoit seulement une récompense. Dix machines à sous (des **bras**), de gains moyens inconnus : jouer le meilleur bras connu (**exploiter**) ou en essayer un autre (**explorer**) ? La règle $\varepsilon$-gloutonne explore au hasard avec probabilité $\varepsilon$. Pour chaque bras, elle tient une estimation $Q$ du gain moyen ; après la récompense $r$ du bras joué pour la $n$-ième fois :
#
# $$Q \leftarrow Q + \tfrac1n (r - Q)$$
# %% [markdown] lang="en"
# (Hydrogens, which follow from the rest, are left out.) *The lesson on graphs will predict the solubility of real molecules; the one on multimodality will describe photos in sentences.*
#
# ## 6. A reward in place of a target
#
# In **reinforcement learning** nobody says which action is right; all that comes is a reward. Ten slot machines (**arms**) with unknown mean gains: play the best arm known (**exploit**) or try another (**explore**)? The $\varepsilon$-greedy rule explores at random with probability $\varepsilon$. For each arm it keeps an estimate $Q$ of the mean gain; after the reward $r$ of the arm played for the $n$-th time:
#
# $$Q \leftarrow Q + \tfrac1n (r - Q)$$

# %%
plays = lesson.pick(full=1000, fast=300)

def bandits(epsilon, runs=500, arms=10):
    truth, rows = rng.normal(size=(runs, arms)), np.arange(runs)
    (estimate, pulls), best = np.zeros((2, runs, arms)), truth.argmax(axis=1)
    right, gain = np.empty((2, plays, runs))
    for play in range(plays):
        exploring = rng.random(runs) < epsilon
        arm = np.where(exploring, rng.integers(0, arms, runs), estimate.argmax(axis=1))
        reward = rng.normal(truth[rows, arm])
        pulls[rows, arm] += 1
        estimate[rows, arm] += (reward - estimate[rows, arm]) / pulls[rows, arm]
        right[play], gain[play] = arm == best, truth[rows, arm]
    return right, gain.mean()

# %%
played = {epsilon: bandits(epsilon) for epsilon in (0, 0.1, 0.5)}
figure, axis = plt.subplots(figsize=(5.8, 2.9))
for (epsilon, (right, _)), style in zip(played.items(), (":", "-", "--")):
    smooth = np.array([part.mean(axis=0) for part in np.array_split(right, 50)])
    mean, error = smooth.mean(axis=1), 1.96 * smooth.std(axis=1) / np.sqrt(smooth.shape[1])
    x = np.linspace(0, len(right), 50)
    axis.plot(x, 100 * mean, style, label=f"ε = {number(epsilon, int(epsilon > 0))}")
    axis.fill_between(x, 100 * (mean - error), 100 * (mean + error), alpha=0.25)
axis.set(xlabel=T("coups joués (bande : intervalle à 95 % de la moyenne)", "plays (band: 95% interval of the mean)"),
         ylabel=T("meilleur bras joué (%)", "best arm played (%)"), ylim=(0, 100))
axis.legend(ncols=3, loc="upper left")
show(figure,
     T("Part des coups où l'on joue le meilleur bras : ε = 0,1 finit devant, ε = 0 plafonne vite.",
       "Share of plays on the best arm: ε = 0.1 ends ahead, ε = 0 soon levels off."))

# %%
end = {epsilon: right[-100:].mean() for epsilon, (right, _) in played.items()}
gains = {epsilon: gain for epsilon, (_, gain) in played.items()}
for epsilon, gain in gains.items():
    print(f"ε = {number(epsilon, int(epsilon > 0)):4}", T("gain moyen", "mean gain"), number(gain))
claim(T("Meilleur bras à la fin, ε = 0,1 moins ε = 0, en points", "Best arm at the end, ε = 0.1 minus ε = 0, in points"),
      100 * (end[0.1] - end[0]), at_least=20, digits=0)
claim(T("Gain moyen : ce qu'un peu d'exploration ajoute", "Mean gain: what a little exploration adds"),
      gains[0.1] - gains[0], at_least=0.1)
claim(T("Gain moyen : ce que ε = 0,5 perd sur ε = 0", "Mean gain: what ε = 0.5 loses to ε = 0"),
      gains[0] - gains[0.5], at_least=0.1);

# %% [markdown] lang="fr"
# $\varepsilon = 0$ s'enferme dans un choix précoce ; $\varepsilon = 0{,}5$ sait, mais n'en profite pas : il joue le meilleur bras au plus 55 % du temps ($1 - \varepsilon + \varepsilon/10$), et gagne moins que s'il n'explorait jamais.
#
# Quand les actions changent la situation (l'**état** $s$), on estime la valeur $Q(s, a)$ de chaque action $a$ (*Q-learning*) : la cible est la récompense, plus $\gamma$ fois la meilleure valeur de l'état suivant $s'$ ; $\eta$ est le taux d'apprentissage.
#
# $$Q(s, a) \leftarrow Q(s, a) + \eta\,\bigl(r + \gamma \max_{a'} Q(s', a') - Q(s, a)\bigr)$$
#
# Ici : un labyrinthe, une récompense de −1 par pas, $\gamma = 1$ ; au but, la partie finit et la valeur reste 0. Remarquez que la cible contient la propre estimation de l'élève.
# %% [markdown] lang="en"
# $\varepsilon = 0$ locks itself into an early choice; $\varepsilon = 0{.}5$ knows but does not profit: it plays the best arm at most 55% of the time ($1 - \varepsilon + \varepsilon/10$), and gains less than if it never explored.
#
# When actions change the situation (the **state** $s$), one estimates the value $Q(s, a)$ of each action $a$ (Q-learning): the target is the reward, plus $\gamma$ times the best value of the next state $s'$; $\eta$ is the learning rate.
#
# $$Q(s, a) \leftarrow Q(s, a) + \eta\,\bigl(r + \gamma \max_{a'} Q(s', a') - Q(s, a)\bigr)$$
#
# Here: a maze, a reward of −1 per step, $\gamma = 1$; at the goal the episode ends and the value stays 0. Note that the target contains the learner's own estimate.

# %%
MAZE = ["...#.", ".#.#.", ".#...", ".###.", "....G"]
MOVES, GOAL = [(-1, 0), (0, 1), (1, 0), (0, -1)], (4, 4)

def step(state, action):
    y, x = state[0] + MOVES[action][0], state[1] + MOVES[action][1]
    free = 0 <= y < 5 and 0 <= x < 5 and MAZE[y][x] != "#"
    return (y, x) if free else state

def q_learning(episodes=100, epsilon=0.1):
    Q, lengths = np.zeros((5, 5, 4)), []
    for _ in range(episodes):
        state, lengths = (0, 0), [*lengths, 0]
        while state != GOAL:
            a = rng.integers(4) if rng.random() < epsilon else Q[state].argmax()
            new = step(state, a)
            Q[state][a] += 0.5 * (-1 + Q[new].max() - Q[state][a])
            state, lengths[-1] = new, lengths[-1] + 1
    return Q, lengths

# %%
runs = [q_learning() for _ in range(10)]
Q, lengths = runs[0][0], np.array([run[1] for run in runs])
mean, spread = lengths.mean(axis=0), lengths.std(axis=0)
path = [(0, 0)]
while path[-1] != GOAL and len(path) < 25:
    path.append(step(path[-1], Q[path[-1]].argmax()))

# %%
figure, (axis, grid) = plt.subplots(1, 2, figsize=(7.2, 2.8), width_ratios=[2, 1])
axis.plot(np.arange(1, 101), mean)
axis.fill_between(np.arange(1, 101), np.maximum(mean - spread, 1), mean + spread, alpha=0.25)
axis.set(xlabel=T("partie (bande : ± écart type)", "episode (band: ± standard deviation)"), ylabel=T("pas jusqu'au but", "steps to the goal"), yscale="log")
axis.set_yticks([8, 16, 32, 64], ["8", "16", "32", "64"])
axis.minorticks_off()
grid.imshow([[cell != "#" for cell in row] for row in MAZE])
for y, x in path:
    mark = "★" if (y, x) == GOAL else "↑→↓←"[Q[y, x].argmax()]
    grid.text(x, y, mark, ha="center", va="center", fontsize=14)
grid.set(xticks=[], yticks=[])
grid.spines[:].set_visible(True)
show(figure,
     T("Pas par partie, de plusieurs dizaines à une dizaine ; à droite, le chemin appris.",
       "Steps per episode, from several dozen to about ten; right, the path learned."))

# %%
claim(T("Écart entre la valeur du départ et −8 (au plus court, 8 pas à −1)",
        "Gap between the value of the start and −8 (at the shortest, 8 steps at −1)"),
      abs(Q[0, 0].max() + 8), at_most=0.1)
digits_needed = 84 * 84 * 4 * np.log10(256)
print(T("Situations d'un écran Atari (4 images de 84 × 84, 256 gris) :",
        "Situations of an Atari screen (4 images of 84 × 84, 256 greys):"),
      T("un nombre de", "a number of"), number(np.ceil(digits_needed), 0), T("chiffres.", "digits."))

# %% [markdown] lang="fr"
# D'où l'apprentissage par renforcement **profond** : un réseau remplace la table (DQN, Mnih et al., 2015), et ce qu'il apprend d'un écran sert aux écrans semblables. *Sa leçon dira pourquoi cela diverge parfois.*
#
# Dernier ingrédient : la **rétropropagation** elle-même. Elle renvoie l'erreur par $W_2^\top$, la transposée des poids de l'aller ; un cerveau aurait du mal. Et si l'on renvoyait l'erreur par une matrice $B$ **fixe, tirée au hasard** (*feedback alignment*, Lillicrap et al., 2016) ? Ou rien du tout à la couche cachée ? Pariez.
# %% [markdown] lang="en"
# Hence **deep** reinforcement learning: a network replaces the table (DQN, Mnih et al., 2015), and what it learns from one screen serves similar screens. *Its lesson will say why this sometimes diverges.*
#
# Last ingredient: **backpropagation** itself. It sends the error back through $W_2^\top$, the transpose of the forward weights; a brain could hardly do that. What if the error went back through a **fixed matrix $B$ drawn at random** (feedback alignment, Lillicrap et al., 2016)? Or if the hidden layer got nothing at all? Place your bets.

# %%
x_small, y_small = x_train[:10_000], digits.y_train[:n_images][:10_000]
targets, passes = np.eye(10)[y_small], lesson.pick(full=1000, fast=100)

def cosine(a, b):
    return np.sum(a * b) / np.sqrt(np.sum(a**2) * np.sum(b**2) + 1e-12)

def train(way, seed):
    r = np.random.default_rng(seed)
    W1, W2 = 0.05 * r.normal(size=(784, 64)), 0.1 * r.normal(size=(64, 10))
    B = 0.1 * r.normal(size=(10, 64)) * (way == "random")
    for _ in range(passes):
        batch = r.integers(0, len(x_small), 50)
        h = np.maximum(x_small[batch] @ W1, 0)
        error = (softmax(h @ W2) - targets[batch]) / 50
        back = error @ (W2.T if way == "backprop" else B)
        W1, W2 = W1 - 0.3 * x_small[batch].T @ (back * (h > 0)), W2 - 0.3 * h.T @ error
    right = (np.maximum(x_test @ W1, 0) @ W2).argmax(axis=1) == digits.y_test[:1000]
    return np.mean(right), cosine(W2.T, B)

# %%
names = {"backprop": T("rétropropagation", "backpropagation"),
         "random": T("retour aléatoire", "random feedback"),
         "none": T("couche cachée figée", "frozen hidden layer")}
results = {way: np.array([train(way, lesson.seed + s) for s in range(3)]) for way in names}
figure, axis = plt.subplots(figsize=(6, 1.9))
means = [100 * values[:, 0].mean() for values in results.values()]
errors = [100 * values[:, 0].std() for values in results.values()]
bars = axis.barh(list(names.values()), means, xerr=errors, color=plots.SKY)
axis.bar_label(bars, [" " + percent(m / 100) for m in means], padding=6)
axis.set(xlabel=T("bonnes réponses sur 1 000 images (% ; trait : ± écart type)",
                  "right answers on 1,000 images (%; line: ± standard deviation)"), xlim=(0, 115))
axis.invert_yaxis()
show(figure,
     T("Bonnes réponses : rétropropagation, puis retour aléatoire, puis couche cachée figée.",
       "Right answers: backpropagation, then random feedback, then frozen hidden layer."))

# %%
claim(T("Points perdus par le retour aléatoire", "Points lost by random feedback"), means[0] - means[1], at_most=4, digits=1)
claim(T("Points gagnés sur une couche cachée figée", "Points gained over a frozen hidden layer"), means[1] - means[2], at_least=8, digits=1)
claim(T("Cosinus entre W₂ᵀ et B à la fin (0 au départ, en moyenne)",
        "Cosine between W₂ᵀ and B at the end (0 at the start, on average)"),
      results["random"][:, 1].mean(), at_least=0.4)
W, few = np.zeros((784, 10)), x_small[:100]
gradient = [x.T @ (softmax(x @ W) - t) / len(x) for x, t in (
    (few, targets[:100]), (few[:50], targets[:50]), (few[50:], targets[50:100]))]
claim(T("Le gradient d'un lot est la moyenne des gradients de ses deux moitiés égales",
        "The gradient of a batch is the mean of the gradients of its two equal halves"),
      np.allclose(gradient[0], (gradient[1] + gradient[2]) / 2));

# %% [markdown] lang="fr"
# La matrice fixe suffit presque : ce sont les poids de l'aller qui s'**alignent** peu à peu sur elle. Figer la couche cachée coûte bien plus. Le succès du retour aléatoire ne se transporte pas tel quel aux grands réseaux convolutifs (Bartunov et al., 2018). *Sa leçon mesurera l'écart sur un CNN.*
#
# Enfin, **au-delà d'une machine** : le gradient d'un lot est la moyenne de ceux de ses deux moitiés égales. Deux machines, une moitié chacune, une moyenne : le même pas. C'est le parallélisme de données ; les plus grands modèles de la partie 2 découpent aussi le réseau lui-même, trop gros pour une machine. *Sa leçon comptera ce que coûte l'envoi des gradients.*
# %% [markdown] lang="en"
# The fixed matrix is almost enough: it is the forward weights that **align** with it little by little. Freezing the hidden layer costs far more. The success of random feedback does not carry over as it is to large convolutional networks (Bartunov et al., 2018). *Its lesson will measure the gap on a CNN.*
#
# Finally, **beyond one machine**: the gradient of a batch is the mean of those of its two equal halves. Two machines, one half each, one mean: the same step. This is data parallelism; the largest models of part 2 also cut up the network itself, too big for one machine. *Its lesson will count what sending gradients costs.*

# %% [markdown] lang="fr"
# ## Exercices
#
# ### ★ Retrouver l'image sous le bruit
#
# Un réseau de diffusion a deviné le bruit $\varepsilon$ contenu dans $x_t$. Retrouvez l'image $x_0$ qu'il suppose.
# %% [markdown] lang="en"
# ## Exercises
#
# ### ★ Recover the image under the noise
#
# A diffusion network has guessed the noise $\varepsilon$ contained in $x_t$. Recover the image $x_0$ that this implies.

# %% tags=["exercise"]
def clean_image(mixed, noise, alpha_bar):
    T("""Image x0 telle que `mixed` soit le mélange, au niveau alpha_bar, de x0 et du bruit noise.

    `mixed`, noise : tableaux de même forme ; alpha_bar : un nombre entre 0 et 1.
    """, """Image x0 such that `mixed` is the mixture, at level alpha_bar, of x0 and of noise.

    `mixed`, noise: arrays of the same shape; alpha_bar: a number between 0 and 1.
    """)
    ### BEGIN SOLUTION
    return (mixed - np.sqrt(1 - alpha_bar) * noise) / np.sqrt(alpha_bar)
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ Ne pas voir l'avenir
#
# Pour prédire le mot suivant, le mot $i$ ne doit regarder que les mots $0$ à $i$, lui compris ; sinon il lirait la réponse. Écrivez cette attention **causale**.
# %% [markdown] lang="en"
# ### ★★ Not seeing the future
#
# To predict the next word, word $i$ may only look at words $0$ to $i$, itself included; otherwise it would read the answer. Write this **causal** attention.

# %% tags=["exercise"]
def causal_attention(Q, K, V):
    T("""Attention où la ligne i n'utilise que les lignes 0 à i de K et V.

    Q, K, V : tableaux (n, d). Renvoie un tableau (n, d).
    """, """Attention in which row i only uses rows 0 to i of K and V.

    Q, K, V: arrays (n, d). Returns an array (n, d).
    """)
    ### BEGIN SOLUTION
    scores = Q @ K.T / np.sqrt(K.shape[1])
    future = np.triu(np.ones_like(scores), 1) > 0
    scores = np.where(future, -np.inf, scores)
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers @ V / powers.sum(axis=1, keepdims=True)
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★★ Le taux d'erreur par mot
#
# La reconnaissance de la parole se mesure ainsi : le plus petit nombre de mots à oublier, ajouter ou remplacer pour passer de la phrase dite à la phrase entendue, divisé par le nombre de mots dits ; il peut dépasser 1. « le chat voit » entendu « chat voit un » : 2/3, et non 3/3. Remplissez un tableau : chaque case (les $i$ premiers mots dits, les $j$ premiers entendus) se déduit de trois cases voisines, plus courtes.
# %% [markdown] lang="en"
# ### ★★★ Word error rate
#
# Speech recognition is measured like this: the smallest number of words to drop, add or replace to go from the sentence said to the sentence heard, divided by the number of words said; it can exceed 1. “the cat sees” heard as “cat sees a”: 2/3, not 3/3. Fill a table: each cell (the first $i$ words said, the first $j$ heard) follows from three neighbouring, shorter cells.

# %% tags=["exercise"]
def word_error_rate(said, heard):
    T("""Taux d'erreur par mot entre deux phrases, mots séparés par une espace.

    `said` : la phrase dite, non vide ; `heard` : la phrase entendue. Renvoie un nombre.
    """, """Word error rate between two sentences, words separated by a space.

    `said`: the sentence said, not empty; `heard`: the sentence heard. Returns a number.
    """)
    ### BEGIN SOLUTION
    a, b = said.split(), heard.split()
    D = np.add.outer(np.arange(len(a) + 1), np.arange(len(b) + 1))
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            replaced = D[i - 1, j - 1] + (a[i - 1] != b[j - 1])
            D[i, j] = min(D[i - 1, j] + 1, D[i, j - 1] + 1, replaced)
    return D[-1, -1] / len(a)
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
# - **Masquer après le softmax** sans renormaliser : les poids restants n'ont plus pour somme 1. On masque les scores, par −∞.
# - **Comparer un Dice à un IoU** : le premier est toujours au moins aussi grand. Convertissez image par image, jamais les moyennes.
# - **Juger un réseau sans une formule simple en face** (bicubique, traits droits, seuil), ou un générateur sans ses plus proches voisins : la belle image peut être une image ordinaire, ou une copie.
# - **Oublier d'écarter les doublons** : un détecteur convolutif répond plusieurs fois pour un même objet.
# - **Prendre les bits d'un texte déjà vu** pour une mesure : ils baissent toujours avec le contexte.
# %% [markdown] lang="en"
# ## Common errors
#
# - **Masking after the softmax** without renormalising: the remaining weights no longer sum to 1. Mask the scores, with −∞.
# - **Comparing a Dice with an IoU**: the first is always at least as large. Convert image by image, never the means.
# - **Judging a network without a simple formula beside it** (bicubic, straight lines, threshold), or a generator without its nearest neighbours: the fine image may be an ordinary one, or a copy.
# - **Forgetting to remove duplicates**: a convolutional detector answers several times for one object.
# - **Taking the bits of a text already seen** for a measurement: they always fall with the context.

# %% [markdown] lang="fr"
# ## À retenir
#
# - Attention : comparer, softmax, moyenner. GPT-2 et ViT partagent le bloc ; l'entrée, la cible et le masque changent.
# - La cible peut venir du texte (mot suivant), d'une traduction, de l'image intacte, du bruit que l'on a tiré, d'une autre modalité, d'une récompense.
# - Le débruiteur parfait recopie ; c'est en s'en écartant qu'un réseau invente.
# - Segmenter et détecter : un même classifieur convolutif, une réponse par endroit, et des mesures faites pour cela (IoU, Dice).
# - Explorer un peu rapporte ; explorer trop peut coûter plus que ne pas explorer.
# - La rétropropagation n'est pas seule possible : ici, un retour aléatoire perd peu ; elle reste la meilleure.
# %% [markdown] lang="en"
# ## What to remember
#
# - Attention: compare, softmax, average. GPT-2 and ViT share the block; the input, the target and the mask change.
# - The target may come from the text (next word), a translation, the intact image, the noise that was drawn, another modality, a reward.
# - The perfect denoiser copies; it is by departing from it that a network invents.
# - Segmenting and detecting: one convolutional classifier, one answer per place, and measures made for the purpose (IoU, Dice).
# - Exploring a little pays; exploring too much can cost more than not exploring.
# - Backpropagation is not the only way: here random feedback loses little; backpropagation is still the best.

# %% [markdown] lang="fr"
# ## Glossaire
#
# | français | English | sens |
# |---|---|---|
# | apprentissage auto-supervisé | self-supervised learning | apprendre une cible tirée des données elles-mêmes |
# | apprentissage par renforcement | reinforcement learning | apprendre de récompenses, sans bonne réponse |
# | attention | attention | moyenne pondérée par la ressemblance |
# | auto-encodeur | autoencoder | réseau qui rend son entrée à travers un goulot |
# | diffusion | diffusion | générer en ôtant peu à peu le bruit |
# | exploration, exploitation | exploration, exploitation | essayer, ou jouer le meilleur connu |
# | grand modèle de langue | large language model, LLM | réseau qui prédit le mot suivant |
# | intersection sur union | intersection over union, IoU | part commune de deux régions |
# | jeton | token | mot ou morceau de mot, unité d'un modèle de langue |
# | passage de messages | message passing | chaque nœud lit ses voisins |
# | segmentation | segmentation | une étiquette par pixel |
# | suppression des non-maximums | non-maximum suppression, NMS | garder une boîte par objet |
# %% [markdown] lang="en"
# ## Glossary
#
# | English | français | meaning |
# |---|---|---|
# | attention | attention | average weighted by similarity |
# | autoencoder | auto-encodeur | network that gives back its input through a bottleneck |
# | diffusion | diffusion | generating by removing noise little by little |
# | exploration, exploitation | exploration, exploitation | trying, or playing the best known |
# | intersection over union, IoU | intersection sur union | common share of two regions |
# | large language model, LLM | grand modèle de langue | network that predicts the next word |
# | message passing | passage de messages | every node reads its neighbours |
# | non-maximum suppression, NMS | suppression des non-maximums | keeping one box per object |
# | reinforcement learning | apprentissage par renforcement | learning from rewards, without right answers |
# | segmentation | segmentation | one label per pixel |
# | self-supervised learning | apprentissage auto-supervisé | learning a target drawn from the data themselves |
# | token | jeton | word or piece of a word, unit of a language model |

# %% [markdown] lang="fr"
# ## Références
#
# - P. Brown et al. (1993), *The mathematics of statistical machine translation: parameter estimation*. [ACL J93-2003](https://aclanthology.org/J93-2003/)
# - D. Bahdanau, K. Cho, Y. Bengio (2014), *Neural machine translation by jointly learning to align and translate*. [arXiv:1409.0473](https://arxiv.org/abs/1409.0473)
# - A. Vaswani et al. (2017), *Attention is all you need*. [arXiv:1706.03762](https://arxiv.org/abs/1706.03762)
# - A. Dosovitskiy et al. (2020), *An image is worth 16x16 words*. [arXiv:2010.11929](https://arxiv.org/abs/2010.11929)
# %% [markdown] lang="en"
# ## References
#
# - P. Brown et al. (1993), *The mathematics of statistical machine translation: parameter estimation*. [ACL J93-2003](https://aclanthology.org/J93-2003/)
# - D. Bahdanau, K. Cho, Y. Bengio (2014), *Neural machine translation by jointly learning to align and translate*. [arXiv:1409.0473](https://arxiv.org/abs/1409.0473)
# - A. Vaswani et al. (2017), *Attention is all you need*. [arXiv:1706.03762](https://arxiv.org/abs/1706.03762)
# - A. Dosovitskiy et al. (2020), *An image is worth 16x16 words*. [arXiv:2010.11929](https://arxiv.org/abs/2010.11929)

# %% [markdown] lang="fr"
# - A. Radford et al. (2019), *Language models are unsupervised multitask learners* (GPT-2). [OpenAI](https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf)
# - T. Brown et al. (2020), *Language models are few-shot learners*. [arXiv:2005.14165](https://arxiv.org/abs/2005.14165)
# - J. Hoffmann et al. (2022), *Training compute-optimal large language models*. [arXiv:2203.15556](https://arxiv.org/abs/2203.15556)
# - A. Grattafiori et al. (2024), *The Llama 3 herd of models*. [arXiv:2407.21783](https://arxiv.org/abs/2407.21783)
# - A. Graves et al. (2006), *Connectionist temporal classification*. [doi:10.1145/1143844.1143891](https://doi.org/10.1145/1143844.1143891)
# %% [markdown] lang="en"
# - A. Radford et al. (2019), *Language models are unsupervised multitask learners* (GPT-2). [OpenAI](https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf)
# - T. Brown et al. (2020), *Language models are few-shot learners*. [arXiv:2005.14165](https://arxiv.org/abs/2005.14165)
# - J. Hoffmann et al. (2022), *Training compute-optimal large language models*. [arXiv:2203.15556](https://arxiv.org/abs/2203.15556)
# - A. Grattafiori et al. (2024), *The Llama 3 herd of models*. [arXiv:2407.21783](https://arxiv.org/abs/2407.21783)
# - A. Graves et al. (2006), *Connectionist temporal classification*. [doi:10.1145/1143844.1143891](https://doi.org/10.1145/1143844.1143891)

# %% [markdown] lang="fr"
# - L. Gatys, A. Ecker, M. Bethge (2015), *A neural algorithm of artistic style*. [arXiv:1508.06576](https://arxiv.org/abs/1508.06576)
# - J. Ho, A. Jain, P. Abbeel (2020), *Denoising diffusion probabilistic models*. [arXiv:2006.11239](https://arxiv.org/abs/2006.11239)
# - R. Rombach et al. (2022), *High-resolution image synthesis with latent diffusion models*. [arXiv:2112.10752](https://arxiv.org/abs/2112.10752)
# - O. Ronneberger, P. Fischer, T. Brox (2015), *U-Net*. [arXiv:1505.04597](https://arxiv.org/abs/1505.04597)
# - V. Badrinarayanan, A. Kendall, R. Cipolla (2015), *SegNet*. [arXiv:1511.00561](https://arxiv.org/abs/1511.00561)
# %% [markdown] lang="en"
# - L. Gatys, A. Ecker, M. Bethge (2015), *A neural algorithm of artistic style*. [arXiv:1508.06576](https://arxiv.org/abs/1508.06576)
# - J. Ho, A. Jain, P. Abbeel (2020), *Denoising diffusion probabilistic models*. [arXiv:2006.11239](https://arxiv.org/abs/2006.11239)
# - R. Rombach et al. (2022), *High-resolution image synthesis with latent diffusion models*. [arXiv:2112.10752](https://arxiv.org/abs/2112.10752)
# - O. Ronneberger, P. Fischer, T. Brox (2015), *U-Net*. [arXiv:1505.04597](https://arxiv.org/abs/1505.04597)
# - V. Badrinarayanan, A. Kendall, R. Cipolla (2015), *SegNet*. [arXiv:1511.00561](https://arxiv.org/abs/1511.00561)

# %% [markdown] lang="fr"
# - N. Otsu (1979), *A threshold selection method from gray-level histograms*. [doi:10.1109/TSMC.1979.4310076](https://doi.org/10.1109/TSMC.1979.4310076)
# - P. Sermanet et al. (2013), *OverFeat: integrated recognition, localization and detection using convolutional networks*. [arXiv:1312.6229](https://arxiv.org/abs/1312.6229)
# - J. Redmon et al. (2016), *You only look once*. [arXiv:1506.02640](https://arxiv.org/abs/1506.02640)
# - A. Radford et al. (2021), *Learning transferable visual models from natural language supervision* (CLIP). [arXiv:2103.00020](https://arxiv.org/abs/2103.00020)
# - J. Gilmer et al. (2017), *Neural message passing for quantum chemistry*. [arXiv:1704.01212](https://arxiv.org/abs/1704.01212)
# - R. Sutton, A. Barto (2018), *Reinforcement learning: an introduction*. [incompleteideas.net](http://incompleteideas.net/book/the-book-2nd.html)
# - V. Mnih et al. (2015), *Human-level control through deep reinforcement learning*. [doi:10.1038/nature14236](https://doi.org/10.1038/nature14236)
# - T. Lillicrap et al. (2016), *Random synaptic feedback weights support error backpropagation for deep learning*. [doi:10.1038/ncomms13276](https://doi.org/10.1038/ncomms13276)
# - S. Bartunov et al. (2018), *Assessing the scalability of biologically-motivated deep learning algorithms and architectures*. [arXiv:1807.04587](https://arxiv.org/abs/1807.04587)
# %% [markdown] lang="en"
# - N. Otsu (1979), *A threshold selection method from gray-level histograms*. [doi:10.1109/TSMC.1979.4310076](https://doi.org/10.1109/TSMC.1979.4310076)
# - P. Sermanet et al. (2013), *OverFeat: integrated recognition, localization and detection using convolutional networks*. [arXiv:1312.6229](https://arxiv.org/abs/1312.6229)
# - J. Redmon et al. (2016), *You only look once*. [arXiv:1506.02640](https://arxiv.org/abs/1506.02640)
# - A. Radford et al. (2021), *Learning transferable visual models from natural language supervision* (CLIP). [arXiv:2103.00020](https://arxiv.org/abs/2103.00020)
# - J. Gilmer et al. (2017), *Neural message passing for quantum chemistry*. [arXiv:1704.01212](https://arxiv.org/abs/1704.01212)
# - R. Sutton, A. Barto (2018), *Reinforcement learning: an introduction*. [incompleteideas.net](http://incompleteideas.net/book/the-book-2nd.html)
# - V. Mnih et al. (2015), *Human-level control through deep reinforcement learning*. [doi:10.1038/nature14236](https://doi.org/10.1038/nature14236)
# - T. Lillicrap et al. (2016), *Random synaptic feedback weights support error backpropagation for deep learning*. [doi:10.1038/ncomms13276](https://doi.org/10.1038/ncomms13276)
# - S. Bartunov et al. (2018), *Assessing the scalability of biologically-motivated deep learning algorithms and architectures*. [arXiv:1807.04587](https://arxiv.org/abs/1807.04587)

# %% [markdown] lang="fr"
# ## Et ensuite
#
# {{next}}
# %% [markdown] lang="en"
# ## What comes next
#
# {{next}}
