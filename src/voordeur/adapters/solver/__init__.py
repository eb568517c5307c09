"""The solver of mixed-integer programs: it proposes, the domain verifies in whole cents."""
