import { parseArgs } from 'node:util';
import { parseJapan } from './instance/clock-start.ts';
import { SetupFault } from './setup-fault.ts';

export interface StartOptions {
  dataDir: string;
  host: string;
  port: number;
  empty: boolean;
  clock: { mode: 'real' } | { mode: 'simulated'; startMs: number | undefined; speed: number };
  cacheDir: string | undefined;
  tls: { cert: string; key: string } | undefined;
  persons: number;
  help: boolean;
}

export const startHelp = `取次 Toritsugi — npm start -- [options]

  --data DIR          データフォルダー (1フォルダー = 1自治体)          data folder, one city each   [./data]
  --port N            画面のポート番号                                  web port                     [8080]
  --host ADDRESS      画面を待ち受けるアドレス                          web address                  [127.0.0.1]
  --empty             デモ自治体を入れない                              no demo city
  --persons N         デモ自治体の人数                                  size of the demo city        [3000]
  --clock WHEN        real (実時刻) または YYYY-MM-DDTHH:MM (模擬時刻)  real, or start of the simulated clock
  --speed N           模擬時刻の速さ (1 = 実時間)                       speed of the simulated clock [1]
  --offline-dir DIR   取得済みソフトウェアのフォルダー                  folder of fetched software
                      (環境変数 TORITSUGI_CACHE でも指定できます)       (or the variable TORITSUGI_CACHE)
  --tls-cert FILE, --tls-key FILE   HTTPS の証明書と鍵                  serve HTTPS
  --help              この説明                                          this text

  DATABASE_URL + DATABASE_OWNER_URL   既存の PostgreSQL を使う          use an existing PostgreSQL
  ASTERISK_ARI_URL ほか               既存の Asterisk を使う            use an existing Asterisk (docs/operations.md)
  FFMPEG_BIN, TORITSUGI_MASTER_KEY_FILE

  npm run reset -- --data DIR                                データを消す (確認あり)  removes the data, asks first
  npm run -s import -- FOLDER --layout NAME|FILE --data DIR --json    引継データの取込   imports a hand-over
`;

const wrong = (japanese: string, english: string) =>
  new SetupFault(`${japanese} (${english} See "npm start -- --help".)`);

function parseCount(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw wrong(`--${name} は ${least}~${most} の整数にしてください。`, `--${name} must be ${least} to ${most}.`);
  return value;
}

function parseClock(when: string | undefined, speedText: string): StartOptions['clock'] {
  const speed = Number(speedText);
  if (!(speed > 0 && speed <= 3600))
    throw wrong('--speed は 0 より大きく 3600 以下にしてください。', '--speed: 0 < N ≤ 3600.');
  if (when === 'real') {
    if (speed !== 1) throw wrong('実時刻の速さは変えられません。', 'The real clock has one speed.');
    return { mode: 'real' };
  }
  if (when === undefined) return { mode: 'simulated', startMs: undefined, speed };
  const startMs = parseJapan(when);
  if (startMs === undefined)
    throw wrong('--clock は real か 2026-11-20T10:00 の形にしてください。', '--clock is "real" or YYYY-MM-DDTHH:MM.');
  return { mode: 'simulated', startMs, speed };
}

/** @throws SetupFault with what to correct. */
export function parseStartOptions(args: readonly string[]): StartOptions {
  let values: Record<string, string | boolean | undefined>;
  try {
    const text = { type: 'string' } as const;
    ({ values } = parseArgs({
      args: [...args],
      options: {
        data: text,
        port: text,
        host: text,
        persons: text,
        clock: text,
        speed: text,
        'offline-dir': text,
        'tls-cert': text,
        'tls-key': text,
        empty: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }));
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('. ')[0] ?? '') : '';
    throw wrong('指定が正しくありません。', `${message}.`);
  }
  const given = (name: string) => (typeof values[name] === 'string' ? (values[name] as string) : undefined);
  const cert = given('tls-cert');
  const key = given('tls-key');
  if ((cert === undefined) !== (key === undefined))
    throw wrong('--tls-cert と --tls-key は両方指定してください。', 'Give both --tls-cert and --tls-key.');
  return {
    dataDir: given('data') ?? './data',
    host: given('host') ?? '127.0.0.1',
    port: parseCount('port', given('port') ?? '8080', 1, 65535),
    empty: values['empty'] === true,
    persons: parseCount('persons', given('persons') ?? '3000', 50, 1_000_000),
    clock: parseClock(given('clock'), given('speed') ?? '1'),
    cacheDir: given('offline-dir'),
    tls: cert !== undefined && key !== undefined ? { cert, key } : undefined,
    help: values['help'] === true,
  };
}
