"""Values as plain JSON, and back: all that ever crosses the border of the isolated kernel.

An array becomes {"array": nested lists, "dtype": name}, a tuple {"tuple": [...]}, a dictionary
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
    if value is None or type(value) in (bool, int, float, str):
        return value
    if isinstance(value, (list, tuple)):
        parts = [encode(part, depth + 1) for part in value]
        return {"tuple": parts} if isinstance(value, tuple) else parts
    if isinstance(value, dict):
        pairs = [[encode(k, depth + 1), encode(v, depth + 1)] for k, v in value.items()]
        return {"dict": pairs}
    if isinstance(value, (np.ndarray, np.generic)) or hasattr(value, "__array__"):
        array = np.asarray(value)
        if array.dtype.kind in "US" and array.ndim == 0:
            return str(array)
        if array.dtype.kind not in _DTYPES:
            raise NotPlain(f"array of {array.dtype}")
        if array.dtype.kind == "c":
            array = np.stack([array.real, array.imag], axis=-1)
            return {"array": array.tolist(), "dtype": "complex128"}
        # bfloat16 and the like have no JSON and no NumPy of their own
        known = array if array.dtype.isbuiltin == 1 else array.astype("float32")
        return {"array": known.tolist(), "dtype": str(known.dtype)}
    raise NotPlain(type(value).__name__)


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
        if set(plain) == {"array", "dtype"}:
            return _array(plain["array"], plain["dtype"])
    raise NotPlain(f"unexpected {type(plain).__name__}")


def _array(values, dtype) -> np.ndarray:
    try:
        kind = np.dtype(dtype)
        if kind.kind not in _DTYPES:
            raise NotPlain(f"array of {dtype}")
        if kind.kind == "c":
            parts = np.asarray(values, "float64")
            return (parts[..., 0] + 1j * parts[..., 1]).astype(kind)
        return np.asarray(values, kind)
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
