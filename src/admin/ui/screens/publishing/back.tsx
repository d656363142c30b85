import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Icon } from '../../components/icon.js';

/** The way up, above the title. */
export function Back({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Anchor component={Link} to={to} size="sm">
      <Icon name="left" size={14} /> {children}
    </Anchor>
  );
}
