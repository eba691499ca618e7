import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Server as SocketServer } from 'socket.io';
import type { Role } from '../../core/contracts/calls.ts';
import type { SessionView } from '../../core/contracts/http/session.ts';
import { judgeIdentity } from '../../core/rules/identity.ts';
import { permissionsOf } from '../../core/rules/permissions.ts';
import { callbacks, campaigns, caseView, debt, numberChecks } from './mock-city.ts';
import { MockDesk } from './mock-desk.ts';

const dist = fileURLToPath(new URL('../../softphone/dist', import.meta.url));
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/**
 * The contract of `core/contracts/http` without a database or a telephone, for working on pages. Any password opens it; the user name is
 * the role. Started by hand: `node test/softphone/mock-api.ts PORT`.
 */
export function startMockApi(port: number): Promise<{ server: Server; desk: MockDesk; close(): void }> {
  const desk = new MockDesk();
  let role: Role | null = null;
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => send(response, 500, problem('internal', 'エラーが起きました。')));
  });
  server.on('upgrade', (request, socket) => {
    if (request.url === '/sip') socket.destroy();
  });
  const io = new SocketServer(server);
  const room = io.of('/desk');
  room.on('connection', (socket) => socket.emit('agent', desk.snapshot));
  desk.onChange((snapshot) => room.emit('agent', snapshot));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://mock').pathname;
    if (!path.startsWith('/api/')) return serveFile(path, response);
    const body = (await readJson(request)) as Record<string, never>;
    const key = `${request.method} ${path}`;
    if (key === 'POST /api/session') {
      if (body['password'] === 'wrong')
        return send(response, 401, problem('session/refused', '利用者IDまたはパスワードが違います。'));
      role = body['login'] ?? null;
    }
    if (key === 'DELETE /api/session') role = null;
    if (role === null && key !== 'DELETE /api/session')
      return send(response, 401, problem('session/required', 'ログインしてください。'));
    if (path === '/api/session') return role ? send(response, 200, session(role)) : send(response, 204);
    const handler = handlers(desk)[key];
    if (handler) return send(response, 200, handler(body) ?? {});
    const target = /^\/api\/desk\/case\/(\d+)(\/debt)?$/.exec(path);
    if (!target) return send(response, 404, problem('request/not-found', 'お探しのページは見つかりません。'));
    if (target[2] === undefined) {
      const campaign = campaigns.find(({ id }) => id === desk.snapshot.campaign?.id);
      return campaign
        ? send(response, 200, caseView(Number(target[1]), campaign))
        : send(response, 403, problem('case/not-yours', ''));
    }
    if (desk.snapshot.call?.identityPassed) return send(response, 200, debt);
    return send(response, 403, problem('identity/required', '本人確認が終わるまで金額は表示できません。'));
  }

  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () =>
      resolve({
        server,
        desk,
        close() {
          desk.stop();
          void io.close();
        },
      }),
    );
  });
}

function handlers(desk: MockDesk): Record<string, (body: Record<string, never>) => unknown> {
  return {
    'POST /api/desk/login': () => ({
      loginId: 'mock',
      sipUri: 'sip:mock@mock.invalid',
      sipUser: 'mock',
      sipSecret: 'mock',
      realm: 'mock',
      webSocketPath: '/sip',
      legUri: 'sip:leg@mock.invalid',
      echoUri: 'sip:echo@mock.invalid',
    }),
    'GET /api/desk/snapshot': () => desk.snapshot,
    'GET /api/desk/campaigns': () => campaigns,
    'GET /api/callbacks': () => callbacks,
    'GET /api/number-checks': () => numberChecks,
    'POST /api/desk/ready': (body) => desk.ready(body['campaignId'] ?? null),
    'POST /api/desk/break': () => desk.pause(),
    'POST /api/desk/dial': (body) => desk.dial(body['phoneId'] ?? null),
    'POST /api/desk/skip': () => desk.skip(),
    'POST /api/desk/hang-up': () => desk.hangUp(),
    'POST /api/desk/hold': (body) => desk.hold(body['on'] ?? false),
    'POST /api/desk/dtmf': () => undefined,
    'POST /api/desk/result': () => desk.wrapUpDone(),
    'PUT /api/desk/draft': () => ({ kept: true }),
    'POST /api/desk/identity': (body) => {
      const verdict = judgeIdentity({
        speaker: body['speaker'] ?? 'principal',
        nameResult: body['nameResult'] ?? 'failed',
        factors: body['factors'] ?? [],
      });
      desk.identity(verdict.passed);
      return verdict;
    },
  };
}

function session(role: Role): SessionView {
  return {
    staff: { id: 'mock', login: role, displayName: '佐藤', role, seatNo: 7, privileged: false },
    permissions: [...permissionsOf(role)],
    csrfToken: 'mock',
    city: {
      name: 'みどり野市',
      section: '納付案内センター',
      phone: '022-000-1100',
      preIdentityDisplay: 'stage_and_count',
    },
    productNow: '2026-11-20T01:05:00Z',
    clockSimulated: true,
    clockSpeed: 1,
  };
}

const problem = (code: string, title: string) => ({ type: `urn:toritsugi:${code}`, code, title, status: 0 });

function send(response: ServerResponse, status: number, body?: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString());
}

const fonts: Record<string, string> = {
  '/fonts/ipamjm.ttf': '/usr/share/fonts/truetype/ipamj/ipamjm.ttf',
  '/fonts/HanaMinA.ttf': join(process.env['TORITSUGI_FONTS'] ?? '/usr/share/fonts/truetype/hanazono', 'HanaMinA.ttf'),
};

function serveFile(path: string, response: ServerResponse): void {
  const file = fonts[path] ?? join(dist, normalize(path === '/' ? '/index.html' : path));
  if (!existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'content-security-policy':
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' ws: wss:",
  });
  createReadStream(file).pipe(response);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await startMockApi(Number(process.argv[2] ?? 0));
