"""The species of presentation attack (ISO/IEC 30107-3: presentation attack instrument species) that are rendered."""

from training.errors import TrainingError

# A window's `species` is an index into these; 0 is no attack.
SPECIES_NAMES = (
    "bona fide",
    "flat print",
    "bent print",
    "cut-out",
    "paper mask",
    "phone replay",
    "tablet replay",
    "monitor replay",
)
BONA_FIDE, FLAT_PRINT, BENT_PRINT, CUT_OUT, PAPER_MASK, PHONE_REPLAY, TABLET_REPLAY, MONITOR_REPLAY = range(8)
SPECIES_GROUPS = {
    "print": frozenset({FLAT_PRINT, BENT_PRINT, CUT_OUT, PAPER_MASK}),
    "replay": frozenset({PHONE_REPLAY, TABLET_REPLAY, MONITOR_REPLAY}),
}


def species_called(name: str) -> frozenset[int]:
    """The attacks that a group ("print", "replay") or a species' name stands for. Raises TrainingError if none does."""
    if name in SPECIES_GROUPS:
        return SPECIES_GROUPS[name]
    if name in SPECIES_NAMES[1:]:
        return frozenset({SPECIES_NAMES.index(name)})
    known = ", ".join((*SPECIES_GROUPS, *SPECIES_NAMES[1:]))
    raise TrainingError(f"no species of attack is called {name!r}; there are {known}")
