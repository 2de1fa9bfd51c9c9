import type { OpenApiDoc, OperationDoc } from './reference-sources.ts';

export interface Endpoint {
  /** `GET` */
  method: string;
  path: string;
  /** Fragment under which the reference has it. */
  id: string;
  operation: OperationDoc;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** The operations of an OpenAPI document in its own order. */
export const endpoints = ({ paths = {} }: OpenApiDoc): Endpoint[] =>
  Object.entries(paths).flatMap(([path, operations]) =>
    METHODS.flatMap((method) => {
      const operation = operations[method];
      if (operation === undefined) return [];
      const id = `endpoint-${method}-${path.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '')}`;
      return [{ method: method.toUpperCase(), path, id, operation }];
    }),
  );

/** A metric as Prometheus text format describes it. */
export interface MetricDoc {
  name: string;
  type: string;
  help: string;
}

/** Names, types and descriptions of metrics, read from their text format (version 0.0.4). */
export function metricDocs(text: string): MetricDoc[] {
  const docs: MetricDoc[] = [];
  const types = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name, type]));
  for (const [, name = '', help = ''] of text.matchAll(/^# HELP (\S+) (.*)$/gm))
    docs.push({ name, help, type: types.get(name) ?? 'untyped' });
  return docs;
}
