import type { ApiDeps } from '../http/deps.ts';
import type { Route } from '../http/route.ts';
import { callListRoutes } from './call-list-routes.ts';
import { entrustmentRoutes } from './entrustment-routes.ts';
import { extractionRoutes } from './extraction-routes.ts';
import { keyRoutes } from './key-routes.ts';
import { listFileRoutes } from './list-file-routes.ts';

/** 依頼 → 抽出 → 承認 → 架電 */
export function listRoutes(deps: ApiDeps): Route[] {
  return [
    ...entrustmentRoutes(deps),
    ...extractionRoutes(deps),
    ...callListRoutes(deps),
    ...keyRoutes(deps),
    ...listFileRoutes(deps),
  ];
}
