import { Button, Checkbox, createTheme, Input, type MantineColorsTuple, Textarea } from '@mantine/core';

const accent: MantineColorsTuple = [
  '#e9f3fa',
  '#d3e4f0',
  '#a5c8df',
  '#74abce',
  '#4c92bf',
  '#3382b5',
  '#247ab1',
  '#17689b',
  '#1a5c87',
  '#0a4f78',
];

/** Dense and calm: one accent, small steps, system fonts; contrast checked for both schemes. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 8, dark: 8 },
  colors: { accent },
  autoContrast: true,
  defaultRadius: 4,
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '18px' }, h2: { fontSize: '15px' }, h3: { fontSize: '14px' } },
  },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    Input: Input.extend({ defaultProps: { size: 'xs' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'xs', autosize: true, minRows: 2, maxRows: 14 } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'md' } }),
  },
});
