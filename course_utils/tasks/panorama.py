"""Lesson 16: exercises and quiz."""

import numpy as np

from course_utils.i18n import Text
from course_utils.quizzes import Option, Question
from course_utils.task import Mistake, Task

# --- diffusion: back to the image, once the noise is known --------------------------------------


def _clean_inputs(rng):
    image = rng.normal(size=(3, 4))  # like the codes of part 3: not between 0 and 1
    alpha_bar = float(rng.uniform(0.1, 0.9))
    noise = rng.normal(size=image.shape)
    mixed = np.sqrt(alpha_bar) * image + np.sqrt(1 - alpha_bar) * noise
    return {"mixed": mixed, "noise": noise, "alpha_bar": alpha_bar}


def _clean_reference(mixed, noise, alpha_bar):
    out = np.empty_like(mixed)
    for place, value in np.ndenumerate(mixed):
        out[place] = (value - (1 - alpha_bar) ** 0.5 * noise[place]) / alpha_bar**0.5
    return out


CLEAN = Task(
    name="clean_image",
    stars=1,
    inputs=_clean_inputs,
    reference=_clean_reference,
    hints=(
        Text(
            "Écrivez la forme close, puis isolez x₀ : c'est une équation du premier degré.",
            "Write the closed form, then solve for x₀: it is an equation of the first degree.",
        ),
        Text(
            "On retranche d'abord la part du bruit, puis on divise par ce qui multipliait x₀.",
            "First subtract the share of the noise, then divide by what multiplied x₀.",
        ),
        Text(
            "`(mixed - np.sqrt(1 - alpha_bar) * noise) / np.sqrt(alpha_bar)`",
            "`(mixed - np.sqrt(1 - alpha_bar) * noise) / np.sqrt(alpha_bar)`",
        ),
    ),
    mistakes=(
        Mistake(
            lambda mixed, noise, alpha_bar: mixed - np.sqrt(1 - alpha_bar) * noise,
            Text(
                "Le bruit est bien ôté, mais l'image reste multipliée par √ᾱ : divisez.",
                "The noise is gone, but the image is still multiplied by √ᾱ: divide.",
            ),
        ),
        Mistake(
            lambda mixed, noise, alpha_bar: (mixed - (1 - alpha_bar) * noise) / np.sqrt(alpha_bar),
            Text(
                "Le bruit a pour facteur √(1 − ᾱ), pas 1 − ᾱ : ce sont les variances qui s'ajoutent.",
                "The factor of the noise is √(1 − ᾱ), not 1 − ᾱ: it is variances that add up.",
            ),
        ),
        Mistake(
            lambda mixed, noise, alpha_bar: (mixed - np.sqrt(1 - alpha_bar) * noise) / alpha_bar,
            Text(
                "L'image a pour facteur √ᾱ, pas ᾱ : divisez par la racine.",
                "The factor of the image is √ᾱ, not ᾱ: divide by the root.",
            ),
        ),
        Mistake(
            lambda mixed, noise, alpha_bar: (mixed - (1 - alpha_bar) * noise) / alpha_bar,
            Text(
                "Il manque les deux racines : les facteurs sont √ᾱ et √(1 − ᾱ).",
                "Both roots are missing: the factors are √ᾱ and √(1 − ᾱ).",
            ),
        ),
        Mistake(
            lambda mixed, noise, alpha_bar: (
                mixed - np.sqrt(1 - alpha_bar) * noise / np.sqrt(alpha_bar)
            ),
            Text(
                "Il manque des parenthèses : toute la différence est divisée par √ᾱ, pas le bruit seul.",
                "Parentheses are missing: the whole difference is divided by √ᾱ, not the noise alone.",
            ),
        ),
        Mistake(
            lambda mixed, noise, alpha_bar: (
                (mixed + np.sqrt(1 - alpha_bar) * noise) / np.sqrt(alpha_bar)
            ),
            Text(
                "Le bruit avait été ajouté : retranchez-le, au lieu de l'ajouter encore.",
                "The noise had been added: subtract it, instead of adding it again.",
            ),
        ),
        Mistake(
            lambda mixed, noise, alpha_bar: np.clip(
                (mixed - np.sqrt(1 - alpha_bar) * noise) / np.sqrt(alpha_bar), 0, 1
            ),
            Text(
                "La formule est juste, mais ne coupez pas à 0 et 1 : les codes de la partie 3, par exemple, en sortent.",
                "The formula is right, but do not clip to 0 and 1: the codes of part 3, for instance, go beyond.",
            ),
        ),
        Mistake(
            lambda mixed, noise, alpha_bar: mixed - noise,
            Text(
                "Le bruit n'a pas été ajouté tel quel : il était multiplié par √(1 − ᾱ), et l'image par √ᾱ.",
                "The noise was not added as it is: it was multiplied by √(1 − ᾱ), and the image by √ᾱ.",
            ),
        ),
        Mistake(
            lambda mixed, noise, alpha_bar: (
                (mixed - np.sqrt(alpha_bar) * noise) / np.sqrt(1 - alpha_bar)
            ),
            Text(
                "Les deux facteurs sont échangés : √ᾱ va avec l'image, √(1 − ᾱ) avec le bruit.",
                "The two factors are swapped: √ᾱ goes with the image, √(1 − ᾱ) with the noise.",
            ),
        ),
        Mistake(
            lambda mixed, noise, alpha_bar: (
                np.sqrt(alpha_bar) * mixed + np.sqrt(1 - alpha_bar) * noise
            ),
            Text(
                "Vous ajoutez encore du bruit : il faut la formule inverse, celle qui rend x₀.",
                "You add even more noise: the inverse formula is needed, the one that gives x₀ back.",
            ),
        ),
    ),
)

