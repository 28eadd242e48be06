"""What nobody printed and the printed figures imply together: shown apart, as it is never used as a figure."""

from markupsafe import Markup

from analysis.desk.shown import SAY, Shown, in_dutch, paragraph, shown
from analysis.reconciliation import Reconciliation


def what_nobody_printed(month: Reconciliation) -> Shown:
    """Return the values that nobody printed, each with how it follows from printed ones.

    They are never used as figures. As a table, one row each: `month.figures.derived_figures`.
    """
    rows = month.figures.derived_figures.to_dict("records")
    if not rows:
        return shown(paragraph(SAY.say("desk.printed_by_nobody.none")))
    listed = [Markup("<li>{} {}</li>").format(row["explanation_en"], in_dutch(row["explanation_nl"])) for row in rows]
    return shown(Markup("<ul>{}</ul>").format(Markup("\n").join(listed)))
