import type { SharingScope } from '../../core/rules/sharing.ts';
import { SMS_STATE_NAMES, type SmsState } from '../../core/rules/sms/sms-state.ts';
import { scopeOf } from './scope-sql.ts';
import { NO_TALK, type TimelineSource } from './source.ts';

interface SmsRow {
  id: string;
  at: Date;
  state: SmsState;
  template: string;
  subject_id: string;
  subject_name: string;
  source: SharingScope;
  staff_name: string | null;
}

const TONES = { delivered: 'good', failed: 'bad', uncertain: 'warn' } as const;

/** Messages that left or tried to, and those that wait. What a carrier accepted is not called delivered. */
export const smsSource: TimelineSource = {
  name: 'sms',
  async select(db, personId, limit) {
    const rows = await db<SmsRow[]>`
      select m.id, coalesce(m.sent_at, m.created_at) as at, m.state, t.name as template, m.subject_id, s.name as subject_name,
        ${scopeOf(db)} as source, a.display_name as staff_name
      from sms_message m join sms_template t on t.id = m.template_id join subject s on s.id = m.subject_id
      left join staff_account a on a.id = m.created_by
      where m.person_id = ${personId} order by m.created_at desc limit ${limit}`;
    return rows.map((row) => ({
      ...NO_TALK,
      earlier: [],
      id: `sms:${row.id}`,
      at: row.at,
      kind: 'sms',
      direction: 'outbound',
      subjectId: row.subject_id,
      subjectName: row.subject_name,
      source: row.source,
      what: SMS_STATE_NAMES[row.state],
      facts: row.template,
      tone: TONES[row.state as keyof typeof TONES] ?? null,
      note: '',
      staffName: row.staff_name,
    }));
  },
};
