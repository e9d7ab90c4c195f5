/** A real browser for tests, if the machine has one. */

import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Path of Chromium, or nothing: then tests that need it are skipped. */
export const CHROMIUM = [process.env.CHROMIUM_PATH ?? "", ...PLACES].find((path) => path !== "" && existsSync(path));

/** What a skipped test says. */
export const NEEDS_CHROMIUM =
  CHROMIUM === undefined ? " (skipped: no Chromium here; apt-get install chromium, or set CHROMIUM_PATH)" : "";

/** A browser with a folder for pages. */
export class PageReader {
  readonly #folder = mkdtempSync(join(tmpdir(), "jobsim-report-"));
  #browser: Browser | undefined;

  async start(): Promise<void> {
    if (CHROMIUM !== undefined)
      this.#browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    rmSync(this.#folder, { recursive: true });
  }

  /** Opens a page; whatever it would load from elsewhere, or complain about, is an error. */
  async open(html: string, name: string, width = 1280, colorScheme: "light" | "dark" = "light"): Promise<Page> {
    const file = join(this.#folder, name);
    writeFileSync(file, html);
    if (this.#browser === undefined) throw new Error("no browser");
    const page = await this.#browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    page.on("pageerror", (error) => {
      throw error;
    });
    page.on("request", (request) => {
      if (!request.url().startsWith("file:")) throw new Error(`the page asked for ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
    return page;
  }
}

/** Moves the slider as a hand does. */
export async function moveSlider(page: Page, atMs: number): Promise<void> {
  await page.locator("#slider").fill(String(atMs));
  await settled(page);
}

/** Waits until what was asked for is drawn. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))");
}

/** The text of one element. */
export async function textOf(page: Page, selector: string): Promise<string> {
  return (await page.locator(selector).textContent()) ?? "";
}

/** What can be reached by keyboard and has no accessible name. */
export function nameless(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`
    [...document.querySelectorAll("button, input, select, [tabindex]")]
      .filter((one) => {
        const label = one.getAttribute("aria-label") ?? one.closest("label")?.textContent ?? one.textContent;
        return label.trim() === "";
      })
      .map((one) => one.outerHTML.slice(0, 100))`);
}

/** Whether something of the page sticks out to the right. */
export async function sticksOut(page: Page): Promise<boolean> {
  return page.evaluate<boolean>("document.documentElement.scrollWidth > window.innerWidth");
}
