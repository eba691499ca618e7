import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import express from 'express';
import type { Caller } from '../../api/http/caller.ts';
import { mountRoutes } from '../../api/http/mount.ts';
import { problemHandler } from '../../api/http/problem.ts';
import { parseByteRange } from '../../api/recordings/byte-range.ts';
import { PlayLog } from '../../api/recordings/play-log.ts';
import { recordingRoutes } from '../../api/recordings/routes.ts';
import type { Role } from '../../core/contracts/calls.ts';
import { realClock } from '../../core/platform/clock.ts';
import type { InstanceConfig } from '../../core/platform/config.ts';
import { permissionsOf } from '../../core/rules/permissions.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import {
  endedCall,
  type FakeCall,
  incidentsOf,
  makePlaces,
  type Places,
  pipelineFor,
  rawTones,
  reached,
  silentLogger,
  spoolFile,
} from './fixtures.ts';

describe('recordings over HTTP', () => {
  let db: TestDatabase;
  let places: Places;
  let server: Server | undefined;
  let url: string;
  let caller: Caller;
  let open: FakeCall;
  let shielded: FakeCall;
  let other: FakeCall;
  let persons: { plain: number; shielded: number };

  function loginAs(role: Role, more: Partial<Caller> = {}): void {
    caller = {
      sessionId: randomUUID(),
      csrfToken: 't',
      staffId: randomUUID(),
      login: role,
      displayName: role,
      role,
      seatNo: null,
      privileged: false,
      subjectScope: null,
      centreScope: null,
      permissions: permissionsOf(role),
      ip: null,
      ...more,
    };
  }
  const get = (path: string, headers: Record<string, string> = {}) => fetch(url + path, { headers });
  const json = async (path: string) => {
    const response = await get(path);
    expect(response.status, path).to.equal(200);
    // biome-ignore lint/suspicious/noExplicitAny: tests look into it freely
    return (await response.json()) as any;
  };
  const audits = async (action: string) =>
    await db.sql<{ recordingId: string; personId: number }[]>`
      select recording_id as "recordingId", person_id as "personId" from audit_log where action = ${action} order by id`;

  before(async function () {
    this.timeout(30_000);
    db = await testDatabase();
    places = await makePlaces();
    await db.owner`
      insert into subject (id, name, short_name, debt_class, sharing_group, colour, caller_id)
      values ('10', '市県民税', '市県', 'tax', 'tax', '#112233', '0220001000'), ('90', '給食費', '給食', 'private', 'meal', '#445566', '0220009000')`;
    const rows = await db.owner<{ id: number; shielded: boolean }[]>`
      insert into person (addressee_no, kind, name_official, name_search, name_kana, kana_search, shielded)
      values ('1', 'individual', '架空 一郎', '架空一郎', 'カクウ', 'カクウ', false),
             ('2', 'individual', '架空 花子', '架空花子', 'カクウ', 'カクウ', true) returning id, shielded`;
    persons = {
      plain: rows.find((row) => !row.shielded)?.id ?? 0,
      shielded: rows.find((row) => row.shielded)?.id ?? 0,
    };
    open = await endedCall(db.sql, { talkMs: 60_000, personId: persons.plain, subjectId: '10' });
    shielded = await endedCall(db.sql, { talkMs: 2_000, personId: persons.shielded, subjectId: '10' });
    other = await endedCall(db.sql, {
      talkMs: 3_000,
      personId: persons.plain,
      subjectId: '90',
      lineResult: 'answered_machine',
    });
    await spoolFile(places, `${open.recordingId}.raw`, rawTones({ seconds: 60 }), open.endedRealMs);
    await spoolFile(places, `${shielded.recordingId}.raw`, rawTones({ seconds: 2 }), shielded.endedRealMs);
    await spoolFile(places, `${other.recordingId}.raw`, rawTones({ seconds: 1.5 }), other.endedRealMs);
    const pauser = randomUUID();
    await db.owner`insert into staff_account (id, login, display_name, password_hash, role)
      values (${pauser}, 'pauser', '田中', 'x', 'agent')`;
    await db.sql`
      insert into call_event (call_id, at, kind, detail)
      values (${open.callId}, now(), 'answered', ${db.sql.json({ realMs: open.endedRealMs - 60_000 })}),
             (${open.callId}, now(), 'recording_paused', ${db.sql.json({ staffId: pauser, reason: '市の指示', realMs: open.endedRealMs - 30_000 })}),
             (${open.callId}, now(), 'ended', ${db.sql.json({ realMs: open.endedRealMs })})`;
    const pipeline = pipelineFor(db.sql, places);
    await pipeline.start();
    for (const call of [open, shielded, other]) await reached(db.sql, call.recordingId, 'registered', 20_000);
    await pipeline.stop();

    const config = {
      web: { publicUrl: 'http://desk.example' },
      recordings: { storeDir: places.storeDir, masterKeyFile: places.masterKeyFile, ffmpeg: 'unused' },
    } as InstanceConfig;
    const deps = { sql: db.sql, config, clock: realClock(), logger: silentLogger };
    const app = express();
    mountRoutes(app, recordingRoutes(deps), deps, async () => caller);
    app.use(problemHandler(silentLogger));
    const listening = createServer(app);
    server = listening;
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  });
  after(async () => {
    server?.close();
    await db.close();
    await places.remove();
  });

  it('lists with filters and masks shielded persons', async () => {
    loginAs('supervisor');
    const all = await json('/api/recordings');
    expect(all).to.have.length(3);
    const byId = (id: string) => all.find((row: { id: string }) => row.id === id);
    expect(byId(open.recordingId)).to.include({ personName: '架空 一郎', personMasked: false, seconds: 60 });
    expect(byId(shielded.recordingId).personMasked).to.equal(true);
    expect(JSON.stringify(all)).not.to.include('花子');
    const ids = async (query: string) => (await json(`/api/recordings?${query}`)).map((row: { id: string }) => row.id);
    expect(await ids('subject=90')).to.deep.equal([other.recordingId]);
    expect(await ids('line=answered_machine')).to.deep.equal([other.recordingId]);
    expect(await ids('minSeconds=30')).to.deep.equal([open.recordingId]);
    expect(await ids('flag=length_mismatch')).to.deep.equal([other.recordingId]);
    expect(await ids(`person=${persons.plain}`)).to.have.members([open.recordingId, other.recordingId]);
    expect(await ids('to=2020-01-01')).to.deep.equal([]);
    expect(await ids(`person=${persons.shielded}`)).to.deep.equal([]);
    loginAs('supervisor', { privileged: true });
    expect(await ids(`person=${persons.shielded}`)).to.deep.equal([shielded.recordingId]);
    loginAs('supervisor');
    const [first, ...rest] = all;
    const next = `beforeStartedAt=${first.startedAt}&beforeId=${first.id}`;
    expect(await ids(next)).to.deep.equal(rest.map((row: { id: string }) => row.id));
  });

  it('keeps what was said earlier from whoever has that person on the line unproved', async () => {
    loginAs('supervisor');
    const { staffId } = caller;
    await db.owner`insert into staff_account (id, login, display_name, password_hash, role)
      values (${staffId}, 'on-the-line', '監督', 'x', 'supervisor')`;
    const callId = randomUUID();
    await db.sql`insert into call (id, node, direction, state, person_id, agent_id, created_at)
      values (${callId}, 'test', 'outbound', 'talking', ${persons.plain}, ${staffId}, now())`;
    expect((await json('/api/recordings')).map((row: { id: string }) => row.id)).to.deep.equal([shielded.recordingId]);
    for (const path of ['', '/audio']) {
      const answer = await get(`/api/recordings/${open.recordingId}${path}`);
      expect(answer.status, path).to.equal(403);
      expect(await answer.text()).to.include('identity/required');
    }
    await db.sql`insert into identity_check (id, call_id, person_id, staff_id, at, name_result, factors, passed)
      values (${randomUUID()}, ${callId}, ${persons.plain}, ${staffId}, now(), 'matched', '[]', true)`;
    expect(await json('/api/recordings')).to.have.length(3);
    await db.sql`update call set state = 'ended', ended_at = now() where id = ${callId}`;
  });

  it('keeps scope, permission and names apart by role', async () => {
    loginAs('supervisor', { subjectScope: ['90'] });
    expect((await json('/api/recordings')).map((row: { id: string }) => row.id)).to.deep.equal([other.recordingId]);
    expect((await get(`/api/recordings/${open.recordingId}`)).status).to.equal(404);
    expect((await get(`/api/recordings/${open.recordingId}/audio`)).status).to.equal(404);
    loginAs('reviewer');
    expect(JSON.stringify(await json('/api/recordings'))).not.to.include('架空');
    expect((await get(`/api/recordings?person=${persons.plain}`)).status).to.equal(403);
    for (const role of ['agent', 'administrator', 'auditor'] as const) {
      loginAs(role);
      for (const path of [
        '/api/recordings',
        `/api/recordings/${open.recordingId}`,
        `/api/recordings/${open.recordingId}/audio`,
      ])
        expect((await get(path)).status, `${role} ${path}`).to.equal(403);
    }
  });

  it('gives waveform and events, and says why something cannot be played', async () => {
    loginAs('reviewer');
    const detail = await json(`/api/recordings/${open.recordingId}`);
    expect(detail).to.include({ playable: true, unplayableReason: null, recordedMs: 60_000, talkMs: 60_000 });
    expect(detail.peaks.left).to.have.length(600);
    expect(detail.events.map((event: { atMs: number; kind: string }) => [event.kind, event.atMs])).to.deep.equal([
      ['answered', 0],
      ['recording_paused', 30_000],
      ['ended', 60_000],
    ]);
    expect(detail.events[1].label).to.equal('録音停止(田中・市の指示)');
    const hidden = await json(`/api/recordings/${shielded.recordingId}`);
    expect(hidden).to.include({ playable: false, peaks: null });
    await rename(places.masterKeyFile, `${places.masterKeyFile}.away`);
    const keyless = await json(`/api/recordings/${open.recordingId}`);
    expect(keyless.unplayableReason).to.include('鍵ファイルがない');
    const refused = await get(`/api/recordings/${open.recordingId}/audio`);
    await rename(`${places.masterKeyFile}.away`, places.masterKeyFile);
    expect(refused.status).to.equal(503);
    expect(((await refused.json()) as { code: string }).code).to.equal('recording/master-key-missing');
  });

  it('plays whole and by range, with one audit row per play', async () => {
    loginAs('reviewer');
    const path = `/api/recordings/${open.recordingId}/audio`;
    const before = (await audits('play')).length;
    const whole = await get(path);
    expect(whole.headers.get('content-type')).to.equal('audio/ogg');
    expect(whole.headers.get('accept-ranges')).to.equal('bytes');
    const bytes = Buffer.from(await whole.arrayBuffer());
    expect(bytes.toString('latin1', 0, 4)).to.equal('OggS');
    for (const [range, from, to] of [
      ['bytes=0-', 0, bytes.length],
      ['bytes=100-199', 100, 200],
      ['bytes=65530-131100', 65_530, 131_101],
      ['bytes=-50', bytes.length - 50, bytes.length],
    ] as const) {
      const part = await get(path, { range });
      expect(part.status, range).to.equal(206);
      expect(part.headers.get('content-range')).to.equal(`bytes ${from}-${to - 1}/${bytes.length}`);
      expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(from, to)), range).to.equal(true);
    }
    expect((await get(path, { range: `bytes=${bytes.length}-` })).status).to.equal(416);
    const plays = await audits('play');
    expect(plays.slice(before)).to.deep.equal([{ recordingId: open.recordingId, personId: persons.plain }]);
    // Another session that leaves out the first byte is written down all the same.
    loginAs('reviewer');
    await (await get(path, { range: 'bytes=5000-6000' })).arrayBuffer();
    expect((await audits('play')).length).to.equal(before + 2);
  });

  it('never plays a shielded person’s call to anybody but privileged staff', async () => {
    const path = `/api/recordings/${shielded.recordingId}/audio`;
    for (const role of ['supervisor', 'manager', 'reviewer', 'officer'] as const) {
      loginAs(role);
      const response = await get(path);
      expect(response.status, role).to.equal(403);
      expect(((await response.json()) as { code: string }).code).to.equal('recording/shielded');
    }
    loginAs('officer', { privileged: true });
    expect((await get(path)).status).to.equal(200);
  });

  it('answers a tampered file with an error and an incident, not with sound', async () => {
    loginAs('manager');
    const [row] = await db.sql<{ path: string }[]>`select path from recording where id = ${other.recordingId}`;
    const file = join(places.storeDir, row?.path ?? '');
    const content = await readFile(file);
    content[100] = (content[100] ?? 0) ^ 1;
    await writeFile(file, content);
    const response = await get(`/api/recordings/${other.recordingId}/audio`);
    expect(response.status).to.equal(500);
    expect(((await response.json()) as { code: string }).code).to.equal('recording/tampered');
    expect(await incidentsOf(db.sql, other.callId)).to.deep.equal(['recording_length', 'recording_tampered']);
    const incidents = await json('/api/incidents?open=true');
    expect(incidents.map((incident: { kind: string }) => incident.kind)).to.have.members([
      'recording_length',
      'recording_tampered',
    ]);
    loginAs('manager', { subjectScope: ['10'] });
    expect(await json('/api/incidents')).to.deep.equal([]);
  });
});

