import type { ShiftDiary } from '../desk/shift-diary.ts';
import type { CallRow } from '../queries.ts';
import type { FarCall } from './far-side.ts';
import { quantileOf, shareInterval } from './interval.ts';
import type { Leftovers } from './leftovers.ts';

/** A person who has not heard an agent so long after saying hello is abandoned. */
export const PATIENCE_MS = 2_000;
/** The recorder's start and end against the far side's; what is longer than that is a hole. */
const LENGTH_TOLERANCE_MS = 1_000;

interface Spread {
  p50: number | null;
  p99: number | null;
}

/** The contract of `npm run -s drill -- --json`, explained in docs/drill.md. Keys are only ever added. */
export interface DrillReport {
  calls: number;
  answered: number;
  connected: number;
  abandoned: number;
  abandonment: number;
  abandonmentInterval: [number, number];
  occupancy: number;
  waitMs: Spread;
  connectMs: Spread;
  eventMs: Spread;
  /** `incomplete`: those that are kept and flagged, or differ from the far side's talk: call, both lengths, flags. */
  recordings: { expected: number; complete: number; missing: number; incomplete: string[] };
  leftovers: { channels: number; bridges: number; leases: number };
  errors: number;
  persons: number;
  machines: number;
  failed: number;
  unanswered: number;
  /** Calls whose agent took a person for a machine, or one person for another: their results are wrong then. */
  misheard: number;
  /** The simulated agents sent nothing for so long, because their own process was held up: the machine was too small or too busy. */
  heldUpMs: number;
  /** Shares of the logged-in time of all agents. */
  time: Record<string, number>;
  problems: string[];
}

export interface DrillFacts {
  far: readonly FarCall[];
  rows: readonly CallRow[];
  diaries: readonly ShiftDiary[];
  window: { fromMs: number; toMs: number };
  leftovers: Leftovers;
  troubles: readonly string[];
  heldUpMs: number;
}

/** All figures of one run from what the two ends wrote down. Pure. */
export function drillReport(facts: DrillFacts): DrillReport {
  const { window, leftovers } = facts;
  const far = facts.far.filter(({ invitedMs }) => invitedMs >= window.fromMs && invitedMs < window.toMs);
  const answered = far.filter(({ answeredMs }) => answeredMs !== undefined);
  const persons = answered.filter(({ who }) => who !== 'machine');
  const abandoned = persons.filter(({ heardMs }) => heardMs === undefined || heardMs > PATIENCE_MS);
  const problems = [...facts.troubles, ...disagreements(facts, far), ...left(leftovers)];
  const abandonment = persons.length === 0 ? 0 : abandoned.length / persons.length;
  const time = timeShares(facts);
  return {
    calls: far.length,
    answered: answered.length,
    connected: answered.filter(({ heardMs }) => heardMs !== undefined).length,
    abandoned: abandoned.length,
    abandonment: round(abandonment),
    abandonmentInterval: shareInterval(abandoned.length, persons.length).map(round) as [number, number],
    occupancy: round((time['talking'] ?? 0) + (time['wrap_up'] ?? 0)),
    waitMs: spread(persons.map(({ heardMs, talkedMs }) => heardMs ?? talkedMs)),
    connectMs: spread(bothWays(facts, persons)),
    eventMs: spread(eventDelays(facts)),
    recordings: recordings(facts, answered),
    leftovers: { channels: leftovers.channels, bridges: leftovers.bridges, leases: leftovers.leases },
    errors: problems.length,
    persons: persons.length,
    machines: answered.length - persons.length,
    failed: far.filter(({ answeredMs, endedBy }) => answeredMs === undefined && endedBy === 'citizen').length,
    unanswered: far.filter(({ answeredMs, endedBy }) => answeredMs === undefined && endedBy === 'city').length,
    misheard: misheard(facts, answered),
    heldUpMs: facts.heldUpMs,
    time,
    problems: problems.slice(0, 20),
  };
}

const round = (value: number) => Number(value.toFixed(4));
const spread = (values: readonly number[]): Spread => ({ p50: quantileOf(values, 0.5), p99: quantileOf(values, 0.99) });

function timeShares({ diaries, window }: DrillFacts): Record<string, number> {
  const whole = diaries.length * (window.toMs - window.fromMs);
  const states = ['available', 'reserved', 'ringing', 'talking', 'wrap_up', 'break', 'offline'] as const;
  const share = (state: (typeof states)[number]) =>
    diaries.reduce((sum, diary) => sum + diary.timeIn([state], window.fromMs, window.toMs), 0) / Math.max(1, whole);
  return Object.fromEntries(states.map((state) => [state, round(share(state))]));
}

