import type { DrillAgent } from '../../../runtime/drill/desk/drill-agent.ts';
import { type SeatedAgent, seatAgents } from '../../../runtime/drill/desk/seat-agents.ts';
import type { WorkingTimes } from '../../../runtime/drill/desk/working-times.ts';
import { MediaClock } from '../../../runtime/drill/sip/media-clock.ts';
import { readInstallation } from '../../../runtime/instance/installation.ts';
import type { RunningSystem } from './system.ts';

/** Agents without a browser, proven ready, who write a result within a second or so. */
export interface SipAgents {
  agents: readonly DrillAgent[];
  /** What no working day should have. */
  troubles: string[];
  /** What their desks say of why nothing rings. */
  notices(): string;
  goHome(): Promise<void>;
}

const quick = { mean: 1, cv: 0.1 };
const TIMES: WorkingTimes = {
  wrapSec: { contact: quick, absent: quick, machine: quick },
  lookSec: quick,
  paceCv: 0.05,
};

export async function sipAgents(system: RunningSystem, count: number): Promise<SipAgents> {
  const port = readInstallation(system.dataDir)?.ports['pbxSip'];
  if (!port) throw new Error('the installation names no SIP port');
  const accounts = Array.from({ length: count }, (_, index) => system.login('agent', index)).map(
    ({ user, password }) => ({ login: user, password }),
  );
  const troubles: string[] = [];
  const seated: SeatedAgent[] = [];
  const goHome = async () => {
    await Promise.all(seated.splice(0).map(({ agent }) => agent.leave().catch(() => agent.abandon())));
  };
  await seatAgents({
    product: { ready: { url: system.url }, exchange: { host: '127.0.0.1', port } },
    ...{ accounts, times: TIMES, seed: 1, clock: new MediaClock() },
    trouble: (text) => troubles.push(text),
    onSeated: (one) => seated.push(one),
  }).catch(async (error: unknown) => {
    await goHome();
    throw error;
  });
  const agents = seated.map(({ agent }) => agent);
  return {
    agents,
    troubles,
    notices: () => agents.map(({ snapshot }) => snapshot?.notice ?? '').join(' / '),
    goHome,
  };
}
