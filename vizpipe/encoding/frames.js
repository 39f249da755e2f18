"use strict";
// A film on a canvas: each frame is the pictures that changed, drawn over those before.
class Frames {
  constructor(canvas, data) {
    this.paper = canvas.getContext("2d");
    this.parts = data.parts;
    this.frames = data.frames.map(([part, duration, words, moment]) => ({ part, duration, words, moment }));
    this.drawn = -1;
  }

  async load() {
    this.pictures = await Promise.all(this.parts.map(([data]) => new Promise((done, failed) => {
      const image = new Image();
      image.onload = () => done(image);
      image.onerror = failed;
      image.src = "data:image/png;base64," + data;
    })));
    return this;
  }

  get last() {
    return this.frames.length - 1;
  }

  show(number) {
    const frame = this.frames[Math.max(0, Math.min(number, this.last))];
    if (frame.part < this.drawn) this.drawn = -1;
    while (this.drawn < frame.part) {
      this.drawn += 1;
      const [, left, top] = this.parts[this.drawn];
      this.paper.drawImage(this.pictures[this.drawn], left, top);
    }
    return frame;
  }
}
