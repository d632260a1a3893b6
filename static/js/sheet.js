// Comfort only: the links beside a page of a document, by keys. They count while the picture has the focus, so that
// no key is taken from a form or from an assistive program (WCAG 2.1.4).
(() => {
  "use strict";

  const sheet = document.querySelector("[data-sheet]");
  if (!sheet) return;
  document.querySelectorAll("[data-sheet-keys]").forEach((words) => {
    words.hidden = false;
  });

  // what is larger than its window scrolls first, and turns the page at its edge
  const more = {
    ArrowLeft: () => sheet.scrollLeft > 1,
    ArrowRight: () => sheet.scrollLeft + sheet.clientWidth < sheet.scrollWidth - 1,
    PageUp: () => sheet.scrollTop > 1,
    PageDown: () => sheet.scrollTop + sheet.clientHeight < sheet.scrollHeight - 1,
  };

  sheet.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || more[event.key]?.()) return;
    const link = [...document.querySelectorAll("a[data-keys]")].find((one) => one.dataset.keys.split(" ").includes(event.key));
    if (!link) return;
    event.preventDefault();
    link.click();
  });
})();
