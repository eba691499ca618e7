import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DiallingHold } from '../../../core/contracts/http/calendar.ts';
import { get, post } from '../../client/http.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';

const text = strings.calendar.hold;
/** A stop is rare and must be seen soon. */
const LOOK_EVERY_MS = 5_000;

/** On every page while something holds dialling: why, and for those who may, the way on. */
export function HoldBanner({ mayConfirm }: { mayConfirm: boolean }) {
  const holds = useQuery({
    queryKey: ['dialling-holds'],
    queryFn: ({ signal }) => get<DiallingHold[]>('/api/dialling-holds', signal),
    refetchInterval: LOOK_EVERY_MS,
  });
  const open = holds.data?.filter(({ confirmedAt }) => confirmedAt === null) ?? [];
  return open.map((hold) => <OpenHold key={hold.id} hold={hold} mayConfirm={mayConfirm} />);
}

function OpenHold({ hold, mayConfirm }: { hold: DiallingHold; mayConfirm: boolean }) {
  const client = useQueryClient();
  const [sure, setSure] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const confirm = async () => {
    if (!sure) return setSure(true);
    try {
      await post(`/api/dialling-holds/${hold.id}/confirm`);
    } catch (error) {
      setProblem(error);
    }
    await client.invalidateQueries({ queryKey: ['dialling-holds'] });
  };
  return (
    <div className="notice hold-banner" role="alert">
      <p style={{ flex: 1 }}>
        <strong>
          ■ {hold.kind === 'clock_jump' ? text.clock_jump(hold.node, hold.jumpSec) : text.by_hand(hold.node)}
        </strong>{' '}
        {mayConfirm ? text.todo : text.ask}
      </p>
      {mayConfirm ? (
        <Button color={sure ? 'red' : 'ai'} onClick={() => void confirm()}>
          {sure ? text.sure : text.confirm}
        </Button>
      ) : null}
      {problem ? <ProblemNotice error={problem} /> : null}
    </div>
  );
}
