"use strict";
const dark = matchMedia("(prefers-color-scheme: dark)");
const phone = matchMedia("(max-width: 600px)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

// the contact sheet: a still plays while it is pointed at or focused
for (const card of document.querySelectorAll("[data-moving]")) {
  const place = card.querySelector(".still");
  const play = (event) => {
    if (calm.matches || event.pointerType === "touch" || place.querySelector(".moving")) return;
    const moving = new Image();
    moving.className = "moving";
    moving.alt = "";
    moving.src = (dark.matches && card.dataset.movingDark) || card.dataset.moving;
    place.append(moving);
  };
  const rest = () => {
    if (!card.matches(":hover, :focus-visible")) place.querySelector(".moving")?.remove();
  };
  card.addEventListener("pointerenter", play);
  card.addEventListener("focus", play);
  card.addEventListener("pointerleave", rest);
  card.addEventListener("blur", rest);
}

// films come as scripts, which pages that lie in a folder may load too
const fetched = (address) => new Promise((done, failed) => {
  const known = globalThis.vizpipeFilms?.[address];
  if (known) { done(known); return; }
  const script = document.createElement("script");
  script.src = address;
  script.onload = () => done(globalThis.vizpipeFilms[address]);
  script.onerror = () => failed(new Error(address));
  document.head.append(script);
});

class Projector {
  constructor(figure) {
    this.figure = figure;
    this.picture = figure.querySelector("picture");
    this.address = "";
  }

  // the film that suits the page as it is now
  wanted() {
    const films = this.figure.dataset, asked = [];
    if (phone.matches && dark.matches) asked.push("filmColumnDark");
    if (phone.matches) asked.push("filmColumn");
    if (dark.matches) asked.push("filmDark");
    return films[[...asked, "film"].find((name) => films[name])];
  }

  async load() {
    const address = this.wanted();
    if (!address || address === this.address) return;
    const data = await fetched(address);
    const canvas = document.createElement("canvas");
    canvas.width = data.size[0];
    canvas.height = data.size[1];
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", this.picture.querySelector("img").alt);
    this.film = await new Film(canvas, data).load();
    this.plays = data.plays;
    this.address = address;
    this.canvas = canvas;
  }

  // the last frame at or before a moment; a film that has ended holds its last
  show(moment) {
    if (!this.film) return;
    let number = 0;
    while (number < this.film.last && this.film.frames[number + 1].moment <= moment) number += 1;
    this.film.show(number);
    const shown = this.figure.querySelector("canvas") || this.picture;
    if (shown !== this.canvas) shown.replaceWith(this.canvas);
  }
}

const form = document.querySelector(".player");
if (form) {
  const moments = JSON.parse(form.dataset.moments);
  const [button, slider, told] = form.elements;
  const projectors = [...document.querySelectorAll("figure[data-film]")].map((figure) => new Projector(figure));
  let playing = false, due = 0, left = 0;
  // films side by side play as often as the one that plays most; 0 is for ever
  const rounds = () => {
    const all = projectors.map((each) => each.plays ?? 0);
    return all.includes(0) ? 0 : Math.max(...all);
  };
  const load = () => Promise.all(projectors.map((each) => each.load()));
  const show = (number) => {
    slider.value = number;
    told.textContent = moments[number][1];
    slider.setAttribute("aria-valuetext", moments[number][1]);
    for (const each of projectors) each.show(moments[number][0]);
    document.documentElement.dataset.shown = number;
  };
  const stop = () => {
    playing = false;
    button.textContent = "Play";
    button.setAttribute("aria-pressed", "false");
  };
  const tick = (now) => {
    if (!playing) return;
    if (now >= due) {
      const number = (Number(slider.value) + 1) % moments.length;
      if (number === 0 && --left === 0) { stop(); return; }
      show(number);
      due = Math.max(due, now - 100) + moments[number][2];
    }
    requestAnimationFrame(tick);
  };
  button.addEventListener("click", async () => {
    if (playing) { stop(); return; }
    playing = true;
    button.textContent = "Pause";
    button.setAttribute("aria-pressed", "true");
    await load();
    left = rounds();
    if (Number(slider.value) === moments.length - 1) show(0);
    due = performance.now() + moments[Number(slider.value)][2];
    requestAnimationFrame(tick);
  });
  slider.addEventListener("input", async () => {
    stop();
    await load();
    show(Number(slider.value));
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const media of [dark, phone]) {
    media.addEventListener("change", async () => {
      if (!projectors.some((each) => each.film)) return;
      await load();
      show(Number(slider.value));
    });
  }
  form.hidden = false;
}

for (const button of document.querySelectorAll(".copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const code = button.parentNode.querySelector("code");
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      getSelection().selectAllChildren(code);
      document.execCommand("copy");
    }
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
}
document.documentElement.dataset.ready = "yes";
