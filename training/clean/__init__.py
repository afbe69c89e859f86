"""Clean: rough drawings to centre lines. Data, networks, training, evaluation and export."""
