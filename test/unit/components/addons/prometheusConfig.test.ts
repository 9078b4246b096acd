import { parse } from 'yaml';
import { prometheusConfig } from '../../../../components/addons/prometheusConfig';

interface Config {
  global: Record<string, string>;
  scrape_configs: { job_name: string; scheme?: string; tls_config?: { ca_file: string } }[];
}

describe('prometheusConfig', () => {
  const config = parse(prometheusConfig(5)) as Config;

  it('scrapes at the interval that was asked for', () => {
    expect(config.global).toEqual({ scrape_interval: '5s', scrape_timeout: '5s', evaluation_interval: '5s' });
  });

  it('scrapes pods, kubelets, cAdvisor and the API server', () => {
    expect(config.scrape_configs.map((job) => job.job_name)).toEqual(['pods', 'kubelet', 'cadvisor', 'apiserver']);
  });

  it('takes metrics of an application that does not say what they are written in', () => {
    expect(config.scrape_configs[0]).toMatchObject({ fallback_scrape_protocol: 'PrometheusText0.0.4' });
  });

  it('verifies every certificate that it meets', () => {
    const encrypted = config.scrape_configs.filter((job) => job.scheme === 'https');
    expect(encrypted).toHaveLength(3);
    expect(encrypted.every((job) => job.tls_config?.ca_file.endsWith('/ca.crt'))).toBe(true);
    expect(JSON.stringify(config)).not.toContain('insecure');
  });
});
