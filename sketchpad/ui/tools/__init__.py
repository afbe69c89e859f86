"""The canvas tools: small state machines over pointer events, without any widget."""
