/**
 * What people found out about a number, beside what the city's file and the exchange say: somebody heard it, or typed it in as the result of a
 * talk. The newest word counts, until a later call tells something else.
 */
export const PHONE_WORDS = ['valid', 'dead', 'foreign', 'refused', 'fax'] as const;
export type PhoneWordStatus = (typeof PHONE_WORDS)[number];

export interface PhoneWord {
  at: Date;
  status: PhoneWordStatus;
}

/** True of the digits, whoever has them. Whether a number is somebody's, or somebody wants no call, is between it and one person. */
export const WORDS_OF_DIGITS: readonly PhoneWordStatus[] = ['dead', 'fax'];
