// The map of the corpus: its dots, the line that tells what is under the pointer, and the hits of
// a question. Where there is no map yet, it waits for one.
import { all, byId, createElement, request, requiredById } from "./dom.js";

/**
 * What is drawn: see `corpus_map.py`.
 *
 * @typedef {object} Corpus
 * @property {string[]} titles Titles of the documents.
 * @property {Point[]} points A point for each passage.
 *
 * @typedef {object} Point
 * @property {number} x Its place, from 0 to 1.
 * @property {number} y
 * @property {number} colour Number of its group.
 * @property {number} title Number of its document's title.
 * @property {string} words The passage's beginning.
 * @property {string} address Where it is shown in its document.
 */

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 20; // for the dots, on either side of the 1000 units of the sheet
const SIDE = 960;
const WAIT_MS = 700;
const FINGER_PX = 22; // half of what a finger covers

/**
 * Direction of each arrow: to the right and down.
 *
 * @type {Readonly<Record<string, { x: number, y: number }>>}
 */
const ARROWS = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/**
 * A coordinate of the sheet.
 *
 * @param {number} share From 0 to 1.
 */
const at = (share) => MARGIN + share * SIDE;

/**
 * @param {string} name
 * @param {Record<string, string | number | boolean>} attributes
 * @param {Element} parent
 */
const draw = (name, attributes, parent) => {
  const drawn = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) drawn.setAttribute(key, String(value));
  parent.append(drawn);
  return drawn;
};

/** The point that is told about: ringed on the map, and named in the line above it. */
class Choice {
  /**
   * @param {Element} map
   * @param {Corpus} corpus
   */
  constructor(map, { titles, points }) {
    this.titles = titles;
    this.points = points;
    this.number = -1;
    this.ring = draw("circle", { class: "ring", r: 16, visibility: "hidden" }, map);
    this.line = requiredById("pointed", HTMLElement);
  }

  /** The chosen point, if there is one. */
  get point() {
    return this.points[this.number];
  }

  /** @param {number} number Of a point; any other number changes nothing. */
  choose(number) {
    const point = this.points[number];
    if (!point) return;
    this.number = number;
    this.ring.setAttribute("cx", String(at(point.x)));
    this.ring.setAttribute("cy", String(at(point.y)));
    this.ring.setAttribute("visibility", "visible");
    const link = createElement("a", { text: this.titles[point.title], dir: "auto" });
    link.href = point.address;
    const words = createElement("p", { className: "words", text: point.words, dir: "auto" });
    this.line.replaceChildren(link, words);
  }

  /**
   * Choose the nearest point in a direction; what lies aside of it counts double.
   *
   * @param {{ x: number, y: number }} direction
   */
  step(direction) {
    const from = this.point ?? { x: 0.5, y: 0.5 };
    let best = -1;
    let least = Infinity;
    this.points.forEach((point, number) => {
      const right = point.x - from.x;
      const down = point.y - from.y;
      const ahead = right * direction.x + down * direction.y;
      const aside = Math.abs(right * direction.y) + Math.abs(down * direction.x);
      const distance = ahead + 2 * aside;
      if (number === this.number || ahead <= 0 || distance >= least) return;
      best = number;
      least = distance;
    });
    this.choose(best);
  }
}

/**
 * @param {Element} map
 * @param {readonly Point[]} points
 */
const drawDots = (map, points) => {
  const dots = draw("g", {}, map);
  return points.map(({ x, y, colour }, number) => {
    const place = { cx: at(x), cy: at(y), r: 7 };
    return draw("circle", { class: `dot c${colour}`, ...place, "data-number": number }, dots);
  });
};

/**
 * Number of the point under the pointer; NaN where there is none.
 *
 * @param {Event} event
 */
const numberUnder = ({ target }) =>
  target instanceof SVGElement ? Number(target.dataset.number) : NaN;

/**
 * Number of the point nearest to a place on the screen, within what a finger covers; NaN for none.
 *
 * @param {SVGSVGElement} map
 * @param {readonly Point[]} points
 * @param {{ clientX: number, clientY: number }} touched
 */
const numberNear = (map, points, { clientX, clientY }) => {
  const toScreen = map.getScreenCTM();
  if (!toScreen) return NaN;
  let nearest = NaN;
  let least = FINGER_PX;
  points.forEach(({ x, y }, number) => {
    const place = new DOMPoint(at(x), at(y)).matrixTransform(toScreen);
    const distance = Math.hypot(place.x - clientX, place.y - clientY);
    if (distance > least) return;
    nearest = number;
    least = distance;
  });
  return nearest;
};

