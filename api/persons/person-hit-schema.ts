import { z } from 'zod';
import type { PersonHit } from '../../core/contracts/http/records.ts';

export const personHitSchema = z.object({
  id: z.number().int(),
  addresseeNo: z.string(),
  name: z.string(),
  kana: z.string(),
  birthDate: z.iso.date().nullable(),
  address: z.string().nullable(),
  phoneTail: z.string().nullable(),
  shielded: z.boolean(),
  masked: z.boolean(),
}) satisfies z.ZodType<PersonHit>;
