"""What people see: one slice per area, with its views, forms, addresses and templates."""
