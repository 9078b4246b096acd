/** The resources of the project's own provider, as a program makes them. */
export * from './certificate';
export * from './clusters';
export * from './experiment';
export * from './identities';
export * from './image';
export * from './removal';
