import type { DeskDraft } from '../../../core/contracts/http/desk.ts';
import type { ResultDraft } from '../../../core/rules/result-entry/draft.ts';
import { keptDraft, openingSeq } from '../../../core/rules/result-entry/keep.ts';

/** `elsewhere`: a page that was opened later holds this call's draft; this one only looks on. */
export type KeptState = 'none' | 'waiting' | 'kept' | 'failed' | 'elsewhere';

/** @returns false when the server keeps something newer */
export type WriteDraft = (draft: DeskDraft) => Promise<boolean>;

/** So long after the last key it is sent: a word at a time, not a letter. */
const QUIET_MS = 400;
const RETRY_MS = 2_000;

/** Keeps one call's draft on the server while it is typed: one request at a time, the newest content last. */
export class DraftKeeper {
  readonly #write: WriteDraft;
  readonly #callId: string;
  readonly #told: (state: KeptState) => void;
  #seq: number;
  #latest: ResultDraft | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending = false;
  #held = false;
  #over = false;

  constructor(
    write: WriteDraft,
    callId: string,
    openedAtMs: number,
    keptSeq: number | null,
    told: (state: KeptState) => void,
  ) {
    this.#write = write;
    this.#callId = callId;
    this.#seq = openingSeq(keptSeq, openedAtMs);
    this.#told = told;
  }

  /** Something was typed. */
  change(draft: ResultDraft): void {
    if (this.#over) return;
    this.#latest = draft;
    this.#told('waiting');
    this.#later(QUIET_MS);
  }

  /** Nothing is sent while the result itself is; goes on when that failed. */
  hold(on: boolean): void {
    this.#held = on;
    if (!on && this.#latest) this.#later(QUIET_MS);
  }

  /** Now: the page goes away. */
  flush(): void {
    clearTimeout(this.#timer);
    void this.#send();
  }

  /** The result is saved, or the call is no longer ours. */
  stop(): void {
    this.#over = true;
    this.#latest = null;
    clearTimeout(this.#timer);
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#send(), ms);
  }

  async #send(): Promise<void> {
    const draft = this.#latest;
    if (draft === null || this.#sending || this.#held || this.#over) return;
    this.#sending = true;
    this.#latest = null;
    this.#seq += 1;
    const outcome = await this.#write({ callId: this.#callId, seq: this.#seq, draft: { ...keptDraft(draft) } }).catch(
      (): null => null,
    );
    this.#sending = false;
    if (this.#over) return;
    if (outcome === false) {
      this.stop();
      return this.#told('elsewhere');
    }
    if (outcome === null) {
      // The network is away, not what was typed: again until it is there, with the newest.
      this.#latest ??= draft;
      this.#told('failed');
      return this.#later(RETRY_MS);
    }
    if (this.#latest) this.#later(QUIET_MS);
    else this.#told('kept');
  }
}
