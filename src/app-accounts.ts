/** What the screen of connected accounts is made of. */
import { connectByFields, directWays, fieldsOf } from './accounts/connect-by-fields.js';
import { changeCallShare, readDayUse } from './accounts/day-budget.js';
import { disconnectAccount } from './accounts/disconnect.js';
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
    wake: (step) => app.wakes.wake(step),
  };
  return {
    pool,
    clock,
    connectors,
    status: (accounts) => readAccountStatus(pool, accounts, connectors),
    work: (workspace) => readAccountWork(pool, workspace),
    parkedReasons: (workspace) => readParkedReasons(pool, workspace, REASONS),
    ways: (connector) => directWays(connector).map((way) => ({ ...way, fields: fieldsOf(way) })),
    connect: async (workspace, { crm, way, fields }, who) => {
      const by = { crm, way, fields, who, workspace };
      const { account, description } = await connectByFields(app.install, by);
      return { account, missing: description.missing };
    },
    disconnect: (account, options) => disconnectAccount(app.accounts, account, options),
    planWriteBack: (account) => planWriteBack(writeBack, account),
    turnOn: (account, who) => turnOnWriteBack(writeBack, account, who),
    turnOff: (account, who) => turnOffWriteBack(pool, account, who),
    dayUse: (account) => readDayUse(pool, account, clock()),
    changeCallShare: (account, percent, who) => changeCallShare(pool, account, percent, who),
  };
}
