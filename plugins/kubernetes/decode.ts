import { parseAllDocuments, type Tags } from 'yaml';
import type { Properties } from '../rpc/types';
import { isNamespaced } from './kinds';

/** YAML 1.1 types that kubectl does not know: a date, say, stays a text. */
const NOT_IN_MANIFESTS = ['timestamp', 'binary', 'set', 'omap', 'pairs'].map((name) => `tag:yaml.org,2002:${name}`);

function isInManifests(tag: Tags[number]): boolean {
  if (typeof tag === 'string') return true;
  // Base 60 (`12:30:00`) is a number in YAML 1.1, but not for kubectl.
  return !NOT_IN_MANIFESTS.includes(tag.tag) && !('format' in tag && tag.format === 'TIME');
}

interface Manifest {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly namespace?: string };
}

/**
 * Objects of a manifest with any number of documents. It is read as YAML 1.1, as kubectl does (`yes` is true, `0644` is octal).
 * Documents that are empty or no object are left out. `defaultNamespace` goes to objects that name none.
 */
export function decodeManifest(text: string, defaultNamespace: string): Properties[] {
  const customTags = (tags: Tags): Tags => tags.filter(isInManifests);
  const documents = parseAllDocuments(text, { version: '1.1', customTags, logLevel: 'error' });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document, index) => {
    const [error] = document.errors;
    if (error) throw new Error(`Document ${index + 1} of the YAML is faulty: ${error.message}`);
    const manifest = document.toJS() as Manifest | null;
    if (typeof manifest !== 'object' || !manifest?.kind || !manifest.apiVersion) return [];
    return [withNamespace(manifest, defaultNamespace) as Properties];
  });
}

function withNamespace(manifest: Manifest, namespace: string): Manifest {
  const { apiVersion = '', kind = '', metadata } = manifest;
  const wanted = namespace !== '' && !metadata?.namespace && isNamespaced({ apiVersion, kind }) !== false;
  return wanted ? { ...manifest, metadata: { ...metadata, namespace } } : manifest;
}
