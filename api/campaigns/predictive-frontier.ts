import type { CampaignMode } from '../../core/contracts/calls.ts';
import type { ApprovalDetails } from '../../core/contracts/http/approvals.ts';
import { messageOf } from '../../core/platform/errors.ts';
import type { Scope } from '../../core/rules/permissions.ts';
import { createAnswerCountsCache } from '../coverage/answer-counts-cache.ts';
import { readCoverageGround } from '../coverage/coverage-ground.ts';
import { createPlannerThread } from '../coverage/planner-thread.ts';
import type { ApiDeps } from '../http/deps.ts';
import { selectLargestCampaign } from './predictive-queries.ts';

export type Frontier = ApprovalDetails['predictive']['frontier'];

/** A manager waits for it: both curves together stay well inside the page's own deadline. */
const PREDICTIVE_MS = 2_000;
const PROGRESSIVE_MS = 600;

export interface FrontierReader {
  /** Empty where the subject has no campaign to simulate with, or the planner has no time: the question is asked all the same. */
  read(subjectId: string, caller: Scope & { privileged: boolean; sessionId: string }): Promise<Frontier>;
}

/** What each cap would buy on the subject, simulated with its own calls and the agents who take its line, beside 1:1 calling. */
export function createFrontierReader({ sql, clock, logger }: ApiDeps): FrontierReader {
  const planner = createPlannerThread(logger);
  const history = createAnswerCountsCache(sql);
  return {
    async read(subjectId, caller) {
      const campaignId = await selectLargestCampaign(sql, subjectId);
      if (campaignId === undefined) return [];
      const time = { now: clock.now(), speed: clock.speed };
      try {
        const counts = await history.read(time.now);
        const ground = await sql.begin('isolation level repeatable read read only', (tx) =>
          readCoverageGround(tx, counts, campaignId, caller, time, undefined),
        );
        const curve = async (mode: CampaignMode, mostMs: number) => {
          const question = { ground, change: { mode }, slider: 'cap' as const, mostMs };
          const answer = await planner.ask(`${caller.sessionId} ${mode}`, question);
          return answer.kind === 'curve' ? answer.points : [];
        };
        const predictive = await curve('predictive', PREDICTIVE_MS);
        const [oneToOne] = await curve('progressive', PROGRESSIVE_MS);
        return [
          ...(oneToOne ? [{ ...figures(oneToOne), capPercent: 0, mode: '1対1' }] : []),
          ...predictive.map((point) => ({ ...figures(point), capPercent: point.at, mode: `${point.at}%` })),
        ];
      } catch (error) {
        logger.warn({ subjectId, err: messageOf(error) }, 'no simulation goes with the question');
        return [];
      }
    },
  };
}

const figures = ({ abandonmentPct, occupancyPct }: { abandonmentPct: number; occupancyPct: number }) => ({
  abandonedPercent: abandonmentPct,
  occupancyPercent: occupancyPct,
});
