"""Open, save, print, close."""

from __future__ import annotations

import enum
import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QMimeData
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox

from sketchpad.core.document import Document, Layer, Page
from sketchpad.files.atomic import stamp_of
from sketchpad.files.formats import DRAWINGS, IMAGES, Loaded
from sketchpad.ui.commands.base import Controller
from sketchpad.ui.commands.pictures import to_trace
from sketchpad.ui.dialogs.endings import replaced
from sketchpad.ui.dialogs.replacing import may_replace
from sketchpad.ui.editor import Editor
from sketchpad.ui.icons import icon
from sketchpad.ui.sentences import said
from sketchpad.ui.tab import DocumentTab, new_editor
from sketchpad.ui.welcome import samples

translate = QCoreApplication.translate
#: Unsaved drawings that are named when the window is closed.
MOST_NAMES: Final = 8


class _Theirs(enum.Enum):
    """What becomes of what somebody else has written into a drawing's file."""

    REPLACE = enum.auto()
    KEEP = enum.auto()
    CANCEL = enum.auto()


class FileCommands(Controller):
    """Handlers of ``file.*``."""

    def new(self) -> None:
        """An empty drawing in a new tab."""
        editor = new_editor()
        titles = {tab.title for tab in self.window.all_tabs()}
        if self.tr("Untitled") in titles:
            names = (self.tr("Untitled {number}").format(number=k) for k in itertools.count(2))
            editor.name = next(name for name in names if name not in titles)
        self.window.add_tab(editor)

    def open(self) -> None:
        """Ask for files, and open them."""
        drawings = " ".join(f"*{suffix}" for suffix in DRAWINGS)
        pictures = " ".join(f"*{suffix}" for suffix in IMAGES)
        names, _filter = QFileDialog.getOpenFileNames(
            self.window,
            self.tr("Open"),
            self.window.settings.text("files/folder", str(Path.home())),
            ";;".join(
                (
                    self.tr("Everything that can be opened ({patterns})").format(
                        patterns=f"{drawings} {pictures}"
                    ),
                    self.tr("Drawings ({patterns})").format(patterns=drawings),
                    self.tr("Pictures ({patterns})").format(patterns=pictures),
                )
            ),
        )
        self.open_paths([Path(name) for name in names])

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open files in tabs; a picture becomes the underlay of a new drawing."""
        for path in paths:
            self._open(path.absolute())

    def take_dropped(self, paths: Sequence[Path]) -> None:
        """Open files; a single picture goes under the layer of the drawing in front."""
        is_picture = len(paths) == 1 and paths[0].suffix.lower() in IMAGES
        if is_picture and "editable" in self.window.facts():
            self.window.pictures.import_path(paths[0])
        else:
            self.open_paths(paths)

    def open_sample(self, name: str) -> None:
        """Open a copy of a sample in place of the empty drawing in front."""
        self._load(
            Path(name),
            lambda loaded: self._show(Editor(_named(loaded.document)), _title(Path(name).stem)),
        )

    def _open(self, path: Path) -> None:
        if (tab := self.tab_of(path)) is not None:
            self.window.tabs.setCurrentWidget(tab)
        else:
            self._load(path, lambda loaded: self._opened(loaded, path))

    def tab_of(self, path: Path | None) -> DocumentTab | None:
        """The tab that shows a file, if one does."""
        tabs = self.window.all_tabs() if path is not None else ()
        return next((tab for tab in tabs if tab.editor.path == path), None)

    def _load(self, path: Path, then: Callable[[Loaded], None]) -> None:
        def work() -> Loaded:
            from sketchpad import files

            return files.open_document(path)

        self.window.busy.do(work, then, self.window.fail)

    def _opened(self, loaded: Loaded, path: Path) -> None:
        if (tab := self.tab_of(path)) is not None:
            self.window.tabs.setCurrentWidget(tab)  # recovered while it was being read
            return
        # Only the native format keeps everything: other files are imported, and saved elsewhere.
        own = loaded.format == "sketch" and not loaded.read_only
        document = loaded.document if own else _named(loaded.document)
        if loaded.format == "image":
            document = to_trace(document)
        self._show(Editor(document, path if own else None), path.stem)
        if loaded.format == "image":
            self.window.pictures.tell_placed()
        self._remember(path)
        if loaded.notes:
            notice = self.window.models.of(self.tab).notice
            notice.tell("\n".join(said(note) for note in loaded.notes))

    def _show(self, editor: Editor, name: str) -> None:
        replaced = self.tab if self.window.tabs.count() and self.tab.is_pristine else None
        editor.name = name
        self.window.add_tab(editor)
        if replaced is not None:
            self.window.remove_tab(replaced)

    def save(self) -> None:
        """To the document's own file, or to one that is asked for."""
        self.save_tab(self.tab)

    def save_as(self) -> None:
        """To a file that is asked for."""
        self.save_tab(self.tab, ask=True)

    def save_tab(
        self, tab: DocumentTab, then: Callable[[], None] | None = None, *, ask: bool = False
    ) -> None:
        """Save a tab's document on the worker's thread, then go on with ``then``."""
        path = None if ask else tab.editor.path
        path = path or self._ask_path(tab)
        if path is None:
            return
        if path == tab.editor.path and (answer := self._about_theirs(tab)) is not _Theirs.REPLACE:
            if answer is _Theirs.KEEP:
                self.save_tab(tab, then, ask=True)
            return
        document, target = tab.editor.document, path

        def saved(_none: None) -> None:
            tab.editor.stamp = stamp_of(target)
            if tab.editor.document is document:
                tab.autosave.finish()
                tab.editor.mark_saved(target)
            elif tab.editor.path != target:
                # Drawn on meanwhile: what is new is unsaved, but the file is known.
                tab.editor.path = target
                tab.editor.path_changed.emit()
            self._remember(target)
            self.window.say(self.tr("Saved {name}").format(name=target.name))
            self.window.update_titles()
            if then is not None:
                then()

        self.window.busy.do(lambda: _save(document, target), saved, self.window.fail)

    def _about_theirs(self, tab: DocumentTab) -> _Theirs:
        """Ask, if somebody else has written a tab's file since it was read or written here."""
        before, now = tab.editor.stamp, stamp_of(tab.editor.path)
        if not before or not now or now == before:
            return _Theirs.REPLACE
        button = QMessageBox.StandardButton
        box = QMessageBox(self.window)
        box.setWindowTitle(self.tr("Changed Elsewhere"))
        box.setText(
            self.tr("“{name}” has been changed elsewhere since it was opened here.").format(
                name=tab.title
            )
        )
        box.setInformativeText(self.tr("Saving replaces what is there now; Save As keeps both."))
        box.setStandardButtons(button.Save | button.Cancel)
        other = box.addButton(self.tr("Save As…"), QMessageBox.ButtonRole.ActionRole)
        box.setDefaultButton(button.Cancel)
        answer = box.exec()
        if box.clickedButton() is other:
            return _Theirs.KEEP
        return _Theirs.REPLACE if answer == button.Save else _Theirs.CANCEL

    def _ask_path(self, tab: DocumentTab) -> Path | None:
        folder = Path(self.window.settings.text("files/folder", str(Path.home())))
        stem = tab.editor.path.stem if tab.editor.path else tab.editor.name or self.tr("Drawing")
        name, _filter = QFileDialog.getSaveFileName(
            self.window,
            self.tr("Save As"),
            str(folder / f"{stem}.sketch"),
            self.tr("Sketchpad drawing ({patterns})").format(patterns="*.sketch"),
        )
        if not name:
            return None
        path = replaced(Path(name), ".sketch")
        return path if may_replace(self.window, Path(name), [path]) else None

    def print(self) -> None:
        """Print every page."""
        from sketchpad.ui.printing import print_document

        print_document(self.editor.document, self.window)

    def close(self) -> None:
        """Close the tab in front, unless its changes are wanted and cannot be saved."""
        self.close_tab(self.tab)

    def close_tab(self, tab: DocumentTab) -> None:
        """Close a tab after asking what to do with unsaved changes."""
        if not tab.editor.is_dirty:
            self.window.remove_tab(tab)
            return
        self.window.tabs.setCurrentWidget(tab)
        answer = ask_unsaved(self, [tab])
        if answer == QMessageBox.StandardButton.Save:
            self.save_tab(tab, lambda: self.window.remove_tab(tab))
        elif answer == QMessageBox.StandardButton.Discard:
            self.window.remove_tab(tab)

    def quit(self) -> None:
        """Close the window, which asks what has to be asked."""
        self.window.close()

    def save_all(self, tabs: Sequence[DocumentTab], then: Callable[[], None]) -> None:
        """Save one after another, then go on; a failure or a cancelled dialog stops it."""
        if tabs:
            self.save_tab(tabs[0], lambda: self.save_all(tabs[1:], then))
        else:
            then()

    def fill_recent(self, menu: QMenu) -> None:
        """Add the menu of recent files, which fills itself when it opens."""
        recent = menu.addMenu(icon("recent"), self.tr("Open Recent"))
        recent.aboutToShow.connect(lambda: self._fill_recent(recent))

    def _fill_recent(self, menu: QMenu) -> None:
        menu.clear()
        paths = [path for path in self.window.settings.recent_files if path.exists()]
        for path in paths:
            entry = menu.addAction(icon("file"), path.name)
            entry.setToolTip(str(path))
            entry.triggered.connect(lambda _=False, chosen=path: self.open_paths([chosen]))
        if not paths:
            menu.addAction(self.tr("No recent files")).setEnabled(False)
            return
        menu.addSeparator()
        clear = menu.addAction(icon("close"), self.tr("Clear List"))
        clear.triggered.connect(lambda _=False: self.window.settings.forget_files())

    def _remember(self, path: Path) -> None:
        self.window.settings.remember_file(path)
        self.window.settings.put("files/folder", str(path.parent))


