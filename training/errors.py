"""The error of everything that goes wrong for a reason the reader can do something about."""


class TrainingError(Exception):
    """Its message says what is wrong and what to do."""
