"use strict";
// Each film of a page whose numbers are there; where that fails, the picture for those who run no scripts stands.
function begin() {
  for (const root of document.querySelectorAll("[data-vizpipe]:not([data-begun])")) {
    const held = root.querySelector("script[type='application/json']");
    const data = held ? JSON.parse(held.textContent) : globalThis.vizpipeFilms?.[root.dataset.vizpipe];
    if (!data) continue;
    root.dataset.begun = "";
    play(root, data).then(() => { document.documentElement.dataset.ready = "yes"; }, () => {
      const still = document.createElement("template");
      still.innerHTML = root.querySelector("noscript").textContent;
      root.querySelector("canvas").replaceWith(still.content);
      root.querySelector("form").hidden = true;
      document.documentElement.dataset.ready = "failed";
    });
  }
}
