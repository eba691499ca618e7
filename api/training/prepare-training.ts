import { DomainError } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { type AgentReach, takesLine } from '../../core/rules/agent-lines.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { ensureScript } from '../scripts/ensure-scripts.ts';
import { inventCitizen } from './invent-citizen.ts';
import { countInvented, countUntouched, finishUsedUp, insertCitizen, insertPractice, selectLines } from './queries.ts';

/** An hour's practice. */
const CITIZENS = 12;
/** With fewer left than this somebody who begins soon has nobody to call. */
const FEW = 4;

/**
 * Invented citizens to practise on, of the first line the agent takes. Used ones are not used again: whoever was called twice today, promised or
 * complained is not called any more, by the same rules as everybody.
 * @throws DomainError `training/no-subject` 409
 */
export async function prepareTraining(db: Queryable, agent: AgentReach, now: Date): Promise<void> {
  const lines = await selectLines(db);
  const line = lines.find(({ id, centreId }) => takesLine(agent, { subjectId: id, centreId }));
  if (!line)
    throw new DomainError('training/no-subject', 409, '研修に使える科目がありません。責任者に確かめてください。');
  const invented = await countInvented(db);
  if ((await countUntouched(db, line.id)) >= FEW) return;
  await finishUsedUp(db, line.id, now);
  const { date: today } = tokyoTime(now);
  const campaignId = newId();
  const scriptId = await ensureScript(db, line, today);
  await insertPractice(db, { id: campaignId, subjectId: line.id, name: `研修（${line.name}）`, scriptId, now });
  for (let position = 1; position <= CITIZENS; position++) {
    const citizen = inventCitizen(invented + position, today);
    await insertCitizen(db, citizen, { campaignId, subjectId: line.id, position });
  }
}