# --- attention that does not see the future -----------------------------------------------------


def _causal_inputs(rng):
    n, d = int(rng.integers(3, 6)), int(rng.integers(2, 5))
    Q, K, V = (rng.normal(size=(n, d)) * 1.5 for _ in range(3))
    return {"Q": Q, "K": K, "V": V}


def _causal_reference(Q, K, V):
    rows = []
    for i, q in enumerate(Q):
        powers = [np.exp(float(q @ k) / len(q) ** 0.5) for k in K[: i + 1]]
        rows.append(sum(p * v for p, v in zip(powers, V, strict=False)) / sum(powers))
    return np.array(rows)


def _causal_with(mask=0, scale=1, axis=1, late=False, value=-np.inf):
    def wrong(Q, K, V):
        scores = Q @ K.T / (1 if scale is None else np.sqrt(Q.shape[scale]))
        hidden = np.triu(np.ones_like(scores), 1 + mask) > 0
        if late is False:
            scores = np.where(hidden, value, scores)
        with np.errstate(all="ignore"):  # with the diagonal masked, row 0 is NaN
            powers = np.exp(scores - scores.max(axis=axis, keepdims=True))
            weights = powers / powers.sum(axis=axis, keepdims=True)
        if late:
            weights = np.where(hidden, 0, weights)
        return weights @ V

    return wrong


def _causal_reversed(Q, K, V):
    return _causal_reference(Q[::-1], K[::-1], V[::-1])[::-1]


