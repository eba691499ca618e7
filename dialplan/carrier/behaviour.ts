/**
 * What a simulated person does with a call: a word and parameters, `answer;ring=3;talk=20;voice=2`. The same text stands in the
 * carrier's AstDB, in its fixed numbers, in what its table draws and in its log. Times are real seconds.
 */
export const behaviourNames = [
  'answer',
  'no-answer',
  'busy',
  'rejected',
  'unallocated',
  'unreachable',
  'announcement',
  'in-band-ringing',
  'voicemail',
  'hangup',
  'callback',
  'return',
  'tone',
  'echo',
  'sound',
  'fax',
  'person',
  'machine',
] as const;

export type BehaviourName = (typeof behaviourNames)[number];

export interface Behaviour {
  name: BehaviourName;
  /** Seconds of ringing before what comes next. */
  ring?: number;
  /** Seconds of talk, tone or recording before the person hangs up. */
  talk?: number;
  /** Which of the simulated people speaks. */
  voice?: number;
  /** `no`: the person never hangs up by itself. */
  hangup?: 'yes' | 'no';
  /** Seconds until the person calls back. */
  after?: number;
  /** Frequency of a tone. */
  hz?: number;
  /** Who of the household picks up: the person asked for, or somebody else. */
  who?: 'contact' | 'absent';
  /** Absolute path of a sound without its `.wav`. */
  file?: string;
}

export class BehaviourError extends Error {
  readonly code = 'carrier/behaviour';
}

const numbers = ['ring', 'talk', 'voice', 'after', 'hz'] as const;

/** @throws BehaviourError for an unknown word, parameter or value. */
export function parseBehaviour(text: string): Behaviour {
  const [word = '', ...parts] = text.split(';');
  const name = behaviourNames.find((known) => known === word);
  if (!name) throw new BehaviourError(`No behaviour is called "${word}".`);
  const behaviour: Behaviour = { name };
  for (const part of parts) {
    const [key = '', value = ''] = part.split('=', 2);
    const numeric = numbers.find((known) => known === key);
    if (numeric && /^\d{1,5}(\.\d{1,3})?$/.test(value)) behaviour[numeric] = Number(value);
    else if (key === 'hangup' && (value === 'yes' || value === 'no')) behaviour.hangup = value;
    else if (key === 'who' && (value === 'contact' || value === 'absent')) behaviour.who = value;
    else if (key === 'file' && /^\/[A-Za-z0-9./_-]+$/.test(value)) behaviour.file = value;
    else throw new BehaviourError(`"${part}" is not understood.`);
  }
  return behaviour;
}

/** The text form; reading it back gives the same. @throws BehaviourError when a value has no text form. */
export function printBehaviour(behaviour: Behaviour): string {
  const { name, ...parameters } = behaviour;
  const text = [name, ...Object.entries(parameters).map(([key, value]) => `${key}=${value}`)].join(';');
  parseBehaviour(text);
  return text;
}
