import { newId } from '../../core/platform/ids.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { addressSearchKey, kanaSearchKey, nameSearchKey } from '../../core/rules/search-key.ts';

/** Three subjects in two sharing groups: two taxes, one private claim. */
export const TAX = '01';
export const INSURANCE = '02';
export const LUNCH = '09';

export async function seedSubjects(sql: Sql): Promise<void> {
  await sql`insert into subject (id, name, short_name, debt_class, sharing_group, colour, caller_id) values
    (${TAX}, '市県民税', '市税', 'tax', 'tax', '#1d4f7c', '0220001001'),
    (${INSURANCE}, '国民健康保険料', '国保', 'compulsory_public', 'tax', '#7c1d4f', '0220001002'),
    (${LUNCH}, '学校給食費', '給食', 'private', 'lunch', '#4f7c1d', '0220001009')`;
  await sql`insert into setting (key, value) values
    ('city', ${sql.json({ name: 'みどり野市', section: '納付案内センター', phone: '0220001100' })})`;
}

export interface SeededPerson {
  id: number;
  shielded: boolean;
}

let number = 0;

/** Amounts are unmistakable (770,001 and up), so that a test can find one anywhere in an answer. */
export async function seedPerson(
  sql: Sql,
  options: {
    shielded?: boolean;
    householdId?: number | null;
    subjects?: string[];
    phoneSource?: string | null;
    name?: string;
    kana?: string;
    birth?: string;
    address?: string;
  } = {},
): Promise<SeededPerson & { amounts: number[]; digits: string; addresseeNo: string; noticeNo: string }> {
  const n = ++number;
  const addresseeNo = String(11_000_000 + n);
  const digits = `0909000${String(n).padStart(4, '0')}`;
  const name = options.name ?? `試験 太郎${n}`;
  const kana = options.kana ?? 'シケンタロウ';
  const address = options.address ?? '緑町1-2-3';
  const [person] = await sql<{ id: number }[]>`
    insert into person (addressee_no, kind, name_official, name_search, name_kana, kana_search, birth_date, shielded, household_id,
      address_line1, address_search)
    values (${addresseeNo}, 'individual', ${name}, ${nameSearchKey(name)}, ${kana}, ${kanaSearchKey(kana)}, ${options.birth ?? '1963-08-10'},
      ${options.shielded ?? false}, ${options.householdId ?? null}, ${address}, ${addressSearchKey(address)}) returning id`;
  if (!person) throw new Error('no person');
  await sql`insert into phone_number (person_id, position, raw, digits, type, usable, source_subject_id)
    values (${person.id}, 1, ${digits}, ${digits}, 'mobile', true, ${options.phoneSource ?? null})`;
  const amounts: number[] = [];
  const noticeNo = `2025${String(n).padStart(9, '0')}`;
  for (const [index, subject] of (options.subjects ?? [TAX]).entries()) {
    const amount = 770_000 + n * 10 + index;
    amounts.push(amount);
    await sql`insert into arrears_item (subject_id, levy_year, taxable_year, notice_no, period_no, person_id, due_date, principal,
        demand_issued_on)
      values (${subject}, 2025, 2025, ${noticeNo}, ${String(index + 1)}, ${person.id}, '2026-06-30', ${amount}, '2026-07-20')`;
  }
  return { id: person.id, shielded: options.shielded ?? false, amounts, digits, addresseeNo, noticeNo };
}

export async function seedCampaign(
  sql: Sql,
  subjectId: string,
  personIds: readonly number[],
  options: { privileged?: boolean; script?: string } = {},
): Promise<{ id: string; targets: number[] }> {
  const id = newId();
  const scriptId = options.script ? newId() : null;
  if (scriptId)
    await sql`insert into script (id, subject_id, name, body) values (${scriptId}, ${subjectId}, '案内', ${options.script ?? ''})`;
  await sql`insert into campaign (id, subject_id, name, mode, state, script_id, privileged)
    values (${id}, ${subjectId}, '試験業務', 'preview', 'running', ${scriptId}, ${options.privileged ?? false})`;
  const targets: number[] = [];
  for (const [index, personId] of personIds.entries()) {
    const [row] = await sql<{ id: number }[]>`
      insert into campaign_target (campaign_id, person_id, position) values (${id}, ${personId}, ${index}) returning id`;
    if (row) targets.push(row.id);
  }
  return { id, targets };
}

/** What telephony writes: the agent's row with its sequence, and the call. */
export async function reserve(sql: Sql, agentId: string, campaignId: string, targetId: number): Promise<void> {
  await setAgent(sql, agentId, { state: 'reserved', campaignId, targetId, callId: null });
}

export async function startCall(
  sql: Sql,
  agentId: string,
  campaign: { id: string; subjectId: string },
  target: { id: number; personId: number },
  state: 'dialling' | 'ringing' | 'talking' = 'talking',
): Promise<string> {
  const id = newId();
  const answered = state === 'talking' ? new Date('2026-11-20T01:00:10Z') : null;
  await sql`insert into call (id, node, direction, mode, target_id, campaign_id, person_id, subject_id, agent_id, state, created_at,
      answered_at)
    values (${id}, 'test', 'outbound', 'preview', ${target.id}, ${campaign.id}, ${target.personId}, ${campaign.subjectId}, ${agentId},
      ${state}, '2026-11-20T01:00:00Z', ${answered})`;
  await setAgent(sql, agentId, {
    state: state === 'talking' ? 'talking' : 'ringing',
    campaignId: campaign.id,
    targetId: target.id,
    callId: id,
  });
  return id;
}

export async function endCall(sql: Sql, agentId: string, callId: string): Promise<void> {
  await sql`update call set state = 'ended', ended_at = '2026-11-20T01:02:00Z', line_result = 'answered_human' where id = ${callId}`;
  await sql`update agent_state set state = 'wrap_up', seq = seq + 1 where agent_id = ${agentId}`;
}

export async function setAgent(
  sql: Sql,
  agentId: string,
  row: { state: string; campaignId?: string | null; targetId?: number | null; callId?: string | null },
): Promise<void> {
  const { state, campaignId = null, targetId = null, callId = null } = row;
  await sql`insert into agent_state (agent_id, node, seq, state, since, campaign_id, target_id, call_id)
    values (${agentId}, 'test', 1, ${state}, '2026-11-20T01:00:00Z', ${campaignId}, ${targetId}, ${callId})
    on conflict (agent_id) do update set seq = agent_state.seq + 1, state = excluded.state, campaign_id = excluded.campaign_id,
      target_id = excluded.target_id, call_id = excluded.call_id`;
}

/** A telephony that answers every command at once, as the test says. */
export function answerCommands(
  sql: Sql,
  answer: (command: { id: number; kind: string; payload: Record<string, unknown>; agent_id: string }) => Promise<{
    state: 'done' | 'refused';
    result: Record<string, unknown>;
  } | null>,
): { stop(): Promise<void> } {
  let stopped = false;
  const loop = (async () => {
    while (!stopped) {
      const rows = await sql<{ id: number; kind: string; payload: Record<string, unknown>; agent_id: string }[]>`
        select id, kind, payload, agent_id from command where state = 'waiting' and expires_at > now()`;
      for (const row of rows) {
        const outcome = await answer(row);
        if (outcome)
          await sql`update command set state = ${outcome.state}, result = ${sql.json(outcome.result as never)}, finished_at = now()
            where id = ${row.id}`;
      }
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  })();
  return {
    async stop() {
      stopped = true;
      await loop;
    },
  };
}
