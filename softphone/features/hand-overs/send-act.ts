import type { HandOverRow } from '../../../core/contracts/http/hand-overs.ts';
import { post } from '../../client/http.ts';
import type { HandOverAct } from './hand-over-acts.ts';

export interface ActForm {
  words: string;
  /** Of closing: the person may be contacted again. */
  resume: boolean;
}

export const EMPTY_FORM: ActForm = { words: '', resume: true };

/** Each act to its own door; a decision goes through the approvals, as every decision of the city. */
export function sendAct(row: HandOverRow, act: HandOverAct, { words, resume }: ActForm): Promise<void> {
  const own = `/api/hand-overs/${row.id}`;
  const text = words.trim();
  switch (act) {
    case 'approve':
    case 'return':
      return post(`/api/approvals/${row.approvalId}/decide`, { decision: act, answer: text || null });
    case 'answer':
      return post(`${own}/answer`, { answer: text });
    case 'close':
      return post(`${own}/close`, { resume, reason: text });
    case 'resume':
      return post(`${own}/resume`, { reason: text });
    case 'remark':
      return post(`${own}/remark`, { body: text });
    case 'take':
    case 'read':
      return post(`${own}/${act}`);
  }
}
