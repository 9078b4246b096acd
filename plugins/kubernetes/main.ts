/** Stand-in for Pulumi's kubernetes provider, for where the official one cannot be had. */
import { serve } from '../rpc/serve';
import { KubernetesProvider } from './provider';
import { sdkVersion } from './version';

void serve(new KubernetesProvider(sdkVersion(), process.env));
