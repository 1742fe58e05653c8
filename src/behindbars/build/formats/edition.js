// What the page can do beyond reading. Everything in it can be read without this script, which keeps nothing
// and asks for nothing.

const find = (selector, within = document) => within.querySelector(selector);
const findAll = (selector, within = document) => [...within.querySelectorAll(selector)];
const goal = ({ hash }) => document.getElementById(decodeURIComponent(hash.slice(1)));
const root = document.documentElement;
root.classList.add("scripted");

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

// Light or dark: as the system has it, until the button says otherwise.

const scheme = find(".scheme");
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (root.dataset.scheme ? root.dataset.scheme === "dark" : systemIsDark.matches);
const showScheme = () => scheme.setAttribute("aria-pressed", isDark());
scheme.hidden = false;
scheme.addEventListener("click", () => {
  root.dataset.scheme = isDark() ? "light" : "dark";
  showScheme();
});
systemIsDark.addEventListener("change", showScheme);
showScheme();

// What is folded away opens for a link that leads into it, and on paper.

function unfold(target) {
  for (let around = target?.closest("details"); around; around = around.parentElement.closest("details")) {
    around.open = true;
  }
}
document.addEventListener("click", ({ target }) => {
  const link = target.closest('a[href^="#"]');
  if (link) unfold(goal(link));
});
addEventListener("hashchange", () => unfold(find(":target")));
unfold(find(":target"));
find(":target")?.scrollIntoView();
let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = findAll("details.data:not([open])");
  for (const details of unfolded) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of unfolded) details.open = false;
});

// The contents follow the reader; the short ones close behind them.

const contents = find(".contents-long");
const entries = findAll("a", contents).map((link) => ({ link, place: goal(link) }));
let current;
function follow() {
  const reached = entries.findLast(({ place }) => place.getBoundingClientRect().top < innerHeight / 3)?.link;
  if (reached === current) return;
  current?.removeAttribute("aria-current");
  reached?.setAttribute("aria-current", "location");
  const chapter = reached?.closest(".contents-long > ol > li");
  for (const item of findAll(":scope > ol > li", contents)) item.classList.toggle("open", item === chapter);
  current = reached;
  const top = reached?.offsetTop ?? 0;
  const inView = top > contents.scrollTop && top < contents.scrollTop + contents.clientHeight - 48;
  if (!inView) contents.scrollTop = top - contents.clientHeight / 3;
}
addEventListener("scroll", follow, { passive: true });
follow();

const short = find(".contents-short");
document.addEventListener("click", ({ target }) => {
  if (target.closest("a") || !short.contains(target)) short.open = false;
});

short.addEventListener("focusout", ({ relatedTarget }) => {
  if (relatedTarget && !short.contains(relatedTarget)) short.open = false; // or it would hide what has the focus
});

// A table is a stop for the keyboard only while it scrolls.

const sizes = new ResizeObserver((changes) => {
  for (const { target } of changes) {
    const scrolls = target.scrollWidth > target.clientWidth;
    target.classList.toggle("scrolls", scrolls);
    const attributes = { tabindex: "0", role: "region", "aria-labelledby": `${target.id}-caption` };
    for (const [name, value] of Object.entries(attributes)) {
      if (scrolls) target.setAttribute(name, value);
      else target.removeAttribute(name);
    }
  }
});
for (const table of findAll(".table")) sizes.observe(table);

// A note opens where its number stands.

const notes = new Map();
function closeNote(reference) {
  notes.get(reference).remove();
  notes.delete(reference);
  reference.setAttribute("aria-expanded", "false");
}
function openNote(reference) {
  const block = reference.closest("p, li, td, th, figcaption, caption, h2, h3, h4");
  const text = goal(reference).cloneNode(true);
  for (const back of findAll(".footnote-back", text)) back.remove();
  for (const element of findAll("[id]", text)) element.removeAttribute("id");
  const note = make("div", { className: "note" }, ...text.childNodes);
  note.setAttribute("role", "note");
  note.setAttribute("aria-label", `Note ${reference.textContent}`);
  if (block.matches("p, h2, h3, h4")) block.after(note);
  else block.append(note);
  notes.set(reference, note);
  reference.setAttribute("aria-expanded", "true");
}
for (const reference of findAll(".footnote-ref")) {
  reference.setAttribute("aria-expanded", "false");
  reference.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    (notes.has(reference) ? closeNote : openNote)(reference);
  });
}

// Search: words that stand in one paragraph, heading or row of a table, whatever their case and accents.

const search = find(".search");
const field = find("input[type=search]", search);
const panel = find(".results", search);
const list = find("ol", panel);
const PLACES = ":is(h2, h3, h4, p, figcaption, caption, tbody tr, .csl-entry, .chart):not(.downloads, .note *)";
const APOSTROPHES = /[\u2018\u2019\u02bb\u02bc]/g;

const plain = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(APOSTROPHES, "'").replace(/\s/g, " ").toLowerCase();

