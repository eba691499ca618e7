import { type StopKind, stopName } from '../../../core/rules/stop-policy.ts';
import { count, monthDayTime } from '../../ui/format.ts';
import { whyStrings } from '../../ui/strings/why.ts';
import {
  leadingNames,
  parameterNames,
  partyNames,
  phoneCodes,
  ruleNames,
  ruleWords as text,
  turnNames,
} from '../../ui/strings/why-rules.ts';
import { lineResultLabel, modeLabel, phoneTypeLabel, talkResultLabel } from '../../ui/strings.ts';

const nameIn = (table: Readonly<Record<string, string>>, code: string) => table[code] ?? code;

/** Rules whose value is a code or several words: what it says in Japanese, empty where the sentence beside it has said all. */
const spoken: Readonly<Record<string, (value: string) => string>> = {
  mode: (value) => text.mode(nameIn(modeLabel, value)),
  turn: turnWords,
  band: (value) => nameIn(whyStrings.bands, value),
  attempt: (value) => {
    const [attempt = value, limit] = value.split(' of ');
    return limit ? text.attempt(attempt, limit) : attempt;
  },
  phone: phoneWords,
  stop_flag: (value) => text.stop(stopName(value as StopKind) ?? value),
  unpaid: (value) => text.unpaid(count(Number(value))),
  disposition: (value) => text.disposition(value),
  consolidation: (value) => nameIn(partyNames, value),
  leading_subject: (value) => {
    const [, rule = '', ...shown] = value.split(' ');
    return rule === '' ? value : text.leading(nameIn(leadingNames, rule), shown.join(' '));
  },
  notBefore: (value) => text.notBefore(monthDayTime(value)),
  line: (value) => nameIn(lineResultLabel, value),
  talk: (value) => nameIn(talkResultLabel, value),
  campaign: () => '',
  subject: () => '',
  privileged: () => '',
  shield: () => '',
  deceased: () => '',
  talk_result: () => '',
  dialling_hold: () => '',
  credited: () => '',
};

/** A rule of the gate with its value. A rule this version has no words for is shown as it is: better than hiding a fact. */
export function ruleText(rule: string, value: string): string {
  const parameter = parameterNames[rule];
  if (parameter) return `${parameter[0]} ${value}${parameter[1]}`;
  return spoken[rule]?.(value) ?? `${ruleNames[rule] ?? rule} ${value}`;
}

/** Which row or call it was: for whoever reads the table, not for whoever reads the page. */
const REFERENCES: ReadonlySet<string> = new Set(['target', 'call', 'leader', 'promise', 'askedBy']);

/** What the redial rule kept: the parameters and facts that decided, `null` left out. A refusal was kept as its rule and value. */
export function keptRuleText(kept: Readonly<Record<string, unknown>> | null): string[] {
  if (!kept) return [];
  const { rule, value, ...rest } = kept;
  const pairs = Object.entries(rest).filter(([name, one]) => one !== null && !REFERENCES.has(name));
  if (typeof rule === 'string') pairs.unshift([rule, value ?? '']);
  return pairs
    .map(([name, one]) => ruleText(name, typeof one === 'object' ? JSON.stringify(one) : String(one)))
    .filter((words) => words !== '');
}

function turnWords(code: string): string {
  const own = turnNames[code];
  if (own) return text.turn(own);
  const result = { ...lineResultLabel, ...talkResultLabel }[code as keyof typeof lineResultLabel];
  if (result) return text.after(result);
  return parameterNames[code]?.[0] ?? code;
}

function phoneWords(value: string): string {
  if (value.startsWith('by_hand')) return text.byHand;
  const automatic = /^automatic (\S+) position (\d+)$/.exec(value);
  if (automatic) return text.automatic(nameIn(phoneTypeLabel, automatic[1] ?? ''), automatic[2] ?? '');
  return text.phones(
    value
      .split(',')
      .map((code) => nameIn(phoneCodes, code))
      .join('、'),
  );
}