def _named(document: Document) -> Document:
    """With layers that the import had no name for named in the language of the interface."""
    plain = Layer().name
    ours = translate("LayerCommands", "Layer {number}").format(number=1)

    def rename(page: Page) -> Page:
        layers = (x.replace(name=ours) if x.name == plain else x for x in page)
        return page.replace(layers=tuple(layers))

    return document.replace(pages=tuple(rename(page) for page in document.pages))


def files_in(mime: QMimeData) -> list[Path]:
    """The files that are dragged or pasted."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def _title(sample: str) -> str:
    return next(title for path, _preview, title in samples() if path.stem == sample)


def _save(document: Document, path: Path) -> None:
    from sketchpad import files  # loaded with the first file, not with the window

    files.save(document, path)


def _names(tabs: Sequence[DocumentTab]) -> str:
    """The drawings' names, one a line; not more of them than one reads."""
    lines = [f"•  {tab.title}" for tab in tabs[:MOST_NAMES]]
    if len(tabs) > MOST_NAMES:
        more = translate("FileCommands", "and {count} more")
        lines.append(more.format(count=len(tabs) - MOST_NAMES))
    return "\n".join(lines)


def ask_unsaved(parent: FileCommands, tabs: Sequence[DocumentTab]) -> QMessageBox.StandardButton:
    """What to do with changes that are in no file."""
    button = QMessageBox.StandardButton
    box = QMessageBox(parent.window)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle(translate("FileCommands", "Unsaved Changes"))
    if len(tabs) == 1:
        box.setText(
            translate("FileCommands", "Save the changes to “{name}”?").format(name=tabs[0].title)
        )
    else:
        box.setText(
            translate("FileCommands", "Save the changes to {count} drawings?").format(
                count=len(tabs)
            )
        )
    lost = translate("FileCommands", "They are lost otherwise.")
    box.setInformativeText(lost if len(tabs) == 1 else f"{_names(tabs)}\n\n{lost}")
    box.setStandardButtons(button.Save | button.Discard | button.Cancel)
    box.setDefaultButton(button.Save)
    return button(box.exec())
