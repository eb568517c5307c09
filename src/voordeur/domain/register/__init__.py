"""The register: what a region agrees, plans and decides, as dated entries of known kinds."""
