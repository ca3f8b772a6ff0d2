"""What the staff do in their own chat."""
