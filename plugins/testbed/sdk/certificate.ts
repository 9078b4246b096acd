import * as pulumi from '@pulumi/pulumi';

export interface CertificateArgs {
  readonly commonName: string;
  /** Host names that it is valid for. */
  readonly dnsNames: readonly string[];
}

/** A key and a certificate for server and client, signed by an authority that signs nothing else. Valid for ten years. */
export class Certificate extends pulumi.CustomResource {
  /** Certificate of the authority, PEM. */
  declare readonly authority: pulumi.Output<string>;
  /** Certificate, PEM. */
  declare readonly certificate: pulumi.Output<string>;
  /** Private key, PKCS #8 PEM, a secret. */
  declare readonly key: pulumi.Output<string>;

  constructor(name: string, args: CertificateArgs, options?: pulumi.CustomResourceOptions) {
    super(
      'testbed:index:Certificate',
      name,
      { ...args, authority: undefined, certificate: undefined, key: undefined },
      pulumi.mergeOptions(options, { additionalSecretOutputs: ['key'] }),
    );
  }
}
