/** The table of all Jobs of a fleet, and the run of the one that is opened. */

import { formatShortSpan } from "../../../analysis/times.ts";
import type { FleetPageData, FleetRow, PackedJob } from "../fleet-data.ts";
import type { ReportData } from "../report-data.ts";
import { byId, inputById, part } from "./page-parts.ts";

const HASH = /^#job=(\d+)$/;
const SECOND_MS = 1_000;

/** The number of the Job in the address; nothing for the whole fleet. */
export function openedJob(): number | undefined {
  const [, number] = HASH.exec(location.hash) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** Fills the table; another Job in the address is another page. */
export function showFleet({ fleet: { rows } }: FleetPageData): void {
  const body = byId("fleet-jobs");
  const search = inputById("fleet-search");
  const fill = () => {
    const shown = rows.flatMap((row, i) => (row[0].includes(search.value) ? [rowOf(row, i)] : []));
    body.replaceChildren(...shown);
  };
  search.addEventListener("input", fill);
  fill();
}

function rowOf([name, outcome, ...spans]: FleetRow, number: number): HTMLElement {
  const row = part("tr", "", "");
  const link = part("a", "", name);
  link.setAttribute("href", `#job=${number}`);
  const first = part("td", "", "");
  first.append(link);
  row.append(first, part("td", "", outcome), ...spans.map((ms) => part("td", "", spanText(ms))));
  return row;
}

function spanText(ms: number): string {
  return ms < 0 ? "-" : formatShortSpan(Math.round(ms / SECOND_MS) * SECOND_MS);
}

/** Unpacks the run of one Job; nothing if there is no such Job. */
export async function unpackedJob({ fleet, shared }: FleetPageData, number: number): Promise<ReportData | undefined> {
  const pack = fleet.packs[Math.floor(number / fleet.jobsPerPack)];
  if (pack === undefined) return undefined;
  const bytes = Uint8Array.from(atob(pack), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const packed: readonly PackedJob[] = JSON.parse(await new Response(stream).text());
  const job = packed[number % fleet.jobsPerPack];
  return job === undefined ? undefined : { ...shared, ...job };
}
