"""How long to wait before another try, and after how many tries to give up."""

# Tries of all kinds count together. A call of unknown outcome might have arrived each time, so it
# is made again less often; but in an outage, when all sending rests a minute after each failure,
# for the third of an hour.
MAX_TRIES = {"server_error": 20, "bad_file": 4, "unknown": 10, "outage": 20, "thread": 6}


def back_off_s(tries: int, *, first: float = 1.0, most: float = 300.0) -> float:
    """Return the seconds to rest after that many tries: 1, 2, 4 … 300."""
    return float(min(most, first * 2.0 ** max(0, min(tries, 20) - 1)))
