"""Pure decisions of sending: limits, order, what an answer means."""
