"""What a coordinator does: binds, arranges, moves, reports."""
