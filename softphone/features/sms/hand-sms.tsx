import { Button, Select } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SmsHandView } from '../../../core/contracts/http/sms.ts';
import { get, post } from '../../client/http.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { SmsPreview } from './sms-preview.tsx';
import './sms.css';

const text = strings.sms.hand;

interface HandSmsProps {
  personId: number;
  /** The target in hand, on the desk. */
  targetId: number | null;
  /** The call of a citizen in hand. */
  callId?: string | undefined;
  subjectId: string;
  /** The window around it says what it is. */
  inDialog?: boolean;
}

/** One approved text to the person on the screen, or why not now; and their wish for no more of them. */
export function HandSms({ personId, targetId, callId, subjectId, inDialog = false }: HandSmsProps) {
  const client = useQueryClient();
  const [templateId, setTemplateId] = useState<string | null>(null);
  const [told, setTold] = useState('');
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const query = new URLSearchParams({
    personId: String(personId),
    subjectId,
    ...(targetId === null ? {} : { targetId: String(targetId) }),
    ...(callId === undefined ? {} : { callId }),
  });
  const view = useQuery({
    queryKey: ['sms', 'hand', query.toString()],
    queryFn: ({ signal }) => get<SmsHandView>(`/api/sms/hand?${query}`, signal),
  });
  const templates = view.data?.templates ?? [];
  const chosen = templates.find(({ id }) => id === templateId) ?? templates[0];
  const run = async (work: () => Promise<void>, said: string) => {
    setBusy(true);
    setError(null);
    try {
      await work();
      setTold(said);
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
      setAsking(false);
      await client.invalidateQueries({ queryKey: ['sms'] });
    }
  };
  const send = () =>
    post('/api/sms/messages', { personId, targetId, callId, subjectId, templateId: chosen?.id, phoneId: null });
  const optOut = () => post('/api/sms/opt-out', { personId, targetId, callId, on: true });
  return (
    <section className="card" aria-label={text.title}>
      {inDialog ? null : (
        <div className="card-head">
          <h2>{text.title}</h2>
        </div>
      )}
      <div className="card-body sms-hand">
        {view.error ? <ProblemNotice error={view.error} /> : null}
        {error ? <ProblemNotice error={error} /> : null}
        {view.data && !view.data.may ? (
          <p className="notice">
            <span>
              <strong>{text.no}</strong> {view.data.optedOut ? text.optedOut : view.data.message}
            </span>
          </p>
        ) : null}
        {view.data?.may && !chosen ? <p className="muted">{text.noTemplates}</p> : null}
        {chosen ? (
          <>
            <Select
              label={text.choose}
              w={280}
              allowDeselect={false}
              data={templates.map(({ id, name }) => ({ value: id, label: name }))}
              value={chosen.id}
              onChange={setTemplateId}
            />
            <SmsPreview title={strings.sms.template.preview} text={chosen.text} />
          </>
        ) : null}
        <div className="sms-editor-row">
          <Button disabled={busy || !view.data?.may || !chosen} onClick={() => void run(send, text.sent)}>
            {text.send}
          </Button>
          {asking ? (
            <Button color="red" disabled={busy} onClick={() => void run(optOut, text.stopped)}>
              {text.confirmOptOut}
            </Button>
          ) : (
            <Button variant="default" disabled={busy || view.data?.optedOut === true} onClick={() => setAsking(true)}>
              {text.optOut}
            </Button>
          )}
          <span role="status">{told ? `✓ ${told}` : ''}</span>
        </div>
      </div>
    </section>
  );
}
