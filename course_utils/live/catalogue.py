"""The errors that learners commonly cause, and what to tell of each.

A new entry is a line of `CATALOGUE`: types, a text or a function that makes one, patterns. The first
entry that recognises an error and finds something to say is the one that speaks.
"""

import ast
import builtins
import contextlib
import functools
import inspect
import math
import os
import re
import sys
from pathlib import Path

from course_utils.i18n import T, Text
from course_utils.live.clues import closest, numbers_in, on, shape_of, tidied, type_of

# --- messages that depend on more than the text of the exception --------------------------------

_IMPORTS = {
    "np": "import numpy as np",
    "plt": "import matplotlib.pyplot as plt",
    "tf": "import tensorflow as tf",
    "keras": "import keras",
    "layers": "from keras import layers",
}
_PACKAGES = {  # whose name is not that of the module
    "cv2": "opencv-python",
    "PIL": "pillow",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
}
_MODULES = {*_PACKAGES, "keras", "math", "matplotlib", "numpy", "pandas", "scipy", "tensorflow"}


def _undefined(clue):
    name = clue["name"]
    order = T(
        "exécutez, dans l'ordre, les cellules qui précèdent (`Run → Run All Above Selected Cell` "
        "dans JupyterLab, `Execute Above Cells` dans VS Code, Ctrl+F8 dans Colab).",
        "run the cells above, in order (`Run → Run All Above Selected Cell` in JupyterLab, "
        "`Execute Above Cells` in VS Code, Ctrl+F8 in Colab).",
    )
    if name in _IMPORTS:
        return T(
            f"`{name}` n'est pas importé : la cellule qui contient `{_IMPORTS[name]}` n'a sans "
            f"doute pas été exécutée depuis le démarrage du noyau ; {order}",
            f"`{name}` is not imported: the cell with `{_IMPORTS[name]}` has probably not been run "
            f"since the kernel started; {order}",
        )
    if guess := closest(name, clue.place.variables):
        return T(
            f"Rien ne s'appelle `{name}`. {guess} Sinon, la cellule qui définit ce nom n'a sans "
            f"doute pas encore été exécutée : {order}",
            f"Nothing is called `{name}`. {guess} If not, the cell that defines this name has "
            f"probably not been run yet: {order}",
        )
    return T(
        f"Rien ne s'appelle `{name}` : la cellule qui définit ce nom n'a sans doute pas été "
        f"exécutée depuis le démarrage du noyau ; {order}",
        f"Nothing is called `{name}`: the cell that defines this name has probably not been run "
        f"since the kernel started; {order}",
    )


def _no_module(clue):
    name = clue["name"]
    root = name.partition(".")[0]
    if root != name and root in sys.modules:
        parent, _, child = name.rpartition(".")
        return _not_inside(parent, child)
    if guess := closest(root, _MODULES - {root}):
        return T(
            f"Aucun module installé ne s'appelle `{root}`. {guess}",
            f"No installed module is called `{root}`. {guess}",
        )
    package = _PACKAGES.get(root, root)
    return T(
        f"Le module `{root}` n'est pas installé là où ce notebook s'exécute. Si son nom est juste, "
        f"installez-le depuis une cellule, `%pip install {package}`, puis relancez celle-ci.",
        f"The module `{root}` is not installed where this notebook runs. If its name is right, "
        f"install it from a cell, `%pip install {package}`, then run this one again.",
    )


def _not_inside(module: str, child: str) -> str:
    guess = closest(child, dir(sys.modules.get(module)))
    return T(
        f"Le module `{module}` ne contient pas `{child}` : le nom est sans doute mal écrit, ou "
        f"vient d'une autre version. {guess}",
        f"The module `{module}` does not contain `{child}`: the name is probably misspelt, or "
        f"comes from another version. {guess}",
    ).strip()


def _no_import(clue):
    return _not_inside(clue["module"], clue["name"])


def _none(clue):
    own = (f for f, value in clue.calls().items() if getattr(value, "__globals__", 0) is clue.names)
    if (variable := next(iter(clue.named(lambda value: value is None)), None)) is not None:
        who = T(f"`{variable}` vaut `None`", f"`{variable}` is `None`")
    elif (function := next(own, None)) is not None:
        return T(
            f"`{function}(…)` renvoie sans doute `None`, c'est-à-dire rien : il manque un `return` "
            f"à la fonction `{function}`, ou elle se termine avant de l'atteindre.",
            f"`{function}(…)` probably returns `None`, that is, nothing: the function `{function}` "
            "lacks a `return`, or ends before reaching it.",
        )
    elif clue.place is not None and clue.place.last:
        who = T("Une valeur de cette ligne est `None`", "A value on this line is `None`")
    else:
        return None  # it may be one of the library's own
    return T(
        f"{who}, c'est-à-dire rien : on ne peut ni calculer avec, ni en prendre un élément. Cela "
        "vient sans doute d'une fonction sans `return`, ou d'une méthode qui ne renvoie rien "
        "(`liste.sort()`, `model.compile(…)`, `model.summary()`).",
        f"{who}, that is, nothing: it can be neither computed with nor indexed. It probably comes "
        "from a function without `return`, or from a method that returns nothing "
        "(`a_list.sort()`, `model.compile(…)`, `model.summary()`).",
    )


def _no_parentheses(clue):
    functions = clue.named(lambda v: callable(v) and not hasattr(v, "shape"), called=False)
    if not functions:
        if clue.place is None or not clue.place.last:
            return None
        return T(
            "Une fonction est prise ici pour ce qu'elle calcule : il manque sans doute les "
            "parenthèses d'un appel, `f(…)`.",
            "A function is taken here for what it computes: the parentheses of a call, `f(…)`, are "
            "probably missing.",
        )
    name = next(iter(functions))
    if clue["index"]:
        return T(
            f"`{name}` est une fonction : elle s'appelle avec des parenthèses, et non des crochets. "
            f"Écrivez `{name}(…)` ; pour prendre un élément du résultat, `{name}(…)[0]`.",
            f"`{name}` is a function: it is called with parentheses, not square brackets. Write "
            f"`{name}(…)`; to take an element of the result, `{name}(…)[0]`.",
        )
    return T(
        f"`{name}` est ici la fonction elle-même, et non ce qu'elle calcule : il manque sans doute "
        f"les parenthèses de l'appel, `{name}(…)`.",
        f"Here `{name}` is the function itself, not what it computes: the parentheses of the call "
        f"are probably missing, `{name}(…)`.",
    )


def _not_callable(clue):
    kind, functions = clue["type"].rpartition(".")[2], list(clue.calls())
    for name in functions or clue.names:
        if hasattr(builtins, name) and type(clue.names.get(name)).__name__ == kind:
            return T(
                f"`{name}` n'est plus la fonction de Python : une cellule a donné ce nom à une "
                f"variable (de type `{kind}`). Exécutez `del {name}`, et renommez cette variable "
                "là où elle est créée.",
                f"`{name}` is no longer Python's function: a cell gave this name to a variable (of "
                f"type `{kind}`). Run `del {name}`, and rename that variable where it is created.",
            )
    name = functions[0] if functions else "x"
    advice = {
        "module": T(
            f"Appelez une fonction du module, `{name}.…(…)`.",
            f"Call a function of the module, `{name}.…(…)`.",
        ),
        "KerasTensor": T(
            "C'est une couche qui s'appelle, sur un tenseur : `x = layers.Dense(10)(x)`.",
            "It is a layer that is called, on a tensor: `x = layers.Dense(10)(x)`.",
        ),
        "number": T(
            "Si c'est un produit, écrivez le signe `*` : `2 * (a + b)`.",
            "If this is a product, write the sign `*`: `2 * (a + b)`.",
        ),
    }.get(
        "number" if re.fullmatch(r"(int|float)\d*", kind) else kind,
        T(
            f"Pour en prendre un élément, mettez des crochets : `{name}[0]`.",
            f"To take an element of it, use square brackets: `{name}[0]`.",
        ),
    )
    return T(
        f"`{name}` est de type `{kind}` ; seule une fonction peut être suivie de parenthèses. "
        f"{advice}",
        f"`{name}` is of type `{kind}`; only a function can be followed by parentheses. {advice}",
    )


