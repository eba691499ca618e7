import { Button, Radio, Select } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DisclosureSettings, PreIdentityDisplay } from '../../../core/contracts/http/disclosure.ts';
import { type IdentityPolicy, MAX_FACTORS, MIN_FACTORS } from '../../../core/rules/identity.ts';
import { get, put } from '../../client/http.ts';
import { DayField } from '../../ui/day-field.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { caseStrings } from '../../ui/strings/case.ts';
import { strings } from '../../ui/strings.ts';
import { VersionTags } from './version-tags.tsx';

const text = caseStrings.disclosure;
const path = '/api/settings/disclosure';
const DISPLAYS = ['nothing', 'stage_and_count', 'all'] as const;
const HOUSEHOLDS = ['never', 'with_role', 'with_check'] as const;
const COUNTS = Array.from({ length: MAX_FACTORS - MIN_FACTORS + 1 }, (_, index) => MIN_FACTORS + index);

/** What the desk shows before a dial, and what the identity check asks: the city's word, from a day on. */
export function DisclosureTab({ today, mayEdit }: { today: string; mayEdit: boolean }) {
  const client = useQueryClient();
  const settings = useQuery({
    queryKey: ['settings', 'disclosure'],
    queryFn: ({ signal }) => get<DisclosureSettings>(path, signal),
  });
  const [problem, setProblem] = useState<unknown>(null);
  const [saved, setSaved] = useState(false);
  const save = async (change: { key: string; validFrom: string; value: unknown }) => {
    setProblem(null);
    setSaved(false);
    try {
      client.setQueryData(['settings', 'disclosure'], await put<DisclosureSettings>(path, change));
      setSaved(true);
    } catch (error) {
      setProblem(error);
    }
  };
  if (settings.error) return <ProblemNotice error={settings.error} onRetry={() => void settings.refetch()} />;
  if (!settings.data) return <p className="muted">{strings.common.loading}</p>;
  const { now, display, identity } = settings.data;
  return (
    <>
      {problem ? <ProblemNotice error={problem} /> : null}
      <p className="settings-told" role="status">
        {saved ? `✓ ${strings.settings.saved}` : ''}
      </p>
      {mayEdit ? null : <p className="muted">{text.readOnly}</p>}
      <DisplayCard key={now.display} {...{ today, mayEdit, save }} now={now.display} versions={display} />
      <IdentityCard
        key={JSON.stringify(now.identity)}
        {...{ today, mayEdit, save }}
        now={now.identity}
        versions={identity}
      />
    </>
  );
}

interface CardProps<T> {
  now: T;
  versions: readonly { validFrom: string; state: 'past' | 'current' | 'coming' }[];
  today: string;
  mayEdit: boolean;
  save: (change: { key: string; validFrom: string; value: unknown }) => Promise<void>;
}

function DisplayCard({ now, versions, today, mayEdit, save }: CardProps<PreIdentityDisplay>) {
  const [value, setValue] = useState(now);
  const [validFrom, setValidFrom] = useState(today);
  return (
    <section className="card" aria-label={text.display}>
      <div className="card-head">
        <h2>{text.display}</h2>
        <VersionTags versions={versions} />
      </div>
      <div className="card-body disclosure">
        <Radio.Group aria-label={text.display} value={value} onChange={(next) => setValue(next as PreIdentityDisplay)}>
          {DISPLAYS.map((one) => (
            <Radio key={one} value={one} label={text.displays[one]} disabled={!mayEdit} />
          ))}
        </Radio.Group>
        <p className="muted">{text.displayNote}</p>
        <SaveRow
          {...{ validFrom, setValidFrom, today, mayEdit }}
          onSave={() => save({ key: 'pre_identity_display', validFrom, value })}
        />
      </div>
    </section>
  );
}

function IdentityCard({ now, versions, today, mayEdit, save }: CardProps<IdentityPolicy>) {
  const [value, setValue] = useState(now);
  const [validFrom, setValidFrom] = useState(today);
  return (
    <section className="card" aria-label={strings.desk.identity.title}>
      <div className="card-head">
        <h2>{strings.desk.identity.title}</h2>
        <VersionTags versions={versions} />
      </div>
      <div className="card-body disclosure">
        <Select
          label={text.factors}
          w={320}
          allowDeselect={false}
          disabled={!mayEdit}
          data={COUNTS.map((count) => ({ value: String(count), label: text.factorsUnit(count) }))}
          value={String(value.factors)}
          onChange={(count) => setValue({ ...value, factors: Number(count ?? value.factors) })}
        />
        <Radio.Group
          label={text.household}
          value={value.household}
          onChange={(next) => setValue({ ...value, household: next as IdentityPolicy['household'] })}
        >
          {HOUSEHOLDS.map((one) => (
            <Radio key={one} value={one} label={text.households[one]} disabled={!mayEdit} />
          ))}
        </Radio.Group>
        <p className="muted">{text.householdNote}</p>
        <SaveRow
          {...{ validFrom, setValidFrom, today, mayEdit }}
          onSave={() => save({ key: 'identity', validFrom, value })}
        />
      </div>
    </section>
  );
}

interface SaveRowProps {
  validFrom: string;
  setValidFrom: (day: string) => void;
  today: string;
  mayEdit: boolean;
  onSave: () => Promise<void>;
}

function SaveRow({ validFrom, setValidFrom, today, mayEdit, onSave }: SaveRowProps) {
  if (!mayEdit) return null;
  return (
    <span className="form-row">
      <DayField
        label={strings.settings.validFrom}
        min={today}
        value={validFrom}
        onDay={(value) => setValidFrom(value)}
      />
      <Button disabled={validFrom < today} onClick={() => void onSave()}>
        {strings.settings.save}
      </Button>
    </span>
  );
}
