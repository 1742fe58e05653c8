// Shows the edition in a frame, hears of every build, and puts a new edition in its place where the reader was.

const EDITION = "/edition/";
const find = (selector) => document.querySelector(selector);
const address = (file) => EDITION + file.split("/").map(encodeURIComponent).join("/");
let frame; // what is seen
let coming; // what is still loading
let version; // of what is seen or loading
let message; // what is shown of the last failure

function listLinks(list, files) {
  const items = files.map(([name, file]) => {
    const link = Object.assign(document.createElement("a"), { href: address(file), target: "_blank", textContent: name });
    const item = document.createElement("li");
    item.append(link);
    return item;
  });
  list.replaceChildren(...items);
}

function asLine(line) {
  const className = line.startsWith(" ") ? "part" : "";
  return Object.assign(document.createElement("p"), { className, textContent: line.trim() });
}

function show(status) {
  document.title = (status.message ? "Not built: " : "") + status.title;
  find(".title").textContent = status.title;
  listLinks(find(".files"), status.files);
  listLinks(find(".sheets ul"), status.sheets);
  find(".sheets").hidden = status.sheets.length === 0;
  find(".bar").hidden = !status.building;
  find(".done").style.width = `${100 * status.share}%`;
  find(".step").textContent = status.building ? `Building… ${status.step}` : "";
  find(".fault").hidden = !status.message;
  find(".fault h1").textContent = status.page ? "Not built. Below is the last good edition." : "Not built.";
  if (message !== status.message) find(".message").replaceChildren(...status.message.split("\n").map(asLine));
  message = status.message;
  if (status.page && status.version !== version) {
    version = status.version;
    load(address(status.page));
  }
}

// Another edition loads unseen behind the one that is read, and takes its place when it looks the same.

function load(start, here = frame?.contentWindow.location.href ?? start) {
  coming?.remove();
  const next = Object.assign(document.createElement("iframe"), { className: "coming", title: "The edition" });
  coming = next;
  next.addEventListener("load", async () => {
    const page = next.contentDocument;
    if (!page) {
      version = undefined; // the program is away: it is asked again with its next word
      return;
    }
    if (page.contentType !== "text/html" && here !== start) {
      load(start, start); // the page that was read is no longer there
      return;
    }
    await page.fonts.ready;
    if (coming !== next) return;
    if (frame) keepPlace(frame, next);
    page.addEventListener("click", openOutside, true);
    next.className = "";
    if (document.activeElement === frame) next.focus();
    frame?.remove();
    [frame, coming] = [next, undefined];
    find(".none").hidden = true;
  });
  next.src = here;
  find("main").append(next);
}

// The place: what is open, and which part of the text stands where. Text above it may have become longer.

const PLACES = "main :is(section, h1, h2, h3, h4, p, figure, table)[id]";
const NEAR = 150; // pixels from the top
const openKey = (details) => `${details.closest("[id]")?.id} ${details.querySelector("summary")?.textContent}`;
const colours = (page) => getComputedStyle(page.documentElement).colorScheme;

function keepPlace({ contentWindow: oldView, contentDocument: old }, { contentWindow: view, contentDocument: page }) {
  if (colours(old) !== colours(page)) page.querySelector(".scheme")?.click();
  const open = new Map([...old.querySelectorAll("details")].map((details) => [openKey(details), details.open]));
  for (const details of page.querySelectorAll("details")) {
    details.open = open.get(openKey(details)) ?? details.open;
  }
  const top = (element) => element.getBoundingClientRect().top;
  view.scrollTo({ left: oldView.scrollX, top: oldView.scrollY, behavior: "instant" });
  const above = [...old.querySelectorAll(PLACES)].filter((part) => part.getClientRects().length && top(part) < NEAR);
  const nearest = above.reduce((best, part) => (best && top(best) > top(part) ? best : part), undefined);
  const same = nearest && page.getElementById(nearest.id);
  if (same) view.scrollBy({ top: top(same) - top(nearest), behavior: "instant" });
}

// The frame is for the edition only; everything else opens beside it.

function openOutside({ target }) {
  const link = target.closest?.("a[href]");
  if (!link || link.hasAttribute("download")) return;
  if (link.origin === location.origin && /(\/|\.html)$/.test(link.pathname)) return;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
}

// A browser gives up on some failures: then we begin again. The program may have been started anew.

function listen() {
  const events = new EventSource("/events");
  events.addEventListener("message", ({ data }) => show(JSON.parse(data)));
  events.addEventListener("error", () => {
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
  });
}
listen();

find(".sheets").addEventListener("focusout", ({ currentTarget, relatedTarget }) => {
  if (!currentTarget.contains(relatedTarget)) currentTarget.open = false;
});
