import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { SettingVersion } from '../../../core/contracts/http/settings.ts';
import { DayField } from '../../ui/day-field.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';

const text = strings.settings;

interface SaveBarProps {
  mayEdit: boolean;
  /** Who may, in words, for who may not. */
  refusal: string;
  today: string;
  validFrom: string;
  onValidFrom: (day: string) => void;
  changed: number;
  sound: boolean;
  versions: readonly SettingVersion[];
  /** What the inputs mean, where that needs saying. */
  hint?: string;
  onReset: () => void;
  onSave: () => Promise<void>;
}

/** From which day, how much changes, and what came of it. Ctrl+Enter saves. */
export function SaveBar(props: SaveBarProps) {
  const {
    mayEdit,
    refusal,
    today,
    validFrom,
    onValidFrom,
    changed,
    sound,
    versions,
    hint = '',
    onReset,
    onSave,
  } = props;
  const [state, setState] = useState<{ problem: unknown; saved: boolean; busy: boolean }>(idle);
  const ready = mayEdit && !state.busy && changed > 0 && sound && validFrom >= today;
  const submit = async () => {
    if (!ready) return;
    setState({ ...idle, busy: true });
    try {
      await onSave();
      setState({ ...idle, saved: true });
    } catch (problem) {
      setState({ ...idle, problem });
    }
  };
  const latest = useRef(submit);
  latest.current = submit;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !event.ctrlKey || event.isComposing || event.repeat) return;
      event.preventDefault();
      void latest.current();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  if (!mayEdit) return <p className="card-body muted">{refusal}</p>;
  const coming = versions.findLast((version) => version.validFrom > validFrom);
  return (
    <div className="settings-save">
      <DayField
        aria-label={text.validFrom}
        label={text.validFrom}
        min={today}
        value={validFrom}
        error={validFrom >= today ? null : text.past}
        onDay={(value) => onValidFrom(value)}
      />
      <Button disabled={!ready} onClick={() => void submit()}>
        {text.save} <kbd>{text.saveKey}</kbd>
      </Button>
      <Button variant="default" disabled={changed === 0} onClick={onReset}>
        {text.reset}
      </Button>
      <span className={changed > 0 ? undefined : 'muted'} role="status">
        {state.saved && changed === 0 ? `✓ ${text.saved}` : text.changed(changed)}
      </span>
      <span className="muted">{coming ? text.later(coming.validFrom) : hint}</span>
      {state.problem ? <ProblemNotice error={state.problem} /> : null}
    </div>
  );
}

const idle = { problem: null as unknown, saved: false, busy: false };
