import type { TransferTargets } from '../../core/contracts/http/parties.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { interpretersFirst } from '../../core/rules/language-routing.ts';
import { type CallToShare, judgeAgent, judgeExtension } from '../../core/rules/transfer-targets.ts';
import type { Caller } from '../http/caller.ts';
import {
  type ColleagueRow,
  selectCallToShare,
  selectColleagues,
  selectExtensions,
  selectLines,
  selectSpokenLanguage,
} from './party-queries.ts';

/** Who could have the call now, by the same rule that telephony asks when it is passed on. Names of staff, never a number of anybody. */
export async function transferTargets(db: Queryable, caller: Caller, callId: string): Promise<TransferTargets> {
  const call = (await selectCallToShare(db, callId)) ?? { subject: null, shielded: true };
  const colleagues = await selectColleagues(db, caller.staffId);
  const extensions = await selectExtensions(db);
  const lines = await selectLines(db);
  return {
    agents: colleagues.map((one) => {
      const verdict = judgeAgent(call, one);
      const refusal = verdict.ok ? null : verdict.message;
      return { staffId: one.id, name: one.name, seat: one.seat, supervisor: one.role === 'supervisor', refusal };
    }),
    lines: lines.map(({ id, name, colour, centre_id }) => {
      const on: CallToShare = { ...call, subject: { id, centreId: centre_id } };
      return { subjectId: id, name, colour, free: colleagues.filter((one) => isFree(on, one)).length };
    }),
    extensions: interpretersFirst(extensions, await selectSpokenLanguage(db, callId))
      .filter((extension) => judgeExtension(call, extension).ok)
      .map(({ id, label, kind, language }) => ({ id, label, kind, language })),
    outside: caller.permissions.has('transfer_outside') && !call.shielded,
  };
}

const isFree = (call: CallToShare, colleague: ColleagueRow) => judgeAgent(call, colleague).ok;
