// What the open notebook shows, cell by cell: [{source, prompt, text, errors, tables, frames, pictures}], once pictures are drawn.
async () => {
    const words = element => (element?.textContent ?? "").trim()
    const plain = [...document.querySelectorAll(".jp-CodeCell")].map(cell => ({
        cell,
        source: [...cell.querySelectorAll(".cm-line")].map(line => line.textContent).join("\n"),
        prompt: words(cell.querySelector(".jp-InputPrompt")),
        outputs: [...cell.querySelectorAll(".jp-OutputArea-output")],
    }))
    const table = found => ({
        caption: words(found.caption),
        of_pandas: found.classList.contains("dataframe"),
        headings: found.querySelectorAll("thead th").length,
        rows: found.querySelectorAll("tbody tr").length,
    })
    const drawing = svg => svg.getAttribute("aria-label") ?? (words(svg.querySelector(":scope > title")) || null)
    const picture = async found => {
        if (found.tagName === "IMG") {
            await found.decode()
            return {alternative: found.getAttribute("alt"), width: found.naturalWidth}
        }
        return {alternative: drawing(found), width: found.getBoundingClientRect().width || found.viewBox.baseVal.width}
    }
    // What is in a frame is looked for, too: read from its page, as nothing of a sandbox can be reached.
    const framed = output => [...output.querySelectorAll("iframe")].map(found => new DOMParser().parseFromString(found.srcdoc, "text/html"))
    const of = (outputs, marks) => outputs.flatMap(output => [output, ...framed(output)].flatMap(each => [...each.querySelectorAll(marks)]))
    const beyond = ({parentElement: {scrollWidth, clientWidth}}) => scrollWidth - clientWidth
    const mime = output => output.dataset.mimeType ?? output.querySelector("[data-mime-type]")?.dataset.mimeType
    return Promise.all(plain.map(async ({cell, outputs, ...rest}) => ({
        ...rest,
        text: outputs.map(words).join("\n"),
        errors: outputs.filter(output => /error|stderr/.test(mime(output))).map(words),
        tables: of(outputs, "table").map(table),
        frames: of(outputs, "iframe").map(found => ({title: found.title, page: found.srcdoc, height: found.clientHeight, beyond: beyond(found)})),
        pictures: await Promise.all(of(outputs, "img, svg:not(svg svg)").map(picture)),
    })))
}
