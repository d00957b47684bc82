/** What page and shell say to each other of the device's keys (security 29): the shell has the ring, the page shows its locks. */
import { z } from 'zod';
import { later } from '../base/later.ts';

export const ringState = z.enum(['unprotected', 'open', 'locked']);
const wayIn = z.enum(['passphrase', 'keystore', 'recovery']);

/** How long a console stays open without the hub; see electron/services/lease.ts. */
const leaseStatus = later(() =>
  z.strictObject({
    /** As many as count here. */
    days: z.number().int().min(0).max(1_000),
    minutesLeft: z.number().int().min(0),
    /** Little of it is left: the person is told. */
    near: z.boolean(),
    over: z.boolean(),
    /** The hub's clock when it was last reached. */
    lastContact: z.string().max(40),
    /** Whether one day more may be had, without the hub. */
    mayExtend: z.boolean(),
    /** Why the hub was not reached just now; empty where it was not asked. */
    problem: z.string().max(2_500),
  }),
);
export type LeaseStatus = z.infer<typeof leaseStatus>;

export const ringStatus = later(() =>
  z.strictObject({
    state: ringState,
    /** The ways by which it opens. */
    ways: z.array(wayIn).max(3),
    /** Whether this computer has a key store that protects. */
    keystore: z.boolean(),
    /** Why it does not open as it should; see electron/services/key-ring.ts. */
    trouble: z.enum(['gone', 'damaged', 'newer', 'keystore', 'lease']).nullable(),
    openedBy: z.enum(['clear', 'passphrase', 'keystore', 'recovery']).nullable(),
    id: z.string().max(32),
    /** How long it stays open without the hub; null before it ever reached one. */
    lease: leaseStatus.nullable(),
  }),
);
export type KeyStatus = z.infer<typeof ringStatus>;

/** The least that a passphrase has. */
export const PASSPHRASE_LEAST = 10;
const passphrase = z.string().max(1_000);
const newPassphrase = passphrase.min(PASSPHRASE_LEAST);
const typedCode = z.string().max(200);
/** The ring's file, as another place keeps it. */
const copy = z.string().max(40_000);

/** Where the hub was not reached for too long and cannot be: the one day without it. */
const extend = z.boolean().optional();
export const unlockBy = later(() =>
  z.discriminatedUnion('by', [
    z.strictObject({ by: z.literal('passphrase'), passphrase, extend }),
    z.strictObject({ by: z.literal('keystore'), extend }),
    /** As at the start: it needs nothing of a person but the hub, which was not reached for too long. */
    z.strictObject({ by: z.literal('itself'), extend }),
    z.strictObject({ by: z.literal('recovery'), code: typedCode, copy: copy.optional(), extend }),
  ]),
);

export const offerInput = later(() =>
  z.strictObject({
    /** How it is protected from now on; null where only the recovery code is made anew. */
    protection: z
      .discriminatedUnion('way', [
        z.strictObject({ way: z.literal('passphrase'), passphrase: newPassphrase }),
        z.strictObject({ way: z.literal('keystore') }),
      ])
      .nullable(),
    /** The passphrase that holds now; empty where there is none. */
    old: passphrase,
  }),
);
export const confirmInput = later(() => z.strictObject({ groups: z.array(z.string().max(20)).max(9) }));
export const changeInput = later(() => z.strictObject({ old: passphrase, passphrase: newPassphrase }));

/** What became of it; `why` is null where it was done. */
export const ringOutcome = later(() =>
  z.strictObject({
    why: z.enum(['wrong', 'mistyped', 'wait', 'no-way', 'keystore', 'lease']).nullable(),
    waitSeconds: z.number().int().min(0),
    /** A recovery code to write down, and which of its groups to type back. */
    offered: z
      .strictObject({ code: typedCode, ask: z.array(z.number().int().min(1).max(9)).max(9) })
      .nullable(),
  }),
);
export type KeyOutcome = z.infer<typeof ringOutcome>;

const key = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);
/** The page's own keys, base 64: for rows, for what is typed, and for the device's signing key. */
export const pageKeys = later(() => z.strictObject({ rows: key, drafts: key, device: key }));
export const ringCopy = later(() => z.strictObject({ copy: copy.nullable() }));
