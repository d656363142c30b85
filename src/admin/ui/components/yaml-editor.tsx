import { yaml } from '@codemirror/lang-yaml';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { tags } from '@lezer/highlight';
import { basicSetup, EditorView } from 'codemirror';
import { useEffect, useRef } from 'react';
import type { CheckedDocument } from '../../api/contract/documents.js';

interface YamlEditorProps {
  readonly label: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly readOnly: boolean;
  readonly checked: CheckedDocument | null;
}

const look = EditorView.theme({
  '&': { backgroundColor: 'var(--card)', color: 'var(--mantine-color-text)', fontSize: '13px' },
  '&.cm-focused': { outline: '2px solid var(--mantine-primary-color-filled)' },
  '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '1.6' },
  '.cm-gutters': {
    backgroundColor: 'var(--soft)',
    color: 'var(--mantine-color-dimmed)',
    border: 'none',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--hover)' },
  '.cm-cursor': { borderLeftColor: 'var(--strong)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': {
    backgroundColor: 'var(--track) !important',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--card)',
    color: 'var(--mantine-color-text)',
    border: '1px solid var(--line)',
  },
});

/** In place of the default colours, which are made for a white page alone. */
const colours = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), color: 'var(--good)' },
  { tag: [tags.string, tags.attributeValue], color: 'var(--warn)' },
  { tag: tags.lineComment, color: 'var(--mantine-color-dimmed)', fontStyle: 'italic' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--crm)' },
  { tag: [tags.typeName, tags.labelName, tags.keyword, tags.meta], color: 'var(--bad)' },
]);

/** A document's text with its problems at their lines; to be loaded lazily. */
export default function YamlEditor({ label, text, onChange, readOnly, checked }: YamlEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const told = useRef(onChange);
  told.current = onChange;
  const first = useRef(text);

  useEffect(() => {
    if (!host.current) return;
    const editor = new EditorView({
      doc: first.current,
      parent: host.current,
      extensions: [
        basicSetup,
        yaml(),
        lintGutter(),
        look,
        syntaxHighlighting(colours),
        EditorView.lineWrapping,
        EditorView.editable.of(!readOnly),
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) told.current(update.state.doc.toString());
        }),
      ],
    });
    view.current = editor;
    return () => {
      first.current = editor.state.doc.toString();
      editor.destroy();
    };
  }, [label, readOnly]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const { doc } = editor.state;
    const at = (severity: 'error' | 'warning') => (one: CheckedDocument['problems'][number]) => {
      const line = doc.line(Math.min(Math.max(1, one.line), doc.lines));
      const from = Math.min(line.from + Math.max(0, one.column - 1), line.to);
      return { from, to: line.to, severity, message: `${one.path}: ${one.message}` };
    };
    const all = checked
      ? [...checked.problems.map(at('error')), ...checked.warnings.map(at('warning'))]
      : [];
    editor.dispatch(
      setDiagnostics(
        editor.state,
        all.sort((a, b) => a.from - b.from),
      ),
    );
  }, [checked]);

  return <div ref={host} />;
}