CAUSAL = Task(
    name="causal_attention",
    stars=2,
    inputs=_causal_inputs,
    reference=_causal_reference,
    hints=(
        Text(
            "Le mot i ne doit donner aucun poids aux mots j > i, et ses autres poids doivent avoir pour somme 1.",
            "Word i must give no weight to the words j > i, and its other weights must sum to 1.",
        ),
        Text(
            "Un score de −∞ devient un poids nul : `exp(-inf)` vaut 0. Masquez donc **avant** le softmax.",
            "A score of −∞ becomes a weight of zero: `exp(-inf)` is 0. So mask **before** the softmax.",
        ),
        Text(
            "`future = np.triu(np.ones((n, n)), 1) > 0`, puis `np.where(future, -np.inf, scores)`, puis le softmax de la leçon.",
            "`future = np.triu(np.ones((n, n)), 1) > 0`, then `np.where(future, -np.inf, scores)`, then the lesson's softmax.",
        ),
    ),
    mistakes=(
        Mistake(
            _causal_with(mask=10),
            Text(
                "Rien n'est masqué : le premier mot voit encore tous les autres.",
                "Nothing is masked: the first word still sees all the others.",
            ),
        ),
        Mistake(
            _causal_with(late=True),
            Text(
                "Vous annulez les poids après le softmax : leur somme n'est plus 1. Masquez les scores, avant.",
                "You zero the weights after the softmax: they no longer sum to 1. Mask the scores, before.",
            ),
        ),
        Mistake(
            _causal_with(value=0.0),
            Text(
                "Un score de 0 n'est pas un poids de 0 : exp(0) = 1. Le score à cacher doit valoir −∞.",
                "A score of 0 is not a weight of 0: exp(0) = 1. The score to hide must be −∞.",
            ),
        ),
        Mistake(
            _causal_with(scale=None),
            Text("Il manque la division par √d.", "The division by √d is missing."),
        ),
        Mistake(
            _causal_with(scale=0),
            Text(
                "Vous divisez par √n, le nombre de mots ; c'est d, leur nombre de coordonnées : `K.shape[1]`.",
                "You divide by √n, the number of words; it is d, their number of coordinates: `K.shape[1]`.",
            ),
        ),
        Mistake(
            _causal_with(mask=-1),
            Text(
                "Vous masquez aussi la diagonale : le mot i doit se voir lui-même, sans quoi la ligne 0 n'a plus aucun mot.",
                "You mask the diagonal too: word i must see itself, otherwise row 0 has no word left.",
            ),
        ),
        Mistake(
            _causal_reversed,
            Text(
                "Le masque est à l'envers : vous cachez le passé et montrez le futur.",
                "The mask is the wrong way round: you hide the past and show the future.",
            ),
        ),
        Mistake(
            _causal_with(mask=1),
            Text(
                "Le masque commence un cran trop tard : le mot i voit encore le mot i + 1.",
                "The mask starts one place too late: word i still sees word i + 1.",
            ),
        ),
        Mistake(
            _causal_with(axis=0),
            Text(
                "Le softmax se fait par ligne (axis=1) : ce sont les poids d'une même question qui ont pour somme 1.",
                "The softmax goes by row (axis=1): it is the weights of one query that sum to 1.",
            ),
        ),
    ),
)

# --- word error rate ----------------------------------------------------------------------------

_WORDS = ["le", "chat", "voit", "un", "chien", "gris", "dans", "la", "rue"]


def _edit_inputs(rng):
    if rng.random() < 0.25:  # a short sentence, heard as a long one: the rate exceeds 1
        words = [str(w) for w in rng.choice(_WORDS, int(rng.integers(4, 7)))]
        return {"said": str(rng.choice(_WORDS)), "heard": " ".join(words)}
    said = [str(w) for w in rng.choice(_WORDS, int(rng.integers(4, 8)))]
    heard = list(said)
    for _ in range(int(rng.integers(1, 4))):
        place, kind = int(rng.integers(len(heard))), rng.integers(3)
        if kind == 0:
            del heard[place]
        elif kind == 1:
            heard.insert(place, str(rng.choice(_WORDS)))
        else:
            heard[place] = str(rng.choice(_WORDS))
    return {"said": " ".join(said), "heard": " ".join(heard)}


def _distance(a, b, substitution=1, free_start=False, ends=(1, 1), equal=0):
    """Edit distance of two sequences, by memoised recursion; `ends`: costs of leaving out, of adding."""
    from functools import cache

    @cache
    def d(i, j):
        if i == 0 or j == 0:
            return 0 if free_start else i * ends[0] + j * ends[1]
        same = a[i - 1] == b[j - 1]
        return min(
            d(i - 1, j) + ends[0],
            d(i, j - 1) + ends[1],
            d(i - 1, j - 1) + (equal if same else substitution),
        )

    return d(len(a), len(b))


