import { parseAllDocuments, type Tags } from 'yaml';
import type { Properties } from '../rpc/types';
import { isNamespaced } from './kinds';

/** YAML 1.1 types that Kubernetes manifests do not have: a date, say, stays a text. */
const NOT_IN_MANIFESTS = new Set<unknown>(['timestamp', 'intTime', 'floatTime', 'binary', 'set', 'omap', 'pairs']);

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
  const customTags = (tags: Tags): Tags =>
    tags.filter(
      (tag) => !NOT_IN_MANIFESTS.has(typeof tag === 'string' ? tag : tag.tag.replace('tag:yaml.org,2002:', '')),
    );
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
