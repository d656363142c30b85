import type { Texts } from '../en/index.js';

export const tour: Texts['tour'] = {
  title: 'Rundgang',
  demo: 'Demo',
  privacy: 'Läuft auf diesem Rechner. Alle Personen hier sind erfunden.',
  loading: 'Das simulierte CRM wird gefüllt, seine Leads werden bewertet …',
  short: (name, points, one) =>
    `${name} ${one ? 'fehlt' : 'fehlen'} ${points} ${one ? 'Punkt' : 'Punkte'} zum MQL`,
  unknown: (name) => `Von ${name} war damals nichts bekannt`,
  enough: (name) => `${name} hat die Punkte für MQL`,
  nowAt: {
    subscriber: (name) => `${name} ist Abonnent`,
    lead: (name) => `${name} ist ein Lead`,
    mql: (name) => `${name} ist jetzt ein MQL`,
    sql: (name) => `${name} ist jetzt ein SQL`,
    opportunity: (name) => `${name} hat eine offene Chance`,
    customer: (name) => `${name} ist Kunde`,
    recycled: (name) => `${name} ruht vorerst`,
    disqualified: (name) => `${name} ist ausgeschlossen`,
  },

  stories: {
    heading: 'Eine Geschichte in jedem CRM',
    one: (name, crm) => `${name} in ${crm}`,
  },
  connection: { live: 'Live', connecting: 'Wird verbunden', lost: 'Wird neu verbunden' },
  acts: {
    heading: 'Vier Dinge zum Ausprobieren, in beliebiger Reihenfolge',
    playAll: 'Alle vier abspielen',
    stop: 'Anhalten',
    countdown: (seconds) =>
      `Läuft in ${seconds} s von selbst. Jeder Klick und jede Taste hält es an.`,
    playing: (number) => `${number} von 4 läuft. Jeder Klick und jede Taste hält es an.`,
    running: 'Läuft',
    done: 'Fertig',
    failed: 'Fehlgeschlagen',
    sent: {
      'demo-request': {
        title: (name) => `${name} fragt eine Demo an`,
        sentence:
          'Ein Formular füllt eine Eigenschaft des Kontakts; ihr Webhook setzt alles andere in Gang.',
      },
      'repeat-and-kill': {
        title: (_name) => 'Dreimal noch einmal senden, dann den Stecker ziehen',
        sentence:
          'Derselbe Webhook noch einmal, und der Worker mit -9 beendet: nichts doppelt, nichts verloren.',
      },
      'campaign-response': {
        title: (name) => `${name} nimmt an einem Webinar teil`,
        sentence:
          'Eine Kampagnenantwort, gemeldet durch ein Änderungsereignis, hebt den Lead über die Schwelle.',
      },
      conversion: {
        title: (name) => `Der Vertrieb konvertiert ${name}`,
        sentence:
          'Aus dem Lead wird ein Kontakt mit einer Verkaufschance; hier geht derselbe Lead weiter.',
      },
    },
    wait: {
      title: '30 Tage vergehen lassen',
      sentence:
        'Punkte schmelzen nach Halbwertszeit, und die Gründe sagen, was übrig ist. Keine Uhr wird verstellt.',
    },
    whatIf: {
      title: 'Und wenn Preisseiten doppelt zählten?',
      sentence: 'Eine Zahl ändern, der Liste beim Umsortieren zusehen, dann abbrechen.',
    },
  },

  stopwatch: {
    heading: 'Stoppuhr',
    idle: 'Beginnt mit Akt 1 oder 3.',
    total: (time) => `${time} insgesamt`,
    running: 'läuft',
    again: 'Keine neue Aufgabe: eine offene genügt.',
    steps: {
      changed: 'Im CRM geändert',
      sent: 'Webhook gesendet',
      received: 'Gespeichert',
      scored: 'Bewertet',
      written: 'Geschrieben',
      task: 'Aufgabe angelegt',
      killed: 'Worker beendet (-9)',
      restarted: 'Neu gestartet',
      'caught-up': 'Aufgeholt',
    },
    times: (step, times) => `${step} ×${times}`,
    verdict: {
      sent: 'gesendet',
      ignored: 'als Wiederholung übergangen',
      doubled: 'doppelt',
      lost: 'verloren',
    },
  },
  problems: {
    'no-webhook': 'Es kam kein Webhook. Spielen Sie es noch einmal.',
    'no-change-event': 'Von der Änderung war nichts zu hören. Spielen Sie es noch einmal.',
    converted: 'Der Lead ist bereits ein Kontakt.',
    'not-scored': 'Der Lead wurde nicht rechtzeitig bewertet. Spielen Sie es noch einmal.',
    'not-written': 'Nicht alles wurde rechtzeitig zurückgeschrieben. Spielen Sie es noch einmal.',
    'not-caught-up': 'Der neue Worker hat nicht rechtzeitig aufgeholt. Spielen Sie es noch einmal.',
    'at-work': 'An den letzten Änderungen wird noch gearbeitet. Spielen Sie es gleich noch einmal.',
    'not-ready': 'Der Lead ist noch nicht bekannt. Spielen Sie es gleich noch einmal.',
    restarted: 'Der Server der Demo wurde inzwischen neu gestartet. Spielen Sie es noch einmal.',
  },

  record: {
    simulated: (crm) => `Simuliertes ${crm}`,
    simulatedWhy:
      'Ein Programm auf diesem Rechner, das sich wie das CRM verhält. Kein Konto, kein Netz.',
    owner: 'Zuständig',
    nobody: 'Niemand zuständig',
    written: 'Von Plumbline geschrieben',
    writtenWhy: 'Diese Eigenschaften gehören Plumbline; es schreibt nur, was sich geändert hat.',
    empty: '—',
    emptyLabel: 'leer',
    tasks: 'Aufgaben',
    noTasks: 'Keine offenen Aufgaben.',
    taskDone: 'Erledigt',
    due: (time) => `Fällig am ${time}`,
    priority: {
      high: 'Hohe Priorität',
      medium: 'Mittlere Priorität',
      low: 'Niedrige Priorität',
      none: '',
    },
    connected: {
      webhooks: (crm) => `Als eigene App verbunden: ${crm} meldet jede Änderung.`,
      events: (crm) =>
        `Über eine externe Client-App verbunden: ${crm} überträgt seine Änderungen laufend.`,
    },
  },

  counters: {
    heading: 'Seit dem Start der Demo',
    deliveriesReceived: [
      'Webhooks gespeichert',
      'Lieferungen, die gespeichert waren, bevor sie bestätigt wurden',
    ],
    changes: ['Änderungen', 'Änderungen von Datensätzen in den Lieferungen'],
    scores: ['Scores', 'Scores, berechnet und mit ihren Gründen gespeichert'],
    writeBacks: ['Geschrieben', 'Datensätze, deren Eigenschaften ins CRM geschrieben wurden'],
    tasks: ['Aufgaben', 'Aufgaben für Zuständige'],
    apiCalls: ['API-Aufrufe', 'Aufrufe des CRM, alle gezählt'],
    duplicatesIgnored: [
      'Wiederholungen',
      'Ereignisse, die schon da waren: bestätigt, ohne Wirkung',
    ],
    workerRestarts: ['Worker-Neustarts', 'So oft kam der Worker nach einem Halt wieder'],
    waiting: ['Wartet jetzt', 'Arbeit, die gespeichert und noch nicht getan ist'],
  },

  whatIf: {
    heading: 'Was wäre, wenn?',
    best: (shown, scored) => `Die besten ${shown} von ${scored} bewerteten Leads`,
    field: (rule) => `Punkte für „${rule}“`,
    now: (points) => `Jetzt ${points}. Die Liste ordnet sich beim Tippen neu.`,
    summary: (mql, owners, oneOwner) =>
      `${mql} würden MQL, ${owners} ${oneOwner ? 'Zuständiger bekäme' : 'Zuständige bekämen'} Aufgaben.`,
    none: 'Niemand würde MQL, niemand bekäme eine Aufgabe.',
    changed: (changed, scored) =>
      `${changed} von ${scored} Scores würden sich ändern. Eine Vorschau: nichts wird gespeichert.`,
    computing: 'Alle Leads werden neu bewertet …',
    cancel: 'Abbrechen',
    invalid: (max) => `Eine Zahl von 0 bis ${max}.`,
    place: 'Platz',
    name: 'Name',
    company: 'Firma',
    story: 'In dieser Geschichte',
    up: (places, one) => `${places} ${one ? 'Platz' : 'Plätze'} hinauf`,
    down: (places, one) => `${places} ${one ? 'Platz' : 'Plätze'} hinab`,
    was: (total) => `vorher ${total}`,
    becomesMql: 'würde MQL',
  },

  yours: {
    heading: 'Jetzt mit Ihren Leads',
    try: 'Eigene Leads aus einer Datei bewerten, ohne CRM.',
    connect: 'Ihr Portal verbinden. Nur lesend, bis Sie es anders sagen.',
  },

  notice: {
    lostTitle: 'Der Server der Demo antwortet nicht',
    lost: 'Was Sie sehen, kann veraltet sein. Die Seite versucht es alle paar Sekunden wieder; wurde die Demo beendet, starten Sie sie mit demselben Befehl.',
    problem: 'Das hat nicht geklappt',
    dismiss: 'Schließen',
  },

  announce: {
    score: (total, stage) => `Score ${total}, Phase ${stage}.`,
    task: (title) => `Neue Aufgabe: ${title}.`,
    run: (title, state) => `${title}: ${state}.`,
  },
};
