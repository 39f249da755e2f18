"use strict";
const dark = matchMedia("(prefers-color-scheme: dark)");
const phone = matchMedia("(max-width: 600px)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

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

// a film on a canvas of its own, whether it draws or shows pictures
async function reel(data) {
  const canvas = document.createElement("canvas");
  if (!data.film) {
    [canvas.width, canvas.height] = data.size;
    const film = await new Frames(canvas, data).load(), ends = [];
    film.frames.forEach((frame, at) => ends.push((ends[at - 1] || 0) + frame.duration));
    return {
      canvas, times: film.frames.map((frame) => frame.moment), begins: [0, ...ends.slice(0, -1)], length: ends[film.last],
      at: (time) => film.show(ends.findIndex((end) => end > time)), show: (number) => film.show(number), fit: () => {},
    };
  }
  const film = await new Film(data.film).load();
  let scale = 1, moment = { tick: 0, share: 0 }, sheet = film.sheets[0];
  const paint = () => film.draw(canvas.getContext("2d"), sheet, moment, dark.matches ? 1 : 0, scale);
  return {
    canvas, times: data.at, begins: data.film.ms.map((_, tick) => film.begins(tick)), length: film.length,
    at: (time) => { moment = film.at(time); paint(); },
    show: (number) => { moment = { tick: number, share: 0 }; paint(); },
    fit: (wide) => {
      sheet = film.sheetFor(wide);
      scale = wide * Math.min(devicePixelRatio || 1, 3) / sheet.size[0];
      canvas.width = Math.round(sheet.size[0] * scale);
      canvas.height = Math.round(sheet.size[1] * scale);
      paint();
    },
  };
}

class Projector {
  constructor(figure, isAlone) {
    this.figure = figure;
    this.isAlone = isAlone;
    this.picture = figure.querySelector("img");
  }

  load() {
    return this.loading ||= this.loaded();
  }

  async loaded() {
    const data = await fetched(this.figure.dataset.film);
    this.shown = await reel(data);
    this.plays = data.plays;
    if (this.isAlone) this.shown.times = this.shown.begins;
    this.shown.canvas.setAttribute("role", "img");
    this.shown.canvas.setAttribute("aria-label", this.picture.alt);
    this.shown.fit(this.figure.clientWidth);
    new ResizeObserver(() => this.shown.fit(this.figure.clientWidth)).observe(this.figure);
  }

  // the last frame at or before a moment; a film that has ended holds its last
  show(moment) {
    if (!this.shown) return;
    const { times } = this.shown;
    let number = 0;
    while (number < times.length - 1 && times[number + 1] <= moment) number += 1;
    this.shown.show(number);
    if (this.picture.isConnected) this.picture.replaceWith(this.shown.canvas);
  }
}

// the contact sheet: a still plays while it is pointed at or focused; on a dark page its film draws it
for (const card of document.querySelectorAll(".card[data-film]")) {
  const place = card.querySelector(".still"), moves = "moves" in card.dataset;
  let wanted = false, shown = null;
  const load = async () => {
    shown ||= await reel(await fetched(card.dataset.film));
    shown.canvas.className = "moving";
    shown.fit(place.clientWidth);
  };
  const stand = async () => {
    if (!dark.matches) { place.querySelector(".moving")?.remove(); return; }
    try { await load(); } catch { card.dataset.failed = ""; return; }
    if (wanted) return;
    shown.show(shown.times.length - 1);
    place.append(shown.canvas);
  };
  const begin = async (event) => {
    if (!moves || calm.matches || event.pointerType === "touch" || wanted) return;
    wanted = true;
    await load();
    if (!wanted) return;
    place.append(shown.canvas);
    const began = performance.now();
    const step = (now) => {
      if (!wanted) return;
      shown.at(Math.max(now - began, 0) % shown.length);
      requestAnimationFrame(step);
    };
    step(began);
  };
  const rest = () => {
    if (card.matches(":hover, :focus-visible")) return;
    wanted = false;
    stand();
  };
  card.addEventListener("pointerenter", begin);
  card.addEventListener("focus", begin);
  card.addEventListener("pointerleave", rest);
  card.addEventListener("blur", rest);
  new IntersectionObserver((seen) => { if (seen.some((each) => each.isIntersecting)) stand(); }, { rootMargin: "400px" }).observe(card);
  dark.addEventListener("change", stand);
}

const projectors = [...document.querySelectorAll("figure[data-film]")].map((figure, _, all) => new Projector(figure, all.length === 1));
const load = () => Promise.all(projectors.map((each) => each.load()));
const form = document.querySelector(".player");
if (form) {
  const moments = JSON.parse(form.dataset.moments);
  const [button, slider, told] = form.elements;
  let playing = false, due = 0, left = 0;
  // films side by side play as often as the one that plays most; 0 is for ever
  const rounds = () => {
    const all = projectors.map((each) => each.plays ?? 0);
    return all.includes(0) ? 0 : Math.max(...all);
  };
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
    } else if (projectors.length === 1) {  // one alone moves between its moments, too
      const [begin, , stand] = moments[Number(slider.value)];
      projectors[0].shown.at(begin + Math.max(stand - (due - now), 0));
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
  form.hidden = false;
}

// pictures are light and wide: who reads on a dark page or a phone sees what the film draws, from the beginning
for (const media of [dark, phone]) {
  const draw = () => {
    for (const each of projectors) {
      if (!media.matches && !each.shown) continue;
      each.load().then(() => (each.picture.isConnected ? each.show(Infinity) : each.shown.fit(each.figure.clientWidth)),
        () => { each.figure.dataset.failed = ""; });
    }
  };
  media.addEventListener("change", draw);
  draw();
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
