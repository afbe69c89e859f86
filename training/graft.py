"""Begin a decoder without the category's embedding from one that has learned with it.

sketch-rnn conditions its decoder on an embedding of the category; other systems on a code, or on a
one-hot class. What the embedding of a category adds to the gates and to the first state is a
constant, which can move into a bias, or into the column of a one-hot class: then the new decoder
draws at first exactly as the old one did.
"""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor

#: The weights that read the condition, and their biases; its columns come last.
READERS = (
    ("decoder.cell.lstm.weight_ih_l0", "decoder.cell.lstm.bias_ih_l0"),
    ("decoder.initial.weight", "decoder.initial.bias"),
)


def fits(weights: dict[str, Tensor], size: int, inputs: int) -> bool:
    """Whether these are weights of an LSTM decoder of this size, conditional on a category alone.

    Args:
        weights: by name.
        size: of the LSTM's state.
        inputs: the width of what it reads beside the condition.
    """
    gates, embed = weights.get(READERS[0][0]), weights.get("embed.weight")
    if gates is None or embed is None or READERS[1][0] not in weights:
        return False
    return tuple(gates.shape) == (4 * size, inputs + embed.shape[1])


def into_bias(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """The embedding of "no category" moved into the biases; the condition's columns are gone."""
    found = dict(weights)
    embed = found.pop("embed.weight")
    for weight, bias in READERS:
        columns = found[weight][:, -embed.shape[1] :]
        found[bias] = found[bias] + columns @ embed[-1]
        found[weight] = found[weight][:, : -embed.shape[1]]
    return found


def into_columns(weights: dict[str, Tensor], places: list[int], code: int) -> dict[str, Tensor]:
    """The embeddings of some categories moved into columns of a one-hot class.

    Args:
        weights: of the other decoder.
        places: of the categories among those that are embedded, in the order of the classes.
        code: the width of the code that stands before the classes; its columns become 0.
    """
    found = dict(weights)
    embed = found.pop("embed.weight")
    none = embed[-1]
    for weight, bias in READERS:
        columns = found[weight][:, -embed.shape[1] :]
        # "No category" is all zeros in the new decoder: its part belongs to the bias.
        found[bias] = found[bias] + columns @ none
        classes = columns @ (embed[places] - none).T
        rows = found[weight][:, : -embed.shape[1]]
        found[weight] = rows.new_zeros(len(rows), rows.shape[1] + code + len(places))
        found[weight][:, : rows.shape[1]] = rows
        found[weight][:, -len(places) :] = classes
    return found


def take_over(mine: dict[str, Tensor], theirs: Mapping[str, Tensor]) -> list[str]:
    """Write weights over others of the same name; of other sizes, the leading block of both.

    Returns:
        The names of the weights that were taken, whole or in part.
    """
    taken = []
    for name, value in mine.items():
        given = theirs.get(name)
        if given is None or given.ndim != value.ndim or not value.is_floating_point():
            continue
        block = tuple(slice(min(a, b)) for a, b in zip(value.shape, given.shape, strict=True))
        value[block] = given[block]
        taken.append(name)
    return taken
