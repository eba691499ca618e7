import type { PartyTarget } from '../../core/contracts/commands.ts';
import { assertClockMayDial, SimulatedClockWithRealTrunkError } from '../../core/platform/clock.ts';
import type { TransactionSql } from '../../core/platform/postgres.ts';
import { insideHardGuard } from '../../core/rules/hard-guard.ts';
import { mayDo } from '../../core/rules/permissions.ts';
import { trunksFor } from '../../core/rules/training.ts';
import { judgeAgent, judgeExtension, judgeOutside, type ShareVerdict } from '../../core/rules/transfer-targets.ts';
import { enabledTrunks } from '../calls/queries.ts';
import type { TelephonyContext } from '../context.ts';
import { takeTrunk } from '../pool/free-trunk.ts';
import type { LiveParty } from './live-party.ts';
import {
  type CallFacts,
  callToShare,
  lockStaff,
  selectExtension,
  selectLine,
  staffName,
  trunksOf,
} from './target-queries.ts';

/** Whom to join, and over what. */
export interface FoundTarget {
  kind: LiveParty['kind'];
  label: string;
  staffId: string | null;
  subjectId: string | null;
  /** Of a telephone: digits, trunk and the number it sees. */
  dial: { number: string; endpoint: string; trunkId: string; callerId: string } | null;
}

export interface TargetWish {
  callId: string;
  to: PartyTarget;
  purpose: 'transfer' | 'three_way';
  askedBy: string;
}

/** Says no to the agent, in words. */
export class PartyRefused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * May it, for everybody who is to hear or to have a call: the person's protection, the line, the account's scope, the city's list, and for
 * a telephone everything that holds for a dial (clock and trunk, 8:00–21:00, a channel to spare beside those kept for callers).
 * @throws PartyRefused
 */
export async function findTarget(ctx: TelephonyContext, tx: TransactionSql, wish: TargetWish): Promise<FoundTarget> {
  const call = await callToShare(tx, wish.callId);
  if (!call) throw new PartyRefused('call/over', '通話は終了しています。');
  const { to } = wish;
  switch (to.kind) {
    case 'agent':
      return agentTarget(ctx, tx, call, wish, to.staffId);
    case 'line': {
      const line = await selectLine(tx, to.subjectId);
      if (!line?.active || wish.purpose !== 'transfer')
        throw new PartyRefused('transfer/unknown', 'この科目には転送できません。');
      return { kind: 'agent', label: line.name, staffId: null, subjectId: to.subjectId, dial: null };
    }
    case 'extension': {
      const extension = await selectExtension(tx, to.extensionId);
      if (!extension) throw new PartyRefused('transfer/unknown', '転送先が見つかりません。');
      allow(judgeExtension(call, extension));
      const interpreter = extension.kind === 'interpreter' ? ('interpreter' as const) : undefined;
      const kind = interpreter ?? (wish.purpose === 'transfer' ? 'extension' : 'officer');
      return telephone(ctx, tx, call, { kind, label: extension.label, number: extension.number });
    }
    case 'outside': {
      const role = (await staffName(tx, wish.askedBy))?.role;
      allow(judgeOutside(call, to.number, role !== undefined && mayDo(role, 'transfer_outside')));
      return telephone(ctx, tx, call, { kind: 'outside', label: to.number, number: to.number });
    }
  }
}

async function agentTarget(
  ctx: TelephonyContext,
  tx: TransactionSql,
  call: CallFacts,
  { askedBy }: TargetWish,
  staffId: string,
): Promise<FoundTarget> {
  const staff = staffId === askedBy ? undefined : await lockStaff(tx, ctx.node, staffId);
  if (!staff) throw new PartyRefused('transfer/unknown', '転送先が見つかりません。');
  allow(judgeAgent(call, staff));
  return { kind: 'agent', label: staff.name, staffId, subjectId: null, dial: null };
}

async function telephone(
  ctx: TelephonyContext,
  tx: TransactionSql,
  call: CallFacts,
  to: { kind: LiveParty['kind']; label: string; number: string },
): Promise<FoundTarget> {
  const { clock, node, limits } = ctx;
  try {
    assertClockMayDial(clock, await enabledTrunks(tx, node));
  } catch (error) {
    if (!(error instanceof SimulatedClockWithRealTrunkError)) throw error;
    throw new PartyRefused('transfer/clock', '模擬時計のため実際の回線では発信できません。');
  }
  if (!insideHardGuard(clock.now(), limits.partyRingSec * clock.speed))
    throw new PartyRefused('transfer/outside-guard', 'この時間は発信できません。');
  const trunks = (await takeTrunk(ctx, tx)) ? trunksFor(call.training, await trunksOf(tx, node)) : [];
  const trunk = trunks.find(({ free }) => free);
  if (!trunk) throw new PartyRefused('transfer/no-trunk', '空いている回線がありません。');
  const { number, ...who } = to;
  const dial = { number, endpoint: trunk.endpoint, trunkId: trunk.id, callerId: call.lineNumber ?? '' };
  return { ...who, staffId: null, subjectId: null, dial };
}

function allow(verdict: ShareVerdict): void {
  if (!verdict.ok) throw new PartyRefused(verdict.code, verdict.message);
}
