/** The page: what is typed is played at once, and shown in the view that is open. */

import { RELEASES } from "../../src/simulation/releases/releases.ts";
import { EngineClient, startEngine } from "./engine-client.ts";
import { EXAMPLES } from "./examples.ts";
import { element, isShown, openTab, setUpTabs } from "./page.ts";
import { fromFragment, toFragment } from "./share.ts";
import { say, showAnswers } from "./views.ts";
import { Workspace } from "./workspace.ts";

void begin();

async function begin(): Promise<void> {
  const engine = new EngineClient(startEngine());
  offerReleases();
  const shared = await fromFragment(location.hash.slice(1));
  const workspace = new Workspace(engine, shared ?? { text: EXAMPLES[0].text });
  showAnswers(engine, workspace);
  if (shared?.other !== undefined) openTab("compare");
  workspace.play();
  for (const first of ["played", "problems"] as const) {
    engine.once(first, () => afterPaint(() => void workspace.editor.load()));
  }
  setUpExamples(workspace);
  setUpButtons(workspace);
  setUpDownload(engine);
  setUpDrop(workspace);
}

/** What nobody waits for comes when the result can be seen. */
function afterPaint(act: () => void): void {
  requestAnimationFrame(() => setTimeout(act));
}

function offerReleases(): void {
  for (const id of ["settings", "other"]) {
    const releases = element(id, HTMLFormElement).elements.namedItem("kubernetes");
    if (!(releases instanceof HTMLSelectElement)) continue;
    releases.replaceChildren(new Option("newest", ""), ...RELEASES.toReversed().map((name) => new Option(name, name)));
  }
}

function setUpExamples(workspace: Workspace): void {
  const examples = element("example", HTMLSelectElement);
  examples.replaceChildren(...EXAMPLES.map(({ title }, i) => new Option(title, String(i))));
  examples.addEventListener("change", () => workspace.openExample(EXAMPLES[Number(examples.value)]?.text ?? ""));
}

function setUpButtons(workspace: Workspace): void {
  onSubmit("settings", () => workspace.play());
  onSubmit("other", () => workspace.compare());
  onSubmit("seeds", () => workspace.sweep());
  element("undo", HTMLButtonElement).addEventListener("click", () => workspace.undo());
  element("redo", HTMLButtonElement).addEventListener("click", () => workspace.redo());
  element("share", HTMLButtonElement).addEventListener("click", () => void share(workspace));
  document.addEventListener("keydown", (event) => {
    const step = stepOf(event);
    if (step === undefined) return;
    event.preventDefault();
    workspace[step]();
  });
  setUpTabs((name) => {
    // The page of a large run is megabytes: it is made when somebody looks.
    if (name === "lanes") workspace.play();
  });
}

function onSubmit(form: string, act: () => void): void {
  element(form, HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    act();
  });
}

/** The keys of undo and redo, on each system. */
function stepOf({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): "undo" | "redo" | undefined {
  if (altKey || !(ctrlKey || metaKey)) return undefined;
  if (key.toLowerCase() === "z") return shiftKey ? "redo" : "undo";
  return ctrlKey && key === "y" ? "redo" : undefined;
}

async function share({ sheet: { text, settings, other } }: Workspace): Promise<void> {
  const fragment = await toFragment({ text, settings, ...(isShown("compare") ? { other } : {}) });
  history.replaceState(null, "", `#${fragment}`);
  try {
    await navigator.clipboard.writeText(location.href);
    say("The link is in the clipboard. It holds everything itself: nothing was sent anywhere.");
  } catch {
    say("The link is in the address bar. It holds everything itself: nothing was sent anywhere.");
  }
}

function setUpDownload(engine: EngineClient): void {
  let scenario: string | undefined;
  engine.on("reviewed", (answer) => {
    scenario = answer.scenario;
  });
  element("download", HTMLButtonElement).addEventListener("click", () => {
    if (scenario === undefined) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([scenario], { type: "application/yaml" }));
    link.download = "scenario.yaml";
    link.click();
    URL.revokeObjectURL(link.href);
  });
}

function setUpDrop({ editor }: Workspace): void {
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    const [file] = event.dataTransfer?.files ?? [];
    if (file === undefined) return;
    event.preventDefault();
    void file.text().then((text) => editor.setText(text));
  });
}
