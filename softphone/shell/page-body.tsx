import type { ReactNode } from 'react';
import type { SessionView } from '../../core/contracts/http/session.ts';
import { Empty } from '../ui/empty.tsx';
import { strings } from '../ui/strings.ts';
import type { PageName } from './pages.ts';

export function pageBody(_page: PageName, _rest: readonly string[], _session: SessionView): ReactNode {
  return <Empty title={strings.nav.noPage} />;
}
