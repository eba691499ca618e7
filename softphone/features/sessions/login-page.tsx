import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { logIn } from '../../client/session.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import './login.css';

const text = strings.login;

export function LoginPage({ reason }: { reason: string | null }) {
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async (training: boolean) => {
    setBusy(true);
    setError(null);
    try {
      await logIn(user.trim(), password, training);
    } catch (refused) {
      setError(refused);
      setPassword('');
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className="login">
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void submit(false);
        }}
        aria-labelledby="login-title"
      >
        <img src="/icon.svg" alt="" width="44" height="44" />
        <h1 id="login-title">{text.title}</h1>
        <p className="muted">{text.subtitle}</p>
        <div className="login-notice">
          {error ? (
            <ProblemNotice error={error} />
          ) : reason ? (
            <div className="notice" data-tone="warn" role="status">
              <p>{text.reasons[reason] ?? reason}</p>
            </div>
          ) : null}
        </div>
        <TextInput
          label={text.user}
          size="sm"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus
          autoFocus
          value={user}
          onChange={(event) => setUser(event.currentTarget.value)}
        />
        <PasswordInput
          label={text.password}
          size="sm"
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" size="sm" fullWidth disabled={busy || user.trim() === '' || password === ''}>
          {busy ? text.submitting : text.submit}
        </Button>
        <Button
          size="sm"
          variant="default"
          fullWidth
          disabled={busy || user.trim() === '' || password === ''}
          onClick={() => void submit(true)}
        >
          {strings.training.start}
        </Button>
      </form>
    </main>
  );
}
