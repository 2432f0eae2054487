import { CfnResource } from 'aws-cdk-lib';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { NagRuleCompliance, NagRules } from 'cdk-nag';

export default (node: CfnResource): NagRuleCompliance => {
  if (!(node instanceof CfnLogGroup)) return NagRuleCompliance.NOT_APPLICABLE;
  const days = NagRules.resolveIfPrimitive(node, node.retentionInDays);
  return days >= 90 && days <= 3653
    ? NagRuleCompliance.COMPLIANT
    : NagRuleCompliance.NON_COMPLIANT;
};
