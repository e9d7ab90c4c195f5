/** A list that keeps only the rows in view in the page. */

import { part } from "./page-parts.ts";

const ROW_HEIGHT = 20;
const ROWS_AROUND = 6;

export class LongList {
  readonly #box: HTMLElement;
  readonly #inner = part("div", "inner", "");
  readonly #rowAt: (i: number) => HTMLElement;
  #count = 0;

  /** @param rowAt makes one row */
  constructor(box: HTMLElement, rowAt: (i: number) => HTMLElement) {
    this.#box = box;
    this.#rowAt = rowAt;
    // Screen readers skip the elements between a list and its rows.
    this.#inner.role = "none";
    box.replaceChildren(this.#inner);
    box.addEventListener("scroll", () => this.draw());
  }

  /** Says how many rows there are, and draws those in view. */
  resize(count: number): void {
    this.#count = count;
    this.#inner.style.height = `${count * ROW_HEIGHT}px`;
    this.draw();
  }

  draw(): void {
    const first = Math.max(0, Math.floor(this.#box.scrollTop / ROW_HEIGHT) - ROWS_AROUND);
    const shown = Math.ceil(this.#box.clientHeight / ROW_HEIGHT) + 2 * ROWS_AROUND;
    const rows: HTMLElement[] = [];
    for (let i = first; i < Math.min(this.#count, first + shown); i++) {
      const row = this.#rowAt(i);
      row.style.top = `${i * ROW_HEIGHT}px`;
      rows.push(row);
    }
    this.#inner.replaceChildren(...rows);
  }

  /** Scrolls only as far as needed to bring a row into view. */
  reveal(i: number): void {
    const [top, bottom] = [i * ROW_HEIGHT, (i + 1) * ROW_HEIGHT];
    const { scrollTop, clientHeight } = this.#box;
    if (top < scrollTop) this.#box.scrollTop = top;
    else if (bottom > scrollTop + clientHeight) this.#box.scrollTop = bottom - clientHeight;
  }
}
