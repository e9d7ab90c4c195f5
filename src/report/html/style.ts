/** How a report page looks; light or dark as the reader's system is. */

export const STYLE = `
:root {
  --page: #ffffff; --panel: #f6f7f9; --line: #d8dce2; --text: #1c2128; --quiet: #5b6470; --accent: #0b62d6;
  --pending: #b9c0ca; --running: #3b82f6; --waiting: #b7791f; --succeeded: #2f9e56; --failed: #d64545; --terminating: #9a6bd1;
  --added: #d9f2e1; --removed: #fadcdc; --chosen: #dbe9ff; --fault: #c2620c; --violation: #b3123f; --parting: #a21caf;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14171c; --panel: #1d2128; --line: #363c46; --text: #e6e9ee; --quiet: #9aa4b2; --accent: #6ea8ff;
    --pending: #566070; --running: #5b9bff; --waiting: #d9a441; --succeeded: #4cc27a; --failed: #f0716f; --terminating: #b48be8;
    --added: #143d25; --removed: #4a1f22; --chosen: #1f3558; --fault: #f59e42; --violation: #ff6b8a; --parting: #e879f9;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 14px/1.45 system-ui, sans-serif; }
h1 { font-size: 20px; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 13px; margin: 14px 0 6px; }
pre, .row, canvas, output { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 12px; }
header { padding: 14px 18px 6px; }
header p { margin: 2px 0; color: var(--quiet); max-width: 110ch; }
#outcome { color: var(--text); font-weight: 600; }
#facts { display: flex; flex-wrap: wrap; gap: 2px 22px; margin: 6px 0 0; }
#facts div { display: flex; gap: 6px; }
dt { color: var(--quiet); }
dd { margin: 0; }
h2 label { margin-left: 14px; font-size: 12px; }
#time {
  position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px;
  padding: 8px 18px; background: var(--panel); border: solid var(--line); border-width: 1px 0;
}
#track { position: relative; flex: 1 1 240px; min-width: 0; }
#slider { display: block; width: 100%; height: 26px; margin: 0; accent-color: var(--accent); }
#marks { position: relative; height: 0; margin: 0 8px; }
.mark { position: absolute; top: -3px; min-width: 2px; height: 7px; background: var(--fault); transform: translateX(-1px); }
.mark-violation { background: var(--violation); height: 9px; min-width: 4px; z-index: 1; }
.mark-parting { background: var(--parting); min-width: 4px; }
#moment { min-width: 27ch; white-space: pre; font-variant-numeric: tabular-nums; }
#job-choice { display: none; max-width: 100%; }
#job-choice.shown { display: block; }
select { max-width: 30ch; }
button, select { font: inherit; color: inherit; background: var(--page); border: 1px solid var(--line); border-radius: 6px; padding: 3px 9px; }
button:hover { border-color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0 22px; padding: 0 18px; }
.hint { color: var(--quiet); font-weight: 400; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 14px; list-style: none; margin: 0 0 5px; padding: 0; color: var(--quiet); font-size: 12px; }
.legend li::before { content: ""; display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin-right: 5px; background: var(--swatch); }
.scroll { overflow: auto; border: 1px solid var(--line); border-radius: 6px; background: var(--panel); }
.gantt { position: relative; overflow-x: hidden; }
.gantt-height { position: relative; }
.gantt canvas { position: sticky; top: 0; display: block; }
.counters { flex: 1 0 150px; border: 1px solid var(--line); border-radius: 6px; background: var(--panel); overflow: hidden; }
.charts { display: flex; flex-direction: column; }
canvas { display: block; }
pre { margin: 0; padding: 7px 10px; white-space: pre; line-height: 18px; }
.job-table { border: 1px solid var(--line); border-radius: 6px; background: var(--panel); overflow-x: auto; }
.pod-head { padding-bottom: 0; color: var(--quiet); overflow: hidden; }
.pods { height: 230px; position: relative; }
#status { height: 190px; }
.transitions { height: 330px; position: relative; }
.difference { height: 330px; }
.split { display: grid; grid-template-columns: minmax(0, 1fr); gap: 10px; }
.inner { position: relative; min-width: 100%; width: max-content; }
.row { position: absolute; left: 0; min-width: 100%; height: 20px; line-height: 20px; padding: 0 10px; white-space: pre; }
.row .clock, .row .what { color: var(--quiet); }
.row.later { opacity: 0.5; }
.row.stands { box-shadow: inset 4px 0 var(--standing); font-weight: 600; }
.transitions { --standing: var(--parting); }
.violated .transitions { --standing: var(--violation); }
.row.chosen { background: var(--chosen); }
.transitions .row { cursor: pointer; }
.good { color: var(--succeeded); } .bad { color: var(--failed); } .warn { color: var(--waiting); }
.kind-running { color: var(--running); } .kind-succeeded { color: var(--succeeded); } .kind-failed { color: var(--failed); }
.kind-terminating { color: var(--terminating); } .kind-waiting { color: var(--waiting); } .kind-pending { color: var(--quiet); }
.difference div { width: max-content; min-width: 100%; }
.added { background: var(--added); } .removed { background: var(--removed); }
footer { padding: 12px 18px 20px; color: var(--quiet); font-size: 12px; }
@media (min-width: 1000px) {
  main { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); }
  #history { grid-column: 1 / -1; }
  .split { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); }
}
@media (prefers-reduced-motion: no-preference) { button { transition: border-color 0.1s; } }
@media print { #time { position: static; } .scroll { height: auto !important; } }
`;
