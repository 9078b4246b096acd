/** Label, and key of the taint, that say what a node is for. */
export const ROLE = 'autoscaling-testbed/role';
