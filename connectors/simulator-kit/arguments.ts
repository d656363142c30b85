/** The options of a simulator's process: JSON objects and `--name value` flags with JSON values, mixed. */
export function readArguments(args: readonly string[]): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] as string;
    if (!word.startsWith('--')) Object.assign(options, JSON.parse(word));
    else {
      at += 1;
      options[word.slice(2)] = jsonOrText(args[at] ?? 'true');
    }
  }
  return options;
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
