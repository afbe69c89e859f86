"""The languages of the interface."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from sketchpad.core.resources import resource_path

#: Language codes and how their speakers call them.
LANGUAGES: Final[dict[str, str]] = {"en": "English", "de": "Deutsch"}
_CODE: Final = "sketchpad-language"


def install(language: str = "") -> str:
    """Translate the running application; an empty language means the system's.

    Returns:
        the code of the language in use.
    """
    app = QCoreApplication.instance()
    assert app is not None
    code = language if language in LANGUAGES else QLocale.system().name().partition("_")[0]
    if code not in LANGUAGES:
        code = "en"
    app.setProperty(_CODE, code)
    if language in LANGUAGES:
        QLocale.setDefault(QLocale(language))
    if code == "en":
        return code
    own = QTranslator(app)
    if own.load(str(resource_path(f"translations/sketchpad_{code}.qm"))):
        app.installTranslator(own)
    qt = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if qt.load(f"qtbase_{code}", folder):
        app.installTranslator(qt)
    return code


def current() -> str:
    """The code of the language in use."""
    app = QCoreApplication.instance()
    return str((app.property(_CODE) if app is not None else None) or "en")
