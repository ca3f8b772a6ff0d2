"""The staff's side of the desk: answers, transfers, waits, who may see what."""
