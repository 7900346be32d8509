// Takes one picture and sends it to the studio as the browser's logo.
export default function (component) {
  const root = component.parentElement;
  const { words, limit } = component.data;
  const input = root.querySelector("input");
  const note = root.querySelector(".note");
  root.querySelector(".call").textContent = words.call;
  root.querySelector(".hint").textContent = words.hint;
  root.querySelector(".zone").hidden = false;  // nameless until here
  input.accept = "image/png,image/jpeg,image/webp";
  input.onchange = async () => {
    const file = input.files[0];
    input.value = "";
    if (!file) return;
    note.textContent = "";
    if (file.size > limit) { note.textContent = words.large; return; }
    try {
      const answer = await fetch("/studio/brand/logo", { method: "PUT", body: file, credentials: "same-origin" });
      if (answer.ok) component.setTriggerValue("arrived", Date.now());
      else note.textContent = { 413: words.large, 415: words.type }[answer.status] ?? words.failed;
    } catch {
      note.textContent = words.failed;
    }
  };
  const zone = root.querySelector(".zone");
  zone.ondragover = (event) => { event.preventDefault(); zone.classList.add("over"); };
  zone.ondragleave = () => zone.classList.remove("over");
  zone.ondrop = (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    input.files = event.dataTransfer.files;
    input.onchange();
  };
}
