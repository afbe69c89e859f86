from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtWidgets import QToolButton

from sketchpad.core.resources import resource_path
from sketchpad.ui.action import Action, native, normal
from sketchpad.ui.actions import (
    ACTIONS,
    CATEGORIES,
    action,
    by_category,
    conflicts,
    default_keys,
)
from sketchpad.ui.menus import MAIN_BAR, MENUS, TOOL_BAR
from sketchpad.ui.window import MainWindow

MENU_IDS = [entry for _title, entries in MENUS for entry in entries]


def test_no_two_actions_share_a_shortcut():
    assert conflicts(default_keys()) == {}


def test_a_clash_is_found_however_it_is_spelt():
    keys = {"a.b": ("Ctrl+Shift+Z",), "c.d": ("Shift+Ctrl+Z", "F5")}
    assert conflicts(keys) == {normal("Ctrl+Shift+Z"): ["a.b", "c.d"]}


def test_ids_are_unique_and_of_a_known_category():
    assert max(Counter(row.id for row in ACTIONS).values()) == 1
    assert {row.category for row in ACTIONS} == set(CATEGORIES)


@pytest.mark.parametrize("row", ACTIONS, ids=lambda row: row.id)
def test_every_action_has_text_tip_icon_and_valid_keys(row: Action):
    assert row.text.strip()
    assert row.tip.strip()
    assert row.tip != row.text
    assert resource_path(f"icons/{row.icon}.svg").is_file()
    assert all(normal(key) for key in row.keys)


def test_menus_and_bars_name_actions_that_exist():
    for entry in (*MENU_IDS, *MAIN_BAR, *TOOL_BAR):
        if entry is not None and not entry.startswith("@"):
            action(entry)


def test_every_action_is_in_a_menu():
    assert {row.id for row in ACTIONS} - set(MENU_IDS) == set()


def test_every_action_is_listed_in_one_category():
    listed = [row.id for _title, rows in by_category() for row in rows]
    assert sorted(listed) == sorted(row.id for row in ACTIONS)


def test_every_icon_is_drawn_in_the_one_style():
    for file in resource_path("icons").glob("*.svg"):
        if file.stem == "sketchpad":
            continue
        text = file.read_text()
        assert 'viewBox="0 0 24 24"' in text, file.name
        assert 'stroke="currentColor"' in text, file.name
        assert 'stroke-width="1.75"' in text, file.name


def test_the_window_makes_every_action(window: MainWindow):
    for row in ACTIONS:
        made = window.actions_[row.id]
        assert made.text() == row.label
        assert row.hint in made.toolTip()
        assert not made.icon().isNull()
        assert [k.toString() for k in made.shortcuts()] == [normal(k) for k in row.keys]


def test_bars_can_be_used_by_keyboard_and_by_ear(window: MainWindow):
    for bar, entries in ((window.main_bar, MAIN_BAR), (window.tool_bar, TOOL_BAR)):
        buttons = [b for b in bar.findChildren(QToolButton) if b.defaultAction()]
        names = [entry for entry in entries if entry and not entry.startswith("@")]
        assert len(buttons) == len(names)
        for button in buttons:
            assert button.accessibleName()
            assert button.accessibleDescription()
            assert button.focusPolicy() & button.focusPolicy().TabFocus


def test_what_cannot_be_done_is_disabled(window: MainWindow):
    assert not window.actions_["edit.undo"].isEnabled()
    assert not window.actions_["layer.merge"].isEnabled()
    window.actions_["layer.add"].trigger()
    assert window.actions_["edit.undo"].isEnabled()
    assert window.actions_["layer.merge"].isEnabled()


def test_shortcuts_change_at_once_and_are_named_in_the_tooltip(window: MainWindow):
    window.actions_.set_keys({**window.actions_.keys, "tool.pen": ("F7",)})
    assert window.actions_["tool.pen"].shortcut().toString() == "F7"
    assert native(["F7"])[0] in window.actions_["tool.pen"].toolTip()
