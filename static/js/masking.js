// Comfort only: boxes drawn, moved and resized on the picture. The number fields are what is sent, with or without this.
(() => {
  "use strict";

  const board = document.querySelector("[data-mask-board]");
  if (!board) return;
  const svg = board.querySelector("svg");
  const rows = document.querySelector("[data-mask-rows]");
  const drawn = document.querySelector("[data-mask-drawn]");
  const said = document.querySelector("[data-mask-said]");
  const page = document.querySelector("input[name=shown]").value;
  const WHOLE = 1000;
  const STEP = 10; // thousandths of the page: one percent
  const SMALLEST = 5;
  const SIDES = ["left", "top", "width", "height"];

  const clamp = (value, least, most) => Math.min(Math.max(Math.round(value), least), most);
  const rowOf = (name) => rows.querySelector(`[data-mask-row="${name}"]`);
  const field = (name, side) => document.getElementById(`id_${name}-${side}`);
  const shapeOf = (name) => svg.querySelector(`[data-box="${name}"]`);

  const typed = (name) => {
    const box = SIDES.map((side) => Math.round(Number(field(name, side).value.trim() || NaN) * 10));
    const [left, top, width, height] = box;
    const fits = left >= 0 && top >= 0 && width > 0 && height > 0 && left + width <= WHOLE && top + height <= WHOLE;
    return fits ? box : null;
  };

  const words = (name, box) => {
    const number = [...rows.children].indexOf(rowOf(name)) + 1;
    return [number, ...box.map((part) => part / 10)].reduce((text, value) => text.replace("{}", value), board.dataset.label);
  };

  // the boxes of all pages in one line: what is seen is what is saved
  const remember = () => {
    const others = drawn.value.split(";").filter((one) => one && !one.startsWith(`${page}:`));
    const here = [...rows.children].map((row) => typed(row.dataset.maskRow)).filter(Boolean).map((box) => `${page}:${box.join(",")}`);
    drawn.value = [...others, ...here].join(";");
  };

  const draw = (name) => {
    const box = typed(name);
    let shape = shapeOf(name);
    if (!box) {
      shape?.remove();
      return remember();
    }
    if (!shape) shape = svg.appendChild(newShape(name));
    ["x", "y", "width", "height"].forEach((side, place) => shape.firstElementChild.setAttribute(side, box[place]));
    shape.setAttribute("aria-label", words(name, box));
    return remember();
  };

  const write = (name, [left, top, width, height]) => {
    const wide = clamp(width, SMALLEST, WHOLE);
    const high = clamp(height, SMALLEST, WHOLE);
    const box = [clamp(left, 0, WHOLE - wide), clamp(top, 0, WHOLE - high), wide, high];
    SIDES.forEach((side, place) => {
      field(name, side).value = box[place] / 10;
    });
    draw(name);
  };

  const focusable = (shape) => {
    shape.setAttribute("tabindex", "0");
    shape.setAttribute("role", "application");
    shape.setAttribute("aria-roledescription", board.dataset.kind);
    return shape;
  };

  const newShape = (name) => {
    const shape = document.createElementNS("http://www.w3.org/2000/svg", "g");
    shape.dataset.box = name;
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    rect.setAttribute("class", "mask-box");
    shape.append(rect);
    return focusable(shape);
  };

  let numbered = document.querySelectorAll("[name$='-page']").length;
  const newRow = () => {
    numbered += 1;
    const name = `box${numbered}`;
    const copy = document.querySelector("[data-mask-new]").cloneNode(true);
    copy.innerHTML = copy.innerHTML.replaceAll("boxNEW", name).replaceAll("NUMBER", rows.children.length + 1);
    rows.append(copy.content);
    return name;
  };

  const remove = (name) => {
    rowOf(name).remove();
    shapeOf(name)?.remove();
    remember();
    (svg.querySelector("[data-box]") || document.querySelector("button[value=add]")).focus();
  };

  const MOVES = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
  svg.addEventListener("keydown", (event) => {
    const name = event.target.dataset.box;
    if (!name || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      remove(name);
    } else if (event.key in MOVES) {
      event.preventDefault();
      const [across, down] = MOVES[event.key];
      const [left, top, width, height] = typed(name);
      if (event.shiftKey) {
        write(name, [left, top, Math.min(width + across, WHOLE - left), Math.min(height + down, WHOLE - top)]);
      } else {
        write(name, [left + across, top + down, width, height]);
      }
      said.textContent = words(name, typed(name));
    }
  });

  const place = (event) => {
    const frame = svg.getBoundingClientRect();
    return [((event.clientX - frame.left) / frame.width) * WHOLE, ((event.clientY - frame.top) / frame.height) * WHOLE];
  };
  const EDGE = 14; // pixels at the lower right corner that resize
  let held = null;

  const take = (event) => {
    const shape = event.target.closest("[data-box]");
    const [x, y] = place(event);
    if (!shape) return { name: null, from: [x, y], resize: true };
    const frame = shape.getBoundingClientRect();
    const corner = frame.right - event.clientX < EDGE && frame.bottom - event.clientY < EDGE;
    return { name: shape.dataset.box, from: [x, y], box: typed(shape.dataset.box), resize: corner };
  };

  svg.addEventListener("pointerdown", (event) => {
    // a finger on the picture scrolls the page; on a box it moves the box
    if (event.button !== 0 || (event.pointerType === "touch" && !event.target.closest("[data-box]"))) return;
    event.preventDefault();
    held = take(event);
    svg.setPointerCapture(event.pointerId);
  });

  svg.addEventListener("pointermove", (event) => {
    if (!held) return;
    const [x, y] = place(event).map((part) => clamp(part, 0, WHOLE));
    const [fromX, fromY] = held.from;
    if (!held.name) {
      if (Math.abs(x - fromX) < SMALLEST && Math.abs(y - fromY) < SMALLEST) return;
      if (rows.children.length >= Number(rows.dataset.most)) return;
      held.name = newRow();
    }
    if (!held.box) {
      write(held.name, [Math.min(x, fromX), Math.min(y, fromY), Math.abs(x - fromX), Math.abs(y - fromY)]);
      return;
    }
    const [left, top, width, height] = held.box;
    if (held.resize) write(held.name, [left, top, Math.min(width + x - fromX, WHOLE - left), Math.min(height + y - fromY, WHOLE - top)]);
    else write(held.name, [left + x - fromX, top + y - fromY, width, height]);
  });

  svg.addEventListener("pointerup", () => {
    if (held?.name) shapeOf(held.name)?.focus();
    held = null;
  });

  rows.addEventListener("input", (event) => {
    const row = event.target.closest("[data-mask-row]");
    if (row) draw(row.dataset.maskRow);
  });

  svg.removeAttribute("aria-hidden");
  svg.removeAttribute("focusable");
  svg.querySelectorAll("[data-box]").forEach(focusable);
  [...rows.children].forEach((row) => draw(row.dataset.maskRow));
  document.querySelectorAll("[data-mask-keys]").forEach((hint) => {
    hint.hidden = false;
  });
})();
