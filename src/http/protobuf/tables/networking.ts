// Written by generate/protobuf-tables.ts; message-table.ts reads it.
export const NETWORKING = `
HTTPIngressPath: 1 path string; 2 backend IngressBackend!; 3 pathType *string
HTTPIngressRuleValue: 1 paths []HTTPIngressPath
Ingress: 1 metadata meta.ObjectMeta; 2 spec IngressSpec; 3 status IngressStatus
IngressBackend: 3 resource *core.TypedLocalObjectReference; 4 service *IngressServiceBackend
IngressList: 1 metadata meta.ListMeta; 2 items []Ingress
IngressLoadBalancerIngress: 1 ip string; 2 hostname string; 4 ports []IngressPortStatus
IngressLoadBalancerStatus: 1 ingress []IngressLoadBalancerIngress
IngressPortStatus: 1 port int32!; 2 protocol string!; 3 error *string
IngressRule: 1 host string; 2 ingressRuleValue inline IngressRuleValue!
IngressRuleValue: 1 http *HTTPIngressRuleValue
IngressServiceBackend: 1 name string!; 2 port ServiceBackendPort
IngressSpec: 1 defaultBackend *IngressBackend; 2 tls []IngressTLS; 3 rules []IngressRule; 4 ingressClassName *string
IngressStatus: 1 loadBalancer IngressLoadBalancerStatus
IngressTLS: 1 hosts []string; 2 secretName string
ServiceBackendPort: 1 name string; 2 number int32
`;
