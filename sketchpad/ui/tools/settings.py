"""What the tools can be set to, apart from the brush."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(slots=True)
class ToolSettings:
    """The tools' settings; change an attribute, and the next gesture follows it.

    Attributes:
        smoothing: 0 to 1, how much the hand's trembling is filtered; 0 leaves it as it is.
        stabiliser: draw at the end of a string that the pen pulls.
        stabiliser_strength: 0 to 1, the string's length.
        pressure_from_speed: devices without pressure draw thinner when fast.
        eraser_width: diameter of the eraser, canvas units.
        eraser_whole: erase whole strokes on touch instead of cutting them.
        leave_hole: erasing leaves a hole to be healed (Shift or Alt erases plainly).
        select_box: select with a box instead of a lasso.
    """

    smoothing: float = 0.3
    stabiliser: bool = False
    stabiliser_strength: float = 0.4
    pressure_from_speed: bool = False
    eraser_width: float = 24.0
    eraser_whole: bool = False
    leave_hole: bool = True
    select_box: bool = False
