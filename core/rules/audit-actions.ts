/**
 * Everything the audit log can say. A new action is added here first: the column takes no other word, so that an auditor
 * can read the list and know what is watched.
 */
export const AUDIT_ACTIONS = [
  'login.success',
  'login.failure',
  'login.limited',
  'logout',
  'session.expired',
  'search',
  'list',
  'view_person',
  'view_debt',
  'call',
  'play',
  'download',
  'import',
  'identity',
  'result',
  'payment.post',
  'payment.cancel',
  'campaign.create',
  'campaign.start',
  'campaign.pause',
  'campaign.finish',
  'campaign.mode',
  'campaign.plan',
  'predictive.ask',
  'predictive.end',
  'approval.decide',
  'layout.save',
  'subject.save',
  'setting.save',
  'staff.create',
  'staff.change',
  'recording.hold',
  'recording.purge',
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];
