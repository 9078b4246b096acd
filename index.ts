import { readConfig } from './stacks/config';
import { createTestbed } from './stacks/testbed';

export = createTestbed(readConfig());
