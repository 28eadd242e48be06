// What hostile texts call, and what the tests of them ask of a page from within (tests/test_hostile_in_browser.py).
const strikes = [];
window.struck = (kind) => strikes.push(kind);

window.hostile = {
  // As JupyterLab shows the HTML of a cell that it trusts: scripts in it are made anew, so that they run.
  show: (html) => {
    const host = document.createElement("div");
    document.body.append(host);
    host.innerHTML = html;
    for (const script of host.querySelectorAll("script")) {
      const again = document.createElement("script");
      again.textContent = script.textContent;
      script.replaceWith(again);
    }
  },

  // What was called so far, and what would be called by a click or a move of the mouse.
  tried: () => {
    const elements = [...document.querySelectorAll("*")];
    const handlers = elements.flatMap((element) => element.getAttributeNames().filter((name) => name.startsWith("on")));
    const links = elements.filter((element) => /^\s*(javascript|data|vbscript|file):/i.test(element.getAttribute("href") ?? ""));
    return [...strikes, ...handlers, ...links.map((element) => element.getAttribute("href"))];
  },

  // Where each element stands, and where each text begins and ends; within a drawing a text may be cut, so only the drawing.
  boxes: async (font) => {
    const bytes = Uint8Array.from(atob(font), (letter) => letter.charCodeAt(0));
    document.fonts.add(await new FontFace("even", bytes).load());
    const style = new CSSStyleSheet();
    style.replaceSync(`* { font-family: even !important; font-variant-ligatures: none !important; font-kerning: none !important;
      font-synthesis: none !important; hyphens: none !important; line-break: anywhere !important; }`);
    document.adoptedStyleSheets = [style];
    const edges = (box) => [box.left, box.top, box.right, box.bottom];
    const shown = [...document.body.querySelectorAll("*")].filter((element) => !element.parentElement.closest("svg"));
    const found = shown.map((element) => [element.tagName, edges(element.getBoundingClientRect())]);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode;
      if (!text.data.trim() || text.parentElement.closest("svg, style, script")) continue;
      const sign = (at) => {
        const range = document.createRange();
        range.setStart(text, at);
        range.setEnd(text, at + 1);
        return edges(range.getBoundingClientRect());
      };
      const [first, last] = [text.data.search(/\S/), text.data.trimEnd().length - 1];
      found.push([text.data.slice(0, 40), [...sign(first), ...sign(last)]]);
    }
    return found;
  },
};
