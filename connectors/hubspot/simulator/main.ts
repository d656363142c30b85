import { readArguments } from '../../simulator-kit/arguments.js';
import { runAsProcess } from '../../simulator-kit/process.js';
import { startHubSpotSimulator } from './index.js';
import { ProcessOptions, type SimulatorOptions } from './options.js';

/**
 * `tsx connectors/hubspot/simulator/main.ts '{"contacts":300,"port":0}'` or with flags:
 * `--contacts 300 --port 8080`. Flags take JSON values; both may be mixed.
 */
const { lifetimeMs, watchStdin, ...options } = ProcessOptions.parse(
  readArguments(process.argv.slice(2)),
);
const simulator = await startHubSpotSimulator(options as SimulatorOptions);
runAsProcess({
  ready: {
    url: simulator.url,
    port: simulator.port,
    portal: simulator.portal,
    serviceKey: simulator.serviceKey,
    app: {
      appId: simulator.app.appId,
      clientId: simulator.app.clientId,
      clientSecret: simulator.app.clientSecret,
    },
  },
  close: () => simulator.close(),
  ...(lifetimeMs === undefined ? {} : { lifetimeMs }),
  ...(watchStdin === undefined ? {} : { watchStdin }),
});
