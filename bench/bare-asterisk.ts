import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CarrierControl } from '../dialplan/carrier/control.ts';
import { type CrowdShape, crowdPlan } from '../dialplan/carrier/crowd.ts';
import { readCarrierLog } from '../dialplan/carrier/log.ts';
import { AgentTelephone } from '../runtime/drill/sip/agent-telephone.ts';
import { MediaClock } from '../runtime/drill/sip/media-clock.ts';
import { startAsteriskPair } from '../test/support/asterisk-pair.ts';
import { type LoadSeries, watchLoad } from './process-load.ts';

/** One call of the mix: whom, how long after the first, and which of this number's calls it is (from 1). */
export interface MixCall {
  number: string;
  atMs: number;
  attempt: number;
}

const CALLER_ID = '0220001100';

/** Recorded in two channels as the product records; the tone stands for the agent who speaks. */
const dialplan = (spool: string) => `
[bench]
exten => leg,1,Answer()
 same => n,MusicOnHold(silence)
exten => call,1,MixMonitor(,Dr(${spool}/\${UNIQUEID}-in.raw)t(${spool}/\${UNIQUEID}-out.raw))
 same => n,Playtones(440)
 same => n,Wait(900)
`;

/** A telephone of an agent, without the browser's encryption, as the drill's agents have it. */
const AGENT_ENDPOINT = `
[bench-agent]
type = endpoint
transport = transport-udp
context = bench
identify_by = username
disallow = all
allow = ulaw
direct_media = no
rtp_symmetric = yes
`;

export interface BareResult {
  load: LoadSeries;
  answered: number;
  calls: number;
}

/**
 * The same calls, to the same numbers at the same moments, by Asterisk alone: originated over ARI into a dialplan of three lines. No
 * controller, no database; `agents` telephones are connected all the while and hear silence. The simulated network is another process and
 * counted apart, as in the product's run.
 */
export async function bareAsterisk(
  mix: readonly MixCall[],
  about: {
    crowd: CrowdShape;
    seed: number;
    answerRate: number;
    ringTimeoutSec: number;
    agents: number;
    signal: AbortSignal;
  },
): Promise<BareResult> {
  const pair = await startAsteriskPair();
  const control = await CarrierControl.open(pair.config.carrier);
  const telephones: AgentTelephone[] = [];
  try {
    const { asterisk, carrier } = pair.config;
    await appendFile(join(pair.pbxConfDir, 'extensions.conf'), dialplan(asterisk.spoolDir));
    await appendFile(join(pair.pbxConfDir, 'pjsip.conf'), AGENT_ENDPOINT);
    for (const module of ['res_pjsip.so', 'pbx_config.so']) await ari(asterisk, 'PUT', `asterisk/modules/${module}`);
    await sleep(1_000);
    const clock = new MediaClock();
    const login = { user: 'bench-agent', secret: '', legUri: `sip:leg@${asterisk.sipDomain}` };
    while (telephones.length < about.agents)
      telephones.push(await AgentTelephone.connect({ host: '127.0.0.1', port: pair.pbxSipPort }, login, clock));
    for (const number of new Set(mix.map((call) => call.number))) {
      const attempts = mix.filter((call) => call.number === number).map(({ attempt }) => attempt);
      await control.setCrowd(
        number,
        attempts.map((attempt) => crowdPlan(about.crowd, about.seed, number, attempt)),
      );
    }
    await control.setCrowdMood(about.answerRate);
    const stop = watchLoad({ pbx: pair.pbxPid, carrier: pair.carrierPid });
    const begun = performance.now();
    for (const { number, atMs } of mix) {
      await sleep(Math.max(0, begun + atMs - performance.now()), undefined, { signal: about.signal });
      const query = new URLSearchParams({
        ...{ endpoint: `PJSIP/${number}@carrier`, context: 'bench', extension: 'call', priority: '1' },
        ...{ callerId: CALLER_ID, timeout: String(about.ringTimeoutSec) },
      });
      await ari(asterisk, 'POST', `channels?${query}`);
    }
    const load = stop();
    await sleep(about.ringTimeoutSec * 1_000, undefined, { signal: about.signal });
    const log = await readCarrierLog(carrier.logFile);
    return { load, calls: log.length, answered: log.filter(({ answeredMs }) => answeredMs !== undefined).length };
  } finally {
    for (const telephone of telephones) telephone.close();
    control.close();
    await pair.stop();
  }
}

async function ari(
  where: { ariUrl: string; ariUser: string; ariPassword: string },
  method: string,
  path: string,
): Promise<void> {
  const response = await fetch(`${where.ariUrl}/ari/${path}`, {
    method,
    headers: { authorization: `Basic ${Buffer.from(`${where.ariUser}:${where.ariPassword}`).toString('base64')}` },
    signal: AbortSignal.timeout(10_000),
  });
  await response.text();
  if (!response.ok) throw new Error(`ARI ${method} ${path}: ${response.status}`);
}
