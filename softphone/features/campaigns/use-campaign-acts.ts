import { useState } from 'react';
import type { CampaignRow } from '../../../core/contracts/http/records.ts';
import { post } from '../../client/http.ts';
import { modeLabel, strings } from '../../ui/strings.ts';
import type { CampaignAct } from './campaign-keys.ts';
import type { CampaignRights } from './campaign-rights.ts';
import type { PlanChange } from './plan-panel.tsx';

const text = strings.campaigns;

/** What the page asks of the server; one sentence of success or the refusal is shown, never both. */
export function useCampaignActs(rights: CampaignRights, refresh: () => Promise<unknown>) {
  const [problem, setProblem] = useState<unknown>(null);
  const [told, setTold] = useState<string | null>(null);

  const run = async (command: () => Promise<string | null>): Promise<boolean> => {
    setProblem(null);
    setTold(null);
    try {
      setTold(await command());
      return true;
    } catch (error) {
      setProblem(error);
      return false;
    } finally {
      await refresh();
    }
  };
  const change = (row: CampaignRow, verb: 'start' | 'pause' | 'finish') =>
    run(async () => {
      await post(`/api/campaigns/${row.id}/${verb}`);
      return null;
    });
  /** Start, pause and mode; the rest opens something on the page. */
  const act = (row: CampaignRow, action: CampaignAct): void => {
    if (action.type === 'start' && rights.run && (row.state === 'draft' || row.state === 'paused'))
      void change(row, 'start');
    if (action.type === 'pause' && rights.pause && row.state === 'running') void change(row, 'pause');
    if (action.type === 'mode' && rights.run && row.mode !== action.mode && row.state !== 'finished') {
      void run(async () => {
        await post(`/api/campaigns/${row.id}/mode`, { mode: action.mode });
        return text.modeChanged(row.name, modeLabel[action.mode]);
      });
    }
  };
  return {
    problem,
    told,
    act,
    finish: (row: CampaignRow) => change(row, 'finish'),
    savePlan: (row: CampaignRow, plan: PlanChange) =>
      run(async () => {
        await post(`/api/campaigns/${row.id}/plan`, plan);
        return text.saved;
      }),
    ask: (subjectId: string, ask: { capPercent: number; validFrom: string; validTo: string | null }) =>
      run(async () => {
        await post(`/api/predictive-lines/${encodeURIComponent(subjectId)}/ask`, ask);
        return text.approval.sent;
      }),
    end: (subjectId: string) =>
      run(async () => {
        const { switched } = await post<{ switched: number }>(
          `/api/predictive-lines/${encodeURIComponent(subjectId)}/end`,
        );
        return text.approval.ended(switched);
      }),
  };
}
