import type { Queryable } from '../../core/platform/postgres.ts';
import { poolParameters, reservedChannels } from '../../core/rules/pool-parameters.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { TelephonyContext } from '../context.ts';
import { selectPoolSetting, selectTrunkUse } from './queries.ts';

/** Is a channel left for a call of ours, beside those kept for citizens who call back? */
export async function hasFreeTrunk(
  { clock, node }: Pick<TelephonyContext, 'clock' | 'node'>,
  db: Queryable,
): Promise<boolean> {
  const parameters = poolParameters(await selectPoolSetting(db, tokyoTime(clock.now()).date));
  const { channels, used } = await selectTrunkUse(db, node);
  return used < channels - reservedChannels(parameters, channels);
}
