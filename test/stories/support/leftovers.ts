import type { RunningSystem } from './system.ts';

interface Named {
  id: string;
  name?: string;
}

async function ari<T>(system: RunningSystem, path: string): Promise<T> {
  const { ariUrl, ariUser, ariPassword } = system.config.asterisk;
  const response = await fetch(`${ariUrl.replace(/\/$/, '')}/ari/${path}`, {
    headers: { authorization: `Basic ${Buffer.from(`${ariUser}:${ariPassword}`).toString('base64')}` },
    signal: AbortSignal.timeout(5_000),
  });
  if (!response.ok) throw new Error(`ARI ${path}: ${response.status}`);
  return (await response.json()) as T;
}

export async function channelNames(system: RunningSystem): Promise<string[]> {
  return (await ari<Named[]>(system, 'channels')).map(({ id, name }) => name ?? id);
}

export interface Leftovers {
  channels: string[];
  bridges: string[];
  openCalls: number;
  leases: number;
  answeredWithoutRecording: number;
  recordingsWithoutCall: number;
}

/** What a finished story must not leave behind. The node's holding bridge stays by design; agents have logged out. */
export async function leftovers(system: RunningSystem): Promise<Leftovers> {
  const { sql } = system;
  const channels = await channelNames(system);
  const bridges = await ari<Named[]>(system, 'bridges');
  const [counts] = await sql<{ calls: number; leases: number; missing: number; extra: number }[]>`
    select (select count(*)::int from call where ended_at is null) as calls,
      (select count(*)::int from target_progress where lease_until is not null) as leases,
      -- What a busy day invents was never on our exchange.
      (select count(*)::int from call c where c.answered_at is not null and c.node <> 'demo' and not exists
        (select 1 from recording r where r.call_id = c.id and r.state = 'registered')) as missing,
      (select count(*)::int from recording r join call c on c.id = r.call_id where c.answered_at is null and r.kind = 'call') as extra`;
  return {
    channels,
    bridges: bridges.map((bridge) => bridge.id).filter((id) => !id.startsWith('hold-')),
    openCalls: counts?.calls ?? -1,
    leases: counts?.leases ?? -1,
    answeredWithoutRecording: counts?.missing ?? -1,
    recordingsWithoutCall: counts?.extra ?? -1,
  };
}

const nothing: Leftovers = {
  channels: [],
  bridges: [],
  openCalls: 0,
  leases: 0,
  answeredWithoutRecording: 0,
  recordingsWithoutCall: 0,
};

/** Waits until all is clean: hang-ups and the sealing of recordings take a moment. Returns what is left then. */
export async function untilNothingIsLeft(system: RunningSystem, timeoutMs = 30_000): Promise<Leftovers> {
  const deadline = Date.now() + timeoutMs;
  let last = await leftovers(system);
  while (JSON.stringify(last) !== JSON.stringify(nothing) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    last = await leftovers(system);
  }
  return last;
}

export { nothing };
