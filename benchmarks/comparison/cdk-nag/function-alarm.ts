import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSubscription, CfnTopic } from 'aws-cdk-lib/aws-sns';
import { NagRuleCompliance, NagRules } from 'cdk-nag';

export default (node: CfnResource): NagRuleCompliance => {
  if (!(node instanceof CfnFunction)) return NagRuleCompliance.NOT_APPLICABLE;
  const stack = Stack.of(node);
  const all = stack.node.findAll();
  const names = [stack.resolve(node.logicalId), stack.resolve(node.functionName)];
  const target = (value: any) => NagRules.resolveResourceFromIntrinsic(node, value);
  const heard = (action: any) =>
    all.some(
      (one) =>
        (one instanceof CfnSubscription && target(one.topicArn) === target(action)) ||
        (one instanceof CfnTopic &&
          stack.resolve(one.logicalId) === target(action) &&
          (stack.resolve(one.subscription) ?? []).length > 0),
    );
  const watched = all.some(
    (one) =>
      one instanceof CfnAlarm &&
      one.metricName === 'Errors' &&
      NagRules.resolveIfPrimitive(one, one.actionsEnabled) !== false &&
      (stack.resolve(one.dimensions) ?? []).some(
        (pair: any) => pair.name === 'FunctionName' && names.includes(target(pair.value)),
      ) &&
      (one.alarmActions ?? []).some(heard),
  );
  return watched ? NagRuleCompliance.COMPLIANT : NagRuleCompliance.NON_COMPLIANT;
};
