/** 付箋: the colours of the trade's systems; the word beside it says what it means. */
export const LABEL_COLOURS = [
  'red',
  'orange',
  'yellow',
  'green',
  'teal',
  'blue',
  'indigo',
  'violet',
  'pink',
  'grey',
] as const;
export type LabelColour = (typeof LABEL_COLOURS)[number];
