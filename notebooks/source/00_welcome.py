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
#       fr: Bienvenue
#       en: Welcome
#     objectives: {fr: [], en: []}
#     prerequisites: []
#     reading: 40
#     next:
#       fr: "{{lesson 01}}, ou tout de suite {{lesson 02}}."
#       en: "{{lesson 01}}, or straight away {{lesson 02}}."
# ---

# %% tags=["source-only"]
from course_utils import T

# %% tags=["parameters"]
# fr: None : lu dans COURSE_PROFILE, COURSE_DATA et COURSE_SEED ; à défaut full, auto et 0.
# en: None: read from COURSE_PROFILE, COURSE_DATA and COURSE_SEED; by default full, auto and 0.
profile = None
data = None
seed = None

# %% [markdown] lang="fr"
# ## Les leçons
#
# {{index}}
#
# *Étude* : lecture et exercices. *Exécution* et *mémoire* : mesurées sur 2 cœurs, sans carte graphique.
# %% [markdown] lang="en"
# ## The lessons
#
# {{index}}
#
# *Study*: reading and exercises. *Run* and *memory*: measured on 2 cores, without a graphics card.

# %% [markdown] lang="fr"
# ### Par où commencer ?
#
# {{paths}}
# %% [markdown] lang="en"
# ### Where to begin?
#
# {{paths}}

# %% [markdown] lang="fr"
# ### Où en êtes-vous ?
#
# Le cours retient les leçons ouvertes, les exercices réussis et les bonnes réponses aux quiz, là où les notebooks s'exécutent et nulle part ailleurs. Sur Colab et sur Binder, il les oublie donc à la fin de la session.
# %% [markdown] lang="en"
# ### Where are you?
#
# The course remembers the lessons opened, the exercises passed and the right answers to the quizzes, where the notebooks run and nowhere else. On Colab and on Binder it therefore forgets them at the end of the session.

# %%
from course_utils import progress

progress(T("fr", "en"))

# %% [markdown] lang="fr"
# ## Mode d'emploi
#
# - **Exécutez les cellules dans l'ordre**, avec Maj + Entrée. Une leçon entière s'exécute en quelques minutes au plus ; le tableau dit combien.
# - **Bougez les curseurs** : chaque leçon a au moins une figure qui réagit.
# - **Faites les exercices.** Complétez la fonction, exécutez-la, puis exécutez la cellule `check` : elle dit ce qui ne va pas. Bloqué ? Ouvrez les indices un à un ; la solution est repliée dessous.
# - **Répondez au quiz** : chaque choix, bon ou mauvais, est expliqué.
# - **Cassez tout** : ce dossier `work` est à vous. `course reset 09` pose une copie neuve de la leçon 09 à côté de la vôtre.
# %% [markdown] lang="en"
# ## How to use it
#
# - **Run the cells in order**, with Shift + Enter. A whole lesson runs in a few minutes at most; the table says how many.
# - **Move the sliders**: every lesson has at least one figure that responds.
# - **Do the exercises.** Complete the function, run it, then run the `check` cell: it says what is wrong. Stuck? Open the hints one by one; the solution is folded below them.
# - **Answer the quiz**: every choice, right or wrong, is explained.
# - **Break things**: this folder `work` is yours. `course reset 09` puts a fresh copy of lesson 09 beside yours.

# %% [markdown] lang="fr"
# ## Votre machine est-elle prête ?
#
# Exécutez les deux cellules : la première prépare, la seconde vérifie l'installation et montre une image. Si une ligne porte ✗, elle dit quoi faire.
# %% [markdown] lang="en"
# ## Is your machine ready?
#
# Run the two cells: the first one prepares, the second one checks the installation and shows a picture. If a line has a ✗, it says what to do.

# %%
from course_utils import check_environment, load, plots, show, start

lesson = start("00_welcome", T("fr", "en"), profile=profile, data=data, seed=seed)

