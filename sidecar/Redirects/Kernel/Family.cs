namespace AiGateway.Sidecar.Redirects.Kernel;

/// <summary>The families of nf_tables that a pod's packets are of (NFPROTO_*).</summary>
internal enum Family : byte
{
    Ip = 2,
    Ip6 = 10,
}
