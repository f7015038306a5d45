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
#     reading: 10
#     next:
#       fr: "{{lesson 02}}"
#       en: "{{lesson 02}}"
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
