"use strict";
// A film with play, pause, a slider over its beats, keys, values under the pointer.
class Player {
  constructor(root, film, data, time, playing) {
    this.film = film;
    this.data = data;
    this.root = root;
    this.canvas = root.querySelector("canvas");
    this.button = root.querySelector("button");
    this.slider = root.querySelector("input");
    this.told = root.querySelector("output");
    this.tip = root.querySelector("[data-tip]");
    this.time = time;
    this.playing = playing;
    this.left = data.plays;
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    this.printing = false;
    this.tick = -1;
    this.late = 0;
    this.quick = 0;
    this.patience = PATIENCE;
    this.isRough = false;
    this.button.addEventListener("click", () => this.play(!this.playing));
    this.faster = root.querySelector("[data-speed]");
    this.pace = 1;
    if (data.story && this.faster) {
      this.faster.hidden = false;
      this.faster.addEventListener("click", () => this.tell(PACES[(PACES.indexOf(this.pace) + 1) % PACES.length]));
    }
    this.slider.addEventListener("input", () => { this.play(false); this.scrub(Number(this.slider.value)); });
    root.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    root.addEventListener("keydown", (event) => this.key(event));
    this.canvas.addEventListener("pointermove", (event) => this.point(event));
    this.canvas.addEventListener("pointerleave", () => { this.tip.hidden = true; });
    this.canvas.addEventListener("click", () => this.play(!this.playing));
    this.dark.addEventListener("change", () => this.paint());
    addEventListener("beforeprint", () => { this.play(false); this.print(true); });
    addEventListener("afterprint", () => this.print(false));
    this.fit();
    new ResizeObserver(() => this.fit()).observe(root);
  }

  // As many pixels as the screen has there, of the page that is composed for this width.
  fit(isQuick = this.playing) {
    const wide = this.root.clientWidth || this.film.sheets[0].size[0];
    const isTall = self !== top ? innerHeight > 1.3 * innerWidth : wide < NARROW;
    const isOwn = this.root.tagName === "MAIN", room = this.room(wide, isOwn);
    this.sheet = this.printing ? this.film.sheets[0] : this.film.sheetFor(wide, isTall, room, isOwn && self === top);
    if (room && !isOwn && !this.sheet.written && !this.printing) delete this.root.dataset.middle;  // what was kept free isn't needed
    const [width, height] = this.sheet.size, dense = this.printing ? 3 : Math.min(devicePixelRatio || 1, this.isRough ? 1 : 3);
    const scale = wide * dense / width, size = [width, height].map((each) => Math.round(each * scale));
    if (this.shown && scale === this.scale && size[0] === this.canvas.width && size[1] === this.canvas.height) return;
    this.scale = scale;
    [this.canvas.width, this.canvas.height] = size;
    this.paint(isQuick);
  }

  // How high a picture can be: in a window of its own, or in a column of text where that much is kept free.
  room(wide, isOwn) {
    if (isOwn) return innerHeight - this.root.querySelector("form").offsetHeight - 1;
    return wide >= NARROW && wide < WIDE ? wide * (this.root.dataset.middle || 0) / 20 : 0;
  }

  refit() {
    this.scale = 0;
    this.fit();
  }

  print(on) {
    this.printing = on;
    this.refit();
  }

  get last() {
    return this.film.begins(this.film.count - 1);
  }

  paint(isQuick = false) {
    const moment = this.printing ? { tick: this.film.count - 1, share: 0 } : this.film.at(this.time);
    const theme = this.dark.matches && !this.printing ? 1 : 0;
    this.film.draw(this.canvas.getContext("2d"), this.sheet, moment, theme, this.scale, isQuick);
    this.shown = { moment, theme };
  }