/** Starts and ends of words in a text as it is written; none overlaps another. */
function occurrences(text, words) {
  if (!words.some((word) => plain(text).includes(word))) return [];
  let folded = "";
  const origin = [];
  let position = 0;
  for (const character of text) {
    const letters = plain(character);
    for (let unit = 0; unit < letters.length; unit += 1) origin.push(position);
    folded += letters;
    position += character.length;
  }
  origin.push(position);
  const found = [];
  for (const word of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      found.push([origin[at], origin[at + word.length]]);
    }
  }
  found.sort(([a], [b]) => a - b);
  let reached = 0;
  return found.filter(([start, end]) => {
    const apart = start >= reached;
    if (apart) reached = end;
    return apart;
  });
}

let index;
function collect() {
  return findAll("main > section").flatMap((section) => {
    const chapter = find("h2", section).textContent;
    return findAll(PLACES, section).map((element) => {
      // What a chart says, its alternative text says.
      const parts = [...(element.cells ?? [element])].map((part) => part.getAttribute("aria-label") ?? part.textContent);
      const text = parts.join(" · ").replace(/\s+/g, " ").trim();
      return { element, chapter, text, plain: plain(text) };
    });
  });
}

function excerpt(text, words) {
  const [first] = occurrences(text, words)[0] ?? [0];
  const before = text.indexOf(" ", first - 50);
  const start = first < 60 ? 0 : before < first ? before + 1 : first;
  const after = text.lastIndexOf(" ", start + 150);
  const end = text.length < start + 160 ? text.length : after > first ? after : start + 150;
  const piece = text.slice(start, end);
  const parts = [start ? "… " : ""];
  let done = 0;
  for (const [from, to] of occurrences(piece, words)) {
    parts.push(piece.slice(done, from), make("mark", {}, piece.slice(from, to)));
    done = to;
  }
  return [...parts, piece.slice(done), end < text.length ? " …" : ""];
}

function result({ element, chapter, text }, words) {
  const name = make("span", { className: "chapter-name" }, chapter);
  const link = make("a", { href: `#${element.closest("[id]").id}` }, name, ...excerpt(text, words));
  link.addEventListener("click", () => {
    panel.hidden = true;
    requestAnimationFrame(() => {
      unfold(element);
      element.tabIndex = -1;
      element.focus({ preventScroll: true });
      element.scrollIntoView({ block: "center" });
    });
  });
  return make("li", {}, link);
}

function mark(elements, words) {
  if (!globalThis.CSS?.highlights) return;
  const ranges = [];
  for (const element of elements) {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const node = texts.currentNode;
      for (const [startOffset, endOffset] of occurrences(node.data, words)) {
        ranges.push(new StaticRange({ startContainer: node, startOffset, endContainer: node, endOffset }));
      }
    }
  }
  CSS.highlights.set("found", new Highlight(...ranges));
}

function look() {
  index ??= collect();
  const words = plain(field.value).split(" ").filter(Boolean);
  const sought = words.join("").length > 1;
  const found = sought ? index.filter((place) => words.every((word) => place.plain.includes(word))) : [];
  panel.hidden = !sought;
  const count = { 0: "Nothing found", 1: "Found in 1 place" }[found.length] ?? `Found in ${found.length} places`;
  find(".count", panel).textContent = count;
  find(".spoken", search).textContent = sought ? count : "";
  list.replaceChildren(...found.map((place) => result(place, words)));
  mark(found.map(({ element }) => element), words);
}

let typed;
search.hidden = false;
field.addEventListener("input", () => {
  clearTimeout(typed);
  typed = setTimeout(look, 120);
});
field.addEventListener("focus", () => {
  panel.hidden = list.children.length === 0;
});
document.addEventListener("click", ({ target }) => {
  if (!search.contains(target)) panel.hidden = true;
});
search.addEventListener("focusout", ({ relatedTarget }) => {
  if (relatedTarget && !search.contains(relatedTarget)) panel.hidden = true;
});
search.addEventListener("keydown", (event) => {
  const stops = [field, ...findAll("a", list)];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && !panel.hidden) {
    event.preventDefault();
    stops[stops.indexOf(event.target) + step]?.focus();
  } else if (event.key === "Enter" && event.target === field) {
    look();
    stops[1]?.click();
  }
});

// Keys: / leads to the search, unless that is switched off; Escape ends the search, or closes the contents or the latest note.

document.addEventListener("keydown", (event) => {
  const chord = event.ctrlKey || event.metaKey || event.altKey;
  if (event.key === "/" && !chord && find(".hint input").checked && !event.target.closest("input")) {
    event.preventDefault();
    field.focus({ preventScroll: true });
    field.select();
  } else if (event.key === "Escape" && field.value) {
    field.value = "";
    look();
    if (search.contains(event.target)) field.focus();
  } else if (event.key === "Escape" && short.open) {
    short.open = false;
    find("summary", short).focus();
  } else if (event.key === "Escape" && notes.size) {
    const latest = [...notes.keys()].at(-1);
    closeNote(latest);
    latest.focus();
  }
});
