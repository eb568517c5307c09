"""Networks and their members, gatherings with who comes, group routes, plans per employer."""
