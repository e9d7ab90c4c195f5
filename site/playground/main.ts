/** The page: what is typed is played at once, and shown in the view that is open. */

import { RELEASES } from "../../src/simulation/releases/releases.ts";
import { createEditor } from "./editor.ts";
import { EngineClient } from "./engine-client.ts";
import { EXAMPLES } from "./examples.ts";
import { histogram, sweepSentence, VIEW_BOX } from "./histogram.ts";
import { element, input, isShown, openTab, setUpTabs } from "./page.ts";
import type { Answer, Mark, PlayedAnswer, SweepAnswer } from "./protocol.ts";
import { readSettings, writeSettings } from "./settings-form.ts";
import { fromFragment, toFragment } from "./share.ts";

/** A pause in typing after which the text is played, milliseconds. */
const PAUSE_MS = 150;

const settings = element("settings", HTMLFormElement);
const other = element("other", HTMLFormElement);
const state = element("state", HTMLElement);
const results = element("results", HTMLElement);
let played: PlayedAnswer | undefined;
let askedMs = performance.now();
let pause: ReturnType<typeof setTimeout> | undefined;

const engine = new EngineClient(take);
const editor = createEditor(element("editor", HTMLElement), playSoon);

function source() {
  return { text: editor.text(), flags: readSettings(settings) };
}

function playSoon(): void {
  results.classList.add("stale");
  clearTimeout(pause);
  pause = setTimeout(() => {
    askedMs = performance.now();
    engine.ask({ kind: "play", source: source() });
  }, PAUSE_MS);
}

function take(answer: Answer): void {
  results.classList.remove("stale");
  if (answer.kind === "played") showRun(answer);
  else if (answer.kind === "problems") showProblems(answer.marks);
  else if (answer.kind === "compared") showComparison(answer.page, answer.text);
  else showSweep(answer);
}

function showRun(answer: PlayedAnswer): void {
  played = answer;
  const ms = Math.round(performance.now() - askedMs);
  state.textContent = `Played in ${ms} ms. Digest ${answer.digest}; the same text and seed always give the same run.`;
  element("timeline", HTMLElement).textContent = answer.timeline;
  element("why", HTMLElement).textContent = answer.why;
  element("lint", HTMLElement).textContent = answer.lint;
  element("problems", HTMLElement).replaceChildren();
  editor.mark(answer.marks);
  if (isShown("lanes")) showLanes();
}

/** The page of a large run is megabytes: it is laid out when somebody looks. */
function showLanes(): void {
  if (played !== undefined) element("lanes", HTMLIFrameElement).srcdoc = played.page;
}

function showProblems(marks: readonly Mark[]): void {
  const count = marks.length === 1 ? "1 problem" : `${marks.length} problems`;
  state.textContent = `${count}; below is what was played last.`;
  results.classList.add("stale");
  editor.mark(marks);
  element("problems", HTMLElement).replaceChildren(
    ...marks.map(({ line, message }) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = line === undefined ? message : `Line ${line}: ${message}`;
      button.addEventListener("click", () => editor.goTo(line ?? 1));
      item.append(button);
      return item;
    }),
  );
}

function showComparison(page: string, text: string): void {
  element("compared", HTMLElement).textContent = text;
  const frame = element("comparison", HTMLIFrameElement);
  frame.hidden = false;
  frame.srcdoc = page;
  state.textContent = "A is the text with the settings above the editor, B with those below.";
}

function showSweep(answer: SweepAnswer): void {
  const sentence = sweepSentence(answer);
  element("swept", HTMLElement).textContent = sentence;
  const chart = document.querySelector("#chart");
  if (!(chart instanceof SVGElement)) return;
  chart.toggleAttribute("hidden", false);
  chart.setAttribute("viewBox", VIEW_BOX);
  chart.setAttribute("aria-label", `Makespans of the runs. ${sentence}`);
  chart.innerHTML = histogram(answer);
}

function listen(): void {
  settings.addEventListener("input", playSoon);
  settings.addEventListener("submit", (event) => event.preventDefault());
  other.addEventListener("submit", (event) => {
    event.preventDefault();
    state.textContent = "Playing both …";
    engine.ask({ kind: "compare", source: source(), other: { text: editor.text(), flags: readSettings(other) } });
  });
  element("seeds", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    engine.ask({ kind: "sweep", source: source(), seeds: Number(input("seeds").value) });
  });
  const examples = element("example", HTMLSelectElement);
  examples.replaceChildren(...EXAMPLES.map(({ title }, i) => new Option(title, String(i))));
  examples.addEventListener("change", () => {
    settings.reset();
    editor.setText(EXAMPLES[Number(examples.value)]?.text ?? "");
  });
  element("share", HTMLButtonElement).addEventListener("click", () => void share());
  element("download", HTMLButtonElement).addEventListener("click", download);
  setUpTabs((name) => {
    if (name === "lanes") showLanes();
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    const [file] = event.dataTransfer?.files ?? [];
    if (file === undefined) return;
    event.preventDefault();
    void file.text().then((text) => editor.setText(text));
  });
}

async function share(): Promise<void> {
  const differs = isShown("compare");
  const fragment = await toFragment({
    text: editor.text(),
    settings: readSettings(settings),
    ...(differs ? { other: readSettings(other) } : {}),
  });
  history.replaceState(null, "", `#${fragment}`);
  try {
    await navigator.clipboard.writeText(location.href);
    state.textContent = "The link is in the clipboard. It holds everything itself: nothing was sent anywhere.";
  } catch {
    state.textContent = "The link is in the address bar. It holds everything itself: nothing was sent anywhere.";
  }
}

function download(): void {
  if (played === undefined) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([played.scenario], { type: "application/yaml" }));
  link.download = "scenario.yaml";
  link.click();
  URL.revokeObjectURL(link.href);
}

async function begin(): Promise<void> {
  for (const form of [settings, other]) {
    const releases = form.elements.namedItem("kubernetes");
    if (!(releases instanceof HTMLSelectElement)) continue;
    releases.replaceChildren(new Option("newest", ""), ...RELEASES.toReversed().map((name) => new Option(name, name)));
  }
  listen();
  const shared = await fromFragment(location.hash.slice(1));
  if (shared !== undefined) {
    writeSettings(settings, shared.settings);
    if (shared.other !== undefined) {
      writeSettings(other, shared.other);
      openTab("compare");
    }
  }
  editor.setText(shared?.text ?? EXAMPLES[0].text);
}

void begin();
