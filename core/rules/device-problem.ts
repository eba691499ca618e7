/**
 * What the page of a desk reports of itself, or what is known of it because it reports nothing. Asterisk sees packets; whether they carry a
 * voice, and whether a person sits before a living screen, only the page can tell.
 */
export const DEVICE_PROBLEMS = [
  'unseen',
  'asleep',
  'permission',
  'ended',
  'muted',
  'output_missing',
  'socket',
  'clock',
  'silent',
] as const;
export type DeviceProblem = (typeof DEVICE_PROBLEMS)[number];

/** A page speaks once a second; this long without a word it is told as unseen, which leaves a second to take its agent out. */
export const UNSEEN_AFTER_MS = 2_000;
/** Between two beats of the page: longer means that the machine or the tab was asleep. Workers are not throttled in the background. */
export const ASLEEP_AFTER_MS = 3_000;
/** The desk's own timers run on the server's clock; a difference like this is a computer nobody looks after. */
export const CLOCK_OFF_MS = 60_000;
/** Somebody who is there breathes; a headset that gates noise sends zeros for as long as its wearer listens. */
export const SILENT_AFTER_MS = 60_000;

export interface DeviceVerdict {
  /** May citizens be connected to this desk? */
  routable: boolean;
  /** What is wrong and what to do, one sentence; empty when nothing is. */
  sentence: string;
}

const BLOCKING: Readonly<Record<Exclude<DeviceProblem, 'clock' | 'silent'>, string>> = {
  unseen: '画面からの応答がありません。この画面を開いたままにし、直らないときは再読み込みしてください。',
  asleep: '画面が休止していました。パソコンのスリープと省電力の設定を切ってください。',
  permission: 'マイクの使用が許可されていません。アドレス欄の左のアイコンからマイクを許可し、再読み込みしてください。',
  ended:
    'マイクが外れました。ヘッドセットをつなぎ直してください。別の機器に替えるときは、ログインし直して選んでください。',
  muted: 'マイクの音が止められています。ヘッドセットまたはパソコンの消音を解除してください。',
  output_missing:
    '音を出す機器が見つかりません。ヘッドセットをつなぎ直してください。別の機器に替えるときは、ログインし直して選んでください。',
  socket: '電話の通信が切れています。ネットワークの接続を確認してください。自動で再接続します。',
};

const WARNING: Readonly<Record<'clock' | 'silent', string>> = {
  clock: 'パソコンの時計がずれています。時刻の自動設定を有効にしてください（業務は続けられます）。',
  silent: 'マイクから音が届いていません。話しても変わらないときは、消音とマイクの向きを確認してください。',
};

/** A warning is shown and keeps nobody from work. */
export function judgeDevice(problem: DeviceProblem | null): DeviceVerdict {
  if (problem === null) return { routable: true, sentence: '' };
  if (problem === 'clock' || problem === 'silent') return { routable: true, sentence: WARNING[problem] };
  return { routable: false, sentence: BLOCKING[problem] };
}

/** For queries: the same as `judgeDevice(…).routable`. */
export const BLOCKING_PROBLEMS: readonly DeviceProblem[] = DEVICE_PROBLEMS.filter((one) => !judgeDevice(one).routable);

export function isDeviceProblem(value: unknown): value is DeviceProblem {
  return DEVICE_PROBLEMS.some((one) => one === value);
}

/** What the page knows of its devices in one moment. */
export interface DeviceFacts {
  microphone: 'open' | 'opening' | 'denied' | 'missing' | 'busy' | 'ended' | 'silenced';
  /** False: there is nothing to hear with, or the chosen one is gone. */
  outputThere: boolean;
  /** The telephone's own WebSocket. */
  socketUp: boolean;
  /** The beat before this one is so long ago. */
  sinceLastBeatMs: number;
  /** This computer's clock minus the server's; null = not known yet. */
  clockOffMs: number | null;
  /** Nothing but zeros from an open microphone the agent did not mute. */
  zerosForMs: number;
}

/** The worst of all: what keeps the agent from work goes before what only warns. */
export function deviceProblemOf(facts: DeviceFacts): DeviceProblem | null {
  if (facts.microphone === 'denied') return 'permission';
  if (facts.microphone === 'ended' || facts.microphone === 'missing' || facts.microphone === 'busy') return 'ended';
  if (facts.microphone === 'silenced') return 'muted';
  if (!facts.outputThere) return 'output_missing';
  if (!facts.socketUp) return 'socket';
  if (facts.sinceLastBeatMs >= ASLEEP_AFTER_MS) return 'asleep';
  if (facts.clockOffMs !== null && Math.abs(facts.clockOffMs) >= CLOCK_OFF_MS) return 'clock';
  return facts.zerosForMs >= SILENT_AFTER_MS ? 'silent' : null;
}
