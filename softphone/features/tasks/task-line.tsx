import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { DeskTask } from '../../../core/contracts/http/tasks.ts';
import { OUTCOME_NAMES, SAID_OUTCOMES, type SaidOutcome, TASK_NAMES } from '../../../core/rules/inbound/desk-task.ts';
import { languageName } from '../../../core/rules/language-names.ts';
import { monthDayTime, phoneText } from '../../ui/format.ts';
import { PersonName } from '../../ui/person-name.tsx';
import { inboundStrings } from '../../ui/strings/inbound.ts';
import { labelOf, lineResultLabel } from '../../ui/strings.ts';
import type { TaskAct } from './use-tasks.ts';

const text = inboundStrings.tasks;
const outcomes = SAID_OUTCOMES.map((value) => ({ value, label: OUTCOME_NAMES[value] }));

interface TaskLineProps {
  task: DeskTask;
  busy: boolean;
  act: (asked: TaskAct) => void;
}

export function TaskLine({ task, busy, act }: TaskLineProps) {
  const { kind, subject, at, notBefore, late, owner, tries, lastResult } = task;
  return (
    <tr>
      <td>
        {TASK_NAMES[kind]}
        <div className="muted">
          {subject ? (
            <span style={{ borderLeft: `4px solid ${subject.colour}`, paddingLeft: 4 }}>{subject.shortName}</span>
          ) : null}
        </div>
      </td>
      <td>
        <Who task={task} />
      </td>
      <td>
        {monthDayTime(at)}{' '}
        {late ? (
          <span className="tag" data-tone="bad">
            ! {text.late}
          </span>
        ) : null}
        {notBefore ? (
          <div>
            <strong>{text.wished(monthDayTime(notBefore))}</strong>
          </div>
        ) : null}
      </td>
      <td>
        {owner ? (owner.mine ? text.mine : text.owner(owner.name)) : '—'}
        <div className="muted">
          {tries > 0 ? `${text.tries(tries)} ${lastResult ? labelOf(lineResultLabel, lastResult) : ''}` : null}
        </div>
      </td>
      <td>
        {owner?.mine ? (
          <OwnActs task={task} busy={busy} act={act} />
        ) : (
          <Button
            size="compact-sm"
            variant="default"
            disabled={busy}
            onClick={() => act({ type: 'take', id: task.id })}
          >
            {text.take}
          </Button>
        )}
      </td>
    </tr>
  );
}

function Who({ task: { person, number, language } }: { task: DeskTask }) {
  return (
    <>
      {person ? <PersonName name={person.name} /> : <span className="muted">{text.unknown}</span>}
      <div>
        {number === null ? text.withheld : phoneText(number, number)}{' '}
        {language ? (
          <span className="tag" data-tone="accent">
            {languageName(language)}
          </span>
        ) : null}
      </div>
    </>
  );
}

function OwnActs({ task, busy, act }: TaskLineProps) {
  const { id, kind, number, person, audible, messageAtSec, written } = task;
  const [outcome, setOutcome] = useState<SaidOutcome>('reached');
  return (
    <div className="task-acts">
      {written ? <q className="task-written">{written}</q> : null}
      {kind === 'voicemail' && audible ? (
        // biome-ignore lint/a11y/useMediaCaption: a telephone message has no captions
        <audio
          controls
          preload="none"
          aria-label={text.listen}
          // From the citizen's first word; what the city's machine said is before it.
          src={`/api/tasks/${id}/audio#t=${messageAtSec ?? 0}`}
        />
      ) : null}
      {number === null && person === null ? null : (
        <Button size="compact-sm" disabled={busy} onClick={() => act({ type: 'call_back', id })}>
          {text.callBack}
        </Button>
      )}
      <NativeSelect
        size="xs"
        aria-label={text.outcome}
        data={outcomes}
        value={outcome}
        onChange={(event) => setOutcome(SAID_OUTCOMES.find((one) => one === event.currentTarget.value) ?? 'reached')}
      />
      <Button size="compact-sm" variant="default" disabled={busy} onClick={() => act({ type: 'done', id, outcome })}>
        {text.done}
      </Button>
      <Button size="compact-sm" variant="subtle" disabled={busy} onClick={() => act({ type: 'release', id })}>
        {text.release}
      </Button>
    </div>
  );
}
