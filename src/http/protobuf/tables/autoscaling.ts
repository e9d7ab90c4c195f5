// Written by generate/protobuf-tables.ts; message-table.ts reads it.
export const AUTOSCALING = `
Scale: 1 metadata meta.ObjectMeta; 2 spec ScaleSpec; 3 status ScaleStatus
ScaleSpec: 1 replicas int32
ScaleStatus: 1 replicas int32!; 2 selector string
`;
