import type { SettingChange } from '../../../core/contracts/http/settings.ts';
import { dateTime } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';
import type { Subject } from '../../ui/use-subjects.ts';

const text = strings.settings;
const TABS: Readonly<Record<string, string>> = {
  ...text.tabs,
  stop_policy: text.tabs.stops,
  identity: text.tabs.disclosure,
  pre_identity_display: text.tabs.disclosure,
  promises: strings.promises.settings.grace,
  hand_overs: strings.handOvers.settings.title,
  recording_pause: text.tabs.calls,
  city_extension: text.tabs.calls,
};

/** Who changed what and when, and from which day it holds: out of the log that nobody can change. */
export function ChangeHistory({
  changes,
  subjects,
}: {
  changes: readonly SettingChange[];
  subjects: readonly Subject[];
}) {
  const nameOf = (key: string) => {
    const [family = '', id] = key.split(':');
    const scope = id === undefined ? text.city : (subjects.find((one) => one.id === id)?.name ?? id);
    return `${TABS[family] ?? family} / ${scope}`;
  };
  return (
    <section className="card" aria-label={text.tabs.history}>
      {changes.length === 0 ? <p className="muted card-body">{text.history.empty}</p> : null}
      {changes.length > 0 ? (
        <table className="table">
          <thead>
            <tr>
              <th>{text.history.at}</th>
              <th>{text.history.by}</th>
              <th>{text.history.key}</th>
              <th>{text.validFrom}</th>
              <th>{text.history.what}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ at, by, key, validFrom, what }) => (
              <tr key={`${at} ${key}`}>
                <td className="nowrap">{dateTime(at)}</td>
                <td className="nowrap">{by}</td>
                <td>{nameOf(key)}</td>
                <td className="nowrap">{validFrom}</td>
                <td className="settings-what">{what || text.history.noWords}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}
