"""Dialogs: settings, export, page set-up, recovery, about."""
