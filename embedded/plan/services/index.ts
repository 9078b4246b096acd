export { apiPort, controlPlane } from './controlPlane';
export { nodeServices } from './node';
export { nodeAgent, type AgentFile } from './nodeAgent';
export { agentName, controlPlaneNames, nodeServiceNames, serviceDir, type Service } from './service';
