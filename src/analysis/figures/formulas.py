"""Which quantities are made of which others: shares, complements, changes, wholes with parts, sums over years."""

# A share (in percent), the count above the line and the count below it.
SHARES = {
    "share-minors": ("registered-minors", "registered-all"),
    "share-aged-18-22": ("registered-aged-18-22", "registered-all"),
    "share-female": ("registered-female", "registered-all"),
    "share-dutch": ("registered-dutch", "registered-all"),
    "share-sexual": ("registered-sexual", "registered-all"),
    "share-labour": ("registered-labour", "registered-all"),
    "share-domestic-sexual": ("registered-domestic-sexual", "registered-all"),
    "share-chat-victims-minors": ("chat-victims-minors", "chat-victims"),
    "share-estimate-sexual": ("estimate-sexual", "estimate-all"),
    "share-estimate-domestic-sexual": ("estimate-domestic-sexual", "estimate-all"),
    # Registered as a share of estimated: two series by nature.
    "share-in-view-all": ("registered-all", "estimate-all"),
    "share-in-view-dutch-minor-girls-sexual": (
        "registered-minors-domestic-sexual",
        "estimate-dutch-minor-girls-sexual",
    ),
    "share-in-view-dutch-minors-domestic-sexual": (
        "registered-minors-domestic-sexual",
        "estimate-dutch-minor-girls-sexual",
    ),
}
# What is left of a whole when another share is taken away.
COMPLEMENTS = {"share-unseen-dutch-minor-girls-sexual": "share-in-view-dutch-minor-girls-sexual"}
# A change on the year before, the count it is about, and whether it is in percent.
CHANGES = {
    "change-registered-all": ("registered-all", True),
    "change-registered-all-persons": ("registered-all", False),
    "change-registered-minors": ("registered-minors", True),
    "change-registered-by-police": ("registered-by-police", True),
    "change-chat-victims": ("chat-victims", True),
}
# Shares that add up to a hundred percent.
HUNDREDS = (
    ("share-female", "share-male", "share-sex-unknown"),
    ("share-women", "share-men", "share-minors"),
    ("share-in-view-dutch-minor-girls-sexual", "share-unseen-dutch-minor-girls-sexual"),
)
# A whole and the parts it is printed in; one person can be in two parts (forms of exploitation, reporters).
_FORMS = (
    ("sexual", "labour-and-criminal", "sexual-and-labour", "unknown-form"),
    ("sexual", "labour", "sexual-and-labour", "unknown-form"),
    ("sexual", "labour-including-criminal", "unknown-form"),
)
_OF_MINORS = (
    ("aged-0-14", "aged-15-17"),
    ("minors-sexual", "minors-non-sexual", "minors-unknown-form"),
    ("minors-sexual", "minors-labour", "minors-criminal", "minors-unknown-form"),
)
WHOLES = (
    *(("registered-all", tuple(f"registered-{form}" for form in forms)) for forms in _FORMS),
    *(("registered-minors", tuple(f"registered-{group}" for group in groups)) for groups in _OF_MINORS),
    ("estimate-all", ("estimate-sexual", "estimate-non-sexual")),
    ("share-under-23", ("share-minors", "share-aged-18-22")),
)
# Reporters whose list is not complete: only a sum above the whole says something.
SOME_REPORTERS = tuple(
    f"registered-by-{body}" for body in ("police", "care-coordination", "labour-inspectorate", "border-police")
)
# Counts that are summed over years: not averages, not estimates, not one table over six years.
SUMMED = (
    "registered-all",
    "registered-minors",
    "registered-minors-sexual",
    "registered-minors-criminal",
    "registered-minors-unknown-form",
    "registered-domestic-sexual",
)
# A year that its own series does not print is taken from the one that leads, as the later totals do.
FALLBACK = {"comensha_register": "rapporteur_yearly"}
