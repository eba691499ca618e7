import { z } from 'zod';
import type { AgentSnapshot, CheckSnapshot } from '../../core/contracts/realtime.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { IDENTITY_RESULTS, IDENTITY_SPEAKERS } from '../../core/rules/identity.ts';
import { recordingPause } from '../../core/rules/recording-pause.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { CAMPAIGN_MODES } from '../../core/rules/vocabulary.ts';
import { lineResultSchema } from '../http/result-schemas.ts';
import { subjectViewSchema } from './case-schema.ts';
import { type SnapshotRow, selectSnapshot } from './snapshot-queries.ts';

const instant = z.iso.datetime();
const identityFactor = z.enum(['birth_date', 'address', 'notice_no', 'insured_no']);

export const agentSnapshotSchema = z.object({
  seq: z.number().int(),
  productNow: instant,
  clockSpeed: z.number(),
  clockSimulated: z.boolean(),
  state: z.enum(['offline', 'available', 'reserved', 'ringing', 'talking', 'wrap_up', 'break']),
  since: instant,
  intent: z.enum(['ready', 'break']),
  legUp: z.boolean(),
  mediaProven: z.boolean(),
  notice: z.string().nullable(),
  campaign: z
    .object({ id: z.string(), name: z.string(), mode: z.enum(CAMPAIGN_MODES), subjectId: z.string() })
    .nullable(),
  pool: z.boolean(),
  line: subjectViewSchema.nullable(),
  previewLeftMs: z.number().nullable(),
  targetId: z.number().int().nullable(),
  call: z
    .object({
      id: z.string(),
      direction: z.enum(['outbound', 'inbound', 'synthetic']),
      state: z.enum(['created', 'dialling', 'ringing', 'talking', 'held', 'ended']),
      subjectId: z.string().nullable(),
      callerId: z.string().nullable(),
      phoneId: z.number().int().nullable(),
      unknownCaller: z.boolean(),
      dialledAt: instant.nullable(),
      answeredAt: instant.nullable(),
      endedAt: instant.nullable(),
      lineResult: lineResultSchema.nullable(),
      endedBy: z.string().nullable(),
      identityPassed: z.boolean(),
      identity: z
        .object({
          speaker: z.enum(IDENTITY_SPEAKERS).nullable(),
          name: z.enum(IDENTITY_RESULTS),
          factors: z.array(z.object({ factor: identityFactor, result: z.enum(IDENTITY_RESULTS) })),
        })
        .nullable(),
      parties: z.array(
        z.object({
          id: z.uuid(),
          kind: z.enum(['agent', 'supervisor', 'interpreter', 'officer', 'extension', 'outside']),
          purpose: z.enum(['transfer', 'three_way', 'take_over', 'help']),
          state: z.enum(['dialling', 'consulting', 'joined', 'left', 'failed']),
          label: z.string(),
          blind: z.boolean(),
        }),
      ),
      passedOn: z.boolean(),
      passedFrom: z
        .object({
          name: z.string(),
          seat: z.string().nullable(),
          how: z.enum(['transfer', 'lost', 'help']),
          line: z.string().nullable(),
          note: z.string().nullable(),
        })
        .nullable(),
      recording: z.object({
        mayPause: z.boolean(),
        pausedFromMs: z.number().nullable(),
        pausedUntilMs: z.number().nullable(),
      }),
    })
    .nullable(),
  held: z.boolean(),
  joinedFor: z.string().nullable(),
  offer: z
    .object({
      from: z.string(),
      seat: z.string().nullable(),
      purpose: z.enum(['transfer', 'three_way']),
      blind: z.boolean(),
      identityPassed: z.boolean(),
      leftMs: z.number(),
    })
    .nullable(),
  helpAsked: z.array(
    z.object({
      callId: z.uuid(),
      agentName: z.string(),
      seat: z.string().nullable(),
      subjectName: z.string().nullable(),
      lost: z.boolean(),
      since: instant,
    }),
  ),
}) satisfies z.ZodType<AgentSnapshot>;

