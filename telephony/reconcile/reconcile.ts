import { messageOf } from '../../core/platform/errors.ts';
import { type AgentLegs, endpointOfChannelName } from '../agents/agent-legs.ts';
import { openHoldingBridge } from '../agents/holding-bridge.ts';
import { openLogins, recentlyEndedLogins } from '../agents/queries.ts';
import type { AriBridge, AriChannel } from '../ari/port.ts';
import type { CallDirectory } from '../calls/call-directory.ts';
import { type OpenCall, openCalls } from '../calls/queries.ts';
import type { CallRunner } from '../calls/run-calls.ts';
import {
  CALL_PREFIX,
  CONSULT_PREFIX,
  holdingBridgeId,
  PARTY_PREFIX,
  type TelephonyContext,
  TONE_PREFIX,
  toneChannelIdOf,
} from '../context.ts';
import { inboundCall } from '../flows/inbound-call.ts';
import { outboundAttempt } from '../flows/outbound-attempt.ts';
import { liveParties, type PartyRow } from '../parties/queries.ts';
import { adoptedCall } from './adopt-call.ts';
import { closeLostCall } from './close-lost-call.ts';
import { settleAgents } from './settle-agents.ts';
import { strays } from './strays.ts';

export interface ReconcileTools {
  ctx: TelephonyContext;
  legs: AgentLegs;
  calls: CallDirectory;
  runner: CallRunner;
}

/** What went before: a restart of Asterisk took every channel with it. */
export interface ReconcileCause {
  pbxRestarted: boolean;
  /** When the link went down, epoch ms; for the end of calls that went with it. */
  lostSinceMs: number | undefined;
}

/**
 * Compares our rows with what lives in Asterisk, and makes them agree: adopt, finish, clean up. Runs after every
 * (re)connect and every few seconds behind the events, because events can be lost and are never repeated.
 */
export async function reconcile(tools: ReconcileTools, cause: ReconcileCause): Promise<void> {
  const { ctx, legs, calls } = tools;
  // Rows before channels: a call started in between has neither, and is left alone.
  const rows = await openCalls(ctx.sql, ctx.node);
  const parties = await liveParties(ctx.sql, ctx.node);
  const listedAtMs = Date.now();
  const channels = await ctx.ari.listChannels();
  const bridges = await ctx.ari.listBridges();
  if (!bridges.some((bridge) => bridge.id === holdingBridgeId(ctx.node))) await openHoldingBridge(ctx);
  await reconcileLegs(tools, channels, listedAtMs);
  await settleAgents(ctx, legs, calls);
  const adopted: OpenCall[] = [];
  for (const row of rows) if (await reconcileCall(tools, row, { channels, parties }, cause)) adopted.push(row);
  await tellAdopted(tools, adopted, cause);
  await cleanUp(tools, channels, bridges);
  await parkIdleLegs(tools, bridges);
}

/** What came after the list was asked for is not on it, and is not lost. */
async function reconcileLegs(
  { ctx, legs }: ReconcileTools,
  channels: readonly AriChannel[],
  listedAtMs: number,
): Promise<void> {
  const live = new Set(channels.map((channel) => channel.id));
  for (const leg of legs.directory.all())
    if (leg.upAtMs < listedAtMs && !live.has(leg.channelId)) await legs.lost(leg.channelId);
  const users = new Set((await openLogins(ctx.sql, ctx.node)).map((login) => login.sipUser));
  const unknown: AriChannel[] = [];
  for (const channel of newestFirst(channels)) {
    // A leg is a call of the browser to `leg`; the echo test is none.
    if (channel.state !== 'Up' || channel.exten !== LEG_EXTEN || legs.directory.ofChannel(channel.id)) continue;
    if (!users.has(endpointOfChannelName(channel.name))) unknown.push(channel);
    else
      await legs
        .adopt(channel.id, channel.name)
        .catch((error: unknown) => ctx.logger.warn({ err: messageOf(error) }, 'a leg could not be adopted'));
  }
  if (unknown.length > 0) await endStrayLegs(ctx, legs, unknown);
}

const LEG_EXTEN = 'leg';

/** Of two legs of one log-in the later one is good; Asterisk counts its channels up. */
function newestFirst(channels: readonly AriChannel[]): AriChannel[] {
  const count = ({ name }: AriChannel) => Number.parseInt(/-([0-9a-f]+)$/.exec(name)?.[1] ?? '0', 16);
  return [...channels].sort((a, b) => count(b) - count(a));
}

/** Of a log-in that is over, whose hang-up failed or was never asked for. */
async function endStrayLegs(ctx: TelephonyContext, legs: AgentLegs, unknown: readonly AriChannel[]): Promise<void> {
  const ended = new Set((await recentlyEndedLogins(ctx.sql, ctx.node)).map((login) => login.sipUser));
  for (const { id, name } of unknown) {
    if (!ended.has(endpointOfChannelName(name))) continue;
    ctx.logger.warn({ channel: id }, 'hanging up a leg whose log-in is over');
    await legs.end(id);
  }
}

