import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import type { AgentSnapshot } from '../../../core/contracts/realtime.ts';
import { type DraftCall, draftFor, type ResultDraft } from '../../../core/rules/result-entry/draft.ts';
import { joinedDraft, restoredDraft } from '../../../core/rules/result-entry/keep.ts';
import type { EntryEvent } from '../../../core/rules/result-entry/pick.ts';
import { reduceEntry } from '../../../core/rules/result-entry/reduce.ts';
import { ApiError } from '../../client/problem.ts';
import { readDraft, writeDraft, writeDraftLeaving } from './desk-commands.ts';
import { DraftKeeper, type KeptState } from './keep-draft.ts';
import { draftCall } from './result-draft.ts';

interface Entry {
  draft: ResultDraft | null;
  /** Somebody typed here since the call began. */
  typed: boolean;
}

type Happening =
  | { type: 'entry'; event: EntryEvent }
  | { type: 'call'; call: DraftCall | null }
  | { type: 'restore'; callId: string; raw: Record<string, unknown> };

const NOTHING: Entry = { draft: null, typed: false };

function reduce(entry: Entry, happening: Happening): Entry {
  const { draft } = entry;
  if (happening.type === 'call') {
    const { call } = happening;
    if (call === null) return NOTHING;
    if (draft?.call.id !== call.id) return { draft: draftFor(call), typed: false };
    return { ...entry, draft: reduceEntry(draft, { type: 'call_changed', call }) };
  }
  if (draft === null) return entry;
  if (happening.type === 'entry') return { draft: reduceEntry(draft, happening.event), typed: true };
  if (draft.call.id !== happening.callId) return entry;
  const restored = restoredDraft(happening.raw, draft.call);
  // Hands are quicker than the network: what another page left is not lost under the first letters of this one.
  return { ...entry, draft: entry.typed ? joinedDraft(restored, draft) : restored };
}

const READ_AGAIN_MS = 1_000;

/** Until the server says what is kept, or that the call is not ours: to begin anew would write over it. @returns undefined when `gone` */
async function readKept(callId: string, gone: () => boolean, told: (state: KeptState) => void) {
  while (!gone()) {
    try {
      return await readDraft(callId);
    } catch (error) {
      if (error instanceof ApiError && error.status >= 400 && error.status < 500) return null;
      told('failed');
      await new Promise((resolve) => setTimeout(resolve, READ_AGAIN_MS));
    }
  }
  return undefined;
}

/** The result being entered: begins with the call, follows what telephony learns, outlives the page, ends when the call is not ours. */
export function useResultEntry(snapshot: AgentSnapshot | null, saving: boolean) {
  const [entry, happen] = useReducer(reduce, NOTHING);
  const [kept, setKept] = useState<KeptState>('none');
  const keeper = useRef<DraftKeeper | null>(null);
  const [opened, setOpened] = useState<string | null>(null);
  // The result of somebody else's call is theirs.
  const call = snapshot?.joinedFor == null ? (snapshot?.call ?? null) : null;
  const callId = call?.id ?? null;
  useEffect(() => happen({ type: 'call', call: call ? draftCall(call) : null }), [call]);

  useEffect(() => {
    if (callId === null) return setKept('none');
    const openedAtMs = Date.now();
    let gone = false;
    setKept('none');
    const isGone = () => gone;
    void readKept(callId, isGone, setKept).then((found) => {
      if (gone || found === undefined) return;
      const ways = { write: writeDraft, writeLeaving: writeDraftLeaving };
      keeper.current = new DraftKeeper(ways, callId, openedAtMs, found?.seq ?? null, setKept);
      if (found) happen({ type: 'restore', callId, raw: found.draft });
      setKept(found ? 'kept' : 'none');
      setOpened(callId);
    });
    const leave = () => keeper.current?.leave();
    addEventListener('pagehide', leave);
    return () => {
      gone = true;
      setOpened(null);
      removeEventListener('pagehide', leave);
      keeper.current?.stop();
      keeper.current = null;
    };
  }, [callId]);

  // What is being saved needs no keeping, and a late request would only say that it is gone.
  useEffect(() => keeper.current?.hold(saving), [saving]);

  const { draft, typed } = entry;
  useEffect(() => {
    if (draft && typed && opened === draft.call.id) keeper.current?.change(draft);
  }, [draft, typed, opened]);

  return { draft, kept, send: useCallback((event: EntryEvent) => happen({ type: 'entry', event }), []) };
}
