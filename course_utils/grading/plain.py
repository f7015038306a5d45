"""Values as plain JSON, and back: all that ever crosses the border of the isolated kernel.

An array becomes {"array": flat list, "shape": list, "dtype": name}, a tuple {"tuple": [...]}, a dictionary
{"dict": [[key, value], ...]}; numbers, texts, booleans, None and lists stay what they are.
Nothing is ever pickled, and `decode` builds only these types.
"""

import json

import numpy as np

MAX_DEPTH = 12
_DTYPES = "biufc"  # booleans, integers, floats, complex numbers


class NotPlain(ValueError):
    """The value has no plain form; the message names its type."""


def encode(value, depth: int = 0):
    """Return the JSON-serialisable form of a value; a tensor counts as an array.

    Raises:
        NotPlain: the value is of another kind, or nested too deeply.
    """
    if depth > MAX_DEPTH:
        raise NotPlain("nested too deeply")
    if type(value) is str:
        # Half a character (a lone surrogate) could not be written to any file.
        return value.encode("utf-8", "replace").decode()
    if value is None or type(value) in (bool, int, float):
        return value
    if isinstance(value, (list, tuple)):
        parts = [encode(part, depth + 1) for part in value]
        return {"tuple": parts} if isinstance(value, tuple) else parts
    if isinstance(value, dict):
        pairs = [[encode(k, depth + 1), encode(v, depth + 1)] for k, v in value.items()]
        return {"dict": pairs}
    if isinstance(value, (np.ndarray, np.generic, complex)) or hasattr(value, "__array__"):
        return _encode_array(np.asarray(value))
    raise NotPlain(type(value).__name__)


def _encode_array(array: np.ndarray):
    if array.dtype.kind in "US" and array.ndim == 0:
        return encode(str(array))
    if array.dtype.kind not in _DTYPES:
        raise NotPlain(f"array of {array.dtype}")
    flat, dtype = array.ravel(), str(array.dtype)
    if array.dtype.kind == "c":
        flat = np.stack([flat.real, flat.imag], axis=-1).astype("float64")
    elif array.dtype.isbuiltin != 1:  # bfloat16 and the like are not NumPy's own
        flat, dtype = flat.astype("float32"), "float32"
    elif array.dtype == np.longdouble:
        flat, dtype = flat.astype("float64"), "float64"
    return {"array": flat.tolist(), "shape": list(array.shape), "dtype": dtype}


def decode(plain):
    """Return the value of a plain form.

    Raises:
        NotPlain: this is not what `encode` returns (a forged message).
    """
    if plain is None or isinstance(plain, (bool, int, float, str)):
        return plain
    if isinstance(plain, list):
        return [decode(part) for part in plain]
    if isinstance(plain, dict):
        if set(plain) == {"tuple"} and isinstance(plain["tuple"], list):
            return tuple(decode(part) for part in plain["tuple"])
        if set(plain) == {"dict"} and isinstance(plain["dict"], list):
            try:
                return {decode(key): decode(value) for key, value in plain["dict"]}
            except (TypeError, ValueError) as error:
                raise NotPlain("not a dictionary") from error
        if set(plain) == {"array", "shape", "dtype"}:
            return _array(**plain)
    raise NotPlain(f"unexpected {type(plain).__name__}")


def _array(array, shape, dtype) -> np.ndarray:
    try:
        kind = np.dtype(dtype)
        if kind.kind not in _DTYPES:
            raise NotPlain(f"array of {dtype}")
        if kind.kind == "c":
            pairs = np.asarray(array, "float64").reshape(-1, 2)
            return (pairs[:, 0] + 1j * pairs[:, 1]).astype(kind).reshape(shape)
        return np.asarray(array, kind).reshape(shape)
    except NotPlain:
        raise
    except Exception as error:  # ragged lists, texts among numbers, integers beyond the type
        raise NotPlain(f"not an array of {dtype}") from error


def dumps(value) -> str:
    """Return the JSON text of a value's plain form, on one line."""
    return json.dumps(encode(value), ensure_ascii=True, separators=(",", ":"))


def loads(text: str):
    """Return the value of a JSON text.

    Raises:
        NotPlain: the text is not JSON, or not a plain form (forged, cut, integers too long).
    """
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotPlain("not JSON") from error
    try:
        return decode(plain)
    except RecursionError as error:
        raise NotPlain("nested too deeply") from error


def blank(value):
    """Return a value of the same kind and shape with nothing in it: zeros, empty texts.

    Two blanked values differ only where kind or shape do (or where a number is not finite).
    """
    if value is None or isinstance(value, str):
        return value and ""
    if isinstance(value, dict):
        return {key: blank(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        parts = map(blank, value)
        return tuple(parts) if isinstance(value, tuple) else list(parts)
    array = np.asarray(value)
    zeros = np.where(np.isfinite(array), 0, array).astype(array.dtype)
    return zeros if isinstance(value, np.ndarray) else zeros.item()
