import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { verifyAudit } from '../../api/audit/verify.ts';
import { generateCity } from '../../api/imports/demo-city/generate-city.ts';
import { loadLayout } from '../../api/imports/load-layout.ts';
import { carrierLogFarSide } from '../../api/worker/far-side.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import {
  endedCall,
  ffmpeg,
  makePlaces,
  type Places,
  rawTones,
  reached,
  silentLogger,
  spoolFile,
  until,
} from './fixtures.ts';

const main = fileURLToPath(new URL('../../api/worker/main.ts', import.meta.url));

function carrierLine(callId: string, talkedMs: number): string {
  const leg = {
    direction: 'to_citizen',
    callId,
    called: '1',
    from: '2',
    pai: '',
    behaviour: 'x',
    invitedMs: 1,
    ringingMs: 0,
  };
  const end = { answeredMs: 1000, endedMs: 1000 + talkedMs, cause: 16, endedBy: 'city', heard: 'h.wav', said: 's.wav' };
  return `${JSON.stringify({ ...leg, ...end })}\n`;
}

describe('worker process', () => {
  let db: TestDatabase;
  let places: Places;
  beforeEach(async () => {
    db = await testDatabase();
    places = await makePlaces();
  });
  afterEach(async () => {
    await db.close();
    await places.remove();
  });

  async function writeInstance(): Promise<string> {
    // The process opens the schema `public`; the test's own schema comes by the connection string.
    const url = new URL(db.url);
    url.searchParams.set('search_path', `"${db.schema}",public`);
    const { root, spoolDir, storeDir, masterKeyFile } = places;
    const logFile = join(root, 'carrier.log');
    const file = join(root, 'instance.json');
    const ami = { amiHost: '127.0.0.1', amiPort: 1, amiUser: 'u', amiPassword: 'p' };
    const web = { host: '127.0.0.1', port: 0, publicUrl: 'http://desk.example' };
    const ari = { ariUrl: 'http://127.0.0.1:1/ari', ariUser: 'u', ariPassword: 'p', ariApp: 'a' };
    const sip = { sipWebSocketUrl: 'ws://127.0.0.1:1/ws', sipDomain: 'd', spoolDir };
    await writeFile(
      file,
      JSON.stringify({
        instanceId: '00000000-0000-4000-8000-000000000001',
        dataDir: root,
        logDir: root,
        web,
        database: { url: url.href, ownerUrl: url.href },
        asterisk: { node: 'test', ...ami, ...ari, ...sip },
        carrier: { sipHost: '127.0.0.2', sipPort: 1, ...ami, logFile, soundDir: root },
        clock: { mode: 'real' },
        recordings: { storeDir, masterKeyFile, ffmpeg },
      }),
    );
    return file;
  }

  it('registers recordings, compares with the far side, imports, seals the audit log, beats, and stops when asked', async function () {
    this.timeout(40_000);
    const call = await endedCall(db.sql, { talkMs: 3_000, sipCallId: 'sip-1' });
    await spoolFile(places, `${call.recordingId}.raw`, rawTones({ seconds: 3 }), call.endedRealMs);
    const instance = await writeInstance();
    await writeFile(join(places.root, 'carrier.log'), carrierLine('sip-1', 3_020));
    await db.sql`insert into audit_log (action) values ('list'), ('search')`;
    const uploadPath = join(places.root, 'upload');
    const truth = await generateCity({
      seed: 7,
      persons: 60,
      layout: await loadLayout(db.sql, 'demo'),
      day: 1,
      folder: uploadPath,
    });
    await db.sql`
      insert into import_run (id, layout, source, state, upload_path)
      values (${randomUUID()}, 'demo', 'test', 'waiting', ${uploadPath})`;
    const child = spawn(process.execPath, [main], {
      env: { ...process.env, TORITSUGI_INSTANCE: instance },
      stdio: ['ignore', process.env['TEST_LOG'] ? 'inherit' : 'ignore', 'inherit'],
    });
    const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
    try {
      const row = await reached(db.sql, call.recordingId, 'registered', 15_000);
      expect(row).to.include({ recorded_ms: 3_000, far_ms: 3_020 });
      const beat = await until('a heartbeat that tells of the recordings', 5_000, async () => {
        const [found] = await db.sql<{ pid: number; detail: { recordings: { masterKey: string; open: number } } }[]>`
          select pid, detail from process_heartbeat where process = 'worker' and (detail->'recordings'->>'open')::int = 0`;
        return found;
      });
      expect(beat.pid).to.equal(child.pid);
      expect(beat.detail.recordings.masterKey).to.equal('ready');
      const report = await until('the import', 15_000, async () => {
        const [run] = await db.sql<{ report: Record<string, unknown> }[]>`
          select report from import_run where state = 'done'`;
        return run?.report;
      });
      expect(report['persons']).to.equal(truth['persons']);
      const [log] = await db.sql<{ rows: number }[]>`select count(*)::int as rows from audit_log`;
      expect(log?.rows).to.be.at.least(2);
      await until('a seal', 8_000, async () => (await verifyAudit(db.sql)).rows === log?.rows);
      const tasks = await db.sql<{ name: string }[]>`select name from scheduled_task order by name`;
      expect(tasks.map((task) => task.name)).to.include.members([
        'audit.verify',
        'campaigns.predictive-lapse',
        'recordings.ledger',
      ]);
    } finally {
      child.kill('SIGTERM');
    }
    expect(await ended).to.equal(0);
  });

  it('reads the far side’s log as it grows, half lines and bad lines included', async () => {
    const logFile = join(places.root, 'carrier.log');
    const farSide = carrierLogFarSide(logFile, silentLogger);
    expect(await farSide('a')).to.equal(undefined);
    const second = carrierLine('b', 700);
    await writeFile(logFile, carrierLine('a', 500) + second.slice(0, 20));
    expect(await farSide('a')).to.equal(500);
    expect(await farSide('b')).to.equal(undefined);
    await appendFile(logFile, second.slice(20));
    expect(await farSide('b')).to.equal(700);
    await appendFile(logFile, `not json\n${carrierLine('c', 900)}`);
    expect(await farSide('c')).to.equal(900);
    expect(await farSide('a')).to.equal(500);
  });
});
