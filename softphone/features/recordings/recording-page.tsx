import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { RecordingDetail } from '../../../core/contracts/http/records.ts';
import { get } from '../../client/http.ts';
import { dateTime } from '../../ui/format.ts';
import { PersonName } from '../../ui/person-name.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { labelOf, recordingFlagLabel, recordingStateLabel, strings } from '../../ui/strings.ts';
import { SubjectStripe } from '../../ui/subject-stripe.tsx';
import { Player } from './player.tsx';
import { outcomeOf } from './recording-filters.ts';
import './recording.css';

const text = strings.recordings;

export function RecordingPage({ id }: { id: string }) {
  const query = useQuery({
    queryKey: ['recording', id],
    queryFn: ({ signal }) => get<RecordingDetail>(`/api/recordings/${id}`, signal),
    // A call that has just ended becomes playable within seconds.
    refetchInterval: ({ state }) => (state.data && !state.data.playable ? 2_000 : false),
  });
  const detail = query.data;
  return (
    <>
      <div className="page-head">
        <h1>{text.title}</h1>
        <a href="#/recordings">{text.back}</a>
      </div>
      {query.error ? <ProblemNotice error={query.error} onRetry={() => void query.refetch()} /> : null}
      {detail ? (
        <>
          <section className="card">
            <div className="card-body facts">
              <Fact label={text.columns.time}>{dateTime(detail.startedAt)}</Fact>
              <Fact label={text.columns.subject}>
                {detail.subject ? (
                  <SubjectStripe name={detail.subject.shortName} colour={detail.subject.colour} />
                ) : (
                  '—'
                )}
              </Fact>
              <Fact label={text.columns.person}>{person(detail)}</Fact>
              <Fact label={text.columns.agent}>{detail.agentName ?? '—'}</Fact>
              <Fact label={text.columns.result}>{outcomeOf(detail)}</Fact>
              <Fact label={text.columns.state}>{labelOf(recordingStateLabel, detail.state)}</Fact>
            </div>
          </section>
          <section className="card" aria-label={text.waveform}>
            <div className="card-body">
              {detail.playable ? (
                <Player detail={detail} />
              ) : (
                <div className="notice" data-tone="warn" role="status">
                  <p>{detail.unplayableReason}</p>
                </div>
              )}
            </div>
          </section>
          <Lengths detail={detail} />
        </>
      ) : null}
    </>
  );
}

function person(detail: RecordingDetail): ReactNode {
  if (detail.personMasked) {
    return (
      <span className="tag" data-tone="bad">
        ⚠ {strings.desk.case.shielded}
      </span>
    );
  }
  return detail.personName ? <PersonName name={detail.personName} /> : '—';
}

/** Recorded, talked and heard by the far side, side by side: over a second of difference is an incident. */
function Lengths({ detail }: { detail: RecordingDetail }) {
  const seconds = (ms: number | null) => (ms === null ? text.unknown : `${(ms / 1000).toFixed(1)} ${text.seconds}`);
  return (
    <section className="card">
      <div className="card-body facts">
        <Fact label={text.recorded}>{seconds(detail.recordedMs)}</Fact>
        <Fact label={text.talk}>{seconds(detail.talkMs)}</Fact>
        <Fact label={text.far}>{seconds(detail.farMs)}</Fact>
        <Fact label={text.flags}>
          {detail.flags.length === 0 ? <span className="muted">{text.noFlags}</span> : null}
          {detail.flags.map((flag) => (
            <span key={flag} className="tag" data-tone="warn">
              ⚠ {labelOf(recordingFlagLabel, flag)}
            </span>
          ))}
        </Fact>
      </div>
    </section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <span className="muted">{label}</span>
      <span>{children}</span>
    </div>
  );
}
