import { parseArgs } from 'node:util';
import { CAMPAIGN_MODES, type CampaignMode } from '../../core/rules/vocabulary.ts';
import { SetupFault } from '../setup-fault.ts';

export interface DrillOptions {
  agents: number;
  minutes: number;
  mode: CampaignMode;
  lines: number;
  /** Share of all calls that somebody or something picks up. */
  answerRate: number;
  seed: number;
  /** Talk and wrap-up take so many times the ordinary time. */
  talkScale: number;
  json: boolean;
  /** Leaves the data folder for whoever wants to look; it is told at the end. */
  keep: boolean;
  cacheDir: string | undefined;
  help: boolean;
}

export const drillHelp = `取次 Toritsugi — npm run -s drill -- [options]

受入訓練: 製品一式を一時フォルダーで起動し、模擬電話網と模擬の従事者(SIP 電話)で実際に架電して測ります。
Acceptance drill: starts the whole product in a folder of its own, lets simulated agents work against the
simulated telephone network, and measures what the citizens heard.

  --agents N        従事者の人数             agents, 1 to 60                                [3]
  --minutes M       測る時間 (分)            minutes measured, 0.5 to 240                   [5]
  --mode MODE       predictive, progressive, preview                                        [predictive]
  --lines L         科目 (回線) の数         subject lines, 1 to 6                          [1]
  --answer-rate R   応答率 (留守電を含む)    share of calls picked up, machines too, 0.02 to 0.9  [0.3]
  --seed S          乱数の種                 same seed, same citizens                       [1]
  --talk-scale F    通話と後処理の長さの倍率 talk and wrap-up times F, 0.1 to 2: more answers in less time   [1]
  --json            結果を 1 行の JSON で    one JSON line on standard output
  --keep            データを残す             leaves the data folder behind
  --offline-dir DIR 取得済みソフトウェア     folder of fetched software (see npm start -- --help)
  --help            この説明                 this text

  数字の意味: docs/drill.md (what each figure means, and how it is measured)
`;

const wrong = (japanese: string, english: string) =>
  new SetupFault(`${japanese} (${english} See "npm run -s drill -- --help".)`);

function number(name: string, text: string | undefined, standard: number, least: number, most: number): number {
  const value = text === undefined ? standard : Number(text);
  if (text === '' || !Number.isFinite(value) || value < least || value > most)
    throw wrong(`--${name} は ${least}~${most} の数にしてください。`, `--${name} must be ${least} to ${most}.`);
  return value;
}

function whole(name: string, text: string | undefined, standard: number, least: number, most: number): number {
  const value = number(name, text, standard, least, most);
  if (!Number.isInteger(value)) throw wrong(`--${name} は整数にしてください。`, `--${name} must be a whole number.`);
  return value;
}

/** @throws SetupFault with what to correct. */
export function parseDrillOptions(args: readonly string[]): DrillOptions {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        ...{ agents: text, minutes: text, mode: text, lines: text, 'answer-rate': text, seed: text },
        ...{ 'talk-scale': text },
        ...{ 'offline-dir': text, json: flag, keep: flag, help: flag },
      },
    }));
  } catch (error) {
    throw wrong('指定が正しくありません。', `${(error as Error).message.split('. ')[0]}.`);
  }
  const given = (name: string) => (typeof values[name] === 'string' ? (values[name] as string) : undefined);
  const mode = CAMPAIGN_MODES.find((known) => known === (given('mode') ?? 'predictive'));
  if (!mode) throw wrong(`--mode は ${CAMPAIGN_MODES.join('、')} のどれかです。`, 'Unknown mode.');
  return {
    agents: whole('agents', given('agents'), 3, 1, 60),
    minutes: number('minutes', given('minutes'), 5, 0.5, 240),
    mode,
    lines: whole('lines', given('lines'), 1, 1, 6),
    answerRate: number('answer-rate', given('answer-rate'), 0.3, 0.02, 0.9),
    seed: whole('seed', given('seed'), 1, 0, 2_147_483_647),
    talkScale: number('talk-scale', given('talk-scale'), 1, 0.1, 2),
    json: values['json'] === true,
    keep: values['keep'] === true,
    cacheDir: given('offline-dir'),
    help: values['help'] === true,
  };
}
