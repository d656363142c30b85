/** The demo as a program, with the options of its argument. */
import { type DemoOptions, runDemo } from '../../src/demo/run.js';

process.exitCode = await runDemo(JSON.parse(process.argv[2] ?? '{}') as DemoOptions);
