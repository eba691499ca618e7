import { setTimeout as sleep } from 'node:timers/promises';
import type { CaseView, SaveResult } from '../../../core/contracts/http/desk.ts';
import type { AgentSnapshot } from '../../../core/contracts/realtime.ts';
import { addDays, tokyoTime } from '../../../core/rules/tokyo-time.ts';
import type { WhoPicksUp } from '../../../dialplan/carrier/crowd.ts';
import type { AgentTelephone } from '../sip/agent-telephone.ts';
import { type DeskSession, RefusedRequest } from './desk-session.ts';
import type { ShiftDiary } from './shift-diary.ts';
import type { AgentPace } from './working-times.ts';

/** After the first words the person is asked for name, birth date and address; about as fast as anybody answers. */
const IDENTITY_AFTER_MS = 8_000;

type Said = Pick<SaveResult, 'whoAnswered' | 'lineResult' | 'talkResult' | 'promise'>;

const RESULTS: Record<WhoPicksUp, Said> = {
  contact: { whoAnswered: 'principal', lineResult: 'answered_human', talkResult: 'claims_paid' },
  absent: { whoAnswered: 'household', lineResult: 'answered_human', talkResult: 'message_left' },
  machine: { whoAnswered: 'nobody', lineResult: 'answered_machine', talkResult: null },
};

export interface AgentTools {
  session: DeskSession;
  phone: AgentTelephone;
  pace: AgentPace;
  diary: ShiftDiary;
  /** Something that no working day should have. */
  trouble: (text: string) => void;
}

/** A result is pressed so often at most. */
const SAVES = 3;

/** One agent's working day at the real desk: reads every case, dials in preview, listens, writes the result after a while. */
export class DrillAgent {
  readonly #tools: AgentTools;
  #snapshot: AgentSnapshot | undefined;
  #handled = new Set<string>();
  #working = true;
  #gone = false;
  #pending = new Set<Promise<void>>();

  constructor(tools: AgentTools) {
    this.#tools = tools;
    tools.session.onSnapshot = (snapshot, receivedMs) => this.#see(snapshot, receivedMs);
    tools.session.onEnded = (reason) => tools.trouble(`the session ended: ${reason}`);
    // Before any call, not when the desk tells of one: the citizen may be heard first.
    tools.phone.sound.listen();
    tools.phone.onLost = () => tools.trouble('the exchange put the leg down');
  }

  get snapshot(): AgentSnapshot | undefined {
    return this.#snapshot;
  }

