import { readArguments } from '../../simulator-kit/arguments.js';
import { runAsProcess } from '../../simulator-kit/process.js';
import { startSalesforceSimulator } from './index.js';
import { ProcessOptions, type SimulatorOptions } from './options.js';

/**
 * `tsx connectors/salesforce/simulator/main.ts '{"people":300,"port":0}'` or with flags:
 * `--people 300 --port 8080`. Flags take JSON values; both may be mixed.
 */
const { lifetimeMs, watchStdin, ...options } = ProcessOptions.parse(
  readArguments(process.argv.slice(2)),
);
const simulator = await startSalesforceSimulator(options as SimulatorOptions);
runAsProcess({
  ready: {
    url: simulator.url,
    loginUrl: simulator.loginUrl,
    port: simulator.port,
    org: simulator.org.id,
    app: {
      clientId: simulator.app.clientId,
      clientSecret: simulator.app.clientSecret,
    },
  },
  close: () => simulator.close(),
  ...(lifetimeMs === undefined ? {} : { lifetimeMs }),
  ...(watchStdin === undefined ? {} : { watchStdin }),
});