describe('byte range', () => {
  const cases: [string | undefined, unknown][] = [
    [undefined, 'whole'],
    ['bytes=0-', { start: 0, end: 1000 }],
    ['bytes=0-0', { start: 0, end: 1 }],
    ['bytes=990-2000', { start: 990, end: 1000 }],
    ['bytes=-5', { start: 995, end: 1000 }],
    ['bytes=-5000', { start: 0, end: 1000 }],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=1000-', 'unsatisfiable'],
    ['bytes=9-5', 'whole'],
    ['bytes=0-1,5-6', 'whole'],
    ['items=0-1', 'whole'],
    ['bytes=-', 'whole'],
  ];
  for (const [header, expected] of cases)
    it(`${header}`, () => expect(parseByteRange(header, 1000)).to.deep.equal(expected));
});

describe('play log', () => {
  it('counts one start for a player’s first requests, a new one for playing again, and none for seeking', () => {
    const log = new PlayLog();
    const ask = (byte: number, at: number, session = 's') => {
      const start = log.isStart(session, 'r', byte, at);
      if (start) log.started(session, 'r', at);
      return start;
    };
    expect(ask(0, 0)).to.equal(true);
    expect(ask(0, 300)).to.equal(false);
    expect(ask(70_000, 20_000)).to.equal(false);
    expect(ask(0, 30_000)).to.equal(true);
    expect(ask(500, 30_000, 'another')).to.equal(true);
    expect(ask(500, 30_000 + 11 * 60_000)).to.equal(true);
  });
});
