import { messageOf } from '../../core/platform/errors.ts';
import type { FlowTools } from '../flows/flow-tools.ts';
import { outboundAttempt } from '../flows/outbound-attempt.ts';
import type { CallDirectory } from './call-directory.ts';
import type { LiveCall } from './live-call.ts';

/** Owns the running flows: one per call, known to the directory from before its first step until its row is closed. */
export class CallRunner {
  readonly #tools: FlowTools;
  readonly #directory: CallDirectory;
  /** Called when an agent may have become free. */
  onFinished: () => void = () => undefined;

  constructor(tools: FlowTools, directory: CallDirectory) {
    this.#tools = tools;
    this.#directory = directory;
  }

  run(call: LiveCall, flow: (tools: FlowTools, call: LiveCall) => Promise<void> = outboundAttempt): Promise<void> {
    this.#directory.add(call);
    call.finished = flow(this.#tools, call)
      .catch((error: unknown) => {
        // The row stays open; the next reconcile closes it.
        this.#tools.ctx.logger.error({ callId: call.facts.id, err: messageOf(error) }, 'a call was not closed');
      })
      .finally(() => {
        this.#directory.remove(call);
        this.onFinished();
      });
    return call.finished;
  }
}