# %%
check_environment()
digits = load("mnist")
show(plots.image_grid(digits.x_train[:20], columns=10),
     T("Vingt chiffres manuscrits de MNIST : tout fonctionne.", "Twenty handwritten digits from MNIST: everything works."))

# %% [markdown] lang="fr"
# ## Avez-vous les prérequis ?
#
# Cinq petites fonctions et quatre questions, une demi-heure tout au plus. Pas de note, et rien n'est envoyé : chaque `check` répond aussitôt. Il n'est pas nécessaire de tout savoir ; ce tableau dit où chaque chose sert, et que relire si elle résiste.
#
# | prérequis | sert dans les leçons | à relire |
# |---|---|---|
# | produit matriciel | {{lesson 02}}, {{lesson 05}}, {{lesson 06}} | *Mathematics for Machine Learning*, chapitre 2 |
# | NumPy | toutes | [NumPy pour débuter](https://numpy.org/doc/stable/user/absolute_beginners.html), [formes et *broadcasting*](https://numpy.org/doc/stable/user/basics.broadcasting.html) |
# | gradient | {{lesson 04}}, {{lesson 05}} | même livre, chapitre 5 |
# | dérivée d'une fonction composée | {{lesson 03}}, {{lesson 05}} | même livre, chapitre 5 |
# | valeurs propres | {{lesson 04}}, {{lesson 13}}, {{lesson 15}} | même livre, chapitre 4 |
#
# [Le livre](https://mml-book.github.io) de Deisenroth, Faisal et Ong (2020) se lit librement ; en français, [Exo7](http://exo7.emath.fr) a cours et exercices corrigés.
# %% [markdown] lang="en"
# ## Do you have the prerequisites?
#
# Five small functions and four questions, half an hour at most. There are no marks, and nothing is sent anywhere: each `check` answers at once. You need not know it all; this table says where each thing is used, and what to read again if it resists.
#
# | prerequisite | used in lessons | to read again |
# |---|---|---|
# | matrix product | {{lesson 02}}, {{lesson 05}}, {{lesson 06}} | *Mathematics for Machine Learning*, chapter 2 |
# | NumPy | all | [NumPy for beginners](https://numpy.org/doc/stable/user/absolute_beginners.html), [shapes and broadcasting](https://numpy.org/doc/stable/user/basics.broadcasting.html) |
# | gradient | {{lesson 04}}, {{lesson 05}} | same book, chapter 5 |
# | derivative of a composite function | {{lesson 03}}, {{lesson 05}} | same book, chapter 5 |
# | eigenvalues | {{lesson 04}}, {{lesson 13}}, {{lesson 15}} | same book, chapter 4 |
#
# [The book](https://mml-book.github.io) by Deisenroth, Faisal and Ong (2020) can be read freely; on linear algebra there are also the [filmed lectures](https://ocw.mit.edu/courses/18-06-linear-algebra-spring-2010/) of Gilbert Strang.

# %%
import numpy as np

from course_utils import check, quiz

# %% [markdown] lang="fr"
# ### ★ Produit matriciel
#
# Le coefficient, ligne $i$ et colonne $j$ (comptées à partir de 0), du produit $AB$ de deux matrices carrées, sans calculer le reste du produit.
# %% [markdown] lang="en"
# ### ★ Matrix product
#
# The entry in row $i$ and column $j$ (counted from 0) of the product $AB$ of two square matrices, without computing the rest of the product.

# %% tags=["exercise"]
def product_entry(A, B, i, j):
    T("""Coefficient (i, j) du produit de A et B, deux tableaux de forme (n, n).""",
      """Entry (i, j) of the product of A and B, two arrays of shape (n, n).""")
    ### BEGIN SOLUTION
    return A[i] @ B[:, j]
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★ NumPy : sans boucle
#
# Standardisez un tableau : de chaque **colonne**, retranchez sa moyenne, puis divisez-la par son écart type.
# %% [markdown] lang="en"
# ### ★ NumPy: without a loop
#
# Standardise an array: from each **column** subtract its mean, then divide it by its standard deviation.

