import { Button, Radio, Textarea } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { HandOverRow } from '../../../core/contracts/http/hand-overs.ts';
import { strings } from '../../ui/strings.ts';
import { ACT_KEYS, type HandOverAct, mayConfirm } from './hand-over-acts.ts';
import type { ActForm } from './send-act.ts';

const text = strings.handOvers;

interface ActBarProps {
  row: HandOverRow;
  acts: readonly HandOverAct[];
  asking: HandOverAct | null;
  form: ActForm;
  busy: boolean;
  onAsk: (act: HandOverAct | null) => void;
  onForm: (form: ActForm) => void;
  onSend: (act: HandOverAct) => void;
}

/** Asked first, sent by the second key: no single key answers a citizen's matter. */
export function ActBar(props: ActBarProps) {
  const { acts, asking, onAsk } = props;
  if (asking !== null) return <Asked {...props} act={asking} />;
  return (
    <div className="decide">
      {acts.map((act, index) => (
        <Button key={act} variant={index === 0 ? 'filled' : 'default'} onClick={() => onAsk(act)}>
          {text.acts[act]} <kbd>{ACT_KEYS[act]}</kbd>
        </Button>
      ))}
      <span className="muted">{text.keys}</span>
    </div>
  );
}

function Asked({ act, row, form, busy, onForm, onAsk, onSend }: ActBarProps & { act: HandOverAct }) {
  const words = useRef<HTMLTextAreaElement>(null);
  useEffect(() => words.current?.focus(), []);
  const ask = act === 'take' || act === 'read' ? '' : text.ask[act];
  return (
    <div className="decide">
      {act === 'approve' || act === 'return' ? (
        <span className="hand-over-meaning">{row.kind === 'do_not_call' ? text.approveStop : text.approvePlan}</span>
      ) : null}
      <Textarea
        ref={words}
        label={ask}
        maxLength={act === 'answer' || act === 'remark' ? 2_000 : 500}
        autosize
        minRows={2}
        maxRows={6}
        className="decide-text"
        value={form.words}
        onChange={(event) => onForm({ ...form, words: event.currentTarget.value })}
      />
      {act === 'close' ? (
        <Radio.Group
          label={text.resumeQuestion}
          value={form.resume ? 'yes' : 'no'}
          onChange={(value) => onForm({ ...form, resume: value === 'yes' })}
        >
          <Radio value="yes" label={text.resumeYes} />
          <Radio value="no" label={text.resumeNo} />
        </Radio.Group>
      ) : null}
      <Button disabled={busy || !mayConfirm(act, form.words)} onClick={() => onSend(act)}>
        {text.acts[act]} <kbd>Ctrl+Enter</kbd>
      </Button>
      <Button variant="default" onClick={() => onAsk(null)}>
        {strings.common.cancel} <kbd>Esc</kbd>
      </Button>
    </div>
  );
}