def _missing_argument(clue):
    function, missing = clue.call_of(clue["function"]), re.findall(r"'(\w+)'", clue["names"])
    if missing == ["self"]:
        owner = function.rpartition(".")[0] or clue["function"].rpartition(".")[0]
        return T(
            f"`{function}` s'appelle sur un objet, et non sur la classe `{owner}` : créez d'abord "
            f"cet objet, `objet = {owner}(…)`, puis appelez la méthode sur lui.",
            f"`{function}` is called on an object, not on the class `{owner}`: first create that "
            f"object, `thing = {owner}(…)`, then call the method on it.",
        )
    listed = ", ".join(f"`{name}`" for name in missing)
    return T(
        f"Il manque quelque chose entre les parenthèses de `{function}(…)` : {listed}. "
        f"`help({function})` dit ce que la fonction attend.",
        f"Something is missing between the parentheses of `{function}(…)`: {listed}. "
        f"`help({function})` says what the function expects.",
    )


def _unknown_argument(clue):
    function = clue.call_of(clue["function"])
    try:
        known = inspect.signature(clue.calls()[function]).parameters
    except (KeyError, TypeError, ValueError):
        known = ()
    guess = closest(clue["name"], known) or T(
        f"`help({function})` donne la liste de ses arguments.",
        f"`help({function})` lists its arguments.",
    )
    return T(
        f"`{function}` n'a pas d'argument nommé `{clue['name']}`. {guess}",
        f"`{function}` has no argument called `{clue['name']}`. {guess}",
    )


def _keras_name(clue):
    plural = {"loss": "losses"}.get(clue["kind"], f"{clue['kind']}s")
    known = {name.lower() for name in dir(getattr(sys.modules.get("keras"), plural, None))}
    known |= {"losses": {"mse", "mae"}, "metrics": {"accuracy", "mse", "mae"}}.get(plural, set())
    return T(
        f"Keras ne connaît pas le nom `{clue['name']}` (`{clue['kind']}`). ",
        f"Keras does not know the name `{clue['name']}` (`{clue['kind']}`). ",
    ) + (
        closest(clue["name"], known)
        or T(
            f"Les noms possibles : `dir(keras.{plural})`.",
            f"The possible names: `dir(keras.{plural})`.",
        )
    )


def _answers(clue):
    target, output = numbers_in(clue["target"]), numbers_in(clue["output"])
    head = T(
        f"Pour un lot, les réponses attendues ont la forme {target}, et les sorties {output}. ",
        f"For a batch, the expected answers have shape {target}, and the outputs {output}. ",
    )
    if clue["one_hot"]:
        return head + T(
            "`sparse_categorical_crossentropy` veut un numéro de classe par exemple ; si vos "
            "étiquettes sont en one-hot, prenez `loss='categorical_crossentropy'`, ou revenez aux "
            "numéros, `y.argmax(axis=-1)`.",
            "`sparse_categorical_crossentropy` wants one class number per example; if your labels "
            "are one-hot, use `loss='categorical_crossentropy'`, or go back to numbers, "
            "`y.argmax(axis=-1)`.",
        )
    if len(target) < len(output) or target[-1] == 1:
        return head + T(
            "Si ce sont des numéros de classe, prenez `loss='sparse_categorical_crossentropy'` (ou "
            f"passez en one-hot, `keras.utils.to_categorical(y, {output[-1]})`) ; s'il n'y a qu'un "
            "nombre à prédire, la dernière couche est `Dense(1)`.",
            "If they are class numbers, use `loss='sparse_categorical_crossentropy'` (or turn them "
            f"into one-hot, `keras.utils.to_categorical(y, {output[-1]})`); if there is only one "
            "number to predict, the last layer is `Dense(1)`.",
        )
    return head + T(
        "Les deux doivent être égales : la dernière couche a sans doute besoin d'autant de sorties "
        f"qu'une réponse a de valeurs, `Dense({target[-1]})`.",
        "The two must be equal: the last layer probably needs as many outputs as an answer has "
        f"values, `Dense({target[-1]})`.",
    )


def _one_example() -> str:
    return T(
        "Il manque sans doute l'axe des exemples : un exemple seul se donne comme un lot de 1, "
        "`x[np.newaxis]`.",
        "The axis of the examples is probably missing: a lone example is given as a batch of 1, "
        "`x[np.newaxis]`.",
    )


def _no_channels() -> str:
    return T(
        "Il manque sans doute l'axe des canaux, de taille 1 pour des images en gris : "
        "`x[..., np.newaxis]`, et `keras.Input(shape=(hauteur, largeur, 1))`.",
        "The axis of the channels is probably missing, of size 1 for grey images: "
        "`x[..., np.newaxis]`, and `keras.Input(shape=(height, width, 1))`.",
    )


def _layer_rank(clue):
    want, have, shape = int(clue["want"]), int(clue["have"]), numbers_in(clue["shape"])
    axes = {
        2: T(" (exemples, valeurs)", " (examples, values)"),
        3: T(" (exemples, pas de temps, valeurs)", " (examples, time steps, values)"),
        4: T(" (exemples, hauteur, largeur, canaux)", " (examples, height, width, channels)"),
    }.get(want, "")
    head = T(
        f"La couche `{clue['layer']}` attend {want} dimensions{axes} et reçoit la forme {shape}. ",
        f"The layer `{clue['layer']}` expects {want} dimensions{axes} and gets shape {shape}. ",
    )
    data = shape[:1] != (None,)  # and not a tensor of a model under construction
    if (want, have) == (2, 1) or ((want, have) == (4, 3) and data and shape[-1] in (1, 3)):
        return head + _one_example()
    if (want, have) == (4, 3):
        return head + _no_channels()
    if (want, have) == (3, 2):
        return head + T(
            "S'il y a une valeur par pas de temps, ajoutez un axe, `x[..., np.newaxis]` ; après une "
            "couche récurrente, demandez à celle-ci toute la suite, `return_sequences=True`.",
            "If there is one value per time step, add an axis, `x[..., np.newaxis]`; after a "
            "recurrent layer, ask that one for the whole sequence, `return_sequences=True`.",
        )
    return head + T(
        "Elle est sans doute mal placée (avant ou après un `Flatten` ?) : suivez les formes dans "
        "`model.summary()`.",
        "It is probably misplaced (before or after a `Flatten`?): follow the shapes in "
        "`model.summary()`.",
    )


def _agree() -> str:
    return T(
        "Accordez `keras.Input(shape=…)` et les données, puis réexécutez la cellule qui construit "
        "le modèle.",
        "Make `keras.Input(shape=…)` and the data agree, then run the cell that builds the model "
        "again.",
    )


