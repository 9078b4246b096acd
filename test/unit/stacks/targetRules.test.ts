import { parseConfig } from '../../../stacks/schema';
import { configProblems as problems } from '../../fixtures/configProblems';

describe('what is only installed when asked for', () => {
  it('is off', () => {
    expect(parseConfig({})).toMatchObject({ loadPlatform: 'none', argoCd: null });
  });

  it('runs where registries can be reached', () => {
    const argoCd = { repository: 'https://git.example/shop.git', path: 'deploy' };
    expect(parseConfig({ cluster: 'kind', loadPlatform: 'locust', argoCd })).toMatchObject({
      loadPlatform: 'locust',
      argoCd: { ...argoCd, revision: 'HEAD' },
    });
    const message = problems({ loadPlatform: 'k6-operator', argoCd });
    expect(message).toContain(
      'loadPlatform is "k6-operator": cluster "local" cannot install k6-operator: its images come from registries',
    );
    expect(message).toContain('cannot install argo-cd');
    expect(message).toContain('clusters that can: kind, eks, existing');
  });

  it('is checked', () => {
    expect(problems({ loadPlatform: 'jmeter' })).toContain(
      'loadPlatform is "jmeter": allowed: none, k6-operator, locust',
    );
    expect(problems({ argoCd: { repository: 'git@host:x' } })).toContain(
      'must be the https address of a Git repository',
    );
  });
});
