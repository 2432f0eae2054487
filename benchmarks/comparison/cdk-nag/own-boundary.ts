import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnManagedPolicy, CfnRole } from 'aws-cdk-lib/aws-iam';
import { NagRuleCompliance, NagRules } from 'cdk-nag';

export default (node: CfnResource): NagRuleCompliance => {
  if (!(node instanceof CfnRole)) return NagRuleCompliance.NOT_APPLICABLE;
  const stack = Stack.of(node);
  const value = stack.resolve(node.permissionsBoundary);
  const named = NagRules.resolveResourceFromIntrinsic(node, node.permissionsBoundary);
  const own = stack.node.findAll().some(
    (one) => one instanceof CfnManagedPolicy && stack.resolve(one.logicalId) === named,
  );
  return own || String(value?.['Fn::Sub'] ?? value).endsWith(':policy/boundary')
    ? NagRuleCompliance.COMPLIANT
    : NagRuleCompliance.NON_COMPLIANT;
};
