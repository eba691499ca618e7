/**
 * What the npm scripts call, with whatever Node the machine has (18 or newer): installs the dependencies when they are missing or
 * stale, then runs `runtime/<command>.ts` with the pinned Node of node_modules. No dependencies, plain JavaScript.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const commands = ['start', 'reset', 'import', 'pacing', 'drill', 'test'];
const pinnedNode = join(root, 'node_modules/node/bin/node');
const stampFile = join(root, 'node_modules/.toritsugi-lock');

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** What is installed is what the lock file says, either by our stamp or by npm's own list of what it installed. */
function isInstalled() {
  if (!existsSync(pinnedNode)) return false;
  const lock = readFileSync(join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash) return true;
  if (!matchesHiddenLock(JSON.parse(lock.toString('utf8')))) return false;
  writeStamp(hash);
  return true;
}

function matchesHiddenLock(lock) {
  const hidden = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(hidden)) return false;
  const installed = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.entries(lock.packages).every(
    ([path, wanted]) =>
      path === '' || wanted.optional || wanted.devOptional || wanted.peer || installed[path]?.version === wanted.version,
  );
}

function writeStamp(hash) {
  try {
    writeFileSync(stampFile, hash);
  } catch {
    // a checkout of somebody else: the longer check is made each time
  }
}

function install() {
  const begin = Date.now();
  process.stderr.write('依存パッケージを入れています (npm ci、1 分ほど)。 Installing dependencies …\n');
  // Standard output is kept free: the import command prints one JSON object there.
  const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--include=dev', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
  });
  if (result.status !== 0 || !existsSync(pinnedNode)) {
    fail(
      '依存パッケージを入れられません。通信と書き込み権限を確かめて、もう一度実行してください。' +
        ' (npm ci failed: check the network and the rights of this folder, then run again.)',
    );
  }
  process.stderr.write(`依存パッケージを入れました (${((Date.now() - begin) / 1000).toFixed(1)} 秒)。\n`);
}

/**
 * Runs the program and ends as it ends. SIGINT may come to npm only, to this process, or to the whole terminal: it is passed on
 * in every case. The message channel tells the program when this process is killed; npm's death is seen by the parent's change.
 */
function run(command, args) {
  const child = spawn(pinnedNode, [join(root, 'runtime', `${command}.ts`), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, TORITSUGI_BOOTSTRAP: '1' },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  if (process.env.npm_lifecycle_event) watchNpm(() => child.kill('SIGTERM'));
  child.on('error', (error) => fail(`${pinnedNode} を実行できません。npm ci をやり直してください。 (${error.message})`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 1)));
}

/**
 * npm passes signals on to its child only. The scripts therefore begin with `exec`: a shell in between would keep them to itself.
 * A killed npm passes nothing on, so it is watched: it is our parent, or a shell's that did not exec.
 */
function watchNpm(onGone) {
  const shell = process.ppid;
  const viaShell = readProc(shell, 'cmdline').includes('bootstrap.mjs');
  const npm = viaShell ? parentOf(shell) : undefined;
  const timer = setInterval(() => {
    if (process.ppid === shell && (npm === undefined || parentOf(shell) === npm)) return;
    clearInterval(timer);
    onGone();
  }, 250);
  timer.unref();
}

function readProc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return ''; // gone
  }
}

function parentOf(pid) {
  const stat = readProc(pid, 'stat');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
}

const [command = '', ...args] = process.argv.slice(2);
if (!commands.includes(command)) fail(`Usage: node runtime/bootstrap.mjs ${commands.join('|')} …`);
if (Number(process.versions.node.split('.')[0]) < 18)
  fail(`Node ${process.versions.node} は古すぎます。18 以上を入れてください。 (Node 18 or newer is needed.)`);
if (!isInstalled()) {
  install();
  if (!isInstalled()) writeStamp(createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex'));
}
run(command, args);
