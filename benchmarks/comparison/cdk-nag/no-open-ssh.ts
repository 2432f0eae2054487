import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnSecurityGroup, CfnSecurityGroupIngress } from 'aws-cdk-lib/aws-ec2';
import { NagRuleCompliance, NagRules } from 'cdk-nag';

const isOpen = (node: CfnResource, entry: any): boolean => {
  const read = (value: any) => NagRules.resolveIfPrimitive(node, value);
  if (read(entry.cidrIp) !== '0.0.0.0/0' && read(entry.cidrIpv6) !== '::/0') return false;
  const protocol = String(read(entry.ipProtocol));
  if (protocol === '-1') return true;
  if (protocol !== 'tcp' && protocol !== '6') return false;
  return Number(read(entry.fromPort)) <= 22 && 22 <= Number(read(entry.toPort));
};

export default (node: CfnResource): NagRuleCompliance => {
  let entries: any[];
  if (node instanceof CfnSecurityGroup)
    entries = Stack.of(node).resolve(node.securityGroupIngress) ?? [];
  else if (node instanceof CfnSecurityGroupIngress) entries = [node];
  else return NagRuleCompliance.NOT_APPLICABLE;
  return entries.some((entry) => isOpen(node, entry))
    ? NagRuleCompliance.NON_COMPLIANT
    : NagRuleCompliance.COMPLIANT;
};
