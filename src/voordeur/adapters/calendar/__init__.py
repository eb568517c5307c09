"""Calendar files as calendar programs read them."""
