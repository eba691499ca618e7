import { expect } from 'chai';
import { io } from 'socket.io-client';
import type { Role } from '../../core/contracts/calls.ts';
import { CONTRACTOR_ROLES, mayDo, PERMISSIONS, permissionsOf } from '../../core/rules/permissions.ts';
import { type ApiUnderTest, apiUnderTest, type Browser, request } from './api-under-test.ts';

const ALL = ['agent', 'supervisor', 'manager', 'reviewer', 'officer', 'administrator', 'auditor'] as const;
const DESK = ['agent', 'supervisor'];
const PERSONS = ['supervisor', 'manager', 'officer'];
const RECORDINGS = ['supervisor', 'manager', 'reviewer', 'officer'];
const CAMPAIGNS = ['manager', 'officer'];
const PROPOSE = ['manager', 'officer'];
const LISTS = ['manager', 'officer'];
const IMPORTS = ['manager', 'officer', 'administrator'];
const SUBJECTS = ['agent', 'supervisor', 'manager', 'reviewer', 'officer', 'administrator'];

/** Written by hand on purpose: who may do what is decided here a second time, not derived from the code under test. */
const MAY: Record<string, readonly string[] | 'public'> = {
  'post /api/session': 'public',
  'get /api/session': ALL,
  'delete /api/session': 'public',
  'get /api/health': 'public',
  'get /metrics': 'public',
  'get /api/openapi.json': 'public',
  'get /api/staff': ['administrator'],
  'post /api/staff': ['administrator'],
  'post /api/staff/{id}/change': ['administrator'],
  'get /api/audit': ['auditor'],
  'post /api/desk/login': DESK,
  'get /api/desk/snapshot': DESK,
  'get /api/desk/campaigns': DESK,
  'get /api/desk/case/{targetId}': DESK,
  'get /api/desk/case/{targetId}/debt': DESK,
  'post /api/desk/ready': DESK,
  'post /api/desk/break': DESK,
  'post /api/desk/dial': DESK,
  'post /api/desk/skip': DESK,
  'post /api/desk/hang-up': DESK,
  'post /api/desk/hold': DESK,
  'post /api/desk/dtmf': DESK,
  'post /api/desk/identity': DESK,
  'post /api/desk/result': DESK,
  'get /api/desk/transfer-targets': DESK,
  'post /api/desk/transfer': DESK,
  'post /api/desk/transfer/complete': DESK,
  'post /api/desk/transfer/cancel': DESK,
  'post /api/desk/transfer/answer': DESK,
  'post /api/desk/party': DESK,
  'post /api/desk/party/drop': DESK,
  'post /api/desk/help': DESK,
  'post /api/desk/help/join': ['supervisor'],
  'post /api/desk/leave-call': DESK,
  'post /api/desk/recording-pause': DESK,
  'get /api/desk/draft/{callId}': DESK,
  'put /api/desk/draft': DESK,
  'get /api/contacts/{id}': ['agent', ...PERSONS],
  'post /api/contacts/{id}/correct': ['agent', ...PERSONS],
  'get /api/inbound/waiting': DESK,
  'get /api/inbound/calls/{callId}': DESK,
  'post /api/inbound/calls/{callId}/person': DESK,
  'get /api/inbound/calls/{callId}/case': DESK,
  'get /api/inbound/calls/{callId}/debt': DESK,
  'get /api/inbound/settings': ['supervisor', 'manager', 'officer'],
  'put /api/inbound/settings': ['manager', 'officer'],
  'get /api/inbound/return-rate': ['supervisor', 'manager', 'reviewer', 'officer'],
  'get /api/training': DESK,
  'post /api/training/enter': DESK,
  'post /api/training/leave': DESK,
  'get /api/training/agents': ['supervisor', 'manager'],
  'post /api/training/order': ['supervisor', 'manager'],
  'get /api/tasks': DESK,
  'post /api/tasks/take-next': DESK,
  'post /api/tasks/{id}/take': DESK,
  'post /api/tasks/{id}/release': DESK,
  'post /api/tasks/{id}/call-back': DESK,
  'post /api/tasks/{id}/done': DESK,
  'get /api/tasks/{id}/audio': DESK,
  'post /api/person-search': ['agent', ...PERSONS],
  'get /api/persons/{id}': PERSONS,
  'get /api/persons/{id}/debt': ['manager', 'officer'],
  'get /api/persons/{id}/targets': PERSONS,
  'get /api/targets/{id}/why': PERSONS,
  'get /api/campaigns/{id}/why': RECORDINGS,
  'get /api/persons/{id}/payments': ['manager', 'officer'],
  'post /api/persons/{id}/payments': ['manager', 'officer'],
  'post /api/persons/{id}/payments/{paymentId}/cancel': ['manager', 'officer'],
  'get /api/persons/{id}/promises': ['manager', 'officer'],
  'get /api/callbacks/reservations': ['agent', ...PERSONS],
  'get /api/hand-overs': ['agent', ...PERSONS],
  'get /api/hand-overs/{id}': ['agent', ...PERSONS],
  'post /api/hand-overs/{id}/read': ['agent', ...PERSONS],
  'post /api/hand-overs/{id}/remark': PERSONS,
  'post /api/hand-overs/{id}/person': PERSONS,
  'post /api/hand-overs/{id}/take': ['officer'],
  'post /api/hand-overs/{id}/answer': ['officer'],
  'post /api/hand-overs/{id}/close': ['officer'],
  'post /api/hand-overs/{id}/resume': ['officer'],
  'get /api/hand-overs/report': PERSONS,
  'post /api/hand-overs/report': PERSONS,
  'get /api/hand-overs/settings': ['agent', ...PERSONS],
  'put /api/hand-overs/settings': ['officer'],
  'get /api/desk-work': DESK,
  'get /api/desk-work/notices': ['supervisor', 'manager'],
  'post /api/desk-work/notices': ['supervisor', 'manager'],
  'post /api/desk-work/notices/{id}/withdraw': ['supervisor', 'manager'],
  'get /api/promises': ['agent', ...PERSONS],
  'post /api/promises/next': ['agent', ...PERSONS],
  'get /api/promises/settings': ['agent', ...PERSONS],
  'put /api/promises/settings': ['officer'],
  'post /api/promises/reminders': PROPOSE,
  'post /api/promises/reminders/{subjectId}/end': PROPOSE,
  'get /api/persons/{id}/hand-overs': PERSONS,
  'get /api/persons/{id}/labels': PERSONS,
  'post /api/persons/{id}/labels': PERSONS,
  'delete /api/persons/{id}/labels/{labelId}': PERSONS,
  'get /api/desk/calls/{callId}/script': DESK,
  'post /api/persons/{id}/roles': PERSONS,
  'delete /api/persons/{id}/roles/{roleId}': PERSONS,
  'put /api/persons/{id}/preference': PERSONS,
  'post /api/persons/{id}/phones/{phoneId}/status': PERSONS,
  'put /api/desk/case/{targetId}/preference': DESK,
  'post /api/desk/case/{targetId}/phones/{phoneId}/status': DESK,
  'get /api/scripts': RECORDINGS,
  'post /api/scripts': CAMPAIGNS,
  'post /api/scripts/{id}/end': CAMPAIGNS,
  'get /api/settings/disclosure': PERSONS,
  'put /api/settings/disclosure': ['officer'],
  'get /api/money': SUBJECTS,
  'put /api/money/engine': ['officer', 'administrator'],
  'put /api/money/rates': ['officer', 'administrator'],
  'put /api/money/rule': ['officer', 'administrator'],
  'put /api/money/announcement': ['officer', 'administrator'],
  'put /api/money/demand-fee': ['officer', 'administrator'],
  'get /api/subjects': SUBJECTS,
  'put /api/subjects/{id}': ['officer', 'administrator'],
  'get /api/subjects/{id}/windows': SUBJECTS,
  'put /api/subjects/{id}/windows': ['officer', 'administrator'],
  'get /api/campaigns': RECORDINGS,
  'post /api/campaigns': CAMPAIGNS,
  'post /api/campaigns/{id}/start': CAMPAIGNS,
  'post /api/campaigns/{id}/pause': ['supervisor', ...CAMPAIGNS],
  'post /api/campaigns/{id}/finish': CAMPAIGNS,
  'post /api/campaigns/{id}/mode': CAMPAIGNS,
  'post /api/campaigns/{id}/plan': CAMPAIGNS,
  'get /api/campaigns/{id}/coverage': RECORDINGS,
  'post /api/campaigns/{id}/coverage': RECORDINGS,
  'post /api/campaigns/{id}/what-if': RECORDINGS,
  'get /api/campaigns/{id}/at-risk': PERSONS,
  'get /api/coverage/best-time': RECORDINGS,
  'get /api/lists/entrustments': LISTS,
  'post /api/lists/entrustments': ['officer'],
  'post /api/lists/entrustments/{id}/close': ['officer'],
  'post /api/lists/count': LISTS,
  'get /api/lists/choices': LISTS,
  'get /api/lists/extractions': LISTS,
  'post /api/lists/extractions': LISTS,
  'put /api/lists/extractions/{id}': LISTS,
  'post /api/lists/extractions/{id}/copy': LISTS,
  'delete /api/lists/extractions/{id}': LISTS,
  'post /api/lists/extractions/{id}/count': LISTS,
  'get /api/lists/call-lists': LISTS,
  'get /api/lists/call-lists/{id}/persons': LISTS,
  'post /api/lists/call-lists': LISTS,
  'post /api/lists/call-lists/{id}/request': LISTS,
  'post /api/lists/call-lists/{id}/withdraw': LISTS,
  'post /api/lists/call-lists/{id}/shrink': LISTS,
  'post /api/lists/call-lists/{id}/queue': LISTS,
  'post /api/lists/call-lists/{id}/export': ['officer'],
  'post /api/lists/call-lists/{id}/print': ['officer'],
  'post /api/lists/key-files': LISTS,
  'get /api/lists/key-files/{id}/missing': LISTS,
  'get /api/goals': RECORDINGS,
  'get /api/goals/campaigns': RECORDINGS,
  'get /api/predictive-lines': RECORDINGS,
  'post /api/predictive-lines/{subjectId}/ask': PROPOSE,
  'post /api/predictive-lines/{subjectId}/end': ['officer'],
  'get /api/calendar/centres': SUBJECTS,
  'get /api/calendar/settings': SUBJECTS,
  'put /api/calendar/settings': ['officer', 'administrator'],
  'get /api/calendar/{month}': SUBJECTS,
  'put /api/calendar/{month}': ['manager'],
  'post /api/calendar/{month}/request': ['manager'],
  'post /api/calendar/{month}/withdraw': ['manager'],
  'get /api/calendar/{month}/interpreters': SUBJECTS,
  'get /api/settings/dialling': ['supervisor', 'manager', 'officer'],
  'put /api/settings/dialling': ['manager', 'officer'],
  'put /api/settings/stop-policy': ['officer'],
  'get /api/settings/calls': ['supervisor', 'manager', 'officer'],
  'put /api/settings/recording-pause': ['officer'],
  'post /api/settings/extensions': ['officer'],
  'post /api/settings/extensions/{id}/retire': ['officer'],
  'get /api/dialling-holds': SUBJECTS,
  'post /api/dialling-holds': ['supervisor', 'manager'],
  'post /api/dialling-holds/resume': ['supervisor', 'manager'],
  'post /api/dialling-holds/{id}/confirm': ['manager', 'administrator'],
  'get /api/approvals/inbox': ['officer'],
  'get /api/approvals/mine': PROPOSE,
  'post /api/approvals/{id}/decide': ['officer'],
  'post /api/approvals/{id}/read': PROPOSE,
  'get /api/callbacks': ['agent', 'supervisor'],
  'get /api/number-checks': ['agent', 'supervisor', 'manager'],
  'get /api/number-checks/{id}/audio': ['agent', 'supervisor', 'manager'],
  'post /api/number-checks/{id}': ['agent', 'supervisor', 'manager'],
  'get /api/recordings': RECORDINGS,
  'get /api/recordings/{id}': RECORDINGS,
  'get /api/recordings/{id}/audio': RECORDINGS,
  'get /api/incidents': RECORDINGS,
  'get /api/imports': IMPORTS,
  'post /api/imports': IMPORTS,
  'get /api/imports/{id}': IMPORTS,
  'post /api/imports/{id}/cancel': IMPORTS,
  'get /api/imports/{id}/errors': ['manager', 'officer'],
  'get /api/layouts': IMPORTS,
  'get /api/layouts/{name}': IMPORTS,
  'put /api/layouts/{name}': ['manager', 'administrator'],
  'get /api/subject-sections': SUBJECTS,
  'put /api/subject-sections/{id}': ['officer', 'administrator'],
  'get /api/sms/templates': PERSONS,
  'post /api/sms/templates': PROPOSE,
  'post /api/sms/templates/{id}/request': PROPOSE,
  'post /api/sms/templates/{id}/retire': PROPOSE,
  'get /api/sms/batches': PERSONS,
  'post /api/sms/batches': PROPOSE,
  'post /api/sms/batches/{id}/pause': PROPOSE,
  'post /api/sms/batches/{id}/resume': PROPOSE,
  'post /api/sms/batches/{id}/cancel': PROPOSE,
  'get /api/sms/messages': PERSONS,
  'get /api/sms/hand': ['agent', ...PERSONS],
  'post /api/sms/messages': ['agent', ...PERSONS],
  'post /api/sms/messages/{id}/resolve': PROPOSE,
  'post /api/sms/opt-out': ['agent', ...PERSONS],
  'get /api/persons/{id}/sms': PERSONS,
  'get /api/sms/status': [...PERSONS, 'administrator'],
  'put /api/sms/limits': ['officer', 'administrator'],
};

