// Sends files in pieces of 4 MB to /studio/uploads; a broken connection goes on where the server stopped.
const PIECE = 4 * 1024 * 1024;
const RETRIES = 8;

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function call(url, options) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await fetch(url, { credentials: "same-origin", ...options });
    } catch (error) {
      if (options.signal?.aborted || attempt >= RETRIES) throw error;
      await wait(400 * 2 ** Math.min(attempt, 5));
    }
  }
}

async function send(item, project, changed) {
  const made = await call(`/studio/uploads/${project}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name: item.file.name, size: item.file.size }),
    signal: item.stop.signal,
  });
  if (!made.ok) throw new Error(made.status === 413 ? "large" : "failed");
  item.id = (await made.json()).id;
  let at = 0;
  do {
    const answer = await call(`/studio/upload/${item.id}?offset=${at}`, {
      method: "PUT", body: item.file.slice(at, at + PIECE), signal: item.stop.signal,
    });
    if (!answer.ok && answer.status !== 409) throw new Error("failed");
    at = (await answer.json()).received;
    item.part = item.file.size ? at / item.file.size : 1;
    changed();
  } while (at < item.file.size);
}

function node(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function picture(item) {
  const box = node("span", "pic");
  if (item.file.type.startsWith("image/")) {
    const image = node("img");
    image.alt = "";
    image.src = item.url ??= URL.createObjectURL(item.file);
    box.append(image);
  } else {
    box.textContent = item.file.type.startsWith("audio/") ? "♪" : "▶";
    box.setAttribute("aria-hidden", "true");
  }
  return box;
}

function row(item, words, drop) {
  const line = node("li", `file ${item.state}`);
  const body = node("span", "body");
  body.append(node("span", "name", item.file.name));
  const note = { sending: `${Math.round(item.part * 100)} %`, done: words.done, large: words.large, empty: words.empty, type: words.type, failed: words.failed };
  body.append(node("span", "note", note[item.state] ?? ""));
  if (item.state === "sending") {
    const bar = node("progress");
    bar.max = 1; bar.value = item.part; bar.setAttribute("aria-label", item.file.name);
    body.append(bar);
  }
  const close = node("button", "drop", "✕");
  close.type = "button";
  close.setAttribute("aria-label", `${words.remove}: ${item.file.name}`);
  close.onclick = () => drop(item);
  line.append(picture(item), body, close);
  return line;
}

function trouble(file, data) {
  const ending = file.name.split(".").pop().toLowerCase();
  if (!file.size) return "empty";
  if (file.size > data.limit) return "large";
  return data.endings.includes(ending) ? null : "type";
}

function start(root, component) {
  const self = { items: [], data: component.data, component };
  const list = root.querySelector("ul");
  const draw = () => list.replaceChildren(...self.items.map((item) => row(item, self.data.words, drop)));
  const tell = () => self.component.setTriggerValue("arrived", Date.now());
  const drop = (item) => {
    item.stop.abort();
    if (item.url) URL.revokeObjectURL(item.url);
    self.items = self.items.filter((one) => one !== item);
    if (item.id) call(`/studio/upload/${item.id}`, { method: "DELETE" }).then(tell, () => {});
    draw();
  };
  const add = async (files) => {
    const fresh = [...files].map((file) => {
      const problem = trouble(file, self.data);
      return { file, part: 0, state: problem ?? "sending", stop: new AbortController() };
    });
    self.items.push(...fresh);
    draw();
    for (const item of fresh.filter((one) => one.state === "sending")) {
      try {
        await send(item, self.data.project, draw);
        item.state = "done";
      } catch (error) {
        item.state = error.message === "large" ? "large" : "failed";
      }
      draw();
    }
    tell();
  };
  const input = root.querySelector("input");
  const zone = root.querySelector(".zone");
  input.onchange = () => { add(input.files); input.value = ""; };
  zone.ondragover = (event) => { event.preventDefault(); zone.classList.add("over"); };
  zone.ondragleave = () => zone.classList.remove("over");
  zone.ondrop = (event) => { event.preventDefault(); zone.classList.remove("over"); add(event.dataTransfer.files); };
  self.clear = () => { self.items = self.items.filter((one) => one.state === "sending"); draw(); };
  return self;
}

export default function (component) {
  const root = component.parentElement;
  root.querySelector(".call").textContent = component.data.words.call;
  root.querySelector(".hint").textContent = component.data.words.hint;
  const input = root.querySelector("input");
  input.accept = component.data.accept;
  const self = (root.uploader ??= start(root, component));
  if (self.data.round !== component.data.round) self.clear();
  self.data = component.data;
  self.component = component;
}
