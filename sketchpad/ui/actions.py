"""The one table of what a person can do: menus, tool bars, shortcuts, palette and sheet follow it.

A verb is added by adding a row here and a method to the controller that its handler names.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QKeySequence

_T = QT_TRANSLATE_NOOP


@dataclasses.dataclass(frozen=True)
class Action:
    """One row.

    Attributes:
        id: ``<category>.<verb>``; the category is one of ``CATEGORIES``.
        text: in menus and in the palette; English, translated in the context ``Actions``.
        icon: a file of ``resources/icons``, without its ending.
        tip: one sentence, the tooltip and the accessible description.
        handler: ``<controller>.<method>`` of the window's controllers.
        keys: default shortcuts, in Qt's portable text.
        needs: facts that must hold for it to be enabled, see ``MainWindow.facts``.
        argument: passed to the handler, if not empty.
        choice: the exclusive group it is a choice of.
        checkable: it is a switch; the handler gets its state.
    """

    id: str
    text: str
    icon: str
    tip: str
    handler: str
    keys: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    argument: str = ""
    choice: str = ""
    checkable: bool = False

    @property
    def category(self) -> str:
        """The part of the id before the dot."""
        return self.id.partition(".")[0]

    @property
    def label(self) -> str:
        """The translated text."""
        return QCoreApplication.translate("Actions", self.text)

    @property
    def hint(self) -> str:
        """The translated tip."""
        return QCoreApplication.translate("Actions", self.tip)


CATEGORIES: Final[dict[str, str]] = {
    "file": str(_T("Categories", "File")),
    "edit": str(_T("Categories", "Edit")),
    "tool": str(_T("Categories", "Tools")),
    "brush": str(_T("Categories", "Brush")),
    "view": str(_T("Categories", "View")),
    "layer": str(_T("Categories", "Layer")),
    "page": str(_T("Categories", "Page")),
    "suggest": str(_T("Categories", "Suggestions")),
    "help": str(_T("Categories", "Help")),
}

# fmt: off
ACTIONS: Final[tuple[Action, ...]] = (
    Action("file.new", str(_T("Actions", "New Drawing")), "new",
           str(_T("Actions", "Start an empty drawing in a new tab")),
           "files.new", ("Ctrl+N",)),
    Action("file.open", str(_T("Actions", "Open…")), "open",
           str(_T("Actions", "Open drawings, SVG files or sketch data")),
           "files.open", ("Ctrl+O",)),
    Action("file.save", str(_T("Actions", "Save")), "save",
           str(_T("Actions", "Save this drawing to its file")),
           "files.save", ("Ctrl+S",)),
    Action("file.save_as", str(_T("Actions", "Save As…")), "save-as",
           str(_T("Actions", "Save this drawing under another name")),
           "files.save_as", ("Ctrl+Shift+S",)),
    Action("file.export", str(_T("Actions", "Export…")), "export",
           str(_T("Actions", "Export as SVG, PNG, JPEG or PDF")),
           "files.export", ("Ctrl+Shift+E",)),
    Action("file.import_image", str(_T("Actions", "Import Image…")), "image",
           str(_T("Actions", "Put a picture under this layer, to trace it")),
           "files.import_image", ("Ctrl+Shift+I",), ("editable",)),
    Action("file.print", str(_T("Actions", "Print…")), "print",
           str(_T("Actions", "Print this drawing")),
           "files.print", ("Ctrl+P",)),
    Action("file.close", str(_T("Actions", "Close Tab")), "close",
           str(_T("Actions", "Close this drawing")),
           "files.close", ("Ctrl+W",)),
    Action("file.quit", str(_T("Actions", "Quit")), "quit",
           str(_T("Actions", "Close all drawings and quit")),
           "files.quit", ("Ctrl+Q",)),

    Action("edit.undo", str(_T("Actions", "Undo")), "undo",
           str(_T("Actions", "Take back the last step")),
           "edit.undo", ("Ctrl+Z",), ("undo",)),
    Action("edit.redo", str(_T("Actions", "Redo")), "redo",
           str(_T("Actions", "Do again what was taken back")),
           "edit.redo", ("Ctrl+Shift+Z", "Ctrl+Y"), ("redo",)),
    Action("edit.cut", str(_T("Actions", "Cut")), "cut",
           str(_T("Actions", "Move the selected strokes to the clipboard")),
           "edit.cut", ("Ctrl+X",), ("selection",)),
    Action("edit.copy", str(_T("Actions", "Copy")), "copy",
           str(_T("Actions", "Copy the selected strokes as strokes, SVG and PNG")),
           "edit.copy", ("Ctrl+C",), ("selection",)),
    Action("edit.paste", str(_T("Actions", "Paste")), "paste",
           str(_T("Actions", "Paste strokes, SVG or a picture from the clipboard")),
           "edit.paste", ("Ctrl+V",), ("editable",)),
    Action("edit.duplicate", str(_T("Actions", "Duplicate")), "duplicate",
           str(_T("Actions", "Draw the selected strokes once more")),
           "edit.duplicate", ("Ctrl+D",), ("selection",)),
    Action("edit.delete", str(_T("Actions", "Delete")), "trash",
           str(_T("Actions", "Delete the selected strokes")),
           "edit.delete", ("Del", "Backspace"), ("selection",)),
    Action("edit.select_all", str(_T("Actions", "Select All")), "select-all",
           str(_T("Actions", "Select every stroke of this page that is not locked")),
           "edit.select_all", ("Ctrl+A",), ("strokes",)),
    Action("edit.deselect", str(_T("Actions", "Deselect")), "deselect",
           str(_T("Actions", "Select nothing")),
           "edit.deselect", ("Ctrl+Shift+A",), ("selection",)),
    Action("edit.recolour", str(_T("Actions", "Give Selection the Brush")), "recolour",
           str(_T("Actions", "Redraw the selected strokes with the colour and width of the brush")),
           "edit.recolour", ("Ctrl+B",), ("selection",)),
    Action("edit.forget_holes", str(_T("Actions", "Forget Holes")), "deselect",
           str(_T("Actions", "Remove the marks where something was erased on this page")),
           "edit.forget_holes", (), ("holes",)),
    Action("edit.settings", str(_T("Actions", "Settings…")), "settings",
           str(_T("Actions", "Language, theme, tablet and shortcuts")),
           "help.settings", ("Ctrl+,",)),

    Action("tool.pen", str(_T("Actions", "Pen")), "pen",
           str(_T("Actions", "Draw strokes")),
           "tools.take", ("B", "P"), argument="pen", choice="tool"),
    Action("tool.eraser", str(_T("Actions", "Eraser")), "eraser",
           str(_T("Actions", "Erase what the pointer sweeps over; Shift or Alt leaves no hole")),
           "tools.take", ("E",), argument="eraser", choice="tool"),
    Action("tool.select", str(_T("Actions", "Select")), "select",
           str(_T("Actions", "Select strokes, then move, scale or rotate them")),
           "tools.take", ("S", "V"), argument="select", choice="tool"),
    Action("tool.eyedropper", str(_T("Actions", "Eyedropper")), "eyedropper",
           str(_T("Actions", "Take a stroke's colour for the brush")),
           "tools.take", ("I",), argument="eyedropper", choice="tool"),
    Action("tool.hand", str(_T("Actions", "Hand")), "hand",
           str(_T("Actions", "Move the paper; holding Space does the same")),
           "tools.take", ("H",), argument="hand", choice="tool"),
    Action("tool.zoom", str(_T("Actions", "Zoom")), "zoom",
           str(_T("Actions", "Click to zoom in, with Alt to zoom out")),
           "tools.take", ("Z",), argument="zoom", choice="tool"),
    Action("tool.rotate", str(_T("Actions", "Rotate View")), "rotate",
           str(_T("Actions", "Turn the paper by dragging")),
           "tools.take", ("R",), argument="rotate", choice="tool"),
    Action("tool.erase_whole", str(_T("Actions", "Erase Whole Strokes")), "eraser",
           str(_T("Actions", "The eraser takes every stroke that it touches, not only a part")),
           "tools.erase_whole", ("Shift+E",), checkable=True),
    Action("tool.leave_holes", str(_T("Actions", "Eraser Leaves Holes")), "lasso",
           str(_T("Actions", "Remember where something was erased, so that it can be healed")),
           "tools.leave_holes", ("Shift+H",), checkable=True),
    Action("tool.select_box", str(_T("Actions", "Select with a Box")), "box-select",
           str(_T("Actions", "Drag a box instead of a lasso")),
           "tools.select_box", ("Shift+S",), checkable=True),

    Action("brush.wider", str(_T("Actions", "Wider Brush")), "wider",
           str(_T("Actions", "Draw wider strokes, or erase a wider path")),
           "tools.wider", ("]",)),
    Action("brush.narrower", str(_T("Actions", "Narrower Brush")), "narrower",
           str(_T("Actions", "Draw narrower strokes, or erase a narrower path")),
           "tools.narrower", ("[",)),
    Action("brush.colour", str(_T("Actions", "Choose Colour…")), "palette",
           str(_T("Actions", "Choose any colour for the brush")),
           "tools.choose_colour", ("C",)),
    Action("brush.swap", str(_T("Actions", "Previous Colour")), "recolour",
           str(_T("Actions", "Go back to the colour used before")),
           "tools.previous_colour", ("X",)),
    Action("brush.stabiliser", str(_T("Actions", "Stabiliser")), "stabiliser",
           str(_T("Actions", "Draw on a string that the pen pulls, for long calm curves")),
           "tools.stabiliser", ("Shift+B",), checkable=True),

    Action("view.zoom_in", str(_T("Actions", "Zoom In")), "zoom-in",
           str(_T("Actions", "Look closer")),
           "view.zoom_in", ("Ctrl++", "Ctrl+=")),
    Action("view.zoom_out", str(_T("Actions", "Zoom Out")), "zoom-out",
           str(_T("Actions", "Step back")),
           "view.zoom_out", ("Ctrl+-",)),
    Action("view.fit", str(_T("Actions", "Fit Page")), "fit",
           str(_T("Actions", "Show the whole page")),
           "view.fit", ("Ctrl+0", "Shift+1")),
    Action("view.actual", str(_T("Actions", "Actual Size")), "actual-size",
           str(_T("Actions", "Show one canvas unit as one pixel")),
           "view.actual", ("Ctrl+1",)),
    Action("view.rotate_left", str(_T("Actions", "Turn Left")), "rotate-left",
           str(_T("Actions", "Turn the paper by 15 degrees to the left")),
           "view.rotate_left", ("Ctrl+[",)),
    Action("view.rotate_right", str(_T("Actions", "Turn Right")), "rotate-right",
           str(_T("Actions", "Turn the paper by 15 degrees to the right")),
           "view.rotate_right", ("Ctrl+]",)),
    Action("view.upright", str(_T("Actions", "Turn Upright")), "upright",
           str(_T("Actions", "Put the paper straight again")),
           "view.upright", ("Shift+R",)),
    Action("view.panels", str(_T("Actions", "Panels")), "sidebar",
           str(_T("Actions", "Show or hide the panels on the side")),
           "view.panels", ("F9",), checkable=True),
    Action("view.fullscreen", str(_T("Actions", "Full Screen")), "fullscreen",
           str(_T("Actions", "Fill the screen with the drawing")),
           "view.fullscreen", ("F11",), checkable=True),
    Action("view.dark", str(_T("Actions", "Dark Theme")), "moon",
           str(_T("Actions", "Switch between the light and the dark theme; the paper stays")),
           "view.dark", ("Alt+Shift+D",), checkable=True),
    Action("view.next_tab", str(_T("Actions", "Next Tab")), "tab-next",
           str(_T("Actions", "Go to the next open drawing")),
           "view.next_tab", ("Ctrl+Tab",), ("many_tabs",)),
    Action("view.previous_tab", str(_T("Actions", "Previous Tab")), "tab-previous",
           str(_T("Actions", "Go to the open drawing before this one")),
           "view.previous_tab", ("Ctrl+Shift+Tab",), ("many_tabs",)),

    Action("layer.add", str(_T("Actions", "New Layer")), "layer-add",
           str(_T("Actions", "Add a layer above this one")),
           "layers.add", ("Ctrl+Shift+N",)),
    Action("layer.duplicate", str(_T("Actions", "Duplicate Layer")), "duplicate",
           str(_T("Actions", "Copy this layer with all its strokes")),
           "layers.duplicate", ("Ctrl+J",)),
    Action("layer.rename", str(_T("Actions", "Rename Layer…")), "rename",
           str(_T("Actions", "Give this layer another name")),
           "layers.rename", ("F2",)),
    Action("layer.delete", str(_T("Actions", "Delete Layer")), "trash",
           str(_T("Actions", "Delete this layer with all its strokes")),
           "layers.delete", ("Ctrl+Shift+Del",), ("many_layers",)),
    Action("layer.up", str(_T("Actions", "Move Layer Up")), "up",
           str(_T("Actions", "Move this layer over the next one")),
           "layers.up", ("Ctrl+Shift+Up",), ("layer_above",)),
    Action("layer.down", str(_T("Actions", "Move Layer Down")), "down",
           str(_T("Actions", "Move this layer under the one below")),
           "layers.down", ("Ctrl+Shift+Down",), ("layer_below",)),
    Action("layer.merge", str(_T("Actions", "Merge Down")), "merge",
           str(_T("Actions", "Put this layer's strokes on the layer below")),
           "layers.merge", ("Ctrl+E",), ("layer_below",)),
    Action("layer.visible", str(_T("Actions", "Layer Visible")), "eye",
           str(_T("Actions", "Show or hide this layer")),
           "layers.visible", ("Ctrl+H",), checkable=True),
    Action("layer.locked", str(_T("Actions", "Layer Locked")), "lock",
           str(_T("Actions", "Protect this layer from changes")),
           "layers.locked", ("Ctrl+L",), checkable=True),
    Action("layer.remove_underlay", str(_T("Actions", "Remove Underlay")), "underlay-off",
           str(_T("Actions", "Take away the picture under this layer")),
           "layers.remove_underlay", (), ("underlay",)),

    Action("page.add", str(_T("Actions", "New Page")), "page-add",
           str(_T("Actions", "Add an empty page after this one")),
           "pages.add", ("Ctrl+Alt+N",)),
    Action("page.duplicate", str(_T("Actions", "Duplicate Page")), "pages",
           str(_T("Actions", "Copy this page with all its layers")),
           "pages.duplicate", ("Ctrl+Alt+D",)),
    Action("page.delete", str(_T("Actions", "Delete Page")), "trash",
           str(_T("Actions", "Delete this page with all its layers")),
           "pages.delete", (), ("many_pages",)),
    Action("page.previous", str(_T("Actions", "Previous Page")), "previous",
           str(_T("Actions", "Go to the page before this one")),
           "pages.previous", ("PgUp",), ("page_before",)),
    Action("page.next", str(_T("Actions", "Next Page")), "next",
           str(_T("Actions", "Go to the page after this one")),
           "pages.next", ("PgDown",), ("page_after",)),
    Action("page.setup", str(_T("Actions", "Page Setup…")), "page-setup",
           str(_T("Actions", "Size of the page, and the colour of its paper")),
           "pages.setup", ("Ctrl+Shift+D",)),

    Action("suggest.complete", str(_T("Actions", "Complete")), "complete",
           str(_T("Actions", "Suggest how the drawing goes on; again for other suggestions")),
           "models.complete", ("Ctrl+Space",), ("can_complete", "strokes")),
    Action("suggest.heal", str(_T("Actions", "Heal")), "heal",
           str(_T("Actions", "Suggest what was where something is erased")),
           "models.heal", ("Ctrl+Shift+H",), ("can_heal", "holes")),
    Action("suggest.redraw", str(_T("Actions", "Redraw")), "redraw",
           str(_T("Actions", "Suggest the whole drawing anew, in the place of what is there")),
           "models.redraw", (), ("can_redraw", "strokes")),
    Action("suggest.interpolate", str(_T("Actions", "Interpolate…")), "interpolate",
           str(_T("Actions", "Morph one sketch into another, and export it as an animation")),
           "models.interpolate", ("Ctrl+Shift+M",), ("can_interpolate",)),
    Action("suggest.generate", str(_T("Actions", "Generate…")), "generate",
           str(_T("Actions", "Draw new sketches of a category, to place on the page")),
           "models.generate", ("Ctrl+G",), ("can_generate", "editable")),
    Action("suggest.clean", str(_T("Actions", "Clean…")), "clean",
           str(_T("Actions", "Turn rough strokes or a picture into clean strokes on a new layer")),
           "clean.start", ("Ctrl+Shift+C",), ("can_clean", "cleanable")),
    Action("suggest.accept", str(_T("Actions", "Accept Suggestion")), "check",
           str(_T("Actions", "Keep the ghost strokes; Tab does it on the canvas")),
           "models.accept", (), ("suggestion",)),
    Action("suggest.accept_next", str(_T("Actions", "Accept Next Stroke")), "accept-next",
           str(_T("Actions", "Keep only the next ghost stroke; Ctrl+Right on the canvas")),
           "models.accept_next", (), ("suggestion",)),
    Action("suggest.reject", str(_T("Actions", "Dismiss Suggestion")), "close",
           str(_T("Actions", "Leave the ghost strokes, or stop the model; Esc on the canvas")),
           "models.reject", (), ("suggesting",)),
    Action("suggest.previous", str(_T("Actions", "Previous Suggestion")), "previous",
           str(_T("Actions", "Show the suggestion before this one; [ on the canvas")),
           "models.previous", (), ("suggestions",)),
    Action("suggest.next", str(_T("Actions", "Next Suggestion")), "next",
           str(_T("Actions", "Show the next suggestion; ] on the canvas, or Alt and its number")),
           "models.next", (), ("suggestions",)),
    Action("suggest.live", str(_T("Actions", "Live Suggestions")), "live",
           str(_T("Actions", "Suggest how the drawing goes on whenever the pen pauses")),
           "models.live", ("Ctrl+Shift+Space",), ("can_complete",), checkable=True),
    Action("suggest.auto_heal", str(_T("Actions", "Heal While Erasing")), "heal",
           str(_T("Actions", "Suggest what was erased as soon as the eraser is lifted")),
           "models.auto_heal", (), ("can_heal",), checkable=True),
    Action("suggest.recognise", str(_T("Actions", "Recognise While Drawing")), "recognise",
           str(_T("Actions", "Say in a corner of the canvas what the drawing is taken for")),
           "models.recognise", (), ("can_recognise",), checkable=True),
    Action("suggest.category", str(_T("Actions", "Choose Category…")), "recognise",
           str(_T("Actions", "Say what the drawing is or shall become")),
           "models.choose_category", ("Ctrl+K",), ("can_complete",)),
    Action("suggest.bar", str(_T("Actions", "Suggestion Bar")), "suggestions",
           str(_T("Actions", "Show or hide the bar under the canvas")),
           "models.show_bar", (), checkable=True),

    Action("help.palette", str(_T("Actions", "Command Palette…")), "command",
           str(_T("Actions", "Find and run any command by its name")),
           "help.palette", ("Ctrl+Shift+P", "Ctrl+/")),
    Action("help.shortcuts", str(_T("Actions", "Keyboard Shortcuts")), "keyboard",
           str(_T("Actions", "Show every shortcut on one sheet")),
           "help.shortcuts", ("?",)),
    Action("help.samples", str(_T("Actions", "Sample Sketches")), "gallery",
           str(_T("Actions", "Show the gallery of sample sketches in a new drawing")),
           "help.samples"),
    Action("help.about", str(_T("Actions", "About Sketchpad")), "info",
           str(_T("Actions", "Version, licences and thanks")),
           "help.about", ("F1",)),
)
# fmt: on

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
            *("layer.visible", "layer.locked", None, "file.import_image", "layer.remove_underlay"),
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

_BY_ID: Final = {action.id: action for action in ACTIONS}


def action(action_id: str) -> Action:
    """The row of this id.

    Raises:
        KeyError: if the table has none.
    """
    return _BY_ID[action_id]


def default_keys() -> dict[str, tuple[str, ...]]:
    """The default shortcuts of every action."""
    return {row.id: row.keys for row in ACTIONS}


def conflicts(keys: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Shortcuts that more than one action claims: portable text to action ids."""
    claims: dict[str, list[str]] = {}
    for action_id, sequences in keys.items():
        for text in sequences:
            claims.setdefault(normal(text), []).append(action_id)
    return {text: ids for text, ids in claims.items() if len(ids) > 1}


def normal(keys: str) -> str:
    """One spelling per shortcut."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText)


def native(keys: Iterable[str]) -> list[str]:
    """Shortcuts as this platform writes them."""
    form = QKeySequence.SequenceFormat.NativeText
    return [QKeySequence(text).toString(form) for text in keys]


def by_category() -> Iterator[tuple[str, list[Action]]]:
    """The translated title of each category, and its actions in the table's order."""
    for name, title in CATEGORIES.items():
        rows = [row for row in ACTIONS if row.category == name]
        yield QCoreApplication.translate("Categories", title), rows
