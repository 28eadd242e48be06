"""The sentences on the change of the estimate, with published numbers typed by hand."""

# First estimate (UNODC), then the second (WODC, its range from the Rapporteur, 30 November 2021).
ESTIMATE_CHANGED = (
    "De schatting ging van ongeveer 6.250 (5.000–7.500) per jaar, voor 2010–2015, "
    "naar ongeveer 5.000 (4.000 tot 6.300 of 7.000), voor 2018–2019."
)
ESTIMATE_CHANGED_EN = (
    "The estimate went from about 6,250 (5,000–7,500) a year, for 2010–2015, "
    "to about 5,000 (4,000 to 6,300 or 7,000), for 2018–2019."
)