def _layer_size(clue):
    shape, axis = numbers_in(clue["shape"]), int(clue["axis"])
    what = T(f"la taille de l'axe {axis}", f"the size of axis {axis}")
    if axis == -1 and len(shape) == 2:
        what = T("le nombre de valeurs par exemple", "the number of values per example")
    if axis == -1 and len(shape) == 4:
        what = T(
            "le nombre de canaux (1 en gris, 3 en couleurs)",
            "the number of channels (1 for grey, 3 for colour)",
        )
    return T(
        f"Pour la couche `{clue['layer']}`, {what} doit être {clue['want']} et non {shape[axis]} : "
        f"elle reçoit la forme {shape}, où la première dimension est le nombre d'exemples. {_agree()}",
        f"For the layer `{clue['layer']}`, {what} must be {clue['want']}, not {shape[axis]}: it gets "
        f"shape {shape}, where the first dimension is the number of examples. {_agree()}",
    )


def _input_shape(clue):
    want, have = numbers_in(clue["want"]), numbers_in(clue["have"])

    def like(part):
        return len(part) == len(have) and all(
            None in pair or pair[0] == pair[1] for pair in zip(part, have, strict=True)
        )

    if like(want[1:]):
        advice = _one_example()
    elif want[-1:] == (1,) and like(want[:-1]):
        advice = _no_channels()
    elif want[-1:] == (1,) and like(want[1:-1]):
        advice = T(
            "Il manque l'axe des exemples et celui des canaux : `x[np.newaxis, ..., np.newaxis]`.",
            "The axes of the examples and of the channels are missing: "
            "`x[np.newaxis, ..., np.newaxis]`.",
        )
    elif None not in (*want[1:], *have[1:]) and math.prod(want[1:]) == math.prod(have[1:]):
        shape = ", ".join(map(str, (-1, *want[1:])))
        advice = T(
            f"Chaque exemple a le bon nombre de valeurs : changez leur forme, `x.reshape({shape})`.",
            f"Each example has the right number of values: change their shape, `x.reshape({shape})`.",
        )
    else:
        advice = _agree()
    return T(
        f"Le modèle attend des entrées de forme {want}, où `None` est le nombre d'exemples, et en "
        f"reçoit de forme {have}. {advice}",
        f"The model expects inputs of shape {want}, where `None` is the number of examples, and "
        f"gets shape {have}. {advice}",
    )


def _matrix_product(clue):
    left, right = numbers_in(clue["left"]), numbers_in(clue["right"])
    columns = clue["columns"] or left[-1]
    rows = clue["rows"] or right[-2:][0]
    shapes = T(f" (formes {left} et {right})", f" (shapes {left} and {right})") if left else ""
    return T(
        "Dans le produit matriciel `A @ B`, A doit avoir autant de colonnes que B a de lignes ; "
        f"ici, A a {columns} colonnes et B {rows} lignes{shapes}. Il faut sans doute transposer "
        "l'un des deux (`.T`), ou les échanger.",
        "In the matrix product `A @ B`, A must have as many columns as B has rows; here, A has "
        f"{columns} columns and B {rows} rows{shapes}. You probably have to transpose one of them "
        "(`.T`), or to swap them.",
    )


def _broadcast(clue):
    a, b = numbers_in(clue["a"]), numbers_in(clue["b"])
    if len(a) == 2 and a == b[::-1]:
        advice = T(
            "L'un des deux semble transposé : essayez `.T`. (Un produit matriciel s'écrit `@`.)",
            "One of the two seems transposed: try `.T`. (A matrix product is written `@`.)",
        )
    elif a[:-1] == b or b[:-1] == a:
        advice = T(
            "Il manque sans doute un dernier axe au plus petit : `v[..., np.newaxis]`.",
            "The smaller one probably lacks a last axis: `v[..., np.newaxis]`.",
        )
    else:
        advice = T(
            "Affichez la forme de chacun (`.shape`) pour trouver celle que vous n'attendiez pas.",
            "Print the shape of each (`.shape`) to find the one that you did not expect.",
        )
    return T(
        f"Les formes {a} et {b} ne se combinent pas élément par élément : comparées à partir de la "
        f"droite, leurs dimensions doivent être égales, ou l'une valoir 1. {advice}",
        f"The shapes {a} and {b} do not combine element by element: compared from the right, their "
        f"dimensions must be equal, or one of them 1. {advice}",
    )


def _reshape(clue):
    size = int(clue["size"] or math.prod(numbers_in(clue["from"])))
    count = int(clue["count"] or math.prod(numbers_in(clue["to"])))
    shape = T("une forme", "a shape")
    if clue["to"]:
        shape = T(f"la forme {tidied(clue['to'])},", f"shape {tidied(clue['to'])},")
    if count < size and clue.wrote("-1"):
        return T(
            f"{size} valeurs ne se partagent pas en groupes de {count} : changer de forme les garde "
            "toutes. Vérifiez la forme de départ (`.shape`) et celle que vous demandez.",
            f"{size} values cannot be divided into groups of {count}: changing the shape keeps them "
            "all. Check the initial shape (`.shape`) and the one that you ask for.",
        )
    return T(
        f"{size} valeurs n'entrent pas exactement dans {shape} qui en contient {count} : changer de "
        "forme les garde toutes. Laissez une dimension se calculer en écrivant `-1` à sa place, par "
        "exemple `x.reshape(len(x), -1)`.",
        f"{size} values do not fit exactly into {shape} which holds {count}: changing the shape "
        "keeps them all. Let one dimension be computed by writing `-1` for it, for instance "
        "`x.reshape(len(x), -1)`.",
    )


def _attribute(clue):
    name, thing = clue["name"], clue.error.obj
    if thing is None or not clue.wrote(f".{name}"):
        return None
    if inspect.ismodule(thing):
        return _not_inside(thing.__name__, name)
    kind = type(thing).__name__
    past = getattr(thing, "history", None) if kind == "History" else thing
    of_arrays = hasattr(getattr(sys.modules.get("numpy"), "ndarray", None), name)
    if isinstance(past, dict) and name in past:
        path = ".history" * (kind == "History")
        advice = T(
            f"C'est une clé du dictionnaire : `…{path}['{name}']`.",
            f"It is a key of the dictionary: `…{path}['{name}']`.",
        )
    elif (kind, name) == ("ndarray", "numpy"):
        advice = T(
            "C'est déjà un tableau NumPy : enlevez `.numpy()`.",
            "It already is a NumPy array: remove `.numpy()`.",
        )
    elif (kind, name) == ("ndarray", "append"):
        advice = T(
            "Un tableau ne s'allonge pas : remplissez une liste, puis écrivez `np.array(liste)`.",
            "An array does not grow: fill a list, then write `np.array(a_list)`.",
        )
    elif kind.endswith("Tensor") and of_arrays:
        advice = T(
            f"C'est un tenseur, pas un tableau NumPy : voyez `keras.ops.{name}(x, …)`, ou "
            "convertissez-le, `x.numpy()`, hors de la construction d'un modèle.",
            f"It is a tensor, not a NumPy array: see `keras.ops.{name}(x, …)`, or convert it, "
            "`x.numpy()`, outside of the construction of a model.",
        ).replace("ops.astype", "ops.cast")
    elif of_arrays and isinstance(thing, list | tuple | int | float):
        advice = T(
            "Un tableau NumPy l'a : convertissez, `x = np.array(x)`.",
            "A NumPy array has it: convert, `x = np.array(x)`.",
        )
    else:
        advice = closest(name, dir(thing)) or T(
            "Vérifiez l'orthographe, et ce que contient la variable : une cellule l'a peut-être "
            "changé.",
            "Check the spelling, and what the variable contains: a cell may have changed it.",
        )
    return T(
        f"Un objet de type `{kind}` n'a ni attribut ni méthode `{name}`. {advice}",
        f"An object of type `{kind}` has no attribute or method `{name}`. {advice}",
    )


