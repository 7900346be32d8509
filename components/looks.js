// Looks to choose from by eye: three pictures for each job.
function node(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function card(one, group, self) {
  const made = node("label", "look");
  const picture = node("img");
  picture.src = `/app/static/ui/looks/${one.id}.jpg`;
  picture.alt = "";
  picture.loading = "lazy";
  picture.width = 270;
  picture.height = 480;
  const choice = node("input");
  choice.type = "radio";
  choice.name = `${self.id}-${group.job}`;
  choice.checked = one.id === group.chosen;
  choice.onchange = () => self.component.setTriggerValue("picked", `${group.job}.${one.id}`);
  const name = node("span", "name");
  name.append(choice, node("span", "", one.name));
  made.append(picture, name);
  return made;
}

const drawn = new WeakMap();

export default function (component) {
  const root = component.parentElement.querySelector(".looks");
  const self = drawn.get(root) ?? { id: `looks-${Math.random().toString(36).slice(2)}` };
  self.component = component;
  const state = JSON.stringify(component.data);
  if (self.state === state) return;
  self.state = state;
  drawn.set(root, self);
  root.replaceChildren(
    ...component.data.groups.map((group) => {
      const made = node("fieldset");
      made.append(node("legend", "", group.name), ...group.looks.map((one) => card(one, group, self)));
      return made;
    }),
  );
}
