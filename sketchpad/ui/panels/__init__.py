"""The panels on the side: brush, layers, pages, history."""
