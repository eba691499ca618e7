import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** The one accent: Japanese indigo (藍). Everything else is grey, and state is told by shape and word as well. */
const ai: MantineColorsTuple = [
  '#eef4fa',
  '#dbe7f2',
  '#b5cee4',
  '#8cb3d5',
  '#699cc8',
  '#4a84b5',
  '#2f6b9e',
  '#1d5484',
  '#164369',
  '#0f3150',
];

/** Mantine's own red is too light for words and under white words (3.9 : 1); these are the page's `--bad` and its neighbours. */
const bad: MantineColorsTuple = [
  '#fdecea',
  '#f9dedc',
  '#f2b8b5',
  '#ec928e',
  '#e46962',
  '#dc362e',
  '#c5291f',
  '#b3261e',
  '#a3211a',
  '#941c16',
];

const fontStack = "'BIZ UDPGothic', 'Noto Sans Devanagari', 'Yu Gothic UI', 'Noto Sans CJK JP', sans-serif";

export const theme = createTheme({
  primaryColor: 'ai',
  primaryShade: 7,
  colors: { ai, red: bad },
  fontFamily: fontStack,
  // The library's smallest is 11 px here: no kanji is read at 1.5 m at that size.
  fontSizes: { xs: '13px', sm: '14px', md: '15px', lg: '17px', xl: '20px' },
  headings: { fontFamily: fontStack, fontWeight: '700' },
  defaultRadius: 4,
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  spacing: { xs: '6px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  components: {
    Button: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', checkIconPosition: 'right', allowDeselect: false } },
    MultiSelect: { defaultProps: { size: 'xs' } },
    NativeSelect: { defaultProps: { size: 'xs' } },
    TagsInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Table: { defaultProps: { verticalSpacing: 5, horizontalSpacing: 10, highlightOnHover: true } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Badge: { defaultProps: { radius: 'sm', size: 'sm' } },
  },
});
