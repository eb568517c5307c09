"""What figures about people may say, and what they keep to themselves."""
