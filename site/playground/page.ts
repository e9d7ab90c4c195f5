/** Parts of the page by their names. */

/** @throws Error if the page has no such part */
export function element<T extends Element>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no ${id}`);
  return found;
}

/** @throws Error if there is no such field */
export function input(name: string): HTMLInputElement {
  const found = document.querySelector(`input[name="${name}"]`);
  if (!(found instanceof HTMLInputElement)) throw new Error(`the page has no field ${name}`);
  return found;
}

/** Whether the view of a tab is the one that is open. */
export function isShown(name: string): boolean {
  return !element(`view-${name}`, HTMLElement).hidden;
}

/** Opens the view of a tab. */
export function openTab(name: string): void {
  element(`tab-${name}`, HTMLButtonElement).click();
}

/** Makes tabs work by mouse and by arrow keys, as the pattern of ARIA has it. */
export function setUpTabs(onOpen: (name: string) => void): void {
  const tabs = [...document.querySelectorAll<HTMLButtonElement>('[role="tab"]')];
  function open(tab: HTMLButtonElement): void {
    for (const one of tabs) {
      const isOpen = one === tab;
      one.setAttribute("aria-selected", String(isOpen));
      one.tabIndex = isOpen ? 0 : -1;
      element(one.getAttribute("aria-controls") ?? "", HTMLElement).hidden = !isOpen;
    }
    onOpen(tab.id.replace("tab-", ""));
  }
  for (const [i, tab] of tabs.entries()) {
    tab.addEventListener("click", () => open(tab));
    tab.addEventListener("keydown", ({ key }) => {
      const step = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
      const next = tabs[(i + step + tabs.length) % tabs.length];
      if (step === 0 || next === undefined) return;
      open(next);
      next.focus();
    });
  }
}
