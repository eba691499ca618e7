import type { SelfTestResult } from '../../core/contracts/commands.ts';
import { answerToAudioMs, farLegOf } from '../self-test/far-side.ts';
import { createSyntheticCall, syntheticCall } from '../self-test/synthetic-call.ts';
import { Refusal, untilReady, type Verb } from './verb.ts';

/** Long enough for a verdict on both channels of the recording, short enough to wait for. */
const TALK_MS = 5_000;
/** The launcher asks right after the start; the link may need a moment. */
const READY_WITHIN_MS = 10_000;
const ANSWER_WITHIN_MS = 10_000;

/** One synthetic call over the same flow as every other, and the far side's word on what it heard. */
export const selfTest: Verb<'self_test'> = async (tools) => {
  const { ctx, runner, link } = tools;
  await untilReady(tools, READY_WITHIN_MS);
  if (!link.ready || !ctx.ami.up) throw new Refusal('pbx/down', '電話設備に接続できません。');
  const { carrier } = ctx;
  if (!carrier) throw new Refusal('self-test/no-carrier', '自己診断には模擬回線が必要です。');
  const call = await createSyntheticCall(ctx);
  const finished = runner.run(call, syntheticCall);
  const deadline = Date.now() + ANSWER_WITHIN_MS;
  let over = false;
  void finished.then(() => {
    over = true;
  });
  while (call.answeredAtMs === undefined && !over && Date.now() < deadline) await pause(50);
  if (call.answeredAtMs !== undefined) await pause(TALK_MS);
  call.mailbox.post({ kind: 'hang_up', by: 'system', reply: { done: () => undefined, refuse: () => undefined } });
  await finished;
  if (call.answeredAtMs === undefined) throw new Refusal('self-test/no-answer', '自己診断の通話が応答しませんでした。');
  const [row] = await ctx.sql<{ sipCallId: string | null }[]>`
    select sip_call_id as "sipCallId" from call where id = ${call.facts.id}`;
  const leg = row?.sipCallId ? await farLegOf(carrier.logFile, row.sipCallId) : undefined;
  if (!leg) throw new Refusal('self-test/no-far-log', '模擬回線側に通話の記録がありません。');
  const heardAfterMs = await answerToAudioMs(carrier.soundDir, leg);
  if (heardAfterMs === undefined) throw new Refusal('self-test/silent', '相手側に音声が届いていません。');
  const result: SelfTestResult = { callId: call.facts.id, answerToAudioMs: heardAfterMs };
  return { ...result };
};

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
