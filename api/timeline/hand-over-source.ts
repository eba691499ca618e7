import { type HandOverKind, type HandOverState, reasonName } from '../../core/rules/hand-over.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';
import { scopeOf } from './scope-sql.ts';
import { NO_TALK, type TimelineSource } from './source.ts';

interface HandOverRow {
  id: string;
  at: Date;
  kind: HandOverKind;
  state: HandOverState;
  reason: string;
  body: string;
  answer: string | null;
  subject_id: string | null;
  subject_name: string | null;
  source: SharingScope | null;
  staff_name: string | null;
}

const STATES: Record<HandOverState, { what: string; tone: 'good' | 'warn' | null }> = {
  waiting: { what: '市の回答待ち', tone: 'warn' },
  in_work: { what: '市で対応中', tone: null },
  answered: { what: '市の回答あり', tone: 'good' },
  closed: { what: '終了', tone: null },
  withdrawn: { what: '取下げ', tone: null },
};

/** What was handed to the city and what the city answered. The reason tells of the person's means: it waits for the check. */
export const handOverSource: TimelineSource = {
  name: 'hand_over',
  async select(db, personId, limit) {
    const rows = await db<HandOverRow[]>`
      select h.id, h.raised_at as at, h.kind, h.state, h.reason, h.body, h.answer, h.subject_id, s.name as subject_name,
        ${scopeOf(db)} as source, a.display_name as staff_name
      from hand_over h left join subject s on s.id = h.subject_id left join staff_account a on a.id = h.raised_by
      where h.person_id = ${personId} order by h.raised_at desc limit ${limit}`;
    return rows.map((row) => ({
      ...NO_TALK,
      earlier: [],
      id: `hand_over:${row.id}`,
      at: row.at,
      kind: row.kind,
      direction: 'outbound',
      subjectId: row.subject_id,
      subjectName: row.subject_name,
      source: row.source,
      ...STATES[row.state],
      facts: [reasonName(row.reason), row.answer === null ? '' : `回答: ${row.answer}`]
        .filter((part) => part !== '')
        .join(' ・ '),
      note: row.body,
      staffName: row.staff_name,
    }));
  },
};
