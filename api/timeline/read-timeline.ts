import type { HistoryItem } from '../../core/contracts/http/desk.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';
import { hideDebtFigures } from '../desk/hide-debt-figures.ts';
import type { TimelineRow } from './source.ts';
import { TIMELINE_SOURCES } from './sources.ts';

export interface TimelineRights {
  /** May the viewer's work use a fact of this origin (T05)? */
  visible(source: SharingScope | null): boolean;
  /** Sums, days and reasons: never in a live call before its check passed. */
  debt: boolean;
  /** Whose name may be told: that of another tax is a debt fact of its own. */
  subjectName(subjectId: string | null): boolean;
  recordings: boolean;
}

/** What no screen scrolls through; older entries are looked for on the pages of their kind. */
const MOST = 100;

/** Every contact with a person over all channels, newest first, as this viewer may see it. */
export async function readTimeline(db: Queryable, personId: number, rights: TimelineRights): Promise<HistoryItem[]> {
  const rows: TimelineRow[] = [];
  // One after another: a transaction has one connection.
  for (const source of TIMELINE_SOURCES) rows.push(...(await source.select(db, personId, MOST)));
  return rows
    .filter((row) => rights.visible(row.source))
    .sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1))
    .slice(0, MOST)
    .map((row) => shown(row, rights));
}

function shown(row: TimelineRow, rights: TimelineRights): HistoryItem {
  const words = (text: string) => (rights.debt ? text : hideDebtFigures(text));
  return {
    id: row.id,
    at: row.at.toISOString(),
    channel: row.kind,
    direction: row.direction,
    subjectName: rights.subjectName(row.subjectId) ? row.subjectName : null,
    whoAnswered: row.whoAnswered,
    lineResult: row.lineResult,
    talkResult: row.talkResult,
    what: row.what,
    facts: rights.debt ? row.facts : null,
    tone: row.tone,
    note: words(row.note),
    staffName: row.staffName,
    recordingId: rights.recordings ? row.recordingId : null,
    earlier: row.earlier.map(({ at, note, ...rest }) => ({ ...rest, at: at.toISOString(), note: words(note) })),
  };
}
