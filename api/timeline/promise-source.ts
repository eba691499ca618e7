import type { PromiseState } from '../../core/rules/promise.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';
import { scopeOf } from './scope-sql.ts';
import { NO_TALK, type TimelineSource } from './source.ts';

interface PromiseRow {
  id: string;
  at: Date;
  state: PromiseState;
  promised_on: string;
  amount: number | null;
  kept_amount: number;
  subject_id: string;
  subject_name: string;
  source: SharingScope;
  staff_name: string | null;
}

const STATES: Record<PromiseState, { what: string; tone: 'good' | 'warn' | 'bad' | null }> = {
  open: { what: '履行待ち', tone: null },
  kept: { what: '履行', tone: 'good' },
  part: { what: '一部履行', tone: 'warn' },
  broken: { what: '不履行', tone: 'bad' },
  postponed: { what: '延期', tone: null },
  withdrawn: { what: '取消', tone: null },
};

const yen = (amount: number) => `${amount.toLocaleString('ja-JP')}円`;

/** Each promise where it was made, in the state it is in now. */
export const promiseSource: TimelineSource = {
  name: 'promise',
  async select(db, personId, limit) {
    const rows = await db<PromiseRow[]>`
      select p.id, p.created_at as at, p.state, p.promised_on, p.amount, p.kept_amount, p.subject_id, s.name as subject_name,
        ${scopeOf(db)} as source, a.display_name as staff_name
      from promise p join subject s on s.id = p.subject_id left join staff_account a on a.id = p.staff_id
      where p.person_id = ${personId} order by p.created_at desc limit ${limit}`;
    return rows.map((row) => ({
      ...NO_TALK,
      earlier: [],
      id: `promise:${row.id}`,
      at: row.at,
      kind: 'promise',
      direction: 'outbound',
      subjectId: row.subject_id,
      subjectName: row.subject_name,
      source: row.source,
      ...STATES[row.state],
      facts: [
        `${Number(row.promised_on.slice(5, 7))}月${Number(row.promised_on.slice(8))}日まで`,
        row.amount === null ? '' : yen(row.amount),
        row.kept_amount > 0 ? `入金 ${yen(row.kept_amount)}` : '',
      ]
        .filter((part) => part !== '')
        .join(' '),
      note: '',
      staffName: row.staff_name,
    }));
  },
};
