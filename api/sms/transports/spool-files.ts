import type { ReadFile } from './spool-folder.ts';
import { type DeliveryReport, type IncomingSms, internationalDigits, nationalDigits } from './transport.ts';

/** A message as smsd takes it. */
export function spoolFile(to: string, text: string): Buffer {
  const ucs2 = /[^\n\x20-\x7e]/.test(text);
  const head = `To: ${internationalDigits(to)}\nAlphabet: ${ucs2 ? 'UCS2' : 'ISO'}\nReport: yes\nAutosplit: 3\n\n`;
  return Buffer.concat([Buffer.from(head), ucs2 ? Buffer.from(text, 'utf16le').swap16() : Buffer.from(text, 'latin1')]);
}

/** A modem counts its messages from 0 to 255 and begins again: only with the telephone its number names one. */
const keyOf = (number: string, address: string) => `${number} ${nationalDigits(address)}`;

/** Which message of ours the modem means: the newest of that number to that telephone. @returns reference by key */
export function byModemNumber(sent: Iterable<ReadFile>): Map<string, string> {
  const newest = new Map<string, { reference: string; at: string }>();
  for (const { name, head } of sent) {
    const number = head.get('message_id');
    if (!number) continue;
    const key = keyOf(number, head.get('to') ?? '');
    // `26-11-20 10:00:00`: in the order of time as text.
    const at = head.get('sent') ?? '';
    if ((newest.get(key)?.at ?? '') <= at) newest.set(key, { reference: name, at });
  }
  return new Map([...newest].map(([key, { reference }]) => [key, reference]));
}

export function failedReport({ name, head }: ReadFile): DeliveryReport {
  return reportOf(name, head.get('to'), 'failed', head.get('fail_reason') ?? 'failed');
}

export type Heard =
  | { kind: 'report'; report: DeliveryReport }
  | { kind: 'reply'; reply: IncomingSms }
  /** A report of a message that is not among the sent ones. */
  | { kind: 'unmatched' }
  | { kind: 'nothing' };

export function incomingOf({ name, head, body }: ReadFile, sent: ReadonlyMap<string, string>): Heard {
  const from = head.get('from');
  const status = head.get('status');
  if (status === undefined) {
    const text = textOf(body, head.get('alphabet'));
    if (from === undefined || text === '') return { kind: 'nothing' };
    return { kind: 'reply', reply: { digits: nationalDigits(from), text, reference: name } };
  }
  const reference = sent.get(keyOf(head.get('message_id') ?? '', from ?? ''));
  if (!reference) return { kind: 'unmatched' };
  // 3GPP TS 23.040 §9.2.3.15: below 32 it arrived, below 64 the network still tries.
  const code = Number.parseInt(status, 10);
  const state = code < 32 ? 'delivered' : code < 64 ? 'accepted' : 'failed';
  return { kind: 'report', report: reportOf(reference, from, state, state === 'failed' ? status : null) };
}

function textOf(body: Buffer, alphabet: string | undefined): string {
  const ucs2 = /^(ucs|unicode)/i.test(alphabet ?? '');
  const whole = body.subarray(0, body.length - (body.length % 2));
  return (ucs2 ? Buffer.from(whole).swap16().toString('utf16le') : body.toString('latin1')).trim();
}

const reportOf = (
  reference: string,
  address: string | undefined,
  state: DeliveryReport['state'],
  error: string | null,
): DeliveryReport => ({
  providerId: reference,
  digits: address ? nationalDigits(address) : null,
  state,
  error,
  raw: { reference, state },
});
