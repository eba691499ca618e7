import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { ActBar } from './act-bar.tsx';
import { CallerBeside } from './caller-beside.tsx';
import { CaseBeside } from './case-beside.tsx';
import { AT_ONCE, actsFor, type HandOverAct, type HandOverRights, mayConfirm } from './hand-over-acts.ts';
import { HandOverDetail } from './hand-over-detail.tsx';
import { type ActForm, EMPTY_FORM, sendAct } from './send-act.ts';
import { useHandOverKeys } from './use-hand-over-keys.ts';
import { useHandOver } from './use-hand-overs.ts';

const text = strings.handOvers;

interface SelectedProps {
  id: string;
  /** Of its row in the list. */
  version: string;
  rights: HandOverRights;
  onMove: (by: 1 | -1) => void;
  onTold: (told: string) => void;
}

export function SelectedHandOver({ id, version, rights, onMove, onTold }: SelectedProps) {
  const client = useQueryClient();
  const one = useHandOver(id, version);
  const [asking, setAsking] = useState<HandOverAct | null>(null);
  const [form, setForm] = useState<ActForm>(EMPTY_FORM);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const view = one.data;
  const acts = view ? actsFor(view, rights) : [];

  const send = async (act: HandOverAct) => {
    if (!view || busy || (!AT_ONCE.includes(act) && !mayConfirm(act, form.words))) return;
    setBusy(true);
    setProblem(null);
    try {
      await sendAct(view, act, form);
      setAsking(null);
      setForm(EMPTY_FORM);
      onTold(text.done[act]);
    } catch (error) {
      // What was typed stays: it can be sent again, or copied.
      setProblem(error);
    } finally {
      setBusy(false);
      await client.invalidateQueries({ queryKey: ['hand-overs'] });
    }
  };
  const ask = (act: HandOverAct | null) => {
    if (act !== null && AT_ONCE.includes(act)) void send(act);
    else setAsking(act);
  };
  useHandOverKeys({ asking, acts, onMove, onAsk: ask, onSend: (act) => void send(act) });

  if (one.error) return <ProblemNotice error={one.error} onRetry={() => void one.refetch()} />;
  if (!view) return <p className="muted">{strings.common.loading}</p>;
  return (
    <>
      <HandOverDetail view={view}>
        {problem ? <ProblemNotice error={problem} /> : null}
        {acts.length > 0 ? (
          <ActBar
            row={view}
            {...{ acts, asking, form, busy }}
            onAsk={ask}
            onForm={setForm}
            onSend={(act) => void send(act)}
          />
        ) : (
          <span className="muted">{text.keys}</span>
        )}
      </HandOverDetail>
      {view.person ? <CaseBeside person={view.person} rights={rights} /> : null}
      {view.caller ? (
        <CallerBeside id={view.id} caller={view.caller} mayIdentify={rights.follow} onTold={onTold} />
      ) : null}
    </>
  );
}
