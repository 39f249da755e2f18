"use strict";
// A page composed anew for the room that a reader has: panels as they were drawn, set out by solve, words broken into other lines.
const recomposing = (() => {
  const WORTH = 1.15;  // so many times larger, or the page stays as it was drawn
  const NEAR = 1.5;  // pixels by which a word may begin beside where it was measured

  // The boxes on the smallest page of this room's ratio on which everything stands; null if that is hardly smaller than the sheet.
  function fitted({ page, kicker }, [sheetWide], wide, tall, isFree) {
    let enough = null, small = Math.ceil(wide), large = Math.floor(sheetWide / WORTH);
    const at = (width, height) => {
      const boxes = pages.standing(page, width, height - kicker);
      return boxes && { ...boxes, size: [width, height] };
    };
    while (small <= large) {
      const width = (small + large) >> 1, tried = at(width, Math.floor(width * tall / wide));
      if (tried) {
        enough = tried;
        large = width - 1;
      } else small = width + 1;
    }
    return enough && isFree ? at(enough.size[0], enough.size[1] - spare(page, enough)) || enough : enough;
  }

  // How much higher the room is than what stands in it: panels are in its middle.
  function spare({ body, edge, gap }, { boxes, caption }) {
    const feet = trees.leaves(trees.read(body)).map((part) => boxes[part.name][1] - part.margins[1]);
    return Math.max(2 * (Math.min(...feet) - edge - (caption[3] ? caption[3] + gap : 0)) - 1, 0);
  }

  const isAbove = (film, { plot: [, [, bottom, , top]], columns }, kicker) => (
    film.columns[columns.y].row(0)[0] / film.data.grain * (top - bottom) > top - bottom - kicker);

  // The lines of a text in words, each with its letters: those of a version whose words begin where letters do.
  function words(lines, versions) {
    for (const version of versions) {
      const found = matched(lines, version);
      if (found) return found;
    }
    return null;
  }

  function matched(lines, version) {
    const found = [];
    for (const { text: [, letters], sizes: [size] } of lines) {
      const places = [];
      for (let at = 1; at < letters.length; at += 2) places.push(letters[at] * size / 1000);
      let begin = 0, from = 0;
      while (from < places.length) {
        if (found.length === version.length || Math.abs(places[from] - begin) > NEAR) return null;
        const [width, space] = version[found.length], end = begin + width + space;
        let to = from;
        while (to < places.length && places[to] < end - NEAR) to += 1;
        if (to === from) return null;
        found.push({ begin: begin * 1000 / size, letters: letters.slice(2 * from, 2 * to), width, space });
        begin = end;
        from = to;
      }
    }
    return found.length === version.length ? found : null;
  }

  // The same words in lines that fit into a box, from its upper left corner.
  function written(lines, versions, [left, bottom, width, height], lead) {
    const told = words(lines, versions), starts = told && pages.balanced(told.map((each) => [each.width, each.space]), width);
    if (!starts) return null;
    const [first] = lines, size = first.sizes[0], said = lines.map(({ text }) => text[0]).join(" ").split(" ");
    return starts.map((start, line) => {
      const letters = [], text = said.length === told.length ? said.slice(start, starts[line + 1]).join(" ") : "";
      let begin = 0;
      for (const word of told.slice(start, starts[line + 1])) {
        for (let at = 0; at < word.letters.length; at += 2) {
          letters.push(word.letters[at], Math.round(begin * 1000 / size + word.letters[at + 1] - word.begin));
        }
        begin += word.width + word.space;
      }
      return { ...first, clip: undefined, text: [text, letters], x: [left], y: [bottom + height - (line + 0.8) * lead] };
    });
  }

  // A sheet whose panels are moved; what stands above and below is written by itself.
  class Recomposed {
    constructor(film, sheet, boxes) {
      const { needs: { page, kicker, leads } } = sheet, { headline, caption, size: [width, height] } = boxes;
      Object.assign(this, { film, sheet, known: new Map() });
      this.texts = {
        headline: { box: headline, lead: leads[0], versions: page.headline ? page.headline.versions : [] },
        caption: { box: caption, lead: leads[1], versions: page.caption ? [page.caption.sentences.flat()] : [] },
      };
      const top = headline[1] + headline[3];
      const plots = sheet.plots.map(([name, [west, south, east, north], ...rest]) => {
        if (name === "page") return [name, [0, 0, width, height], ...rest];
        const [left, bottom] = boxes.boxes[name] || [headline[0], top + kicker - north + south];  // numbers stand above the headline
        return [name, [left, bottom, left + east - west, bottom + north - south], ...rest];
      });
      this.lines = new Set();
      const tracks = sheet.tracks.map((track, number) => {
        const [name] = track.plot;
        if (name in this.texts && !(name === "headline" && isAbove(film, track, kicker))) this.lines.add(number);
        return { ...track, plot: plots[sheet.plots.indexOf(track.plot)], kept: null };
      });
      const orders = new Map(sheet.order.map((each) => [each, each.filter((number) => !this.lines.has(number))]));
      this.whole = { ...sheet, size: boxes.size, plots, tracks, order: sheet.order.map((each) => orders.get(each)), luts: [], written: this };
    }

    // Headline and caption at a tick, as strokes that stand; null if their words are not those that were measured.
    at(tick, theme) {
      const found = [];
      for (const [name, { box, lead, versions }] of Object.entries(this.texts)) {
        const lines = this.linesOf(name, tick, theme), key = [name, theme, ...lines.map(({ text }) => text[0])].join("\n");
        if (!lines.length) continue;
        if (!this.known.has(key)) {
          const strokes = written(lines.sort((one, other) => other.y[0] - one.y[0]), versions, box, lead);
          this.known.set(key, strokes && strokes.map((stroke) => ({ rows: [], theme, times: STOOD, stroke })));
        }
        if (!this.known.get(key)) return null;
        found.push(...this.known.get(key));
      }
      return found;
    }

    linesOf(name, tick, theme) {
      const { film, sheet } = this, numbers = sheet.order[tick].filter((number) => this.lines.has(number) && sheet.tracks[number].plot[0] === name);
      return numbers.map((number) => film.stroke(sheet, sheet.tracks[number], tick, 0, theme));
    }

    // Whether all that is drawn has a place: every line is text, and numbers end before the page does.
    isWhole() {
      const { sheet, whole, film } = this, [width] = whole.size;
      if ([...this.lines].some((number) => sheet.tracks[number].kind !== "text")) return false;
      return whole.order.every((order, tick) => this.at(tick, 0) && order.every((number) => {
        const track = whole.tracks[number];
        if (track.plot[0] !== "headline") return track.plot[0] !== "page";
        const { x, text: [, letters], sizes: [size] } = film.stroke(whole, track, tick, 0, 0);
        return x[0] + (letters[letters.length - 1] / 1000 + 1) * size <= width;
      }));
    }
  }

  // The sheet for a room of so many pixels; null where its parts can't stand there, or would hardly be larger.
  function recomposed(film, sheet, wide, tall, isFree = false) {
    const boxes = wide < sheet.size[0] && fitted(sheet.needs, sheet.size, wide, tall, isFree);
    if (!boxes) return null;
    const made = new Recomposed(film, sheet, boxes);
    return made.isWhole() ? made.whole : null;
  }

  return { recomposed };
})();
