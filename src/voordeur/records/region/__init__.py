"""The loaded region packs, the organisations they name, and positions set on screen."""
