"""Pure decisions: values in, values out. No await, no clock, no I/O."""
