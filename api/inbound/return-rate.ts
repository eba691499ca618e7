import type { ReturnRates } from '../../core/contracts/http/inbound.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { SentChannel } from '../../core/rules/inbound/propose-cause.ts';
import { RETURN_RATE_NOTE, returnRates } from '../../core/rules/inbound/return-rate.ts';
import type { Scope } from '../../core/rules/permissions.ts';
import { addDays, tokyoInstant } from '../../core/rules/tokyo-time.ts';

/** @param period days, both included */
export async function returnRate(
  db: Queryable,
  viewer: Scope & { privileged: boolean },
  period: { from: string; to: string },
): Promise<ReturnRates> {
  const span = { from: tokyoInstant(period.from, 0), to: tokyoInstant(addDays(period.to, 1), 0) };
  const [sent, returned] = await Promise.all([countSent(db, viewer, span), countReturned(db, viewer, span)]);
  return { ...period, note: RETURN_RATE_NOTE, channels: returnRates(sent, returned) };
}

type Counts = Partial<Record<SentChannel, number>>;
const asCounts = (rows: readonly { kind: SentChannel; n: number }[]): Counts =>
  Object.fromEntries(rows.map(({ kind, n }) => [kind, n]));

const inScope = (db: Queryable, { subjectScope, centreScope }: Scope) => db`
  (${subjectScope === null} or s.id = any(${[...(subjectScope ?? [])]}::text[]))
  and (${centreScope === null} or (s.id is not null and (s.centre_id is null or s.centre_id = any(${[...(centreScope ?? [])]}::text[]))))`;
/** Of shielded persons only named staff see figures. */
const notShielded = (db: Queryable, privileged: boolean) =>
  db`(${privileged} or not exists (select 1 from person p where p.id = x.person_id and p.shielded))`;

async function countSent(
  db: Queryable,
  viewer: Scope & { privileged: boolean },
  { from, to }: { from: Date; to: Date },
): Promise<Counts> {
  return asCounts(
    await db<{ kind: SentChannel; n: number }[]>`
    select x.kind, count(*)::int as n from (
      select 'call' as kind, k.subject_id, k.person_id from call k
        -- Call backs too: who returns one in vain is proposed with it as the cause.
        where k.direction = 'outbound' and k.dialled_at >= ${from} and k.dialled_at < ${to} and not k.excluded_from_count
          and not k.training
      union all
      select 'sms', m.subject_id, m.person_id from sms_message m
        where m.sent_at >= ${from} and m.sent_at < ${to} and m.state in ('accepted','delivered')
      union all
      select r.channel, r.subject_id, r.person_id from contact_record r
        where r.channel in ('letter','visit') and r.direction = 'outbound' and r.at >= ${from} and r.at < ${to}
          and not exists (select 1 from contact_record n where n.supersedes_id = r.id)) x
    join subject s on s.id = x.subject_id
    where ${inScope(db, viewer)} and ${notShielded(db, viewer.privileged)} group by 1`,
  );
}

async function countReturned(
  db: Queryable,
  viewer: Scope & { privileged: boolean },
  { from, to }: { from: Date; to: Date },
): Promise<Counts> {
  return asCounts(
    await db<{ kind: SentChannel; n: number }[]>`
    select x.kind, count(*)::int as n from (
      select coalesce(r.cause_kind, u.cause_kind, c.cause_kind) as kind, coalesce(r.person_id, k.person_id) as person_id,
        -- Of what the agent said otherwise, the line that was called; of a contact of ours, its own.
        case when coalesce(r.cause_kind, u.cause_kind, c.cause_kind) = c.cause_kind then coalesce(c.subject_id, k.subject_id)
          else k.subject_id end as subject_id
      from call k left join inbound_cause c on c.call_id = k.id
        left join contact_record r on r.call_id = k.id and not exists (select 1 from contact_record n where n.supersedes_id = r.id)
        left join unknown_caller_record u on u.call_id = k.id and u.contact_record_id is null
      where k.direction = 'inbound' and k.created_at >= ${from} and k.created_at < ${to} and not k.training) x
    left join subject s on s.id = x.subject_id
    where x.kind in ('call','sms','letter','visit') and ${inScope(db, viewer)} and ${notShielded(db, viewer.privileged)} group by 1`,
  );
}
