"""What models propose, on the canvas: asked for, shown as ghosts, taken or left."""
