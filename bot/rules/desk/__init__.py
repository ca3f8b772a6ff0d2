"""Pure decisions of the desk: routing, case states, working time."""
