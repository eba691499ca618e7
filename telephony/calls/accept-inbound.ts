import { newId } from '../../core/platform/ids.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { callerNumber } from '../../core/rules/inbound/caller-number.ts';
import { endpointOfChannelName } from '../agents/agent-legs.ts';
import type { AriEvent } from '../ari/events.ts';
import { bridgeIdOf, type TelephonyContext } from '../context.ts';
import { inboundCall } from '../flows/inbound-call.ts';
import { selectLanguageOf } from '../pool/inbound-queries.ts';
import { LiveCall } from './live-call.ts';
import { enabledTrunks, insertCall, insertCallEvent, markLanguage } from './queries.ts';
import type { CallRunner } from './run-calls.ts';

/** The same event again: its flow runs already. */
const KNOWN = Symbol('known');

/** The network calls one of our numbers: a row first, then everything else. `args` = inbound, called number. */
export async function acceptInbound(
  ctx: TelephonyContext,
  runner: CallRunner,
  event: Extract<AriEvent, { type: 'StasisStart' }>,
): Promise<void> {
  const id = newId();
  const recordingId = newId();
  const called = (event.args[1] ?? '').replace(/\D/g, '').slice(0, 20);
  const given = event.channel.callerNumber.replace(/\D/g, '').slice(0, 20);
  // Empty when the network tells none (非通知).
  const caller = callerNumber(given).digits ?? given;
  const now = ctx.clock.now();
  const subjectId = await ctx.sql.begin(async (tx): Promise<string | null | typeof KNOWN> => {
    const [subject] = await tx<{ id: string }[]>`select id from subject where caller_id = ${called}`;
    // It takes a channel of the trunk it came over, like every other call.
    const endpoint = endpointOfChannelName(event.channel.name);
    const trunk = (await enabledTrunks(tx, ctx.node)).find((candidate) => candidate.endpoint === endpoint);
    const isNew = await insertCall(tx, {
      id,
      node: ctx.node,
      direction: 'inbound',
      mode: null,
      targetId: null,
      campaignId: null,
      personId: null,
      phoneId: null,
      subjectId: subject?.id ?? null,
      agentId: null,
      agentLoginId: null,
      dialledNumber: called,
      callerId: caller,
      trunkId: trunk?.id ?? null,
      attemptNo: null,
      channelId: event.channel.id,
      bridgeId: bridgeIdOf(id),
      recordingId,
      ringSpool: null,
      createdAt: now,
    });
    if (!isNew) return KNOWN;
    await insertCallEvent(tx, id, now, 'created', {});
    await nameLanguage(tx, id, caller);
    return subject?.id ?? null;
  });
  if (subjectId === KNOWN) return;
  const call = new LiveCall(
    {
      id,
      direction: 'inbound',
      mode: null,
      agentSide: { kind: 'pool' },
      subjectId,
      targetId: null,
      channelId: event.channel.id,
      bridgeId: bridgeIdOf(id),
      recordingId,
      endpoint: '',
      callerId: caller,
      ringTimeoutSec: 0,
    },
    'created',
    false,
  );
  call.channelName = event.channel.name;
  call.entered = true;
  void runner.run(call, inboundCall);
}

/** Known of everybody who has the number, before anybody speaks: who is brought to them follows from it. */
async function nameLanguage(tx: TransactionSql, callId: string, caller: string): Promise<void> {
  const language = caller === '' ? null : await selectLanguageOf(tx, caller);
  if (language !== null) await markLanguage(tx, callId, language);
}