def _edit_reference(said, heard):
    return _distance(said.split(), heard.split()) / len(said.split())


def _edit_by_place(said, heard):
    a, b = said.split(), heard.split()
    wrong = sum(x != y for x, y in zip(a, b, strict=False)) + abs(len(a) - len(b))
    return wrong / len(a)


EDIT = Task(
    name="word_error_rate",
    stars=3,
    inputs=_edit_inputs,
    reference=_edit_reference,
    cases=24,
    hints=(
        Text(
            "Remplissez un tableau : `D[i, j]`, le moins de corrections entre les i premiers mots dits et les j premiers entendus.",
            "Fill a table: `D[i, j]`, the fewest corrections between the first i words said and the first j heard.",
        ),
        Text(
            "Bords : `D[i, 0] = i`, `D[0, j] = j`. Ailleurs, le minimum de trois voies : mot oublié, mot ajouté, mot remplacé (0 si égal).",
            "Edges: `D[i, 0] = i`, `D[0, j] = j`. Elsewhere the minimum of three ways: word dropped, word added, word replaced (0 if equal).",
        ),
        Text(
            "`D[i, j] = min(D[i-1, j] + 1, D[i, j-1] + 1, D[i-1, j-1] + (a[i-1] != b[j-1]))` ; "
            "renvoyez `D[-1, -1] / len(a)`, où `a = said.split()`.",
            "`D[i, j] = min(D[i-1, j] + 1, D[i, j-1] + 1, D[i-1, j-1] + (a[i-1] != b[j-1]))`; "
            "return `D[-1, -1] / len(a)`, where `a = said.split()`.",
        ),
    ),
    mistakes=(
        Mistake(
            _edit_by_place,
            Text(
                "Vous comparez place par place : un seul mot oublié décale tout et compte alors pour plusieurs fautes.",
                "You compare place by place: a single dropped word shifts everything and then counts as several errors.",
            ),
        ),
        Mistake(
            lambda said, heard: (
                sum(x != y for x, y in zip(said.split(), heard.split(), strict=False))
                / len(said.split())
            ),
            Text(
                "`zip` s'arrête à la phrase la plus courte et compare place par place : un seul mot oublié décale tout.",
                "`zip` stops at the shorter sentence and compares place by place: a single dropped word shifts everything.",
            ),
        ),
        Mistake(
            lambda said, heard: min(1, _edit_reference(said, heard)),
            Text(
                "Ne limitez pas le taux à 1 : entendre beaucoup plus de mots qu'il n'en fut dit donne davantage.",
                "Do not cap the rate at 1: hearing many more words than were said gives more.",
            ),
        ),
        Mistake(
            lambda said, heard: 1 - _edit_reference(said, heard),
            Text(
                "C'est l'exactitude, 1 − taux ; on demande le taux d'**erreur**.",
                "This is the accuracy, 1 − rate; the **error** rate is wanted.",
            ),
        ),
        Mistake(
            lambda said, heard: _distance(said.split(), heard.split(), equal=1) / len(said.split()),
            Text(
                "Un mot identique ne coûte rien : n'ajoutez 1 en diagonale que si les deux mots diffèrent.",
                "An identical word costs nothing: add 1 on the diagonal only if the two words differ.",
            ),
        ),
        Mistake(
            lambda said, heard: _distance(said, heard) / len(said.split()),
            Text(
                "Vous comparez des lettres, puis divisez par des mots ; coupez les deux phrases avec `split()`.",
                "You compare letters, then divide by words; split both sentences with `split()`.",
            ),
        ),
        Mistake(
            lambda said, heard: _distance(said.split(), heard.split()),
            Text(
                "C'est le nombre de corrections ; divisez par le nombre de mots **dits**.",
                "This is the number of corrections; divide by the number of words **said**.",
            ),
        ),
        Mistake(
            lambda said, heard: _distance(said.split(), heard.split()) / len(heard.split()),
            Text(
                "Divisez par le nombre de mots dits, pas de mots entendus : le taux peut ainsi dépasser 1.",
                "Divide by the number of words said, not of words heard: this is how the rate can exceed 1.",
            ),
        ),
        Mistake(
            lambda said, heard: _distance(said, heard) / len(said),
            Text(
                "Vous comptez des lettres ; coupez les phrases en mots avec `split()`.",
                "You count letters; split the sentences into words with `split()`.",
            ),
        ),
        Mistake(
            lambda said, heard: (
                _distance(said.split(), heard.split(), substitution=2) / len(said.split())
            ),
            Text(
                "Un mot remplacé compte pour une faute, pas pour deux (un oubli et un ajout).",
                "A replaced word counts as one error, not two (one dropped and one added).",
            ),
        ),
        Mistake(
            lambda said, heard: (
                _distance(said.split(), heard.split(), free_start=True) / len(said.split())
            ),
            Text(
                "Les bords du tableau ne sont pas nuls : passer de i mots à aucun coûte i corrections.",
                "The edges of the table are not zero: going from i words to none costs i corrections.",
            ),
        ),
        Mistake(
            lambda said, heard: len(set(said.split()) ^ set(heard.split())) / len(said.split()),
            Text(
                "Un ensemble (`set`) oublie l'ordre et les répétitions ; les deux comptent ici.",
                "A `set` forgets order and repetitions; both count here.",
            ),
        ),
    ),
)

