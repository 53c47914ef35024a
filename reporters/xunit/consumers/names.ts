/** Who reads XUnit reports. */
export const consumerNames = ['jenkins', 'jenkins-xunit', 'gitlab', 'mikepenz', 'dorny', 'enricomi'] as const

export type ConsumerName = (typeof consumerNames)[number]
