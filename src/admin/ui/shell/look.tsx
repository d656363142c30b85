import { createTheme, MantineProvider, mergeThemeOverrides } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { useTexts } from '../texts/index.js';
import { theme, variables } from '../theme.js';

/** The theme, with names in the reader's language for the buttons that the components bring along. */
export function Look({ children }: { children: ReactNode }) {
  const { clear, close } = useTexts().common;
  const named = useMemo(() => {
    const clearable = { defaultProps: { clearButtonProps: { 'aria-label': clear } } };
    return mergeThemeOverrides(
      theme,
      createTheme({
        components: {
          CloseButton: { defaultProps: { 'aria-label': close } },
          Select: clearable,
          MultiSelect: clearable,
          Autocomplete: clearable,
          TagsInput: clearable,
        },
      }),
    );
  }, [clear, close]);
  return (
    <MantineProvider theme={named} cssVariablesResolver={variables} defaultColorScheme="auto">
      {children}
    </MantineProvider>
  );
}
