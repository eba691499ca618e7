import { isDiallable } from './diallable-number.ts';
import { inScope, type Scope } from './permissions.ts';
import type { AgentStateName } from './vocabulary.ts';

/** What decides who may hear this call, or have it. */
export interface CallToShare {
  subject: { id: string; centreId: string | null } | null;
  /** The person, or the whole queue the call comes from. Nobody on the line that we know: false, for then nothing is shown of anybody. */
  shielded: boolean;
}

export interface StaffTarget extends Scope {
  privileged: boolean;
  /** Lines whose calls the agent takes; null = all of the scope. */
  skills: readonly string[] | null;
  state: AgentStateName;
  ready: boolean;
  /** Leg up and packets both ways. */
  proven: boolean;
}

export type ShareVerdict = { ok: true } | { ok: false; code: string; message: string };

const YES: ShareVerdict = { ok: true };
const no = (code: string, message: string): ShareVerdict => ({ ok: false, code, message });

const SHIELDED = no('transfer/shielded', '支援措置の方の通話は、指定された従事者にだけつなげます。');

/** May this agent have the call, or be asked about it? Everything the agent would then work on must be their own right already. */
export function judgeAgent(call: CallToShare, agent: StaffTarget): ShareVerdict {
  const right = judgeRight(call, agent);
  if (!right.ok) return right;
  const { subject } = call;
  if (subject && agent.skills !== null && !agent.skills.includes(subject.id))
    return no('transfer/not-skilled', 'この科目の担当ではありません。');
  if (!agent.proven) return no('transfer/no-leg', '音声の接続が確認できません。');
  if (agent.state !== 'available' || !agent.ready) return no('transfer/busy', 'いまは電話に出られません。');
  return YES;
}

/** A supervisor helps also from a break and on any line of the scope: they are not sent the case. */
export function judgeHelper(call: CallToShare, supervisor: StaffTarget): ShareVerdict {
  const right = judgeRight(call, supervisor);
  if (!right.ok) return right;
  if (!supervisor.proven) return no('transfer/no-leg', '音声の接続が確認できません。');
  if (supervisor.state !== 'available' && supervisor.state !== 'break')
    return no('transfer/busy', 'いまは電話に出られません。');
  return YES;
}

/** Also asked when the debt is read: a call that was passed on opens nothing its new agent had no right to. */
export function judgeRight(call: CallToShare, staff: Scope & { privileged: boolean }): ShareVerdict {
  if (call.shielded && !staff.privileged) return SHIELDED;
  if (call.subject && !inScope(staff, call.subject)) return no('transfer/out-of-scope', '担当する科目ではありません。');
  return YES;
}

export interface ExtensionTarget {
  number: string;
  kind: 'city' | 'interpreter';
  subjectId: string | null;
  active: boolean;
}

/** The city's own list: a number of its exchange, or of an interpreter. */
export function judgeExtension(call: CallToShare, extension: ExtensionTarget): ShareVerdict {
  const { number, subjectId, active } = extension;
  if (!active) return no('transfer/unknown', 'この転送先は使われていません。');
  if (subjectId !== null && call.subject !== null && subjectId !== call.subject.id)
    return no('transfer/other-subject', 'この科目の転送先ではありません。');
  // Not a shielded person's whereabouts but their voice: the city's own staff are whom they are protected by.
  return isInternal(number) || isDiallable(number)
    ? YES
    : no('transfer/number', 'この番号には発信できません。登録を直してください。');
}

/** Digits of an exchange of the city's. Three digits with a leading 1 are everybody's (110, 119, 177). */
const isInternal = (number: string) => /^[2-9]\d{1,7}$/.test(number) || /^1\d{3,7}$/.test(number);

/** Anybody else's number: by permission, subscribers only, and never with a shielded person on the line. */
export function judgeOutside(call: CallToShare, number: string, mayDialOutside: boolean): ShareVerdict {
  if (!mayDialOutside) return no('transfer/not-allowed', '外部の番号に転送する権限がありません。');
  if (call.shielded) return SHIELDED;
  return isDiallable(number) ? YES : no('transfer/number', 'この番号には発信できません。');
}