/** The whole desk of each agent; somebody who never logged in has sequence 0. */
export async function agentSnapshots(
  db: Queryable,
  clock: Clock,
  agentIds: readonly string[],
): Promise<Map<string, AgentSnapshot>> {
  const { date: today } = tokyoTime(clock.now());
  const rows = await Promise.all(
    agentIds.map(async (id) => [id, toSnapshot(await selectSnapshot(db, id, today), clock)] as const),
  );
  return new Map(rows);
}

function toSnapshot(row: SnapshotRow | undefined, clock: Clock): AgentSnapshot {
  const productNow = clock.now().toISOString();
  const time = { productNow, clockSpeed: clock.speed, clockSimulated: clock.simulated };
  if (!row) {
    return {
      ...time,
      seq: 0,
      state: 'offline',
      since: productNow,
      intent: 'break',
      legUp: false,
      mediaProven: false,
      notice: null,
      campaign: null,
      pool: false,
      line: null,
      previewLeftMs: null,
      targetId: null,
      call: null,
      held: false,
      joinedFor: null,
      offer: null,
      helpAsked: [],
    };
  }
  return {
    ...time,
    seq: row.seq,
    state: row.state,
    since: row.since.toISOString(),
    intent: row.intent,
    legUp: row.leg_up,
    mediaProven: row.media_proven,
    notice: row.notice,
    campaign: campaignOf(row),
    pool: row.pool,
    line: lineOf(row),
    previewLeftMs: row.preview_left_ms === null ? null : Math.round(row.preview_left_ms),
    targetId: row.target_id,
    call: callOf(row),
    held: row.held,
    joinedFor: row.joined_for,
    offer: offerOf(row),
    helpAsked: row.help_asked.map((asked) => ({ ...asked, since: new Date(asked.since).toISOString() })),
  };
}

function campaignOf(row: SnapshotRow): AgentSnapshot['campaign'] {
  if (!row.campaign_id || !row.campaign_name || !row.mode || !row.subject_id) return null;
  return { id: row.campaign_id, name: row.campaign_name, mode: row.mode, subjectId: row.subject_id };
}

function lineOf(row: SnapshotRow): AgentSnapshot['line'] {
  if (row.line_id === null) return null;
  const { line_id: id, line_name: name, line_short_name: shortName, line_colour: colour } = row;
  // The number the citizen really sees; the line's own may have been changed since. Of an incoming call it is the one they dialled.
  const shown = row.direction === 'outbound' ? row.caller_id : null;
  return { id, name, shortName, colour, callerId: shown ?? row.line_caller_id };
}

function callOf(row: SnapshotRow): AgentSnapshot['call'] {
  if (!row.call_id || !row.call_state) return null;
  return {
    id: row.call_id,
    direction: row.direction ?? 'outbound',
    state: row.call_state,
    subjectId: row.call_subject_id,
    callerId: row.caller_id,
    phoneId: row.phone_id,
    unknownCaller: row.unknown_caller,
    dialledAt: row.dialled_at?.toISOString() ?? null,
    answeredAt: row.answered_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    lineResult: row.line_result,
    endedBy: row.ended_by,
    // Who helps is sent nothing of the person, and so nothing of their check either.
    identityPassed: row.joined_for === null && row.identity?.passed === true,
    identity: row.joined_for === null ? checkOf(row) : null,
    parties: row.parties,
    passedOn: row.passed_on,
    passedFrom: row.passed_from,
    recording: recordingOf(row),
  };
}

function checkOf({ identity }: SnapshotRow): CheckSnapshot | null {
  if (identity === null) return null;
  const { speaker, name, factors } = identity;
  return { speaker, name, factors: factors.map(({ factor, result }) => ({ factor, result })) };
}

function offerOf({ offer, joined_for, owner_seat, identity }: SnapshotRow): AgentSnapshot['offer'] {
  if (offer === null || joined_for === null) return null;
  return { ...offer, from: joined_for, seat: owner_seat, identityPassed: identity?.passed === true };
}

function recordingOf({ pause_setting, paused_from_ms, joined_for }: SnapshotRow) {
  const { allowed, limitSec } = recordingPause(pause_setting);
  const pausedUntilMs = paused_from_ms === null ? null : paused_from_ms + limitSec * 1_000;
  return { mayPause: allowed && joined_for === null, pausedFromMs: paused_from_ms, pausedUntilMs };
}