  async until(what: string, test: (snapshot: AgentSnapshot) => boolean, withinMs: number): Promise<void> {
    for (const deadline = Date.now() + withinMs; Date.now() < deadline; await sleep(50))
      if (this.#snapshot && test(this.#snapshot)) return;
    throw new Error(`not within ${withinMs / 1000} s: ${what}; last state ${this.#snapshot?.state}`);
  }

  /** `campaignId` null: every line of the agent's skills. */
  ready(campaignId: string | null): Promise<undefined> {
    return this.#tools.session.post('/api/desk/ready', { campaignId });
  }

  /** No new work; what is in hand goes on. */
  async pause(): Promise<void> {
    await this.#tools.session.post('/api/desk/break', { reason: '終業' });
  }

  /** Ends what is in hand now, waits for the result to be saved, and goes home. */
  async leave(): Promise<void> {
    const { session, phone, diary } = this.#tools;
    const { call, state } = this.#snapshot ?? {};
    try {
      if (call && (state === 'talking' || state === 'ringing'))
        await session.post('/api/desk/hang-up', { callId: call.id }).catch(unlessOver);
      this.#working = false;
      await this.until('the work in hand is over', (now) => now.call === null || now.state === 'break', 15_000);
      await Promise.all(this.#pending);
    } finally {
      diary.close(Date.now());
      phone.onLost = () => undefined;
      await session.logOut().finally(() => phone.close());
    }
  }

  /** Without a word: for a drill that is broken off. Harmless after `leave`. */
  abandon(): void {
    const { session, phone } = this.#tools;
    this.#working = false;
    this.#gone = true;
    phone.onLost = () => undefined;
    session.onEnded = () => undefined;
    session.close();
    phone.close();
  }

  #see(snapshot: AgentSnapshot, receivedMs: number): void {
    const before = this.#snapshot;
    this.#snapshot = snapshot;
    this.#tools.diary.note(snapshot, receivedMs);
    const { state, targetId, call } = snapshot;
    const once = (step: string, key: string, work: () => Promise<void>) => {
      if (this.#handled.has(`${step} ${key}`)) return;
      this.#handled.add(`${step} ${key}`);
      const running = work()
        .catch((error: unknown) => {
          if (!this.#gone) this.#tools.trouble(`${step}: ${(error as Error).message}`);
        })
        .finally(() => this.#pending.delete(running));
      this.#pending.add(running);
    };
    // A target may come back to the same agent: what was done for it is done anew.
    if (before?.targetId != null && targetId !== before.targetId)
      for (const step of ['look', 'dial']) this.#handled.delete(`${step} ${before.targetId}`);
    if (targetId !== null && state !== 'wrap_up') once('look', String(targetId), () => this.#look(targetId));
    if (state === 'reserved' && targetId !== null && snapshot.campaign?.mode === 'preview')
      once('dial', String(targetId), () => this.#dialAfterLook(targetId));
    if (call && state === 'talking') once('talk', call.id, () => this.#talk(call.id, targetId));
    if (call && state === 'wrap_up') once('result', call.id, () => this.#wrapUp(call.id));
  }

  async #look(targetId: number): Promise<void> {
    // Refused when the case was taken away in the meantime, which the next snapshot tells.
    await this.#tools.session.get<CaseView>(`/api/desk/case/${targetId}`).catch(unlessOver);
  }

  async #dialAfterLook(targetId: number): Promise<void> {
    await sleep(this.#tools.pace.lookMs());
    if (this.#snapshot?.state !== 'reserved' || this.#snapshot.targetId !== targetId) return;
    await this.#tools.session.post('/api/desk/dial', { targetId, phoneId: null }).catch(unlessOver);
  }

  async #talk(callId: string, targetId: number | null): Promise<void> {
    await sleep(IDENTITY_AFTER_MS);
    const still = () => this.#snapshot?.state === 'talking' && this.#snapshot.call?.id === callId;
    if (!still() || this.#tools.phone.sound.heard.who !== 'contact') return;
    const factors = ['birth_date', 'address'].map((factor) => ({ factor, result: 'matched' }));
    const { session } = this.#tools;
    await session.post('/api/desk/identity', { callId, nameResult: 'matched', factors }).catch(unlessOver);
    if (targetId !== null && still()) await session.get(`/api/desk/case/${targetId}/debt`).catch(unlessOver);
  }

  async #wrapUp(callId: string): Promise<void> {
    const { phone, pace, diary } = this.#tools;
    const { heard } = phone.sound;
    diary.heard(callId, heard);
    phone.sound.listen();
    // A machine hums only after its greeting: who hangs up before has heard a machine all the same.
    const who = heard.who ?? 'machine';
    const ms = pace.wrapMs(who);
    for (const until = Date.now() + ms; this.#working && Date.now() < until; )
      await sleep(Math.min(250, Math.max(1, until - Date.now())));
    await this.#save({ callId, ...this.#said(who), callbackAt: null, note: '' });
  }

  /** Who proved who they are promises to pay within the week; whoever put down before, or was no person, promises nothing. */
  #said(who: WhoPicksUp): Said {
    const { call, productNow } = this.#snapshot ?? {};
    // A citizen's own call that nobody speaks in is no machine of the network.
    if (who === 'machine' && call?.direction === 'inbound')
      return { whoAnswered: 'nobody', lineResult: 'answered_human', talkResult: 'hung_up' };
    if (who !== 'contact' || !call?.identityPassed || !productNow) return RESULTS[who];
    const on = addDays(tokyoTime(new Date(productNow)).date, 7);
    const promise = { on, amount: null, method: 'convenience', reissue: false } as const;
    return { ...RESULTS.contact, talkResult: 'promise', promise };
  }

  /** The desk says "a moment, then once more" when the controller does not answer: told as a trouble, and done. */
  async #save(result: SaveResult): Promise<void> {
    const { session, trouble } = this.#tools;
    for (let tries = 1; ; tries += 1) {
      try {
        return await session.post('/api/desk/result', result);
      } catch (error) {
        // Paid in the meantime: what is no longer owed is not promised.
        if (error instanceof RefusedRequest && error.code === 'promise/nothing-owed' && result.promise)
          return this.#save({ ...result, ...RESULTS.contact, promise: null });
        const again = error instanceof RefusedRequest && error.code === 'telephony/no-answer' && tries < SAVES;
        if (!again) throw error;
        trouble(`result: ${error.message}; once more`);
        await sleep(1_000);
      }
    }
  }
}

/** The citizen put down, or the case was withdrawn, between two keys: an agent's page shows that and goes on. */
function unlessOver(error: unknown): undefined {
  if (error instanceof RefusedRequest && /: (403|409) /.test(error.message)) return undefined;
  throw error;
}
