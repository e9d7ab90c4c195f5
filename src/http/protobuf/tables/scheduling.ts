// Written by generate/protobuf-tables.ts; message-table.ts reads it.
export const SCHEDULING = `
PriorityClass: 1 metadata meta.ObjectMeta; 2 value int32!; 3 globalDefault bool; 4 description string;
  5 preemptionPolicy *string
PriorityClassList: 1 metadata meta.ListMeta; 2 items []PriorityClass
`;
