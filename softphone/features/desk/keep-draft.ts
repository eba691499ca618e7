import type { DeskDraft } from '../../../core/contracts/http/desk.ts';
import type { ResultDraft } from '../../../core/rules/result-entry/draft.ts';
import { keptDraft, openingSeq } from '../../../core/rules/result-entry/keep.ts';

/** `elsewhere`: a page that was opened later holds this call's draft; this one only looks on. */
export type KeptState = 'none' | 'waiting' | 'kept' | 'failed' | 'elsewhere';

/** @returns false when the server keeps something newer */
export type WriteDraft = (draft: DeskDraft) => Promise<boolean>;
/** The page goes away: nobody hears what became of it. */
export type WriteLeaving = (draft: DeskDraft) => void;

/** So long after the last key it is sent: a word at a time, not a letter. */
const QUIET_MS = 400;
const RETRY_MS = 2_000;

/** Keeps one call's draft on the server while it is typed: one request at a time, the newest content last. */
export class DraftKeeper {
  readonly #write: WriteDraft;
  readonly #writeLeaving: WriteLeaving;
  readonly #callId: string;
  readonly #told: (state: KeptState) => void;
  #seq: number;
  #latest: ResultDraft | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** On the way: a page that goes away takes it along. */
  #sending: ResultDraft | null = null;
  #held = false;
  #over = false;

  constructor(
    { write, writeLeaving }: { write: WriteDraft; writeLeaving: WriteLeaving },
    callId: string,
    openedAtMs: number,
    keptSeq: number | null,
    told: (state: KeptState) => void,
  ) {
    this.#write = write;
    this.#writeLeaving = writeLeaving;
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

  /** Now: the page goes away, and what is on the way with it. */
  leave(): void {
    const draft = this.#latest ?? this.#sending;
    if (draft === null || this.#held || this.#over) return;
    this.#writeLeaving(this.#next(draft));
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
    if (draft === null || this.#sending !== null || this.#held || this.#over) return;
    this.#sending = draft;
    this.#latest = null;
    const outcome = await this.#write(this.#next(draft)).catch((): null => null);
    this.#sending = null;
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

  #next(draft: ResultDraft): DeskDraft {
    this.#seq += 1;
    return { callId: this.#callId, seq: this.#seq, draft: { ...keptDraft(draft) } };
  }
}
