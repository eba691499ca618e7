import { join } from 'node:path';
import type { Sql } from '../../core/platform/postgres.ts';
import { speakGreeting } from '../../dialplan/sounds/speak-greeting.ts';
import type { PrivateRoot } from '../debian/private-root.ts';
import { speechTools } from './build-prompts.ts';
import { selectCityName } from './queries.ts';

/** Who is calling, spoken with the city's name and kept in the data folder. @returns path without `.wav`; undefined before a city is known */
export async function prepareCityGreeting(
  sql: Sql,
  dataDir: string,
  privateRoot: PrivateRoot,
): Promise<string | undefined> {
  const name = await selectCityName(sql);
  if (name === null) return undefined;
  const outFile = join(dataDir, 'sounds-of-city', 'greeting');
  await speakGreeting(speechTools(privateRoot), name, outFile);
  return outFile;
}
