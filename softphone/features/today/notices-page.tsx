import { useQuery } from '@tanstack/react-query';
import type { NoticeBoard } from '../../../core/contracts/http/desk-work.ts';
import { get } from '../../client/http.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { NoticeCard } from './notice-card.tsx';
import '../promises/promises.css';
import './today.css';

const text = strings.today;

/** `#/notices`: what the desks read, for those who write it and sit at none. */
export function NoticesPage() {
  const board = useQuery({
    queryKey: ['desk-work', 'notices'],
    queryFn: ({ signal }) => get<NoticeBoard>('/api/desk-work/notices', signal),
  });
  return (
    <>
      <div className="page-head">
        <h1>{text.notices}</h1>
        <span className="muted">{text.noticesLead}</span>
      </div>
      {board.error ? <ProblemNotice error={board.error} onRetry={() => void board.refetch()} /> : null}
      {board.data ? <NoticeCard notices={board.data.notices} today={board.data.today} mayPost /> : null}
    </>
  );
}
