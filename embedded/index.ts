export { down } from './down';
export { hasImage, importImage } from './images';
export { info, list } from './info';
export { processes } from './processes';
export { status } from './status';
export { up } from './up';
export type * from './types';
