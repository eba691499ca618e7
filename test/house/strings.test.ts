import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Letters: kana and characters of Chinese writing. A middle dot or a wide bracket between two strings is no word. */
const JAPANESE = /[\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff]/;

/** How dates, eras and durations are written is the language's own grammar; and the glyphs by which a font is told to be there. */
const NO_WORDS: readonly string[] = ['softphone/ui/format.ts', 'softphone/ui/load-name-fonts.ts'];

/** Without comments: a word of the trade may be explained where it is used. Strings are kept whole, so that `//` in one ends nothing. */
function withoutComments(code: string): string {
  return code.replace(
    /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (_all, text: string | undefined) => text ?? '',
  );
}

function linesWithJapanese(path: string): string[] {
  const code = withoutComments(readFileSync(join(root, path), 'utf8'));
  return code
    .split('\n')
    .filter((line) => JAPANESE.test(line))
    .map((line) => `${path}: ${line.trim().slice(0, 80)}`);
}

describe('the words of the interface', () => {
  it('stand in one place: softphone/ui/strings, and nowhere else in the browser', () => {
    const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'softphone'], {
      cwd: root,
      encoding: 'utf8',
    })
      .split('\n')
      .filter(
        (path) =>
          /\.tsx?$/.test(path) &&
          !path.startsWith('softphone/ui/strings/') &&
          !path.startsWith('softphone/dist/') &&
          !NO_WORDS.includes(path),
      );
    expect(files.length).to.be.greaterThan(100);
    expect(files.flatMap(linesWithJapanese)).to.deep.equal([]);
  });

  it('are told from comments and addresses by that search', () => {
    expect(withoutComments("const a = 'http://x'; // 研修\n/* 市 */ const b = `// 市`;")).to.equal(
      "const a = 'http://x'; \n const b = `// 市`;",
    );
    expect(JAPANESE.test("'研修'") && JAPANESE.test('カナ') && !JAPANESE.test("'training ✓ —'")).to.equal(true);
  });
});