def _key(clue):
    if (
        clue.place is None
        or not clue.error.args
        or not (clue.place.last or clue.wrote(repr(clue.error.args[0])))
    ):
        return None
    key, keys = clue.error.args[0], []
    for node in clue.place.nodes(ast.Subscript):
        with contextlib.suppress(Exception):  # not a dictionary with a name
            keys = keys or [*clue.place.value(node.value).keys()]
    if "loss" in keys and str(key).startswith("val_"):
        advice = T(
            "Les valeurs `val_…` n'existent que si `fit` a reçu de quoi valider : "
            "`validation_data=(x_val, y_val)` ou `validation_split=0.1`.",
            "The `val_…` values exist only if `fit` was given something to validate on: "
            "`validation_data=(x_val, y_val)` or `validation_split=0.1`.",
        )
    elif "accuracy" in keys and key == "acc":
        advice = closest("accuracy", keys)
    elif not (advice := closest(str(key), filter(str.isidentifier, map(str, keys)))):
        advice = T(
            "Vérifiez l'orthographe, et que la cellule qui range cette clé a été exécutée.",
            "Check the spelling, and that the cell that stores this key has been run.",
        )
        if "loss" in keys:
            advice = T(
                "Vérifiez l'orthographe ; une métrique n'est dans l'historique que si `compile` "
                "l'a reçue (`metrics=['accuracy']`).",
                "Check the spelling; a metric is in the history only if `compile` was given it "
                "(`metrics=['accuracy']`).",
            )
    listed = ", ".join(f"`{known!r}`" for known in keys[:8])
    there = T(f" ; il a {listed}", f"; it has {listed}") if listed else ""
    return T(
        f"Le dictionnaire n'a pas de clé `{key!r}`{there}. {advice}",
        f"The dictionary has no key `{key!r}`{there}. {advice}",
    )


def _past_the_end(clue):
    lengths = clue.named(lambda value: isinstance(value, list | tuple | str | range))
    length = "".join(
        T(f"`{name}` a pour longueur {len(value)}. ", f"`{name}` has length {len(value)}. ")
        for name, value in list(lengths.items())[:1]
    )
    return T(
        f"L'indice dépasse la fin. {length}On compte à partir de 0 : le dernier élément porte "
        "l'indice « longueur − 1 », ou `-1`.",
        f"The index is past the end. {length}Counting starts at 0: the last element has index "
        "“length − 1”, or `-1`.",
    )


def _no_file(clue):
    path = Path(next(group for group in clue.match.groups() if group))
    folder = path.parent if path.parent.is_dir() else Path()
    advice = closest(path.name, os.listdir(folder)) or T(
        "Vérifiez son nom, et que la cellule qui le crée a été exécutée.",
        "Check its name, and that the cell that creates it has been run.",
    )
    return T(
        f"Le fichier `{path}` est introuvable depuis le dossier courant, `{Path.cwd()}`. {advice}",
        f"The file `{path}` cannot be found from the current folder, `{Path.cwd()}`. {advice}",
    )


def _to_do(clue):
    if not clue.wrote("NotImplementedError"):
        return None
    name = clue.place.function
    return T(
        f"L'exercice {f'`{name}` ' * bool(name)}reste à faire : remplacez `raise "
        "NotImplementedError` par votre code, exécutez la cellule de l'exercice, puis de nouveau "
        "celle-ci.",
        f"The exercise {f'`{name}` ' * bool(name)}is still to do: replace `raise "
        "NotImplementedError` by your code, run the cell of the exercise, then this one again.",
    )


# --- the catalogue ------------------------------------------------------------------------------

_F = r"(?P<function>[\w.<>]+)"
_CALLABLE = r"(?:function|method|builtin_function_or_method|ufunc|type)"
_LAYER = r"layer ['\"](?P<layer>[^'\"]+)['\"] is incompatible with the layer: expected"


def _s(name: str) -> str:
    """Return the pattern of a shape, as a group."""
    return rf"(?P<{name}>[(\[][\d?None, ]*[)\]])"


_shapes = functools.partial(on, show=shape_of)
_types = functools.partial(on, show=type_of)

