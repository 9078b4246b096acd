/** The service and the path that a call, SERVICE or SERVICE/PATH, goes to. */
export function calledBy(call: string): { readonly service: string; readonly path: string } {
  const slash = call.indexOf('/');
  return slash < 0 ? { service: call, path: '/' } : { service: call.slice(0, slash), path: call.slice(slash) };
}
