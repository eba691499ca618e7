import type { LineResult } from '../../core/contracts/calls.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';
import { scopeOf } from './scope-sql.ts';
import { NO_TALK, type TimelineSource } from './source.ts';

interface CallRow {
  id: string;
  at: Date;
  direction: 'outbound' | 'inbound';
  subject_id: string | null;
  subject_name: string | null;
  source: SharingScope | null;
  line_result: LineResult | null;
  abandoned: boolean;
  staff_name: string | null;
  recording_id: string | null;
}

/** Calls nobody wrote a record of: rang unanswered by themselves, given up in the queue, ended before a result. */
export const callSource: TimelineSource = {
  name: 'call',
  async select(db, personId, limit) {
    return (await selectCalls(db, personId, limit)).map((row) => ({
      ...NO_TALK,
      earlier: [],
      id: `call:${row.id}`,
      at: row.at,
      kind: 'call',
      direction: row.direction,
      subjectId: row.subject_id,
      subjectName: row.subject_name,
      source: row.source,
      lineResult: row.abandoned ? 'abandoned' : row.line_result,
      what: null,
      facts: null,
      tone: null,
      note: '',
      staffName: row.staff_name,
      recordingId: row.recording_id,
    }));
  },
};

function selectCalls(db: Queryable, personId: number, limit: number): Promise<CallRow[]> {
  return db<CallRow[]>`
    select k.id, coalesce(k.dialled_at, k.created_at) as at, k.direction, k.subject_id, s.name as subject_name,
      ${scopeOf(db)} as source, k.line_result, k.abandoned, a.display_name as staff_name, g.id as recording_id
    from call k left join subject s on s.id = k.subject_id left join staff_account a on a.id = k.agent_id
    left join recording g on g.call_id = k.id and g.kind = 'call'
    where k.person_id = ${personId} and k.direction <> 'synthetic' and not k.training and k.ended_at is not null
      and (k.dialled_at is not null or k.direction = 'inbound')
      and not exists (select 1 from contact_record r where r.call_id = k.id)
    order by k.created_at desc limit ${limit}`;
}
