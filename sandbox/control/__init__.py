"""The control API under /sim: what people do, what goes wrong, what is to be seen."""
