import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { UnknownCaller } from '../../../core/contracts/http/hand-overs.ts';
import { post } from '../../client/http.ts';
import { monthDayTime, phoneText } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { FindCaller } from '../inbound/find-caller.tsx';
import '../inbound/inbound.css';

const text = strings.handOvers.call;

interface CallerBesideProps {
  id: string;
  caller: UnknownCaller;
  mayIdentify: boolean;
  onTold?: ((told: string) => void) | undefined;
}

/** Instead of a case: what there is of a caller nobody knows, and the way to say who it was. */
export function CallerBeside({ id, caller, mayIdentify, onTold }: CallerBesideProps) {
  return (
    <aside className="card case-beside" aria-label={text.title}>
      <div className="card-head">
        <h2>{strings.handOvers.unknown}</h2>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="card-body" tabIndex={0} aria-label={text.title}>
        {caller.masked ? <p className="muted">⚠ {text.masked}</p> : <CallerFacts caller={caller} />}
        {mayIdentify && !caller.masked ? <Identify id={id} onTold={onTold} /> : null}
      </section>
    </aside>
  );
}

function CallerFacts({ caller: { number, name, at, recordingId } }: { caller: UnknownCaller }) {
  return (
    <dl className="approval-facts">
      <dt>{text.number}</dt>
      <dd>
        <strong>{number === null ? text.withheld : phoneText(number, number)}</strong>
      </dd>
      <dt>{text.said}</dt>
      <dd>{name ?? text.notSaid}</dd>
      <dt>{text.at}</dt>
      <dd>{monthDayTime(at)}</dd>
      <dt>{text.recording}</dt>
      <dd>
        {recordingId === null ? (
          <span className="muted">{text.noRecording}</span>
        ) : (
          <a href={`#/recordings/${recordingId}`} target="_blank" rel="noreferrer">
            ▶ {text.play}
          </a>
        )}
      </dd>
    </dl>
  );
}

/** Chosen first, said by the second press: it moves a stop and a record to somebody. */
function Identify({ id, onTold }: Pick<CallerBesideProps, 'id' | 'onTold'>) {
  const client = useQueryClient();
  const [chosen, setChosen] = useState<{ id: number; name: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const send = async (personId: number) => {
    setBusy(true);
    setProblem(null);
    try {
      await post(`/api/hand-overs/${id}/person`, { personId });
      onTold?.(text.done);
    } catch (error) {
      setProblem(error);
    }
    setBusy(false);
    await client.invalidateQueries({ queryKey: ['hand-overs'] });
  };
  return (
    <>
      <h3>{text.identify}</h3>
      <p className="muted">{text.help}</p>
      {problem ? <ProblemNotice error={problem} /> : null}
      {chosen === null ? (
        <FindCaller choose={text.is} onPick={(personId, name) => setChosen({ id: personId, name })} />
      ) : (
        <p role="alert">
          {text.ask(chosen.name)}{' '}
          <Button size="compact-sm" disabled={busy} onClick={() => void send(chosen.id)}>
            {text.yes}
          </Button>{' '}
          <Button size="compact-sm" variant="default" onClick={() => setChosen(null)}>
            {strings.common.cancel}
          </Button>
        </p>
      )}
    </>
  );
}
