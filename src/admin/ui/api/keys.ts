import { type KeyView, keysApi } from '../../api/contract/keys.js';
import { call } from './call.js';
import { useChange } from './use-change.js';
import { type Keyset, useKeyset } from './use-keyset.js';

const KEYS = ['keys'] as const;

export const useKeys = (): Keyset<KeyView> =>
  useKeyset(KEYS, (cursor, signal) => call(keysApi.list, { query: { cursor } }, { signal }));

export const useMakeKey = () =>
  useChange(KEYS, (body: Pick<KeyView, 'name' | 'role'>) => call(keysApi.create, { body }));

export const useRevokeKey = () =>
  useChange(KEYS, (key: string) => call(keysApi.revoke, { params: { key } }));
