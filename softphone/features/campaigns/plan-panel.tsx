import { Button, NumberInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { CampaignRow } from '../../../core/contracts/http/records.ts';
import { DayField } from '../../ui/day-field.tsx';
import { strings } from '../../ui/strings.ts';

const text = strings.campaigns;

export interface PlanChange {
  priority: number;
  dueOn: string | null;
  goalPercent: number;
}

interface PlanPanelProps {
  row: CampaignRow;
  mayRun: boolean;
  onSave: (plan: PlanChange) => Promise<boolean>;
  onFinish: () => void;
  onClose: () => void;
  children?: ReactNode;
}

/** Under the chosen campaign: its order, date and goal, and its end. */
export function PlanPanel({ row, mayRun, onSave, onFinish, onClose, children }: PlanPanelProps) {
  const [priority, setPriority] = useState(row.priority);
  const [dueOn, setDueOn] = useState(row.dueOn ?? '');
  const [goalPercent, setGoalPercent] = useState(row.goalPercent);
  const [finishing, setFinishing] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void onSave({ priority, dueOn: dueOn || null, goalPercent });
  };
  if (finishing) {
    return (
      <div className="plan">
        <strong>{text.finishAsk}</strong>
        <Button color="red" onClick={onFinish}>
          {text.finishYes}
        </Button>
        <Button variant="default" autoFocus onClick={() => setFinishing(false)}>
          {strings.common.cancel}
        </Button>
      </div>
    );
  }
  return (
    <form className="plan" aria-label={`${row.name} ${text.open}`} onSubmit={submit}>
      <NumberInput
        label={text.priority}
        description={text.priorityHelp}
        w={110}
        min={1}
        max={999}
        disabled={!mayRun}
        value={priority}
        onChange={(value) => setPriority(Number(value) || 100)}
      />
      <DayField
        w={250}
        label={text.due}
        description={text.dueHelp}
        disabled={!mayRun}
        value={dueOn}
        onDay={(value) => setDueOn(value)}
      />
      <NumberInput
        label={text.goal}
        w={130}
        min={1}
        max={100}
        decimalScale={1}
        disabled={!mayRun}
        value={goalPercent}
        onChange={(value) => setGoalPercent(Number(value) || 40)}
      />
      {mayRun ? <Button type="submit">{text.savePlan}</Button> : null}
      {children}
      <span className="plan-end">
        {mayRun && row.state !== 'finished' ? (
          <Button variant="subtle" color="red" onClick={() => setFinishing(true)}>
            {text.finish}
          </Button>
        ) : null}
        <Button variant="default" onClick={onClose}>
          {strings.common.close} <kbd>Esc</kbd>
        </Button>
      </span>
    </form>
  );
}
