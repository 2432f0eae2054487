const AWS = require('aws-sdk');
const cloudwatch = new AWS.CloudWatch();
const lambda = new AWS.Lambda();

exports.handler = async (event) => {
  console.log('알람 수신:', JSON.stringify(event, null, 2));

  const detail = event.detail;
  const alarmName = detail.alarmName;
  const state = detail.state.value;

  if (state === 'ALARM') {
    try {
      if (alarmName.includes('high-error-rate')) {
        // Lambda 함수 재시작 (캐시된 연결 정리)
        const functionName = alarmName.split('-')[0];
        await lambda.updateFunctionConfiguration({
          FunctionName: functionName,
          Environment: {
            Variables: {
              ...process.env,
              RESTART_TIMESTAMP: Date.now().toString()
            }
          }
        }).promise();

        console.log(`함수 재시작 트리거됨: ${functionName}`);
      }

      if (alarmName.includes('high-duration')) {
        // 높은 지속 시간 알람에 대해 메모리 스케일업
        const functionName = alarmName.split('-')[0];
        const config = await lambda.getFunctionConfiguration({
          FunctionName: functionName
        }).promise();

        const newMemory = Math.min(config.MemorySize * 1.5, 3008);

        await lambda.updateFunctionConfiguration({
          FunctionName: functionName,
          MemorySize: newMemory
        }).promise();

        console.log(`${functionName}의 메모리를 ${newMemory}MB로 증가시킴`);
      }

    } catch (error) {
      console.error('복구 실패:', error);
      throw error;
    }
  }

  return { statusCode: 200, body: '복구 완료' };
};
