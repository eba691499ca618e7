/** Whole years on a day. By law one ages at the end of the day before the birthday; people say the birthday, and so do we. */
export function ageOn(birthDate: string | null, today: string): number | null {
  if (birthDate === null || birthDate > today) return null;
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
