"""What may leave the owner's hands."""
