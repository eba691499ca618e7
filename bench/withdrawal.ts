/**
 * From the commit of a payment until whoever it settles is out of every hand: waiting in a list, on an agent's screen in preview, ringing.
 * The whole product with its simulated network; postings go over HTTP as from a counter, files through the import command's own steps.
 * Waiting is seen in the database, a preview by the agent's page, a ringing telephone by the far side's log. Prints one JSON line and a sentence.
 *
 *   node bench/withdrawal.ts [--postings 210] [--imports 4] [--rows 400] [--seed 1]
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { setCampaignMode, setCampaignState } from '../api/campaigns/queries.ts';
import { DEMO_DATE } from '../api/imports/demo-city/generate-city.ts';
import { importFolder } from '../api/imports/import-folder.ts';
import { loadLayout } from '../api/imports/load-layout.ts';
import { createStaff } from '../api/staff/create-staff.ts';
import { clockFromConfig } from '../core/platform/clock.ts';
import { newSecret } from '../core/platform/ids.ts';
import { createLogger } from '../core/platform/logger.ts';
import { CarrierControl } from '../dialplan/carrier/control.ts';
import { ordinaryCrowd } from '../dialplan/carrier/crowd.ts';
import { readCarrierLog } from '../dialplan/carrier/log.ts';
import { placeCrowd } from '../runtime/drill/city/crowd-mood.ts';
import { createAgents, createLines, importCity, numbersOf } from '../runtime/drill/city/drill-city.ts';
import { DeskSession } from '../runtime/drill/desk/desk-session.ts';
import { limitTrunk } from '../runtime/drill/queries.ts';
import { MediaClock } from '../runtime/drill/sip/media-clock.ts';
import { type StartedProduct, startProduct } from '../runtime/drill/started-product.ts';
import { listenForStop } from '../runtime/stop-signals.ts';
import { HeldDesk } from './held-desk.ts';
import { writePaymentFile } from './payment-file.ts';
import { machine, quantile, round } from './spread.ts';
import {
  type PaidTarget,
  selectOwed,
  selectRinging,
  selectTarget,
  selectWaiting,
  setPreviewLimit,
} from './withdrawal-queries.ts';
import { type Hand, WithdrawalWatch } from './withdrawal-watch.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { postings: text, imports: text, rows: text, seed: text } });
/** Of each kind: waiting, in preview, ringing. */
const postings = Number(values.postings ?? 210);
const imports = Number(values.imports ?? 4);
const rows = Number(values.rows ?? 400);
const seed = Number(values.seed ?? 1);

const GOAL_MS = 2_000;
const DESKS_EACH = 3;
/** Longer than any wait here: nobody answers and nobody gives up. */
const HELD_SEC = 600;
/** A desk and its call stand still before they are paid for, as between two payments of real people. */
const SETTLED_MS = 200;
/** After this nothing more is measured. */
const LONGEST_MS = 180_000;

interface Scene {
  product: StartedProduct;
  manager: DeskSession;
  preview: readonly HeldDesk[];
  ringing: readonly HeldDesk[];
  waiting: PaidTarget[];
  watch: WithdrawalWatch;
}

const nowMs = () => performance.timeOrigin + performance.now();

async function openCity(product: StartedProduct, control: CarrierControl) {
  const { sql, dataDir } = product;
  await importCity(sql, dataDir, seed, Math.max(4_000, 6 * (3 * postings + imports * rows)));
  const lines = await createLines(sql, { mode: 'progressive', lines: 2, ringTimeoutSec: HELD_SEC });
  const [preview, ringing] = lines.map(({ campaignId }) => campaignId);
  if (!preview || !ringing) throw new Error('two lines were asked for');
  await setCampaignMode(sql, preview, 'preview');
  await setPreviewLimit(sql, preview, HELD_SEC);
  await limitTrunk(sql, 4 * DESKS_EACH);
  await placeCrowd(control, await numbersOf(sql, lines), { ...ordinaryCrowd, failing: 0 }, seed);
  await control.setCrowdMood(0);
  const now = clockFromConfig(product.config.clock).now();
  for (const { campaignId } of lines) await setCampaignState(sql, campaignId, 'running', now);
  return { preview, ringing, targets: lines.reduce((sum, line) => sum + line.targets, 0) };
}

