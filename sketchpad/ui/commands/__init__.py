"""What the actions do: one controller for each part of the action table."""
