import { Button } from '@mantine/core';
import type { NumberCheckRow } from '../../../core/contracts/http/number-checks.ts';
import { dateTime, phoneText } from '../../ui/format.ts';
import { lineResultLabel, strings } from '../../ui/strings.ts';
import { SubjectStripe } from '../../ui/subject-stripe.tsx';
import { type NumberCheckAct, VERDICTS } from './number-check-keys.ts';
import type { NetworkSound } from './use-network-sound.ts';

const text = strings.numberChecks;

interface NumberCheckPanelProps {
  row: NumberCheckRow;
  sound: NetworkSound;
  busy: boolean;
  mayUndo: boolean;
  act: (action: NumberCheckAct) => void;
}

export function NumberCheckPanel({ row, sound, busy, mayUndo, act }: NumberCheckPanelProps) {
  return (
    <section className="card card-body number-panel">
      <p className="muted">{text.lead}</p>
      <div className="number-big">{phoneText(row.digits, row.digits)}</div>
      <dl className="number-facts">
        <dt>{text.subject}</dt>
        <dd>
          <SubjectStripe name={row.subject.shortName} colour={row.subject.colour} />
        </dd>
        <dt>{text.guess}</dt>
        <dd>{lineResultLabel[row.guess]}</dd>
        <dt>{text.callAt}</dt>
        <dd>{dateTime(row.at)}</dd>
      </dl>
      <div className="number-play">
        <Button size="md" w={170} rightSection={<kbd>Space</kbd>} onClick={() => act({ type: 'play' })}>
          {sound.playing ? `❚❚ ${text.stop}` : `▶ ${text.play}`}
        </Button>
        <span className="muted">{text.seconds(row.seconds)}</span>
        {sound.failed ? <span role="alert">{text.playFailed}</span> : null}
      </div>
      <p className="muted">{text.choose}</p>
      <div className="number-verdicts">
        {VERDICTS.map((verdict, index) => (
          <Button
            key={verdict}
            size="md"
            variant="default"
            justify="start"
            disabled={busy}
            leftSection={<kbd>{index + 1}</kbd>}
            onClick={() => act({ type: 'verdict', verdict })}
          >
            {text.verdict[verdict]}
          </Button>
        ))}
      </div>
      <Button
        variant="subtle"
        disabled={busy || !mayUndo}
        rightSection={<kbd>Backspace</kbd>}
        onClick={() => act({ type: 'undo' })}
      >
        {text.undo}
      </Button>
    </section>
  );
}
