import { z } from 'zod';
import type { CaseView, HistoryItem, SubjectView } from '../../core/contracts/http/desk.ts';
import { LABEL_COLOURS } from '../../core/rules/label-colours.ts';
import { CAMPAIGN_MODES } from '../../core/rules/vocabulary.ts';
import { lineResultSchema, talkResultSchema, whoAnsweredSchema } from '../http/result-schemas.ts';
import {
  contactPreferenceSchema,
  contactRoleSchema,
  identityRulesSchema,
  personPhoneSchema,
  scriptViewSchema,
} from './case-parts-schema.ts';

export const subjectViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  shortName: z.string(),
  colour: z.string(),
  callerId: z.string(),
}) satisfies z.ZodType<SubjectView>;

export const historyItemSchema = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  channel: z.string(),
  direction: z.enum(['outbound', 'inbound']),
  subjectName: z.string().nullable(),
  whoAnswered: whoAnsweredSchema.nullable(),
  lineResult: lineResultSchema.nullable(),
  talkResult: talkResultSchema.nullable(),
  what: z.string().nullable(),
  facts: z.string().nullable(),
  tone: z.enum(['good', 'warn', 'bad']).nullable(),
  note: z.string(),
  staffName: z.string().nullable(),
  recordingId: z.string().nullable(),
  earlier: z.array(
    z.object({
      id: z.string(),
      at: z.iso.datetime(),
      whoAnswered: whoAnsweredSchema.nullable(),
      lineResult: lineResultSchema.nullable(),
      talkResult: talkResultSchema.nullable(),
      note: z.string(),
      staffName: z.string().nullable(),
    }),
  ),
}) satisfies z.ZodType<HistoryItem>;

export const caseViewSchema = z.object({
  targetId: z.number().int(),
  campaign: z.object({
    id: z.string(),
    name: z.string(),
    mode: z.enum(CAMPAIGN_MODES),
    ringTimeoutSec: z.number().int(),
  }),
  subject: subjectViewSchema,
  person: z.object({
    id: z.number().int(),
    addresseeNo: z.string(),
    kind: z.enum(['individual', 'corporate']),
    name: z.string(),
    kana: z.string(),
    birthDate: z.iso.date().nullable(),
    age: z.number().int().nullable(),
    language: z.string().nullable(),
    postalCode: z.string().nullable(),
    address: z.string().nullable(),
    relationship: z.string().nullable(),
    shielded: z.boolean(),
    flags: z.array(z.string()),
  }),
  household: z.array(
    z.object({
      id: z.number().int(),
      name: z.string(),
      kana: z.string(),
      age: z.number().int().nullable(),
      relationship: z.string().nullable(),
    }),
  ),
  phones: z.array(personPhoneSchema),
  before: z.object({ stage: z.string(), unpaidPeriods: z.number().int() }).nullable(),
  attempts: z.number().int(),
  roles: z.array(contactRoleSchema),
  preference: contactPreferenceSchema.nullable(),
  labels: z.array(z.object({ id: z.number().int(), colour: z.enum(LABEL_COLOURS), text: z.string() })),
  identityRules: identityRulesSchema.nullable(),
  history: z.array(historyItemSchema),
  script: scriptViewSchema.nullable(),
}) satisfies z.ZodType<CaseView>;
