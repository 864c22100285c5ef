using AiGateway.Rig;

namespace AiGateway.Egress.Tests;

/// <summary>A mesh, by what its init container does to a pod's rules.</summary>
/// <param name="Name">Whose.</param>
/// <param name="User">Its proxy's user.</param>
/// <param name="OutboundPort">Where connections of the pod come out.</param>
/// <param name="InboundPort">Where connections to the pod come out.</param>
/// <param name="Rules">In the table nat, in order.</param>
internal sealed record Mesh(string Name, uint User, int OutboundPort, int InboundPort, string[] Rules)
{
    /// <summary>istio/istio, tools/istio-iptables: the default capture of all ports.</summary>
    private static readonly Mesh Istio = new("istio", 1337, 15001, 15006,
    [
        "-N ISTIO_INBOUND", "-N ISTIO_REDIRECT", "-N ISTIO_IN_REDIRECT", "-N ISTIO_OUTPUT",
        "-A ISTIO_INBOUND -p tcp --dport 15008 -j RETURN",
        "-A ISTIO_REDIRECT -p tcp -j REDIRECT --to-ports 15001",
        "-A ISTIO_IN_REDIRECT -p tcp -j REDIRECT --to-ports 15006",
        "-A PREROUTING -p tcp -j ISTIO_INBOUND",
        "-A ISTIO_INBOUND -p tcp --dport 15090 -j RETURN",
        "-A ISTIO_INBOUND -p tcp --dport 15021 -j RETURN",
        "-A ISTIO_INBOUND -p tcp --dport 15020 -j RETURN",
        "-A ISTIO_INBOUND -p tcp -j ISTIO_IN_REDIRECT",
        "-A OUTPUT -j ISTIO_OUTPUT",
        "-A ISTIO_OUTPUT -o lo -s 127.0.0.6/32 -j RETURN",
        "-A ISTIO_OUTPUT -o lo ! -d 127.0.0.1/32 -p tcp ! --dport 15008 -m owner --uid-owner 1337 -j ISTIO_IN_REDIRECT",
        "-A ISTIO_OUTPUT -o lo -m owner ! --uid-owner 1337 -j RETURN",
        "-A ISTIO_OUTPUT -m owner --uid-owner 1337 -j RETURN",
        "-A ISTIO_OUTPUT -o lo ! -d 127.0.0.1/32 -m owner --gid-owner 1337 -j ISTIO_IN_REDIRECT",
        "-A ISTIO_OUTPUT -o lo -m owner ! --gid-owner 1337 -j RETURN",
        "-A ISTIO_OUTPUT -m owner --gid-owner 1337 -j RETURN",
        "-A ISTIO_OUTPUT -d 127.0.0.1/32 -j RETURN",
        "-A ISTIO_OUTPUT -j ISTIO_REDIRECT",
    ]);

    /// <summary>linkerd/linkerd2-proxy-init: the default capture of all ports but the proxy's own.</summary>
    private static readonly Mesh Linkerd = new("linkerd", 2102, 4140, 4143,
    [
        "-N PROXY_INIT_REDIRECT",
        "-A PROXY_INIT_REDIRECT -p tcp --match multiport --dports 4190,4191 -j RETURN",
        "-A PROXY_INIT_REDIRECT -p tcp -j REDIRECT --to-port 4143",
        "-A PREROUTING -j PROXY_INIT_REDIRECT",
        "-N PROXY_INIT_OUTPUT",
        "-A PROXY_INIT_OUTPUT -m owner --uid-owner 2102 -j RETURN",
        "-A PROXY_INIT_OUTPUT -o lo -j RETURN",
        "-A PROXY_INIT_OUTPUT -p tcp --match multiport --dports 4567,4568 -j RETURN",
        "-A PROXY_INIT_OUTPUT -p tcp -j REDIRECT --to-port 4140",
        "-A OUTPUT -j PROXY_INIT_OUTPUT",
    ]);

    public static Mesh[] All { get; } = [Istio, Linkerd];

    public static Mesh Named(string name) => All.Single(mesh => mesh.Name == name);

    public void Write(NetworkNamespace pod, string backend)
    {
        foreach (var rule in Rules) pod.Run(backend, ["-t", "nat", .. rule.Split(' ')]);
    }
}
