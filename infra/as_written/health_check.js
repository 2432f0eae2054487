const AWS = require('aws-sdk');
const response = require('cfn-response');

exports.handler = async (event, context) => {
  console.log('상태 검사 트리거됨:', JSON.stringify(event));

  try {
    // 기본 상태 검사
    const checks = {
      timestamp: new Date().toISOString(),
      region: process.env.AWS_REGION,
      stackName: event.StackId?.split('/')[1] || 'unknown'
    };

    console.log('상태 검사 결과:', checks);

    // CloudFormation에 성공 응답 전송
    await response.send(event, context, response.SUCCESS, checks);
  } catch (error) {
    console.error('상태 검사 실패:', error);
    await response.send(event, context, response.FAILED, {
      error: error.message
    });
  }
};
