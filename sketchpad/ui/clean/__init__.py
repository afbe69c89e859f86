"""Clean on the canvas: what is cleaned, the comparison of rough and clean, and taking it."""
