import type { Queryable } from '../../core/platform/postgres.ts';

/** What no report came about for so long was taken by the carrier and stays that: most carriers keep trying for two days. */
const REPORT_DAYS = 3;

/**
 * Who was to be told by SMS instead of a call: told is done; who cannot be told that way is to get a letter. A message that somebody
 * cancelled says nothing about the person.
 */
export async function followMessages(db: Queryable, now: Date): Promise<void> {
  const reported = new Date(now.getTime() - REPORT_DAYS * 86_400_000);
  await db`
    update target_progress tp set
      state = case when m.told then 'done' else 'waiting' end,
      next_channel = case when m.told then 'sms' else 'letter' end,
      reason_code = case when m.told then 'sms_told' else 'sms_failed' end,
      reason = case when m.told then 'SMSでお知らせしました。' else 'SMSを送れませんでした。次は文書でお知らせします。' end,
      rule = jsonb_build_object('rule', 'sms', 'message', m.id, 'state', m.state, 'refusal', m.refusal),
      next_at = case when m.told then null else tp.next_at end, updated_at = now()
    from (select distinct on (s.target_id) s.target_id, s.id, s.state, s.refusal, s.created_at,
          s.state = 'delivered' or (s.state = 'accepted' and s.sent_at < ${reported}) as told
        from sms_message s join target_progress p on p.target_id = s.target_id
        where p.state = 'waiting' and p.turn = 9 and p.next_channel = 'sms' and s.batch_id is not null
        order by s.target_id, s.created_at desc) m
    where tp.target_id = m.target_id and tp.state = 'waiting' and tp.next_channel = 'sms'
      and (m.told or m.state = 'failed' or (m.state = 'refused' and m.refusal <> 'cancelled'))
      and m.created_at >= coalesce((select max(k.created_at) from call k where k.target_id = m.target_id), '-infinity')`;
}
