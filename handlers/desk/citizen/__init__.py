"""What a citizen does: asks, reads, adds, takes back, is safe."""
