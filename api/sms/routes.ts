import type { ApiDeps } from '../http/deps.ts';
import type { Route } from '../http/route.ts';
import { smsBatchRoutes } from './batch-routes.ts';
import { smsMessageRoutes } from './message-routes.ts';
import { smsStatusRoutes } from './status-routes.ts';
import { smsTemplateRoutes } from './template-routes.ts';

export function smsRoutes(deps: ApiDeps): Route[] {
  return [...smsTemplateRoutes(deps), ...smsBatchRoutes(deps), ...smsMessageRoutes(deps), ...smsStatusRoutes(deps)];
}
