/** What the screen of connected accounts is made of. */
import { connectByKey } from './accounts/connect-by-key.js';
import {
  planWriteBack,
  turnOffWriteBack,
  turnOnWriteBack,
  type WriteBackDependencies,
} from './accounts/write-back.js';
import type { AccountServices } from './admin/api/routes/accounts.js';
import type { App } from './app-types.js';
import { readAccountStatus, readAccountWork, readParkedReasons } from './reports/accounts.js';

/** Reasons shown for what was laid aside. */
const REASONS = 3;

export function accountServices(app: App): AccountServices {
  const { pool, clock, connectors } = app;
  const writeBack: WriteBackDependencies = {
    pool,
    connector: app.connector,
    session: app.session,
    wake: () => app.wakes.wake('score'),
  };
  return {
    pool,
    clock,
    connectors,
    status: (accounts) => readAccountStatus(pool, accounts, connectors),
    work: (workspace) => readAccountWork(pool, workspace),
    parkedReasons: (workspace) => readParkedReasons(pool, workspace, REASONS),
    connect: async (workspace, crm, key, who) => {
      const { account, description } = await connectByKey(app.install, {
        crm,
        key,
        who,
        workspace,
      });
      return { account, missing: description.missing };
    },
    planWriteBack: (account) => planWriteBack(writeBack, account),
    turnOn: (account, who) => turnOnWriteBack(writeBack, account, who),
    turnOff: (account, who) => turnOffWriteBack(pool, account, who),
  };
}
