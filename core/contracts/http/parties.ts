import type { PartyTarget } from '../commands.ts';

/**
 * Others in a call. All under `/api/desk`, permission `desk`; telephony decides (core/rules/transfer-targets.ts) and its no is a 409.
 *
 * GET  /transfer-targets?callId=    → TransferTargets
 * POST /transfer                    {callId, to: PartyTarget, blind}
 * POST /transfer/complete           {callId, as: 'transfer'|'three_way', partyId|null}
 * POST /transfer/cancel             {callId}
 * POST /transfer/answer             {callId, accept}   by who was asked
 * POST /party                       {callId, to: PartyTarget}
 * POST /party/drop                  {callId, partyId}
 * POST /help                        {callId, on}
 * POST /help/join                   {callId}       permission `help_agents`
 * POST /leave-call                  {callId}
 * POST /recording-pause             {callId, on, reason}
 */
export interface TransferTargets {
  agents: AgentTargetView[];
  /** Lines with how many could take the call now. */
  lines: { subjectId: string; name: string; colour: string; free: number }[];
  extensions: { id: number; label: string; kind: 'city' | 'interpreter'; language: string | null }[];
  /** May this account dial any other number? */
  outside: boolean;
}

export interface AgentTargetView {
  staffId: string;
  name: string;
  seat: number | null;
  supervisor: boolean;
  /** Why not, in words; null = yes. */
  refusal: string | null;
}

export type { PartyTarget };
