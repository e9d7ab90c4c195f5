/** The parts of the page by their ids. */

/** Which run of the page a part belongs to: a page of two runs has each part twice. */
export type Side = "" | "-a" | "-b";

/** An element that the page has. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

export function canvasById(id: string): HTMLCanvasElement {
  const found = byId(id);
  if (found instanceof HTMLCanvasElement) return found;
  throw new Error(`#${id} is no canvas`);
}

export function inputById(id: string): HTMLInputElement {
  const found = byId(id);
  if (found instanceof HTMLInputElement) return found;
  throw new Error(`#${id} is no input`);
}

/** An element with a class and a text. */
export function part(tag: string, className: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  if (className !== "") made.className = className;
  made.textContent = text;
  return made;
}

/** The entries of a legend: names with the colour that they have in a chart. */
export function fillLegend(id: string, entries: readonly (readonly [string, string])[]): void {
  byId(id).replaceChildren(
    ...entries.map(([text, colour]) => {
      const entry = part("li", "", text);
      entry.style.setProperty("--swatch", `var(--${colour})`);
      return entry;
    }),
  );
}
