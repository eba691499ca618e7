import type { Queryable } from '../../core/platform/postgres.ts';
import type { PartState } from '../../core/rules/sms/sms-state.ts';

/**
 * Answers and reports of one carrier are written one after the other: a report that comes while the answer is being stored would otherwise
 * find no part, and the answer no report.
 */
export async function lockSettling(db: Queryable, transport: string): Promise<void> {
  await db`select pg_advisory_xact_lock(hashtext(${`toritsugi/sms/settle/${transport}`}))`;
}

export async function markAccepted(db: Queryable, id: string, now: Date): Promise<boolean> {
  const rows = await db`
    update sms_message set state = 'accepted', accepted_at = ${now}, lease_until = null, error = null
    where id = ${id} and state in ('sending', 'uncertain') returning id`;
  return rows.length === 1;
}

export async function insertParts(
  db: Queryable,
  id: string,
  transport: string,
  providerIds: readonly string[],
): Promise<void> {
  await db`
    insert into sms_part (message_id, part, transport, provider_id)
    select ${id}::uuid, p.ord, ${transport}, p.provider_id from unnest(${[...providerIds]}::text[]) with ordinality as p (provider_id, ord)
    on conflict do nothing`;
}

/** Nothing left: as if it had never been tried. */
export async function giveBack(db: Queryable, id: string, again: Date, why: string): Promise<void> {
  await db`
    update sms_message set state = 'waiting', sent_at = null, lease_until = null, next_at = ${again}, why_waiting = ${why}
    where id = ${id} and state = 'sending'`;
}

/** @param left something of it may have reached the telephone: it counts */
export async function markFailed(db: Queryable, id: string, error: string, now: Date, left: boolean): Promise<void> {
  await db`
    update sms_message set state = 'failed', error = ${error}, done_at = ${now}, lease_until = null,
      sent_at = case when ${left} then sent_at end
    where id = ${id} and state = 'sending'`;
}

export async function markUncertain(db: Queryable, id: string, error: string): Promise<void> {
  await db`update sms_message set state = 'uncertain', error = ${error}, lease_until = null where id = ${id} and state = 'sending'`;
}

export async function insertReport(
  db: Queryable,
  report: {
    transport: string;
    providerId: string;
    digits: string | null;
    state: string;
    error: string | null;
    raw: object;
  },
): Promise<number> {
  const [row] = await db<{ id: number }[]>`
    insert into sms_report (transport, provider_id, digits, state, error, raw)
    values (${report.transport}, ${report.providerId}, ${report.digits}, ${report.state}, ${report.error}, ${db.json(report.raw as never)})
    returning id`;
  if (!row) throw new Error('the report was not stored');
  return row.id;
}

/** The same report is here already and matched nothing yet. */
export async function isWaiting(
  db: Queryable,
  transport: string,
  { providerId, state }: { providerId: string; state: string },
): Promise<boolean> {
  const rows = await db`
    select 1 from sms_report where transport = ${transport} and provider_id = ${providerId} and matched_at is null and state = ${state}
      and received_at > now() - interval '1 hour' limit 1`;
  return rows.length > 0;
}

export interface PartRow {
  messageId: string;
  part: number;
  state: PartState;
}

/** The newest part of that name: carriers use their numbers again. */
export async function lockPart(db: Queryable, transport: string, providerId: string): Promise<PartRow | undefined> {
  const [row] = await db<PartRow[]>`
    select p.message_id as "messageId", p.part, p.state from sms_part p join sms_message m on m.id = p.message_id
    where p.transport = ${transport} and p.provider_id = ${providerId} order by m.sent_at desc nulls last limit 1 for update of m, p`;
  return row;
}

/** Messages to this telephone of which nobody knows whether they left. */
export async function lockUncertain(db: Queryable, transport: string, digits: string): Promise<{ id: string }[]> {
  return db<{ id: string }[]>`
    select id from sms_message where state = 'uncertain' and transport = ${transport} and digits = ${digits} limit 2 for update`;
}

export async function addPart(
  db: Queryable,
  messageId: string,
  transport: string,
  providerId: string,
): Promise<PartRow> {
  const [row] = await db<{ part: number }[]>`
    insert into sms_part (message_id, part, transport, provider_id)
    select ${messageId}, coalesce(max(part), 0) + 1, ${transport}, ${providerId} from sms_part where message_id = ${messageId} returning part`;
  return { messageId, part: row?.part ?? 1, state: 'accepted' };
}

export async function setPart(db: Queryable, { messageId, part }: PartRow, state: PartState): Promise<void> {
  await db`update sms_part set state = ${state} where message_id = ${messageId} and part = ${part}`;
}

export async function selectParts(db: Queryable, messageId: string): Promise<PartState[]> {
  const rows = await db<
    { state: PartState }[]
  >`select state from sms_part where message_id = ${messageId} order by part`;
  return rows.map(({ state }) => state);
}

export async function setDelivery(
  db: Queryable,
  messageId: string,
  state: 'delivered' | 'failed',
  error: string | null,
  now: Date,
): Promise<void> {
  await db`
    update sms_message set state = ${state}, error = ${error}, done_at = ${now}
    where id = ${messageId} and state in ('accepted', 'uncertain')`;
}

export async function markMatched(db: Queryable, reportIds: readonly number[]): Promise<void> {
  await db`update sms_report set matched_at = now() where id = any(${[...reportIds]}::bigint[])`;
}

export interface EarlyReport {
  id: number;
  providerId: string;
  state: PartState;
  error: string | null;
}

/** Reports that came before the carrier's answer was stored. Old ones are of other messages with the same number. */
export async function selectEarlyReports(
  db: Queryable,
  transport: string,
  providerIds: readonly string[],
): Promise<EarlyReport[]> {
  return db<EarlyReport[]>`
    select id, provider_id as "providerId", state, error from sms_report
    where transport = ${transport} and provider_id = any(${[...providerIds]}::text[]) and matched_at is null
      and received_at > now() - interval '1 hour'
    order by id`;
}

/** Reports to the message's telephone that named nothing we knew, since it was sent: the carrier may have been faster than our doubt. */
export async function selectUnmatchedReports(
  db: Queryable,
  messageId: string,
): Promise<(EarlyReport & { digits: string; transport: string })[]> {
  return db<(EarlyReport & { digits: string; transport: string })[]>`
    select r.id, r.provider_id as "providerId", r.state, r.error, r.digits, r.transport
    from sms_message m join sms_report r on r.transport = m.transport and r.digits = m.digits
    where m.id = ${messageId} and m.state = 'uncertain' and r.matched_at is null and r.received_at > now() - interval '1 hour'
    order by r.id limit 20`;
}