async function managerOf({ sql, ready }: StartedProduct): Promise<DeskSession> {
  const account = { login: 'bench', password: newSecret(96) };
  await createStaff(sql, { ...account, displayName: '入金係', role: 'manager' });
  return DeskSession.logIn(ready.url, account);
}

/** Every installment of the subject, one posting each; the last one settles it. */
async function pay({ product, manager, watch }: Scene, target: PaidTarget, expect: (sentMs: number) => void) {
  const items = await selectOwed(product.sql, [target]);
  for (const [index, { id, unpaid }] of items.entries()) {
    const sentMs = nowMs();
    if (index === items.length - 1) expect(sentMs);
    await manager.post(`/api/persons/${target.personId}/payments`, {
      ...{ arrearsItemId: id, receiptDate: DEMO_DATE, amount: unpaid },
    });
    if (index < items.length - 1) continue;
    await watch.committed(sentMs, [target.targetId]);
  }
}

/** The target this desk holds, and by which calls the far side will tell of it; undefined until the desk stands still. */
async function heldBy(scene: Scene, desk: HeldDesk, hand: Hand) {
  const snapshot = desk.settled(SETTLED_MS);
  if (!snapshot || snapshot.targetId === null) return undefined;
  if (snapshot.state !== (hand === 'ringing' ? 'ringing' : 'reserved')) return undefined;
  const { sql } = scene.product;
  const target = await selectTarget(sql, snapshot.targetId);
  const sipCallId = snapshot.call ? await selectRinging(sql, snapshot.call.id) : null;
  if (!target || (hand === 'ringing' && !sipCallId)) return undefined;
  return { target, desk, sipCallId };
}

async function firstHeld(scene: Scene, desks: readonly HeldDesk[], hand: Hand) {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(20))
    for (const desk of desks) {
      const held = await heldBy(scene, desk, hand);
      if (held && !scene.watch.knows(held.target.targetId)) return held;
    }
  throw new Error(`no desk had anybody ${hand} in time: ${desks.map((desk) => desk.toString()).join(', ')}`);
}

/** Some were brought to a desk meanwhile. */
function nextWaiting({ waiting, watch, preview, ringing }: Scene): PaidTarget | undefined {
  const inHand = new Set([...preview, ...ringing].map((desk) => desk.targetId));
  for (let target = waiting.pop(); target; target = waiting.pop())
    if (!watch.knows(target.targetId) && !inHand.has(target.targetId)) return target;
  return undefined;
}

async function postOne(scene: Scene, hand: Hand): Promise<void> {
  const { watch } = scene;
  if (hand === 'waiting') {
    const target = nextWaiting(scene);
    if (!target) throw new Error('the lists ran out of persons');
    return pay(scene, target, (sentMs) => watch.expect({ source: 'posting', hand, target, sentMs }));
  }
  const held = await firstHeld(scene, scene[hand], hand);
  const { target, desk, sipCallId } = held;
  await pay(scene, target, (sentMs) => watch.expect({ source: 'posting', hand, target, sentMs, desk, sipCallId }));
}

/** One file with everybody the desks hold and hundreds who wait. */
async function importOne(scene: Scene, number: number): Promise<void> {
  const { product, watch } = scene;
  const { sql, dataDir } = product;
  const layout = await loadLayout(sql, 'demo');
  await sleep(2_000);
  const held = [];
  for (const hand of ['preview', 'ringing'] as const)
    for (const desk of scene[hand]) {
      const one = await heldBy(scene, desk, hand);
      if (one && !watch.knows(one.target.targetId)) held.push({ hand, ...one });
    }
  const waiting: PaidTarget[] = [];
  while (waiting.length < rows) {
    const target = nextWaiting(scene);
    if (!target) break;
    waiting.push(target);
  }
  const targets = [...waiting, ...held.map(({ target }) => target)];
  const folder = join(dataDir, `bench-payments-${number}`);
  await writePaymentFile(folder, layout, await selectOwed(sql, targets), DEMO_DATE);
  const sentMs = nowMs();
  for (const target of waiting) watch.expect({ source: 'import', hand: 'waiting', target, sentMs });
  for (const one of held) watch.expect({ source: 'import', sentMs, ...one });
  const report = await importFolder({
    sql,
    logger: createLogger('bench', 'warn'),
    folder,
    layout: 'demo',
    date: DEMO_DATE,
  });
  if (Object.keys(report.rejected.payment ?? {}).length > 0)
    throw new Error(`rows of the payment file were refused: ${JSON.stringify(report.rejected)}`);
  await watch.committed(
    sentMs,
    targets.map(({ targetId }) => targetId),
  );
}

