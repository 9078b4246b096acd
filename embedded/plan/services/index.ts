export { apiPort, controlPlane } from './controlPlane';
export { nodeServices } from './node';
export { controlPlaneNames, nodeServiceNames, serviceDir, type Service } from './service';
