import { Button, MultiSelect, NumberInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { StaffChange, StaffRow } from '../../../core/contracts/http/records.ts';
import { LANGUAGE_CODES, languageName } from '../../../core/rules/language-names.ts';
import { strings } from '../../ui/strings.ts';
import type { Subject } from '../../ui/use-subjects.ts';
import { takesCalls } from './takes-calls.ts';

const text = strings.staff;

interface StaffFormProps {
  row: StaffRow;
  subjects: readonly Subject[];
  onChange: (wanted: StaffChange) => void;
  onClose: () => void;
}

export function StaffForm({ row, subjects, onChange, onClose }: StaffFormProps) {
  const [displayName, setDisplayName] = useState(row.displayName);
  const [seatNo, setSeatNo] = useState(row.seatNo);
  const [skills, setSkills] = useState(row.skills ?? []);
  const [languages, setLanguages] = useState(row.languages);
  const [stayCalls, setStayCalls] = useState(row.stayCalls);
  const [stopping, setStopping] = useState(false);
  const offered = subjects.filter(
    ({ id, active }) => active && (row.subjectScope === null || row.subjectScope.includes(id)),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const base = { displayName: displayName.trim(), seatNo };
    onChange(takesCalls(row) ? { ...base, skills: skills.length === 0 ? null : skills, languages, stayCalls } : base);
  };
  if (stopping) {
    return (
      <div className="form-row">
        <strong>{text.disableAsk}</strong>
        <Button color="red" onClick={() => onChange({ disabled: true })}>
          {text.disableYes}
        </Button>
        <Button variant="default" autoFocus onClick={() => setStopping(false)}>
          {strings.common.cancel}
        </Button>
      </div>
    );
  }
  return (
    <form className="form-row" aria-label={`${row.displayName} ${text.change}`} onSubmit={submit}>
      <TextInput
        label={text.columns.name}
        w={150}
        maxLength={60}
        value={displayName}
        onChange={(event) => setDisplayName(event.currentTarget.value)}
      />
      <NumberInput
        label={text.columns.seat}
        w={70}
        min={1}
        max={999}
        value={seatNo ?? ''}
        onChange={(value) => setSeatNo(value === '' ? null : Number(value))}
      />
      {takesCalls(row) ? (
        <>
          <MultiSelect
            label={text.columns.skills}
            description={text.allSkillsHelp}
            size="xs"
            w={330}
            searchable
            placeholder={skills.length === 0 ? text.allSkills : ''}
            data={offered.map(({ id, name }) => ({ value: id, label: name }))}
            value={skills}
            onChange={setSkills}
          />
          <MultiSelect
            label={text.columns.languages}
            size="xs"
            w={200}
            data={LANGUAGE_CODES.map((value) => ({ value, label: languageName(value) }))}
            value={languages}
            onChange={setLanguages}
          />
          <NumberInput
            label={text.columns.stay}
            description={text.stayHelp}
            w={200}
            min={0}
            max={50}
            value={stayCalls}
            onChange={(value) => setStayCalls(Number(value) || 0)}
          />
        </>
      ) : null}
      <Button type="submit" disabled={displayName.trim() === ''}>
        {strings.common.save}
      </Button>
      <Button variant="default" onClick={onClose}>
        {strings.common.cancel}
      </Button>
      <span className="staff-end">
        {row.disabled ? (
          <Button variant="default" onClick={() => onChange({ disabled: false })}>
            {text.enable}
          </Button>
        ) : (
          <Button variant="subtle" color="red" onClick={() => setStopping(true)}>
            {text.disable}
          </Button>
        )}
      </span>
    </form>
  );
}
