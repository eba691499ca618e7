import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { DiallingSettings, SettingVersion } from '../../../core/contracts/http/settings.ts';
import { get, put } from '../../client/http.ts';

export type SaveSetting = (path: 'dialling' | 'stop-policy', body: object) => Promise<void>;

const KEY = ['dialling-settings'];

export function useSettings() {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => get<DiallingSettings>('/api/settings/dialling', signal),
  });
  const save: SaveSetting = async (path, body) => {
    client.setQueryData(KEY, await put<DiallingSettings>(`/api/settings/${path}`, body));
  };
  return { query, save };
}

/** Versions of one key, newest first. */
export const versionsOf = (settings: DiallingSettings, key: string): readonly SettingVersion[] =>
  settings.versions.filter((version) => version.key === key);

/** What holds on a day; nothing was ever set: nothing. */
export function valueOn(settings: DiallingSettings, key: string, day: string): Record<string, unknown> {
  return versionsOf(settings, key).find(({ validFrom }) => validFrom <= day)?.value ?? {};
}
