// Gait: stride, cadence, accelerometer and gyroscope axes together
import { hasKeys } from '../json-keys.ts'
import type { Modality } from '../modality.ts'

export const modality = {
  entity: 'gait',
  aliases: ['GAIT', 'MOTION'],
  names: {
    strong: ['gait', 'gait cycle', 'stride length', 'step time', 'походк*', 'жүріс мәнер*', 'жүріс үлгісі'],
    weak: ['accelerometer', 'gyroscope', 'acc', 'gyro', 'cadence'],
    falseFriends: ['gate', 'vehicle', 'car'],
  },
  needs: [/[[{]/u],
  ofText: (text) => {
    const stride = hasKeys(text, [
      ['stride_length', 'stride', 'step_time', 'step_length'],
      ['cadence', 'acc_x', 'accel_x', 'step_time', 'swing', 'stance'],
    ])
    return stride ? { confidence: 0.9, evidence: 'measures of a walk' } : undefined
  },
  examples: { match: ['{"stride_length": 1.2, "cadence": 110}'], reject: ['{"acc_x": [1], "speed": 60}'] },
  source: 'measures of gait laboratories and phone sensors',
} satisfies Modality
