import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { assertClockMayDial, clockFromConfig } from '../core/platform/clock.ts';
import type { InstanceConfig } from '../core/platform/config.ts';
import { createLogger } from '../core/platform/logger.ts';
import { openPostgres, type Sql } from '../core/platform/postgres.ts';
import { clusterOptions } from './database/cluster-options.ts';
import { externalDatabase } from './database/external-database.ts';
import { initialiseCluster } from './database/postgres-cluster.ts';
import { postgresSpec } from './database/postgres-spec.ts';
import { updateSchema } from './database/update-schema.ts';
import { cacheFolder } from './debian/private-root.ts';
import { asteriskSpec } from './exchange/asterisk-spec.ts';
import { externalAsterisk } from './exchange/external-asterisk.ts';
import { exchangeFolders, renderExchanges } from './exchange/render-exchanges.ts';
import { buildConfig } from './instance/build-config.ts';
import { choosePorts } from './instance/choose-ports.ts';
import { claimRtpBlock } from './instance/free-ports.ts';
import type { Installation } from './instance/installation.ts';
import { memoryFolder, prepareMemoryFolder } from './instance/memory-folder.ts';
import { startClock } from './instance/simulated-day.ts';
import { obtainSoftware, type Software } from './obtain-software.ts';
import type { Supervisor } from './processes/supervisor.ts';
import { preparePrompts } from './product/build-prompts.ts';
import { buildSoftphone } from './product/build-softphone.ts';
import { prepareCityGreeting } from './product/city-greeting.ts';
import { keepSpeakingCityTexts } from './product/city-texts.ts';
import { ensureLogins, type Login } from './product/demo-logins.ts';
import { fillDemo } from './product/fill-demo.ts';
import { prepareForeignPrompts } from './product/foreign-prompts.ts';
import { productSpec } from './product/product-specs.ts';
import { selectTrunks, upsertSimulatorTrunk } from './product/queries.ts';
import type { Progress } from './progress.ts';
import { SetupFault } from './setup-fault.ts';
import type { StartOptions } from './start-options.ts';
import { writeAtomically } from './write-atomically.ts';

export interface BroughtUp {
  config: InstanceConfig;
  sql: Sql;
  logins: Login[];
  software: Software;
}

export interface BringUpInput {
  options: StartOptions;
  dataDir: string;
  installation: Installation;
  supervisor: Supervisor;
  progress: Progress;
  signal: AbortSignal;
  /** Called, last first, when the system stops. */
  onStop: (undo: () => void | Promise<void>) => void;
}

/** From an empty folder to everything running, each step told. What can go side by side does. */
export async function bringUp(input: BringUpInput): Promise<BroughtUp> {
  const { options, dataDir, installation, supervisor, progress, signal, onStop } = input;
  const clock = startClock(dataDir, options.clock, Date.now());
  const ports = await choosePorts(dataDir, installation);
  const memory = memoryFolder(installation.instanceId);
  prepareMemoryFolder(memory);

  const external = externalDatabase(process.env);
  const cacheDir = resolve(cacheFolder(options.cacheDir));
  const softwareStep = progress.step('Asterisk・音声・ffmpeg  software', () =>
    obtainSoftware(cacheDir, (text) => progress.note(text), signal),
  );
  const promptsStep = softwareStep.then(({ privateRoot }) =>
    progress.step('案内音声  prompts', () => preparePrompts(dataDir, cacheDir, privateRoot)),
  );
  // Beside everything else and waited for by nothing: a machine without a route starts as fast, and speaks Japanese only.
  void promptsStep.then(
    (outDir) => prepareForeignPrompts({ outDir, dataDir, cacheDir }, (text) => progress.note(text), signal),
    () => undefined, // told with the step itself
  );
  const pageStep = progress.step('画面  softphone', () => buildSoftphone(signal));
  const databaseStep = progress.step('データベース  PostgreSQL', async () => {
    if (external) return;
    const cluster = clusterOptions(dataDir, installation, ports);
    await initialiseCluster(cluster);
    await supervisor.start(postgresSpec(cluster));
  });
  // All are awaited even when one fails, so that nothing goes on in the background after the fault is told.
  const outcomes = await Promise.allSettled([softwareStep, promptsStep, pageStep, databaseStep]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  const software = await softwareStep;

  const config = buildConfig({
    installation,
    dataDir,
    ports,
    clock,
    spoolDir: memory.spoolDir,
    web: { host: options.host, port: options.port, tls: options.tls },
    masterKeyFile: process.env['TORITSUGI_MASTER_KEY_FILE'] ?? installation.masterKeyFile,
    ffmpeg: software.ffmpeg,
    externalDatabase: external,
    externalAsterisk: externalAsterisk(process.env),
  });
  const instanceFile = join(dataDir, 'instance.json');
  writeAtomically(instanceFile, `${JSON.stringify(config, null, 2)}\n`);
  mkdirSync(config.recordings.storeDir, { recursive: true, mode: 0o700 });

  signal.throwIfAborted();
  await progress.step('表の準備  migrations', async () => {
    await updateSchema(config.database);
  });
  const sql = openPostgres(config.database.url, { applicationName: 'toritsugi launcher', maxConnections: 6 });
  onStop(() => sql.end({ timeout: 2 }));

  signal.throwIfAborted();
  const logins = await progress.step('初期設定と見本データ  set-up and demo', async () => {
    if (config.carrier) await upsertSimulatorTrunk(sql, config.asterisk.node, 200);
    try {
      assertClockMayDial(clockFromConfig(clock), await selectTrunks(sql));
    } catch (error) {
      throw new SetupFault(
        `模擬時刻では実回線につながりません。--clock real で始めてください。 (${(error as Error).message})`,
      );
    }
    const made = await ensureLogins(dataDir, sql);
    // Errors only: a person watches the console.
    const logger = createLogger('launcher', 'error');
    if (!options.empty) await fillDemo({ config, sql, logger, dataDir, persons: options.persons });
    return made;
  });

  signal.throwIfAborted();
  if (config.carrier) {
    const soundsDir = await promptsStep;
    const cityGreeting = await prepareCityGreeting(sql, dataDir, software.privateRoot);
    onStop(keepSpeakingCityTexts(sql, dataDir, software.privateRoot));
    await progress.step('交換機と模擬電話網  exchange and simulated network', async () => {
      const folders = exchangeFolders(dataDir, memory.directory);
      const rtp = await claimRtpBlock();
      onStop(() => rtp.release());
      await renderExchanges({
        config,
        install: software.install,
        folders,
        rtp,
        pbxSipPort: ports.pbxSip,
        soundsDir,
        cityGreeting,
      });
      await supervisor.start(asteriskSpec('carrier', software.install, folders.carrier.confDir));
      await supervisor.start(asteriskSpec('pbx', software.install, folders.pbx.confDir));
    });
  }
  const environment = { instanceFile, fontsRoot: software.privateRoot.root };
  for (const name of ['telephony', 'api', 'worker'] as const) {
    signal.throwIfAborted();
    await progress.step(name, () => supervisor.start(productSpec(name, environment, sql)));
  }
  return { config, sql, logins, software };
}
