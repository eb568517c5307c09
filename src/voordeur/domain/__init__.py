"""What is true: pure Python. No framework, no clock, no input or output."""
