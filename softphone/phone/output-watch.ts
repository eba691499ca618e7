import type { AudioDevice } from './devices.ts';

/**
 * Is there something to hear with? A list without outputs proves nothing by itself (some browsers never list any): missing is what was there
 * and is gone, the chosen one or all of them.
 */
export class OutputWatch {
  #chosenSeen = false;
  #anySeen = false;
  #there = true;

  get there(): boolean {
    return this.#there;
  }

  /** The list is new, or the choice is. */
  look(speakers: readonly AudioDevice[], chosen: string): void {
    const chosenThere = chosen === 'default' || chosen === '' || speakers.some(({ id }) => id === chosen);
    this.#anySeen ||= speakers.length > 0;
    this.#chosenSeen ||= speakers.length > 0 && chosenThere;
    this.#there = !(this.#anySeen && speakers.length === 0) && !(this.#chosenSeen && !chosenThere);
  }
}
