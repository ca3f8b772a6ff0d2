"""Opens the database that DATABASE_URL names and brings its schema up to date."""

from storage.database import Database, StorageError


async def open_database(url: str, *, sole: bool = False) -> Database:
    """Open `sqlite:///path`, `sqlite://` (in memory) or `postgresql://…` and migrate it.

    `sole`: as the one process that serves a bot from a SQLite file; PostgreSQL serves several.
    Raises StorageError with one sentence that says what to do.
    """
    if url.startswith("sqlite://"):
        from storage.sqlite import open_sqlite

        return await open_sqlite(url.removeprefix("sqlite://").removeprefix("/"), sole=sole)
    if url.startswith(("postgresql://", "postgres://")):
        from storage.postgres import open_postgres

        return await open_postgres(url)
    raise StorageError("DATABASE_URL must begin with sqlite:/// or postgresql://")
