import type { ComponentType } from 'react';
import { mayDo, type Role } from '../../api/contract/endpoint.js';
import { Page } from '../components/page.js';
import { EmptyState } from '../components/states.js';
import { useTexts } from '../texts/index.js';
import { useSession } from './session.js';

/** A screen for those who may see it, and a sentence for those who may not. */
export function withRole(Screen: ComponentType, needed: Role): ComponentType {
  return function Allowed() {
    const { common, shell } = useTexts();
    const { role } = useSession().user;
    if (mayDo(role, needed)) return <Screen />;
    return (
      <Page title={shell.noAccess.title}>
        <EmptyState
          icon="keys"
          title={shell.noAccess.text(common.roles[needed], common.roles[role])}
        />
      </Page>
    );
  };
}
