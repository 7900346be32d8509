// The files of a project: what is on its way and what has arrived, in the order in which the film will show them. The
// list belongs to the tab, so that another page, or a second uploader, shows the same, and nothing stops meanwhile.
const stores = (window.reelwrightUploads ??= new Map());

function storeOf(project) {
  if (!stores.has(project)) stores.set(project, { project, items: [], views: new Set(), dropped: new Set(), dragged: null });
  return stores.get(project);
}

const ending = (name) => name.split(".").pop().toLowerCase();
const changed = (store) => store.views.forEach((view) => view.draw());
const tell = (store) => store.views.forEach((view) => view.component.setTriggerValue("arrived", Date.now()));

// What the server knows of joins what this tab knows; what the server has let go of leaves.
function learn(store, { files, round }) {
  const known = new Set(files.map((file) => file.id));
  const went = (item) => item.listed || (item.state === "done" && store.round !== round);
  store.items = store.items.filter((item) => item.state === "sending" || known.has(item.id) || !went(item));
  store.round = round;
  for (const file of files.filter((one) => !store.dropped.has(one.id))) {
    const item = store.items.find((one) => one.id === file.id);
    if (item) {
      item.listed = true;
      if (file.state === "waiting" && item.state === "unfinished") item.state = "done";
    } else {
      const state = file.state === "waiting" ? "done" : "unfinished";
      store.items.push({ ...file, state, listed: true, part: file.size ? file.received / file.size : 1 });
    }
  }
}

function trouble(file, data) {
  if (!file.size) return "empty";
  if (file.size > data.limit) return "large";
  return data.endings.includes(ending(file.name)) ? null : "type";
}

async function add(store, files, data) {
  const fresh = [...files].map((file) => {
    const { name, size } = file;
    const item = { file, name, size, part: 0, state: trouble(file, data) ?? "sending", stop: new AbortController() };
    const broken = store.items.findIndex((one) => one.name === name && one.size === size && ["unfinished", "failed"].includes(one.state));
    if (broken >= 0) store.items[broken] = item;
    else store.items.push(item);
    return item;
  });
  changed(store);
  for (const item of fresh.filter((one) => one.state === "sending")) {
    try {
      await send(item, store.project, () => {
        store.items = store.items.filter((one) => one === item || !item.id || one.id !== item.id);
        changed(store);
      });
      item.state = "done";
    } catch (error) {
      item.state = error.message === "large" ? "large" : "failed";
    }
    changed(store);
  }
  if (store.sorted) await keepOrder(store);
  tell(store);
}

function drop(store, item) {
  item.stop?.abort();
  if (item.url) URL.revokeObjectURL(item.url);
  store.items = store.items.filter((one) => one !== item);
  if (item.id) {
    store.dropped.add(item.id);
    call(`/studio/upload/${item.id}`, { method: "DELETE" }).then(() => tell(store));
  }
  changed(store);
}

function keepOrder(store) {
  store.sorted = true;
  const ids = store.items.filter((item) => item.id).map((item) => item.id);
  const headers = { "Content-Type": "application/json" };
  return call(`/studio/uploads/${store.project}/order`, { method: "PUT", headers, body: JSON.stringify({ ids }) });
}

// Puts an item before the one which now stands at `place`, counted without the item itself.
function move(store, item, place) {
  const others = store.items.filter((one) => one !== item);
  store.items = [...others.slice(0, place), item, ...others.slice(place)];
  changed(store);
}
