import type { Queryable } from '../../core/platform/postgres.ts';
import { type PoolParameters, poolParameters, reservedChannels } from '../../core/rules/pool-parameters.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { TelephonyContext } from '../context.ts';
import { selectTrunkUse } from './queries.ts';

type Trunks = Pick<TelephonyContext, 'clock' | 'node'>;

/** Is a channel left for a call of ours, beside those kept for citizens who call back? */
export async function hasFreeTrunk({ clock, node }: Trunks, db: Queryable, known?: PoolParameters): Promise<boolean> {
  const { channels, used, setting } = await selectTrunkUse(db, node, tokyoTime(clock.now()).date);
  const parameters = known ?? poolParameters(setting);
  return used < channels - reservedChannels(parameters, channels);
}

/**
 * The same for a call that is placed in this transaction: until it ends nobody else counts the same channel as free. What follows in it is
 * planned once, as after `lockReservations`.
 */
export async function takeTrunk(trunks: Trunks, db: Queryable, known?: PoolParameters): Promise<boolean> {
  await db`select pg_advisory_xact_lock(hashtext('toritsugi/trunks'), hashtext(${trunks.node})),
    set_config('plan_cache_mode', 'force_generic_plan', true)`;
  return hasFreeTrunk(trunks, db, known);
}
