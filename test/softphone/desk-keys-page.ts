import { SIDE_KEYS, slotChoices } from '../../core/rules/result-entry/choices.ts';
import { draftFor, type Slot } from '../../core/rules/result-entry/draft.ts';
import { deskKey } from '../../softphone/features/desk/key-map.ts';
import { othersKey } from '../../softphone/features/desk/others-keys.ts';
import { pickLabel } from '../../softphone/features/desk/pick-label.ts';
import { draftCall } from '../../softphone/features/desk/result-draft.ts';
import { strings } from '../../softphone/ui/strings.ts';
import { answered, keyPress, NOW_MS, ownCall, proven, typeResult, unanswered } from './desk-typist.ts';

/** The results that make up a day, with the presses each may cost at most; saving is one of them. */
export const COUNTED = [
  { what: 'Nobody answered, as telephony says', call: unanswered, keys: ['Ctrl+Enter'], most: 2, common: true },
  { what: '留守番電話, heard by the agent', call: answered, keys: ['6', 'Ctrl+Enter'], most: 2, common: true },
  { what: '世帯員 × 伝言を依頼', call: answered, keys: ['2', '0', 'Ctrl+Enter'], most: 4, common: true },
  {
    what: '本人 (checked) × 納付約束, 月末, コンビニ',
    call: proven,
    keys: ['1', '4', '2', 'Ctrl+Enter'],
    most: 6,
    common: true,
  },
  {
    what: '本人 × 納付済の申出, yesterday, コンビニ',
    call: answered,
    keys: ['1', '2', '2', '1', 'Ctrl+Enter'],
    most: 6,
    common: true,
  },
  { what: '欠番, heard as an announcement', call: unanswered, keys: ['7', 'Ctrl+Enter'], most: 2, common: false },
  { what: 'Picked up and put down', call: answered, keys: ['T', 'Ctrl+Enter'], most: 2, common: false },
  { what: '人違い (its number becomes 他人)', call: answered, keys: ['5', 'Ctrl+Enter'], most: 2, common: false },
  {
    what: '世帯員 × 納付約束, 明日, 納付書, 再発行',
    call: answered,
    keys: ['2', '1', '2', '1', 'G', 'Ctrl+Enter'],
    most: 6,
    common: false,
  },
  {
    what: '本人 × 折返し希望, today 18:00',
    call: answered,
    keys: ['1', '5', '4', 'Ctrl+Enter'],
    most: 4,
    common: false,
  },
  {
    what: '本人 × 納付困難 → hand-over with its usual reason',
    call: answered,
    keys: ['1', '6', 'Ctrl+Enter'],
    most: 4,
    common: false,
  },
  {
    what: '本人 × 納付困難 → hand-over, 生活困窮',
    call: answered,
    keys: ['1', '6', '2', 'Ctrl+Enter'],
    most: 4,
    common: false,
  },
  {
    what: '世帯員 × 死亡・転居等 → 死亡・相続',
    call: answered,
    keys: ['2', 'R', '1', 'Ctrl+Enter'],
    most: 4,
    common: false,
  },
  { what: '本人 × 架電禁止申出', call: answered, keys: ['1', 'E', 'Ctrl+Enter'], most: 4, common: false },
  {
    what: '受電: 本人 × 納付済の申出, nothing said of what made them call',
    call: ownCall,
    keys: ['1', '2', '2', '1', 'Ctrl+Enter'],
    most: 6,
    common: false,
  },
  {
    what: '受電: the same, and it was the SMS that made them call',
    call: ownCall,
    keys: ['1', '2', '2', '1', 'D', 'W', 'Ctrl+Enter'],
    most: 7,
    common: false,
  },
  {
    what: '受電: a caller nobody knows × 架電禁止申出',
    call: { ...ownCall, unknownCaller: true },
    keys: ['4', 'E', 'Ctrl+Enter'],
    most: 4,
    common: false,
  },
] as const;

const EXPLAINED: Record<string, string> = {
  dial: '発信',
  mute: '消音',
  hold: '保留',
  hang_up: '終話',
  dtmf: 'プッシュ信号',
  ready: '受付開始',
  break: '離席',
  skip: '見送り',
};

