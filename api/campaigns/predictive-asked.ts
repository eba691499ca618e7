import { z } from 'zod';

/** More abandoned calls than this no approval can allow. */
export const HARD_CAP_PERCENT = 3;

/** The part of the question that the approval carries out. */
export const predictiveAskedSchema = z.object({
  capPercent: z.number().positive().max(HARD_CAP_PERCENT),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable(),
});
