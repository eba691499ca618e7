/** Variation selectors (of names, IVS), invisible and direction marks, and control characters but the line feed. The joiners of Nepali stay. */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is taken out
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]|\u00ad|\u200b|[\u200e\u200f]|[\u2028-\u202e]|[\u2060-\u206f]|\ufeff|\p{Variation_Selector}/gu;

/** What a telephone can show: the same letters without what it cannot draw or what somebody could hide in it. */
export function plainText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(INVISIBLE, '').normalize('NFC');
}
