import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type GreetingParameters,
  type GreetingVerdict,
  judgeGreeting,
} from '../../core/rules/answering-machine/greeting.ts';
import { listeningParameters } from '../../core/rules/answering-machine/line-setting.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { noticeAgent } from '../agents/change-agent.ts';
import { NOTICES } from '../agents/notices.ts';
import type { LiveCall } from '../calls/live-call.ts';
import { insertCallEvent } from '../calls/queries.ts';
import type { TelephonyContext } from '../context.ts';
import { callSpoolName } from '../recording/recorder.ts';
import { markMachineVerdict, selectMachineSettings } from './queries.ts';
import { SpoolLevels } from './spool-levels.ts';

const LOOK_EVERY_MS = 250;
/** The recorder's file lags behind the sound by up to a second of buffer, and then some. */
const FILE_LAG_MS = 3_000;

/**
 * Beside a call that was answered, where the city turned it on: a word on the agent's screen and a row in the log, never a gate (ADR 10).
 * Ends with the call.
 */
export async function listenForMachine(ctx: TelephonyContext, call: LiveCall): Promise<void> {
  const { subjectId, direction } = call.facts;
  if (subjectId === null || direction !== 'outbound') return;
  const { setting, trained } = await selectMachineSettings(ctx.sql, subjectId, tokyoTime(ctx.clock.now()).date);
  const parameters = listeningParameters(setting, trained);
  if (!parameters) return;
  const verdict = await hear(ctx, call, parameters);
  if (!verdict) return;
  const { id } = call.facts;
  await markMachineVerdict(ctx.sql, id, verdict);
  await insertCallEvent(ctx.sql, id, ctx.clock.now(), 'machine_verdict', { ...verdict });
  if (verdict.verdict === 'machine' && call.agentId && call.goneAtMs === undefined)
    await noticeAgent(ctx, call.agentId, NOTICES.machineLikely);
}

async function hear(
  { spoolDir }: TelephonyContext,
  call: LiveCall,
  parameters: GreetingParameters,
): Promise<GreetingVerdict | undefined> {
  const spool = new SpoolLevels(join(spoolDir, callSpoolName(call.facts.recordingId)));
  try {
    for (
      const until = Date.now() + parameters.decideByMs + FILE_LAG_MS;
      Date.now() < until;
      await sleep(LOOK_EVERY_MS)
    ) {
      await spool.grow();
      const verdict = judgeGreeting(spool.levels, parameters);
      if (verdict || call.goneAtMs !== undefined) return verdict;
    }
    return undefined;
  } finally {
    await spool.close();
  }
}
