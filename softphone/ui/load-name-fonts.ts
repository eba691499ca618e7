/** One sequence of each collection: asking for it fetches the font that has it. */
const samples: readonly [family: string, text: string][] = [
  ['IPAmj Mincho', '葛\u{E0102}'],
  ['Hanazono IVD', '葛\u{E0100}'],
];

/**
 * The fonts for names are large (46 and 23 MB) and cached for a year. Fetched ahead by those who will see names, so that the first such
 * name does not appear a second late.
 */
export function loadNameFonts(): void {
  for (const [family, text] of samples) {
    // Without the font the plain form is shown; nothing to tell anybody here.
    void document.fonts.load(`16px "${family}"`, text).catch(() => undefined);
  }
}
