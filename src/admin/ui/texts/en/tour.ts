import type { Stage } from '../../../../lead/stage.js';
import type { ActName, ActStep, Story } from '../../../api/contract/demo.js';

/** Texts of the demo's guided tour. Functions take values that are already formatted for the locale. */
export const tour = {
  title: 'Guided tour',
  demo: 'Demo',
  privacy: 'Runs on this machine. Every person here is invented.',
  loading: 'Filling the simulated CRM and scoring its leads…',
  short: (name: string, points: string, one: boolean) =>
    `${name} is ${points} ${one ? 'point' : 'points'} short of MQL`,
  unknown: (name: string) => `Nothing was known of ${name} then`,
  enough: (name: string) => `${name} has the points for MQL`,
  nowAt: {
    subscriber: (name: string) => `${name} is a subscriber`,
    lead: (name: string) => `${name} is a lead`,
    mql: (name: string) => `${name} is now an MQL`,
    sql: (name: string) => `${name} is now an SQL`,
    opportunity: (name: string) => `${name} has an open opportunity`,
    customer: (name: string) => `${name} is a customer`,
    recycled: (name: string) => `${name} is resting for now`,
    disqualified: (name: string) => `${name} is disqualified`,
  } satisfies Record<Stage, (name: string) => string>,

  stories: {
    heading: 'One story in each CRM',
    one: (name: string, crm: string) => `${name} in ${crm}`,
  },
  connection: { live: 'Live', connecting: 'Connecting', lost: 'Reconnecting' },
  acts: {
    heading: 'Four things to try, in any order',
    playAll: 'Play all four',
    stop: 'Stop',
    countdown: (seconds: string) => `Plays by itself in ${seconds} s. Any click or key stops it.`,
    playing: (number: string) => `Playing ${number} of 4. Any click or key stops it.`,
    running: 'Running',
    done: 'Done',
    failed: 'Failed',
    sent: {
      'demo-request': {
        title: (name: string) => `${name} asks for a demo`,
        sentence: 'A form fills one contact property; its webhook sets everything else in motion.',
      },
      'repeat-and-kill': {
        title: (_name: string) => 'Send it three more times, then pull the plug',
        sentence:
          'The same webhook again, and the worker killed with -9: nothing doubles, nothing is lost.',
      },
      'campaign-response': {
        title: (name: string) => `${name} attends a webinar`,
        sentence: 'A campaign response, told by a change event, lifts the lead over the threshold.',
      },
      conversion: {
        title: (name: string) => `Sales converts ${name}`,
        sentence: 'The Lead becomes a Contact with an opportunity; here the same lead goes on.',
      },
    } satisfies Record<ActName, { title: (name: string) => string; sentence: string }>,
    wait: {
      title: 'Let 30 days pass',
      sentence: 'Points melt by half-life, and the reasons say what is left. No clock is moved.',
    },
    whatIf: {
      title: 'What if pricing pages counted double?',
      sentence: 'Change one number, watch the list re-rank, then cancel.',
    },
  },

  stopwatch: {
    heading: 'Stopwatch',
    idle: 'Starts with act 1 or 3.',
    total: (time: string) => `${time} in all`,
    running: 'running',
    again: 'No new task: one open task is enough.',
    steps: {
      changed: 'Changed in the CRM',
      sent: 'Webhook sent',
      received: 'Stored',
      scored: 'Scored',
      written: 'Written back',
      task: 'Task made',
      killed: 'Worker killed (-9)',
      restarted: 'Restarted',
      'caught-up': 'Caught up',
    } satisfies Record<ActStep, string>,
    times: (step: string, times: string) => `${step} ×${times}`,
    verdict: {
      sent: 'sent',
      ignored: 'ignored as repeats',
      doubled: 'doubled',
      lost: 'lost',
    },
  },
  /** Why an act failed, by the server's code. */
  problems: {
    'no-webhook': 'No webhook came. Play it again.',
    'no-change-event': 'Nothing was heard of the change. Play it again.',
    converted: 'The lead is a contact already.',
    'not-scored': 'The lead was not scored in time. Play it again.',
    'not-written': 'Not everything was written back in time. Play it again.',
    'not-caught-up': 'The new worker did not catch up in time. Play it again.',
    'at-work': 'The last changes are still being worked on. Play it again in a moment.',
    'not-ready': 'The lead is not known yet. Play it again in a moment.',
    restarted: 'The demo’s server was started anew in the meantime. Play it again.',
  } as Readonly<Record<string, string>>,

  record: {
    simulated: (crm: string) => `Simulated ${crm}`,
    simulatedWhy: 'A local program that behaves like the CRM. No account, no network.',
    owner: 'Owner',
    nobody: 'No owner',
    written: 'Written by Plumbline',
    writtenWhy: 'These properties belong to Plumbline; it writes only what changed.',
    empty: '—',
    emptyLabel: 'empty',
    tasks: 'Tasks',
    noTasks: 'No open tasks.',
    taskDone: 'Done',
    due: (time: string) => `Due ${time}`,
    priority: { high: 'High priority', medium: 'Medium priority', low: 'Low priority', none: '' },
    connected: {
      webhooks: (crm: string) => `Connected as an own app: ${crm} pushes every change.`,
      events: (crm: string) => `Connected by an external client app: ${crm} streams its changes.`,
    } satisfies Record<Story['account']['news'], (crm: string) => string>,
  },

  counters: {
    heading: 'Since the demo started',
    deliveriesReceived: ['Webhooks stored', 'Deliveries committed before they were acknowledged'],
    changes: ['Changes', 'Changes of records found in the deliveries'],
    scores: ['Scores', 'Scores computed and stored with their reasons'],
    writeBacks: ['Write-backs', 'Records whose properties were written to the CRM'],
    tasks: ['Tasks', 'Tasks made for owners'],
    apiCalls: ['API calls', 'Calls to the CRM, all counted'],
    duplicatesIgnored: ['Repeats ignored', 'Events seen before: acknowledged, without effect'],
    workerRestarts: ['Worker restarts', 'Times the worker came back after a stop'],
    waiting: ['Waiting now', 'Work that is stored and not done yet'],
  },

  whatIf: {
    heading: 'What if?',
    best: (shown: string, scored: string) => `Best ${shown} of ${scored} scored leads`,
    field: (rule: string) => `Points for “${rule}”`,
    now: (points: string) => `Now ${points}. The list re-ranks as you type.`,
    summary: (mql: string, owners: string, oneOwner: boolean) =>
      `${mql} would become MQL, ${owners} ${oneOwner ? 'owner' : 'owners'} would get tasks.`,
    none: 'Nobody would become MQL, no owner would get a task.',
    changed: (changed: string, scored: string) =>
      `${changed} of ${scored} totals would change. A preview: nothing is stored.`,
    computing: 'Scoring every lead again…',
    cancel: 'Cancel',
    invalid: (max: string) => `A number from 0 to ${max}.`,
    place: 'Place',
    name: 'Name',
    company: 'Company',
    story: 'In this story',
    up: (places: string, one: boolean) => `up ${places} ${one ? 'place' : 'places'}`,
    down: (places: string, one: boolean) => `down ${places} ${one ? 'place' : 'places'}`,
    was: (total: string) => `was ${total}`,
    becomesMql: 'would become MQL',
  },

  yours: {
    heading: 'Now yours',
    try: 'Score your own leads from a file, without a CRM.',
    connect: 'Connect your portal. Read-only until you say so.',
  },

  notice: {
    lostTitle: 'The demo’s server does not answer',
    lost: 'What you see may be old. The page tries again every few seconds; if the demo was stopped, start it with the same command.',
    problem: 'That did not work',
    dismiss: 'Dismiss',
  },

  announce: {
    score: (total: string, stage: string) => `Score ${total}, stage ${stage}.`,
    task: (title: string) => `New task: ${title}.`,
    run: (title: string, state: string) => `${title}: ${state}.`,
  },
};
