// Written by generate/protobuf-tables.ts; message-table.ts reads it.
export const CERTIFICATES = `
CertificateSigningRequest: 1 metadata meta.ObjectMeta; 2 spec CertificateSigningRequestSpec!;
  3 status CertificateSigningRequestStatus
CertificateSigningRequestCondition: 1 type string!; 2 reason string; 3 message string; 4 lastUpdateTime meta.Time;
  5 lastTransitionTime meta.Time; 6 status string!
CertificateSigningRequestList: 1 metadata meta.ListMeta; 2 items []CertificateSigningRequest
CertificateSigningRequestSpec: 1 request bytes!; 2 username string; 3 uid string; 4 groups []string;
  5 usages []string; 6 extra map[string]ExtraValue; 7 signerName string!; 8 expirationSeconds *int32
CertificateSigningRequestStatus: 1 conditions []CertificateSigningRequestCondition; 2 certificate bytes
ExtraValue: 1 items []string
`;
