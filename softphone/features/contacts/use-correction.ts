import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useReducer, useState } from 'react';
import type { ContactCorrected, ContactDetail, CorrectContact } from '../../../core/contracts/http/contacts.ts';
import type { DraftCall, ResultDraft } from '../../../core/rules/result-entry/draft.ts';
import { draftOfEntry } from '../../../core/rules/result-entry/keep.ts';
import type { EntryEvent } from '../../../core/rules/result-entry/pick.ts';
import { reduceEntry } from '../../../core/rules/result-entry/reduce.ts';
import { toEntry } from '../../../core/rules/result-entry/to-entry.ts';
import { get, post } from '../../client/http.ts';

/** The record as it is judged: over, and as the conversation was. */
const callOf = ({ id, facts, entry }: ContactDetail): DraftCall => ({
  id,
  ...facts,
  ended: true,
  lineResult: entry.lineResult,
});

type Happening = EntryEvent | { type: 'load'; detail: ContactDetail };

function reduce(draft: ResultDraft | null, event: Happening): ResultDraft | null {
  if (event.type === 'load') return draftOfEntry(event.detail.entry, callOf(event.detail));
  return draft && reduceEntry(draft, event);
}

/** One record being corrected: what was saved as the draft to begin with, the reason, and the sending. */
export function useCorrection(id: string) {
  const query = useQuery({
    queryKey: ['contact', id],
    queryFn: ({ signal }) => get<ContactDetail>(`/api/contacts/${id}`, signal),
    // The picture somebody corrects does not change under their hands.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const [draft, send] = useReducer(reduce, null);
  const [reason, setReason] = useState('');
  const detail = query.data;
  useEffect(() => {
    if (detail) send({ type: 'load', detail });
  }, [detail]);
  const save = useMutation({
    mutationFn: (said: { record: string; draft: ResultDraft; reason: string }) =>
      post<ContactCorrected>(`/api/contacts/${said.record}/correct`, {
        reason: said.reason.trim(),
        entry: toEntry(said.draft),
      } satisfies CorrectContact),
    onSuccess: () => {
      setReason('');
      void query.refetch();
    },
  });
  return { query, detail, draft, send: (event: EntryEvent) => send(event), reason, setReason, save };
}