async function measure(scene: Scene, note: (line: string) => void, signal: AbortSignal): Promise<void> {
  const { watch } = scene;
  const until = Date.now() + LONGEST_MS;
  for (let round = 0; round < postings && Date.now() < until && !signal.aborted; round += 1) {
    for (const hand of ['waiting', 'preview', 'ringing'] as const) await postOne(scene, hand);
    // Out of step with whatever the product does every second.
    await sleep(37 * (round % 7));
    if (round % 50 === 49) note(`${round + 1} postings of each kind`);
  }
  for (let number = 1; number <= imports && Date.now() < until && !signal.aborted; number += 1) {
    await importOne(scene, number);
    note(`payment file ${number}`);
    await watch.idle();
  }
  await watch.idle();
}

async function main(): Promise<void> {
  const { signal } = listenForStop();
  const note = (line: string) => process.stderr.write(`${line}\n`);
  const product = await startProduct({ clock: '2026-11-20T10:00', cacheDir: undefined, keep: false, signal, note });
  let control: CarrierControl | undefined;
  const desks: HeldDesk[] = [];
  let watch: WithdrawalWatch | undefined;
  try {
    const { carrier } = product.config;
    if (!carrier) throw new Error('the product came up without its simulated network');
    control = await CarrierControl.open(carrier);
    const { preview, ringing, targets } = await openCity(product, control);
    const clock = new MediaClock();
    for (const [index, account] of (await createAgents(product.sql, 2 * DESKS_EACH)).entries())
      desks.push(await HeldDesk.open(product, account, index < DESKS_EACH ? preview : ringing, clock));
    const manager = await managerOf(product);
    watch = await WithdrawalWatch.open(product.sql);
    const waiting = await selectWaiting(product.sql, [preview, ringing], 2 * (postings + imports * rows));
    note(`${targets} targets, ${waiting.length} of them may be paid while they wait`);
    const sides = { preview: desks.slice(0, DESKS_EACH), ringing: desks.slice(DESKS_EACH) };
    await measure({ product, manager, ...sides, waiting, watch }, note, signal);
    manager.close();
    await watch.hearFarSide(() => readCarrierLog(carrier.logFile));
    tell(watch, targets);
  } finally {
    await watch?.close();
    for (const desk of desks) desk.close();
    control?.close();
    await product.stop();
  }
}

function figures(ms: readonly number[]) {
  const at = (share: number) => round(quantile(ms, share));
  return { n: ms.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

function tell(watch: WithdrawalWatch, targets: number): void {
  const sources = ['posting', 'import'] as const;
  const hands = ['waiting', 'preview', 'ringing'] as const;
  const groups = sources.flatMap((source) =>
    hands.map((hand) => ({ source, hand, ...figures(watch.took(source, hand)) })),
  );
  const measured = groups.filter(({ n }) => n > 0);
  const worst = Math.max(...measured.map(({ p99 }) => p99));
  const { missed, untold } = watch;
  const result = {
    bench: 'withdrawal',
    seed,
    targets,
    rowsPerFile: rows,
    groups: measured,
    missed,
    untold,
    ...machine(),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  const said = measured
    .map(({ source, hand, n, p50, p99 }) => `${source}, ${hand}: ${p50} / ${p99} ms of ${n}`)
    .join('; ');
  process.stdout.write(
    `From the commit of a payment to withdrawn, p50 / p99: ${said}; ${missed} never withdrawn; goal p99 ${GOAL_MS} ms, ` +
      `${worst <= GOAL_MS && missed === 0 ? 'met' : 'missed'}.\n`,
  );
}

await main();
