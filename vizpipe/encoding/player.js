"use strict";
(async () => {
  const film = JSON.parse(document.getElementById("film").textContent);
  const canvas = document.querySelector("canvas"), paper = canvas.getContext("2d");
  const button = document.querySelector("button"), slider = document.querySelector("input");
  const told = document.querySelector("output");
  const load = (data) => new Promise((done, failed) => {
    const image = new Image();
    image.onload = () => done(image);
    image.onerror = failed;
    image.src = "data:image/png;base64," + data;
  });
  const parts = await Promise.all(film.parts.map((part) => load(part[0])));
  let drawn = -1, shown = 0, playing = false, due = 0, timer = 0;
  const show = (frame) => {
    shown = Math.max(0, Math.min(frame, film.frames.length - 1));
    const wanted = film.frames[shown][0];
    if (wanted < drawn) drawn = -1;
    while (drawn < wanted) {
      drawn += 1;
      paper.drawImage(parts[drawn], film.parts[drawn][1], film.parts[drawn][2]);
    }
    slider.value = shown;
    told.textContent = film.frames[shown][2];
    slider.setAttribute("aria-valuetext", film.frames[shown][2]);
  };
  const tick = () => {
    if (!playing) return;
    const now = performance.now();
    if (now >= due) {
      const next = (shown + 1) % film.frames.length;
      if (next === 0 && film.plays > 0 && --left === 0) { play(false); return; }
      show(next);
      due = Math.max(due + film.frames[shown][1], now);
    }
    timer = requestAnimationFrame(tick);
  };
  let left = film.plays;
  const play = (on) => {
    playing = on;
    button.textContent = on ? "Pause" : "Play";
    button.setAttribute("aria-pressed", on);
    cancelAnimationFrame(timer);
    if (on) {
      if (shown === film.frames.length - 1) show(0);
      left = film.plays;
      due = performance.now() + film.frames[shown][1];
      timer = requestAnimationFrame(tick);
    }
  };
  button.addEventListener("click", () => play(!playing));
  slider.addEventListener("input", () => { play(false); show(Number(slider.value)); });
  document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (event.key === " ") play(!playing);
    else if (step) { play(false); show(shown + step); }
    else if (event.key === "Home") { play(false); show(0); }
    else if (event.key === "End") { play(false); show(film.frames.length - 1); }
    else return;
    event.preventDefault();
  });
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  show(still ? film.frames.length - 1 : 0);
  document.documentElement.dataset.ready = "yes";
  if (!still) play(true);
})();
