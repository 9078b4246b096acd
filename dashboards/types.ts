/** One query of a panel. */
export interface Query {
  /** PromQL; may hold the dashboard's variables and Grafana's `$__rate_interval`. */
  readonly expr: string;
  /** Legend; `{{label}}` stands for a label's value. */
  readonly legend: string;
}

export interface Panel {
  readonly title: string;
  /** What the numbers mean and where they come from. */
  readonly description: string;
  /** Grafana's name of the unit, from the SDK's `units`. */
  readonly unit: string;
  /** End of the axis, where the values have one. */
  readonly max?: number;
  readonly queries: readonly Query[];
}

/** A choice at the top of a dashboard; its values come from a query. */
export interface Variable {
  readonly name: string;
  readonly label: string;
  /** A query of Grafana's Prometheus data source: `label_values(metric, label)`. */
  readonly query: string;
  /** Several or all values can be chosen, so that queries take it as a regular expression. @default false */
  readonly multiple?: boolean;
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** A dashboard as data. */
export interface Dashboard {
  /** File name and identity in Grafana. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly variables: readonly Variable[];
  readonly rows: readonly Row[];
}
