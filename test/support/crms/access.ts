/** How an admin ends our access to a CRM, and how somebody connects it again. */
import { connectAccount } from '../../../src/accounts/connect.js';
import type { AppWorld } from '../app-world.js';
import { connectOrg } from '../connect-org.js';
import type { SalesforceWorld } from '../salesforce-world.js';

export interface Ended {
  /** What the account then says. */
  readonly says: RegExp;
  /** The admin gives access back, and the account is connected again. */
  again(): Promise<void>;
}

/** By what the admin does. */
export type Ends = Readonly<Record<string, () => Promise<Ended>>>;

/** As a browser's way ends. */
type Consented = Pick<AppWorld, 'app'> & {
  readonly simulator: {
    readonly url: string;
    readonly app: { readonly clientId: string; readonly clientSecret: string };
  };
};

function connectByTokens(
  { app, simulator }: Consented,
  crm: string,
  tokens: { readonly accessToken: string; readonly refreshToken: string },
  appId?: string,
) {
  const { clientId, clientSecret } = simulator.app;
  return connectAccount(app.accounts, {
    crm,
    baseUrl: simulator.url,
    way: 'own-app',
    credentials: {
      kind: 'app',
      clientId,
      clientSecret,
      ...tokens,
      expiresAt: Date.now() + 1_800_000,
    },
    ...(appId !== undefined && { appId }),
    who: 'test',
  });
}

export function hubspotEnds(world: AppWorld): Ends {
  const { simulator } = world;
  const { portal } = simulator;
  return {
    'the app is removed': async () => {
      simulator.uninstall();
      return {
        says: /^The app was removed from this HubSpot account; connect it again\.$/,
        async again() {
          const accessToken = simulator.accessToken(portal);
          const refreshToken = simulator.refreshToken(portal) ?? '';
          await connectByTokens(
            world,
            'hubspot',
            { accessToken, refreshToken },
            simulator.app.appId,
          );
        },
      };
    },
  };
}

export function salesforceEnds(world: SalesforceWorld): Ends {
  const { simulator, app } = world;
  const { credentials, setup, org, acts } = simulator;

  /** The integration user consents. @returns the refresh token */
  async function consent(): Promise<string> {
    const { scopes } = simulator.app;
    const { id, refreshToken } = credentials.grant(setup.integration, scopes);
    const accessToken = credentials.issue(setup.integration, scopes, id).token;
    await connectByTokens(world, 'salesforce', { accessToken, refreshToken });
    return refreshToken;
  }
  const setActive = (IsActive: boolean) =>
    org.update('User', setup.integration, { IsActive }, { ...acts.context(), trusted: true });
  const granted = (says: RegExp, back: () => void): Ended => ({
    says,
    async again() {
      back();
      await connectOrg(app, simulator);
    },
  });
  const consented = (): Ended => ({
    says: /^Salesforce no longer accepts the refresh token: .*\. Connect the org again\.$/,
    again: async () => {
      await consent();
    },
  });
  return {
    'the app is blocked': async () => {
      credentials.blocked = true;
      return granted(/^An admin of Salesforce has blocked the app: unblock it .* again/, () => {
        credentials.blocked = false;
      });
    },
    'the user is made inactive': async () => {
      setActive(false);
      credentials.endAllSessions();
      return granted(
        /^The user who connected Salesforce is inactive\. Activate this user, or connect again/,
        () => setActive(true),
      );
    },
    'the user may not log in': async () => {
      const message = 'authentication failure';
      const refusal = { status: 400, code: 'invalid_grant', message } as const;
      const { id } = simulator.fault({ kind: 'status', operation: 'oauth.token', ...refusal });
      credentials.endAllSessions();
      return granted(
        /^Salesforce refused the sign-in\. Check that .* not frozen.* again\.$/,
        () => {
          simulator.faults.remove(id);
        },
      );
    },
    'the consumer secret is made anew': async () => {
      credentials.app = { ...credentials.app, clientSecret: 'FEDCBA9876543210FEDCBA9876543210' };
      credentials.endAllSessions();
      return granted(
        /^Salesforce does not accept the consumer key and secret together; copy both again/,
        () => {},
      );
    },
    'the grant is revoked': async () => {
      await consent();
      credentials.revokeAll();
      return consented();
    },
    'the refresh token is used by somebody else': async () => {
      // A copy of this installation took its turn: ours no longer counts.
      credentials.refresh(await consent());
      credentials.endAllSessions();
      return consented();
    },
  };
}
