import { Button, MultiSelect, NumberInput, Switch, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Condition, EVERYBODY } from '../../../core/rules/extraction.ts';
import { listScope } from '../../../core/rules/list-scope.ts';
import { postLong } from '../../client/http.ts';
import { goTo } from '../../shell/route.ts';
import { DayField } from '../../ui/day-field.tsx';
import { count } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { type Subject, useSubjects } from '../../ui/use-subjects.ts';
import { ConditionGroup } from './condition-group.tsx';
import { CountPanel } from './count-panel.tsx';
import { asGroup } from './tree-edit.ts';
import { useGround } from './use-ground.ts';
import { useLiveCount } from './use-live-count.ts';

const text = strings.lists;

/** Subjects that may still join those chosen: what may not know of them is not offered. */
function joinable(subjects: readonly Subject[], chosen: readonly string[]): Subject[] {
  const scopes = subjects.map(({ id, debtClass, sharingGroup }) => ({ subjectId: id, debtClass, sharingGroup }));
  return subjects.filter(
    ({ id, active }) => active && (chosen.includes(id) || listScope([...chosen, id], scopes) !== null),
  );
}

/** The officer's act: whom the centre may work on, until when, with which goal. */
export function NewEntrustment({ privileged: mayPrivileged }: { privileged: boolean }) {
  const client = useQueryClient();
  const subjects = useSubjects();
  const [name, setName] = useState('');
  const [subjectIds, setSubjectIds] = useState<string[]>([]);
  const [condition, setCondition] = useState<Condition>(EVERYBODY);
  const [dueOn, setDueOn] = useState('');
  const [goalPercent, setGoal] = useState(40);
  const [privileged, setPrivileged] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [saving, setSaving] = useState(false);
  const ground = useGround({ entrustmentId: null, subjectIds, privileged });
  const { count: counted, problems, busy } = useLiveCount(condition, ground);
  const found = subjectIds.length === 0 ? undefined : counted.data;
  const submit = async () => {
    setSaving(true);
    setProblem(null);
    try {
      const body = { name: name.trim(), subjectIds, condition, dueOn: dueOn || null, goalPercent, privileged };
      const { id } = await postLong<{ id: string }>('/api/lists/entrustments', body);
      await client.invalidateQueries({ queryKey: ['lists'] });
      goTo('lists', id);
    } catch (error) {
      setProblem(error);
      setSaving(false);
    }
  };
  const ready = name.trim() !== '' && !busy && problems.length === 0 && (found?.persons ?? 0) > 0;
  return (
    <div className="lists-board" data-new>
      <div className="lists-middle">
        <form
          className="card"
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <div className="card-head">
            <h2>{text.entrustments.create}</h2>
          </div>
          <div className="card-body form-row">
            <TextInput
              label={text.entrustments.name}
              w={250}
              maxLength={80}
              autoFocus
              placeholder={text.entrustments.namePlaceholder}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <DayField label={text.entrustments.dueOn} value={dueOn} onDay={(value) => setDueOn(value)} />
            <NumberInput
              label={text.entrustments.goal}
              w={120}
              min={1}
              max={100}
              value={goalPercent}
              onChange={(value) => setGoal(Number(value) || 40)}
            />
            {mayPrivileged ? (
              <Switch
                label={text.entrustments.privileged}
                checked={privileged}
                onChange={(event) => setPrivileged(event.currentTarget.checked)}
              />
            ) : null}
            <MultiSelect
              label={text.entrustments.subjects}
              description={text.entrustments.subjectsHelp}
              w="100%"
              searchable
              hidePickedOptions
              data={joinable(subjects, subjectIds).map(({ id, name: label }) => ({ value: id, label }))}
              value={subjectIds}
              onChange={setSubjectIds}
            />
          </div>
          <div className="card-head">
            <h2>{text.entrustments.building}</h2>
          </div>
          <div className="card-body">
            <ConditionGroup group={asGroup(condition)} ground={ground} onChange={setCondition} />
          </div>
          <div className="list-create">
            <Button type="submit" disabled={!ready || saving}>
              {text.entrustments.submit(found ? count(found.persons) : null)}
            </Button>
            <Button variant="default" onClick={() => goTo('lists')}>
              {strings.common.cancel}
            </Button>
          </div>
          {problem ? <ProblemNotice error={problem} /> : null}
        </form>
      </div>
      <CountPanel count={found} problems={problems} busy={busy} error={counted.error} />
    </div>
  );
}
