import { Button } from '@mantine/core';
import { useRef } from 'react';
import type { ContactDetail, ContactVersion } from '../../../core/contracts/http/contacts.ts';
import { sessionStore } from '../../client/session.ts';
import { useStore } from '../../client/use-store.ts';
import { dateTime } from '../../ui/format.ts';
import { KeyButton } from '../../ui/key-button.tsx';
import { PersonName } from '../../ui/person-name.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { lineResultLabel, strings, talkResultLabel, whoAnsweredLabel } from '../../ui/strings.ts';
import { ResultCrumbs } from '../desk/result-crumbs.tsx';
import { isComplete } from '../desk/result-draft.ts';
import { ResultField, ResultNote } from '../desk/result-field.tsx';
import { ResultGrid, ResultSide } from '../desk/result-keys.tsx';
import { problemOf } from '../desk/result-panel.tsx';
import { useDeskKeys } from '../desk/use-desk-keys.ts';
import { useCorrection } from './use-correction.ts';
import '../desk/panels.css';
import '../desk/result.css';
import './contact-page.css';

const text = strings.desk.result.correct;

/** 応対記録の訂正: the same keys as at the desk; the record that was wrong stays below. */
export function ContactPage({ id }: { id: string }) {
  const session = useStore(sessionStore);
  const nowMs = () => (session.kind === 'signed_in' ? session.clock.nowMs() : Date.now());
  const { query, detail, draft, send, reason, setReason, save } = useCorrection(id);
  const panel = useRef<HTMLElement>(null);
  const reasonField = useRef<HTMLInputElement>(null);
  // Judged as of the conversation: a day promised then may be over by now.
  const at = detail ? Date.parse(detail.at) : nowMs();
  const submit = () => {
    if (!draft || !detail || detail.fixed !== null || save.isPending) return;
    if (!isComplete(draft, at)) return send({ type: 'show_missing' });
    if (reason.trim() === '') return reasonField.current?.focus();
    save.mutate({ record: detail.id, draft, reason });
  };
  useDeskKeys({ pad: null, digits: 'result' }, (action) => {
    if (action.type === 'digit') send({ type: 'key', key: action.digit, nowMs: nowMs() });
    else if (action.type === 'result_letter') send({ type: 'key', key: action.letter, nowMs: nowMs() });
    else if (action.type === 'back') send({ type: 'back' });
    else if (action.type === 'save') submit();
    else if (action.type === 'leave_field') {
      send({ type: 'field_done' });
      panel.current?.focus({ preventScroll: true });
    }
  });
  const keys = { draft, hot: true, nowMs: nowMs(), send };
  return (
    <>
      <div className="page-head">
        <h1>{text.title}</h1>
        <Button variant="default" onClick={() => history.back()}>
          {text.back}
        </Button>
      </div>
      {query.error ? <ProblemNotice error={query.error} onRetry={() => void query.refetch()} /> : null}
      {save.error ? <ProblemNotice error={save.error} /> : null}
      {save.data ? (
        <p className="notice" data-tone="good" role="status">
          {text.saved} {save.data.callback?.message ?? ''}
        </p>
      ) : null}
      {detail ? (
        <div className="correction">
          <section ref={panel} tabIndex={-1} className="card card-body" aria-label={text.title}>
            <Facts detail={detail} />
            <ResultCrumbs draft={draft} />
            <ResultGrid {...keys} />
            <ResultField draft={draft} send={send} nowMs={nowMs} />
            <ResultSide {...keys} />
            <ResultNote draft={draft} send={send} />
            <label className="correction-reason">
              <span className="choice-title">{text.reason}</span>
              <input
                ref={reasonField}
                value={reason}
                maxLength={200}
                placeholder={text.reasonHint}
                onChange={(event) => setReason(event.target.value)}
              />
            </label>
            <div className="result-foot">
              <span className="result-hint" data-tone={draft?.refused ? 'bad' : undefined} role="status">
                {detail.fixed ?? draft?.refused?.message ?? (draft ? problemOf(draft, at) : '')}
              </span>
              <KeyButton
                keys="Ctrl+Enter"
                tone="go"
                enabled={draft !== null && detail.fixed === null && !save.isPending}
                onPress={submit}
              >
                {text.save}
              </KeyButton>
            </div>
          </section>
          <Versions versions={detail.versions} />
        </div>
      ) : null}
    </>
  );
}

function Facts({ detail }: { detail: ContactDetail }) {
  return (
    <p className="correction-facts">
      <strong>
        <PersonName name={detail.personName} />
      </strong>{' '}
      {dateTime(detail.at)} <span className="muted">{detail.staffName ?? ''}</span>
      <span className="muted correction-hint">{text.hint}</span>
    </p>
  );
}

function Versions({ versions }: { versions: readonly ContactVersion[] }) {
  return (
    <section className="card card-body" aria-label={text.versions}>
      <h2>{text.versions}</h2>
      <ol className="correction-versions">
        {versions.map((version) => (
          <li key={version.id}>
            <time dateTime={version.writtenAt}>{dateTime(version.writtenAt)}</time>{' '}
            <span className="muted">
              {version.byName ?? ''} {version.reason === null ? text.first : `${text.corrected}: ${version.reason}`}
            </span>
            <br />
            {outcome(version)} {version.note}
          </li>
        ))}
      </ol>
    </section>
  );
}

function outcome({ whoAnswered, lineResult, talkResult }: ContactVersion): string {
  const who = whoAnswered && whoAnswered !== 'nobody' ? whoAnsweredLabel[whoAnswered] : null;
  const what = talkResult ? talkResultLabel[talkResult] : lineResult ? lineResultLabel[lineResult] : null;
  return [who, what].filter((part) => part !== null).join(' × ');
}
