// The same moment of two films side by side. A picture is asked for when the one before it has come, so that a quick hand
// does not queue up a hundred of them.
const clock = (ms) => `${Math.floor(ms / 60000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}.${Math.floor(ms / 100) % 10}`;

function follow(image, film) {
  let wanted = null, busy = false;
  const next = () => {
    busy = wanted !== null;
    if (!busy) return;
    image.src = `/app/static/frame/${film}/${wanted}.jpg`;
    wanted = null;
  };
  image.onload = image.onerror = next;
  return (ms) => { wanted = ms; if (!busy) next(); };
}

export default function (component) {
  const root = component.parentElement, data = component.data;
  const slider = root.querySelector("input"), output = root.querySelector("output");
  root.querySelector(".moment span").textContent = data.words.moment;
  slider.setAttribute("aria-label", data.words.moment);
  slider.max = data.duration;
  if (!slider.dataset.set) slider.value = data.start;
  slider.dataset.set = "1";
  const pictures = [...root.querySelectorAll("figure")].map((figure, at) => {
    figure.querySelector("figcaption").textContent = data.names[at];
    return { image: figure.querySelector("img"), name: data.names[at], show: follow(figure.querySelector("img"), data.films[at]) };
  });
  const draw = () => {
    const ms = Number(slider.value);
    output.textContent = clock(ms);
    slider.setAttribute("aria-valuetext", clock(ms));
    for (const one of pictures) {
      one.image.alt = `${one.name}, ${clock(ms)}`;
      one.show(ms);
    }
  };
  slider.oninput = draw;
  draw();
}