/** Answer → the later of: the citizen hears the agent, the agent's telephone hears the citizen. */
function bothWays({ rows, diaries }: DrillFacts, persons: readonly FarCall[]): number[] {
  const bySip = new Map(rows.map((row) => [row.sipCallId, row]));
  return persons.flatMap(({ callId, heardMs, answeredMs }) => {
    const row = bySip.get(callId);
    const at = diaries.map((diary) => diary.heardOf.get(row?.id ?? '')?.firstAtMs).find((ms) => ms !== undefined);
    if (heardMs === undefined || answeredMs === undefined || at === undefined) return [];
    return [Math.max(heardMs, at - answeredMs)];
  });
}

function misheard({ rows, diaries }: DrillFacts, answered: readonly FarCall[]): number {
  const bySip = new Map(rows.map((row) => [row.sipCallId, row]));
  return answered.filter(({ callId, who }) => {
    const id = bySip.get(callId)?.id ?? '';
    const heard = diaries.map((diary) => diary.heardOf.get(id)).find((one) => one !== undefined);
    return heard !== undefined && who !== undefined && (heard.who ?? 'machine') !== who;
  }).length;
}

/** The exchange's own stamp of an answer, a connection or an end → the desk has received the snapshot that tells it. */
function eventDelays({ rows, diaries }: DrillFacts): number[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const delays: number[] = [];
  for (const { talkingSeen, wrapUpSeen } of diaries) {
    for (const [id, at] of talkingSeen) {
      const began = byId.get(id)?.connectedMs ?? byId.get(id)?.answeredMs;
      if (began != null) delays.push(at - began);
    }
    for (const [id, at] of wrapUpSeen) {
      const ended = byId.get(id)?.endedMs;
      if (ended != null) delays.push(at - ended);
    }
  }
  return delays;
}

function recordings({ rows }: DrillFacts, answered: readonly FarCall[]): DrillReport['recordings'] {
  const bySip = new Map(rows.map((row) => [row.sipCallId, row]));
  const kept = answered.filter(({ callId }) => bySip.get(callId)?.recordingState === 'registered');
  const incomplete = kept.flatMap(({ callId, talkedMs }) => {
    const { id, recordedMs, flags, connectedMs, answeredMs } = bySip.get(callId) ?? {};
    const off = Math.abs((recordedMs ?? 0) - talkedMs);
    if (off <= LENGTH_TOLERANCE_MS && (flags ?? []).length === 0) return [];
    const joined =
      connectedMs == null ? 'never joined' : `joined after ${connectedMs - (answeredMs ?? connectedMs)} ms`;
    return [`${id}: ${recordedMs} ms of ${Math.round(talkedMs)}, ${joined}, flags: ${flags?.join(', ') || 'none'}`];
  });
  const complete = kept.length - incomplete.length;
  return { expected: answered.length, complete, missing: answered.length - kept.length, incomplete };
}

/** The row of a far leg: by the SIP Call-ID, or, when it never rang, one row of that number that has none; each only once. */
function rowFinder(rows: readonly CallRow[]): (callId: string, number: string) => CallRow | undefined {
  const bySip = new Map(rows.map((row) => [row.sipCallId, row]));
  const silent = rows.filter(({ sipCallId }) => sipCallId === null);
  return (callId, number) => {
    const row = bySip.get(callId);
    if (row) return row;
    const index = silent.findIndex((one) => one.number === number);
    return index < 0 ? undefined : silent.splice(index, 1)[0];
  };
}

/** Where the product's rows and the far side's log tell different stories: an event was lost. */
function disagreements({ rows }: DrillFacts, far: readonly FarCall[]): string[] {
  const rowOf = rowFinder(rows);
  const problems: string[] = [];
  for (const { callId, called, answeredMs, gapMs } of far) {
    const row = rowOf(callId, called);
    if (!row) problems.push(`a call to ${called} is in no row`);
    else if (!row.ended) problems.push(`call ${row.id} never ended`);
    else if ((row.answeredMs !== null) !== (answeredMs !== undefined))
      problems.push(`call ${row.id}: answered at one end only`);
    if (gapMs > LENGTH_TOLERANCE_MS) problems.push(`the ear of ${called} lacks ${Math.round(gapMs)} ms of sound`);
  }
  return problems;
}

function left(leftovers: Leftovers): string[] {
  return Object.entries(leftovers)
    .filter(([, value]) => value > 0)
    .map(([what, value]) => `left over: ${value} ${what}`);
}
