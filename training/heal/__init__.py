"""Healing in place: pairs of what was kept and what is missing, the network, its evaluation."""
