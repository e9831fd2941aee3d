// ISO/IEC 19794-5 face records, eMRTD DG2, landmarks, embeddings (dlib 128, FaceNet 128/512, ArcFace 512, VGG 4096)
import { cbeff, interchangeRecord } from '../magic.ts'
import type { Modality, Sign } from '../modality.ts'
import type { Peeled } from '../peel.ts'

export const modality = {
  entity: 'face',
  aliases: ['FACE', 'FACE_IMAGE_RECORD', 'FACE_EMBEDDING', 'IMAGE_OF_PERSON', 'FACE_IMAGE'],
  names: {
    strong: [
      'face',
      'facial',
      'faceid',
      'faceprint',
      'selfie',
      'liveness',
      'face landmarks',
      'arcface',
      'facenet',
      'mugshot',
      'id photo',
      'passport photo',
      'portrait',
      'headshot',
      'dg2',
      'лицо',
      'лица',
      'лицу',
      'лицом',
      'селфи',
      'портрет*',
      'фото лица',
      'фотография лица',
      'бет бейнесі',
      'бет векторы',
      'бет үлгісі',
      'бет тану',
      'бет суреті',
      'бет әлпет*',
      'селфи',
    ],
    weak: [
      'photo',
      'photos',
      'photograph',
      'avatar',
      'foto',
      'fotka',
      'fotografia',
      'suret',
      '3x 4',
      '3 x 4',
      '3х 4',
      '3 х 4',
      'фото',
      'фотки',
      'фотка',
      'фотограф*',
      'сурет*',
      'фотосурет*',
      'аватар*',
      'landmarks',
      'descriptor',
    ],
    falseFriends: [
      'value',
      'book',
      'surface',
      'interface',
      'юр',
      'юридическ*',
      'физ',
      'физическ*',
      'лицев*',
      'ответственн*',
      'должностн*',
      'контактн*',
      'product',
      'item',
      'style',
      'font',
      'type',
      'count',
      'номер',
      'mask',
      'amount',
    ],
  },
  ofBytes: record,
  needs: [/[[{]/u],
  ofText: landmarks,
  container: 'image',
  dimensions: [128, 256, 512, 4096],
  examples: {
    match: [hex(`FAC\x00010\0\0\0\0\x1a${'\0'.repeat(14)}`)],
    reject: ['FACTORY', 'FAC 020 of the plan', hex('FACTORY building number 12345')],
  },
  source: 'ISO/IEC 19794-5:2005, ICAO 9303 part 10',
} satisfies Modality

function record(value: Peeled): Sign | undefined {
  const sign = interchangeRecord(value, 'FAC', 'face image record')
  if (sign) return sign
  const bit = cbeff(value.head)
  return bit?.group === 0x75 || bit?.type === 2
    ? { confidence: 0.97, evidence: 'biometric information template of a face' }
    : undefined
}

function landmarks(text: string): Sign | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined
  const head = text.slice(0, 2000).toLowerCase()
  const keys = ['left_eye', 'right_eye', 'nose_tip', 'nose_bridge', 'chin', 'left_eyebrow', 'top_lip'].filter((k) =>
    head.includes(`"${k}"`),
  )
  return keys.length >= 3 ? { confidence: 0.85, evidence: 'landmarks of a face' } : undefined
}

function hex(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('hex')
}
