import {
  Button,
  Checkbox,
  createTheme,
  Input,
  type MantineColorsTuple,
  PasswordInput,
  Textarea,
} from '@mantine/core';

/** Shade 8 is the accent of the light scheme, 6 the fill of the dark one (`--accent-fill`). */
const accent: MantineColorsTuple = [
  '#edf2fc',
  '#d9e4f8',
  '#b3c9f1',
  '#8caceb',
  '#6a92e4',
  '#4c7fdb',
  '#3a6bd3',
  '#2b61cc',
  '#1f57c3',
  '#17469f',
];

/** Mantine for behaviour, in the sizes and colours of `tokens.css`: dense and calm, one accent, system fonts. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 8, dark: 6 },
  colors: { accent },
  autoContrast: true,
  defaultRadius: 5,
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '14px', xl: '16px' },
  lineHeights: { xs: '16px', sm: '16px', md: '18px', lg: '20px', xl: '22px' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '16px' }, h2: { fontSize: '14px' }, h3: { fontSize: '13px' } },
  },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  components: {
    Button: Button.extend({
      defaultProps: { size: 'xs' },
      vars: (_theme, { size }) =>
        size === 'xs'
          ? {
              root: {
                '--button-height': 'var(--control)',
                '--button-fz': 'var(--t-body)',
                '--button-padding-x': '10px',
              },
            }
          : size === 'compact-xs'
            ? {
                root: {
                  '--button-height': '24px',
                  '--button-fz': 'var(--t-meta)',
                  '--button-padding-x': '8px',
                },
              }
            : { root: {} },
    }),
    Input: Input.extend({
      // The browser keeps nothing of what is typed here (security 30): all fields of Mantine's are this one.
      defaultProps: { size: 'xs', ...({ autoComplete: 'off' } as object) },
      vars: (_theme, { size }) => ({
        wrapper: size === 'xs' ? { '--input-height': 'var(--control)', '--input-fz': 'var(--t-body)' } : {},
      }),
    }),
    PasswordInput: PasswordInput.extend({ defaultProps: { autoComplete: 'off' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'xs', autosize: true, minRows: 2, maxRows: 14 } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'md' } }),
  },
});
