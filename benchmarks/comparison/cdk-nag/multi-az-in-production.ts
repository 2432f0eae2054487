import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnDBInstance } from 'aws-cdk-lib/aws-rds';
import { NagRuleCompliance, NagRules } from 'cdk-nag';

export default (node: CfnResource): NagRuleCompliance => {
  if (!(node instanceof CfnDBInstance)) return NagRuleCompliance.NOT_APPLICABLE;
  const tags = Stack.of(node).resolve(node.tags.renderTags()) ?? [];
  const tag = tags.find((one: any) => (one.Key ?? one.key) === 'Environment');
  if (NagRules.resolveIfPrimitive(node, tag?.Value ?? tag?.value) !== 'production')
    return NagRuleCompliance.NOT_APPLICABLE;
  return NagRules.resolveIfPrimitive(node, node.multiAz) === true
    ? NagRuleCompliance.COMPLIANT
    : NagRuleCompliance.NON_COMPLIANT;
};
