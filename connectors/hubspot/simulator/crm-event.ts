import type { ValueSource } from '../../simulator-kit/store.js';

/** What happened in a portal; apps hear of it as far as they subscribed. */
export type CrmEvent = { readonly at: number; readonly source: ValueSource } & (
  | {
      readonly kind: 'creation' | 'deletion' | 'restore';
      readonly type: string;
      readonly id: string;
    }
  | {
      readonly kind: 'propertyChange';
      readonly type: string;
      readonly id: string;
      readonly property: string;
      readonly value: string;
    }
  | {
      readonly kind: 'merge';
      readonly type: string;
      readonly primary: string;
      readonly merged: readonly string[];
      readonly into: string;
      readonly moved: number;
    }
  | {
      readonly kind: 'associationChange';
      readonly fromType: string;
      readonly from: string;
      readonly toType: string;
      readonly to: string;
      readonly removed: boolean;
      readonly primary: boolean;
    }
  | { readonly kind: 'privacyDeletion'; readonly type: string; readonly id: string }
);
