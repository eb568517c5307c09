"""Mail leaving the house."""
