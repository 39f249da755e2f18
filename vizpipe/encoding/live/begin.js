"use strict";
// Each film of a page that holds its numbers; where that fails, the picture for those who run no scripts stands.
for (const root of document.querySelectorAll("[data-vizpipe]")) {
  const data = JSON.parse(root.querySelector("script[type='application/json']").textContent);
  play(root, data).then(() => { document.documentElement.dataset.ready = "yes"; }, () => {
    const still = document.createElement("template");
    still.innerHTML = root.querySelector("noscript").textContent;
    root.querySelector("canvas").replaceWith(still.content);
    root.querySelector("form").hidden = true;
    document.documentElement.dataset.ready = "failed";
  });
}
