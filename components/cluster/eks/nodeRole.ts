/**
 * What a node may do: join, and pull images. The rights of the network plug-in are its own (Pod Identity) and not the node's, and there is
 * no login to nodes.
 */
export const NODE_POLICIES = ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly'] as const;