  // Coarser while somebody drags the slider, and where pictures come late of fewer pixels; sharp as soon as it rests.
  scrub(time) {
    this.time = Math.max(0, Math.min(time, this.last));
    this.isRough = this.late >= LATER;
    this.fit(true);
    this.show(time, true);
    requestAnimationFrame((one) => requestAnimationFrame((other) => this.timed(other - one)));
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.rest(), REST);
  }

  // Pictures in time, many in a row, bring the pixels back; twice as many each time, so that a slow machine seldom tries.
  timed(span) {
    this.quick = span > LATE ? 0 : this.quick + 1;
    if (!this.quick) this.late += 1;
    if (this.quick < this.patience) return;
    if (this.late >= LATER) this.patience *= 2;
    this.late = this.quick = 0;
  }

  rest() {
    this.isRough = false;
    if (this.playing) this.fit();
    else this.refit();
  }

  show(time, isQuick = this.playing) {
    this.time = Math.max(0, Math.min(time, this.last));
    const { tick, share } = this.film.at(this.time), before = this.shown.moment;
    if (tick !== before.tick || share !== before.share) this.paint(isQuick);
    this.slider.value = this.time;
    if (tick === this.tick) return;
    this.tick = tick;
    const words = this.data.words[tick], beat = this.data.beats.filter(([at]) => at <= tick).pop();
    this.told.textContent = words;
    this.slider.setAttribute("aria-valuetext", beat && beat[1] ? `${words}: ${beat[1]}` : words);
  }

  // The film at another pace, from the very state that is shown.
  tell(pace) {
    const told = paces.told(this.data, pace), { tick, share } = this.film.at(this.time);
    if (!told) return;
    this.pace = pace;
    this.film.tell(told);
    this.time = this.film.reaches(tick + share);
    this.slider.max = this.last;
    this.slider.value = this.time;
    this.faster.textContent = pace === 0.5 ? "½×" : `${pace}×`;
    this.faster.setAttribute("aria-label", `${this.data.said.speed} ${this.faster.textContent}`);
    const marks = this.root.querySelectorAll("option"), beats = this.data.beats.filter(([, words]) => words);
    marks.forEach((mark, at) => { mark.value = this.film.begins(beats[at][0]); });
  }

  play(on) {
    if (on === this.playing) return;
    this.playing = on;
    if (on) this.begin();
    else this.stop();
  }

  stop() {
    this.button.textContent = this.data.said.play;
    cancelAnimationFrame(this.timer);
    this.paint();
  }

  begin() {
    this.button.textContent = this.data.said.pause;
    if (this.time >= this.last) this.time = 0;
    this.left = this.data.plays;
    let before = performance.now();
    const step = (now) => {
      let time = this.time + Math.max(now - before, 0);
      before = now;
      if (time >= this.film.length) {
        if (this.data.plays && --this.left === 0) { this.show(this.last); this.play(false); return; }
        time = 0;
      }
      this.advance(time);
      if (this.playing) this.timer = requestAnimationFrame(step);
    };
    this.timer = requestAnimationFrame(step);
  }

  // What stands is not drawn again.
  advance(time) {
    const before = this.shown.moment, now = this.film.at(time);
    if (before.tick === now.tick && before.share === now.share) {
      this.time = time;
      this.slider.value = Math.min(time, this.last);
      return;
    }
    this.show(time);
    this.time = time;
  }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const { tick } = this.film.at(this.time), beats = this.data.beats.map(([at]) => at);
    const ends = { Home: 0, End: this.film.count - 1 };
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (event.key === " " && !event.target.closest("button")) this.play(!this.playing);
    else if (step) this.go(tick + step);
    else if (event.key === "<" || event.key === ">") this.tellFaster(event.key === ">");
    else if (event.key in ends) this.go(ends[event.key]);
    else if (event.key === "PageDown") this.go(beats.find((at) => at > tick) ?? ends.End);
    else if (event.key === "PageUp") this.go(beats.filter((at) => at < tick).pop() ?? 0);
    else return;
    event.preventDefault();
  }

  tellFaster(isFaster) {
    const paces = [...PACES].sort((one, other) => one - other), next = paces[paces.indexOf(this.pace) + (isFaster ? 1 : -1)];
    if (next && this.data.story) this.tell(next);
  }

  go(tick) {
    this.play(false);
    this.show(this.film.begins(Math.max(0, Math.min(tick, this.film.count - 1))));
  }

  // The nearest point to the pointer, in units of the data.
  point(event) {
    const box = this.canvas.getBoundingClientRect(), scale = this.sheet.size[0] / box.width;
    const x = (event.clientX - box.left) * scale, y = this.sheet.size[1] - (event.clientY - box.top) * scale;
    const read = this.film.under(this.sheet, this.shown.moment, x, y, 14 * scale);
    this.tip.hidden = !read;
    if (!read) return;
    this.tip.textContent = read;
    const left = event.clientX - box.left, top = event.clientY - box.top;
    this.tip.style.setProperty("left", `${Math.min(left + 12, box.width - this.tip.offsetWidth - 4)}px`);
    this.tip.style.setProperty("top", `${top > 48 ? top - 36 : top + 16}px`);
  }
}

const REST = 120;
const PACES = [1, 0.5, 2];
// Milliseconds from one picture to the next that are too many, and how often until fewer pixels are drawn.
const LATE = 22;
const LATER = 3;
const PATIENCE = 30;

// A player in a place: the picture there gives way to it.
async function play(root, data) {
  const film = await new Film(data.film).load(), last = film.begins(film.count - 1);
  const isStill = film.count < 2 || matchMedia("(prefers-reduced-motion: reduce)").matches;
  const player = new Player(root, film, data, isStill ? last : 0, !isStill);
  root.querySelector("form").hidden = film.count < 2;
  root.dataset.ready = "yes";
  player.show(player.time);
  if (!isStill) player.begin();
  return player;
}
