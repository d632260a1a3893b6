// Comforts only: every page works without this file.
(() => {
  "use strict";

  const each = (selector, act, root = document) => root.querySelectorAll(selector).forEach(act);

  // a second click does not send a second time; the server would notice anyhow
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    if (form.method !== "post" || form.hasAttribute("data-repeatable")) return;
    form.dataset.sent = "yes";
    setTimeout(() => each("button[type=submit], button:not([type])", (b) => b.setAttribute("aria-disabled", "true"), form));
  });

  // coming back with the browser's Back button makes the form usable again
  window.addEventListener("pageshow", () => {
    each("form[data-sent]", (form) => {
      delete form.dataset.sent;
      each("[aria-disabled]", (b) => b.removeAttribute("aria-disabled"), form);
    });
  });

  each("[data-print]", (button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  each("[data-copy]", (button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    const label = button.querySelector("span") || button;
    const said = label.textContent;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      label.textContent = button.dataset.copied;
      label.setAttribute("role", "status");
      setTimeout(() => {
        label.textContent = said;
      }, 3000);
    });
  });

  each("[data-counter-for]", (counter) => {
    const box = document.getElementById(counter.dataset.counterFor);
    const limit = Number(counter.dataset.limit);
    const resting = counter.textContent;
    const count = () => {
      const left = limit - [...box.value].length;
      if (left > limit * 0.25) {
        counter.textContent = resting;
      } else {
        const words = left < 0 ? counter.dataset.over : counter.dataset.left;
        counter.textContent = words.replace("{}", Math.abs(left).toLocaleString());
      }
      counter.classList.toggle("counter-over", left < 0);
    };
    box.addEventListener("input", count);
    count();
  });

  const size = (bytes) => (bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

  // say in the frame what was chosen, with its size
  each("input[data-file]", (input) => {
    const names = document.createElement("p");
    names.className = "file-names";
    names.setAttribute("role", "status");
    input.after(names);
    input.addEventListener("change", () => {
      names.textContent = [...input.files].map((f) => `${f.name} (${size(f.size)})`).join(", ");
    });
  });

  // a filter sends itself when a list is changed
  each("form[data-autosend] select", (select) => select.addEventListener("change", () => select.form.requestSubmit()));
})();
