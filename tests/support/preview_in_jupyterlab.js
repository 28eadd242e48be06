// How the sections of a briefing look, in an open notebook or on the page itself: what the tests compare.
() => {
    const outputs = [...document.querySelectorAll(".jp-OutputArea-output:has(> section, > header, > .beside)")]
    const roots = outputs.length ? outputs : [document.body]
    const within = marks => roots.flatMap(root => [...root.querySelectorAll(marks)])
    const properties = [
        "font-family", "font-size", "font-weight", "font-style", "line-height", "letter-spacing", "color", "display",
        "background-color", "text-align", "text-decoration-line", "vertical-align", "white-space", "list-style-type",
        "padding-left", "padding-right", "padding-top", "border-left-width", "border-top-width", "border-bottom-width",
        "border-bottom-color", "max-width", "float", "grid-column-start", "table-layout", "fill", "stroke",
    ]
    const style = (element, names) => {
        const computed = getComputedStyle(element)
        return names.map(name => `${name}: ${computed.getPropertyValue(name)}`)
    }
    const box = element => {
        const {left, right, top, bottom} = element.getBoundingClientRect()
        return {text: element.textContent.trim(), left, right, top, bottom}
    }
    // The page keeps a number and its unit together (.word); JupyterLab makes room to number headings.
    const looks = within(":is(header, section) :not(.word, .numbering-entry)").map(element =>
        [element.tagName, element.className.baseVal ?? element.className, ...style(element, properties)].join("; "))
    return {
        looks,
        words: within("section").map(section => section.textContent.trim()),
        charts: within("svg.chart").map(chart => ({...box(chart), texts: [...chart.querySelectorAll("text")].map(box)})),
        backgrounds: [...new Set(roots.map(root => getComputedStyle(root).backgroundColor))],
        sheets: within("style").length,
    }
}
