"""Says whether an announcement is meant for a reader, by what she wishes to read."""

from storage.records.announcements import Audience
from storage.records.people import Preferences


def reaches(audience: Audience, wishes: Preferences) -> bool:
    """Tell whether she is of the audience; who follows every topic follows those, too."""
    return (
        (not audience.languages or wishes.language in audience.languages)
        and (not audience.districts or wishes.district in audience.districts)
        and (
            not (audience.topics and wishes.topics)
            or not set(audience.topics).isdisjoint(wishes.topics)
        )
    )


def toggled(chosen: tuple[str, ...], one: str) -> tuple[str, ...]:
    """Return the sorted choice with `one` added, or taken out where it was there."""
    return tuple(sorted(set(chosen) ^ {one}))
