import type { documents as english } from '../../../../api/contract/sentences/documents.js';

export const documents: Record<keyof typeof english, string> = {
  'documents.no-document': '{kind} {name} gibt es nicht.',
  'documents.no-draft': 'Von {kind} {name} gibt es keinen Entwurf.',
  'documents.no-version-of': 'Version {version} von {kind} {name} gibt es nicht.',
  'documents.no-version': 'Version {version} von {name} gibt es nicht.',
  'documents.no-earlier-version': 'Von {name} gibt es keine frühere Version.',
  'documents.draft-saved':
    '{who} hat den Entwurf von {name} inzwischen gespeichert: Sehen Sie sich beide an, dann speichern Sie auf Grundlage von Stand {revision}.',
  'documents.draft-gone':
    'Der Entwurf von {name} wurde inzwischen veröffentlicht oder verworfen: Beginnen Sie einen neuen.',
  'documents.draft-changed':
    '{who} hat den Entwurf von {name} inzwischen gespeichert: Sehen Sie ihn sich zuerst an.',
  'documents.misnamed':
    'Das Modell nennt sich selbst {own}; schreiben Sie „model: {line}“, um es als {name} zu veröffentlichen.',
  'documents.published-meanwhile':
    'Inzwischen wurde etwas anderes veröffentlicht, darum wurde nichts geändert. Sehen Sie sich die Unterschiede noch einmal an.',
  'documents.version-meanwhile':
    'Von {name} gilt inzwischen Version {now}, nicht {expected}: Nichts wurde geändert. Sehen Sie sich die Unterschiede noch einmal an.',
  'documents.models-only': 'Nur ein Modell kann als Schatten oder nur für einige Leads laufen.',
  'documents.no-figures': 'Die Vorschau hat noch keine Zahlen; warten Sie auf die ersten.',
  'documents.changed-since-preview':
    '{name} oder was gilt, wurde seit der Vorschau geändert: Sehen Sie sich die Vorschau neu an.',
  'documents.says-already': '{name} sagt das schon und ist schon, was es sein soll.',
  'documents.kind-says-already': '{kind} {name} sagt das schon.',
  'documents.already-scheduled':
    'Für {name} ist schon eine Veröffentlichung geplant; sagen Sie sie zuerst ab.',
  'documents.not-scheduled': 'Die Veröffentlichung von {name} ist schon {state}.',
  'documents.no-publication': 'Diese Veröffentlichung gibt es nicht.',
  'documents.not-previewed': 'Sehen Sie sich zuerst die Vorschau an.',
  'documents.no-preview':
    'Diese Vorschau gibt es nicht mehr: Ergebnisse werden eine Stunde lang aufbewahrt. Starten Sie sie noch einmal.',
  'documents.preview-lapsed':
    'Der Prozess, in dem diese Vorschau lief, ist vor ihrem Ende zu Ende gegangen oder hat die Datenbank verloren. Starten Sie sie noch einmal.',
  'documents.preview-running':
    '{who} sieht sich gerade die Vorschau von {name} an; warten Sie darauf oder halten Sie sie an.',
  'documents.not-exact': 'Wer sich bewegt, steht fest, wenn alle Leads angesehen sind.',
  'documents.not-scored': 'Ein Modell, das niemanden bewertet, bewegt niemanden.',
  'documents.not-live': 'Ein Hauptmodell ist aktiv: Es kann kein {as} sein.',
  'documents.primary-model':
    '{name} ist das Hauptmodell und bleibt aktiv, bis ein anderes seinen Platz nimmt: plumbline model apply ANDERES --primary.',
  'documents.no-primary-model':
    'Der Arbeitsbereich hat kein Hauptmodell: plumbline model apply DATEI --primary.',
  'documents.does-not-fit':
    'Das geltende Dokument {kind} passt nicht zu {model} als Hauptmodell:\n{why}',
  'documents.no-version-outside':
    'Ein Modell, dem noch niemand folgt, hat keine Version für die Leads außerhalb des Piloten: Lassen Sie es zuerst als Schatten laufen.',
  'documents.bad-pilot': 'So lassen sich die Leads eines Piloten nicht wählen: {why}',
  'documents.property-clash':
    'Die Modelle {name} und {other} würden beide {property} in {crm} schreiben: Geben Sie einem davon einen anderen Namen.',
  'documents.bad-decay':
    'Dieser Verfall lässt sich nicht zeichnen: Berichtigen Sie seine Zeitspannen.',
  'documents.future-example':
    'Ein Lead lässt sich mit dem Stand von jetzt oder einem früheren anheften.',
  'documents.no-answers':
    'Keine Handlung hat eine Prozentzahl bekommen: Beantworten Sie mindestens eine.',
  'documents.no-lead-here': 'Lead {lead} gibt es in diesem Arbeitsbereich nicht.',
  'documents.no-object': '{crm} hat kein Objekt „{object}“; es gibt {known}.',
  'documents.no-record':
    'Weder die Stichprobe noch der Bestand hat einen Datensatz {record} von {object}; fügen Sie stattdessen seine Werte ein.',
  'documents.found-at-start': '{path}, wie beim Start vorgefunden',
  'documents.kind-model': 'Modell',
  'documents.kind-mapping': 'Zuordnung',
  'documents.kind-lifecycle': 'Lebenszyklus',
  'documents.kind-alerts': 'Hinweise',
  'documents.shadow': 'Schatten',
  'documents.state-done': 'erledigt',
  'documents.state-cancelled': 'abgesagt',
  'documents.state-failed': 'fehlgeschlagen',
  'documents.none': 'keine',
};
