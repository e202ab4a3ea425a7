// The map of the corpus. What it writes is text: nothing of a document is read as markup.
"use strict";
{
  const map = document.getElementById("map");
  const pointed = document.getElementById("pointed");
  const SIDE = 960; // of the 1000 units of the sheet; the rest is margin for the dots
  const at = (share) => 20 + share * SIDE;

  const drawn = (name, attributes, parent) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    parent.append(made);
    return made;
  };

  const line = (name, text) => {
    const made = document.createElement("p");
    made.className = name;
    made.dir = "auto";
    made.textContent = text;
    return made;
  };

  const wait = async () => {
    const response = await fetch("/map/points").catch(() => null);
    if (response?.status === 200) location.reload();
    else if (response?.status === 500) {
      document.getElementById("drawing").textContent = (await response.json()).detail;
    } else setTimeout(wait, 700);
  };

  const draw = ({ titles, points }) => {
    const dots = drawn("g", {}, map);
    const circles = points.map((point, number) =>
      drawn("circle", {
        class: `dot c${point.colour}`, cx: at(point.x), cy: at(point.y), r: 7, "data-number": number,
      }, dots));
    const ring = drawn("circle", { class: "ring", r: 16, visibility: "hidden" }, map);
    let chosen = -1;

    const choose = (number) => {
      const point = points[number];
      if (!point) return;
      chosen = number;
      ring.setAttribute("cx", at(point.x));
      ring.setAttribute("cy", at(point.y));
      ring.setAttribute("visibility", "visible");
      const link = document.createElement("a");
      link.href = point.address;
      link.dir = "auto";
      link.textContent = titles[point.title];
      pointed.replaceChildren(link, line("words", point.words));
    };

    // From the chosen dot to the nearest in the direction of an arrow.
    const step = (x, y) => {
      const from = points[chosen] ?? { x: 0.5, y: 0.5 };
      let best = -1;
      let least = Infinity;
      points.forEach((point, number) => {
        const ahead = (point.x - from.x) * x + (point.y - from.y) * y;
        const aside = Math.abs((point.x - from.x) * y) + Math.abs((point.y - from.y) * x);
        if (number === chosen || ahead <= 0 || ahead + 2 * aside >= least) return;
        [best, least] = [number, ahead + 2 * aside];
      });
      choose(best);
    };
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

    map.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && points[chosen]) location.assign(points[chosen].address);
      if (!arrows[event.key]) return;
      event.preventDefault();
      step(...arrows[event.key]);
    });
    const under = (event) => event.target.closest?.("circle[data-number]")?.dataset.number;
    map.addEventListener("pointerover", (event) => choose(under(event)));
    map.addEventListener("click", (event) => {
      const number = under(event);
      // A finger has no hover: its first touch shows what is there, with a link.
      if (number !== undefined && event.pointerType !== "touch") location.assign(points[number].address);
    });

    for (const key of document.querySelectorAll("button.key")) {
      key.addEventListener("click", () => {
        key.setAttribute("aria-pressed", String(key.getAttribute("aria-pressed") !== "true"));
        const on = new Set([...document.querySelectorAll("button.key[aria-pressed=true]")].map((k) => k.value));
        circles.forEach((circle, number) => {
          circle.classList.toggle("off", on.size > 0 && !on.has(String(points[number].colour)));
        });
      });
    }

    // The hits of the question, last to first, so that the best is drawn on top.
    const hits = [...document.querySelectorAll("a.hit[data-x]")].reverse();
    map.classList.toggle("asked", hits.length > 0);
    for (const hit of hits) {
      const { x, y, rank } = hit.dataset;
      const lit = drawn("a", { class: "lit", href: hit.getAttribute("href"), tabindex: -1, "aria-hidden": true }, map);
      drawn("circle", { cx: at(+x), cy: at(+y), r: 19 }, lit);
      const number = drawn("text", { x: at(+x), y: at(+y), dy: "0.36em" }, lit);
      number.textContent = rank;
      for (const [of, other] of [[lit, hit], [hit, lit]]) {
        const mark = (on) => () => {
          other.classList.toggle("chosen", on);
          if (on && other === lit) map.append(lit); // above the others
        };
        for (const start of ["pointerenter", "focus"]) of.addEventListener(start, mark(true));
        for (const end of ["pointerleave", "blur"]) of.addEventListener(end, mark(false));
      }
    }
    map.dataset.ready = points.length;
  };

  const begin = async () => {
    const response = await fetch(`/map/points?by=${map.dataset.by}`).catch(() => null);
    if (response?.status === 200) draw(await response.json());
    else location.reload(); // another generation came into service: the page waits for its map
  };

  if (map) begin();
  else wait();
}
