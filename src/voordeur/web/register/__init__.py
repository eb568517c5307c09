"""The register on screen: any kind of entry as a list, a page, a form and a history."""
