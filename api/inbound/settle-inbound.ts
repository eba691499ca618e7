import type { Sql } from '../../core/platform/postgres.ts';
import { inboundParameters } from '../../core/rules/inbound/inbound-parameters.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { selectSettingOn } from '../settings/queries.ts';
import { closeSpoken } from '../tasks/raise-queries.ts';
import { raiseTask } from '../tasks/raise-task.ts';
import { causeOf } from './cause-of.ts';
import { insertCause, selectUncaused } from './cause-queries.ts';

/** In one turn; the rest follows in the next. */
const BATCH = 50;

/**
 * Every inbound call that is over, exactly once: what it probably answered, and what it leaves to be done. Both in one transaction, so that
 * a killed worker neither loses a caller nor has them called back twice.
 *
 * @returns calls looked at; 0 = nothing to do
 */
export async function settleInbound(sql: Sql, now: Date): Promise<number> {
  const calls = await selectUncaused(sql, BATCH);
  if (calls.length > 0) {
    const parameters = inboundParameters(await selectSettingOn(sql, 'inbound', tokyoTime(now).date));
    for (const { id, callerId, at } of calls)
      await sql.begin(async (tx) => {
        if (await insertCause(tx, id, await causeOf(tx, callerId, at), now)) await raiseTask(tx, id, parameters, now);
      });
  }
  await closeSpoken(sql, now);
  return calls.length;
}
