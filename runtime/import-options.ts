import { parseArgs } from 'node:util';
import { SetupFault } from './setup-fault.ts';

export interface ImportOptions {
  folder: string;
  layout: string;
  dataDir: string;
  json: boolean;
  date: string | undefined;
}

export const importHelp = `npm run -s import -- FOLDER --layout NAME|FILE [--data DIR] [--date YYYY-MM-DD] [--json]

  FOLDER    引継ファイルのフォルダー        folder of the hand-over files
  --layout  レイアウト名または .json ファイル  name of a layout, or a file
  --data    データフォルダー [./data]        data folder
  --date    データの基準日                    the day the files stand for, where they do not say it
  --json    結果を JSON 1 個で出力            print one JSON object
`;

/** undefined: only the help is wanted. @throws SetupFault with what to correct. */
export function parseImportOptions(args: readonly string[]): ImportOptions | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  let parsed: { values: Record<string, string | boolean | undefined>; positionals: string[] };
  try {
    const options = { layout: text, data: text, date: text, json: flag, help: flag };
    parsed = parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new SetupFault(`指定が正しくありません。 (${(error as Error).message.split('. ')[0]}.)\n${importHelp}`);
  }
  const { values, positionals } = parsed;
  if (values['help']) return undefined;
  const [folder, ...more] = positionals;
  const { layout, data, date } = values;
  if (!folder || more.length > 0 || typeof layout !== 'string')
    throw new SetupFault(
      `フォルダー 1 つと --layout を指定してください。 (Give one folder and --layout.)\n${importHelp}`,
    );
  return {
    folder,
    layout,
    dataDir: typeof data === 'string' ? data : './data',
    json: values['json'] === true,
    date: typeof date === 'string' ? date : undefined,
  };
}
