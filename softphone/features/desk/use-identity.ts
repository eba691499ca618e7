import { useCallback, useMemo, useState } from 'react';
import type { CaseView } from '../../../core/contracts/http/desk.ts';
import type { CheckSnapshot } from '../../../core/contracts/realtime.ts';
import { strings } from '../../ui/strings.ts';
import {
  barredOf,
  checkedIdentity,
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

/**
 * The check being asked in the live call. What is written down is shown until the first key after it: that one goes on from there, another
 * voice begins afresh.
 *
 * @param checked the newest check of the call
 */
export function useIdentity(rules: CaseView['identityRules'] | undefined, checked: CheckSnapshot | null) {
  const [entered, setEntered] = useState<IdentityDraft | null>(null);
  /** What was entered passed and is written down; it stays until the next key or call. */
  const [recorded, setRecorded] = useState(false);
  /** The api's word on the last check sent. */
  const [told, setTold] = useState<string | null>(null);
  const written = useMemo(() => (checked === null ? emptyIdentity : checkedIdentity(checked)), [checked]);
  const draft = entered ?? written;
  const change = useCallback(
    (next: (before: IdentityDraft) => IdentityDraft) => {
      setTold(null);
      setRecorded(false);
      setEntered((before) => next(before ?? written));
    },
    [written],
  );
  const restart = useCallback(() => {
    setTold(null);
    setRecorded(false);
    setEntered(null);
  }, []);
  const open = recorded ? null : entered;
  const barred = open === null ? null : barredOf(open, rules ?? undefined);
  return {
    draft,
    /** Something stands there that is not written down. */
    isOpen: open !== null,
    /** Why who speaks now hears nothing, known before any question. */
    barred,
    told,
    change,
    restart,
    verdict: open === null ? null : verdictOf(open, rules ?? undefined),
    answers: (): IdentityAnswersToSend | null => (open === null ? null : toAnswers(open, barred !== null)),
    digit(digit: string) {
      const item: IdentityItem | undefined = identityItems.find(({ key }) => key === digit)?.item;
      if (item === 'notice_no') document.getElementById(NOTICE_FIELD)?.focus();
      else if (item) change((before) => turn(before, item));
    },
    letter(letter: string) {
      const speaker = speakerKeys.find(({ key }) => key === letter)?.speaker;
      if (speaker) change(() => withSpeaker(speaker));
      return speaker;
    },
    /** Enter came too early. */
    nameFirst: () => setTold(strings.desk.identity.nameFirst),
    /** After an answer of the api: what was passed stands in the call's row; what was not stays to be asked again. */
    settled({ passed, message }: { passed: boolean; message: string }) {
      setTold(message);
      if (passed) setRecorded(true);
    },
  };
}

/** The one field of the panel that is typed into. */
export const NOTICE_FIELD = 'identity-notice';
