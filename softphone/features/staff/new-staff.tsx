import { Button, NumberInput, PasswordInput, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { post } from '../../client/http.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { roleLabel, strings } from '../../ui/strings.ts';

const text = strings.staff;
const roles = Object.entries(roleLabel).map(([value, label]) => ({ value, label }));

export function NewStaff({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const [login, setLogin] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [role, setRole] = useState('agent');
  const [password, setPassword] = useState('');
  const [seatNo, setSeatNo] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setError(null);
    try {
      await post('/api/staff', { login: login.trim(), displayName: displayName.trim(), role, password, seatNo });
      onDone();
    } catch (refused) {
      setError(refused);
    }
  };
  return (
    <form className="card" aria-label={text.create} onSubmit={(event) => void submit(event)}>
      <div className="card-head">
        <h2>{text.create}</h2>
      </div>
      <div className="card-body form-row">
        <TextInput label={text.columns.login} w={160} value={login} onChange={(e) => setLogin(e.currentTarget.value)} />
        <TextInput
          label={text.columns.name}
          w={160}
          value={displayName}
          onChange={(event) => setDisplayName(event.currentTarget.value)}
        />
        <Select
          label={text.columns.role}
          w={170}
          data={roles}
          value={role}
          onChange={(next) => next && setRole(next)}
        />
        <NumberInput
          label={text.columns.seat}
          w={80}
          min={1}
          max={999}
          onChange={(value) => setSeatNo(value === '' ? null : Number(value))}
        />
        <PasswordInput
          label={text.password}
          size="xs"
          w={220}
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" disabled={login === '' || displayName.trim() === '' || password.length < 12}>
          {text.create}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {strings.common.cancel}
        </Button>
      </div>
      {error ? <ProblemNotice error={error} /> : null}
    </form>
  );
}
