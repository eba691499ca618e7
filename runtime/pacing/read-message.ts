import type { PacingEvent, PacingInit } from '../../core/rules/pacing/types.ts';
import { asFields, asList, BadMessage, type Fields, flag, identity, number, text } from './fields.ts';

/** Version 2 of the protocol: several lines, skills, inbound (docs/pacing.md). */
const VERSION = 2;
/** Highest share of abandoned persons of a line that names none. */
const USUAL_CAP = 0.01;

export type Message =
  | { kind: 'init'; init: PacingInit }
  /** `unread`: what to do about events that are none; the others of the step count all the same. */
  | { kind: 'step'; now: number; events: PacingEvent[]; unread: string[] }
  | { kind: 'end' };

/** @throws BadMessage that says what to correct. */
export function readMessage(line: string): Message {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    throw new BadMessage('not JSON: send one JSON object in one line');
  }
  const fields = asFields(parsed, 'a message');
  switch (fields['t']) {
    case 'init':
      return { kind: 'init', init: readInit(fields) };
    case 'step':
      return { kind: 'step', now: number(fields, 'now', { least: 0, most: 1e12 }), ...readEvents(fields) };
    case 'end':
      return { kind: 'end' };
    default:
      throw new BadMessage('"t" must be "init", "step" or "end"');
  }
}

function readInit(fields: Fields): PacingInit {
  if ((fields['v'] ?? VERSION) !== VERSION)
    throw new BadMessage(`"v" must be ${VERSION}: this speaks that version only`);
  const agents = number(fields, 'agents', { least: 0, most: 10_000, whole: true });
  const lines = asList(fields['lines'], 'lines').map((line) => {
    const one = asFields(line, 'each of "lines"');
    return { id: text(one, 'id'), cap: number(one, 'cap', { least: 0, most: 1, otherwise: USUAL_CAP }) };
  });
  if (lines.length === 0) throw new BadMessage('"lines" must name at least one line');
  const known = new Set(lines.map(({ id }) => id));
  if (known.size < lines.length) throw new BadMessage('"lines" must have different ids');
  const trunks = number(fields, 'trunks', { least: 0, most: 100_000, whole: true });
  return {
    agents,
    trunks,
    reserve: number(fields, 'reserve', { least: 0, most: trunks, whole: true, otherwise: 0 }),
    cps: number(fields, 'cps', { least: 0.01, most: 10_000, otherwise: 10 }),
    patienceSec: number(fields, 'patience_s', { least: 0, most: 600, otherwise: 2 }),
    ringTimeoutSec: number(fields, 'ring_timeout_s', { least: 1, most: 600, otherwise: 30 }),
    minRingSec: number(fields, 'min_ring_s', { least: 0, most: 600, otherwise: 15 }),
    tickSec: number(fields, 'tick_s', { least: 0.01, most: 600, otherwise: 1 }),
    amd: flag(fields, 'amd'),
    readySignalSec: number(fields, 'ready_signal_s', { least: 0, most: 600, otherwise: 0 }),
    lines,
    ...skillsOf(fields, known),
  };
}

function skillsOf(fields: Fields, known: ReadonlySet<string>): Pick<PacingInit, 'skills'> {
  if (fields['skills'] === undefined || fields['skills'] === null) return {};
  const skills = asList(fields['skills'], 'skills').map((one) =>
    asList(one, 'each of "skills"').map((line) => {
      if (typeof line === 'string' && known.has(line)) return line;
      throw new BadMessage('"skills" may name only ids of "lines"');
    }),
  );
  return { skills };
}

/** Half of a step is better than none: a step that is not heard leaves agents and calls where they no longer are. */
function readEvents(fields: Fields): { events: PacingEvent[]; unread: string[] } {
  const events: PacingEvent[] = [];
  const unread: string[] = [];
  for (const event of asList(fields['ev'] ?? [], 'ev')) {
    try {
      events.push(readEvent(asFields(event, 'each event of "ev"')));
    } catch (error) {
      if (!(error instanceof BadMessage)) throw error;
      unread.push(error.message);
    }
  }
  return { events, unread };
}

function readEvent(fields: Fields): PacingEvent {
  const call = () => identity(fields, 'call');
  const agent = () => identity(fields, 'agent');
  const e = fields['e'];
  switch (e) {
    case 'dialled':
      return { e, call: call(), line: text(fields, 'line'), ...typeOf(fields), ...scoreOf(fields) };
    case 'inbound':
      return { e, call: call(), line: text(fields, 'line') };
    case 'failed':
    case 'no_answer':
    case 'machine':
    case 'answered':
    case 'dropped':
    case 'cancelled':
    case 'inbound_gone':
      return { e, call: call() };
    case 'connected':
      return { e, call: call(), agent: agent() };
    case 'talk_end':
    case 'agent_ready':
    case 'agent_off':
    case 'ready_soon':
      return { e, agent: agent() };
    case 'handled':
      return { e, agent: agent(), result: resultOf(fields) };
    default:
      throw new BadMessage(`unknown event ${JSON.stringify(e)}: see the list of events in docs/pacing.md`);
  }
}

function typeOf({ type }: Fields): { type?: 'mobile' | 'fixed' } {
  if (type === undefined || type === null) return {};
  if (type === 'mobile' || type === 'fixed') return { type };
  throw new BadMessage('"type" must be "mobile" or "fixed", or be left out');
}

function scoreOf(fields: Fields): { score?: number } {
  if (fields['score'] === undefined || fields['score'] === null) return {};
  return { score: number(fields, 'score', { least: 0, most: 1 }) };
}

function resultOf({ result }: Fields): 'contact' | 'absent' | 'machine' {
  if (result === 'contact' || result === 'absent' || result === 'machine') return result;
  throw new BadMessage('"result" must be "contact", "absent" or "machine"');
}
