import type { ContactDetail } from '../../core/contracts/http/contacts.ts';
import type { Caller } from '../http/caller.ts';
import type { ApiDeps } from '../http/deps.ts';
import { selectRaised, selectVersions } from './correct-queries.ts';
import { entryFacts } from './entry-facts.ts';
import { selectResultCall } from './queries.ts';
import { reachRecord } from './reach-record.ts';
import { recordEntry } from './record-entry.ts';

/** @throws DomainError record/not-found, record/in-call */
export async function recordDetail(
  { sql, clock }: ApiDeps,
  caller: Caller,
  id: string,
): Promise<ContactDetail & { subjectId: string | null; callId: string | null }> {
  const row = await reachRecord(sql, caller, id, clock.now());
  const call = row.call_id === null ? undefined : await selectResultCall(sql, row.call_id);
  const versions = await selectVersions(sql, row.id);
  return {
    id: row.id,
    personId: row.person_id,
    personName: row.name,
    at: row.at.toISOString(),
    direction: row.direction,
    staffName: row.staff_name,
    facts: call
      ? entryFacts({ ...call, person_id: row.person_id })
      : { answered: false, inbound: false, identityPassed: false, hasNumber: false },
    entry: recordEntry(row, await selectRaised(sql, row.id, row.call_id)),
    versions: versions.map((version) => ({
      id: version.id,
      writtenAt: version.written_at.toISOString(),
      byName: version.by_name,
      reason: version.reason,
      whoAnswered: version.who_answered,
      lineResult: version.line_result,
      talkResult: version.talk_result,
      note: version.note,
    })),
    fixed: call && row.channel === 'call' ? null : '通話の記録だけを訂正できます。',
    subjectId: row.subject_id,
    callId: row.call_id,
  };
}
