import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { asteriskCommand } from '../../dialplan/command.ts';
import { AsteriskMissingError } from '../../dialplan/install.ts';
import { type PbxOptions, renderCarrier, renderPbx } from '../../dialplan/render.ts';

describe('rendering the two Asterisks', () => {
  let base: string;
  const folders = (name: string) => ({
    confDir: join(base, name, 'conf'),
    varDir: join(base, name, 'var'),
    runDir: join(base, name, 'run'),
    logDir: join(base, name, 'log'),
  });
  const common = (name: string) => ({
    install: { kind: 'private' as const, root: join(base, 'root') },
    folders: folders(name),
    node: name,
    sipPort: 15060,
    amiPort: 15038,
    amiUser: 'ami',
    amiPassword: 'ami-secret',
    rtpStart: 20000,
    rtpEnd: 20999,
    soundsDir: join(base, 'sounds'),
  });
  const pbx = (changes: Partial<PbxOptions> = {}): PbxOptions => ({
    ...common('pbx'),
    httpPort: 18088,
    ariUser: 'ari',
    ariPassword: 'ari-secret',
    ariApp: 'toritsugi',
    sipRealm: 'toritsugi',
    trunkHost: '127.0.0.2',
    trunkPort: 15061,
    ...changes,
  });
  const carrier = () => ({
    ...common('carrier'),
    sipHost: '127.0.0.2',
    pbxHost: '127.0.0.1',
    pbxPort: 15060,
    logFile: join(base, 'far/calls.log'),
    heardDir: join(base, 'far/heard'),
  });
  const conf = (name: string, file: string) => readFileSync(join(base, name, 'conf', file), 'utf8');

  before(() => {
    base = mkdtempSync(join(tmpdir(), 'render-'));
    const lib = join(base, 'root/usr/lib/x86_64-linux-gnu');
    mkdirSync(join(lib, 'asterisk/modules'), { recursive: true });
    mkdirSync(join(base, 'root/usr/sbin'), { recursive: true });
    writeFileSync(join(base, 'root/usr/sbin/asterisk'), '');
    writeFileSync(join(lib, 'ld-linux-x86-64.so.2'), '');
    chmodSync(join(base, 'root/usr/sbin/asterisk'), 0o755);
  });
  after(() => rmSync(base, { recursive: true, force: true }));

  it('leaves no placeholder and no file that others may read', async () => {
    await renderPbx(pbx());
    await renderCarrier(carrier());
    for (const name of ['pbx', 'carrier']) {
      for (const file of readdirSync(join(base, name, 'conf'))) {
        expect(conf(name, file), `${name}/${file}`).not.to.match(/\{\{/);
        expect(statSync(join(base, name, 'conf', file)).mode & 0o077, file).to.equal(0);
      }
    }
    for (const dir of ['recording', 'monitor'])
      expect(statSync(join(base, 'pbx/var/spool', dir)).isDirectory()).to.equal(true);
  });

  it('binds every listener to loopback', () => {
    for (const name of ['pbx', 'carrier']) {
      const listeners = ['http.conf', 'manager.conf', 'pjsip.conf'].flatMap((file) =>
        [...conf(name, file).matchAll(/^bind(?:addr)? = (\S+)$/gm)].map((match) => match[1] ?? ''),
      );
      expect(listeners.length).to.be.greaterThan(1);
      for (const address of listeners) expect(address).to.match(/^127\.0\.0\.[12](:\d+)?$/);
    }
  });

  it('loads by name only, and nothing that runs programs or opens another door', () => {
    for (const name of ['pbx', 'carrier']) {
      const modules = conf(name, 'modules.conf');
      expect(modules).to.match(/^autoload = no$/m);
      expect(modules).not.to.match(
        /app_system|func_shell|res_agi|app_externalivr|func_curl|res_phoneprov|chan_iax2|pbx_dundi|res_prometheus|anonymous|stir_shaken|resolver_unbound|res_pjsip_messaging/,
      );
    }
    expect(conf('carrier', 'modules.conf')).not.to.match(/res_ari|websocket/);
    expect(conf('pbx', 'modules.conf')).to.match(/res_websocket_client[\s\S]*res_ari\.so/);
  });

  it('lets a browser reach its leg and some seconds of its own voice, and nothing else', () => {
    const dialplan = conf('pbx', 'extensions.conf');
    const agents = dialplan.slice(dialplan.indexOf('[agents]'), dialplan.indexOf('[from-trunk]'));
    expect([...agents.matchAll(/^exten => ([^,]+),/gm)].map((match) => match[1])).to.deep.equal(['leg', 'echo']);
    expect(agents.slice(agents.indexOf('echo'))).to.match(/^echo,1,Set\(TIMEOUT\(absolute\)=\d\d\)\n[^[]*Echo\(\)/);
    expect(dialplan).not.to.match(/\bDial\(|System\(|SHELL|AGI\(/);
  });

  it('knows the trunk by an address from which no browser comes', () => {
    expect(conf('pbx', 'pjsip.conf')).to.match(/^match = 127\.0\.0\.2$/m);
    expect(conf('pbx', 'ari.conf')).to.match(/^websocket_write_timeout = \d{4,}$/m);
    expect(conf('pbx', 'ari.conf')).to.match(/^allowed_origins =$/m);
    expect(conf('pbx', 'manager.conf')).to.match(/^write = system,reporting$/m);
  });

  it('refuses a password that would add a line, and says nothing of it', async () => {
    const error = await renderPbx(pbx({ ariPassword: 'geheim\nread_only = no' })).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(Error).with.property('message').that.does.not.include('geheim');
  });

  it('refuses a run folder too long for a socket, and a root without Asterisk', async () => {
    const long = { ...folders('pbx'), runDir: `/tmp/${'x'.repeat(100)}` };
    expect(await renderPbx(pbx({ folders: long })).catch((thrown: Error) => thrown.message)).to.match(/too long/);
    const missing = await renderPbx(pbx({ install: { kind: 'private', root: join(base, 'nothing') } })).catch(
      (thrown: unknown) => thrown,
    );
    expect(missing).to.be.instanceOf(AsteriskMissingError);
  });

  it('starts a private Asterisk through its own loader and libraries', () => {
    const lib = join(base, 'root/usr/lib/x86_64-linux-gnu');
    const { command, args, env } = asteriskCommand({ kind: 'private', root: join(base, 'root') }, '/c');
    expect(command).to.equal(join(lib, 'ld-linux-x86-64.so.2'));
    expect(args.slice(0, 3)).to.deep.equal([
      '--library-path',
      `${lib}:${join(base, 'root/usr/lib')}`,
      join(base, 'root/usr/sbin/asterisk'),
    ]);
    expect(args).to.include.members(['-C', '/c/asterisk.conf', '-f']);
    expect(env['TZ']).to.equal('UTC');
  });
});
