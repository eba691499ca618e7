import { Button, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { CONTACT_ROLE_NAMES, CONTACT_ROLES, type ContactRoleKind } from '../../../core/rules/contact-role.ts';
import { DayField } from '../../ui/day-field.tsx';
import { caseStrings } from '../../ui/strings/case.ts';
import { strings } from '../../ui/strings.ts';
import { useSubjects } from '../../ui/use-subjects.ts';

const text = caseStrings.contacts;

export interface RoleToSave {
  role: ContactRoleKind;
  name: string;
  relation: string | null;
  basis: string;
  validFrom: string;
  validTo: string | null;
  subjectId: string | null;
}

const EMPTY: Omit<RoleToSave, 'role'> = {
  name: '',
  relation: null,
  basis: '',
  validFrom: '',
  validTo: null,
  subjectId: null,
};

interface NewRoleProps {
  onSave: (role: RoleToSave) => Promise<void>;
  onCancel: () => void;
}

/** Nobody may speak for a person without a paper: its name is asked for. */
export function NewRole({ onSave, onCancel }: NewRoleProps) {
  const subjects = useSubjects();
  const [kind, setKind] = useState<ContactRoleKind | null>(null);
  const [role, setRole] = useState(EMPTY);
  const ready = kind !== null && role.name.trim() !== '' && role.basis.trim() !== '' && role.validFrom !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (kind !== null && ready) void onSave({ ...role, role: kind });
  };
  return (
    <form className="form-row contact-new" onSubmit={submit}>
      <Select
        label={text.role}
        w={150}
        autoFocus
        openOnFocus={false}
        data={CONTACT_ROLES.map((value) => ({ value, label: CONTACT_ROLE_NAMES[value] }))}
        value={kind}
        onChange={(value) => setKind(value as ContactRoleKind | null)}
      />
      <TextInput
        label={text.name}
        maxLength={60}
        value={role.name}
        onChange={({ currentTarget: { value } }) => setRole({ ...role, name: value })}
      />
      <TextInput
        label={text.relation}
        w={90}
        maxLength={40}
        value={role.relation ?? ''}
        onChange={({ currentTarget: { value } }) => setRole({ ...role, relation: value || null })}
      />
      <TextInput
        label={text.basis}
        maxLength={200}
        value={role.basis}
        onChange={({ currentTarget: { value } }) => setRole({ ...role, basis: value })}
      />
      <DayField
        label={text.validFrom}
        value={role.validFrom}
        onDay={(value) => setRole({ ...role, validFrom: value })}
      />
      <DayField
        label={text.validTo}
        value={role.validTo ?? ''}
        onDay={(value) => setRole({ ...role, validTo: value || null })}
      />
      <Select
        label={text.subject}
        placeholder={text.everySubject}
        w={130}
        clearable
        data={subjects.map(({ id, shortName }) => ({ value: id, label: shortName }))}
        value={role.subjectId}
        onChange={(subjectId) => setRole({ ...role, subjectId })}
      />
      <Button type="submit" disabled={!ready}>
        {strings.common.save}
      </Button>
      <Button variant="default" onClick={onCancel}>
        {strings.common.cancel}
      </Button>
    </form>
  );
}
