import { CfnResource } from 'aws-cdk-lib';
import { CfnInstance } from 'aws-cdk-lib/aws-ec2';
import { NagRuleCompliance, NagRules } from 'cdk-nag';

export default (node: CfnResource): NagRuleCompliance => {
  if (!(node instanceof CfnInstance)) return NagRuleCompliance.NOT_APPLICABLE;
  const kind = NagRules.resolveIfPrimitive(node, node.instanceType);
  return ['t3.micro', 't3.small', 'm7g.large'].includes(kind)
    ? NagRuleCompliance.COMPLIANT
    : NagRuleCompliance.NON_COMPLIANT;
};
