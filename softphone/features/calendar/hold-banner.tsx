import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DiallingHold } from '../../../core/contracts/http/calendar.ts';
import { post } from '../../client/http.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { holdWords, useHolds } from './use-holds.ts';

const text = strings.calendar.hold;

interface HoldRights {
  /** May say that a clock is right. */
  mayConfirm: boolean;
  /** May stop dialling by hand, and end that stop. */
  mayHold: boolean;
}

/** On every page while something holds dialling: why, and for those who may, the way on. */
export function HoldBanner(rights: HoldRights) {
  return useHolds().map((hold) => <OpenHold key={hold.id} hold={hold} {...rights} />);
}

function OpenHold({ hold, mayConfirm, mayHold }: HoldRights & { hold: DiallingHold }) {
  const client = useQueryClient();
  const [problem, setProblem] = useState<unknown>(null);
  const byHand = hold.kind === 'by_hand';
  const may = byHand ? mayHold : mayConfirm;
  const words = byHand ? text.byHandWords : text.clockWords;
  const confirm = async () => {
    try {
      await post(byHand ? '/api/dialling-holds/resume' : `/api/dialling-holds/${hold.id}/confirm`);
    } catch (error) {
      setProblem(error);
    }
    await client.invalidateQueries({ queryKey: ['dialling-holds'] });
  };
  return (
    <div className="notice hold-banner" role="alert">
      <p style={{ flex: 1 }}>
        <strong>■ {holdWords(hold)}</strong> {may ? words.todo : words.ask}
      </p>
      {may ? (
        <ConfirmButton variant="filled" ask={text.sure} confirm={text.sureYes} onConfirm={() => void confirm()}>
          {words.confirm}
        </ConfirmButton>
      ) : null}
      {problem ? <ProblemNotice error={problem} /> : null}
    </div>
  );
}
