// What the style of the preview changes outside of its own outputs: elements whose looks differ without it.
() => {
    const ours = ".jp-OutputArea-output:has(> section, > header, > .beside)"
    const others = [...document.querySelectorAll("body, body *")].filter(element => !element.closest(ours))
    // How high an output is moves what is below and around it, and says nothing of style.
    const placed = /size|height|width|origin|^(top|bottom|left|right|inset.*|transform)$/
    const looks = element => {
        const computed = getComputedStyle(element)
        return [...computed].filter(name => !placed.test(name)).map(name => `${name}: ${computed.getPropertyValue(name)}`)
    }
    const sheet = document.querySelector(`${ours} > style`).sheet
    const before = others.map(looks)
    sheet.disabled = true
    const without = others.map(looks)
    sheet.disabled = false
    const changed = others.filter((_, place) => before[place].join() !== without[place].join())
    return {seen: others.length, changed: changed.map(element => `${element.tagName}.${element.className}`)}
}
