import { readFileSync } from 'node:fs';

const TRIGGER = `
triggers:
  - id: rising
    on: { crosses: 10 }
    to: owner
    channel: task
    priority: medium
    due: 24h
    cooldown: 7d
    template: new-mql
`;

/**
 * The shipped alerts with one more, told at 10 points: a director has them by the shipped model, an intern
 * or a clerk has not.
 */
export function risingAlerts(): string {
  return readFileSync('config/alerts.yaml', 'utf8').replace(/^triggers:\n/m, TRIGGER);
}
