"""The only floor that knows SQL: the database seam, its migrations and one store per column."""
