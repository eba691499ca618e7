import { z } from 'zod';
import { HARD_GUARD } from '../../core/rules/hard-guard.ts';
import { clockText, minutesOf } from '../../core/rules/tokyo-time.ts';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

const windowSchema = z
  .object({ dayKind: z.enum(['weekday', 'saturday', 'sunday_holiday']), opens: time, closes: time })
  .refine(({ opens, closes }) => opens < closes, '開始は終了より前にしてください。')
  .refine(
    ({ opens, closes }) => minutesOf(opens) >= HARD_GUARD.opens && minutesOf(closes) <= HARD_GUARD.closes,
    `架電時間は${clockText(HARD_GUARD.opens)}から${clockText(HARD_GUARD.closes)}までの中で決めてください。`,
  );

/** The whole week as it is from `validFrom` on; a kind of day without a window is closed. */
export const windowsSchema = z.object({ validFrom: z.iso.date(), days: z.array(windowSchema).min(1).max(12) });
