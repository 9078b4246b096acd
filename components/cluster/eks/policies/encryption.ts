import { allow, document, type Place, type PolicyDocument } from './document';

/**
 * Policy of the cluster's key: IAM policies of the account decide (without which nobody could use or delete the key), and CloudWatch Logs
 * encrypts the log groups that are named (CloudWatch Logs user guide, "Encrypt log data using AWS KMS").
 */
export function keyPolicy({ partition, region, account }: Place, logGroups: readonly string[]): PolicyDocument {
  const logs = allow(
    'Logs',
    ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
    '*',
    {
      ArnEquals: {
        'kms:EncryptionContext:aws:logs:arn': logGroups.map(
          (name) => `arn:${partition}:logs:${region}:${account}:log-group:${name}`,
        ),
      },
    },
  );
  return document(
    { ...allow('Account', ['kms:*'], '*'), Principal: { AWS: `arn:${partition}:iam::${account}:root` } },
    {
      ...logs,
      Principal: { Service: `logs.${region}.${partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'}` },
    },
  );
}

/** Flow logs of the VPC go to one log group. */
export const flowLogPolicy = (logGroupArn: string): PolicyDocument =>
  document(
    allow(
      'Write',
      ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams'],
      [logGroupArn, `${logGroupArn}:*`],
    ),
  );