/** @returns true when the call was adopted. */
async function reconcileCall(
  tools: ReconcileTools,
  row: OpenCall,
  { channels, parties }: { channels: readonly AriChannel[]; parties: readonly PartyRow[] },
  cause: ReconcileCause,
): Promise<boolean> {
  const { ctx, calls, runner } = tools;
  const channel = channels.find((candidate) => candidate.id === row.channelId);
  if (calls.get(row.id)) {
    tellRunning(tools, row, channel, cause);
    tellParties(tools, row.id, channels);
    return false;
  }
  const wasDialled = row.dialledAt !== null || row.direction === 'inbound';
  if (channel && wasDialled && row.direction === 'synthetic') {
    endSelfTest(tools, row, channel);
    return false;
  }
  if (channel && wasDialled) {
    ctx.logger.info({ callId: row.id, state: channel.state }, 'adopting a live call');
    const joined = parties.filter(({ callId }) => callId === row.id);
    void runner.run(
      adoptedCall(ctx.clock, row, channel, joined),
      row.direction === 'inbound' ? inboundCall : outboundAttempt,
    );
    return true;
  }
  if (channel) await ctx.ari.hangUp(channel.id);
  const gone = cause.pbxRestarted ? 'pbx_lost' : 'ended_unwatched';
  await closeLostCall(ctx, row, wasDialled ? gone : 'never_dialled');
  return false;
}

/** Whoever picked up or put down between the list and the adoption was told to nobody: they do not wait for the next comparison. */
async function tellAdopted(tools: ReconcileTools, rows: readonly OpenCall[], cause: ReconcileCause): Promise<void> {
  if (rows.length === 0) return;
  const channels = await tools.ctx.ari.listChannels();
  for (const row of rows) {
    const channel = channels.find(({ id }) => id === row.channelId);
    tellRunning(tools, row, channel, cause);
  }
}

/** Whoever asked for a self-test went with its controller: nobody else would ever end it. Adopted, so that its row is right. */
function endSelfTest({ ctx, runner }: ReconcileTools, row: OpenCall, channel: AriChannel): void {
  const call = adoptedCall(ctx.clock, row, channel);
  call.mailbox.post({ kind: 'hang_up', by: 'system', reply: { done: () => undefined, refuse: () => undefined } });
  void runner
    .run(call)
    .then(() => ctx.ari.hangUp(toneChannelIdOf(row.id)))
    .catch((error: unknown) => ctx.logger.warn({ callId: row.id, err: messageOf(error) }, 'tone of a self-test'));
}

/** A flow runs and may have missed an event. */
function tellRunning(
  tools: ReconcileTools,
  row: OpenCall,
  channel: AriChannel | undefined,
  cause: ReconcileCause,
): void {
  const call = tools.calls.get(row.id);
  if (!call) return;
  if (channel) {
    if (channel.state === 'Up') call.mailbox.post({ kind: 'answered', atMs: Date.now() });
    return;
  }
  if (cause.pbxRestarted) {
    call.mailbox.post({ kind: 'pbx_lost', atMs: cause.lostSinceMs ?? Date.now() });
  } else if (call.phase !== 'created') {
    // 16 = normal clearing: all that can be said of an end nobody saw.
    call.mailbox.post({ kind: 'gone', atMs: Date.now(), cause: 16, sipCode: undefined });
  }
}

/** The telephone of a party that went unseen, or answered unseen. */
function tellParties({ calls }: ReconcileTools, callId: string, channels: readonly AriChannel[]): void {
  const call = calls.get(callId);
  for (const { id: partyId, channelId, dialled } of call?.parties ?? []) {
    if (channelId === null || !dialled) continue;
    const channel = channels.find(({ id }) => id === channelId);
    if (!channel) call?.mailbox.post({ kind: 'party_channel', partyId, what: 'gone' });
    else if (channel.state === 'Up') call?.mailbox.post({ kind: 'party_channel', partyId, what: 'answered' });
  }
}

async function cleanUp(
  tools: ReconcileTools,
  channels: readonly AriChannel[],
  bridges: readonly AriBridge[],
): Promise<void> {
  const { ctx, calls } = tools;
  const open = new Set((await openCalls(ctx.sql, ctx.node)).map((row) => row.id));
  const isOpen = (callId: string) => open.has(callId) || calls.get(callId) !== undefined;
  const joined = new Set((await liveParties(ctx.sql, ctx.node)).map(({ id }) => id));
  const isJoined = (id: string) =>
    joined.has(id) || calls.all().some(({ parties }) => parties.some((one) => one.id === id));
  const idsOf = (all: readonly { id: string }[]) => all.map((one) => one.id);
  const lost = [
    ...strays(idsOf(channels), [CALL_PREFIX, TONE_PREFIX], isOpen),
    ...strays(idsOf(channels), [PARTY_PREFIX], isJoined),
  ];
  for (const id of lost) {
    ctx.logger.warn({ channel: id }, 'hanging up a channel without a call');
    await ctx.ari.hangUp(id);
  }
  for (const id of strays(idsOf(bridges), [CALL_PREFIX, CONSULT_PREFIX], isOpen)) {
    ctx.logger.warn({ bridge: id }, 'destroying a bridge without a call');
    await ctx.ari.destroyBridge(id);
  }
}

/** A leg without a call belongs into the holding bridge: elsewhere no packets flow to it, and its agent is never routable. */
async function parkIdleLegs({ ctx, legs, calls }: ReconcileTools, bridges: readonly AriBridge[]): Promise<void> {
  const holding = bridges.find((bridge) => bridge.id === holdingBridgeId(ctx.node));
  for (const leg of legs.directory.all()) {
    if (calls.ofAgent(leg.agentId) || calls.partyOf(leg.agentId) || holding?.channelIds.includes(leg.channelId))
      continue;
    await legs.park(leg.channelId);
  }
}
