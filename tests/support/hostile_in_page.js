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
};
