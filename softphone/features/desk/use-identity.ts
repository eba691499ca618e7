import { useCallback, useState } from 'react';
import type { CaseView } from '../../../core/contracts/http/desk.ts';
import {
  emptyIdentity,
  type IdentityAnswersToSend,
  type IdentityDraft,
  type IdentityItem,
  identityItems,
  speakerKeys,
  toAnswers,
  turn,
  verdictOf,
  withSpeaker,
} from './identity-draft.ts';

/** The check being asked in the live call; written down by the api, begun afresh with every call and for every new voice. */
export function useIdentity(rules: CaseView['identityRules'] | undefined) {
  const [draft, setDraft] = useState<IdentityDraft>(emptyIdentity);
  /** The api's word on the last check sent. */
  const [told, setTold] = useState<string | null>(null);
  const change = useCallback((next: (before: IdentityDraft) => IdentityDraft) => {
    setTold(null);
    setDraft(next);
  }, []);
  const restart = useCallback(() => {
    setTold(null);
    setDraft(emptyIdentity);
  }, []);
  return {
    draft,
    told,
    change,
    restart,
    verdict: verdictOf(draft, rules ?? undefined),
    answers: (): IdentityAnswersToSend | null => toAnswers(draft),
    digit(digit: string) {
      const item: IdentityItem | undefined = identityItems.find(({ key }) => key === digit)?.item;
      if (item === 'notice_no') document.getElementById(NOTICE_FIELD)?.focus();
      else if (item) change((before) => turn(before, item));
    },
    letter(letter: string) {
      const speaker = speakerKeys.find(({ key }) => key === letter)?.speaker;
      if (speaker) change(() => withSpeaker(speaker));
    },
    /** After an answer of the api: what was passed stands in the call's row, the panel is free for the next voice. */
    settled({ passed, message }: { passed: boolean; message: string }) {
      setTold(message);
      if (passed) setDraft(emptyIdentity);
    },
  };
}

/** The one field of the panel that is typed into. */
export const NOTICE_FIELD = 'identity-notice';
