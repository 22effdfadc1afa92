"use strict";
// Dropping anywhere on the form, the list of what was chosen, and a word while the files are read. The form works without.
(() => {
  const form = document.querySelector(".upload");
  if (!form) return;
  const input = document.getElementById("files");
  const list = document.getElementById("chosen");
  const said = document.getElementById("said");
  const tooMuch = () => {
    const files = [...input.files];
    if (files.length > Number(form.dataset.files)) return form.dataset.many;
    return files.reduce((sum, file) => sum + file.size, 0) > Number(form.dataset.limit) ? form.dataset.large : "";
  };
  const show = () => {
    list.replaceChildren(...[...input.files].map((file) => {
      const item = document.createElement("li");
      item.textContent = file.name;
      return item;
    }));
    said.textContent = tooMuch();
  };
  input.addEventListener("change", show);
  for (const kind of ["dragover", "dragenter"]) {
    form.addEventListener(kind, (event) => { event.preventDefault(); form.classList.add("over"); });
  }
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; show(); }
  });
  form.addEventListener("submit", (event) => {
    if (tooMuch()) { event.preventDefault(); show(); return; }
    said.textContent = form.dataset.busy;
    form.querySelector("button").disabled = true;
  });
  addEventListener("pageshow", () => { form.querySelector("button").disabled = false; said.textContent = ""; show(); });
})();