function callKeys(): string[] {
  const codes = ['F2', ...[...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => `Key${letter}`)];
  const scene = { editing: true, onControl: false, pad: null, digits: 'result' } as const;
  return codes.flatMap((code) =>
    [false, true].flatMap((altKey) => {
      const action = deskKey(keyPress(code, { altKey }), scene);
      const key = `${altKey ? 'Alt+' : ''}${code.replace('Key', '')}`;
      return action?.type === 'call' ? [`| ${key} | ${EXPLAINED[action.action] ?? action.action} |`] : [];
    }),
  );
}

const SLOTS: [Slot, string][] = [
  ['who', 'First: who, or what the line did'],
  ['talk', 'What was said'],
  ['promise_day', '納付約束: the day (9 makes it a request for instalments)'],
  ['promise_method', '納付約束: the way'],
  ['paid_day', '納付済の申出: the day, if they know it'],
  ['paid_where', '納付済の申出: the place'],
  ['callback', '折返し希望: the time; a key means the same time all day'],
  ['wish_times', '分納の希望: how many months'],
  ['number', 'A: the number’s status'],
  ['label', 'S: 付箋'],
  ['inbound', 'D: class of a citizen’s own call, and what made them call'],
];

const EVERYTHING = { transfer: true, help: true, pause: true, join: true, leave: false };

/** Keys for others in the call, in the order of the letters, as their own key map has them. */
function othersKeys(): string[] {
  const { keys, join } = strings.others;
  const words = { toggle_panel: keys.transfer, help: keys.help, pause: keys.pause, join_help: join };
  return [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].flatMap((letter) => {
    const press = { ...keyPress(letter), code: `Key${letter}`, altKey: true };
    const action = othersKey(press, { panel: null, inNumber: false, can: EVERYTHING });
    const word = Object.entries(words).find(([type]) => type === action?.type)?.[1];
    return word === undefined ? [] : [`| Alt+${letter} | ${word} |`];
  });
}

/** `docs/desk-keys.md`, from the key map and the choices themselves. */
export function deskKeysPage(): string {
  const draft = { ...draftFor(draftCall(answered)), who: 'household' as const };
  const slots = SLOTS.flatMap(([slot, title]) => [
    `### ${title}`,
    '',
    slotChoices(draft, NOW_MS, slot)
      .map((choice) => `\`${choice.key}\` ${choice.name ? strings.desk.result.day[choice.name] : pickLabel(choice)}`)
      .join(' · '),
    '',
  ]);
  const sides = Object.entries(SIDE_KEYS).map(([key, act]) => `\`${key}\` ${strings.desk.result.side[act]}`);
  const counted = COUNTED.map(({ what, call, keys, most, common }) => {
    const { presses } = typeResult(call, keys);
    return `| ${common ? '**' : ''}${what}${common ? '**' : ''} | ${keys.map((key) => `\`${key}\``).join(' ')} | ${presses} | ${most} |`;
  });
  return [
    '# Keys of the desk',
    '',
    'Written by `node test/softphone/desk-keys-page.ts > docs/desk-keys.md` from the key map itself; a test keeps it so.',
    '',
    'Nothing acts while an IME composes. F6 to F10 are the IME’s and never ours. Alt and Ctrl keys act wherever the cursor stands;',
    'digits and letters act outside text fields. `Esc` leaves a field, `Backspace` goes one step back, `Ctrl+Enter` saves and brings the',
    'next case; when something is missing it goes there instead. `Alt+I` moves the digits between the identity check and the result.',
    '',
    '| key | does |',
    '|---|---|',
    ...callKeys(),
    ...othersKeys(),
    '| Alt+I | 本人確認 ⇄ 結果 |',
    '| Ctrl+Enter | 保存して次へ |',
    '',
    'While a colleague offers a call, F2 takes it and Alt+S declines. Days are typed as people say them: `1128`, `28`, `+7`, `水`, `明日`,',
    '`R8.11.28`; times `1400`, `明日 10`, `1128 1400`, `30分`; the arrows go a day on or back.',
    '',
    '## The result',
    '',
    ...slots,
    '### Beside the result, from anywhere',
    '',
    sides.join(' · '),
    '',
    '## Presses',
    '',
    'Counted by the test through the key map, saving included; Ctrl+Enter is one press. The five commonest results in bold.',
    '',
    '| result | keys | presses | limit |',
    '|---|---|---:|---:|',
    ...counted,
    '',
  ].join('\n');
}

if (import.meta.main) process.stdout.write(deskKeysPage());
