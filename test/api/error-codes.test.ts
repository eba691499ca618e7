import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('error codes', () => {
  it('are all in docs/errors.md, with their status', () => {
    const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'api', 'core'], {
      cwd: root,
      encoding: 'utf8',
    })
      .split('\n')
      .filter((path) => path.endsWith('.ts') && existsSync(join(root, path)));
    const documented = new Set(
      [...readFileSync(join(root, 'docs/errors.md'), 'utf8').matchAll(/^\| `([^`]+)` \| (\d+) \|/gm)].map(
        ([, code, status]) => `${code} ${status}`,
      ),
    );
    const thrown = new Set<string>();
    for (const path of files) {
      const text = readFileSync(join(root, path), 'utf8');
      for (const [, code, status] of text.matchAll(/new DomainError\(\s*'([^']+)',\s*(\d+)/g))
        thrown.add(`${code} ${status}`);
      for (const [, code, status] of text.matchAll(/code: '([a-z]+(?:\/[a-z-]+)?)', status: (\d+)/g))
        thrown.add(`${code} ${status}`);
    }
    expect(thrown.size).to.be.above(25);
    expect([...thrown].filter((code) => !documented.has(code)).sort()).to.deep.equal([]);
  });
});
