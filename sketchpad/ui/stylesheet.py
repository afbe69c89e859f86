"""The one stylesheet, with the theme's colours left open."""

from __future__ import annotations

import string
from typing import Final

STYLESHEET: Final = string.Template(
    """
QToolTip { background: $text; color: $window; border: none; padding: 5px 8px; }

QMainWindow::separator { background: $border; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: $accent; }

QMenuBar { background: $window; border-bottom: 1px solid $border; padding: 2px 6px; }
QMenuBar::item { padding: 5px 9px; border-radius: 6px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $surface; border: 1px solid $edge; padding: 6px; }
QMenu::item { padding: 6px 28px 6px 8px; border-radius: 6px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $disabled; }
QMenu::icon { padding: 3px; margin-left: 5px; border-radius: 5px; }
QMenu::icon:checked { background: $accent_soft; }
QMenu::separator { height: 1px; background: $border; margin: 5px 6px; }

QToolBar { background: $window; border: none; spacing: 2px; padding: 5px 8px; }
QToolBar#main { border-bottom: 1px solid $border; }
QToolBar#tools { border-right: 1px solid $border; padding: 8px 6px; spacing: 4px; }
QToolBar::separator:horizontal { background: $border; width: 1px; margin: 6px 6px; }
QToolBar::separator:vertical { background: $border; height: 1px; margin: 6px 6px; }
QToolButton { border: 1px solid transparent; border-radius: 8px; padding: 5px; color: $text; }
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $pressed; }
QToolButton:checked { background: $accent_soft; }
QToolButton:focus { border-color: $accent; }
QToolButton::menu-indicator { image: none; }
QToolBar#tools QToolButton { padding: 7px; }

QDockWidget { color: $text; font-weight: 600; }
QDockWidget > QWidget#panel { background: $window; }
QTabWidget::pane { border: none; border-top: 1px solid $border; }
QTabBar { background: $window; qproperty-drawBase: 0; }
QTabBar::tab { padding: 7px 12px; margin: 0; border: none; color: $muted;
  border-bottom: 2px solid transparent; background: $window; }
QTabBar::tab:hover { color: $text; background: $hover; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { color: $accent; }
QTabBar::close-button { subcontrol-position: right; image: url($close); width: 14px;
  height: 14px; border-radius: 4px; margin: 2px; }
QTabBar::close-button:hover { background: $pressed; }

QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: $edge; border-radius: 3px; margin: 2px; min-height: 24px;
  min-width: 24px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox {
  background: $field; border: 1px solid $edge; border-radius: 6px; padding: 4px 8px;
  selection-background-color: $accent; selection-color: $on_accent; min-height: 20px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QComboBox:focus { border-color: $accent; }
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled {
  color: $disabled; background: $window; border-color: $border; }
QSpinBox, QDoubleSpinBox { padding: 2px 6px; min-height: 18px; }
QSpinBox::up-button, QDoubleSpinBox::up-button, QSpinBox::down-button,
QDoubleSpinBox::down-button { width: 0; border: none; }
QComboBox { padding-right: 24px; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url($chevron); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $edge; padding: 4px;
  selection-background-color: $accent_soft; selection-color: $text; outline: none; }

QDialogButtonBox, QMessageBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton { background: $surface; border: 1px solid $edge; border-radius: 7px;
  padding: 6px 14px; min-height: 18px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:focus { border-color: $accent; }
QPushButton:default { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton:default:hover { border-color: $text; }
QPushButton:disabled { color: $disabled; border-color: $border; background: $window; }
QPushButton:flat { border-color: transparent; background: transparent; }
QPushButton:flat:hover { background: $hover; }

QCheckBox, QRadioButton { spacing: 8px; }
QCheckBox::indicator, QListView::indicator {
  width: 16px; height: 16px; border: 1px solid $muted; border-radius: 5px;
  background: $field; }
QCheckBox::indicator:hover, QListView::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked, QListView::indicator:checked {
  background: $accent; border-color: $accent; image: url($check); }
QCheckBox::indicator:disabled { border-color: $border; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }
QRadioButton::indicator { width: 16px; height: 16px; border: 1px solid $muted; border-radius: 9px;
  background: $field; }
QRadioButton::indicator:hover { border-color: $accent; }
QRadioButton::indicator:checked { width: 8px; height: 8px; border: 5px solid $accent; }

QSlider { min-height: 20px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $edge; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: $accent; }
QSlider::sub-page:horizontal:disabled { background: $edge; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -6px 0; border-radius: 8px;
  background: $surface; border: 1px solid $muted; }
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { border: 2px solid $accent; }
QSlider::handle:horizontal:disabled { background: $window; border-color: $edge; }

QListView, QTreeView, QTableView { background: $field; border: 1px solid $border;
  border-radius: 8px; outline: none; padding: 3px; }
QListView::item, QTreeView::item { border-radius: 6px; padding: 4px; color: $text; }
QListView::item:hover, QTreeView::item:hover { background: $hover; }
QListView::item:selected, QTreeView::item:selected { background: $accent_soft; color: $text; }
QListView:focus, QTreeView:focus { border-color: $accent; }
QListView#nav { background: transparent; border: none; border-right: 1px solid $border;
  border-radius: 0; padding: 10px; }
QListView#nav::item { padding: 0 10px; }
QHeaderView::section { background: $window; border: none; border-bottom: 1px solid $border;
  padding: 5px 8px; color: $muted; }

QGroupBox { border: 1px solid $border; border-radius: 8px; margin-top: 18px; padding: 10px; }
QGroupBox::title { subcontrol-origin: margin; left: 2px; color: $muted; }

QProgressBar { border: none; border-radius: 4px; background: $edge; height: 8px; }
QProgressBar::chunk { border-radius: 4px; background: $accent; }

QStatusBar { background: $window; border-top: 1px solid $border; color: $muted; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $muted; padding: 0 6px; }
QStatusBar QToolButton { color: $muted; padding: 2px 8px; border-radius: 6px; }
QStatusBar QToolButton:hover { color: $text; }
QSizeGrip { width: 0; height: 0; }

QLabel#heading { font-size: 15pt; font-weight: 600; }
QLabel#title { font-weight: 600; }
QLabel#muted { color: $muted; }
QLabel#small { color: $muted; font-size: 8pt; }
QLabel#key { background: $surface; border: 1px solid $edge; border-bottom: 2px solid $edge;
  border-radius: 5px; padding: 1px 7px; color: $text; }
QWidget#sheet QLabel { font-size: 12px; }
QWidget#sheet QLabel#key { font-size: 11px; padding: 0 5px; border-bottom-width: 1px; }
QFrame#card { background: $surface; border: 1px solid $border; border-radius: 12px; }
QFrame#popup { background: $surface; border: 1px solid $edge; border-radius: 12px; }
QFrame#suggestions { background: $window; border-top: 1px solid $border; }
QFrame#suggestions QPushButton { padding: 4px 12px; }
QPushButton#primary { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton#primary:hover, QPushButton#primary:focus { border-color: $text; }
QToolButton#thumb { border: 1px solid $border; border-radius: 6px; padding: 1px; }
QToolButton#thumb:hover { border-color: $muted; }
QToolButton#thumb:checked { border: 2px solid $accent; padding: 0; background: transparent; }
QToolButton#thumb:focus { border-color: $text; }
QToolButton#chip { background: $surface; border: 1px solid $edge; border-radius: 14px;
  padding: 4px 12px 4px 8px; }
QToolButton#chip::menu-indicator { image: none; width: 0; }
QToolButton#chip:hover, QToolButton#chip:focus { border-color: $accent; }
QFrame#line { background: $border; max-height: 1px; min-height: 1px; border: none; }
"""
)
