import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnAlias, CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { NagRuleCompliance, NagRules } from 'cdk-nag';

export default (node: CfnResource): NagRuleCompliance => {
  if (!(node instanceof CfnQueue)) return NagRuleCompliance.NOT_APPLICABLE;
  const named = NagRules.resolveResourceFromIntrinsic(node, node.kmsMasterKeyId);
  const own = Stack.of(node).node.findAll().some(
    (other) =>
      (other instanceof CfnKey || other instanceof CfnAlias) &&
      Stack.of(other).resolve(other.logicalId) === named,
  );
  return own ? NagRuleCompliance.COMPLIANT : NagRuleCompliance.NON_COMPLIANT;
};
