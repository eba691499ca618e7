import type { CommandKind, CommandPayloads } from '../../core/contracts/commands.ts';
import { startWaker } from '../../core/platform/bus.ts';
import { DomainError } from '../../core/platform/errors.ts';
import type { Logger } from '../../core/platform/logger.ts';
import { type Sql, withDeadline } from '../../core/platform/postgres.ts';
import { insertCommand, selectFinishedCommands } from './command-queries.ts';

/** The row expires before we give up, so what the browser was told has failed is never carried out later. */
const EXPIRES_AFTER_MS = 5_000;
const GIVE_UP_AFTER_MS = 5_400;
/** NOTIFY is lossy; this bounds how long a lost one is noticed by the person at the desk. */
const POLL_MS = 75;

export interface CommandRunner {
  /** @returns telephony's result. @throws DomainError 409 with telephony's code, or 503 `telephony/no-answer` */
  run<K extends CommandKind>(kind: K, agentId: string, payload: CommandPayloads[K]): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

interface Outcome {
  state: string;
  result: Record<string, unknown> | null;
}

export async function startCommandRunner(sql: Sql, logger: Logger): Promise<CommandRunner> {
  const pending = new Map<number, (outcome: Outcome) => void>();
  const waker = await startWaker(
    sql,
    'command_finished',
    POLL_MS,
    async () => {
      if (pending.size === 0) return;
      for (const row of await withDeadline('finished commands', selectFinishedCommands(sql, [...pending.keys()])))
        pending.get(row.id)?.(row);
    },
    logger,
  );
  return {
    async run(kind, agentId, payload) {
      const id = await withDeadline('insert command', insertCommand(sql, kind, agentId, payload, EXPIRES_AFTER_MS));
      const outcome = await new Promise<Outcome>((resolve) => {
        const timer = setTimeout(() => resolve({ state: 'expired', result: null }), GIVE_UP_AFTER_MS);
        pending.set(id, (told) => {
          clearTimeout(timer);
          resolve(told);
        });
        waker.poke();
      }).finally(() => pending.delete(id));
      if (outcome.state === 'done') return outcome.result ?? {};
      if (outcome.state === 'refused') throw refusal(outcome.result);
      throw new DomainError(
        'telephony/no-answer',
        503,
        '電話制御が応答しません。少し待ってからもう一度お試しください。',
      );
    },
    stop: () => waker.stop(),
  };
}

function refusal(result: Record<string, unknown> | null): DomainError {
  const { code, message } = result ?? {};
  return new DomainError(
    typeof code === 'string' ? code : 'telephony/refused',
    409,
    typeof message === 'string' ? message : 'この操作は今はできません。',
  );
}
