"""The main window: tabs of drawings, tool bars, panels, and what keeps them in step."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QMainWindow,
    QMenu,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from sketchpad.ui import theme
from sketchpad.ui.action_set import ActionSet
from sketchpad.ui.commands.clean import CleanCommands
from sketchpad.ui.commands.edit import EditCommands
from sketchpad.ui.commands.exporting import ExportCommands
from sketchpad.ui.commands.files import FileCommands, files_in
from sketchpad.ui.commands.help import HelpCommands
from sketchpad.ui.commands.layers import LayerCommands
from sketchpad.ui.commands.models import ModelCommands
from sketchpad.ui.commands.pages import PageCommands
from sketchpad.ui.commands.pictures import PictureCommands
from sketchpad.ui.commands.recovery import Recovery
from sketchpad.ui.commands.session import Session
from sketchpad.ui.commands.tools import ToolCommands
from sketchpad.ui.commands.view import ViewCommands
from sketchpad.ui.docks import make_docks, make_panels, name_bars
from sketchpad.ui.editor import DEFAULT_BRUSH, Editor
from sketchpad.ui.icons import app_icon
from sketchpad.ui.memory import remembered
from sketchpad.ui.menus import CONTEXT_MENU, MAIN_BAR, TOOL_BAR
from sketchpad.ui.panels.brush import BrushPanel
from sketchpad.ui.sentences import said
from sketchpad.ui.settings import Settings
from sketchpad.ui.side import Side
from sketchpad.ui.state import checked_of, facts_of, tool_action
from sketchpad.ui.statusbar import StatusBar
from sketchpad.ui.tab import DocumentTab, new_editor
from sketchpad.ui.tabs import Tabs
from sketchpad.ui.tools.settings import ToolSettings
from sketchpad.ui.trouble import tell
from sketchpad.ui.worker import Worker

if TYPE_CHECKING:
    from sketchpad.files.journal import Journal

logger = logging.getLogger(__name__)
SIZE: Final = QSize(1280, 820)
#: What the window manager may add to it, at most.
FRAME: Final = QSize(16, 44)


class MainWindow(QMainWindow):
    """The main window; one per process.

    Attributes:
        settings: what is remembered.
        tool_settings: what the tools of all tabs are set to.
        actions_: the action table brought to life.
        busy: the thread that reads and writes files.

    Signals:
        device_known: name and reason of the device that models run on.
    """

    device_known = Signal(str, str)

    def __init__(self, settings: Settings | None = None) -> None:
        super().__init__()
        self.settings = settings or Settings()
        self.tool_settings = remembered(ToolSettings(), self.settings.text("tools/settings"))
        self._brush = remembered(DEFAULT_BRUSH, self.settings.text("brush/last"))
        self.busy = Worker("files", self)
        self._journals = Worker("autosave", self)
        self._tool = "pen"
        self._device_known = False
        self._current: DocumentTab | None = None
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(False)
        room = self.screen().availableSize() - FRAME
        self.resize(SIZE.boundedTo(room))
        self._make_controllers()
        self._build_tabs()
        self._build_bars()
        self._build_docks()
        self._restore()
        self.add_tab(new_editor())
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_scheme)

    # Building.

    def _make_controllers(self) -> None:
        self.files = FileCommands(self)
        self.exporting = ExportCommands(self)
        self.pictures = PictureCommands(self)
        self.edit = EditCommands(self)
        self.tools = ToolCommands(self)
        self.view = ViewCommands(self)
        self.layers = LayerCommands(self)
        self.pages = PageCommands(self)
        self.models = ModelCommands(self)
        self.clean = CleanCommands(self)
        self.help = HelpCommands(self)
        self.recovery = Recovery(self)
        self.session = Session(self)
        names = (
            *("files", "exporting", "pictures", "edit", "tools", "view", "layers"),
            *("pages", "models", "clean", "help"),
        )
        controllers = {name: getattr(self, name) for name in names}
        self.actions_ = ActionSet(self, controllers, self.settings.keys, self.fail)

    def _build_tabs(self) -> None:
        self.tabs = Tabs()
        self.tabs.fronted.connect(self._on_front)
        self.tabs.close_wanted.connect(self.files.close_tab)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.models.build_bar())
        column.addWidget(self.clean.build_bar())
        self.setCentralWidget(middle)

    def _build_bars(self) -> None:
        special: Mapping[str, Callable[[QMenu], None]] = {
            "@recent": self.files.fill_recent,
            "@panels": self._fill_panels,
        }
        self.actions_.fill_menus(self.menuBar(), special)
        area = Qt.ToolBarArea
        self.main_bar = self.actions_.make_bar("main", self.tr("Main bar"), MAIN_BAR, 20)
        self.tool_bar = self.actions_.make_bar("tools", self.tr("Tools"), TOOL_BAR, 22)
        self.addToolBar(area.TopToolBarArea, self.main_bar)
        self.addToolBar(area.LeftToolBarArea, self.tool_bar)
        self.status = StatusBar(self)
        self.setStatusBar(self.status)
        self.status.insertPermanentWidget(0, self.models.indicator)
        self.status.zoom_chosen.connect(self.view.zoom_percent)
        self.status.device_clicked.connect(lambda: self.help.open_settings("device"))

    def _build_docks(self) -> None:
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.panels = make_panels(self)
        self.docks = make_docks(self, self.panels)
        self.side = Side(self)
        for dock in self.docks.values():
            self._panel_menu.addAction(dock.toggleViewAction())

    def _fill_panels(self, menu: QMenu) -> None:
        self._panel_menu = menu.addMenu(self.tr("Show Panel"))

    def _restore(self) -> None:
        self.restoreGeometry(self.settings.blob("window/geometry"))
        self.show_panels(self.settings.flag("window/panels", default=True))

    # Tabs.

    @property
    def tab(self) -> DocumentTab:
        """The tab in front."""
        return self.tabs.front

    def all_tabs(self) -> list[DocumentTab]:
        """Every open drawing, left to right."""
        return self.tabs.drawings()

    def add_tab(self, editor: Editor, journal: Journal | None = None) -> DocumentTab:
        """Open a document in a new tab, in front."""
        greet = self.settings.flag("interface/welcome", default=True)
        tab = DocumentTab(editor, self.tool_settings, self._journals, journal, greet=greet)
        tab.canvas.set_desk_colour(QColor(theme.current().desk))
        tab.sample_chosen.connect(self.files.open_sample)
        tab.recorded.connect(self._show_state)
        tab.autosave.failed.connect(self._on_autosave_failed)
        editor.dirty_changed.connect(lambda _dirty: self.update_titles())
        editor.path_changed.connect(self.update_titles)
        # While a change is being made the stack does not know it yet: its index moves afterwards.
        editor.undo_stack.indexChanged.connect(self._on_index)
        for signal in (editor.current_changed, editor.selection_changed):
            signal.connect(self.refresh)
        tab.canvas.message.connect(self.say)
        tab.canvas.zoom_changed.connect(lambda _zoom: self._show_zoom())
        tab.canvas.tool_changed.connect(lambda name: self._on_tool(tab, name))
        tab.canvas.menu_wanted.connect(self._show_menu)
        self.models.adopt(tab)
        index = self.tabs.addTab(tab, tab.title)
        self.tabs.setCurrentIndex(index)
        tab.canvas.setFocus()
        return tab

    def remove_tab(self, tab: DocumentTab) -> None:
        """Take a tab and its journal away; the last one makes room for an empty drawing."""
        if self.tabs.count() == 1:
            self.add_tab(new_editor())
        self.tabs.removeTab(self.tabs.indexOf(tab))
        tab.autosave.finish()
        self._let_go(tab)
        tab.deleteLater()

    def _let_go(self, tab: DocumentTab) -> None:
        # A stack that is deleted says that its index moved, when nobody can look any more.
        tab.editor.undo_stack.indexChanged.disconnect(self._on_index)
        self.models.release(tab)

    def _on_index(self, _index: int) -> None:
        self.refresh()

    def _on_front(self, tab: DocumentTab) -> None:
        tab.editor.brush = self._brush if self._current is None else self._current.editor.brush
        self._current = tab
        tab.canvas.set_tool(self._tool)
        for panel in self.panels.values():
            panel.attach(tab)
        self.models.attach(tab)
        self._show_zoom()
        self.update_titles()
        self.refresh()
        tab.canvas.setFocus()

    def update_titles(self) -> None:
        """Name the documents in tabs and title bar, and mark unsaved ones."""
        self.tabs.show_titles()
        self.setWindowTitle(f"{self.tab.title}[*] – Sketchpad")
        self.setWindowModified(self.tab.editor.is_dirty)
        self._show_state()

    # What is so now.

    def facts(self) -> set[str]:
        """What actions may need: see ``Action.needs``."""
        several = {"many_tabs"} if self.tabs.count() > 1 else set()
        return facts_of(self.tab.editor) | several | self.models.facts()

    def refresh(self) -> None:
        """Bring actions and status bar in step with the drawing in front."""
        checked = {
            f"tool.{self._tool}": True,
            **checked_of(self.tab.editor, self.tool_settings),
            "view.panels": any(not dock.isHidden() for dock in self.docks.values()),
            "view.fullscreen": self.isFullScreen(),
            "view.dark": theme.current().dark,
            **self.models.checked(),
        }
        self.actions_.refresh(self.facts(), checked)
        self.status.show_tool(tool_action(self._tool, self.tool_settings))
        self._show_state()

    def _show_zoom(self) -> None:
        self.status.show_zoom(self.tab.canvas.zoom)

    def _show_state(self) -> None:
        tab = self.tab
        self.status.show_state(
            dirty=tab.editor.is_dirty,
            recorded=tab.is_recorded,
            new=tab.is_pristine,
            filed=tab.editor.path is not None,
        )

    def take_tool(self, name: str) -> None:
        """Take a tool in hand."""
        self._tool = name
        self.tab.canvas.set_tool(name)
        self.tab.canvas.setFocus()
        self.refresh()

    def change_tools(self, **values: float | bool) -> None:
        """Change what the tools are set to."""
        for name, value in values.items():
            setattr(self.tool_settings, name, value)
        panel = self.panels["brush"]
        assert isinstance(panel, BrushPanel)
        panel.refresh_tools()
        self.tab.canvas.settings_changed()
        self.refresh()

    def show_panels(self, shown: bool) -> None:
        """Show or hide all panels; what stands in their place goes when they come."""
        if shown and self.side.guest is not None:
            self.side.guest.close()
        for dock in self.docks.values():
            dock.setVisible(shown)
        self.settings.put("window/panels", shown)

    def apply_theme(self) -> None:
        """Use the theme of the settings."""
        chosen = theme.apply(self.settings.theme_mode, self.settings.accent)
        for tab in self.all_tabs():
            tab.canvas.set_desk_colour(QColor(chosen.desk))
        self.refresh()

    @property
    def is_device_known(self) -> bool:
        """Whether the status bar tells where models run."""
        return self._device_known

    def show_device(self, name: str, detail: str) -> None:
        """Tell where models run, and why there."""
        self._device_known = True
        self.status.show_device(name, said(detail))
        self.device_known.emit(name, said(detail))

    def say(self, text: str) -> None:
        """Show a message in the status bar."""
        self.status.say(text)

    def fail(self, error: BaseException) -> None:
        """Tell the user what did not work; what is no ``SketchpadError`` is a bug, and raised."""
        tell(error, self)

    def _show_menu(self, place: QPoint) -> None:
        self.actions_.make_menu(CONTEXT_MENU, self).popup(place)

    def _on_tool(self, tab: DocumentTab, name: str) -> None:
        if tab is self._current:
            self._tool = name
            self.refresh()

    def _on_autosave_failed(self, reason: str) -> None:
        self.say(self.tr("Autosave does not work: {reason}").format(reason=reason))

    def _on_scheme(self) -> None:
        if self.settings.theme_mode == "system":
            self.apply_theme()

    # Beginning and end.

    def when_shown(self, paths: list[Path]) -> None:
        """Open what was asked for, and offer what a crash left behind."""
        self.session.begin(paths)

    def leave(self) -> None:
        """Close without asking: what is unsaved stays in its journal."""
        self.session.leave()

    def save_journals(self) -> None:
        """Write every journal now: called when the application is about to crash."""
        self.session.save_journals()

    def finish(self, *, keep_journals: bool) -> None:
        """Let go of everything that runs or listens; only ``session`` calls this."""
        self.clean.leave()
        for tab in self.all_tabs():
            tab.autosave.close() if keep_journals else tab.autosave.finish()
            self._let_go(tab)
        for panel in self.panels.values():
            panel.detach()
        self.models.close()
        self._journals.close()
        self.busy.close()

    # Qt's events.

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard belongs to the canvas."""
        super().showEvent(event)
        name_bars(self)
        self.tab.canvas.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files."""
        if files_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open files; a single picture goes under the layer of the drawing in front."""
        event.acceptProposedAction()
        self.files.take_dropped(files_in(event.mimeData()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes, then put everything away."""
        event.setAccepted(self.session.may_close())
