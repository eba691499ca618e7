import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { DiallingSettings } from '../../../core/contracts/http/settings.ts';
import {
  BY_NAME,
  REACH_CHANNELS,
  type ReachChannel,
  STOP_KINDS,
  type StopPolicy,
  stopName,
  stopPolicy,
} from '../../../core/rules/stop-policy.ts';
import { channelName, stopPolicyChanges, stopPolicyProblems } from '../../../core/rules/stop-policy-problems.ts';
import { strings } from '../../ui/strings.ts';
import { SaveBar } from './save-bar.tsx';
import { type SaveSetting, valueOn, versionsOf } from './use-settings.ts';
import { VersionTags } from './version-tags.tsx';

const text = strings.settings;
const KEY = 'stop_policy';

interface StopsTabProps {
  settings: DiallingSettings;
  mayEdit: boolean;
  save: SaveSetting;
}

/** Which stop keeps which channel from a person: the city's table, from a day on. */
export function StopsTab({ settings, mayEdit, save }: StopsTabProps) {
  const [draft, setDraft] = useState<StopPolicy | null>(null);
  const [validFrom, setValidFrom] = useState(settings.today);
  const base = stopPolicy(valueOn(settings, KEY, validFrom));
  const policy = draft ?? base;
  const problems = stopPolicyProblems(policy);
  const versions = versionsOf(settings, KEY);
  const setRow = (at: number, row: StopPolicy['dispositions'][number]) =>
    setDraft({ ...policy, dispositions: policy.dispositions.map((one, index) => (index === at ? row : one)) });
  return (
    <section className="card" aria-label={text.tabs.stops}>
      <div className="card-head">
        <h2>{text.tabs.stops}</h2>
        <VersionTags versions={versions} />
        <span className="muted">{text.stops.note}</span>
      </div>
      <div className="settings-stops">
        <table className="table">
          <Head name={text.stops.flags} />
          <tbody>
            {STOP_KINDS.map((kind) => (
              <tr key={kind}>
                <td>{stopName(kind)}</td>
                <Channels
                  name={stopName(kind)}
                  channels={policy.flags[kind]}
                  fixed={BY_NAME[kind]}
                  mayEdit={mayEdit}
                  onChange={(channels) => setDraft({ ...policy, flags: { ...policy.flags, [kind]: channels } })}
                />
                <td />
              </tr>
            ))}
          </tbody>
        </table>
        <div>
          <table className="table">
            <Head name={text.stops.words} />
            <tbody>
              {policy.dispositions.map((row, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name of its own while its word is being typed
                <tr key={at}>
                  <td>
                    {mayEdit ? (
                      <TextInput
                        aria-label={text.stops.word}
                        maxLength={20}
                        value={row.word}
                        onChange={(event) => setRow(at, { ...row, word: event.currentTarget.value })}
                      />
                    ) : (
                      row.word
                    )}
                  </td>
                  <Channels
                    name={row.word}
                    channels={row.channels}
                    mayEdit={mayEdit}
                    onChange={(channels) => setRow(at, { ...row, channels })}
                  />
                  <td>
                    {mayEdit ? (
                      <Button
                        variant="subtle"
                        color="gray"
                        aria-label={text.stops.remove(row.word)}
                        onClick={() =>
                          setDraft({ ...policy, dispositions: policy.dispositions.filter((_, index) => index !== at) })
                        }
                      >
                        {text.stops.removeShort}
                      </Button>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {mayEdit ? (
            <Button
              variant="default"
              m={10}
              onClick={() =>
                setDraft({ ...policy, dispositions: [...policy.dispositions, { word: '', channels: REACH_CHANNELS }] })
              }
            >
              {text.stops.add}
            </Button>
          ) : null}
          {problems.map(({ message }) => (
            <p key={message} className="settings-problem">
              ⚠ {message}
            </p>
          ))}
        </div>
      </div>
      <SaveBar
        mayEdit={mayEdit}
        refusal={text.readOnlyStops}
        today={settings.today}
        validFrom={validFrom}
        onValidFrom={setValidFrom}
        changed={stopPolicyChanges(base, policy) === '' ? 0 : 1}
        sound={problems.length === 0}
        versions={versions}
        onReset={() => setDraft(null)}
        onSave={async () => {
          const dispositions = policy.dispositions.map((row) => ({ ...row, word: row.word.trim() }));
          await save('stop-policy', { validFrom, value: { ...policy, dispositions } });
          setDraft(null);
        }}
      />
    </section>
  );
}

function Head({ name }: { name: string }) {
  return (
    <thead>
      <tr>
        <th>{name}</th>
        {REACH_CHANNELS.map((channel) => (
          <th key={channel}>{channelName(channel)}</th>
        ))}
        <th />
      </tr>
    </thead>
  );
}

interface ChannelsProps {
  name: string;
  channels: readonly ReachChannel[];
  /** What the stop means by its very name. */
  fixed?: ReachChannel | undefined;
  mayEdit: boolean;
  onChange: (channels: ReachChannel[]) => void;
}

function Channels({ name, channels, fixed, mayEdit, onChange }: ChannelsProps) {
  return REACH_CHANNELS.map((channel) => (
    <td key={channel}>
      <Checkbox
        aria-label={text.stops.check(name, channelName(channel))}
        title={channel === fixed ? text.stops.fixed : undefined}
        checked={channels.includes(channel)}
        disabled={!mayEdit || channel === fixed}
        onChange={() =>
          onChange(REACH_CHANNELS.filter((one) => (one === channel ? !channels.includes(one) : channels.includes(one))))
        }
      />
    </td>
  ));
}
