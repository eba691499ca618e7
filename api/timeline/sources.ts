import { callSource } from './call-source.ts';
import { contactSource } from './contact-source.ts';
import { handOverSource } from './hand-over-source.ts';
import { promiseSource } from './promise-source.ts';
import { smsSource } from './sms-source.ts';
import type { TimelineSource } from './source.ts';

/** Everything that stands on a case's time line. Letters and visits come as contact records. */
export const TIMELINE_SOURCES: readonly TimelineSource[] = [
  contactSource,
  callSource,
  smsSource,
  promiseSource,
  handOverSource,
];
