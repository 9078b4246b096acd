import { document, type PolicyDocument } from './document';

const trust = (service: string, actions: readonly string[]): PolicyDocument =>
  document({ Sid: 'Assume', Effect: 'Allow', Principal: { Service: service }, Action: actions });

/** A role that an AWS service takes on. */
export const trustService = (service: string): PolicyDocument => trust(service, ['sts:AssumeRole']);

/**
 * A role that EKS Pod Identity gives to pods; the association says which. Session tags are part of it (EKS user guide, "Create IAM role
 * with trust policy required by EKS Pod Identity").
 */
export const trustPods: PolicyDocument = trust('pods.eks.amazonaws.com', ['sts:AssumeRole', 'sts:TagSession']);
