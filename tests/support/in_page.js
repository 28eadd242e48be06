// What the tests ask of a page from within (support/browser.py puts it into each page before the page itself).
const refused = [];
document.addEventListener("securitypolicyviolation", (event) => refused.push(`${event.violatedDirective} ${event.blockedURI}`));

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const words = (element) => element.textContent.replace(/\s+/g, " ").trim();

// The text that stands before an element within the block around it.
const before = (element) => {
  const block = element.closest("p, li, td, th, dd, dt, figcaption, caption, h1, h2, h3") ?? document.body;
  const range = document.createRange();
  range.setStart(block, 0);
  range.setEndBefore(element);
  return range.toString();
};

const looking = {
  refused: () => refused,

  languages: () => {
    const texts = {};
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const language = walker.currentNode.parentElement.closest("[lang]")?.lang ?? "";
      texts[language] = `${texts[language] ?? ""} ${walker.currentNode.data}`;
    }
    return texts;
  },

  // Each section without the parts that say they are in another language.
  sections: () => all("main section[aria-labelledby]").map((section) => {
    const language = section.closest("[lang]")?.lang ?? "";
    const copy = section.cloneNode(true);
    all(`[lang]:not([lang="${language}"])`, copy).forEach((part) => part.remove());
    return { name: section.getAttribute("aria-labelledby"), language, text: words(copy) };
  }),

  overflow: () => document.scrollingElement.scrollWidth,

  // What is read as one word and stands on two lines, a note below its word among it.
  broken: () => {
    const pieces = /1300-deal|\d[\d.,]*%?–\d[\d.,]*%?|\d[\d.,]* (keer|times)|\d[\d.,]*%? (tot|to) \d[\d.,]*%?/g;
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (walker.currentNode.parentElement.closest("svg")) continue;
      for (const piece of walker.currentNode.data.matchAll(pieces)) {
        const range = document.createRange();
        range.setStart(walker.currentNode, piece.index);
        range.setEnd(walker.currentNode, piece.index + piece[0].length);
        const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
        if (lines.size > 1) found.push(piece[0]);
      }
    }
    const lastBefore = (note) => {
      const walker = document.createTreeWalker(note.closest("p, li, td, th, dd, dt, figcaption, caption, h1, h2, h3"), NodeFilter.SHOW_TEXT);
      let last = null;
      while (walker.nextNode() && !note.contains(walker.currentNode)) {
        if (walker.currentNode.data.trim()) last = walker.currentNode;
      }
      return last;
    };
    // A note on a line below the word it belongs to; one after a space may stand there.
    for (const note of all("a.note").filter((each) => each.checkVisibility() && /\S$/.test(before(each)))) {
      const text = lastBefore(note);
      const range = document.createRange();
      range.setStart(text, text.data.trimEnd().length - 1);
      range.setEnd(text, text.data.trimEnd().length);
      if (note.getBoundingClientRect().top > range.getBoundingClientRect().bottom) found.push(words(note));
    }
    return found;
  },

  // Blocks of the page in the order of the file, each with its place on the screen.
  tops: () => all("h1, h2, h3, p, li, dt, dd, tr, svg, figcaption")
    .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height > 1)
    .map((element) => ({ text: words(element).slice(0, 60), top: Math.round(element.getBoundingClientRect().top) })),

  // Words that only the style sheet says: gone where styles are. A stacked cell has its heading again, from its table.
  wordsInStyles: () => all("body *").flatMap((element) => {
    const headings = element.dataset.label ? all("thead th", element.closest("table")).map(words) : [];
    const said = ["::before", "::after"].map((part) => getComputedStyle(element, part).content);
    return headings.includes(element.dataset.label) ? [said[1]] : said;
  }).filter((content) => /[\p{L}\p{N}]/u.test(content.replace(/^(none|normal|counter.*)$/, ""))),

  // Takes the styles away; returns the words that stood apart only by them.
  withoutStyles: () => {
    const apart = all("main span, main strong, main em, main b, main cite, main a, main small")
      .filter((element) => !getComputedStyle(element).display.startsWith("inline"));
    all("style, link[rel=stylesheet]").forEach((sheet) => sheet.remove());
    const glued = (element) => /[^\s([“‘/–-]$/u.test(before(element)) && /^[\p{L}\p{N}]/u.test(words(element));
    return apart.filter(glued).map((element) => `${before(element).slice(-20)}|${words(element)}`);
  },

  // What can't be seen of the content, the words of a drawing for the ear apart.
  hidden: () => all("header *, main *, footer *")
    .filter((element) => !element.closest("defs") && !element.matches("title, desc") && !element.checkVisibility())
    .map((element) => `${element.tagName.toLowerCase()} ${words(element).slice(0, 40)}`),

  text: () => document.body.innerText.replace(/[^\S\n]+/g, " "),
};

// Whether there is more of an element to see, to which one can scroll.
const scrolls = (element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth;

// What an element stands on: the first colour behind it that can be seen.
const ground = (element) => {
  const colour = element ? getComputedStyle(element).backgroundColor : "rgb(255, 255, 255)";
  return /, 0\)$/.test(colour) ? ground(element.parentElement) : colour;
};

// For a walk by keyboard.
const keyboard = {
  list: [],

  stops: () => {
    const chosen = (element) => element.matches("a[href], button, input, [tabindex='0']") || scrolls(element);
    keyboard.list = all("body *").filter((element) => chosen(element) && element.checkVisibility());
    return keyboard.list.map((element) => `${element.tagName.toLowerCase()} ${(element.getAttribute("aria-label") ?? words(element)).slice(0, 40)}`);
  },

  // Whether an element is what one sees where it stands.
  shown: (selector) => {
    const element = document.querySelector(selector);
    const box = element.getBoundingClientRect();
    return document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2) === element;
  },

  isFirstIn: (selector, stop) => keyboard.list.findIndex((element) => element.closest(selector)) === stop,

  here: () => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const view = { width: innerWidth, height: innerHeight };
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && !/, 0\)$|transparent/.test(style.outlineColor);
    return {
      stop: keyboard.list.indexOf(element),
      tag: element.tagName.toLowerCase(),
      outlined,
      colour: style.outlineColor,
      ground: ground(element.parentElement),
      inView: box.bottom > 0 && box.top < view.height && box.right > 0 && box.left < view.width && box.width > 1 && box.height > 1,
    };
  },
};
