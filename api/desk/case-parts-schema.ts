import { z } from 'zod';
import type {
  CallScript,
  CasePhone,
  CaseView,
  ContactPreferenceView,
  ContactRoleView,
  ScriptView,
} from '../../core/contracts/http/desk.ts';
import { CONTACT_WAYS } from '../../core/rules/contact-preference.ts';
import { CONTACT_ROLES } from '../../core/rules/contact-role.ts';
import { PHONE_WORDS } from '../../core/rules/phone-word.ts';
import type { ScriptBlock } from '../../core/rules/script-blocks.ts';
import { lineResultSchema } from '../http/result-schemas.ts';

export const personPhoneSchema = z.object({
  id: z.number().int(),
  type: z.enum(['home', 'mobile', 'work', 'other']),
  digits: z.string().nullable(),
  raw: z.string(),
  usable: z.boolean(),
  unusableReason: z.string().nullable(),
  preferred: z.boolean(),
  manualOnlyReason: z.string().nullable(),
  lastResult: lineResultSchema.nullable(),
  sourceName: z.string().nullable(),
  words: z.array(z.object({ at: z.iso.datetime(), status: z.enum(PHONE_WORDS), byName: z.string().nullable() })),
}) satisfies z.ZodType<CasePhone>;

export const contactRoleSchema = z.object({
  id: z.number().int(),
  role: z.enum(CONTACT_ROLES),
  name: z.string(),
  relation: z.string().nullable(),
  digits: z.string().nullable(),
  basis: z.string(),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable(),
  inForce: z.boolean(),
}) satisfies z.ZodType<ContactRoleView>;

export const contactPreferenceSchema = z.object({
  ways: z.array(z.enum(CONTACT_WAYS)),
  note: z.string(),
  at: z.iso.datetime(),
  byName: z.string().nullable(),
}) satisfies z.ZodType<ContactPreferenceView>;

export const identityRulesSchema = z.object({
  policy: z.object({ factors: z.number().int(), household: z.enum(['never', 'with_role', 'with_check']) }),
  subject: z.object({
    corporate: z.boolean(),
    deceased: z.boolean(),
    shielded: z.boolean(),
    roles: z.array(z.enum(CONTACT_ROLES)).readonly(),
  }),
}) satisfies z.ZodType<CaseView['identityRules']>;

export const scriptBlockSchema = z.object({
  id: z.string().regex(/^[a-z0-9_-]{1,20}$/),
  kind: z.enum(['say', 'identity']),
  title: z.string().trim().max(40),
  text: z.string().max(3_000),
  foreign: z.string().max(3_000).nullable(),
  next: z.string().max(20).nullable(),
  branches: z.array(z.object({ label: z.string().trim().min(1).max(40), to: z.string().max(20) })).max(9),
}) satisfies z.ZodType<ScriptBlock>;

export const scriptViewSchema = z.object({
  name: z.string(),
  language: z.string().nullable(),
  blocks: z.array(scriptBlockSchema),
  body: z.string(),
}) satisfies z.ZodType<ScriptView>;

export const callScriptSchema = z.object({
  script: scriptViewSchema.nullable(),
  identityRules: identityRulesSchema.nullable(),
}) satisfies z.ZodType<CallScript>;
