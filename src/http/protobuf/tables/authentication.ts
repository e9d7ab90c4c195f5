// Written by generate/protobuf-tables.ts; message-table.ts reads it.
export const AUTHENTICATION = `
ExtraValue: 1 items []string
SelfSubjectReview: 1 metadata meta.ObjectMeta; 2 status SelfSubjectReviewStatus
SelfSubjectReviewStatus: 1 userInfo UserInfo
UserInfo: 1 username string; 2 uid string; 3 groups []string; 4 extra map[string]ExtraValue
`;
