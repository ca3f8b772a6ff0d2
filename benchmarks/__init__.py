"""Measurements: each prints ratios against a peer of the same run; none is a timed test."""
