"""Arrays of arrays in ``.npy`` files, which numpy pickles, without running what they contain.

A pickle is a program. Its opcodes are looked through before anything runs; only those that
build plain arrays are allowed, and the few names that numpy asks for mean stand-ins here, so
that not even numpy sees the data before it is checked.
"""

from __future__ import annotations

import io
import math
import pickle
import pickletools
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.errors import InputError

#: Drawings in one file, and operations that its pickle may take.
MOST_ITEMS: Final = 500_000
_MOST_OPCODES: Final = 12_000_000
_OPCODES: Final = frozenset(
    """
    PROTO FRAME STOP MARK POP POP_MARK NONE NEWTRUE NEWFALSE INT BININT BININT1
    BININT2 LONG1 BINSTRING SHORT_BINSTRING BINBYTES SHORT_BINBYTES BINBYTES8
    BINUNICODE SHORT_BINUNICODE BINUNICODE8 UNICODE BYTEARRAY8 EMPTY_LIST APPEND APPENDS LIST
    EMPTY_TUPLE TUPLE TUPLE1 TUPLE2 TUPLE3 GLOBAL STACK_GLOBAL REDUCE BUILD PUT
    BINPUT LONG_BINPUT GET BINGET LONG_BINGET MEMOIZE
    """.split()  # noqa: SIM905  # forty names
)
_PUTS: Final = frozenset({"PUT", "BINPUT", "LONG_BINPUT"})
_KINDS: Final = "iufb"


def read(data: bytes, index: int) -> NDArray[Any] | int:
    """One array of an object array.

    Args:
        data: a whole ``.npy`` file.
        index: which one.

    Returns:
        the array, or how many there are if there are not so many.

    Raises:
        InputError: if it is anything but an array of plain arrays.
    """
    file = io.BytesIO(data)
    try:
        version = np.lib.format.read_magic(file)
        header = np.lib.format.read_array_header_1_0
        if version != (1, 0):
            header = np.lib.format.read_array_header_2_0
        shape, _, dtype = header(file)
        if len(shape) != 1 or shape[0] > MOST_ITEMS:
            raise ValueError("not one row of drawings")
        if index >= shape[0]:
            return int(shape[0])
        if dtype.hasobject:
            items = _unpickled(data[file.tell() :])
            return _plain(items[index])
        raise ValueError("not an array of arrays")
    except (ValueError, TypeError, IndexError, KeyError, AttributeError, EOFError) as error:
        raise InputError("it is not in sketch-rnn's format.") from error
    except (pickle.UnpicklingError, RecursionError, OverflowError) as error:
        raise InputError("it is not in sketch-rnn's format.") from error


def _unpickled(data: bytes) -> list[Any]:
    _check(data)
    globals_ = _stand_ins()

    class Unpickler(pickle.Unpickler):
        def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401  # the base's
            found = globals_.get((module.replace("numpy._core", "numpy.core"), name))
            if found is None:
                raise pickle.UnpicklingError(f"it asks for {module}.{name}")
            return found

    whole = Unpickler(io.BytesIO(data), encoding="latin1").load()
    if not isinstance(whole, _Array) or not isinstance(whole.data, list):
        raise ValueError("not an array of arrays")
    return whole.data


def _check(data: bytes) -> None:
    """Refuse other opcodes, and a memory of places that were never filled."""
    for count, (opcode, argument, _) in enumerate(pickletools.genops(data), start=1):
        if opcode.name not in _OPCODES or count > _MOST_OPCODES:
            raise ValueError("its pickle holds more than arrays")
        if opcode.name in _PUTS and int(argument or 0) > count:
            raise ValueError("its pickle is out of bounds")


class _Array:
    """An array's parts as they were stored."""

    def __init__(self, *_nothing: object) -> None:
        self.shape: tuple[int, ...] = ()
        self.dtype: Any = None
        self.fortran = False
        self.data: bytes | bytearray | str | list[Any] = b""

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        _, self.shape, self.dtype, self.fortran, self.data = state


class _Dtype:
    """What a dtype says of itself."""

    def __init__(self, name: str, *_rest: object) -> None:
        self.name = name
        self.order = "<"

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.order = ">" if state[1] == ">" else "<"


def _stand_ins() -> dict[tuple[str, str], Callable[..., Any]]:
    """What the names in a pickle mean; new for each, so that none can leave traces."""

    class Array(_Array):
        pass

    class Dtype(_Dtype):
        pass

    def reconstruct(*_arguments: object) -> _Array:
        return Array()

    def frombuffer(data: bytes, dtype: object, shape: tuple[int, ...], order: str) -> _Array:
        array = Array()
        array.__setstate__((1, shape, dtype, order == "F", data))
        return array

    def encode(text: str, _encoding: str = "latin1") -> bytes:
        return text.encode("latin1")

    return {
        ("numpy.core.multiarray", "_reconstruct"): reconstruct,
        ("numpy.core.numeric", "_frombuffer"): frombuffer,
        ("numpy", "ndarray"): Array,
        ("numpy", "dtype"): Dtype,
        ("_codecs", "encode"): encode,
    }


def _plain(item: Any) -> NDArray[Any]:  # noqa: ANN401  # untrusted
    """The numpy array of a stand-in."""
    data = item.data.encode("latin1") if isinstance(item.data, str) else item.data
    name = item.dtype.name
    if (
        not isinstance(data, (bytes, bytearray))
        or not isinstance(name, str)
        or name[:1] not in _KINDS
    ):
        raise ValueError("an item is not an array of numbers")
    size = int(name[1:])
    shape = tuple(int(side) for side in item.shape)
    if size not in (1, 2, 4, 8) or math.prod(shape) * size != len(data) or min(shape) < 0:
        raise ValueError("an item is not as large as it says")
    flat = np.frombuffer(data, dtype=np.dtype(f"{item.dtype.order}{name[0]}{size}"))
    return flat.reshape(shape, order="F" if item.fortran else "C")
