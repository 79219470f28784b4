"""HTTP, HTML and the command line: translates requests into calls on intake, and back."""
