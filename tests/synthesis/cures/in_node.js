// The TypeScript of cards in one app of the real aws-cdk-lib, a stack for each.
// Usage: node in_node.js LIBRARIES PAIRS.json FOLDER; prints what went wrong, by name, as JSON.
// Snippets have no types, so that they are JavaScript; `this` is the stack.
const [, , libraries, pairs, folder] = process.argv;
const { createRequire } = require('module');
const load = createRequire(libraries + '/');
const cdk = load('aws-cdk-lib');

const SERVICES = {
  acm: 'aws-certificatemanager', cwActions: 'aws-cloudwatch-actions',
  destinations: 'aws-lambda-destinations', eventSources: 'aws-lambda-event-sources',
  subscriptions: 'aws-sns-subscriptions', targets: 'aws-events-targets',
  origins: 'aws-cloudfront-origins', integrations: 'aws-apigatewayv2-integrations',
  authorizers: 'aws-apigatewayv2-authorizers',
  identitypool: 'aws-cognito-identitypool', eksv2: 'aws-eks-v2',
  elbv2: 'aws-elasticloadbalancingv2', elb: 'aws-elasticloadbalancing',
  firehose: 'aws-kinesisfirehose', opensearch: 'aws-opensearchservice',
};
const service = (name) => load(`aws-cdk-lib/${SERVICES[name] ?? `aws-${name}`}`);
const GIVEN = {
  bucket: (stack) => new (service('s3').Bucket)(stack, 'GivenBucket'),
  certificate: (stack) =>
    new (service('acm').Certificate)(stack, 'GivenCertificate', { domainName: 'www.example.com' }),
  definition: () => service('appsync').Definition.fromFile(`${__dirname}/schema.graphql`),
  fn: (stack) => new (service('lambda').Function)(stack, 'GivenFunction', {
    runtime: service('lambda').Runtime.PYTHON_3_13,
    handler: 'index.handler',
    code: service('lambda').Code.fromInline('def handler(event, context): pass'),
  }),
  key: (stack) => new (service('kms').Key)(stack, 'GivenKey'),
  logGroup: (stack) => new (service('logs').LogGroup)(stack, 'GivenLogGroup'),
  queue: (stack) => new (service('sqs').Queue)(stack, 'GivenQueue'),
  role: (stack) => new (service('iam').Role)(stack, 'GivenRole', {
    assumedBy: new (service('iam').ServicePrincipal)('ec2.amazonaws.com'),
  }),
  secret: (stack) => new (service('secretsmanager').Secret)(stack, 'GivenSecret'),
  table: (stack) => new (service('dynamodb').Table)(stack, 'GivenTable', {
    partitionKey: { name: 'id', type: service('dynamodb').AttributeType.STRING },
  }),
  topic: (stack) => new (service('sns').Topic)(stack, 'GivenTopic'),
  vpc: (stack) => new (service('ec2').Vpc)(stack, 'GivenVpc', { maxAzs: 2 }),
};

function scope(stack) {
  const made = { cdk };
  return new Proxy(made, {
    has: (_, name) => typeof name === 'string' && !(name in globalThis),
    get: (_, name) => {
      if (typeof name !== 'string') return undefined;
      if (!(name in made)) {
        made[name] = GIVEN[name] ? GIVEN[name](stack) : name in cdk && /^[A-Z]/.test(name) ? cdk[name] : service(name);
      }
      return made[name];
    },
    set: (_, name, value) => { made[name] = value; return true; },
  });
}

const app = new cdk.App({
  outdir: folder, analyticsReporting: false, builtinCloudFormationValidation: false,
  context: { 'aws:cdk:enable-path-metadata': true },
});
const wrong = {};
for (const [name, lines] of Object.entries(require(pairs))) {
  const stack = new cdk.Stack(app, name, { env: { account: '111122223333', region: 'eu-central-1' } });
  try {
    new Function('scope', `with (scope) { ${lines}\n }`).call(stack, scope(stack));
  } catch (error) {
    app.node.tryRemoveChild(name);
    wrong[name] = String(error).slice(0, 600);
  }
}
app.synth();
console.log(JSON.stringify(wrong));