# %% tags=["exercise"]
def standardise(X):
    T("""X : (m, n). Renvoie un tableau de même forme : colonnes de moyenne 0, d'écart type 1.""",
      """X: (m, n). Returns an array of the same shape: columns of mean 0, standard deviation 1.""")
    ### BEGIN SOLUTION
    return (X - X.mean(axis=0)) / X.std(axis=0)
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★ Gradient
#
# Calculez à la main le gradient de $f(x, y) = x^2 y - 3x + y^3$, puis programmez-le.
# %% [markdown] lang="en"
# ### ★ Gradient
#
# Compute by hand the gradient of $f(x, y) = x^2 y - 3x + y^3$, then implement it.

# %% tags=["exercise"]
def gradient(x, y):
    T("""Tableau des deux dérivées partielles de f en (x, y) : par rapport à x, puis à y.""",
      """Array of the two partial derivatives of f at (x, y): with respect to x, then to y.""")
    ### BEGIN SOLUTION
    return np.array([2 * x * y - 3, x**2 + 3 * y**2])
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ Dérivée d'une fonction composée
#
# Même chose pour $h(t) = (1 - e^{-at})^2$ : sa dérivée $h'(t)$, le nombre $a$ étant fixé.
# %% [markdown] lang="en"
# ### ★★ Derivative of a composite function
#
# The same for $h(t) = (1 - e^{-at})^2$: its derivative $h'(t)$, for a fixed number $a$.

# %% tags=["exercise"]
def derivative(t, a):
    T("""Dérivée de (1 - exp(-a t))² par rapport à t ; t et a sont des nombres.""",
      """Derivative of (1 - exp(-a t))² with respect to t; t and a are numbers.""")
    ### BEGIN SOLUTION
    inner = np.exp(-a * t)
    return 2 * (1 - inner) * a * inner
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### ★★ Valeurs propres
#
# `v` est un vecteur propre de `A`. Par quel nombre est-il multiplié quand on lui applique `A` plusieurs fois de suite ?
# %% [markdown] lang="en"
# ### ★★ Eigenvalues
#
# `v` is an eigenvector of `A`. By which number is it multiplied when `A` is applied to it several times in a row?

# %% tags=["exercise"]
def stretch(A, v, times):
    T("""Nombre c tel que A appliquée `times` fois à v donne c v. A : (2, 2) ; v : (2,), sans zéro.""",
      """Number c such that A applied `times` times to v gives c v. A: (2, 2); v: (2,), no zero.""")
    ### BEGIN SOLUTION
    eigenvalue = (A @ v)[0] / v[0]
    return eigenvalue**times
    ### END SOLUTION

# %% [markdown] lang="fr"
# ### Quatre questions
# %% [markdown] lang="en"
# ### Four questions

# %%
quiz()

# %% [markdown] lang="fr"
# ## Sans réseau
#
# Aucune leçon n'a besoin du réseau, d'un compte ou d'une clé. Les données réelles se téléchargent une fois si le réseau est là (d'avance : `course data fetch`) ; sinon un échantillon prend leur place, et la leçon le dit.
#
# ## Signaler une erreur
#
# Une phrase fausse, un lien mort, une cellule qui échoue ? {{report}} Indiquez la leçon, le titre de la partie, et la ligne que le cours affiche au démarrage (Python, Keras, profil, graine).
# %% [markdown] lang="en"
# ## Without a network
#
# No lesson needs a network, an account or a key. The real data are downloaded once if there is a network (ahead of time: `course data fetch`); otherwise a sample takes their place, and the lesson says so.
#
# ## Reporting an error
#
# A wrong sentence, a dead link, a cell that fails? {{report}} Give the lesson, the title of the part, and the line that the course shows at the start (Python, Keras, profile, seed).

# %% [markdown] lang="fr"
# ## Et ensuite
#
# {{next}}
# %% [markdown] lang="en"
# ## What comes next
#
# {{next}}
