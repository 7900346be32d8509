// The uploader as it is seen: a place to drop files, and a row for each with its picture, its progress and its place.
const PICTURES = ["jpg", "jpeg", "png", "gif", "webp"];
const FILMS = ["mp4", "mov", "webm", "mkv"];
const ENDED = ["large", "empty", "type", "failed"];

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function node(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function picture(item) {
  const box = node("span", "pic");
  box.setAttribute("aria-hidden", "true");
  const kind = PICTURES.includes(ending(item.name)) ? "img" : FILMS.includes(ending(item.name)) ? "video" : "";
  if (!item.file && item.state !== "done") return box;
  const plain = () => box.replaceChildren(kind === "img" ? "▣" : kind === "video" ? "▶" : "♪");
  plain();
  if (!kind || ENDED.includes(item.state)) return box;
  const shown = node(kind);
  shown.onerror = plain;
  if (kind === "img") shown.alt = "";
  else Object.assign(shown, { preload: "metadata", muted: true, tabIndex: -1 });
  const address = item.file ? (item.url ??= URL.createObjectURL(item.file)) : `/studio/upload/${item.id}/file`;
  shown.src = kind === "video" ? `${address}#t=0.1` : address;
  box.replaceChildren(shown);
  return box;
}

function noteOf(item, words) {
  const percent = Math.round(item.part * 100);
  if (item.state === "sending") return item.away ? words.away : `${percent} %`;
  return item.state === "unfinished" ? filled(words.unfinished, { percent }) : words[item.state];
}

function button(className, sign, press) {
  const made = node("button", className, sign);
  made.type = "button";
  made.onclick = press;
  return made;
}

// A view is one uploader on the page. Its rows stay the same nodes, so that the focus stays where it is.
function start(root) {
  const view = { rows: new Map(), component: null, store: null };
  const list = root.querySelector("ul"), news = root.querySelector(".news");
  const words = () => view.component.data.words;

  const step = (item, by, pressed) => {
    const place = view.store.items.indexOf(item) + by;
    if (place < 0 || place >= view.store.items.length) return;
    move(view.store, item, place);
    keepOrder(view.store);
    pressed.focus();
    news.textContent = filled(words().moved, { name: item.name, number: place + 1, count: view.store.items.length });
  };
  const row = (item) => {
    const line = node("li"), body = node("span", "body"), name = node("span", "name", item.name);
    const note = node("span", "note"), bar = node("progress");
    name.dir = "auto";
    bar.max = 1;
    bar.setAttribute("aria-label", item.name);
    body.append(name, note, bar);
    const earlier = button("move", "↑", () => step(item, -1, earlier));
    const later = button("move", "↓", () => step(item, 1, later));
    const away = button("drop", "✕", () => drop(view.store, item));
    line.append(picture(item), body, earlier, later, away);
    line.draggable = true;
    line.ondragstart = (event) => { view.store.dragged = item; event.dataTransfer.setData("text/plain", item.name); };
    line.ondragend = () => { view.store.dragged = null; };
    line.ondragover = (event) => {
      const dragged = view.store.dragged;
      if (!dragged) return;
      event.preventDefault();
      if (dragged === item) return;
      const box = line.getBoundingClientRect(), after = event.clientY > box.top + box.height / 2;
      move(view.store, dragged, view.store.items.filter((one) => one !== dragged).indexOf(item) + (after ? 1 : 0));
    };
    line.ondrop = (event) => { if (view.store.dragged) { event.preventDefault(); keepOrder(view.store); } };
    return { line, note, bar, earlier, later, away, state: item.state };
  };
  const update = (item, at, count) => {
    if (view.rows.get(item)?.state === "unfinished" && item.state === "done") view.rows.delete(item);
    if (!view.rows.has(item)) view.rows.set(item, row(item));
    const shown = view.rows.get(item);
    shown.line.className = `file ${item.state}`;
    shown.note.textContent = noteOf(item, words());
    shown.bar.hidden = item.state !== "sending";
    shown.bar.value = item.part;
    for (const [key, off] of [["earlier", at === 0], ["later", at === count - 1]]) {
      shown[key].hidden = count < 2;
      shown[key].setAttribute("aria-disabled", String(off));
      shown[key].setAttribute("aria-label", `${words()[key]}: ${item.name}`);
    }
    shown.away.setAttribute("aria-label", `${words().remove}: ${item.name}`);
    return shown.line;
  };
  view.draw = () => {
    const lines = view.store.items.map((item, at, all) => update(item, at, all.length));
    lines.forEach((line, at) => { if (list.children[at] !== line) list.insertBefore(line, list.children[at] ?? null); });
    while (list.children.length > lines.length) list.lastChild.remove();
  };
  const input = root.querySelector("input"), zone = root.querySelector(".zone");
  input.onchange = () => { add(view.store, input.files, view.component.data); input.value = ""; };
  zone.ondragover = (event) => { event.preventDefault(); zone.classList.add("over"); };
  zone.ondragleave = () => zone.classList.remove("over");
  zone.ondrop = (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (!view.store.dragged) add(view.store, event.dataTransfer.files, view.component.data);
  };
  return view;
}

export default function (component) {
  const root = component.parentElement, data = component.data;
  const view = (root.uploader ??= start(root));
  root.querySelector(".call").textContent = data.words.call;
  root.querySelector(".hint").textContent = data.words.hint;
  root.querySelector("ul").setAttribute("aria-label", data.words.list);
  root.querySelector("input").accept = data.accept;
  view.component = component;
  view.store?.views.delete(view);
  view.store = storeOf(data.project);
  view.store.views.add(view);
  learn(view.store, data);
  changed(view.store);
  return () => view.store.views.delete(view);
}
