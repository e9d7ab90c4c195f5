/** What the page of a violation has in addition to that of a run. */

export const VIOLATION_STYLE = `
#violation { margin: 6px 18px 12px; padding: 6px 12px 10px; border: 1px solid var(--line); border-radius: 6px; background: var(--panel); overflow-wrap: anywhere; }
.violated #violation { border-left: 4px solid var(--violation); }
.violated h1 { color: var(--violation); }
#violation p { margin: 3px 0; }
#violation .message { font-weight: 600; }
#violation button { font-size: 12px; padding: 1px 8px; }
#numbers { display: flex; flex-wrap: wrap; gap: 2px 22px; margin: 4px 0; }
#numbers div { display: flex; gap: 6px; }
#violation .scroll { background: var(--page); max-height: 300px; }
#faults { list-style: none; margin: 0; padding: 6px 10px; }
#faults li { margin: 3px 0; }
#faults button { font-variant-numeric: tabular-nums; }
.pair { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0 14px; }
@media (min-width: 1000px) { .pair { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); } }
`;
