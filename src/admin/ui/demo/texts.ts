import type { Stage } from '../../../lead/stage.js';
import type { ActStep } from '../../api/contract.js';
import { common } from '../texts/en/common.js';
import { lead } from '../texts/en/lead.js';

/** Every text of the page. Functions take values that are already formatted for the locale. */
export const texts = {
  demo: 'Demo',
  privacy: 'Runs on this machine. Every person here is invented.',
  short: (name: string, points: string, one: boolean) =>
    `${name} is ${points} ${one ? 'point' : 'points'} short of MQL`,
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
  lead: 'Left, the record as the CRM has it. Right, the score as the sum of its reasons.',
  openPage: (name: string) => `Open the page of ${name}`,
  leadNarrow: 'The score as the sum of its reasons, then the record as the CRM has it.',

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
    ask: {
      title: (name: string) => `${name} asks for a demo`,
      sentence: 'A form fills one contact property; its webhook sets everything else in motion.',
    },
    wait: {
      title: 'Let 30 days pass',
      sentence: 'Points melt by half-life, and the reasons say what is left. No clock is moved.',
    },
    repeat: {
      title: 'Send it three more times, then pull the plug',
      sentence:
        'The same webhook again, and the worker killed with -9: nothing doubles, nothing is lost.',
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
    connectedBy: (way: string) => `Connected by ${way.toLowerCase()}`,
  },

  score: {
    heading: 'Score',
    of: (cap: string) => `of ${cap}`,
    /** Dimensions with a name of ours; others are shown as the model names them. */
    dimensions: { fit: 'Fit', engagement: 'Engagement' } as Readonly<Record<string, string>>,
    grade: 'Grade',
    band: 'Band',
    stage: 'Stage',
    todo: 'Next step',
    toGo: (total: string, missing: string) => `${total}, ${missing} to go`,
    mqlLine: (points: string) => `MQL ${points}`,
    barLabel: (total: string, cap: string, mql: string) =>
      `${total} of ${cap} points. MQL starts at ${mql}.`,
    sum: 'The sum',
    reasons: 'Reasons',
    reason: 'Reason',
    points: 'Points',
    noReasons: 'No rule gives points yet.',
    next: (time: string) => `Changes by itself on ${time}, if nothing else happens.`,
    steady: 'Stays as it is until something happens.',
    model: (model: string) => `Model ${model}`,
    later: 'See it later',
    today: 'Today',
    inDays: (days: string, one: boolean) => `In ${days} ${one ? 'day' : 'days'}`,
    preview: (days: string, date: string) => `Looking ahead: ${days}, ${date}. Nothing is changed.`,
    back: 'Back to today',
    holds: (stage: string) => `The stage holds: ${stage}.`,
    stageThen: (stage: string) => `The stage then: ${stage}.`,
    daysShort: (days: string) => `+${days} d`,
  },

  evidence: lead.evidence,

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

  list: {
    heading: 'All leads, live',
    scored: (shown: string, scored: string) => `Best ${shown} of ${scored} scored leads`,
    place: 'Place',
    name: 'Name',
    company: 'Company',
    score: 'Score',
    grade: 'Grade',
    band: 'Band',
    stage: 'Stage',
    owner: 'Owner',
    changed: 'Changed',
    empty: 'No lead is scored yet. The list fills as the first scores come in.',
    story: 'In this story',
    bands: 'Leads per band',
    stages: 'Leads per stage',
    up: (places: string, one: boolean) => `up ${places} ${one ? 'place' : 'places'}`,
    down: (places: string, one: boolean) => `down ${places} ${one ? 'place' : 'places'}`,
    was: (total: string) => `was ${total}`,
    becomesMql: 'would become MQL',
  },

  whatIf: {
    heading: 'What if?',
    field: (rule: string) => `Points for “${rule}”`,
    now: (points: string) => `Now ${points}. The list below re-ranks as you type.`,
    summary: (mql: string, owners: string, oneOwner: boolean) =>
      `${mql} would become MQL, ${owners} ${oneOwner ? 'owner' : 'owners'} would get tasks.`,
    none: 'Nobody would become MQL, no owner would get a task.',
    changed: (changed: string, scored: string) =>
      `${changed} of ${scored} totals would change. A preview: nothing is stored.`,
    computing: 'Scoring every lead again…',
    cancel: 'Cancel',
    invalid: (max: string) => `A number from 0 to ${max}.`,
  },

  yours: {
    heading: 'Now yours',
    try: ['plumbline try', 'Score your own leads from a file, without a CRM.'],
    connect: [
      'plumbline connect hubspot --key',
      'Connect your portal. Read-only until you say so.',
    ],
    copy: 'Copy',
    copied: 'Copied',
  },

  notice: {
    lostTitle: 'The demo’s server does not answer',
    lost: 'What you see may be old. The page tries again every few seconds; if the demo was stopped, start it with the same command.',
    restarted: 'The demo’s server was started anew in the meantime. Play it again.',
    loading: 'Filling the simulated CRM and scoring its leads…',
    problem: 'That did not work',
    mismatch: (route: string) =>
      `The server’s answer to ${route} has another shape than this page expects. Build the page again and reload.`,
    status: (status: string) => `The server answered ${status} without saying why.`,
    crashed: 'The page ran into an error. Reload it.',
    reload: 'Reload',
    dismiss: 'Dismiss',
  },

  announce: {
    score: (total: string, stage: string) => `Score ${total}, stage ${stage}.`,
    task: (title: string) => `New task: ${title}.`,
    run: (title: string, state: string) => `${title}: ${state}.`,
  },

  stages: common.stages,
} as const;
