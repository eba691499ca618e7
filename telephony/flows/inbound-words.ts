import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { spokenTextFile } from '../../core/platform/spoken-text.ts';
import type { InboundParameters } from '../../core/rules/inbound/inbound-parameters.ts';
import { promptIn, promptsFor } from '../../core/rules/prompt-language.ts';
import type { TelephonyContext } from '../context.ts';
import { soundsFolder } from './prompts.ts';

/** Why a citizen is not put into the queue, or leaves it. */
export type TurnedAway = 'closed' | 'holiday' | 'busy';

const STANDARD: Readonly<Record<TurnedAway, string>> = {
  closed: 'inbound-closed',
  holiday: 'inbound-holiday',
  busy: 'inbound-unavailable',
};

/** What the machine says to citizens who call, as ARI media URIs: the city's own words where it wrote some and they are spoken already. */
export class InboundWords {
  readonly #ctx: Pick<TelephonyContext, 'ari' | 'logger'>;
  readonly #parameters: InboundParameters;
  readonly #language: string | null;

  /** @param language of whoever has the number: theirs follows the Japanese where the machine speaks it */
  constructor(
    ctx: Pick<TelephonyContext, 'ari' | 'logger'>,
    parameters: InboundParameters,
    language: string | null = null,
  ) {
    this.#ctx = ctx;
    this.#parameters = parameters;
    this.#language = language;
  }

  /** Empty where the city wants none. */
  notice(): Promise<string[]> {
    return this.#text(this.#parameters.noticeText, 'recording-notice');
  }

  turnedAway(why: TurnedAway): Promise<string[]> {
    const { closedText, holidayText, busyText } = this.#parameters;
    return this.#text({ closed: closedText, holiday: holidayText, busy: busyText }[why], STANDARD[why]);
  }

  /** @param place 1 = next. @param offer key 1 keeps the place */
  async place(place: number, offer: boolean): Promise<string[]> {
    const said = place > MOST_SAID ? 'position-many' : `position-${place}`;
    return this.standard(...(offer ? [said, 'keep-place-offer'] : [said]));
  }

  async standard(...names: string[]): Promise<string[]> {
    const folder = await soundsFolder(this.#ctx.ari);
    return names.flatMap((name) => promptsFor(name, this.#language)).map((name) => `sound:${folder}/pbx/${name}`);
  }

  async #text(text: string | null, standard: string): Promise<string[]> {
    if (text === '') return [];
    const own = text === null ? undefined : await this.#spoken(text);
    if (own === undefined) return this.standard(standard);
    // The city's own words, and what stands for them in the other language.
    const foreign = promptIn(standard, this.#language);
    return foreign === undefined ? own : [...own, ...(await this.standard(foreign))];
  }

  /** Undefined while nobody has spoken it yet: the product's own sentence says the same in other words. */
  async #spoken(text: string): Promise<string[] | undefined> {
    const greeting = await this.#ctx.ari.getGlobal('CITY_GREETING');
    if (greeting === undefined || !isAbsolute(greeting)) return undefined;
    const file = join(dirname(greeting), spokenTextFile(text));
    try {
      await stat(`${file}.wav`);
      return [`sound:${file}`];
    } catch {
      this.#ctx.logger.warn({ file }, "a city's own sentence is not spoken yet; the product's own is played");
      return undefined;
    }
  }
}

/** From the tenth on nobody counts. */
const MOST_SAID = 9;
