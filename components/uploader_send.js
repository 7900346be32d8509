// Sends files in pieces of 4 MB to /studio/uploads. A broken connection goes on where the server stopped, for as long as it takes.
const PIECE = 4 * 1024 * 1024;
const ENDS = 64 * 1024;
const REFUSALS = 6;

// Until the network is back, or for a while.
const pause = (ms) => new Promise((resolve) => {
  const timer = setTimeout(resolve, ms);
  window.addEventListener("online", () => { clearTimeout(timer); resolve(); }, { once: true });
});

// Repeats a call until it is answered; `told(true)` is called while nothing can be reached.
async function call(url, options, told = () => {}) {
  for (let attempt = 0, refused = 0; ; attempt++) {
    try {
      const answer = await fetch(url, { credentials: "same-origin", ...options });
      if (answer.status < 500 || ++refused > REFUSALS) {
        told(false);
        return answer;
      }
    } catch (error) {
      if (options.signal?.aborted) throw error;
    }
    told(true);
    await pause(Math.min(400 * 2 ** attempt, 10_000));
  }
}

// Names the content of a file by its first and last bytes, so that the same file chosen again is known as the same.
async function mark(file) {
  const ends = await new Blob([file.slice(0, ENDS), file.slice(-ENDS)]).arrayBuffer();
  let one = 0x811c9dc5, two = file.size >>> 0;
  for (const byte of new Uint8Array(ends)) {
    one = Math.imul(one ^ byte, 0x01000193) >>> 0;
    two = (Math.imul(two, 31) + byte) >>> 0;
  }
  return `${one.toString(16)}-${two.toString(16)}`;
}

// Sends the file of an item; `changed` is called whenever there is something new to show.
async function send(item, project, changed) {
  const told = (away) => { if (item.away !== away) { item.away = away; changed(); } };
  const signal = item.stop.signal;
  const made = await call(`/studio/uploads/${project}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name: item.name, size: item.size, mark: await mark(item.file) }),
    signal,
  }, told);
  if (!made.ok) throw new Error(made.status === 413 ? "large" : "failed");
  const { id, received } = await made.json();
  item.id = id;
  changed();
  let at = received;
  do {
    const piece = item.file.slice(at, at + PIECE);
    const answer = await call(`/studio/upload/${id}?offset=${at}`, { method: "PUT", body: piece, signal }, told);
    if (!answer.ok && answer.status !== 409) throw new Error("failed");
    at = (await answer.json()).received;
    item.part = item.size ? at / item.size : 1;
    changed();
  } while (at < item.size);
}
