/** Longest waits, in milliseconds: generous, for a machine that is busy with other things. */
export const patience = { supervisor: 20_000, containerd: 60_000, api: 120_000, nodes: 120_000, dns: 120_000 } as const;
