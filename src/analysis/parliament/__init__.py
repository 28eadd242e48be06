"""What is known about a chamber on a day; nothing else filters seats, events, cabinets or decisions by body or day."""

from analysis.parliament.chamber import Chamber

__all__ = ["Chamber"]
