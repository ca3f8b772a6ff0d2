"""What services ask of the outside world, as protocols; adapters stand in bot/net."""
