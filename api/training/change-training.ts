import { DomainError } from '../../core/platform/errors.ts';
import type { CommandRunner } from '../desk/run-command.ts';
import type { ApiDeps } from '../http/deps.ts';
import { prepareTraining } from './prepare-training.ts';
import { deleteOrder, insertOrder, lockSeat, selectTrainees } from './queries.ts';

/**
 * Into training and out of it goes over a break: what is in hand is finished as it began, and nobody is moved from one to the other in a call.
 * @throws DomainError `training/in-work` 409 (one's own wish with a case in hand), `training/no-subject` 409
 */
export async function changeTraining(
  { sql, clock }: ApiDeps,
  commands: CommandRunner,
  change: { staffId: string; by: string; on: boolean },
): Promise<void> {
  const { staffId, by, on } = change;
  const now = clock.now();
  const working = await sql.begin(async (tx) => {
    const seat = await lockSeat(tx, staffId);
    if (seat?.inHand && by === staffId)
      throw new DomainError('training/in-work', 409, '対応中の方がいます。結果を保存してから切り替えてください。');
    if (on) {
      const agent = (await selectTrainees(tx)).find(({ id }) => id === staffId);
      await prepareTraining(tx, agent ?? { skills: null, subjectScope: null, centreScope: null }, now);
      await insertOrder(tx, staffId, by, now);
    } else await deleteOrder(tx, staffId);
    return seat !== undefined && seat.state !== 'offline' && seat.intent === 'ready';
  });
  if (working) await commands.run('agent_break', staffId, { reason: on ? '研修' : '研修終了' });
}
