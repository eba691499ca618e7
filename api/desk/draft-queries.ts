import type { DeskDraft } from '../../core/contracts/http/desk.ts';
import type { Queryable } from '../../core/platform/postgres.ts';

export async function selectDraft(db: Queryable, callId: string): Promise<DeskDraft | null> {
  const [row] = await db<DeskDraft[]>`select call_id as "callId", seq, draft from desk_draft where call_id = ${callId}`;
  return row ?? null;
}

/** @returns false when what is kept is newer, or the result is saved: a page that is late changes nothing. */
export async function upsertDraft(db: Queryable, agentId: string, { callId, seq, draft }: DeskDraft): Promise<boolean> {
  const rows = await db`
    insert into desk_draft (call_id, agent_id, draft, seq)
    select ${callId}, ${agentId}, ${db.json(draft as never)}, ${seq}
    where not exists (select 1 from contact_record where call_id = ${callId})
    on conflict (call_id) do update set agent_id = excluded.agent_id, draft = excluded.draft, seq = excluded.seq, updated_at = now()
      where desk_draft.seq < excluded.seq
    returning seq`;
  return rows.length === 1;
}

/** With it go drafts of results that nobody saved for a week: notes about people are not kept for nothing. */
export async function deleteDraft(db: Queryable, callId: string): Promise<void> {
  await db`delete from desk_draft where call_id = ${callId} or updated_at < now() - interval '7 days'`;
}
