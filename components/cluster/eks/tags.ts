/** Tags of every resource, by which the bill can be divided; the user's own come last and win. */
export const costTags = (stack: string, own: Readonly<Record<string, string>>): Record<string, string> => ({
  Project: 'autoscaling-testbed',
  Stack: stack,
  ManagedBy: 'pulumi',
  ...own,
});

/** Longest name that EKS takes. */
const LONGEST = 100;

/**
 * Name of the cluster of a stack. It stands in tags and policies, so it is a contract and not left to Pulumi.
 * @throws Error that names the stack when EKS would not take the name
 */
export function clusterName(stack: string): string {
  const name = `testbed-${stack}`;
  if (!/^[0-9A-Za-z_-]+$/.test(stack) || name.length > LONGEST) {
    throw new Error(
      `stack is ${JSON.stringify(stack)}: for an EKS cluster it must be at most ${LONGEST - 'testbed-'.length} letters, digits, "-" and "_"; choose another with --stack`,
    );
  }
  return name;
}
