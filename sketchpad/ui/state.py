"""What holds of a drawing: which actions it allows, and which switches are on."""

from __future__ import annotations

from sketchpad.ui.editor import Editor
from sketchpad.ui.tools.settings import ToolSettings


def facts_of(editor: Editor) -> set[str]:
    """What ``Action.needs`` may name about one drawing. It is asked after every stroke: fast."""
    page, layer, stack = editor.page, editor.layer, editor.undo_stack
    at = page.layers.index(layer)
    pages = [p.id for p in editor.document.pages]
    number = pages.index(page.id)
    known = {
        "undo": stack.canUndo(),
        "redo": stack.canRedo(),
        "selection": bool(editor.selection),
        "holes": any(x.holes for x in page.layers),
        "strokes": any(x.strokes for x in page.layers),
        "cleanable": any(x.visible and (x.strokes or x.underlay) for x in page.layers),
        "editable": layer.visible and not layer.locked,
        "underlay": layer.underlay is not None,
        "many_layers": len(page.layers) > 1,
        "layer_above": at + 1 < len(page.layers),
        "layer_below": at > 0,
        "many_pages": len(pages) > 1,
        "page_before": number > 0,
        "page_after": number + 1 < len(pages),
    }
    return {fact for fact, holds in known.items() if holds}


def checked_of(editor: Editor, tools: ToolSettings) -> dict[str, bool]:
    """Which switches are on, by the id of their action."""
    return {
        "tool.erase_whole": tools.eraser_whole,
        "tool.leave_holes": tools.leave_hole,
        "tool.select_box": tools.select_box,
        "brush.stabiliser": tools.stabiliser,
        "layer.visible": editor.layer.visible,
        "layer.locked": editor.layer.locked,
    }


def tool_action(tool: str, tools: ToolSettings) -> str:
    """The id of the action that says best what the tool in hand will do."""
    if tool == "eraser" and tools.eraser_whole:
        return "tool.erase_whole"
    if tool == "select" and tools.select_box:
        return "tool.select_box"
    return f"tool.{tool}"
