// The timeline as a picture: lanes of blocks, drawn to scale, with a playhead that follows the film of the page.
const PX_PER_S = 22;

function node(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

const clock = (ms) => `${Math.floor(ms / 60000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;
const film = () => document.querySelector('[data-testid="stVideo"]');

function seek(ms) {
  const video = film();
  if (video) video.currentTime = ms / 1000;
}

function block(item, role, data, component) {
  const made = node("button", `block ${role}`);
  made.type = "button";
  made.style.insetInlineStart = `${(100 * item.start) / data.duration}%`;
  made.style.width = `${(100 * (item.end - item.start)) / data.duration}%`;
  const times = `${clock(item.start)}–${clock(item.end)}`;
  made.setAttribute("aria-label", `${item.label}, ${times}`);
  made.setAttribute("aria-pressed", String(item.id === data.selected));
  made.title = `${item.label} (${times})`;
  if (role === "main" && data.film) {
    const image = node("img");
    image.alt = "";
    image.loading = "lazy";
    image.src = `/app/static/frame/${data.film}/${Math.round((item.start + item.end) / 2)}.jpg`;
    image.onerror = () => image.remove();
    made.append(image);
  }
  const label = node("span", "label", item.label);
  label.dir = "auto";
  made.append(label);
  made.onclick = () => { seek(item.start + 50); component.setTriggerValue("picked", item.id); };
  return made;
}

function wave(peaks) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  made.setAttribute("viewBox", `0 0 ${peaks.length} 100`);
  made.setAttribute("preserveAspectRatio", "none");
  made.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", peaks.map((p, x) => `M${x + 0.5} ${50 - 48 * p}V${50 + 48 * p}`).join(""));
  made.append(path);
  return made;
}

function ruler(data) {
  const made = node("div", "ruler");
  const step = data.duration > 120000 ? 15000 : data.duration > 40000 ? 5000 : 2000;
  for (let at = 0; at < data.duration; at += step) {
    const mark = node("span", "", clock(at));
    mark.style.insetInlineStart = `${(100 * at) / data.duration}%`;
    made.append(mark);
  }
  made.onclick = (event) => {
    const box = made.getBoundingClientRect();
    seek(((event.clientX - box.left) / box.width) * data.duration);
  };
  return made;
}

function draw(root, component) {
  const data = component.data;
  const names = node("div", "names");
  names.append(node("div", "corner"));
  const field = node("div", "field");
  field.style.minWidth = `${(data.duration / 1000) * PX_PER_S}px`;
  field.append(ruler(data));
  for (const lane of data.lanes) {
    names.append(node("div", `lane ${lane.role}`, lane.name));
    const strip = node("div", `lane ${lane.role}`);
    for (const item of lane.blocks) strip.append(block(item, lane.role, data, component));
    field.append(strip);
  }
  if (data.peaks.length) {
    names.append(node("div", "lane wave", data.words.sound));
    const strip = node("div", "lane wave");
    strip.append(wave(data.peaks));
    field.append(strip);
  }
  const head = node("div", "head");
  field.append(head);
  const scroll = node("div", "scroll");
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", data.words.label);
  scroll.append(field);
  const kept = root.querySelector(".scroll")?.scrollLeft ?? 0;
  root.querySelector(".timeline").replaceChildren(names, scroll);
  scroll.scrollLeft = kept;
  return head;
}

export default function (component) {
  const root = component.parentElement;
  const head = draw(root, component);
  const duration = component.data.duration;
  let frame;
  const follow = () => {
    const video = film();
    if (video) head.style.insetInlineStart = `${Math.min(100, (100000 * video.currentTime) / duration)}%`;
    frame = requestAnimationFrame(follow);
  };
  follow();
  return () => cancelAnimationFrame(frame);
}
