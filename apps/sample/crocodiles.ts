/** What `/crocodiles` answers: the crocodiles of the genus Crocodylus that everybody should know. */
export const CROCODILES = [
  { id: 1, name: 'Nile crocodile', species: 'Crocodylus niloticus' },
  { id: 2, name: 'Saltwater crocodile', species: 'Crocodylus porosus' },
  { id: 3, name: 'American crocodile', species: 'Crocodylus acutus' },
  { id: 4, name: 'Mugger crocodile', species: 'Crocodylus palustris' },
  { id: 5, name: 'Freshwater crocodile', species: 'Crocodylus johnstoni' },
] as const;

/** A delay drawn uniformly from the bounds, ms. @param random Gives a number from 0 up to but not including 1. */
export function delayMs(bounds: { readonly min: number; readonly max: number }, random: () => number): number {
  return bounds.min + random() * (bounds.max - bounds.min);
}
