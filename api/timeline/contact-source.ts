import type { InboundClass, LineResult, TalkResult, WhoAnswered } from '../../core/contracts/calls.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { CAUSE_NAMES, type CauseKind } from '../../core/rules/inbound/propose-cause.ts';
import { classByTalk } from '../../core/rules/result-entry/combinations.ts';
import { inboundClassLabel } from '../../core/rules/result-labels.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';
import type { TimelineKind } from '../../core/rules/timeline.ts';
import { scopeOf } from './scope-sql.ts';
import type { EarlierRow, TimelineRow, TimelineSource } from './source.ts';

interface ContactRow {
  id: string;
  at: Date;
  channel: TimelineKind;
  direction: 'outbound' | 'inbound';
  subject_id: string | null;
  subject_name: string | null;
  source: SharingScope | null;
  who_answered: WhoAnswered | null;
  line_result: LineResult | null;
  talk_result: TalkResult | null;
  inbound_class: InboundClass | null;
  cause_kind: CauseKind | null;
  note: string;
  staff_name: string | null;
  recording_id: string | null;
  supersedes_id: string | null;
}

/** 交渉記録 of every channel. A corrected one stands under the one that took its place (N02). */
export const contactSource: TimelineSource = {
  name: 'contact',
  async select(db, personId, limit) {
    const rows = await selectContacts(db, personId, limit);
    const byId = new Map(rows.map((row) => [row.id, row]));
    const replaced = new Set(rows.map((row) => row.supersedes_id));
    return rows.filter((row) => !replaced.has(row.id)).map((row) => entry(row, earlierOf(row, byId)));
  },
};

function earlierOf(row: ContactRow, byId: ReadonlyMap<string, ContactRow>): EarlierRow[] {
  const chain: EarlierRow[] = [];
  // As many steps as there are rows: a circle in the data ends the walk.
  for (let next = before(row, byId); next && chain.length < byId.size; next = before(next, byId))
    chain.push({
      id: next.id,
      at: next.at,
      whoAnswered: next.who_answered,
      lineResult: next.line_result,
      talkResult: next.talk_result,
      note: next.note,
      staffName: next.staff_name,
    });
  return chain;
}

const before = (row: ContactRow, byId: ReadonlyMap<string, ContactRow>) =>
  row.supersedes_id === null ? undefined : byId.get(row.supersedes_id);

function entry(row: ContactRow, earlier: EarlierRow[]): TimelineRow {
  return {
    id: `contact:${row.id}`,
    at: row.at,
    kind: row.channel,
    direction: row.direction,
    subjectId: row.subject_id,
    subjectName: row.subject_name,
    source: row.source,
    whoAnswered: row.who_answered,
    lineResult: row.line_result,
    talkResult: row.talk_result,
    what: ownCall(row),
    facts: null,
    tone: null,
    note: row.note,
    staffName: row.staff_name,
    recordingId: row.recording_id,
    earlier,
  };
}

/** Of a citizen's own call: what it was about where the result does not say it, and what made them call where they said it. */
function ownCall({ inbound_class: kind, cause_kind: cause, who_answered: who, talk_result: talk }: ContactRow) {
  const words = [
    kind === null || kind === classByTalk(who, talk) ? '' : inboundClassLabel[kind],
    cause === null ? '' : `原因 ${CAUSE_NAMES[cause]}`,
  ].filter((word) => word !== '');
  return words.length === 0 ? null : words.join('・');
}

function selectContacts(db: Queryable, personId: number, limit: number): Promise<ContactRow[]> {
  return db<ContactRow[]>`
    select r.id, r.at, r.channel, r.direction, r.subject_id, s.name as subject_name, ${scopeOf(db)} as source,
      r.who_answered, r.line_result, r.talk_result, r.inbound_class, r.cause_kind, r.note, a.display_name as staff_name, g.id as recording_id, r.supersedes_id
    from contact_record r left join subject s on s.id = r.subject_id left join staff_account a on a.id = r.staff_id
    left join recording g on g.call_id = r.call_id and g.kind = 'call'
    where r.person_id = ${personId} order by r.at desc, r.id desc limit ${limit}`;
}
