import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import type { AgentSnapshot } from '../../../core/contracts/realtime.ts';
import { type DraftCall, draftFor, type ResultDraft } from '../../../core/rules/result-entry/draft.ts';
import { restoredDraft } from '../../../core/rules/result-entry/keep.ts';
import type { EntryEvent } from '../../../core/rules/result-entry/pick.ts';
import { reduceEntry } from '../../../core/rules/result-entry/reduce.ts';
import { readDraft, writeDraft } from './desk-commands.ts';
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
  // What is being typed on this page is newer than what any page left behind.
  if (entry.typed || draft.call.id !== happening.callId) return entry;
  return { draft: restoredDraft(happening.raw, draft.call), typed: false };
}

/** The result being entered: begins with the call, follows what telephony learns, outlives the page, ends when the call is not ours. */
export function useResultEntry(snapshot: AgentSnapshot | null, saving: boolean) {
  const [entry, happen] = useReducer(reduce, NOTHING);
  const [kept, setKept] = useState<KeptState>('none');
  const keeper = useRef<DraftKeeper | null>(null);
  // The result of somebody else's call is theirs.
  const call = snapshot?.joinedFor == null ? (snapshot?.call ?? null) : null;
  const callId = call?.id ?? null;
  useEffect(() => happen({ type: 'call', call: call ? draftCall(call) : null }), [call]);

  useEffect(() => {
    if (callId === null) return;
    const openedAtMs = Date.now();
    let gone = false;
    setKept('none');
    void readDraft(callId)
      .catch((): null => null)
      .then((found) => {
        if (gone) return;
        keeper.current = new DraftKeeper(writeDraft, callId, openedAtMs, found?.seq ?? null, setKept);
        if (found) happen({ type: 'restore', callId, raw: found.draft });
        if (found) setKept('kept');
      });
    const flush = () => keeper.current?.flush();
    addEventListener('pagehide', flush);
    return () => {
      gone = true;
      removeEventListener('pagehide', flush);
      keeper.current?.stop();
      keeper.current = null;
    };
  }, [callId]);

  // What is being saved needs no keeping, and a late request would only say that it is gone.
  useEffect(() => keeper.current?.hold(saving), [saving]);

  const { draft, typed } = entry;
  useEffect(() => {
    if (draft && typed) keeper.current?.change(draft);
  }, [draft, typed]);

  return { draft, kept, send: useCallback((event: EntryEvent) => happen({ type: 'entry', event }), []) };
}
