import type { CommandKind } from '../core/contracts/commands.ts';
import { startWaker, type Waker } from '../core/platform/bus.ts';
import { isDomainError, messageOf } from '../core/platform/errors.ts';
import { type AnyCommand, claimCommands, expireCommands, finishCommand } from './command-queries.ts';
import { agentBreak } from './verbs/agent-break.ts';
import { agentLogout } from './verbs/agent-logout.ts';
import { agentReady } from './verbs/agent-ready.ts';
import { callBack } from './verbs/call-back.ts';
import { deviceState } from './verbs/device-state.ts';
import { dial } from './verbs/dial.ts';
import { dtmf } from './verbs/dtmf.ts';
import { explain, explainCampaign } from './verbs/explain.ts';
import { hangUp } from './verbs/hang-up.ts';
import { hold } from './verbs/hold.ts';
import { identifyCaller } from './verbs/identify-caller.ts';
import {
  addParty,
  callSupervisor,
  dropParty,
  joinHelp,
  leaveCall,
  pauseRecording,
  transferAnswer,
  transferCancel,
  transferComplete,
  transferStart,
} from './verbs/parties.ts';
import { putBack } from './verbs/put-back.ts';
import { selfTest } from './verbs/self-test.ts';
import { skip } from './verbs/skip.ts';
import { Refusal, type Verb, type VerbResult, type VerbTools } from './verbs/verb.ts';
import { wrapUpDone } from './verbs/wrap-up-done.ts';

const VERBS: { [K in CommandKind]: Verb<K> } = {
  agent_ready: agentReady,
  agent_break: agentBreak,
  dial,
  skip,
  hang_up: hangUp,
  hold,
  dtmf,
  transfer_start: transferStart,
  transfer_complete: transferComplete,
  transfer_answer: transferAnswer,
  transfer_cancel: transferCancel,
  add_party: addParty,
  drop_party: dropParty,
  call_supervisor: callSupervisor,
  join_help: joinHelp,
  leave_call: leaveCall,
  pause_recording: pauseRecording,
  wrap_up_done: wrapUpDone,
  identify_caller: identifyCaller,
  call_back: callBack,
  agent_logout: agentLogout,
  device_state: deviceState,
  self_test: selfTest,
  put_back: putBack,
  explain,
  explain_campaign: explainCampaign,
};

const POLL_MS = 250;
/** What is too late is not carried out anyway; this only says so in its row. */
const EXPIRE_EVERY_MS = 1_000;

/** Commands of one agent run in order; of different agents side by side. */
export class CommandQueue {
  readonly #tools: VerbTools;
  readonly #tails = new Map<string, Promise<void>>();
  #waker: Waker | undefined;
  #expiredAt = Number.NEGATIVE_INFINITY;

  constructor(tools: VerbTools) {
    this.#tools = tools;
  }

  async start(): Promise<void> {
    const { sql, logger } = this.#tools.ctx;
    this.#waker ??= await startWaker(sql, 'command', POLL_MS, () => this.#wake(), logger);
  }

  /** Waits for commands in hand. */
  async stop(): Promise<void> {
    await this.#waker?.stop();
    this.#waker = undefined;
    await Promise.all(this.#tails.values());
  }

  async #wake(): Promise<void> {
    const { sql } = this.#tools.ctx;
    if (performance.now() - this.#expiredAt >= EXPIRE_EVERY_MS) {
      this.#expiredAt = performance.now();
      await expireCommands(sql);
    }
    for (const command of await claimCommands(sql)) {
      const key = command.agentId ?? `system-${command.kind}`;
      const before = this.#tails.get(key) ?? Promise.resolve();
      const mine = before.then(() => this.#carryOut(command));
      this.#tails.set(key, mine);
      void mine.then(() => {
        if (this.#tails.get(key) === mine) this.#tails.delete(key);
      });
    }
  }

  async #carryOut(command: AnyCommand): Promise<void> {
    const { ctx } = this.#tools;
    try {
      const result = await runVerb(this.#tools, command);
      await finishCommand(ctx.sql, command.id, 'done', result);
    } catch (error) {
      const refusal = refusalOf(error);
      const level = refusal.code === 'telephony/failed' ? 'error' : 'info';
      ctx.logger[level](
        { command: command.id, kind: command.kind, code: refusal.code, err: messageOf(error) },
        'refused',
      );
      await finishCommand(ctx.sql, command.id, 'refused', refusal).catch((failure: unknown) =>
        ctx.logger.error({ command: command.id, err: messageOf(failure) }, 'a command was not answered'),
      );
    }
  }
}

function runVerb(tools: VerbTools, command: AnyCommand): Promise<VerbResult> {
  const verb = VERBS[command.kind] as Verb<CommandKind> | undefined;
  if (!verb) throw new Refusal('command/unknown', '知らない操作です。');
  return verb(tools, command);
}

function refusalOf(error: unknown): { code: string; message: string } {
  if (error instanceof Refusal || isDomainError(error)) return { code: error.code, message: error.message };
  return { code: 'telephony/failed', message: '処理に失敗しました。もう一度お試しください。' };
}
