"""The register: entries with every version they ever had, and changes that wait for a decision."""
