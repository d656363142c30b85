import { hash, verify } from '@node-rs/argon2';

/** argon2id, 19 MiB, two passes: what OWASP recommends. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const hashPassword = (password: string): Promise<string> => hash(password, COST);

let nobody: Promise<string> | undefined;

/**
 * Whether the password is the one that was hashed. Without a hash it takes as long and is false, so that
 * an answer does not tell whether somebody is known here.
 */
export async function checkPassword(hashed: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword('nobody has this password');
  const right = await verify(hashed ?? (await nobody), password);
  return hashed !== null && right;
}
