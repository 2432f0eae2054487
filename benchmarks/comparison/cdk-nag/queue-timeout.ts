import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnEventSourceMapping, CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { NagRuleCompliance, NagRules } from 'cdk-nag';

export default (node: CfnResource): NagRuleCompliance => {
  if (!(node instanceof CfnFunction)) return NagRuleCompliance.NOT_APPLICABLE;
  const stack = Stack.of(node);
  const all = stack.node.findAll();
  const own = stack.resolve(node.logicalId);
  const sources = all
    .filter((one): one is CfnEventSourceMapping => one instanceof CfnEventSourceMapping)
    .filter((one) => NagRules.resolveResourceFromIntrinsic(one, one.functionName) === own)
    .map((one) => NagRules.resolveResourceFromIntrinsic(one, one.eventSourceArn));
  if (!sources.length) return NagRuleCompliance.NOT_APPLICABLE;
  const timeout = Number(NagRules.resolveIfPrimitive(node, node.timeout) ?? 3);
  const short = all
    .filter((one): one is CfnQueue => one instanceof CfnQueue)
    .filter((one) => sources.includes(stack.resolve(one.logicalId)))
    .some((one) => Number(NagRules.resolveIfPrimitive(one, one.visibilityTimeout) ?? 30) < 6 * timeout);
  return short ? NagRuleCompliance.NON_COMPLIANT : NagRuleCompliance.COMPLIANT;
};
