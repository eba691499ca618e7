import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { EntrustmentRow } from '../../../core/contracts/http/lists.ts';
import { post } from '../../client/http.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { count } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';

const text = strings.lists.entrustments;

/** What the city entrusted, in the sentence the officer wrote it with: the outer limit of everything below. */
export function EntrustmentFacts({ row, mayClose }: { row: EntrustmentRow; mayClose: boolean }) {
  const client = useQueryClient();
  const [problem, setProblem] = useState<unknown>(null);
  const close = async () => {
    try {
      await post(`/api/lists/entrustments/${row.id}/close`);
    } catch (error) {
      setProblem(error);
    }
    await client.invalidateQueries({ queryKey: ['lists', 'entrustments'] });
  };
  return (
    <div className="entrustment-facts">
      <p>
        <strong>{text.title}:</strong> {row.sentence}
      </p>
      <span className="muted nowrap">
        {text.goal.replace('(%)', '')} {row.goalPercent}%　{text.listed(count(row.listed))}
      </span>
      {mayClose ? (
        <ConfirmButton
          variant="subtle"
          color="gray"
          ask={text.closeAsk}
          confirm={text.closeYes}
          onConfirm={() => void close()}
        >
          {text.close}
        </ConfirmButton>
      ) : null}
      {problem ? <ProblemNotice error={problem} /> : null}
    </div>
  );
}
