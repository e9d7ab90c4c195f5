/** How the page of two runs differs from that of one. */

export const COMPARISON_STYLE = `
header table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 8px 0 2px; }
header th, header td { text-align: right; padding: 2px 14px 2px 0; vertical-align: top; border-bottom: 1px solid var(--line); }
header th[scope="row"] { text-align: left; color: var(--quiet); font-weight: 400; }
header th[scope="col"] { min-width: 14ch; max-width: 44ch; overflow-wrap: anywhere; }
header td:last-child, header th:last-child { padding-right: 0; }
.wide-table { overflow-x: auto; }
#parting { margin: 10px 18px 12px; padding: 2px 12px 8px; border: 1px solid var(--line); border-left: 4px solid var(--parting); border-radius: 6px; background: var(--panel); overflow-wrap: anywhere; }
#parting h2 button { margin-left: 8px; font-size: 12px; }
#parting p, #parting dl, #parting ul { margin: 3px 0; }
#parting dt { color: var(--text); font-weight: 600; margin-top: 4px; }
#parting dd { margin: 0 0 0 1em; }
#parting li { color: var(--quiet); }
code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 12px; }
h2, h3 { overflow-wrap: anywhere; }
h3 { font-size: 12px; margin: 6px 0; font-weight: 600; }
.hint { margin: 0 0 4px; }
.counters { flex: 0 0 110px; margin-top: 6px; }
.pods { height: 150px; }
.columns { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 12px; }
.transitions { height: 300px; }
.difference { height: 260px; }
@media (max-width: 699px) {
  header table { font-size: 12px; }
  header th[scope="col"] { min-width: 8ch; }
  header td { overflow-wrap: anywhere; }
  header th, header td { padding-right: 8px; }
  .columns { grid-template-columns: minmax(0, 1fr); } .transitions { height: 220px; } }
@media (min-width: 1000px) {
  .charts-a { grid-area: 1 / 1; } .now-a { grid-area: 1 / 2; } .charts-b { grid-area: 2 / 1; } .now-b { grid-area: 2 / 2; }
  .now-a .of, .now-b .of { display: none; }
}
`;
