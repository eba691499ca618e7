import { type Distribution, draw } from './distribution.ts';
import { createRandom } from './random.ts';
import type { LineScenario, Scenario } from './scenario.ts';

export interface InboundCall {
  atSec: number;
  talkSec: number;
  wrapSec: number;
  patienceSec: number;
}

/** The citizens who call in on this line this day: a Poisson stream, the same whatever is dialled. */
export function inboundOfDay(
  line: LineScenario,
  { daySec }: Scenario,
  key: { seed: number; day: number; line: number },
): InboundCall[] {
  const { inbound } = line;
  if (!inbound || inbound.perHour <= 0) return [];
  const random = createRandom(key.seed, key.day, 2_000 + key.line);
  const between: Distribution = { kind: 'exponential', mean: 3600 / inbound.perHour };
  const calls: InboundCall[] = [];
  for (let atSec = draw(between, random); atSec < daySec; atSec += draw(between, random)) {
    calls.push({
      atSec,
      talkSec: draw(inbound.talk, random),
      wrapSec: draw(inbound.wrap, random),
      patienceSec: draw(inbound.patience, random),
    });
  }
  return calls;
}
