"""Comparing pictures with some tolerance."""

from __future__ import annotations

import numpy as np
from PIL import Image

BLOCK = 8
TOLERANCE = 10
"""Mean difference that a block of `BLOCK` by `BLOCK` pixels may have, of 255 steps: smoothing differs from one version
of a renderer to the next by less than half of it, and a line of words that moves by its height by more than twice."""


def worst_block(one: Image.Image, other: Image.Image) -> float:
    """Give the mean difference of the two most different blocks at one place, of 255 steps."""
    if one.size != other.size:
        return 255
    apart = np.abs(np.asarray(one, dtype=float) - np.asarray(other, dtype=float)).mean(axis=2)
    height, width = (length // BLOCK * BLOCK for length in apart.shape)
    blocks = apart[:height, :width].reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK)
    return float(blocks.mean(axis=(1, 3)).max())
