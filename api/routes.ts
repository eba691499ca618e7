import { approvalRoutes } from './approvals/routes.ts';
import { auditRoutes } from './audit/routes.ts';
import { holdRoutes } from './calendar/hold-routes.ts';
import { calendarRoutes } from './calendar/routes.ts';
import { calendarSettingRoutes } from './calendar/settings-routes.ts';
import { callbackRoutes } from './callbacks/routes.ts';
import { campaignRoutes } from './campaigns/routes.ts';
import { contactRoutes } from './contacts/routes.ts';
import { coverageRoutes } from './coverage/routes.ts';
import { deskRoutes } from './desk/routes.ts';
import type { CommandRunner } from './desk/run-command.ts';
import { deskWorkRoutes } from './desk-work/routes.ts';
import { goalRoutes } from './goals/routes.ts';
import { handOverRoutes } from './hand-overs/routes.ts';
import type { Metrics } from './health/metrics.ts';
import { healthRoutes } from './health/routes.ts';
import type { ApiDeps } from './http/deps.ts';
import type { Route } from './http/route.ts';
import { disclosureRoutes } from './identity/settings-routes.ts';
import { importRoutes } from './imports/routes.ts';
import { inboundRoutes } from './inbound/routes.ts';
import { listRoutes } from './lists/routes.ts';
import { moneyRoutes } from './money/routes.ts';
import { numberCheckRoutes } from './number-checks/routes.ts';
import { paymentRoutes } from './payments/routes.ts';
import { personRoutes } from './persons/routes.ts';
import { promiseRoutes } from './promises/routes.ts';
import { recordingRoutes } from './recordings/routes.ts';
import { scriptRoutes } from './scripts/routes.ts';
import type { CookieJar } from './sessions/cookies.ts';
import type { LoginLimits } from './sessions/login-limits.ts';
import { sessionRoutes } from './sessions/routes.ts';
import type { SessionWatch } from './sessions/session-watch.ts';
import { callSettingRoutes } from './settings/call-routes.ts';
import { diallingSettingRoutes } from './settings/dialling-routes.ts';
import { smsRoutes } from './sms/routes.ts';
import { staffRoutes } from './staff/routes.ts';
import { subjectRoutes } from './subjects/routes.ts';
import { sectionRoutes } from './subjects/section-routes.ts';
import { windowRoutes } from './subjects/window-routes.ts';
import { taskRoutes } from './tasks/routes.ts';
import { trainingRoutes } from './training/routes.ts';
import { whyRoutes } from './why/routes.ts';

export interface SharedParts {
  cookies: CookieJar;
  limits: LoginLimits;
  watch: SessionWatch;
  metrics: Metrics;
  commands: CommandRunner;
}

/** Open pages ask for these every few seconds by themselves: that must not keep a session alive whose owner has left. */
const ASKED_BY_TIMER: ReadonlySet<string> = new Set([
  '/api/health',
  '/api/desk/snapshot',
  '/api/desk/campaigns',
  '/api/training',
  '/api/desk/calls/:callId/script',
  '/api/campaigns',
  '/api/campaigns/:id/why',
  '/api/dialling-holds',
  '/api/calendar/:month',
  '/api/predictive-lines',
  '/api/goals/campaigns',
  '/api/approvals/inbox',
  '/api/approvals/mine',
  '/api/callbacks',
  '/api/promises',
  '/api/persons/:id/promises',
  '/api/hand-overs',
  '/api/desk-work',
  '/api/tasks',
  '/api/inbound/waiting',
  '/api/callbacks/reservations',
  '/api/number-checks',
  '/api/recordings',
  '/api/incidents',
  '/api/imports',
  '/api/imports/:id',
  '/api/lists/call-lists',
  '/api/sms/batches',
  '/api/sms/templates',
  '/api/sms/status',
  '/api/sms/messages',
]);

/** Every endpoint of the product. A feature that is not listed here does not exist. */
export function allRoutes(deps: ApiDeps, shared: SharedParts): Route[] {
  const routes = [
    ...sessionRoutes(deps, shared.cookies, shared.limits, shared.watch),
    ...healthRoutes(deps, shared.metrics),
    ...staffRoutes(deps),
    ...auditRoutes(deps),
    ...deskRoutes(deps, shared.commands),
    ...trainingRoutes(deps, shared.commands),
    ...contactRoutes(deps, shared.commands),
    ...personRoutes(deps),
    ...paymentRoutes(deps),
    ...subjectRoutes(deps),
    ...sectionRoutes(deps),
    ...windowRoutes(deps),
    ...approvalRoutes(deps),
    ...calendarSettingRoutes(deps),
    ...calendarRoutes(deps),
    ...holdRoutes(deps),
    ...diallingSettingRoutes(deps),
    ...callSettingRoutes(deps),
    ...disclosureRoutes(deps),
    ...scriptRoutes(deps),
    ...moneyRoutes(deps),
    ...campaignRoutes(deps),
    ...listRoutes(deps),
    ...whyRoutes(deps, shared.commands),
    ...goalRoutes(deps),
    ...coverageRoutes(deps),
    ...callbackRoutes(deps),
    ...deskWorkRoutes(deps),
    ...inboundRoutes(deps, shared.commands),
    ...taskRoutes(deps, shared.commands),
    ...promiseRoutes(deps, shared.commands),
    ...handOverRoutes(deps),
    ...recordingRoutes(deps),
    ...numberCheckRoutes(deps),
    ...importRoutes(deps),
    ...smsRoutes(deps),
  ];
  return routes.map((one) =>
    one.method === 'get' && ASKED_BY_TIMER.has(one.path) ? { ...one, background: true } : one,
  );
}
