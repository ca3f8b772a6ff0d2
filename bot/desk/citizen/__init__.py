"""The citizen's side of the desk: questions, cases of her own, danger, privacy."""