/**
 * @param {SVGSVGElement} map
 * @param {Choice} choice
 */
const listen = (map, choice) => {
  map.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && choice.point) location.assign(choice.point.address);
    const direction = ARROWS[event.key];
    if (!direction) return;
    event.preventDefault();
    choice.step(direction);
  });
  map.addEventListener("pointerover", (event) => choice.choose(numberUnder(event)));
  map.addEventListener("click", (event) => {
    // A finger has no hover, and is broad: it shows what is nearest, with a link.
    if (event instanceof PointerEvent && event.pointerType === "touch") {
      event.preventDefault(); // a hit under it is a link
      choice.choose(numberNear(map, choice.points, event));
      return;
    }
    const point = choice.points[numberUnder(event)];
    if (point) location.assign(point.address);
  });
};

/**
 * The keys of the legend: those that are pressed put all other colours back.
 *
 * @param {readonly Element[]} dots
 * @param {readonly Point[]} points
 */
const listenToLegend = (dots, points) => {
  const showPressed = () => {
    const pressedKeys = all("button.key[aria-pressed=true]");
    const colours = new Set(pressedKeys.map((key) => Number(key.getAttribute("value"))));
    dots.forEach((dot, number) => {
      const isShown = colours.size === 0 || colours.has(points[number]?.colour ?? -1);
      dot.classList.toggle("off", !isShown);
    });
  };
  for (const key of all("button.key")) {
    key.addEventListener("click", () => {
      key.setAttribute("aria-pressed", String(key.getAttribute("aria-pressed") !== "true"));
      showPressed();
    });
  }
};

/**
 * While one of the two is pointed at or focused, the other is told from its like.
 *
 * @param {Element} one
 * @param {Element} other
 * @param {() => void} [begun] What else is done then.
 */
const linkHighlight = (one, other, begun = () => {}) => {
  for (const start of ["pointerenter", "focus"]) {
    one.addEventListener(start, () => {
      other.classList.add("chosen");
      begun();
    });
  }
  for (const end of ["pointerleave", "blur"]) {
    one.addEventListener(end, () => other.classList.remove("chosen"));
  }
};

/**
 * Light a hit of the question where it lies.
 *
 * @param {Element} map
 * @param {HTMLElement} hit Its entry in the list, with its place and rank in its data.
 */
const drawHit = (map, hit) => {
  const x = at(Number(hit.dataset.x));
  const y = at(Number(hit.dataset.y));
  const href = hit.getAttribute("href") ?? "";
  const lit = draw("a", { class: "lit", href, tabindex: -1, "aria-hidden": true }, map);
  draw("circle", { cx: x, cy: y, r: 19 }, lit);
  draw("text", { x, y, dy: "0.36em" }, lit).textContent = hit.dataset.rank ?? "";
  linkHighlight(lit, hit);
  linkHighlight(hit, lit, () => map.append(lit)); // above the others
};

/**
 * @param {SVGSVGElement} map
 * @param {Corpus} corpus
 */
const drawMap = (map, corpus) => {
  const dots = drawDots(map, corpus.points);
  listen(map, new Choice(map, corpus));
  listenToLegend(dots, corpus.points);
  // Last to first, so that the best is drawn on top.
  const hits = all("a.hit[data-x]").reverse();
  map.classList.toggle("asked", hits.length > 0);
  for (const hit of hits) drawHit(map, hit);
  map.dataset.ready = String(corpus.points.length);
};

/** @param {SVGSVGElement} map */
const begin = async (map) => {
  const response = await request(`map/points?by=${map.dataset.by}`);
  if (response?.status === 200) drawMap(map, await response.json());
  else location.reload(); // another generation came into service: the page waits for its map
};

const waitForMap = async () => {
  const response = await request("map/points");
  if (response?.status === 200) {
    location.reload();
  } else if (response?.status === 500) {
    const { detail } = await response.json();
    requiredById("drawing", HTMLElement).textContent = detail;
  } else {
    setTimeout(waitForMap, WAIT_MS);
  }
};

/** @type {Element | null} */
const map = byId("map");
if (map instanceof SVGSVGElement) begin(map);
else waitForMap();
