import { useState } from 'react';
import type { DiallingSettings } from '../../../core/contracts/http/settings.ts';
import { DIALLING_FIELDS, MACHINE_FIELDS, MIN_RING_FIELD, POOL_FIELDS } from '../../../core/rules/dialling-fields.ts';
import { DEFAULT_DIALLING } from '../../../core/rules/dialling-parameters.ts';
import { DEFAULT_POOL } from '../../../core/rules/pool-parameters.ts';
import type { SettingField } from '../../../core/rules/setting-fields.ts';
import { Empty } from '../../ui/empty.tsx';
import { strings } from '../../ui/strings.ts';
import type { Subject } from '../../ui/use-subjects.ts';
import { draftProblems, draftValue, type Typed, typedOf } from './draft.ts';
import { SaveBar } from './save-bar.tsx';
import { type SaveSetting, valueOn, versionsOf } from './use-settings.ts';
import { ValueTable } from './value-table.tsx';
import { VersionTags } from './version-tags.tsx';

const text = strings.settings;

type Tab = 'dialling' | 'pacing' | 'answering_machine';
const FIELDS: Record<Tab, readonly SettingField[]> = {
  dialling: DIALLING_FIELDS,
  pacing: POOL_FIELDS,
  answering_machine: MACHINE_FIELDS,
};
const DEFAULTS: Record<Tab, Readonly<Record<string, unknown>>> = {
  dialling: { ...DEFAULT_DIALLING },
  pacing: { ...DEFAULT_POOL },
  answering_machine: { on: false },
};

interface ValuesTabProps {
  tab: Tab;
  /** null = the whole city. */
  subject: Subject | null;
  settings: DiallingSettings;
  mayEdit: boolean;
  save: SaveSetting;
}

/** Default, the city's and the subject's value side by side; an empty input inherits. */
export function ValuesTab({ tab, subject, settings, mayEdit, save }: ValuesTabProps) {
  const [typed, setTyped] = useState<Typed>({});
  const [validFrom, setValidFrom] = useState(settings.today);
  if (tab === 'answering_machine' && subject === null) {
    return (
      <section className="card">
        <Empty title={text.tabs.answering_machine}>{text.subjectsOnly}</Empty>
      </section>
    );
  }
  const key = subject ? `${tab}:${subject.id}` : tab;
  const fields = tab === 'pacing' && subject ? [MIN_RING_FIELD] : FIELDS[tab];
  const city = subject && tab !== 'answering_machine' ? valueOn(settings, tab, validFrom) : null;
  const base = valueOn(settings, key, validFrom);
  const value = draftValue(fields, base, typed);
  const problems = draftProblems(tab, fields, value, city ?? {});
  const changed = fields.filter(({ name }) => typedOf(value[name]) !== typedOf(base[name])).length;
  const versions = versionsOf(settings, key);
  return (
    <section className="card" aria-label={subject?.name ?? text.city}>
      <div className="card-head">
        <h2>{`${text.tabs[tab]}: ${subject?.name ?? text.city}`}</h2>
        <VersionTags versions={versions} />
      </div>
      {tab === 'pacing' ? <p className="card-body settings-note">{text.ringTrade}</p> : null}
      {tab === 'answering_machine' ? <Trained settings={settings} subjectId={subject?.id} /> : null}
      <ValueTable
        fields={fields}
        defaults={DEFAULTS[tab]}
        city={city}
        base={base}
        typed={typed}
        problems={problems}
        mayEdit={mayEdit}
        onType={(name, words) => setTyped({ ...typed, [name]: words })}
      />
      <SaveBar
        mayEdit={mayEdit}
        refusal={text.readOnly}
        today={settings.today}
        validFrom={validFrom}
        onValidFrom={setValidFrom}
        changed={changed}
        sound={problems.length === 0}
        versions={versions}
        hint={text.emptyInherits}
        onReset={() => setTyped({})}
        onSave={async () => {
          await save('dialling', { key, validFrom, value });
          setTyped({});
        }}
      />
    </section>
  );
}

function Trained({ settings, subjectId }: { settings: DiallingSettings; subjectId: string | undefined }) {
  const ms = settings.trained.find((one) => one.subjectId === subjectId)?.machineFromMs ?? null;
  return <p className="card-body settings-note">{ms === null ? text.notTrained : text.trained(ms)}</p>;
}
