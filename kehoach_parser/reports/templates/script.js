"use strict";
// Filters, and the highlight of the words behind a mark. Everything else on the page works without this.
(() => {
  const root = document.documentElement;
  root.classList.add("script");
  const text = document.getElementById("text");
  const status = document.getElementById("shown");

  const count = () => {
    const items = [...document.querySelectorAll(".side .item")];
    const hidden = items.filter((item) => [...item.classList].some((name) => root.classList.contains(`hide-${name}`)));
    status.textContent = status.dataset.words.replace("{shown}", items.length - hidden.length).replace("{all}", items.length);
  };
  for (const box of document.querySelectorAll("[data-hide]")) {
    const apply = () => {
      const kind = box.dataset.hide;
      root.classList.toggle(`hide-${kind}`, !box.checked);
      for (const piece of document.querySelectorAll(`.m.${kind}, .m.no-${kind}`)) {
        piece.classList.toggle(kind, box.checked);
        piece.classList.toggle(`no-${kind}`, !box.checked);
      }
      count();
    };
    box.addEventListener("change", apply);
    apply();
  }
  const only = document.getElementById("only-open");
  only?.addEventListener("change", () => root.classList.toggle("only-open", only.checked));

  const show = () => {
    for (const piece of document.querySelectorAll(".m.here")) piece.classList.remove("here");
    const mark = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!mark?.dataset.end) return;
    mark.focus({ preventScroll: true });
    const end = Number(mark.dataset.end);
    const pieces = [...text.querySelectorAll(".m")];
    const first = pieces.findIndex((piece) => mark.compareDocumentPosition(piece) & Node.DOCUMENT_POSITION_FOLLOWING);
    for (let at = first; at >= 0 && at < pieces.length && Number(pieces[at].dataset.at) < end; at += 1) {
      pieces[at].classList.add("here");
    }
  };
  addEventListener("hashchange", show);
  show();
})();
