import { join } from 'node:path';
import { createLogger } from '../../core/platform/logger.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { spokenTextFile } from '../../core/platform/spoken-text.ts';
import { INBOUND_TEXTS, inboundParameters } from '../../core/rules/inbound/inbound-parameters.ts';
import { speakOnce } from '../../dialplan/sounds/speak-once.ts';
import type { PrivateRoot } from '../debian/private-root.ts';
import { speechTools } from './build-prompts.ts';
import { selectInboundTexts } from './queries.ts';

/** A sentence that somebody just saved is spoken within this time; until then the product's own is heard. */
const LOOK_EVERY_MS = 20_000;

/** The sentences that the city wrote for citizens who call, of every version that counts or will, spoken into the folder of its greeting. */
export async function speakCityTexts(sql: Sql, dataDir: string, privateRoot: PrivateRoot): Promise<number> {
  const texts = (await selectInboundTexts(sql)).flatMap((value) => {
    const parameters = inboundParameters(value);
    return INBOUND_TEXTS.map((name) => parameters[name]).filter((text) => text !== null && text !== '');
  });
  let spoken = 0;
  for (const text of new Set(texts)) {
    if (text === null) continue;
    const file = join(dataDir, 'sounds-of-city', spokenTextFile(text));
    if (await speakOnce(speechTools(privateRoot), text, file)) spoken += 1;
  }
  return spoken;
}

/** @returns stops looking */
export function keepSpeakingCityTexts(sql: Sql, dataDir: string, privateRoot: PrivateRoot): () => Promise<void> {
  const logger = createLogger('launcher', 'error');
  let running: Promise<unknown> = Promise.resolve();
  const look = () => {
    running = running
      .then(() => speakCityTexts(sql, dataDir, privateRoot))
      .catch((error: unknown) => logger.error({ err: String(error) }, "the city's sentences could not be spoken"));
  };
  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
