"""How long to wait before another try, and after how many tries to give up."""

# Tries of all kinds count together (a lost answer is none at a thread): twenty take more than an
# hour. In an outage all sending rests a minute after each failure, so there they are twice as
# many. Words told twice are better than lost.
MAX_TRIES = {
    "server_error": 20,
    "bad_file": 4,
    "unknown": 20,
    "outage": 40,
    "thread": 6,
    "stale": 3,
}


def back_off_s(tries: int, *, first: float = 1.0, most: float = 300.0) -> float:
    """Return the seconds to rest after that many tries: 1, 2, 4 … 300."""
    return float(min(most, first * 2.0 ** max(0, min(tries, 20) - 1)))
