import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Measured } from './pacing/judge.ts';

/**
 * Draws occupancy against abandonment, one panel for each size of team, from what `bench/pacing.ts --out` wrote.
 *
 *   node bench/pacing.ts --scenarios frontier --pacers ours,adaptive --out a.json
 *   node bench/pacing.ts --scenarios frontier-ratios --pacers progressive,ratio:1.5,ratio:2,ratio:3,ratio:5,ratio:8 --out b.json
 *   node bench/draw-frontier.ts a.json b.json --out docs/images/pacing-frontier.svg
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: 'docs/images/pacing-frontier.svg' } },
});

interface Point {
  x: number;
  y: number;
}
interface Panel {
  agents: number;
  points: Map<Family, Point[]>;
}
type Family = 'ours' | 'ratio' | 'adaptive' | 'progressive';

const MOST_ABANDONED = 6;
const [LOWEST, HIGHEST] = [30, 100];
const PANEL = { width: 300, height: 220, left: 40, top: 34, right: 12, bottom: 34 };
const LEGEND = 44;
/** Told apart by shape and by word first, by colours safe for colour-blind eyes second. */
const LOOK: Record<Family, { colour: string; words: string; line: boolean; mark: (p: Point) => string }> = {
  ours: {
    colour: '#0072b2',
    words: 'this controller (caps 0.5 to 3 %)',
    line: true,
    mark: ({ x, y }) => `<circle cx="${x}" cy="${y}" r="4"/>`,
  },
  ratio: {
    colour: '#e69f00',
    words: 'power ratio (1.5 to 8)',
    line: true,
    mark: ({ x, y }) => `<rect x="${x - 3.5}" y="${y - 3.5}" width="7" height="7"/>`,
  },
  adaptive: {
    colour: '#009e73',
    words: 'adaptive ratio (caps 0.5 to 5 %)',
    line: true,
    mark: ({ x, y }) => `<path d="M${x} ${y - 5}l5 9h-10z"/>`,
  },
  progressive: {
    colour: '#000000',
    words: 'progressive',
    line: false,
    mark: ({ x, y }) => `<path d="M${x} ${y - 6}l6 6l-6 6l-6 -6z"/>`,
  },
};
const FAMILIES = Object.keys(LOOK) as Family[];

const round = (value: number) => Number(value.toFixed(1));
const familyOf = (pacer: string) => FAMILIES.find((family) => pacer.startsWith(family));

function panelsOf(measured: readonly Measured[]): Panel[] {
  const panels = new Map<number, Panel>();
  for (const { scenario, pacer, occupancyPct, abandonmentPct } of measured) {
    const agents = Number(scenario.split(',')[0]);
    const family = familyOf(pacer);
    if (!family || !Number.isFinite(agents) || abandonmentPct > MOST_ABANDONED) continue;
    const panel = panels.get(agents) ?? { agents, points: new Map() };
    panel.points.set(family, [...(panel.points.get(family) ?? []), { x: abandonmentPct, y: occupancyPct }]);
    panels.set(agents, panel);
  }
  return [...panels.values()].sort((a, b) => a.agents - b.agents);
}

const place = ({ x, y }: Point): Point => ({
  x: round(PANEL.left + (x / MOST_ABANDONED) * (PANEL.width - PANEL.left - PANEL.right)),
  y: round(PANEL.top + ((HIGHEST - y) / (HIGHEST - LOWEST)) * (PANEL.height - PANEL.top - PANEL.bottom)),
});

function axes(): string {
  const rows = [40, 50, 60, 70, 80, 90].map((y) => {
    const at = place({ x: 0, y });
    return `<path class="grid" d="M${at.x} ${at.y}H${PANEL.width - PANEL.right}"/><text x="${at.x - 6}" y="${at.y + 4}" text-anchor="end">${y}</text>`;
  });
  const columns = [0, 1, 2, 3, 4, 5, 6].map((x) => {
    const at = place({ x, y: LOWEST });
    return `<text x="${at.x}" y="${at.y + 14}" text-anchor="middle">${x}</text>`;
  });
  const corner = place({ x: 0, y: HIGHEST });
  const foot = place({ x: MOST_ABANDONED, y: LOWEST });
  return `${rows.join('')}${columns.join('')}<path class="axis" d="M${corner.x} ${corner.y}V${foot.y}H${foot.x}"/>`;
}

function drawPanel({ agents, points }: Panel, index: number): string {
  const at = { x: (index % 3) * PANEL.width, y: LEGEND + Math.floor(index / 3) * PANEL.height };
  const series = FAMILIES.flatMap((family) => {
    const look = LOOK[family];
    const placed = (points.get(family) ?? []).toSorted((a, b) => a.x - b.x).map(place);
    if (placed.length === 0) return [];
    const path = placed.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('');
    const line = look.line ? `<path class="line" stroke="${look.colour}" d="${path}"/>` : '';
    return [`${line}<g fill="${look.colour}">${placed.map(look.mark).join('')}</g>`];
  });
  const title = `<text class="title" x="${PANEL.left}" y="${PANEL.top - 8}">${agents} ${agents === 1 ? 'agent' : 'agents'}</text>`;
  return `<g transform="translate(${at.x} ${at.y})">${title}${axes()}${series.join('')}</g>`;
}

function drawLegend(): string {
  const marks = FAMILIES.map((family, index) => {
    const { colour, words, mark } = LOOK[family];
    const x = [48, 290, 470, 710][index] ?? 0;
    return `<g fill="${colour}">${mark({ x, y: 18 })}</g><text x="${x + 12}" y="22">${words}</text>`;
  });
  return `${marks.join('')}<text x="40" y="40">up: occupancy %, talk and wrap of logged-in time · to the right: abandoned of persons who answered, %</text>`;
}

const reports = await Promise.all(
  positionals.map(async (file) => JSON.parse(await readFile(file, 'utf8')) as { measured: Measured[] }),
);
const panels = panelsOf(reports.flatMap(({ measured }) => measured));
if (panels.length === 0) throw new Error('give the files that bench/pacing.ts --out wrote');
const [width, height] = [3 * PANEL.width, LEGEND + Math.ceil(panels.length / 3) * PANEL.height];
const style =
  'text{font:12px sans-serif;fill:#222}.title{font-weight:bold}.grid{stroke:#ddd}.axis,.line{fill:none}.axis{stroke:#555}.line{stroke-width:1.8}';
const svg =
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Occupancy against abandonment by size of team">` +
  `<style>${style}</style><rect width="${width}" height="${height}" fill="#fff"/>${drawLegend()}${panels.map(drawPanel).join('')}</svg>\n`;
await writeFile(values.out, svg);
process.stdout.write(`${values.out}: ${panels.length} panels\n`);
