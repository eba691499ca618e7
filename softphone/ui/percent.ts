/** Hundredths of a per cent → `2.8`, `10.75`. */
export function percent(hundredths: number): string {
  return String(hundredths / 100);
}
