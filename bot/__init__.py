"""What the bot does: services over rules, ports and stores. Knows no aiogram and no SQL."""
