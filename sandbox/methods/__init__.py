"""The methods of the Bot API that are emulated, one file per family."""
