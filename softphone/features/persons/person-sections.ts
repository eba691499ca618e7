import { strings } from '../../ui/strings.ts';

/** Parts of the page of a person, in the order of their keys 1, 2, 3 … */
export const PERSON_SECTIONS = [
  'debt',
  'promises',
  'handOvers',
  'payments',
  'history',
  'contacts',
  'sms',
  'why',
] as const;
export type PersonSection = (typeof PERSON_SECTIONS)[number];

export const sectionLabel: Record<PersonSection, string> = strings.person.sections;

/** Where a key of the page leads: the number stays with the part, also for whom some parts are not there. */
export function sectionOfKey(key: string): PersonSection | undefined {
  return /^[1-9]$/.test(key) ? PERSON_SECTIONS[Number(key) - 1] : undefined;
}

export const keyOfSection = (section: PersonSection) => String(PERSON_SECTIONS.indexOf(section) + 1);

/** Brings a part to the eye and the keyboard into it. @returns false when it is not on the page */
export function goToSection(section: PersonSection): boolean {
  const part = document.querySelector<HTMLElement>(`[data-part="${section}"]`);
  if (!part) return false;
  part.scrollIntoView({ block: 'start' });
  part.focus({ preventScroll: true });
  return true;
}
