"""Where the actions are found: the menu bar and the tool bars, as lists of their ids."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

_T = QT_TRANSLATE_NOOP

#: The menu bar as nested lists of ids; None is a line, ``@name`` a menu that fills itself.
MENUS: Final[tuple[tuple[str, tuple[str | None, ...]], ...]] = (
    (
        str(_T("Menus", "&File")),
        (
            *("file.new", "file.open", "@recent", None),
            *("file.save", "file.save_as", "file.export", None),
            *("file.import_image", "file.print", None, "file.close", "file.quit"),
        ),
    ),
    (
        str(_T("Menus", "&Edit")),
        (
            *("edit.undo", "edit.redo", None),
            *("edit.cut", "edit.copy", "edit.paste", "edit.duplicate", "edit.delete", None),
            *("edit.select_all", "edit.deselect", "edit.recolour", "edit.forget_holes", None),
            *("edit.settings",),
        ),
    ),
    (
        str(_T("Menus", "&Draw")),
        (
            *("tool.pen", "tool.eraser", "tool.select", "tool.eyedropper", None),
            *("tool.erase_whole", "tool.leave_holes", "tool.select_box", None),
            *("brush.colour", "brush.swap", "brush.wider", "brush.narrower", "brush.stabiliser"),
        ),
    ),
    (
        str(_T("Menus", "&View")),
        (
            *("tool.hand", "tool.zoom", "tool.rotate", None),
            *("view.zoom_in", "view.zoom_out", "view.fit", "view.actual", None),
            *("view.rotate_left", "view.rotate_right", "view.upright", None),
            *("view.panels", "@panels", "view.dark", "view.fullscreen", None),
            *("view.next_tab", "view.previous_tab"),
        ),
    ),
    (
        str(_T("Menus", "&Layer")),
        (
            *("layer.add", "layer.duplicate", "layer.rename", "layer.delete", None),
            *("layer.up", "layer.down", "layer.merge", None),
            *("layer.visible", "layer.locked", None, "file.import_image"),
            *("tool.underlay", "layer.remove_underlay"),
        ),
    ),
    (
        str(_T("Menus", "&Page")),
        (
            *("page.add", "page.duplicate", "page.delete", None),
            *("page.previous", "page.next", None, "page.setup"),
        ),
    ),
    (
        str(_T("Menus", "&Suggest")),
        (
            *("suggest.complete", "suggest.heal", "suggest.redraw", "suggest.clean", None),
            *("suggest.interpolate", "suggest.generate", None),
            *("suggest.accept", "suggest.accept_next", "suggest.reject"),
            *("suggest.previous", "suggest.next", None),
            *("suggest.live", "suggest.auto_heal", "suggest.recognise", None),
            *("suggest.category", "suggest.bar"),
        ),
    ),
    (
        str(_T("Menus", "&Help")),
        ("help.palette", "help.shortcuts", "help.samples", None, "help.about"),
    ),
)

#: What a click on the canvas with the right button offers.
CONTEXT_MENU: Final[tuple[str | None, ...]] = (
    *("edit.cut", "edit.copy", "edit.paste", "edit.duplicate", "edit.delete", None),
    *("edit.select_all", "edit.deselect", "edit.recolour", None),
    *("suggest.complete", "suggest.heal", "suggest.clean", None),
    *("tool.underlay", "edit.forget_holes", "view.fit"),
)
#: The compact bar on top; ``@space`` pushes what follows to the right.
MAIN_BAR: Final[tuple[str | None, ...]] = (
    *("file.new", "file.open", "file.save", "file.export", None),
    *("edit.undo", "edit.redo", "@space"),
    *("help.palette", "help.shortcuts", "view.dark", "view.panels"),
)
#: The tools on the left.
TOOL_BAR: Final[tuple[str | None, ...]] = (
    *("tool.pen", "tool.eraser", "tool.select", "tool.eyedropper", None),
    *("tool.hand", "tool.zoom", "tool.rotate"),
)