# The first entry that fits and has something to say is shown: the particular before the general.
CATALOGUE = (
    # Cells out of order, misspelt names, exercises to do
    on(
        "NameError",
        Text(
            "La variable `{name}` est lue avant d'avoir reçu une valeur : la ligne qui lui en donne "
            "une vient après, ou a été sautée (`if`, boucle vide). Une variable affectée dans une "
            "fonction lui est propre : s'il y en a une du même nom au dehors, passez-la en argument.",
            "The variable `{name}` is read before it has been given a value: the line that gives it "
            "one comes later, or was skipped (`if`, empty loop). A variable assigned in a function "
            "is its own: if there is one of the same name outside, pass it as an argument.",
        ),
        r"cannot access \w+ variable '(?P<name>\w+)'",
    ),
    on("NameError", _undefined, r"name '(?P<name>\w+)' is not defined", own=True),
    on("ModuleNotFoundError", _no_module, r"No module named '(?P<name>[\w.]+)'"),
    on("ImportError", _no_import, r"cannot import name '(?P<name>\w+)' from '(?P<module>[\w.]+)'"),
    on(
        "FileNotFoundError OSError ValueError",
        _no_file,
        r"No such file or directory: '(.+?)'",
        r"name = '(.+?)', errno = 2",
        r"^(\S+) not found\.$",
        r"File not found: filepath=(\S+?)\.? ",
    ),
    on("NotImplementedError", _to_do, r"^$", own=True, look="todo"),
    # Tensors that have no values yet
    on(
        "ValueError TypeError NotImplementedError AttributeError",
        Text(
            "Pendant que le modèle se construit, un tenseur a une forme mais pas encore de valeurs : "
            "ni NumPy, ni `if`, ni `float` ne peuvent s'en servir. Prenez une couche ou `keras.ops` "
            "(`keras.ops.exp(x)`, par exemple), ou appelez le modèle sur de vraies données.",
            "While the model is being built, a tensor has a shape but no values yet: neither NumPy, "
            "nor `if`, nor `float` can use it. Take a layer or `keras.ops` (`keras.ops.exp(x)`, for "
            "instance), or call the model on real data.",
        ),
        r"KerasTensor is symbolic|KerasTensor cannot be used|symbolic (?:KerasTensor|tf\.Tensor)",
        r"'(?:SymbolicTensor|KerasTensor)' object has no attribute 'numpy'",
        r"not '(?:SymbolicTensor|KerasTensor)'",
    ),
    # Missing or wrong calls
    on("TypeError AttributeError", _none, r"\bNoneType\b"),
    on(
        "TypeError AttributeError",
        _no_parentheses,
        rf"'{_CALLABLE}' object is not (?P<index>subscriptable)",
        r"type '\w+' is not (?P<index>subscriptable)",
        rf"(?:'|of type |passed to ){_CALLABLE}\b",
    ),
    on(
        "ValueError TypeError",
        Text(
            "`Sequential` veut une liste de couches, et reçoit autre chose. Mettez la liste entre "
            "crochets, et n'appelez pas les couches sur un tenseur : "
            "`keras.Sequential([keras.Input(shape=…), layers.Flatten()])`.",
            "`Sequential` wants a list of layers, and gets something else. Put the list in square "
            "brackets, and do not call the layers on a tensor: "
            "`keras.Sequential([keras.Input(shape=…), layers.Flatten()])`.",
        ),
        r"Only instances of `?keras\.Layer`? can be added",
        r"'(?:Dense|Conv\dD|Flatten|Embedding|Rescaling)' object is not iterable",
        r"Expected `trainable` to be a boolean\. Received: trainable=<",
    ),
    on(
        "TypeError",
        Text(
            "Ce que renvoie `fit` a ses valeurs dans un dictionnaire, `history` : écrivez "
            "`….history['loss']`.",
            "What `fit` returns has its values in a dictionary, `history`: write "
            "`….history['loss']`.",
        ),
        r"'History' object is not (?:subscriptable|iterable)",
    ),
    _types(
        "TypeError",
        Text(
            "Un objet de type `{type}` n'a pas d'éléments à prendre ou à parcourir. Si c'est un "
            "nombre, il manque `range(…)`, ou une paire de crochets est de trop ; sinon, essayez "
            "`list(…)`.",
            "An object of type `{type}` has no elements to take or to go through. If it is a number, "
            "`range(…)` is missing, or there is a pair of square brackets too many; otherwise, try "
            "`list(…)`.",
        ),
        r"'(?P<type>[\w.]+)' object is not (?:subscriptable|iterable)",
        own=True,
    ),
    on("TypeError", _not_callable, r"'(?P<type>[\w.]+)' object is not callable", own=True),
    on("TypeError", _missing_argument, rf"{_F}\(\) missing \d+ required .*?: (?P<names>.*)"),
    on(
        "TypeError",
        Text(
            "`{function}` reçoit trop d'arguments sans nom ({count}). Voyez leur liste avec "
            "`help(…)`, et écrivez les suivants `nom=valeur` ; `self` compte pour un, et vient en "
            "premier dans le `def` d'une méthode.",
            "`{function}` gets too many arguments without a name ({count}). See their list with "
            "`help(…)`, and write further ones `name=value`; `self` counts as one, and comes first "
            "in the `def` of a method.",
        ),
        rf"{_F}\(\) takes .*? positional arguments? but (?P<count>\d+)",
    ),
    on(
        "TypeError ValueError",
        _unknown_argument,
        rf"{_F}\(\) got an unexpected keyword argument '(?P<name>\w+)'",
        rf"Unrecognized keyword arguments passed to {_F}: {{'(?P<name>\w+)'",
    ),
    on(
        "ValueError RuntimeError",
        Text(
            "Le modèle n'est pas compilé : il ne sait ni quelle perte minimiser, ni avec quel "
            "optimiseur. Appelez d'abord `model.compile(optimizer='adam', loss=…)` ; un modèle "
            "reconstruit doit être compilé de nouveau.",
            "The model is not compiled: it knows neither which loss to minimise, nor with which "
            "optimiser. First call `model.compile(optimizer='adam', loss=…)`; a model that was "
            "rebuilt must be compiled again.",
        ),
        r"must call `compile\(\)`",
    ),
    on(
        "ValueError",
        Text(
            "Le modèle a été compilé sans perte, et n'a donc rien à minimiser. Ajoutez-la à "
            "`compile` : `loss='mse'`, par exemple.",
            "The model was compiled without a loss, so it has nothing to minimise. Add one to "
            "`compile`: `loss='mse'`, for instance.",
        ),
        r"No loss to compute",
    ),
    on(
        "ValueError AttributeError RuntimeError",
        Text(
            "Ce modèle, ou cette couche, n'a pas encore de poids : leur nombre dépend de la forme "
            "des entrées, que Keras ignore. Mettez `keras.Input(shape=…)` en tête du modèle, ou "
            "appelez-le une fois sur des données, `model(x[:1])`.",
            "This model, or layer, has no weights yet: their number depends on the shape of the "
            "inputs, which Keras does not know. Put `keras.Input(shape=…)` first in the model, or "
            "call it once on data, `model(x[:1])`.",
        ),
        r"not yet been built|layer isn't built|must build the layer|has no defined (?:in|out)put",
    ),
    on(
        "ValueError",
        Text(
            "Cet optimiseur a déjà servi à un autre modèle, sans doute au même avant que vous ne le "
            "reconstruisiez. Créez-en un avec chaque modèle : "
            "`model.compile(optimizer=keras.optimizers.Adam(), loss=…)`.",
            "This optimiser has already served another model, probably the same one before you "
            "rebuilt it. Create one with each model: "
            "`model.compile(optimizer=keras.optimizers.Adam(), loss=…)`.",
        ),
        r"optimizer can only be called for the variables",
    ),
    on(
        "ValueError",
        Text(
            "La sortie donnée à `keras.Model` n'a pas été calculée à partir de cette entrée : la "
            "cellule de `keras.Input` a sans doute été réexécutée sans celles des couches. "
            "Réexécutez tout, de `Input` à `Model`.",
            "The output given to `keras.Model` was not computed from this input: the cell with "
            "`keras.Input` was probably run again without those of the layers. Run everything again, "
            "from `Input` to `Model`.",
        ),
        r"not connected to `(?:in|out)puts`",
    ),
    on(
        "ValueError",
        Text(
            "Keras veut ici un tenseur, et reçoit une couche ou une fonction. Appelez chaque couche "
            "sur le tenseur qui la précède, avec deux paires de parenthèses : "
            "`x = layers.Dense(10)(inputs)`.",
            "Keras wants a tensor here, and gets a layer or a function. Call each layer on the tensor "
            "before it, with two pairs of parentheses: `x = layers.Dense(10)(inputs)`.",
        ),
        r"Only input tensors may be passed.*: <(?:\w+ name=|class|function)",
        r"All `\w+` values must be KerasTensors",
        r"Inputs to a layer should be tensors\. Got '<",
    ),
    on(
        "ValueError",
        Text(
            "Keras veut ici un tableau, et reçoit une liste ou un nombre Python. Convertissez : "
            "`np.array(x)`.",
            "Keras wants an array here, and gets a Python list or number. Convert it: `np.array(x)`.",
        ),
        r"Only input tensors may be passed|Unrecognized data type: \w+=\[",
    ),
    on(
        "ValueError",
        Text(
            "Keras reçoit `None` là où il attend des données : il manque sans doute les réponses. "
            "Donnez-les après les entrées, `model.fit(x, y)`, `validation_data=(x_val, y_val)`.",
            "Keras gets `None` where it expects data: the answers are probably missing. Give them "
            "after the inputs, `model.fit(x, y)`, `validation_data=(x_val, y_val)`.",
        ),
        r"None values not supported",
    ),
    on(
        "ValueError",
        _keras_name,
        r"Could not interpret (?P<kind>\w+)(?: function)? identifier: (?P<name>\w+)",
    ),
    # Shapes: a network and its data
    _shapes(
        "ValueError InvalidArgumentError",
        _answers,
        rf"must have the same (?:rank|shape).*target\.shape={_s('target')}, output\.shape={_s('output')}",
        rf"(?P<one_hot>target\.ndim - 1).*target\.shape={_s('target')}, output\.shape={_s('output')}",
        rf"Dimensions must be equal.*compile_loss.*input shapes: {_s('target')}, {_s('output')}",
        rf"compile_loss.*Incompatible shapes: {_s('target')} vs\. {_s('output')}",
    ),
    on(
        "InvalidArgumentError",
        Text(
            "Une étiquette vaut {label}, alors que le réseau a {count} sorties, numérotées à partir "
            "de 0. Donnez à la dernière couche une sortie par classe, ou renumérotez les étiquettes "
            "à partir de 0 (`y - y.min()`).",
            "A label is {label}, whereas the network has {count} outputs, numbered from 0. Give the "
            "last layer one output per class, or number the labels from 0 (`y - y.min()`).",
        ),
        r"label value of (?P<label>-?\d+) which is outside the valid range of \[0, (?P<count>\d+)\)",
    ),
    on(
        "InvalidArgumentError",
        Text(
            "L'indice {index} est demandé à une table de {count} lignes, numérotées à partir de 0. Si "
            "c'est une couche `Embedding`, son `input_dim` doit dépasser le plus grand indice.",
            "Index {index} is asked of a table of {count} rows, numbered from 0. If it is an "
            "`Embedding` layer, its `input_dim` must exceed the largest index.",
        ),
        r"indices\[[\d,]*\] = (?P<index>-?\d+) is not in \[0, (?P<count>\d+)\)",
    ),
    _shapes(
        "ValueError",
        Text(
            "Il faut autant de réponses que d'exemples, et il y a {x} exemples pour {y} réponses. Ils "
            "ont sans doute été découpés différemment, ou dans une cellule réexécutée seule : refaites "
            "les deux découpages ensemble.",
            "There must be as many answers as examples, and there are {x} examples for {y} answers. "
            "They were probably sliced differently, or in a cell that was run again alone: slice both "
            "again, together.",
        ),
        r"cardinality is ambiguous.*?sizes: (?P<x>\d+).*?sizes: (?P<y>\d+)",
    ),
    _shapes(
        "ValueError",
        _layer_rank,
        rf"{_LAYER} (?:m\w+_)?ndim=(?P<want>\d+), found ndim=(?P<have>\d+).*received: {_s('shape')}",
    ),
    _shapes(
        "ValueError",
        _layer_size,
        rf"{_LAYER} axis (?P<axis>-?\d+) of .*? value (?P<want>\d+).*?with shape {_s('shape')}",
    ),
    _shapes(
        "ValueError",
        _input_shape,
        rf"expected shape={_s('want')}, found shape={_s('have')}",
        rf"Expected shape {_s('want')}, but input has incompatible shape {_s('have')}",
    ),
    _shapes(
        "ValueError",
        Text(
            "L'image, de forme {shape}, est devenue plus petite que le filtre qui la parcourt. Mettez "
            "moins de convolutions ou de pooling, ou `padding='same'` ; si vous donnez une seule image "
            "au modèle, ajoutez-lui l'axe des exemples, `x[np.newaxis]`.",
            "The image, of shape {shape}, has become smaller than the filter that scans it. Use fewer "
            "convolutions or poolings, or `padding='same'`; if you give the model a single image, add "
            "the axis of the examples, `x[np.newaxis]`.",
        ),
        rf"output size would be (?:zero or )?negative.*?shape={_s('shape')}",
        rf"Negative dimension size caused by subtracting.*?input shapes: {_s('shape')}",
    ),
    # Shapes: arrays
    _shapes(
        "ValueError InvalidArgumentError",
        _matrix_product,
        r"matmul: .*mismatch.*size (?P<rows>\d+) is different from (?P<columns>\d+)",
        rf"shapes {_s('left')} and {_s('right')} not aligned: (?P<columns>\d+) .*!= (?P<rows>\d+)",
        rf"Matrix size-incompatible: In\[0\]: {_s('left')}, In\[1\]: {_s('right')}",
        r"must be equal, but are (?P<columns>\d+) and (?P<rows>\d+) for .*MatMul.*"
        rf"input shapes: {_s('left')}, {_s('right')}",
    ),
    _shapes(
        "ValueError",
        Text(
            "`@` est le produit de deux matrices ou vecteurs, et l'un des deux facteurs est un "
            "nombre : écrivez `*`.",
            "`@` is the product of two matrices or vectors, and one of the two factors is a number: "
            "write `*`.",
        ),
        r"matmul: Input operand \d does not have enough dimensions",
    ),
    _shapes(
        "ValueError",
        Text(
            "Un tableau de forme {value} n'entre pas dans une place de forme {place}. Vérifiez les "
            "indices et les formes (`.shape`) de chaque côté du signe `=`.",
            "An array of shape {value} does not fit into a place of shape {place}. Check the indices "
            "and shapes (`.shape`) on each side of the `=` sign.",
        ),
        rf"output operand with shape {_s('place')} doesn't match the broadcast shape {_s('value')}",
        rf"could not broadcast input array from shape {_s('value')} into shape {_s('place')}",
    ),
    _shapes(
        "ValueError InvalidArgumentError",
        _broadcast,
        rf"broadcast together with .*?{_s('a')}\S* +(?:and requested shape )?{_s('b')}",
        rf"Incompatible shapes: {_s('a')} vs\. {_s('b')}",
        rf"Input shapes are: {_s('a')} and {_s('b')}",
        rf"incompatible shapes\. Received shapes {_s('a')} and {_s('b')}",
        rf"Dimensions must be equal.*input shapes: {_s('a')}, {_s('b')}",
    ),
    _shapes(
        "ValueError InvalidArgumentError",
        _reshape,
        rf"cannot reshape array of size (?P<size>\d+) into shape {_s('to')}",
        r"reshape is a tensor with (?P<size>\d+) values, but the requested shape .*?(?P<count>\d+)",
        rf"must be unchanged\. Received: input_shape={_s('from')}, target_shape={_s('to')}",
    ),
    _shapes(
        "ValueError InvalidArgumentError",
        Text(
            "Ces tableaux ne se mettent pas bout à bout : ils doivent avoir la même forme, sauf sur "
            "l'axe où ils se suivent. Vérifiez la forme de chacun (`.shape`) et l'argument `axis`.",
            "These arrays cannot be joined: they must have the same shape, except on the axis along "
            "which they follow each other. Check the shape of each (`.shape`) and the argument "
            "`axis`.",
        ),
        r"all the input array|all input arrays must have the same shape|ConcatOp : Dimension",
        r"requires inputs with matching shapes|same shape except on the `axis`",
    ),
    _shapes(
        "IndexError",
        Text(
            "Il y a trop d'indices entre crochets ({want}) pour un tableau dont le nombre de "
            "dimensions est {have}. Affichez sa forme (`.shape`) : devait-il en avoir davantage ?",
            "There are too many indices in square brackets ({want}) for an array whose number of "
            "dimensions is {have}. Print its shape (`.shape`): should it have more?",
        ),
        r"too many indices for array: array is (?P<have>\d+)-dimensional, but (?P<want>\d+)",
    ),
    on(
        "IndexError",
        Text(
            "Cette valeur est un seul nombre, sans éléments à prendre : il y a sans doute une paire "
            "de crochets de trop.",
            "This value is a single number, with no elements to take: there is probably one pair of "
            "square brackets too many.",
        ),
        r"invalid index to scalar variable",
    ),
    _shapes(
        "AxisError",
        Text(
            "`axis={axis}` n'existe pas : le nombre de dimensions du tableau est {count}, et les axes "
            "se comptent à partir de 0. Affichez sa forme (`.shape`) pour voir lequel vous voulez.",
            "`axis={axis}` does not exist: the number of dimensions of the array is {count}, and axes "
            "are counted from 0. Print its shape (`.shape`) to see which one you want.",
        ),
        r"axis (?P<axis>-?\d+) is out of bounds for array of dimension (?P<count>\d+)",
    ),
    _shapes(
        "IndexError",
        Text(
            "Le masque (vrai ou faux) a {mask} valeurs, et l'axe qu'il filtre en a {size}. Il a sans "
            "doute été calculé sur un autre tableau, ou avant un découpage : recalculez-le.",
            "The mask (true or false) has {mask} values, and the axis that it filters has {size}. It "
            "was probably computed on another array, or before a slice: compute it again.",
        ),
        r"boolean index did not match.*size of axis is (?P<size>\d+) but .* axis is (?P<mask>\d+)",
    ),
    _shapes(
        "ValueError",
        Text(
            "Il y a {want} variables à gauche du signe `=` (ou entre `for` et `in`), mais pas autant "
            "de valeurs à y ranger. Affichez ces valeurs, ou leur forme (`.shape`).",
            "There are {want} variables to the left of the `=` sign (or between `for` and `in`), but "
            "not as many values to put there. Print these values, or their shape (`.shape`).",
        ),
        r"values to unpack \(expected (?:at least )?(?P<want>\d+)",
    ),
    _shapes(
        "ValueError",
        Text(
            "Un tableau de plusieurs valeurs n'est ni vrai ni faux. Faut-il que toutes le soient, "
            "`(…).all()`, ou une au moins, `(…).any()` ? Entre deux tableaux, `and` et `or` "
            "s'écrivent `&` et `|`, chaque condition entre parenthèses.",
            "An array of several values is neither true nor false. Must all of them be, `(…).all()`, "
            "or at least one, `(…).any()`? Between two arrays, `and` and `or` are written `&` and "
            "`|`, each condition in parentheses.",
        ),
        r"truth value of an? .*array.* ambiguous",
    ),
    _shapes(
        "TypeError",
        Text(
            "Il faut ici un seul nombre, et c'est un tableau de plusieurs. Prenez la fonction de NumPy "
            "(`np.exp`, et non `math.exp`), un élément, `x[0]`, ou un résumé, `x.mean()`.",
            "A single number is needed here, and this is an array of several. Take the function of "
            "NumPy (`np.exp`, not `math.exp`), one element, `x[0]`, or a summary, `x.mean()`.",
        ),
        r"only (?:length-1|0-dimensional|size-1) arrays can be converted",
    ),
    on(
        "TypeError",
        Text(
            "`imshow` dessine une image, de forme (hauteur, largeur) ou (hauteur, largeur, 3), et "
            "reçoit la forme {shape}. Prenez une seule image, `x[0]`, ou rendez-lui sa forme, "
            "`x.reshape(28, 28)` par exemple.",
            "`imshow` draws one image, of shape (height, width) or (height, width, 3), and gets shape "
            "{shape}. Take a single image, `x[0]`, or give it its shape back, `x.reshape(28, 28)` for "
            "instance.",
        ),
        rf"Invalid shape {_s('shape')} for image data",
    ),
    on(
        "ValueError",
        Text(
            "Une courbe a besoin d'autant d'abscisses que d'ordonnées, et reçoit les formes {x} et "
            "{y}. Tirez les unes des autres : `plt.plot(range(len(y)), y)`, par exemple.",
            "A curve needs as many x values as y values, and gets shapes {x} and {y}. Make one from "
            "the other: `plt.plot(range(len(y)), y)`, for instance.",
        ),
        rf"must have same first dimension, but have shapes {_s('x')} and {_s('y')}",
    ),
    # Types of values
    _types(
        "TypeError",
        Text(
            "Le résultat est de type `{result}`, et ne peut être rangé dans un tableau de type "
            "`{array}`. Convertissez d'abord, `x = x.astype('float32')`, ou créez un nouveau tableau, "
            "`x = x * 2.5` au lieu de `x *= 2.5`.",
            "The result is of type `{result}`, and cannot be stored in an array of type `{array}`. "
            "Convert first, `x = x.astype('float32')`, or create a new array, `x = x * 2.5` instead "
            "of `x *= 2.5`.",
        ),
        r"Cannot cast ufunc .* from dtype\('(?P<result>\w+)'\) to dtype\('(?P<array>\w+)'\)",
    ),
    _types(
        "TypeError",
        Text(
            "NumPy ne sait pas calculer `{function}` avec ces valeurs : il y a sans doute du texte ou "
            "des listes parmi les nombres. Regardez le `dtype`, et convertissez si c'est possible, "
            "`x.astype('float32')`.",
            "NumPy cannot compute `{function}` with these values: there is probably text or lists "
            "among the numbers. Look at the `dtype`, and convert if possible, `x.astype('float32')`.",
        ),
        r"ufunc '(?P<function>\w+)' (?:not supported for the input types|did not contain a loop)",
        r"loop of ufunc does not support argument .* has no callable (?P<function>\w+)",
    ),
    _types(
        "InvalidArgumentError TypeError",
        Text(
            "TensorFlow ne mélange pas les types de nombres, comme `{a}` et `{b}`. Convertissez l'un "
            "des deux, `keras.ops.cast(x, 'float32')` ; NumPy calcule en `float64` (`double`), Keras "
            "en `float32` (`float`).",
            "TensorFlow does not mix types of numbers, such as `{a}` and `{b}`. Convert one of the "
            "two, `keras.ops.cast(x, 'float32')`; NumPy computes in `float64` (`double`), Keras in "
            "`float32` (`float`).",
        ),
        r"expected to be an? (?P<a>\w+) tensor but is an? (?P<b>\w+) tensor",
        r"Op has type (?P<b>\w+) that does not match type (?P<a>\w+)",
        r"Cannot convert (?P<b>.{1,60}) to EagerTensor of dtype (?P<a>\w+)",
        r"Expected (?P<a>\w+), but got .{1,60} of type '(?P<b>\w+)'",
    ),
    _types(
        "ValueError",
        Text(
            "Les éléments n'ont pas tous la même longueur, ou ne sont pas tous des nombres : ils ne "
            "forment pas un tableau. Affichez la longueur de chacun, complétez ou coupez-les à une "
            "même longueur, puis convertissez : `np.array(x, dtype='float32')`.",
            "The elements do not all have the same length, or are not all numbers: they do not form "
            "an array. Print the length of each, pad or cut them to one length, then convert: "
            "`np.array(x, dtype='float32')`.",
        ),
        r"Unsupported object type|Invalid dtype: object|array element with a sequence",
        r"non-rectangular Python sequence",
    ),
    _types(
        "ValueError",
        Text(
            "Il faut ici un nombre, et c'est un texte (`{text}`). Remplacez chaque nom de classe par un "
            "numéro ; pour que `float(…)` lise un nombre, il doit être écrit avec un point décimal.",
            "A number is needed here, and this is text (`{text}`). Replace each class name by a number; "
            "for `float(…)` to read a number, it must be written with a decimal point.",
        ),
        r"Invalid dtype: (?P<text>str)",
        r"could not convert string to float: (?P<text>.*)",
        r"invalid literal for int\(\) with base 10: (?P<text>.*)",
    ),
    _types(
        "OverflowError",
        Text(
            "Le type `{type}` ne peut contenir {value} (un `uint8`, par exemple, va de 0 à 255). "
            "Convertissez d'abord le tableau : `x.astype('int64')` ou `x.astype('float32')`.",
            "The type `{type}` cannot hold {value} (a `uint8`, for instance, goes from 0 to 255). "
            "Convert the array first: `x.astype('int64')` or `x.astype('float32')`.",
        ),
        r"integer (?P<value>-?\d+) out of bounds for (?P<type>\w+)",
    ),
    _types(
        "TypeError",
        Text(
            "Une liste Python ne se calcule pas élément par élément. Faites-en d'abord un tableau : "
            "`x = np.array(x)`.",
            "A Python list does not compute element by element. First make it an array: "
            "`x = np.array(x)`.",
        ),
        r"unsupported operand type.*'(?:list|tuple)'|can't multiply sequence",
        r"can only concatenate (?:list|tuple)",
    ),
    _types(
        "TypeError",
        Text(
            "Du texte (`str`) ne se combine pas avec un nombre. Pour calculer, convertissez-le, "
            "`float(texte)` ; pour afficher, écrivez `print(texte, nombre)`.",
            "Text (`str`) does not combine with a number. To compute, convert it, `float(text)`; to "
            "print, write `print(text, number)`.",
        ),
        r"unsupported operand type.*'str'|not supported between.*'str'|can only concatenate str",
    ),
    _types(
        "TypeError",
        Text(
            "Cette opération n'existe pas entre `{a}` et `{b}` : une variable ne contient sans doute "
            "pas ce que vous croyez. Affichez le `type(…)` de chacune.",
            "This operation does not exist between `{a}` and `{b}`: a variable probably does not "
            "contain what you think. Print the `type(…)` of each.",
        ),
        r"(?:unsupported operand type|not supported between).* '(?P<a>[\w.]+)' and '(?P<b>[\w.]+)'",
        own=True,
    ),
    # Indices, keys, attributes
    _types(
        "TypeError",
        Text(
            "Un tableau sert ici d'indice ou d'axe. Une liste ne s'indexe pas par un tableau : "
            "`np.array(liste)[indices]` ; et plusieurs tableaux se donnent dans une liste, "
            "`np.concatenate([a, b])`.",
            "An array is used here as an index or axis. A list cannot be indexed by an array: "
            "`np.array(a_list)[indices]`; and several arrays are given in a list, "
            "`np.concatenate([a, b])`.",
        ),
        r"only integer scalar arrays",
    ),
    _types(
        "TypeError",
        Text(
            "Une liste Python n'accepte qu'un indice à la fois. Écrivez `x[0][1]`, ou faites-en un "
            "tableau, `x = np.array(x)`, pour pouvoir écrire `x[0, 1]`.",
            "A Python list accepts one index at a time. Write `x[0][1]`, or make it an array, "
            "`x = np.array(x)`, to be able to write `x[0, 1]`.",
        ),
        r"list indices must be integers or slices, not tuple",
    ),
    _types(
        "TypeError",
        Text(
            "Une liste ou un tableau s'indexe par un numéro, pas par un nom : vous pensiez sans doute "
            "avoir ici un dictionnaire. Affichez le `type(…)` de ce qui précède les crochets.",
            "A list or array is indexed by a number, not by a name: you probably thought that this was "
            "a dictionary. Print the `type(…)` of what precedes the square brackets.",
        ),
        r"indices must be integers.*not '?str|Only integers, slices.*got '",
    ),
    _types(
        "TypeError IndexError",
        Text(
            "Un indice ou une taille est un nombre entier. Une division `/` donne un nombre à virgule "
            "même quand elle tombe juste : écrivez `//`, `int(…)`, ou `x.astype(int)` pour un tableau "
            "d'indices.",
            "An index or a size is an integer. A division `/` gives a decimal number even when it is "
            "exact: write `//`, `int(…)`, or `x.astype(int)` for an array of indices.",
        ),
        r"only integers, slices|must be of integer",
        r"indices must be integers|'float' object cannot be interpreted as an integer",
        r"expected a sequence of integers or a single integer, got '[\d.]",
    ),
    _shapes(
        "IndexError",
        Text(
            "L'indice {index} n'existe pas : l'axe {axis} a {size} éléments, numérotés à partir de 0 "
            "(le dernier est aussi `x[-1]`). Voyez d'où vient cet indice : une boucle trop longue, "
            "une étiquette au-delà de `num_classes` ?",
            "Index {index} does not exist: axis {axis} has {size} elements, numbered from 0 (the last "
            "one is also `x[-1]`). See where this index comes from: a loop too long, a label beyond "
            "`num_classes`?",
        ),
        r"index (?P<index>-?\d+) is out of bounds for axis (?P<axis>\d+) with size (?P<size>\d+)",
    ),
    _shapes(
        "InvalidArgumentError",
        Text(
            "L'indice {index} n'existe pas sur l'axe {axis} du tenseur : on compte à partir de 0, et le "
            "dernier est aussi `x[-1]`. Affichez la forme (`.shape`), et voyez d'où vient cet indice.",
            "Index {index} does not exist on axis {axis} of the tensor: counting starts at 0, and the "
            "last one is also `x[-1]`. Print the shape (`.shape`), and see where this index comes "
            "from.",
        ),
        r"slice index (?P<index>-?\d+) of dimension (?P<axis>\d+) out of bounds",
    ),
    on("IndexError", _past_the_end, r"index out of range", own=True),
    on("KeyError", _key),
    on(
        "AttributeError",
        Text(
            "`np.{name}` n'existe plus. Écrivez `{name}`, ou un type d'une taille précise, comme "
            "`np.float32` ou `np.int64`.",
            "`np.{name}` no longer exists. Write `{name}`, or a type of a given size, such as "
            "`np.float32` or `np.int64`.",
        ),
        r"module 'numpy' has no attribute '(?P<name>float|int|bool|object|str|complex)'",
    ),
    on("AttributeError", _attribute, r"has no attribute '(?P<name>\w+)'"),
    # The rest
    on(
        "ZeroDivisionError",
        Text(
            "Le diviseur vaut 0. C'est souvent une liste vide (`len(…)` vaut 0), ou un compteur "
            "jamais augmenté : affichez-le juste avant.",
            "The divisor is 0. Often it is an empty list (`len(…)` is 0), or a counter that was never "
            "increased: print it just before.",
        ),
        own=True,
    ),
    on(
        "RecursionError",
        Text(
            "Une fonction s'est appelée elle-même trop de fois. Si c'est voulu, il lui manque un cas "
            "où elle s'arrête ; sinon, un de ses appels porte par mégarde son propre nom.",
            "A function has called itself too many times. If this is intended, it lacks a case in "
            "which it stops; if not, one of its calls bears its own name by mistake.",
        ),
        own=True,
    ),
    _shapes(
        "MemoryError ResourceExhaustedError",
        Text(
            "La mémoire ne suffit pas. Prenez moins d'exemples à la fois (`x[:1000]`, ou un "
            "`batch_size` plus petit), et vérifiez les formes ; redémarrer le noyau (menu `Kernel → "
            "Restart`) libère ce qu'ont laissé les essais précédents.",
            "There is not enough memory. Take fewer examples at a time (`x[:1000]`, or a smaller "
            "`batch_size`), and check the shapes; restarting the kernel (menu `Kernel → Restart`) "
            "frees what earlier attempts left.",
        ),
    ),
)
