import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { NagRuleCompliance, NagRules } from 'cdk-nag';

const list = (value: any): any[] => (Array.isArray(value) ? value : [value]);
const denies = (statement: any): boolean =>
  statement.Effect === 'Deny' &&
  (statement.Principal === '*' || list(statement.Principal?.AWS).includes('*')) &&
  list(statement.Action).some((action) => action === 's3:*' || action === '*') &&
  String(statement.Condition?.Bool?.['aws:SecureTransport']) === 'false';

export default (node: CfnResource): NagRuleCompliance => {
  if (!(node instanceof CfnBucket)) return NagRuleCompliance.NOT_APPLICABLE;
  const stack = Stack.of(node);
  const names = [stack.resolve(node.logicalId), stack.resolve(node.bucketName)];
  const guarded = stack.node.findAll().some(
    (other) =>
      other instanceof CfnBucketPolicy &&
      names.includes(NagRules.resolveResourceFromIntrinsic(other, other.bucket)) &&
      list(stack.resolve(other.policyDocument).Statement).some(denies),
  );
  return guarded ? NagRuleCompliance.COMPLIANT : NagRuleCompliance.NON_COMPLIANT;
};
