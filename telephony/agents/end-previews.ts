import type { Queryable } from '../../core/platform/postgres.ts';
import type { TelephonyContext } from '../context.ts';
import { releaseIfReserved } from './agent-legs.ts';
import { changeAgent } from './change-agent.ts';
import { NOTICES } from './notices.ts';

/** A case looked at for longer than its campaign allows goes back, and whoever had it is on break: somebody else may be quicker. */
export async function endPreviews(ctx: TelephonyContext): Promise<void> {
  for (const agentId of await previewsOver(ctx.sql, ctx.node)) {
    await ctx.sql.begin(async (tx) => {
      if (!(await isStillOver(tx, agentId))) return;
      const change = await changeAgent(ctx, tx, agentId, { type: 'break' }, { notice: NOTICES.previewOver });
      await releaseIfReserved(ctx, tx, change, 'preview_over');
      ctx.logger.info({ agentId, targetId: change?.before.targetId }, 'a preview took too long');
    });
  }
}

async function previewsOver(db: Queryable, node: string): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    select agent_id as id from agent_state where node = ${node} and state = 'reserved' and reserved_until < now()`;
  return rows.map(({ id }) => id);
}

/** The dial key may have been quicker. */
async function isStillOver(db: Queryable, agentId: string): Promise<boolean> {
  const rows = await db`
    select 1 from agent_state where agent_id = ${agentId} and state = 'reserved' and reserved_until < now() for update`;
  return rows.length > 0;
}

/** The end of the timer of a preview that begins now, by the database's clock. */
export async function previewEnds(db: Queryable, campaignId: string): Promise<Date | null> {
  const [row] = await db<{ until: Date }[]>`
    select now() + make_interval(secs => preview_limit_sec) as until from campaign where id = ${campaignId}`;
  return row?.until ?? null;
}
