// Voices to choose from, each of which can be heard at once: cards by language, or one line with a list.
const PLAY = '<svg viewBox="0 0 24 24" class="play" aria-hidden="true"><path d="M8 5v14l11-7z"/></svg>';
const STOP = '<svg viewBox="0 0 24 24" class="stop" aria-hidden="true"><path d="M7 7h10v10H7z"/></svg>';
let now = null;

function node(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function silence() {
  if (!now) return;
  now.sound?.pause();
  now.button.classList.remove("playing", "busy");
  now.button.removeAttribute("aria-busy");
  now = null;
}

async function hear(self, button, voice) {
  const again = now?.button === button;
  silence();
  if (again) return;
  const mine = (now = { button, sound: null });
  const { project, text, words } = self.component.data;
  self.trouble.textContent = "";
  button.classList.add("busy");
  button.setAttribute("aria-busy", "true");
  try {
    const spoken = text ? `?text=${encodeURIComponent(text)}` : "";
    const answer = await fetch(`/app/static/voice/${project}/${encodeURIComponent(voice)}.wav${spoken}`);
    if (!answer.ok) throw new Error(answer.status === 502 ? await answer.text() : words.failed);
    const address = URL.createObjectURL(await answer.blob());
    if (now !== mine) return;
    mine.sound = new Audio(address);
    mine.sound.onended = () => { URL.revokeObjectURL(address); if (now === mine) silence(); };
    await mine.sound.play();
    button.classList.remove("busy");
    button.classList.add("playing");
    button.removeAttribute("aria-busy");
  } catch (error) {
    if (now === mine) { silence(); self.trouble.textContent = error.message || words.failed; }
  }
}

function listener(self, name, voice) {
  const button = node("button", "hear");
  button.type = "button";
  button.innerHTML = PLAY + STOP;
  button.setAttribute("aria-label", name);
  button.onclick = (event) => { event.preventDefault(); hear(self, button, voice()); };
  return button;
}

function card(self, one, group) {
  const { data } = self.component;
  const made = node("label", "voice");
  const choice = node("input");
  choice.type = "radio";
  choice.name = `${self.id}-${group.language}`;
  choice.value = one.id;
  choice.checked = one.id === group.chosen;
  choice.onchange = () => self.component.setTriggerValue("picked", one.id);
  const body = node("span", "body");
  body.append(node("span", "name", one.name), node("span", "about", one.about));
  made.append(choice, body, listener(self, `${data.words.hear}: ${one.name}`, () => one.id));
  return made;
}

function cards(self) {
  return self.component.data.groups.map((group) => {
    const made = node("fieldset");
    made.append(node("legend", "", group.name), ...group.voices.map((one) => card(self, one, group)));
    return made;
  });
}

function line(self) {
  const { groups, words, chosen, none, first } = self.component.data;
  const made = node("div", "line");
  const label = node("label", "", words.label);
  const list = node("select");
  if (none) {
    const usual = node("option", "", none);
    usual.value = "";
    list.append(usual);
  }
  for (const group of groups) {
    const part = node("optgroup");
    part.label = group.name;
    for (const one of group.voices) {
      const option = node("option", "", `${one.name} · ${one.about}`);
      option.value = one.id;
      option.selected = one.id === chosen;
      part.append(option);
    }
    list.append(part);
  }
  list.onchange = () => { silence(); self.component.setStateValue("voice", list.value); };
  label.append(list);
  made.append(label, listener(self, words.hear, () => list.value || first));
  return [made];
}

const drawn = new WeakMap();

export default function (component) {
  const root = component.parentElement.querySelector(".voices");
  const self = drawn.get(root) ?? { id: `voices-${Math.random().toString(36).slice(2)}`, trouble: node("div", "trouble") };
  self.component = component;
  self.trouble.setAttribute("role", "status");
  // What is chosen and what is said change while a voice is heard: that is no reason to draw anew and fall silent.
  const state = JSON.stringify(component.data, (name, value) => (["chosen", "text"].includes(name) ? undefined : value));
  if (self.state !== state) {
    self.state = state;
    silence();
    root.replaceChildren(...(component.data.line ? line(self) : cards(self)), self.trouble);
    drawn.set(root, self);
  }
  for (const group of component.data.groups) {
    const choice = root.querySelector(`input[value="${CSS.escape(group.chosen ?? "")}"]`);
    if (choice) choice.checked = true;
  }
  return () => { if (!root.isConnected) silence(); };
}