TASKS = (CLEAN, CAUSAL, EDIT)

QUIZ = (
    Question(
        Text(
            "Un bloc de Transformer de largeur d a 12d² + 13d paramètres. Combien en a-t-il, pour d = 100, si les phrases passent de 50 à 500 mots ?",
            "A Transformer block of width d has 12d² + 13d parameters. How many does it have, for d = 100, if sentences grow from 50 to 500 words?",
        ),
        (
            Option(
                Text("121 300", "121,300"),
                Text(
                    "Les mêmes matrices servent à tous les mots ; seul le calcul grandit.",
                    "The same matrices serve all words; only the computation grows.",
                ),
                right=True,
            ),
            Option(
                Text("1 213 000", "1,213,000"),
                Text(
                    "Les mots partagent leurs poids, comme les places d'une convolution.",
                    "Words share their weights, like the places of a convolution.",
                ),
            ),
            Option(
                Text("12 130 000", "12,130,000"),
                Text(
                    "C'est le nombre de comparaisons qui est multiplié par 10² ; elles n'ont pas de paramètre.",
                    "It is the number of comparisons that is multiplied by 10²; they have no parameters.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Un ViT coupe une image de 224 × 224 en carrés de 8 × 8 au lieu de 16 × 16. Combien de fois plus de comparaisons deux à deux entre carrés ?",
            "A ViT cuts a 224 × 224 image into squares of 8 × 8 instead of 16 × 16. How many times more pairwise comparisons between squares?",
        ),
        (
            Option(
                Text("2", "2"),
                Text(
                    "2 fois plus de carrés par côté : déjà 4 fois plus de carrés.",
                    "Twice as many squares per side: already 4 times as many squares.",
                ),
            ),
            Option(
                Text("4", "4"),
                Text(
                    "C'est le nombre de carrés, 784 au lieu de 196 ; les comparaisons sont leur carré.",
                    "That is the number of squares, 784 instead of 196; comparisons go as its square.",
                ),
            ),
            Option(
                Text("16", "16"),
                Text(
                    "784² ÷ 196² = 16 (sans compter le mot de classe).",
                    "784² ÷ 196² = 16 (not counting the class word).",
                ),
                right=True,
            ),
        ),
    ),
    Question(
        Text(
            "Un débruiteur de diffusion atteint la perte la plus petite possible sur ses 1 000 images d'entraînement. Que donnent ses tirages ?",
            "A diffusion denoiser reaches the smallest possible loss on its 1,000 training images. What do its samples give?",
        ),
        (
            Option(
                Text("Les plus belles images nouvelles", "The finest new images"),
                Text(
                    "Ce débruiteur idéal est une moyenne pondérée des images connues ; à la fin, un seul poids reste.",
                    "This ideal denoiser is a weighted average of known images; in the end only one weight is left.",
                ),
            ),
            Option(
                Text("Des copies des images d'entraînement", "Copies of training images"),
                Text(
                    "C'est la rangée A : généraliser, c'est s'écarter de cet idéal.",
                    "That is row A: to generalise is to depart from this ideal.",
                ),
                right=True,
            ),
            Option(
                Text("La moyenne de toutes les images", "The average of all images"),
                Text(
                    "C'est ce qu'il répond dans le bruit pur, au premier pas ; la suite choisit peu à peu.",
                    "That is its answer in pure noise, at the first step; what follows chooses little by little.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Sur une image, une segmentation a un IoU de 0,5. Quel est son Dice ?",
            "On one image, a segmentation has an IoU of 0.5. What is its Dice?",
        ),
        (
            Option(
                Text("0,5", "0.5"),
                Text(
                    "Les deux ne coïncident qu'en 0 et en 1.",
                    "The two coincide only at 0 and at 1.",
                ),
            ),
            Option(
                Text("0,67", "0.67"),
                Text(
                    "2 × 0,5 / (1 + 0,5). Les moyennes de plusieurs images, elles, ne se convertissent pas.",
                    "2 × 0.5 / (1 + 0.5). Means over several images do not convert.",
                ),
                right=True,
            ),
            Option(
                Text("0,33", "0.33"),
                Text(
                    "C'est la formule inverse, Dice / (2 − Dice) : le Dice dépasse l'IoU.",
                    "That is the inverse formula, Dice / (2 − Dice): Dice exceeds IoU.",
                ),
            ),
            Option(
                Text("On ne peut pas le savoir", "It cannot be known"),
                Text(
                    "Si : l'un se calcule à partir de l'autre, sans connaître les masques.",
                    "It can: one is computed from the other, without knowing the masks.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Avec ε = 0,2 et 4 bras, les estimations étant exactes, quelle part du temps joue-t-on le meilleur bras ?",
            "With ε = 0.2 and 4 arms, the estimates being exact, what share of the time is the best arm played?",
        ),
        (
            Option(
                Text("80 %", "80%"),
                Text(
                    "L'exploration tombe aussi sur le meilleur bras, une fois sur quatre.",
                    "Exploration also hits on the best arm, one time in four.",
                ),
            ),
            Option(
                Text("85 %", "85%"),
                Text("0,8 + 0,2 / 4.", "0.8 + 0.2 / 4."),
                right=True,
            ),
            Option(
                Text("100 %", "100%"),
                Text(
                    "Même sûre d'elle, cette règle continue d'explorer 20 % du temps.",
                    "Even when certain, this rule goes on exploring 20% of the time.",
                ),
            ),
        ),
    ),
    Question(
        Text(
            "Dans la partie 5, qu'est-ce qui a rapproché « trois » de « three » ?",
            "In part 5, what brought “trois” and “three” together?",
        ),
        (
            Option(
                Text("Leurs lettres communes", "The letters they share"),
                Text(
                    "Le programme ne voit pas les lettres : chaque mot n'est qu'un numéro.",
                    "The program sees no letters: each word is only a number.",
                ),
            ),
            Option(
                Text("Des phrases traduites", "Translated sentences"),
                Text(
                    "C'était la partie 2 ; ici, aucun mot français n'accompagne un mot anglais.",
                    "That was part 2; here no French word comes with an English one.",
                ),
            ),
            Option(
                Text("Des images du même chiffre", "Images of the same digit"),
                Text(
                    "Chacun a dû se placer près de ses images de 3 : ils y sont arrivés séparément.",
                    "Each had to settle near its images of 3: they got there separately.",
                ),
                right=True,
            ),
        ),
    ),
)
