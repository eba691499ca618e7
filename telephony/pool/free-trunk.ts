import type { Queryable } from '../../core/platform/postgres.ts';
import { type PoolParameters, poolParameters, reservedChannels } from '../../core/rules/pool-parameters.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { TelephonyContext } from '../context.ts';
import { selectPoolSetting, selectTrunkUse } from './queries.ts';

type Trunks = Pick<TelephonyContext, 'clock' | 'node'>;

/** Is a channel left for a call of ours, beside those kept for citizens who call back? */
export async function hasFreeTrunk({ clock, node }: Trunks, db: Queryable, known?: PoolParameters): Promise<boolean> {
  const parameters = known ?? poolParameters(await selectPoolSetting(db, tokyoTime(clock.now()).date));
  const { channels, used } = await selectTrunkUse(db, node);
  return used < channels - reservedChannels(parameters, channels);
}

/** The same for a call that is placed in this transaction: until it ends nobody else counts the same channel as free. */
export async function takeTrunk(trunks: Trunks, db: Queryable, known?: PoolParameters): Promise<boolean> {
  await db`select pg_advisory_xact_lock(hashtext('toritsugi/trunks'), hashtext(${trunks.node}))`;
  return hasFreeTrunk(trunks, db, known);
}
