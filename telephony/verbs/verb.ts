import type { Command, CommandKind, CommandPayloads } from '../../core/contracts/commands.ts';
import type { AgentLegs } from '../agents/agent-legs.ts';
import type { AgentLogins } from '../agents/agent-logins.ts';
import type { WorkAssigner } from '../agents/assign-work.ts';
import type { CallDirectory } from '../calls/call-directory.ts';
import type { LiveCall } from '../calls/live-call.ts';
import type { CallRunner } from '../calls/run-calls.ts';
import type { TelephonyContext } from '../context.ts';
import type { PoolBook } from '../pool/pool-book.ts';

export interface VerbTools {
  ctx: TelephonyContext;
  legs: AgentLegs;
  logins: AgentLogins;
  calls: CallDirectory;
  runner: CallRunner;
  work: WorkAssigner;
  book: PoolBook;
  /** False until rows and Asterisk agree: nothing may be started before. */
  link: { readonly ready: boolean };
}

/** What the api gets back in `command.result`. */
export type VerbResult = Record<string, unknown>;

/** One verb, one file. A verb that may not answers with a Refusal; anything else it throws is a fault of ours. */
export type Verb<K extends CommandKind> = (tools: VerbTools, command: Command<K>) => Promise<VerbResult>;

export class Refusal extends Error {
  readonly code: string;
  /** @param message Japanese: the agent reads it. */
  constructor(code: string, message: string) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
  }
}

/** @throws Refusal when the command names nobody. */
export function agentOf(command: Command): string {
  if (command.agentId === null) throw new Refusal('command/no-agent', '従事者が指定されていません。');
  return command.agentId;
}

/** What is asked about one call. */
type CallCommand = {
  [K in CommandKind]: CommandPayloads[K] extends { callId: string } ? Command<K> : never;
}[CommandKind];
type Post = (call: LiveCall, reply: { done(): void; refuse(code: string, message: string): void }) => void;

/** Asks the flow of the agent's own call and waits for its answer. @throws Refusal when it says no or the call is over. */
export async function askCall(tools: VerbTools, command: CallCommand, post: Post): Promise<VerbResult> {
  const agentId = agentOf(command);
  return ask(tools, command, post, (call) => call.agentId === agentId);
}

/** The same of anybody's call: its flow decides whether it is theirs to ask. */
export async function askAnyCall(tools: VerbTools, command: CallCommand, post: Post): Promise<VerbResult> {
  return ask(tools, command, post, () => true);
}

async function ask(
  tools: VerbTools,
  command: CallCommand,
  post: Post,
  isTheirs: (call: LiveCall) => boolean,
): Promise<VerbResult> {
  if (!tools.calls.get(command.payload.callId)) await untilReady(tools);
  const call = tools.calls.get(command.payload.callId);
  if (!call || !isTheirs(call)) throw new Refusal('call/over', '通話は終了しています。');
  await new Promise<void>((resolve, reject) => {
    post(call, { done: resolve, refuse: (code, message) => reject(new Refusal(code, message)) });
    // Should the flow end without taking the question, its end is the answer.
    void call.finished.then(() => reject(new Refusal('call/over', '通話は終了しています。')));
  });
  return {};
}

/** Right after a restart or a reconnect, calls are still being adopted: a click of that moment is not lost. */
const READY_WITHIN_MS = 3_000;

export async function untilReady({ link }: VerbTools, withinMs = READY_WITHIN_MS): Promise<void> {
  for (const deadline = Date.now() + withinMs; !link.ready && Date.now() < deadline; )
    await new Promise((resolve) => setTimeout(resolve, 50));
}
