import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadLayout, parseLayout } from '../../api/imports/load-layout.ts';
import type { Queryable } from '../../core/platform/postgres.ts';

/** A layout from a file is never looked up. */
const noDatabase = null as unknown as Queryable;

interface Draft {
  [key: string]: unknown;
  separator: string;
  header: boolean;
  files: Record<string, { file: string; columns: Record<string, unknown> }>;
  codes: Record<string, Record<string, unknown>>;
  subjects: Record<string, unknown>[];
  windows: Record<string, unknown>[];
}

describe('mistakes in a layout', () => {
  let good: Draft;
  before(async () => {
    const path = new URL('../../api/imports/layouts/midorino.json', import.meta.url).pathname;
    good = (await loadLayout(noDatabase, path)) as unknown as Draft;
  });

  const problems = (change: (layout: Draft) => void): string => {
    const draft = structuredClone(good);
    change(draft);
    try {
      parseLayout(draft, 'x.json');
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };

  const table: [string, (layout: Draft) => void, string][] = [
    [
      'another word',
      (l) => Object.assign(l, { encoding: 'sjis' }),
      'encoding: cp932、utf-8、utf-16-le、utf-16-be、euc-jp のどれかにしてください。 (今の値: "sjis")',
    ],
    ['a misspelt key', (l) => Object.assign(l, { nmae: 1 }), '全体: 知らない項目 「nmae」 があります。'],
    ['a key left out', (l) => Reflect.deleteProperty(l, 'codes'), 'codes: 必須です。'],
    [
      'a column left out',
      (l) => Reflect.deleteProperty(l.files['person']?.columns ?? {}, 'shield'),
      'files.person.columns.shield: 必須です。',
    ],
    [
      'a column that is neither',
      (l) => Object.assign(l.files['person']?.columns ?? {}, { name: true }),
      'files.person.columns.name: 見出しの名前か、1 から 500 までの列番号を書いてください。 (今の値: true)',
    ],
    ['a separator too long', (l) => Object.assign(l, { separator: ',,' }), 'separator: '],
    ['a separator of two bytes', (l) => Object.assign(l, { separator: '、' }), 'separator: '],
    ['separator = quote', (l) => Object.assign(l, { separator: '"' }), 'separator: '],
    ['a colour by name', (l) => Object.assign(l.subjects[0] ?? {}, { colour: 'red' }), 'subjects.0.colour: 色は'],
    ['one id twice', (l) => Object.assign(l.subjects[1] ?? {}, { id: '01' }), 'subjects.1.id: 「01」が 2 回'],
    ['names without a header', (l) => Object.assign(l, { header: false }), 'files.person: 見出しのないファイルでは'],
    ['too early', (l) => Object.assign(l.windows[0] ?? {}, { opens: '07:00' }), 'windows.0: 架電時間帯は 08:00'],
    ['no hour', (l) => Object.assign(l.windows[0] ?? {}, { opens: '9時' }), 'windows.0.opens: 時刻は'],
    ['a code', (l) => Object.assign(l.codes['preliminary'] ?? {}, { 速報: 'はい' }), 'codes.preliminary.速報: '],
    ['no files', (l) => Object.assign(l, { files: {} }), 'files: person、arrears、payment'],
    ['a path', (l) => Object.assign(l.files['person'] ?? {}, { file: '../p.csv' }), 'files.person.file: フォルダーを'],
    ['a 外字 code', (l) => Object.assign(l, { gaiji: { table: { F0: '髙' } } }), 'gaiji.table.F0: 外字のコードは'],
  ];
  for (const [name, change, expected] of table)
    it(name, () => {
      const message = problems(change);
      expect(message).to.include(expected);
      expect(message, 'no sentence for programmers').not.to.match(
        /invalid|expected|received|must|pattern|[a-z]+ [a-z]+/i,
      );
    });

  it('takes a path for a path, whatever it ends in', async () => {
    for (const path of ['/nowhere/city.layout', './city', 'city.txt']) {
      const refused = await loadLayout(noDatabase, path).catch((error: Error) => error.message);
      expect(refused).to.equal(`レイアウトのファイル ${path} を読めません。`);
    }
  });

  it('says where a file stops being JSON', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'toritsugi-layout-'));
    const reading = async (text: string) => {
      const path = join(folder, 'city.json');
      await writeFile(path, text);
      return loadLayout(noDatabase, path).catch((error: Error) => error.message.replace(folder, ''));
    };
    try {
      expect(await reading('{\n  "name": "a",\n  "encoding" "utf-8"\n}')).to.match(
        /JSON ではありません \(3 行目 14 文字目/,
      );
      expect(await reading('{ "name": "a"')).to.match(/JSON ではありません \(.*\)。$/);
      expect(await reading('')).to.include('空のファイル');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
