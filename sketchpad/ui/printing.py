"""Printing: every page of the document on a sheet of its own."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from sketchpad.core.document import Document
from sketchpad.ui import render


def print_document(document: Document, parent: QWidget) -> None:
    """Ask for a printer, and print."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    if dialog.exec() == QPrintDialog.DialogCode.Accepted:
        paint_document(document, printer)


def paint_document(document: Document, printer: QPrinter) -> None:
    """Paint each page as large as its sheet allows, turned as the page is."""
    painter = QPainter()
    for number, page in enumerate(document.pages):
        wide = page.width > page.height
        form = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
        printer.setPageOrientation(form)
        if number == 0:
            painter.begin(printer)
        else:
            printer.newPage()
        area = QRectF(0, 0, painter.device().width(), painter.device().height())
        scale = min(area.width() / page.width, area.height() / page.height)
        painter.save()
        painter.translate(
            (area.width() - page.width * scale) / 2, (area.height() - page.height * scale) / 2
        )
        painter.scale(scale, scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        render.draw_page(painter, page, paper=False)
        painter.restore()
    painter.end()
