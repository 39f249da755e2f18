(async () => {
  const data = JSON.parse(document.getElementById("film").textContent);
  const film = await new Frames(document.querySelector("canvas"), data).load();
  const button = document.querySelector("button"), slider = document.querySelector("input");
  const told = document.querySelector("output");
  let shown = 0, playing = false, due = 0, timer = 0, left = data.plays;
  const show = (number) => {
    shown = Math.max(0, Math.min(number, film.last));
    const frame = film.show(shown);
    slider.value = shown;
    told.textContent = frame.words;
    slider.setAttribute("aria-valuetext", frame.words);
  };
  const tick = () => {
    if (!playing) return;
    const now = performance.now();
    if (now >= due) {
      const next = (shown + 1) % film.frames.length;
      if (next === 0 && data.plays > 0 && --left === 0) { play(false); return; }
      show(next);
      due = Math.max(due + film.frames[shown].duration, now);
    }
    timer = requestAnimationFrame(tick);
  };
  const play = (on) => {
    playing = on;
    button.textContent = on ? "Pause" : "Play";
    button.setAttribute("aria-pressed", on);
    cancelAnimationFrame(timer);
    if (on) {
      if (shown === film.last) show(0);
      left = data.plays;
      due = performance.now() + film.frames[shown].duration;
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
    else if (event.key === "End") { play(false); show(film.last); }
    else return;
    event.preventDefault();
  });
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  show(still ? film.last : 0);
  document.documentElement.dataset.ready = "yes";
  if (!still) play(true);
})();
