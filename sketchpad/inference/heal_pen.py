"""One sample of missing strokes while it is drawn: what the decoder is to read, and the pen.

The order of drawing is the one the model was taught (``training.heal.pairs``): first on from every
cut end that is still open, in drawing order, then strokes that lie in the hole altogether.
"""

from __future__ import annotations

import dataclasses
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sketchpad.core.courtesy import make_way
from sketchpad.core.stroke import FloatArray
from sketchpad.core.stroke5 import START_ROW
from sketchpad.inference.heal_view import FENCE, View

Floats = NDArray[np.float32]

#: No piece has more points than this.
_MOST_PIECE: Final = 48
#: Where along a step the pen is stopped if it would leave the hole.
_SHARES: Final = np.linspace(1.0, 0.0, 11)
#: A stroke that ends this near to an open cut end joins it, frame units.
_SNAP: Final = 0.04


@dataclasses.dataclass(frozen=True, eq=False)
class Line:
    """A missing stroke.

    Attributes:
        points: ``(n, 2)`` frame units; it begins and ends at the cut ends, if any.
        origin: the number of the cut end that it continues, −1 for none.
        goal: the number of the cut end that it leads to, −1 for none.
    """

    points: FloatArray
    origin: int
    goal: int


class Script:
    """What the decoder reads: rows, places and the features beside them (as in training)."""

    def __init__(self, view: View, unit: float, features: int) -> None:
        """Prepare.

        Args:
            view: of the page.
            unit: codec units per frame unit.
            features: how many there are beside a row.
        """
        self.view, self.unit, self._width = view, unit, features
        self.ends = view.to_frame(np.array([e.place for e in view.ends]).reshape(-1, 2))
        self.headings = np.array([e.heading for e in view.ends]).reshape(-1, 2)
        self.tails = np.array([e.tail for e in view.ends], dtype=np.bool_)

    def kept(self) -> tuple[Floats, Floats, Floats]:
        """The start token and the kept strokes: rows, places, features, ``(1, k + 1, …)``."""
        nodes = np.concatenate([[[-1.0, -1.0]], self.view.nodes])
        rows = np.zeros((len(nodes), 5), dtype=np.float32)
        rows[0] = START_ROW
        rows[1:, :2] = np.diff(nodes, axis=0) * self.unit
        rows[1:, 3] = self.view.last
        rows[1:, 2] = ~self.view.last
        beside = np.zeros((len(nodes), self._width), dtype=np.float32)
        beside[1:, 1] = self.view.is_end
        beside[:, 10:12] = self.view.middle - nodes
        beside[:, 12] = self.view.in_hole(nodes)
        beside[-1, 13] = not len(self.ends)
        return rows[None], nodes[None].astype(np.float32), beside[None]

    def row(
        self,
        before: FloatArray,
        place: FloatArray,
        *,
        lifted: bool,
        origin: int,
        new: bool,
        asked: bool,
    ) -> tuple[Floats, Floats, Floats]:
        """One row of a missing stroke: the pen goes from ``before`` to ``place``."""
        row = np.zeros(5, dtype=np.float32)
        row[:2] = (place - before) * self.unit
        row[3 if lifted else 2] = 1.0
        beside = np.zeros(self._width, dtype=np.float32)
        going = origin >= 0 and not lifted
        goal = self.goal(origin) if going else -1
        beside[:6] = (
            1.0,
            new and origin >= 0,
            going,
            goal >= 0,
            goal >= 0 and not self.tails[goal],
            going and self.tails[origin],
        )
        if goal >= 0:
            beside[6:8] = self.ends[goal] - place
            beside[8:10] = self.headings[goal]
        beside[10:12] = self.view.middle - place
        beside[12] = self.view.in_hole(place[None])[0]
        beside[13] = asked
        return row, place.astype(np.float32), beside

    def goal(self, origin: int) -> int:
        """The cut end that a piece begun at this one may join: the next, or −1."""
        return origin + 1 if 0 <= origin < len(self.ends) - 1 else -1


class Pen:
    """The state of one sample.

    Attributes:
        used: ``(ends,)``, the cut ends that are no longer open.
        lines: the strokes that are finished.
        queue: rows, places and features that the decoder has not read yet, in order.
        ended: the model said that nothing more is missing.
        place: of the pen, frame units.
    """

    def __init__(self, script: Script) -> None:
        """Begin at the first open cut end, if there is one."""
        self._script = script
        self.used = np.zeros(len(script.ends), dtype=np.bool_)
        self.lines: list[Line] = []
        self.queue: list[tuple[Floats, Floats, Floats]] = []
        self.ended = False
        self.place = script.view.nodes[-1]
        self._begin()

    def _begin(self) -> None:
        """Go to the next open cut end, if there is one."""
        left = np.flatnonzero(~self.used)
        self.points: list[FloatArray] = []
        self.origin = int(left[0]) if len(left) else -1
        if self.origin >= 0:
            self.used[self.origin] = True
            self._go(self._script.ends[self.origin], lifted=False, new=True)
            self.points.append(self.place)

    def _go(
        self, place: FloatArray, *, lifted: bool, new: bool = False, asked: bool = True
    ) -> None:
        make_way()
        self.queue.append(
            self._script.row(
                self.place, place, lifted=lifted, origin=self.origin, new=new, asked=asked
            )
        )
        self.place = place

    @property
    def goal(self) -> int:
        """The cut end that may be joined now, or −1."""
        goal = self._script.goal(self.origin)
        return -1 if goal < 0 or self.used[goal] else goal

    @property
    def is_waiting(self) -> bool:
        """Nothing is begun: the next point begins a stroke, or all is over."""
        return self.origin < 0 and not self.points

    def draw(self, offset: FloatArray, *, up: bool) -> None:
        """One step with the pen on the paper."""
        target = _fenced(self._script.view, self.place, self.place + offset)
        up = up or len(self.points) >= _MOST_PIECE
        near = self._near(target) if up and self.points else -1
        if near >= 0:
            self.join(near)
            return
        self.points.append(target)
        if up:
            self._finish(target, -1)
        else:
            self._go(target, lifted=False)

    def give_up(self) -> None:
        """Draw nothing: what the model answers are no numbers."""
        self.lines.clear()
        self.ended = True

    def join(self, goal: int) -> None:
        """On to a cut end."""
        self.used[goal] = True
        self.points.append(self._script.ends[goal])
        self._finish(self._script.ends[goal], goal)

    def _near(self, place: FloatArray) -> int:
        far = np.linalg.norm(self._script.ends - place, axis=1) + 1e9 * self.used
        return int(far.argmin()) if len(far) and far.min() < _SNAP else -1

    def _finish(self, place: FloatArray, goal: int) -> None:
        self.lines.append(Line(np.array(self.points), self.origin, goal))
        self._go(place, lifted=True, asked=bool(self.used.all()))
        self._begin()


def _fenced(view: View, start: FloatArray, target: FloatArray) -> FloatArray:
    """The farthest place on the way that does not leave the hole."""
    way = start + _SHARES[:, None] * (target - start)
    pixel = ((way + 1.0) * (FENCE / 2)).astype(np.int64).clip(0, FENCE - 1)
    inside = view.fence[pixel[:, 1], pixel[:, 0]]
    return np.asarray(way[int(inside.argmax())] if inside.any() else start)
