"""What the loket promises, checked."""
