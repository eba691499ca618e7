import { askCall, Refusal, type Verb } from './verb.ts';

/** Longer is no key press but a mistake. */
const MOST_DIGITS = 32;

/** Keys for a voice menu at the far end. */
export const dtmf: Verb<'dtmf'> = async (tools, command) => {
  const { digits } = command.payload;
  if (!/^[0-9*#A-D]+$/.test(digits) || digits.length > MOST_DIGITS)
    throw new Refusal('call/bad-dtmf', '送信できる記号は 0〜9、*、# です。');
  return askCall(tools, command, (call, reply) => call.mailbox.post({ kind: 'dtmf', digits, reply }));
};