/** Rooms of the socket, where nobody asks and everything is told. */
const HEARS: Record<string, readonly string[]> = {
  '/desk': DESK,
  '/inbound': DESK,
  '/help': ['supervisor'],
  '/work': IMPORTS,
  '/approvals': PROPOSE,
  '/hand-overs': ['agent', 'supervisor', 'manager', 'officer'],
  '/campaigns': RECORDINGS,
  '/': [],
};

interface Operation {
  name: string;
  method: string;
  path: string;
}

describe('api: who may do what', () => {
  let api: ApiUnderTest;
  let operations: Operation[];
  const browsers = new Map<Role, Browser>();
  before(async () => {
    api = await apiUnderTest();
    for (const role of ALL) browsers.set(role, await api.as(role));
    const document = (await request(api.url, 'GET', '/api/openapi.json')).body;
    operations = Object.entries<Record<string, unknown>>(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({
        name: `${method} ${path}`,
        method: method.toUpperCase(),
        path: path.replace(/\{(id)\}/, '00000000-0000-4000-8000-000000000000').replace(/\{\w+\}/, '1'),
      })),
    );
  });
  after(() => api.close());

  it('has a line for every endpoint of the OpenAPI document and none for others', () => {
    const listed = operations.map(({ name }) => name).sort();
    expect(listed, 'a new endpoint needs its line in MAY').to.deep.equal(Object.keys(MAY).sort());
    expect(operations.length).to.be.above(30);
  });

  it('refuses every endpoint to whoever is not logged in', async () => {
    for (const { name, method, path } of operations) {
      if (MAY[name] === 'public') continue;
      const answer = await request(api.url, method, path, method === 'GET' ? {} : { body: {} });
      expect(answer.status, name).to.equal(401);
      expect(answer.body.code, name).to.equal('session/required');
    }
  });

  for (const role of ALL) {
    it(`lets ${role} do what ${role}s may, and nothing else`, async () => {
      const browser = browsers.get(role);
      if (!browser) throw new Error('no browser');
      for (const { name, method, path } of operations) {
        const may = MAY[name];
        if (may === 'public' || may === undefined) continue;
        const answer = await browser.send(method, path, method === 'GET' ? undefined : {});
        const refused = answer.status === 403 && answer.body.code === 'permission/denied';
        expect(refused, `${role}: ${name} → ${answer.status} ${answer.text.slice(0, 200)}`).to.equal(
          !may.includes(role),
        );
        expect(answer.status, `${role}: ${name} ${answer.text.slice(0, 300)}`).to.be.below(500);
        if (!may.includes(role)) expect(answer.body.type).to.equal('urn:toritsugi:permission/denied');
      }
    });
  }

  it('lets into a room of the socket only whom it is for', async () => {
    for (const room of Object.keys(HEARS)) {
      const nobody = await enter(room, '');
      expect(nobody, room).to.equal(room === '/' ? 'permission/denied' : 'session/required');
      for (const [role, { cookie }] of browsers)
        expect(await enter(room, cookie), `${role} ${room}`).to.equal(
          HEARS[room]?.includes(role) ? 'connected' : 'permission/denied',
        );
    }
  });

  async function enter(room: string, cookie: string): Promise<string> {
    const extraHeaders = { cookie, origin: api.url };
    const socket = io(`${api.url}${room}`, { transports: ['websocket'], forceNew: true, extraHeaders });
    try {
      return await new Promise<string>((resolve) => {
        socket.once('connect', () => resolve('connected'));
        socket.once('connect_error', ({ message }) => resolve(message));
      });
    } finally {
      socket.disconnect();
    }
  }

  it('gives no contractor a decision and the administrator no person', () => {
    for (const role of CONTRACTOR_ROLES) expect(mayDo(role, 'decide'), role).to.equal(false);
    const persons = [
      'search_person',
      'view_person',
      'view_debt',
      'desk',
      'list_recordings',
      'play_recordings',
      'view_import_errors',
    ] as const;
    for (const role of ['administrator', 'auditor'] as const)
      for (const permission of persons) expect(mayDo(role, permission), `${role} ${permission}`).to.equal(false);
    for (const permission of PERMISSIONS)
      expect(
        ALL.some((role) => permissionsOf(role).has(permission)),
        `${permission} belongs to nobody`,
      ).to.equal(true);
  });
});
