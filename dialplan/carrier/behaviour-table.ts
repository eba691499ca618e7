/**
 * How the simulated network's people behave, as shares per thousand. Which number does what is drawn in the dialplan from the
 * seed, so a table and a seed are the whole city.
 */
export interface BehaviourTable {
  /** Of all numbers; the rest are ordinary lines. `voicemail`: a machine takes the calls that nobody answers. */
  lines: { unallocated: number; unreachable: number; voicemail: number };
  /** Of the calls a person answers: puts down at once. */
  atHome: { hangup: number };
  /** Of the calls nobody answers, voicemail lines apart; the rest ring on. `callback`: the person calls back later. */
  away: { busy: number; rejected: number; callback: number };
  /** 24 values, hour of the day in Japan: a person is there and picks up. */
  answerByHour: readonly number[];
}

/** Shaped like calls from a municipality: few in the morning, more towards the evening; many lines with voicemail. */
export const ordinaryTable: BehaviourTable = {
  lines: { unallocated: 40, unreachable: 50, voicemail: 300 },
  atHome: { hangup: 60 },
  away: { busy: 80, rejected: 50, callback: 120 },
  answerByHour: [
    30, 20, 10, 10, 10, 30, 120, 220, 300, 330, 340, 340, 380, 340, 320, 330, 360, 430, 500, 520, 450, 300, 150, 60,
  ],
};

/** The cumulative limits that the dialplan compares a draw with. @throws RangeError for shares that are none. */
export function tableValues(table: BehaviourTable): Record<string, number> {
  const { lines, atHome, away, answerByHour } = table;
  if (answerByHour.length !== 24) throw new RangeError('answerByHour needs 24 values.');
  const values = {
    lineUnallocated: lines.unallocated,
    lineUnreachable: lines.unallocated + lines.unreachable,
    lineVoicemail: lines.unallocated + lines.unreachable + lines.voicemail,
    atHomeHangup: atHome.hangup,
    awayBusy: away.busy,
    awayRejected: away.busy + away.rejected,
    awayCallback: away.busy + away.rejected + away.callback,
    ...Object.fromEntries(answerByHour.map((share, hour) => [`answer${hour}`, share])),
  };
  const broken = Object.entries(values).find(([, value]) => !Number.isInteger(value) || value < 0 || value > 1000);
  if (broken) throw new RangeError(`${broken[0]} is ${broken[1]}, not a share per thousand.`);
  return values;
}
