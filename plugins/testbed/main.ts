import { serve } from '../rpc/serve';
import { provider } from './provider';

void serve(provider);
